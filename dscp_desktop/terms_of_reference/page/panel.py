"""The quorum of the version that is read, with its check beside it, and what saves it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Trouble
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.terms_of_reference.commands.drafting import set_quorum
from dscp_desktop.terms_of_reference.page.quorum import CheckPane, QuorumBuilder
from dscp_desktop.terms_of_reference.queries.trying import try_quorum
from dscp_desktop.terms_of_reference.rules.quorum import Quorum
from dscp_desktop.terms_of_reference.rules.quorum_text import quorum_of
from dscp_desktop.terms_of_reference.rules.versions import Version
from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.page import Surface


class QuorumPanel(Surface):
    """Builder and check side by side. Each change is tried and saved, or refused in words."""

    saved = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("top", parent=parent)
        self.desk = desk
        self.version: Version | None = None
        self.group_id = ""
        self.builder, self.check = QuorumBuilder(), CheckPane()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 1, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.builder, 1)
        row.addWidget(self.check)
        self.builder.changed.connect(self._set)

    def fit(self, narrow: bool) -> None:
        """Give both the room there is."""
        self.check.setFixedWidth(fonts.scaled(248 if narrow else 344))
        self.builder.fit(narrow)

    def show_version(self, version: Version, group_id: str, roles: Sequence[str]) -> None:
        """Show the quorum of a version of a group's terms; that of a draft can be changed."""
        self.version, self.group_id = version, group_id
        quorum = quorum_of(version.quorum) if version.quorum else None
        title = f"Quorum rule of version {version.number}"
        editable = not version.agreed and not self.desk.store.read_only
        self.builder.show_quorum(quorum, title, roles, editable=editable)
        self._try(quorum)

    def take_keys(self) -> None:
        """Put the keys into the first condition."""
        first = self.builder.rows[0].of if self.builder.rows else self.builder.add
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _try(self, quorum: Quorum | None) -> None:
        if quorum is None:
            self.check.show_trial(None)
            return
        asked = (self.group_id, self.desk.today, quorum, self.desk.past)
        self.desk.ask(self, try_quorum, *asked, then=self.check.show_trial, key="trial")

    def _set(self, quorum: Quorum | None) -> None:
        if self.version is None:
            return
        self._try(quorum)

        def saved(_changes: Changes) -> None:
            self.saved.emit()

        def refused(trouble: Trouble) -> None:
            self.builder.show_error(trouble.words)

        args = (self.version.id, quorum, self.desk.today)
        self.desk.run(self, set_quorum, *args, then=saved, failed=refused)
