"""Every hard PDF ends as a paper that goes into a pack, or in words that name it."""

from __future__ import annotations

import time
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from dscp_desktop.core.faults import Refused
from dscp_desktop.jobs.files import FileWorker
from dscp_desktop.paper.furniture import Furniture, furniture_values
from dscp_desktop.paper.reading import inspect_pdf
from tests.app.conftest import Dscp
from tests.hard.conftest import Lay
from tests.hard.making import PAPERS, Hard
from tests.hard.watching import Peak

INSPECT = "dscp_desktop.paper.tasks:inspect"
JOIN = "dscp_desktop.paper.tasks:join"
PICTURE = "dscp_desktop.paper.tasks:picture"
MEETING = "Safeguarding Executive Group 2023-07-13"
LONGEST = 30  # seconds, on a machine with much else to do; the slowest takes three alone
FAST = [hard for hard in PAPERS if not hard.slow]
SLOW = [hard for hard in PAPERS if hard.slow]
# By the command line each is a program run of its own: these few stand for their kinds.
BY_LINE = ("truncated", "user's password", "odd notes", "page of 50 MB", "script on opening")


def inspected(worker: FileWorker, hard: Hard, data: bytes) -> str:
    """Have a paper looked at; the words that refuse it, or ''."""
    try:
        answer, _ = worker.ask(INSPECT, {"name": hard.file, "names": [hard.file]}, [data])
    except Refused as refused:
        return refused.words
    facts = answer["papers"][0]
    return str(facts.get("refused", ""))


def ends_as_told(hard: Hard, words: str) -> None:
    if not hard.end:
        assert words == "", hard.file
        return
    assert words.startswith(hard.file), words
    assert any(part in words for part in str(hard.end).split("|")), words
    assert "Traceback" not in words
    assert words.endswith(".")


def joins(worker: FileWorker, hard: Hard, data: bytes) -> None:
    """A paper that was taken must go into a pack: it would hold up every other."""
    values = {
        "parts": [{"title": hard.name}],
        "furniture": furniture_values(Furniture(marking="OFFICIAL")),
        "title": "A pack",
    }
    answer, (pack,) = worker.ask(JOIN, values, [data])
    with pikepdf.open(BytesIO(pack)) as pdf:
        assert len(pdf.pages) == answer["pages"] > 0
        assert "/OpenAction" not in pdf.Root
        assert "/EmbeddedFiles" not in pdf.Root.get("/Names", {})
    picture_or_words(worker, pack)


def picture_or_words(worker: FileWorker, pack: bytes) -> None:
    """The preview shows the first page, or says why it cannot."""
    try:
        facts, (drawn,) = worker.ask(PICTURE, {"page": 1, "width": 300, "name": "It"}, [pack])
    except Refused as refused:
        words = refused.words
    else:
        assert len(drawn) == facts["stride"] * facts["height"]
        return
    assert words.startswith("It ")


@pytest.mark.timeout(240)
def test_every_hard_paper_ends_as_the_table_says(worker: FileWorker, watched: Peak) -> None:
    assert len(FAST) > 45
    for hard in FAST:
        data, started = hard.make(), time.monotonic()
        ends_as_told(hard, inspected(worker, hard, data))
        if not hard.end:
            joins(worker, hard, data)
        took = time.monotonic() - started
        assert took < LONGEST, f"{hard.file} took {took:.0f} s"
    assert watched.seen


@pytest.mark.slow
@pytest.mark.timeout(400)
@pytest.mark.parametrize("hard", SLOW, ids=lambda hard: hard.name)
def test_the_largest_ones_end_as_the_table_says(
    hard: Hard, worker: FileWorker, watched: Peak
) -> None:
    data = hard.make()
    ends_as_told(hard, inspected(worker, hard, data))
    if not hard.end:
        joins(worker, hard, data)
    assert watched.seen


def by_the_line(dscp: Dscp, year: Path, path: Path, hard: Hard) -> None:
    said = dscp("paper", year, "--meeting", MEETING, path)
    assert "Traceback" not in said.err
    if hard.end:
        assert said.code == 1, said.err
        ends_as_told(hard, said.err.removeprefix("dscp: ").strip())
    else:
        assert said.code == 0, said.err


@pytest.mark.timeout(240)
def test_the_command_line_takes_or_refuses_and_builds_the_pack(
    dscp: Dscp, year: Path, lay: Lay, watched: Peak
) -> None:
    for hard in PAPERS:
        if hard.name in BY_LINE:
            by_the_line(dscp, year, lay(hard), hard)
    out = year.with_name("p.pdf")
    said = dscp("pack", year, "--meeting", MEETING, "-o", out)
    assert said.code == 0, said.err
    assert "Taken out of script on opening: scripts." in said.err
    assert watched.seen


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_command_line_takes_or_refuses_all_of_them(
    dscp: Dscp, year: Path, lay: Lay, watched: Peak
) -> None:
    for hard in PAPERS:
        by_the_line(dscp, year, lay(hard), hard)
    out = year.with_name("p.pdf")
    said = dscp("pack", year, "--meeting", MEETING, "-o", out)
    assert said.code == 0, said.err
    taken = [hard for hard in PAPERS if not hard.end]
    pages = sum(inspect_pdf(hard.make(), hard.file).pages for hard in taken)
    assert pages > 3_000
    with pikepdf.open(out) as pdf:
        own = len(pdf.pages) - pages
    assert 2 <= own < 20  # cover, agenda, and what the meeting's own items print
    assert watched.seen
