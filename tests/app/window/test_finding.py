"""Finding in the window: the palette, all that was found, and papers read for the search."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from dscp_desktop.app import reading
from dscp_desktop.app.finding import ALL
from dscp_desktop.app.found_page import FOUND, FoundPage
from dscp_desktop.app.narrowing import RESTRICTED
from dscp_desktop.app.shell import Shell
from dscp_desktop.core.faults import Refused
from dscp_desktop.meetings.commands.agenda import add_item, add_paper
from dscp_desktop.meetings.commands.notes import save_item_notes
from dscp_desktop.meetings.page.live.page import LivePage
from dscp_desktop.meetings.queries.agenda import agenda
from dscp_desktop.meetings.queries.papers import unread_papers
from dscp_desktop.meetings.rules.papers import Came
from dscp_desktop.meetings.rules.record import NoteDraft
from dscp_desktop.paper.document import Document, Paragraph
from dscp_desktop.paper.pdf import render_pdf
from dscp_desktop.store import history
from dscp_desktop.store.check import check_store
from dscp_desktop.store.history import last_undoable, list_entries, undo
from dscp_desktop.store.opening import Store
from dscp_desktop.store.search import find
from dscp_desktop.widgets.page import is_narrow
from dscp_desktop.widgets.palette import Hit
from tests.meetings.conftest import JULY, hold

CTRL, Key = Qt.KeyboardModifier.ControlModifier, Qt.Key
SLOW = 40_000  # milliseconds in which the process for files starts even where much else is done


def bold(hit: Hit) -> list[str]:
    """The words that are bold in title and place."""
    marked = [hit.words[first:end] for first, end in hit.named]
    return marked + [hit.place[first:end] for first, end in hit.marked]


def shown(shell: Shell) -> list[Hit]:
    """What the palette lists now."""
    rows = shell.palette_box.list.rows
    return [rows.at(number) for number in range(rows.rowCount())]


def type_in(shell: Shell, qtbot: QtBot, words: str) -> list[Hit]:
    """Type into the palette, and return what it lists once records have come."""
    qtbot.keyClick(shell.focusWidget() or shell, Key.Key_K, CTRL)
    qtbot.keyClicks(shell.palette_box.line, words)
    qtbot.waitUntil(lambda: bool(shown(shell)) and shown(shell)[-1].words == ALL)
    return shown(shell)


@pytest.fixture
def year(durham: Store) -> Store:
    """July's meeting, with a paper, a restricted item and a restricted paper."""
    meeting = hold(durham, JULY, items=1)
    said = Came("a.pdf", (), ("Nothing", "What neglected children told the Quintessa panel"))
    durham.run(add_paper, meeting, "Voice", b"one", 2, came=said)
    durham.run(add_item, meeting, "Quintessa Zebedee, rapid review", restricted=True)
    hidden = Came("b.pdf", (), ("The Quintessa family",))
    durham.run(add_paper, meeting, "Zebedee chronology", b"2", 1, came=hidden, restricted=True)
    return durham


def test_records_are_found_with_the_place_marked_and_nothing_restricted(
    year: Store, shell: Shell, qtbot: QtBot
) -> None:
    hits = type_in(shell, qtbot, "quint")
    records = [hit for hit in hits if hit.key[0] == "record"]
    (paper,) = [hit for hit in records if hit.words == "Voice"]
    assert (paper.kind, paper.where) == ("Paper, page 2", "PLG, Thu 6 Jul 2023")
    assert bold(paper) == ["Quintessa"]
    assert "panel" in paper.spoken()
    rest = [hit for hit in records if hit is not paper]
    assert {(hit.words, hit.kind, hit.icon) for hit in rest} == {
        ("Agenda item", "Agenda item", "lock"),
        ("Paper", "Paper", "lock"),
    }
    assert {hit.place for hit in rest} == {RESTRICTED}
    said = " ".join(hit.spoken() for hit in rest) + repr(rest)
    for word in ("quintessa", "zebedee", "rapid", "chronology", "family"):
        assert word not in said.casefold()
    assert year.ask(find, "zebedee") != ()
    heights = [shell.palette_box.list.rowHeight(number) for number in range(len(hits))]
    assert heights == [44, 44, 44, 34][-len(hits) :]
    shell.palette_box.close_up()


def shows(page: LivePage, item_id: str) -> bool:
    """Whether the live page stands at an item, and all was answered."""
    return page.item_id == item_id and page.desk.idle()


def test_what_was_said_opens_in_the_minutes_at_its_item(
    durham: Store, shell: Shell, qtbot: QtBot
) -> None:
    meeting = hold(durham, JULY, items=3)
    items = [item.id for item in durham.ask(agenda, meeting).items]
    durham.run(save_item_notes, items[2], (NoteDraft("Quintessa reported."),))
    hidden = NoteDraft("The Zebedee family was named.", restricted=True)
    durham.run(save_item_notes, items[1], (hidden,))
    for typed, kind, item in (
        ("quintessa", "Agenda item, minutes", items[2]),
        ("zebedee", "Agenda item", items[1]),
    ):
        hits = type_in(shell, qtbot, typed)
        (hit,) = [hit for hit in hits if hit.key[0] == "record"]
        assert hit.kind == kind
        assert "family" not in hit.spoken()
        shell.palette_box.close_up()
        shell.finder.run(hit)
        page: Any = shell.page()
        assert isinstance(page, LivePage)
        qtbot.waitUntil(partial(shows, page, item))
        assert page.meeting_id == meeting


def test_all_that_was_found_is_narrowed_by_keys_opened_and_left(shell: Shell, qtbot: QtBot) -> None:
    shell.go_and_focus("actions")
    qtbot.waitUntil(shell.desk.idle)
    type_in(shell, qtbot, "performance")
    qtbot.keyClick(shell.palette_box.line, Key.Key_Return, CTRL)
    page: Any = shell.page()
    assert isinstance(page, FoundPage)
    qtbot.waitUntil(lambda: page.table.rows.rowCount() > 3)
    every = page.table.rows.rowCount()
    assert page.context.text() == f"{every} found"
    assert page.line.hasFocus()
    kinds = [page.kind.itemText(number) for number in range(page.kind.count())]
    assert kinds[0] == "All kinds"
    place = next(n for n, words in enumerate(kinds) if words.startswith("Group ("))
    page.kind.setFocus()
    for _ in range(place):
        qtbot.keyClick(page.kind, Key.Key_Down)
    qtbot.waitUntil(lambda: 0 < page.table.rows.rowCount() < every)
    assert {page.table.rows.at(n).hit.kind for n in range(page.table.rows.rowCount())} == {"Group"}
    page.clear.click()
    qtbot.waitUntil(lambda: page.table.rows.rowCount() == every)
    page.line.setText("performance kind:group year:1999")
    page.refresh()
    qtbot.waitUntil(lambda: page.table.rows.rowCount() == 0)
    assert page.year.value() == ""  # no such year holds the words, and none is offered
    qtbot.keyClick(page.line, Key.Key_Escape)
    assert shell.place() == "actions"
    assert shell.page() is shell.pages["actions"]
    shell.searching.show("performance kind:group")
    qtbot.waitUntil(lambda: page.table.rows.rowCount() > 0)
    assert page.kind.value() == "group"
    asked: list[tuple[str, str]] = []
    shell.desk.place_asked.connect(lambda *place: asked.append(place))
    qtbot.keyClick(page.line, Key.Key_Return)
    assert page.table.hasFocus()
    qtbot.keyClick(page.table, Key.Key_Return)
    assert asked[0][0] == "partnership"
    qtbot.waitUntil(shell.desk.idle)
    words = "Back to what was found: performance kind:group"
    next(one for one in shell.list_commands() if one.words == words).do()
    assert shell.page() is page
    assert page.table.hasFocus()
    assert page.commands()[0][0] == "Search for other words"
    assert page.panes() == [page.line, page.table]
    assert page.first_focus() is page.line
    assert shell.pages[FOUND] is page


def pdf(words: str) -> bytes:
    """A PDF of one page that says so."""
    return render_pdf(Document(title="Paper", blocks=(Paragraph(words),))).data


def test_papers_that_nobody_read_are_read_beside_the_window(
    durham: Store, shell: Shell, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was stopped goes on at the next beginning; none is read twice."""
    monkeypatch.setattr(reading, "PIECE", 0.0)
    meeting = hold(durham, JULY, items=1)
    for number in range(3):
        durham.run(add_paper, meeting, f"Paper {number}", pdf(f"Zebedee said {number}"), 1)
    durham.run(add_paper, meeting, "Broken", b"no PDF at all", 1)
    assert len(durham.ask(unread_papers)) == 4
    assert durham.ask(find, "zebedee") == ()
    told: list[str] = []
    keep = shell.foot.set_work

    def tell(words: str) -> None:
        told.append(words)
        keep(words)

    monkeypatch.setattr(shell.foot, "set_work", tell)
    reader = shell.searching.reading
    reader.begin()
    qtbot.waitUntil(lambda: len(durham.ask(unread_papers)) < 4, timeout=SLOW)
    assert shell.foot.stop.isVisible()
    assert shell.foot.offline.isVisible() != is_narrow(shell)
    assert "Stop reading papers for the search" in [one.words for one in shell.list_commands()]
    shell.foot.stop.click()
    qtbot.waitUntil(shell.desk.idle)
    assert not shell.foot.stop.isVisible()
    assert told[0] == "Reading papers for the search: 0 of 4"
    left = len(durham.ask(unread_papers))
    assert 0 < left < 4
    again = reading.PaperReader(shell.desk, shell.foot, shell)
    again.begin()
    again.begin()  # a second call while it is under way is nothing
    qtbot.waitUntil(lambda: durham.ask(unread_papers) == () and shell.desk.idle(), timeout=SLOW)
    assert told.count(f"Reading papers for the search: 0 of {left}") == 1
    assert told[-1] == ""
    assert [hit.page for hit in durham.ask(find, "zebedee")] == [1, 1, 1]
    assert check_store(durham).problems == ()
    entry = durham.ask(list_entries)[0]
    assert (entry.command, entry.fixed) == (history.READ, True)
    with pytest.raises(Refused, match="would only read them again"):
        durham.run(undo, entry.id)
    undoable = durham.ask(last_undoable, durham.person, durham.opened_at)
    assert undoable is not None
    assert undoable.command == "add_paper"
    told.clear()
    again.begin()
    qtbot.waitUntil(shell.desk.idle)
    assert told == [""]
