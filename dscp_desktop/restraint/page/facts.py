"""The left pane of the ceremony: what is frozen, the sample by level, the seed, how it works."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtWidgets import QVBoxLayout, QWidget

from dscp_desktop.partnership.page.facts import Facts
from dscp_desktop.restraint.page.look import (
    CHECK,
    DRAW,
    FREEZE,
    PLAN,
    SEED,
    SHORT_LEVELS,
    drawn_count,
    hash_words,
    plan_words,
    span_words,
)
from dscp_desktop.restraint.page.steps import LeaveOutForm, ListForm, LostForm, PlanForm, SeedForm
from dscp_desktop.sampling.rules.draw import Plan
from dscp_desktop.sampling.rules.frame import Period
from dscp_desktop.sampling.rules.records import FrozenList
from dscp_desktop.widgets.columns import Column, Total
from dscp_desktop.widgets.page import GUTTER, Surface, scrolling
from dscp_desktop.widgets.status import Message
from dscp_desktop.widgets.texts import Text
from dscp_desktop.widgets.wholetable import WholeTable

HOW = (
    "Each incident gets a ticket: the SHA-256 of the seed, the hash of the list and its "
    "reference. Within each injury level the lowest tickets are drawn. Anyone with the "
    "certificate can repeat it."
)


@dataclass(frozen=True, slots=True)
class LevelRow:
    """One injury level of a list: how many, which share, how many are drawn."""

    id: str
    title: str
    count: int
    share: str
    draw: str


def level_rows(sizes: Mapping[str, int], plan: Plan | None) -> tuple[LevelRow | Total, ...]:
    """Return the levels with their shares and what is drawn, and the total."""
    whole = sum(sizes.values())
    rows: list[LevelRow | Total] = []
    for level, title in SHORT_LEVELS.items():
        count = sizes.get(level, 0)
        share = f"{100 * count / whole:.1f}%" if whole else ""
        drawn = "" if plan is None else plan_words(plan.get(level, 0), count)
        rows.append(LevelRow(level, title, count, share, drawn))
    drawn = "" if plan is None else str(drawn_count(plan, sizes))
    rows.append(Total(("Total", str(whole), "100%" if whole else "", drawn)))
    return tuple(rows)


class FactsPane(Surface):
    """Everything about the list, the sample and the seed; of each step what belongs to it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.list_form, self.plan_form = ListForm(), PlanForm()
        self.leave_out, self.seed_form, self.lost_form = LeaveOutForm(), SeedForm(), LostForm()
        self.list_title = Text("", "section", wrap=True)
        self.list_facts = Facts()
        self.hash_title = Text("SHA-256 of the list", "label")
        self.hash = Text("", "mono", selectable=True)
        self.commit_title = Text("Commitment", "label")
        self.commitment = Text("", "mono", selectable=True)
        self.slip_words = Message(
            "note", "Write the commitment into the minutes now: there is no seed yet."
        )
        self.levels_title = Text("Sample by injury level", "section")
        self.levels = WholeTable(
            [
                Column("Injury level", lambda row: row.title, lines=2, stretch=2),
                Column("Incidents", lambda row: str(row.count), 78, align="right"),
                Column("Share", lambda row: row.share, 62, align="right", tone="t2"),
                Column("Draw", lambda row: row.draw, 58, align="right", role="strong"),
            ],
            "Sample by injury level",
            height=28,
            gutter=8,
        )
        self.seed_title = Text("Seed", "section")
        self.seed = Text("", "mono", selectable=True)
        self.seed_from = Text("", "base", wrap=True, tone="t2")
        self.how_title = Text("How the draw works", "section")
        self.how = Text(HOW, "base", wrap=True, tone="t2")
        self.checks = Message("done")
        self._lay_out()

    def _lay_out(self) -> None:
        inside = Surface()
        box = QVBoxLayout(inside)
        box.setContentsMargins(GUTTER, 12, GUTTER, 16)
        box.setSpacing(8)
        self._parts: tuple[QWidget, ...] = (
            self.leave_out,
            self.lost_form,
            self.commit_title,
            self.commitment,
            self.slip_words,
            self.seed_form,
            self.list_form,
            self.plan_form,
            self.list_title,
            self.list_facts,
            self.hash_title,
            self.hash,
            self.levels_title,
            self.levels,
            self.seed_title,
            self.seed,
            self.seed_from,
            self.how_title,
            self.how,
        )
        for part in self._parts:
            box.addWidget(part)
        box.addStretch()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        self.area = scrolling(inside, "Facts of the draw")
        whole.addWidget(self.area)
        self.setAccessibleName("Facts of the draw")
        self.lost_form.hide()
        self.leave_out.hide()

    def show_step(self, step: int) -> None:
        """Show what belongs to a step."""
        frozen = step >= SEED
        for part in (self.list_title, self.list_facts, self.hash_title, self.hash):
            part.setVisible(step >= PLAN)
        for part in (self.commit_title, self.commitment):
            part.setVisible(frozen)
        self.slip_words.setVisible(step == SEED)
        self.list_form.setVisible(step == FREEZE)
        self.leave_out.setVisible(step == FREEZE and bool(self.leave_out.ref))
        self.plan_form.setVisible(step == PLAN)
        self.levels_title.setVisible(step != PLAN)
        self.levels.setVisible(step != PLAN)
        self.seed_form.setVisible(step in (SEED, DRAW))
        for part in (self.seed_title, self.seed, self.seed_from):
            part.setVisible(step >= CHECK)
        self.lost_form.setVisible(step == CHECK and bool(self.lost_form.ref))
        for part in (self.how_title, self.how):
            part.setVisible(step != SEED)

    def show_list(
        self,
        title: str,
        period: Period,
        sizes: Mapping[str, int],
        left_out: int,
        supplied: str,
        declared: int | None,
        hashed: str,
    ) -> None:
        """Say what the list holds, who supplied it, and its hash."""
        whole = sum(sizes.values())
        injured = whole - sizes.get("0", 0)
        self.list_title.setText(title)
        said = str(declared) if declared is not None else "Not said"
        if declared is not None and declared != whole + left_out:
            said += f", the list has {whole + left_out}"
        self.list_facts.set_facts(
            [
                ("Incidents", f"{whole}, from {span_words(period)}"),
                ("Injury", f"{sizes.get('0', 0)} no injury, {injured} injury"),
                ("Left out", f"{left_out}, each with a reason" if left_out else "None"),
                ("Supplied by", supplied or "Not said"),
                ("Declared", said),
            ]
        )
        self.hash.setText(hash_words(hashed))
        self.hash.setAccessibleName(f"SHA-256 of the list: {hashed}")

    def show_frozen(self, chosen: FrozenList, at: datetime) -> None:
        """Show a frozen list with its commitment."""
        title = f"List of incidents, frozen {at:%H:%M} by {chosen.frozen_by}"
        self.show_list(
            title,
            chosen.period,
            dict(chosen.counts),
            chosen.left_out_count,
            chosen.supplied_by,
            chosen.declared,
            chosen.hash,
        )
        self.commitment.setText(hash_words(chosen.commitment))
        self.commitment.setAccessibleName(f"Commitment: {chosen.commitment}")

    def show_levels(self, sizes: Mapping[str, int], plan: Plan | None) -> None:
        """Show the levels and what is drawn of each."""
        self.levels.set_rows(level_rows(sizes, plan))

    def show_seed(self, seed: str, words: str) -> None:
        """Show the seed and how it came."""
        self.seed.setText(seed)
        self.seed_from.setText(words)

    def forms(self) -> Sequence[ListForm | PlanForm | SeedForm | LeaveOutForm | LostForm]:
        """Return what is typed into, in the order of the steps."""
        return (self.list_form, self.leave_out, self.plan_form, self.seed_form, self.lost_form)
