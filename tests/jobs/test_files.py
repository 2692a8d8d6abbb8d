from __future__ import annotations

import io
import json
import os
import signal
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dscp_desktop.core.faults import Refused
from dscp_desktop.jobs import child, files
from dscp_desktop.jobs.files import FileWorker, Stopped, TaskFailed, command_line
from dscp_desktop.jobs.frames import BadFrame, read_frame, write_frame
from dscp_desktop.sheets.values import from_values
from tests.hard.watching import children_watched
from tests.sheets import broken

READ = "dscp_desktop.sheets.tasks:read"


@pytest.fixture(scope="module")
def worker() -> Iterator[FileWorker]:
    with FileWorker(("dscp_desktop", "tests")) as one:
        yield one


def trouble(name: str) -> str:
    return f"tests.jobs.trouble:{name}"


def test_a_workbook_is_read_in_the_child(data: Path) -> None:
    path = data / "contributions-2022-23.xlsx"
    with FileWorker() as worker:
        worker.start()
        values, blobs = worker.ask(READ, {"name": path.name}, [path.read_bytes()])
    workbook = from_values(values, blobs)
    assert workbook.sheets[0].rows[6] == ("Durham Constabulary", "39,285*")


def test_a_refusal_comes_back_in_its_own_words(worker: FileWorker) -> None:
    with pytest.raises(Refused, match=r"^a\.txt is not an Excel workbook"):
        worker.ask(READ, {"name": "a.txt"}, [b"hello"])
    with pytest.raises(Refused, match=r"^a\.xlsx is a PDF\. Ask for the workbook\.$"):
        worker.ask(trouble("refuse"), {})


def test_values_bytes_and_progress_go_both_ways(worker: FileWorker) -> None:
    blobs = [b"", b"\x00\xff" * 500_000, b"x"]
    heard: list[tuple[str, int, int]] = []
    values, back = worker.ask(
        trouble("echo"), {"a": "é", "n": 1}, blobs, lambda *step: heard.append(step)
    )
    assert (values["a"], values["n"]) == ("é", 1)
    assert back == blobs
    assert heard == [("Echo", 1, 1)]
    assert values["pid"] != os.getpid()
    again, _ = worker.ask(trouble("echo"), {})
    assert again["pid"] == values["pid"]


def test_what_a_library_prints_breaks_nothing(worker: FileWorker) -> None:
    heard: list[tuple[str, int, int]] = []
    values, _ = worker.ask(trouble("chatter"), {}, (), lambda *step: heard.append(step))
    assert values == {"read": ""}
    assert heard[-1] == ("Counting", 10_000, 10_000)
    assert len(heard) < 200


def test_the_child_is_told_no_secret_and_loads_no_window(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DSCP_PASSPHRASE", "correct horse battery")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "openpyxl.py").write_text("raise SystemExit")
    with FileWorker(("dscp_desktop", "tests")) as worker:
        values, _ = worker.ask(trouble("surroundings"), {})
    assert "correct horse battery" not in json.dumps(values["environment"])
    assert "DSCP_PASSPHRASE" not in values["environment"]
    assert not [name for name in values["modules"] if name.startswith(("PySide6", "sqlalchemy"))]


@pytest.mark.parametrize("name", ["mistake", "not_found", "leave", "too_much", "no_such_function"])
def test_a_mistake_of_the_program_is_told_as_one(worker: FileWorker, name: str) -> None:
    before, _ = worker.ask(trouble("echo"), {})
    with pytest.raises(TaskFailed, match="Traceback"):
        worker.ask(trouble(name), {})
    after, _ = worker.ask(trouble("echo"), {})
    assert after["pid"] == before["pid"]


def test_a_crash_is_a_refusal_and_the_next_task_gets_a_new_child(worker: FileWorker) -> None:
    before, _ = worker.ask(trouble("echo"), {})
    with pytest.raises(Refused, match=r"^odd\.pdf made the reader stop\."):
        worker.ask(trouble("crash"), {"name": "odd.pdf"})
    after, _ = worker.ask(trouble("echo"), {})
    assert after["pid"] != before["pid"]


def test_a_child_that_died_at_rest_is_replaced(worker: FileWorker) -> None:
    before, _ = worker.ask(trouble("echo"), {})
    os.kill(before["pid"], signal.SIGTERM)
    deadline = time.monotonic() + 5
    while Path(f"/proc/{before['pid']}/exe").exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    time.sleep(0.1)
    after, _ = worker.ask(trouble("echo"), {})
    assert after["pid"] != before["pid"]


@pytest.mark.skipif(sys.platform != "linux", reason="the limit is set otherwise elsewhere")
def test_memory_has_a_limit(worker: FileWorker) -> None:
    with pytest.raises(Refused, match=r"^The file needs more memory"):
        worker.ask(trouble("devour"), {})
    assert worker.ask(trouble("echo"), {"n": 1})[0]["n"] == 1


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="peak memory is read from /proc")
def test_the_largest_workbook_is_read_within_400_mb() -> None:
    cells = "".join(
        f'<c r="{letter}ROW" t="inlineStr"><is><t>words ROW of {letter}</t></is></c>'
        for letter in "ABCDEFGHIJKL"
    )
    rows = (f'<row r="{n}">{cells.replace("ROW", str(n))}</row>' for n in range(1, 200_001))
    data = broken.hand_made(f"<sheetData>{''.join(rows)}</sheetData>")
    with children_watched(), FileWorker(("dscp_desktop", "tests")) as worker:
        values, blobs = worker.ask(READ, {"name": "large.xlsx"}, [data])
    sheet = from_values(values, blobs).sheets[0]
    assert len(sheet.rows) == 200_000
    assert sheet.cell(200_000, 12).value == "words 200000 of L"


def test_a_time_limit_ends_the_child(worker: FileWorker) -> None:
    started = time.monotonic()
    with pytest.raises(Refused, match="took too long"):
        worker.ask(trouble("hang"), {}, seconds=0.5)
    assert time.monotonic() - started < 5
    assert worker.ask(trouble("echo"), {"n": 1})[0]["n"] == 1


def test_cancelling_ends_the_child(worker: FileWorker) -> None:
    seen: list[str] = []
    started = time.monotonic()
    with pytest.raises(Stopped, match="Nothing was changed"):
        worker.ask(
            trouble("hang"),
            {},
            on_progress=lambda words, _done, _all: seen.append(words),
            cancelled=lambda: bool(seen),
        )
    assert seen == ["Hanging"]
    assert time.monotonic() - started < 5


def test_one_who_waits_for_another_can_cancel_too(worker: FileWorker) -> None:
    def hang() -> None:
        with pytest.raises(Refused, match="too long"):
            worker.ask(trouble("hang"), {}, seconds=1.5)

    first = threading.Thread(target=hang)
    first.start()
    time.sleep(0.3)
    with pytest.raises(Stopped):
        worker.ask(trouble("echo"), {}, cancelled=lambda: True)
    first.join()
    assert worker.ask(trouble("echo"), {"n": 1})[0]["n"] == 1


def test_garbage_from_the_child_is_a_refusal(worker: FileWorker) -> None:
    with pytest.raises(Refused, match="made the reader stop"):
        worker.ask(trouble("garbage"), {}, seconds=20)


def test_an_error_in_the_progress_of_the_caller_leaves_nothing_half_read(
    worker: FileWorker,
) -> None:
    def fail(_words: str, _done: int, _all: int) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        worker.ask(trouble("echo"), {}, on_progress=fail)
    assert worker.ask(trouble("echo"), {"n": 2})[0]["n"] == 2


@pytest.mark.parametrize(
    "task",
    ["os:system", "dscp_desktop", "dscp_desktop.x", "dscp_desktop.x:_hidden", "a b:c", "tests.a:b"],
)
def test_only_our_own_tasks_are_run(task: str) -> None:
    with FileWorker() as worker, pytest.raises(ValueError, match="not a task"):
        worker.ask(task, {})


def test_many_threads_may_ask(worker: FileWorker) -> None:
    answers: list[int] = []

    def ask(number: int) -> None:
        answers.append(worker.ask(trouble("echo"), {"n": number})[0]["n"])

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == list(range(8))


def test_closing_ends_the_work_and_refuses_more() -> None:
    worker = FileWorker(("dscp_desktop", "tests"))
    caught: list[str] = []

    def ask() -> None:
        try:
            worker.ask(trouble("hang"), {})
        except Refused as refused:
            caught.append(refused.words)

    thread = threading.Thread(target=ask)
    thread.start()
    time.sleep(0.5)
    worker.close()
    thread.join(5)
    assert caught
    with pytest.raises(Refused, match="closing"):
        worker.ask(trouble("echo"), {})
    worker.close()


def test_a_child_that_cannot_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "command_line", lambda _packages: ["/no/such/program"])
    with FileWorker() as worker, pytest.raises(Refused, match="could not be started"):
        worker.ask(READ, {"name": "a"}, [b""])


def test_the_command_line(monkeypatch: pytest.MonkeyPatch) -> None:
    assert command_line()[:4] == [sys.executable, "-P", "-m", "dscp_desktop.jobs.child"]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert command_line() == [sys.executable, "--file-worker"]


def test_the_child_ends_when_its_pipe_is_closed_even_in_mid_task() -> None:
    process = subprocess.Popen(
        command_line(("dscp_desktop", "tests")),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(child.__file__).parents[2])},
    )
    assert process.stdin is not None
    assert process.stdout is not None
    with process.stdout, process.stdin as pipe:
        write_frame(pipe, {"task": trouble("hang"), "values": {}})
        frame = read_frame(process.stdout)
    assert frame is not None
    assert frame[0] == {"progress": ["Hanging", 0, 1]}
    assert process.wait(timeout=10) == 0


def served(*asked: dict[str, Any], packages: tuple[str, ...] = ("tests",)) -> list[dict[str, Any]]:
    """What the child's loop answers, run in this process."""
    source, sink = io.BytesIO(), io.BytesIO()
    for header in asked:
        write_frame(source, header)
    source.seek(0)
    ended = threading.Event()
    child.serve(source, sink, packages, ended.set)
    assert ended.wait(5)
    sink.seek(0)
    answers = []
    while (frame := read_frame(sink)) is not None:
        answers.append(frame[0])
    return answers


def test_the_loop_of_the_child() -> None:
    answers = served(
        {"task": trouble("echo"), "values": {"n": 1}},
        {"task": trouble("refuse"), "values": {}},
        {"task": trouble("mistake"), "values": {}},
        {"task": trouble("not_found"), "values": {}},
        {"task": "os:system", "values": {}},
        {"no": "task"},
    )
    assert answers[0] == {"progress": ["Echo", 1, 1]}
    assert answers[1]["values"]["n"] == 1
    assert answers[2] == {"refused": "a.xlsx is a PDF. Ask for the workbook."}
    assert "no such field" in answers[3]["failed"]
    assert "gone" in answers[4]["failed"]
    assert "not a task" in answers[5]["failed"]
    assert "KeyError" in answers[6]["failed"]


def test_the_loop_ends_where_nobody_listens() -> None:
    class Gone(io.BytesIO):
        def flush(self) -> None:
            raise BrokenPipeError

    source = io.BytesIO()
    write_frame(source, {"task": trouble("echo"), "values": {}})
    write_frame(source, {"task": trouble("hang"), "values": {}})
    source.seek(0)
    child.serve(source, Gone(), ("tests",))


def test_the_loop_ends_on_garbage() -> None:
    sink = io.BytesIO()
    child.serve(io.BytesIO(b"garbage"), sink)
    assert sink.getvalue() == b""


blobs_of = st.lists(st.binary(max_size=200), max_size=5)
plain = st.dictionaries(st.text(max_size=8).filter(lambda k: k != "blobs"), st.integers())


@given(st.lists(st.tuples(plain, blobs_of), max_size=4))
def test_frames_come_back_as_they_went(frames: list[tuple[dict[str, int], list[bytes]]]) -> None:
    pipe = io.BytesIO()
    for header, blobs in frames:
        write_frame(pipe, header, blobs)
    pipe.seek(0)
    for header, blobs in frames:
        assert read_frame(pipe) == (header, blobs)
    assert read_frame(pipe) is None


@given(st.binary(max_size=60))
def test_any_bytes_are_a_frame_the_end_or_refused(data: bytes) -> None:
    pipe = io.BytesIO(data)
    try:
        frame = read_frame(pipe)
    except BadFrame:
        frame = None
    assert frame is None or isinstance(frame[0], dict)


@pytest.mark.parametrize(
    "data",
    [
        b"\x00",
        struct.pack(">II", 2**32 - 1, 0),
        struct.pack(">II", 2, 2**32 - 1) + b"{}",
        struct.pack(">II", 10, 0) + b"{}",
        struct.pack(">II", 2, 0) + b"{}",
        struct.pack(">II", 2, 0) + b"[]",
        struct.pack(">II", 2, 0) + b"{x",
        struct.pack(">II", 13, 3) + b'{"blobs":[1]}abc',
        struct.pack(">II", 14, 0) + b'{"blobs":[-1]}',
        struct.pack(">II", 13, 5) + b'{"blobs":[5]}abc',
    ],
)
def test_bad_frames(data: bytes) -> None:
    with pytest.raises(BadFrame):
        read_frame(io.BytesIO(data))


def test_a_frame_over_the_limit_is_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dscp_desktop.jobs.frames.BODY_LIMIT", 10)
    with pytest.raises(BadFrame):
        write_frame(io.BytesIO(), {}, [b"x" * 11])
