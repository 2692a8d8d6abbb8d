"""Rows added many at once: the same in the store, the history and the search as one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, event, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from dscp_desktop.actions.tables import Action, ActionUpdate
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Refused
from dscp_desktop.diary.tables import Meeting
from dscp_desktop.partnership.tables import Group
from dscp_desktop.store.adding import add_rows
from dscp_desktop.store.check import check_store
from dscp_desktop.store.history import list_entries, undo
from dscp_desktop.store.opening import Store
from dscp_desktop.store.search import find
from dscp_desktop.store.session import fresh_id, fresh_ids, read_rows, work_of
from dscp_desktop.store.tables import Base, Record, Row

TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=30) | st.sampled_from(
    ('"quoted"', "a\nb", "50% of %s", "\u2028", "=1+1", "{}", "null")
)
DAYS = st.none() | st.dates(date(1990, 1, 1), date(2090, 1, 1))
ACTIONS = st.fixed_dictionaries(
    {"number": TEXTS, "text": TEXTS, "due": DAYS},
    optional={"raised_on": DAYS, "item": TEXTS, "first_due": DAYS, "owner_role": TEXTS},
)
MEETINGS = st.fixed_dictionaries(
    {"on": st.dates(date(1990, 1, 1), date(2090, 1, 1)), "start": st.none() | st.times()},
    optional={"end": st.none() | st.times(), "venue": TEXTS, "status": TEXTS},
)
UPDATES = st.fixed_dictionaries(
    {"on": DAYS, "text": TEXTS}, optional={"position": st.integers(0, 1000)}
)
Values = dict[str, Any]


def group_id(session: Session, code: str) -> str:
    return session.scalars(select(Group.id).where(Group.code == code)).one()


def put(session: Session, code: str, kind: type[Row], rows: Sequence[Values]) -> Changes:
    """Add rows many at once, each in the group."""
    own = group_id(session, code)
    ids = fresh_ids(session, len(rows))
    full = [{"group_id": own, **row, "id": i} for row, i in zip(rows, ids, strict=True)]
    assert add_rows(session, kind, full) == len(rows)
    return Changes("Many added", ("*",), ids)


def put_each(session: Session, code: str, kind: type[Row], rows: Sequence[Values]) -> Changes:
    """Add rows one by one, each in the group."""
    own = group_id(session, code)
    made = [kind(**{"group_id": own, **row, "id": fresh_id(session)}) for row in rows]
    session.add_all(made)
    return Changes("One by one", ("*",), [row.id for row in made])


def seen(session: Session, kind: type[Row], ids: Any) -> list[Any]:
    """What the store has of rows: values, records, search; without what must differ."""
    table = Base.metadata.tables[kind.__tablename__]
    rows = read_rows(session, table, ids)
    records = {r.id: r for r in session.scalars(select(Record).where(Record.id.in_(ids)))}
    said = session.connection().exec_driver_sql("SELECT rowid, title, body FROM search")
    search = {row[0]: tuple(row[1:]) for row in said}
    return [
        (
            {n: v for n, v in rows[i].items() if n not in ("id", "group_id", "action_id")},
            records[i].kind,
            records[i].marking,
            records[i].restricted,
            search[records[i].search_row],
        )
        for i in ids
    ]


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(ACTIONS, min_size=1, max_size=4, unique_by=lambda row: row["number"]),
    st.lists(MEETINGS, min_size=1, max_size=4, unique_by=lambda row: (row["on"], row["start"])),
)
def test_many_at_once_are_the_same_as_one_by_one(
    durham: Store, actions: list[Values], meetings: list[Values]
) -> None:
    done = []
    for kind, rows in ((Action, actions), (Meeting, meetings)):
        many = durham.run(put, "EXEC", kind, rows)
        each = durham.run(put_each, "PLG", kind, rows)
        with durham.reading() as session:
            found, wanted = (seen(session, kind, made.result) for made in (many, each))
        # A meeting is called by its group, and the groups are two.
        shown = slice(None) if kind is Action else slice(4)
        assert [one[shown] for one in found] == [one[shown] for one in wanted]
        done += [many, each]
    assert check_store(durham).problems == ()
    for made in reversed(done):
        durham.run(undo, made.entry)


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(UPDATES, min_size=1, max_size=5))
def test_lines_of_a_record_come_into_its_history(durham: Store, updates: list[Values]) -> None:
    made = durham.run(put, "EXEC", Action, [{"number": "1", "text": "Do it"}])
    (action_id,) = made.result if isinstance(made.result, list) else ()

    def tell(session: Session) -> Changes:
        ids = fresh_ids(session, len(updates))
        rows = [
            {"action_id": action_id, **update, "id": i}
            for update, i in zip(updates, ids, strict=True)
        ]
        add_rows(session, ActionUpdate, rows)
        return Changes("Story told", ("*",))

    done = durham.run(tell)
    assert [e.words for e in durham.ask(list_entries, action_id)] == ["Story told", "Many added"]
    assert check_store(durham).problems == ()
    durham.run(undo, done.entry)
    durham.run(undo, made.entry)


def test_what_changes_again_in_the_same_unit_is_told_as_it_is_left(durham: Store) -> None:
    def command(session: Session) -> Changes:
        rows = [{"number": n, "text": f"Words {n}"} for n in ("A1", "A2", "A3")]
        first, second, _ = put(session, "EXEC", Action, rows).result  # type: ignore[misc]
        session.get_one(Action, first).text = "Other words"
        session.flush()
        session.delete(session.get_one(Action, second))
        return Changes("Added and changed", ("*",))

    durham.run(command)
    assert check_store(durham).problems == ()
    assert [hit.title for hit in durham.ask(find, "other words")] == ["A1"]
    assert durham.ask(find, "A2") == ()
    assert [hit.title for hit in durham.ask(find, "A3")] == ["A3"]


def test_a_number_taken_twice_leaves_nothing(durham: Store) -> None:
    twice = [{"number": "A1", "text": "Penguin"}, {"number": "A1", "text": "Walrus"}]
    with pytest.raises(IntegrityError):
        durham.run(put, "EXEC", Action, twice)
    with pytest.raises(Refused):
        durham.run(put_in_no_group)
    assert durham.ask(find, "penguin") == ()
    assert check_store(durham).problems == ()


def put_in_no_group(session: Session) -> Changes:
    row = {"id": fresh_id(session), "group_id": "nobody", "number": "A1", "text": "Penguin"}
    add_rows(session, Action, [row])
    return Changes("To nobody", ("*",))


def test_a_rehearsal_adds_and_leaves_nothing(durham: Store) -> None:
    def rehearse(session: Session) -> int:
        put(session, "EXEC", Action, [{"number": "A1", "text": "Penguin"}])
        assert not work_of(session).fresh  # nothing is reckoned that nobody will ask for
        return len(session.scalars(select(Action.id)).all())

    assert durham.rehearse(rehearse) == 1
    assert durham.ask(lambda session: session.scalars(select(Action.id)).all()) == []
    assert check_store(durham).problems == ()


def test_no_rows_are_no_change(durham: Store) -> None:
    assert durham.run(put, "EXEC", Action, []).entry == ""


@pytest.fixture
def statements() -> Iterator[list[str]]:
    """Every statement that any connection is given."""
    asked: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    yield asked
    event.remove(Engine, "before_cursor_execute", note)


def test_ten_times_the_rows_take_no_more_statements(durham: Store, statements: list[str]) -> None:
    counts = []
    for start, many in ((0, 150), (1000, 1500)):
        rows = [{"number": f"A{n}", "text": "Words"} for n in range(start, start + many)]
        del statements[:]
        durham.run(put, "EXEC", Action, rows)
        counts.append(len(statements))
    assert counts[1] <= counts[0] + 2, counts
