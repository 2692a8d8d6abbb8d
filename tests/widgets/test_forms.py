from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QDate, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QCalendarWidget, QLineEdit, QVBoxLayout, QWidget

from dscp_desktop.widgets.datefields import DateField, TimeField, read_date, read_time
from dscp_desktop.widgets.forms import (
    AreaField,
    ChoiceField,
    Field,
    MoneyField,
    TextField,
    fields_row,
    first_wrong,
)
from dscp_desktop.widgets.passphrase import PassphraseField, caps_lock_now, caps_lock_of
from dscp_desktop.widgets.status import Status


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_dates_typed_day_first_are_read(day):
    assert read_date(f"{day:%d/%m/%Y}") == day
    assert read_date(f" {day.day}.{day.month}.{day.year:04} ") == day


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("31/02/2022", "February 2022 has 28 days"),
        ("19 October", "Enter a date as day, month, year"),
        ("01/13/2023", "There is no month 13"),
        ("01/01/0023", "Enter a year from 1900 to 2199"),
        ("19/10/23", "Enter a date as day"),
    ],
)
def test_dates_that_cannot_be_are_said(typed, words):
    with pytest.raises(ValueError, match=words):
        read_date(typed)


@pytest.mark.parametrize(
    ("typed", "read"), [("9:30", time(9, 30)), ("0930", time(9, 30)), ("14", time(14))]
)
def test_times_are_read_as_typed(typed, read):
    assert read_time(typed) == read


@pytest.mark.parametrize("typed", ["24:00", "9:99", "soon", ""])
def test_times_that_cannot_be_are_said(typed):
    with pytest.raises(ValueError, match="from 00:00 to 23:59"):
        read_time(typed)


@pytest.fixture
def form(show):
    whole = QWidget()
    box = QVBoxLayout(whole)
    fields = {
        "what": TextField("What needs doing", missing="Enter what needs doing"),
        "why": AreaField("Why", optional=True, lines=2),
        "owner": ChoiceField("Owner", [(None, "Choose"), ((1, "x"), "Chair, IDG")]),
        "due": DateField("Due", earliest=date(2023, 10, 20), latest=date(2024, 3, 31)),
        "start": TimeField("Starts", optional=True),
        "cost": MoneyField("Cost", hint="In pounds"),
    }
    for field in list(fields.values())[:3]:
        box.addWidget(field)
    box.addLayout(fields_row(*list(fields.values())[3:]))
    whole.fields = fields
    return show(whole)


def test_labels_name_the_editors(form):
    for field in form.fields.values():
        assert field.editor.accessibleName() == field.label.text()
        assert field.label.buddy() is field.editor
    assert form.fields["why"].label.text() == "Why (optional)"
    assert form.fields["cost"].editor.accessibleDescription() == "In pounds"


def test_first_bad_field_gets_the_keys(qtbot, form):
    fields = list(form.fields.values())
    assert first_wrong(fields) is fields[0]
    assert fields[0].editor.hasFocus()
    assert fields[0].error.text() == "Enter what needs doing"
    assert fields[0].error.isVisible()
    assert fields[0].editor.property("wrong") is True
    assert fields[0].editor.accessibleDescription() == "Enter what needs doing"
    assert fields[2].error.text() == "Enter the owner"
    qtbot.keyClicks(fields[0].editor, "Write")
    assert not fields[0].error.isVisible()
    assert first_wrong(fields) is fields[2]


def test_values_go_in_and_out(form):
    fields = form.fields
    values = {
        "what": "Write to <b>everyone</b>",
        "why": "Line one\nline two",
        "owner": (1, "x"),
        "due": date(2023, 11, 17),
        "start": time(9, 30),
        "cost": 123450,
    }
    for name, value in values.items():
        fields[name].set_value(value)
    assert {name: fields[name].value() for name in values} == values
    assert fields["due"].editor.text() == "17/11/2023"
    assert fields["cost"].editor.text() == "1234.50"
    assert first_wrong(list(fields.values())) is None
    for name in ("what", "why", "due", "start", "cost"):
        fields[name].set_value(None)
        assert not fields[name].value()


def test_typing_tells(qtbot, form):
    for name, typed in (("what", "a"), ("why", "b"), ("due", "1"), ("start", "9"), ("cost", "5")):
        with qtbot.waitSignal(form.fields[name].changed):
            qtbot.keyClicks(form.fields[name].editor, typed)


def test_choosing_tells_and_options_can_change(qtbot, form):
    owner = form.fields["owner"]
    with qtbot.waitSignal(owner.changed):
        qtbot.keyClick(owner.editor, Qt.Key.Key_Down)
    assert owner.value() == (1, "x")
    owner.set_options([((1, "x"), "Chair"), (2, "Other")])
    assert owner.value() == (1, "x")
    owner.set_options([])
    assert owner.value() is None


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("17/09/2023", "Enter a date from 20 October 2023"),
        ("17/09/2024", "Enter a date up to 31 March 2024"),
        ("31/11/2023", "November 2023 has 30 days"),
    ],
)
def test_dates_out_of_bounds_are_said(qtbot, form, typed, words):
    due = form.fields["due"]
    due.editor.setFocus()
    qtbot.keyClicks(due.editor, typed)
    qtbot.keyClick(due.editor, Qt.Key.Key_Tab)
    assert due.error.text() == words


def test_dates_and_times_are_tidied(qtbot, form):
    due, start = form.fields["due"], form.fields["start"]
    for field, typed in ((due, "1.11.2023"), (start, "930")):
        field.editor.setFocus()
        qtbot.keyClicks(field.editor, typed)
        qtbot.keyClick(field.editor, Qt.Key.Key_Tab)
    assert due.editor.text() == "01/11/2023"
    assert start.editor.text() == "09:30"
    start.editor.setFocus()
    start.editor.setText("soon")
    qtbot.keyClick(start.editor, Qt.Key.Key_Tab)
    assert start.error.text() == "Enter a time from 00:00 to 23:59, such as 09:30"


def test_amounts_that_cannot_be_read_are_said(qtbot, form):
    cost = form.fields["cost"]
    qtbot.keyClicks(cost.editor, "ten")
    assert not cost.check()
    assert "1,234.50" in cost.error.text()


def test_calendar_takes_a_day(qtbot, form):
    due = form.fields["due"]
    due.set_value(date(2023, 11, 2))
    qtbot.keyClick(due.editor, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    month = due.popup.findChild(QCalendarWidget)
    assert month.selectedDate() == QDate(2023, 11, 2)
    assert month.minimumDate() == QDate(2023, 10, 20)
    with qtbot.waitSignal(due.changed):
        month.activated.emit(QDate(2023, 11, 9))
    assert due.value() == date(2023, 11, 9)
    qtbot.waitUntil(lambda: due.popup is None)


def test_field_of_its_own_kind_must_say_its_value(qtbot):
    field = Field("Name", QLineEdit())
    qtbot.addWidget(field)
    with pytest.raises(NotImplementedError):
        field.value()
    with pytest.raises(NotImplementedError):
        field.set_value("")


def test_passphrase_hides_and_shows(qtbot, show):
    field = PassphraseField()
    show(field, 400, 120)
    qtbot.keyClicks(field.editor, "five words ")
    assert field.value() == "five words "
    assert field.editor.echoMode() is QLineEdit.EchoMode.Password
    field.eye.click()
    assert field.editor.echoMode() is QLineEdit.EchoMode.Normal
    assert field.eye.accessibleName() == "Hide what is typed"
    field.eye.click()
    assert field.editor.echoMode() is QLineEdit.EchoMode.Password
    field.show_note(Status("done", "Long enough: 5 words"))
    assert field.note.text() == "Long enough: 5 words"
    field.show_note(None)
    assert not field.note.isVisible()
    field.set_value("")
    assert field.problem() == "Enter the passphrase"


def _key(text: str, shift: bool = False, key: int = 0) -> QKeyEvent:
    how = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    return QKeyEvent(QKeyEvent.Type.KeyPress, key or Qt.Key.Key_A, how, text)


def test_caps_lock_is_said_in_words(show):
    assert caps_lock_of(_key("A")) is True
    assert caps_lock_of(_key("a", shift=True)) is True
    assert caps_lock_of(_key("A", shift=True)) is False
    assert caps_lock_of(_key("1")) is None
    assert caps_lock_now() in (None, True, False)
    field = PassphraseField()
    show(field, 400, 120)
    field.editor.setFocus()
    field.eventFilter(field.editor, _key("A"))
    assert field.caps.isVisible()
    assert field.caps.text() == "Caps Lock is on"
    field.eventFilter(field.editor, _key("", key=Qt.Key.Key_CapsLock))
    assert not field.caps.isVisible()
    field.eventFilter(field.editor, _key("A"))
    field.eventFilter(field.editor, _key("a"))
    assert not field.caps.isVisible()


def test_several_lines_leave_ctrl_enter_to_the_page(qtbot, show):
    field = AreaField("Notes", lines=2, grow=True, role="minutes")
    show(field, 300, 200)
    left = []
    field.editor.left.connect(lambda: left.append(field.value()))
    field.editor.setFocus()
    qtbot.keyClicks(field.editor, "a")
    qtbot.keyClick(field.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(field.editor, Qt.Key.Key_Return)
    assert field.editor.toPlainText() == "a\n"
    field.editor.clearFocus()
    assert left == ["a"]


def test_the_wheel_does_not_change_a_choice(show):
    field = ChoiceField("Owner", [(1, "A"), (2, "B")], width=200)
    show(field, 300, 80)
    place = QPointF(10, 10)
    wheel = QWheelEvent(
        place,
        place,
        QPoint(0, -120),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(field.editor, wheel)
    assert field.value() == 1
    assert field.editor.width() == 200


def test_dates_without_bounds_take_any_day(qtbot, show):
    field = DateField("When", optional=True)
    show(field, 300, 80)
    qtbot.keyClick(field.editor, Qt.Key.Key_F4)
    field.popup.close()
    qtbot.waitUntil(lambda: field.popup is None)
    field.set_value(date(1999, 12, 31))
    assert field.check()
    field.set_value(None)
    assert field.check()
