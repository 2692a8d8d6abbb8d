"""What the banner states of a pack: how many are missing or late, and what follows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from dscp_desktop.meetings.rules.agenda import PaperLine
from dscp_desktop.packs.page.facts import late_fact, pending_fact
from dscp_desktop.packs.page.parts import NOT_THERE, PartRow, late_words
from dscp_desktop.packs.rules.issued import ADDED, IssuedPart
from dscp_desktop.packs.rules.parts import PAPER, PLACEHOLDER, PackPart
from dscp_desktop.widgets.status import Status

DUE, TODAY = date(2023, 10, 18), date(2023, 10, 19)
PAGES = "You can still build the pack: "


def view(**more: Any) -> Any:
    return SimpleNamespace(**({"due": DUE, "issued": None, "pending": (), "stuck": ""} | more))


def missing(page: int) -> PartRow:
    paper = PaperLine(f"m{page}", "", f"Paper {page}", due=DUE)
    part = PackPart(PLACEHOLDER, paper.title, first=page, pages=1)
    place = page if page else NOT_THERE
    return PartRow(paper.id, part, place, Status("missing", "Missing"), paper=paper)


def came(on: date) -> PartRow:
    paper = PaperLine("c", "", "Came", file_id="f", received_on=on, due=DUE)
    return PartRow("c", PackPart(PAPER, "Came"), 3, Status("risk", "Came late"), paper=paper)


def test_the_banner_counts_what_is_missing_and_what_came_late() -> None:
    rows = [missing(93), came(TODAY)]
    assert late_fact(view(), rows, TODAY) == (
        "1 paper is missing and 1 came late",
        "Papers were due Wednesday 18 October 2023. " + PAGES + "page 93 will say 'Paper not "
        "received'.",
    )
    fact, words = late_fact(view(due=None), [missing(n) for n in range(9, 15)], TODAY) or ("", "")
    assert fact == "6 papers are missing"
    assert words == PAGES + "pages 9, 10, 11, 12 and 2 more will say 'Paper not received'."
    _, words = late_fact(view(due=None), [missing(9), missing(10)], TODAY) or ("", "")
    assert "pages 9 and 10 will say" in words
    fact, words = late_fact(view(), [came(TODAY)], TODAY) or ("", "")
    assert fact == "1 paper came late"
    assert words.endswith("Members may ask for more time to read.")
    _, words = late_fact(view(due=None), [missing(0)], TODAY) or ("", "")
    assert words == PAGES + "it leaves them out."
    assert late_fact(view(), [came(DUE)], TODAY) is None


def test_days_late_are_counted_to_the_day_it_came_or_today() -> None:
    paper = missing(9).paper
    assert late_words(paper, TODAY) == "1 day late"
    assert late_words(paper, TODAY + timedelta(days=2)) == "3 days late"
    assert late_words(paper, DUE) == ""
    assert late_words(None, TODAY) == ""
    assert late_words(came(TODAY).paper, TODAY + timedelta(days=9)) == "1 day late"
    assert paper is not None
    assert late_words(replace(paper, due=None), TODAY) == ""


def test_the_banner_says_what_the_next_supplement_brings_or_why_it_cannot() -> None:
    out = SimpleNamespace(last=SimpleNamespace(number=1))
    assert pending_fact(view()) is None
    assert pending_fact(view(issued=out)) is None
    one = IssuedPart("a", PAPER, "A", change=ADDED)
    fact, words = pending_fact(view(issued=out, pending=(one,))) or ("", "")
    assert fact == "1 paper is not issued yet: 1 added"
    assert words.startswith("Supplement 2 brings it")
    stuck = pending_fact(view(issued=out, stuck="It went out in part 1."))
    assert stuck == ("Supplement 2 cannot be issued as it is", "It went out in part 1.")
    assert late_fact(view(issued=out, due=None), [missing(9)], TODAY) == (
        "1 paper is missing: Paper 9",
        "What comes now goes out with the next supplement.",
    )
