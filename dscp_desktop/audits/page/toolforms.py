"""What is typed of a tool, and the question that is chosen."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from dscp_desktop.audits.rules.tools import KIND_WORDS, SCALE, LaidRow, Question, VersionLine
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.formpane import FormPane
from dscp_desktop.widgets.forms import AreaField, ChoiceField, TextField
from dscp_desktop.widgets.page import GUTTER, Surface, scrolling
from dscp_desktop.widgets.texts import Text

_ISSUED = "This version was issued: it stays as it is. Begin the next one to change it."
_NONE = "The question that is chosen stands here."


class ToolForm(FormPane):
    """The title of a tool."""

    draft_name = "tool"

    def __init__(self) -> None:
        self.tool_id = ""
        self.words = TextField("Title", missing="Enter the title of the tool")
        super().__init__("New tool", (self.words,), "Make the tool")

    def draft_about(self) -> dict[str, str]:
        """Return the tool; nothing for a new one."""
        return {"tool": self.tool_id} if self.tool_id else {}

    def fill(self, tool_id: str, title: str) -> None:
        """Show the title."""
        self.tool_id = tool_id
        self.words.set_value(title)


class QuestionForm(FormPane):
    """One question, or many new ones at once: one a line."""

    draft_name = "tool question"

    def __init__(self) -> None:
        self.version_id = ""
        self.question_line: Question | None = None
        self.section = TextField("Section", missing="Enter the section")
        self.words = AreaField(
            "Questions", lines=6, hint="One a line", missing="Enter what is asked"
        )
        self.kind = ChoiceField("Answer", list(KIND_WORDS.items()), width=180)
        self.guidance = AreaField("What to look at", lines=2, optional=True)
        parts = (self.section, self.words, self.kind, self.guidance)
        super().__init__("New questions", parts, "Add questions")

    def draft_about(self) -> dict[str, str]:
        """Return the version and the question."""
        more = {"question": self.question_line.id} if self.question_line else {}
        return {"version": self.version_id, **more}

    def fill(self, version_id: str, section: str, question: Question | None) -> None:
        """Show a question, or empty fields for new ones."""
        self.version_id, self.question_line = version_id, question
        self.section.set_value(section)
        self.words.set_value(question.text if question else "")
        self.words.hint.setHidden(question is not None)
        self.kind.set_value(question.kind if question else SCALE)
        self.guidance.set_value(question.guidance if question else "")

    def questions(self) -> tuple[Question, ...]:
        """Return what the fields say: of a question that is changed one, else one a line."""
        kind, guidance = self.kind.value(), self.guidance.value()
        was = self.question_line
        if was is not None:
            words = " ".join(self.words.value().split())
            return (Question(was.id, words, kind, guidance),)
        lines = (" ".join(line.split()) for line in self.words.value().splitlines())
        return tuple(Question("", line, kind, guidance) for line in lines if line)


class ToolView(Surface):
    """The question that is chosen, and what can be done with it while its version is a draft."""

    def __init__(self) -> None:
        super().__init__()
        self.number = Text("", "caption strong")
        self.text = Text("", "item", wrap=True, selectable=True)
        self.kind = Text("", "base", tone="t2", wrap=True)
        self.guidance = Text("", "base", wrap=True, selectable=True)
        self.add = Button("Add questions", icon="add", dense=True)
        self.edit = Button("Change", icon="edit", dense=True)
        self.up = Button("Move up", icon="up", dense=True, icon_only=True, keys="Alt+Up")
        self.down = Button("Move down", icon="down", dense=True, icon_only=True, keys="Alt+Down")
        self.remove = Button("Remove question", icon="delete", dense=True, icon_only=True)
        self.discard = Button("Discard this draft", "quiet", dense=True)
        self.issued = Text("", "base", tone="t2", wrap=True)
        inside = self.inside = Surface()
        box = QVBoxLayout(inside)
        box.setContentsMargins(GUTTER, 14, GUTTER, 16)
        box.setSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.add, self.edit, self.up, self.down, self.remove):
            row.addWidget(button)
        row.addStretch()
        for part in (self.number, self.text, self.kind, self.guidance):
            box.addWidget(part)
        box.addLayout(row)
        box.addWidget(self.issued)
        box.addWidget(self.discard)
        box.addStretch()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        self.area = scrolling(inside, "Question")
        whole.addWidget(self.area)
        self.setAccessibleName("Question that is chosen")

    def show_question(self, version: VersionLine | None, row: LaidRow | None) -> None:
        """Show a question of a version; None for none."""
        draft = version is not None and version.issued_on is None
        some = row is not None and row.question is not None
        for button in (self.edit, self.up, self.down, self.remove):
            button.setVisible(draft and some)
        for button in (self.add, self.discard):
            button.setVisible(draft)
        for part in (self.number, self.text, self.kind, self.guidance):
            part.setVisible(some)
        self.issued.setText(_ISSUED if version is not None else _NONE)
        self.issued.setVisible(not draft)
        if row is None or row.question is None:
            return
        self.number.setText(f"Question {row.number} · {row.section}")
        self.text.setText(row.question.text)
        self.kind.setText(f"Answered with: {KIND_WORDS[row.question.kind].lower()}")
        self.guidance.setText(row.question.guidance)
        self.guidance.setVisible(bool(row.question.guidance))
