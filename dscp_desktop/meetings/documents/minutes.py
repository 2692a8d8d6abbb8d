"""Minutes on paper: from the record, with each decision and action where it was made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from dscp_desktop.core.days import show_date, show_long_day, show_times
from dscp_desktop.meetings.rules.agenda import APOLOGIES, DEPUTY, PRESENT
from dscp_desktop.meetings.rules.record import (
    APPROVED,
    ChallengeLine,
    DecisionLine,
    ItemRecord,
    MeetingRecord,
    MinutedAction,
    NoteLine,
    SeatMark,
)
from dscp_desktop.meetings.rules.returned.values import (
    ITEM,
    OTHER,
    PART_2,
    RESTRICTED,
    code_of,
    mark_of,
)
from dscp_desktop.paper.document import (
    Block,
    Cell,
    Column,
    Document,
    Facts,
    Heading,
    Paragraph,
    Row,
    Run,
    Table,
    cells,
)
from dscp_desktop.paper.furniture import Furniture, furniture_values
from dscp_desktop.paper.values import to_values

APART = "Part 2 item: recorded apart."
_PART_APART = "Part 2: some of this item is recorded apart."
_MARKS = {PRESENT: "Here", DEPUTY: "Here by a deputy", APOLOGIES: "Apologies"}


@dataclass(slots=True)
class _Writer:
    """Collects blocks, and the marks by which those that come back from Word are known."""

    whole: bool
    blocks: list[Block] = field(default_factory=list)
    marks: dict[int, str] = field(default_factory=dict)

    def add(self, block: Block, mark: str = "") -> None:
        """Add a block, under a mark where it has one."""
        if mark:
            self.marks[len(self.blocks)] = mark
        self.blocks.append(block)

    def small(self, text: str) -> None:
        """Add a line that the program makes, where there is something to say."""
        if text:
            self.add(Paragraph(text, small=True))

    def head(self, text: str, name: str) -> None:
        """Begin a part that is no item."""
        self.add(Heading(2, text), mark_of(OTHER, name))


def minutes_document(record: MeetingRecord, *, whole: bool = True) -> Document:
    """Return the minutes of a meeting; without `whole` what belongs to part 2 is left out."""
    return marked_minutes(record, whole=whole)[0]


def marked_minutes(
    record: MeetingRecord, *, whole: bool = True
) -> tuple[Document, tuple[tuple[int, str], ...]]:
    """Return the minutes, and the marks of their blocks by place, for `render_word`."""
    writer = _Writer(whole)
    writer.add(Facts(_facts(record)))
    _presence(writer, record)
    urgent = [line for line in record.urgent if whole or not line.restricted]
    if urgent:
        writer.head("Decisions since the last meeting", "urgent")
        for line in urgent:
            writer.add(Paragraph(_said(line.shown, f"{show_date(line.on)}. {line.text}", False)))
            writer.small(_about_decision(line))
    words = {item.quorum.words for item in record.items if item.quorum is not None}
    before = record.items[0].quorum.words if len(words) == 1 and record.items[0].quorum else ""
    for item in record.items:
        _item(writer, item, before)
        before = item.quorum.words if item.quorum else before
    if not record.items:
        writer.add(Paragraph("This meeting has no agenda yet."))
    _actions(writer, record)
    _corrections(writer, record)
    document = Document("Minutes", subtitle=record.meeting.group, blocks=tuple(writer.blocks))
    return document, tuple(writer.marks.items())


def word_copy(
    record: MeetingRecord, partnership: str, marking: str, *, whole: bool = True
) -> dict[str, Any]:
    """Return the values of the task that writes minutes as Word, with the marks of their blocks."""
    document, marks = marked_minutes(record, whole=whole)
    furniture = Furniture(
        marking=marking,
        head_left=partnership,
        head_right=f"{document.title}, {document.subtitle}",
    )
    return {
        "document": to_values(replace(document, marking=marking)),
        "furniture": furniture_values(furniture),
        "form": "docx",
        "marks": [list(mark) for mark in marks],
    }


def has_part_2(record: MeetingRecord) -> bool:
    """Say whether anything in the minutes is restricted."""
    return any(
        item.restricted or any(note.restricted for note in item.notes) for item in record.items
    ) or any(line.restricted for line in record.urgent)


def _facts(record: MeetingRecord) -> tuple[tuple[str, str], ...]:
    meeting = record.meeting
    told = [
        ("Date", show_long_day(meeting.on)),
        ("Time", show_times(meeting.start, meeting.end) if meeting.start else ""),
        ("Place", meeting.venue),
        ("Chair", record.chair or meeting.chair),
        ("Minutes by", record.minute_taker),
        ("Held with", ", ".join(record.also)),
        ("State", state_words(record)),
    ]
    return tuple((label, value) for label, value in told if value)


def state_words(record: MeetingRecord) -> str:
    """Return 'Draft', 'Agreed by the chair on …' or 'Approved at Group, Thu 9 Nov 2023'."""
    minutes = record.minutes
    if minutes.state == APPROVED and minutes.approved_on:
        # The name of the approving meeting says its day.
        day = f"on {show_date(minutes.approved_on)}"
        return f"Approved at {minutes.approved_at}" if minutes.approved_at else f"Approved {day}"
    return minutes.words


# Who was there -------------------------------------------------------------------------------


def _presence(writer: _Writer, record: MeetingRecord) -> None:
    writer.head("Who was there", "presence")
    rows: list[Row] = []
    for mark, title in _MARKS.items():
        found = [seat for seat in record.seats if seat.mark == mark]
        rows += _part(title, [_seat_row(seat) for seat in found])
    guests = [Row(cells(guest.organisation or "Guest", guest.name, "")) for guest in record.guests]
    rows += _part("Guests", guests)
    if not rows:
        writer.add(Paragraph("Nobody's attendance is recorded."))
    else:
        columns = (Column("For", width=3), Column("Who", width=3), Column("Came and left", width=3))
        writer.add(Table(columns, tuple(rows)))
    silent = [_body(seat) for seat in record.seats if seat.mark not in _MARKS]
    if silent and rows:
        writer.small(f"No reply: {'; '.join(silent)}.")
    writer.small(_sentence(record.quorum))


def _part(title: str, rows: Sequence[Row]) -> Iterator[Row]:
    if rows:
        yield Row((Cell(title),), "section")
        yield from rows


def _seat_row(seat: SeatMark) -> Row:
    moved = "; ".join(
        f"{'from' if move.came else 'until'}"
        f"{f' {move.at:%H:%M}' if move.at else ''}{f' (item {move.item})' if move.item else ''}"
        for move in seat.moves
    )
    who = seat.who
    if seat.office and seat.mark == PRESENT:
        who = f"{who}, {seat.office}" if who else seat.office.capitalize()
    if seat.mark == DEPUTY and seat.person and seat.person != seat.who:
        who = f"{who or 'Deputy'}, for {seat.person}"
    return Row((Cell(seat.shown, below=_role(seat)), Cell(who), Cell(moved)))


def _role(seat: SeatMark) -> str:
    return seat.role if seat.role != seat.shown else ""


def _body(seat: SeatMark) -> str:
    role = _role(seat)
    return f"{seat.shown}, {role}" if role else seat.shown


# Items ---------------------------------------------------------------------------------------


def _item(writer: _Writer, item: ItemRecord, before: str) -> None:
    """Write one item; the quorum is said where it stands otherwise than `before`."""
    if item.restricted and not writer.whole:
        writer.add(Heading(2, f"{item.label} Part 2".strip()), mark_of(OTHER, item.id))
        writer.small(APART)
        return
    writer.add(Heading(2, f"{item.label} {item.title}".strip()), mark_of(ITEM, item.id))
    told = [f"Lead: {item.lead}." if item.lead else "", "Verbal report." if item.verbal else ""]
    told += ["Part 2, restricted." if item.restricted else ""]
    writer.small(" ".join(part for part in told if part))
    quorum = item.quorum
    if quorum and quorum.words != before and (before or not quorum.quorate):
        writer.small(_sentence(quorum.words))
    hidden = False
    for note in item.notes:
        if note.restricted and not writer.whole:
            if not hidden:
                writer.small(_PART_APART)
            hidden = True
            continue
        _note(writer, note, item)


def _note(writer: _Writer, note: NoteLine, item: ItemRecord) -> None:
    code = code_of(note)
    mark = mark_of(code, note.id)
    apart = note.restricted and not item.restricted
    if note.decision:
        writer.add(Paragraph(_said(note.decision.shown, note.decision.text, apart)), mark)
        writer.small(_about_decision(note.decision))
    elif note.action:
        writer.add(Paragraph(_said(note.action.shown, note.action.text, apart)), mark)
        writer.small(_about_action(note.action))
    elif note.challenge:
        writer.add(Paragraph(_said(note.challenge.shown, note.challenge.text, apart)), mark)
        writer.small(_about_challenge(note.challenge))
    elif code == RESTRICTED and apart:
        writer.add(Paragraph((Run(PART_2, bold=True), Run(note.text))), mark)
    elif note.text.strip():
        writer.add(Paragraph(note.text), mark)


def _said(label: str, text: str, apart: bool) -> tuple[Run, ...]:
    hidden = " (part 2)" if apart else ""
    return Run(f"{label}{hidden}: ", bold=True), Run(text)


def _about_decision(line: DecisionLine) -> str:
    return " ".join(_sentence(part) for part in (line.how, line.result) if part)


def _about_action(line: MinutedAction) -> str:
    owner = f"Owner: {line.owner}." if line.owner else "No owner."
    return f"{owner} {_sentence(f'Due: {line.due}') if line.due else 'No due date.'}"


def _about_challenge(line: ChallengeLine) -> str:
    told = [f"Raised by {line.raised_by}" if line.raised_by else ""]
    told[0] += f"{' with' if told[0] else 'Raised with'} {line.raised_to}" if line.raised_to else ""
    told.append(f"Reply: {line.reply}" if line.reply else "")
    told.append(f"Ended: {line.outcome}" if line.outcome else "")
    return " ".join(_sentence(part) for part in told if part)


def _sentence(words: str) -> str:
    return words if not words or words.endswith((".", "?", "!")) else f"{words}."


# At the end ----------------------------------------------------------------------------------


def _actions(writer: _Writer, record: MeetingRecord) -> None:
    found = [
        (item, note.action)
        for item in record.items
        for note in item.notes
        if note.action and (writer.whole or not (note.restricted or item.restricted))
    ]
    if not found:
        return
    writer.head("Actions", "actions")
    columns = (
        Column("Ref", width=1.2),
        Column("Item", width=0.7),
        Column("Action", width=5),
        Column("Owner", width=2.2),
        Column("Due", width=1.6),
    )
    rows = tuple(
        Row(cells(action.number, item.label, action.text, action.owner, _due(action)))
        for item, action in found
    )
    writer.add(Table(columns, rows))


def _due(action: MinutedAction) -> str:
    return f"{action.due[:1].upper()}{action.due[1:]}" if action.due else "Not set"


def _corrections(writer: _Writer, record: MeetingRecord) -> None:
    hidden = {item.id for item in record.items if item.restricted and not writer.whole}
    found = [line for line in record.corrections if line.item_id not in hidden]
    if not found:
        return
    writer.head("Corrections", "corrections")
    for line in found:
        where = f", item {line.item}" if line.item else ""
        made = f" Made at {line.made_at}." if line.made_at else ""
        label = f"{show_date(line.on)}{where}"
        writer.add(Paragraph((Run(f"{label}: ", bold=True), Run(f"{_sentence(line.text)}{made}"))))
