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

from collections.abc import Callable, Mapping, MutableMapping

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QScrollArea,
    QSplitter,
    QSplitterHandle,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.banner import Banner
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.focus import keep_reading_order
from dscp_desktop.widgets.texts import CutText, Text
from dscp_desktop.widgets.theme import color

GUTTER = 24
NARROW = 1180  # a window less wide than this shows the rail as icons

# Where splitters stand, by key, as parts of a thousand; the program may put its own mapping here.
remembered: MutableMapping[str, int] = {}


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


class Page(Surface):
    """A header of 60 px, a place for one banner, and a body."""

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
        self.header = Surface("bottom")
        self._head = QHBoxLayout(self.header)
        self._head.setContentsMargins(GUTTER, 0, GUTTER, 0)
        self._head.setSpacing(8)
        self._head.addWidget(self.title)
        self._head.addSpacing(12)
        self._head.addWidget(self.context, 1)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)
        self._box.addWidget(self.header)
        self.body: QWidget = QWidget()
        self._box.addWidget(self.body, 1)
        self.setAccessibleName(title)
        self._fit_header()

    def _fit_header(self) -> None:
        self.header.setFixedHeight(fonts.scaled(60))

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
        self._head.insertWidget(2, widget)
        self._head.insertSpacing(3, 8)

    def add_back(self) -> Button:
        """Put 'Back' (Alt+Left) before the title, for a page that was opened from another."""
        button = Button("Back", "quiet", icon="left", keys="Alt+Left", icon_only=True)
        self._head.insertWidget(0, button)
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
        QShortcut(QKeySequence("Ctrl+P"), self).activated.connect(button.click)
        return button

    def set_search(self, search: QWidget | None) -> None:
        """Put the search box of the window left of the buttons, or take it out."""
        if self._search is not None:
            self._head.removeWidget(self._search)
        self._search = search
        if search is not None:
            self._head.insertWidget(self._head.count() - len(self.buttons), search)
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
        narrow = self.window().width() < NARROW
        if narrow != self.narrow:
            self.narrow = narrow
            self.narrow_changed.emit(narrow)


def bar(*widgets: QWidget | None, token: str = "surface", line: str = "bottom") -> Surface:
    """Return a bar of widgets, left to right; None is the room that is left over."""
    made = Surface(line, token)
    row = QHBoxLayout(made)
    row.setContentsMargins(GUTTER, 8, GUTTER, 8)
    row.setSpacing(8)
    for widget in widgets:
        if widget is None:
            row.addStretch(1)
        else:
            row.addWidget(widget)
    if None not in widgets:
        row.addStretch(1)
    made.setMinimumHeight(fonts.scaled(48))
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
    """Return a content that scrolls up and down in its room."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setAccessibleName(name)
    area.setWidget(content)
    return area


class _Handle(QSplitterHandle):
    """A hairline that is easy to grab: 1 px to see, 8 px to take hold of."""

    def sizeHint(self) -> QSize:
        return QSize(8, 8)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), color("surface"))
        if self.orientation() is Qt.Orientation.Horizontal:
            painter.fillRect(self.width() // 2, 0, 1, self.height(), color("hair"))
        else:
            painter.fillRect(0, self.height() // 2, self.width(), 1, color("hair"))


class Splitter(QSplitter):
    """Two parts side by side; where it stands is remembered by `key`. `share` is the first's."""

    def __init__(
        self,
        key: str,
        first: QWidget,
        second: QWidget,
        *,
        share: float = 0.63,
        upright: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(Qt.Orientation.Vertical if upright else Qt.Orientation.Horizontal, parent)
        self.key, self.share = key, share
        self.setHandleWidth(8)
        self.setChildrenCollapsible(False)
        self.addWidget(first)
        self.addWidget(second)
        part = remembered.get(key, round(share * 1000))
        self.setStretchFactor(0, part)
        self.setStretchFactor(1, 1000 - part)
        self.setSizes([part * 10, (1000 - part) * 10])
        self.splitterMoved.connect(self._remember)

    def createHandle(self) -> QSplitterHandle:
        """Give the handle that paints a hairline."""
        return _Handle(self.orientation(), self)

    def _remember(self) -> None:
        first, second = self.sizes()[:2]
        if first + second:
            remembered[self.key] = round(first * 1000 / (first + second))


class TwoPanes(QWidget):
    """A list and its detail side by side; under `limit` px wide the detail becomes a tab."""

    def __init__(
        self,
        key: str,
        first: QWidget,
        second: QWidget,
        *,
        titles: tuple[str, str] = ("List", "Detail"),
        share: float = 0.63,
        limit: int = 1000,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.key, self.first, self.second = key, first, second
        self.titles, self.share, self.limit = titles, share, limit
        self._front, self._waits = 0, True  # for its own width
        self.tabs: QTabWidget | None = None
        self.splitter: Splitter | None = None
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._show_side_by_side()

    def is_tabbed(self) -> bool:
        """Return whether the detail is a tab now."""
        return self.tabs is not None

    def show_second(self) -> None:
        """Bring the detail to the front, where it is a tab."""
        self._to_front(1)

    def show_first(self) -> None:
        """Bring the list to the front, where the detail is a tab."""
        self._to_front(0)

    def _to_front(self, tab: int) -> None:
        self._front = tab if self._waits else 0
        if self.tabs:
            self.tabs.setCurrentIndex(tab)

    def _show_side_by_side(self) -> None:
        self.splitter = Splitter(self.key, self.first, self.second, share=self.share)
        self._swap(self.splitter, self.tabs)
        self.tabs = None
        self.first.show()
        self.second.show()

    def _show_tabbed(self) -> None:
        tabs = QTabWidget()
        tabs.setDocumentMode(True)
        tabs.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        tabs.tabBar().setFocusPolicy(Qt.FocusPolicy.TabFocus)  # the bar takes the keys itself
        tabs.tabBar().setAccessibleName(" and ".join(self.titles))
        tabs.addTab(self.first, self.titles[0])
        tabs.addTab(self.second, self.titles[1])
        tabs.setCurrentIndex(self._front)
        self.tabs = tabs
        self._swap(tabs, self.splitter)
        self.splitter = None

    def _swap(self, new: QWidget, old: QWidget | None) -> None:
        self._box.addWidget(new)
        new.show()
        if old is not None:
            self._box.removeWidget(old)
            old.hide()
            old.deleteLater()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Change between the two forms."""
        super().resizeEvent(event)
        if self.isVisible():
            self._take_form()

    def showEvent(self, event: QShowEvent) -> None:
        """Change between the two forms, once it has its own width: in a tab it gets it later."""
        super().showEvent(event)
        self._waits = True
        QTimer.singleShot(0, self, self._take_form)

    def _take_form(self) -> None:
        tabbed, self._waits = self.width() < self.limit, False
        if tabbed == self.is_tabbed():
            return
        keys = self.window().focusWidget()
        self._front = 1 if _holds(self.second, keys) else self._front
        (self._show_tabbed if tabbed else self._show_side_by_side)()
        if _holds(self.first, keys) or _holds(self.second, keys):
            keys.setFocus()


def _holds(part: QWidget, keys: QWidget | None) -> bool:
    return keys is not None and (keys is part or part.isAncestorOf(keys))
