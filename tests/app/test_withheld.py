"""A look at the store without what is restricted: one state, whatever asks, or it says so."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from dscp_desktop.app.handover.making import STANDS_FOR
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Refused
from dscp_desktop.meetings.tables import AgendaItem, Note, Paper
from dscp_desktop.store.connection import connect
from dscp_desktop.store.files import get_file
from dscp_desktop.store.opening import Store, open_with_key
from dscp_desktop.store.settings import put_setting
from dscp_desktop.store.tables import HistoryEntry, KeySlot, Record, StoredFile
from dscp_desktop.store.withheld import looking
from tests.app.handover import OPEN, SHARED_BYTES, SIGN


def touch(session: Session) -> Changes:
    """Change something, so that the history goes on."""
    put_setting(session, "touched", "now")
    return Changes("Touched", ())


@pytest.fixture
def closed(planted: Store) -> tuple[Path, bytes]:
    """The file and key of a store with something restricted of every kind; nobody has it open."""
    path, key = planted.path, planted.key
    planted.close()
    return path, key


def test_whatever_asks_sees_nothing_restricted_also_after_a_rollback(planted: Store) -> None:
    with planted.reading() as session:
        every = session.scalar(select(func.count()).select_from(AgendaItem))
        files = session.scalars(select(StoredFile.id)).all()
    with looking(planted.path, planted.key, stands_for=STANDS_FOR) as look:
        session = look.session
        assert session.scalars(select(AgendaItem.title)).all() == [OPEN]
        session.rollback()
        assert session.scalars(select(AgendaItem.title)).all() == [OPEN]
        assert (every, look.hidden["agenda item"]) == (3, 2)
        assert not [row for row in session.scalars(select(Record.title)) if SIGN in row]
        papers = set(session.scalars(select(Paper.title)))
        assert papers == {OPEN, "Names two", "open paper"}
        assert not session.scalars(select(Note)).all()
        for hidden in (HistoryEntry, KeySlot):
            assert session.scalars(select(hidden)).first() is None
        open_files = session.scalars(select(StoredFile.id)).all()
        assert len(open_files) == 1 < len(files)
        assert SHARED_BYTES not in [get_file(session, one) for one in open_files]
        with pytest.raises(DatabaseError):
            session.execute(AgendaItem.__table__.delete())  # type: ignore[attr-defined]


def test_on_a_local_disk_one_state_is_seen_while_others_write(planted: Store) -> None:
    with looking(planted.path, planted.key) as look:
        planted.run(touch)
        look.check_unchanged()
        assert look.head != look_now(planted)


def look_now(store: Store) -> str:
    with looking(store.path, store.key) as look:
        return look.head


def test_where_nobody_may_be_held_up_a_change_meanwhile_is_told(
    closed: tuple[Path, bytes],
) -> None:
    path, key = closed
    with closing(connect(path, key)) as raw:
        assert raw.execute("PRAGMA journal_mode=DELETE").fetchone()[0] == "delete"
    with looking(path, key) as look:
        look.check_unchanged()
        with open_with_key(path, key, "Ann") as store:
            store.run(touch)
        with pytest.raises(Refused, match="Records were changed while"):
            look.check_unchanged()
