"""A document as one page of HTML: semantic, without scripts, with nothing fetched from outside.

It prints well, and is dark where the reader's system is. Everything a user wrote goes through
`html.escape`; the policy in the head forbids the rest.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator
from html import escape

from dscp_desktop.core.plotting import plot
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
    PageBreak,
    Paragraph,
    Row,
    Rule,
    Table,
    Wording,
    chart_table,
)
from dscp_desktop.paper.svg import svg_of

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_CHART_WIDTH, _CHART_SIZE = 640.0, 13.0

# Light: 4.5 to 1 and more for every text on its ground; dark: the same. A test measures both.
COLOURS = {
    "light": {"ground": "#ffffff", "text": "#15191e", "quiet": "#4a5560", "line": "#c3cad1",
              "link": "#1d5fa8", "edge": "#15191e"},
    "dark": {"ground": "#14181d", "text": "#eceff2", "quiet": "#b3bcc5", "line": "#46505a",
             "link": "#8fbff5", "edge": "#eceff2"},
}  # fmt: skip

_STYLE = """
:root { color-scheme: light dark; @LIGHT@ }
@media (prefers-color-scheme: dark) { :root { @DARK@ } }
@media print { :root { @LIGHT@ } body { margin: 0; max-width: none; }
  tr, figure, .box { break-inside: avoid; } h1, h2, h3, h4, caption { break-after: avoid; }
  thead { display: table-header-group; } .page { break-before: page; border: 0; margin: 0; } }
@page { size: @PAGE@; margin: 20mm; }
body { background: var(--ground); color: var(--text); margin: 2rem auto; max-width: 48rem;
  padding: 0 1rem; font: 1rem/1.45 "Source Sans 3", "Source Sans Pro", "Segoe UI", sans-serif;
  font-variant-numeric: tabular-nums; }
h1 { font-size: 1.8rem; line-height: 1.2; margin: .5rem 0; }
h2 { font-size: 1.35rem; margin: 1.6rem 0 .4rem; }
h3 { font-size: 1.12rem; margin: 1.2rem 0 .3rem; }
h4 { font-size: 1rem; margin: 1rem 0 .2rem; } p { margin: .5rem 0; white-space: pre-line; }
a { color: var(--link); } .small, .below, .notes { color: var(--quiet); font-size: .92rem; }
.marking { font-weight: 600; text-align: center; } .cover { border-top: 5px solid var(--edge);
  font-weight: 600; padding-top: .8rem; } .subtitle { font-size: 1.15rem; }
table { border-collapse: collapse; margin: .6rem 0; width: 100%; }
caption { font-weight: 600; text-align: left; padding: .4rem 0; }
th, td { border-bottom: 1px solid var(--line); padding: .35rem .6rem .35rem 0;
  text-align: left; vertical-align: top; }
thead th { border-bottom: 2px solid var(--edge); vertical-align: bottom; }
tbody th { font-weight: inherit; } .right { text-align: right; } .below { display: block; }
tr.section th, tr.total > *, tr.difference > *, .bold { font-weight: 600; }
tr.total > * { border-top: 2px solid var(--edge); } .scroll { overflow-x: auto; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1.2rem; }
dt { font-weight: 600; } dd { margin: 0; } figure { margin: 1rem 0; }
figcaption { font-weight: 600; }
img, svg { display: block; height: auto; max-width: 100%; }
svg { color: var(--text); width: 100%; }
.box { border: 1px solid var(--edge); padding: .5rem .8rem; margin: 1rem 0; }
.columns { display: flex; flex-wrap: wrap; gap: 2rem; } .columns > div { flex: 1 1 16rem; }
hr, .page { border: 0; border-top: 1px solid var(--line); margin: 1.2rem 0; }
"""


def render_html(document: Document) -> bytes:
    """Return the document as one page of HTML in UTF-8; the same document gives the same bytes."""
    marking = f'<p class="marking">{escaped(document.marking)}</p>' if document.marking else ""
    lines = [
        _head(document.title, document.language, document.page),
        f"<header>{marking}" if marking else "<header>",
    ]
    if document.cover:
        lines.append(f'<p class="cover">{escaped(document.cover)}</p>')
    lines.append(f"<h1>{escaped(document.title)}</h1>")
    if document.subtitle:
        lines.append(f'<p class="subtitle">{escaped(document.subtitle)}</p>')
    lines.append("</header>\n<main>")
    for number, block in enumerate(document.blocks):
        lines.extend(_block(block, f"b{number}"))
    lines.append("</main>")
    if marking:
        lines.append(f"<footer>{marking}</footer>")
    lines.append("</body>\n</html>\n")
    return "\n".join(lines).encode()


def html_page(title: str, parts: Iterable[str], language: str = "en-GB") -> bytes:
    """Return a page with the head, the policy and the look of a document, and parts of HTML in it.

    The parts are taken as they are: what a user wrote went through `escaped`.
    """
    return "\n".join([_head(title, language, "A4"), *parts, "</body>\n</html>\n"]).encode()


def _head(title: str, language: str, page: str) -> str:
    return (
        f'<!DOCTYPE html>\n<html lang="{escaped(language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escaped(title)}</title>\n<style>{_style(page)}</style>\n</head>\n<body>"
    )


def _style(page: str) -> str:
    shades = {
        name: " ".join(f"--{key}: {value};" for key, value in colours.items())
        for name, colours in COLOURS.items()
    }
    style = _STYLE.replace("@LIGHT@", shades["light"]).replace("@DARK@", shades["dark"])
    return style.replace("@PAGE@", page)


def _block(block: Block, name: str) -> Iterator[str]:
    match block:
        case Heading():
            yield f"<h{block.level}>{escaped(block.text)}</h{block.level}>"
        case Paragraph():
            kind = ' class="small"' if block.small else ""
            yield f"<p{kind}>{_wording(block.text)}</p>"
        case Bullets():
            tag = "ol" if block.numbered else "ul"
            items = "".join(f"<li>{_wording(item)}</li>" for item in block.items)
            yield f"<{tag}>{items}</{tag}>"
        case Facts():
            pairs = (f"<dt>{escaped(a)}</dt><dd>{escaped(b) or '–'}</dd>" for a, b in block.pairs)
            yield f"<dl>{''.join(pairs)}</dl>"
        case Table():
            yield from _table(block, name)
        case Figure():
            kind = "png" if block.picture.startswith(b"\x89PNG") else "jpeg"
            data = b64encode(block.picture).decode("ascii")
            alternative = escaped(block.alternative)
            yield "<figure>" + _caption(block.caption)
            wide = f"{block.width * 100:g}%"
            yield (
                f'<img src="data:image/{kind};base64,{data}" alt="{alternative}" '
                f'style="max-width: {wide}">'
            )
            yield "</figure>"
        case Chart():
            yield "<figure>" + _caption(block.caption)
            drawing = plot(block.chart, _CHART_WIDTH, _CHART_SIZE, _measure)
            yield svg_of(drawing, block.alternative, name)
            yield "</figure>"
            yield from _table(chart_table(block), name)
        case Columns():
            yield '<div class="columns">'
            for number, column in enumerate(block.columns):
                yield "<div>"
                for place, part in enumerate(column):
                    yield from _block(part, f"{name}-{number}-{place}")
                yield "</div>"
            yield "</div>"
        case Box():
            words = f"<strong>{escaped(block.title)}</strong> {escaped(block.text)}"
            yield f'<div class="box"><p>{words}</p></div>'
        case Rule():
            yield "<hr>"
        case PageBreak():
            yield '<div class="page"></div>'


def _table(table: Table, name: str) -> Iterator[str]:
    caption = f"<caption>{escaped(table.caption)}</caption>" if table.caption else ""
    yield f'<div class="scroll"><table>{caption}<thead><tr>'
    for column in table.columns:
        yield f'<th scope="col"{_right(column)}>{escaped(column.title)}</th>'
    yield "</tr></thead>"
    body, heads = False, table.names_row
    for row in table.rows:
        if not body or row.kind == "section":
            yield "</tbody><tbody>" if body else "<tbody>"
            body = True
        yield _row(row, table, heads, name)
    yield ("</tbody>" if body else "<tbody></tbody>") + "</table></div>"
    if table.notes:
        notes = "".join(
            f'<p id="{name}-n{number}">{escaped(note.mark)} {escaped(note.text)}</p>'
            for number, note in enumerate(table.notes)
        )
        yield f'<div class="notes">{notes}</div>'


def _row(row: Row, table: Table, heads: int, name: str) -> str:
    if row.kind == "section" and len(row.cells) == 1:
        inner = _cell(row.cells[0], table, name)
        return (
            f'<tr class="section"><th scope="row" colspan="{len(table.columns)}">{inner}</th></tr>'
        )
    names = heads if row.kind == "line" else 0
    parts = []
    for number, (cell, column) in enumerate(zip(row.cells, table.columns, strict=True)):
        is_head = number == names and bool(cell.text.strip())
        tag, scope = ("th", ' scope="row"') if is_head else ("td", "")
        parts.append(f"<{tag}{scope}{_right(column)}>{_cell(cell, table, name)}</{tag}>")
    kind = f' class="{row.kind}"' if row.kind != "line" else ""
    return f"<tr{kind}>{''.join(parts)}</tr>"


def _cell(cell: Cell, table: Table, name: str) -> str:
    text = escaped(cell.text)
    if cell.bold:
        text = f'<span class="bold">{text}</span>'
    if cell.mark:
        number = next(n for n, note in enumerate(table.notes) if note.mark == cell.mark)
        text += f' <a href="#{name}-n{number}">{escaped(cell.mark)}</a>'
    return text + (f'<span class="below">{escaped(cell.below)}</span>' if cell.below else "")


def _right(column: Column) -> str:
    return ' class="right"' if column.align == "right" else ""


def _caption(words: str) -> str:
    return f"<figcaption>{escaped(words)}</figcaption>" if words else ""


def _wording(wording: Wording) -> str:
    if isinstance(wording, str):
        return escaped(wording)
    parts = []
    for run in wording:
        text = escaped(run.text)
        text = f"<em>{text}</em>" if run.italic else text
        text = f"<strong>{text}</strong>" if run.bold else text
        text = f"<del>{text}</del>" if run.strike else text
        text = f"<ins>{text}</ins>" if run.underline else text
        parts.append(f'<a href="{escaped(run.link)}">{text}</a>' if run.link else text)
    return "".join(parts)


def escaped(text: str) -> str:
    """Return what a user wrote, escaped; signs that HTML cannot hold become a visible mark."""
    return escape("".join(sign if _allowed(sign) else "\ufffd" for sign in text), quote=True)


def _allowed(sign: str) -> bool:
    code = ord(sign)
    return code in (9, 10) or 0x20 <= code < 0x7F or (code >= 0xA0 and not _no_character(code))


def _no_character(code: int) -> bool:
    return 0xD800 <= code <= 0xDFFF or 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE


def _measure(text: str, size: float, bold: bool) -> float:
    """Return about how wide a text is; a reader's font is not known."""
    return len(text) * size * (0.56 if bold else 0.52)
