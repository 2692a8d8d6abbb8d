"""Returns as they come back: matched by their marks, each cell judged, nothing lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from dscp_desktop.audits.rules.tools import (
    ANSWER,
    COMMENT,
    HEADINGS,
    NUMBER,
    QUESTION,
    SCALE,
    TEXT,
    LaidRow,
    ToolContent,
    lay_out,
    read_answer,
)
from dscp_desktop.core.faults import Fault
from dscp_desktop.core.names import tidy_name

SHEET, MARKS = "Questions", "Marks"  # the sheet that is filled in, and the hidden one
PROGRAM = "dscp-audit-return"
MARK_NAMES = ("program", "audit", "version", "agency", "questions")


@dataclass(frozen=True, slots=True)
class ReturnBook:
    """A file that came back, as plain texts. `marks` are those of the hidden sheet.

    `cells` is the sheet of questions by (row, column), from 1; without `refusal` it was read.
    `every` is all the text of all its sheets, for the check for names, by place in words.
    """

    name: str
    data: bytes = field(repr=False, default=b"")
    marks: Mapping[str, str] = field(default_factory=dict)
    cells: Mapping[tuple[int, int], str] = field(default_factory=dict, repr=False)
    every: tuple[tuple[str, int, str, str], ...] = field(default=(), repr=False)
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class AnswerIn:
    """One answer as it came: `written` is what stood there where it is not one of the scale."""

    question: str
    value: str = ""
    written: str = ""
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """What a return says, what is wrong with it by cell, and how many answers are missing."""

    answers: tuple[AnswerIn, ...] = ()
    faults: tuple[Fault, ...] = ()
    blank: int = 0


@dataclass(frozen=True, slots=True)
class ReturnOutcome:
    """What became of one file. `state` is taken, set aside, or left (nothing of it is kept).

    `why` says what is wrong with it as a whole; faults are by cell. `kept` says whether the file
    stands in the store as it was received.
    """

    name: str
    state: str
    audit_id: str = ""
    audit: str = ""
    agency_id: str = ""
    agency: str = ""
    return_id: str = ""
    why: str = ""
    faults: tuple[Fault, ...] = ()
    blank: int = 0
    kept: bool = False

    @property
    def is_clean(self) -> bool:
        """Say whether it was taken and nothing is wrong with it."""
        return self.state == "taken" and not self.faults


def judge(book: ReturnBook, content: ToolContent) -> Judged:
    """Judge every cell of a return against what was asked.

    A row that was moved is found again by its words; words that were changed take their answer
    with them, for nobody can say what was answered: it is kept as it was written.
    """
    answers: list[AnswerIn] = []
    faults: list[Fault] = []
    laid = [row for row in lay_out(content) if row.question is not None]
    for row in laid:
        at, wrong = _find(book, row)
        if wrong is not None:
            faults.append(wrong)
        answer, more = _answer(book, row, content, at or row.row, is_sure=at is not None)
        answers.append(answer)
        faults += more
    words = {row.question.id for row in laid if row.question and row.question.kind == TEXT}
    blank = sum(not one.value and one.question not in words for one in answers)
    return Judged(tuple(answers), tuple(faults), blank)


def _find(book: ReturnBook, row: LaidRow) -> tuple[int | None, Fault | None]:
    """Return the row in which a question stands now, None where its words stand nowhere."""
    assert row.question is not None
    wanted = tidy_name(row.question.text)
    found = book.cells.get((row.row, QUESTION), "")
    if tidy_name(found) == wanted:
        return row.row, None
    others = [
        at
        for (at, column), text in book.cells.items()
        if column == QUESTION
        and tidy_name(text) == wanted
        and book.cells.get((at, NUMBER), "") == str(row.number)
    ]
    if len(others) == 1:
        why = f"Question {row.number} stood in row {row.row} and was moved. Its answer was taken."
        return others[0], Fault(SHEET, others[0], HEADINGS[QUESTION - 1], found or None, why)
    why = (
        f"The words of question {row.number} were changed or taken away. Its answer was not "
        "taken: ask the agency what it answered."
    )
    return None, Fault(SHEET, row.row, HEADINGS[QUESTION - 1], found or None, why)


def _answer(
    book: ReturnBook, row: LaidRow, content: ToolContent, at: int, *, is_sure: bool
) -> tuple[AnswerIn, list[Fault]]:
    question = row.question
    assert question is not None
    written = book.cells.get((at, ANSWER), "").strip()
    comment = book.cells.get((at, COMMENT), "").strip()
    if not is_sure:
        return AnswerIn(question.id, "", written, comment), []
    value = read_answer(content, question.kind, written)
    if value is None:
        why = _off_scale(question.kind, content)
        fault = Fault(SHEET, at, HEADINGS[ANSWER - 1], written, why)
        return AnswerIn(question.id, "", written, comment), [fault]
    if not value and question.kind != TEXT:
        why = f"Question {row.number} has no answer."
        return AnswerIn(question.id, "", "", comment), [
            Fault(SHEET, at, HEADINGS[ANSWER - 1], None, why)
        ]
    return AnswerIn(question.id, value, "", comment), []


def _off_scale(kind: str, content: ToolContent) -> str:
    if kind == SCALE:
        known = ", ".join(grade.letter for grade in content.scale)
        return f"This is no grade of the scale: {known}. It counts as blank until it is asked."
    return "The answer is Yes or No. It counts as blank until it is asked."


@dataclass(frozen=True, slots=True)
class ReturnLine:
    """A file that came in for an audit: whose it is, how it stands, and what is wrong with it."""

    id: str
    name: str
    agency_id: str
    agency: str
    received_on: date
    state: str
    why: str = ""
    faults: tuple[Fault, ...] = ()
    blank: int = 0
    has_file: bool = False
