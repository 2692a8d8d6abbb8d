"""What follows when a new store was made: its recovery sheet, then its first workbooks."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from dscp_desktop.app.settings_page import SettingsPage
from dscp_desktop.widgets.banner import Banner

if TYPE_CHECKING:
    from dscp_desktop.app.shell import Shell

SETTINGS, IMPORT = "settings", "records"
FIRST_WORKBOOKS = "Bring in your first workbooks"
_WHAT = (
    "Membership, meetings, the action log, contributions: each is known by its headings, and "
    "nothing is saved before you accept. They can also come later, under Import."
)


def lead_on(shell: Shell, *, print_sheet: bool) -> None:
    """Have the recovery sheet printed where it is wanted, then ask for the first workbooks."""
    if not print_sheet:
        ask_for_workbooks(shell)
        return
    shell.go_and_focus(SETTINGS)
    page = shell.pages[SETTINGS]
    assert isinstance(page, SettingsPage)
    once = Qt.ConnectionType.SingleShotConnection
    page.sheet_told.connect(partial(ask_for_workbooks, shell), once)
    page.print_sheet.click()


def ask_for_workbooks(shell: Shell, sheet: str = "") -> None:
    """Show Import with what to do first; `sheet` says what became of the recovery sheet."""
    shell.go_and_focus(IMPORT)
    page = shell.pages[IMPORT]
    page.show_banner(Banner(FIRST_WORKBOOKS, f"{sheet} {_WHAT}".strip(), tone="inf"))
