"""Identifiers: UUIDs of version 7, one by one and many of one instant."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from os import urandom

from hypothesis import given
from hypothesis import strategies as st

from dscp_desktop.core.ids import new_id, new_ids

NOW = datetime(2023, 10, 19, 8, 52, 14, 500_000, tzinfo=UTC)


@given(st.integers(0, 300))
def test_many_rise_and_are_each_their_own(count: int) -> None:
    made = new_ids(NOW, urandom, count)
    assert len(set(made)) == count
    assert made == sorted(made)
    for text in made:
        found = uuid.UUID(text)
        assert (found.version, found.variant) == (7, uuid.RFC_4122)
        assert found.int >> 80 == int(NOW.timestamp() * 1000)
        assert str(found) == text


def test_the_highest_random_bytes_do_not_run_over() -> None:
    made = new_ids(NOW, lambda size: b"\xff" * size, 1000)
    assert made == sorted(made)
    assert {uuid.UUID(text).version for text in made} == {7}
    assert {text[:13] for text in made} == {new_id(NOW, urandom)[:13]}


@given(st.lists(st.integers(-5, 5), max_size=40), st.binary(min_size=10, max_size=10))
def test_one_after_the_other_rises_whatever_the_clock_does(steps: list[int], noise: bytes) -> None:
    now, last = NOW, ""
    for step in steps:
        now += timedelta(milliseconds=step)
        made = new_id(now, lambda size: noise[:size], last)
        assert made > last
        assert uuid.UUID(made).version == 7
        last = made
