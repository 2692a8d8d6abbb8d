"""Preflight: everything to look at before papers go out, each in words with what to do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Encryption, Permissions, String

from dscp_desktop.core.faults import Refused
from dscp_desktop.jobs.files import FileWorker
from dscp_desktop.jobs.taking import take_paper
from dscp_desktop.meetings.commands.agenda import add_paper
from dscp_desktop.meetings.commands.papers import withdraw_paper
from dscp_desktop.meetings.queries.papers import paper_facts
from dscp_desktop.meetings.queries.preflight import NO_NAMES, Known, preflight
from dscp_desktop.meetings.rules.agenda import PaperLine
from dscp_desktop.meetings.rules.papers import Came, PaperFacts
from dscp_desktop.meetings.rules.preflight import (
    ASK,
    KIND_WORDS,
    KINDS,
    NOTE,
    STOP,
    Finding,
    file_findings,
    in_order,
    names_of_children,
    sheets_of,
    text_findings,
    totals_of,
)
from dscp_desktop.paper.document import Document, Paragraph
from dscp_desktop.paper.pdf import render_pdf
from dscp_desktop.store.opening import Store
from dscp_desktop.store.settings import change_setting
from tests.hard.papers import actions, paper
from tests.paper.test_inspection import everything
from tests.paper.test_photo import picture

DAY = date(2023, 7, 3)
SCRIPT = {"/JS": String("app.alert(1)")}


@pytest.fixture(scope="module")
def worker() -> Iterator[FileWorker]:
    with FileWorker() as one:
        yield one


def one(title: str = "Paper") -> PaperFacts:
    return PaperFacts(PaperLine("p", "i", title, file_id="f"), (), "in")


def ours(*words: str) -> bytes:
    return render_pdf(Document("Neglect", blocks=tuple(Paragraph(text) for text in words))).data


FOUND = {
    ("Awaited", "missing", STOP),
    ("Nobody's", "missing", STOP),
    ("Late", "late", NOTE),
    ("Cut", "damaged", STOP),
    ("Locked", "encrypted", STOP),
    ("Kept", "encrypted", ASK),
    ("Kept", "untagged", NOTE),
    ("Full", "comments", ASK),
    ("Full", "layers", ASK),
    ("Full", "attachments", ASK),
    ("Full", "active", NOTE),
    ("Full", "metadata", NOTE),
    ("Full", "blank", NOTE),
    ("Script", "active", NOTE),
    ("Source", "tracked", ASK),
    ("Source", "comments", ASK),
    ("Scan", "pictures", NOTE),
    ("Names", "names", ASK),
    ("Gone", "withdrawn", NOTE),
}


def put_papers(durham: Store, july: str, worker: FileWorker) -> None:
    """Put papers on July's agenda, with one thing wrong with each but the first."""

    def put(title: str, data: bytes = b"", on: date = date(2023, 6, 1), **more: Any) -> str:
        more.setdefault("came", Came())
        return str(durham.run(add_paper, july, title, data, 1, received_on=on, **more).result)

    put("Neglect", ours("What we learned about visits."))
    put("Awaited", owner="Chair", due=date(2023, 6, 20))
    put("Nobody's")
    put("Late", ours("Words"), DAY, due=date(2023, 6, 20))
    put("Cut", paper(3)[:200])
    put("Locked", paper(encryption=Encryption(user="secret", owner="owner")))
    kept = Permissions(extract=False)
    put("Kept", paper(encryption=Encryption(user="", owner="owner", allow=kept)))
    put("Full", paper(3, everything))
    put("Script", actions("JavaScript", **SCRIPT))
    put("Source", ours("Words"), came=Came("a.docx", ("3 tracked changes", "1 comment")))
    put("Scan", take_paper(worker.ask, picture((90, 90)), "scan.png").data)
    put("Names", ours("The mother of Jayden Smith was seen.", "DOB: 12 March 2014."))
    gone = put("Gone", ours("Words"))
    durham.run(withdraw_paper, gone, "Not ready", DAY)


def test_everything_that_is_to_be_looked_at_is_found(
    durham: Store, july: str, worker: FileWorker
) -> None:
    put_papers(durham, july, worker)
    known: Known = {}
    steps: list[tuple[str, int, int]] = []
    found = preflight(
        durham.ask, worker.ask, july, DAY, lambda *step: steps.append(step), known=known
    )
    kinds = {(each.part, each.kind, each.severity) for each in found.findings}
    assert kinds >= FOUND
    assert not any(each.part == "Neglect" for each in found.findings)
    words = {each.kind: each.words for each in found.findings if each.part == "Awaited"}
    assert words["missing"] == (
        "It has not come. It was due on 20 June 2023. Ask Chair for it, or withdraw it with a "
        "reason."
    )
    assert {each.kind for each in found.findings} <= set(KINDS) == set(KIND_WORDS)
    severities = [each.severity for each in found.findings]
    assert severities == sorted(severities, key=[STOP, ASK, NOTE].index)
    assert found.count(STOP) == 4
    names = [each.words for each in found.findings if each.kind == "names"]
    assert [words.split("’")[0] for words in names] == ["‘DOB: 12 March 2014", "‘Jayden Smith"]
    assert steps[-1] == ("Looked at every paper", 13, 13)
    assert found.totals.papers == 8
    look_again(durham, july, known)


def look_again(durham: Store, july: str, known: Known) -> None:
    """What was seen is not read again, and words that are no names are not asked about again."""
    durham.run(change_setting, NO_NAMES, "jayden\nsmith")
    again = preflight(durham.ask, not_again, july, DAY, known=known, pages=7)
    asked = [each for each in again.findings if each.kind == "names"]
    assert [each.words[:4] for each in asked] == ["‘DOB"]
    assert (again.totals.pages, again.totals.sheets) == (7, 4)
    lone = durham.ask(paper_facts, july, DAY)[0]
    assert again.of(lone.line.id) == ()


def not_again(*_asked: Any) -> Any:
    raise AssertionError("a file was read a second time")


def test_a_worker_that_gives_up_is_a_finding(durham: Store, july: str) -> None:
    durham.run(add_paper, july, "Bomb", paper(), 1)

    def gives_up(task: str, *_more: Any) -> Any:
        if task.endswith("text"):
            raise Refused("Bomb took too long.")
        return {"papers": [{"pages": 1, "removed": []}]}, []

    def never(*_more: Any) -> Any:
        raise Refused("Bomb made the reader stop.")

    (found,) = preflight(durham.ask, never, july, DAY).findings
    assert (found.kind, found.severity, found.words) == (
        "damaged",
        STOP,
        "Bomb made the reader stop.",
    )
    assert {each.kind for each in preflight(durham.ask, gives_up, july, DAY).findings} == {
        "untagged"
    }


def test_the_corpus_is_told_in_words(corpus: Path, worker: FileWorker) -> None:
    (path,) = (corpus / "pdf").glob("024*")
    told = take_paper(worker.ask, path.read_bytes(), path.name)
    comments = [each for each in file_findings(one(), told.facts) if each.kind == "comments"]
    assert comments[0].page == 1
    assert "stay in it and are printed: page 1. Ask its owner to take them out." in (
        comments[0].words
    )


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("The child, Jayden Smith, was seen at school.", ("Jayden Smith",)),
        ("Child's name: Zebedee Quill", ("Zebedee Quill",)),
        ("Born on 3/4/2015 in the county", ("Born on 3/4/2015",)),
        ("NHS number: 943 476 5919", ("NHS number: 943 476 5919",)),
        ("UPN A123456789012", ("UPN A123456789012",)),
        ("Report by Sarah Jones, Business manager.", ()),
        ("Sarah Jones wrote it. Children were heard.", ()),
        ("Children and young people in the county", ()),
        ("Child A was seen by the nurse", ()),
    ],
)
def test_names_of_children_are_asked_about(words: str, found: tuple[str, ...]) -> None:
    assert names_of_children(words) == found


def test_a_paper_asks_about_each_name_once_and_about_few() -> None:
    told = text_findings(one(), ["The child Jayden Smith."] * 3)
    assert [(each.kind, each.page, each.severity) for each in told] == [("names", 1, ASK)]
    firsts = ("Jayden", "Chloe", "Callum", "Ellie", "Harvey", "Imogen", "Kayleigh")
    many = " ".join(f"The child {first} Smith was seen." for first in firsts)
    assert len(text_findings(one(), [many])) == 5
    some = text_findings(one(), ["Words enough for a page.", ""])
    assert some[0].words.startswith("Not every page (page 2 not) has words")


@given(st.text())
def test_it_asks_about_whatever_is_written_and_never_fails(words: str) -> None:
    for found in text_findings(one(), [words]):
        assert found.severity != STOP


@given(st.lists(st.integers(1, 40), max_size=12), st.booleans())
def test_the_sheets_hold_the_pages(pages: list[int], right_hand: bool) -> None:
    totals = totals_of(pages, right_hand=right_hand)
    assert (totals.pages, totals.papers) == (sum(pages), len(pages))
    assert totals.pages <= 2 * totals.sheets <= totals.pages + max(1, len(pages))
    assert sheets_of(totals.pages, duplex=False) == totals.sheets_one_sided


def test_totals_in_words_and_findings_in_order() -> None:
    assert totals_of([1]).words == ("1 paper, 1 page: 1 sheet of paper on both sides, 1 on one")
    assert totals_of([1, 3], right_hand=True).words == (
        "2 papers, 4 pages: 3 sheets of paper on both sides, 4 on one"
    )
    last = Finding("B", "untagged", "", 0, NOTE, "b")
    first = Finding("B", "missing", "", 0, STOP, "b")
    middle = Finding("A", "names", "", 2, ASK, "a")
    whole = Finding("", "late", "", 0, NOTE)
    assert in_order([last, middle, whole, first], ["a", "b"]) == (first, middle, whole, last)


def test_long_lists_are_cut_short() -> None:
    facts = {
        "remarks": list(range(1, 12)),
        "layers": [f"L{n}" for n in range(7)],
        "spoiled": [4],
        "repaired": True,
        "tagged": True,
        "author": "A. Person",
        "title": "paper",
        "removed": ["attached files"],
    }
    told = {each.kind: each.words for each in file_findings(one(), facts)}
    assert "pages 1, 2, 3, 4, 5, 6, 7, 8 and 3 more" in told["comments"]
    assert "‘L4’ and 2 more" in told["layers"]
    assert told["damaged"].startswith("What is drawn breaks off on page 4")
    assert told["metadata"].startswith("The file itself gives its author as ‘A. Person’. A pack")
    assert "active" not in told
