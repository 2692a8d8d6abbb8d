"""Every picture that is taken of an open store, in the order they are taken."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QWidget

from dscp_desktop.actions.queries.log import list_actions
from dscp_desktop.actions.workbook import actions_sheet
from dscp_desktop.app.opening import SAMPLE_DAY
from dscp_desktop.app.pictures.visit import Shot, Show, Visit
from dscp_desktop.app.pictures.word import send_round
from dscp_desktop.audits.page.audits import FINDINGS, MODERATION, THEMES
from dscp_desktop.audits.queries.programme import find_audit
from dscp_desktop.budget.page.budget import GRANTS, LETTERS, SCENARIOS, SHARES, SPEND, YEAR_END
from dscp_desktop.diary.queries.meetings import find_meeting
from dscp_desktop.partnership.page.groups import STRUCTURE
from dscp_desktop.records.page.redacting import RedactDialog
from dscp_desktop.restraint.page.restraint import DRAW, REVIEWS
from dscp_desktop.sheets.writing import write_workbook
from dscp_desktop.store.opening import Store
from dscp_desktop.widgets.palette import PAUSE

_MEETING = "EXEC 2023-10-26"
_LIVE = "PLG 2023-10-19"
_AUDIT = "MA3 2023-24"
_TO_REDACT = "Aldershire Constabulary"
_SEARCHED = "neg"


def _open_meeting(visit: Visit) -> None:
    visit.shell.open_place(visit.shell.place(), visit.desk.store.ask(find_meeting, _MEETING).id)


def _on_tab(tab: int) -> Show:
    """Show a tab of a page whose tabs are named `tabs`."""

    def show(visit: Visit) -> None:
        visit.page(visit.shell.place()).tabs.setCurrentIndex(tab)

    return show


def _of_budget(tab: int) -> Show:
    def show(visit: Visit) -> None:
        visit.page("budget").show_tab(tab)

    return show


def _terms_alone(visit: Visit) -> None:
    """Leave the older of two compared versions out."""
    page = visit.page("terms_of_reference")
    page.tick(page.pair()[0].id)


def _structure(visit: Visit) -> None:
    visit.page("partnership").show_tab(STRUCTURE)


def _of_audit(part: int) -> Show:
    def show(visit: Visit) -> None:
        visit.shell.open_place("audits", visit.desk.store.ask(find_audit, _AUDIT))
        visit.settle()
        visit.page("audits").show_part(part)

    return show


def _themes(visit: Visit) -> None:
    visit.page("audits").show_tab(THEMES)


def _planner(visit: Visit) -> None:
    visit.page("diary").show_planner()


def _import_check(visit: Visit) -> None:
    visit.page("records").look_at([_write_return(visit.desk.store, visit.folder)])


def _redact(visit: Visit) -> QWidget:
    dialog = RedactDialog(visit.desk, visit.page("records"))
    dialog.open()
    dialog.name.set_value(_TO_REDACT)
    dialog.do.click()
    return dialog


def _open_search(visit: Visit) -> None:
    visit.shell.palette_box.open()
    QTest.keyClicks(visit.shell.palette_box.line, _SEARCHED)
    QTest.qWait(PAUSE + 20)


def _search_all(visit: Visit) -> None:
    visit.shell.searching.show(_SEARCHED)


def _shared(visit: Visit) -> None:
    visit.page("budget").print.click()


def _dialog(visit: Visit) -> QDialog:
    return next(one for one in visit.shell.findChildren(QDialog) if one.isVisible())


def _help(visit: Visit) -> QWidget:
    visit.shell.show_help()
    return _dialog(visit)


def _keys(visit: Visit) -> QWidget:
    visit.shell.show_keys()
    return _dialog(visit)


def _live(visit: Visit) -> None:
    visit.shell.open_place("live", visit.desk.store.ask(find_meeting, _LIVE).id)


def _returned(visit: Visit) -> None:
    """Send the minutes out as Word, edit the copy, and take it back."""
    meeting = visit.desk.store.ask(find_meeting, _LIVE).id
    send_round(visit.desk.store, meeting)
    visit.shell.open_place("returned", meeting)


OPENED = (
    Shot("today", "today"),
    Shot("new_year", "new_year"),
    Shot("meetings", "meetings", _open_meeting),
    Shot("actions", "actions"),
    Shot("packs", "packs", _open_meeting),
    Shot("learning", "learning"),
    Shot("audits", "audits"),
    Shot("restraint", "restraint"),
    Shot("groups", "partnership"),
    Shot("terms-compare", "terms_of_reference"),
    Shot("terms", "terms_of_reference", _terms_alone),
    Shot("work_plans", "work_plans"),
    Shot("priorities", "priorities"),
    Shot("threads", "threads"),
    Shot("budget", "budget"),
    Shot("records", "records"),
    Shot("export", "export"),
    Shot("diary", "diary"),
    Shot("settings", "settings"),
    Shot("restraint-draw", "restraint", _on_tab(DRAW)),
    Shot("restraint-reviews", "restraint", _on_tab(REVIEWS)),
    Shot("structure", "partnership", _structure),
    Shot("budget-spend", "budget", _of_budget(SPEND)),
    Shot("budget-grants", "budget", _of_budget(GRANTS)),
    Shot("budget-shares", "budget", _of_budget(SHARES)),
    Shot("budget-scenarios", "budget", _of_budget(SCENARIOS)),
    Shot("budget-letters", "budget", _of_budget(LETTERS)),
    Shot("budget-year-end", "budget", _of_budget(YEAR_END)),
    Shot("audit-moderation", "audits", _of_audit(MODERATION)),
    Shot("audit-findings", "audits", _of_audit(FINDINGS)),
    Shot("audit-themes", "audits", _themes),
    Shot("planner", "diary", _planner),
    Shot("import-check", "records", _import_check),
    Shot("redact", "records", _redact),
    Shot("print-or-save", "budget", _shared),
    Shot("search", "actions", _open_search),
    Shot("search-all", "actions", _search_all),
    Shot("help", "actions", _help),
    Shot("keys", "actions", _keys),
)

# They show one meeting: at 10:42:07 while it is minuted, and its minutes come back from Word.
MINUTED = (Shot("live", "", _live), Shot("returned", "", _returned))


def _write_return(store: Store, folder: Path) -> Path:
    """Write the sample's own action log as somebody sent it back: some new, some with faults."""
    lines = store.ask(list_actions, SAMPLE_DAY)
    changed = [
        replace(lines[0], status="complete"),
        replace(lines[1], text=f"{lines[1].text} in each area"),
        *lines[2:9],
        replace(lines[9], number="PLG201", text="Send the attendance figures to each agency"),
        replace(lines[10], number="PLG202", group="PLGG", code="PLGG"),
        replace(lines[11], number="IDG201", owner="", owner_name=""),
    ]
    path = folder / "action-log-returned.xlsx"
    path.write_bytes(write_workbook([actions_sheet(changed)]))
    return path
