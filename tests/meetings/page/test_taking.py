"""Taking several papers: how far it is by bytes, and stopping says which are in."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from dscp_desktop.core.faults import Refused
from dscp_desktop.core.pace import Task
from dscp_desktop.jobs.files import FileWorker
from dscp_desktop.jobs.threads import FileDesk
from dscp_desktop.meetings.page.meetings import MeetingsPage
from dscp_desktop.meetings.page.papers import Looked, read_papers, stopped_words
from tests.meetings.page.deeds import Settle, plain_pdf, start, stored

Told = list[tuple[str, int, int]]


@pytest.fixture
def three(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / f"Report {n}.pdf" for n in (1, 2, 3)]
    for number, path in enumerate(paths):
        path.write_bytes(plain_pdf(*["A page of words"] * (number + 1)))
    return paths


def test_the_looking_is_told_by_files_and_bytes_and_stopped_between_two(three: list[Path]) -> None:
    told: Told = []
    task = Task()

    def tell(words: str, done: int, whole: int) -> None:
        told.append((words, done, whole))
        if len(told) == 3:
            task.cancel()

    with FileWorker() as worker:
        looked = read_papers(FileDesk(worker, task, tell), three)
    sizes = [path.stat().st_size for path in three]
    assert [done for _words, done, _whole in told] == [0, sizes[0], sizes[0] + sizes[1]]
    assert {whole for _words, _done, whole in told} == {sum(sizes)}
    assert told[1][0].startswith("Looking at Report 2.pdf (2 of 3, ")
    assert [paper.title for paper in looked.papers] == ["Report 1", "Report 2"]
    assert looked.left == ("Report 3.pdf",)
    assert stopped_words(looked) == (
        "Stopped. Taken into the store: Report 1, Report 2. Left out: Report 3.pdf."
    )
    assert stopped_words(Looked((), ("a.pdf",))) == "Stopped. Nothing was taken. Left out: a.pdf."


def test_a_file_that_is_refused_is_named_though_it_was_stopped(three: list[Path]) -> None:
    three[0].write_bytes(b"not a PDF at all")
    task = Task()

    def tell(_words: str, done: int, _whole: int) -> None:
        if done:
            task.cancel()

    with FileWorker() as worker, pytest.raises(Refused, match=r"Report 1\.pdf is not a PDF"):
        read_papers(FileDesk(worker, task, tell), three)


def test_esc_leaves_out_what_was_not_taken_yet_and_says_which_are_in(
    page: MeetingsPage, qtbot: QtBot, settle: Settle, tmp_path: Path
) -> None:
    start(page, settle)
    pane = page.detail.agenda
    pane.table.choose_row(1)
    pane.table.setFocus()
    paths = [tmp_path / f"Report {n}.pdf" for n in range(1, 9)]
    for path in paths:
        path.write_bytes(plain_pdf("A page of words"))
    report = pane.taking.report

    def stop_at_second(words: str, part: float) -> None:
        report(words, part)
        if "2 of 8" in words:
            pane.taking.show()  # short work is not shown
            qtbot.keyClick(pane.table, Qt.Key.Key_Escape)

    pane.taking.report = stop_at_second
    pane.take_files(paths)
    settle()
    taken = [paper.title for paper in stored(page).papers]
    every = [path.stem for path in paths]
    assert 1 <= len(taken) < len(every)
    assert taken == every[: len(taken)]
    left = ", ".join(f"{title}.pdf" for title in every[len(taken) :])
    assert pane.trouble.text() == (
        f"Stopped. Taken into the store: {', '.join(taken)}. Left out: {left}."
    )
    assert not pane.taking.isVisible()
    pane.take_files(paths[-1:])
    settle()
    assert [paper.title for paper in stored(page).papers] == [*taken, every[-1]]
    assert pane.trouble.isHidden()
