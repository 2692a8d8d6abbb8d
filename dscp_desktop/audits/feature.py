"""Audits as the rest of the house sees them."""

from __future__ import annotations

from dscp_desktop.core.offers import Feature

FEATURE = Feature(
    name="audits",
    title="Audits",
    icon="audit",
    nav_group="Assurance",
    optional=True,
)
