"""What becomes of groups and organisations: old records keep the names of their day."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from dscp_desktop.app.beginning import begin_from
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Refused
from dscp_desktop.core.profiles import load_profile
from dscp_desktop.diary.queries.meetings import list_meetings
from dscp_desktop.diary.tables import Meeting
from dscp_desktop.partnership.commands import history
from dscp_desktop.partnership.commands.groups import add_group, change_group
from dscp_desktop.partnership.commands.organisations import add_organisation, change_organisation
from dscp_desktop.partnership.commands.people import add_person, seat_person
from dscp_desktop.partnership.commands.seats import add_seat
from dscp_desktop.partnership.queries.parties import (
    find_group,
    former_names,
    list_groups,
    list_organisations,
    load_names,
    names_on,
    statutory_partners,
)
from dscp_desktop.partnership.queries.people import list_successions
from dscp_desktop.partnership.queries.seats import chair_of, seats_on
from dscp_desktop.partnership.rules.parties import (
    GroupDetails,
    NameThen,
    OrganisationDetails,
    name_of_day,
)
from dscp_desktop.partnership.rules.people import PersonDetails
from dscp_desktop.partnership.rules.seats import Office
from dscp_desktop.partnership.rules.spans import Span, begin_after, end_before
from dscp_desktop.store.history import undo
from dscp_desktop.store.opening import Store
from dscp_desktop.store.session import fresh_id
from tests.partnership.conftest import Find

DAY = date(2023, 10, 19)


def details(store: Store, name: str, **change: object) -> GroupDetails:
    line = store.ask(find_group, name)
    assert line is not None
    known = {"purpose": line.purpose, "cadence": line.cadence, "known_as": line.known_as}
    return GroupDetails(line.name, line.code, line.kind, **{**known, **change})  # type: ignore[arg-type]


def test_a_renamed_group_keeps_its_old_name_on_old_days(durham: Store, group: Find) -> None:
    neglect = group("NEG")
    words = durham.run(history.rename, neglect, "Early Help Group", "EHG", "2023-09-01").words
    assert words == "Renamed: Neglect Group is Early Help Group from 1 September 2023"
    assert durham.ask(names_on, date(2023, 8, 31))[neglect] == "Neglect Group"
    assert durham.ask(names_on, date(2023, 9, 1))[neglect] == "Early Help Group"
    assert group("Neglect Group") == group("NEG") == group("EHG") == neglect
    (then,) = durham.ask(former_names, neglect)
    assert (then.name, then.short_name, then.span) == ("Neglect Group", "NEG", ("", "2023-08-31"))


def test_a_name_may_come_back(durham: Store, group: Find) -> None:
    neglect = group("NEG")
    durham.run(history.rename, neglect, "Second", "S", "2022-01-01")
    durham.run(history.rename, neglect, "Neglect Group", "NEG", "2023-01-01")
    days = [(2021, "Neglect Group"), (2022, "Second"), (2023, "Neglect Group")]
    for year, name in days:
        assert durham.ask(names_on, date(year, 6, 1))[neglect] == name
    assert [t.span for t in durham.ask(former_names, neglect)] == [
        ("", "2021-12-31"),
        ("2022-01-01", "2022-12-31"),
    ]
    assert group("Second") == neglect


def test_undo_brings_the_old_name_back(durham: Store, group: Find) -> None:
    neglect = group("NEG")
    changes = durham.run(history.rename, neglect, "Early Help Group", "EHG", "2023-09-01")
    durham.run(undo, changes.entry)
    assert durham.ask(names_on, DAY)[neglect] == "Neglect Group"
    assert durham.ask(former_names, neglect) == ()
    assert durham.ask(load_names).group("EHG") is None


@pytest.mark.parametrize(
    ("name", "code", "starts", "why"),
    [
        ("", "", "2023-09-01", "Type the new name"),
        ("Neglect Group", "", "2023-09-01", "is its name already"),
        ("Improvement Delivery Group", "", "2023-09-01", "means Improvement Delivery Group"),
        ("Fresh", "PLG", "2023-09-01", "PLG means Performance and Learning Group"),
        ("Fresh", "F", "", "Choose the day from which"),
        ("Fresh", "F", "1 September", "From is a day .2023-10-19. or a month"),
    ],
)
def test_a_renaming_that_cannot_be_is_refused(
    durham: Store, group: Find, name: str, code: str, starts: str, why: str
) -> None:
    before = durham.ask(list_groups)
    with pytest.raises(Refused, match=why):
        durham.run(history.rename, group("NEG"), name, code, starts)
    assert durham.ask(list_groups) == before


def test_a_renaming_before_the_last_one_is_refused(durham: Store, group: Find) -> None:
    durham.run(history.rename, group("NEG"), "Second", "S", "2023-01-01")
    with pytest.raises(Refused, match=r"holds from 1 January 2023. Choose a later day"):
        durham.run(history.rename, group("S"), "Third", "T", "2023-01-01")


@given(
    st.lists(st.dates(date(2000, 1, 1), date(2030, 12, 31)), unique=True, max_size=6),
    st.dates(date(1999, 1, 1), date(2032, 1, 1)),
)
def test_on_each_day_there_is_the_name_of_that_day(days: list[date], on: date) -> None:
    former, starts = [], ""
    for place, day in enumerate(sorted(days)):
        ends = end_before(day.isoformat())
        former.append(NameThen(str(place), f"Name {place}", "", Span(starts, ends)))
        starts = begin_after(ends)
    place = sum(day <= on for day in days)
    assert name_of_day(former, on) == ("" if place == len(days) else f"Name {place}")


def test_a_former_name_is_dated_later(durham: Store, group: Find) -> None:
    learning = group("PLG")
    (then,) = durham.ask(former_names, learning)
    assert then.name == "Embedded Learning Group"
    assert durham.ask(names_on, date(2020, 1, 1))[learning] == "Performance and Learning Group"
    durham.run(history.date_former_name, then.id, ("2019-04", "2022-06"))
    assert durham.ask(names_on, date(2022, 6, 30))[learning] == "Embedded Learning Group"
    assert durham.ask(names_on, date(2022, 7, 1))[learning] == "Performance and Learning Group"
    with pytest.raises(Refused, match="ends before it starts: from July 2022 to June 2022"):
        durham.run(history.date_former_name, then.id, ("2022-07", "2022-06"))
    with pytest.raises(
        Refused, match="Embedded Learning Group was its name April 2019 to June 2022"
    ):
        durham.run(history.add_former_name, learning, "Learning", ("2022-01", "2022-07"))
    durham.run(history.add_former_name, learning, "Learning", ("2018-01", "2019-03"))
    assert durham.ask(names_on, date(2019, 3, 1))[learning] == "Learning"
    durham.run(history.remove_former_name, then.id)
    assert [t.name for t in durham.ask(former_names, learning)] == ["Learning"]


# ------------------------------------------------------------------------------- merges


def test_merged_groups_end_and_keep_their_names(durham: Store, group: Find) -> None:
    old = [group("NEG"), group("WLD")]
    into = str(durham.run(add_group, GroupDetails("Practice Group", "PRG")).result)
    words = durham.run(history.merge, old, into, "2023-11").words
    assert words.endswith("into Practice Group")
    lines = {line.id: line for line in durham.ask(list_groups)}
    assert [lines[each].ends for each in old] == ["2023-11", "2023-11"]
    assert durham.ask(names_on, DAY)[old[0]] == "Neglect Group"
    assert len(durham.ask(seats_on, old[0], date(2023, 11, 30))) == 4
    assert durham.ask(seats_on, old[0], date(2023, 12, 1)) == ()
    (line, _) = durham.ask(list_successions, into)
    assert line.words == "Neglect Group merged into Practice Group, November 2023"


def test_a_merge_that_cannot_be_is_refused(durham: Store, group: Find) -> None:
    neglect, learning = group("NEG"), group("PLG")
    run = durham.run
    with pytest.raises(Refused, match="cannot be merged into itself"):
        run(history.merge, [neglect], neglect, "2023-11")
    with pytest.raises(Refused, match="Choose what is merged"):
        run(history.merge, [], neglect, "2023-11")
    with pytest.raises(Refused, match="Choose the day"):
        run(history.merge, [neglect], learning, "")
    with pytest.raises(Refused, match="ends before it starts: from September 2022 to May 2022"):
        run(history.merge, [group("IDG")], learning, "2022-05")
    run(history.merge, [neglect], learning, "2023-11-01")
    with pytest.raises(Refused, match="has a successor already"):
        run(history.merge, [neglect], learning, "2023-12-01")
    with pytest.raises(Refused, match="Neglect Group ended: 31 October 2023 is its last"):
        run(history.merge, [learning], neglect, "2023-12-01")
    trust = durham.ask(load_names).organisation("HDFT")
    assert trust is not None
    with pytest.raises(Refused, match="An organisation becomes part of an organisation"):
        run(history.merge, [trust.id], learning, "2023-12-01")


def test_a_board_follows_another_with_its_seats_and_people(
    durham: Store, group: Find, organisation: Find
) -> None:
    before, executive = organisation("ICB"), group("EXEC")
    after = "Regional Board"
    new = str(durham.run(add_organisation, after, "statutory partner").result)
    nurse = str(durham.run(add_person, PersonDetails("Nora Nurse", before)).result)
    seat = next(s for s in durham.ask(seats_on, executive, DAY) if s.organisation_id == before)
    durham.run(seat_person, seat.seat_id, nurse, "2023-01-01")
    changes = durham.run(history.follow, before, new, "2024-04-01")
    assert changes.words == "Followed: Integrated Care Board (ICB) by Regional Board"
    then = {s.role: s for s in durham.ask(seats_on, executive, date(2024, 3, 31))}
    now = {s.role: s for s in durham.ask(seats_on, executive, date(2024, 4, 1))}
    assert then["Director of Nursing"].organisation_id == before
    assert now["Director of Nursing"].organisation_id == new
    assert {s["Director of Nursing"].person for s in (then, now)} == {"Nora Nurse"}
    partners = [p.name for p in durham.ask(statutory_partners, date(2024, 4, 1))]
    assert after in partners
    assert "Integrated Care Board (ICB)" not in partners
    assert after not in [p.name for p in durham.ask(statutory_partners, date(2024, 3, 31))]
    durham.run(undo, changes.entry)
    again = durham.ask(seats_on, executive, date(2024, 4, 1))
    assert [s.organisation_id for s in again if s.role == "Director of Nursing"] == [before]


def test_a_seat_filled_from_one_that_passes_on_goes_on(
    durham: Store, group: Find, organisation: Find
) -> None:
    executive, old = group("EXEC"), organisation("ICB")
    seat = next(s for s in durham.ask(seats_on, executive, DAY) if s.organisation_id == old)
    panel = group("ISP")
    office = Office(seat_id=seat.seat_id)
    durham.run(add_seat, panel, None, "Nurse of the Executive", office=office)
    new = str(durham.run(add_organisation, "Regional Board", "statutory partner").result)
    durham.run(history.follow, old, new, "2024-04-01")
    for on, body in ((date(2024, 3, 31), old), (date(2024, 4, 1), new)):
        (there,) = durham.ask(seats_on, panel, on)
        assert (there.organisation_id, there.by_office, there.statutory) == (body, True, True)


def test_the_purpose_of_a_group_is_taken_over(durham: Store, group: Find) -> None:
    durham.run(history.follow, group("WLD"), group("PLG"), "2023-12-01", "purpose taken over")
    last = durham.ask(list_successions, group("WLD"))[-1]
    assert last.words.startswith("Workforce Learning and Development left its purpose to")
    with pytest.raises(Refused, match="Choose how the one follows"):
        durham.run(history.follow, group("NEG"), group("PLG"), "2023-12-01", "eaten")


def test_an_organisation_ends_with_its_seats(
    durham: Store, group: Find, organisation: Find
) -> None:
    trust = organisation("HDFT")
    durham.run(add_seat, group("PLG"), trust, "Named nurse")
    durham.run(history.end, trust, "2023-12-31")
    found = [s.shown for s in durham.ask(seats_on, group("PLG"), date(2023, 12, 31))]
    assert "HDFT" in found
    assert "HDFT" not in [s.shown for s in durham.ask(seats_on, group("PLG"), date(2024, 1, 1))]
    assert {o.id: o.ends for o in durham.ask(list_organisations)}[trust] == "2023-12-31"
    with pytest.raises(Refused, match="Choose the last day"):
        durham.run(history.end, trust, " ")


# -------------------------------------------------------- from and to, parents and circles


def test_from_to_and_parent_are_kept_unless_they_are_said(durham: Store, group: Find) -> None:
    delivery = group("IDG")
    durham.run(change_group, delivery, details(durham, "IDG", purpose="Does the work"))
    line = durham.ask(find_group, "IDG")
    assert line is not None
    assert (line.starts, line.parent) == ("2022-09", "EXEC")
    said = details(durham, "IDG", times=("2022-09-05", "2024-03"), parent_id=group("PLG"))
    durham.run(change_group, delivery, said)
    line = durham.ask(find_group, "IDG")
    assert line is not None
    assert (line.starts, line.ends, line.parent) == ("2022-09-05", "2024-03", "PLG")
    durham.run(change_group, delivery, details(durham, "IDG", parent_id=""))
    assert [g.parent for g in durham.ask(list_groups) if g.id == delivery] == [""]


def test_a_group_that_ends_before_it_starts_is_refused(durham: Store, group: Find) -> None:
    said = details(durham, "IDG", times=("2023-09-05", "2023-09-04"))
    with pytest.raises(Refused, match="The group ends before it starts: from 5 September 2023"):
        durham.run(change_group, group("IDG"), said)
    with pytest.raises(Refused, match=r"a day .2023-10-19. or a month"):
        durham.run(change_group, group("IDG"), details(durham, "IDG", times=("soon", "")))
    body = OrganisationDetails("Trust", times=("2023-09", "2023-08"))
    with pytest.raises(Refused, match="The organisation ends before it starts"):
        durham.run(change_organisation, next(o.id for o in durham.ask(list_organisations)), body)


def test_a_group_is_never_part_of_itself(durham: Store, group: Find) -> None:
    said = details(durham, "EXEC", parent_id=group("IDG"))
    with pytest.raises(Refused, match="cannot be part of itself"):
        durham.run(change_group, group("EXEC"), said)


@given(st.dates(date(1990, 1, 1), date(2040, 1, 1)))
def test_the_one_before_ends_the_day_before(day: date) -> None:
    assert end_before(day.isoformat()) == (day - timedelta(days=1)).isoformat()
    assert begin_after(end_before(day.isoformat())) == day.isoformat()
    assert end_before(day.isoformat()[:7]) == day.isoformat()[:7]


# ------------------------------------------------------------------ what the profiles hold


def test_durham_has_its_history_and_its_chairs_by_office(durham: Store, group: Find) -> None:
    learning, taken = group("PLG"), group("Performance, Challenge and Impact Group")
    (line,) = durham.ask(list_successions, learning)
    assert (line.former_id, line.how) == (taken, "purpose taken over")
    assert group("Embedded Learning Group") == learning
    on = date(2023, 3, 31)
    codes = ("PLG", "IDG", "NEG", "CEG", "WLD", "CDOP")
    chairs = {code: durham.ask(chair_of, group(code), on) for code in codes}
    assert all(chair is not None for chair in chairs.values())
    offices = [s for s in durham.ask(seats_on, group("EXT"), on) if s.by_office]
    assert len(offices) == 6
    executive = durham.ask(chair_of, group("EXEC"), on)
    assert executive is not None
    assert executive.role == "Independent chair and scrutineer"
    for code in codes:
        partners = [s for s in durham.ask(seats_on, group(code), on) if s.statutory]
        assert len(partners) == 3, code


def test_derby_and_derbyshire_has_its_merges_and_its_change_of_july_2022(store: Store) -> None:
    store.run(begin_from, load_profile("derby-derbyshire-2021-22"))
    lines = {line.code: line for line in store.ask(list_groups)}
    march = [g for g in lines.values() if g.code not in ("CR1", "CR2", "EVYP1", "EVYP2")]
    assert len(march) == 11
    assert {(s.former[:11], s.on) for s in store.ask(list_successions, lines["CR"].id)} == {
        ("Case Review", "2021-11")
    }
    assert [s.on for s in store.ask(list_successions, lines["EVYP"].id)] == ["2021-05"] * 2
    june = store.ask(statutory_partners, date(2022, 6, 30))
    july = store.ask(statutory_partners, date(2022, 7, 1))
    assert len(june) == 5
    assert len(july) == 4
    assert "Derbyshire Integrated Care Board" in [p.name for p in july]
    (followed,) = [s for s in store.ask(list_successions) if s.how == "followed"]
    assert followed.on == "2022-07-01"
    assert "Tameside" not in followed.former
    board = lines["EB"].id
    before = {s.organisation for s in store.ask(seats_on, board, date(2022, 6, 30)) if s.statutory}
    after = {s.organisation for s in store.ask(seats_on, board, date(2022, 7, 1)) if s.statutory}
    assert before == {p.name for p in june}
    assert after == {p.name for p in july}


def test_old_meetings_stand_under_the_name_of_their_day(durham: Store, group: Find) -> None:
    def add(session: Session, group_id: str, on: date) -> Changes:
        start = time(10)
        row = Meeting(id=fresh_id(session), group_id=group_id, on=on, start=start, status="held")
        session.add(row)
        return Changes("Meeting added", ("*",), row.id)

    neglect = group("NEG")
    days = (date(2023, 8, 31), date(2023, 9, 1), date(2023, 11, 2))
    for on in days:
        durham.run(add, neglect, on)
    durham.run(history.rename, neglect, "Early Help Group", "EHG", "2023-09-01")
    durham.run(history.merge, [neglect], group("PLG"), "2023-11-01")
    named = {line.on: line.group for line in durham.ask(list_meetings, neglect)}
    assert named == dict(
        zip(days, ("Neglect Group", "Early Help Group", "Early Help Group"), strict=True)
    )
    assert durham.ask(list_meetings, group("PLG")) == ()
