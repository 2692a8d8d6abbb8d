"""The golden thread map over a real store: what is offered, the plan of the day, the paper."""

from __future__ import annotations

from datetime import date

import pytest

from dscp_desktop.app.features import FEATURES, document_offers
from dscp_desktop.core.faults import WrongUse
from dscp_desktop.core.offers import Scope, StepOffer
from dscp_desktop.paper.document import Document, Heading, Paragraph, Table
from dscp_desktop.store.opening import Store
from dscp_desktop.threads.documents import map_document
from dscp_desktop.threads.queries import MapPage, map_page
from dscp_desktop.threads.rules import MapLine, ThreadMap
from tests.threads.weaving import TODAY, Woven

OFFERS: tuple[StepOffer, ...] = tuple(one.steps for one in FEATURES if one.steps)


def shape(lines: tuple[MapLine, ...]) -> list[str]:
    return [f"{'.' * line.depth}{line.step.kind}" for line in lines]


def test_the_thread_runs_to_the_evidence_at_six_and_twelve_months(
    woven_store: tuple[Store, Woven],
) -> None:
    store, ids = woven_store
    page = store.ask(map_page, OFFERS, TODAY)
    assert (page.term, page.plan_id) == ("2023-26", ids.plan)
    assert ids.plan in {key for key, _ in page.plans}
    first = page.map.lines[:11]
    assert shape(first) == [
        "priority", ".outcome", "..audit", "...finding",
        "...action", "....evidence", "....evidence",
        "...action", "....evidence", "....evidence", ".outcome",
    ]  # fmt: skip
    by_id = {line.step.id: line for line in page.map.every}
    assert by_id[ids.told].difference == "Eight in ten plans now quote the child"
    assert by_id[ids.silent].stands_out
    assert by_id[ids.outcome].mark == "some"
    titles = [line.step.title.partition(" of ")[0] for line in first if line.depth == 4]
    assert titles == ["Review at six months", "Review at 12 months"] * 2
    assert {line.step.id for line in page.map.apart if line.depth == 0} >= {
        by_id[ids.stray].id.partition("/")[0]
    }


def test_a_record_brings_the_plan_it_stands_in(woven_store: tuple[Store, Woven]) -> None:
    store, _ids = woven_store
    older = store.ask(map_page, OFFERS, TODAY).plans[-1]
    assert store.ask(map_page, OFFERS, TODAY, older[0]).term == older[1]
    assert store.ask(map_page, OFFERS, TODAY, "", older[0]).term == older[1]


def test_without_a_plan_there_is_nothing(store: Store) -> None:
    assert store.ask(map_page, OFFERS, TODAY) == MapPage()
    offer = next(one for one in document_offers() if one.kind == "golden-thread")
    with pytest.raises(WrongUse, match="There is no plan yet"):
        store.ask(offer.make, Scope(TODAY))


def test_the_paper_says_what_the_window_shows(woven_store: tuple[Store, Woven]) -> None:
    store, ids = woven_store
    offer = next(one for one in document_offers() if one.kind == "golden-thread")
    made = store.ask(offer.make, Scope(TODAY, record_id=ids.plan))
    assert isinstance(made, Document)
    assert (made.title, made.subtitle, made.page) == (
        "Golden thread map", "2023-26", "A4 landscape"
    )  # fmt: skip
    said = str(made.blocks[0].text) if isinstance(made.blocks[0], Paragraph) else ""
    assert "activity with no difference recorded, marked ■." in said
    table = next(one for one in made.blocks if isinstance(one, Table))
    assert table.rows[0].cells[0].text == "1.1 Children are heard early: 2 recorded, 4 missing"
    rows = [[cell.text for cell in row.cells] for row in table.rows if row.kind == "line"]
    assert ["– Action", "■ Activity but no difference recorded"] in [[r[0], r[3]] for r in rows]
    assert [row[0] for row in rows[:4]] == ["Audit", "– Finding", "– Action", "– – Evidence"]
    heads = [one.text for one in made.blocks if isinstance(one, Heading)]
    assert heads[-1] == "On no priority or outcome"


def test_an_empty_map_is_said_on_paper() -> None:
    made = map_document(ThreadMap(), "2023-26", TODAY)
    assert isinstance(made.blocks[-1], Paragraph)
    assert "no priorities yet" in str(made.blocks[-1].text)


# The days that features put into the planner ----------------------------------------------------


def days_of(store: Store, feature: str, first: date, last: date) -> list[tuple[date, str]]:
    offer = next(one.days for one in FEATURES if one.name == feature)
    assert offer is not None
    found = store.ask(offer.list_days, first, last)
    assert all(mark.feature == feature and mark.record_id for mark in found)
    assert list(found) == sorted(found, key=lambda mark: (mark.starts, mark.what))
    return [(mark.starts, mark.what) for mark in found]


def test_open_actions_and_their_reviews_are_days_of_the_year(
    woven_store: tuple[Store, Woven],
) -> None:
    store, _ids = woven_store
    assert days_of(store, "actions", date(2022, 12, 1), date(2023, 9, 30)) == [
        (date(2022, 12, 9), "PLG003 due"),  # those that are done are not due
        (date(2023, 3, 1), "Review at six months of PLG002"),
        (date(2023, 3, 1), "Review at six months of PLG003"),
        (date(2023, 9, 1), "Review at 12 months of PLG001"),
        (date(2023, 9, 1), "Review at 12 months of PLG002"),
        (date(2023, 9, 1), "Review at 12 months of PLG003"),
    ]
    assert days_of(store, "actions", date(2022, 12, 10), date(2023, 2, 28)) == []


def test_reviews_of_terms_are_days_of_the_year(woven_store: tuple[Store, Woven]) -> None:
    found = days_of(woven_store[0], "terms_of_reference", date(2023, 4, 1), date(2024, 3, 31))
    assert (
        date(2023, 10, 26),
        "Review: Terms of reference: Performance and Learning Group",
    ) in found
    inside = days_of(woven_store[0], "terms_of_reference", date(2023, 10, 26), date(2023, 10, 26))
    assert len(inside) == 1


def test_reports_and_lines_of_work_plans_are_days_of_the_year(
    woven_store: tuple[Store, Woven],
) -> None:
    found = days_of(woven_store[0], "work_plans", date(2023, 4, 1), date(2024, 3, 31))
    assert (date(2023, 10, 13), "Report of quarter 2: PLG") in found
    assert any(what.startswith("Each phase of the cycle") for _, what in found)
    assert days_of(woven_store[0], "work_plans", date(2030, 4, 1), date(2031, 3, 31)) == []
