"""The themes of an audit at the right: new, known, or came back after it was closed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dscp_desktop.audits.page.look import asked_words, came_back, theme_words
from dscp_desktop.audits.rules.findings import CAME_BACK, ThemeState
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.columns import Empty
from dscp_desktop.widgets.empty import EmptyState
from dscp_desktop.widgets.layouts import empty_layout
from dscp_desktop.widgets.page import GUTTER, Surface, bar, scrolling
from dscp_desktop.widgets.status import Status, StatusLabel
from dscp_desktop.widgets.texts import CutText, Text

_NONE = Empty("No theme yet", "A finding with a theme puts one here.", "list")


class ThemeList(Surface):
    """One theme below the other; a link opens the action that had been closed."""

    add_asked = Signal()
    action_asked = Signal(str)
    years_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.add = Button("Finding", "quiet", icon="add", dense=True)
        self.add.setToolTip("Add a finding with its theme (Ctrl+N)")
        self.list = QVBoxLayout()
        self.list.setContentsMargins(0, 0, 0, 0)
        self.list.setSpacing(0)
        self.none = EmptyState(_NONE)
        self.count = CutText("", "base", tone="t2")
        self.years = Button("All years", dense=True)
        inside = self.inside = Surface()
        inner = QVBoxLayout(inside)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(self.none)
        inner.addLayout(self.list)
        inner.addStretch()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(bar(Text("Themes", "section"), None, self.add))
        self.area = scrolling(inside, "Themes")
        box.addWidget(self.area, 1)
        box.addWidget(bar(self.count, None, self.years, line="top"))
        self.add.clicked.connect(self.add_asked)
        self.years.clicked.connect(self.years_asked)
        self.links: list[Button] = []
        self.setAccessibleName("Themes")

    def show_themes(self, themes: tuple[ThemeState, ...], numbers: dict[str, int]) -> None:
        """Show the themes of an audit; `numbers` are those of its questions by id."""
        empty_layout(self.list)
        self.links = []
        self.none.setHidden(bool(themes))
        for theme in themes:
            self.list.addWidget(self._entry(theme, numbers))
        self.count.setText(came_back(themes))

    def _entry(self, theme: ThemeState, numbers: dict[str, int]) -> QWidget:
        made = Surface("bottom")
        box = QVBoxLayout(made)
        box.setContentsMargins(GUTTER, 8, GUTTER, 8)
        box.setSpacing(3)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Text(theme.theme, "strong", wrap=True), 1)
        asked = Text(asked_words(theme, numbers), "caption", tone="t2")
        head.addWidget(asked, 0, Qt.AlignmentFlag.AlignTop)
        box.addLayout(head)
        box.addWidget(Text(theme_words(theme), "caption", tone="t2", wrap=True))
        if theme.state == CAME_BACK and theme.closed is not None:
            words = "Came back after it was closed"
            box.addWidget(StatusLabel(Status("risk", words, chip=True, icon="again")))
            box.addWidget(Text(theme.closed.words, "caption", wrap=True))
            link = Button(f"Open {theme.closed.action}", "link")
            action_id = theme.closed.action_id
            link.clicked.connect(lambda: self.action_asked.emit(action_id))
            box.addWidget(link)
            self.links.append(link)
        return made
