"""Papers that nobody read for the search yet are read while the store is open, one by one.

Such papers came with an older program or by a way that took no words out. It is done away from the
window, in pieces of about a second, so that whatever a person asks for comes between; who stops it,
or closes the store, finds it going on from there at the next opening.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject, QTimer

from dscp_desktop.core.faults import Refused, Trouble
from dscp_desktop.core.pace import Task
from dscp_desktop.jobs.files import TaskFailed
from dscp_desktop.jobs.taking import TEXT
from dscp_desktop.jobs.threads import Desk, FileDesk
from dscp_desktop.meetings.commands.papers import keep_texts
from dscp_desktop.meetings.queries.papers import unread_papers
from dscp_desktop.store.files import get_file
from dscp_desktop.store.opening import Store
from dscp_desktop.widgets.footbar import FootBar

BEGINS_AFTER = 15_000  # milliseconds after the window opened
PIECE = 1.0  # seconds of reading before what was read is kept
_Unread = tuple[str, str, str]
_Texts = dict[tuple[str, str], tuple[str, ...] | None]


class PaperReader(QObject):
    """Reads what was not read, says in the status bar how far it is, and stops when asked."""

    def __init__(self, desk: Desk, foot: FootBar, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._foot = desk, foot
        self._left: list[_Unread] = []
        self._all = 0
        self._task: Task | None = None
        self._under_way = self.stopped = False
        foot.work_stopped.connect(self.stop)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(BEGINS_AFTER)
        self._wait.timeout.connect(self.begin)
        if not desk.store.read_only:
            self._wait.start()

    def begin(self) -> None:
        """Look for papers that nobody read, and read them; nothing where that is under way."""
        self._wait.stop()
        if not self._under_way and not self.stopped:
            self._under_way = True
            self._desk.ask(self, unread_papers, then=self._found, key="unread")

    def stop(self) -> None:
        """Leave the rest for the next opening; what was read so far is kept."""
        self.stopped = True
        self._wait.stop()
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self._left = []
        self._foot.set_work("")

    def commands(self) -> tuple[tuple[str, str, Callable[[], object]], ...]:
        """Return what the palette offers of it."""
        under_way = self._task is not None
        return (("Stop reading papers for the search", "", self.stop),) if under_way else ()

    def _found(self, papers: Sequence[_Unread]) -> None:
        self._left, self._all = list(papers), len(papers)
        self._go_on()

    def _go_on(self) -> None:
        self._task = None
        if not self._left or self.stopped:
            self._under_way = False
            self._foot.set_work("")
            return
        done, store, left = self._all - len(self._left), self._desk.store, tuple(self._left)
        self._foot.set_work(f"Reading papers for the search: {done} of {self._all}")
        self._task = self._desk.work(
            self, lambda files: _read(store, files, left), then=self._keep, failed=self._failed
        )

    def _keep(self, texts: _Texts) -> None:
        self._left = self._left[len(texts) :]
        read = {ids: pages for ids, pages in texts.items() if pages is not None}
        self._desk.between(
            self,
            lambda store: store.run(keep_texts, read),
            then=lambda _changes: self._go_on(),
            failed=self._failed,
        )

    def _failed(self, _trouble: Trouble) -> None:
        """Try again at the next opening: whoever works now is not to be held up by it."""
        self.stop()


def _read(store: Store, files: FileDesk, papers: Sequence[_Unread]) -> _Texts:
    """Return the words of the first papers, as many as a second allows; one at least.

    None for one whose file the store cannot give: it is tried again at the next opening.
    """
    texts: _Texts = {}
    ends = time.monotonic() + PIECE
    for paper_id, file_id, title in papers:
        if texts and (time.monotonic() > ends or files.cancelled()):
            break
        try:
            data = store.ask(get_file, file_id)
        except Trouble:
            texts[paper_id, file_id] = None
        else:
            texts[paper_id, file_id] = _words(files, data, title)
    return texts


def _words(files: FileDesk, data: bytes, title: str) -> tuple[str, ...]:
    """Return the words of each page; none where they cannot be taken out."""
    values: dict[str, Any] = {"names": [title]}
    try:
        answer, _ = files.ask(TEXT, values, [data])
    except (Refused, TaskFailed):
        if files.cancelled():  # it was not the paper's fault
            raise
        return ()
    return tuple(str(page) for page in answer["texts"][0])
