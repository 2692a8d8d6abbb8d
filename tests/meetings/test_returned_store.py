"""The Word copy in a real store: sent out, taken back, accepted, refused, undone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from dscp_desktop.actions.rules.log import ActionDetails
from dscp_desktop.core.faults import Refused, WrongUse
from dscp_desktop.meetings.commands.notes import save_item_notes
from dscp_desktop.meetings.commands.raising import add_decision, raise_action
from dscp_desktop.meetings.commands.returning import (
    CERTAIN,
    accept_difference,
    accept_differences,
    finish_returned,
    leave_differences,
    send_out,
    take_back,
)
from dscp_desktop.meetings.documents.minutes import word_copy
from dscp_desktop.meetings.queries.logs import list_decisions
from dscp_desktop.meetings.queries.record import meeting_record
from dscp_desktop.meetings.queries.returned import (
    copy_facts,
    find_differences,
    present_items,
    returned_files,
)
from dscp_desktop.meetings.rules.record import NoteDraft
from dscp_desktop.meetings.rules.returned.values import Difference, present_of
from dscp_desktop.paper.tasks import returned, text, write
from dscp_desktop.records.commands import redact_words
from dscp_desktop.store.history import undo
from dscp_desktop.store.opening import Store
from dscp_desktop.store.redact import files_holding
from tests.meetings.edits import Editor, lines_of

FIRST = "The audit looked at fifteen cases in the spring."
SECOND = "Schools asked to see the findings before the summer."
THIRD = "The reserve is carried forward into the coming year."


def _say(_words: str, _done: int, _of: int) -> None:
    """Nobody listens."""


@pytest.fixture
def minuted(durham: Store, july: str, items: list[str]) -> str:
    """July's meeting with words, a decision and an action."""
    last = items[-3:]
    durham.run(save_item_notes, last[0], (NoteDraft(FIRST), NoteDraft(SECOND)))
    durham.run(save_item_notes, last[1], (NoteDraft(THIRD),))
    durham.run(add_decision, last[1], "The spending of the year is agreed.")
    return july


def copy_of(durham: Store, meeting: str) -> bytes:
    facts = durham.ask(copy_facts, meeting)
    values = word_copy(facts.record, facts.partnership, facts.marking)
    _, blobs = write(values, [], _say)
    return blobs[0]


@pytest.fixture
def sent(durham: Store, minuted: str) -> bytes:
    data = copy_of(durham, minuted)
    durham.run(send_out, minuted, "minutes.docx", data)
    return data


def differing(durham: Store, meeting: str) -> tuple[Difference, ...]:
    files = durham.ask(returned_files, meeting)
    assert files.sent is not None
    assert files.back is not None
    return durham.ask(find_differences, meeting, lines_of(files.sent), lines_of(files.back))


def said(durham: Store, meeting: str) -> list[str]:
    record = durham.ask(meeting_record, meeting)
    return [n.record.text if n.record else n.text for i in record.items for n in i.notes]


def test_what_stands_here_is_told_the_same_by_both_ways(durham, minuted):
    record = durham.ask(meeting_record, minuted)
    assert durham.ask(present_items, minuted) == present_of(record)


def test_sent_and_back_unchanged_is_no_difference(durham, minuted, sent):
    durham.run(take_back, minuted, "back.docx", Editor(sent).save())
    assert differing(durham, minuted) == ()
    files = durham.ask(returned_files, minuted)
    assert (files.sent_name, files.back_name, files.frozen) == ("minutes.docx", "back.docx", "")


def test_the_task_reads_both_files(sent):
    values = {"names": ["one", "two"], "prefix": "_dscp_"}
    answer, blobs = returned(values, [sent, sent], _say)
    assert answer["lines"][0] == answer["lines"][1]
    assert any(line["marks"] for line in answer["lines"][0])
    assert blobs == []


def test_differences_are_accepted_one_by_one_and_undone(durham, minuted, sent):
    editor = Editor(sent)
    editor.replace("The audit", "fifteen", "sixteen")
    editor.insert_after("Schools asked", "They will have them in June.")
    editor.delete("The reserve")
    durham.run(take_back, minuted, "back.docx", editor.save())
    changed, inserted, deleted = differing(durham, minuted)
    before = said(durham, minuted)
    entry = durham.run(accept_difference, minuted, inserted).entry
    assert said(durham, minuted)[2] == "They will have them in June."
    assert differing(durham, minuted) == (changed, deleted)
    durham.run(accept_differences, minuted, ((changed, CERTAIN), (deleted, CERTAIN)))
    assert differing(durham, minuted) == ()
    assert said(durham, minuted) == [
        FIRST.replace("fifteen", "sixteen"), SECOND, "They will have them in June.",
        "The spending of the year is agreed.",
    ]  # fmt: skip
    with pytest.raises(Refused):
        durham.run(undo, entry)
    last = durham.run(leave_differences, minuted, ())
    assert last.words.startswith("Left as it is")
    assert before[0] == FIRST


def test_all_at_once_is_one_entry_and_one_undo(durham, minuted, sent):
    editor = Editor(sent)
    editor.replace("The audit", "fifteen", "sixteen")
    editor.move_after("The reserve", "Schools asked")
    durham.run(take_back, minuted, "back.docx", editor.save())
    before = said(durham, minuted)
    found = differing(durham, minuted)
    done = durham.run(accept_differences, minuted, tuple((one, CERTAIN) for one in found))
    assert done.words.startswith("2 differences taken in: minutes of ")
    assert said(durham, minuted)[2] == THIRD
    durham.run(undo, done.entry)
    assert said(durham, minuted) == before
    assert len(differing(durham, minuted)) == 2


def test_a_question_wants_an_answer_and_is_not_asked_again(durham, minuted, sent):
    editor = Editor(sent)
    editor.replace("Decision", "of the year", "of this year")
    durham.run(take_back, minuted, "back.docx", editor.save())
    (asked,) = differing(durham, minuted)
    with pytest.raises(Refused, match="Choose an answer first: Decision"):
        durham.run(accept_difference, minuted, asked)
    durham.run(accept_difference, minuted, asked, 0)
    assert differing(durham, minuted) == ()
    assert [d.text for d in durham.ask(list_decisions)] == ["The spending of this year is agreed."]


def test_what_is_left_is_not_shown_again_until_another_file_comes(durham, minuted, sent):
    editor = Editor(sent)
    editor.replace("The audit", "fifteen", "sixteen")
    data = editor.save()
    durham.run(take_back, minuted, "back.docx", data)
    (one,) = differing(durham, minuted)
    durham.run(leave_differences, minuted, (one.key,))
    assert differing(durham, minuted) == ()
    durham.run(take_back, minuted, "again.docx", data)
    assert differing(durham, minuted) == ()
    editor.replace("Schools", "summer", "winter")
    durham.run(take_back, minuted, "newer.docx", editor.save())
    assert len(differing(durham, minuted)) == 2
    durham.run(finish_returned, minuted)
    assert durham.ask(returned_files, minuted).back is None


def test_what_changed_here_since_it_was_listed_is_refused(durham, minuted, sent, items):
    editor = Editor(sent)
    editor.replace("The audit", "fifteen", "sixteen")
    durham.run(take_back, minuted, "back.docx", editor.save())
    (one,) = differing(durham, minuted)
    notes = [NoteDraft("Other words by now.", n.id) for n in
             durham.ask(meeting_record, minuted).items[-3].notes[:1]]  # fmt: skip
    durham.run(save_item_notes, items[-3], notes)
    with pytest.raises(Refused, match="changed here since the differences were listed"):
        durham.run(accept_difference, minuted, one)
    (again,) = [d for d in differing(durham, minuted) if d.kind == "conflict"]
    durham.run(accept_difference, minuted, again, 0)
    assert said(durham, minuted)[0] == FIRST.replace("fifteen", "sixteen")


def test_approved_minutes_take_nothing_in(durham, minuted, sent, approve: Callable[[], object]):
    editor = Editor(sent)
    editor.replace("The audit", "fifteen", "sixteen")
    durham.run(take_back, minuted, "back.docx", editor.save())
    (one,) = differing(durham, minuted)
    approve()
    for command, *args in (
        (accept_difference, one),
        (leave_differences, (one.key,)),
        (send_out, "a.docx", b"x"),
        (take_back, "a.docx", b"x"),
    ):
        with pytest.raises(Refused, match="approved"):
            durham.run(command, minuted, *args)
    assert durham.ask(returned_files, minuted).frozen
    assert said(durham, minuted)[0] == FIRST


def test_nothing_comes_back_before_it_went_out(durham, minuted):
    with pytest.raises(Refused, match="No Word copy of these minutes went out"):
        durham.run(take_back, minuted, "back.docx", b"x")


def test_a_meeting_without_minutes_and_one_that_is_gone(durham, held):
    fresh = held(date(2023, 11, 2))
    assert durham.ask(returned_files, fresh).sent is None
    with pytest.raises(Refused, match="no minutes"):
        durham.run(finish_returned, fresh)
    durham.run(send_out, fresh, "minutes.docx", copy_of(durham, fresh))
    assert durham.ask(returned_files, fresh).sent is not None
    with pytest.raises(WrongUse):
        durham.ask(returned_files, "no-such-meeting")


def test_an_action_put_differently_changes_the_log(durham, minuted, items):
    durham.run(
        raise_action,
        items[-1],
        ActionDetails("Send the audit to every school.", owner_role="Officer", due_rule="none"),
    )
    data = copy_of(durham, minuted)
    durham.run(send_out, minuted, "minutes.docx", data)
    editor = Editor(data)
    editor.replace("Action PLG", "every school", "each school")
    durham.run(take_back, minuted, "back.docx", editor.save())
    asked = next(d for d in differing(durham, minuted) if d.kind == "record")
    durham.run(accept_difference, minuted, asked, 0)
    assert "Send the audit to each school." in said(durham, minuted)


def test_a_redacted_name_goes_with_the_copies_that_hold_it(durham, minuted, sent):
    editor = Editor(sent)
    editor.comment("The reserve", "Ask Zebedee Quill about it.")
    data = editor.save()
    durham.run(take_back, minuted, "back.docx", data)
    answer, _ = text({"names": ["back.docx"]}, [data], _say)
    assert "Zebedee Quill" in answer["texts"][0][0]

    def read(name: str, held: bytes) -> list[str]:
        return [str(page) for page in text({"names": [name]}, [held], _say)[0]["texts"][0]]

    found = files_holding(durham.ask, read, "Zebedee Quill")
    assert len(found.holding) == 1
    assert found.unread == ()
    durham.run(redact_words, "Zebedee Quill", found.holding)
    assert durham.ask(returned_files, minuted).back is None
