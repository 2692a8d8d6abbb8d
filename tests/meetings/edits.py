"""What a person may do to minutes in Word, done by a script to the file itself."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from io import BytesIO
from typing import Any

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from dscp_desktop.diary.rules.meetings import MeetingLine
from dscp_desktop.meetings.documents.minutes import marked_minutes
from dscp_desktop.meetings.rules.record import (
    DecisionLine,
    ItemRecord,
    MeetingRecord,
    MinutedAction,
    NoteLine,
)
from dscp_desktop.meetings.rules.returned.match import match
from dscp_desktop.meetings.rules.returned.values import (
    Difference,
    FileLine,
    PresentItem,
    apply_steps,
    file_lines,
    present_of,
)
from dscp_desktop.paper.word.returned import read_returned
from dscp_desktop.paper.word.writing import render_word

GROUP = "Learning group"
AUTHOR = "The chair"


def uid(number: int) -> str:
    """Return an id of the form that the store gives."""
    return f"{number:08x}-0000-7000-8000-{number:012x}"


def item(number: int, title: str, *notes: NoteLine, **facts: Any) -> ItemRecord:
    """Return an item that is called by its number."""
    return ItemRecord(uid(number), str(number), title, notes=notes, **facts)


def words(number: int, text: str, *, restricted: bool = False) -> NoteLine:
    """Return a paragraph."""
    return NoteLine(uid(number), text, restricted=restricted)


def a_record() -> MeetingRecord:
    """Return the minutes of a meeting with five items."""
    meeting = MeetingLine(uid(900), uid(901), GROUP, "LG", date(2023, 10, 19))
    decision = DecisionLine(uid(800), uid(901), GROUP, "LG", "4.1", meeting.on,
                            "The spending of the year is agreed.", item="4")  # fmt: skip
    action = MinutedAction(uid(801), "LG007", "Send the audit to every school.", "Education",
                           "26 October 2023")  # fmt: skip
    items = (
        item(1, "Welcome", words(11, "Everybody was welcomed by the chair.")),
        item(
            2,
            "Minutes of the last meeting",
            words(21, "The minutes were read through and found right."),
            words(22, "Nothing else arose from them at this meeting."),
        ),
        item(
            3,
            "Audit of neglect",
            words(31, "The audit looked at fifteen cases in the spring."),
            words(32, "Three of them were passed on to the panel for another look."),
            words(33, "Schools asked to see the findings before the summer."),
            NoteLine(uid(34), action=action),
            lead="Lead officer",
        ),
        item(
            4,
            "Budget",
            words(41, "Spending was looked at line by line with the finance officer."),
            NoteLine(uid(42), decision=decision),
            words(43, "The reserve is carried forward into the coming year."),
        ),
        item(
            5,
            "Any other business",
            words(51, "The website will move to a new address in May."),
            words(52, "Leaflets were handed round and are to be put on display."),
            words(53, "The next meeting is held in the council offices."),
        ),
    )
    return MeetingRecord(meeting, items=items)


def sent_file(record: MeetingRecord, *, whole: bool = True) -> bytes:
    """Return the Word copy that goes out."""
    document, marks = marked_minutes(record, whole=whole)
    return render_word(document, marks=dict(marks))


def lines_of(data: bytes) -> tuple[FileLine, ...]:
    """Return the lines of a file, as the program gets them from the child process."""
    return file_lines([asdict(line) for line in read_returned(data)])


class Editor:
    """A Word file in the hands of somebody."""

    def __init__(self, data: bytes) -> None:
        self.word = docx.Document(BytesIO(data))

    def save(self) -> bytes:
        """Return the file as it is now."""
        out = BytesIO()
        self.word.save(out)
        return out.getvalue()

    def find(self, begins: str) -> Any:
        """Return the one paragraph that begins so."""
        found = [p for p in self.word.paragraphs if p.text.startswith(begins)]
        assert len(found) == 1, f"{len(found)} paragraphs begin with {begins!r}"
        return found[0]

    def replace(self, begins: str, old: str, new: str) -> None:
        """Change words inside one run."""
        for run in self.find(begins).runs:
            if old in run.text:
                run.text = run.text.replace(old, new)
                return
        raise AssertionError(old)

    def delete(self, begins: str) -> None:
        """Take a paragraph out, bookmark and all."""
        line = self.find(begins)._p
        line.getparent().remove(line)

    def insert_after(self, begins: str, text: str, style: str = "") -> Any:
        """Put a paragraph in behind another."""
        line = self.find(begins)
        made = copy.deepcopy(line._p)
        for part in list(made):
            if part.tag != qn("w:pPr"):
                made.remove(part)
        line._p.addnext(made)
        fresh = docx.text.paragraph.Paragraph(made, line._parent)
        fresh.add_run(text)
        if style:
            fresh.style = style
        return fresh

    def move_after(self, begins: str, target: str) -> None:
        """Cut a paragraph out and paste it behind another: its bookmark goes with it."""
        self.find(target)._p.addnext(self.find(begins)._p)

    def split(self, begins: str, at: str) -> None:
        """Press Enter in the middle of a paragraph: the bookmark stays with the first half."""
        line = self.find(begins)
        text = line.text
        head, tail = text[: text.index(at)], text[text.index(at) :]
        self.insert_after(begins, tail)
        line.runs[0].text = head
        for run in line.runs[1:]:
            run.text = ""

    def join(self, first: str, second: str) -> None:
        """Take away the end of a paragraph: the next one runs into it, bookmark and all."""
        one, other = self.find(first)._p, self.find(second)._p
        for part in list(other):
            if part.tag != qn("w:pPr"):
                one.append(part)
        other.getparent().remove(other)

    def comment(self, begins: str, text: str) -> None:
        """Write a comment on a whole paragraph."""
        self.word.add_comment(self.find(begins).runs, text, author=AUTHOR, initials="C")

    def strip(self) -> None:
        """Lose every bookmark, as by copying all of it into a new document."""
        for name in ("w:bookmarkStart", "w:bookmarkEnd"):
            for mark in list(self.word.element.body.iter(qn(name))):
                mark.getparent().remove(mark)

    # With changes tracked ---------------------------------------------------------------

    def track_replace(self, begins: str, old: str, new: str) -> None:
        """Change words while Word keeps track."""
        line = self.find(begins)
        run = next(run for run in line.runs if old in run.text)
        before, _, after = run.text.partition(old)
        run.text = before
        cut, put, rest = _tracked("w:del", old), _tracked("w:ins", new), copy.deepcopy(run._r)
        run._r.addnext(cut)
        cut.addnext(put)
        put.addnext(rest)
        docx.text.run.Run(rest, line).text = after

    def track_insert(self, begins: str, text: str) -> None:
        """Put a paragraph in while Word keeps track."""
        made = self.insert_after(begins, text)
        inner = made._p.find(qn("w:r"))
        shell = _shell("w:ins")
        inner.addprevious(shell)
        shell.append(inner)
        _mark_end(made._p, "w:ins")

    def track_delete(self, begins: str) -> None:
        """Take a paragraph out while Word keeps track: its bookmark stays in the file."""
        self._wrap(self.find(begins)._p, "w:del")

    def track_move(self, begins: str, target: str) -> None:
        """Move a paragraph while Word keeps track: it stands in both places."""
        line = self.find(begins)
        made = self.insert_after(target, line.text)
        self._wrap(made._p, "w:moveTo")
        self._wrap(line._p, "w:moveFrom")

    def _wrap(self, line: Any, kind: str) -> None:
        for run in list(line.findall(qn("w:r"))):
            shell = _shell(kind)
            run.addprevious(shell)
            shell.append(run)
            for text in run.iter(qn("w:t")):
                if kind in ("w:del", "w:moveFrom"):
                    text.tag = qn("w:delText") if kind == "w:del" else text.tag
        _mark_end(line, kind)


def _shell(kind: str) -> Any:
    made = OxmlElement(kind)
    made.set(qn("w:id"), "77")
    made.set(qn("w:author"), AUTHOR)
    return made


def _tracked(kind: str, text: str) -> Any:
    made, run = _shell(kind), OxmlElement("w:r")
    inner = OxmlElement("w:delText" if kind == "w:del" else "w:t")
    inner.text = text
    inner.set(qn("xml:space"), "preserve")
    run.append(inner)
    made.append(run)
    return made


def _mark_end(line: Any, kind: str) -> None:
    about = line.get_or_add_pPr()
    inner = OxmlElement("w:rPr")
    inner.append(_shell(kind))
    about.append(inner)


def differences(
    record: MeetingRecord, editor: Editor, present: Sequence[PresentItem] | None = None
) -> tuple[Difference, ...]:
    """Return how an edited file differs from what went out and stands here."""
    now = present_of(record) if present is None else present
    return match(lines_of(sent_file(record)), lines_of(editor.save()), now)


def only(found: Sequence[Difference]) -> Difference:
    """Return the one difference that is there."""
    assert len(found) == 1, [(one.kind, one.item, one.words) for one in found]
    return found[0]


def texts(items: Sequence[PresentItem], item_id: str) -> list[str]:
    """Return what stands at an item."""
    return [note.text for item in items if item.id == item_id for note in item.notes]


def accepted(
    record: MeetingRecord, found: Sequence[Difference], present: Sequence[PresentItem] | None = None
) -> tuple[PresentItem, ...]:
    """Return what stands after everything certain was taken in at once."""
    fresh = (uid(n) for n in itertools.count(5000))
    now = present_of(record) if present is None else present
    steps = [step for one in found if one.certain for step in one.steps]
    return apply_steps(now, steps, lambda: next(fresh))
