"""Making and opening a store, and the one object everything else asks for sessions."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from sqlcipher3 import dbapi2

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import CannotOpen, Refused, WrongUse
from dscp_desktop.store import keys
from dscp_desktop.store.clock import utc_now as utc_now
from dscp_desktop.store.connection import choose_journal, connect, is_shared_path, make_engine
from dscp_desktop.store.history import undo, write_entry
from dscp_desktop.store.lock import Holder, WriteLock
from dscp_desktop.store.migrate import needs_upgrade, upgrade
from dscp_desktop.store.places import clear, settle
from dscp_desktop.store.replacing import forget, mend, sweep
from dscp_desktop.store.session import ONCE, Clock, Work, finish, in_words, writing
from dscp_desktop.store.settings import get_setting
from dscp_desktop.store.tables import KeySlot

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Birth:
    """What a new store is given at birth and never loses."""

    public_name: str
    person: str
    passphrase: str = field(repr=False)
    sample_day: date | None = None
    zone: str = "Europe/London"


class Store:
    """An open store. One engine writes, one only reads; both hold the same key.

    `person` stands in the history of each change. `held_by` is who has it open for writing
    where that is somebody else: this one is then open to read.
    """

    def __init__(self, path: Path, key: bytes, person: str, clock: Clock, *, read_only: bool):
        self.path = path
        self.person = person
        self.clock = clock
        self.read_only = read_only
        self.held_by: Holder | None = None
        self.opened_at = clock()
        self.key_changed = False  # at opening: a printed recovery sheet is of the key before
        self.key = key
        self.lock: WriteLock | None = None
        self._writer: Engine | None = None
        self._watch: Any = None
        self._watches = 0
        self.reader: Engine = make_engine(path, key, writes=False, read_only=read_only)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session that can only read, with the state of the last command."""
        with in_words(), Session(self.reader, autoflush=False) as session:
            yield session

    def ask(self, query: Callable[Concatenate[Session, P], R], *args: P.args, **kw: P.kwargs) -> R:
        """Run a query in a session of its own and return its values."""
        with self.reading() as session:
            session.info[ONCE] = {}
            return query(session, *args, **kw)

    def version(self) -> tuple[int, int]:
        """Return what is another value once anybody wrote to the store, in whatever program.

        Asked of a connection that does nothing else: SQLite tells each what others wrote. Where
        it cannot be asked, something may have been.
        """
        try:
            if self._watch is None:
                self._watch = connect(self.path, self.key, read_only=self.read_only)
                self._watches += 1
            return self._watches, int(self._watch.execute("PRAGMA data_version").fetchone()[0])
        except (dbapi2.DatabaseError, CannotOpen):
            self._watches += 1
            return self._watches, 0

    def run(
        self, command: Callable[Concatenate[Session, P], Changes], *args: P.args, **kw: P.kwargs
    ) -> Changes:
        """Run a named command in one transaction, with its entry in the history.

        Whatever it raises, nothing of it stays.
        """
        with writing(self._writing_engine(), self._work()) as session:
            changes = command(session, *args, **kw)
            undoes = str(changes.result) if command is undo else ""
            entry = write_entry(session, _name_of(command), changes, undoes)
            finish(session)
        return replace(changes, entry=entry)

    def rehearse(
        self, command: Callable[Concatenate[Session, P], R], *args: P.args, **kw: P.kwargs
    ) -> R:
        """Run a command to see what it would do, and take all of it back."""
        work = replace(self._work(), rehearsed=True)
        with writing(self._writing_engine(), work) as session:
            found = command(session, *args, **kw)
            session.flush()
            session.rollback()
        return found

    @contextmanager
    def jotting(self) -> Iterator[Session]:
        """Give a session for drafts alone: written at once, without history."""
        work = self._work()
        with writing(self._writing_engine(), work) as session:
            yield session
            session.flush()
            if work.before:
                raise TypeError("records are changed by commands alone")
            session.commit()

    def today(self) -> date:
        """Return the day of this store: a sample stands at its own, else the day in its zone."""
        with self.reading() as session:
            stands_at = get_setting(session, "sample.as_at")
            zone = get_setting(session, "partnership.zone", "Europe/London")
        if stands_at:
            return date.fromisoformat(stands_at)
        return self.clock().astimezone(ZoneInfo(zone)).date()

    def now(self) -> datetime:
        """Return the local time of this store: a sample's clock stands on its own day."""
        with self.reading() as session:
            zone = ZoneInfo(get_setting(session, "partnership.zone", "Europe/London"))
        return datetime.combine(self.today(), self.clock().astimezone(zone).timetz())

    def pause(self) -> None:
        """Close every connection but keep the lock: for work on the file itself."""
        self.reader.dispose()
        if self._watch is not None:
            self._watch.close()
            self._watch = None
        if self._writer is None:
            return
        # All is written already: where the log cannot be folded in now, it is at the next opening.
        with suppress(OperationalError), self._writer.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        self._writer.dispose()
        self._writer = None

    def resume(self, key: bytes) -> None:
        """Open again after `pause`, under the key that the file has now."""
        with closing(connect(self.path, key)) as raw:
            choose_journal(raw, shared=is_shared_path(self.path))
        self.key = key
        self.reader = make_engine(self.path, key, writes=False, read_only=self.read_only)

    def close(self) -> None:
        """Close cleanly: one file is left, and its slots."""
        try:
            self.pause()
        finally:
            if self.lock is not None:
                self.lock.release()
                self.lock = None

    def __enter__(self) -> Store:
        """Use the store in a with block."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Close it at the end of the block."""
        self.close()

    def check_writes(self) -> None:
        """Raise WrongUse, with who has it, where the store is open to read."""
        if self.read_only:
            who = f": {self.held_by.words()} has it" if self.held_by else ""
            raise WrongUse(f"The store is open to read, so nothing can be changed{who}.")

    def _work(self) -> Work:
        return Work(self.person, self.clock, os.urandom)

    def _writing_engine(self) -> Engine:
        self.check_writes()
        if self._writer is None:
            self._writer = make_engine(self.path, self.key, writes=True)
        return self._writer


def _name_of(command: Callable[..., object]) -> str:
    return str(getattr(command, "__name__", "command"))


def create_store(path: Path, birth: Birth, clock: Clock = utc_now, *, force: bool = False) -> Store:
    """Make a new encrypted store with one person's slot, open for writing.

    Raises WrongUse where a file stands there already and `force` is not given.
    """
    if path.suffix.casefold() in (".keys", ".lock"):
        raise WrongUse(f"{path.name} is the name of a store's other file. End it with .dscp.")
    for there in (path, keys.slots_path(path)):
        if there.exists() and not force:
            raise WrongUse(f"{there.name} is already there. Choose another name, or add --force.")
    if not path.parent.is_dir():
        raise WrongUse(f"The folder {path.parent} is not there. Make it, or choose another.")
    key = os.urandom(keys.KEY_BYTES)
    slot = keys.make_slot(birth.person, "full", birth.passphrase, key)
    lock = _locked(path, birth.person, clock)
    fresh = path.with_name(path.name + ".new")
    try:
        clear(fresh)
        _make_file(fresh, key, slot, Work(birth.person, clock, os.urandom))
        clear(path)
        forget(path)
        sample = birth.sample_day is not None
        keys.write_slots(
            path, keys.SlotFile(os.urandom(16).hex(), birth.public_name, sample, (slot,))
        )
        fresh.replace(path)
        settle(path)
    finally:
        clear(fresh)
        lock.release()
    return _opened(path, key, birth.person, clock)


def _make_file(path: Path, key: bytes, slot: keys.Slot, work: Work) -> None:
    connect(path, key, create=True).close()
    engine = make_engine(path, key, writes=True)
    try:
        upgrade(engine)
        with writing(engine, work) as session:
            session.add(KeySlot(name=slot.name, body=keys.slot_text(slot)))
            session.commit()
    finally:
        engine.dispose()


def open_store(
    path: Path,
    passphrase: str,
    *,
    person: str = "",
    clock: Clock = utc_now,
    to_read: bool = False,
) -> Store:
    """Open a store with a person's passphrase; without `person` any slot that fits is taken.

    Raises CannotOpen where no slot fits, or somebody else has it for writing and `to_read` is
    not asked for.
    """
    mend(path)
    if not path.is_file():
        raise CannotOpen(f"{path.name} is not there. Look where it was moved, or open another.")
    slot_file = keys.read_slots(path)
    names = [slot.name for slot in slot_file.slots]
    wanted = [slot for slot in slot_file.slots if person in ("", slot.name)]
    if not wanted:
        raise WrongUse(f"{person} has no key to this store. People with one: {', '.join(names)}.")
    failure: CannotOpen | None = None
    for slot in wanted:
        try:
            held = keys.open_slot(slot, passphrase)
        except CannotOpen as error:
            failure = error
            continue
        read_only = to_read or slot.access == "read"
        store = _opened(path, fitting(path, held), slot.name, clock, to_read=read_only)
        if not read_only:
            _mend_keys(store, changing=len(held) > 1)
        return store
    if len(wanted) > 1 or failure is None:
        raise CannotOpen("The passphrase fits none of the people of this store.")
    raise failure


def open_with_key(
    path: Path, key: bytes, person: str, clock: Clock = utc_now, *, to_read: bool = False
) -> Store:
    """Open a store with the file key itself, as the recovery sheet holds it."""
    mend(path)
    return _opened(path, key, person, clock, to_read=to_read)


def _mend_keys(store: Store, *, changing: bool) -> None:
    """Finish a key change that was stopped, and have the slots beside be those inside."""
    from dscp_desktop.store.people import change_key, mend_slots

    with suppress(Refused, OSError):  # somebody reads it now, or the disk is full: next time
        if changing:
            change_key(store)
        store.key_changed = mend_slots(store) or changing


def fitting(path: Path, held: tuple[bytes, ...]) -> bytes:
    """Return the one of a slot's keys that the file has now: a key change may have stopped."""
    for key in held:
        try:
            connect(path, key, read_only=True).close()
        except CannotOpen as error:
            if isinstance(error.__cause__, dbapi2.OperationalError):
                raise  # it says nothing of the key
            continue
        return key
    raise CannotOpen(
        f"The key of this slot does not fit {path.name}: the key file is older than the store, or "
        "the store is damaged. Put both back from one backup, or use the recovery sheet."
    )


def _locked(path: Path, person: str, clock: Clock) -> WriteLock:
    lock = WriteLock(path)
    try:
        holder = lock.take(person, f"{clock().astimezone():%H:%M}")
    except OSError as error:
        why = "its folder does not let you. Open"
        if error.errno == errno.ENOSPC:
            why = "its disk is full. Free some room, or open"
        raise CannotOpen(f"{path.name} cannot be opened to write: {why} it to read.") from error
    if holder is not None:
        raise CannotOpen(
            f"Someone else has this store open: {holder.words()}. Open it to read, or try "
            "again when they have closed it."
        )
    return lock


def _opened(path: Path, key: bytes, person: str, clock: Clock, *, to_read: bool = False) -> Store:
    lock = None if to_read else _locked(path, person, clock)
    try:
        if lock is not None:
            sweep(path)
        with in_words(CannotOpen):
            _prepare(path, key, Work(person, clock, os.urandom), to_read=to_read)
        store = Store(path, key, person, clock, read_only=to_read)
    except BaseException:
        if lock is not None:
            lock.release()
        raise
    store.lock = lock
    return store


def _prepare(path: Path, key: bytes, work: Work, *, to_read: bool) -> None:
    if not to_read:
        with closing(connect(path, key)) as raw:
            choose_journal(raw, shared=is_shared_path(path))
    engine = make_engine(path, key, writes=not to_read, read_only=to_read)
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
            old = needs_upgrade(connection, path)
        if old and to_read:
            raise CannotOpen(
                f"{path.name} is of an older DSCP Desktop and must be opened for writing once."
            )
        if old:
            from dscp_desktop.store.backup import ENDING, backup_file, free_name

            backup_file(path, key, free_name(path, "before-upgrade", ENDING))
            upgrade(engine, work)
    finally:
        engine.dispose()
