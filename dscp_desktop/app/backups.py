"""Backups beside the store: made when something changed, thinned by rule, kept elsewhere too."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from dscp_desktop.app.given import program_version
from dscp_desktop.core.days import show_day, show_day_year
from dscp_desktop.core.faults import Refused, Trouble
from dscp_desktop.core.pace import UNWATCHED, Pace
from dscp_desktop.store.backup import alone_in, backup_file, backup_name, sweep
from dscp_desktop.store.bundle import ENDING, Facts, copy_pieces, read_facts, sum_of
from dscp_desktop.store.keys import read_slots, slots_path
from dscp_desktop.store.migrate import NEWEST
from dscp_desktop.store.opening import Store
from dscp_desktop.store.places import settle
from dscp_desktop.store.room import check_room, size_of
from dscp_desktop.store.tables import ChainHead

FOLDER = "backups"
ELSEWHERE = "backups_elsewhere"  # a person's own setting: the folder of second copies, '' for none
HOURS, DAYS, WEEKS, MONTHS = 24, 14, 8, 24
UPGRADES = 3  # backups of before an upgrade that are kept
T = TypeVar("T")
RULE_WORDS = (
    f"Kept are all of the last hour, the newest of each hour for {HOURS} hours, of each day for "
    f"{DAYS} days, of each week for {WEEKS} weeks and of each month for {MONTHS} months. The "
    f"newest of all always stays. Of before an upgrade the newest {UPGRADES} are kept."
)
_STAMP = "%Y-%m-%d-%H%M%S"


def backup_folder(path: Path) -> Path:
    """Return the folder of a store's backups."""
    return path.with_name(FOLDER)


def list_backups(path: Path, folder: Path | None = None) -> tuple[tuple[datetime, Path], ...]:
    """Return (local time, file) of a store's backups, the newest first.

    `folder` is where they lie if not beside the store. Files of other names, such as those of
    another store, are not looked at.
    """
    found = []
    try:
        names = os.listdir(folder or backup_folder(path))
    except OSError:
        return ()
    for name in names:
        if name.startswith(f"{path.stem}-") and name.endswith(ENDING):
            stamp = name.removesuffix(ENDING).removeprefix(f"{path.stem}-")
            try:
                found.append((datetime.strptime(stamp, _STAMP), name))  # local time
            except ValueError:
                continue
    whole = folder or backup_folder(path)
    return tuple((at, whole / name) for at, name in sorted(found, reverse=True))


# The rule -------------------------------------------------------------------------------------


def choose_old(times: Iterable[datetime], now: datetime) -> tuple[datetime, ...]:
    """Return the backups that can go, the newest first; times are local.

    Kept are all of the last hour, the newest of each hour for 24 hours, of each day for 14 days,
    of each week for 8 weeks and of each month for 24 months, this one included each time. The
    newest of all is kept, and whatever is newer than now: a clock that was set back removes
    nothing.
    """
    newest_first = sorted(set(times), reverse=True)
    hour_ago = now - timedelta(hours=1)
    kept = {at for at in newest_first if at > hour_ago} | set(newest_first[:1])
    taken: set[tuple[object, ...]] = set()
    for at in newest_first:
        if at > now:
            continue
        for place in _places(at, now):
            if place not in taken:
                taken.add(place)
                kept.add(at)
    return tuple(at for at in newest_first if at not in kept)


def _places(at: datetime, now: datetime) -> list[tuple[object, ...]]:
    """Return the places a backup may take: its hour, day, week and month, as far back as ruled."""
    day, today = at.date(), now.date()
    places: list[tuple[object, ...]] = []
    if now - at < timedelta(hours=HOURS):
        places.append(("hour", day, at.hour))
    if (today - day).days < DAYS:
        places.append(("day", day))
    if (_monday(today) - _monday(day)).days < WEEKS * 7:
        places.append(("week", _monday(day)))
    if (today.year - day.year) * 12 + today.month - day.month < MONTHS:
        places.append(("month", day.year, day.month))
    return places


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _thin_out(path: Path, folder: Path, now: datetime) -> None:
    """Remove what the rule lets go. What cannot be read, or is of another store, stays."""
    ours = read_slots(path).store
    there = {at: file for at, file in list_backups(path, folder) if _store_of(file) == ours}
    for at in choose_old(there, now):
        there[at].unlink(missing_ok=True)


def choose_old_upgrades(times: Mapping[T, float]) -> tuple[T, ...]:
    """Return the backups made before an upgrade that can go: all but the newest three.

    `times` gives when each was made, of those alone that can be read: a damaged one takes no place
    of a good one, and goes nowhere.
    """
    newest_first = sorted(times, key=lambda file: times[file], reverse=True)
    return tuple(newest_first[UPGRADES:])


def _thin_upgrades(path: Path) -> None:
    """Remove the backups of long ago upgrades that stand beside the store."""
    ours = read_slots(path).store
    beside = path.parent.glob(f"{glob.escape(path.stem)}-before-upgrade-*{ENDING}")
    there = {file: file.stat().st_mtime for file in beside if _store_of(file) == ours}
    for file in choose_old_upgrades(there):
        file.unlink(missing_ok=True)


def _store_of(file: Path) -> str:
    facts = _facts_of(file)
    return facts.store_id() if facts else ""


def _facts_of(file: Path) -> Facts | None:
    try:
        return read_facts(file)
    except Trouble:
        return None


# Making ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Kept:
    """A backup that stands: its local time, its file, and whether it was made just now."""

    at: datetime
    file: Path
    made: bool


def make_backup(store: Store) -> datetime:
    """Back a store up into its folder, thin the folder out, and return the local time of it.

    Raises Refused where the folder cannot be written or has no room.
    """
    return back_up(store).at


def back_up(store: Store, pace: Pace = UNWATCHED) -> Kept:
    """Make a backup now, whether or not something changed. Raises Refused as `make_backup`, Stopped
    where somebody asked for it: then no file of it is left.
    """
    folder = backup_folder(store.path)
    now = store.clock()
    at = now.astimezone().replace(tzinfo=None, microsecond=0)
    target = folder / backup_name(store.path, now)
    try:
        folder.mkdir(exist_ok=True)
        while target.exists():  # another one of this second, or a clock that was set back
            at += timedelta(seconds=1)
            target = folder / f"{store.path.stem}-{at:{_STAMP}}{ENDING}"
        backup_file(store.path, store.key, target, now.isoformat(), program_version(), pace)
        _thin_out(store.path, folder, at)
        _thin_upgrades(store.path)
    except OSError as error:
        raise Refused(
            f"No backup could be written to {folder}: {error.strerror}. Free some room there, "
            "or have the folder opened for writing."
        ) from error
    return Kept(at, target, made=True)


def keep_backed_up(store: Store, pace: Pace = UNWATCHED) -> Kept:
    """Make a backup unless the newest one holds all there is. Raises Refused as `back_up`."""
    for at, file in list_backups(store.path):
        facts = _facts_of(file)
        if facts is not None:
            if _holds_all(facts, store):
                return Kept(at, file, made=False)
            break
    return back_up(store, pace)


def _holds_all(facts: Facts, store: Store) -> bool:
    """Say whether nothing changed since a backup: history, tables, and people with a key."""
    with store.reading() as session:
        head = session.get(ChainHead, 1)
        at = head.hash if head else ""
    slots = sha256(slots_path(store.path).read_bytes()).hexdigest()
    manifest = facts.manifest
    return (manifest.head, manifest.revision, manifest.slots_sha256) == (at, NEWEST, slots)


# Elsewhere ------------------------------------------------------------------------------------


def elsewhere_problem(typed: str, path: Path) -> str:
    """Return why a folder cannot be that of second copies, '' where it can. Asks no disk."""
    if typed and not Path(typed).is_absolute():
        return "Enter the whole path, or choose a folder."
    if typed and Path(os.path.normcase(typed)) == Path(os.path.normcase(backup_folder(path))):
        return "The backups are there already. Choose a folder on another disk."
    return ""


def elsewhere_standing(typed: str) -> tuple[str, str]:
    """Return how a folder for second copies stands: a kind of status and words; '' for none.

    A share that is away can take long to say so: ask away from the window.
    """
    if not typed:
        return "", ""
    try:
        there = Path(typed).is_dir()
    except (OSError, ValueError):
        there = False
    if there:
        return "done", "A copy of each backup goes there too."
    return "risk", "This folder cannot be reached now. Copies go there when it can."


def copy_elsewhere(
    path: Path, made: Path, folder: Path, now: datetime, pace: Pace = UNWATCHED
) -> None:
    """Put a copy of a backup of the store at `path` into another folder, and thin that out.

    The copy is read again and compared. The folder is not made: a drive that is not there must
    not become a folder of this disk. Raises Refused with words, Stopped where somebody asked
    for it; the backup itself stands.
    """
    stands = "The backup beside the store is made."
    target = folder / made.name
    try:
        if not folder.is_dir():
            raise Refused(f"The folder {folder} for second copies cannot be reached. {stands}")
        if target.exists():
            if sum_of(target, pace.step(0, 0.5)) != sum_of(made, pace.step(0.5, 1)):
                raise Refused(f"{target} is another file of that name. {stands} Move it away.")
            return
        with alone_in(path, folder):
            sweep(path, folder)
            check_room(folder, size_of(made), "The second copy of the backup")
            _copy(made, target, pace)
        _thin_out(path, folder, now)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "its name cannot be used"
        raise Refused(f"No second copy could be put into {folder}: {why}. {stands}") from error


def _copy(made: Path, target: Path, pace: Pace) -> None:
    part = target.with_name(target.name + ".part")
    try:
        with made.open("rb") as source, part.open("wb") as out:
            words = "Copying the backup elsewhere"
            copy_pieces(source, out, size_of(made), words, pace.step(0, 0.6))
            out.flush()
            os.fsync(out.fileno())
        if sum_of(part, pace.step(0.6, 0.9)) != sum_of(made, pace.step(0.9, 1)):
            raise Refused(f"The second copy in {target.parent} came out damaged. Look at its disk.")
        part.replace(target)
        settle(target)
    finally:
        part.unlink(missing_ok=True)


# Words ----------------------------------------------------------------------------------------


def backup_words(last: datetime | None, today: date) -> str:
    """Return 'Last backup today, 08:30', or that there is none yet."""
    if last is None:
        return "No backup yet"
    if last.date() == today:
        return f"Last backup today, {last:%H:%M}"
    shown = show_day(last.date()) if last.year == today.year else show_day_year(last.date())
    return f"Last backup {shown}, {last:%H:%M}"
