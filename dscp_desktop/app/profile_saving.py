"""Saving a store's groups, seats, rules and plans as a profile that another store begins with."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import tomli_w
from sqlalchemy.orm import Session

from dscp_desktop.app.beginning import REST
from dscp_desktop.app.features import BEGINNING
from dscp_desktop.app.parts import switched_off
from dscp_desktop.core.profiles import plain
from dscp_desktop.store.settings import get_setting

# What stands first in the file; what is not named here follows in the order it came.
_ORDER = ("summary", "partnership", "organisation", "group", "seat")
_WORDS = "{organisations} organisations, {groups} groups"


def profile_values(session: Session, today: date) -> dict[str, Any]:
    """Return the sections of a profile as the store stands now: roles and rules, no people.

    What no feature keeps is as the profile had it that the store began with.
    """
    values: dict[str, Any] = json.loads(get_setting(session, REST, "{}"))
    for feature in BEGINNING:
        if feature.keep:
            for name, content in feature.keep(session, today).items():
                values[name] = _merged(values.get(name), _filled(plain(content)))
    values = {name: content for name, content in values.items() if content}
    values.setdefault("summary", _summary(session, values))
    values.pop("features", None)
    first = [name for name in _ORDER if name in values]
    ordered = {name: values[name] for name in (*first, *(n for n in values if n not in first))}
    return {**ordered, "features": {"off": sorted(switched_off(session))}}


def profile_bytes(session: Session, today: date) -> bytes:
    """Return the store's profile as a TOML file."""
    return tomli_w.dumps(profile_values(session, today)).encode("utf-8")


def profile_name(session: Session) -> str:
    """Return a name for its file, without ending."""
    name = get_setting(session, "partnership.name", "profile")
    return "-".join("".join(c if c.isalnum() else " " for c in name.casefold()).split())


def _summary(session: Session, values: Mapping[str, Any]) -> dict[str, Any]:
    counts = {f"{one}s": {"of": one} for one in ("organisation", "group") if one in values}
    title = get_setting(session, "partnership.name", "Profile")
    words = _WORDS if len(counts) == 2 else "Nothing but names and settings"
    return {"title": title, "words": words, **({"count": counts} if len(counts) == 2 else {})}


def _merged(before: Any, more: Any) -> Any:
    """Return a section with what another feature keeps of it: entries meet by their code."""
    if isinstance(before, list) and isinstance(more, list):
        by_code = {entry["code"]: entry for entry in before if "code" in entry}
        for entry in more:
            if entry.get("code") in by_code:
                by_code[entry["code"]].update(entry)
            else:
                before.append(entry)
        return before
    if isinstance(before, dict) and isinstance(more, dict):
        return {**before, **more}
    return more


def _filled(value: Any) -> Any:
    """Return a value without what is empty in it: a profile leaves that out."""
    if isinstance(value, Mapping):
        found = {name: _filled(each) for name, each in value.items()}
        return {name: each for name, each in found.items() if each not in (None, "", [], {})}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_filled(each) for each in value]
    return value
