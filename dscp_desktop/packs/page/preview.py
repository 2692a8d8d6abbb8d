"""The preview of a pack's parts, drawn from memory in the process for files."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from dscp_desktop.jobs.threads import Desk, page_drawer
from dscp_desktop.widgets.pagepicture import PageView

PICTURE = "dscp_desktop.paper.tasks:picture"


class Preview(PageView):
    """Pages of a PDF."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Choose a part to see it", parent)
        self.desk = desk

    def show_pdf(self, data: bytes, pages: int, caption: str, page: int = 1) -> None:
        """Show a PDF from a page on."""
        draw = page_drawer(self.desk, self, PICTURE, data, caption or "The file")
        self.show_pages(draw, pages, caption, page)
