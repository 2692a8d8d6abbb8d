"""People: who they are, and where they sit."""

from __future__ import annotations

from dataclasses import dataclass

from dscp_desktop.partnership.rules.spans import in_time


@dataclass(frozen=True, slots=True)
class PersonDetails:
    """What a person says of somebody; `times` are from and to, to the day or month."""

    name: str
    organisation_id: str = ""
    role: str = ""
    email: str = ""
    times: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Somebody as a list shows them; `seats` are those they hold or deputise on, on a day."""

    id: str
    name: str
    role: str = ""
    organisation_id: str = ""
    organisation: str = ""
    email: str = ""
    starts: str = ""
    ends: str = ""
    seats: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HoldingLine:
    """Who fills a seat, or deputises on it, from when to when."""

    id: str
    seat_id: str
    person_id: str
    person: str
    deputy: bool = False
    starts: str = ""
    ends: str = ""

    @property
    def words(self) -> str:
        """Return 'From 1 September 2023'."""
        return in_time(self.starts, self.ends)


@dataclass(frozen=True, slots=True)
class ChairingLine:
    """Which seat chairs a group, from when to when; `seat` is how a list names it."""

    id: str
    group_id: str
    seat_id: str
    seat: str
    office: str
    starts: str = ""
    ends: str = ""


def email_problem(text: str) -> str:
    """Say what is wrong with an address, '' where nothing is: it may be left out."""
    plain = text.strip()
    name, at, domain = plain.partition("@")
    if not plain or (name and at and "." in domain.strip(".") and " " not in plain):
        return ""
    return "An email address is a name, @ and a domain."
