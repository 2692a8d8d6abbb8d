"""The organisations: a list, what is known of one, and its form."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Trouble
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.partnership.commands.organisations import add_organisation, change_organisation
from dscp_desktop.partnership.page.facts import Facts
from dscp_desktop.partnership.page.forms import OrganisationForm
from dscp_desktop.partnership.rules.parties import AGENCY_GROUP, GroupLine, OrganisationLine
from dscp_desktop.partnership.rules.spans import in_time
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.columns import Column, Empty, Section
from dscp_desktop.widgets.empty import EmptyState
from dscp_desktop.widgets.page import GUTTER, Surface, TwoPanes
from dscp_desktop.widgets.tables import TableView
from dscp_desktop.widgets.texts import Text

_EMPTY = Empty("No organisation yet", "Add one, or import the membership workbook.", "organisation")


class OrganisationsPart(TwoPanes):
    """All organisations by kind, and the one chosen."""

    saved = Signal(str)  # the id of the organisation that was added or changed
    form_opened = Signal(bool)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        self.desk = desk
        self.lines: tuple[OrganisationLine, ...] = ()
        self.agency_groups: tuple[GroupLine, ...] = ()
        self.table = TableView(
            [
                Column("Organisation", lambda o: o.name, lines=2, stretch=3, second=_until),
                Column("Agency group", lambda o: o.agency_group, 130, tone="t2", drop_below=560),
                Column("Seats on", lambda o: ", ".join(o.groups), lines=2, stretch=2),
            ],
            "Organisations",
            empty=_EMPTY,
        )
        self.table.on_paste = lambda: self.desk.place_asked.emit("records", "paste:organisations")
        self.detail = QStackedWidget()
        self.detail.setAccessibleName("Organisation")
        titles = ("Organisations", "Organisation")
        super().__init__("organisations", self.table, self.detail, titles=titles, limit=760)
        self.setParent(parent)
        self.form = OrganisationForm()
        self.none = EmptyState(Empty("No organisation is chosen", "", "organisation"))
        self._add_view()
        for part in (self.none, self.view, self.form):
            self.detail.addWidget(part)
        self.table.chosen.connect(self._show_line)
        self.table.opened.connect(lambda _line: self.edit())
        self.form.submitted.connect(self._save)
        self.form.cancelled.connect(self.show_view)

    def _add_view(self) -> None:
        self.name = Text("", "item", wrap=True)
        self.line = Text("", "base", tone="t2", wrap=True)
        self.edit_button = Button("Edit organisation", "quiet", icon="edit", icon_only=True)
        self.edit_button.clicked.connect(self.edit)
        self.facts = Facts()
        self.view = Surface()
        box = QVBoxLayout(self.view)
        box.setContentsMargins(GUTTER, 14, GUTTER, 12)
        head = QHBoxLayout()
        head.addWidget(self.name, 1)
        head.addWidget(self.edit_button, 0, Qt.AlignmentFlag.AlignTop)
        box.addLayout(head)
        box.addWidget(self.line)
        box.addSpacing(6)
        box.addWidget(self.facts)
        box.addStretch()

    def show_lines(
        self, lines: tuple[OrganisationLine, ...], groups: tuple[GroupLine, ...]
    ) -> None:
        """Show these organisations, in parts by kind."""
        self.lines = lines
        self.agency_groups = tuple(g for g in groups if g.kind == AGENCY_GROUP)
        self.table.set_rows(by_kind(lines))
        if self.table.value() is None:
            self.table.choose_first()
        self._show_line(self.table.value())

    def _show_line(self, line: OrganisationLine | None) -> None:
        if line is None:
            self._show(self.none)
            return
        self.name.setText(line.name)
        self.line.setText(line.kind.capitalize())
        self.facts.set_facts(
            [
                ("Short name", line.short_name),
                ("Agency group", line.agency_group),
                ("Seats on", ", ".join(line.groups) or "No group"),
                ("In time", in_time(line.starts, line.ends)),
                ("Also called", ", ".join(line.known_as)),
            ]
        )
        if self.detail.currentWidget() is self.none or not self._same_form(line):
            self._show(self.view)

    def _same_form(self, line: OrganisationLine) -> bool:
        """Return whether a form is open that choosing this line should not close."""
        shown = self.form.organisation
        same = shown is None or shown.id == line.id
        return self.is_editing() and (same or self.form.touched)

    def is_editing(self) -> bool:
        """Return whether the form is open."""
        return self.detail.currentWidget() is self.form

    def _show(self, part: QWidget) -> None:
        was = self.is_editing()
        self.detail.setCurrentWidget(part)
        if was != self.is_editing():
            self.form_opened.emit(self.is_editing())

    def show_view(self) -> None:
        """Leave the form; nothing is saved."""
        self._show(self.view if self.table.value() is not None else self.none)
        self.table.setFocus()

    def add(self) -> None:
        """Open the form of a new organisation."""
        self.show_second()
        self._show(self.form)
        self.form.open(None, self.agency_groups)

    def edit(self) -> None:
        """Open the form of the organisation that is current."""
        line = self.table.value()
        if line is not None:
            self.show_second()
            self._show(self.form)
            self.form.open(line, self.agency_groups)

    def reopen(self, record: str, gone: Callable[[], object]) -> None:
        """Open the form again, the lines being known; `gone` is called where its own is not."""
        if not record:
            self.add()
        elif self.table.choose(record):
            self.edit()
        else:
            gone()

    def _save(self) -> None:
        details, line = self.form.details(), self.form.organisation
        if line:
            self._run(change_organisation, line.id, details)
        else:
            new = (details.name, details.kind, details.agency_group_id or "")
            self._run(add_organisation, *new)

    def _run(self, command: object, *args: object) -> None:
        assert callable(command)
        self.desk.run(self, command, *args, then=self._saved, failed=self._refused)

    def _saved(self, changes: Changes) -> None:
        self.show_view()
        self.saved.emit(str(changes.result))

    def _refused(self, trouble: Trouble) -> None:
        self.form.show_trouble(trouble.words)


def _until(line: OrganisationLine) -> str:
    return in_time(line.starts, line.ends) if line.ends else ""


def by_kind(lines: tuple[OrganisationLine, ...]) -> list[object]:
    """Return organisations under a heading for each kind; those that ended come last."""
    rows: list[object] = []
    there = [line for line in lines if not line.ends]
    for kind in dict.fromkeys(line.kind for line in there):
        part = [line for line in there if line.kind == kind]
        rows += [Section(_HEADINGS.get(kind, kind.capitalize()), str(len(part))), *part]
    gone = [line for line in lines if line.ends]
    return [*rows, Section("No longer there", str(len(gone))), *gone] if gone else rows


_HEADINGS = {
    "statutory partner": "Statutory partners",
    "relevant agency": "Relevant agencies",
    "other": "Others",
}
