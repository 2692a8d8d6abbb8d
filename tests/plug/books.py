"""Workbooks and papers that the tests bring in."""

from __future__ import annotations

from pathlib import Path

from dscp_desktop.paper.document import Document, Heading, Paragraph
from dscp_desktop.paper.tasks import render
from dscp_desktop.paper.values import to_values
from dscp_desktop.sheets.writing import ColumnOut, SheetOut, write_workbook


def make_books(folder: Path, count: int, rows: int) -> list[str]:
    """Make workbooks of new actions, each with numbers of its own; return where they are."""
    heads = ("No", "Group", "Action", "Owner", "Due", "Status")
    columns = tuple(ColumnOut(head, "text", 20) for head in heads)
    for number in range(count):
        lines = tuple(
            (f"book{number}/{row}", "EXEC", f"Do thing {row} of {number}",
             "Aldershire Constabulary", "next meeting", "Open")
            for row in range(rows)
        )  # fmt: skip
        data = write_workbook((SheetOut("Action log", columns, lines),))
        (folder / f"book{number}.xlsx").write_bytes(data)
    return [str(folder / f"book{number}.xlsx") for number in range(count)]


def make_paper(path: Path) -> None:
    """Make a paper of a few pages."""
    blocks = tuple(
        block
        for number in range(400)
        for block in (Heading(2, f"Part {number}"), Paragraph(f"What was said of {number}. " * 20))
    )
    values = {"document": to_values(Document(title="A paper", blocks=blocks))}
    path.write_bytes(render(values, [], lambda *_said: None)[1][0])
