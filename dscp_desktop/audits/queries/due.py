"""What audits bring up: late returns, reports and the next programme; threads and the planner."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.audits.queries.findings import findings_of
from dscp_desktop.audits.queries.programme import list_audits
from dscp_desktop.audits.queries.settings import (
    FEATURE,
    get_settings,
    programme_row,
    report_group_id,
)
from dscp_desktop.audits.rules.programme import AgencyState, AuditLine, quarter_bounds
from dscp_desktop.audits.rules.settings import DONE
from dscp_desktop.audits.tables import Audit
from dscp_desktop.core.days import add_working_days, days_words, show_date
from dscp_desktop.core.offers import DayMark, Due, Proposal, Step
from dscp_desktop.core.periods import year_before, year_bounds, year_named, year_of
from dscp_desktop.diary.queries.meetings import next_meeting_of

SOON = 10  # working days before a return is due from which it is listed
REPORT = "audit-report"  # the kind of document about an audit
_LOOK_BACK = timedelta(days=366)
_TO_REPORT = timedelta(days=31)
_BEFORE_YEAR = timedelta(days=90)  # the programme of a year is agreed before the year begins


def list_due(session: Session, today: date) -> tuple[Due, ...]:
    """Return the returns that are late or due within ten working days, one line for an audit's
    day. The reviews of recommendations stand among the actions.
    """
    soon, found = add_working_days(today, SOON), []
    for line in list_audits(session, today):
        if line.stage == DONE:
            continue
        waiting: dict[date, list[AgencyState]] = {}
        for agency in line.agencies:
            if not agency.is_in and agency.due and agency.due <= soon:
                waiting.setdefault(agency.due, []).append(agency)
        found += [_due(line, on, agencies, today) for on, agencies in waiting.items()]
    return tuple(sorted(found, key=lambda due: (due.on, due.what)))


def _due(line: AuditLine, on: date, agencies: list[AgencyState], today: date) -> Due:
    names = ", ".join(agency.name for agency in agencies)
    count = f"{len(agencies)} returns" if len(agencies) > 1 else "1 return"
    return Due(
        on=on,
        what=f"{line.number}: {count} awaited",
        feature=FEATURE,
        days=days_words(on, today),
        detail=names,
        record_id=line.id,
        heading="Audit returns",
    )


def list_proposals(session: Session, since: date, until: date) -> tuple[Proposal, ...]:
    """Return the reports of audits that are moderated and not reported, and the next programme."""
    found = [*_reports(session, since, until)]
    programme = _next_programme(session, since, until)
    return (*found, programme) if programme else tuple(found)


def _reports(session: Session, since: date, until: date) -> list[Proposal]:
    query = select(Audit).where(Audit.moderated_on.is_not(None), Audit.reported_on.is_(None))
    found = []
    for row in session.scalars(query.order_by(Audit.moderated_on, Audit.number)):
        group_id, on = report_group_id(session, row.id), row.moderated_on
        if on is None or not group_id or not since - _LOOK_BACK <= on <= until:
            continue
        found.append(
            Proposal(
                key=f"audit-report:{row.id}",
                group_id=group_id,
                title=f"Audit {row.number}: {row.title}",
                why=f"Its moderation was finished on {show_date(on)}",
                due=_next(session, group_id, max(on, since)),
                lead=row.lead,
                minutes=20,
                purpose="assurance",
                record_id=row.id,
                comes=on,
                document=REPORT,
            )
        )
    return found


def _next(session: Session, group_id: str, on: date) -> date:
    """Return the day of the group's next meeting, or a month on where it has none."""
    coming = next_meeting_of(session, group_id, on - timedelta(days=1))
    return coming.on if coming else on + _TO_REPORT


def _next_programme(session: Session, since: date, until: date) -> Proposal | None:
    year = year_named(int(year_of(since)[:4]) + 1)
    row, first = programme_row(session, year), year_bounds(year)[0]
    group_id = report_group_id(session)
    if (row and row.agreed_on) or not group_id or first - _BEFORE_YEAR > until:
        return None
    if not session.scalars(select(Audit.id).where(Audit.year == year_before(year))).first():
        return None  # nobody plans audits here
    kinds = [kind for kind in get_settings(session).kinds if kind.a_year]
    promised = ", ".join(f"{kind.a_year} {kind.name}" for kind in kinds)
    return Proposal(
        key=f"audit-programme:{year}",
        group_id=group_id,
        title=f"Programme of audits for {year}",
        why=f"The year begins on {show_date(first)}. Promised: {promised}" if promised else "",
        due=first - timedelta(days=1),
        minutes=15,
        purpose="decision",
        record_id=row.id if row else "",
        comes=first - _BEFORE_YEAR,
    )


def list_steps(session: Session, today: date) -> tuple[Step, ...]:
    """Return audits and their findings as links of the golden threads.

    What came of them stands among the steps of actions, which name the audit as their origin.
    """
    found, lines = [], list_audits(session, today)
    for line in lines:
        said = line.details
        of = (*said.outcomes, *said.cycles, *said.threads)
        of = (*of, said.priority_id) if said.priority_id else of
        on = line.reported_on or line.moderated_on
        title = f"{line.number}: {said.title}"
        words = said.status or line.stage
        found.append(Step(line.id, "audit", title, FEATURE, of, on, state=words))
    known = {line.id for line in lines}
    found += [
        Step(
            id=one.id,
            kind="finding",
            title=one.text,
            feature=FEATURE,
            of=(one.audit_id,),
            state=one.theme or one.kind,
        )
        for one in findings_of(session)
        if one.audit_id in known
    ]
    return tuple(found)


def list_days(session: Session, since: date, until: date) -> tuple[DayMark, ...]:
    """Return the audits of the planner: their quarters, and the days their returns are due."""
    found = []
    for line in list_audits(session, since):
        said, title = line.details, f"{line.number}: {line.details.title}"
        if said.quarter:
            first, last = quarter_bounds(said.year, said.quarter)
            if first <= until and last >= since:
                found.append(DayMark(first, last, title, FEATURE, line.id, said.kind, "quarter"))
        due = said.returns_due
        if due and since <= due <= until:
            what = f"Returns to {line.number} due"
            found.append(DayMark(due, due, what, FEATURE, line.id, said.title, "returns"))
    return tuple(sorted(found, key=lambda mark: (mark.starts, mark.what)))
