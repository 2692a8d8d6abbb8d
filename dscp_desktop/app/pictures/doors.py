"""Pictures of the pages before a store is open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path

from dscp_desktop.app.backups import list_backups
from dscp_desktop.app.first_run import FirstRunPage
from dscp_desktop.app.opening import SAMPLE_OPENS_WITH, Door, look_at
from dscp_desktop.app.own_settings import OwnSettings
from dscp_desktop.app.pictures.visit import picture_clock, settle
from dscp_desktop.app.recovery_page import RecoveryPage
from dscp_desktop.app.restore_page import RestorePage
from dscp_desktop.app.start import HIGH, WIDE, StartWindow
from dscp_desktop.app.unlock import UnlockPage
from dscp_desktop.store.lock import Holder
from dscp_desktop.store.opening import open_store
from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.texts import Text

_SHOWN_AS = "S:\\Safeguarding\\DSCP\\aldershire-scp.dscp"
_PLACE = f"{_SHOWN_AS}  ·  network drive"
_BACKUP_SHOWN_AS = "S:\\Safeguarding\\DSCP\\backups\\aldershire-scp-2023-10-19-154703.dscpbackup"


@contextmanager
def _start(own: OwnSettings, path: Path, height: int) -> Iterator[StartWindow]:
    window = StartWindow(own, picture_clock, path)
    window.resize(fonts.scaled(WIDE), min(fonts.scaled(HIGH), height))
    window.show()
    window.activateWindow()
    yield window
    window.close()
    window.errands.close()
    window.deleteLater()


def _door(path: Path) -> Door:
    return replace(look_at(path), sample=False)


@contextmanager
def _unlock(own: OwnSettings, path: Path, height: int) -> Iterator[StartWindow]:
    with _start(own, path, height) as window:
        door = _door(path)
        own.remember_person(door.store_id, "Business manager", "2023-10-18T16:52:00")
        holder = Holder("Business support officer", "LAPTOP-12", "09:14")
        page = UnlockPage(replace(door, held_by=holder), window.errands, own, picture_clock)
        page.place.setText(_PLACE)
        window.show_page(page)
        page.phrase.editor.setText("correct horse b")
        page.phrase.caps.show()
        settle(window)
        yield window


@contextmanager
def _first_run(own: OwnSettings, path: Path, height: int) -> Iterator[StartWindow]:
    with _start(own, path, height) as window:
        window.show_first_run()
        page = window.page()
        assert isinstance(page, FirstRunPage)
        page.person.set_value("Business manager")
        page.phrase.set_value("correct horse battery staple x")
        page.phrase.changed.emit()
        page.place.set_value(f"C:\\DSCP\\{Path(page.place.value()).name}")
        page.place.show_note(None)
        page.again.set_value("correct h")
        page.again.check()
        page.again.editor.setFocus()
        settle(window)
        yield window


@contextmanager
def _recovery(own: OwnSettings, path: Path, height: int) -> Iterator[StartWindow]:
    with _start(own, path, height) as window:
        shown = replace(_door(path), path=Path(_SHOWN_AS))
        window.show_page(RecoveryPage(shown, window.errands, picture_clock))
        settle(window)
        yield window


@contextmanager
def _restore(own: OwnSettings, path: Path, height: int) -> Iterator[StartWindow]:
    with open_store(path, SAMPLE_OPENS_WITH, clock=picture_clock) as store:
        key = store.key
    with _start(own, path, height) as window:
        page = RestorePage(path, window.errands, own, key)
        page.place.setText(_PLACE)
        window.show_page(page)
        settle(window, window.errands)
        backup = list_backups(path)[0][1]
        page.take(backup)
        settle(window, window.errands)
        for words in page.look.findChildren(Text):  # where it lies is another folder each time
            words.setText(words.text().replace(str(backup), _BACKUP_SHOWN_AS))
        settle(window, window.errands)
        yield window


DOORS: dict[str, Callable[[OwnSettings, Path, int], AbstractContextManager[StartWindow]]] = {
    "unlock": _unlock,
    "first-run": _first_run,
    "recovery": _recovery,
    "restore": _restore,
}
