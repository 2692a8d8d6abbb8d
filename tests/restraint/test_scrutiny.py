"""Reviews, what they say of all incidents, the papers, what is due and what is proposed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dscp_desktop.actions.queries.log import find_by_origin
from dscp_desktop.actions.rules.log import ActionDetails
from dscp_desktop.app.features import proposal_offers
from dscp_desktop.core.faults import Refused, WrongUse
from dscp_desktop.core.offers import DocumentOffer, Due, Scope
from dscp_desktop.paper.pdf import render_pdf
from dscp_desktop.partnership.queries.parties import find_group
from dscp_desktop.restraint.commands.homes import change_home, keep, set_smallest
from dscp_desktop.restraint.commands.register import (
    ask_hold,
    clear_footage,
    confirm_hold,
    mark_overwritten,
)
from dscp_desktop.restraint.commands.reviews import (
    add_review,
    add_review_action,
    change_review,
    remove_review,
)
from dscp_desktop.restraint.feature import FEATURE
from dscp_desktop.restraint.queries.due import HEADING, list_due, list_proposals
from dscp_desktop.restraint.queries.frame import footage_warnings, frame_rows
from dscp_desktop.restraint.queries.incidents import get_incident, list_homes, list_incidents
from dscp_desktop.restraint.queries.results import draw_results, find_review, list_reviews
from dscp_desktop.restraint.rules.results import (
    StratumResult,
    sample_words,
    stratum_result,
    stratum_words,
    together,
    together_words,
)
from dscp_desktop.restraint.rules.review import ReviewDetails, ReviewerDetails
from dscp_desktop.sampling.commands import freeze, note_lost, record_draw
from dscp_desktop.sampling.queries import get_draw
from dscp_desktop.sampling.rules.bounds import TWO_STRATA, most_of_concern
from dscp_desktop.sampling.rules.draw import Replacement, Stratum
from dscp_desktop.sampling.rules.frame import Period
from dscp_desktop.store.history import undo
from dscp_desktop.store.opening import Store
from dscp_desktop.today.rules import urgency
from tests.paper.structure import outline

FIRST, LAST = date(2022, 7, 1), date(2022, 9, 30)
DAY = date(2022, 10, 6)
NURSE = ReviewerDetails("Designated nurse", True)
DETAILS = ReviewDetails(DAY, (NURSE,), "Registered manager", "He ran", of_concern="no")


@pytest.fixture
def drawn(home: Store) -> tuple[Store, str]:
    """A store with the sample of the second quarter drawn, and the draw's id."""
    rows, without = home.ask(frame_rows, FIRST, LAST)
    assert without == ()
    plan = "0:8,1:5,2:all,3:all"
    period = Period(FIRST, LAST)
    frame = home.run(freeze, "restraint", "", period, rows, (), plan).result
    made = home.run(record_draw, str(frame), "418203-096714", "room", "two members").result
    return home, str(made)


def ids_of(store: Store) -> dict[str, str]:
    return {line.ref: line.id for line in store.ask(list_incidents)}


def review_all(store: Store, draw_id: str, of_concern: str = "no") -> None:
    ids, record = ids_of(store), store.ask(get_draw, draw_id)
    for level in record.drawn.strata:
        for ref in record.sample(level):
            store.run(add_review, ids[ref], replace(DETAILS, of_concern=of_concern), draw_id)


def paper(store: Store, kind: str, **more: object) -> str:
    offer: DocumentOffer = next(one for one in FEATURE.documents if one.kind == kind)
    scope = Scope(today=store.today(), **more)  # type: ignore[arg-type]
    return outline(render_pdf(store.ask(offer.make, scope)).data)


# ---------------------------------------------------------------------------- reviews


def test_one_who_was_involved_is_not_recorded_as_reviewer(home: Store) -> None:
    incident = home.ask(list_incidents)[0]
    silent = ReviewerDetails("Team manager")
    for wrong in ((silent,), (NURSE, silent), (), (ReviewerDetails(" ", True),)):
        with pytest.raises(Refused):
            home.run(add_review, incident.id, replace(DETAILS, reviewers=wrong))
    assert home.ask(list_reviews) == ()
    made = str(home.run(add_review, incident.id, DETAILS).result)
    with pytest.raises(Refused, match="Team manager has not stated"):
        home.run(change_review, made, replace(DETAILS, reviewers=(NURSE, silent)))
    (one,) = home.ask(list_reviews)
    assert one.details.reviewers == (NURSE,)
    assert home.ask(find_review, incident.id) == one


def test_a_review_is_changed_removed_and_undone(home: Store) -> None:
    incident = home.ask(list_incidents)[0]
    made = str(home.run(add_review, incident.id, DETAILS).result)
    doctor = ReviewerDetails("Designated doctor", True)
    home.run(change_review, made, replace(DETAILS, reviewers=(doctor,), home_view="Disagrees"))
    (one,) = home.ask(list_reviews)
    assert (one.details.reviewers, one.details.home_view) == ((doctor,), "Disagrees")
    removed = home.run(remove_review, made)
    assert home.ask(find_review, incident.id) is None
    home.run(undo, removed.entry)
    assert home.ask(list_reviews) == (one,)


@pytest.mark.parametrize(
    "wrong",
    [
        replace(DETAILS, lawful="perhaps"),
        replace(DETAILS, on=date(2022, 3, 1)),
        replace(DETAILS, child_account="Chloe said"),
    ],
)
def test_what_a_review_cannot_say(home: Store, wrong: ReviewDetails) -> None:
    with pytest.raises(Refused):
        home.run(add_review, home.ask(list_incidents)[0].id, wrong)


def test_actions_of_a_review_stand_in_the_one_log(home: Store) -> None:
    made = str(home.run(add_review, home.ask(list_incidents)[0].id, DETAILS).result)
    group = home.ask(find_group, "PLG")
    assert group is not None
    details = ActionDetails("Train staff again", owner_role="Manager", due=date(2024, 1, 1))
    action = home.run(add_review_action, made, group.id, details).result
    assert [line.id for line in home.ask(find_by_origin, made, DAY)] == [action]
    assert home.ask(list_reviews)[0].action_ids == (action,)


# ---------------------------------------------------------------------------- results


def test_bounds_of_each_level_and_of_two_together(drawn: tuple[Store, str]) -> None:
    store, draw_id = drawn
    waiting = store.ask(draw_results, draw_id=draw_id)[0]
    assert not waiting.is_complete
    assert all(one.bounds is None for one in waiting.strata)
    assert "nothing can be said yet" in stratum_words(waiting.strata[0])
    review_all(store, draw_id)
    (result,) = store.ask(draw_results, FIRST, LAST)
    assert result.is_complete
    none, minor = result.strata[:2]
    assert (none.size, none.seen, none.found) == (49, 8, 0)
    assert none.bounds is not None
    assert minor.bounds is not None
    assert none.bounds.at_most == most_of_concern(49, 8, 0)
    both = sum(most_of_concern(one.size, one.seen, 0, TWO_STRATA) for one in (none, minor))
    assert result.together == (both, both)
    assert result.found == 0
    assert result.reviewed == 13
    assert "each at 97.5%" in together_words(result)


def test_missing_footage_gives_a_second_bound(drawn: tuple[Store, str]) -> None:
    store, draw_id = drawn
    lost = store.ask(get_draw, draw_id).sample("0")[0]
    store.run(note_lost, draw_id, "0", lost, "overwritten")
    review_all(store, draw_id)
    (result,) = store.ask(draw_results, draw_id=draw_id)
    bounds = result.strata[0].bounds
    assert bounds is not None
    assert (bounds.seen, bounds.missing) == (8, 1)
    assert bounds.with_missing == most_of_concern(49, 9, 1) > bounds.at_most
    assert "Counting them as of concern" in stratum_words(result.strata[0])
    assert "Counting what could not be viewed" in together_words(result)


def stratum(size: int, seen: int, found: int, missing: int = 0) -> StratumResult:
    refs = tuple(f"R-{n}" for n in range(size))
    held = Stratum(refs, refs[:seen])
    lost = [Replacement("0", refs[n], refs[seen + n], "overwritten") for n in range(missing)]
    sample = refs[missing : seen + missing]
    said = {ref: "yes" if n < found else "no" for n, ref in enumerate(sample)}
    return stratum_result("0", held, lost, said)


@given(st.integers(1, 60), st.data())
def test_never_a_comfort_where_something_was_found(size: int, data: st.DataObject) -> None:
    seen = data.draw(st.integers(1, size))
    found = data.draw(st.integers(1, seen))
    words = stratum_words(stratum(size, seen, found))
    assert "none" not in words.casefold()
    assert f"{found} w" in words


def test_words_of_a_level() -> None:
    assert stratum(201, 8, 0).bounds.at_most == 61  # type: ignore[union-attr]
    assert "up to 61 of 201" in stratum_words(stratum(201, 8, 0))
    assert "up to 16 of 39" in stratum_words(stratum(39, 5, 0))
    assert stratum_words(stratum(3, 3, 1)) == "All 3 were taken. Of 3 reviewed 1 was of concern."
    empty = stratum_result("2", Stratum(), [], {})
    assert "no incident" in stratum_words(empty)
    unclear = stratum_result("3", Stratum(("a",), ("a",)), [], {"a": "unclear"})
    assert (unclear.seen, unclear.missing) == (0, 1)
    assert "None could be viewed" in stratum_words(unclear)
    assert together((stratum(201, 8, 0),)) is None


def test_the_size_of_a_sample_in_words() -> None:
    assert "Draw 2 of 201" not in sample_words(201, 10)
    assert "fewer than 10%" in sample_words(201, 10)
    assert sample_words(0, 10) == "There is nothing to draw from."
    assert "All 5 would have" in sample_words(5, 1)


# ---------------------------------------------------------------------------- papers


def test_the_paragraph_of_the_year_and_the_published_96(home: Store) -> None:
    said = paper(home, "restraint-year", year="2022-23")
    assert "201 or 83.1% without injury" in said
    assert "95.1% of 41 at level one" in said
    assert "No whole number of 41 gives 96%: 39 is 95.1%, 40 is 97.6%." in said
    assert "cannot be right" in said.casefold()
    with pytest.raises(WrongUse):
        paper(home, "restraint-year", year="soon")


def test_the_published_edition_holds_small_counts_back(home: Store) -> None:
    said = paper(home, "restraint-year-published")
    assert "83.1%" in said
    assert "95.1" not in said
    assert "kept back" in said
    home.run(set_smallest, 50)
    assert "TD: 46" not in paper(home, "restraint-year-published")
    with pytest.raises(Refused):
        home.run(set_smallest, 1)


def test_the_overview_of_a_quarter(drawn: tuple[Store, str]) -> None:
    store, draw_id = drawn
    review_all(store, draw_id)
    said = paper(store, "restraint-overview", on=date(2022, 8, 1))
    assert "H1: Restraint overview: Quarter 2, 2022-23" in said
    assert "60 incidents of restraint, after 53 in the quarter before." in said
    assert "Each level is judged by itself" in said
    assert "Quarter 4, 2022-23" in paper(store, "restraint-overview")
    assert "H3: Reviews" in paper(store, "restraint-results", record_id=draw_id)


def test_papers_of_an_empty_store(durham: Store) -> None:
    for kind in ("restraint-overview", "restraint-results", "restraint-year"):
        assert "H1: " in paper(durham, kind)
    assert "No incident" in paper(durham, "restraint-year-published")


# ---------------------------------------------------------------------- due and proposals


def test_today_warns_of_footage_in_time(drawn: tuple[Store, str]) -> None:
    store, draw_id = drawn
    ids, sample = ids_of(store), store.ask(get_draw, draw_id).sample("0")
    seen = [store.ask(get_incident, ids[ref]) for ref in sample]
    line = next(one for one in seen if one.values.footage == "yes" and one.kept_until)
    assert line.kept_until is not None

    def due(left: int) -> Due | None:
        on = date.fromordinal(line.kept_until.toordinal() - left)  # type: ignore[union-attr]
        return next((d for d in store.ask(list_due, on) if d.record_id == line.id), None)

    assert due(11) is None
    marks = {left: due(left) for left in (10, 5, 0, -1)}
    shown = {left: (d.urgency, d.days) for left, d in marks.items() if d}
    assert shown == {
        10: ("near", "10 days left"),
        5: ("late", "5 days left"),
        0: ("late", "Due today"),
        -1: ("late", "1 day late"),
    }
    assert marks[10] is not None
    assert urgency(marks[10], DAY) == "near"
    store.run(confirm_hold, [line.id], DAY)
    assert due(5) is None


def test_one_line_for_all_that_nothing_was_drawn_from(home: Store) -> None:
    (due,) = home.ask(list_due, date(2022, 7, 1))
    assert due.what.startswith("Draw the sample: footage of")
    later = home.ask(list_due, date(2024, 1, 1))
    assert [due for due in later if due.heading == HEADING] == []


def test_the_draw_is_warned_of_footage(home: Store) -> None:
    rows, _ = home.ask(frame_rows, FIRST, LAST)
    ids = ids_of(home)
    early = date(2022, 9, 1)
    before = {one.ref for one in home.ask(footage_warnings, rows, early)}
    home.run(ask_hold, [ids["RST-113"]], early)
    home.run(mark_overwritten, [ids["RST-112"], ids["RST-113"]], DAY)
    now = {one.ref: one for one in home.ask(footage_warnings, rows, early)}
    assert set(now) - before == {"RST-112", "RST-113"}
    assert now["RST-113"].is_gone
    assert home.ask(footage_warnings, (), early) == ()
    for wrong in (
        lambda s: mark_overwritten(s, [ids["RST-113"]], date(2022, 1, 1)),
        lambda s: confirm_hold(s, [ids["RST-113"]], DAY),
        lambda s: ask_hold(s, [], DAY),
    ):
        with pytest.raises(Refused):
            home.run(wrong)
    home.run(clear_footage, [ids["RST-112"], ids["RST-113"]])
    assert {one.ref for one in home.ask(footage_warnings, rows, early)} == before


def test_overview_and_results_are_proposed_to_the_group_of_the_promise(
    drawn: tuple[Store, str],
) -> None:
    store, draw_id = drawn
    group = store.ask(find_group, "PLG")
    assert group is not None
    since, until = date(2022, 10, 1), date(2023, 1, 31)
    listed = store.ask(list_proposals, since, until)
    assert {one.group_id for one in listed} == {group.id}
    assert [one.key for one in listed] == [
        *("restraint-overview:2022-04-01", "restraint-overview:2022-07-01"),
        "restraint-overview:2022-10-01",
    ]
    review_all(store, draw_id)
    last = store.ask(list_proposals, since, until)[-1]
    assert (last.record_id, last.comes) == (draw_id, DAY)
    assert FEATURE.proposals in proposal_offers()
    assert FEATURE.proposals not in proposal_offers({"restraint"})


# ---------------------------------------------------------------------------- profiles


def test_the_home_goes_into_a_store_and_back(durham: Store) -> None:
    ((home_id, name),) = durham.ask(list_homes)
    durham.run(change_home, home_id, 60, "10 to 17")
    with pytest.raises(Refused):
        durham.run(change_home, home_id, 0)
    kept = durham.ask(keep, DAY)
    (home,) = kept["home"]
    assert (home["organisation"], home["footage_days"]) == (name, 60)
    assert home["overview_to"] == "PLG"
    assert kept["restraint_figure"][0]["value"] == 242


def test_without_a_home_there_is_nothing(store: Store, load: Callable[[str], None]) -> None:
    load("derby-derbyshire-2021-22")
    assert store.ask(list_homes) == ()
    assert store.ask(list_due, DAY) == ()
    assert store.ask(list_proposals, FIRST, LAST) == ()
    assert store.ask(keep, DAY) == {"home": []}


@pytest.fixture
def load(store: Store) -> Callable[[str], None]:
    """Puts a profile into the store."""
    from dscp_desktop.app.beginning import begin_from
    from dscp_desktop.core.profiles import load_profile

    def put(key: str) -> None:
        store.run(begin_from, load_profile(key))

    return put
