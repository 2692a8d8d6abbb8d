"""A golden thread map and a planner of a year, of fixed values: no other test changes them."""

from __future__ import annotations

from datetime import date

from dscp_desktop.core.offers import DayMark, Step
from dscp_desktop.core.periods import year_bounds
from dscp_desktop.diary.documents import PLANNER_A3, PLANNER_A4, planner_document
from dscp_desktop.diary.rules.planner import MEETINGS, Planner, PlannerKind, plan_lines
from dscp_desktop.paper.document import Document
from dscp_desktop.threads.documents import map_document
from dscp_desktop.threads.feature import MAP
from dscp_desktop.threads.rules import build_map

THREADED_KINDS = (MAP, PLANNER_A3, PLANNER_A4)
TODAY = date(2023, 10, 19)
_HELD = "Eight in ten plans now quote the child"
_PRIORITIES = (
    Step("p1", "priority", "Priority 1: Domestic abuse", "priorities"),
    Step("p2", "priority", "Priority 2: Harm outside the home", "priorities"),
)
_STEPS = (
    Step("o1", "outcome", "1.1 Children are heard early", "priorities", ("p1",)),
    Step("o2", "outcome", "1.2 Families see their plans", "priorities", ("p1",)),
    Step("c", "cycle", "Violence to parents", "learning", ("p1",), date(2023, 4, 1), "Phase 3"),
    Step("a", "audit", "MA7: Voice of the child", "audits", ("o1", "o2"), state="reported"),
    Step("f", "finding", "The child's view is seldom written", "audits", ("a",), state="Voice"),
    Step("x", "action", "PLG001 Change the template", "actions", ("a",), difference=_HELD),
    Step("y", "action", "PLG002 Brief every team", "actions", ("a",), awaited=True),
    Step("e", "evidence", "Review at six months of PLG001", "actions", ("x",), difference=_HELD),
    Step("z", "action", "PLG003 Agree one form", "actions", ("?",), state="Open"),
)
_KINDS = {
    name: PlannerKind(name, title)
    for name, title in (
        (MEETINGS, "Meetings"),
        ("learning", "Learning cycle"),
        ("actions", "Actions"),
    )
}
_DAYS = (
    (date(2023, 5, 4), date(2023, 5, 4), "Performance and Learning Group", MEETINGS, "10:00"),
    (date(2023, 5, 1), date(2023, 5, 31), "Violence to parents: phase 3", "learning", "Doing"),
    (date(2023, 9, 1), date(2023, 9, 1), "PLG001 due", "actions", ""),
    (date(2023, 9, 1), date(2023, 9, 1), "PLG002 due", "actions", ""),
    *(
        (date(2023, 11, day), date(2023, 11, day), "A meeting", MEETINGS, "")
        for day in range(1, 19)
    ),
)


def threaded_kinds() -> dict[str, Document]:
    """Return the map and the planner on both papers."""
    first, last = year_bounds("2023-24")
    marks = [
        (DayMark(starts, ends, what, kind, detail=detail), _KINDS[kind], "")
        for starts, ends, what, kind, detail in _DAYS
    ]
    planner = Planner("2023-24", first, last, plan_lines(marks, first, last))
    return {
        MAP: map_document(build_map(_PRIORITIES, _STEPS), "2023-26", TODAY),
        PLANNER_A3: planner_document(planner, TODAY),
        PLANNER_A4: planner_document(planner, TODAY, "A4 landscape"),
    }
