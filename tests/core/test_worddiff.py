"""Words compared: the runs give back both texts, and read as a person would mark them."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from dscp_desktop.core.worddiff import (
    CUT,
    NEW,
    SAME,
    Run,
    compare_words,
    is_same,
    new_text,
    old_text,
    spoken,
)

WORDS = st.lists(
    st.sampled_from(["the", "The", "chair", " ", "\n", ".", "12.5", "isn't", "é", "-"])
).map("".join)


@given(st.one_of(WORDS, st.text()), st.one_of(WORDS, st.text()))
def test_the_runs_give_back_both_texts(old: str, new: str) -> None:
    runs = compare_words(old, new)
    assert old_text(runs) == old
    assert new_text(runs) == new
    assert is_same(runs) == (old == new)
    assert all(run.text for run in runs)
    for before, after in pairwise(runs):
        assert before.kind != after.kind
        assert (before.kind, after.kind) != (NEW, CUT)


def test_changed_words_are_marked_as_words() -> None:
    assert compare_words("Noted by all.", "Agreed by all.") == (
        Run(CUT, "Noted"),
        Run(NEW, "Agreed"),
        Run(SAME, " by all."),
    )


def test_two_words_replaced_side_by_side_are_one_change() -> None:
    runs = compare_words("The first draft is here.", "The last version is here.")
    assert runs == (
        Run(SAME, "The "),
        Run(CUT, "first draft"),
        Run(NEW, "last version"),
        Run(SAME, " is here."),
    )


def test_a_number_changes_as_a_whole() -> None:
    assert compare_words("Cost 1,250.00", "Cost 1,350.00")[1:] == (
        Run(CUT, "1,250.00"),
        Run(NEW, "1,350.00"),
    )


def test_it_is_said_aloud() -> None:
    assert spoken(compare_words("by May", "by June")) == "by [cut: May][new: June]"
    assert spoken(compare_words("ab", "a b")) == "[cut: ab][new: a b]"


def test_long_texts_are_compared_in_time() -> None:
    old = "word and more " * 1500
    runs = compare_words(old, old + "end")
    assert new_text(runs) == old + "end"
