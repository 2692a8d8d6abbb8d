"""What a person can do to the contributions."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dscp_desktop.budget.commands.years import FEATURE, open_year, put_reason, tidy
from dscp_desktop.budget.queries.contributions import get_year
from dscp_desktop.budget.rules.contributions import PART, PAYMENTS, STEPS
from dscp_desktop.budget.tables import Contribution, ContributionStep, ContributionYear
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Refused, WrongUse
from dscp_desktop.core.money import show_pounds
from dscp_desktop.partnership.queries.parties import load_parties
from dscp_desktop.store.session import fresh_id

LAPSED = "The reason recorded for the difference is taken away, for the difference is another one"
_FIGURE = ("proposed", "agreed")  # the steps that say what the contribution is


def line_of(session: Session, year_id: str, partner_id: str) -> Contribution | None:
    """Return a partner's line of a year, None where there is none."""
    query = select(Contribution).where(
        Contribution.year_id == year_id, Contribution.partner_id == partner_id
    )
    return session.scalars(query).first()


def _partner(session: Session, partner_id: str) -> str:
    party = load_parties(session).get(partner_id)
    if party is None:
        raise WrongUse("This partner is not in the store. Add the organisation first.")
    return party.shown


def _not_below(amount: int, what: str = "A contribution") -> None:
    if amount < 0:
        raise Refused(f"{what} is not below nothing. Type the amount without a minus.")


def put_contribution(
    session: Session, year: str, partner_id: str, amount: int, note: str = "", mark: str = ""
) -> Changes:
    """Enter or correct what a partner gives in a year, in pence, and the note to it.

    Raises Refused for an amount below nothing or a closed year, WrongUse for a year or partner
    nobody added.
    """
    _not_below(amount)
    row = open_year(session, year)
    shown = _partner(session, partner_id)
    line = line_of(session, row.id, partner_id)
    words = f"Contribution of {shown} {year}: {show_pounds(amount)}"
    if line is None:
        line = add_line(session, row.id, partner_id, amount)
    elif line.amount != amount:
        words = f"{words}, was {show_pounds(line.amount)}"
    line.amount, line.note, line.mark = amount, tidy(note), mark
    return Changes(words + drop_reason(session, row), (FEATURE,), line.id)


def add_line(session: Session, year_id: str, partner_id: str, amount: int) -> Contribution:
    """Add a partner's line below the others of its year; the caller has looked."""
    last = select(func.max(Contribution.position)).where(Contribution.year_id == year_id)
    line = Contribution(
        id=fresh_id(session),
        year_id=year_id,
        position=(session.scalar(last) or 0) + 1,
        partner_id=partner_id,
        amount=amount,
        mark="",
        note="",
        payment="",
        in_kind="",
    )
    session.add(line)
    session.flush()
    return line


def _get_line(session: Session, year: str, partner_id: str) -> tuple[Contribution, str]:
    """Return a line that is to be changed, and its partner's name."""
    shown = _partner(session, partner_id)
    line = line_of(session, open_year(session, year).id, partner_id)
    if line is None:
        raise WrongUse(f"{shown} has no contribution in {year}.")
    return line, shown


def remove_contribution(session: Session, year: str, partner_id: str) -> Changes:
    """Remove a partner's line of a year with its steps; the history keeps them.

    Raises WrongUse without one, Refused where the year is closed.
    """
    line, shown = _get_line(session, year, partner_id)
    steps = select(ContributionStep).where(ContributionStep.contribution_id == line.id)
    for step in session.scalars(steps):
        session.delete(step)
    session.flush()
    session.delete(line)
    words = f"Contribution of {shown} {year} removed"
    words += drop_reason(session, open_year(session, year))
    return Changes(words, (FEATURE,), line.year_id)


def set_payment(session: Session, year: str, partner_id: str, payment: str) -> Changes:
    """Say what has become of a contribution, where no day and amount of it is recorded.

    Raises WrongUse for what is none of STEPS, Refused where the year is closed.
    """
    if payment not in PAYMENTS or payment == PART:
        raise WrongUse(f"A payment is one of: {', '.join(STEPS)}.")
    line, shown = _get_line(session, year, partner_id)
    line.payment = payment
    words = PAYMENTS[payment].lower() or "not known"
    return Changes(f"Payment of {shown} {year}: {words}", (FEATURE,), line.id)


def put_step(
    session: Session,
    year: str,
    partner_id: str,
    kind: str,
    on: date,
    amount: int,
    reference: str = "",
    step_id: str = "",
) -> Changes:
    """Record a step of a contribution with its day, amount in pence and reference; or change one.

    There may be several of a kind: part payments add up. What is proposed or agreed becomes the
    amount of the contribution, and adds it where the partner has none yet. A payment that was
    sent back is below nothing. Raises WrongUse for another kind, Refused for an amount of nothing,
    one below it where that cannot be, or a closed year.
    """
    if kind not in STEPS:
        raise WrongUse(f"A step is one of: {', '.join(STEPS)}.")
    if kind != "received":
        _not_below(amount)
    row, shown = open_year(session, year), _partner(session, partner_id)
    line = line_of(session, row.id, partner_id)
    words = f"{PAYMENTS[kind]}: {shown} {year}, {show_pounds(amount)}"
    if line is None and kind not in _FIGURE:
        raise WrongUse(f"{shown} has no contribution in {year}.")
    if line is None:
        line = add_line(session, row.id, partner_id, amount)
    step = _step(session, line, step_id)
    step.kind, step.on, step.amount, step.reference = kind, on, amount, tidy(reference)
    if kind in _FIGURE and line.amount != amount:
        words += f", was {show_pounds(line.amount)}"
        line.amount = amount
    return Changes(words + drop_reason(session, row), (FEATURE,), step.id)


def _step(session: Session, line: Contribution, step_id: str) -> ContributionStep:
    if step_id:
        step = session.get(ContributionStep, step_id)
        if step is None or step.contribution_id != line.id:
            raise WrongUse("This step is not one of the contribution. Look at it again.")
        return step
    step = ContributionStep(id=fresh_id(session), year_id=line.year_id, contribution_id=line.id)
    session.add(step)
    return step


def remove_step(session: Session, step_id: str) -> Changes:
    """Remove a step that was recorded in error. Raises Refused where its year is closed."""
    step = session.get(ContributionStep, step_id)
    if step is None:
        raise WrongUse("This step is not in the store any more.")
    year = session.get_one(ContributionYear, step.year_id)
    open_year(session, year.year)
    words = f"{PAYMENTS[step.kind]}, {show_pounds(step.amount)} removed from {year.year}"
    session.delete(step)
    return Changes(words, (FEATURE,), step.year_id)


def put_payer(session: Session, year: str, partner_id: str, payer_id: str) -> Changes:
    """Say who pays a partner's contribution where it is another; '' where it is the partner.

    Raises WrongUse for a body nobody added, Refused where the year is closed.
    """
    line, shown = _get_line(session, year, partner_id)
    payer = _partner(session, payer_id) if payer_id and payer_id != partner_id else ""
    line.payer_id = payer_id if payer else None
    words = f"paid by {payer}" if payer else "paid by the partner itself"
    return Changes(f"Contribution of {shown} {year}: {words}", (FEATURE,), line.id)


def put_in_kind(
    session: Session, year: str, partner_id: str, words: str, value: int | None = None
) -> Changes:
    """Say what a partner gives besides money, with a value in pence where there is one.

    It is never part of the sum. A partner that gives only in kind has a line of £0. Raises Refused
    for a value without words or below nothing, or a closed year.
    """
    _not_below(value or 0, "A value")
    said = tidy(words)
    if value is not None and not said:
        raise Refused("Type what is given in kind, then its value.")
    row, shown = open_year(session, year), _partner(session, partner_id)
    line = line_of(session, row.id, partner_id) or add_line(session, row.id, partner_id, 0)
    line.in_kind, line.in_kind_value = said, value
    shown_value = "" if value is None else f", {show_pounds(value)}"
    told = f"recorded{shown_value}" if said else "taken away"
    return Changes(f"In kind of {shown} {year} {told}", (FEATURE,), line.id)


def put_gift(
    session: Session, year: str, partner_id: str, payer_id: str, words: str, value: int | None
) -> Changes:
    """Say who pays a contribution and what is given besides it, as `put_payer`, `put_in_kind`."""
    paid = put_payer(session, year, partner_id, payer_id)
    given = put_in_kind(session, year, partner_id, words, value)
    return Changes(f"{paid.words}. {given.words}", (FEATURE,), given.result)


def set_published(session: Session, year: str, published: int | None, source: str = "") -> Changes:
    """Keep the total as it was published, in pence, and where; None takes it away.

    Raises Refused where the year is closed.
    """
    row = open_year(session, year)
    row.published = published
    row.source = tidy(source) or row.source
    shown = "none" if published is None else show_pounds(published)
    words = f"Published total {year}: {shown}" + drop_reason(session, row)
    return Changes(words, (FEATURE,), row.id)


def record_reason(session: Session, year: str, reason: str) -> Changes:
    """Keep why the published total and the sum differ; '' opens the question again.

    Who wrote it and when stands in the history. Raises Refused where nothing differs, or the year
    is closed.
    """
    row = open_year(session, year)
    difference = get_year(session, year).difference
    if reason.strip() and not difference:
        raise Refused(f"The totals of {year} do not differ, so there is nothing to explain.")
    put_reason(session, row, tidy(reason), difference)
    what = "recorded" if row.reason else "taken away"
    return Changes(f"Reason for the difference {year} {what}", (FEATURE,), row.id)


def drop_reason(session: Session, row: ContributionYear) -> str:
    """Take a year's reason away where the difference has moved from under it; say so in words."""
    session.flush()
    if not row.reason or get_year(session, row.year).reason:
        return ""
    put_reason(session, row, "", None)
    return f". {LAPSED}"
