"""Seats: who sits on what on a day. A seat by office is filled from another seat."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from dscp_desktop.partnership.rules.spans import Span

CHAIR, DEPUTY_CHAIR = "chair", "deputy chair"
OFFICES = (CHAIR, DEPUTY_CHAIR)


@dataclass(frozen=True, slots=True)
class SeatLine:
    """A seat as a list shows it: who holds it, in what role, of what kind.

    `holder` is the role itself where no organisation and no agency group holds the seat.
    """

    id: str
    holder: str
    role: str
    kind: str
    starts: str = ""
    ends: str = ""
    holder_id: str = ""


@dataclass(frozen=True, slots=True)
class SeatHolder:
    """A seat on one day, with who fills it; a text is empty where nothing is known.

    `organisation` is the full name. A seat by office (`by_office`) has the person, and the
    organisation where it has none of its own, of the seat it is filled from. `statutory` says
    that the organisation was a statutory partner on that day. `starts` and `ends` are the seat's.
    """

    seat_id: str
    group_id: str
    organisation_id: str = ""
    organisation: str = ""
    agency_group_id: str = ""
    role: str = ""
    kind: str = "core"
    person_id: str = ""
    person: str = ""
    deputy_id: str = ""
    deputy: str = ""
    email: str = ""
    office: str = ""
    statutory: bool = False
    starts: str = ""
    ends: str = ""
    organisation_short: str = ""
    agency_group: str = ""
    by_office: bool = False

    @property
    def shown(self) -> str:
        """Return how a list names the seat: organisation, else agency group, else role."""
        if self.by_office and self.role:
            return self.role
        return self.organisation_short or self.organisation or self.agency_group or self.role


@dataclass(frozen=True, slots=True)
class Membership:
    """Who sat on a group on a day; `stands` says whether there was such a group then."""

    group: str
    code: str
    on: date
    stands: bool
    seats: tuple[SeatHolder, ...] = ()


@dataclass(frozen=True, slots=True)
class Holder:
    """Who fills a seat, or deputises on it, and from when to when."""

    seat_id: str
    person_id: str
    deputy: bool = False
    span: Span = field(default_factory=Span)


@dataclass(frozen=True, slots=True)
class Chair:
    """Which seat of a group chairs it, and from when to when."""

    group_id: str
    seat_id: str
    office: str = CHAIR
    span: Span = field(default_factory=Span)


@dataclass(frozen=True, slots=True)
class Office:
    """From which seat another one is filled, or of which group it is the chair's."""

    seat_id: str = ""
    chair_of: str = ""


@dataclass(frozen=True, slots=True)
class People:
    """A person as a seat shows them."""

    id: str
    name: str
    email: str = ""


def fill_seats(
    seats: Iterable[SeatHolder],
    offices: Mapping[str, Office],
    holders: Iterable[Holder],
    chairs: Iterable[Chair],
    people: Mapping[str, People],
    on: date,
) -> dict[str, SeatHolder]:
    """Return the seats of a day by their id, each with who fills it on that day.

    `seats` are those that stand on the day, bare; `offices` says which ones are filled from
    elsewhere. A seat that is filled from itself over others stays empty.
    """
    bare = {seat.seat_id: seat for seat in seats}
    chaired: dict[str, str] = {}
    for chair in chairs:
        if chair.span.holds(on) and chair.seat_id in bare:
            bare[chair.seat_id] = replace(bare[chair.seat_id], office=chair.office)
            if chair.office == CHAIR:
                chaired[chair.group_id] = chair.seat_id
    for holder in holders:
        person = people.get(holder.person_id)
        if person and holder.seat_id in bare and holder.span.holds(on):
            bare[holder.seat_id] = _with(bare[holder.seat_id], person, holder.deputy)
    return {seat_id: _filled(seat_id, bare, offices, chaired, ()) for seat_id in bare}


def _with(seat: SeatHolder, person: People, deputy: bool) -> SeatHolder:
    if deputy:
        return replace(seat, deputy_id=person.id, deputy=person.name)
    return replace(seat, person_id=person.id, person=person.name, email=person.email)


def _filled(
    seat_id: str,
    bare: Mapping[str, SeatHolder],
    offices: Mapping[str, Office],
    chaired: Mapping[str, str],
    seen: tuple[str, ...],
) -> SeatHolder:
    seat, office = bare[seat_id], offices.get(seat_id)
    if office is None:
        return seat
    source_id = office.seat_id or chaired.get(office.chair_of, "")
    if source_id not in bare or source_id in seen:
        return replace(seat, by_office=True)
    source = _filled(source_id, bare, offices, chaired, (*seen, seat_id))
    # The one who holds the office brings the organisation, unless the seat has one of its own.
    whose = seat if seat.organisation_id or seat.agency_group_id else source
    return replace(
        seat,
        by_office=True,
        organisation_id=whose.organisation_id,
        organisation=whose.organisation,
        organisation_short=whose.organisation_short,
        statutory=whose.statutory,
        person_id=source.person_id,
        person=source.person,
        email=source.email,
        deputy_id=seat.deputy_id or source.deputy_id,
        deputy=seat.deputy or source.deputy,
    )


def runs_in_circle(seat_id: str, offices: Mapping[str, Office], chairs: Iterable[Chair]) -> bool:
    """Say whether a seat would, over others or at any time over a chair, be filled from itself."""
    chaired: dict[str, set[str]] = {}
    for chair in chairs:
        chaired.setdefault(chair.group_id, set()).add(chair.seat_id)
    ahead, seen = [seat_id], set[str]()
    while ahead:
        office = offices.get(ahead.pop(), Office())
        sources = {office.seat_id} - {""} | chaired.get(office.chair_of, set())
        if seat_id in sources:
            return True
        ahead += sources - seen
        seen |= sources
    return False
