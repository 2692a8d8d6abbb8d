from __future__ import annotations

import pytest

from dscp_desktop.core.faults import Refused
from dscp_desktop.paper import picture, tasks
from dscp_desktop.paper.document import Document, PageBreak, Paragraph
from dscp_desktop.paper.pdf import render_pdf
from dscp_desktop.paper.picture import draw_page


def two_pages() -> bytes:
    blocks = (Paragraph("One"), PageBreak(), Paragraph("Two"))
    return render_pdf(Document("Pages", blocks=blocks)).data


def test_a_page_is_drawn_as_wide_as_was_asked() -> None:
    drawn = draw_page(two_pages(), 1, 420)
    assert (drawn.width, drawn.pages) == (420, 2)
    assert abs(drawn.height - 420 * 297 / 210) <= 1
    assert len(drawn.data) == drawn.stride * drawn.height
    assert drawn.data[:3] == b"\xff\xff\xff"
    assert min(drawn.data) < 60
    assert drawn.data != draw_page(two_pages(), 2, 420).data


def test_a_page_too_large_to_hold_is_drawn_coarser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture, "MOST_PIXELS", 10_000)
    drawn = draw_page(two_pages(), 1, 2000)
    assert drawn.width * drawn.height <= 10_500


def test_what_cannot_be_drawn_is_refused_in_words() -> None:
    with pytest.raises(Refused, match=r"x\.pdf has no page 3"):
        draw_page(two_pages(), 3, 100, "x.pdf")
    with pytest.raises(Refused, match=r"x\.pdf is damaged"):
        draw_page(b"%PDF-1.7 nothing", 1, 100, "x.pdf")


def test_the_task_gives_json_and_bytes() -> None:
    def quiet(_words: str, _done: int, _of: int) -> None: ...

    facts, (data,) = tasks.picture({"page": 2, "width": 300}, [two_pages()], quiet)
    assert facts["page"] == facts["pages"] == 2
    assert facts["stride"] * facts["height"] == len(data)
