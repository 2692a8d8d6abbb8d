"""The window while its disk is full, or its process for files is killed: words, nothing lost."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Timer
from typing import Any

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from dscp_desktop.app.features import FEATURES, document_offers, workbook_offers
from dscp_desktop.app.own_settings import OwnSettings
from dscp_desktop.app.shell import Shell
from dscp_desktop.core.saving import save_file
from dscp_desktop.diary.queries.meetings import find_meeting
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.packs.documents.building import build_pack
from dscp_desktop.packs.queries.contents import gather
from dscp_desktop.store.check import check_store
from dscp_desktop.store.drafts import keep_draft, list_drafts
from dscp_desktop.store.opening import open_store
from tests.plug.conftest import copy_store
from tests.plug.disks import fill, needs_mounts, small_disk
from tests.store.deeds import add, names

MEETING = "Safeguarding Executive Group 2023-10-26"


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "disk"
    if os.name == "nt" or os.geteuid() != 0:
        place.mkdir()
        yield place
    else:
        with small_disk(place, 24_000) as folder:
            yield folder


@pytest.fixture
def desk(sample: Path, disk: Path, qapp: QApplication) -> Iterator[Desk]:
    assert qapp is not None
    store = open_store(copy_store(sample, disk / "store"), "sample")
    made = Desk(store, workbooks=workbook_offers(), documents=document_offers())
    yield made
    made.close()


@needs_mounts
def test_a_command_on_a_full_disk_says_so_in_the_banner_and_goes_on_with_room(
    desk: Desk, disk: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    shell = Shell(desk, FEATURES, OwnSettings(tmp_path / "own"))
    qtbot.addWidget(shell)
    qtbot.waitUntil(desk.idle)
    before = desk.store.ask(names)
    with desk.store.jotting() as session:
        keep_draft(session, "place", "typed before")
    filler = fill(disk, 0)
    for number in range(40):  # what room the log of changes had is used up
        desk.run(shell, add, f"Too much {number} " + "x" * 200_000)
        qtbot.waitUntil(desk.idle)
        if "disk is full" in shell.trouble.fact.text():
            break
    assert "The disk is full" in shell.trouble.fact.text()
    assert "free some room" in shell.trouble.fact.text() + shell.trouble.help.text()
    filler.unlink()
    desk.run(shell, add, "With room")
    qtbot.waitUntil(desk.idle)
    found = desk.store.ask(names)
    assert "With room" in found
    assert set(before) <= set(found)
    assert desk.store.ask(list_drafts, desk.store.person)["place"] == "typed before"
    assert check_store(desk.store).problems == ()


@needs_mounts
def test_a_pack_saved_on_a_full_disk_leaves_the_one_before_whole(
    desk: Desk, disk: Path, qtbot: QtBot
) -> None:
    owner = QObject()
    words: list[str] = []
    done: list[Path] = []
    out = disk / "pack.pdf"
    out.write_bytes(b"the one before")
    fill(disk, 8)
    desk.work(
        owner, lambda _files: save_file(out, b"x" * 100_000),
        then=done.append, failed=lambda trouble: words.append(trouble.words),
    )  # fmt: skip
    qtbot.waitUntil(desk.idle)
    assert done == []
    assert words[0].startswith("pack.pdf could not be saved. The drive may be full")
    assert out.read_bytes() == b"the one before"
    assert sorted(p.name for p in disk.iterdir()) == ["filler", "pack.pdf", "store"]


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_a_pack_whose_process_for_files_is_killed_ends_in_words_and_goes_on(
    desk: Desk, disk: Path, qtbot: QtBot
) -> None:
    owner, out = QObject(), disk / "pack.pdf"
    meeting = desk.store.ask(find_meeting, MEETING)
    contents = desk.store.ask(gather, meeting.id, document_offers(), desk.today)
    killed: list[int] = []

    def build(kill: bool) -> Callable[[Any], Path]:
        def work(files: Any) -> Path:
            def ask(task: str, values: Any, blobs: Any = ()) -> Any:
                child = desk._worker._child
                if kill and child is not None and task.endswith(":join"):
                    killed.append(child.process.pid)
                    os.kill(child.process.pid, signal.SIGSTOP)  # it gets no further
                    Timer(0.2, os.kill, (child.process.pid, signal.SIGKILL)).start()
                return files.ask(task, values, blobs)

            built = build_pack(contents, ask, built_at=desk.store.now())
            return save_file(out, built.data)

        return work

    words: list[str] = []
    done: list[Path] = []
    for kill in (True, False):
        desk.work(
            owner, build(kill),
            then=done.append, failed=lambda trouble: words.append(trouble.words),
        )  # fmt: skip
        qtbot.waitUntil(desk.idle, timeout=30_000)
        assert kill or len(words) == 1
    assert len(killed) == 1
    assert "made the reader stop" in words[0]
    assert done == [out]
    assert out.read_bytes().startswith(b"%PDF")
