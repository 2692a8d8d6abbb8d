"""Dates and times are typed; the calendar comes second."""

from __future__ import annotations

import calendar
import re
from datetime import date, time
from typing import Any

from PySide6.QtCore import QDate, QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QVBoxLayout, QWidget

from dscp_desktop.core.days import show_month
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.editors import LineEdit
from dscp_desktop.widgets.forms import Field

_DATE = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})")
_TIME = re.compile(r"(\d{1,2})(?:[:.]?(\d{2}))?")


def read_date(text: str) -> date:
    """Read a date as people type it, day first ('19/10/2023').

    Raises ValueError in words for the person who typed it.
    """
    found = _DATE.fullmatch(text.strip())
    if not found:
        raise ValueError("Enter a date as day, month, year: 19/10/2023")
    day, month, year = (int(part) for part in found.groups())
    if not 1 <= month <= 12:
        raise ValueError(f"There is no month {month}. Enter day, month, year: 19/10/2023")
    if not 1900 <= year <= 2199:
        raise ValueError(f"Enter a year from 1900 to 2199, not {year}")
    last = calendar.monthrange(year, month)[1]
    if not 1 <= day <= last:
        raise ValueError(f"{show_month(date(year, month, 1))} has {last} days")
    return date(year, month, day)


def read_time(text: str) -> time:
    """Read a time of day as people type it ('9:30', '0930', '14').

    Raises ValueError in words for the person who typed it.
    """
    found = _TIME.fullmatch(text.strip())
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 99)
    if hour > 23 or minute > 59:
        raise ValueError("Enter a time from 00:00 to 23:59, such as 09:30")
    return time(hour, minute)


class DateField(Field):
    """A date typed as dd/mm/yyyy; Alt+Down or the button opens a calendar.

    `earliest` and `latest` bound it. `value()` is None for nothing or what cannot be read.
    """

    editor: LineEdit

    def __init__(
        self,
        label: str,
        *,
        earliest: date | None = None,
        latest: date | None = None,
        **more: Any,
    ) -> None:
        super().__init__(label, LineEdit("dd/mm/yyyy"), **{"width": 136, **more})
        self.earliest, self.latest = earliest, latest
        self.popup: QWidget | None = None
        button = Button("Choose from a calendar (Alt+Down)", "quiet", icon="calendar")
        button.icon_only = True
        button.setToolTip(button.words)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(self.open_calendar)
        self.editor.put_inside(button)
        self.editor.textEdited.connect(self._typed)
        self.editor.editingFinished.connect(self._tidy)
        self.editor.installEventFilter(self)

    def value(self) -> date | None:
        """Return the date."""
        try:
            return read_date(self.editor.text())
        except ValueError:
            return None

    def set_value(self, value: date | None) -> None:
        """Show a date."""
        self.editor.setText(f"{value:%d/%m/%Y}" if value else "")
        self.clear_error()

    def problem(self) -> str:
        """Say what is wrong with the date."""
        typed = self.editor.text().strip()
        if typed:
            try:
                day = read_date(typed)
            except ValueError as why:
                return str(why)
            if self.earliest and day < self.earliest:
                return f"Enter a date from {_plain(self.earliest)}"
            if self.latest and day > self.latest:
                return f"Enter a date up to {_plain(self.latest)}"
        return super().problem()

    def _tidy(self) -> None:
        value = self.value()
        if value:
            self.editor.setText(f"{value:%d/%m/%Y}")
        if self.editor.text().strip():
            self.check()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Open the calendar at Alt+Down and F4."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
            if event.key() == Qt.Key.Key_F4 or (alt and event.key() == Qt.Key.Key_Down):
                self.open_calendar()
                return True
        return super().eventFilter(watched, event)

    def open_calendar(self) -> None:
        """Show a calendar below the field; a click or Enter takes the day."""
        popup = QWidget(self, Qt.WindowType.Popup)
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        popup.destroyed.connect(self._closed)
        month = QCalendarWidget(popup)
        month.setAccessibleName("Calendar")
        month.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        month.setGridVisible(False)
        month.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            month.setWeekdayTextFormat(day, QTextCharFormat())
        if self.earliest:
            month.setMinimumDate(_qt(self.earliest))
        if self.latest:
            month.setMaximumDate(_qt(self.latest))
        shown = self.value()
        if shown:
            month.setSelectedDate(_qt(shown))
        month.activated.connect(self._take)
        month.clicked.connect(self._take)
        box = QVBoxLayout(popup)
        box.setContentsMargins(1, 1, 1, 1)
        box.addWidget(month)
        self.popup = popup
        popup.move(self.editor.mapToGlobal(QPoint(0, self.editor.height() + 2)))
        popup.show()
        month.setFocus()

    def _closed(self) -> None:
        self.popup = None

    def _take(self, day: QDate) -> None:
        self.set_value(date(day.year(), day.month(), day.day()))
        if self.popup:
            self.popup.close()
        self.editor.setFocus()
        self.changed.emit()


class TimeField(Field):
    """A time of day typed as HH:MM; `value()` is None for nothing or what cannot be read."""

    editor: LineEdit

    def __init__(self, label: str, **more: Any) -> None:
        super().__init__(label, LineEdit("hh:mm"), **{"width": 88, **more})
        self.editor.textEdited.connect(self._typed)
        self.editor.editingFinished.connect(self._tidy)

    def value(self) -> time | None:
        """Return the time."""
        try:
            return read_time(self.editor.text())
        except ValueError:
            return None

    def set_value(self, value: time | None) -> None:
        """Show a time."""
        self.editor.setText(f"{value:%H:%M}" if value else "")
        self.clear_error()

    def problem(self) -> str:
        """Say what a time looks like, where it cannot be read."""
        typed = self.editor.text().strip()
        if typed and self.value() is None:
            return "Enter a time from 00:00 to 23:59, such as 09:30"
        return super().problem()

    def _tidy(self) -> None:
        value = self.value()
        if value:
            self.editor.setText(f"{value:%H:%M}")
        if self.editor.text().strip():
            self.check()


def _qt(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)


def _plain(day: date) -> str:
    return f"{day.day} {show_month(day)}"
