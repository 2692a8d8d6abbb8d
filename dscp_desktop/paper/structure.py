"""The structure tree of a PDF, written from the elements that were marked while drawing."""

from __future__ import annotations

from functools import cache
from typing import Any

from pikepdf import Array, Dictionary, Name, String

from dscp_desktop.paper.tags import Content, Node, Pen


def write_structure(pdf: Any, root: Node, pen: Pen) -> None:
    """Give an open PDF the structure tree of `root`, with a parent for each piece of content.

    Page n has the key n in the ParentTree; links have the keys after those of the pages.
    """
    tree = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    writer = _Writer(pdf, pen)
    tree.K = Array([writer.write(root, tree)])
    parents: list[Any] = []
    for number, (page, owners) in enumerate(zip(writer.pages, writer.owners, strict=True)):
        page.StructParents = number
        page.Tabs = Name.S
        parents += [number, pdf.make_indirect(Array(owners))]
    for key, (note, element) in enumerate(writer.links, len(writer.pages)):
        note.StructParent = key
        parents += [key, element]
    tree.ParentTree = pdf.make_indirect(Dictionary(Nums=Array(parents)))
    tree.ParentTreeNextKey = len(writer.pages) + len(writer.links)
    if writer.named:
        names: list[Any] = []
        for name, element in sorted(writer.named, key=lambda pair: pair[0]):
            names += [String(name), element]
        limits = Array([names[0], names[-2]])
        tree.IDTree = pdf.make_indirect(Dictionary(Names=Array(names), Limits=limits))
    pdf.Root.StructTreeRoot = tree
    pdf.Root.MarkInfo = Dictionary(Marked=True)


class _Writer:
    """Writes elements; what many of them have alike (types, attributes) they share."""

    def __init__(self, pdf: Any, pen: Pen) -> None:
        self.pdf = pdf
        self.pages = [page.obj for page in pdf.pages]
        # Of each page, the element that owns each piece of its content.
        self.owners: list[list[Any]] = [[None] * len(nodes) for nodes in pen.pages]
        self.links: list[tuple[Any, Any]] = []
        self.named: list[tuple[str, Any]] = []
        self.kind = cache(lambda tag: Name("/" + tag))
        self.table = cache(self._table)

    def write(self, node: Node, parent: Any) -> Any:
        """Write one element and all below it; an element that holds nothing is left out."""
        element = self.pdf.make_indirect(Dictionary(S=self.kind(node.tag), P=parent))
        self._describe(node, element)
        kids: list[Any] = []
        home: int | None = None
        for kid in node.kids:
            if isinstance(kid, Node):
                if _holds(kid):
                    kids.append(self.write(kid, element))
            elif isinstance(kid, Content):
                self.owners[kid.page][kid.number] = element
                if home is None:
                    home = kid.page
                    element.Pg = self.pages[home]
                kids.append(kid.number if kid.page == home else self._elsewhere(kid))
            else:
                note = self.pages[kid.page].Annots[kid.place]
                note.Contents = String(node.alternative)
                note.F = 4  # printed
                kids.append(Dictionary(Type=Name.OBJR, Obj=note, Pg=self.pages[kid.page]))
                self.links.append((note, element))
        if kids:
            element.K = kids[0] if len(kids) == 1 else Array(kids)
        return element

    def _elsewhere(self, content: Content) -> Any:
        return Dictionary(Type=Name.MCR, Pg=self.pages[content.page], MCID=content.number)

    def _table(self, scope: str, across: int) -> Any:
        made = Dictionary(O=Name.Table)
        if scope:
            made.Scope = Name("/" + scope)
        if across > 1:
            made.ColSpan = across
        return self.pdf.make_indirect(made)

    def _describe(self, node: Node, element: Any) -> None:
        if node.alternative and node.tag != "Link":
            element.Alt = String(node.alternative)
        if node.scope or node.across > 1:
            element.A = self.table(node.scope, node.across)
        if node.numbering:
            element.A = Dictionary(O=Name.List, ListNumbering=Name("/" + node.numbering))
        if node.box is not None:
            box = Array([round(value, 3) for value in node.box])
            element.A = Dictionary(O=Name.Layout, Placement=Name.Block, BBox=box)
        if node.key:
            name = f"note{node.key:06d}"
            element.ID = String(name)
            self.named.append((name, element))


def _holds(node: Node) -> bool:
    return node.empty or any(not isinstance(kid, Node) or _holds(kid) for kid in node.kids)
