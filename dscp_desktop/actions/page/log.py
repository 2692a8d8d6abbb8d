"""The page of actions: one log over all groups, most urgent first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from dscp_desktop.actions.page.detail import ActionPane
from dscp_desktop.actions.page.look import due_text, kind_and_words, shown_due, slip_text
from dscp_desktop.actions.page.reviewing import PlanForm, ReviewForm
from dscp_desktop.actions.page.several import SeveralForm
from dscp_desktop.actions.queries import log as queries
from dscp_desktop.actions.rules.log import CLOSED, ActionLine, ActionLog
from dscp_desktop.core.offers import NEW, Scope
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.binding import bind
from dscp_desktop.widgets.buttons import Button, TickBox
from dscp_desktop.widgets.columns import Column, Empty, Section
from dscp_desktop.widgets.editors import Chooser, LineEdit
from dscp_desktop.widgets.page import Page, TwoPanes, bar
from dscp_desktop.widgets.tables import TableView
from dscp_desktop.widgets.texts import Text

_PARTS = (
    ("late", "Late"),
    ("review", "Review due: what difference did it make?"),
    ("open", "Open"),
    ("done", "Done"),
)
_EMPTY = Empty("No action yet", "Add one with Ctrl+N, or import an action log.", "action")
_NO_MATCH = Empty("No action fits these choices", "Choose all groups and any owner.", "filter")


class ActionsPage(Page):
    """Every action: filters above, the log at the left, one action at the right."""

    help_topic = (
        "One log over all groups, late actions first. Ctrl+N adds an action, Ctrl+F filters, "
        "Ctrl+P prints or saves the log of the group that is chosen. Shift with the arrows chooses "
        "several actions, and Ctrl+E changes them at once. The pane beside the list "
        "marks an action done, adds to its story, says what difference it made, plans and records "
        "its reviews, and puts a change back. Sheets for owners makes files for each of them."
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Actions", parent=parent)
        self.desk = desk
        self.log: tuple[ActionLine, ...] = ()
        self.every, self.whole = 0, False  # all there are; whether those that are done are here
        self._wanted, self.narrow, self._arranging = "", False, False
        self.print = self.add_print_button(self.share)
        self.owners = Button("Sheets for owners", icon="email", icon_only=True)
        self.owners.clicked.connect(self.sheets_for_owners)
        self.new = self.add_button(Button("New action", "primary", icon="add"))
        self.new.clicked.connect(self.new_action)
        self._add_bar()
        self._add_table()
        self.pane = ActionPane(desk)
        titles = ("Actions", "Action")
        self.both = TwoPanes("actions", self.table, self.pane, titles=titles, share=0.7)
        self.put_body(self.both)
        self.narrow_changed.connect(self._fit_bar)
        self.pane.saved.connect(self._saved)
        self.pane.left.connect(self._back_to_list)
        self.pane.form_opened.connect(self._form_opened)
        bind(self, "Ctrl+N", "New action", self.new_action)
        bind(self, "Ctrl+F", "Filter the list", self._to_filter)
        bind(self, "Ctrl+E", "Change the chosen actions", self.change_chosen)

    def _add_bar(self) -> None:
        self.filter = LineEdit("Filter list (Ctrl+F)", icon="filter", width=180)
        self.filter.setAccessibleName("Filter this list")
        self.filter.textChanged.connect(self._filter)
        self.filter.returnPressed.connect(lambda: self.table.setFocus())
        self.group = Chooser([("", "All groups")])
        self.group.setAccessibleName("Group")
        self.owner = Chooser([("", "Any owner")])
        self.owner.setAccessibleName("Owner")
        self.late = TickBox("Late", count="0", framed=True)
        self.review = TickBox("Review due", count="0", framed=True)
        self.done = TickBox("Done too", framed=True)
        for chooser in (self.group, self.owner):
            chooser.setMaximumWidth(fonts.scaled(176))
            chooser.activated.connect(lambda _place: self._arrange())
        for tick in (self.late, self.review):
            tick.toggled.connect(lambda _on: self._arrange())
        self.done.toggled.connect(self._done_too)
        self.shown = Text("", "base", tone="t2")
        ticks = (self.late, self.review, self.done)
        self.change = Button("Change chosen", icon="edit", keys="Ctrl+E")
        self.change.clicked.connect(self.change_chosen)
        self.change.hide()
        parts = (self.filter, self.group, self.owner, *ticks, self.owners, self.change)
        self.add_bar(bar(*parts, None, self.shown))

    def _fit_bar(self, narrow: bool) -> None:
        """Let the bar have room in a narrow window."""
        self.narrow = narrow
        self.filter.set_width(130 if narrow else 180)
        self.filter.setPlaceholderText("Filter" if narrow else "Filter list (Ctrl+F)")
        self._tell_shown()

    def _add_table(self) -> None:
        today = self.desk.today
        self.table = TableView(
            [
                Column("Number", lambda a: a.number, 96),
                Column("Action", lambda a: a.text, lines=3, stretch=2, icon=_padlock),
                Column("Owner", lambda a: a.owner, 126, lines=2, tone="t2", drop_below=680),
                Column("Due", lambda a: due_text(a, today), 104, lines=2, sort=_due_order),
                Column(
                    "Status",
                    lambda a: kind_and_words(a, today).words,
                    186,
                    status=lambda a: kind_and_words(a, today),
                    sort=_due_order,
                ),
                Column(
                    "Slipped by",
                    lambda a: slip_text(a, today),
                    116,
                    lines=2,
                    tone=lambda a: "t1" if a.slipped else "t2",
                    sort=lambda a: a.slipped,
                    drop_below=760,
                ),
            ],
            "Actions",
            height=42,
            empty=_EMPTY,
        )
        self.table.on_paste = lambda: self.desk.place_asked.emit("records", "paste:actions")
        self.table.chosen.connect(self._choose)
        self.table.opened.connect(self._opened)
        self.table.shown_changed.connect(lambda _shown, _all: self._tell_shown())
        self.table.actions_for = self._menu
        self.table.actions_for_several = lambda lines: [
            (f"Change {len(lines)} actions (Ctrl+E)", self.change_chosen)
        ]
        self.table.several.connect(self._several_chosen)

    # Values -----------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask for the log again."""
        whole = self.done.isChecked() or bool(self._wanted)
        self.desk.ask(self, queries.get_log, self.desk.today, whole, then=self._show, key="actions")

    def _done_too(self, on: bool) -> None:
        if on and not self.whole:
            self.refresh()
        else:
            self._arrange()

    def _show(self, log: ActionLog) -> None:
        self.log, self.every, self.whole = log.lines, log.every, log.whole
        words = f"{log.still} open in {log.groups} group{'' if log.groups == 1 else 's'}"
        reviews = f" · {log.reviews} review{'' if log.reviews == 1 else 's'} due"
        self.context.setText(f"{words} · {log.late} late{reviews if log.reviews else ''}")
        self.late.set_count(str(log.late))
        self.review.set_count(str(log.reviews))
        self.group.set_options([("", "All groups"), *((one, words) for words, one in log.named)])
        self.owner.set_options([("", "Any owner"), *((one, one) for one in log.owners)])
        self._arrange()

    def _arrange(self) -> None:
        """Show the actions that fit the choosers and ticks, in their parts."""
        group, owner = self.group.value() or "", self.owner.value() or ""
        ticks = (("late", self.late), ("review", self.review))
        shown = {part for part, tick in ticks if tick.isChecked()}
        if not shown:
            shown = {"late", "review", "open"} | ({"done"} if self.done.isChecked() else set())
        fitting: dict[str, list[ActionLine]] = {part: [] for part, _ in _PARTS}
        for line in self.log:  # it may be long: nothing is asked of a widget in here
            if group in ("", line.group_id) and owner in ("", line.owner):
                fitting[line.part].append(line)
        rows: list[Any] = []
        for part, title in _PARTS:
            inside = fitting[part] if part in shown else []
            rows += [Section(title, str(len(inside))), *inside] if inside else []
        self._arranging = True  # what is asked of an action is asked once, when all stands
        self.table.set_empty(_NO_MATCH if self.every else _EMPTY)
        self.table.set_rows(tuple(rows))
        if self._wanted and not self.table.choose(self._wanted):
            self._make_room()
        self._wanted = ""
        if self.table.value() is None:
            self.table.choose_first()
        self._arranging = False
        self.pane.show_action(self.table.value())
        self._tell_shown()

    def _choose(self, line: ActionLine | None) -> None:
        if not self._arranging:
            self.pane.show_action(line)

    def _make_room(self) -> None:
        """Show a record that was asked for although the choosers and ticks leave it out."""
        wanted, self._wanted = self._wanted, ""
        line = next((one for one in self.log if one.id == wanted), None)
        if line is None:
            return
        every = (self.filter, self.late, self.review, self.done, self.group, self.owner)
        for part in every:
            part.blockSignals(True)
        self.filter.clear()
        self.table.set_filter("")
        self.late.setChecked(False)
        self.review.setChecked(False)
        self.done.setChecked(self.done.isChecked() or line.part == "done")
        self.group.set_value("")
        self.owner.set_value("")
        for part in every:
            part.blockSignals(False)
        self._arrange()
        self.table.choose(wanted)

    def open_record(self, record_id: str) -> None:
        """Show an action, or the form of a new one."""
        if record_id == NEW:
            self.new_action()
            return
        self._wanted = record_id
        self.both.show_second()
        self.refresh()

    def _saved(self, action_id: str) -> None:
        """Show what was written; an action that was just marked done leaves the list."""
        is_new = action_id not in {line.id for line in self.log}
        self._wanted = action_id if is_new else ""
        self.refresh()

    # Keys -------------------------------------------------------------------------------

    def new_action(self) -> None:
        """Open the form of a new action."""
        self.both.show_second()
        self.pane.new_action(self.group.value() or "")

    def change_chosen(self) -> None:
        """Give the actions that are chosen the same status, owner or due date."""
        self.both.show_second()
        self.pane.change_several(self.table.values())

    def _several_chosen(self, count: int) -> None:
        self.change.set_words(f"Change {count} chosen" if count > 1 else "Change chosen")
        self.change.setVisible(count > 1)

    def reopen(self, name: str, about: Mapping[str, str], gone: Callable[[], object]) -> None:
        """Open what was typed in again; `gone` is called where its action is not there."""
        record = about.get("record", "")
        if record:
            self.open_record(record)
        self.both.show_second()
        if name == SeveralForm.draft_name:
            self.pane.reopen_several(about["records"].split(), gone)
        elif name in ("update", "difference", "evidence"):
            self.pane.reopen_field(name, record, gone)
        elif name in (PlanForm.draft_name, ReviewForm.draft_name):
            self.pane.reopen_review(about, gone)
        elif record:
            self.pane.reopen(record, gone)
        else:
            self.pane.new_action("")

    def sheets_for_owners(self) -> None:
        """Choose the owners who are to be given their own actions as files."""
        self.both.show_second()
        self.pane.choose_owners()

    def share(self) -> None:
        """Show the log of the group that is chosen, or of all, as it is printed."""
        scope = Scope(self.desk.today, group_id=self.group.value() or "")
        self.document_wanted.emit("action-log", scope)

    def _opened(self, _line: ActionLine) -> None:
        self.both.show_second()
        self.pane.update_field.editor.setFocus()

    def _back_to_list(self) -> None:
        self.both.show_first()
        self.table.setFocus()

    def _menu(self, line: ActionLine) -> list[tuple[str, Any]]:
        words = "Open again" if line.status in CLOSED else "Mark done"
        return [(words, self.pane.toggle_done), ("Edit action", self._edit)]

    def _edit(self) -> None:
        self.both.show_second()
        self.pane.edit_action()

    def _filter(self, words: str) -> None:
        self.table.set_filter(words)
        self._tell_shown()

    def _to_filter(self) -> None:
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()

    def _tell_shown(self) -> None:
        shown, _count = self.table.rows.count_lines()
        plain = self.table.rows.order is None and not self.narrow
        order = " · most urgent first" if plain else ""
        self.shown.setText(f"{shown} of {self.every} shown{order}")

    def _form_opened(self, opened: bool) -> None:
        """One primary button at a time: that of the form while it is open."""
        self.new.set_kind("secondary" if opened else "primary")

    def first_focus(self) -> QWidget | None:
        """Go to the list: its first row is the most urgent action."""
        return self.table

    def panes(self) -> list[QWidget]:
        """Return the filter, the list and the detail."""
        return [self.filter, self.table, self.pane]

    def commands(self) -> tuple[tuple[str, str, Any], ...]:
        """Return what the palette offers."""
        found: list[tuple[str, str, Any]] = [
            ("New action", "Ctrl+N", self.new_action),
            ("Print or save the action log", "Ctrl+P", self.share),
            ("Sheets for owners", "", self.sheets_for_owners),
        ]
        count = len(self.table.values())
        if count > 1:
            found.append((f"Change {count} actions", "Ctrl+E", self.change_chosen))
        line = self.pane.line
        if line is not None:
            words = "Open again" if line.status in CLOSED else "Mark done"
            found.append((f"{words}: {line.number}", "", self.pane.toggle_done))
            found.append((f"Edit {line.number}", "", self._edit))
            if line.status == "complete":
                found.append((f"Plan reviews of {line.number}", "", self.pane.plan_reviews))
        return tuple(found)


def _due_order(line: ActionLine) -> tuple[bool, Any]:
    due = shown_due(line)
    return due is None, due


def _padlock(line: ActionLine) -> str:
    return "lock" if line.restricted else ""
