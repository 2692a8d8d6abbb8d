"""What a person can do to organisations."""

from __future__ import annotations

from sqlalchemy.orm import Session

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Refused
from dscp_desktop.partnership.commands.naming import EVERYWHERE, set_names
from dscp_desktop.partnership.queries.parties import load_names
from dscp_desktop.partnership.rules.parties import Names, OrganisationDetails, Party
from dscp_desktop.partnership.rules.spans import read_span
from dscp_desktop.partnership.tables import Organisation
from dscp_desktop.store.session import fresh_id


def add_organisation(
    session: Session, name: str, kind: str = "other", agency_group_id: str = ""
) -> Changes:
    """Add an organisation. Raises Refused where the name is known already, or is empty."""
    name = " ".join(name.split())
    if not name:
        raise Refused("Type the organisation's name.")
    known = load_names(session).party(name)
    if known:
        raise Refused(f"{name} is known already, as {known.name}.")
    row = new_organisation(session, name, kind, agency_group_id or None)
    return Changes(f"Organisation added: {name}", EVERYWHERE, row.id)


def new_organisation(
    session: Session, name: str, kind: str, agency_group_id: str | None
) -> Organisation:
    """Add an organisation that nobody knew of; the caller has looked."""
    row = Organisation(
        id=fresh_id(session), name=name, short_name="", kind=kind, agency_group_id=agency_group_id
    )
    session.add(row)
    session.flush()
    return row


def ensure_party(session: Session, names: Names, text: str) -> tuple[Party, Names, bool]:
    """Return the organisation or agency group of a name, added as new where nobody has it.

    Also returns the names as they are then, and whether it was added. Near names are never
    taken: the caller says what was added.
    """
    party = names.party(text)
    if party is not None:
        return party, names, False
    row = new_organisation(session, " ".join(text.split()), "other", None)
    fresh = load_names(session)
    found = fresh.party(row.name)
    assert found is not None
    return found, fresh, True


def change_organisation(
    session: Session, organisation_id: str, details: OrganisationDetails
) -> Changes:
    """Change an organisation's names and kind; a name it no longer has stays as another name.

    Raises Refused where a name is missing or means another organisation, or where it ends before
    it starts.
    """
    row = session.get_one(Organisation, organisation_id)
    name, short = " ".join(details.name.split()), " ".join(details.short_name.split())
    if not name:
        raise Refused("Type the organisation's name.")
    known = load_names(session)
    for wanted in (name, short, *details.known_as):
        other = known.organisation(wanted)
        if wanted and other and other.id != organisation_id:
            raise Refused(f"{wanted} means {other.name} already. Choose another name.")
    times = read_span(*details.times, "The organisation") if details.times is not None else None
    former = (row.name,) if row.name != name else ()
    row.name, row.short_name, row.kind = name, short, details.kind
    row.agency_group_id = details.agency_group_id
    if times is not None:
        row.starts, row.ends = times
    set_names(session, row.id, (*details.known_as, *former), (name, short))
    return Changes(f"Organisation changed: {name}", EVERYWHERE, row.id)
