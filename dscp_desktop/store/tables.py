"""The tables every store has: records, links, history, keys, files, drafts, settings."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar, NamedTuple

from sqlalchemy import (
    Boolean,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, declared_attr, mapped_column
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcTime(TypeDecorator[datetime]):
    """An instant: kept in UTC, given back with its zone. A time without a zone is a bug."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Take an instant with a zone to UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Give the instant back in UTC."""
        return value.replace(tzinfo=UTC) if value is not None else None


class Base(DeclarativeBase):
    """The one declarative base of all tables."""

    metadata = MetaData(naming_convention=NAMING)


class Row(Base):
    """A row whose every change is kept in the history.

    `belongs_to` names the column that points at the record this row is a line of; 'id' where
    the row is the record itself. `version` catches two writers on one row.
    """

    __abstract__ = True

    belongs_to: ClassVar[str] = "id"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    version: Mapped[int] = mapped_column(Integer, nullable=False)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        """Let the mapper count versions, and refuse a write over a newer one."""
        return {"version_id_col": cls.version}

    def frozen(self, session: Session, columns: Collection[str]) -> str:
        """Return in words why these columns may not change any more, '' while they may."""
        return ""


class Record(Base):
    """What a person opens, finds or links to; the feature's own row has the same id."""

    __tablename__ = "record"

    search_row: Mapped[int] = mapped_column(Integer, primary_key=True)
    id: Mapped[str] = mapped_column(String(36), unique=True)
    kind: Mapped[str] = mapped_column(String(40), index=True)
    title: Mapped[str] = mapped_column(Text, default="")
    marking: Mapped[str] = mapped_column(String(40), default="")
    restricted: Mapped[bool] = mapped_column(Boolean, default=False)
    deleted: Mapped[bool] = mapped_column(Boolean, default=False)


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where search looks up the group, the day and the number of the records of a kind.

    Each is a way from the kind's own row over foreign keys to a column, 'meeting_id.on'; of
    several with spaces between, the first that holds something counts. The day may be the text of
    a year, '2022-23'. The number is what a restricted record is called until it is opened.
    What is found on its pages may be called something else than pages, and may be opened in
    another part of the program, by its name; `within` is then the way to the record to open there.
    """

    group: str = ""
    on: str = ""
    number: str = ""
    within: str = ""
    pages: str = ""
    opens: str = ""


class Texts(NamedTuple):
    """What a record holds in pages, the first one first.

    `held` are words of it that are restricted, though the record itself may not be.
    """

    pages: tuple[str, ...] = ()
    held: str = ""


class RecordRow(Row):
    """The row of a feature that is a record: `describe` gives its title and what search finds.

    `named_after` lists (column, kind) of the records whose name `describe` takes: it is asked
    again when one of them changes. `searched_since` is the revision of the store from which on the
    search holds what `describe` and `texts` say now: an older store is filled when it is upgraded.
    """

    __abstract__ = True

    record_kind: ClassVar[str] = ""
    named_after: ClassVar[tuple[tuple[str, str], ...]] = ()
    whereabouts: ClassVar[Whereabouts] = Whereabouts()
    searched_since: ClassVar[str] = ""

    id: Mapped[str] = mapped_column(String(36), ForeignKey("record.id"), primary_key=True)

    def describe(self, session: Session) -> tuple[str, str]:
        """Return the record's title and the further text that search should find it by."""
        raise TypeError(f"{type(self).__name__} does not say what it is called")

    def texts(self, session: Session) -> Texts:
        """Return what it holds beside its title, where search should find that."""
        return Texts()

    @classmethod
    def has_pages(cls) -> bool:
        """Say whether records of this kind say their texts."""
        return cls.texts is not RecordRow.texts


class Link(Row):
    """A link between two records, upwards or many-to-many; the roles are declared by features."""

    __tablename__ = "link"
    __table_args__ = (UniqueConstraint("from_id", "to_id", "role"),)
    belongs_to = "from_id"

    from_id: Mapped[str] = mapped_column(ForeignKey("record.id"), index=True)
    to_id: Mapped[str] = mapped_column(ForeignKey("record.id"), index=True)
    role: Mapped[str] = mapped_column(String(40))


class Setting(Row):
    """What changes records or documents, by name; a person's own wishes are not here."""

    __tablename__ = "setting"

    name: Mapped[str] = mapped_column(String(80), unique=True)
    value: Mapped[str] = mapped_column(Text)


class HistoryEntry(Base):
    """One command: who, when, what, and a hash of each row it left. Chained by hash.

    The chain holds the words by a hash with random bytes, so that a name can go from them;
    `more` is what else the entry vouches for (see `store.chain`). Both are None where the
    release that wrote the entry did not know them.
    """

    __tablename__ = "history_entry"

    seq: Mapped[int] = mapped_column(Integer, primary_key=True)
    id: Mapped[str] = mapped_column(String(36), unique=True)
    at: Mapped[datetime] = mapped_column(UtcTime)
    who: Mapped[str] = mapped_column(Text)
    command: Mapped[str] = mapped_column(String(80))
    words: Mapped[str] = mapped_column(Text)
    undoes: Mapped[str | None] = mapped_column(String(36))
    rows: Mapped[bytes] = mapped_column(LargeBinary)
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
    words_nonce: Mapped[str | None] = mapped_column(String(32))
    more: Mapped[bytes | None] = mapped_column(LargeBinary)


class HistoryValue(Base):
    """What the rows of an entry were before, and their random bytes: the part that can go."""

    __tablename__ = "history_value"

    seq: Mapped[int] = mapped_column(ForeignKey("history_entry.seq"), primary_key=True)
    rows: Mapped[bytes] = mapped_column(LargeBinary)


class HistoryRecord(Base):
    """Which entries touched a record: the index of its history."""

    __tablename__ = "history_record"

    record_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    seq: Mapped[int] = mapped_column(ForeignKey("history_entry.seq"), primary_key=True)


class ChainHead(Base):
    """The one row that says where the history's chain ends."""

    __tablename__ = "chain_head"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    seq: Mapped[int] = mapped_column(Integer)
    hash: Mapped[str] = mapped_column(String(64))


class KeySlot(Base):
    """The key slots again, inside: where the public halves are taken from at a key change."""

    __tablename__ = "key_slot"

    name: Mapped[str] = mapped_column(String(200), primary_key=True)
    body: Mapped[str] = mapped_column(Text)


class StoredFile(Base):
    """A file kept whole in the store; its bytes stand in chunks and never change.

    The history vouches for it by a hash with the random bytes of `nonce`.
    """

    __tablename__ = "stored_file"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int] = mapped_column(Integer)
    name: Mapped[str] = mapped_column(Text)
    nonce: Mapped[str | None] = mapped_column(String(32))


class FileChunk(Base):
    """One piece of a stored file, at most 1 MiB."""

    __tablename__ = "file_chunk"

    file_id: Mapped[str] = mapped_column(ForeignKey("stored_file.id"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)


class Draft(Base):
    """What somebody is typing: no record, no history; gone once it becomes a command."""

    __tablename__ = "draft"
    __table_args__ = (Index("ix_draft_person_place", "person", "place", unique=True),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    person: Mapped[str] = mapped_column(Text)
    place: Mapped[str] = mapped_column(Text)
    value: Mapped[str] = mapped_column(Text)
    saved_at: Mapped[datetime] = mapped_column(UtcTime)
