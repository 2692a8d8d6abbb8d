"""What an assistive program reads of a widget that paints its parts itself.

Qt speaks for labels, fields and tables. A widget that paints lines, marks or bars has one method,
`spoken_parts`, that gives each of them in words; an assistive program then finds them below the
widget, one by one, as it finds the rows of a list. `tell_part` says which one has the keys.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QObject, QRect
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QWidget
from shiboken6 import isValid


@runtime_checkable
class Spoken(Protocol):
    """A widget that says what it paints."""

    def spoken_parts(self) -> Sequence[str]:
        """Return each part in words, in the order in which they are read."""


_WORDS = (QAccessible.Text.Name, QAccessible.Text.Value)


class _Part(QAccessibleInterface):
    """One painted part. It lives as long as the program: Qt keeps it by its number."""

    def __init__(self, whole: _Whole, place: int) -> None:
        super().__init__()
        self._whole, self._place = whole, place

    def isValid(self) -> bool:
        return isValid(self._whole) and self._place < len(self._whole.parts())

    def object(self) -> QObject | None:  # type: ignore[override]  # a part is no object of Qt's
        return None

    def parent(self) -> QAccessibleInterface:
        return self._whole

    def child(self, _place: int) -> QAccessibleInterface | None:  # type: ignore[override]  # none
        return None

    def childCount(self) -> int:
        return 0

    def childAt(self, _x: int, _y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return None  # as Qt does where there is none

    def indexOfChild(self, _child: QAccessibleInterface) -> int:
        return -1

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.ListItem

    def text(self, kind: QAccessible.Text) -> str:
        return self._whole.parts()[self._place] if kind in _WORDS and self.isValid() else ""

    def setText(self, kind: QAccessible.Text, words: str) -> None:
        """Nothing can be changed this way."""

    def rect(self) -> QRect:
        return self._whole.rect()

    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        state.focusable = True
        return state


class _Whole(QAccessibleWidget):
    """A widget and, after the widgets inside it, its painted parts."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget, QAccessible.Role.List)
        self._widget = widget
        self._made: list[_Part] = []

    def parts(self) -> Sequence[str]:
        """Return what the widget says of its parts."""
        widget = self._widget
        return widget.spoken_parts() if isValid(widget) and isinstance(widget, Spoken) else ()

    def inside(self) -> int:
        """Return how many widgets come before the parts."""
        return super().childCount()

    def childCount(self) -> int:
        return self.inside() + len(self.parts())

    def child(self, place: int) -> QAccessibleInterface:
        before = self.inside()
        if place < before:
            return super().child(place)
        while len(self._made) <= place - before:
            part = _Part(self, len(self._made))
            _kept.append(part)
            QAccessible.registerAccessibleInterface(part)
            self._made.append(part)
        return self._made[place - before]

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        if isinstance(child, _Part) and child in self._made:
            return self.inside() + self._made.index(child)
        return super().indexOfChild(child)


_kept: list[QAccessibleInterface] = []  # Qt holds them too, and must not find them gone


def _make(_kind: str, thing: QObject) -> QAccessibleInterface | None:
    if isinstance(thing, QWidget) and isinstance(thing, Spoken):
        whole = _Whole(thing)
        _kept.append(whole)
        return whole
    return None


def speak_painted() -> None:
    """Let assistive programs find what widgets paint. Call it once, at start."""
    QAccessible.installFactory(_make)


def tell_part(widget: QWidget, place: int) -> None:
    """Tell an assistive program, if there is one, that a part has the keys now."""
    if place < 0 or not QAccessible.isActive() or not widget.hasFocus():
        return
    whole = QAccessible.queryAccessibleInterface(widget)
    if isinstance(whole, _Whole):
        event = QAccessibleEvent(widget, QAccessible.Event.Focus)
        event.setChild(whole.inside() + place)
        QAccessible.updateAccessibility(event)
