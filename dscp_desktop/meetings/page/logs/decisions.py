"""The decision log over all groups: urgent ones between meetings, and bodies that approve."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from dscp_desktop.core.days import show_date, show_day_year
from dscp_desktop.diary.queries.meetings import list_meetings
from dscp_desktop.diary.rules.meetings import MeetingLine
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.meetings.commands.deciding import (
    add_urgent_decision,
    answer_approval,
    ask_approvals,
    decide_anew,
    report_decision,
)
from dscp_desktop.meetings.page.logs.forms import (
    AnswerForm,
    BodiesForm,
    DecisionForm,
    ReportForm,
)
from dscp_desktop.meetings.page.logs.logpart import LogPart
from dscp_desktop.meetings.queries.logs import ballots_of, get_decision, list_decisions
from dscp_desktop.meetings.rules.record import DecisionLine, ViewLine
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.columns import Column, Empty
from dscp_desktop.widgets.status import Status
from dscp_desktop.widgets.tables import TableView

_NONE = Empty(
    "No decision here",
    "Decisions come from the minutes; add an urgent one between meetings with Ctrl+N.",
    "decision",
)
_NOT_CHOSEN = Empty("No decision is chosen", "Choose one in the list.", "decision")


def next_to_answer(line: DecisionLine) -> ViewLine | None:
    """Return the body whose turn it is, None where nobody is asked or one was against it."""
    for view in line.approvals:
        if view.view == "against":
            return None
        if not view.view:
            return view
    return None


def decision_status(line: DecisionLine) -> Status | None:
    """Return what is still to be done about a decision, else where it was taken."""
    waits = next_to_answer(line)
    if waits is not None:
        return Status("waiting", f"Waits for {waits.body}")
    if any(view.view == "against" for view in line.approvals):
        return Status("risk", "Not approved by all")
    if line.urgent and line.reported_on is None:
        return Status("risk", "Not reported yet")
    if line.approvals:
        return Status("done", "Approved by all")
    return Status("restricted", "Part 2") if line.restricted else None


def _short_status(line: DecisionLine) -> Status | None:
    """Return the same for the list: the name of a body may be long, and stands beside it."""
    waits = next_to_answer(line) is not None
    return Status("waiting", "Waits for approval") if waits else decision_status(line)


def _place(line: DecisionLine) -> str:
    return f"Item {line.item}: {line.title}" if line.item else "Between meetings"


def _view_words(view: ViewLine) -> str:
    if not view.view:
        return f"{view.body}: not yet"
    on = f", {show_date(view.on)}" if view.on else ""
    why = f": {view.reason}" if view.reason else ""
    return f"{view.body}: {view.view}{on}{why}"


class DecisionsPart(LogPart):
    """The decisions of all groups, the newest first."""

    document = "decisions"
    noun = "Decision"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        table = TableView(
            (
                Column("Date", lambda d: show_day_year(d.on), 148, sort=lambda d: d.on,
                       second=lambda d: d.code or d.group),
                Column("No", lambda d: d.number, 76, drop_below=640),
                Column("Decision", lambda d: d.text, lines=4, stretch=3, second=_place),
                Column("How it stands", lambda _d: "", 176, status=_short_status,
                       drop_below=480),
            ),
            "Decisions", height=58, empty=_NONE,
        )  # fmt: skip
        table.on_paste = lambda: desk.place_asked.emit("records", "paste:decisions")
        self.form, self.bodies_form, self.answer_form = DecisionForm(), BodiesForm(), AnswerForm()
        self.report_form = ReportForm()
        self.change = Button("Change", icon="edit", dense=True)
        self.ask = Button("Bodies that approve", icon="group", dense=True)
        self.answer = Button("Keep an answer", icon="done", dense=True)
        self.open = Button("Open the meeting", "quiet", icon="meeting", dense=True)
        self.report = Button("Report at\u2026", icon="meeting", dense=True)
        buttons = (self.change, self.ask, self.answer, self.report, self.open)
        forms = (self.form, self.bodies_form, self.answer_form, self.report_form)
        super().__init__(desk, table, forms, _NOT_CHOSEN, buttons, parent)
        self.change.clicked.connect(self.edit)
        self.ask.clicked.connect(self.ask_bodies)
        self.answer.clicked.connect(self.ask_answer)
        self.open.clicked.connect(self._open_meeting)
        self.report.clicked.connect(self.ask_report)
        self.report_form.submitted.connect(self._submit_report)
        self._line: DecisionLine | None = None  # the one that the form is about
        self.form.submitted.connect(self._submit)
        self.form.group.changed.connect(self._ask_voters)
        self.form.on.changed.connect(self._ask_voters)
        self.bodies_form.submitted.connect(self._submit_bodies)
        self.answer_form.submitted.connect(self._submit_answer)

    def query(self) -> Callable[..., tuple[Any, ...]]:
        """Return the query of the log."""
        return list_decisions

    def show_line(self, line: DecisionLine) -> None:
        """Show a decision: how it was taken, who voted, who approves it."""
        self.title.setText(f"{line.shown}, {line.group}")
        status = decision_status(line)
        self.stands.set_status(status or Status("done", "Decided"))
        self.words.setText(line.text)
        said = "\n".join(map(_view_words, line.approvals))
        votes = "\n".join(map(_view_words, line.votes))
        where = show_date(line.on) + (f", {_place(line)}" if line.item else ", between meetings")
        reported = show_date(line.reported_on) if line.reported_on else ""
        self.facts.set_facts(
            [
                ("Taken", where),
                ("How", line.how),
                ("Rule", line.rule),
                ("Result", line.result),
                ("Votes", votes),
                ("Approvals", said),
                ("Reported", reported or ("to no meeting yet" if line.urgent else "")),
            ]
        )
        self.answer.setEnabled(next_to_answer(line) is not None)
        self.report.setVisible(line.urgent)
        self.open.setEnabled(bool(line.meeting_id or line.reported_at_id))

    def _current(self) -> DecisionLine | None:
        line: DecisionLine | None = self.table.value()
        return line

    def _open_meeting(self) -> None:
        if line := self._current():
            self.meeting_asked.emit(line.meeting_id or line.reported_at_id)

    def add_record(self) -> None:
        """Open the form of an urgent decision."""
        self._open_form(None)

    def edit(self) -> None:
        """Open the form of the decision that is current."""
        if line := self._current():
            self._open_form(line)

    def _open_form(self, line: DecisionLine | None) -> None:
        self.show_form(self.form)
        self._line = line
        self.form.open(line, self.groups, str(self.group.value() or ""), self.desk.today)
        self._ask_voters()

    def _ask_voters(self) -> None:
        """Ask who votes by which rule: on the day of the decision, in its group."""
        form, line = self.form, self._line
        group_id, on = (line.group_id, line.on) if line else (form.group.value(), form.on.value())
        if group_id and on:
            self.desk.ask(self, ballots_of, group_id, on, then=form.vote.set_ballots, key="voters")

    def ask_bodies(self) -> None:
        """Ask which bodies approve the decision, in their turn."""
        if line := self._current():
            self.show_form(self.bodies_form)
            self.bodies_form.open(line, self.bodies_and_groups())

    def ask_answer(self) -> None:
        """Ask what the body whose turn it is said."""
        line = self._current()
        view = next_to_answer(line) if line else None
        if line and view:
            self.show_form(self.answer_form)
            self.answer_form.open(line, view.body_id, view.body, self.desk.today)

    def ask_report(self) -> None:
        """Ask at which meeting of its group an urgent decision was reported."""
        line = self._current()
        if line is None or not line.urgent:
            return
        form = self.report_form

        def show(meetings: tuple[MeetingLine, ...]) -> None:
            self.show_form(form)
            form.open(line, meetings)

        args = (line.group_id, line.on)
        self.desk.ask(self, list_meetings, *args, then=show, key="report meetings")

    def _submit_report(self) -> None:
        form = self.report_form
        self.run(form, report_decision, form.decision_id, form.at.value() or None)

    def _submit(self) -> None:
        form = self.form
        said = (form.text.value(), form.how.value(), form.vote.rule_name())
        more = (form.restricted.isChecked(), form.vote.votes())
        if form.decision_id:
            self.run(form, decide_anew, form.decision_id, *said, *more)
        else:
            where = (form.group.value(), form.on.value())
            self.run(form, add_urgent_decision, *where, *said, *more)

    def _submit_bodies(self) -> None:
        form = self.bodies_form
        self.run(form, ask_approvals, form.decision_id, form.chosen())

    def _submit_answer(self) -> None:
        form = self.answer_form
        said = (form.view.value(), form.on.value(), form.reason.value())
        self.run(form, answer_approval, form.decision_id, form.body_id, *said)

    def reopen(self, name: str, about: Mapping[str, str], gone: Callable[[], object]) -> None:
        """Open a form again; `gone` is called where its decision is not there."""
        record = about.get("record", "")
        if not record:
            self.refresh()
            self._open_when_known()
            return

        def ready(line: DecisionLine | None) -> None:
            body = about.get("body", "")
            asked = {view.body_id: view.body for view in line.approvals} if line else {}
            if line is None or (name == AnswerForm.draft_name and body not in asked):
                gone()
                return
            self._wanted = line.id
            if name == BodiesForm.draft_name:
                self.show_form(self.bodies_form)
                self.bodies_form.open(line, self.bodies_and_groups())
            elif name == ReportForm.draft_name:
                self.table.choose(line.id)
                self.ask_report()
            elif name == AnswerForm.draft_name:
                self.show_form(self.answer_form)
                self.answer_form.open(line, body, asked[body], self.desk.today)
            else:
                self._open_form(line)

        self.refresh()
        self.desk.ask(self, get_decision, record, then=ready, key="log record")

    def _open_when_known(self) -> None:
        def ready(_lines: object) -> None:
            self.add_record()

        self.desk.ask(self, get_decision, "", then=ready, key="log record")
