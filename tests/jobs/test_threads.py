"""The desk: answers come to the window's thread, to owners that live, the newest only."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, QThread
from PySide6.QtWidgets import QApplication
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot
from shiboken6 import delete
from sqlalchemy.orm import Session

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Refused
from dscp_desktop.jobs.answers import MOST
from dscp_desktop.jobs.threads import Desk, FileDesk
from dscp_desktop.store.connection import make_engine
from dscp_desktop.store.opening import Store
from tests.store.deeds import add, names


@pytest.fixture
def desk(store: Store, qapp: QApplication) -> Iterator[Desk]:
    assert qapp
    made = Desk(store)
    yield made
    made.close()


def test_a_query_answers_in_the_windows_thread(desk: Desk, qtbot: QtBot) -> None:
    heard: list[Any] = []
    desk.ask(desk, names, then=lambda found: heard.append((found, QThread.currentThread())))
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [([], desk.thread())]
    assert desk.idle()


def test_a_command_tells_everybody_and_can_be_undone(desk: Desk, qtbot: QtBot) -> None:
    heard: list[Changes] = []
    desk.changed.connect(heard.append)
    with qtbot.waitSignal(desk.changed):
        desk.run(desk, add, "Durham Voice", then=heard.append)
    qtbot.waitUntil(lambda: len(heard) == 2)
    assert heard[0] == heard[1]
    with qtbot.waitSignal(desk.changed):
        desk.undo(desk, heard[0].entry)
    assert desk.store.ask(names) == []


def test_only_the_newest_answer_counts(desk: Desk, qtbot: QtBot) -> None:
    heard: list[int] = []

    def slow(_session: Session, number: int) -> int:
        time.sleep(0.02)
        return number

    for number in range(5):
        desk.ask(desk, slow, number, then=heard.append, key="list")
    qtbot.waitUntil(desk.idle)
    assert heard == [4]


_asked: list[tuple[object, ...]] = []


def _names(session: Session, *args: object) -> tuple[str, ...]:
    _asked.append(args)
    return tuple(names(session))


def _counted(desk: Desk, qtbot: QtBot, *args: Any, key: str = "names") -> tuple[Any, int]:
    """Ask once more; give the answer and how many times the store was really asked for it."""
    _asked.clear()
    heard: list[Any] = []
    desk.ask(desk, _names, *args, then=heard.append, key=key)
    qtbot.waitUntil(desk.idle)
    return heard[0], len(_asked)


def test_an_answer_is_kept_until_somebody_writes(desk: Desk, qtbot: QtBot) -> None:
    first, times = _counted(desk, qtbot, 1)
    assert (first, times) == ((), 1)
    again, times = _counted(desk, qtbot, 1)
    assert again is first
    assert times == 0
    desk.run(desk, add, "Durham Voice")
    qtbot.waitUntil(desk.idle)
    assert _counted(desk, qtbot, 1) == (("Durham Voice",), 1)
    with make_engine(desk.store.path, desk.store.key, writes=True).begin() as other:
        other.exec_driver_sql("UPDATE organisation SET name = 'Voice'")
    assert _counted(desk, qtbot, 1) == (("Voice",), 1)
    assert _counted(desk, qtbot, 1) == (("Voice",), 0)


def test_no_other_question_gets_a_kept_answer(desk: Desk, qtbot: QtBot) -> None:
    assert _counted(desk, qtbot, 1)[1] == 1
    assert _counted(desk, qtbot, 2)[1] == 1
    assert _counted(desk, qtbot, 2, key="others")[1] == 1
    assert _counted(desk, qtbot, 2, key="")[1] == _counted(desk, qtbot, 2, key="")[1] == 1
    assert _counted(desk, qtbot, 2)[1] == 0
    desk.forget_answers()
    assert _counted(desk, qtbot, 2)[1] == 1
    changing: list[int] = []  # may be another the next time
    assert _counted(desk, qtbot, changing)[1] == _counted(desk, qtbot, changing)[1] == 1


def test_kept_answers_are_few(desk: Desk, qtbot: QtBot) -> None:
    for number in range(MOST + 1):
        _counted(desk, qtbot, key=f"question {number}")
    assert _counted(desk, qtbot, key=f"question {MOST}")[1] == 0
    assert _counted(desk, qtbot, key="question 0")[1] == 1


def test_a_store_opened_anew_under_another_key_is_asked_anew(desk: Desk, qtbot: QtBot) -> None:
    assert _counted(desk, qtbot)[1] == 1
    before = desk.store.version()

    def again(store: Store) -> None:
        store.pause()
        store.resume(store.key)

    desk.alone(desk, again, then=lambda _none: None)
    qtbot.waitUntil(desk.idle)
    assert desk.store.version() != before
    assert _counted(desk, qtbot)[1] == 1


def test_who_cannot_be_asked_may_have_been_written_to(store: Store, tmp_path: Path) -> None:
    assert store.version() == store.version()
    store.pause()
    away = store.path.rename(tmp_path / "away.dscp")
    assert store.version() != store.version()
    away.rename(store.path)
    assert store.version() == store.version()


def test_an_owner_that_is_gone_hears_nothing(desk: Desk, qtbot: QtBot) -> None:
    owner, heard = QObject(), []
    desk.ask(owner, names, then=heard.append)
    delete(owner)
    qtbot.waitUntil(desk.idle)
    assert heard == []


def test_trouble_is_said_and_a_bug_reaches_the_crash_page(desk: Desk, qtbot: QtBot) -> None:
    def refuse(_session: Session) -> Changes:
        raise Refused("The list is frozen.")

    def fail(_session: Session) -> Changes:
        raise KeyError("bug")

    with qtbot.waitSignal(desk.troubled) as said:
        desk.run(desk, refuse)
    assert said.args == ["The list is frozen."]
    heard: list[str] = []
    desk.run(desk, refuse, failed=lambda trouble: heard.append(trouble.words))
    qtbot.waitUntil(lambda: heard == ["The list is frozen."])
    with capture_exceptions() as caught:
        desk.run(desk, fail)
        qtbot.waitUntil(desk.idle)
    assert caught[0][0] is KeyError


def test_a_rehearsal_writes_nothing(desk: Desk, qtbot: QtBot) -> None:
    heard: list[Changes] = []
    desk.rehearse(desk, add, "Durham Voice", then=heard.append)
    qtbot.waitUntil(lambda: bool(heard))
    assert desk.store.ask(names) == []


def test_a_list_answers_while_a_long_command_writes(desk: Desk, qtbot: QtBot) -> None:
    go = threading.Event()

    def long(session: Session) -> Changes:
        changes = add(session, "Durham Voice")
        session.flush()
        go.wait(5)
        return changes

    heard: list[Any] = []
    desk.run(desk, long)
    desk.ask(desk, names, then=heard.append)
    qtbot.waitUntil(lambda: heard == [[]])
    go.set()
    qtbot.waitUntil(desk.idle)
    assert desk.store.ask(names) == ["Durham Voice"]


def test_work_on_files_reports_and_can_be_cancelled(desk: Desk, qtbot: QtBot) -> None:
    told: list[tuple[str, int, int]] = []
    heard: list[str] = []

    def job(files: FileDesk) -> str:
        files.tell("Reading", 1, 2)
        return "done"

    task = desk.work(desk, job, then=heard.append, told=lambda *said: told.append(said))
    qtbot.waitUntil(lambda: heard == ["done"])
    assert told == [("Reading", 1, 2)]
    assert not task.cancelled()

    def asks(files: FileDesk) -> object:
        task.cancel()
        return files.ask("dscp_desktop.sheets.tasks:read", {"name": "x.xlsx"}, [b"no workbook"])

    said: list[str] = []
    desk.work(desk, asks, then=heard.append, failed=lambda trouble: said.append(trouble.words))
    qtbot.waitUntil(lambda: bool(said), timeout=15_000)
    assert "x.xlsx" in said[0]


def test_work_on_the_file_that_waits_at_closing_is_still_done(store: Store, qtbot: QtBot) -> None:
    desk, go, done = Desk(store), threading.Event(), []

    def long(session: Session) -> Changes:
        threading.Timer(0.2, go.set).start()
        go.wait(5)
        return add(session, "Durham Voice")

    desk.run(desk, long)
    desk.alone(desk, lambda store: done.append(store.ask(names)), then=lambda _nothing: None)
    desk.close()
    assert done == [["Durham Voice"]]
    qtbot.waitUntil(desk.idle)


def test_the_store_is_closed_away_from_the_window(
    store: Store, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Closing folds the log in and takes its time: the window goes on meanwhile."""
    desk = Desk(store)
    where: list[object] = []
    closes = store.close

    def close() -> None:
        where.append(threading.current_thread())
        time.sleep(0.2)
        closes()

    monkeypatch.setattr(store, "close", close)
    said: list[bool] = []
    start = time.perf_counter()
    desk.close_away(lambda: said.append(QThread.currentThread() is desk.thread()))
    assert time.perf_counter() - start < 0.1
    qtbot.waitUntil(lambda: bool(said))
    assert said == [True]
    assert where != [threading.main_thread()]


def test_a_store_that_cannot_be_closed_reaches_the_crash_page(
    store: Store, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(store)

    def close() -> None:
        raise OSError("the disk is gone")

    closes = store.close
    monkeypatch.setattr(store, "close", close)
    with capture_exceptions() as caught:
        desk.close_away(lambda: None)
        qtbot.waitUntil(lambda: bool(caught))
    assert isinstance(caught[0][1], OSError)
    monkeypatch.setattr(store, "close", closes)
