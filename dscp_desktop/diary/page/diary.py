"""The page of the year: its meetings, and the planner over all features."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QWidget

from dscp_desktop.diary.page.planner import PlannerPart
from dscp_desktop.diary.page.year import YearPart
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.widgets.latertabs import LaterTabs
from dscp_desktop.widgets.page import Page

MEETINGS, PLANNER = range(2)


class DiaryPage(Page):
    """The year of all groups, planned from their cadences; beside it what all features have."""

    help_topic = (
        "The meetings of a year by month, for all groups or for one. Ctrl+Shift+N plans the year "
        "from how often a group meets; Alt+Left and Alt+Right move a meeting by a working day and "
        "the rest of the year stays. Space in the run-up marks a step as done. The tab Planner "
        "shows the phases of learning cycles, audits, reviews and what is due beside the meetings, "
        "to be printed on A3 or A4 or saved as a calendar file; arrows move in its strip, Enter "
        "opens the place of a line."
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Diary", parent=parent)
        self.desk = desk
        self.part = YearPart(desk)
        self.planner: PlannerPart | None = None
        self.tabs = LaterTabs("Meetings, planner")
        self.tabs.addTab(self.part, "Meetings")
        self.tabs.add_later(self._make_planner, "Planner")
        self.put_body(self.tabs)
        self.add_print_button(self.share)
        self.part.document_wanted.connect(self.document_wanted)
        self.part.forms.made.connect(self.parts_made)
        self.part.meeting_asked.connect(lambda record: desk.place_asked.emit("meetings", record))

    def _make_planner(self) -> QWidget:
        self.planner = planner = PlannerPart(self.desk)
        planner.document_wanted.connect(self.document_wanted)
        planner.place_asked.connect(self.desk.place_asked)
        return planner

    def _shown(self) -> YearPart | PlannerPart:
        now = self.tabs.currentIndex()
        return self.planner if now == PLANNER and self.planner is not None else self.part

    def show_planner(self) -> None:
        """Show what all features have in the year."""
        self.tabs.setCurrentIndex(PLANNER)

    def share(self) -> None:
        """Show what is to be printed: the meetings, or the planner on A3."""
        self._shown().share()

    def refresh(self) -> None:
        """Ask for the year again."""
        self.part.refresh()
        if self.planner is not None:
            self.planner.refresh()

    def first_focus(self) -> QWidget | None:
        """The list."""
        return self._shown().table

    def panes(self) -> list[QWidget]:
        """The tabs, then the stops of what is shown."""
        return [self.tabs.tabBar(), *self._shown().panes()]

    def commands(self) -> tuple[tuple[str, str, Callable[[], object]], ...]:
        """Return what the palette can run here."""
        planner = ("Planner of the year over all features", "", self.show_planner)
        return (*self._shown().commands(), planner)

    def open_record(self, record_id: str) -> None:
        """Show the year of a meeting with it chosen; '' leaves all as it is."""
        if record_id:
            self.tabs.setCurrentIndex(MEETINGS)
            self.part.open_meeting(record_id)

    def reopen(self, name: str, about: Mapping[str, str], gone: Callable[[], object]) -> None:
        """Open a form again; `gone` is called where what it is for is not there."""
        self.tabs.setCurrentIndex(MEETINGS)
        self.part.reopen(name, about, gone)

    def make_parts(self) -> None:
        """Make the planner too, and the forms that wait until they are wanted."""
        self.tabs.make_all()
        self.part.forms.make_all()
