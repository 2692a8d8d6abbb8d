"""The styles of a Word document: Word's own where there is one, ours beside them.

Each kind of block has a style of its own, so that an office changes how all of them look in one
place, and so that a document is read back as what it was. A template that has a style of the
same name keeps its own.
"""

from __future__ import annotations

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

TITLE, SUBTITLE, COVER = "Title", "Subtitle", "Cover name"
BODY, SMALL, RULE, BREAK = "Normal", "Small text", "Ruled line", "Page break"
BULLET, NUMBER = "List Bullet", "List Number"
CAPTION, FIGURE_CAPTION, FIGURE = "Caption", "Figure caption", "Figure"
BOX, BOX_TITLE = "Boxed text", "Boxed title"
SECTION_END, COLUMN_BREAK = "Section end", "Column break"
LABEL, VALUE = "Fact label", "Fact"
HEAD, HEAD_OF_ROWS = "Table head", "Table head of rows"
CELL, BELOW, NOTE, MARK = "Table text", "Table text below", "Table note", "Note mark"
KINDS = {"section": "Table section", "total": "Table total", "difference": "Table difference"}
MARKING, LINK = "Marking", "Link"
FACTS_TABLE, TABLE = "Facts table", "Ruled table"

_PARAGRAPHS: dict[str, dict[str, Any]] = {
    COVER: {"size": 12, "bold": True, "after": 24},
    SMALL: {"size": 10, "after": 5},
    RULE: {"size": 2, "after": 8},
    BREAK: {"size": 2, "after": 0},
    FIGURE_CAPTION: {"size": 11, "bold": True, "before": 8, "after": 3, "next": True},
    FIGURE: {"after": 8},
    BOX: {"size": 10, "before": 12, "after": 12},
    SECTION_END: {"size": 2, "after": 0},
    COLUMN_BREAK: {"size": 2, "after": 0},
    LABEL: {"bold": True, "after": 1},
    VALUE: {"after": 1},
    HEAD: {"size": 10, "bold": True, "before": 3, "after": 3, "next": True},
    HEAD_OF_ROWS: {"size": 10, "bold": True, "before": 3, "after": 3, "next": True},
    CELL: {"before": 3, "after": 3},
    BELOW: {"size": 10, "after": 3},
    NOTE: {"size": 10, "before": 3, "after": 3},
    MARKING: {"size": 11, "bold": True, "middle": True, "after": 0},
    **{name: {"bold": True, "before": 3, "after": 3} for name in KINDS.values()},
}
_FONT = "Arial"  # on every office's machines
_AFTER_BORDERS = ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc")


def prepare_styles(word: Any, language: str) -> None:
    """Give a Word document every style it lacks, and its language."""
    styles = word.styles
    known = {style.name for style in styles}
    normal = styles["Normal"]
    if "Small text" not in known:
        normal.font.name, normal.font.size = _FONT, Pt(11)
        normal.paragraph_format.space_after = Pt(7)
        for name, level in (("Title", 0), *((f"Heading {n}", n - 1) for n in range(1, 5))):
            _black(styles[name], level)
        _black(styles["Subtitle"], None)
        _black(styles["Caption"], None)
    for name, look in _PARAGRAPHS.items():
        if name not in known:
            _add(styles, name, look)
    for name, bold in ((BOX_TITLE, True), (MARK, False)):
        if name not in known:
            style = styles.add_style(name, WD_STYLE_TYPE.CHARACTER)
            style.font.bold = bold or None
            style.font.superscript = not bold or None
    if LINK not in known:
        styles.add_style(LINK, WD_STYLE_TYPE.CHARACTER).font.underline = True
    for name in (FACTS_TABLE, TABLE):
        if name not in known:
            styles.add_style(name, WD_STYLE_TYPE.TABLE)
    _set_language(styles, language)


def _black(style: Any, level: int | None) -> None:
    """Print a heading of Word's in black, in our font, and give it its level."""
    style.font.name = _FONT
    style.font.italic = False
    for border in style.element.iter(qn("w:pBdr")):
        border.getparent().remove(border)
    color = style.element.rPr.find(qn("w:color")) if style.element.rPr is not None else None
    if color is not None:
        style.element.rPr.remove(color)
    fonts = style.element.rPr.find(qn("w:rFonts"))
    for key in [key for key in fonts.attrib if "Theme" in key]:
        del fonts.attrib[key]
    if level is not None:
        inner = style.element.get_or_add_pPr()
        old = inner.find(qn("w:outlineLvl"))
        if old is None:
            old = OxmlElement("w:outlineLvl")
            inner.insert_element_before(old, "w:divId", "w:cnfStyle", "w:rPr", "w:sectPr")
        old.set(qn("w:val"), str(level))


def _add(styles: Any, name: str, look: dict[str, Any]) -> None:
    style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = styles["Normal"]
    style.font.bold = look.get("bold")
    if "size" in look:
        style.font.size = Pt(look["size"])
    shape = style.paragraph_format
    shape.space_before = Pt(look.get("before", 0))
    shape.space_after = Pt(look.get("after", 0))
    shape.keep_with_next = look.get("next")
    if look.get("middle"):
        shape.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if name in (BOX, RULE):
        sides = ("top", "left", "bottom", "right") if name == BOX else ("top",)
        _border(style.element.get_or_add_pPr(), sides)


def _border(inner: Any, sides: tuple[str, ...]) -> None:
    borders = OxmlElement("w:pBdr")
    for side in sides:
        line = OxmlElement(f"w:{side}")
        for key, value in (("val", "single"), ("sz", "6"), ("space", "4"), ("color", "000000")):
            line.set(qn(f"w:{key}"), value)
        borders.append(line)
    inner.insert_element_before(borders, *_AFTER_BORDERS)


def _set_language(styles: Any, language: str) -> None:
    for owner in styles.element.iter(qn("w:rPrDefault")):
        inner = owner.find(qn("w:rPr"))
        known = inner.find(qn("w:lang"))
        if known is None:
            known = OxmlElement("w:lang")
            inner.append(known)
        known.set(qn("w:val"), language)
