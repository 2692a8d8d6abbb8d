"""Tables of the partnership: organisations, groups, seats and their other names."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, Session, mapped_column

from dscp_desktop.store.tables import RecordRow, Row, Whereabouts


class Organisation(RecordRow):
    """A statutory partner, relevant agency or other body. Dates may be known to the month."""

    __tablename__ = "organisation"
    record_kind = "organisation"

    name: Mapped[str] = mapped_column(Text, unique=True)
    short_name: Mapped[str] = mapped_column(String(60), default="")
    kind: Mapped[str] = mapped_column(String(40))
    agency_group_id: Mapped[str | None] = mapped_column(ForeignKey("group.id"), index=True)
    starts: Mapped[str] = mapped_column(String(10), default="")
    ends: Mapped[str] = mapped_column(String(10), default="")

    def describe(self, session: Session) -> tuple[str, str]:
        """Return its name, and its short name and kind for the search."""
        return self.name, f"{self.short_name} {self.kind}"


class Group(RecordRow):
    """An executive, subgroup, agency group or panel."""

    __tablename__ = "group"
    record_kind = "group"
    whereabouts = Whereabouts("id")

    name: Mapped[str] = mapped_column(Text)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    kind: Mapped[str] = mapped_column(String(40))
    purpose: Mapped[str] = mapped_column(Text, default="")
    cadence: Mapped[str] = mapped_column(Text, default="")
    joint_with: Mapped[str] = mapped_column(Text, default="")
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("group.id"))
    reports_to_id: Mapped[str | None] = mapped_column(ForeignKey("group.id"))
    starts: Mapped[str] = mapped_column(String(10), default="")
    ends: Mapped[str] = mapped_column(String(10), default="")
    position: Mapped[int] = mapped_column(default=0)

    def describe(self, session: Session) -> tuple[str, str]:
        """Return its name, and its code and purpose for the search."""
        return self.name, f"{self.code} {self.kind} {self.purpose}"


class KnownAs(Row):
    """Another name of an organisation or a group, by which workbooks call it."""

    __tablename__ = "known_as"
    belongs_to = "record_id"

    record_id: Mapped[str] = mapped_column(ForeignKey("record.id"), index=True)
    name: Mapped[str] = mapped_column(Text)


class FormerName(Row):
    """A name that an organisation or a group went by until it was renamed.

    `starts` and `ends` are its first and last day or month; either may be unknown.
    """

    __tablename__ = "former_name"
    belongs_to = "record_id"

    record_id: Mapped[str] = mapped_column(ForeignKey("record.id"), index=True)
    name: Mapped[str] = mapped_column(Text)
    short_name: Mapped[str] = mapped_column(String(60), default="")
    starts: Mapped[str] = mapped_column(String(10), default="")
    ends: Mapped[str] = mapped_column(String(10), default="")


class Succession(Row):
    """Who took over from an organisation or a group that ended: merged, or followed by another.

    `how` is merged, followed or purpose taken over; `on` is the first day or month of the new one.
    """

    __tablename__ = "succession"
    belongs_to = "former_id"

    former_id: Mapped[str] = mapped_column(ForeignKey("record.id"), index=True)
    successor_id: Mapped[str] = mapped_column(ForeignKey("record.id"), index=True)
    on: Mapped[str] = mapped_column(String(10), default="", info={"code": True})
    how: Mapped[str] = mapped_column(String(40), default="merged")


class Person(RecordRow):
    """Somebody who holds seats: their role, organisation and email address."""

    __tablename__ = "person"
    record_kind = "person"

    name: Mapped[str] = mapped_column(Text)
    organisation_id: Mapped[str | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    role: Mapped[str] = mapped_column(Text, default="")
    email: Mapped[str] = mapped_column(Text, default="")
    starts: Mapped[str] = mapped_column(String(10), default="")
    ends: Mapped[str] = mapped_column(String(10), default="")

    def describe(self, session: Session) -> tuple[str, str]:
        """Return the name, and role and email for the search."""
        return self.name, f"{self.role} {self.email}"


class Seat(RecordRow):
    """A seat on a group, held by an organisation, an agency group or a role of its own.

    `kind` is core, co-opted, virtual or in attendance; only core seats count for quorum and
    attendance. A seat by office is filled from another one: `filled_from_id` is that seat, or
    `chair_of_id` the group whose chair sits here.
    """

    __tablename__ = "seat"
    __table_args__ = (Index("ix_seat_group_organisation", "group_id", "organisation_id"),)
    record_kind = "seat"
    whereabouts = Whereabouts("group_id")
    named_after = (
        ("group_id", "group"),
        ("organisation_id", "organisation"),
        ("agency_group_id", "group"),
    )

    group_id: Mapped[str] = mapped_column(ForeignKey("group.id"), index=True)
    organisation_id: Mapped[str | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    agency_group_id: Mapped[str | None] = mapped_column(ForeignKey("group.id"))
    role: Mapped[str] = mapped_column(Text, default="")
    kind: Mapped[str] = mapped_column(String(20), default="core")
    filled_from_id: Mapped[str | None] = mapped_column(ForeignKey("seat.id"), index=True)
    chair_of_id: Mapped[str | None] = mapped_column(ForeignKey("group.id"), index=True)
    starts: Mapped[str] = mapped_column(String(10), default="")
    ends: Mapped[str] = mapped_column(String(10), default="")

    def describe(self, session: Session) -> tuple[str, str]:
        """Return 'Organisation on group', and the role for the search."""
        group = session.get(Group, self.group_id)
        holder_id = self.organisation_id or self.agency_group_id
        holder: Organisation | Group | None = None
        if holder_id:
            holder = session.get(Organisation, holder_id) or session.get(Group, holder_id)
        who = holder.name if holder else self.role
        return f"{who} on {group.code if group else ''}", self.role


class Holding(Row):
    """Who fills a seat, or deputises on it (`deputy`), from one day to another."""

    __tablename__ = "holding"
    belongs_to = "seat_id"

    seat_id: Mapped[str] = mapped_column(ForeignKey("seat.id"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    deputy: Mapped[bool] = mapped_column(default=False)
    starts: Mapped[str] = mapped_column(String(10), default="")
    ends: Mapped[str] = mapped_column(String(10), default="")


class Chairing(Row):
    """Which seat of a group chairs it (`office` chair or deputy chair), from one day to another."""

    __tablename__ = "chairing"
    belongs_to = "group_id"

    group_id: Mapped[str] = mapped_column(ForeignKey("group.id"), index=True)
    seat_id: Mapped[str] = mapped_column(ForeignKey("seat.id"), index=True)
    office: Mapped[str] = mapped_column(String(20), default="chair")
    starts: Mapped[str] = mapped_column(String(10), default="")
    ends: Mapped[str] = mapped_column(String(10), default="")
