import time
from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from dscp_desktop.widgets.columns import Column, Empty, Section, Total
from dscp_desktop.widgets.status import Status
from dscp_desktop.widgets.tables import MONEY, TableView
from dscp_desktop.widgets.theme import Theme, apply_theme

ROLE = Qt.ItemDataRole


@dataclass(frozen=True)
class Action:
    id: str
    text: str
    owner: str
    late: int
    done: bool = False


ACTIONS = (
    Action("EXEC044", "Agree a family feedback method", "Chair, IDG", 9),
    Action("EXEC045", "Report training numbers", "Chair, WLD", 6),
    Action("NEG012", "Supply data on dental appointments", "Named nurse", 2, True),
)


def columns(**more):
    return [
        Column("", lambda _a: "", 40, tick=lambda a: a.done),
        Column("Number", lambda a: a.id, 90),
        Column("Action", lambda a: a.text, second=lambda a: a.owner, lines=2),
        Column("Late by", lambda a: str(a.late), 90, align="right", mark=lambda _a: "*", **more),
        Column(
            "Status",
            lambda _a: "",
            160,
            status=lambda a: Status("late", f"{a.late} working days late", second="Chased"),
            drop_below=500,
            sort=lambda a: a.late,
        ),
    ]


@pytest.fixture
def table(show):
    made = TableView(columns(), "Actions", empty=Empty("No actions", "All are done."))
    made.set_rows(ACTIONS)
    show(made)
    made.setFocus()
    return made


def ids(table):
    rows = (table.rows.at(n) for n in range(table.rows.rowCount()))
    return [row.id if isinstance(row, Action) else row.title for row in rows]


def test_speaks_words_for_every_cell(table):
    index = table.rows.index(0, 4)
    assert index.data() == "9 working days late"
    assert index.data(ROLE.AccessibleTextRole) == "9 working days late, Chased"
    assert index.data(ROLE.UserRole) is ACTIONS[0]
    assert index.data(ROLE.DecorationRole) is None
    assert table.rows.index(0, 2).data(ROLE.AccessibleTextRole).endswith(", Chair, IDG")
    assert table.rows.index(0, 3).data(ROLE.AccessibleTextRole) == "9*"
    assert table.rows.index(2, 0).data(ROLE.AccessibleTextRole) == "ticked"
    assert table.rows.index(0, 0).data(ROLE.AccessibleTextRole) == "not ticked"
    assert table.accessibleName() == "Actions"
    head = table.rows.headerData(3, Qt.Orientation.Horizontal, ROLE.AccessibleTextRole)
    assert head == "Late by"
    down = Qt.Orientation.Vertical
    assert table.rows.headerData(0, down) == "EXEC044"
    assert table.rows.headerData(99, down) == ""
    assert table.rows.headerData(0, down, ROLE.ToolTipRole) is None


def test_arrows_move_and_tell(qtbot, table):
    table.choose_first()
    with qtbot.waitSignal(table.chosen) as told:
        qtbot.keyClick(table, Qt.Key.Key_Down)
    assert told.args == [ACTIONS[1]]
    assert table.value() is ACTIONS[1]


def test_enter_opens_space_ticks_alt_moves(qtbot, table):
    table.choose("EXEC045")
    with qtbot.waitSignal(table.opened) as told:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert told.args == [ACTIONS[1]]
    with qtbot.waitSignal(table.ticked) as told:
        qtbot.keyClick(table, Qt.Key.Key_Space)
    assert told.args == [ACTIONS[1]]
    with qtbot.waitSignal(table.move_asked) as told:
        qtbot.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert told.args == [ACTIONS[1], 1]
    assert table.value() is ACTIONS[1]


def test_tab_leaves(qtbot, show):
    whole = QWidget()
    row = QHBoxLayout(whole)
    table, line = TableView(columns(), "Actions"), QLineEdit()
    table.set_rows(ACTIONS)
    row.addWidget(table)
    row.addWidget(line)
    show(whole)
    table.setFocus()
    assert table.value() is ACTIONS[0]
    qtbot.keyClick(table, Qt.Key.Key_Tab)
    assert line.hasFocus()


def test_copies_with_headings(qtbot, table):
    table.choose("EXEC044")
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0] == "\tNumber\tAction\tLate by\tStatus"
    assert lines[1].split("\t")[1:3] == ["EXEC044", "Agree a family feedback method"]
    assert len(lines) == 2
    table.clearSelection()
    table.copy()
    assert len(QGuiApplication.clipboard().text().splitlines()) == 4


def test_filter_finds_words_in_any_column(table):
    told = []
    table.shown_changed.connect(lambda shown, of: told.append((shown, of)))
    table.choose("NEG012")
    table.set_filter("  NURSE  data ")
    assert ids(table) == ["NEG012"]
    assert table.value() is ACTIONS[2]
    table.set_filter("nothing has this")
    assert ids(table) == []
    assert told[-1] == (0, 3)
    blank = table.findChild(type(table._blank))
    assert blank.isVisible()
    assert "No row has" in blank.accessibleName()
    table.set_filter("")
    assert told[-1] == (3, 3)
    assert not blank.isVisible()


def test_sorts_within_sections_by_click_and_menu(qtbot, table):
    table.set_rows((Section("Late", "2"), *ACTIONS[:2], Section("Open", "1"), ACTIONS[2]))
    head = table.horizontalHeader()
    x = head.sectionViewportPosition(4) + 20
    qtbot.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(x, 10))
    assert ids(table) == ["Late", "EXEC045", "EXEC044", "Open", "NEG012"]
    qtbot.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(x, 10))
    assert ids(table) == ["Late", "EXEC044", "EXEC045", "Open", "NEG012"]
    spoken = table.rows.headerData(4, Qt.Orientation.Horizontal, ROLE.AccessibleTextRole)
    assert spoken == "Status, sorted descending"
    menu = table.make_menu()
    words = [act.text() for act in menu.actions()]
    assert "Sort by Number" in words
    next(act for act in menu.actions() if act.text() == "Sort by Number").trigger()
    assert table.rows.order == (1, False)
    next(act for act in menu.actions() if act.text() == "Order as given").trigger()
    assert table.rows.order is None


def test_menu_offers_what_can_be_done(table):
    done = []
    table.actions_for = lambda action: [(f"Mark {action.id} done", lambda: done.append(action))]
    table.choose("EXEC045")
    menu = table.make_menu()
    menu.actions()[0].trigger()
    assert done == [ACTIONS[1]]
    for reason in (QContextMenuEvent.Reason.Keyboard, QContextMenuEvent.Reason.Mouse):
        table.contextMenuEvent(QContextMenuEvent(reason, QPoint(5, 5), QPoint(5, 5)))


def test_headings_are_passed_over_unless_they_link(qtbot, table):
    link = Section("Open", "1", link="Open all 41 actions", icon="lock")
    table.set_rows((Section("Late", "2"), *ACTIONS[:2], link, ACTIONS[2]))
    table.choose_first()
    assert table.value() is ACTIONS[0]
    qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert table.value() is None
    with qtbot.waitSignal(table.section_opened) as told:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert told.args == [link]
    box = table.visualRect(table.rows.index(3, 0))
    at = QPoint(table.viewport().width() - 60, box.center().y())
    with qtbot.waitSignal(table.section_opened):
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert table.rows.index(0, 0).data() == "Late 2"
    assert table.rows.index(0, 1).data() == ""


def test_mouse_ticks_and_opens(qtbot, table):
    at = table.visualRect(table.rows.index(1, 0)).center()
    with qtbot.waitSignal(table.ticked) as told:
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert told.args == [ACTIONS[1]]
    at = table.visualRect(table.rows.index(1, 2)).center()
    with qtbot.assertNotEmitted(table.ticked):
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    with qtbot.waitSignal(table.opened) as told:
        qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert told.args == [ACTIONS[1]]
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(5, 480))


def test_the_same_record_stays_current(table):
    table.choose("NEG012")
    table.set_rows((Action("NEW", "New", "", 0), *ACTIONS))
    assert table.value().id == "NEG012"
    table.set_rows(ACTIONS[:2])
    assert table.value().id == "EXEC045"
    assert not table.choose("gone")


def test_the_same_rows_are_not_laid_out_again(qtbot, table):
    table.selectAll()
    chosen, model = table.values(), table.rows
    again = tuple(replace(action) for action in ACTIONS)
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.dataChanged):
        table.set_rows(again)
    assert table.values() == chosen
    assert table.value() is again[0]
    table.set_order((3, True))
    table.set_filter("a")
    with qtbot.assertNotEmitted(model.modelReset):
        table.set_rows(ACTIONS)
    for other in (ACTIONS[::-1], (*ACTIONS[:2], replace(ACTIONS[2], text="Another act")), ()):
        with qtbot.waitSignal(model.modelReset):
            table.set_rows(other)
    changed = list(ACTIONS)
    table.set_filter("")
    table.set_rows(changed)
    changed.append(Action("NEW", "New", "", 0))
    table.set_rows(changed)
    assert "NEW" in ids(table)


def test_a_filter_finds_new_words_of_the_same_record(table):
    table.set_filter("dental")
    assert ids(table) == ["NEG012"]
    table.set_rows((*ACTIONS[:2], replace(ACTIONS[2], text="Supply data on vaccination")))
    assert ids(table) == []
    table.set_filter("vaccination")
    assert ids(table) == ["NEG012"]


def test_totals_are_shown_and_not_records(show):
    table = TableView(columns()[:4], "Sums", height=MONEY, tint=lambda _a: "subtle")
    table.set_rows(
        (*ACTIONS, Total(("", "Sum", "", "17")), Total(("", "Gap"), False, "amb", icon="risk"))
    )
    show(table)
    table.selectAll()
    assert table.values() == list(ACTIONS)
    assert table.rows.index(3, 3).data() == "17"
    assert table.rows.index(4, 3).data() == ""
    assert table.rows.count_lines() == (3, 3)
    table.set_filter("report")
    assert ids(table) == ["EXEC045"]
    assert not table.grab().isNull()


def test_no_rows_say_why(table):
    table.set_rows(())
    blank = table._blank
    assert blank.isVisible()
    assert blank.accessibleName() == "No actions. All are done."
    table.set_empty(Empty("None yet"))
    assert blank.accessibleName() == "None yet"
    assert not table.choose_first()
    assert table.value() is None


def test_narrow_drops_columns_and_long_words_wrap(show):
    table = TableView(columns(), "Actions")
    long = Action("X1", "A long text that does not fit on one line of a narrow table " * 3, "", 1)
    table.set_rows((*ACTIONS, long))
    show(table, 460, 300)
    assert table.isColumnHidden(4)
    assert table.rowHeight(3) > table.rowHeight(0)
    table.resize(900, 300)
    assert not table.isColumnHidden(4)
    assert table.horizontalHeader().length() == table.viewport().width()
    table.horizontalHeader().resizeSection(1, 150)
    table.resize(950, 300)
    assert table.columnWidth(1) == 150


def test_widgets_in_cells_come_back_after_a_refresh(table):
    table.put_widget("EXEC045", "Action", lambda: QPushButton("Start minutes"))
    assert table.indexWidget(table.rows.index(1, 2)).text() == "Start minutes"
    table.set_rows(ACTIONS[1:])
    assert table.indexWidget(table.rows.index(0, 2)).text() == "Start minutes"


class _Pages:
    """A long log that is fetched a row at a time."""

    asked = 0

    def __len__(self):
        return 100_000

    def __getitem__(self, place):
        self.asked += 1
        return Action(f"A{place}", f"Text {place}", "", place)


def test_a_long_log_is_not_walked(show):
    table, rows = TableView(columns(), "Log"), _Pages()
    begun = time.perf_counter()
    table.set_rows(rows)
    show(table)
    table.choose_row(50_000)
    assert rows.asked < 5_000
    assert time.perf_counter() - begun < 5
    assert table.value().id == "A50000"
    assert table.rows.count_lines() == (100_000, 100_000)


def test_every_kind_of_cell_is_painted(qapp, show):
    painted = []
    kinds = [
        Column("Day", lambda _a: "Thu", 60, second=lambda _a: "19 Oct", day=True),
        Column("Icon", lambda a: a.id, 120, icon=lambda _a: "lock", role="mono"),
        Column("Old", lambda a: a.text, struck=lambda a: not a.done, lines=2),
        Column("New", lambda a: a.text, underlined=lambda a: a.done, tone=lambda _a: "red"),
        Column("Own", lambda a: a.id, 60, paint=lambda _p, _box, a, on: painted.append((a.id, on))),
    ]
    table = TableView(kinds, "Kinds", tint=lambda a: "subtle" if a.done else "")
    rows = (Section("Part 2", "2 papers", icon="lock", link="Open"), *ACTIONS)
    table.set_rows((*rows, Total(("Sum",), icon="risk", tone="amb"), Total(("Plain",), rule=False)))
    show(table, 900, 400)
    table.set_order((2, True))
    plain = table.grab().toImage()
    table.selectAll()
    assert table.grab().toImage() != plain
    assert {one for one, _on in painted} == {action.id for action in ACTIONS}
    table.set_order((3, False))
    apply_theme(qapp, Theme.DARK)
    assert table.grab().toImage() != plain


def test_escape_is_left_to_the_page(qtbot, table):
    table.setCurrentIndex(table.rows.index(-1, -1))
    with qtbot.assertNotEmitted(table.opened):
        qtbot.keyClick(table, Qt.Key.Key_Escape)
        qtbot.keyClick(table, Qt.Key.Key_Return)
    table.choose_first()
    assert table.value() is ACTIONS[0]
    qtbot.keyClick(table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)


def test_very_long_tables_have_rows_of_one_height(show):
    table = TableView(columns(), "Log")
    table.set_rows([Action(f"A{n}", "Text " * 30, "", n) for n in range(1200)])
    show(table, 460, 300)
    assert table.rowHeight(3) == table.rowHeight(1100) > 34
    table.set_rows([])
    assert table.rows.rowCount() == 0
