"""Offers to open what was just saved: a file, or the folder of several."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

if TYPE_CHECKING:
    from dscp_desktop.app.shell import Shell


class Results(QObject):
    """Says at the foot of the window what was saved, with a way to open it, also in the palette."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.shell = shell
        self.last: Path | None = None
        shell.desk.saved.connect(self.offer)

    def offer(self, path: Path) -> None:
        """Offer to open what was saved in its own program."""
        self.last = path
        self.shell.toast.tell(f"Saved {path.name}", self.open, "Open")

    def open(self) -> None:
        """Open what was saved last, as a double click in its folder would."""
        path = self.last
        if path is not None and not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            self.shell.show_trouble(f"{path.name} could not be opened. It is in {path.parent}.")

    def commands(self) -> tuple[tuple[str, str, Callable[[], object]], ...]:
        """Return what the palette offers."""
        return ((f"Open {self.last.name}", "", self.open),) if self.last is not None else ()
