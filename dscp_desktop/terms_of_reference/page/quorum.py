"""The quorum of a version: built from rows, said as a sentence, tried on seats and meetings."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from dscp_desktop.core.days import show_day
from dscp_desktop.terms_of_reference.page.condition import AND, OR, ConditionRow
from dscp_desktop.terms_of_reference.queries.trying import Trial
from dscp_desktop.terms_of_reference.rules.conditions import (
    MOST_ROWS,
    Condition,
    Way,
    counts_co_opted,
    rule_of,
    ways_of,
    with_kinds,
)
from dscp_desktop.terms_of_reference.rules.quorum import Quorum, Share, Verdict, quorum_words
from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.banner import Banner
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.editors import Chooser
from dscp_desktop.widgets.layouts import empty_layout
from dscp_desktop.widgets.page import GUTTER, Surface, scrolling
from dscp_desktop.widgets.status import Message, Status
from dscp_desktop.widgets.texts import CutText, Text
from dscp_desktop.widgets.theme import color

_COUNT = [(True, "counts"), (False, "does not count")]
_COUNT_ALL = [(True, "count"), (False, "do not count")]
_DEEP = "This rule has more conditions than fit into rows. Its sentence stands below."


class _Rows(QWidget):
    """The conditions, with a bar at their left that holds them together."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(QRectF(0, 2, 3, self.height() - 4), color("hair2"))


class QuorumBuilder(Surface):
    """Conditions as rows of choosers. `changed` tells the quorum; an agreed one is only read."""

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.quorum: Quorum | None = None
        self.roles: tuple[str, ...] = ()
        self.rows: list[ConditionRow] = []
        self.title = Text("Quorum rule", "section")
        self.made_from = CutText("The text of the part is made from it", "caption")
        self.add = Button("Condition", "quiet", icon="add", dense=True)
        self.add.setAccessibleName("Add condition")
        self.add.clicked.connect(self.add_condition)
        self.lead = Text("A meeting is quorate when")
        self.place = _Rows()
        self._rows_box = QVBoxLayout(self.place)
        self._rows_box.setContentsMargins(0, 0, 0, 0)
        self._rows_box.setSpacing(0)
        self.error = Message("late")
        self.error.hide()
        self.deputies = Chooser(_COUNT, dense=True)
        self.co_opted = Chooser(_COUNT_ALL, dense=True)
        self.deputies.setAccessibleName("A named deputy")
        self.co_opted.setAccessibleName("Co-opted seats")
        for chooser in (self.deputies, self.co_opted):
            chooser.activated.connect(lambda _n: self._tell())
        self.sentence = Text("", "caption", wrap=True, selectable=True)
        self._lay_out()
        self.setAccessibleName("Quorum rule")

    def _lay_out(self) -> None:
        inside = Surface()
        box = QVBoxLayout(inside)
        box.setContentsMargins(GUTTER, 10, GUTTER, 10)
        box.setSpacing(6)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title)
        head.addWidget(self.made_from, 1)
        head.addWidget(self.add)
        box.addLayout(head)
        for part in (self.error, self.lead, self.place):
            box.addWidget(part)
        box.addLayout(_line("are here or on the link."))
        self._count = QHBoxLayout()
        self._count.setSpacing(6)
        self._count.addLayout(_line("A named deputy", self.deputies))
        self._count.addLayout(_line("Co-opted seats", self.co_opted))
        self._count.addStretch(1)
        box.addLayout(self._count)
        box.addWidget(self.sentence)
        box.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolling(inside, "Quorum rule"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def fit(self, narrow: bool) -> None:
        """Set what counts one below the other where there is little room."""
        way = QHBoxLayout.Direction
        self._count.setDirection(way.TopToBottom if narrow else way.LeftToRight)

    # Showing ----------------------------------------------------------------------------

    def show_quorum(
        self, quorum: Quorum | None, title: str, roles: Sequence[str], *, editable: bool
    ) -> None:
        """Show a quorum, None for none yet; the rows can be changed where it is `editable`."""
        kept = (self.quorum, self.editable(), self.roles) == (quorum, editable, tuple(roles))
        self.quorum, self.roles = quorum, tuple(roles)
        self.title.setText(title)
        self.clear_error()
        if kept and self.rows:
            return
        ways = ways_of(quorum.rule) if quorum else ()
        self.deputies.set_value(quorum.deputies_count if quorum else True)
        self.co_opted.set_value(counts_co_opted(ways))
        self._set_rows(ways)
        for part in (self.add, self.deputies, self.co_opted, *self.rows):
            part.setEnabled(editable)
        self.add.setVisible(editable)
        for row in self.rows:
            row.remove.setVisible(editable)
        deep = quorum is not None and not ways
        self.lead.setText(_DEEP if deep else "A meeting is quorate when")
        if quorum is None:
            none = "No condition yet. Add one with ‘Condition’." if editable else "No quorum is set"
            self.lead.setText(none)
        self.sentence.setText(quorum_words(quorum) if quorum else "")

    def editable(self) -> bool:
        """Say whether the rows can be changed."""
        return self.add.isEnabled()

    def _set_rows(self, ways: Sequence[Way]) -> None:
        for row in self.rows:
            self._rows_box.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = []
        for number, way in enumerate(ways):
            for place, condition in enumerate(way):
                joined = AND if place else OR if number else ""
                self._put_row(ConditionRow(condition, self.roles, self._seats(), joined))
        self.place.setVisible(bool(self.rows))

    def _put_row(self, row: ConditionRow) -> None:
        row.changed.connect(self._tell)
        row.removed.connect(lambda: self.remove_condition(row))
        self.rows.append(row)
        self._rows_box.addWidget(row)

    def _seats(self) -> str:
        return "core and co-opted seats" if self.co_opted.value() else "core seats"

    # Changing ---------------------------------------------------------------------------

    def ways(self) -> tuple[Way, ...]:
        """Return what the rows say."""
        found: list[list[Condition]] = []
        for row in self.rows:
            if not found or row.joined() == OR:
                found.append([])
            found[-1].append(with_kinds(row.condition(), bool(self.co_opted.value())))
        return tuple(tuple(way) for way in found)

    def add_condition(self) -> None:
        """Add a row: half of the seats, with the keys in it."""
        if len(self.rows) >= MOST_ROWS:
            self.show_error(f"A quorum has at most {MOST_ROWS} conditions.")
            return
        joined = AND if self.rows else ""
        row = ConditionRow(Share(1, 2), self.roles, self._seats(), joined)
        self._put_row(row)
        self.place.show()
        row.amount.setFocus(Qt.FocusReason.OtherFocusReason)
        self._tell()

    def remove_condition(self, row: ConditionRow) -> None:
        """Take a row away; without any the version has no quorum."""
        at = self.rows.index(row)
        self.rows.remove(row)
        self._rows_box.removeWidget(row)
        row.hide()
        row.deleteLater()
        if self.rows:
            self.rows[0].join.hide()
            near = self.rows[min(at, len(self.rows) - 1)]
            near.of.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.add.setFocus(Qt.FocusReason.OtherFocusReason)
        self._tell()

    def _tell(self) -> None:
        self.clear_error()
        if not self.rows:
            self.quorum = None
        else:
            self.quorum = Quorum(rule_of(self.ways()), bool(self.deputies.value()))
        self.sentence.setText(quorum_words(self.quorum) if self.quorum else "")
        self.changed.emit(self.quorum)

    def show_error(self, words: str) -> None:
        """Say above the rows why this cannot be the quorum."""
        self.error.tell("late", words)
        self.error.show()
        self.place.setAccessibleDescription(words)

    def clear_error(self) -> None:
        """Take the error away."""
        self.error.hide()
        self.place.setAccessibleDescription("")


def _line(*parts: str | QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    for part in parts:
        row.addWidget(Text(part) if isinstance(part, str) else part)
    row.addStretch(1)
    return row


class CheckPane(Surface):
    """What a quorum would make of the seats of today and of the last meetings."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.banner = Banner("", tone="grn")
        self.title = Text("", "section")
        self.tried: list[tuple[Text, Message]] = []
        inside = Surface()
        self._box = QVBoxLayout(inside)
        self._box.setContentsMargins(16, 12, 16, 10)
        self._box.setSpacing(6)
        self._box.addWidget(self.banner)
        self._box.addSpacing(4)
        self._box.addWidget(self.title)
        self._tried = QVBoxLayout()
        self._tried.setSpacing(2)
        self._box.addLayout(self._tried)
        self._box.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 0, 0, 0)
        whole.addWidget(scrolling(inside, "Check of the quorum"))
        self.setAccessibleName("Check of the quorum")
        self.show_trial(None)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the hairline at the left."""
        super().paintEvent(event)
        QPainter(self).fillRect(0, 0, 1, self.height(), color("hair"))

    def show_trial(self, trial: Trial | None) -> None:
        """Show how a quorum fared; None where there is none to try."""
        empty_layout(self._tried)
        self.tried = []
        self.banner.setVisible(trial is not None)
        self.title.setVisible(trial is not None)
        if trial is None:
            return
        self._show_full(trial)
        count = len(trial.past)
        tried = {0: "No meeting to try it on yet", 1: "Tried on the last meeting"}
        words = tried.get(count, f"Tried on the last {_NUMBERS.get(count, count)} meetings")
        self.title.setText(words)
        for day, verdict in trial.past:
            self._add_line(show_day(day), verdict)

    def _show_full(self, trial: Trial) -> None:
        full = trial.full
        if trial.cannot:
            self.banner.set_words("No meeting could reach it", trial.cannot, "red")
            return
        fact = f"Can be reached with the seats of today: {full.here} of {full.of} core seats"
        help_words = f"{full.needed} needed"
        self.banner.set_words(fact, help_words, "grn")

    def _add_line(self, day: str, verdict: Verdict) -> None:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        when = Text(day, "base", tone="t2")
        when.setMinimumWidth(fonts.scaled(78))
        status = verdict_status(verdict)
        label = Message(status.kind, status.words)
        label.setAccessibleName(f"{day}: {status.words}")
        row.addWidget(when, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label, 1)
        self._tried.addWidget(line)
        self.tried.append((when, label))


_NUMBERS = {2: "two", 3: "three", 4: "four"}


def verdict_status(verdict: Verdict) -> Status:
    """Return a verdict in a few words: 'Quorate, 9 of 11', or not, and who was missing."""
    if verdict.quorate:
        return Status("done", f"Quorate, {verdict.here} of {verdict.of}")
    return Status("risk", f"Not quorate, {'; '.join(verdict.reasons)}")
