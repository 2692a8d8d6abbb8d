"""What the tabs of the page show, each in one question to the store."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.sql.functions import count

from dscp_desktop.partnership.queries.parties import list_groups, list_holders
from dscp_desktop.partnership.rules.parties import GroupLine, Party
from dscp_desktop.restraint.queries.incidents import list_homes, list_incidents, list_returns
from dscp_desktop.restraint.queries.results import clock_rules, draw_results, list_reviews
from dscp_desktop.restraint.rules.clocks import ClockRule
from dscp_desktop.restraint.rules.incidents import IncidentLine, ReturnLine
from dscp_desktop.restraint.rules.results import DrawResult
from dscp_desktop.restraint.rules.review import ReviewLine
from dscp_desktop.restraint.tables import Incident


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """The homes, their returns (the newest first), and the incidents of the one that is `chosen`.

    `count` are the incidents of all returns; `levels` how many each return has of each level.
    `rules` are the clocks that an incident is judged by.
    """

    homes: tuple[tuple[str, str], ...] = ()
    returns: tuple[ReturnLine, ...] = ()
    chosen: str = ""
    incidents: tuple[IncidentLine, ...] = ()
    count: int = 0
    levels: Mapping[str, Mapping[int, int]] = field(default_factory=dict)
    rules: tuple[ClockRule, ...] = ()


@dataclass(frozen=True, slots=True)
class ResultsPage:
    """The draws, the newest first, the reviews, and the incidents of the samples by reference."""

    results: tuple[DrawResult, ...] = ()
    reviews: tuple[ReviewLine, ...] = ()
    incidents: Mapping[str, IncidentLine] = field(default_factory=dict)


def register_page(session: Session, return_id: str = "", incident_id: str = "") -> RegisterPage:
    """Return the register with the incidents of one return, or of that which holds an incident.

    Where there is no such return, of the newest.
    """
    returns = tuple(reversed(list_returns(session)))
    query = select(Incident.return_id).where(Incident.id == incident_id)
    holds = session.scalars(query).first() if incident_id else ""
    known = [line.id for line in returns]
    chosen = next((one for one in (holds, return_id, *known) if one in known), "")
    levels: dict[str, dict[int, int]] = defaultdict(dict)
    counted, total = select(Incident.return_id, Incident.level, count()), 0
    for own, level, found in session.execute(counted.group_by(Incident.return_id, Incident.level)):
        total += found
        if level is not None:
            levels[own or ""][level] = found
    lines = list_incidents(session, return_id=chosen) if chosen else ()
    rules = clock_rules(session)
    return RegisterPage(list_homes(session), returns, chosen or "", lines, total, levels, rules)


def results_page(session: Session) -> ResultsPage:
    """Return the draws with their reviews, as far as they have come."""
    results = tuple(reversed(draw_results(session)))
    refs = {ref for one in results for stratum in one.strata for ref in stratum.sample}
    incidents = {line.ref: line for line in list_incidents(session, refs=refs)}
    return ResultsPage(results, list_reviews(session), incidents)


def action_parties(session: Session) -> tuple[tuple[GroupLine, ...], tuple[Party, ...]]:
    """Return the groups that agree actions, and who can own one."""
    return list_groups(session), list_holders(session)
