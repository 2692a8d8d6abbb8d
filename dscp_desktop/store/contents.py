"""What is in a backup: who can open it, what it holds, and how it stands to the store here."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from dscp_desktop.core.faults import CannotOpen, Refused
from dscp_desktop.core.pace import UNWATCHED, Pace
from dscp_desktop.store.backup import SMALL_CACHE, STORE, integrity_problems, read_facts
from dscp_desktop.store.bundle import Facts, take_out
from dscp_desktop.store.connection import make_engine
from dscp_desktop.store.history import Entry, list_entries
from dscp_desktop.store.keys import SlotFile, open_slot, read_slots, slots_path
from dscp_desktop.store.migrate import needs_upgrade, upgrade
from dscp_desktop.store.opening import fitting
from dscp_desktop.store.room import check_room
from dscp_desktop.store.tables import HistoryEntry, Record

LATEST = 5  # entries of a backup's history that are shown


@dataclass(frozen=True, slots=True)
class Comparison:
    """How the store that stands here compares with a backup.

    `newer` are its entries that the backup does not hold, the newest first; `more` how many the
    backup holds that the store here does not. Where they could not be compared `why_not` says so.
    """

    newer: tuple[Entry, ...] = ()
    more: int = 0
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a backup holds: records by kind, its history, and the newest entries of that."""

    records: tuple[tuple[str, int], ...]
    entries: int
    latest: tuple[Entry, ...]
    compared: Comparison | None


def read_people(facts: Facts) -> SlotFile:
    """Return who can open a backup. Raises CannotOpen where its key slots cannot be read."""
    with tempfile.TemporaryDirectory(prefix="dscp-") as folder:
        place = Path(folder) / STORE
        slots_path(place).write_bytes(facts.slots)
        return read_slots(place)


def keys_of(slots: SlotFile, person: str, passphrase: str) -> tuple[bytes, ...]:
    """Return the keys that a person's passphrase gives. Raises CannotOpen where it does not fit."""
    found = [slot for slot in slots.slots if slot.name == person]
    if not found:
        raise CannotOpen(f"{person} has no key to it. Choose somebody of the list.")
    return open_slot(found[0], passphrase)


def look_into(
    backup: Path,
    held: tuple[bytes, ...],
    here: Path | None = None,
    here_held: tuple[bytes, ...] = (),
    pace: Pace = UNWATCHED,
) -> Contents:
    """Open a backup in a private folder, check it whole and say what is in it.

    It is brought to this program's form there, as it would be after a restore; the backup itself
    stays as it is. `here` is the store to compare it with, `here_held` further keys to try on that.
    Raises Refused where it is damaged or there is no room, CannotOpen where no key fits.
    """
    try:
        with tempfile.TemporaryDirectory(prefix="dscp-") as folder:
            copy = Path(folder) / STORE
            # Twice: bringing an old one to this program's form writes it anew.
            check_room(copy.parent, 2 * read_facts(backup).size, "Looking into the backup")
            take_out(backup, copy, pace.step(0, 0.4))
            return _look(backup, copy, held, (here, (*held, *here_held)), pace.step(0.4, 1))
    except OSError as error:
        raise Refused(
            f"{backup.name} could not be looked into: {error.strerror}. It can still be put back."
        ) from error


def _look(
    backup: Path,
    copy: Path,
    held: tuple[bytes, ...],
    other: tuple[Path | None, tuple[bytes, ...]],
    pace: Pace,
) -> Contents:
    engine = make_engine(copy, fitting(copy, held), writes=True)
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql(SMALL_CACHE)
            problems = integrity_problems(connection, pace.step(0, 0.8))
            if problems:
                raise Refused(f"{backup.name} is damaged ({problems[0]}). Use another one.")
            chain = _chain(connection)
            old = needs_upgrade(connection, backup)
        pace.at("Counting its records", 0.8)
        if old:
            upgrade(engine)
        with Session(engine) as session:
            records, latest = _count(session), _latest(session, len(chain))
    except DatabaseError as error:  # sound pages of a store that is none of ours
        raise Refused(f"{backup.name} is damaged ({error.orig}). Use another one.") from error
    finally:
        engine.dispose()
    here, held_here = other
    compared = _compare(chain, here, held_here) if here is not None and here.exists() else None
    return Contents(records, len(chain), latest, compared)


def _count(session: Session) -> tuple[tuple[str, int], ...]:
    counted = select(Record.kind, func.count()).where(Record.deleted.is_(False))
    rows = session.execute(counted.group_by(Record.kind).order_by(Record.kind))
    return tuple((str(kind), int(count)) for kind, count in rows)


def _latest(session: Session, entries: int) -> tuple[Entry, ...]:
    """Return the newest entries of the backup: what bringing it up to date added stays out."""
    count = session.execute(select(func.count()).select_from(HistoryEntry)).scalar_one()
    added = max(int(count) - entries, 0)
    return list_entries(session, most=LATEST + added)[added:]


def _compare(chain: dict[int, str], here: Path, held: tuple[bytes, ...]) -> Comparison:
    """Find the last entry that both histories share, and what each has beyond it."""
    try:
        engine = make_engine(here, fitting(here, held), writes=False, read_only=True)
    except CannotOpen:
        words = "The store here has another key or is damaged, so it could not be compared."
        return Comparison(why_not=words)
    try:
        with engine.connect() as connection:
            if needs_upgrade(connection, here):
                words = "The store here is of an older DSCP Desktop, so it could not be compared."
                return Comparison(why_not=words)
            ours = _chain(connection)
        shared = max((seq for seq, at in ours.items() if chain.get(seq) == at), default=0)
        newer = sum(seq > shared for seq in ours)
        with Session(engine) as present:
            entries = list_entries(present, most=newer) if newer else ()
        return Comparison(entries, sum(seq > shared for seq in chain))
    except CannotOpen as error:  # of a newer program
        return Comparison(why_not=error.words)
    except (DatabaseError, ValueError):  # often why somebody wants the backup
        return Comparison(why_not="The store here is damaged, so it could not be compared.")
    finally:
        engine.dispose()


def _chain(connection: Connection) -> dict[int, str]:
    rows = connection.exec_driver_sql("SELECT seq, hash FROM history_entry")
    return {int(seq): str(digest) for seq, digest in rows}
