"""What a row was before each entry is found without reading the whole of a large entry."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.core.changes import Changes
from dscp_desktop.store.chain import find_packed, pack, unpack
from dscp_desktop.store.earlier import count_others, rows_before
from dscp_desktop.store.history import changes_of, list_entries
from dscp_desktop.store.opening import Store
from dscp_desktop.store.session import once
from dscp_desktop.store.tables import HistoryEntry
from tests.store.deeds import add, names, rename

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
ROWS = st.lists(
    st.tuples(TEXTS, TEXTS, TEXTS, st.none() | st.dictionaries(TEXTS, TEXTS, max_size=3)),
    max_size=8,
)


@given(ROWS, st.tuples(TEXTS, TEXTS))
def test_a_row_of_a_block_is_the_one_that_reading_all_of_it_gives(
    rows: list[tuple[object, ...]], other: tuple[str, str]
) -> None:
    block = pack(rows)
    for key in {other, *((str(row[0]), str(row[1])) for row in rows)}:
        wanted = next((row for row in unpack(block) if tuple(row[:2]) == key), None)
        assert find_packed(block, *key) == wanted


def test_a_row_is_found_over_the_edges_of_pieces() -> None:
    rows: list[list[Any]] = [
        [f"table{n}", "é" * 5000, "x" * 3000, {"text": '"[\\' * 4000}] for n in range(40)
    ]
    block = pack(rows)
    assert all(find_packed(block, row[0], row[1]) == row for row in rows)
    assert find_packed(block, "table", "é") is None


@pytest.mark.parametrize("spoil", [lambda b: b[:-20], lambda _b: b"no block", lambda _b: b""])
def test_a_block_that_is_damaged_is_not_taken_for_one_without_the_row(spoil: object) -> None:
    block = pack([[f"t{n}", f"{n * 7919}", "", None] for n in range(200)])
    with pytest.raises(ValueError, match="a block that"):
        find_packed(spoil(block), "none", "none")  # type: ignore[operator]  # lambdas above


def test_rows_before_are_what_the_entries_tell(store: Store) -> None:
    made = str(store.run(add, "Voice").result)
    store.run(rename, made, "Durham Voice")
    store.run(both, made)
    table = "organisation"

    def told(session: Session) -> dict[str, object]:
        entries = session.scalars(select(HistoryEntry).order_by(HistoryEntry.seq))
        return {
            entry.id: change.before
            for entry in entries
            for change in changes_of(session, entry)
            if (change.table, change.row_id) == (table, made)
        }

    found = store.ask(rows_before, made, table, made)
    assert found == store.ask(told)
    assert [before and before["name"] for before in found.values()] == [
        *(None, "Voice", "Durham Voice")
    ]
    newest = store.ask(list_entries, made)[0].id
    assert store.ask(count_others, made) == {newest: 1}


def both(session: Session, row_id: str) -> Changes:
    add(session, "Another")
    return rename(session, row_id, "Voice of Durham")


def test_once_holds_for_one_query_and_never_in_a_command(store: Store) -> None:
    def twice(session: Session) -> int:
        made: list[int] = []
        for _ in range(2):
            once(session, "names", lambda: made.append(len(names(session))))
        return len(made)

    assert store.ask(twice) == 1
    assert store.ask(twice) == 1  # the next query has it made anew

    def command(session: Session) -> Changes:
        assert twice(session) == 2
        return Changes("Nothing", ())

    store.run(command)
