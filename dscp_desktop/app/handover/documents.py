"""The documents of a handover: every kind that the features offer, about whatever it is about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.core.faults import Trouble
from dscp_desktop.core.offers import DocumentOffer, Scope
from dscp_desktop.meetings.tables import AgendaItem, Minutes
from dscp_desktop.paper.document import Bullets, Chart, Columns, Document, Facts, Table
from dscp_desktop.paper.html import render_html
from dscp_desktop.partnership.queries.parties import printed_marking

# Of which record each part of a scope is, and where its id goes.
_ABOUT = {
    "meeting": ("meeting", "meeting_id"),
    "group": ("group", "group_id"),
    "group or meeting": ("group", "group_id"),
    "group or document": ("", ""),  # two versions, compared: both are there by themselves
    "document": ("governing document", "record_id"),
    "audit": ("audit", "record_id"),
    "cycle": ("learning cycle", "record_id"),
    "phase": ("phase", "record_id"),
    "commitment": ("frozen list", "record_id"),
}
_BARE = {"governing-document": "governing document"}  # asks for it though its offer does not say
# They show once more what stands in others, on other paper or for other readers.
_AGAIN = frozenset(
    {"minutes-part-1", "last-minutes", "cycles-a4", "cycles-a3", "year-planner-a4"}
    | {"restraint-year-published", "draw-certificate-public", "recall-list", "day-sheet"}
)
_OUTSIDE = re.compile(r'<a href="((?:https?|mailto|tel):[^"]*)">(.*?)</a>', re.DOTALL)
_MOST_VERSIONS = 200
_SHOWING = (Table, Bullets, Chart, Columns, Facts)  # a year without any of them had nothing


@dataclass(frozen=True, slots=True)
class Made:
    """A document of a handover, and the record it is about, '' for the whole partnership."""

    kind: str
    title: str
    document: Document
    record_id: str = ""


def make_documents(
    session: Session,
    offers: Sequence[DocumentOffer],
    ids: Mapping[str, Sequence[str]],
    called: Mapping[str, str],
    years: Sequence[str],
    today: date,
) -> Iterator[Made | None]:
    """Make each document that can be made; None between them, so that somebody may stop it.

    `ids` are those of the records of each kind, `called` is what each is called. What a
    feature refuses to make, for there is
    nothing to show, is left out.
    """
    marking = printed_marking(session)
    for offer in offers:
        if offer.kind in _AGAIN:
            continue
        for record_id, scope in _scopes(session, offer, ids, today):
            yield None
            for document in _made(session, offer, scope, years):
                words = ": ".join(filter(None, (document.title, document.subtitle)))
                if (name := called.get(record_id, "")) not in words:
                    words = f"{document.title}: {name}"
                marked = replace(document, marking=document.marking or marking)
                yield Made(offer.kind, words, marked, record_id)


def _scopes(
    session: Session, offer: DocumentOffer, ids: Mapping[str, Sequence[str]], today: date
) -> Iterator[tuple[str, Scope]]:
    if not offer.needs and offer.kind not in _BARE:
        yield "", Scope(today)
        return
    if any(need not in _ABOUT for need in offer.needs):
        return  # about a part of what others show: of one owner, of two versions
    kind, part = _ABOUT[offer.needs[0]] if offer.needs else (_BARE[offer.kind], "record_id")
    wanted = set(ids.get(kind, ()))
    if offer.kind in ("agenda", "minutes"):
        held = AgendaItem.meeting_id if offer.kind == "agenda" else Minutes.meeting_id
        wanted &= set(session.scalars(select(held).distinct()))
    for record_id in ids.get(kind, ()):
        if record_id in wanted:
            yield record_id, _about(Scope(today), part, record_id)


def _about(scope: Scope, part: str, record_id: str) -> Scope:
    if part == "meeting_id":
        return replace(scope, meeting_id=record_id)
    if part == "group_id":
        return replace(scope, group_id=record_id)
    return replace(scope, record_id=record_id)


def _made(
    session: Session, offer: DocumentOffer, scope: Scope, years: Sequence[str]
) -> Iterator[Document]:
    """Make a document as of today, and of each year and version where those differ."""
    seen: list[Document] = []
    if (now := _try(session, offer, scope)) is not None:
        seen.append(now)
        yield now
    by_year = not (scope.meeting_id or scope.record_id)
    for at, year in enumerate(years if by_year else ()):
        found = _try(session, offer, replace(scope, year=year))
        if found is not None and found not in seen:
            seen.append(found)
            if any(isinstance(block, _SHOWING) for block in found.blocks):
                yield found
        elif at and len(seen) < 2:
            break  # two years alike: this kind does not ask for one
    if offer.kind in ("terms", "governing-document"):
        for number in range(1, _MOST_VERSIONS):
            found = _try(session, offer, replace(scope, version=str(number)))
            if found is None:
                break
            if found not in seen:
                seen.append(found)
                yield found


def _try(session: Session, offer: DocumentOffer, scope: Scope) -> Document | None:
    try:
        made = offer.make(session, scope)
    except Trouble:
        return None
    assert isinstance(made, Document)
    return made


def document_page(document: Document, back: str) -> bytes:
    """Return a document as a page with a way back; where it leads outside, the address as text."""
    page = render_html(document).decode()
    page = _OUTSIDE.sub(lambda found: _as_text(found[1], found[2]), page)
    way = f'<body>\n<nav><a href="{back}">Handover: contents</a></nav>'
    return page.replace("<body>", way, 1).encode()


def _as_text(address: str, words: str) -> str:
    plain = address.removeprefix("mailto:").removeprefix("tel:")
    return words if words == plain else f"{words} ({plain})"
