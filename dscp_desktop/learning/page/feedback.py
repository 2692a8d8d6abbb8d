"""The log of feedback of a phase or of its cycle: what was said, and when people were told back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from dscp_desktop.core.days import show_date
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.learning.commands.feedback import (
    add_feedback,
    change_feedback,
    remove_feedback,
    tell_back,
)
from dscp_desktop.learning.page.parts import NamingForm, Tab
from dscp_desktop.learning.queries.page import RecordPage
from dscp_desktop.learning.rules.cycles import CyclesPage
from dscp_desktop.learning.rules.record import FeedbackDetails, FeedbackLine, feedback_state
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.columns import Column, Empty
from dscp_desktop.widgets.datefields import DateField
from dscp_desktop.widgets.forms import AreaField, ChoiceField, TextField, fields_beside
from dscp_desktop.widgets.status import Status

_EMPTY = Empty(
    "No feedback yet",
    "Add what children, families or practitioners said, naming nobody.",
    "comment",
)


class FeedbackForm(NamingForm):
    """What was said, by what kind of people and how; it names nobody."""

    draft_name = "feedback"

    def __init__(self) -> None:
        self.phase_id = ""
        self.feedback: FeedbackLine | None = None
        self.on = DateField("Said on")
        self.source = ChoiceField(
            "Whose feedback", width=250, missing="Choose whose feedback it is"
        )
        self.count = TextField("How many", optional=True, width=96)
        self.count.problem_of = self._wrong_count
        self.said = AreaField("What was said", lines=4, missing="Type what was said, with no names")
        self.method = ChoiceField("How it was asked", optional=True, width=250)
        self.occasion = ChoiceField("Where it was heard", optional=True, width=250)
        self.changed_by = AreaField("What changed", lines=2, optional=True)
        parts = (
            fields_beside(self.source, self.on, self.count),
            self.said,
            fields_beside(self.method, self.occasion),
            self.changed_by,
        )
        super().__init__("New feedback", parts, "Add feedback")

    def _wrong_count(self) -> str:
        text = self.count.value()
        if text and not (text.isascii() and text.isdigit() and int(text)):
            return "Type a number, or leave it empty"
        return ""

    def told(self) -> Iterable[str]:
        """Return what was said and changed."""
        return self.said.value(), self.changed_by.value()

    def draft_about(self) -> dict[str, str]:
        """Return the phase, and the feedback that is changed."""
        about = {"phase": self.phase_id}
        return {**about, "record": self.feedback.id} if self.feedback else about

    def open(self, phase_id: str, line: FeedbackLine | None, page: CyclesPage, today: date) -> None:
        """Show what was said, or empty fields."""
        self.phase_id, self.feedback = phase_id, line
        details = line.details if line else FeedbackDetails(today, "", "")
        for field, known, value, none in (
            (self.source, page.sources, details.source, "Choose"),
            (self.method, page.methods, details.method, "Not said"),
            (self.occasion, page.occasions, details.occasion, "Not said"),
        ):
            options = dict.fromkeys((*known, value) if value else known)
            field.set_options([("", none), *((one, one) for one in options)])
            field.set_value(value)
        self.on.set_value(details.on)
        self.count.set_value(str(details.count or ""))
        self.said.set_value(details.said)
        self.changed_by.set_value(details.changed)
        title = "Change feedback" if line else "New feedback"
        self.begin(title, "Save changes" if line else "Add feedback")

    def details(self) -> FeedbackDetails:
        """Return what the fields say."""
        on, kept = self.on.value(), self.feedback.details if self.feedback else None
        assert on is not None  # the form is only sent with a day
        return FeedbackDetails(
            on=on,
            source=self.source.value(),
            said=self.said.value(),
            occasion=self.occasion.value(),
            method=self.method.value(),
            count=int(self.count.value()) if self.count.value() else None,
            changed=self.changed_by.value(),
            told_on=kept.told_on if kept else None,
            told_how=kept.told_how if kept else "",
            cycle_id=kept.cycle_id if kept else None,
            phase_id=kept.phase_id if kept else self.phase_id,
        )


class TellForm(NamingForm):
    """When and how those who gave feedback were told what changed."""

    draft_name = "told back"

    def __init__(self) -> None:
        self.phase_id = ""
        self.feedback: FeedbackLine | None = None
        self.change = AreaField(
            "What changed", lines=3, missing="Say what changed, also where nothing could"
        )
        self.on = DateField("Told on")
        self.how = TextField("How they were told", optional=True)
        parts = (self.change, fields_beside(self.on, self.how))
        super().__init__("Told back", parts, "Keep that they were told")

    def told(self) -> Iterable[str]:
        """Return what changed."""
        return self.change.value(), self.how.value()

    def draft_about(self) -> dict[str, str]:
        """Return the phase and the feedback."""
        return {"phase": self.phase_id, "record": self.feedback.id if self.feedback else ""}

    def open(self, phase_id: str, line: FeedbackLine, today: date) -> None:
        """Show what is known of it."""
        self.phase_id, self.feedback = phase_id, line
        self.change.set_value(line.details.changed)
        self.on.set_value(line.details.told_on or today)
        self.how.set_value(line.details.told_how)
        self.begin("Told back", "Keep that they were told")


class FeedbackTab(Tab):
    """The feedback of a phase; that of the whole cycle where the phase has none of its own."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "Feedback log")
        self.page: CyclesPage | None = None
        self.shown: RecordPage | None = None
        self.add = Button("Add feedback", icon="add", dense=True)
        self.change = Button("Change", icon="edit", dense=True)
        self.tell = Button("Told back…", icon="comment", dense=True)
        self.remove = Button("Take out", icon="delete", dense=True)
        columns = [
            Column("Who and when", lambda f: _who(f), 216, second=_how),
            Column("What was said", lambda f: f.details.said, lines=3, stretch=3),
            Column("What changed", lambda f: f.details.changed, lines=3, stretch=2, drop_below=760),
            Column("Told back", lambda _f: "", 268, status=self._state, drop_below=520),
        ]
        buttons = (self.add, self.change, self.tell, self.remove)
        self.table = self.put_table(columns, "Feedback", _EMPTY, buttons)
        self.feedback_form, self.tell_form = FeedbackForm(), TellForm()
        for form in (self.feedback_form, self.tell_form):
            self.add_form(form)
        self.feedback_form.keep_asked.connect(self._save)
        self.tell_form.keep_asked.connect(self._save_told)
        self.add.clicked.connect(lambda: self.open_new())
        self.change.clicked.connect(lambda: self.edit())
        self.tell.clicked.connect(lambda: self.ask_told())
        self.remove.clicked.connect(lambda: self._remove())
        self.table.opened.connect(lambda _row: self.edit())

    def _state(self, line: FeedbackLine) -> Status:
        days = self.shown.tell_days if self.shown else 0
        return Status(*feedback_state(line, self.desk.today, days))

    def first_focus(self) -> Any:
        """Return the log, or the button that adds to an empty one."""
        return self.table if self.table.rows.rowCount() else self.add

    def show_record(self, shown: RecordPage, page: CyclesPage) -> None:
        """Show the feedback of a phase."""
        self.shown, self.page = shown, page
        lines = shown.phase.feedback
        self.fill(self.table, lines)
        for button in (self.change, self.tell, self.remove):
            button.setEnabled(bool(lines))

    def open_new(self) -> None:
        """Open the form of new feedback."""
        self._open(None)

    def edit(self, record_id: str = "") -> bool:
        """Open the form of the feedback that is chosen; say whether there is one."""
        line = self._line(record_id)
        if line is not None:
            self._open(line)
        return line is not None

    def _open(self, line: FeedbackLine | None) -> None:
        if self.shown is not None and self.page is not None:
            self.bring(self.feedback_form)
            phase_id = self.shown.phase.phase.id
            self.feedback_form.open(phase_id, line, self.page, self.desk.today)

    def ask_told(self, record_id: str = "") -> bool:
        """Open the form of telling back; say whether there is what it is about."""
        line = self._line(record_id)
        if line is not None and self.shown is not None:
            self.bring(self.tell_form)
            self.tell_form.open(self.shown.phase.phase.id, line, self.desk.today)
        return line is not None

    def _line(self, record_id: str) -> FeedbackLine | None:
        if record_id and not self.table.choose(record_id):
            return None
        line = self.table.value()
        return line if isinstance(line, FeedbackLine) else None

    def _save(self, sure: bool) -> None:
        form = self.feedback_form
        if form.feedback:
            self.run(change_feedback, form.feedback.id, form.details(), sure)
        else:
            self.run(add_feedback, form.details(), sure)

    def _save_told(self, _sure: bool) -> None:
        form = self.tell_form
        if form.feedback:
            said = (form.on.value(), form.how.value(), form.change.value())
            self.run(tell_back, form.feedback.id, *said)

    def _remove(self) -> None:
        line = self._line("")
        if line is not None:
            self.run(remove_feedback, line.id)


def _who(line: FeedbackLine) -> str:
    count = line.details.count
    return f"{line.details.source} ({count})" if count else line.details.source


def _how(line: FeedbackLine) -> str:
    said = line.details
    return " · ".join(part for part in (show_date(said.on), said.method, said.occasion) if part)
