"""How often the store is asked does not grow with the returns, the draws and their reviews."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import event

from dscp_desktop.restraint.commands.reviews import add_review
from dscp_desktop.restraint.queries.ceremony import frozen_list_of
from dscp_desktop.restraint.queries.frame import frame_rows
from dscp_desktop.restraint.queries.incidents import list_incidents, list_returns
from dscp_desktop.restraint.queries.pages import register_page, results_page
from dscp_desktop.restraint.rules.incidents import LEVELS, count_levels
from dscp_desktop.restraint.rules.review import ReviewDetails, ReviewerDetails
from dscp_desktop.sampling.commands import freeze, record_draw
from dscp_desktop.sampling.rules.frame import Period
from dscp_desktop.sampling.rules.records import RESTRAINT, ROOM
from dscp_desktop.store.opening import Store

QUARTERS = (
    Period(date(2022, 4, 1), date(2022, 6, 30)),
    Period(date(2022, 7, 1), date(2022, 9, 30)),
    Period(date(2022, 10, 1), date(2022, 12, 31)),
)


def asked(store: Store, query: Callable[..., object]) -> int:
    """Return how many statements a query sends."""
    sent: list[str] = []

    def count(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        sent.append(statement)

    event.listen(store.reader, "before_cursor_execute", count)
    store.ask(query)
    event.remove(store.reader, "before_cursor_execute", count)
    return len(sent)


def drawn(store: Store, period: Period) -> tuple[str, str]:
    """Draw from the list of a quarter and review what came first; give the list and the draw."""
    rows, _ = store.ask(frame_rows, period.first, period.last)
    made = store.run(freeze, RESTRAINT, "", period, rows, (), "0:8,1:5,2:all,3:all").result
    seed = "418203-096714", ROOM, "Scrutineer and inspector"
    draw_id = store.run(record_draw, made, *seed).result
    first = store.ask(list_incidents, period.first, period.last)[0]
    details = ReviewDetails(period.last, (ReviewerDetails("Scrutineer", True),), of_concern="no")
    store.run(add_review, first.id, details, draw_id)
    return str(made), str(draw_id)


def test_draws_and_reviews_are_read_with_the_same_number_of_statements(home: Store) -> None:
    frame, draw_id = drawn(home, QUARTERS[0])
    before = {query: asked(home, query) for query in (register_page, results_page)}
    for period in QUARTERS[1:]:
        drawn(home, period)
    assert len(home.ask(results_page).results) == 3
    assert {query: asked(home, query) for query in before} == before
    assert home.ask(frozen_list_of, frame) == home.ask(frozen_list_of, draw_id) == frame
    assert home.ask(frozen_list_of, "none") == ""


def test_the_register_holds_the_incidents_of_one_return(home: Store) -> None:
    lines, returns = home.ask(list_incidents), home.ask(list_returns)
    newest = home.ask(register_page)
    assert newest.count == len(lines) == 242
    assert newest.chosen == returns[-1].id
    for line in returns:
        page = home.ask(register_page, line.id)
        own = tuple(one for one in lines if one.return_id == line.id)
        assert (page.chosen, page.incidents) == (line.id, own)
        counted = {level: page.levels[line.id].get(level, 0) for level in LEVELS}
        assert counted == count_levels(own)
        assert home.ask(register_page, newest.chosen, own[0].id) == page
    assert home.ask(register_page, "none", "none") == newest
