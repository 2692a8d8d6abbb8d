"""The table of contributions as it is printed: both totals, and every note with its figure."""

from __future__ import annotations

from dscp_desktop.budget.rules import (
    YearValues,
    difference_words,
    explanation,
    notes_of,
    total_share,
)
from dscp_desktop.core.money import show_pounds, show_share
from dscp_desktop.paper.document import (
    Block,
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


def contributions_document(year: YearValues | None, marking: str = "") -> Document:
    """Return the table of a year: amounts, shares, sum, published total and difference.

    Without a year the document says that there is none.
    """
    if year is None:
        none = Paragraph("No contributions are recorded for this year or one before it.")
        return Document(TITLE, marking=marking, blocks=(none,))
    columns = (
        Column("Partner", width=5),
        Column(f"Contribution {year.year}", "right", 2),
        Column("Share", "right", 1),
    )
    rows = [
        Row(
            (
                Cell(line.partner),
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
    return Document(f"{TITLE} {year.year}", marking=marking, blocks=tuple(blocks))


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
