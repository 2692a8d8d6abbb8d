"""The programme of a year and its audits, as values."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dscp_desktop.actions.queries.owners import seat_emails
from dscp_desktop.audits.queries.settings import (
    CYCLE,
    THREAD,
    get_settings,
    programme_row,
    report_group_id,
)
from dscp_desktop.audits.rules.programme import (
    SET_ASIDE,
    TAKEN,
    AgencyState,
    AuditDetails,
    AuditLine,
    Chasing,
    Programme,
    agreed_words,
    audit_day,
    count_kinds,
    late_by,
)
from dscp_desktop.audits.rules.settings import DONE, AuditSettings
from dscp_desktop.audits.rules.tools import TEXT, content_of
from dscp_desktop.audits.tables import (
    Audit,
    AuditAgency,
    AuditAnswer,
    AuditFinding,
    AuditOutcome,
    AuditProgramme,
    AuditRecommendation,
    AuditReturn,
    AuditTool,
    ToolVersion,
)
from dscp_desktop.core.days import show_long_day
from dscp_desktop.core.faults import WrongUse
from dscp_desktop.core.names import near_names, slug, tidy_name
from dscp_desktop.core.periods import year_of
from dscp_desktop.partnership.queries.parties import load_parties, printed_marking
from dscp_desktop.partnership.rules.parties import Party
from dscp_desktop.priorities.tables import Priority
from dscp_desktop.store.tables import Link

_NUMBER = re.compile(r"(.*?)(\d+)")


@dataclass(frozen=True, slots=True)
class _Around:
    """What lines of audits are made with."""

    today: date
    settings: AuditSettings
    parties: Mapping[str, Party]
    priorities: Mapping[str, str]
    tools: Mapping[str, str]
    findings: Mapping[str, int]
    recommendations: Mapping[str, int]
    agencies: Mapping[str, tuple[AgencyState, ...]]
    links: Mapping[tuple[str, str], tuple[str, ...]]
    outcomes: Mapping[str, tuple[str, ...]]


def list_audits(session: Session, today: date, year: str = "") -> tuple[AuditLine, ...]:
    """Return the audits of a year, or of all, by year, quarter and number."""
    query = select(*Audit.__table__.columns)
    if year:
        query = query.where(Audit.year == year)
    rows = session.execute(query).all()
    around = _around(session, today, [row.id for row in rows])
    ordered = sorted(rows, key=lambda row: (row.year, row.quarter or 5, number_key(row.number)))
    return tuple(_line(row, around) for row in ordered)


def get_audit(session: Session, audit_id: str, today: date) -> AuditLine | None:
    """Return an audit as it stands on a day, None where there is none of this id."""
    row = session.get(Audit, audit_id)
    return _line(row, _around(session, today, [row.id])) if row else None


def find_audit(session: Session, name: str) -> str:
    """Return the id of the audit named 'MA2', or 'MA2 2022-23' where several years have one.

    Raises WrongUse where none is called so, or several are.
    """
    wanted = tidy_name(name)
    rows = session.execute(select(Audit.id, Audit.number, Audit.year).order_by(Audit.year)).all()
    exact = [row for row in rows if tidy_name(f"{row.number} {row.year}") == wanted]
    found = exact or [row for row in rows if tidy_name(row.number) == wanted]
    if len(found) == 1:
        return str(found[0].id)
    if found:
        called = ", ".join(f"'{row.number} {row.year}'" for row in found)
        raise WrongUse(f"Several audits have the number {name}. Say which: {called}.")
    near = near_names(name, [row.number for row in rows])
    perhaps = f" Perhaps {' or '.join(near)}." if near else ""
    raise WrongUse(f"There is no audit '{name}'.{perhaps}")


def list_years(session: Session, today: date) -> tuple[str, ...]:
    """Return the years that have audits or a programme, and that of today, the newest first."""
    found = {*session.scalars(select(Audit.year)), *session.scalars(select(AuditProgramme.year))}
    return tuple(sorted({*found, year_of(today)}, reverse=True))


def programme_page(session: Session, year: str, today: date) -> Programme:
    """Return the programme of a year; '' asks for the year of today."""
    year = year or year_of(today)
    lines = list_audits(session, today, year)
    row = programme_row(session, year)
    group = load_parties(session).get(row.group_id) if row and row.group_id else None
    return Programme(
        year=year,
        id=row.id if row else "",
        years=tuple(sorted({*list_years(session, today), year}, reverse=True)),
        counts=count_kinds(get_settings(session).kinds, lines),
        audits=lines,
        agreed=agreed_words(group.name if group else "", row.agreed_on) if row else "",
        agreed_on=row.agreed_on if row else None,
        group_id=row.group_id or "" if row else report_group_id(session),
        meeting_id=row.meeting_id or "" if row else "",
        note=row.note if row else "",
    )


def number_key(number: str) -> tuple[str, int, str]:
    """Return what numbers of audits are put in order by: MA2 stands before MA10."""
    found = _NUMBER.match(number)
    return (found[1], int(found[2]), number) if found else (number, 0, number)


def next_number(session: Session, kind: str, year: str) -> str:
    """Return the next free number of a kind in a year: its letters go on as they were."""
    rows = session.execute(select(Audit.number, Audit.kind, Audit.year).order_by(Audit.id)).all()
    own = [number for number, other, _ in rows if tidy_name(other) == tidy_name(kind)]
    found = [match[1] for number in own if (match := _NUMBER.fullmatch(number))]
    words = [word for word in re.split(r"[\s-]+", kind) if word[:1].isalpha()]
    letters = found[-1] if found else "".join(word[0] for word in words[:2]).upper() or "A"
    taken = {tidy_name(number) for number, _, of_year in rows if of_year == year}
    count = 1
    while tidy_name(f"{letters}{count}") in taken:
        count += 1
    return f"{letters}{count}"


def _around(session: Session, today: date, ids: Sequence[str]) -> _Around:
    """Return what the lines of these audits are made with. Rows of columns: links are thousands."""
    links: dict[tuple[str, str], list[str]] = defaultdict(list)
    query = select(Link.from_id, Link.role, Link.to_id).where(Link.from_id.in_(ids))
    query = query.where(Link.role.in_((THREAD, CYCLE))).order_by(Link.id)
    for audit_id, role, to_id in session.execute(query):
        links[audit_id, role].append(to_id)
    outcomes: dict[str, list[str]] = defaultdict(list)
    served = select(AuditOutcome.audit_id, AuditOutcome.outcome_id).order_by(AuditOutcome.id)
    for audit_id, outcome_id in session.execute(served.where(AuditOutcome.audit_id.in_(ids))):
        outcomes[audit_id].append(outcome_id)
    versions = select(ToolVersion.id, AuditTool.title, ToolVersion.number)
    versions = versions.join(AuditTool, AuditTool.id == ToolVersion.tool_id)
    parties = load_parties(session)
    return _Around(
        today,
        get_settings(session),
        parties,
        dict(session.execute(select(Priority.id, Priority.title)).all()),
        {key: f"{title}, version {number}" for key, title, number in session.execute(versions)},
        _counted(session, AuditFinding),
        _counted(session, AuditRecommendation),
        agencies_of(session, ids, parties, today),
        {key: tuple(found) for key, found in links.items()},
        {key: tuple(found) for key, found in outcomes.items()},
    )


def _counted(
    session: Session, table: type[AuditFinding] | type[AuditRecommendation]
) -> dict[str, int]:
    query = select(table.audit_id, func.count()).group_by(table.audit_id)
    return dict(session.execute(query).all())


def agencies_of(
    session: Session, audit_ids: Sequence[str], parties: Mapping[str, Party], today: date
) -> dict[str, tuple[AgencyState, ...]]:
    """Return how the agencies of audits stand, in their order, by the audit's id."""
    query = select(*AuditAgency.__table__.columns, Audit.returns_due)
    query = query.join(Audit, Audit.id == AuditAgency.audit_id).where(Audit.id.in_(audit_ids))
    query = query.order_by(AuditAgency.position, AuditAgency.id)
    returns, blanks = _returns(session, audit_ids), _blanks(session)
    found = defaultdict[str, list[AgencyState]](list)
    for row in session.execute(query):
        due, mine = row.due or row.returns_due, returns.get((row.audit_id, row.agency_id), {})
        taken, aside = mine.get(TAKEN), mine.get(SET_ASIDE)
        blank = blanks.get(taken.id, 0) if taken else 0
        state = "full" if taken and not blank else "part" if taken else "by hand"
        if not taken and row.received_on is None:
            state = "set aside" if aside else "none"
        is_in = taken is not None or row.received_on is not None
        party = parties.get(row.agency_id)
        found[row.audit_id].append(
            AgencyState(
                id=row.agency_id,
                name=party.shown if party else "",
                due=due,
                sent_on=row.sent_on,
                chased_on=row.chased_on,
                received_on=taken.received_on if taken else row.received_on,
                state=state,
                blank=blank,
                late=0 if is_in else late_by(due, today),
                return_id=taken.id if taken else aside.id if aside else "",
                said=row.said,
            )
        )
    return {audit_id: tuple(lines) for audit_id, lines in found.items()}


def _returns(session: Session, audit_ids: Sequence[str]) -> dict[tuple[str, str], dict[str, Any]]:
    found: dict[tuple[str, str], dict[str, Any]] = defaultdict(dict)
    said = AuditReturn
    query = select(said.id, said.audit_id, said.agency_id, said.state, said.received_on)
    for row in session.execute(query.where(said.audit_id.in_(audit_ids)).order_by(said.id)):
        if row.agency_id:
            found[row.audit_id, row.agency_id][row.state] = row
    return found


def _blanks(session: Session) -> Mapping[str, int]:
    """Return how many questions of each return have no answer, but for those that ask for words."""
    query = select(AuditAnswer.return_id, AuditAnswer.question, AuditReturn.version_id)
    query = query.join(AuditReturn, AuditReturn.id == AuditAnswer.return_id)
    empty = session.execute(query.where(AuditAnswer.value == "")).all()
    asked = select(ToolVersion.id, ToolVersion.content)
    asked = asked.where(ToolVersion.id.in_({version_id for _, _, version_id in empty}))
    optional = {
        key: {one.id for one in content_of(text).questions if one.kind == TEXT}
        for key, text in session.execute(asked)
    }
    return Counter(
        return_id
        for return_id, question, version_id in empty
        if question not in optional.get(version_id or "", ())
    )


def _line(row: Any, around: _Around) -> AuditLine:
    details = AuditDetails(
        year=row.year,
        title=row.title,
        kind=row.kind,
        number=row.number,
        quarter=row.quarter,
        lead=row.lead,
        cases=row.cases,
        priority_id=row.priority_id,
        source=row.source,
        status=row.status,
        purpose=row.purpose,
        legal_basis=row.legal_basis,
        sharing_agreement=row.sharing_agreement,
        group_id=row.group_id,
        returns_due=row.returns_due,
        agencies=tuple(agency.id for agency in around.agencies.get(row.id, ())),
        threads=around.links.get((row.id, THREAD), ()),
        cycles=around.links.get((row.id, CYCLE), ()),
        outcomes=around.outcomes.get(row.id, ()),
    )
    group = around.parties.get(row.group_id or "")
    return AuditLine(
        id=row.id,
        details=details,
        stage=DONE if row.reported_on else around.settings.stage(row.status),
        priority=around.priorities.get(row.priority_id or "", ""),
        tool=around.tools.get(row.tool_version_id or "", ""),
        tool_version_id=row.tool_version_id or "",
        sent_on=row.sent_on,
        moderated_on=row.moderated_on,
        reported_on=row.reported_on,
        findings=around.findings.get(row.id, 0),
        recommendations=around.recommendations.get(row.id, 0),
        agencies=around.agencies.get(row.id, ()),
        group=group.name if group else "",
        panel=row.panel,
        left_open=tuple(row.finish_note.splitlines()),
    )


def chasings(session: Session, audit_id: str, today: date) -> tuple[Chasing, ...]:
    """Return a message to each agency whose return is late, or came with faults."""
    line = get_audit(session, audit_id, today)
    emails, marking = seat_emails(session, today), printed_marking(session)
    found = []
    for agency in line.agencies if line else ():
        if line is None or not (agency.late or agency.blank):
            continue
        faults = _fault_lines(session, agency.return_id) if agency.blank else ()
        found.append(
            Chasing(
                agency_id=agency.id,
                name=agency.name,
                to=tuple(sorted(emails.get(agency.id, ()))),
                subject=f"Audit {line.number}: return of {agency.name}",
                text=_chasing_text(line, agency, faults),
                file_name=slug(f"{line.number}-{agency.name}"),
                marking=marking,
                questions=faults,
            )
        )
    return tuple(found)


def _fault_lines(session: Session, return_id: str) -> tuple[str, ...]:
    row = session.get(AuditReturn, return_id)
    said = json.loads(row.faults) if row else []
    return tuple(f"Row {at}: {why}" for _sheet, at, _column, _value, why in said)


def _chasing_text(line: AuditLine, agency: AgencyState, faults: Sequence[str]) -> str:
    said = [f"Audit {line.number}: {line.details.title}", ""]
    if agency.is_in:
        said += ["Thank you for your return. Some answers are missing or cannot be read:", ""]
        said += [f"- {one}" for one in faults]
    else:
        due = f"It was due on {show_long_day(agency.due)}. " if agency.due else ""
        said.append(f"Your return has not come yet. {due}When can we expect it?")
    return "\n".join([*said, ""])


def day_of(row: Audit) -> date:
    """Return the day by which an audit is put in order among others."""
    return audit_day(row.year, row.quarter, row.moderated_on)
