"""Work away from the window while no store is open: unlocking, making, bringing back."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from dscp_desktop.core.faults import Trouble

T = TypeVar("T")


class Errands(QObject):
    """Does one piece of work after the other in a thread of its own; answers come by signal."""

    told = Signal(str, float)  # how far the work is: the step, and the part done from 0 to 1
    _done = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(1, "errands")
        self._under_way = 0
        self._done.connect(self._deliver)

    def do(
        self,
        owner: QObject,
        work: Callable[[], T],
        then: Callable[[T], object],
        failed: Callable[[Trouble], object],
    ) -> None:
        """Do the work; its answer goes to `then`, trouble the person can mend to `failed`."""
        self._under_way += 1

        def tell(future: Future[T]) -> None:
            self._done.emit((owner, future, then, failed))

        self._pool.submit(work).add_done_callback(tell)

    def idle(self) -> bool:
        """Say whether nothing is under way."""
        return not self._under_way

    def close(self) -> None:
        """Finish what is under way."""
        self._pool.shutdown(wait=True)

    def _deliver(self, sent: tuple[QObject, Future[Any], Any, Any]) -> None:
        owner, future, then, failed = sent
        self._under_way -= 1
        if not isValid(owner):
            return
        error = future.exception()
        if isinstance(error, Trouble):
            failed(error)
        elif error is not None:
            raise error
        else:
            then(future.result())
