"""Documents as they go out of the program: with their marking, and what stands at head and foot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from dscp_desktop.core.offers import DocumentOffer, Scope
from dscp_desktop.diary.queries.meetings import get_meeting
from dscp_desktop.paper.document import Document
from dscp_desktop.paper.furniture import Furniture, furniture_values
from dscp_desktop.paper.values import to_values
from dscp_desktop.partnership.queries.parties import printed_marking
from dscp_desktop.store.settings import get_setting

RENDER = "dscp_desktop.paper.tasks:render"
WRITE = "dscp_desktop.paper.tasks:write"
PICTURE = "dscp_desktop.paper.tasks:picture"


@dataclass(frozen=True, slots=True)
class ReadyDocument:
    """A document to be rendered: `values` are what the tasks `render` and `write` take.

    `restricted` says that it shows what only some may see.
    """

    title: str
    subtitle: str
    marking: str
    name: str
    values: dict[str, Any]
    restricted: bool = False


def ready_document(session: Session, offer: DocumentOffer, scope: Scope) -> ReadyDocument:
    """Make a document with its marking, its head and its foot, and a name for its file."""
    marking = printed_marking(session) if offer.of_records else ""
    document: Document = offer.make(session, scope)
    document = replace(document, marking=document.marking or marking)
    furniture = Furniture(
        marking=document.marking,
        head_left=get_setting(session, "partnership.name", "") if offer.of_records else "",
        head_right=document.title,
        skip_head_on_first=True,
    )
    meeting = get_meeting(session, scope.meeting_id) if scope.meeting_id else None
    # A year stands in the title; anything else is as of a day.
    on = None if scope.year else meeting.on if meeting else scope.today
    return ReadyDocument(
        document.title,
        document.subtitle,
        document.marking,
        file_name((document.title, document.subtitle), on),
        {
            "document": to_values(document),
            "furniture": furniture_values(furniture),
            "title": document.title,
            **({"attached": offer.attach(session, scope)} if offer.attach else {}),
        },
        offer.is_restricted(session, scope),
    )


def file_name(words: Sequence[str], on: date | None) -> str:
    """Return a name without ending: 'action-log-executive-group-2023-10-19'."""
    spelt = "".join(c if c.isalnum() else " " for c in " ".join(words).casefold())
    day = [on.isoformat()] if on else []
    return "-".join([*spelt.split(), *day])
