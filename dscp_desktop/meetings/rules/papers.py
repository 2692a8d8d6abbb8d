"""Papers: when they are due and whether they came, their versions, markings and reminders."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from dscp_desktop.core.days import days_words, show_date
from dscp_desktop.core.names import tidy_name
from dscp_desktop.diary.rules.runup import RunUpLine
from dscp_desktop.meetings.rules.agenda import PaperLine

# Protective markings of the Government Security Classifications, the lowest first.
MARKINGS = ("OFFICIAL", "OFFICIAL-SENSITIVE")
IN, LATE_IN, AWAITED, LATE, WITHDRAWN = "in", "late in", "awaited", "late", "withdrawn"
NO_WORDS = "The paper went out: say in a line what changed, for those who hold the old one."
NO_REASON = "Say in a line why the paper is withdrawn: it stands in its place in the pack."
LONGEST_LINE = 300
_STEP = "papers due"


@dataclass(frozen=True, slots=True)
class Came:
    """What is known of a file that came beside its bytes, as the process for files found it.

    `source` is the name it came with, `left_in` what its Word document still held, `text` the
    words of each page.
    """

    source: str = ""
    left_in: tuple[str, ...] = ()
    text: tuple[str, ...] = ()


NOTHING_TOLD = Came()


@dataclass(frozen=True, slots=True)
class PaperDetails:
    """What a person says of a paper.

    `due` is None where the run-up says it, `marking` is '' for the usual one.
    """

    title: str
    owner: str = ""
    restricted: bool = False
    due: date | None = None
    marking: str = ""


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A file of a paper as its list of versions shows it."""

    number: int
    file_id: str | None
    pages: int
    received_on: date | None
    changed: str = ""
    source: str = ""
    removed: str = ""
    left_in: str = ""
    issued_on: date | None = None


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """A paper with its versions, and how it stands: in, late in, awaited, late or withdrawn."""

    line: PaperLine
    versions: tuple[VersionLine, ...]
    state: str
    withdrawn_on: date | None = None


@dataclass(frozen=True, slots=True)
class Reminder:
    """A message to one owner about the papers that are awaited; nobody sends it but a person."""

    owner: str
    to: tuple[str, ...]
    subject: str
    text: str
    papers: tuple[str, ...]


def state_of(paper: PaperLine, today: date) -> str:
    """Return how a paper stands on a day; without a day it is due by, it is never late."""
    if paper.withdrawn:
        return WITHDRAWN
    if paper.file_id is None:
        return LATE if paper.due and paper.due < today else AWAITED
    return LATE_IN if paper.due and paper.received_on and paper.received_on > paper.due else IN


def papers_due(steps: Sequence[RunUpLine]) -> date | None:
    """Return the day papers are due by, from a run-up: that of its step 'Papers due'.

    Where a group calls it otherwise, the first step before the meeting that tells of papers.
    """
    told = [step for step in steps if step.days <= 0 and "papers" in tidy_name(step.title).split()]
    exact = [step for step in told if tidy_name(step.title) == _STEP]
    return next((step.on for step in (*exact, *told)), None)


def highest_marking(markings: Iterable[str], order: Sequence[str] = MARKINGS) -> str:
    """Return the highest of some markings, '' of none; one that is not listed counts highest."""
    found = [marking for marking in markings if marking]
    place = {marking: number for number, marking in enumerate(order)}
    return max(found, key=lambda marking: place.get(marking, len(order)), default="")


def version_words(version: VersionLine) -> str:
    """Return 'Version 2, 6 July 2023: the table on page 3 is new'."""
    said = f"Version {version.number}"
    if version.received_on:
        said += f", {show_date(version.received_on)}"
    if version.issued_on:
        said += f", sent out {show_date(version.issued_on)}"
    return f"{said}: {version.changed}" if version.changed else said


def reminder_words(
    meeting: str, on: date, papers: Sequence[PaperLine], today: date
) -> tuple[str, str]:
    """Return subject and text of a reminder to one owner.

    Titles of restricted papers are left out: mail is no place for them.
    """
    plural = "" if len(papers) == 1 else "s"
    subject = f"Paper{plural} for {meeting}, {show_date(on)}"
    lines = []
    for paper in papers:
        title = "A restricted paper" if paper.restricted else paper.title
        due = paper.due
        when = f" (due {show_date(due)}, {days_words(due, today)})" if due else ""
        lines.append(f"- {title}{when}")
    have = "has" if len(papers) == 1 else "have"
    text = (
        f"Dear colleague,\n\nFor the meeting of {meeting} on {show_date(on)} "
        f"{len(papers)} paper{plural} of yours {have} not come yet:\n\n" + "\n".join(lines) + "\n\n"
        "Send it as a PDF or as a Word document, without tracked changes or comments. If it "
        "will not come, or the item is to be told without a paper, say so.\n"
    )
    return subject, text
