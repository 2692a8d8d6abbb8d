"""The forward plan of a workbook: new, the same, changed, and what it names that is not there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from dscp_desktop.meetings.commands.forward import put_on_agenda
from dscp_desktop.meetings.queries.forward import list_forward
from dscp_desktop.meetings.rules.forward import ForwardLine
from dscp_desktop.store.opening import Store

HEAD = ("Group", "Meeting", "What", "Why", "Lead", "Minutes", "Purpose", "Due", "Restricted")
ON, DUE = date(2023, 7, 6), date(2023, 9, 30)
ROW = ("PLG", ON, "Report of the audit", "Asked for", "Audit lead", 15, "Assurance", DUE, "Yes")


def planned(store: Store) -> list[ForwardLine]:
    return list(store.ask(list_forward, date(2023, 6, 1)))


def changed(**said: Any) -> tuple[Any, ...]:
    names = ("group", "on", "title", "why", "lead", "minutes", "purpose", "due", "restricted")
    return tuple({**dict(zip(names, ROW, strict=True)), **said}.values())


def test_it_comes_in_once_and_a_blank_takes_nothing_away(
    july_planned: Store, bring: Callable[..., Any]
) -> None:
    assert bring([HEAD, ROW])["forward-plan"].count("new") == 1
    assert bring([HEAD, ROW])["forward-plan"].count("same") == 1
    blank = changed(on=None, why=None, lead=None, minutes=None, purpose=None, restricted=None)
    assert bring([HEAD, blank])["forward-plan"].count("same") == 1
    (line,) = planned(july_planned)
    assert (line.meeting and line.meeting.on, line.due, line.minutes) == (ON, DUE, 15)
    assert (line.purpose, line.lead, line.restricted) == ("assurance", "Audit lead", True)
    taken = bring([HEAD, changed(minutes=20, restricted="No")])["forward-plan"]
    assert taken.rows[0].changes == (("Minutes", "15", "20"), ("Restricted", "Yes", ""))
    assert not planned(july_planned)[0].restricted


@pytest.mark.usefixtures("july_planned")
def test_what_it_names_must_be_there(bring: Callable[..., Any]) -> None:
    rows = [
        changed(group="Nobody"),
        changed(on=date(2023, 7, 7)),
        changed(minutes=601),
        changed(purpose="fun"),
        changed(title=None),
        ROW,
        ROW,
    ]
    taken = bring([HEAD, *rows])["forward-plan"]
    told = [fault.why for fault in taken.faults]
    assert [why.split(".")[0] for why in told] == [
        "Type the minutes of the item, from 0 to 600",
        "A purpose is one of: decision, discussion, assurance, information",
        "The row does not say what is to come",
        "No group that meets is called this",
        "Performance and Learning Group has no meeting on Fri 7 Jul 2023",
        "Row 7 says this already",
    ]
    assert taken.count("new") == 1


def test_what_is_on_an_agenda_stays_as_it_is(
    july_planned: Store, bring: Callable[..., Any]
) -> None:
    bring([HEAD, ROW])
    july_planned.run(put_on_agenda, [planned(july_planned)[0].id])
    taken = bring([HEAD, changed(minutes=20)])["forward-plan"]
    assert taken.count("same") == 1
    assert [note.why for note in taken.notes] == [
        "It is on an agenda, so nothing of it was changed."
    ]
    assert planned(july_planned)[0].minutes == 15


@pytest.mark.usefixtures("july_planned")
def test_restricted_rows_of_logs_come_back_restricted_and_say_what_changed(
    bring: Callable[..., Any],
) -> None:
    logs = {
        "decisions": (("No", "Group", "Date", "Decision", "Restricted"), ("D1", "PLG", ON, "So")),
        "challenges": (
            ("No", "Group", "Date", "Challenge", "Restricted"),
            ("C1", "PLG", ON, "Why"),
        ),
        "actions": (
            ("No", "Group", "Action", "Owner", "Restricted"),
            ("PLG9", "PLG", "Do", "HDFT"),
        ),
    }
    for kind, (head, row) in logs.items():
        assert bring([head, (*row, "Yes")])[kind].count("new") == 1, kind
        assert bring([head, (*row, None)])[kind].count("same") == 1, kind
        taken = bring([head, (*row, "No")])[kind].rows[0]
        assert (taken.state, taken.changes) == ("changed", (("Restricted", "Yes", ""),)), kind
        taken = bring([head, (*row, "Yes")])[kind].rows[0]
        assert taken.changes == (("Restricted", "", "Yes"),), kind
