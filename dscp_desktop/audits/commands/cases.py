"""Choosing the cases of an audit: drawn from a frozen list, or chosen with a reason."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.audits.queries.settings import CARES, name_fault
from dscp_desktop.audits.tables import Audit, AuditCase, AuditFrame
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Refused
from dscp_desktop.sampling.commands import freeze, note_lost, record_draw
from dscp_desktop.sampling.queries import get_draw
from dscp_desktop.sampling.rules.frame import FrameRow, LeftOut, Period, ref_fault
from dscp_desktop.sampling.rules.records import AUDIT, ROOM
from dscp_desktop.store.session import fresh_id


def choose_case(
    session: Session, audit_id: str, ref: str, reason: str, stratum: str = ""
) -> Changes:
    """Choose a case by its reference, without a draw: the reason is kept.

    Raises Refused where the reference will not do, looks like a name, is there, or has no reason.
    """
    audit, plain = session.get_one(Audit, audit_id), " ".join(ref.split())
    if why := ref_fault(plain) or name_fault(session, plain):
        raise Refused(why)
    if not reason.strip():
        raise Refused("Say why this case was chosen and not drawn.")
    _not_there(session, audit, plain)
    row = AuditCase(id=fresh_id(session), audit_id=audit_id, ref=plain)
    row.stratum, row.reason = " ".join(stratum.split()), reason.strip()
    session.add(row)
    return Changes(f"{audit.number}: case {plain} chosen", CARES, row.id)


def _not_there(session: Session, audit: Audit, ref: str) -> None:
    query = select(AuditCase.ref).where(AuditCase.audit_id == audit.id)
    if ref.casefold() in {one.casefold() for one in session.scalars(query)}:
        raise Refused(f"{audit.number} has the case {ref} already.")


def remove_case(session: Session, case_id: str) -> Changes:
    """Take out a case that was chosen. Raises Refused for one that was drawn."""
    row = session.get_one(AuditCase, case_id)
    number = session.get_one(Audit, row.audit_id).number
    if row.draw_id:
        raise Refused(f"{row.ref} was drawn. A sample is not changed by hand.")
    session.delete(row)
    return Changes(f"{number}: case {row.ref} taken out", CARES, row.audit_id)


def freeze_cases(
    session: Session,
    audit_id: str,
    period: Period,
    rows: Sequence[FrameRow],
    left_out: Sequence[LeftOut],
    plan: str,
    by: str = "",
    supplied_by: str = "",
    declared: int | None = None,
) -> Changes:
    """Freeze the list that the cases of an audit are drawn from; the result is its id.

    The strata are labels. A year of cases is no more than a list: no footage is overwritten.
    Raises Refused with every fault of the list, also for what looks like a name.
    """
    audit = session.get_one(Audit, audit_id)
    refs = [*(one.ref for one in rows), *(one.ref for one in left_out)]
    named = [ref for ref in refs if name_fault(session, ref)]
    if named:
        raise Refused(f"These look like names, not references: {', '.join(named[:20])}.")
    title = f"Cases of {audit.number}, {audit.year}"
    made = freeze(
        session, AUDIT, title, period, rows, left_out, plan, by, supplied_by, declared, longer=True
    )
    frame_id = str(made.result)
    session.add(AuditFrame(id=fresh_id(session), audit_id=audit_id, frame_id=frame_id))
    session.flush()
    return Changes(made.words, CARES, frame_id)


def take_sample(session: Session, audit_id: str, draw_id: str) -> Changes:
    """Take the sample of a draw as cases of the audit, replacements in place of the lost.

    Raises Refused where the draw is of another audit's list, or a rehearsal.
    """
    audit, record = session.get_one(Audit, audit_id), get_draw(session, draw_id)
    query = select(AuditFrame.id).where(
        AuditFrame.audit_id == audit_id, AuditFrame.frame_id == record.frame.id
    )
    if session.scalars(query).first() is None:
        raise Refused(f"This draw is not from a list of {audit.number}.")
    if record.rehearsal:
        raise Refused("A rehearsal gives no sample. Freeze the list, then draw.")
    there = {
        row.ref: row
        for row in session.scalars(select(AuditCase).where(AuditCase.audit_id == audit_id))
    }
    wanted = {ref: stratum for stratum in record.drawn.strata for ref in record.sample(stratum)}
    for ref, row in there.items():
        if row.draw_id == draw_id and ref not in wanted:
            session.delete(row)
    for ref, stratum in wanted.items():
        found = there.get(ref) or AuditCase(id=fresh_id(session), audit_id=audit_id, ref=ref)
        found.stratum, found.reason, found.draw_id = stratum, "", draw_id
        session.add(found)
    return Changes(f"{audit.number}: {len(wanted)} cases drawn", CARES, len(wanted))


def draw_cases(session: Session, audit_id: str, frame_id: str, seed: str, by: str) -> Changes:
    """Draw from a frozen list with the dice of the room, and take what was drawn as cases.

    Raises Refused where the list was drawn from already, WrongUse for what is no seed.
    """
    draw_id = str(record_draw(session, frame_id, seed, ROOM, by).result)
    return take_sample(session, audit_id, draw_id)


def replace_case(
    session: Session, audit_id: str, case_id: str, reason: str, words: str = ""
) -> Changes:
    """Take the next of the draw in place of a case that cannot be read.

    Raises Refused where it was not drawn, or no reason of the list is given.
    """
    row = session.get_one(AuditCase, case_id)
    if not row.draw_id:
        raise Refused(f"{row.ref} was chosen, not drawn. Take it out and choose another.")
    note_lost(session, row.draw_id, row.stratum, row.ref, reason, words)
    session.flush()
    return take_sample(session, audit_id, row.draw_id)
