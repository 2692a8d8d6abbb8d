"""Tables of strategic plans: priorities, numbered outcomes and golden threads."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, Session, mapped_column

from dscp_desktop.store.tables import RecordRow, Row


class Plan(RecordRow):
    """A strategic plan and its term; plans overlap."""

    __tablename__ = "plan"
    record_kind = "plan"

    term: Mapped[str] = mapped_column(String(20), unique=True)
    vision: Mapped[str] = mapped_column(Text, default="")
    values: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[str] = mapped_column(Text, default="")

    def describe(self, session: Session) -> tuple[str, str]:
        """Return 'Plan 2025-27'."""
        return f"Plan {self.term}", self.vision


class Priority(RecordRow):
    """A priority of a plan."""

    __tablename__ = "priority"
    record_kind = "priority"

    plan_id: Mapped[str] = mapped_column(ForeignKey("plan.id"), index=True)
    number: Mapped[int] = mapped_column(Integer)
    title: Mapped[str] = mapped_column(Text)

    def describe(self, session: Session) -> tuple[str, str]:
        """Return its title."""
        return self.title, ""


class Outcome(Row):
    """A numbered outcome of a priority; a priority may have none."""

    __tablename__ = "outcome"
    belongs_to = "priority_id"

    priority_id: Mapped[str] = mapped_column(ForeignKey("priority.id"), index=True)
    number: Mapped[str] = mapped_column(String(10))
    title: Mapped[str] = mapped_column(Text)


class Thread(RecordRow):
    """A golden thread of a plan."""

    __tablename__ = "thread"
    record_kind = "golden thread"

    plan_id: Mapped[str] = mapped_column(ForeignKey("plan.id"), index=True)
    position: Mapped[int] = mapped_column(Integer)
    title: Mapped[str] = mapped_column(Text)

    def describe(self, session: Session) -> tuple[str, str]:
        """Return its title."""
        return self.title, ""
