from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dscp_desktop.paper.document import (
    Block,
    Box,
    BuiltWrong,
    Bullets,
    Cell,
    Column,
    Document,
    Facts,
    Heading,
    Note,
    PageBreak,
    Paragraph,
    Row,
    Rule,
    Run,
    Table,
    cells,
    plain_text,
)
from dscp_desktop.paper.values import from_values, to_values

words = st.text(min_size=1, max_size=20).filter(lambda text: bool(text.strip()))
wording = st.one_of(
    st.text(max_size=30),
    st.lists(st.builds(Run, st.text(max_size=9), st.booleans(), st.booleans()), max_size=3).map(
        tuple
    ),
)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    columns = draw(
        st.lists(
            st.builds(
                Column,
                words,
                st.sampled_from(["left", "right"]),
                st.floats(0.1, 9, allow_nan=False),
            ),
            min_size=1,
            max_size=3,
        )
    )
    cell = st.builds(Cell, st.text(max_size=9), st.text(max_size=9), st.booleans(), st.just(""))
    rows = draw(
        st.lists(
            st.builds(
                Row,
                st.lists(cell, min_size=len(columns), max_size=len(columns)).map(tuple),
                st.sampled_from(["line", "section", "total", "difference"]),
            ),
            max_size=3,
        )
    )
    notes = draw(st.lists(st.builds(Note, words, st.text(max_size=9)), max_size=2))
    return Table(tuple(columns), tuple(rows), draw(st.text(max_size=9)), tuple(notes))


blocks: st.SearchStrategy[Block] = st.one_of(
    st.builds(Heading, st.just(2), words),
    st.builds(Paragraph, wording, st.booleans()),
    st.builds(
        Bullets, st.lists(wording, min_size=1, max_size=3).map(tuple), numbered=st.booleans()
    ),
    st.builds(
        Facts,
        st.lists(st.tuples(words, st.text(max_size=9)), min_size=1, max_size=3).map(tuple),
        st.sampled_from([1, 2]),
    ),
    tables(),
    st.builds(Box, words, st.text(max_size=9)),
    st.just(Rule()),
    st.just(PageBreak()),
)
documents = st.builds(
    Document,
    title=words,
    subtitle=st.text(max_size=9),
    marking=st.text(max_size=9),
    blocks=st.lists(blocks, max_size=5).map(tuple),
    cover=st.text(max_size=9),
)


@given(documents)
def test_a_document_goes_through_json_and_comes_back(document: Document) -> None:
    assert from_values(json.loads(json.dumps(to_values(document)))) == document


@pytest.mark.parametrize(
    ("build", "place"),
    [
        (lambda: Document(" "), "the document has no title"),
        (lambda: Document("Agenda", language=""), "'Agenda' has no language"),
        (
            lambda: Document("Agenda", blocks=(Rule(), Heading(3, "Deep"))),
            "block 2, heading 'Deep': level 3 follows level 1",
        ),
        (lambda: Heading(5, "Deep"), "heading 'Deep': level 5"),
        (lambda: Heading(2, " "), "a heading has no text"),
        (lambda: Column(""), "no head"),
        (lambda: Column("A", "middle"), "column 'A': align"),  # type: ignore[arg-type]
        (lambda: Column("A", width=0), "column 'A': width is 0"),
        (lambda: Table((), ()), "a table has no heads"),
        (
            lambda: Table((Column("A"), Column("B")), (Row(cells("1", "2")), Row(cells("1")))),
            "a table, row 2: 1 cells for 2 columns",
        ),
        (
            lambda: Table((Column("A"),), (Row((Cell("1", mark="*"),)),), "Money"),
            "table 'Money', row 1: no note for the mark '*'",
        ),
        (lambda: Row((), "lines"), "of the kind 'lines'"),  # type: ignore[arg-type]
        (lambda: Bullets(()), "no items"),
        (lambda: Bullets(("a", (1,))), "item 2 of a list"),  # type: ignore[arg-type]
        (lambda: Paragraph(("a",)), "a paragraph holds"),  # type: ignore[arg-type]
        (lambda: Facts(()), "no pairs"),
        (lambda: Facts((("", "10:00"),)), "'10:00' has no label"),
        (lambda: Facts((("A", "b"),), columns=3), "3 columns"),
        (lambda: Box("", "text"), "a box has no title"),
        (lambda: from_values({"part": "Rule"}), "not those of a document"),
        (lambda: from_values({"part": "Odd"}), "no part 'Odd'"),
        (lambda: from_values({"part": "Document", "size": 1}), "Document: "),
    ],
)
def test_what_is_built_wrong_is_refused_with_its_place(build: object, place: str) -> None:
    assert callable(build)
    with pytest.raises(BuiltWrong) as refused:
        build()
    assert place in str(refused.value)


def test_headings_may_go_up_by_any_step_and_down_by_one() -> None:
    levels = (1, 2, 3, 4, 2, 3, 1, 2)
    document = Document("T", blocks=tuple(Heading(level, "x") for level in levels))
    assert [block.level for block in document.blocks if isinstance(block, Heading)] == list(levels)


def test_a_section_row_may_span_the_table() -> None:
    table = Table((Column("A"), Column("B")), (Row(cells("Part 1"), "section"),))
    assert table.rows[0].cells == (Cell("Part 1"),)


def test_plain_text_joins_runs() -> None:
    assert plain_text((Run("a"), Run("b", bold=True))) == "ab"
    assert plain_text("ab") == "ab"
