"""The sample's restraint register: two quarters and a bit, one draw of them, and its reviews."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy.orm import Session

from dscp_desktop.actions.rules.log import ActionDetails
from dscp_desktop.partnership.queries.parties import load_names
from dscp_desktop.restraint.commands.register import (
    add_return,
    ask_hold,
    confirm_hold,
    mark_overwritten,
)
from dscp_desktop.restraint.commands.reviews import add_review, add_review_action
from dscp_desktop.restraint.queries.frame import frame_rows
from dscp_desktop.restraint.queries.incidents import list_homes, list_incidents
from dscp_desktop.restraint.rules.returns import ReturnDetails
from dscp_desktop.restraint.rules.review import ReviewDetails, ReviewerDetails
from dscp_desktop.restraint.tables import Incident
from dscp_desktop.sampling.commands import freeze, note_lost, record_draw
from dscp_desktop.sampling.queries import get_draw
from dscp_desktop.sampling.rules.frame import Period
from dscp_desktop.sampling.rules.records import RESTRAINT, ROOM, DrawRecord
from dscp_desktop.store.session import fresh_id

Day = Callable[[str], date]
_FOOTAGE = ("yes",) * 12 + ("partly", "no")


def add_restraint(session: Session, entry: Mapping[str, Any], day: Day) -> None:
    """Put the register, the draw and its reviews into a new store; dates are moved by `day`."""
    ((home_id, _name),) = list_homes(session)
    number = 0
    for first, last, count in (*entry["quarters"], entry["since"]):
        number = _add_incidents(session, entry, home_id, (day(first), day(last)), count, number)
        session.flush()
    for first, last, count in entry["quarters"]:
        more = dict(entry["above"]).get(first, 0)
        details = ReturnDetails(
            day(last) + timedelta(days=9), entry["supplied_by"], count + more, count, count
        )
        add_return(session, home_id, day(first), day(last), details)
        session.flush()
    _add_draw(session, entry, day)


def _add_incidents(
    session: Session,
    entry: Mapping[str, Any],
    home_id: str,
    period: tuple[date, date],
    count: int,
    number: int,
) -> int:
    """Add incidents spread over a period, and return the last number that was given."""
    length = (period[1] - period[0]).days + 1
    for place in range(count):
        number += 1
        while number in entry["missing"]:
            number += 1
        ref = f"{entry['prefix']}-{number:03d}"
        # The same every time, and no pattern that anybody could take for a real one.
        chance = sha256(ref.encode()).digest()
        on = period[0] + timedelta(days=place * length // count)
        row = Incident(id=fresh_id(session), home_id=home_id, ref=ref, on=on)
        row.at = time(7 + chance[0] % 15, chance[1] % 60)
        row.level = 0 if chance[2] < 190 else 1 if chance[2] < 246 else 2
        row.level = 3 if number == entry["quarters"][0][2] + 20 else row.level
        row.child, row.age = f"YP{1 + chance[3] % 24:02d}", 12 + chance[4] % 6
        row.place = entry["places"][chance[5] % len(entry["places"])]
        row.reason = entry["reasons"][chance[6] % len(entry["reasons"])]
        row.minutes, row.footage = 1 + chance[7] % 14, _FOOTAGE[chance[8] % len(_FOOTAGE)]
        row.child_spoken_on = on + timedelta(days=chance[9] % 7)
        at = datetime.combine(on, row.at)
        row.recorded_at = f"{at + timedelta(hours=1 + chance[10] % 27):%Y-%m-%dT%H:%M}"
        if chance[11] > 40:
            row.person_spoken_at = f"{at + timedelta(hours=3 + chance[11] % 50):%Y-%m-%dT%H:%M}"
        session.add(row)
    return number


def _add_draw(session: Session, entry: Mapping[str, Any], day: Day) -> None:
    said = entry["draw"]
    period = Period(*(day(text) for text in said["period"]))
    rows, _ = frame_rows(session, period.first, period.last)

    def at(name: str) -> datetime:
        on, clock = said[name]
        return datetime.combine(day(on), time.fromisoformat(clock), UTC)

    frozen = freeze(
        session, RESTRAINT, "", period, rows, (), said["plan"], "Business manager",
        entry["supplied_by"], len(rows), now=at("frozen"),
    )  # fmt: skip
    made = record_draw(session, str(frozen.result), said["seed"], ROOM, said["by"], now=at("drawn"))
    draw_id = str(made.result)
    session.flush()
    lines = {line.ref: line.id for line in list_incidents(session)}
    for level, place, reason, words in said["lost"]:
        lost = get_draw(session, draw_id).drawn.strata[level].taken[place]
        note_lost(session, draw_id, level, lost, reason, words)
        if reason == "overwritten":
            mark_overwritten(session, [lines[lost]], day(said["held"]))
        session.flush()
    record = get_draw(session, draw_id)
    sample = [lines[ref] for level in record.drawn.strata for ref in record.sample(level)]
    ask_hold(session, sample, day(said["drawn"][0]))
    session.flush()
    confirm_hold(session, sample[:-2], day(said["held"]))
    session.flush()
    _add_reviews(session, entry["review"], record, sample, day)


def _add_reviews(
    session: Session,
    said: Mapping[str, Any],
    record: DrawRecord,
    sample: list[str],
    day: Day,
) -> None:
    names = load_names(session)
    reviewers = tuple(ReviewerDetails(role, True) for role in said["reviewers"])
    for place, incident_id in enumerate(sample[: said["count"]]):
        concern = place in said["of_concern"]
        details = ReviewDetails(
            day(said["on"]), reviewers, said["manager"], said["before"],
            said["concern"] if concern else said["during"], said["after"],
            lawful="yes", necessary="yes", proportionate="no" if concern else "yes",
            child_account="The child said that it was fair." if not concern else "",
            good_practice="" if concern else said["good_practice"],
            home_view=said["home_view"] if concern else "The home agrees.",
            of_concern="yes" if concern else "no",
        )  # fmt: skip
        review_id = str(add_review(session, incident_id, details, record.id).result)
        session.flush()
        if concern:
            code, text, owner, due = said["action"]
            group, party = names.group(code), names.party(owner)
            assert group is not None
            assert party is not None
            action = ActionDetails(text, party.id, raised_on=day(said["on"]), due=day(due))
            add_review_action(session, review_id, group.id, action)
            session.flush()
