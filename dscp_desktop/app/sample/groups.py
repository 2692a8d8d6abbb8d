"""The sample's people on their seats, its chairs, and terms of reference in three versions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from dscp_desktop.app.sample.county import County
from dscp_desktop.diary.rules.cadence import cadence_from_profile
from dscp_desktop.partnership.commands.chairs import change_chair
from dscp_desktop.partnership.commands.people import add_person, seat_person
from dscp_desktop.partnership.commands.seats import add_seat
from dscp_desktop.partnership.queries.parties import load_names
from dscp_desktop.partnership.rules.people import PersonDetails
from dscp_desktop.partnership.rules.seats import Office
from dscp_desktop.terms_of_reference.commands import drafting
from dscp_desktop.terms_of_reference.commands.beginning import begin
from dscp_desktop.terms_of_reference.queries.terms import document_of
from dscp_desktop.terms_of_reference.rules.quorum_text import quorum_from

Day = Callable[[str], date]
Seats = Mapping[tuple[str, str], str]


def add_seats(
    session: Session, records: Mapping[str, Any], ids: Mapping[str, str], day: Day
) -> dict[tuple[str, str], str]:
    """Give each group its seats; return their ids by group and organisation."""
    names, made = load_names(session), {}
    for code, seated in records["seats"].items():
        began = records["seated_from"].get(code, {})
        for name in seated:
            starts = day(began[name]).isoformat() if name in began else ""
            party = names.party(name)
            assert party is not None, name
            seat = add_seat(session, ids[code], party.id, times=(starts, ""))
            made[code, name] = str(seat.result)
    for code, role, other, kind in records["by_office"]["lines"]:
        add_seat(session, ids[code], None, role, kind, office=Office(chair_of=ids[other]))
    session.flush()
    return made


def add_people(
    session: Session, records: Mapping[str, Any], ids: Mapping[str, str], seats: Seats, day: Day
) -> None:
    """Put the people on the seats of their organisations, and let seats chair their groups."""
    names, since = load_names(session), day(records["people"]["since"]).isoformat()
    for name, body, role, sits, deputises in records["people"]["lines"]:
        party = names.organisation(body)
        assert party is not None, body
        email = f"{name.replace(' ', '.').casefold()}@sample.example"
        details = PersonDetails(name, party.id, role, email)
        person_id = str(add_person(session, details).result)
        session.flush()
        for code in (*sits, *deputises):
            began = records["seated_from"].get(code, {}).get(body, "")
            starts = max(since, day(began).isoformat()) if began else since
            seat_person(session, seats[code, body], person_id, starts, code in deputises)
            session.flush()
    for code, body, office, starts in records["chairs"]["lines"]:
        change_chair(session, ids[code], seats[code, body], day(starts).isoformat(), office)
        session.flush()


def add_terms(session: Session, county: County) -> None:
    """Put in the versions that were agreed, then the draft that is on its way."""
    terms = [*county.records["terms"], *county.years["terms"]]
    begin(session, {"terms": [_moved(entry, county.day) for entry in terms]})
    session.flush()
    draft, ids = county.records["draft"], county.groups
    document_id, begun = document_of(session, ids[draft["group"]]), county.day(draft["begun"])
    version_id = str(drafting.begin_version(session, document_id, begun).result)
    drafting.set_quorum(session, version_id, quorum_from(draft["quorum"]), begun)
    drafting.set_frequency(session, version_id, cadence_from_profile(draft["frequency"], {}))
    for part, text in draft["parts"].items():
        drafting.change_part(session, version_id, part, text)
    session.flush()


def _moved(value: Any, day: Day) -> Any:
    """Return an entry with its days moved, as all days of the sample are."""
    if isinstance(value, Mapping):
        days = {"from", "begun", "on", "review_on"}
        return {
            key: day(inner).isoformat() if key in days else _moved(inner, day)
            for key, inner in value.items()
        }
    return [_moved(inner, day) for inner in value] if isinstance(value, list) else value
