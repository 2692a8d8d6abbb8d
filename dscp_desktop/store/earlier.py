"""What became of one row, told by the history without reading the whole of large entries."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dscp_desktop.store.chain import find_packed
from dscp_desktop.store.session import Values
from dscp_desktop.store.tables import HistoryEntry, HistoryRecord, HistoryValue


def rows_before(
    session: Session, record_id: str, table: str, row_id: str
) -> dict[str, Values | None]:
    """Return what a row of a record was before each entry that has it, by the entry's id.

    In the order of the entries; None before the entry that made the row, ERASED (nothing) where
    what stood there was erased. A record's own row was made by its first entry: that is often an
    import, whose block is so large that it is left unread.
    """
    query = (
        select(HistoryEntry.id, HistoryEntry.seq)
        .join(HistoryRecord, HistoryRecord.seq == HistoryEntry.seq)
        .where(HistoryRecord.record_id == record_id)
        .order_by(HistoryEntry.seq)
    )
    found: dict[str, Values | None] = {}
    blocks = select(HistoryValue.rows)
    for entry, seq in session.execute(query).all():
        if row_id == record_id and not found:
            found[entry] = None
            continue
        block = session.scalars(blocks.where(HistoryValue.seq == seq)).first()
        packed = None if block is None else find_packed(block, table, row_id)
        if packed is not None:
            found[entry] = packed[3]
    return found


def count_others(session: Session, record_id: str) -> dict[str, int]:
    """Return how many other records each entry of a record touched, by the entry's id."""
    touching = select(HistoryRecord.seq).where(HistoryRecord.record_id == record_id)
    query = (
        select(HistoryEntry.id, func.count())
        .join(HistoryRecord, HistoryRecord.seq == HistoryEntry.seq)
        .where(HistoryRecord.seq.in_(touching), HistoryRecord.record_id != record_id)
        .group_by(HistoryEntry.id)
    )
    return dict(session.execute(query).all())
