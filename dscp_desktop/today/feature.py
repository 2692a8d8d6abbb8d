"""Today: what is due or wrong, from every feature."""

from __future__ import annotations

from dscp_desktop.core.offers import Feature

FEATURE = Feature(
    name="today",
    title="Today",
    icon="today",
    page="dscp_desktop.today.page:TodayPage",
)
