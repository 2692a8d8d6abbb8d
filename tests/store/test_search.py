"""Search: every word, the last one as it is typed, by stem, and nothing of restricted text."""

import re
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session
from sqlcipher3 import dbapi2

from dscp_desktop.app.features import FEATURES
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.places import find_place
from dscp_desktop.partnership.queries.parties import list_groups
from dscp_desktop.store.opening import Store
from dscp_desktop.store.search import (
    BEGINS,
    CREATE_SEARCH,
    ENDS,
    EVERYTHING,
    Hit,
    Tally,
    find,
    match_of,
    parted,
    tally,
)
from dscp_desktop.store.tables import Record
from dscp_desktop.store.whereabouts import (
    Narrow,
    ask_driver,
    look_up,
    narrowing,
    record_classes,
)
from tests.meetings.conftest import hold
from tests.store.deeds import add

ONCE_MADE = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
# What people type, and what the index would take for an order of its own.
PIECES = st.sampled_from(
    ["NEAR(a b)", "AND", "OR", "NOT", '"', "'", "*", "^", "title:", "-", "{a}", "(", "+", "MA2",
     "CDDFT-1", "26 October", "5 may 2023", "99 october", "é", "e\u0301", "😀", "\0", "ß", "İ", "²",
     "group:", "year:20", "review", "\ud800"]
)  # fmt: skip


def test_words_are_found_by_their_stem_and_while_they_are_typed(store: Store) -> None:
    for name in ("Reviewing panel", "Panel of carers", "Café Écoute"):
        store.run(add, name)
    assert [hit.title for hit in store.ask(find, "review")] == ["Reviewing panel"]
    assert [hit.title for hit in store.ask(find, "panel rev")] == ["Reviewing panel"]
    assert [hit.title for hit in store.ask(find, "cafe")] == ["Café Écoute"]
    assert [hit.title for hit in store.ask(find, "cafe\u0301 e\u0301co")] == ["Café Écoute"]
    assert {hit.title for hit in store.ask(find, "p")} == {"Reviewing panel", "Panel of carers"}
    assert store.ask(find, "panel", 1) != ()


def test_a_word_is_found_by_each_of_its_beginnings() -> None:
    """From the second letter on nothing that was found is lost by typing on."""
    told = find_place("resources/help/guide.md").read_text("utf-8")
    words = sorted({word.lower() for word in re.findall(r"[A-Za-z]{3,}", told)})
    assert len(words) > 500
    index = dbapi2.connect(":memory:")
    index.execute(CREATE_SEARCH)
    titles = list(enumerate(words))
    index.executemany("INSERT INTO search (rowid, title, body) VALUES (?, ?, '')", titles)
    asked = "SELECT 1 FROM search WHERE search MATCH ? AND rowid = ?"
    lost = [
        word[:end]
        for number, word in titles
        for end in range(2, len(word) + 1)
        if not index.execute(asked, (match_of(word[:end]), number)).fetchone()
    ]
    index.close()
    assert lost == []


def test_what_is_no_word_finds_nothing_and_breaks_nothing(store: Store) -> None:
    store.run(add, "Durham Voice")
    for words in ("", "   ", '"', "*", "'; DROP TABLE record; --", "NEAR(", "a OR b"):
        assert store.ask(find, words) == ()
    assert store.ask(find, "durham")[0].title == "Durham Voice"


@ONCE_MADE
@given(st.lists(st.one_of(PIECES, st.text(max_size=12)), max_size=4), st.sampled_from(" x-"))
def test_whatever_is_typed_is_no_error(durham: Store, parts: list[str], between: str) -> None:
    words = between.join(parts)
    for hit in durham.ask(find, words, 5):
        assert hit.record_id
    assert durham.ask(tally, words).records >= len(durham.ask(find, words, 5))


@given(st.lists(st.tuples(st.text("ab …", max_size=4), st.text("cd", max_size=3))))
def test_a_text_is_parted_from_the_signs_in_it(pieces: list[tuple[str, str]]) -> None:
    signed = "".join(f"{plain}{BEGINS}{marked}{ENDS}" for plain, marked in pieces)
    shown, spans = parted(signed)
    assert shown == "".join(plain + marked for plain, marked in pieces)
    assert [shown[first:end] for first, end in spans] == [marked for _, marked in pieces]
    assert parted(f"a{ENDS}b{BEGINS}c") == ("abc", ((2, 3),))


def test_the_place_that_matched_is_marked(store: Store) -> None:
    store.run(add, "Reviewing panel", "The panel that reviewed it")
    (hit,) = store.ask(find, "review pan")
    assert [hit.title[first:end] for first, end in hit.named] == ["Reviewing", "panel"]
    assert [hit.place[first:end] for first, end in hit.marked] == ["panel", "reviewed"]
    store.run(add, f"Odd {BEGINS} panel", f"Words {ENDS} of a panel")
    odd = next(one for one in store.ask(find, "panel") if one.title.startswith("Odd"))
    assert BEGINS not in odd.title + odd.place
    assert ENDS not in odd.title + odd.place


def test_references_and_days_are_found_as_people_write_them(durham: Store) -> None:
    for name in ("CDDFT-1 report", "CDDFT 12 and 1 report", "MA2 audit", "MA21 audit", "Audit MA"):
        durham.run(add, name)
    durham.run(add, "Away day 2023-10-26")
    durham.run(add, "Away day 2022-10-26")

    def found(words: str) -> set[str]:
        return {hit.title for hit in durham.ask(find, words)}

    assert found("CDDFT-1 rep") == {"CDDFT-1 report"}
    assert found("ma2") == {"MA2 audit", "MA21 audit"}
    assert found("26 October") == {"Away day 2023-10-26", "Away day 2022-10-26"}
    assert found("away 26 oct 2023") == {"Away day 2023-10-26"}
    assert found("26 octopus") == set()


def test_a_title_counts_for_more_than_the_text(store: Store) -> None:
    for number in range(5):
        store.run(add, f"Other {number}", "neglect")
    store.run(add, "Neglect and much else that stands in a long title beside it")
    assert store.ask(find, "neglect")[0].title.startswith("Neglect")


def test_a_restricted_record_shows_no_text_and_a_deleted_one_nothing(store: Store) -> None:
    made = store.run(add, "Case SI-2023-06", "Voice")
    store.run(mark, str(made.result), "restricted")
    for words in ("case", "voice", "si-2023-06"):
        (hit,) = store.ask(find, words)
        assert hit == Hit(str(made.result), "organisation", "", "", restricted=True)
    store.run(mark, str(made.result), "deleted")
    assert store.ask(find, "case") == ()
    assert store.ask(tally, "case") == Tally()


def test_it_is_narrowed_by_kind_group_and_year(office_year: Store) -> None:
    groups = {group.code: group.id for group in office_year.ask(list_groups)}
    counted = office_year.ask(tally, "ex")
    everything = office_year.ask(find, "ex", 500)
    assert counted.records == len(everything) > 20
    for kind, count in counted.kinds.items():
        part = office_year.ask(find, "ex", 500, Narrow(kinds=(kind,)))
        assert len(part) == count
        assert {hit.kind for hit in part} == {kind}
    for group_id, count in counted.groups.items():
        part = office_year.ask(find, "ex", 500, Narrow(group_id=group_id))
        assert len(part) == count
        assert {hit.belongs.group_id for hit in part} == {group_id}
    for year, count in counted.years.items():
        part = office_year.ask(find, "ex", 500, Narrow(year=year))
        assert len(part) == count
        assert {hit.belongs.year for hit in part} == {year}
    both = Narrow(("action", "meeting"), groups["EXEC"], "2022-23")
    assert {hit.kind for hit in office_year.ask(find, "ex", 500, both)} <= {"action", "meeting"}
    assert office_year.ask(find, "ex", 500, Narrow(("person",), groups["EXEC"])) == ()


def test_every_way_leads_somewhere_and_says_the_year_as_the_house_does(durham: Store) -> None:
    """Each kind's columns exist, and SQL and Python name the same financial year."""
    assert {kind for one in FEATURES for kind in one.kinds} <= record_classes().keys()
    with durham.reading() as session:
        told = look_up(session.connection(), {kind: ["none"] for kind in record_classes()})
        assert told == {}
        narrow = Narrow(group_id="none", year="2022-23")
        more, values = narrowing(narrow)
        asked = f"SELECT r.id FROM record r WHERE 1 = 1{more}"
        assert session.connection().exec_driver_sql(asked, values).fetchall() == []
    assert narrowing(EVERYTHING) == ("", {})


def test_trouble_of_the_driver_is_said_as_trouble_of_the_store(store: Store) -> None:
    with store.reading() as session, pytest.raises(DatabaseError, match="no such table"):
        list(ask_driver(session.connection(), "SELECT 1 FROM nowhere", ()))


def test_of_very_many_the_newest_come_first(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dscp_desktop.store.search.RANKED_AT_MOST", 3)
    for number in range(6):
        store.run(add, f"Panel {number}", "panel " * (6 - number))
    assert [hit.title for hit in store.ask(find, "panel", 2)] == ["Panel 5", "Panel 4"]
    counted = store.ask(tally, "panel")
    assert (counted.more, counted.records) == (True, 4)


def mark(session: Session, row_id: str, name: str) -> Changes:
    setattr(session.query(Record).filter_by(id=row_id).one(), name, True)
    return Changes("Record marked", ("*",))


@pytest.mark.parametrize(
    ("on", "year"),
    [
        (date(2023, 3, 31), "2022-23"),
        (date(2023, 4, 1), "2023-24"),
        (date(2000, 1, 1), "1999-00"),
        (date(2000, 4, 1), "2000-01"),
    ],
)
def test_a_year_runs_from_april_to_march(durham: Store, on: date, year: str) -> None:
    meeting = hold(durham, on, items=0)
    for each in ("1998-99", "1999-00", "2000-01", "2022-23", "2023-24"):
        found = [hit.record_id for hit in durham.ask(find, "meeting", 500, Narrow(year=each))]
        found += [hit.record_id for hit in durham.ask(find, "group", 500, Narrow(year=each))]
        assert (meeting in found) == (each == year)
