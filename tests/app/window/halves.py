"""The parts that are typed into, round by round: those of a round are half typed at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dscp_desktop.meetings.page.meetings import CHALLENGES, DECISIONS, FORWARD
from dscp_desktop.partnership.queries.parties import list_meeting_groups
from dscp_desktop.restraint.page.restraint import DRAW, REVIEWS
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


def reviewed(page: Any, reviews: int) -> Any:
    """The first of the sample with so many reviews."""
    page.tabs.setCurrentIndex(REVIEWS)
    page.reviews.table.choose_first(lambda row: (row.review is not None) == bool(reviews))
    return page.reviews


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
    made = next(one for one in page.draw.shown.frozen if one.draw_id)
    page.show_draw(made.id)

    def lose(_groups: object) -> None:
        page.draw._open_lost(page.draw.drawn()[0])

    page.desk.ask(page, list_meeting_groups, then=lose, key="case")


NEW_ACTION = Case("actions", "action", lambda page: page.new_action(), "text")
ROUNDS: tuple[tuple[Case, ...], ...] = (
    (
        NEW_ACTION,
        Case("meetings", "meeting", lambda page: page.new_meeting(), "venue"),
        Case("partnership", "group", lambda page: page.pane.add_group(), "purpose"),
        Case("terms_of_reference", "part", lambda page: page.middle.change_part("purpose"), "text"),
        Case("partnership", "person", lambda page: page.people_part.add(), "name"),
        Case("budget", "new line", lambda page: page._start_line(), "note"),
    ),
    (
        Case("actions", "update", lambda page: page.pane.update_field.editor.setFocus(), "text"),
        Case("meetings", "item", lambda page: page.detail.edit_item(None), "subject"),
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
        Case(
            "terms_of_reference",
            "review",
            lambda page: page.middle.change_part("review"),
            "on",
            "31/1",
        ),
        Case("budget", "reason", lambda page: page._start_reason(), "reason"),
    ),
    (
        Case("meetings", "meeting", lambda page: page.detail.edit_meeting(), "on", "31/1"),
        Case("partnership", "group", lambda page: page.pane.edit_group(), "cadence"),
        Case("terms_of_reference", "agree", lambda page: page.go_on(), "item", "6a"),
        Case("budget", "line", lambda page: page._edit_amount(), "amount", "19x"),
        Case("diary", "move", lambda page: page.part.ask_move(), "on", "31/1"),
        Case("work_plans", "work plan line", lambda page: page.add(), "outcome"),
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
        Case("work_plans", "quarter 1", lambda page: page.tabs.setCurrentIndex(1), "achieved"),
    ),
    (
        Case("partnership", "holder", lambda page: seated(page).seat_person(), "starts", "31/1"),
        Case("terms_of_reference", "document", lambda page: page.choose_new(), "months", "1x"),
    ),
    (
        Case("partnership", "chair", lambda page: page.pane.change_chair(), "starts", "31/1"),
        Case("partnership", "leaving", lambda page: page.people_part.end(), "ends", "31/1"),
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
    ),
    (
        Case("restraint", "restraint return", lambda page: page.register.open_form(), "note"),
        Case("restraint", "draw seed", lambda page: page.tabs.setCurrentIndex(DRAW), "role 1"),
        Case("restraint", "review", lambda page: reviewed(page, 0).review(), "during"),
    ),
    (
        Case("restraint", "draw list", lambda page: page.begin_draw(), "supplied"),
        Case("restraint", "review action", lambda page: reviewed(page, 1).add_action(), "text"),
    ),
    (Case("restraint", "draw plan", lambda page: settled(page), "level 0", "1x"),),
    (Case("restraint", "footage lost", drawn, "words"),),
    *(
        (Case("actions", name, lambda page, n=name: lived(page, n).editor.setFocus(), "text"),)
        for name in ("difference", "evidence")
    ),
    (Case("actions", "plan of reviews", lambda page: lived(page, "plan").click(), "months"),),
    (Case("actions", "action review", lambda page: lived(page, "review"), "evidence"),),
    *(
        (Case("partnership", name, lambda page, n=name: page.pane.change_story(n), field, "31/1"),)
        for name, field in (("rename", "starts"), ("merge", "starts"), ("end", "ends"))
    ),
)
