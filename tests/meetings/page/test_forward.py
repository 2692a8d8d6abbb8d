"""The forward plan, the logs and the agenda's new parts, driven by keys."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from dscp_desktop.diary.commands.meetings import add_meeting
from dscp_desktop.diary.commands.planning import cancel_meeting
from dscp_desktop.diary.queries.meetings import find_meeting
from dscp_desktop.diary.queries.planning import run_up
from dscp_desktop.diary.rules.meetings import MeetingDetails
from dscp_desktop.meetings.commands.minutes import minutes_of
from dscp_desktop.meetings.commands.notes import save_item_notes
from dscp_desktop.meetings.page.meetings import (
    FORWARD,
    MeetingsPage,
)
from dscp_desktop.meetings.queries.agenda import agenda
from dscp_desktop.meetings.queries.forward import list_forward
from dscp_desktop.meetings.queries.touching import touching
from dscp_desktop.meetings.rules.record import NoteDraft
from dscp_desktop.partnership.queries.parties import find_group
from dscp_desktop.widgets.buttons import Button
from tests.meetings.page.deeds import ALT, CTRL, Key, Settle, Show, start, stored, titles, type_in

TODAY = date(2023, 10, 19)


def planned(page: MeetingsPage) -> list[str]:
    return [line.title for line in page.desk.store.ask(list_forward, TODAY)]


def test_space_accepts_and_delete_drops(
    page: MeetingsPage, qtbot: QtBot, settle: Settle, show: Show
) -> None:
    show(FORWARD)
    part = page.forward
    proposed = [line.proposal.title for line in part.proposals.rows.rows]
    assert len(proposed) >= 2
    assert page.tabs.tabText(FORWARD) == f"Forward plan {len(proposed)}"
    assert part.said.text().startswith(f"{len(proposed)} proposed")
    part.proposals.setFocus()
    qtbot.keyClick(part.proposals, Key.Key_Space)
    settle()
    assert planned(page) == [proposed[0]]
    assert part.table.value().title == proposed[0]
    qtbot.keyClick(part.proposals, Key.Key_Delete)
    settle()
    assert planned(page) == [proposed[0]]
    assert [line.proposal.title for line in part.proposals.rows.rows] == proposed[2:]


def test_several_proposals_are_accepted_at_once(
    page: MeetingsPage, qtbot: QtBot, settle: Settle, show: Show
) -> None:
    show(FORWARD)
    part = page.forward
    count = len(part.proposals.rows.rows)
    part.proposals.setFocus()
    part.proposals.selectAll()
    qtbot.keyClick(part.proposals, Key.Key_Return)
    settle()
    assert len(planned(page)) == count
    assert part.proposals.rows.rowCount() == 0
    assert part.proposals.empty.fact == "Nothing is proposed"
    assert not part.accept.isEnabled()


def test_an_item_is_added_moved_edited_and_put_on_the_agenda_by_keys(
    page: MeetingsPage, qtbot: QtBot, settle: Settle, show: Show
) -> None:
    show(FORWARD)
    part, form = page.forward, page.forward.form
    qtbot.keyClick(part.table, Key.Key_N, CTRL)
    assert part.is_editing()
    form.submit()
    assert "Enter what is to come" in form.subject.error.text()
    type_in(qtbot, form.subject, "Neglect strategy")
    form.group.set_value(page.desk.store.ask(find_group, "PLG").id)
    form.group.changed.emit()
    first = form.meeting.editor.itemData(1)[0]
    form.meeting.set_value(first)
    type_in(qtbot, form.minutes, "15")
    qtbot.keyClick(form.minutes.editor, Key.Key_Return, CTRL)
    settle()
    (line,) = page.desk.store.ask(list_forward, TODAY)
    assert (line.title, line.meeting_id, line.minutes) == ("Neglect strategy", first, 15)
    assert part.table.value().id == line.id
    assert part.table.hasFocus()
    qtbot.keyClick(part.table, Key.Key_Down, ALT)
    settle()
    (moved,) = page.desk.store.ask(list_forward, TODAY)
    assert moved.meeting is not None
    assert line.meeting is not None
    assert moved.meeting.on > line.meeting.on
    qtbot.keyClick(part.table, Key.Key_Up, ALT)
    settle()
    qtbot.keyClick(part.table, Key.Key_Return)
    type_in(qtbot, form.subject, "Neglect plan")
    form.submit()
    settle()
    assert planned(page) == ["Neglect plan"]
    part.put.click()
    settle()
    assert "Neglect plan" in [i.title for i in page.desk.store.ask(agenda, first).items]
    assert not part.put.isEnabled()
    part.drop_planned()
    settle()
    assert planned(page) == ["Neglect plan"]
    part.table.actions_for(part.table.value())[-1][1]()
    settle()
    assert page.tabs.currentIndex() == 0
    assert page.detail.meeting_id == first
    page.open_record(line.id)
    settle()
    assert page.tabs.currentIndex() == FORWARD


def test_a_meeting_without_minutes_says_so_truly(page: MeetingsPage, settle: Settle) -> None:
    pane, store = page.detail.minutes_pane, page.desk.store
    assert "on the day of the meeting" in pane.next.text()
    group = store.ask(find_group, "PLG")
    assert group is not None
    past = str(store.run(add_meeting, group.id, MeetingDetails(date(2023, 5, 9))).result)
    gone = str(store.run(add_meeting, group.id, MeetingDetails(date(2023, 5, 10))).result)
    store.run(cancel_meeting, gone)
    page.refresh()
    settle()
    for meeting_id, words in ((past, "Nothing was kept at this"), (gone, "was cancelled")):
        page.open_record(meeting_id)
        settle()
        assert words in pane.next.text()


def test_the_agenda_says_when_it_ends_and_goes_out(
    page: MeetingsPage, qtbot: QtBot, settle: Settle
) -> None:
    start(page, settle)
    pane, form = page.detail.agenda, page.detail.item_form
    assert pane.ends.status.words.startswith("Ends ")
    pane.add.click()
    settle()
    type_in(qtbot, form.subject, "Neglect")
    type_in(qtbot, form.minutes, "120")
    form.verbal.click()
    thread = next(iter(form.threads.boxes))
    priority = next(iter(form.priorities.boxes))
    form.threads.boxes[thread].click()
    form.priorities.boxes[priority].click()
    form.submit()
    settle()
    item = next(i for i in stored(page).items if i.title == "Neglect")
    assert item.verbal
    assert page.desk.store.ask(touching, (item.id,)).of(item.id) == {thread, priority}
    assert "over the 2 hours" in pane.ends.status.words
    assert pane.ends.status.kind == "risk"
    pane.send.click()
    settle()
    assert all(i.issued for i in stored(page).items)
    assert pane.send.isHidden()
    pane.table.choose(item.id)
    pane.add.click()
    assert form.title.text() == f"New item behind item {item.label}"
    type_in(qtbot, form.subject, "Late item")
    form.submit()
    settle()
    late = next(i for i in stored(page).items if i.title == "Late item")
    assert late.label == f"{item.label}A"
    assert pane.send.text() == "Send out again"
    pane.table.choose(item.id)
    carry = dict(pane.table.actions_for(pane.table.value()))["Carry over to the next meeting"]
    carry()
    settle()
    later = page.desk.store.ask(agenda, pane.next_id)
    assert [i.carried_from != "" for i in later.items if i.title == "Neglect"] == [True]


def test_an_item_is_dragged_to_another_place(
    page: MeetingsPage, qtbot: QtBot, settle: Settle
) -> None:
    start(page, settle)
    table, before = page.detail.agenda.table, titles(page)
    view = table.viewport()

    def middle(row: int) -> QPoint:
        return table.visualRect(table.rows.index(row, 2)).center()

    left = Qt.MouseButton.LeftButton
    qtbot.mousePress(view, left, pos=middle(0))
    qtbot.mouseMove(view, middle(1))
    qtbot.mouseMove(view, middle(2))
    qtbot.mouseRelease(view, left, pos=middle(2))
    settle()
    assert titles(page)[:3] == [before[1], before[2], before[0]]


def test_the_run_up_is_ticked_by_space(page: MeetingsPage, qtbot: QtBot, settle: Settle) -> None:
    page.detail.tabs.setCurrentIndex(3)
    pane = page.detail.runup
    pane.table.setFocus()
    qtbot.keyClick(pane.table, Key.Key_Space)
    settle()
    steps = page.desk.store.ask(run_up, page.detail.meeting_id)
    assert [step.done for step in steps].count(TODAY) == 1
    assert page.detail.tabs.tabText(3) == f"Run-up 1 of {len(steps)}"


def test_minutes_are_agreed_and_approved_from_their_tab(page: MeetingsPage, settle: Settle) -> None:
    meeting = page.desk.store.ask(find_meeting, "PLG 2023-09-13")
    page.open_record(meeting.id)
    settle()
    pane = page.detail.minutes_pane
    page.detail.tabs.setCurrentIndex(2)
    assert pane.state.status.words == "No minutes yet"
    assert not pane.agreed.isEnabled()
    buttons = [button.words for button in page.findChildren(Button) if button.isVisible()]
    assert len(buttons) == len(set(buttons)), buttons
    start(page, settle)
    item = stored(page).items[0]
    page.desk.store.run(save_item_notes, item.id, [NoteDraft("Said")])
    page.refresh()
    settle()
    assert pane.state.status.words == "Draft"
    pane.agreed.click()
    pane.agree_form.submit()
    settle()
    assert pane.state.status.words.startswith("Agreed by the chair on Thu 19 Oct 2023")
    pane.approve.click()
    pane.approve_form.submit()
    settle()
    with page.desk.store.reading() as session:
        row = minutes_of(session, meeting.id)
        assert row is not None
        assert row.state == "approved"
    assert pane.state.status.words.startswith("Approved on")
    pane.correct.click()
    pane.correction_form.text.set_value("One came later")
    pane.correction_form.on.set_value(date(2023, 12, 1))
    pane.correction_form.submit()
    settle()
    assert pane.currentWidget() is pane.view
