"""Terms of reference as the rest of the house sees them."""

from __future__ import annotations

from sqlalchemy.orm import Session

from dscp_desktop.core.faults import WrongUse
from dscp_desktop.core.offers import (
    DayOffer,
    DocumentOffer,
    DueOffer,
    Feature,
    ProposalOffer,
    Scope,
)
from dscp_desktop.paper.document import Document
from dscp_desktop.partnership.queries.parties import load_parties
from dscp_desktop.terms_of_reference.commands.beginning import begin
from dscp_desktop.terms_of_reference.documents import changes_document, version_document
from dscp_desktop.terms_of_reference.queries.due import list_days, list_due, list_proposals
from dscp_desktop.terms_of_reference.queries.keeping import keep
from dscp_desktop.terms_of_reference.queries.terms import (
    document_of,
    find_version,
    list_documents,
    list_versions,
    version_text,
    versions_words,
)
from dscp_desktop.terms_of_reference.rules.compare import compare
from dscp_desktop.terms_of_reference.rules.versions import TERMS
from dscp_desktop.terms_of_reference.tables import (
    DocumentVersion,
    GoverningDocument,
    StandingItem,
    VersionApproval,
    VersionPart,
)


def _terms_id(session: Session, scope: Scope) -> str:
    group = load_parties(session).get(scope.group_id)
    if group is None:
        raise WrongUse("Say which group's terms of reference are wanted.")
    found = document_of(session, group.id)
    if not found:
        raise WrongUse(f"{group.name} has no terms of reference yet.")
    return found


def _document_id(session: Session, scope: Scope) -> str:
    """Return the document of a record (itself, or of one of its versions), or the only one."""
    if scope.record_id:
        version = session.get(DocumentVersion, scope.record_id)
        return version.document_id if version else scope.record_id
    others = [d for d in list_documents(session, scope.today) if d.kind != TERMS]
    if len(others) == 1:
        return others[0].id
    titles = ", ".join(line.title for line in others) or "none"
    raise WrongUse(f"Say which document is wanted. The documents: {titles}.")


def _terms(session: Session, scope: Scope) -> Document:
    return _printed(session, scope, _terms_id(session, scope))


def _governing(session: Session, scope: Scope) -> Document:
    return _printed(session, scope, _document_id(session, scope))


def _printed(session: Session, scope: Scope, document_id: str) -> Document:
    on = scope.on or scope.today
    version = find_version(session, document_id, scope.version, on)
    return version_document(version_text(session, version.id, on))


def _changes(session: Session, scope: Scope) -> Document:
    """Compare the two versions that are asked for, or the last two."""
    mine = bool(scope.record_id)
    document_id = (_document_id if mine else _terms_id)(session, scope)
    on = scope.on or scope.today
    first, dash, second = scope.version.partition("-")
    versions = list_versions(session, document_id, on)
    if not scope.version:
        if len(versions) < 2:
            raise WrongUse(f"There are no two versions to compare. {versions_words(versions)}")
        first, second = (str(v.number) for v in versions[-2:])
    elif not (dash and first.strip() and second.strip()):
        raise WrongUse(f"Say from which version to which. {versions_words(versions)}")
    texts = [
        version_text(session, find_version(session, document_id, number, on).id, on)
        for number in (first, second)
    ]
    return changes_document(compare(*texts))


FEATURE = Feature(
    name="terms_of_reference",
    title="Terms of reference",
    icon="group",
    page="dscp_desktop.terms_of_reference.page.terms:TermsPage",
    under="partnership",
    tables=tuple(
        t.__tablename__
        for t in (GoverningDocument, DocumentVersion, VersionPart, VersionApproval, StandingItem)
    ),
    kinds={
        GoverningDocument.record_kind: "Governing document",
        DocumentVersion.record_kind: "Version of a document",
    },
    due=DueOffer(list_due),
    proposals=ProposalOffer(list_proposals),
    days=DayOffer(list_days),
    documents=(
        DocumentOffer("terms", "Terms of reference", _terms, needs=("group",)),
        DocumentOffer(
            "terms-changes", "What changed in the terms", _changes, needs=("group or document",)
        ),
        DocumentOffer("governing-document", "Governing document", _governing),
    ),
    begin=begin,
    sections=("terms", "document"),
    keep=keep,
)
