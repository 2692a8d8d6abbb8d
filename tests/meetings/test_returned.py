"""A Word file comes back: each edit at its item or a plain question, nothing elsewhere."""

from __future__ import annotations

import pytest

from dscp_desktop.meetings.rules.record import MeetingRecord
from dscp_desktop.meetings.rules.returned.values import apply_steps, present_of
from tests.meetings.edits import (
    AUTHOR,
    Editor,
    a_record,
    accepted,
    differences,
    only,
    sent_file,
    texts,
    uid,
)

AUDIT, BUDGET, OTHER = uid(3), uid(4), uid(5)


@pytest.fixture
def record() -> MeetingRecord:
    return a_record()


@pytest.fixture
def editor(record: MeetingRecord) -> Editor:
    return Editor(sent_file(record))


def test_no_edit_is_no_difference(record, editor):
    assert differences(record, editor) == ()


def test_changed_words_come_at_their_paragraph(record, editor):
    editor.replace("The audit looked", "fifteen", "sixteen")
    one = only(differences(record, editor))
    assert (one.kind, one.item, one.certain) == ("changed", "Item 3: Audit of neglect", True)
    assert one.old == "The audit looked at fifteen cases in the spring."
    assert texts(accepted(record, (one,)), AUDIT)[0].startswith("The audit looked at sixteen")


def test_a_paragraph_put_in_comes_where_it_stands(record, editor):
    editor.insert_after("The audit looked", "The panel thanked those who took part.")
    one = only(differences(record, editor))
    assert (one.kind, one.item_id, one.certain) == ("inserted", AUDIT, True)
    assert (
        one.words
        == "A paragraph was put in after 'The audit looked at fifteen cases in the spring.'."
    )
    assert texts(accepted(record, (one,)), AUDIT)[1] == "The panel thanked those who took part."


def test_several_put_in_keep_their_order_whichever_comes_first(record, editor):
    editor.insert_after("Schools asked", "Second of the new ones here.")
    editor.insert_after("Schools asked", "First of the new ones here.")
    first, second = differences(record, editor)
    wanted = ["First of the new ones here.", "Second of the new ones here."]
    assert texts(accepted(record, (first, second)), AUDIT)[3:5] == wanted
    for way in ((first, second), (second, first)):
        now = present_of(record)
        for one in way:
            left = differences(record, editor, now)
            again = next(other for other in left if other.new == one.new)
            now = accepted(record, (again,), now)
        assert texts(now, AUDIT)[3:5] == wanted
        assert differences(record, editor, now) == ()


def test_a_paragraph_taken_out_is_taken_out(record, editor):
    editor.delete("Nothing else arose")
    one = only(differences(record, editor))
    assert (one.kind, one.item) == ("deleted", "Item 2: Minutes of the last meeting")
    assert len(texts(accepted(record, (one,)), uid(2))) == 1


def test_a_paragraph_moved_to_another_item_moves(record, editor):
    editor.move_after("Schools asked", "The website")
    one = only(differences(record, editor))
    assert (one.kind, one.item_id, one.certain) == ("moved", OTHER, True)
    assert one.words == "A paragraph was moved here from item 3."
    after = accepted(record, (one,))
    assert texts(after, OTHER)[1].startswith("Schools asked")
    assert len(texts(after, AUDIT)) == 3


def test_a_paragraph_moved_within_its_item_moves(record, editor):
    editor.move_after("The website", "The next meeting")
    one = only(differences(record, editor))
    assert (one.kind, one.words) == ("moved", "A paragraph was moved within the item.")
    assert [t[:8] for t in texts(accepted(record, (one,)), OTHER)] == [
        "Leaflets", "The next", "The webs",
    ]  # fmt: skip


def test_a_comment_is_a_question_at_its_paragraph(record, editor):
    editor.comment("The reserve", "Is this the whole reserve?")
    one = only(differences(record, editor))
    assert (one.kind, one.item_id, one.certain) == ("comment", BUDGET, False)
    assert one.words.startswith(f"Comment of {AUTHOR} on 'The reserve is carried")
    assert one.new == "Is this the whole reserve?"
    step = one.ways[0].steps[0]
    after = apply_steps(present_of(record), (step,), lambda: uid(7000))
    assert texts(after, BUDGET)[-1] == "Is this the whole reserve?"
    assert differences(record, editor, after) == ()


def test_tracked_changes_not_accepted_are_shown_with_their_author(record, editor):
    editor.track_replace("The audit looked", "fifteen", "sixteen")
    editor.track_insert("The website", "It will be read out to everybody first.")
    editor.track_delete("Nothing else arose")
    editor.track_move("The next meeting", "The reserve")
    found = differences(record, editor)
    assert [(one.kind, one.item_id) for one in found] == [
        ("deleted", uid(2)), ("changed", AUDIT), ("moved", BUDGET), ("inserted", OTHER),
    ]  # fmt: skip
    assert found[1].more == f"Tracked in Word by {AUTHOR}, and not accepted there yet."
    assert found[3].more == found[1].more
    after = accepted(record, found)
    assert texts(after, BUDGET)[-1].startswith("The next meeting")
    assert "sixteen" in texts(after, AUDIT)[0]


def test_tracked_changes_accepted_in_word_are_plain_edits(record, editor):
    editor.track_replace("The audit looked", "fifteen", "sixteen")
    body = editor.word.element.body
    for cut in list(body.iter("{*}del")):
        cut.getparent().remove(cut)
    one = only(differences(record, editor))
    assert one.kind == "changed"
    assert "sixteen" in one.new


def test_a_heading_that_is_gone_is_asked_about(record, editor):
    editor.delete("5 Any other business")
    one = only(differences(record, editor))
    assert one.words == (
        "The heading of item 5 is gone: do the three paragraphs after it belong to item 4 or 5?"
    )
    assert [way.words for way in one.ways] == ["Item 4: Budget", "Item 5: Any other business"]
    assert one.ways[1].steps == ()
    assert not one.certain
    moved = apply_steps(present_of(record), one.ways[0].steps, lambda: uid(7000))
    assert [t[:8] for t in texts(moved, BUDGET)][3:] == ["The webs", "Leaflets", "The next"]
    assert texts(moved, OTHER) == []


def test_words_under_a_heading_that_is_gone_never_land_by_themselves(record, editor):
    editor.delete("4 Budget")
    editor.insert_after("The reserve", "Written under a heading that is gone.")
    editor.replace("Spending was", "line by line", "as a whole")
    found = differences(record, editor)
    assert not any(one.certain for one in found)
    asked = next(one for one in found if one.kind == "heading")
    assert "item 3 or 4?" in asked.words
    assert "Written under a heading that is gone." in asked.new
    put = apply_steps(present_of(record), asked.ways[1].steps, lambda: uid(7000))
    assert texts(put, BUDGET)[-1] == "Written under a heading that is gone."
    assert "as a whole" in texts(put, BUDGET)[0]


def test_a_new_heading_is_asked_about(record, editor):
    editor.insert_after("The next meeting", "Said under the new heading.")
    editor.insert_after("The next meeting", "Thanks", style="Heading 2")
    one = only(differences(record, editor))
    assert (
        one.words == "A new heading, 'Thanks', stands in item 5, with one new paragraph under it."
    )
    assert not one.certain
    put = apply_steps(present_of(record), one.ways[0].steps, lambda: f"{len(str(one))}-{id(one)}")
    assert texts(put, OTHER)[-2:] == ["Thanks", "Said under the new heading."]


def test_a_changed_heading_changes_the_title_and_a_changed_number_is_told(record, editor):
    editor.replace("4 Budget", "Budget", "Budget and reserve")
    editor.replace("5 Any", "5 Any", "6 Any")
    title, number = differences(record, editor)
    assert (title.kind, title.old, title.new) == ("title", "Budget", "Budget and reserve")
    assert accepted(record, (title,))[3].title == "Budget and reserve"
    assert number.words == "The number of item 5 was changed. Numbers stay as they went out."
    assert not number.certain


def test_a_paragraph_split_stays_in_its_item(record, editor):
    editor.split("Three of them", "for another")
    found = differences(record, editor)
    assert [(one.kind, one.item_id) for one in found] == [("changed", AUDIT), ("inserted", AUDIT)]
    assert texts(accepted(record, found), AUDIT)[1:3] == [
        "Three of them were passed on to the panel", "for another look.",
    ]  # fmt: skip


def test_paragraphs_joined_become_one(record, editor):
    editor.join("The website", "Leaflets")
    one = only(differences(record, editor))
    assert (one.kind, one.item_id) == ("joined", OTHER)
    assert [t[:11] for t in texts(accepted(record, (one,)), OTHER)] == [
        "The website",
        "The next me",
    ]


def test_a_heading_that_runs_into_its_paragraph_is_asked_about(record, editor):
    editor.join("5 Any other", "The website")
    one = only(differences(record, editor))
    assert one.words.startswith("The heading of item 5 and the paragraph after it run together.")
    assert not one.certain


def test_a_decision_that_reads_differently_is_asked_about(record, editor):
    editor.replace("Decision 4.1", "of the year", "of this year")
    one = only(differences(record, editor))
    assert (one.kind, one.certain) == ("record", False)
    assert one.words == "Decision 4.1 reads differently. Is the decision to be changed?"
    put = apply_steps(present_of(record), one.ways[0].steps, lambda: "")
    assert texts(put, BUDGET)[1] == "The spending of this year is agreed."


def test_an_action_that_is_gone_or_moved_stays_and_is_told(record, editor):
    editor.delete("Action LG007")
    editor.move_after("Decision 4.1", "The website")
    gone, moved = differences(record, editor)
    assert gone.words == "Action LG007 is gone from the file. It stays until it is taken out."
    assert moved.words.startswith("Decision 4.1 was moved to item 5.")
    assert not gone.certain
    assert not moved.certain
    assert moved.ways == gone.ways == ()


def test_what_the_program_makes_is_told(record, editor):
    editor.replace("Owner: Education", "26 October", "27 October")
    editor.word.tables[-1].rows[1].cells[3].text = "Health"
    editor.insert_after("Nobody's attendance", "The chair came late.")
    found = differences(record, editor)
    assert not any(one.certain for one in found)
    assert {one.words for one in found} == {
        "A line in this item was changed. The program makes it from the record: change it there.",
        "A line outside the items was changed. The program makes it from the record: change it "
        "there.",
        "Something was written after the items. It belongs to no item.",
    }
