"""The window stays alive while hard files are chosen one after another, and can be told to stop.

A timer ticks in the loop. What counts is the longest time between two ticks, less the time that
the window's thread was ready and other programs had the processor.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from dscp_desktop.app.features import document_offers, workbook_offers
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.meetings.page.meetings import MeetingsPage
from dscp_desktop.records.page.importing import CHECK, LOOK, ImportPage
from dscp_desktop.store.opening import Store
from tests.hard.conftest import Lay
from tests.hard.making import BOOKS, PAPERS, Hard
from tests.hard.watching import Peak
from tests.meetings.page.deeds import stored

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="waiting is read from /proc")
LONGEST_GAP = 0.25  # seconds
PATIENCE = 60_000
SOME_BOOKS = (
    "truncated", "password", "xml bomb in the sheet", "16,384 columns", "far in row one",
    "text for a sum", "errors all over", "words repeated", "hidden columns", "2,000 rows",
)  # fmt: skip
SOME_PAPERS = (
    "truncated", "user's password", "page tree in a loop", "odd notes", "page packed twice",
    "objects of 200 MB", "turned every way", "script on opening", "2,000 notes",
)  # fmt: skip


def chosen(every: tuple[Hard, ...], names: tuple[str, ...]) -> list[Hard]:
    found = {hard.name: hard for hard in every}
    return [found[name] for name in names]


class Ticking:
    """How long the loop was held up at most, and how often it came by."""

    def __init__(self) -> None:
        self.longest, self.count = 0.0, 0
        self._thread = threading.get_native_id()
        self._last = (time.perf_counter(), self._waited())

    def _waited(self) -> float:
        told = Path(f"/proc/self/task/{self._thread}/schedstat").read_text().split()
        return int(told[1]) / 1e9

    def tick(self) -> None:
        now = (time.perf_counter(), self._waited())
        self.longest = max(self.longest, now[0] - self._last[0] - (now[1] - self._last[1]))
        self.count += 1
        self._last = now


@contextmanager
def alive() -> Iterator[Ticking]:
    """Assert at the end of the block that the loop was never held up for long."""
    ticking, timer = Ticking(), QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(ticking.tick)
    timer.start(5)
    yield ticking
    timer.stop()
    assert ticking.count > 20
    assert ticking.longest < LONGEST_GAP, f"the window stood still for {ticking.longest:.2f} s"


@pytest.fixture
def desk(durham: Store, qapp: QApplication) -> Iterator[Desk]:
    assert qapp is not None
    made = Desk(durham, workbooks=workbook_offers(), documents=document_offers())
    yield made
    made.close()


@pytest.fixture
def importing(desk: Desk, qtbot: QtBot) -> Iterator[ImportPage]:
    page = ImportPage(desk)
    qtbot.addWidget(page)
    page.resize(1232, 812)
    page.show()
    page.refresh()
    qtbot.waitUntil(desk.idle, timeout=PATIENCE)
    yield page
    qtbot.waitUntil(desk.idle, timeout=PATIENCE)


@pytest.fixture
def meetings(
    desk: Desk, bring: Callable[..., object], office: bytes, qtbot: QtBot
) -> Iterator[MeetingsPage]:
    bring(office)
    page = MeetingsPage(desk)
    qtbot.addWidget(page)
    page.resize(1232, 812)
    page.show()
    page.refresh()
    qtbot.waitUntil(desk.idle, timeout=PATIENCE)
    page.table.choose_first()
    qtbot.waitUntil(lambda: bool(page.detail.agenda.agenda) and desk.idle(), timeout=PATIENCE)
    yield page
    qtbot.waitUntil(desk.idle, timeout=PATIENCE)


def shown_words(page: ImportPage) -> str:
    """What the page says of a workbook that it looked at."""
    found = []
    for table in page.check.outcome.tables:
        rows = table.rows
        for row in range(rows.rowCount()):
            found += [str(rows.index(row, n).data()) for n in range(rows.columnCount())]
    return "\n".join(found)


def look(qtbot: QtBot, page: ImportPage, hard: Hard, path: Path) -> None:
    page.look_at([path])
    qtbot.waitUntil(lambda: page.step == CHECK and page.desk.idle(), timeout=PATIENCE)
    words = shown_words(page)
    if isinstance(hard.end, tuple):
        assert f"\n{hard.end[2]}\n" in words, hard.name
    elif hard.end:
        assert hard.file in words, hard.name
        assert hard.end.strip() in words, hard.name
        assert not page.check.foot.accept.isEnabled()
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert page.step == LOOK


def test_the_import_page_lives_and_says_what_became_of_each(
    importing: ImportPage, lay: Lay, qtbot: QtBot, watched: Peak
) -> None:
    files = [(hard, lay(hard)) for hard in chosen(BOOKS, SOME_BOOKS)]
    with alive():
        for hard, path in files:
            look(qtbot, importing, hard, path)
    assert watched.seen


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_import_page_lives_through_all_of_them(
    importing: ImportPage, lay: Lay, qtbot: QtBot, watched: Peak
) -> None:
    longest = ("100,000 rows", "200,000 rows")  # the page of the bench shows those
    files = [(hard, lay(hard)) for hard in BOOKS if hard.name not in longest]
    with alive():
        for hard, path in files:
            look(qtbot, importing, hard, path)
    assert watched.seen


def take(qtbot: QtBot, page: MeetingsPage, hard: Hard, path: Path) -> None:
    pane = page.detail.agenda
    before = len(stored(page).papers)
    pane.take_files([path])
    qtbot.waitUntil(page.desk.idle, timeout=PATIENCE)
    qtbot.wait(5)
    qtbot.waitUntil(page.desk.idle, timeout=PATIENCE)
    if hard.end:
        words = pane.trouble.text()
        assert hard.file in words, hard.name
        assert any(part in words for part in str(hard.end).split("|")), (hard.name, words)
        assert len(stored(page).papers) == before
    else:
        assert len(stored(page).papers) == before + 1, hard.name


def test_the_page_of_papers_lives_and_says_what_became_of_each(
    meetings: MeetingsPage, lay: Lay, qtbot: QtBot, watched: Peak
) -> None:
    files = [(hard, lay(hard)) for hard in chosen(PAPERS, SOME_PAPERS)]
    with alive():
        for hard, path in files:
            take(qtbot, meetings, hard, path)
    assert watched.seen


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_page_of_papers_lives_through_all_of_them(
    meetings: MeetingsPage, lay: Lay, qtbot: QtBot, watched: Peak
) -> None:
    files = [(hard, lay(hard)) for hard in PAPERS]
    with alive():
        for hard, path in files:
            take(qtbot, meetings, hard, path)
    assert watched.seen


def test_a_hard_file_can_be_stopped_in_the_middle(
    importing: ImportPage, lay: Lay, qtbot: QtBot, watched: Peak
) -> None:
    (slow,) = chosen(BOOKS, ("words repeated",))
    (good,) = chosen(BOOKS, ("merged title",))
    path = lay(slow)
    with alive():
        importing.look_at([path])
        qtbot.waitUntil(lambda: bool(watched.seen), timeout=PATIENCE)
        importing.progress.cancel.click()
        qtbot.waitUntil(lambda: importing.banner is not None, timeout=5_000)
        assert importing.banner is not None
        assert importing.banner.fact.text() == "The reading was stopped."
        assert importing.step == LOOK
        look(qtbot, importing, good, lay(good))


@pytest.mark.parametrize("name", ["a\u202efdp.xlsx", "<img src=x>.xlsx", "a\udcff\n\x07.xlsx"])
def test_an_odd_name_is_shown_as_it_is_and_breaks_nothing(
    name: str, importing: ImportPage, qtbot: QtBot, tmp_path: Path, watched: Peak
) -> None:
    path = tmp_path / name
    path.write_bytes(next(hard.make() for hard in BOOKS if hard.name == "merged title"))
    importing.look_at([path])
    qtbot.waitUntil(lambda: importing.step == CHECK and importing.desk.idle(), timeout=PATIENCE)
    shown = importing.context.text()
    assert not set(shown) & set("\u202e\udcff\n\x07")
    importing.check.foot.accept.click()
    qtbot.waitUntil(importing.desk.idle, timeout=PATIENCE)
    assert importing.accepted.fact.text().endswith("rows written")
    assert watched.seen


def test_a_paper_with_an_odd_name_is_taken_under_what_can_be_shown(
    meetings: MeetingsPage, qtbot: QtBot, tmp_path: Path, watched: Peak
) -> None:
    sound = next(hard for hard in PAPERS if hard.name == "odd title")
    path = tmp_path / "Minutes\u202e\udcff\x07.pdf"
    path.write_bytes(sound.make())
    take(qtbot, meetings, sound, path)
    assert stored(meetings).papers[-1].title == r"Minutes\u202e\udcff\u0007"
    assert watched.seen
