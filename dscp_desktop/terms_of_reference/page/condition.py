"""One condition of a quorum as a row of choosers, read as a part of a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from dscp_desktop.terms_of_reference.rules.conditions import Condition
from dscp_desktop.terms_of_reference.rules.quorum import (
    AtLeast,
    EachStatutory,
    NamedSeat,
    Share,
)
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.editors import Chooser
from dscp_desktop.widgets.texts import Text

AND, OR = "and", "or"
SEATS, PARTNERS = "seats", "partners"
_ONE = (("at least", 1), "at least one")
_THE = (("the", 0), "the")
_SHARES = {
    (1, 4): "at least a quarter",
    (1, 3): "at least a third",
    (1, 2): "at least half",
    (2, 3): "at least two thirds",
    (3, 4): "at least three quarters",
    (1, 1): "all",
}
_MOST = 20
_NUMBERS = [_ONE, *((("at least", n), f"at least {n}") for n in range(2, _MOST + 1))]
_AMOUNTS: list[tuple[tuple[Any, int], str]] = [*_SHARES.items(), *_NUMBERS]


class ConditionRow(QWidget):
    """'and' | 'at least half' of the | 'core seats'. `removed` asks to take it away."""

    changed = Signal()
    removed = Signal()

    def __init__(
        self,
        condition: Condition,
        roles: Sequence[str],
        seats: str,
        joined: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.join = Chooser([(AND, "and"), (OR, "or")], dense=True)
        self.amount = Chooser(dense=True)
        self.words = Text("of the", "base")
        self.of = Chooser(dense=True)
        self.remove = Button("Remove condition", "quiet", icon="close", icon_only=True, dense=True)
        if joined:
            self.join.set_value(joined)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 2, 0, 2)
        row.setSpacing(8)
        for part in (self.join, self.amount, self.words, self.of):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self.remove)
        self.join.setVisible(bool(joined))  # in the row by now: else it is a window of its own
        self._name()
        self._offer(condition, roles, seats)
        self._show(condition)
        self.join.activated.connect(lambda _n: self.changed.emit())
        self.amount.activated.connect(lambda _n: self.changed.emit())
        self.of.activated.connect(lambda _n: self._of_changed())
        self.remove.clicked.connect(self.removed)

    def _name(self) -> None:
        self.join.setAccessibleName("Joined by")
        self.amount.setAccessibleName("How many")
        self.of.setAccessibleName("Of which seats")

    def _offer(self, condition: Condition, roles: Sequence[str], seats: str) -> None:
        named = list(roles)
        if isinstance(condition, NamedSeat) and condition.role not in named:
            named.append(condition.role)
        options = [(PARTNERS, "each statutory partner"), (SEATS, seats)]
        self.of.set_options([*options, *((("role", role), role) for role in named)])

    def _show(self, condition: Condition) -> None:
        self._kept = condition
        if isinstance(condition, EachStatutory):
            self.of.set_value(PARTNERS)
        elif isinstance(condition, NamedSeat):
            self.of.set_value(("role", condition.role))
        else:
            self.of.set_value(SEATS)
        self._fit_amounts()
        if isinstance(condition, Share):
            self.amount.set_value((condition.numerator, condition.denominator))
        elif isinstance(condition, AtLeast):
            self.amount.set_value(("at least", condition.n))

    def _fit_amounts(self) -> None:
        of = self.of.value()
        self.words.setText("of the" if of == SEATS else "seat of")
        if of == SEATS:
            self.amount.set_options(self._amounts())
        else:
            self.amount.set_options([_ONE if of == PARTNERS else _THE])
        self.amount.setEnabled(of == SEATS)

    def _amounts(self) -> list[tuple[tuple[Any, int], str]]:
        """Return what can be chosen; an amount that a profile brought is among it."""
        kept, found = self._kept, list(_AMOUNTS)
        if isinstance(kept, AtLeast) and kept.n > _MOST:
            found.append((("at least", kept.n), f"at least {kept.n}"))
        part = (kept.numerator, kept.denominator) if isinstance(kept, Share) else (1, 2)
        if part not in _SHARES:
            found.append((part, f"at least {part[0]} in {part[1]}"))
        return found

    def _of_changed(self) -> None:
        self._fit_amounts()
        self.changed.emit()

    def joined(self) -> str:
        """Return 'and' or 'or'."""
        return str(self.join.value())

    def condition(self) -> Condition:
        """Return what the choosers say."""
        of, amount = self.of.value(), self.amount.value()
        if of == PARTNERS:
            return EachStatutory()
        if of != SEATS:
            kept = self._kept
            same = isinstance(kept, NamedSeat) and kept.role == of[1]
            return kept if same else NamedSeat(of[1])
        if amount[0] == "at least":
            return AtLeast(amount[1])
        return Share(*amount)
