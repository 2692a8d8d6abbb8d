"""Records: import, export, search and history over everything the features offer."""

from __future__ import annotations

from dscp_desktop.core.offers import Feature

FEATURE = Feature(
    name="records",
    title="Import",
    icon="import",
    page="dscp_desktop.records.page.importing:ImportPage",
    nav_group="Partnership",
)
EXPORT = Feature(
    name="export",
    title="Export",
    icon="export",
    page="dscp_desktop.records.page.exporting:ExportPage",
    under="records",
)
