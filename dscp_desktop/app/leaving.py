"""Leaving a store: what is typed is kept, a backup is made, and then the store is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dscp_desktop.app.locking import clear_screen
from dscp_desktop.app.windowplace import keep_place
from dscp_desktop.core.faults import Trouble
from dscp_desktop.widgets.dialogs import Question

if TYPE_CHECKING:
    from dscp_desktop.app.shell import Shell


class Leaving:
    """How a window lets go of its store. `closed` says that the store was let go of."""

    def __init__(self, shell: Shell) -> None:
        self.shell = shell
        self.closed = self._under_way = False

    def begin(self, how: str) -> None:
        """Finish what is being written, back up where something changed, close the store."""
        shell = self.shell
        page, locks = shell.page(), how == "lock"
        if self._under_way or (page is not None and not locks and not page.may_leave()):
            return
        self._under_way = True
        shell.setEnabled(False)
        keep_place(shell, shell.own)
        if locks:
            self._clear_screen()
        else:
            shell.drafts.look()
        shell.foot.set_backup("Making a backup")
        shell.keeper.finish(lambda: self._go(how), lambda trouble: self._no_backup(how, trouble))

    def _clear_screen(self) -> None:
        """Take everything of the store off the screen; what is half typed is kept as a draft."""
        shell = self.shell
        shell.drafts.stop()
        shell.desk.changed.disconnect(shell.show_changes)
        shell.desk.troubled.disconnect(shell.show_trouble)
        for banner in (shell.trouble, shell.drafts.banner):
            banner.set_words("")
        clear_screen(shell, (*shell.pages.values(), shell.toast, shell.palette_box))
        shell.rail.hide()
        shell.forget_pages()

    def _no_backup(self, how: str, trouble: Trouble) -> None:
        shell = self.shell
        if how == "lock":
            shell.notice = f"The store was locked without a backup. {trouble.words}"
            self._go(how)
            return
        shell.setEnabled(True)
        self._under_way = False
        shell.keeper.go_on()
        Question(
            "Close without a backup?",
            f"{trouble.words} Everything is saved in the store itself.",
            safe="Stay",
            do="Close without a backup",
            icon="away",
            parent=shell,
        ).ask(lambda: self._go(how))

    def _go(self, how: str) -> None:
        self._let_go()
        self.shell.desk.close_away(lambda: self._gone(how))

    def _gone(self, how: str) -> None:
        self.shell.left.emit(how)
        self.shell.close()

    def drop(self) -> None:
        """Let go of the store at once, after a fault of the program."""
        if not self.closed:
            self._let_go()
            self.shell.desk.close()
        self.shell.close()

    def _let_go(self) -> None:
        self.shell.stop()
        self.shell.hide()  # a field that is left saves what stands there: before the store closes
        self.shell.drafts.look()
        self.closed = True
