"""Tables of restraint scrutiny: the home, its returns, the incidents, and the reviews of them.

No table has a place for a child's name: `child` is the pseudonym that the home gives.
"""

from __future__ import annotations

from datetime import date, time

from sqlalchemy import Date, ForeignKey, Index, Integer, String, Text, Time
from sqlalchemy.orm import Mapped, Session, mapped_column

from dscp_desktop.partnership.tables import Organisation
from dscp_desktop.store.tables import RecordRow, Row, Whereabouts

_CODE = {"code": True}


class Home(RecordRow):
    """A secure children's home that returns its incidents; footage is kept for so many days."""

    __tablename__ = "home"
    record_kind = "home"
    named_after = (("organisation_id", "organisation"),)

    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), unique=True)
    kind: Mapped[str] = mapped_column(Text, default="")
    footage_days: Mapped[int] = mapped_column(Integer, default=90)
    ages: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[str] = mapped_column(Text, default="")

    def describe(self, session: Session) -> tuple[str, str]:
        """Return the name of its organisation."""
        organisation = session.get(Organisation, self.organisation_id)
        return organisation.name if organisation else "", self.ages


class RestraintReturn(RecordRow):
    """What the home sent for a period: its declared total, who supplied it (a role), what it
    reported elsewhere.
    """

    __tablename__ = "restraint_return"
    record_kind = "restraint return"
    whereabouts = Whereabouts(on="first")

    home_id: Mapped[str] = mapped_column(ForeignKey("home.id"), index=True)
    first: Mapped[date] = mapped_column(Date)
    last: Mapped[date] = mapped_column(Date)
    received_on: Mapped[date | None] = mapped_column(Date)
    supplied_by: Mapped[str] = mapped_column(Text, default="")
    declared: Mapped[int | None] = mapped_column(Integer)
    reported_ycs: Mapped[int | None] = mapped_column(Integer)
    reported_ofsted: Mapped[int | None] = mapped_column(Integer)
    note: Mapped[str] = mapped_column(Text, default="")

    def describe(self, session: Session) -> tuple[str, str]:
        """Return 'Restraint return 2022-04-01 to 2022-06-30'."""
        return f"Restraint return {self.first.isoformat()} to {self.last.isoformat()}", self.note


class Incident(RecordRow):
    """A restraint. `level` is the injury: 0 none, 1 minor, 2 in between, 3 hospital treatment.

    `footage` is yes, partly, no or '' where the return does not say. Times that the return does
    not give stay empty: what was not recorded is not met.
    """

    __tablename__ = "incident"
    __table_args__ = (
        Index("ix_incident_home_ref", "home_id", "ref", unique=True),
        # What a return holds and which days a home has are read without the rows.
        Index("ix_incident_return_ref", "return_id", "ref", "level"),
        Index("ix_incident_home_on", "home_id", "on"),
    )
    record_kind = "incident"
    whereabouts = Whereabouts(on="on", number="ref")

    home_id: Mapped[str] = mapped_column(ForeignKey("home.id"))
    return_id: Mapped[str | None] = mapped_column(ForeignKey("restraint_return.id"))
    ref: Mapped[str] = mapped_column(Text)
    on: Mapped[date] = mapped_column(Date, index=True)
    at: Mapped[time | None] = mapped_column(Time)
    level: Mapped[int | None] = mapped_column(Integer)
    child: Mapped[str] = mapped_column(Text, default="")
    age: Mapped[int | None] = mapped_column(Integer)
    place: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    minutes: Mapped[int | None] = mapped_column(Integer)
    footage: Mapped[str] = mapped_column(String(10), default="", info=_CODE)
    footage_until: Mapped[date | None] = mapped_column(Date, index=True)
    hold_asked_on: Mapped[date | None] = mapped_column(Date)
    hold_confirmed_on: Mapped[date | None] = mapped_column(Date)
    overwritten_on: Mapped[date | None] = mapped_column(Date)
    child_spoken_on: Mapped[date | None] = mapped_column(Date)
    manager_review: Mapped[str] = mapped_column(String(10), default="", info=_CODE)
    recorded_at: Mapped[str] = mapped_column(String(16), default="", info=_CODE)
    person_spoken_at: Mapped[str] = mapped_column(String(16), default="", info=_CODE)

    def describe(self, session: Session) -> tuple[str, str]:
        """Return its reference, and the place and reason for the search."""
        return self.ref, f"{self.place} {self.reason}"


class ScrutinyReview(RecordRow):
    """The review of one incident's footage. The home's view stands apart (`home_view`).

    `lawful`, `necessary`, `proportionate` and `of_concern` are yes, no, unclear or ''.
    """

    __tablename__ = "scrutiny_review"
    record_kind = "restraint review"
    whereabouts = Whereabouts(on="on")
    named_after = (("incident_id", "incident"),)

    incident_id: Mapped[str] = mapped_column(ForeignKey("incident.id"), index=True)
    draw_id: Mapped[str | None] = mapped_column(ForeignKey("draw.id"), index=True)
    on: Mapped[date] = mapped_column(Date)
    manager_present: Mapped[str] = mapped_column(Text, default="")
    before: Mapped[str] = mapped_column(Text, default="")
    during: Mapped[str] = mapped_column(Text, default="")
    after: Mapped[str] = mapped_column(Text, default="")
    lawful: Mapped[str] = mapped_column(String(10), default="", info=_CODE)
    necessary: Mapped[str] = mapped_column(String(10), default="", info=_CODE)
    proportionate: Mapped[str] = mapped_column(String(10), default="", info=_CODE)
    de_escalation: Mapped[str] = mapped_column(Text, default="")
    child_account: Mapped[str] = mapped_column(Text, default="")
    aftercare: Mapped[str] = mapped_column(Text, default="")
    good_practice: Mapped[str] = mapped_column(Text, default="")
    home_view: Mapped[str] = mapped_column(Text, default="")
    of_concern: Mapped[str] = mapped_column(String(10), default="", info=_CODE)

    def describe(self, session: Session) -> tuple[str, str]:
        """Return 'Review of RST-001'."""
        incident = session.get(Incident, self.incident_id)
        return f"Review of {incident.ref if incident else ''}", ""


class Reviewer(Row):
    """Who reviewed an incident, by role, and that they were not involved in it."""

    __tablename__ = "reviewer"
    belongs_to = "review_id"

    review_id: Mapped[str] = mapped_column(ForeignKey("scrutiny_review.id"), index=True)
    person: Mapped[str] = mapped_column(Text)
    not_involved: Mapped[bool] = mapped_column(default=False)
