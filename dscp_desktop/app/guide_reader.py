"""Reads the Markdown that the guide is written in, and refuses what it does not know.

Known are: one `# Title` in the first line; `## Chapter {#key}` and `### Heading`; paragraphs;
lists with `-` or `1.`; tables; a picture alone in its line; bold, italic and code.
Whatever else means something in Markdown is refused with its line, so that what the help shows
and what is printed never differ.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from dscp_desktop.paper.document import (
    Block,
    BuiltWrong,
    Bullets,
    Column,
    Figure,
    Heading,
    Paragraph,
    Row,
    Run,
    Table,
    Wording,
    cells,
    plain_text,
    settled,
)

_TITLE = re.compile(r"# (\S.*)")
_CHAPTER = re.compile(r"## (\S.*) \{#([a-z][a-z_-]*)\}")
_HEADING = re.compile(r"### (\S.*)")
_PICTURE = re.compile(r"!\[([^\]]+)\]\((pictures/[a-z_-]+\.png)\)")
_BULLET = re.compile(r"- (\S.*)")
_NUMBERED = re.compile(r"(\d+)\. (\S.*)")
_ROW = re.compile(r"\|(.+)\|")
_RULE = re.compile(r"\|(?:-{3,}\|)+")
_RUN = re.compile(r"\*\*(?! )([^*`]+)(?<! )\*\*|\*(?! )([^*`]+)(?<! )\*|`([^`]+)`|([^*`]+)")
_NO_PARAGRAPH = re.compile(r"[-+*] |\d+[.)] |#|!\[|\||[-=]{2,}")  # a line of one begins with none
_MARKUP = re.compile(r"[\\<>_\[\]#|~]|&\w+;")
_WIDE = 1.6  # a picture this much wider than high takes the whole width

FindPicture = Callable[[str], bytes]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter: its key, its title, its Markdown without heading and pictures, its blocks."""

    key: str
    title: str
    text: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Guide:
    """What was read: the title, what stands before the first chapter, the chapters in order."""

    title: str
    opening: tuple[Block, ...]
    chapters: tuple[Chapter, ...]


@dataclass(slots=True)
class _Part:
    """A chapter while it is read; the opening has no key."""

    key: str
    title: str
    lines: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)

    def finished(self) -> Chapter:
        text = re.sub(r"\n{3,}", "\n\n", "\n".join(self.lines)).strip() + "\n"
        return Chapter(self.key, self.title, text, tuple(self.blocks))


def read_guide(text: str, find_picture: FindPicture) -> Guide:
    """Read a guide; `find_picture` gives the bytes of a picture by its path.

    Raises BuiltWrong, with the number of the line, for what is not known or has no place.
    """
    lines = text.splitlines()
    title = _TITLE.fullmatch(lines[0]) if lines else None
    if title is None:
        raise BuiltWrong("line 1: a guide begins with '# ' and its title")
    parts = [_Part("", "")]
    keys: set[str] = set()
    for start, group in _groups(lines[1:], 2):
        chapter = _CHAPTER.fullmatch(group[0])
        if chapter is not None and len(group) == 1:
            words, key = chapter.groups()
            if key in keys:
                raise BuiltWrong(f"line {start}: there are two chapters '{key}'")
            keys.add(key)
            parts.append(_Part(key, plain_text(_wording(words, start))))
            continue
        block = _block(group, start, find_picture)
        parts[-1].blocks.append(block)
        if not isinstance(block, Figure):
            parts[-1].lines.extend([*group, ""])
    return Guide(title[1], tuple(parts[0].blocks), tuple(part.finished() for part in parts[1:]))


def _groups(lines: list[str], first: int) -> Iterator[tuple[int, list[str]]]:
    """Yield what stands between empty lines, with the number of its first line."""
    group: list[str] = []
    for number, line in enumerate([*lines, ""], first):
        if line != line.strip():
            raise BuiltWrong(f"line {number}: it begins or ends with a space")
        if line:
            group.append(line)
        elif group:
            yield number - len(group), group
            group = []


def _block(group: list[str], start: int, find_picture: FindPicture) -> Block:
    first, alone = group[0], len(group) == 1
    if first.startswith("#"):
        heading = _HEADING.fullmatch(first)
        if heading is None or not alone:
            raise BuiltWrong(
                f"line {start}: a heading is '## Chapter {{#key}}' or '### Heading', alone"
            )
        return Heading(3, plain_text(_wording(heading[1], start)))
    if first.startswith("!"):
        picture = _PICTURE.fullmatch(first)
        if picture is None or not alone:
            raise BuiltWrong(f"line {start}: a picture is '![words](pictures/name.png)', alone")
        data = find_picture(picture[2])
        return Figure(data, picture[1], width=_share(data))
    if first.startswith("|"):
        return _table(group, start)
    if _BULLET.match(first) or _NUMBERED.match(first):
        return _list(group, start)
    for place, line in enumerate(group):
        if _NO_PARAGRAPH.match(line):
            raise BuiltWrong(f"line {start + place}: an empty line is missing before it")
    return Paragraph(_wording(" ".join(group), start))


def _share(png: bytes) -> float:
    """Return the share of the page's width for a picture: a tall one would fill a page."""
    wide, high = struct.unpack(">II", png[16:24])
    return min(1.0, float(wide / high / _WIDE))


def _list(group: list[str], start: int) -> Bullets:
    items: list[Wording] = []
    numbered = _NUMBERED.match(group[0]) is not None
    for place, line in enumerate(group):
        item = (_NUMBERED if numbered else _BULLET).fullmatch(line)
        if item is None or (numbered and int(item[1]) != place + 1):
            raise BuiltWrong(f"line {start + place}: it does not go on with the list before it")
        items.append(_wording(item[item.re.groups], start + place))
    return Bullets(tuple(items), numbered)


def _table(group: list[str], start: int) -> Table:
    if len(group) < 3 or _RULE.fullmatch(group[1]) is None:
        raise BuiltWrong(f"line {start}: a table has heads, a line of '|---|', and rows")
    rows: list[tuple[str, ...]] = []
    for place, line in enumerate(group):
        row = _ROW.fullmatch(line)
        if row is None:
            raise BuiltWrong(f"line {start + place}: it is no row of the table before it")
        if place != 1:
            said = (_wording(cell.strip(), start + place) for cell in row[1].split("|"))
            rows.append(tuple(map(plain_text, said)))
    longest = [max(len(row[n]) for row in rows if n < len(row)) for n in range(len(rows[0]))]
    columns = tuple(
        Column(head, width=max(float(length), 8.0))
        for head, length in zip(rows[0], longest, strict=True)
    )
    try:
        return Table(columns, tuple(Row(cells(*row)) for row in rows[1:]))
    except BuiltWrong as wrong:
        raise BuiltWrong(f"line {start}: {wrong}") from wrong


def _wording(text: str, line: int) -> Wording:
    runs: list[Run] = []
    place = 0
    while place < len(text):
        found = _RUN.match(text, place)
        if found is None:
            raise BuiltWrong(f"line {line}: '{text[place]}' opens what nothing closes")
        bold, italic, code, plain = found.groups()
        said = bold or italic or plain
        if said and (markup := _MARKUP.search(said)):
            raise BuiltWrong(f"line {line}: '{markup[0]}' is not known in a guide")
        runs.append(Run(said or code, bold=bool(bold), italic=bool(italic or code)))
        place = found.end()
    return settled(tuple(runs))
