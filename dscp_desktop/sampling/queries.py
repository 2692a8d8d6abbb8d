"""Frozen lists and draws, read from the store; the draw itself is made anew each time."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.core.faults import WrongUse
from dscp_desktop.sampling.rules.certificate import certificate_values, json_text
from dscp_desktop.sampling.rules.draw import Replacement, draw, parse_plan
from dscp_desktop.sampling.rules.frame import FrameRow, Period
from dscp_desktop.sampling.rules.records import DrawRecord, Earlier, FrozenList, rows_of
from dscp_desktop.sampling.tables import Draw, Frame, Replaced


def freeze_slip(session: Session, frame_id: str) -> FrozenList:
    """Return a frozen list, as its slip says it. Raises WrongUse where there is none."""
    frame = session.get(Frame, frame_id)
    if frame is None:
        raise WrongUse("There is no such frozen list.")
    drawn = session.scalars(select(Draw.id).where(Draw.frame_id == frame_id)).first()
    return _frozen_list(frame, drawn or "", rows_of(frame.text))


def list_frozen(session: Session, kind: str = "") -> tuple[FrozenList, ...]:
    """Return the frozen lists, of one kind or all, the newest first."""
    query = select(Frame, Draw.id).outerjoin(Draw, Draw.frame_id == Frame.id)
    if kind:
        query = query.where(Frame.kind == kind)
    found = session.execute(query.order_by(Frame.id.desc()))
    return tuple(_frozen_list(frame, drawn or "", rows_of(frame.text)) for frame, drawn in found)


def list_draws(session: Session, kind: str = "") -> tuple[DrawRecord, ...]:
    """Return the draws from lists of one kind, or all, the newest first; without earlier ones."""
    query = select(Draw, Frame).join(Frame, Frame.id == Draw.frame_id).order_by(Draw.id.desc())
    if kind:
        query = query.where(Frame.kind == kind)
    return tuple(_record(session, row, frame, ()) for row, frame in session.execute(query))


def get_draw(session: Session, draw_id: str) -> DrawRecord:
    """Return a draw with every earlier one that shares something with its list.

    Raises WrongUse where there is none.
    """
    row = session.get(Draw, draw_id)
    if row is None:
        raise WrongUse("There is no such draw.")
    frame = session.get_one(Frame, row.frame_id)
    return _record(session, row, frame, _earlier(session, row, frame))


def open_frame(session: Session, kind: str, commitment: str) -> str:
    """Return the list that was frozen under a commitment and not drawn from yet, '' for none."""
    query = select(Frame.id).outerjoin(Draw, Draw.frame_id == Frame.id)
    query = query.where(Frame.kind == kind, Frame.commitment == commitment, Draw.id.is_(None))
    return session.scalars(query.order_by(Frame.id)).first() or ""


def find_frame(session: Session, words: str) -> str:
    """Return the list whose commitment begins so; of several alike the one drawn for real.

    Raises WrongUse where none does, or several differ.
    """
    start = "".join(words.casefold().split())
    query = select(Frame, Draw).outerjoin(Draw, Draw.frame_id == Frame.id).order_by(Frame.id)
    every: list[tuple[Frame, Draw | None]] = [(f, d) for f, d in session.execute(query)]
    found = [(frame, row) for frame, row in every if frame.commitment.startswith(start)]
    if not start or not found:
        raise WrongUse(f"No frozen list has a commitment that begins with '{words}'.")
    if len({frame.commitment for frame, _ in found}) > 1:
        raise WrongUse(f"Several commitments begin with '{words}'. Write more of it.")
    best = [(bool(row), bool(row and not row.rehearsal), frame.id) for frame, row in found]
    return max(best, key=lambda each: (each[1], each[0], each[2]))[2]


def draw_of(session: Session, record_id: str) -> str:
    """Return the draw with this id, or from the list with this id.

    Raises WrongUse where there is none.
    """
    if session.get(Draw, record_id) is not None:
        return record_id
    found = session.scalars(select(Draw.id).where(Draw.frame_id == record_id)).first()
    if found is None:
        raise WrongUse("Say which draw is wanted: nothing was drawn from this list yet.")
    return found


def frame_of(session: Session, record_id: str) -> str:
    """Return the list with this id, or of the draw with this id. Raises WrongUse for none."""
    row = session.get(Draw, record_id)
    frame = session.get(Frame, row.frame_id if row else record_id)
    if frame is None:
        raise WrongUse("Say which frozen list is wanted.")
    return frame.id


def certificate(session: Session, draw_id: str) -> dict[str, Any]:
    """Return CERT.json of a draw as values: the same for the window and the command line."""
    return values_of(get_draw(session, draw_id))


def certificate_text(session: Session, draw_id: str) -> str:
    """Return CERT.json of a draw as it is written: the one text for window and command line."""
    return json_text(certificate(session, draw_id))


def values_of(record: DrawRecord) -> dict[str, Any]:
    """Return CERT.json of a draw that was read already."""
    frame = record.frame
    values = certificate_values(record.rows, frame.period, frame.left_out, frame.plan, record.seed)
    values["replaced"] = [
        {"level": o.level, "lost": o.lost, "by": o.by, "reason": o.reason, "words": o.words}
        for o in record.replaced
    ]
    values["earlier"] = [
        {
            "title": one.title,
            "period": one.period,
            "plan": one.plan,
            "commitment": one.commitment,
            "seed": one.seed,
            "seed_from": one.seed_from,
            "made_at": _instant(one.made_at),
            "shared": list(one.shared),
        }
        for one in record.earlier
    ]
    values["seed_from"] = record.seed_from
    values["made_at"] = _instant(record.made_at)
    values["software"] = record.software
    return values


def _instant(at: Any) -> str:
    return str(at.astimezone(UTC).isoformat(timespec="seconds"))


def _frozen_list(frame: Frame, draw_id: str, rows: tuple[FrameRow, ...]) -> FrozenList:
    counts = dict.fromkeys(parse_plan(frame.plan), 0)
    for row in rows:
        counts[row.stratum] += 1
    return FrozenList(
        frame.id,
        frame.kind,
        frame.title,
        Period(frame.first, frame.last),
        frame.text,
        frame.hash,
        frame.left_out,
        frame.left_out_hash,
        frame.plan,
        frame.commitment,
        frame.frozen_at,
        frame.frozen_by,
        frame.supplied_by,
        frame.declared,
        frame.head,
        tuple(counts.items()),
        draw_id,
    )


def _record(session: Session, row: Draw, frame: Frame, earlier: tuple[Earlier, ...]) -> DrawRecord:
    rows = rows_of(frame.text)
    query = select(Replaced).where(Replaced.draw_id == row.id).order_by(Replaced.position)
    replaced = tuple(
        Replacement(one.level, one.lost, one.by, one.reason, one.words)
        for one in session.scalars(query)
    )
    return DrawRecord(
        row.id,
        _frozen_list(frame, row.id, rows),
        rows,
        row.seed,
        row.how,
        row.seed_from,
        row.rehearsal,
        row.made_at,
        row.software,
        draw(rows, parse_plan(frame.plan), row.seed),
        replaced,
        earlier,
    )


def _earlier(session: Session, row: Draw, frame: Frame) -> tuple[Earlier, ...]:
    """List the draws made before from lists that share a reference; capitals do not count."""
    query = select(Draw, Frame).join(Frame, Frame.id == Draw.frame_id)
    query = query.where(Frame.kind == frame.kind, Draw.id < row.id).order_by(Draw.id)
    mine = {each.ref.casefold() for each in rows_of(frame.text)}
    found = []
    for before, other in session.execute(query):
        shared = [r.ref for r in rows_of(other.text) if r.ref.casefold() in mine]
        if shared:
            period = Period(other.first, other.last).text
            found.append(
                Earlier(
                    before.id,
                    other.title,
                    period,
                    other.plan,
                    other.commitment,
                    before.seed,
                    before.seed_from,
                    before.made_at,
                    tuple(shared),
                )
            )
    return tuple(found)
