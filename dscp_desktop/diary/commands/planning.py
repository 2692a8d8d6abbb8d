"""Commands of the year of meetings: cadence, run-up, planning, moving, cancelling, joint ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.days import show_day_year
from dscp_desktop.core.faults import Refused
from dscp_desktop.core.offers import Due
from dscp_desktop.diary.commands.meetings import CARES, add_meeting, refuse_fixed, tidy
from dscp_desktop.diary.queries.planning import list_existing
from dscp_desktop.diary.rules.cadence import (
    cadence_from_profile,
    cadence_text,
    cadence_words,
    fault_of_cadence,
)
from dscp_desktop.diary.rules.meetings import (
    CANCELLED,
    MeetingDetails,
    faults_of_times,
    off_day,
)
from dscp_desktop.diary.rules.runup import Step, faults_of_steps, steps_of_profile
from dscp_desktop.diary.rules.year import CadenceLine
from dscp_desktop.diary.tables import Cadence, Meeting, MeetingBody, RunUpStep, StepDone
from dscp_desktop.partnership.rules.parties import AGENCY_GROUP
from dscp_desktop.partnership.tables import Group, Organisation
from dscp_desktop.store.session import fresh_id


def set_cadence(session: Session, cadence: CadenceLine) -> Changes:
    """Say how often a group meets, when and where. Raises Refused where the rule cannot be."""
    group = session.get_one(Group, cadence.group_id)
    row = _put_cadence(session, cadence)
    return Changes(f"Cadence of {group.name}: {cadence_words(cadence.rule)}", CARES, row.id)


def _put_cadence(session: Session, cadence: CadenceLine) -> Cadence:
    why = fault_of_cadence(cadence.rule) or faults_of_times(cadence.start, cadence.end)
    if why:
        raise Refused(why)
    row = session.scalars(select(Cadence).where(Cadence.group_id == cadence.group_id)).first()
    if row is None:
        row = Cadence(id=fresh_id(session), group_id=cadence.group_id)
        session.add(row)
    row.rule, row.venue = cadence_text(cadence.rule), tidy(cadence.venue)
    row.start, row.end = cadence.start, cadence.end
    return row


def set_run_up(session: Session, group_id: str, steps: Sequence[Step]) -> Changes:
    """Give a group's meetings their run-up, in this order; a step with an id is kept and changed.

    Raises Refused where a step has no words or is too far off, or one that goes was done already
    for a meeting.
    """
    if why := faults_of_steps(steps):
        raise Refused(why)
    group = session.get_one(Group, group_id)
    query = select(RunUpStep).where(RunUpStep.group_id == group_id)
    rows = {row.id: row for row in session.scalars(query)}
    for row_id in rows.keys() - {step.id for step in steps}:
        done = session.scalars(select(StepDone.id).where(StepDone.step_id == row_id)).first()
        if done:
            raise Refused(
                f"'{rows[row_id].title}' was done for a meeting, so it stays. "
                "Give it other words or days instead."
            )
        session.delete(rows[row_id])
    for position, step in enumerate(steps):
        row = rows.get(step.id)
        if row is None:
            row = RunUpStep(id=fresh_id(session), group_id=group_id)
            session.add(row)
        row.position, row.title, row.days = position, tidy(step.title), step.days
    return Changes(f"Run-up of {group.name}: {len(steps)} steps", CARES, group_id)


def mark_step(session: Session, meeting_id: str, step_id: str, on: date | None) -> Changes:
    """Note the day on which a step of a meeting's run-up was done; None takes the note away."""
    meeting = session.get_one(Meeting, meeting_id)
    step = session.get_one(RunUpStep, step_id)
    if step.group_id != meeting.group_id:
        raise Refused("This step belongs to the run-up of another group.")
    query = select(StepDone).where(StepDone.meeting_id == meeting_id, StepDone.step_id == step_id)
    row = session.scalars(query).first()
    if on is None:
        if row is not None:
            session.delete(row)
        words = "not done"
    else:
        if row is None:
            row = StepDone(id=fresh_id(session), meeting_id=meeting_id, step_id=step_id)
            session.add(row)
        row.on = on
        words = f"done on {show_day_year(on)}"
    return Changes(f"{step.title}, {meeting.shown(session)}: {words}", CARES, meeting_id)


def finish_step(session: Session, due: Due, on: date) -> Changes:
    """Note that a step of a run-up was done, where it is listed as due."""
    return mark_step(session, due.record_id, due.part, on)


def plan_meetings(
    session: Session,
    cadence: CadenceLine,
    planned: Sequence[tuple[date, date]],
    remove: Sequence[str] = (),
) -> Changes:
    """Plan the meetings of a group: its cadence, each (day, slot) to add, and ids to take away.

    A slot that has its meeting is left alone. Raises Refused where a day is no day for a meeting,
    or one to take away was touched since.
    """
    _put_cadence(session, cadence)
    group = session.get_one(Group, cadence.group_id)
    known = list_existing(session, cadence.group_id, date.min, date.max)
    loose = {each.id for each in known if not each.touched}
    if not set(remove) <= loose:
        raise Refused("A meeting to take away was changed since. Look at the plan again.")
    for meeting_id in remove:
        session.delete(session.get_one(Meeting, meeting_id))
    session.flush()
    there = {each.slot for each in known if each.id not in remove}
    new = [(on, slot) for on, slot in planned if slot not in there]
    for on, slot in new:
        if why := off_day(on):
            raise Refused(f"{why} Choose another day.")
        details = MeetingDetails(on, cadence.start, cadence.end, cadence.venue)
        made = add_meeting(session, cadence.group_id, details)
        session.get_one(Meeting, str(made.result)).slot = slot
    count = f"{len(new)} meeting{'' if len(new) == 1 else 's'} planned"
    taken = f", {len(remove)} taken away" if remove else ""
    return Changes(f"{group.name}: {count}{taken}", CARES, cadence.group_id)


def move_meeting(
    session: Session,
    meeting_id: str,
    on: date,
    start: time | None = None,
    end: time | None = None,
) -> Changes:
    """Move a meeting to another day, and to other times where they are given.

    It stays the same meeting: its slot is kept, so that the rest of the year stays. Raises Refused
    where it was held or cancelled, the day is no day for a meeting, or its group meets then.
    """
    row = session.get_one(Meeting, meeting_id)
    refuse_fixed(session, meeting_id)
    if row.status in ("held", CANCELLED):
        raise Refused(f"This meeting is {row.status}. It stays on its day.")
    if why := off_day(on):
        raise Refused(f"{why} Choose another day.")
    start, end = (start, end) if start else (row.start, row.end)
    if why := faults_of_times(start, end):
        raise Refused(why)
    same = select(Meeting.start).where(
        Meeting.group_id == row.group_id, Meeting.on == on, Meeting.id != meeting_id
    )
    if start in session.scalars(same).all():
        raise Refused(
            f"The group has a meeting on {show_day_year(on)} already. Choose another day."
        )
    if (row.on, row.start, row.end) != (on, start, end):
        row.on, row.start, row.end = on, start, end
        row.sequence += 1
    return Changes(f"Meeting moved: {row.shown(session)}", CARES, meeting_id)


def cancel_meeting(session: Session, meeting_id: str) -> Changes:
    """Cancel a meeting; calendars are told. Raises Refused where it was held."""
    row = session.get_one(Meeting, meeting_id)
    refuse_fixed(session, meeting_id)
    if row.status == "held":
        raise Refused("This meeting was held. It cannot be cancelled.")
    if row.status != CANCELLED:
        row.status = CANCELLED
        row.sequence += 1
    return Changes(f"Meeting cancelled: {row.shown(session)}", CARES, meeting_id)


def set_joint(session: Session, meeting_id: str, bodies: Sequence[str]) -> Changes:
    """Make a meeting one of other groups or organisations too; none makes it the group's own."""
    row = session.get_one(Meeting, meeting_id)
    wanted = dict.fromkeys(bodies)
    if row.group_id in wanted:
        raise Refused("The meeting is of this group already. Choose another one.")
    for body_id in wanted:
        if not (session.get(Group, body_id) or session.get(Organisation, body_id)):
            raise Refused("A joint meeting is with groups and organisations that are in the store.")
    query = select(MeetingBody).where(MeetingBody.meeting_id == meeting_id)
    there = {each.body_id: each for each in session.scalars(query)}
    for body_id in there.keys() - wanted.keys():
        session.delete(there[body_id])
    for body_id in wanted:
        if body_id not in there:
            session.add(MeetingBody(id=fresh_id(session), meeting_id=meeting_id, body_id=body_id))
    if there.keys() != wanted.keys():
        row.sequence += 1
    how = "joint with others" if wanted else "of its group alone"
    return Changes(f"Meeting {row.shown(session)}: {how}", CARES, meeting_id)


def begin(session: Session, profile: Mapping[str, Any]) -> None:
    """Put the cadences and run-ups of a profile into a new store; its groups are there already."""
    defaults = profile.get("cadence", {})
    steps = steps_of_profile(defaults)
    groups = {group.code: group for group in session.scalars(select(Group))}
    for entry in profile.get("group", ()):
        group = groups.get(entry["code"])
        if group is None or group.kind == AGENCY_GROUP:
            continue
        rule = cadence_from_profile(entry.get("cadence", {}), defaults)
        if rule is not None:
            said = entry["cadence"]
            start, end = (_time(said.get(name, "")) for name in ("start", "end"))
            _put_cadence(session, CadenceLine(group.id, rule, start, end, said.get("venue", "")))
        own = tuple(Step(step["title"], step["days"]) for step in entry.get("run_up", ()))
        if own or (not group.ends and steps):
            set_run_up(session, group.id, own or steps)


def _time(text: str) -> time | None:
    return time.fromisoformat(text) if text else None
