"""Backups beside the store: made when it is closed or asked for, and thinned out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path

from dscp_desktop.core.days import show_day, show_day_year
from dscp_desktop.core.faults import Refused
from dscp_desktop.store.backup import ENDING, backup_file, backup_name
from dscp_desktop.store.opening import Store

FOLDER = "backups"
TODAY_MOST, DAYS_KEPT = 10, 30
_STAMP = "%Y-%m-%d-%H%M%S"


def backup_folder(path: Path) -> Path:
    """Return the folder of a store's backups."""
    return path.with_name(FOLDER)


def list_backups(path: Path) -> tuple[tuple[datetime, Path], ...]:
    """Return (local time, file) of a store's backups, the newest first.

    Files of other names, such as those of another store, are not looked at.
    """
    found = []
    for file in backup_folder(path).glob(f"{path.stem}-*{ENDING}"):
        try:
            stamp = file.name.removesuffix(ENDING).removeprefix(f"{path.stem}-")
            found.append((datetime.strptime(stamp, _STAMP), file))  # local time
        except ValueError:
            continue
    return tuple(sorted(found, reverse=True))


def choose_old(times: Iterable[datetime], today: date) -> tuple[datetime, ...]:
    """Return the backups that can go: kept are the newest 10 of today and the last one of each
    of the 30 days before; of the days before that, none, unless nothing else would be left.
    """
    newest_first = sorted(times, reverse=True)
    first_day = today - timedelta(days=DAYS_KEPT)
    kept: list[datetime] = []
    days: set[date] = set()
    of_today = 0
    for at in newest_first:
        day = at.date()
        if day >= today:
            of_today += 1
            keep = of_today <= TODAY_MOST
        else:
            keep = day not in days and day >= first_day
            days.add(day)
        if keep or not kept:
            kept.append(at)
    return tuple(at for at in newest_first if at not in kept)


def make_backup(store: Store) -> datetime:
    """Back a store up into its folder, thin the folder out, and return the local time of it.

    Raises Refused where the folder cannot be written.
    """
    folder = backup_folder(store.path)
    now = store.clock()
    target = folder / backup_name(store.path, now)
    try:
        folder.mkdir(exist_ok=True)
        if not target.exists():  # two within one second are one
            backup_file(store.path, store.key, target, made_at=now.isoformat())
    except OSError as error:
        raise Refused(
            f"No backup could be written to {folder}: {error.strerror}. Free some room there, "
            "or have the folder opened for writing."
        ) from error
    there = list_backups(store.path)
    old = set(choose_old((at for at, _file in there), now.astimezone().date()))
    for at, file in there:
        if at in old:
            file.unlink(missing_ok=True)
    return now.astimezone().replace(tzinfo=None, microsecond=0)


def backup_words(last: datetime | None, today: date) -> str:
    """Return 'Last backup today, 08:30', or that there is none yet."""
    if last is None:
        return "No backup yet"
    if last.date() == today:
        return f"Last backup today, {last:%H:%M}"
    shown = show_day(last.date()) if last.year == today.year else show_day_year(last.date())
    return f"Last backup {shown}, {last:%H:%M}"
