"""What stands on the part of returns: the tool, the agencies, and the files that came back."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from dscp_desktop.audits.page.filepane import FilePane, FileRow, file_rows
from dscp_desktop.audits.page.look import agency_status, chase_count, day_words, write_words
from dscp_desktop.audits.page.side import Pane, Side
from dscp_desktop.audits.queries.programme import get_audit
from dscp_desktop.audits.queries.returns import list_returns
from dscp_desktop.audits.queries.settings import get_settings
from dscp_desktop.audits.queries.tools import list_tools
from dscp_desktop.audits.rules.programme import AuditLine
from dscp_desktop.audits.rules.returns import ReturnBook, ReturnLine, ReturnOutcome
from dscp_desktop.audits.rules.settings import AuditSettings
from dscp_desktop.audits.rules.tools import ToolLine
from dscp_desktop.core.faults import Trouble
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.columns import Column, Empty
from dscp_desktop.widgets.editors import Chooser
from dscp_desktop.widgets.page import Splitter, TwoPanes, bar
from dscp_desktop.widgets.progress import Progress
from dscp_desktop.widgets.status import Message
from dscp_desktop.widgets.tables import TableView
from dscp_desktop.widgets.texts import Text

_NO_AGENCY = Empty(
    "No agency takes part yet", "Change the audit, and tick the agencies.", "organisation"
)
_NO_FILE = Empty("No file came back yet", "Drop them here, or choose them with Ctrl+O.", "workbook")


class ReturnsView(Pane):
    """Agencies and what each has returned, the files that came, and the one that is chosen."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "Returns")
        self.audit: AuditLine | None = None
        self.audit_id = ""
        self.tools: tuple[ToolLine, ...] = ()
        self.settings: AuditSettings | None = None
        self.came: tuple[ReturnLine, ...] = ()
        self.outcomes: tuple[ReturnOutcome, ...] = ()
        self.books: dict[str, ReturnBook] = {}
        self.tool = Chooser()
        self.tool.setAccessibleName("What the audit asks")
        self.tool.setMaximumWidth(fonts.scaled(300))
        label = Text("Asks", "base", tone="t2")
        label.setBuddy(self.tool)
        self.paper = Button("On paper", "quiet", icon="print", dense=True)
        self.send = Button("Send workbooks", icon="export", dense=True)
        self.write = Button("Write", icon="email", dense=True)
        self.can_bring = False
        self.box.addWidget(bar(label, self.tool, self.paper, None, self.write, self.send))
        self.said = Message("done")
        self.said.hide()
        self.progress = Progress(patience=0)
        for part in (self.said, self.progress):
            part.setContentsMargins(24, 6, 24, 6)
            self.box.addWidget(part)
        self._add_tables()

    def _add_tables(self) -> None:
        self.agencies = TableView(
            [
                Column("Agency", lambda one: one.name, stretch=3, lines=2, role="strong"),
                Column("What came back", lambda _o: "", 190, status=agency_status),
                Column("Due", lambda one: day_words(one.due), 136, drop_below=520),
                Column("Received", lambda o: day_words(o.received_on, "–"), 136, drop_below=640),
                Column("Reminded", lambda o: day_words(o.chased_on, "–"), 136, drop_below=780),
            ],
            "Agencies of the audit",
            empty=_NO_AGENCY,
        )
        self.files = TableView(
            [
                Column("File", lambda one: one.name, stretch=2, lines=2),
                Column("Agency", lambda one: one.agency, stretch=2, lines=2, drop_below=520),
                Column("How it stands", lambda _o: "", 150, status=lambda one: one.status),
                Column("Came", lambda one: one.when, 136, tone="t2", drop_below=640),
            ],
            "Files that came back",
            empty=_NO_FILE,
        )
        self.file = FilePane()
        self.side = self.take_side(Side(self.desk, self.file, lambda: self.agencies))
        left = Splitter("audit returns", self.agencies, self.files, share=0.6, upright=True)
        titles = ("Agencies and files", "File")
        self.halves = TwoPanes("audit files", left, self.side, titles=titles, share=0.6, limit=860)
        self.box.addWidget(self.halves, 1)

    # What it shows ------------------------------------------------------------------------

    def show_audit(self, audit_id: str) -> None:
        """Show the returns of an audit."""
        if audit_id != self.audit_id:
            self.side.put_away(audit_id)
            self.outcomes, self.books = (), {}
            self.said.hide()
        self.audit_id = audit_id
        self.refresh()

    def refresh(self) -> None:
        """Ask for agencies, files and tools again."""
        if self.audit_id:
            desk, audit_id = self.desk, self.audit_id
            desk.ask(self, get_settings, then=self._keep_settings, key="settings")
            desk.ask(self, list_tools, then=self._keep_tools, key="tools")
            desk.ask(self, get_audit, audit_id, desk.today, then=self._show, key="audit")
            desk.ask(self, list_returns, audit_id, then=self._show_files, key="files")

    def first_focus(self) -> TableView:
        """Return the agencies."""
        return self.agencies

    def stops(self) -> list[QWidget]:
        """Return the tables and the file."""
        return [self.agencies, self.files, self.side]

    def sides(self) -> list[Side]:
        """Return the place of the forms."""
        return [self.side]

    def _keep_settings(self, settings: AuditSettings) -> None:
        self.settings = settings

    def _keep_tools(self, tools: tuple[ToolLine, ...]) -> None:
        self.tools = tools

    def _show(self, audit: AuditLine | None) -> None:
        self.audit = audit
        if audit is None:
            return
        issued = [
            (one.id, f"{tool.title}, version {one.number}")
            for tool in self.tools
            for one in tool.versions
            if one.issued_on
        ]
        self.tool.set_options([(None, "Nothing yet"), *issued])
        self.tool.set_value(audit.tool_version_id or None)
        asks = bool(audit.tool_version_id)
        self.paper.setEnabled(asks)
        self.send.setEnabled(asks and bool(audit.agencies))
        self.can_bring = asks
        count = chase_count(audit.agencies)
        self.write.set_words(write_words(count))
        self.write.setVisible(bool(count))
        self.agencies.set_rows(audit.agencies)
        if self.agencies.value() is None:
            self.agencies.choose_first()

    def _show_files(self, lines: tuple[ReturnLine, ...]) -> None:
        self.came = lines
        self.files.set_rows(file_rows(lines, self.outcomes, self.audit_id))
        if self.files.value() is None:
            self.files.choose_first()
        self._choose_file(self.files.value())

    def _choose_file(self, row: FileRow | None) -> None:
        self.file.show_file(row)
        self.side.put_away((self.audit_id, row.id if row else None))

    def tell(self, kind: str, words: str) -> None:
        """Say what came of it, above the tables."""
        self.progress.finish()
        self.said.tell(kind, words)
        self.said.show()

    def _troubled(self, trouble: Trouble) -> None:
        self.tell("late", trouble.words)
