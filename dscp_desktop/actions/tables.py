"""Tables of the action log: one log over all groups and features."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Date, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, Session, mapped_column

from dscp_desktop.store.tables import RecordRow, Row, Whereabouts


class Action(RecordRow):
    """An action of a group. Its owner is an organisation or an agency group.

    `due_rule` is 'date', 'next meeting' or 'none'; `first_due` is kept when the due date moves.
    Its three lives: done (`done_on`), evidenced, and what difference it made.
    """

    __tablename__ = "action"
    __table_args__ = (
        Index("ix_action_group_number", "group_id", "number", unique=True),
        # Nearly all of an old log is done: it is counted, and the open ones found, without it.
        Index("ix_action_status", "status", "group_id", "owner_id", "owner_role"),
    )
    record_kind = "action"
    whereabouts = Whereabouts("group_id", "raised_on raised_at_id.on due first_due", "number")

    group_id: Mapped[str] = mapped_column(ForeignKey("group.id"), index=True)
    number: Mapped[str] = mapped_column(String(30))
    raised_on: Mapped[date | None] = mapped_column(Date)
    item: Mapped[str] = mapped_column(String(20), default="")
    text: Mapped[str] = mapped_column(Text)
    owner_id: Mapped[str | None] = mapped_column(ForeignKey("record.id"), index=True)
    owner_role: Mapped[str] = mapped_column(Text, default="")
    due_rule: Mapped[str] = mapped_column(String(20), default="date")
    due: Mapped[date | None] = mapped_column(Date, index=True)
    first_due: Mapped[date | None] = mapped_column(Date)
    status: Mapped[str] = mapped_column(String(20), default="open")
    done_on: Mapped[date | None] = mapped_column(Date)
    raised_at_id: Mapped[str | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    closed_at_id: Mapped[str | None] = mapped_column(ForeignKey("meeting.id"))
    evidence: Mapped[str] = mapped_column(Text, default="")
    evidenced_on: Mapped[date | None] = mapped_column(Date)
    difference: Mapped[str] = mapped_column(Text, default="")
    difference_on: Mapped[date | None] = mapped_column(Date)
    restricted: Mapped[bool] = mapped_column(default=False)

    def describe(self, session: Session) -> tuple[str, str]:
        """Return its number, and its text for the search."""
        return self.number, self.text


class ActionUpdate(Row):
    """One line of an action's story; `on` is empty where a workbook gave no date."""

    __tablename__ = "action_update"
    belongs_to = "action_id"

    action_id: Mapped[str] = mapped_column(ForeignKey("action.id"), index=True)
    position: Mapped[int] = mapped_column(Integer, default=0)
    on: Mapped[date | None] = mapped_column(Date)
    text: Mapped[str] = mapped_column(Text)


class ActionReview(Row):
    """A review of an action after so many months: was it done, what difference did it make.

    `found` is yes, partly or no once it was reviewed (`done_on`).
    """

    __tablename__ = "action_review"
    belongs_to = "action_id"

    action_id: Mapped[str] = mapped_column(ForeignKey("action.id"), index=True)
    months: Mapped[int] = mapped_column(Integer)
    due: Mapped[date] = mapped_column(Date, index=True)
    done_on: Mapped[date | None] = mapped_column(Date)
    found: Mapped[str] = mapped_column(String(20), default="")
    evidence: Mapped[str] = mapped_column(Text, default="")
    difference: Mapped[str] = mapped_column(Text, default="")
