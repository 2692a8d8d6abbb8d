"""Tables of samples: lists that were frozen, the draws from them, and what was replaced."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import Date, ForeignKey, Integer, String, Text, event, inspect, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from dscp_desktop.core.faults import Refused
from dscp_desktop.store.redact import free_columns
from dscp_desktop.store.tables import RecordRow, Row, UtcTime, Whereabouts

_CODE = {"code": True}  # words of the program: digits, hashes and names of its own
FROZEN_LIST = "A frozen list stays as it is: its slip has left the room. Freeze a new list instead."
DRAWN = "A draw stays as it is, so that nobody can draw until they like it. Freeze a new list."


class Frame(RecordRow):
    """A list frozen for one draw. Nothing in it ever changes; a new list is a new frame.

    `kind` says what it lists; `text` and `left_out` are the texts that were hashed. `declared` is
    the total that whoever supplied the list said, `head` where the history stood.
    """

    __tablename__ = "frame"
    record_kind = "frozen list"
    whereabouts = Whereabouts(on="first")
    frozen_words: ClassVar[str] = FROZEN_LIST

    kind: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(Text)
    first: Mapped[date] = mapped_column(Date)
    last: Mapped[date] = mapped_column(Date)
    text: Mapped[str] = mapped_column(Text)
    hash: Mapped[str] = mapped_column(String(64), info=_CODE)
    left_out: Mapped[str] = mapped_column(Text, default="")
    left_out_hash: Mapped[str] = mapped_column(String(64), info=_CODE)
    plan: Mapped[str] = mapped_column(String(1000), info=_CODE)
    commitment: Mapped[str] = mapped_column(String(64), info=_CODE)
    frozen_at: Mapped[datetime] = mapped_column(UtcTime)
    frozen_by: Mapped[str] = mapped_column(Text, default="")
    supplied_by: Mapped[str] = mapped_column(Text, default="")
    declared: Mapped[int | None] = mapped_column(Integer)
    head: Mapped[str] = mapped_column(String(64), default="", info=_CODE)

    def describe(self, session: Session) -> tuple[str, str]:
        """Return its title, and the commitment that was written down."""
        return self.title, self.commitment

    def frozen(self, session: Session, columns: Collection[str]) -> str:
        """Say that nothing of it may change, from the first moment on."""
        return self.frozen_words


class Draw(RecordRow):
    """The one draw from a frozen list. `how` is room, command line or machine."""

    __tablename__ = "draw"
    record_kind = "draw"
    whereabouts = Whereabouts(on="frame_id.first")
    frozen_words: ClassVar[str] = DRAWN
    named_after = (("frame_id", "frozen list"),)

    frame_id: Mapped[str] = mapped_column(ForeignKey("frame.id"), unique=True)
    seed: Mapped[str] = mapped_column(String(400), info=_CODE)
    how: Mapped[str] = mapped_column(String(20), default="room")
    seed_from: Mapped[str] = mapped_column(Text, default="")
    rehearsal: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    software: Mapped[str] = mapped_column(String(60), default="", info=_CODE)

    def describe(self, session: Session) -> tuple[str, str]:
        """Return 'Draw from' and the title of its list."""
        frame = session.get(Frame, self.frame_id)
        return f"Draw from {frame.title if frame else ''}", ""

    def frozen(self, session: Session, columns: Collection[str]) -> str:
        """Say that a draw is made once."""
        return self.frozen_words


class Replaced(Row):
    """One of the sample that could not be viewed, and the next ticket in its place.

    `by` is empty where the stratum was used up.
    """

    __tablename__ = "replaced"
    belongs_to = "draw_id"

    draw_id: Mapped[str] = mapped_column(ForeignKey("draw.id"), index=True)
    position: Mapped[int] = mapped_column(Integer)
    level: Mapped[str] = mapped_column(String(64), info=_CODE)
    lost: Mapped[str] = mapped_column(Text)
    by: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(String(60), info=_CODE)
    words: Mapped[str] = mapped_column(Text, default="")

    def frozen(self, session: Session, columns: Collection[str]) -> str:
        """Say that a later replacement of the same stratum stands on this one."""
        later = select(Replaced.id).where(
            Replaced.draw_id == self.draw_id,
            Replaced.level == self.level,
            Replaced.position > self.position,
        )
        if session.scalars(later).first():
            return f"A later replacement of {self.level} stands on this one. Undo that first."
        return ""


def _refuse_change(_mapper: Any, _connection: Any, row: Frame | Draw) -> None:
    """Refuse all but a redaction, which only ever reaches columns that people write in."""
    looked: Any = inspect(row)
    changed = {c.key for c in looked.mapper.columns if looked.attrs[c.key].history.has_changes()}
    if changed - set(free_columns(looked.mapper.local_table)):
        raise Refused(row.frozen_words)


def _refuse_removal(_mapper: Any, _connection: Any, row: Frame | Draw) -> None:
    raise Refused(row.frozen_words)


for _kept in (Frame, Draw):
    event.listen(_kept, "before_update", _refuse_change)
    event.listen(_kept, "before_delete", _refuse_removal)
