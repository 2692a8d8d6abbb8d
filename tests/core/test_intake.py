from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from dscp_desktop.core.faults import Refused
from dscp_desktop.core.intake import shown_name, take_file

unix = pytest.mark.skipif(sys.platform == "win32", reason="there are no such files there")


def refused(path: Path, most: int = 1000) -> str:
    with pytest.raises(Refused) as caught:
        take_file(path, most=most)
    return caught.value.words


def test_a_file_gives_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"\r\n\x1a\x00" * 250)
    assert take_file(path, most=1000) == b"\r\n\x1a\x00" * 250


def test_what_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with path.open("wb") as file:
        file.truncate(50 * 1024**3)  # holds nothing on the disk
    assert refused(path, 100 * 1024**2).startswith("a.xlsx is larger than 100 MB. Split it")


def test_what_is_no_file_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "returns.xlsx"
    folder.mkdir()
    assert "returns.xlsx is " in refused(folder)
    assert refused(tmp_path / "gone.pdf").startswith("gone.pdf could not be read: No such file")
    assert "no disk can hold such a name" in refused(tmp_path / "a\x00b.pdf")
    assert take_name(tmp_path / "gone.pdf").startswith("Minutes could not be read")


def take_name(path: Path) -> str:
    with pytest.raises(Refused) as caught:
        take_file(path, "Minutes")
    return caught.value.words


@unix
@pytest.mark.timeout(20)
def test_nobody_waits_for_a_pipe_a_device_or_a_circle_of_links(tmp_path: Path) -> None:
    pipe, device, circle = (tmp_path / name for name in ("pipe.pdf", "device.pdf", "circle.pdf"))
    os.mkfifo(pipe)
    device.symlink_to("/dev/zero")
    circle.symlink_to(circle)
    assert refused(pipe) == "pipe.pdf is no file that can be read. Choose another."
    assert refused(device) == "device.pdf is no file that can be read. Choose another."
    assert refused(circle).startswith("circle.pdf could not be read: Too many levels")


@pytest.mark.skipif(not Path("/proc/version").exists(), reason="a file that says it is empty")
def test_a_file_that_is_longer_than_it_says_is_not_taken_in_part() -> None:
    assert "version changed while it was read" in refused(Path("/proc/version"))


def test_names_stand_on_one_line_and_hide_nothing() -> None:
    assert shown_name("Minutes – 2023 (ŵ).pdf") == "Minutes – 2023 (ŵ).pdf"
    assert shown_name("a\u202efdp.exe\n\x1b[31m\udcff") == r"a\u202efdp.exe\u000a\u001b[31m\udcff"
    long = shown_name("a" * 200 + "b" * 30 + ".pdf")
    assert (len(long), long[-6:], "…" in long) == (149, "bb.pdf", True)
    assert shown_name("..") == ".."
