"""Backups made by themselves while a store is open: every hour, and when it is closed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from dscp_desktop.app.backups import (
    ELSEWHERE,
    Kept,
    back_up,
    backup_words,
    copy_elsewhere,
    keep_backed_up,
    list_backups,
)
from dscp_desktop.app.own_settings import OwnSettings
from dscp_desktop.core.faults import Trouble
from dscp_desktop.jobs.threads import Desk

EVERY = timedelta(hours=1)
_LOOK = 60_000  # milliseconds between two looks at the clock: a laptop sleeps
Done = Callable[[], object]


class BackupKeeper(QObject):
    """Keeps one store backed up. `changed` tells that what is known of its backups has changed.

    `last` is the local time of the newest backup, `trouble` why the last one could not be made,
    `away` why there is no second copy of it; both are '' where all is well.
    """

    changed = Signal()

    def __init__(self, desk: Desk, own: OwnSettings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk, self._own = desk, own
        self.last: datetime | None = None
        self.trouble = self.away = ""
        self._busy = False
        self._looked = self._now()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK)
        self._timer.timeout.connect(self.look)
        if not desk.store.read_only:
            self._timer.start()
        desk.work(self, lambda _files: list_backups(desk.store.path), then=self._found)

    def _now(self) -> datetime:
        return self.desk.store.clock().astimezone().replace(tzinfo=None)

    def _found(self, found: Sequence[tuple[datetime, Path]]) -> None:
        if found:
            self.last = found[0][0]
            self._looked = min(self.last, self._looked)
        self.changed.emit()

    def words(self) -> str:
        """Say when the last backup was made, or that the one that was due was not."""
        said = backup_words(self.last, self._now().date())
        if self.trouble:
            return f"Backup not made. {said}"
        return f"{said}, no second copy" if self.away else said

    def why(self) -> str:
        """Say what is wrong and what to do; '' where all is well."""
        return self.trouble or self.away

    def look(self) -> None:
        """Make a backup if the last look is an hour ago and something has changed since."""
        ago = self._now() - self._looked
        if not self._busy and not timedelta(0) <= ago < EVERY:
            self._looked = self._now()
            self.keep_now()

    def make(self, then: Done, failed: Callable[[Trouble], object]) -> None:
        """Make a backup now, because somebody asks for it."""
        self._do(back_up, then, failed)

    def keep_now(self) -> None:
        """Make a backup if something changed, and see that a copy of it is elsewhere."""
        if not self._busy and not self.desk.store.read_only:
            self._do(keep_backed_up, lambda: None)

    def finish(self, then: Done, failed: Callable[[Trouble], object]) -> None:
        """Make the last backup before the store is closed, if something changed."""
        self._timer.stop()
        if self.desk.store.read_only:
            then()
        else:
            self._do(keep_backed_up, then, failed)

    def go_on(self) -> None:
        """Go on: the store stays open after all."""
        self._timer.start()

    def _do(
        self,
        job: Callable[..., Kept],
        then: Done,
        failed: Callable[[Trouble], object] = lambda _trouble: None,
    ) -> None:
        self._busy = True

        def refused(trouble: Trouble) -> None:
            self._busy = False
            self.trouble = trouble.words
            self.changed.emit()
            failed(trouble)

        self.desk.between(self, job, then=lambda kept: self._made(kept, then), failed=refused)

    def _made(self, kept: Kept, then: Done) -> None:
        self.last, self.trouble = kept.at, ""
        folder = str(self._own.get(ELSEWHERE) or "").strip()
        if not folder:
            self._end("", then)
            return
        path, now = self.desk.store.path, max(self._now(), kept.at)
        self.desk.work(
            self,
            lambda _files: copy_elsewhere(path, kept.file, Path(folder), now),
            then=lambda _none: self._end("", then),
            failed=lambda trouble: self._end(trouble.words, then),
        )

    def _end(self, away: str, then: Done) -> None:
        self._busy, self.away = False, away
        self.changed.emit()
        then()
