"""The people: who they are, what they sit on, and the forms that add, change and end them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Trouble
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.partnership.commands.people import add_person, change_person, end_person
from dscp_desktop.partnership.page.facts import Facts
from dscp_desktop.partnership.page.spanfield import WhenField
from dscp_desktop.partnership.rules.parties import OrganisationLine
from dscp_desktop.partnership.rules.people import PersonDetails, PersonLine, email_problem
from dscp_desktop.partnership.rules.spans import in_time
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.columns import Column, Section
from dscp_desktop.widgets.empty import Empty, EmptyState
from dscp_desktop.widgets.formpane import FormPane
from dscp_desktop.widgets.forms import ChoiceField, TextField, fields_beside
from dscp_desktop.widgets.page import GUTTER, Surface, TwoPanes
from dscp_desktop.widgets.tables import TableView
from dscp_desktop.widgets.texts import Text

_EMPTY = Empty("No person yet", "Add the first one with Ctrl+N.", "person")


class PersonForm(FormPane):
    """Somebody new, or a change of somebody."""

    draft_name = "person"

    def __init__(self, parent: QWidget | None = None) -> None:
        self.person: PersonLine | None = None
        self.name = TextField("Name", missing="Enter the person's name")
        self.role = TextField("Role", optional=True, hint="Such as Head of safeguarding")
        self.organisation = ChoiceField("Organisation", optional=True)
        self.email = TextField("Email address", optional=True)
        self.email.problem_of = lambda: email_problem(self.email.value())
        self.starts, self.ends = WhenField("From", optional=True), WhenField("To", optional=True)
        times = fields_beside(self.starts, self.ends)
        parts = (self.name, self.role, self.organisation, self.email, times)
        super().__init__("New person", parts, "Add person", parent)

    def draft_about(self) -> dict[str, str]:
        """Return the person; '' for a new one."""
        return {"record": self.person.id if self.person else ""}

    def open(self, person: PersonLine | None, bodies: Sequence[OrganisationLine]) -> None:
        """Show the values of somebody, or empty fields."""
        self.person = person
        named = [(body.id, body.name) for body in bodies if not body.ends]
        if person and person.organisation_id not in {"", *(key for key, _ in named)}:
            named.append((person.organisation_id, person.organisation))
        self.organisation.set_options([("", "None"), *named])
        self.name.set_value(person.name if person else "")
        self.role.set_value(person.role if person else "")
        self.organisation.set_value(person.organisation_id if person else "")
        self.email.set_value(person.email if person else "")
        self.starts.set_value(person.starts if person else "")
        self.ends.set_value(person.ends if person else "")
        if person:
            self.begin(f"Change {person.name}", "Save changes")
        else:
            self.begin("New person", "Add person")

    def details(self) -> PersonDetails:
        """Return what the fields say."""
        return PersonDetails(
            self.name.value(),
            str(self.organisation.value() or ""),
            self.role.value(),
            self.email.value(),
            (self.starts.value(), self.ends.value()),
        )


class LeavingForm(FormPane):
    """The day on which somebody left."""

    draft_name = "leaving"

    def __init__(self, parent: QWidget | None = None) -> None:
        self.person_id = ""
        hint = "The seats they hold end for them then and wait for somebody else"
        self.ends = WhenField("Last day", hint=hint, missing="Enter the last day")
        super().__init__("Left", (self.ends,), "Say they left", parent)

    def draft_about(self) -> dict[str, str]:
        """Return the person."""
        return {"record": self.person_id}

    def open(self, person: PersonLine, today: str) -> None:
        """Ask for the day."""
        self.person_id = person.id
        self.ends.set_value(today)
        self.begin(f"{person.name} left", "Say they left")


class PeoplePart(TwoPanes):
    """People at the left, the one chosen at the right."""

    saved = Signal(str)
    form_opened = Signal(bool)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        self.desk = desk
        self.bodies: tuple[OrganisationLine, ...] = ()
        self.table = TableView(
            [
                Column("Name", lambda p: p.name, lines=2, stretch=2),
                Column("Role", lambda p: p.role, lines=2, stretch=3, tone="t2"),
                Column(
                    "Organisation", lambda p: p.organisation, lines=2, stretch=3, drop_below=520
                ),
                Column("Email", lambda p: p.email, stretch=3, tone="t2", drop_below=760),
                Column("Seats", _codes, 150, lines=3),
            ],
            "People",
            empty=_EMPTY,
        )
        self.form, self.leaving = PersonForm(), LeavingForm()
        self.none = EmptyState(Empty("Nobody is chosen", "Choose somebody in the list.", "person"))
        self._add_view()
        self.detail = QStackedWidget()
        self.detail.setAccessibleName("Person")
        for part in (self.none, self.view, self.form, self.leaving):
            self.detail.addWidget(part)
        super().__init__(
            "people",
            self.table,
            self.detail,
            titles=("People", "Person"),
            share=0.62,
            limit=760,
            parent=parent,
        )
        self.table.chosen.connect(self._show_person)
        self.table.opened.connect(lambda _person: self.edit())
        self.form.submitted.connect(self._save)
        self.leaving.submitted.connect(self._save_leaving)
        for form in (self.form, self.leaving):
            form.cancelled.connect(self.show_view)

    def _add_view(self) -> None:
        self.name = Text("", "item", wrap=True)
        self.role = Text("", "base", tone="t2", wrap=True)
        self.facts = Facts()
        self.edit_button = Button("Edit person", icon="edit", dense=True)
        self.left_button = Button("Say they left", icon="away", dense=True)
        self.edit_button.clicked.connect(self.edit)
        self.left_button.clicked.connect(self.end)
        self.view = Surface()
        box = QVBoxLayout(self.view)
        box.setContentsMargins(GUTTER, 14, GUTTER, 12)
        for part in (self.name, self.role):
            box.addWidget(part)
        box.addSpacing(6)
        box.addWidget(self.facts)
        row = QHBoxLayout()
        row.setContentsMargins(0, 10, 0, 0)
        for button in (self.edit_button, self.left_button):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        row.addStretch(1)
        box.addLayout(row)
        box.addStretch(1)

    def show_people(
        self, people: Sequence[PersonLine], bodies: tuple[OrganisationLine, ...]
    ) -> None:
        """Show these people; those who left come last."""
        self.bodies = bodies
        there = [person for person in people if not person.ends]
        gone = [person for person in people if person.ends]
        rows: list[object] = list(there)
        if gone:
            rows += [Section("No longer there", str(len(gone))), *gone]
        self.table.set_rows(tuple(rows))
        if self.table.value() is None:
            self.table.choose_first()
        self._show_person(self.table.value())

    def _show_person(self, person: PersonLine | None) -> None:
        if person is None:
            self._show(self.none)
            return
        self.name.setText(person.name)
        self.role.setText(person.role)
        self.role.setVisible(bool(person.role))
        facts = [
            ("Organisation", person.organisation),
            ("Email", person.email),
            ("Sits on", ", ".join(person.seats) or "No group"),
            ("In time", in_time(person.starts, person.ends)),
        ]
        self.facts.set_facts(facts)
        self.left_button.setEnabled(not person.ends)
        form = self.detail.currentWidget()
        if not isinstance(form, FormPane) or not form.touched:
            self._show(self.view)

    # Forms ------------------------------------------------------------------------------

    def is_editing(self) -> bool:
        """Return whether a form is open."""
        return isinstance(self.detail.currentWidget(), FormPane)

    def _show(self, part: QWidget) -> None:
        was = self.is_editing()
        self.detail.setCurrentWidget(part)
        if was != self.is_editing():
            self.form_opened.emit(self.is_editing())

    def show_view(self) -> None:
        """Leave a form; nothing is saved."""
        self._show(self.view if self.table.value() is not None else self.none)
        self.table.setFocus()

    def add(self) -> None:
        """Open the form of somebody new."""
        self.show_second()
        self._show(self.form)
        self.form.open(None, self.bodies)

    def edit(self) -> None:
        """Open the form of the person who is current."""
        person = self.table.value()
        if person is not None:
            self.show_second()
            self._show(self.form)
            self.form.open(person, self.bodies)

    def end(self) -> None:
        """Ask when the person who is current left."""
        person = self.table.value()
        if person is not None:
            self.show_second()
            self._show(self.leaving)
            self.leaving.open(person, self.desk.today.isoformat())

    def reopen(self, name: str, record: str, gone: Callable[[], object]) -> None:
        """Open a form again; `gone` is called where its person is not there."""
        if not record:
            self.add()
        elif not self.table.choose(record):
            gone()
        elif name == "leaving":
            self.end()
        else:
            self.edit()

    def _save(self) -> None:
        details, person = self.form.details(), self.form.person
        if person:
            self._run(change_person, person.id, details)
        else:
            self._run(add_person, details)

    def _save_leaving(self) -> None:
        self._run(end_person, self.leaving.person_id, self.leaving.ends.value())

    def _run(self, command: Callable[..., Changes], *args: object) -> None:
        self.desk.run(self, command, *args, then=self._saved, failed=self._refused)

    def _saved(self, changes: Changes) -> None:
        self.show_view()
        self.saved.emit(str(changes.result))

    def _refused(self, trouble: Trouble) -> None:
        form = self.detail.currentWidget()
        if isinstance(form, FormPane):
            form.show_trouble(trouble.words)


def _codes(person: PersonLine) -> str:
    """Return the codes of the groups: 'PLG, IDG (deputy)'."""
    said = []
    for seat in person.seats:
        code = seat.rpartition(" on ")[2]
        said.append(f"{code} (deputy)" if seat.startswith("Deputy") else code)
    return ", ".join(dict.fromkeys(said))
