"""The comments of a question: who moved a grade and why, and what the returns said, with time."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from dscp_desktop.audits.page.grades import GradeMark, Scale, scale_of
from dscp_desktop.audits.rules.moderation import CommentLine, GradeCell, Moderation, QuestionRow
from dscp_desktop.audits.rules.tools import TEXT
from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.layouts import empty_layout
from dscp_desktop.widgets.page import GUTTER, Surface, scrolling
from dscp_desktop.widgets.texts import Text


class Comments(Surface):
    """A heading with the counts, and one entry below the other."""

    def __init__(self) -> None:
        super().__init__()
        self.title = Text("Comments", "section")
        self.count = Text("", "base", tone="t2")
        self.question = Text("", "base", wrap=True, selectable=True, tone="t2")
        self.list = QVBoxLayout()
        self.list.setSpacing(0)
        inside = self.inside = Surface()
        box = QVBoxLayout(inside)
        box.setContentsMargins(GUTTER, 12, GUTTER, 12)
        box.setSpacing(6)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title)
        head.addWidget(self.count, 1)
        box.addLayout(head)
        box.addWidget(self.question)
        box.addLayout(self.list)
        box.addStretch()
        self.area = scrolling(inside, "Comments")
        self.area.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.area)
        self.setAccessibleName("Comments")

    def show_row(self, shown: Moderation, row: QuestionRow | None) -> None:
        """Show what was said to a question."""
        empty_layout(self.list)
        self.question.setText(row.text if row else "")
        if row is None:
            self.title.setText("Comments")
            self.count.setText("Choose a question")
            return
        scale = scale_of(shown.scale)
        said = _answers(shown, row)
        self.title.setText(f"Question {row.number}: {'answers' if said else 'comments'}")
        moved = sum(cell.was_moved for cell in row.cells)
        count = len(row.comments) + len(said)
        words = "1 comment" if count == 1 else f"{count or 'no'} comments"
        more = f", {moved} grade{'' if moved == 1 else 's'} moved" if moved else ""
        self.count.setText(f"{words}{more}")
        for one in [*said, *row.comments]:
            self.list.addWidget(_entry(one, scale, graded=row.kind != TEXT))


def _answers(shown: Moderation, row: QuestionRow) -> list[CommentLine]:
    """Return the answers in words, which have no grade."""
    if row.kind != TEXT:
        return []
    names = {one.id: one.name for one in shown.agencies}
    return [CommentLine(c.agency_id, names[c.agency_id], c.value) for c in row.cells if c.value]


def _entry(one: CommentLine, scale: Scale, *, graded: bool) -> QWidget:
    made = Surface("bottom")
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 6, 0, 7)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(2)
    grid.setColumnStretch(1, 1)
    grid.setColumnMinimumWidth(0, fonts.scaled(118))
    name = Text(one.agency, "strong", wrap=True)
    name.setFixedWidth(fonts.scaled(118))
    grid.addWidget(name, 0, 0, Qt.AlignmentFlag.AlignTop)
    by = f", by {one.by}" if one.by else ""
    grid.addWidget(
        Text(one.text, "base", wrap=True, selectable=True), 0, 1, Qt.AlignmentFlag.AlignTop
    )
    grid.addWidget(Text(f"{one.when}{by}", "caption", tone="t2", wrap=True), 1, 1)
    value = one.after or one.before
    if graded and value:
        moved = one.before if one.at is not None and one.before else ""
        mark = GradeMark(GradeCell(one.agency_id, value, moved), scale)
        grid.addWidget(mark, 1, 0, Qt.AlignmentFlag.AlignLeft)
    return made
