"""Before papers go out: what a person should look at, and what to do about it, in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dscp_desktop.core.days import show_date
from dscp_desktop.core.personal import name_in
from dscp_desktop.meetings.rules.papers import LATE_IN, PaperFacts

STOP, ASK, NOTE = "stop", "ask", "note"  # not in the pack as it is; look before; good to know
MISSING, LATE, ENCRYPTED, DAMAGED = "missing", "late", "encrypted", "damaged"
UNTAGGED, PICTURES, COMMENTS, TRACKED = "untagged", "pictures", "comments", "tracked"
METADATA, ACTIVE, LAYERS, ATTACHMENTS = "metadata", "active", "layers", "attachments"
NAMES, WITHDRAWN, BLANK = "names", "withdrawn", "blank"
KINDS = (
    *(MISSING, DAMAGED, ENCRYPTED, LATE, TRACKED, COMMENTS, NAMES, LAYERS, ATTACHMENTS, ACTIVE),
    *(METADATA, PICTURES, UNTAGGED, BLANK, WITHDRAWN),
)
KIND_WORDS = {
    MISSING: "Missing",
    LATE: "Late",
    ENCRYPTED: "Protected",
    DAMAGED: "Damaged",
    UNTAGGED: "Not tagged",
    PICTURES: "Pictures of text",
    COMMENTS: "Comments",
    TRACKED: "Tracked changes",
    METADATA: "About the author",
    ACTIVE: "Active content",
    LAYERS: "Hidden layers",
    ATTACHMENTS: "Attachments",
    NAMES: "Personal names?",
    WITHDRAWN: "Withdrawn",
    BLANK: "Empty pages",
}
_ORDER = {STOP: 0, ASK: 1, NOTE: 2}
_MOST_NAMES = 5  # of one paper that are shown
_FEW_LETTERS = 12  # fewer on every page, and nobody can search it or have it read out

# Words near which a name is one of a child or a family, not of an officer who wrote the paper.
_ABOUT_CHILD = re.compile(
    r"\b(?:child|children|baby|infant|toddler|boy|girl|son|daughter|sibling|brother|sister|"
    r"twin|pupil|young person|mother|father|mum|dad|parent|grandmother|grandfather|aged|"
    r"d\.?o\.?b\.?|date of birth|born|nhs (?:no|number)|upn)\b",
    re.IGNORECASE,
)
_BIRTH = re.compile(
    r"\b(?:d\.?o\.?b\.?|date of birth|born(?: on)?)\s*[:\-]?\s*"
    r"\d{1,2}(?:st|nd|rd|th)?[\s./-]+(?:\d{1,2}|[a-z]{3,9})[\s./-]+\d{2,4}",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\b(?:nhs|upn)\s*(?:no\.?|number)?\s*[:\-]?\s*[A-Z]?\d[\d ]{8,14}\d", re.I)
_LABELLED = re.compile(
    r"\b(?i:child(?:['’]s)?|pupil(?:['’]s)?|young person(?:['’]s)?|sibling) name\s*[:\-]\s*"
    r"([A-Z][a-z]+(?:[ -][A-Z][a-z]+)*)"
)
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at: in which paper, what sort, in words with what to do.

    `page` is the paper's own, 0 for the whole; `severity` is stop (the pack will not hold it), ask
    (somebody decides) or note. `paper_id` is the record it is about.
    """

    part: str
    kind: str
    words: str
    page: int = 0
    severity: str = NOTE
    paper_id: str = ""


@dataclass(frozen=True, slots=True)
class Totals:
    """How much a pack is: its pages, and the sheets of paper printed on both sides or on one."""

    papers: int
    pages: int
    sheets: int
    sheets_one_sided: int

    @property
    def words(self) -> str:
        """Return '12 papers, 142 pages: 71 sheets of paper on both sides, 142 on one'."""
        return (
            f"{_count(self.papers, 'paper')}, {_count(self.pages, 'page')}: "
            f"{_count(self.sheets, 'sheet')} of paper on both sides, {self.sheets_one_sided} on one"
        )


@dataclass(frozen=True, slots=True)
class Preflight:
    """All that was found, what stops the pack first, and how much it is."""

    findings: tuple[Finding, ...]
    totals: Totals

    def of(self, paper_id: str) -> tuple[Finding, ...]:
        """Return what was found in one paper."""
        return tuple(found for found in self.findings if found.paper_id == paper_id)

    def count(self, severity: str) -> int:
        """Return how many findings there are of stop, ask or note."""
        return sum(found.severity == severity for found in self.findings)


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def sheets_of(pages: int, *, duplex: bool = True) -> int:
    """Return how many sheets of paper so many pages take."""
    return (pages + 1) // 2 if duplex else pages


def totals_of(pages: Sequence[int], *, right_hand: bool = False) -> Totals:
    """Return what parts of so many pages come to; `right_hand` begins each on a right-hand page."""
    told = sum(pages)
    sheets = sum(map(sheets_of, pages)) if right_hand else sheets_of(told)
    return Totals(sum(map(bool, pages)), told, sheets, told)


def in_order(findings: Iterable[Finding], papers: Sequence[str]) -> tuple[Finding, ...]:
    """Return findings: what stops the pack first, then by paper in the order of their ids."""
    place = {paper_id: number for number, paper_id in enumerate(papers)}
    kinds = {kind: number for number, kind in enumerate(KINDS)}
    return tuple(
        sorted(
            findings,
            key=lambda f: (_ORDER[f.severity], place.get(f.paper_id, -1), kinds[f.kind], f.page),
        )
    )


def store_findings(paper: PaperFacts) -> list[Finding]:
    """Return what the store alone tells of a paper: missing, late, withdrawn, left in Word."""
    line, found = paper.line, []

    def tell(kind: str, words: str, severity: str) -> None:
        found.append(Finding(line.title, kind, words, 0, severity, line.id))

    if line.withdrawn:
        tell(WITHDRAWN, f"Withdrawn: {line.withdrawn}", NOTE)
        return found
    if line.file_id is None:
        due = f" It was due on {show_date(line.due)}." if line.due else ""
        owner = f" Ask {line.owner} for it, or" if line.owner else " Ask for it, or"
        tell(MISSING, f"It has not come.{due}{owner} withdraw it with a reason.", STOP)
        return found
    if paper.state == LATE_IN and line.due and line.received_on:
        tell(
            LATE,
            f"It came on {show_date(line.received_on)} and was due on "
            f"{show_date(line.due)}. Members may ask for more time to read it.",
            NOTE,
        )
    newest = paper.versions[-1].left_in if paper.versions else ""
    for part in filter(None, newest.split("; ")):
        kind = COMMENTS if "comment" in part else TRACKED
        tell(
            kind,
            f"Its Word document held {part}, and some may show in the PDF. Ask its owner to take "
            "them out and send it again.",
            ASK,
        )
    return found


def damaged_finding(paper: PaperFacts, words: str) -> Finding:
    """Return the finding of a file that cannot be taken, in the words that refuse it."""
    line = paper.line
    kind = ENCRYPTED if "password" in words else DAMAGED
    return Finding(line.title, kind, words, 0, STOP, line.id)


def file_findings(paper: PaperFacts, facts: Mapping[str, Any]) -> list[Finding]:
    """Return what the process for files saw in a paper (the facts of 'inspect' with 'inside')."""
    line = paper.line
    return [
        Finding(line.title, kind, words, page, severity, line.id)
        for kind, words, page, severity in (
            *_state_of_file(facts),
            *_left_in_file(facts),
            *_about_file(facts, line.title),
        )
    ]


_Told = tuple[str, str, int, str]


def _state_of_file(facts: Mapping[str, Any]) -> Iterable[_Told]:
    if facts.get("repaired"):
        words = "It was damaged and could still be read. Look through every page of it."
        yield DAMAGED, words, 0, ASK
    if spoiled := facts.get("spoiled"):
        words = (
            f"What is drawn breaks off on {_pages(spoiled)}: words may be missing. Ask for the "
            "file again."
        )
        yield DAMAGED, words, int(spoiled[0]), ASK
    if facts.get("encrypted"):
        yield (
            ENCRYPTED,
            "Its author forbade printing or copying it. A pack lifts that: ask whether it may.",
            0,
            ASK,
        )
    if not facts.get("tagged"):
        words = (
            "It has no structure for those who have it read out. Ask for a PDF saved with tags, "
            "or for the Word document."
        )
        yield UNTAGGED, words, 0, NOTE
    if blank := facts.get("blank"):
        words = f"{_count(len(blank), 'page')} with nothing on: {_pages(blank)}."
        yield BLANK, words, int(blank[0]), NOTE


def _left_in_file(facts: Mapping[str, Any]) -> Iterable[_Told]:
    if remarks := facts.get("remarks"):
        pages = sorted(set(remarks))
        yield (
            COMMENTS,
            f"{_count(len(remarks), 'comment')} or mark{'' if len(remarks) == 1 else 's'} stay in "
            f"it and are printed: {_pages(pages)}. Ask its owner to take them out.",
            int(pages[0]),
            ASK,
        )
    if layers := facts.get("layers"):
        yield (
            LAYERS,
            f"Hidden layers: {_listed(layers)}. They stay hidden, but their words are in the file. "
            "Ask for a PDF that was printed anew.",
            0,
            ASK,
        )
    attached = facts.get("attached") or ()
    if attached:
        yield (
            ATTACHMENTS,
            f"Files inside it: {_listed(attached)}. A pack leaves them out: add those that are "
            "wanted as papers of their own.",
            0,
            ASK,
        )
    removed = [kind for kind in facts.get("removed", ()) if kind != "attached files"]
    if removed:
        words = f"A pack leaves out of it: {', '.join(removed)}. Nothing is to be done."
        yield ACTIVE, words, 0, NOTE
    if fields := int(facts.get("fields", 0)):
        yield (
            ACTIVE,
            f"A form with {_count(fields, 'field')}. What was typed into it is printed as it "
            "stands.",
            0,
            NOTE,
        )


def _about_file(facts: Mapping[str, Any], title: str) -> Iterable[_Told]:
    told = [f"its author as ‘{facts['author']}’"] if facts.get("author") else []
    own = str(facts.get("title") or "")
    if own and own.casefold() != title.casefold():
        told.append(f"its title as ‘{own}’")
    if told:
        words = f"The file itself gives {' and '.join(told)}. A pack leaves that out."
        yield METADATA, words, 0, NOTE


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(f"‘{name}’" for name in names[:_MOST_NAMES])
    return shown + (f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else "")


def _pages(pages: Sequence[int]) -> str:
    shown = ", ".join(map(str, pages[:8]))
    more = f" and {len(pages) - 8} more" if len(pages) > 8 else ""
    return f"page{'' if len(pages) == 1 else 's'} {shown}{more}"


def text_findings(
    paper: PaperFacts, pages: Sequence[str], known: Iterable[str] = ()
) -> list[Finding]:
    """Return what the words of a paper ask about: possible names of children, pages without words.

    A name is asked about where it stands in one sentence with a word such as 'child', 'mother' or
    'born', after 'Child's name:', or with a date of birth; officers' names are left alone. `known`
    are words somebody said are no names. It asks, and never refuses.
    """
    line, taken = paper.line, frozenset(known)
    bare = [n for n, words in enumerate(pages, 1) if len("".join(words.split())) < _FEW_LETTERS]
    found: list[Finding] = []
    if bare and line.file_id:
        whole = len(bare) == len(pages)
        where = "No page of it" if whole else f"Not every page ({_pages(bare)} not)"
        words = (
            f"{where} has words: it is a picture. Nobody can search it or have it read out. Ask "
            "for the document it was scanned from."
        )
        found.append(Finding(line.title, PICTURES, words, bare[0], NOTE, line.id))
    asked: set[str] = set()
    for number, words in enumerate(pages, 1):
        for name in names_of_children(words, taken):
            if name not in asked and len(asked) < _MOST_NAMES:
                asked.add(name)
                said = (
                    f"‘{name}’ on page {number} may be a child or a family. If it is, ask for the "
                    "paper without it; the name can be redacted from the store too."
                )
                found.append(Finding(line.title, NAMES, said, number, ASK, line.id))
    return found


def names_of_children(words: str, known: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Return what on a page looks like a child's name, date of birth or number, each once."""
    found: list[str] = [match[1] for match in _LABELLED.finditer(words)]
    found += [match[0] for match in _BIRTH.finditer(words)]
    found += [match[0] for match in _NUMBER.finditer(words)]
    for sentence in _SENTENCE.split(words):
        if _ABOUT_CHILD.search(sentence) and (name := name_in(sentence, known)):
            found.append(name)
    return tuple(dict.fromkeys(found))
