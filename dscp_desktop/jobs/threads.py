"""The desk: where a page asks for queries, commands and work on files, and never waits.

Queries, commands and files have a thread each, so that a long import does not hold up a list.
Answers come back by signal, in the window's thread, to an owner that is still alive.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from threading import Event
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Refused, Trouble
from dscp_desktop.core.offers import (
    BackupWork,
    DocumentOffer,
    DueOffer,
    Feature,
    PastOffer,
    StepOffer,
    WorkbookOffer,
    YearOffer,
)
from dscp_desktop.core.pace import Pace, Task
from dscp_desktop.jobs.answers import Answers
from dscp_desktop.jobs.away import Away
from dscp_desktop.jobs.converting import sweep_private
from dscp_desktop.jobs.files import FileWorker
from dscp_desktop.store.history import undo
from dscp_desktop.store.opening import Store
from dscp_desktop.store.settings import sample_mark

T = TypeVar("T")
# Seconds that one thread may keep the others out. To lay a page out Qt calls dozens of small
# functions of ours, and each waits so long while another thread is at work.
TURN = 0.001
Then = Callable[[Any], object]
Failed = Callable[[Trouble], object]
# Writes everything out: to a path, with a passphrase ('' for plain files), with restricted items or
# without; tells how far it is, and asks whether somebody stopped it. Gives what was written.
HandOver = Callable[
    [Path, str, bool, Callable[[str, int, int], object], Callable[[], bool]], Changes
]


class FileDesk:
    """What a piece of work on files is handed: the child process, and where it says how far it is.

    `ask(task, values, blobs)` runs a task in the child; `tell(words, done, all)` reports.
    """

    def __init__(self, worker: FileWorker, task: Task, tell: Callable[[str, int, int], None]):
        self._worker, self._task, self.tell = worker, task, tell

    def ask(self, task: str, values: Any, blobs: Any = ()) -> tuple[dict[str, Any], list[bytes]]:
        """Run a task in the child process; raises Refused in its words, or when cancelled."""
        return self._worker.ask(
            task, values, blobs, on_progress=self.tell, cancelled=self._task.cancelled
        )

    def ask_quietly(
        self, task: str, values: Any, blobs: Any = ()
    ) -> tuple[dict[str, Any], list[bytes]]:
        """Run a task as `ask` does, one of many: how far it is is told by who asks."""
        return self._worker.ask(task, values, blobs, cancelled=self._task.cancelled)

    def cancelled(self) -> bool:
        """Say whether somebody asked the work to stop."""
        return self._task.cancelled()

    def pace(self) -> Pace:
        """Return the same as work without the child process is handed it."""
        return Pace(lambda words, part: self.tell(words, round(part * 1000), 1000), self.cancelled)


class Desk(QObject):
    """One open store as the window sees it."""

    changed = Signal(object)  # Changes: what a command wrote
    troubled = Signal(str)  # words of a trouble nobody else shows
    saved = Signal(object)  # the path of a file, or of a folder of files, that was written outside
    place_asked = Signal(str, str)  # a feature's name and a record's id: open its place
    busy_changed = Signal(bool)  # whether a command is being written
    _told = Signal(object)

    def __init__(
        self,
        store: Store,
        *,
        workbooks: tuple[WorkbookOffer, ...] = (),
        documents: tuple[DocumentOffer, ...] = (),
        due: tuple[DueOffer, ...] = (),
        backups: BackupWork | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        sys.setswitchinterval(TURN)
        self.store = store
        self.workbooks, self.documents, self.due = workbooks, documents, due
        self.backups = backups
        self.hand_over: HandOver | None = None
        self.printed: tuple[DocumentOffer, ...] = ()  # lists as documents, for paper alone
        self.past: PastOffer | None = None
        self.checks: Callable[..., tuple[Any, ...]] | None = None
        self.proposers: tuple[Feature, ...] = ()  # the features that propose items
        self.steps: tuple[StepOffer, ...] = ()  # what they add to the golden threads
        self.years: tuple[YearOffer, ...] = ()  # what they bring into a year that begins
        self.planned: tuple[Feature, ...] = ()  # the features with days for the planner
        self.today: date = store.today()
        self.mark = store.ask(sample_mark)  # of all that goes out: a sample says that it is one
        self._readers = ThreadPoolExecutor(1, "reader")
        self._writers = ThreadPoolExecutor(1, "writer")
        self._filers = ThreadPoolExecutor(1, "files")
        self._worker = FileWorker()
        self._numbers: dict[tuple[int, str], int] = {}
        self._away = Away(self)
        self._answers = Answers(store)
        self._told.connect(_pass_on)
        self._filers.submit(sweep_private)  # what a program that was killed left behind

    def ask(
        self,
        owner: QObject,
        query: Callable[..., T],
        *args: Any,
        then: Callable[[T], object],
        failed: Failed | None = None,
        key: str = "",
    ) -> None:
        """Run a query and give its values to `then`; of one `key` only the newest answer counts,
        and it is kept until something is written.
        """
        place = (id(owner), key)

        def work() -> T:
            if not key:
                return self.store.ask(query, *args)
            found: T = self._answers.ask(place, query, args)
            return found

        self._send(self._readers, owner, key, then, failed, work)

    def forget_answers(self) -> None:
        """Have everything asked anew: something beside the store is not what it was."""
        self._answers.forget()

    def run(
        self,
        owner: QObject,
        command: Callable[..., Changes],
        *args: Any,
        then: Callable[[Changes], object] | None = None,
        failed: Failed | None = None,
        **options: Any,
    ) -> None:
        """Run a named command; tells everybody what changed, then gives the changes to `then`."""

        def written(changes: Changes) -> None:
            self.changed.emit(changes)
            if then is not None and isValid(owner):
                then(changes)

        def refused(trouble: Trouble) -> None:
            if failed is not None and isValid(owner):
                failed(trouble)
            else:
                self.troubled.emit(trouble.words)

        def work() -> Changes:
            return self.store.run(command, *args, **options)

        # The desk is the owner: what was written is told even if the page has gone meanwhile.
        self._send(self._writers, self, "", written, refused, work)

    def rehearse(
        self,
        owner: QObject,
        command: Callable[..., T],
        *args: Any,
        then: Callable[[T], object],
        failed: Failed | None = None,
    ) -> None:
        """See what a command would do, and take it back."""

        def work() -> T:
            return self.store.rehearse(command, *args)

        self._send(self._writers, owner, "", then, failed, work)

    def undo(
        self,
        owner: QObject,
        entry: str,
        *,
        then: Callable[[Changes], object] | None = None,
        failed: Failed | None = None,
    ) -> None:
        """Undo an entry of the history as a new command."""
        self.run(owner, undo, entry, then=then, failed=failed)

    def between(
        self,
        owner: QObject,
        job: Callable[[Store], T],
        *,
        then: Callable[[T], object],
        failed: Failed | None = None,
    ) -> None:
        """Do work on the store between two commands; queries go on meanwhile."""
        self._send(self._writers, owner, "", then, failed, lambda: job(self.store))

    def alone(
        self,
        owner: QObject,
        job: Callable[[Store], T],
        *,
        then: Callable[[T], object],
        failed: Failed | None = None,
    ) -> None:
        """Do work on the store's file itself, after what is being written and with no reader."""

        def work() -> T:
            halted, done = Event(), Event()

            def hold() -> None:
                halted.set()
                done.wait()

            try:
                halt = self._readers.submit(hold)
            except RuntimeError as error:
                raise Refused("The store is being closed. Nothing was changed.") from error
            while not halted.wait(0.05) and not halt.cancelled():
                pass
            try:
                return job(self.store)
            finally:
                done.set()

        self._send(self._writers, owner, "", then, failed, work)

    def work(
        self,
        owner: QObject,
        job: Callable[[FileDesk], T],
        *,
        then: Callable[[T], object],
        failed: Failed | None = None,
        told: Callable[[str, int, int], object] | None = None,
    ) -> Task:
        """Do work on files away from the window; `told` hears how far it is."""
        task = Task()

        def tell(words: str, done: int, whole: int) -> None:
            self._told.emit((owner, told, words, done, whole))

        files = FileDesk(self._worker, task, tell)
        self._send(self._filers, owner, "", then, failed, lambda: job(files))
        return task

    def pace(
        self, owner: QObject, told: Callable[[str, float], object] | None = None
    ) -> tuple[Task, Pace]:
        """Return what stops work on the store, and the pace that this work is handed."""
        task = Task()
        heard = None if told is None else _in_parts(told)
        return task, Pace(
            lambda words, part: self._told.emit((owner, heard, words, round(part * 1000), 1000)),
            task.cancelled,
        )

    def close(self) -> None:
        """Finish what is being written, stop the rest, and close the store."""
        self._worker.close()
        # The writer first: work that waits for it may yet halt the reader.
        for pool in (self._writers, self._readers, self._filers):
            pool.shutdown(wait=True, cancel_futures=pool is not self._writers)
        self.store.close()

    def close_away(self, then: Callable[[], object]) -> None:
        """Close as `close` does, in a thread of its own; then call `then` in the window's."""

        def closed(_none: None, error: BaseException | None) -> None:
            if error is not None:
                raise error
            then()

        self._closing = ThreadPoolExecutor(1, "closing")
        self._away.send(self._closing, self.close, closed)
        self._closing.shutdown(wait=False)

    def idle(self) -> bool:
        """Say whether nothing is under way: every answer has been delivered."""
        return self._away.idle()

    def _send(
        self,
        pool: ThreadPoolExecutor,
        owner: QObject,
        key: str,
        then: Then | None,
        failed: Failed | None,
        work: Callable[[], Any],
    ) -> None:
        place = (id(owner), key)
        number = self._numbers[place] = self._numbers.get(place, 0) + 1

        def deliver(value: Any, error: BaseException | None) -> None:
            if self._away.idle():
                self.busy_changed.emit(False)
            if not isValid(owner) or (key and self._numbers.get(place) != number):
                return
            if isinstance(error, Trouble):
                if failed is not None:
                    failed(error)
                else:
                    self.troubled.emit(error.words)
            elif error is not None:
                raise error
            elif then is not None:
                then(value)

        def wanted() -> Any:  # what was asked again meanwhile is not worked out twice
            return work() if not key or self._numbers.get(place) == number else None

        # While the store is being closed nothing is taken: nobody waits for an answer any more.
        if self._away.send(pool, wanted, deliver):
            self.busy_changed.emit(True)


def page_drawer(
    desk: Desk, owner: QObject, task: str, data: bytes, name: str
) -> Callable[[int, int, Callable[[dict[str, Any], bytes], object], Failed], Task]:
    """Return what has a page of `data` drawn by a task of the child process.

    Called with the page (from 1), its width in pixels, who gets the facts and the bytes of the
    picture, and who hears of trouble; `name` is used in words.
    """

    def draw(
        page: int, width: int, then: Callable[[dict[str, Any], bytes], object], failed: Failed
    ) -> Task:
        values = {"page": page, "width": width, "name": name}
        return desk.work(
            owner,
            lambda files: files.ask(task, values, [data]),
            then=lambda answer: then(answer[0], answer[1][0]),
            failed=failed,
        )

    return draw


def _in_parts(told: Callable[[str, float], object]) -> Callable[[str, int, int], object]:
    return lambda words, done, whole: told(words, done / whole)


def _pass_on(sent: tuple[QObject, Callable[[str, int, int], object] | None, str, int, int]) -> None:
    owner, told, words, done, whole = sent
    if told is not None and isValid(owner):
        told(words, done, whole)
