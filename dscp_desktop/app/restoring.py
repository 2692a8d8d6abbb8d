"""Bringing back a backup: which there are, what is in one, and where its store goes."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from dscp_desktop.app.backups import list_backups
from dscp_desktop.app.opening import STORE_ENDING
from dscp_desktop.core.days import show_long_day
from dscp_desktop.core.faults import CannotOpen, Trouble
from dscp_desktop.core.pace import UNWATCHED, Pace
from dscp_desktop.store.backup import free_name, read_facts
from dscp_desktop.store.bundle import ENDING, Facts
from dscp_desktop.store.contents import Comparison, Contents, keys_of, look_into, read_people
from dscp_desktop.store.keys import SlotFile, read_slots, slots_path
from dscp_desktop.store.room import size_words


@dataclass(frozen=True, slots=True)
class Found:
    """A backup of a store: its file, local time, size in bytes, and what kind it is in words."""

    file: Path
    at: datetime
    size: int
    what: str


@dataclass(frozen=True, slots=True)
class Cover:
    """What can be read of a backup without a passphrase. `trouble` says why people are missing."""

    file: Path
    facts: Facts
    people: tuple[tuple[str, str], ...]
    trouble: str = ""


def find_backups(path: Path, elsewhere: str = "") -> tuple[Found, ...]:
    """Return the backups of a store, the newest first: beside it, and second copies elsewhere."""
    found = [_found(file, at, "Beside the store") for at, file in list_backups(path)]
    names = {each.file.name for each in found if each}
    for file in sorted(path.parent.glob(f"{path.stem}-before-*{ENDING}")):
        with suppress(OSError):
            at = datetime.fromtimestamp(file.stat().st_mtime)  # local time
            found.append(_found(file, at, "Before the store was brought up to date"))
    if elsewhere:
        away = list_backups(path, Path(elsewhere))
        copies = [(at, file) for at, file in away if file.name not in names]
        found += [_found(file, at, f"Second copy in {elsewhere}") for at, file in copies]
    sound = [each for each in found if each]
    return tuple(sorted(sound, key=lambda each: each.at, reverse=True))


def _found(file: Path, at: datetime, what: str) -> Found | None:
    try:
        return Found(file, at, file.stat().st_size, what)
    except OSError:  # removed meanwhile
        return None


def read_cover(file: Path) -> Cover:
    """Read what a backup says without a passphrase. Raises Trouble where it is none of ours."""
    facts = read_facts(file)
    try:
        people = tuple((slot.name, slot.access) for slot in read_people(facts).slots)
    except CannotOpen:
        return Cover(file, facts, (), "Its list of people is damaged, so it cannot be looked into.")
    return Cover(file, facts, people)


def cover_lines(cover: Cover) -> list[tuple[str, str]]:
    """Return what a backup says of itself, each with its name."""
    manifest = cover.facts.manifest
    release = f"DSCP Desktop {manifest.release}" if manifest.release else "DSCP Desktop 0.1.0"
    people = ", ".join(name for name, _access in cover.people) or "Nobody named"
    return [
        ("Made", made_words(cover)),
        ("Partnership", manifest.public_name),
        ("Made by", f"{release}, tables {manifest.revision}"),
        ("Opened by", people),
        ("Size", f"{size_words(cover.facts.size)}, in {cover.file}"),
    ]


def made_words(cover: Cover) -> str:
    """Return when a backup was made, in words and local time."""
    made = cover.facts.manifest.made_at
    at = datetime.fromisoformat(made).astimezone() if made else None
    at = at or datetime.fromtimestamp(cover.file.stat().st_mtime)
    return f"{show_long_day(at.date())}, {at:%H:%M}"


@dataclass(frozen=True, slots=True)
class Way:
    """How a backup is opened to look: with the key of the store it is of, or a passphrase."""

    person: str = ""
    passphrase: str = ""
    key: bytes = b""


def look(cover: Cover, way: Way, here: Path | None, pace: Pace = UNWATCHED) -> Contents:
    """Open a backup and say what is in it, and how the store `here` compares with it.

    Raises CannotOpen where the key or passphrase does not fit, Refused where it is damaged,
    Stopped where somebody asked for it.
    """
    held = _held(cover, way)
    further: tuple[bytes, ...] = ()
    beside = _slots_beside(here)
    if here is not None and beside is not None:
        if beside.store != cover.facts.store_id():
            words = "The store that stands there is another one, not the one of this backup."
            contents = look_into(cover.file, held, pace=pace)
            return replace(contents, compared=Comparison(why_not=words))
        with suppress(Trouble):
            further = keys_of(beside, way.person, way.passphrase)
    return look_into(cover.file, held, here, further, pace)


def _held(cover: Cover, way: Way) -> tuple[bytes, ...]:
    if way.key:
        return (way.key,)
    return keys_of(read_people(cover.facts), way.person, way.passphrase)


def _slots_beside(here: Path | None) -> SlotFile | None:
    if here is None or not here.exists():
        return None
    try:
        return read_slots(here)
    except CannotOpen:
        return None


def compared_words(compared: Comparison | None) -> tuple[str, str, str]:
    """Return a tone, a fact and a line of help: how the store that stands there compares."""
    if compared is None:
        return "grn", "No store stands there now.", "Nothing has to be moved aside."
    if compared.why_not:
        return "inf", compared.why_not, "It is moved aside, never written over."
    newer = len(compared.newer)
    if newer:
        changes = "1 change that is" if newer == 1 else f"{newer:,} changes that are"
        return (
            "amb",
            f"The store here has {changes} not in this backup.",
            "They stay in the store that is moved aside; they are not in the one brought back.",
        )
    if compared.more:
        changes = "1 change" if compared.more == 1 else f"{compared.more:,} changes"
        return "grn", f"The backup has {changes} more than the store here.", "Nothing is lost."
    return "grn", "The store here and this backup hold the same.", "Nothing is lost."


def place_standing(typed: str) -> tuple[str, str]:
    """Return how a place for the store that is brought back stands: a kind of status and words."""
    path = Path(typed)
    if path.suffix != STORE_ENDING:
        return "late", f"Enter a file name that ends with {STORE_ENDING}."
    if not path.is_absolute():
        return "late", "Enter the whole path, or choose a folder."
    if not path.parent.is_dir():
        return "late", f"The folder {path.parent} is not there. Make it, or choose another."
    if path.exists() or slots_path(path).exists():
        aside = free_name(path, "before-restore", path.suffix).name
        return "note", f"The store that stands there is kept as {aside}. Nothing is written over."
    return "done", "No store stands there now."


def likely_place(backup: Path) -> Path:
    """Return where a backup's store probably stood: beside the folder 'backups', by its name."""
    stem = backup.name.removesuffix(ENDING)
    parts = stem.split("-")
    dated = len(parts) > 4 and all(part.isdigit() for part in parts[-4:])
    name = "-".join(parts[:-4]) if dated else stem.partition("-before-")[0]
    folder = backup.parent.parent if backup.parent.name == "backups" else backup.parent
    return folder / f"{name}{STORE_ENDING}"


def day_heads(found: Sequence[Found]) -> list[tuple[date, list[Found]]]:
    """Return backups by day, in the order given."""
    days: dict[date, list[Found]] = {}
    for each in found:
        days.setdefault(each.at.date(), []).append(each)
    return list(days.items())
