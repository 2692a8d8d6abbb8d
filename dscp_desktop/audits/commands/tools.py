"""What a person can do to tools: build one, issue it, begin the next version, choose it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dscp_desktop.audits.queries.settings import CARES, get_settings
from dscp_desktop.audits.rules.tools import (
    Question,
    Section,
    ToolContent,
    content_of,
    content_text,
    judge_content,
)
from dscp_desktop.audits.tables import ISSUED, Audit, AuditReturn, AuditTool, ToolVersion
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Refused
from dscp_desktop.store.session import fresh_id


def add_tool(session: Session, title: str, content: ToolContent | None = None) -> Changes:
    """Begin a tool with a first draft: the result is the id of its version.

    Without content it has the scale of the profile and no questions yet.
    """
    tool = AuditTool(id=fresh_id(session), title=_title(title))
    session.add(tool)
    session.flush()
    content = content or ToolContent(get_settings(session).scale)
    row = _new_version(session, tool.id, 1, content)
    return Changes(f"Tool added: {tool.title}", CARES, row.id)


def rename_tool(session: Session, tool_id: str, title: str) -> Changes:
    """Give a tool another title. Raises Refused where it is empty."""
    row = session.get_one(AuditTool, tool_id)
    row.title = _title(title)
    return Changes(f"Tool renamed: {row.title}", CARES, tool_id)


def _title(title: str) -> str:
    plain = " ".join(title.split())
    if not plain:
        raise Refused("Type the title of the tool.")
    return plain


def _new_version(session: Session, tool_id: str, number: int, content: ToolContent) -> ToolVersion:
    row = ToolVersion(id=fresh_id(session), tool_id=tool_id, number=number)
    row.content = content_text(_marked(session, content))
    session.add(row)
    session.flush()
    return row


def _marked(session: Session, content: ToolContent) -> ToolContent:
    """Give every question without one a mark of its own, by which it is known in later versions."""

    def marked(question: Question) -> Question:
        text, guidance = question.text.strip(), question.guidance.strip()
        return replace(question, id=question.id or fresh_id(session), text=text, guidance=guidance)

    sections = tuple(
        Section(" ".join(part.title.split()), tuple(marked(each) for each in part.questions))
        for part in content.sections
    )
    return replace(content, sections=sections)


def save_version(session: Session, version_id: str, content: ToolContent) -> Changes:
    """Keep what a draft asks. Raises Refused where the version was issued."""
    row = session.get_one(ToolVersion, version_id)
    if why := row.frozen(session, ("content",)):
        raise Refused(why)
    row.content = content_text(_marked(session, content))
    title = session.get_one(AuditTool, row.tool_id).title
    return Changes(f"{title}: version {row.number} kept", CARES, version_id)


def begin_version(session: Session, tool_id: str) -> Changes:
    """Begin the next version with what the last one asks; the result is its id.

    Raises Refused where there is a draft already.
    """
    tool = session.get_one(AuditTool, tool_id)
    query = select(ToolVersion).where(ToolVersion.tool_id == tool_id)
    last = session.scalars(query.order_by(ToolVersion.number.desc())).first()
    if last is not None and last.issued_on is None:
        raise Refused(f"Version {last.number} is a draft. Change that one.")
    content = content_of(last.content) if last else ToolContent(get_settings(session).scale)
    row = _new_version(session, tool_id, last.number + 1 if last else 1, content)
    return Changes(f"{tool.title}: version {row.number} begun", CARES, row.id)


def issue_version(session: Session, version_id: str, on: date) -> Changes:
    """Issue a version: from now on it stays as it is. Raises Refused where it cannot be filled."""
    row = session.get_one(ToolVersion, version_id)
    if row.issued_on:
        raise Refused(ISSUED)
    judge_content(content_of(row.content))
    row.issued_on = on
    title = session.get_one(AuditTool, row.tool_id).title
    return Changes(f"{title}: version {row.number} issued", CARES, version_id)


def remove_draft(session: Session, version_id: str) -> Changes:
    """Remove a draft; with the only version the tool goes too.

    Raises Refused where it was issued or an audit uses it.
    """
    row = session.get_one(ToolVersion, version_id)
    if row.issued_on:
        raise Refused(ISSUED)
    if session.scalars(select(Audit.id).where(Audit.tool_version_id == version_id)).first():
        raise Refused("An audit uses this version. Choose another tool there first.")
    tool = session.get_one(AuditTool, row.tool_id)
    count = select(func.count()).where(ToolVersion.tool_id == tool.id)
    only = session.scalar(count) == 1
    session.delete(row)
    if only:
        session.delete(tool)
    return Changes(f"{tool.title}: draft removed", CARES, tool.id)


def use_version(session: Session, audit_id: str, version_id: str | None) -> Changes:
    """Choose what an audit asks. Raises Refused where returns to another version are in."""
    audit = session.get_one(Audit, audit_id)
    if version_id != audit.tool_version_id:
        there = select(AuditReturn.id).where(
            AuditReturn.audit_id == audit_id, AuditReturn.state == "taken"
        )
        if session.scalars(there).first():
            raise Refused(f"Returns to {audit.number} are in. It keeps its tool.")
    row = session.get_one(ToolVersion, version_id) if version_id else None
    audit.tool_version_id = row.id if row else None
    title = session.get_one(AuditTool, row.tool_id).title if row else "no tool"
    return Changes(f"{audit.number} uses {title}", CARES, audit_id)
