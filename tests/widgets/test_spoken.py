"""What an assistive program finds below a widget that paints its parts."""

from __future__ import annotations

from datetime import date, time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from dscp_desktop.widgets import spoken
from dscp_desktop.widgets.boxchart import Box, BoxChart
from dscp_desktop.widgets.charts import ChartView
from dscp_desktop.widgets.columns import Column
from dscp_desktop.widgets.gantt import GanttView
from dscp_desktop.widgets.notelines import NoteBlock, NoteLine
from dscp_desktop.widgets.notes import NotesEdit
from dscp_desktop.widgets.spoken import speak_painted
from dscp_desktop.widgets.tables import TableView
from dscp_desktop.widgets.yearstrip import Lane, Mark, YearStrip
from tests.widgets.test_drawing import BARS
from tests.widgets.test_gantt import CHART

NAME = QAccessible.Text.Name


@pytest.fixture(scope="module", autouse=True)
def _speaking() -> None:
    speak_painted()


def heard(widget: QWidget) -> list[str]:
    """The name of each thing below a widget that an assistive program finds as a list item."""
    whole = QAccessible.queryAccessibleInterface(widget)
    below = [whole.child(place) for place in range(whole.childCount())]
    parts = [one for one in below if one.role() == QAccessible.Role.ListItem]
    assert [whole.indexOfChild(one) for one in below] == list(range(whole.childCount()))
    assert all(one.parent() is whole and one.childCount() == 0 for one in parts)
    return [one.text(NAME) for one in parts]


def minutes() -> NotesEdit:
    edit = NotesEdit("Notes of item 3", lambda: time(10, 42), lock_words="Part 2")
    lines = (
        NoteLine("The chair welcomed everybody.", time(10, 1)),
        NoteLine(key="d1"),
        NoteLine("A child was named.", time(10, 5), restricted=True),
    )
    edit.set_lines(lines, {"d1": NoteBlock("decision", "Decision 3.1", "Fund the post.")})
    return edit


def test_every_paragraph_of_notes_is_heard(show) -> None:
    edit = minutes()
    show(edit)
    said = ["10:01, The chair welcomed everybody.", "Decision 3.1", "10:05, A child was named."]
    found = heard(edit)
    assert [part.startswith(words) for part, words in zip(found, said, strict=False)] == [True] * 3
    assert found[2].endswith(", Part 2")
    assert found[3] == "Empty line"
    edit.add_paragraph("A paragraph more.")
    assert heard(edit)[3] == "10:42, A paragraph more."


def strip() -> YearStrip:
    made = YearStrip()
    lanes = [
        Lane("Board", marks=(Mark(date(2023, 12, 7), "planned", key="a"),)),
        Lane("Group", marks=(Mark(date(2023, 11, 2), "held", key="b"),)),
    ]
    made.set_year(date(2023, 4, 1), date(2023, 10, 19), lanes)
    return made


def boxes() -> BoxChart:
    made = BoxChart("Structure")
    made.set_boxes((Box("a", "Board"), Box("b", "Group", under="a", spoken="Group, under Board")))
    return made


def gantt() -> GanttView:
    made = GanttView("Works")
    made.set_timetable(CHART)
    return made


@pytest.mark.parametrize(
    ("make", "first"),
    [
        (strip, "Board, Thursday 7 December 2023"),
        (boxes, "Board"),
        (gantt, "Roof: step 1, done"),
        (lambda: ChartView(BARS, "By year"), ""),
    ],
)
def test_marks_boxes_blocks_and_figures_are_heard(show, make, first: str) -> None:
    widget = make()
    show(widget)
    found = heard(widget)
    assert found == list(widget.spoken_parts())
    assert len(found) > 1
    assert found[0].startswith(first)
    assert all(found)


def test_it_is_told_which_part_has_the_keys(show, qtbot, monkeypatch) -> None:
    told = []
    monkeypatch.setattr(spoken.QAccessible, "isActive", lambda: True)
    monkeypatch.setattr(spoken.QAccessible, "updateAccessibility", lambda event: told.append(event))
    whole, chart = QWidget(), boxes()
    QVBoxLayout(whole).addWidget(chart)
    show(whole)
    chart.setFocus()
    qtbot.keyClick(chart, Qt.Key.Key_Right)
    [event] = told
    assert event.type() == QAccessible.Event.Focus
    parts = QAccessible.queryAccessibleInterface(chart)
    assert parts.child(event.child()).text(NAME) == "Group, under Board"
    whole.setFocus()
    chart.clearFocus()
    chart.choose("a")
    assert len(told) == 1


def test_a_part_that_is_gone_says_nothing(show) -> None:
    chart = boxes()
    show(chart)
    whole = QAccessible.queryAccessibleInterface(chart)
    last = whole.child(whole.childCount() - 1)
    assert last.isValid()
    assert last.state() is not None
    assert last.rect() == whole.rect()
    assert last.object() is None
    assert last.child(0) is last.childAt(0, 0) is None
    assert last.indexOfChild(whole) == -1
    last.setText(NAME, "Nothing")
    chart.set_boxes(())
    assert not last.isValid()
    assert last.text(NAME) == ""


def test_other_widgets_speak_as_qt_lets_them(show) -> None:
    label = QLabel("Words")
    show(label)
    assert QAccessible.queryAccessibleInterface(label).text(NAME) == "Words"


def test_a_cell_is_heard_with_the_headings_of_its_column_and_its_row(show) -> None:
    table = TableView(
        [Column("Number", lambda row: row[0]), Column("Action", lambda row: row[1])], "Actions"
    )
    table.set_rows((("PLG001", "Agree a method"), ("PLG002", "Report numbers")))
    show(table)
    whole = QAccessible.queryAccessibleInterface(table)
    assert whole.role() == QAccessible.Role.Table
    assert whole.text(NAME) == "Actions"
    roles = QAccessible.Role
    below = [whole.child(place) for place in range(whole.childCount())]
    names = {role: [one.text(NAME) for one in below if one.role() == role] for role in roles}
    assert names[roles.ColumnHeader] == ["Number", "Action"]
    assert names[roles.RowHeader] == ["PLG001", "PLG002"]
    assert names[roles.Cell] == ["PLG001", "Agree a method", "PLG002", "Report numbers"]
