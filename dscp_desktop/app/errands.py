"""Work away from the window while no store is open: unlocking, making, bringing back."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from dscp_desktop.core.faults import Trouble
from dscp_desktop.core.pace import Pace, Task
from dscp_desktop.jobs.away import Away

T = TypeVar("T")


class Errands(QObject):
    """Does one piece of work after the other in a thread of its own; answers come by signal."""

    told = Signal(str, float)  # how far the work is: the step, and the part done from 0 to 1

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(1, "errands")
        self._away = Away(self)

    def do(
        self,
        owner: QObject,
        work: Callable[[], T],
        then: Callable[[T], object],
        failed: Callable[[Trouble], object],
    ) -> None:
        """Do the work; its answer goes to `then`, trouble the person can mend to `failed`."""

        def deliver(value: Any, error: BaseException | None) -> None:
            if not isValid(owner):
                return
            if isinstance(error, Trouble):
                failed(error)
            elif error is not None:
                raise error
            else:
                then(value)

        self._away.send(self._pool, work, deliver)

    def pace(self) -> tuple[Task, Pace]:
        """Return what stops a piece of work, and the pace that it is handed: `told` hears it."""
        task = Task()
        return task, Pace(self.told.emit, task.cancelled)

    def idle(self) -> bool:
        """Say whether nothing is under way."""
        return self._away.idle()

    def close(self) -> None:
        """Finish what is under way."""
        self._pool.shutdown(wait=True)
