"""A document as JSON values and back: the way to another process."""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import fields
from datetime import date
from functools import cache
from typing import Any

from dscp_desktop.core import charts, hierarchy, timetable
from dscp_desktop.paper import document as parts
from dscp_desktop.paper.document import BuiltWrong, Document

_PARTS: dict[str, type] = {
    part.__name__: part
    for part in (
        parts.Run, parts.Heading, parts.Paragraph, parts.Bullets, parts.Facts, parts.Column,
        parts.Cell, parts.Row, parts.Note, parts.Table, parts.Figure, parts.Chart, parts.Columns,
        parts.Box, parts.Rule, parts.PageBreak, Document,
        charts.Series, charts.StackedBars, charts.RunChart, charts.Period, charts.Mark,
        charts.Gantt, charts.Sparkline, hierarchy.Hierarchy, hierarchy.Member,
        timetable.Timetable, timetable.Lane, timetable.Block,
    )
}  # fmt: skip


def to_values(document: Document) -> dict[str, Any]:
    """Return the document as JSON values."""
    values = _value(document)
    assert isinstance(values, dict)
    return values


def from_values(values: dict[str, Any]) -> Document:
    """Return the document of `to_values`; BuiltWrong where the values are not of one."""
    document = _part(values)
    if not isinstance(document, Document):
        raise BuiltWrong("these values are not those of a document")
    return document


def _value(part: Any) -> Any:
    if isinstance(part, tuple):
        return [_value(item) for item in part]
    if isinstance(part, bytes):
        return {"part": "bytes", "base64": b64encode(part).decode("ascii")}
    if isinstance(part, date):
        return {"part": "date", "iso": part.isoformat()}
    if isinstance(part, str | int | float) or part is None:
        return part
    kind: type = type(part)
    if kind.__name__ in _PARTS:
        named = {name: _value(getattr(part, name)) for name in _names(kind)}
        return {"part": kind.__name__, **named}
    return part


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _part(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_part(item) for item in value)
    if not isinstance(value, dict):
        return value
    name = str(value.get("part"))
    try:
        if name == "bytes":
            return b64decode(value["base64"], validate=True)
        if name == "date":
            return date.fromisoformat(value["iso"])
    except (KeyError, TypeError, ValueError) as wrong:
        raise BuiltWrong(f"{name}: {wrong}") from wrong
    kind = _PARTS.get(name)
    if kind is None:
        raise BuiltWrong(f"a document has no part '{name}'")
    try:
        return kind(**{key: _part(item) for key, item in value.items() if key != "part"})
    except (TypeError, AttributeError) as wrong:
        raise BuiltWrong(f"{name}: {wrong}") from wrong
