"""Reviews, results of draws, and the papers of a quarter and a year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.actions.rules.origins import ORIGIN
from dscp_desktop.core.periods import year_bounds, year_of
from dscp_desktop.partnership.queries.parties import printed_marking
from dscp_desktop.restraint.queries.incidents import (
    last_quarter,
    list_homes,
    list_incidents,
    list_returns,
    quarter_of,
)
from dscp_desktop.restraint.rules.clocks import ClockRule, clocks_of, count_clocks
from dscp_desktop.restraint.rules.figures import (
    PublishedFigure,
    check_published,
    figures_of,
    safe_figures,
    year_figures,
)
from dscp_desktop.restraint.rules.footage import GONE, HELD, NONE, UNKNOWN, footage_state
from dscp_desktop.restraint.rules.incidents import IncidentLine, count_levels
from dscp_desktop.restraint.rules.overview import FootageCount, Overview, YearOverview
from dscp_desktop.restraint.rules.results import DrawResult, stratum_result, together
from dscp_desktop.restraint.rules.review import ReviewDetails, ReviewerDetails, ReviewLine
from dscp_desktop.restraint.rules.settings import CLOCKS, PUBLISHED, SMALLEST, limit_of
from dscp_desktop.restraint.tables import Incident, Reviewer, ScrutinyReview
from dscp_desktop.sampling.rules.draw import Replacement
from dscp_desktop.sampling.rules.records import RESTRAINT, strata_of
from dscp_desktop.sampling.tables import Draw, Frame, Replaced
from dscp_desktop.store.session import once
from dscp_desktop.store.settings import get_setting
from dscp_desktop.store.tables import Link

_STATES = {
    "": "Can be viewed",
    HELD: "Held by the home",
    NONE: "No footage, as the return says",
    GONE: "Overwritten, or kept no longer",
    UNKNOWN: "Nobody has said how long it is kept",
}
_RUN_MONTHS = 12


def clock_rules(session: Session) -> tuple[ClockRule, ...]:
    """Return the clocks of this store: its own, else those of the regulation."""
    return clocks_of(get_setting(session, CLOCKS))


def published_figures(session: Session) -> tuple[PublishedFigure, ...]:
    """Return the figures that were published, as a profile or a person put them in."""
    return figures_of(get_setting(session, PUBLISHED))


def list_reviews(
    session: Session, draw_id: str = "", incident_ids: Collection[str] | None = None
) -> tuple[ReviewLine, ...]:
    """Return the reviews of a draw, of some incidents, or all of them, by day."""
    query = select(ScrutinyReview, Incident.ref).join(
        Incident, Incident.id == ScrutinyReview.incident_id
    )
    if draw_id:
        query = query.where(ScrutinyReview.draw_id == draw_id)
    reviewers: dict[str, list[ReviewerDetails]] = {}
    for one in session.scalars(select(Reviewer).order_by(Reviewer.id)):
        details = ReviewerDetails(one.person, one.not_involved)
        reviewers.setdefault(one.review_id, []).append(details)
    actions: dict[str, list[str]] = {}
    links = select(Link.to_id, Link.from_id).join(ScrutinyReview, ScrutinyReview.id == Link.to_id)
    links = links.where(Link.role == ORIGIN).order_by(Link.id)
    for to_id, from_id in session.execute(links):
        actions.setdefault(to_id, []).append(from_id)
    return tuple(
        ReviewLine(
            row.id,
            row.incident_id,
            ref,
            row.draw_id or "",
            _details(row, reviewers.get(row.id, [])),
            tuple(actions.get(row.id, ())),
        )
        for row, ref in session.execute(query.order_by(ScrutinyReview.on, ScrutinyReview.id))
        if incident_ids is None or row.incident_id in incident_ids
    )


def _details(row: ScrutinyReview, reviewers: Sequence[ReviewerDetails]) -> ReviewDetails:
    return ReviewDetails(
        row.on,
        tuple(reviewers),
        row.manager_present,
        row.before,
        row.during,
        row.after,
        row.lawful,
        row.necessary,
        row.proportionate,
        row.de_escalation,
        row.child_account,
        row.aftercare,
        row.good_practice,
        row.home_view,
        row.of_concern,
    )


def find_review(session: Session, incident_id: str, draw_id: str = "") -> ReviewLine | None:
    """Return the review of an incident in a draw, or outside any; None where there is none."""
    found = list_reviews(session, draw_id, (incident_id,))
    return next((one for one in found if one.draw_id == draw_id), None)


def draw_results(
    session: Session, first: date | None = None, last: date | None = None, draw_id: str = ""
) -> tuple[DrawResult, ...]:
    """Return the results of the draws whose lists lie between two days, or of one draw."""
    query = select(Draw, Frame).join(Frame, Frame.id == Draw.frame_id)
    query = query.where(Frame.kind == RESTRAINT).order_by(Frame.first, Draw.made_at)
    if draw_id:
        query = query.where(Draw.id == draw_id)
    if first and last:
        query = query.where(Frame.last >= first, Frame.first <= last)
    replaced: dict[str, list[Replacement]] = defaultdict(list)
    for one in session.scalars(select(Replaced).order_by(Replaced.position)):
        lost = Replacement(one.level, one.lost, one.by, one.reason, one.words)
        replaced[one.draw_id].append(lost)
    verdicts = once(session, "verdicts of reviews", lambda: _verdicts(session))
    found = session.execute(query)
    return tuple(_result(row, frame, replaced[row.id], verdicts[row.id]) for row, frame in found)


def _verdicts(session: Session) -> dict[str, dict[str, str]]:
    """Return by draw and reference of each review whether it is of concern."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    said = select(ScrutinyReview.draw_id, Incident.ref, ScrutinyReview.of_concern)
    said = said.join(Incident, Incident.id == ScrutinyReview.incident_id)
    for own, ref, concern in session.execute(said.order_by(ScrutinyReview.on, ScrutinyReview.id)):
        found[own or ""][ref] = concern
    return found


def waiting_refs(session: Session) -> set[str]:
    """Return the references of the samples drawn in earnest that wait for their review."""
    done = once(session, "verdicts of reviews", lambda: _verdicts(session))
    return {
        ref
        for result in draw_results(session)
        if not result.rehearsal
        for stratum in result.strata
        for ref in stratum.sample
        if ref not in done[result.id]
    }


def _result(
    row: Draw, frame: Frame, replaced: Sequence[Replacement], verdicts: Mapping[str, str]
) -> DrawResult:
    drawn = strata_of(frame.text, frame.plan, row.seed)
    strata = tuple(
        stratum_result(level, stratum, replaced, verdicts) for level, stratum in drawn.items()
    )
    return DrawResult(
        row.id,
        frame.title,
        frame.first,
        frame.last,
        row.rehearsal,
        strata,
        together(strata),
    )


def overview(session: Session, on: date, whole: bool = False) -> Overview | None:
    """Return the last quarter over on a day, or with `whole` the one that holds the day.

    None where no incident is in the register.
    """
    quarter = quarter_of(on) if whole else last_quarter(session, on)
    if quarter is None:
        return None
    first, last = quarter
    lines = list_incidents(session, first, last)
    earlier = quarter_of(date.fromordinal(first.toordinal() - 1))
    levels = tuple(count_levels(lines).values())
    ids = {line.id for line in lines}
    return Overview(
        ", ".join(name for _, name in list_homes(session)),
        first,
        last,
        levels,
        tuple(count_levels(list_incidents(session, *earlier)).values()),
        len(lines) - sum(levels),
        tuple(r for r in list_returns(session) if r.first <= last and r.last >= first),
        _run(session, last),
        count_clocks([line.values for line in lines], clock_rules(session)),
        _footage(lines, on),
        draw_results(session, first, last),
        list_reviews(session, incident_ids=ids),
        printed_marking(session),
    )


def _run(session: Session, last: date) -> tuple[tuple[str, int], ...]:
    """Return the months up to the end of a quarter, at most a year of them."""
    lines = list_incidents(session, last=last)
    if not lines:
        return ()
    found = []
    for year in dict.fromkeys(year_of(line.on) for line in lines):
        figures = year_figures(year, [x for x in lines if year_of(x.on) == year], ())
        begins = int(year[:4])
        for number, month in enumerate(figures.months):
            on = date(begins + (number + 3) // 12, (number + 3) % 12 + 1, 1)
            if lines[0].on.replace(day=1) <= on <= last:
                found.append(month)
    return tuple(found[-_RUN_MONTHS:])


def _footage(lines: Sequence[IncidentLine], today: date) -> tuple[FootageCount, ...]:
    states = [footage_state(line, today) for line in lines]
    told = [state if state in _STATES else "" for state in states]
    counted = ((words, told.count(state)) for state, words in _STATES.items())
    return tuple(FootageCount(words, count) for words, count in counted if count)


def last_year(session: Session, until: date) -> str:
    """Return the financial year of the last incident up to a day, that of the day without any."""
    lines = list_incidents(session, last=until)
    return year_of(lines[-1].on if lines else until)


def year_overview(session: Session, year: str) -> YearOverview:
    """Return a year with its figures, those published, its draws and what may be published."""
    first, last = year_bounds(year)
    lines = list_incidents(session, first, last)
    figures = year_figures(year, lines, clock_rules(session))
    limit = limit_of(get_setting(session, SMALLEST))
    return YearOverview(
        ", ".join(name for _, name in list_homes(session)),
        figures,
        check_published(figures, published_figures(session)),
        draw_results(session, first, last),
        safe_figures(figures, limit),
        printed_marking(session),
    )
