"""What is half typed outlives a lock, a close and a crash, on every page."""

from __future__ import annotations

import json
import re
from datetime import date
from importlib import import_module
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from dscp_desktop.actions.commands.lives import plan_reviews
from dscp_desktop.actions.commands.log import mark_done
from dscp_desktop.actions.queries.log import list_actions
from dscp_desktop.app.drafts import Kept, read_drafts
from dscp_desktop.app.features import FEATURES
from dscp_desktop.app.own_settings import OwnSettings
from dscp_desktop.app.shell import Shell
from dscp_desktop.budget.commands.years import add_year, close_year
from dscp_desktop.budget.queries.contributions import get_year
from dscp_desktop.learning.commands.feedback import add_feedback
from dscp_desktop.learning.queries.cycles import list_cycles
from dscp_desktop.learning.rules.record import FeedbackDetails
from dscp_desktop.meetings.commands.deciding import add_urgent_decision, ask_approvals
from dscp_desktop.meetings.commands.forward import add_forward
from dscp_desktop.meetings.commands.raising import ChallengeDetails, log_challenge
from dscp_desktop.meetings.rules.forward import ForwardDetails
from dscp_desktop.partnership.commands.people import add_person
from dscp_desktop.partnership.queries.parties import find_group, list_meeting_groups
from dscp_desktop.partnership.rules.people import PersonDetails
from dscp_desktop.restraint.commands.reviews import add_review
from dscp_desktop.restraint.queries.frame import frame_rows
from dscp_desktop.restraint.queries.pages import results_page
from dscp_desktop.restraint.rules.review import ReviewDetails, ReviewerDetails
from dscp_desktop.sampling.commands import freeze, record_draw
from dscp_desktop.sampling.rules.frame import Period
from dscp_desktop.sampling.rules.records import RESTRAINT, ROOM
from dscp_desktop.sheets.reading import read_workbook
from dscp_desktop.store.drafts import keep_draft
from dscp_desktop.store.history import list_entries
from dscp_desktop.store.opening import Store, open_with_key
from dscp_desktop.terms_of_reference.commands.drafting import begin_version
from dscp_desktop.terms_of_reference.queries.terms import list_documents
from dscp_desktop.widgets.dialogs import Tell
from dscp_desktop.work_plans.commands import start_plan
from tests.app.conftest import OFFICE
from tests.app.window.auditing import begin_audit
from tests.app.window.drafting import (
    HALF,
    Case,
    again,
    every_typed,
    lock,
    open_shell,
    part_of,
    settle,
    type_half,
)
from tests.app.window.halves import NEW_ACTION, ROUNDS, issue_next_pack
from tests.conftest import ROOT, take_sheets
from tests.documents.budgeting import work_year
from tests.moulds import FILLED, begin


def fill_worked(durham: Store) -> None:
    """A year of seats, meetings, actions and contributions, and something of every page."""
    begin("durham-2022-23")(durham)
    for name in (*OFFICE, "restraint-return-2022-23.xlsx"):
        book = ROOT / "tests" / "data" / name
        durham.run(take_sheets, read_workbook(book.read_bytes(), name).sheets)
    executive = durham.ask(find_group, "EXEC")
    assert executive is not None
    durham.run(start_plan, executive.id, "2023-24")
    durham.run(add_person, PersonDetails("Ann Reed"))
    today = durham.today()
    done = durham.ask(list_actions, today)[0].id
    durham.run(mark_done, done, today)
    durham.run(plan_reviews, done, today.replace(month=today.month - 6), (6,))
    durham.run(begin_version, durham.ask(list_documents, today)[0].id, today)
    durham.run(add_forward, ForwardDetails(executive.id, "The winter plan"))
    decided = durham.run(add_urgent_decision, executive.id, today, "Fund the post to March.")
    bodies = [group.id for group in durham.ask(list_meeting_groups)][:2]
    durham.run(ask_approvals, decided.result, bodies)
    durham.run(log_challenge, executive.id, today, ChallengeDetails("Papers come late."))
    hear(durham)
    draw_and_review(durham)
    durham.run(work_year)
    durham.run(add_year, "2021-22")
    durham.run(close_year, "2021-22", today)
    issue_next_pack(durham)
    begin_audit(durham)


FILLED["worked_through"] = fill_worked


@pytest.fixture
def worked_through(durham: Store) -> Store:
    """Durham with a year in it."""
    return durham


@pytest.fixture
def worked(worked_through: Store) -> Store:
    """The same store."""
    return worked_through


def hear(store: Store) -> None:
    """Feedback on the phase that is now, of which nobody was told what came of it."""
    today = store.today()
    phases = [one for cycle in store.ask(list_cycles, today) for one in cycle.phases]
    now = next(one.id for one in phases if one.state == "now")
    store.run(add_feedback, FeedbackDetails(today, "Families", "It helped.", phase_id=now))


def draw_and_review(store: Store) -> None:
    """Two frozen lists: of the first a draw with a review, the second waits for its seed."""
    for first, last in (
        (date(2022, 4, 1), date(2022, 6, 30)),
        (date(2022, 7, 1), date(2022, 9, 30)),
    ):
        rows, _no_level = store.ask(frame_rows, first, last)
        plan = "0:8,1:5,2:all,3:all"
        frozen = store.run(freeze, RESTRAINT, "", Period(first, last), rows, (), plan).result
        if first.month == 4:
            store.run(record_draw, frozen, "418203-096714", ROOM, "Two people")
    page = store.ask(results_page)
    incident = page.incidents[page.results[0].strata[0].sample[0]]
    seen = ReviewDetails(store.today(), (ReviewerDetails("Scrutineer", True),))
    store.run(add_review, incident.id, seen, page.results[0].id)


def drafts_of(store: Store) -> tuple[Kept, ...]:
    return store.ask(read_drafts, store.person)


# The rounds in which a page comes for the first time.
FIRST = tuple(
    cases
    for n, cases in enumerate(ROUNDS)
    if {case.page for case in cases} - {case.page for before in ROUNDS[:n] for case in before}
)


def test_every_part_that_is_typed_into_is_tried_here() -> None:
    for feature in FEATURES:
        if feature.page:
            import_module(feature.page.partition(":")[0])
    names = {kind.draft_name for kind in every_typed()}
    elsewhere = {
        "notes",  # the live minutes: tests/meetings/page/test_live_window.py
        "capture",
        "left out of the list",  # of a list with a fault: tests/restraint/page/test_draw_page.py
    }
    assert names - elsewhere == {case.name for cases in ROUNDS for case in cases}


@pytest.mark.timeout(600)
@pytest.mark.parametrize("rounds", [FIRST, pytest.param(ROUNDS, marks=pytest.mark.slow)])
def test_half_a_form_of_every_page_is_offered_back_after_a_lock(
    rounds: tuple[tuple[Case, ...], ...], worked: Store, own: OwnSettings, qtbot: QtBot
) -> None:
    """In the ordinary run the rounds that bring another page, in `--all` every one."""
    store = worked
    entries = [entry.words for entry in store.ask(list_entries)]
    shell = open_shell(store, own, qtbot)
    for cases in rounds:
        typed = {case: type_half(shell, case, qtbot) for case in cases}
        lock(shell, qtbot)
        store = again(store)
        assert len(drafts_of(store)) == len(cases)
        shell = open_shell(store, own, qtbot)
        assert len(shell.drafts.offers) == len(cases)
        for _ in cases:
            kept = shell.drafts.offers[0]
            case = next(c for c in cases if (c.page, c.name) == (kept.page, kept.name))
            shell.drafts.on.click()
            settle(shell, qtbot)
            part = part_of(shell, case)
            assert shell.place() == case.page
            assert part.isVisible(), case
            assert part.typed() == typed[case], case
            assert part.is_live(), case
            assert part.draft_about() == kept.about, case
        assert shell.drafts.banner.isHidden()
        for case in cases:  # given up: nothing of it stays
            give_up(part_of(shell, case))
        settle(shell, qtbot)
        shell.drafts.look()
        settle(shell, qtbot)
        assert drafts_of(store) == ()
    now = [entry.words for entry in store.ask(list_entries)]
    new = [words for words in now[: len(now) - len(entries)] if "has a new paper" not in words]
    assert new == []  # a draft is no command; two cases bring a paper to draft about


def give_up(part: Any) -> None:
    """Leave a part as a person does."""
    if hasattr(part, "cancelled"):
        part.cancelled.emit()
    elif hasattr(part, "put_back"):
        part.put_back()
    elif hasattr(part, "touched"):  # a step of a draw has no way back: another draw is begun
        part.touched = False
    else:
        part.set_value("")


def test_the_offer_says_what_where_and_when(worked: Store, own: OwnSettings, qtbot: QtBot) -> None:
    shell = open_shell(worked, own, qtbot)
    assert shell.drafts.banner.isHidden()
    type_half(shell, NEW_ACTION, qtbot)
    lock(shell, qtbot)
    store = again(worked)
    shell = open_shell(store, own, qtbot)
    banner = shell.drafts.banner
    assert banner.isVisible()
    said = r"You were typing on Thursday 19 October 2023, \d\d:\d\d: New action, Actions"
    assert re.fullmatch(said, banner.fact.text())
    assert banner.help.text() == "It was not saved. Go on where you were, or discard it."
    shell.drafts.no.click()
    settle(shell, qtbot)
    assert banner.isHidden()
    assert drafts_of(store) == ()


def test_a_form_that_was_saved_leaves_no_draft(
    worked: Store, own: OwnSettings, qtbot: QtBot
) -> None:
    shell = open_shell(worked, own, qtbot)
    case = Case("partnership", "group", lambda page: page.pane.add_group(), "name", "Practice")
    type_half(shell, case, qtbot)
    form = part_of(shell, case)
    shell.drafts.look()
    settle(shell, qtbot)
    (kept,) = drafts_of(worked)
    assert (kept.name, kept.values["name"]) == ("group", "Practice")
    qtbot.keyClicks(form.code.editor, "PRAC")
    form.submit()
    settle(shell, qtbot)
    shell.drafts.look()
    settle(shell, qtbot)
    assert drafts_of(worked) == ()


def test_it_is_kept_by_itself_while_somebody_types(
    worked: Store, own: OwnSettings, qtbot: QtBot
) -> None:
    shell = open_shell(worked, own, qtbot)
    type_half(shell, NEW_ACTION, qtbot)
    qtbot.waitUntil(lambda: len(drafts_of(worked)) == 1, timeout=10_000)
    first = drafts_of(worked)[0]
    assert first.values["text"] == HALF
    qtbot.keyClicks(part_of(shell, NEW_ACTION).text.editor, " the audit")
    qtbot.waitUntil(lambda: drafts_of(worked)[0].values["text"] != HALF, timeout=10_000)
    assert drafts_of(worked)[0].place == first.place


def test_a_draft_that_nobody_answered_is_not_written_over(
    worked: Store, own: OwnSettings, qtbot: QtBot
) -> None:
    shell = open_shell(worked, own, qtbot)
    type_half(shell, NEW_ACTION, qtbot)
    lock(shell, qtbot)
    store = again(worked)
    shell = open_shell(store, own, qtbot)
    type_half(shell, Case("actions", "action", NEW_ACTION.open, "text", "Another one"), qtbot)
    lock(shell, qtbot)
    store = again(store)
    assert {kept.values["text"] for kept in drafts_of(store)} == {HALF, "Another one"}
    shell = open_shell(store, own, qtbot)
    assert shell.drafts.offers[0].values["text"] == "Another one"
    assert shell.drafts.banner.help.text().endswith("1 more draft after this one.")


def test_what_a_draft_was_for_may_have_gone(worked: Store, own: OwnSettings, qtbot: QtBot) -> None:
    value = {
        "page": "actions",
        "name": "action",
        "about": {"record": "gone"},
        "values": {"text": HALF},
        "title": "Change EXEC044",
        "at": "2023-10-19T08:52:14+00:00",
    }
    cases = [("a", "actions", "action"), ("b", "meetings", "item"), ("c", "partnership", "seat"),
             ("d", "budget", "reason"), ("e", "nowhere", "at all"), ("f", "settings", "x"),
             ("g", "partnership", "organisation"), ("h", "actions", "update")]  # fmt: skip
    with worked.jotting() as session:
        for place, page, name in cases:
            about = {"record": "gone", "meeting": "gone", "group": "gone", "year": "1999-00"}
            odd = {**value, "page": page, "name": name, "about": about}
            keep_draft(session, place, json.dumps(odd))
        keep_draft(session, "y", "{")
        keep_draft(session, "z", json.dumps({**value, "at": "soon"}))
    shell = open_shell(worked, own, qtbot)
    assert len(shell.drafts.offers) == len(cases)
    for _ in cases:
        shell.drafts.on.click()
        settle(shell, qtbot)
        told = [tell for tell in shell.findChildren(Tell) if tell.isVisible()]
        assert len(told) == 1, shell.drafts.offers[-1]
        assert HALF in told[0].accessibleDescription() or HALF in str(
            [label.text() for label in told[0].findChildren(type(shell.trouble.fact))]
        )
        told[0].close()
    assert len(drafts_of(worked)) == len(cases)
    for _ in cases:
        shell.drafts.no.click()
    settle(shell, qtbot)
    assert drafts_of(worked) == ()


def test_a_store_that_cannot_be_written_says_so_once(
    worked: Store, own: OwnSettings, qtbot: QtBot
) -> None:
    shell = open_shell(worked, own, qtbot)
    type_half(shell, NEW_ACTION, qtbot)
    pages = worked.ask(lambda s: s.execute(text("PRAGMA page_count")).scalar())
    part_of(shell, NEW_ACTION).text.set_value("x" * 400_000)
    with worked._writing_engine().connect() as raw:
        raw.exec_driver_sql(f"PRAGMA max_page_count={pages}")
        raw.exec_driver_sql("ROLLBACK")
    said: list[str] = []
    shell.desk.troubled.connect(said.append)
    for _ in range(3):
        shell.drafts.look()
        settle(shell, qtbot)
    assert len(said) == 1
    assert said[0].startswith("What you are typing is not kept as a draft. The disk is full.")


def test_a_store_open_to_read_keeps_and_offers_nothing(
    worked: Store, own: OwnSettings, qtbot: QtBot
) -> None:
    reader = open_with_key(worked.path, worked.key, "Ann", worked.clock, to_read=True)
    shell = open_shell(reader, own, qtbot)
    type_half(shell, NEW_ACTION, qtbot)
    shell.drafts.look()
    settle(shell, qtbot)
    assert shell.trouble.isHidden()
    assert drafts_of(worked) == ()


def test_an_amount_that_was_sent_is_no_draft_and_one_refused_is(
    worked: Store, own: OwnSettings, qtbot: QtBot
) -> None:
    shell = open_shell(worked, own, qtbot)
    case = Case("budget", "line", lambda page: page._edit_amount(), "amount", "190000")
    type_half(shell, case, qtbot)
    editor = part_of(shell, case)
    editor.save()
    assert not editor.is_live()
    settle(shell, qtbot)
    assert worked.ask(get_year).lines[0].amount == 19000000
    qtbot.keyClicks(editor.amount.editor, "1")
    editor.save()
    editor.refused("The disk is full.")
    assert editor.is_live()


def test_a_field_that_saves_itself_does_so_at_a_lock(
    worked: Store, own: OwnSettings, qtbot: QtBot
) -> None:
    shell = open_shell(worked, own, qtbot)
    case = Case("budget", "line", lambda page: page._edit_amount(), "amount", "190000")
    type_half(shell, case, qtbot)
    lock(shell, qtbot)
    with again(worked) as store:
        assert store.ask(get_year).lines[0].amount == 19000000
        assert drafts_of(store) == ()


def test_a_crash_keeps_what_is_typed(worked: Store, own: OwnSettings, qtbot: QtBot) -> None:
    shell = open_shell(worked, own, qtbot)
    type_half(shell, NEW_ACTION, qtbot)
    shell.drop()
    with again(worked) as store:
        (kept,) = drafts_of(store)
        assert kept.values["text"] == HALF
        assert not [x for x in store.ask(list_actions, store.today()) if HALF in x.text]


def test_escape_gives_a_draft_up_only_when_it_was_asked(
    worked: Store, own: OwnSettings, qtbot: QtBot
) -> None:
    shell: Shell = open_shell(worked, own, qtbot)
    type_half(shell, NEW_ACTION, qtbot)
    form = part_of(shell, NEW_ACTION)
    shell.drafts.look()
    qtbot.keyClick(form.text.editor, Qt.Key.Key_Escape)
    assert form.question is not None
    assert form.is_live()
    form.question.do.click()
    assert not form.is_live()
