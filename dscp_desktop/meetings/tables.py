"""Tables of meetings: standing items, agenda, papers and attendance."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Date, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, Session, mapped_column

from dscp_desktop.store.tables import RecordRow, Row


class StandingItem(Row):
    """An item that stands on every agenda of a group; `document` names what is made for it.

    `last` marks any other business: what is added to an agenda stands before it.
    """

    __tablename__ = "standing_item"
    belongs_to = "group_id"

    group_id: Mapped[str] = mapped_column(ForeignKey("group.id"), index=True)
    position: Mapped[int] = mapped_column(Integer)
    title: Mapped[str] = mapped_column(Text)
    minutes: Mapped[int] = mapped_column(Integer, default=0)
    purpose: Mapped[str] = mapped_column(String(20), default="")
    lead: Mapped[str] = mapped_column(Text, default="")
    document: Mapped[str] = mapped_column(String(40), default="")
    last: Mapped[bool] = mapped_column(default=False)


class AgendaItem(RecordRow):
    """An item of one meeting's agenda; `restricted` items belong to part 2."""

    __tablename__ = "agenda_item"
    record_kind = "agenda item"

    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), index=True)
    position: Mapped[int] = mapped_column(Integer)
    title: Mapped[str] = mapped_column(Text)
    minutes: Mapped[int] = mapped_column(Integer, default=0)
    purpose: Mapped[str] = mapped_column(String(20), default="")
    lead: Mapped[str] = mapped_column(Text, default="")
    document: Mapped[str] = mapped_column(String(40), default="")
    restricted: Mapped[bool] = mapped_column(default=False)
    last: Mapped[bool] = mapped_column(default=False)

    def describe(self, session: Session) -> tuple[str, str]:
        """Return its title."""
        return self.title, self.lead


class Paper(RecordRow):
    """A paper of an agenda item: its file stands in the store, once it was received.

    A restricted paper belongs to part 2 even where its item does not.
    """

    __tablename__ = "paper"
    record_kind = "paper"

    item_id: Mapped[str] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    position: Mapped[int] = mapped_column(Integer, default=0)
    title: Mapped[str] = mapped_column(Text)
    owner: Mapped[str] = mapped_column(Text, default="")
    file_id: Mapped[str | None] = mapped_column(ForeignKey("stored_file.id"))
    pages: Mapped[int] = mapped_column(Integer, default=0)
    received_on: Mapped[date | None] = mapped_column(Date)
    removed: Mapped[str] = mapped_column(Text, default="")
    restricted: Mapped[bool] = mapped_column(default=False)

    def describe(self, session: Session) -> tuple[str, str]:
        """Return its title, and its owner for the search."""
        return self.title, self.owner


class Attendance(Row):
    """Whether an organisation or agency group was at a meeting.

    `mark` is present, apologies, deputy or no reply.
    """

    __tablename__ = "attendance"
    __table_args__ = (Index("ix_attendance_who", "meeting_id", "attendee_id", unique=True),)
    belongs_to = "meeting_id"

    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"))
    attendee_id: Mapped[str] = mapped_column(ForeignKey("record.id"), index=True)
    mark: Mapped[str] = mapped_column(String(20))
