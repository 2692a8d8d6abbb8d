"""How an action stands, as the list and the detail show it."""

from __future__ import annotations

from datetime import date

from dscp_desktop.actions.rules.lives import ReviewLine, review_words
from dscp_desktop.actions.rules.log import BY_MEETING, CLOSED, ActionLine, due_words, slipped_words
from dscp_desktop.core.days import days_words, show_day, show_day_year, working_days_between
from dscp_desktop.widgets.status import Status

SOON = 5  # working days left from which an action is shown as a risk


def kind_and_words(line: ActionLine, today: date) -> Status:
    """Return the status of an action: late, at risk, done, or not due yet, in words."""
    words = due_words(line, today)
    if line.review:
        return _review_status(line.review, today)
    if line.status in CLOSED:
        return Status("done" if line.status == "complete" else "away", words)
    if line.overdue:
        return Status("late", words)
    if line.due and working_days_between(today, line.due) <= SOON:
        return Status("risk", words)
    if line.due and line.due_rule == BY_MEETING:
        return Status("not due", f"Next meeting of {line.code}")
    return Status("not due", words)


def _review_status(review: ReviewLine, today: date) -> Status:
    left = working_days_between(today, review.due)
    kind = "late" if left < 0 else "risk" if left <= SOON else "later"
    return Status(kind, days_words(review.due, today), second=review_words(review.months))


def shown_due(line: ActionLine) -> date | None:
    """Return the day that counts now: that of the review where one is asked for."""
    return line.review.due if line.review else line.due


def due_text(line: ActionLine, today: date) -> str:
    """Return 'Thu 26 Oct', with the year where it is another than today's, or 'Not set'."""
    due = shown_due(line)
    if due is None:
        return "Not set"
    return show_day(due) if due.year == today.year else show_day_year(due)


def slip_text(line: ActionLine, today: date) -> str:
    """Return by how much the due date moved, or 'New today'."""
    return "New today" if line.raised_on == today else slipped_words(line)
