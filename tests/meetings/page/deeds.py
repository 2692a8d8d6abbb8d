"""What tests of the page do again and again."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from dscp_desktop.diary.rules.meetings import MeetingLine
from dscp_desktop.meetings.page.meetings import MeetingsPage
from dscp_desktop.meetings.queries.agenda import agenda, attendance_at
from dscp_desktop.meetings.rules.agenda import Agenda
from dscp_desktop.paper.document import Document, Paragraph
from dscp_desktop.paper.pdf import render_pdf
from dscp_desktop.widgets.columns import is_line
from dscp_desktop.widgets.forms import Field

Key = Qt.Key
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
Settle = Callable[[], None]
Show = Callable[[int], None]


def plain_pdf(*pages: str) -> bytes:
    return render_pdf(Document(pages[0], blocks=tuple(Paragraph(words) for words in pages))).data


def shown(page: MeetingsPage) -> list[MeetingLine]:
    return [row for row in page.table.rows.rows if is_line(row)]


def stored(page: MeetingsPage) -> Agenda:
    return page.desk.store.ask(agenda, page.detail.meeting_id)


def titles(page: MeetingsPage) -> list[str]:
    return [item.title for item in stored(page).items]


def type_in(qtbot: QtBot, field: Field, words: str) -> None:
    field.editor.setFocus()
    field.editor.clear()  # type: ignore[attr-defined]
    qtbot.keyClicks(field.editor, words)


def start(page: MeetingsPage, settle: Settle) -> None:
    page.detail.agenda.start.click()
    settle()


def marks(page: MeetingsPage) -> dict[str, str]:
    lines = page.desk.store.ask(attendance_at, page.detail.meeting_id)
    return {line.attendee: line.mark for line in lines}
