"""The page of packs: one meeting's pack, its checks, and the register of who was given it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from dscp_desktop.core.days import show_day, show_day_year, show_long_day, show_times
from dscp_desktop.core.offers import Scope
from dscp_desktop.diary.queries.meetings import list_meetings
from dscp_desktop.diary.rules.meetings import MeetingLine
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.meetings.queries.preflight import Known
from dscp_desktop.meetings.rules.agenda import PaperLine
from dscp_desktop.meetings.rules.preflight import Finding, Preflight
from dscp_desktop.packs.documents.press import Kept
from dscp_desktop.packs.page.checks import ChecksPane, to_look_at
from dscp_desktop.packs.page.facts import late_fact, missing_rows, pending_fact
from dscp_desktop.packs.page.making import with_pages
from dscp_desktop.packs.page.packtab import PackTab
from dscp_desktop.packs.page.parts import PartRow
from dscp_desktop.packs.page.register import RegisterPane
from dscp_desktop.packs.queries.looking import PackView, look_at_pack
from dscp_desktop.packs.rules.parts import PackContents, count_pages
from dscp_desktop.widgets.banner import Banner
from dscp_desktop.widgets.binding import bind
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.editors import Chooser
from dscp_desktop.widgets.latertabs import LaterTabs
from dscp_desktop.widgets.page import Page

PACK, CHECKS, REGISTER = range(3)
_TITLES = ("Pack", "Checks", "Issue and register")


class PacksPage(Page):
    """Choose a meeting; its pack stands in the list as it will be printed."""

    help_topic = (
        "The list is the pack. Alt+Up and Alt+Down move a part, Delete takes a paper out, Enter "
        "chooses the file of a paper that is missing. Build pack looks at each paper and joins all "
        "into one PDF; Ctrl+S saves it, Ctrl+P prints it. ‘Issue and register’ keeps its numbers "
        "for good and who was given a copy; what comes later goes out as a supplement."
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Packs", parent=parent)
        self.desk = desk
        self.meetings: tuple[MeetingLine, ...] = ()
        self.view: PackView | None = None
        self.wanted = ""
        self.waits_for: tuple[str, Mapping[str, str], Callable[[], object]] | None = None
        self.kept, self.known = Kept(), Known()
        self.chooser = Chooser()
        self.chooser.setAccessibleName("Meeting")
        self.add_beside_title(self.chooser)
        self.add = self.add_button(Button("Add paper", icon="add"))
        self.tab = PackTab(desk, self.kept, self.known)
        self.table, self.building = self.tab.table, self.tab.building
        self.preview, self.trouble = self.tab.preview, self.tab.trouble
        self.tabs = LaterTabs("Pack, checks, issue and register")
        self.tabs.addTab(self.tab, _TITLES[PACK])
        self.tabs.add_later(self._make_checks, _TITLES[CHECKS])
        self.tabs.add_later(self._make_register, _TITLES[REGISTER])
        self.found: Preflight | None = None
        self.offered: object = None
        self.put_body(self.tabs)
        self._connect()

    def _connect(self) -> None:
        self.chooser.activated.connect(lambda _place: self._ask_view())
        self.narrow_changed.connect(lambda _narrow: self._take_meetings(self.meetings))
        self.add.clicked.connect(self.add_papers)
        self.tab.shown.connect(self._show_head)
        self.tab.wrote.connect(self._ask_view)
        self.tab.made.connect(self.parts_made)
        self.tab.recall_asked.connect(self._recall)
        self.building.checked.connect(self._take_checks)
        self.building.checks_asked.connect(lambda: self.show_tab(CHECKS))
        self.tabs.currentChanged.connect(self._tab_changed)
        self.tabs.made.connect(self.parts_made)
        bind(self, "Ctrl+N", "New record of the part that is shown", self._new)

    def _make_checks(self) -> ChecksPane:
        pane = ChecksPane(self.desk, self.known)
        pane.looked.connect(self._take_checks)
        pane.opened.connect(self._go_to_finding)
        pane.show_view(self.view)
        if self.found is not None:
            pane.show_found(self.found)
        return pane

    def _make_register(self) -> RegisterPane:
        pane = RegisterPane(self.desk, self.kept, self.known)
        pane.wrote.connect(self._ask_view)
        pane.made.connect(self.parts_made)
        pane.print_asked.connect(self._print)
        pane.issuing.checked.connect(self._take_checks)
        pane.show_view(self.view)
        if self.found is not None:
            pane.issuing.say_checks(self.found)
        return pane

    @property
    def checks(self) -> ChecksPane:
        """The tab of findings."""
        part = self.tabs.part(CHECKS)
        assert isinstance(part, ChecksPane)
        return part

    @property
    def register(self) -> RegisterPane:
        """The tab of issuing and of copies."""
        part = self.tabs.part(REGISTER)
        assert isinstance(part, RegisterPane)
        return part

    @property
    def contents(self) -> PackContents | None:
        """What the pack holds, None for no meeting."""
        return self.view.contents if self.view else None

    @property
    def rows(self) -> tuple[PartRow, ...]:
        """The rows of the list."""
        return self.tab.rows

    # What it shows --------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask for the meetings, and for the pack of the one that is chosen."""
        self.desk.ask(self, list_meetings, then=self._take_meetings, key="meetings")

    def first_focus(self) -> QWidget | None:
        """The list of the tab that is shown."""
        tab = self.tabs.currentIndex()
        if tab == PACK:
            return self.table
        return self.checks.table if tab == CHECKS else self.register.table

    def panes(self) -> list[QWidget]:
        """Banner, list, foot, preview; or those of the tab that is shown."""
        tab = self.tabs.currentIndex()
        found: list[QWidget | None] = [self.banner]
        if tab == PACK:
            right = self.tab.side.open_form() or self.preview.picture
            found += [self.table, self.building, right]
        elif tab == CHECKS:
            found += [self.checks.table, self.checks.again]
        else:
            found += [self.register.table, self.register.right]
        return [pane for pane in found if pane is not None]

    def commands(self) -> tuple[tuple[str, str, Callable[[], object]], ...]:
        """Return what the palette can run here."""
        current = self.tab.on_current
        return (
            ("Build pack", "", self.build_now),
            ("Add paper", "Ctrl+N", self.add_papers),
            ("Bring a newer version of the paper", "", partial(current, "Bring a newer version")),
            ("Withdraw the paper", "", partial(current, "Withdraw")),
            ("Write to owners of missing papers", "", self.write_to_owners),
            ("Look at the papers", "", self.look),
            ("Issue the pack or a supplement", "", self.issue),
            ("Give copies", "", self.give_copies),
            ("Recall the pack", "", self.recall),
        )

    def show_tab(self, tab: int) -> None:
        """Show a tab, with the keys in its list."""
        self.tabs.setCurrentIndex(tab)
        if (first := self.first_focus()) is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_record(self, record_id: str) -> None:
        """Show the pack of a meeting, as soon as the diary is there."""
        if record_id:
            self.wanted = record_id
            self._take_meetings(self.meetings)

    def make_parts(self) -> None:
        """Make the forms that wait until they are asked for."""
        self.tabs.make_all()
        self.tab.side.make_forms()
        self.register.make_forms()

    def reopen(self, name: str, about: Mapping[str, str], gone: Callable[[], object]) -> None:
        """Open a form again; `gone` is called where its meeting, paper or copies are not there."""
        self.waits_for = name, about, gone
        self.open_record(about.get("meeting", ""))
        self.refresh()

    def _reopen_now(self) -> None:
        if self.waits_for is None or self.view is None:
            return
        (name, about, gone), self.waits_for = self.waits_for, None
        if self.view.contents.meeting.id != about.get("meeting"):
            gone()
        elif name in ("version", "withdrawal"):
            papers = self.view.contents.agenda.papers
            paper = next((p for p in papers if p.id == about.get("record")), None)
            if paper is None:
                gone()
                return
            self.tabs.setCurrentIndex(PACK)
            self.tab.two.show_second()
            side = self.tab.side
            again = side.bring_version if name == "version" else side.withdraw
            again(self.view.contents.meeting.id, paper)
        else:
            self.tabs.setCurrentIndex(REGISTER)
            ids = about.get("copies", "").split()
            if not self.register.reopen(name, about.get("what", ""), ids):
                gone()

    def _take_meetings(self, meetings: tuple[MeetingLine, ...]) -> None:
        now, before = (meetings, self.desk.today, self.narrow), self.offered
        self.meetings, self.offered = meetings, now
        if now != before:  # thousands, each with its day in words
            every, today = [m for m in meetings if m.goes_ahead], self.desk.today
            past = [m for m in reversed(every) if m.on < today]
            self.chooser.set_options(
                (m.id, f"{show_day_year(m.on)} · {m.code if self.narrow and m.code else m.group}")
                for m in (*(m for m in every if m.on >= today), *past)
            )
        if self.chooser.offers(self.wanted):
            self.chooser.set_value(self.wanted)
            self.wanted = ""
        self.chooser.setVisible(bool(self.chooser.count()))
        self._ask_view()

    def _ask_view(self) -> None:
        meeting_id = self.chooser.value()
        self.add.setEnabled(bool(meeting_id))
        if not meeting_id:
            self._show_view(None)
            return
        # The files stay in the store: the list needs none of them.
        desk = self.desk
        documents, today = desk.documents, desk.today
        take = self._take_view
        desk.ask(self, look_at_pack, meeting_id, documents, today, then=take, key="contents")

    def _take_view(self, view: PackView) -> None:
        if self.view is not None and _same(self.view, view):
            self.tab.moves.shown()
        else:
            self._show_view(view)
        self._reopen_now()

    def _show_view(self, view: PackView | None) -> None:
        self.view = view
        self.found = None
        self.tabs.setTabText(CHECKS, _TITLES[CHECKS])
        self.tab.show_view(view)
        for pane in self.tabs.findChildren(ChecksPane) + self.tabs.findChildren(RegisterPane):
            pane.show_view(view)
        if view is None:
            self.context.setText("")
            self.show_banner(None)

    def _show_head(self) -> None:
        view = self.view
        if view is None:
            return
        meeting, rows = view.contents.meeting, self.tab.rows
        papers = sum(row.paper is not None and not row.paper.withdrawn for row in rows)
        pages = self._count_pages()
        counted = f"{papers} paper{'' if papers == 1 else 's'}"
        counted += f", {pages} pages" if pages else ""
        if view.issued:
            counted += f" as issued {show_day(view.issued.issue.issued_on)}"
        times = show_times(meeting.start, meeting.end)
        self.context.setText(" · ".join(part for part in (counted, times) if part))
        self.setAccessibleDescription(f"{meeting.group}, {show_long_day(meeting.on)}")
        self._show_fact(view)

    def _count_pages(self) -> int:
        """Return the last page number of the pack, 0 until it is numbered."""
        if self.view and self.view.issued:
            return self.view.issued.issue.pages
        return count_pages(row.part for row in self.tab.rows if row.part.first)

    def _show_fact(self, view: PackView) -> None:
        rows = self.tab.rows
        waits, late = pending_fact(view), late_fact(view, rows, self.desk.today)
        if waits is not None:
            button = Button(self._next_words(view), icon="email")
            button.clicked.connect(self.issue)
            self.show_banner(Banner(*waits, buttons=[button]))
        elif late is not None:
            buttons = []
            if missing := missing_rows(rows):
                owners = Button("Write to owners", icon="email")
                owners.clicked.connect(self.write_to_owners)
                buttons.append(owners)
                if len(missing) == 1:
                    file = Button("Add its file", icon="paper")
                    file.clicked.connect(self.tab.add_missing)
                    buttons.append(file)
            self.show_banner(Banner(*late, buttons=buttons))
        elif not view.contents.agenda.stored:
            button = Button("Start agenda")
            button.clicked.connect(self.tab.start_now)
            words = "The pack shows the items that stand on every agenda of the group."
            fact = "This meeting has no agenda of its own yet"
            self.show_banner(Banner(fact, words, tone="inf", buttons=[button]))
        else:
            self.show_banner(None)

    def _next_words(self, view: PackView) -> str:
        number = view.issued.last.number + 1 if view.issued else 0
        return f"Issue supplement {number}…" if number else "Issue the pack…"

    # Checks ---------------------------------------------------------------------------------

    def _take_checks(self, told: Preflight) -> None:
        pages = self._count_pages()
        self.found = found = with_pages(told, pages) if pages else told
        count = to_look_at(found)
        self.building.say_findings(count)
        self.tabs.setTabText(CHECKS, f"{_TITLES[CHECKS]} {count}" if count else _TITLES[CHECKS])
        for pane in self.tabs.findChildren(ChecksPane):
            pane.show_found(found)
        for register in self.tabs.findChildren(RegisterPane):
            register.issuing.say_checks(found)

    def _go_to_finding(self, finding: Finding) -> None:
        self.tabs.setCurrentIndex(PACK)
        self.tab.go_to(finding.paper_id, finding.page)

    def look(self) -> None:
        """Look at every paper, on the tab of checks."""
        self.show_tab(CHECKS)
        self.checks.look()

    # What a person does ---------------------------------------------------------------------

    def _tab_changed(self, tab: int) -> None:
        if tab == CHECKS and self.found is None and self.view is not None:
            self.checks.look()

    def _new(self) -> None:
        if self.tabs.currentIndex() == REGISTER:
            self.give_copies()
        else:
            self.add_papers()

    def add_papers(self) -> None:
        """Ask for papers; each becomes an item of its own before any other business."""
        if self.view is not None:
            self.tabs.setCurrentIndex(PACK)
            self.tab.incoming.choose()

    def build_now(self) -> None:
        """Build the pack."""
        self.show_tab(PACK)
        self.building.build_now()

    def write_to_owners(self) -> None:
        """Save a draft message to each owner of a paper that has not come."""
        if self.view is not None:
            self.tabs.setCurrentIndex(PACK)
            self.tab.incoming.write_to_owners(self.tab.meeting_id)

    def issue(self) -> None:
        """Go to the button that issues the pack or its next supplement."""
        self.show_tab(REGISTER)
        self.register.two.show_second()
        self.register.issuing.issue.setFocus(Qt.FocusReason.OtherFocusReason)

    def give_copies(self) -> None:
        """Ask who is given a copy."""
        self.show_tab(REGISTER)
        self.register.give_now()

    def recall(self) -> None:
        """Ask back every copy that is out."""
        self.show_tab(REGISTER)
        self.register.recall_now()

    def _recall(self, paper: PaperLine) -> None:
        self.tabs.setCurrentIndex(REGISTER)
        self.register.recall_paper(paper)

    def _print(self, kind: str, version: str, record_id: str) -> None:
        if self.view is not None:
            meeting = self.view.contents.meeting.id
            scope = Scope(self.desk.today, meeting, version=version, record_id=record_id)
            self.document_wanted.emit(kind, scope)


def _same(one: PackView, other: PackView) -> bool:
    """Say whether two views show the same; the head of the history does not count."""
    bare = [replace(view, contents=replace(view.contents, check_code="")) for view in (one, other)]
    return bare[0] == bare[1]
