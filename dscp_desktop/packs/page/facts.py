"""The one banner of a pack: what is missing or late, or what the next supplement would bring."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dscp_desktop.core.days import show_long_day
from dscp_desktop.packs.page.parts import NOT_THERE, PartRow, late_words
from dscp_desktop.packs.queries.looking import PackView
from dscp_desktop.packs.rules.issued import ADDED, REPLACED, WITHDRAWN

_COUNTS = ((ADDED, "added"), (REPLACED, "replaced"), (WITHDRAWN, "withdrawn"))


def missing_rows(rows: Sequence[PartRow]) -> list[PartRow]:
    """Return the papers that have not come."""
    return [row for row in rows if row.paper is not None and row.paper.is_missing]


def late_fact(view: PackView, rows: Sequence[PartRow], today: date) -> tuple[str, str] | None:
    """Return what is missing or came late, and what follows from it; None where all is well."""
    missing = missing_rows(rows)
    late = [
        row
        for row in rows
        if row.paper and row.paper.file_id and row.status.kind == "risk"
        if late_words(row.paper, today)
    ]
    if not missing and not late:
        return None
    said = []
    if missing:
        count = len(missing)
        said.append(f"{count} paper{' is' if count == 1 else 's are'} missing")
    if late:
        papers = "" if missing else f" paper{'' if len(late) == 1 else 's'}"
        said.append(f"{len(late)}{papers} came late")
    fact = " and ".join(said)
    if len(missing) == 1 and not late:
        fact += f": {missing[0].part.title}"
    due = f"Papers were due {show_long_day(view.due)}. " if view.due and view.due < today else ""
    return fact, due + _what_follows(view, missing)


def _what_follows(view: PackView, missing: Sequence[PartRow]) -> str:
    if not missing:
        return "Members may ask for more time to read."
    if view.issued:
        return "What comes now goes out with the next supplement."
    pages = [str(row.part.first) for row in missing if row.place != NOT_THERE and row.part.first]
    if not pages:
        return "You can still build the pack: it leaves them out."
    which = f"page {pages[0]}" if len(pages) == 1 else f"pages {_listed(pages)}"
    return f"You can still build the pack: {which} will say 'Paper not received'."


def _listed(pages: Sequence[str]) -> str:
    shown = pages[:4]
    if len(pages) > len(shown):
        return f"{', '.join(shown)} and {len(pages) - len(shown)} more"
    return f"{', '.join(shown[:-1])} and {shown[-1]}"


def pending_fact(view: PackView) -> tuple[str, str] | None:
    """Return what came since the pack was issued, and what to do; None for nothing."""
    if view.issued is None or not (view.pending or view.stuck):
        return None
    number = view.issued.last.number + 1
    if view.stuck:
        return f"Supplement {number} cannot be issued as it is", view.stuck
    counted = [
        (sum(part.change == change for part in view.pending), words) for change, words in _COUNTS
    ]
    said = [f"{count} {words}" for count, words in counted if count]
    count = len(view.pending)
    fact = f"{count} paper{' is' if count == 1 else 's are'} not issued yet: {', '.join(said)}"
    brings = "brings it" if count == 1 else "brings them"
    return fact, (
        f"Supplement {number} {brings}, with a change sheet. No page that was issued gets another "
        "number."
    )
