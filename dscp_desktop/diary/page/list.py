"""The list of the year: its columns, its months, and where its calendar file goes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from dscp_desktop.core.days import show_day_year, show_month, show_times
from dscp_desktop.core.names import marked_name
from dscp_desktop.diary.documents import STATUS_WORDS
from dscp_desktop.diary.rules.year import YearLine
from dscp_desktop.widgets.columns import Column, Empty, Section
from dscp_desktop.widgets.status import Status
from dscp_desktop.widgets.tables import TWO_LINE, TableView

_NONE = Empty(
    "No meeting in this year",
    "Plan the year (Ctrl+Shift+N): the dates come from how often the group meets.",
    "calendar",
)


def year_table() -> TableView:
    """Return the list of the year: date and time, group and clash, status."""
    columns = (
        Column(
            "Date",
            lambda line: show_day_year(line.meeting.on),
            148,
            second=lambda line: show_times(line.meeting.start, line.meeting.end),
            sort=lambda line: line.meeting.on,
        ),
        Column("Group", _group, lines=4),
        Column("Status", lambda line: status_of(line).words, 148, status=status_of),
    )
    return TableView(columns, "Meetings of the year", height=TWO_LINE, empty=_NONE)


def _group(line: YearLine) -> str:
    return f"{line.meeting.title}. {line.clash}" if line.clash else line.meeting.title


def status_of(line: YearLine) -> Status:
    """Return how a meeting stands; that it shares its time comes first."""
    if line.clash:
        return Status("risk", "Same time")
    status = line.meeting.status
    kinds = {"held": "done", "cancelled": "away", "agenda out": "done"}
    return Status(kinds.get(status, "plain"), STATUS_WORDS.get(status, status))


def by_month(lines: Sequence[YearLine]) -> list[Section | YearLine]:
    """Return the meetings under a heading for each month, with how many it has."""
    rows: list[Section | YearLine] = []
    for month, found in groupby(lines, lambda line: show_month(line.meeting.on)):
        inside = list(found)
        rows += [Section(month, str(len(inside))), *inside]
    return rows


def count_words(lines: Sequence[YearLine]) -> str:
    """Return '9 meetings, 2 at the same time as another'."""
    clashes = sum(bool(line.clash) for line in lines)
    words = f"{len(lines)} meeting{'' if len(lines) == 1 else 's'}"
    return f"{words}, {clashes} at the same time as another" if clashes else words


def ask_where(
    parent: QWidget, name: str, then: Callable[[Path], object], mark: str = ""
) -> QFileDialog:
    """Ask where a calendar file is to be saved; the dialog does not block. `mark`: of a sample."""
    dialog = QFileDialog(parent, "Save the calendar file as a plain copy")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters(["Calendar (*.ics)"])
    dialog.setDefaultSuffix(".ics")
    dialog.selectFile(marked_name(name, mark))
    dialog.fileSelected.connect(lambda chosen: then(Path(chosen)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog
