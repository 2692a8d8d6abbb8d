"""Restraint sampling: the register, the draw, the reviews and what they say."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTabWidget, QWidget

from dscp_desktop.jobs.threads import Desk
from dscp_desktop.restraint.page.draw import DrawPane
from dscp_desktop.restraint.page.drawview import NEW
from dscp_desktop.restraint.page.look import CHECK, span_words
from dscp_desktop.restraint.page.register import RegisterPane, register_faults
from dscp_desktop.restraint.page.results import ResultsPane
from dscp_desktop.restraint.page.reviews import ReviewsPane
from dscp_desktop.restraint.queries.ceremony import CeremonyPage
from dscp_desktop.restraint.queries.pages import RegisterPage
from dscp_desktop.sampling.rules.records import FrozenList
from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.banner import Banner
from dscp_desktop.widgets.binding import bind
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.editors import Chooser
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
        self.register, self.draw = RegisterPane(desk), DrawPane(desk)
        self.reviews, self.results = ReviewsPane(desk), ResultsPane(desk)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.tabs.tabBar().setFocusPolicy(Qt.FocusPolicy.TabFocus)  # the bar takes the keys itself
        for part in (self.tabs, self.tabs.tabBar()):
            part.setAccessibleName("Restraint sampling")
        self.places = (self.register, self.draw, self.reviews, self.results)
        for pane, title in zip(self.places, TABS, strict=True):
            self.tabs.addTab(pane, title)
        self.put_body(self.tabs)
        self._returns: RegisterPage | None = None
        self._opened = False  # whether a draw was chosen or begun by a person
        self._connect()

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(lambda _place: self._fit())
        self.register.told.connect(self._show_register)
        self.draw.told.connect(self._show_draws)
        for pane in (self.draw, self.results):
            pane.document_wanted.connect(self.document_wanted)
        bind(self, "Ctrl+N", "New record of the part that is shown", self.add)
        self._fit()

    # What a page says of itself -----------------------------------------------------------

    def refresh(self) -> None:
        """Ask for everything again."""
        for pane in self.places:
            pane.refresh()

    def open_record(self, record_id: str) -> None:
        """Show an incident in the register, or a frozen list in the draw."""
        draw = self.draw.shown
        known = [one for one in draw.frozen if record_id in (one.id, one.draw_id)] if draw else []
        if known:
            self.show_draw(known[0].id)
        else:
            self.tabs.setCurrentIndex(REGISTER)
            self.register.open_incident(record_id)

    def first_focus(self) -> QWidget | None:
        """Go to what the tab in front is worked from."""
        here = self.tabs.currentIndex()
        if here == DRAW:
            if self.draw.step == CHECK:
                return self.draw.lists.drawn
            return self.draw.foot.primary
        firsts = {
            REGISTER: self.register.returns if self._has_returns() else self.new,
            REVIEWS: self.reviews.table,
        }
        return firsts.get(here, self.results.table)

    def panes(self) -> list[QWidget]:
        """Return banner, tabs, and what is in front."""
        parts: Mapping[int, tuple[QWidget, ...]] = {
            REGISTER: (self.register.returns, self.register.incidents, self.register.side),
            DRAW: (self.draw.facts, self.draw.lists.table(), self.draw.foot),
            REVIEWS: (self.reviews.table, self.reviews.side),
            RESULTS: (self.results.table,),
        }
        every = (self.banner, self.tabs.tabBar(), *parts[self.tabs.currentIndex()])
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
        if name == self.register.form.draft_name:
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
        count = len(shown.incidents)
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
