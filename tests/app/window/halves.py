"""The parts that are typed into, round by round: those of a round are half typed at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dscp_desktop.budget.page.budget import (
    GRANTS,
    LETTERS,
    PAYMENTS,
    SCENARIOS,
    SHARES,
    SPEND,
    YEAR_END,
)
from dscp_desktop.core.offers import PUT_OFF
from dscp_desktop.diary.queries.meetings import list_meetings
from dscp_desktop.learning.page.record import FEEDBACK, ROUTE
from dscp_desktop.meetings.commands.agenda import add_paper
from dscp_desktop.meetings.page.meetings import CHALLENGES, DECISIONS, FORWARD
from dscp_desktop.meetings.queries.agenda import list_papers
from dscp_desktop.packs.commands.issuing import issue_pack
from dscp_desktop.packs.commands.register import give_copies
from dscp_desktop.packs.rules.issued import Issue, IssuedPart
from dscp_desktop.packs.rules.numbers import run_of
from dscp_desktop.packs.rules.parts import COVER, COVER_TITLE, FULL
from dscp_desktop.packs.rules.ready import Ready
from dscp_desktop.packs.rules.register import Given
from dscp_desktop.partnership.queries.parties import list_meeting_groups
from dscp_desktop.restraint.page.restraint import DRAW, REVIEWS
from dscp_desktop.sampling.queries import list_frozen
from dscp_desktop.sampling.rules.records import RESTRAINT
from dscp_desktop.store.history import head_words
from dscp_desktop.store.opening import Store
from tests.app.window.auditing import AUDIT_ROUNDS
from tests.app.window.drafting import CHOICE, Case, lived


def seated(page: Any) -> Any:
    """The pane of the group with its first seat chosen."""
    page.pane.seats.choose_row(0)
    return page.pane


def minutes_of(page: Any) -> Any:
    """The minutes of the meeting that is shown."""
    page.show_tab(0)
    page.detail.tabs.setCurrentWidget(page.detail.minutes_pane)
    return page.detail.minutes_pane


def on_tab(tab: int, do: Callable[[Any], object]) -> Callable[[Any], object]:
    """Show a tab, and do something with its part once it knows what it asks for."""

    def open_it(page: Any) -> None:
        page.show_tab(tab)
        part = page.tabs.part(tab)
        page.desk.ask(page, list_meeting_groups, then=lambda _groups: do(part), key="case")

    return open_it


def in_budget(tab: int, do: Callable[[Any], object]) -> Callable[[Any], object]:
    """Show a part of the budget, of the year that is closed for the last one, and do something."""

    def open_it(page: Any) -> None:
        page.year.set_value("2021-22" if tab == YEAR_END else "2022-23")
        page._change_year()
        page.show_tab(tab)
        page.desk.ask(page, list_meeting_groups, then=lambda _groups: do(page.part()), key="case")

    return open_it


def stepped(name: str) -> Callable[[Any], object]:
    """Open a form about the steps of the first line."""

    def open_it(page: Any) -> None:
        page.table.choose_row(0)
        getattr(page.steps, name)()

    return open_it


def reviewed(reviews: int, do: Callable[[Any], object]) -> Callable[[Any], object]:
    """Do something with the first of the sample that has so many reviews."""

    def open_it(page: Any) -> None:
        def there(_groups: object) -> None:
            page.reviews.table.choose_first(lambda row: (row.review is not None) == bool(reviews))
            do(page.reviews)

        page.tabs.setCurrentIndex(REVIEWS)
        page.desk.ask(page, list_meeting_groups, then=there, key="case")

    return open_it


def on_paper(do: Callable[[Any, Any], object]) -> Callable[[Any], object]:
    """Add a paper to the meeting that is shown, and do something with it."""

    def open_it(page: Any) -> None:
        def shown(papers: Any) -> None:
            do(page.detail, papers[-1])

        def added(_changes: object) -> None:
            page.desk.ask(page, list_papers, page.detail.meeting_id, then=shown, key="case")

        page.desk.run(page, add_paper, page.detail.meeting_id, "A paper", then=added)

    return open_it


def put_off_first(page: Any) -> None:
    """Put off the first action that is due."""
    page._ask_day(next(row for row in page.due.rows.rows if PUT_OFF in getattr(row, "ways", ())))


def issue_next_pack(store: Store) -> None:
    """Issue the pack of the next meeting, a cover alone, and give one copy of it."""
    today = store.today()
    meeting = store.ask(list_meetings, since=today)[0].id
    store.run(add_paper, meeting, "A paper")
    head = store.ask(head_words)
    issue = Issue("", 0, store.now(), today, head, 1, "OFFICIAL", "A partnership", "A pack", "")
    cover = IssuedPart(COVER, COVER, COVER_TITLE, run_of(1, 1), edition=FULL, on=today)
    issue_id = store.run(issue_pack, meeting, Ready(issue, ((cover, None),), ())).result
    store.run(give_copies, issue_id, FULL, [Given("Ann Reed", "hand")], today)


def in_pack(words: str) -> Callable[[Any], object]:
    """Take an action from the menu of the first paper of the pack that is shown."""

    def open_it(page: Any) -> None:
        page.show_tab(0)
        page.table.choose_first(lambda row: row.paper is not None)
        row = page.table.value()
        side = page.tab.side
        open_form = side.bring_version if words == "version" else side.withdraw
        open_form(page.tab.meeting_id, row.paper)

    return open_it


def settled(page: Any) -> None:
    """A new list that is settled: the sample is asked for."""
    page.begin_draw()
    supplied = page.draw.facts.list_form.supplied
    page.desk.ask(page, list_meeting_groups, then=lambda _groups: go_on(page, supplied), key="case")


def go_on(page: Any, supplied: Any) -> None:
    supplied.set_value("Registered manager")
    page.draw.go_on()


def drawn(page: Any) -> None:
    """The draw that was made, where one of the drawn cannot be viewed."""

    def show(frozen: Any) -> None:
        page.show_draw(next(one.id for one in frozen if one.draw_id))
        page.desk.ask(page, list_meeting_groups, then=lose, key="case")

    def lose(_groups: object) -> None:
        page.draw._open_lost(page.draw.drawn()[0])

    page.desk.ask(page, list_frozen, RESTRAINT, then=show, key="case")


def step_of(page: Any) -> None:
    """The last step of the route."""
    tab = page.record.show_tab(ROUTE)
    tab.table.choose_row(tab.table.rows.rowCount() - 1)
    tab.open_step()


def several(page: Any) -> None:
    """The form that changes the first two actions at once."""
    page.pane.change_several(page.log[:2])


NEW_ACTION = Case("actions", "action", lambda page: page.new_action(), "text")
ROUNDS: tuple[tuple[Case, ...], ...] = (
    (
        NEW_ACTION,
        Case("meetings", "meeting", lambda page: page.new_meeting(), "venue"),
        Case("partnership", "group", lambda page: page.pane.add_group(), "purpose"),
        Case("terms_of_reference", "part", lambda page: page.middle.change_part("purpose"), "text"),
        Case("partnership", "person", lambda page: page.people_part.add(), "name"),
        Case("budget", "new line", lambda page: page._start_line(), "note"),
        Case("priorities", "priority", lambda page: page.add(), "reasons"),
        Case("learning", "learning cycle", lambda page: page.add(), "topic"),
    ),
    (
        Case("actions", "update", lambda page: page.pane.update_field.editor.setFocus(), "text"),
        Case("meetings", "item", lambda page: page.detail.edit_item(None), "subject"),
        Case("priorities", "plan outcome", lambda page: page.add_outcome(), "words"),
        Case("learning", "phase record", lambda page: page.record.show_tab(0), "findings"),
        Case("learning", "feedback", lambda page: page.add_feedback(), "said"),
        Case("learning", "phase paper", lambda page: page.record.show_tab(2).open_new(), "name"),
        Case("learning", "route step", step_of, "meeting", CHOICE),
        Case("partnership", "seat", lambda page: page.pane.add_seat(), "role"),
        Case(
            "terms_of_reference",
            "standing items",
            lambda page: page.middle.change_part("standing items"),
            "items",
        ),
        Case("budget", "published", lambda page: page._start_total(), "total", "3470x"),
    ),
    (
        Case("actions", "action", lambda page: page.pane.edit_action(), "item"),
        Case("meetings", "paper", lambda page: page.detail.edit_paper(None), "name"),
        Case("partnership", "organisation", lambda page: page._add_organisation(), "name"),
        Case("priorities", "measure", lambda page: page._add_on(1), "outcomes", "1.1-"),
        Case(
            "learning",
            "learning cycle template",
            lambda page: page.planning.edit_template(),
            "phase 1 name",
        ),
        Case(
            "terms_of_reference",
            "review",
            lambda page: page.middle.change_part("review"),
            "on",
            "31/1",
        ),
        Case("budget", "reason", lambda page: page._start_reason(), "reason"),
        Case("packs", "copies", lambda page: page.give_copies(), "names"),
    ),
    (
        Case("meetings", "meeting", lambda page: page.detail.edit_meeting(), "on", "31/1"),
        Case("partnership", "group", lambda page: page.pane.edit_group(), "cadence"),
        Case("terms_of_reference", "agree", lambda page: page.go_on(), "item", "6a"),
        Case("budget", "line", lambda page: page._edit_amount(), "amount", "19x"),
        Case("diary", "move", lambda page: page.part.ask_move(), "on", "31/1"),
        Case("priorities", "golden thread", lambda page: page._add_on(2), "words"),
        Case("learning", "checklist line", lambda page: page.checklist.open_new(), "words"),
        Case("learning", "phase action", lambda page: page.add_action(), "text"),
        Case("learning", "briefing", lambda page: page.write_briefing(), "point 2"),
        Case("work_plans", "work plan line", lambda page: page.add(), "outcome"),
        Case("today", "put off", put_off_first, "on", "31/1"),
        Case("new_year", "line of a new year", lambda page: page._open(page.rows[0]), "on", "31/1"),
    ),
    (
        Case("partnership", "seat", lambda page: page.pane.change_seat(), "role"),
        Case(
            "terms_of_reference",
            "frequency",
            lambda page: page.middle.change_part("frequency"),
            "besides",
            "3",
        ),
        Case("budget", "new year", lambda page: page._start_year(), "year", "2024"),
        Case("diary", "plan", lambda page: page.part.plan_year(), "venue"),
        Case("priorities", "plan", lambda page: page._add_on(3), "term", "2027-"),
        Case(
            "learning",
            "phase meeting",
            lambda page: page.record.show_tab(3).open_meeting(),
            "meeting",
            CHOICE,
        ),
        Case("work_plans", "quarter 1", lambda page: page.tabs.setCurrentIndex(1), "achieved"),
    ),
    (
        Case("partnership", "holder", lambda page: seated(page).seat_person(), "starts", "31/1"),
        Case(
            "learning", "told back", lambda page: page.record.show_tab(FEEDBACK).ask_told(), "how"
        ),
        Case("terms_of_reference", "document", lambda page: page.choose_new(), "months", "1x"),
        Case("diary", "run-up", lambda page: page.part.run_up.ask(), "step 2"),
    ),
    (
        Case("partnership", "chair", lambda page: page.pane.change_chair(), "starts", "31/1"),
        Case("packs", "copies back", lambda page: page.recall(), "line"),
        Case("partnership", "leaving", lambda page: page.people_part.end(), "ends", "31/1"),
        Case(
            "meetings",
            "reported decision",
            on_tab(DECISIONS, lambda p: p.ask_report()),
            "at",
            CHOICE,
        ),
    ),
    (
        Case("meetings", "forward item", on_tab(FORWARD, lambda p: p.add_item()), "subject"),
        Case("meetings", "decision", on_tab(DECISIONS, lambda p: p.add_record()), "text"),
        Case("meetings", "challenge", on_tab(CHALLENGES, lambda p: p.add_record()), "raised_by"),
        Case("meetings", "correction", lambda page: minutes_of(page).ask_correction(), "text"),
    ),
    (
        Case("meetings", "forward item", on_tab(FORWARD, lambda p: p.edit(p.plan.lines[0])), "why"),
        Case(
            "meetings",
            "approving bodies",
            on_tab(DECISIONS, lambda p: p.ask_bodies()),
            "body 3",
            CHOICE,
        ),
        Case("meetings", "reply", on_tab(CHALLENGES, lambda p: p.ask_reply()), "words"),
        Case("meetings", "agreed minutes", lambda page: minutes_of(page).ask_agreed(), "by"),
    ),
    (
        Case("meetings", "approval", on_tab(DECISIONS, lambda p: p.ask_answer()), "reason"),
        Case("packs", "version", in_pack("version"), "words"),
        Case("meetings", "outcome", on_tab(CHALLENGES, lambda p: p.ask_end()), "on", "31/1"),
        Case(
            "meetings",
            "approved minutes",
            lambda page: minutes_of(page).ask_approved(),
            "at",
            CHOICE,
        ),
    ),
    (
        Case("meetings", "decision", on_tab(DECISIONS, lambda p: p.edit()), "how"),
        Case("meetings", "challenge", on_tab(CHALLENGES, lambda p: p.edit()), "text"),
        Case("packs", "withdrawal", in_pack("withdrawal"), "words"),
    ),
    (
        Case("budget", "spend heading", in_budget(SPEND, lambda p: p.new()), "name"),
        Case("budget", "payment", in_budget(PAYMENTS, lambda p: p.new()), "description"),
        Case("budget", "grant", in_budget(GRANTS, lambda p: p.new()), "funder"),
        Case("budget", "figure of the area", in_budget(SHARES, lambda p: p.new()), "source"),
        Case("budget", "scenario", in_budget(SCENARIOS, lambda p: p.new()), "note"),
        Case("budget", "wording of letters", in_budget(LETTERS, lambda p: p.new()), "signed"),
    ),
    (
        Case("budget", "contribution step", stepped("start_step"), "reference"),
        Case("budget", "budget of heading", in_budget(SPEND, lambda p: p.start_budget()), "note"),
        Case("budget", "order", in_budget(PAYMENTS, lambda p: p.new_order()), "description"),
        Case(
            "budget",
            "grant of a year",
            in_budget(GRANTS, lambda p: p.start_money()),
            "brought",
            "19x",
        ),
    ),
    (
        Case("budget", "payer and in kind", stepped("start_gift"), "in_kind"),
        Case("budget", "reserve", in_budget(GRANTS, lambda p: p.start_reserve()), "level_source"),
        Case(
            "budget",
            "how lists are read",
            in_budget(PAYMENTS, lambda p: p.ask_reading()),
            "sign",
            CHOICE,
        ),
    ),
    (Case("budget", "correction of a year", in_budget(YEAR_END, lambda p: p.new()), "words"),),
    (
        Case("meetings", "version", on_paper(lambda d, p: d.bring_version(p)), "words"),
        Case("restraint", "restraint return", lambda page: page.register.open_form(), "note"),
        Case("restraint", "draw seed", lambda page: page.tabs.setCurrentIndex(DRAW), "role 1"),
        Case("restraint", "review", reviewed(0, lambda part: part.review()), "during"),
    ),
    (
        Case("meetings", "withdrawal", on_paper(lambda d, p: d.withdraw(p)), "words"),
        Case("restraint", "draw list", lambda page: page.begin_draw(), "supplied"),
        Case("restraint", "review action", reviewed(1, lambda part: part.add_action()), "text"),
    ),
    (Case("restraint", "draw plan", lambda page: settled(page), "level 0", "1x"),),
    (Case("restraint", "footage lost", drawn, "words"),),
    *(
        (Case("actions", name, lambda page, n=name: lived(page, n).editor.setFocus(), "text"),)
        for name in ("difference", "evidence")
    ),
    (Case("actions", "several actions", several, "role"),),
    (Case("actions", "plan of reviews", lambda page: lived(page, "plan").click(), "months"),),
    (Case("actions", "action review", lambda page: lived(page, "review"), "evidence"),),
    *(
        (Case("partnership", name, lambda page, n=name: page.pane.change_story(n), field, "31/1"),)
        for name, field in (("rename", "starts"), ("merge", "starts"), ("end", "ends"))
    ),
    *AUDIT_ROUNDS,
)
