"""Decisions, challenges and a year of attendance on paper."""

from __future__ import annotations

from collections.abc import Sequence

from dscp_desktop.core.days import show_date
from dscp_desktop.meetings.rules.record import ENDED, ChallengeLine, DecisionLine, challenges_open
from dscp_desktop.meetings.rules.year import AttendanceYear, YearRow, rate_words
from dscp_desktop.paper.document import (
    Block,
    Cell,
    Column,
    Document,
    Heading,
    Paragraph,
    Row,
    Table,
    cells,
)

_LETTERS = {"present": "P", "apologies": "A", "deputy": "D", "no reply": "–", "": ""}
_YEAR_KEY = (
    "P: here. A: apologies. D: a deputy here. –: not here, no reply. ·: no seat that day. Blank: "
    "not recorded. Core seats count; cancelled meetings do not. The rate counts deputies."
)
_MOST_ACROSS = 12


def decision_log(lines: Sequence[DecisionLine], group: str = "", year: str = "") -> Document:
    """Return the decision log of a group, or of all, the newest first."""
    if not lines:
        return _nothing("Decision log", group, year, "No decision is recorded.")
    columns = (
        Column("Date", width=1.8),
        Column("Number", width=1.5),
        *(() if group else (Column("Group", width=1.6),)),
        Column("Decision", width=6),
        Column("How it stands", width=2.6),
    )
    rows = tuple(_decision(line, bool(group)) for line in lines)
    said = f"{_count(len(lines), 'decision')}, the newest first."
    return _log("Decision log", group, year, said, Table(columns, rows, head_column=1))


def _decision(line: DecisionLine, one_group: bool) -> Row:
    where = f"Item {line.item}: {line.title}" if line.item else "Between meetings"
    if line.urgent and line.reported_on:
        where = f"{where}, reported on {show_date(line.reported_on)}"
    below = ". ".join(part for part in (where, "Part 2" if line.restricted else "") if part)
    stands = line.result or line.how
    waiting = [view.body for view in line.approvals if not view.view]
    then = f"Waits for {', '.join(waiting)}" if waiting else ""
    return Row(
        (
            Cell(show_date(line.on)),
            Cell(line.number),
            *(() if one_group else (Cell(line.code or line.group),)),
            Cell(line.text, below=below),
            Cell(stands, below=then),
        )
    )


def challenge_log(lines: Sequence[ChallengeLine], group: str = "", year: str = "") -> Document:
    """Return the challenge log of a group, or of all, the newest first."""
    if not lines:
        return _nothing("Challenge log", group, year, "No challenge is recorded.")
    columns = (
        Column("Number", width=1.3),
        Column("Raised", width=2.2),
        Column("Concern", width=4.2),
        Column("Reply", width=3.4),
        Column("How it ended", width=2.4),
    )
    rows = tuple(_challenge(line, bool(group)) for line in lines)
    open_ones = challenges_open(lines)
    said = f"{_count(len(lines), 'challenge')}, {open_ones} not ended."
    return _log("Challenge log", group, year, said, Table(columns, rows, head_column=0))


def _challenge(line: ChallengeLine, one_group: bool) -> Row:
    raised = line.raised_by
    raised = f"{raised} to {line.raised_to}" if raised and line.raised_to else raised
    said = [show_date(line.on), "" if one_group else line.code or line.group]
    replied = show_date(line.replied_on) if line.replied_on else ""
    ended = show_date(line.ended_on) if line.ended_on else ""
    outcome = line.outcome or (ended and "Ended") or "Open"
    return Row(
        (
            Cell(line.number, below="Part 2" if line.restricted else ""),
            Cell(" ".join(part for part in said if part), below=raised or line.raised_to),
            Cell(line.text),
            Cell(line.reply or ("" if line.state == ENDED else "None yet"), below=replied),
            Cell(outcome, below=ended if line.outcome else "", bold=line.state != ENDED),
        )
    )


def attendance_year_document(found: AttendanceYear) -> Document:
    """Return a year of attendance: each organisation, then each seat, with its rate."""
    title, group = "Attendance over the year", f"{found.group}, {found.year}"
    if not found.meetings or not found.seats:
        nothing = Paragraph(f"No attendance is recorded in {found.year}.")
        return Document(title, subtitle=group, blocks=(nothing,))
    meetings = found.meetings[-_MOST_ACROSS:]
    last = len(meetings)
    blocks: list[Block] = [Paragraph(_YEAR_KEY, small=True)]
    if last < len(found.meetings):
        blocks.append(Paragraph(f"The last {last} of {len(found.meetings)} meetings are shown; "
                                "the rates count all of them.", small=True))  # fmt: skip
    heads = [f"{m.on.day} {show_date(m.on).split(' ')[1][:3]}" for m in meetings]
    for name, rows in (("Organisations", found.organisations), ("Seats", found.seats)):
        if rows:
            blocks += [Heading(2, name), _year_table(name, heads, rows, last)]
    blocks.append(Paragraph(f"All core seats together: {rate_words(found.rate)}."))
    return Document(title, subtitle=group, blocks=tuple(blocks))


def _year_table(name: str, heads: Sequence[str], rows: Sequence[YearRow], last: int) -> Table:
    columns = [Column(name.removesuffix("s"), width=4.2)]
    columns += [Column(head, width=0.9) for head in heads]
    columns += [Column("Came", align="right", width=1.3), Column("Rate", align="right", width=1.3)]
    made = []
    for row in rows:
        marks = ("·" if m is None else _LETTERS.get(m, m) for m in row.marks[-last:])
        came = f"{row.attended} of {row.recorded}"
        first = Cell(row.shown, below=row.role if row.role != row.shown else "")
        made.append(Row((first, *cells(*marks, came, rate_words(row.rate) or "–"))))
    return Table(tuple(columns), tuple(made), head_column=0)


def _log(title: str, group: str, year: str, said: str, table: Table) -> Document:
    note = Paragraph(said, small=True)
    return Document(title, subtitle=_scope(group, year), blocks=(note, table))


def _nothing(title: str, group: str, year: str, words: str) -> Document:
    return Document(title, subtitle=_scope(group, year), blocks=(Paragraph(words),))


def _scope(group: str, year: str) -> str:
    return ", ".join(part for part in (group or "All groups", year) if part)


def _count(number: int, word: str) -> str:
    return f"{number} {word if number == 1 else word + 's'}"
