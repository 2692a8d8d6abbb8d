"""The sample partnership: a fictional county with its records, marked as sample for ever."""

from __future__ import annotations

import gc
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from functools import wraps
from hashlib import shake_256
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from dscp_desktop.app.beginning import begin_from
from dscp_desktop.app.sample.agreeing import settle_minutes
from dscp_desktop.app.sample.audits import add_audits
from dscp_desktop.app.sample.budget import add_money
from dscp_desktop.app.sample.county import SAMPLE_DAY, County, load_county
from dscp_desktop.app.sample.groups import add_people, add_seats, add_terms
from dscp_desktop.app.sample.learning import add_cycles
from dscp_desktop.app.sample.live import add_live
from dscp_desktop.app.sample.lives import finish_actions
from dscp_desktop.app.sample.meetings import add_meetings
from dscp_desktop.app.sample.minutes import add_minutes
from dscp_desktop.app.sample.packs import Command, Rendered, add_packs, add_papers, render_papers
from dscp_desktop.app.sample.planning import add_plans
from dscp_desktop.app.sample.restraint import add_restraint
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.places import find_place
from dscp_desktop.core.privacy import take_from_environment
from dscp_desktop.core.profiles import load_profile
from dscp_desktop.jobs.files import FileWorker
from dscp_desktop.store.opening import Birth, create_store
from dscp_desktop.store.session import Clock, work_of

SAMPLE_OPENS_WITH = "sample"


def make_sample(options: Namespace) -> int:
    """Make the sample store: the verb `demo`. Its passphrase is DSCP_PASSPHRASE or 'sample'."""
    given = take_from_environment("DSCP_PASSPHRASE")
    words = SAMPLE_OPENS_WITH if given is None else given
    make_sample_store(options.file, options.on, words, force=options.force)
    print(f"Made {options.file}: a sample that stands at {options.on}.", file=sys.stderr)
    return 0


def make_sample_store(
    path: Path,
    day: date = SAMPLE_DAY,
    passphrase: str = SAMPLE_OPENS_WITH,
    *,
    force: bool = False,
    clock: Clock | None = None,
    times: int = 1,
    told: Callable[[str, float], object] = lambda _words, _part: None,
) -> None:
    """Make the sample store at `path`, standing at `day`; its dates move by whole weeks.

    The same day gives the same records, ids too: the clock stands on the morning of that day, and
    what is random follows from it. `times` as many records of each kind are for measuring. `told`
    hears each step, and what part of the work was done before it.
    """
    profile = load_profile("partnership", find_place("resources/sample"))
    county = load_county(day, times)
    clock, noise = clock or morning_of(day), _noise_of(f"{day} {times}")
    public_name = str(profile.values["partnership"]["public_name"])
    birth = Birth(public_name, "Business manager", passphrase, sample_day=day)
    with FileWorker() as worker:
        told("Setting the papers", 0.0)
        papers = render_papers(county, worker.ask)
        told("Making the store", 0.1)
        with create_store(path, birth, clock, force=force) as store:
            store.run(_steady(begin_from, noise), profile, day.isoformat())
            told("Writing three years of records", 0.25)
            store.run(_steady(fill_sample, noise), county, papers)
            told("Building the packs", 0.95)
            add_packs(store, county, worker.ask, lambda command: _steady(command, noise))


def morning_of(day: date) -> Clock:
    """Return a clock that begins on the morning of a day and moves a little at each look."""
    begins, ticks = datetime.combine(day, time(7), UTC), count()
    return lambda: begins + timedelta(milliseconds=next(ticks))


def _noise_of(seed: str) -> Callable[[int], bytes]:
    """Return what gives the same bytes each time in place of random ones: nothing here is real."""
    turn = count()
    return lambda wanted: shake_256(f"sample {seed} {next(turn)}".encode()).digest(wanted)


def _steady(command: Command, noise: Callable[[int], bytes]) -> Command:
    """Return a command whose identifiers and salts are the same each time."""

    @wraps(command)
    def run(session: Session, *args: Any) -> Changes:
        work_of(session).random = noise
        return command(session, *args)

    return run


@contextmanager
def _all_at_hand(session: Session) -> Iterator[None]:
    """Hold every row while the records are made: else each command reads it from the file again."""
    held: list[Any] = []

    def hold(_session: Session, row: Any) -> None:
        held.append(row)

    names = ("pending_to_persistent", "loaded_as_persistent")
    for name in names:
        event.listen(session, name, hold)
    looks = gc.isenabled()
    gc.disable()  # what is held is no litter, and to look at it again and again takes long
    try:
        yield
    finally:
        if looks:
            gc.enable()
        for name in names:
            event.remove(session, name, hold)


def fill_sample(session: Session, county: County, papers: Rendered) -> Changes:
    """Put the records of the fictional county into a new store."""
    with _all_at_hand(session):
        county.look_up(session)
        seats = add_seats(session, county.records, county.groups, county.day)
        add_people(session, county.records, county.groups, seats, county.day)
        add_terms(session, county)
        add_meetings(session, county)
        add_plans(session, county)
        items = add_minutes(session, county)
        add_papers(session, county, papers, items)
        settle_minutes(session, county, items)
        live = county.records["live"]
        own = county.meetings[live["group"], county.day(live["on"])]
        add_live(session, live, own, county.groups[live["group"]], county.move)
        add_money(session, county)
        add_restraint(session, county)
        add_cycles(session, county)
        add_audits(session, county)
        finish_actions(session, county)
        session.flush()
    return Changes("Sample records put in", ("*",))
