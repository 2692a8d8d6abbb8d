"""What a person asks the search for: words, and what they are narrowed to, typed or chosen.

'group:NAME', 'year:2022-23' and 'kind:paper' may stand among the words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from dscp_desktop.core.days import show_day_year
from dscp_desktop.core.offers import Feature
from dscp_desktop.core.periods import parse_year, year_named
from dscp_desktop.partnership.queries.parties import find_group, group_codes
from dscp_desktop.store.search import EVERYTHING, Hit, Tally, find, tally
from dscp_desktop.store.whereabouts import Narrow, whereabouts_of
from dscp_desktop.widgets.palette import Hit as Shown

RESTRICTED = "Restricted: open it to read it"
_TYPED = re.compile(r'(?<!\S)(kind|group|year):("[^"]*"|\S+)', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for words: hits, the codes of groups by id, and a count of all.

    `words` are those looked for, without what narrows; `narrow` is what it was narrowed to, typed
    or chosen. The count is of all that holds the words, so that another kind can be chosen.
    """

    words: str = ""
    hits: tuple[Hit, ...] = ()
    groups: Mapping[str, str] | None = None
    counted: Tally | None = None
    narrow: Narrow = EVERYTHING

    def where(self, hit: Hit) -> str:
        """Return the group and the day, or the year, of what was found."""
        belongs = hit.belongs
        day = show_day_year(belongs.on) if belongs.on else belongs.year
        group = (self.groups or {}).get(belongs.group_id, "")
        return ", ".join(part for part in (group, day) if part)


def kinds_of(features: Sequence[Feature]) -> dict[str, tuple[Feature, str]]:
    """Return what each kind of record is called, and its feature."""
    return {kind: (one, title) for one in features for kind, title in one.kinds.items()}


def find_typed(
    session: Session,
    typed: str,
    kinds: Mapping[str, str],
    most: int,
    chosen: Narrow = EVERYTHING,
    count: bool = False,
) -> Found:
    """Find what holds the words that were typed; what was `chosen` counts before what was typed.

    `kinds` are the titles of kinds. With `count`, all that holds the words is counted too.
    """
    words, narrow = read_typed(session, typed, kinds)
    narrow = replace(
        narrow,
        kinds=chosen.kinds or narrow.kinds,
        group_id=chosen.group_id or narrow.group_id,
        year=chosen.year or narrow.year,
    )
    hits = find(session, words, most, narrow)
    groups = group_codes(session) if hits or count else {}
    return Found(words, hits, groups, tally(session, words) if count else None, narrow)


def read_typed(session: Session, typed: str, kinds: Mapping[str, str]) -> tuple[str, Narrow]:
    """Return the words to look for, and what they are narrowed to.

    What names no kind, group or year that there is stays among the words.
    """
    narrow, words = EVERYTHING, typed
    for found in _TYPED.finditer(typed):
        name, value = found[1].casefold(), found[2].strip('"')
        said = _narrowed(session, narrow, name, value, kinds)
        if said is not None:
            narrow, words = said, words.replace(found[0], " ", 1)
    return " ".join(words.split()) if narrow != EVERYTHING else words, narrow


def _narrowed(
    session: Session, narrow: Narrow, name: str, value: str, kinds: Mapping[str, str]
) -> Narrow | None:
    if name == "kind":
        begins = value.casefold().rstrip("s")
        named = [kind for kind, title in kinds.items() if title.casefold().startswith(begins)]
        return replace(narrow, kinds=tuple(named)) if begins and named else None
    if name == "group":
        group = find_group(session, value)
        return replace(narrow, group_id=group.id) if group else None
    if re.fullmatch(r"\d{4}", value):
        return replace(narrow, year=year_named(int(value)))
    with suppress(ValueError):
        return replace(narrow, year=parse_year(value))
    return None


def show_hit(hit: Hit, found: Found, kinds: Mapping[str, tuple[Feature, str]]) -> Shown:
    """Return a hit as it is shown: of a restricted one its kind and number alone.

    What was found on a page leads there where the kind says so.
    """
    feature, kind = kinds.get(hit.kind, (None, hit.kind.capitalize()))
    key, inside = ("record", feature.name if feature else "", hit.record_id), kind
    if hit.page:
        ways = whereabouts_of(hit.kind)
        inside = f"{kind}, {ways.pages or f'page {hit.page}'}"
        if ways.opens:
            key = ("record", ways.opens, f"{hit.belongs.within}/{hit.record_id}")
    where = found.where(hit)
    if hit.restricted:
        words = f"{kind} {hit.belongs.number}".strip()
        return Shown(key, words, kind, "lock", place=RESTRICTED, where=where)
    where = "" if where in hit.title else where
    return Shown(
        key,
        hit.title,
        inside,
        feature.icon if feature else "records",
        place=hit.place if hit.marked else "",
        where=where,
        named=hit.named,
        marked=hit.marked,
    )
