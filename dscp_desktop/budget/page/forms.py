"""The forms of the budget: a line's own fields, and what can be added or set for a year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from dscp_desktop.budget.rules.contributions import PAYMENTS, ContributionLine, YearValues
from dscp_desktop.core.money import show_pounds
from dscp_desktop.partnership.rules.parties import Party
from dscp_desktop.widgets.buttons import Button, TickBox
from dscp_desktop.widgets.formpane import FormPane
from dscp_desktop.widgets.forms import (
    AreaField,
    ChoiceField,
    Field,
    MoneyField,
    TextField,
    fields_beside,
    fields_row,
)
from dscp_desktop.widgets.page import GUTTER, Surface
from dscp_desktop.widgets.typed import Typed, Values

Draft = tuple[dict[str, str], Values]


class Form(FormPane):
    """A form below the table, for a year. Enter does it, Esc goes back.

    One that was `touched` stays when another line or year is chosen: nothing typed is lost.
    """

    about = ""  # the year that the form is for

    def __init__(
        self, title: str, verb: str, parts: Sequence[QWidget], parent: QWidget | None = None
    ) -> None:
        super().__init__(title, parts, verb, parent, within=True)

    def draft_about(self) -> dict[str, str]:
        """Return the year."""
        return {"year": self.about}


class NewLine(Form):
    """A contribution of a partner who has none in the year."""

    draft_name = "new line"

    def __init__(self, parent: QWidget | None = None) -> None:
        self.partner = ChoiceField("Partner", missing="Choose a partner", width=320)
        self.amount = MoneyField("Contribution", missing="Enter the contribution in pounds")
        self.note = TextField(
            "Note", optional=True, hint="Printed under the table wherever the figure appears."
        )
        parts = (fields_beside(self.partner, self.amount), self.note)
        super().__init__("Add a line", "Add line", parts, parent)

    def start(self, year: YearValues, partners: Sequence[Party]) -> None:
        """Begin anew, with the partners who have no line yet."""
        taken = {line.partner_id for line in year.lines}
        free = [(party.id, party.shown) for party in partners if party.id not in taken]
        self.about = year.year
        self.partner.set_options([("", "Choose a partner"), *free])
        self.partner.set_value("")
        self.amount.set_value(None)
        self.note.set_value("")
        self.begin(f"Add a line to {year.year}")


class NewYear(Form):
    """A year without lines yet."""

    draft_name = "new year"

    def __init__(self, parent: QWidget | None = None) -> None:
        self.year = TextField(
            "Financial year",
            hint="From April to March, as in 2023-24.",
            missing="Enter the financial year, as in 2023-24",
            width=136,
        )
        super().__init__("Add a year", "Add year", (self.year,), parent)

    def start(self, proposed: str) -> None:
        """Begin anew with the year that comes next."""
        self.year.set_value(proposed)
        self.begin("Add a year")


class Published(Form):
    """The total as it was printed, and where."""

    draft_name = "published"

    def __init__(self, parent: QWidget | None = None) -> None:
        self.total = MoneyField(
            "Published total", optional=True, hint="Leave it empty where none was published."
        )
        self.source = TextField("Where it was published", optional=True)
        parts = (self.total, self.source)
        super().__init__("Published total", "Keep the total", parts, parent)

    def start(self, year: YearValues) -> None:
        """Show what is kept now."""
        self.about = year.year
        self.total.set_value(year.published)
        self.source.set_value(year.source)
        self.begin(f"Published total {year.year}")


class Reason(Form):
    """Why the published total and the sum of the lines differ."""

    draft_name = "reason"

    def __init__(self, parent: QWidget | None = None) -> None:
        self.reason = AreaField(
            "Reason",
            hint="Kept with your name and the time. Both totals still stand in the table.",
            missing="Enter why the totals differ",
            lines=2,
        )
        title = "Reason for the difference"
        super().__init__(title, "Record the reason", (self.reason,), parent)

    def start(self, year: YearValues) -> None:
        """Show the reason on record, if there is one."""
        apart = show_pounds(abs(year.difference or 0))
        self.about = year.year
        self.reason.set_value(year.reason)
        self.begin(f"Reason for the difference of {apart} in {year.year}")


class LineEditor(Surface, Typed):
    """The fields of the selected line. Each is saved when the keys leave it."""

    draft_name = "line"
    saved = Signal(str, object, object, str)  # year, line as it was shown, pence, note
    payment_chosen = Signal(str, object, str)
    removed = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.line: ContributionLine | None = None
        self.year = ""
        self.given_back: Draft | None = None  # what waits until its line is shown
        self._sent: tuple[object, ...] = ()  # what is on its way into the store
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
        self._take_back()

    def draft_about(self) -> dict[str, str]:
        """Return the year and the partner."""
        return {"year": self.year, "partner": self.line.partner_id if self.line else ""}

    def draft_title(self) -> str:
        """Return whose contribution it is."""
        return f"Contribution of {self.line.partner} {self.year}" if self.line else ""

    def give_back(self, about: Mapping[str, str], values: Values) -> None:
        """Keep values until their line is shown, and put them in then."""
        self.given_back = (dict(about), values)

    def is_live(self) -> bool:
        """Say whether something was typed that is not on its way into the store."""
        return self.changed() and self._state() != self._sent

    def _state(self) -> tuple[object, ...]:
        return (self.draft_about(), self.note.value(), self.amount.value())

    def _inputs(self) -> dict[str, Field | TickBox]:
        return {"note": self.note, "amount": self.amount}

    def _take_back(self) -> None:
        """Put a draft into the fields of its line."""
        waiting = self.given_back
        if waiting is not None and waiting[0] == self.draft_about():
            self.given_back = None
            self.put_typed(waiting[1])

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
            self._sent = self._state()
            self.saved.emit(self.year, self.line, self.amount.value(), self.note.value())

    def refused(self, words: str) -> None:
        """Say why the store did not take what was typed; it stays."""
        self._sent = ()
        self.amount.show_error(words)

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
