"""Taking returns: many files at a time, matched by their marks; nothing of them is lost."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.audits.queries.settings import CARES, known_words, name_fault
from dscp_desktop.audits.rules.programme import REPLACED, SET_ASIDE, TAKEN
from dscp_desktop.audits.rules.returns import (
    PROGRAM,
    Judged,
    ReturnBook,
    ReturnOutcome,
    judge,
)
from dscp_desktop.audits.rules.settings import NOT_NAMES
from dscp_desktop.audits.rules.tools import checksum, content_of
from dscp_desktop.audits.tables import (
    Audit,
    AuditAgency,
    AuditAnswer,
    AuditReturn,
    AuditTool,
    ToolVersion,
)
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.days import show_date
from dscp_desktop.core.faults import Fault, Refused
from dscp_desktop.core.names import tidy_name
from dscp_desktop.partnership.queries.parties import load_parties
from dscp_desktop.store.files import put_file
from dscp_desktop.store.session import fresh_id
from dscp_desktop.store.settings import get_setting, put_setting

LEFT = "left"  # nothing of the file is kept
_NOT_OURS = (
    "The hidden marks of our workbook are not in it, so nobody can say whose return it is. Fill "
    "in the workbook that was sent, or say which agency it is from."
)


@dataclass(frozen=True, slots=True)
class _Matched:
    """What a file is a return to, as far as its marks and the person say, and what is wrong."""

    audit: Audit | None = None
    version: ToolVersion | None = None
    agency_id: str = ""
    why: str = ""


def take_returns(
    session: Session,
    books: Sequence[ReturnBook],
    on: date,
    audit_id: str = "",
    agencies: Mapping[str, str] | None = None,
) -> Changes:
    """Take the files that came back; the result is a tuple of ReturnOutcome, one for each.

    With `audit_id` they are meant for that audit. `agencies` says, by name of a file without
    marks, whose it is. A file that cannot count is set aside with the reason and can be chosen
    later; one that cannot be read, or in which something looks like a name, is left where it is.
    """
    said = agencies or {}
    outcomes = tuple(_take(session, book, on, audit_id, said.get(book.name, "")) for book in books)
    taken = sum(one.state == TAKEN for one in outcomes)
    aside = sum(one.state == SET_ASIDE for one in outcomes)
    left = len(outcomes) - taken - aside
    parts = [f"{n} {words}" for n, words in ((aside, "set aside"), (left, "left")) if n]
    count = "1 return" if taken == 1 else f"{taken} returns"
    return Changes(f"{count} taken{''.join(f', {part}' for part in parts)}", CARES, outcomes)


def _take(
    session: Session, book: ReturnBook, on: date, audit_id: str, agency_id: str
) -> ReturnOutcome:
    if book.refusal:
        return ReturnOutcome(book.name, LEFT, why=book.refusal)
    matched = _match(session, book, audit_id, agency_id)
    if faults := _names(session, book, matched):
        why = "Something in it looks like a name: nothing was kept. Mend it, or say it is no name."
        return ReturnOutcome(book.name, LEFT, why=why, faults=faults)
    judged = Judged()
    if matched.version is not None:
        judged = judge(book, content_of(matched.version.content))
    why = matched.why
    if not why and matched.audit is not None:
        why = _twice(session, matched.audit, matched.agency_id, judged)
    return _keep(session, book, on, replace(matched, why=why), judged)


def _names(session: Session, book: ReturnBook, matched: _Matched) -> tuple[Fault, ...]:
    """Return the cells whose text looks like somebody's name; what we sent is not asked."""
    sent = {party.name for party in load_parties(session).values()}
    sent |= {party.shown for party in load_parties(session).values()}
    sent.add(get_setting(session, "partnership.name"))
    if matched.audit is not None:
        sent |= {matched.audit.title, matched.audit.purpose}
    if matched.version is not None:
        content = content_of(matched.version.content)
        sent |= {section.title for section in content.sections}
        sent |= {text for one in content.questions for text in (one.text, one.guidance)}
    ours = sorted(sent - {""}, key=len, reverse=True)
    found = []
    for sheet, row, column, text in book.every:
        rest = text
        for phrase in ours:
            rest = rest.replace(phrase, " ")
        if why := name_fault(session, rest):
            found.append(Fault(sheet, row, column, text, why))
    return tuple(found)


def _match(session: Session, book: ReturnBook, audit_id: str, agency_id: str) -> _Matched:
    marks = book.marks
    meant = session.get(Audit, audit_id) if audit_id else None
    if marks.get("program") != PROGRAM:
        return _said(session, meant, agency_id)
    audit = session.get(Audit, marks.get("audit", ""))
    version = session.get(ToolVersion, marks.get("version", ""))
    agency = marks.get("agency", "")
    if audit is None or version is None:
        why = "It is a return to an audit that is not in this store. Look where it was sent from."
        return _Matched(meant, None, "", why)
    found = _Matched(audit, version, agency)
    if meant is not None and meant.id != audit.id:
        why = f"It is a return to {audit.number}, not to {meant.number}. Choose it there."
        return replace(found, why=why)
    return replace(found, why=_why_not(session, audit, version, book, agency))


def _why_not(
    session: Session, audit: Audit, version: ToolVersion, book: ReturnBook, agency: str
) -> str:
    """Return why a return to an audit cannot count as it is, '' where it can."""
    if version.id != audit.tool_version_id:
        now = session.get(ToolVersion, audit.tool_version_id) if audit.tool_version_id else None
        asked = "no tool any more" if now is None else "another tool"
        if now is not None and now.tool_id == version.tool_id:
            asked = f"version {now.number}"
        return (
            f"It answers version {version.number} of the questions; {audit.number} asks {asked}. "
            "Send the agency the new workbook, or choose this one all the same."
        )
    if agency not in _taking_part(session, audit.id):
        return f"This agency does not take part in {audit.number}. Add it, then choose this return."
    if book.marks.get("questions") != checksum(version.content):
        return "Its hidden marks were changed. Compare it with what was sent before you choose it."
    return ""


def _said(session: Session, meant: Audit | None, agency_id: str) -> _Matched:
    """Return what a person says of a file without marks."""
    if meant is None or not agency_id or meant.tool_version_id is None:
        return _Matched(meant, None, agency_id, _NOT_OURS)
    version = session.get_one(ToolVersion, meant.tool_version_id)
    found = _Matched(meant, version, agency_id)
    if agency_id not in _taking_part(session, meant.id):
        why = f"This agency does not take part in {meant.number}. Add it, then choose this return."
        return replace(found, why=why)
    return found


def _taking_part(session: Session, audit_id: str) -> set[str]:
    query = select(AuditAgency.agency_id).where(AuditAgency.audit_id == audit_id)
    return set(session.scalars(query))


def _twice(session: Session, audit: Audit, agency_id: str, judged: Judged) -> str:
    """Say where the same agency has returned already, and in how much this one differs."""
    before = _counting(session, audit.id, agency_id)
    if before is None:
        return ""
    query = select(AuditAnswer).where(AuditAnswer.return_id == before.id)
    known = {row.question: (row.value, row.written, row.comment) for row in session.scalars(query)}
    differ = sum(
        known.get(one.question, ("", "", "")) != (one.value, one.written, one.comment)
        for one in judged.answers
    )
    how = f"It differs in {differ} answers" if differ > 1 else "It differs in 1 answer"
    how = how if differ else "All its answers are the same"
    return (
        f"This agency has returned already, on {show_date(before.received_on)} ({before.name}). "
        f"{how}. Choose which one counts."
    )


def _counting(session: Session, audit_id: str, agency_id: str) -> AuditReturn | None:
    query = select(AuditReturn).where(
        AuditReturn.audit_id == audit_id,
        AuditReturn.agency_id == agency_id,
        AuditReturn.state == TAKEN,
    )
    return session.scalars(query).first()


def _keep(
    session: Session, book: ReturnBook, on: date, matched: _Matched, judged: Judged
) -> ReturnOutcome:
    """Keep a file as it was received, with what could be read of it."""
    parties = load_parties(session)
    agency_id = matched.agency_id if matched.agency_id in parties else ""
    row = AuditReturn(id=fresh_id(session), name=book.name, received_on=on)
    row.audit_id = matched.audit.id if matched.audit else None
    row.agency_id = agency_id or None
    row.version_id = matched.version.id if matched.version else None
    row.state, row.why = SET_ASIDE if matched.why else TAKEN, matched.why
    row.faults = json.dumps([list(asdict(one).values()) for one in judged.faults])
    row.file_id = put_file(session, book.name, book.data) if book.data else None
    session.add(row)
    session.flush()
    for one in judged.answers:
        session.add(AuditAnswer(id=fresh_id(session), return_id=row.id, **asdict(one)))
    session.flush()
    return ReturnOutcome(
        book.name,
        row.state,
        row.audit_id or "",
        matched.audit.number if matched.audit else "",
        agency_id,
        parties[agency_id].shown if agency_id else "",
        row.id,
        matched.why,
        judged.faults,
        judged.blank,
        row.file_id is not None,
    )


def choose_return(session: Session, return_id: str) -> Changes:
    """Let a return that was set aside or replaced count; the one that did is replaced.

    Raises Refused where nobody can say whose it is, or it could not be read.
    """
    row = session.get_one(AuditReturn, return_id)
    answered = select(AuditAnswer.id).where(AuditAnswer.return_id == return_id)
    if row.audit_id is None or row.agency_id is None or not session.scalars(answered).first():
        raise Refused(f"{row.name} says neither audit nor agency. Bring it in again and say whose.")
    audit = session.get_one(Audit, row.audit_id)
    if row.agency_id not in _taking_part(session, row.audit_id):
        raise Refused(f"The agency does not take part in {audit.number}. Add it first.")
    version = session.get(ToolVersion, row.version_id) if row.version_id else None
    now = session.get(ToolVersion, audit.tool_version_id) if audit.tool_version_id else None
    if version is None or now is None or version.tool_id != now.tool_id:
        raise Refused(f"{row.name} answers the questions of another tool.")
    before = _counting(session, row.audit_id, row.agency_id)
    if before is not None and before.id != row.id:
        before.state = REPLACED
    row.state, row.why = TAKEN, ""
    title = session.get_one(AuditTool, now.tool_id).title
    return Changes(f"{audit.number}: {row.name} counts ({title})", CARES, return_id)


def put_aside(session: Session, return_id: str, why: str) -> Changes:
    """Let a return no longer count, with the reason. Raises Refused without one."""
    if not why.strip():
        raise Refused("Say why this return does not count.")
    row = session.get_one(AuditReturn, return_id)
    row.state, row.why = SET_ASIDE, why.strip()
    return Changes(f"{row.name} set aside", CARES, return_id)


def allow_words(session: Session, words: str) -> Changes:
    """Say that words which look like a name are none. Raises Refused where nothing is said."""
    if not words.strip():
        raise Refused("Type the words that are no name.")
    known = known_words(session) | {tidy_name(words)}
    put_setting(session, NOT_NAMES, "\n".join(sorted(known)))
    return Changes("Words added that are no name", CARES)
