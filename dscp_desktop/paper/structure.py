"""The structure tree of a PDF, written from the elements that were marked while drawing."""

from __future__ import annotations

from typing import Any

from pikepdf import Array, Dictionary, Name, String

from dscp_desktop.paper.tags import Content, Node, Pen, Spot


def write_structure(pdf: Any, root: Node, pen: Pen) -> None:
    """Give an open PDF the structure tree of `root`, with a parent for each piece of content.

    Page n has the key n in the ParentTree; links have the keys after those of the pages.
    """
    tree = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    made: dict[int, Any] = {}
    links: dict[Spot, Any] = {}
    named: list[tuple[str, Any]] = []
    tree.K = Array([_write(pdf, root, tree, made, links, named)])
    parents = Array()
    for number, (page, nodes) in enumerate(zip(pdf.pages, pen.pages, strict=False)):
        page.obj.StructParents = number
        page.obj.Tabs = Name.S
        refs = pdf.make_indirect(Array([made[id(node)] for node in nodes]))
        parents.append(number)
        parents.append(refs)
    key = len(pdf.pages)
    for spot, element in sorted(links.items(), key=lambda link: link[0]):
        note = pdf.pages[spot.page].obj.Annots[spot.place]
        note.StructParent = key
        parents.append(key)
        parents.append(element)
        key += 1
    tree.ParentTree = pdf.make_indirect(Dictionary(Nums=parents))
    tree.ParentTreeNextKey = key
    if named:
        names = Array()
        for name, element in sorted(named, key=lambda pair: pair[0]):
            names.append(String(name))
            names.append(element)
        tree.IDTree = pdf.make_indirect(
            Dictionary(Names=names, Limits=Array([names[0], names[len(names) - 2]]))
        )
    pdf.Root.StructTreeRoot = tree
    pdf.Root.MarkInfo = Dictionary(Marked=True)


def _write(
    pdf: Any,
    node: Node,
    parent: Any,
    made: dict[int, Any],
    links: dict[Spot, Any],
    named: list[tuple[str, Any]],
) -> Any:
    """Write one element and all below it; an element that holds nothing is left out."""
    element = pdf.make_indirect(Dictionary(S=Name("/" + node.tag), P=parent))
    made[id(node)] = element
    _describe(node, element, named)
    kids: list[Any] = []
    home: int | None = None
    for kid in node.kids:
        if isinstance(kid, Node):
            if _holds(kid):
                kids.append(_write(pdf, kid, element, made, links, named))
        elif isinstance(kid, Content):
            if home is None:
                home = kid.page
                element.Pg = pdf.pages[home].obj
            kids.append(kid.number if kid.page == home else _elsewhere(pdf, kid))
        else:
            note = pdf.pages[kid.page].obj.Annots[kid.place]
            note.Contents = String(node.alternative)
            note.F = 4  # printed
            page = pdf.pages[kid.page].obj
            kids.append(Dictionary(Type=Name.OBJR, Obj=note, Pg=page))
            links[kid] = element
    if len(kids) == 1:
        element.K = kids[0]
    elif kids:
        element.K = Array(kids)
    return element


def _elsewhere(pdf: Any, content: Content) -> Any:
    page = pdf.pages[content.page].obj
    return Dictionary(Type=Name.MCR, Pg=page, MCID=content.number)


def _holds(node: Node) -> bool:
    return node.empty or any(not isinstance(kid, Node) or _holds(kid) for kid in node.kids)


def _describe(node: Node, element: Any, named: list[tuple[str, Any]]) -> None:
    if node.alternative and node.tag != "Link":
        element.Alt = String(node.alternative)
    table: dict[str, Any] = {}
    if node.scope:
        table["/Scope"] = Name("/" + node.scope)
    if node.across > 1:
        table["/ColSpan"] = node.across
    if table:
        element.A = Dictionary({"/O": Name.Table, **table})
    if node.numbering:
        element.A = Dictionary(O=Name.List, ListNumbering=Name("/" + node.numbering))
    if node.box is not None:
        box = Array([round(value, 3) for value in node.box])
        element.A = Dictionary(O=Name.Layout, Placement=Name.Block, BBox=box)
    if node.key:
        name = f"note{node.key:06d}"
        element.ID = String(name)
        named.append((name, element))
