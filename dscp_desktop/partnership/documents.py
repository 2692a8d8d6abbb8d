"""The structure chart, and the list of who sits on a group, as they are printed."""

from __future__ import annotations

from datetime import date

from dscp_desktop.core.days import show_date
from dscp_desktop.paper.document import (
    Block,
    Chart,
    Column,
    Document,
    Heading,
    Paragraph,
    Row,
    Table,
    cells,
)
from dscp_desktop.partnership.rules.seats import Membership, SeatHolder
from dscp_desktop.partnership.rules.spans import in_time
from dscp_desktop.partnership.rules.structure import (
    StructurePlace,
    structure_chart,
    structure_words,
)

STRUCTURE_TITLE = "Structure of the partnership"
MEMBERSHIP_TITLE = "Membership"
_KINDS = {
    "core": "Core members",
    "co-opted": "Co-opted members",
    "virtual": "Virtual members, who need not come",
    "in attendance": "In attendance",
}


def structure_document(
    places: tuple[StructurePlace, ...], on: date, partnership: str = "", marking: str = ""
) -> Document:
    """Return the chart of the groups that stood on a day, with reporting lines and a table."""
    subtitle = " · ".join(text for text in (partnership, f"On {show_date(on)}") if text)
    chart = structure_chart(places)
    if chart is None:
        none = Paragraph("There was no group on that day.")
        return Document(STRUCTURE_TITLE, subtitle, marking=marking, blocks=(none,))
    lines = Paragraph("A line leads from each group up to the one it reports to.")
    drawn = Chart(chart, structure_words(places))
    return Document(STRUCTURE_TITLE, subtitle, marking=marking, blocks=(lines, drawn))


def membership_document(membership: Membership, marking: str = "") -> Document:
    """Return who sat on a group on a day: seat, person, deputy, and from when to when."""
    title = f"{MEMBERSHIP_TITLE} of {membership.group}"
    subtitle = f"On {show_date(membership.on)}"
    blocks: list[Block] = []
    for kind, heading in _KINDS.items():
        seats = [seat for seat in membership.seats if seat.kind == kind]
        if seats:
            blocks += (Heading(2, heading), _seats_table(seats))
    if not membership.stands:
        blocks.append(Paragraph("There was no such group on that day."))
    elif not blocks:
        blocks.append(Paragraph("Nobody had a seat on the group on that day."))
    return Document(title, subtitle, marking=marking, blocks=tuple(blocks))


def _seats_table(seats: list[SeatHolder]) -> Table:
    columns = (
        Column("Seat", width=3),
        Column("Person", width=2.2),
        Column("Deputy", width=2.2),
        Column("From and to", width=2),
    )
    rows = [
        Row(cells(_seat(seat), seat.person or "Not named", seat.deputy, _time(seat)))
        for seat in seats
    ]
    return Table(columns, tuple(rows), head_column=0)


def _seat(seat: SeatHolder) -> str:
    names = [seat.organisation or seat.agency_group, seat.role]
    if seat.by_office:
        names.reverse()
    named = ", ".join(dict.fromkeys(name for name in names if name))
    return f"{named} ({seat.office})" if seat.office else named


def _time(seat: SeatHolder) -> str:
    return in_time(seat.starts, seat.ends)
