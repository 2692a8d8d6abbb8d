"""What was said at the sample's meetings: agendas, attendance, minutes, decisions and actions.

They are brought in as an old log is, many rows at once; that they are agreed and approved, and
what became of them, are commands.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy.orm import Session

from dscp_desktop.actions.commands.lives import plan_reviews
from dscp_desktop.actions.commands.log import add_update, set_status
from dscp_desktop.actions.rules.log import BY_DATE, BY_MEETING
from dscp_desktop.actions.rules.origins import ORIGIN
from dscp_desktop.actions.tables import Action
from dscp_desktop.app.sample.county import County, chance
from dscp_desktop.meetings.commands.raising import restrict
from dscp_desktop.meetings.queries.touching import PRIORITY, THREAD
from dscp_desktop.meetings.rules.record import DRAFT
from dscp_desktop.meetings.tables import AgendaItem, Attendance, Decision, Minutes, Note
from dscp_desktop.priorities.queries.plans import list_plans
from dscp_desktop.priorities.rules.plans import PlanLine
from dscp_desktop.store.adding import add_rows
from dscp_desktop.store.session import fresh_ids
from dscp_desktop.store.tables import Link
from dscp_desktop.terms_of_reference.queries.terms import standing_items_on

_WHICH = {"contributions": "money", "action-log": "actions"}
_NEW_PLAN = date(2023, 4, 1)  # from this day on, items are about the present plan
_Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Meeting:
    """One meeting as it is minuted: where it stands, who sits there, and the plan of its day."""

    code: str
    id: str
    on: date
    start: time
    seated: tuple[str, ...]
    plan: PlanLine
    named: str  # by its day before it was moved: what is chosen by it stays the same


@dataclass(slots=True)
class _Book:
    """The rows of many meetings, by table, until they are all put in."""

    county: County
    ids: Iterator[str]
    rows: dict[Any, list[dict[str, Any]]] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    restricted: list[str] = field(default_factory=list)
    written: list[tuple[str, date, Any]] = field(default_factory=list)
    items: dict[tuple[str, str], str] = field(default_factory=dict)

    def add(self, kind: Any, **values: Any) -> str:
        """Add a row and return its id."""
        row_id = next(self.ids)
        self.rows.setdefault(kind, []).append({"id": row_id, **values})
        if values.get("restricted"):
            self.restricted.append(row_id)
        return row_id


def add_minutes(session: Session, county: County) -> dict[tuple[str, str], str]:
    """Minute every meeting that was held; return the items by meeting and title."""
    plans, book = list_plans(session), _Book(county, _ids(session))
    for code in county.records["seats"]:
        for on in county.held(code):
            meeting = _meeting(county, code, on, plans)
            _minute(session, book, meeting)
    for kind in (AgendaItem, Minutes, Decision, Action, Attendance, Note, Link):
        add_rows(session, kind, book.rows[kind])
    for row_id in book.restricted:
        restrict(session, row_id, True)
    for action_id, on, line in book.written:
        _go_on(session, county, action_id, on, line)
    return book.items


def _ids(session: Session) -> Iterator[str]:
    while True:
        yield from fresh_ids(session, 1000)


def _meeting(county: County, code: str, on: date, plans: tuple[PlanLine, ...]) -> _Meeting:
    unmoved = on - county.move
    start = time.fromisoformat(county.records["meetings"][code]["start"])
    plan = plans[0] if unmoved < _NEW_PLAN else plans[-1]
    seated = tuple(county.records["seats"][code])
    return _Meeting(code, county.meetings[code, on], on, start, seated, plan, f"{code} {unmoved}")


# A meeting and its items ----------------------------------------------------------------------


def _minute(session: Session, book: _Book, meeting: _Meeting) -> None:
    """Give a meeting its items, who was there, what was said, decided and is to be done."""
    county = book.county
    standing = standing_items_on(session, county.groups[meeting.code], meeting.on)
    last = [line for line in standing if line.last]
    whole = [*standing[: len(standing) - len(last)], *_subjects(county, meeting), *last]
    at = datetime.combine(meeting.on, meeting.start)
    book.add(Minutes, meeting_id=meeting.id, state=DRAFT)
    for place, said in enumerate(whole):
        values = said if isinstance(said, dict) else _standing(said)
        values["minutes"] = values.get("minutes") or 10 + 5 * (
            chance(f"{meeting.named} {values['title']}") % 4
        )
        over = chance(f"{meeting.named} {values['title']} over") % 7 - 3
        ends = at + timedelta(minutes=max(2, values["minutes"] + over))
        item_id = _add_item(book, meeting, values, place, (at.time(), ends.time()))
        label = str(place + 1)
        if "notes" in values:
            _say(book, meeting, (item_id, label), values, at)
        else:
            _say_standing(book, meeting, item_id, values, (place, at))
        at = ends
    for name in meeting.seated:
        mark = _mark(county, meeting, name)
        seat = county.party(name)
        book.add(Attendance, meeting_id=meeting.id, attendee_id=seat, mark=mark, name="")


def _standing(line: Any) -> dict[str, Any]:
    names = ("title", "minutes", "purpose", "lead", "document", "last")
    return {name: getattr(line, name) for name in names}


def _mark(county: County, meeting: _Meeting, name: str) -> str:
    luck = chance(f"{name} {meeting.named}") % 256
    away = 250 if name in county.records["contributions"]["partners"][:3] else 215
    return "present" if luck < 190 else "deputy" if luck < away else "apologies"


def _subjects(county: County, meeting: _Meeting) -> list[dict[str, Any]]:
    """Return what a meeting talks about: what is written down for it, then what is its turn."""
    fixed = [
        {**one, "lines": _lines_of(county, meeting, one["title"])}
        for one in county.years["item"]
        if f"{one['group']} {one['on']}" == meeting.named
    ]
    own = [one for one in county.subjects["subject"] if meeting.code in one["groups"]]
    wanted = county.years["full"]["items"]
    count = wanted[chance(meeting.named) % len(wanted)]
    turns = [dict(county.next_of(f"subject {meeting.code}", own)) for _ in range(count)]
    return [*fixed, *turns]


def _lines_of(county: County, meeting: _Meeting, title: str) -> list[Any]:
    lines = county.records["actions"]["lines"]
    return [one for one in lines if f"{one[0]} {one[1]}" == meeting.named and one[2] == title]


def _add_item(
    book: _Book, meeting: _Meeting, said: _Values, place: int, times: tuple[time, time]
) -> str:
    item_id = book.add(
        AgendaItem,
        restricted=said.get("restricted", False),
        meeting_id=meeting.id,
        position=place,
        label=str(place + 1),
        title=said["title"],
        minutes=said["minutes"],
        purpose=said["purpose"],
        lead=said["lead"],
        document=said.get("document", ""),
        last=said.get("last", False),
        started=times[0],
        ended=times[1],
    )
    book.items[meeting.named, said["title"]] = item_id
    number, thread = said.get("priority", 0), said.get("thread", 0)
    touched = [(PRIORITY, one.id) for one in meeting.plan.priorities if one.number == number]
    touched += [(THREAD, one.id) for n, one in enumerate(meeting.plan.threads, 1) if n == thread]
    for role, to_id in touched:
        book.add(Link, from_id=item_id, to_id=to_id, role=role)
    return item_id


# What was said --------------------------------------------------------------------------------


def _say(
    book: _Book, meeting: _Meeting, item: tuple[str, str], said: _Values, begun: datetime
) -> None:
    """Minute an item: some of what there is to say of it, a decision, and its actions."""
    county, title, (item_id, _) = book.county, said["title"], item
    count = 2 + chance(f"{meeting.named} {title} notes") % 2
    lines = dict.fromkeys(county.next_of(f"note {title}", said["notes"]) for _ in range(count))
    for line in lines:
        _note(book, item_id, begun, county.say(line, meeting.named, meeting.seated, meeting.on))
    if said["purpose"] == "decision" or chance(f"{meeting.named} {title}") % 3 == 0:
        words = county.next_of(f"decision {title}", said["decisions"])
        _decide(book, meeting, item, said, (words, begun))
    own = () if "lines" in said else _own_actions(book, meeting, said)
    for line in (*said.get("lines", ()), *own):
        _raise(book, meeting, item, said, (line, begun))


def _note(book: _Book, item_id: str, begun: datetime, text: str, record_id: str = "") -> None:
    before = sum(1 for row in book.rows.get(Note, [])[-12:] if row["item_id"] == item_id)
    at = (begun + timedelta(minutes=1 + 2 * before)).time()
    record = record_id or None
    book.add(Note, item_id=item_id, position=before, at=at, text=text, record_id=record)


def _decide(
    book: _Book,
    meeting: _Meeting,
    item: tuple[str, str],
    said: _Values,
    told: tuple[str, datetime],
) -> None:
    item_id, label = item
    words, begun = told
    decision_id = book.add(
        Decision,
        restricted=said.get("restricted", False),
        group_id=book.county.groups[meeting.code],
        meeting_id=meeting.id,
        item_id=item_id,
        number=f"{label}.1",
        on=meeting.on,
        text=book.county.say(words, meeting.named, meeting.seated, meeting.on),
        how="Agreed without a vote",
    )
    _note(book, item_id, begun, "", decision_id)


def _own_actions(book: _Book, meeting: _Meeting, said: _Values) -> Iterator[Any]:
    """Yield what is to be done of an item, as the lines that are written down have it."""
    county = book.county
    for n in range(county.next_of("how many actions", county.years["full"]["actions"])):
        words = county.next_of(f"action {said['title']}", said["actions"])
        owner = county.next_of(f"owner {meeting.code}", meeting.seated)
        others = [name for name in meeting.seated if name != owner]
        text = county.say(words, f"{meeting.named} {n}", others, meeting.on)
        due = meeting.on + timedelta(days=28 + chance(f"{meeting.named} {text}") % 56)
        yield ("", "", said["title"], text, owner, due, "", "")


def _raise(
    book: _Book,
    meeting: _Meeting,
    item: tuple[str, str],
    said: _Values,
    told: tuple[Any, datetime],
) -> None:
    county, (item_id, label), (line, begun) = book.county, item, told
    _, _, _, text, owner, due, status, _ = line
    due = county.day(due) if isinstance(due, str) and due else due or None
    book.numbers[meeting.code] = book.numbers.get(meeting.code, 0) + 1
    action_id = book.add(
        Action,
        restricted=said.get("restricted", False),
        group_id=county.groups[meeting.code],
        number=f"{meeting.code}{book.numbers[meeting.code]:03d}",
        raised_on=meeting.on,
        raised_at_id=meeting.id,
        item=label,
        text=text,
        owner_id=county.party(owner),
        due_rule=BY_DATE if due else BY_MEETING,
        due=due,
        first_due=due,
        status="open",
    )
    book.add(Link, from_id=action_id, to_id=item_id, role=ORIGIN)
    _note(book, item_id, begun, "", action_id)
    if status:
        book.written.append((action_id, meeting.on, line))
    else:
        county.actions.append((action_id, meeting.code, meeting.on, due))


def _go_on(session: Session, county: County, action_id: str, raised: date, line: Any) -> None:
    """Say how an action that is written down word for word went on."""
    *_, status, update = line
    said_on = min(raised + timedelta(days=28), county.today)
    if update:
        add_update(session, action_id, update, said_on)
    set_status(session, action_id, status, said_on)
    if status == "complete":
        plan_reviews(session, action_id, raised, (6, 12))


def _say_standing(
    book: _Book, meeting: _Meeting, item_id: str, said: _Values, where: tuple[int, datetime]
) -> None:
    county, (place, begun) = book.county, where
    name = _WHICH.get(said["document"], "minutes")
    name = "last" if said["last"] else "first" if place == 0 else name
    words = county.next_of(f"standing {meeting.code} {name}", county.subjects["standing"][name])
    _note(book, item_id, begun, county.say(words, meeting.named, meeting.seated, meeting.on))
