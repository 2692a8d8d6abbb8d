"""Unlock: who are you, and your passphrase."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dscp_desktop.app.errands import Errands
from dscp_desktop.app.opening import (
    PLACE_WORDS,
    RISKS,
    SAMPLE_OPENS_WITH,
    Clock,
    Door,
    last_here_words,
    look_at,
)
from dscp_desktop.app.own_settings import OwnSettings
from dscp_desktop.app.start_page import StartPage, Way
from dscp_desktop.core.faults import Trouble
from dscp_desktop.store.places import SHARE, SYNCED
from dscp_desktop.widgets.banner import Banner
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.choices import Choice, ChoiceList
from dscp_desktop.widgets.passphrase import PassphraseField
from dscp_desktop.widgets.status import Message, Status
from dscp_desktop.widgets.texts import CutText, Text

if TYPE_CHECKING:
    from dscp_desktop.store.opening import Store

WAYS = (
    Way(
        "recovery",
        "Use the recovery sheet",
        "Type the printed key: it opens the store when every passphrase is lost",
        "key",
    ),
    Way(
        "restore",
        "Bring back a backup",
        "Shows what is in one, then puts the store back as it was",
        "backup",
    ),
    Way(
        "other",
        "Open another store",
        "Or drop a store or a backup on this window",
        "folder",
        "Ctrl+O",
    ),
    Way(
        "new",
        "Start a new store from a profile",
        "An empty store with the groups and rules of a partnership",
        "new",
    ),
    Way(
        "sample",
        "Look round a sample partnership",
        "Fictional records that stand at 19 October 2023, marked SAMPLE on every page",
        "sample",
    ),
)
_ACCESS = {"full": "Read and write", "read": "Read only"}


class UnlockPage(StartPage):
    """Asks for a person and a passphrase; `opened` gives the open store."""

    opened = Signal(object)
    window_title = "Unlock"
    offline_words = "Offline: records stay in this store"
    help_key = "unlock"
    help_words = (
        "Choose your name and type your passphrase, then press Enter. 'Open to read' leaves the "
        "store to others for writing. If the passphrase is lost, ask a colleague with a key to "
        "give you a new one in Settings, or use the recovery sheet."
    )

    def __init__(
        self, door: Door, errands: Errands, own: OwnSettings, clock: Clock, notice: str = ""
    ) -> None:
        super().__init__(WAYS[:-1] if door.sample else WAYS)
        self.about = door.path
        self.door, self._errands, self._own, self._clock = door, errands, own, clock
        self._add_head(notice)
        self.held = Banner("", "You can write as soon as they close it.")
        self.again = Button("Check again", icon="again")
        self.again.clicked.connect(self.check_again)
        row = self.held.layout()
        assert isinstance(row, QHBoxLayout)
        row.addWidget(self.again)
        self.box.addWidget(self.held)
        self.lost = Banner(door.trouble, tone="red")
        self.lost.setVisible(bool(door.trouble))
        self.box.addWidget(self.lost)
        self._form = QWidget()
        self.box.addWidget(self._form)
        self.box.addStretch(1)
        self._add_form()
        self.set_door(door)
        seen = own.people_seen(door.store_id)
        if seen:
            self.people.set_value(max(seen, key=lambda who: seen[who]))
            self._show_buttons()

    def _add_head(self, notice: str) -> None:
        head = QVBoxLayout()
        head.setSpacing(1)
        kind = {SHARE: "  ·  network drive", SYNCED: "  ·  synchronised folder"}.get(
            self.door.place, ""
        )
        head.addWidget(Text(self.door.public_name, "title", wrap=True))
        self.place = CutText(f"{self.door.path}{kind}", "base", tone="t2")
        head.addWidget(self.place)
        head.addWidget(
            Text(
                "Locked. Only this name and the list of people can be read without a passphrase.",
                "caption",
                wrap=True,
            )
        )
        self.box.addLayout(head)
        self.notice = Message("done", notice)
        self.box.addWidget(self.notice)
        if self.door.place == SYNCED:
            self.box.addWidget(Message("risk", f"{PLACE_WORDS[SYNCED]} {RISKS}"))
        self.notice.setVisible(bool(notice))

    def _add_form(self) -> None:
        box = QVBoxLayout(self._form)
        box.setContentsMargins(0, 4, 0, 0)
        box.setSpacing(4)
        box.addWidget(Text("Who are you?", "label"))
        self.people = ChoiceList("Who are you?")
        self.people.changed.connect(lambda _who: self._show_buttons())
        box.addWidget(self.people)
        box.addSpacing(12)
        self.phrase = PassphraseField(missing="Enter your passphrase", width=400)
        self.phrase.editor.returnPressed.connect(self._press_primary)
        box.addWidget(self.phrase)
        hint = "Capitals count. Nobody can look it up or reset it for you."
        if self.door.sample:
            hint = f"This is the sample partnership. Its passphrase is: {SAMPLE_OPENS_WITH}"
        box.addWidget(Text(hint, "caption", wrap=True))
        box.addSpacing(12)
        self.to_write = Button("Open to write", "primary")
        self.to_read = Button("Open to read")
        self.to_write.clicked.connect(lambda: self.open(to_read=False))
        self.to_read.clicked.connect(lambda: self.open(to_read=True))
        self.why = Text("", "caption")
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        for part in (self.to_write, self.to_read, self.why):
            self._buttons.addWidget(part)
        self._buttons.addStretch()
        box.addLayout(self._buttons)

    def first_focus(self) -> QWidget | None:
        """The passphrase, or the first way in where the store cannot be read."""
        return self.ways["other"] if self.door.trouble else self.phrase.editor

    def check_again(self) -> None:
        """Look anew at who has the store open."""
        self.set_door(look_at(self.door.path))

    def set_door(self, door: Door) -> None:
        """Show what can be seen of the store now."""
        self.door = door
        self._form.setVisible(not door.trouble)
        seen = self._own.people_seen(door.store_id)
        self.people.set_choices([self._choice(who, access, seen) for who, access in door.people])
        held = door.held_by
        self.held.setVisible(held is not None)
        if held:
            self.held.set_words(
                f"Someone else has this store open: {held.person}, on {held.machine}, "
                f"since {held.since}. You can read, not write.",
                "You can write as soon as they close it.",
            )
        self._show_buttons()

    def _choice(self, who: str, access: str, seen: dict[str, str]) -> Choice:
        second, status = _ACCESS.get(access, access), None
        if who in seen:
            second += f" · {last_here_words(seen[who], self._today())}"
            status = Status("plain", "On this computer before")
        held = self.door.held_by
        if held and held.person == who:
            status = Status("waiting", f"Has it open on {held.machine}", icon="computer")
        return Choice(who, who, second, status)

    def _today(self) -> date:
        return self._clock().astimezone().date()

    def _show_buttons(self) -> None:
        access = dict(self.door.people).get(self.people.value(), "full")
        held = self.door.held_by
        writes = access == "full" and held is None
        self.to_write.setEnabled(writes)
        self.to_write.kind = "primary" if writes else "secondary"
        self.to_read.kind = "secondary" if writes else "primary"
        self._buttons.insertWidget(0, self.to_write if writes else self.to_read)
        self.why.setText("")
        if held and access == "full":
            self.why.setText(f"when {held.machine} has closed it")
        elif access != "full":
            self.why.setText("Your key is for reading only")
        for button in (self.to_write, self.to_read):
            button.set_words(button.words)

    def _press_primary(self) -> None:
        self.open(to_read=self.to_read.kind == "primary")

    def open(self, *, to_read: bool) -> None:
        """Open the store with what was typed, away from the window."""
        if not self.phrase.check():
            self.phrase.editor.setFocus()
            return
        door, person, typed = self.door, str(self.people.value()), self.phrase.value()

        def work() -> Store:
            from dscp_desktop.store.opening import open_store  # the page is painted before it

            store = open_store(door.path, typed, person=person, clock=self._clock, to_read=to_read)
            store.held_by = door.held_by
            return store

        self.set_waiting("Opening")
        self._errands.do(self, work, self._opened, self._failed)

    def _opened(self, store: Store) -> None:
        self.phrase.forget()
        self.set_waiting("")
        at = self._clock().astimezone().replace(tzinfo=None, microsecond=0).isoformat()
        self._own.remember_person(self.door.store_id, store.person, at)
        self.opened.emit(store)

    def _failed(self, trouble: Trouble) -> None:
        self.set_waiting("")
        self.check_again()
        self.phrase.show_error(trouble.words)
        self.phrase.editor.setFocus()
        self.phrase.editor.selectAll()
