"""The page of terms of reference: versions, what changed between two, and the quorum."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from dscp_desktop.core.changes import Changes
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.terms_of_reference.commands import drafting
from dscp_desktop.terms_of_reference.page.look import (
    PartRow,
    VersionRow,
    compare_parts,
    draft_changes,
    part_rows,
    printed,
    review_of,
    usual_ticks,
    version_lines,
    version_status,
)
from dscp_desktop.terms_of_reference.page.middle import MiddlePane
from dscp_desktop.terms_of_reference.page.panel import QuorumPanel
from dscp_desktop.terms_of_reference.page.versions import VersionPane
from dscp_desktop.terms_of_reference.queries.gathering import (
    Bodies,
    Documents,
    Opened,
    load_bodies,
    load_documents,
    open_document,
)
from dscp_desktop.terms_of_reference.rules.versions import TERMS, DocumentLine, Version
from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.binding import bind
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.empty import Empty
from dscp_desktop.widgets.page import Page, Splitter, Surface, is_narrow

_TITLE = "Terms of reference"
_NEW, _MOST_TICKED = ("new", ""), 2
_NO_GROUP = "Add a group under Groups and terms, or choose ‘New document…’ at the left."


class TermsPage(Page):
    """One document in versions at a time: a group's terms, arrangements, a policy."""

    help_topic = (
        "Versions of terms of reference and of other documents that are agreed. Space ticks a "
        "version: two ticked ones are compared, one is shown whole and a draft is changed there. "
        "F7 goes to the next change, Shift+F7 to the one before. The quorum is chosen below."
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(_TITLE, parent=parent)
        self.desk = desk
        self.found = Documents((), ())
        self.document: DocumentLine | None = None
        self.opened = Opened({}, ())
        self.group_id = ""  # of a group without terms, whose first version may be begun
        self.ticked: list[str] = []
        self._wanted = ""
        self.print = self.add_button(Button("Print differences", icon="print"))
        self.print.setToolTip("Print (Ctrl+P)")
        self.do = self.add_button(Button("New version", "primary"))
        self.left = VersionPane()
        self.middle = MiddlePane(desk)
        self.below = QuorumPanel(desk)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        right = Splitter("terms", self.middle, self.below, share=0.66, upright=True)
        body = Surface()
        both = QHBoxLayout(body)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(0)
        both.addWidget(self.left)
        line = Surface("", "hair")
        line.setFixedWidth(1)
        both.addWidget(line)
        both.addWidget(right, 1)
        self.put_body(body)
        self._fit_panes()

    def _connect(self) -> None:
        self.print.clicked.connect(self.print_document)
        self.do.clicked.connect(self.go_on)
        self.left.document_chosen.connect(self._choose_document)
        self.left.ticked.connect(self.tick)
        self.left.part_chosen.connect(self._part_chosen)
        self.left.part_opened.connect(self._part_opened)
        self.left.withdraw.clicked.connect(self.withdraw)
        self.middle.saved.connect(self._saved)
        self.middle.form_opened.connect(lambda _open: self._fit_buttons())
        self.middle.quorum_asked.connect(self.below.take_keys)
        self.middle.reading.compare.view.moved.connect(self._mark_part)
        self.below.saved.connect(self.refresh)
        view = self.middle.reading.compare.view
        bind(self, "F7", "Next change", lambda: view.step(1))
        bind(self, "Shift+F7", "Change before", lambda: view.step(-1))
        bind(self, "Ctrl+P", "Print differences", self.print.click)
        bind(self, "Ctrl+N", "Begin a version", self.begin_version)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the panes their widths."""
        super().resizeEvent(event)
        self._fit_panes()

    def _fit_panes(self) -> None:
        narrow = is_narrow(self.window())
        self.below.fit(narrow)
        self.left.fit(narrow, self.height() < fonts.scaled(640))

    # Values -----------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask for the documents again."""
        self.desk.ask(self, load_documents, self.desk.today, then=self._show, key="documents")

    def open_record(self, record_id: str) -> None:
        """Show the terms of a group, a document, or one of its versions."""
        self._wanted = record_id
        self.refresh()

    def _show(self, found: Documents) -> None:
        self.found = found
        wanted, self._wanted = self._wanted, ""
        group = found.group(wanted)
        document = found.find(wanted)
        if document is None and group is not None:
            self._show_none(group.id)
            return
        if document is None and self.group_id and not found.find(self.group_id):
            self._show_none(self.group_id)
            return
        kept = self.document.id if self.document else self.group_id
        document = document or found.find(kept) or next(iter(found.documents), None)
        if document is None:
            self._show_none(found.groups[0].id if found.groups else "")
            return
        self._open(document, wanted)

    def _open(self, document: DocumentLine, wanted: str = "") -> None:
        other = self.document is None or self.document.id != document.id
        before = {version.id for version in self.document.versions} if self.document else set()
        self.document, self.group_id = document, ""
        ids = [version.id for version in document.versions]
        fresh = [one for one in ids if one not in before]
        self.ticked = [one for one in self.ticked if one in ids]
        if other or not self.ticked or fresh:
            self.ticked = usual_ticks(document)
        if wanted in ids and wanted not in self.ticked:
            self.ticked = [wanted]
        ask = self.desk.ask
        ask(self, open_document, document, self.desk.today, then=self._show_texts, key="texts")

    def _show_none(self, group_id: str) -> None:
        """Show that a group has no terms yet, or that there is no document at all."""
        self.document, self.group_id, self.ticked = None, group_id, []
        self.opened = Opened({}, ())
        group = self.found.group(group_id)
        self.set_title(group.name if group else _TITLE, _TITLE if group else "")
        why = "Begin them with ‘New version’." if group else _NO_GROUP
        self.middle.reading.none.set_empty(Empty("No terms of reference yet", why, "terms"))
        self.middle.text = None
        self._show_left()
        self._show_middle()

    def _show_texts(self, opened: Opened) -> None:
        document = self.document
        if document is None:
            return
        self.opened = opened
        kind = document.kind.capitalize()
        self.set_title(document.group or document.title, _TITLE if document.group else kind)
        draft = document.draft
        self.middle.text = opened.texts.get(draft.id) if draft else None
        self._show_left()
        self._show_middle()

    def _show_left(self) -> None:
        chosen = self.document.id if self.document else self.group_id
        self.left.show_documents([*self.found.options(), (_NEW, "New document…")], chosen)
        on, rows = self.desk.today, []
        changes = draft_changes(self.document, self.opened.texts) if self.document else ""
        for version in reversed(self.document.versions if self.document else ()):
            lines = version_lines(version, changes, on, self.document)
            rows.append(VersionRow(version.id, version, on, version.id in self.ticked, *lines))
        pair = self.pair()
        words = f"comparing {pair[0].number} with {pair[1].number}" if pair else ""
        self.left.show_versions(rows, words)
        self.left.show_review(*(review_of(self.document, on) if self.document else ("", "", "")))

    def pair(self) -> tuple[Version, Version] | None:
        """Return the two versions that are compared, the older first; None for one alone."""
        versions = self._ticked_versions()
        return (versions[0], versions[1]) if len(versions) == _MOST_TICKED else None

    def _ticked_versions(self) -> list[Version]:
        versions = self.document.versions if self.document else ()
        return [version for version in versions if version.id in self.ticked]

    def shown(self) -> Version | None:
        """Return the version that is read: the newer one of a comparison."""
        versions = self._ticked_versions()
        return versions[-1] if versions else None

    def _show_middle(self) -> None:
        reading, pair, shown = self.middle.reading, self.pair(), self.shown()
        on = self.desk.today
        if not self.middle.is_typed_into():
            self.middle.setCurrentWidget(reading)
        if pair:
            old, new = (self.opened.texts[version.id] for version in pair)
            compared = compare_parts(old, new)
            states = (version_status(pair[0], on), version_status(pair[1], on))
            self.left.show_parts(part_rows(compared))
            reading.setCurrentWidget(reading.compare)
            reading.compare.show_pair(*pair, states, compared)
        elif shown is not None:
            text = self.opened.texts[shown.id]
            reading.setCurrentWidget(reading.whole)
            note = text.version.note
            reading.whole.show_version(shown, version_status(shown, on), note, text.parts)
            rows = enumerate(text.parts, start=1)
            self.left.show_parts([PartRow(str(n), str(n), part.title) for n, part in rows])
        else:
            reading.setCurrentWidget(reading.none)
            self.left.show_parts(())
        self._show_quorum()
        self._fit_buttons()

    # Versions and parts -----------------------------------------------------------------

    def _choose_document(self, chosen: Any) -> None:
        if chosen == _NEW:
            self.choose_new()
        else:
            self.open_record(str(chosen))

    def choose_new(self) -> None:
        """Ask for a new document."""
        self._show_left()
        self.middle.ask_document(self.found.without_terms())

    def tick(self, version_id: str) -> None:
        """Take a version into the comparison or out of it; a third one pushes out the first."""
        if version_id in self.ticked:
            self.ticked.remove(version_id)
        else:
            self.ticked.append(version_id)
        del self.ticked[:-_MOST_TICKED]
        if not self.ticked:
            self.ticked = [version_id]
        self._show_left()
        self._show_middle()

    def _part_chosen(self, number: str) -> None:
        reading = self.middle.reading
        if reading.currentWidget() is reading.compare:
            reading.compare.view.go_to_part(number)
        else:
            reading.whole.bring(number)

    def _part_opened(self, number: str) -> None:
        """Enter on a part: change it in a draft, else go to where it is read."""
        shown = self.shown()
        if shown is None:
            return
        if shown.agreed or self.pair():
            self.middle.to_reading()
            return
        self.middle.change_part(self.opened.texts[shown.id].parts[int(number) - 1].part)

    def _mark_part(self, _now: int) -> None:
        part = self.middle.reading.compare.view.present()
        if part is not None:
            self.left.mark_part(part.number)

    def _show_quorum(self) -> None:
        shown, document = self.shown(), self.document
        terms = document is not None and document.kind == TERMS and shown is not None
        self.below.setVisible(terms)
        if document is not None and shown is not None and terms:
            self.below.show_version(shown, document.group_id, self.opened.roles)

    # What can be done -------------------------------------------------------------------

    def _fit_buttons(self) -> None:
        """One primary button: that of a form while one is open."""
        document, draft = self.document, self.document.draft if self.document else None
        read_only = self.desk.store.read_only
        waits = draft.waits_for if draft else None
        self.do.set_words("Agree" if waits else "Put to the group" if draft else "New version")
        self.do.kind = "secondary" if self.middle.is_editing() else "primary"
        self.do.setEnabled(not read_only and (document is not None or bool(self.group_id)))
        self.do.update()
        self.print.set_words("Print differences" if self.pair() else "Print or save")
        self.print.setEnabled(self.shown() is not None)
        self.left.withdraw.setVisible(draft is not None)
        self.left.withdraw.setEnabled(not read_only)

    def go_on(self) -> None:
        """Do what comes next: begin a version, put the draft to a body, keep that it agreed."""
        if self.document is None or self.document.draft is None:
            self.begin_version()
        else:
            self.desk.ask(self, load_bodies, then=self._ask_agreement, key="bodies")

    def _ask_agreement(self, bodies: Bodies) -> None:
        document = self.document
        if document is not None and document.draft is not None:
            self.middle.ask_agreement(
                document.draft, bodies.names, bodies.meetings, document.group_id, self.desk.today
            )

    def begin_version(self) -> None:
        """Begin a draft; of a group without terms, its terms as well."""
        if self.document is not None:
            self._begin(self.document.id)
        elif self.group_id:
            args = (drafting.begin_document, TERMS, "", self.group_id)
            self.desk.run(self, *args, then=lambda done: self._begin(str(done.result)))

    def _begin(self, document_id: str) -> None:
        run = self.desk.run
        run(self, drafting.begin_version, document_id, self.desk.today, then=self._begun)

    def _begun(self, changes: Changes) -> None:
        self.open_record(str(changes.result))

    def withdraw(self) -> None:
        """Take the draft away; undo brings it back."""
        if self.document is not None and self.document.draft is not None:
            draft = self.document.draft
            self.desk.run(
                self, drafting.withdraw_draft, draft.id, then=lambda _done: self.refresh()
            )

    def _saved(self, record_id: str) -> None:
        self._wanted = record_id if self.found.find(record_id) is None else ""
        self.refresh()

    def print_document(self) -> None:
        """Ask to print what changed, or the version that is shown."""
        shown, pair = self.shown(), self.pair()
        if shown is None or self.document is None:
            return
        versions = pair or (shown,)
        self.document_wanted.emit(*printed(self.document, versions, self.desk.today))

    # Keys -------------------------------------------------------------------------------

    def first_focus(self) -> QWidget | None:
        """Go to the versions."""
        return self.left.versions

    def panes(self) -> list[QWidget]:
        """Return the versions, the parts, what is read and the quorum."""
        below = [self.below] if self.below.isVisible() else []
        return [self.left.versions, self.left.parts, self.middle, *below]

    def reopen(self, name: str, about: Mapping[str, str], gone: Callable[[], object]) -> None:
        """Open a form again; `gone` is called where what it is for is no longer there."""

        def opened(opened: Opened) -> None:
            self._show_texts(opened)
            if name == "agree":
                self.go_on()
            else:
                self.middle.reopen(name, about, self.document, gone)

        def ready(found: Documents) -> None:
            self.found = found
            if name == "document":
                self.middle.ask_document(found.without_terms())
                return
            document = found.find(about.get("record", ""))
            if document is None or document.draft is None:
                gone()
                return
            self.document, self.ticked = document, [document.draft.id]
            today = self.desk.today
            self.desk.ask(self, open_document, document, today, then=opened, key="texts")

        self.desk.ask(self, load_documents, self.desk.today, then=ready, key="documents")

    def commands(self) -> tuple[tuple[str, str, Any], ...]:
        """Return what the palette offers."""
        return (
            ("New version of these terms", "Ctrl+N", self.begin_version),
            ("New document in versions", "", self.choose_new),
        )
