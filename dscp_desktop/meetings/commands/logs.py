"""Bringing the decisions and challenges of a workbook in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.core.days import show_day_year
from dscp_desktop.core.faults import Fault
from dscp_desktop.core.names import tidy_name
from dscp_desktop.core.offers import Reading, ReadLine, RowOutcome, SheetOutcome
from dscp_desktop.diary.queries.meetings import list_meetings
from dscp_desktop.diary.rules.meetings import MeetingLine
from dscp_desktop.meetings.commands.minutes import begin_record, change_record, minutes_of
from dscp_desktop.meetings.commands.notes import put_place
from dscp_desktop.meetings.commands.raising import restrict
from dscp_desktop.meetings.queries.attendance import labels_of
from dscp_desktop.meetings.queries.logs import body_name
from dscp_desktop.meetings.rules.logs import ChallengeValues, DecisionValues
from dscp_desktop.meetings.tables import AgendaItem, Challenge, Decision, frozen_words
from dscp_desktop.partnership.commands.organisations import ensure_party
from dscp_desktop.partnership.queries.parties import load_names, load_parties
from dscp_desktop.partnership.rules.parties import Names, Party
from dscp_desktop.store.session import fresh_id

Words = tuple[str, str, str]


@dataclass(slots=True)
class _Taking:
    """What an import of a log has seen so far; `rows` are those of the sheet, by key."""

    names: Names
    meetings: dict[tuple[str, date], list[MeetingLine]] = field(default_factory=dict)
    rows: dict[tuple[str, ...], int] = field(default_factory=dict)
    outcomes: list[RowOutcome] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notes: list[Fault] = field(default_factory=list)

    def outcome(self) -> SheetOutcome:
        """Return what became of the sheet."""
        return SheetOutcome(tuple(self.outcomes), tuple(self.faults), tuple(self.notes))


def take_decisions(session: Session, reading: Reading) -> SheetOutcome:
    """Take the rows of a decision log. The same decision is group, date and number.

    A decision of a day on which its group met is of that meeting, any other one was taken between
    meetings. An unknown group, an item that the meeting has not, and a change to approved minutes
    are faults. A blank cell takes nothing away.
    """
    taking = _begin(session)
    rows = session.scalars(select(Decision)).all()
    known = {(r.group_id, r.on.isoformat(), tidy_name(r.number)): r for r in rows}
    for line in reading.lines:
        values: DecisionValues = line.value
        group = _group(taking, line, values.group)
        if group is None or values.on is None or not values.sound:
            continue
        key = (group.id, values.on.isoformat(), tidy_name(values.number))
        if not _once(taking, line, key):
            continue
        row = known.get(key)
        if row is None:
            _new_decision(session, taking, line, group, values.on)
        else:
            _change_decision(session, taking, line, row)
    return taking.outcome()


def _begin(session: Session) -> _Taking:
    session.flush()
    taking = _Taking(load_names(session))
    for meeting in list_meetings(session):
        if meeting.goes_ahead:
            taking.meetings.setdefault((meeting.group_id, meeting.on), []).append(meeting)
    return taking


def _group(taking: _Taking, line: ReadLine, name: str) -> Party | None:
    group = taking.names.group(name) if name else None
    if group is None and name:
        near = taking.names.near(name)
        taking.faults.append(line.fault("group", f"No group is called this.{near}"))
    return group


def _once(taking: _Taking, line: ReadLine, key: tuple[str, ...]) -> bool:
    first = taking.rows.setdefault(key, line.row)
    if first == line.row:
        return True
    why = f"The same number stands in row {first}. Give each its own number."
    taking.faults.append(line.fault("number", why))
    return False


def _new_decision(
    session: Session, taking: _Taking, line: ReadLine, group: Party, on: date
) -> None:
    values: DecisionValues = line.value
    meeting = _meeting(taking, line, group, on)
    row = Decision(id=fresh_id(session), group_id=group.id, number=values.number, on=on)
    row.text, row.how, row.rule = values.text, values.how or "", ""
    row.restricted = bool(values.restricted)
    place = None
    if meeting is not None:
        if why := frozen_words(session, meeting.id):
            taking.faults.append(line.fault("number", why))
            return
        place = _place(session, taking, line, meeting)
        if place == "":
            return
        row.meeting_id, row.item_id = meeting.id, place
    session.add(row)
    _restrict(session, row)
    if meeting is not None and place:
        begin_record(session, meeting.id)
        put_place(session, place, row.id)
    _told(taking, line, row, "new", group, ())


def _meeting(taking: _Taking, line: ReadLine, group: Party, on: date) -> MeetingLine | None:
    """Return the one meeting of a group on a day; of several nobody can say which is meant."""
    there = taking.meetings.get((group.id, on), [])
    if len(there) > 1:
        why = f"{group.name} met twice on {show_day_year(on)}: no meeting is named here."
        taking.notes.append(line.fault("on", why))
    return there[0] if len(there) == 1 else None


def _place(session: Session, taking: _Taking, line: ReadLine, meeting: MeetingLine) -> str | None:
    """Return the item of a row, None where the meeting has no record yet, '' at a fault."""
    if minutes_of(session, meeting.id) is None:
        return None
    labels = {tidy_name(label): key for key, label in labels_of(session, meeting.id).items()}
    item = tidy_name((line.value.item or line.value.number.rpartition(".")[0]).rstrip("."))
    if item in labels:
        return labels[item]
    why = f"{meeting.name} has no such item. Its items: {', '.join(labels)}."
    taking.faults.append(line.fault("item", why))
    return ""


def _change_decision(session: Session, taking: _Taking, line: ReadLine, row: Decision) -> None:
    values: DecisionValues = line.value
    wanted = (
        *(("Decision", "text", values.text), ("How it was taken", "how", values.how)),
        ("Restricted", "restricted", values.restricted),
    )
    changes = _changed(row, wanted)
    meeting_id = row.meeting_id or row.reported_at_id
    if changes and meeting_id:
        if why := frozen_words(session, meeting_id):
            taking.faults.append(line.fault("text", why))
            return
        change_record(session, meeting_id)
    _put(row, wanted)
    if values.restricted is not None:
        _restrict(session, row)
    group = taking.names.group(values.group)
    assert group is not None
    _told(taking, line, row, "changed" if changes else "same", group, changes)


def _changed(
    row: Decision | Challenge, wanted: tuple[tuple[str, str, object], ...]
) -> tuple[Words, ...]:
    """Return what differs between a row and what a sheet says of it; blanks say nothing."""
    return tuple(
        (title, _said(getattr(row, name)), _said(value))
        for title, name, value in wanted
        if value is not None and _said(value) != _said(getattr(row, name))
    )


def _put(row: Decision | Challenge, wanted: tuple[tuple[str, str, object], ...]) -> None:
    for _title, name, value in wanted:
        if value is not None and _said(value) != _said(getattr(row, name)):
            setattr(row, name, value)


def _restrict(session: Session, row: Decision | Challenge) -> None:
    """Let the record be restricted as its row is, or as the item it stands at."""
    item = session.get(AgendaItem, row.item_id) if row.item_id else None
    restrict(session, row.id, row.restricted or bool(item and item.restricted))


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "Yes" if value else ""
    if isinstance(value, date):
        return show_day_year(value)
    return " ".join(str(value or "").split())


def _told(
    taking: _Taking,
    line: ReadLine,
    row: Decision,
    state: str,
    group: Party,
    changes: tuple[Words, ...],
) -> None:
    cells = (row.number, group.code, show_day_year(row.on), row.text, row.how)
    taking.outcomes.append(RowOutcome(line.row, state, f"Decision {row.number}", cells, changes))


def take_challenges(session: Session, reading: Reading) -> SheetOutcome:
    """Take the rows of a challenge log. The same challenge is its number.

    An unknown group is a fault; whom it was raised to is added as an organisation, with a note. A
    blank cell takes nothing away.
    """
    taking = _begin(session)
    known = {tidy_name(row.number): row for row in session.scalars(select(Challenge))}
    for line in reading.lines:
        values: ChallengeValues = line.value
        group = _group(taking, line, values.group)
        if group is None or values.on is None or not values.sound:
            continue
        if _once(taking, line, (tidy_name(values.number),)):
            row = known.get(tidy_name(values.number))
            _take_challenge(session, taking, line, group, row)
    return taking.outcome()


def _take_challenge(
    session: Session, taking: _Taking, line: ReadLine, group: Party, row: Challenge | None
) -> None:
    values: ChallengeValues = line.value
    state = "same" if row else "new"
    if row is not None and row.group_id != group.id:
        why = "This number is of another group's challenge. Give it its own number."
        taking.faults.append(line.fault("number", why))
        return
    if row is None:
        row = _new_challenge(session, taking, line, group)
    wanted = (
        *(("Challenge", "text", values.text), ("Date", "on", values.on)),
        *(("Raised by", "raised_by", values.raised_by), ("Reply", "reply", values.reply)),
        *(("Replied on", "replied_on", values.replied_on), ("Outcome", "outcome", values.outcome)),
        *(
            ("Ended on", "ended_on", values.ended_on),
            ("Restricted", "restricted", values.restricted),
        ),
    )
    changes = list(_changed(row, wanted)) if state == "same" else []
    frozen = frozen_words(session, row.meeting_id)
    if frozen and {title for title, _, _ in changes} & {"Challenge", "Date", "Raised by"}:
        taking.faults.append(line.fault("text", frozen))
        return
    _put(row, wanted)
    changes += _raised_to(session, taking, line, row) if not frozen else []
    if state == "new":
        session.add(row)
        changes = []
    if state == "new" or values.restricted is not None:
        _restrict(session, row)
    parties = load_parties(session)
    cells = (
        *(row.number, group.code, show_day_year(row.on), row.text),
        *(body_name(session, row.raised_to_id, parties), row.outcome),
    )
    state = "changed" if changes else state
    label = f"Challenge {row.number}"
    taking.outcomes.append(RowOutcome(line.row, state, label, cells, tuple(changes)))


def _new_challenge(session: Session, taking: _Taking, line: ReadLine, group: Party) -> Challenge:
    values: ChallengeValues = line.value
    assert values.on is not None
    meeting = _meeting(taking, line, group, values.on)
    row = Challenge(id=fresh_id(session), group_id=group.id, number=values.number, on=values.on)
    row.text, row.raised_by, row.reply, row.outcome = values.text, "", "", ""
    row.restricted = bool(values.restricted)
    if meeting is not None and not frozen_words(session, meeting.id):
        row.meeting_id = meeting.id
    return row


def _raised_to(session: Session, taking: _Taking, line: ReadLine, row: Challenge) -> list[Words]:
    text: str | None = line.value.raised_to
    if not text:
        return []
    before = body_name(session, row.raised_to_id, load_parties(session))
    if before and tidy_name(before) == tidy_name(text):
        return []
    group = taking.names.group(text)
    party, added = group, False
    if party is None:
        party, taking.names, added = ensure_party(session, taking.names, text)
    if added:
        why = "No organisation is called this. It was added as new."
        taking.notes.append(line.fault("raised_to", why))
    if party.id == row.raised_to_id:
        return []
    row.raised_to_id = party.id
    return [("Raised to", before, party.shown)]
