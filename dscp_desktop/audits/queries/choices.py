"""What the form of an audit offers: agencies, groups, meetings, priorities, threads, cycles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.audits.queries.settings import get_settings, report_group_id
from dscp_desktop.audits.rules.settings import AuditSettings
from dscp_desktop.core.days import show_date
from dscp_desktop.diary.queries.meetings import list_meetings
from dscp_desktop.partnership.queries.parties import list_holders, list_meeting_groups, load_names
from dscp_desktop.priorities.queries.plans import list_outcomes
from dscp_desktop.priorities.tables import Plan, Priority, Thread
from dscp_desktop.store.tables import Record

_CYCLE_KIND = "learning cycle"
_LOOK_BACK = timedelta(days=550)  # meetings to choose from: one that agreed the year before too


@dataclass(frozen=True, slots=True)
class Offered:
    """One thing to choose, by its id."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class AuditChoices:
    """All that the forms of audits offer. `report_to` is the group that hears audits.

    `returning` are the ids of the agencies that the profile says return; they are offered first.
    """

    settings: AuditSettings
    agencies: tuple[Offered, ...] = ()
    groups: tuple[Offered, ...] = ()
    meetings: tuple[tuple[str, Offered], ...] = ()  # group and meeting, the newest first
    priorities: tuple[Offered, ...] = ()
    threads: tuple[Offered, ...] = ()
    outcomes: tuple[Offered, ...] = ()
    cycles: tuple[Offered, ...] = ()
    report_to: str = ""
    returning: tuple[str, ...] = ()


def audit_choices(session: Session, today: date) -> AuditChoices:
    """Return what can be chosen now; what an audit has already is offered by its form too."""
    priorities = session.execute(
        select(Priority.id, Priority.title, Plan.term)
        .join(Plan, Plan.id == Priority.plan_id)
        .order_by(Plan.term.desc(), Priority.id)
    )
    threads = session.execute(
        select(Thread.id, Thread.title, Plan.term)
        .join(Plan, Plan.id == Thread.plan_id)
        .order_by(Plan.term.desc(), Thread.id)
    )
    cycles = select(Record.id, Record.title).where(
        Record.kind == _CYCLE_KIND, Record.deleted.is_(False)
    )
    settings, names = get_settings(session), load_names(session)
    parties = [party for name in settings.returning if (party := names.party(name))]
    returning = tuple(dict.fromkeys(party.id for party in parties))
    holders = (*parties, *(one for one in list_holders(session) if one.id not in returning))
    return AuditChoices(
        settings=settings,
        agencies=tuple(dict.fromkeys(Offered(one.id, one.shown) for one in holders)),
        groups=tuple(Offered(one.id, one.name) for one in list_meeting_groups(session)),
        meetings=tuple(
            (one.group_id, Offered(one.id, f"{one.code} {show_date(one.on)}"))
            for one in reversed(list_meetings(session, "", today - _LOOK_BACK, today))
        ),
        priorities=tuple(Offered(one, f"{title} ({term})") for one, title, term in priorities),
        threads=tuple(Offered(one, f"{title} ({term})") for one, title, term in threads),
        outcomes=tuple(Offered(one.id, one.words) for one in list_outcomes(session)),
        cycles=tuple(Offered(*row) for row in session.execute(cycles.order_by(Record.title))),
        report_to=report_group_id(session),
        returning=returning,
    )
