"""The office's year in a real store, and a real process for files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
import pytest

from dscp_desktop.app.features import document_offers
from dscp_desktop.diary.queries.meetings import find_meeting
from dscp_desktop.jobs.files import FileWorker
from dscp_desktop.meetings.commands.agenda import add_paper
from dscp_desktop.packs.queries.contents import gather
from dscp_desktop.packs.rules.parts import PackContents
from dscp_desktop.paper.reading import inspect_pdf
from dscp_desktop.store.opening import Store

TODAY = date(2023, 7, 6)
BUILT_AT = datetime(2023, 7, 6, 14, 20, tzinfo=UTC)
MEETING = "Safeguarding Executive Group 2023-07-13"
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
def office(office_year: Store) -> Store:
    """The store after the import of the year's workbooks."""
    return office_year


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


def outline_of(data: bytes, password: str = "") -> list[tuple[int, str, int]]:
    """Every bookmark in order: how deep it stands, its words, the page (from 1) it opens."""
    found: list[tuple[int, str, int]] = []
    with pikepdf.open(BytesIO(data), password=password) as pdf:
        numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}

        def read(items: Sequence[Any], depth: int) -> None:
            for item in items:
                found.append((depth, str(item.title), numbers[item.destination[0].objgen]))
                read(item.children, depth + 1)

        with pdf.open_outline() as outline:
            read(outline.root, 0)
    return found


def bookmarks_of(data: bytes) -> list[tuple[str, int]]:
    """Every bookmark but part 1 and 2, without the numbers of items, and its page."""
    found: list[tuple[str, int]] = []
    for _, title, page in outline_of(data):
        plain = title.split(". ", 1)[-1] if title[:1].isdigit() else title
        if title not in ("Part 1", "Part 2: restricted"):
            found.append((plain, page))
    return found


def labels_of(data: bytes) -> list[str]:
    """What a reader on screen calls each page."""
    with pikepdf.open(BytesIO(data)) as pdf:
        return [page.label for page in pdf.pages]
