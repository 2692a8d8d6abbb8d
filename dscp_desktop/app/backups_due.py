"""Whether the store has to be backed up: what the list of what is due says of it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dscp_desktop.app.backups import backup_words, list_backups
from dscp_desktop.core.offers import Due, DueOffer
from dscp_desktop.store.tables import HistoryEntry

SETTINGS = "settings"  # the place where a backup is made
OLD = timedelta(days=7)  # a change that no backup has is asked about after so long


def list_backup_due(session: Session, today: date) -> tuple[Due, ...]:
    """Return that the store is to be backed up, where changes of a week ago are in no backup."""
    query = select(func.min(HistoryEntry.at), func.max(HistoryEntry.at))
    first, last = session.execute(query).one()
    if first is None:
        return ()
    backups = list_backups(_path_of(session))
    newest = backups[0][0] if backups else None
    if newest is not None and _local(last) <= newest:
        return ()
    since = (newest or _local(first)).date()
    if today - since <= OLD:
        return ()
    return (
        Due(
            on=since + OLD,
            what="Back up the store",
            feature=SETTINGS,
            days=f"Not for {(today - since).days} days",
            detail=backup_words(newest, today),
            heading="Backups",
            urgency="late",
        ),
    )


def _path_of(session: Session) -> Path:
    rows = session.connection().exec_driver_sql("PRAGMA database_list").all()
    return Path(next(file for _, name, file in rows if name == "main"))


def _local(at: datetime) -> datetime:
    return at.astimezone().replace(tzinfo=None)


BACKUP_DUE = DueOffer(list_backup_due, SETTINGS)
