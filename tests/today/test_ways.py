"""What is due is dealt with where it is listed, by the command of the feature that lists it."""

from __future__ import annotations

from datetime import date

import pytest

from dscp_desktop.actions.queries.log import get_action
from dscp_desktop.app.features import FEATURES, document_offers, due_offers
from dscp_desktop.core.faults import Refused
from dscp_desktop.core.offers import DONE, PUT_OFF, Due, DueOffer, Scope
from dscp_desktop.diary.commands.meetings import add_meeting
from dscp_desktop.diary.queries.planning import run_up
from dscp_desktop.diary.rules.meetings import MeetingDetails
from dscp_desktop.paper.document import Heading
from dscp_desktop.partnership.queries.parties import find_group
from dscp_desktop.store.opening import Store
from dscp_desktop.today.queries import list_due
from dscp_desktop.work_plans.commands import change_line
from dscp_desktop.work_plans.queries import get_plan
from dscp_desktop.work_plans.rules import LineDetails

TODAY = date(2023, 10, 19)


def offer_of(name: str) -> DueOffer:
    """What a feature lists as due."""
    return next(one.due for one in FEATURES if one.name == name and one.due)


def listed(store: Store, name: str, way: str = DONE) -> list[Due]:
    """What a feature lists that can be dealt with in a way."""
    found = store.ask(list_due, due_offers(), TODAY)
    return [due for due in found if due.feature == name and way in due.ways]


def group_id(store: Store, code: str) -> str:
    line = store.ask(find_group, code)
    assert line is not None
    return line.id


def test_a_step_of_a_run_up_is_done_by_its_line(office_year: Store) -> None:
    office_year.run(add_meeting, group_id(office_year, "NEG"), MeetingDetails(date(2023, 11, 2)))
    offer, due = offer_of("diary"), listed(office_year, "diary")[0]
    assert offer.done is not None
    assert offer.put_off is None
    office_year.run(offer.done, due, TODAY)
    steps = {line.step_id: line.done for line in office_year.ask(run_up, due.record_id)}
    assert steps[due.part] == TODAY
    assert due not in listed(office_year, "diary")


def test_a_line_of_a_work_plan_is_put_off_and_done(office_year: Store) -> None:
    plg = group_id(office_year, "PLG")
    plan = office_year.ask(get_plan, plg, "2023-24", TODAY)
    assert plan is not None
    first = plan.lines[0]
    office_year.run(
        change_line, first.id, LineDetails(first.outcome, due=TODAY, progress="Half of it")
    )
    offer = offer_of("work_plans")
    (due,) = (one for one in listed(office_year, "work_plans") if one.record_id == first.id)
    assert offer.done is not None
    assert offer.put_off is not None
    said = office_year.run(offer.put_off, due, date(2023, 10, 27))
    assert said.words == "Line of the work plan put off to Fri 27 Oct 2023"
    days = {one.record_id: one.on for one in listed(office_year, "work_plans")}
    assert days[first.id] == date(2023, 10, 27)
    office_year.run(offer.done, due, TODAY)
    again = office_year.ask(get_plan, plg, "2023-24", TODAY)
    assert again is not None
    assert (again.lines[0].status, again.lines[0].progress) == ("done", "Half of it")
    assert first.id not in {one.record_id for one in listed(office_year, "work_plans")}


def test_an_action_is_not_put_off_to_before_it_was_raised(office_year: Store) -> None:
    due = next(one for one in listed(office_year, "actions", PUT_OFF))
    offer = offer_of("actions")
    assert offer.put_off is not None
    story = office_year.ask(get_action, due.record_id, TODAY)
    assert story is not None
    assert story.line.raised_on is not None
    with pytest.raises(Refused, match="Enter a due date from"):
        office_year.run(offer.put_off, due, date(2020, 1, 1))


def test_the_day_sheet_lists_what_today_lists(office_year: Store) -> None:
    offer = next(one for one in document_offers() if one.kind == "day-sheet")
    made = office_year.ask(offer.make, Scope(TODAY))
    headings = [block.text for block in made.blocks if isinstance(block, Heading)]
    found = office_year.ask(list_due, due_offers(), TODAY)
    assert headings[0] == "Overdue actions"
    assert {due.heading for due in found} <= set(headings)
    assert made.subtitle == "Thursday 19 October 2023"
