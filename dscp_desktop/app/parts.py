"""The parts of the program: which a store has switched off, and switching them on and off."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from functools import wraps
from typing import Any

from sqlalchemy.orm import Session

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Fault, Refused
from dscp_desktop.core.offers import (
    DocumentOffer,
    Feature,
    Reading,
    Scope,
    SheetOutcome,
    WorkbookOffer,
)
from dscp_desktop.store.settings import get_setting, put_setting

SETTING = "features.off"


def switched_off(session: Session) -> frozenset[str]:
    """Return the names of what this store has switched off, as its profile or a person said.

    A name may be of a part that this version does not have: it stays off when it comes.
    """
    found = json.loads(get_setting(session, SETTING, "[]"))
    return frozenset(str(name) for name in found)


def keep_switched_off(session: Session, names: Iterable[str]) -> None:
    """Set what is switched off, as part of another command."""
    put_setting(session, SETTING, json.dumps(sorted(set(names)), ensure_ascii=False))


def switch_part(session: Session, feature: Feature, on: bool) -> Changes:
    """Switch a part of the program on or off for this store; its records stay as they are.

    Raises Refused where others stand on it.
    """
    if not feature.optional:
        raise Refused(
            f"{feature.title} cannot be switched off: other parts of the program stand on it."
        )
    off = switched_off(session)
    keep_switched_off(session, off - {feature.name} if on else off | {feature.name})
    return Changes(f"{feature.title} switched {'on' if on else 'off'}", ("*",))


def off_words(feature: Feature) -> str:
    """Say that a part is switched off, and how it comes back."""
    return f"{feature.title} is switched off in this store: see Settings, 'Parts of the program'."


def guard_document(feature: Feature, offer: DocumentOffer) -> DocumentOffer:
    """Return an offer that is refused, in words, while its part is switched off."""
    if not feature.optional:
        return offer

    def make(session: Session, scope: Scope) -> Any:
        _refuse(session, feature)
        return offer.make(session, scope)

    return replace(offer, make=make)


def guard_workbook(feature: Feature, offer: WorkbookOffer) -> WorkbookOffer:
    """Return an offer that takes and gives nothing, and says so, while its part is off."""
    if not feature.optional:
        return offer

    @wraps(offer.take)  # the folder its code lies in tells the feature
    def take(session: Session, reading: Reading) -> SheetOutcome:
        if feature.name not in switched_off(session):
            return offer.take(session, reading)
        sheets = [one.sheet for one in reading.lines] + [fault.sheet for fault in reading.faults]
        sheet = sheets[0] if sheets else None
        return SheetOutcome(faults=(Fault(sheet, None, None, None, off_words(feature)),))

    def write(session: Session, scope: Scope) -> Any:
        _refuse(session, feature)
        return offer.write(session, scope)

    def values(session: Session, scope: Scope) -> Any:
        _refuse(session, feature)
        return offer.values(session, scope)

    return replace(offer, take=take, write=write, values=values)


def _refuse(session: Session, feature: Feature) -> None:
    if feature.name in switched_off(session):
        raise Refused(off_words(feature))
