"""Preflight of a meeting's papers: what the store knows, and what the files themselves tell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from dscp_desktop.core.faults import Refused
from dscp_desktop.core.offers import FileWork
from dscp_desktop.meetings.queries.papers import paper_facts, paper_texts
from dscp_desktop.meetings.rules.papers import PaperFacts
from dscp_desktop.meetings.rules.preflight import (
    Finding,
    Preflight,
    damaged_finding,
    file_findings,
    in_order,
    store_findings,
    text_findings,
    totals_of,
)
from dscp_desktop.store.files import get_file
from dscp_desktop.store.settings import get_setting

INSPECT = "dscp_desktop.paper.tasks:inspect"
TEXT = "dscp_desktop.paper.tasks:text"
NO_NAMES = "papers.no_names"  # words, one a line, that somebody said are no names
Ask = Callable[..., Any]
Known = dict[str, tuple[dict[str, Any], tuple[str, ...]]]


def words_that_are_no_names(session: Session) -> tuple[str, ...]:
    """Return the words that are not asked about again."""
    return tuple(filter(None, get_setting(session, NO_NAMES).splitlines()))


def preflight(
    ask: Ask,
    work: FileWork,
    meeting_id: str,
    today: date,
    tell: Callable[[str, int, int], object] = lambda *_far: None,
    *,
    pages: int = 0,
    right_hand: bool = False,
    known: Known | None = None,
) -> Preflight:
    """Look at every paper of a meeting: `ask` runs a query on the store, `work` reads files.

    `pages` are those of the whole pack where it is numbered already. `known` keeps what was seen
    of files, by id and name, so that a second look reads only what is new. A file that cannot be
    read is a finding; nothing is refused here.
    """
    papers: tuple[PaperFacts, ...] = ask(paper_facts, meeting_id, today)
    texts: dict[str, tuple[str, ...]] = ask(paper_texts, [paper.line.id for paper in papers])
    no_names = ask(words_that_are_no_names)
    seen: Known = {} if known is None else known
    found: list[Finding] = []
    counts: list[int] = []
    for number, paper in enumerate(papers):
        tell(paper.line.title, number, len(papers))
        found += store_findings(paper)
        if paper.line.file_id is None or paper.line.withdrawn:
            continue
        facts, text = _look(ask, work, paper, texts, seen)
        if "refused" in facts:
            found.append(damaged_finding(paper, str(facts["refused"])))
            continue
        counts.append(int(facts["pages"]))
        found += file_findings(paper, facts) + text_findings(paper, text, no_names)
    tell("Looked at every paper", len(papers), len(papers))
    totals = totals_of([pages] if pages else counts, right_hand=right_hand)
    return Preflight(in_order(found, [paper.line.id for paper in papers]), totals)


def _look(
    ask: Ask,
    work: FileWork,
    paper: PaperFacts,
    texts: Mapping[str, tuple[str, ...]],
    seen: Known,
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return the facts and the words of a paper's file; those that are known are not read again."""
    file_id, name = str(paper.line.file_id), paper.line.title
    seen_as = f"{file_id} {name}"
    if seen_as not in seen:
        data = ask(get_file, file_id)
        values = {"name": name, "names": [name]}
        try:
            told, _ = work(INSPECT, {**values, "inside": True, "try_join": False}, [data])
            facts = dict(told["papers"][0])
        except Refused as refused:
            facts = {"refused": refused.words}
        text = texts.get(paper.line.id, ())
        if not text and "refused" not in facts:  # it came before words were taken out
            text = _words(work, values, data)
        seen[seen_as] = (facts, text)
    return seen[seen_as]


def _words(work: FileWork, values: Mapping[str, Any], data: bytes) -> tuple[str, ...]:
    try:
        told, _ = work(TEXT, values, [data])
    except Refused:
        return ()
    return tuple(told["texts"][0])
