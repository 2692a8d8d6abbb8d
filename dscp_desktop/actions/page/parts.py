"""What the detail of an action is made of, and how it shows one."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from dscp_desktop.actions.page.fields import UpdateField
from dscp_desktop.actions.page.lives import LivesPart
from dscp_desktop.actions.page.look import kind_and_words
from dscp_desktop.actions.page.story import Changes, Story
from dscp_desktop.actions.rules.lives import due_dates_words
from dscp_desktop.actions.rules.log import CLOSED, ActionLine, ActionStory, Origin, slipped_words
from dscp_desktop.core.days import show_day_year, show_long_day
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.layouts import empty_layout
from dscp_desktop.widgets.page import GUTTER, Surface, scrolling
from dscp_desktop.widgets.status import Status, StatusLabel
from dscp_desktop.widgets.texts import Text

_ITEM = "agenda item"


class ActionParts(QStackedWidget):
    """The parts of the detail: origin, how it stands, its lives, its story, its history."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number = Text("", "caption strong")
        self.owner = Text("", "base", tone="t2", wrap=True)
        self.edit = Button("Edit action", "quiet", icon="edit", icon_only=True)
        self.text = Text("", "item", wrap=True, selectable=True)
        self.restricted = StatusLabel(Status("restricted", "Part 2, restricted"))
        self.meeting = Button("", "link", icon="link")
        self.item = Text("", "caption", wrap=True)
        self.origin = Text("", "base", tone="t2", wrap=True)
        self.answers: list[Button] = []
        self.stands_title = Text("How it stands", "section")
        self.stands = StatusLabel(Status("plain", ""))
        self.due = Text("", "base", wrap=True)
        self.first = Text("", "caption", wrap=True)
        self.done = Button("Mark done", icon="tick", dense=True)
        self.status = Button("Status", icon="down", dense=True)
        self.lives = LivesPart()
        self.dues = Text("", "caption", wrap=True)
        self.story = Story()
        self.update_field = UpdateField()
        self.add = Button("Add update", icon="add", dense=True, keys="Ctrl+Enter")
        self.history = Changes()
        self._lay_out()

    def _lay_out(self) -> None:
        inside = Surface()
        box = QVBoxLayout(inside)
        box.setContentsMargins(GUTTER, 10, GUTTER, 16)
        box.setSpacing(6)
        box.addLayout(_row(self.number, (self.owner, 1), self.edit))
        for part in (self.text, self.restricted, self.meeting, self.item, self.origin):
            box.addWidget(part)
        self.links = QVBoxLayout()
        self.links.setSpacing(0)
        box.addLayout(self.links)
        box.addSpacing(6)
        box.addWidget(self.stands_title)
        box.addLayout(_row(self.stands, None))
        for part in (self.due, self.first):
            box.addWidget(part)
        box.addWidget(self.lives)
        box.addLayout(_row(self.done, self.status, None))
        box.addSpacing(6)
        box.addWidget(Text("Story", "section"))
        box.addWidget(self.dues)
        box.addWidget(self.story)
        box.addSpacing(2)
        box.addWidget(self.update_field)
        box.addLayout(_row(self.add, None))
        box.addSpacing(6)
        box.addWidget(self.history)
        box.addStretch()
        self.view = scrolling(inside, "Action")

    def show_line(self, line: ActionLine, today: date, *, anew: bool) -> None:
        """Show what the list knows of an action; the rest is asked for where it is `anew`."""
        self.number.setText(line.number)
        self.owner.setText(f"· {line.owner}" if line.owner else "· No owner")
        self.text.setText(line.text)
        self.restricted.setVisible(line.restricted)
        self.origin.setText(_origin(line))
        complete = line.status == "complete"
        for part in (self.stands_title, self.stands):
            part.setVisible(not complete)
        self.stands.set_status(kind_and_words(line, today))
        self.due.setText(f"Due {show_long_day(line.due)}" if line.due else "")
        self.due.setVisible(line.due is not None and line.status not in CLOSED)
        moved = line.first_due and line.first_due != line.due and line.due is not None
        first = f"First due {show_day_year(line.first_due)}" if line.first_due else ""
        self.first.setText(f"{first}, slipped by {slipped_words(line)}" if moved else "")
        self.first.setVisible(bool(moved))
        self.done.set_words("Open again" if line.status in CLOSED else "Mark done")
        self.done.icon_name = "undo" if line.status in CLOSED else "tick"
        self.status.set_words(line.status.capitalize())
        self.status.setAccessibleName(f"Status: {line.status}")
        self.story.show_updates(line.updates)
        self.update_field.show_for(line.id, line.number)
        if anew:
            hidden: tuple[QWidget, ...] = (self.meeting, self.item, self.lives, self.dues)
            for one in hidden:
                one.hide()
            self._show_answers(())
            self.history.show_changes((), anew=True)

    def show_story(self, story: ActionStory, today: date) -> None:
        """Show what was asked for: the meeting and item, what it answers, lives, due days."""
        raised, line = story.raised_at, story.line
        self.meeting.setVisible(raised is not None)
        self.origin.setVisible(raised is None)
        if raised:
            item = f", item {line.item}" if line.item else ""
            self.meeting.set_words(f"{raised.code}, {show_long_day(raised.on)}{item}")
        items = [origin.title for origin in story.origins if origin.kind == _ITEM]
        self.item.setText(", ".join(items))
        self.item.setVisible(bool(items))
        self._show_answers(tuple(one for one in story.origins if one.kind != _ITEM))
        complete = line.status == "complete"
        self.lives.setVisible(complete)
        if complete:
            self.lives.show_lives(line.id, line.number, story.lives, today)
        self.dues.setText(due_dates_words(story.dues))
        self.dues.setVisible(len(story.dues) > 1)

    def _show_answers(self, origins: tuple[Origin, ...]) -> None:
        empty_layout(self.links)
        self.answers = []
        for origin in origins:
            words = f"{origin.kind.capitalize()} {origin.title}"
            link = Button(f"Also answers: {words[:60]}", "link", icon="link")
            link.setToolTip(words)
            link.clicked.connect(lambda _on=False, one=origin: self.open_origin(one))
            self.answers.append(link)
            self.links.addWidget(link)

    def open_origin(self, origin: Origin) -> None:
        """Open the record that the action answers."""
        raise NotImplementedError


def _origin(line: ActionLine) -> str:
    on = f", {show_long_day(line.raised_on)}" if line.raised_on else ""
    item = f", item {line.item}" if line.item else ""
    return f"{line.group}{on}{item}"


def _row(*parts: Any) -> QHBoxLayout:
    """Return a row; None is the room left over, (widget, 1) takes it."""
    row = QHBoxLayout()
    row.setSpacing(8)
    for part in parts:
        if part is None:
            row.addStretch(1)
        elif isinstance(part, tuple):
            row.addWidget(*part)
        else:
            row.addWidget(part)
    return row
