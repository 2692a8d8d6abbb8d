"""The certificate of a draw as values, and the check of everything in it.

What holds here holds in `resources/verify_draw.py` too, which stands alone: a test compares them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dscp_desktop.core.faults import Refused, WrongUse
from dscp_desktop.sampling.rules.draw import (
    Drawn,
    Plan,
    Replacement,
    draw,
    next_of,
    parse_plan,
    reviewed,
    tidy_seed,
)
from dscp_desktop.sampling.rules.frame import (
    FrameRow,
    Period,
    commitment_of,
    frame_faults,
    frame_text,
    ref_fault,
    sha256_of,
)

CERT, LIST = "CERT.json", "frame.txt"  # the files that travel with a certificate
_LEVELS = frozenset("0123")  # of injuries: the third is always taken whole
_TEXTS = ("period", "frame", "frame_hash", "left_out", "left_out_hash", "plan", "commitment")


@dataclass(frozen=True, slots=True)
class Checked:
    """One check of a certificate: what was checked, and whether it holds."""

    what: str
    holds: bool


def certificate_values(
    rows: Sequence[FrameRow], period: Period, left_out: str, plan: str, seed: str
) -> dict[str, Any]:
    """Return what a certificate says of a draw, before anything is replaced."""
    drawn = draw(rows, parse_plan(plan), seed)
    frame = frame_text(rows)
    frame_hash, left_out_hash = sha256_of(frame), sha256_of(left_out)
    return {
        "period": period.text,
        "frame": frame,
        "frame_hash": frame_hash,
        "left_out": left_out,
        "left_out_hash": left_out_hash,
        "plan": plan,
        "commitment": commitment_of(frame_hash, period.text, plan, left_out_hash),
        "seed": seed,
        "tickets": dict(drawn.tickets),
        "strata": strata_values(drawn),
        "replaced": [],
    }


def strata_values(drawn: Drawn) -> dict[str, Any]:
    """Return the strata of a draw as a certificate says them."""
    return {
        name: {"order": list(stratum.order), "taken": list(stratum.taken)}
        for name, stratum in drawn.strata.items()
    }


def json_text(values: Mapping[str, Any]) -> str:
    """Return the values of a certificate as CERT.json has them."""
    return json.dumps(values, ensure_ascii=False, indent=1) + "\n"


def read_certificate(data: bytes) -> dict[str, Any]:
    """Read CERT.json as it is, and refuse names that stand twice.

    Raises Refused where it is not the certificate of a draw.
    """
    try:
        values = json.loads(data.decode("utf-8"), object_pairs_hook=_once)
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise Refused("This is no certificate: it does not read as JSON in UTF-8.") from error
    if not isinstance(values, dict) or not all(isinstance(values.get(n), str) for n in _TEXTS):
        raise Refused("This is no certificate of a draw: frame, plan or hashes are not in it.")
    shapes = {"seed": str, "tickets": dict, "strata": dict, "replaced": list}
    for name, shape in shapes.items():
        if not isinstance(values.get(name), shape):
            raise Refused(f"This is no certificate of a draw: its {name} cannot be read.")
    return values


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        raise ValueError("a name stands twice")
    return values


def check_certificate(values: Mapping[str, Any]) -> tuple[Checked, ...]:
    """Check everything in a certificate again from its list, plan and seed alone."""
    rows = _rows_of(values["frame"])
    plan, period = _plan_of(values["plan"]), _period_of(values["period"])
    sound = rows is not None and plan is not None and period is not None
    found = [
        Checked("list", sound and _is_frame(values, rows or (), period, plan or {})),
        Checked("hash of the list", sha256_of(values["frame"]) == values["frame_hash"]),
        Checked("hash of what was left out", _left_out_holds(values)),
        Checked("commitment", _commitment(values) == values["commitment"]),
        Checked("seed", _is_seed(values["seed"])),
    ]
    try:
        drawn = draw(rows or (), plan or {}, values["seed"]) if sound else Drawn({}, {})
    except WrongUse:
        drawn = Drawn({}, {})
    whole = set(plan or {}) != _LEVELS or (plan or {})["3"] is None
    found += [
        Checked("tickets", sound and dict(drawn.tickets) == values["tickets"]),
        Checked("order and sample", sound and strata_values(drawn) == values["strata"]),
        Checked("level 3 taken whole", whole),
    ]
    return (*found, *_check_replaced(drawn, values["replaced"]))


def _commitment(values: Mapping[str, Any]) -> str:
    return commitment_of(
        values["frame_hash"], values["period"], values["plan"], values["left_out_hash"]
    )


def _rows_of(frame: str) -> tuple[FrameRow, ...] | None:
    rows = []
    for line in frame.split("\n")[:-1]:
        parts = line.rsplit(",", 2)
        try:
            ref, on, stratum = parts
            rows.append(FrameRow(ref, date.fromisoformat(on), stratum))
        except ValueError:
            return None
    return tuple(rows)


def _plan_of(text: str) -> Plan | None:
    try:
        return parse_plan(text)
    except WrongUse:
        return None


def _period_of(text: str) -> Period | None:
    first, _, last = text.partition("/")
    try:
        return Period(date.fromisoformat(first), date.fromisoformat(last))
    except ValueError:
        return None


def _is_frame(
    values: Mapping[str, Any], rows: Sequence[FrameRow], period: Period | None, plan: Plan
) -> bool:
    if period is None or frame_text(rows) != values["frame"]:
        return False
    return not frame_faults(rows, period, tuple(plan))


def _left_out_holds(values: Mapping[str, Any]) -> bool:
    text = values["left_out"]
    lines = text.split("\n")[:-1]
    refs = [line.split(",", 1)[0] for line in lines]
    whole = "".join(f"{line}\n" for line in lines) == text and not any(map(ref_fault, refs))
    return whole and sha256_of(text) == values["left_out_hash"]


def _is_seed(seed: str) -> bool:
    try:
        return tidy_seed(seed) == seed
    except WrongUse:
        return False


def _check_replaced(drawn: Drawn, said: Sequence[Any]) -> tuple[Checked, ...]:
    found, before = [], dict[str, list[Replacement]]()
    for one in said:
        if not isinstance(one, dict):
            found.append(Checked("a replacement", False))
            continue
        level, lost, by = (one.get(name) for name in ("level", "lost", "by"))
        stratum = drawn.strata.get(level) if isinstance(level, str) else None
        earlier = before.setdefault(str(level), [])
        holds = (
            stratum is not None
            and lost in reviewed(stratum, earlier)
            and by == next_of(stratum, earlier)
        )
        found.append(Checked(f"{lost} replaced by {by}", holds))
        earlier.append(Replacement(str(level), str(lost), by, ""))
    return tuple(found)
