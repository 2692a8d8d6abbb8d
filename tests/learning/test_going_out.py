"""Cycles as a workbook, a calendar, documents and a profile: out, in, and out the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import icalendar
import pytest

from dscp_desktop.app.profile_saving import profile_values
from dscp_desktop.core.faults import WrongUse
from dscp_desktop.core.offers import Scope
from dscp_desktop.learning.commands import cycles as commands
from dscp_desktop.learning.commands.feedback import add_feedback, tell_back
from dscp_desktop.learning.commands.record import (
    add_paper,
    add_phase_action,
    link_meeting,
    write_phase,
)
from dscp_desktop.learning.documents.plan import briefing_document, cycles_document
from dscp_desktop.learning.documents.reports import cycle_report, phase_report
from dscp_desktop.learning.feature import FEATURE, make_calendar
from dscp_desktop.learning.queries.record import get_phase, get_record
from dscp_desktop.learning.rules.cycles import CycleDetails
from dscp_desktop.learning.workbook import recognise_cycles
from dscp_desktop.paper.document import Bullets, Facts, Heading, Paragraph, Table
from dscp_desktop.sheets.values import Sheet
from dscp_desktop.sheets.writing import write_workbook
from dscp_desktop.store.history import undo
from dscp_desktop.store.opening import Store
from tests.conftest import Bring
from tests.learning.conftest import CAPVA, HARM, MASH, TODAY, cycles, months, phase
from tests.learning.test_record import SAID, WORDS, details, meet

OFFER = FEATURE.workbooks[0]
HEADS = ("Topic", "Priority", "Plan", "Starts in", "Follows", "State", "Phase", "Name of phase",
         "Lead group", "Month", "Moved by", "Started", "Finished")  # fmt: skip


def row(topic: Any = "Neglect", number: Any = 1, **given: Any) -> tuple[Any, ...]:
    values = {"Topic": topic, "Phase": number, "Lead group": "PLG", "Month": 1, **given}
    return tuple(values.get(head) for head in HEADS)


def test_cycles_go_out_and_come_in_with_nothing_changed(durham: Store, bring: Bring) -> None:
    durham.run(commands.finish_phase, phase(durham, CAPVA, 1).id, date(2023, 4, 28))
    durham.run(commands.slip_phase, phase(durham, HARM, 4).id, 1, True)
    before = cycles(durham)
    sheet = durham.ask(OFFER.write, Scope(TODAY))
    assert len(sheet.rows) == 30
    found = bring(write_workbook([sheet]))["cycles"]
    assert (found.count("same"), found.faults, found.notes) == (30, (), ())
    assert cycles(durham) == before
    assert durham.ask(OFFER.write, Scope(TODAY)) == sheet


def test_cycles_come_into_an_empty_store_as_they_were(
    durham: Store, bring: Bring, entries: list[str]
) -> None:
    sheet = durham.ask(OFFER.write, Scope(TODAY))
    for topic in reversed([CAPVA, HARM, "First 1001 days", "Mental health and wellbeing"]):
        durham.run(commands.remove_cycle, cycles(durham)[topic].id)
    found = bring(write_workbook([sheet]))["cycles"]
    assert (found.count("new"), found.count("same"), found.faults) == (24, 6, ())
    assert durham.ask(OFFER.write, Scope(TODAY)) == sheet
    durham.run(undo, entries[-1])
    assert list(cycles(durham)) == [MASH]


def test_a_sheet_changes_what_it_says(durham: Store, bring: Bring) -> None:
    rows: Sequence[tuple[Any, ...]] = (
        HEADS,
        row(HARM, 1, State="Stopped", Priority="Domestic abuse", Plan="2023-26",
            Started=date(2023, 8, 2), **{"Lead group": "IDG", "Starts in": "2024-02"}),
        row(HARM, 5, Month=4, **{"Moved by": 2, "Lead group": "IDG", "Name of phase": "Plan"}),
        row("Neglect", 1, Follows=HARM),
    )  # fmt: skip
    found = bring(rows)["cycles"]
    assert found.faults == ()
    changed = {change for outcome in found.rows for change in outcome.changes}
    assert ("Starts in", "", "1 February 2024") in changed
    assert ("Lead group", "", "Improvement Delivery Group") in changed
    assert ("Moved by", "0", "2") in changed
    line = cycles(durham)[HARM]
    assert line.priority is not None
    assert (line.state, line.priority.title, line.follows) == ("stopped", "Domestic abuse", None)
    assert (months(durham, HARM)[0], months(durham, HARM)[4]) == ("2024-02", "2024-07")
    assert months(durham, "Neglect") == ["2024-06"]
    again = [HEADS, row(HARM, 1, Follows=CAPVA, Review="yes", **{"Lead group": "IDG"})]
    again[1] = (*again[1][:3], date(2024, 9, 17), *again[1][4:])
    changed = {c for outcome in bring(again)["cycles"].rows for c in outcome.changes}
    assert changed == {("Follows", "", CAPVA)}
    assert months(durham, HARM)[0] == "2023-08"


@pytest.mark.parametrize(
    ("rows", "column", "words"),
    [
        ([row(**{"Lead group": None})], "Lead group", "Every phase needs a lead group"),
        ([row(**{"Lead group": "Improvement Group"})], "Lead group", "is called this. Perhaps"),
        ([row(Month=3), row(number=2, Month=2)], "Month", "before month 3 of the phase above it"),
        ([row(Month=0)], "Month", "Type a month from 1 to 60"),
        ([row(Month="soon")], "Month", "This is not a month. Type a whole number"),
        ([row(number=None, Topic="A")], "Phase", "Every phase needs its number"),
        ([row(), row()], "Phase", "stands in row 2 too"),
        ([row(topic=""),], "Topic", "needs the topic"),
        ([row(**{"Starts in": "soon"})], "Starts in", "“soon” is not a date"),
        ([row(Priority="Domestic abus")], "Priority", "has this priority. Perhaps Domestic"),
        ([row(**{"Starts in": "2023-13"})], "Starts in", "There is no such month"),
        ([row(**{"Starts in": "1950-01"})], "Starts in", "Type a month from 2000"),
        ([row(Follows="Nothing")], "Follows", "There is no cycle on this topic"),
        ([row(Follows="Neglect")], "Follows", "in a circle"),
        ([row(CAPVA, Follows=HARM)], "Follows", "in a circle"),
        ([row(State="lost")], "State", "A cycle is one of: planned, finished, stopped."),
        ([row(Started=date(2023, 5, 2), Finished=date(2023, 5, 1))], "Finished", "before it was"),
        ([row(), row(number=2, **{"Moved by": -1})], "Moved by", "before the phase above it"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_row_and_column(
    shared: Store, rows: list[tuple[Any, ...]], column: str, words: str
) -> None:
    sheet = Sheet("Sheet", True, (HEADS, *rows))
    recognised = recognise_cycles(sheet)
    assert recognised is not None
    reading = OFFER.read(sheet, recognised)
    outcome = shared.rehearse(lambda session: OFFER.take(session, reading))
    faults = [*reading.faults, *outcome.faults]
    assert [(fault.column, words in fault.why) for fault in faults] == [(column, True)]
    assert faults[0].row == len(rows) + 1
    assert not [line for line in outcome.rows if line.state == "new"]


def test_a_cycle_whose_forerunner_was_left_out_says_so(durham: Store, bring: Bring) -> None:
    rows = [HEADS, row(), row(number=2, Month=99), row("After", 1, Follows="Neglect")]
    found = bring(rows)["cycles"]
    assert ("Follows", True) in [(f.column, "was not taken" in f.why) for f in found.faults]
    assert "Neglect" not in cycles(durham)


def test_the_calendar_keeps_its_events_and_its_numbers_rise(durham: Store) -> None:
    def events() -> dict[str, Any]:
        made = icalendar.Calendar.from_ical(durham.ask(make_calendar, Scope(TODAY)))
        return {str(event["UID"]): event for event in made.walk("VEVENT")}

    first = events()
    assert len(first) == 24
    one, two = phase(durham, CAPVA, 4), phase(durham, HARM, 1)
    mine = first[f"{one.id}@cycles.dscp-desktop"]
    assert (mine["DTSTART"].dt, mine["DTEND"].dt) == (date(2023, 6, 1), date(2023, 7, 1))
    assert str(mine["SUMMARY"]) == f"{CAPVA}: phase 4, Sharing learning and collecting feedback"
    assert events() == first
    moved = durham.run(commands.slip_phase, one.id, 1, True)
    second = events()
    assert set(second) == set(first)
    assert second[mine["UID"]]["SEQUENCE"] > mine["SEQUENCE"]
    assert second[mine["UID"]]["DTSTART"].dt == date(2023, 7, 1)
    durham.run(undo, moved.entry)
    third = events()
    assert third[mine["UID"]]["SEQUENCE"] > second[mine["UID"]]["SEQUENCE"]
    assert third[mine["UID"]]["DTSTART"].dt == date(2023, 6, 1)
    line = cycles(durham)[CAPVA]
    durham.run(commands.change_cycle, line.id, CycleDetails(CAPVA, None, date(2023, 5, 1)))
    fourth = events()[f"{two.id}@cycles.dscp-desktop"]
    assert fourth["DTSTART"].dt == date(2023, 9, 1)
    assert fourth["SEQUENCE"] > third[fourth["UID"]]["SEQUENCE"]
    third_line = cycles(durham)["First 1001 days"]
    durham.run(
        commands.change_cycle, third_line.id, CycleDetails(third_line.topic, state="stopped")
    )
    assert len(events()) == 12


def said_in(document: Any) -> str:
    found = [document.title, document.subtitle]
    for block in document.blocks:
        match block:
            case Heading() | Paragraph():
                found.append(str(block.text))
            case Bullets():
                found += [str(item) for item in block.items]
            case Facts():
                found += [f"{label}: {value}" for label, value in block.pairs]
            case Table():
                found += [f"{c.text} {c.below}".strip() for r in block.rows for c in r.cells]
            case _:
                found.append(block.alternative)
    return "\n".join(found)


def test_the_reports_say_what_was_recorded_and_what_is_open(durham: Store) -> None:
    one = phase(durham, HARM, 4)
    durham.run(commands.slip_phase, one.id, 1, True)
    empty = durham.ask(get_phase, one.id, TODAY)
    assert empty is not None
    said = said_in(phase_report(empty, TODAY))
    assert "No key question is recorded yet." in said
    assert "First planned: October 2023" in said
    durham.run(write_phase, one.id, WORDS)
    durham.run(commands.set_phase_dates, one.id, date(2023, 10, 3), date(2023, 10, 18))
    made = str(durham.run(add_feedback, replace(SAID, phase_id=one.id)).result)
    durham.run(tell_back, made, date(2023, 10, 17), "Letter", "A leaflet says why")
    durham.run(add_phase_action, one.id, details("Share them"))
    meeting = meet(durham, "IDG", date(2023, 10, 10))
    durham.run(link_meeting, one.id, meeting)
    durham.run(add_paper, one.id, "Notes of the session")
    full = durham.ask(get_phase, one.id, TODAY)
    assert full is not None
    said = said_in(phase_report(full, TODAY))
    for words in (WORDS.findings, WORDS.learnt, "Practitioners", "46", "Not counted", "A leaflet",
                  "14 young people", "Legal basis: Children Act", "Finished: 18 October 2023",
                  "Share them", "Not ticked: Hold the sharing session",
                  "Improvement Delivery Group, Tue 10 Oct", "Notes of the session"):  # fmt: skip
        assert words in said, words
    record = durham.ask(get_record, one.cycle_id, TODAY)
    assert record is not None
    said = said_in(cycle_report(record, TODAY))
    for words in (WORDS.question, "Phase 4: Sharing learning", "1 month later than first planned",
                  "agrees the action plan", "Not yet", "✓ Finished", "■"):  # fmt: skip
        assert words in said, words
    assert said_in(briefing_document(record)).count("Nothing is written here yet.") == 7
    bare = replace(record, briefing=(), route=())
    assert "agrees the action plan" not in said_in(cycle_report(bare, TODAY))
    settled = replace(full, undone=())
    assert "Still open" not in said_in(phase_report(settled, TODAY))
    hidden = replace(full, actions=tuple(replace(a, restricted=True) for a in full.actions))
    assert "Share them" not in said_in(phase_report(hidden, TODAY))
    assert "has no headings" in said_in(briefing_document(bare))


def test_the_plan_and_the_feedback_of_a_year_go_out(durham: Store) -> None:
    documents = {offer.kind: offer.make for offer in FEATURE.documents}
    plan = said_in(durham.ask(documents["cycles"], Scope(TODAY)))
    assert "4 cycles are planned or under way, 1 finished or stopped." in plan
    assert "▶\u00a0Oct 2023" in plan
    assert "Harm outside the home from August 2023 to July 2024" in plan
    assert "✓\u00a0Not known" in plan
    assert "No learning cycle is planned yet." in said_in(cycles_document((), TODAY))
    assert "No feedback" in said_in(durham.ask(documents["feedback"], Scope(TODAY, year="2023-24")))
    durham.run(add_feedback, SAID)
    said = said_in(durham.ask(documents["feedback"], Scope(TODAY, year="2023-24")))
    assert "1 piece of feedback; of 0 those who gave it were told what changed." in said
    every = durham.ask(documents["feedback"], Scope(TODAY))
    assert "Nobody told us why." in said_in(every)
    about = Scope(TODAY, record_id=cycles(durham)[CAPVA].id)
    assert said_in(durham.ask(documents["cycle-report"], about)).startswith(CAPVA)
    assert "1. Why this matters" in said_in(durham.ask(documents["briefing"], about))
    mine = replace(about, record_id=phase(durham, CAPVA, 1).id)
    assert said_in(durham.ask(documents["phase-report"], mine)).startswith("Phase 1: Scoping")
    for kind in ("phase-report", "cycle-report", "briefing"):
        with pytest.raises(WrongUse, match="Say which"):
            durham.ask(documents[kind], Scope(TODAY))
    with pytest.raises(WrongUse):
        durham.ask(documents["feedback"], Scope(TODAY, year="soon"))


def test_a_profile_keeps_phases_route_lists_and_cycles(durham: Store) -> None:
    values = durham.ask(profile_values, TODAY)
    assert [each["number"] for each in values["phase"]] == [1, 2, 3, 4, 5, 6]
    assert values["phase"][5]["review"] is True
    assert [each.get("agrees", False) for each in values["route"]] == [False, True, False]
    assert len(values["learning"]["briefing"]) == 7
    assert values["learning"]["tell_back_days"] == 60
    chained = [each for each in values["cycle"] if each.get("follows")]
    assert [each["topic"] for each in chained] == [
        HARM, "First 1001 days", "Mental health and wellbeing",
    ]  # fmt: skip
    assert not any("starts" in each for each in chained)
