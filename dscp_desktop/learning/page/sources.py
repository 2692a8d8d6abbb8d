"""The papers of a phase, the meetings that worked on it, and the actions that came of it."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from dscp_desktop.actions.page.form import ActionForm
from dscp_desktop.core.days import show_date
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.learning.commands.record import (
    add_paper,
    add_phase_action,
    link_meeting,
    remove_paper,
    unlink_meeting,
)
from dscp_desktop.learning.page.parts import Tab
from dscp_desktop.learning.queries.page import RecordPage, action_parties
from dscp_desktop.learning.queries.record import meetings_to_choose, papers_of
from dscp_desktop.learning.rules.cycles import CyclesPage, Named
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.columns import Column, Empty
from dscp_desktop.widgets.formpane import FormPane
from dscp_desktop.widgets.forms import ChoiceField, TextField
from dscp_desktop.widgets.page import bar
from dscp_desktop.widgets.status import Status
from dscp_desktop.widgets.tables import TableView

_NO_PAPER = Empty("No papers yet", "Name what the phase worked with.", "paper")
_NO_MEETING = Empty("No meeting yet", "Name the meetings that worked on this phase.", "meeting")
_NO_ACTION = Empty("No action yet", "Actions that come of this phase stand here.", "action")


class PaperForm(FormPane):
    """A paper by its name, or one of a meeting that worked on the phase."""

    draft_name = "phase paper"

    def __init__(self) -> None:
        self.phase_id = ""
        self.paper = ChoiceField("Paper of a meeting", optional=True)
        self.name = TextField("What it is called", optional=True)
        self.name.problem_of = self._unnamed
        super().__init__("New paper", (self.paper, self.name), "Add paper")

    def _unnamed(self) -> str:
        if self.paper.value() or self.name.value():
            return ""
        return "Type what the paper is called, or choose one of a meeting"

    def draft_about(self) -> dict[str, str]:
        """Return the phase."""
        return {"phase": self.phase_id}

    def open(self, phase_id: str, papers: tuple[Named, ...]) -> None:
        """Show empty fields."""
        self.phase_id = phase_id
        known = [(paper.id, paper.title) for paper in papers]
        self.paper.set_options([("", "None: it is named below"), *known])
        self.paper.set_value("")
        self.name.set_value("")
        self.begin("New paper")


class PapersTab(Tab):
    """The papers of a phase."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "Papers")
        self.shown: RecordPage | None = None
        self.add = Button("Add paper", icon="add", dense=True)
        self.remove = Button("Take out", icon="delete", dense=True)
        columns = [
            Column("Paper", lambda p: p.title, lines=2, stretch=3),
            Column("From", lambda p: "A meeting" if p.paper_id else "Named here", 140, tone="t2"),
        ]
        self.table = self.put_table(columns, "Papers", _NO_PAPER, (self.add, self.remove))
        self.paper_form = PaperForm()
        self.add_form(self.paper_form)
        self.paper_form.submitted.connect(self._save)
        self.add.clicked.connect(lambda: self.open_new())
        self.remove.clicked.connect(lambda: self._remove())

    def first_focus(self) -> QWidget:
        """Return the papers, or the button that adds the first."""
        return self.table if self.table.rows.rowCount() else self.add

    def show_record(self, shown: RecordPage, page: CyclesPage) -> None:
        """Show the papers of a phase."""
        self.shown = shown
        self.fill(self.table, shown.phase.papers)
        self.remove.setEnabled(bool(shown.phase.papers))

    def open_new(self) -> None:
        """Ask for the papers of the meetings, then open the form."""
        shown = self.shown
        if shown is None:
            return

        def ready(papers: tuple[Named, ...]) -> None:
            self.bring(self.paper_form)
            self.paper_form.open(shown.phase.phase.id, papers)

        meetings = [meeting.id for meeting in shown.phase.meetings]
        self.desk.ask(self, papers_of, meetings, then=ready, key="papers")

    def _save(self) -> None:
        form = self.paper_form
        self.run(add_paper, form.phase_id, form.name.value(), form.paper.value() or None)

    def _remove(self) -> None:
        if (row := self.table.value()) is not None:
            self.run(remove_paper, row.id)


class MeetingForm(FormPane):
    """A meeting that worked on the phase."""

    draft_name = "phase meeting"

    def __init__(self) -> None:
        self.phase_id = ""
        self.meeting = ChoiceField("Meeting", missing="Choose the meeting that worked on it")
        super().__init__("Worked on at", (self.meeting,), "Add meeting")

    def draft_about(self) -> dict[str, str]:
        """Return the phase."""
        return {"phase": self.phase_id}

    def open(self, phase_id: str, meetings: tuple[Named, ...]) -> None:
        """Offer the meetings."""
        self.phase_id = phase_id
        self.meeting.set_options([("", "Choose"), *((one.id, one.title) for one in meetings)])
        self.meeting.set_value("")
        self.begin("Worked on at")


class PhaseActionForm(ActionForm):
    """An action that comes of a phase."""

    draft_name = "phase action"

    def __init__(self) -> None:
        super().__init__()
        self.phase_id = ""

    def draft_about(self) -> dict[str, str]:
        """Return the phase."""
        return {"phase": self.phase_id}


class WorkTab(Tab):
    """Meetings above, actions below."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "Meetings and actions")
        self.shown: RecordPage | None = None
        self.add = Button("Add meeting", icon="meeting", dense=True)
        self.remove = Button("Take out", icon="delete", dense=True)
        self.remove.setAccessibleName("Take out the meeting")
        meetings = [Column("Worked on at", lambda m: m.title, stretch=3)]
        self.table = self.put_table(meetings, "Meetings", _NO_MEETING, (self.add, self.remove))
        self.new_action = Button("Add action", icon="action", dense=True)
        self.open_action = Button("Open in actions", "quiet", icon="right", dense=True)
        actions = [
            Column("No.", lambda a: a.number, 84),
            Column("Action", lambda a: a.text, lines=2, stretch=4, second=lambda a: a.owner),
            Column("Due", _due, 130, drop_below=480),
            Column("Status", lambda _a: "", 140, status=_status),
        ]
        self.action_table = TableView(actions, "Actions", height=44, empty=_NO_ACTION)
        self.box.addWidget(bar(self.new_action, self.open_action, line="top"))
        self.box.addWidget(self.action_table, 2)
        self.meeting_form, self.action_form = MeetingForm(), PhaseActionForm()
        for form in (self.meeting_form, self.action_form):
            self.add_form(form)
        self.meeting_form.submitted.connect(self._save_meeting)
        self.action_form.submitted.connect(self._save_action)
        self.add.clicked.connect(lambda: self.open_meeting())
        self.remove.clicked.connect(lambda: self._remove())
        self.new_action.clicked.connect(lambda: self.open_new_action())
        self.open_action.clicked.connect(lambda: self._go_to_action())
        self.action_table.opened.connect(lambda _row: self._go_to_action())

    def first_focus(self) -> QWidget:
        """Return the first list that has something, or the button that adds a meeting."""
        lists = (self.table, self.action_table)
        return next((one for one in lists if one.rows.rowCount()), self.add)

    def show_record(self, shown: RecordPage, page: CyclesPage) -> None:
        """Show the meetings and actions of a phase."""
        self.shown = shown
        self.fill(self.table, shown.phase.meetings)
        self.fill(self.action_table, shown.phase.actions)
        self.remove.setEnabled(bool(shown.phase.meetings))
        self.open_action.setEnabled(bool(shown.phase.actions))

    def open_meeting(self) -> None:
        """Ask for the meetings, then open the form."""
        shown = self.shown
        if shown is None:
            return

        def ready(meetings: tuple[Named, ...]) -> None:
            self.bring(self.meeting_form)
            self.meeting_form.open(shown.phase.phase.id, meetings)

        self.desk.ask(self, meetings_to_choose, "", then=ready, key="meetings")

    def open_new_action(self) -> None:
        """Ask who may own an action, then open its form; the lead group is chosen."""
        shown = self.shown
        if shown is None:
            return

        def ready(parties: tuple[Any, Any]) -> None:
            groups, holders = parties
            self.action_form.phase_id = shown.phase.phase.id
            self.bring(self.action_form)
            lead = shown.phase.phase.lead.id
            self.action_form.open_new(groups, holders, lead, self.desk.today)

        self.desk.ask(self, action_parties, then=ready, key="parties")

    def _save_meeting(self) -> None:
        form = self.meeting_form
        self.run(link_meeting, form.phase_id, form.meeting.value())

    def _save_action(self) -> None:
        form = self.action_form
        self.run(add_phase_action, form.phase_id, form.details(), form.group.value())

    def _remove(self) -> None:
        row = self.table.value()
        if row is not None and self.shown is not None:
            self.run(unlink_meeting, self.shown.phase.phase.id, row.id)

    def _go_to_action(self) -> None:
        if (row := self.action_table.value()) is not None:
            self.desk.place_asked.emit("actions", row.id)


def _due(line: Any) -> str:
    return show_date(line.due) if line.due else "Not set"


def _status(line: Any) -> Status:
    if line.overdue:
        return Status("late", "Late")
    return Status("done" if line.status == "complete" else "plain", line.status.capitalize())
