"""What was said at a meeting is found at its item, and what of it is restricted is only named."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest
from sqlalchemy.orm import Session

from dscp_desktop.app.features import FEATURES
from dscp_desktop.app.narrowing import RESTRICTED, Found, find_typed, kinds_of, show_hit
from dscp_desktop.core.changes import Changes
from dscp_desktop.meetings.commands.agenda import change_item
from dscp_desktop.meetings.commands.notes import save_item_notes
from dscp_desktop.meetings.queries.record import item_notes
from dscp_desktop.meetings.rules.agenda import ItemDetails
from dscp_desktop.meetings.rules.record import NoteDraft
from dscp_desktop.meetings.tables import Note
from dscp_desktop.store.adding import add_rows
from dscp_desktop.store.check import check_store
from dscp_desktop.store.connection import connect, make_engine
from dscp_desktop.store.history import list_entries, undo
from dscp_desktop.store.migrate import fill_search
from dscp_desktop.store.opening import Store
from dscp_desktop.store.search import HELD_PAGE, find
from dscp_desktop.store.session import fresh_ids
from dscp_desktop.store.withheld import looking
from tests.store.test_redact import redacted

KINDS = kinds_of(FEATURES)
TITLES = {kind: title for kind, (_, title) in KINDS.items()}
SAID = "Quintessa Brackenbury reported on dental neglect."
HIDDEN = "Brackenbury named the zebrafinch family."


def say(store: Store, item: str, *drafts: NoteDraft) -> None:
    store.run(save_item_notes, item, drafts)


def shown(store: Store, words: str) -> list[Any]:
    found: Found = store.ask(find_typed, words, TITLES, 30)
    return [show_hit(hit, found, KINDS) for hit in found.hits]


def sound(store: Store) -> bool:
    return check_store(store).problems == ()


def test_what_was_said_is_found_at_its_item_of_the_minutes(
    durham: Store, july: str, items: list[str]
) -> None:
    say(durham, items[1], NoteDraft("Nothing else."), NoteDraft(SAID))
    (hit,) = durham.ask(find, "dental brackenb")
    assert (hit.record_id, hit.kind, hit.page, hit.restricted) == (
        items[1],
        "agenda item",
        1,
        False,
    )
    assert [hit.place[first:end] for first, end in hit.marked] == ["Brackenbury", "dental"]
    (line,) = shown(durham, "dental brackenb")
    assert line.kind == "Agenda item, minutes"
    assert line.key == ("record", "live", f"{july}/{items[1]}")
    assert line.where == "PLG, Thu 6 Jul 2023"
    assert shown(durham, "subject")[0].key[1] == "meetings"  # its title stands on the agenda
    assert sound(durham)


def test_every_change_of_the_minutes_is_searched_at_once(durham: Store, items: list[str]) -> None:
    say(durham, items[1], NoteDraft(SAID))
    (note,) = durham.ask(item_notes, items[1])
    say(durham, items[1], NoteDraft("Pelicans were seen.", note.id))
    assert durham.ask(find, "dental") == ()
    assert durham.ask(find, "pelican")[0].record_id == items[1]
    durham.run(undo, durham.ask(list_entries)[0].id)
    assert durham.ask(find, "pelican") == ()
    assert durham.ask(find, "dental")[0].record_id == items[1]
    durham.run(move, note.id, items[2])
    assert [hit.record_id for hit in durham.ask(find, "dental")] == [items[2]]
    assert sound(durham)
    say(durham, items[2])
    assert durham.ask(find, "dental") == ()
    durham.run(put_many, items[0], [SAID, "Pelicans."])
    assert [hit.record_id for hit in durham.ask(find, "dental")] == [items[0]]
    assert sound(durham)


def move(session: Session, note_id: str, item_id: str) -> Changes:
    session.get_one(Note, note_id).item_id = item_id
    return Changes("Moved", ("*",))


def put_many(session: Session, item_id: str, texts: list[str]) -> Changes:
    ids = fresh_ids(session, len(texts))
    rows = [
        {"id": note_id, "item_id": item_id, "position": n, "text": text}
        for n, (note_id, text) in enumerate(zip(ids, texts, strict=True))
    ]
    add_rows(session, Note, rows)
    return Changes("Many", ("*",))


def test_a_restricted_paragraph_is_only_named_though_its_item_is_open(
    durham: Store, july: str, items: list[str]
) -> None:
    say(durham, items[1], NoteDraft(SAID), NoteDraft(HIDDEN, restricted=True))
    (hit,) = durham.ask(find, "zebrafinch")
    assert (hit.record_id, hit.title, hit.place, hit.named, hit.marked) == (
        items[1],
        "",
        "",
        (),
        (),
    )
    assert (hit.page, hit.restricted) == (HELD_PAGE, True)
    (line,) = shown(durham, "zebrafinch")
    assert (line.kind, line.icon, line.place) == ("Agenda item", "lock", RESTRICTED)
    assert line.key == ("record", "live", f"{july}/{items[1]}")
    # What holds the words openly too is shown, without a word of the rest.
    (both,) = durham.ask(find, "brackenbury")
    assert (both.page, both.restricted) == (1, False)
    for words in ("brackenbury", "zebrafinch", "named family", "quintessa"):
        told = repr(durham.ask(find, words)).casefold() + repr(shown(durham, words)).casefold()
        assert "family" not in told
        assert "zebrafinch" not in told
    assert sound(durham)
    # Marked as part 2, or not, by a later command.
    first, second = durham.ask(item_notes, items[1])
    say(durham, items[1], NoteDraft(SAID, first.id, restricted=True), NoteDraft(HIDDEN, second.id))
    assert durham.ask(find, "dental")[0].restricted
    assert "zebrafinch" in durham.ask(find, "zebrafinch")[0].place
    assert sound(durham)


def test_of_a_restricted_item_nothing_is_shown(durham: Store, july: str, items: list[str]) -> None:
    say(durham, items[1], NoteDraft(SAID))
    durham.run(change_item, items[1], ItemDetails("Cormorants", restricted=True))
    (hit,) = durham.ask(find, "dental")
    assert (hit.title, hit.place, hit.restricted) == ("", "", True)
    assert shown(durham, "dental")[0].key == ("record", "live", f"{july}/{items[1]}")
    assert shown(durham, "cormorants")[0].key == ("record", "meetings", items[1])
    with looking(durham.path, durham.key) as look:
        assert find(look.session, "dental") == ()


def test_a_look_without_what_is_restricted_gives_no_word_of_it(
    durham: Store, items: list[str]
) -> None:
    say(durham, items[1], NoteDraft(SAID), NoteDraft(HIDDEN, restricted=True))
    with looking(durham.path, durham.key) as look:
        assert "zebrafinch" not in repr(find(look.session, "zebrafinch"))
        assert find(look.session, "dental")[0].record_id == items[1]


@pytest.mark.parametrize("restricted", [False, True])
def test_a_name_that_was_said_is_redacted_from_the_search(
    durham: Store, items: list[str], restricted: bool
) -> None:
    say(durham, items[1], NoteDraft("Kept."), NoteDraft(SAID, restricted=restricted))
    redacted(durham, "Quintessa Brackenbury")
    assert durham.ask(find, "brackenbury") == ()
    assert durham.ask(find, "dental")[0].restricted == restricted
    with raw(durham) as store:
        texts = store.execute("SELECT title || body FROM search").fetchall()
    assert not any("brackenbury" in text.casefold() for (text,) in texts)
    assert sound(durham)


@contextmanager
def raw(store: Store) -> Iterator[Any]:
    with closing(connect(store.path, store.key)) as made:
        yield made


def test_a_store_of_an_older_form_is_filled(durham: Store, items: list[str]) -> None:
    """What a store of revision 0003 did not search is put in by its upgrade; the rest stays."""
    say(durham, items[1], NoteDraft(SAID), NoteDraft(HIDDEN, restricted=True))
    with raw(durham) as store:
        store.execute("DELETE FROM search WHERE rowid < 0")
    assert durham.ask(find, "dental") == ()
    assert not sound(durham)
    for at, found in (("0004", 0), ("0003", 1)):
        engine = make_engine(durham.path, durham.key, writes=True)
        with engine.begin() as connection:
            fill_search(connection, at)
        engine.dispose()
        assert len(durham.ask(find, "dental")) == found
    assert durham.ask(find, "zebrafinch")[0].restricted
    assert sound(durham)
