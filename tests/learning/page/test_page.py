"""The page of the learning cycle, driven by its keys."""

from __future__ import annotations

from datetime import date

from dscp_desktop.core.offers import Scope
from dscp_desktop.learning.commands.cycles import remove_cycle
from dscp_desktop.learning.page.record import (
    DETAILS,
    FEEDBACK,
    WORK,
)
from dscp_desktop.learning.queries.cycles import get_template, list_words
from dscp_desktop.learning.rules.record import People
from dscp_desktop.store.history import list_entries, undo
from tests.learning.conftest import CAPVA, HARM, MASH, cycles, months, phase
from tests.learning.page.conftest import ALT, CTRL, Key, Worked

FIRST, MENTAL = "First 1001 days", "Mental health and wellbeing"


def test_arrows_go_from_phase_to_phase_and_each_speaks(worked: Worked) -> None:
    page, view = worked.page, worked.page.calendar.view
    assert page.first_focus() is view
    assert view.timetable is not None
    assert (view.timetable.starts, view.timetable.months) == (date(2023, 4, 1), 24)
    assert view.timetable.ends == date(2024, 7, 31)
    assert view.timetable.ends_words == "16 months end"
    assert view.key() == phase(worked.store, CAPVA, 1).id
    said = view.accessibleDescription()
    assert said.startswith(f"{CAPVA}: phase 1, Scoping of the theme, April 2023")
    assert "PLG" in said
    worked.press(view, Key.Key_Right)
    page.calendar.closer.click()
    assert view.months == 12
    page.calendar.wider.click()
    assert page.calendar.legend.names == ["Done", "Now", "Not started", "Late"]
    assert page.record.title.text() == "Phase 2: planning, method and schedule of work"
    worked.press(view, Key.Key_End)
    assert "phase 6" in view.accessibleDescription()
    assert "March 2024" in view.accessibleDescription()
    worked.press(view, Key.Key_Down)
    worked.press(view, Key.Key_Home)
    assert page.phase() == phase(worked.store, HARM, 1)
    worked.press(view, Key.Key_Up)
    assert "phase 5" in view.accessibleDescription()  # July 2023, the nearest to August
    worked.press(view, Key.Key_Left)
    assert "phase 4" in view.accessibleDescription()
    for _ in range(4):
        worked.press(view, Key.Key_Down)
    assert view.accessibleDescription() == f"{MASH}: Its months are not known"
    assert page.record.chooser.isVisible()
    second = phase(worked.store, MASH, 2)
    page.record.chooser.set_value(second.id)
    page.record.chooser.activated.emit(1)
    worked.settle()
    assert page.record.phase_id == second.id
    assert view.accessibleDescription().startswith(MASH)
    assert page.calendar.view.minimumSizeHint().height() > 200


def test_a_phase_is_moved_alone_or_with_those_that_come_later(worked: Worked) -> None:
    page, view, mover = worked.page, worked.page.calendar.view, worked.page.calendar.mover
    worked.go(HARM, 3)
    worked.press(view, Key.Key_Right, ALT)
    assert mover.isVisible()
    assert mover.alone.hasFocus()
    assert mover.words.text().startswith("Move phase 3, Doing, 1 month later, to October 2023?")
    worked.press(mover.alone, Key.Key_Right, ALT)
    assert "2 months later, to November 2023?" in mover.words.text()
    mover.alone.click()
    worked.settle()
    assert "would then take place after phase 4" in mover.trouble.text()
    worked.press(mover.alone, Key.Key_Left, ALT)
    worked.press(mover.alone, Key.Key_Escape)
    assert not mover.isVisible()
    assert view.hasFocus()
    worked.press(view, Key.Key_Right, ALT)
    mover.later.click()
    worked.settle()
    assert months(worked.store, HARM)[2:] == ["2023-10", "2023-11", "2023-12", "2024-08"]
    assert months(worked.store, FIRST)[0] == "2023-12"
    block = view.block()
    assert block is not None
    assert block.first == (date(2023, 9, 1), date(2023, 9, 30))
    assert "1 month later than first planned, September 2023" in view.accessibleDescription()
    assert "First plan" in page.calendar.legend.names
    assert page.record.form.plan.text() == (
        "Planned October 2023, 1 month later than first planned (September 2023)"
    )
    worked.press(view, Key.Key_Left, ALT)
    assert "1 month earlier, to September 2023?" in mover.words.text()
    mover.chained.click()
    worked.settle()
    assert months(worked.store, HARM)[2] == "2023-09"
    assert months(worked.store, FIRST)[0] == "2023-11"
    worked.store.run(undo, worked.store.ask(list_entries)[0].id)
    assert months(worked.store, FIRST)[0] == "2023-12"


def test_what_is_written_of_a_phase_is_kept_before_another_is_shown(worked: Worked) -> None:
    page, form = worked.page, worked.page.record.form
    worked.go(HARM, 4)
    assert "IDG has no meeting in November 2023" not in form.warning.text()
    assert "IDG has no meeting in November 2023" in worked.go(HARM, 5).phase.warnings[0]
    assert form.warning.isVisible()
    worked.go(HARM, 4)
    assert not form.do.isVisible()
    assert page.checklist.finish.kind == "primary"
    worked.bot.keyClicks(form.findings.editor, "Return interviews come late.")
    assert form.do.isVisible()
    assert page.checklist.finish.kind == "secondary"
    form.people.set_value("Practitioners: many")
    form.people.changed.emit()
    worked.press(page.calendar.view, Key.Key_Right)
    assert "how many: Practitioners: 46" in form.people.error.text()
    assert page.calendar.view.key() == phase(worked.store, HARM, 4).id  # it stays
    form.people.set_value("Practitioners: 46\nParents and carers")
    form.methods.set_value("Survey")
    form.started.set_value(date(2023, 10, 2))
    worked.press(page.calendar.view, Key.Key_Right)
    assert page.record.phase_id == phase(worked.store, HARM, 5).id
    kept = worked.record(HARM, 4)
    assert kept.words.findings == "Return interviews come late."
    assert kept.words.took_part == (People("Practitioners", 46), People("Parents and carers"))
    assert kept.phase.started_on == date(2023, 10, 2)
    worked.press(page.calendar.view, Key.Key_Left)
    form.finished.set_value(date(2023, 9, 1))
    form.submit()
    assert form.finished.error.text() == "It was started on 2 October 2023. Enter a later day."
    form.put_back()
    assert form.finished.value() is None
    assert not form.touched


def test_what_looks_like_a_name_is_asked_about_once(worked: Worked) -> None:
    worked.go(HARM, 4)
    form = worked.page.record.form
    worked.bot.keyClicks(form.findings.editor, "Emma was not seen.")
    worked.press(form.findings.editor, Key.Key_Return, CTRL)
    assert "looks like a name" in form.trouble.text()
    assert form.sure.hasFocus()
    assert worked.record(HARM, 4).words.findings == ""
    form.sure.click()
    worked.settle()
    assert worked.record(HARM, 4).words.findings == "Emma was not seen."
    assert not form.sure.isVisible()


def test_a_cycle_is_planned_changed_and_removed(worked: Worked) -> None:
    page = worked.page
    worked.press(page, Key.Key_N, CTRL)
    form = page.planning.cycle_form
    assert form is not None
    assert page.first_focus() is form.topic.editor
    assert form.follows.editor.currentText() == MENTAL
    worked.bot.keyClicks(form.topic.editor, "Neglect")
    worked.press(form.topic.editor, Key.Key_Return, CTRL)
    assert months(worked.store, "Neglect")[0] == "2024-08"
    assert page.phase() == phase(worked.store, "Neglect", 1)
    page.edit_cycle()
    form.begins.set_value("month")
    form.begins.changed.emit()
    for typed in ("", "13/2024", "soon", "10/1824"):
        form.month.set_value(typed)
        form.submit()
        assert form.month.error.isVisible(), typed
    form.month.set_value("9/2024")
    form.submit()
    worked.settle()
    assert months(worked.store, "Neglect")[0] == "2024-09"
    page.edit_cycle()
    form.topic.set_value(HARM)
    form.submit()
    worked.settle()
    assert "There is a cycle on" in form.trouble.text()
    page.planning.leave()
    assert page.calendar.view.hasFocus()
    page.remove()
    worked.settle()
    assert "Neglect" not in cycles(worked.store)
    worked.store.run(undo, worked.store.ask(list_entries)[0].id)
    assert "Neglect" in cycles(worked.store)


def test_the_template_says_at_its_fields_what_is_wrong(worked: Worked) -> None:
    page = worked.page
    page.planning.edit_template()
    worked.settle()
    form = page.planning.template_form
    assert form is not None
    assert len(form.phases) == 6
    assert page.panes() == [form.phases[0].name.editor]
    form.phases[3].month.set_value("1")
    form.phases[2].lead.set_value("")
    form.submit()
    assert form.phases[2].lead.error.text().startswith("Phase 3 has no lead group.")
    assert "before month 2" in form.phases[3].month.error.text()
    assert form.phases[2].lead.editor.hasFocus()
    form.phases[2].lead.set_value(form.groups[0].id)
    form.phases[3].month.set_value("3")
    form.add_phase.click()
    form.phases[6].name.set_value("Review at month eighteen")
    form.phases[6].lead.set_value(form.groups[0].id)
    form.phases[6].month.set_value("18")
    form.phases[6].review.setChecked(True)
    form.add_step.click()
    form.submit()
    assert form.steps[3].group.error.isVisible()
    form.steps[3].remove.click()
    worked.settle()
    form.lists["methods"].set_value("Survey\nVisit")
    form.submit()
    worked.settle()
    template = worked.store.ask(get_template)
    assert template.phases[6].review
    assert template.phases[2].lead.id == form.groups[0].id
    assert len(template.route) == 3
    assert worked.store.ask(list_words, "methods") == ("Survey", "Visit")
    assert page.planning.form() is None
    page.planning.edit_template()
    worked.settle()
    while form.phases:
        form.phases[0].remove.click()
    form.submit()
    assert form.trouble.text() == "A cycle needs at least one phase. Add one."
    form.cancelled.emit()


def test_what_is_printed_and_what_the_palette_offers(worked: Worked) -> None:
    page = worked.page
    asked: list[tuple[str, Scope]] = []
    page.document_wanted.connect(lambda kind, scope: asked.append((kind, scope)))
    offered = {words: do for words, _keys, do in page.commands()}
    offered["Print: Calendar on A3"]()
    offered["Print: Report of this cycle"]()
    assert [kind for kind, _scope in asked] == ["cycles-a3", "cycle-report"]
    assert asked[1][1].record_id == cycles(worked.store)[CAPVA].id
    page.share()
    menu = page.menu
    assert menu is not None
    assert menu.isVisible()
    assert menu.activeAction().text() == "Calendar on A4"
    worked.press(menu, Key.Key_Return)
    assert asked[-1][0] == "cycles-a4"
    for words in ("Add feedback", "Add an action of the phase"):
        offered[words]()
        worked.settle()
        assert page.record.has_primary()
        page.record.part(FEEDBACK).leave()
        page.record.part(WORK).leave()
    page.record.show_tab(DETAILS)
    assert page.calendar.view in page.panes()
    assert page.record.form.lead.editor in page.panes()


def test_without_a_cycle_it_says_so_and_plans_the_first(worked: Worked) -> None:
    page = worked.page
    for cycle in reversed(tuple(cycles(worked.store).values())):
        worked.store.run(remove_cycle, cycle.id)
    page.refresh()
    worked.settle()
    assert page.none.isVisible()
    assert page.new.kind == "primary"
    assert page.first_focus() is page.new
    assert page.panes() == [page.none]
    assert not page.print.isEnabled()
    assert [words for words, _keys, _do in page.commands()] == [
        "Plan a learning cycle",
        "Set up the phases of a cycle",
    ]
    page.add()
    form = page.planning.cycle_form
    assert form is not None
    assert not form.follows.isVisible()
    form.topic.set_value("Neglect")
    form.month.set_value("11/2023")
    form.submit()
    worked.settle()
    assert page.phase() == phase(worked.store, "Neglect", 1)
    assert page.main.isVisible()
