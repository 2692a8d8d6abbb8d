"""What people do with samples: freeze a list, draw from it once, note what cannot be viewed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from importlib import metadata

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Refused, WrongUse
from dscp_desktop.sampling.queries import get_draw, open_frame
from dscp_desktop.sampling.rules.draw import Plan, plan_text, replace, tidy_seed
from dscp_desktop.sampling.rules.frame import (
    FrameRow,
    LeftOut,
    Period,
    commitment_of,
    frame_text,
    left_out_text,
    sha256_of,
)
from dscp_desktop.sampling.rules.records import (
    COMMAND_LINE,
    FEWEST_PEOPLE,
    HOW,
    KINDS,
    OTHER,
    REASONS,
    ROOM,
    frame_plan,
    freeze_faults,
    is_longer,
    seed_words,
)
from dscp_desktop.sampling.tables import Draw, Frame, Replaced
from dscp_desktop.store.history import chain_head
from dscp_desktop.store.session import fresh_id, work_of

_CARES = ("sampling", "restraint", "audits", "today")
_LONGEST_SEED, _LONGEST_PLAN = 400, 1000
_MOST_NAMED = 200


def freeze(
    session: Session,
    kind: str,
    title: str,
    period: Period,
    rows: Sequence[FrameRow],
    left_out: Sequence[LeftOut],
    plan: str,
    by: str = "",
    supplied_by: str = "",
    declared: int | None = None,
    *,
    longer: bool = False,
    now: datetime | None = None,
) -> Changes:
    """Freeze a list for one draw; the result is its id. Nothing in it changes any more.

    `by` is who froze it, `supplied_by` who gave the list (a role), `declared` the total they
    said. Raises Refused with every fault; WrongUse where the plan does not fit, or the period is
    longer than a quarter and `longer` is not given.
    """
    _check_period(period, longer=longer)
    parsed = frame_plan(kind, plan)
    text, out, hashes = _texts(kind, rows, left_out, period, parsed)
    if open_frame(session, kind, hashes[2]):
        raise Refused("This very list is frozen already. Draw from it.")
    frame = Frame(
        id=fresh_id(session),
        kind=kind,
        title=title.strip() or f"{KINDS[kind].many.capitalize()} {period.text}",
        first=period.first,
        last=period.last,
        text=text,
        hash=hashes[0],
        left_out=out,
        left_out_hash=hashes[1],
        plan=plan_text(parsed),
        commitment=hashes[2],
        frozen_at=now or work_of(session).clock(),
        frozen_by=by.strip() or work_of(session).who,
        supplied_by=supplied_by.strip(),
        declared=declared,
        head=chain_head(session).hash,
    )
    session.add(frame)
    session.flush()
    return Changes(f"List frozen: {frame.title}", _CARES, frame.id)


def _check_period(period: Period, *, longer: bool) -> None:
    if period.last < period.first:
        raise WrongUse(f"{period.text} ends before it begins.")
    if is_longer(period) and not longer:
        raise WrongUse(
            f"{period.text} is longer than a quarter, and footage is overwritten meanwhile. "
            "Draw from each quarter, or add --longer."
        )


def _texts(
    kind: str,
    rows: Sequence[FrameRow],
    left_out: Sequence[LeftOut],
    period: Period,
    plan: Plan,
) -> tuple[str, str, tuple[str, str, str]]:
    """Return both texts, their hashes and the commitment; Refused with every fault."""
    strata = KINDS[kind].strata or tuple(plan)
    unplanned = sorted({row.stratum for row in rows if row.stratum in strata} - set(plan))
    if unplanned:
        raise WrongUse(
            f"The list has {', '.join(unplanned)}, which the plan does not name. Add it."
        )
    if faults := freeze_faults(rows, left_out, period, plan):
        more = len(faults) - _MOST_NAMED
        named = [*faults[:_MOST_NAMED], *([f"and {more} more"] if more > 0 else [])]
        raise Refused("The list cannot be frozen.\n" + "\n".join(named))
    if len(plan_text(plan)) > _LONGEST_PLAN:
        raise WrongUse(f"The plan is longer than {_LONGEST_PLAN} characters. Shorten it.")
    text, out = frame_text(rows), left_out_text(left_out)
    frame_hash, out_hash = sha256_of(text), sha256_of(out)
    return (
        text,
        out,
        (frame_hash, out_hash, commitment_of(frame_hash, period.text, plan_text(plan), out_hash)),
    )


def commitment_for(
    kind: str,
    period: Period,
    rows: Sequence[FrameRow],
    left_out: Sequence[LeftOut],
    plan: str,
) -> str:
    """Return the commitment that a list would be frozen under; refuses what `freeze` refuses."""
    return _texts(kind, rows, left_out, period, frame_plan(kind, plan))[2][2]


def record_draw(
    session: Session,
    frame_id: str,
    seed: str,
    how: str,
    seed_from: str,
    rehearsal: bool = False,
    now: datetime | None = None,
    *,
    software: str = "",
) -> Changes:
    """Draw from a frozen list, once; the result is the id of the draw.

    `how` is room, command line or machine; `seed_from` says who gave the seed. Raises WrongUse
    for what is no seed, Refused where the list was drawn from already.
    """
    if how not in HOW:
        raise WrongUse(f"A seed comes from {', '.join(HOW)}; not from '{how}'.")
    frame = session.get(Frame, frame_id)
    if frame is None:
        raise WrongUse("There is no such frozen list.")
    tidy = tidy_seed(seed)
    if len(tidy) > _LONGEST_SEED:
        raise WrongUse(f"The seed is longer than {_LONGEST_SEED} characters. Use fewer parts.")
    if how == ROOM and tidy.count("-") + 1 < FEWEST_PEOPLE:
        raise WrongUse("At least two people roll dice, so that no one alone makes the seed.")
    if session.scalars(select(Draw.id).where(Draw.frame_id == frame_id)).first():
        raise Refused(f"‘{frame.title}’ was drawn from already. {frame.frozen_words}")
    made = Draw(
        id=fresh_id(session),
        frame_id=frame_id,
        seed=tidy,
        how=how,
        seed_from=seed_words(how, seed_from.strip(), rehearsal=rehearsal),
        rehearsal=rehearsal,
        made_at=now or work_of(session).clock(),
        software=software or f"DSCP Desktop {metadata.version('dscp-desktop')}",
    )
    session.add(made)
    session.flush()
    words = "Rehearsal drawn from" if rehearsal else "Sample drawn from"
    return Changes(f"{words} {frame.title}", _CARES, made.id)


def draw_by_command(
    session: Session,
    kind: str,
    title: str,
    period: Period,
    rows: Sequence[FrameRow],
    left_out: Sequence[LeftOut],
    plan: str,
    seed: str,
    by: str = "",
    supplied_by: str = "",
    declared: int | None = None,
    *,
    longer: bool = False,
) -> Changes:
    """Draw on the command line: from the list frozen before under the same commitment.

    Where there is none, the list is frozen now and the draw is a rehearsal.
    """
    found = open_frame(session, kind, commitment_for(kind, period, rows, left_out, plan))
    frame_id = found
    if not frame_id:
        frozen = freeze(
            session, kind, title, period, rows, left_out, plan, by, supplied_by, declared,
            longer=longer,
        )  # fmt: skip
        frame_id = str(frozen.result)
    who = by.strip() or work_of(session).who
    return record_draw(session, frame_id, seed, COMMAND_LINE, who, rehearsal=not found)


def note_lost(
    session: Session, draw_id: str, level: str, lost: str, reason: str, words: str = ""
) -> Changes:
    """Note that one of the sample cannot be viewed: the next ticket of its stratum replaces it.

    The result is what replaces it, None where the stratum is used up. Raises Refused where it is
    not in the sample now, or no reason of the list is given.
    """
    if reason not in REASONS:
        raise Refused(f"Choose why it cannot be viewed: {', '.join(REASONS)}.")
    if reason == OTHER and not words.strip():
        raise Refused("Say in words why it cannot be viewed.")
    record = get_draw(session, draw_id)
    one = replace(record.drawn, record.replaced, level, lost, reason, words)
    last = select(func.max(Replaced.position)).where(Replaced.draw_id == draw_id)
    row = Replaced(
        id=fresh_id(session),
        draw_id=draw_id,
        position=(session.scalars(last).first() or 0) + 1,
        level=level,
        lost=lost,
        by=one.by,
        reason=reason,
        words=one.words,
    )
    session.add(row)
    session.flush()
    instead = f"replaced by {one.by}" if one.by else "nothing is left to replace it"
    return Changes(f"{lost} cannot be viewed: {instead}", _CARES, one.by)
