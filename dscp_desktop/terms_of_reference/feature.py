"""Terms of reference as the rest of the house sees them."""

from __future__ import annotations

from dscp_desktop.core.offers import Feature
from dscp_desktop.terms_of_reference.tables import (
    DocumentVersion,
    GoverningDocument,
    StandingItem,
    VersionApproval,
    VersionPart,
)

FEATURE = Feature(
    name="terms_of_reference",
    title="Terms of reference",
    icon="group",
    tables=tuple(
        t.__tablename__
        for t in (GoverningDocument, DocumentVersion, VersionPart, VersionApproval, StandingItem)
    ),
    kinds={
        GoverningDocument.record_kind: "Governing document",
        DocumentVersion.record_kind: "Version of a document",
    },
)
