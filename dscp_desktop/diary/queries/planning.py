"""The year of meetings: cadences, what is taken, what a plan comes to, clashes, the run-up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.core.days import add_working_days, days_words, show_day_year
from dscp_desktop.core.offers import DONE, Due
from dscp_desktop.core.periods import year_bounds
from dscp_desktop.diary.queries.meetings import get_meeting, list_meetings
from dscp_desktop.diary.rules.bounds import PlanScope, Taken, overlap
from dscp_desktop.diary.rules.cadence import cadence_of
from dscp_desktop.diary.rules.meetings import MeetingLine, joined
from dscp_desktop.diary.rules.planning import Existing, Replanned, is_loose, replan
from dscp_desktop.diary.rules.runup import RunUpLine, Step, run_up_of, step_words, still_to_do
from dscp_desktop.diary.rules.year import CadenceLine, CalendarParts, YearLine
from dscp_desktop.diary.tables import Cadence, Meeting, RunUpStep, StepDone
from dscp_desktop.partnership.queries.parties import (
    list_holders,
    list_meeting_groups,
    load_parties,
)
from dscp_desktop.partnership.queries.seats import seats_by_group
from dscp_desktop.partnership.rules.parties import GroupLine, Party
from dscp_desktop.store.session import tracked_tables
from dscp_desktop.store.settings import get_setting, sample_mark

DUE_WITHIN = 10  # working days
_LATE_FOR = timedelta(days=28)  # after which an undone step says no more
_AHEAD = timedelta(days=120)  # the first step of a meeting this far ahead may be due
_LOOK_BACK = timedelta(days=200)
_SHOWN_SEATS = 3


def list_cadences(session: Session) -> dict[str, CadenceLine]:
    """Return the cadence of each group that has one, by the group's id."""
    return {
        row.group_id: CadenceLine(row.group_id, cadence_of(row.rule), row.start, row.end, row.venue)
        for row in session.scalars(select(Cadence))
    }


def cadence_for(session: Session, group_id: str) -> CadenceLine | None:
    """Return a group's cadence; None where it has none."""
    return list_cadences(session).get(group_id)


def sharing(session: Session, on: date) -> dict[str, dict[str, tuple[str, ...]]]:
    """Return for each group the groups with which it shares seats, and whose seats they are.

    A seat is shared where the same person fills both, or the same organisation or agency group
    holds both; those in attendance and virtual members do not count.
    """
    held: dict[str, dict[str, str]] = {}
    for group_id, seats in seats_by_group(session, on).items():
        held[group_id] = {}
        for seat in seats:
            if seat.kind not in ("core", "co-opted"):
                continue
            for key in (seat.person_id, seat.organisation_id, seat.agency_group_id):
                if key:
                    held[group_id].setdefault(key, seat.shown)
    return {
        one: {
            other: names
            for other in held
            if other != one and (names := _both(held[one], held[other]))
        }
        for one in held
    }


def _both(one: Mapping[str, str], other: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for key, name in one.items() if key in other))


def _seat_words(names: Sequence[str]) -> str:
    shown = [*names[:_SHOWN_SEATS]]
    if more := len(names) - len(shown):
        shown.append(f"{more} more")
    return joined(shown)


def taken_by_others(session: Session, group_id: str, first: date, last: date) -> tuple[Taken, ...]:
    """Return the times between two days that groups with shared seats have taken."""
    with_whom = sharing(session, first).get(group_id, {})
    return tuple(
        Taken(m.on, m.start, m.end, m.group)
        for m in list_meetings(session, since=first, until=last)
        if m.goes_ahead and m.group_id in with_whom
    )


def used_meetings(session: Session, ids: Iterable[str]) -> frozenset[str]:
    """Return which meetings something stands on: an agenda, attendance, minutes, an action.

    Every table that points at a meeting is asked, whichever feature it belongs to.
    """
    wanted, used = list(ids), set[str]()
    for table in tracked_tables().values() if wanted else ():
        for key in table.foreign_keys:
            names = {"meeting", "record"} if table.name == "link" else {"meeting"}
            if key.column.table.name in names:
                query = select(key.parent).where(key.parent.in_(wanted)).distinct()
                used.update(session.scalars(query))
    return frozenset(used)


def list_existing(session: Session, group_id: str, first: date, last: date) -> tuple[Existing, ...]:
    """Return the meetings of a group whose day or slot is between two days."""
    query = select(Meeting).where(Meeting.group_id == group_id).order_by(Meeting.on)
    rows = [
        row
        for row in session.scalars(query)
        if first <= row.on <= last or (row.slot and first <= row.slot <= last)
    ]
    ids = [row.id for row in rows]
    used = used_meetings(session, ids)
    return tuple(
        Existing(
            row.id, row.on, row.slot, not is_loose(row.slot, row.on, row.status, row.id in used)
        )
        for row in rows
    )


def plan_scope(
    session: Session,
    cadence: CadenceLine,
    year: str,
    start_from: date | None = None,
    weeks_out: tuple[date, ...] = (),
) -> PlanScope:
    """Return what a group's plan of a financial year is made of.

    Without a first day, it goes on from the group's last meeting before the year.
    """
    first, last = year_bounds(year)
    if start_from is None:
        before = list_existing(session, cadence.group_id, first - _LOOK_BACK, first)
        places = [each.place for each in before if each.place < first]
        start_from = max(places, default=None)
    taken = taken_by_others(session, cadence.group_id, first, last)
    return PlanScope(
        cadence.rule, first, last, start_from, taken, weeks_out, cadence.start, cadence.end
    )


def plan_preview(
    session: Session,
    cadence: CadenceLine,
    year: str,
    start_from: date | None = None,
    weeks_out: tuple[date, ...] = (),
) -> Replanned:
    """Return what planning a financial year of a group comes to, without writing anything."""
    scope = plan_scope(session, cadence, year, start_from, weeks_out)
    return replan(scope, list_existing(session, cadence.group_id, scope.first, scope.last))


def list_year(session: Session, year: str, group_id: str = "") -> tuple[YearLine, ...]:
    """Return the meetings of a financial year, of a group or of all, with their clashes."""
    first, last = year_bounds(year)
    meetings = list_meetings(session, since=first, until=last)
    with_whom = sharing(session, first)
    by_day: dict[date, list[MeetingLine]] = defaultdict(list)
    for meeting in meetings:
        if meeting.goes_ahead:
            by_day[meeting.on].append(meeting)
    return tuple(
        YearLine(m, _clash(m, by_day[m.on], with_whom.get(m.group_id, {})))
        for m in meetings
        if not group_id or m.group_id == group_id
    )


def _clash(
    meeting: MeetingLine, others: Sequence[MeetingLine], with_whom: Mapping[str, tuple[str, ...]]
) -> str:
    if not meeting.goes_ahead:
        return ""
    return "; ".join(
        f"At the same time as {other.group}: {_seat_words(with_whom[other.group_id])} on both"
        for other in others
        if other.group_id in with_whom
        and overlap(meeting.start, meeting.end, other.start, other.end)
    )


def year_line(session: Session, meeting_id: str) -> YearLine | None:
    """Return one meeting of the year, without its clashes; None where it is not there."""
    meeting = get_meeting(session, meeting_id)
    return YearLine(meeting) if meeting else None


def planning_parts(
    session: Session,
) -> tuple[tuple[GroupLine, ...], tuple[Party, ...], dict[str, CadenceLine]]:
    """Return the groups that meet, who a meeting can be joint with, and the cadences."""
    groups = tuple(group for group in list_meeting_groups(session) if not group.ends)
    return groups, list_holders(session), list_cadences(session)


def calendar_parts(session: Session, group_id: str = "", year: str = "") -> CalendarParts:
    """Return what a calendar file is made of: of all groups or one, of all years or one."""
    first, last = year_bounds(year) if year else (None, None)
    group = load_parties(session).get(group_id)
    return CalendarParts(
        list_meetings(session, group_id, first, last),
        get_setting(session, "partnership.name"),
        get_setting(session, "partnership.zone", "Europe/London"),
        group.name if group else "",
        sample_mark(session),
    )


# The run-up ---------------------------------------------------------------------------------


def list_steps(session: Session, group_id: str) -> tuple[Step, ...]:
    """Return the run-up of a group's meetings, in its order."""
    query = select(RunUpStep).where(RunUpStep.group_id == group_id)
    rows = session.scalars(query.order_by(RunUpStep.position, RunUpStep.id))
    return tuple(Step(row.title, row.days, row.id) for row in rows)


def run_up(session: Session, meeting_id: str) -> tuple[RunUpLine, ...]:
    """Return the steps before and after a meeting with their days, and which are done."""
    meeting = session.get_one(Meeting, meeting_id)
    done = select(StepDone).where(StepDone.meeting_id == meeting_id)
    days = {row.step_id: row.on for row in session.scalars(done)}
    return run_up_of(meeting.on, list_steps(session, meeting.group_id), days)


def _all_steps(session: Session) -> dict[str, list[Step]]:
    """Return the run-up of each group's meetings, in its order."""
    found: dict[str, list[Step]] = defaultdict(list)
    query = select(RunUpStep).order_by(RunUpStep.position, RunUpStep.id)
    for row in session.scalars(query):
        found[row.group_id].append(Step(row.title, row.days, row.id))
    return found


def _days_done(session: Session, meeting_ids: Sequence[str]) -> dict[str, dict[str, date]]:
    """Return on which day each step was done, by its meeting."""
    found: dict[str, dict[str, date]] = defaultdict(dict)
    query = select(StepDone.meeting_id, StepDone.step_id, StepDone.on)
    for meeting_id, step_id, on in session.execute(
        query.where(StepDone.meeting_id.in_(meeting_ids))
    ):
        found[meeting_id][step_id] = on
    return found


def list_due(session: Session, today: date) -> tuple[Due, ...]:
    """Return the steps of every meeting's run-up that are late, or due in ten working days.

    Those before a meeting count until it is held or its agenda is out, and until a later one is
    done. Of several late ones the last is shown, for it is what is to be done now.
    """
    soon = add_working_days(today, DUE_WITHIN)
    meetings = list_meetings(session, since=today - _LATE_FOR, until=soon + _AHEAD)
    steps, done = _all_steps(session), _days_done(session, [one.id for one in meetings])
    found: list[Due] = []
    for meeting in meetings:
        if meeting.goes_ahead:
            plan = run_up_of(meeting.on, steps.get(meeting.group_id, ()), done.get(meeting.id, {}))
            lines = still_to_do(plan, meeting, today)
            found += [_due(meeting, line, today) for line in lines if line.on <= soon]
    return tuple(sorted(found, key=lambda due: due.on))


def _due(meeting: MeetingLine, line: RunUpLine, today: date) -> Due:
    words = f"{step_words(line.days)} the meeting of {show_day_year(meeting.on)}"
    return Due(
        on=line.on,
        what=f"{line.title}: {meeting.group}",
        feature="diary",
        days=days_words(line.on, today),
        detail=words[:1].upper() + words[1:],
        record_id=meeting.id,
        heading="Run-up of meetings",
        ways=(DONE,),
        part=line.step_id,
    )
