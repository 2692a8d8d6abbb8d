"""The sample's audits: a programme, one that was reported, one planned, one in moderation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from dscp_desktop.actions.commands.lives import close_at
from dscp_desktop.app.sample.county import County
from dscp_desktop.app.sample.lives import review_actions
from dscp_desktop.audits.commands.asking import mark_sent
from dscp_desktop.audits.commands.cases import choose_case
from dscp_desktop.audits.commands.findings import add_finding, add_recommendation
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
from dscp_desktop.audits.rules.findings import FindingDetails, RecommendationDetails
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
from dscp_desktop.audits.tables import AuditRecommendation
from dscp_desktop.partnership.queries.parties import load_names
from dscp_desktop.priorities.queries.plans import list_plans

Day = Callable[[str], date]
_NEW_PLAN = "2023-24"  # from this year on, audits are about the present plan


def add_audits(session: Session, county: County) -> None:
    """Put in the programmes of three years, and their audits."""
    entry, day, settings = county.audits, county.day, get_settings(session)
    year = county.year("2023-24")
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
    for more in range(county.times):
        for part in county.years["audit"]:
            _add_earlier(session, county, part, kind, done[-1], f" ({more + 1})" if more else "")
    for named in ("2021-22", "2022-23"):
        keep_programme(session, county.year(named), county.years["full"]["programme"])
        if group:
            agreed = day(f"{named[:4]}-04-22")
            agree_programme(session, county.year(named), group, None, agreed)
        session.flush()


def _add_earlier(
    session: Session, county: County, said: Mapping[str, Any], kind: str, done: str, more: str
) -> None:
    """Put in an audit of the years before: what was found, and what was recommended."""
    reported = county.day(said["on"]) if "on" in said else None
    told = {**said, "title": said["title"] + more}
    audit = _add(session, county.year(said["year"]), kind, told, done if reported else "", ())
    for finding in said.get("finding", ()):
        add_finding(session, audit, FindingDetails(*finding))
        session.flush()
    if reported is None:
        return
    mark_reported(session, audit, county.meetings.get(("PLG", reported)), reported)
    for text, owner, due, is_done in said["recommend"]:
        _recommend(session, county, audit, reported, (text, owner, county.day(due), is_done))


def _recommend(
    session: Session, county: County, audit: str, on: date, said: tuple[str, str, date, bool]
) -> None:
    """Make a recommendation, and say how its action went on."""
    text, owner, due, is_done = said
    details = RecommendationDetails(
        text, county.party(owner), due=due, raised_on=on, counts_from=on
    )
    made = add_recommendation(session, audit, details)
    session.flush()
    row = session.get_one(AuditRecommendation, str(made.result))
    if is_done:
        close_at(session, row.action_id, None, due - timedelta(days=6))
    review_actions(session, county, row.action_id, "PLG")


def _add(
    session: Session, year: str, kind: str, said: Mapping[str, Any], status: str, agencies: Any
) -> str:
    names = ("source", "lead", "purpose", "legal_basis", "quarter", "cases")
    more = {name: said[name] for name in names if name in said}
    plans = list_plans(session)
    plan = plans[0] if "year" in said and said["year"] < _NEW_PLAN else plans[-1]
    for priority in plan.priorities:
        if priority.number == said.get("priority"):
            lines = [one.id for one in priority.outcomes if one.number in said["outcomes"]]
            more |= {"priority_id": priority.id, "outcomes": tuple(lines)}
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
