"""Quorum rules as JSON text, in and out. What is not known is refused, never left out."""

from __future__ import annotations

import json
from typing import Any

from dscp_desktop.core.faults import Refused
from dscp_desktop.terms_of_reference.rules.quorum import (
    AllOf,
    AnyOf,
    AtLeast,
    EachStatutory,
    NamedSeat,
    Quorum,
    Rule,
    Share,
    faults_of_quorum,
)

LONGEST = 4000


def quorum_text(quorum: Quorum) -> str:
    """Return a quorum as JSON. Raises Refused where the rule cannot be, or is too long."""
    if why := faults_of_quorum(quorum):
        raise Refused(why)
    text = json.dumps(quorum_values(quorum), ensure_ascii=False, sort_keys=True)
    if len(text) > LONGEST:
        raise Refused("This quorum has too many parts. Join fewer rules.")
    return text


def quorum_values(quorum: Quorum) -> dict[str, Any]:
    """Return a quorum as JSON values, as a profile holds it too."""
    return {"deputies_count": quorum.deputies_count, "rule": _out(quorum.rule)}


def quorum_of(text: str) -> Quorum:
    """Return the quorum of a JSON text. Raises Refused, naming the part, where it reads as none."""
    try:
        values = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Refused(f"The quorum does not read as JSON: {error}") from error
    return quorum_from(values)


def quorum_from(values: Any) -> Quorum:
    """Return the quorum of values as JSON or a profile gives them. Raises Refused as above."""
    table = _table(values, {"rule"}, {"deputies_count"})
    deputies = table.get("deputies_count", True)
    if not isinstance(deputies, bool):
        raise Refused("The quorum's deputies_count is neither true nor false.")
    quorum = Quorum(_in(table["rule"]), deputies)
    if why := faults_of_quorum(quorum):
        raise Refused(why)
    return quorum


def _out(rule: Rule) -> dict[str, Any]:
    if isinstance(rule, AllOf):
        return {"all_of": [_out(each) for each in rule.rules]}
    if isinstance(rule, AnyOf):
        return {"any_of": [_out(each) for each in rule.rules]}
    if isinstance(rule, AtLeast):
        return {"at_least": rule.n, "of": list(rule.of)}
    if isinstance(rule, Share):
        return {"share": [rule.numerator, rule.denominator], "of": list(rule.of)}
    if isinstance(rule, EachStatutory):
        return {"each": "statutory partner"}
    return {"seat": rule.role, "seat_id": rule.seat_id} if rule.seat_id else {"seat": rule.role}


def _in(values: Any) -> Rule:
    names = set(_table(values, set(), None))
    if "all_of" in names or "any_of" in names:
        key = "all_of" if "all_of" in names else "any_of"
        inside = _table(values, {key}, set())[key]
        if not isinstance(inside, list | tuple):
            raise Refused(f"The quorum's {key} is not a list of rules.")
        rules = tuple(_in(each) for each in inside)
        return AllOf(rules) if key == "all_of" else AnyOf(rules)
    if "at_least" in names:
        table = _table(values, {"at_least"}, {"of"})
        return AtLeast(_whole(table["at_least"]), _kinds(table))
    if "share" in names:
        table = _table(values, {"share"}, {"of"})
        share = table["share"]
        if not isinstance(share, list | tuple) or len(share) != 2:
            raise Refused("The quorum's share is not two numbers, such as [1, 2] for half.")
        return Share(_whole(share[0]), _whole(share[1]), _kinds(table))
    if "each" in names:
        if _table(values, {"each"}, set())["each"] != "statutory partner":
            raise Refused("The quorum can ask for each statutory partner, and for no others.")
        return EachStatutory()
    table = _table(values, {"seat"}, {"seat_id"})
    return NamedSeat(_text(table["seat"]), _text(table.get("seat_id", "")))


def _table(values: Any, wanted: set[str], may: set[str] | None) -> dict[str, Any]:
    """Return a table with these keys and no others; `may` None leaves the others to later."""
    if not hasattr(values, "keys"):
        raise Refused(f"The quorum has {values!r} where a rule is wanted.")
    if missing := sorted(wanted - set(values)):
        raise Refused(f"The quorum lacks: {', '.join(missing)}.")
    if may is not None and (unknown := sorted(map(str, set(values) - wanted - may))):
        raise Refused(f"The quorum has what nobody knows: {', '.join(unknown)}.")
    return dict(values)


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise Refused(f"The quorum has {value!r} where a whole number is wanted.")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise Refused(f"The quorum has {value!r} where a seat's role is wanted.")
    return value


def _kinds(table: dict[str, Any]) -> tuple[str, ...]:
    kinds = table.get("of", ("core",))
    if not isinstance(kinds, list | tuple):
        raise Refused("The quorum's kinds of seats are not a list.")
    return tuple(map(_text, kinds))
