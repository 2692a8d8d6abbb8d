"""The structure trees of joined papers as one tree, so that a pack can be read aloud.

A tagged paper brings its own elements below a section of the pack: their types resolved by its
role map, their names (for heads of tables and notes) made its own, every piece of content found
again by its page. A paper without tags becomes one paragraph a page, read in the order it was
drawn: poor, but not silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, ObjectSet, PdfError, Stream, String

from dscp_desktop.paper.fitting import content_streams

_DEEPEST = 100
_MOST = 1_000_000
_MOST_CONTENT = 50_000  # pieces on one page
_NOTES = {"/Link": Name.Link, "/Widget": Name.Form}
_NUMBER = re.compile(rb"/MCID\s+(\d)")
_KEPT = ("/Alt", "/ActualText", "/E", "/Lang")
STANDARD = frozenset((
    "Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index",
    "NonStruct", "Private", "P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "Lbl", "LBody",
    "Table", "TR", "TH", "TD", "THead", "TBody", "TFoot", "Span", "Quote", "Note", "Reference",
    "BibEntry", "Code", "Link", "Annot", "Ruby", "RB", "RT", "RP", "Warichu", "WT", "WP", "Figure",
    "Formula", "Form",
))  # fmt: skip


def is_tagged(pdf: Any) -> bool:
    """Say whether a PDF says that it is tagged, and has a tree."""
    marks = pdf.Root.get("/MarkInfo")
    says = isinstance(marks, Dictionary) and bool(marks.get("/Marked", False))
    tree = pdf.Root.get("/StructTreeRoot")
    return says and isinstance(tree, Dictionary) and "/K" in tree


class Tree:
    """The tree of a pack: parts are added in order, then it is written."""

    def __init__(self, pdf: Any) -> None:
        self.pdf = pdf
        self.root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self.whole = pdf.make_indirect(Dictionary(S=Name.Document, P=self.root))
        self.pages: list[Any] = []
        self.untagged: list[str] = []
        self.parts: list[Any] = []
        self.parents: dict[int, Any] = {}
        self.named: dict[bytes, Any] = {}

    def add(self, source: Any, title: str, first: int, *, wrapped: bool = False) -> None:
        """Add a paper whose pages stand in the pack from page `first` (from 0) on.

        One without tags, or with none that lead anywhere, is noted in `untagged`; with `wrapped`
        what its pages draw is marked already.
        """
        self.pages += [page.obj for page in self.pdf.pages[len(self.pages) :]]
        if not (is_tagged(source) and self._add_tagged(source, title, first)):
            self._add_plain(source, title, first, wrapped=wrapped)
            self.untagged.append(title)

    def _add_tagged(self, source: Any, title: str, first: int) -> bool:
        copier = _Copier(self, source, first, len(self.parts))
        section = self._section(source, title)
        kids = copier.copy_kids(source.Root.StructTreeRoot.get("/K"), section)
        if not kids:
            return False
        copier.write_parents()
        for page in self.pages[first : first + len(source.pages)]:
            page[Name.Tabs] = Name.S
            kids += self._loose_notes(page, section, copier.owned)
        section.K = Array(kids)
        self.parts.append(section)
        return True

    def _add_plain(self, source: Any, title: str, first: int, *, wrapped: bool) -> None:
        """Make each page a paragraph, and each link an element of its own."""
        section = self._section(source, title)
        kids = []
        pages = self.pages[first : first + len(source.pages)]
        if not wrapped:
            wrap_plain(self.pdf, pages)
        for page in pages:
            element = self.pdf.make_indirect(Dictionary(S=Name.P, P=section, Pg=page, K=0))
            kids.append(element)
            self.put_page(page, {0: element})
            kids += self._loose_notes(page, section)
        section.K = Array(kids)
        self.parts.append(section)

    def _loose_notes(
        self, page: Any, section: Any, owned: frozenset[Any] | set[Any] = frozenset()
    ) -> Iterator[Any]:
        """Yield an element for each link, field or note of a page that no element holds yet."""
        notes = page.get("/Annots")
        for note in notes if isinstance(notes, Array) else ():
            if not isinstance(note, Dictionary) or not note.is_indirect or note.objgen in owned:
                continue
            kind = str(note.get("/Subtype", ""))
            if kind == "/Popup":
                continue
            place = Dictionary(Type=Name.OBJR, Obj=note, Pg=page)
            tag = _NOTES.get(kind, Name.Annot)
            element = self.pdf.make_indirect(Dictionary(S=tag, P=section, K=place))
            if tag == Name.Link and "/Contents" not in note:
                note.Contents = String("Link")
            self.put_note(note, element)
            yield element

    def _section(self, source: Any, title: str) -> Any:
        section = self.pdf.make_indirect(Dictionary(S=Name.Sect, P=self.whole, T=String(title)))
        language = source.Root.get("/Lang")
        if isinstance(language, String) and str(language):
            section.Lang = String(str(language))
        return section

    def put_page(self, page: Any, elements: dict[int, Any]) -> None:
        """Note which element each piece of a page's content (or of a form's) belongs to."""
        key = len(self.parents)
        page[Name.StructParents] = key
        if page.get("/Type") == Name.Page:
            page[Name.Tabs] = Name.S
        last = max(elements, default=-1)
        # A number that nobody owns: content of nothing, which the section of its paper holds.
        refs = [elements.get(number) for number in range(last + 1)]
        self.parents[key] = self.pdf.make_indirect(Array(refs))

    def put_note(self, note: Any, element: Any) -> None:
        """Note which element an annotation belongs to."""
        key = len(self.parents)
        note[Name.StructParent] = key
        self.parents[key] = element

    def write(self) -> None:
        """Write the tree into the pack."""
        numbers = Array()
        for key, value in self.parents.items():
            numbers.append(key)
            numbers.append(value)
        self.whole.K = Array(self.parts)
        self.root.K = Array([self.whole])
        self.root.ParentTree = self.pdf.make_indirect(Dictionary(Nums=numbers))
        self.root.ParentTreeNextKey = len(self.parents)
        if self.named:
            names = Array()
            for name in sorted(self.named):
                names.append(String(name))
                names.append(self.named[name])
            limits = Array([names[0], names[len(names) - 2]])
            self.root.IDTree = self.pdf.make_indirect(Dictionary(Names=names, Limits=limits))
        self.pdf.Root.StructTreeRoot = self.root
        self.pdf.Root.MarkInfo = Dictionary(Marked=True)


def wrap_plain(pdf: Any, pages: Iterable[Any]) -> None:
    """Mark all that each page without tags draws as one piece of content, number 0."""
    begin = pdf.make_stream(b"/P <</MCID 0>> BDC\n")
    end = pdf.make_stream(b"\nEMC\n")
    for page in pages:
        inner = [_unmarked(pdf, stream) for stream in content_streams(page)]
        page[Name.Contents] = Array([begin, *inner, end])


def _unmarked(pdf: Any, stream: Any) -> Any:
    """Return a page's content without numbers that no tree knows: ours would meet them."""
    try:
        raw = stream.read_bytes()
    except PdfError:  # a stream that cannot be unpacked shows nothing
        return stream
    return pdf.make_stream(_NUMBER.sub(rb"/Was \1", raw)) if b"/MCID" in raw else stream


@dataclass
class _Copier:
    """Copies the elements of one paper."""

    tree: Tree
    source: Any
    first: int
    number: int
    pages: dict[tuple[int, int], int] = field(default_factory=dict)
    notes: dict[tuple[int, int], Any] = field(default_factory=dict)
    content: dict[int, dict[int, Any]] = field(default_factory=dict)
    forms: dict[tuple[int, int], tuple[Any, dict[int, Any]]] = field(default_factory=dict)
    seen: Any = field(default_factory=ObjectSet)
    owned: set[Any] = field(default_factory=set)
    kinds: dict[str, Any] = field(default_factory=dict)
    shared: dict[tuple[int, int], Any] = field(default_factory=dict)
    left: int = _MOST

    def __post_init__(self) -> None:
        roles = self.source.Root.StructTreeRoot.get("/RoleMap")
        self.roles = roles if isinstance(roles, Dictionary) else Dictionary()
        classes = self.source.Root.StructTreeRoot.get("/ClassMap")
        self.classes = classes if isinstance(classes, Dictionary) else Dictionary()
        for index, page in enumerate(self.source.pages, self.first):
            self.pages[page.obj.objgen] = index
            old, new = page.obj.get("/Annots"), self.tree.pages[index].get("/Annots")
            if isinstance(old, Array) and isinstance(new, Array):
                for was, now in zip(old, new, strict=False):
                    if was.is_indirect and now.is_indirect:
                        self.notes[was.objgen] = now

    def copy_kids(
        self, kids: Any, parent: Any, page: int | None = None, deep: int = 0
    ) -> list[Any]:
        """Return what is in an element of the paper, as it stands in the pack."""
        copied: list[Any] = []
        home: int | None = None
        for kid in kids if isinstance(kids, Array) else (kids,):
            if isinstance(kid, int):
                if page is None or not self._take(page, kid, parent):
                    continue
                if home is None:
                    home = page
                    parent[Name.Pg] = self.tree.pages[page]
                copied.append(kid if page == home else self._piece(page, kid))
            elif isinstance(kid, Dictionary):
                copied += self._copy_kid(kid, parent, page, deep)
        return copied

    def _copy_kid(self, kid: Any, parent: Any, page: int | None, deep: int) -> list[Any]:
        values = dict(kid.items())  # one look at all that it has: a large paper has many
        if isinstance(home := values.get("/Pg"), Dictionary):
            page = self.pages.get(home.objgen)  # None: of a page that is not joined
        kind = values.get("/Type")
        if kind == Name.MCR:
            return self._marked(values, page, parent)
        if kind == Name.OBJR:
            return self._object(values, page, parent)
        if deep > _DEEPEST or self.left <= 0 or (kid.is_indirect and not self.seen.add(kid)):
            return []
        self.left -= 1
        tag = self._standard(values.get("/S"))
        if tag == Name.Document:
            return self.copy_kids(values.get("/K"), parent, page, deep + 1)
        new = self.tree.pdf.make_indirect(Dictionary(S=tag, P=parent))
        self._describe(values, new)
        kids = self.copy_kids(values.get("/K"), new, page, deep + 1)
        if kids:
            new.K = kids[0] if len(kids) == 1 else Array(kids)
        return [new]

    def _describe(self, values: dict[str, Any], new: Any) -> None:
        for key in _KEPT:
            if isinstance(value := values.get(key), String):
                new[key] = String(bytes(value))
        if isinstance(name := values.get("/ID"), String):
            new.ID = String(self._own(name))
            self.tree.named[self._own(name)] = new
        own = values.get("/A")
        if "/C" not in values and isinstance(own, Dictionary) and own.is_indirect:
            if own.objgen not in self.shared:
                copied = self._attributes(values)[0]
                self.shared[own.objgen] = self.tree.pdf.make_indirect(copied)
            new.A = self.shared[own.objgen]
        elif attributes := self._attributes(values):
            new.A = attributes[0] if len(attributes) == 1 else Array(attributes)

    def _standard(self, kind: Any) -> Any:
        """Return the standard type that the paper's role map gives to one of its own."""
        first = str(kind) if isinstance(kind, Name) else ""
        if first not in self.kinds:
            self.kinds[first] = self._role(kind)
        return self.kinds[first]

    def _role(self, kind: Any) -> Any:
        for _ in range(8):
            name = str(kind)[1:] if isinstance(kind, Name) else ""
            if name in STANDARD:
                return Name("/" + name)
            kind = self.roles.get(Name("/" + name)) if name else None
        return Name.NonStruct if kind is None else Name.Div

    def _attributes(self, values: dict[str, Any]) -> list[Any]:
        found = []
        classes = values.get("/C")
        for name in list(classes) if isinstance(classes, Array) else [classes]:
            if isinstance(name, Name):
                found += _dictionaries(self.classes.get(name))
        found += _dictionaries(values.get("/A"))
        copied = []
        for one in found:
            new = Dictionary()
            for key, value in dict(one.items()).items():
                if key == "/Headers" and isinstance(value, Array):
                    heads = [self._own(h) for h in value if isinstance(h, String)]
                    new[key] = Array([String(head) for head in heads])
                elif (plain := _plain(value)) is not None:
                    new[key] = plain
            copied.append(new)
        return copied

    def _own(self, name: Any) -> bytes:
        return b"p%d-" % self.number + bytes(name)

    def _take(self, page: int, number: int, owner: Any) -> bool:
        """Note the owner of a piece of content; False where it has one, or cannot be."""
        owners = self.content.setdefault(page, {})
        if number in owners or not 0 <= number <= _MOST_CONTENT:
            return False
        owners[number] = owner
        return True

    def _piece(self, page: int, number: int) -> Any:
        return Dictionary(Type=Name.MCR, Pg=self.tree.pages[page], MCID=number)

    def _marked(self, values: dict[str, Any], page: int | None, parent: Any) -> list[Any]:
        number, form = values.get("/MCID"), values.get("/Stm")
        if not isinstance(number, int) or page is None:
            return []
        if not isinstance(form, Stream):
            return [self._piece(page, number)] if self._take(page, number, parent) else []
        new = self.tree.pdf.copy_foreign(form)
        owners = self.forms.setdefault(new.objgen, (new, {}))[1]
        if number in owners or not 0 <= number <= _MOST_CONTENT:
            return []
        owners[number] = parent
        piece = self._piece(page, number)
        piece.Stm = new
        return [piece]

    def _object(self, values: dict[str, Any], page: int | None, parent: Any) -> list[Any]:
        old = values.get("/Obj")
        note = self.notes.get(old.objgen) if isinstance(old, Object) and old.is_indirect else None
        if note is None or page is None or note.objgen in self.owned:
            return []  # taken out as active content, or nothing to be found on a page
        self.owned.add(note.objgen)
        self.tree.put_note(note, parent)
        if Name.Link == parent.S and "/Contents" not in note:
            note.Contents = String("Link")
        return [Dictionary(Type=Name.OBJR, Obj=note, Pg=self.tree.pages[page])]

    def write_parents(self) -> None:
        """Note the owners of every piece of content."""
        for page, owners in self.content.items():
            self.tree.put_page(self.tree.pages[page], owners)
        for form, owners in self.forms.values():
            self.tree.put_page(form, owners)


def _dictionaries(value: Any) -> list[Any]:
    several = list(value) if isinstance(value, Array) else [value]
    return [one for one in several if isinstance(one, Dictionary) and not isinstance(one, Stream)]


def _plain(value: Any) -> Any:
    """Return a copy of a value of an attribute: names, numbers, texts and lists of them."""
    if isinstance(value, Array):
        return Array([plain for one in value if (plain := _plain(one)) is not None])
    if isinstance(value, String):
        return String(bytes(value))
    if isinstance(value, Name):
        return Name(str(value))
    if isinstance(value, Dictionary | Stream) or value is None:
        return None
    return value
