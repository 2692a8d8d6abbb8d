"""The sample's audits: a programme, one that was reported, one planned, one in moderation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from dscp_desktop.audits.commands.asking import mark_sent
from dscp_desktop.audits.commands.cases import choose_case
from dscp_desktop.audits.commands.findings import add_finding
from dscp_desktop.audits.commands.moderation import agree_grade, move_grade
from dscp_desktop.audits.commands.programme import (
    add_audit,
    agree_programme,
    keep_programme,
    mark_reported,
)
from dscp_desktop.audits.commands.returns import take_returns
from dscp_desktop.audits.commands.tools import add_tool, issue_version, use_version
from dscp_desktop.audits.queries.settings import get_settings, report_group_id
from dscp_desktop.audits.queries.tools import get_version, sendings
from dscp_desktop.audits.rules.findings import FindingDetails
from dscp_desktop.audits.rules.programme import AuditDetails
from dscp_desktop.audits.rules.returns import PROGRAM, ReturnBook
from dscp_desktop.audits.rules.settings import DONE, MULTI
from dscp_desktop.audits.rules.tools import (
    ANSWER,
    COMMENT,
    QUESTION,
    Question,
    Section,
    Sending,
    ToolContent,
    checksum,
    content_text,
    lay_out,
)
from dscp_desktop.core.periods import year_of
from dscp_desktop.partnership.queries.parties import load_names

Day = Callable[[str], date]


def add_audits(session: Session, entry: Mapping[str, Any], day: Day, today: date) -> None:
    """Put the programme and its audits into a new store; dates are moved by `day`."""
    year, settings = year_of(today), get_settings(session)
    kind = next(one.name for one in settings.kinds if one.way == MULTI)
    done = [one.name for one in settings.statuses if one.stage == DONE]
    keep_programme(session, year, entry["programme"]["note"])
    group = report_group_id(session)
    if group:
        agreed = day(entry["programme"]["agreed_on"])
        agree_programme(session, year, group, None, agreed)
    session.flush()
    told = entry["reported"]
    for part, status in ((told, done[-1]), (entry["planned"], "")):
        audit = _add(session, year, kind, part, status, ())
        for one in part.get("finding", ()):
            add_finding(session, audit, FindingDetails(one["kind"], one["text"], one["theme"]))
            session.flush()
        if "on" in part:
            mark_reported(session, audit, None, day(part["on"]))
    _add_moderated(session, entry, day, year, kind)


def _add(
    session: Session, year: str, kind: str, said: Mapping[str, Any], status: str, agencies: Any
) -> str:
    names = ("source", "lead", "purpose", "legal_basis", "quarter", "cases")
    more = {name: said[name] for name in names if name in said}
    details = AuditDetails(year, said["title"], kind, status=status, agencies=agencies, **more)
    audit_id = str(add_audit(session, details).result)
    session.flush()
    return audit_id


def _add_moderated(
    session: Session, entry: Mapping[str, Any], day: Day, year: str, kind: str
) -> None:
    said, tool = entry["moderated"], entry["tool"]
    names = load_names(session)
    parties = [names.party(name) for name in said["agencies"]]
    agencies = tuple(party.id for party in parties if party)
    audit = _add(session, year, kind, said, "", agencies)
    version = str(add_tool(session, tool["title"], _content(session, tool)).result)
    issue_version(session, version, day(tool["issued"]))
    use_version(session, audit, version)
    mark_sent(session, audit, day(said["sent"]))
    session.flush()
    grades = [row for _, part in tool["sections"] for _, row in part]
    books = tuple(
        _book(sending, [row[at] for row in grades], at, said["comments"])
        for at, sending in enumerate(sendings(session, audit)[: len(grades[0])])
    )
    take_returns(session, books, day(said["came"]), audit)
    session.flush()
    ids = [one.id for one in get_version(session, version).content.questions]
    for number, at, after, by, why in said["moves"]:
        move_grade(session, audit, ids[number - 1], agencies[at], after, by, why)
        session.flush()
    for number, grade, reason in said["agreed"]:
        agree_grade(session, audit, ids[number - 1], grade, reason, "the panel")
    for one in said["finding"]:
        asked = (ids[one["question"] - 1],)
        details = FindingDetails(one["kind"], one["text"], one["theme"], asked)
        add_finding(session, audit, details)
        session.flush()
    choose_case(session, audit, *said["case"])


def _content(session: Session, tool: Mapping[str, Any]) -> ToolContent:
    sections = tuple(
        Section(title, tuple(Question("", text) for text, _ in part))
        for title, part in tool["sections"]
    )
    return ToolContent(get_settings(session).scale, sections)


def _book(sending: Sending, said: list[str], at: int, comments: Any) -> ReturnBook:
    """Return what an agency sent back, as it is read from its workbook; '-' is left blank."""
    cells = {}
    for row in lay_out(sending.content):
        if row.question is None:
            continue
        cells[row.row, 1] = str(row.number)
        cells[row.row, QUESTION] = row.question.text
        cells[row.row, ANSWER] = said[row.number - 1].strip("-")
        for number, agency, words in comments:
            if (number, agency) == (row.number, at):
                cells[row.row, COMMENT] = words
    marks = {
        "program": PROGRAM,
        "audit": sending.audit_id,
        "version": sending.version_id,
        "agency": sending.agency_id,
        "questions": checksum(content_text(sending.content)),
    }
    return ReturnBook(f"{sending.file_name}.xlsx", b"", marks, cells)
