from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any

import openpyxl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dscp_desktop.actions.commands.log import add_action, add_update, change_action, set_status
from dscp_desktop.actions.feature import FEATURE
from dscp_desktop.actions.queries.log import list_actions
from dscp_desktop.actions.rules.log import BY_DATE, BY_MEETING, STATUSES, ActionDetails, plain_words
from dscp_desktop.core.offers import Scope
from dscp_desktop.partnership.queries.parties import load_names
from dscp_desktop.sheets.reading import read_workbook
from dscp_desktop.sheets.writing import write_workbook
from dscp_desktop.store.history import undo
from dscp_desktop.store.opening import Store

OFFER = FEATURE.workbooks[0]
TODAY = date(2023, 10, 19)
SCOPE = Scope(TODAY)
HEAD = (
    *("No", "Group", "Date raised", "Agenda item", "Action", "Owner", "Due", "Status"),
    "Update",
)
RAISED, DUE = date(2023, 9, 14), date(2023, 10, 26)
ROW = ("EXEC003", "EXEC", RAISED, "5.", "Do it", "HDFT", DUE, "Open", None)


def row(**changes: Any) -> tuple[Any, ...]:
    fields = (*("number", "group", "raised", "item", "text", "owner", "due", "status", "update"),)
    return tuple({**dict(zip(fields, ROW, strict=True)), **changes}.values())


def lines_of(store: Store) -> dict[str, Any]:
    return {line.number: line for line in store.ask(list_actions, TODAY)}


def test_the_office_s_log_comes_in_once(bring: Any, durham: Store, office: bytes) -> None:
    first = bring(office)["actions"]
    assert (first.count("new"), first.faults, first.notes) == (60, (), ())
    second = bring(office)["actions"]
    assert (second.count("same"), second.faults) == (60, ())
    lines = lines_of(durham)
    assert lines["IDG004"].status == "open"
    assert lines["IDG016"].due == date(2023, 8, 30)
    assert lines["EXEC058"].due == date(2023, 7, 13)
    assert [u.text for u in lines["EXEC003"].updates] == ["Done, see minutes"]
    assert lines["IDG023"].overdue


def test_what_goes_out_comes_in_the_same(bring: Any, durham: Store, office: bytes) -> None:
    bring(office)
    with durham.reading() as session:
        sheet = OFFER.write(session, SCOPE)
        values = OFFER.values(session, SCOPE)
    assert tuple(column.heading for column in sheet.columns) == (*HEAD[:-1], "Restricted", "Update")
    again = bring(write_workbook([sheet]))["actions"]
    assert (again.count("same"), again.faults, again.notes) == (60, (), ())
    assert len(values) == 60
    assert values[0] == {
        "group": "Safeguarding Executive Group",
        "number": "EXEC003",
        "text": "Circulate the updated neglect tool kit to all partner agencies",
        "owner": "Integrated Care Board (ICB)",
        "due": "2023-08-31",
        "status": "complete",
        "overdue": False,
    }


def test_eight_faults_are_named_each_in_its_place(bring: Any, office: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(office))
    log = book["Action log"]
    for cell, value in {
        "A3": "PLG001",
        "B3": "Performance and Learning Group",
        "B4": "Safeguarding Executive Grp",
        "C5": "31/02/2023",
        "E6": None,
        "F7": None,
        "G8": "when there is time",
        "G9": datetime(2023, 1, 1),
        "H10": "Perhaps",
    }.items():
        log[cell] = value
    changed = io.BytesIO()
    book.save(changed)
    found = bring(changed.getvalue())["actions"]
    faults = {(f.row, f.column): f for f in found.faults}
    assert sorted(faults, key=str) == [
        (10, "Status"),
        (2, "No"),
        (3, "No"),
        (4, "Group"),
        (5, "Date raised"),
        (6, "Action"),
        (7, "Owner"),
        (8, "Due"),
        (9, "Due"),
    ]
    assert all(f.sheet == "Action log" and f.why for f in found.faults)
    assert "row 2" in faults[3, "No"].why
    assert "Perhaps Safeguarding Executive Group" in faults[4, "Group"].why
    assert faults[5, "Date raised"].value == "31/02/2023"
    assert "‘next meeting’" in faults[8, "Due"].why
    assert "Wed 25 Oct 2023" in faults[9, "Due"].why
    assert found.count("new") == 51


def test_all_faults_of_a_row_are_named_at_once(bring: Any) -> None:
    found = bring([HEAD, row(number=None, group="Nobody", owner=None, due="asap")])["actions"]
    assert sorted(str(f.column) for f in found.faults) == ["Due", "Group", "No", "Owner"]
    assert found.rows == ()


def test_a_line_copied_twice_is_said_to_be(bring: Any) -> None:
    found = bring([HEAD, ROW, ROW])["actions"]
    (fault,) = found.faults
    assert (fault.row, found.count("new")) == (3, 1)
    assert "copied twice" in fault.why
    both = bring([HEAD, ROW, row(text="Other")])["actions"]
    assert [f.row for f in both.faults] == [2, 3]
    assert all("other values" in f.why for f in both.faults)


def test_dues_in_words_name_the_right_group(bring: Any, durham: Store) -> None:
    found = bring(
        [
            HEAD,
            row(number="EXEC004", due="next EXEC"),
            row(number="EXEC005", due="next PLG"),
            row(number="EXEC006", due="next month"),
            row(number="EXEC007", due="next meeting", raised=None),
            row(number="EXEC008", due=None, status=None, item=None),
            row(number="EXEC009", due=45225),
            row(number="EXEC010", due="39/10/2023"),
            row(number="EXEC011", group=None),
        ]
    )["actions"]
    assert [(f.row, f.column) for f in found.faults] == [
        *((8, "Due"), (9, "Group"), (3, "Due"), (4, "Due"))
    ]
    assert "name Performance and Learning Group" in found.faults[2].why
    assert "Type a date" in found.faults[3].why
    lines = lines_of(durham)
    assert {n: x.due_rule for n, x in lines.items()} == {
        "EXEC004": BY_MEETING,
        "EXEC007": BY_MEETING,
        "EXEC008": "none",
        "EXEC009": BY_DATE,
    }
    assert (lines["EXEC008"].status, lines["EXEC008"].item) == ("open", "")
    assert lines["EXEC009"].due == date(2023, 10, 26)
    assert "Excel's count" in found.notes[0].why


def test_what_is_no_date_at_all_is_said(bring: Any) -> None:
    found = bring([HEAD, row(due=True)])["actions"]
    assert [(f.row, f.column) for f in found.faults] == [(2, "Due")]


def test_an_unknown_owner_is_added_with_a_note(bring: Any, durham: Store) -> None:
    found = bring(
        [HEAD, row(owner="Durham Constabularly"), row(number="EXEC9", owner="durham constabularly")]
    )["actions"]
    assert found.count("new") == 2
    assert len(found.notes) == 1
    assert "Perhaps" in found.notes[0].why
    assert found.notes[0].why.endswith("added as new.")
    assert durham.ask(load_names).organisation("Durham Constabularly") is not None


def test_a_number_of_another_group_is_noted(bring: Any) -> None:
    found = bring([HEAD, row(number="PLG003"), row(number="E-1")])["actions"]
    assert [n.why for n in found.notes] == [
        "The number begins with PLG, the group is EXEC; it is kept so."
    ]
    assert found.count("new") == 2


def test_a_changed_row_says_what_was_and_is(bring: Any, durham: Store) -> None:
    bring([HEAD, ROW])
    found = bring(
        [
            HEAD,
            row(
                raised=date(2023, 9, 13),
                item="6",
                text="Do it well",
                owner="Probation",
                due="next meeting",
                status="Complete",
                update="12/10/2023: Sent",
            ),
        ]
    )["actions"]
    assert found.rows[0].state == "changed"
    assert found.rows[0].changes == (
        ("Action", "Do it", "Do it well"),
        ("Agenda item", "5", "6"),
        ("Date raised", "Thu 14 Sep 2023", "Wed 13 Sep 2023"),
        ("Owner", "HDFT", "Probation"),
        ("Due", "Thu 26 Oct 2023", "Next meeting"),
        ("Status", "open", "complete"),
        ("Update", "", "Sent"),
    )
    assert lines_of(durham)["EXEC003"].first_due == DUE


def test_a_blank_takes_nothing_away(bring: Any, durham: Store) -> None:
    bring([HEAD, row(update="Sent")])
    blank = row(raised=None, item=None, due=None, status=None)
    found = bring([HEAD, blank])["actions"]
    assert found.count("same") == 1
    line = lines_of(durham)["EXEC003"]
    assert (line.raised_on, line.item, line.due) == (RAISED, "5", DUE)
    assert len(line.updates) == 1


def test_overdue_changes_only_what_was_closed(bring: Any, durham: Store) -> None:
    bring([HEAD, row(status="In progress")])
    assert bring([HEAD, row(status="OVERDUE")])["actions"].count("same") == 1
    bring([HEAD, row(status="Complete")])
    found = bring([HEAD, row(status="Overdue")])["actions"]
    assert found.rows[0].changes == (("Status", "complete", "open"),)
    assert lines_of(durham)["EXEC003"].status == "open"


def test_a_role_that_owns_an_action_stays_its_owner(bring: Any, durham: Store) -> None:
    group = durham.ask(load_names).group("EXEC")
    assert group is not None
    durham.run(add_action, group.id, ActionDetails("Do it", None, "Business manager", due=DUE))
    with durham.reading() as session:
        sheet = OFFER.write(session, SCOPE)
    found = bring(write_workbook([sheet]))["actions"]
    assert (found.count("same"), found.notes) == (1, ())
    taken = bring([HEAD, row(number="EXEC001", raised=None, item=None)])["actions"]
    assert taken.rows[0].changes == (("Owner", "", "HDFT"),)


def test_an_import_is_taken_back_whole(
    bring: Any, durham: Store, office: bytes, entries: list[str]
) -> None:
    bring(office)
    assert len(durham.ask(list_actions, TODAY)) == 60
    durham.run(undo, entries[-1])
    assert durham.ask(list_actions, TODAY) == ()


TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn")), max_size=40)
ACTIONS = st.lists(
    st.tuples(
        TEXTS.filter(plain_words),
        st.sampled_from((BY_DATE, BY_MEETING, "none")),
        st.sampled_from(STATUSES),
        st.lists(st.tuples(TEXTS.filter(plain_words), st.dates(date(1990, 1, 1))), max_size=3),
    ),
    max_size=4,
)


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(ACTIONS)
def test_any_log_comes_back_the_same(durham: Store, actions: Any) -> None:
    owner = durham.ask(load_names).party("HDFT")
    group = durham.ask(load_names).group("EXEC")
    assert owner is not None
    assert group is not None

    def there_and_back(session: Any) -> list[str]:
        for text, rule, status, updates in actions:
            due = DUE if rule == BY_DATE else None
            details = ActionDetails(text, owner.id, raised_on=RAISED, due_rule=rule, due=due)
            action_id = str(add_action(session, group.id, details).result)
            set_status(session, action_id, status, TODAY)
            for said, on in updates:
                add_update(session, action_id, said, on)
        data = write_workbook([OFFER.write(session, SCOPE)])
        (sheet,) = read_workbook(data, "log.xlsx").sheets
        recognised = OFFER.recognise(sheet)
        assert recognised is not None
        reading = OFFER.read(sheet, recognised)
        assert reading.faults == ()
        return [outcome.state for outcome in OFFER.take(session, reading).rows]

    assert durham.rehearse(there_and_back) == ["same"] * len(actions)


def test_changing_to_a_date_keeps_an_unset_meeting_out(durham: Store) -> None:
    group = durham.ask(load_names).group("EXEC")
    assert group is not None
    rule = ActionDetails("Do it", None, "Chair", RAISED, due_rule=BY_MEETING)
    action_id = str(durham.run(add_action, group.id, rule).result)
    durham.run(change_action, action_id, ActionDetails("Do it", None, "Chair", RAISED, due=DUE))
    assert lines_of(durham)["EXEC001"].first_due == DUE
