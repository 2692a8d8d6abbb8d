"""The learning cycle as the rest of the house sees it."""

from __future__ import annotations

from dscp_desktop.core.offers import Feature

FEATURE = Feature(
    name="learning",
    title="Learning cycle",
    icon="cycle",
    nav_group="Assurance",
    optional=True,
)
