"""The sample's papers and packs: the next Executive's, and packs that went out with copies."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.app.features import document_offers
from dscp_desktop.app.sample.county import County
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.offers import FileWork
from dscp_desktop.meetings.commands.agenda import add_item, add_paper, start_agenda
from dscp_desktop.meetings.commands.issuing import issue_agenda
from dscp_desktop.meetings.rules.papers import NOTHING_TOLD, Came
from dscp_desktop.packs.commands.issuing import issue_pack
from dscp_desktop.packs.commands.register import give_copies, mark_destroyed
from dscp_desktop.packs.documents.issuing import ready_issue
from dscp_desktop.packs.queries.contents import gather
from dscp_desktop.packs.rules.parts import FULL
from dscp_desktop.packs.rules.ready import Ready
from dscp_desktop.packs.rules.register import Given
from dscp_desktop.packs.tables import PackCopy
from dscp_desktop.paper.document import Document, Heading, Paragraph
from dscp_desktop.paper.values import to_values
from dscp_desktop.store.opening import Store

RENDER = "dscp_desktop.paper.tasks:render"
TEXT = "dscp_desktop.paper.tasks:text"
# By title: a paper as a PDF, its pages, and its words for the search.
Rendered = Mapping[str, tuple[bytes, int, Came]]
Items = Mapping[tuple[str, str], str]
Command = Callable[..., Changes]


def render_papers(county: County, ask: FileWork) -> Rendered:
    """Make the papers of the sample's packs."""
    told = [(entry["title"], entry["parts"]) for entry in county.records["paper"]]
    told += [(title, parts) for pack in county.years["pack"] for title, _, parts in pack["papers"]]
    made = {}
    for title, parts in told:
        blocks = [block for head, text in parts for block in (Heading(2, head), Paragraph(text))]
        document = Document(title=title, blocks=tuple(blocks))
        values, blobs = ask(RENDER, {"document": to_values(document)})
        words, _ = ask(TEXT, {"names": [title]}, blobs)
        made[title] = blobs[0], int(values["pages"]), Came(text=tuple(words["texts"][0]))
    return made


def add_papers(session: Session, county: County, papers: Rendered, items: Items) -> None:
    """Put papers on the agendas of the next Executive, one missing, and of packs that went out.

    `items` are those that were minuted, by meeting and title.
    """
    meeting_id = county.meetings["EXEC", county.day(county.years["full"]["next_pack"])]
    start_agenda(session, meeting_id)
    session.flush()
    received = county.today - timedelta(days=2)
    for entry in county.records["paper"]:
        item_id = _add_item(session, meeting_id, entry)
        _add_paper(session, meeting_id, item_id, entry, (papers[entry["title"]], received))
    missing = county.records["missing"]
    item_id = _add_item(session, meeting_id, missing)
    _add_paper(session, meeting_id, item_id, missing, ((b"", 0, NOTHING_TOLD), None))
    for pack in county.years["pack"]:
        _add_earlier(session, county, papers, pack, items)


def _add_earlier(
    session: Session, county: County, papers: Rendered, pack: Mapping[str, Any], items: Items
) -> None:
    """Put the papers of a pack that went out on its agenda, which goes out too."""
    meeting_id = county.meetings[pack["group"], county.day(pack["on"])]
    received = county.day(pack["issued"]) - timedelta(days=2)
    held = county.day(pack["on"]) < county.today
    for title, lead, _ in pack["papers"]:
        entry = {"title": title, "lead": lead, "minutes": 15, "purpose": "discussion"}
        there = items.get((f"{pack['group']} {pack['on']}", title))
        item_id = there or _add_item(session, meeting_id, entry)
        _add_paper(session, meeting_id, item_id, entry, (papers[title], received))
    if not held:
        issue_agenda(session, meeting_id)
    session.flush()


def _add_item(session: Session, meeting_id: str, entry: Mapping[str, Any]) -> str:
    made = add_item(
        session,
        meeting_id,
        title=entry["title"],
        lead=entry["lead"],
        minutes=entry["minutes"],
        purpose=entry["purpose"],
        restricted=entry.get("restricted", False),
    )
    session.flush()
    return str(made.result)


def _add_paper(
    session: Session,
    meeting_id: str,
    item_id: str,
    entry: Mapping[str, Any],
    had: tuple[tuple[bytes, int, Came], date | None],
) -> None:
    (data, pages, came), received = had
    add_paper(
        session,
        meeting_id,
        title=entry["title"],
        data=data,
        pages=pages,
        owner=entry["lead"],
        received_on=received,
        item_id=item_id,
        came=came,
    )
    session.flush()


def add_packs(
    store: Store, county: County, ask: FileWork, steady: Callable[[Command], Command]
) -> None:
    """Issue the packs that went out, with the copies that were given and destroyed."""
    zone = ZoneInfo("Europe/London")
    for pack in county.years["pack"]:
        meeting_id = county.meetings[pack["group"], county.day(pack["on"])]
        on = county.day(pack["issued"])
        contents = store.ask(gather, meeting_id, document_offers(), on, with_files=True)
        at = datetime.combine(on, time(15, 30), zone)
        ready = ready_issue(contents, ask, built_at=at)
        store.run(steady(_issue), meeting_id, ready, pack, county)


def _issue(
    session: Session, meeting_id: str, ready: Ready, pack: Mapping[str, Any], county: County
) -> Changes:
    """Issue one pack, and note who was given it."""
    changes = issue_pack(session, meeting_id, ready)
    session.flush()
    on, issue_id = county.day(pack["issued"]), str(changes.result)
    give_copies(session, issue_id, FULL, [Given(*one) for one in pack["copies"]], on)
    session.flush()
    query = select(PackCopy.id).where(PackCopy.issue_id == issue_id).order_by(PackCopy.number)
    back = list(session.scalars(query))[: pack.get("destroyed", 0)]
    if back:
        held = county.day(pack["on"])
        mark_destroyed(session, back, held + timedelta(days=1), "Shredded by the business unit")
    return changes
