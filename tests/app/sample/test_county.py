"""The sample holds three years of a fictional county, and nothing in it breaks a rule."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dscp_desktop.actions.queries.log import find_next_number, list_actions
from dscp_desktop.actions.tables import Action
from dscp_desktop.app.cli import run
from dscp_desktop.app.documents import ready_document
from dscp_desktop.app.features import FEATURES, document_offers
from dscp_desktop.app.sample.county import SAMPLE_DAY, load_county
from dscp_desktop.audits.tables import Audit
from dscp_desktop.budget.queries.contributions import list_years
from dscp_desktop.core.faults import Refused, WrongUse
from dscp_desktop.core.offers import Scope
from dscp_desktop.diary.tables import Meeting
from dscp_desktop.learning.tables import Cycle, CyclePhase, Feedback
from dscp_desktop.meetings.commands.notes import save_item_notes
from dscp_desktop.meetings.queries.agenda import agenda
from dscp_desktop.meetings.rules.record import NoteDraft
from dscp_desktop.meetings.tables import AgendaItem, Decision, Minutes, Note, Paper
from dscp_desktop.packs.tables import PackCopy, PackIssue
from dscp_desktop.partnership.queries.parties import printed_marking
from dscp_desktop.partnership.tables import Group
from dscp_desktop.priorities.queries.plans import list_plans
from dscp_desktop.restraint.tables import Incident, ScrutinyReview
from dscp_desktop.sampling.tables import Draw
from dscp_desktop.store.opening import Store, open_store
from dscp_desktop.store.search import find
from dscp_desktop.store.tables import Base
from dscp_desktop.terms_of_reference.tables import DocumentVersion
from dscp_desktop.threads.queries import map_page
from dscp_desktop.work_plans.tables import WorkPlan
from tests.moulds import cast_sample, lay

FIRST, LAST = date(2021, 4, 1), date(2024, 3, 31)


def count(store: Store, kind: type) -> int:
    with store.reading() as session:
        return session.scalar(select(func.count()).select_from(kind)) or 0


def test_it_holds_three_full_years(aldershire: Store) -> None:
    with aldershire.reading() as session:
        days = list(session.scalars(select(Meeting.on)))
        groups = set(session.scalars(select(Meeting.group_id)))
        minuted = set(session.scalars(select(AgendaItem.meeting_id).join(Note)))
        years = {meeting.year for meeting in session.scalars(select(Audit))}
    assert len(groups) == 8
    assert len(minuted) >= 150
    assert FIRST <= min(days) < date(2021, 5, 1)
    assert date(2024, 3, 1) < max(days) <= LAST
    assert years == {"2021-22", "2022-23", "2023-24"}
    assert count(aldershire, Action) >= 600
    assert count(aldershire, Audit) >= 12
    assert count(aldershire, Cycle) == 6
    assert count(aldershire, Incident) >= 700
    assert count(aldershire, Draw) == 9
    assert count(aldershire, ScrutinyReview) >= 50
    assert len(aldershire.ask(list_years)) >= 5


def test_every_kind_of_record_has_some(aldershire: Store) -> None:
    kinds = (Decision, Feedback, CyclePhase, DocumentVersion, WorkPlan, Paper, PackIssue, PackCopy)
    assert [kind.__tablename__ for kind in kinds if not count(aldershire, kind)] == []
    plans = aldershire.ask(list_plans)
    assert [(plan.term, len(plan.priorities), len(plan.threads)) for plan in plans] == [
        ("2021-23", 4, 7),
        ("2023-26", 4, 7),
    ]
    steps = [feature.steps for feature in FEATURES if feature.steps]
    page = aldershire.ask(map_page, steps, SAMPLE_DAY)
    assert page.term == "2023-26"
    assert len(page.map.every) > 500


def test_it_stands_as_an_office_does_with_some_things_late(aldershire: Store) -> None:
    lines = aldershire.ask(list_actions, SAMPLE_DAY)
    late = [line for line in lines if line.overdue]
    assert 3 <= len(late) <= 20
    assert {"complete", "withdrawn", "in progress", "not started"} <= {x.status for x in lines}
    with aldershire.reading() as session:
        states = Counter(session.scalars(select(Minutes.state)))
    assert states["approved"] > 100
    assert states["agreed"]
    assert states["draft"]


def test_no_sentence_stands_twice_in_one_meeting(aldershire: Store) -> None:
    with aldershire.reading() as session:
        query = select(AgendaItem.meeting_id, Note.text).join(Note, Note.item_id == AgendaItem.id)
        rows = [tuple(row) for row in session.execute(query.where(Note.record_id.is_(None)))]
        texts = session.scalars(select(Action.text).order_by(Action.id)).all()
    assert [row for row, times in Counter(rows).items() if times > 1] == []
    assert [one for one, after in pairwise(texts) if one == after] == []
    assert not [text for _, text in rows if "{" in text or text[0].islower()]
    assert max(Counter(texts).values()) < 12


def test_what_was_brought_in_keeps_the_rules_of_the_commands(aldershire: Store) -> None:
    """Minutes are put in many rows at once: they must be as the commands would leave them."""
    with aldershire.reading() as session:
        for group in session.scalars(select(Group)).all():
            query = select(Action.number).where(Action.group_id == group.id)
            numbers = list(session.scalars(query))
            assert len(set(numbers)) == len(numbers)
            assert find_next_number(session, group.id) == f"{group.code}{len(numbers) + 1:03d}"
        held = select(Minutes.meeting_id).join(Meeting, Meeting.id == Minutes.meeting_id)
        minuted = session.scalars(held.where(Meeting.on < SAMPLE_DAY)).all()
        for meeting_id in minuted:
            items = agenda(session, meeting_id).items
            assert [item.label for item in items] == [str(n) for n in range(1, len(items) + 1)]
            assert items[-1].last
        for decision in session.scalars(select(Decision).where(Decision.item_id.is_not(None))):
            item = session.get_one(AgendaItem, decision.item_id)
            assert decision.number.startswith(f"{item.label}.")
            assert decision.restricted == item.restricted


def test_minutes_that_were_approved_are_frozen(county: Path, tmp_path: Path) -> None:
    path = tmp_path / "own.dscp"
    lay(county, path)
    with open_store(path, "sample") as store:
        with store.reading() as session:
            query = select(AgendaItem.id).join(Minutes, Minutes.meeting_id == AgendaItem.meeting_id)
            item = session.scalars(query.where(Minutes.state == "approved")).all()[0]
        with pytest.raises(Refused, match="were approved on"):
            store.run(save_item_notes, item, [NoteDraft("Something else")])


def test_check_finds_nothing_wrong(county: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DSCP_PASSPHRASE", "sample")
    assert run(["check", str(county)]) == 0


def test_every_document_says_sample(aldershire: Store) -> None:
    """What goes out of the program has its marking; here it begins with SAMPLE."""
    with aldershire.reading() as session:
        assert printed_marking(session) == "SAMPLE · OFFICIAL-SENSITIVE"
        ids = _ids(session)
        for offer in document_offers():
            if offer.kind == "change-sheet":  # no supplement went out
                continue
            need = next((name for name in offer.needs if name in ids), "")
            record_id = ids[offer.kind if offer.kind in ids else need]
            version = "1-2" if offer.kind == "terms-changes" else ""
            scope = Scope(SAMPLE_DAY, ids["meeting"], ids["group"], "", version)
            made = ready_document(session, offer, replace(scope, record_id=record_id))
            assert made.marking.startswith("SAMPLE"), offer.kind
            assert made.values["furniture"]["marking"].startswith("SAMPLE"), offer.kind


def _ids(session: Session) -> dict[str, str]:
    """Return the record that a document needs, by the name of the need or of its kind."""

    def first(column: Any) -> str:
        return str(session.scalars(select(column)).first())

    tools = select(Audit.id).where(Audit.tool_version_id.is_not(None))
    return {
        "": "",
        "meeting": first(PackIssue.meeting_id),
        "group": str(session.scalars(select(Group.id).where(Group.code == "PLG")).one()),
        "owner": first(Action.owner_id),
        "cycle": first(Cycle.id),
        "phase": first(CyclePhase.id),
        "audit": first(Audit.id),
        "audit-tool": str(session.scalars(tools).one()),
        "commitment": first(Draw.frame_id),
        "draw-certificate": first(Draw.id),
        "draw-certificate-public": first(Draw.id),
        "governing-document": first(DocumentVersion.document_id),
    }


def test_a_day_that_no_calendar_reaches_is_refused() -> None:
    with pytest.raises(WrongUse, match="between 1965 and 2083"):
        load_county(date(1950, 1, 1))


def test_it_can_be_searched_by_what_was_said(aldershire: Store) -> None:
    said = select(Note.item_id, Note.text).where(Note.text != "", Note.restricted.is_(False))
    texts = aldershire.ask(lambda session: session.execute(said).all())
    for item_id, text in texts[:: len(texts) // 5]:
        assert item_id in {hit.record_id for hit in aldershire.ask(find, text, 500)}


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_same_day_gives_the_same_records(
    county: Path, aldershire: Store, tmp_path: Path
) -> None:
    again = tmp_path / "again.dscp"
    cast_sample(again)
    with open_store(again, "sample", to_read=True) as other:
        assert everything(aldershire) == everything(other)
    assert county.read_bytes() != again.read_bytes()


def everything(store: Store) -> dict[str, list[str]]:
    """Return every row of every table but those of the keys."""
    with store.reading() as session:
        return {
            name: sorted(repr(tuple(row)) for row in session.execute(select(table)))
            for name, table in Base.metadata.tables.items()
            if name not in ("key_slot", "draft")
        }
