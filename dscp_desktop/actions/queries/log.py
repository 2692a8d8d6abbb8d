"""What the action log holds, as values."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from dscp_desktop.actions.queries.lives import due_days, get_lives, reviews_due
from dscp_desktop.actions.queries.origins import origins_of
from dscp_desktop.actions.rules.lives import ReviewLine, review_words
from dscp_desktop.actions.rules.log import (
    BY_MEETING,
    CLOSED,
    STATUSES,
    ActionChange,
    ActionLine,
    ActionLog,
    ActionStory,
    UpdateLine,
    is_overdue,
    log_of,
    next_number,
    slipped_by,
    sort_actions,
)
from dscp_desktop.actions.rules.origins import ORIGIN
from dscp_desktop.actions.tables import Action, ActionUpdate
from dscp_desktop.core.days import add_working_days, days_words, show_day_year
from dscp_desktop.core.offers import DONE, PUT_OFF, Due
from dscp_desktop.diary.queries.meetings import get_meeting, list_meetings, meetings_by_group
from dscp_desktop.diary.rules.meetings import MeetingLine, next_meeting
from dscp_desktop.partnership.queries.parties import load_parties
from dscp_desktop.partnership.rules.parties import Party
from dscp_desktop.partnership.tables import Group
from dscp_desktop.store.chain import ERASED
from dscp_desktop.store.earlier import count_others, rows_before
from dscp_desktop.store.history import Entry, changes_of, list_entries
from dscp_desktop.store.session import once, read_rows, tracked_tables
from dscp_desktop.store.settings import get_setting
from dscp_desktop.store.tables import HistoryEntry, Link

SOON = 10
Told: TypeAlias = Sequence[str] | Select[Any]  # ids of actions, or what asks for them
_COLUMNS = [getattr(Action, column.key) for column in Action.__table__.columns]


@dataclass(frozen=True, slots=True)
class _Around:
    """What lines of actions are made with."""

    today: date
    parties: Mapping[str, Party]
    meetings: Mapping[str, Sequence[MeetingLine]]
    updates: Mapping[str, Sequence[UpdateLine]]
    reviews: Mapping[str, ReviewLine]


def list_actions(
    session: Session,
    today: date,
    group_id: str = "",
    include_done: bool = True,
    with_stories: bool = True,
) -> tuple[ActionLine, ...]:
    """Return the actions of a group, or of all, most urgent first, as they stand on a day.

    Without the done ones those are left whose review is due. Without their stories they have no
    updates.
    """
    query = select(*_COLUMNS)  # a log may be long: rows of columns take a fraction of objects
    if group_id:
        query = query.where(Action.group_id == group_id)
    if not include_done:
        query = query.where(_is_open(session, today))
    told = query.with_only_columns(Action.id) if with_stories else ()
    return _lines(session, session.execute(query).all(), today, told)


def count_open(session: Session, today: date) -> int:
    """Return how many actions a log shows that leaves out the done ones."""
    query = select(func.count()).select_from(Action).where(_is_open(session, today))
    return session.scalars(query).one()


def _is_open(session: Session, today: date) -> ColumnElement[bool]:
    # Named by what they are, not by what they are not: an index finds the few that are open.
    still = [status for status in STATUSES if status not in CLOSED]
    return or_(Action.status.in_(still), Action.id.in_(reviews_due(session, today)))


def get_log(session: Session, today: date, whole: bool = True) -> ActionLog:
    """Return the log as its page shows it on a day; the done ones where it is to be whole.

    Over the years nearly all of a log is done: those are counted, and read when somebody asks.
    """
    lines = list_actions(session, today, include_done=whole)
    if whole:
        return log_of(lines)
    parties = once(session, "parties", lambda: load_parties(session))
    by = (Action.group_id, Action.owner_id, Action.owner_role)
    query = select(*by, func.count()).where(Action.status.in_(CLOSED)).group_by(*by)
    left = Counter(
        {(group, own, role): count for group, own, role, count in session.execute(query)}
    )
    left.subtract((x.group_id, x.owner_id, x.owner_role) for x in lines if x.status in CLOSED)
    return log_of(
        lines,
        [
            ((parties[group].name, group), _owner_words(role, parties.get(owner or "")), count)
            for (group, owner, role), count in left.items()
            if count > 0
        ],
    )


def get_action(session: Session, action_id: str, today: date) -> ActionStory | None:
    """Return an action with its story, None where there is none of this id."""
    row = session.get(Action, action_id)
    if row is None:
        return None
    line = _lines(session, [row], today)[0]
    return ActionStory(
        line,
        _raised_at(session, row),
        get_lives(session, row),
        due_days(session, row),
        origins_of(session, row.id),
    )


def _raised_at(session: Session, row: Action) -> MeetingLine | None:
    """Return the meeting of its group that raised an action, else the one of that day."""
    named = get_meeting(session, row.raised_at_id) if row.raised_at_id else None
    if named is not None and named.group_id == row.group_id:
        return named
    if row.raised_on is None:
        return None
    return next(iter(list_meetings(session, row.group_id, row.raised_on, row.raised_on)), None)


def find_by_origin(session: Session, origin_id: str, today: date) -> tuple[ActionLine, ...]:
    """Return the actions that come of a record: an audit, a challenge, an agenda item."""
    query = select(Action).join(Link, Link.from_id == Action.id)
    query = query.where(Link.to_id == origin_id, Link.role == ORIGIN)
    return _lines(session, session.scalars(query).all(), today)


def find_by_ids(session: Session, action_ids: Sequence[str], today: date) -> tuple[ActionLine, ...]:
    """Return the actions of these ids as they stand on a day."""
    query = select(Action).where(Action.id.in_(action_ids))
    return _lines(session, session.scalars(query).all(), today)


def actions_raised_at(
    session: Session, meeting: MeetingLine, today: date
) -> tuple[ActionLine, ...]:
    """Return the actions that a meeting raised: those of its group, dated on its day."""
    query = select(Action).where(
        Action.group_id == meeting.group_id, Action.raised_on == meeting.on
    )
    return _lines(session, session.scalars(query).all(), today)


def find_next_number(session: Session, group_id: str) -> str:
    """Return the next free number of a group, such as 'EXEC061'."""
    code = session.get_one(Group, group_id).code
    query = select(Action.number).where(Action.group_id == group_id)
    return next_number(code, session.scalars(query))


def list_due(session: Session, today: date) -> tuple[Due, ...]:
    """Return the actions that are late, and those due or to be reviewed within ten working days."""
    soon = add_working_days(today, SOON)
    lines = list_actions(session, today, include_done=False, with_stories=False)
    open_ones = [line for line in lines if not line.review]
    return (
        *(_due(a, a.due, today) for a in open_ones if a.due is not None and a.due <= soon),
        *(_review_due(line, line.review, today) for line in lines if line.review),
    )


def _review_due(line: ActionLine, review: ReviewLine, today: date) -> Due:
    return Due(
        on=review.due,
        what=_named(line),
        feature="actions",
        days=days_words(review.due, today),
        detail=" · ".join(part for part in (review_words(review.months), line.owner) if part),
        record_id=line.id,
        heading="Reviews of actions",
    )


def _named(line: ActionLine) -> str:
    """Name an action where many may look: a restricted one by its number alone."""
    return f"{line.number} (Part 2)" if line.restricted else f"{line.number} {line.text}"


def _due(line: ActionLine, on: date, today: date) -> Due:
    return Due(
        on=on,
        what=_named(line),
        feature="actions",
        days=days_words(on, today),
        detail=" · ".join(part for part in (line.group, line.owner) if part),
        record_id=line.id,
        heading="Overdue actions" if line.overdue else "Actions due soon",
        ways=(DONE, PUT_OFF),
    )


def _lines(
    session: Session, rows: Sequence[Any], today: date, told: Told | None = None
) -> tuple[ActionLine, ...]:
    """Make lines of rows, with the updates of those `told`; None: of all of them."""
    raised = [row.raised_on for row in rows if row.due_rule == BY_MEETING and row.raised_on]
    few = [row.id for row in rows] if len(rows) < 100 else None
    around = _Around(
        today,
        once(session, "parties", lambda: load_parties(session)),
        meetings_by_group(session, min(raised)) if raised else {},
        stories(session, few if told is None else told),
        reviews_due(session, today),
    )
    return sort_actions(_line(row, around) for row in rows)


def stories(session: Session, action_ids: Told | None = None) -> Mapping[str, Sequence[UpdateLine]]:
    """Return the dated updates of the actions that are named or asked for, or of all, by id."""
    found: dict[str, list[UpdateLine]] = defaultdict(list)
    if action_ids == ():
        return found
    query = select(ActionUpdate.action_id, ActionUpdate.text, ActionUpdate.on)
    if action_ids is not None:
        query = query.where(ActionUpdate.action_id.in_(action_ids))
    for owner, text, on in session.execute(query.order_by(ActionUpdate.position, ActionUpdate.id)):
        found[owner].append(UpdateLine(text, on))
    return found


def _owner_words(role: str, owner: Party | None) -> str:
    return ", ".join(part for part in (role, owner.shown if owner else "") if part)


def _line(row: Any, around: _Around) -> ActionLine:
    group = around.parties[row.group_id]
    owner = around.parties.get(row.owner_id or "")
    due = row.due
    if row.due_rule == BY_MEETING:
        coming = row.raised_on and next_meeting(
            around.meetings.get(row.group_id, ()), row.raised_on
        )
        due = coming.on if coming else None
    return ActionLine(
        id=row.id,
        group_id=row.group_id,
        group=group.name,
        code=group.code,
        number=row.number,
        text=row.text,
        owner=_owner_words(row.owner_role, owner),
        owner_name=owner.shown if owner else row.owner_role,
        owner_id=row.owner_id,
        owner_role=row.owner_role,
        raised_on=row.raised_on,
        item=row.item,
        due_rule=row.due_rule,
        due=due,
        first_due=row.first_due,
        status=row.status,
        done_on=row.done_on,
        overdue=is_overdue(row.status, due, around.today),
        slipped=slipped_by(row.first_due, due),
        updates=tuple(around.updates.get(row.id, ())),
        review=around.reviews.get(row.id) if row.status in CLOSED else None,
        restricted=row.restricted,
    )


def list_changes(session: Session, action_id: str) -> tuple[ActionChange, ...]:
    """Return what was done to an action, the newest first, each with the values it changed."""
    zone = ZoneInfo(get_setting(session, "partnership.zone", "Europe/London"))
    parties = load_parties(session)
    table = Action.__tablename__
    after = read_rows(session, tracked_tables()[table], [action_id]).get(action_id)
    forms = rows_before(session, action_id, table, action_id)
    with_it = count_others(session, action_id)
    found = []
    for entry in list_entries(session, action_id):
        if entry.id in forms:
            words = _words_of(entry, forms[entry.id], after, parties)
        else:
            words = _words_beside(session, entry, action_id)
        others = with_it.get(entry.id, 0)
        if others and words == entry.words:
            words = words.partition(":")[0]  # an import tells all its counts
        at = entry.at.astimezone(zone)
        found.append(ActionChange(entry.id, at, entry.who, words, others, entry.undone))
        after = forms.get(entry.id, after)
    return tuple(found)


def _words_beside(session: Session, entry: Entry, action_id: str) -> str:
    """Say what an entry did beside the action's own row: its story."""
    kept = session.scalars(select(HistoryEntry).where(HistoryEntry.id == entry.id)).one()
    changed = changes_of(session, kept)
    lines = [r for r in changed if r.table == ActionUpdate.__tablename__ and r.nonce]
    lines = [r for r in lines if r.record_id == action_id and r.before != ERASED]
    said = ["Update added" if lines[0].before is None else "Update removed"] if lines else []
    return _put_back(entry, said)


def _words_of(
    entry: Entry,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
    parties: Mapping[str, Party],
) -> str:
    """Say what an entry changed ('Due: Fri 31 Mar 2023, now Wed 26 Apr 2023')."""
    # Where there is nothing before or after, it is new, removed, or redacted.
    return _put_back(entry, _differences(before, after, parties) if before and after else [])


def _put_back(entry: Entry, said: Sequence[str]) -> str:
    back = "Put back. " if entry.undoes and said else ""
    return back + "; ".join(said) if said else entry.words


def _differences(
    before: Mapping[str, Any], after: Mapping[str, Any], parties: Mapping[str, Party]
) -> list[str]:
    said = [
        f"{words}: {_shown(was, parties)}, now {_shown(now, parties)}"
        for words, read in _TOLD.items()
        if (was := read(before)) != (now := read(after))
    ]
    return [*said, *(["Words changed"] if before["text"] != after["text"] else [])]


_TOLD: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "Status": lambda row: row["status"],
    "Due": lambda row: row["due"] or (BY_MEETING if row["due_rule"] == BY_MEETING else ""),
    "Owner": lambda row: row["owner_id"] or "",
    "Role": lambda row: row["owner_role"],
    "Raised": lambda row: row["raised_on"] or "",
    "Item": lambda row: row["item"],
}


def _shown(value: str, parties: Mapping[str, Party]) -> str:
    if value in parties:
        return parties[value].shown
    try:
        return show_day_year(date.fromisoformat(value))
    except ValueError:
        return value or "none"
