"""Several answers at once: all documents, one with its texts, and who can agree it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from dscp_desktop.core.days import show_day_year
from dscp_desktop.diary.queries.meetings import meetings_by_group
from dscp_desktop.diary.rules.meetings import CANCELLED
from dscp_desktop.partnership.queries.parties import list_groups, list_organisations
from dscp_desktop.partnership.queries.seats import seats_on
from dscp_desktop.partnership.rules.parties import AGENCY_GROUP, GroupLine
from dscp_desktop.terms_of_reference.queries.terms import list_documents, version_text
from dscp_desktop.terms_of_reference.rules.versions import DocumentLine, VersionText


@dataclass(frozen=True)
class Documents:
    """The documents there are, and the groups that stand, in their order."""

    documents: tuple[DocumentLine, ...]
    groups: tuple[GroupLine, ...]

    def without_terms(self) -> list[tuple[str, str]]:
        """Return the groups that have no terms yet, as choices."""
        held = {document.group_id for document in self.documents}
        return [(group.id, group.name) for group in self.groups if group.id not in held]

    def options(self) -> list[tuple[Any, str]]:
        """Return what can be opened: every document, and the groups without terms."""
        said = [
            (one.id, f"{one.group}: terms" if one.group else one.title) for one in self.documents
        ]
        return said + [(key, f"{name}: no terms yet") for key, name in self.without_terms()]

    def find(self, record_id: str) -> DocumentLine | None:
        """Return the document of an id: its own, its group's or that of one of its versions."""
        for line in self.documents:
            ids = {line.id, line.group_id, *(version.id for version in line.versions)}
            if record_id and record_id in ids:
                return line
        return None

    def group(self, group_id: str) -> GroupLine | None:
        """Return a group by its id."""
        return next((group for group in self.groups if group.id == group_id), None)


@dataclass(frozen=True)
class Opened:
    """One document with the texts of all its versions, and the roles that its group seats."""

    texts: Mapping[str, VersionText]
    roles: tuple[str, ...]


@dataclass(frozen=True)
class Bodies:
    """Who can agree a draft, and the meetings that each of them has: id, day, words."""

    names: tuple[tuple[str, str], ...]
    meetings: Mapping[str, tuple[tuple[str, date, str], ...]]


def load_documents(session: Session, on: date) -> Documents:
    """Return every document, and the groups that meet."""
    groups = tuple(
        group for group in list_groups(session) if group.kind != AGENCY_GROUP and not group.ends
    )
    return Documents(list_documents(session, on), groups)


def open_document(session: Session, line: DocumentLine, on: date) -> Opened:
    """Return the texts of a document's versions."""
    texts = {version.id: version_text(session, version.id, on) for version in line.versions}
    seats = seats_on(session, line.group_id, on) if line.group_id else ()
    roles = dict.fromkeys(seat.role for seat in seats if seat.role)
    return Opened(texts, tuple(roles))


def load_bodies(session: Session) -> Bodies:
    """Return the groups and organisations that can agree, and the meetings of the groups."""
    groups = list_groups(session)
    partners = [one for one in list_organisations(session) if one.kind == "statutory partner"]
    names = [(group.id, group.name) for group in groups if not group.ends]
    names += [(one.id, one.name) for one in partners if not one.ends]
    meetings = {
        group_id: tuple(
            (meeting.id, meeting.on, show_day_year(meeting.on))
            for meeting in sorted(held, key=lambda one: one.on, reverse=True)
            if meeting.status != CANCELLED
        )
        for group_id, held in meetings_by_group(session).items()
    }
    return Bodies(tuple(names), meetings)
