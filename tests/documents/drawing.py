"""A list frozen and drawn from twice, for the documents made from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from dscp_desktop.sampling.commands import freeze, note_lost, record_draw
from dscp_desktop.sampling.documents.certificate import certificate_document, public_document
from dscp_desktop.sampling.documents.slip import slip_document
from dscp_desktop.sampling.documents.wording import Printed
from dscp_desktop.sampling.queries import get_draw
from dscp_desktop.sampling.rules.records import RESTRAINT
from dscp_desktop.sampling.rules.suppression import LIMIT
from dscp_desktop.store.opening import Store
from tests.conftest import ROOT
from tests.sampling.conftest import OUT, PLAN, QUARTER, SEED, SOFTWARE, quarter_rows

WHEN = datetime(2023, 10, 19, 9, 1, tzinfo=UTC)
SCRIPT = (ROOT / "resources/verify_draw.py").read_text("utf-8")
DRAWN_KINDS = ("draw-certificate", "draw-certificate-public", "freeze-slip")


def drawn_kinds(store: Store) -> dict[str, Any]:
    """Return slip and certificates of a draw with an earlier one and a replacement."""
    made = ""
    for title, seed in (("April to June", SEED), ("The same again", "000007-12")):
        frozen = store.run(
            freeze, RESTRAINT, title, QUARTER, quarter_rows(), OUT, PLAN,
            "Business manager", "Head of the home", 19, now=WHEN,
        )  # fmt: skip
        who = "independent scrutineer and lay member"
        drawn = store.run(
            record_draw, str(frozen.result), seed, "room", who, now=WHEN, software=SOFTWARE
        )
        made = str(drawn.result)
    lost = store.ask(get_draw, made).drawn.strata["0"].order[1]
    store.run(note_lost, made, "0", lost, "overwritten", "after 90 days")
    record = store.ask(get_draw, made)
    # Where the history stands hangs on random bytes: no two runs have the same.
    record = replace(record, frame=replace(record.frame, head="0123456789abcdef" * 4))
    printed = Printed(ZoneInfo("Europe/London"), SCRIPT, LIMIT)
    return {
        "draw-certificate": certificate_document(record, printed),
        "draw-certificate-public": public_document(record, printed),
        "freeze-slip": slip_document(record.frame, printed),
    }
