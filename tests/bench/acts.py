"""What a person does in the window, each act watched for how long the window stood still."""

from __future__ import annotations

import io
import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Thread

import openpyxl
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from dscp_desktop.app.locking import LOCK_AFTER
from dscp_desktop.app.making import NewStore, start_store
from dscp_desktop.app.own_settings import OwnSettings
from dscp_desktop.app.settings_page import SettingsPage
from dscp_desktop.app.shell import Shell
from dscp_desktop.app.unlock import UnlockPage
from dscp_desktop.app.window import Program, load_ahead
from dscp_desktop.diary.queries.meetings import find_meeting
from dscp_desktop.meetings.commands.agenda import add_paper
from dscp_desktop.meetings.queries.papers import unread_papers
from dscp_desktop.packs.page.packs import PacksPage
from dscp_desktop.paper.document import Document, Paragraph
from dscp_desktop.paper.pdf import render_pdf
from dscp_desktop.records.page.importing import ACCEPT, CHECK, ImportPage
from tests.bench.loop import Gaps, Watch, wait, wait_until

OPENS_WITH = "correct horse battery staple"
DATA = Path(__file__).resolve().parents[1] / "data"
OFFICE = ("membership.xlsx", "contributions-2022-23.xlsx", "meetings-and-actions-2023-24.xlsx")
MEETING = "Safeguarding Executive Group 2023-07-13"
QUIET = 0.15  # seconds that the window is watched after an answer, while it paints


def ticking() -> Callable[[], datetime]:
    """Return a clock that stands on a morning of 2023 and moves a second at each look."""
    ticks = itertools.count()
    start = datetime(2023, 10, 19, 8, 52, 14, tzinfo=UTC)
    return lambda: start + timedelta(seconds=next(ticks))


def action_log(rows: int) -> bytes:
    """Return an action log of so many rows as a workbook."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Action log")
    sheet.append(["No", "Group", "Date raised", "Agenda item", "Action", "Owner", "Due", "Status"])
    for n in range(rows):
        raised = date(2023, 4, 1) + timedelta(days=n % 300)
        words = f"Provide the single agency audit number {n}"
        sheet.append(
            [f"PLG{n:06d}", "PLG", raised, f"{n % 9}.", words, "HDFT", raised, "In progress"]
        )
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


class Round:
    """The program on a new store of Durham in `folder`; each act gives the gaps of its time."""

    def __init__(self, app: QApplication, folder: Path, quiet: float = QUIET) -> None:
        self.folder, self._quiet = folder, quiet
        self.path = folder / "durham.dscp"
        self.clock = ticking()
        new = NewStore("durham-2022-23", "Durham", "Ann", self.path, OPENS_WITH)
        start_store(new, self.clock).close()
        own = OwnSettings(folder / "own")
        own.put(LOCK_AFTER, 24 * 60)  # the clock moves a second at each look: it would lock
        self.program = Program(app, own, folder / "own" / "sample.dscp", self.clock)
        self.found: dict[str, Gaps] = {}

    @contextmanager
    def watched(self, name: str) -> Iterator[None]:
        """Measure one act, and the painting after it."""
        watch = Watch()
        watch.start()
        try:
            yield
            wait(self._quiet)
        finally:
            self.found[name] = watch.stop()

    @property
    def shell(self) -> Shell:
        """The window of the open store."""
        assert self.program.shell is not None
        return self.program.shell

    def rest(self) -> None:
        """Wait until every answer has come."""
        wait_until(self.shell.desk.idle)

    def close(self) -> None:
        """Close every window."""
        if self.program.shell is not None:
            self.program.shell.drop()
        if self.program.start is not None:
            self.program.start.close()
            self.program.start.errands.close()
        for window in QApplication.topLevelWidgets():
            window.deleteLater()
        self.program.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    # Acts -----------------------------------------------------------------------------------

    def show_door(self) -> None:
        """Show the page that asks for the passphrase."""
        self.program.begin(str(self.path))

    def load_ahead(self) -> None:
        """Load what the program loads while a passphrase is typed."""
        loading = Thread(target=load_ahead)
        loading.start()
        wait_until(lambda: not loading.is_alive())

    def unlock(self) -> None:
        """Type the passphrase and wait for the first page."""
        start = self.program.start
        assert start is not None
        page = start.page()
        assert isinstance(page, UnlockPage)
        QTest.keyClicks(page.phrase.editor, OPENS_WITH)
        QTest.keyClick(page.phrase.editor, Qt.Key.Key_Return)
        wait_until(lambda: self.program.shell is not None)
        self.rest()

    def make_ahead(self) -> None:
        """Wait until the pages are made that nobody has gone to yet."""
        wait_until(lambda: len(self.shell.pages) >= len(self.shell.features))

    def go(self, key: str) -> None:
        """Go to a place."""
        self.shell.go_and_focus(key)
        self.rest()

    def look(self, *files: Path) -> ImportPage:
        """Read workbooks and show what would become of each row."""
        page = self.shell.page()
        assert isinstance(page, ImportPage)
        page.look_at(files)
        wait_until(lambda: page.step == CHECK, 300)
        self.rest()
        return page

    def accept(self) -> None:
        """Write what was looked at."""
        page = self.shell.page()
        assert isinstance(page, ImportPage)
        page.check.foot.accept.click()
        wait_until(lambda: page.step == ACCEPT, 300)
        self.rest()

    def build(self) -> None:
        """Build the pack of a meeting."""
        meeting = self.shell.desk.store.ask(find_meeting, MEETING)
        assert meeting is not None
        self.shell.desk.place_asked.emit("packs", meeting.id)
        self.rest()
        page = self.shell.page()
        assert isinstance(page, PacksPage)
        page.building.build.click()
        wait_until(lambda: page.building.pack is not None)
        self.rest()

    def bring_papers(self, count: int) -> None:
        """Put papers of 30 pages on an agenda, as a program would that takes no words out."""
        store = self.shell.desk.store
        meeting = store.ask(find_meeting, MEETING)
        assert meeting is not None
        words = Paragraph("Provide the single agency audit of neglect and its findings. " * 40)
        made = render_pdf(Document(title="Paper", blocks=(words,) * 60))
        for number in range(count):
            store.run(add_paper, meeting.id, f"Paper {number}", made.data, made.pages)

    def read_papers(self) -> None:
        """Have them read for the search, and wait until all were."""
        reader, foot = self.shell.searching.reading, self.shell.foot
        reader.begin()
        wait_until(foot.stop.isVisible)
        wait_until(lambda: not foot.stop.isVisible(), 300)
        assert self.shell.desk.store.ask(unread_papers) == ()

    def search(self, words: str) -> None:
        """Type words into the palette, a letter at a time, and leave it."""
        self.shell.palette_box.open()
        for letter in words:
            QTest.keyClick(self.shell.palette_box.line, letter)
            wait(0.15)
        self.rest()
        QTest.keyClick(self.shell.palette_box.line, Qt.Key.Key_Escape)

    def change_look(self, theme: str) -> None:
        """Choose another theme in the settings."""
        page = self.shell.page()
        assert isinstance(page, SettingsPage)
        page.theme.set_value(theme)
        page.theme.changed.emit()
        self.rest()

    def lock(self) -> None:
        """Lock the store: with a backup, back to the door."""
        self.shell.leave("lock")
        wait_until(lambda: self.program.start is not None)
