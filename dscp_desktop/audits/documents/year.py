"""The report of a year of audits, and the chapter about them in the annual report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from dscp_desktop.audits.documents.parts import (
    audits_table,
    count_words,
    finding_words,
    plain_rows,
    recommendations_table,
)
from dscp_desktop.audits.rules.findings import (
    GOOD,
    IMPROVEMENT,
    FindingLine,
    RecommendationLine,
    ThemeRow,
)
from dscp_desktop.audits.rules.programme import KindCount, Programme
from dscp_desktop.audits.rules.settings import DONE
from dscp_desktop.core.days import show_date
from dscp_desktop.paper.document import (
    Block,
    Bullets,
    Cell,
    Column,
    Document,
    Heading,
    Paragraph,
    Row,
    Table,
)

COMPLETE = "complete"


@dataclass(frozen=True, slots=True)
class YearRecord:
    """All that papers about a year of audits are made of; `themes` cover this year alone."""

    programme: Programme
    findings: tuple[FindingLine, ...]
    recommendations: tuple[RecommendationLine, ...]
    themes: tuple[ThemeRow, ...]
    over_years: tuple[ThemeRow, ...] = ()


def year_report(record: YearRecord, today: date) -> Document:
    """Return the programme of a year as it stands on a day, with what keeps coming back."""
    programme = record.programme
    agreed = f" {programme.agreed}." if programme.agreed else ""
    blocks: list[Block] = [
        Paragraph(f"Position at {show_date(today)}.{agreed}", small=True),
        *([Paragraph(programme.note)] if programme.note else []),
        Heading(2, "Done against what was promised"),
        _counts(programme.counts),
        Heading(2, "Audits"),
    ]
    if programme.audits:
        blocks.append(audits_table(programme.audits))
    else:
        blocks.append(Paragraph("No audit is in the programme yet."))
    blocks += _late(record)
    if record.themes:
        blocks += [Heading(2, "Themes of the year"), year_themes(record.themes)]
    if record.over_years:
        blocks += [Heading(2, "Themes over the years"), themes_over_years(record.over_years)]
    blocks += [Heading(2, "Recommendations"), Paragraph(_came_of_it(record.recommendations))]
    if record.recommendations:
        blocks.append(recommendations_table(record.recommendations))
    title = f"Audit programme {programme.year}"
    return Document(title, subtitle="Report of the year", blocks=tuple(blocks))


def _counts(counts: Sequence[KindCount]) -> Table:
    columns = (
        Column("Kind", width=4),
        Column("Done", align="right", width=1.6),
        Column("Planned", align="right", width=1.6),
        Column("To be planned", align="right", width=1.8),
    )
    rows = (
        (one.kind.name, one.words, str(one.planned), str(one.short) if one.short else "–")
        for one in counts
    )
    return Table(columns, plain_rows(rows), head_column=0)


def _late(record: YearRecord) -> list[Block]:
    rows = [
        (
            line.number,
            one.name,
            show_date(one.due) if one.due else "Not set",
            count_words(one.late, "working day"),
            show_date(one.chased_on) if one.chased_on else "Not yet",
        )
        for line in record.programme.audits
        for one in line.agencies
        if one.late and not one.is_in
    ]
    if not rows:
        return []
    columns = (
        Column("Audit", width=1.4),
        Column("Agency", width=4),
        Column("Due", width=2.2),
        Column("Late by", width=2),
        Column("Chased", width=2.2),
    )
    return [Heading(2, "Returns that are late"), Table(columns, plain_rows(rows), head_column=1)]


def year_themes(themes: Sequence[ThemeRow]) -> Table:
    """Return the themes of one year: in how many audits, and what came back."""
    columns = (
        Column("Theme", width=3.4),
        Column("To improve", align="right", width=1.4),
        Column("Good practice", align="right", width=1.4),
        Column("Audits", width=3),
        Column("How it stands", width=4),
    )
    rows = tuple(
        Row(
            (
                Cell(row.theme, bold=True),
                Cell(str(sum(cell.improvement for cell in row.cells))),
                Cell(str(sum(cell.good for cell in row.cells))),
                Cell(", ".join(row.audits)),
                _stands(row),
            )
        )
        for row in themes
    )
    return Table(columns, rows, head_column=0)


def _stands(row: ThemeRow) -> Cell:
    if row.came_back:
        below = " ".join(dict.fromkeys(closed.words for _, closed in row.came_back))
        return Cell("■ Came back after it was closed", below=below)
    return Cell(f"○ {row.state.capitalize()}" if row.state else "✓ Good practice")


def themes_over_years(themes: Sequence[ThemeRow]) -> Table:
    """Return in how many audits of each year a theme was to be improved; ■ where it came back."""
    years = tuple(cell.year for cell in themes[0].cells) if themes else ()
    heads = tuple(Column(year, align="right", width=1.4) for year in years)
    columns = (Column("Theme", width=4), *heads, Column("All", align="right", width=1))
    rows = tuple(
        Row(
            (
                Cell(row.theme, bold=True),
                *(Cell(_times(cell.improvement, cell.came_back)) for cell in row.cells),
                Cell(str(row.total)),
            )
        )
        for row in themes
    )
    return Table(columns, rows, head_column=0)


def _times(improvement: int, came_back: int) -> str:
    return f"■ {improvement}" if came_back else str(improvement) if improvement else "–"


def _came_of_it(lines: Sequence[RecommendationLine]) -> str:
    """Return what came of recommendations in one sentence, each count with its denominator."""
    if not lines:
        return "No recommendation is recorded for this year."
    done = sum(line.status == COMPLETE for line in lines)
    evidenced = sum(line.lives.evidenced_on is not None for line in lines)
    changed = sum(bool(line.lives.difference.strip()) for line in lines)
    made = count_words(len(lines), "recommendation")
    return (
        f"{made}: {done} complete, {evidenced} with evidence, {changed} where somebody has said "
        "what difference it made."
    )


def annual_chapter(record: YearRecord) -> Document:
    """Return the chapter for the annual report: no case, no agency that was late, no owner."""
    programme = record.programme
    done = [line for line in programme.audits if line.stage == DONE]
    ahead = [line for line in programme.audits if line.stage != DONE]
    blocks: list[Block] = [Paragraph(_opening(programme))]
    if done:
        titles = tuple(f"{one.details.title} ({one.details.kind})" for one in done)
        blocks += [Heading(2, "What we audited"), Bullets(titles)]
    ids = {line.id for line in done}
    found = [one for one in record.findings if one.audit_id in ids]
    for kind, title in ((GOOD, "What works well"), (IMPROVEMENT, "What needs to improve")):
        if items := _by_theme(one for one in found if one.kind == kind):
            blocks += [Heading(2, title), Bullets(items)]
    back = [row for row in record.themes if row.came_back]
    if back:
        words = ", ".join(row.theme for row in back)
        come = f"Found again although actions under it had been closed: {words}."
        blocks += [Heading(2, "What keeps coming back"), Paragraph(come)]
    blocks += [Heading(2, "What changed"), Paragraph(_came_of_it(record.recommendations))]
    made = tuple(text for one in record.recommendations if (text := one.lives.difference.strip()))
    if made:
        blocks.append(Bullets(made))
    if ahead:
        titles = tuple(one.details.title for one in ahead)
        blocks += [Heading(2, "Not finished in the year"), Bullets(titles)]
    title = f"Audits in {programme.year}"
    return Document(title, subtitle="Chapter for the annual report", blocks=tuple(blocks))


def _opening(programme: Programme) -> str:
    parts = []
    for count in programme.counts:
        if count.kind.a_year:
            name = count.kind.name
            parts.append(f"{name}: {count.done} done of {count.kind.a_year} promised.")
        elif count.done:
            parts.append(f"{count.kind.name}: {count.done} done.")
    return " ".join(parts) or "No audit is in the programme of this year."


def _by_theme(found: Iterable[FindingLine]) -> tuple[str, ...]:
    return tuple(sorted(finding_words(one) for one in found))
