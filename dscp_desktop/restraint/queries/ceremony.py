"""What the ceremony of a draw shows: the list as it would be frozen, or as it was, and the draw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from dscp_desktop.restraint.queries.frame import footage_warnings, frame_rows
from dscp_desktop.restraint.queries.incidents import (
    last_quarter,
    list_homes,
    list_incidents,
    list_returns,
)
from dscp_desktop.restraint.rules.footage import FootageWarning
from dscp_desktop.restraint.rules.incidents import IncidentLine
from dscp_desktop.restraint.tables import Incident
from dscp_desktop.sampling.queries import (
    certificate,
    certificate_text,
    freeze_slip,
    get_draw,
    list_frozen,
)
from dscp_desktop.sampling.rules.certificate import Checked, check_certificate
from dscp_desktop.sampling.rules.frame import FrameRow, Period
from dscp_desktop.sampling.rules.records import RESTRAINT, DrawRecord, FrozenList, rows_of
from dscp_desktop.sampling.tables import Draw, Frame


@dataclass(frozen=True, slots=True)
class CeremonyPage:
    """A draw and the list it is from; without `chosen` the list that could be frozen now.

    `frozen` are all lists, the newest first; `lines` the incidents of the period by reference.
    `checks` were made anew from what is stored. `supplied` and `declared` are what the returns of
    the period say: by whom, and the total where they cover just that period.
    """

    homes: tuple[tuple[str, str], ...]
    home_id: str
    days: tuple[date, ...]
    frozen: tuple[FrozenList, ...]
    period: Period | None
    rows: tuple[FrameRow, ...] = ()
    no_level: tuple[str, ...] = ()
    chosen: FrozenList | None = None
    record: DrawRecord | None = None
    lines: Mapping[str, IncidentLine] = field(default_factory=dict)
    warnings: tuple[FootageWarning, ...] = ()
    checks: tuple[Checked, ...] = ()
    supplied: str = ""
    declared: int | None = None


def ceremony_page(
    session: Session, frame_id: str, period: Period | None, home_id: str, today: date
) -> CeremonyPage:
    """Return a frozen list with its draw; with no `frame_id` the list of a period as it is now.

    Without a period it is the last quarter that has ended.
    """
    homes = list_homes(session)
    known = [home for home, _ in homes]
    home_id = home_id if home_id in known else next(iter(known), "")
    frozen = list_frozen(session, RESTRAINT)
    days = tuple(session.scalars(select(Incident.on).distinct().order_by(Incident.on)))
    if frame_id in {one.id for one in frozen}:
        return _of_frozen(session, frame_id, (homes, home_id, days, frozen), today)
    if period is None and (found := last_quarter(session, today)):
        period = Period(*found)
    if period is None:
        return CeremonyPage(homes, home_id, days, frozen, None)
    rows, no_level = frame_rows(session, period.first, period.last, home_id)
    every = list_incidents(session, period.first, period.last, home_id=home_id)
    lines = {line.ref: line for line in every}
    supplied, declared = _said_by_returns(session, period, home_id)
    return CeremonyPage(
        homes,
        home_id,
        days,
        frozen,
        period,
        rows,
        no_level,
        lines=lines,
        warnings=footage_warnings(session, rows, today),
        supplied=supplied,
        declared=declared,
    )


def _said_by_returns(session: Session, period: Period, home_id: str) -> tuple[str, int | None]:
    lines = [
        line
        for line in list_returns(session)
        if line.home_id == home_id and line.first <= period.last and line.last >= period.first
    ]
    who = dict.fromkeys(line.supplied_by for line in lines if line.supplied_by)
    inside = all(period.first <= line.first and line.last <= period.last for line in lines)
    totals = [line.declared for line in lines if line.declared is not None]
    whole = bool(lines) and inside and len(totals) == len(lines)
    return ", ".join(who), sum(totals) if whole else None


def _of_frozen(
    session: Session,
    frame_id: str,
    around: tuple[tuple[tuple[str, str], ...], str, tuple[date, ...], tuple[FrozenList, ...]],
    today: date,
) -> CeremonyPage:
    chosen = freeze_slip(session, frame_id)
    record = get_draw(session, chosen.draw_id) if chosen.draw_id else None
    # The register may have moved on: a frozen list is shown by its own rows.
    rows = rows_of(chosen.text)
    refs = {row.ref for row in rows}
    lines = {line.ref: line for line in list_incidents(session, refs=refs)}
    checks = check_certificate(certificate(session, record.id)) if record else ()
    return CeremonyPage(
        *around,
        chosen.period,
        rows,
        (),
        chosen,
        record,
        lines,
        footage_warnings(session, rows, today),
        checks,
    )


def frozen_list_of(session: Session, record_id: str) -> str:
    """Return the id of the frozen list that a record is, or that it was drawn from; '' for none."""
    query = select(Frame.id).outerjoin(Draw, Draw.frame_id == Frame.id)
    query = query.where(Frame.kind == RESTRAINT, or_(Frame.id == record_id, Draw.id == record_id))
    return session.scalars(query).first() or ""


def certificate_files(session: Session, draw_id: str) -> tuple[str, str]:
    """Return the texts of CERT.json and frame.txt of a draw."""
    return certificate_text(session, draw_id), get_draw(session, draw_id).frame.text
