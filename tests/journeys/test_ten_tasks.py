"""Ten tasks by the keyboard alone in the sample, each from Today; docs/keystrokes.md counts them.

The document lists what is pressed, here and in Word and Excel: a line or a number there that is
not what the keys did fails.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtWidgets import QApplication, QTabBar
from pytestqt.qtbot import QtBot

from dscp_desktop.actions.queries.log import list_actions
from dscp_desktop.app.opening import SAMPLE_OPENS_WITH
from dscp_desktop.diary.queries.meetings import find_meeting
from dscp_desktop.learning.queries.cycles import list_cycles
from dscp_desktop.learning.rules.cycles import CycleLine
from dscp_desktop.meetings.page.meetings import MeetingsPage
from dscp_desktop.meetings.queries.logs import list_decisions
from dscp_desktop.meetings.queries.record import meeting_record
from dscp_desktop.packs.page.packs import PacksPage
from dscp_desktop.restraint.queries.incidents import list_incidents
from dscp_desktop.restraint.workbook import incidents_sheet
from dscp_desktop.sampling.queries import list_draws
from dscp_desktop.sheets.writing import write_workbook
from dscp_desktop.store.check import check_store
from tests.journeys.keyboard import Hands, Wall, program_at
from tests.journeys.strokes import count_strokes, read_tasks, write_strokes
from tests.moulds import Moulds, cast_sample
from tests.packs.conftest import plain_pdf

BEGINS = "2023-10-19 10:42"
PACK = "exec-2023-10-26-pack.pdf"
TO_DO = "send the attendance figures to each agency"
CYCLE = "Harm outside the home"


@pytest.fixture
def hands(
    moulds: Moulds,
    tmp_path: Path,
    wall: Wall,
    qapp: QApplication,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Hands]:
    """The keys at the open sample; the files of the tasks lie where its dialogs look first."""
    path = tmp_path / "sample.dscp"
    moulds.copy("sample", cast_sample, path)
    monkeypatch.chdir(tmp_path)
    with program_at(path, tmp_path / "own", wall, qapp, qtbot, SAMPLE_OPENS_WITH) as made:
        made.unlock()
        made.shell.resize(1440, 900)
        write_files(made)
        yield made


def write_files(hands: Hands) -> None:
    """Write what came by post: a later version of a paper, and three incidents of October."""
    Path("neglect-final.pdf").write_bytes(plain_pdf("The plan as agreed", "Its second page"))
    like = hands.shell.desk.store.ask(list_incidents, date(2023, 9, 1), date(2023, 9, 12))[:3]
    bare: dict[str, Any] = {"footage_until": None, "child_spoken_on": None, "recorded_at": ""}
    sent = []
    for n, line in enumerate(like, 1):
        on = line.values.on + timedelta(days=31)
        values = replace(line.values, ref=f"ASH-90{n}", on=on, person_spoken_at="", **bare)
        sent.append(replace(line, values=values))
    Path("october.xlsx").write_bytes(write_workbook([incidents_sheet(sent)]))


def cycle(hands: Hands) -> CycleLine:
    desk = hands.shell.desk
    (found,) = [line for line in desk.store.ask(list_cycles, desk.today) if line.topic == CYCLE]
    return found


def choose_file(hands: Hands, name: str = "") -> None:
    """Name a file in the dialog that asks for it, or take the name it offers."""
    hands.bot.waitUntil(lambda: QApplication.activeModalWidget() is not None, timeout=5_000)
    if name:
        hands.type(name)
    hands.press("Return")
    hands.bot.waitUntil(lambda: QApplication.activeModalWidget() is None, timeout=5_000)
    hands.rest()


def down_to(hands: Hands, test: Callable[[object], bool], most: int = 20) -> None:
    """Go down from where the keys are to a row."""
    for _ in range(most):
        if test(hands.focus().value()):  # type: ignore[attr-defined]
            return
        hands.press("Down")
    raise AssertionError(f"No such row below in ‘{hands.here()}’")


def turn_to(hands: Hands, words: str) -> None:
    """Go right along the tabs, to the one that begins so."""
    bar = hands.focus()
    assert isinstance(bar, QTabBar)
    while not bar.tabText(bar.currentIndex()).startswith(words):
        assert bar.currentIndex() < bar.count() - 1
        hands.press("Right")


# The ten ------------------------------------------------------------------------------------------


def action_in_a_live_meeting(hands: Hands) -> None:
    before = len(hands.shell.desk.store.ask(list_actions, hands.shell.desk.today))
    hands.pane("Next meetings")
    hands.do("Start minutes")
    assert hands.here().startswith("Notes of item 3")
    hands.type(f"A: Probation by 30 Nov {TO_DO}")
    hands.press("Return")
    actions = hands.shell.desk.store.ask(list_actions, hands.shell.desk.today)
    assert len(actions) == before + 1
    (new,) = [line for line in actions if line.text == TO_DO.capitalize()]
    assert (new.owner_name, new.due, new.code) == ("Probation", date(2023, 11, 30), "PLG")


def build_and_save(hands: Hands) -> int:
    """Build the pack, save it under the name that is offered, and return its pages."""
    page = hands.shell.page()
    assert isinstance(page, PacksPage)
    saved = Path(PACK)
    saved.unlink(missing_ok=True)
    hands.run("build")
    hands.bot.waitUntil(lambda: page.building.pack is not None, timeout=60_000)
    hands.rest()
    hands.press("Ctrl+S")
    choose_file(hands)
    hands.bot.waitUntil(saved.exists, timeout=10_000)
    hands.rest()
    with pypdfium2.PdfDocument(saved) as pdf:
        return len(pdf)


def build_a_pack(hands: Hands) -> None:
    hands.press("Ctrl+4")
    hands.tab_to("Meeting", "Shift+Tab")
    hands.press("Down", "Down")
    pages = build_and_save(hands)
    page = hands.shell.page()
    assert isinstance(page, PacksPage)
    assert page.contents is not None
    assert page.contents.meeting.code == "EXEC"
    assert pages > 10


def replace_a_late_paper(hands: Hands) -> None:
    hands.press("Ctrl+4")
    hands.pane("Parts of the pack")
    down_to(hands, lambda row: row.part.title.startswith("Neglect plan"))  # type: ignore[attr-defined]
    hands.run("newer")
    hands.type("The plan as agreed")
    hands.press("Ctrl+Return")
    choose_file(hands, "neglect-final.pdf")
    build_and_save(hands)
    row = hands.focus().value()  # type: ignore[attr-defined]
    assert (row.paper.version, row.part.pages) == (2, 2)
    with pypdfium2.PdfDocument(Path(PACK)) as pdf:
        words = [page.get_textpage().get_text_range() for page in pdf]
    assert sum("The plan as agreed" in said for said in words) == 1
    assert sum("Its second page" in said for said in words) == 1


def draw_a_sample(hands: Hands) -> None:
    store = hands.shell.desk.store
    before = len(store.ask(list_draws))
    hands.press("Ctrl+7")
    hands.run("draw")
    hands.press("Ctrl+Return", "Ctrl+Return")
    hands.type("Independent scrutineer")
    hands.press("Tab")
    hands.type("418203")
    hands.press("Tab", "Tab")
    hands.type("Detective inspector")
    hands.press("Tab")
    hands.type("096714")
    hands.press("Ctrl+Return", "Ctrl+Return")
    assert hands.here() == "Drawn list"
    made = store.ask(list_draws)
    assert len(made) == before + 1
    assert made[0].seed == "418203-096714"
    assert made[0].frame.period.last == date(2023, 9, 30)


def record_apologies(hands: Hands) -> None:
    store = hands.shell.desk.store
    hands.press("Ctrl+2", "Down", "Down", "Return")
    hands.tab_to("Parts of the meeting", "Shift+Tab")
    turn_to(hands, "Attendance")
    hands.tab_to("Attendance")
    down_to(hands, lambda line: line.attendee.startswith("North Marsh"))  # type: ignore[attr-defined]
    hands.press("Space", "Space")
    meeting = store.ask(find_meeting, "EXEC 2023-10-26").id
    seats = store.ask(meeting_record, meeting).seats
    assert [s.mark for s in seats if s.shown == "North Marsh Health"] == ["apologies"]


def move_a_phase(hands: Hands) -> None:
    before = cycle(hands).phases[4]
    hands.press("Ctrl+5", "Right", "Alt+Right", "Space")
    after = cycle(hands).phases
    assert after[4].slip == before.slip + 1
    assert after[5].slip == 0


def import_a_return(hands: Hands) -> None:
    store = hands.shell.desk.store
    before = len(store.ask(list_incidents))
    hands.run("import")
    hands.press("Ctrl+O")
    choose_file(hands, "october.xlsx")
    hands.bot.waitUntil(lambda: hands.here().startswith("New: "), timeout=30_000)
    hands.press("F6")
    assert hands.here() == "Accept 3 sound rows"
    hands.press("Space")
    hands.bot.waitUntil(lambda: hands.here() == "Import another workbook", timeout=30_000)
    assert len(store.ask(list_incidents)) == before + 3
    assert len(store.ask(list_incidents, None, None, {"ASH-901", "ASH-902", "ASH-903"})) == 3


def approve_minutes(hands: Hands) -> None:
    store = hands.shell.desk.store
    meeting = store.ask(find_meeting, "PLG 2023-09-07").id
    assert store.ask(meeting_record, meeting).minutes.state == "agreed"
    hands.press("Ctrl+2", "Ctrl+F")
    hands.type("Performance")
    hands.press("Tab")
    down_to(hands, lambda line: getattr(line, "id", "") == meeting)
    hands.press("Return")
    hands.tab_to("Parts of the meeting", "Shift+Tab")
    turn_to(hands, "Minutes")
    hands.do("Approve at…")
    hands.press("Ctrl+Return")
    minutes = store.ask(meeting_record, meeting).minutes
    assert (minutes.state, minutes.approved_on) == ("approved", date(2023, 10, 19))


def find_last_years_decision(hands: Hands) -> None:
    hands.press("Ctrl+K")
    hands.type("placements far")
    box = hands.shell.palette_box
    hands.bot.waitUntil(lambda: not box._pause.isActive() and not box.awaited, timeout=5_000)
    hands.rest()
    for _ in range(8):
        if "Oct 2022" in box.list.value().where:
            break
        hands.press("Down")
    hands.press("Return")
    (kept,) = [
        line
        for line in hands.shell.desk.store.ask(list_decisions, "", "2022-23", "placements far")
        if line.on.month == 10
    ]
    page = hands.shell.page()
    assert isinstance(page, MeetingsPage)
    assert hands.here() == "Decisions"
    table: Any = hands.focus()
    assert table.value() == kept

    def in_sight() -> bool:
        row = table.visualRect(table.currentIndex())
        return bool(table.viewport().rect().contains(row))

    hands.bot.waitUntil(in_sight, timeout=5_000)


def undo_a_wrong_import(hands: Hands) -> None:
    store = hands.shell.desk.store
    before = len(store.ask(list_incidents))
    hands.run("import")
    hands.tab_to("History")
    down_to(hands, lambda line: line.words.startswith("Imported 1 workbook"))  # type: ignore[attr-defined]
    hands.tab_to("Undo this change", "Shift+Tab")
    hands.press("Space")
    hands.bot.waitUntil(lambda: len(store.ask(list_incidents)) == before - 3, timeout=30_000)
    hands.rest()
    assert store.ask(list_incidents, None, None, {"ASH-901"}) == ()
    minutes = store.ask(meeting_record, store.ask(find_meeting, "PLG 2023-09-07").id).minutes
    assert minutes.state == "approved"  # what was done after the import stays


TASKS: dict[str, Callable[[Hands], None]] = {
    "An action in a live meeting": action_in_a_live_meeting,
    "Build a pack": build_a_pack,
    "Replace a late paper": replace_a_late_paper,
    "Draw a sample": draw_a_sample,
    "Record apologies": record_apologies,
    "Move a phase": move_a_phase,
    "Import a return": import_a_return,
    "Approve minutes": approve_minutes,
    "Find a decision of last year": find_last_years_decision,
    "Undo a wrong import": undo_a_wrong_import,
}
PARTS = ("keys", "letters")
QUICK = ("An action in a live meeting", "Record apologies", "Find a decision of last year")


def strokes_of(hands: Hands, name: str) -> str:
    """Do a task, beginning on Today, and return what was pressed and typed."""
    hands.press("Ctrl+1")
    hands.strokes.clear()
    TASKS[name](hands)
    return write_strokes(hands.strokes)


@pytest.fixture
def doc(root: Path) -> Path:
    """The document that counts them."""
    return root / "docs" / "keystrokes.md"


def test_the_table_counts_what_is_listed(doc: Path) -> None:
    """The numbers of the table are those of the steps below it, of both."""
    tasks = read_tasks(doc)
    assert list(tasks) == list(TASKS)
    for name, task in tasks.items():
        assert task.table == (task.here, task.there), name
    here, there = ([each.table[n] for each in tasks.values()] for n in (0, 1))
    sums = [sum(getattr(c, part) for c in of) for of in (here, there) for part in PARTS]
    words = "All ten: {} keys and {} letters here, {} keys and {} letters in Word and Excel."
    assert words.format(*sums) in doc.read_text("utf-8")


def test_three_tasks_take_the_keys_that_are_listed(hands: Hands, doc: Path) -> None:
    tasks = read_tasks(doc)
    for name in QUICK:
        assert strokes_of(hands, name) == tasks[name].ours, name


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_ten_tasks_take_the_keys_that_are_listed(hands: Hands, doc: Path) -> None:
    found = {}
    for name in TASKS:
        if name == "Undo a wrong import":
            hands.another_day("2023-10-20 09:00")  # it is found out the day after
            hands.shell.resize(1440, 900)
        found[name] = strokes_of(hands, name)
        print(f"{name}: {found[name]} {count_strokes(found[name])}", flush=True)
    assert found == {name: task.ours for name, task in read_tasks(doc).items()}
    assert check_store(hands.shell.desk.store).problems == ()
