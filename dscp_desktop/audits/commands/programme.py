"""What a person can do to the programme of a year and its audits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.audits.queries.programme import next_number
from dscp_desktop.audits.queries.settings import (
    CARES,
    CYCLE,
    THREAD,
    get_settings,
    programme_row,
)
from dscp_desktop.audits.rules.programme import AuditDetails, quarter_bounds
from dscp_desktop.audits.rules.settings import SINGLE, AuditSettings
from dscp_desktop.audits.tables import (
    Audit,
    AuditAgency,
    AuditCase,
    AuditFinding,
    AuditFrame,
    AuditGrade,
    AuditMove,
    AuditOutcome,
    AuditProgramme,
    AuditRecommendation,
    AuditReturn,
)
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.days import add_working_days
from dscp_desktop.core.faults import Refused
from dscp_desktop.core.names import tidy_name
from dscp_desktop.core.periods import parse_year
from dscp_desktop.diary.tables import Meeting
from dscp_desktop.partnership.queries.parties import load_names
from dscp_desktop.partnership.tables import Group
from dscp_desktop.priorities.tables import Outcome, Priority
from dscp_desktop.store.session import fresh_id
from dscp_desktop.store.tables import Link, Record

MOST_CASES = 10_000


def keep_programme(session: Session, year: str, note: str = "") -> Changes:
    """Keep what there is to say of a year's programme."""
    row = _programme(session, year)
    row.note = note.strip()
    return Changes(f"Audit programme {row.year} kept", CARES, row.id)


def agree_programme(
    session: Session, year: str, group_id: str, meeting_id: str | None, on: date | None
) -> Changes:
    """Record which group agreed a year's programme, at which meeting or on which day.

    Raises Refused where neither is given, or the meeting is another group's.
    """
    row = _programme(session, year)
    meeting = session.get_one(Meeting, meeting_id) if meeting_id else None
    if meeting is not None and meeting.group_id != group_id:
        raise Refused("This meeting is of another group. Choose one of the group that agreed it.")
    row.agreed_on = meeting.on if meeting else on
    if row.agreed_on is None:
        raise Refused("Choose the meeting, or type the day on which it was agreed.")
    group = session.get_one(Group, group_id)
    row.group_id, row.meeting_id = group.id, meeting_id or None
    return Changes(f"Audit programme {row.year} agreed by {group.code}", CARES, row.id)


def _programme(session: Session, year: str) -> AuditProgramme:
    year = _year(year)
    row = programme_row(session, year)
    if row is None:
        row = AuditProgramme(id=fresh_id(session), year=year, note="")
        session.add(row)
        session.flush()
    return row


def _year(text: str) -> str:
    try:
        return parse_year(text)
    except ValueError as error:
        raise Refused(str(error)) from error


def add_audit(session: Session, details: AuditDetails) -> Changes:
    """Add an audit; without a number it takes the next one of its kind.

    Raises Refused where the year has the number, the title is missing, or what it points at is
    no longer there.
    """
    row = Audit(id=fresh_id(session))
    _put(session, row, details)
    session.add(row)
    session.flush()
    put_lines(session, row.id, details)
    return Changes(f"Audit {row.number} added", CARES, row.id)


def change_audit(session: Session, audit_id: str, details: AuditDetails) -> Changes:
    """Change what is said of an audit. Raises Refused as `add_audit` does."""
    row = session.get_one(Audit, audit_id)
    _put(session, row, details)
    put_lines(session, audit_id, details)
    return Changes(f"Audit {row.number} changed", CARES, audit_id)


def _put(session: Session, row: Audit, details: AuditDetails) -> None:
    year, title, kind = _year(details.year), details.title.strip(), " ".join(details.kind.split())
    if not title:
        raise Refused("Type the title of the audit.")
    if not kind:
        raise Refused("Choose the kind of audit.")
    if len(kind) > 80:
        raise Refused("The kind of an audit holds at most 80 characters.")
    if details.quarter not in (None, 1, 2, 3, 4):
        raise Refused("A year has the quarters 1 to 4.")
    if details.cases is not None and not 0 <= details.cases <= MOST_CASES:
        raise Refused(f"Type how many cases there are: 0 to {MOST_CASES:,}.")
    if details.priority_id and session.get(Priority, details.priority_id) is None:
        raise Refused("This priority is no longer there. Choose another one.")
    with session.no_autoflush:
        number = " ".join(details.number.split()) or next_number(session, kind, year)
        others = select(Audit.number).where(Audit.year == year, Audit.id != row.id)
        taken = {tidy_name(one) for one in session.scalars(others)}
    if tidy_name(number) in taken:
        raise Refused(f"{year} has an audit {number} already. Choose another number.")
    row.year, row.number, row.title, row.kind = year, number, title, kind
    row.quarter, row.cases, row.lead = details.quarter, details.cases, details.lead.strip()
    row.priority_id, row.group_id = details.priority_id or None, details.group_id or None
    row.source, row.status = details.source.strip(), " ".join(details.status.split())
    row.purpose, row.legal_basis = details.purpose.strip(), details.legal_basis.strip()
    row.sharing_agreement, row.returns_due = details.sharing_agreement.strip(), details.returns_due


def put_lines(session: Session, audit_id: str, details: AuditDetails) -> None:
    """Set the agencies, threads, cycles and outcomes of an audit to those of the details.

    Raises Refused where an agency that has returned would go, or one of them is no longer there.
    """
    for role, wanted in ((THREAD, details.threads), (CYCLE, details.cycles)):
        _put_links(session, audit_id, role, wanted)
    _put_agencies(session, audit_id, details.agencies)
    query = select(AuditOutcome).where(AuditOutcome.audit_id == audit_id)
    there = {row.outcome_id: row for row in session.scalars(query)}
    for outcome_id, row in there.items():
        if outcome_id not in details.outcomes:
            session.delete(row)
    for outcome_id in dict.fromkeys(details.outcomes):
        if outcome_id not in there:
            if session.get(Outcome, outcome_id) is None:
                raise Refused("This outcome is no longer there. Choose again.")
            more = {"audit_id": audit_id, "outcome_id": outcome_id}
            session.add(AuditOutcome(id=fresh_id(session), **more))
    session.flush()


def _put_links(session: Session, audit_id: str, role: str, wanted: Sequence[str]) -> None:
    query = select(Link).where(Link.from_id == audit_id, Link.role == role)
    there = {row.to_id: row for row in session.scalars(query)}
    for target, row in there.items():
        if target not in wanted:
            session.delete(row)
    for target in dict.fromkeys(wanted):
        if target not in there:
            _is_there(session, target)
            more = {"from_id": audit_id, "to_id": target, "role": role}
            session.add(Link(id=fresh_id(session), **more))


def _is_there(session: Session, record_id: str) -> None:
    query = select(Record.id).where(Record.id == record_id, Record.deleted.is_(False))
    if session.scalars(query).first() is None:
        raise Refused("What was chosen is no longer there. Choose again.")


def _put_agencies(session: Session, audit_id: str, wanted: Sequence[str]) -> None:
    query = select(AuditAgency).where(AuditAgency.audit_id == audit_id)
    there = {row.agency_id: row for row in session.scalars(query)}
    returned = select(AuditReturn.agency_id).where(AuditReturn.audit_id == audit_id)
    has_returned = set(session.scalars(returned))
    for agency_id, row in there.items():
        if agency_id not in wanted:
            if agency_id in has_returned or row.received_on:
                raise Refused("An agency that has returned cannot be taken out of the audit.")
            session.delete(row)
    for position, agency_id in enumerate(dict.fromkeys(wanted)):
        found = there.get(agency_id)
        if found is None:
            _is_there(session, agency_id)
            found = AuditAgency(id=fresh_id(session), audit_id=audit_id, agency_id=agency_id)
            found.position, found.said = position, ""
            session.add(found)
        elif found.position != position:
            found.position = position
    session.flush()


def remove_audit(session: Session, audit_id: str) -> Changes:
    """Take out an audit that was entered by mistake.

    Raises Refused where returns, grades, findings or recommendations stand in it.
    """
    row = session.get_one(Audit, audit_id)
    for table in (AuditReturn, AuditGrade, AuditMove, AuditFinding, AuditRecommendation):
        if session.scalars(select(table.id).where(table.audit_id == audit_id)).first():
            raise Refused(f"{row.number} has returns or findings. It stays: close it instead.")
    _put_links(session, audit_id, THREAD, ())
    _put_links(session, audit_id, CYCLE, ())
    for lines in (AuditAgency, AuditCase, AuditFrame, AuditOutcome):
        for line in session.scalars(select(lines).where(lines.audit_id == audit_id)):
            session.delete(line)
    session.delete(row)
    return Changes(f"Audit {row.number} removed", CARES, audit_id)


def set_status(session: Session, audit_id: str, status: str) -> Changes:
    """Give an audit another status of the list. Raises Refused for one that is not listed."""
    known = {tidy_name(one.name): one.name for one in get_settings(session).statuses}
    if tidy_name(status) not in known:
        raise Refused(f"An audit is one of: {', '.join(known.values())}.")
    row = session.get_one(Audit, audit_id)
    row.status = known[tidy_name(status)]
    return Changes(f"Audit {row.number}: {row.status}", CARES, audit_id)


def mark_reported(session: Session, audit_id: str, meeting_id: str | None, on: date) -> Changes:
    """Record that an audit was reported, to which meeting or on which day."""
    row = session.get_one(Audit, audit_id)
    meeting = session.get_one(Meeting, meeting_id) if meeting_id else None
    row.reported_at_id, row.reported_on = meeting_id or None, meeting.on if meeting else on
    return Changes(f"Audit {row.number} reported", CARES, audit_id)


def plan_returns(session: Session, year: str) -> Changes:
    """Plan the returns of each quarter of the single-agency kinds, with the agencies that return.

    What the year has already stays. The result is how many were planned. Raises Refused where
    there is nothing to plan.
    """
    year, settings, planned = _year(year), get_settings(session), 0
    agencies = returning_agencies(session, settings)
    for kind in settings.kinds:
        if kind.way != SINGLE:
            continue
        query = select(Audit.quarter).where(Audit.year == year, Audit.kind == kind.name)
        there = set(session.scalars(query))
        for quarter in range(1, 5):
            if quarter in there:
                continue
            due = add_working_days(quarter_bounds(year, quarter)[1], settings.returned_within)
            title = f"{kind.name} audits, quarter {quarter}"
            details = AuditDetails(
                year, title, kind.name, quarter=quarter, agencies=agencies, returns_due=due,
                source=settings.sources[-1] if settings.sources else "",
                status=settings.statuses[0].name,
            )  # fmt: skip
            add_audit(session, details)
            planned += 1
    if not planned:
        raise Refused(f"{year} has a return for each quarter already.")
    return Changes(f"{planned} returns planned for {year}", CARES, planned)


def returning_agencies(session: Session, settings: AuditSettings) -> tuple[str, ...]:
    """Return the ids of the agencies that send their own audits each quarter."""
    names = load_names(session)
    parties = [names.party(name) for name in settings.returning]
    return tuple(party.id for party in parties if party is not None)
