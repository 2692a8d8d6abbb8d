"""Tables of terms of reference and the other documents that are agreed in versions."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Date, ForeignKey, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from dscp_desktop.store.tables import RecordRow, Row, Whereabouts


class GoverningDocument(RecordRow):
    """What is agreed in versions: a group's terms of reference, or a document of the partnership.

    `kind` is terms of reference, arrangements, policy or procedure; only terms have a group.
    `agreed_last` is the version that was agreed last: so an earlier agreement is not undone once
    a later one stands on it.
    """

    __tablename__ = "governing_document"
    record_kind = "governing document"
    whereabouts = Whereabouts("group_id")
    named_after = (("group_id", "group"),)

    kind: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(Text)
    group_id: Mapped[str | None] = mapped_column(ForeignKey("group.id"), unique=True)
    review_months: Mapped[int] = mapped_column(Integer, default=12)
    agreed_last: Mapped[str] = mapped_column(String(36), default="", info={"code": True})

    def describe(self, session: Session) -> tuple[str, str]:
        """Return its title, and its kind for the search."""
        return self.title, self.kind


class DocumentVersion(RecordRow):
    """One version of a document: a draft until it is agreed, and frozen from then on.

    `in_force_from` is empty for a draft. Of the agreed versions the one with the latest such day
    is in force; that another superseded it is not stored. `quorum` and `frequency` are rules as
    JSON; the texts of the parts are made from them and kept when the version is agreed.
    """

    __tablename__ = "document_version"
    __table_args__ = (
        Index("ix_document_version_number", "document_id", "number", unique=True),
        Index(
            "ix_document_version_draft",
            "document_id",
            unique=True,
            sqlite_where=text("agreed = 0"),
        ),
    )
    record_kind = "document version"
    whereabouts = Whereabouts("document_id.group_id", "in_force_from begun_on")
    named_after = (("document_id", "governing document"),)

    document_id: Mapped[str] = mapped_column(ForeignKey("governing_document.id"), index=True)
    number: Mapped[int] = mapped_column(Integer)
    begun_on: Mapped[date | None] = mapped_column(Date)
    agreed: Mapped[bool] = mapped_column(default=False)
    in_force_from: Mapped[date | None] = mapped_column(Date)
    review_on: Mapped[date | None] = mapped_column(Date)
    quorum: Mapped[str] = mapped_column(String(4000), default="", info={"code": True})
    frequency: Mapped[str] = mapped_column(String(2000), default="", info={"code": True})
    note: Mapped[str] = mapped_column(Text, default="")

    def describe(self, session: Session) -> tuple[str, str]:
        """Return 'Terms of reference of the group, version 2'."""
        document = session.get(GoverningDocument, self.document_id)
        return f"{document.title if document else ''}, version {self.number}", self.note


class VersionPart(Row):
    """One part of a version; `part` is its key, such as purpose, or its own heading."""

    __tablename__ = "version_part"
    belongs_to = "version_id"

    version_id: Mapped[str] = mapped_column(ForeignKey("document_version.id"), index=True)
    position: Mapped[int] = mapped_column(Integer)
    part: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text, default="")


class VersionApproval(Row):
    """A body that agrees a version, in its turn: when, and at which meeting and item."""

    __tablename__ = "version_approval"
    belongs_to = "version_id"

    version_id: Mapped[str] = mapped_column(ForeignKey("document_version.id"), index=True)
    position: Mapped[int] = mapped_column(Integer)
    body_id: Mapped[str] = mapped_column(ForeignKey("record.id"), index=True)
    meeting_id: Mapped[str | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    item: Mapped[str] = mapped_column(String(20), default="")
    on: Mapped[date | None] = mapped_column(Date)


class StandingItem(Row):
    """An item that stands on every agenda of a group; `document` names what is made for it.

    `last` marks any other business: what is added to an agenda stands before it. `version_id`
    is the version of the terms that it is part of; rows without one hold while none is in force.
    """

    __tablename__ = "standing_item"
    belongs_to = "group_id"

    group_id: Mapped[str] = mapped_column(ForeignKey("group.id"), index=True)
    version_id: Mapped[str | None] = mapped_column(ForeignKey("document_version.id"), index=True)
    position: Mapped[int] = mapped_column(Integer)
    title: Mapped[str] = mapped_column(Text)
    minutes: Mapped[int] = mapped_column(Integer, default=0)
    purpose: Mapped[str] = mapped_column(String(20), default="")
    lead: Mapped[str] = mapped_column(Text, default="")
    document: Mapped[str] = mapped_column(String(40), default="")
    last: Mapped[bool] = mapped_column(default=False)
