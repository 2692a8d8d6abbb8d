"""Where the keys are when the budget opens."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from dscp_desktop.budget.commands.years import add_year
from dscp_desktop.budget.page.budget import BudgetPage
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.store.opening import Store


def test_the_keys_wait_for_the_first_years_and_then_stand_in_the_table(
    durham: Store, qtbot: QtBot
) -> None:
    durham.run(add_year, "2021-22")
    desk = Desk(durham)
    page = BudgetPage(desk)
    qtbot.addWidget(page)
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    page.refresh()
    page.first_focus().setFocus()
    assert page.focusWidget() is page.add_year
    qtbot.waitUntil(lambda: page.focusWidget() is page.table)
    qtbot.waitUntil(desk.idle)
    desk.close()
