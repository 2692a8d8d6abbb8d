"""The two lists of the forward plan: what is proposed, and what is to come."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from dscp_desktop.core.days import show_day, show_long_day
from dscp_desktop.meetings.page.forms import PURPOSE_WORDS
from dscp_desktop.meetings.rules.forward import ON_AGENDA, ForwardLine, ProposalLine
from dscp_desktop.widgets.columns import Column, Empty, Section
from dscp_desktop.widgets.status import Status
from dscp_desktop.widgets.tables import TWO_LINE, TableView

NO_PROPOSAL = Empty(
    "Nothing is proposed",
    "Reviews, minutes to approve, urgent decisions and quarterly reports propose themselves.",
    "done",
)
NO_PLAN = Empty(
    "Nothing is planned yet",
    "Accept a proposal with Space, or add an item with Ctrl+N.",
    "list",
)


def _where(line: ProposalLine) -> str:
    meeting = line.place.meeting
    group = line.code or line.group
    return f"{group} {show_day(meeting.on)}" if meeting else group


def _goes(line: ProposalLine) -> Status:
    if line.place.warning:
        return Status("risk", line.place.warning)
    return Status("plain", f"Due {show_day(line.proposal.due)}")


def proposals_table() -> TableView:
    """Return the list of what is proposed: why, from where, and to which meeting it would go."""
    return TableView(
        (
            Column(
                "Proposed",
                lambda line: line.proposal.title,
                lines=3,
                second=lambda line: f"{line.proposal.why} · {line.part}",
                icon=lambda line: "restricted" if line.proposal.restricted else "",
            ),
            Column(
                "Goes to",
                _where,
                204,
                second=lambda line: _goes(line).words,
                sort=lambda line: line.proposal.due,
            ),
        ),
        "Proposed",
        height=TWO_LINE,
        empty=NO_PROPOSAL,
        key=lambda line: line.key,
        gutter=16,
    )


def _second(line: ForwardLine) -> str:
    minutes = f"{line.minutes} min" if line.minutes else ""
    purpose = PURPOSE_WORDS.get(line.purpose, "") if line.purpose else ""
    return " · ".join(part for part in (line.why, minutes, purpose, line.lead) if part)


def state_status(line: ForwardLine) -> Status | None:
    """Return how far an item is, or what is wrong with its meeting."""
    if line.warning:
        return Status("risk", line.warning)
    if line.state == ON_AGENDA:
        number = f", item {line.item}" if line.item else ""
        return Status("done", f"On the agenda{number}")
    return Status("waiting", f"Due {show_day(line.due)}") if line.due else None


def plan_table() -> TableView:
    """Return the list of what is to come, by group and meeting."""
    return TableView(
        (
            Column(
                "What is to come",
                lambda line: line.title,
                lines=2,
                second=_second,
                icon=lambda line: "restricted" if line.restricted else "",
            ),
            Column("How it stands", lambda _line: "", 216, status=state_status),
        ),
        "Forward plan",
        height=TWO_LINE,
        empty=NO_PLAN,
        gutter=16,
    )


def by_meeting(lines: Sequence[ForwardLine]) -> list[Section | ForwardLine]:
    """Return the plan with a heading for each group and meeting."""
    rows: list[Section | ForwardLine] = []
    for (group, _meeting), part in groupby(lines, key=lambda line: (line.group, line.meeting_id)):
        items = list(part)
        meeting = items[0].meeting
        when = show_long_day(meeting.on) if meeting else "no meeting yet"
        rows += [Section(f"{group}, {when}", str(len(items))), *items]
    return rows
