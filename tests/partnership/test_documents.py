"""The structure chart and the list of members, on any day."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dscp_desktop.app.beginning import begin_from
from dscp_desktop.core.charts import chart_rows, spoken
from dscp_desktop.core.hierarchy import Hierarchy, Member
from dscp_desktop.core.offers import Scope
from dscp_desktop.core.plotting import plot
from dscp_desktop.core.profiles import load_profile
from dscp_desktop.paper.document import Chart, Document, Paragraph, Table, chart_table
from dscp_desktop.paper.furniture import Furniture
from dscp_desktop.paper.html import render_html
from dscp_desktop.paper.pdf import render_pdf
from dscp_desktop.paper.values import from_values, to_values
from dscp_desktop.partnership.commands import history
from dscp_desktop.partnership.commands.people import add_person, seat_person
from dscp_desktop.partnership.feature import FEATURE
from dscp_desktop.partnership.queries.seats import seats_on
from dscp_desktop.partnership.queries.structure import load_structure
from dscp_desktop.partnership.rules.people import PersonDetails
from dscp_desktop.partnership.rules.structure import StructureGroup, structure
from dscp_desktop.store.opening import Store
from tests.paper.structure import problems
from tests.partnership.conftest import Find

DAY = date(2023, 10, 19)
OFFERS = {offer.kind: offer for offer in FEATURE.documents}


def made(store: Store, kind: str, on: date | None = None, group_id: str = "") -> Document:
    scope = Scope(today=DAY, group_id=group_id, on=on)
    document = store.ask(OFFERS[kind].make, scope)
    assert isinstance(document, Document)
    return document


def table(document: Document) -> dict[str, tuple[str, ...]]:
    (chart,) = [block for block in document.blocks if isinstance(block, Chart)]
    rows = chart_table(chart).rows
    return {row.cells[0].text: tuple(cell.text for cell in row.cells[1:]) for row in rows}


def test_the_structure_has_lines_to_whom_each_group_reports(durham: Store) -> None:
    places = durham.ask(load_structure, DAY)
    above = {p.group.code: places[p.under].group.code if p.under >= 0 else "" for p in places}
    assert above["EXEC"] == ""
    assert above["IDG"] == above["WLD"] == "PLG"
    assert {code for code, over in above.items() if over == "EXEC"} >= {"PLG", "NEG", "CEG", "CJ"}
    assert "PCI" not in above
    document = made(durham, "structure")
    assert document.subtitle.endswith("On 19 October 2023")
    rows = table(document)
    reports, chair, joint, times = rows["Child Exploitation Group (CEG)"]
    assert (reports, joint) == (
        "Safeguarding Executive Group",
        "Darlington Safeguarding Partnership",
    )
    assert (chair, times) == ("Not named", "")
    assert rows["Improvement Delivery Group (IDG)"][3] == "From September 2022"
    (chart,) = [block for block in document.blocks if isinstance(block, Chart)]
    assert "Improvement Delivery Group, Workforce Learning and Development report to" in (
        chart.alternative
    )


def test_the_structure_is_that_of_its_day(durham: Store, group: Find) -> None:
    durham.run(history.rename, group("NEG"), "Early Help Group", "EHG", "2023-09-01")
    durham.run(history.merge, [group("PLG")], group("CDOP"), "2024-01-01")
    before = {p.group.name for p in durham.ask(load_structure, date(2023, 8, 31))}
    assert "Neglect Group" in before
    assert "Performance and Learning Group" in before
    places = durham.ask(load_structure, date(2024, 1, 1))
    now = {p.group.name: p for p in places}
    assert "Early Help Group" in now
    assert "Performance and Learning Group" not in now
    idg = now["Improvement Delivery Group"]
    assert places[idg.under].group.code == "CDOP"
    assert "PCI" in {p.group.code for p in durham.ask(load_structure, date(2020, 1, 1))}
    asked = made(durham, "structure", date(2022, 8, 31))
    assert "Improvement Delivery Group (IDG)" not in table(asked)
    assert asked.subtitle.endswith("On 31 August 2022")


def test_each_profile_has_a_structure(store: Store) -> None:
    store.run(begin_from, load_profile("derby-derbyshire-2021-22"))
    spring, autumn = date(2021, 4, 30), date(2021, 12, 1)
    codes = {p.group.code for p in store.ask(load_structure, spring)}
    assert {"CR1", "CR2", "EVYP1", "EVYP2"} <= codes
    assert not {"CR", "EVYP"} & codes
    assert len(store.ask(load_structure, autumn)) == 11


def test_a_store_without_groups_says_so(store: Store) -> None:
    document = made(store, "structure")
    assert document.blocks == (Paragraph("There was no group on that day."),)


def test_the_list_says_who_sat_on_a_group(durham: Store, group: Find) -> None:
    executive = group("EXEC")
    nurse = next(s for s in durham.ask(seats_on, executive, DAY) if "Nursing" in s.role)
    for name, deputy in (("Nora Nurse", False), ("Dora Deputy", True)):
        person = str(durham.run(add_person, PersonDetails(name)).result)
        durham.run(seat_person, nurse.seat_id, person, "2023-09-01", deputy)
    document = made(durham, "membership-list", group_id=executive)
    assert document.title == "Membership of Safeguarding Executive Group"
    (core,) = [block for block in document.blocks if isinstance(block, Table)]
    rows = [tuple(cell.text for cell in row.cells) for row in core.rows]
    seat = "Integrated Care Board (ICB), Director of Nursing"
    assert (seat, "Nora Nurse", "Dora Deputy", "") in rows
    assert ("Independent chair and scrutineer (chair)", "Not named", "", "") in rows
    before = made(durham, "membership-list", date(2023, 8, 31), executive)
    assert "Nora Nurse" not in str(before)
    delivery = made(durham, "membership-list", date(2022, 8, 31), group("IDG"))
    assert delivery.blocks == (Paragraph("There was no such group on that day."),)
    empty = made(durham, "membership-list", group_id=group("ISP"))
    assert empty.blocks == (Paragraph("Nobody had a seat on the group on that day."),)
    extended = made(durham, "membership-list", group_id=group("EXT"))
    assert "Virtual members, who need not come" in str(extended)


@pytest.mark.parametrize("kind", ["structure", "membership-list"])
def test_each_is_printed_for_everyone(durham: Store, group: Find, kind: str) -> None:
    document = made(durham, kind, group_id=group("EXT"))
    assert from_values(to_values(document)) == document
    furniture = Furniture("OFFICIAL", "Partnership", "Group", "Foot")
    assert problems(render_pdf(document, furniture).data) == []
    page = render_html(document)
    assert (b"<svg" in page) is (kind == "structure")
    assert b"<table" in page


# ------------------------------------------------------------------------------ any shape


@given(
    st.lists(st.tuples(st.integers(-1, 9), st.booleans()), min_size=1, max_size=10),
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=4),
)
def test_every_group_that_stands_has_one_place_below_what_it_reports_to(
    lines: list[tuple[int, bool]], follows: list[tuple[int, int]]
) -> None:
    groups = [
        StructureGroup(
            id=str(number),
            name=f"Group {number}",
            code=f"G{number}",
            # Lines lead back alone: commands refuse circles.
            reports_to_id=str(over) if -1 < over < number else "",
            ends="" if stands else "2020-01-01",
        )
        for number, (over, stands) in enumerate(lines)
    ]
    successors = {str(a): str(b) for a, b in follows if b < a < len(lines)}
    places = structure(groups, DAY, successors)
    assert sorted(p.group.id for p in places) == [g.id for g in groups if not g.ends]
    for here, place in enumerate(places):
        assert place.under < here
        level = places[place.under].level + 1 if place.under >= 0 else 0
        assert place.level == level


def test_a_hierarchy_is_drawn_with_a_line_from_each_box_to_the_one_above() -> None:
    chart = Hierarchy((Member("Top"), Member("Below", 0, "Chair: Ann"), Member("Deeper", 1)))
    drawn = plot(chart, 400, 10, lambda text, size, _bold: len(text) * size * 0.5)
    assert len(drawn.places) == 3
    assert [place.x for place in drawn.places] == [0.5, 24.5, 48.5]
    assert drawn.places[-1].y + drawn.places[-1].height <= drawn.height
    assert spoken(chart)[1] == "Below: level 2; under Top; Chair: Ann"
    assert chart_rows(chart) == (("Name",), (("Top",), ("Below",), ("Deeper",)))


@pytest.mark.parametrize(
    ("members", "why"),
    [
        ((), "nobody in it"),
        ((Member(" "),), "has no name"),
        ((Member("A", 0),), "stands before what it is under"),
        ((Member("A", facts=("x",)),), "has 1 facts"),
    ],
)
def test_a_hierarchy_built_wrong_is_refused(members: tuple[Member, ...], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        Hierarchy(members)
