"""Several answers at once: what lists of groups and people show, and one group with its story."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from dscp_desktop.partnership.queries.parties import former_names, list_groups, list_organisations
from dscp_desktop.partnership.queries.people import (
    list_chairings,
    list_people,
    list_successions,
)
from dscp_desktop.partnership.queries.seats import list_seats, load_offices, seats_on
from dscp_desktop.partnership.queries.structure import load_structure
from dscp_desktop.partnership.rules.parties import GroupLine, OrganisationLine
from dscp_desktop.partnership.rules.people import PersonLine
from dscp_desktop.partnership.rules.seats import Office, SeatHolder, SeatLine
from dscp_desktop.partnership.rules.spans import in_time
from dscp_desktop.partnership.rules.structure import StructurePlace


@dataclass(frozen=True)
class SeatRow:
    """A seat as the pane of a group shows it: the line, and who is on it that day."""

    id: str
    line: SeatLine
    held: SeatHolder
    office: Office | None = None

    @property
    def holder(self) -> str:
        """Return whose seat it is."""
        return self.line.holder

    @property
    def kind(self) -> str:
        """Return its kind, and its office in the chair."""
        return self.line.kind

    @property
    def chairs(self) -> str:
        """Return 'Chair' or 'Deputy chair', '' for neither."""
        return self.held.office.capitalize()


@dataclass(frozen=True)
class GroupSeats:
    """Who sits on a group on a day, and what its history says."""

    group_id: str
    on: date
    seats: tuple[SeatRow, ...]
    story: tuple[str, ...] = ()


@dataclass(frozen=True)
class Lists:
    """Everything that the page lists."""

    groups: tuple[GroupLine, ...]
    organisations: tuple[OrganisationLine, ...]
    people: tuple[PersonLine, ...]
    structure: tuple[StructurePlace, ...]


def load_lists(session: Session, on: date) -> Lists:
    """Return groups, organisations, the people and the structure of a day."""
    return Lists(
        list_groups(session),
        list_organisations(session),
        list_people(session, on),
        load_structure(session, on),
    )


def load_seats(session: Session, group_id: str, on: date) -> GroupSeats:
    """Return the seats of a group on a day with who is on them, and the story of the group."""
    lines = {line.id: line for line in list_seats(session, group_id)}
    offices = load_offices(session)
    rows = tuple(
        SeatRow(held.seat_id, lines[held.seat_id], held, offices.get(held.seat_id))
        for held in seats_on(session, group_id, on)
        if held.seat_id in lines
    )
    story = [
        f"Called {then.name}: {_small(then.span.words)}" if then.span.words else then.name
        for then in former_names(session, group_id)
    ]
    story += [line.words for line in list_successions(session, group_id)]
    story += [
        f"{chair.office.capitalize()}: {chair.seat}, {_small(in_time(chair.starts, chair.ends))}"
        for chair in list_chairings(session, group_id)
    ]
    return GroupSeats(group_id, on, rows, tuple(story))


def _small(words: str) -> str:
    return words[:1].lower() + words[1:] if words.startswith(("From", "Until")) else words
