"""The page of audits, its other parts: cases, returns, tools, themes."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from pytestqt.qtbot import QtBot

from dscp_desktop.audits.page.audits import (
    CASES,
    RETURNS,
    THEMES,
    TOOLS,
    AuditsPage,
)
from dscp_desktop.audits.queries.cases import cases_of
from dscp_desktop.audits.queries.returns import list_returns
from dscp_desktop.audits.queries.tools import list_tools, sendings
from dscp_desktop.audits.rules.returns import ReturnBook
from dscp_desktop.audits.workbook.sending import tool_workbook
from dscp_desktop.store.history import list_entries
from dscp_desktop.store.opening import Store
from tests.audits.page.driving import (
    TODAY,
    audit,
    lines,
    opened,
    page,
    settle,
    submit,
)

__all__ = ["audit", "page"]


def test_cases_are_drawn_from_a_frozen_list(
    page: AuditsPage, qtbot: QtBot, store: Store, audit: str
) -> None:
    part = opened(page, qtbot, audit, CASES)
    assert part.count.text() == "1 of 10 cases"
    page.do.click()
    form = part.list_form
    form.rows.set_value("\n".join(f"C-{n}" for n in range(200, 220)))
    form.plan.set_value("five")
    submit(page, qtbot, part.side)
    assert form.plan.error.isVisible()
    form.plan.set_value("5")
    form.left_out.set_value("C-300, Closed before the period")
    submit(page, qtbot, part.side)
    assert part.seed.isVisible(), form.trouble.text()
    part.seed.seed.set_value("418203-096714")
    part.seed.by.set_value("Chair and lead")
    submit(page, qtbot, part.side)
    drawn = [one for one in store.ask(cases_of, audit) if one.draw_id]
    assert len(drawn) == 5
    part.table.choose(drawn[0].id)
    part.lose()
    part.lost.words.set_value("The file is sealed")
    submit(page, qtbot, part.side)
    left = {one.ref for one in store.ask(cases_of, audit) if one.draw_id}
    assert drawn[0].ref not in left
    assert len(left) == 5
    part.add()
    part.case.ref.set_value("C-104")
    part.case.reason.set_value("Asked for")
    submit(page, qtbot, part.side)
    assert "already" in part.case.trouble.text()


def state_of(store: Store, audit: str, return_id: str) -> str:
    return next(one.state for one in store.ask(list_returns, audit) if one.id == return_id)


def test_a_file_that_cannot_count_says_why_and_whose_it_is(
    page: AuditsPage, qtbot: QtBot, store: Store, audit: str
) -> None:
    part = opened(page, qtbot, audit, RETURNS)
    shown = [one.words for one in map(part.agencies.rows.columns[1].status, lines(part.agencies))]
    assert shown.count("Full") == 6
    assert shown.count("8 working days late") == 2
    bare = ReturnBook("sent-back.xlsx", b"PK", {}, {(6, 1): "1"})
    part._take((bare,))
    settle(page, qtbot)
    assert part.said.text() == "1 file: 1 set aside"
    row = next(one for one in lines(part.files) if one.name == "sent-back.xlsx")
    part.files.choose(row.id)
    assert "say which agency" in part.file.why.text()
    part.file.again.click()
    education = part.audit.agencies[7]
    part.whose.agency.set_value(education.id)
    submit(page, qtbot, part.side)
    came = [one for one in store.ask(list_returns, audit) if one.agency_id == education.id]
    assert [one.state for one in came] == ["taken"]
    taken = next(one for one in lines(part.files) if one.id == came[0].id)
    assert taken.status.words == "Counts, 10 faults"
    part.files.choose(taken.id)
    part.file.aside.click()
    part.whose.why.set_value("Sent by mistake")
    submit(page, qtbot, part.side)
    assert state_of(store, audit, taken.id) == "set aside"
    part.files.choose(taken.id)
    part.file.count.click()
    settle(page, qtbot)
    assert state_of(store, audit, taken.id) == "taken"


def test_words_that_look_like_a_name_are_left_out_of_the_store_until_somebody_says(
    page: AuditsPage, qtbot: QtBot, store: Store, audit: str
) -> None:
    part = opened(page, qtbot, audit, RETURNS)
    before = len(store.ask(list_returns, audit))
    text = "We asked Sarah Bellweather"
    named = ReturnBook("named.xlsx", b"PK", {}, {}, (("Questions", 7, "E", text),))
    part._take((named,))
    settle(page, qtbot)
    row = lines(part.files)[0]
    assert (row.name, row.state) == ("named.xlsx", "left")
    assert len(store.ask(list_returns, audit)) == before
    part.files.choose(row.id)
    assert part.file.again.words == "Say it is no name"
    part.file.again.click()
    assert "Bellweather" in part.whose.no_names.value()
    submit(page, qtbot, part.side)
    assert part.said.text() == "1 file: 1 set aside"


def test_agencies_are_written_to_and_returns_come_by_hand(
    page: AuditsPage, qtbot: QtBot, audit: str, tmp_path: Path
) -> None:
    part = opened(page, qtbot, audit, RETURNS)
    assert part.write.words == "Write to the three"
    part.write_in(tmp_path)
    settle(page, qtbot)
    qtbot.waitUntil(lambda: "3 drafts" in part.said.text())
    assert len(list(tmp_path.glob("ma2-*.eml"))) == 3
    assert part.audit.agencies[7].chased_on == TODAY
    part.agencies.choose(part.audit.agencies[8].id)
    part.edit_agency(part.agencies.value())
    part.agency.on.set_value(TODAY)
    part.agency.said.set_value("Told by telephone")
    submit(page, qtbot, part.side)
    assert part.audit.agencies[8].state == "by hand"
    part.start_sending()
    part.sending.due.set_value(date(2022, 11, 1))
    asked: list[bool] = []
    part.choose_folder = lambda: asked.append(True)
    submit(page, qtbot, part.side)
    assert asked == [True]
    part.save_in(tmp_path)
    settle(page, qtbot)
    qtbot.waitUntil(lambda: "9 workbooks" in part.said.text())
    assert len(list(tmp_path.glob("ma2-*.xlsx"))) == 9


def test_a_tool_is_built_question_by_question_and_issued(
    page: AuditsPage, qtbot: QtBot, store: Store
) -> None:
    page.show_tab(TOOLS)
    settle(page, qtbot)
    part: Any = page.pane()
    part.new_tool()
    part.tool.words.set_value("Neglect tool")
    submit(page, qtbot, part.side)
    part.add()
    part.question.section.set_value("Contact")
    part.question.words.set_value("Was it named?\nWas it shared?\n")
    submit(page, qtbot, part.side)
    assert [row.question.text for row in lines(part.table)] == ["Was it named?", "Was it shared?"]
    part.table.choose_row(1)
    part.edit()
    part.question.kind.set_value("yes/no")
    part.question.section.set_value("Plan")
    submit(page, qtbot, part.side)
    assert [row.section for row in lines(part.table)] == ["Contact", "Plan"]
    part.move_question(lines(part.table)[1], -1)
    settle(page, qtbot)
    assert [row.section for row in lines(part.table)] == ["Contact", "Contact"]
    part.issue.click()
    settle(page, qtbot)
    tool = next(one for one in store.ask(list_tools) if one.title == "Neglect tool")
    assert tool.issued is not None
    assert part.issue.isHidden()
    assert part.view.issued.text().startswith("This version was issued")
    # The button of the page does what comes next; it did nothing at an issued version.
    assert (page.do.words, page.do.isEnabled()) == ("Next version", True)
    page.do.click()
    settle(page, qtbot)
    assert page.do.words == "Add questions"
    part.version.set_value(tool.versions[0].id)
    part.version.activated.emit(0)
    assert (page.do.words, page.do.isEnabled()) == ("Add questions", False)
    every = (one for each in part.tools for one in each.versions)
    part.version.set_value(next(one.id for one in every if not one.issued_on))
    part.version.activated.emit(0)
    part.remove()
    settle(page, qtbot)
    assert len(lines(part.table)) == 1
    part.discard()
    settle(page, qtbot)
    assert part.shown().number == 1
    part.rename_tool()
    part.tool.words.set_value("Neglect")
    submit(page, qtbot, part.side)
    assert part.shown().title == "Neglect"


def test_themes_stand_over_years_and_are_joined(page: AuditsPage, qtbot: QtBot) -> None:
    page.show_tab(THEMES)
    settle(page, qtbot)
    part: Any = page.pane()
    row = next(one for one in lines(part.table) if one.theme == "Cumulative harm")
    assert part.table.rows.columns[1].text(row) == "■ 2"
    part.table.choose(row.theme_id)
    assert "MA2: PLG001 was closed" in " ".join(part.view.facts.words())
    part.add()
    part.form.words.set_value("Cumulative harms")
    submit(page, qtbot, part.side)
    assert "Cumulative harm" in part.form.trouble.text()
    part.form.near.setChecked(True)
    submit(page, qtbot, part.side)
    made = next(one for one in part.themes if one.title == "Cumulative harms")
    part.table.choose(made.id)
    part.edit()
    part.form.into.set_value(row.theme_id)
    submit(page, qtbot, part.side)
    assert made.id not in {one.id for one in part.themes}


def test_a_file_is_dropped_and_saved_again_as_it_came(
    page: AuditsPage, qtbot: QtBot, store: Store, audit: str, tmp_path: Path
) -> None:
    part = opened(page, qtbot, audit, RETURNS)
    sending = store.ask(sendings, audit)[7]
    path = tmp_path / "education.xlsx"
    path.write_bytes(tool_workbook(sending))
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    action, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    plain = Qt.KeyboardModifier.NoModifier
    part.dragEnterEvent(QDragEnterEvent(QPoint(9, 9), action, mime, button, plain))
    part.dropEvent(QDropEvent(QPointF(9, 9), action, mime, button, plain))
    qtbot.waitUntil(lambda: "1 file: 1 with faults" in part.said.text(), timeout=30_000)
    settle(page, qtbot)
    row = next(one for one in lines(part.files) if one.name == "education.xlsx")
    part.files.choose(row.id)
    assert next(one.row for one in lines(part.file.faults)) == 7
    part.save_copy()
    (tmp_path / "out").mkdir()
    part.dialog.fileSelected.emit(str(tmp_path / "out"))
    part.dialog.reject()
    qtbot.waitUntil(lambda: part.said.text().startswith("Saved as"), timeout=10_000)
    assert (tmp_path / "out" / "education.xlsx").read_bytes() == path.read_bytes()
    part.choose_files()
    part.dialog.filesSelected.emit([str(path)])
    part.dialog.reject()
    qtbot.waitUntil(lambda: "1 set aside" in part.said.text(), timeout=30_000)
    page.desk.undo(page, store.ask(list_entries)[0].id)
    settle(page, qtbot)
    assert [one.name for one in lines(part.files)].count("education.xlsx") == 1
