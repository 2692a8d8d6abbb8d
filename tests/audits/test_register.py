"""The workbook of a year's audits: in, out, and in again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from dscp_desktop.actions.commands.lives import move_review
from dscp_desktop.actions.queries.log import find_by_origin, list_actions
from dscp_desktop.app.features import workbook_offers
from dscp_desktop.audits.queries.findings import findings_of, list_themes, recommendations_of
from dscp_desktop.audits.queries.programme import list_audits, programme_page
from dscp_desktop.audits.rules.settings import DONE, UNDER_WAY
from dscp_desktop.core.offers import Scope, SheetOutcome
from dscp_desktop.sheets.reading import read_workbook
from dscp_desktop.sheets.values import Sheet
from dscp_desktop.sheets.writing import write_workbook
from dscp_desktop.store.history import undo
from dscp_desktop.store.opening import Store
from tests.conftest import take_sheets

KINDS = ("audits", "audit-findings", "audit-recommendations")
COUNTS = (8, 24, 12)
TODAY = date(2023, 10, 19)
FILE = "audits-2022-23.xlsx"
REGISTER = ("Audit no", "Title", "Type", "Quarter", "Cases", "Priority", "Status")
FINDINGS = ("Audit no", "Kind", "Finding", "Theme")
MADE = ("Audit no", "Recommendation", "Owner", "Due", "Review at 6 months", "Status")


def take(store: Store, data: bytes, name: str = FILE) -> Mapping[str, SheetOutcome]:
    """Bring a workbook in by its bytes and the name of its file."""
    result = store.run(take_sheets, read_workbook(data, name).sheets).result
    assert isinstance(result, dict)
    return result


def take_rows(store: Store, *rows: Sequence[Any], book: str = FILE) -> SheetOutcome:
    """Bring one sheet in by its rows."""
    width = max(map(len, rows))
    filled = tuple((*row, *[None] * (width - len(row))) for row in rows)
    result = store.run(take_sheets, (Sheet("Sheet1", True, filled, book=book),)).result
    assert isinstance(result, dict)
    (found,) = result.values()
    assert isinstance(found, SheetOutcome)
    return found


def states(got: Mapping[str, SheetOutcome]) -> list[tuple[int, int, int]]:
    """How many rows of each sheet are new, changed and the same."""
    counts = (got[kind].count for kind in KINDS)
    return [(count("new"), count("changed"), count("same")) for count in counts]


def test_the_workbook_goes_in_out_and_in_again_all_the_same(durham: Store, data: Path) -> None:
    source = (data / FILE).read_bytes()
    before = states(take(durham, source))
    assert before == [(count, 0, 0) for count in COUNTS]
    same = [(0, 0, count) for count in COUNTS]
    assert states(take(durham, source)) == same
    offers = {offer.kind: offer for offer in workbook_offers()}
    sheets = durham.ask(lambda s: [offers[kind].write(s, Scope(TODAY)) for kind in KINDS])
    again = take(durham, write_workbook(sheets), "anything.xlsx")
    assert states(again) == same
    assert not any(outcome.faults or outcome.notes for outcome in again.values())
    values = durham.ask(lambda s: offers[KINDS[0]].values(s, Scope(TODAY, year="2022-23")))
    assert [row["number"] for row in values] == [
        *("MA1", "SA1", "MA2", "SA2", "MA3", "SA3", "MA4", "SA4"),
    ]
    assert_recommendations(durham)
    assert_programme(durham)


def assert_recommendations(store: Store) -> None:
    """Each of twelve is an action of the group audits report to, with two reviews as given."""
    made = store.ask(recommendations_of, "", TODAY)
    assert len({one.action_id for one in made}) == 12
    assert {one.action[:3] for one in made} == {"PLG"}
    assert all([review.months for review in one.reviews] == [6, 12] for one in made)
    assert all(review.due == review.given for one in made for review in one.reviews)
    alike = [one.owner for one in made if (one.audit, one.text) == (made[0].audit, made[0].text)]
    assert len(alike) == 3
    assert [one.status for one in made].count("complete") == 4
    first = made[0].reviews[0]
    assert first.words == "Given as 31 December 2022; by the rule it is 1 January 2023"
    of_audit = store.ask(find_by_origin, made[0].audit_id, TODAY)
    assert len(of_audit) == 3
    assert len(store.ask(findings_of)) == 24
    assert len(store.ask(list_themes)) == 7
    assert len(store.ask(list_actions, TODAY)) == 12


def assert_programme(store: Store) -> None:
    """Four of the six multi-agency audits that are promised were done."""
    page = store.ask(programme_page, "2022-23", TODAY)
    assert [(c.kind.name, c.words) for c in page.counts][:2] == [
        ("Multi-agency", "4 of 6"),
        ("Single agency", "3 of 4"),
    ]
    assert page.counts[0].short == 2
    lines = {line.number: line for line in store.ask(list_audits, TODAY)}
    assert (lines["MA4"].stage, lines["SA4"].stage) == (DONE, UNDER_WAY)
    assert lines["MA1"].details.cases == 12


def test_one_undo_takes_the_whole_workbook_back(durham: Store, data: Path) -> None:
    sheets = read_workbook((data / FILE).read_bytes(), FILE).sheets
    entry = durham.run(take_sheets, sheets).entry
    durham.run(undo, entry)
    assert durham.ask(list_audits, TODAY) == ()
    assert durham.ask(list_actions, TODAY) == ()


def test_a_day_that_was_moved_here_is_not_moved_back_by_the_old_workbook(
    durham: Store, data: Path
) -> None:
    source = (data / FILE).read_bytes()
    take(durham, source)
    one = durham.ask(recommendations_of, "", TODAY)[0]
    durham.run(move_review, one.lives.reviews[0].id, date(2023, 2, 1))
    assert states(take(durham, source))[2] == (0, 0, 12)
    now = durham.ask(recommendations_of, "", TODAY)[0].reviews[0]
    assert (now.due, now.given) == (date(2023, 2, 1), date(2022, 12, 31))


def test_recommendations_with_the_same_words_keep_their_own_actions(
    durham: Store, data: Path
) -> None:
    take(durham, (data / FILE).read_bytes())
    before = {one.owner_name: one.action for one in durham.ask(recommendations_of, "", TODAY)[:3]}
    rows = [
        ("MA1", "Set up multi-agency group supervision", owner, due, None, "Open")
        for owner, due in (("TEWV", date(2022, 10, 9)), ("Education", date(2022, 7, 2)))
    ]
    got = take_rows(durham, MADE, *rows)
    assert [(row.label, row.state) for row in got.rows] == [
        (before["TEWV"], "same"),
        (before["Education"], "changed"),
    ]
    assert got.rows[1].changes == (("Due", "01/07/2022", "02/07/2022"),)


def test_what_a_row_cannot_be_is_said_at_its_cell(durham: Store) -> None:
    good = ("MA1", "A title", "Multi-agency", "Q1", 12, "Cumulative harm", "Planned")
    got = take_rows(
        durham,
        REGISTER,
        good,
        ("MA2", "B", "Multi-agency", "Q5", 12, None, None),
        ("MA3", "C", "Multi-agency", "Q1", 20_000, None, None),
        ("MA4", "D", "Multi-agency", "Q1", 1, "Cumulative ham", None),
        ("MA1", "E", "Multi-agency", "Q1", 1, None, None),
        (None, "F", None, "Q1", 1, None, None),
        ("MA7", "G", "Peer review", "2nd quarter", 1, None, "Sent back"),
    )
    assert [row.label for row in got.rows] == ["MA1", "MA7"]
    assert {(fault.row, fault.column) for fault in got.faults} == {
        *((3, "Quarter"), (4, "Cases"), (5, "Priority"), (6, "Audit no")),
        *((7, "Audit no"), (7, "Type")),
    }
    assert any("Perhaps Cumulative harm." in fault.why for fault in got.faults)
    assert [note.column for note in got.notes] == ["Status"]
    lines = durham.ask(list_audits, TODAY)
    assert [(one.number, one.details.quarter) for one in lines] == [("MA1", 1), ("MA7", 2)]


def test_a_row_names_its_audit_or_says_why_none_is_meant(durham: Store) -> None:
    for year in ("2021-22", "2022-23"):
        take_rows(
            durham,
            (*REGISTER, "Year"),
            ("MA1", "A", "Multi-agency", "Q1", 1, None, None, year),
            book="",
        )
    got = take_rows(
        durham,
        (*FINDINGS, "Year"),
        ("MA1", "Improvement", "No year", "Tools", None),
        ("MA1", "Improvement", "With year", "Tool", "2021-22"),
        ("MA1", "Praise", "Wrong kind", None, "2021-22"),
        ("MA9", "Good practice", "Nowhere", None, "2021-22"),
        ("MA1", "Good practice", "Odd year", None, "2021-25"),
        book="",
    )
    assert [row.cells[2] for row in got.rows] == ["With year"]
    whys = {fault.row: fault.why for fault in got.faults}
    assert whys[2] == "MA1 is an audit of 2021-22, 2022-23. Add a column ‘Year’ that says which."
    assert whys[4].startswith("A finding is Good practice")
    assert whys[5].startswith("No audit of 2021-22 has this number. Perhaps MA1.")
    assert whys[6] == "Write the year as 2022-23."
    assert [note.why for note in got.notes] == [
        "The theme is new and was added. Perhaps Tools is meant."
    ]
    twice = take_rows(durham, REGISTER, ("MA1", "A", "Multi-agency", "Q1"), book="")
    assert "Add a column ‘Year’" in twice.faults[0].why
    new = take_rows(durham, REGISTER, ("MA5", "A", "Multi-agency", "Q1"), book="")
    assert new.notes[0].why.startswith("Nothing says of which year it is: taken as 2023-24")


def test_what_changed_in_a_sheet_is_taken_and_told(durham: Store, data: Path) -> None:
    take(durham, (data / FILE).read_bytes())
    got = take_rows(
        durham,
        REGISTER,
        ("MA1", "New title", "Multi-agency", "Q1", 13, "Harmful sexual abuse", "Under way"),
    )
    assert [words for words, _, _ in got.rows[0].changes] == [
        *("Title", "Cases", "Status", "Priority"),
    ]
    found = durham.ask(findings_of)[0]
    got = take_rows(
        durham,
        (*FINDINGS, "DSCP id"),
        ("MA1", "Good practice", "Said otherwise", "Referral", found.id),
    )
    assert [words for words, _, _ in got.rows[0].changes] == ["Kind", "Finding", "Theme"]
    made = durham.ask(recommendations_of, "", TODAY)[0]
    got = take_rows(
        durham,
        (*MADE, "Theme", "DSCP id"),
        ("MA1", "Other words", "A new body", date(2022, 7, 1), date(2023, 3, 1), "Complete",
         "Early help", made.id),
        ("MA1", None, "Education", None, "soon", "Maybe", None, None),
    )  # fmt: skip
    assert [words for words, _, _ in got.rows[0].changes] == [
        *("Recommendation", "Owner", "Theme", "Status", "Review at 6 months"),
    ]
    assert {fault.column for fault in got.faults} >= {
        *("Recommendation", "Due", "Review at 6 months", "Status"),
    }
    assert got.notes[0].why.startswith("No organisation is called this.")
    now = durham.ask(recommendations_of, "", TODAY)[0]
    assert (now.status, now.action_text, now.owner) == ("complete", "Other words", "A new body")


def test_of_the_same_words_and_owner_the_due_date_tells_which(durham: Store) -> None:
    take_rows(durham, REGISTER, ("MA1", "A", "Multi-agency", "Q1"))
    days = (date(2022, 7, 1), date(2022, 8, 1), date(2022, 9, 1))
    rows = [("MA1", "Set up supervision", "TEWV", on, None, "Open") for on in days]
    first = take_rows(durham, MADE, *rows)
    again = take_rows(durham, MADE, rows[2], rows[0], rows[1])
    assert [row.state for row in first.rows] == ["new"] * 3
    assert [row.state for row in again.rows] == ["same"] * 3
    assert [row.label for row in again.rows] == [first.rows[at].label for at in (2, 0, 1)]
