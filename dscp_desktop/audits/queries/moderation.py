"""The moderation of an audit as its page shows it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.audits.queries.findings import themes_of
from dscp_desktop.audits.queries.programme import get_audit
from dscp_desktop.audits.queries.settings import get_settings
from dscp_desktop.audits.queries.tools import get_version, last_agreed, last_answers
from dscp_desktop.audits.rules.moderation import (
    BLANK,
    GIVEN,
    NOT_RETURNED,
    OFF,
    CommentLine,
    GradeCell,
    Moderation,
    QuestionRow,
    open_words,
)
from dscp_desktop.audits.rules.programme import TAKEN, AgencyState
from dscp_desktop.audits.rules.tools import LaidRow, lay_out
from dscp_desktop.audits.tables import AuditAnswer, AuditGrade, AuditMove, AuditReturn
from dscp_desktop.core.days import show_day_year
from dscp_desktop.core.faults import WrongUse
from dscp_desktop.store.settings import get_setting

Key = tuple[str, str]  # agency, question


@dataclass(frozen=True, slots=True)
class _Around:
    """What the rows of questions are made with."""

    agencies: Sequence[AgencyState]
    answers: Mapping[Key, AuditAnswer]
    received: Mapping[str, date]
    moves: Mapping[Key, Sequence[AuditMove]]
    grades: Mapping[str, AuditGrade]
    last: Mapping[Key, str]
    agreed: Mapping[str, str]
    zone: ZoneInfo


def moderation_page(session: Session, audit_id: str, today: date) -> Moderation:
    """Return every question with each agency's grade and the agreed one.

    An audit without a tool has no questions. Raises WrongUse where there is no such audit.
    """
    audit = get_audit(session, audit_id, today)
    if audit is None:
        raise WrongUse("There is no such audit.")
    if not audit.tool_version_id:
        themes = themes_of(session, audit_id)
        return Moderation(audit, "", get_settings(session).scale, audit.agencies, (), themes)
    version = get_version(session, audit.tool_version_id)
    title, around = _around(session, audit_id, audit.agencies)
    laid = [row for row in lay_out(version.content) if row.question is not None]
    questions = tuple(_row(row, around) for row in laid)
    return Moderation(
        audit=audit,
        version_words=f"{version.title}, {version.words}",
        scale=version.content.scale,
        agencies=audit.agencies,
        questions=questions,
        themes=themes_of(session, audit_id),
        last=title,
        open=open_words(audit.agencies, questions),
    )


def _around(
    session: Session, audit_id: str, agencies: Sequence[AgencyState]
) -> tuple[str, _Around]:
    query = select(AuditAnswer, AuditReturn.agency_id, AuditReturn.received_on)
    query = query.join(AuditReturn, AuditReturn.id == AuditAnswer.return_id)
    query = query.where(AuditReturn.audit_id == audit_id, AuditReturn.state == TAKEN)
    answers, received = dict[Key, AuditAnswer](), dict[str, date]()
    for row, agency_id, on in session.execute(query):
        answers[agency_id or "", row.question] = row
        received[agency_id or ""] = on
    moves: dict[Key, list[AuditMove]] = defaultdict(list)
    told = select(AuditMove).where(AuditMove.audit_id == audit_id).order_by(AuditMove.id)
    for move in session.scalars(told):
        moves[move.agency_id, move.question].append(move)
    grades = session.scalars(select(AuditGrade).where(AuditGrade.audit_id == audit_id))
    title, agreed = last_agreed(session, audit_id)
    return title, _Around(
        agencies,
        answers,
        received,
        moves,
        {row.question: row for row in grades},
        last_answers(session, audit_id),
        agreed,
        ZoneInfo(get_setting(session, "partnership.zone", "Europe/London")),
    )


def _row(row: LaidRow, around: _Around) -> QuestionRow:
    question = row.question
    assert question is not None
    cells = tuple(_cell(agency, question.id, around) for agency in around.agencies)
    grade = around.grades.get(question.id)
    moved = {cell.agency_id for cell in cells if around.moves.get((cell.agency_id, question.id))}
    return QuestionRow(
        id=question.id,
        number=row.number,
        section=row.section,
        text=question.text,
        kind=question.kind,
        cells=cells,
        agreed=grade.value if grade else "",
        reason=grade.reason if grade else "",
        agreed_by=grade.by if grade else "",
        agreed_at=grade.at.astimezone(around.zone) if grade else None,
        moved_by=tuple(one.name for one in around.agencies if one.id in moved),
        comments=_comments(question.id, around),
        last_agreed=around.agreed.get(question.id, ""),
    )


def _cell(agency: AgencyState, question: str, around: _Around) -> GradeCell:
    key = (agency.id, question)
    last = around.last.get(key, "")
    answer, moves = around.answers.get(key), around.moves.get(key, ())
    if agency.id not in around.received:
        return GradeCell(agency.id, state=NOT_RETURNED, last=last)
    own = answer.value if answer else ""
    written = answer.written if answer else ""
    if moves:
        return GradeCell(agency.id, moves[-1].after, moves[0].before, GIVEN, written, last)
    state = GIVEN if own else OFF if written else BLANK
    return GradeCell(agency.id, own, "", state, written, last)


def _comments(question: str, around: _Around) -> tuple[CommentLine, ...]:
    """Return the moves of a question first, then what the returns said."""
    moves, said = [], []
    for agency in around.agencies:
        key = (agency.id, question)
        for one in around.moves.get(key, ()):
            at = one.at.astimezone(around.zone)
            when = f"{show_day_year(at.date())}, {at:%H:%M}"
            moves.append(
                CommentLine(
                    agency.id, agency.name, one.why, one.before, one.after, one.by, at, when
                )
            )
        answer = around.answers.get(key)
        if answer is not None and answer.comment:
            when = f"Return of {show_day_year(around.received[agency.id])}"
            said.append(
                CommentLine(agency.id, agency.name, answer.comment, answer.value, when=when)
            )
    moves.sort(key=lambda one: one.when if one.at is None else one.at.isoformat())
    return (*moves, *said)
