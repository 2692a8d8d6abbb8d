"""The forms of the budget: a line's own fields, and what can be added or set for a year."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dscp_desktop.budget.rules import PAYMENTS, ContributionLine, YearValues
from dscp_desktop.core.money import show_pounds
from dscp_desktop.partnership.rules import Party
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.dialogs import Question
from dscp_desktop.widgets.forms import (
    AreaField,
    ChoiceField,
    Field,
    MoneyField,
    TextField,
    fields_row,
    first_wrong,
)
from dscp_desktop.widgets.page import GUTTER, Surface
from dscp_desktop.widgets.texts import Text

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Form(Surface):
    """Fields below the table, with a verb and a way back. Enter does it, Esc goes back.

    Esc asks first where something was entered; Cancel goes back at once. One that was `touched`
    stays when another line or year is chosen: nothing typed is lost.
    """

    submitted = Signal()
    left = Signal()
    stopped = Signal(object)  # the first field that is wrong, which has the keys

    def __init__(
        self, title: str, verb: str, rows: Sequence[Sequence[Field]], parent: QWidget | None = None
    ) -> None:
        super().__init__("top", parent=parent)
        self.title = Text(title, "section")
        self.fields = [field for row in rows for field in row]
        self.about = ""  # the year that the form is for
        self.touched = False  # whether something was entered since it began
        self.question: Question | None = None
        for field in self.fields:
            field.changed.connect(self._touch)
        self.verb, self.back = Button(verb, "primary"), Button("Cancel")
        self.verb.clicked.connect(self.submit)
        self.back.clicked.connect(self.left)
        box = QVBoxLayout(self)
        box.setContentsMargins(GUTTER, 12, GUTTER, 12)
        box.setSpacing(12)
        box.addWidget(self.title)
        for row in rows:
            if len(row) == 1:
                box.addWidget(row[0])
            else:
                box.addLayout(fields_row(*row))
        answers = QHBoxLayout()
        answers.setSpacing(8)
        answers.addWidget(self.verb)
        answers.addWidget(self.back)
        answers.addStretch()
        box.addLayout(answers)
        self.setAccessibleName(title)

    def begin(self, title: str, year: str = "") -> None:
        """Begin anew, for a year."""
        self.title.setText(title)
        self.about, self.touched = year, False

    def _touch(self) -> None:
        self.touched = True

    def submit(self) -> None:
        """Send what was entered, unless a field is wrong: that one gets the keys."""
        wrong = first_wrong(self.fields)
        if wrong is None:
            self.submitted.emit()
        else:
            self.stopped.emit(wrong)

    def leave(self) -> None:
        """Go back; where something was entered, ask before it is lost."""
        if not self.touched:
            self.left.emit()
            return
        self.question = Question(
            "Leave this form?",
            "What you entered in it is not kept.",
            safe="Stay in the form",
            do="Leave the form",
            icon="away",
            parent=self,
        )
        self.question.ask(self.left.emit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter does it, Esc goes back."""
        if event.key() in _ENTER:
            self.submit()
        elif event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)


class NewLine(Form):
    """A contribution of a partner who has none in the year."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.partner = ChoiceField("Partner", missing="Choose a partner", width=320)
        self.amount = MoneyField("Contribution", missing="Enter the contribution in pounds")
        self.note = TextField(
            "Note", optional=True, hint="Printed under the table wherever the figure appears."
        )
        rows = ((self.partner, self.amount), (self.note,))
        super().__init__("Add a line", "Add line", rows, parent)

    def start(self, year: YearValues, partners: Sequence[Party]) -> None:
        """Begin anew, with the partners who have no line yet."""
        taken = {line.partner_id for line in year.lines}
        free = [(party.id, party.shown) for party in partners if party.id not in taken]
        self.begin(f"Add a line to {year.year}", year.year)
        self.partner.set_options([("", "Choose a partner"), *free])
        self.partner.set_value("")
        self.amount.set_value(None)
        self.note.set_value("")


class NewYear(Form):
    """A year without lines yet."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.year = TextField(
            "Financial year",
            hint="From April to March, as in 2023-24.",
            missing="Enter the financial year, as in 2023-24",
            width=136,
        )
        super().__init__("Add a year", "Add year", ((self.year,),), parent)

    def start(self, proposed: str) -> None:
        """Begin anew with the year that comes next."""
        self.begin("Add a year")
        self.year.set_value(proposed)


class Published(Form):
    """The total as it was printed, and where."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.total = MoneyField(
            "Published total", optional=True, hint="Leave it empty where none was published."
        )
        self.source = TextField("Where it was published", optional=True)
        rows = ((self.total,), (self.source,))
        super().__init__("Published total", "Keep the total", rows, parent)

    def start(self, year: YearValues) -> None:
        """Show what is kept now."""
        self.begin(f"Published total {year.year}", year.year)
        self.total.set_value(year.published)
        self.source.set_value(year.source)


class Reason(Form):
    """Why the published total and the sum of the lines differ."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.reason = AreaField(
            "Reason",
            hint="Kept with your name and the time. Both totals still stand in the table.",
            missing="Enter why the totals differ",
            lines=2,
        )
        rows = ((self.reason,),)
        super().__init__("Reason for the difference", "Record the reason", rows, parent)

    def start(self, year: YearValues) -> None:
        """Show the reason on record, if there is one."""
        apart = show_pounds(abs(year.difference or 0))
        self.begin(f"Reason for the difference of {apart} in {year.year}", year.year)
        self.reason.set_value(year.reason)


class LineEditor(Surface):
    """The fields of the selected line. Each is saved when the keys leave it."""

    saved = Signal(str, object, object, str)  # year, line as it was shown, pence, note
    payment_chosen = Signal(str, object, str)
    removed = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.line: ContributionLine | None = None
        self.year = ""
        self.note = AreaField(
            "Note",
            hint="Printed under the table wherever the figure appears.",
            optional=True,
            lines=2,
        )
        self.amount = MoneyField("Contribution", missing="Enter the contribution in pounds")
        options = [(key, words or "Not known") for key, words in PAYMENTS.items()]
        self.payment = ChoiceField("Payment", options, optional=True, width=160)
        self.payment.label.setText("Payment")
        self.remove = Button("Remove line", "danger", icon="delete")
        self.note.editor.left.connect(self.save)
        self.amount.editor.editingFinished.connect(self.save)
        self.payment.changed.connect(self._choose_payment)
        self.remove.clicked.connect(lambda: self.removed.emit(self.year, self.line))
        box = QVBoxLayout(self)
        box.setContentsMargins(GUTTER, 16, GUTTER, 12)
        box.setSpacing(12)
        box.addWidget(self.note)
        row = fields_row(self.amount, self.payment)
        row.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignBottom)
        box.addLayout(row)
        self.setAccessibleName("Selected line")

    def show_line(self, year: str, line: ContributionLine | None) -> None:
        """Show a line of a year. Of the same line, what someone is typing stays."""
        was, changed = self.line, self.changed()
        self.year, self.line = year, line
        self.setVisible(line is not None)
        if line is None:
            return
        self.note.label.setText(f"Note to {line.partner} {line.mark}".rstrip())
        self.note.editor.setAccessibleName(self.note.label.text())
        if was is not None and was.id == line.id and changed:
            self._keep_typed(was, line)
            return
        self.note.set_value(line.note)
        self.amount.set_value(line.amount)
        self.payment.set_value(line.payment)

    def _keep_typed(self, was: ContributionLine, line: ContributionLine) -> None:
        """Show only what is new of a line: a field in which something was typed keeps it."""
        if self.note.value() == was.note != line.note:
            self.note.set_value(line.note)
        if self.amount.value() == was.amount != line.amount:
            self.amount.set_value(line.amount)
        self.payment.set_value(line.payment)

    def changed(self) -> bool:
        """Return whether something was typed that is not saved yet."""
        line = self.line
        return line is not None and (
            self.note.value() != line.note or self.amount.value() != line.amount
        )

    def save(self) -> None:
        """Send what was typed; an amount that cannot be read stays, with the reason."""
        if self.line is not None and self.changed() and self.amount.check():
            self.saved.emit(self.year, self.line, self.amount.value(), self.note.value())

    def put_back(self) -> None:
        """Show the line as it is kept."""
        line, self.line = self.line, None
        self.show_line(self.year, line)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc takes back what was typed and is not saved."""
        if event.key() == Qt.Key.Key_Escape and self.changed():
            self.put_back()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Save before the page is left."""
        super().hideEvent(event)
        self.save()

    def _choose_payment(self) -> None:
        if self.line is not None:
            self.payment_chosen.emit(self.year, self.line, self.payment.value())
