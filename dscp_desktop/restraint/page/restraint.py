"""Restraint sampling: the register, the draw, the reviews and what they say."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QWidget

from dscp_desktop.jobs.threads import Desk
from dscp_desktop.restraint.page.draw import DrawPane
from dscp_desktop.restraint.page.drawview import NEW
from dscp_desktop.restraint.page.incident import ReturnForm
from dscp_desktop.restraint.page.look import CHECK, span_words
from dscp_desktop.restraint.page.register import RegisterPane, register_faults
from dscp_desktop.restraint.page.results import ResultsPane
from dscp_desktop.restraint.page.reviews import ReviewsPane
from dscp_desktop.restraint.queries.ceremony import CeremonyPage, frozen_list_of
from dscp_desktop.restraint.queries.pages import RegisterPage
from dscp_desktop.sampling.rules.records import FrozenList
from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.banner import Banner
from dscp_desktop.widgets.binding import bind
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.editors import Chooser
from dscp_desktop.widgets.latertabs import LaterTabs
from dscp_desktop.widgets.page import Page

REGISTER, DRAW, REVIEWS, RESULTS = range(4)
TABS = ("Register", "Draw", "Reviews", "Results")


class RestraintPage(Page):
    """Four tabs; the draw that is shown is chosen beside the title."""

    help_topic = (
        "The incidents a home returns, and the sample whose footage is reviewed. Enter on a "
        "return changes it; H, C and O say that a hold was asked for, confirmed, or that the "
        "footage is overwritten. In the draw Ctrl+Enter goes on; Enter on a drawn incident says "
        "that it cannot be viewed. Ctrl+N imports a return, or begins a new draw."
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Restraint sampling", parent=parent)
        self.desk = desk
        self.draws = Chooser()
        self.draws.setAccessibleName("Draw")
        self.draws.setMaximumWidth(fonts.scaled(400))
        self.draws.activated.connect(lambda _place: self._choose_draw())
        self.add_beside_title(self.draws)
        self.narrow_changed.connect(self.context.setHidden)
        self.new = self.add_button(Button("Import a return", icon="import"))
        self.new.clicked.connect(self.add)
        self._returns: RegisterPage | None = None
        self._opened = False  # whether a draw was chosen or begun by a person
        self._fresh: set[int] = set()  # the tabs that show what is in the store now
        self.tabs = LaterTabs("Restraint sampling")
        makes = (self._make_register, self._make_draw, self._make_reviews, self._make_results)
        for make, title in zip(makes, TABS, strict=True):
            self.tabs.add_later(make, title)
        self.put_body(self.tabs)
        self._connect()

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._show_tab)
        self.tabs.made.connect(self.parts_made)
        bind(self, "Ctrl+N", "New record of the part that is shown", self.add)
        self._fit()

    # Its parts ----------------------------------------------------------------------------

    def _make_register(self) -> RegisterPane:
        pane = RegisterPane(self.desk)
        pane.told.connect(self._show_register)
        return pane

    def _make_draw(self) -> DrawPane:
        pane = DrawPane(self.desk)
        pane.told.connect(self._show_draws)
        pane.document_wanted.connect(self.document_wanted)
        return pane

    def _make_reviews(self) -> ReviewsPane:
        return ReviewsPane(self.desk)

    def _make_results(self) -> ResultsPane:
        pane = ResultsPane(self.desk)
        pane.document_wanted.connect(self.document_wanted)
        return pane

    def _pane(self, tab: int) -> RegisterPane | DrawPane | ReviewsPane | ResultsPane:
        pane = self.tabs.part(tab)
        assert isinstance(pane, RegisterPane | DrawPane | ReviewsPane | ResultsPane)
        return pane

    @property
    def register(self) -> RegisterPane:
        """The part of the returns and their incidents."""
        pane = self._pane(REGISTER)
        assert isinstance(pane, RegisterPane)
        return pane

    @property
    def draw(self) -> DrawPane:
        """The part in which a list is frozen and drawn from."""
        pane = self._pane(DRAW)
        assert isinstance(pane, DrawPane)
        return pane

    @property
    def reviews(self) -> ReviewsPane:
        """The part of the reviews."""
        pane = self._pane(REVIEWS)
        assert isinstance(pane, ReviewsPane)
        return pane

    @property
    def results(self) -> ResultsPane:
        """The part that says what the reviews say."""
        pane = self._pane(RESULTS)
        assert isinstance(pane, ResultsPane)
        return pane

    def make_parts(self) -> None:
        """Make the parts that wait until they are shown."""
        self.tabs.make_all()

    # What a page says of itself -----------------------------------------------------------

    def refresh(self) -> None:
        """Ask for what is in front again; the others ask when they are shown."""
        self._fresh.clear()
        self._ask_tab()

    def _ask_tab(self) -> None:
        here = self.tabs.currentIndex()
        if here not in self._fresh:
            self._fresh.add(here)
            self._pane(here).refresh()

    def open_record(self, record_id: str) -> None:
        """Show an incident in the register, or a frozen list in the draw."""

        def found(frame_id: str) -> None:
            if frame_id:
                self.show_draw(frame_id)
            else:
                self.tabs.setCurrentIndex(REGISTER)
                self.register.open_incident(record_id)

        self.desk.ask(self, frozen_list_of, record_id, then=found, key="record")

    def first_focus(self) -> QWidget | None:
        """Go to what the tab in front is worked from."""
        here = self.tabs.currentIndex()
        if here == DRAW:
            if self.draw.step == CHECK:
                return self.draw.lists.drawn
            return self.draw.foot.primary
        if here == REGISTER:
            return self.register.returns if self._has_returns() else self.new
        return self.reviews.table if here == REVIEWS else self.results.table

    def panes(self) -> list[QWidget]:
        """Return banner, tabs, and what is in front."""
        stops = self._pane(self.tabs.currentIndex()).stops()
        every = (self.banner, self.tabs.tabBar(), *stops)
        return [part for part in every if part is not None and part.isVisible()]

    def commands(self) -> tuple[tuple[str, str, Callable[[], None]], ...]:
        """Return what the palette offers of this page."""
        return (
            ("Import a return of restraint incidents", "", self.import_return),
            ("Begin a new draw", "", self.begin_draw),
            ("Review what was drawn", "", lambda: self.tabs.setCurrentIndex(REVIEWS)),
        )

    def reopen(self, name: str, about: Mapping[str, str], gone: Callable[[], object]) -> None:
        """Open a form again where it stood; `gone` where what it was about is not there."""
        if name == ReturnForm.draft_name:
            self.tabs.setCurrentIndex(REGISTER)
            self.register.reopen(about.get("return", ""), gone)
        elif "incident" in about:
            self.tabs.setCurrentIndex(REVIEWS)
            self.reviews.reopen(name, about, gone)
        else:
            self._opened = True
            self.tabs.setCurrentIndex(DRAW)
            self.draw.reopen(about, gone)

    # What it shows ------------------------------------------------------------------------

    def _has_returns(self) -> bool:
        return self._returns is not None and bool(self._returns.returns)

    def _show_tab(self, _tab: int) -> None:
        self._ask_tab()
        self._fit()

    def _fit(self) -> None:
        drawing = self.tabs.currentIndex() == DRAW
        self.draws.setVisible(drawing)
        self.new.set_words("New draw" if drawing else "Import a return")
        self.new.icon_name = "add" if drawing else "import"
        self.new.setEnabled(not self.desk.store.read_only)
        self.new.update()
        self._show_banner()

    def _show_register(self, shown: RegisterPage) -> None:
        self._returns = shown
        count = shown.count
        homes = ", ".join(name for _, name in shown.homes)
        said = "1 incident" if count == 1 else f"{count} incidents"
        self.context.setText(" · ".join(filter(None, (said, homes))))
        self._show_banner()

    def _show_banner(self) -> None:
        here = self.tabs.currentIndex() == REGISTER
        returns = self._returns.returns if here and self._returns else ()
        fact, words = register_faults(returns)
        if not fact:
            if self.banner is not None:
                self.show_banner(None)
        elif self.banner is not None:
            self.banner.set_words(fact, words)
        else:
            self.show_banner(Banner(fact, words))

    def _show_draws(self, shown: CeremonyPage) -> None:
        count = len(shown.frozen)
        options = [(one.id, _named(count - place, one)) for place, one in enumerate(shown.frozen)]
        if shown.chosen is None or not options:
            options.insert(0, (NEW, f"Draw {count + 1}: new"))
        self.draws.set_options(options)
        self.draws.set_value(shown.chosen.id if shown.chosen else NEW)
        if not self._opened and shown.frozen and shown.chosen is None:
            self._opened = True
            self.draw.open_frozen(shown.frozen[0].id)

    def _choose_draw(self) -> None:
        self.show_draw(self.draws.value() or NEW)

    def show_draw(self, frame_id: str) -> None:
        """Show a draw that was begun before, or a new one."""
        self._opened = True
        self.tabs.setCurrentIndex(DRAW)
        self.draw.open_frozen(frame_id)

    # What people do -----------------------------------------------------------------------

    def add(self) -> None:
        """Begin a new draw where draws are shown; else import a return."""
        if self.tabs.currentIndex() == DRAW:
            self.begin_draw()
        else:
            self.import_return()

    def import_return(self) -> None:
        """Go to the page where workbooks come in."""
        self.desk.place_asked.emit("records", "")

    def begin_draw(self) -> None:
        """Begin a new draw; those before stay as they are."""
        if not self.desk.store.read_only:
            self._opened = True
            self.tabs.setCurrentIndex(DRAW)
            self.draw.open_new()


def _named(number: int, one: FrozenList) -> str:
    waits = "" if one.draw_id else ", waits for its seed"
    return f"Draw {number}: {span_words(one.period)}{waits}"
