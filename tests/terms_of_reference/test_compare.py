"""The difference between two versions, on values and on paper."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from dscp_desktop.paper.document import Bullets, Columns, Heading, Paragraph, Run
from dscp_desktop.paper.html import render_html
from dscp_desktop.terms_of_reference.documents import changes_document, version_document
from dscp_desktop.terms_of_reference.rules.compare import (
    Cut,
    New,
    Same,
    compare,
    compare_texts,
)
from dscp_desktop.terms_of_reference.rules.versions import (
    Approval,
    PartText,
    Version,
    VersionText,
)

_TEXTS = st.lists(
    st.sampled_from(
        ["five", "core", "seats", "a deputy", "counts.", "\n", "- ", "whoever’s", "x-y"]
    ),
    max_size=14,
).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(_TEXTS, _TEXTS)
def test_each_side_holds_all_its_words(before: str, after: str) -> None:
    left, right, changes = compare_texts(before, after)
    assert _squeezed("".join(run.text for run in left)) == _squeezed(before)
    assert _squeezed("".join(run.text for run in right)) == _squeezed(after)
    assert not any(isinstance(run, New) for run in left)
    assert not any(isinstance(run, Cut) for run in right)
    same = [
        _squeezed("".join(r.text for r in side if isinstance(r, Same))) for side in (left, right)
    ]
    assert same[0] == same[1]
    assert (changes == 0) == (_squeezed(before) == _squeezed(after))


def _squeezed(text: str) -> str:
    lines = ("".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def test_words_put_in_the_place_of_others_are_one_change() -> None:
    left, right, changes = compare_texts(
        "Eleven core seats. It counts.", "Twelve core seats. It counts here."
    )
    assert left == (Cut("Eleven"), Same(" core seats. It counts"), Same("."))
    assert right == (
        New("Twelve"), Same(" core seats. It counts"), Same(" "), New("here"), Same("."),
    )  # fmt: skip
    assert changes == 2


def _text(number: int, **parts: str) -> VersionText:
    version = Version(f"v{number}", "d", number, begun_on=date(2023, 10, 2))
    listed = tuple(PartText(key, key.capitalize(), text) for key, text in parts.items())
    return VersionText(version, "Terms of reference: G", "terms of reference", "g", "G", listed)


def test_changes_are_counted_part_by_part() -> None:
    old = _text(1, purpose="To learn.", quorum="Five seats.", scope="All of it.")
    new = _text(2, purpose="To learn.", quorum="Six seats here.", review="Yearly.")
    found = compare(old, new)
    assert found.words == "4 changes in 3 parts"
    said = {part.title: part.words for part in found.parts}
    assert said == {
        "Purpose": "Same",
        "Quorum": "2 changes",
        "Scope": "1 change",
        "Review": "1 change",
    }
    assert compare(old, old).words == "No changes"
    assert compare(_text(1, a="x"), _text(2, a="y")).words == "1 change in 1 part"


def test_on_paper_cut_words_are_struck_and_new_ones_underlined() -> None:
    old = _text(1, quorum="Needed:\n- five seats", scope="All")
    new = _text(2, quorum="Needed:\n- six seats", scope="All")
    made = changes_document(compare(old, new))
    heading = next(block for block in made.blocks if isinstance(block, Heading))
    assert heading.text == "1 Quorum: 1 change"
    sides = next(block for block in made.blocks if isinstance(block, Columns))
    assert sides.columns[0] == (
        Paragraph((Run("Cut: ", bold=True), Run("version 1")), small=True),
        Paragraph("Needed:"),
        Bullets(((Run("five", strike=True), Run(" seats")),)),
    )
    assert sides.columns[1][-1] == Bullets(((Run("six", underline=True), Run(" seats")),))
    assert made.blocks[-1] == Paragraph("No change in: Scope.", small=True)
    page = render_html(made).decode()
    assert "<del>five</del> seats" in page
    assert "<ins>six</ins> seats" in page


def test_a_part_that_is_new_or_gone_says_so() -> None:
    made = changes_document(compare(_text(1, scope="All"), _text(2, review="Yearly.")))
    sides = [block for block in made.blocks if isinstance(block, Columns)]
    nothing = Paragraph("Not in this version.", small=True)
    assert [nothing in side.columns[0] for side in sides] == [False, True]
    assert [nothing in side.columns[1] for side in sides] == [True, False]


def test_a_version_on_paper_says_its_state() -> None:
    version = Version(
        "v",
        "d",
        2,
        True,
        date(2022, 10, 26),
        "superseded",
        until=date(2023, 10, 25),
        review_on=date(2023, 10, 26),
        note="Scrutiny of figures",
        approvals=(
            Approval("a", "b", "The group", item="5", on=date(2022, 10, 26)),
            Approval("c", "d", "The Executive"),
        ),
    )
    text = VersionText(version, "Arrangements", "arrangements", "", "", (PartText("A", "A", ""),))
    made = version_document(text)
    assert (made.title, made.subtitle) == ("Arrangements", "Arrangements, version 2")
    assert dict(made.blocks[0].pairs) == {  # type: ignore[union-attr]
        "State": "Superseded, in force from 26 October 2022 to 25 October 2023",
        "Agreed by": "The group on 26 October 2022, item 5",
        "Still to agree": "The Executive",
        "Review by": "26 October 2023",
        "Note": "Scrutiny of figures",
    }
    assert made.blocks[-1] == Paragraph("Nothing is said yet.", small=True)
    draft = version_document(_text(3, purpose="To learn."))
    assert draft.subtitle == "G, version 3, draft"
    assert draft.blocks[0].pairs == (("State", "Draft, begun on 2 October 2023"),)  # type: ignore[union-attr]
