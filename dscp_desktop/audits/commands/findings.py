"""What a person can do to findings, themes and recommendations."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dscp_desktop.actions.commands.lives import plan_reviews
from dscp_desktop.actions.commands.log import add_action
from dscp_desktop.actions.rules.log import BY_DATE, ActionDetails
from dscp_desktop.actions.rules.origins import ORIGIN
from dscp_desktop.audits.queries.findings import find_theme, near_themes
from dscp_desktop.audits.queries.settings import CARES, get_settings, report_group_id
from dscp_desktop.audits.rules.findings import (
    FINDING_KINDS,
    FindingDetails,
    RecommendationDetails,
)
from dscp_desktop.audits.tables import (
    Audit,
    AuditFinding,
    AuditRecommendation,
    AuditReviewDate,
    AuditTheme,
)
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Refused
from dscp_desktop.store.session import fresh_id
from dscp_desktop.store.tables import Link


def add_finding(session: Session, audit_id: str, details: FindingDetails) -> Changes:
    """Add a finding below the others; the result is its id. Raises Refused where it is empty."""
    audit = session.get_one(Audit, audit_id)
    row = AuditFinding(id=fresh_id(session), audit_id=audit_id)
    row.position = next_place(session, AuditFinding, audit_id)
    _put(session, row, details)
    session.add(row)
    return Changes(f"{audit.number}: finding added", CARES, row.id)


def change_finding(session: Session, finding_id: str, details: FindingDetails) -> Changes:
    """Change a finding. Raises Refused where it would be empty."""
    row = session.get_one(AuditFinding, finding_id)
    _put(session, row, details)
    number = session.get_one(Audit, row.audit_id).number
    return Changes(f"{number}: finding changed", CARES, finding_id)


def remove_finding(session: Session, finding_id: str) -> Changes:
    """Take out a finding that was entered by mistake."""
    row = session.get_one(AuditFinding, finding_id)
    number = session.get_one(Audit, row.audit_id).number
    session.delete(row)
    return Changes(f"{number}: finding taken out", CARES, row.audit_id)


def _put(session: Session, row: AuditFinding, details: FindingDetails) -> None:
    if details.kind not in FINDING_KINDS:
        raise Refused(f"A finding is one of: {', '.join(FINDING_KINDS)}.")
    if not details.text.strip():
        raise Refused("Type what was found.")
    row.kind, row.text = details.kind, details.text.strip()
    row.theme_id = ensure_theme(session, details.theme)
    row.questions = " ".join(dict.fromkeys(details.questions))
    if len(row.questions) > 2000:
        raise Refused("A finding names at most 50 questions.")


def next_place(
    session: Session, table: type[AuditFinding] | type[AuditRecommendation], audit_id: str
) -> int:
    """Return the place below the last line of an audit."""
    last = select(func.max(table.position)).where(table.audit_id == audit_id)
    return (session.scalar(last) or 0) + 1


def ensure_theme(session: Session, title: str) -> str | None:
    """Return the theme of a title, added where no theme has it; None for no title."""
    if not title.strip():
        return None
    found = find_theme(session, title)
    return (found or new_theme(session, title)).id


def new_theme(session: Session, title: str) -> AuditTheme:
    """Add a theme that nobody had; the caller has looked."""
    row = AuditTheme(id=fresh_id(session), title=" ".join(title.split()))
    session.add(row)
    session.flush()
    return row


def add_theme(session: Session, title: str, *, although_near: bool = False) -> Changes:
    """Add a theme to the list. Raises Refused where it is there, or one looks like it.

    With `although_near` somebody has seen the near ones and wants it all the same.
    """
    if not title.strip():
        raise Refused("Type the theme.")
    known = find_theme(session, title)
    if known is not None:
        raise Refused(f"{known.title} is a theme already.")
    near = near_themes(session, title)
    if near and not although_near:
        raise Refused(f"Perhaps you mean {' or '.join(near)}. Choose it, or add this one as well.")
    row = new_theme(session, title)
    return Changes(f"Theme added: {row.title}", CARES, row.id)


def rename_theme(session: Session, theme_id: str, title: str) -> Changes:
    """Give a theme another title. Raises Refused where it is empty or another theme's."""
    row, plain = session.get_one(AuditTheme, theme_id), " ".join(title.split())
    if not plain:
        raise Refused("Type the theme.")
    known = find_theme(session, plain)
    if known is not None and known.id != theme_id:
        raise Refused(f"{known.title} is a theme already. Put the two together instead.")
    row.title = plain
    return Changes(f"Theme renamed: {plain}", CARES, theme_id)


def merge_themes(session: Session, theme_id: str, into_id: str) -> Changes:
    """Put all that stands under one theme under another, and take the first from the list."""
    if theme_id == into_id:
        raise Refused("Choose another theme to put it under.")
    row, into = session.get_one(AuditTheme, theme_id), session.get_one(AuditTheme, into_id)
    findings = select(AuditFinding).where(AuditFinding.theme_id == theme_id)
    made = select(AuditRecommendation).where(AuditRecommendation.theme_id == theme_id)
    lines: list[AuditFinding | AuditRecommendation] = [
        *session.scalars(findings),
        *session.scalars(made),
    ]
    for line in lines:
        line.theme_id = into_id
    session.flush()
    session.delete(row)
    return Changes(f"Theme {row.title} put under {into.title}", CARES, into_id)


def add_recommendation(session: Session, audit_id: str, details: RecommendationDetails) -> Changes:
    """Add a recommendation: it becomes an action of the group that audits report to.

    Reviews are planned so many months from `counts_from`, as the profile says where no months
    are given. The result is its id. Raises Refused as the action log does.
    """
    audit = session.get_one(Audit, audit_id)
    group_id = details.group_id or report_group_id(session, audit_id)
    action = ActionDetails(
        details.text,
        details.owner_id,
        details.owner_role,
        details.raised_on,
        due_rule=BY_DATE,
        due=details.due,
    )
    row = new_recommendation(session, audit_id, group_id, action, details.theme)
    row.counts_from = details.counts_from
    if details.counts_from is not None:
        months = details.months or get_settings(session).review_months
        plan_reviews(session, row.action_id, details.counts_from, months)
    return Changes(f"{audit.number}: recommendation added", CARES, row.id)


def new_recommendation(
    session: Session,
    audit_id: str,
    group_id: str,
    action: ActionDetails,
    theme: str = "",
    action_id: str = "",
) -> AuditRecommendation:
    """Add a recommendation and its action, linked to both the recommendation and its audit.

    `action_id` is an action that the log has already and that is this one's.
    """
    row = AuditRecommendation(id=fresh_id(session), audit_id=audit_id, text=action.text.strip())
    row.position = next_place(session, AuditRecommendation, audit_id)
    row.theme_id = ensure_theme(session, theme)
    row.action_id = action_id or str(add_action(session, group_id, action, origin_id=row.id).result)
    session.add(row)
    if action_id:
        link = {"from_id": action_id, "to_id": row.id, "role": ORIGIN}
        session.add(Link(id=fresh_id(session), **link))
    more = {"from_id": row.action_id, "to_id": audit_id, "role": ORIGIN}
    session.add(Link(id=fresh_id(session), **more))
    session.flush()
    return row


def change_recommendation(
    session: Session, recommendation_id: str, text: str, theme: str = ""
) -> Changes:
    """Change the words of a recommendation, and its theme; those of its action stay as they are.

    Raises Refused where it would be empty.
    """
    row = session.get_one(AuditRecommendation, recommendation_id)
    if not text.strip():
        raise Refused("Type what is recommended.")
    row.text, row.theme_id = text.strip(), ensure_theme(session, theme)
    number = session.get_one(Audit, row.audit_id).number
    return Changes(f"{number}: recommendation changed", CARES, row.id)


def remove_recommendation(session: Session, recommendation_id: str) -> Changes:
    """Take out a recommendation; its action stays in the log and still names the audit."""
    row = session.get_one(AuditRecommendation, recommendation_id)
    number = session.get_one(Audit, row.audit_id).number
    dates = select(AuditReviewDate).where(AuditReviewDate.recommendation_id == row.id)
    links = select(Link).where(Link.to_id == row.id)
    lines: Sequence[AuditReviewDate | Link] = [*session.scalars(dates), *session.scalars(links)]
    for line in lines:
        session.delete(line)
    session.delete(row)
    return Changes(f"{number}: recommendation taken out", CARES, row.audit_id)
