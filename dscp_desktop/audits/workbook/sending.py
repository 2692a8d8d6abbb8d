"""The workbook that goes to an agency: locked but for the answers, with drop-downs and marks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dscp_desktop.audits.rules.returns import MARK_NAMES, MARKS, PROGRAM, SHEET
from dscp_desktop.audits.rules.tools import (
    ANSWER,
    COMMENT,
    GUIDANCE,
    HEAD_ROW,
    HEADINGS,
    LAST,
    NUMBER,
    QUESTION,
    SCALE,
    YES_NO,
    LaidRow,
    Sending,
    checksum,
    choices_of,
    content_text,
    lay_out,
)
from dscp_desktop.core.days import show_long_day
from dscp_desktop.sheets.filling import FormCell, FormOut, write_form

_WIDTHS = {NUMBER: 5, QUESTION: 52, GUIDANCE: 40, ANSWER: 26, COMMENT: 44, LAST: 22}


def tool_workbook(sending: Sending) -> bytes:
    """Return the workbook of one agency: the same sending gives the same bytes."""
    total = checksum(content_text(sending.content))
    values = (PROGRAM, sending.audit_id, sending.version_id, sending.agency_id, total)
    offered = {kind: choices_of(sending.content, kind) for kind in (SCALE, YES_NO)}
    form = FormOut(
        title=SHEET,
        hidden=MARKS,
        cells=tuple(_cells(sending)),
        widths=_WIDTHS,
        head_row=HEAD_ROW,
        choices={kind: choices for kind, choices in offered.items() if choices},
        marks=tuple(zip(MARK_NAMES, values, strict=True)),
    )
    return write_form(form)


def _cells(sending: Sending) -> Iterator[FormCell]:
    due = f"Return it by {show_long_day(sending.due)}." if sending.due else ""
    said = (
        f"{sending.marking}  {sending.partnership}",
        f"{sending.audit}: {sending.title}",
        f"Return of {sending.agency}. {due}".strip(),
        "Fill in the white cells. Use references, never names. Leave the rest as it is: the "
        "file is read by the program when it comes back.",
    )
    for at, text in enumerate(said, 1):
        yield FormCell(at, NUMBER, text, "title" if at == 2 else "plain")
    for column, heading in enumerate(HEADINGS, 1):
        yield FormCell(HEAD_ROW, column, heading, "head")
    last = dict(sending.last)
    for row in lay_out(sending.content):
        yield from _row(row, last)


def _row(row: LaidRow, last: Mapping[str, str]) -> Iterator[FormCell]:
    question = row.question
    if question is None:
        yield FormCell(row.row, QUESTION, row.section, "bold")
        return
    texts = {
        NUMBER: str(row.number),
        QUESTION: question.text,
        GUIDANCE: question.guidance,
        LAST: last.get(question.id, ""),
    }
    for column in range(1, len(HEADINGS) + 1):
        free = column in (ANSWER, COMMENT)
        offers = question.kind if column == ANSWER and question.kind in (SCALE, YES_NO) else ""
        yield FormCell(row.row, column, texts.get(column, ""), "boxed", free, offers)
