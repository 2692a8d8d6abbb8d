"""Saving what is typed: a draft at each pause, one command when an item is left, never nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Trouble
from dscp_desktop.meetings.commands.notes import save_item_notes
from dscp_desktop.meetings.page.live.words import drafts_of
from dscp_desktop.widgets.banner import Banner
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.notelines import Lines

if TYPE_CHECKING:
    from dscp_desktop.meetings.page.live.page import LivePage


class Saving:
    """Sends the notes of a page to the store, and says whether they came there."""

    def __init__(self, page: LivePage) -> None:
        self.page = page
        self._sent: dict[str, Lines] = {}
        self._failed = False
        page.middle.told = self._kept
        page.middle.failed = self._draft_failed

    def save(self) -> None:
        """Have the store keep all that was typed, one command for each item."""
        page = self.page
        if page.desk.store.read_only:
            return
        page.middle.collect()
        for item_id, lines in list(page.middle.unsaved.items()):
            if self._sent.get(item_id) != lines and not page.middle.waits(lines):
                self._send(item_id, lines)

    def try_again(self) -> None:
        """Save again what could not be saved before."""
        if self._failed and not self._sent:
            self.save()

    def _send(self, item_id: str, lines: Lines) -> None:
        page = self.page
        self._sent[item_id] = lines

        def done(_changes: Changes) -> None:
            self._sent.pop(item_id, None)
            page.refresh()  # first: an answer that is under way knows nothing of these notes
            page.middle.saved(item_id, lines)
            self._well()

        def failed(trouble: Trouble) -> None:
            self._sent.pop(item_id, None)
            page.middle.put_back(item_id)
            self._tell(trouble.words)

        page.desk.run(page, save_item_notes, item_id, drafts_of(lines), then=done, failed=failed)

    def _kept(self) -> None:
        self._well()

    def _well(self) -> None:
        if self._failed:
            self._failed = False
            self.page.tell(None)
        self.page.show_saved(f"{self.page.now():%H:%M:%S}")

    def _draft_failed(self, words: str) -> None:
        self._tell(words)

    def _tell(self, words: str) -> None:
        """Say in red that the notes are not saved, until they are."""
        if self._failed:
            return
        self._failed = True
        again = Button("Try again")
        again.clicked.connect(self.save)
        help_words = f"{words} What you typed is kept on this screen and tried again."
        self.page.tell(Banner("The notes are not saved", help_words, tone="red", buttons=[again]))
