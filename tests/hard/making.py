"""The table of hard files: a name, who makes it, and how it must end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pikepdf import String

from tests.hard import books, papers
from tests.sheets import broken

End = str | tuple[str, int | None, str | None]


@dataclass(frozen=True)
class Hard:
    """One hard file. Slow ones have a smaller sister beside them.

    `end` is '' where it is taken, a part of the words that refuse it, or sheet, row and column of
    the first fault where it is refused by its cells.
    """

    name: str
    make: Callable[[], bytes]
    end: End = ""
    slow: bool = False
    ending: str = ".xlsx"

    @property
    def file(self) -> str:
        return f"{self.name}{self.ending}"


AMOUNT = books.HEADS[1]
SHEETS = "Q1"
# They take a while to make; `tests.sheets` reads each of them too.
HEAVY = ("bomb", "steep", "long row", "much text", "long contents", "many parts")

BOOKS: tuple[Hard, ...] = (
    *(Hard(name, make, " ", name in HEAVY) for name, make in broken.REFUSED.items()),
    Hard("wrong sheet", lambda: broken.workbook(), "holds no sheet of a known kind"),
    Hard("no header", lambda: broken.workbook(books.SOUND[1:]), "holds no sheet of a known kind"),
    Hard("nothing in it", lambda: broken.workbook([]), "no sheet"),
    Hard("headings alone", lambda: broken.workbook([books.HEADS])),
    Hard(
        "macros", lambda: books.with_parts(xl__vbaProject_bin=b"\xd0\xcf\x11\xe0" + bytes(99)), ""
    ),
    Hard("dotted parts", lambda: books.with_parts(____outside_xml="<x/>"), ""),
    Hard("another book linked", lambda: books.with_parts(xl__externalLinks__e1_xml="<x/>"), ""),
    Hard("days from 1904", books.from_1904),
    Hard("text for a sum", lambda: books.sums(("Probation", "about 5k")), (SHEETS, 2, AMOUNT)),
    Hard(
        "error for a sum",
        lambda: books.in_sheet(
            "<v>4873</v>", "<v>#DIV/0!</v>", books.in_sheet('<c r="B3" t="n">', '<c r="B3" t="e">')
        ),
        (SHEETS, 3, AMOUNT),
    ),
    Hard("NaN for a sum", lambda: books.in_sheet("4873", "NaN"), (SHEETS, 3, AMOUNT)),
    Hard("infinity for a sum", lambda: books.in_sheet("4873", "1e999"), (SHEETS, 3, AMOUNT)),
    Hard("a sum below nothing", lambda: books.sums(("Probation", -5)), (SHEETS, 2, AMOUNT)),
    Hard("a sum of 300 digits", lambda: books.in_sheet("4873", "1e300"), (SHEETS, 3, AMOUNT)),
    Hard("a day in text", lambda: books.log(books.action(1, "11 May 2023"))),
    Hard(
        "a day in words",
        lambda: books.log(books.action(1, "last week")),
        (SHEETS, 2, "Date raised"),
    ),
    Hard(
        "a day before any", lambda: books.log(books.action(1, -40000)), (SHEETS, 2, "Date raised")
    ),
    Hard("a day after all", lambda: books.log(books.action(1, 1e15)), (SHEETS, 2, "Date raised")),
    Hard("a day of 1899", lambda: books.log(books.action(1, 0.25)), (SHEETS, 2, "Date raised")),
    Hard("32,767 letters", lambda: books.log(books.action(1, words="w" * 32_767)), ""),
    Hard("control signs", lambda: books.in_sheet("Probation", "Pro&#9;_x0007_bat_x001B_ion"), ""),
    Hard("letters turned round", lambda: books.sums(("\u202enoitaborP", 1)), ""),
    Hard("a program for a sum", books.dde, ""),
    Hard("merged title", books.merged),
    Hard("two heading rows", books.two_headings),
    Hard(
        "the same heading twice",
        lambda: broken.workbook([(*books.HEADS, books.HEADS[1]), ("Probation", 1, 2)]),
        "",
    ),
    Hard("hidden sheet", books.hidden_sheet, "holds no sheet of a known kind"),
    Hard("hidden rows", books.hidden_rows),
    Hard("hidden columns", books.hidden_columns),
    Hard("text beyond the list", books.text_beyond_the_list, "cannot be read; it may be damaged"),
    Hard("texts by number", books.shared),
    Hard("entity from a file", books.external_entity, "not safe to read"),
    Hard("deep elements", books.deep, "holds no sheet of a known kind"),
    Hard("deep contents", books.deep_contents, "holds no sheet with cells"),
    Hard("ten million cells", books.ten_million_cells, "would unfold to", slow=True),
    Hard("far and in lower case", lambda: books.far('r="xfd2"'), "sheet Q1: it reaches column XFD"),
    Hard("far behind a tab", lambda: books.far('\tr="XFD1048576"'), "sheet Q1: it reaches row"),
    Hard(
        "far behind a line", lambda: books.far("\n r = 'XFD9'"), "sheet Q1: it reaches column XFD"
    ),
    Hard(
        "far in row one",
        books.far_in_row_one,
        "made the reader stop. The last step was: Reading Q1",
    ),
    Hard(
        "errors all over",
        books.many_errors,
        "sheet Q1: 29,997 cells show an error, the first is #N/A in row 3, column B",
    ),
    Hard(
        "formulas all over",
        books.many_formulas,
        "sheet Q1: 59,998 formulas have no result, the first in row 2, column C",
    ),
    Hard("formulas never closed", books.endless_formula, "cannot be read; it may be damaged"),
    Hard("a million blank rows", books.blank_rows, ""),
    Hard("two sheets of a name", books.same_sheet_twice, "two sheets called 'Q1'"),
    Hard("two parts of a name", books.same_part_twice, "two parts of the same name"),
    Hard("long sizes", books.zip64),
    Hard("zip in a zip", books.zip_of_zips, "no workbook in it"),
    Hard("rubbish behind", books.rubbish_around, ""),
    Hard(
        "words repeated", lambda: books.one_text_everywhere(2_000), "holds no sheet of a known kind"
    ),
    Hard("words repeated more", books.one_text_everywhere, "reader", slow=True),
    Hard("2,000 rows", lambda: books.long_table(2_000)),
    Hard("100,000 rows", lambda: books.long_table(100_000), slow=True),
    Hard("200,000 rows", lambda: books.long_table(200_000), slow=True),
    Hard(
        "200,001 rows",
        lambda: books.long_table(200_001),
        "sheet Q1: it has 200,001 rows below its headings; up to 200,000 can be taken",
        slow=True,
    ),
)

DAMAGED = "is damaged and cannot be read"
UNFOLDS = "page 1: what is drawn unfolds to more than 32 MB"
LARGER = "page 1: it says that it is larger than any page"


def _paper(name: str, make: Callable[[], bytes], end: End = "", slow: bool = False) -> Hard:
    return Hard(name, make, end, slow, ".pdf")


def _box(*values: str) -> Callable[[], bytes]:
    return lambda: papers.boxes(*values)


SCRIPT = {"/JS": String("app.alert(1)")}
PROGRAM = {"/F": String("calc.exe")}
PAPERS: tuple[Hard, ...] = (
    _paper("empty", lambda: b"", "is not a PDF"),
    _paper("text", lambda: b"Just text\n", "is not a PDF"),
    _paper("a workbook", broken.workbook, "is not a PDF|is neither a PDF, a Word document"),
    _paper("header alone", lambda: b"%PDF-1.7\n", DAMAGED),
    _paper("truncated", papers.truncated),
    _paper("no table", papers.without_table),
    _paper("header at 1000", papers.late_header),
    _paper("header at 2000", papers.far_header, "is not a PDF"),
    _paper("rubbish behind", papers.rubbish_after),
    _paper("broken linear", papers.broken_linear),
    _paper("user's password", papers.with_password, "needs a password"),
    _paper("owner's password", lambda: papers.with_password("")),
    _paper("page tree in a loop", papers.tree_in_a_loop, DAMAGED),
    _paper("one page twice", papers.same_page_twice),
    _paper("deep page tree", papers.deep_tree, DAMAGED),
    _paper("deep values", papers.deep_values),
    _paper("count of two milliards", papers.lying_count),
    _paper("no pages", papers.no_pages, "has no pages"),
    _paper("bookmarks in a loop", papers.bookmarks_in_a_loop),
    _paper("2,000 bookmarks", lambda: papers.many_bookmarks(2_000)),
    _paper("30,000 bookmarks", papers.many_bookmarks, slow=True),
    _paper("fields in a loop", papers.fields_in_a_loop),
    _paper("forms in a loop", papers.forms_in_a_loop),
    _paper("2,000 notes", lambda: papers.many_notes(2_000)),
    _paper("20,000 notes", lambda: papers.many_notes(20_000), slow=True),
    _paper("100,000 notes", lambda: papers.many_notes(100_000), "page 1: up to it the file holds"),
    _paper("odd notes", papers.odd_notes, DAMAGED),
    _paper("script on opening", lambda: papers.actions("JavaScript", **SCRIPT)),
    _paper("program on opening", lambda: papers.actions("Launch", **PROGRAM)),
    _paper("page on opening", lambda: papers.actions("GoTo", **{"/D": String("x")})),
    _paper("attached program", papers.attached),
    _paper("dynamic form", papers.xfa),
    _paper("odd page labels", papers.odd_labels),
    _paper("picture of 100,000 dots", papers.huge_picture),
    _paper("empty picture", lambda: papers.huge_picture("FlateDecode")),
    _paper("page of 50 MB", lambda: papers.page_bomb(50), UNFOLDS),
    _paper("page of 3 GB", papers.page_bomb, UNFOLDS, slow=True),
    _paper("page packed twice", lambda: papers.page_bomb(200, twice=True), UNFOLDS),
    _paper("page of 30 MB", lambda: papers.page_bomb(30)),
    _paper(
        "200 pages of 30 MB", lambda: papers.many_page_bombs(200, 30), "unfolds to more than 300"
    ),
    _paper("objects of 200 MB", lambda: papers.object_bomb(200), DAMAGED),
    _paper("objects of 3 GB", papers.object_bomb, DAMAGED, slow=True),
    _paper("table of 200 MB", lambda: papers.table_bomb(200), DAMAGED),
    _paper("table of 3 GB", papers.table_bomb, DAMAGED, slow=True),
    _paper("20,000 left open", lambda: papers.unclosed(20_000)),
    _paper("a million left open", lambda: papers.unclosed(1_000_000), slow=True),
    _paper("odd title", papers.odd_name),
    _paper("box turned round", _box("595 842 0 0")),
    _paper("box of nothing", _box("0 0 0 0"), DAMAGED),
    _paper("14,400 points", _box("0 0 14400 14400")),
    _paper("two million points", _box("0 0 2000000 842"), LARGER),
    _paper("box without end", _box(f"0 0 {'9' * 400} 842"), "damaged.pdf|has no pages|is damaged"),
    _paper("cut outside", _box("0 0 595 842", "/CropBox[5000 5000 6000 6000]")),
    _paper("unit of a million", _box("0 0 595 842", "/UserUnit 1000000"), LARGER),
    _paper("turned by a word", _box("0 0 595 842", "/Rotate/Ninety"), DAMAGED),
    _paper("turned every way", papers.turned),
    _paper("300 pages", lambda: papers.paper(300)),
    _paper("3,000 pages", lambda: papers.paper(3_000), slow=True),
    _paper(
        "5,001 pages", lambda: papers.paper(5_001), "has 5,001 pages, more than 5,000", slow=True
    ),
)
