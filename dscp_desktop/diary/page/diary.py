"""The page of the year of meetings, reached from the page of meetings."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QWidget

from dscp_desktop.diary.page.year import YearPart
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.widgets.page import Page


class DiaryPage(Page):
    """The year of all groups: planned from their cadences, moved by hand, saved as a calendar."""

    help_topic = (
        "The meetings of a year by month, for all groups or for one. Ctrl+Shift+N plans the year "
        "from how often a group meets; Alt+Left and Alt+Right move a meeting by a working day and "
        "the rest of the year stays. Space in the run-up marks a step as done."
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("The year of meetings", parent=parent)
        self.desk = desk
        self.part = YearPart(desk)
        self.put_body(self.part)
        self.add_print_button(self.part.share)
        self.part.document_wanted.connect(self.document_wanted)
        self.part.meeting_asked.connect(lambda record: desk.place_asked.emit("meetings", record))

    def refresh(self) -> None:
        """Ask for the year again."""
        self.part.refresh()

    def first_focus(self) -> QWidget | None:
        """The list."""
        return self.part.table

    def panes(self) -> list[QWidget]:
        """The list or the dates of a plan, then the meeting or the form."""
        return self.part.panes()

    def commands(self) -> tuple[tuple[str, str, Callable[[], object]], ...]:
        """Return what the palette can run here."""
        return self.part.commands()

    def open_record(self, record_id: str) -> None:
        """Show the year of a meeting with it chosen; '' leaves all as it is."""
        if record_id:
            self.part.open_meeting(record_id)

    def reopen(self, name: str, about: Mapping[str, str], gone: Callable[[], object]) -> None:
        """Open a form again; `gone` is called where what it is for is not there."""
        self.part.reopen(name, about, gone)
