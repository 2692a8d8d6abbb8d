"""Votes in the live minutes: each body's view and reason by keys, and what the rule makes of it."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from dscp_desktop.meetings.documents.logs import decision_log
from dscp_desktop.meetings.documents.minutes import minutes_document
from dscp_desktop.meetings.page.live.page import LivePage
from dscp_desktop.meetings.queries.logs import list_decisions
from dscp_desktop.meetings.rules.record import DecisionLine
from tests.meetings.page.liveroom import CTRL, Key, Settle, press, record_of, write


def begin_vote(page: LivePage, qtbot: QtBot) -> None:
    """Open the bar and choose the rule, all by keys."""
    qtbot.keyClick(page.middle.notes.field, Key.Key_D, CTRL)
    write(qtbot, "A review is needed")
    press(qtbot, Key.Key_Tab)
    assert page.middle.capture.how.editor.hasFocus()
    press(qtbot, Key.Key_Tab)
    assert page.middle.capture.vote.rule.editor.hasFocus()
    press(qtbot, Key.Key_Down)


def vote(qtbot: QtBot, *answers: tuple[int, str]) -> None:
    """Go through the bodies with Tab: so many presses of Down, and a reason."""
    for downs, reason in answers:
        press(qtbot, Key.Key_Tab)
        for _ in range(downs):
            press(qtbot, Key.Key_Down)
        press(qtbot, Key.Key_Tab)
        write(qtbot, reason)


def decision(page: LivePage) -> DecisionLine:
    record = record_of(page.desk.store, page.meeting_id).items[0].notes[-1].record
    assert isinstance(record, DecisionLine)
    return record


def test_each_body_votes_by_keys_and_the_outvoted_one_is_kept(
    begun: LivePage, qtbot: QtBot, settle: Settle
) -> None:
    part = begun.middle.capture.vote
    begin_vote(begun, qtbot)
    assert begun.middle.capture.how.value() == ""
    assert part.stands.text() == "Open: 0 of 3 statutory partners for it, 2 needed"
    vote(qtbot, (1, ""), (2, "The criteria are not met"), (1, ""))
    assert part.stands.text() == "Carried: 2 of 3 statutory partners for it, 2 needed"
    press(qtbot, Key.Key_Return, CTRL)
    settle()
    kept = decision(begun)
    assert [vote.view for vote in kept.votes] == ["for", "against", "for"]
    outvoted = kept.votes[1].body
    assert kept.result.endswith(f"Against: {outvoted} (The criteria are not met).")
    assert begun.middle.notes.field.hasFocus()
    store = begun.desk.store
    minutes = str(minutes_document(record_of(store, begun.meeting_id)))
    log = str(decision_log(store.ask(list_decisions)))
    for printed in (minutes, log):
        assert printed.count(f"Against: {outvoted} (The criteria are not met)") == 1
    begun.putting.open_block(kept.id)  # and it is changed in the same place
    assert [view for _, view, _ in part.votes()] == ["for", "against", "for"]
    part.rule.editor.setFocus()
    press(qtbot, Key.Key_Tab)
    press(qtbot, Key.Key_Home)
    press(qtbot, Key.Key_Return, CTRL)
    settle()
    assert decision(begun).result.startswith("Open: 1 of 3")
    begun.putting.open_block(kept.id)
    part.rule.editor.setFocus()
    press(qtbot, Key.Key_Home)
    press(qtbot, Key.Key_Return, CTRL)
    settle()
    assert (decision(begun).rule, decision(begun).votes, decision(begun).result) == ("", (), "")


def test_half_a_vote_comes_back_from_its_draft(begun: LivePage, qtbot: QtBot) -> None:
    bar = begun.middle.capture
    begin_vote(begun, qtbot)
    vote(qtbot, (2, "Not yet"))
    about, values = bar.draft_about(), bar.typed()
    ballots = bar.vote.ballots
    begun.putting.leave()
    bar.vote.ballots = ()
    bar.vote.rule.set_options([("", "No vote")])
    bar.give_back(about, values)
    begun.putting.begin("decision")  # before it is known who votes
    assert bar.vote.rule_name() == ballots[0].rule.name
    assert [said[1:] for said in bar.vote.votes()] == [("against", "Not yet")]
    bar.vote.set_ballots(ballots)
    assert [said[1:] for said in bar.vote.votes()] == [("against", "Not yet")]
    assert bar.vote.isVisible()
    assert bar.text.value() == "A review is needed"
    assert bar.vote.stands.text().startswith("Open: 0 of 3")
    bar.vote.set_ballots(())  # no rule: nothing is asked
    assert not bar.vote.isVisible()


def test_only_a_decision_is_voted(begun: LivePage) -> None:
    begun.putting.begin("action")
    assert not begun.middle.capture.vote.rule.isVisible()
    begun.putting.begin("decision")
    assert begun.middle.capture.vote.rule.isVisible()
    assert not begun.middle.capture.vote.isVisible()
