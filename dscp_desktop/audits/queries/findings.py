"""Findings, recommendations and themes, as values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.actions.queries.lives import get_lives
from dscp_desktop.actions.queries.log import find_by_ids
from dscp_desktop.actions.rules.lives import Lives
from dscp_desktop.actions.rules.log import ActionLine
from dscp_desktop.actions.tables import Action
from dscp_desktop.audits.queries.programme import day_of, number_key
from dscp_desktop.audits.rules.findings import (
    Closed,
    FindingLine,
    RecommendationLine,
    ReviewPair,
    Standing,
    ThemeLine,
    ThemeRow,
    ThemeState,
    rule_date,
    theme_rows,
    theme_states,
)
from dscp_desktop.audits.tables import (
    Audit,
    AuditFinding,
    AuditRecommendation,
    AuditReviewDate,
    AuditTheme,
)
from dscp_desktop.core.names import near_names, tidy_name

COMPLETE = "complete"


def list_themes(session: Session) -> tuple[ThemeLine, ...]:
    """Return the themes by title, and how many findings stand under each."""
    query = select(AuditFinding.theme_id).where(AuditFinding.theme_id.is_not(None))
    count = Counter(session.scalars(query))
    rows = session.scalars(select(AuditTheme)).all()
    lines = [ThemeLine(row.id, row.title, count[row.id]) for row in rows]
    return tuple(sorted(lines, key=lambda line: (line.title.casefold(), line.id)))


def find_theme(session: Session, title: str) -> AuditTheme | None:
    """Return the theme of exactly this title, None where there is none."""
    wanted = tidy_name(title)
    rows = session.scalars(select(AuditTheme).order_by(AuditTheme.id))
    return next((row for row in rows if tidy_name(row.title) == wanted), None)


def near_themes(session: Session, title: str) -> tuple[str, ...]:
    """Return the themes that look like a title that none has: asked about, never taken."""
    if find_theme(session, title) is not None:
        return ()
    return near_names(title, session.scalars(select(AuditTheme.title).order_by(AuditTheme.title)))


def findings_of(session: Session, audit_id: str = "") -> tuple[FindingLine, ...]:
    """Return the findings of an audit, or of all, in their order."""
    query = select(AuditFinding, AuditTheme.title)
    query = query.outerjoin(AuditTheme, AuditTheme.id == AuditFinding.theme_id)
    if audit_id:
        query = query.where(AuditFinding.audit_id == audit_id)
    query = query.order_by(AuditFinding.audit_id, AuditFinding.position, AuditFinding.id)
    return tuple(
        FindingLine(
            row.id,
            row.audit_id,
            row.kind,
            row.text,
            row.theme_id or "",
            title or "",
            tuple(row.questions.split()),
        )
        for row, title in session.execute(query)
    )


def recommendations_of(
    session: Session, audit_id: str, today: date
) -> tuple[RecommendationLine, ...]:
    """Return the recommendations of an audit, or of all where it is '', with their actions."""
    query = select(AuditRecommendation, Audit.number, Action)
    query = query.join(Audit, Audit.id == AuditRecommendation.audit_id)
    query = query.join(Action, Action.id == AuditRecommendation.action_id)
    if audit_id:
        query = query.where(AuditRecommendation.audit_id == audit_id)
    query = query.order_by(AuditRecommendation.position, AuditRecommendation.id)
    years = dict(session.execute(select(Audit.id, Audit.year)).all())
    rows = sorted(
        session.execute(query).all(),
        key=lambda each: (years[each[0].audit_id], number_key(each[1])),
    )
    ids = [action.id for _, _, action in rows]
    lines = {line.id: line for line in find_by_ids(session, ids, today)}
    titles = dict(session.execute(select(AuditTheme.id, AuditTheme.title)).all())
    given = _given(session)
    return tuple(
        _recommendation(
            row,
            number,
            lines[action.id],
            get_lives(session, action),
            given,
            titles.get(row.theme_id or "", ""),
        )
        for row, number, action in rows
    )


def _recommendation(
    row: AuditRecommendation,
    number: str,
    action: ActionLine,
    lives: Lives,
    given: Mapping[tuple[str, int], date],
    theme: str,
) -> RecommendationLine:
    counts_from = row.counts_from or action.first_due
    reviews = tuple(
        ReviewPair(
            one.months,
            one.due,
            given.get((row.id, one.months)),
            rule_date(counts_from, one.months),
            one.done_on,
            one.found,
        )
        for one in lives.reviews
    )
    return RecommendationLine(
        id=row.id,
        audit_id=row.audit_id,
        audit=number,
        text=row.text,
        action_id=action.id,
        action=action.number,
        action_text=action.text,
        owner=action.owner,
        owner_name=action.owner_name,
        due=action.due,
        status=action.status,
        lives=lives,
        reviews=reviews,
        theme_id=row.theme_id or "",
        theme=theme,
    )


def _given(session: Session) -> Mapping[tuple[str, int], date]:
    rows = session.scalars(select(AuditReviewDate))
    return {(row.recommendation_id, row.months): row.on for row in rows}


def standings(session: Session) -> tuple[Standing, ...]:
    """Return every audit as themes are told by."""
    rows = session.scalars(select(Audit))
    return tuple(Standing(row.id, row.number, row.year, day_of(row)) for row in rows)


def closed_actions(session: Session) -> tuple[Closed, ...]:
    """Return the actions of recommendations under a theme that were closed as done, with their day.

    One whose day nobody recorded cannot be put in order, and is left out.
    """
    query = select(AuditRecommendation, Action)
    query = query.join(Action, Action.id == AuditRecommendation.action_id)
    query = query.where(
        AuditRecommendation.theme_id.is_not(None),
        Action.status == COMPLETE,
        Action.done_on.is_not(None),
    )
    return tuple(
        Closed(row.theme_id or "", row.audit_id, action.id, action.number, action.done_on)
        for row, action in session.execute(query)
        if action.done_on is not None
    )


def themes_of(session: Session, audit_id: str) -> tuple[ThemeState, ...]:
    """Return the themes of an audit: new, known, or come back after they were closed."""
    audits = standings(session)
    mine = next((one for one in audits if one.id == audit_id), None)
    if mine is None:
        return ()
    return theme_states(mine, findings_of(session), audits, closed_actions(session))


def theme_table(session: Session, years: Sequence[str] = ()) -> tuple[ThemeRow, ...]:
    """Return the themes over some years, or over all that have audits, the oldest first."""
    audits = standings(session)
    wanted: Collection[str] = years or {one.year for one in audits}
    return theme_rows(sorted(wanted), audits, findings_of(session), closed_actions(session))
