"""What a person can do to scenarios and to the figures of the area, and what a profile holds."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dscp_desktop.budget.commands.letters import keep_words
from dscp_desktop.budget.commands.spend import add_rule, new_heading
from dscp_desktop.budget.commands.years import FEATURE, known_year, tidy
from dscp_desktop.budget.queries.contributions import get_year
from dscp_desktop.budget.queries.due import OVERDUE
from dscp_desktop.budget.queries.letters import WORDING
from dscp_desktop.budget.queries.spend import list_headings, list_rules
from dscp_desktop.budget.rules.fairness import (
    CHILDREN,
    NEW,
    FigureDetails,
    ScenarioDetails,
    scenario_fault,
)
from dscp_desktop.budget.tables import AreaFigure, Scenario
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Refused, WrongUse
from dscp_desktop.partnership.queries.parties import load_parties
from dscp_desktop.store.session import fresh_id
from dscp_desktop.store.settings import get_setting, put_setting

SECTIONS = ("spend_heading", "figure", "letters")
_AS_AT = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")


def put_scenario(
    session: Session, base_year: str, details: ScenarioDetails, scenario_id: str = ""
) -> Changes:
    """Keep a way to set the contributions of the year after `base_year`, or change one.

    Raises Refused, in words, where it cannot be made; WrongUse for a partner nobody added.
    """
    base = known_year(session, base_year)
    values = get_year(session, base_year)
    if why := scenario_fault(details, values.sum):
        raise Refused(why)
    if details.kind == NEW:
        if details.partner_id not in load_parties(session):
            raise WrongUse("This partner is not in the store. Add the organisation first.")
        if any(line.partner_id == details.partner_id for line in values.lines):
            raise Refused(f"This partner gives in {base_year} already. Choose another one.")
    row = session.get_one(Scenario, scenario_id) if scenario_id else None
    if row is None:
        last = select(func.max(Scenario.position)).where(Scenario.base_id == base.id)
        row = Scenario(id=fresh_id(session), position=(session.scalar(last) or 0) + 1)
        session.add(row)
    row.base_id, row.title, row.kind = base.id, " ".join(details.title.split()), details.kind
    row.rate, row.target, row.amount = details.rate, details.target, details.amount
    row.partner_id, row.note = details.partner_id or None, tidy(details.note)
    return Changes(f"Scenario kept: {row.title}", (FEATURE,), row.id)


def remove_scenario(session: Session, scenario_id: str) -> Changes:
    """Remove a scenario; the history keeps it."""
    row = session.get_one(Scenario, scenario_id)
    session.delete(row)
    return Changes(f"Scenario removed: {row.title}", (FEATURE,), row.id)


def put_figure(session: Session, details: FigureDetails, figure_id: str = "") -> Changes:
    """Keep a published figure of the area with its source, or change one.

    Raises Refused where it has no title or source, where its day is no year, month or day, or
    where a number of children is none.
    """
    value = details.value.strip()
    if not details.title.strip() or not details.source.strip():
        raise Refused("Type what the figure counts, and where it was published.")
    if not _AS_AT.fullmatch(details.as_at):
        raise Refused("Type when it was counted, as 2019, 2019-04 or 2019-04-01.")
    if details.unit == CHILDREN:
        value = value.replace(",", "")
        if not value.isdecimal() or not int(value):
            raise Refused("Type how many children and young people there are, such as 100,540.")
    row = session.get_one(AreaFigure, figure_id) if figure_id else _new_figure(session)
    row.title, row.value, row.unit = tidy(details.title), value, details.unit
    row.ages, row.as_at, row.source = tidy(details.ages), details.as_at, tidy(details.source)
    return Changes(f"Figure kept: {row.title}", (FEATURE,), row.id)


def _new_figure(session: Session) -> AreaFigure:
    last = session.scalar(select(func.max(AreaFigure.position))) or 0
    row = AreaFigure(id=fresh_id(session), position=last + 1)
    row.title = row.value = row.unit = row.ages = row.as_at = row.source = ""
    session.add(row)
    return row


def set_overdue_days(session: Session, days: int) -> Changes:
    """Say after how many days an invoice that was not paid is due to be looked at."""
    if not 1 <= days <= 366:
        raise Refused("Type a number of days from 1 to 366.")
    put_setting(session, OVERDUE, str(days))
    return Changes(f"Unpaid invoices are shown after {days} days", (FEATURE,))


def begin(session: Session, profile: Mapping[str, Any]) -> None:
    """Put a profile's headings of spend, figures of the area, letters and days into a store."""
    if words := profile.get("letters"):
        keep_words(session, words)
    for entry in profile.get("spend_heading", ()):
        row = new_heading(session, entry["title"])
        for kind, name in (("code", "codes"), ("words", "words")):
            for text in entry.get(name, ()):
                add_rule(session, kind, text, row.id)
    for entry in profile.get("figure", ()):
        figure = _new_figure(session)
        figure.title, figure.value = entry["title"], str(entry["value"])
        for name in ("unit", "ages", "as_at", "source"):
            setattr(figure, name, entry.get(name, ""))
        session.flush()
    if days := profile.get("settings", {}).get("contribution_overdue_days"):
        put_setting(session, OVERDUE, str(days))


def keep(session: Session, _today: date) -> Mapping[str, Any]:
    """Return headings, figures, letters and days as a profile holds them."""
    rules = list_rules(session)
    headings = [
        {
            "title": heading.title,
            "codes": [r.text for r in rules if r.heading_id == heading.id and r.kind == "code"],
            "words": [r.text for r in rules if r.heading_id == heading.id and r.kind == "words"],
        }
        for heading in list_headings(session)
        if not heading.ends
    ]
    figures = [
        {
            "title": row.title,
            "value": int(row.value) if row.value.isdecimal() else row.value,
            **{name: getattr(row, name) for name in ("unit", "ages", "as_at", "source")},
        }
        for row in session.scalars(select(AreaFigure).order_by(AreaFigure.position, AreaFigure.id))
    ]
    days = get_setting(session, OVERDUE)
    kept = {"contribution_overdue_days": int(days)} if days else {}
    letters = json.loads(get_setting(session, WORDING) or "{}")
    return {"spend_heading": headings, "figure": figures, "letters": letters, "settings": kept}
