"""The live minutes in the whole window: a meeting by keys alone, closing, locking, coming back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from dscp_desktop.app.features import FEATURES, document_offers, due_offers
from dscp_desktop.app.own_settings import OwnSettings
from dscp_desktop.app.shell import Shell
from dscp_desktop.core.faults import Refused
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.meetings.commands.presence import record_seat
from dscp_desktop.meetings.page.live.page import LivePage
from dscp_desktop.meetings.rules.record import SeatMark
from dscp_desktop.store.drafts import list_drafts
from dscp_desktop.store.opening import Store, open_store
from tests.meetings.page.liveroom import (
    ALT,
    CTRL,
    Hands,
    Key,
    plan,
    press,
    record_of,
    texts,
    type_notes,
    write,
)
from tests.moulds import PASSPHRASE

Open = Callable[..., tuple[Shell, LivePage]]


@pytest.fixture
def clock() -> Hands:
    return Hands()


@pytest.fixture
def open_live(planned: tuple[Store, str], tmp_path: Path, qtbot: QtBot, clock: Hands) -> Open:
    """Open the window on the minutes; called again, it opens the store as another day would."""
    made: list[Shell] = []

    def calm(desk: Desk) -> None:
        for _ in range(4):
            qtbot.waitUntil(desk.idle, timeout=20_000)
            qtbot.wait(5)

    def do(*, minutes: bool = True) -> tuple[Shell, Any]:
        store = planned[0] if not made else open_store(planned[0].path, PASSPHRASE, clock=clock)
        desk = Desk(store, documents=document_offers(), due=due_offers())
        shell = Shell(desk, FEATURES, OwnSettings(tmp_path / "own"))
        made.append(shell)
        qtbot.addWidget(shell, before_close_func=drop)
        shell.resize(1280, 720)
        with qtbot.waitExposed(shell):
            shell.show()
        shell.activateWindow()
        qtbot.waitUntil(lambda: QApplication.activeWindow() is shell)
        shell.begin()
        calm(desk)
        if minutes:
            desk.place_asked.emit("live", planned[1])
            calm(desk)
        return shell, shell.page()

    return do


def drop(shell: Shell) -> None:
    """Let go of a window's store, unless it has gone already."""
    if isValid(shell) and not shell.isHidden():
        shell.drop()


def wait(qtbot: QtBot, shell: Shell) -> None:
    for _ in range(4):
        qtbot.waitUntil(shell.desk.idle, timeout=20_000)
        qtbot.wait(5)


def drafts(store: Store) -> list[str]:
    return list(store.ask(list_drafts, store.person).values())


def walk_to(qtbot: QtBot, page: LivePage, test: Callable[[SeatMark], bool]) -> None:
    """Go to the first seat that passes, by the arrows."""
    for key in (Key.Key_Up, Key.Key_Down):
        for _ in range(page.seats.table.rows.rowCount()):
            if test(page.seats.table.value()):
                return
            press(qtbot, key)
    assert test(page.seats.table.value())


def go_to_seats(qtbot: QtBot, page: LivePage) -> None:
    """Go to the attendance with F6."""
    for _ in range(6):
        press(qtbot, Key.Key_F6)
        if QApplication.focusWidget() is page.seats.table:
            break


def mark_partners(
    qtbot: QtBot, shell: Shell, page: LivePage, store: Store, meeting_id: str
) -> None:
    """Mark the partners present; the chair and another one are late."""
    seats = record_of(store, meeting_id).seats
    partners = {seat.seat_id for seat in seats if seat.statutory}
    assert len(partners) == 3
    for _ in seats:
        if page.seats.table.value().seat_id in partners:
            press(qtbot, Key.Key_Space)
            wait(qtbot, shell)
        press(qtbot, Key.Key_Down)


def minute_two_items(qtbot: QtBot, shell: Shell, clock: Hands) -> None:
    """Note and decide at item 2, agree an action and note at item 3."""
    clock.put("10:05")
    write(qtbot, "The minutes were agreed as a true record.")
    press(qtbot, Key.Key_Return)
    press(qtbot, Key.Key_D, CTRL)
    write(qtbot, "The minutes of the last meeting are approved.")
    press(qtbot, Key.Key_Return, CTRL)
    wait(qtbot, shell)
    clock.put("10:12")
    press(qtbot, Key.Key_Down, ALT)
    wait(qtbot, shell)
    write(qtbot, "A: Durham Constabulary by 3 Nov share the template")
    press(qtbot, Key.Key_Return)
    wait(qtbot, shell)
    write(qtbot, "The template will be shared.")


def move_seats(qtbot: QtBot, shell: Shell, page: LivePage, clock: Hands) -> None:
    """Let the chair come late and the police leave early."""
    go_to_seats(qtbot, page)
    walk_to(qtbot, page, lambda seat: seat.office == "chair")
    clock.put("10:14")
    press(qtbot, Key.Key_A)
    press(qtbot, Key.Key_Return)
    wait(qtbot, shell)
    walk_to(qtbot, page, lambda seat: seat.shown == "Durham Constabulary")
    clock.put("11:10")
    press(qtbot, Key.Key_L)
    press(qtbot, Key.Key_Return)
    wait(qtbot, shell)


def check_record(store: Store, meeting_id: str) -> None:
    """Check what the keys left in the store."""
    record = record_of(store, meeting_id)
    assert record.meeting.status == "held"
    assert texts(record.items[1]) == ["The minutes were agreed as a true record.", "Decision 2.1"]
    assert texts(record.items[2]) == ["Action PLG001", "The template will be shared."]
    assert [(i.started, i.ended) for i in record.items[:3]] == [
        (time(10, 0), time(10, 4)),
        (time(10, 4), time(10, 12)),
        (time(10, 12), time(11, 30)),
    ]
    assert [(m.attendee, m.came, m.at) for m in record.moves][1] == (
        "Durham Constabulary",
        False,
        time(11, 10),
    )
    assert record.items[2].quorum is not None
    assert not record.items[2].quorum.quorate


def test_a_meeting_is_minuted_by_the_keyboard_alone(
    open_live: Open, qtbot: QtBot, clock: Hands, planned: tuple[Store, str]
) -> None:
    shell, page = open_live()
    store, meeting_id = planned
    plan(store, date(2023, 12, 7), more=0)
    page.finish.setFocus()
    press(qtbot, Key.Key_Return)  # 'Start meeting'
    wait(qtbot, shell)
    go_to_seats(qtbot, page)
    mark_partners(qtbot, shell, page, store, meeting_id)
    assert page.seats.quorum.tone == "grn"
    clock.put("10:04")
    press(qtbot, Key.Key_Down, ALT)
    wait(qtbot, shell)
    assert QApplication.focusWidget() is page.middle.notes.field
    minute_two_items(qtbot, shell, clock)
    move_seats(qtbot, shell, page, clock)
    assert page.seats.quorum.tone == "amb"
    assert "Durham Constabulary" in page.seats.quorum.help.text()
    clock.put("11:30")
    page.finish.setFocus()
    press(qtbot, Key.Key_Return)
    wait(qtbot, shell)
    check_record(store, meeting_id)
    assert page.banner is not None
    assert "not reached" in page.banner.fact.text()
    shell.drafts.look()
    wait(qtbot, shell)
    assert drafts(store) == []


def test_a_draft_is_kept_after_a_pause_of_a_second_and_the_header_says_when(
    open_live: Open, qtbot: QtBot, clock: Hands
) -> None:
    shell, page = open_live()
    shell.drafts._timer.stop()
    shell.drafts._timer.setInterval(600_000)  # the pause alone, not the look every two seconds
    shell.drafts._timer.start()
    clock.put("10:42:07")
    qtbot.keyClicks(page.middle.notes.field, "Half a sent")
    qtbot.waitUntil(lambda: bool(drafts(shell.desk.store)), timeout=3_000)
    assert "Half a sent" in drafts(shell.desk.store)[0]
    qtbot.waitUntil(page.saved.isVisible)
    assert page.saved.status.words == "Saved 10:42:07"
    assert texts(record_of(shell.desk.store, page.meeting_id).items[0]) == []


def test_closing_makes_one_command_of_the_draft_and_offers_nothing_back(
    open_live: Open, qtbot: QtBot
) -> None:
    shell, page = open_live()
    meeting_id = page.meeting_id
    qtbot.keyClicks(page.middle.notes.field, "The last words.")
    shell.drafts.look()
    with qtbot.waitSignal(shell.left, timeout=20_000):
        shell.close()
    again, _page = open_live(minutes=False)
    store = again.desk.store
    assert texts(record_of(store, meeting_id).items[0]) == ["The last words."]
    assert drafts(store) == []
    assert not again.drafts.banner.isVisible()


def test_locking_keeps_the_draft_and_it_is_there_again_with_one_key(
    open_live: Open, qtbot: QtBot
) -> None:
    shell, page = open_live()
    meeting_id = page.meeting_id
    item_id = page.record.items[0].id if page.record else ""
    qtbot.keyClicks(page.middle.notes.field, "Said before the lock")
    with qtbot.waitSignal(shell.left, timeout=20_000):
        shell.leave("lock")
    again, _page = open_live(minutes=False)
    store = again.desk.store
    assert texts(record_of(store, meeting_id).items[0]) == []
    assert again.drafts.banner.isVisible()
    assert "Notes of item 1" in again.drafts.banner.fact.text()
    again.drafts.on.click()
    wait(qtbot, again)
    live = again.page()
    assert isinstance(live, LivePage)
    assert live.item_id == item_id
    assert [line.text for line in live.middle.notes.lines()] == ["Said before the lock"]
    live.saving.save()
    wait(qtbot, again)
    again.drafts.look()
    wait(qtbot, again)
    assert texts(record_of(store, meeting_id).items[0]) == ["Said before the lock"]
    assert drafts(store) == []


def test_a_half_typed_action_is_offered_back_in_the_bar(open_live: Open, qtbot: QtBot) -> None:
    shell, page = open_live()
    qtbot.keyClick(page, Key.Key_J, CTRL)
    qtbot.keyClicks(page.middle.capture.text.editor, "Share the templ")
    with qtbot.waitSignal(shell.left, timeout=20_000):
        shell.leave("lock")
    again, _page = open_live(minutes=False)
    again.drafts.on.click()
    wait(qtbot, again)
    live = again.page()
    assert isinstance(live, LivePage)
    assert live.middle.capture.isVisible()
    assert live.middle.capture.title.text() == "New action"
    assert live.middle.capture.text.value() == "Share the templ"


def test_another_page_saves_what_was_typed(open_live: Open, qtbot: QtBot) -> None:
    shell, page = open_live()
    qtbot.keyClicks(page.middle.notes.field, "Before I look elsewhere.")
    shell.go("actions")
    wait(qtbot, shell)
    found = record_of(shell.desk.store, page.meeting_id).items[0]
    assert texts(found) == ["Before I look elsewhere."]
    assert not page.middle.is_live()


def test_notes_that_cannot_be_saved_say_so_in_red_until_they_are(
    open_live: Open, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell, page = open_live()
    meeting_id = page.meeting_id
    type_notes(qtbot, page, "Not lost.")
    store = shell.desk.store
    plain = store.run

    def refuse(*_args: Any, **_options: Any) -> Any:
        raise Refused("The disk is full. Free some room.")

    monkeypatch.setattr(store, "run", refuse)
    page.saving.save()
    wait(qtbot, shell)
    assert page.banner is not None
    assert page.banner.tone == "red"
    assert "The disk is full" in page.banner.help.text()
    assert page.middle.is_live()
    monkeypatch.setattr(store, "run", plain)
    page.tick()
    wait(qtbot, shell)
    assert page.banner is None
    assert texts(record_of(store, meeting_id).items[0]) == ["Not lost."]
    assert not page.middle.is_live()


def test_space_in_the_attendance_leaves_what_is_being_typed_alone(
    open_live: Open, qtbot: QtBot
) -> None:
    shell, page = open_live()
    qtbot.keyClicks(page.middle.notes.field, "Half a sen")
    assert page.record is not None
    seat = page.record.seats[0].seat_id
    shell.desk.run(page, record_seat, page.meeting_id, seat, "present")
    wait(qtbot, shell)
    page.middle.notes.setFocus()
    qtbot.keyClicks(page.middle.notes.field, "tence.")
    assert [line.text for line in page.middle.notes.lines()] == ["Half a sentence."]
    assert page.record.seats[0].mark == "present"


def test_a_draft_the_store_cannot_take_is_sealed_in_the_own_folder_and_comes_back(
    open_live: Open, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell, page = open_live()
    store, meeting_id = shell.desk.store, page.meeting_id

    def refuse() -> Any:
        raise Refused("The disk is full. Free some room.")

    monkeypatch.setattr(store, "jotting", refuse)
    qtbot.keyClicks(page.middle.notes.field, "Never lost")
    shell.drafts.look()
    wait(qtbot, shell)
    assert page.banner is not None
    assert page.banner.tone == "red"
    assert "A second copy is kept" in page.banner.help.text()
    copies = list((tmp_path / "own").glob("*.rescue"))
    assert len(copies) == 1
    assert b"Never lost" not in copies[0].read_bytes()
    page.middle.dirty = False  # as if the machine had died: nothing more is written
    shell.drop()
    again, _page = open_live(minutes=False)
    assert list((tmp_path / "own").glob("*.rescue")) == []
    again.drafts.on.click()
    wait(qtbot, again)
    live = again.page()
    assert isinstance(live, LivePage)
    assert live.meeting_id == meeting_id
    assert [line.text for line in live.middle.notes.lines()] == ["Never lost"]


def test_the_second_copy_goes_as_soon_as_the_store_takes_drafts_again(
    open_live: Open, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell, page = open_live()
    store = shell.desk.store
    plain = store.jotting

    def refuse() -> Any:
        raise Refused("The disk is full. Free some room.")

    monkeypatch.setattr(store, "jotting", refuse)
    qtbot.keyClicks(page.middle.notes.field, "Never lost")
    shell.drafts.look()
    wait(qtbot, shell)
    monkeypatch.setattr(store, "jotting", plain)
    shell.drafts.look()
    wait(qtbot, shell)
    assert list((tmp_path / "own").glob("*.rescue")) == []
    assert "Never lost" in drafts(store)[0]
    assert page.banner is None
