"""Empty workbooks to fill in: chosen by kind, saved where a person says."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from dscp_desktop.core.offers import Scope, WorkbookOffer
from dscp_desktop.core.periods import year_of
from dscp_desktop.core.saving import save_file
from dscp_desktop.jobs.threads import Desk, FileDesk
from dscp_desktop.records.page.files import save_as
from dscp_desktop.records.queries import BlankParts, blank_parts
from dscp_desktop.records.workbook.blanks import blank_file, blank_offers

ONE = {"Excel workbook (*.xlsx)": ".xlsx"}


class BlankSaver:
    """Saves the empty workbook of a kind; `owner` is the page, `say` hears when it is done."""

    def __init__(self, desk: Desk, owner: QWidget, say: Callable[[str], object]) -> None:
        self.desk, self.owner, self.say = desk, owner, say
        self.dialog: QFileDialog | None = None

    def offers(self) -> tuple[WorkbookOffer, ...]:
        """Return the kinds there are, by their titles."""
        return tuple(sorted(blank_offers(self.desk.workbooks), key=lambda offer: offer.title))

    def commands(self) -> tuple[tuple[str, str, Callable[[], None]], ...]:
        """Return what the palette offers."""
        return tuple(
            (f"Empty workbook: {offer.title.lower()}", "", partial(self.save, offer))
            for offer in self.offers()
        )

    def offer_menu(self, below: QWidget) -> QMenu:
        """Show the kinds below a button."""
        menu = QMenu(self.owner)
        for offer in self.offers():
            menu.addAction(offer.title).triggered.connect(partial(self.save, offer))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(below.mapToGlobal(below.rect().bottomLeft()))
        return menu

    def save(self, offer: WorkbookOffer, _checked: bool = False) -> None:
        """Ask where the empty workbook of a kind goes, then make it."""
        title = f"Save an empty workbook to fill in: {offer.title.lower()}"
        name = f"{offer.kind}-to-fill-in.xlsx"
        self.dialog = save_as(self.owner, title, name, partial(self._make, offer), ONE)

    def _make(self, offer: WorkbookOffer, path: Path) -> None:
        today = self.desk.today
        whole = path if path.suffix.casefold() == ".xlsx" else path.with_name(f"{path.name}.xlsx")

        def make(parts: BlankParts) -> None:
            def work(_files: FileDesk) -> None:
                save_file(whole, blank_file(offer, parts.sheets, parts.lists, year_of(today)))

            def made(_none: None) -> None:
                self.say(f"Saved {whole.name}")
                self.desk.saved.emit(whole)

            self.desk.work(self.owner, work, then=made)

        self.desk.ask(self.owner, blank_parts, offer, Scope(today=today), then=make)
