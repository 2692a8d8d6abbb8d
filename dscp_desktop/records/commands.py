"""Bringing workbooks into the store: all or nothing, in one command that one undo takes back."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from sqlalchemy import event
from sqlalchemy.orm import Session

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.offers import Reading, ReadLine
from dscp_desktop.core.pace import UNWATCHED, Pace
from dscp_desktop.meetings.commands.receiving import ask_again
from dscp_desktop.records.rules.planning import (
    LAYOUT,
    FilePlan,
    SheetPlan,
    kept_reading,
    layout_of,
)
from dscp_desktop.records.rules.results import (
    ImportRefused,
    SheetResult,
    refusal_of,
    result_of,
    results_words,
)
from dscp_desktop.store.redact import redact
from dscp_desktop.store.settings import get_setting, put_setting

_ROWS_TOLD = 20  # after so many somebody is told how far it is


def import_workbooks(
    session: Session,
    plans: Sequence[FilePlan],
    *,
    accept_good: bool = False,
    pace: Pace = UNWATCHED,
) -> Changes:
    """Take every sound row of every sheet, in the order in which kinds refer to each other.

    Raises ImportRefused, and nothing is taken, where a row or a file is refused and
    `accept_good` is not asked for. `result` of the changes is the tuple of SheetResult. How the
    columns of a source were set by hand is kept with its rows, and goes with them by undo: it says
    what the records mean, so everybody who imports that source reads it alike.
    Raises Stopped where somebody asked for it, up to the moment the whole is kept; then nothing is
    taken.
    """
    results = take_workbooks(session, plans, pace.step(0, 0.8))
    if not accept_good and any(result.faults for result in results):
        raise ImportRefused(results)
    for plan in plans:
        _keep_layouts(session, plan)
    pace.at("Writing the history", 0.8)
    return Changes(results_words(results), ("*",), results)


def _keep_layouts(session: Session, plan: FilePlan) -> None:
    for sheet in plan.sheets:
        key, layout = layout_of(sheet)
        said = {"kind": layout.kind, "fields": layout.fields} if layout else {}
        value = json.dumps(said, ensure_ascii=False) if said else ""
        if key and get_setting(session, LAYOUT + key) != value:
            put_setting(session, LAYOUT + key, value)


def take_workbooks(
    session: Session, plans: Sequence[FilePlan], pace: Pace = UNWATCHED
) -> tuple[SheetResult, ...]:
    """Take the rows in the session and say what became of them; a rehearsal is rolled back.

    Raises Stopped where somebody asked for it.
    """
    sheets = [sheet for plan in plans for sheet in plan.sheets]
    remarks = {plan.file: plan.notes for plan in plans}
    found: dict[int, SheetResult] = {}
    for name in ("do_orm_execute", "before_flush"):  # also of what is written when this is done
        event.listen(session, name, lambda *_said: pace.look())
    whole, done = sum(len(sheet.reading.lines) for sheet in sheets) or 1, 0
    for sheet in sorted(sheets, key=lambda sheet: sheet.offer.order):
        rows = len(sheet.reading.lines)
        step = pace.step(done / whole, (done + rows) / whole)
        done += rows
        outcome = sheet.offer.take(session, _paced(sheet, step))
        session.flush()
        first = sheet is next(s for s in sheets if s.file == sheet.file)
        said = remarks[sheet.file] if first else ()
        found[id(sheet)] = result_of(sheet, outcome, said)
    results: list[SheetResult] = []
    for plan in plans:
        if plan.refusal:
            results.append(refusal_of(plan))
        results += [found[id(sheet)] for sheet in plan.sheets]
    return tuple(results)


class _PacedLines(tuple[ReadLine, ...]):
    """The rows of a sheet, which tell how far whoever goes through them has come."""

    pace: Pace
    words: str
    seen: int

    def __iter__(self) -> Iterator[ReadLine]:
        """Give the rows; what was told once is not taken back by another round."""
        for number, line in enumerate(super().__iter__()):
            if number % _ROWS_TOLD == 0:
                self.seen = max(self.seen, number)
                self.pace.at(self.words, self.seen, len(self))
            yield line


def _paced(sheet: SheetPlan, pace: Pace) -> Reading:
    reading = kept_reading(sheet)
    lines = _PacedLines(reading.lines)
    # Who takes them goes through the rows first, and writes what they say after that.
    lines.pace, lines.words, lines.seen = pace.step(0, 0.4), f"Writing {sheet.sheet}", 0
    return replace(reading, lines=lines)


def redact_words(session: Session, words: str, file_ids: Collection[str]) -> Changes:
    """Take a name out of the store for good, with the files that hold it.

    A paper whose file goes is awaited again. Raises Refused where the name stands nowhere.
    """
    ask_again(session, file_ids)
    return redact(session, words, file_ids)
