"""What a person, or a sheet, does to the contributions of a real store."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy.orm import Session

from dscp_desktop.budget.commands import contributions as commands
from dscp_desktop.budget.commands.years import add_year
from dscp_desktop.budget.feature import FEATURE
from dscp_desktop.budget.queries.contributions import get_year, list_history, list_years, scope_year
from dscp_desktop.budget.workbook.contributions import read_contributions, recognise_contributions
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Refused, WrongUse
from dscp_desktop.core.offers import Reading, Scope, SheetOutcome
from dscp_desktop.diary.tables import Meeting
from dscp_desktop.paper.document import Paragraph, Table
from dscp_desktop.partnership.queries.parties import find_group, load_names
from dscp_desktop.sheets.values import Sheet, Value
from dscp_desktop.store.history import undo
from dscp_desktop.store.opening import Store
from dscp_desktop.store.session import fresh_id

Take = Callable[[Reading], SheetOutcome]
TODAY = date(2023, 10, 19)


def party(store: Store, name: str) -> str:
    found = store.ask(load_names).party(name)
    assert found is not None
    return found.id


def reading_of(*rows: tuple[Value, ...]) -> Reading:
    found = Sheet("Budget", True, (("Partner", "Contribution 2022-23 (£)", "Note"), *rows))
    recognised = recognise_contributions(found)
    assert recognised is not None
    return read_contributions(found, recognised)


def read_office(office: Sheet) -> Reading:
    recognised = recognise_contributions(office)
    assert recognised is not None
    return read_contributions(office, recognised)


def test_a_year_is_entered_by_hand_and_taken_back(durham: Store) -> None:
    police = party(durham, "Durham Constabulary")
    assert durham.run(add_year, "2021/22").words == "Contributions 2021-22 added"
    durham.run(commands.put_contribution, "2021-22", police, 3890000)
    durham.run(add_year, "2022-23")
    changed = durham.run(commands.put_contribution, "2022-23", police, 3928500, " An  analyst")
    assert changed.words == "Contribution of Durham Constabulary 2022-23: £39,285"
    line = durham.ask(get_year).lines[0]
    assert (line.amount, line.note, line.mark, line.last_year, line.change) == (
        3928500,
        "An analyst",
        "*",
        3890000,
        38500,
    )
    again = durham.run(commands.put_contribution, "2022-23", police, 3928600)
    assert again.words.endswith("£39,286, was £39,285")
    durham.run(undo, again.entry)
    noted = durham.run(commands.put_contribution, "2022-23", police, 3928500, "Two analysts")
    assert "was" not in noted.words
    assert durham.ask(get_year).lines[0].note == "Two analysts"
    assert durham.ask(get_year).lines[0].amount == 3928500
    durham.run(commands.set_payment, "2022-23", police, "received")
    assert durham.ask(get_year).lines[0].payment == "received"
    durham.run(commands.remove_contribution, "2022-23", police)
    assert durham.ask(get_year).lines == ()
    assert durham.ask(list_years) == ("2022-23", "2021-22")


def test_a_difference_is_due_until_its_reason_is_recorded(durham: Store) -> None:
    durham.run(add_year, "2022-23")
    police = party(durham, "Durham Constabulary")
    durham.run(commands.put_contribution, "2022-23", police, 10000)
    assert "Source" not in str(durham.ask(FEATURE.documents[0].make, Scope(TODAY)))
    assert FEATURE.due is not None
    assert durham.ask(FEATURE.due.list_due, TODAY) == ()
    with pytest.raises(Refused, match="do not differ"):
        durham.run(commands.record_reason, "2022-23", "Because")
    durham.run(commands.set_published, "2022-23", 10500, "Annual report, page 28")
    due = durham.ask(FEATURE.due.list_due, TODAY)
    assert [(each.what, each.days) for each in due] == [
        ("Published total £105 differs from the sum of lines £100 by £5", "Not explained")
    ]
    reason = durham.run(commands.record_reason, "2022-23", "A grant")
    assert reason.words == "Reason for the difference 2022-23 recorded"
    assert durham.ask(FEATURE.due.list_due, TODAY) == ()
    taken = durham.run(commands.record_reason, "2022-23", "")
    assert taken.words.endswith("taken away")
    gone = durham.run(commands.set_published, "2022-23", None)
    assert gone.words == "Published total 2022-23: none"
    assert durham.ask(get_year).source == "Annual report, page 28"


def test_what_cannot_be_entered_is_refused_in_words(durham: Store) -> None:
    police = party(durham, "Durham Constabulary")
    durham.run(add_year, "2022-23")
    with pytest.raises(Refused, match="there already"):
        durham.run(add_year, "2022-23")
    with pytest.raises(Refused, match="as 2022-23"):
        durham.run(add_year, "soon")
    with pytest.raises(Refused, match="below nothing"):
        durham.run(commands.put_contribution, "2022-23", police, -1)
    with pytest.raises(WrongUse, match="Add the organisation"):
        durham.run(commands.put_contribution, "2022-23", "nobody", 1)
    with pytest.raises(WrongUse, match="no contributions for 2030-31"):
        durham.run(commands.put_contribution, "2030-31", police, 1)
    with pytest.raises(WrongUse, match="has no contribution"):
        durham.run(commands.remove_contribution, "2022-23", police)
    with pytest.raises(WrongUse, match="proposed, agreed, invoiced, received"):
        durham.run(commands.set_payment, "2022-23", police, "lost")
    with pytest.raises(WrongUse, match="There are: 2022-23"):
        durham.ask(get_year, "2019-20")
    with pytest.raises(WrongUse, match="Write the year"):
        durham.ask(get_year, "old")


def test_a_store_without_years_says_so(durham: Store) -> None:
    with pytest.raises(WrongUse, match="Import or add a year first"):
        durham.ask(get_year)
    assert durham.ask(scope_year, Scope(TODAY)) is None
    document = durham.ask(FEATURE.documents[0].make, Scope(TODAY))
    assert "No contributions" in document.blocks[0].text


def test_names_are_matched_and_unknown_ones_added(durham: Store, take: Take) -> None:
    outcome = take(
        reading_of(
            ("HDFT", 10),
            ("Harrogate and District NHS Foundation Trust", 20),
            ("Durham Constabulry", 30),
            ("Durham  constabulry ", 40),
        )
    )
    assert [(row.row, row.state) for row in outcome.rows] == [(2, "new"), (4, "new")]
    assert [(fault.row, fault.column) for fault in outcome.faults] == [
        (3, "Partner"),
        (5, "Partner"),
    ]
    assert "as row 2 is already" in outcome.faults[0].why
    assert "added as new. Perhaps Durham Constabulary" in outcome.notes[0].why
    assert [line.partner for line in durham.ask(get_year).lines] == ["HDFT", "Durham Constabulry"]


def test_a_changed_sheet_changes_and_a_blank_takes_nothing(
    durham: Store, take: Take, office: Sheet
) -> None:
    take(read_office(office))
    police = party(durham, "Durham Constabulary")
    durham.run(commands.set_payment, "2022-23", police, "received")
    outcome = take(
        reading_of(("Probation", 5000, "Paid late"), ("Durham Constabulary", 39285), ("Total", 9))
    )
    assert [(row.state, row.label) for row in outcome.rows] == [
        ("changed", "Probation 2022-23"),
        ("same", "Durham Constabulary 2022-23"),
        ("changed", "Published total 2022-23"),
    ]
    assert outcome.rows[0].changes == (("Amount", "£4,873", "£5,000"), ("Note", "", "Paid late"))
    assert outcome.rows[2].changes == (("Published total", "£347,060", "£9"),)
    year = durham.ask(get_year)
    assert len(year.lines) == 6
    kept = [note.why for note in outcome.notes if note.row is None]
    assert "The sheet leaves out HDFT; its £2,680 is kept." in kept
    assert year.lines[2].note.startswith("Durham Constabulary also")
    assert [line.mark for line in year.lines] == ["", "", "*", "†", "", ""]


def test_marks_payments_source_and_reason_change_by_sheet(take: Take) -> None:
    heads = ("Partner", "Contribution 2022-23", "Mark", "Note", "Payment")
    plain = (("HDFT", 10, None, None, None), ("Total", 20, None, "Report", None))
    fuller = (
        ("HDFT", "10*", None, None, "Invoice sent"),
        ("Total", 20, None, "Report, page 2", None),
        ("Difference", 10, None, "Rounding", None),
    )
    for rows in (plain, fuller):
        found = Sheet("Budget", True, (heads, *rows))
        recognised = recognise_contributions(found)
        assert recognised is not None
        outcome = take(read_contributions(found, recognised))
    assert outcome.rows[0].changes == (("Mark", "", "*"), ("Payment", "", "Invoice sent"))
    assert outcome.rows[1].changes == (
        ("Source", "Report", "Report, page 2"),
        ("Reason", "", "Rounding"),
    )


def test_a_total_that_comes_later_is_shown_as_a_change(take: Take) -> None:
    assert len(take(reading_of(("HDFT", 10))).rows) == 1
    outcome = take(reading_of(("HDFT", 10), ("Total", 10)))
    assert outcome.rows[1].changes == (("Published total", "", "£10"),)
    assert outcome.notes == ()


def test_faults_of_the_reading_keep_totals_from_being_compared(take: Take) -> None:
    outcome = take(reading_of(("HDFT", 10), ("Probation", "£1k"), ("Total", 1010)))
    assert outcome.count("new") == 1
    assert outcome.notes == ()


def test_the_document_prints_both_totals_and_the_note(
    durham: Store, take: Take, office: Sheet
) -> None:
    take(read_office(office))
    meeting = durham.run(add_executive).result
    scope = Scope(date(2030, 1, 1), meeting_id=str(meeting))
    document = durham.ask(FEATURE.documents[0].make, scope)
    assert document.title == "Contributions of the partners 2022-23"
    assert document.marking == "OFFICIAL-SENSITIVE"
    table = next(block for block in document.blocks if isinstance(block, Table))
    shown = [tuple(cell.text for cell in row.cells) for row in table.rows]
    assert shown[2] == ("Durham Constabulary", "£39,285", "11.3%")
    assert shown[-3:] == [
        ("Sum of lines", "£346,257", "100.0%"),
        ("Published total", "£347,060", ""),
        ("Difference", "£803", ""),
    ]
    assert table.rows[2].cells[1].mark == table.notes[0].mark == "*"
    words = " ".join(b.text for b in document.blocks if isinstance(b, Paragraph))
    assert "£347,060 differs from the sum of lines £346,257 by £803. Both are printed" in words
    durham.run(commands.record_reason, "2022-23", "A grant")
    words = str(durham.ask(FEATURE.documents[0].make, scope).blocks)
    assert "Reason recorded: A grant" in words
    durham.run(commands.set_published, "2022-23", 34625700)
    words = str(durham.ask(FEATURE.documents[0].make, Scope(TODAY, year="2022-23")).blocks)
    assert "is the sum of lines. " not in words
    durham.run(commands.set_published, "2022-23", None)
    assert "Difference" not in str(durham.ask(FEATURE.documents[0].make, Scope(TODAY)).blocks)


def add_executive(session: Session) -> Changes:
    group = find_group(session, "EXEC")
    assert group is not None
    row = Meeting(id=fresh_id(session), group_id=group.id, on=date(2023, 3, 30))
    session.add(row)
    return Changes("Meeting", ("diary",), row.id)


def test_scripts_read_the_promised_shape(durham: Store, take: Take, office: Sheet) -> None:
    take(read_office(office))
    offer = FEATURE.workbooks[0]
    values = durham.ask(offer.values, Scope(TODAY))
    assert {name: values[name] for name in ("year", "sum", "published", "difference")} == {
        "year": "2022-23",
        "sum": "346257.00",
        "published": "347060.00",
        "difference": "803.00",
    }
    assert values["lines"][0] == {
        "partner": "Durham County Council",
        "amount": "191604.00",
        "note": "",
    }
    assert "analyst" in values["lines"][2]["note"]
    assert [line["partner"] for line in values["lines"]][2:] == [
        "Durham Constabulary",
        "Probation",
        "HDFT",
        "CDDFT",
    ]
    sheet = durham.ask(offer.write, Scope(TODAY, year="2022-23"))
    assert [row[0] for row in sheet.rows[-3:]] == [
        "Sum of lines",
        "Total as published",
        "Difference",
    ]


def test_the_history_for_the_chart_is_oldest_first(durham: Store) -> None:
    for year in ("2022-23", "2021-22"):
        durham.run(add_year, year)
    assert [year.year for year in durham.ask(list_history)] == ["2021-22", "2022-23"]
    durham.run(commands.set_published, "2022-23", None)
    assert durham.ask(FEATURE.workbooks[0].values, Scope(TODAY))["published"] is None
