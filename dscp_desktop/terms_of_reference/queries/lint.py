"""What does not fit between the terms of groups and what is kept of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.diary.queries.meetings import list_meetings
from dscp_desktop.diary.rules.cadence import cadence_of, promised
from dscp_desktop.diary.tables import Cadence
from dscp_desktop.partnership.queries.parties import every_group
from dscp_desktop.partnership.queries.seats import seats_by_group
from dscp_desktop.partnership.rules.seats import SeatHolder
from dscp_desktop.partnership.rules.spans import stands_on
from dscp_desktop.partnership.tables import FormerName, Group, KnownAs
from dscp_desktop.terms_of_reference.queries.terms import list_documents, version_text
from dscp_desktop.terms_of_reference.rules.lint import (
    LintLine,
    lint_absent,
    lint_frequency,
    lint_membership,
    lint_names,
    lint_review,
    lint_vacant,
)
from dscp_desktop.terms_of_reference.rules.versions import TERMS, DocumentLine
from dscp_desktop.terms_of_reference.rules.wording import membership_words

YEAR = timedelta(days=364)
Marks = Mapping[str, Mapping[str, Sequence[str]]]


def lint(session: Session, on: date, marks: Marks | None = None) -> tuple[LintLine, ...]:
    """Return everything that does not fit on a day, group by group.

    `marks` gives for each group, by its id, the marks of its last recorded meetings by seat,
    organisation or agency group; who keeps attendance hands them in.
    """
    groups = [group for group in every_group(session) if stands_on(group.starts, group.ends, on)]
    documents = list_documents(session, on)
    terms = {line.group_id: line for line in documents if line.kind == TERMS}
    seats = seats_by_group(session, on)
    lines: list[LintLine | None] = [*_names(session, groups)]
    lines += _frequencies(session, groups, terms, on)
    for group in groups:
        held = seats.get(group.id, ())
        lines += lint_vacant(group.name, held)
        lines.append(_membership(session, group, terms.get(group.id), held, on))
        lines += _absent(group, held, (marks or {}).get(group.id, {}))
    lines += [lint_review(line, on) for line in documents]
    return tuple(line for line in lines if line is not None)


def _frequencies(
    session: Session, groups: Sequence[Group], terms: Mapping[str, DocumentLine], on: date
) -> list[LintLine | None]:
    """Compare the meetings of the year up to a day with what the terms, or the cadence, promise."""
    rules = {row.group_id: row.rule for row in session.scalars(select(Cadence))}
    year = on - YEAR
    held: dict[str, list[date]] = defaultdict(list)
    for meeting in list_meetings(session, since=year, until=on):
        if meeting.goes_ahead:
            held[meeting.group_id].append(meeting.on)
    found = []
    for group in groups:
        version = terms[group.id].in_force if group.id in terms else None
        rule = (version.frequency if version else "") or rules.get(group.id, "")
        # A group without any meeting in the diary may keep it elsewhere: only terms promise then.
        if not rule or (not held[group.id] and not version):
            continue
        begins = _since(group, version.in_force_from if version else None, year)
        if begins < on:
            found.append(
                lint_frequency(
                    group.name,
                    group.id,
                    promised(cadence_of(rule)),
                    sum(day >= begins for day in held[group.id]),
                    begins,
                    on,
                )
            )
    return found


def _since(group: Group, in_force: date | None, year: date) -> date:
    starts = f"{group.starts}-01"[:10] if len(group.starts) >= 7 else ""
    began = date.fromisoformat(starts) if starts else year
    return max(year, began, in_force or year)


def _membership(
    session: Session,
    group: Group,
    terms: DocumentLine | None,
    seats: Sequence[SeatHolder],
    on: date,
) -> LintLine | None:
    version = terms.in_force if terms else None
    if version is None:
        return None
    parts = {part.part: part.text for part in version_text(session, version.id, on).parts}
    frozen = parts.get("membership", "")
    return lint_membership(group.name, version.id, frozen, membership_words(seats))


def _absent(
    group: Group, seats: Sequence[SeatHolder], marks: Mapping[str, Sequence[str]]
) -> list[LintLine | None]:
    """Look at each core seat by its own marks, else by those of who holds it."""
    most = max(map(len, marks.values()), default=0)
    found = []
    for seat in seats:
        holder = seat.organisation_id or seat.agency_group_id
        if seat.kind != "core" or seat.by_office or not (holder or seat.seat_id in marks):
            continue
        said = marks.get(seat.seat_id) or marks.get(holder) or ("",) * most
        found.append(lint_absent(group.name, seat.shown, seat.seat_id, said))
    return found


def _names(session: Session, groups: Sequence[Group]) -> tuple[LintLine, ...]:
    others: dict[str, list[str]] = defaultdict(list)
    for table in (KnownAs, FormerName):
        for record_id, name in session.execute(select(table.record_id, table.name)):
            others[record_id].append(name)
    return lint_names((g.id, g.name, (g.name, g.code, *others[g.id])) for g in groups)
