"""What the live minutes say of items, time, seats and quorum: words from values, no window."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from dscp_desktop.meetings.rules.agenda import APOLOGIES, DEPUTY, NO_REPLY, PRESENT
from dscp_desktop.meetings.rules.record import (
    DecisionLine,
    ItemRecord,
    MinutedAction,
    NoteDraft,
    NoteLine,
    SeatMark,
)
from dscp_desktop.meetings.rules.timing import minutes_behind, minutes_between
from dscp_desktop.terms_of_reference.rules.quorum import Verdict
from dscp_desktop.widgets import notelines
from dscp_desktop.widgets.notelines import NoteBlock
from dscp_desktop.widgets.status import Status

DONE, RUNNING, TO_COME = "done", "running", "not due"
# What Space goes through in the room; a deputy is named with D.
ROUND = (PRESENT, APOLOGIES, NO_REPLY)


@dataclass(frozen=True, slots=True)
class Piece:
    """Words in the colour of a token of the theme."""

    words: str
    ink: str = "t2"


def state_of(item: ItemRecord) -> str:
    """Return done, running or not due."""
    if item.started is None:
        return TO_COME
    return DONE if item.ended is not None else RUNNING


def running_item(items: Sequence[ItemRecord]) -> ItemRecord | None:
    """Return the item that was begun and has not ended, the last such one."""
    return next((item for item in reversed(items) if state_of(item) == RUNNING), None)


def item_pieces(item: ItemRecord, now: time) -> tuple[Piece, ...]:
    """Return '10:15 · 15 min planned, ' and 'took 19 min', amber where that is more."""
    start = f"{item.starts:%H:%M} · " if item.starts else ""
    planned = f"{item.minutes} min" if item.minutes else ""
    state = state_of(item)
    if state == TO_COME:
        return (Piece((start + planned).removesuffix(" · ")),)
    took = item.took if state == DONE else minutes_between(item.started, now)
    over = bool(item.minutes) and took is not None and took > item.minutes
    ahead = start + (f"{planned} planned" if planned else "")
    join = ", " if state == DONE else " · "
    if took is None:
        return (Piece(ahead.removesuffix(" · ")),)
    said = f"took {took} min" if state == DONE else f"{took} min so far"
    ahead = ahead + join if planned else ahead
    return (Piece(ahead), Piece(said, "amb" if over else "t2"))


def spoken_item(item: ItemRecord, now: time) -> str:
    """Return what a screen reader says of an item."""
    words = {DONE: "done", RUNNING: "now", TO_COME: "to come"}[state_of(item)]
    said = [f"{item.label} {item.title}", words]
    said.append("".join(piece.words for piece in item_pieces(item, now)))
    if item.restricted:
        said.append("Part 2")
    return ", ".join(part for part in said if part)


def behind(items: Sequence[ItemRecord], now: time) -> int:
    """Return how many minutes the meeting is behind, < 0 where it is ahead."""
    item = running_item(items)
    return minutes_behind(item.starts, item.minutes, item.started, now) if item else 0


def behind_words(minutes: int) -> str:
    """Return '2 min behind', '3 min ahead' or 'On time'."""
    if minutes == 0:
        return "On time"
    return f"{abs(minutes)} min {'behind' if minutes > 0 else 'ahead'}"


def left_words(end: time | None, now: time) -> str:
    """Return '1 h 18 min left', or by how much the time is over; '' where no end is set."""
    if end is None:
        return ""
    left = (end.hour * 60 + end.minute) - (now.hour * 60 + now.minute)
    hours, minutes = divmod(abs(left), 60)
    length = f"{hours} h {minutes} min" if hours else f"{minutes} min"
    return f"{length} left" if left >= 0 else f"{length} over"


def heading_words(item: ItemRecord) -> str:
    """Return 'Item 4 · paper 18 pages · lead: …', the line above an item's title."""
    said = [f"Item {item.label}"]
    if item.papers:
        pages = sum(paper.pages for paper in item.papers)
        count = len(item.papers)
        said.append(f"{count} paper{'s' if count > 1 else ''}, {pages} pages")
    elif item.verbal:
        said.append("verbal report")
    if item.lead:
        said.append(f"lead: {item.lead}")
    if item.restricted:
        said.append("Part 2")
    return " · ".join(said)


# Seats ----------------------------------------------------------------------------------------


def is_here(seat: SeatMark) -> bool:
    """Say whether a seat is taken now: came and did not leave."""
    return seat.here and not (seat.moves and not seat.moves[-1].came)


def seat_status(seat: SeatMark) -> Status:
    """Return how a seat stands, in a word or two, with the time of who came late or left."""
    last = seat.moves[-1] if seat.moves else None
    when = f", {last.at:%H:%M}" if last and last.at else ""
    if last is not None and seat.here and not last.came:
        return Status("waiting", f"Left{when}", icon="away")
    if seat.mark in (PRESENT, DEPUTY):
        words = "Deputy" if seat.mark == DEPUTY else "Here"
        return Status("waiting", words + when) if when else Status("done", words)
    if seat.mark == APOLOGIES:
        return Status("away", "Apologies")
    return Status("not due", "Not here" if seat.mark else "Not marked")


def next_mark(mark: str) -> str:
    """Return the mark that Space sets after this one: here, apologies, not here."""
    return ROUND[(ROUND.index(mark) + 1) % len(ROUND)] if mark in ROUND else PRESENT


def here_words(seats: Sequence[SeatMark]) -> str:
    """Return '9 of 12 here': core seats taken now."""
    core = [seat for seat in seats if seat.counts]
    return f"{sum(map(is_here, core))} of {len(core)} here"


def seat_first(seat: SeatMark) -> str:
    """Return the first line of a seat: its role, else whose seat it is."""
    return seat.role or seat.shown


def seat_second(seat: SeatMark) -> str:
    """Return the quieter line of a seat: its body, that it is a partner's, who came if named."""
    said = [seat.shown if seat.shown != seat_first(seat) else ""]
    partner = seat.statutory and seat.role.casefold() != "statutory partner"
    said.append("statutory partner" if partner else "")
    if not seat.seat_id:
        said.append("no seat on this group")
    elif not seat.counts:
        said.append(seat.kind)
    said.append(seat.name)
    return " · ".join(part for part in said if part)


def quorum_words(verdict: Verdict | None, label: str) -> tuple[str, str, str]:
    """Return tone, fact and help words of the panel of an item's quorum."""
    if verdict is None:
        return "inf", "No quorum to judge", "No terms of reference set one, or nobody is marked."
    counted = f"{verdict.here} of {verdict.of} members here; {verdict.needed} needed"
    if verdict.quorate:
        return "grn", f"Quorate for item {label}", counted
    reasons = ". ".join(reason[:1].upper() + reason[1:] for reason in verdict.reasons)
    return "amb", f"Not quorate for item {label}", f"{reasons}. {counted}"


# Notes ----------------------------------------------------------------------------------------


def block_of(note: NoteLine) -> NoteBlock | None:
    """Return how the decision, action or challenge of a note is shown; None for words."""
    record = note.record
    if record is None:
        return None
    part = "Part 2" if note.restricted else ""
    if isinstance(record, DecisionLine):
        said = [record.result or record.how, f"{note.at:%H:%M}" if note.at else "", part]
        return NoteBlock("decision", record.shown, record.text, _joined(said), strong=True)
    if isinstance(record, MinutedAction):
        said = [record.owner, f"due {record.due}" if record.due else "", part]
        return NoteBlock("action", record.shown, record.text, _joined(said))
    said = [f"to {record.raised_to}" if record.raised_to else "", record.raised_by, part]
    return NoteBlock("comment", record.shown, record.text, _joined(said))


def _joined(parts: Sequence[str]) -> str:
    return " · ".join(part for part in parts if part)


def lines_of(item: ItemRecord) -> notelines.Lines:
    """Return the notes of an item as the editor holds them."""
    return tuple(
        notelines.NoteLine(
            "" if note.record else note.text,
            note.at,
            note.restricted,
            note.record.id if note.record else "",
            note.id,
        )
        for note in item.notes
    )


def drafts_of(lines: Sequence[notelines.NoteLine]) -> tuple[NoteDraft, ...]:
    """Return what the editor holds as the command takes it."""
    return tuple(
        NoteDraft(line.text, line.id, line.at, line.restricted, line.key) for line in lines
    )


def to_plain(lines: Sequence[notelines.NoteLine]) -> list[list[object]]:
    """Return lines as JSON can hold them, for a draft."""
    return [
        [line.text, line.at.isoformat() if line.at else "", line.restricted, line.key, line.id]
        for line in lines
    ]


def from_plain(kept: Sequence[Sequence[object]]) -> notelines.Lines:
    """Return lines from what `to_plain` gave."""
    return tuple(
        notelines.NoteLine(
            str(text),
            time.fromisoformat(str(at)) if at else None,
            bool(restricted),
            str(key),
            str(line_id),
        )
        for text, at, restricted, key, line_id in kept
    )
