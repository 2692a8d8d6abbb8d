"""How audits look in lists: statuses and words, from values alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dscp_desktop.audits.rules.findings import CAME_BACK, RecommendationLine, ThemeState
from dscp_desktop.audits.rules.programme import AgencyState, AuditLine, KindCount, standing_words
from dscp_desktop.audits.rules.settings import DONE, PLANNED
from dscp_desktop.core.days import show_date
from dscp_desktop.widgets.status import Status

RETURN_STATES = {
    "taken": ("done", "Counts"),
    "set aside": ("risk", "Set aside"),
    "replaced": ("away", "Replaced"),
    "left": ("late", "Not kept"),
}


def audit_status(line: AuditLine) -> Status:
    """Return how an audit stands, in the office's own word."""
    words = line.details.status or line.stage.capitalize()
    kind = {PLANNED: "not due", DONE: "done"}.get(line.stage, "running")
    return Status(kind, words)


def returns_status(line: AuditLine, today: date) -> Status:
    """Return how the returns of an audit stand."""
    if not line.agencies or line.stage == PLANNED:
        return Status("plain", "–")
    if any(one.late and not one.is_in for one in line.agencies):
        return Status("late", standing_words(line, today))
    if line.returned == len(line.agencies):
        kind = "risk" if any(one.blank for one in line.agencies) else "done"
        return Status(kind, line.returned_words)
    return Status("waiting", standing_words(line, today))


def agency_status(agency: AgencyState) -> Status:
    """Return what came back of an agency, or how late it is."""
    if agency.is_in:
        return Status("risk" if agency.state == "part" else "done", agency.words)
    if agency.state == "set aside":
        return Status("risk", agency.words)
    if agency.late:
        days = "1 working day" if agency.late == 1 else f"{agency.late} working days"
        return Status("late", f"{days} late")
    return Status("waiting" if agency.sent_on else "not due", agency.words)


def count_status(count: KindCount) -> Status:
    """Return how a kind stands against what was promised."""
    words = f"{count.kind.name} {count.words}"
    if not count.kind.a_year:
        return Status("plain", words)
    if count.done >= count.kind.a_year:
        return Status("done", words)
    return Status("risk" if count.short else "waiting", words)


def short_words(count: KindCount) -> str:
    """Return 'Multi-agency: 4 of 6 done, 1 planned, 1 still to be planned'."""
    said = [f"{count.kind.name}: {count.words} done"]
    said += [f"{count.planned} planned"] if count.planned else []
    said += [f"{count.short} still to be planned"] if count.short else []
    return ", ".join(said)


def day_words(day: date | None, nothing: str = "Not set") -> str:
    """Return '20 October 2022', or other words where there is no day."""
    return show_date(day) if day else nothing


def chase_words(agencies: Sequence[AgencyState]) -> tuple[str, str]:
    """Return who is late, and whose answers are blank, each in one line ('' for nobody)."""
    by_days: dict[int, list[str]] = {}
    for one in agencies:
        if one.late and not one.is_in:
            by_days.setdefault(one.late, []).append(one.name)
    late = [
        f"{_listed(names)}: {days} working day{'' if days == 1 else 's'} late"
        for days, names in sorted(by_days.items(), reverse=True)
    ]
    blank = [
        f"{one.name}: {one.blank} answer{'' if one.blank == 1 else 's'} blank"
        for one in agencies
        if one.blank and one.is_in
    ]
    return "; ".join(late), "; ".join(blank)


def _listed(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if names[1:] else list(names))


def chase_count(agencies: Sequence[AgencyState]) -> int:
    """Return how many agencies there is something to write to about."""
    return sum(bool((one.late and not one.is_in) or one.blank) for one in agencies)


def write_words(count: int) -> str:
    """Return what the button that writes to agencies says."""
    names = {1: "Write to one", 2: "Write to the two", 3: "Write to the three"}
    return names.get(count, f"Write to the {count}") if count else "Nobody to write to"


def theme_words(theme: ThemeState) -> str:
    """Return 'Improvement · also in MA1'."""
    kinds = " and ".join(theme.kinds).capitalize()
    also = f"also in {', '.join(theme.also_in)}" if theme.also_in else "new in this audit"
    return f"{kinds} · {also}"


def asked_words(theme: ThemeState, numbers: dict[str, int]) -> str:
    """Return 'questions 3, 8', '' where it comes from none."""
    found = sorted(numbers[one] for one in theme.questions if one in numbers)
    said = ", ".join(str(one) for one in found)
    return f"question{'s' if found[1:] else ''} {said}" if found else ""


def came_back(themes: Sequence[ThemeState]) -> str:
    """Return '2 of 6 came back'."""
    count = sum(one.state == CAME_BACK for one in themes)
    return f"{count} of {len(themes)} came back" if themes else ""


def action_status(line: RecommendationLine, today: date) -> Status:
    """Return how the action of a recommendation stands."""
    closed = line.status in ("complete", "closed", "withdrawn")
    if not closed and line.due and line.due < today:
        return Status("late", "Late")
    return Status("done" if closed else "running", line.status.capitalize())


def reviews_words(line: RecommendationLine) -> str:
    """Return when a recommendation is looked at again."""
    said = []
    for one in line.reviews:
        day = f"done {show_date(one.done_on)}" if one.done_on else show_date(one.due)
        said.append(f"{one.months} months: {day}")
    return "\n".join(said) or "None planned"
