"""The store against a plain model: after every step both hold the same, whatever was done.

Commands of several features, undo of any entry, imports of real workbooks, drafts, backups that
are put back, a key that changes, closing and opening again. The model is a dictionary.
"""

from __future__ import annotations

import itertools
import shutil
import tempfile
from copy import deepcopy
from datetime import UTC, date, datetime, timedelta
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

from dscp_desktop.actions.commands.log import add_action, change_action, set_status
from dscp_desktop.actions.rules.log import ActionDetails
from dscp_desktop.app.features import workbook_offers
from dscp_desktop.budget.commands.contributions import put_contribution, remove_contribution
from dscp_desktop.budget.commands.years import add_year
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Refused
from dscp_desktop.diary.commands.meetings import add_meeting, change_meeting
from dscp_desktop.diary.rules.meetings import MeetingDetails
from dscp_desktop.partnership.commands.groups import add_group, change_group
from dscp_desktop.partnership.commands.organisations import add_organisation, change_organisation
from dscp_desktop.partnership.rules.parties import GroupDetails, OrganisationDetails
from dscp_desktop.records.commands import import_workbooks
from dscp_desktop.records.rules.planning import plan_file
from dscp_desktop.sheets.reading import read_workbook
from dscp_desktop.sheets.writing import ColumnOut, SheetOut, write_workbook
from dscp_desktop.store.backup import ENDING, backup_file, restore
from dscp_desktop.store.check import check_store
from dscp_desktop.store.drafts import drop_draft, keep_draft
from dscp_desktop.store.history import undo
from dscp_desktop.store.opening import Birth, create_store, open_store
from dscp_desktop.store.people import change_key
from dscp_desktop.store.search import find
from tests.machine.picture import Key, Model, Picture, drafts_of, picture_of
from tests.moulds import PASSPHRASE

YEAR = "2023-24"
FIRST_DAY = date(2023, 1, 2)
STATUSES = ("not started", "in progress", "complete")
HEADINGS = ("No", "Group", "Action", "Owner", "Due", "Status")
FEW = st.integers(0, 5)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with one year of contributions and nothing else, closed."""
    path = tmp_path_factory.mktemp("empty") / "store.dscp"
    clock = lambda: datetime(2023, 1, 1, tzinfo=UTC)  # noqa: E731
    with create_store(path, Birth("Test partnership", "Ann", PASSPHRASE), clock) as store:
        store.run(add_year, YEAR)
    return path


class StoreMachine(RuleBasedStateMachine):
    """The rules; `empty_store` is set by the test that runs them."""

    empty_store: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.path = self.folder / "store.dscp"
        for ending in (".dscp", ".keys"):
            shutil.copy(self.empty_store.with_suffix(ending), self.path.with_suffix(ending))
        ticks = itertools.count()
        start = datetime(2023, 1, 2, 9, 0, tzinfo=UTC)
        self.clock = lambda: start + timedelta(seconds=next(ticks))
        self.store = open_store(self.path, PASSPHRASE, clock=self.clock)
        self.model = Model()
        self.kept: list[tuple[Path, Model]] = []
        self.numbers = itertools.count()
        self.tokens: list[str] = []

    def teardown(self) -> None:
        self.store.close()
        shutil.rmtree(self.folder)

    # --- helpers ---

    def token(self) -> str:
        """Return a word that stands nowhere else."""
        self.tokens.append(f"zq{next(self.numbers)}zq")
        return self.tokens[-1]

    def ids(self, kind: str) -> list[Key]:
        return sorted(key for key in self.model.records if key[0] == kind)

    def pick(self, kind: str, number: int) -> Key:
        found = self.ids(kind)
        return found[number % len(found)]

    def did(self, changes: Changes, after: Picture) -> None:
        """Keep what a command did; a value of None is gone."""
        delta = {key: (self.model.records.get(key), value) for key, value in after.items()}
        moved = any(before != value for before, value in delta.values())
        assert moved or not changes.entry, "nothing was changed, and the history says it was"
        if moved:
            assert changes.entry, "something was changed, and the history does not say so"
            self.model.entries.append((changes.entry, delta))
        self.put({key: value for key, (_before, value) in delta.items()})

    def put(self, values: Picture) -> None:
        for key, value in values.items():
            if value is None:
                self.model.records.pop(key, None)
            else:
                self.model.records[key] = value

    def has(self, *kinds: str) -> bool:
        return all(self.ids(kind) for kind in kinds)

    # --- commands ---

    @rule()
    def add_an_organisation(self) -> None:
        name = f"{self.token()} Trust"
        changes = self.store.run(add_organisation, name)
        self.did(changes, {("organisation", str(changes.result)): (name, "", ())})

    @precondition(lambda self: self.has("organisation"))
    @rule(number=FEW, back=st.booleans())
    def rename_an_organisation(self, number: int, back: bool) -> None:
        key = self.pick("organisation", number)
        old, short, known = self.model.records[key]
        name = known[0] if back and known else f"{self.token()} Trust"
        details = OrganisationDetails(name=name, short_name=short, known_as=known)
        changes = self.store.run(change_organisation, key[1], details)
        left = tuple(sorted({*known, old} - {name}))
        self.did(changes, {key: (name, short, left)})

    @precondition(lambda self: self.has("organisation"))
    @rule(number=FEW)
    def add_an_organisation_that_is_known(self, number: int) -> None:
        name = self.model.records[self.pick("organisation", number)][0]
        with pytest.raises(Refused, match="is known already"):
            self.store.run(add_organisation, name.upper())

    @rule()
    def add_a_group(self) -> None:
        token = self.token()
        details = GroupDetails(name=f"{token} Group", code=f"C{token}", purpose="To meet")
        changes = self.store.run(add_group, details)
        key = ("group", str(changes.result))
        self.did(changes, {key: (details.name, details.code, "To meet")})

    @precondition(lambda self: self.has("group"))
    @rule(number=FEW)
    def change_a_group(self, number: int) -> None:
        key = self.pick("group", number)
        name, code, _purpose = self.model.records[key]
        details = GroupDetails(name=name, code=code, purpose=f"To see {self.token()}")
        changes = self.store.run(change_group, key[1], details)
        self.did(changes, {key: (name, code, details.purpose)})

    @precondition(lambda self: self.has("group"))
    @rule(number=FEW, day=FEW)
    def add_a_meeting(self, number: int, day: int) -> None:
        group = self.pick("group", number)[1]
        on = FIRST_DAY + timedelta(days=day)
        taken = {
            (value[0], value[1]) for k, value in self.model.records.items() if k[0] == "meeting"
        }
        if (group, on.isoformat()) in taken:
            with pytest.raises(Refused, match="already"):
                self.store.run(add_meeting, group, MeetingDetails(on=on))
            return
        details = MeetingDetails(on=on, venue=f"{self.token()} Hall")
        changes = self.store.run(add_meeting, group, details)
        key = ("meeting", str(changes.result))
        self.did(changes, {key: (group, on.isoformat(), details.venue, "planned")})

    @precondition(lambda self: self.has("meeting"))
    @rule(number=FEW)
    def cancel_a_meeting(self, number: int) -> None:
        key = self.pick("meeting", number)
        group, on, venue, _status = self.model.records[key]
        details = MeetingDetails(date.fromisoformat(on), venue=venue, status="cancelled")
        changes = self.store.run(change_meeting, key[1], details)
        self.did(changes, {key: (group, on, venue, "cancelled")})

    @precondition(lambda self: self.has("group", "organisation"))
    @rule(number=FEW, owner=FEW)
    def add_an_action(self, number: int, owner: int) -> None:
        group, who = self.pick("group", number)[1], self.pick("organisation", owner)[1]
        text = f"Write to {self.token()}"
        no = f"N{next(self.numbers)}"
        details = ActionDetails(text=text, owner_id=who, due=FIRST_DAY)
        changes = self.store.run(add_action, group, details, no)
        self.did(changes, {("action", group, no): (text, who, "open")})

    @precondition(lambda self: self.has("action", "organisation"))
    @rule(number=FEW, owner=FEW)
    def change_an_action(self, number: int, owner: int) -> None:
        key, who = self.pick("action", number), self.pick("organisation", owner)[1]
        text = f"Write again to {self.token()}"
        details = ActionDetails(text=text, owner_id=who, due=FIRST_DAY)
        changes = self.store.run(change_action, self.action_id(key), details)
        self.did(changes, {key: (text, who, self.model.records[key][2])})

    @precondition(lambda self: self.has("action"))
    @rule(number=FEW, status=st.sampled_from(STATUSES))
    def set_an_actions_status(self, number: int, status: str) -> None:
        key = self.pick("action", number)
        changes = self.store.run(set_status, self.action_id(key), status, FIRST_DAY)
        text, who, _status = self.model.records[key]
        self.did(changes, {key: (text, who, status)})

    @precondition(lambda self: self.has("organisation"))
    @rule(number=FEW, pence=st.integers(0, 10**9))
    def put_a_contribution(self, number: int, pence: int) -> None:
        who = self.pick("organisation", number)[1]
        note = f"Agreed by {self.token()}"
        changes = self.store.run(put_contribution, YEAR, who, pence, note)
        self.did(changes, {("contribution", YEAR, who): (pence, note)})

    @precondition(lambda self: self.has("contribution"))
    @rule(number=FEW)
    def remove_a_contribution(self, number: int) -> None:
        key = self.pick("contribution", number)
        changes = self.store.run(remove_contribution, YEAR, key[2])
        self.did(changes, {key: None})

    def action_id(self, key: Key) -> str:
        from dscp_desktop.actions.tables import Action

        with self.store.reading() as session:
            found = session.query(Action.id).filter_by(group_id=key[1], number=key[2])
            return str(found.scalar())

    # --- imports ---

    @precondition(lambda self: self.has("group", "organisation"))
    @rule(group=FEW, owner=FEW, rows=st.integers(1, 4), known=st.integers(0, 3))
    def import_actions(self, group: int, owner: int, rows: int, known: int) -> None:
        key, who = self.pick("group", group), self.pick("organisation", owner)
        code, name = self.model.records[key][1], self.model.records[who][0]
        numbers = [k[2] for k in self.ids("action") if k[1] == key[1]][:known]
        numbers += [f"N{next(self.numbers)}" for _ in range(rows)]
        values = {no: f"Read {self.token()}" for no in numbers}
        lines = [(no, code, text, name, FIRST_DAY, "Open") for no, text in values.items()]
        plan = self.plan(lines)
        before = self.store.rehearse(lambda session: len(picture_of(session)))
        assert before == len(self.model.records)
        changes = self.store.run(import_workbooks, [plan])
        after: Picture = {
            ("action", key[1], no): (text, who[1], "open") for no, text in values.items()
        }
        self.did(changes, after)

    @precondition(lambda self: self.has("group", "organisation"))
    @rule(group=FEW)
    def import_with_a_fault_takes_nothing(self, group: int) -> None:
        code = self.model.records[self.pick("group", group)][1]
        good = (f"N{next(self.numbers)}", code, "Read", "Somebody", FIRST_DAY, "Open")
        bad = (f"N{next(self.numbers)}", "No such group", "Read", "Somebody", "soon", "Open")
        with pytest.raises(Refused):
            self.store.run(import_workbooks, [self.plan([good, bad])])

    def plan(self, lines: list[tuple[Any, ...]]) -> Any:
        kinds: dict[str, Any] = {"Due": "date"}
        columns = tuple(ColumnOut(head, kinds.get(head, "text"), 20) for head in HEADINGS)
        data = write_workbook((SheetOut("Action log", columns, tuple(lines)),))
        return plan_file("log.xlsx", read_workbook(data, "log.xlsx").sheets, workbook_offers())

    # --- undo ---

    @precondition(lambda self: self.model.entries)
    @rule()
    def undo_the_last(self) -> None:
        entry, delta = self.model.entries[-1]
        changes = self.store.run(undo, entry)
        self.did(changes, {key: before for key, (before, _after) in delta.items()})

    @precondition(lambda self: len(self.model.entries) > 1)
    @rule(number=st.integers(0, 30))
    def undo_any(self, number: int) -> None:
        entry, delta = self.model.entries[number % len(self.model.entries)]
        stands = all(self.model.records.get(key) == after for key, (_b, after) in delta.items())
        try:
            changes = self.store.run(undo, entry)
        except Refused:
            assert entry != self.model.entries[-1][0], "the last one can always be undone"
            return
        assert stands, "an entry was undone although what it wrote had changed since"
        self.did(changes, {key: before for key, (before, _after) in delta.items()})

    # --- the file itself ---

    @rule(place=st.sampled_from("abc"), value=st.text(max_size=20))
    def keep_a_draft(self, place: str, value: str) -> None:
        with self.store.jotting() as session:
            keep_draft(session, place, value)
        self.model.drafts[place] = value

    @rule(place=st.sampled_from("abc"))
    def drop_a_draft(self, place: str) -> None:
        with self.store.jotting() as session:
            drop_draft(session, place)
        self.model.drafts.pop(place, None)

    @rule()
    def close_and_open(self) -> None:
        self.store.close()
        assert sorted(p.name for p in self.folder.glob("store.dscp*")) == ["store.dscp"]
        self.store = open_store(self.path, PASSPHRASE, clock=self.clock)

    @rule()
    def change_the_key(self) -> None:
        before = self.store.key
        change_key(self.store)
        assert self.store.key != before

    @rule()
    def back_up(self) -> None:
        made = self.folder / f"kept{next(self.numbers)}{ENDING}"
        backup_file(self.path, self.store.key, made)
        self.kept.append((made, deepcopy(self.model)))

    @precondition(lambda self: self.kept)
    @rule(number=FEW)
    def bring_back(self, number: int) -> None:
        made, model = self.kept[number % len(self.kept)]
        self.store.close()
        restore(made, self.path)
        self.store = open_store(self.path, PASSPHRASE, clock=self.clock)
        self.model = deepcopy(model)

    # --- after every step ---

    @invariant()
    def the_store_is_the_model(self) -> None:
        assert self.store.ask(picture_of) == self.model.records
        assert self.store.ask(drafts_of) == self.model.drafts

    @invariant()
    def it_checks_clean(self) -> None:
        checked = check_store(self.store)
        assert checked.problems == ()
        assert checked.entries == len(self.model.entries) + 1  # the year was there

    @invariant()
    def search_finds_what_is_there(self) -> None:
        records = self.model.records
        everything = str(list(records.values()))
        # Notes of a contribution and names of before are not searched.
        searched = str([v[:2] for k, v in records.items() if k[0] in ("organisation", "action")])
        searched += str([v for k, v in records.items() if k[0] in ("group", "meeting")])
        for token in self.tokens[-6:]:
            hits = self.store.ask(find, token)
            if token not in everything:
                assert hits == (), f"{token} is gone, and is found"
            elif token in searched:
                assert hits, f"{token} is there, and is not found"


def run_machine(empty: Path, examples: int, steps: int) -> None:
    StoreMachine.empty_store = empty
    wanted = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        derandomize=True,
        phases=(Phase.generate,),  # the steps of a failure are printed; to shrink them takes hours
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )
    run_state_machine_as_test(StoreMachine, settings=wanted)


def test_the_store_is_the_model_after_every_step(empty: Path) -> None:
    run_machine(empty, 4, 15)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_store_is_the_model_after_every_of_very_many_steps(empty: Path) -> None:
    run_machine(empty, 50, 40)
