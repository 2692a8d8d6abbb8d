"""Stores made up from what each kind of sheet can say: drawn, taken, written out, taken again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn
from sqlalchemy.orm import Session

from dscp_desktop.actions.rules.log import BY_DATE, BY_MEETING, ActionValues
from dscp_desktop.app.features import workbook_offers
from dscp_desktop.audits.rules.findings import FindingValues, RecommendationValues
from dscp_desktop.audits.rules.programme import RegisterValues
from dscp_desktop.budget.rules.contributions import ContributionValues, TotalValues
from dscp_desktop.budget.rules.ledger import OWN_KEY, LedgerValues, SpendValues
from dscp_desktop.core.names import tidy_name
from dscp_desktop.core.offers import Reading, ReadLine, Scope, WorkbookOffer
from dscp_desktop.diary.rules.meetings import MEETING_STATUSES, MeetingValues
from dscp_desktop.learning.rules.cycles import STATES
from dscp_desktop.learning.rules.plan import PhaseValues
from dscp_desktop.meetings.rules.agenda import AttendanceValues
from dscp_desktop.meetings.rules.forward import ForwardValues
from dscp_desktop.meetings.rules.logs import ChallengeValues, DecisionValues
from dscp_desktop.partnership.rules.membership import MembershipValues
from dscp_desktop.priorities.rules.rows import (
    MeasureValues,
    OutcomeValues,
    SheetValues,
    ThreadValues,
)
from dscp_desktop.restraint.rules.incidents import IncidentValues
from dscp_desktop.restraint.rules.returns import ReturnValues
from dscp_desktop.sheets.parsing import tidy_text
from dscp_desktop.sheets.writing import SheetOut

TODAY = date(2023, 10, 19)
GROUPS = ("EXEC", "PLG", "IDG")
BODIES = ("Durham County Council", "Durham Constabulary")
YEAR, TERM = "2031-32", "2031-33"
KINDS = frozenset(offer.kind for offer in workbook_offers())
COUNTED = "budget-year"  # its figures follow from the others: they are compared, never taken

# Signs that mean something to a spreadsheet, to XML, or to how a sheet is read.
_SIGNS = "abcÄéŵß Zz019=+-@'\"&<>_xX%#/\\()*,.;:~|^\n€– "
Lines = list[tuple[str, Any]]  # title of the sheet, values


def words(most: int = 24) -> st.SearchStrategy[str]:
    """Words as a sheet holds them: not empty, and tidy already."""
    return (
        st.text(_SIGNS, min_size=1, max_size=most)
        .map(lambda text: " ".join(tidy_text(text).split()))
        .filter(lambda text: len(tidy_name(text)) > 0 and any(c.isalpha() for c in text))
        .map(lambda text: tidy_text(f"w{text}"))
    )


def maybe(what: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | what


DAYS = st.dates(date(2022, 1, 1), date(2026, 12, 31))
TIMES = st.times(time(8), time(17)).map(lambda at: at.replace(second=0, microsecond=0))
PENCE = st.integers(0, 9_999_999_99)
YES = st.none() | st.just(True)


@dataclass(frozen=True)
class World:
    """What is in a made-up store, by kind: the sheets' titles and the values of their rows."""

    lines: Mapping[str, Sequence[tuple[str, Any]]]


def several(what: st.SearchStrategy[Any], key: Any, most: int = 4) -> st.SearchStrategy[list[Any]]:
    return st.lists(what, unique_by=key, max_size=most)


@st.composite
def worlds(draw: DrawFn) -> World:
    """Draw a store: rows of every kind that point at each other as they do in an office."""
    lines: dict[str, Lines] = {kind: [] for kind in KINDS}

    def put(kind: str, values: Any, title: str = "Sheet") -> None:
        lines[kind].append((title, values))

    _draw_bodies(draw, put)
    _draw_plan(draw, put)
    _draw_meetings(draw, put)
    _draw_logs(draw, put)
    _draw_cycles(draw, put)
    _draw_audits(draw, put)
    _draw_money(draw, put)
    _draw_incidents(draw, put)
    return World(lines)


def _draw_bodies(draw: DrawFn, put: Any) -> None:
    names = several(words().map(lambda name: f"Body {name}"), tidy_name)
    for name in draw(names):
        groups = draw(st.lists(st.sampled_from(GROUPS), unique=True))
        kind = draw(st.sampled_from(("Other", "Relevant agency", "Statutory partner")))
        put("organisations", MembershipValues(name, kind, "", tuple(sorted(groups))))


def _draw_plan(draw: DrawFn, put: Any) -> None:
    titles = draw(st.lists(words(), min_size=1, max_size=3, unique_by=tidy_name))
    numbers = []
    for number, title in enumerate(titles, 1):
        lead = draw(st.sampled_from(("", *GROUPS)))
        outcomes = draw(several(words(), tidy_name, 3))
        if lead or not outcomes:
            put("plan", OutcomeValues(number, title, "", "", lead), TERM)
        for place, outcome in enumerate(outcomes, 1):
            numbers.append(f"{number}.{place}")
            led = draw(st.sampled_from(("", *GROUPS)))
            put("plan", OutcomeValues(number, title, numbers[-1], outcome, led), TERM)
    put("plan", SheetValues(TERM, ""), TERM)
    chosen = st.lists(st.sampled_from(numbers), unique=True).map(sorted) if numbers else st.just([])
    for title in draw(several(words(), tidy_name)):
        activity = draw(st.just("") | words())
        put("plan-measures", MeasureValues(title, tuple(draw(chosen)), activity), TERM)
    put("plan-measures", SheetValues(TERM, ""), TERM)
    for title in draw(several(words(), tidy_name)):
        put("plan-threads", ThreadValues(title, draw(st.sampled_from(("", "new")))), TERM)
    put("plan-threads", SheetValues(TERM, ""), TERM)


def _draw_meetings(draw: DrawFn, put: Any) -> None:
    keys = draw(several(st.tuples(st.sampled_from(GROUPS), DAYS), lambda key: key, 5))
    held = []
    for group, on in keys:
        start = draw(maybe(TIMES))
        end = None
        if start is not None and start < time(16):
            end = draw(maybe(st.just(time(start.hour + 1, start.minute))))
        status = draw(st.sampled_from(MEETING_STATUSES))
        where = (draw(maybe(words())), draw(maybe(words())))
        put("meetings", MeetingValues(group, on, start, end, *where, status))
        held += [] if status == "cancelled" else [(group, on)]
    for group, on in held:
        for body in BODIES:
            mark = draw(st.sampled_from((None, "present", "apologies", "deputy")))
            heading = f"{group} {on:%d %b %Y}"
            put("attendance", AttendanceValues(body, group, on, None, mark, heading, 1))
    things = st.tuples(st.sampled_from(GROUPS), words(), maybe(DAYS))
    for group, title, due in draw(several(things, lambda one: (one[0], tidy_name(one[1]), one[2]))):
        days = [on for of, on in held if of == group and on > TODAY]
        put(
            "forward-plan",
            ForwardValues(
                group,
                title,
                draw(maybe(st.sampled_from(days))) if days else None,
                draw(maybe(words())),
                draw(maybe(words())),
                draw(maybe(st.integers(1, 600))),
                draw(maybe(st.sampled_from(("decision", "discussion", "information")))),
                due,
                draw(YES),
            ),
        )


def _draw_logs(draw: DrawFn, put: Any) -> None:
    numbers = several(st.tuples(st.sampled_from(GROUPS), st.integers(1, 99)), lambda key: key)
    for group, number in draw(numbers):
        raised = draw(maybe(DAYS))
        due = draw(maybe(st.integers(0, 300)))
        on = (raised or TODAY) + timedelta(due) if due is not None else None
        rule = BY_DATE if on else draw(st.sampled_from((None, BY_MEETING)))
        put(
            "actions",
            ActionValues(
                group=group,
                number=f"{group}{number:03}",
                text=draw(words(80)),
                owner=draw(st.sampled_from(BODIES)),
                raised_on=raised,
                item=draw(maybe(st.integers(1, 20).map(str))),
                due_rule=rule,
                due=on,
                status=draw(st.sampled_from(("open", "in progress", "complete", "withdrawn"))),
                update=draw(maybe(words())),
                restricted=draw(YES),
            ),
        )
    for group, number in draw(numbers):
        said = (draw(DAYS), draw(words(80)), None, draw(maybe(words())), draw(YES))
        put("decisions", DecisionValues(group, f"D{number}", *said))
    for number in draw(st.lists(st.integers(1, 99), unique=True, max_size=4)):
        on = draw(DAYS)
        replied = draw(maybe(st.integers(0, 90)))
        day = on + timedelta(replied) if replied is not None else None
        outcome = draw(maybe(words()))
        ended = (day or on) + timedelta(5) if outcome and draw(st.booleans()) else None
        who = (draw(maybe(words())), draw(maybe(st.sampled_from(BODIES))))
        reply = draw(words()) if day else None
        ends = (reply, day, outcome, ended, draw(YES))
        group = draw(st.sampled_from(GROUPS))
        put("challenges", ChallengeValues(group, f"C-{number}", on, draw(words(80)), *who, *ends))


def _draw_cycles(draw: DrawFn, put: Any) -> None:
    for topic in draw(several(words(), tidy_name, 2)):
        starts = draw(maybe(st.dates(date(2023, 1, 1), date(2026, 1, 1)))) or None
        state = draw(st.sampled_from(STATES))
        month = 1
        for number in range(1, draw(st.integers(1, 4)) + 1):
            month = min(month + draw(st.integers(0, 3)), 24)
            put(
                "cycles",
                PhaseValues(
                    topic=topic,
                    number=number,
                    title=draw(words()),
                    lead=draw(st.sampled_from(GROUPS)),
                    month=month,
                    slip=0,
                    review=draw(st.booleans()),
                    started=None,
                    finished=None,
                    starts=starts.replace(day=1) if starts else None,
                    state=state,
                ),
            )


def _draw_audits(draw: DrawFn, put: Any) -> None:
    for number in draw(st.lists(st.integers(1, 20), unique=True, max_size=3)):
        name = f"XA{number}"
        put(
            "audits",
            RegisterValues(
                number=name,
                title=draw(words()),
                kind=draw(st.sampled_from(("Multi-agency", "Single agency"))),
                quarter=draw(maybe(st.integers(1, 4))),
                cases=draw(maybe(st.integers(0, 500))),
                priority=None,
                source=draw(maybe(words())),
                status=draw(maybe(words())),
                year=YEAR,
                lead=draw(maybe(words())),
            ),
        )
        for text in draw(several(words(60), tidy_name)):
            kind = draw(st.sampled_from(("good practice", "improvement")))
            theme = draw(st.none() | st.just("A theme"))
            put("audit-findings", FindingValues(name, kind, text, theme, YEAR))
        for text in draw(several(words(60), tidy_name, 2)):
            due = draw(DAYS)
            reviews = tuple((months, due + timedelta(30 * months)) for months in (6, 12))
            owner = draw(st.sampled_from(BODIES))
            put(
                "audit-recommendations",
                RecommendationValues(name, text, owner, due, reviews, "open", None, YEAR),
            )


def _draw_money(draw: DrawFn, put: Any) -> None:
    partners = draw(st.lists(st.sampled_from(BODIES), unique=True))
    for partner in partners:
        mark, note = draw(st.sampled_from((("", ""), ("*", "why it has a mark"))))
        payment = draw(st.sampled_from(("", "proposed", "agreed", "invoiced", "received")))
        in_kind = draw(st.just("") | words())
        given = (draw(maybe(PENCE)),) if in_kind else (None,)
        payer = draw(st.sampled_from(("", *BODIES)))
        line = (YEAR, partner, draw(PENCE), mark, note, payment, payer, in_kind, *given)
        put("contributions", ContributionValues(*line))
    if partners and draw(st.booleans()):
        put("contributions", TotalValues(YEAR, draw(PENCE), draw(words())))
    for heading in draw(several(words(), tidy_name, 3)):
        forecast, note = draw(maybe(PENCE)), draw(st.just("") | words())
        put("spend", SpendValues(YEAR, heading, draw(PENCE), forecast, note))
    amounts = st.integers(-99_999, 9_999_999).filter(bool)
    for at, amount in enumerate(draw(st.lists(amounts, max_size=4))):
        on = date(2031, 6, 1) + timedelta(draw(st.integers(0, 200)))
        said = (draw(words()), f"R{at}", draw(st.just("") | words()))
        put("transactions", LedgerValues(on, amount, *said, "", "", True, OWN_KEY))


def _draw_incidents(draw: DrawFn, put: Any) -> None:
    for number in draw(st.lists(st.integers(1, 400), unique=True, max_size=4)):
        on = draw(st.dates(date(2022, 4, 1), date(2023, 9, 1)))
        put(
            "incidents",
            IncidentValues(
                ref=f"R22-{number:03}",
                on=on,
                at=draw(maybe(TIMES)),
                level=draw(maybe(st.integers(0, 3))),
                child=draw(st.sampled_from(("", "YP-7"))),
                age=draw(maybe(st.integers(10, 17))),
                place=draw(st.sampled_from(("", "corridor = 2"))),
                reason=draw(st.sampled_from(("", "risk of harm"))),
                minutes=draw(maybe(st.integers(0, 90))),
                footage=draw(st.sampled_from(("", "yes", "partly", "no"))),
                footage_until=draw(maybe(st.just(on + timedelta(90)))),
                child_spoken_on=draw(maybe(st.just(on + timedelta(2)))),
                manager_review=draw(st.sampled_from(("", "yes", "no"))),
                recorded_at=draw(st.sampled_from(("", f"{on}T10:30", f"{on}"))),
                person_spoken_at=draw(st.sampled_from(("", f"{on}T11:00"))),
            ),
        )
    put("incidents", ReturnValues())


# Into a store and out of it ------------------------------------------------------------------


def fill(session: Session, world: World) -> None:
    """Take what was drawn into the store of a session, kind by kind."""
    for offer in workbook_offers():
        rows = [
            ReadLine(title, _row_of(values, row), values, {})
            for row, (title, values) in enumerate(world.lines[offer.kind], 2)
        ]
        found = offer.take(session, Reading(tuple(rows), file="drawn.xlsx"))
        session.flush()
        assert not found.faults, (offer.kind, found.faults)


def _row_of(values: Any, row: int) -> int:
    """In a matrix all marks of a body stand in one row."""
    return 2 + BODIES.index(values.attendee) if isinstance(values, AttendanceValues) else row


def scope_of(kind: str) -> Scope:
    """What is asked for of a kind."""
    if kind in ("contributions", "spend", "transactions", COUNTED):
        return Scope(TODAY, year=YEAR)
    return Scope(TODAY, year=TERM) if kind.startswith("plan") else Scope(TODAY)


def sheets_of(session: Session, offer: WorkbookOffer) -> tuple[SheetOut, ...]:
    """The sheets of a kind as they go out."""
    found = offer.write(session, scope_of(offer.kind))
    return (found,) if isinstance(found, SheetOut) else tuple(found)


def told(session: Session) -> dict[str, Any]:
    """All that each kind says of a store: its rows, but for the ids of this store, and values."""
    said: dict[str, Any] = {}
    for offer in workbook_offers():
        rows = []
        for sheet in sheets_of(session, offer):
            kept = [at for at, column in enumerate(sheet.columns) if column.kind != "id"]
            rows += [tuple(row[at] for at in kept) for row in sheet.rows]
        said[offer.kind] = (rows, offer.values(session, scope_of(offer.kind)))
    return said
