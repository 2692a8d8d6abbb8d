"""The register: returns by quarter, their incidents, and how it stands with each one's footage."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.days import show_date
from dscp_desktop.core.faults import Trouble
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.restraint.commands.register import (
    ask_hold,
    change_return,
    clear_footage,
    confirm_hold,
    mark_overwritten,
)
from dscp_desktop.restraint.page.incident import IncidentPane, ReturnForm
from dscp_desktop.restraint.page.lists import short_level
from dscp_desktop.restraint.page.look import footage_status, when_words
from dscp_desktop.restraint.queries.pages import RegisterPage, register_page
from dscp_desktop.restraint.rules.incidents import (
    LEVELS,
    IncidentLine,
    ReturnLine,
)
from dscp_desktop.restraint.rules.returns import period_words, quarter_words
from dscp_desktop.widgets.binding import bind
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.columns import Column, Empty
from dscp_desktop.widgets.page import GUTTER, Splitter, Surface, TwoPanes
from dscp_desktop.widgets.status import Status
from dscp_desktop.widgets.tables import TableView
from dscp_desktop.widgets.texts import CutText, Text

_NO_RETURN = Empty("No return yet", "Import the first one with Ctrl+N.", "import")
_NO_INCIDENT = Empty("No incident of this return", "Choose another return.", "list")
_GAPS = 4


class RegisterPane(QWidget):
    """Returns above, the incidents of the chosen one below; what is chosen at the right."""

    told = Signal(object)  # RegisterPage
    import_asked = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.shown = RegisterPage()
        self._day = date.min  # that on which the register was shown
        self._wanted = ""  # the incident that is to be chosen
        self.returns = TableView(
            _return_columns(self._levels), "Returns", height=28, empty=_NO_RETURN
        )
        self.incidents = TableView(
            _incident_columns(desk.today), "Incidents", height=28, empty=_NO_INCIDENT
        )
        self.incidents.on_paste = lambda: desk.place_asked.emit("records", "paste:incidents")
        self.title = Text("", "strong")
        self.words = CutText("", "base", tone="t2")
        self.pane, self.form = IncidentPane(), ReturnForm()
        self.side = QStackedWidget()
        self.side.addWidget(self.pane)
        self.side.addWidget(self.form)
        self.edit = Button("Change return", icon="edit", dense=True)
        below = Surface("top")
        head = QHBoxLayout()
        head.setContentsMargins(GUTTER, 6, GUTTER, 6)
        head.setSpacing(8)
        head.addWidget(self.title)
        head.addWidget(self.words, 1)
        head.addWidget(self.edit)
        box = QVBoxLayout(below)
        box.setContentsMargins(0, 1, 0, 0)
        box.setSpacing(0)
        box.addLayout(head)
        box.addWidget(self.incidents, 1)
        left = Splitter("restraint register", self.returns, below, share=0.24, upright=True)
        self.panes = TwoPanes(
            "restraint incident", left, self.side, titles=("Returns", "Incident"), share=0.72,
            limit=1000,
        )  # fmt: skip
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.panes)
        self._connect()

    def _connect(self) -> None:
        self.returns.chosen.connect(self._choose_return)
        self.returns.opened.connect(lambda _line: self.open_form())
        self.incidents.chosen.connect(self._show_incident)
        self.edit.clicked.connect(self.open_form)
        self.form.submitted.connect(self._save)
        self.form.cancelled.connect(self._leave)
        deeds = (("H", self.pane.ask, ask_hold), ("C", self.pane.confirm, confirm_hold))
        for key, button, command in (*deeds, ("O", self.pane.gone, mark_overwritten)):
            button.clicked.connect(lambda _on=False, command=command: self._record(command))
            do = partial(self._record, command)
            bind(self.incidents, key, button.words, do, inside=True)
        self.pane.clear.clicked.connect(lambda: self._run(clear_footage, self._ids()))

    def stops(self) -> tuple[QWidget, ...]:
        """Return the stops of F6 in this part."""
        return (self.returns, self.incidents, self.side)

    def refresh(self) -> None:
        """Ask for the register again, with the incidents of the return that is chosen."""
        line = self.returns.value()
        args = line.id if line else "", self._wanted
        self.desk.ask(self, register_page, *args, then=self.show_page, key="register")

    def show_page(self, shown: RegisterPage) -> None:
        """Show the register; the same return and incident stay chosen."""
        if (shown, self.desk.today) == (self.shown, self._day) and not self._wanted:
            return
        self.shown, self._day = shown, self.desk.today
        with QSignalBlocker(self.returns):  # what is chosen meanwhile was not chosen by a person
            self.returns.set_rows(shown.returns)
            self.returns.choose(shown.chosen)
        self._show_incidents()
        may = not self.desk.store.read_only
        for button in (self.edit, *self.pane.buttons):
            button.setEnabled(may)
        self.edit.setVisible(bool(shown.returns))
        self.told.emit(shown)

    def open_incident(self, record_id: str) -> None:
        """Choose an incident, by its id, once the register is there."""
        self._wanted = record_id
        self.refresh()

    def _choose_return(self, line: ReturnLine | None) -> None:
        if line is not None and line.id != self.shown.chosen:
            self.refresh()

    def _levels(self, line: ReturnLine, level: int) -> str:
        return str(self.shown.levels.get(line.id, {}).get(level, 0))

    def _show_incidents(self) -> None:
        line = self.returns.value()
        rows = self.shown.incidents
        self.title.setText(quarter_words(line.first) if line else "")
        self.words.setText(_return_words(line) if line else "")
        self.incidents.set_rows(rows)
        wanted, self._wanted = self._wanted, ""
        if wanted and self.incidents.choose(wanted):
            self.incidents.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.incidents.value() is None:
            self.incidents.choose_first()
        self._show_incident(self.incidents.value())

    def _show_incident(self, line: IncidentLine | None) -> None:
        self.pane.show_line(line, self.shown, self.desk.today)

    def open_form(self) -> None:
        """Change the return that is chosen."""
        line = self.returns.value()
        if line is None or self.desk.store.read_only:
            return
        self.side.setCurrentWidget(self.form)
        self.panes.show_second()
        self.form.open(line)

    def reopen(self, return_id: str, gone: Callable[[], object]) -> None:
        """Open the form of a return again; `gone` is called where it is no longer there."""

        def ready(shown: RegisterPage) -> None:
            self.show_page(shown)
            if self.returns.choose(return_id):
                self.open_form()
            else:
                gone()

        self.desk.ask(self, register_page, return_id, then=ready, key="register")

    def _leave(self) -> None:
        self.form.touched = False
        self.side.setCurrentWidget(self.pane)
        self.panes.show_first()
        self.returns.setFocus(Qt.FocusReason.OtherFocusReason)

    def _save(self) -> None:
        def saved(_changes: Changes) -> None:
            self._leave()
            self.refresh()

        def refused(trouble: Trouble) -> None:
            self.form.show_trouble(trouble.words)

        args = (self.form.return_id, self.form.details())
        self.desk.run(self, change_return, *args, then=saved, failed=refused)

    def _ids(self) -> list[str]:
        return [line.id for line in self.incidents.values()]

    def _record(self, command: Callable[..., Changes]) -> None:
        if self._ids() and not self.desk.store.read_only:
            self._run(command, self._ids(), self.desk.today)

    def _run(self, command: Callable[..., Changes], *args: object) -> None:
        self.desk.run(self, command, *args, then=lambda _done: self.refresh())


def register_faults(returns: Sequence[ReturnLine]) -> tuple[str, str]:
    """Return what does not agree in the returns: the fact and the line of help, '' for nothing."""
    wrong = [line for line in returns if line.gaps or line.differences]
    if not wrong:
        return "", ""
    count = "1 return does" if len(wrong) == 1 else f"{len(wrong)} returns do"
    first = wrong[0]
    said = list(first.differences)
    if first.gaps:
        named = ", ".join(first.gaps[:_GAPS])
        more = f" and {len(first.gaps) - _GAPS} more" if len(first.gaps) > _GAPS else ""
        said.append(f"Missing in the numbering: {named}{more}.")
    words = f"{quarter_words(first.first)}: {' '.join(said)} Ask the home before a sample is drawn."
    return f"{count} not agree with the register", words


def _return_words(line: ReturnLine) -> str:
    received = f"received {show_date(line.received_on)}" if line.received_on else ""
    supplied = f"supplied by {line.supplied_by}" if line.supplied_by else "nobody said who sent it"
    return " · ".join(filter(None, (period_words(line.first, line.last), received, supplied)))


def _level_shown(
    levels: Callable[[ReturnLine, int], str], level: int
) -> Callable[[ReturnLine], str]:
    return lambda line: levels(line, level)


def _return_columns(levels: Callable[[ReturnLine, int], str]) -> list[Column]:
    def shown(number: int | None) -> str:
        return "" if number is None else str(number)

    counts = [
        Column(
            f"Level {level}" if level else "No injury",
            _level_shown(levels, level),
            82 if not level else 66,
            align="right",
            drop_below=620,
        )
        for level in LEVELS
    ]
    return [
        Column("Return", lambda line: quarter_words(line.first), 160, role="strong"),
        *counts,
        Column("Counted", lambda line: str(line.counted), 80, align="right", role="strong"),
        Column("Declared", lambda line: shown(line.declared), 84, align="right"),
        Column("YCS", lambda line: shown(line.reported_ycs), 56, align="right", drop_below=800),
        Column(
            "Ofsted", lambda line: shown(line.reported_ofsted), 66, align="right", drop_below=800
        ),
        Column("Agrees", lambda _line: "", 0, status=_agrees),
    ]


def _agrees(line: ReturnLine) -> Status:
    if line.differences:
        return Status("late", "Differs")
    if line.gaps:
        return Status("risk", "1 gap" if len(line.gaps) == 1 else f"{len(line.gaps)} gaps")
    return Status("plain", "No total given") if line.declared is None else Status("done", "Agrees")


def _incident_columns(today: date) -> list[Column]:
    return [
        Column("Incident", lambda line: line.ref, 100, role="strong"),
        Column(
            "When",
            lambda line: when_words(line.on, line.values.at),
            170,
            sort=lambda line: (line.on, line.values.at is not None, str(line.values.at)),
        ),
        Column("Place", lambda line: line.values.place, lines=2, drop_below=740),
        Column("Injury", lambda line: short_level(line.stratum) or "Not recorded", 110),
        Column("CCTV", lambda _line: "", 250, status=lambda line: footage_status(line, today)),
    ]
