"""What is due in a low window: the most urgent of each kind, the others one key away."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QSize, Qt
from pytestqt.qtbot import QtBot

from dscp_desktop.core.offers import Due
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.today.page.duties import FIRST, duty_rows
from dscp_desktop.today.page.today import TodayPage
from dscp_desktop.today.rules import Duties, TodayValues
from dscp_desktop.widgets.columns import Section, is_line

ON = date(2023, 10, 19)


def _kind(heading: str, count: int, feature: str = "diary") -> Duties:
    lines = [Due(ON, f"{heading} {n}", feature, "Due today", heading=heading) for n in range(count)]
    return Duties(heading, tuple(lines))


def _said(values: TodayValues, low: bool, opened: set[str]) -> list[tuple[str, str, str]]:
    rows = duty_rows(values, low, opened)
    return [(row.title, row.words, row.link) for row in rows if isinstance(row, Section)]


def test_a_kind_is_folded_only_where_there_is_little_room() -> None:
    values = TodayValues((_kind("Late", 8, "actions"), _kind("Soon", 3, "actions")), 52, ())
    assert _said(values, False, set()) == [
        ("Late", "8", "Open all 52 actions"),
        ("Soon", "3", ""),
    ]
    assert _said(values, True, set()) == [
        ("Late", "3 of 8", "Show all 8"),
        ("Soon", "3", "Open all 52 actions"),
    ]
    assert _said(values, True, {"Late"})[0] == ("Late", "8", "Open all 52 actions")


@given(st.lists(st.integers(1, 9), max_size=5), st.booleans(), st.sets(st.integers(0, 4)))
def test_no_kind_is_lost_and_none_is_cut_without_saying_so(
    counts: list[int], low: bool, opened: set[int]
) -> None:
    kinds = tuple(_kind(f"Kind {n}", count) for n, count in enumerate(counts))
    rows = duty_rows(TodayValues(kinds, 0, ()), low, {f"Kind {n}" for n in opened})
    heads = [row for row in rows if isinstance(row, Section)]
    assert [head.title for head in heads] == [kind.heading for kind in kinds]
    for number, (head, kind) in enumerate(zip(heads, kinds, strict=True)):
        shown = [row for row in rows if isinstance(row, Due) and row.heading == kind.heading]
        cut = low and number not in opened and len(kind.lines) > FIRST
        assert tuple(shown) == kind.lines[: FIRST if cut else None]
        assert bool(head.link) is cut


def test_a_low_page_shows_several_kinds_and_enter_on_a_heading_the_rest(
    desk: Desk, qtbot: QtBot
) -> None:
    page = TodayPage(desk)
    qtbot.addWidget(page)
    page.resize(QSize(976, 612))
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    page.refresh()
    qtbot.waitUntil(lambda: desk.idle() and page.due.rows.rowCount() > 0, timeout=20_000)
    assert page.values is not None
    whole = {kind.heading: kind.lines for kind in page.values.duties}
    table = page.due
    folded = [row for row in table.rows.rows if isinstance(row, Section) and "Show" in row.link]
    assert folded
    head = folded[0]
    assert sum(is_line(row) for row in table.rows.rows) < page.values.count
    table.setFocus()
    table.setCurrentIndex(table.rows.index(list(table.rows.rows).index(head), 0))
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert table.value() == whole[head.title][FIRST]
    shown = [row for row in table.rows.rows if isinstance(row, Due) and row.heading == head.title]
    assert tuple(shown) == whole[head.title]
    page.resize(QSize(1232, 812))
    count = page.values.count
    qtbot.waitUntil(lambda: sum(map(is_line, table.rows.rows)) == count)


def test_what_was_put_off_is_found_where_its_kind_is_folded(desk: Desk, qtbot: QtBot) -> None:
    page = TodayPage(desk)
    qtbot.addWidget(page)
    page.resize(QSize(976, 612))
    page.show()
    page.refresh()
    qtbot.waitUntil(lambda: desk.idle() and page.due.rows.rowCount() > 0, timeout=20_000)
    assert page.values is not None
    due = next(k for k in page.values.duties if len(k.lines) > FIRST and k.lines[-1].ways).lines[-1]
    gone: list[bool] = []
    page.reopen("", {"feature": due.feature, "record": due.record_id}, lambda: gone.append(True))
    qtbot.waitUntil(desk.idle, timeout=20_000)
    qtbot.waitUntil(lambda: page.due.value() is not None and page.due.value().what == due.what)
    assert not gone
