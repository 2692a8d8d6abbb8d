"""Plan, agenda, attendance, minutes, approval and undo, in any order, on a real store.

After every step: numbers are unique and stay once they went out, what is frozen stays as it was
approved, each action has one owner, one place and its story, and the quorum follows the terms of
the day. What is refused leaves every row as it was.
"""

from __future__ import annotations

import itertools
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from dscp_desktop.actions.commands.log import add_update, mark_done
from dscp_desktop.actions.rules.log import BY_MEETING, ActionDetails
from dscp_desktop.actions.tables import Action, ActionUpdate
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Refused
from dscp_desktop.diary.commands.meetings import add_meeting
from dscp_desktop.diary.rules.meetings import MeetingDetails
from dscp_desktop.meetings.commands import agenda, issuing, minutes, notes, presence, raising
from dscp_desktop.meetings.queries.agenda import agenda as agenda_of
from dscp_desktop.meetings.queries.record import meeting_record
from dscp_desktop.meetings.rules.agenda import ItemDetails
from dscp_desktop.meetings.rules.numbering import label_order
from dscp_desktop.meetings.rules.record import NoteDraft
from dscp_desktop.meetings.tables import AgendaItem, Decision, Note
from dscp_desktop.partnership.commands.groups import add_group
from dscp_desktop.partnership.commands.organisations import add_organisation
from dscp_desktop.partnership.commands.seats import add_seat
from dscp_desktop.partnership.rules.parties import GroupDetails
from dscp_desktop.partnership.tables import Group, Organisation, Seat
from dscp_desktop.store.check import check_store
from dscp_desktop.store.history import undo
from dscp_desktop.store.opening import Birth, create_store, open_store
from tests.meetings.reckoning import begin_terms, every_row, expected_quorum, frozen_view
from tests.moulds import PASSPHRASE

FEW = st.integers(0, 7)
MARKS = ("present", "apologies", "deputy", "no reply", "")


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed store with one group of four seats, three of them of statutory partners."""
    path = tmp_path_factory.mktemp("begun") / "store.dscp"
    clock = lambda: datetime(2023, 1, 1, tzinfo=UTC)  # noqa: E731
    with create_store(path, Birth("Test partnership", "Ann", PASSPHRASE), clock) as store:
        group = str(store.run(add_group, GroupDetails("Panel of tests", "POT")).result)
        for name in ("A", "B", "C", "D"):
            kind = "other" if name == "D" else "statutory partner"
            made = store.run(add_organisation, f"Body {name}", kind=kind)
            store.run(add_seat, group, str(made.result))
        store.run(begin_terms, group)
    return path


class RecordMachine(RuleBasedStateMachine):
    """The rules; `begun_store` is set by the test that runs them."""

    begun_store: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        path = self.folder / "store.dscp"
        for ending in (".dscp", ".keys"):
            shutil.copy(self.begun_store.with_suffix(ending), path.with_suffix(ending))
        ticks = itertools.count()
        start = datetime(2023, 1, 2, 9, 0, tzinfo=UTC)
        self.store = open_store(
            path, PASSPHRASE, clock=lambda: start + timedelta(seconds=next(ticks))
        )
        ask = self.store.ask
        self.group = ask(lambda s: s.scalars(select(Group.id)).one())
        by_name = select(Seat.id).join(Organisation, Organisation.id == Seat.organisation_id)
        self.seats = ask(lambda s: list(s.scalars(by_name.order_by(Organisation.name))))
        self.owners = ask(
            lambda s: list(s.scalars(select(Organisation.id).order_by(Organisation.name)))
        )
        self.days = itertools.count()
        self.meetings: list[str] = []
        self.out: dict[str, dict[str, str]] = {}
        self.frozen: dict[str, Any] = {}
        self.owner_of: dict[str, str] = {}
        self.story_of: Counter[str] = Counter()
        self.done: list[tuple[str, Callable[..., Changes], str]] = []

    def teardown(self) -> None:
        assert check_store(self.store).problems == ()
        self.store.close()
        shutil.rmtree(self.folder)

    # --- helpers ---

    def meeting(self, number: int) -> str:
        return self.meetings[number % len(self.meetings)]

    def items(self, meeting: str) -> list[str]:
        return [item.id for item in self.store.ask(agenda_of, meeting).items if item.id]

    def item(self, number: int, place: int) -> tuple[str, str]:
        meeting = self.meeting(number)
        items = self.items(meeting)
        return meeting, items[place % len(items)]

    def run(self, meeting: str, command: Callable[..., Changes], *values: Any) -> Changes | None:
        """Run a command that changes a meeting: of frozen minutes it is always refused."""
        before = self.store.ask(every_row)
        try:
            changes = self.store.run(command, *values)
        except Refused as refused:
            assert self.store.ask(every_row) == before, "refused, and something was changed"
            told = "add a correction instead" in refused.words
            assert told or meeting not in self.frozen, "frozen, and not said so"
            return None
        assert meeting not in self.frozen, f"{changes.words}: the minutes are frozen"
        if changes.entry:
            self.done.append((changes.entry, command, meeting))
        self.keep_labels(meeting)
        return changes

    def keep_labels(self, meeting: str) -> None:
        rows = self.store.ask(
            lambda s: s.execute(
                select(AgendaItem.id, AgendaItem.label).where(AgendaItem.meeting_id == meeting)
            ).all()
        )
        now = {item: label for item, label in rows if label}
        before = self.out.get(meeting, {})
        there = {item for item, _ in rows}
        assert {i: n for i, n in before.items() if i in there}.items() <= now.items()
        self.out[meeting] = now

    def has(self) -> bool:
        return bool(self.meetings)

    # --- plan and agenda ---

    @precondition(lambda self: len(self.meetings) < 5)
    @rule(items=st.integers(1, 4))
    def hold_a_meeting(self, items: int) -> None:
        on = date(2023, 5, 4) + timedelta(days=28 * next(self.days))
        made = self.store.run(add_meeting, self.group, MeetingDetails(on, time(10), time(12)))
        self.meetings.append(str(made.result))
        for number in range(items):
            self.store.run(agenda.add_item, self.meetings[-1], f"Subject {number}", minutes=20)

    @precondition(has)
    @rule(number=FEW, place=FEW)
    def add_an_item(self, number: int, place: int) -> None:
        meeting, after = self.item(number, place)
        self.run(meeting, agenda.add_item, meeting, "New", "", 5, "", "", False, False, after)

    @precondition(has)
    @rule(number=FEW, place=FEW, to=FEW)
    def move_an_item(self, number: int, place: int, to: int) -> None:
        meeting, item = self.item(number, place)
        self.run(meeting, agenda.move_item, item, to + 1)

    @precondition(has)
    @rule(number=FEW, place=FEW, remove=st.booleans())
    def change_an_item(self, number: int, place: int, remove: bool) -> None:
        meeting, item = self.item(number, place)
        if remove and len(self.items(meeting)) > 1:
            self.run(meeting, agenda.remove_item, item)
        else:
            self.run(meeting, agenda.change_item, item, ItemDetails("Other words", 15))

    @precondition(has)
    @rule(number=FEW)
    def send_the_agenda_out(self, number: int) -> None:
        meeting = self.meeting(number)
        self.run(meeting, issuing.issue_agenda, meeting)

    @precondition(has)
    @rule(number=FEW, place=FEW, to=FEW)
    def carry_over(self, number: int, place: int, to: int) -> None:
        _, item = self.item(number, place)
        self.run(self.meeting(to), issuing.carry_over, item, self.meeting(to))

    # --- attendance ---

    @precondition(has)
    @rule(number=FEW, seat=FEW, mark=st.sampled_from(MARKS))
    def mark_a_seat(self, number: int, seat: int, mark: str) -> None:
        meeting = self.meeting(number)
        self.run(meeting, presence.record_seat, meeting, self.seats[seat % 4], mark)

    @precondition(has)
    @rule(number=FEW)
    def all_are_here(self, number: int) -> None:
        meeting = self.meeting(number)
        for seat in self.seats:
            self.run(meeting, presence.record_seat, meeting, seat, "present")

    @precondition(has)
    @rule(number=FEW, seat=FEW, place=FEW, came=st.booleans(), minute=st.integers(0, 59))
    def come_or_leave(self, number: int, seat: int, place: int, came: bool, minute: int) -> None:
        meeting, item = self.item(number, place)
        at = time(10, minute)
        self.run(meeting, presence.move, meeting, self.seats[seat % 4], came, at, item)

    # --- the record ---

    @precondition(has)
    @rule(number=FEW, place=FEW, texts=st.lists(st.sampled_from("abc"), max_size=3))
    def type_notes(self, number: int, place: int, texts: list[str]) -> None:
        meeting, item = self.item(number, place)
        kept = [
            n
            for i in self.store.ask(meeting_record, meeting).items
            if i.id == item
            for n in i.notes
            if n.text
        ]
        drafts = [NoteDraft(n.text, n.id, n.at) for n in kept[: len(texts)]]
        drafts += [NoteDraft(f"Said {text}", at=time(10, 5)) for text in texts]
        self.run(meeting, notes.save_item_notes, item, drafts)

    @precondition(has)
    @rule(number=FEW, place=FEW)
    def decide(self, number: int, place: int) -> None:
        meeting, item = self.item(number, place)
        self.run(meeting, raising.add_decision, item, "It was agreed")

    @precondition(has)
    @rule(number=FEW, place=FEW, owner=FEW)
    def raise_an_action(self, number: int, place: int, owner: int) -> None:
        meeting, item = self.item(number, place)
        body = self.owners[owner % len(self.owners)]
        details = ActionDetails("Do it", owner_id=body, due_rule=BY_MEETING)
        changes = self.run(meeting, raising.raise_action, item, details)
        if changes:
            self.owner_of[str(changes.result)] = body

    @precondition(has)
    @rule(number=FEW, place=FEW)
    def challenge(self, number: int, place: int) -> None:
        meeting, item = self.item(number, place)
        self.run(meeting, raising.add_challenge, item, raising.ChallengeDetails("Too late"))

    @precondition(lambda self: self.owner_of)
    @rule(number=FEW, done=st.booleans())
    def go_on_with_an_action(self, number: int, done: bool) -> None:
        action = sorted(self.owner_of)[number % len(self.owner_of)]
        if done:
            self.store.run(mark_done, action, date(2024, 1, 1))
        else:
            self.store.run(add_update, action, "It goes on", date(2023, 12, 1))
            self.story_of[action] += 1

    # --- minutes ---

    @precondition(has)
    @rule(number=FEW)
    def agree(self, number: int) -> None:
        meeting = self.meeting(number)
        self.run(meeting, minutes.agree_minutes, meeting, date(2024, 1, 1))

    @precondition(has)
    @rule(number=FEW, at=FEW)
    def approve(self, number: int, at: int) -> None:
        meeting, later = self.meeting(number), self.meeting(at)
        if meeting not in self.frozen:
            self.run(meeting, notes.save_item_notes, self.items(meeting)[0], [NoteDraft("Said")])
            self.run(meeting, minutes.agree_minutes, meeting, date(2024, 1, 1))
        if self.run(meeting, minutes.approve_minutes, meeting, later):
            assert self.meetings.index(later) > self.meetings.index(meeting)
            self.frozen[meeting] = frozen_view(self.store.ask(meeting_record, meeting))

    @precondition(lambda self: self.frozen)
    @rule(number=FEW)
    def correct(self, number: int) -> None:
        meeting = sorted(self.frozen)[number % len(self.frozen)]
        self.store.run(minutes.add_correction, meeting, "It was two", date(2024, 2, 1))

    @precondition(lambda self: self.done)
    @rule(back=st.integers(0, 9))
    def undo_something(self, back: int) -> None:
        entry, command, meeting = self.done[-1 - back % len(self.done)]
        before = self.store.ask(every_row)
        try:
            self.store.run(undo, entry)
        except Refused:
            assert self.store.ask(every_row) == before, "refused, and something was changed"
            return
        self.done.remove((entry, command, meeting))
        if command is minutes.approve_minutes:
            del self.frozen[meeting]
        there = self.store.ask(lambda s: set(s.scalars(select(Action.id))))
        self.owner_of = {key: body for key, body in self.owner_of.items() if key in there}
        self.out = {}
        for each in self.meetings:
            self.keep_labels(each)

    # --- after every step ---

    @invariant()
    def numbers_are_unique(self) -> None:
        for meeting in self.meetings:
            shown = [line.label for line in self.store.ask(agenda_of, meeting).items]
            assert len(shown) == len(set(shown)), shown
            assert shown == sorted(shown, key=label_order), shown
        rows = self.store.ask(
            lambda s: s.execute(
                select(Decision.meeting_id, Decision.number, AgendaItem.label).join(
                    AgendaItem, AgendaItem.id == Decision.item_id
                )
            ).all()
        )
        assert len({(meeting, number) for meeting, number, _ in rows}) == len(rows)
        assert all(number.rpartition(".")[0] == label for _, number, label in rows)

    @invariant()
    def frozen_stays_frozen(self) -> None:
        for meeting, view in self.frozen.items():
            assert frozen_view(self.store.ask(meeting_record, meeting)) == view

    @invariant()
    def an_action_has_one_owner_and_its_story(self) -> None:
        with self.store.reading() as session:
            rows = session.scalars(select(Action)).all()
            assert {row.id: row.owner_id for row in rows} == self.owner_of
            assert len({row.number for row in rows}) == len(rows)
            places = Counter(session.scalars(select(Note.record_id)))
            stories = Counter(session.scalars(select(ActionUpdate.action_id)))
            for row in rows:
                assert places[row.id] == 1
                assert row.raised_at_id in self.meetings
                assert stories[row.id] == self.story_of[row.id]

    @invariant()
    def the_quorum_follows_the_terms_of_the_day(self) -> None:
        for meeting in self.meetings:
            record = self.store.ask(meeting_record, meeting)
            said = [item.quorum.quorate if item.quorum else None for item in record.items]
            assert said == self.store.ask(expected_quorum, meeting, record, self.seats)


def run_machine(begun: Path, examples: int, steps: int) -> None:
    RecordMachine.begun_store = begun
    wanted = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        derandomize=True,
        phases=(Phase.generate,),
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )
    run_state_machine_as_test(RecordMachine, settings=wanted)


def test_the_record_holds_after_every_step(begun: Path) -> None:
    run_machine(begun, 1, 30)


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_the_record_holds_after_every_of_very_many_steps(begun: Path) -> None:
    run_machine(begun, 60, 60)
