"""The page of the year by keyboard alone: plan, leave out, move, cancel, joint, save."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from dscp_desktop.app.features import document_offers
from dscp_desktop.core.offers import Scope
from dscp_desktop.diary.commands.meetings import MeetingDetails, add_meeting
from dscp_desktop.diary.page.diary import DiaryPage
from dscp_desktop.diary.page.forms import read_weeks
from dscp_desktop.diary.page.preview import PlanRow
from dscp_desktop.diary.queries.meetings import get_meeting, list_meetings
from dscp_desktop.diary.queries.planning import cadence_for, run_up
from dscp_desktop.diary.rules.cadence import TIMES, WEEKDAY
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.partnership.queries.parties import find_group
from dscp_desktop.store.opening import Store

Settle = Callable[[], None]


def group_id(store: Store, name: str) -> str:
    group = store.ask(find_group, name)
    assert group is not None
    return group.id


@pytest.fixture
def desk(durham: Store, qtbot: QtBot) -> Iterator[Desk]:
    for name, month, day, at in (("EXEC", 11, 9, 9), ("PLG", 11, 9, 10), ("IDG", 12, 14, 9)):
        details = MeetingDetails(date(2023, month, day), time(at), time(at + 2), "County Hall")
        durham.run(add_meeting, group_id(durham, name), details)
    made = Desk(durham, documents=document_offers())
    yield made
    qtbot.waitUntil(made.idle, timeout=20_000)
    made.close()


@pytest.fixture
def settle(desk: Desk, qtbot: QtBot) -> Settle:
    def wait() -> None:
        for _ in range(3):
            qtbot.waitUntil(desk.idle, timeout=20_000)
            qtbot.wait(5)

    return wait


@pytest.fixture
def page(desk: Desk, qtbot: QtBot, settle: Settle) -> Iterator[DiaryPage]:
    made = DiaryPage(desk)
    qtbot.addWidget(made)
    made.resize(1232, 812)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.refresh()
    settle()
    yield made
    settle()


def shown(page: DiaryPage) -> list[str]:
    lines = [row for row in page.part.table.rows.rows if hasattr(row, "meeting")]
    return [f"{line.meeting.code} {line.meeting.on}" for line in lines]


def press(qtbot: QtBot, key: Qt.Key, how: Any = Qt.KeyboardModifier.NoModifier) -> None:
    widget = QApplication.focusWidget()
    assert widget is not None
    qtbot.keyClick(widget, key, how)


ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


def choose(page: DiaryPage, code: str) -> str:
    line = next(ln for ln in page.part.listed if ln.meeting.code == code)
    assert page.part.table.choose(line.id)
    page.part.table.setFocus()
    return line.id


def test_the_year_stands_there_by_month(page: DiaryPage, durham: Store) -> None:
    assert shown(page) == ["EXEC 2023-11-09", "PLG 2023-11-09", "IDG 2023-12-14"]
    titles = [r.title for r in page.part.table.rows.rows if hasattr(r, "title")]
    assert titles[:1] == ["November 2023"]
    assert page.part.said.text().startswith("3 meetings")
    page.part.group.set_value(group_id(durham, "PLG"))
    page.part._show_rows()
    assert shown(page) == ["PLG 2023-11-09"]
    assert page.first_focus() is page.part.table
    assert len(page.panes()) == 3  # the tabs, the list, the meeting
    assert {words for words, _keys, _do in page.commands()} >= {"Plan the year of meetings"}


def test_alt_right_moves_a_meeting_by_a_working_day(
    page: DiaryPage, qtbot: QtBot, settle: Settle, durham: Store
) -> None:
    one = choose(page, "IDG")
    press(qtbot, Qt.Key.Key_Right, ALT)
    settle()
    press(qtbot, Qt.Key.Key_Right, ALT)
    settle()
    found = durham.ask(get_meeting, one)
    assert found is not None
    assert (found.on, found.sequence) == (date(2023, 12, 18), 2)
    value = page.part.table.value()
    assert value is not None
    assert value.id == one
    press(qtbot, Qt.Key.Key_Left, ALT)
    settle()
    back = durham.ask(get_meeting, one)
    assert back is not None
    assert back.on == date(2023, 12, 15)


def test_a_year_is_planned_with_the_keyboard(
    page: DiaryPage, qtbot: QtBot, settle: Settle, durham: Store
) -> None:
    group = group_id(durham, "NEG")
    page.part.group.set_value(group)
    page.part._show_rows()
    page.part.table.setFocus()
    press(qtbot, Qt.Key.Key_N, CTRL | Qt.KeyboardModifier.ShiftModifier)
    settle()
    form, preview = page.part.forms.plan, page.part.preview
    assert form.isVisible()
    assert form.sentence.text() == "Every six to eight weeks, not in August or at Christmas."
    rows = [row for row in preview.table.rows.rows if isinstance(row, PlanRow)]
    assert len(rows) > 4
    preview.table.setFocus()
    assert preview.table.choose(rows[0].id)
    press(qtbot, Qt.Key.Key_Right, ALT)
    assert preview.table.choose(rows[1].id)
    press(qtbot, Qt.Key.Key_Space)
    assert preview.counted.text().startswith(f"{len(rows) - 1} to plan")
    form.venue.editor.setFocus()
    qtbot.keyClicks(form.venue.editor, "Hall")
    settle()
    assert preview.counted.text().startswith(f"{len(rows) - 1} to plan")
    press(qtbot, Qt.Key.Key_Return, CTRL)
    settle()
    found = durham.ask(list_meetings, group)
    assert len(found) == len(rows) - 1
    assert found[0].slot == rows[0].slot
    assert found[0].on != found[0].slot
    assert rows[1].on not in {m.on for m in found}
    assert {m.venue for m in found} == {"Hall"}
    assert durham.ask(cadence_for, group) is not None
    assert not form.isVisible()
    assert page.part.table.hasFocus()


def test_every_kind_of_cadence_can_be_chosen(page: DiaryPage, settle: Settle) -> None:
    page.part.plan_year()
    settle()
    form = page.part.forms.plan
    form.kind.set_value(WEEKDAY)
    form.nth.set_value(2)
    form.weekday.set_value(3)
    form.months.set_value(2)
    form.besides.set_value(1)
    form.kind.changed.emit()
    assert form.sentence.text().startswith("The second Thursday of every two months, and one more")
    assert (form.nth.isVisible(), form.least.isVisible()) == (True, False)
    form.kind.set_value(TIMES)
    form.times.set_value(3)
    form.left_out.set_value("12/02/2024; 27/05/2024")
    form.kind.changed.emit()
    assert "Three times a year, not" in form.sentence.text()
    assert "the week of Mon 12 Feb 2024" in form.sentence.text()
    assert form.cadence().rule.besides == 0
    form.left_out.set_value("soon")
    assert form._weeks_problem()
    assert form.rule().left_out == ()
    assert read_weeks("") == ()
    form.first.set_value(date(2020, 1, 1))
    assert form.first_day() is None
    form.cancelled.emit()
    assert not form.isVisible()


def test_another_group_brings_its_own_cadence(
    page: DiaryPage, settle: Settle, durham: Store
) -> None:
    page.part.plan_year()
    settle()
    form = page.part.forms.plan
    form.group.set_value(group_id(durham, "IDG"))
    form.group.changed.emit()
    settle()
    assert form.sentence.text() == "Every month, not in August or at Christmas."
    about = form.draft_about()
    assert about == {"group": group_id(durham, "IDG"), "year": "2023-24"}


def test_a_meeting_is_moved_made_joint_and_cancelled(
    page: DiaryPage, qtbot: QtBot, settle: Settle, durham: Store
) -> None:
    one = choose(page, "IDG")
    page.part.pane.move_asked.emit()
    form = page.part.forms.move
    assert form.draft_about() == {"record": one}
    form.on.set_value(date(2023, 12, 16))
    form.submit()
    assert "weekend" in form.on.problem()
    form.on.set_value(date(2023, 12, 13))
    form.submit()
    settle()
    found = durham.ask(get_meeting, one)
    assert found is not None
    assert found.on == date(2023, 12, 13)
    page.part.pane.joint_asked.emit()
    settle()
    joint = page.part.forms.joint
    assert joint.table.hasFocus()
    assert joint.table.choose(group_id(durham, "PLG"))
    press(qtbot, Qt.Key.Key_Space)
    settle()
    found = durham.ask(get_meeting, one)
    assert found is not None
    assert found.joint == ("Performance and Learning Group",)
    press(qtbot, Qt.Key.Key_Escape)
    assert not joint.isVisible()
    assert page.part.pane.title.text() == found.title
    page.part.ask_joint()
    settle()
    assert joint.table.choose(group_id(durham, "PLG"))
    press(qtbot, Qt.Key.Key_Space)
    joint.done.click()
    settle()
    alone = durham.ask(get_meeting, one)
    assert alone is not None
    assert alone.joint == ()
    page.part.pane.cancel.click()
    settle()
    found = durham.ask(get_meeting, one)
    assert found is not None
    assert found.status == "cancelled"
    assert not page.part.pane.cancel.isEnabled()


def test_what_the_store_refuses_is_said(page: DiaryPage, settle: Settle, desk: Desk) -> None:
    said: list[str] = []
    desk.troubled.connect(said.append)
    one = choose(page, "EXEC")
    page.part.ask_move()
    form = page.part.forms.move
    form.on.set_value(date(2023, 11, 10))
    form.end.set_value(None)
    form.start.set_value(time(9))
    form.submit()
    settle()
    page.part.cancel()
    settle()
    page.part.move_by(1)
    settle()
    assert one
    assert "is cancelled" in said[0]


def test_the_run_up_is_ticked_with_space(
    page: DiaryPage, qtbot: QtBot, settle: Settle, durham: Store
) -> None:
    one = choose(page, "EXEC")
    settle()
    steps = page.part.pane.steps
    steps.setFocus()
    assert steps.choose_first()
    press(qtbot, Qt.Key.Key_Space)
    settle()
    assert durham.ask(run_up, one)[0].done == durham.today()
    press(qtbot, Qt.Key.Key_Space)
    settle()
    assert durham.ask(run_up, one)[0].done is None


def test_the_run_up_of_a_group_is_changed_in_a_form(
    page: DiaryPage, qtbot: QtBot, settle: Settle, durham: Store
) -> None:
    one = choose(page, "EXEC")
    settle()
    before = durham.ask(run_up, one)
    page.part.pane.run_up.click()
    settle()
    form = page.part.run_up.form
    title, days, side = form.rows[len(before)]
    title.editor.setFocus()
    qtbot.keyClicks(title.editor, "Thank the speakers")
    days.set_value(2)
    side.set_value(1)
    form.rows[0][0].set_value("")  # one without words goes
    half = form.typed()
    qtbot.keyClick(title.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle()
    titles = {step.title: step.days for step in durham.ask(run_up, one)}
    assert titles["Thank the speakers"] == 2
    assert len(titles) == len(before)
    gone: list[bool] = []
    page.reopen("run-up", {"group": "none"}, lambda: gone.append(True))
    settle()
    assert gone == [True]
    page.reopen("run-up", {"group": group_id(durham, "EXEC")}, lambda: gone.append(True))
    settle()
    assert form.isVisible()
    assert form.draft_about() == {"group": group_id(durham, "EXEC")}
    form.put_typed(half)
    assert form.rows[len(before)][0].value() == "Thank the speakers"


def test_enter_opens_the_agenda_and_print_the_list(
    page: DiaryPage, qtbot: QtBot, desk: Desk
) -> None:
    asked: list[tuple[str, str]] = []
    wanted: list[tuple[str, Scope]] = []
    desk.place_asked.connect(lambda *place: asked.append(place))
    page.document_wanted.connect(lambda *what: wanted.append(what))
    one = choose(page, "PLG")
    press(qtbot, Qt.Key.Key_Return)
    page.part.pane.agenda.click()
    assert asked == [("meetings", one)] * 2
    page.part.share()
    assert (wanted[0][0], wanted[0][1].year) == ("meetings-list", "2023-24")


def test_a_calendar_file_is_saved_as_a_plain_copy(
    page: DiaryPage, settle: Settle, tmp_path: Path, durham: Store
) -> None:
    page.part.group.set_value(group_id(durham, "PLG"))
    page.part.save_calendar()
    assert page.part.dialog is not None
    target = tmp_path / "meetings.ics"
    page.part.dialog.fileSelected.emit(str(target))
    settle()
    page.part.dialog.close()
    assert target.read_bytes().count(b"BEGIN:VEVENT") == 1
    assert page.part.said.text() == "Saved meetings.ics as a plain copy"


def test_a_record_opens_its_year(page: DiaryPage, settle: Settle, durham: Store) -> None:
    old = MeetingDetails(date(2022, 5, 12), time(9))
    one = str(durham.run(add_meeting, group_id(durham, "PLG"), old).result)
    page.open_record("")
    page.open_record(one)
    settle()
    assert page.part.year.value() == "2022-23"
    value = page.part.table.value()
    assert value is not None
    assert value.id == one


def test_forms_are_opened_again(page: DiaryPage, settle: Settle, durham: Store) -> None:
    gone: list[int] = []
    page.reopen("plan", {"group": group_id(durham, "PLG"), "year": "2023-24"}, lambda: None)
    settle()
    assert page.part.forms.plan.isVisible()
    page.part.forms.plan.cancelled.emit()
    one = choose(page, "EXEC")
    page.reopen("move", {"record": one}, lambda: None)
    settle()
    assert page.part.forms.move.isVisible()
    page.part.forms.move.cancelled.emit()
    page.reopen("plan", {"group": "nobody"}, lambda: gone.append(1))
    page.reopen("move", {"record": "nobody"}, lambda: gone.append(2))
    settle()
    assert gone == [1, 2]


def test_menus_offer_what_the_keys_do(page: DiaryPage, settle: Settle) -> None:
    choose(page, "EXEC")
    table = page.part.table
    assert table.actions_for is not None
    words = [words for words, _do in table.actions_for(table.value())]
    assert "A day later (Alt+Right)" in words
    page.part.plan_year()
    settle()
    preview = page.part.preview
    row = preview.listed[0]
    actions = dict(preview._actions(row))
    assert list(actions) == [
        "Leave it out (Space)",
        "A day earlier (Alt+Left)",
        "A day later (Alt+Right)",
    ]
    actions["Leave it out (Space)"]()
    assert "Take it in (Space)" in dict(preview._actions(preview.listed[0]))
