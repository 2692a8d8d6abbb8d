"""A document as Word: real styles, heading levels, table heads, page numbers that count."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Mapping
from datetime import datetime
from io import BytesIO
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_BREAK, WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm
from docx.text.hyperlink import Hyperlink
from docx.text.run import Run as WordRun

from dscp_desktop.core.faults import Refused
from dscp_desktop.paper.document import (
    Block,
    Box,
    BuiltWrong,
    Bullets,
    Chart,
    Columns,
    Document,
    Facts,
    Figure,
    Heading,
    PageBreak,
    Paragraph,
    Rule,
    Run,
    Table,
    Wording,
    chart_table,
)
from dscp_desktop.paper.furniture import Furniture
from dscp_desktop.paper.look import MM, PAGES
from dscp_desktop.paper.picture import chart_picture
from dscp_desktop.paper.word import styles
from dscp_desktop.paper.word.tables import add_facts, add_table

TEXT_WIDTH = Mm(170)
_BETWEEN = Mm(8)
_MADE = datetime(2000, 1, 1)  # no time of making: the same document gives the same bytes
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FIELD = re.compile(r"\{(page|pages)\}")
_MARK_NAME = re.compile(r"[A-Za-z_]\w{0,39}")  # what Word takes as the name of a bookmark


def column_width(columns: int) -> int:
    """Return how wide each of some columns beside each other is, in Word's smallest unit."""
    return (TEXT_WIDTH - _BETWEEN * (columns - 1)) // columns


def render_word(
    document: Document,
    furniture: Furniture | None = None,
    template: bytes = b"",
    marks: Mapping[int, str] | None = None,
) -> bytes:
    """Return the document as .docx; the same input gives the same bytes.

    A template (.docx) gives its styles, its page and its head and foot; what stands in it as
    text is left out. `marks` names blocks by their place (from 0): headings, paragraphs and
    boxes then carry a bookmark of that name, by which `word.returned` knows them again. Names
    that begin with '_' are not shown in Word. Raises Refused where the template cannot be read.
    """
    word = _open(template)
    styles.prepare_styles(word, document.language)
    _describe(word, document)
    if not template:
        _set_page(word.sections[0], document.page)
        _furnish(word.sections[0], furniture or Furniture(), document.marking)
    writer = _Writer(word)
    if document.cover:
        writer.paragraph(document.cover, styles.COVER)
    writer.paragraph(document.title, styles.TITLE)
    if document.subtitle:
        writer.paragraph(document.subtitle, styles.SUBTITLE)
    for place, block in enumerate(document.blocks):
        writer.block(block)
        if marks and place in marks:
            writer.mark(block, marks[place])
    out = BytesIO()
    word.save(out)
    return _same_bytes(out.getvalue())


def _open(template: bytes) -> Any:
    if not template:
        return docx.Document()
    try:
        word = docx.Document(BytesIO(template))
    except (KeyError, ValueError, OSError, zipfile.BadZipFile) as error:
        raise Refused("The template is no Word document (.docx). Choose another one.") from error
    body = word.element.body
    for part in list(body):
        if part.tag != qn("w:sectPr"):
            body.remove(part)
    return word


def _describe(word: Any, document: Document) -> None:
    facts = word.core_properties
    facts.title, facts.subject = clean(document.title), clean(document.marking)
    facts.language, facts.author, facts.last_modified_by = document.language, "", ""
    facts.comments, facts.keywords, facts.revision = "", "", 1
    facts.created = facts.modified = _MADE


def _set_page(section: Any, page: str) -> None:
    section.page_width, section.page_height = (Mm(round(side / MM)) for side in PAGES[page])
    if page.endswith("landscape"):
        section.orientation = WD_ORIENT.LANDSCAPE
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin = section.bottom_margin = Mm(27)
    section.header_distance = section.footer_distance = Mm(10)


def _furnish(section: Any, furniture: Furniture, marking: str) -> None:
    """Write head and foot; page numbers are fields."""
    marking = furniture.marking or marking
    for place, left, right in (
        (section.header, furniture.head_left, furniture.head_right),
        (section.footer, furniture.foot_left, furniture.foot_right),
    ):
        lines = [(marking, styles.MARKING)] if marking else []
        pair = (f"{left}\t{right}", styles.SMALL)
        wanted = [pair] if left or right else []
        wanted = [*lines, *wanted] if place is section.header else [*wanted, *lines]
        first = place.paragraphs[0]
        for number, (text, style) in enumerate(wanted):
            line = place.add_paragraph() if number else first
            line.style = style
            if style == styles.SMALL:
                stops = line.paragraph_format.tab_stops
                stops.add_tab_stop(Mm(round(section.page_width.mm) - 40), WD_TAB_ALIGNMENT.RIGHT)
            _fields(line, text)


def _fields(line: Any, text: str) -> None:
    """Write text whose `{page}` and `{pages}` are fields that Word counts."""
    at = 0
    for found in _FIELD.finditer(text):
        line.add_run(clean(text[at : found.start()]))
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), "PAGE" if found[1] == "page" else "NUMPAGES")
        shown = OxmlElement("w:r")
        words = OxmlElement("w:t")
        words.text = "1"
        shown.append(words)
        field.append(shown)
        line._p.append(field)
        at = found.end()
    line.add_run(clean(text[at:]))


class _Writer:
    """Writes block after block at the end of a Word document."""

    def __init__(self, word: Any) -> None:
        self.word = word
        self.pictures = self.marks = 0
        self.room = column_width(1)

    def mark(self, block: Block, name: str) -> None:
        """Put a bookmark round the words of the block that was written last."""
        if not isinstance(block, Heading | Paragraph | Box) or not _MARK_NAME.fullmatch(name):
            raise BuiltWrong(f"'{name}' cannot mark a {type(block).__name__}")
        line = self.word.element.body.sectPr.getprevious()
        for kind, place in (
            ("w:bookmarkStart", 0 if line.pPr is None else 1),
            ("w:bookmarkEnd", -1),
        ):
            made = OxmlElement(kind)
            made.set(qn("w:id"), str(self.marks))
            if place >= 0:
                made.set(qn("w:name"), name)
                line.insert(place, made)
            else:
                line.append(made)
        self.marks += 1

    def block(self, block: Block) -> None:
        """Write one block."""
        match block:
            case Heading():
                self.paragraph(block.text, f"Heading {block.level}")
            case Paragraph():
                self.paragraph(block.text, styles.SMALL if block.small else styles.BODY)
            case Bullets():
                self._bullets(block)
            case Facts():
                add_facts(self.word, block, self.fill)
            case Table():
                self._table(block)
            case Figure():
                self._figure(block.picture, block.alternative, block.caption, block.width)
            case Chart():
                made = chart_picture(block.chart)
                self._figure(made, block.alternative, block.caption, 1.0)
                self._table(chart_table(block))
            case Columns():
                self._columns(block)
            case Box():
                line = self.word.add_paragraph(style=styles.BOX)
                line.add_run(clean(block.title), styles.BOX_TITLE)
                line.add_run(" ")
                write_text(line, block.text)
            case Rule():
                self.word.add_paragraph(style=styles.RULE)
            case PageBreak():
                line = self.word.add_paragraph(style=styles.BREAK)
                line.add_run().add_break(WD_BREAK.PAGE)

    def paragraph(self, wording: Wording, style: str) -> Any:
        """Write a paragraph and return it."""
        return self.fill(self.word.add_paragraph(style=style), wording)

    def fill(self, line: Any, wording: Wording) -> Any:
        """Write a wording into a paragraph."""
        for run in (Run(wording),) if isinstance(wording, str) else wording:
            into = line
            if run.link:
                into = _link(self.word, line, run.link)
            made = write_text(into, run.text)
            made.bold, made.italic = run.bold or None, run.italic or None
            made.font.strike, made.underline = run.strike or None, run.underline or None
            if run.link:
                made.style = styles.LINK
        return line

    def _bullets(self, block: Bullets) -> None:
        style = styles.NUMBER if block.numbered else styles.BULLET
        number = _new_list(self.word, style)
        for item in block.items:
            line = self.paragraph(item, style)
            place = line._p.get_or_add_pPr().get_or_add_numPr()
            place.get_or_add_ilvl().val = 0
            place.get_or_add_numId().val = number

    def _table(self, table: Table) -> None:
        if table.caption:
            self.paragraph(table.caption, styles.CAPTION).paragraph_format.keep_with_next = True
        add_table(self.word, table, self.fill)
        for note in table.notes:
            self.paragraph(f"{note.mark}\t{note.text}", styles.NOTE)
        if not table.notes:
            self.word.add_paragraph(style=styles.NOTE)  # two tables would grow into one

    def _figure(self, picture: bytes, alternative: str, caption: str, width: float) -> None:
        if caption:
            self.paragraph(caption, styles.FIGURE_CAPTION)
        line = self.word.add_paragraph(style=styles.FIGURE)
        shape = line.add_run().add_picture(BytesIO(picture), Emu(round(self.room * width)))
        self.pictures += 1
        facts = shape._inline.docPr
        facts.set("id", str(self.pictures))
        facts.set("name", f"Picture {self.pictures}")
        facts.set("descr", clean(alternative))

    def _columns(self, block: Columns) -> None:
        self._end_section(1)
        self.room = column_width(len(block.columns))
        for number, column in enumerate(block.columns):
            if number:
                line = self.word.add_paragraph(style=styles.COLUMN_BREAK)
                line.add_run().add_break(WD_BREAK.COLUMN)
            for part in column:
                self.block(part)
        self._end_section(len(block.columns))
        self.room = column_width(1)

    def _end_section(self, columns: int) -> None:
        """End the part of the text before, which stands in so many columns."""
        inner = self.word.add_paragraph(style=styles.SECTION_END)._p.get_or_add_pPr()
        last = self.word.element.body.sectPr
        ending = OxmlElement("w:sectPr")
        kind = OxmlElement("w:type")
        kind.set(qn("w:val"), "continuous")
        for given in last.findall(qn("w:headerReference")) + last.findall(qn("w:footerReference")):
            last.remove(given)  # the sections that follow take over those of the first one
            ending.append(given)
        ending.append(kind)
        for name in ("w:pgSz", "w:pgMar"):
            given = last.find(qn(name))
            if given is not None:
                copied = OxmlElement(name)
                for key, value in given.attrib.items():
                    copied.set(key, value)
                ending.append(copied)
        shared = OxmlElement("w:cols")
        shared.set(qn("w:num"), str(columns))
        shared.set(qn("w:space"), str(round(_BETWEEN / 635)))
        ending.append(shared)
        inner.append(ending)
        _begin_here(last)


def _begin_here(section: Any) -> None:
    """Let the last section go on where the one before ended."""
    kind = section.find(qn("w:type"))
    if kind is None:
        kind = OxmlElement("w:type")
        section.insert_element_before(kind, "w:pgSz", "w:pgMar", "w:cols", "w:docGrid")
    kind.set(qn("w:val"), "continuous")


def _link(word: Any, line: Any, address: str) -> Any:
    """Add a link to a paragraph and return what takes its runs."""
    made = OxmlElement("w:hyperlink")
    made.set(qn("r:id"), word.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, True))
    line._p.append(made)
    return Hyperlink(made, line)


def write_text(into: Any, text: str) -> Any:
    """Add a run of text to a paragraph or a link; LF breaks a line, TAB stays."""
    element = OxmlElement("w:r")
    owner = into._p if hasattr(into, "_p") else into._hyperlink
    owner.append(element)
    made = WordRun(element, into)
    made.text = clean(text)
    return made


def _new_list(word: Any, style: str) -> int:
    """Return the number of a new list that looks like the style's own and begins at 1."""
    numbering = word.part.numbering_part.element
    own = word.styles[style].element.pPr
    given = own.numPr if own is not None else None
    abstract = 0
    if given is not None and given.numId is not None:
        abstract = numbering.num_having_numId(given.numId.val).abstractNumId.val
    made = numbering.add_num(abstract)
    made.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(made.numId)


def clean(text: str) -> str:
    """Return text that XML can hold: what it cannot becomes a visible mark."""
    return _NOT_XML.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def _same_bytes(data: bytes) -> bytes:
    """Pack the parts again without their times, in the order they came."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for part in _in_order(old.infolist()):
            fresh = zipfile.ZipInfo(part.filename, (2000, 1, 1, 0, 0, 0))
            fresh.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(fresh, old.read(part))
    return out.getvalue()


def _in_order(parts: Iterable[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    return sorted(parts, key=lambda part: (part.filename != "[Content_Types].xml", part.filename))
