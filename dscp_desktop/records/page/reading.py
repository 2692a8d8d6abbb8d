"""What the import page has read away from the window, and what it makes of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from dscp_desktop.core.faults import Fault
from dscp_desktop.core.offers import WorkbookOffer
from dscp_desktop.jobs.threads import FileDesk
from dscp_desktop.records.rules.planning import Layout
from dscp_desktop.records.rules.results import SheetResult
from dscp_desktop.records.workbook.looking import LookedAt, SheetView, view_sheets
from dscp_desktop.widgets.page import GUTTER

PASTE = "paste:"  # before the kind, where a table of records asks for a block to be pasted
STOPPED = "The reading was stopped."
Views = Mapping[tuple[str, str], SheetView]
Look = Callable[[FileDesk, tuple[Layout, ...]], tuple[LookedAt, ...]]


def what_was_copied() -> tuple[str, str]:
    """Return the text and the HTML of the clipboard."""
    held = QGuiApplication.clipboard().mimeData()
    return held.text(), held.html()


def with_gutter(part: QWidget) -> QWidget:
    """Return a part with the room of the page at its sides; none above and below."""
    place = QWidget()
    box = QVBoxLayout(place)
    box.setContentsMargins(GUTTER, 0, GUTTER, 0)
    box.addWidget(part)
    return place


def look_and_view(
    look: Look, offers: Sequence[WorkbookOffer], layouts: tuple[Layout, ...], files: FileDesk
) -> tuple[tuple[LookedAt, ...], Views]:
    """Look at workbooks or a block, and make what is shown of each sheet."""
    looked = look(files, layouts)
    return looked, view_sheets(looked, offers)


def faulty_one(
    looked: Sequence[LookedAt], results: Sequence[SheetResult], chosen: str
) -> tuple[LookedAt, list[Fault]]:
    """Return the workbook that is chosen, else the first, of those with faults; and its faults."""
    faulty = {result.file: None for result in results if result.refused}
    name = chosen if chosen in faulty else next(iter(faulty))
    one = next(one for one in looked if one.name == name)
    return one, [fault for result in results if result.file == name for fault in result.faults]
