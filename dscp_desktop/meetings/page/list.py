"""The list of meetings: its columns."""

from __future__ import annotations

from collections.abc import Callable

from dscp_desktop.core.days import show_day_year, show_times
from dscp_desktop.diary.rules.meetings import MeetingLine
from dscp_desktop.widgets.columns import Column, Empty
from dscp_desktop.widgets.status import Status
from dscp_desktop.widgets.tables import TWO_LINE, TableView


def meetings_table(status: Callable[[MeetingLine], Status], none: Empty) -> TableView:
    """Return the list of meetings; `status` says how far each is, `none` what stands in place."""
    columns = (
        Column(
            "Date",
            lambda m: show_day_year(m.on),
            144,
            second=lambda m: show_times(m.start, m.end),
            sort=lambda m: (m.on, m.start is None, m.start),
        ),
        Column("Group", lambda m: m.group, lines=2, second=lambda m: m.venue),
        Column("Status", lambda m: status(m).words, 156, status=status),
    )
    return TableView(columns, "Meetings", height=TWO_LINE, empty=none)
