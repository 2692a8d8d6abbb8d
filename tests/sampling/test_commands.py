"""Freezing, drawing once, replacing; and what stays as it is for good."""

from __future__ import annotations

import json
import random
from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Refused, WrongUse
from dscp_desktop.sampling.commands import draw_by_command, note_lost, record_draw
from dscp_desktop.sampling.queries import (
    certificate,
    certificate_text,
    draw_of,
    find_frame,
    frame_of,
    freeze_slip,
    get_draw,
    list_draws,
    list_frozen,
    open_frame,
)
from dscp_desktop.sampling.rules.certificate import check_certificate, read_certificate
from dscp_desktop.sampling.rules.frame import FrameRow, LeftOut, Period
from dscp_desktop.sampling.rules.records import RESTRAINT, is_longer
from dscp_desktop.sampling.tables import Draw, Frame
from dscp_desktop.store import check as checking
from dscp_desktop.store.history import chain_head, list_entries, undo
from dscp_desktop.store.opening import Store
from tests.sampling.conftest import (
    OUT,
    PLAN,
    QUARTER,
    SEED,
    SOFTWARE,
    DrawIt,
    Freeze,
    quarter_rows,
)


def test_a_frozen_list_says_all_that_its_slip_needs(store: Store, frozen: Freeze) -> None:
    before = store.ask(lambda session: chain_head(session).hash)
    slip = store.ask(freeze_slip, frozen())
    assert (slip.size, slip.left_out_count, slip.declared) == (18, 1, 19)
    assert slip.counts == (("0", 12), ("1", 4), ("2", 1), ("3", 1))
    assert slip.head == before
    assert (slip.frozen_by, slip.supplied_by) == ("Business manager", "Head of the home")
    assert len(slip.commitment) == 64
    assert store.ask(open_frame, RESTRAINT, slip.commitment) == slip.id
    assert [each.id for each in store.ask(list_frozen, RESTRAINT)] == [slip.id]
    assert store.ask(list_frozen, "audit") == ()


def test_every_fault_is_named_before_anything_is_frozen(store: Store, frozen: Freeze) -> None:
    rows = [
        FrameRow("A-1", date(2022, 4, 1), "0"),
        FrameRow("a-1", date(2022, 7, 1), ""),
        FrameRow("A,2", date(2022, 6, 30), "3"),
    ]
    left_out = [LeftOut("X", " "), LeftOut("", "no reference")]
    with pytest.raises(Refused) as refused:
        frozen(rows=rows, left_out=left_out)
    for words in ("twice", "2022-07-01", "It has no level", "not ,", "why X", "Left out : There"):
        assert words in refused.value.words
    assert store.ask(list_frozen) == ()


def test_one_of_a_repeat_is_left_out_with_a_reason_and_it_still_verifies(
    store: Store, drawn: DrawIt
) -> None:
    draw_id = drawn(left_out=[LeftOut("rst-001", "the same incident, typed twice")])
    values = read_certificate(store.ask(certificate_text, draw_id).encode())
    assert all(check.holds for check in check_certificate(values))


@pytest.mark.parametrize(
    ("first", "last", "longer"),
    [
        ("2022-04-01", "2022-06-30", False),
        ("2022-07-01", "2022-09-30", False),
        ("2022-05-15", "2022-08-14", False),
        ("2022-05-15", "2022-08-15", True),
        ("2022-11-30", "2023-02-28", False),
        ("2022-11-30", "2023-03-01", True),
        ("2022-04-01", "2023-03-31", True),
        ("2022-10-01", "2022-12-31", False),
    ],
)
def test_a_quarter_is_the_most(first: str, last: str, longer: bool) -> None:
    assert is_longer(Period(date.fromisoformat(first), date.fromisoformat(last))) is longer


def test_a_longer_list_is_frozen_only_where_somebody_insists(frozen: Freeze) -> None:
    year = Period(date(2022, 4, 1), date(2023, 3, 31))
    with pytest.raises(WrongUse, match="longer than a quarter"):
        frozen(period=year)
    assert frozen(period=year, longer=True)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"plan": "0:4,1:2,2:all"}, "has 3, which the plan does not name"),
        ({"plan": "0:4,1:2,2:all,3:1"}, "3:all"),
        ({"plan": "0:4,1:2,2:all,3:all,7:1"}, "‘7’ is no injury level"),
        ({"kind": "shoes"}, "no list of ‘shoes’"),
        ({"kind": "audit", "plan": "0:1,a\nb:2"}, "U[+]000A"),
        ({"period": Period(date(2022, 6, 30), date(2022, 4, 1))}, "ends before"),
    ],
)
def test_what_does_not_fit_is_wrong_use(frozen: Freeze, said: dict[str, Any], words: str) -> None:
    with pytest.raises(WrongUse, match=words):
        frozen(**said)


def test_audits_draw_from_labels_of_their_own(store: Store, frozen: Freeze) -> None:
    labels = ("nursery", "school") * 3
    rows = [FrameRow(f"C-{n}", QUARTER.first, label) for n, label in enumerate(labels)]
    frame_id = frozen(kind="audit", rows=rows, plan="school:2,nursery:all")
    store.run(record_draw, frame_id, "1-2", "room", "A and B")
    assert store.ask(freeze_slip, frame_id).counts == (("school", 3), ("nursery", 3))


def test_the_very_same_list_is_frozen_once_until_it_is_drawn(store: Store, frozen: Freeze) -> None:
    frame_id = frozen()
    with pytest.raises(Refused, match="frozen already"):
        frozen()
    store.run(record_draw, frame_id, SEED, "room", "A and B")
    assert frozen() != frame_id


def test_a_list_is_drawn_from_once(store: Store, frozen: Freeze) -> None:
    frame_id = frozen()
    store.run(record_draw, frame_id, SEED, "room", "A and B")
    with pytest.raises(Refused, match="was drawn from already"):
        store.run(record_draw, frame_id, "1-2", "room", "A and B")


def test_one_person_alone_makes_no_seed_in_the_room(store: Store, frozen: Freeze) -> None:
    frame_id = frozen()
    with pytest.raises(WrongUse, match="two people"):
        store.run(record_draw, frame_id, "418203", "room", "A")
    with pytest.raises(WrongUse, match="not from 'dreams'"):
        store.run(record_draw, frame_id, SEED, "dreams", "A")
    with pytest.raises(WrongUse, match="longer than 400"):
        store.run(record_draw, frame_id, "-".join(["123456789012"] * 40), "machine", "A")
    with pytest.raises(WrongUse, match="no such frozen list"):
        store.run(record_draw, "nothing", SEED, "room", "A")


def test_nothing_takes_a_freeze_or_a_draw_back(store: Store, frozen: Freeze) -> None:
    frame_id = frozen()
    entry = store.ask(list_entries)[0]
    with pytest.raises(Refused, match="its slip has left the room"):
        store.run(undo, entry.id)
    store.run(record_draw, frame_id, SEED, "room", "A and B")
    entry = store.ask(list_entries)[0]
    with pytest.raises(Refused, match="until they like it"):
        store.run(undo, entry.id)
    assert store.ask(freeze_slip, frame_id).draw_id


@pytest.mark.parametrize("name", ["hash", "commitment", "plan", "first", "declared"])
def test_no_command_changes_a_frozen_list(store: Store, frozen: Freeze, name: str) -> None:
    frame_id = frozen()

    def change(session: Session) -> Changes:
        row = session.get_one(Frame, frame_id)
        setattr(row, name, {"first": date(2022, 4, 2), "declared": 7}.get(name, "0:all"))
        return Changes("Changed: a frozen list", ("*",))

    def remove(session: Session) -> Changes:
        session.delete(session.get_one(Frame, frame_id))
        return Changes("Removed: a frozen list", ("*",))

    for command in (change, remove):
        with pytest.raises(Refused, match="frozen list stays as it is"):
            store.run(command)


def test_no_command_changes_a_draw(store: Store, drawn: DrawIt) -> None:
    draw_id = drawn()

    def change(session: Session) -> Changes:
        session.get_one(Draw, draw_id).seed = "1"
        return Changes("Changed: a draw", ("*",))

    with pytest.raises(Refused, match="draw stays as it is"):
        store.run(change)


def test_the_certificate_holds_and_says_how_it_came(store: Store, drawn: DrawIt) -> None:
    draw_id = drawn()
    values = store.ask(certificate, draw_id)
    assert list(values) == [
        "period", "frame", "frame_hash", "left_out", "left_out_hash", "plan", "commitment",
        "seed", "tickets", "strata", "replaced", "earlier", "seed_from", "made_at", "software",
    ]  # fmt: skip
    assert values["seed_from"] == "In the room, by independent scrutineer and lay member"
    assert values["software"] == SOFTWARE
    assert values["made_at"].startswith("2023-10-19T08:52:")
    text = store.ask(certificate_text, draw_id)
    assert json.loads(text) == values
    assert all(check.holds for check in check_certificate(read_certificate(text.encode())))


def test_the_order_of_the_rows_changes_nothing(store: Store, drawn: DrawIt) -> None:
    first = store.ask(certificate, drawn())
    rows = quarter_rows()
    random.Random(7).shuffle(rows)
    second = store.ask(certificate, drawn(rows=rows))
    for name in ("made_at", "earlier"):
        del first[name], second[name]
    assert first == second


def test_every_earlier_draw_that_shares_is_listed(store: Store, drawn: DrawIt) -> None:
    first = drawn()
    month = Period(date(2022, 4, 1), date(2022, 4, 30))
    shared = [row for row in quarter_rows() if row.on <= month.last]
    second = drawn("1-2", period=month, rows=shared, title="April", plan="0:1,1:1,2:all,3:all")
    other = [FrameRow("OTH-1", date(2022, 4, 3), "0")]
    third = drawn("3-4", rows=other, title="Another", left_out=())
    assert store.ask(get_draw, first).earlier == ()
    [one] = store.ask(get_draw, second).earlier
    assert (one.draw_id, one.title) == (first, "First quarter")
    assert one.shared == tuple(row.ref for row in shared)
    assert store.ask(get_draw, third).earlier == ()
    assert store.ask(certificate, second)["earlier"][0]["seed"] == SEED
    assert [each.id for each in store.ask(list_draws, RESTRAINT)] == [third, second, first]


def test_what_cannot_be_viewed_is_replaced_and_verified(store: Store, drawn: DrawIt) -> None:
    draw_id = drawn()
    record = store.ask(get_draw, draw_id)
    order = record.drawn.strata["0"].order
    assert (
        store.run(note_lost, draw_id, "0", order[1], "overwritten", "after 90 days").result
        == (order[4])
    )
    assert store.run(note_lost, draw_id, "0", order[4], "other", "locked").result == order[5]
    only = record.drawn.strata["3"].order[0]
    assert store.run(note_lost, draw_id, "3", only, "not recorded").result is None
    after = store.ask(get_draw, draw_id)
    assert after.sample("0") == (order[0], order[2], order[3], order[5])
    assert after.drawn == record.drawn
    values = read_certificate(store.ask(certificate_text, draw_id).encode())
    assert [one["by"] for one in values["replaced"]] == [order[4], order[5], None]
    assert all(check.holds for check in check_certificate(values))


def test_a_replacement_needs_a_reason_of_the_list(store: Store, drawn: DrawIt) -> None:
    draw_id = drawn()
    order = store.ask(get_draw, draw_id).drawn.strata["0"].order
    for reason, words, said in (
        ("boring", "", "Choose why"),
        ("other", " ", "Say in words"),
    ):
        with pytest.raises(Refused, match=said):
            store.run(note_lost, draw_id, "0", order[0], reason, words)
    with pytest.raises(Refused, match="not in the sample"):
        store.run(note_lost, draw_id, "0", order[9], "overwritten")


def test_only_the_last_replacement_of_a_stratum_is_taken_back(store: Store, drawn: DrawIt) -> None:
    draw_id = drawn()
    order = store.ask(get_draw, draw_id).drawn.strata["0"].order
    first = store.run(note_lost, draw_id, "0", order[0], "overwritten").entry
    last = store.run(note_lost, draw_id, "0", order[1], "overwritten").entry
    with pytest.raises(Refused, match="Undo that first"):
        store.run(undo, first)
    store.run(undo, last)
    store.run(undo, first)
    assert store.ask(get_draw, draw_id).replaced == ()
    assert checking.check_store(store).problems == ()


def by_command(store: Store, seed: str = SEED) -> str:
    made = store.run(
        draw_by_command, RESTRAINT, "On the line", QUARTER, quarter_rows(), OUT, PLAN, seed
    )
    return str(made.result)


def test_on_the_command_line_a_freeze_before_makes_it_real(store: Store, frozen: Freeze) -> None:
    frame_id = frozen()
    real, again = by_command(store), by_command(store, "7-7")
    found = store.ask(get_draw, real)
    assert (found.frame.id, found.rehearsal) == (frame_id, False)
    assert found.seed_from == "On the command line, by Ann"
    second = store.ask(get_draw, again)
    assert second.rehearsal
    assert second.seed_from.endswith("Rehearsal: no freeze was recorded before.")
    assert [one.draw_id for one in second.earlier] == [real]
    third = store.ask(get_draw, by_command(store, "8-8"))
    assert third.rehearsal, "a rehearsal's own list is no freeze before"
    assert len(third.earlier) == 2


def test_a_list_is_found_by_the_start_of_its_commitment(store: Store, drawn: DrawIt) -> None:
    by_command(store)
    real = drawn()
    frame_id = store.ask(frame_of, real)
    commitment = store.ask(freeze_slip, frame_id).commitment
    assert store.ask(find_frame, f"{commitment[:8]} {commitment[8:16]}") == frame_id
    assert store.ask(draw_of, frame_id) == store.ask(draw_of, real) == real
    drawn(title="Other", rows=quarter_rows()[:5], left_out=(), plan="0:all,1:1,2:all,3:all")
    for words in ("", "zz"):
        with pytest.raises(WrongUse, match="No frozen list"):
            store.ask(find_frame, words)


def test_what_is_not_there_is_said(store: Store, frozen: Freeze) -> None:
    frame_id = frozen()
    for ask, words in (
        (freeze_slip, "no such frozen list"),
        (get_draw, "no such draw"),
        (frame_of, "which frozen list"),
        (draw_of, "which draw"),
    ):
        with pytest.raises(WrongUse, match=words):
            store.ask(ask, "nothing")
    with pytest.raises(WrongUse, match="nothing was drawn"):
        store.ask(draw_of, frame_id)
