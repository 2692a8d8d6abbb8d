"""Parts of the program that a store can do without, and the store's profile as a file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from dscp_desktop.app.features import optional_parts
from dscp_desktop.app.parts import switch_part, switched_off
from dscp_desktop.app.profile_saving import profile_bytes, profile_name
from dscp_desktop.core.faults import Trouble
from dscp_desktop.core.offers import Feature
from dscp_desktop.core.profiles import ENDING
from dscp_desktop.core.saving import save_file
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.widgets.buttons import Button, TickBox
from dscp_desktop.widgets.status import Message
from dscp_desktop.widgets.texts import Text


class PartsPane(QWidget):
    """A tick for each part that can be switched off, and 'Save as profile'."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.ticks = {part.name: TickBox(part.title) for part in optional_parts()}
        for part in optional_parts():
            self._connect(part)
        self.save = Button("Save as profile", icon="save")
        self.save.clicked.connect(self._ask_profile)
        self.told = Message("note")
        self.told.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addWidget(Text("Parts of the program", "item"))
        words = (
            "What you switch off leaves the list of places, Today and the documents for everybody "
            "who uses this store. Its records stay, and come back when you switch it on."
        )
        box.addWidget(Text(words, "base", wrap=True, tone="t2"))
        for tick in self.ticks.values():
            box.addWidget(tick)
        box.addSpacing(8)
        box.addWidget(Text("Profile", "item"))
        words = (
            "Groups, seats, names, rules and plans as a file that another store can begin with. "
            "It names roles and organisations, no people, and can be read without a passphrase."
        )
        box.addWidget(Text(words, "base", wrap=True, tone="t2"))
        row = QHBoxLayout()
        row.addWidget(self.save)
        row.addStretch()
        box.addLayout(row)
        box.addWidget(self.told)
        self.setAccessibleName("Parts of the program and profile")

    def _connect(self, part: Feature) -> None:
        tick = self.ticks[part.name]
        tick.setEnabled(not self.desk.store.read_only)
        tick.clicked.connect(lambda on: self.desk.run(self, switch_part, part, on))

    def refresh(self) -> None:
        """Show which parts are on."""
        self.desk.ask(self, switched_off, then=self._show, key="parts")

    def _show(self, off: frozenset[str]) -> None:
        for name, tick in self.ticks.items():
            tick.setChecked(name not in off)

    def _ask_profile(self) -> None:
        self.desk.ask(self, profile_name, then=self._choose_file)

    def _choose_file(self, name: str) -> None:
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        folder = Path(QStandardPaths.writableLocation(documents))
        dialog = QFileDialog(self, "Save as profile", str(folder / f"{name}{ENDING}"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(f"Profiles (*{ENDING})")
        dialog.setDefaultSuffix(ENDING.removeprefix("."))
        dialog.fileSelected.connect(self.save_to)
        dialog.open()

    def save_to(self, path: str) -> None:
        """Write the profile into a file, which the dialog asked about where it was there."""

        def write(data: bytes) -> None:
            self.desk.work(
                self, lambda _files: save_file(Path(path), data), then=saved, failed=refused
            )

        def saved(target: Path) -> None:
            self._tell("note", f"Profile saved as {target.name}.")

        def refused(trouble: Trouble) -> None:
            self._tell("late", trouble.words)

        self.desk.ask(self, profile_bytes, self.desk.today, then=write)

    def _tell(self, kind: str, words: str) -> None:
        self.told.tell(kind, words)
        self.told.show()
