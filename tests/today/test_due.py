"""One list: what the page shows is what `dscp due` prints; and the year that is to come."""

from __future__ import annotations

import json
from datetime import date

import pytest

from dscp_desktop.app.backups_due import list_backup_due
from dscp_desktop.app.cli import run
from dscp_desktop.app.features import due_offers
from dscp_desktop.diary.commands.meetings import add_meeting
from dscp_desktop.diary.rules.meetings import MeetingDetails
from dscp_desktop.partnership.queries.parties import find_group
from dscp_desktop.store.opening import Store
from dscp_desktop.today.queries import get_today, list_due, list_year_due, years_to_start
from tests.moulds import PASSPHRASE

TODAY = date(2023, 10, 19)


def test_dscp_due_is_the_list_of_today(
    office_year: Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = office_year.ask(list_due, due_offers(), TODAY)
    shown = office_year.ask(get_today, due_offers(), TODAY)
    assert sorted(map(repr, listed)) == sorted(
        repr(due) for duties in shown.duties for due in duties.lines
    )
    office_year.close()
    monkeypatch.setenv("DSCP_PASSPHRASE", PASSPHRASE)
    capsys.readouterr()
    assert run(["due", str(office_year.path), "--on", "2023-10-19", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert [(row["on"], row["what"], row["feature"]) for row in said] == [
        (due.on.isoformat(), due.what, due.feature) for due in listed
    ]
    assert len(said) == shown.count > 10


def test_a_year_without_meetings_is_asked_about_two_months_before(office_year: Store) -> None:
    assert office_year.ask(list_year_due, date(2024, 1, 30)) == ()
    (due,) = office_year.ask(list_year_due, date(2024, 1, 31))
    assert (due.what, due.feature) == ("Start the year 2024-25", "new_year")
    assert (due.on, due.days) == (date(2024, 3, 31), "Begins 1 April 2024")
    group = office_year.ask(find_group, "EXEC")
    assert group is not None
    office_year.run(add_meeting, group.id, MeetingDetails(date(2024, 5, 9)))
    assert office_year.ask(list_year_due, date(2024, 3, 1)) == ()


def test_nobody_is_asked_where_no_group_has_a_cadence(store: Store) -> None:
    assert store.ask(list_year_due, date(2024, 3, 1)) == ()
    assert store.ask(list_backup_due, date(2024, 3, 1)) == ()  # nothing was written yet


def test_the_present_year_and_the_next_can_be_started() -> None:
    assert years_to_start(date(2024, 3, 31)) == ("2023-24", "2024-25")
    assert years_to_start(date(2024, 4, 1)) == ("2024-25", "2025-26")
