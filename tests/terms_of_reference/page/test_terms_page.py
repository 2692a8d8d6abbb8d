"""The page of terms, driven by its keys."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from dscp_desktop.diary.rules.cadence import TIMES, WEEKDAY, WEEKS, cadence_of
from dscp_desktop.store.history import undo
from dscp_desktop.store.opening import Store
from dscp_desktop.terms_of_reference.page.terms import TermsPage
from dscp_desktop.terms_of_reference.queries.terms import document_of, list_documents, version_text
from dscp_desktop.terms_of_reference.rules.versions import TERMS
from dscp_desktop.widgets.forms import Field
from tests.terms_of_reference.page.conftest import TODAY, Terms, settle

Key, Shift = Qt.Key, Qt.KeyboardModifier.ShiftModifier


def part_texts(store: Store, version_id: str) -> dict[str, str]:
    text = store.ask(version_text, version_id, TODAY)
    return {part.part: part.text for part in text.parts}


def present_part(page: TermsPage) -> str:
    """The title of the part that the present change is in."""
    part = page.middle.reading.compare.view.present()
    assert part is not None
    return part.title


def test_the_draft_is_compared_with_what_is_in_force(page: TermsPage) -> None:
    assert page.title.text() == "Workforce Learning and Development"
    assert page.context.text() == "Terms of reference"
    assert page.left.comparing.text() == "comparing 1 with 2"
    rows = page.left.versions.rows
    said = [rows.columns[0].spoken(rows.at(n)) for n in range(rows.rowCount())]
    assert said[0].startswith("ticked, Version 2, Draft, Begun Monday 2 October 2023")
    assert "In force, In force since 1 March 2023, Agreed by the group, item 4" in said[1]
    head = page.middle.reading.compare
    assert (head.old.text(), head.old_state.status.words) == ("Version 1", "In force")
    assert (head.new.text(), head.new_state.status.words) == ("Version 2", "Draft")
    assert page.print.words == "Print differences"
    assert page.do.words == "Put to the group"
    assert page.left.review.text() == "Review due Fri 1 Mar"
    assert "Agreeing version 2 meets it." in page.left.review_help.text()
    assert page.first_focus() is page.left.versions
    assert page.middle in page.panes()


def test_f7_goes_from_change_to_change(page: TermsPage, qtbot: QtBot) -> None:
    compare = page.middle.reading.compare
    view = compare.view
    assert view.count() >= 3
    assert compare.count.text() == f"Change 1 of {view.count()}"
    compare.resize(700, compare.height())  # 'In force' was cut to 'In fo…'
    assert compare.count.text() == f"1 of {view.count()}"
    assert compare.count.toolTip() == f"Change 1 of {view.count()}"
    compare.resize(900, compare.height())
    page.left.versions.setFocus()
    qtbot.keyClick(page, Key.Key_F7)
    assert compare.count.text() == f"Change 2 of {view.count()}"
    assert "part 1 Purpose" in view.accessibleDescription()
    qtbot.keyClick(page, Key.Key_F7, Shift)
    qtbot.keyClick(page, Key.Key_F7, Shift)
    assert compare.count.text().startswith("Change 1 of")
    assert not compare.back.isEnabled()
    compare.on.click()
    assert compare.back.isEnabled()
    view.setFocus()
    qtbot.keyClick(view, Key.Key_End)
    assert not compare.on.isEnabled()
    assert page.left.parts.value().title == present_part(page)
    qtbot.keyClick(view, Key.Key_Home)
    assert page.left.parts.value().title == "Purpose"
    page.left.parts.choose("9")
    assert present_part(page) == "Confidentiality"
    page.grab()


def test_two_ticks_choose_what_is_compared(page: TermsPage, terms: Terms, qtbot: QtBot) -> None:
    first, second = terms.versions()
    table = page.left.versions
    table.setFocus()
    table.choose(first.id)
    qtbot.keyClick(table, Key.Key_Space)
    assert page.ticked == [second.id]
    assert page.left.comparing.text() == ""
    reading = page.middle.reading
    assert reading.currentWidget() is reading.whole
    assert page.print.words == "Print or save"
    qtbot.keyClick(table, Key.Key_Space)
    assert page.ticked == [second.id, first.id]
    assert reading.currentWidget() is reading.compare
    page.tick(second.id)
    assert reading.whole.buttons == {}
    page.tick(first.id)
    assert page.ticked == [first.id]


def test_a_part_of_the_draft_is_changed(
    page: TermsPage, terms: Terms, durham: Store, qtbot: QtBot
) -> None:
    first, second = terms.versions()
    page.tick(first.id)
    page.left.parts.choose("7")
    page.left.parts.setFocus()
    qtbot.keyClick(page.left.parts, Key.Key_Return)
    form = page.middle.part
    assert page.middle.currentWidget() is form
    assert page.do.kind == "secondary"
    qtbot.keyClicks(form.text.editor, "It reports each quarter.")
    assert form.is_live()
    page.refresh()
    settle(page, qtbot)
    assert page.middle.currentWidget() is form
    qtbot.keyClick(form.text.editor, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(page, qtbot)
    texts = part_texts(durham, second.id)
    assert texts["reporting and accountability"] == "It reports each quarter."
    assert page.middle.currentWidget() is page.middle.reading
    assert page.do.kind == "primary"


def test_frequency_review_and_standing_items_are_chosen(
    page: TermsPage, terms: Terms, durham: Store, qtbot: QtBot
) -> None:
    first, second = terms.versions()
    page.tick(first.id)
    buttons = page.middle.reading.whole.buttons
    buttons["frequency"].click()
    form = page.middle.frequency
    form.kind.set_value(WEEKS)
    form.kind.changed.emit()
    form.least.set_value(8)
    form.most.set_value(6)
    form.submit()
    assert form.most.error.text() == "Choose at most no fewer weeks than at least"
    form.most.set_value(8)
    form.august.setChecked(True)
    form.submit()
    settle(page, qtbot)
    assert part_texts(durham, second.id)["frequency"] == "Every eight weeks, not in August."
    for kind in (WEEKDAY, TIMES, None):
        page.middle.change_part("frequency")
        form.kind.set_value(kind)
        form.kind.changed.emit()
        rule = form.rule()
        assert (rule.kind if rule else None) == kind
        form.cancel.click()
    page.middle.change_part("review")
    page.middle.review.on.set_value(date(2024, 5, 1))
    page.middle.review.submit()
    settle(page, qtbot)
    assert terms.versions()[1].review_on == date(2024, 5, 1)
    page.middle.change_part("standing items")
    items = page.middle.standing
    items.items.set_value("Apologies | soon")
    items.submit()
    assert "Type the minutes of Apologies" in items.items.error.text()
    items.items.set_value("Apologies | 5 | information | Chair\n\nAny other business")
    items.submit()
    settle(page, qtbot)
    assert "Apologies" in part_texts(durham, second.id)["standing items"]
    page.middle.change_part("standing items")
    assert items.items.value().startswith("Apologies | 5 | information | Chair\nAny other")
    items.cancel.click()
    with qtbot.waitSignal(page.desk.place_asked) as asked:
        page.middle.change_part("membership")
    assert asked.args == ["partnership", terms.group_id]
    page.middle.change_part("no such part")
    assert cadence_of(terms.versions()[1].frequency).weeks_at_most == 8


def test_a_draft_is_put_to_the_group_and_agreed(
    page: TermsPage, terms: Terms, qtbot: QtBot
) -> None:
    page.do.click()
    settle(page, qtbot)
    form = page.middle.agree
    assert form.body.value() == terms.group_id
    assert form.on.isHidden()
    form.item.set_value("6")
    form.submit()
    settle(page, qtbot)
    assert page.do.words == "Agree"
    rows = page.left.versions.rows
    assert "Put to Workforce Learning" in rows.at(0).second
    page.do.click()
    settle(page, qtbot)
    assert form.title.text().startswith("Workforce Learning and Development agreed version 2")
    form.submit()
    assert form.on.error.text() == "Choose the meeting that agreed it, or the day"
    assert terms.versions()[1].agreed is False
    form.on.set_value(date(2023, 2, 1))
    form.submit()
    settle(page, qtbot)
    assert "Version 1 comes into force on" in form.on.error.text()
    assert terms.versions()[1].agreed is False
    form.on.set_value(TODAY)
    form.submit()
    settle(page, qtbot)
    agreed = terms.versions()[1]
    assert (agreed.agreed, agreed.in_force_from, agreed.approvals[0].item) == (True, TODAY, "6")
    assert page.do.words == "New version"
    assert not page.left.withdraw.isVisible()
    assert not page.below.builder.editable()


def test_a_draft_is_withdrawn_and_begun_again(page: TermsPage, terms: Terms, qtbot: QtBot) -> None:
    page.left.withdraw.click()
    settle(page, qtbot)
    assert [version.number for version in terms.versions()] == [1]
    assert page.ticked == [terms.versions()[0].id]
    qtbot.keyClick(page, Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    settle(page, qtbot)
    assert [version.number for version in terms.versions()] == [1, 2]
    assert page.left.comparing.text() == "comparing 1 with 2"
    assert page.middle.reading.compare.count.text() in ("No change", "Change 1 of 1")


def test_a_group_without_terms_begins_them(
    page: TermsPage, durham: Store, group: Callable[[str], str], qtbot: QtBot
) -> None:
    documents = durham.ask(list_documents, TODAY)
    held = {document.group_id for document in documents}
    code = next(code for code in ("NEG", "CEG", "CDOP", "EXT") if group(code) not in held)
    page.left.document_chosen.emit(group(code))
    settle(page, qtbot)
    assert page.middle.reading.none.empty.fact == "No terms of reference yet"
    assert page.print.isEnabled() is False
    page.print_document()
    page.do.click()
    settle(page, qtbot)
    made = page.document
    assert made is not None
    assert (made.kind, made.group_id, len(made.versions)) == (TERMS, group(code), 1)
    assert page.below.builder.lead.text().startswith("No condition yet")
    assert durham.ask(document_of, group(code)) == made.id


def test_a_policy_is_a_document_of_its_own(page: TermsPage, qtbot: QtBot) -> None:
    offered = {words: do for words, _, do in page.commands()}
    offered["New document in versions"]()
    form = page.middle.document
    form.kind.set_value("policy")
    form.kind.changed.emit()
    assert form.group.isHidden()
    form.months.set_value("often")
    form.submit()
    assert form.title_field.error.text() == "Enter the title of the document"
    assert form.months.error.text() == "Type a number of months, from 1 to 120"
    form.title_field.set_value("Information sharing")
    form.months.set_value("24")
    form.submit()
    settle(page, qtbot)
    assert page.title.text() == "Information sharing"
    assert page.context.text() == "Policy"
    page.do.click()
    settle(page, qtbot)
    assert page.document is not None
    assert page.document.review_months == 24
    assert not page.below.isVisible()
    page.print_document()


def test_a_part_that_was_typed_comes_back(page: TermsPage, terms: Terms, qtbot: QtBot) -> None:
    second = terms.versions()[1]
    about = {"record": second.id, "part": "purpose"}
    page.middle.part.give_back(about, {"text": "Half a sentence"})
    page.reopen("part", about, lambda: None)
    settle(page, qtbot)
    assert page.middle.part.text.value() == "Half a sentence"
    assert page.middle.part.draft_about() == about
    page.middle.part.cancel.click()
    for name in ("standing items", "review", "frequency", "agree"):
        page.reopen(name, {"record": second.id}, lambda: None)
        settle(page, qtbot)
        assert page.middle.is_editing(), name
        page.middle.show_reading()
    page.reopen("document", {}, lambda: None)
    settle(page, qtbot)
    assert page.middle.currentWidget() is page.middle.document
    gone: list[str] = []
    page.reopen("part", {"record": "gone"}, lambda: gone.append("part"))
    settle(page, qtbot)
    page.reopen("part", {"record": terms.versions()[0].id}, lambda: gone.append("agreed"))
    settle(page, qtbot)
    assert gone == ["part", "agreed"]


def test_what_changed_is_printed(page: TermsPage, terms: Terms, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.document_wanted) as asked:
        page.print.click()
    kind, scope = asked.args
    assert (kind, scope.version, scope.group_id) == ("terms-changes", "1-2", terms.group_id)
    page.tick(terms.versions()[0].id)
    with qtbot.waitSignal(page.document_wanted) as asked:
        qtbot.keyClick(page, Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    kind, scope = asked.args
    assert (kind, scope.version) == ("terms", "2")


def test_undo_brings_a_change_of_the_draft_back(
    page: TermsPage, terms: Terms, durham: Store, qtbot: QtBot
) -> None:
    second = terms.versions()[1]
    page.middle.change_part("purpose")
    page.middle.part.text.set_value("Another purpose.")
    with qtbot.waitSignal(page.desk.changed) as told:
        page.middle.part.submit()
    settle(page, qtbot)
    durham.run(undo, told.args[0].entry)
    assert part_texts(durham, second.id)["purpose"].startswith("The group plans and buys")


@pytest.mark.parametrize("size", [(1440, 900), (960, 560)])
def test_nothing_is_cut_off_sideways(page: TermsPage, size: tuple[int, int], qtbot: QtBot) -> None:
    page.resize(*size)
    settle(page, qtbot)
    view = page.middle.reading.compare.view
    assert view.width() > 380
    assert page.left.parts.horizontalScrollBar().maximum() == 0 or size[0] < 1000
    page.grab()
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(40, 20))
    assert page.middle.reading.compare.view.now == 0


def test_every_control_has_a_name(page: TermsPage, terms: Terms) -> None:
    page.tick(terms.versions()[0].id)
    for widget in page.findChildren(QWidget):
        takes = widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value
        if not takes or widget.focusProxy() is not None or isinstance(widget, Field):
            continue
        said = widget.accessibleName() or getattr(widget, "text", str)()
        assert said or not widget.isVisible(), widget
