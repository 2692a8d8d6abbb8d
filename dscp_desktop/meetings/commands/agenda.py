"""What a person can do to agendas and papers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Refused, WrongUse
from dscp_desktop.diary.tables import Meeting
from dscp_desktop.meetings.commands.minutes import change_record
from dscp_desktop.meetings.commands.versions import delete_paper, put_version
from dscp_desktop.meetings.rules.agenda import PURPOSES, ItemDetails, moved, place_before_last
from dscp_desktop.meetings.rules.numbering import place_for_new, why_not_so
from dscp_desktop.meetings.rules.papers import NOTHING_TOLD, Came
from dscp_desktop.meetings.tables import AgendaItem, Challenge, Decision, ForwardItem, Note, Paper
from dscp_desktop.store.session import fresh_id
from dscp_desktop.store.tables import Link, Record
from dscp_desktop.terms_of_reference.queries.terms import standing_items_on

FEATURE = "meetings"
CARES = (FEATURE, "packs")
_STANDING = ("title", "minutes", "purpose", "lead", "document", "last")


def start_agenda(session: Session, meeting_id: str) -> Changes:
    """Give a meeting the standing items of its group. Raises Refused where it has an agenda."""
    if _items(session, meeting_id):
        raise Refused(f"{_named(session, meeting_id)} has an agenda already.")
    count = len(started_items(session, meeting_id))
    return Changes(
        f"Agenda started with {count} items: {_named(session, meeting_id)}", CARES, meeting_id
    )


def add_item(
    session: Session,
    meeting_id: str,
    title: str,
    lead: str = "",
    minutes: int = 0,
    purpose: str = "",
    document: str = "",
    restricted: bool = False,
    verbal: bool = False,
    after: str = "",
) -> Changes:
    """Add an item behind another one, else before any other business.

    An agenda that was not started is started. Once it went out, the item is 7A behind item 7.
    """
    details = ItemDetails(title, minutes, purpose, lead, document, restricted, verbal)
    row = new_item(session, meeting_id, started_items(session, meeting_id), details, after)
    return Changes(_item_words(session, row, "added"), CARES, row.id)


def change_item(session: Session, item_id: str, details: ItemDetails) -> Changes:
    """Change what is said of an item. Raises Refused where the title or the minutes cannot be."""
    row = session.get_one(AgendaItem, item_id)
    said = change_record(session, row.meeting_id)
    _put(session, row, details)
    return Changes(_item_words(session, row, "changed") + said, CARES, item_id)


def move_item(session: Session, item_id: str, number: int) -> Changes:
    """Put an item at another place of its agenda; the others move up or down.

    Raises Refused where a number that went out would change.
    """
    row = session.get_one(AgendaItem, item_id)
    said = change_record(session, row.meeting_id)
    items = _items(session, row.meeting_id)
    ordered = moved(items, items.index(row), number - 1)
    if why := why_not_so([item.label for item in ordered]):
        raise Refused(why)
    _number(ordered)
    return Changes(_item_words(session, row, "moved") + said, CARES, item_id)


def remove_item(session: Session, item_id: str) -> Changes:
    """Take an item off the agenda, with its papers. Raises Refused where something was minuted."""
    row = session.get_one(AgendaItem, item_id)
    said = change_record(session, row.meeting_id)
    _refuse_minuted(session, row)
    papers = session.scalars(select(Paper).where(Paper.item_id == item_id)).all()
    words = _item_words(session, row, "removed")
    for planned in session.scalars(select(ForwardItem).where(ForwardItem.item_id == item_id)):
        planned.item_id, planned.state = None, "planned"  # it is still to come
    for later in session.scalars(select(AgendaItem).where(AgendaItem.carried_from_id == item_id)):
        later.carried_from_id = None
    session.flush()
    if papers:
        words += f", with {len(papers)} paper{'s' if len(papers) > 1 else ''}"
    for paper in papers:
        delete_paper(session, paper)
    for link in session.scalars(
        select(Link).where(or_(Link.from_id == item_id, Link.to_id == item_id))
    ):
        session.delete(link)
    _number([item for item in _items(session, row.meeting_id) if item is not row])
    session.delete(row)
    return Changes(words + said, CARES, row.meeting_id)


def _refuse_minuted(session: Session, row: AgendaItem) -> None:
    for table in (Note, Decision, Challenge):
        if session.scalars(select(table.id).where(table.item_id == row.id)).first():
            raise Refused(
                f"Something was minuted at item {_number_of(row)}: take that out first, or keep "
                "the item."
            )


def add_paper(
    session: Session,
    meeting_id: str,
    title: str,
    data: bytes = b"",
    pages: int = 0,
    owner: str = "",
    received_on: date | None = None,
    removed: Sequence[str] = (),
    restricted: bool = False,
    item_id: str = "",
    item_number: int | None = None,
    came: Came = NOTHING_TOLD,
    due: date | None = None,
    marking: str = "",
) -> Changes:
    """Add a paper to an item, by its id or number, or as an item of its own.

    An item of its own stands before any other business and has the paper's title. Without
    `data` the paper is awaited. `removed` says what was taken out of its file. An agenda that
    was not started is started. Raises WrongUse where the agenda has no such item.
    """
    items = started_items(session, meeting_id)
    title = " ".join(title.split())
    if not title:
        raise Refused("Type the title of the paper.")
    if item_id or item_number is not None:
        home = _item_of(items, item_id or item_number)
    else:
        details = ItemDetails(title, lead=owner, restricted=restricted)
        home = new_item(session, meeting_id, items, details)
    held = session.scalars(select(Paper.id).where(Paper.item_id == home.id)).all()
    row = Paper(id=fresh_id(session), item_id=home.id, position=len(held), title=title)
    row.owner, row.restricted = " ".join(owner.split()), restricted
    row.due, row.marking = due, marking
    session.add(row)
    put_version(session, row, data, pages, received_on, removed, came)
    _restrict(session, row.id, restricted or home.restricted)
    return Changes(_item_words(session, home, "has a new paper"), CARES, row.id)


def receive_paper(
    session: Session,
    paper_id: str,
    data: bytes,
    pages: int,
    received_on: date | None = None,
    removed: Sequence[str] = (),
    came: Came = NOTHING_TOLD,
    changed: str = "",
) -> Changes:
    """Put the file of an awaited paper in, or a newer version; the old one stays beside it.

    Raises Refused where the old one went out and `changed` does not say what is new.
    """
    row = session.get_one(Paper, paper_id)
    put_version(session, row, data, pages, received_on, removed, came, changed)
    home = session.get_one(AgendaItem, row.item_id)
    return Changes(_item_words(session, home, "received its paper"), CARES, paper_id)


def change_paper(
    session: Session,
    paper_id: str,
    title: str,
    owner: str,
    restricted: bool,
    due: date | None = None,
    marking: str = "",
) -> Changes:
    """Change a paper's title, owner, day and marking, or whether it belongs to part 2."""
    row = session.get_one(Paper, paper_id)
    home = session.get_one(AgendaItem, row.item_id)
    if not title.strip():
        raise Refused("Type the title of the paper.")
    row.title, row.owner, row.restricted = " ".join(title.split()), owner.strip(), restricted
    row.due, row.marking = due, marking
    _restrict(session, row.id, restricted or home.restricted)
    return Changes(_item_words(session, home, "paper changed"), CARES, paper_id)


def move_paper(session: Session, paper_id: str, item_id: str, place: int = 10_000) -> Changes:
    """Put a paper under another item, or at another place (from 1) of its own."""
    row = session.get_one(Paper, paper_id)
    home = session.get_one(AgendaItem, item_id)
    if session.get_one(AgendaItem, row.item_id).meeting_id != home.meeting_id:
        raise Refused("A paper stays with its meeting. Add it to the other meeting instead.")
    query = select(Paper).where(Paper.item_id == item_id).order_by(Paper.position, Paper.id)
    others = [paper for paper in session.scalars(query) if paper is not row]
    row.item_id = item_id
    ordered = moved([row, *others], 0, place - 1)
    for position, paper in enumerate(ordered):
        paper.position = position
    _restrict(session, row.id, row.restricted or home.restricted)
    return Changes(_item_words(session, home, "has a paper moved to it"), CARES, paper_id)


def shift_item(session: Session, item_id: str, step: int) -> Changes:
    """Move an item by so many places, from where it is when this is done."""
    return move_item(session, item_id, session.get_one(AgendaItem, item_id).position + 1 + step)


def shift_paper(session: Session, paper_id: str, step: int) -> Changes:
    """Move a paper past its neighbour (`step` -1 or 1), or from the end on to the next item.

    A paper that has nowhere to go stays, and nothing is told.
    """
    row = session.get_one(Paper, paper_id)
    items = _items(session, session.get_one(AgendaItem, row.item_id).meeting_id)
    at = [item.id for item in items].index(row.item_id)
    query = select(Paper.id).where(Paper.item_id == row.item_id)
    among = list(session.scalars(query.order_by(Paper.position, Paper.id)))
    place = among.index(paper_id) + 1
    if 1 <= place + step <= len(among):
        return move_paper(session, paper_id, row.item_id, place + step)
    if 0 <= at + step < len(items):
        return move_paper(session, paper_id, items[at + step].id, 10_000 if step < 0 else 1)
    return Changes("", (), paper_id)


def remove_paper(session: Session, paper_id: str) -> Changes:
    """Take a paper off its item; the item stays."""
    row = session.get_one(Paper, paper_id)
    home = session.get_one(AgendaItem, row.item_id)
    delete_paper(session, row)
    return Changes(_item_words(session, home, "paper removed"), CARES, home.id)


def _items(session: Session, meeting_id: str) -> list[AgendaItem]:
    query = select(AgendaItem).where(AgendaItem.meeting_id == meeting_id)
    return list(session.scalars(query.order_by(AgendaItem.position, AgendaItem.id)))


def started_items(session: Session, meeting_id: str) -> list[AgendaItem]:
    """Return the items of an agenda, which begins with the standing ones. Part of a command."""
    meeting = session.get_one(Meeting, meeting_id)
    items = _items(session, meeting_id)
    if items:
        return items
    change_record(session, meeting_id)
    for standing in standing_items_on(session, meeting.group_id, meeting.on):
        said = {name: getattr(standing, name) for name in _STANDING}
        place = {"meeting_id": meeting_id, "position": len(items)}
        row = AgendaItem(id=fresh_id(session), **place, **said)
        session.add(row)
        items.append(row)
    session.flush()
    return items


def new_item(
    session: Session,
    meeting_id: str,
    items: Sequence[AgendaItem],
    details: ItemDetails,
    after: str = "",
) -> AgendaItem:
    """Add an item behind another one, else before any other business. Part of a command."""
    change_record(session, meeting_id)
    row = AgendaItem(id=fresh_id(session), meeting_id=meeting_id, position=0, last=False, label="")
    session.add(row)
    with session.no_autoflush:
        _put(session, row, details)
    at = place_before_last([item.last for item in items])
    at = next((n for n, item in enumerate(items, 1) if after and item.id == after), at)
    at = place_for_new([item.label for item in items], at)
    _number([*items[:at], row, *items[at:]])
    session.flush()
    return row


def _put(session: Session, row: AgendaItem, details: ItemDetails) -> None:
    title = " ".join(details.title.split())
    if not title:
        raise Refused("Type the subject of the item.")
    if not 0 <= details.minutes <= 600:
        raise Refused("Type the minutes of the item, from 0 to 600.")
    if details.purpose not in PURPOSES:
        raise Refused(f"A purpose is one of: {', '.join(filter(None, PURPOSES))}.")
    if row.document != details.document:
        row.about_id = None  # another document is not about the record of the one before
    row.title, row.minutes, row.purpose = title, details.minutes, details.purpose
    row.lead, row.document = " ".join(details.lead.split()), details.document
    row.restricted, row.verbal = details.restricted, details.verbal
    _restrict(session, row.id, details.restricted)
    for table in (Paper, Decision, Challenge):
        parts = select(table.id, table.restricted).where(table.item_id == row.id)
        for part_id, restricted in session.execute(parts).all():
            _restrict(session, part_id, restricted or details.restricted)


def _number(items: Sequence[AgendaItem]) -> None:
    for position, item in enumerate(items):
        item.position = position


def _restrict(session: Session, record_id: str, restricted: bool) -> None:
    """Let the search show no text of what belongs to part 2."""
    session.flush()
    record = session.scalars(select(Record).where(Record.id == record_id)).one()
    record.restricted = restricted


def _item_of(items: Sequence[AgendaItem], wanted: str | int | None) -> AgendaItem:
    for number, item in enumerate(items, 1):
        if wanted in (item.id, number):
            return item
    raise WrongUse(f"The agenda has no item {wanted}. Its items are 1 to {len(items)}.")


def _named(session: Session, meeting_id: str) -> str:
    return session.get_one(Meeting, meeting_id).shown(session)


def _item_words(session: Session, row: AgendaItem, what: str) -> str:
    return f"Item {_number_of(row)} {what}: {_named(session, row.meeting_id)}"


def _number_of(row: AgendaItem) -> str:
    return row.label or str(row.position + 1)
