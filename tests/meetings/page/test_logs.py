"""The logs of decisions and challenges and what is typed into their forms, driven by keys."""

from __future__ import annotations

from datetime import date

from pytestqt.qtbot import QtBot

from dscp_desktop.meetings.commands.deciding import add_urgent_decision
from dscp_desktop.meetings.page.meetings import (
    CHALLENGES,
    DECISIONS,
    YEAR,
    MeetingsPage,
)
from dscp_desktop.meetings.queries.logs import list_challenges, list_decisions
from dscp_desktop.partnership.queries.parties import find_group
from dscp_desktop.widgets.buttons import Button
from tests.meetings.page.deeds import CTRL, Key, Settle, Show, type_in

TODAY = date(2023, 10, 19)


def test_an_urgent_decision_is_kept_and_approved_in_turn(
    page: MeetingsPage, qtbot: QtBot, settle: Settle, show: Show
) -> None:
    show(DECISIONS)
    part = page.decisions
    assert part.table.empty.fact == "No decision here"
    qtbot.keyClick(part.table, Key.Key_N, CTRL)
    part.form.submit()
    assert "Enter what was decided" in part.form.text.error.text()
    qtbot.keyClicks(part.form.text.editor, "Share the report")
    type_in(qtbot, part.form.how, "By telephone")
    qtbot.keyClick(part.form.how.editor, Key.Key_Return, CTRL)
    settle()
    (made,) = page.desk.store.ask(list_decisions)
    assert (made.text, made.how, made.urgent) == ("Share the report", "By telephone", True)
    assert part.table.value().id == made.id
    assert part.stands.status.words == "Not reported yet"
    part.ask.click()
    bodies = [body for body in part.bodies if body.kind == "statutory partner"][:2]
    for field, body in zip(part.bodies_form.bodies, bodies, strict=False):
        field.set_value(body.id)
    part.bodies_form.submit()
    settle()
    assert part.stands.status.words == f"Waits for {bodies[0].shown}"
    for _ in bodies:
        part.answer.click()
        part.answer_form.submit()
        settle()
    (done,) = page.desk.store.ask(list_decisions)
    assert [(v.body_id, v.view, v.on) for v in done.approvals] == [
        (body.id, "approved", TODAY) for body in bodies
    ]
    assert not part.answer.isEnabled()
    qtbot.keyClick(part.table, Key.Key_Return)
    part.form.text.set_value("Share it whole")
    part.form.submit()
    settle()
    assert part.words.text() == "Share it whole"
    qtbot.keyClick(part.table, Key.Key_F, CTRL)
    assert part.filter.hasFocus()
    qtbot.keyClicks(part.filter, "nothing like it")
    qtbot.waitUntil(lambda: part.said.text() == "0 decisions")
    with qtbot.waitSignal(page.document_wanted) as asked:
        page.print.click()
    assert asked.args[0] == "decisions"


def test_an_urgent_decision_is_voted_and_reported(
    page: MeetingsPage, qtbot: QtBot, settle: Settle, show: Show
) -> None:
    show(DECISIONS)
    part = page.decisions
    assert page.new.kind == "primary"
    qtbot.keyClick(part.table, Key.Key_N, CTRL)
    settle()
    assert page.new.kind == "secondary"  # the form has the one primary button
    form = part.form
    qtbot.keyClicks(form.text.editor, "A review is needed")
    assert not form.vote.isVisible()
    form.vote.rule.editor.setFocus()
    qtbot.keyClick(form.vote.rule.editor, Key.Key_Down)
    rows = list(form.vote.rows.values())
    assert len(rows) == 3
    for (view, reason), downs in zip(rows, (1, 2, 1), strict=True):
        for _ in range(downs):
            qtbot.keyClick(view.editor, Key.Key_Down)
        if downs == 2:
            qtbot.keyClicks(reason.editor, "Not yet")
    assert form.vote.stands.text().startswith("Carried: 2 of 3")
    qtbot.keyClick(rows[0][0].editor, Key.Key_Return, CTRL)
    settle()
    assert page.new.kind == "primary"
    (made,) = page.desk.store.ask(list_decisions)
    assert [(vote.view, vote.reason) for vote in made.votes] == [
        *(("for", ""), ("against", "Not yet"), ("for", ""))
    ]
    part.edit()
    settle()
    assert [said[1] for said in form.vote.votes()] == ["for", "against", "for"]
    form.cancel.click()
    part.report.click()
    settle()
    chosen = part.report_form.at.value()
    part.report_form.submit()
    settle()
    (told,) = page.desk.store.ask(list_decisions)
    assert told.reported_at_id == chosen != ""
    page.reopen("reported decision", {"record": made.id}, list)
    settle()
    assert part.right.currentWidget() is part.report_form
    part.report_form.at.set_value("")
    part.report_form.submit()
    settle()
    assert page.desk.store.ask(list_decisions)[0].reported_at_id == ""


def test_a_challenge_is_raised_answered_and_ended(
    page: MeetingsPage, qtbot: QtBot, settle: Settle, show: Show
) -> None:
    show(CHALLENGES)
    part = page.challenges
    qtbot.keyClick(part.table, Key.Key_N, CTRL)
    qtbot.keyClicks(part.form.text.editor, "Referrals wait too long")
    type_in(qtbot, part.form.raised_by, "Education")
    part.form.raised_to.set_value(part.bodies[0].id)
    part.form.submit()
    settle()
    assert part.stands.status.words == "No reply yet"
    part.reply.click()
    part.reply_form.submit()
    assert "Enter the reply" in part.reply_form.words.error.text()
    qtbot.keyClicks(part.reply_form.words.editor, "A second worker starts")
    part.reply_form.submit()
    settle()
    assert part.stands.status.words == "Replied"
    part.end.click()
    qtbot.keyClicks(part.end_form.words.editor, "Solved")
    part.end_form.on.set_value(date(2023, 1, 1))
    part.end_form.submit()
    settle()
    assert "Enter a day from then on" in part.end_form.trouble.text()
    part.end_form.on.set_value(TODAY)
    part.end_form.submit()
    settle()
    (made,) = page.desk.store.ask(list_challenges)
    assert (made.reply, made.outcome, made.ended_on) == (
        "A second worker starts", "Solved", TODAY,
    )  # fmt: skip
    assert part.stands.status.words == "Ended"


def test_a_record_of_a_log_opens_its_tab(page: MeetingsPage, settle: Settle, show: Show) -> None:
    group = page.desk.store.ask(find_group, "PLG")
    assert group is not None
    made = page.desk.store.run(add_urgent_decision, group.id, TODAY, "Share it").result
    page.open_record(str(made))
    settle()
    assert page.tabs.currentIndex() == DECISIONS
    assert page.decisions.table.value().id == made
    show(YEAR)
    buttons = [button.words for button in page.findChildren(Button) if button.isVisible()]
    assert buttons.count("Plan the year") == 1


def test_half_typed_forms_are_offered_back(page: MeetingsPage, settle: Settle, show: Show) -> None:
    show(DECISIONS)
    gone: list[bool] = []
    for name, part in (("decision", page.decisions), ("challenge", page.challenges)):
        page.reopen(name, {"record": ""}, lambda: gone.append(True))
        settle()
        assert part.is_editing()
        part.form.cancel.click()
        page.reopen(name, {"record": "no such"}, lambda: gone.append(True))
        settle()
    page.reopen("forward item", {"record": ""}, lambda: gone.append(True))
    settle()
    assert page.forward.is_editing()
    assert len(gone) == 2
