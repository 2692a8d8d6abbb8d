"""The window of an open store: the rail, the pages, search, undo, and how the store stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from importlib import import_module
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from dscp_desktop.app.ahead import let_go
from dscp_desktop.app.badge import program_icon
from dscp_desktop.app.drafts import Drafts
from dscp_desktop.app.finding import Command, Finder, list_commands
from dscp_desktop.app.firstkeys import give_keys, give_keys_when_filled, keep_order_from_outside
from dscp_desktop.app.found_page import Searching
from dscp_desktop.app.gathering import give_offers
from dscp_desktop.app.helping import show_help
from dscp_desktop.app.keeping import BackupKeeper
from dscp_desktop.app.keeping_shown import show_keeping
from dscp_desktop.app.keys import bind_keys, move_pane, show_keys
from dscp_desktop.app.leaving import Leaving
from dscp_desktop.app.locking import NEW_KEY, ask_for_session
from dscp_desktop.app.own_settings import PROGRAM, OwnSettings
from dscp_desktop.app.places import Trail, paged, rail_key, shown_by, standing
from dscp_desktop.app.results import Results
from dscp_desktop.app.settings_page import SettingsPage
from dscp_desktop.app.sharing import Sharing
from dscp_desktop.app.standing import Facts, Standing, count_due, list_places, read_facts
from dscp_desktop.app.undoing import Undoing
from dscp_desktop.app.windowplace import take_place
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.offers import Due, Feature
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.today.queries import list_due
from dscp_desktop.widgets.banner import Banner
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.footbar import FootBar
from dscp_desktop.widgets.page import Page, is_narrow
from dscp_desktop.widgets.palette import SearchBox
from dscp_desktop.widgets.rail import NavItem, Rail
from dscp_desktop.widgets.theme import dress, theme_changed
from dscp_desktop.widgets.toast import Toast

SMALLEST = (1024, 640)
_MINUTE = 60_000
_SETTINGS = NavItem("settings", "Settings", "settings")
_HELP = NavItem("help", "Help", "help", asks=True)


class Shell(QMainWindow):
    """Everything round the pages. `left` tells that the store is closed: 'lock' or 'close'."""

    left = Signal(str)

    def __init__(
        self,
        desk: Desk,
        features: Sequence[Feature],
        own: OwnSettings,
        off: frozenset[str] = frozenset(),
    ) -> None:
        super().__init__()
        self.desk, self.own, self._off = desk, own, off
        self._every = tuple(features)
        give_offers(desk, standing(features, off))
        self.features = paged(standing(features, off))
        self._trail = Trail()
        self.pages: dict[str, Page] = {}
        self._now = self._over = ""
        self.leaving = Leaving(self)
        self.notice = ""  # what is to be said at the door
        self.setWindowIcon(program_icon())
        self.setMinimumSize(*SMALLEST)
        self.rail, self.stack, self.foot = Rail(), QStackedWidget(), FootBar()
        self.standing = Standing(self.foot, desk.store)
        self.keeper = BackupKeeper(desk, own, self)
        self.keeper.changed.connect(self._show_backup)
        show_keeping(self.keeper, self)
        self.drafts = Drafts(desk, self._title, self._show_for_draft, self, own.folder)
        self.sharing = Sharing(self)
        self._lay_out()
        self.toast = Toast(self.area)
        self.finder = Finder(desk, features, self.list_commands, self)
        self.palette_box = self.finder.palette
        self.searching = Searching(self, features)
        self.undoing, self.results = Undoing(desk, self), Results(self)
        self.undoing.nothing.connect(self.toast.tell)
        self._connect()
        bind_keys(self)
        self._show_rail({})
        self._timer = QTimer(self)
        self._timer.setInterval(_MINUTE)
        self._timer.timeout.connect(self._look_at_day)
        self._timer.start()
        dress(self)
        theme_changed().changed.connect(self._fit_rail)
        ask_for_session(self)
        desk.ask(self, read_facts, then=self._show_facts)
        self._count()

    def _lay_out(self) -> None:
        self.trouble_close = Button("Close", dense=True)
        self.trouble = Banner("", buttons=[self.trouble_close])
        self.trouble_close.clicked.connect(self.trouble.hide)
        self.trouble.hide()
        self.area = QWidget()
        inner = QVBoxLayout(self.area)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(self.trouble)
        inner.addWidget(self.drafts.banner)
        inner.addWidget(self.stack, 1)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addWidget(self.area, 1)
        whole = QWidget()
        whole.setObjectName("window")
        box = QVBoxLayout(whole)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(row, 1)
        box.addWidget(self.foot)
        self.setCentralWidget(whole)

    def _connect(self) -> None:
        self.rail.moved.connect(self.go)
        self.desk.changed.connect(self.show_changes)
        self.desk.troubled.connect(self.show_trouble)
        self.desk.place_asked.connect(self.open_place)

    # Places -------------------------------------------------------------------------------

    def begin(self) -> None:
        """Show the first place."""
        self.go(next(iter(self.features), _SETTINGS.key))
        if self.desk.store.key_changed:
            self.show_trouble(NEW_KEY)

    def page(self) -> Page | None:
        """Return the page that is shown."""
        return self.pages.get(self._over or self._now)

    def place(self) -> str:
        """Return the key of the place that is shown."""
        return self._now

    def go(self, key: str) -> bool:
        """Show a place; return whether it is shown now."""
        present = self.page()
        if key == _HELP.key:
            self.rail.choose(rail_key(self._now, self.features))
            self.show_help()
            return False
        if key != self._now and present is not None and not present.may_leave():
            self.rail.choose(rail_key(self._now, self.features))
            return False
        page = self.make_page(key)
        self._trail.went(self._now, key, self.features)
        self._now, self._over = key, ""
        page.resize(self.stack.size())  # else it is laid out twice: for no room, then for this
        self.stack.setCurrentWidget(page)
        self.rail.choose(rail_key(key, self.features))
        self.trouble.hide()
        self.setWindowTitle(f"{self._title(key)} – {PROGRAM}")
        page.refresh()
        return True

    def show_over(self, key: str) -> None:
        """Show a page over the present place, until a place is shown again."""
        self._over = key
        page = self.pages[key]
        page.resize(self.stack.size())
        self.stack.setCurrentWidget(page)
        self.setWindowTitle(f"{page.title.text()} – {PROGRAM}")

    def go_and_focus(self, key: str) -> None:
        """Show a place and put the keys where they are wanted first."""
        is_new = key not in self.pages
        if self.go(key):
            give_keys(self.pages[key])
            if is_new:
                give_keys_when_filled(self.pages[key], self.desk)

    def way_back(self) -> str:
        """Return the place that `go_back` leads to, '' where there is none."""
        return "" if self._over else self._trail.back(self._now, self.features)

    def go_back(self) -> None:
        """Leave a page that stands under another one for the place one came from."""
        key = self.way_back()
        if key:
            self.go_and_focus(key)

    def go_number(self, number: int) -> None:
        """Show the place of that number in the rail, from 1."""
        key = self.rail.key_at(number)
        if key:
            self.go_and_focus(key)

    def open_place(self, feature: str, record_id: str) -> None:
        """Show the place of a record, and the record in it."""
        key = shown_by(feature, self.features)
        if key not in (*self.features, _SETTINGS.key):
            return
        self.go_and_focus(key)
        opens: Any = getattr(self.pages.get(key), "open_record", None)
        if opens is not None and record_id and self._now == key:
            opens(record_id)

    def _title(self, key: str) -> str:
        return self.features[key].title if key in self.features else _SETTINGS.title

    def make_page(self, key: str) -> Page:
        """Return the page of a place, made if it is not there yet."""
        if key in self.pages:
            return self.pages[key]
        page: Page
        if key == _SETTINGS.key:
            page = SettingsPage(self.desk, self.own, self.keeper)
            page.backup_asked.connect(self.back_up)
            page.restore_asked.connect(lambda: self.leave("restore"))
            page.before_look = lambda do: let_go(self.pages, self.stack, self.drafts.forget, do)
        else:
            module, _, name = self.features[key].page.partition(":")
            page = getattr(import_module(module), name)(self.desk)
        search = SearchBox()
        search.clicked.connect(self.palette_box.open)
        page.set_search(search)
        page.narrow_changed.connect(search.set_narrow)
        if key in self.features and self.features[key].under:
            page.add_back().clicked.connect(self.go_back)
        self.pages[key] = page
        self.stack.addWidget(page)
        self.drafts.watch(key, page)
        page.parts_made.connect(lambda: self.drafts.watch(key, page))
        self.sharing.watch(page)
        return page

    def _show_for_draft(self, key: str) -> Page | None:
        if key in self.features:
            self.go_and_focus(key)
        return self.pages.get(key)

    # What is true now ---------------------------------------------------------------------

    def _show_backup(self) -> None:
        self.foot.set_backup(self.keeper.words(), self.keeper.why())

    def _show_facts(self, facts: Facts) -> None:
        self.standing.show_facts(facts)
        if facts.off != self._off:
            self._take_parts(facts.off)

    def _take_parts(self, off: frozenset[str]) -> None:
        """Leave out what is switched off: its place, its documents, what of it is due."""
        self._off = off
        features = standing(self._every, off)
        self.features = paged(features)
        give_offers(self.desk, features)
        if self._now not in (*self.features, _SETTINGS.key, ""):
            self.go(next(iter(self.features), _SETTINGS.key))
        self._show_rail({})
        self._count()

    def _count(self) -> None:
        self.desk.ask(self, list_due, self.desk.due, self.desk.today, then=self._counted, key="due")

    def _counted(self, dues: tuple[Due, ...]) -> None:
        self._show_rail(count_due(dues, self.features))

    def _show_rail(self, counts: dict[str, tuple[str, bool]]) -> None:
        self.rail.set_items(list_places(self.features.values(), counts), [_SETTINGS, _HELP])

    def _look_at_day(self) -> None:
        store = self.desk.store
        self.desk.ask(self, lambda _session: store.today(), then=self._day_is, key="day")

    def _day_is(self, today: date) -> None:
        if today != self.desk.today:
            self.desk.today = today
            self._count()
            self._refresh()

    def _refresh(self) -> None:
        page = self.page()
        if page is not None:
            page.refresh()

    def show_changes(self, changes: Changes) -> None:
        """Say what was written, and show it."""
        self.standing.saved()
        if "*" in changes.features:
            self.desk.ask(self, read_facts, then=self._show_facts, key="facts")
        self.trouble.hide()
        can_undo = bool(changes.entry) and not changes.words.startswith("Undone: ")
        undo = (lambda: self.desk.undo(self, changes.entry)) if can_undo else None
        if changes.words:
            self.toast.tell(changes.words, undo)
        self._count()
        self._refresh()

    def show_trouble(self, words: str) -> None:
        """Say what happened and what to do, until it is read."""
        fact, _, rest = words.partition(". ")
        self.trouble.set_words(fact + ("." if rest else ""), rest)
        self.trouble.show()

    # Commands of the window ---------------------------------------------------------------

    def list_commands(self) -> list[Command]:
        """Return what the palette offers now."""
        return list_commands(self)

    def undo_last(self) -> None:
        """Undo the last command of this person since the store was opened."""
        self.undoing.undo()

    def show_keys(self) -> None:
        """List every key that works here."""
        show_keys(self)

    def back_up(self) -> None:
        """Make a backup beside the store now."""
        self.keeper.make(self._backed_up, lambda trouble: self.show_trouble(trouble.words))

    def _backed_up(self) -> None:
        self.toast.tell(f"Backup made, {self.keeper.last:%H:%M}")
        if self.keeper.away:
            self.show_trouble(self.keeper.away)
        self._refresh()

    def show_help(self) -> None:
        """Say what the page is for, and the keys."""
        show_help(self)

    def move_pane(self, step: int) -> None:
        """Put the keys into the next pane, or the one before."""
        page = self.page()
        panes = [self.rail.top, *(page.panes() if page else []), self.rail.foot]
        move_pane(panes, self.focusWidget(), step)

    def focusNextPrevChild(self, onward: bool) -> bool:
        """Let the first Tab from the rail find the page as it is laid out now."""
        keep_order_from_outside(self.page(), self.focusWidget())
        return super().focusNextPrevChild(onward)

    # Leaving ------------------------------------------------------------------------------

    def leave(self, how: str) -> None:
        """Finish what is being written, back up where something changed, close the store.

        `how` is 'lock', 'close', 'restore' or 'other'; `left` tells when it is done.
        """
        self.leaving.begin(how)

    def drop(self) -> None:
        """Let go of the store at once, after a fault of the program."""
        self.leaving.drop()

    def forget_pages(self) -> None:
        """Show no place any more."""
        self.pages, self._now, self._over = {}, "", ""

    def stop(self) -> None:
        """Stop looking at the day and reading papers: the store is about to be closed."""
        self._timer.stop()
        self.searching.reading.stop()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close the store first."""
        if self.leaving.closed:
            event.accept()
        else:
            event.ignore()
            self.leave("close")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc that nothing else wants leaves a page that was opened from another."""
        if event.key() == Qt.Key.Key_Escape and self.way_back():
            self.go_back()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show icons alone in the rail where the window is narrow."""
        super().resizeEvent(event)
        self._fit_rail()

    def _fit_rail(self) -> None:
        self.rail.set_narrow(is_narrow(self))

    def take_place(self) -> None:
        """Take the size and place that the window had last."""
        take_place(self, self.own)
