"""What slips and certificates have in common: digits in groups, days, facts of a list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from dscp_desktop.core.days import show_date
from dscp_desktop.paper.document import Column, Facts, Row, Table, cells
from dscp_desktop.sampling.rules.frame import Period
from dscp_desktop.sampling.rules.records import KINDS, DrawRecord, FrameKind, FrozenList, is_longer

GROUP = 8


@dataclass(frozen=True, slots=True)
class Printed:
    """What printing needs besides the draw: the zone of its hours, the script, the limit under
    which counts are kept out of what is published.
    """

    zone: tzinfo
    script: str
    limit: int


def in_groups(digits: str) -> str:
    """Return a hash in groups of eight characters, so that it can be read out and compared."""
    return " ".join(digits[at : at + GROUP] for at in range(0, len(digits), GROUP))


def head_of(digits: str) -> str:
    """Return the head of the history as packs and `dscp check` print it."""
    short = digits[:GROUP].upper()
    return f"{short[:4]}-{short[4:]}"


def moment(at: datetime, zone: tzinfo) -> str:
    """Return '19 October 2023, 09:52'."""
    local = at.astimezone(zone)
    return f"{show_date(local.date())}, {local:%H:%M}"


def period_words(period: Period) -> str:
    """Return '1 April 2022 to 30 June 2022', and that it is longer than a quarter where it is."""
    longer = " (longer than a quarter)" if is_longer(period) else ""
    return f"{show_date(period.first)} to {show_date(period.last)}{longer}"


def kind_of(frozen: FrozenList) -> FrameKind:
    """Return the kind of a list."""
    return KINDS.get(frozen.kind, FrameKind(frozen.kind, "thing", "things"))


def take_words(plan: str, stratum: str) -> str:
    """Return what the plan takes of a stratum: '8' or 'All'."""
    said = dict(part.rsplit(":", 1) for part in plan.split(","))[stratum]
    return "All" if said == "all" else said


def list_facts(frozen: FrozenList, zone: tzinfo, *, declared: str, left_out: str) -> Facts:
    """Return what is said of a list everywhere."""
    return Facts(
        (
            ("Period", period_words(frozen.period)),
            ("Frozen", f"{moment(frozen.frozen_at, zone)}, by {frozen.frozen_by}"),
            ("List supplied by", frozen.supplied_by or "Not recorded"),
            ("Total declared with it", declared),
            ("Left out, with a reason", left_out),
            ("Plan", frozen.plan),
        ),
        columns=1,
    )


def declared_words(frozen: FrozenList) -> str:
    """Return the declared total, and what the list holds where that differs."""
    if frozen.declared is None:
        return "Not recorded"
    held = frozen.size + frozen.left_out_count
    if frozen.declared == held:
        return str(frozen.declared)
    return f"{frozen.declared}; the list and what was left out hold {held}"


def hash_facts(frozen: FrozenList) -> Facts:
    """Return the hashes of a list in groups."""
    return Facts(
        (
            ("Commitment", in_groups(frozen.commitment)),
            ("SHA-256 of the list", in_groups(frozen.hash)),
            ("SHA-256 of what was left out", in_groups(frozen.left_out_hash)),
            ("History stood at", head_of(frozen.head)),
        ),
        columns=1,
    )


def table_of(
    heads: Sequence[tuple[str, float]], rows: Iterable[Sequence[str]], caption: str = ""
) -> Table:
    """Return a plain table from heads with widths and rows of texts."""
    columns = tuple(Column(head, width=width) for head, width in heads)
    return Table(columns, tuple(Row(cells(*row)) for row in rows), caption)


def subtitle_of(frozen: FrozenList, record: DrawRecord | None = None) -> str:
    """Return the title of the list; a rehearsal says that it is one."""
    return f"{frozen.title}: rehearsal" if record and record.rehearsal else frozen.title
