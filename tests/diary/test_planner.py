"""The planner of a year over all features: rules, what is gathered, paper, calendar, window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, time, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from dscp_desktop.app.features import FEATURES, calendar_of, document_offers
from dscp_desktop.app.gathering import give_gathered
from dscp_desktop.core.faults import WrongUse
from dscp_desktop.core.offers import DayMark, Scope
from dscp_desktop.core.periods import year_bounds
from dscp_desktop.diary.commands.meetings import add_meeting
from dscp_desktop.diary.commands.planning import cancel_meeting
from dscp_desktop.diary.documents import planner_document
from dscp_desktop.diary.page.diary import PLANNER, DiaryPage
from dscp_desktop.diary.page.planner import PlannerPart
from dscp_desktop.diary.queries.planner import get_planner
from dscp_desktop.diary.rules.meetings import MeetingDetails
from dscp_desktop.diary.rules.planner import (
    MEETINGS,
    Planner,
    PlannerKind,
    in_rows,
    plan_lines,
    shares,
    span_words,
)
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.paper.document import Columns, Document, Heading, Paragraph, Table
from dscp_desktop.partnership.queries.parties import find_group
from dscp_desktop.store.opening import Store
from dscp_desktop.widgets.columns import Section, is_line
from tests.moulds import Moulds, Ticking, begin

TODAY = date(2023, 10, 19)
FIRST, LAST = year_bounds("2023-24")
KIND = PlannerKind("learning", "Learning cycle", "cycle")
HELD = PlannerKind(MEETINGS, "Meetings", "meeting")
PLG = "Performance and Learning Group"


@pytest.fixture(scope="module")
def planned(moulds: Moulds, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store with the profile, three meetings and a cancelled one."""
    path = tmp_path_factory.mktemp("planner") / "test.dscp"
    with moulds.cast("durham", begin("durham-2022-23"), path, Ticking()) as store:
        for name, day in (
            ("EXEC", date(2023, 11, 9)),
            ("PLG", date(2023, 5, 4)),
            ("PLG", date(2023, 12, 7)),
            ("IDG", date(2023, 12, 14)),
        ):
            group = store.ask(find_group, name)
            assert group is not None
            details = MeetingDetails(day, time(9), time(11), "County Hall")
            made = store.run(add_meeting, group.id, details)
            if name == "IDG":
                store.run(cancel_meeting, str(made.result))
        yield store


# Rules ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("starts", "ends", "words"),
    [
        (date(2023, 11, 9), date(2023, 11, 9), "Thu 9 Nov"),
        (date(2024, 2, 1), date(2024, 2, 29), "February 2024"),
        (date(2023, 4, 1), date(2023, 6, 30), "April to June 2023"),
        (date(2023, 11, 1), date(2024, 1, 31), "November 2023 to January 2024"),
        (date(2023, 7, 3), date(2023, 7, 28), "Mon 3 Jul to Fri 28 Jul"),
    ],
)
def test_days_are_said_as_people_say_them(starts: date, ends: date, words: str) -> None:
    assert span_words(starts, ends) == words


DAYS = st.integers(-60, 420).map(lambda days: FIRST + timedelta(days=days))
MARKS = st.lists(
    st.builds(
        lambda starts, more, what, record, kind, of: (
            DayMark(starts, starts + timedelta(days=more), what, kind.name, record, of=of),
            kind,
            "",
        ),
        DAYS,
        st.sampled_from([-1, 0, 0, 0, 27, 91]),
        st.sampled_from(["Phase 1", "Returns due"]),
        st.sampled_from(["", "r1", "r2"]),
        st.sampled_from([KIND, HELD]),
        st.sampled_from(["", "Neglect", "Harm"]),
    ),
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(marks=MARKS)
def test_any_marks_make_a_year_that_is_whole_and_in_order(
    marks: list[tuple[DayMark, PlannerKind, str]],
) -> None:
    lines = plan_lines(marks, FIRST, LAST)
    planner = Planner("2023-24", FIRST, LAST, lines)
    inside = [m for m, _, _ in marks if m.starts <= m.ends and m.ends >= FIRST and m.starts <= LAST]
    assert len(lines) == len(inside)
    assert len({line.id for line in lines}) == len(lines)
    assert all(FIRST <= line.first <= line.last <= LAST for line in lines)
    assert all(a.mark.starts <= b.mark.starts for a, b in pairwise(lines))
    assert len(planner.months) == 12
    assert [line for _, month in planner.months for line in month] == sorted(
        lines, key=lambda line: (line.first.year, line.first.month)
    )
    for kind in planner.kinds:
        rows = in_rows(planner.of(kind.name))
        assert sum(map(len, rows)) == len(planner.of(kind.name))
        for row in rows:
            lasting = [line for line in row if line.lasts]
            assert all(a.last < b.first or shares(a, b) for a, b in pairwise(lasting))
            assert len({line.mark.of for line in lasting}) <= 1


@pytest.mark.parametrize(
    ("starts", "ends", "state"),
    [
        (0, 0, "today"), (-1, -1, "held"), (1, 1, "planned"),
        (-1, 0, "now"), (-9, -1, "done"), (1, 9, "to come"),
    ],
)  # fmt: skip
def test_a_line_says_how_it_stands(starts: int, ends: int, state: str) -> None:
    mark = DayMark(TODAY + timedelta(days=starts), TODAY + timedelta(days=ends), "Phase", KIND.name)
    assert plan_lines([(mark, KIND, "")], FIRST, LAST)[0].state(TODAY) == state


# What is gathered -----------------------------------------------------------------------------


def test_every_feature_s_days_stand_beside_the_meetings(planned: Store) -> None:
    found = planned.ask(get_planner, FEATURES, Scope(TODAY))
    assert (found.year, found.kinds[0].title) == ("2023-24", "Meetings")
    assert {"Meetings", "Learning cycle", "Work plans", "Terms of reference"} <= {
        kind.title for kind in found.kinds
    }
    meetings = found.of(MEETINGS)
    assert [line.when for line in meetings] == ["Thu 4 May", "Thu 9 Nov", "Thu 7 Dec"]
    assert meetings[0].mark.detail == "09:00 to 11:00 · County Hall"  # the cancelled one is left
    phases = [line for line in found.of("learning") if "CAPVA" in line.mark.what]
    assert [line.when for line in phases] == [
        "April 2023", "April 2023", "May 2023", "June 2023", "July 2023", "March 2024"
    ]  # fmt: skip
    alone = planned.ask(get_planner, FEATURES, Scope(TODAY, year="2023-24", record_id=MEETINGS))
    assert alone.lines == meetings
    with pytest.raises(WrongUse):
        planned.ask(get_planner, FEATURES, Scope(TODAY, year="soon"))


def make(store: Store, kind: str, **said: str) -> Document:
    offer = next(one for one in document_offers() if one.kind == kind)
    made = store.ask(offer.make, Scope(TODAY, **said))
    assert isinstance(made, Document)
    return made


def test_it_is_printed_on_a3_and_on_a4(planned: Store) -> None:
    for kind, page in (("year-planner", "A3 landscape"), ("year-planner-a4", "A4 landscape")):
        made = make(planned, kind)
        assert (made.title, made.subtitle, made.page) == ("Year planner", "2023-24", page)
        beside = [block for block in made.blocks if isinstance(block, Columns)]
        parts = [part for block in beside for part in block.columns]
        months = [part[0].text for part in parts if isinstance(part[0], Heading)]
        assert [one for one in months if "continued" not in one] == [
            "April 2023", "May 2023", "June 2023", "July 2023", "August 2023", "September 2023",
            "October 2023", "November 2023", "December 2023", "January 2024", "February 2024",
            "March 2024",
        ]  # fmt: skip
        rows = [row for part in parts for one in part if isinstance(one, Table) for row in one.rows]
        said = [row.cells[1].text for row in rows]
        assert PLG in said
        assert "Child and adolescent to parent violence and abuse (CAPVA): phase 3" in said
    one = make(planned, "year-planner", record_id=MEETINGS)
    assert one.subtitle == "Meetings, 2023-24"
    empty = make(planned, "year-planner", year="2035-36")
    assert isinstance(empty.blocks[0], Paragraph)
    assert empty.blocks[0].text == "Nothing is planned in this year."


def test_many_due_on_a_day_stand_in_a_row_and_a_long_month_goes_on() -> None:
    day = date(2023, 6, 5)
    marks = [
        (DayMark(on, on, f"A{n} due", "a"), KIND, "")
        for n in range(40)
        for on in (day + timedelta(days=n // 2),)
    ]
    found = Planner("2023-24", FIRST, LAST, plan_lines(marks, FIRST, LAST))
    made = planner_document(found, TODAY, "A4 landscape")
    parts = [part for block in made.blocks if isinstance(block, Columns) for part in block.columns]
    june = [part for part in parts if "June" in str(getattr(part[0], "text", ""))]
    tables = [one for part in june for one in part if isinstance(one, Table)]
    assert [len(table.rows) for table in tables] == [8, 8, 4]
    assert tables[0].rows[0].cells[1].text == "A0 due; A1 due"
    assert all(len(block.columns) >= 2 for block in made.blocks if isinstance(block, Columns))


def test_the_calendar_file_holds_meetings_and_the_other_days_once(planned: Store) -> None:
    make_file = calendar_of("year-planner")
    assert make_file is not None
    text = planned.ask(make_file, Scope(TODAY)).decode().replace("\r\n ", "")
    uids = [line for line in text.splitlines() if line.startswith("UID:")]
    assert len(set(uids)) == len(uids)
    assert "SUMMARY:Learning cycle: Child and adolescent to parent violence" in text
    assert "DTSTART;VALUE=DATE:20230501" in text  # phase 3 lasts the whole of May
    assert "DTEND;VALUE=DATE:20230601" in text
    assert sum("@meetings.dscp-desktop" in uid for uid in uids) == 4  # the cancelled one says so
    learning = planned.ask(make_file, Scope(TODAY, record_id="learning")).decode()
    assert "@meetings.dscp-desktop" not in learning.replace("\r\n ", "")
    again = planned.ask(make_file, Scope(TODAY + timedelta(days=1))).decode().replace("\r\n ", "")
    assert [line for line in again.splitlines() if line.startswith("UID:")] == uids


# The window -----------------------------------------------------------------------------------


@pytest.fixture
def desk(planned: Store, qtbot: QtBot) -> Iterator[Desk]:
    made = Desk(planned, documents=document_offers())
    give_gathered(made, FEATURES)
    yield made
    qtbot.waitUntil(made.idle, timeout=20_000)
    made.close()


@pytest.fixture
def settle(desk: Desk, qtbot: QtBot) -> Callable[[], None]:
    def wait() -> None:
        for _ in range(3):
            qtbot.waitUntil(desk.idle, timeout=20_000)
            qtbot.wait(5)

    return wait


def test_the_planner_by_keys(
    desk: Desk, qtbot: QtBot, settle: Callable[[], None], tmp_path: Path
) -> None:
    page = DiaryPage(desk)
    qtbot.addWidget(page)
    page.resize(1232, 812)
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    page.refresh()
    settle()
    assert page.planner is None  # made when it is first shown
    page.tabs.tabBar().setFocus()
    qtbot.keyClick(page.tabs.tabBar(), Qt.Key.Key_Right)
    settle()
    part = page.planner
    assert page.tabs.currentIndex() == PLANNER
    assert part is not None
    months(part)
    strip(part, desk, qtbot)
    choose_and_save(page, part, settle, tmp_path)
    page.refresh()
    settle()
    page.open_record("")
    assert page.tabs.currentIndex() == PLANNER  # without a record all stays


def months(part: PlannerPart) -> None:
    rows = part.table.rows.rows
    assert rows[0] == Section("April 2023", "2")
    now = part.table.value()
    assert now is not None
    assert now.first >= TODAY  # it opens at what is to come
    assert part.said.text() == f"{sum(map(is_line, rows))} dates"
    statuses = {part.table.rows.index(n, 3).data() for n in range(len(rows)) if is_line(rows[n])}
    assert statuses == {"Past", "Now", "To come"}


def strip(part: PlannerPart, desk: Desk, qtbot: QtBot) -> None:
    heard: list[tuple[str, str]] = []
    desk.place_asked.connect(lambda feature, record: heard.append((feature, record)))
    names = [lane.name for lane in part.strip.lanes]
    assert names[0] == "Meetings"
    part.strip.setFocus()
    qtbot.keyClick(part.strip, Qt.Key.Key_Home)
    said = part.strip.accessibleDescription()
    assert said == f"Meetings, Thursday 4 May 2023, {PLG}, held"
    qtbot.keyClick(part.strip, Qt.Key.Key_Return)
    # A line for each cycle: its phases are told apart in a block of a month.
    learning = next(n for n, lane in enumerate(part.strip.lanes) if lane.blocks)
    cycle, block = names[learning], part.strip.lanes[learning].blocks[0]
    assert (block.words, block.said) == ("Phase 1", f"Learning cycle, {cycle}: phase 1")
    assert block.code == "1"
    part.strip.choose(learning, 0)
    qtbot.keyClick(part.strip, Qt.Key.Key_Return)
    part.table.setFocus()
    qtbot.keyClick(part.table, Qt.Key.Key_Return)
    assert [feature for feature, _ in heard][:2] == ["meetings", "learning"]
    assert len(heard) == 3
    assert all(record for _, record in heard)


def choose_and_save(
    page: DiaryPage, part: PlannerPart, settle: Callable[[], None], folder: Path
) -> None:
    asked: list[tuple[str, Scope]] = []
    page.document_wanted.connect(lambda kind, scope: asked.append((kind, scope)))
    part.kind.set_value(MEETINGS)
    part.kind.activated.emit(0)
    assert {line.kind.name for line in part.table.rows.rows if is_line(line)} == {MEETINGS}
    assert [lane.name for lane in part.strip.lanes] == ["Meetings"]
    page.share()
    part.small.click()
    scope = Scope(page.desk.today, year="2023-24", record_id=MEETINGS)
    assert asked == [("year-planner", scope), ("year-planner-a4", scope)]
    for words, _keys, do in page.commands():
        if "A4" in words:
            do()
    assert len(asked) == 3
    part.save_calendar()
    assert part.dialog is not None
    path = folder / "planner.ics"
    part.dialog.fileSelected.emit(str(path))
    part.dialog.reject()
    settle()
    assert path.read_bytes().startswith(b"BEGIN:VCALENDAR")
    assert part.said.text() == "Saved planner.ics as a plain copy"
    part.year.set_value("2026-27")
    part.year.activated.emit(0)
    settle()
    assert part.table.empty.fact == "Nothing is planned in this year"
    assert not part.save.isEnabled()
    assert part.head.isHidden()
    assert page.panes()[1:] == [part.strip, part.table]
    assert page.first_focus() is part.table
