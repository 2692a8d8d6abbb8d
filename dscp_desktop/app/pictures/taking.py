"""Take the pictures: the doors, the open store, the minutes, the parts of the kit."""

from __future__ import annotations

import itertools
import shutil
import sys
import tempfile
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from PySide6.QtWidgets import QApplication, QDialog, QWidget

from dscp_desktop.app.backups import make_backup
from dscp_desktop.app.opening import SAMPLE_DAY, SAMPLE_OPENS_WITH
from dscp_desktop.app.own_settings import OwnSettings
from dscp_desktop.app.pictures.doors import DOORS
from dscp_desktop.app.pictures.places import MINUTED, OPENED
from dscp_desktop.app.pictures.saving import save_widget
from dscp_desktop.app.pictures.visit import Shot, open_visit, picture_clock, settle
from dscp_desktop.app.sample.making import make_sample_store
from dscp_desktop.store import people
from dscp_desktop.store.opening import open_store
from dscp_desktop.widgets.focus import FocusRing
from dscp_desktop.widgets.fonts import set_text_scale
from dscp_desktop.widgets.gallery import Gallery
from dscp_desktop.widgets.remembering import remembered
from dscp_desktop.widgets.theme import Theme, apply_theme, dress

WIDE, SMALL = (1440, 900), (1024, 640)
KIT = "components"
_STORE = "aldershire-scp.dscp"


@dataclass(frozen=True, slots=True)
class Look:
    """One set of pictures: its ending, theme, size of the window, and how large text is."""

    ending: str
    theme: Theme
    size: tuple[int, int]
    text: float = 1.0


LOOKS = (
    Look("light", Theme.LIGHT, WIDE),
    Look("dark", Theme.DARK, WIDE),
    Look("small", Theme.LIGHT, SMALL),
)
# To look at, and not part of the guide: text half as large again.
ASKED_LOOKS = (Look("large", Theme.LIGHT, WIDE, 1.5),)


def names(look: Look) -> tuple[str, ...]:
    """Return the names of the pictures of a look, without its ending."""
    shots = (*DOORS, *(shot.name for shot in (*OPENED, *MINUTED)))
    return (*shots, KIT) if look.size == WIDE else shots


def take_pictures(folder: Path, looks: Sequence[Look] = LOOKS, only: Collection[str] = ()) -> int:
    """Take every picture, or those that are named, into a folder and return how many."""
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    ring = FocusRing(app)
    count = 0
    with tempfile.TemporaryDirectory() as place:
        own, store = OwnSettings(Path(place) / "own"), Path(place) / "store" / _STORE
        store.parent.mkdir()
        _make_store(store)
        for look in looks:
            remembered.clear()
            apply_theme(app, look.theme, look.text)
            wanted = [name for name in names(look) if not only or name in only]
            for name, widget in _pictures(own, store, look, wanted):
                save_widget(widget, folder / f"{name}-{look.ending}.png")
                count += 1
    set_text_scale(1.0)
    ring.deleteLater()
    return count


def _make_store(path: Path) -> None:
    make_sample_store(path, SAMPLE_DAY, SAMPLE_OPENS_WITH, clock=_ticking())
    phrase = "only for the pictures"
    with open_store(path, SAMPLE_OPENS_WITH, clock=picture_clock) as store:
        people.add_person(store, "Business support officer", "full", phrase)
        people.add_person(store, "Audit and review officer", "full", phrase)
        people.add_person(store, "Independent scrutineer", "read", phrase)
        make_backup(store)


def _ticking() -> Callable[[], datetime]:
    """Return a clock that moves at each look, so that records keep the order they were made in."""
    ticks = itertools.count()
    return lambda: picture_clock() - timedelta(hours=7) + timedelta(milliseconds=next(ticks))


def _minuting() -> datetime:
    """Return the instant at which the minutes of the live meeting stand: 10:42:07."""
    return picture_clock().replace(hour=9, minute=42, second=7)


def _pictures(
    own: OwnSettings, store: Path, look: Look, wanted: Collection[str]
) -> Iterator[tuple[str, QWidget]]:
    """Yield what is shown, ready to be taken; it is closed after that."""
    for name, show in DOORS.items():
        if name in wanted:
            with show(own, store, look.size[1]) as window:
                yield name, window
    yield from _opened(own, store, look, [shot for shot in OPENED if shot.name in wanted])
    minuted = [shot for shot in MINUTED if shot.name in wanted]
    if minuted:
        with _copied(store) as copy:  # minutes that come back are written
            yield from _opened(own, copy, look, minuted, _minuting)
    if KIT in wanted:
        gallery = Gallery("Components")
        dress(gallery)
        gallery.resize(*look.size)
        gallery.show()
        gallery.activateWindow()
        settle(gallery)
        yield KIT, gallery
        gallery.close()
        gallery.deleteLater()


@contextmanager
def _copied(store: Path) -> Iterator[Path]:
    folder = store.parent.with_name("copy")
    shutil.copytree(store.parent, folder)
    yield folder / store.name
    shutil.rmtree(folder)


def _opened(
    own: OwnSettings,
    path: Path,
    look: Look,
    shots: Sequence[Shot],
    clock: Callable[[], datetime] = picture_clock,
) -> Iterator[tuple[str, QWidget]]:
    if not shots:
        return
    visit = open_visit(own, path, look.size, clock)
    for shot in shots:
        shown = visit.take(shot)
        yield shot.name, shown
        if isinstance(shown, QDialog):
            shown.reject()
    visit.close()
