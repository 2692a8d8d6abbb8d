"""Fields: the label above, then a hint, then what is wrong, then where to type.

Every kind has `value()`, `set_value(...)`, `changed`, `problem()` (words, '' when all is well),
`check()` (shows the problem) and `show_error(words)`. `first_wrong(fields)` checks them all and
puts the keys into the first bad one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from dscp_desktop.core.money import parse_pounds, plain_pounds
from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.editors import Area, Chooser, LineEdit
from dscp_desktop.widgets.flow import FlowRow
from dscp_desktop.widgets.focus import hand_on
from dscp_desktop.widgets.status import Message, Status
from dscp_desktop.widgets.texts import Text

_LONG = 36  # letters of a label that may not fit on one line of a narrow pane


class Field(QWidget):
    """A labelled editor. Required is the norm: `optional` adds '(optional)' to the label.

    `missing` are the words where a required field is left empty ('Enter what needs doing').
    `width` is that of the editor in pixels at a text size of 100%; 0 takes all there is.
    """

    changed = Signal()

    def __init__(
        self,
        label: str,
        editor: QWidget,
        *,
        hint: str = "",
        optional: bool = False,
        missing: str = "",
        width: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.editor, self.optional = editor, optional
        self.missing = missing or f"Enter the {label[:1].lower()}{label[1:]}"
        said = f"{label} (optional)" if optional else label
        self.label = Text(said, "label", wrap=len(said) > _LONG)
        self.label.setBuddy(editor)
        self.problem_of: Callable[[], str] = lambda: ""
        box = self._box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(3)
        box.addWidget(self.label)
        if width:
            editor.setFixedWidth(fonts.scaled(width))
        grows = isinstance(editor, Area) and editor.grow
        box.addWidget(editor, 1 if grows else 0)
        if hint:
            self.hint.setText(hint)
            self.hint.show()
        if not grows:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        editor.setAccessibleName(self.label.text())
        editor.setAccessibleDescription(hint)
        hand_on(self, editor)

    # Words round the editor are made when they are first wanted: most fields never have any.

    @cached_property
    def hint(self) -> Text:
        """What stands below the label, hidden until it has words."""
        words = Text("", "caption", wrap=True)
        self._put(words, 1)
        return words

    @cached_property
    def error(self) -> Message:
        """What is wrong, hidden until something is."""
        words = Message("late")
        self._put(words, self._box.indexOf(self.editor))
        return words

    @cached_property
    def note(self) -> Message:
        """Something quiet below the editor, hidden until there is any."""
        words = Message("plain")
        self._put(words, self._box.indexOf(self.editor) + 1)
        return words

    def _put(self, words: QWidget, place: int) -> None:
        words.hide()  # shown before it has a parent it would be a window
        self._box.insertWidget(place, words)

    def value(self) -> Any:
        """Return what was entered, None or '' for nothing."""
        raise NotImplementedError

    def set_value(self, value: Any) -> None:
        """Show a value."""
        raise NotImplementedError

    def raw(self) -> Any:
        """Return what stands there, half typed too, as JSON can hold it."""
        if isinstance(self.editor, LineEdit):
            return self.editor.text()
        return self.editor.toPlainText() if isinstance(self.editor, Area) else self.value()

    def put_raw(self, typed: Any) -> None:
        """Put back what `raw` gave; a choice that is no longer offered is left as it is."""
        if isinstance(self.editor, LineEdit):
            self.editor.setText(str(typed))
        elif not isinstance(self.editor, Chooser) or self.editor.offers(typed):
            self.set_value(typed)
        self.clear_error()

    def problem(self) -> str:
        """Return what is wrong with the present entry, '' for nothing."""
        if not self.optional and self.value() in (None, ""):
            return self.missing
        return self.problem_of()

    def check(self) -> bool:
        """Show what is wrong, or take it away; return whether all is well."""
        words = self.problem()
        if words:
            self.show_error(words)
        else:
            self.clear_error()
        return not words

    def show_error(self, words: str) -> None:
        """Say what is wrong between label and field, and border the field in red."""
        self.error.tell("late", words)
        self.error.show()
        self.editor.setAccessibleDescription(words)
        self._mark(True)

    def clear_error(self) -> None:
        """Take the error away."""
        if "error" in vars(self):
            self.error.hide()
        self.editor.setAccessibleDescription(self.hint.text() if "hint" in vars(self) else "")
        self._mark(False)

    def show_note(self, status: Status | None) -> None:
        """Say something quiet below the field ('Long enough: 5 words')."""
        if status or "note" in vars(self):
            self.note.setVisible(status is not None)
        if status:
            self.note.tell(status.kind, status.words)

    def _mark(self, wrong: bool) -> None:
        if self.editor.property("wrong") != wrong:
            self.editor.setProperty("wrong", wrong)
            self.editor.style().unpolish(self.editor)
            self.editor.style().polish(self.editor)
            self.editor.update()

    def _typed(self) -> None:
        self.clear_error()
        self.changed.emit()


class TextField(Field):
    """One line of words; `value()` is trimmed."""

    editor: LineEdit

    def __init__(self, label: str, *, placeholder: str = "", **more: Any) -> None:
        super().__init__(label, LineEdit(placeholder, role=more.pop("role", "base")), **more)
        self.editor.textEdited.connect(self._typed)

    def value(self) -> str:
        """Return the words without the spaces round them."""
        return self.editor.text().strip()

    def set_value(self, value: str | None) -> None:
        """Show words."""
        self.editor.setText(value or "")
        self.clear_error()


class AreaField(Field):
    """Several lines of plain words; `grow=True` takes all the height there is."""

    editor: Area

    def __init__(self, label: str, *, lines: int = 3, placeholder: str = "", **more: Any) -> None:
        area = Area(lines, role=more.pop("role", "base"), grow=more.pop("grow", False))
        super().__init__(label, area, **more)
        self.editor.setPlaceholderText(placeholder)
        self.editor.textChanged.connect(self._typed)

    def value(self) -> str:
        """Return the words without the spaces round them."""
        return self.editor.toPlainText().strip()

    def set_value(self, value: str | None) -> None:
        """Show words, without telling that they changed."""
        self.editor.blockSignals(True)
        self.editor.setPlainText(value or "")
        self.editor.blockSignals(False)
        self.clear_error()


class ChoiceField(Field):
    """One of (value, words)."""

    editor: Chooser

    def __init__(self, label: str, options: Sequence[tuple[Any, str]] = (), **more: Any) -> None:
        chooser = Chooser(options)
        chooser.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        super().__init__(label, chooser, **more)
        self.editor.activated.connect(lambda _place: self._typed())

    def set_options(self, options: Sequence[tuple[Any, str]]) -> None:
        """Offer other values."""
        self.editor.set_options(options)

    def value(self) -> Any:
        """Return the value chosen."""
        return self.editor.value()

    def set_value(self, value: Any) -> None:
        """Choose a value."""
        self.editor.set_value(value)
        self.clear_error()


class MoneyField(Field):
    """An amount in pounds; `value()` is whole pence, None for nothing or what cannot be read."""

    editor: LineEdit

    def __init__(self, label: str, **more: Any) -> None:
        super().__init__(label, LineEdit("£"), **{"width": 136, **more})
        self.editor.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.editor.textEdited.connect(self._typed)

    def value(self) -> int | None:
        """Return pence."""
        try:
            return parse_pounds(self.editor.text())
        except ValueError:
            return None

    def set_value(self, value: int | None) -> None:
        """Show pence as pounds."""
        shown = "" if value is None else plain_pounds(value).removesuffix(".00")
        self.editor.setText(shown)
        self.clear_error()

    def problem(self) -> str:
        """Say what an amount looks like, where it cannot be read."""
        typed = self.editor.text().strip()
        if typed and self.value() is None:
            try:
                parse_pounds(typed)
            except ValueError as why:
                return str(why)
        return super().problem()


def first_wrong(fields: Sequence[Field]) -> Field | None:
    """Check every field; put the keys into the first bad one and return it, None if all is well."""
    wrong = [field for field in fields if not field.check()]
    if wrong:
        wrong[0].editor.setFocus(Qt.FocusReason.OtherFocusReason)
        return wrong[0]
    return None


def fields_beside(*fields: QWidget) -> QWidget:
    """Return fields side by side as one part of a form; what has no room goes on below."""
    part = QWidget()
    row = FlowRow(part, gap=16, foot=True)  # their editors on one line
    row.setContentsMargins(0, 0, 0, 0)
    for field in fields:
        row.addWidget(field)
    row.add_room()
    return part


def fields_row(*fields: QWidget, stretch: bool = True) -> QHBoxLayout:
    """Return fields side by side, their editors on one line."""
    row = QHBoxLayout()
    row.setSpacing(16)
    for field in fields:
        row.addWidget(field, 0, Qt.AlignmentFlag.AlignBottom)
    if stretch:
        row.addStretch()
    return row
