"""A page of the program, and the panes it is made of.

How a feature page is built with the kit:
1. `class MeetingsPage(Page)`: call `super().__init__("Meetings", context="41 meetings")`.
2. Header: `self.add_button(Button("New meeting", "primary", icon="add"))`, at most two, one
   primary; a chooser of the year goes beside the title with `add_beside_title(widget)`.
3. Body: `self.put_body(TwoPanes("meetings", table, detail))`; bars with `bar(...)` above or
   below it with `add_bar`; tables are `TableView([Column("Number", lambda a: a.number)], name)`.
4. One banner: `self.show_banner(Banner(fact, help, buttons=[...]))`, None when resolved.
5. `refresh()` asks for values and gives them to `table.set_rows(...)`; `first_focus()` returns
   the widget that gets the keys when the page opens; `panes()` the stops of F6.
6. Everything a status says is `Status(kind, words)`; every field is one of forms/datefields.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.banner import Banner
from dscp_desktop.widgets.binding import bind
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.flow import FlowRow
from dscp_desktop.widgets.focus import keep_reading_order
from dscp_desktop.widgets.panes import Splitter, TwoPanes
from dscp_desktop.widgets.texts import CutText, Text
from dscp_desktop.widgets.theme import color, theme_changed

__all__ = [
    "GUTTER",
    "Page",
    "Splitter",
    "Surface",
    "TwoPanes",
    "bar",
    "is_narrow",
    "pane",
    "scrolling",
]
GUTTER = 24
_NARROW = 1180


def is_narrow(window: QWidget) -> bool:
    """Say whether a window is less wide than 1180 px, or as much more as its text is larger."""
    return window.width() < fonts.scaled(_NARROW)


class Surface(QWidget):
    """A plain surface with hairlines on the sides named ('top', 'bottom')."""

    def __init__(
        self, lines: str = "", token: str = "surface", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.lines, self.token = lines, token

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Fill, and draw the hairlines."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), color(self.token))
        if "top" in self.lines:
            painter.fillRect(0, 0, self.width(), 1, color("hair"))
        if "bottom" in self.lines:
            painter.fillRect(0, self.height() - 1, self.width(), 1, color("hair"))


class Bar(Surface):
    """Parts side by side, in as many lines as they need; as high as those."""

    def __init__(self, lines: str, token: str, least: int) -> None:
        super().__init__(lines, token)
        self.row = FlowRow(self, least=least)
        self.row.setContentsMargins(GUTTER, 8, GUTTER, 8)


class Page(Surface):
    """A header of 60 px (higher where it has no room), a place for one banner, and a body."""

    narrow_changed = Signal(bool)  # whether the window is narrow now
    document_wanted = Signal(str, object)  # a kind of document and its scope: show it to print
    parts_made = Signal()  # a part was made after the page was: it may be typed into
    help_topic = ""

    def __init__(self, title: str, *, context: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("page")
        self.title = Text(title, "title")
        self.context = CutText(context, "base", tone="t2")
        self.banner: Banner | None = None
        self._banner_place = Surface("bottom")
        self.narrow = False
        self.buttons: list[Button] = []
        self._search: QWidget | None = None
        self.header = Bar("bottom", "surface", 60)
        self.title.setContentsMargins(0, 0, 12, 0)
        self._head = self.header.row
        self._head.addWidget(self.title)
        self._head.addWidget(self.context)
        self._head.add_room()
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)
        self._box.addWidget(self.header)
        self.body: QWidget = QWidget()
        self._box.addWidget(self.body, 1)
        self.setAccessibleName(title)
        theme_changed().changed.connect(self.fit_width)

    # What a page says of itself ---------------------------------------------------------

    def refresh(self) -> None:
        """Ask for the values again and show them."""

    def first_focus(self) -> QWidget | None:
        """Return what gets the keys when the page opens; None for the first that takes them."""
        return None

    def panes(self) -> list[QWidget]:
        """Return the stops of F6 in the page, in order."""
        return [pane for pane in (self.banner, self.body) if pane is not None]

    def may_leave(self) -> bool:
        """Return whether the page can be left now (nothing would be lost)."""
        return True

    def make_parts(self) -> None:
        """Make the parts that wait until they are shown: one of them may be opened again."""

    def reopen(self, name: str, about: Mapping[str, str], gone: Callable[[], object]) -> None:
        """Open a part again by its `draft_name`; call `gone` where it cannot be."""
        gone()

    # What it is made of -----------------------------------------------------------------
    def set_title(self, title: str, context: str | None = None) -> None:
        """Show another title, and context unless it is None."""
        self.title.setText(title)
        self.setAccessibleName(title)
        if context is not None:
            self.context.setText(context)

    def add_beside_title(self, widget: QWidget) -> None:
        """Put a small widget behind the title, before the context."""
        self._head.insert(1, widget)

    def add_back(self) -> Button:
        """Put 'Back' (Alt+Left) before the title, for a page that was opened from another."""
        button = Button("Back", "quiet", icon="left", keys="Alt+Left", icon_only=True)
        self._head.insert(0, button)
        return button

    def add_button(self, button: Button) -> Button:
        """Put a button at the right of the header."""
        self.buttons.append(button)
        self._head.addWidget(button)
        return button

    def add_print_button(self, ask: Callable[[], object]) -> Button:
        """Put 'Print or save' (Ctrl+P) into the header; `ask` tells `document_wanted`."""
        button = self.add_button(Button("Print or save", icon="print"))
        button.setToolTip("Print or save (Ctrl+P)")
        button.clicked.connect(lambda: ask())
        bind(self, "Ctrl+P", button.words, button.click)
        return button

    def set_search(self, search: QWidget | None) -> None:
        """Put the search box of the window left of the buttons, or take it out."""
        if self._search is not None:
            self._head.removeWidget(self._search)
        self._search = search
        if search is not None:
            self._head.insert(self._head.count() - len(self.buttons), search)
            search.show()

    def show_banner(self, banner: Banner | None) -> None:
        """Show the one banner, in place of any before; None takes it away."""
        if self.banner is not None:
            self._box.removeWidget(self._banner_place)
            self._banner_place.hide()
            self._banner_place.deleteLater()
        self.banner = banner
        if banner is not None:
            self._banner_place = Surface("bottom")
            row = QVBoxLayout(self._banner_place)
            row.setContentsMargins(GUTTER, 12, GUTTER, 12)
            row.addWidget(banner)
            self._box.insertWidget(1, self._banner_place)

    def put_body(self, body: QWidget) -> None:
        """Set what fills the page."""
        self._box.replaceWidget(self.body, body)
        self.body.hide()
        self.body.deleteLater()
        self.body = body
        self._box.setStretchFactor(body, 1)

    def add_bar(self, bar_widget: QWidget, *, below: bool = False) -> None:
        """Put a bar between header and body, or below the body."""
        place = self._box.indexOf(self.body)
        self._box.insertWidget(place + 1 if below else place, bar_widget)

    def focusNextPrevChild(self, onward: bool) -> bool:
        """Let Tab follow what the page shows: header, banner, list, detail, foot."""
        keep_reading_order(self)
        return super().focusNextPrevChild(onward)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell when the window becomes narrow, or wide again."""
        super().resizeEvent(event)
        self.fit_width()

    def fit_width(self) -> None:
        """Tell when the window becomes narrow, or wide again: for the size of text there is."""
        narrow = is_narrow(self.window())
        if narrow != self.narrow:
            self.narrow = narrow
            self.narrow_changed.emit(narrow)


def bar(*widgets: QWidget | None, token: str = "surface", line: str = "bottom") -> Bar:
    """Return a bar of widgets, left to right; None is the room that is left over.

    What has no room goes on in a second line.
    """
    made = Bar(line, token, 48)
    for widget in widgets:
        if widget is None:
            made.row.add_room()
        else:
            made.row.addWidget(widget)
    if None not in widgets:
        made.row.add_room()
    return made


def pane(*parts: QWidget, gutter: int = GUTTER, stretch: bool = True) -> Surface:
    """Return a surface with parts one below the other, 12 px apart."""
    made = Surface()
    box = QVBoxLayout(made)
    box.setContentsMargins(gutter, 12, gutter, 12)
    box.setSpacing(12)
    for part in parts:
        box.addWidget(part)
    if stretch:
        box.addStretch(1)
    return made


def scrolling(content: QWidget, name: str) -> QScrollArea:
    """Return a content that scrolls up and down in its room; sideways too, for large text."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setAccessibleName(name)
    area.setWidget(content)
    return area
