"""The challenge log over all groups: the concern, the reply, and how it ended."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from dscp_desktop.core.days import show_date, show_day_year
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.meetings.commands.raising import (
    change_challenge,
    end_challenge,
    log_challenge,
    reply_to_challenge,
)
from dscp_desktop.meetings.page.logs.forms import ChallengeForm, OutcomeForm, ReplyForm
from dscp_desktop.meetings.page.logs.logpart import LogPart
from dscp_desktop.meetings.queries.logs import get_challenge, list_challenges
from dscp_desktop.meetings.rules.record import ENDED, REPLIED, ChallengeLine
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.columns import Column, Empty
from dscp_desktop.widgets.status import Status
from dscp_desktop.widgets.tables import TableView

_NONE = Empty(
    "No challenge here",
    "Challenges come from the minutes; add one raised outside a meeting with Ctrl+N.",
    "comment",
)
_NOT_CHOSEN = Empty("No challenge is chosen", "Choose one in the list.", "comment")


def challenge_status(line: ChallengeLine) -> Status:
    """Return how far a challenge is, in words."""
    if line.state == ENDED:
        return Status("done", "Ended")
    return Status("waiting", "Replied") if line.state == REPLIED else Status("risk", "No reply yet")


def _who(line: ChallengeLine) -> str:
    if line.raised_by and line.raised_to:
        return f"{line.raised_by} to {line.raised_to}"
    return line.raised_by or (f"To {line.raised_to}" if line.raised_to else line.group)


class ChallengesPart(LogPart):
    """The challenges of all groups, the newest first."""

    document = "challenges"
    noun = "Challenge"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        table = TableView(
            (
                Column("Date", lambda c: show_day_year(c.on), 148, sort=lambda c: c.on,
                       second=lambda c: c.code or c.group),
                Column("No", lambda c: c.number, 84, drop_below=640),
                Column("Concern", lambda c: c.text, lines=3, stretch=3, second=_who),
                Column("How it stands", lambda _c: "", 150, status=challenge_status),
            ),
            "Challenges", height=58, empty=_NONE,
        )  # fmt: skip
        table.on_paste = lambda: desk.place_asked.emit("records", "paste:challenges")
        self.form = ChallengeForm()
        self.reply_form, self.end_form = ReplyForm(), OutcomeForm()
        self.change = Button("Change", icon="edit", dense=True)
        self.reply = Button("Reply", icon="comment", dense=True)
        self.end = Button("How it ended", icon="done", dense=True)
        self.open = Button("Open the meeting", "quiet", icon="meeting", dense=True)
        buttons = (self.reply, self.end, self.change, self.open)
        forms = (self.form, self.reply_form, self.end_form)
        super().__init__(desk, table, forms, _NOT_CHOSEN, buttons, parent)
        self.change.clicked.connect(self.edit)
        self.reply.clicked.connect(self.ask_reply)
        self.end.clicked.connect(self.ask_end)
        self.open.clicked.connect(self._open_meeting)
        self.form.submitted.connect(self._submit)
        self.reply_form.submitted.connect(self._submit_reply)
        self.end_form.submitted.connect(self._submit_end)

    def query(self) -> Callable[..., tuple[Any, ...]]:
        """Return the query of the log."""
        return list_challenges

    def show_line(self, line: ChallengeLine) -> None:
        """Show a challenge, its reply and how it ended."""
        self.title.setText(f"{line.shown}, {line.group}")
        self.stands.set_status(challenge_status(line))
        self.words.setText(line.text)
        replied = f" ({show_date(line.replied_on)})" if line.replied_on else ""
        ended = f" ({show_date(line.ended_on)})" if line.ended_on else ""
        where = f", item {line.item}: {line.title}" if line.item else ""
        self.facts.set_facts(
            [
                ("Raised", show_date(line.on) + where),
                ("By", line.raised_by),
                ("To", line.raised_to),
                ("Reply", f"{line.reply}{replied}" if line.reply else "None yet"),
                ("Outcome", f"{line.outcome}{ended}" if line.outcome else ""),
                ("Part 2", "Restricted" if line.restricted else ""),
            ]
        )
        self.open.setEnabled(bool(line.meeting_id))

    def _current(self) -> ChallengeLine | None:
        line: ChallengeLine | None = self.table.value()
        return line

    def _open_meeting(self) -> None:
        if line := self._current():
            self.meeting_asked.emit(line.meeting_id)

    def add_record(self) -> None:
        """Open the form of a challenge that was raised outside a meeting."""
        self._open_form(None)

    def edit(self) -> None:
        """Open the form of the challenge that is current."""
        if line := self._current():
            self._open_form(line)

    def _open_form(self, line: ChallengeLine | None) -> None:
        self.show_form(self.form)
        group_id, bodies = str(self.group.value() or ""), self.bodies_and_groups()
        self.form.open(line, self.groups, bodies, group_id, self.desk.today)

    def ask_reply(self) -> None:
        """Ask for the reply and its day."""
        if line := self._current():
            self._open_reply(line)

    def _open_reply(self, line: ChallengeLine) -> None:
        self.show_form(self.reply_form)
        on = line.replied_on or self.desk.today
        self.reply_form.open(line, line.reply, on, "Reply to challenge")

    def ask_end(self) -> None:
        """Ask how it ended, and when."""
        if line := self._current():
            self._open_end(line)

    def _open_end(self, line: ChallengeLine) -> None:
        self.show_form(self.end_form)
        on = line.ended_on or self.desk.today
        self.end_form.open(line, line.outcome, on, "How it ended: challenge")

    def _submit(self) -> None:
        form = self.form
        if form.challenge_id:
            self.run(form, change_challenge, form.challenge_id, form.details())
        else:
            args = (form.group.value(), form.on.value(), form.details())
            self.run(form, log_challenge, *args)

    def _submit_reply(self) -> None:
        form = self.reply_form
        said = (form.words.value(), form.on.value())
        self.run(form, reply_to_challenge, form.challenge_id, *said)

    def _submit_end(self) -> None:
        form = self.end_form
        self.run(form, end_challenge, form.challenge_id, form.words.value(), form.on.value())

    def reopen(self, name: str, about: Mapping[str, str], gone: Callable[[], object]) -> None:
        """Open a form again; `gone` is called where its challenge is not there."""
        record = about.get("record", "")

        def ready(line: ChallengeLine | None) -> None:
            if record and line is None:
                gone()
            elif line is not None and name == ReplyForm.draft_name:
                self._open_reply(line)
            elif line is not None and name == OutcomeForm.draft_name:
                self._open_end(line)
            else:
                self._open_form(line)

        self.refresh()
        self.desk.ask(self, get_challenge, record, then=ready, key="log record")
