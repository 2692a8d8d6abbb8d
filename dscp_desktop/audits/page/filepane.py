"""A file that came back: how it stands, what is wrong with it by cell, what can be done."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from dscp_desktop.audits.page.look import RETURN_STATES
from dscp_desktop.audits.rules.returns import ReturnLine, ReturnOutcome
from dscp_desktop.core.days import show_day_year
from dscp_desktop.core.faults import Fault
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.columns import Column, Empty
from dscp_desktop.widgets.page import GUTTER, Surface
from dscp_desktop.widgets.status import Message, Status, StatusLabel
from dscp_desktop.widgets.tables import TableView
from dscp_desktop.widgets.texts import Text

_NO_FAULT = Empty("Nothing is wrong by cell", "Every answer could be read.", "done")
_QUOTED = re.compile("“([^”]+)”")


@dataclass(frozen=True, slots=True)
class FileRow:
    """One file that came in: of the store (`id` is its own) or left where it is."""

    id: str
    name: str
    agency_id: str
    agency: str
    state: str
    why: str
    faults: tuple[Fault, ...]
    blank: int
    when: str = ""

    @property
    def is_kept(self) -> bool:
        """Say whether the store has it."""
        return self.state != "left"

    @property
    def status(self) -> Status:
        """Return how it stands."""
        kind, words = RETURN_STATES.get(self.state, ("plain", self.state))
        if self.state == "taken" and self.faults:
            count = "1 fault" if len(self.faults) == 1 else f"{len(self.faults)} faults"
            return Status("risk", f"Counts, {count}")
        return Status(kind, words)

    @property
    def not_names(self) -> tuple[str, ...]:
        """Return the words in it that look like names."""
        found = (_QUOTED.search(one.why) for one in self.faults if "looks like a name" in one.why)
        return tuple(dict.fromkeys(match[1] for match in found if match))


def file_rows(
    lines: Sequence[ReturnLine], outcomes: Sequence[ReturnOutcome], audit_id: str
) -> list[FileRow]:
    """Return the files of the last time that are elsewhere or nowhere, then those of the audit."""
    there = {line.id for line in lines}
    rows = [
        FileRow(
            one.return_id or f"left {one.name}",
            one.name,
            one.agency_id,
            one.agency if one.audit_id in ("", audit_id) else f"{one.agency}, {one.audit}",
            one.state,
            one.why,
            one.faults,
            one.blank,
            "Just now",
        )
        for one in outcomes  # what was kept for this audit and is no longer there was undone
        if one.return_id not in there and not (one.return_id and one.audit_id == audit_id)
    ]
    rows += [
        FileRow(
            *(line.id, line.name, line.agency_id, line.agency or "Nobody knows whose"),
            *(line.state, line.why, line.faults, line.blank),
            show_day_year(line.received_on),
        )
        for line in lines
    ]
    return rows


def outcome_words(outcomes: Sequence[ReturnOutcome]) -> tuple[str, str]:
    """Return a kind of message and its words: '9 returns: 7 whole, 2 with faults'."""
    whole = sum(one.is_clean for one in outcomes)
    faulty = sum(one.state == "taken" and bool(one.faults) for one in outcomes)
    aside = sum(one.state == "set aside" for one in outcomes)
    left = sum(one.state == "left" for one in outcomes)
    counts = ((whole, "whole"), (faulty, "with faults"), (aside, "set aside"), (left, "not kept"))
    said = ", ".join(f"{count} {words}" for count, words in counts if count)
    files = "1 file" if len(outcomes) == 1 else f"{len(outcomes)} files"
    kind = "late" if left else "risk" if aside or faulty else "done"
    return kind, f"{files}: {said or 'nothing in them'}"


def cell_name(fault: Fault) -> str:
    """Return 'D9', or the row alone where the column is a heading."""
    column = fault.column or ""
    if column == "Answer":
        return f"D{fault.row}"
    return f"{column}{fault.row}" if len(column) < 3 else f"{column}, row {fault.row}"


class FilePane(Surface):
    """The file that is chosen in the list."""

    def __init__(self) -> None:
        super().__init__()
        self.row: FileRow | None = None
        self.title = Text("", "item", wrap=True, selectable=True)
        self.stands = StatusLabel(Status("plain", ""))
        self.why = Message("plain")
        self.count = Button("Let it count", icon="tick", dense=True)
        self.aside = Button("Set aside", dense=True)
        self.again = Button("Say whose it is", icon="edit", dense=True)
        self.save = Button("Save a copy", icon="save", dense=True)
        self.none = Text("", "base", wrap=True, tone="t2")
        self.faults = TableView(
            [
                Column("Cell", cell_name, 86, role="strong"),
                Column("Stands there", lambda one: one.value or "Empty", 120, lines=2),
                Column("What is wrong", lambda one: one.why, lines=4),
            ],
            "What is wrong by cell",
            empty=_NO_FAULT,
            gutter=20,
            key=lambda one: (one.sheet, one.row, one.column),
        )
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 12, 0, 0)
        box.setSpacing(8)
        head = QVBoxLayout()
        head.setContentsMargins(GUTTER, 0, GUTTER, 0)
        head.setSpacing(6)
        for part in (self.none, self.title, self.stands, self.why):
            head.addWidget(part)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.count, self.aside, self.again, self.save):
            buttons.addWidget(button)
        buttons.addStretch()
        head.addLayout(buttons)
        box.addLayout(head)
        box.addWidget(self.faults, 1)
        self.setAccessibleName("File that came back")
        self.show_file(None)

    def show_file(self, row: FileRow | None) -> None:
        """Show a file; None where nothing came back yet."""
        self.row = row
        some = row is not None
        for part in (self.title, self.stands, self.faults):
            part.setVisible(some)
        self.none.setVisible(not some)
        self.none.setText(
            "Workbooks that agencies send back are dropped here, many at a time: each is matched "
            "by the marks in it. What is wrong is named by its cell."
        )
        state = row.state if row else ""
        self.count.setVisible(state in ("set aside", "replaced"))
        self.aside.setVisible(state == "taken")
        self.again.setVisible(state in ("set aside", "left"))
        self.save.setVisible(bool(row and row.is_kept))
        self.why.setVisible(bool(row and row.why))
        if row is None:
            return
        self.title.setText(f"{row.name}: {row.agency}" if row.agency else row.name)
        self.stands.set_status(row.status)
        self.why.tell("risk" if row.is_kept else "late", row.why)
        self.again.set_words("Say it is no name" if row.not_names else "Say whose it is")
        self.faults.set_rows(row.faults)
        if row.faults and self.faults.value() is None:
            self.faults.choose_first()
