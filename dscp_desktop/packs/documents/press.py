"""What is printed or made ready once is kept: one changed paper makes only itself anew.

Kept bytes are plain, so they stand in the memory of this process alone and go with it.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b, sha256
from typing import Any

from dscp_desktop.core.offers import FileWork
from dscp_desktop.paper.document import Document, PageBreak, Paragraph
from dscp_desktop.paper.values import to_values

RENDER = "dscp_desktop.paper.tasks:render"
PREPARE = "dscp_desktop.paper.tasks:prepare"
MOST_KEPT = 256 << 20
_AT_ONCE = 24 << 20  # of papers handed over in one go
BLANK = "This page is blank, so that every edition has the same page numbers."


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF that can be bound: its pages, and what the process for files is told of it.

    `facts` are values of `joining.Part`; `removed` was taken out of a paper, `warnings` came up
    while a document was printed.
    """

    data: bytes
    pages: int
    facts: Mapping[str, Any]
    removed: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


class Kept:
    """Printed parts by what they were made from; the longest unused go when it is too much.

    `front` are the pages that cover and agenda of a meeting had last: where to begin.
    """

    def __init__(self, most: int = MOST_KEPT) -> None:
        self.most = most
        self.size = 0
        self.front: dict[str, tuple[int, int]] = {}
        self._held: OrderedDict[str, Printed] = OrderedDict()

    def get(self, key: str) -> Printed | None:
        """Return what is kept, None where it is not."""
        found = self._held.get(key)
        if found is not None:
            self._held.move_to_end(key)
        return found

    def put(self, key: str, printed: Printed) -> None:
        """Keep something."""
        old = self._held.pop(key, None)
        self.size += len(printed.data) - (len(old.data) if old else 0)
        self._held[key] = printed
        while self.size > self.most and self._held:
            _, gone = self._held.popitem(last=False)
            self.size -= len(gone.data)

    def copy(self) -> Kept:
        """Return another one that holds the same for now."""
        other = Kept(self.most)
        other.front.update(self.front)
        for key, printed in self._held.items():
            other.put(key, printed)
        return other

    def clear(self) -> None:
        """Let go of everything."""
        self._held.clear()
        self.front.clear()
        self.size = 0


class Press:
    """Has documents printed and papers made ready in the process for files."""

    def __init__(self, ask: FileWork, kept: Kept | None = None) -> None:
        self.ask = ask
        self.kept = Kept() if kept is None else kept

    def print(self, document: Document) -> Printed:
        """Print a document with head and foot left free."""
        values = {"document": to_values(document), "furniture": None}
        key = "document " + sha256(json.dumps(values).encode()).hexdigest()
        found = self.kept.get(key)
        if found is None:
            answer, blobs = self.ask(RENDER, values)
            warnings = tuple(answer["warnings"])
            found = Printed(blobs[0], int(answer["pages"]), {"ours": True}, warnings=warnings)
            self.kept.put(key, found)
        return found

    def print_to(self, document: Document, pages: int) -> Printed:
        """Print a document that must have so many pages; what it lacks is blank, and says so."""
        printed = self.print(document)
        if printed.pages >= pages:
            return printed
        blank = (PageBreak(), Paragraph(BLANK))
        blocks = (*document.blocks, *blank * (pages - printed.pages))
        return self.print(replace(document, blocks=blocks))

    def prepare(self, papers: Sequence[tuple[str, bytes]]) -> tuple[Printed, ...]:
        """Make papers, titles and bytes, ready; those that are kept are not looked at again.

        Raises Refused, naming the paper, where one cannot be read.
        """
        keys = ["paper " + blake2b(data, digest_size=32).hexdigest() for _, data in papers]
        found = {key: printed for key in keys if (printed := self.kept.get(key))}
        new = dict(zip(keys, papers, strict=True))
        for batch in _batches([(key, new[key]) for key in new if key not in found]):
            names = [title for _, (title, _) in batch]
            answer, blobs = self.ask(PREPARE, {"names": names}, [data for _, (_, data) in batch])
            for (key, _), facts, data in zip(batch, answer["papers"], blobs, strict=True):
                found[key] = _ready(facts, data)
                self.kept.put(key, found[key])
        return tuple(found[key] for key in keys)


def _batches(
    papers: Sequence[tuple[str, tuple[str, bytes]]],
) -> Iterator[list[tuple[str, tuple[str, bytes]]]]:
    batch: list[tuple[str, tuple[str, bytes]]] = []
    size = 0
    for one in papers:
        if batch and size + len(one[1][1]) > _AT_ONCE:
            yield batch
            batch, size = [], 0
        batch.append(one)
        size += len(one[1][1])
    if batch:
        yield batch


def _ready(facts: Mapping[str, Any], data: bytes) -> Printed:
    told = {"ready": True} | {
        name: facts[name] for name in ("sizes", "wrapped", "bare", "bookmarks")
    }
    return Printed(data, len(facts["sizes"]), told, tuple(facts["removed"]))
