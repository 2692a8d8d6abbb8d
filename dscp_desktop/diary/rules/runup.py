"""The run-up of a meeting: what is done so many working days before or after it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dscp_desktop.core.days import add_working_days
from dscp_desktop.diary.rules.meetings import MeetingLine

# The steps a profile can set, in the order of time: its key, the words, before (-1) or after (1).
PROFILE_STEPS = (
    ("call_for_items_before", "Call for items", -1),
    ("agenda_agreed_before", "Agenda agreed with the chair", -1),
    ("papers_due_before", "Papers due", -1),
    ("issue_before", "Agenda and papers sent out", -1),
    ("action_list_after", "Action list sent out", 1),
    ("draft_minutes_after", "Draft minutes", 1),
)
MOST_DAYS = 60


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a group's run-up: `days` working days from the meeting, before it below nought."""

    title: str
    days: int
    id: str = ""


@dataclass(frozen=True, slots=True)
class RunUpLine:
    """A step of one meeting: the day it falls on, and when it was done."""

    step_id: str
    title: str
    days: int
    on: date
    done: date | None = None


def steps_of_profile(cadence: Mapping[str, Any]) -> tuple[Step, ...]:
    """Return the run-up that a profile's `[cadence]` sets for every group."""
    return tuple(
        Step(title, sign * int(cadence[key]))
        for key, title, sign in PROFILE_STEPS
        if key in cadence
    )


def faults_of_steps(steps: Sequence[Step]) -> str:
    """Return what is wrong with a run-up, with its remedy; '' where nothing is."""
    titles = [" ".join(step.title.casefold().split()) for step in steps]
    if not all(titles):
        return "Every step needs words, such as 'Papers due'."
    if len(set(titles)) < len(titles):
        return "Two steps have the same words. Change one of them."
    if any(abs(step.days) > MOST_DAYS for step in steps):
        return f"A step is at most {MOST_DAYS} working days from the meeting."
    return ""


def step_words(days: int) -> str:
    """Return '5 working days before', '1 working day after' or 'on the day'."""
    if not days:
        return "on the day"
    unit = "working day" if abs(days) == 1 else "working days"
    return f"{abs(days)} {unit} {'before' if days < 0 else 'after'}"


def run_up_of(on: date, steps: Sequence[Step], done: Mapping[str, date]) -> tuple[RunUpLine, ...]:
    """Return the steps of a meeting in order of time, each on a working day."""
    lines = [
        RunUpLine(s.id, s.title, s.days, add_working_days(on, s.days), done.get(s.id))
        for s in steps
    ]
    return tuple(sorted(lines, key=lambda line: line.on))


def still_to_do(
    lines: Sequence[RunUpLine], meeting: MeetingLine, today: date
) -> tuple[RunUpLine, ...]:
    """Return the steps of a meeting that are still to be done, as far as that matters today.

    A step before the meeting no longer matters once the agenda is out, the meeting's day is past
    or a later step is done; one after it matters from its day on. Of several late steps only the
    last one is given.
    """
    sent = meeting.status != "planned" or meeting.on < today
    last_done = max((n for n, line in enumerate(lines) if line.done), default=-1)
    left = [
        line
        for place, line in enumerate(lines)
        if place > last_done and (not sent if line.days < 0 else meeting.on <= today)
    ]
    late = [line for line in left if line.on < today]
    return (*late[-1:], *(line for line in left if line.on >= today))
