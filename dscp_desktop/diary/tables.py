"""Tables of the diary: when a group meets. What happens there belongs to `meetings`."""

from __future__ import annotations

from datetime import date, time

from sqlalchemy import Date, ForeignKey, Index, String, Text, Time
from sqlalchemy.orm import Mapped, Session, mapped_column

from dscp_desktop.core.days import show_day_year
from dscp_desktop.partnership.tables import Group
from dscp_desktop.store.tables import RecordRow


class Meeting(RecordRow):
    """A meeting of a group: local wall time in the partnership's zone, never converted."""

    __tablename__ = "meeting"
    __table_args__ = (Index("ix_meeting_group_on", "group_id", "on", "start", unique=True),)
    record_kind = "meeting"
    named_after = (("group_id", "group"),)

    group_id: Mapped[str] = mapped_column(ForeignKey("group.id"), index=True)
    on: Mapped[date] = mapped_column(Date, index=True)
    start: Mapped[time | None] = mapped_column(Time)
    end: Mapped[time | None] = mapped_column(Time)
    venue: Mapped[str] = mapped_column(Text, default="")
    chair: Mapped[str] = mapped_column(Text, default="")
    status: Mapped[str] = mapped_column(String(20), default="planned")

    def describe(self, session: Session) -> tuple[str, str]:
        """Return 'Group 2023-07-13', and the venue for the search."""
        group = session.get(Group, self.group_id)
        name, code = (group.name, group.code) if group else ("", "")
        return f"{name} {self.on.isoformat()}", f"{code} {self.venue}"

    def shown(self, session: Session) -> str:
        """Return 'Group, Thu 13 Jul 2023', as sentences name it."""
        group = session.get(Group, self.group_id)
        return f"{group.name if group else ''}, {show_day_year(self.on)}"
