"""What lists read of a store that is full: as much as is needed, and the same as all of it says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from dscp_desktop.actions.queries.log import get_action, get_log, list_changes
from dscp_desktop.app.features import due_offers
from dscp_desktop.diary.queries.meetings import get_meeting, list_meetings, meetings_by_id
from dscp_desktop.restraint.queries.due import HEADING, list_due
from dscp_desktop.restraint.queries.incidents import list_incidents
from dscp_desktop.restraint.queries.results import list_reviews
from dscp_desktop.restraint.rules.footage import GONE, SOON, footage_state
from dscp_desktop.sampling.queries import get_draw
from dscp_desktop.sampling.rules.records import RESTRAINT, refs_of, rows_of, strata_of
from dscp_desktop.sampling.tables import Draw, Frame
from dscp_desktop.store.opening import Store, open_store
from dscp_desktop.store.tables import HistoryValue
from dscp_desktop.today.queries import get_day, get_today, get_year
from dscp_desktop.work_plans import queries as plans
from dscp_desktop.work_plans.rules import WorkPlanValues
from dscp_desktop.work_plans.tables import WorkPlan
from tests.moulds import Moulds, cast_sample

YEAR = "2023-24"


@pytest.fixture
def sample(moulds: Moulds, tmp_path: Path) -> Iterator[Store]:
    path = tmp_path / "sample.dscp"
    moulds.copy("sample", cast_sample, path)
    store = open_store(path, "sample")
    yield store
    store.close()


def footage_told(session: Session, today: date) -> tuple[set[str], int]:
    """The incidents that a line each is for, and how many one line is for: found among all."""
    done = {(one.draw_id, one.ref) for one in list_reviews(session)}
    waiting: set[str] = set()
    for draw_id in session.scalars(select(Draw.id).where(Draw.rehearsal.is_(False))):
        record = get_draw(session, draw_id)
        if record.frame.kind == RESTRAINT:
            drawn = {ref for level in record.drawn.strata for ref in record.sample(level)}
            waiting |= {ref for ref in drawn if (draw_id, ref) not in done}
    texts = session.scalars(select(Frame.text).where(Frame.kind == RESTRAINT))
    listed = {row.ref for text in texts for row in rows_of(text)}
    every = [(line, footage_state(line, today)) for line in list_incidents(session, last=today)]
    apart = {
        line.id
        for line, state in every
        if line.ref in waiting and state in (SOON, GONE)
        if line.kept_until and not line.overwritten_on
    }
    return apart, sum(line.ref not in listed and state == SOON for line, state in every)


def test_footage_is_due_as_the_whole_register_says(sample: Store) -> None:
    today, told = sample.today(), 0
    ends = {line.kept_until or today for line in sample.ask(list_incidents)}
    for on in (*sorted(ends)[::60], today, *(today + timedelta(days=n) for n in (-60, 30, 120))):
        apart, loose = sample.ask(footage_told, on)
        dues = [due for due in sample.ask(list_due, on) if due.heading == HEADING]
        one = [due for due in dues if due.what.startswith("Draw the sample")]
        assert {due.record_id for due in dues if due not in one} == apart, on
        assert len(one) == bool(loose)
        assert all(f"footage of {loose} incident" in due.what for due in one)
        told += len(apart) + loose
    assert told


def test_a_list_says_its_references_and_what_is_drawn_from_it(sample: Store) -> None:
    def draws(session: Session) -> list[str]:
        query = select(Draw.id).join(Frame, Frame.id == Draw.frame_id)
        return list(session.scalars(query.where(Frame.kind == RESTRAINT)))

    for draw_id in sample.ask(draws):
        record = sample.ask(get_draw, draw_id)
        text = record.frame.text
        assert refs_of(text) == {row.ref for row in record.rows}
        assert strata_of(text, record.frame.plan, record.seed) == record.drawn.strata


def test_plans_asked_for_together_are_those_asked_for_alone(sample: Store) -> None:
    today = sample.today()

    def together(session: Session) -> tuple[WorkPlanValues, ...]:
        return plans._all_values(session, session.scalars(select(WorkPlan)).all(), today)

    found = sample.ask(together)
    assert sum(len(plan.lines) for plan in found) > 20
    assert any(line.threads for plan in found for line in plan.lines)
    for plan in found:
        assert plan == sample.ask(plans.get_plan, plan.group_id, plan.year, today)
        assert [line.number for line in plan.lines] == [*range(1, len(plan.lines) + 1)]


def test_meetings_by_id_are_those_of_the_list(sample: Store) -> None:
    every = {line.id: line for line in sample.ask(list_meetings)}
    some = list(every)[::7]
    assert sample.ask(meetings_by_id, some) == {key: every[key] for key in some}
    assert sample.ask(meetings_by_id, ()) == {}
    assert sample.ask(get_meeting, some[0]) == every[some[0]]
    assert sample.ask(get_meeting, "none") is None


def test_the_page_asks_at_once_what_the_day_and_the_year_say(sample: Store) -> None:
    today, offers = sample.today(), due_offers()
    assert sample.ask(get_day, offers, today, True, YEAR) == (
        sample.ask(get_today, offers, today, True),
        sample.ask(get_year, YEAR, today, True),
    )


def test_the_block_of_the_entry_that_made_an_action_is_left_unread(sample: Store) -> None:
    today = sample.today()
    line = sample.ask(get_log, today, False).lines[0]
    story, changes = sample.ask(get_action, line.id, today), sample.ask(list_changes, line.id)
    assert story is not None
    assert changes
    with sample._writing_engine().begin() as connection:  # what cannot be read would be noticed
        largest = connection.exec_driver_sql(
            "SELECT seq FROM history_value ORDER BY length(rows) DESC LIMIT 1"
        ).scalar_one()
        spoil = update(HistoryValue).where(HistoryValue.seq == largest)
        connection.execute(spoil.values(rows=b"no block"))
    assert sample.ask(get_action, line.id, today) == story
    assert sample.ask(list_changes, line.id) == changes
