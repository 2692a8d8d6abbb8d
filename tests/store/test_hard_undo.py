"""Undo and the history where it is hard: swaps, names taken, lines added later, whole imports."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import Boolean, Column, Date, MetaData, String, Table, Time, text, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Refused
from dscp_desktop.partnership.tables import KnownAs, Organisation
from dscp_desktop.store import history
from dscp_desktop.store.check import check_store
from dscp_desktop.store.connection import connect
from dscp_desktop.store.history import list_entries, undo
from dscp_desktop.store.opening import Store
from dscp_desktop.store.session import canonical, fresh_id, rich_values
from dscp_desktop.store.tables import UtcTime
from tests.store.deeds import add, also_called, names, remove, rename


def swap(session: Session, first: str, second: str) -> Changes:
    """Give two rows each other's name, as a renumbering does."""
    a, b = session.get_one(Organisation, first), session.get_one(Organisation, second)
    was, other = a.name, b.name
    for row, name in ((a, "on the way"), (b, was), (a, other)):
        row.name = name
        session.flush()
    return Changes("Names swapped", ("*",))


def test_two_rows_that_swapped_a_unique_name_swap_back(store: Store) -> None:
    first, second = (str(store.run(add, name).result) for name in "AB")
    changed = store.run(swap, first, second)
    store.run(undo, changed.entry)
    with store.reading() as session:
        assert session.get_one(Organisation, first).name == "A"
        assert session.get_one(Organisation, second).name == "B"
    assert check_store(store).problems == ()


def test_undo_is_refused_in_words_where_the_name_was_taken_since(store: Store) -> None:
    made = store.run(add, "Old name")
    renamed = store.run(rename, str(made.result), "New name")
    store.run(add, "Old name")
    with pytest.raises(Refused, match=r"name or number is taken by: Old name\. Change that"):
        store.run(undo, renamed.entry)
    assert store.ask(names) == ["New name", "Old name"]
    assert check_store(store).problems == ()


def test_undo_is_refused_with_the_list_where_lines_were_added_since(store: Store) -> None:
    made = store.run(add, "Durham Voice")
    called = store.run(also_called, str(made.result), "Voice")
    with pytest.raises(Refused, match=r"still used in: Durham Voice\. Change those first"):
        store.run(undo, made.entry)
    with pytest.raises(Refused, match=r"still used in: Durham Voice"):
        store.run(remove, str(made.result))
    assert store.ask(names) == ["Durham Voice"]
    assert check_store(store).problems == ()
    store.run(undo, called.entry)
    store.run(undo, made.entry)
    assert store.ask(names) == []


def test_an_undo_that_was_undone_leaves_the_first_entry_open_to_undo(store: Store) -> None:
    made = store.run(add, "Durham Voice")
    undone = store.run(undo, made.entry)
    store.run(undo, undone.entry)
    assert [entry.undone for entry in store.ask(list_entries)] == [False, True, False]
    store.run(undo, made.entry)
    assert store.ask(names) == []


def test_undo_says_when_the_values_before_were_erased(store: Store) -> None:
    made = store.run(add, "Durham Voice")
    raw = connect(store.path, store.key)
    raw.execute("DELETE FROM history_value")
    raw.close()
    with pytest.raises(Refused, match="was erased"):
        store.run(undo, made.entry)
    assert any("before history entry 1 are gone" in p for p in check_store(store).problems)


def test_a_chain_without_its_head_is_named(store: Store) -> None:
    store.run(add, "Durham Voice")
    raw = connect(store.path, store.key)
    raw.execute("DELETE FROM chain_head")
    raw.close()
    assert any("entries are missing" in p for p in check_store(store).problems)


def test_what_is_made_and_removed_in_one_command_leaves_no_trace(store: Store) -> None:
    def fleeting(session: Session) -> Changes:
        made = add(session, "Short-lived")
        session.flush()
        session.delete(session.get_one(Organisation, made.result))
        return Changes("Nothing", ())

    assert store.run(fleeting).entry == ""
    assert search_rows(store) == record_rows(store) == []


def test_a_row_removed_and_made_again_is_one_change(store: Store) -> None:
    row_id = str(store.run(add, "Before").result)

    def again(session: Session) -> Changes:
        session.delete(session.get_one(Organisation, row_id))
        session.flush()
        session.add(Organisation(id=row_id, name="After", kind="other"))
        return Changes("Made again", ())

    changed = store.run(again)
    store.run(undo, changed.entry)
    assert store.ask(names) == ["Before"]
    assert search_rows(store) == record_rows(store)
    assert check_store(store).problems == ()


def test_a_line_that_moves_stands_in_the_history_of_both_records(store: Store) -> None:
    first, second = (str(store.run(add, name).result) for name in "AB")
    store.run(also_called, first, "Voice")

    def move(session: Session) -> Changes:
        session.query(KnownAs).one().record_id = second
        return Changes("Moved", ())

    store.run(move)
    for row_id in (first, second):
        assert store.ask(list_entries, row_id)[0].command == "move"


def test_nothing_changes_records_past_the_history(store: Store) -> None:
    def at_once(session: Session) -> Changes:
        session.execute(update(Organisation).values(kind="other"))
        return Changes("All at once", ())

    with pytest.raises(TypeError, match="row by row"):
        store.run(at_once)
    with pytest.raises(TypeError, match="by commands alone"), store.jotting() as session:
        session.add(KnownAs(id=fresh_id(session), record_id="x", name="x"))
    assert check_store(store).problems == ()


def test_a_clock_of_another_zone_leaves_a_chain_that_holds(store: Store) -> None:
    summer = timezone(timedelta(hours=1))
    store.clock = lambda: datetime(2023, 7, 1, 9, 30, 0, 12, tzinfo=summer)
    store.run(add, "Durham Voice")
    assert store.ask(list_entries)[0].at == datetime(2023, 7, 1, 8, 30, 0, 12, tzinfo=UTC)
    assert check_store(store).problems == ()


COLUMNS = Table(
    "t", MetaData(), Column("id", String), Column("yes", Boolean), Column("day", Date),
    Column("at", Time), Column("instant", UtcTime),
)  # fmt: skip


@given(
    st.text(st.characters(exclude_categories=["Cs"])), st.none() | st.booleans(),
    st.none() | st.dates(), st.none() | st.times(),
    st.none() | st.datetimes(timezones=st.just(UTC)),
)  # fmt: skip
def test_values_come_back_as_they_were(
    words: str, yes: bool | None, day: date | None, at: time | None, instant: datetime | None
) -> None:
    rich = {"id": words, "yes": yes, "day": day, "at": at, "instant": instant}
    plain = {n: v.isoformat() if isinstance(v, date | time) else v for n, v in rich.items()}
    assert rich_values(COLUMNS, history.unpack(history.pack(plain))) == rich
    assert canonical(plain) == canonical(dict(reversed(plain.items())))


def search_rows(store: Store) -> list[int]:
    with store.reading() as session:
        return sorted(session.scalars(text("SELECT rowid FROM search")))


def record_rows(store: Store) -> list[int]:
    with store.reading() as session:
        return sorted(session.scalars(text("SELECT search_row FROM record")))


DEEDS = st.lists(
    st.tuples(st.sampled_from(["add", "rename", "remove", "call", "undo"]), st.integers(0, 9)),
    max_size=25,
)


# One store for all: an example cannot be made smaller.
@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)
@given(DEEDS)
def test_whatever_is_done_is_done_whole_or_refused_in_words(
    store: Store, deeds: list[tuple[str, int]]
) -> None:
    entries: list[str] = []
    ids: list[str] = []
    run: dict[str, Callable[[int], Changes]] = {
        "add": lambda n: store.run(add, f"Body {n} {len(store.ask(list_entries, '', 9999))}"),
        "rename": lambda n: store.run(rename, ids[n % len(ids)], f"Name {n}"),
        "remove": lambda n: store.run(remove, ids[n % len(ids)]),
        "call": lambda n: store.run(also_called, ids[n % len(ids)], "Voice"),
        "undo": lambda n: store.run(undo, entries[n % len(entries)]),
    }
    for deed, pick in deeds:
        before = store.ask(names)
        if (deed == "undo" and not entries) or (deed not in ("add", "undo") and not ids):
            continue
        calm = (Refused,) if deed == "undo" else (Refused, SQLAlchemyError)
        try:
            changes = run[deed](pick)
        except calm:
            assert store.ask(names) == before
            continue
        if deed == "add":
            ids.append(str(changes.result))
        if changes.entry:
            entries.append(changes.entry)
    assert check_store(store).problems == ()
    assert search_rows(store) == record_rows(store)


def test_a_missing_entry_is_named(store: Store) -> None:
    for name in "ABC":
        store.run(add, name)
    raw = connect(store.path, store.key)
    raw.execute("PRAGMA foreign_keys=OFF")
    raw.execute("DELETE FROM history_entry WHERE seq = 2")
    raw.close()
    problems = check_store(store).problems
    assert any("entry 3" in p and "before it is missing" in p for p in problems)
    assert any("does not follow" in p for p in problems)


def test_the_head_of_the_chain_is_printed_in_two_groups(store: Store) -> None:
    assert store.ask(history.head_words) == "0000-0000"
    store.run(add, "Durham Voice")
    head = check_store(store).head.upper()
    assert store.ask(history.head_words) == f"{head[:4]}-{head[4:8]}"
