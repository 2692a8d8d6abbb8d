"""Papers of meetings as values: how they stand, their versions, who is reminded of which."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.actions.queries.owners import seat_emails
from dscp_desktop.core.days import add_working_days, days_words, show_day_year
from dscp_desktop.core.names import tidy_name
from dscp_desktop.core.offers import Due
from dscp_desktop.diary.queries.meetings import get_meeting, list_meetings
from dscp_desktop.diary.queries.planning import run_up
from dscp_desktop.meetings.queries.agenda import list_papers
from dscp_desktop.meetings.rules.agenda import PaperLine
from dscp_desktop.meetings.rules.papers import (
    MARKINGS,
    PaperFacts,
    Reminder,
    VersionLine,
    papers_due,
    reminder_words,
    state_of,
)
from dscp_desktop.meetings.tables import AgendaItem, Paper, PaperText, PaperVersion
from dscp_desktop.partnership.queries.parties import load_names, printed_marking
from dscp_desktop.store.settings import get_setting

DUE_WITHIN = 5  # working days before a paper's day from which on it is asked for
MARKINGS_SETTING = "partnership.markings"  # one a line, the lowest first


def list_markings(session: Session) -> tuple[str, ...]:
    """Return the protective markings that a paper may bear, the lowest first."""
    listed = [line.strip() for line in get_setting(session, MARKINGS_SETTING).splitlines()]
    found = [line for line in listed if line] or list(MARKINGS)
    usual = usual_marking(session)
    return tuple(found if usual in found else [*found, usual])


def usual_marking(session: Session) -> str:
    """Return the marking of what bears none of its own."""
    return get_setting(session, "partnership.marking", MARKINGS[-1])


def papers_due_on(session: Session, meeting_id: str) -> date | None:
    """Return the day by which papers are due, by the run-up of the meeting's group."""
    return papers_due(run_up(session, meeting_id))


def versions_of(session: Session, paper_id: str) -> tuple[VersionLine, ...]:
    """Return the files that came for a paper, the first one first."""
    return _versions(session, [paper_id]).get(paper_id, ())


def paper_facts(session: Session, meeting_id: str, today: date) -> tuple[PaperFacts, ...]:
    """Return the papers of a meeting with their versions, in the order of its agenda."""
    lines = list_papers(session, meeting_id)
    versions = _versions(session, [line.id for line in lines])
    query = select(Paper.id, Paper.withdrawn_on).join(AgendaItem, AgendaItem.id == Paper.item_id)
    gone = {
        row.id: row.withdrawn_on
        for row in session.execute(query.where(AgendaItem.meeting_id == meeting_id))
    }
    return tuple(
        PaperFacts(line, versions.get(line.id, ()), state_of(line, today), gone[line.id])
        for line in lines
    )


def _versions(session: Session, paper_ids: Sequence[str]) -> dict[str, tuple[VersionLine, ...]]:
    found: dict[str, list[VersionLine]] = defaultdict(list)
    query = select(PaperVersion).where(PaperVersion.paper_id.in_(paper_ids))
    for row in session.scalars(query.order_by(PaperVersion.number)):
        line = VersionLine(
            row.number,
            row.file_id,
            row.pages,
            row.received_on,
            row.changed,
            row.source,
            row.removed,
            row.left_in,
            row.issued_on,
        )
        found[row.paper_id].append(line)
    # A paper that an older program took in has one version, of which nothing more is known.
    for paper in session.scalars(select(Paper).where(Paper.id.in_(paper_ids))):
        if paper.file_id and paper.id not in found:
            line = VersionLine(1, paper.file_id, paper.pages, paper.received_on)
            found[paper.id] = [line]
    return {paper_id: tuple(lines) for paper_id, lines in found.items()}


def paper_texts(session: Session, paper_ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return the words of each page of papers, as they were taken out when the file came."""
    wanted = list(paper_ids)
    query = (
        select(PaperText.paper_id, PaperText.text)
        .join(Paper, Paper.id == PaperText.paper_id)
        .where(PaperText.paper_id.in_(wanted), PaperText.file_id == Paper.file_id)
    )
    return {row.paper_id: tuple(row.text.split("\f")) for row in session.execute(query)}


def unread_papers(session: Session) -> tuple[tuple[str, str, str], ...]:
    """Return the papers whose file nobody read for the search: id, file, title; newest first."""
    read = (PaperText.paper_id == Paper.id) & (PaperText.file_id == Paper.file_id)
    query = select(Paper.id, Paper.file_id, Paper.title).outerjoin(PaperText, read)
    query = query.where(Paper.file_id.is_not(None), PaperText.id.is_(None))
    found = session.execute(query.order_by(Paper.id.desc()))
    return tuple((row.id, row.file_id or "", row.title) for row in found)


def late_papers(session: Session, today: date) -> tuple[Due, ...]:
    """Return the papers to ask for: those that are late, or due in five working days."""
    soon = add_working_days(today, DUE_WITHIN)
    found: list[Due] = []
    missing = select(AgendaItem.meeting_id).join(Paper, Paper.item_id == AgendaItem.id)
    asked_for = set(session.scalars(missing.where(Paper.file_id.is_(None))))
    for meeting in list_meetings(session, since=today):
        if not meeting.goes_ahead or meeting.id not in asked_for:
            continue
        for paper in list_papers(session, meeting.id):
            if paper.is_missing and paper.due and paper.due <= soon:
                told = (paper.owner, f"{meeting.group}, {show_day_year(meeting.on)}")
                found.append(
                    Due(
                        on=paper.due,
                        what="A paper (Part 2)" if paper.restricted else f"Paper: {paper.title}",
                        feature="meetings",
                        days=days_words(paper.due, today),
                        detail=" · ".join(part for part in told if part),
                        record_id=paper.id,
                        heading="Papers that have not come",
                    )
                )
    return tuple(sorted(found, key=lambda due: due.on))


def reminders(session: Session, meeting_id: str, today: date) -> tuple[Reminder, ...]:
    """Return a message to each owner of a paper that has not come, by name.

    An owner's addresses are those of the seats that bear its name or role; where there is none,
    the message has no address yet. A paper without owner goes to whoever leads its item, else to
    nobody by name.
    """
    meeting = get_meeting(session, meeting_id)
    if meeting is None:
        return ()
    leads = {
        row.id: row.lead
        for row in session.scalars(select(AgendaItem).where(AgendaItem.meeting_id == meeting_id))
    }
    owned: dict[str, list[PaperLine]] = defaultdict(list)
    names: dict[str, str] = {}
    for paper in list_papers(session, meeting_id):
        if paper.is_missing:
            owner = paper.owner or leads.get(paper.item_id, "")
            owned[tidy_name(owner)].append(paper)
            names.setdefault(tidy_name(owner), owner or "No owner")
    parties, emails = load_names(session), seat_emails(session, today)
    found = []
    for key, papers in sorted(owned.items()):
        party = parties.party(names[key]) if key else None
        to = emails.get(party.id if party else "", set()) or emails.get(key, set())
        subject, text = reminder_words(meeting.group, meeting.on, papers, today)
        titles = tuple(paper.title for paper in papers)
        found.append(Reminder(names[key], tuple(sorted(to)), subject, text, titles))
    return tuple(found)


def reminder_drafts(
    session: Session, meeting_id: str, today: date
) -> tuple[tuple[Reminder, ...], str]:
    """Return the reminders of a meeting, and the marking that stands before their subjects."""
    return reminders(session, meeting_id, today), printed_marking(session)
