"""What the page shows of one phase and of its cycle, in one question to the store."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from dscp_desktop.learning.queries.cycles import get_template, list_words, named_groups
from dscp_desktop.learning.queries.due import tell_back_days
from dscp_desktop.learning.queries.record import (
    cycle_around,
    decisions_of,
    get_phase,
    meetings_to_choose,
)
from dscp_desktop.learning.rules.cycles import Named, Template
from dscp_desktop.learning.rules.record import CycleRecord, PhaseRecord
from dscp_desktop.learning.rules.settings import LISTS
from dscp_desktop.partnership.queries.parties import list_holders, list_meeting_groups
from dscp_desktop.partnership.rules.parties import GroupLine, Party
from dscp_desktop.store.history import Entry, list_entries


@dataclass(frozen=True, slots=True)
class RecordPage:
    """A phase, its cycle, what was changed in it, and in how many working days one tells back.

    Of the cycle it has the route and the briefing, not the records of the other phases.
    """

    phase: PhaseRecord
    cycle: CycleRecord
    history: tuple[Entry, ...]
    tell_days: int


def record_page(session: Session, phase_id: str, today: date) -> RecordPage | None:
    """Return what the page shows of a phase, None where there is none of this id."""
    phase = get_phase(session, phase_id, today)
    if phase is None:
        return None
    cycle = cycle_around(session, phase.cycle)
    return RecordPage(phase, cycle, list_entries(session, phase_id), tell_back_days(session))


@dataclass(frozen=True, slots=True)
class TemplatePage:
    """The template of the cycles to come, and the lists that are chosen from."""

    template: Template
    lists: tuple[tuple[str, str, tuple[str, ...]], ...]  # name, words, lines
    groups: tuple[Named, ...] = ()


def template_page(session: Session) -> TemplatePage:
    """Return what the form of the template shows."""
    lists = ((name, words, list_words(session, name)) for name, (_key, words) in LISTS.items())
    return TemplatePage(get_template(session), tuple(lists), named_groups(session))


def action_parties(session: Session) -> tuple[tuple[GroupLine, ...], tuple[Party, ...]]:
    """Return the groups that hold actions, and who may own one."""
    return tuple(list_meeting_groups(session)), tuple(list_holders(session))


def step_choices(
    session: Session, group_id: str, meeting_id: str
) -> tuple[tuple[Named, ...], tuple[Named, ...]]:
    """Return the meetings of a group, and the decisions of one of them or of the group."""
    return meetings_to_choose(session, group_id), decisions_of(session, group_id, meeting_id)
