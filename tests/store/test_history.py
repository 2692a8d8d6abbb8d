"""History: every write is an entry, the chain holds, undo is a new command."""

from datetime import date, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Refused, WrongUse
from dscp_desktop.diary.commands.meetings import add_meeting
from dscp_desktop.diary.rules.meetings import MeetingDetails
from dscp_desktop.partnership.tables import Group
from dscp_desktop.store import check, history
from dscp_desktop.store.connection import connect
from dscp_desktop.store.drafts import drop_draft, keep_draft, list_drafts
from dscp_desktop.store.history import last_undoable, list_entries, undo
from dscp_desktop.store.opening import Store
from dscp_desktop.store.search import find
from dscp_desktop.store.settings import change_setting, get_setting
from dscp_desktop.store.tables import Record
from tests.store.deeds import add, also_called, names, remove, rename


def test_a_command_is_one_entry_with_who_when_and_what(store: Store) -> None:
    changes = store.run(add, "Durham Voice")
    (entry,) = store.ask(list_entries)
    assert (entry.id, entry.who, entry.command) == (changes.entry, "Ann", "add")
    assert entry.words == "Organisation added: Durham Voice"
    assert entry.at.date() == date(2023, 10, 19)
    assert store.ask(list_entries, str(changes.result))[0] == entry


def test_a_command_that_changes_nothing_leaves_no_entry(store: Store) -> None:
    made = store.run(add, "Durham Voice")
    again = store.run(rename, str(made.result), "Durham Voice")
    assert again.entry == ""
    assert len(store.ask(list_entries)) == 1


def test_a_command_that_fails_leaves_nothing(store: Store) -> None:
    def half(session: object) -> Changes:
        add(session, "Half")  # type: ignore[arg-type]
        raise Refused("No.")

    with pytest.raises(Refused):
        store.run(half)
    assert store.ask(names) == []
    assert store.ask(list_entries) == ()


def test_a_rehearsal_is_taken_back(store: Store) -> None:
    assert store.rehearse(add, "Durham Voice").words.endswith("Durham Voice")
    assert store.ask(names) == []


def test_undo_puts_back_values_titles_and_search(store: Store) -> None:
    made = store.run(add, "Durham Voice", "Voice")
    renamed = store.run(rename, str(made.result), "Reviewing panel")
    assert store.ask(find, "review")[0].title == "Reviewing panel"
    store.run(undo, renamed.entry)
    assert store.ask(names) == ["Durham Voice"]
    assert store.ask(find, "review") == ()
    assert store.ask(find, "durh")[0].kind == "organisation"
    entries = store.ask(list_entries)
    assert entries[0].undoes == renamed.entry
    assert entries[1].undone
    assert check.check_store(store).problems == ()


def test_undo_of_a_new_record_leaves_nothing_but_its_history(store: Store) -> None:
    made = store.run(add, "Durham Voice")
    store.run(undo, made.entry)
    with store.reading() as session:
        assert session.query(Record).count() == 0
        assert session.execute(text("SELECT count(*) FROM search")).scalar() == 0
    assert len(store.ask(list_entries)) == 2
    found = check.check_store(store)
    assert (found.rows, found.problems) == (0, ())


def test_a_removed_record_comes_back_whole_with_its_lines(store: Store) -> None:
    made = store.run(add, "Durham Voice")
    gone = store.run(remove, str(made.result))
    assert store.ask(find, "durham") == ()
    store.run(undo, gone.entry)
    assert store.ask(find, "durham")[0].record_id == made.result
    assert check.check_store(store).problems == ()


def test_undo_is_refused_with_the_list_where_a_row_has_changed_since(store: Store) -> None:
    made = store.run(add, "Durham Voice")
    store.run(rename, str(made.result), "Children's voice")
    with pytest.raises(Refused, match=r"have changed since: Children's voice\. Undo the later"):
        store.run(undo, made.entry)
    assert store.ask(names) == ["Children's voice"]


def test_a_line_stands_in_the_history_of_its_record(store: Store) -> None:
    made = store.run(add, "Durham Voice")
    store.run(also_called, str(made.result), "Voice")
    assert [e.command for e in store.ask(list_entries, str(made.result))] == ["also_called", "add"]


def test_the_last_command_of_a_person_since_opening(store: Store) -> None:
    since = store.opened_at
    assert store.ask(last_undoable, "Ann", since) is None
    made = store.run(add, "Durham Voice")
    found = store.ask(last_undoable, "Ann", since)
    assert found is not None
    assert found.id == made.entry
    store.run(undo, made.entry)
    assert store.ask(last_undoable, "Ann", since) is None
    assert store.ask(last_undoable, "Bob", since) is None
    assert store.ask(last_undoable, "Ann", since + timedelta(days=1)) is None


def test_drafts_are_no_records(store: Store) -> None:
    with store.jotting() as session:
        keep_draft(session, "meeting/1/notes", "half a sent")
        keep_draft(session, "meeting/1/notes", "half a sentence")
    assert store.ask(list_drafts, "Ann") == {"meeting/1/notes": "half a sentence"}
    assert store.ask(list_drafts, "Bob") == {}
    with store.jotting() as session:
        drop_draft(session, "meeting/1/notes")
    assert store.ask(list_drafts, "Ann") == {}
    assert store.ask(list_entries) == ()


def test_settings_change_by_command(store: Store) -> None:
    assert store.ask(get_setting, "retention", "7") == "7"
    store.run(change_setting, "retention", "10")
    changed = store.run(change_setting, "retention", "12")
    assert store.ask(get_setting, "retention") == "12"
    store.run(undo, changed.entry)
    assert store.ask(get_setting, "retention") == "10"


def test_a_store_open_to_read_refuses_to_write(store: Store) -> None:
    store.read_only = True
    with pytest.raises(WrongUse, match="open to read"):
        store.run(add, "Durham Voice")


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("UPDATE organisation SET name = 'Other'", "changed outside the history"),
        ("DELETE FROM organisation", "changed outside the history"),
        ("UPDATE history_entry SET who = 'Bob'", "was changed after it was written"),
        ("UPDATE history_entry SET words = 'x' WHERE seq = 2", "entry 2"),
        ("DELETE FROM history_value WHERE seq = 2; DELETE FROM history_record;"
         " DELETE FROM history_entry WHERE seq = 2", "entries are missing"),
        ("UPDATE chain_head SET hash = 'x'", "entries are missing"),
        ("INSERT INTO record (id, kind, title, marking, restricted, deleted)"
         " VALUES ('x', 'organisation', '', '', 0, 0)", "stands in no history"),
        ("UPDATE known_as SET record_id = 'nobody'", "points at a record"),
    ],
)  # fmt: skip
def test_what_is_changed_behind_the_history_is_found_and_named(
    store: Store, statement: str, named: str
) -> None:
    made = store.run(add, "Durham Voice")
    store.run(also_called, str(made.result), "Voice")
    assert check.check_store(store).problems == ()
    raw = connect(store.path, store.key)
    raw.execute("PRAGMA foreign_keys=OFF")
    for part in statement.split(";"):
        raw.execute(part)
    raw.close()
    assert any(named in problem for problem in check.check_store(store).problems)


def test_a_value_of_the_past_that_was_changed_is_found(store: Store) -> None:
    made = store.run(add, "Durham Voice")
    store.run(rename, str(made.result), "B")
    store.run(rename, str(made.result), "C")
    with store.jotting() as session:
        entry = session.get_one(history.HistoryEntry, 3)
        rows = history.changes_of(session, entry)
        values = [[r.table, r.row_id, r.nonce, {**(r.before or {}), "name": "X"}] for r in rows]
        session.get_one(history.HistoryValue, 3).rows = history.pack(values)
    assert any("is not what entry 2 left" in p for p in check.check_store(store).problems)


DEEDS = st.lists(st.tuples(st.sampled_from(["add", "rename", "remove", "undo"]), st.integers(0, 9)))


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(DEEDS)
def test_any_sequence_of_commands_and_undos_leaves_a_sound_chain(
    store: Store, deeds: list[tuple[str, int]]
) -> None:
    entries: list[str] = []
    ids: list[str] = []
    for number, (deed, pick) in enumerate(deeds):
        before = store.ask(names)
        try:
            if deed == "add":
                changes = store.run(add, f"Body {len(store.ask(list_entries))}-{number}")
                ids.append(str(changes.result))
            elif deed == "undo" and entries:
                changes = store.run(undo, entries[pick % len(entries)])
            elif deed == "rename" and ids:
                changes = store.run(rename, ids[pick % len(ids)], f"Name {number}-{len(entries)}")
            elif deed == "remove" and ids:
                changes = store.run(remove, ids[pick % len(ids)])
            else:
                continue
        except Exception:
            assert store.ask(names) == before
            continue
        entries.append(changes.entry)
    assert check.check_store(store).problems == ()


def test_a_record_named_after_another_is_called_and_found_by_its_new_name(durham: Store) -> None:
    def rename_group(session: Session, name: str) -> Changes:
        group = session.scalars(select(Group).where(Group.code == "EXEC")).one()
        group.name = name
        return Changes("Group renamed", ("partnership",))

    group_id = durham.ask(lambda s: s.scalars(select(Group.id).where(Group.code == "EXEC")).one())
    details = MeetingDetails(on=date(2024, 1, 9), start=time(9))
    durham.run(add_meeting, group_id, details)
    changes = durham.run(rename_group, "Zephyr board")
    assert {hit.kind for hit in durham.ask(find, "zephyr")} >= {"group", "meeting"}
    assert check.check_store(durham).problems == ()
    durham.run(undo, changes.entry)
    assert durham.ask(find, "zephyr") == ()
    assert check.check_store(durham).problems == ()
