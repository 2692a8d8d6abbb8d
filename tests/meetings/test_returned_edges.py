"""What a returned file leaves to say at the edges: its lines given by hand, with no Word file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import pytest

from dscp_desktop.meetings.rules.record import ChallengeLine, NoteLine
from dscp_desktop.meetings.rules.returned.match import match
from dscp_desktop.meetings.rules.returned.values import (
    CHALLENGE,
    DECISION,
    DELETE,
    INSERT,
    ITEM,
    MOVE,
    OTHER,
    RESTRICTED,
    SET,
    WORDS,
    Difference,
    FileLine,
    PresentItem,
    PresentNote,
    Remark,
    Step,
    apply_steps,
    code_of,
    mark_of,
    read_mark,
)
from tests.meetings.edits import only, texts, uid

AUDIT, BUDGET = uid(1), uid(2)
CASES = "The audit looked at fifteen cases in the spring."
PANEL = "Three of them were passed on to the panel."
FAMILY = "One family asked for a copy of its file."
RESERVE = "The reserve is carried forward into the coming year."
AGREED = "The spending of the year is agreed."
RENT = "The rent of the office goes up in May."


def note(number: int, text: str, code: str = WORDS) -> tuple[FileLine, PresentNote]:
    """Return a paragraph as it went out and as it stands here."""
    shown = {RESTRICTED: f"Part 2: {text}", DECISION: f"Decision 2.1: {text}"}.get(code, text)
    mark = mark_of(code, uid(number))
    return FileLine(shown, marks=(mark,)), PresentNote(uid(number), code, text)


SENT_AUDIT = (note(11, CASES), note(12, PANEL), note(13, FAMILY, RESTRICTED))
SENT_BUDGET = (note(21, RESERVE), note(22, AGREED, DECISION), note(23, RENT))
HERE = (
    PresentItem(AUDIT, "1", "Audit", tuple(here for _, here in SENT_AUDIT)),
    PresentItem(BUDGET, "2", "Budget", tuple(here for _, here in SENT_BUDGET)),
)
SENT = (
    FileLine("Minutes"),
    FileLine("1 Audit", marks=(mark_of(ITEM, AUDIT),), level=2),
    *(line for line, _ in SENT_AUDIT),
    FileLine("2 Budget", marks=(mark_of(ITEM, BUDGET),), level=2),
    *(line for line, _ in SENT_BUDGET),
    FileLine("Actions", marks=(mark_of(OTHER, "actions"),), level=2),
)


def at(begins: str, lines: Sequence[FileLine] = SENT) -> int:
    """Return the place of the one line that begins so."""
    (found,) = (place for place, line in enumerate(lines) if line.text.startswith(begins))
    return found


def came_back(
    *without: str,
    changed: Mapping[str, FileLine] | None = None,
    put: Mapping[str, Sequence[FileLine]] | None = None,
) -> tuple[FileLine, ...]:
    """Return the file without some lines, with others changed, or put in behind one."""
    gone = {at(begins) for begins in without}
    other = {at(begins): line for begins, line in (changed or {}).items()}
    behind = {at(begins): lines for begins, lines in (put or {}).items()}
    out: list[FileLine] = []
    for place, line in enumerate(SENT):
        out += [] if place in gone else [other.get(place, line)]
        out += behind.get(place, ())
    return tuple(out)


def here_without(*ids: str) -> tuple[PresentItem, ...]:
    """Return what stands here after paragraphs were taken out of it."""
    return tuple(
        replace(item, notes=tuple(one for one in item.notes if one.id not in ids)) for item in HERE
    )


def here_with(note_id: str, text: str) -> tuple[PresentItem, ...]:
    """Return what stands here after a paragraph was changed here."""
    return apply_steps(HERE, (Step(SET, note_id, text=text),), str)


def found_in(
    back: Sequence[FileLine], here: Sequence[PresentItem] = HERE
) -> tuple[Difference, ...]:
    """Return the differences of a file that came back from what went out."""
    return match(SENT, back, here)


# Headings -------------------------------------------------------------------------------------


def test_an_item_taken_out_there_and_emptied_here_is_nothing_to_ask() -> None:
    back = came_back("2 Budget", RESERVE, "Decision", RENT)
    one = only(found_in(back))
    assert one.words == "The heading of item 2 is gone, and its three paragraphs with it."
    assert found_in(back, here_without(uid(21), uid(22), uid(23))) == ()
    assert found_in(back, HERE[:1]) == ()


def test_an_empty_line_under_a_heading_that_is_gone_is_no_paragraph() -> None:
    one = only(found_in(came_back("2 Budget")))
    back = came_back("2 Budget", put={RESERVE: (FileLine(""),)})
    assert only(found_in(back)).words == one.words
    assert "do the three paragraphs after it belong" in one.words


def test_a_heading_run_into_a_paragraph_that_is_gone_here_only_tells() -> None:
    marks = (mark_of(ITEM, AUDIT), mark_of(WORDS, uid(11)))
    both = FileLine(f"1 Audit {CASES}", marks=marks, level=2)
    one = only(found_in(came_back(CASES, changed={"1 Audit": both}), here_without(uid(11))))
    assert one.words == "The heading of item 1 and the paragraph after it run together."
    assert not one.ways
    assert not one.certain


def test_words_changed_behind_a_heading_they_run_into_can_be_taken_in() -> None:
    marks = (mark_of(ITEM, AUDIT), mark_of(WORDS, uid(11)))
    both = FileLine("1 Audit The audit looked at sixteen cases in the spring.", marks=marks)
    (way,) = only(found_in(came_back(CASES, changed={"1 Audit": both}))).ways
    assert way.words == "Read what follows the heading as that paragraph"
    after = texts(apply_steps(HERE, way.steps, str), AUDIT)
    assert after[0] == "The audit looked at sixteen cases in the spring."


def test_an_item_without_a_number_is_called_by_its_title() -> None:
    here = tuple(replace(item, label="") for item in HERE)
    one = only(found_in(came_back(PANEL, put={RENT: (SENT[at(PANEL)],)}), here))
    assert (one.item, one.words) == ("Budget", "A paragraph was moved here from 'Audit'.")


def test_a_changed_heading_of_the_program_is_printed_as_before() -> None:
    changed = replace(SENT[at("Actions")], text="What is to be done")
    one = only(found_in(came_back(changed={"Actions": changed})))
    assert one.words == "A heading that the program makes was changed. It prints it as before."
    assert (one.old, one.new, one.item_id, one.certain) == (
        ("Actions", "What is to be done", "", False)
    )


def test_what_the_program_writes_and_is_gone_is_told() -> None:
    title, heading = found_in(came_back("Minutes", "Actions"))
    assert title.words == (
        "A line outside the items is gone. The program makes it from the record: change it there."
    )
    assert heading.words == "The heading 'Actions' is gone. The program prints it again."
    assert not title.certain
    assert not heading.certain


def test_a_heading_gone_from_an_item_with_no_paragraphs_leaves_the_item() -> None:
    head = FileLine("3 Close", marks=(mark_of(ITEM, uid(3)),), level=2)
    here = (*HERE, PresentItem(uid(3), "3", "Close"))
    one = only(match((*SENT[:-1], head), SENT[:-1], here))
    assert one.words == "The heading of item 3 is gone. The item stays as it is."
    assert (one.item_id, one.ways) == (uid(3), ())


def test_two_headings_of_the_same_words_are_not_told_apart_without_bookmarks() -> None:
    twice = tuple(replace(line, text="Report") if line.level else line for line in SENT[:-1])
    bare = tuple(replace(line, marks=()) if line.level else line for line in twice)
    found = match(twice, bare, HERE)
    assert found
    assert not any(one.certain for one in found)
    assert any(one.words.startswith("The heading of item 1 and of item 2 is gone") for one in found)


def test_a_new_heading_taken_in_already_is_not_asked_about_again() -> None:
    fresh = (FileLine("Thanks", level=2), FileLine("The chair thanked everybody."))
    back = came_back(put={RENT: fresh})
    (way,) = only(found_in(back)).ways
    numbers = iter((uid(70), uid(71)))
    after = apply_steps(HERE, way.steps, lambda: next(numbers))
    assert texts(after, BUDGET)[-2:] == ["Thanks", "The chair thanked everybody."]
    assert found_in(back, after) == ()


def test_a_paragraph_in_the_looks_of_a_heading_is_no_new_heading() -> None:
    loud = replace(SENT[at(PANEL)], level=2)
    assert found_in(came_back(changed={PANEL: loud})) == ()


# Paragraphs -----------------------------------------------------------------------------------


def test_a_restricted_paragraph_without_its_sign_stays_restricted() -> None:
    bare = replace(SENT[at("Part 2:")], text=FAMILY)
    one = only(found_in(came_back(changed={"Part 2:": bare})))
    assert one.words == "'Part 2:' is gone before a paragraph. It stays restricted."
    assert (one.item_id, one.certain, one.ways) == (AUDIT, False, ())


def test_a_paragraph_put_in_below_a_blank_line_stands_after_the_words_above_it() -> None:
    back = came_back(put={CASES: (FileLine(""), FileLine("Nobody had a question."))})
    one = only(found_in(back))
    assert one.words == f"A paragraph was put in after '{CASES}'."


def test_a_paragraph_put_in_right_below_a_heading_stands_at_the_start() -> None:
    one = only(found_in(came_back(put={"2 Budget": (FileLine("Nobody had a question."),)})))
    assert one.words == "A paragraph was put in at the start."
    assert texts(apply_steps(HERE, one.steps, lambda: uid(70)), BUDGET)[0] == one.new


def test_short_words_without_a_bookmark_are_known_within_their_item() -> None:
    here = here_with(uid(12), "Noted.")
    sent = tuple(replace(x, text="Noted.") if x.text == PANEL else x for x in SENT)
    back = tuple(replace(x, marks=()) if x.text == "Noted." else x for x in sent)
    assert match(sent, back, here) == ()


def test_a_paragraph_changed_alike_on_both_sides_is_no_difference() -> None:
    changed = replace(SENT[at(PANEL)], text="All of them were closed.")
    assert found_in(came_back(changed={PANEL: changed}), here_with(uid(12), changed.text)) == ()


def test_other_words_without_a_bookmark_are_another_paragraph() -> None:
    found = found_in(came_back(changed={PANEL: FileLine("Nobody had a question.")}))
    assert sorted(one.kind for one in found) == ["deleted", "inserted"]


def test_a_joined_paragraph_that_is_gone_here_is_not_taken_out_again() -> None:
    marks = (mark_of(WORDS, uid(11)), mark_of(WORDS, uid(12)))
    both = FileLine(f"{CASES} {PANEL}", marks=marks)
    back = came_back(PANEL, changed={CASES: both})
    assert [step.kind for step in only(found_in(back)).steps] == [SET, DELETE]
    one = only(found_in(back, here_without(uid(12))))
    assert (one.kind, [step.kind for step in one.steps]) == ("changed", [SET])


def test_a_joined_paragraph_that_was_changed_here_is_asked_about() -> None:
    marks = (mark_of(WORDS, uid(11)), mark_of(WORDS, uid(12)))
    both = FileLine(f"{CASES} {PANEL}", marks=marks)
    here = here_with(uid(12), "Two of them were passed on to the panel.")
    changed, joined = found_in(came_back(PANEL, changed={CASES: both}), here)
    assert (changed.kind, [step.kind for step in changed.steps]) == ("changed", [SET])
    assert joined.words == "A paragraph was joined with another line of the file."
    assert not joined.certain
    after = texts(apply_steps(here, joined.ways[0].steps, str), AUDIT)
    assert after == [CASES, FAMILY]


def test_two_bookmarks_in_one_line_whose_second_words_are_gone_mean_it_was_taken_out() -> None:
    both = FileLine(f"{CASES} All in one.", marks=(SENT[at(CASES)].marks + SENT[at(PANEL)].marks))
    changed, gone = found_in(came_back(PANEL, changed={CASES: both}))
    assert (changed.kind, changed.old) == ("changed", CASES)
    assert (gone.kind, gone.old) == ("deleted", PANEL)


def test_a_bookmark_left_on_a_blank_line_means_the_paragraph_was_taken_out() -> None:
    blank = replace(SENT[at(PANEL)], text="")
    one = only(found_in(came_back(changed={PANEL: blank})))
    assert (one.kind, one.old) == ("deleted", PANEL)


def test_a_paragraph_with_the_bookmark_of_other_minutes_is_new() -> None:
    strange = FileLine("Copied from the last minutes.", marks=(mark_of(WORDS, uid(99)),))
    one = only(found_in(came_back(put={CASES: (strange,)})))
    assert (one.kind, one.new, one.item_id) == ("inserted", strange.text, AUDIT)


def test_paragraphs_alike_without_bookmarks_each_go_to_the_nearest() -> None:
    ones = ("The panel met once in the month of May.", "The panel met twice in the month of June.")
    now = ("The panel met once in the month of July.", "The panel met twice in the month of July.")
    marked = [note(number, text) for number, text in enumerate(ones, 31)]
    head = SENT[at("1 Audit")]
    item = PresentItem(AUDIT, "1", "Audit", tuple(here for _, here in marked))
    base = (head, *(line for line, _ in marked))
    found = match(base, (head, *map(FileLine, reversed(now))), (item,))
    changed = {one.old: one.new for one in found if one.kind == "changed"}
    assert changed == dict(zip(ones, now, strict=True))


def test_a_paragraph_moved_to_another_item_and_taken_out_here_can_come_back() -> None:
    back = came_back(PANEL, put={RENT: (SENT[at(PANEL)],)})
    here = here_without(uid(12))
    one = only(found_in(back, here))
    assert one.words == "A paragraph was moved here from item 1; it was taken out."
    assert (one.item_id, one.certain) == (BUDGET, False)
    after = apply_steps(here, one.ways[0].steps, lambda: uid(70))
    assert texts(after, BUDGET)[-1] == PANEL


def test_a_paragraph_moved_outside_the_items_stays_and_is_told() -> None:
    one = only(found_in(came_back(PANEL, put={"Actions": (SENT[at(PANEL)],)})))
    assert one.words == "A paragraph of item 1 stands outside the items."
    assert (one.item_id, one.certain, one.ways) == (AUDIT, False, ())


def test_a_paragraph_moved_alike_on_both_sides_is_only_read_for_its_words() -> None:
    here = apply_steps(HERE, (Step(MOVE, uid(12), BUDGET, (uid(23),)),), str)
    assert found_in(came_back(PANEL, put={RENT: (SENT[at(PANEL)],)}), here) == ()
    moved = replace(SENT[at(PANEL)], text="Four of them were passed on to the panel.")
    one = only(found_in(came_back(PANEL, put={RENT: (moved,)}), here))
    assert (one.kind, one.item_id, one.new) == ("changed", BUDGET, moved.text)


def test_a_paragraph_moved_and_changed_there_alone_is_certain() -> None:
    moved = replace(SENT[at(PANEL)], text="Four of them were passed on to the panel.")
    one = only(found_in(came_back(PANEL, put={RENT: (moved,)})))
    assert (one.kind, [step.kind for step in one.steps]) == ("moved", [MOVE, SET])
    assert texts(apply_steps(HERE, one.steps, str), BUDGET)[-1] == moved.text


def test_a_paragraph_moved_there_and_changed_on_both_sides_is_asked_about() -> None:
    moved = replace(SENT[at(PANEL)], text="Four of them were passed on to the panel.")
    here = here_with(uid(12), "Two of them were passed on to the panel.")
    one = only(found_in(came_back(PANEL, put={RENT: (moved,)}), here))
    assert one.words == "A paragraph was moved here from item 1."
    assert (one.kind, one.certain) == ("question", False)
    (way,) = one.ways
    assert way.words == "Move it to item 2"
    assert [step.kind for step in way.steps] == [MOVE, SET]
    assert texts(apply_steps(here, way.steps, str), BUDGET)[-1] == moved.text


# Records and remarks --------------------------------------------------------------------------


def test_a_decision_changed_there_and_here_says_what_stands_here() -> None:
    line = SENT[at("Decision")]
    changed = replace(line, text="Decision 2.1: The spending of half the year is agreed.")
    here = here_with(uid(22), "The spending of the year is put off.")
    one = only(found_in(came_back(changed={"Decision": changed}), here))
    assert (one.kind, one.certain) == ("record", False)
    assert one.more == "It was changed here meanwhile: The spending of the year is put off."


def test_a_decision_changed_alike_on_both_sides_is_nothing_to_ask() -> None:
    line = SENT[at("Decision")]
    changed = replace(line, text="Decision 2.1: The spending of half the year is agreed.")
    here = here_with(uid(22), "The spending of half the year is agreed.")
    assert found_in(came_back(changed={"Decision": changed}), here) == ()


def test_a_decision_with_another_number_is_told_with_no_answer() -> None:
    changed = replace(SENT[at("Decision")], text=f"Decision 2.2: {AGREED}")
    one = only(found_in(came_back(changed={"Decision": changed})))
    assert one.words == "Decision 2.1 reads differently. Is the decision to be changed?"
    assert one.ways == ()


def test_a_comment_outside_the_items_has_no_paragraph_to_become() -> None:
    asked = replace(SENT[0], remarks=(Remark("comment", "The chair", "Who reads this?"),))
    one = only(found_in(came_back(changed={"Minutes": asked})))
    assert (one.kind, one.words, one.new) == ("comment", "Comment of The chair.", "Who reads this?")
    assert (one.item_id, one.ways) == ("", ())


# Bookmarks and steps --------------------------------------------------------------------------


def test_a_challenge_has_a_bookmark_of_its_own_kind() -> None:
    raised = ChallengeLine(uid(80), uid(90), "Group", "LG", "C1", date(2023, 10, 19), "Too slow.")
    assert code_of(NoteLine(uid(40), challenge=raised)) == CHALLENGE
    assert code_of(NoteLine(uid(41), "Hidden.", restricted=True)) == RESTRICTED
    assert read_mark(mark_of(CHALLENGE, uid(40))) == (CHALLENGE, uid(40))


@pytest.mark.parametrize("mark", ["_GoBack", "_dscp_", "_dscp_n", ""])
def test_a_bookmark_of_somebody_else_holds_nothing(mark: str) -> None:
    assert read_mark(mark) == ("", "")


@pytest.mark.parametrize(
    "step",
    [
        Step(SET, uid(99), text="Other words."),
        Step(DELETE, uid(99)),
        Step(MOVE, uid(99), BUDGET),
        Step(MOVE, uid(11), uid(99)),
        Step(INSERT, "", uid(99), text="New words."),
    ],
)
def test_a_step_whose_paragraph_or_item_is_gone_does_nothing(step: Step) -> None:
    assert apply_steps(HERE, (step,), lambda: uid(70)) == HERE
