"""Papers: versions that stay, what went out, withdrawn ones, words for the search, reminders."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from email import message_from_bytes
from email.policy import default

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Refused
from dscp_desktop.core.mail import draft_message
from dscp_desktop.meetings.commands.agenda import add_paper, receive_paper, remove_item
from dscp_desktop.meetings.commands.agenda import remove_paper as remove
from dscp_desktop.meetings.commands.papers import (
    bring_back_paper,
    mark_issued,
    replace_paper,
    say_of_paper,
    withdraw_paper,
)
from dscp_desktop.meetings.commands.receiving import ReceivedPaper
from dscp_desktop.meetings.feature import FEATURE
from dscp_desktop.meetings.queries.agenda import list_papers
from dscp_desktop.meetings.queries.papers import (
    late_papers,
    list_markings,
    paper_facts,
    paper_texts,
    papers_due_on,
    reminder_drafts,
    reminders,
    versions_of,
)
from dscp_desktop.meetings.rules.agenda import PaperLine
from dscp_desktop.meetings.rules.papers import (
    MARKINGS,
    Came,
    PaperDetails,
    VersionLine,
    highest_marking,
    papers_due,
    reminder_words,
    state_of,
    version_words,
)
from dscp_desktop.meetings.tables import Paper, PaperText, PaperVersion
from dscp_desktop.records.commands import redact_words
from dscp_desktop.store.check import check_store
from dscp_desktop.store.files import get_file
from dscp_desktop.store.history import list_entries, undo
from dscp_desktop.store.opening import Store
from dscp_desktop.store.search import find
from dscp_desktop.store.settings import change_setting

IN_JULY = date(2023, 7, 3)
Add = Callable[..., str]


def came(words: str, *pages: str, source: str = "Neglect (final) v2.docx") -> ReceivedPaper:
    """A file that came; what stands in it does not matter to the store."""
    return ReceivedPaper(words, words.encode(), len(pages) or 1, (), Came(source, (), pages))


@pytest.fixture
def put(durham: Store, july: str) -> Add:
    """Put a paper on July's agenda; gives its id."""

    def made(title: str, data: bytes = b"", **more: object) -> str:
        pages = 2 if data else 0
        return str(durham.run(add_paper, july, title, data, pages, **more).result)

    return made


def issued(session: Session, *ids: str) -> Changes:
    return Changes(f"{mark_issued(session, ids, IN_JULY)} went out", ("*",))


def last_entry(store: Store) -> str:
    return store.ask(list_entries, "", 1)[0].id


def test_a_newer_version_stands_beside_the_old_one(durham: Store, july: str, put: Add) -> None:
    paper = put("Neglect", b"one", received_on=IN_JULY)
    durham.run(replace_paper, paper, came("two"), date(2023, 7, 5))
    (line,) = durham.ask(list_papers, july)
    assert (line.version, line.pages, line.received_on) == (2, 1, date(2023, 7, 5))
    assert not line.issued
    versions = durham.ask(versions_of, paper)
    assert [(v.number, v.pages, v.source) for v in versions] == [
        (1, 2, ""),
        (2, 1, "neglect-final-v2.docx"),
    ]
    assert [durham.ask(get_file, str(v.file_id)) for v in versions] == [b"one", b"two"]
    durham.run(undo, last_entry(durham))
    assert durham.ask(list_papers, july)[0].version == 1
    assert check_store(durham).problems == ()


def test_after_issue_nothing_is_replaced_in_place(durham: Store, july: str, put: Add) -> None:
    paper = put("Neglect", b"one")
    durham.run(issued, paper)
    assert durham.ask(list_papers, july)[0].issued
    with pytest.raises(Refused, match="say in a line what changed"):
        durham.run(replace_paper, paper, came("two"), IN_JULY)
    with pytest.raises(Refused, match="say in a line what changed"):
        durham.run(receive_paper, paper, b"two", 1)
    with pytest.raises(Refused, match=r"went out in a pack on 3 July 2023\. Withdraw it"):
        durham.run(remove, paper)
    item = durham.ask(list_papers, july)[0].item_id
    with pytest.raises(Refused, match="Withdraw it"):
        durham.run(remove_item, item)
    durham.run(replace_paper, paper, came("two"), IN_JULY, "  The table on page 3\nis new ")
    old, new = durham.ask(versions_of, paper)
    assert (old.issued_on, durham.ask(get_file, str(old.file_id))) == (IN_JULY, b"one")
    assert (new.issued_on, new.changed) == (None, "The table on page 3 is new")
    assert version_words(old) == "Version 1, sent out 3 July 2023"
    assert version_words(new) == "Version 2, 3 July 2023: The table on page 3 is new"
    assert durham.run(issued, paper).words == "1 went out"
    assert durham.run(issued, paper).words == "0 went out"


def test_undo_does_not_reach_behind_what_went_out(durham: Store, put: Add) -> None:
    paper = put("Neglect", b"one")
    adding = last_entry(durham)
    durham.run(issued, paper)
    with pytest.raises(Refused, match="cannot be undone"):
        durham.run(undo, adding)
    durham.run(undo, last_entry(durham))  # the issue itself may be taken back
    assert durham.ask(versions_of, paper)[0].issued_on is None
    version = PaperVersion(id="v", paper_id="gone", number=1, issued_on=IN_JULY)
    words = durham.ask(lambda s: version.frozen(s, {"file_id"}))
    assert words.startswith("A paper went out in a pack on 3 July 2023")
    assert durham.ask(lambda s: version.frozen(s, {"issued_on"})) == ""
    assert durham.ask(lambda s: version.frozen(s, {"left_in"})) == ""


def test_a_paper_of_an_older_program_is_version_1(durham: Store, july: str, put: Add) -> None:
    paper = put("Neglect", b"one")

    def forget(session: Session) -> Changes:
        for row in session.scalars(select(PaperVersion)):
            session.delete(row)
        return Changes("As an older program left it", ("*",))

    durham.run(forget)
    (line,) = durham.ask(list_papers, july)
    assert (line.version, line.issued) == (1, False)
    assert [v.number for v in durham.ask(versions_of, paper)] == [1]
    assert durham.ask(paper_facts, july, IN_JULY)[0].versions[0].pages == 2
    durham.run(replace_paper, paper, came("two"), IN_JULY)
    assert [v.number for v in durham.ask(versions_of, paper)] == [1, 2]
    durham.run(remove, paper)
    assert durham.ask(lambda s: s.scalars(select(PaperVersion)).all()) == []


def test_a_paper_is_withdrawn_with_a_reason(durham: Store, july: str, put: Add) -> None:
    paper = put("Neglect", b"one")
    with pytest.raises(Refused, match="Say in a line why"):
        durham.run(withdraw_paper, paper, "  ", IN_JULY)
    durham.run(withdraw_paper, paper, "Goes to\nthe next meeting", IN_JULY)
    (facts,) = durham.ask(paper_facts, july, IN_JULY)
    assert (facts.state, facts.withdrawn_on) == ("withdrawn", IN_JULY)
    assert facts.line.withdrawn == "Goes to the next meeting"
    assert not facts.line.is_missing
    with pytest.raises(Refused, match="was withdrawn already"):
        durham.run(withdraw_paper, paper, "Again", IN_JULY)
    durham.run(bring_back_paper, paper)
    with pytest.raises(Refused, match="was not withdrawn"):
        durham.run(bring_back_paper, paper)
    durham.run(withdraw_paper, paper, "Again", IN_JULY)
    durham.run(replace_paper, paper, came("two"), IN_JULY)
    assert durham.ask(list_papers, july)[0].withdrawn == ""


def test_search_finds_words_of_pages_and_tells_the_page(durham: Store, put: Add) -> None:
    pages = ("Cover", "Nothing here", "Chronology of visits", "Thresholds\fand chronologies")
    paper = put("Neglect audit", b"one", came=Came("a.pdf", (), pages))
    (hit,) = durham.ask(find, "chronology visits")
    assert (hit.record_id, hit.title, hit.page) == (paper, "Neglect audit", 3)
    assert hit.place == "Chronology of visits"
    assert durham.ask(find, "threshold chronolog")[0].page == 4  # stems; its form feed is a space
    assert {hit.page for hit in durham.ask(find, "neglect audit")} == {0}  # it and its item
    assert durham.ask(paper_texts, [paper]) == {paper: (*pages[:3], "Thresholds and chronologies")}
    assert check_store(durham).problems == ()
    # A newer version is found by its own words alone.
    durham.run(replace_paper, paper, came("two", "Supervision"), IN_JULY)
    assert durham.ask(find, "chronology") == ()
    assert durham.ask(find, "supervision")[0].page == 1
    durham.run(undo, last_entry(durham))
    assert durham.ask(find, "supervision") == ()
    assert durham.ask(find, "chronology")[0].record_id == paper
    durham.run(remove, paper)
    assert durham.ask(find, "chronology") == ()
    assert check_store(durham).problems == ()


def test_many_pages_are_one_hit_and_hide_no_other(durham: Store, put: Add) -> None:
    put("Long", b"one", came=Came("a.pdf", (), ("neglect",) * 120))
    put("Short", b"two", came=Came("b.pdf", (), ("neglect and much else beside it",)))
    hits = durham.ask(find, "neglect")
    assert {hit.title for hit in hits if hit.kind == "paper"} == {"Long", "Short"}
    assert len({hit.record_id for hit in hits}) == len(hits)


def test_a_restricted_paper_shows_only_that_it_is_there(durham: Store, put: Add) -> None:
    put("Case 7", b"one", restricted=True, came=Came("a.pdf", (), ("", "Quintessential words")))
    (hit,) = durham.ask(find, "quintessential")
    assert (hit.title, hit.place, hit.page, hit.restricted) == ("", "", 0, True)


def test_a_name_in_the_words_of_a_paper_is_redacted(durham: Store, july: str, put: Add) -> None:
    pages = ("Nothing", "Jane Zebedee was seen")
    paper = put("Case", b"Jane Zebedee", came=Came("jane zebedee.pdf", (), pages))
    kept = put("Other", b"other", came=Came("other.pdf", (), ("Seen by a nurse",)))
    held = [line.file_id for line in durham.ask(list_papers, july) if line.id == paper]
    durham.run(redact_words, "Jane Zebedee", held)
    assert durham.ask(find, "zebedee") == ()
    texts = durham.ask(lambda s: [row.text for row in s.scalars(select(PaperText))])
    assert texts == ["Seen by a nurse"]
    (version,) = durham.ask(versions_of, paper)
    assert (version.file_id, version.source) == (None, "[redacted].pdf")
    assert durham.ask(find, "nurse")[0].record_id == kept
    assert durham.ask(lambda s: s.get_one(Paper, paper).removed).startswith("The file held a name")
    assert check_store(durham).problems == ()


def test_the_day_of_a_paper_is_its_own_or_the_run_ups(durham: Store, july: str, put: Add) -> None:
    due = durham.ask(papers_due_on, july)
    assert due is not None
    assert due < date(2023, 7, 6)
    put("Ours", owner="Business manager")
    put("Earlier", owner="Business manager", due=date(2023, 6, 1))
    lines = durham.ask(list_papers, july)
    assert {line.title: line.due for line in lines} == {"Ours": due, "Earlier": date(2023, 6, 1)}
    assert [line.own_due for line in lines] == [None, date(2023, 6, 1)]
    late = durham.ask(late_papers, date(2023, 6, 2))
    assert [(each.what, each.on, each.days) for each in late] == [
        ("Paper: Earlier", date(2023, 6, 1), "1 working day late")
    ]
    assert "Business manager" in late[0].detail
    assert len(durham.ask(late_papers, due)) == 2
    assert durham.ask(late_papers, date(2023, 7, 7)) == ()  # the meeting is over
    assert FEATURE.due is not None
    assert "Paper: Ours" in {each.what for each in durham.ask(FEATURE.due.list_due, due)}


def test_what_is_said_of_a_paper_is_changed(durham: Store, july: str, put: Add) -> None:
    paper = put("Neglect")
    said = PaperDetails("Neglect audit", "Chair", True, date(2023, 6, 20), "OFFICIAL")
    durham.run(say_of_paper, paper, said)
    (line,) = durham.ask(list_papers, july)
    assert (line.title, line.owner, line.restricted) == ("Neglect audit", "Chair", True)
    assert (line.own_due, line.marking) == (date(2023, 6, 20), "OFFICIAL")
    with pytest.raises(Refused, match="A paper is marked: OFFICIAL, OFFICIAL-SENSITIVE"):
        durham.run(say_of_paper, paper, PaperDetails("Neglect", marking="COSMIC"))
    durham.run(change_setting, "partnership.markings", "OFFICIAL\n\nHOUSE PAPER ")
    assert durham.ask(list_markings) == ("OFFICIAL", "HOUSE PAPER", "OFFICIAL-SENSITIVE")
    durham.run(say_of_paper, paper, PaperDetails("Neglect", marking="HOUSE PAPER"))


def test_each_owner_gets_one_reminder(durham: Store, july: str, put: Add) -> None:
    put("Neglect", owner="Durham Constabulary")
    put("Missing", owner="durham  constabulary", restricted=True)
    put("Here", b"one", owner="Durham Constabulary")
    put("Nobody's")
    gone = put("Gone", owner="Chair")
    durham.run(withdraw_paper, gone, "Not wanted", IN_JULY)
    found = durham.ask(reminders, july, IN_JULY)
    assert [(each.owner, each.papers) for each in found] == [
        ("No owner", ("Nobody's",)),
        ("Durham Constabulary", ("Neglect", "Missing")),
    ]
    text = found[1].text
    assert "- Neglect (due " in text
    assert "Missing" not in text
    assert "- A restricted paper (due" in text
    (first, *_), marking = durham.ask(reminder_drafts, july, IN_JULY)
    message = message_from_bytes(
        draft_message(first.to, first.subject, first.text, marking=marking), policy=default
    )
    assert message["Subject"].strip().startswith("OFFICIAL-SENSITIVE: Paper for ")
    assert message["X-Unsent"] == "1"
    assert durham.ask(reminders, "no meeting", IN_JULY) == ()


def test_the_state_of_a_paper() -> None:
    due, before, after = date(2023, 7, 1), date(2023, 6, 30), date(2023, 7, 2)
    for file_id, received, today, state in (
        (None, None, due, "awaited"),
        (None, None, after, "late"),
        ("f", before, after, "in"),
        ("f", after, after, "late in"),
        ("f", None, after, "in"),
    ):
        line = PaperLine("p", "i", "T", file_id=file_id, received_on=received, due=due)
        assert state_of(line, today) == state
    assert state_of(PaperLine("p", "i", "T"), after) == "awaited"
    assert papers_due(()) is None
    assert version_words(VersionLine(1, None, 0, None)) == "Version 1"
    _, text = reminder_words("Group", due, [PaperLine("p", "i", "T")], after)
    assert "\n- T\n" in text


@given(st.lists(st.sampled_from(["", *MARKINGS, "HOUSE PAPER"])))
def test_the_highest_marking_wins_and_an_unknown_one_is_not_lost(markings: list[str]) -> None:
    found = highest_marking(markings)
    assert found == highest_marking(reversed(markings))
    named = {marking for marking in markings if marking}
    if not named:
        assert found == ""
    elif "HOUSE PAPER" in named:
        assert found == "HOUSE PAPER"
    else:
        assert found == sorted(named, key=MARKINGS.index)[-1]
