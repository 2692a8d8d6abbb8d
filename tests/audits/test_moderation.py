"""Moderation and tools: what a person does, and what is refused in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from dscp_desktop.audits.commands.moderation import (
    agree_grade,
    clear_grade,
    finish_moderation,
    move_grade,
    reopen_moderation,
    take_back_move,
)
from dscp_desktop.audits.commands.programme import mark_reported, remove_audit
from dscp_desktop.audits.commands.returns import take_returns
from dscp_desktop.audits.commands.tools import (
    add_tool,
    begin_version,
    issue_version,
    remove_draft,
    rename_tool,
    save_version,
    use_version,
)
from dscp_desktop.audits.queries.due import list_due, list_proposals
from dscp_desktop.audits.queries.moderation import moderation_page
from dscp_desktop.audits.queries.programme import get_audit
from dscp_desktop.audits.queries.tools import get_version, list_tools, sendings
from dscp_desktop.audits.rules.settings import Grade
from dscp_desktop.audits.rules.tools import SCALE, Question, Section, ToolContent, judge_content
from dscp_desktop.audits.workbook.coming_back import look_at_returns
from dscp_desktop.core.faults import Refused
from dscp_desktop.jobs.files import FileWorker
from dscp_desktop.store.history import undo
from dscp_desktop.store.opening import Store
from tests.audits.conftest import CAME, TODAY, Fill, make_audit, question_ids, questions


@pytest.fixture
def returned(
    durham: Store, worker: FileWorker, audit: str, fill: Fill
) -> tuple[str, tuple[str, ...]]:
    """Two of nine have returned: the audit, and the ids of those two."""
    sent = durham.ask(sendings, audit)[:2]
    paths = [fill(sent[0], {1: "R", 2: None}), fill(sent[1], {1: "I"})]
    durham.run(take_returns, look_at_returns(worker.ask, paths), CAME, audit)
    return audit, tuple(one.agency_id for one in sent)


def test_grades_are_moved_and_agreed_with_who_and_why(
    durham: Store, version: str, returned: tuple[str, tuple[str, ...]]
) -> None:
    audit, (first, second) = returned
    one, two, *_ = question_ids(durham, version)
    last = question_ids(durham, version)[-1]
    durham.run(move_grade, audit, one, first, "I", "Designated nurse", "On file in 2 of 10")
    durham.run(move_grade, audit, two, first, "G Good", "Named professional", "It was there")
    entry = durham.run(agree_grade, audit, one, "R", "Unevenly used", "the panel of 7").entry
    page = durham.ask(moderation_page, audit, TODAY)
    row, filled = page.questions[0], page.questions[1]
    assert (row.agreed, row.reason, row.agreed_by) == ("R", "Unevenly used", "the panel of 7")
    assert row.cells[0].moved_from == "R"
    assert row.cells[0].was_moved
    assert row.spread_words == "Now 2 I. Chosen, not an average."
    assert filled.cells[0].value == "G"
    assert (page.questions[-1].spread_words, page.questions[-1].spread[0][1]) == ("", 2)
    assert row.moved_by == (page.agencies[0].name,)
    assert [(c.by, c.before, c.after) for c in row.comments] == [("Designated nurse", "R", "I")]
    assert row.comments[0].at is not None
    assert page.agreed_words == "1 of 24 agreed"
    assert (page.agencies[0].words, page.agencies[2].words) == ("1 blank", "None")
    refused: dict[str, tuple[Any, ...]] = {
        "by role, and why": (move_grade, audit, one, second, "R", "", "why"),
        "has not returned": (move_grade, audit, one, page.agencies[5].id, "R", "Me", "why"),
        "is I already": (move_grade, audit, one, second, "I", "Me", "why"),
        "one of the scale: O, G, R, I": (agree_grade, audit, one, "B", "why"),
        "Choose a grade": (agree_grade, audit, one, " ", "why"),
        "why this grade": (agree_grade, audit, one, "R", " "),
        "does not ask this": (agree_grade, audit, "x", "R", "why"),
        "has no grade": (agree_grade, audit, last, "R", "why"),
        "Nothing was agreed": (clear_grade, audit, two),
        "was not moved": (take_back_move, audit, one, second),
        "is open": (reopen_moderation, audit),
        "panel": (finish_moderation, audit, TODAY, 0),
    }
    for words, (command, *values) in refused.items():
        with pytest.raises(Refused, match=words):
            durham.run(command, *values)
    durham.run(take_back_move, audit, one, first)
    durham.run(undo, entry)
    row = durham.ask(moderation_page, audit, TODAY).questions[0]
    assert (row.agreed, row.cells[0].value, row.moved_by) == ("", "R", ())
    assert row.spread_words == "Now 1 R and 1 I. Chosen, not an average."


def test_moderation_finishes_with_what_is_open_and_opens_again(
    durham: Store, version: str, returned: tuple[str, tuple[str, ...]]
) -> None:
    audit, _ = returned
    one = question_ids(durham, version)[0]
    durham.run(agree_grade, audit, one, "R", "Because")
    durham.run(clear_grade, audit, one)
    still = durham.run(finish_moderation, audit, TODAY, 7).result
    assert isinstance(still, tuple)
    assert len(still) == 7 + 1 + 24  # seven have not returned, one has a blank, none agreed
    assert "Question 1 has no agreed answer" in still
    line = durham.ask(get_audit, audit, TODAY)
    assert line is not None
    assert (line.left_open, line.panel) == (still, 7)
    with pytest.raises(Refused, match="was finished on 20 October 2022"):
        durham.run(agree_grade, audit, one, "R", "Because")
    with pytest.raises(Refused, match="was finished on 20 October 2022"):
        durham.run(finish_moderation, audit, TODAY)
    (proposal,) = durham.ask(list_proposals, TODAY, date(2022, 12, 1))
    assert (proposal.record_id, proposal.document) == (audit, "audit-report")
    durham.run(reopen_moderation, audit)
    assert durham.ask(list_proposals, TODAY, date(2022, 12, 1)) == ()
    durham.run(finish_moderation, audit, TODAY)
    durham.run(mark_reported, audit, None, date(2022, 11, 2))
    with pytest.raises(Refused, match="was reported on 2 November 2022"):
        durham.run(reopen_moderation, audit)
    line = durham.ask(get_audit, audit, TODAY)
    assert line is not None
    assert line.stage == "done"
    assert durham.ask(list_due, date(2022, 12, 1)) == ()


def test_answers_of_last_time_stand_beside_the_new(
    durham: Store, version: str, returned: tuple[str, tuple[str, ...]]
) -> None:
    audit, (first, _) = returned
    one = question_ids(durham, version)[0]
    durham.run(agree_grade, audit, one, "G", "Better than it looks")
    later = make_audit(durham, "MA3", version, quarter=3)
    page = durham.ask(moderation_page, later, TODAY)
    assert page.last == "MA2, 2022-23"
    assert (page.questions[0].last_agreed, page.questions[0].cells[0].last) == ("G", "R")
    sending = next(s for s in durham.ask(sendings, later) if s.agency_id == first)
    assert dict(sending.last)[one] == "R, agreed as G"
    without = next(s for s in durham.ask(sendings, later) if s.agency_id == page.agencies[8].id)
    assert dict(without.last) == {one: "Agreed as G"}
    tools = durham.ask(list_tools)
    assert tools[0].newest.audits == ("MA2", "MA3")


def test_an_issued_version_is_frozen_and_the_next_one_begins_with_it(durham: Store) -> None:
    empty = str(durham.run(add_tool, "  A   tool ").result)
    tool = durham.ask(list_tools)[0]
    assert (tool.title, tool.issued, tool.newest.words) == ("A tool", None, "version 1, a draft")
    with pytest.raises(Refused, match="at least one question"):
        durham.run(issue_version, empty, TODAY)
    durham.run(save_version, empty, questions(3 * 8))
    entry = durham.run(issue_version, empty, TODAY).entry
    with pytest.raises(Refused, match="An issued version stays as it is"):
        durham.run(save_version, empty, questions())
    with pytest.raises(Refused, match="An issued version stays as it is"):
        durham.run(issue_version, empty, TODAY)
    with pytest.raises(Refused, match="An issued version stays as it is"):
        durham.run(remove_draft, empty)
    durham.run(undo, entry)  # nothing was sent yet
    durham.run(issue_version, empty, TODAY)
    draft = str(durham.run(begin_version, tool.id).result)
    with pytest.raises(Refused, match="Version 2 is a draft"):
        durham.run(begin_version, tool.id)
    marks = question_ids(durham, empty)
    assert question_ids(durham, draft) == marks
    audit = make_audit(durham, "MA1", empty)
    durham.run(use_version, audit, draft)
    with pytest.raises(Refused, match="An audit uses this version"):
        durham.run(remove_draft, draft)
    with pytest.raises(Refused, match="issued version"):
        durham.ask(sendings, audit)
    durham.run(use_version, audit, None)
    durham.run(remove_draft, draft)
    durham.run(rename_tool, tool.id, "Another tool")
    with pytest.raises(Refused, match="title of the tool"):
        durham.run(rename_tool, tool.id, " ")
    only = str(durham.run(add_tool, "B").result)
    durham.run(remove_draft, only)
    assert [one.title for one in durham.ask(list_tools)] == ["Another tool"]
    assert durham.ask(moderation_page, audit, TODAY).questions == ()


GRADES = (Grade("A", "Good"), Grade("B", "Bad"))


@pytest.mark.parametrize(
    ("words", "content"),
    [
        ("at most 200", ToolContent(GRADES, (Section("S", (Question("", "Q"),) * 201),))),
        ("needs a title", ToolContent(GRADES, (Section(" ", (Question("", "Q"),)),))),
        ("needs its words", ToolContent(GRADES, (Section("S", (Question("", " "),)),))),
        ("at most 2,000", ToolContent(GRADES, (Section("S", (Question("", "x" * 2001),)),))),
        ("one of: scale", ToolContent(GRADES, (Section("S", (Question("", "Q", "stars"),)),))),
        ("same mark", ToolContent(GRADES, (Section("S", (Question("a", "Q"),) * 2),))),
        ("two grades", ToolContent(GRADES[:1], (Section("S", (Question("", "Q", SCALE),)),))),
    ],
)
def test_a_tool_that_nobody_could_fill_in_is_not_issued(words: str, content: ToolContent) -> None:
    marked = [
        replace(
            part,
            questions=tuple(replace(q, id=q.id or f"{at}") for at, q in enumerate(part.questions)),
        )
        for part in content.sections
    ]
    with pytest.raises(Refused, match=words):
        judge_content(replace(content, sections=tuple(marked)))


def test_a_return_keeps_its_tool(
    durham: Store, version: str, returned: tuple[str, tuple[str, ...]]
) -> None:
    audit, _ = returned
    with pytest.raises(Refused, match="It keeps its tool"):
        durham.run(use_version, audit, None)
    with pytest.raises(Refused, match="It stays: close it"):
        durham.run(remove_audit, audit)
    assert len(durham.ask(get_version, version).content.questions) == 25
