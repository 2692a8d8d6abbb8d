"""The papers of restraint scrutiny, of a quarter that was drawn from and reviewed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from dscp_desktop.core.offers import DocumentOffer, Scope
from dscp_desktop.paper.document import Document
from dscp_desktop.restraint.commands.reviews import add_review
from dscp_desktop.restraint.queries.frame import frame_rows
from dscp_desktop.restraint.queries.incidents import list_incidents
from dscp_desktop.restraint.rules.review import ReviewDetails, ReviewerDetails
from dscp_desktop.sampling.commands import freeze, note_lost, record_draw
from dscp_desktop.sampling.queries import get_draw
from dscp_desktop.sampling.rules.frame import Period
from dscp_desktop.sheets.reading import read_workbook
from dscp_desktop.store.opening import Store
from tests.restraint.conftest import YEAR, take_in

REVIEWED_KINDS = (
    "restraint-overview",
    "restraint-results",
    "restraint-year",
    "restraint-year-published",
)
_FIRST, _LAST = date(2022, 7, 1), date(2022, 9, 30)


def reviewed_kinds(
    store: Store, offers: Sequence[DocumentOffer], data: Path
) -> dict[str, Document]:
    """Take the year's returns, draw from a quarter, review, and make each paper of it."""
    take_in(store, *read_workbook((data / YEAR).read_bytes(), YEAR).sheets)
    rows, _ = store.ask(frame_rows, _FIRST, _LAST)
    period = Period(_FIRST, _LAST)
    plan = "0:3,1:2,2:all,3:all"
    frame = store.run(freeze, "restraint", "Second quarter", period, rows, (), plan).result
    draw = str(store.run(record_draw, str(frame), "418203-096714", "room", "two members").result)
    record = store.ask(get_draw, draw)
    store.run(note_lost, draw, "0", record.sample("0")[0], "overwritten")
    _review(store, draw)
    scope = Scope(store.today(), year="2022-23", on=date(2022, 8, 1), record_id=draw)
    wanted = [offer for offer in offers if offer.kind in REVIEWED_KINDS]
    return {offer.kind: store.ask(offer.make, scope) for offer in wanted}


def _review(store: Store, draw: str) -> None:
    ids = {line.ref: line.id for line in store.ask(list_incidents)}
    nurse = ReviewerDetails("Designated nurse", True)
    said = ReviewDetails(
        date(2022, 10, 6),
        (nurse,),
        "Registered manager",
        lawful="yes",
        necessary="yes",
        proportionate="unclear",
        good_practice="He was given time to walk away",
        home_view="The home agrees",
        of_concern="no",
    )
    record = store.ask(get_draw, draw)
    for level in record.drawn.strata:
        for number, ref in enumerate(record.sample(level)):
            of_concern = "yes" if (level, number) == ("1", 0) else "no"
            store.run(add_review, ids[ref], replace(said, of_concern=of_concern), draw)
