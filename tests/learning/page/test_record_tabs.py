"""The record of a phase: its tabs, its checklist, and forms that are opened again."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt

from dscp_desktop.learning.page.record import (
    BRIEFING,
    FEEDBACK,
    HISTORY,
    PAPERS,
    ROUTE,
    WORK,
)
from dscp_desktop.learning.queries.record import get_record, list_route
from dscp_desktop.widgets.forms import ChoiceField
from tests.learning.conftest import HARM, TODAY, cycles, phase
from tests.learning.page.conftest import CTRL, Key, Worked

FIRST, MENTAL = "First 1001 days", "Mental health and wellbeing"


def pick(field: ChoiceField, place: int) -> None:
    """Choose by the place in the list."""
    field.editor.setCurrentIndex(place)
    field.editor.activated.emit(place)


def test_feedback_is_added_answered_changed_and_taken_out(worked: Worked) -> None:
    page = worked.page
    worked.go(HARM, 4)
    worked.press(page, Key.Key_N, CTRL | Qt.KeyboardModifier.ShiftModifier)
    tab = page.record.part(FEEDBACK)
    form = tab.feedback_form
    assert page.record.tabs.currentIndex() == FEEDBACK
    assert form.on.value() == TODAY
    form.submit()
    assert form.source.error.text() == "Choose whose feedback it is"
    pick(form.source, 1)
    worked.bot.keyClicks(form.count.editor, "many")
    worked.bot.keyClicks(form.said.editor, "We want to know what happens next.")
    form.submit()
    assert form.count.error.text() == "Type a number, or leave it empty"
    form.count.set_value("12")
    form.submit()
    worked.settle()
    assert not form.trouble.isVisible(), form.trouble.text()
    (line,) = worked.record(HARM, 4).feedback
    assert (line.details.count, line.details.cycle_id) == (12, cycles(worked.store)[HARM].id)
    assert page.record.tabs.tabText(FEEDBACK) == "Feedback log (1)"
    worked.press(tab.table, Key.Key_Return)
    form.changed_by.set_value("A letter after each visit")
    form.submit()
    worked.settle()
    assert tab.ask_told()
    tab.tell_form.submit()
    worked.settle()
    (line,) = worked.record(HARM, 4).feedback
    assert (line.told, line.details.changed) == (True, "A letter after each visit")
    page.open_record(line.id)
    worked.settle()
    assert tab.table.value().id == line.id
    tab.remove.click()
    worked.settle()
    assert worked.record(HARM, 4).feedback == ()
    assert not tab.edit("nobody")
    assert tab.first_focus() is tab.add


def test_papers_meetings_actions_and_their_history(worked: Worked) -> None:
    page = worked.page
    worked.go(HARM, 4)
    papers = page.record.show_tab(PAPERS)
    papers.add.click()
    worked.settle()
    papers.paper_form.submit()
    assert "Type what the paper is called" in papers.paper_form.name.error.text()
    papers.paper_form.name.set_value("Answers of the survey")
    papers.paper_form.submit()
    worked.settle()
    assert page.record.tabs.tabText(PAPERS) == "Papers (1)"
    work = page.record.show_tab(WORK)
    work.add.click()
    worked.settle()
    work.meeting_form.submit()
    assert work.meeting_form.meeting.error.isVisible()
    work.leave()
    work.new_action.click()
    worked.settle()
    form = work.action_form
    assert form.group.value() == phase(worked.store, HARM, 4).lead.id
    form.text.set_value("Share the letter")
    pick(form.owner, 1)
    form.due.set_value(date(2023, 12, 1))
    form.submit()
    worked.settle()
    (action,) = worked.record(HARM, 4).actions
    assert action.text == "Share the letter"
    asked: list[tuple[str, str]] = []
    page.desk.place_asked.connect(lambda name, record: asked.append((name, record)))
    work.open_action.click()
    assert asked == [("actions", action.id)]
    history = page.record.show_tab(HISTORY)
    assert history.table.value().words == "Paper of the phase added"
    history.back.click()
    worked.settle()
    assert worked.record(HARM, 4).papers == ()
    for tab in (papers, work, history):
        assert tab.first_focus().focusPolicy() != Qt.FocusPolicy.NoFocus


def test_a_phase_is_finished_although_something_is_undone(worked: Worked) -> None:
    page, pane = worked.page, worked.page.checklist
    record = worked.go(HARM, 4)
    assert pane.count_words() == f"0 of {len(record.checks)} done"
    worked.press(pane.table, Key.Key_Home)
    worked.press(pane.table, Key.Key_Space)
    assert worked.record(HARM, 4).checks[0].done_on == TODAY
    assert pane.open_note()
    pane.form.note.set_value("46 replies")
    pane.form.submit()
    worked.settle()
    assert worked.record(HARM, 4).checks[0].note == "46 replies"
    pane.add.click()
    pane.form.submit()
    assert pane.form.words.error.text() == "Type what is to be done"
    pane.form.words.set_value("Thank those who took part")
    pane.form.submit()
    worked.settle()
    assert worked.record(HARM, 4).checks[-1].text == "Thank those who took part"
    pane.table.choose_row(1)
    pane.remove.click()
    worked.settle()
    assert len(worked.record(HARM, 4).checks) == len(record.checks)
    pane.start.click()
    worked.settle()
    assert worked.record(HARM, 4).phase.started_on == TODAY
    pane.finish.click()
    assert pane.undone.title.text().endswith("things are undone in phase 4")
    assert "The report says nothing yet of what was found." in pane.undone.said.text()
    assert pane.undone.back.hasFocus()
    pane.undone.back.click()
    assert not pane.is_asking()
    pane.ask_finish()
    pane.undone.anyway.click()
    worked.settle()
    assert worked.record(HARM, 4).phase.finished_on == TODAY
    assert pane.finish.words == "Open phase 4 again"
    assert pane.finish.kind == "secondary"
    pane.finish.click()
    worked.settle()
    assert worked.record(HARM, 4).phase.finished_on is None
    assert page.phase() == worked.record(HARM, 4).phase


def test_the_route_and_the_briefing(worked: Worked) -> None:
    page = worked.page
    worked.go(HARM, 5)
    cycle = cycles(worked.store)[HARM]
    tab = page.record.show_tab(ROUTE)
    assert [row.group.code for row in tab.table.rows.rows] == ["IDG", "PLG", "EXEC"]
    assert tab.agreed.status.words == "The action plan is not agreed yet"
    page.record_step()
    worked.settle()
    assert tab.step_form.title.text().startswith("Improvement Delivery Group: ")
    assert tab.step_form.meeting.value() == ""
    tab.step_form.group_asked.emit("")
    worked.settle()
    tab.step_form.submit()
    worked.settle()
    assert worked.store.ask(list_route, cycle.id)[0].meeting is None
    page.write_briefing()
    form = page.record.part(BRIEFING)
    assert form.points[0].editor.hasFocus()
    assert len(form.points) == 7
    worked.bot.keyClicks(form.points[0].editor, "Children go missing from care.")
    worked.press(form.points[0].editor, Key.Key_Return, CTRL)
    found = worked.store.ask(get_record, cycle.id, TODAY)
    assert found is not None
    assert found.briefing[0][1] == "Children go missing from care."
    asked: list[tuple[str, str]] = []
    page.document_wanted.connect(lambda kind, scope: asked.append((kind, scope.record_id)))
    form.print.click()
    tab.report.click()
    page.checklist.report.click()
    assert asked == [
        ("briefing", cycle.id),
        ("cycle-report", cycle.id),
        ("phase-report", phase(worked.store, HARM, 5).id),
    ]
    tab.change.click()
    assert page.planning.form() is page.planning.cycle_form


def test_forms_open_again_and_say_when_their_own_is_gone(worked: Worked) -> None:
    page = worked.page
    about = {"phase": phase(worked.store, HARM, 4).id}
    cycle = {"cycle": cycles(worked.store)[HARM].id}
    step = worked.store.ask(list_route, cycle["cycle"])[1].id
    check = worked.record(HARM, 4).checks[1].id
    gone: list[str] = []
    cases: tuple[tuple[str, dict[str, str]], ...] = (
        ("phase record", about),
        ("feedback", about),
        ("phase paper", about),
        ("phase meeting", about),
        ("phase action", about),
        ("checklist line", about),
        ("checklist line", {**about, "record": check}),
        ("route step", {**cycle, "record": step}),
        ("briefing", cycle),
        ("learning cycle", cycle),
        ("learning cycle", {}),
        ("learning cycle template", {}),
    )
    page.make_parts()
    for name, wanted in cases:
        page.reopen(name, wanted, lambda: gone.append("gone"))
        worked.settle()
        parts = [
            part for part in page.findChildren(object) if getattr(part, "draft_name", "") == name
        ]
        (part,) = parts
        assert part.isVisible(), name
        assert {key: value for key, value in part.draft_about().items() if value} == wanted
        part.cancelled.emit()
        worked.settle()
    assert gone == []
    for name, wanted in (
        ("phase record", {"phase": "nobody"}),
        ("told back", {**about, "record": "nobody"}),
        ("route step", {**cycle, "record": "nobody"}),
    ):
        page.reopen(name, wanted, lambda: gone.append("gone"))
        worked.settle()
    assert gone == ["gone"] * 3
