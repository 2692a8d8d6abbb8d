"""Tools with their versions, and what goes out to each agency, as values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.audits.queries.programme import day_of, number_key
from dscp_desktop.audits.rules.programme import TAKEN
from dscp_desktop.audits.rules.tools import (
    Sending,
    ToolLine,
    VersionLine,
    content_of,
)
from dscp_desktop.audits.tables import (
    Audit,
    AuditAgency,
    AuditAnswer,
    AuditCase,
    AuditGrade,
    AuditReturn,
    AuditTool,
    ToolVersion,
)
from dscp_desktop.core.faults import Refused
from dscp_desktop.core.names import slug
from dscp_desktop.partnership.queries.parties import load_parties, printed_marking
from dscp_desktop.store.settings import get_setting


def list_tools(session: Session) -> tuple[ToolLine, ...]:
    """Return every tool by title, each with its versions, the newest first."""
    used: dict[str, list[str]] = defaultdict(list)
    for row in session.scalars(select(Audit).where(Audit.tool_version_id.is_not(None))):
        used[row.tool_version_id or ""].append(row.number)
    titles = dict(session.execute(select(AuditTool.id, AuditTool.title)).all())
    versions: dict[str, list[VersionLine]] = defaultdict(list)
    for one in session.scalars(select(ToolVersion).order_by(ToolVersion.number.desc())):
        audits = tuple(sorted(used[one.id], key=number_key))
        versions[one.tool_id].append(_version(one, titles[one.tool_id], audits))
    lines = [ToolLine(key, title, tuple(versions[key])) for key, title in titles.items()]
    return tuple(sorted(lines, key=lambda line: (line.title.casefold(), line.id)))


def get_version(session: Session, version_id: str) -> VersionLine:
    """Return a version of a tool. Raises where there is none."""
    row = session.get_one(ToolVersion, version_id)
    used = session.scalars(select(Audit.number).where(Audit.tool_version_id == version_id))
    title = session.get_one(AuditTool, row.tool_id).title
    return _version(row, title, tuple(sorted(used, key=number_key)))


def _version(row: ToolVersion, title: str, audits: tuple[str, ...]) -> VersionLine:
    content = content_of(row.content)
    return VersionLine(row.id, row.tool_id, title, row.number, content, row.issued_on, audits)


def audit_before(session: Session, audit_id: str) -> Audit | None:
    """Return the last audit before this one that used the same tool, None for the first."""
    row = session.get_one(Audit, audit_id)
    version = session.get(ToolVersion, row.tool_version_id) if row.tool_version_id else None
    if version is None:
        return None
    query = select(Audit).join(ToolVersion, ToolVersion.id == Audit.tool_version_id)
    query = query.where(ToolVersion.tool_id == version.tool_id, Audit.id != audit_id)
    mine = (day_of(row), row.number, row.id)
    before = [one for one in session.scalars(query) if (day_of(one), one.number, one.id) < mine]
    return max(before, key=lambda one: (day_of(one), one.number, one.id), default=None)


def last_answers(session: Session, audit_id: str) -> Mapping[tuple[str, str], str]:
    """Return what the agencies answered last time, by agency and question."""
    before = audit_before(session, audit_id)
    if before is None:
        return {}
    query = select(AuditReturn.agency_id, AuditAnswer.question, AuditAnswer.value)
    query = query.join(AuditReturn, AuditReturn.id == AuditAnswer.return_id)
    query = query.where(AuditReturn.audit_id == before.id, AuditReturn.state == TAKEN)
    return {(agency or "", question): value for agency, question, value in session.execute(query)}


def last_agreed(session: Session, audit_id: str) -> tuple[str, Mapping[str, str]]:
    """Return the number of the audit of last time, and what was agreed then by question."""
    before = audit_before(session, audit_id)
    if before is None:
        return "", {}
    query = select(AuditGrade.question, AuditGrade.value).where(AuditGrade.audit_id == before.id)
    return f"{before.number}, {before.year}", dict(session.execute(query).all())


def sendings(session: Session, audit_id: str) -> tuple[Sending, ...]:
    """Return what the workbook of each agency of an audit is made of.

    Raises Refused where the audit has no issued tool, or nobody takes part.
    """
    row = session.get_one(Audit, audit_id)
    version = session.get(ToolVersion, row.tool_version_id) if row.tool_version_id else None
    if version is None or version.issued_on is None:
        raise Refused("Choose an issued version of a tool for this audit first.")
    query = select(AuditAgency).where(AuditAgency.audit_id == audit_id)
    agencies = session.scalars(query.order_by(AuditAgency.position, AuditAgency.id)).all()
    if not agencies:
        raise Refused("Choose the agencies that take part first.")
    parties, answers = load_parties(session), last_answers(session, audit_id)
    _, agreed = last_agreed(session, audit_id)
    content = content_of(version.content)
    cases = select(AuditCase.ref).where(AuditCase.audit_id == audit_id).order_by(AuditCase.ref)
    refs = tuple(session.scalars(cases))
    marking, partnership = printed_marking(session), get_setting(session, "partnership.name")
    found = []
    for agency in agencies:
        name = parties[agency.agency_id].shown
        last = [
            (one.id, _last_words(answers.get((agency.agency_id, one.id), ""), agreed.get(one.id)))
            for one in content.questions
        ]
        found.append(
            Sending(
                audit_id=audit_id,
                audit=row.number,
                title=row.title,
                agency_id=agency.agency_id,
                agency=name,
                version_id=version.id,
                version=version.number,
                content=content,
                due=agency.due or row.returns_due,
                marking=marking,
                partnership=partnership,
                file_name=slug(f"{row.number}-{name}"),
                purpose=row.purpose,
                last=tuple((question, words) for question, words in last if words),
                cases=refs,
            )
        )
    return tuple(found)


def _last_words(answer: str, agreed: str | None) -> str:
    """Return 'R, agreed as G': what the agency said last time, and what was agreed."""
    if not answer:
        return f"Agreed as {agreed}" if agreed else ""
    return f"{answer}, agreed as {agreed}" if agreed else answer
