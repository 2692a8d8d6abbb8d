"""The briefing of an audit in seven points: one page for those who work with families."""

from __future__ import annotations

from datetime import date

from dscp_desktop.audits.documents.parts import count_words, finding_words
from dscp_desktop.audits.documents.report import AuditRecord, title_of
from dscp_desktop.audits.rules.findings import CAME_BACK, GOOD, IMPROVEMENT
from dscp_desktop.core.days import show_date
from dscp_desktop.paper.document import Block, Bullets, Document, Heading, Paragraph

POINTS = (
    "Why we looked",
    "What we looked at",
    "What works well",
    "What needs to improve",
    "What we knew, and what came back",
    "What will be done",
    "When we look again",
)


def audit_briefing(record: AuditRecord, today: date) -> Document:
    """Return the seven points; each says so where nothing is recorded under it."""
    bodies = (
        _why(record),
        _what(record),
        _findings(record, GOOD, "No good practice is recorded."),
        _findings(record, IMPROVEMENT, "Nothing to improve is recorded."),
        _themes(record),
        _done(record),
        _again(record),
    )
    blocks: list[Block] = []
    for number, (title, body) in enumerate(zip(POINTS, bodies, strict=True), 1):
        blocks += [Heading(2, f"{number} {title}"), body]
    subtitle = f"Briefing in seven points, {show_date(today)}"
    return Document(title_of(record.audit), subtitle=subtitle, blocks=tuple(blocks))


def _why(record: AuditRecord) -> Block:
    details = record.audit.details
    said = [f"{details.purpose.strip().rstrip('.')}."] if details.purpose.strip() else []
    said += [f"Prompted by: {details.source}."] if details.source else []
    said += [f"Priority: {record.audit.priority}."] if record.audit.priority else []
    return Paragraph(" ".join(said) or "Nothing is recorded of why.")


def _what(record: AuditRecord) -> Block:
    audit, questions = record.audit, record.moderation.questions
    cases = audit.details.cases or len(record.cases)
    said = [count_words(cases, "case")] if cases else []
    said += [count_words(len(audit.agencies), "agency", "agencies")] if audit.agencies else []
    said += [count_words(len(questions), "question")] if questions else []
    if not said:
        return Paragraph("Nothing is recorded of what was looked at.")
    names = ", ".join(one.name for one in audit.agencies)
    whole = [", ".join(said) + "."] + ([f"{names}."] if names else [])
    return Paragraph(" ".join(whole))


def _findings(record: AuditRecord, kind: str, nothing: str) -> Block:
    found = tuple(finding_words(one) for one in record.findings if one.kind == kind)
    return Bullets(found) if found else Paragraph(nothing)


def _themes(record: AuditRecord) -> Block:
    items = []
    for theme in record.moderation.themes:
        if theme.state == CAME_BACK and theme.closed is not None:
            items.append(f"{theme.theme} came back: {theme.closed.words}")
        elif theme.also_in:
            items.append(f"{theme.theme} was found before, in {', '.join(theme.also_in)}.")
    return Bullets(tuple(items)) if items else Paragraph("No theme was known from before.")


def _done(record: AuditRecord) -> Block:
    items = []
    for line in record.recommendations:
        owner = line.owner_name or line.owner or "no owner yet"
        by = f", by {show_date(line.due)}" if line.due else ""
        items.append(f"{line.text} ({owner}{by})")
    return Bullets(tuple(items)) if items else Paragraph("No recommendation is recorded.")


def _again(record: AuditRecord) -> Block:
    days = sorted(
        {one.due for line in record.recommendations for one in line.reviews if not one.done_on}
    )
    made = [line.lives.difference.strip() for line in record.recommendations]
    items = [f"We ask what changed on {show_date(day)}." for day in days]
    items += [f"What changed: {words}" for words in made if words]
    return Bullets(tuple(items)) if items else Paragraph("No review is planned.")
