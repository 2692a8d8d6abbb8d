"""Sheets of owners: who gets what, what is in the files, and how the workbook comes back."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pytestqt.qtbot import QtBot

from dscp_desktop.actions.commands.lives import record_evidence
from dscp_desktop.actions.commands.log import add_action, add_update, change_action
from dscp_desktop.actions.documents import HIDDEN, owner_sheet
from dscp_desktop.actions.feature import FEATURE
from dscp_desktop.actions.page.log import ActionsPage
from dscp_desktop.actions.queries.log import find_by_origin, get_action, list_actions
from dscp_desktop.actions.queries.owners import gather_owners, list_owners
from dscp_desktop.actions.rules.log import ActionDetails, ActionLine, UpdateLine
from dscp_desktop.actions.rules.owners import MESSAGE, file_names
from dscp_desktop.actions.tables import Action
from dscp_desktop.actions.workbook import actions_sheet, owner_file, owner_workbook
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Refused
from dscp_desktop.core.offers import Scope
from dscp_desktop.paper.document import Table
from dscp_desktop.partnership.commands.people import add_person, seat_person
from dscp_desktop.partnership.queries.parties import find_group, load_names
from dscp_desktop.partnership.queries.seats import seats_on
from dscp_desktop.partnership.rules.people import PersonDetails
from dscp_desktop.store.opening import Store
from dscp_desktop.store.settings import put_setting
from tests.actions.driving import CTRL, TODAY, Key, open_page, press, settle

DUE = date(2023, 10, 26)


@pytest.fixture
def owner(durham: Store) -> str:
    """An owner with two actions: one with a story, one restricted; it holds a seat."""
    group = durham.ask(find_group, "EXEC")
    party = durham.ask(load_names).party("Durham Constabulary")
    assert group is not None
    assert party is not None
    details = ActionDetails(
        "Circulate the tool kit", party.id, raised_on=date(2023, 1, 26), due=DUE
    )
    first = str(durham.run(add_action, group.id, details).result)
    durham.run(add_update, first, "With the designer", date(2023, 2, 9))
    second = ActionDetails("Ask about the family", party.id, due=DUE)
    hidden = str(durham.run(add_action, group.id, second).result)
    durham.run(_restrict, hidden)
    return party.id


def _restrict(session: Any, action_id: str) -> Changes:
    session.get_one(Action, action_id).restricted = True
    return Changes("Action restricted", ("*",), action_id)


def _seat(store: Store, owner: str) -> None:
    groups = (store.ask(find_group, code) for code in ("EXEC", "PLG", "CEG", "IDG"))
    every = (s for g in groups if g for s in store.ask(seats_on, g.id, TODAY))
    seat = next(seat for seat in every if seat.organisation_id == owner)
    person = PersonDetails("Nora Nurse", owner, "Named nurse", "nora@nhs.example")
    ann = str(store.run(add_person, person).result)
    store.run(seat_person, seat.seat_id, ann, "2023-01-01")
    store.run(add_person, PersonDetails("Una Unseated", owner, "", "una@nhs.example"))


def line(store: Store, number: str = "EXEC001") -> ActionLine:
    return next(one for one in store.ask(list_actions, TODAY) if one.number == number)


def filled(store: Store, owner: str, **changes: Any) -> bytes:
    """The owner's workbook as it comes back: headings with what was typed below them."""
    (sheet,) = store.ask(gather_owners, (owner,), TODAY)
    book = openpyxl.load_workbook(io.BytesIO(owner_file(sheet.lines)))
    page: Any = book.active
    heads = {cell.value: cell.column for cell in page[1]}
    assert page.cell(2, heads["Update"]).value is None
    for heading, value in changes.items():
        page.cell(2, heads[heading]).value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_workbook_comes_back_with_a_dated_update_and_done(
    durham: Store, owner: str, bring: Any
) -> None:
    back = filled(durham, owner, Update="Sent to all twelve agencies", Status="Done")
    found = bring(back)["actions"]
    assert (found.faults, found.notes) == ((), ())
    assert [row.label for row in found.rows] == ["EXEC001"]
    assert found.rows[0].changes == (
        ("Status", "open", "complete"),
        ("Update", "", "Sent to all twelve agencies"),
    )
    after = line(durham)
    assert (after.status, after.done_on) == ("complete", TODAY)
    assert after.updates == (
        UpdateLine("With the designer", date(2023, 2, 9)),
        UpdateLine("Sent to all twelve agencies", TODAY),
    )
    durham.run(record_evidence, after.id, "Twelve receipts", TODAY)
    assert bring(back)["actions"].count("same") == 1
    assert len(line(durham).updates) == 2


def test_a_row_that_changed_meanwhile_shows_old_and_new(
    durham: Store, owner: str, bring: Any
) -> None:
    back = filled(durham, owner, Update="Printing is held up")
    held = line(durham)
    moved = ActionDetails(held.text, owner, raised_on=held.raised_on, due=date(2023, 11, 9))
    durham.run(change_action, held.id, moved)
    found = bring(back)["actions"]
    assert found.rows[0].changes == (
        ("Due", "Thu 9 Nov 2023", "Thu 26 Oct 2023"),
        ("Update", "", "Printing is held up"),
    )


@pytest.mark.usefixtures("owner")
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_an_update_typed_below_the_old_story_is_told_apart(
    durham: Store, bring: Any, gap: str
) -> None:
    sheet = actions_sheet([line(durham)])
    head = [column.heading for column in sheet.columns]
    values = list(sheet.rows[0])
    values[-1] = f"{values[-1]}{gap}Two trusts want their own cover"
    for wanted in ("changed", "same"):
        assert bring([head, values])["actions"].count(wanted) == 1
        assert [(u.text, u.on) for u in line(durham).updates] == [
            ("With the designer", date(2023, 2, 9)),
            ("Two trusts want their own cover", TODAY),
        ]


def test_restricted_words_are_in_no_sheet_and_not_in_the_log(durham: Store, owner: str) -> None:
    (sheet,) = durham.ask(gather_owners, (owner,), TODAY)
    assert [row[0] for row in owner_workbook(sheet.lines).rows] == ["EXEC001"]
    lines = durham.ask(list_actions, TODAY)
    log = durham.ask(FEATURE.documents[0].make, Scope(TODAY))
    for document in (owner_sheet(lines, "Constabulary", TODAY), log):
        (table,) = (block for block in document.blocks if isinstance(block, Table))
        cells = [row.cells[1] for row in table.rows]
        assert {cell.text for cell in cells} == {"Circulate the tool kit", HIDDEN}
        assert "Ask about the family" not in repr(document)


def test_names_of_files_are_plain_and_never_the_same() -> None:
    assert file_names(("Health: A/B", "health A b"), TODAY) == (
        "actions-health-a-b-2023-10-19",
        "actions-health-a-b-2023-10-19-2",
    )


def test_an_action_is_found_again_by_what_it_comes_of(durham: Store, owner: str) -> None:
    origin = line(durham).id
    details = ActionDetails("Audit again", owner, due=DUE)
    made = str(durham.run(add_action, "", details, origin_id=origin).result)
    (found,) = durham.ask(find_by_origin, origin, TODAY)
    assert (found.id, found.number) == (made, "PLG001")
    story = durham.ask(get_action, made, TODAY)
    assert story is not None
    assert [(one.kind, one.id) for one in story.origins] == [("action", origin)]

    def forget(session: Any) -> Changes:
        put_setting(session, "actions.without_meeting", "")
        return Changes("Forgotten", ("*",))

    durham.run(forget)
    with pytest.raises(Refused, match="Choose the group whose action it is"):
        durham.run(add_action, "", details)


@pytest.fixture
def page(durham: Store, owner: str, qtbot: QtBot) -> Iterator[ActionsPage]:
    _seat(durham, owner)
    made = open_page(durham, qtbot)
    yield made
    settle(made, qtbot)
    made.desk.close()


def test_a_folder_is_filled_and_nothing_is_sent(
    page: ActionsPage, qtbot: QtBot, tmp_path: Path, owner: str
) -> None:
    next(do for words, _, do in page.commands() if words == "Sheets for owners")()
    settle(page, qtbot)
    sheets = page.pane.sheets
    (only,) = page.desk.store.ask(list_owners, TODAY)
    assert (only.emails, only.words) == (("nora@nhs.example",), "2 open")
    tick = sheets.ticks[owner]
    assert tick.isChecked()
    assert page.focusWidget() is tick
    press(qtbot, tick, Key.Key_Space)
    assert not sheets.do.isEnabled()
    press(qtbot, tick, Key.Key_Space)
    press(qtbot, tick, Key.Key_Return, CTRL)
    assert sheets.dialog is not None
    with qtbot.waitSignal(sheets.dialog.finished):
        sheets.dialog.reject()
    folder = tmp_path / "sheets"
    folder.mkdir()
    sheets.save_in(folder)
    qtbot.waitUntil(lambda: "Nothing was sent" in sheets.said.text(), timeout=60_000)
    assert sorted(path.suffix for path in folder.iterdir()) == [".pdf", ".xlsx"]
    sheets.form.set_value(MESSAGE)
    sheets.save_in(folder)
    qtbot.waitUntil(lambda: len(list(folder.iterdir())) == 3, timeout=60_000)
    settle(page, qtbot)
    (path,) = folder.glob("*.eml")
    message = message_from_bytes(path.read_bytes(), policy=default)
    assert message["To"] == "nora@nhs.example"
    assert message["Subject"] == "OFFICIAL-SENSITIVE: Your actions as at 19 October 2023"
    names = [str(part.get_filename())[-4:] for part in message.iter_attachments()]
    assert names == [".pdf", "xlsx"]
    press(qtbot, sheets.cancel, Key.Key_Escape)
    assert page.focusWidget() is page.table


def test_a_folder_that_is_gone_is_said_and_the_page_stays(
    page: ActionsPage, qtbot: QtBot, tmp_path: Path
) -> None:
    page.sheets_for_owners()
    settle(page, qtbot)
    page.pane.sheets.save_in(tmp_path / "gone")
    said = page.pane.sheets.said
    qtbot.waitUntil(lambda: "could not be saved" in said.text(), timeout=60_000)
    assert page.pane.sheets.do.isEnabled()
    settle(page, qtbot)
