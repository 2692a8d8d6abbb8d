"""How the sample's minutes went on: challenges, urgent decisions, agreed and approved."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from dscp_desktop.app.sample.county import County, chance
from dscp_desktop.diary.commands.planning import mark_step
from dscp_desktop.diary.queries.planning import run_up
from dscp_desktop.meetings.commands.deciding import add_urgent_decision, report_decision
from dscp_desktop.meetings.commands.minutes import agree_minutes, approve_minutes
from dscp_desktop.meetings.commands.raising import (
    ChallengeDetails,
    add_challenge,
    end_challenge,
    reply_to_challenge,
)

CHAIR = "Chair of the group"
_LATELY, _LEFT = timedelta(days=120), 14


def settle_minutes(session: Session, county: County, items: Mapping[tuple[str, str], str]) -> None:
    """Raise the challenges, report what was decided between meetings, and approve minutes."""
    for line in county.years["challenge"]["lines"]:
        named = f"{line[0]} {line[1]}"
        titles = {one["title"] for one in county.subjects["subject"]}
        own = [title for where, title in items if where == named and title in titles]
        _challenge(session, county, items[named, own[0]], line)
    for code, on, text, how, told in county.years["urgent"]["lines"]:
        made = add_urgent_decision(session, county.groups[code], county.day(on), text, how)
        if told:
            session.flush()
            at = county.meetings[code, county.day(told)]
            report_decision(session, str(made.result), at)
    session.flush()
    for code in county.records["seats"]:
        _approve(session, county, code)
    _mark_run_ups(session, county)


def _mark_run_ups(session: Session, county: County) -> None:
    """Mark the steps of the run-ups of the last months as done, but for a few."""
    first, last = county.today - _LATELY, county.today + _LATELY
    done = county.today - timedelta(days=3)
    for (_, on), meeting_id in county.meetings.items():
        for step in run_up(session, meeting_id) if first < on < last else ():
            if step.on < done and chance(f"{on - county.move} {step.title}") % _LEFT:
                mark_step(session, meeting_id, step.step_id, step.on)
    session.flush()


def _challenge(session: Session, county: County, item_id: str, line: Any) -> None:
    _, _, text, by, to, reply, replied, outcome, ended = line
    details = ChallengeDetails(text, by, county.party(to))
    made = str(add_challenge(session, item_id, details).result)
    if reply:
        reply_to_challenge(session, made, reply, county.day(replied))
    if outcome:
        end_challenge(session, made, outcome, county.day(ended))


def _approve(session: Session, county: County, code: str) -> None:
    """Let the chair agree minutes after two weeks or so, and the next meeting approve them.

    The last ones wait for the next meeting; those of some groups have not even been agreed.
    """
    held = county.held(code)
    for on, later in zip(held, [*held[1:], None], strict=True):
        agreed = on + timedelta(days=9 + chance(f"{code} {on - county.move}") % 9)
        meeting_id = county.meetings[code, on]
        if later is not None:
            agree_minutes(session, meeting_id, min(agreed, later), CHAIR)
            approve_minutes(session, meeting_id, county.meetings[code, later])
        elif _was_agreed(county, code, agreed):
            agree_minutes(session, meeting_id, agreed, CHAIR)


def _was_agreed(county: County, code: str, agreed: date) -> bool:
    return agreed < county.today and code not in county.years["full"]["not_sent"]
