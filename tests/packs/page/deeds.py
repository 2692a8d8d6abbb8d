"""What tests of the page do again and again."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt

from dscp_desktop.meetings.queries.agenda import agenda
from dscp_desktop.meetings.rules.agenda import Agenda
from dscp_desktop.packs.page.packs import PacksPage
from dscp_desktop.packs.page.parts import PartRow
from dscp_desktop.widgets.columns import is_line

Key = Qt.Key
ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
Settle = Callable[[], None]
Bring = Callable[..., None]


def rows(page: PacksPage) -> list[PartRow]:
    return [row for row in page.table.rows.rows if is_line(row)]


def titles(page: PacksPage) -> list[str]:
    return [row.part.title for row in rows(page)]


def stored(page: PacksPage, meeting_id: str) -> Agenda:
    return page.desk.store.ask(agenda, meeting_id)


def choose(page: PacksPage, title: str, settle: Settle) -> None:
    assert page.table.choose_first(lambda row: row.part.title == title)
    page.table.setFocus()
    settle()


def build(page: PacksPage, settle: Settle) -> None:
    page.building.build.click()
    assert not page.building.build.isEnabled()
    settle()
