"""Who took part, as lines that are typed; and a phase that is kept in one."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dscp_desktop.core.faults import Refused
from dscp_desktop.learning.commands.record import keep_phase
from dscp_desktop.learning.rules.record import (
    People,
    PhaseEntry,
    PhaseWords,
    parse_people,
    show_people,
)
from dscp_desktop.store.history import list_entries
from dscp_desktop.store.opening import Store
from tests.learning.conftest import HARM, phase

_KINDS = st.text("abcdefg ", min_size=1, max_size=12).map(str.strip).filter(bool)
_PEOPLE = st.lists(st.builds(People, _KINDS, st.none() | st.integers(0, 999)), max_size=4)


@settings(max_examples=30)
@given(_PEOPLE)
def test_lines_come_back_as_they_were(people: list[People]) -> None:
    assert parse_people(show_people(people)) == tuple(people)


def test_what_is_no_number_is_refused_with_how_it_is_written() -> None:
    for line in ("Practitioners: many", "Practitioners: 4½", ": 12", "Practitioners:"):
        with pytest.raises(Refused, match="write who, a colon, and how many"):
            parse_people(line)
    assert parse_people("\n  \nFamilies: 3\n") == (People("Families", 3),)


def test_a_phase_is_kept_in_one_and_refused_whole(durham: Store) -> None:
    shown = phase(durham, HARM, 4)
    before = len(durham.ask(list_entries))
    entry = PhaseEntry(shown.lead.id, date(2023, 10, 2), None, PhaseWords(findings="Seen late."))
    durham.run(keep_phase, shown.id, entry)
    assert len(durham.ask(list_entries)) == before + 1
    assert phase(durham, HARM, 4).started_on == date(2023, 10, 2)
    wrong = PhaseEntry("", date(2023, 10, 3), None, PhaseWords())
    with pytest.raises(Refused, match="no lead group"):
        durham.run(keep_phase, shown.id, wrong)
    assert phase(durham, HARM, 4).started_on == date(2023, 10, 2)
