"""A name imported by mistake goes from everywhere, and the chain still says what was done."""

from __future__ import annotations

import zlib
from datetime import date, time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import String, Text, select
from sqlalchemy.orm import Session

from dscp_desktop.actions.commands.log import add_action, add_update
from dscp_desktop.actions.queries.log import list_changes
from dscp_desktop.actions.rules.log import ActionDetails
from dscp_desktop.actions.tables import Action
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Refused, WrongUse
from dscp_desktop.diary.commands.meetings import add_meeting
from dscp_desktop.diary.rules.meetings import MeetingDetails
from dscp_desktop.meetings.commands.agenda import add_paper, remove_paper
from dscp_desktop.meetings.tables import Paper
from dscp_desktop.partnership.tables import Group, Organisation
from dscp_desktop.records.commands import redact_words
from dscp_desktop.store.backup import backup_file
from dscp_desktop.store.bundle import take_out
from dscp_desktop.store.check import check_store
from dscp_desktop.store.connection import connect
from dscp_desktop.store.drafts import keep_draft, list_drafts
from dscp_desktop.store.files import get_file
from dscp_desktop.store.history import list_entries, undo
from dscp_desktop.store.opening import Store
from dscp_desktop.store.redact import (
    CODES,
    FilesFound,
    files_holding,
    find_places,
    free_columns,
    pattern_of,
)
from dscp_desktop.store.search import find
from dscp_desktop.store.session import tracked_tables
from tests.store.deeds import add, also_called, names, rename
from tests.store.pages import blocks, holds, plain_pages

NAME = "Jane Zebedee"


def read_plain(_name: str, data: bytes) -> list[str]:
    """The text of a file; the tests of the page let the child process read PDFs."""
    if data.startswith(b"locked"):
        raise Refused("locked.pdf needs a password.")
    return (
        [zlib.decompress(data[6:]).decode()]
        if data.startswith(b"packed")
        else [data.decode("latin-1")]
    )


def group_id(session: Session) -> str:
    return str(session.scalars(select(Group.id).where(Group.code == "EXEC")).one())


@pytest.fixture
def named(durham: Store) -> Store:
    """A store where the name stands in every kind of place."""
    group = durham.ask(group_id)
    made = durham.run(add, f"Friends of {NAME}", "JANE ZEBEDEE'S")
    durham.run(also_called, str(made.result), "jane  zebedee")
    clean = durham.run(add, "Clean body")
    durham.run(rename, str(clean.result), NAME)
    durham.run(rename, str(clean.result), "Clean again")
    asked = ActionDetails("Ask Jane-Zebedee's aunt", owner_role="Chair", due_rule="none")
    action = durham.run(add_action, group, asked)
    durham.run(add_update, str(action.result), f"Told {NAME}.", date(2023, 10, 2))
    details = MeetingDetails(on=date(2024, 1, 9), start=time(9), chair=NAME)
    meeting = str(durham.run(add_meeting, group, details).result)
    durham.run(add_paper, meeting, f"Letter of {NAME}", b"Nothing in it", 1)
    durham.run(add_paper, meeting, "A letter", b"packed" + zlib.compress(NAME.encode()), 1)
    gone = durham.run(add_paper, meeting, "Another", b"Dear Jane\nZebedee", 1)
    durham.run(remove_paper, str(gone.result))
    durham.run(add_paper, meeting, "Locked", b"locked", 1)
    with durham.jotting() as session:
        keep_draft(session, "action/new", '{"text": "Jane\\nZebedee"}')
        keep_draft(session, "action/other", "nothing")
    return durham


def redacted(store: Store, words: str = NAME) -> Changes:
    found = files_holding(store.ask, read_plain, words)
    return store.run(redact_words, words, found.holding)


def test_every_place_is_found_and_nothing_is_changed_by_looking(named: Store) -> None:
    found = files_holding(named.ask, read_plain, NAME)
    places = {place.sort: place for place in named.ask(find_places, NAME, found)}
    counts = {sort: place.count for sort, place in places.items()}
    assert counts == {
        "Records": 9,  # a paper has its item
        "Earlier values in the history": 4,
        "Sentences of the history": 1,
        "Files that are removed whole": 2,
        "Names of other files": 1,
        "Files nobody could look into": 1,
        "Drafts": 1,
    }
    assert places["Files nobody could look into"].names == ("Locked",)
    assert check_store(named).problems == ()


def test_the_name_goes_from_everywhere_and_the_chain_says_so(named: Store) -> None:
    entries = len(named.ask(list_entries))
    named.pause()
    assert "pages (utf-8)" in holds(named.path, named.key, NAME)  # the search for it works
    before = [block for block in _value_blocks(named) if b"ebedee" in zlib.decompress(block)]
    changes = redacted(named)
    checked = check_store(named)
    assert checked.problems == ()
    assert len(checked.erased) == 1
    assert "earlier values" in checked.erased[0]
    assert "by Ann" in checked.erased[0]
    assert checked.entries == entries + 1
    assert changes.words.startswith("Redacted: ")
    assert named.ask(find, "zebedee") == ()
    assert "Friends of [redacted]" in named.ask(names)
    with named.reading() as session:
        assert list_drafts(session, "Ann") == {"action/other": "nothing"}
    named.pause()
    assert holds(named.path, named.key, NAME) == []
    assert holds(named.path, named.key, "zebedee") == []
    pages = plain_pages(named.path, named.key)
    assert before
    assert [block for block in before if block[8:40] in pages] == []
    assert b"Dear Jane" not in pages


def _value_blocks(store: Store) -> list[bytes]:
    raw = connect(store.path, store.key)
    found = [row[0] for row in raw.execute("SELECT rows FROM history_value")]
    raw.close()
    return found


def test_no_random_bytes_stay_by_which_a_guess_could_be_confirmed(named: Store) -> None:
    redacted(named)
    everything = b" ".join(blocks(named.path, named.key)).decode()
    assert "{}," not in everything  # no row was hashed as nothing but erased
    again = redacted_again(named)
    assert again == "Nothing was redacted: these words stand nowhere in the store."


def redacted_again(store: Store) -> str:
    with pytest.raises(Refused) as refused:
        redacted(store)
    return refused.value.words


def test_a_paper_whose_file_held_it_is_awaited_again(named: Store) -> None:
    redacted(named)
    with named.reading() as session:
        papers = {paper.title: paper for paper in session.scalars(select(Paper))}
        assert papers["A letter"].file_id is None
        assert "ask for it in a clean form" in papers["A letter"].removed
        kept = papers["Letter of [redacted]"]
        assert get_file(session, str(kept.file_id)) == b"Nothing in it"


def test_no_undo_reaches_behind_it_and_the_rest_still_undoes(named: Store) -> None:
    last = named.run(add, "After it")
    changes = redacted(named)
    with pytest.raises(Refused, match="what was redacted is gone for good"):
        named.run(undo, changes.entry)
    refused = 0
    for entry in named.ask(list_entries):
        try:
            named.rehearse(undo, entry.id)
        except Refused as words:
            refused += "was erased" in words.words
    assert refused >= 6
    named.run(undo, last.entry)
    assert check_store(named).problems == ()


def test_the_story_of_an_action_is_still_told(named: Store) -> None:
    with named.reading() as session:
        action = session.scalars(select(Action.id).where(Action.text.contains("aunt"))).one()
    redacted(named)
    told = [change.words for change in named.ask(list_changes, action)]
    assert len(told) == 3
    assert told[0].startswith("Redacted")
    assert named.ask(lambda s: s.get_one(Action, action).text) == "Ask [redacted]'s aunt"


def test_two_names_that_must_differ_stay_two(store: Store) -> None:
    store.run(add, "Jane Zebedee")
    store.run(add, "JANE ZEBEDEE")
    redacted(store)
    assert store.ask(names) == ["[redacted]", "[redacted] 2"]
    assert check_store(store).problems == ()


def test_a_second_redaction_of_the_same_entry_holds(store: Store) -> None:
    made = store.run(add, "Jane Zebedee and Tom Quill")
    redacted(store)
    store.run(rename, str(made.result), "Other")
    redacted(store, "Tom Quill")
    assert check_store(store).problems == ()
    assert len(check_store(store).erased) == 2
    store.pause()
    assert holds(store.path, store.key, "quill") == []


def test_what_was_erased_without_a_redaction_is_named(named: Store) -> None:
    redacted(named)
    raw = connect(named.path, named.key)
    raw.execute("DELETE FROM history_value WHERE seq = 2")
    raw.close()
    assert any("before history entry 2 are gone" in p for p in check_store(named).problems)


def test_a_backup_made_after_it_does_not_hold_the_name(named: Store, tmp_path: Path) -> None:
    redacted(named)
    backup = backup_file(named.path, named.key, tmp_path / "after.dscpbackup")
    taken = tmp_path / "taken.dscp"
    take_out(backup, taken)
    assert holds(taken, named.key, "zebedee") == []


def test_too_short_a_name_is_wrong_use() -> None:
    with pytest.raises(WrongUse, match="at least 3 letters"):
        pattern_of("a-b")


@given(st.lists(st.sampled_from(["Jane", "jane", "Zebedee", "ZEBEDEE", " ", "-", "x", "\n"])))
def test_whole_words_are_found_and_nothing_else(parts: list[str]) -> None:
    text = "".join(parts)
    words = "".join(c if c.isalnum() else " " for c in text.casefold()).split()
    there = any(pair == ("jane", "zebedee") for pair in pairwise(words))
    assert bool(pattern_of(NAME).search(text)) == there


def test_each_short_column_is_a_code_or_open_to_people() -> None:
    """A new short column must be decided: words of the program are never redacted."""
    opened = {"record.marking", "group.code", "organisation.short_name", "outcome.number"}
    opened |= {"action.number", "action.item", "decision.number", "challenge.number"}
    opened |= {"former_name.short_name", "version_approval.item"}
    found = {
        f"{name}.{column.name}"
        for name, table in tracked_tables().items()
        for column in table.columns
        if column.name in free_columns(table)
        and isinstance(column.type, String)
        and not isinstance(column.type, Text)
    }
    assert found == opened
    assert "id" not in CODES


def test_the_words_of_a_setting_the_program_needs_stay(durham: Store) -> None:
    with pytest.raises(Refused, match="stand nowhere"):
        redacted(durham, "Europe London")
    assert durham.ask(find_places, "Europe London", FilesFound()) == ()
    assert durham.ask(lambda s: s.scalars(select(Organisation.id)).all())
