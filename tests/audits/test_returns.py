"""A tool goes to nine agencies as locked workbooks, and comes back in one drop."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment

from dscp_desktop.audits.commands.asking import (
    mark_chased,
    mark_sent,
    record_received,
    set_agency_due,
    take_back_received,
)
from dscp_desktop.audits.commands.programme import change_audit, remove_audit
from dscp_desktop.audits.commands.returns import (
    allow_words,
    choose_return,
    put_aside,
    take_returns,
)
from dscp_desktop.audits.commands.tools import (
    begin_version,
    issue_version,
    save_version,
    use_version,
)
from dscp_desktop.audits.queries.moderation import moderation_page
from dscp_desktop.audits.queries.programme import chasings, get_audit
from dscp_desktop.audits.queries.returns import list_returns, return_file
from dscp_desktop.audits.queries.tools import get_version, sendings
from dscp_desktop.audits.rules.returns import MARKS, SHEET, ReturnBook, ReturnOutcome
from dscp_desktop.audits.rules.tools import ANSWER, HEAD_ROW, QUESTION, Sending
from dscp_desktop.audits.workbook.coming_back import look_at, look_at_returns
from dscp_desktop.audits.workbook.sending import tool_workbook
from dscp_desktop.core.faults import Refused
from dscp_desktop.jobs.files import FileWorker
from dscp_desktop.store.history import undo
from dscp_desktop.store.opening import Store
from tests.audits.conftest import CAME, DUE, SENT, TODAY, Fill, make_audit, questions

Sendings = tuple[Sending, ...]
_ROW_2 = HEAD_ROW + 3  # of question 2: below the headings stand a section and question 1


def taken(store: Store, worker: FileWorker, *paths: Path, **more: Any) -> tuple[ReturnOutcome, ...]:
    """Drop files and return what became of each."""
    result = store.run(take_returns, look_at_returns(worker.ask, paths), CAME, **more).result
    assert isinstance(result, tuple)
    return result


def places(outcome: ReturnOutcome) -> list[tuple[int | None, str | None]]:
    """Row and column of every fault."""
    return [(fault.row, fault.column) for fault in outcome.faults]


def test_nine_returns_in_one_drop_two_with_faults_named_by_cell(
    durham: Store, worker: FileWorker, audit: str, sent: Sendings, fill: Fill
) -> None:
    assert len(sent) == 9
    blank, wrong = {1: None, 3: None, 7: None}, {2: "B+", 6: "Perhaps"}
    paths = [fill(one) for one in sent[:7]]
    paths += [fill(sent[7], blank), fill(sent[8], wrong, comment="We see the need")]
    found = taken(durham, worker, *paths, audit_id=audit)
    assert [one.state for one in found] == ["taken"] * 9
    assert [one.agency_id for one in found] == [one.agency_id for one in sent]
    assert [one.is_clean for one in found] == [True] * 7 + [False] * 2
    assert [one.blank for one in found[7:]] == [3, 2]
    rows = [HEAD_ROW + 1 + number for number in blank]
    assert places(found[7]) == [(row, "Answer") for row in rows]
    assert [(f.value, f.why[:28]) for f in found[8].faults] == [
        ("B+", "This is no grade of the scal"),
        ("Perhaps", "The answer is Yes or No. It "),
    ]
    line = durham.ask(get_audit, audit, TODAY)
    assert line is not None
    assert line.returned_words == "9 of 9 returned"
    assert [one.words for one in line.agencies] == [*["Full"] * 7, "3 blank", "2 blank"]
    asked = durham.ask(chasings, audit, TODAY)
    assert [one.agency_id for one in asked] == [one.agency_id for one in sent[7:]]
    assert "Row 7: Question 1 has no answer." in asked[0].text
    kept = durham.ask(list_returns, audit)
    assert all(one.has_file for one in kept)
    name, data = durham.ask(return_file, kept[8].id)
    assert (name, data) == (paths[8].name, paths[8].read_bytes())
    assert_moderation(durham, audit, sent)


def assert_moderation(store: Store, audit: str, sent: Sendings) -> None:
    """What came back stands question by question, agency by agency."""
    page = store.ask(moderation_page, audit, TODAY)
    assert (len(page.questions), page.to_agree) == (25, 24)
    second = page.questions[1]
    assert [cell.value for cell in second.cells] == ["G"] * 8 + [""]
    assert (second.cells[8].state, second.cells[8].written) == ("off the scale", "B+")
    assert page.questions[0].cells[7].state == "blank"
    assert [(one.agency_id, one.text) for one in second.comments] == [
        (sent[8].agency_id, "We see the need")
    ]
    assert second.comments[0].when == "Return of Tue 11 Oct 2022"
    assert f"{sent[7].agency}: 3 answers are blank" in page.open
    assert page.questions[5].cells[0].value == "Yes"


@pytest.mark.slow
@pytest.mark.timeout(180)
def test_a_workbook_that_libreoffice_saved_comes_back_as_sound(
    durham: Store, worker: FileWorker, audit: str, sent: Sendings, fill: Fill
) -> None:
    office, path = shutil.which("soffice"), fill(sent[0])
    if office is None:
        pytest.skip("LibreOffice is not here")
    out, own = path.parent / "office", f"-env:UserInstallation=file://{path.parent / 'profile'}"
    called = [office, own, "--headless", "--convert-to", "xlsx", "--outdir", str(out), str(path)]
    subprocess.run(called, capture_output=True, timeout=120, check=False)
    if not (out / path.name).is_file():
        pytest.skip("LibreOffice is here without Calc")
    (found,) = taken(durham, worker, out / path.name, audit_id=audit)
    assert found.is_clean
    assert found.agency_id == sent[0].agency_id


def test_marks_may_be_hidden_less_deeply_and_sheets_change_places(
    durham: Store, worker: FileWorker, audit: str, sent: Sendings, fill: Fill
) -> None:
    def as_others_save(book: Any) -> None:
        book[MARKS].sheet_state = "hidden"
        book.security.lockStructure = False
        book.move_sheet(MARKS, -1)
        book.active = 1

    (found,) = taken(durham, worker, fill(sent[0], change=as_others_save), audit_id=audit)
    assert found.is_clean


def test_the_workbook_is_locked_but_for_its_answers(sent: Sendings) -> None:
    data = tool_workbook(sent[0])
    assert data == tool_workbook(sent[0])
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet, marks = book[SHEET], book[MARKS]
    assert sheet.protection.sheet
    assert book.security is not None
    assert book.security.lockStructure
    assert marks.sheet_state == "veryHidden"
    free = {cell.coordinate[0] for row in sheet for cell in row if not cell.protection.locked}
    assert free == {"D", "E"}
    offers = {rule.formula1: str(rule.sqref) for rule in sheet.data_validations.dataValidation}
    assert set(offers) == {"'Marks'!$C$1:$C$4", "'Marks'!$D$1:$D$2"}
    assert [marks.cell(at, 3).value for at in (1, 4)] == ["O Outstanding", "I Inadequate"]
    assert sheet.cell(_ROW_2, QUESTION).value == "Was step 2 taken in time?"
    assert "Monday 10 October 2022" in str(sheet.cell(3, 1).value)


def test_a_return_for_another_audit_is_said_and_can_be_chosen(
    durham: Store, worker: FileWorker, version: str, audit: str, sent: Sendings, fill: Fill
) -> None:
    other = make_audit(durham, "MA3", version, quarter=3)
    (found,) = taken(durham, worker, fill(durham.ask(sendings, other)[0]), audit_id=audit)
    assert (found.state, found.audit, found.kept) == ("set aside", "MA3", True)
    assert found.why == "It is a return to MA3, not to MA2. Choose it there."
    line = durham.ask(get_audit, other, TODAY)
    assert line is not None
    assert (line.agencies[0].state, line.returned) == ("set aside", 0)
    durham.run(choose_return, found.return_id)
    line = durham.ask(get_audit, other, TODAY)
    assert line is not None
    assert (line.agencies[0].state, line.returned) == ("full", 1)
    (mine,) = taken(durham, worker, fill(sent[1]))  # without a word it is matched by its marks
    assert (mine.state, mine.audit_id) == ("taken", audit)


def test_a_return_to_an_old_version_is_set_aside_and_may_count_all_the_same(
    durham: Store, worker: FileWorker, version: str, audit: str, sent: Sendings, fill: Fill
) -> None:
    old = fill(sent[0])
    tool_id = durham.ask(get_version, version).tool_id
    newer = str(durham.run(begin_version, tool_id).result)
    content = durham.ask(get_version, newer).content
    assert content == durham.ask(get_version, version).content
    durham.run(save_version, newer, questions(26))
    with pytest.raises(Refused, match="Begin a new version"):
        durham.run(save_version, version, content)
    durham.run(save_version, newer, content)
    durham.run(issue_version, newer, CAME)
    durham.run(use_version, audit, newer)
    (found,) = taken(durham, worker, old)
    assert found.why.startswith("It answers version 1 of the questions; MA2 asks version 2.")
    assert (found.state, found.kept, found.faults) == ("set aside", True, ())
    durham.run(choose_return, found.return_id)
    page = durham.ask(moderation_page, audit, TODAY)
    assert page.questions[0].cells[0].value == "G"  # the questions kept their marks


def test_what_was_pasted_over_the_protection_is_found_by_cell(
    durham: Store, worker: FileWorker, audit: str, sent: Sendings, fill: Fill
) -> None:
    def words(book: Any) -> None:
        book[SHEET].cell(_ROW_2, QUESTION).value = "Was step 2 taken at all?"

    def moved(book: Any) -> None:
        sheet = book[SHEET]
        for column in range(1, 7):
            cells = [sheet.cell(_ROW_2 + at, column) for at in (0, 1)]
            cells[0].value, cells[1].value = cells[1].value, cells[0].value

    def formula(book: Any) -> None:
        book[SHEET].cell(_ROW_2, ANSWER).value = "=1/0"

    first, second, third = taken(
        durham,
        worker,
        fill(sent[0], change=words),
        fill(sent[1], {2: "R", 3: "I"}, change=moved),
        fill(sent[2], change=formula),
        audit_id=audit,
    )
    assert [one.state for one in (first, second, third)] == ["taken"] * 3
    assert [(f.row, f.column, f.value) for f in first.faults] == [
        (_ROW_2, "Question", "Was step 2 taken at all?")
    ]
    assert "Its answer was not taken" in first.faults[0].why
    assert places(second) == [(_ROW_2 + 1, "Question"), (_ROW_2, "Question")]
    assert second.blank == 0
    assert [(f.row, f.value) for f in third.faults] == [(_ROW_2, "=1/0")]
    rows = durham.ask(moderation_page, audit, TODAY).questions
    assert [rows[1].cells[0].state, rows[1].cells[0].written] == ["off the scale", "G Good"]
    assert (rows[1].cells[1].value, rows[2].cells[1].value) == ("R", "I")


def test_the_same_agency_twice_is_a_choice(
    durham: Store, worker: FileWorker, audit: str, sent: Sendings, fill: Fill
) -> None:
    first, again, differs = taken(
        durham,
        worker,
        fill(sent[0], name="one.xlsx"),
        fill(sent[0], name="two.xlsx"),
        fill(sent[0], {1: "R", 2: "I"}, name="three.xlsx"),
        audit_id=audit,
    )
    assert [one.state for one in (first, again, differs)] == ["taken", "set aside", "set aside"]
    assert "already, on 11 October 2022 (one.xlsx). All its answers are the same" in again.why
    assert "It differs in 2 answers. Choose which one counts." in differs.why
    entry = durham.run(choose_return, differs.return_id).entry
    lines = {one.name: one.state for one in durham.ask(list_returns, audit)}
    assert lines == {"one.xlsx": "replaced", "two.xlsx": "set aside", "three.xlsx": "taken"}
    page = durham.ask(moderation_page, audit, TODAY)
    assert [page.questions[at].cells[0].value for at in (0, 1)] == ["R", "I"]
    durham.run(undo, entry)
    assert durham.ask(list_returns, audit)[0].state == "taken"
    with pytest.raises(Refused, match="Say why"):
        durham.run(put_aside, first.return_id, " ")
    durham.run(put_aside, first.return_id, "Sent by mistake")
    line = durham.ask(get_audit, audit, TODAY)
    assert line is not None
    assert line.returned == 0


def test_a_file_with_a_name_in_it_is_not_kept(
    durham: Store, worker: FileWorker, audit: str, sent: Sendings, fill: Fill
) -> None:
    path = fill(sent[0], comment="Seen by Oliver Twist in May")
    (found,) = taken(durham, worker, path, audit_id=audit)
    assert (found.state, found.kept, found.return_id) == ("left", False, "")
    assert places(found) == [(_ROW_2, "E")]
    assert "“Oliver Twist” looks like a name" in found.faults[0].why
    assert durham.ask(list_returns, audit) == ()
    with pytest.raises(Refused, match="no name"):
        durham.run(allow_words, " ")

    def noted(book: Any) -> None:
        book[SHEET].cell(_ROW_2, ANSWER).comment = Comment("Seen by Oliver", "An officer")

    def other_sheet(book: Any) -> None:
        book.create_sheet("Ethan").cell(1, 1).value = 3

    named = fill(sent[1], name="Return of Emily Smith.xlsx")
    again = fill(sent[2], change=noted), fill(sent[3], change=other_sheet)
    by_name, by_comment, by_sheet = taken(durham, worker, named, *again, audit_id=audit)
    assert "“Emily Smith” looks like a name" in by_name.faults[0].why
    assert "has comments on cells, which nobody looks through" in by_comment.why
    assert "“Ethan” looks like a name" in by_sheet.faults[0].why
    assert durham.ask(list_returns, audit) == ()
    durham.run(allow_words, "Oliver")
    (found,) = taken(durham, worker, path, audit_id=audit)
    assert (found.state, found.kept) == ("taken", True)


def test_a_file_without_our_marks_can_be_said_whose_it_is(
    durham: Store, worker: FileWorker, audit: str, sent: Sendings, fill: Fill, tmp_path: Path
) -> None:
    def unmarked(book: Any) -> None:
        del book[MARKS]
        book[SHEET].data_validations.dataValidation.clear()

    path = fill(sent[3], change=unmarked)
    (found,) = taken(durham, worker, path, audit_id=audit)
    assert (found.state, found.kept) == ("set aside", True)
    assert "The hidden marks of our workbook are not in it" in found.why
    with pytest.raises(Refused, match="says neither audit nor agency"):
        durham.run(choose_return, found.return_id)
    name, data = durham.ask(return_file, found.return_id)
    book = look_at(worker.ask, name, data)
    said = durham.run(take_returns, (book,), CAME, audit, {name: sent[3].agency_id}).result
    assert isinstance(said, tuple)
    assert (said[0].state, said[0].agency) == ("taken", sent[3].agency)
    text = tmp_path / "notes.xlsx"
    text.write_text("no workbook")
    (left,) = taken(durham, worker, text, audit_id=audit)
    assert (left.state, left.kept) == ("left", False)
    assert "notes.xlsx" in left.why
    assert taken(durham, worker, tmp_path / "gone.xlsx")[0].state == "left"

    def odd(*_asked: Any, **_more: Any) -> Any:
        return {"name": 3}, []

    assert "no workbook" in look_at(odd, "x.xlsx", b"").refusal


def test_marks_that_were_changed_or_are_of_another_store_are_said(
    durham: Store, worker: FileWorker, audit: str, sent: Sendings, fill: Fill
) -> None:
    def mark(row: int, text: str) -> Callable[[Any], None]:
        def change(book: Any) -> None:
            book[MARKS].cell(row, 2).value = text

        return change

    names = ("audit", "agency", "sum")
    changes = (mark(2, "another"), mark(4, "nobody"), mark(5, "0" * 64))
    paths = [
        fill(sent[at], name=f"{name}.xlsx", change=change)
        for at, (name, change) in enumerate(zip(names, changes, strict=True))
    ]
    found = taken(durham, worker, *paths, audit_id=audit)
    assert [one.state for one in found] == ["set aside"] * 3
    starts = ("It is a return to an audit that is not in", "This agency does not take part in MA2")
    assert found[0].why.startswith(starts[0])
    assert found[1].why.startswith(starts[1])
    assert found[2].why.startswith("Its hidden marks were changed.")
    durham.run(choose_return, found[2].return_id)
    assert durham.ask(list_returns, audit)[2].state == "taken"
    with pytest.raises(Refused, match="says neither audit nor agency"):
        durham.run(choose_return, found[1].return_id)
    late = ReturnBook("x.xlsx")
    result = durham.run(take_returns, (late,), CAME, audit, {"x.xlsx": "nobody"}).result
    assert isinstance(result, tuple)
    assert result[0].why.startswith(starts[1])


def test_agencies_are_asked_chased_and_received_by_hand(
    durham: Store, audit: str, sent: Sendings
) -> None:
    first, second = sent[0].agency_id, sent[1].agency_id
    messages = durham.ask(chasings, audit, TODAY)
    assert len(messages) == 9
    assert "It was due on Monday 10 October 2022." in messages[0].text
    durham.run(mark_chased, audit, [first], TODAY)
    durham.run(set_agency_due, audit, second, date(2022, 10, 31))
    durham.run(record_received, audit, first, CAME, "By letter")
    line = durham.ask(get_audit, audit, TODAY)
    assert line is not None
    assert [(one.words, one.late) for one in line.agencies[:3]] == [
        *(("Received", 0), ("None", 0), ("None", 8)),
    ]
    assert (line.agencies[0].chased_on, line.agencies[0].said) == (TODAY, "By letter")
    details = line.details
    with pytest.raises(Refused, match="cannot be taken out"):
        durham.run(change_audit, audit, _without(details, first))
    durham.run(take_back_received, audit, first)
    durham.run(change_audit, audit, _without(details, first))
    with pytest.raises(Refused, match="does not take part"):
        durham.run(record_received, audit, first, CAME)
    with pytest.raises(Refused, match="whom you reminded"):
        durham.run(mark_chased, audit, [], TODAY)
    with pytest.raises(Refused, match="from then on"):
        durham.run(mark_sent, audit, DUE, SENT)
    durham.run(remove_audit, audit)
    assert durham.ask(get_audit, audit, TODAY) is None


def _without(details: Any, agency_id: str) -> Any:
    return replace(details, agencies=tuple(a for a in details.agencies if a != agency_id))
