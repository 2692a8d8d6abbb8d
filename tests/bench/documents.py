"""Documents: tagged pages against plain ones of ReportLab, and the memory of long ones."""

from __future__ import annotations

from io import BytesIO

from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate
from reportlab.platypus import Table as PlainTable

from dscp_desktop.paper.document import Column, Document, Row, Table, cells
from dscp_desktop.paper.furniture import Furniture
from dscp_desktop.paper.pdf import render_pdf
from tests.bench.lines import Line, in_child

ROWS_A_PAGE = 29
PAGES = 200
WORDS = "Provide the single agency audit of neglect and its findings"


def rows(pages: int) -> list[tuple[str, str, str]]:
    """Return the rows of a table of about so many pages."""
    return [(f"E-{n:05}", WORDS, f"£{n:,}") for n in range(pages * ROWS_A_PAGE)]


def tagged(pages: int) -> int:
    """Render them as our own tagged PDF; return its pages."""
    columns = (Column("Ref"), Column("Action", width=5), Column("Amount", "right"))
    table = Table(columns, tuple(Row(cells(*row)) for row in rows(pages)))
    furniture = Furniture("OFFICIAL", "Left", "Right", "Foot")
    return render_pdf(Document("Long", blocks=(table,)), furniture).pages


def plain(pages: int, *, wrapped: bool) -> int:
    """Render the same rows with ReportLab's own table: no tags, no head or foot.

    With `wrapped`, each cell is a paragraph, so that long text goes on in the next line.
    """
    style = getSampleStyleSheet()["Normal"]
    found: list[list[object]] = [["Ref", "Action", "Amount"]]
    found += [[Paragraph(cell, style) if wrapped else cell for cell in r] for r in rows(pages)]
    out = BytesIO()
    document = SimpleDocTemplate(out)
    document.build([PlainTable(found, repeatRows=1, colWidths=[70, 310, 70])])
    return int(document.page)


def plain_wrapped(pages: int) -> int:
    """Render with paragraphs in the cells, as ours does."""
    return plain(pages, wrapped=True)


def plain_cells(pages: int) -> int:
    """Render with text in the cells that is never wrapped."""
    return plain(pages, wrapped=False)


def measure_documents() -> list[Line]:
    """Tagged pages a second, and how memory grows from 100 to 1,000 pages."""
    name = "tests.bench.documents:"
    ours = min((in_child(name + "tagged", PAGES) for _ in range(3)), key=lambda m: m.seconds)
    peer = min((in_child(name + "plain_wrapped", PAGES) for _ in range(3)), key=lambda m: m.seconds)
    floor = min((in_child(name + "plain_cells", PAGES) for _ in range(3)), key=lambda m: m.seconds)
    made, others, bare = (int(str(m.result)) for m in (ours, peer, floor))
    short, long = in_child(name + "tagged", 100), in_child(name + "tagged", 1000)
    bare_long = in_child(name + "plain_cells", 1000)
    pages, bare_pages = int(str(long.result)), int(str(bare_long.result))
    return [
        Line(
            f"a tagged page ({made} of a table)",
            "ReportLab, cells that never wrap",
            floor.seconds / bare,
            "ReportLab, not tagged, cells that wrap",
            peer.seconds / others,
            ours.seconds / made,
            "0.7 of its pages a second",
            1 / 0.7,
            ours.memory,
            peer.memory,
        ),
        Line(
            f"a page of {pages} against one of 100",
            "the same document, 100 pages",
            short.seconds / int(str(short.result)),
            ours=long.seconds / pages,
            aim="flat",
            at_most=1.5,
            memory=long.memory,
            floor_memory=short.memory,
        ),
        Line(
            f"a page of {pages}, against plain ones",
            "ReportLab, cells that never wrap",
            bare_long.seconds / bare_pages,
            ours=long.seconds / pages,
            aim="none",
            memory=long.memory,
            floor_memory=bare_long.memory,
        ),
    ]
