"""Work away from the window: what belongs to the window is let go of in the window's thread."""

import threading
import weakref
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from dscp_desktop.jobs.away import Away


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as made:
        yield made


def test_a_widget_dies_in_the_windows_thread_however_slow_the_other_one_is(
    qapp: QApplication, qtbot: QtBot, pool: ThreadPoolExecutor
) -> None:
    assert qapp
    away, died = Away(), []

    class Part(QWidget):
        def work(self) -> None:
            pass

        def hear(self, _value: None, _error: BaseException | None) -> None:
            pass

    for _ in range(300):
        part = Part()
        weakref.finalize(part, lambda: died.append(threading.current_thread()))
        away.send(pool, part.work, part.hear)
        del part
        if len(died) % 7 == 0:
            qtbot.wait(0)
    qtbot.waitUntil(away.idle)
    pool.submit(lambda: None).result()
    qtbot.waitUntil(lambda: len(died) == 300)
    assert set(died) == {threading.main_thread()}


def test_a_fault_is_heard_and_a_pool_that_has_ended_takes_nothing(
    qapp: QApplication, qtbot: QtBot, pool: ThreadPoolExecutor
) -> None:
    assert qapp
    away = Away()
    heard: list[tuple[object, BaseException | None]] = []

    def fail() -> None:
        raise KeyError("bug")

    assert away.send(pool, fail, lambda *came: heard.append(came))
    assert away.send(pool, lambda: 3, lambda *came: heard.append(came))
    qtbot.waitUntil(away.idle)
    assert [(value, type(error)) for value, error in heard] == [(None, KeyError), (3, type(None))]
    pool.shutdown()
    assert not away.send(pool, fail, lambda *came: heard.append(came))
    assert away.idle()
