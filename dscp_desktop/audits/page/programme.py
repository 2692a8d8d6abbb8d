"""The programme of a year: what was promised, the audits, and the one that is chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from dscp_desktop.audits.commands import programme as commands
from dscp_desktop.audits.documents.parts import count_words
from dscp_desktop.audits.page.auditform import AuditForm, MeetingForm
from dscp_desktop.audits.page.look import (
    audit_status,
    count_status,
    day_words,
    returns_status,
    short_words,
)
from dscp_desktop.audits.page.side import Pane, Side
from dscp_desktop.audits.queries.choices import AuditChoices, audit_choices
from dscp_desktop.audits.queries.programme import get_audit, programme_page
from dscp_desktop.audits.rules.programme import AuditLine, KindCount, Programme
from dscp_desktop.audits.rules.settings import SINGLE
from dscp_desktop.core.changes import Changes
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.partnership.page.facts import Facts
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.columns import Column, Empty
from dscp_desktop.widgets.empty import EmptyState
from dscp_desktop.widgets.flow import FlowRow
from dscp_desktop.widgets.page import GUTTER, Surface, TwoPanes, bar, scrolling
from dscp_desktop.widgets.status import Status, StatusLabel
from dscp_desktop.widgets.tables import TableView
from dscp_desktop.widgets.texts import CutText, Text

_NO_AUDIT = Empty("No audit in this year yet", "Add the first one with Ctrl+N.", "audit")
_NONE = Empty("No audit is chosen", "Choose one in the list, or add one with Ctrl+N.", "list")


class AuditFacts(Surface):
    """The audit that is chosen, with what can be done with it."""

    def __init__(self) -> None:
        super().__init__()
        self.none = EmptyState(_NONE)
        self.number = Text("", "caption strong")
        self.title = Text("", "item", wrap=True, selectable=True)
        self.stands = StatusLabel(Status("plain", ""))
        self.came = StatusLabel(Status("plain", ""))
        self.facts = Facts()
        self.open = Button("Open audit", icon="right", dense=True, keys="Enter")
        self.edit = Button("Change", icon="edit", dense=True)
        self.reported = Button("Reported", icon="meeting", dense=True)
        self.remove = Button("Remove", icon="delete", dense=True, icon_only=True)
        self.inside = Surface()
        box = QVBoxLayout(self.inside)
        box.setContentsMargins(GUTTER, 14, GUTTER, 16)
        box.setSpacing(8)
        buttons = QWidget()
        row = FlowRow(buttons)
        row.setContentsMargins(0, 0, 0, 0)
        for button in (self.open, self.edit, self.reported, self.remove):
            row.addWidget(button)
        for part in (self.number, self.title, self.stands, self.came):
            box.addWidget(part)
        box.addWidget(buttons)
        box.addSpacing(4)
        box.addWidget(self.facts)
        box.addStretch()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.none)
        self.area = scrolling(self.inside, "The audit that is chosen")
        whole.addWidget(self.area, 1)
        self.setAccessibleName("The audit that is chosen")

    def show_audit(self, line: AuditLine | None, status: Status) -> None:
        """Show an audit; None where none is chosen."""
        self.none.setHidden(line is not None)
        self.area.setHidden(line is None)
        if line is None:
            return
        details = line.details
        self.number.setText(f"{line.number or 'No number'} · {details.kind}")
        self.title.setText(details.title)
        self.stands.set_status(audit_status(line))
        self.came.set_status(status)
        self.came.setHidden(not line.agencies)
        cases = "" if details.cases is None else str(details.cases)
        moderated = day_words(line.moderated_on, "")
        if moderated and line.panel:
            moderated += f", by a panel of {line.panel}"
        counted = ", ".join(
            (
                count_words(line.findings, "finding"),
                count_words(line.recommendations, "recommendation"),
            )
        )
        self.facts.set_facts(
            [
                ("Prompted by", details.source or "Not said"),
                ("Quarter", f"{details.quarter} of {details.year}" if details.quarter else ""),
                ("Lead", details.lead or "Not set"),
                ("Agencies", ", ".join(one.name for one in line.agencies) or "None chosen"),
                ("Cases", cases),
                ("Asks", line.tool or "Nothing yet: choose a tool in the audit"),
                ("Priority", line.priority or "None chosen"),
                ("Purpose", details.purpose or "Not recorded"),
                ("Legal basis", details.legal_basis or "Not recorded"),
                ("Agreement", details.sharing_agreement or "Not recorded"),
                ("Moderated", moderated),
                ("Reported", day_words(line.reported_on, "")),
                ("Found", counted if line.findings or line.recommendations else ""),
            ]
        )


class ProgrammePane(Pane):
    """Counts above, the audits of the year, and the one that is chosen at the right."""

    forms = ("form", "met")

    opened = Signal(str)  # the id of an audit
    year_shown = Signal(object)  # the Programme that is shown

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "Audit programme")
        self.shown: Programme | None = None
        self.choices: AuditChoices | None = None
        self.year = self._wanted = ""
        self._labels: list[StatusLabel] = []
        self.counts = FlowRow(gap=16)
        self.counts.setContentsMargins(0, 0, 0, 0)
        self.agreed = CutText("", "base", tone="t2")
        self.agree = Button("Agreed at", "quiet", icon="meeting", dense=True)
        self.plan = Button("Plan the returns", "quiet", icon="calendar", dense=True)
        places = QWidget()
        places.setLayout(self.counts)
        self.box.addWidget(bar(places, None, self.agreed, self.agree, self.plan))
        self.table = TableView(self._columns(), "Audits of the year", empty=_NO_AUDIT)
        self.table.on_paste = lambda: desk.place_asked.emit("records", "paste:audits")
        self.facts = AuditFacts()
        self.side = self.take_side(Side(desk, self.facts, lambda: self.table))
        titles = ("Audits", "Audit")
        self.halves = TwoPanes(
            "audits", self.table, self.side, titles=titles, share=0.61, limit=1000
        )
        self.box.addWidget(self.halves, 1)
        self._connect()
        self.facts.show_audit(None, Status("plain", ""))

    def _columns(self) -> list[Column]:
        today = self.desk.today
        return [
            Column("No.", lambda line: line.number or "–", 70, role="strong"),
            Column("Audit", lambda line: line.details.title, lines=2, stretch=3),
            Column("Kind", lambda line: line.details.kind, 132, lines=2, tone="t2", drop_below=560),
            Column(
                "Prompted by",
                lambda line: line.details.source or "Not said",
                150, lines=2, tone="t2", drop_below=720,
            ),
            Column(
                "Quarter",
                lambda line: str(line.details.quarter or "–"),
                76, align="right", drop_below=480,
            ),
            Column("Status", lambda _l: "", 130, status=audit_status),
            Column(
                "Returns", lambda _l: "", 200,
                status=lambda line: returns_status(line, today), drop_below=900,
            ),
        ]  # fmt: skip

    def _connect(self) -> None:
        self.table.chosen.connect(self._choose)
        self.table.opened.connect(lambda line: self.opened.emit(line.id))
        self.facts.open.clicked.connect(self.open_chosen)
        self.facts.edit.clicked.connect(self.edit)
        self.facts.reported.clicked.connect(self.report)
        self.facts.remove.clicked.connect(self.remove)
        self.agree.clicked.connect(self.agree_year)
        self.plan.clicked.connect(self.plan_returns)

    @cached_property
    def form(self) -> AuditForm:
        """The form, made when it is first asked for."""
        return self.side.put(AuditForm(), self._save)

    @cached_property
    def met(self) -> MeetingForm:
        """The form, made when it is first asked for."""
        return self.side.put(MeetingForm(), self._record)

    # What it shows ------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask for the year and for what its forms offer."""
        today = self.desk.today
        self.desk.ask(self, audit_choices, today, then=self._keep_choices, key="choices")
        self.desk.ask(self, programme_page, self.year, today, then=self._show, key="programme")

    def first_focus(self) -> QWidget:
        """Return the list."""
        return self.table

    def stops(self) -> list[QWidget]:
        """Return list and detail."""
        return [self.table, self.side]

    def sides(self) -> list[Side]:
        """Return the place of the forms."""
        return [self.side]

    def show_year(self, year: str, wanted: str = "") -> None:
        """Show another year, and choose an audit of it."""
        self.year, self._wanted = year, wanted
        self.refresh()

    def _keep_choices(self, choices: AuditChoices) -> None:
        self.choices = choices

    def _show(self, shown: Programme) -> None:
        self.shown, self.year = shown, shown.year
        self._show_counts(shown.counts)
        self.agreed.setText(shown.agreed or "Not agreed yet")
        self.plan.setHidden(not any(one.kind.way == SINGLE for one in shown.counts))
        self.table.set_rows(shown.audits)
        if self._wanted and self.table.choose(self._wanted):
            self._wanted = ""
        if self.table.value() is None:
            self.table.choose_first()
        self._choose(self.table.value())
        self.year_shown.emit(shown)

    def _show_counts(self, counts: tuple[KindCount, ...]) -> None:
        shown = [one for one in counts if one.kind.a_year or one.done or one.planned]
        while len(self._labels) < len(shown):
            label = StatusLabel(Status("plain", ""))
            label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            self._labels.append(label)
            self.counts.addWidget(label)
        for place, label in enumerate(self._labels):
            label.setHidden(place >= len(shown))
            if place < len(shown):
                label.set_status(count_status(shown[place]))
                label.setToolTip(short_words(shown[place]))

    def _choose(self, line: AuditLine | None) -> None:
        status = returns_status(line, self.desk.today) if line else Status("plain", "")
        self.facts.show_audit(line, status)
        self.side.put_away(line.id if line else None)

    # What is done -------------------------------------------------------------------------

    def open_chosen(self) -> None:
        """Open the audit that is chosen."""
        line = self.table.value()
        if line is not None:
            self.opened.emit(line.id)

    def add(self) -> None:
        """Open the form of a new audit."""
        self._open_form(None)

    def edit(self) -> None:
        """Open the form of the audit that is chosen."""
        if self.table.value() is not None:
            self._open_form(self.table.value())

    def _open_form(self, line: AuditLine | None) -> None:
        if self.choices is None:
            return
        self.form.fill(line, self.year, self.choices)
        self.halves.show_second()
        if line is None:
            self.side.open(self.form, "New audit", "Add audit")
        else:
            self.side.open(self.form, f"Change {line.number or 'audit'}", "Save changes")

    def _save(self) -> None:
        form = self.form
        if form.line is None:
            self.side.run(form, commands.add_audit, form.details(), then=self._saved)
        else:
            args = (form.line.id, form.details())
            self.side.run(form, commands.change_audit, *args, then=self._saved)

    def _saved(self, changes: Changes) -> None:
        details = self.form.details()
        self.show_year(details.year if details.year else self.year, str(changes.result))
        self.halves.show_first()

    def report(self) -> None:
        """Say to which meeting the audit that is chosen was reported."""
        line = self.table.value()
        if line is not None and self.choices is not None and self.shown is not None:
            self.met.fill(self.choices, self.shown, line, self.desk.today)
            self.halves.show_second()
            self.side.open(self.met, f"{line.number} was reported", "Record")

    def agree_year(self) -> None:
        """Say which meeting agreed the programme of the year."""
        if self.choices is not None and self.shown is not None:
            self.met.fill(self.choices, self.shown, None, self.desk.today)
            self.halves.show_second()
            self.side.open(self.met, f"Programme {self.shown.year} was agreed", "Record")

    def _record(self) -> None:
        form = self.met
        meeting, on = form.meeting.value(), form.on.value()
        if "record" in form.about:
            args = (form.about["record"], meeting, on or self.desk.today)
            self.side.run(form, commands.mark_reported, *args)
            return
        year, note = form.about["year"], form.note.value()
        if self.shown is not None and note != self.shown.note:
            self.desk.run(self, commands.keep_programme, year, note)
        if meeting or on:
            self.side.run(form, commands.agree_programme, year, form.group.value(), meeting, on)
        else:
            self.side.leave()

    def remove(self) -> None:
        """Take out the audit that is chosen; undo brings it back."""
        line = self.table.value()
        if line is not None:
            self.desk.run(self, commands.remove_audit, line.id)

    def plan_returns(self) -> None:
        """Plan the returns of each quarter of the single-agency kinds."""
        self.desk.run(self, commands.plan_returns, self.year)

    def reopen(self, name: str, about: Mapping[str, str], gone: Callable[[], object]) -> None:
        """Open a form again; `gone` is called where its audit is not there."""
        starts = {AuditForm.draft_name: self.edit, MeetingForm.draft_name: self.report}
        record, today = about.get("record", ""), self.desk.today

        def ready(choices: AuditChoices) -> None:
            self.choices = choices
            if record and not self.table.choose(record):
                gone()
            elif record:
                starts[name]()
            else:
                (self.add if name == AuditForm.draft_name else self.agree_year)()

        def go(year: str) -> None:
            self.desk.ask(self, programme_page, year, today, then=self._show, key="programme")
            self.desk.ask(self, audit_choices, today, then=ready, key="choices")

        def there(audit: AuditLine | None) -> None:
            if audit is None:
                gone()
            else:
                go(audit.details.year)

        if record:
            self.desk.ask(self, get_audit, record, today, then=there, key="again")
        else:
            go(about.get("year", self.year))

    def keys_to_list(self) -> None:
        """Put the keys into the list."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
