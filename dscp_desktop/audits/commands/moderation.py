"""Moderation: grades are moved with who and why, one is agreed with its reason, never reckoned."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.audits.queries.moderation import moderation_page
from dscp_desktop.audits.queries.settings import CARES
from dscp_desktop.audits.rules.programme import TAKEN
from dscp_desktop.audits.rules.tools import TEXT, Question, ToolContent, content_of, read_answer
from dscp_desktop.audits.tables import (
    Audit,
    AuditAnswer,
    AuditGrade,
    AuditMove,
    AuditReturn,
    ToolVersion,
)
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.days import show_date
from dscp_desktop.core.faults import Refused
from dscp_desktop.store.session import fresh_id, work_of


def move_grade(
    session: Session, audit_id: str, question: str, agency_id: str, after: str, by: str, why: str
) -> Changes:
    """Move an agency's grade: what it was stays beside it, with who moved it and why.

    A blank may be filled so too. Raises Refused where nothing came, who or why is missing, or it
    is no answer of the question.
    """
    audit, content, asked = _question(session, audit_id, question)
    value = _value(content, asked, after)
    if not by.strip() or not why.strip():
        raise Refused("Say who moves the grade, by role, and why.")
    before = _now(session, audit_id, question, agency_id)
    if before is None:
        raise Refused("This agency has not returned: there is no grade to move.")
    if before == value:
        raise Refused(f"It is {value} already.")
    row = AuditMove(id=fresh_id(session), audit_id=audit_id, question=question)
    row.agency_id, row.before, row.after = agency_id, before, value
    row.by, row.why, row.at = by.strip(), why.strip(), work_of(session).clock()
    session.add(row)
    words = f"{audit.number}: grade moved from {before or 'blank'} to {value}"
    return Changes(words, CARES, row.id)


def take_back_move(session: Session, audit_id: str, question: str, agency_id: str) -> Changes:
    """Take back the last move of an agency's grade. Raises Refused where it was not moved."""
    audit, _, _ = _question(session, audit_id, question)
    moves = _moves(session, audit_id, question, agency_id)
    if not moves:
        raise Refused("This grade was not moved.")
    session.delete(moves[-1])
    return Changes(f"{audit.number}: move taken back", CARES, audit_id)


def _moves(session: Session, audit_id: str, question: str, agency_id: str) -> Sequence[AuditMove]:
    query = select(AuditMove).where(
        AuditMove.audit_id == audit_id,
        AuditMove.question == question,
        AuditMove.agency_id == agency_id,
    )
    return session.scalars(query.order_by(AuditMove.id)).all()


def _now(session: Session, audit_id: str, question: str, agency_id: str) -> str | None:
    """Return an agency's answer as it stands now, None where nothing came from it."""
    taken = select(AuditReturn.id).where(
        AuditReturn.audit_id == audit_id,
        AuditReturn.agency_id == agency_id,
        AuditReturn.state == TAKEN,
    )
    return_id = session.scalars(taken).first()
    if return_id is None:
        return None
    if moves := _moves(session, audit_id, question, agency_id):
        return moves[-1].after
    query = select(AuditAnswer.value).where(
        AuditAnswer.return_id == return_id, AuditAnswer.question == question
    )
    return session.scalars(query).first() or ""


def _question(
    session: Session, audit_id: str, question: str
) -> tuple[Audit, ToolContent, Question]:
    audit = session.get_one(Audit, audit_id)
    version = session.get(ToolVersion, audit.tool_version_id) if audit.tool_version_id else None
    content = content_of(version.content) if version else None
    found = (one for one in (content.questions if content else ()) if one.id == question)
    asked = next(found, None)
    if content is None or asked is None:
        raise Refused(f"{audit.number} does not ask this question.")
    if audit.moderated_on:
        on = show_date(audit.moderated_on)
        raise Refused(f"Moderation was finished on {on}. Open it again to change a grade.")
    return audit, content, asked


def _value(content: ToolContent, asked: Question, text: str) -> str:
    value = read_answer(content, asked.kind, text)
    if not value:
        known = ", ".join(grade.letter for grade in content.scale)
        raise Refused(f"Choose one of the scale: {known}." if value is None else "Choose a grade.")
    return value


def agree_grade(
    session: Session, audit_id: str, question: str, value: str, reason: str, by: str = ""
) -> Changes:
    """Agree the grade of a question, with the reason; `by` is who agreed it ('the panel of 7').

    Raises Refused where the reason is missing, or it is no answer of the question.
    """
    audit, content, asked = _question(session, audit_id, question)
    if asked.kind == TEXT:
        raise Refused("A question for words has no grade. Put what was found among the findings.")
    chosen = _value(content, asked, value)
    if not reason.strip():
        raise Refused("Say why this grade was agreed.")
    row = _grade(session, audit_id, question)
    if row is None:
        row = AuditGrade(id=fresh_id(session), audit_id=audit_id, question=question)
        session.add(row)
    row.value, row.reason, row.by = chosen, reason.strip(), by.strip()
    row.at = work_of(session).clock()
    return Changes(f"{audit.number}: {chosen} agreed", CARES, row.id)


def clear_grade(session: Session, audit_id: str, question: str) -> Changes:
    """Take back what was agreed of a question. Raises Refused where nothing was."""
    audit, _, _ = _question(session, audit_id, question)
    row = _grade(session, audit_id, question)
    if row is None:
        raise Refused("Nothing was agreed yet.")
    session.delete(row)
    return Changes(f"{audit.number}: agreed grade taken back", CARES, audit_id)


def _grade(session: Session, audit_id: str, question: str) -> AuditGrade | None:
    query = select(AuditGrade).where(
        AuditGrade.audit_id == audit_id, AuditGrade.question == question
    )
    return session.scalars(query).first()


def finish_moderation(
    session: Session, audit_id: str, on: date, panel: int | None = None
) -> Changes:
    """Finish moderation, also where something is open: the list of it is kept with the audit.

    The result is that list. Raises Refused where nothing was asked, or it is finished already.
    """
    audit = session.get_one(Audit, audit_id)
    if audit.moderated_on:
        raise Refused(f"Moderation was finished on {show_date(audit.moderated_on)} already.")
    if audit.tool_version_id is None:
        raise Refused(f"{audit.number} asks nothing: choose its tool first.")
    if panel is not None and panel < 1:
        raise Refused("Type how many sat on the panel.")
    still = moderation_page(session, audit_id, on).open
    audit.moderated_on, audit.panel, audit.finish_note = on, panel, "\n".join(still)
    more = f", {len(still)} open" if still else ""
    return Changes(f"{audit.number}: moderation finished{more}", CARES, still)


def reopen_moderation(session: Session, audit_id: str) -> Changes:
    """Open moderation again. Raises Refused where it is open, or the audit was reported."""
    audit = session.get_one(Audit, audit_id)
    if audit.moderated_on is None:
        raise Refused("Moderation is open.")
    if audit.reported_on:
        on = show_date(audit.reported_on)
        raise Refused(f"{audit.number} was reported on {on}. Its grades stay as they were told.")
    audit.moderated_on, audit.panel, audit.finish_note = None, None, ""
    return Changes(f"{audit.number}: moderation opened again", CARES, audit_id)
