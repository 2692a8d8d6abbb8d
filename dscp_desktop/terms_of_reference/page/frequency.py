"""The form of how often a group meets by a draft of its terms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from dscp_desktop.diary.rules.cadence import (
    ORDINALS,
    TIMES,
    WEEKDAY,
    WEEKDAYS,
    WEEKS,
    CadenceRule,
    number_words,
)
from dscp_desktop.terms_of_reference.rules.versions import Version
from dscp_desktop.widgets.buttons import TickBox
from dscp_desktop.widgets.formpane import FormPane
from dscp_desktop.widgets.forms import ChoiceField, TextField, fields_beside

_MOST_BESIDES = 24
_KINDS = [
    (WEEKS, "Every so many weeks"),
    (WEEKDAY, "On a weekday of the month"),
    (TIMES, "So many times a year"),
]


def _numbers(most: int) -> list[tuple[int, str]]:
    return [(number, number_words(number).capitalize()) for number in range(1, most + 1)]


class FrequencyForm(FormPane):
    """How often a group meets, chosen; what the rule holds besides these choices stays."""

    draft_name = "frequency"

    def __init__(self, parent: QWidget | None = None) -> None:
        self.version_id = ""
        self._kept = CadenceRule()
        self.kind = ChoiceField("How often", [(None, "Not said"), *_KINDS], optional=True)
        self.kind.label.setText("How often")
        self.least = ChoiceField("Weeks, at least", _numbers(52), width=136)
        self.most = ChoiceField("Weeks, at most", _numbers(52), width=136)
        self.nth = ChoiceField("Which", [(n, w.capitalize()) for n, w in ORDINALS.items()])
        self.weekday = ChoiceField("Weekday", list(enumerate(WEEKDAYS)))
        self.months = ChoiceField("Every so many months", _numbers(12))
        self.times = ChoiceField("Times a year", _numbers(52), width=136)
        self.besides = TextField("More besides, a year", optional=True, width=136)
        self.besides.problem_of = self._besides_problem
        self.august = TickBox("Not in August")
        self.christmas = TickBox("Not between Christmas and New Year")
        self.kind.changed.connect(self._fit)
        self.most.problem_of = self._weeks_problem
        self.weeks = fields_beside(self.least, self.most)
        self.months_row = fields_beside(self.nth, self.weekday, self.months)
        ticks = (self.august, self.christmas)
        parts = (self.kind, self.weeks, self.months_row, self.times, self.besides, *ticks)
        super().__init__("Frequency", parts, "Save frequency", parent)

    def open(self, version: Version, rule: CadenceRule | None) -> None:
        """Show the rule of a version."""
        self.version_id, self._kept = version.id, rule or CadenceRule()
        kept = self._kept
        self.kind.set_value(rule.kind if rule else None)
        self.least.set_value(kept.weeks_at_least)
        self.most.set_value(kept.weeks_at_most)
        self.nth.set_value(kept.nth or 1)
        self.weekday.set_value(kept.weekday)
        self.months.set_value(kept.months)
        self.times.set_value(kept.times)
        self.besides.set_value(str(kept.besides) if kept.besides else "")
        self.august.setChecked(kept.skip_august)
        self.christmas.setChecked(kept.skip_christmas)
        self._fit()
        self.begin(f"Frequency, version {version.number}")

    def _fit(self) -> None:
        kind = self.kind.value()
        shown: Mapping[str, tuple[QWidget, ...]] = {
            WEEKS: (self.weeks, self.least, self.most),
            WEEKDAY: (self.months_row, self.nth, self.weekday, self.months),
            TIMES: (self.times,),
        }
        for one, parts in shown.items():
            for part in parts:
                part.setVisible(one == kind)
        for tick in (self.besides, self.august, self.christmas):
            tick.setVisible(kind is not None)

    def _weeks_problem(self) -> str:
        if self.kind.value() == WEEKS and self.most.value() < self.least.value():
            return "Choose at most no fewer weeks than at least"
        return ""

    def _besides_problem(self) -> str:
        typed = self.besides.value()
        if typed and not (typed.isdigit() and int(typed) <= _MOST_BESIDES):
            return f"Type how many more, from 0 to {_MOST_BESIDES}"
        return ""

    def draft_about(self) -> dict[str, str]:
        """Return the version."""
        return {"record": self.version_id}

    def rule(self) -> CadenceRule | None:
        """Return what the choices say, None where nothing is said."""
        kind: Any = self.kind.value()
        if kind is None:
            return None
        same = kind == self._kept.kind
        return CadenceRule(
            kind=kind,
            weeks_at_least=self.least.value(),
            weeks_at_most=self.most.value(),
            nth=self.nth.value() if kind == WEEKDAY else self._kept.nth,
            weekday=self.weekday.value(),
            months=self.months.value(),
            named=self._kept.named if same else (),
            times=self.times.value(),
            besides=int(self.besides.value() or 0),
            skip_august=self.august.isChecked(),
            skip_christmas=self.christmas.isChecked(),
            left_out=self._kept.left_out,
        )
