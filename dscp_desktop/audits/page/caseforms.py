"""What is typed about cases: one that is chosen, a list to draw from, and the seed of a draw."""

from __future__ import annotations

from datetime import date

from dscp_desktop.core.faults import Trouble
from dscp_desktop.sampling.rules.draw import tidy_seed
from dscp_desktop.sampling.rules.frame import FrameRow, LeftOut, Period
from dscp_desktop.sampling.rules.records import REASONS, frame_plan
from dscp_desktop.widgets.datefields import DateField
from dscp_desktop.widgets.formpane import FormPane
from dscp_desktop.widgets.forms import AreaField, ChoiceField, TextField, fields_beside
from dscp_desktop.widgets.texts import Text

PLAIN = "case"  # the kind of a case that names none


class CaseForm(FormPane):
    """A case by its reference, and why it was chosen and not drawn."""

    draft_name = "audit case"

    def __init__(self) -> None:
        self.audit_id = ""
        self.ref = TextField("Reference", hint="A reference, never a name", width=220)
        self.stratum = TextField("Kind of case", optional=True, width=220)
        self.reason = AreaField(
            "Why it was chosen and not drawn", lines=2, missing="Say why it was not drawn"
        )
        super().__init__("Choose a case", (self.ref, self.stratum, self.reason), "Add case")

    def draft_about(self) -> dict[str, str]:
        """Return the audit."""
        return {"record": self.audit_id}

    def fill(self, audit_id: str) -> None:
        """Show empty fields."""
        self.audit_id = audit_id
        for field in (self.ref, self.stratum, self.reason):
            field.set_value("")


class ListForm(FormPane):
    """The list that cases are drawn from. It is frozen before anyone rolls dice."""

    draft_name = "list of cases"

    def __init__(self) -> None:
        self.audit_id = ""
        self.first, self.last = DateField("Cases from"), DateField("To")
        self.rows = AreaField(
            "References",
            lines=7,
            hint="One a line; after a comma its kind, if you draw from several: C-104, Neglect",
            missing="Enter the references to draw from",
        )
        self.left_out = AreaField(
            "Left out", lines=2, optional=True, hint="One a line; after a comma the reason"
        )
        self.plan = TextField(
            "How many are drawn",
            hint="Such as 5; of several kinds such as Neglect:3, Exploitation:2",
            missing="Enter how many cases are drawn",
        )
        self.supplied = TextField("Who gave the list", optional=True, hint="A role, not a name")
        super().__init__(
            "Draw cases",
            (
                fields_beside(self.first, self.last),
                *(self.rows, self.left_out, self.plan, self.supplied),
            ),
            "Freeze the list",
        )
        self.rows.problem_of = self._rows_problem
        self.left_out.problem_of = self._left_out_problem
        self.plan.problem_of = self._plan_problem

    def draft_about(self) -> dict[str, str]:
        """Return the audit."""
        return {"record": self.audit_id}

    def fill(self, audit_id: str, first: date, last: date, count: int | None) -> None:
        """Propose the year of the audit, and the number of its cases."""
        self.audit_id = audit_id
        self.first.set_value(first)
        self.last.set_value(last)
        self.plan.set_value(str(count) if count else "")
        for field in (self.rows, self.left_out, self.supplied):
            field.set_value("")

    def period(self) -> Period:
        """Return the days that the list covers."""
        first, last = self.first.value(), self.last.value()
        assert first is not None
        assert last is not None
        return Period(first, last)

    def frame(self) -> tuple[FrameRow, ...]:
        """Return the rows of the list; the day of each is the first of the period."""
        on = self.first.value() or date.min
        return tuple(FrameRow(ref, on, kind or PLAIN) for ref, kind in _pairs(self.rows.value()))

    def excluded(self) -> tuple[LeftOut, ...]:
        """Return what was left out, and why."""
        return tuple(LeftOut(ref, reason) for ref, reason in _pairs(self.left_out.value()))

    def plan_text(self) -> str:
        """Return the plan as the draw writes it: a number alone is of all cases."""
        parts = [part.strip() for part in self.plan.value().split(",")]
        if len(parts) == 1 and ":" not in parts[0]:
            return f"{PLAIN}:{parts[0]}"
        pairs = (part.partition(":") for part in parts)
        return ",".join(f"{kind.strip()}:{count.strip()}" for kind, _, count in pairs)

    def _rows_problem(self) -> str:
        kinds = {bool(kind) for _, kind in _pairs(self.rows.value())}
        return "" if len(kinds) < 2 else "Give every case its kind, or none of them."

    def _left_out_problem(self) -> str:
        bare = [ref for ref, reason in _pairs(self.left_out.value()) if not reason]
        return f"Say after a comma why {bare[0]} is left out." if bare else ""

    def _plan_problem(self) -> str:
        try:
            frame_plan("audit", self.plan_text())
        except Trouble as trouble:
            return trouble.words
        return ""


def _pairs(text: str) -> list[tuple[str, str]]:
    lines = (line.partition(",") for line in text.splitlines() if line.strip())
    return [(" ".join(ref.split()), " ".join(more.split())) for ref, _, more in lines]


class SeedForm(FormPane):
    """The digits that people rolled, one part for each of them."""

    draft_name = "seed of cases"

    def __init__(self) -> None:
        self.audit_id, self.frame_id = "", ""
        self.frozen = Text("", "base", wrap=True, tone="t2", selectable=True)
        self.seed = TextField(
            "What the dice say",
            hint="A part for each of two people or more: 418203-096714",
            missing="Enter the digits that were rolled",
        )
        self.by = TextField(
            "Who rolled them", hint="Roles, not names", missing="Enter the roles of who rolled"
        )
        super().__init__("Draw the cases", (self.frozen, self.seed, self.by), "Draw")
        self.seed.problem_of = self._problem

    def draft_about(self) -> dict[str, str]:
        """Return the audit and the list."""
        return {"record": self.audit_id, "frame": self.frame_id}

    def fill(self, audit_id: str, frame_id: str, words: str) -> None:
        """Show what was frozen."""
        self.audit_id, self.frame_id = audit_id, frame_id
        self.frozen.setText(words)
        self.seed.set_value("")
        self.by.set_value("")

    def _problem(self) -> str:
        try:
            tidy_seed(self.seed.value())
        except Trouble as trouble:
            return trouble.words
        return ""


class LostForm(FormPane):
    """Why a case of the sample cannot be read: the next of the draw replaces it."""

    draft_name = "lost case"

    def __init__(self) -> None:
        self.audit_id, self.case_id = "", ""
        self.reason = ChoiceField("Why", [(one, one.capitalize()) for one in REASONS])
        self.words = TextField("In words", optional=True)
        super().__init__("Replace a case", (self.reason, self.words), "Replace it")

    def draft_about(self) -> dict[str, str]:
        """Return the audit and the case."""
        return {"record": self.audit_id, "case": self.case_id}

    def fill(self, audit_id: str, case_id: str) -> None:
        """Show empty fields for a case."""
        self.audit_id, self.case_id = audit_id, case_id
        self.reason.set_value(REASONS[-1])
        self.words.set_value("")
