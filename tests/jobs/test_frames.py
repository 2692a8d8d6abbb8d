"""Values go over the pipe in pieces, so that a long one holds no other thread up."""

from __future__ import annotations

import io
import json
import threading
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from dscp_desktop.core.faults import Refused
from dscp_desktop.jobs.files import TOO_LARGE, FileWorker
from dscp_desktop.jobs.frames import HEADER_LIMIT, read_frame, write_frame

PLAIN = some.none() | some.booleans() | some.integers() | some.text() | some.floats(-1e9, 1e9)
VALUES = some.recursive(
    PLAIN,
    lambda inner: (
        some.lists(inner, max_size=5)
        | some.dictionaries(some.text(), inner, max_size=5)
        | some.integers(60, 200).map(lambda count: [*range(count)])
    ),
    max_leaves=12,
)


@given(some.dictionaries(some.text().filter(lambda key: key != "blobs"), VALUES))
def test_pieces_say_what_the_whole_says(values: dict[str, Any]) -> None:
    sink = io.BytesIO()
    write_frame(sink, values, [b"x"])
    sink.seek(0)
    assert read_frame(sink) == (json.loads(json.dumps(values)), [b"x"])


@pytest.mark.parametrize("wrong", [{1, 2}, float("nan"), {"deep": [object()]}, [{"n": 1j}] * 99])
def test_what_is_no_json_is_no_frame(wrong: Any) -> None:
    sink = io.BytesIO()
    with pytest.raises((TypeError, ValueError)):
        write_frame(sink, {"values": wrong})
    assert sink.getvalue() == b""


def test_a_long_document_lets_other_threads_go_on() -> None:
    """In one piece the JSON of a long document stops every other thread for all of its time."""
    cell = {"part": "Cell", "text": "word " * 5, "bold": False, "below": "word"}
    row = {"part": "Row", "cells": [cell] * 5, "kind": "line"}
    values = {"document": {"blocks": [{"rows": [row] * 25_000}]}}

    def share_of_longest_wait() -> float:
        waits: list[float] = []
        working = threading.Thread(target=write_frame, args=(io.BytesIO(), values))
        began = last = time.perf_counter()
        working.start()
        while working.is_alive():
            time.sleep(0.0005)
            now = time.perf_counter()
            waits.append(now - last)
            last = now
        return max(waits) / (last - began)

    # Other programs only ever add to it.
    assert any(share_of_longest_wait() < 0.3 for _ in range(8)), "others waited for all of it"


def test_values_too_large_are_refused_at_once_and_the_next_task_runs() -> None:
    with FileWorker(("dscp_desktop", "tests")) as worker:
        before = worker.ask("tests.jobs.trouble:echo", {})[0]["pid"]
        with pytest.raises(Refused) as refused:
            worker.ask("tests.jobs.trouble:echo", {"long": "x" * HEADER_LIMIT}, seconds=10)
        assert str(refused.value) == TOO_LARGE
        assert worker.ask("tests.jobs.trouble:echo", {})[0]["pid"] == before
