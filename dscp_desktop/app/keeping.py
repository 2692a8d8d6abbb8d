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
from dscp_desktop.core.faults import Stopped, Trouble
from dscp_desktop.core.pace import Pace, Task
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.store.opening import Store

EVERY = timedelta(hours=1)
_LOOK = 60_000  # milliseconds between two looks at the clock: a laptop sleeps
_STOPPED = "The backup was stopped. No file of it is left, and the backups before it stand."
_NO_COPY = "The second copy was stopped. The backup beside the store is made."
Done = Callable[[], object]


class BackupKeeper(QObject):
    """Keeps one store backed up. `changed` tells that what is known of its backups has changed.

    `last` is the local time of the newest backup, `trouble` why the last one could not be made,
    `away` why there is no second copy of it; both are '' where all is well.
    """

    changed = Signal()
    began = Signal(str)  # a backup that somebody waits for, or its second copy: in words
    told = Signal(str, float)  # how far it is: the step, and the part done from 0 to 1
    ended = Signal()

    def __init__(self, desk: Desk, own: OwnSettings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk, self._own = desk, own
        self.last: datetime | None = None
        self.trouble = self.away = ""
        self._busy = False
        self._task: Task | None = None
        self._looked = self._now()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK)
        self._timer.timeout.connect(self.look)
        if not desk.store.read_only:
            self._timer.start()
        self.changed.connect(desk.forget_answers)  # what is due says how old the newest one is
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
        """Make a backup now, because somebody asks for it and waits for it."""
        self._do(back_up, then, failed, watched=True)

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
            self._do(keep_backed_up, then, failed, watched=True)

    def go_on(self) -> None:
        """Go on: the store stays open after all."""
        self._timer.start()

    def stop(self) -> None:
        """Stop the backup that somebody waits for; no half file of it is left."""
        if self._task is not None:
            self._task.cancel()

    def _do(
        self,
        job: Callable[[Store, Pace], Kept],
        then: Done,
        failed: Callable[[Trouble], object] = lambda _trouble: None,
        *,
        watched: bool = False,
    ) -> None:
        self._busy = True
        task, pace = self.desk.pace(self, self.told.emit if watched else None)
        if watched:
            self._task = task
            self.began.emit("Making a backup")

        def refused(trouble: Trouble) -> None:
            self._busy = False
            if isinstance(trouble, Stopped):
                trouble = Stopped(_STOPPED)
            else:
                self.trouble = trouble.words
            self._close(watched)
            self.changed.emit()
            failed(trouble)

        self.desk.between(
            self,
            lambda store: job(store, pace),
            then=lambda kept: self._made(kept, then, watched),
            failed=refused,
        )

    def _made(self, kept: Kept, then: Done, watched: bool) -> None:
        self.last, self.trouble = kept.at, ""
        folder = str(self._own.get(ELSEWHERE) or "").strip()
        if not folder:
            self._end("", then, watched)
            return
        path, now = self.desk.store.path, max(self._now(), kept.at)
        if watched:
            self.began.emit("Copying the backup elsewhere")

        def refused(trouble: Trouble) -> None:
            stopped = isinstance(trouble, Stopped)
            self._end(_NO_COPY if stopped else trouble.words, then, watched)

        task = self.desk.work(
            self,
            lambda files: copy_elsewhere(path, kept.file, Path(folder), now, files.pace()),
            then=lambda _none: self._end("", then, watched),
            failed=refused,
            told=lambda words, done, whole: (
                self.told.emit(words, done / whole) if watched else None
            ),
        )
        if watched:
            self._task = task

    def _end(self, away: str, then: Done, watched: bool) -> None:
        self._busy, self.away = False, away
        self._close(watched)
        self.changed.emit()
        then()

    def _close(self, watched: bool) -> None:
        if watched:
            self._task = None
            self.ended.emit()
