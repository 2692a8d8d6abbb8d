"""The report of an audit: what was asked of whom, what was agreed and why, and what follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dscp_desktop.audits.documents.parts import (
    count_words,
    findings_blocks,
    plain_rows,
    recommendations_table,
    themes_table,
)
from dscp_desktop.audits.rules.findings import FindingLine, RecommendationLine
from dscp_desktop.audits.rules.moderation import (
    BLANK,
    NOT_RETURNED,
    CommentLine,
    GradeCell,
    Moderation,
    QuestionRow,
)
from dscp_desktop.audits.rules.programme import AgencyState, AuditLine, CaseLine
from dscp_desktop.audits.rules.tools import TEXT
from dscp_desktop.core.days import show_date
from dscp_desktop.paper.document import (
    Block,
    Bullets,
    Cell,
    Column,
    Document,
    Facts,
    Heading,
    Paragraph,
    Row,
    Table,
)

ACROSS = 12  # questions that stand side by side in one table of grades


@dataclass(frozen=True, slots=True)
class AuditRecord:
    """All that papers about one audit are made of."""

    moderation: Moderation
    findings: tuple[FindingLine, ...]
    recommendations: tuple[RecommendationLine, ...]
    cases: tuple[CaseLine, ...]

    @property
    def audit(self) -> AuditLine:
        """The audit itself."""
        return self.moderation.audit


def audit_report(record: AuditRecord, today: date) -> Document:
    """Return the report of an audit as it stands on a day."""
    audit, moderation = record.audit, record.moderation
    numbers = {one.id: one.number for one in moderation.questions}
    blocks: list[Block] = [
        Paragraph(f"Position at {show_date(today)}. {position_words(audit)}.", small=True),
        Facts(_facts(audit, moderation)),
        *_collected(audit),
        *_cases(record.cases, audit),
        *_returns(audit.agencies),
        *_agreed(moderation),
        *_grades(moderation),
        *_moves(moderation),
        *_said(moderation),
        *findings_blocks(record.findings),
    ]
    if moderation.themes:
        blocks += [Heading(2, "Themes"), themes_table(moderation.themes, numbers)]
    blocks.append(Heading(2, "Recommendations"))
    if record.recommendations:
        blocks.append(recommendations_table(record.recommendations))
    else:
        blocks.append(Paragraph("No recommendation is recorded."))
    if audit.left_open:
        blocks.append(Heading(2, "Open when moderation was finished"))
        blocks.append(Bullets(audit.left_open))
    return Document(title_of(audit), subtitle=_subtitle(audit), blocks=tuple(blocks))


def title_of(audit: AuditLine) -> str:
    """Return 'MA2: Risk factors'."""
    return f"{audit.number}: {audit.details.title}" if audit.number else audit.details.title


def _subtitle(audit: AuditLine) -> str:
    return f"{audit.details.kind} audit, {audit.details.year}"


def position_words(audit: AuditLine) -> str:
    """Return how far an audit is, in one sentence without its full stop."""
    if audit.reported_on:
        return f"Reported on {show_date(audit.reported_on)}"
    if audit.moderated_on:
        return f"Moderation was finished on {show_date(audit.moderated_on)}"
    return audit.returned_words or audit.details.status or "Planned"


def _facts(audit: AuditLine, moderation: Moderation) -> tuple[tuple[str, str], ...]:
    details = audit.details
    cases = "Not set" if details.cases is None else str(details.cases)
    found = [
        ("Prompted by", details.source or "Not said"),
        ("Quarter", str(details.quarter) if details.quarter else "Not set"),
        ("Lead", details.lead or "Not set"),
        ("Cases", cases),
        ("Priority", audit.priority or "None chosen"),
        ("Agencies", audit.returned_words or "None chosen"),
        ("Tool", audit.tool or "None chosen"),
    ]
    if audit.moderated_on:
        panel = f", by a panel of {audit.panel}" if audit.panel else ""
        found.append(("Moderated", f"{show_date(audit.moderated_on)}{panel}"))
    if audit.reported_on:
        found.append(("Reported", show_date(audit.reported_on)))
    if moderation.last:
        found.append(("Asked before", moderation.last))
    return tuple(found)


def _collected(audit: AuditLine) -> list[Block]:
    details = audit.details
    pairs = (
        ("Purpose", details.purpose),
        ("Legal basis", details.legal_basis),
        ("Sharing agreement", details.sharing_agreement),
    )
    said = tuple((label, text or "Not recorded") for label, text in pairs)
    return [Heading(2, "What was shared, and why"), Facts(said, columns=1)]


def _cases(cases: Sequence[CaseLine], audit: AuditLine) -> list[Block]:
    if not cases:
        return []
    drawn = sum(bool(case.draw_id) for case in cases)
    chosen = len(cases) - drawn
    parts = [f"{drawn} drawn at random from a frozen list"] if drawn else []
    parts += [f"{chosen} chosen with a reason"] if chosen else []
    words = f"{count_words(len(cases), 'case')}: {' and '.join(parts)}."
    if audit.details.cases is not None and audit.details.cases != len(cases):
        words += f" The programme says {audit.details.cases}."
    columns = (Column("Reference", width=2), Column("Kind", width=3), Column("How", width=6))
    rows = ((one.ref, one.stratum or "–", one.reason or "Drawn") for one in cases)
    return [
        Heading(2, "Cases"),
        Paragraph(words),
        Table(columns, plain_rows(rows), head_column=0),
    ]


def _returns(agencies: Sequence[AgencyState]) -> list[Block]:
    if not agencies:
        return []
    columns = (
        Column("Agency", width=4),
        Column("Due", width=2.2),
        Column("Received", width=2.2),
        Column("What came back", width=2.6),
    )
    rows = (
        (
            one.name,
            show_date(one.due) if one.due else "Not set",
            show_date(one.received_on) if one.received_on else "–",
            _came_words(one),
        )
        for one in agencies
    )
    return [Heading(2, "Returns"), Table(columns, plain_rows(rows), head_column=0)]


def _came_words(agency: AgencyState) -> str:
    if agency.late and not agency.is_in:
        return f"■ {agency.words}, {count_words(agency.late, 'working day')} late"
    return f"{'✓' if agency.state in ('full', 'by hand') else '○'} {agency.words}"


def _agreed(moderation: Moderation) -> list[Block]:
    asked = [one for one in moderation.questions if one.kind != TEXT]
    if not asked:
        return []
    columns = (
        Column("No.", align="right", width=0.8),
        Column("Question", width=4.4),
        Column("Agencies say", width=2),
        Column("Agreed", width=2.4),
        Column("Why", width=4),
    )
    words = {grade.letter: f"{grade.letter} {grade.words}" for grade in moderation.scale}
    rows: list[Row] = []
    section = ""
    for one in asked:
        if one.section != section:
            section = one.section
            rows.append(Row((Cell(section),), kind="section"))
        spread = ", ".join(f"{count} {value}" for value, count in one.spread)
        before = f"Last time {one.last_agreed}" if one.last_agreed else ""
        agreed = words.get(one.agreed, one.agreed) or "○ Not agreed"
        rows.append(
            Row(
                (
                    Cell(str(one.number)),
                    Cell(one.text),
                    Cell(spread or "No answer"),
                    Cell(agreed, below=before, bold=bool(one.agreed)),
                    Cell(one.reason, below=one.agreed_by),
                )
            )
        )
    table = Table(columns, tuple(rows), head_column=1)
    intro = f"{moderation.agreed_words}. A grade is agreed with a reason, never an average."
    return [Heading(2, "What was agreed"), Paragraph(intro), table]


def _grades(moderation: Moderation) -> list[Block]:
    """Return the grades of each agency: agencies down, numbers of questions across."""
    asked = [one for one in moderation.questions if one.kind != TEXT]
    if not asked or not moderation.agencies:
        return []
    scale = ", ".join(f"{grade.letter} {grade.words}" for grade in moderation.scale)
    keys = f"{scale}. R → I: moved in moderation. – left blank. Empty rows were not returned."
    found: list[Block] = [Heading(2, "Grades of each agency"), Paragraph(keys, small=True)]
    for start in range(0, len(asked), ACROSS):
        part = asked[start : start + ACROSS]
        heads = tuple(Column(str(one.number), width=1) for one in part)
        rows = tuple(
            Row((Cell(agency.name), *(_cell(one.cells[at]) for one in part)))
            for at, agency in enumerate(moderation.agencies)
        )
        caption = f"Questions {part[0].number} to {part[-1].number}" if part[1:] else ""
        columns = (Column("Agency", width=3.4), *heads)
        found.append(Table(columns, rows, caption=caption, head_column=0))
    return found


def _cell(cell: GradeCell) -> Cell:
    if cell.state == NOT_RETURNED:
        return Cell("")
    if cell.was_moved:
        return Cell(f"{cell.moved_from} → {cell.value}", bold=True)
    return Cell("–" if cell.state == BLANK else cell.value or cell.written)


def _moves(moderation: Moderation) -> list[Block]:
    rows = [
        (str(one.number), said.agency, f"{said.before} → {said.after}", said.by, said.text)
        for one in moderation.questions
        for said in one.comments
        if said.at is not None
    ]
    if not rows:
        return []
    columns = (
        Column("Question", align="right", width=1.4),
        Column("Agency", width=3),
        Column("Moved", width=1.4),
        Column("By", width=2.6),
        Column("Why", width=4.6),
    )
    return [Heading(2, "Grades that were moved"), Table(columns, plain_rows(rows), head_column=1)]


def _said(moderation: Moderation) -> list[Block]:
    found: list[Block] = []
    names = {one.id: one.name for one in moderation.agencies}
    for one in moderation.questions:
        items = [f"{names[c.agency_id]}: {c.value}" for c in _words_of(one)]
        items += [_comment(said) for said in one.comments if said.at is None]
        if items:
            found += [Heading(3, f"{one.number}. {one.text}"), Bullets(tuple(items))]
    return [Heading(2, "What the returns say"), *found] if found else []


def _words_of(one: QuestionRow) -> list[GradeCell]:
    return [cell for cell in one.cells if cell.value] if one.kind == TEXT else []


def _comment(said: CommentLine) -> str:
    return f"{said.agency}: {said.text}"
