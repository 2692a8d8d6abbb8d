from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dscp_desktop.core.faults import Refused, WrongUse
from dscp_desktop.core.offers import Scope
from dscp_desktop.diary.commands.meetings import add_meeting, set_meeting_status
from dscp_desktop.diary.queries.meetings import find_meeting
from dscp_desktop.diary.rules.meetings import MeetingDetails
from dscp_desktop.meetings.commands.attendance import record_attendance
from dscp_desktop.meetings.feature import FEATURE
from dscp_desktop.meetings.queries.agenda import attendance_at, attendance_matrix, attendance_table
from dscp_desktop.meetings.rules.agenda import MARKS
from dscp_desktop.meetings.workbook.attendance import read_heading
from dscp_desktop.partnership.commands.seats import add_seat
from dscp_desktop.partnership.queries.parties import find_group, load_names
from dscp_desktop.sheets.reading import read_workbook
from dscp_desktop.sheets.values import Sheet
from dscp_desktop.sheets.writing import write_workbook
from dscp_desktop.store.history import undo
from dscp_desktop.store.opening import Store

OFFER = FEATURE.workbooks[0]
DOCUMENT = FEATURE.documents[1]
TODAY = date(2023, 10, 19)
SCOPE = Scope(TODAY)


def group_id(store: Store, name: str = "EXEC") -> str:
    group = store.ask(find_group, name)
    assert group is not None
    return group.id


def party_id(store: Store, name: str) -> str:
    party = store.ask(load_names).party(name)
    assert party is not None
    return party.id


@pytest.fixture
def july(durham: Store) -> str:
    details = MeetingDetails(date(2023, 7, 13), time(9, 30), status="held")
    return str(durham.run(add_meeting, group_id(durham), details).result)


def test_the_office_s_matrix_comes_in_once(bring: Any, durham: Store, office: bytes) -> None:
    first = bring(office)["attendance"]
    assert (first.count("new"), first.faults) == (153, ())
    said = [(note.row, note.why) for note in first.notes]
    assert len(set(said)) == len(said)
    assert (
        6,
        "Probation has no seat on Safeguarding Executive Group; its attendance is kept.",
    ) in (said)
    second = bring(office)["attendance"]
    assert (second.count("same"), second.faults) == (153, ())
    table = durham.ask(attendance_table, group_id(durham), date(2023, 7, 13))
    assert [m.on for m in table.meetings] == [date(2023, 5, 11), date(2023, 7, 13)]
    marks = {row.attendee: row.marks for row in table.rows}
    assert marks["Durham Constabulary"] == ("present", "apologies")
    assert marks["CDDFT"] == ("deputy", "present")


def test_what_goes_out_comes_in_the_same(bring: Any, durham: Store, office: bytes) -> None:
    bring(office)
    with durham.reading() as session:
        sheet = OFFER.write(session, SCOPE)
        values = OFFER.values(session, Scope(TODAY, group_id=group_id(durham)))
    assert len(sheet.columns) == 18
    again = bring(write_workbook([sheet]))["attendance"]
    assert (again.count("same"), again.faults) == (153, ())
    assert len(values) == 36
    assert values[0] == {
        "group": "Safeguarding Executive Group",
        "date": "2023-05-11",
        "start": "09:30",
        "organisation": "Durham Constabulary",
        "attendance": "present",
    }


def test_faults_stand_at_their_row_and_column(bring: Any, durham: Store, july: str) -> None:
    found = bring(
        [
            ("P = present", None, None, None, None, None),
            ("Organisation", "EXEC 13 Jul 23", "EXEC 14 Jul 23", "Nobody 13 Jul 23", "EXEC 2023"),
            ("HDFT", "p", "P", "P", "P", "x"),
            ("Durham Constabulary", "X", None, None, None, None),
            ("Harrogate and District NHS Foundation Trust", "A", None, None, None, None),
            (None, "P", None, None, None, None),
            ("CDDFT", 5, "Z", None, None, None),
        ]
    )["attendance"]
    said = [(f.row, f.column, f.value) for f in found.faults]
    assert said == [
        (2, "EXEC 2023", "EXEC 2023"),
        (4, "EXEC 13 Jul 23", "X"),
        (6, "Organisation", ""),
        (7, "EXEC 13 Jul 23", "5"),
        (7, "EXEC 14 Jul 23", "Z"),
        (2, "EXEC 14 Jul 23", "EXEC 14 Jul 23"),
        (2, "Nobody 13 Jul 23", "Nobody 13 Jul 23"),
        (5, "Organisation", "Harrogate and District NHS Foundation Trust"),
    ]
    assert "P, A or D" in found.faults[1].why
    assert "has no meeting on 14 July 2023" in found.faults[5].why
    assert "No group is called Nobody" in found.faults[6].why
    assert "stands in row 3 already" in found.faults[7].why
    assert [r.cells for r in found.rows] == [("HDFT", "EXEC 13 Jul 23", "present")]
    assert [line.mark for line in durham.ask(attendance_at, july) if line.mark] == ["present"]


def test_an_error_of_excel_for_a_name_is_a_fault() -> None:
    rows = (("Organisation", "EXEC 13 Jul 23"), (None, "P"), ("P = present", None))
    sheet = Sheet("S", True, rows, errors={(2, 1): "#N/A", (3, 2): "#REF!"})
    recognised = OFFER.recognise(sheet)
    assert recognised is not None
    reading = OFFER.read(sheet, recognised)
    assert [(f.row, f.value) for f in reading.faults] == [(2, "#N/A"), (3, "#REF!")]


@pytest.mark.usefixtures("july")
def test_a_legend_below_the_matrix_is_no_attendee(bring: Any) -> None:
    found = bring(
        [
            ("Organisation", "EXEC 13 Jul 23", "Notes"),
            ("HDFT", "P", "came late"),
            ("P = present, A = apologies", None, None),
        ]
    )["attendance"]
    assert (found.count("new"), found.faults) == (1, ())


def test_a_blank_takes_nothing_away_and_a_dash_does(
    bring: Any, durham: Store, july: str, entries: list[str]
) -> None:
    head = ("Organisation", "EXEC 13 Jul 23")
    bring([head, ("HDFT", "P"), ("CDDFT", None)])
    found = bring([head, ("HDFT", None), ("CDDFT", "D")])["attendance"]
    assert [(r.state, r.changes) for r in found.rows] == [
        ("same", ()),
        ("changed", (("Attendance", "no reply", "deputy"),)),
    ]
    assert "The cell is blank; ‘present’ is kept." in [note.why for note in found.notes]
    gone = bring([head, ("HDFT", "–"), ("TEWV", "-")])["attendance"]
    assert [r.changes for r in gone.rows] == [(("Attendance", "present", "not expected"),)]
    durham.run(undo, entries[-1])
    marks = {line.attendee: line.mark for line in durham.ask(attendance_at, july)}
    assert (marks["HDFT"], marks["CDDFT"]) == ("present", "deputy")
    assert "TEWV" not in marks


@pytest.mark.usefixtures("july")
def test_an_unknown_attendee_is_added_with_a_note(bring: Any, durham: Store) -> None:
    found = bring([("Organisation", "EXEC 13 Jul 23"), ("Durham Constabularly", "P")])["attendance"]
    assert found.count("new") == 1
    assert "Perhaps Durham Constabulary" in found.notes[0].why
    assert "has no seat" in found.notes[1].why
    assert durham.ask(load_names).organisation("Durham Constabularly") is not None


@pytest.mark.usefixtures("july")
def test_two_meetings_on_a_day_are_told_by_their_time(bring: Any, durham: Store) -> None:
    later = MeetingDetails(date(2023, 7, 13), time(14))
    durham.run(add_meeting, group_id(durham), later)
    found = bring([("Organisation", "EXEC 13 Jul 23"), ("HDFT", "P")])["attendance"]
    assert "Add the time: 09:30 or 14:00" in found.faults[0].why
    head = ("Organisation", "EXEC 13 Jul 23 09:30", "EXEC 13 Jul 23 14.00")
    taken = bring([head, ("HDFT", "P", "A")])["attendance"]
    assert taken.count("new") == 2
    with durham.reading() as session:
        sheet = OFFER.write(session, SCOPE)
    assert [c.heading for c in sheet.columns[1:]] == [
        *("EXEC 13 Jul 2023 09:30", "EXEC 13 Jul 2023 14:00")
    ]
    assert bring(write_workbook([sheet]))["attendance"].count("same") == 2


@pytest.mark.parametrize(
    ("heading", "read"),
    [
        ("EXEC 13 Jul 23", ("EXEC", date(2023, 7, 13), None)),
        ("Group 2 13/07/2023", ("Group 2", date(2023, 7, 13), None)),
        ("PLG 2023-07-13 9:30", ("PLG", date(2023, 7, 13), time(9, 30))),
        ("EXEC", None),
        ("13 Jul 23", None),
        ("EXEC 31 Feb 23", None),
    ],
)
def test_headings_name_a_group_and_a_day(heading: str, read: Any) -> None:
    assert read_heading(heading) == read


def test_a_sheet_without_meetings_is_of_another_kind(bring: Any) -> None:
    assert bring([("Organisation", "EXEC", "PLG"), ("HDFT", "Y", "Y")]) == {}
    assert bring([("Somebody", "EXEC 13 Jul 23"), ("HDFT", "P")]) == {}


def test_marks_are_recorded_one_by_one(durham: Store, july: str) -> None:
    hdft = party_id(durham, "HDFT")
    before = durham.ask(attendance_at, july)
    assert before
    assert {line.mark for line in before} == {""}
    assert all(line.seated for line in before)
    made = durham.run(record_attendance, july, hdft, "present")
    assert made.words == "Attendance recorded: Safeguarding Executive Group, Thu 13 Jul 2023"
    durham.run(record_attendance, july, hdft, "deputy")
    marks = {line.attendee: (line.mark, line.seated) for line in durham.ask(attendance_at, july)}
    assert marks["HDFT"] == ("deputy", False)
    durham.run(record_attendance, july, hdft, "")
    durham.run(record_attendance, july, hdft, "")
    assert "HDFT" not in {line.attendee for line in durham.ask(attendance_at, july)}
    with pytest.raises(Refused, match="present, apologies"):
        durham.run(record_attendance, july, hdft, "asleep")
    assert durham.ask(attendance_at, "nothing") == ()


def test_the_attendance_on_paper(bring: Any, durham: Store, office: bytes) -> None:
    bring(office)
    guest = party_id(durham, "HDFT")
    durham.run(add_seat, group_id(durham), guest, "Observer", "in attendance")
    meeting = durham.ask(find_meeting, "EXEC 2023-09-14")
    with durham.reading() as session:
        made = DOCUMENT.make(session, Scope(TODAY, meeting_id=meeting.id))
        by_group = DOCUMENT.make(session, Scope(date(2023, 5, 31), group_id=meeting.group_id))
        with pytest.raises(WrongUse, match="which group"):
            DOCUMENT.make(session, SCOPE)
    key, table, heading, others = made.blocks
    assert key.text.startswith("The last 3 meetings, up to 14 September 2023. P: here")
    assert [c.title for c in table.columns] == [
        *("Organisation", "11 May 23", "13 Jul 23", "14 Sep 23", "Here")
    ]
    rows = {row.cells[0].text: [c.text for c in row.cells[1:]] for row in table.rows}
    assert rows["Durham Constabulary"] == ["P", "A", "–", "1 of 3"]
    assert "HDFT" not in rows
    assert heading.text == "Without a core seat"
    assert "HDFT" in {row.cells[0].text for row in others.rows}
    assert by_group.blocks[0].text.startswith("The meeting of 11 May 2023.")


def test_cancelled_and_unrecorded_meetings_do_not_count(durham: Store, july: str) -> None:
    group = group_id(durham)
    with durham.reading() as session:
        empty = DOCUMENT.make(session, Scope(TODAY, group_id=group))
    assert empty.blocks[0].text == "No attendance is recorded yet."
    durham.run(record_attendance, july, party_id(durham, "Durham County Council"), "present")
    durham.run(add_meeting, group, MeetingDetails(date(2023, 9, 14)))
    assert len(durham.ask(attendance_table, group).meetings) == 1
    with durham.reading() as session:
        made = DOCUMENT.make(session, Scope(TODAY, group_id=group))
    assert len(made.blocks) == 2
    durham.run(set_meeting_status, july, "cancelled")
    assert durham.ask(attendance_table, group).rows == ()


def test_only_guests_make_a_table_without_rates(durham: Store, july: str) -> None:
    durham.run(record_attendance, july, party_id(durham, "HDFT"), "present")
    with durham.reading() as session:
        made = DOCUMENT.make(session, Scope(TODAY, meeting_id=july))
    assert [type(block).__name__ for block in made.blocks] == ["Paragraph", "Heading", "Table"]


PARTIES = ("HDFT", "CDDFT", "TEWV", "Probation")
CELLS = st.dictionaries(
    st.tuples(st.sampled_from(PARTIES), st.integers(0, 3)), st.sampled_from(MARKS), min_size=1
)


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(CELLS)
def test_any_matrix_comes_back_the_same(durham: Store, cells: dict[Any, str]) -> None:
    ids = {name: party_id(durham, name) for name in PARTIES}
    groups = [group_id(durham), group_id(durham, "PLG")]

    def there_and_back(session: Any) -> list[str]:
        meetings = [
            str(add_meeting(session, groups[n % 2], MeetingDetails(date(2023, 5, n + 1))).result)
            for n in range(4)
        ]
        for (name, at), mark in cells.items():
            record_attendance(session, meetings[at], ids[name], mark)
        session.flush()
        assert attendance_matrix(session, groups[0]).meetings == tuple(
            m for m in attendance_matrix(session).meetings if m.group_id == groups[0]
        )
        data = write_workbook([OFFER.write(session, SCOPE)])
        (sheet,) = read_workbook(data, "attendance.xlsx").sheets
        recognised = OFFER.recognise(sheet)
        assert recognised is not None
        reading = OFFER.read(sheet, recognised)
        outcome = OFFER.take(session, reading)
        assert (reading.faults, outcome.faults) == ((), ())
        return [row.state for row in outcome.rows]

    assert durham.rehearse(there_and_back) == ["same"] * len(cells)


@pytest.mark.parametrize(
    "second", ["EXEC 13 Jul 23", "EXEC 13/07/2023", "Safeguarding Executive Group 13 July 2023"]
)
def test_two_columns_of_one_meeting_are_a_fault(bring: Any, july: str, second: str) -> None:
    assert july
    rows = [("Organisation", "EXEC 13 Jul 23", second), ("HDFT", "P", "A")]
    found = bring(rows)["attendance"]
    (wrong,) = found.faults
    assert (wrong.row, wrong.column) == (1, second)
    assert "Leave one of the two" in wrong.why
    assert [row.cells[2] for row in found.rows] == ["present"]
