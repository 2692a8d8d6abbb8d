"""Search: every word, the last one as it is typed, by stem, and nothing of restricted text."""

from sqlalchemy.orm import Session

from dscp_desktop.core.changes import Changes
from dscp_desktop.store.opening import Store
from dscp_desktop.store.search import find
from dscp_desktop.store.tables import Record
from tests.store.deeds import add


def test_words_are_found_by_their_stem_and_while_they_are_typed(store: Store) -> None:
    for name in ("Reviewing panel", "Panel of carers", "Café Écoute"):
        store.run(add, name)
    assert [hit.title for hit in store.ask(find, "review")] == ["Reviewing panel"]
    assert [hit.title for hit in store.ask(find, "panel rev")] == ["Reviewing panel"]
    assert [hit.title for hit in store.ask(find, "cafe")] == ["Café Écoute"]
    assert {hit.title for hit in store.ask(find, "p")} == {"Reviewing panel", "Panel of carers"}
    assert store.ask(find, "panel", 1) != ()


def test_what_is_no_word_finds_nothing_and_breaks_nothing(store: Store) -> None:
    store.run(add, "Durham Voice")
    for words in ("", "   ", '"', "*", "'; DROP TABLE record; --", "NEAR(", "a OR b"):
        assert store.ask(find, words) == ()
    assert store.ask(find, "durham")[0].title == "Durham Voice"


def test_a_restricted_record_shows_no_text_and_a_deleted_one_nothing(store: Store) -> None:
    made = store.run(add, "Case SI-2023-06", "Voice")
    store.run(mark, str(made.result), "restricted")
    (hit,) = store.ask(find, "case")
    assert (hit.title, hit.place) == ("Case SI-2023-06", "")
    store.run(mark, str(made.result), "deleted")
    assert store.ask(find, "case") == ()


def mark(session: Session, row_id: str, name: str) -> Changes:
    setattr(session.query(Record).filter_by(id=row_id).one(), name, True)
    return Changes("Record marked", ("*",))
