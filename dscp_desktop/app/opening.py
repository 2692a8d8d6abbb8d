"""What the start window does with stores: looks at them, makes, opens and brings them back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from dscp_desktop.core.days import show_day, show_long_day
from dscp_desktop.core.faults import CannotOpen, Trouble
from dscp_desktop.store.keys import SlotFile, check_passphrase, read_slots, slots_path
from dscp_desktop.store.lock import Holder, WriteLock
from dscp_desktop.store.places import SHARE, SYNCED, beside, name_problem, place_kind

Clock = Callable[[], datetime]
STORE_ENDING, BACKUP_ENDING = ".dscp", ".dscpbackup"
SAMPLE_DAY = date(2023, 10, 19)
SAMPLE_OPENS_WITH = "sample"  # printed in the window: nothing in the sample is real

PLACE_WORDS = {SHARE: "On a network drive.", SYNCED: "In a synchronised folder."}
SLOWER = "One person at a time can write there."
RISKS = (
    "One person at a time can write there. Let it be synchronised fully before another computer "
    "opens it: two that write make two files."
)


@dataclass(frozen=True, slots=True)
class Door:
    """What can be seen of a locked store: its public name, place, people, and who has it open.

    `place` is SHARE, SYNCED, or '' for a disk of this computer.
    `trouble` says why it cannot be read; then there are no people.
    """

    path: Path
    public_name: str
    place: str
    sample: bool
    store_id: str = ""
    people: tuple[tuple[str, str], ...] = ()
    held_by: Holder | None = None
    trouble: str = ""


def look_at(path: Path) -> Door:
    """Look at a locked store without opening it."""
    if not is_there(path):
        words = f"{path.name} is not there. Look where it was moved, or open another store."
        return Door(path, path.stem, "", sample=False, trouble=name_problem(path) or words)
    place = place_kind(path)
    try:
        slots: SlotFile = read_slots(path)
    except CannotOpen as error:
        return Door(path, path.stem, place, sample=False, trouble=error.words)
    people = tuple((slot.name, slot.access) for slot in slots.slots)
    holder = who_has(path)
    return Door(path, slots.public_name, place, slots.sample, slots.store, people, holder)


def is_there(path: Path) -> bool:
    """Say whether a file stands at a path; a share that is away, or no path at all, holds none."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def who_has(path: Path) -> Holder | None:
    """Return who has a store open for writing, None where nobody has."""
    if not beside(path, ".lock").exists():
        return None
    lock = WriteLock(path)
    try:
        return lock.take("", "")
    except OSError:  # a folder that cannot be written: nobody can tell
        return None
    finally:
        lock.release()


def passphrase_words(passphrase: str) -> tuple[str, str]:
    """Return how a new passphrase stands: a kind of status and words."""
    try:
        warning = check_passphrase(passphrase)
    except Trouble as error:
        return "late", error.words
    if warning:
        return "risk", warning
    count = len(passphrase.split())
    return "done", f"Long enough: {count} words" if count > 1 else "Long enough"


def place_words(path: Path) -> tuple[str, str]:
    """Return how a place for a new store stands: a kind of status and words."""
    if path.suffix != STORE_ENDING:
        return "late", f"Enter a file name that ends with {STORE_ENDING}."
    if not path.is_absolute():
        return "late", "Enter the whole path, or choose a folder."
    problem = name_problem(path)
    if problem:
        return "late", problem
    if not path.parent.is_dir():
        return "late", f"The folder {path.parent} is not there. Make it, or choose another."
    if path.exists() or slots_path(path).exists():
        return "late", f"{path.name} is already there. Choose another name."
    kind = place_kind(path)
    if kind:
        return "risk", f"{PLACE_WORDS[kind]} {SLOWER if kind == SHARE else RISKS}"
    return "done", "On this computer’s own disk. No file of this name is there."


def last_here_words(at: str, today: date) -> str:
    """Return 'last here Wednesday 18 October, 16:52' from a local time in ISO form."""
    then = datetime.fromisoformat(at)
    day = show_long_day(then.date())
    if then.year == today.year:
        day = day.removesuffix(f" {then.year}")
    return f"last here {day}, {then:%H:%M}"


def restored_words(made_at: str, aside: Path | None) -> str:
    """Say what was brought back, and where the store before went."""
    when = ""
    if made_at:
        at = datetime.fromisoformat(made_at).astimezone()
        when = f" as it was on {show_day(at.date())} {at.year}, {at:%H:%M}"
    kept = f" The store that stood there is kept as {aside.name}." if aside else ""
    return f"The store is back{when}.{kept}"
