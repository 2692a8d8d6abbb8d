"""Findings of an audit and the recommendations that became actions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dscp_desktop.audits.commands import findings as commands
from dscp_desktop.audits.page.findingform import FindingForm, RecommendationForm
from dscp_desktop.audits.page.look import action_status, day_words, reviews_words
from dscp_desktop.audits.page.side import Pane, Side
from dscp_desktop.audits.queries.choices import AuditChoices, audit_choices
from dscp_desktop.audits.queries.findings import findings_of, list_themes, recommendations_of
from dscp_desktop.audits.queries.moderation import moderation_page
from dscp_desktop.audits.queries.settings import report_group_id
from dscp_desktop.audits.rules.findings import (
    GOOD,
    FindingLine,
    RecommendationLine,
    ThemeLine,
)
from dscp_desktop.audits.rules.moderation import Moderation
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.days import show_date
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.partnership.page.facts import Facts
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.columns import Column, Empty
from dscp_desktop.widgets.page import GUTTER, Splitter, Surface, TwoPanes, bar, scrolling
from dscp_desktop.widgets.status import Status, StatusLabel
from dscp_desktop.widgets.tables import TableView
from dscp_desktop.widgets.texts import Text

_NO_FINDING = Empty("No finding yet", "Add one with Ctrl+N, or in moderation.", "list")
_NO_ADVICE = Empty(
    "No recommendation yet", "Each one becomes an action with its reviews.", "action"
)


class RecommendationFacts(Surface):
    """The recommendation that is chosen, with the action it became."""

    def __init__(self) -> None:
        super().__init__()
        self.number = Text("", "caption strong")
        self.text = Text("", "item", wrap=True, selectable=True)
        self.stands = StatusLabel(Status("plain", ""))
        self.facts = Facts()
        self.open = Button("Open the action", icon="action", dense=True)
        self.edit = Button("Change", icon="edit", dense=True)
        self.remove = Button("Remove", icon="delete", dense=True, icon_only=True)
        inside = self.inside = Surface()
        box = QVBoxLayout(inside)
        box.setContentsMargins(GUTTER, 14, GUTTER, 16)
        box.setSpacing(8)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.open, self.edit, self.remove):
            buttons.addWidget(button)
        buttons.addStretch()
        for part in (self.number, self.text, self.stands):
            box.addWidget(part)
        box.addLayout(buttons)
        box.addWidget(self.facts)
        box.addStretch()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        self.area = scrolling(inside, "What is chosen")
        whole.addWidget(self.area)
        self.setAccessibleName("What is chosen")

    def show_line(self, line: RecommendationLine | FindingLine | None, status: Status) -> None:
        """Show a finding or a recommendation; None for neither."""
        self.stands.set_status(status)
        self.stands.setHidden(not status.words)
        self.open.setVisible(isinstance(line, RecommendationLine))
        for part in (self.edit, self.remove):
            part.setVisible(line is not None)
        if line is None:
            self.number.setText("")
            words = "Findings say what was seen; recommendations say what is done about it."
            self.text.setText(words)
            self.facts.set_facts([])
            return
        self.text.setText(line.text)
        if isinstance(line, FindingLine):
            self.number.setText("Finding")
            self.facts.set_facts([("Theme", line.theme or "None")])
            return
        self.number.setText(f"Recommendation, action {line.action}")
        lives = line.lives
        reviews = [reviews_words(line), *(one.words for one in line.reviews if one.words)]
        self.facts.set_facts(
            [
                ("Owner", line.owner_name or line.owner or "No owner"),
                ("Due", day_words(line.due)),
                ("Theme", line.theme or "None"),
                ("Done", show_date(lives.done_on) if lives.done_on else "Not yet"),
                ("Evidence", lives.evidence or "None yet"),
                ("Difference", lives.difference or "Nobody has said yet"),
                ("Reviews", "\n".join(reviews)),
            ]
        )


class FindingsPane(Pane):
    """Two lists, and what is chosen in the one that has the keys."""

    forms = ("finding", "form")

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "Findings")
        self.audit_id = ""
        self.themes: tuple[ThemeLine, ...] = ()
        self.choices: AuditChoices | None = None
        self.shown: Moderation | None = None
        self.group_id = ""
        self.chosen: FindingLine | RecommendationLine | None = None
        self.new_advice = Button("Recommendation", "quiet", icon="add", dense=True)
        title = Text("Findings and recommendations", "section")
        self.box.addWidget(bar(title, None, self.new_advice))
        self.findings = TableView(
            [
                Column("Kind", lambda _o: "", 150, status=_kind_status),
                Column("What was found", lambda one: one.text, lines=3, stretch=3),
                Column("Theme", lambda one: one.theme or "–", 170, lines=2, drop_below=480),
                Column("Questions", self._asked, 96, tone="t2", drop_below=620),
            ],
            "Findings",
            empty=_NO_FINDING,
        )
        self.advice = TableView(self._advice_columns(), "Recommendations", empty=_NO_ADVICE)
        self.findings.on_paste = lambda: desk.place_asked.emit("records", "paste:audit-findings")
        advice = "paste:audit-recommendations"
        self.advice.on_paste = lambda: desk.place_asked.emit("records", advice)
        self.view = RecommendationFacts()
        self.side = self.take_side(Side(desk, self.view, self._list))
        left = Splitter("audit findings", self.findings, self.advice, share=0.55, upright=True)
        self.halves = TwoPanes(
            "audit found", left, self.side, titles=("Lists", "Chosen"), share=0.62, limit=840
        )
        self.box.addWidget(self.halves, 1)
        self._connect()

    def _advice_columns(self) -> list[Column]:
        today = self.desk.today
        return [
            Column("Action", lambda one: one.action, 92, role="strong"),
            Column("Recommendation", lambda one: one.text, lines=3, stretch=3),
            Column("Owner", lambda one: one.owner or "No owner", 140, lines=2, drop_below=560),
            Column("Due", lambda one: day_words(one.due), 130, drop_below=640),
            Column("Status", lambda _o: "", 116, status=lambda one: action_status(one, today)),
            Column("Reviews", reviews_words, 190, lines=2, tone="t2", drop_below=800),
        ]

    def _connect(self) -> None:
        self.new_advice.clicked.connect(self.recommend)
        for table in (self.findings, self.advice):
            table.chosen.connect(self._choose)
            table.opened.connect(lambda _line: self.edit())
        self.view.edit.clicked.connect(self.edit)
        self.view.remove.clicked.connect(self.remove)
        self.view.open.clicked.connect(self.open_action)

    def _asked(self, line: FindingLine) -> str:
        numbers = {one.id: one.number for one in self.shown.questions} if self.shown else {}
        return ", ".join(str(numbers[one]) for one in line.questions if one in numbers) or "–"

    def _list(self) -> QWidget:
        return self.advice if isinstance(self.chosen, RecommendationLine) else self.findings

    @cached_property
    def finding(self) -> FindingForm:
        """The form, made when it is first asked for."""
        return self.side.put(FindingForm(), self._save_finding)

    @cached_property
    def form(self) -> RecommendationForm:
        """The form, made when it is first asked for."""
        return self.side.put(RecommendationForm(), self._save_advice)

    # What it shows ------------------------------------------------------------------------

    def show_audit(self, audit_id: str) -> None:
        """Show what was found in an audit."""
        if audit_id != self.audit_id:
            self.chosen = None
            self.side.put_away(audit_id)
        self.audit_id = audit_id
        self.refresh()

    def refresh(self) -> None:
        """Ask for both lists again, and for what their forms offer."""
        if not self.audit_id:
            return
        desk, audit_id, today = self.desk, self.audit_id, self.desk.today
        desk.ask(self, audit_choices, today, then=self._keep_choices, key="choices")
        desk.ask(self, list_themes, then=self._keep_themes, key="themes")
        desk.ask(self, report_group_id, audit_id, then=self._keep_group, key="group")
        desk.ask(self, moderation_page, audit_id, today, then=self._keep, key="moderation")
        desk.ask(self, findings_of, audit_id, then=self._show_findings, key="findings")
        desk.ask(self, recommendations_of, audit_id, today, then=self._show_advice, key="advice")

    def first_focus(self) -> QWidget:
        """Return the findings."""
        return self.findings

    def stops(self) -> list[QWidget]:
        """Return both lists and the detail."""
        return [self.findings, self.advice, self.side]

    def sides(self) -> list[Side]:
        """Return the place of the forms."""
        return [self.side]

    def _keep_choices(self, choices: AuditChoices) -> None:
        self.choices = choices

    def _keep_themes(self, themes: tuple[ThemeLine, ...]) -> None:
        self.themes = themes

    def _keep_group(self, group_id: str) -> None:
        self.group_id = group_id

    def _keep(self, shown: Moderation) -> None:
        self.shown = shown
        self.findings.viewport().update()

    def _show_findings(self, found: tuple[FindingLine, ...]) -> None:
        self._show_in(self.findings, found)

    def _show_advice(self, found: tuple[RecommendationLine, ...]) -> None:
        self._show_in(self.advice, found)

    def _show_in(self, table: TableView, rows: tuple[object, ...]) -> None:
        table.set_rows(rows)
        if table.value() is None:
            table.choose_first()
        if self.chosen is None or table is self._list():
            self._choose(table.value())

    def _choose(self, line: FindingLine | RecommendationLine | None) -> None:
        self.chosen = line
        status = Status("plain", "")
        if isinstance(line, FindingLine):
            status = _kind_status(line)
        elif line is not None:
            status = action_status(line, self.desk.today)
        self.view.show_line(line, status)
        self.side.put_away((self.audit_id, line.id if line else None))

    # What is done -------------------------------------------------------------------------

    def add(self) -> None:
        """Open the form of a new finding."""
        self._open_finding(None)

    def _open_finding(self, line: FindingLine | None) -> None:
        questions = self.shown.questions if self.shown else ()
        self.finding.fill(self.audit_id, line, self.themes, questions)
        self.halves.show_second()
        words = ("Change the finding", "Save changes") if line else ("New finding", "Add finding")
        self.side.open(self.finding, *words)

    def recommend(self) -> None:
        """Open the form of a new recommendation."""
        self._open_advice(None)

    def _open_advice(self, line: RecommendationLine | None) -> None:
        if self.choices is None:
            return
        args = (self.choices, self.group_id, self.desk.today)
        self.form.fill(self.audit_id, line, self.themes, *args)
        self.halves.show_second()
        if line is None:
            self.side.open(self.form, "New recommendation", "Add recommendation")
        else:
            self.side.open(self.form, f"Change the recommendation of {line.action}", "Save changes")

    def edit(self) -> None:
        """Open the form of what is chosen."""
        if isinstance(self.chosen, FindingLine):
            self._open_finding(self.chosen)
        elif self.chosen is not None:
            self._open_advice(self.chosen)

    def _save_finding(self) -> None:
        form = self.finding
        if form.line is None:
            args: tuple[object, ...] = (form.audit_id, form.details())
            self.side.run(form, commands.add_finding, *args, then=self._added)
        else:
            self.side.run(form, commands.change_finding, form.line.id, form.details())

    def _save_advice(self) -> None:
        form = self.form
        if form.line is None:
            args: tuple[object, ...] = (form.audit_id, form.details())
            self.side.run(form, commands.add_recommendation, *args, then=self._added)
        else:
            args = (form.line.id, form.text.value(), form.theme_words())
            self.side.run(form, commands.change_recommendation, *args)

    def _added(self, changes: Changes) -> None:
        wanted = str(changes.result)

        def there(_found: object) -> None:
            for table in (self.findings, self.advice):
                if table.choose(wanted):
                    self._choose(table.value())
                    table.setFocus(Qt.FocusReason.OtherFocusReason)

        self.refresh()
        self.desk.ask(self, list_themes, then=there, key="added")

    def remove(self) -> None:
        """Take out what is chosen; undo brings it back."""
        if isinstance(self.chosen, FindingLine):
            self.desk.run(self, commands.remove_finding, self.chosen.id)
        elif self.chosen is not None:
            self.desk.run(self, commands.remove_recommendation, self.chosen.id)
        self.chosen = None

    def open_action(self) -> None:
        """Open the action of the recommendation that is chosen."""
        if isinstance(self.chosen, RecommendationLine):
            self.desk.place_asked.emit("actions", self.chosen.action_id)

    def reopen(self, name: str, about: Mapping[str, str], gone: Callable[[], object]) -> None:
        """Open a form again; `gone` is called where its line is not there."""

        def ready(_themes: object) -> None:
            if name == FindingForm.draft_name:
                wanted = about.get("finding", "")
                if wanted and not self.findings.choose(wanted):
                    gone()
                else:
                    self._open_finding(self.findings.value() if wanted else None)
                return
            wanted = about.get("recommendation", "")
            if wanted and not self.advice.choose(wanted):
                gone()
            else:
                self._open_advice(self.advice.value() if wanted else None)

        self.audit_id = about.get("record", self.audit_id)
        self.refresh()
        self.desk.ask(self, list_themes, then=ready, key="again")


def _kind_status(line: FindingLine) -> Status:
    return Status("done", "Good practice") if line.kind == GOOD else Status("risk", "Improvement")
