"""Pictures of every page, from the sample: `python3 dev.py pictures`.

They come out the same each time: clock and records stand still, the font is a dependency's.
"""

from __future__ import annotations

import itertools
import os
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from dscp_desktop.actions.queries.log import list_actions
from dscp_desktop.actions.workbook import actions_sheet
from dscp_desktop.app import features
from dscp_desktop.app.backups import list_backups, make_backup
from dscp_desktop.app.errands import Errands
from dscp_desktop.app.first_run import FirstRunPage
from dscp_desktop.app.opening import SAMPLE_DAY, SAMPLE_OPENS_WITH, look_at
from dscp_desktop.app.own_settings import OwnSettings
from dscp_desktop.app.restore_page import RestorePage
from dscp_desktop.app.sample.making import make_sample_store
from dscp_desktop.app.shell import Shell
from dscp_desktop.app.start import StartWindow
from dscp_desktop.app.unlock import UnlockPage
from dscp_desktop.audits.page.audits import MODERATION
from dscp_desktop.audits.queries.programme import find_audit
from dscp_desktop.budget.page.budget import SCENARIOS, SPEND
from dscp_desktop.core.faults import WrongUse
from dscp_desktop.diary.queries.meetings import find_meeting
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.partnership.page.groups import STRUCTURE
from dscp_desktop.records.page.importing import ImportPage
from dscp_desktop.records.page.redacting import RedactDialog
from dscp_desktop.restraint.page.restraint import DRAW, REVIEWS
from dscp_desktop.sheets.writing import write_workbook
from dscp_desktop.store import people
from dscp_desktop.store.lock import Holder
from dscp_desktop.store.opening import Store, open_store
from dscp_desktop.widgets.focus import FocusRing
from dscp_desktop.widgets.gallery import Gallery
from dscp_desktop.widgets.palette import PAUSE
from dscp_desktop.widgets.remembering import remembered
from dscp_desktop.widgets.texts import Text
from dscp_desktop.widgets.theme import Theme, apply_theme, dress, theme_now, token_sets

WIDE, SMALL = (1440, 900), (1024, 640)
_NAMES = {"partnership": "groups", "terms_of_reference": "terms-compare"}
_MEETING = "EXEC 2023-10-26"
_LIVE = "PLG 2023-10-19"
_AUDIT = "MA3 2023-24"
_MINUTED = ("live", "returned")
_COLOURS = 256
_IN_GUIDE = 0.65  # how large its pictures are beside those taken
_BEAT, _QUIET, _PATIENCE = 0.02, 8, 3000  # seconds; beats without work; beats at most
_TO_REDACT = "Aldershire Constabulary"
_BACKUP_SHOWN_AS = "S:\\Safeguarding\\DSCP\\backups\\aldershire-scp-2023-10-19-154703.dscpbackup"
_SHOWN_AS = "S:\\Safeguarding\\DSCP\\aldershire-scp.dscp  ·  network drive"


@dataclass(frozen=True, slots=True)
class Look:
    """One set of pictures: its ending, theme, and size of the window."""

    ending: str
    theme: Theme
    size: tuple[int, int]


LOOKS = (
    Look("light", Theme.LIGHT, WIDE),
    Look("dark", Theme.DARK, WIDE),
    Look("small", Theme.LIGHT, SMALL),
)


def picture_clock() -> datetime:
    """Return the instant at which every picture stands: 15:47:03 on the sample's day."""
    return datetime(SAMPLE_DAY.year, SAMPLE_DAY.month, SAMPLE_DAY.day, 14, 47, 3, tzinfo=UTC)


def take_pictures(folder: Path, looks: Sequence[Look] = LOOKS) -> int:
    """Take every picture into a folder and return how many."""
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    ring = FocusRing(app)
    count = 0
    with tempfile.TemporaryDirectory() as place:
        own = OwnSettings(Path(place) / "own")
        store = Path(place) / "aldershire-scp.dscp"
        make_sample_store(store, SAMPLE_DAY, SAMPLE_OPENS_WITH, clock=_ticking())
        _add_people(store)

        def keep(widget: QWidget, name: str, look: Look) -> None:
            nonlocal count
            _save(widget, folder / f"{name}-{look.ending}.png")
            count += 1

        for look in looks:
            remembered.clear()
            apply_theme(app, look.theme)
            _take_start(own, store, look, keep)
            key = _take_shell(own, store, look, keep)
            _take_restore(own, store, key, look, keep)
            if look.size == WIDE:
                _take_gallery(look, keep)
    ring.deleteLater()
    return count


Keep = Callable[[QWidget, str, Look], None]


def _ticking() -> Callable[[], datetime]:
    """Return a clock that moves at each look, so that records keep the order they were made in."""
    ticks = itertools.count()
    return lambda: picture_clock() - timedelta(hours=7) + timedelta(milliseconds=next(ticks))


def _add_people(path: Path) -> None:
    phrase = "only for the pictures"
    with open_store(path, SAMPLE_OPENS_WITH, clock=picture_clock) as store:
        people.add_person(store, "Business support officer", "full", phrase)
        people.add_person(store, "Audit and review officer", "full", phrase)
        people.add_person(store, "Independent scrutineer", "read", phrase)
        make_backup(store)


def _take_start(own: OwnSettings, path: Path, look: Look, keep: Keep) -> None:
    window = StartWindow(own, picture_clock, path)
    window.resize(window.width(), min(window.height(), look.size[1]))
    door = look_at(path)
    own.remember_person(door.store_id, "Business manager", "2023-10-18T16:52:00")
    holder = Holder("Business support officer", "LAPTOP-12", "09:14")
    page = UnlockPage(
        replace(door, held_by=holder, sample=False), window.errands, own, picture_clock
    )
    page.place.setText(_SHOWN_AS)
    window.show_page(page)
    window.show()
    window.activateWindow()
    page.phrase.editor.setText("correct horse b")
    page.phrase.caps.show()
    _settle(window)
    keep(window, "unlock", look)
    window.show_first_run()
    first = window.page()
    assert isinstance(first, FirstRunPage)
    _fill_first_run(first)
    _settle(window)
    keep(window, "first-run", look)
    window.close()
    window.errands.close()
    window.deleteLater()


def _fill_first_run(page: FirstRunPage) -> None:
    page.person.set_value("Business manager")
    page.phrase.set_value("correct horse battery staple x")
    page.phrase.changed.emit()
    page.place.set_value(f"C:\\DSCP\\{Path(page.place.value()).name}")
    page.place.show_note(None)
    page.again.set_value("correct h")
    page.again.check()
    page.again.editor.setFocus()


def _take_shell(own: OwnSettings, path: Path, look: Look, keep: Keep) -> bytes:
    """Take the pages of the open store, and return its key."""
    desk = Desk(
        open_store(path, SAMPLE_OPENS_WITH, person="Business manager", clock=picture_clock),
        workbooks=features.workbook_offers(),
        documents=features.document_offers(),
        due=features.due_offers(),
    )
    meeting = desk.store.ask(find_meeting, _MEETING).id
    shell = Shell(desk, features.FEATURES, own)
    shell.resize(*look.size)
    shell.begin()
    shell.show()
    shell.activateWindow()
    for key in [*shell.features, "settings"]:
        if key in _MINUTED:  # they show one meeting, at another time: see _take_minutes
            continue
        shell.go_and_focus(key)
        _settle(shell, desk)
        if key in ("meetings", "packs"):
            shell.open_place(key, meeting)
            _settle(shell, desk)
        keep(shell, _NAMES.get(key, key), look)
    _take_tabs(shell, desk, look, keep)
    page = shell.pages["records"]
    assert isinstance(page, ImportPage)
    shell.go("records")
    page.look_at([_write_return(desk.store, path.parent)])
    _settle(shell, desk)
    keep(shell, "import-check", look)
    dialog = RedactDialog(desk, page)
    dialog.open()
    dialog.name.set_value(_TO_REDACT)
    dialog.do.click()
    _settle(dialog, desk)
    keep(dialog, "redact", look)
    dialog.reject()
    _take_search(shell, desk, look, keep)
    shell.drop()
    shell.deleteLater()
    opens_with = desk.store.key
    _take_minutes(own, path, look, keep)
    return opens_with


def _take_search(shell: Shell, desk: Desk, look: Look, keep: Keep) -> None:
    shell.go_and_focus("actions")
    _settle(shell, desk)
    shell.palette_box.open()
    QTest.keyClicks(shell.palette_box.line, "neg")
    QTest.qWait(PAUSE + 20)
    _settle(shell, desk)
    keep(shell, "search", look)
    shell.palette_box.close_up()
    shell.searching.show("neg")
    _settle(shell, desk)
    keep(shell, "search-all", look)


def _take_minutes(own: OwnSettings, path: Path, look: Look, keep: Keep) -> None:
    """Take the live minutes as they stand at 10:42:07."""

    def clock() -> datetime:
        return picture_clock().replace(hour=9, minute=42, second=7)

    desk = Desk(open_store(path, SAMPLE_OPENS_WITH, person="Business manager", clock=clock))
    meeting = desk.store.ask(find_meeting, _LIVE).id
    shell = Shell(desk, features.FEATURES, own)
    shell.resize(*look.size)
    shell.begin()
    shell.show()
    shell.activateWindow()
    shell.open_place("live", meeting)
    _settle(shell, desk)
    keep(shell, "live", look)
    shell.drop()
    shell.deleteLater()


def _take_tabs(shell: Shell, desk: Desk, look: Look, keep: Keep) -> None:
    sampling: Any = shell.pages["restraint"]
    shell.go("restraint")
    for tab, name in ((DRAW, "restraint-draw"), (REVIEWS, "restraint-reviews")):
        sampling.tabs.setCurrentIndex(tab)
        _settle(shell, desk)
        keep(shell, name, look)
    shell.open_place("partnership", "")
    groups: Any = shell.pages["partnership"]
    groups.show_tab(STRUCTURE)
    _settle(shell, desk)
    keep(shell, "structure", look)
    budget: Any = shell.pages["budget"]
    shell.go("budget")
    for tab, name in ((SPEND, "budget-spend"), (SCENARIOS, "budget-scenarios")):
        budget.show_tab(tab)
        _settle(shell, desk)
        keep(shell, name, look)
    shell.open_place("audits", desk.store.ask(find_audit, _AUDIT))
    _settle(shell, desk)
    audits: Any = shell.pages["audits"]
    audits.show_part(MODERATION)
    _settle(shell, desk)
    keep(shell, "audit-moderation", look)
    shell.open_place("diary", "")
    diary: Any = shell.pages["diary"]
    diary.show_planner()
    _settle(shell, desk)
    keep(shell, "planner", look)


def _take_restore(own: OwnSettings, path: Path, key: bytes, look: Look, keep: Keep) -> None:
    window = StartWindow(own, picture_clock, path)
    window.resize(window.width(), min(window.height(), look.size[1]))
    page = RestorePage(path, window.errands, own, key)
    page.place.setText(_SHOWN_AS)
    window.show_page(page)
    window.show()
    window.activateWindow()
    _settle(window, window.errands)
    backup = list_backups(path)[0][1]
    page.take(backup)
    _settle(window, window.errands)
    for words in page.look.findChildren(Text):  # where it lies is another folder each time
        words.setText(words.text().replace(str(backup), _BACKUP_SHOWN_AS))
    _settle(window, window.errands)
    keep(window, "restore", look)
    window.close()
    window.errands.close()
    window.deleteLater()


def _write_return(store: Store, folder: Path) -> Path:
    """Write the sample's own action log as somebody sent it back: some new, some with faults."""
    lines = store.ask(list_actions, SAMPLE_DAY)
    changed = [
        replace(lines[0], status="complete"),
        replace(lines[1], text=f"{lines[1].text} in each area"),
        *lines[2:9],
        replace(lines[9], number="PLG201", text="Send the attendance figures to each agency"),
        replace(lines[10], number="PLG202", group="PLGG", code="PLGG"),
        replace(lines[11], number="IDG201", owner="", owner_name=""),
    ]
    path = folder / "action-log-returned.xlsx"
    path.write_bytes(write_workbook([actions_sheet(changed)]))
    return path


def _take_gallery(look: Look, keep: Keep) -> None:
    gallery = Gallery("Components")
    dress(gallery)
    gallery.resize(*look.size)
    gallery.show()
    gallery.activateWindow()
    _settle(gallery)
    keep(gallery, "components", look)
    gallery.close()
    gallery.deleteLater()


def _settle(window: QWidget, desk: Desk | Errands | None = None) -> None:
    """Wait until everything that was asked for has been shown."""
    quiet, waited = 0, 0
    while quiet < _QUIET:
        QTest.qWait(1)
        time.sleep(_BEAT)  # while it waits by itself, Qt lets no other thread work
        waited += 1
        quiet = quiet + 1 if desk is None or desk.idle() else 0
        if waited > _PATIENCE:
            raise WrongUse("A page did not come to rest within a minute.")
    window.repaint()


def _save(widget: QWidget, path: Path) -> None:
    _keep(widget.grab().toImage(), path)


def _keep(image: QImage, path: Path) -> None:
    """Save a picture in 256 colours: those of the tokens as they are, then the commonest."""
    picture = image.convertToFormat(QImage.Format.Format_RGB32)
    counted = Counter(memoryview(picture.constBits()).cast("I"))
    tokens = {QColor(value).rgb() for value in token_sets()[theme_now().value].values()}
    # By number, then by colour, so that the same picture gives the same file.
    ordered = sorted(counted, key=lambda colour: (colour not in tokens, -counted[colour], colour))
    commonest = ordered[:_COLOURS]
    diffused = Qt.ImageConversionFlag.ThresholdDither
    indexed = picture.convertToFormat(QImage.Format.Format_Indexed8, commonest, diffused)
    indexed.save(str(path), quality=0)  # the slowest and smallest PNG


def fill_guide(taken: Path, folder: Path) -> None:
    """Put what the guide shows into its folder: of the pictures taken, light and made smaller."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    apply_theme(app, Theme.LIGHT)
    smooth = Qt.TransformationMode.SmoothTransformation
    named = re.findall(r"\]\(pictures/([a-z_-]+)", (folder.parent / "guide.md").read_text("utf-8"))
    for name in named:
        picture = QImage(str(taken / f"{name}-light.png"))
        _keep(picture.scaled(picture.size() * _IN_GUIDE, mode=smooth), folder / f"{name}.png")


def main(words: Sequence[str]) -> int:
    """Take the pictures into the folder that is named, and fill the guide's where one is too."""
    if len(words) not in (1, 2):
        print("Name the folder for the pictures.", file=sys.stderr)
        return 2
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["TZ"] = "Europe/London"
    if hasattr(time, "tzset"):
        time.tzset()
    count = take_pictures(Path(words[0]))
    print(f"{count} pictures in {words[0]}")
    if len(words) > 1:
        fill_guide(Path(words[0]), Path(words[1]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
