"""What the program makes of answers that the process for files should never give."""

from __future__ import annotations

import io
import json
import struct
from pathlib import Path
from typing import Any

import pytest

from dscp_desktop.app.features import workbook_offers
from dscp_desktop.core.faults import Refused
from dscp_desktop.jobs import child
from dscp_desktop.jobs.files import FileWorker
from dscp_desktop.jobs.frames import HEADER_LIMIT, BadFrame, read_frame, write_frame
from dscp_desktop.records.workbook.looking import look_at

PACKAGES = ("dscp_desktop", "tests")


@pytest.mark.parametrize(
    "header",
    [
        {},
        {"values": 7},
        {"progress": "no"},
        {"progress": [1, "x", None]},
        {"progress": ["w", 1e999, 1]},
        {"failed": 7},
        {"odd": True},
    ],
    ids=str,
)
def test_an_answer_that_is_none_is_a_refusal_that_names_the_file(header: dict[str, Any]) -> None:
    plain = json.dumps({**header, "blobs": []})
    with FileWorker(PACKAGES) as worker:
        before = worker.ask("tests.jobs.trouble:echo", {})[0]["pid"]
        with pytest.raises(Exception, match=r"odd\.pdf|7"):
            worker.ask("tests.jobs.trouble:say", {"name": "odd.pdf", "header": plain})
        after = worker.ask("tests.jobs.trouble:echo", {})[0]["pid"]
    assert after != before


def test_the_words_tell_the_last_step() -> None:
    with FileWorker(PACKAGES) as worker:
        with pytest.raises(Refused, match=r"^A pack took too long .* The last step was: Hanging\."):
            worker.ask("tests.jobs.trouble:hang", {"title": "A pack"}, seconds=1)
        with pytest.raises(Refused, match=r"^A pack made the reader stop\. It may be damaged"):
            worker.ask("tests.jobs.trouble:crash", {"title": "A pack"})


def test_sheets_that_make_no_sense_are_a_refusal(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"PK")
    answers: list[tuple[dict[str, Any], list[bytes]]] = [
        ({}, []),
        ({"sheets": [{"name": "Q1", "batches": "x"}]}, []),
        ({"name": "a", "notes": [], "sheets": [{}]}, []),
        ({"name": "a", "notes": [], "sheets": 7}, [b"["]),
    ]
    for answer in answers:
        (looked,) = look_at(lambda *_asked, given=answer: given, [path], workbook_offers())
        assert looked.plan.refusal.startswith("a.xlsx could not be read: ")


def test_memory_grows_with_what_is_handed_in_up_to_a_limit() -> None:
    megabyte = 1024 * 1024
    assert child.memory_for(0) == child.TASK_MEMORY < child.MEMORY_LIMIT
    assert child.TASK_MEMORY < child.memory_for(8 * megabyte) < child.memory_for(16 * megabyte)
    assert child.memory_for(100 * megabyte) == child.MEMORY_LIMIT
    said: list[int] = []
    source = io.BytesIO()
    write_frame(source, {"task": "os:system", "values": {}}, [bytes(60 * megabyte)])
    source.seek(0)
    child.serve(source, io.BytesIO(), limit=said.append)
    assert said == [child.memory_for(60 * megabyte), child.MEMORY_LIMIT]


def test_a_header_is_short() -> None:
    assert HEADER_LIMIT <= 16 * 1024 * 1024
    with pytest.raises(BadFrame):
        write_frame(io.BytesIO(), {"values": "x" * HEADER_LIMIT})
    with pytest.raises(BadFrame):
        read_frame(io.BytesIO(struct.pack(">II", HEADER_LIMIT + 1, 0)))


def test_an_answer_too_long_for_a_frame_is_told_as_one() -> None:
    with (
        FileWorker(PACKAGES) as worker,
        pytest.raises(Refused, match=r"^long\.xlsx needs more memory than the reader may use\."),
    ):
        worker.ask("tests.jobs.trouble:long", {"name": "long.xlsx"})


def test_a_child_that_had_much_in_hand_is_not_kept() -> None:
    with FileWorker(PACKAGES) as worker:
        pids = [
            worker.ask("tests.jobs.trouble:echo", {}, [bytes(size)])[0]["pid"]
            for size in (1, 8_000_000, 20_000_000, 1)
        ]
    assert pids[0] == pids[1] == pids[2] != pids[3]
