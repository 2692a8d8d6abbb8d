"""A Word document that came back: its lines, by whom they were changed, and what was remarked.

Changes that Word tracked are read as if they were accepted; `original` is the line as if they
were not. Bookmarks that were written by `render_word(marks=...)` tell which line is which, for
as long as they are there: a document copied into a new one has lost them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from dscp_desktop.core.faults import Refused
from dscp_desktop.paper.word.opening import WordFile

TEXT, TABLE, FRAME = "text", "table", "frame"
COMMENT, FOOTNOTE, PICTURE = "comment", "footnote", "picture"
MOST_LINES = 20_000
MOST_LETTERS = 5_000_000
_DEEPEST = 100
_LONGEST_ABOUT = 120
_DEEPEST_STYLE = 20
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_GONE, _FRESH = (f"{_W}del", f"{_W}moveFrom"), (f"{_W}ins", f"{_W}moveTo")
_TRACKED = _GONE + _FRESH
_ASIDE = tuple(f"{_W}{name}" for name in ("pPr", "rPr", "instrText", "delInstrText", "tblPr"))
_SIGNS = {
    f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "\u2011",
    f"{_W}ptab": "\t",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment, a footnote or a picture at a line: who, in which words, about which words."""

    kind: str
    who: str
    text: str
    about: str


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph as it stands in a file.

    `marks` are the names of its bookmarks; `level` that of a heading, 0 for text; `place` is
    text, table (a row, its cells parted by tabs) or frame. `tracked` names who changed it, where
    Word kept track of the change.
    """

    text: str
    original: str = ""
    marks: tuple[str, ...] = ()
    level: int = 0
    place: str = TEXT
    tracked: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()


@dataclass(slots=True)
class _Draft:
    """A line that is being read. `tail` says that its end is gone: it runs into the next."""

    place: str = TEXT
    text: list[str] = field(default_factory=list)
    original: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    level: int = 0
    tracked: dict[str, None] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    runs_on: bool = False

    def is_empty(self) -> bool:
        return not "".join(self.text).strip()


def read_returned(data: bytes, name: str = "The file", prefix: str = "_") -> tuple[Line, ...]:
    """Return the lines of a .docx in reading order; empty ones only where they carry a remark.

    Bookmarks count whose names begin with `prefix`. Raises Refused, naming the file, where it is
    no Word document, is damaged, or holds more than minutes do.
    """
    file = WordFile(data, name)
    root = file.part("word/document.xml")
    body = None if root is None else root.find(f"{_W}body")
    if body is None:
        raise Refused(f"{name} is no Word document (.docx). Save it as .docx in Word.")
    reader = _Reader(name, prefix, _levels(file), _notes(file))
    reader.blocks(body, TEXT, 0)
    reader.settle()
    return tuple(_finished(_joined(reader.lines)))


def _joined(drafts: list[_Draft]) -> Iterator[_Draft]:
    """Join the lines whose end was taken away with the ones that follow."""
    held: _Draft | None = None
    for draft in drafts:
        made = draft if held is None else _one(held, draft)
        held = made if made.runs_on else None
        if held is None:
            yield made
    if held is not None:
        yield held


def _one(first: _Draft, second: _Draft) -> _Draft:
    kept = second.marks
    if not first.is_empty():
        kept = first.marks if second.is_empty() else first.marks + second.marks
    return _Draft(
        second.place,
        first.text + second.text,
        first.original + second.original,
        kept,
        first.level if second.is_empty() else second.level,
        first.tracked | second.tracked,
        first.remarks + second.remarks,
        second.runs_on,
    )


def _finished(drafts: Iterator[_Draft]) -> Iterator[Line]:
    for draft in drafts:
        text = "".join(draft.text).strip()
        if text or draft.remarks:
            yield Line(
                text,
                "".join(draft.original).strip(),
                tuple(dict.fromkeys(draft.marks)),
                draft.level,
                draft.place,
                tuple(draft.tracked),
                tuple(draft.remarks),
            )


class _Reader:
    """Walks through the body; one walk deeper for each element inside another."""

    def __init__(
        self,
        name: str,
        prefix: str,
        levels: dict[str, int],
        notes: dict[tuple[str, str], tuple[str, str]],
    ) -> None:
        self.name, self.prefix = name, prefix
        self.levels, self.notes = levels, notes
        self.lines: list[_Draft] = []
        self.waiting: list[str] = []  # bookmarks between two paragraphs belong to the next
        self.letters = 0
        self.open: dict[str, tuple[_Draft, list[str]]] = {}  # comments by their number
        self.ended: dict[str, _Draft] = {}

    # Blocks -----------------------------------------------------------------------------

    def blocks(self, parent: Element, place: str, depth: int) -> None:
        """Read paragraphs, tables and what holds them."""
        self._look(depth)
        for part in parent:
            if part.tag == f"{_W}p":
                self._paragraph(part, place, depth + 1)
            elif part.tag == f"{_W}tbl":
                self._table(part, depth + 1)
            elif part.tag == f"{_W}bookmarkStart":
                self._take_mark(part, self.waiting)
            elif part.tag not in _GONE and part.tag not in _ASIDE:
                self.blocks(part, place, depth + 1)

    def _look(self, depth: int) -> None:
        if depth > _DEEPEST:
            raise Refused(f"{self.name} is nested deeper than Word writes. Save it again in Word.")
        if len(self.lines) > MOST_LINES or self.letters > MOST_LETTERS:
            raise Refused(
                f"{self.name} holds more than {MOST_LINES:,} paragraphs or {MOST_LETTERS:,} "
                "letters, more than minutes do. Copy what is wanted into a new document."
            )

    def _paragraph(self, part: Element, place: str, depth: int) -> _Draft:
        self._look(depth)
        draft = _Draft(place)
        draft.marks, self.waiting = self.waiting, []
        self.lines.append(draft)
        about = part.find(f"{_W}pPr")
        if about is not None:
            draft.level = self._level(about)
            ending = about.find(f"{_W}rPr")
            for kind in _GONE if ending is not None else ():
                tracked = None if ending is None else ending.find(kind)
                if tracked is not None:
                    draft.runs_on = True
                    draft.tracked[tracked.get(f"{_W}author", "")] = None
        self._inline(part, draft, False, False, depth)
        return draft

    def _level(self, about: Element) -> int:
        style = about.find(f"{_W}pStyle")
        own = _outline(about)
        return own or self.levels.get("" if style is None else style.get(f"{_W}val", ""), 0)

    def _table(self, table: Element, depth: int) -> None:
        """Read each row as one line; what hangs on its paragraphs hangs on the row."""
        self._look(depth)
        for row in _inside(table, f"{_W}tr"):
            about = row.find(f"{_W}trPr")
            if about is not None and about.find(f"{_W}del") is not None:
                continue
            kept, self.lines = self.lines, []
            whole = _Draft(TABLE)
            for number, cell in enumerate(_inside(row, f"{_W}tc")):
                self.lines = []
                self.blocks(cell, TABLE, depth + 1)
                sign = ["\t"] if number else []
                whole.text += sign
                whole.original += sign
                for line in self.lines:
                    whole.text += [*line.text, "\n"]
                    whole.original += [*line.original, "\n"]
                    whole.marks += line.marks
                    whole.tracked |= line.tracked
                    whole.remarks += line.remarks
                    self._hand_over(line, whole)
                whole.text, whole.original = _trimmed(whole.text), _trimmed(whole.original)
            self.lines = [*kept, whole]

    def _hand_over(self, line: _Draft, whole: _Draft) -> None:
        """Let the comments that were opened in a cell belong to its row."""
        for number, (draft, words) in self.open.items():
            if draft is line:
                self.open[number] = (whole, words)
        for number, draft in self.ended.items():
            if draft is line:
                self.ended[number] = whole

    # In a line --------------------------------------------------------------------------

    def _inline(self, parent: Element, draft: _Draft, gone: bool, fresh: bool, depth: int) -> None:
        self._look(depth)
        for part in parent:
            tag = part.tag
            if tag in _ASIDE:
                continue
            if tag in (f"{_W}t", f"{_W}delText") or tag in _SIGNS:
                words = _SIGNS.get(tag, part.text or "")
                self._write(draft, words, gone or tag == f"{_W}delText", fresh)
            elif tag == f"{_W}bookmarkStart":
                self._take_mark(part, draft.marks)
            elif tag.endswith(("}drawing", "}pict", "}object")) or tag == f"{_MC}AlternateContent":
                self._drawing(part, draft, gone, depth)
            elif not self._comment(part, draft):
                is_gone, is_fresh = gone or tag in _GONE, fresh or tag in _FRESH
                if tag in _TRACKED and len(part):
                    draft.tracked[part.get(f"{_W}author", "")] = None
                self._inline(part, draft, is_gone, is_fresh, depth + 1)

    def _write(self, draft: _Draft, words: str, gone: bool, fresh: bool) -> None:
        self.letters += len(words)
        if not gone:
            draft.text.append(words)
            for _, said in self.open.values():
                said.append(words)
        if not fresh:
            draft.original.append(words)

    def _take_mark(self, part: Element, into: list[str]) -> None:
        name = part.get(f"{_W}name", "")
        if name.startswith(self.prefix):
            into.append(name)

    def _drawing(self, part: Element, draft: _Draft, gone: bool, depth: int) -> None:
        """Read a text frame as lines of their own; say that there is a picture."""
        chosen = next((p for p in part if p.tag == f"{_MC}Choice"), part)
        frame = next(chosen.iter(f"{_W}txbxContent"), None)
        if frame is not None:
            self.blocks(frame, FRAME, depth + 1)
        elif not gone:
            draft.remarks.append(Remark(PICTURE, "", "", ""))

    def _comment(self, part: Element, draft: _Draft) -> bool:
        """Take the sign of a comment or a note; say whether it was one."""
        number = part.get(f"{_W}id", "")
        if part.tag == f"{_W}commentRangeStart":
            self.open[number] = (draft, [])
        elif part.tag in (f"{_W}commentRangeEnd", f"{_W}commentReference"):
            self._end(number, draft)
        elif part.tag in (f"{_W}footnoteReference", f"{_W}endnoteReference"):
            kind = part.tag.removeprefix(_W).removesuffix("Reference")
            who, text = self.notes.get((kind, number), ("", ""))
            draft.remarks.append(Remark(FOOTNOTE, who, text, ""))
        else:
            return False
        return True

    def _end(self, number: str, draft: _Draft) -> None:
        if number in self.ended:
            return
        anchor, words = self.open.pop(number, (draft, []))
        who, text = self.notes.get(("comment", number), ("", ""))
        about = " ".join("".join(words).split())
        if len(about) > _LONGEST_ABOUT:
            about = f"{about[:_LONGEST_ABOUT]}…"
        self.ended[number] = anchor
        anchor.remarks.append(Remark(COMMENT, who, text, about))

    def settle(self) -> None:
        """End the comments whose end was never said."""
        for number, (draft, _) in list(self.open.items()):
            self._end(number, draft)


def _inside(parent: Element, wanted: str) -> Iterator[Element]:
    """Give the rows of a table, or the cells of a row, also those that a control holds."""
    for part in parent:
        if part.tag == wanted:
            yield part
        elif part.tag in (f"{_W}sdt", f"{_W}sdtContent", *_FRESH):
            yield from _inside(part, wanted)


def _trimmed(parts: list[str]) -> list[str]:
    return ["".join(parts).rstrip("\n")]


def _outline(about: Element) -> int:
    found = about.find(f"{_W}outlineLvl")
    level = "" if found is None else found.get(f"{_W}val", "")
    return int(level) + 1 if level in tuple("012345678") else 0


def _levels(file: WordFile) -> dict[str, int]:
    """Return the heading levels of the styles that have one, by their id in the file."""
    root = file.part("word/styles.xml")
    levels, based = {}, {}
    for style in root.iter(f"{_W}style") if root is not None else ():
        key = style.get(f"{_W}styleId", "")
        named, on = style.find(f"{_W}name"), style.find(f"{_W}basedOn")
        name = "" if named is None else named.get(f"{_W}val", "").casefold()
        based[key] = "" if on is None else on.get(f"{_W}val", "")
        about = style.find(f"{_W}pPr")
        level = 0 if about is None else _outline(about)
        number = name.removeprefix("heading ")
        if number != name and number in tuple("123456789"):
            level = int(number)
        if level:
            levels[key] = level
    for key in based:
        above = key
        for _ in range(_DEEPEST_STYLE):
            if above in levels or not above:
                break
            above = based.get(above, "")
        if above in levels:
            levels[key] = levels[above]
    return levels


def _notes(file: WordFile) -> dict[tuple[str, str], tuple[str, str]]:
    """Return who wrote each comment, footnote and endnote, and its words."""
    found = {}
    for kind in ("comment", "footnote", "endnote"):
        root = file.part(f"word/{kind}s.xml")
        for note in root.iter(f"{_W}{kind}") if root is not None else ():
            lines = ("".join(t.text or "" for t in p.iter(f"{_W}t")) for p in note.iter(f"{_W}p"))
            text = "\n".join(line for line in lines if line.strip()).strip()
            found[kind, note.get(f"{_W}id", "")] = (note.get(f"{_W}author", ""), text)
    return found
