"""What a tool asks: sections, questions and the scale; its text, its hash and where it stands."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date

from dscp_desktop.audits.rules.settings import Grade
from dscp_desktop.core.faults import Refused
from dscp_desktop.core.names import tidy_name

SCALE, YES_NO, TEXT = "scale", "yes/no", "text"
QUESTION_KINDS = (SCALE, YES_NO, TEXT)
KIND_WORDS = {SCALE: "Grade", YES_NO: "Yes or no", TEXT: "Words"}
YES, NO = "Yes", "No"
MOST_QUESTIONS, LONGEST = 200, 2_000
HEAD_ROW = 5  # of the sheet that goes out: title, what to do, agency and audit stand above
HEADINGS = ("No", "Question", "What to look at", "Answer", "Comment", "Last time")
NUMBER, QUESTION, GUIDANCE, ANSWER, COMMENT, LAST = range(1, 7)  # columns of it, from 1


@dataclass(frozen=True, slots=True)
class Question:
    """One question; `id` stays the same from version to version where it means the same."""

    id: str
    text: str
    kind: str = SCALE
    guidance: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a tool with its questions."""

    title: str
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class ToolContent:
    """All that a version asks."""

    scale: tuple[Grade, ...]
    sections: tuple[Section, ...] = ()

    @property
    def questions(self) -> tuple[Question, ...]:
        """Return the questions of all sections in order; the first is number 1."""
        return tuple(question for section in self.sections for question in section.questions)


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version of a tool; without `issued_on` it is a draft that can be changed."""

    id: str
    tool_id: str
    title: str
    number: int
    content: ToolContent
    issued_on: date | None = None
    audits: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """Return 'version 2', 'version 3, a draft'."""
        return f"version {self.number}" + ("" if self.issued_on else ", a draft")


@dataclass(frozen=True, slots=True)
class ToolLine:
    """A tool with its versions, the newest first."""

    id: str
    title: str
    versions: tuple[VersionLine, ...]

    @property
    def newest(self) -> VersionLine:
        """Return the newest version, draft or issued."""
        return self.versions[0]

    @property
    def issued(self) -> VersionLine | None:
        """Return the newest issued version, None where there is none."""
        return next((one for one in self.versions if one.issued_on), None)


@dataclass(frozen=True, slots=True)
class LaidRow:
    """One row of the sheet that goes out: a section, or a question with its number."""

    row: int
    section: str = ""
    number: int = 0
    question: Question | None = None


@dataclass(frozen=True, slots=True)
class Sending:
    """All that the workbook of one agency is made of; `last` are its answers of last time.

    `answers` say, by question, the answer, its comment and the grade that was agreed.
    """

    audit_id: str
    audit: str
    title: str
    agency_id: str
    agency: str
    version_id: str
    version: int
    content: ToolContent
    due: date | None
    marking: str
    partnership: str
    file_name: str
    purpose: str = ""
    last: tuple[tuple[str, str], ...] = ()
    cases: tuple[str, ...] = ()


def content_text(content: ToolContent) -> str:
    """Return what a version asks as one text: the same content is the same text."""
    return json.dumps(asdict(content), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def content_of(text: str) -> ToolContent:
    """Return what a text of `content_text` says."""
    said = json.loads(text)
    return ToolContent(
        tuple(Grade(**grade) for grade in said["scale"]),
        tuple(
            Section(part["title"], tuple(Question(**each) for each in part["questions"]))
            for part in said["sections"]
        ),
    )


def checksum(text: str) -> str:
    """Return the SHA-256 of a version's text, which its workbooks carry."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def lay_out(content: ToolContent) -> Iterator[LaidRow]:
    """Yield the rows below the headings in order: each section, then its questions."""
    row, number = HEAD_ROW, 0
    for section in content.sections:
        row += 1
        yield LaidRow(row, section.title)
        for question in section.questions:
            row, number = row + 1, number + 1
            yield LaidRow(row, section.title, number, question)


def choices_of(content: ToolContent, kind: str) -> tuple[str, ...]:
    """Return what the drop-down of a question offers; () for words."""
    if kind == SCALE:
        return tuple(f"{grade.letter} {grade.words}" for grade in content.scale)
    return (YES, NO) if kind == YES_NO else ()


def read_answer(content: ToolContent, kind: str, text: str) -> str | None:
    """Return an answer as it is kept: the letter of a grade, Yes, No, or the words.

    None where it is none that the question takes.
    """
    plain = tidy_name(text)
    if not plain or kind == TEXT:
        return text.strip()
    if kind == YES_NO:
        return {"yes": YES, "y": YES, "no": NO, "n": NO}.get(plain)
    for grade in content.scale:
        called = (grade.letter, grade.words, f"{grade.letter} {grade.words}")
        if plain in map(tidy_name, called):
            return grade.letter
    return None


def judge_content(content: ToolContent) -> None:
    """Raise Refused where a tool could not be filled in: say what to change."""
    questions = content.questions
    if not questions:
        raise Refused("A tool needs at least one question.")
    if len(questions) > MOST_QUESTIONS:
        raise Refused(f"A tool holds at most {MOST_QUESTIONS} questions.")
    if any(not section.title.strip() for section in content.sections):
        raise Refused("Every section needs a title.")
    if any(not question.text.strip() for question in questions):
        raise Refused("Every question needs its words.")
    if any(len(question.text) > LONGEST for question in questions):
        raise Refused(f"A question holds at most {LONGEST:,} characters. Shorten it.")
    if any(question.kind not in QUESTION_KINDS for question in questions):
        raise Refused(f"A question asks for one of: {', '.join(QUESTION_KINDS)}.")
    if len({question.id for question in questions}) < len(questions):
        raise Refused("Two questions have the same mark. Take one out and add it anew.")
    letters = {tidy_name(grade.letter) for grade in content.scale}
    if any(question.kind == SCALE for question in questions) and (
        len(letters) < 2 or len(letters) < len(content.scale) or "" in letters
    ):
        raise Refused("A scale needs at least two grades, each with a letter of its own.")
