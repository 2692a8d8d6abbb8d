"""Files that came back the hard way: bookmarks lost, changed on both sides, part 2, others."""

from __future__ import annotations

import copy
import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import pytest

from dscp_desktop.core.faults import Refused
from dscp_desktop.meetings.rules.record import MeetingRecord
from dscp_desktop.meetings.rules.returned.match import match
from dscp_desktop.meetings.rules.returned.values import (
    PresentItem,
    PresentNote,
    apply_steps,
    present_of,
)
from tests.meetings.edits import (
    Editor,
    a_record,
    differences,
    item,
    lines_of,
    only,
    sent_file,
    texts,
    uid,
    words,
)
from tests.paper.documents import picture

AUDIT, BUDGET, OTHER = uid(3), uid(4), uid(5)


@pytest.fixture
def record() -> MeetingRecord:
    return a_record()


@pytest.fixture
def editor(record: MeetingRecord) -> Editor:
    return Editor(sent_file(record))


def test_all_bookmarks_lost_the_words_tell(record, editor):
    editor.strip()
    assert differences(record, editor) == ()
    editor.replace("The audit looked", "fifteen", "sixteen")
    editor.insert_after("The reserve", "Nobody had a question about it.")
    editor.delete("Nothing else arose")
    editor.move_after("Schools asked", "The website")
    found = differences(record, editor)
    assert [(one.kind, one.item_id) for one in found] == [
        ("deleted", uid(2)), ("changed", AUDIT), ("inserted", BUDGET), ("moved", OTHER),
    ]  # fmt: skip


def test_copied_as_plain_text_the_headings_are_known_by_their_words(record, editor):
    editor.strip()
    for line in editor.word.paragraphs:
        line.style = "Normal"
    editor.replace("The audit looked", "fifteen", "sixteen")
    one = only(differences(record, editor))
    assert (one.kind, one.item_id) == ("changed", AUDIT)


def test_a_bookmark_that_slipped_to_a_new_paragraph_does_not_count(record, editor):
    """Enter at the start of a paragraph can leave its bookmark with the new, first one."""
    line = editor.find("The reserve")._p
    mark = next(line.iter("{*}bookmarkStart"))
    fresh = editor.insert_after("Decision 4.1", "A word before the reserve.")
    fresh._p.append(mark)
    one = only(differences(record, editor))
    assert (one.kind, one.new) == ("inserted", "A word before the reserve.")


def test_changed_on_both_sides_is_a_conflict(record, editor):
    editor.replace("The audit looked", "fifteen", "sixteen")
    now = list(present_of(record))
    notes = (PresentNote(uid(31), text="Changed here."), *now[2].notes[1:])
    now[2] = PresentItem(AUDIT, "3", "Audit of neglect", notes)
    one = only(differences(record, editor, now))
    assert (one.kind, one.certain, one.old) == ("conflict", False, "Changed here.")
    assert one.more == "It went out as: The audit looked at fifteen cases in the spring."
    after = apply_steps(now, one.ways[0].steps, lambda: "")
    assert "sixteen" in texts(after, AUDIT)[0]


def test_gone_there_and_changed_here_is_a_conflict(record, editor):
    editor.delete("The audit looked")
    now = list(present_of(record))
    notes = (PresentNote(uid(31), text="Changed here."), *now[2].notes[1:])
    now[2] = PresentItem(AUDIT, "3", "Audit of neglect", notes)
    one = only(differences(record, editor, now))
    assert (one.kind, one.certain) == ("conflict", False)


def test_changed_there_and_gone_here_is_a_conflict(record, editor):
    editor.replace("The audit looked", "fifteen", "sixteen")
    now = list(present_of(record))
    now[2] = PresentItem(AUDIT, "3", "Audit of neglect", now[2].notes[1:])
    one = only(differences(record, editor, now))
    assert (one.kind, one.certain) == ("conflict", False)


def test_only_changed_here_is_no_difference(record, editor):
    now = list(present_of(record))
    notes = (PresentNote(uid(31), text="Changed here."), PresentNote(uid(99), text="New here."))
    now[2] = PresentItem(AUDIT, "3", "Audit of neglect", (*notes, *now[2].notes[1:]))
    assert differences(record, editor, now) == ()


def test_a_whole_item_taken_out_is_asked_about(record, editor):
    for begins in ("2 Minutes of", "The minutes were", "Nothing else"):
        editor.delete(begins)
    one = only(differences(record, editor))
    assert one.words == "The heading of item 2 is gone, and its two paragraphs with it."
    assert not one.certain
    assert texts(apply_steps(present_of(record), one.ways[0].steps, lambda: ""), uid(2)) == []


@pytest.mark.parametrize(
    ("number", "lines"),
    [
        (1, ("1 Welcome", "Everybody was")),
        (4, ("4 Budget", "Spending was", "Decision 4.1", "The reserve")),
    ],
)
def test_an_item_taken_out_behind_a_line_of_the_program_is_asked_about_too(
    record, editor, number, lines
):
    """The first item stands behind the table of who came, the fourth behind an action."""
    for begins in lines:
        editor.delete(begins)
    found = differences(record, editor)
    assert not any(one.certain for one in found)
    assert any(one.words.startswith(f"The heading of item {number} is gone") for one in found)


def test_items_in_another_order_are_told(record, editor):
    for begins in ("2 Minutes of", "The minutes were", "Nothing else"):
        editor.find("Everybody was")._p.getparent().append(editor.find(begins)._p)
    end = editor.word.element.body.sectPr
    end.getparent().append(end)
    found = differences(record, editor)
    assert any("stands before" in one.words for one in found)
    assert not any(one.certain for one in found)


def test_another_document_is_refused(record):
    other = Editor(sent_file(record))
    for line in list(other.word.paragraphs):
        line._p.getparent().remove(line._p)
    other.word.add_paragraph("A letter about something else.")
    with pytest.raises(Refused, match="does not hold these minutes"):
        differences(record, other)


def test_restricted_words_keep_to_themselves(record):
    apart = (words(61, "Open words that anybody may read here."),
             words(62, "Hidden words about one family alone.", restricted=True))  # fmt: skip
    part_2 = item(7, "Case", words(71, "All of this is kept apart from others."), restricted=True)
    record = MeetingRecord(
        record.meeting, items=(*record.items, item(6, "Both kinds", *apart), part_2)
    )
    editor = Editor(sent_file(record))
    assert differences(record, editor) == ()
    editor.insert_after("Part 2: Hidden", "Written right behind them by the chair.")
    editor.move_after("All of this", "The website")
    inserted, moved = sorted(differences(record, editor), key=lambda one: one.kind)
    assert inserted.steps[0].restricted
    assert moved.kind == "question"
    assert "restricted there" in moved.words
    public = sent_file(record, whole=False)
    said = " ".join(line.text for line in lines_of(public))
    assert "Hidden" not in said
    assert "kept apart from" not in said
    assert "Case" not in said
    assert match(lines_of(public), lines_of(public), present_of(record)) == ()


def test_two_of_one_bookmark_are_one_paragraph_and_a_copy(record, editor):
    line = editor.find("The website")._p
    copied = copy.deepcopy(line)
    editor.find("The reserve")._p.addnext(copied)
    one = only(differences(record, editor))
    assert (one.kind, one.item_id) == ("inserted", BUDGET)


def test_footnotes_pictures_tables_are_asked_about(record, editor):
    editor.find("The reserve").add_run().add_picture(BytesIO(picture()))
    table = editor.word.add_table(1, 2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "A cell", "Another cell"
    editor.find("The website")._p.addnext(table._tbl)
    found = differences(record, editor)
    assert [one.words for one in found] == [
        "A picture was put in. Minutes hold words: add it as a paper.",
        "A row of a table was put in.",
    ]
    assert not any(one.certain for one in found)


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_libreoffice_opens_and_saves_it_without_a_difference(record, editor, tmp_path: Path):
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not on this machine")

    def through(data: bytes) -> bytes:
        (tmp_path / "in").mkdir(exist_ok=True)
        (tmp_path / "in" / "minutes.docx").write_bytes(data)
        subprocess.run(
            [program, f"-env:UserInstallation=file://{tmp_path}/office", "--headless",
             "--convert-to", "docx", "--outdir", str(tmp_path / "out"),
             str(tmp_path / "in" / "minutes.docx")],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        return (tmp_path / "out" / "minutes.docx").read_bytes()

    base = lines_of(sent_file(record))
    back = through(editor.save())
    assert match(base, lines_of(back), present_of(record)) == ()
    editor.track_replace("The audit looked", "fifteen", "sixteen")
    editor.insert_after("The reserve", "Nobody had a question about it.")
    editor.comment("The website", "When in May?")
    found = match(base, lines_of(through(editor.save())), present_of(record))
    assert [(one.kind, one.item_id) for one in found] == [
        ("changed", AUDIT), ("inserted", BUDGET), ("comment", OTHER),
    ]  # fmt: skip
