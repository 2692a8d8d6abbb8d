"""The reviews of a draw: what is still to review, each review, and the actions that come of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.days import show_date
from dscp_desktop.core.faults import Trouble
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.partnership.page.facts import Facts
from dscp_desktop.partnership.rules.parties import GroupLine, Party
from dscp_desktop.restraint.commands.reviews import (
    add_review,
    add_review_action,
    change_review,
    remove_review,
)
from dscp_desktop.restraint.page.lists import short_level
from dscp_desktop.restraint.page.look import footage_status, when_words
from dscp_desktop.restraint.page.reviewform import ReviewActionForm, ReviewForm
from dscp_desktop.restraint.queries.pages import ResultsPage, action_parties, results_page
from dscp_desktop.restraint.rules.incidents import IncidentLine
from dscp_desktop.restraint.rules.results import DrawResult
from dscp_desktop.restraint.rules.review import ANSWERS, QUESTIONS, TEXTS, ReviewLine
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.columns import Column, Empty
from dscp_desktop.widgets.editors import Chooser
from dscp_desktop.widgets.empty import EmptyState
from dscp_desktop.widgets.page import GUTTER, Surface, TwoPanes, scrolling
from dscp_desktop.widgets.status import Status
from dscp_desktop.widgets.tables import TableView
from dscp_desktop.widgets.texts import CutText, Text

_NOTHING = Empty("Nothing was drawn yet", "Draw a sample first: tab Draw.", "draw")
_NONE = Empty("No incident is chosen", "Choose one in the list.", "list")
_APART = "home_view"


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One incident of the sample, and its review if there is one."""

    id: str
    ref: str
    level: str
    incident: IncidentLine | None
    review: ReviewLine | None


def review_rows(result: DrawResult, found: ResultsPage) -> tuple[ReviewRow, ...]:
    """Return the sample of a draw as it is reviewed, with the reviews."""
    there = {one.ref: one for one in found.reviews if one.draw_id == result.id}
    return tuple(
        ReviewRow(ref, ref, stratum.level, found.incidents.get(ref), there.get(ref))
        for stratum in result.strata
        for ref in stratum.sample
    )


def review_status(row: ReviewRow) -> Status:
    """Return how it stands with one review."""
    if row.review is None:
        return Status("waiting", "To review")
    verdict = row.review.details.of_concern
    known = {
        "yes": Status("risk", "Of concern"),
        "no": Status("done", "Not of concern"),
        "unclear": Status("later", "Unclear"),
    }
    return known.get(verdict, Status("waiting", "Not judged yet"))


class ReviewView(Surface):
    """A review as it was recorded, the home's view apart."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.title = Text("", "item")
        self.incident, self.facts = Facts(), Facts()
        self.home_title = Text("The home's view, kept apart", "section")
        self.home = Text("", "base", wrap=True, selectable=True)
        self.edit = Button("Review", "primary", icon="edit", dense=True)
        self.action = Button("Add action", icon="action", dense=True)
        self.remove = Button("Remove review", icon="delete", dense=True)
        inside = Surface()
        box = QVBoxLayout(inside)
        box.setContentsMargins(GUTTER, 14, GUTTER, 16)
        box.setSpacing(10)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.edit, self.action, self.remove):
            buttons.addWidget(button)
        buttons.addStretch()
        box.addWidget(self.title)
        box.addWidget(self.incident)
        box.addLayout(buttons)
        for part in (self.facts, self.home_title, self.home):
            box.addWidget(part)
        box.addStretch()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolling(inside, "Review"))

    def show_row(self, row: ReviewRow, today: date, may: bool) -> None:
        """Show an incident of the sample with its review."""
        self.title.setText(row.ref)
        line, review = row.incident, row.review
        said = [("Injury", short_level(row.level))]
        if line is not None:
            said += [("When", when_words(line.on, line.values.at)), ("Where", line.values.place)]
        said.append(("CCTV", footage_status(line, today).words))
        self.incident.set_facts(said)
        self.edit.set_words("Change review" if review else "Review")
        for button in (self.action, self.remove):
            button.setVisible(review is not None)
        for button in (self.edit, self.action, self.remove):
            button.setEnabled(may and line is not None)
        for part in (self.home_title, self.home):
            part.setVisible(review is not None)
        if review is None:
            self.facts.set_facts([])
            return
        details = review.details
        people = "\n".join(f"{one.role}, not involved" for one in details.reviewers)
        count = len(review.action_ids)
        self.facts.set_facts(
            [
                ("Reviewed on", show_date(details.on)),
                ("Reviewers", people),
                ("Manager present", details.manager_present or "No"),
                *((label, ANSWERS[getattr(details, name)]) for name, label in QUESTIONS.items()),
                *(
                    (label, getattr(details, name))
                    for name, label in TEXTS.items()
                    if name != _APART
                ),
                ("Actions", f"{count} in the log" if count else "None"),
            ]
        )
        self.home.setText(details.home_view or "Nothing is recorded.")


class ReviewsPane(QWidget):
    """The sample of one draw at the left, a review or its form at the right."""

    told = Signal(object)  # ResultsPage
    reload_asked = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.shown = ResultsPage()
        self.draw = Chooser(dense=True)
        self.draw.setAccessibleName("Draw")
        self.draw.activated.connect(lambda _place: self._show_rows())
        self.words = CutText("", "base", tone="t2")
        self.table = TableView(_columns(), "Sample to review", empty=_NOTHING)
        self.view, self.form = ReviewView(), ReviewForm()
        self.action_form, self.none = ReviewActionForm(), EmptyState(_NONE)
        self.side = QStackedWidget()
        for part in (self.none, self.view, self.form, self.action_form):
            self.side.addWidget(part)
        left = Surface()
        head = QHBoxLayout()
        head.setContentsMargins(GUTTER, 8, GUTTER, 8)
        head.setSpacing(12)
        head.addWidget(self.draw)
        head.addWidget(self.words, 1)
        box = QVBoxLayout(left)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(head)
        box.addWidget(self.table, 1)
        self.panes = TwoPanes(
            "restraint reviews", left, self.side, titles=("Sample", "Review"), share=0.52, limit=860
        )
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.panes)
        self._connect()

    def _connect(self) -> None:
        self.table.chosen.connect(lambda _row: self._show_row())
        self.table.opened.connect(lambda _row: self.review())
        self.view.edit.clicked.connect(self.review)
        self.view.action.clicked.connect(self.add_action)
        self.view.remove.clicked.connect(self.remove)
        self.form.submitted.connect(self._save)
        self.action_form.submitted.connect(self._save_action)
        for form in (self.form, self.action_form):
            form.cancelled.connect(self._leave)

    def stops(self) -> tuple[QWidget, ...]:
        """Return the stops of F6 in this part."""
        return (self.table, self.side)

    def refresh(self) -> None:
        """Ask for the draws and their reviews again."""
        self.desk.ask(self, results_page, then=self.show_page, key="reviews")

    def show_page(self, shown: ResultsPage) -> None:
        """Show the draws; the same one and the same incident stay chosen."""
        self.shown = shown
        self.draw.set_options([(one.id, _named(one)) for one in shown.results])
        self.draw.setVisible(bool(shown.results))
        self._show_rows()
        self.told.emit(shown)

    def result(self) -> DrawResult | None:
        """Return the draw that is chosen."""
        chosen = self.draw.value()
        return next((one for one in self.shown.results if one.id == chosen), None)

    def _show_rows(self) -> None:
        result = self.result()
        rows = review_rows(result, self.shown) if result else ()
        left = sum(row.review is None for row in rows)
        self.words.setText((f"{left} still to review" if left else "All reviewed") if rows else "")
        self.table.set_rows(rows)
        if self.table.value() is None:
            self.table.choose_first(lambda row: row.review is None) or self.table.choose_first()
        self._show_row()

    def _show_row(self) -> None:
        row = self.table.value()
        if row is not None:
            self.view.show_row(row, self.desk.today, not self.desk.store.read_only)
        if not self.is_editing():
            self.side.setCurrentWidget(self.view if row is not None else self.none)

    def is_editing(self) -> bool:
        """Say whether a form in which something stands is open."""
        front = self.side.currentWidget()
        return isinstance(front, ReviewForm | ReviewActionForm) and front.touched

    def choose(self, draw_id: str, ref: str) -> bool:
        """Choose an incident of a draw; return whether it is there."""
        if not self.draw.offers(draw_id):
            return False
        self.draw.set_value(draw_id)
        self._show_rows()
        return self.table.choose(ref)

    def review(self) -> None:
        """Open the form of the review."""
        row, result = self.table.value(), self.result()
        if row is None or result is None or row.incident is None or self.desk.store.read_only:
            return
        self.side.setCurrentWidget(self.form)
        self.panes.show_second()
        self.form.open(result.id, row.incident.id, row.ref, row.review, self.desk.today)

    def add_action(self) -> None:
        """Open the form of an action that comes of the review."""
        row, result = self.table.value(), self.result()
        if row is None or row.review is None or result is None:
            return
        review: ReviewLine = row.review

        def ready(found: tuple[tuple[GroupLine, ...], tuple[Party, ...]]) -> None:
            groups, holders = found
            self.action_form.about = {"draw": result.id, "incident": review.incident_id}
            self.side.setCurrentWidget(self.action_form)
            self.panes.show_second()
            self.action_form.open_new(groups, holders, "", self.desk.today)

        self.desk.ask(self, action_parties, then=ready, key="parties")

    def remove(self) -> None:
        """Remove the review that is chosen; undo brings it back."""
        row = self.table.value()
        if row is not None and row.review is not None:
            self._run(remove_review, row.review.id)

    def reopen(self, name: str, about: Mapping[str, str], gone: Callable[[], object]) -> None:
        """Open a form again; `gone` is called where the draw or the incident is not there."""

        def ready(shown: ResultsPage) -> None:
            self.show_page(shown)
            lines = {line.id: ref for ref, line in shown.incidents.items()}
            if not self.choose(about.get("draw", ""), lines.get(about.get("incident", ""), "")):
                gone()
            elif name == self.action_form.draft_name:
                self.add_action()
            else:
                self.review()

        self.desk.ask(self, results_page, then=ready, key="reviews")

    def _leave(self) -> None:
        for form in (self.form, self.action_form):
            form.touched = False
        self._show_row()
        self.panes.show_first()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _save(self) -> None:
        form = self.form
        if form.review is not None:
            self._run(change_review, form.review.id, form.details())
        else:
            self._run(add_review, form.incident_id, form.details(), form.draw_id)

    def _save_action(self) -> None:
        row, form = self.table.value(), self.action_form
        if row is not None and row.review is not None:
            self._run(add_review_action, row.review.id, form.group.value(), form.details())

    def _run(self, command: Callable[..., Changes], *args: object) -> None:
        def saved(_changes: Changes) -> None:
            self._leave()
            self.refresh()

        def refused(trouble: Trouble) -> None:
            front = self.side.currentWidget()
            if isinstance(front, ReviewForm | ReviewActionForm):
                front.show_trouble(trouble.words)
            else:
                self.desk.troubled.emit(trouble.words)

        self.desk.run(self, command, *args, then=saved, failed=refused)


def _named(result: DrawResult) -> str:
    words = f"{show_date(result.first)} to {show_date(result.last)}"
    return f"{words} (rehearsal)" if result.rehearsal else words


def _columns() -> list[Column]:
    def when(row: ReviewRow) -> str:
        return when_words(row.incident.on, row.incident.values.at) if row.incident else ""

    return [
        Column("Incident", lambda row: row.ref, 110, role="strong"),
        Column("When", when, drop_below=420),
        Column("Injury", lambda row: short_level(row.level), 120, drop_below=520),
        Column("Review", lambda _row: "", 160, status=review_status),
    ]
