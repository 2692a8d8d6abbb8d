"""How a pack is built: what and which edition, its copies, and what its pages do."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from dscp_desktop.packs.documents.copies import FEWEST_LETTERS
from dscp_desktop.packs.queries.looking import PackView
from dscp_desktop.packs.rules.parts import EDITION_WORDS, EDITIONS, FULL
from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.buttons import TickBox
from dscp_desktop.widgets.flow import FlowRow
from dscp_desktop.widgets.forms import ChoiceField, Field, first_wrong
from dscp_desktop.widgets.passphrase import PassphraseField
from dscp_desktop.widgets.texts import Text

NOW, AS_ISSUED = "now", "as issued"  # of a pack that went out; else the number of a supplement
_ONE, _EACH = "one", "each"
PLACEHOLDER_WORDS = "A page for each missing paper"
RIGHT_HAND_WORDS = "Papers on right-hand pages"
PART_2_WORDS = "Part 2 as encrypted PDF"


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be built: an edition, of what was issued, for whom, part 2 with a password."""

    edition: str = FULL
    what: str = NOW
    recipients: tuple[str, ...] = ()
    password: str = ""


class _Shown(Field):
    """Words under a label, that nobody can change here."""

    editor: Text

    def __init__(self, label: str) -> None:
        super().__init__(label, Text("", "base"), optional=False)
        self.editor.setMinimumHeight(fonts.scaled(32))  # in line with the fields beside it

    def set_value(self, value: str) -> None:
        self.editor.setText(value)


class TwoPasswords(QWidget):
    """A password that is said twice."""

    def __init__(self, *, upright: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        hint = f"At least {FEWEST_LETTERS} letters; tell it by telephone"
        self.password = PassphraseField("Password for part 2", hint=hint, width=232)
        self.again = PassphraseField("Password again", hint="So that no slip locks it", width=232)
        self.password.problem_of = self._short
        self.again.problem_of = self._differs
        row: QBoxLayout = QVBoxLayout(self) if upright else QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12 if upright else 24)
        row.addWidget(self.password, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.again, 0, Qt.AlignmentFlag.AlignTop)
        row.addStretch(1)

    def _short(self) -> str:
        short = len(self.password.value()) < FEWEST_LETTERS
        return f"Enter at least {FEWEST_LETTERS} letters" if short else ""

    def _differs(self) -> str:
        return "" if self.again.value() == self.password.value() else "Enter the same words again"

    def is_sound(self) -> bool:
        """Say whether both stand there and are the same; the first bad one gets the keys."""
        return first_wrong([self.password, self.again]) is None

    def forget(self) -> None:
        """Empty both."""
        self.password.forget()
        self.again.forget()


class PackSettings(QWidget):
    """The options above the button that builds; those kept in the store are only asked for here."""

    changed = Signal()  # what was built is not what is wanted any more
    options_asked = Signal(bool, bool)  # right-hand pages, placeholders

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view: PackView | None = None
        self.what = ChoiceField("Build", [(NOW, "As it now stands")], width=192)
        editions = [(edition, EDITION_WORDS[edition]) for edition in EDITIONS]
        self.edition = ChoiceField("Edition", editions, width=136)
        self.marking = _Shown("Marking")
        self.copies = ChoiceField("Copies", [(_ONE, "One, no number")], width=164)
        self.placeholders = TickBox(PLACEHOLDER_WORDS)
        self.right_hand = TickBox(RIGHT_HAND_WORDS)
        self.separate = TickBox(PART_2_WORDS)
        self.passwords = TwoPasswords()
        self.what.hide()
        self.passwords.hide()
        self._lay_out()
        for field in (self.what, self.edition, self.copies):
            field.changed.connect(self.changed)
        for box in (self.placeholders, self.right_hand):
            box.clicked.connect(self._ask_options)
        self.separate.toggled.connect(self._separate)

    def _lay_out(self) -> None:
        fields, ticks = FlowRow(gap=20, top=True), FlowRow(gap=12)
        for field in (self.what, self.edition, self.copies, self.marking):
            fields.addWidget(field)
        for box in (self.placeholders, self.right_hand, self.separate):
            ticks.addWidget(box)
        for row in (fields, ticks):
            row.add_room()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(6)
        whole.addLayout(fields)
        whole.addLayout(ticks)
        whole.addWidget(self.passwords)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the height of all lines, so that none lies over another."""
        super().resizeEvent(event)
        self._keep_height()

    def event(self, event: QEvent) -> bool:
        """Take the height anew where a part came or went."""
        done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            self._keep_height()
        return done

    def _keep_height(self) -> None:
        need = self.heightForWidth(self.width())
        if need != self.minimumHeight():
            self.setMinimumHeight(need)

    def _separate(self, on: bool) -> None:
        self.passwords.setVisible(on)
        self.passwords.forget()
        self.changed.emit()

    def _ask_options(self) -> None:
        self.options_asked.emit(self.right_hand.isChecked(), self.placeholders.isChecked())

    def show_view(self, view: PackView | None) -> None:
        """Show the options of a pack."""
        self.view = view
        contents = view.contents if view else None
        issued = view.issued if view else None
        self.marking.set_value(contents.marking if contents else "")
        self.what.setVisible(issued is not None)
        for box in (self.placeholders, self.right_hand):
            box.setVisible(issued is None)
        if issued:
            supplements = [
                (str(one.number), f"{one.title}, changed pages") for one in issued.issues[1:]
            ]
            choices = [(NOW, "As it now stands"), (AS_ISSUED, "As issued"), *supplements]
            self.what.set_options(choices)
        if contents:
            self.right_hand.setChecked(contents.options.right_hand)
            self.placeholders.setChecked(contents.options.placeholders)
            restricted = any(piece.part.restricted for piece in contents.pieces)
            if issued is not None:
                restricted |= any(part.restricted for part in issued.parts)
            self.separate.setVisible(restricted)
            if not restricted and self.separate.isChecked():
                self.separate.setChecked(False)
        count = len(view.members) if view else 0
        each = [(_EACH, f"{count} numbered {'copy' if count == 1 else 'copies'}")] if count else []
        self.copies.set_options([(_ONE, "One, no number"), *each])

    def is_sound(self) -> bool:
        """Say whether all is there; else the field that is not gets the keys."""
        return self.passwords.isHidden() or self.passwords.is_sound()

    def wish(self) -> Wish:
        """Return what is to be built."""
        named = self.view.members if self.view and self.copies.value() == _EACH else ()
        password = "" if self.passwords.isHidden() else self.passwords.password.value()
        what = NOW if self.what.isHidden() else str(self.what.value())
        return Wish(str(self.edition.value()), what, named, password)

    def set_busy(self, busy: bool) -> None:
        """Let nothing be changed while something is built."""
        for field in (self.what, self.edition, self.copies):
            field.editor.setEnabled(not busy)
        for box in (self.placeholders, self.right_hand, self.separate):
            box.setEnabled(not busy)
        self.passwords.setEnabled(not busy)
