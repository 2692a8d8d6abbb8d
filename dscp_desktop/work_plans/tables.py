"""Tables of a group's yearly work plan and of what it reports each quarter."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Date, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, Session, mapped_column

from dscp_desktop.partnership.tables import Group
from dscp_desktop.store.tables import RecordRow, Row, Whereabouts


class WorkPlan(RecordRow):
    """The work plan of a group for one year, named as 2023-24."""

    __tablename__ = "work_plan"
    __table_args__ = (Index("ix_work_plan_group_year", "group_id", "year", unique=True),)
    record_kind = "work plan"
    whereabouts = Whereabouts("group_id", "year")
    named_after = (("group_id", "group"),)

    group_id: Mapped[str] = mapped_column(ForeignKey("group.id"), index=True)
    year: Mapped[str] = mapped_column(String(10))

    def describe(self, session: Session) -> tuple[str, str]:
        """Return 'Work plan of CODE 2023-24'."""
        group = session.get(Group, self.group_id)
        return f"Work plan of {group.code if group else ''} {self.year}", ""


class WorkPlanLine(RecordRow):
    """One line of a work plan. Golden threads hang on it by links of the role 'thread'."""

    __tablename__ = "work_plan_line"
    record_kind = "work plan line"
    whereabouts = Whereabouts("plan_id.group_id", "plan_id.year")

    plan_id: Mapped[str] = mapped_column(ForeignKey("work_plan.id"), index=True)
    position: Mapped[int] = mapped_column(Integer)
    outcome: Mapped[str] = mapped_column(Text)
    priority_id: Mapped[str | None] = mapped_column(ForeignKey("priority.id"), index=True)
    owner: Mapped[str] = mapped_column(Text, default="")
    due: Mapped[date | None] = mapped_column(Date)
    status: Mapped[str] = mapped_column(String(20), default="not started")
    progress: Mapped[str] = mapped_column(Text, default="")

    def describe(self, session: Session) -> tuple[str, str]:
        """Return its outcome, and what was said of its progress."""
        return self.outcome, f"{self.owner} {self.progress}"


class QuarterReport(Row):
    """What a group says of a quarter: achieved, what difference, with what evidence, what next."""

    __tablename__ = "quarter_report"
    __table_args__ = (Index("ix_quarter_report_quarter", "plan_id", "quarter", unique=True),)
    belongs_to = "plan_id"

    plan_id: Mapped[str] = mapped_column(ForeignKey("work_plan.id"))
    quarter: Mapped[int] = mapped_column(Integer)
    achieved: Mapped[str] = mapped_column(Text, default="")
    difference: Mapped[str] = mapped_column(Text, default="")
    evidence: Mapped[str] = mapped_column(Text, default="")
    next_steps: Mapped[str] = mapped_column(Text, default="")
