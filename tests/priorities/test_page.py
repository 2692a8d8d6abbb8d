"""The page of priorities, driven by its keys."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from dscp_desktop.core.offers import Scope
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.priorities.commands.plans import remove_plan
from dscp_desktop.priorities.page.priorities import (
    MEASURES,
    PLAN,
    PRIORITIES,
    THREADS,
    PrioritiesPage,
)
from dscp_desktop.store.opening import Store
from dscp_desktop.widgets.tables import TableView
from tests.priorities.conftest import plan_of

Key = Qt.Key
PLAIN, CTRL, ALT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)
BOTH = CTRL | Qt.KeyboardModifier.ShiftModifier


def settle(page: PrioritiesPage, qtbot: QtBot) -> None:
    for _ in range(3):
        qtbot.waitUntil(page.desk.idle)


def press(qtbot: QtBot, widget: QWidget, key: Qt.Key, how: Qt.KeyboardModifier = PLAIN) -> None:
    qtbot.keyClick(widget, key, how)


def titles(table: TableView) -> list[str]:
    return [table.rows.at(n).title for n in range(table.rows.rowCount())]


@pytest.fixture
def page(plans: Store, qtbot: QtBot) -> Iterator[PrioritiesPage]:
    """The page over the plans of Durham, the later one shown, in a window of its own."""
    made = PrioritiesPage(Desk(plans))
    qtbot.addWidget(made)
    made.resize(1232, 808)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.desk.changed.connect(lambda _changes: made.refresh())
    made.open_record(plan_of(plans).id)
    settle(made, qtbot)
    yield made
    settle(made, qtbot)
    made.desk.close()


def test_priorities_and_outcomes_by_keys(page: PrioritiesPage, plans: Store, qtbot: QtBot) -> None:
    part = page.priorities
    assert page.chooser.currentText() == "2025-27"
    assert page.context.text().startswith("4 priorities · 13 outcomes")
    assert page.first_focus() is part.table
    assert part.table in page.panes()
    assert len(titles(part.table)) == 17
    assert part.view.title.text() == "Priority 1 Harm Outside the Home"
    assert "• Training and briefing" in "\n".join(part.view.facts.words())
    press(qtbot, page, Key.Key_N, BOTH)
    assert part.outcome_form.title.text() == "New outcome of priority 1"
    assert page.new.kind == "secondary"
    qtbot.keyClicks(part.outcome_form.words.editor, "Seen in time")
    press(qtbot, part.outcome_form.words.editor, Key.Key_Return, CTRL)
    settle(page, qtbot)
    assert part.table.value().number == "1.5"
    assert part.view.warning.status.words == "No measure points at it"
    assert page.new.kind == "primary"
    press(qtbot, part.table, Key.Key_Up, ALT)
    settle(page, qtbot)
    assert part.table.value().number == "1.4"
    press(qtbot, part.table, Key.Key_Return)
    part.outcome_form.lead.set_value(page.shown.groups[0][0] if page.shown else None)
    part.outcome_form.submit()
    settle(page, qtbot)
    assert "Led by" in part.view.facts.words()
    part.remove_button.click()
    settle(page, qtbot)
    assert part.table.value().number == "1"
    press(qtbot, part.table, Key.Key_Return)
    part.form.reasons.set_value("One\nTwo")
    part.form.submit()
    settle(page, qtbot)
    assert plan_of(plans).priorities[0].reasons == ("One", "Two")
    part.down.click()
    settle(page, qtbot)
    assert part.table.value().number == "2"
    press(qtbot, page, Key.Key_N, CTRL)
    qtbot.keyClicks(part.form.words.editor, "Neglect")
    part.form.submit()
    settle(page, qtbot)
    assert plan_of(plans).priorities[4].label == "5 Neglect"
    part.remove()
    settle(page, qtbot)
    assert len(plan_of(plans).priorities) == 4


def test_a_measure_is_refused_at_the_field_and_kept_once_it_is_right(
    page: PrioritiesPage, plans: Store, qtbot: QtBot
) -> None:
    page.tabs.setCurrentIndex(MEASURES)
    part = page.measures
    assert page.tabs.tabText(MEASURES) == "Measures (1 without outcome)"
    press(qtbot, page, Key.Key_N, CTRL)
    form = part.form
    qtbot.keyClicks(form.words.editor, "Fewer children missing")
    for wrong, why in (
        ("1.4-1.1", "'1.4-1.1' runs backwards. Write 1.1-1.4, if that is meant."),
        ("1.1-1.6", "The plan 2025-27 has no outcomes 1.5, 1.6. "
                    "Its outcomes: 1.1-1.4, 2.1-2.4, 3.1-3.5."),
    ):  # fmt: skip
        form.outcomes.set_value(wrong)
        press(qtbot, form.outcomes.editor, Key.Key_Return, CTRL)
        assert form.outcomes.error.text() == why
        assert form.outcomes.editor.hasFocus()
    form.outcomes.set_value("1.3, 1.4")
    form.submit()
    settle(page, qtbot)
    row = part.table.value()
    assert (row.title, row.shown) == ("Fewer children missing", "1.3, 1.4")
    assert part.view.facts.words()[1].startswith("1.3 Disruption")
    press(qtbot, part.table, Key.Key_Up, ALT)
    settle(page, qtbot)
    assert titles(part.table)[-2] == "Fewer children missing"
    press(qtbot, part.table, Key.Key_Return)
    form.outcomes.set_value("")
    form.submit()
    settle(page, qtbot)
    assert page.tabs.tabText(MEASURES) == "Measures (2 without outcome)"
    assert part.view.warning.status.words == "It points at no outcome"
    part.remove_button.click()
    settle(page, qtbot)
    assert "Fewer children missing" not in titles(part.table)
    assert len(plan_of(plans).measures) == 14


def test_a_thread_tells_its_story(page: PrioritiesPage, plans: Store, qtbot: QtBot) -> None:
    thread = plan_of(plans).threads[5]
    page.open_record(thread.id)
    settle(page, qtbot)
    part = page.threads
    assert page.tabs.currentIndex() == THREADS
    words = part.view.facts.words()
    assert words[1] == "Reworded from ‘Reflective practice’ (2023-26)"
    assert words[2:6:2] == ["2023-26", "2025-27"]
    press(qtbot, part.table, Key.Key_Return)
    part.form.how.set_value("new")
    part.form.submit()
    assert "choose Same words or Reworded" in part.form.how.error.text()
    part.form.before.set_value(None)
    part.form.how.set_value("reworded")
    part.form.submit()
    settle(page, qtbot)
    assert part.view.warning.status.words == "Say from which thread it goes on"
    page.add()
    qtbot.keyClicks(part.form.words.editor, "Neighbours")
    part.form.submit()
    settle(page, qtbot)
    press(qtbot, part.table, Key.Key_Up, ALT)
    settle(page, qtbot)
    assert titles(part.table)[-2] == "Neighbours"
    part.remove()
    settle(page, qtbot)
    page.chooser.set_value(plan_of(plans, "2023-26").id)
    page.chooser.activated.emit(0)
    settle(page, qtbot)
    assert titles(part.table)[-1] == "Signs of safety"
    part.table.choose_row(5)
    troubles: list[str] = []
    page.desk.troubled.connect(troubles.append)
    part.table.choose_row(0)
    part.remove()
    settle(page, qtbot)
    assert "Child's Voice and Lived Experience" in troubles[0]


def test_the_plan_is_changed_and_printed(page: PrioritiesPage, plans: Store, qtbot: QtBot) -> None:
    asked: list[tuple[str, Scope]] = []
    page.document_wanted.connect(lambda kind, scope: asked.append((kind, scope)))
    press(qtbot, page, Key.Key_P, CTRL)
    page.tabs.setCurrentIndex(PLAN)
    page.plan.on_a_page.click()
    assert [(kind, scope.year) for kind, scope in asked] == [
        ("plan", "2025-27"),
        ("plan-on-a-page", "2025-27"),
    ]
    assert "2023-26" in page.plan.view.facts.words()
    page.plan.edit_button.click()
    form = page.plan.form
    form.term.set_value("soon")
    form.submit()
    assert (
        form.term.error.text() == "A term is written as its first and last year, such as 2025-27."
    )
    form.term.set_value("2023-26")
    form.submit()
    settle(page, qtbot)
    assert "There is a plan 2023-26 already" in form.trouble.text()
    form.term.set_value("2025-27")
    form.note.set_value("Agreed in May")
    form.submit()
    settle(page, qtbot)
    assert plan_of(plans).note == "Agreed in May"
    assert page.first_focus() is page.plan.edit_button
    assert page.plan in page.panes()


def test_plans_are_removed_and_begun_anew(page: PrioritiesPage, plans: Store, qtbot: QtBot) -> None:
    asked: list[str] = []
    page.document_wanted.connect(lambda kind, _scope: asked.append(kind))
    page.tabs.setCurrentIndex(PLAN)
    page.plan.remove()
    settle(page, qtbot)
    assert page.chooser.currentText() == "2023-26"
    plans.run(remove_plan, plan_of(plans, "2023-26").id)
    page.refresh()
    settle(page, qtbot)
    assert page.none.isVisible()
    assert page.first_focus() is page.new
    assert [words for words, _keys, _do in page.commands()] == ["Add a plan"]
    page.share()
    page.add_outcome()
    assert asked == []
    page.tabs.setCurrentIndex(PRIORITIES)
    press(qtbot, page, Key.Key_N, CTRL)
    assert page.plan.is_editing()
    form = page.plan.form
    form.term.set_value("2027-29")
    form.submit()
    settle(page, qtbot)
    assert page.chooser.currentText() == "2027-29"
    for _words, _keys, do in page.commands()[:5]:
        do()
    assert page.plan.is_editing()
    page.plan.leave()
    assert not page.plan.is_editing()


def test_forms_open_again_and_say_when_their_own_is_gone(
    page: PrioritiesPage, plans: Store, qtbot: QtBot
) -> None:
    plan = plan_of(plans)
    gone: list[str] = []
    cases = (
        ("plan", {"record": plan.id}, page.plan.form, f"Change the plan {plan.term}"),
        ("plan", {}, page.plan.form, "New plan"),
        ("priority", {"plan": plan.id}, page.priorities.form, "New priority"),
        ("priority", {"record": plan.priorities[1].id}, page.priorities.form, "Change priority 2"),
        (
            "plan outcome",
            {"priority": plan.priorities[2].id},
            page.priorities.outcome_form,
            "New outcome of priority 3",
        ),
        (
            "plan outcome",
            {"record": plan.outcomes[1].id},
            page.priorities.outcome_form,
            "Change outcome 1.2",
        ),
        ("measure", {"record": plan.measures[1].id}, page.measures.form, "Change measure"),
        ("golden thread", {"plan": plan.id}, page.threads.form, "New golden thread"),
    )
    for name, about, form, title in cases:
        page.reopen(name, about, lambda: gone.append("gone"))
        settle(page, qtbot)
        assert form.isVisible(), name
        assert form.title.text() == title
        wanted = form.draft_about()
        assert {key: value for key, value in wanted.items() if value} == about
        form.cancelled.emit()
    assert gone == []
    page.reopen("measure", {"record": "nobody"}, lambda: gone.append("gone"))
    settle(page, qtbot)
    assert gone == ["gone"]


def test_what_is_half_typed_stays_while_another_row_is_chosen(
    page: PrioritiesPage, qtbot: QtBot
) -> None:
    part = page.measures
    page.tabs.setCurrentIndex(MEASURES)
    part.edit()
    qtbot.keyClicks(part.form.activity.editor, "Train")
    part.table.choose_row(3)
    assert part.is_editing()
    assert part.form.activity.value() == "Train"
    part.form.cancelled.emit()
    assert part.view.title.text() == "Dispersal orders"
