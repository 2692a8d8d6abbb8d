"""Tools: what is asked, built once and kept in versions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from dscp_desktop.audits.commands import tools as commands
from dscp_desktop.audits.page.side import Pane, Side
from dscp_desktop.audits.page.toolforms import QuestionForm, ToolForm, ToolView
from dscp_desktop.audits.queries.tools import list_tools
from dscp_desktop.audits.rules.tools import (
    KIND_WORDS,
    LaidRow,
    Question,
    Section,
    ToolContent,
    ToolLine,
    VersionLine,
    lay_out,
)
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.days import show_date
from dscp_desktop.core.faults import Trouble
from dscp_desktop.core.offers import Scope
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.columns import Column, Empty
from dscp_desktop.widgets.columns import Section as Heading
from dscp_desktop.widgets.editors import Chooser
from dscp_desktop.widgets.page import TwoPanes, bar
from dscp_desktop.widgets.tables import TableView
from dscp_desktop.widgets.texts import CutText, Text

_NO_QUESTION = Empty("No question yet", "Add some with Ctrl+N, one a line.", "list")
_NO_TOOL = Empty("No tool yet", "Make the first one with New tool.", "audit")


class ToolsPane(Pane):
    """One version of one tool at a time; a draft can be changed, an issued one cannot."""

    forms = ("tool", "question")
    shown_now = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "Tools")
        self.tools: tuple[ToolLine, ...] = ()
        self._wanted = ""
        self._question = ""  # the question to choose once it is there
        self.version = Chooser()
        self.version.setAccessibleName("Tool and version")
        self.version.setMaximumWidth(fonts.scaled(360))
        label = Text("Tool", "base", tone="t2")
        label.setBuddy(self.version)
        self.stands = CutText("", "base", tone="t2")
        self.new = Button("New tool", "quiet", icon="add", dense=True)
        self.rename = Button("Rename", "quiet", icon="edit", dense=True)
        self.paper = Button("On paper", "quiet", icon="print", dense=True)
        self.issue = Button("Issue", icon="tick", dense=True)
        self.box.addWidget(
            bar(label, self.version, self.stands, None, self.paper, self.rename, self.issue,
                self.new)
        )  # fmt: skip
        self.table = TableView(
            [
                Column("No.", lambda row: str(row.number), 58, align="right", tone="t2"),
                Column("Question", lambda row: row.question.text, lines=3, stretch=3),
                Column("Answer", lambda row: KIND_WORDS[row.question.kind], 110),
                Column(
                    "What to look at",
                    lambda row: row.question.guidance,
                    lines=2, tone="t2", stretch=2, drop_below=560,
                ),
            ],
            "Questions of the tool",
            empty=_NO_TOOL,
            key=lambda row: row.question.id,
        )  # fmt: skip
        self.view = ToolView()
        self.side = self.take_side(Side(desk, self.view, lambda: self.table))
        self.halves = TwoPanes(
            "audit tools", self.table, self.side, titles=("Questions", "Question"), share=0.64,
            limit=820,
        )  # fmt: skip
        self.box.addWidget(self.halves, 1)
        self._connect()

    def _connect(self) -> None:
        self.version.activated.connect(lambda _place: self._show_version())
        self.new.clicked.connect(self.new_tool)
        self.rename.clicked.connect(self.rename_tool)
        self.paper.clicked.connect(self.print_tool)
        self.issue.clicked.connect(self.issue_version)
        self.table.chosen.connect(lambda _row: self._choose())
        self.table.opened.connect(lambda _row: self.edit())
        self.table.move_asked.connect(self.move_question)
        self.view.add.clicked.connect(self.add)
        self.view.edit.clicked.connect(self.edit)
        self.view.up.clicked.connect(lambda: self.move_question(self.table.value(), -1))
        self.view.down.clicked.connect(lambda: self.move_question(self.table.value(), 1))
        self.view.remove.clicked.connect(self.remove)
        self.view.discard.clicked.connect(self.discard)

    @cached_property
    def tool(self) -> ToolForm:
        """The form, made when it is first asked for."""
        return self.side.put(ToolForm(), self._save_tool)

    @cached_property
    def question(self) -> QuestionForm:
        """The form, made when it is first asked for."""
        return self.side.put(QuestionForm(), self._save_question)

    # What it shows ------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask for the tools again."""
        self.desk.ask(self, list_tools, then=self._show, key="tools")

    def first_focus(self) -> QWidget:
        """Return the questions; without a tool the button that makes one."""
        return self.table if self.tools else self.new

    def stops(self) -> list[QWidget]:
        """Return questions and detail."""
        return [self.table, self.side]

    def sides(self) -> list[Side]:
        """Return the place of the forms."""
        return [self.side]

    def shown(self) -> VersionLine | None:
        """Return the version that is shown."""
        every = (one for tool in self.tools for one in tool.versions)
        return next((one for one in every if one.id == self.version.value()), None)

    def _show(self, tools: tuple[ToolLine, ...]) -> None:
        self.tools = tools
        kept = self._wanted or self.version.value()
        every = [one for tool in tools for one in tool.versions]
        self.version.set_options([(one.id, f"{one.title}, {one.words}") for one in every])
        if any(one.id == kept for one in every):
            self.version.set_value(kept)
        self._wanted = ""
        self._show_version()

    def _show_version(self) -> None:
        shown = self.shown()
        draft = shown is not None and shown.issued_on is None
        for button in (self.rename, self.paper):
            button.setVisible(shown is not None)
        self.issue.setVisible(draft)
        self.table.set_empty(_NO_QUESTION if shown else _NO_TOOL)
        self.table.set_rows(_rows(shown.content) if shown else [])
        if self._question and self.table.choose(self._question):
            self._question = ""
        if self.table.value() is None:
            self.table.choose_first()
        self.stands.setText(_stands(shown))
        self._choose()
        self.shown_now.emit()

    def verb(self) -> tuple[str, bool]:
        """Return what `add` does for the version that is shown, and whether it can be done."""
        shown = self.shown()
        if shown is None:
            return "New tool", True
        if self._can_begin(shown):
            return "Next version", True
        return "Add questions", shown.issued_on is None

    def _can_begin(self, shown: VersionLine | None) -> bool:
        tool = self._tool(shown)
        return tool is not None and tool.newest.issued_on is not None

    def _tool(self, shown: VersionLine | None) -> ToolLine | None:
        tool_id = shown.tool_id if shown else ""
        return next((one for one in self.tools if one.id == tool_id), None)

    def _choose(self) -> None:
        self.view.show_question(self.shown(), self.table.value())
        row = self.table.value()
        self.side.put_away((self.version.value(), row.question.id if row else None))

    # Tools and versions -------------------------------------------------------------------

    def new_tool(self) -> None:
        """Open the form of a new tool."""
        self.tool.fill("", "")
        self.halves.show_second()
        self.side.open(self.tool, "New tool", "Make the tool")

    def rename_tool(self) -> None:
        """Open the form of the tool that is shown."""
        tool = self._tool(self.shown())
        if tool is not None:
            self.tool.fill(tool.id, tool.title)
            self.halves.show_second()
            self.side.open(self.tool, "Rename the tool", "Rename")

    def _save_tool(self) -> None:
        form = self.tool
        if form.tool_id:
            self.side.run(form, commands.rename_tool, form.tool_id, form.words.value())
        else:
            self.side.run(form, commands.add_tool, form.words.value(), then=self._show_made)

    def _show_made(self, changes: Changes) -> None:
        self._wanted = str(changes.result)
        self.refresh()

    def begin_version(self) -> None:
        """Begin the next version with what the last one asks."""
        tool = self._tool(self.shown())
        if tool is not None:
            self.desk.run(self, commands.begin_version, tool.id, then=self._show_made)

    def issue_version(self) -> None:
        """Issue the draft that is shown: from then on it stays as it is."""
        shown = self.shown()
        if shown is not None and shown.issued_on is None:
            self.desk.run(self, commands.issue_version, shown.id, self.desk.today)

    def discard(self) -> None:
        """Take the draft out; undo brings it back."""
        shown = self.shown()
        if shown is not None and shown.issued_on is None:
            self.desk.run(self, commands.remove_draft, shown.id)

    def print_tool(self) -> None:
        """Show the version on paper."""
        shown = self.shown()
        if shown is not None:
            scope = Scope(self.desk.today, record_id=shown.id)
            self.document_wanted.emit("audit-tool", scope)

    # Questions ----------------------------------------------------------------------------

    def add(self) -> None:
        """Open the form of new questions, or what comes first: a tool, a version to change."""
        shown = self.shown()
        if shown is None:
            self.new_tool()
        elif self._can_begin(shown):
            self.begin_version()
        elif shown.issued_on is None:
            row = self.table.value()
            titles = [part.title for part in shown.content.sections]
            section = row.section if row else titles[-1] if titles else ""
            self.question.fill(shown.id, section, None)
            self.halves.show_second()
            self.side.open(self.question, "New questions", "Add questions")

    def edit(self) -> None:
        """Open the form of the question that is chosen."""
        shown, row = self.shown(), self.table.value()
        if shown is not None and row is not None and shown.issued_on is None:
            self.question.fill(shown.id, row.section, row.question)
            self.halves.show_second()
            self.side.open(self.question, f"Question {row.number}", "Save changes")

    def _save_question(self) -> None:
        shown, form = self.shown(), self.question
        if shown is None or shown.id != form.version_id:
            form.show_trouble("This version is not shown any more. Choose it again.")
            return
        was = form.question_line
        content = without(shown.content, was.id) if was else shown.content
        place = _place(shown.content, was.id, form.section.value()) if was else -1
        content = with_questions(content, form.section.value(), form.questions(), place)
        self._question = was.id if was else ""
        self.side.run(form, commands.save_version, shown.id, content)

    def move_question(self, row: LaidRow | None, step: int) -> None:
        """Move a question up or down, also into the section beside it."""
        shown = self.shown()
        if row is None or row.question is None or shown is None or shown.issued_on:
            return
        self._question = row.question.id
        self._keep(shown, moved(shown.content, row.question.id, step))

    def remove(self) -> None:
        """Take out the question that is chosen; undo brings it back."""
        shown, row = self.shown(), self.table.value()
        if shown is not None and row is not None and shown.issued_on is None:
            self._keep(shown, without(shown.content, row.question.id))

    def _keep(self, shown: VersionLine, content: ToolContent) -> None:
        if content != shown.content:
            self.desk.run(self, commands.save_version, shown.id, content)

    def reopen(self, name: str, about: Mapping[str, str], gone: Callable[[], object]) -> None:
        """Open a form again; `gone` is called where its version or question is not there."""

        def ready(tools: tuple[ToolLine, ...]) -> None:
            self._wanted = about.get("version", "")
            self._show(tools)
            shown, question = self.shown(), about.get("question", "")
            if name == ToolForm.draft_name:
                (self.rename_tool if about.get("tool") else self.new_tool)()
            elif shown is None or shown.id != about.get("version") or shown.issued_on:
                gone()
            elif not question:
                self.add()
            elif self.table.choose(question):
                self.edit()
            else:
                gone()

        self.desk.ask(self, list_tools, then=ready, key="tools")

    def troubled(self, trouble: Trouble) -> None:
        """Say what was refused, where no form is open."""
        self.stands.setText(trouble.words)


def _rows(content: ToolContent) -> list[LaidRow | Heading]:
    return [row if row.question else Heading(row.section) for row in lay_out(content)]


def _stands(shown: VersionLine | None) -> str:
    if shown is None:
        return ""
    asked = len(shown.content.questions)
    said = ["1 question" if asked == 1 else f"{asked} questions"]
    said.append(f"issued on {show_date(shown.issued_on)}" if shown.issued_on else "a draft")
    said += [f"used by {', '.join(shown.audits)}"] if shown.audits else []
    return ", ".join(said)


def without(content: ToolContent, question_id: str) -> ToolContent:
    """Return a content without one question; a section that is empty then goes too."""
    parts = (
        Section(part.title, tuple(one for one in part.questions if one.id != question_id))
        for part in content.sections
    )
    return replace(content, sections=tuple(part for part in parts if part.questions))


def _place(content: ToolContent, question_id: str, section: str) -> int:
    """Return the place of a question in its section, -1 where it goes into another one."""
    for part in content.sections:
        ids = [one.id for one in part.questions]
        if question_id in ids and part.title == section:
            return ids.index(question_id)
    return -1


def with_questions(
    content: ToolContent, section: str, questions: Sequence[Question], place: int = -1
) -> ToolContent:
    """Return a content with questions put into a section (a new one stands last), at a place."""
    parts = list(content.sections)
    titles = [part.title for part in parts]
    if section not in titles:
        return replace(content, sections=(*parts, Section(section, tuple(questions))))
    at = titles.index(section)
    there = list(parts[at].questions)
    where = len(there) if place < 0 else place
    there[where:where] = questions
    parts[at] = Section(section, tuple(there))
    return replace(content, sections=tuple(parts))


def moved(content: ToolContent, question_id: str, step: int) -> ToolContent:
    """Return a content with a question one place up (-1) or down; it may change its section."""
    parts = [list(part.questions) for part in content.sections]
    for at, part in enumerate(parts):
        place = next((n for n, one in enumerate(part) if one.id == question_id), None)
        if place is None:
            continue
        one = part.pop(place)
        if 0 <= place + step <= len(part):
            part.insert(place + step, one)
        elif 0 <= at + step < len(parts):
            beside = parts[at + step]
            beside.insert(0 if step > 0 else len(beside), one)
        else:
            part.insert(place, one)
        break
    titles = [part.title for part in content.sections]
    made = (Section(title, tuple(part)) for title, part in zip(titles, parts, strict=True))
    return replace(content, sections=tuple(part for part in made if part.questions))
