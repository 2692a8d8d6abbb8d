"""What the store knows of work plans, as values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.core.days import add_working_days, days_words, show_date
from dscp_desktop.core.faults import WrongUse
from dscp_desktop.core.offers import DONE, PUT_OFF, DayMark, Due, Proposal, YearLine
from dscp_desktop.core.periods import parse_year, year_before, year_bounds, year_of
from dscp_desktop.partnership.tables import Group
from dscp_desktop.priorities.tables import Plan, Priority, Thread
from dscp_desktop.store.settings import get_setting
from dscp_desktop.store.tables import Link
from dscp_desktop.work_plans.rules import (
    REPORT_DAYS,
    REPORT_SETTING,
    Named,
    QuarterLine,
    QuarterWords,
    WorkLine,
    WorkPlanValues,
    covers,
    is_late,
    open_lines,
    quarters_of,
)
from dscp_desktop.work_plans.tables import QuarterReport, WorkPlan, WorkPlanLine

THREAD = "thread"
FEATURE = "work_plans"
SOON = 10  # working days
_LOOK_BACK = timedelta(days=366)  # a quarter that ended before is no longer asked for
_HALF_YEAR = timedelta(days=184)  # a report that was due before is no longer proposed
PLAN, LINE = "work-plan", "work-plan-line"  # what comes into a year that begins
_AGENCY_GROUP = "agency group"


@dataclass(frozen=True, slots=True)
class PlanPage:
    """What the page shows: the groups and years to choose from, and the plan, if there is one.

    `before` counts the lines of the year before that are not done.
    """

    groups: tuple[Named, ...]
    group_id: str
    years: tuple[str, ...]
    year: str
    plan: WorkPlanValues | None
    before: int
    priorities: tuple[Named, ...]
    threads: tuple[Named, ...]


def list_years(session: Session, group_id: str) -> tuple[str, ...]:
    """Return the years for which a group has a work plan, in order."""
    query = select(WorkPlan.year).where(WorkPlan.group_id == group_id).order_by(WorkPlan.year)
    return tuple(session.scalars(query))


def get_plan(session: Session, group_id: str, year: str, today: date) -> WorkPlanValues | None:
    """Return a group's plan for a year as it stands on a day, None where there is none."""
    query = select(WorkPlan).where(WorkPlan.group_id == group_id, WorkPlan.year == year)
    row = session.scalars(query).first()
    return None if row is None else _values(session, row, today)


def find_plan(session: Session, group_id: str, year: str, today: date) -> WorkPlanValues:
    """Return a group's plan, without a year its latest. Raises WrongUse, naming those there are."""
    group = session.get(Group, group_id) if group_id else None
    if group is None:
        raise WrongUse("Say which group's work plan is wanted.")
    years = list_years(session, group_id)
    if year:
        try:
            year = parse_year(year)
        except ValueError as error:
            raise WrongUse(str(error)) from error
    elif years:
        year = years[-1]
    plan = get_plan(session, group_id, year, today) if year else None
    if plan is None:
        has = f"It has plans for: {', '.join(years)}." if years else "It has none yet."
        wanted = f" for {year}" if year else ""
        raise WrongUse(f"{group.name} has no work plan{wanted}. {has}")
    return plan


def plan_of(session: Session, record_id: str) -> tuple[str, str] | None:
    """Return the group and year that a record is of: a group, a plan or a line; None for others."""
    line = session.get(WorkPlanLine, record_id)
    plan = session.get(WorkPlan, line.plan_id if line else record_id)
    if plan is not None:
        return plan.group_id, plan.year
    return (record_id, "") if session.get(Group, record_id) is not None else None


def plan_page(
    session: Session, group_id: str, year: str, today: date, record_id: str = ""
) -> PlanPage:
    """Return what the page shows of a group and year, or of the record that is to be shown.

    Without a group it is the first; without a year the present one, or the latest plan.
    """
    found = plan_of(session, record_id) if record_id else None
    group_id, year = found or (group_id, year)
    query = select(Group).where(Group.kind != _AGENCY_GROUP).order_by(Group.position, Group.id)
    groups = tuple(Named(row.id, row.name) for row in session.scalars(query))
    if group_id not in {one.id for one in groups}:
        group_id = groups[0].id if groups else ""
    has = list_years(session, group_id)
    now = year_of(today)
    if not year:
        year = now if now in has or not has else has[-1]
    following = year_of(year_bounds(now)[1] + timedelta(days=1))
    before = get_plan(session, group_id, year_before(year), today)
    return PlanPage(
        groups=groups,
        group_id=group_id,
        years=tuple(sorted({*has, year_before(now), now, following, year}, reverse=True)),
        year=year,
        plan=get_plan(session, group_id, year, today),
        before=len(open_lines(before.lines)) if before else 0,
        priorities=_fitting(_priorities(session).values(), year, alone=False),
        threads=_fitting(_threads(session).values(), year, alone=True),
    )


def report_days(session: Session) -> int:
    """Return within how many working days after a quarter its report is due."""
    said = get_setting(session, REPORT_SETTING)
    return int(said) if said.isdecimal() else REPORT_DAYS


def list_due(session: Session, today: date) -> tuple[Due, ...]:
    """Return reports of quarters that are due, and lines late or due within ten working days.

    Of each group the latest plan that has begun counts: what it leaves open is in the next.
    """
    soon = add_working_days(today, SOON)
    plans = session.scalars(select(WorkPlan).order_by(WorkPlan.year, WorkPlan.id)).all()
    latest = {row.group_id: row.id for row in plans if year_bounds(row.year)[0] <= today}
    since = today - _LOOK_BACK
    asked = [
        row
        for row in plans
        if latest.get(row.group_id) == row.id or year_bounds(row.year)[1] >= since
    ]
    found: list[Due] = []
    for plan in _all_values(session, asked, today):
        is_latest = latest.get(plan.group_id) == plan.id
        found += [_report_due(plan, q, today) for q in plan.quarters if _is_wanted(q, today)]
        found += [
            _line_due(plan, line, line.due, today)
            for line in plan.lines
            if is_latest and not line.closed and line.due is not None and line.due <= soon
        ]
    return tuple(sorted(found, key=lambda due: due.on))


def list_days(session: Session, since: date, until: date) -> tuple[DayMark, ...]:
    """Return the reports of quarters not written yet, and open lines due, between two days."""
    found = []
    rows = session.scalars(select(WorkPlan).order_by(WorkPlan.year, WorkPlan.id))
    bounds = ((row, *year_bounds(row.year)) for row in rows)
    asked = [row for row, first, last in bounds if last >= since - _HALF_YEAR and first <= until]
    for plan in _all_values(session, asked, since):
        for one in plan.quarters:
            if since <= one.due <= until and not one.words.said:
                what = f"Report of quarter {one.number}: {plan.code or plan.group}"
                key = f"quarter {one.number}"
                found.append(DayMark(one.due, one.due, what, FEATURE, plan.id, one.title, key))
        for line in plan.lines:
            if line.due is not None and since <= line.due <= until and not line.closed:
                said = f"Work plan of {plan.group}"
                found.append(DayMark(line.due, line.due, line.outcome, FEATURE, line.id, said))
    return tuple(sorted(found, key=lambda mark: (mark.starts, mark.what)))


def list_proposals(session: Session, since: date, until: date) -> tuple[Proposal, ...]:
    """Return the quarterly reports due until a day, each for the group that its group reports to.

    Those of the half year before are proposed still; a group that reports to none hears its own.
    """
    found = []
    groups = {group.id: group for group in session.scalars(select(Group))}
    rows = session.scalars(select(WorkPlan).order_by(WorkPlan.year, WorkPlan.id)).all()
    for plan in _all_values(session, rows, since):
        group = groups[plan.group_id]
        for quarter in plan.quarters:
            if since - _HALF_YEAR <= quarter.due <= until:
                found.append(
                    Proposal(
                        key=f"quarter:{plan.id}:{quarter.number}",
                        group_id=group.reports_to_id or group.id,
                        title=f"{group.code or group.name}: report of quarter {quarter.number}, "
                        f"{plan.year}",
                        why=f"The quarter ends on {show_date(quarter.ends)}",
                        due=quarter.due,
                        purpose="assurance",
                        record_id=plan.id,
                        comes=quarter.ends + timedelta(days=1),
                    )
                )
    return tuple(found)


def propose_year(session: Session, year: str, today: date) -> tuple[YearLine, ...]:
    """Return for each group with a plan in the year before: its plan, and what is not done there.

    A plan that was started, and a line that stands in it word for word, are not proposed again.
    """
    before = year_before(year)
    query = select(WorkPlan).join(Group, Group.id == WorkPlan.group_id)
    query = query.where(WorkPlan.year == before, Group.ends == "")
    rows = session.scalars(query.order_by(Group.position, Group.id)).all()
    begun = session.scalars(select(WorkPlan).where(WorkPlan.year == year)).all()
    started = {plan.group_id: plan for plan in _all_values(session, begun, today)}
    found: list[YearLine] = []
    for last in _all_values(session, rows, today):
        there = started.get(last.group_id)
        here = {line.outcome for line in there.lines} if there else set()
        lines = [line for line in open_lines(last.lines) if line.outcome not in here]
        heading = f"Work plan of {last.group}"
        if there is None:
            many = "1 line" if len(lines) == 1 else f"{len(lines)} lines"
            why = f"{many} of {before} can come along" if lines else f"All of {before} is done"
            found.append(YearLine(f"{PLAN}:{last.group_id}", heading, f"{heading} {year}", why))
        found += [
            YearLine(
                f"{LINE}:{line.id}",
                heading,
                line.outcome,
                ", ".join(part for part in (f"Not done in {before}", line.owner) if part),
            )
            for line in lines
        ]
    return tuple(found)


def _is_wanted(quarter: QuarterLine, today: date) -> bool:
    return not quarter.words.said and today - _LOOK_BACK < quarter.ends < today


def _report_due(plan: WorkPlanValues, quarter: QuarterLine, today: date) -> Due:
    return Due(
        on=quarter.due,
        what=f"Report of {plan.group}, quarter {quarter.number} of {plan.year}",
        feature=FEATURE,
        days=days_words(quarter.due, today),
        detail=quarter.title,
        record_id=plan.id,
        heading="Work plans",
    )


def _line_due(plan: WorkPlanValues, line: WorkLine, on: date, today: date) -> Due:
    return Due(
        on=on,
        what=line.outcome,
        feature=FEATURE,
        days=days_words(on, today),
        detail=" · ".join(part for part in (f"Work plan of {plan.group}", line.owner) if part),
        record_id=line.id,
        heading="Work plans",
        ways=(DONE, PUT_OFF),
    )


def _values(session: Session, row: WorkPlan, today: date) -> WorkPlanValues:
    return _all_values(session, [row], today)[0]


def _all_values(
    session: Session, rows: Sequence[WorkPlan], today: date
) -> tuple[WorkPlanValues, ...]:
    """Return plans with their lines and quarters, each kind asked for once for all of them."""
    ids = [row.id for row in rows]
    wanted = select(Group).where(Group.id.in_([row.group_id for row in rows]))
    groups = {group.id: group for group in session.scalars(wanted)}
    said: dict[str, dict[int, QuarterWords]] = defaultdict(dict)
    for report in session.scalars(select(QuarterReport).where(QuarterReport.plan_id.in_(ids))):
        said[report.plan_id][report.quarter] = QuarterWords(
            report.achieved, report.difference, report.evidence, report.next_steps
        )
    lines, days = _lines(session, ids, today), report_days(session)
    return tuple(
        WorkPlanValues(
            id=row.id,
            group_id=row.group_id,
            group=groups[row.group_id].name,
            code=groups[row.group_id].code,
            year=row.year,
            lines=tuple(lines.get(row.id, ())),
            quarters=quarters_of(row.year, said[row.id], days),
        )
        for row in rows
    )


def _lines(session: Session, ids: Sequence[str], today: date) -> dict[str, list[WorkLine]]:
    """Return the lines of plans in their order, by the id of their plan."""
    priorities, threads = _priorities(session), _threads(session)
    linked: Mapping[str, list[str]] = defaultdict(list)
    links = select(Link.from_id, Link.to_id).join(WorkPlanLine, WorkPlanLine.id == Link.from_id)
    links = links.where(Link.role == THREAD, WorkPlanLine.plan_id.in_(ids))
    for line_id, thread_id in session.execute(links):
        linked[line_id].append(thread_id)
    order = {thread_id: place for place, thread_id in enumerate(threads)}
    query = select(*WorkPlanLine.__table__.columns).where(WorkPlanLine.plan_id.in_(ids))
    found: dict[str, list[WorkLine]] = defaultdict(list)
    for row in session.execute(query.order_by(WorkPlanLine.position, WorkPlanLine.id)):
        own = found[row.plan_id]
        own.append(
            WorkLine(
                id=row.id,
                number=len(own) + 1,
                outcome=row.outcome,
                priority=priorities.get(row.priority_id or ""),
                threads=tuple(
                    threads[one]
                    for one in sorted(linked.get(row.id, ()), key=lambda one: order.get(one, 0))
                    if one in threads
                ),
                owner=row.owner,
                due=row.due,
                status=row.status,
                progress=row.progress,
                late=is_late(row.status, row.due, today),
            )
        )
    return found


def _fitting(found: Iterable[Named], year: str, *, alone: bool) -> tuple[Named, ...]:
    """Return those of the plans that cover a year, first or alone; all where none does."""
    every = tuple(found)
    fit = tuple(one for one in every if covers(one.term, year))
    if not fit:
        return every
    return fit if alone else (*fit, *(one for one in every if one not in fit))


def _priorities(session: Session) -> dict[str, Named]:
    """Return the priorities of all plans, the latest first, named with their plan's term."""
    query = (
        select(Priority, Plan.term)
        .join(Plan, Plan.id == Priority.plan_id)
        .order_by(Plan.term.desc(), Priority.number)
    )
    return {
        row.id: Named(row.id, f"{term}, {row.number} {row.title}", term)
        for row, term in session.execute(query)
    }


def _threads(session: Session) -> dict[str, Named]:
    """Return the golden threads of all plans, the latest first."""
    query = (
        select(Thread, Plan.term)
        .join(Plan, Plan.id == Thread.plan_id)
        .order_by(Plan.term.desc(), Thread.position)
    )
    return {row.id: Named(row.id, row.title, term) for row, term in session.execute(query)}
