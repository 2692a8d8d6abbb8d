"""Reviews of what was drawn, and what they say of all incidents."""

from __future__ import annotations

from datetime import date

from pytestqt.qtbot import QtBot

from dscp_desktop.actions.queries.log import list_actions
from dscp_desktop.core.offers import Scope
from dscp_desktop.restraint.page.restraint import RESULTS, REVIEWS, RestraintPage
from dscp_desktop.restraint.queries.results import list_reviews
from dscp_desktop.store.opening import Store
from tests.restraint.page.driving import CTRL, Key, draw, press, rows, settle, show, spoken


def review(page: RestraintPage, qtbot: QtBot, concern: str = "no") -> None:
    form = page.reviews.form
    page.reviews.review()
    (row,) = form.people
    qtbot.keyClicks(row.role.editor, "Independent scrutineer")
    row.tick.click()
    form.answers["of_concern"].set_value(concern)
    press(qtbot, form.texts["during"].editor, Key.Key_Return, CTRL)
    settle(page, qtbot)


def test_a_review_is_recorded_and_who_was_involved_is_refused(
    page: RestraintPage, qtbot: QtBot, year: Store
) -> None:
    draw(page, qtbot)
    show(page, qtbot, REVIEWS)
    table, form = page.reviews.table, page.reviews.form
    count = len(rows(table))
    assert page.reviews.words.text() == f"{count} still to review"
    table.setFocus()
    table.choose_first()
    ref = table.value().ref
    press(qtbot, table, Key.Key_Return)
    assert form.isVisible()
    (row,) = form.people
    qtbot.keyClicks(row.role.editor, "Independent scrutineer")
    press(qtbot, row.role.editor, Key.Key_Return, CTRL)
    assert "Who was involved cannot review" in row.role.error.text()
    assert not year.ask(list_reviews)
    row.tick.click()
    form.more.click()
    form.people[1].role.set_value("Detective inspector")
    form.people[1].tick.click()
    form.manager.set_value("Registered manager")
    for name, field in form.texts.items():
        field.set_value(f"What is seen of {name.replace('_', ' ')}")
    for answer in form.answers.values():
        answer.set_value("yes")
    press(qtbot, form.texts["home_view"].editor, Key.Key_Return, CTRL)
    settle(page, qtbot)
    (made,) = year.ask(list_reviews)
    assert made.ref == ref
    assert [one.role for one in made.details.reviewers] == [
        "Independent scrutineer",
        "Detective inspector",
    ]
    assert all(one.not_involved for one in made.details.reviewers)
    assert made.details.home_view == "What is seen of home view"
    assert page.reviews.view.home.text() == "What is seen of home view"
    assert "What is seen of home view" not in page.reviews.view.facts.words()
    assert spoken(table, "Review")[0] == "Of concern"
    assert page.reviews.words.text() == f"{count - 1} still to review"


def test_an_action_of_a_review_goes_into_the_one_log(
    page: RestraintPage, qtbot: QtBot, year: Store
) -> None:
    draw(page, qtbot)
    show(page, qtbot, REVIEWS)
    page.reviews.table.choose_first()
    review(page, qtbot, "yes")
    page.reviews.view.action.click()
    settle(page, qtbot)
    form = page.reviews.action_form
    assert form.isVisible()
    form.group.editor.setCurrentIndex(1)
    form.owner.editor.setCurrentIndex(1)
    form.due.set_value(date(2023, 11, 30))
    qtbot.keyClicks(form.text.editor, "Show what staff learn from it")
    press(qtbot, form.text.editor, Key.Key_Return, CTRL)
    settle(page, qtbot)
    (action,) = year.ask(list_actions, date(2023, 10, 19))
    assert action.text == "Show what staff learn from it"
    (made,) = year.ask(list_reviews)
    assert made.action_ids == (action.id,)
    assert "1 in the log" in page.reviews.view.facts.words()
    told: list[str] = []
    page.desk.troubled.connect(told.append)
    page.reviews.view.remove.click()
    settle(page, qtbot)
    assert "is still used in" in told[0]
    assert len(year.ask(list_reviews)) == 1


def test_a_review_is_removed_where_nothing_came_of_it(
    page: RestraintPage, qtbot: QtBot, year: Store
) -> None:
    draw(page, qtbot)
    show(page, qtbot, REVIEWS)
    page.reviews.table.choose_first()
    review(page, qtbot)
    page.reviews.view.remove.click()
    settle(page, qtbot)
    assert not year.ask(list_reviews)
    assert page.reviews.side.currentWidget() is page.reviews.view


def test_results_are_said_for_each_level_apart(page: RestraintPage, qtbot: QtBot) -> None:
    draw(page, qtbot)
    show(page, qtbot, REVIEWS)
    while any(row.review is None for row in rows(page.reviews.table)):
        page.reviews.table.choose_first(lambda row: row.review is None)
        review(page, qtbot)
    show(page, qtbot, RESULTS)
    said = spoken(page.results.table, "What may be said")
    assert said[0].startswith("Of 8 reviewed none was of concern. With 95% confidence up to")
    assert said[3] == "There was no incident of this level."
    assert "each at 97.5% and then added" in page.results.together.text()
    wanted: list[tuple[str, Scope]] = []
    page.document_wanted.connect(lambda kind, scope: wanted.append((kind, scope)))
    for button in (page.results.overview, page.results.paper, page.results.year):
        button.click()
    assert [kind for kind, _ in wanted] == [
        "restraint-overview",
        "restraint-results",
        "restraint-year",
    ]
    assert wanted[0][1].on == date(2022, 6, 30)
    assert wanted[2][1].year == "2022-23"


def test_a_draft_of_a_review_comes_back(page: RestraintPage, qtbot: QtBot) -> None:
    draw(page, qtbot)
    show(page, qtbot, REVIEWS)
    page.reviews.review()
    form = page.reviews.form
    form.more.click()
    form.people[1].role.set_value("Lay mem")
    form.texts["during"].set_value("Half a sent")
    about, values = form.draft_about(), form.typed()
    form.touched = False
    page.reviews._leave()
    form.give_back(about, values)
    gone: list[bool] = []
    page.reopen("review", about, lambda: gone.append(True))
    settle(page, qtbot)
    assert not gone
    assert form.isVisible()
    assert form.people[1].role.value() == "Lay mem"
    assert form.texts["during"].value() == "Half a sent"
    page.reopen("review", {"draw": "none", "incident": "none"}, lambda: gone.append(True))
    settle(page, qtbot)
    assert gone == [True]
