"""Bringing recommendations in: each becomes an action of the one log, with its reviews."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.actions.commands.log import set_due
from dscp_desktop.actions.rules.log import BY_DATE, CLOSED, ActionDetails, stored_status
from dscp_desktop.actions.tables import Action, ActionReview
from dscp_desktop.audits.commands.findings import new_recommendation
from dscp_desktop.audits.commands.taking import Taking, Words, in_words, start, take_theme
from dscp_desktop.audits.queries.settings import report_group_id
from dscp_desktop.audits.rules.findings import RecommendationValues
from dscp_desktop.audits.tables import Audit, AuditRecommendation, AuditReviewDate
from dscp_desktop.core.names import tidy_name
from dscp_desktop.core.offers import Reading, ReadLine, RowOutcome, SheetOutcome
from dscp_desktop.partnership.commands.organisations import ensure_party
from dscp_desktop.partnership.queries.parties import load_names, load_parties
from dscp_desktop.partnership.rules.parties import Names, Party
from dscp_desktop.store.session import fresh_id


@dataclass(slots=True)
class _Row:
    """A row of the sheet with its audit and owner, and the recommendation it turned out to be."""

    line: ReadLine
    audit: Audit
    owner: Party
    found: AuditRecommendation | None = None


@dataclass(slots=True)
class _Known:
    """The recommendations that are stored, each with its action; those matched are taken out."""

    pairs: dict[str, tuple[AuditRecommendation, Action]]
    names: Names
    parties: dict[str, Party] = field(default_factory=dict)


def take_recommendations(session: Session, reading: Reading) -> SheetOutcome:
    """Take the rows of recommendations: new ones become actions of the group audits report to.

    The same recommendation is, in this order: the hidden id of our own sheets; audit, words,
    owner and due date; audit, words and owner; audit and words; of those alike, the n-th. An
    owner nobody knows is added as new, with a note. The days of reviews that a sheet gives are
    kept as they were given.
    """
    taking = start(session)
    query = select(AuditRecommendation, Action)
    query = query.join(Action, Action.id == AuditRecommendation.action_id)
    query = query.order_by(AuditRecommendation.position, AuditRecommendation.id)
    pairs = {row.id: (row, action) for row, action in session.execute(query)}
    known = _Known(pairs, load_names(session), load_parties(session))
    rows = [row for line in reading.lines if (row := _row(session, taking, known, line))]
    _match(rows, known)
    for row in rows:
        _take(session, taking, row, known)
    session.flush()
    return taking.result()


def _row(session: Session, taking: Taking, known: _Known, line: ReadLine) -> _Row | None:
    values: RecommendationValues = line.value
    if not values.sound:
        return None
    audit = taking.audit_of(line, values.year, values.audit, "audit")
    if audit is None:
        return None
    if not report_group_id(session, audit.id):
        why = "Nobody has said which group audits report to. Say so in the audit, then try again."
        taking.faults.append(line.fault("audit", why))
        return None
    near = known.names.near(values.owner)
    owner, known.names, added = ensure_party(session, known.names, values.owner)
    if added:
        known.parties[owner.id] = owner
        why = f"No organisation is called this.{near} It was added as new."
        taking.notes.append(line.fault("owner", why))
    return _Row(line, audit, owner)


def _match(rows: Sequence[_Row], known: _Known) -> None:
    """Find the recommendation of each row, the surest way first for all rows."""
    left = dict(known.pairs)
    for row in rows:
        if row.line.value.id in left and left[row.line.value.id][0].audit_id == row.audit.id:
            row.found = left.pop(row.line.value.id)[0]
    for key_of_row, key_of_pair in _WAYS:
        free: dict[Any, list[str]] = {}
        for key, pair in left.items():
            free.setdefault(key_of_pair(*pair), []).append(key)
        for row in _unmatched(rows):
            alike = free.get(key_of_row(row))
            if alike:
                row.found = left.pop(alike.pop(0))[0]


def _unmatched(rows: Iterable[_Row]) -> list[_Row]:
    return [row for row in rows if row.found is None]


def _words(row: _Row) -> tuple[str, str]:
    return row.audit.id, tidy_name(row.line.value.text)


def _words_of(row: AuditRecommendation) -> tuple[str, str]:
    return row.audit_id, tidy_name(row.text)


_Way = tuple[Callable[[_Row], Any], Callable[[AuditRecommendation, Action], Any]]
_WAYS: tuple[_Way, ...] = (
    (
        lambda row: (_words(row), row.owner.id, row.line.value.due),
        lambda row, action: (_words_of(row), action.owner_id, action.due),
    ),
    (
        lambda row: (_words(row), row.owner.id),
        lambda row, action: (_words_of(row), action.owner_id),
    ),
    (_words, lambda row, _action: _words_of(row)),
)


def _take(session: Session, taking: Taking, row: _Row, known: _Known) -> None:
    values: RecommendationValues = row.line.value
    made, changes = row.found, list[Words]()
    is_new = made is None
    if made is None:
        details = ActionDetails(values.text, row.owner.id, due_rule=BY_DATE, due=values.due)
        group_id = report_group_id(session, row.audit.id)
        logged = _logged(session, group_id, values)
        made = new_recommendation(session, row.audit.id, group_id, details, action_id=logged)
    action = session.get_one(Action, made.action_id)
    if not is_new:
        changes += _change(session, made, action, row, known)
    made.theme_id, more = take_theme(session, taking, row.line, made.theme_id)
    changes += [*more, *_change_status(action, values, is_new=is_new)]
    changes += _take_reviews(session, made, values)
    state = "new" if is_new else "changed" if changes else "same"
    shown = tuple(changes) if state == "changed" else ()
    cells = (row.audit.number, values.text, row.owner.shown, in_words(values.due), action.status)
    taking.outcomes.append(RowOutcome(row.line.row, state, action.number, cells, shown))


def _logged(session: Session, group_id: str, values: RecommendationValues) -> str:
    """Return the action that the log of the group has for a new row: its number and its words.

    It came in with the log before; another recommendation must not have it. '' where there is none.
    """
    if not values.action:
        return ""
    taken = select(AuditRecommendation.action_id)
    query = select(Action).where(Action.group_id == group_id, Action.id.not_in(taken))
    number, words = tidy_name(values.action), tidy_name(values.text)
    found = (a for a in session.scalars(query) if tidy_name(a.number) == number)
    return next((a.id for a in found if tidy_name(a.text) == words), "")


def _change(
    session: Session, made: AuditRecommendation, action: Action, row: _Row, known: _Known
) -> list[Words]:
    values: RecommendationValues = row.line.value
    changes: list[Words] = []
    if made.text != values.text:
        changes.append(("Recommendation", made.text, values.text))
        if action.text == made.text:  # where the log says it in other words, those stay
            action.text = values.text
        made.text = values.text
    if action.owner_id != row.owner.id:
        before = known.parties.get(action.owner_id or "")
        changes.append(("Owner", before.shown if before else action.owner_role, row.owner.shown))
        action.owner_id, action.owner_role = row.owner.id, ""
    if action.due != values.due:
        changes.append(("Due", in_words(action.due), in_words(values.due)))
        set_due(session, action, BY_DATE, values.due)
    return changes


def _change_status(action: Action, values: RecommendationValues, *, is_new: bool) -> list[Words]:
    """Take a status. A sheet does not say on which day an action was done: none is made up."""
    before = action.status
    status = stored_status(values.status or before, "" if is_new else before)
    if status == before:
        return []
    action.status = status
    if status not in CLOSED:
        action.done_on, action.closed_at_id = None, None
    return [("Status", before, status)]


def _take_reviews(
    session: Session, made: AuditRecommendation, values: RecommendationValues
) -> list[Words]:
    """Plan reviews on the days given, and keep those days as facts."""
    query = select(ActionReview).where(ActionReview.action_id == made.action_id)
    planned = {row.months: row for row in session.scalars(query)}
    facts = select(AuditReviewDate).where(AuditReviewDate.recommendation_id == made.id)
    given = {row.months: row for row in session.scalars(facts)}
    changes: list[Words] = []
    for months, on in values.reviews:
        review, fact = planned.get(months), given.get(months)
        if fact is None:
            more = {"recommendation_id": made.id, "months": months, "on": on}
            session.add(AuditReviewDate(id=fresh_id(session), **more))
        was_given = fact is not None and fact.on == on
        if review is None and not was_given:
            review = ActionReview(id=fresh_id(session), action_id=made.action_id, months=months)
            review.due, review.found, review.evidence, review.difference = on, "", "", ""
            session.add(review)
            changes.append((f"Review at {months} months", "", in_words(on)))
        elif review is not None and review.due != on and not was_given and not review.done_on:
            changes.append((f"Review at {months} months", in_words(review.due), in_words(on)))
            review.due = on
    return changes
