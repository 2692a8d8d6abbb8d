"""The list of groups."""

from __future__ import annotations

from dscp_desktop.widgets.columns import Column, Empty
from dscp_desktop.widgets.tables import TableView

_EMPTY = Empty("No group yet", "Add the first one with Ctrl+N.", "group")


def groups_table() -> TableView:
    """Return the table of groups."""
    return TableView(
        [
            Column("Group", lambda g: g.name, lines=2, stretch=3),
            Column("Code", lambda g: g.code, 76),
            Column("Kind", lambda g: g.kind.capitalize(), 150, tone="t2", drop_below=620),
            Column("Seats", lambda g: str(g.seats), 70, align="right", sort=lambda g: g.seats),
            Column("Reports to", lambda g: g.reports_to, 110, drop_below=480),
        ],
        "Groups",
        empty=_EMPTY,
    )
