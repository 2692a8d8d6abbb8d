"""What the tabs of the page show, each in one question to the store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from dscp_desktop.partnership.queries.parties import list_groups, list_holders
from dscp_desktop.partnership.rules.parties import GroupLine, Party
from dscp_desktop.restraint.queries.incidents import list_homes, list_incidents, list_returns
from dscp_desktop.restraint.queries.results import clock_rules, draw_results, list_reviews
from dscp_desktop.restraint.rules.clocks import ClockFound, judge_clocks
from dscp_desktop.restraint.rules.incidents import IncidentLine, ReturnLine
from dscp_desktop.restraint.rules.results import DrawResult
from dscp_desktop.restraint.rules.review import ReviewLine


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """The homes, their returns (the newest first), and every incident with its clocks."""

    homes: tuple[tuple[str, str], ...] = ()
    returns: tuple[ReturnLine, ...] = ()
    incidents: tuple[IncidentLine, ...] = ()
    clocks: Mapping[str, tuple[ClockFound, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ResultsPage:
    """The draws, the newest first, the reviews, and the incidents of the samples by reference."""

    results: tuple[DrawResult, ...] = ()
    reviews: tuple[ReviewLine, ...] = ()
    incidents: Mapping[str, IncidentLine] = field(default_factory=dict)


def register_page(session: Session) -> RegisterPage:
    """Return the register."""
    lines, rules = list_incidents(session), clock_rules(session)
    clocks = {line.id: judge_clocks(line.values, rules) for line in lines}
    return RegisterPage(list_homes(session), tuple(reversed(list_returns(session))), lines, clocks)


def results_page(session: Session) -> ResultsPage:
    """Return the draws with their reviews, as far as they have come."""
    results = tuple(reversed(draw_results(session)))
    refs = {ref for one in results for stratum in one.strata for ref in stratum.sample}
    incidents = {line.ref: line for line in list_incidents(session, refs=refs)}
    return ResultsPage(results, list_reviews(session), incidents)


def action_parties(session: Session) -> tuple[tuple[GroupLine, ...], tuple[Party, ...]]:
    """Return the groups that agree actions, and who can own one."""
    return list_groups(session), list_holders(session)
