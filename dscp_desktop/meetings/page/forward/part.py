"""The forward plan: at the left what is proposed, at the right what is to come to whom."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Trouble
from dscp_desktop.core.offers import Scope
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.meetings.commands.forward import (
    accept_proposals,
    add_forward,
    change_forward,
    drop_forward,
    drop_proposals,
    put_on_agenda,
    shift_forward,
)
from dscp_desktop.meetings.page.forward.form import ForwardForm
from dscp_desktop.meetings.page.forward.look import by_meeting, plan_table, proposals_table
from dscp_desktop.meetings.queries.forward import ForwardPlan, forward_page
from dscp_desktop.meetings.rules.forward import ON_AGENDA, ForwardLine, ProposalLine, count_words
from dscp_desktop.widgets.binding import bind
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.editors import Chooser
from dscp_desktop.widgets.page import Surface, TwoPanes, bar
from dscp_desktop.widgets.texts import Text

DOCUMENT = "forward-plan"


class ForwardPart(Surface):
    """Space or Enter accepts a proposal, Delete drops it, several at once.

    In the plan Alt+Up and Alt+Down move an item to the meeting before or after, Enter edits it.
    """

    meeting_asked = Signal(str)
    document_wanted = Signal(str, object)
    counted = Signal(int)  # how many proposals wait

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.desk = desk
        self.plan = ForwardPlan()
        self._wanted = ""
        self.group = Chooser([("", "All groups")])
        self.group.setAccessibleName("Group of the forward plan")
        self.said = Text("", "base", tone="t2")
        self.accept = Button("Accept", icon="done")
        self.drop = Button("Drop", "quiet", icon="delete")
        self.put = Button("Put on the agenda", icon="meeting")
        self.proposals, self.table = proposals_table(), plan_table()
        self.form = ForwardForm()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        left = Surface()
        box = QVBoxLayout(left)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.proposals, 1)
        box.addWidget(bar(self.accept, self.drop, None, line="top"))
        self.right = QStackedWidget()
        self.right.addWidget(self.table)
        self.right.addWidget(self.form)
        titles = ("Proposed", "Plan")
        self.two = TwoPanes("forward", left, self.right, titles=titles, share=0.44, limit=900)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 1, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(bar(self.group, self.said, None, self.put))
        whole.addWidget(self.two, 1)

    def _connect(self) -> None:
        self.group.activated.connect(lambda _place: self._show_rows())
        self.accept.clicked.connect(self.accept_now)
        self.drop.clicked.connect(self.drop_proposed)
        self.put.clicked.connect(self.put_now)
        self.proposals.opened.connect(lambda _line: self.accept_now())
        self.proposals.ticked.connect(lambda _line: self.accept_now())
        self.proposals.chosen.connect(lambda _line: self._enable())
        self.proposals.actions_for = self._proposal_actions
        self.table.opened.connect(self.edit)
        self.table.move_asked.connect(self.move_line)
        self.table.chosen.connect(lambda _line: self._enable())
        self.table.selectionModel().selectionChanged.connect(lambda _new, _old: self._enable())
        self.table.actions_for = self._actions
        self.form.submitted.connect(self._submit)
        self.form.cancelled.connect(self._leave)
        for table, do in ((self.proposals, self.drop_proposed), (self.table, self.drop_planned)):
            bind(table, "Del", "Drop it from the list", do, inside=True)

    # What it shows --------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask for the plan and for what is proposed again."""
        args = (self.desk.today, self.desk.proposers)
        self.desk.ask(self, forward_page, *args, then=self._take, key="forward")

    def _take(self, plan: ForwardPlan) -> None:
        self.plan = plan
        self.group.set_options([("", "All groups"), *((g.id, g.name) for g in plan.groups)])
        self._show_rows()
        self.counted.emit(len(plan.proposals))

    def _show_rows(self) -> None:
        group_id = self.group.value()
        lines = [ln for ln in self.plan.lines if not group_id or ln.group_id == group_id]
        proposed = [
            ln for ln in self.plan.proposals if not group_id or ln.proposal.group_id == group_id
        ]
        self.proposals.set_rows(proposed)
        self.table.set_rows(by_meeting(lines))
        self.said.setText(f"{len(proposed)} proposed · {count_words(lines)}")
        if self._wanted and self.table.choose(self._wanted):
            self._wanted = ""
        for table in (self.proposals, self.table):
            if table.value() is None:
                table.choose_first()
        self._enable()

    def _enable(self) -> None:
        some = self.proposals.value() is not None
        self.accept.setEnabled(some)
        self.drop.setEnabled(some)
        self.put.setEnabled(any(line.state != ON_AGENDA for line in self._chosen()))

    def _chosen(self) -> list[ForwardLine]:
        found = self.table.values() or [self.table.value()]
        return [line for line in found if line is not None]

    def _chosen_proposals(self) -> list[ProposalLine]:
        found = self.proposals.values() or [self.proposals.value()]
        return [line for line in found if line is not None]

    def scope(self) -> Scope:
        """Return the group that is shown, to be printed."""
        return Scope(self.desk.today, group_id=str(self.group.value() or ""))

    def share(self) -> None:
        """Show the forward plan as it is printed."""
        self.document_wanted.emit(DOCUMENT, self.scope())

    def first_focus(self) -> QWidget:
        """Return what has the keys first: the proposals where there are any, else the plan."""
        return self.proposals if self.plan.proposals else self.table

    def panes(self) -> list[QWidget]:
        """Return the stops of F6: what is proposed, then the plan or the form."""
        return [self.proposals, self.right]

    def is_editing(self) -> bool:
        """Say whether the form is open."""
        return self.right.currentWidget() is self.form

    def open_record(self, record_id: str) -> None:
        """Show an item of the plan."""
        self._wanted = record_id
        self.group.set_value("")
        self.refresh()

    def _actions(self, line: ForwardLine) -> Sequence[tuple[str, Callable[[], object]]]:
        found: list[tuple[str, Callable[[], object]]] = [("Edit", lambda: self.edit(line))]
        if line.state != ON_AGENDA:
            found += [
                ("Put on the agenda", self.put_now),
                ("To the meeting before (Alt+Up)", lambda: self.move_line(line, -1)),
                ("To the meeting after (Alt+Down)", lambda: self.move_line(line, 1)),
                ("Drop it (Delete)", self.drop_planned),
            ]
        if line.meeting is not None:
            meeting_id = line.meeting.id
            found.append(("Open the meeting", lambda: self.meeting_asked.emit(meeting_id)))
        return found

    def _proposal_actions(self, _line: ProposalLine) -> Sequence[tuple[str, Callable[[], object]]]:
        return [("Accept (Space)", self.accept_now), ("Drop (Delete)", self.drop_proposed)]

    # What a person does ---------------------------------------------------------------------

    def accept_now(self) -> None:
        """Take the proposals that are selected into the plan, each for the meeting it goes to."""
        chosen = self._chosen_proposals()
        accepted = [
            (ln.proposal, ln.place.meeting.id if ln.place.meeting else None) for ln in chosen
        ]
        if accepted:
            self._run(None, accept_proposals, accepted)

    def drop_proposed(self) -> None:
        """Drop the proposals that are selected; undo brings them back."""
        if chosen := self._chosen_proposals():
            self._run(None, drop_proposals, [line.proposal for line in chosen])

    def drop_planned(self) -> None:
        """Drop the items that are selected; undo brings them back."""
        if chosen := self._chosen():
            self._run(None, drop_forward, [line.id for line in chosen])

    def move_line(self, line: ForwardLine, step: int) -> None:
        """Move an item to the meeting before or after."""
        self._run(None, shift_forward, line.id, step, self.desk.today, keep=line.id)

    def put_now(self) -> None:
        """Put the items that are selected on the agendas of their meetings."""
        chosen = [line for line in self._chosen() if line.state != ON_AGENDA]
        if chosen:
            self._run(None, put_on_agenda, [line.id for line in chosen], keep=chosen[0].id)

    def add_item(self) -> None:
        """Open the form of a new item, for the group that is shown."""
        self._open(None)

    def edit(self, line: ForwardLine) -> None:
        """Open the form of an item."""
        self._open(line)

    def _open(self, line: ForwardLine | None) -> None:
        self.right.setCurrentWidget(self.form)
        self.two.show_second()
        group_id = str(self.group.value() or "")
        self.form.open(line, self.plan.groups, self.plan.meetings, group_id)

    def reopen(self, _name: str, about: Mapping[str, str], gone: Callable[[], object]) -> None:
        """Open the form again; `gone` is called where its item is not there."""
        record = about.get("record", "")

        def ready(plan: ForwardPlan) -> None:
            self._take(plan)
            line = next((ln for ln in plan.lines if ln.id == record), None)
            if record and line is None:
                gone()
            else:
                self._open(line)

        args = (self.desk.today, self.desk.proposers)
        self.desk.ask(self, forward_page, *args, then=ready, key="forward again")

    def _leave(self) -> None:
        self.right.setCurrentWidget(self.table)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _submit(self) -> None:
        form = self.form
        if form.forward_id:
            self._run(form, change_forward, form.forward_id, form.details())
        else:
            self._run(form, add_forward, form.details())

    def _run(
        self,
        form: ForwardForm | None,
        command: Callable[..., Changes],
        *args: Any,
        keep: str = "",
    ) -> None:
        def done(changes: Changes) -> None:
            if form is not None:
                self._leave()
            self._wanted = keep or str(changes.result or "")
            self.refresh()

        def failed(trouble: Trouble) -> None:
            if form is not None:
                form.show_trouble(trouble.words)
            else:
                self.desk.troubled.emit(trouble.words)

        self.desk.run(self, command, *args, then=done, failed=failed)
