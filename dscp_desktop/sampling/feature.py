"""Samples as the rest of the house sees them."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from dscp_desktop.core.offers import DocumentOffer, Feature, Scope
from dscp_desktop.core.places import find_place
from dscp_desktop.paper.document import Document
from dscp_desktop.sampling.documents.certificate import certificate_document, public_document
from dscp_desktop.sampling.documents.slip import slip_document
from dscp_desktop.sampling.documents.wording import Printed
from dscp_desktop.sampling.queries import draw_of, frame_of, freeze_slip, get_draw, values_of
from dscp_desktop.sampling.rules.certificate import CERT, LIST, json_text
from dscp_desktop.sampling.rules.suppression import LIMIT, LIMIT_SETTING
from dscp_desktop.sampling.tables import Draw, Frame, Replaced
from dscp_desktop.store.settings import get_setting


def _printed(session: Session) -> Printed:
    limit = get_setting(session, LIMIT_SETTING, str(LIMIT))
    script = find_place("resources/verify_draw.py").read_text("utf-8")
    zone = ZoneInfo(get_setting(session, "partnership.zone", "Europe/London"))
    return Printed(zone, script, int(limit) if limit.isdigit() else LIMIT)


def _slip(session: Session, scope: Scope) -> Document:
    frozen = freeze_slip(session, frame_of(session, scope.record_id))
    return slip_document(frozen, _printed(session))


def _certificate(session: Session, scope: Scope) -> Document:
    record = get_draw(session, draw_of(session, scope.record_id))
    return certificate_document(record, _printed(session))


def _public(session: Session, scope: Scope) -> Document:
    record = get_draw(session, draw_of(session, scope.record_id))
    return public_document(record, _printed(session))


def _attached(session: Session, scope: Scope) -> tuple[tuple[str, str], ...]:
    record = get_draw(session, draw_of(session, scope.record_id))
    return (CERT, json_text(values_of(record))), (LIST, record.frame.text)


FEATURE = Feature(
    name="sampling",
    title="Samples",
    icon="draw",
    tables=tuple(t.__tablename__ for t in (Frame, Draw, Replaced)),
    kinds={Frame.record_kind: "Frozen list", Draw.record_kind: "Draw"},
    documents=(
        DocumentOffer("freeze-slip", "Freeze slip", _slip, needs=("commitment",)),
        DocumentOffer(
            "draw-certificate",
            "Certificate of a draw",
            _certificate,
            needs=("commitment",),
            attach=_attached,
        ),
        DocumentOffer(
            "draw-certificate-public",
            "Certificate of a draw, public edition",
            _public,
            needs=("commitment",),
        ),
    ),
)
