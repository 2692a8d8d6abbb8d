"""Where records belong: group, day and number, looked up by the ways that their kinds name."""

from __future__ import annotations

from collections.abc import Collection, Generator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError

from dscp_desktop.core.periods import year_of
from dscp_desktop.store.tables import Base, RecordRow, Whereabouts

_AT_ONCE = 500
# The financial year of a day as text; what is not ten letters long is the text of a year already.
_YEAR = (
    "(SELECT CASE WHEN length(d) <> 10 THEN d WHEN substr(d, 6, 2) >= '04'"
    " THEN substr(d, 1, 4) || '-' || substr(substr(d, 1, 4) + 1, 3)"
    " ELSE (substr(d, 1, 4) - 1) || '-' || substr(d, 3, 2) END FROM (SELECT {} AS d))"
)


class Belonging(NamedTuple):
    """The group of a record by its id, its day, its year as '2022-23', and its number.

    `within` is the id of the record to open for what its pages hold, '' for itself.
    """

    group_id: str = ""
    on: date | None = None
    year: str = ""
    number: str = ""
    within: str = ""


NOWHERE = Belonging()


@dataclass(frozen=True, slots=True)
class Narrow:
    """What a search looks at alone: some kinds, one group by its id, one year."""

    kinds: tuple[str, ...] = ()
    group_id: str = ""
    year: str = ""


def record_classes() -> dict[str, type[RecordRow]]:
    """Return the mapped class of each kind of record."""
    mapped = (mapper.class_ for mapper in Base.registry.mappers)
    return {c.record_kind: c for c in mapped if issubclass(c, RecordRow) and c.record_kind}


def ask_driver(connection: Connection, statement: str, values: Any) -> Generator[Any, None, None]:
    """Yield the rows of a statement from the driver itself, for what is asked at every key."""
    cursor: Any = connection.connection.cursor()
    try:
        cursor.execute(statement, values)
        yield from cursor
    except connection.dialect.loaded_dbapi.Error as error:
        raise DatabaseError(statement, values, error) from error
    finally:
        cursor.close()


@cache
def whereabouts_of(kind: str) -> Whereabouts:
    """Return what a kind of record says of where its records belong."""
    return record_classes()[kind].whereabouts


@cache
def _asked(kind: str) -> str:
    """Return the SQL that looks up records of a kind, '' where it has no way to anything."""
    *ways, joined = _ways(record_classes()[kind])
    if all(way == "NULL" for way in ways):
        return ""
    return f"SELECT t.id, {', '.join(ways)} FROM {joined} WHERE t.id IN "  # noqa: S608


def look_up(connection: Connection, found: Mapping[str, Sequence[str]]) -> dict[str, Belonging]:
    """Return where records belong, by id; they are given by kind. Kinds without a way are not."""
    told = dict[str, Belonging]()
    for kind, ids in found.items():
        asked = _asked(kind)
        for start in range(0, len(ids) if asked else 0, _AT_ONCE):
            part = tuple(ids[start : start + _AT_ONCE])
            marks = ",".join("?" * len(part))
            for row_id, group_id, on, number, within in ask_driver(
                connection, f"{asked}({marks})", part
            ):
                day, year = _day_and_year(on or "")
                shown = "" if number is None else str(number)
                told[row_id] = Belonging(group_id or "", day, year, shown, within or "")
    return told


@lru_cache(maxsize=4096)
def _day_and_year(on: str) -> tuple[date | None, str]:
    if len(on) != 10:
        return None, on
    day = date.fromisoformat(on)
    return day, year_of(day)


def narrowing(narrow: Narrow) -> tuple[str, dict[str, str]]:
    """Return the SQL, with its values, that leaves out of `record r` what is not wanted."""
    if not (narrow.kinds or narrow.group_id or narrow.year):
        return "", {}
    told, values, classes = "", dict[str, str](), record_classes()
    if narrow.kinds:
        values |= {f"kind{n}": kind for n, kind in enumerate(narrow.kinds)}
        told += f" AND +r.kind IN ({', '.join(':' + name for name in values)})"
        classes = {kind: c for kind, c in classes.items() if kind in narrow.kinds}
    if narrow.group_id:
        told += f" AND {_of_kind(classes.values(), 0, '{}')} = :group_id"
        values["group_id"] = narrow.group_id
    if narrow.year:
        told += f" AND {_of_kind(classes.values(), 1, _YEAR)} = :year"
        values["year"] = narrow.year
    return told, values


def _of_kind(classes: Collection[type[RecordRow]], which: int, form: str) -> str:
    """Return SQL for the group or the day of `record r`, in a form: null where it has none."""
    cases = ""
    for one in classes:
        ways = _ways(one)
        if ways[which] != "NULL":
            cases += f" WHEN '{one.record_kind}' THEN (SELECT {form.format(ways[which])}"
            cases += f" FROM {ways[-1]} WHERE t.id = r.id)"
    return f"CASE r.kind{cases} END" if cases else "NULL"


@cache
def _ways(kind: type[RecordRow]) -> tuple[str, str, str, str, str]:
    """Return SQL for group, day, number and within of a kind, and what to take them from."""
    names, tables = {"": "t"}, {"": Base.metadata.tables[kind.__tablename__]}
    joined = [f'"{kind.__tablename__}" AS t']

    def column(way: str) -> str:
        at, (*steps, last) = "", way.split(".")
        for step in steps:
            (key,) = tables[at].c[step].foreign_keys
            to = f"{at}{step}."
            if to not in names:
                names[to], tables[to] = f"t{len(names)}", key.column.table
                on = f'{names[to]}.id = {names[at]}."{tables[at].c[step].name}"'
                joined.append(f'LEFT JOIN "{tables[to].name}" AS {names[to]} ON {on}')
            at = to
        return f'{names[at]}."{tables[at].c[last].name}"'

    def first(ways: str) -> str:
        found = [column(way) for way in ways.split()]
        return f"coalesce({', '.join(found)})" if len(found) > 1 else (found or ["NULL"])[0]

    told = kind.whereabouts
    group, on, number, within = map(first, (told.group, told.on, told.number, told.within))
    return group, on, number, within, " ".join(joined)
