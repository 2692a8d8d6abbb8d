"""A pack goes out: options, checks, issuing, copies, what comes later, and asking back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pytestqt.qtbot import QtBot

from dscp_desktop.core.offers import Scope
from dscp_desktop.meetings.queries.agenda import agenda
from dscp_desktop.meetings.queries.papers import versions_of
from dscp_desktop.packs.page.options import AS_ISSUED, NOW
from dscp_desktop.packs.page.packs import PACK, REGISTER, PacksPage
from dscp_desktop.packs.queries.issues import load_issued
from dscp_desktop.packs.queries.register import list_copies
from dscp_desktop.packs.rules.parts import PART_2
from dscp_desktop.store.history import list_entries
from dscp_desktop.widgets.columns import is_line
from tests.packs.conftest import plain_pdf, texts_of
from tests.packs.page.deeds import ALT, Key, Settle, build, choose, rows, titles

WORD = "three plain words"


def act(page: PacksPage, words: str) -> None:
    """Take an action from the menu of the current row."""
    dict(page.table.actions_for(page.table.value()))[words]()


def issue(page: PacksPage, settle: Settle) -> None:
    """Issue by the button, and answer the question."""
    page.issue()
    settle()
    pane = page.register.issuing
    pane.issue.click()
    assert pane.question is not None
    assert pane.question.safe.words == "Not yet"
    pane.question.accept()
    settle()
    assert pane.trouble.isHidden(), pane.trouble.text()


@pytest.mark.usefixtures("papers")
def test_options_are_kept_and_part_2_is_saved_on_its_own(
    page: PacksPage, settle: Settle, tmp_path: Path
) -> None:
    options = page.building.options
    assert options.what.isHidden()
    assert options.placeholders.isChecked()
    options.placeholders.click()
    settle()
    row = next(row for row in rows(page) if row.part.title == "Workforce report")
    assert (row.pages, row.part.pages) == ("", 0)
    assert row.status.words == "Missing"
    assert page.banner is not None
    assert page.banner.help.text().endswith("You can still build the pack: it leaves them out.")
    page.table.choose(row.id)
    settle()
    assert page.preview.picture.words == "This paper has not come, and the pack leaves it out."
    options.right_hand.click()
    settle()
    made_here = [row for row in rows(page) if row.part.first and row.part.kind != "agenda"]
    assert {row.part.first % 2 for row in made_here} == {1}
    save_part_2(page, settle, tmp_path)


def save_part_2(page: PacksPage, settle: Settle, folder: Path) -> None:
    """Build without part 2, with that as an encrypted file, and a copy for each seat."""
    options, tmp_path = page.building.options, folder
    options.separate.click()
    options.passwords.password.set_value("short")
    page.building.build_now()
    assert "at least 10 letters" in options.passwords.password.error.text()
    options.passwords.password.set_value(WORD)
    options.passwords.again.set_value("three plain word")
    page.building.build_now()
    assert "same words again" in options.passwords.again.error.text()
    options.passwords.again.set_value(WORD)
    options.edition.set_value("without-part-2")
    names = page.view.members if page.view else ()
    options.copies.set_value("each")
    options.changed.emit()
    build(page, settle)
    made = page.building.made
    assert made is not None
    assert made.part_2 is not None
    assert made.recipients == names
    target = tmp_path / "exec.pdf"
    page.building.save_to(made, target)
    settle()
    said = page.building.words.text()
    assert said == (
        f"Saved as exec.pdf, with {len(names)} numbered copies and part 2 as exec-part-2-alone.pdf"
    )
    copies = sorted(tmp_path.glob("exec-copy-*.pdf"))
    assert len(copies) == len(names)
    assert f"Copy 1 of {len(names)}" in texts_of(copies[0].read_bytes())[0]
    with pikepdf.open(tmp_path / "exec-part-2-alone.pdf", password=WORD) as pdf:
        assert len(pdf.pages) >= 2
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(tmp_path / "exec-part-2-alone.pdf")
    page.building.save_to(made, target)
    settle()
    told: Any = page.building.dialog
    assert "is there already" in told.accessibleDescription()
    told.accept()


@pytest.mark.usefixtures("papers")
def test_an_issued_pack_is_given_changed_and_asked_back(
    page: PacksPage, meeting_id: str, settle: Settle, qtbot: QtBot, tmp_path: Path
) -> None:
    store = page.desk.store
    page.show_tab(REGISTER)
    settle()
    register = page.register
    assert register.table.empty.fact == "The pack was not issued yet"
    assert not register.give.isEnabled()
    issue(page, settle)
    issued = store.ask(load_issued, meeting_id)
    assert issued is not None
    before = {part.key: part.numbers for part in issued.parts}
    assert page.context.text().startswith(f"3 papers, {issued.issue.pages} pages as issued")
    give(page, settle, tmp_path)
    page.show_tab(PACK)
    change(page, settle, qtbot, tmp_path)
    # What was given out keeps its numbers: shown so, and so once it is issued too.
    shown = {row.id: row.pages for row in rows(page) if row.held}
    issue(page, settle)
    after = store.ask(load_issued, meeting_id)
    assert after is not None
    assert after.last.number == 1
    for part in after.part_rows(0):
        assert before[part.key] == part.numbers
    assert {row.id: row.pages for row in rows(page) if row.id in shown} == shown
    changed = {part.title: part for part in after.parts if part.supplement == 1}
    assert {(part.title, part.change) for part in changed.values()} == {
        ("Audit of strategy meetings", "replaced"),
        ("Workforce report", "replaced"),
        ("Rapid review SI-2023-06", "withdrawn"),
        ("One more", "added"),
    }
    look_at_what_was_built(page, settle)
    recall(page, settle, meeting_id)


def give(page: PacksPage, settle: Settle, folder: Path) -> None:
    """Give copies to two people, then part 2 alone to one, each with a file."""
    register = page.register
    page.give_copies()
    settle()
    form = register.copies
    assert form is not None
    assert register.right.currentWidget() is form
    form.names.set_value(" \n")
    form.submit()
    assert "Enter who is given a copy" in form.names.error.text()
    form.names.set_value("Ann Lee\n\nBo  Ray")
    form.submit()
    assert register.dialog is not None
    register.dialog.fileSelected.emit(str(folder / "pack.pdf"))
    register.dialog.reject()
    settle()
    assert register.right.currentWidget() is register.issuing
    assert "Copy 2 of 2" in texts_of((folder / "pack-copy-2-of-2.pdf").read_bytes())[0]
    page.give_copies()
    form.edition.set_value(PART_2)
    form.edition.changed.emit()
    form.names.set_value("Di")
    form.submit()
    assert form.passwords.password.error.text() == "Enter the password for part 2"
    form.passwords.password.set_value(WORD)
    form.passwords.again.set_value(WORD)
    register.save_copies_to(folder / "part2.pdf")
    settle()
    with pikepdf.open(folder / "part2-copy-3-of-3.pdf", password=WORD) as pdf:
        assert len(pdf.pages) >= 2
    copies = [(line.recipient, line.copy_words) for line in register.table.rows.rows]
    assert copies == [("Ann Lee", "1 of 2"), ("Bo Ray", "2 of 2"), ("Di", "3 of 3")]
    page.give_copies()
    form.files.setChecked(False)
    form.names.set_value("Ed")
    form.submit()
    settle()
    assert len(register.table.rows.rows) == 4


def change(page: PacksPage, settle: Settle, qtbot: QtBot, folder: Path) -> None:
    """Replace a paper, bring a late one and a new one, withdraw one."""
    choose(page, "Audit of strategy meetings", settle)
    qtbot.keyClick(page.table, Key.Key_Up, ALT)
    assert "keep their numbers" in page.trouble.text()
    act(page, "Bring a newer version")
    form: Any = page.tab.side.open_form()
    assert form.help.text().startswith("It went out")
    assert page.building.build.kind == "secondary"
    form.submit()
    assert "Enter the line of what changed" in form.words.error.text()
    form.words.set_value("Page 2 is new")
    form.submit()
    file = folder / "audit.pdf"
    file.write_bytes(plain_pdf("Audit one", "Audit two", "Audit three"))
    dialog: Any = page.tab.incoming.dialog
    dialog.filesSelected.emit([str(file)])
    dialog.reject()
    settle()
    assert page.tab.side.open_form() is None
    row = page.table.value()
    assert row.status.words == "To be replaced"
    assert row.pages.endswith("a")
    versions = page.tab.side.versions
    assert versions.isVisible()
    assert [v.line.changed for v in versions.rows.rows] == ["Page 2 is new", ""]
    versions.choose(1)
    settle()
    assert page.preview.caption.text() == "Audit of strategy meetings, version 1"
    assert page.preview.pages == 2
    bring_late_ones(page, settle, folder)


def bring_late_ones(page: PacksPage, settle: Settle, folder: Path) -> None:
    """The missing paper comes, one nobody knew of, and one goes."""
    late = folder / "wld.pdf"
    late.write_bytes(plain_pdf("Workforce"))
    paper = next(row.paper for row in rows(page) if row.part.title == "Workforce report")
    page.tab.incoming.take_files([late], paper)
    new = folder / "One more.pdf"
    new.write_bytes(plain_pdf("More"))
    page.tab.incoming.take_files([new])
    settle()
    assert page.table.value().status.words == "To be added"
    choose(page, "Rapid review SI-2023-06", settle)
    act(page, "Withdraw")
    form: Any = page.tab.side.open_form()
    form.words.set_value("It goes to the next meeting")
    form.submit()
    settle()
    assert page.table.value().status.words == "To be withdrawn"
    assert page.banner is not None
    assert page.banner.fact.text() == (
        "4 papers are not issued yet: 1 added, 2 replaced, 1 withdrawn"
    )
    waits = [row.title for row in page.register.issuing.table.rows.rows if is_line(row)]
    assert len(waits) == 4


def look_at_what_was_built(page: PacksPage, settle: Settle) -> None:
    options = page.building.options
    sizes = {}
    for what in (NOW, AS_ISSUED, "1"):
        options.what.set_value(what)
        options.changed.emit()
        build(page, settle)
        made = page.building.made
        assert made is not None
        sizes[what] = made.pack.pages
        if what == "1":
            texts = texts_of(made.pack.data)
            assert "change sheet" in texts[0]
            assert "Page 2 is new" in texts[0]
            assert "withdrawn" in texts[-1]
            assert made.what == "supplement-1"
    assert sizes["1"] < sizes[AS_ISSUED] < sizes[NOW]
    words = [words for words, _ in page.table.actions_for(page.table.value())]
    assert "Bring back" in words


def recall(page: PacksPage, settle: Settle, meeting_id: str) -> None:
    """A recall list after a mistake, in two clicks."""
    register, store = page.register, page.desk.store
    choose(page, "Rapid review SI-2023-06", settle)
    asked: list[tuple[str, Scope]] = []
    page.document_wanted.connect(lambda kind, scope: asked.append((kind, scope)))
    act(page, "Ask its copies back")
    settle()
    form = register.back
    assert form is not None
    assert form.title.text() == "Ask 4 copies back"
    assert "Each shows ‘Rapid review SI-2023-06’" in form.held_by.text()
    register.recall_print.click()
    kind, scope = asked[-1]
    assert (kind, scope.meeting_id) == ("recall-list", meeting_id)
    assert scope.record_id
    form.cancel.click()
    register.recall.click()
    form.do.click()
    settle()
    assert {line.state for line in store.ask(list_copies, meeting_id)} == {"recalled"}
    register.recall.click()
    assert "nothing to ask back" in register.trouble.text()
    register.table.choose_first()
    register.gone.click()
    assert form.title.text() == "Destroyed: 1 copy"
    form.line.set_value("Shredded")
    form.submit()
    settle()
    states = [line.state_words for line in register.table.rows.rows]
    assert states[0].endswith(": Shredded")
    register.print.click()
    register.issuing.sheet.click()
    assert [kind for kind, _ in asked[-2:]] == ["pack-register", "change-sheet"]
    assert asked[-1][1].version == "1"
    words = [entry.words for entry in store.ask(list_entries)]
    assert sum("given" in said for said in words) == 3
    paper = store.ask(agenda, meeting_id).papers[0]
    assert store.ask(versions_of, paper.id)
    assert "Rapid review SI-2023-06" in titles(page)


def test_issuing_can_be_stopped_and_undone(
    page: PacksPage, meeting_id: str, settle: Settle, qtbot: QtBot
) -> None:
    store = page.desk.store
    page.issue()
    settle()
    pane = page.register.issuing
    pane.issue_now()
    qtbot.waitUntil(lambda: pane.task is not None, timeout=20_000)
    pane.progress.cancel.click()
    settle()
    assert pane.trouble.text() == "Stopped. Nothing was issued."
    assert store.ask(load_issued, meeting_id) is None
    issue(page, settle)
    assert store.ask(load_issued, meeting_id) is not None
    assert not page.building.options.what.isHidden()
    entry = store.ask(list_entries)[0]
    page.desk.undo(page, entry.id)
    settle()
    page.refresh()
    settle()
    assert store.ask(load_issued, meeting_id) is None
    assert page.building.options.what.isHidden()
    assert pane.issue.words == "Issue the pack"
    gone: list[str] = []
    for about in ({"meeting": "gone"}, {"meeting": meeting_id, "record": "gone"}):
        for name in ("version", "copies"):
            page.reopen(name, about, lambda: gone.append("gone"))
            settle()
    assert len(gone) == 4
