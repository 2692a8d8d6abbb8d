"""How far the minutes of one meeting are, and what comes next for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.days import show_day_year
from dscp_desktop.core.faults import Trouble
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.meetings.commands.minutes import (
    add_correction,
    agree_minutes,
    approve_minutes,
    redraft_minutes,
)
from dscp_desktop.meetings.queries.touching import Stand
from dscp_desktop.meetings.rules.record import AGREED, MinutesState
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.datefields import DateField
from dscp_desktop.widgets.flow import FlowRow
from dscp_desktop.widgets.formpane import FormPane
from dscp_desktop.widgets.forms import AreaField, ChoiceField, TextField
from dscp_desktop.widgets.page import GUTTER, Surface
from dscp_desktop.widgets.status import Message, Status, StatusLabel
from dscp_desktop.widgets.texts import Text

_NEXT = {
    "": "Nothing is kept yet. Start the minutes on the day of the meeting.",
    "past": "Nothing was kept at this meeting. Open the minutes to write them now.",
    "cancelled": "This meeting was cancelled, so it has no minutes.",
    "draft": "The chair agrees the draft; then a later meeting approves the minutes.",
    "agreed": "A later meeting approves them; from then on they are frozen.",
    "approved": "They are frozen. What was wrong is corrected with a dated correction.",
}


class AgreeForm(FormPane):
    """The day on which the chair agreed the minutes, and who that was."""

    draft_name = "agreed minutes"
    meeting_id = ""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.on = DateField("Day")
        self.by = TextField("Chair", optional=True)
        parts = (self.on, self.by)
        super().__init__("Agreed by the chair", parts, "Keep as agreed", parent)

    def draft_about(self) -> dict[str, str]:
        """Return the meeting."""
        return {"meeting": self.meeting_id}


class ApproveForm(FormPane):
    """The later meeting that approves the minutes."""

    draft_name = "approved minutes"
    meeting_id = ""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.at = ChoiceField("Approved at the meeting of")
        super().__init__("Approve the minutes", (self.at,), "Approve minutes", parent)

    def draft_about(self) -> dict[str, str]:
        """Return the meeting."""
        return {"meeting": self.meeting_id}


class CorrectionForm(FormPane):
    """A correction to approved minutes."""

    draft_name = "correction"
    meeting_id = ""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.text = AreaField("Correction", lines=3, missing="Enter what is corrected")
        self.on = DateField("Day")
        super().__init__("Correct the minutes", (self.text, self.on), "Add correction", parent)

    def draft_about(self) -> dict[str, str]:
        """Return the meeting."""
        return {"meeting": self.meeting_id}


class MinutesPane(QStackedWidget):
    """The state of the minutes with its buttons, or the form that one of them opened."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.meeting_id, self.chair = desk, "", ""
        self.stand = Stand(MinutesState())
        self.done: Callable[[], object] = lambda: None
        self.agree_form, self.approve_form = AgreeForm(), ApproveForm()
        self.correction_form = CorrectionForm()
        self.forms: tuple[FormPane, ...] = (
            self.agree_form,
            self.approve_form,
            self.correction_form,
        )
        self._make_view()
        for part in (self.view, *self.forms):
            self.addWidget(part)
        for form in self.forms:
            form.cancelled.connect(self.leave)
        self.agree_form.submitted.connect(self._submit_agreed)
        self.approve_form.submitted.connect(self._submit_approved)
        self.correction_form.submitted.connect(self._submit_correction)

    def _make_view(self) -> None:
        self.state = StatusLabel(Status("plain", ""))
        self.next = Text("", "base", tone="t2", wrap=True)
        self.trouble = Message("late")
        self.trouble.hide()
        self.agreed = Button("Agreed by the chair", icon="done")
        self.approve = Button("Approve at\u2026", icon="meeting")
        self.returned = Button("Minutes came back", icon="paper")
        self.redraft = Button("Set back to draft", "quiet")
        self.correct = Button("Add correction", icon="edit")
        place = self.desk.place_asked
        self.returned.clicked.connect(lambda: place.emit("returned", self.meeting_id))
        self.agreed.clicked.connect(self.ask_agreed)
        self.approve.clicked.connect(self.ask_approved)
        self.correct.clicked.connect(self.ask_correction)
        self.redraft.clicked.connect(lambda: self._run(None, redraft_minutes, self.meeting_id))
        self.view = Surface()
        box = QVBoxLayout(self.view)
        box.setContentsMargins(16, 14, GUTTER, 16)
        box.setSpacing(10)
        box.addWidget(self.state)
        box.addWidget(self.next)
        ways = FlowRow()
        for button in (self.agreed, self.approve, self.returned, self.redraft, self.correct):
            ways.addWidget(button)
        box.addLayout(ways)
        box.addWidget(self.trouble)
        box.addStretch(1)

    def show_stand(self, meeting_id: str, chair: str, stand: Stand) -> None:
        """Show how far the minutes are."""
        if meeting_id != self.meeting_id:
            self.trouble.hide()
            form = self.currentWidget()
            if not (isinstance(form, FormPane) and form.touched):
                self.setCurrentWidget(self.view)
        self.meeting_id, self.chair, self.stand = meeting_id, chair, stand
        minutes = stand.minutes
        kept = bool(minutes.id)
        state = minutes.state if kept else ""
        kind = {"": "not due", "draft": "waiting", AGREED: "waiting"}.get(state, "done")
        at = f", at {minutes.approved_at}" if minutes.approved_at else ""
        self.state.set_status(Status(kind, f"{minutes.words}{at}" if kept else "No minutes yet"))
        self.next.setText(_NEXT[state or self._before(stand)])
        self.agreed.setVisible(state in ("", "draft"))
        self.agreed.setEnabled(kept)
        self.approve.setVisible(not minutes.frozen)
        self.approve.setEnabled(state == AGREED and bool(stand.later))
        self.redraft.setVisible(state == AGREED)
        self.correct.setVisible(minutes.frozen)
        self.returned.setVisible(kept and not minutes.frozen)

    def _before(self, stand: Stand) -> str:
        """Return what is so of a meeting without minutes: past, cancelled or '' for to come."""
        if stand.meeting is None or stand.meeting.goes_ahead:
            past = stand.meeting is not None and stand.meeting.on < self.desk.today
            return "past" if past else ""
        return "cancelled"

    def ask_agreed(self) -> None:
        """Ask when the chair agreed them."""
        form = self._open(self.agree_form)
        form.on.set_value(self.desk.today)
        form.by.set_value(self.chair)
        form.begin("Agreed by the chair")

    def ask_approved(self) -> None:
        """Ask at which later meeting they were approved."""
        form = self._open(self.approve_form)
        form.at.set_options([(m.id, show_day_year(m.on)) for m in self.stand.later])
        form.at.set_value(self.stand.next_id)
        form.begin("Approve the minutes")

    def ask_correction(self) -> None:
        """Ask what is corrected."""
        form = self._open(self.correction_form)
        form.text.set_value("")
        form.on.set_value(self.desk.today)
        form.begin("Correct the minutes")

    def _open(self, form: Any) -> Any:
        form.meeting_id = self.meeting_id
        self.setCurrentWidget(form)
        return form

    def reopen(self, name: str) -> None:
        """Open the form of a name again, for the meeting that is shown."""
        asks = {AgreeForm.draft_name: self.ask_agreed, ApproveForm.draft_name: self.ask_approved}
        asks.get(name, self.ask_correction)()

    def leave(self) -> None:
        """Leave the form."""
        self.setCurrentWidget(self.view)
        for button in (self.agreed, self.approve, self.correct):
            if button.isVisibleTo(self) and button.isEnabled():
                button.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def _submit_agreed(self) -> None:
        form = self.agree_form
        args = (form.meeting_id, form.on.value(), form.by.value())
        self._run(form, agree_minutes, *args)

    def _submit_approved(self) -> None:
        form = self.approve_form
        self._run(form, approve_minutes, form.meeting_id, form.at.value())

    def _submit_correction(self) -> None:
        form = self.correction_form
        args = (form.meeting_id, form.text.value(), form.on.value())
        self._run(form, add_correction, *args)

    def _run(self, form: FormPane | None, command: Callable[..., Changes], *args: Any) -> None:
        self.trouble.hide()

        def done(_changes: Changes) -> None:
            if form is not None:
                self.leave()
            self.done()

        def failed(trouble: Trouble) -> None:
            if form is not None:
                form.show_trouble(trouble.words)
                return
            self.trouble.tell("late", trouble.words)
            self.trouble.show()

        self.desk.run(self, command, *args, then=done, failed=failed)
