"""Word and OpenDocument by LibreOffice: a PDF or words; no file and no program is left."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pikepdf
import pytest
from docx import Document

from dscp_desktop.core.faults import Refused
from dscp_desktop.jobs import converting
from dscp_desktop.jobs.converting import convert, find_office, private_folder, sweep_private
from dscp_desktop.jobs.files import FileWorker, Stopped
from dscp_desktop.jobs.taking import take_paper
from dscp_desktop.store.lock import WriteLock
from tests.hard.papers import paper
from tests.paper.test_photo import picture
from tests.paper.test_source import word

Office = Callable[[str], Path]
needs_office = pytest.mark.skipif(find_office() is None, reason="LibreOffice is not here")
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a shell script stands in for it")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """A program in the place of LibreOffice that does what a test says."""

    def made(does: str) -> Path:
        path = tmp_path / "soffice"
        # Its last three words are --outdir, where to, and the file.
        path.write_text(f'#!/bin/sh\nshift 9\nout="$2"; file="$3"\n{does}\n')
        path.chmod(0o700)
        return path

    return made


def docx(*words: str) -> bytes:
    made, out = Document(), io.BytesIO()
    for text in words:
        made.add_paragraph(text)
    made.save(out)
    return out.getvalue()


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_it_is_given_one_file_a_profile_and_nothing_of_ours(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DSCP_PASSPHRASE", "the secret of the store")
    told, place = tmp_path / "told", tmp_path / "private"
    does = f'(env; ls -l ..; cat profile/user/*.xcu) > {told}\ncp "$file" "$out/paper.pdf"'
    assert convert(b"%PDF-words", "docx", "a", office=office(does), folder=place) == b"%PDF-words"
    said = told.read_text()
    assert "the secret of the store" not in said
    assert f"HOME={place}/paper-" in said
    assert "DisableMacrosExecution" in said
    assert "drwx------" in said
    assert left(place) == []


@pytest.mark.parametrize(
    ("does", "words"),
    [
        ("exit 1", "a.docx could not be made a PDF: LibreOffice gave none"),
        ('touch "$out/paper.pdf"', "a.docx could not be made a PDF"),
        ("sleep 60 & sleep 60", "a.docx took LibreOffice too long and was left"),
    ],
)
def test_what_it_does_not_make_is_refused_in_words(
    does: str, words: str, office: Office, tmp_path: Path
) -> None:
    place, before = tmp_path / "private", sleeping()
    with pytest.raises(Refused) as refused:
        convert(b"x", "docx", "a.docx", office=office(does), folder=place, seconds=0.5)
    assert refused.value.words.startswith(words)
    assert left(place) == []
    assert sleeping() == before


def sleeping() -> int:
    listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True)
    return listed.stdout.count("\nsleep 60")


def test_it_is_killed_with_all_it_started_when_cancelled(office: Office, tmp_path: Path) -> None:
    place, before, stop = tmp_path / "private", sleeping(), threading.Event()
    threading.Timer(0.4, stop.set).start()
    with pytest.raises(Stopped):
        convert(
            b"x",
            "odt",
            "a.odt",
            office=office("sleep 60 & sleep 60"),
            folder=place,
            cancelled=stop.is_set,
        )
    assert sleeping() == before
    assert left(place) == []


def test_where_it_cannot_work_is_told(
    tmp_path: Path, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Refused, match=r"^a\.docx could not be converted"):
        convert(b"x", "docx", "a.docx", office=tmp_path / "gone", folder=tmp_path / "private")
    taken = tmp_path / "file"
    taken.write_bytes(b"")
    with pytest.raises(Refused, match=r"^a\.docx could not be converted"):
        convert(b"x", "docx", "a.docx", office=office("exit"), folder=taken)
    monkeypatch.setenv("PATH", str(tmp_path / "nowhere"))
    monkeypatch.setattr(converting, "_PLACES", ())
    with pytest.raises(Refused, match=r"LibreOffice is not on this computer\. Open it, save it as"):
        convert(b"x", "docx", "a.docx")
    monkeypatch.setattr(converting, "_PLACES", (str(tmp_path / "no"), str(tmp_path)))
    assert find_office() == tmp_path
    assert private_folder().name == "private"


def test_what_a_killed_program_left_is_swept_and_what_is_in_use_stays(tmp_path: Path) -> None:
    for name in ("paper-1", "paper-2"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "paper.docx").write_bytes(b"Jane")
    (tmp_path / "a file").write_bytes(b"")
    lock = WriteLock(tmp_path / "paper-2" / "in-use")
    assert lock.take("", "") is None
    assert sweep_private(tmp_path) == 1
    assert left(tmp_path) == ["a file", "paper-2"]
    lock.release()
    assert sweep_private(tmp_path) == 1
    assert sweep_private(tmp_path / "not there") == 0


@needs_office
@pytest.mark.timeout(180)
def test_a_word_document_becomes_a_tagged_paper_with_its_words() -> None:
    remote = "http://127.0.0.1:9/picture.png"
    with FileWorker() as worker:
        found = take_paper(worker.ask, docx("Chronology of visits", remote), "Audit.docx")
    assert (found.pages, found.made, found.source) == (1, True, "Audit.docx")
    assert found.facts["tagged"]
    assert "Chronology of visits" in found.text[0]
    with pikepdf.open(io.BytesIO(found.data)) as pdf:
        assert "/StructTreeRoot" in pdf.Root
    assert left(private_folder()) == []


@pytest.mark.timeout(120)
def test_each_sort_of_file_is_taken_by_what_it_holds(office: Office, tmp_path: Path) -> None:
    made = tmp_path / "made.pdf"
    made.write_bytes(paper(2))
    stand_in = office(f'cp {made} "$out/paper.pdf"')
    with FileWorker() as worker:
        plain = take_paper(worker.ask, paper(3), "a.docx")  # its name does not count
        assert (plain.pages, plain.made, plain.removed) == (3, False, ())
        assert plain.text[2] == "Page 3 of the paper"
        drawn = take_paper(worker.ask, picture((300, 200), form="JPEG"), "scan.jpg")
        assert (drawn.pages, drawn.made, drawn.text) == (1, True, ("",))
        changed = word("<w:ins><w:r><w:t>new</w:t></w:r></w:ins>")
        source = take_paper(worker.ask, changed, "a.docx", office=stand_in)
        assert (source.pages, source.left_in) == (2, ("1 tracked change",))
        for data, words in (
            (b"hello", "a is not a PDF"),
            (b"PK\x03\x04", "a cannot be opened"),
            (b"\xff\xd8\xff", "a is no picture"),
        ):
            with pytest.raises(Refused, match=f"^{words}"):
                take_paper(worker.ask, data, "a")


def test_words_that_cannot_be_taken_out_are_left() -> None:
    def ask(task: str, *_more: object) -> tuple[dict[str, object], list[bytes]]:
        if task.endswith(":text"):
            raise Refused("It made the reader stop.") if not stopped else Stopped("Stopped.")
        return {"papers": [{"pages": 1, "removed": []}]}, []

    stopped = False
    assert take_paper(ask, b"%PDF-", "a").text == ()
    stopped = True
    with pytest.raises(Stopped):
        take_paper(ask, b"%PDF-", "a")


@pytest.mark.slow
@needs_office
@pytest.mark.timeout(300)
def test_libreoffice_leaves_nothing_when_it_is_cancelled(tmp_path: Path) -> None:
    data = docx(*(f"Paragraph {n} of a long paper." for n in range(20_000)))
    place = tmp_path / "private"
    for after in (0.2, 1.0, 2.5):
        over = partial(passed, time.monotonic() + after)
        with pytest.raises(Stopped):
            convert(data, "docx", "a.docx", folder=place, cancelled=over)
        assert left(place) == []
        assert not any(str(place) in line for line in running())


def passed(until: float) -> bool:
    return time.monotonic() > until


def running() -> list[str]:
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and int(folder.name) != os.getpid():
            try:
                found.append((folder / "cmdline").read_bytes().replace(b"\0", b" ").decode())
            except OSError:
                continue
    return found
