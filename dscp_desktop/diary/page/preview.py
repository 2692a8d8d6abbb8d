"""What a plan comes to: the dates it would add, those that stay, those that no longer fit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from dscp_desktop.core.days import add_working_days, show_day_year
from dscp_desktop.diary.rules.planning import Replanned
from dscp_desktop.widgets.binding import bind
from dscp_desktop.widgets.columns import Column, Empty, Section
from dscp_desktop.widgets.page import Surface
from dscp_desktop.widgets.tables import TWO_LINE, TableView
from dscp_desktop.widgets.texts import Text

ADD, KEEP, REMOVE = "add", "keep", "remove"
_EMPTY = Empty("Nothing to plan", "Every meeting of this cadence is in the diary.", "calendar")


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One date of a plan. `ticked` says that it is added, or taken away."""

    id: str
    what: str
    on: date
    slot: date | None
    ticked: bool
    note: str = ""
    clash: str = ""


class PlanPreview(Surface):
    """The dates of a plan. Space leaves one out, Alt+Left and Alt+Right move it by a day."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.listed: list[PlanRow] = []
        self._moved: dict[date, date] = {}
        self._left: set[str] = set()
        self.counted = Text("", "base", tone="t2")
        columns = (
            Column(
                "Take it",
                lambda _row: "",
                88,
                tick=lambda row: None if row.what == KEEP else row.ticked,
            ),
            Column("Date", lambda row: show_day_year(row.on), 150),
            Column("Note", lambda row: row.clash or row.note, lines=2, tone=_tone),
        )
        self.table = TableView(
            columns, "Dates of the plan", height=TWO_LINE, empty=_EMPTY, key=lambda row: row.id
        )
        self.table.ticked.connect(self._tick)
        self.table.actions_for = self._actions
        for keys, step in (("Alt+Left", -1), ("Alt+Right", 1)):
            words = "A working day later" if step > 0 else "A working day earlier"
            do = partial(self._move_now, step)
            bind(self.table, keys, words, do, inside=True)
        hint = Text(
            "Space leaves a date out or takes it in, Alt+Left and Alt+Right move it by a day",
            "caption",
            wrap=True,
        )
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 8, 0, 0)
        box.setSpacing(4)
        for part in (self.counted, hint):
            part.setContentsMargins(16, 0, 16, 0)
            box.addWidget(part)
        box.addWidget(self.table, 1)

    def begin(self) -> None:
        """Forget what was moved and left out."""
        self._moved, self._left = {}, set()

    def show_plan(self, plan: Replanned) -> None:
        """Show what a plan comes to; what was moved or left out stays so."""
        add = [
            PlanRow(
                f"add {each.slot}",
                ADD,
                self._moved.get(each.slot, each.on),
                each.slot,
                f"add {each.slot}" not in self._left,
                each.why_moved,
                each.clash and f"At the same time as {each.clash}",
            )
            for each in plan.add
        ]
        keep = [PlanRow(e.id, KEEP, e.on, e.slot, True, "In the diary already") for e in plan.keep]
        gone = [
            PlanRow(e.id, REMOVE, e.on, e.slot, e.id not in self._left, "No longer fits: take away")
            for e in plan.remove
        ]
        self.listed = sorted([*add, *keep, *gone], key=lambda row: row.on)
        self._show()

    def _show(self) -> None:
        parts: list[PlanRow | Section] = []
        for title, what in (("To plan", ADD), ("To take away", REMOVE), ("Stays", KEEP)):
            rows = [row for row in self.listed if row.what == what]
            parts += [Section(title, str(len(rows))), *rows] if rows else []
        self.table.set_rows(parts)
        count = sum(row.what == ADD and row.ticked for row in self.listed)
        stays = sum(row.what == KEEP for row in self.listed)
        self.counted.setText(f"{count} to plan, {stays} in the diary already")
        if self.table.value() is None:
            self.table.choose_first()

    def _actions(self, row: PlanRow) -> Sequence[tuple[str, Callable[[], object]]]:
        if row.what == KEEP:
            return []
        found: list[tuple[str, Callable[[], object]]] = [
            (
                "Leave it out (Space)" if row.ticked else "Take it in (Space)",
                lambda: self._tick(row),
            )
        ]
        if row.what == ADD:
            found.append(("A day earlier (Alt+Left)", lambda: self._move(row, -1)))
            found.append(("A day later (Alt+Right)", lambda: self._move(row, 1)))
        return found

    def _tick(self, row: PlanRow) -> None:
        if row.what == KEEP:
            return
        self._left ^= {row.id}
        self._put(row, replace(row, ticked=row.id not in self._left))

    def _move_now(self, step: int) -> None:
        self._move(self.table.value(), step)

    def _move(self, row: PlanRow | None, step: int) -> None:
        if row is None or row.what != ADD or row.slot is None:
            return
        on = add_working_days(row.on, step)
        self._moved[row.slot] = on
        self._put(row, replace(row, on=on, note="Moved by hand", clash=""))

    def _put(self, old: PlanRow, new: PlanRow) -> None:
        self.listed = [new if row.id == old.id else row for row in self.listed]
        self._show()

    def planned(self) -> tuple[tuple[date, date], ...]:
        """Return (day, slot) of each meeting to plan."""
        return tuple(
            (row.on, row.slot)
            for row in self.listed
            if row.what == ADD and row.ticked and row.slot is not None
        )

    def removed(self) -> tuple[str, ...]:
        """Return the ids of the meetings to take away."""
        return tuple(row.id for row in self.listed if row.what == REMOVE and row.ticked)


def _tone(row: PlanRow) -> str:
    return "t1" if row.clash else "t2"
