"""Opening a part of the page again: what was half typed in it is put back by the window."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from dscp_desktop.learning.page.record import BRIEFING, DETAILS, FEEDBACK, PAPERS, ROUTE, WORK

if TYPE_CHECKING:
    from dscp_desktop.learning.page.learning import LearningPage

Gone = Callable[[], object]


def reopen_part(page: LearningPage, name: str, about: Mapping[str, str], gone: Gone) -> None:
    """Open a part by its name once its phase or cycle is shown; call `gone` without one."""
    if name == "learning cycle template":
        page.planning.edit_template()
        return
    wanted = about.get("phase") or about.get("cycle", "")
    if not wanted and name == "learning cycle":
        page.add()
        return
    if page.phase_of(wanted) is None:
        gone()
        return

    def ready() -> None:
        if not _open(page, name, about):
            gone()

    page.choose_phase(wanted, ready)


def _open(page: LearningPage, name: str, about: Mapping[str, str]) -> bool:
    """Open what stands in the record of the phase; say whether what it is about is there."""
    record, row = page.record, about.get("record", "")
    opens: dict[str, Callable[[], Any]] = {
        "learning cycle": page.edit_cycle,
        "phase record": lambda: record.show_tab(DETAILS).take_back(),
        "briefing": lambda: record.show_tab(BRIEFING).take_back(),
        "told back": lambda: record.show_tab(FEEDBACK).ask_told(row),
        "phase paper": lambda: record.show_tab(PAPERS).open_new(),
        "phase meeting": lambda: record.show_tab(WORK).open_meeting(),
        "phase action": lambda: record.show_tab(WORK).open_new_action(),
        "route step": lambda: record.show_tab(ROUTE).open_step(row),
    }
    if name == "feedback":
        tab = record.show_tab(FEEDBACK)
        opens[name] = (lambda: tab.edit(row)) if row else tab.open_new
    if name == "checklist line":
        page.panes_below.show_second()
        pane = page.checklist
        opens[name] = (lambda: pane.open_note(row)) if row else pane.open_new
    return opens[name]() is not False
