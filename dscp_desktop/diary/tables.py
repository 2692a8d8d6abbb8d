"""Tables of the diary: when groups meet. What happens there belongs to `meetings`."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, time

from sqlalchemy import Date, ForeignKey, Index, Integer, String, Text, Time
from sqlalchemy.orm import Mapped, Session, mapped_column

from dscp_desktop.core.days import show_day_year
from dscp_desktop.partnership.tables import Group
from dscp_desktop.store.tables import RecordRow, Row, Whereabouts

# What later parts of the program know of a meeting: why it may not move or be cancelled, or ''.
FIXED_BY: list[Callable[[Session, str], str]] = []
_FIXED = {"group_id", "on", "start", "end", "status"}


def fixed_words(session: Session, meeting_id: str) -> str:
    """Return why a meeting may not move or be cancelled any more, '' while it may."""
    return next((why for each in FIXED_BY if (why := each(session, meeting_id))), "")


class Meeting(RecordRow):
    """A meeting of a group: local wall time in the partnership's zone, never converted.

    `slot` is the day its group's cadence gave it, kept when it is moved by hand. `sequence` rises
    with each change that a calendar must learn of (RFC 5545, 3.8.7.4).
    """

    __tablename__ = "meeting"
    __table_args__ = (Index("ix_meeting_group_on", "group_id", "on", "start", unique=True),)
    record_kind = "meeting"
    whereabouts = Whereabouts("group_id", "on")
    named_after = (("group_id", "group"),)

    group_id: Mapped[str] = mapped_column(ForeignKey("group.id"), index=True)
    on: Mapped[date] = mapped_column(Date, index=True)
    start: Mapped[time | None] = mapped_column(Time)
    end: Mapped[time | None] = mapped_column(Time)
    venue: Mapped[str] = mapped_column(Text, default="")
    chair: Mapped[str] = mapped_column(Text, default="")
    minute_taker: Mapped[str] = mapped_column(Text, default="")
    status: Mapped[str] = mapped_column(String(20), default="planned")
    slot: Mapped[date | None] = mapped_column(Date)
    sequence: Mapped[int] = mapped_column(Integer, default=0)

    def describe(self, session: Session) -> tuple[str, str]:
        """Return 'Group 2023-07-13', and the venue for the search."""
        group = session.get(Group, self.group_id)
        name, code = (group.name, group.code) if group else ("", "")
        return f"{name} {self.on.isoformat()}", f"{code} {self.venue}"

    def frozen(self, session: Session, columns: Collection[str]) -> str:
        """Say why it may not move or be cancelled any more: its minutes were approved."""
        return fixed_words(session, self.id) if _FIXED & set(columns) else ""

    def shown(self, session: Session) -> str:
        """Return 'Group, Thu 13 Jul 2023', as sentences name it."""
        group = session.get(Group, self.group_id)
        return f"{group.name if group else ''}, {show_day_year(self.on)}"


class MeetingBody(Row):
    """Another group, or organisation, that a joint meeting is a meeting of too."""

    __tablename__ = "meeting_body"
    belongs_to = "meeting_id"

    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), index=True)
    body_id: Mapped[str] = mapped_column(ForeignKey("record.id"), index=True)


class Cadence(Row):
    """How often a group meets, and when and where as a rule. `rule` is JSON, see `diary.rules`."""

    __tablename__ = "cadence"
    belongs_to = "group_id"

    group_id: Mapped[str] = mapped_column(ForeignKey("group.id"), unique=True)
    rule: Mapped[str] = mapped_column(String(2000))
    start: Mapped[time | None] = mapped_column(Time)
    end: Mapped[time | None] = mapped_column(Time)
    venue: Mapped[str] = mapped_column(Text, default="")


class RunUpStep(Row):
    """A step before or after each meeting of a group, `days` working days from it (before: < 0)."""

    __tablename__ = "run_up_step"
    belongs_to = "group_id"

    group_id: Mapped[str] = mapped_column(ForeignKey("group.id"), index=True)
    position: Mapped[int] = mapped_column(Integer, default=0)
    title: Mapped[str] = mapped_column(Text)
    days: Mapped[int] = mapped_column(Integer)


class StepDone(Row):
    """A step of the run-up that was done for one meeting, and when."""

    __tablename__ = "step_done"
    belongs_to = "meeting_id"

    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), index=True)
    step_id: Mapped[str] = mapped_column(ForeignKey("run_up_step.id"), index=True)
    on: Mapped[date] = mapped_column(Date)
