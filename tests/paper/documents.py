"""Documents for tests of every renderer: one with all parts, and any that can be built."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

from hypothesis import strategies as st
from PIL import Image

from dscp_desktop.core.charts import Gantt, Mark, Period, RunChart, Series, Sparkline, StackedBars
from dscp_desktop.paper.document import (
    Block,
    Box,
    Bullets,
    Cell,
    Chart,
    Column,
    Columns,
    Document,
    Facts,
    Figure,
    Heading,
    Note,
    PageBreak,
    Paragraph,
    Row,
    Rule,
    Run,
    Simple,
    Table,
    cells,
)

YEARS = ("2021-22", "2022-23", "2023-24")
CHARTS = (
    Chart(
        StackedBars(
            YEARS,
            (Series("Council", (188_000_00, 191_604_00, 200_000_00)),
             Series("Health", (65_000_00, None, 70_000_00))),
            "pounds",
        ),
        "The council gives most.",
        "Contributions by year",
    ),
    Chart(
        RunChart(
            ("Jan", "Feb", "Mar", "Apr"), Series("Reviews", (3, None, 4, 2)), middle=3, target=5
        ),
        "Two to four a month.",
        "Rapid reviews",
    ),
    Chart(
        Gantt(
            (Period("Scope", date(2023, 9, 1), date(2023, 9, 29)),
             Period("Audit", date(2023, 9, 30), date(2023, 11, 3), "late")),
            (Mark(date(2023, 10, 19), "Today"),),
        ),
        "Two phases in autumn.",
    ),
    Chart(Sparkline(YEARS, Series("Rate", (910, 950, 987)), "percent"), "It rose to 98.7%."),
)  # fmt: skip


def picture(wide: int = 300, high: int = 120, kind: str = "PNG") -> bytes:
    """Return a small picture."""
    out = BytesIO()
    Image.new("RGB", (wide, high), (120, 160, 90)).save(out, kind)
    return out.getvalue()


def contributions() -> Table:
    """Return a table with rows of every kind, two marks and their notes."""
    return Table(
        (Column("Partner", width=3), Column("2022-23", "right"), Column("Payment", width=2)),
        (
            Row(cells("Statutory partners"), "section"),
            Row((Cell("County Council", below="Paid in April"), Cell("£191,604"), Cell("✓ Done"))),
            Row((Cell("Constabulary"), Cell("£39,285", mark="*"), Cell("■ Late", bold=True))),
            Row((Cell("Board"), Cell("£2", mark="†"), Cell("○ On time"))),
            Row(cells("Sum of lines", "£230,889", ""), "total"),
            Row(cells("Difference", "£803", "○ Not explained"), "difference"),
        ),
        caption="Contributions",
        notes=(Note("*", "Also shares an analyst."), Note("†", "In kind.")),
    )


def every_part(rows: int = 3) -> Document:
    """Return a document with every kind of block and chart; its last table has so many rows."""
    link = Run("the guidance", link="https://example.org/a?b=1&c=2")
    long = Table(
        (Column("Ref"), Column("What", width=4), Column("Money", "right")),
        tuple(Row(cells(f"E-{n}", "Write to each partner", "£1")) for n in range(rows)),
    )
    return Document(
        "Agenda and action log",
        "Papers for Thursday 26 October 2023",
        marking="OFFICIAL",
        cover="Example partnership",
        blocks=(
            Facts((("Time", "10:00 to 12:30"), ("Chair", "The chair"), ("Place", "Room 2"))),
            Heading(2, "Contributions"),
            contributions(),
            Heading(3, "In words"),
            Paragraph(
                (Run("Plain, "), Run("bold", bold=True), Run(" and "), Run("slanted", italic=True),
                 Run(", and see "), link, Run(" for more. "), Run("Five", strike=True), Run(" "),
                 Run("Six of them", underline=True), Run(" seats."))
            ),
            Paragraph("A hint", small=True),
            Bullets(("One", (Run("Two", bold=True),))),
            Bullets(("First", "Second"), numbered=True),
            Rule(),
            Box("Handling", "Do not copy."),
            Columns(
                (
                    (Heading(3, "Left"), Paragraph("Words at the left."), Bullets(("a", "b"))),
                    (Heading(3, "Right"), Paragraph("Zażółć gęślą jaźń"),
                     Figure(picture(), "A green field", width=0.5)),
                )
            ),
            *CHARTS,
            PageBreak(),
            Heading(2, "The end"),
            Paragraph("A long paragraph that goes over the page. " * 120),
            long,
            Paragraph("Last words"),
        ),
    )  # fmt: skip


_SIGNS = st.characters(codec="utf-8", exclude_categories=("C", "Z"), max_codepoint=0x24F)
_WORDS = st.lists(st.text(_SIGNS, min_size=1, max_size=8), min_size=1, max_size=5).map(" ".join)
_MAYBE = st.one_of(st.just(""), _WORDS)


@st.composite
def wordings(draw: st.DrawFn) -> str | tuple[Run, ...]:
    """Return text, or runs in different faces."""
    if draw(st.booleans()):
        return draw(_WORDS)
    runs = draw(
        st.lists(
            st.builds(
                Run,
                _WORDS,
                st.booleans(),
                st.booleans(),
                st.sampled_from(["", "", "https://example.org/a", "mailto:a@example.org"]),
                st.booleans(),
                st.booleans(),
            ),
            min_size=1,
            max_size=3,
        )
    )
    return tuple(runs)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Return a table with rows of every kind, and notes."""
    count = draw(st.integers(1, 4))
    columns = tuple(
        Column(draw(_WORDS), draw(st.sampled_from(["left", "right"])), draw(st.integers(1, 9)) / 2)
        for _ in range(count)
    )
    notes = tuple(Note(mark, draw(_WORDS)) for mark in draw(st.sampled_from(["", "*", "*†"])))
    marks = st.sampled_from(["", *(note.mark for note in notes)])
    rows = []
    for _ in range(draw(st.integers(0, 4))):
        kind = draw(st.sampled_from(["line", "line", "line", "section", "total", "difference"]))
        bold = st.booleans()
        many = 1 if kind == "section" and count > 1 else count
        texts = [draw(_WORDS if n == 0 else _MAYBE) for n in range(many)]
        rows.append(
            Row(
                tuple(
                    Cell(t, draw(_MAYBE), bool(t) and draw(bold), draw(marks) if t else "")
                    for t in texts
                ),
                kind,
            )
        )
    return Table(columns, tuple(rows), draw(_MAYBE), notes)


@st.composite
def _charts(draw: st.DrawFn) -> Chart:
    count = draw(st.integers(1, 6))
    names = tuple(draw(_WORDS) for _ in range(count))
    values = st.lists(
        st.one_of(st.none(), st.integers(0, 10**8)), min_size=count, max_size=count
    ).map(tuple)
    unit = draw(st.sampled_from(["number", "pounds", "percent"]))
    several = tuple(Series(draw(_WORDS), draw(values)) for _ in range(draw(st.integers(1, 3))))
    kind = draw(st.integers(0, 3))
    if kind == 0:
        made = StackedBars(names, several, unit)
    elif kind == 1:
        made = RunChart(names, several[0], unit, draw(st.none() | st.integers(0, 9)))
    elif kind == 2:
        made = Sparkline(names, several[0], unit)
    else:
        first = draw(st.dates(date(2000, 1, 1), date(2090, 1, 1)))
        made = Gantt(
            tuple(
                Period(n, first, first + timedelta(days=draw(st.integers(0, 400)))) for n in names
            )
        )
    return Chart(made, draw(_WORDS), draw(_MAYBE))


def _simple() -> st.SearchStrategy[Simple]:
    return st.one_of(
        st.builds(Paragraph, wordings(), st.booleans()),
        st.builds(Bullets, st.lists(wordings(), min_size=1, max_size=4).map(tuple), st.booleans()),
        st.builds(
            Facts,
            st.lists(st.tuples(_WORDS, _MAYBE), min_size=1, max_size=4).map(tuple),
            st.sampled_from([1, 2]),
        ),
        tables(),
        st.builds(
            Figure,
            st.sampled_from([picture(), picture(20, 90), picture(40, 40, "JPEG")]),
            _WORDS,
            _MAYBE,
            st.sampled_from([1.0, 0.5, 0.25]),
        ),
        st.builds(Box, _WORDS, _MAYBE),
        st.builds(Rule),
    )


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Return any document: headings never skip a level."""
    blocks: list[Block] = []
    level = 1
    inner = st.lists(_simple(), min_size=1, max_size=3).map(tuple)
    kinds = st.one_of(
        _simple(),
        st.just("heading"),
        st.just("heading"),
        _charts(),
        st.builds(PageBreak),
        st.builds(Columns, st.lists(inner, min_size=2, max_size=3).map(tuple)),
    )
    for block in draw(st.lists(kinds, max_size=7)):
        if isinstance(block, str):
            level = draw(st.integers(1, min(level + 1, 4)))
            blocks.append(Heading(level, draw(_WORDS)))
        else:
            blocks.append(block)
    return Document(
        draw(_WORDS),
        draw(_MAYBE),
        draw(st.sampled_from(["en-GB", "pl", "cy"])),
        draw(_MAYBE),
        tuple(blocks),
        draw(_MAYBE),
    )
