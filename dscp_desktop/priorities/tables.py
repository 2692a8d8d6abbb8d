"""Tables of strategic plans: priorities, outcomes, measures, activities, golden threads."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, Session, mapped_column

from dscp_desktop.store.tables import RecordRow, Row, Whereabouts


class Plan(RecordRow):
    """A strategic plan and its term; plans overlap.

    `starts` and `ends` are its first and last day or month, '' where not published.
    """

    __tablename__ = "plan"
    record_kind = "plan"

    term: Mapped[str] = mapped_column(String(20), unique=True)
    vision: Mapped[str] = mapped_column(Text, default="")
    values: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[str] = mapped_column(Text, default="")
    starts: Mapped[str] = mapped_column(String(10), default="")
    ends: Mapped[str] = mapped_column(String(10), default="")
    note: Mapped[str] = mapped_column(Text, default="")

    def describe(self, session: Session) -> tuple[str, str]:
        """Return 'Plan 2025-27'."""
        return f"Plan {self.term}", self.vision


class Priority(RecordRow):
    """A priority of a plan, why it is one, a reason a line; the group that leads it, if any."""

    __tablename__ = "priority"
    record_kind = "priority"
    whereabouts = Whereabouts("lead_id")

    plan_id: Mapped[str] = mapped_column(ForeignKey("plan.id"), index=True)
    number: Mapped[int] = mapped_column(Integer)
    title: Mapped[str] = mapped_column(Text)
    reasons: Mapped[str] = mapped_column(Text, default="")
    lead_id: Mapped[str | None] = mapped_column(ForeignKey("group.id"))

    def describe(self, session: Session) -> tuple[str, str]:
        """Return its title, and its reasons for the search."""
        return self.title, self.reasons


class Outcome(Row):
    """A numbered outcome of a priority; a priority may have none."""

    __tablename__ = "outcome"
    belongs_to = "priority_id"

    priority_id: Mapped[str] = mapped_column(ForeignKey("priority.id"), index=True)
    number: Mapped[str] = mapped_column(String(10))
    title: Mapped[str] = mapped_column(Text)
    lead_id: Mapped[str | None] = mapped_column(ForeignKey("group.id"))


class PlanActivity(Row):
    """What is done under a priority, such as training."""

    __tablename__ = "plan_activity"
    belongs_to = "priority_id"

    priority_id: Mapped[str] = mapped_column(ForeignKey("priority.id"), index=True)
    position: Mapped[int] = mapped_column(Integer)
    title: Mapped[str] = mapped_column(Text)


class Measure(RecordRow):
    """How a plan is to be seen to work, and the activity that serves it."""

    __tablename__ = "plan_measure"
    record_kind = "measure"

    plan_id: Mapped[str] = mapped_column(ForeignKey("plan.id"), index=True)
    position: Mapped[int] = mapped_column(Integer)
    title: Mapped[str] = mapped_column(Text)
    activity: Mapped[str] = mapped_column(Text, default="")

    def describe(self, session: Session) -> tuple[str, str]:
        """Return its title, and its activity for the search."""
        return self.title, self.activity


class MeasureOutcome(Row):
    """That a measure points at an outcome; it may point at several, or at none."""

    __tablename__ = "measure_outcome"
    __table_args__ = (UniqueConstraint("measure_id", "outcome_id"),)
    belongs_to = "measure_id"

    measure_id: Mapped[str] = mapped_column(ForeignKey("plan_measure.id"), index=True)
    outcome_id: Mapped[str] = mapped_column(ForeignKey("outcome.id"), index=True)


class Thread(RecordRow):
    """A golden thread of a plan, and the thread of an earlier plan that it goes on from.

    `how` is 'same' or 'reworded', 'new', or '' where nobody said. A sheet says that a thread is
    reworded without saying from which: then `continues_id` is empty until somebody does.
    """

    __tablename__ = "thread"
    record_kind = "golden thread"

    plan_id: Mapped[str] = mapped_column(ForeignKey("plan.id"), index=True)
    position: Mapped[int] = mapped_column(Integer)
    title: Mapped[str] = mapped_column(Text)
    continues_id: Mapped[str | None] = mapped_column(ForeignKey("thread.id"), index=True)
    how: Mapped[str] = mapped_column(String(20), default="")

    def describe(self, session: Session) -> tuple[str, str]:
        """Return its title."""
        return self.title, ""
