"""The guide: one source for the help of each page and for the guide as PDF and web page."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from dscp_desktop.app.guide_reader import Chapter, Guide, read_guide
from dscp_desktop.core.offers import DocumentOffer, Scope
from dscp_desktop.core.places import find_place
from dscp_desktop.paper.document import Document, Heading

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

HELP = "resources/help"
KEYS = "keys"  # the chapter of the keys that work everywhere


@cache
def the_guide() -> Guide:
    """Return the guide, read once."""
    place = find_place(HELP)
    text = (place / "guide.md").read_text(encoding="utf-8")
    return read_guide(text, lambda name: (place / name).read_bytes())


def find_chapter(key: str) -> Chapter | None:
    """Return the chapter of a page, None where it has none."""
    return next((one for one in the_guide().chapters if one.key == key), None)


def guide_document() -> Document:
    """Return the whole guide as a document, a heading for each chapter."""
    guide = the_guide()
    blocks = list(guide.opening)
    for chapter in guide.chapters:
        blocks += [Heading(2, chapter.title), *chapter.blocks]
    return Document(guide.title, "DSCP Desktop", blocks=tuple(blocks))


def _make(_session: Session, _scope: Scope) -> Document:
    return guide_document()


# To be shown, printed and saved as other documents are; it holds nothing of a store.
GUIDE = DocumentOffer("guide", "Guide for officers", _make, of_records=False)
