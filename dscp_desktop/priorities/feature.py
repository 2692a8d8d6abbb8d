"""What the priorities offer: records that others point at; they have no page yet."""

from __future__ import annotations

from dscp_desktop.core.offers import Feature
from dscp_desktop.priorities.commands import begin
from dscp_desktop.priorities.queries import keep

FEATURE = Feature(
    name="priorities",
    title="Priorities",
    icon="priority",
    nav_group="Partnership",
    tables=("plan", "priority", "outcome", "thread"),
    kinds={"plan": "Plan", "priority": "Priority", "golden thread": "Golden thread"},
    begin=begin,
    sections=("plan",),
    keep=keep,
)
