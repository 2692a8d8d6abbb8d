"""Tables of packs: how one is put together, what was issued, and who was given a copy."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, Integer, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from dscp_desktop.core.days import show_date
from dscp_desktop.diary.tables import Meeting
from dscp_desktop.store.tables import RecordRow, Row, UtcTime, Whereabouts

_CODE = {"code": True}


class PackOptions(Row):
    """How the pack of a meeting is put together, until it is issued.

    `right_hand` begins each paper on a right-hand page; `placeholders` gives a paper that did not
    come a page that says so. `order` holds the keys of its parts, one a line; '' follows the
    agenda.
    """

    __tablename__ = "pack_options"
    belongs_to = "meeting_id"

    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), unique=True)
    right_hand: Mapped[bool] = mapped_column(default=False)
    placeholders: Mapped[bool] = mapped_column(default=True)
    order: Mapped[str] = mapped_column(Text, default="", info=_CODE)


class PackIssue(RecordRow):
    """A pack as it went out (number 0), or a supplement to it (from 1).

    `pages` is the last number of the pack as issued, also for its supplements. `partnership`,
    `heading` and `foot` are printed on its pages; `check_code` is the head of the history's chain
    at which it was built.
    """

    __tablename__ = "pack_issue"
    __table_args__ = (Index("ix_pack_issue_number", "meeting_id", "number", unique=True),)
    record_kind = "pack issue"
    whereabouts = Whereabouts("meeting_id.group_id", "meeting_id.on")
    named_after = (("meeting_id", "meeting"),)

    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"))
    number: Mapped[int] = mapped_column(Integer)
    issued_at: Mapped[datetime] = mapped_column(UtcTime)
    issued_on: Mapped[date] = mapped_column(Date)
    check_code: Mapped[str] = mapped_column(String(20), info=_CODE)
    pages: Mapped[int] = mapped_column(Integer)
    marking: Mapped[str] = mapped_column(Text, default="")
    partnership: Mapped[str] = mapped_column(Text, default="")
    heading: Mapped[str] = mapped_column(Text, default="")
    foot: Mapped[str] = mapped_column(Text, default="")

    def describe(self, session: Session) -> tuple[str, str]:
        """Return 'Pack of Group 2023-07-13' or 'Supplement 1 to the pack of ...'."""
        meeting = session.get(Meeting, self.meeting_id)
        name = meeting.describe(session)[0] if meeting else ""
        what = f"Supplement {self.number} to the pack" if self.number else "Pack"
        return f"{what} of {name}", ""

    def frozen(self, session: Session, columns: Collection[str]) -> str:
        """Say that somebody holds it, or that a supplement builds on its numbers."""
        return issue_frozen(session, self)


def issue_frozen(session: Session, issue: PackIssue | None) -> str:
    """Return why an issue stays as it is, '' while nobody was given a copy of it."""
    if issue is None:
        return ""
    given = select(PackCopy.id).where(PackCopy.issue_id == issue.id)
    later = select(PackIssue.id).where(
        PackIssue.meeting_id == issue.meeting_id, PackIssue.number > issue.number
    )
    if not session.scalars(given).first() and not session.scalars(later).first():
        return ""
    name = issue.describe(session)[0]
    return f"{name} went out on {show_date(issue.issued_on)}: its pages keep their numbers."


class IssuedPart(Row):
    """A part as it was issued: which page numbers are its own, and the file that they show.

    `key` names the part over all supplements. `numbers` are page numbers with a space between,
    such as '111 112 112a'; none where it was withdrawn. `edition` is '' for every edition, else
    the one that shows this file in its place. `change` is issued, added, replaced or withdrawn,
    `why` says it in a line.
    """

    __tablename__ = "issued_part"
    belongs_to = "issue_id"

    issue_id: Mapped[str] = mapped_column(ForeignKey("pack_issue.id"), index=True)
    position: Mapped[int] = mapped_column(Integer)
    key: Mapped[str] = mapped_column(String(120), info=_CODE, index=True)
    edition: Mapped[str] = mapped_column(String(20), default="", info=_CODE)
    kind: Mapped[str] = mapped_column(String(20))
    item: Mapped[str] = mapped_column(String(10), default="", info=_CODE)
    item_title: Mapped[str] = mapped_column(Text, default="")
    title: Mapped[str] = mapped_column(Text)
    owner: Mapped[str] = mapped_column(Text, default="")
    purpose: Mapped[str] = mapped_column(String(20), default="")
    restricted: Mapped[bool] = mapped_column(default=False)
    marking: Mapped[str] = mapped_column(Text, default="")
    change: Mapped[str] = mapped_column(String(20), default="issued", info=_CODE)
    why: Mapped[str] = mapped_column(Text, default="")
    numbers: Mapped[str] = mapped_column(Text, default="", info=_CODE)
    file_id: Mapped[str | None] = mapped_column(ForeignKey("stored_file.id"))

    def frozen(self, session: Session, columns: Collection[str]) -> str:
        """Say that its issue went out."""
        return issue_frozen(session, session.get(PackIssue, self.issue_id))


class IssuedEdition(Row):
    """One edition as it was issued: its pages, and the SHA-256 of its file."""

    __tablename__ = "issued_edition"
    belongs_to = "issue_id"

    issue_id: Mapped[str] = mapped_column(ForeignKey("pack_issue.id"), index=True)
    edition: Mapped[str] = mapped_column(String(20), info=_CODE)
    pages: Mapped[int] = mapped_column(Integer)
    sha256: Mapped[str] = mapped_column(String(64), info=_CODE)

    def frozen(self, session: Session, columns: Collection[str]) -> str:
        """Say that its issue went out."""
        return issue_frozen(session, session.get(PackIssue, self.issue_id))


class PackCopy(Row):
    """A copy that somebody was given: of which edition, its number, when and how.

    `number` is 0 where the copies are not numbered. `recalled_on` is the day it was asked back,
    `destroyed_on` the day it was known to be gone.
    """

    __tablename__ = "pack_copy"
    belongs_to = "issue_id"

    issue_id: Mapped[str] = mapped_column(ForeignKey("pack_issue.id"), index=True)
    edition: Mapped[str] = mapped_column(String(20), info=_CODE)
    number: Mapped[int] = mapped_column(Integer, default=0)
    of: Mapped[int] = mapped_column(Integer, default=0)
    recipient: Mapped[str] = mapped_column(Text)
    channel: Mapped[str] = mapped_column(String(20), info=_CODE)
    given_on: Mapped[date] = mapped_column(Date)
    recalled_on: Mapped[date | None] = mapped_column(Date)
    why: Mapped[str] = mapped_column(Text, default="")
    destroyed_on: Mapped[date | None] = mapped_column(Date)
    how_destroyed: Mapped[str] = mapped_column(Text, default="")
