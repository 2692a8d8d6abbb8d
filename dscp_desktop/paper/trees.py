"""The structure trees of joined papers as one tree, so that a pack can be read aloud.

A tagged paper brings its own elements below a section of the pack: their types resolved by its
role map, their names (for heads of tables and notes) made its own, every piece of content found
again by its page. A paper without tags becomes one paragraph a page, read in the order it was
drawn: poor, but not silence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, ObjectSet, Stream, String

from dscp_desktop.paper.fitting import content_streams

_DEEPEST = 100
_MOST = 1_000_000
_MOST_CONTENT = 50_000  # pieces on one page
_NOTES = {"/Link": Name.Link, "/Widget": Name.Form}
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
        # Around all that a page without tags draws: one piece of content, number 0.
        self.begin = pdf.make_stream(b"/P <</MCID 0>> BDC\n")
        self.end = pdf.make_stream(b"\nEMC\n")
        self.parts: list[Any] = []
        self.parents: dict[int, Any] = {}
        self.named: dict[bytes, Any] = {}

    def add_tagged(self, source: Any, title: str, first: int) -> bool:
        """Add the tree of a paper whose pages stand in the pack from page `first` (from 0) on.

        Returns whether there was anything in it.
        """
        copier = _Copier(self, source, first, len(self.parts))
        section = self._section(source, title)
        kids = [kid for element in _roots(source) for kid in copier.copy_kids(element, section)]
        if not kids:
            return False
        copier.write_parents()
        for offset in range(len(source.pages)):
            page = self.pdf.pages[first + offset].obj
            page[Name.Tabs] = Name.S
            kids += self._loose_notes(page, section, copier.owned)
        section.K = Array(kids)
        self.parts.append(section)
        return True

    def add_plain(self, source: Any, title: str, first: int) -> None:
        """Add a paper without tags: each of its pages is a paragraph, and so is each link."""
        section = self._section(source, title)
        kids = []
        for offset in range(len(source.pages)):
            page = self.pdf.pages[first + offset].obj
            element = self.pdf.make_indirect(Dictionary(S=Name.P, P=section, Pg=page, K=0))
            page[Name.Contents] = Array([self.begin, *content_streams(page), self.end])
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


def _roots(source: Any) -> list[Any]:
    """Return the top elements of a paper; a Document around all of them is left out."""
    tree = source.Root.StructTreeRoot
    return [tree]


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
    waiting: list[tuple[Any, Any]] = field(default_factory=list)
    seen: Any = field(default_factory=ObjectSet)
    owned: set[Any] = field(default_factory=set)
    left: int = _MOST

    def __post_init__(self) -> None:
        roles = self.source.Root.StructTreeRoot.get("/RoleMap")
        self.roles = roles if isinstance(roles, Dictionary) else Dictionary()
        classes = self.source.Root.StructTreeRoot.get("/ClassMap")
        self.classes = classes if isinstance(classes, Dictionary) else Dictionary()
        for index, page in enumerate(self.source.pages):
            self.pages[page.obj.objgen] = self.first + index
            old, new = page.obj.get("/Annots"), self._page(self.first + index).get("/Annots")
            if isinstance(old, Array) and isinstance(new, Array):
                for was, now in zip(old, new, strict=False):
                    if was.is_indirect and now.is_indirect:
                        self.notes[was.objgen] = now

    def _page(self, index: int) -> Any:
        return self.tree.pdf.pages[index].obj

    def copy_kids(
        self, element: Any, parent: Any, page: int | None = None, deep: int = 0
    ) -> list[Any]:
        """Return what is in an element of the paper, as it stands in the pack."""
        kids = element.get("/K")
        several = list(kids) if isinstance(kids, Array) else [kids]
        copied = []
        for kid in several:
            if (new := self._copy_kid(kid, parent, page, deep)) is not None:
                copied += new if isinstance(new, list) else [new]
        return copied

    def _copy_kid(self, kid: Any, parent: Any, page: int | None, deep: int) -> Any:
        if isinstance(kid, int):
            return self._content(page, kid, parent) if page is not None else None
        if not isinstance(kid, Dictionary):
            return None
        kind = kid.get("/Type")
        own = self.pages.get(kid.Pg.objgen, page) if "/Pg" in kid else page
        if kind == Name.MCR:
            return self._marked(kid, own, parent)
        if kind == Name.OBJR:
            return self._object(kid, own, parent)
        if deep > _DEEPEST or self.left <= 0 or (kid.is_indirect and not self.seen.add(kid)):
            return None
        self.left -= 1
        return self._element(kid, own, parent, deep)

    def _element(self, old: Any, page: int | None, parent: Any, deep: int) -> Any:
        kind = self._standard(old.get("/S"))
        if kind == "Document":
            return self.copy_kids(old, parent, page, deep + 1)
        new = self.tree.pdf.make_indirect(Dictionary(S=Name("/" + kind), P=parent))
        for key in _KEPT:
            value = old.get(key)
            if isinstance(value, String):
                new[key] = String(bytes(value))
        if isinstance(name := old.get("/ID"), String):
            new.ID = String(self._own(name))
            self.tree.named[self._own(name)] = new
        if attributes := self._attributes(old):
            new.A = attributes[0] if len(attributes) == 1 else Array(attributes)
        kids = self.copy_kids(old, new, page, deep + 1)
        if len(kids) == 1:
            new.K = kids[0]
        elif kids:
            new.K = Array(kids)
        return new

    def _standard(self, kind: Any) -> str:
        """Return the standard type that the paper's role map gives to one of its own."""
        for _ in range(8):
            name = str(kind)[1:] if isinstance(kind, Name) else ""
            if name in STANDARD:
                return name
            kind = self.roles.get(Name("/" + name)) if name else None
        return "NonStruct" if kind is None else "Div"

    def _attributes(self, old: Any) -> list[Any]:
        found = []
        classes = old.get("/C")
        for name in list(classes) if isinstance(classes, Array) else [classes]:
            if isinstance(name, Name):
                found += _dictionaries(self.classes.get(name))
        found += _dictionaries(old.get("/A"))
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

    def _content(self, page: int | None, number: int, parent: Any, *, short: bool = True) -> Any:
        if page is None or not 0 <= number <= _MOST_CONTENT:
            return None
        owners = self.content.setdefault(page, {})
        if number in owners:
            return None
        owners[number] = parent
        if short and "/Pg" not in parent:
            parent[Name.Pg] = self._page(page)
        if short and parent.Pg.objgen == self._page(page).objgen:
            return number
        return Dictionary(Type=Name.MCR, Pg=self._page(page), MCID=number)

    def _marked(self, kid: Any, page: int | None, parent: Any) -> Any:
        number, form = kid.get("/MCID"), kid.get("/Stm")
        if not isinstance(number, int) or not 0 <= number <= _MOST_CONTENT or page is None:
            return None
        if not isinstance(form, Stream):
            return self._content(page, number, parent)
        new = self.tree.pdf.copy_foreign(form)
        owners = self.forms.setdefault(new.objgen, (new, {}))[1]
        if number in owners:
            return None
        owners[number] = parent
        return Dictionary(Type=Name.MCR, Pg=self._page(page), MCID=number, Stm=new)

    def _object(self, kid: Any, page: int | None, parent: Any) -> Any:
        old = kid.get("/Obj")
        note = self.notes.get(old.objgen) if isinstance(old, Object) and old.is_indirect else None
        if note is None or page is None:
            return None  # taken out as active content, or nothing to be found on a page
        if note.objgen in self.owned:
            return None
        self.owned.add(note.objgen)
        self.tree.put_note(note, parent)
        if Name.Link == parent.S and "/Contents" not in note:
            note.Contents = String("Link")
        return Dictionary(Type=Name.OBJR, Obj=note, Pg=self._page(page))

    def write_parents(self) -> None:
        """Note the owners of every piece of content."""
        for page, owners in self.content.items():
            self.tree.put_page(self._page(page), owners)
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
