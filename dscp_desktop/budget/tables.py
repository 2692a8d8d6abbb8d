"""Tables of the budget: contributions, spend, grants, scenarios. Money is whole pence.

No column holds a total that can be computed; `published` alone is one, as it was printed.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, Integer, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from dscp_desktop.core.days import show_long_day
from dscp_desktop.store.tables import RecordRow, Row, Whereabouts

_CODE = {"code": True}


def closed_words(session: Session, year_id: str | None) -> str:
    """Return why nothing of a year may change any more, '' while it may."""
    year = session.get(ContributionYear, year_id) if year_id else None
    return year.closed_words() if year else ""


class YearRow(Row):
    """A line of a year: it may not change once the year is closed."""

    __abstract__ = True

    belongs_to = "year_id"

    year_id: Mapped[str] = mapped_column(ForeignKey("contribution_year.id"), index=True)

    def frozen(self, session: Session, columns: Collection[str]) -> str:
        """Say that the year is closed."""
        return closed_words(session, self.year_id)


class ContributionYear(RecordRow):
    """A financial year of the budget, with the total as published, which is a fact.

    The sum of the lines is never stored, and neither replaces the other. `brought` is the reserve
    that came from the year before, None where it is what that year carried; `level` is what was
    agreed to be held in reserve, `planned` what is meant to be used of it. Once `closed_on` is
    set nothing of the year changes.
    """

    __tablename__ = "contribution_year"
    record_kind = "contribution year"
    whereabouts = Whereabouts(on="year")

    year: Mapped[str] = mapped_column(String(7), unique=True)
    published: Mapped[int | None] = mapped_column(Integer)
    source: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    brought: Mapped[int | None] = mapped_column(Integer)
    level: Mapped[int | None] = mapped_column(Integer)
    level_source: Mapped[str] = mapped_column(Text, default="")
    planned: Mapped[int | None] = mapped_column(Integer)
    closed_on: Mapped[date | None] = mapped_column(Date)

    def describe(self, session: Session) -> tuple[str, str]:
        """Return 'Contributions 2022-23'."""
        return f"Contributions {self.year}", self.source

    def closed_words(self) -> str:
        """Return why nothing of the year may change, '' while it may."""
        if self.closed_on is None:
            return ""
        on = show_long_day(self.closed_on)
        return f"The year {self.year} was closed on {on}: add a dated correction instead."

    def frozen(self, session: Session, columns: Collection[str]) -> str:
        """Say that the year is closed."""
        return self.closed_words()


class Contribution(Row):
    """One partner's contribution; its note prints under the table wherever the figure appears.

    `payer_id` is who pays where it is another; `in_kind` says what is given besides money, with
    `in_kind_value` in pence where somebody put a value on it. It is never part of the money.
    """

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
    payer_id: Mapped[str | None] = mapped_column(ForeignKey("record.id"))
    in_kind: Mapped[str] = mapped_column(Text, default="")
    in_kind_value: Mapped[int | None] = mapped_column(Integer)

    def frozen(self, session: Session, columns: Collection[str]) -> str:
        """Say that the year is closed."""
        return closed_words(session, self.year_id)


class ContributionStep(YearRow):
    """One step of a contribution: proposed, agreed, invoiced or received, and how much of it.

    There may be several of a kind: part payments add up.
    """

    __tablename__ = "contribution_step"

    contribution_id: Mapped[str] = mapped_column(ForeignKey("contribution.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    on: Mapped[date] = mapped_column(Date)
    amount: Mapped[int] = mapped_column(Integer)
    reference: Mapped[str] = mapped_column(Text, default="")


class SpendHeading(RecordRow):
    """A heading of spend, such as training, in the order of the profile.

    `ends` is the last year it is used in, '' while it is.
    """

    __tablename__ = "spend_heading"
    record_kind = "spend heading"

    position: Mapped[int] = mapped_column(Integer, default=0)
    title: Mapped[str] = mapped_column(Text)
    ends: Mapped[str] = mapped_column(String(7), default="")

    def describe(self, session: Session) -> tuple[str, str]:
        """Return its title."""
        return self.title, ""

    def frozen(self, session: Session, columns: Collection[str]) -> str:
        """Say that a closed year shows this heading."""
        if not {"title", "id"} & set(columns):
            return ""
        return _shown_in_closed(
            session, (BudgetLine, Transaction, OpenOrder), "heading_id", self.id
        )


class BudgetLine(YearRow):
    """What a heading may spend in a year, and how the months share it.

    `weights` are twelve whole numbers, April first, '' where every month has the same. `forecast`
    is what somebody expects for the whole year, None where it is computed.
    """

    __tablename__ = "budget_line"
    __table_args__ = (Index("ix_budget_line_heading", "year_id", "heading_id", unique=True),)

    heading_id: Mapped[str] = mapped_column(ForeignKey("spend_heading.id"), index=True)
    amount: Mapped[int] = mapped_column(Integer, default=0)
    weights: Mapped[str] = mapped_column(String(80), default="", info=_CODE)
    forecast: Mapped[int | None] = mapped_column(Integer)
    note: Mapped[str] = mapped_column(Text, default="")


class Transaction(YearRow):
    """One payment of a finance system's list: plus is spend, minus is money back.

    Without a heading it is not placed yet. With a grant it is spend of that grant and not of the
    rest. `doubt` is 'twice' while it may stand twice, 'kept' once somebody said that it does not.
    """

    __tablename__ = "budget_transaction"

    heading_id: Mapped[str | None] = mapped_column(ForeignKey("spend_heading.id"), index=True)
    grant_id: Mapped[str | None] = mapped_column(ForeignKey("budget_grant.id"), index=True)
    on: Mapped[date] = mapped_column(Date)
    description: Mapped[str] = mapped_column(Text, default="")
    reference: Mapped[str] = mapped_column(Text, default="")
    cost_code: Mapped[str] = mapped_column(Text, default="")
    amount: Mapped[int] = mapped_column(Integer)
    doubt: Mapped[str] = mapped_column(String(10), default="", info=_CODE)


class OpenOrder(YearRow):
    """What was ordered and is not paid: a commitment until `closed_on`."""

    __tablename__ = "open_order"

    heading_id: Mapped[str | None] = mapped_column(ForeignKey("spend_heading.id"), index=True)
    grant_id: Mapped[str | None] = mapped_column(ForeignKey("budget_grant.id"), index=True)
    on: Mapped[date] = mapped_column(Date)
    description: Mapped[str] = mapped_column(Text, default="")
    reference: Mapped[str] = mapped_column(Text, default="")
    amount: Mapped[int] = mapped_column(Integer)
    closed_on: Mapped[date | None] = mapped_column(Date)


class Grant(RecordRow):
    """A ring-fenced grant: from whom, for what, and by which day it is to be spent."""

    __tablename__ = "budget_grant"
    record_kind = "grant"

    title: Mapped[str] = mapped_column(Text)
    funder: Mapped[str] = mapped_column(Text, default="")
    conditions: Mapped[str] = mapped_column(Text, default="")
    spend_by: Mapped[date | None] = mapped_column(Date)

    def describe(self, session: Session) -> tuple[str, str]:
        """Return its title, and from whom and for what it is."""
        return self.title, f"{self.funder} {self.conditions}"

    def frozen(self, session: Session, columns: Collection[str]) -> str:
        """Say that a closed year shows this grant."""
        if not {"title", "id", "funder", "conditions", "spend_by"} & set(columns):
            return ""
        return _shown_in_closed(session, (GrantYear, Transaction, OpenOrder), "grant_id", self.id)


class GrantYear(YearRow):
    """A grant in one year: brought in (None: what the year before carried), and received."""

    __tablename__ = "grant_year"
    __table_args__ = (Index("ix_grant_year_grant", "year_id", "grant_id", unique=True),)

    grant_id: Mapped[str] = mapped_column(ForeignKey("budget_grant.id"), index=True)
    brought: Mapped[int | None] = mapped_column(Integer)
    received: Mapped[int] = mapped_column(Integer, default=0)


class BudgetCorrection(Row):
    """What was found wrong in a closed year: dated, in words, and shown beside its figures.

    `amount` is by how many pence a figure should be higher, minus where lower; None without one.
    """

    __tablename__ = "budget_correction"
    belongs_to = "year_id"

    year_id: Mapped[str] = mapped_column(ForeignKey("contribution_year.id"), index=True)
    on: Mapped[date] = mapped_column(Date)
    about: Mapped[str] = mapped_column(Text, default="")
    amount: Mapped[int | None] = mapped_column(Integer)
    text: Mapped[str] = mapped_column(Text)


class Scenario(RecordRow):
    """A named way to set next year's contributions, computed from those of a year.

    `kind` is freeze, percent, fixed or new partner. `rate` is hundredths of a percent, `target`
    what all lines are to come to, `amount` what the new partner gives.
    """

    __tablename__ = "budget_scenario"
    record_kind = "budget scenario"
    whereabouts = Whereabouts(on="base_id.year")

    base_id: Mapped[str] = mapped_column(ForeignKey("contribution_year.id"), index=True)
    position: Mapped[int] = mapped_column(Integer, default=0)
    title: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(20))
    rate: Mapped[int | None] = mapped_column(Integer)
    target: Mapped[int | None] = mapped_column(Integer)
    amount: Mapped[int | None] = mapped_column(Integer)
    partner_id: Mapped[str | None] = mapped_column(ForeignKey("record.id"))
    note: Mapped[str] = mapped_column(Text, default="")

    def describe(self, session: Session) -> tuple[str, str]:
        """Return its title, and the note to it."""
        return self.title, self.note


class LedgerSource(Row):
    """How the lists of one finance system are read: its columns, and what a plus means.

    `key` is made of the headings of its lists; `columns` is JSON of heading and field.
    """

    __tablename__ = "ledger_source"

    key: Mapped[str] = mapped_column(Text, unique=True)
    title: Mapped[str] = mapped_column(Text, default="")
    columns: Mapped[str] = mapped_column(Text, default="{}")
    sign: Mapped[str] = mapped_column(String(10), default="", info=_CODE)


class HeadingRule(Row):
    """Which heading or grant a transaction belongs to, by its cost code or words in it.

    Without a heading and a grant, what it matches is left out of spend.
    """

    __tablename__ = "heading_rule"

    kind: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(Text)
    heading_id: Mapped[str | None] = mapped_column(ForeignKey("spend_heading.id"))
    grant_id: Mapped[str | None] = mapped_column(ForeignKey("budget_grant.id"))


class AreaFigure(RecordRow):
    """A published figure of the area, such as how many children live there, and its source."""

    __tablename__ = "area_figure"
    record_kind = "figure of the area"

    position: Mapped[int] = mapped_column(Integer, default=0)
    title: Mapped[str] = mapped_column(Text)
    value: Mapped[str] = mapped_column(Text)
    unit: Mapped[str] = mapped_column(Text, default="")
    ages: Mapped[str] = mapped_column(Text, default="")
    as_at: Mapped[str] = mapped_column(String(10), default="", info=_CODE)
    source: Mapped[str] = mapped_column(Text, default="")

    def describe(self, session: Session) -> tuple[str, str]:
        """Return its title, and where it was published."""
        return self.title, self.source


def _shown_in_closed(session: Session, users: Collection[type[Any]], name: str, of: str) -> str:
    """Return why a name may not change that a closed year shows, '' where none does."""
    for table in users:
        used = select(ContributionYear).join(table, table.year_id == ContributionYear.id)
        closed = used.where(getattr(table, name) == of, ContributionYear.closed_on.is_not(None))
        if year := session.scalars(closed.order_by(ContributionYear.year)).first():
            return f"The closed year {year.year} shows this: add another one instead."
    return ""
