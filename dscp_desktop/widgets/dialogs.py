"""Dialogs ask one question in their title; the buttons answer it. Esc is the safe answer."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.texts import Text


class Question(QDialog):
    """A question with a safe answer, which has the keys, and one that does something.

    Opened with `ask(then)`; it never blocks. `kind` is danger, primary or secondary. Use it
    only for loss, for printing what is restricted, and for signing off: prefer undo.
    """

    def __init__(
        self,
        question: str,
        words: str,
        *,
        safe: str,
        do: str,
        kind: str = "danger",
        icon: str = "delete",
        content: QWidget | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(question)
        self.setModal(True)
        self.setMinimumWidth(fonts.scaled(440))
        self.safe = Button(safe)
        self.do = Button(do, kind, icon=icon)
        self.safe.clicked.connect(self.reject)
        self.do.clicked.connect(self.accept)
        answers = QHBoxLayout()
        answers.setSpacing(8)
        answers.addStretch()
        answers.addWidget(self.safe)
        answers.addWidget(self.do)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 20, 24, 16)
        box.setSpacing(8)
        box.addWidget(Text(question, "item", wrap=True))
        box.addWidget(Text(words, "base", wrap=True, tone="t2"))
        if content is not None:
            box.addWidget(content)
        box.addSpacing(8)
        box.addLayout(answers)
        self.setAccessibleName(question)
        self.setAccessibleDescription(words)
        self.safe.setFocus()

    def ask(self, then: Callable[[], object]) -> None:
        """Show the question; `then` is called if the answer is to do it."""
        self.accepted.connect(then)
        self.safe.setFocus()
        self.open()


class Tell(QDialog):
    """Trouble that the user can mend: what happened, what to do, and one button."""

    def __init__(
        self, fact: str, words: str = "", *, button: str = "Close", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(fact)
        self.setModal(True)
        self.setMinimumWidth(fonts.scaled(440))
        self.close_button = Button(button)
        self.close_button.clicked.connect(self.accept)
        answers = QHBoxLayout()
        answers.addStretch()
        answers.addWidget(self.close_button)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 20, 24, 16)
        box.setSpacing(8)
        box.addWidget(Text(fact, "item", wrap=True))
        if words:
            box.addWidget(Text(words, "base", wrap=True, tone="t2", selectable=True))
        box.addSpacing(8)
        box.addLayout(answers)
        self.setAccessibleName(fact)
        self.setAccessibleDescription(words)
        self.close_button.setFocus()
