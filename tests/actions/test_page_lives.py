"""The three lives and the reviews on the page, by keys."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from dscp_desktop.actions.commands.lives import plan_reviews
from dscp_desktop.actions.commands.log import add_action, change_action, mark_done
from dscp_desktop.actions.page.log import ActionsPage
from dscp_desktop.actions.page.look import kind_and_words
from dscp_desktop.actions.queries.log import get_action
from dscp_desktop.actions.rules.log import ActionDetails, ActionStory
from dscp_desktop.partnership.queries.parties import find_group
from dscp_desktop.store.opening import Store
from tests.actions.driving import CTRL, TODAY, Key, headings, open_page, press, settle


@pytest.fixture
def done(durham: Store) -> str:
    """An action that was moved twice, done in April, with its reviews planned."""
    group = durham.ask(find_group, "EXEC")
    assert group is not None
    raised, role = date(2023, 1, 26), "Designated nurse"
    made = ""
    for due in (date(2023, 2, 24), date(2023, 3, 31), date(2023, 4, 26)):
        details = ActionDetails("Circulate the tool kit", None, role, raised, due=due)
        if made:
            durham.run(change_action, made, details)
        else:
            made = str(durham.run(add_action, group.id, details).result)
    late = ActionDetails("Late one", None, role, raised, due=date(2023, 10, 6))
    durham.run(add_action, group.id, late)
    durham.run(add_action, group.id, ActionDetails("Open one", None, role, due_rule="none"))
    durham.run(mark_done, made, date(2023, 4, 24))
    durham.run(plan_reviews, made, date(2023, 4, 27), (6,))
    return made


@pytest.fixture
def page(durham: Store, done: str, qtbot: QtBot) -> Iterator[ActionsPage]:
    page = open_page(durham, qtbot)
    page.open_record(done)
    settle(page, qtbot)
    yield page
    settle(page, qtbot)
    page.desk.close()


def story(page: ActionsPage, done: str) -> ActionStory:
    found = page.desk.store.ask(get_action, done, TODAY)
    assert found is not None
    return found


def type_in(qtbot: QtBot, widget: QWidget, words: str) -> None:
    widget.setFocus()
    qtbot.keyClicks(widget, words)


def test_three_parts_and_ticks_with_counts(page: ActionsPage, qtbot: QtBot) -> None:
    review = "Review due: what difference did it make? 1"
    assert headings(page) == ["Late 1", review, "Open 1"]
    assert page.context.text() == "2 open in 1 group · 1 late · 1 review due"
    assert (page.late.count, page.review.count) == ("1", "1")
    status = kind_and_words(page.table.value(), TODAY)
    assert (status.words, status.second) == ("6 working days left", "Review at six months")
    press(qtbot, page.review, Key.Key_Space)
    assert headings(page) == [review]
    press(qtbot, page.late, Key.Key_Space)
    assert headings(page) == ["Late 1", review]


def test_difference_and_evidence_are_typed_and_saved_by_keys(
    page: ActionsPage, done: str, qtbot: QtBot
) -> None:
    lives = page.pane.lives
    assert page.pane.dues.text() == "Due 24 February, then 31 March, then 26 April 2023"
    assert lives.done.words.text() == "Monday 24 April 2023"
    assert lives.changed.words.text() == "Due Friday 27 October 2023"
    assert lives.changed.stands.status.kind == "later"
    press(qtbot, lives.difference.editor, Key.Key_Return, CTRL)
    lives.send_difference()
    assert lives.difference.error.text() == "Enter what changed, or that nothing did"
    type_in(qtbot, lives.difference.editor, "Referrals come sooner")
    assert lives.difference.is_live()
    press(qtbot, lives.difference.editor, Key.Key_Return, CTRL)
    settle(page, qtbot)
    type_in(qtbot, lives.evidence.editor, "Eleven of twelve")
    press(qtbot, lives.evidence.editor, Key.Key_Return, CTRL)
    settle(page, qtbot)
    after = story(page, done).lives
    assert (after.difference, after.difference_on) == ("Referrals come sooner", TODAY)
    assert (after.evidence, after.evidenced_on) == ("Eleven of twelve", TODAY)
    assert not lives.difference.is_live()
    assert lives.evidenced.below.text() == "Eleven of twelve"


def test_a_review_is_recorded_and_more_are_planned(
    page: ActionsPage, done: str, qtbot: QtBot
) -> None:
    pane = page.pane
    press(qtbot, pane.lives.rows[0].record, Key.Key_Space)
    form = pane.review_form
    assert form.title.text() == "Review at six months of EXEC001"
    press(qtbot, form.found.editor, Key.Key_Return, CTRL)
    assert form.found.error.text() == "Say whether it was done"
    form.found.set_value("yes")
    press(qtbot, form.found.editor, Key.Key_Return, CTRL)
    assert form.evidence.error.text() == "Enter how we know that it was done"
    type_in(qtbot, form.evidence.editor, "Receipts")
    type_in(qtbot, form.difference.editor, "Fewer repeats")
    press(qtbot, form.difference.editor, Key.Key_Return, CTRL)
    settle(page, qtbot)
    (review,) = story(page, done).lives.reviews
    assert (review.found, review.done_on, review.difference) == ("yes", TODAY, "Fewer repeats")
    assert headings(page) == ["Late 1", "Open 1"]
    page.open_record(done)
    settle(page, qtbot)
    press(qtbot, pane.lives.plan, Key.Key_Space)
    settle(page, qtbot)
    assert pane.plan.months.value() == "6, 12"
    pane.plan.months.set_value("six")
    press(qtbot, pane.plan.months.editor, Key.Key_Return, CTRL)
    assert pane.plan.months.error.text() == "Enter whole months, such as 6, 12"
    pane.plan.months.set_value("6, 12")
    press(qtbot, pane.plan.months.editor, Key.Key_Return, CTRL)
    settle(page, qtbot)
    reviews = story(page, done).lives.reviews
    assert [(one.months, one.due) for one in reviews] == [
        (6, date(2023, 10, 27)),
        (12, date(2024, 4, 24)),
    ]
    page.open_record(done)
    settle(page, qtbot)
    press(qtbot, pane.lives.rows[1].remove, Key.Key_Space)
    settle(page, qtbot)
    assert len(story(page, done).lives.reviews) == 1


def test_what_was_typed_is_opened_again(page: ActionsPage, done: str, qtbot: QtBot) -> None:
    gone: list[str] = []
    review = story(page, done).lives.reviews[0].id
    page.reopen("action review", {"record": done, "review": review}, lambda: gone.append("review"))
    settle(page, qtbot)
    assert page.pane.currentWidget() is page.pane.review_form
    page.reopen("plan of reviews", {"record": done}, lambda: gone.append("plan"))
    settle(page, qtbot)
    assert page.pane.currentWidget() is page.pane.plan
    page.pane.show_view()
    page.pane.lives.difference.give_back({"record": done}, {"text": "Half"})
    page.reopen("difference", {"record": done}, lambda: gone.append("difference"))
    settle(page, qtbot)
    assert page.pane.lives.difference.value() == "Half"
    assert page.focusWidget() is page.pane.lives.difference.editor
    page.reopen("action review", {"record": done, "review": "x"}, lambda: gone.append("no review"))
    page.reopen("evidence", {"record": "x"}, lambda: gone.append("no action"))
    settle(page, qtbot)
    assert gone == ["no review", "no action"]
