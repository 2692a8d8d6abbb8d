"""What stands in a narrow pane: nothing is pushed out of it, nothing lies over another."""

from dataclasses import dataclass

from PySide6.QtWidgets import QScrollArea
from pytestqt.qtbot import QtBot

from dscp_desktop.widgets.columns import Column
from dscp_desktop.widgets.datefields import DateField
from dscp_desktop.widgets.formpane import FormPane
from dscp_desktop.widgets.forms import ChoiceField, TextField, fields_beside
from dscp_desktop.widgets.tables import TableView

NAME = "Workforce Learning and Development"


@dataclass(frozen=True)
class Paper:
    id: str
    title: str
    secret: bool


def test_fields_that_have_no_room_beside_each_other_go_below(qtbot: QtBot) -> None:
    group, day = ChoiceField("Group", [("", NAME)]), DateField("Day")
    long = TextField("Reported to the Youth Custody Service", optional=True)
    form = FormPane("New", (fields_beside(group, day), long), "Withdraw the paper from here")
    qtbot.addWidget(form)
    form.resize(720, 600)
    form.show()
    form.grab()
    assert group.geometry().bottom() == day.geometry().bottom()
    assert day.x() > group.x()
    form.resize(352, 600)
    form.grab()
    area = form.findChild(QScrollArea)
    assert area is not None
    assert area.horizontalScrollBar().maximum() == 0
    assert day.y() > group.geometry().bottom()
    assert form.cancel.y() > form.do.geometry().bottom()
    assert long.label.height() > day.label.height()  # two lines of it


def test_a_row_has_room_for_the_words_beside_its_icon(qtbot: QtBot) -> None:
    columns = (Column("Paper", lambda p: p.title, lines=2, icon=lambda p: "lock" * p.secret),)
    table = TableView(columns, "Papers")
    qtbot.addWidget(table)
    title = "Rapid review: progress"
    table.set_rows((Paper("1", title, True), Paper("2", title, False)))
    table.show()
    high = []
    for wide in range(160, 300, 2):
        table.resize(wide, 200)
        table.grab()
        high.append((table.rowHeight(0), table.rowHeight(1)))
    assert all(secret >= plain for secret, plain in high)
    assert any(secret > plain for secret, plain in high)
    assert high[-1][0] == high[-1][1]  # there is room for both on one line
