"""What each part of a page is: marked while it is drawn, so that a screen reader can follow it.

A `Node` is an element of the structure tree (ISO 32000-1, 14.7). The `Pen` opens a marked-content
sequence for every text it is given and notes its number with the node; what belongs to no node
(rules, head and foot, a table's head repeated on the next page) is marked as an artifact.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias


class Content(NamedTuple):
    """A marked-content sequence: its page counted from 0, and its number there."""

    page: int
    number: int


class Spot(NamedTuple):
    """An annotation: its page counted from 0, and its place among those of the page."""

    page: int
    place: int


@dataclass(eq=False, slots=True)
class Node:
    """An element: its standard tag, what is in it in reading order, and its attributes.

    `alternative` stands for what cannot be read; `scope` ('Column', 'Row') makes a table's cell
    the head of its column or row, and `across` says how many columns a cell takes. `key` is the
    number by which a note is found. An `empty` element is kept although nothing is drawn in it.
    `decoration` is the line through or under its words ('LineThrough', 'Underline'), and `spoken`
    is what is read aloud instead of them. `number` is that of its object once it is written.
    """

    tag: str
    kids: list[Kid] = field(default_factory=list)
    alternative: str = ""
    scope: str = ""
    across: int = 1
    numbering: str = ""
    box: tuple[float, float, float, float] | None = None
    key: int = 0
    empty: bool = False
    decoration: str = ""
    spoken: str = ""
    number: int = 0

    def add(self, tag: str, **more: Any) -> Node:
        """Put a new element at the end of this one, and return it."""
        node = Node(tag, **more)
        self.kids.append(node)
        return node

    def walk(self) -> Iterator[Node]:
        """Yield this element and all below it, in reading order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Node):
                yield from kid.walk()


Kid: TypeAlias = Node | Content | Spot


class Pen:
    """Draws on a canvas of ReportLab and knows what each stroke means."""

    def __init__(self, canvas: Any) -> None:
        self.canvas = canvas
        self.pages: list[list[Node]] = [[]]
        self.links: list[list[Node]] = [[]]

    def begin(self, node: Node | None) -> None:
        """Begin content of an element, or of an artifact."""
        if node is None:
            self.canvas.addLiteral("/Artifact BMC")
            return
        here = self.pages[-1]
        node.kids.append(Content(len(self.pages) - 1, len(here)))
        self.canvas.addLiteral(f"/{node.tag} <</MCID {len(here)}>> BDC")
        here.append(node)

    def end(self) -> None:
        """End what was begun."""
        self.canvas.addLiteral("EMC")

    def link(self, node: Node, address: str, box: tuple[float, float, float, float]) -> None:
        """Make a box of the page, in points, lead to an address."""
        here = self.links[-1]
        node.kids.append(Spot(len(self.links) - 1, len(here)))
        here.append(node)
        self.canvas.linkURL(address, box, relative=0)

    def turn(self) -> None:
        """Go to the next page."""
        self.canvas.showPage()
        self.pages.append([])
        self.links.append([])
