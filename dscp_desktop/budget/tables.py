"""Tables of the budget: contributions by year and partner. Money is whole pence."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, Session, mapped_column

from dscp_desktop.store.tables import RecordRow, Row


class ContributionYear(RecordRow):
    """A financial year of contributions, with the total as published, which is a fact.

    The sum of the lines is never stored, and neither replaces the other.
    """

    __tablename__ = "contribution_year"
    record_kind = "contribution year"

    year: Mapped[str] = mapped_column(String(7), unique=True)
    published: Mapped[int | None] = mapped_column(Integer)
    source: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")

    def describe(self, session: Session) -> tuple[str, str]:
        """Return 'Contributions 2022-23'."""
        return f"Contributions {self.year}", self.source


class Contribution(Row):
    """One partner's contribution; its note prints under the table wherever the figure appears."""

    __tablename__ = "contribution"
    __table_args__ = (Index("ix_contribution_partner", "year_id", "partner_id", unique=True),)
    belongs_to = "year_id"

    year_id: Mapped[str] = mapped_column(ForeignKey("contribution_year.id"))
    position: Mapped[int] = mapped_column(Integer, default=0)
    partner_id: Mapped[str] = mapped_column(ForeignKey("record.id"), index=True)
    amount: Mapped[int] = mapped_column(Integer)
    mark: Mapped[str] = mapped_column(String(4), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    payment: Mapped[str] = mapped_column(String(20), default="")
