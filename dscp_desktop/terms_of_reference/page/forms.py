"""The forms of documents in versions: a part, who agrees, a new document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from dscp_desktop.terms_of_reference.rules.versions import (
    KINDS,
    TERMS,
    Approval,
    PartText,
    StandingLine,
    Version,
)
from dscp_desktop.widgets.datefields import DateField
from dscp_desktop.widgets.formpane import FormPane
from dscp_desktop.widgets.forms import AreaField, ChoiceField, Field, TextField, fields_beside

_SPLIT = "|"


class PartForm(FormPane):
    """One part of a draft, typed. A list item is a line that begins with '- '."""

    draft_name = "part"

    def __init__(self, parent: QWidget | None = None) -> None:
        self.version_id = self.part = ""
        hint = "A line that begins with '- ' is an item of a list"
        self.text = AreaField("Text", lines=10, hint=hint, optional=True, role="minutes")
        super().__init__("Part", (self.text,), "Save part", parent)

    def open(self, version: Version, part: PartText) -> None:
        """Show the text of a part."""
        self.version_id, self.part = version.id, part.part
        self.text.set_value(part.text)
        self.begin(f"{part.title}, version {version.number}")

    def draft_about(self) -> dict[str, str]:
        """Return the version and the part."""
        return {"record": self.version_id, "part": self.part}


class StandingForm(FormPane):
    """What stands on every agenda: one item a line."""

    draft_name = "standing items"

    def __init__(self, parent: QWidget | None = None) -> None:
        self.version_id = ""
        self._kept: dict[str, StandingLine] = {}
        hint = "One item a line: title | minutes | purpose | lead. Only the title has to be there."
        self.items = AreaField("Items", lines=10, hint=hint, optional=True)
        self.items.problem_of = self._problem
        super().__init__("Standing items", (self.items,), "Save items", parent)

    def open(self, version: Version, standing: Sequence[StandingLine]) -> None:
        """Show the items of a version."""
        self.version_id = version.id
        self._kept = {line.title: line for line in standing}
        self.items.set_value("\n".join(_said(line) for line in standing))
        self.begin(f"Standing items, version {version.number}")

    def draft_about(self) -> dict[str, str]:
        """Return the version."""
        return {"record": self.version_id}

    def _problem(self) -> str:
        for line in self.items.value().splitlines():
            parts = _parts(line)
            if line.strip() and parts[1] and not parts[1].isdigit():
                return f"Type the minutes of {parts[0]} as a number, not ‘{parts[1]}’."
        return ""

    def values(self) -> tuple[StandingLine, ...]:
        """Return what the lines say; a document that is made for an item stays with its title."""
        found = []
        for line in self.items.value().splitlines():
            title, minutes, purpose, lead = _parts(line)
            kept = self._kept.get(title, StandingLine(title))
            if title:
                found.append(
                    StandingLine(
                        title, int(minutes or 0), purpose.casefold(), lead, kept.document, kept.last
                    )
                )
        return tuple(found)


def _said(line: StandingLine) -> str:
    minutes = str(line.minutes) if line.minutes else ""
    said = f" {_SPLIT} ".join((line.title, minutes, line.purpose, line.lead))
    return said.rstrip(f" {_SPLIT}")


def _parts(line: str) -> tuple[str, str, str, str]:
    parts = [" ".join(part.split()) for part in line.split(_SPLIT)]
    title, minutes, purpose, lead = (*parts, "", "", "")[:4] if parts else ("", "", "", "")
    return title, minutes, purpose, lead


class ReviewForm(FormPane):
    """By which day a draft is to be reviewed once it is agreed."""

    draft_name = "review"

    def __init__(self, parent: QWidget | None = None) -> None:
        self.version_id = ""
        self.on = DateField("Review by", optional=True, hint="Left empty: by the usual months")
        super().__init__("Review", (self.on,), "Save review", parent)

    def open(self, version: Version) -> None:
        """Show the day of a version."""
        self.version_id = version.id
        self.on.set_value(version.review_on)
        self.begin(f"Review, version {version.number}")

    def draft_about(self) -> dict[str, str]:
        """Return the version."""
        return {"record": self.version_id}


class AgreeForm(FormPane):
    """To which body a draft is put, or that it agreed: at which meeting and item, on which day."""

    draft_name = "agree"

    def __init__(self, parent: QWidget | None = None) -> None:
        self.version_id = ""
        self.agrees = False
        self._meetings: Mapping[str, Sequence[tuple[str, date, str]]] = {}
        self._today = date.min
        self.body = ChoiceField("Body", missing="Choose the body that agrees it")
        self.meeting = ChoiceField("Meeting", optional=True)
        self.item = TextField("Item", optional=True, width=136)
        self.on = DateField("Agreed on", optional=True)
        hint = "Left empty: from the day it is agreed"
        self.from_day = DateField("In force from", optional=True, hint=hint)
        self.body.changed.connect(self._fit_meetings)
        self.on.problem_of = self._day_problem
        parts = (self.body, self.meeting, fields_beside(self.item, self.on), self.from_day)
        super().__init__("Put to a body", parts, "Put to the group", parent)

    def open(
        self,
        version: Version,
        bodies: Sequence[tuple[str, str]],
        meetings: Mapping[str, Sequence[tuple[str, date, str]]],
        body_id: str,
        *,
        waits: Approval | None,
        today: date,
    ) -> None:
        """Ask where a draft is put to, or, where a body has it (`waits`), that it agreed."""
        self.version_id, self.agrees = version.id, waits is not None
        self._meetings, self._today = meetings, today
        self.body.set_options([(None, "Choose a body"), *bodies])
        self.body.set_value(waits.body_id if waits else body_id or None)
        self._fit_meetings()
        self.meeting.set_value(waits.meeting_id if waits and waits.meeting_id else None)
        self.item.set_value(waits.item if waits else "")
        self.on.set_value(None)
        self.from_day.set_value(None)
        self.on.setVisible(self.agrees)
        self.from_day.setVisible(self.agrees)
        if waits:
            self.begin(f"{waits.body} agreed version {version.number}", "Agree")
        else:
            self.begin(f"Put version {version.number} to a body", "Put to the group")

    def _fit_meetings(self) -> None:
        held = self._meetings.get(str(self.body.value() or ""), ())
        options: list[tuple[Any, str]] = [(None, "No meeting of the diary")]
        options += [(meeting_id, words) for meeting_id, _on, words in held]
        self.meeting.set_options(options)

    def refused_at(self) -> Field:
        """Return the field that says what was refused: the day, or whose meeting it was."""
        if self.from_day.value() is not None:
            return self.from_day
        if self.meeting.value() is not None:
            return self.meeting
        return self.on if self.agrees else self.body

    def _day_problem(self) -> str:
        if self.agrees and self.meeting.value() is None and self.on.value() is None:
            return "Choose the meeting that agreed it, or the day"
        return ""

    def draft_about(self) -> dict[str, str]:
        """Return the version."""
        return {"record": self.version_id}


class DocumentForm(FormPane):
    """A new document that is agreed in versions."""

    draft_name = "document"

    def __init__(self, parent: QWidget | None = None) -> None:
        kinds = [(kind, kind.capitalize()) for kind in KINDS]
        self.kind = ChoiceField("Kind", kinds, width=260)
        self.group = ChoiceField("Group", missing="Choose the group whose terms they are")
        self.title_field = TextField("Title", missing="Enter the title of the document")
        self.months = TextField("Reviewed after how many months", width=136)
        self.months.problem_of = self._months_problem
        self.kind.changed.connect(self._fit)
        parts = (self.kind, self.group, self.title_field, self.months)
        super().__init__("New document", parts, "Add document", parent)

    def open(self, groups: Sequence[tuple[str, str]], group_id: str = "") -> None:
        """Show empty fields; the groups offered have no terms yet."""
        self.group.set_options([(None, "Choose a group"), *groups])
        self.group.set_value(group_id or None)
        self.kind.set_value(TERMS if groups else KINDS[1])
        self.title_field.set_value("")
        self.months.set_value("12")
        self._fit()
        self.begin("New document", "Add document")

    def _fit(self) -> None:
        terms = self.kind.value() == TERMS
        self.group.setVisible(terms)
        self.title_field.setVisible(not terms)

    def _months_problem(self) -> str:
        typed = self.months.value()
        if not typed.isdigit() or not 1 <= int(typed) <= 120:
            return "Type a number of months, from 1 to 120"
        return ""

    def values(self) -> tuple[str, str, str, int]:
        """Return kind, title, group and months."""
        terms = self.kind.value() == TERMS
        group = str(self.group.value() or "") if terms else ""
        title = "" if terms else self.title_field.value()
        return str(self.kind.value()), title, group, int(self.months.value())
