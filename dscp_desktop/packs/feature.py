"""Packs: everything for one meeting as one PDF."""

from __future__ import annotations

from dscp_desktop.core.offers import Feature

FEATURE = Feature(
    name="packs",
    title="Packs",
    icon="pack",
    page="dscp_desktop.packs.page.packs:PacksPage",
)
