"""Bring back a backup in three steps: choose it, look what is in it, put it back."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from dscp_desktop.app.backups import ELSEWHERE
from dscp_desktop.app.errands import Errands
from dscp_desktop.app.opening import BACKUP_ENDING, restored_words
from dscp_desktop.app.own_settings import OwnSettings
from dscp_desktop.app.restore_panes import ChoosePane, LookPane, PutBackPane, StepPane
from dscp_desktop.app.restoring import (
    Cover,
    Found,
    Way,
    find_backups,
    likely_place,
    look,
    made_words,
    read_cover,
)
from dscp_desktop.app.start_page import SIDE, StartPage
from dscp_desktop.app.start_page import Way as WayBack
from dscp_desktop.core.faults import CannotOpen, Stopped, Trouble
from dscp_desktop.core.pace import Task
from dscp_desktop.store.backup import Manifest, restore
from dscp_desktop.store.contents import Contents
from dscp_desktop.widgets.page import Surface
from dscp_desktop.widgets.status import Message
from dscp_desktop.widgets.steps import StepStrip
from dscp_desktop.widgets.texts import CutText, Text

WAYS = (WayBack("back", "Leave it", "Everything stays as it is", "left", "Esc"),)
CHOOSE, LOOK, PUT = 0, 1, 2
_NOT_LOOKED = "Stopped before it was looked through. It can be looked into again, or put back so."
_STOPPED = "Stopped before the store was put in its place. What stands there was not touched."


class RestorePage(StartPage):
    """Three steps; nothing is touched before the last. `finished` gives the store and the words.

    `path` is the store it is about, None where none is known; `key` is its key where it was open
    just now, so that no passphrase has to be typed to look into its backups.
    """

    finished = Signal(object, str)
    window_title = "Bring back a backup"
    help_key = "restore"
    help_words = (
        "Choose a backup and look what is in it: when it was made, who can open it, its records "
        "and its last changes, and what the store here has that it lacks. Only the last step "
        "changes anything: the store that stands there is moved aside under another name, never "
        "written over."
    )

    def __init__(
        self, path: Path | None, errands: Errands, own: OwnSettings, key: bytes = b""
    ) -> None:
        super().__init__(WAYS)
        self.about, self._errands, self._own, self._key = path, errands, own, key
        self.cover: Cover | None = None
        self.step = CHOOSE
        self._done = ""
        head = QVBoxLayout()
        head.setSpacing(1)
        head.addWidget(Text("Bring back a backup", "title", wrap=True))
        self.place = CutText(str(path) if path else "No store is known here yet", "base", tone="t2")
        head.addWidget(self.place)
        self.box.addLayout(head)
        self.steps = StepStrip(["Choose", "Look", "Put back"])
        self.box.addWidget(self.steps)
        self.trouble = Message("late")
        self.trouble.hide()
        self.box.addWidget(self.trouble)
        self.choose, self.look, self.put = ChoosePane(), LookPane(), PutBackPane()
        self.panes: tuple[StepPane, ...] = (self.choose, self.look, self.put)
        for pane in self.panes:
            self.box.addWidget(pane, 1)
        self._add_bar()
        self._connect()
        self._go(CHOOSE)
        self._list()

    def _add_bar(self) -> None:
        """Put the buttons of every step into one bar that does not scroll."""
        self.bar = Surface("top")
        row = QHBoxLayout(self.bar)
        row.setContentsMargins(SIDE, 12, SIDE, 12)
        row.setSpacing(8)
        for pane in self.panes:
            for button in pane.buttons:
                row.addWidget(button)
        row.addStretch()
        whole = self.layout()
        assert isinstance(whole, QVBoxLayout)
        whole.insertWidget(1, self.bar)

    def _connect(self) -> None:
        self.choose.chosen.connect(self.take)
        self.choose.other.clicked.connect(self._ask_file)
        self.look.look_asked.connect(self._look_typed)
        self.look.go_on.clicked.connect(self._ask_place)
        self.look.back.clicked.connect(lambda: self._go(CHOOSE))
        self.put.put.clicked.connect(self._put_back)
        self.put.place.editor.returnPressed.connect(self._put_back)
        self.put.back.clicked.connect(lambda: self._go(LOOK))
        self.put.open.clicked.connect(lambda: self.finished.emit(self.put.path(), self._done))

    # What the window asks of it -------------------------------------------------------------

    def first_focus(self) -> QWidget | None:
        """Return what goes on from here."""
        if self.step == CHOOSE:
            found = self.choose.table.value() is not None
            return self.choose.table if found else self.choose.other
        if self.step == LOOK:
            asks = self.look.phrase.isVisibleTo(self)
            return self.look.phrase.editor if asks else self.look.go_on
        return self.put.open if self._done else self.put.put

    def set_waiting(self, words: str, task: Task | None = None) -> None:
        """Say what is being done and take no more orders; '' when it is over."""
        super().set_waiting(words, task)
        self.bar.setEnabled(not words)
        if not words:
            self._offer()
            self._focus()

    # Steps ----------------------------------------------------------------------------------

    def _go(self, step: int) -> None:
        self.step = step
        self.trouble.hide()
        for place, pane in enumerate(self.panes):
            pane.setVisible(place == step)
        self._offer()
        self.steps.set_now(step + 1 if self._done else step)
        self.middle.verticalScrollBar().setValue(0)
        self._focus()

    def _offer(self) -> None:
        """Show the buttons of the present step."""
        for place, pane in enumerate(self.panes):
            for button in pane.buttons:
                button.setVisible(place == self.step and button in pane.offered)

    def _focus(self) -> None:
        focus = self.first_focus()
        if focus is not None and self.isVisible():
            focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def _list(self) -> None:
        if self.about is None:
            self.choose.show_found(())
            return
        path, elsewhere = self.about, str(self._own.get(ELSEWHERE) or "")
        self._errands.do(self, lambda: find_backups(path, elsewhere), self._listed, self._failed)

    def _listed(self, found: tuple[Found, ...]) -> None:
        self.choose.show_found(found)
        if self.step == CHOOSE and self.content.isEnabled():
            self._focus()

    def _ask_file(self) -> None:
        dialog = QFileDialog(self, "Choose a backup")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([f"Backups (*{BACKUP_ENDING})", "All files (*)"])
        dialog.fileSelected.connect(lambda file: self.take(Path(file)))
        dialog.open()

    def take(self, file: Path) -> None:
        """Look at a backup; what is in it too, where the key of the store here opens it."""
        self.trouble.hide()
        self.set_waiting("Reading the backup")
        self._errands.do(self, lambda: read_cover(file), self._show_cover, self._failed)

    def _show_cover(self, cover: Cover) -> None:
        self.cover = cover
        self.look.show_cover(cover, asks=not self._key)
        self.set_waiting("")
        self._go(LOOK)
        if self._key and not cover.trouble:
            self._look(Way(key=self._key), self._key_does_not_fit)

    def _key_does_not_fit(self, trouble: Trouble) -> None:
        assert self.cover is not None
        if not isinstance(trouble, CannotOpen):
            self._failed(trouble)
            return
        why = "This backup has another key than the store has now."
        self.look.show_cover(self.cover, asks=True, why=why)
        self.set_waiting("")

    def _look_typed(self) -> None:
        if not self.look.phrase.check():
            self.look.phrase.editor.setFocus()
            return
        typed = self.look.phrase.value()
        self._look(Way(str(self.look.person.value()), typed), self._phrase_does_not_fit)

    def _look(self, way: Way, failed: object) -> None:
        cover, here = self.cover, self._target()
        assert cover is not None
        assert callable(failed)
        task, pace = self._errands.pace()
        self.set_waiting("Opening the backup and checking it", task)

        def refused(trouble: Trouble) -> None:
            if isinstance(trouble, Stopped):
                self._failed(Stopped(_NOT_LOOKED))
            else:
                failed(trouble)

        self._errands.do(self, lambda: look(cover, way, here, pace), self._show_contents, refused)

    def _phrase_does_not_fit(self, trouble: Trouble) -> None:
        self.set_waiting("")
        self.look.phrase.show_error(trouble.words)
        self.look.phrase.editor.setFocus()
        self.look.phrase.editor.selectAll()

    def _show_contents(self, contents: Contents) -> None:
        from dscp_desktop.app.features import FEATURES

        titles = {kind: title for feature in FEATURES for kind, title in feature.kinds.items()}
        self.look.show_contents(contents, titles)
        self.set_waiting("")

    def _failed(self, trouble: Trouble) -> None:
        self.set_waiting("")
        self.trouble.tell("late", trouble.words)
        self.trouble.show()

    # Putting back ---------------------------------------------------------------------------

    def _target(self) -> Path:
        assert self.cover is not None
        return self.about or likely_place(self.cover.file)

    def _ask_place(self) -> None:
        assert self.cover is not None
        self.look.phrase.forget()
        self.put.ask(made_words(self.cover), self._target())
        self._go(PUT)

    def _put_back(self) -> None:
        if self.cover is None or not self.put.place.check():
            return
        backup, place = self.cover.file, self.put.path()
        self.put.trouble.hide()
        task, pace = self._errands.pace()
        self.set_waiting("Putting the store back", task)
        self._errands.do(self, lambda: restore(backup, place, pace), self._is_back, self._not_back)

    def _not_back(self, trouble: Trouble) -> None:
        self.set_waiting("")
        self.put.show_trouble(_STOPPED if isinstance(trouble, Stopped) else trouble.words)

    def _is_back(self, found: tuple[Manifest, Path | None]) -> None:
        self._done = restored_words(found[0].made_at, found[1])
        self._key = b""
        self.put.show_done(self._done)
        self.ways["back"].hide()
        self.set_waiting("")
        self._go(PUT)
