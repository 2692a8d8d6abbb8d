"""The tables that several papers about audits share: values in, parts of a paper out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dscp_desktop.audits.rules.findings import (
    CAME_BACK,
    GOOD,
    IMPROVEMENT,
    FindingLine,
    RecommendationLine,
    ReviewPair,
    ThemeState,
)
from dscp_desktop.audits.rules.programme import AuditLine
from dscp_desktop.audits.rules.settings import DONE, PLANNED
from dscp_desktop.core.days import show_date
from dscp_desktop.paper.document import (
    Block,
    Bullets,
    Cell,
    Column,
    Heading,
    Paragraph,
    Row,
    Table,
    cells,
)

STATE_WORDS = {PLANNED: "○ Planned", DONE: "✓ Done"}


def count_words(count: int, one: str, many: str = "") -> str:
    """Return '1 audit' or '4 audits'."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def stands_words(line: AuditLine) -> str:
    """Return how an audit stands: the sign of its stage and its status in the office's words."""
    sign = {PLANNED: "○", DONE: "✓"}.get(line.stage, "▶")
    return f"{sign} {line.details.status or line.stage.capitalize()}"


def findings_blocks(findings: Sequence[FindingLine], level: int = 2) -> list[Block]:
    """Return what works well and what needs to improve, each with its theme."""
    found: list[Block] = []
    for kind, title, nothing in (
        (GOOD, "What works well", "No good practice is recorded."),
        (IMPROVEMENT, "What needs to improve", "Nothing to improve is recorded."),
    ):
        of_kind = [one for one in findings if one.kind == kind]
        found.append(Heading(level, title))
        found.append(Bullets(tuple(map(finding_words, of_kind))) if of_kind else Paragraph(nothing))
    return found


def finding_words(line: FindingLine) -> str:
    """Return a finding with its theme in front: 'Early help: offered late.'."""
    return f"{line.theme}: {line.text}" if line.theme else line.text


def themes_table(themes: Sequence[ThemeState], numbers: dict[str, int]) -> Table:
    """Return how the themes of an audit stand; `numbers` are those of its questions by id."""
    columns = (
        Column("Theme", width=3),
        Column("Found as", width=2),
        Column("Questions", width=1.4),
        Column("How it stands", width=4),
    )
    rows = []
    for theme in themes:
        asked = ", ".join(str(numbers[one]) for one in theme.questions if one in numbers)
        kinds = " and ".join(theme.kinds).capitalize()
        cells_of = (Cell(theme.theme, bold=True), Cell(kinds), Cell(asked or "–"), _stands(theme))
        rows.append(Row(cells_of))
    return Table(columns, tuple(rows), head_column=0)


def _stands(theme: ThemeState) -> Cell:
    also = f"Also in {', '.join(theme.also_in)}" if theme.also_in else ""
    if theme.state == CAME_BACK and theme.closed is not None:
        return Cell("■ Came back after it was closed", below=f"{theme.closed.words} {also}".strip())
    return Cell("○ Known" if also else "○ New in this audit", below=also)


def recommendations_table(lines: Sequence[RecommendationLine]) -> Table:
    """Return recommendations with the actions they became and what came of them."""
    columns = (
        Column("Action", width=1.3),
        Column("Recommendation", width=4.4),
        Column("Owner", width=2.2),
        Column("Due", width=1.7),
        Column("Status", width=1.6),
        Column("Reviews", width=2.6),
    )
    return Table(columns, tuple(_recommendation(line) for line in lines), head_column=0)


def _recommendation(line: RecommendationLine) -> Row:
    made = line.lives.difference.strip()
    return Row(
        (
            Cell(line.action, bold=True),
            Cell(line.text, below=f"Difference made: {made}" if made else ""),
            Cell(line.owner_name or line.owner or "No owner"),
            Cell(show_date(line.due) if line.due else "Not set"),
            Cell(line.status.capitalize()),
            Cell("; ".join(map(review_words, line.reviews)) or "None planned"),
        )
    )


def review_words(review: ReviewPair) -> str:
    """Return '6 months: due 1 April 2023' or '6 months: done on 3 April 2023, Yes'."""
    if review.done_on is None:
        return f"{review.months} months: due {show_date(review.due)}"
    found = f", {review.found}" if review.found else ""
    return f"{review.months} months: done on {show_date(review.done_on)}{found}"


def audits_table(lines: Iterable[AuditLine]) -> Table:
    """Return the audits of a programme: what, prompted by what, when, and how each stands."""
    columns = (
        Column("No.", width=1.2),
        Column("Audit", width=4.4),
        Column("Kind", width=2.2),
        Column("Prompted by", width=2.6),
        Column("Quarter", width=1.3),
        Column("Status", width=2.4),
    )
    rows = tuple(
        Row(
            (
                Cell(line.number or "–", bold=True),
                Cell(line.details.title, below=line.priority),
                Cell(line.details.kind),
                Cell(line.details.source or "Not said"),
                Cell(str(line.details.quarter) if line.details.quarter else "–"),
                Cell(stands_words(line), below=line.returned_words),
            )
        )
        for line in lines
    )
    return Table(columns, rows, head_column=0)


def plain_rows(rows: Iterable[tuple[str, ...]]) -> tuple[Row, ...]:
    """Return rows of plain cells."""
    return tuple(Row(cells(*row)) for row in rows)
