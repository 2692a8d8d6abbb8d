"""Work on the store's file itself: after what is being written, with no reader beside it."""

from collections.abc import Iterator
from threading import Event

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from dscp_desktop.core.faults import Refused
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.store.opening import Store
from tests.store.deeds import add, names


@pytest.fixture
def desk(store: Store, qapp: QApplication) -> Iterator[Desk]:
    assert qapp is not None
    made = Desk(store)
    yield made
    made.close()


def test_it_waits_for_writers_and_readers_wait_for_it(desk: Desk, qtbot: QtBot) -> None:
    order: list[str] = []
    go = Event()

    def slow(session: Session) -> list[str]:
        go.wait(5)
        return names(session)

    def job(store: Store) -> None:
        order.append(f"alone with {len(store.ask(names))}")

    desk.ask(desk, slow, then=lambda _found: None)
    desk.run(desk, add, "Testing Trust")
    desk.alone(desk, job, then=lambda _none: order.append("told"))
    desk.ask(desk, names, then=lambda found: order.append(f"read {len(found)}"))
    go.set()
    qtbot.waitUntil(desk.idle)
    assert "alone with 1" in order
    assert order.index("told") > order.index("alone with 1")
    assert len(order) == 3


def test_trouble_is_told_and_readers_go_on(desk: Desk, qtbot: QtBot) -> None:
    said: list[str] = []

    def job(_store: Store) -> None:
        raise Refused("The USB drive is full.")

    desk.alone(desk, job, then=said.append, failed=lambda trouble: said.append(trouble.words))
    qtbot.waitUntil(lambda: said == ["The USB drive is full."])
    desk.ask(desk, names, then=lambda found: said.append(str(found)))
    qtbot.waitUntil(lambda: said[1:] == ["[]"])


def test_closing_does_not_wait_for_ever(store: Store, qtbot: QtBot) -> None:
    desk, go = Desk(store), Event()

    def slow(session: Session) -> list[str]:
        go.wait(5)
        return names(session)

    desk.ask(desk, slow, then=lambda _found: None)
    desk.alone(desk, lambda _store: None, then=lambda _none: None)
    go.set()
    desk.close()
    qtbot.wait(20)
    assert desk.idle()
