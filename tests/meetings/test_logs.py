"""The logs of decisions and challenges out to a workbook and in again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.offers import Scope, WorkbookOffer
from dscp_desktop.meetings.commands.deciding import add_urgent_decision
from dscp_desktop.meetings.commands.raising import (
    ChallengeDetails,
    add_challenge,
    add_decision,
    end_challenge,
    reply_to_challenge,
)
from dscp_desktop.meetings.feature import FEATURE
from dscp_desktop.meetings.queries.logs import list_challenges, list_decisions
from dscp_desktop.meetings.queries.record import meeting_record
from dscp_desktop.partnership.queries.parties import find_group, load_names
from dscp_desktop.sheets.writing import write_workbook
from dscp_desktop.store.opening import Store

SCOPE = Scope(date(2023, 10, 19))
HEADS = ("No", "Group", "Date", "Agenda item", "Decision", "How it was taken")
CHALLENGE_HEADS = (
    "No",
    "Group",
    "Date",
    "Challenge",
    "Raised by",
    "Raised to",
    "Reply",
    "Replied on",
    "Outcome",
    "Ended on",
)


def offer(kind: str) -> WorkbookOffer:
    return next(one for one in FEATURE.workbooks if one.kind == kind)


@pytest.fixture
def kept(durham: Store, items: list[str]) -> None:
    group = durham.ask(find_group, "PLG")
    party = durham.ask(load_names).party("Education")
    assert group is not None
    assert party is not None
    run = durham.run
    run(add_decision, items[1], "=The plan is <agreed>", "Without a vote")
    run(add_urgent_decision, group.id, date(2023, 8, 3), "Go on", "Telephone")
    details = ChallengeDetails("Figures are late", "The chair", party.id)
    one = str(run(add_challenge, items[1], details).result)
    run(reply_to_challenge, one, "They will come", date(2023, 7, 10))
    run(end_challenge, one, "They came", date(2023, 8, 1))


@pytest.mark.parametrize("kind", ["decisions", "challenges"])
@pytest.mark.usefixtures("kept")
def test_what_goes_out_comes_in_the_same(bring: Any, durham: Store, kind: str) -> None:
    with durham.reading() as session:
        sheet = offer(kind).write(session, SCOPE)
    found = bring(write_workbook([sheet]))[kind]
    assert found.faults == ()
    assert found.count("same") == len(sheet.rows)
    assert len(sheet.rows) == (2 if kind == "decisions" else 1)


@pytest.mark.usefixtures("kept")
def test_scripts_read_the_logs(durham: Store) -> None:
    with durham.reading() as session:
        decisions = offer("decisions").values(session, SCOPE)
        challenges = offer("challenges").values(session, SCOPE)
        assert offer("decisions").values(session, Scope(SCOPE.today, year="2022-23")) == []
    assert [(d["number"], d["date"], d["item"], d["urgent"]) for d in decisions] == [
        ("2.1", "2023-07-06", "2", False),
        ("2023-U1", "2023-08-03", None, True),
    ]
    assert challenges[0] | {"restricted": False} == {
        "group": "Performance and Learning Group",
        "number": "2023-01",
        "date": "2023-07-06",
        "item": "2",
        "text": "Figures are late",
        "raised_by": "The chair",
        "raised_to": "Education",
        "reply": "They will come",
        "replied": "2023-07-10",
        "outcome": "They came",
        "ended": "2023-08-01",
        "state": "ended",
        "restricted": False,
    }


@pytest.mark.usefixtures("kept")
def test_decisions_of_another_log_come_in(
    bring: Any, durham: Store, july: str, september: str
) -> None:
    rows = [
        HEADS,
        ("2.1", "PLG", "06/07/2023", "2", "Other words", None),
        ("2.2", "PLG", "06/07/2023", "2.", "A second one", None),
        ("5.1", "PLG", "07/09/2023", None, "Of September", "A vote"),
        ("U9", "PLG", "01/08/2023", None, "By telephone", None),
        ("99.1", "PLG", "06/07/2023", None, "No such item", None),
        ("2.2", "PLG", "06/07/2023", "2", "Twice", None),
        ("1", "Nobody", "06/07/2023", None, "No group", None),
        (None, None, None, None, None, "Nothing"),
    ]
    found = bring(rows)["decisions"]
    assert [(r.label, r.state) for r in found.rows] == [
        ("Decision 2.1", "changed"),
        ("Decision 2.2", "new"),
        ("Decision 5.1", "new"),
        ("Decision U9", "new"),
    ]
    said = sorted((f.row, f.column, f.why) for f in found.faults)
    assert [(row, column) for row, column, _ in said] == [
        (6, "Agenda item"),
        (7, "No"),
        (8, "Group"),
        (9, "Date"),
        (9, "Decision"),
        (9, "Group"),
        (9, "No"),
    ]
    assert "has no such item. Its items: 1, 2, 3" in said[0][2]
    shown = [d.shown for d in durham.ask(meeting_record, july).items[1].decisions]
    assert shown == ["Decision 2.1", "Decision 2.2"]
    lines = {d.number: d for d in durham.ask(list_decisions)}
    assert lines["5.1"].meeting_id == september
    assert lines["U9"].urgent
    assert (lines["2.1"].text, lines["2.1"].how) == ("Other words", "Without a vote")


@pytest.mark.usefixtures("kept", "durham")
def test_a_log_does_not_change_approved_minutes(bring: Any, approve: Callable[[], Changes]) -> None:
    approve()
    found = bring(
        [
            HEADS,
            ("2.1", "PLG", "06/07/2023", "2", "Other words", None),
            ("2.7", "PLG", "06/07/2023", "2", "A new one", None),
        ]
    )["decisions"]
    assert [f.row for f in found.faults] == [2, 3]
    assert all("add a correction instead" in fault.why for fault in found.faults)
    later = bring(
        [
            CHALLENGE_HEADS,
            (
                "2023-01",
                "PLG",
                "06/07/2023",
                "Figures are late",
                None,
                None,
                "They came at last",
                None,
                None,
                None,
            ),
        ]
    )["challenges"]
    assert (later.faults, later.count("changed")) == ((), 1)
    wrong = bring(
        [
            CHALLENGE_HEADS,
            ("2023-01", "PLG", "06/07/2023", "Other words", None, None, None, None, None, None),
        ]
    )["challenges"]
    assert "add a correction instead" in wrong.faults[0].why


@pytest.mark.usefixtures("kept")
def test_challenges_of_another_log_come_in(bring: Any, durham: Store) -> None:
    rows = [
        CHALLENGE_HEADS,
        ("C1", "PLG", "06/07/2023", "New", "Ann", "Health", None, None, None, None),
        ("C2", "PLG", "02/05/2023", "New too", None, "Unheard of", None, None, None, None),
        ("C3", "PLG", "02/05/2023", "Wrong", None, None, "x", "01/05/2023", None, None),
        ("C4", "PLG", "02/05/2023", "Wrong", None, None, None, None, None, "01/04/2023"),
        ("2023-01", "EXEC", "06/07/2023", "Figures", None, None, None, None, None, None),
    ]
    found = bring(rows)["challenges"]
    assert [(r.label, r.state) for r in found.rows] == [
        ("Challenge C1", "new"),
        ("Challenge C2", "new"),
    ]
    assert [(n.row, n.column) for n in found.notes] == [(3, "Raised to")]
    assert sorted((f.row, f.column) for f in found.faults) == [
        (4, "Replied on"),
        (5, "Ended on"),
        (5, "Outcome"),
        (6, "No"),
    ]
    assert {c.number: c.raised_to for c in durham.ask(list_challenges)} == {
        "C1": "Health",
        "C2": "Unheard of",
        "2023-01": "Education",
    }
