"""How old late actions are, and how far due dates slipped."""

from __future__ import annotations

from datetime import date

from dscp_desktop.actions.rules.ageing import Ageing, ageing_of
from dscp_desktop.core.days import add_working_days
from tests.actions.test_rules import line

TODAY = date(2023, 10, 19)


def late_by(days: int) -> date:
    return add_working_days(TODAY, -days)


def test_late_actions_are_counted_by_their_age() -> None:
    lines = [line(due=late_by(days)) for days in (1, 9, 10, 30, 31, 90)]
    lines += [line(due=TODAY), line(due=late_by(40), status="complete"), line(due=None)]
    found = ageing_of(lines, TODAY)
    assert (found.under, found.between, found.over) == (2, 2, 2)
    assert found.late_words == (
        "Late by fewer than 10 working days: 2; by 10 to 30: 2; by more than 30: 2."
    )
    assert (found.moved, found.slipped_words) == (0, "")


def test_what_was_put_off_is_counted_while_it_is_open() -> None:
    one = line(due=TODAY, slipped=1)
    assert ageing_of([one], TODAY).slipped_words == (
        "Put off since first set: 1 action, by 1 working day in all."
    )
    more = [one, line(due=late_by(3), slipped=50), line(status="complete", slipped=9)]
    assert ageing_of(more, TODAY).slipped_words == (
        "Put off since first set: 2 actions, by 51 working days in all."
    )
    assert Ageing().late_words == ""
