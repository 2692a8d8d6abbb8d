"""The sample's restraint register: two quarters and a bit, one draw of them, and its reviews."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy.orm import Session

from dscp_desktop.actions.rules.log import ActionDetails
from dscp_desktop.app.sample.county import County, chance
from dscp_desktop.core.periods import year_of
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
from dscp_desktop.store.adding import add_rows
from dscp_desktop.store.session import fresh_ids

Day = Callable[[str], date]
_FOOTAGE = ("yes",) * 12 + ("partly", "no")


def add_restraint(session: Session, county: County) -> None:
    """Put in the register of three years, a draw of each quarter, and its reviews."""
    ((home_id, _name),) = list_homes(session)
    entry, earlier, day = county.records["restraint"], county.years["restraint"], county.day
    for first, last, count, _seed in earlier["quarters"]:
        number = earlier["numbers"][first] * county.times
        told = (f"{earlier['prefix']}{_home_year(first)}", number)
        period = (day(first), day(last))
        _add_incidents(session, county, home_id, period, count, told)
        _add_return(session, home_id, entry, period, count * county.times, 0)
    number = 0
    for first, last, count in (*entry["quarters"], entry["since"]):
        period = (day(first), day(last))
        number = _add_incidents(session, county, home_id, period, count, (entry["prefix"], number))
    for first, last, count in entry["quarters"]:
        more = dict(entry["above"]).get(first, 0)
        _add_return(session, home_id, entry, (day(first), day(last)), count * county.times, more)
    session.flush()
    for quarter in earlier["quarters"]:
        _add_earlier_draw(session, county, quarter)
    _add_draw(session, county)


def _home_year(first: str) -> str:
    """Return '21' for a quarter of the financial year 2021-22: the home counts from April."""
    return year_of(date.fromisoformat(first))[2:4]


def _add_return(
    session: Session,
    home_id: str,
    entry: Mapping[str, Any],
    period: tuple[date, date],
    count: int,
    more: int,
) -> None:
    first, last = period
    received = last + timedelta(days=9)
    details = ReturnDetails(received, entry["supplied_by"], count + more, count, count)
    add_return(session, home_id, first, last, details)
    session.flush()


def _add_incidents(
    session: Session,
    county: County,
    home_id: str,
    period: tuple[date, date],
    count: int,
    told: tuple[str, int],
) -> int:
    """Add incidents spread over a period, and return the last number that was given.

    `told` is how their references begin, and the number that was given last before.
    """
    entry, count = county.records["restraint"], count * county.times
    prefix, number = told
    length, rows = (period[1] - period[0]).days + 1, []
    for place, row_id in enumerate(fresh_ids(session, count)):
        number += 1
        while prefix == entry["prefix"] and number in entry["missing"]:
            number += 1
        on = period[0] + timedelta(days=place * length // count)
        ref = f"{prefix}-{number:03d}"
        own = {"id": row_id, "home_id": home_id, "ref": ref, "on": on}
        rows.append({**own, **_incident(entry, ref, on, number)})
    add_rows(session, Incident, rows)
    return number


def _incident(entry: Mapping[str, Any], ref: str, on: date, number: int) -> dict[str, Any]:
    """Return what the home says of an incident: the same every time, and no pattern in it."""
    luck = sha256(ref.encode()).digest()
    at = time(7 + luck[0] % 15, luck[1] % 60)
    level = 0 if luck[2] < 190 else 1 if luck[2] < 246 else 2
    happened = datetime.combine(on, at)
    spoken = happened + timedelta(hours=3 + luck[11] % 50)
    return {
        "at": at,
        "level": 3 if number == entry["quarters"][0][2] + 20 else level,
        "child": f"YP{1 + luck[3] % 24:02d}",
        "age": 12 + luck[4] % 6,
        "place": entry["places"][luck[5] % len(entry["places"])],
        "reason": entry["reasons"][luck[6] % len(entry["reasons"])],
        "minutes": 1 + luck[7] % 14,
        "footage": _FOOTAGE[luck[8] % len(_FOOTAGE)],
        "child_spoken_on": on + timedelta(days=luck[9] % 7),
        "recorded_at": f"{happened + timedelta(hours=1 + luck[10] % 27):%Y-%m-%dT%H:%M}",
        "person_spoken_at": f"{spoken:%Y-%m-%dT%H:%M}" if luck[11] > 40 else "",
    }


def _add_earlier_draw(session: Session, county: County, quarter: tuple[str, str, int, str]) -> None:
    """Draw from a quarter of the years before, and record the reviews of what was drawn."""
    said, earlier = county.records["restraint"]["draw"], county.years["restraint"]
    first, last, _, seed = quarter
    drawn = county.day(last) + timedelta(days=earlier["held_after"])
    times = datetime.combine(drawn, time(10, 12), UTC), datetime.combine(drawn, time(10, 19), UTC)
    period = Period(county.day(first), county.day(last))
    plan = said["plan"]
    draw_id = _draw(session, county, period, (plan, seed, said["by"]), times)
    lines = {line.ref: line.id for line in list_incidents(session, period.first, period.last)}
    lost = get_draw(session, draw_id).drawn.strata["0"].taken[1]
    note_lost(session, draw_id, "0", lost, *earlier["lost"])
    mark_overwritten(session, [lines[lost]], drawn + timedelta(days=2))
    session.flush()
    record = get_draw(session, draw_id)
    sample = [lines[ref] for level in record.drawn.strata for ref in record.sample(level)]
    ask_hold(session, sample, drawn)
    session.flush()
    confirm_hold(session, sample, drawn + timedelta(days=2))
    for place, incident_id in enumerate(sample[: earlier["reviewed"]]):
        _review_earlier(session, county, record, incident_id, drawn, place)
    session.flush()


def _review_earlier(
    session: Session,
    county: County,
    record: DrawRecord,
    incident_id: str,
    drawn: date,
    place: int,
) -> None:
    said, entry = county.years["restraint"], county.records["restraint"]["review"]
    concern = chance(f"{drawn - county.move} {place}") % 9 == 0
    reviewers = tuple(ReviewerDetails(role, True) for role in entry["reviewers"])
    details = ReviewDetails(
        drawn + timedelta(days=9), reviewers, entry["manager"],
        county.next_of("restraint before", said["before"]),
        said["concern"] if concern else county.next_of("restraint during", said["during"]),
        county.next_of("restraint after", said["after"]),
        lawful="yes", necessary="yes", proportionate="no" if concern else "yes",
        child_account=county.next_of("restraint account", said["account"]),
        good_practice="" if concern else county.next_of("restraint good", said["good"]),
        home_view=said["home_view"] if concern else "The home agrees.",
        of_concern="yes" if concern else "no",
    )  # fmt: skip
    add_review(session, incident_id, details, record.id)


def _draw(
    session: Session,
    county: County,
    period: Period,
    told: tuple[str, str, str],
    times: tuple[datetime, datetime],
) -> str:
    """Freeze the list of a period and draw from it: plan, seed, by whom; when of both."""
    plan, seed, by = told
    supplied_by = county.records["restraint"]["supplied_by"]
    rows, _ = frame_rows(session, period.first, period.last)
    frozen = freeze(
        session, RESTRAINT, "", period, rows, (), plan, "Business manager", supplied_by,
        len(rows), longer=True, now=times[0],  # moved by weeks, a quarter may be a day too long
    )  # fmt: skip
    made = record_draw(session, str(frozen.result), seed, ROOM, by, now=times[1])
    session.flush()
    return str(made.result)


def _add_draw(session: Session, county: County) -> None:
    entry, day = county.records["restraint"], county.day
    said = entry["draw"]

    def at(name: str) -> datetime:
        on, clock = said[name]
        return datetime.combine(day(on), time.fromisoformat(clock), UTC)

    period = Period(*(day(text) for text in said["period"]))
    told = (said["plan"], said["seed"], said["by"])
    draw_id = _draw(session, county, period, told, (at("frozen"), at("drawn")))
    lines = {line.ref: line.id for line in list_incidents(session, period.first, period.last)}
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
