"""One learning cycle by the keyboard alone, from its scoping to the review at month twelve."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest

from dscp_desktop.core.days import show_day_year
from dscp_desktop.diary.rules.meetings import MeetingLine
from dscp_desktop.learning.page.learning import LearningPage
from dscp_desktop.learning.queries.cycles import list_cycles
from dscp_desktop.learning.rules.cycles import CycleLine
from dscp_desktop.store.check import check_store
from dscp_desktop.store.opening import open_store
from tests.journeys.deeds import hold_by_commands
from tests.journeys.keyboard import Hands, Wall
from tests.journeys.test_year_of_meetings import plan_year, words_of
from tests.moulds import PASSPHRASE

TOPIC = "Child and adolescent to parent violence"
CALENDAR = "Calendar of the learning cycles"
DAYS = ("2023-04-18", "2023-04-27", "2023-05-23", "2023-06-22", "2023-07-27")
QUESTION = "How early are families offered help?"
FOUND = "Practitioners know the programme; few families are offered it early."
LEARNT = "Few families took part: they are asked earlier next time."
SAID = "We asked for help and nobody told us what came of it."
CHANGED = "A letter tells every family what came of it."
TO_DO = "Offer the programme at the first contact"
REVIEWED = "More families are offered the programme within a month."


def last_before(meetings: Sequence[MeetingLine], day: str) -> MeetingLine:
    """The last meeting before a day."""
    return [meeting for meeting in meetings if f"{meeting.on}" < day][-1]


def page_of(hands: Hands) -> LearningPage:
    """The page of the cycles."""
    page = hands.shell.pages["learning"]
    assert isinstance(page, LearningPage)
    return page


def cycle_of(hands: Hands) -> CycleLine:
    """The cycle as it is kept."""
    desk = hands.shell.desk
    lines = desk.store.ask(list_cycles, desk.today)
    return next(line for line in lines if line.topic.startswith(TOPIC))


def go_to(hands: Hands, number: int) -> None:
    """Go to a phase of the first cycle by the arrows."""
    hands.run("Go to Learning cycle")
    hands.pane(CALENDAR)
    for _ in range(6):
        hands.press("Up")
    hands.press("Home", *["Right"] * (number - 1))
    assert f"phase {number}, " in hands.focus().accessibleDescription()
    assert page_of(hands).record.title.text().startswith(f"Phase {number}: ")


def finish(hands: Hands, number: int) -> None:
    """Tick the checklist and finish a phase, whatever is still undone."""
    hands.pane("Checklist")
    hands.press("Home")
    rows = hands.focus().rows.rowCount()  # type: ignore[attr-defined]
    for _ in range(rows):
        hands.press("Space", "Down")
    hands.do(f"Finish phase {number}")
    if page_of(hands).checklist.is_asking():
        hands.do(f"Finish phase {number} all the same")
    assert cycle_of(hands).phases[number - 1].finished_on == hands.shell.desk.today


def write(hands: Hands, **texts: str) -> None:
    """Write in the record of the phase that is shown, and keep it."""
    labels = {
        "question": "Key question (optional)",
        "findings": "What was found (optional)",
        "learnt": "What was learnt about the process (optional)",
        "methods": "Methods (optional)",
        "people": "Who took part (optional)",
    }
    hands.tab("Details")
    for name, words in texts.items():
        hands.fill(labels[name], words)
    hands.press("Ctrl+Return")


def work_through(hands: Hands, planned: dict[str, MeetingLine]) -> None:
    """Scoping, planning, doing, sharing, and the action plan with its route."""
    for number, day in enumerate(DAYS, 1):
        hands.another_day(f"{day} 10:00")
        go_to(hands, number)
        hands.do(f"Start phase {number}")
        if number == 1:
            write(hands, question=QUESTION)
        if number == 3:
            write(
                hands, findings=FOUND, learnt=LEARNT, methods="Survey", people="Practitioners: 46"
            )
        if number == 4:
            collect_feedback(hands)
        if number == 5:
            hold_by_commands(hands.shell.desk.store, hands.wall, list(planned.values()))
            hands.wall.put(f"{day} 14:00")
            plan_actions(hands)
            take_route(hands, planned)
        finish(hands, number)


def collect_feedback(hands: Hands) -> None:
    """Keep what a family said, and that it was told what changed."""
    hands.press("Ctrl+Shift+N")
    hands.choose("Whose feedback", "Famil")
    hands.fill("What was said", SAID)
    hands.press("Ctrl+Return")
    hands.do("Told back…")
    hands.fill("What changed", CHANGED)
    hands.press("Ctrl+Return")


def plan_actions(hands: Hands) -> None:
    """Add an action, and write the briefing."""
    hands.run("Add an action of the phase")
    hands.fill("What is to be done", TO_DO)
    hands.choose("Owner", "Durham Constabulary")
    hands.fill("Due date", "30/09/2023")
    hands.press("Ctrl+Return")
    hands.run("Write the briefing")
    hands.type("Violence to parents is often hidden.")
    hands.press("Ctrl+Return")


def take_route(hands: Hands, planned: dict[str, MeetingLine]) -> None:
    """Record the meeting and the decision of each step."""
    for place, code in enumerate(("IDG", "PLG", "EXEC")):
        hands.tab("Route")
        hands.pane("Route")
        hands.press("Home", *["Down"] * place, "Return")
        on = show_day_year(planned[code].on)
        hands.choose("Meeting (optional)", f"{planned[code].title}, {on}")
        hands.choose("Decision (optional)", "1.1")
        hands.press("Ctrl+Return")
    assert cycle_of(hands).agreed_on == planned["PLG"].on
    go_to(hands, 5)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_one_cycle_from_scoping_to_the_review_at_month_twelve(
    hands: Hands, path: Path, wall: Wall, export: Callable[..., Path]
) -> None:
    wall.put("2023-04-03 09:00")
    hands.unlock()
    hands.run("Go to Diary")
    year = {code: plan_year(hands, code) for code in ("IDG", "PLG", "EXEC")}
    planned = {code: last_before(meetings, DAYS[-1]) for code, meetings in year.items()}
    work_through(hands, planned)
    slip_the_review(hands)
    hands.another_day("2024-03-14 10:00")
    go_to(hands, 6)
    write(hands, findings=REVIEWED)
    finish(hands, 6)
    hands.run("Change the learning cycle")
    hands.choose("Status", "Finished")
    hands.press("Ctrl+Return")
    assert cycle_of(hands).state == "finished"
    assert [phase.state for phase in cycle_of(hands).phases] == ["done"] * 6
    hands.leave()
    with open_store(path, PASSPHRASE, clock=wall) as store:
        assert check_store(store).problems == ()
    read_back(export)


def slip_the_review(hands: Hands) -> None:
    """Move the review by a month and back: the first plan stays visible meanwhile."""
    go_to(hands, 6)
    hands.press("Alt+Right")
    assert hands.here() == "This phase alone"
    hands.press("Space")
    review = cycle_of(hands).phases[5]
    assert review.slip == 1
    assert review.first is not None
    assert review.first.starts == date(2024, 3, 1)
    hands.press("Alt+Left")
    hands.press("Space")
    assert cycle_of(hands).phases[5].slip == 0


def read_back(export: Callable[..., Path]) -> None:
    """What was written stands in each of the reports."""
    of = ("--cycle", TOPIC)
    for name in ("cycle.pdf", "cycle.docx"):
        whole = words_of(export("cycle-report", name, *of))
        for said in (QUESTION, FOUND, LEARNT, SAID, CHANGED, TO_DO, REVIEWED, "Finished"):
            assert said in whole, (said, name)
    doing = words_of(export("phase-report", "doing.pdf", *of, "--phase", "3"))
    for said in ("Phase 3: Doing", QUESTION, "Survey", "Practitioners", "46", FOUND, LEARNT):
        assert said in doing, said
    action_plan = words_of(export("phase-report", "plan.docx", *of, "--phase", "5"))
    assert TO_DO in action_plan
    assert "Durham Constabulary" in action_plan
    briefing = words_of(export("briefing", "briefing.pdf", *of))
    assert "Violence to parents is often hidden." in briefing
    assert SAID in words_of(export("feedback", "feedback.docx", "--year", "2023-24"))
    calendar = words_of(export("cycles-a3", "calendar.pdf"))
    assert "Calendar of the learning cycles" in calendar
    assert "6: Mar 2024, done" in calendar
