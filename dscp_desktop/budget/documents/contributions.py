"""The table of contributions as it is printed: both totals, and every note with its figure."""

from __future__ import annotations

from dscp_desktop.budget.rules.contributions import (
    YearValues,
    difference_words,
    explanation,
    notes_of,
    total_share,
)
from dscp_desktop.core.money import show_pounds, show_share
from dscp_desktop.paper.document import (
    Block,
    Bullets,
    Cell,
    Column,
    Document,
    Note,
    Paragraph,
    Row,
    RowKind,
    Table,
)

TITLE = "Contributions of the partners"
NO_YEAR = "No contributions are recorded for this year or one before it."


def contributions_document(year: YearValues | None, marking: str = "") -> Document:
    """Return the table of a year: amounts, shares, sum, published total and difference.

    Without a year the document says that there is none.
    """
    if year is None:
        return no_year(TITLE, marking)
    return Document(f"{TITLE} {year.year}", marking=marking, blocks=contribution_blocks(year))


def no_year(title: str, marking: str) -> Document:
    """Return a document that says that there is no year to show."""
    return Document(title, marking=marking, blocks=(Paragraph(NO_YEAR),))


def contribution_blocks(year: YearValues) -> tuple[Block, ...]:
    """Return the table of contributions with its notes, both totals, and what is given in kind."""
    columns = (
        Column("Partner", width=5),
        Column(f"Contribution {year.year}", "right", 2),
        Column("Share", "right", 1),
    )
    rows = [
        Row(
            (
                Cell(line.partner, below=f"Paid by {line.payer}" if line.payer else ""),
                Cell(show_pounds(line.amount), mark=line.mark),
                Cell(show_share(line.share)),
            )
        )
        for line in year.lines
    ]
    rows += _totals(year)
    notes = tuple(Note(mark, text) for mark, text in notes_of(year.lines))
    blocks: list[Block] = [Table(columns, tuple(rows), notes=notes)]
    words = difference_words(year)
    if words:
        blocks.append(Paragraph(f"{words}. {_both_stand(year)}".strip()))
    if year.source:
        blocks.append(Paragraph(f"Source of the published total: {year.source}", small=True))
    gifts = tuple(
        f"{line.partner}: {line.in_kind}{_valued(line.in_kind_value)}"
        for line in year.lines
        if line.in_kind
    )
    if gifts:
        blocks += [Paragraph("Given in kind, apart from the money:"), Bullets(gifts)]
    return tuple(blocks)


def totals_paragraph(year: YearValues) -> Paragraph:
    """Return both totals and the difference in one sentence, or the sum where there is but one."""
    words = difference_words(year) or f"Contributions {year.year}: sum of lines {pounds(year)}"
    return Paragraph(f"{words}. {_both_stand(year)}".strip())


def pounds(year: YearValues) -> str:
    """Return the sum of lines as it is shown."""
    return show_pounds(year.sum)


def _valued(value: int | None) -> str:
    return "" if value is None else f" ({show_pounds(value)})"


def _totals(year: YearValues) -> list[Row]:
    rows = [_total("Sum of lines", show_pounds(year.sum), total_share(year), "total")]
    if year.published is not None and year.difference is not None:
        rows.append(_total("Published total", show_pounds(year.published), "", "total"))
        rows.append(_total("Difference", show_pounds(year.difference), "", "difference"))
    return rows


def _total(label: str, amount: str, share: str, kind: RowKind) -> Row:
    return Row((Cell(label), Cell(amount), Cell(share)), kind)


def _both_stand(year: YearValues) -> str:
    if not year.difference:
        return ""
    if year.unexplained:
        return "Both are printed here; the difference is not explained."
    return f"Both are printed here. Reason recorded: {explanation(year)}"
