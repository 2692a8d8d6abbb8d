"""The rows of what is due: all of them, or of each kind the most urgent where there is no room."""

from __future__ import annotations

from collections.abc import Collection

from dscp_desktop.today.rules import Duties, TodayValues
from dscp_desktop.widgets.columns import Section

ACTIONS = "actions"
# So many of a kind are shown in a low window, so that more than one kind can be seen at once.
FIRST = 3


def is_folded(duties: Duties, low: bool, opened: Collection[str]) -> bool:
    """Say whether only the first lines of a kind are shown."""
    return low and duties.heading not in opened and len(duties.lines) > FIRST


def duty_rows(values: TodayValues, low: bool, opened: Collection[str]) -> tuple[object, ...]:
    """Return the kinds with their lines; `low` says there is little room, `opened` which are whole.

    The first kind of actions links to all of them, a kind that is folded to its other lines.
    """
    rows: list[object] = []
    linked = False
    for duties in values.duties:
        count = len(duties.lines)
        if is_folded(duties, low, opened):
            first, link = duties.lines[:FIRST], f"Show all {count}"
            rows.append(Section(duties.heading, f"{FIRST} of {count}", link=link))
            rows.extend(first)
            continue
        link = ""
        if duties.lines[0].feature == ACTIONS and not linked:
            link, linked = f"Open all {values.open_actions} actions", True
        rows.append(Section(duties.heading, str(count), link=link))
        rows.extend(duties.lines)
    return tuple(rows)
