"""A block that was copied: from Excel, a browser, a text; what is too much, and what is nothing."""

from __future__ import annotations

import contextlib
import html as quoting

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dscp_desktop.core.faults import Refused
from dscp_desktop.sheets import pasting
from dscp_desktop.sheets.pasting import block_sheet
from dscp_desktop.sheets.tasks import paste
from dscp_desktop.sheets.values import from_values

EXCEL = """<html xmlns:x="urn:schemas-microsoft-com:office:excel">
<head><style>td {color:black;} br {mso-data-placement:same-cell;}</style></head><body>
<!--StartFragment--><table border=0><col width=64>
 <tr height=20 style='height:15.0pt'>
  <td height=20 class=xl65>No</td><td class=xl65>Action</td><td>Owner</td></tr>
 <tr><td>007</td><td>Write to<br>
  all &lt;schools&gt; &amp; homes</td><td>&nbsp;HDFT</td></tr>
 <tr style='display:none'><td>008</td><td>Not seen</td><td>HDFT</td></tr>
 <tr><td align=right>9</td><td></td><td>CDDFT</tr>
<!--EndFragment--></table></body></html>"""


def rows(text: str = "", html: str = "") -> tuple[tuple[object, ...], ...]:
    return block_sheet(text, html, "Block").rows


def test_a_block_of_excel_is_read_by_its_cells_and_what_was_not_shown_is_known() -> None:
    sheet = block_sheet("No\tAction\r\n", EXCEL, "Block")
    assert sheet.rows == (
        ("No", "Action", "Owner"),
        ("007", "Write to\nall <schools> & homes", "HDFT"),
        ("008", "Not seen", "HDFT"),
        ("9", None, "CDDFT"),
    )
    assert sheet.hidden_rows == (3,)
    assert (sheet.name, sheet.visible) == ("Block", True)


def test_cells_that_span_leave_the_others_where_they_stand() -> None:
    table = (
        "<table><tr><th rowspan=2>Group<th colspan=2>Days<th>Place"
        "<tr><td>First<td>Last<td>Hall"
        "<tr><td>PLG<td>1<td>2<td>Room</table><table><tr><td>another</table>"
    )
    assert rows(html=table) == (
        ("Group", "Days", None, "Place"),
        (None, "First", "Last", "Hall"),
        ("PLG", "1", "2", "Room"),
    )
    assert rows(html="<table><td colspan=x rowspan=0>a<td>b</table>") == (("a", "b"),)


def test_a_table_inside_a_cell_is_text_of_that_cell() -> None:
    inner = "<table><tr><td>a<table><tr><td>b</td></tr></table></td><td>c</td></tr></table>"
    assert rows(html=inner) == (("ab", "c"),)
    script = "<table><tr><td>a<script>alert('x')</script><td>b</table>"
    assert rows(html=script) == (("a", "b"),)


def test_text_is_parted_by_tabs_or_what_its_first_line_has_most_of() -> None:
    assert rows('a\tb\r\n1\t"two\nlines"\r\n\r\n') == (("a", "b"), ("1", "two\nlines"))
    assert rows("a;b\n1;2,5") == (("a", "b"), ("1", "2,5"))
    assert rows('\ufeffa,b\n"x, y",\n') == (("a", "b"), ("x, y", None))
    assert rows("only one\ncolumn here") == (("only one",), ("column here",))
    assert rows("x\ty", "<p>no table</p>") == (("x", "y"),)


def test_what_we_copied_out_with_an_apostrophe_comes_back_without_it() -> None:
    assert rows("'=1+1\t'tis\t'-x") == (("=1+1", "'tis", "-x"),)


@pytest.mark.parametrize(("text", "html"), [("", ""), (" \n\t\n", ""), ("", "<table></table>")])
def test_nothing_is_refused_in_words(text: str, html: str) -> None:
    with pytest.raises(Refused, match="Nothing was copied that has rows"):
        rows(text, html)


def test_too_much_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pasting, "ROWS_LIMIT", 2)
    with pytest.raises(Refused, match="too large to be pasted"):
        rows("a\nb\nc")
    with pytest.raises(Refused, match="A cell of what was copied is too long"):
        rows('a\tb\n"' + "x" * 140_000 + '"\tb')


def test_the_process_for_files_reads_it() -> None:
    said: list[str] = []
    values, blobs = paste(
        {"name": "Block"}, [b"a\tb\n1\t2", b""], lambda words, _done, _all: said.append(words)
    )
    assert from_values(values, blobs).sheets[0].rows == (("a", "b"), ("1", "2"))
    assert said == ["Reading what was copied"]


CELL = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=8)
GRID = st.integers(1, 4).flatmap(
    lambda wide: st.lists(st.lists(CELL, min_size=wide, max_size=wide), min_size=1, max_size=5)
)


@given(GRID)
def test_html_gives_back_each_cell(grid: list[list[str]]) -> None:
    lines = ("".join(f"<td>{quoting.escape(cell)}</td>" for cell in row) for row in grid)
    table = "<table>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>"
    found = rows(html=table)
    kept = [
        [cell.removeprefix("'") if cell[1:2] in tuple("=+-@") else cell for cell in row]
        for row in grid
    ]
    assert [list(row) for row in found] == kept


@given(st.text(max_size=60))
def test_whatever_is_copied_is_rows_or_words(text: str) -> None:
    for args in ((text, ""), ("", text), ("", f"<table>{text}")):
        with contextlib.suppress(Refused):  # anything else is a mistake of ours
            found = block_sheet(*args, "Block").rows
            assert any(any(row) for row in found)
            assert len({len(row) for row in found}) == 1
