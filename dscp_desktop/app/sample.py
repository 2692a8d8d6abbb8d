"""The sample partnership: a fictional county with its records, marked as sample for ever."""

from __future__ import annotations

import sys
import tomllib
from argparse import Namespace
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from dscp_desktop.actions.commands.lives import plan_reviews
from dscp_desktop.actions.commands.log import add_action, add_update, set_status
from dscp_desktop.actions.rules.log import BY_DATE, BY_MEETING, ActionDetails
from dscp_desktop.app.beginning import begin_from
from dscp_desktop.app.sample_audits import add_audits
from dscp_desktop.app.sample_budget import add_budget
from dscp_desktop.app.sample_groups import add_people, add_seats, add_terms
from dscp_desktop.app.sample_minutes import add_minutes
from dscp_desktop.app.sample_restraint import add_restraint
from dscp_desktop.budget.commands.contributions import (
    put_contribution,
    set_payment,
    set_published,
)
from dscp_desktop.budget.commands.years import add_year
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import WrongUse
from dscp_desktop.core.places import find_place
from dscp_desktop.core.privacy import take_from_environment
from dscp_desktop.core.profiles import load_profile
from dscp_desktop.diary.commands.meetings import add_meeting
from dscp_desktop.diary.rules.meetings import MeetingDetails
from dscp_desktop.jobs.files import FileWorker
from dscp_desktop.meetings.commands.agenda import add_item, add_paper, start_agenda
from dscp_desktop.meetings.commands.attendance import record_attendance
from dscp_desktop.paper.document import Document, Heading, Paragraph
from dscp_desktop.paper.values import to_values
from dscp_desktop.partnership.queries.parties import load_names
from dscp_desktop.store.opening import Birth, create_store, utc_now
from dscp_desktop.store.session import Clock

SAMPLE_DAY = date(2023, 10, 19)
SAMPLE_OPENS_WITH = "sample"
PACK_MEETING = date(2023, 10, 26)
RENDER = "dscp_desktop.paper.tasks:render"


@dataclass(frozen=True, slots=True)
class _Making:
    """What the making of the sample knows: its records, and by how many days all dates move."""

    records: Mapping[str, Any]
    papers: tuple[tuple[Mapping[str, Any], bytes, int], ...]
    move: timedelta
    today: date

    def day(self, text: str) -> date:
        """Return a day of the records, moved."""
        return date.fromisoformat(text) + self.move


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
    clock: Clock = utc_now,
) -> None:
    """Make the sample store at `path`, standing at `day`; its dates move by whole weeks."""
    profile = load_profile("partnership", find_place("resources/sample"))
    records = tomllib.loads(find_place("resources/sample/records.toml").read_text("utf-8"))
    weeks = round((day - SAMPLE_DAY).days / 7)
    if abs(weeks) > 52 * 60:
        raise WrongUse("The sample stands on a day between 1965 and 2083. Choose another.")
    papers = _render_papers(records["paper"])
    making = _Making(records, papers, timedelta(weeks=weeks), day)
    public_name = str(profile.values["partnership"]["public_name"])
    birth = Birth(public_name, "Business manager", passphrase, sample_day=day)
    with create_store(path, birth, clock, force=force) as store:
        store.run(begin_from, profile, day.isoformat())
        store.run(fill_sample, making)


def _render_papers(entries: Any) -> tuple[tuple[Mapping[str, Any], bytes, int], ...]:
    made = []
    with FileWorker() as worker:
        for entry in entries:
            parts = entry["parts"]
            blocks = [b for head, text in parts for b in (Heading(2, head), Paragraph(text))]
            document = Document(title=entry["title"], blocks=tuple(blocks))
            values, blobs = worker.ask(RENDER, {"document": to_values(document)})
            made.append((entry, blobs[0], int(values["pages"])))
    return tuple(made)


def fill_sample(session: Session, making: _Making) -> Changes:
    """Put the records of the fictional county into a new store."""
    names = load_names(session)
    groups = {code: names.group(code) for code in making.records["seats"]}
    ids = {code: group.id for code, group in groups.items() if group}
    seats = add_seats(session, making.records, ids, making.day)
    add_people(session, making.records, ids, seats, making.day)
    add_terms(session, making.records, ids, making.day)
    meetings = _add_meetings(session, making, ids)
    session.flush()
    _add_attendance(session, making, meetings, names)
    _add_actions(session, making, ids, names)
    _add_contributions(session, making, names)
    _add_pack(session, making, meetings["EXEC", PACK_MEETING + making.move])
    live = making.records["live"]
    code = live["group"]
    add_minutes(session, live, meetings[code, making.day(live["on"])], ids[code], making.move)
    session.flush()
    add_restraint(session, making.records["restraint"], making.day)
    session.flush()
    audits = tomllib.loads(find_place("resources/sample/audits.toml").read_text("utf-8"))
    add_audits(session, audits, making.day, making.today)
    return Changes("Sample records put in", ("*",))


def _organisation(names: Any, name: str) -> str:
    party = names.party(name)
    assert party is not None, name
    return str(party.id)


def _add_meetings(
    session: Session, making: _Making, ids: Mapping[str, str]
) -> dict[tuple[str, date], str]:
    meetings = {}
    for code, entry in making.records["meetings"].items():
        for text in entry["on"]:
            on = making.day(text)
            details = MeetingDetails(
                on=on,
                start=time.fromisoformat(entry["start"]),
                end=time.fromisoformat(entry["end"]),
                venue=entry["venue"],
                chair="Chair of the group",
                status="held" if on < making.today else "planned",
            )
            meetings[code, on] = str(add_meeting(session, ids[code], details).result)
    return meetings


def _add_attendance(
    session: Session, making: _Making, meetings: Mapping[tuple[str, date], str], names: Any
) -> None:
    for (code, on), meeting_id in meetings.items():
        if on >= making.today:
            continue
        for name in making.records["seats"][code]:
            # The same every time, and no pattern that anybody could take for a real one.
            chance = sha256(f"{code} {name} {on - making.move}".encode()).digest()[0]
            away = 250 if name in making.records["contributions"]["partners"][:3] else 215
            mark = "present" if chance < 190 else "deputy" if chance < away else "apologies"
            record_attendance(session, meeting_id, _organisation(names, name), mark)


def _add_actions(session: Session, making: _Making, ids: Mapping[str, str], names: Any) -> None:
    for code, raised, item, text, owner, due, status, update in making.records["actions"]["lines"]:
        details = ActionDetails(
            text=text,
            owner_id=_organisation(names, owner),
            raised_on=making.day(raised),
            item=item,
            due_rule=BY_DATE if due else BY_MEETING,
            due=making.day(due) if due else None,
        )
        action_id = str(add_action(session, ids[code], details).result)
        said_on = making.day(raised) + timedelta(days=28)
        if update:
            add_update(session, action_id, update, min(said_on, making.today))
        set_status(session, action_id, status, min(said_on, making.today))
        if status == "complete":
            plan_reviews(session, action_id, making.day(raised), (6, 12))


def _add_contributions(session: Session, making: _Making, names: Any) -> None:
    entry = making.records["contributions"]
    latest = max(entry["years"])
    for year, amounts in entry["years"].items():
        add_year(session, year)
        for name, pounds in zip(entry["partners"], amounts, strict=True):
            partner = _organisation(names, name)
            noted = year == entry["published"]["year"] and name == entry["note"]["partner"]
            words, mark = (entry["note"]["words"], "*") if noted else ("", "")
            put_contribution(session, year, partner, pounds * 100, words, mark)
            session.flush()
            invoiced = year == latest and name != entry["partners"][0]
            set_payment(session, year, partner, "invoiced" if invoiced else "received")
    published = entry["published"]
    set_published(session, published["year"], published["pounds"] * 100, entry["source"])
    session.flush()
    partners = [_organisation(names, name) for name in entry["partners"]]
    add_budget(session, making.records["budget"], partners)


def _add_pack(session: Session, making: _Making, meeting_id: str) -> None:
    start_agenda(session, meeting_id)
    session.flush()
    for entry, data, pages in making.papers:
        received = making.today - timedelta(days=2)
        _add_item_with_paper(session, meeting_id, entry, data, pages, received)
    _add_item_with_paper(session, meeting_id, making.records["missing"], b"", 0, None)


def _add_item_with_paper(
    session: Session,
    meeting_id: str,
    entry: Mapping[str, Any],
    data: bytes,
    pages: int,
    received: date | None,
) -> None:
    item_id = add_item(
        session,
        meeting_id,
        title=entry["title"],
        lead=entry["lead"],
        minutes=entry["minutes"],
        purpose=entry["purpose"],
        restricted=entry.get("restricted", False),
    ).result
    session.flush()
    add_paper(
        session,
        meeting_id,
        title=entry["title"],
        data=data,
        pages=pages,
        owner=entry["lead"],
        received_on=received,
        item_id=str(item_id),
    )
    session.flush()
