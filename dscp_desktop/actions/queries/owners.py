"""The owners of open actions, with whom their sheets go to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy.orm import Session

from dscp_desktop.actions.queries.log import list_actions
from dscp_desktop.actions.rules.log import ActionLine
from dscp_desktop.actions.rules.owners import (
    OwnerActions,
    OwnerLine,
    counted,
    file_names,
    owner_key,
)
from dscp_desktop.core.names import tidy_name
from dscp_desktop.partnership.queries.parties import load_parties, printed_marking
from dscp_desktop.partnership.queries.seats import seats_by_group
from dscp_desktop.store.settings import get_setting


def actions_of(session: Session, key: str, today: date) -> tuple[ActionLine, ...]:
    """Return the actions of an owner, by its id or role, that are not done or to be reviewed."""
    return tuple(actions_by_owner(session, today).get(key, ()))


def actions_by_owner(session: Session, today: date) -> Mapping[str, list[ActionLine]]:
    """Return the actions that are not done or to be reviewed, by the id or role of their owner."""
    found: dict[str, list[ActionLine]] = defaultdict(list)
    for line in list_actions(session, today, include_done=False):
        found[owner_key(line)].append(line)
    return found


def list_owners(session: Session, today: date) -> tuple[OwnerLine, ...]:
    """Return everybody who owns an action that is not done or to be reviewed, by name."""
    parties = load_parties(session)
    emails = seat_emails(session, today)
    found = []
    for key, lines in actions_by_owner(session, today).items():
        name = parties[key].name if key in parties else key or "No owner"
        to = emails.get(key) or emails.get(tidy_name(key)) or set()
        found.append(counted(key, name, lines, sorted(to)))
    return tuple(sorted(found, key=lambda owner: owner.name.casefold()))


def seat_emails(session: Session, today: date) -> dict[str, set[str]]:
    """Return whom a message goes to: by organisation, agency group and role of the seats held."""
    found: dict[str, set[str]] = defaultdict(set)
    for seats in seats_by_group(session, today).values():
        for seat in seats:
            if seat.email:
                for key in (seat.organisation_id, seat.agency_group_id, tidy_name(seat.role)):
                    found[key].add(seat.email)
    found.pop("", None)
    return found


def gather_owners(session: Session, keys: Sequence[str], today: date) -> tuple[OwnerActions, ...]:
    """Return what the files of each of these owners are made of."""
    marking = printed_marking(session)
    partnership = get_setting(session, "partnership.name", "")
    lines = actions_by_owner(session, today)
    owners = [owner for owner in list_owners(session, today) if owner.key in set(keys)]
    names = file_names([owner.name for owner in owners], today)
    return tuple(
        OwnerActions(owner, name, marking, partnership, tuple(lines[owner.key]))
        for owner, name in zip(owners, names, strict=True)
    )
