"""The office's year in a real store, and a real process for files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from sqlalchemy.orm import Session

from dscp_desktop.app.features import document_offers, workbook_offers
from dscp_desktop.core.changes import Changes
from dscp_desktop.diary.queries.meetings import find_meeting
from dscp_desktop.jobs.files import FileWorker
from dscp_desktop.meetings.commands.agenda import add_paper
from dscp_desktop.packs.queries import gather
from dscp_desktop.packs.rules import PackContents
from dscp_desktop.paper.reading import inspect_pdf
from dscp_desktop.sheets.reading import read_workbook
from dscp_desktop.store.opening import Store

TODAY = date(2023, 7, 6)
BUILT_AT = datetime(2023, 7, 6, 14, 20, tzinfo=UTC)
MEETING = "Safeguarding Executive Group 2023-07-13"
BOOKS = ("contributions-2022-23.xlsx", "meetings-and-actions-2023-24.xlsx")
PAPERS = (
    "004-pdflatex-4-pages__pdflatex-4-pages.pdf",
    "006-pdflatex-outline__pdflatex-outline.pdf",
    "011-google-doc-document__google-doc-document.pdf",
)


@pytest.fixture(scope="session")
def worker() -> Iterator[FileWorker]:
    with FileWorker() as made:
        yield made


@pytest.fixture
def office(durham: Store, data: Path) -> Store:
    """The store after the import of the year's workbooks."""
    sheets = [
        sheet for name in BOOKS for sheet in read_workbook((data / name).read_bytes(), name).sheets
    ]

    def import_year(session: Session) -> Changes:
        for offer in workbook_offers():
            for sheet in sheets:
                recognised = offer.recognise(sheet)
                if recognised is not None:
                    assert offer.take(session, offer.read(sheet, recognised)).faults == ()
        return Changes("Imported", ("*",))

    durham.run(import_year)
    return durham


@pytest.fixture
def meeting_id(office: Store) -> str:
    return office.ask(find_meeting, MEETING).id


@pytest.fixture
def bring(office: Store, meeting_id: str) -> Callable[..., None]:
    """Add a paper to the meeting; without bytes it is one that is awaited."""

    def brought(
        title: str,
        data: bytes = b"",
        *,
        item: int | None = None,
        restricted: bool = False,
        pages: int | None = None,
    ) -> None:
        if pages is None:
            pages = inspect_pdf(data, title).pages if data else 0
        office.run(
            add_paper,
            meeting_id,
            title,
            data,
            pages,
            owner="Business manager",
            received_on=TODAY,
            restricted=restricted,
            item_number=item,
        )

    return brought


@pytest.fixture
def gathered(office: Store, meeting_id: str) -> Callable[..., PackContents]:
    def gather_now(*, with_files: bool = True) -> PackContents:
        return office.ask(gather, meeting_id, document_offers(), TODAY, with_files=with_files)

    return gather_now


def plain_pdf(*pages: str, title: str = "") -> bytes:
    """A PDF of plain pages, each with one line of words."""
    out = BytesIO()
    with pikepdf.new() as pdf:
        for words in pages:
            page = pdf.add_blank_page(page_size=(595, 842))
            font = pdf.make_indirect(
                pikepdf.Dictionary(
                    Type=pikepdf.Name.Font,
                    Subtype=pikepdf.Name.Type1,
                    BaseFont=pikepdf.Name.Helvetica,
                )
            )
            page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
            page.Contents = pdf.make_stream(f"BT /F1 12 Tf 72 700 Td ({words}) Tj ET".encode())
        if title:
            pdf.docinfo["/Title"] = title
            pdf.docinfo["/Author"] = title
        pdf.save(out)
    return out.getvalue()


def texts_of(data: bytes) -> list[str]:
    """The text of each page, in one line."""
    with pypdfium2.PdfDocument(data) as pdf:
        texts = []
        for page in pdf:
            reader = page.get_textpage()
            texts.append(" ".join(reader.get_text_range().split()))
            reader.close()
            page.close()
    return texts


def bookmarks_of(data: bytes) -> list[tuple[str, int]]:
    """The bookmarks at the top, with the page (from 1) that each opens."""
    with pikepdf.open(BytesIO(data)) as pdf:
        numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        with pdf.open_outline() as outline:
            return [(str(item.title), numbers[item.destination[0].objgen]) for item in outline.root]
