"""How each body votes where the profile has a rule: its view, its reason, and what that makes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from dscp_desktop.meetings.commands.deciding import Vote
from dscp_desktop.meetings.rules.record import ABSTAINED, AGAINST, FOR, ViewLine
from dscp_desktop.meetings.rules.votes import Ballot
from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.buttons import TickBox
from dscp_desktop.widgets.forms import ChoiceField, Field, TextField
from dscp_desktop.widgets.page import scrolling
from dscp_desktop.widgets.status import Message
from dscp_desktop.widgets.typed import Values, put_into, typed_in

_VIEWS = (("", "Not said yet"), (FOR, "Agrees"), (AGAINST, "Disagrees"), (ABSTAINED, "Abstains"))
_RULE = "vote rule"
_MOST_HIGH = 176  # more than two rows of bodies scroll
_STANDS = {True: "done", False: "late", None: "waiting"}


class VotePart(QWidget):
    """The bodies that vote under the rule chosen. `rule` stands where the owner puts it.

    It is hidden, and its rule with it, while the partnership has no rule.
    """

    changed = Signal()

    def __init__(self, columns: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns = columns
        self.ballots: tuple[Ballot, ...] = ()
        self.rows: dict[str, tuple[ChoiceField, TextField]] = {}
        self.rule = ChoiceField("Voted by the rule", [("", "No vote")], optional=True)
        self.rule.hide()
        self.stands = Message("waiting")
        self._wanted: dict[str, Any] = {}  # what waits until it is known who votes
        self._shown = True
        self._inside = QWidget()
        self._grid = QGridLayout(self._inside)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        self._area = scrolling(self._inside, "Votes")
        for part in (self._area.viewport(), self._inside):
            part.setAutoFillBackground(False)  # the ground of the bar or form shows through
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        box.addWidget(self._area)
        box.addWidget(self.stands)
        self.rule.changed.connect(self._choose)
        self.hide()

    # What it shows --------------------------------------------------------------------------

    def open(self, *, shown: bool = True) -> None:
        """Begin without a vote; `shown` where what is put down can be voted at all."""
        self._wanted, self._shown = {}, shown
        self.rule.set_value("")
        self._build({})

    def set_ballots(self, ballots: Sequence[Ballot]) -> None:
        """Offer the rules with those who vote; what stands there already is kept."""
        values = self._wanted or typed_in(self.inputs())
        self.ballots, self._wanted = tuple(ballots), {}
        self.rule.set_options([("", "No vote"), *((b.rule.name, b.rule.name) for b in ballots)])
        self.put(values)

    def set_vote(self, rule: str, votes: Sequence[ViewLine]) -> None:
        """Show how a decision was voted."""
        values: dict[str, Any] = {_RULE: rule}
        for vote in votes:
            values |= {f"vote {vote.body_id}": vote.view, f"reason {vote.body_id}": vote.reason}
        self.put(values)

    def put(self, values: Values) -> None:
        """Put back what stood here; it waits where the rule is not known yet."""
        wanted = str(values.get(_RULE, ""))
        if wanted and not self.rule.editor.offers(wanted):
            self._wanted = dict(values)
            self.rule.set_value("")
            self._build({})
            return
        self.rule.set_value(wanted)
        self._build(values)

    def ballot(self) -> Ballot | None:
        """Return the rule chosen, with its voters."""
        name = self.rule.value()
        return next((each for each in self.ballots if name and each.rule.name == name), None)

    def _choose(self) -> None:
        self._build(typed_in(self.inputs()))
        self.changed.emit()

    def _build(self, values: Values) -> None:
        """Give each body that votes its two fields, the keys going through them in turn."""
        ballot = self.ballot()
        voters = ballot.voters if ballot else ()
        if tuple(self.rows) != tuple(body_id for body_id, _ in voters):
            for part in (each for row in self.rows.values() for each in row):
                self._grid.removeWidget(part)
                part.hide()
                part.deleteLater()
            self.rows = {body_id: self._row(name) for body_id, name in voters}
            self._place()
        for view, reason in self.rows.values():
            view.set_value("")
            reason.set_value("")
        put_into(self._row_inputs(), values)
        self._area.setVisible(bool(self.rows))
        self.rule.setVisible(self._shown and bool(self.ballots))
        self.setVisible(self._shown and ballot is not None)
        self._judge()

    def _row(self, name: str) -> tuple[ChoiceField, TextField]:
        view = ChoiceField(name, _VIEWS)
        reason = TextField(f"Reason of {name}", placeholder="Reason")
        reason.label.hide()
        for part in (view, reason):
            part.optional = True
        view.changed.connect(self._tell)
        reason.changed.connect(self.changed)
        return view, reason

    def _place(self) -> None:
        before: QWidget = self.rule.editor
        for n, (view, reason) in enumerate(self.rows.values()):
            line, column = divmod(n, self.columns)
            self._grid.addWidget(view, line * 2, column)
            self._grid.addWidget(reason, line * 2 + 1, column)
            for part in (view, reason):
                QWidget.setTabOrder(before, part.editor)
                before = part.editor
        for column in range(self.columns):
            self._grid.setColumnStretch(column, 1)
        high = min(self._inside.sizeHint().height() + 2, fonts.scaled(_MOST_HIGH))
        self._area.setFixedHeight(max(high, 1))

    def _tell(self) -> None:
        self._judge()
        self.changed.emit()

    def _judge(self) -> None:
        ballot = self.ballot()
        if ballot is None:
            return
        result = ballot.judge({body: view.value() for body, (view, _) in self.rows.items()})
        self.stands.tell(_STANDS[result.carried], result.words)

    # What was said --------------------------------------------------------------------------

    def rule_name(self) -> str:
        """Return the rule it is voted by, '' for none."""
        return str(self._wanted.get(_RULE) or self.rule.value() or "")

    def votes(self) -> tuple[Vote, ...]:
        """Return the votes of the bodies that said something."""
        if self._wanted:
            bodies = [name.removeprefix("vote ") for name in self._wanted if name[:5] == "vote "]
            said = [(b, str(self._wanted[f"vote {b}"])) for b in bodies if b != "rule"]
            return tuple((b, v, str(self._wanted.get(f"reason {b}", ""))) for b, v in said if v)
        return tuple(
            (body, view.value(), reason.value())
            for body, (view, reason) in self.rows.items()
            if view.value()
        )

    def _row_inputs(self) -> dict[str, Field | TickBox]:
        found: dict[str, Field | TickBox] = {}
        for body, (view, reason) in self.rows.items():
            found |= {f"vote {body}": view, f"reason {body}": reason}
        return found

    def inputs(self) -> dict[str, Field | TickBox]:
        """Return its fields by name, as drafts keep them."""
        return {_RULE: self.rule, **self._row_inputs()}
