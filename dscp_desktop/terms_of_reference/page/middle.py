"""The middle of the page of terms with its forms, and the commands that they run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Trouble
from dscp_desktop.diary.rules.cadence import cadence_of
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.terms_of_reference.commands import agreeing, drafting
from dscp_desktop.terms_of_reference.page.forms import (
    AgreeForm,
    DocumentForm,
    PartForm,
    ReviewForm,
    StandingForm,
)
from dscp_desktop.terms_of_reference.page.frequency import FrequencyForm
from dscp_desktop.terms_of_reference.page.reading import ReadingPane
from dscp_desktop.terms_of_reference.rules.versions import DocumentLine, Version, VersionText
from dscp_desktop.widgets.formpane import FormPane

Meetings = Mapping[str, Sequence[tuple[str, date, str]]]


class MiddlePane(QStackedWidget):
    """What is read, or in its place the form that is open."""

    saved = Signal(str)  # the id of the document or the version to show then; '' for the same
    form_opened = Signal(bool)
    quorum_asked = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.text: VersionText | None = None  # the draft, where there is one
        self.reading = ReadingPane()
        self.part, self.standing, self.review = PartForm(), StandingForm(), ReviewForm()
        self.agree, self.document = AgreeForm(), DocumentForm()
        self.frequency = FrequencyForm()
        self.forms = (
            self.part,
            self.frequency,
            self.standing,
            self.review,
            self.agree,
            self.document,
        )
        self.addWidget(self.reading)
        for form in self.forms:
            self.addWidget(form)
            form.cancelled.connect(self.show_reading)
        self.part.submitted.connect(self._save_part)
        self.standing.submitted.connect(self._save_standing)
        self.review.submitted.connect(self._save_review)
        self.frequency.submitted.connect(self._save_frequency)
        self.agree.submitted.connect(self._save_agreement)
        self.document.submitted.connect(self._save_document)
        self.reading.whole.change_asked.connect(self.change_part)

    # Showing ----------------------------------------------------------------------------

    def is_editing(self) -> bool:
        """Return whether a form is open."""
        return self.currentWidget() is not self.reading

    def is_typed_into(self) -> bool:
        """Return whether something was entered in the form that is open."""
        form = self.currentWidget()
        return isinstance(form, FormPane) and form.touched

    def show_reading(self) -> None:
        """Leave a form; nothing is saved."""
        self._show(self.reading)
        self.to_reading()

    def to_reading(self) -> None:
        """Put the keys where the version is read."""
        if self.reading.currentWidget() is self.reading.compare:
            self.reading.compare.view.setFocus()
        elif self.reading.whole.buttons:
            next(iter(self.reading.whole.buttons.values())).setFocus()

    def _show(self, part: QWidget) -> None:
        was = self.is_editing()
        self.setCurrentWidget(part)
        if was != self.is_editing():
            self.form_opened.emit(self.is_editing())

    # Opening forms ----------------------------------------------------------------------

    def change_part(self, key: str) -> None:
        """Open what a part of the draft is changed in, or say where it is made."""
        if self.text is None:
            return
        version = self.text.version
        part = next((one for one in self.text.parts if one.part == key), None)
        if part is None:
            return
        if key == "standing items":
            self._show(self.standing)
            self.standing.open(version, self.text.standing)
        elif key == "review":
            self._show(self.review)
            self.review.open(version)
        elif key == "frequency":
            self._show(self.frequency)
            rule = cadence_of(version.frequency) if version.frequency else None
            self.frequency.open(version, rule)
        elif key == "quorum":
            self.quorum_asked.emit()
        elif part.made:
            self.desk.place_asked.emit("partnership", self.text.group_id)
        else:
            self._show(self.part)
            self.part.open(version, part)

    def ask_agreement(
        self,
        version: Version,
        bodies: Sequence[tuple[str, str]],
        meetings: Meetings,
        body_id: str,
        today: date,
    ) -> None:
        """Ask to which body a draft is put, or when the one that has it agreed."""
        self._show(self.agree)
        waits = version.waits_for
        self.agree.open(version, bodies, meetings, body_id, waits=waits, today=today)

    def ask_document(self, groups: Sequence[tuple[str, str]], group_id: str = "") -> None:
        """Ask for a new document."""
        self._show(self.document)
        self.document.open(groups, group_id)

    # Saving -----------------------------------------------------------------------------

    def _run(self, form: FormPane, command: Callable[..., Changes], *args: Any) -> None:
        def done(changes: Changes) -> None:
            self.show_reading()
            self.saved.emit(str(changes.result or ""))

        def refused(trouble: Trouble) -> None:
            at = form.refused_at() if isinstance(form, AgreeForm) else None
            if at is None:
                form.show_trouble(trouble.words)
            else:
                at.show_error(trouble.words)
                at.editor.setFocus(Qt.FocusReason.OtherFocusReason)

        self.desk.run(self, command, *args, then=done, failed=refused)

    def _save_part(self) -> None:
        form = self.part
        words = form.text.value()
        self._run(form, drafting.change_part, form.version_id, form.part, words)

    def _save_standing(self) -> None:
        form = self.standing
        self._run(form, drafting.set_standing_items, form.version_id, form.values())

    def _save_review(self) -> None:
        form = self.review
        self._run(form, drafting.set_review, form.version_id, form.on.value())

    def _save_frequency(self) -> None:
        form = self.frequency
        self._run(form, drafting.set_frequency, form.version_id, form.rule())

    def _save_agreement(self) -> None:
        form = self.agree
        meeting = str(form.meeting.value() or "")
        where = (form.version_id, str(form.body.value()), meeting)
        if not form.agrees:
            self._run(form, agreeing.put_to, *where, form.item.value())
            return
        on, begins = form.on.value(), form.from_day.value()
        self._run(form, agreeing.agree, *where, on, form.item.value(), begins)

    def _save_document(self) -> None:
        self._run(self.document, drafting.begin_document, *self.document.values())

    def reopen(
        self,
        name: str,
        about: Mapping[str, str],
        document: DocumentLine | None,
        gone: Callable[[], object],
    ) -> None:
        """Open a form again for the draft it was about; `gone` is called where that is no more."""
        same = self.text is not None and self.text.version.id == about.get("record", "")
        keys = {"part": about.get("part", ""), "standing items": "standing items"}
        key = {**keys, "review": "review", "frequency": "frequency"}.get(name, "")
        if document is None or not same or not key:
            gone()
        else:
            self.change_part(key)
