"""The page of work plans, driven by its keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QListView, QWidget
from pytestqt.qtbot import QtBot

from dscp_desktop.core.offers import Scope
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.store.opening import Store
from dscp_desktop.widgets.columns import is_line
from dscp_desktop.work_plans import commands, queries
from dscp_desktop.work_plans.page.plans import WorkPlansPage
from dscp_desktop.work_plans.rules import QuarterWords, WorkPlanValues
from tests.work_plans.conftest import TODAY, YEAR

Key = Qt.Key
PLAIN, CTRL, ALT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)
Plan = Callable[..., WorkPlanValues]
Add = Callable[..., str]


def settle(page: WorkPlansPage, qtbot: QtBot) -> None:
    for _ in range(3):
        qtbot.waitUntil(page.desk.idle)


def press(qtbot: QtBot, widget: QWidget, key: Qt.Key, how: Qt.KeyboardModifier = PLAIN) -> None:
    qtbot.keyClick(widget, key, how)


def outcomes(page: WorkPlansPage) -> list[str]:
    rows = (page.table.rows.at(n) for n in range(page.table.rows.rowCount()))
    return [row.outcome for row in rows if is_line(row)]


@pytest.fixture
def page(durham: Store, group: str, qtbot: QtBot) -> Iterator[WorkPlansPage]:
    """The page of the group's plan of the present year, in a window of its own."""
    made = WorkPlansPage(Desk(durham))
    qtbot.addWidget(made)
    made.resize(1232, 808)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.desk.changed.connect(lambda _changes: made.refresh())
    made.open_record(group)
    settle(made, qtbot)
    yield made
    settle(made, qtbot)
    made.desk.close()


def test_a_plan_is_started_and_its_first_line_typed_by_keys(
    page: WorkPlansPage, qtbot: QtBot, plan: Plan
) -> None:
    assert page.group.currentText() == "Performance and Learning Group"
    assert page.year.value() == YEAR
    assert page.none.isVisible()
    assert "has no work plan for 2023-24" in page.none.empty.fact
    assert page.first_focus() is page.new
    assert page.new.words == "Start the plan"
    assert not page.print.isEnabled()
    assert [words for words, _keys, _do in page.commands()] == ["Start the work plan"]
    press(qtbot, page, Key.Key_N, CTRL)
    settle(page, qtbot)
    assert page.new.words == "Add line"
    assert page.first_focus() is page.table
    press(qtbot, page, Key.Key_N, CTRL)
    form = page.pane.form
    assert page.pane.is_editing()
    assert page.new.kind == "secondary"
    assert form.outcome.editor.hasFocus()
    qtbot.keyClicks(form.outcome.editor, "Learning reaches the front line")
    form.owner.set_value("Designated nurse")
    form.due.set_value(date(2023, 10, 6))
    next(iter(form.threads.values())).click()
    press(qtbot, form.outcome.editor, Key.Key_Return, CTRL)
    settle(page, qtbot)
    (line,) = plan().lines
    assert line.outcome == "Learning reaches the front line"
    assert [one.id for one in line.threads] == [next(iter(form.threads))]
    assert page.context.text() == "1 line: 1 late"
    assert page.pane.stands.status.words == "9 working days late"
    assert page.pane.facts.words()[:2] == ["Owner", "Designated nurse"]
    assert page.table.hasFocus()
    assert page.new.kind == "primary"


@pytest.mark.usefixtures("plan_id")
def test_a_line_without_words_stays_in_the_form(page: WorkPlansPage, qtbot: QtBot) -> None:
    page.refresh()
    settle(page, qtbot)
    page.add()
    press(qtbot, page.pane.form.outcome.editor, Key.Key_Return, CTRL)
    assert page.pane.form.outcome.error.text() == "Enter what is to come out of it"
    press(qtbot, page.pane.form.outcome.editor, Key.Key_Escape)
    assert not page.pane.is_editing()
    assert page.table.hasFocus()


def test_lines_are_changed_moved_and_removed(
    page: WorkPlansPage, qtbot: QtBot, add: Add, plan: Plan
) -> None:
    for name in "ABC":
        add(name)
    page.refresh()
    settle(page, qtbot)
    page.table.choose_row(0)
    press(qtbot, page.table, Key.Key_Down, ALT)
    settle(page, qtbot)
    assert outcomes(page) == ["B", "A", "C"]
    assert page.table.value().outcome == "A"
    page.pane.up.click()
    settle(page, qtbot)
    assert outcomes(page) == ["A", "B", "C"]
    press(qtbot, page.table, Key.Key_Return)
    assert page.pane.form.line is not None
    page.pane.form.status.set_value("in progress")
    page.pane.form.progress.set_value("Begun")
    page.pane.form.submit()
    settle(page, qtbot)
    assert plan().lines[0].progress == "Begun"
    assert page.pane.progress.text() == "Begun"
    page.pane.remove.click()
    settle(page, qtbot)
    assert outcomes(page) == ["B", "C"]


def test_what_is_half_typed_stays_while_another_line_is_chosen(
    page: WorkPlansPage, qtbot: QtBot, add: Add
) -> None:
    add("A")
    add("B")
    page.refresh()
    settle(page, qtbot)
    page.edit()
    qtbot.keyClicks(page.pane.form.owner.editor, "Nurse")
    page.table.choose_row(1)
    assert page.pane.is_editing()
    assert page.pane.form.owner.value() == "Nurse"
    page.refresh()
    settle(page, qtbot)
    assert page.pane.form.owner.value() == "Nurse"


@pytest.mark.usefixtures("plan_id")
def test_a_quarter_is_reported_and_a_refresh_keeps_what_is_typed(
    page: WorkPlansPage, qtbot: QtBot, plan: Plan
) -> None:
    page.refresh()
    settle(page, qtbot)
    assert page.tabs.tabText(1) == "Quarter 1 (late)"
    assert page.tabs.tabText(3) == "Quarter 3"
    pane = page.quarters[0]
    page.tabs.setCurrentWidget(pane)
    assert pane.state.text() == "Not reported, 68 working days late"
    qtbot.keyClicks(pane.achieved.editor, "Two audits")
    page.refresh()
    settle(page, qtbot)
    assert pane.achieved.value() == "Two audits"
    assert pane.is_live()
    press(qtbot, pane.achieved.editor, Key.Key_Return, CTRL)
    settle(page, qtbot)
    assert plan().quarters[0].words == QuarterWords(achieved="Two audits")
    assert page.tabs.tabText(1) == "Quarter 1"
    assert pane.state.text() == "Reported"
    assert not pane.is_live()
    qtbot.keyClicks(pane.achieved.editor, " and more")
    pane.cancel.click()
    assert pane.achieved.value() == "Two audits"
    assert page.panes()[-1] is pane


def test_open_lines_of_last_year_are_offered(
    page: WorkPlansPage, qtbot: QtBot, add: Add, durham: Store, group: str
) -> None:
    add("Open")
    durham.run(commands.start_plan, group, "2024-25")
    page.refresh()
    settle(page, qtbot)
    page.year.set_value("2024-25")
    page.year.activated.emit(0)
    settle(page, qtbot)
    assert page.banner is not None
    assert page.banner.fact.text() == "1 line of the year before is not done"
    do = {words: do for words, _keys, do in page.commands()}
    do["Copy open lines of the year before"]()
    settle(page, qtbot)
    assert outcomes(page) == ["Open"]
    assert page.banner is None


@pytest.mark.usefixtures("plan_id")
def test_the_report_is_printed(page: WorkPlansPage, qtbot: QtBot, group: str) -> None:
    wanted: list[tuple[str, Scope]] = []
    page.document_wanted.connect(lambda kind, scope: wanted.append((kind, scope)))
    page.refresh()
    settle(page, qtbot)
    press(qtbot, page, Key.Key_P, CTRL)
    assert wanted == [("work-plan", Scope(TODAY, group_id=group, year=YEAR))]


def test_a_draft_comes_back_into_its_form_and_quarter(
    page: WorkPlansPage, qtbot: QtBot, plan_id: str, add: Add
) -> None:
    line_id = add("A", owner="Nurse")
    gone: list[str] = []
    page.pane.form.give_back({"record": line_id}, {"owner": "Police"})
    page.reopen("work plan line", {"record": line_id}, lambda: gone.append("line"))
    settle(page, qtbot)
    assert page.pane.form.owner.value() == "Police"
    assert page.pane.form.draft_about() == {"record": line_id}
    page.quarters[1].give_back({}, {"achieved": "Half"})
    about = {"plan": plan_id, "quarter": "2"}
    page.reopen("quarter 2", about, lambda: gone.append("quarter"))
    settle(page, qtbot)
    assert page.quarters[1].achieved.value() == "Half"
    assert page.quarters[1].is_live()
    assert page.quarters[1].draft_about() == about
    page.reopen("work plan line", {"plan": plan_id}, lambda: gone.append("new"))
    settle(page, qtbot)
    assert page.pane.form.line is None
    assert gone == []
    page.reopen("work plan line", {"record": "gone"}, lambda: gone.append("line"))
    settle(page, qtbot)
    assert gone == ["line"]


def test_search_opens_the_line(page: WorkPlansPage, qtbot: QtBot, add: Add, durham: Store) -> None:
    add("A")
    line_id = add("B")
    page.open_record(line_id)
    settle(page, qtbot)
    assert page.table.value().id == line_id
    assert page.pane.outcome.text() == "B"
    assert durham.ask(queries.plan_of, line_id) is not None


def test_without_a_group_the_page_says_what_is_missing(store: Store, qtbot: QtBot) -> None:
    made = WorkPlansPage(Desk(store))
    qtbot.addWidget(made)
    made.show()
    made.refresh()
    settle(made, qtbot)
    assert made.none.empty.fact == "No group yet"
    assert not made.new.isEnabled()
    made.add()
    made.edit()
    assert made.commands() == ()
    made.desk.close()


def test_everything_has_a_name(page: WorkPlansPage, qtbot: QtBot, add: Add) -> None:
    add("A")
    page.refresh()
    settle(page, qtbot)
    page.edit()
    takes = [
        widget
        for widget in page.findChildren(QWidget)
        if not isinstance(widget, QListView)  # the lists that choosers open
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
    ]
    assert takes
    nameless = [type(one).__name__ for one in takes if not one.accessibleName()]
    assert not nameless
    assert QApplication.focusWidget() is page.pane.form.outcome.editor
