"""The logs of decisions and of challenges as sheets: one row each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from dscp_desktop.core.days import show_day_year
from dscp_desktop.core.offers import Reading, Recognised
from dscp_desktop.diary.workbook import RowReader, read_rows, recognised
from dscp_desktop.meetings.rules.logs import ChallengeValues, DecisionValues
from dscp_desktop.meetings.rules.record import ChallengeLine, DecisionLine
from dscp_desktop.sheets.grid import find_table
from dscp_desktop.sheets.parsing import as_date, as_yes
from dscp_desktop.sheets.values import Sheet, Value
from dscp_desktop.sheets.writing import ColumnOut, SheetOut

DECISIONS, CHALLENGES = "decisions", "challenges"
_SHARED = {
    "number": ("No", "No.", "Number", "Ref", "Reference"),
    "group": ("Group", "Meeting of", "Taken by"),
    "on": ("Date", "Date of meeting", "Meeting date", "On"),
    "item": ("Agenda item", "Item"),
    "restricted": ("Restricted", "Part 2"),
}
DECISION_HEADINGS = {
    **_SHARED,
    "text": ("Decision", "Decision taken", "What was decided"),
    "how": ("How it was taken", "How", "How taken"),
}
DECISION_FIELDS = (
    *(("number", "Number"), ("group", "Group"), ("on", "Date"), ("item", "Agenda item")),
    *(("text", "Decision"), ("how", "How it was taken"), ("restricted", "Restricted")),
)
DECISION_PREVIEW = ("Number", "Group", "Date", "Decision", "How it was taken")
CHALLENGE_HEADINGS = {
    **_SHARED,
    "text": ("Challenge", "Concern", "Challenge raised"),
    "raised_by": ("Raised by", "From"),
    "raised_to": ("Raised to", "To", "Raised with"),
    "reply": ("Reply", "Response"),
    "replied_on": ("Replied on", "Date of reply"),
    "outcome": ("Outcome", "How it ended"),
    "ended_on": ("Ended on", "Closed on"),
}
CHALLENGE_FIELDS = (
    *(("number", "Number"), ("group", "Group"), ("on", "Date"), ("text", "Challenge")),
    *(("raised_by", "Raised by"), ("raised_to", "Raised to"), ("reply", "Reply")),
    *(("replied_on", "Replied on"), ("outcome", "Outcome"), ("ended_on", "Ended on")),
    ("restricted", "Restricted"),
)
CHALLENGE_PREVIEW = ("Number", "Group", "Date", "Challenge", "Raised to", "Outcome")


def recognise_decisions(sheet: Sheet) -> Recognised | None:
    """Take a sheet for a decision log by its headings: group, date and decision."""
    needed = ("number", "group", "on", "text")
    found = find_table(sheet, DECISION_HEADINGS, required=needed)
    return recognised(DECISIONS, found, ("number", "group", "text")) if found else None


def read_decisions(sheet: Sheet, taken: Recognised) -> Reading:
    """Read each row of a decision log, with all that is wrong with it."""
    return read_rows(sheet, taken, _judge_decision)


def _judge_decision(row: RowReader) -> DecisionValues:
    group, number, on = _shared(row, "decision")
    need = "The decision has no words. Type what was decided."
    return DecisionValues(
        group=group,
        number=number,
        on=on,
        text=row.text("text", "decision", need) or "",
        item=row.text("item", "agenda item"),
        how=row.text("how", "words"),
        restricted=row.read("restricted", as_yes, "Yes or No"),
        sound=not row.faults,
    )


def _shared(row: RowReader, what: str) -> tuple[str, str, date | None]:
    """Return group, number and date of a row, which each one needs."""
    need = f"Every {what} needs a number. Type one that is not used yet."
    number = row.text("number", "number", need)
    group = row.text("group", "group", f"Every {what} needs its group. Type the group's name.")
    before = len(row.faults)
    on = row.read("on", as_date, "date")
    if on is None and len(row.faults) == before:
        row.wrong("on", f"Every {what} needs a date. Type it, such as 26/10/2023.")
    return group or "", number or "", on


def recognise_challenges(sheet: Sheet) -> Recognised | None:
    """Take a sheet for a challenge log by its headings: group, date and challenge."""
    needed = ("number", "group", "on", "text")
    found = find_table(sheet, CHALLENGE_HEADINGS, required=needed)
    return recognised(CHALLENGES, found, ("number", "group", "text")) if found else None


def read_challenges(sheet: Sheet, taken: Recognised) -> Reading:
    """Read each row of a challenge log, with all that is wrong with it."""
    return read_rows(sheet, taken, _judge_challenge)


def _judge_challenge(row: RowReader) -> ChallengeValues:
    group, number, on = _shared(row, "challenge")
    text = row.text("text", "challenge", "The challenge has no words. Type what the concern is.")
    reply, outcome = row.text("reply", "reply"), row.text("outcome", "outcome")
    replied_on = row.read("replied_on", as_date, "date")
    ended_on = row.read("ended_on", as_date, "date")
    if replied_on and on and replied_on < on:
        row.wrong("replied_on", f"It was raised on {show_day_year(on)}. Correct one of the two.")
    since = replied_on or on
    if ended_on and since and ended_on < since:
        row.wrong("ended_on", f"It ended after {show_day_year(since)}. Correct one of the two.")
    if ended_on and not outcome:
        row.wrong("outcome", "It has ended. Type how, or leave the day out.")
    return ChallengeValues(
        group=group,
        number=number,
        on=on,
        text=text or "",
        raised_by=row.text("raised_by", "name"),
        raised_to=row.text("raised_to", "organisation"),
        reply=reply,
        replied_on=replied_on,
        outcome=outcome,
        ended_on=ended_on,
        restricted=row.read("restricted", as_yes, "Yes or No"),
        sound=not row.faults,
    )


def decisions_sheet(lines: Sequence[DecisionLine]) -> SheetOut:
    """Return the decision log as it goes out, the oldest first; it comes in all the same."""
    columns = (
        ColumnOut("No", "text", 10),
        ColumnOut("Group", "text", 32),
        ColumnOut("Date", "date", 12),
        ColumnOut("Agenda item", "text", 12),
        ColumnOut("Decision", "text", 60),
        ColumnOut("How it was taken", "text", 32),
        ColumnOut("Views", "text", 40),
        ColumnOut("Reported on", "date", 12),
        ColumnOut("Restricted", "text", 11),
    )
    rows: list[tuple[Value, ...]] = [
        (
            *(line.number, line.group, line.on, line.item or None, line.text, line.how or None),
            *(line.result or None, line.reported_on, line.restricted or None),
        )
        for line in reversed(lines)
    ]
    return SheetOut("Decisions", columns, tuple(rows))


def decision_values(lines: Sequence[DecisionLine]) -> list[dict[str, Any]]:
    """Return the decisions as scripts read them, the oldest first."""
    return [
        {
            "group": line.group,
            "number": line.number,
            "date": line.on.isoformat(),
            "item": line.item or None,
            "text": line.text,
            "how": line.how,
            "rule": line.rule or None,
            "result": line.result,
            "urgent": line.urgent,
            "reported": line.reported_on.isoformat() if line.reported_on else None,
            "restricted": line.restricted,
        }
        for line in reversed(lines)
    ]


def challenges_sheet(lines: Sequence[ChallengeLine]) -> SheetOut:
    """Return the challenge log as it goes out, the oldest first; it comes in all the same."""
    columns = (
        ColumnOut("No", "text", 10),
        ColumnOut("Group", "text", 32),
        ColumnOut("Date", "date", 12),
        ColumnOut("Agenda item", "text", 12),
        ColumnOut("Challenge", "text", 60),
        ColumnOut("Raised by", "text", 24),
        ColumnOut("Raised to", "text", 28),
        ColumnOut("Reply", "text", 44),
        ColumnOut("Replied on", "date", 12),
        ColumnOut("Outcome", "text", 44),
        ColumnOut("Ended on", "date", 12),
        ColumnOut("Restricted", "text", 11),
    )
    rows: list[tuple[Value, ...]] = [
        (
            *(line.number, line.group, line.on, line.item or None, line.text),
            *(line.raised_by or None, line.raised_to or None, line.reply or None),
            *(line.replied_on, line.outcome or None, line.ended_on, line.restricted or None),
        )
        for line in reversed(lines)
    ]
    return SheetOut("Challenges", columns, tuple(rows))


def challenge_values(lines: Sequence[ChallengeLine]) -> list[dict[str, Any]]:
    """Return the challenges as scripts read them, the oldest first."""
    return [
        {
            "group": line.group,
            "number": line.number,
            "date": line.on.isoformat(),
            "item": line.item or None,
            "text": line.text,
            "raised_by": line.raised_by,
            "raised_to": line.raised_to,
            "reply": line.reply,
            "replied": line.replied_on.isoformat() if line.replied_on else None,
            "outcome": line.outcome,
            "ended": line.ended_on.isoformat() if line.ended_on else None,
            "state": line.state,
            "restricted": line.restricted,
        }
        for line in reversed(lines)
    ]
