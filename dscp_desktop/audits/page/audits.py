"""The page of audits: the programme of a year, one audit, themes over years, and the tools."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from dscp_desktop.audits.page.cases import CasesPane
from dscp_desktop.audits.page.findings import FindingsPane
from dscp_desktop.audits.page.moderation import ModerationPane
from dscp_desktop.audits.page.programme import ProgrammePane
from dscp_desktop.audits.page.returns import ReturnsPane
from dscp_desktop.audits.page.side import Pane
from dscp_desktop.audits.page.themes import ThemesPane
from dscp_desktop.audits.page.tools import ToolsPane
from dscp_desktop.audits.queries.places import Place, place_of
from dscp_desktop.audits.queries.programme import get_audit
from dscp_desktop.audits.rules.programme import AuditLine, Programme
from dscp_desktop.core.days import show_day_year
from dscp_desktop.core.offers import Scope
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.binding import bind
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.editors import Chooser
from dscp_desktop.widgets.latertabs import LaterTabs
from dscp_desktop.widgets.page import Page

PROGRAMME, THEMES, TOOLS = range(3)
RETURNS, CASES, MODERATION, FINDINGS = range(4)
AuditPane = ReturnsPane | CasesPane | ModerationPane | FindingsPane
_OF_AUDIT = {
    "send audit": RETURNS, "agency of audit": RETURNS, "return of audit": RETURNS,
    "audit case": CASES, "list of cases": CASES, "seed of cases": CASES, "lost case": CASES,
    "agreed grade": MODERATION, "moved grade": MODERATION, "finish moderation": MODERATION,
    "finding in moderation": MODERATION,
    "finding": FINDINGS, "recommendation": FINDINGS,
}  # fmt: skip
_OF_ALL = {"audit": PROGRAMME, "audit meeting": PROGRAMME, "theme": THEMES,
           "tool": TOOLS, "tool question": TOOLS}  # fmt: skip


class AuditsPage(Page):
    """Two rows of tabs: those of all audits, and those of the one that is open."""

    help_topic = (
        "The year's programme with what was promised, and each audit in four parts: returns, "
        "cases, moderation, findings. Enter opens an audit, Alt+Left goes back to the programme. "
        "Ctrl+N adds what the part lists, Ctrl+O brings in returns, Ctrl+P prints."
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Audits", parent=parent)
        self.desk = desk
        self.audit_id = ""
        self.audit: AuditLine | None = None
        self._tab = RETURNS
        self.year = Chooser()
        self.year.setAccessibleName("Year")
        self.year.setMinimumWidth(fonts.scaled(96))
        self.year.activated.connect(lambda _place: self._choose_year())
        self.add_beside_title(self.year)
        self.back = self.add_back()
        self.back.clicked.connect(self.go_back)
        self.print = self.add_print_button(self.share)
        self.briefing = self.add_button(Button("Briefing", icon="paper"))
        self.briefing.clicked.connect(self.share_briefing)
        self.do = self.add_button(Button("Add audit", "primary", icon="add"))
        self.do.clicked.connect(self.act)
        self.all = LaterTabs("Audits, themes and tools")
        for make, title in (
            (ProgrammePane, "Programme"), (ThemesPane, "Themes"), (ToolsPane, "Tools")
        ):  # fmt: skip
            self.all.add_later(self._maker(make), title)
        self.one = LaterTabs("Parts of the audit")
        for part, title in (
            (ReturnsPane, "Returns"), (CasesPane, "Cases"),
            (ModerationPane, "Moderation"), (FindingsPane, "Findings"),
        ):  # fmt: skip
            self.one.add_later(self._maker(part), title)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.all)
        self.stack.addWidget(self.one)
        self.put_body(self.stack)
        for tabs in (self.all, self.one):
            tabs.made.connect(self.parts_made)
            tabs.currentChanged.connect(lambda _tab: self._shown_part())
        bind(self, "Ctrl+N", "New record of the part that is shown", self.add)
        bind(self, "Ctrl+O", "Choose returned workbooks", self.bring_in)
        self.all.part(PROGRAMME)
        self._fit_header_to_part()

    def _maker(self, make: Callable[[Desk], Pane]) -> Callable[[], QWidget]:
        def made() -> QWidget:
            pane = make(self.desk)
            pane.typing_changed.connect(self._fit_header_to_part)
            pane.made.connect(self.parts_made)
            pane.document_wanted.connect(self.document_wanted)
            if isinstance(pane, ProgrammePane):
                pane.opened.connect(self.open_audit)
                pane.year_shown.connect(self._show_year)
            elif isinstance(pane, ToolsPane):
                pane.shown_now.connect(self._fit_header_to_part)
            elif isinstance(pane, ModerationPane):
                pane.years_asked.connect(lambda: self.show_tab(THEMES))
                pane.shown_now.connect(lambda _shown: self._fit_header_to_part())
            return pane

        return made

    # What a page says of itself -----------------------------------------------------------

    def pane(self) -> Pane:
        """Return the part that is in front."""
        tabs = self._tabs()
        part = tabs.part(tabs.currentIndex())
        assert isinstance(part, Pane)
        return part

    def _tabs(self) -> LaterTabs:
        return self.one if self.stack.currentWidget() is self.one else self.all

    def refresh(self) -> None:
        """Ask for what is in front again."""
        if self._tabs() is self.one:
            self.desk.ask(
                self, get_audit, self.audit_id, self.desk.today, then=self._keep, key="audit"
            )
        self.pane().refresh()

    def make_parts(self) -> None:
        """Make the parts that wait until they are shown."""
        for tabs in (self.all, self.one):
            tabs.make_all()
            for tab in range(tabs.count()):
                part = tabs.part(tab)
                assert isinstance(part, Pane)
                part.make_forms()

    def first_focus(self) -> QWidget:
        """Return what the part in front begins with."""
        return self.pane().first_focus()

    def panes(self) -> list[QWidget]:
        """Return tabs and what the part in front has."""
        every = (self.banner, self._tabs().tabBar(), *self.pane().stops())
        return [pane for pane in every if pane is not None and pane.isVisible()]

    def open_record(self, record_id: str) -> None:
        """Show an audit, or what else it is: a programme, a tool, a theme, a recommendation."""
        self.desk.ask(self, place_of, record_id, then=self._go, key="place")

    def _go(self, place: Place) -> None:
        if place.audit_id:
            self.open_audit(place.audit_id, {"finding": FINDINGS}.get(place.kind, self._tab))
            return
        self.show_tab({"tool": TOOLS, "theme": THEMES}.get(place.kind, PROGRAMME))
        if place.year:
            programme = self.all.part(PROGRAMME)
            assert isinstance(programme, ProgrammePane)
            programme.show_year(place.year)

    def commands(self) -> tuple[tuple[str, str, Callable[[], None]], ...]:
        """Return what the palette offers of this page."""
        found: list[tuple[str, str, Callable[[], None]]] = [
            ("Add an audit", "", self.new_audit),
            ("Show themes over the years", "", lambda: self.show_tab(THEMES)),
            ("Show the audit tools", "", lambda: self.show_tab(TOOLS)),
            ("Print or save the report of the year of audits", "", self.share_year),
            ("Print or save the chapter about audits", "", self.share_chapter),
        ]
        if self.audit is not None:
            number = self.audit.number or "the audit"
            found += [
                (f"Bring in returns of {number}", "Ctrl+O", self.bring_in),
                (f"Moderate {number}", "", lambda: self.show_part(MODERATION)),
                (f"Print or save the report of {number}", "", self.share_report),
                (f"Print or save the briefing of {number}", "", self.share_briefing),
            ]
        return tuple(found)

    def reopen(self, name: str, about: Mapping[str, str], gone: Callable[[], object]) -> None:
        """Open a form again; `gone` is called where its record is not there."""
        if name in _OF_ALL:
            self.show_tab(_OF_ALL[name], ask=False)
            part = self.all.part(_OF_ALL[name])
            assert isinstance(part, ProgrammePane | ThemesPane | ToolsPane)
            part.reopen(name, about, gone)
            return

        def ready(audit: AuditLine | None) -> None:
            if audit is None:
                gone()
                return
            tab = _OF_AUDIT[name]
            self.show_audit(audit, tab, ask=False)
            part = self._part(tab)
            part.reopen(name, about, gone)

        record = about.get("record", "")
        self.desk.ask(self, get_audit, record, self.desk.today, then=ready, key="audit")

    # Where it is --------------------------------------------------------------------------

    def show_tab(self, tab: int, *, ask: bool = True) -> None:
        """Show a part of all audits."""
        self.stack.setCurrentWidget(self.all)
        self.all.setCurrentIndex(tab)
        self._fit_header_to_part()
        if ask:
            self.pane().refresh()
            self.pane().first_focus().setFocus(Qt.FocusReason.OtherFocusReason)

    def open_audit(self, audit_id: str, tab: int | None = None) -> None:
        """Open one audit, at the part that was last looked at."""

        def there(audit: AuditLine | None) -> None:
            if audit is not None:
                self.show_audit(audit, self._tab if tab is None else tab)

        self.desk.ask(self, get_audit, audit_id, self.desk.today, then=there, key="audit")

    def show_audit(self, audit: AuditLine, tab: int, *, ask: bool = True) -> None:
        """Show a part of an audit."""
        self.audit, self.audit_id = audit, audit.id
        self.stack.setCurrentWidget(self.one)
        self.one.setCurrentIndex(tab)
        self._tab = tab
        if ask:
            self._part(tab).show_audit(audit.id)
            self.pane().first_focus().setFocus(Qt.FocusReason.OtherFocusReason)
        self._fit_header_to_part()

    def show_part(self, tab: int) -> None:
        """Show another part of the audit that is open."""
        if self.audit is not None:
            self.show_audit(self.audit, tab)

    def _part(self, tab: int) -> AuditPane:
        part = self.one.part(tab)
        assert isinstance(part, AuditPane)
        return part

    def go_back(self) -> None:
        """Go back to the programme, with the audit chosen there."""
        programme = self.all.part(PROGRAMME)
        assert isinstance(programme, ProgrammePane)
        year = self.audit.details.year if self.audit else ""
        wanted, self.audit, self.audit_id = self.audit_id, None, ""
        self.stack.setCurrentWidget(self.all)
        self.all.setCurrentIndex(PROGRAMME)
        self._fit_header_to_part()
        programme.show_year(year, wanted)
        programme.keys_to_list()

    def _shown_part(self) -> None:
        """Ask for what has come to the front."""
        if self._tabs() is self.one:
            self._tab = self.one.currentIndex()
            if self.audit_id:
                self._part(self._tab).show_audit(self.audit_id)
        else:
            self.pane().refresh()
        self._fit_header_to_part()

    def _keep(self, audit: AuditLine | None) -> None:
        if audit is None:
            self.go_back()
        else:
            self.audit = audit
            self._fit_header_to_part()

    def _show_year(self, shown: Programme) -> None:
        self.year.set_options([(year, year) for year in shown.years])
        self.year.set_value(shown.year)

    def _choose_year(self) -> None:
        programme = self.all.part(PROGRAMME)
        assert isinstance(programme, ProgrammePane)
        programme.show_year(self.year.value())

    def _fit_header_to_part(self) -> None:
        """Say where the page is; one primary button, none beside that of an open form."""
        open_one = self._tabs() is self.one
        tab = self._tabs().currentIndex()
        self.back.setVisible(open_one)
        self.year.setVisible(not open_one and tab == PROGRAMME)
        self.briefing.setVisible(open_one and tab == FINDINGS)
        self.print.setVisible(open_one or tab in (PROGRAMME, THEMES))
        self.do.icon_name, verb = self._verb(open_one, tab)
        part = self._tabs().part(tab)
        can = True
        if isinstance(part, ToolsPane):
            verb, can = part.verb()
        self.do.set_words(verb)
        self.do.setEnabled(can)
        typing = isinstance(part, Pane) and part.is_typing()
        self.do.set_kind("secondary" if typing else "primary")
        audit = self.audit
        if not open_one or audit is None:
            self.set_title("Audits", "")
            return
        words = [audit.details.title]
        if audit.details.cases:
            words.append(f"{audit.details.cases} cases")
        if tab == MODERATION:
            words.append(show_day_year(self.desk.today))
        title = "moderation" if tab == MODERATION else self.one.tabText(tab).lower()
        self.set_title(f"{audit.number} {title}".strip(), " · ".join(words))

    def _verb(self, open_one: bool, tab: int) -> tuple[str, str]:
        """Return icon and words of the primary button."""
        if not open_one:
            return "add", {PROGRAMME: "Add audit", THEMES: "Add theme"}.get(tab, "Add questions")
        if tab == MODERATION:
            done = self.audit is not None and self.audit.moderated_on is not None
            return ("undo", "Open again") if done else ("tick", "Finish moderation")
        verbs = {
            RETURNS: ("import", "Bring in returns"),
            CASES: ("draw", "Draw cases"),
            FINDINGS: ("add", "Add finding"),
        }
        return verbs[tab]

    # What is done -------------------------------------------------------------------------

    def act(self) -> None:
        """Do what the primary button says."""
        part = self.pane()
        if isinstance(part, ReturnsPane):
            part.choose_files()
        elif isinstance(part, CasesPane):
            part.start_draw()
        elif isinstance(part, ModerationPane):
            part.finish()
        else:
            self.add()

    def add(self) -> None:
        """Add what the part in front lists."""
        part = self.pane()
        if not isinstance(part, ReturnsPane):
            assert isinstance(
                part,
                ProgrammePane | ThemesPane | ToolsPane | CasesPane | ModerationPane | FindingsPane,
            )
            part.add()

    def new_audit(self) -> None:
        """Open the form of a new audit."""
        if self._tabs() is self.one:
            self.go_back()
        self.show_tab(PROGRAMME, ask=False)
        self.add()

    def bring_in(self) -> None:
        """Bring in returns of the audit that is open."""
        if self._tabs() is self.one:
            self.show_part(RETURNS)
            part = self._part(RETURNS)
            assert isinstance(part, ReturnsPane)
            part.choose_files()

    # On paper -----------------------------------------------------------------------------

    def share(self) -> None:
        """Show on paper what is in front: the audit, or the year."""
        if self._tabs() is self.one:
            self.share_report()
        else:
            self.share_year()

    def share_report(self) -> None:
        """Show the report of the audit that is open."""
        self._want("audit-report")

    def share_briefing(self) -> None:
        """Show the briefing of the audit in seven points."""
        self._want("audit-briefing")

    def _want(self, kind: str) -> None:
        if self.audit_id:
            scope = Scope(self.desk.today, record_id=self.audit_id)
            self.document_wanted.emit(kind, scope)

    def share_year(self) -> None:
        """Show the report of the year that is shown."""
        scope = Scope(self.desk.today, year=self.year.value() or "")
        self.document_wanted.emit("audit-year", scope)

    def share_chapter(self) -> None:
        """Show the chapter for the annual report of the year that is shown."""
        scope = Scope(self.desk.today, year=self.year.value() or "")
        self.document_wanted.emit("audit-chapter", scope)
