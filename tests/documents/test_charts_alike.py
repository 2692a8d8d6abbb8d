"""A chart has the same shapes and words in the window, in PDF, HTML and Word."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from datetime import date
from html import unescape
from io import BytesIO

import pypdfium2
import pytest
from PIL import Image

from dscp_desktop.core.charts import AnyChart
from dscp_desktop.core.drawing import Area, Box, Dot, Drawing, Stroke, Words
from dscp_desktop.core.timetable import Block, Lane, Timetable
from dscp_desktop.paper.art import chart_pdf
from dscp_desktop.paper.document import Chart, Document
from dscp_desktop.paper.html import render_html
from dscp_desktop.paper.word.writing import render_word
from dscp_desktop.widgets.charts import ChartView
from dscp_desktop.widgets.gallery import sample_charts
from tests.paper.documents import CHARTS

_APRIL, _MAY = (date(2023, 4, 1), date(2023, 4, 30)), (date(2023, 5, 1), date(2023, 5, 31))
_BLOCKS = (
    *(Block("1", *_APRIL, "done"), Block("2", *_APRIL, "late")),
    *(Block("3", *_MAY, "now"), Block("4", date(2023, 6, 1), date(2023, 6, 30), first=_MAY)),
)
MONTHS = Timetable((Lane("Roof", "Now", _BLOCKS),), date(2023, 4, 1), 6, date(2023, 5, 19))
ALL = [
    *sample_charts(),
    *((block.alternative, block.chart) for block in CHARTS),
    ("Works over months", MONTHS),
]
TAGS = {Area: "rect", Box: "rect", Stroke: "polyline", Dot: "circle", Words: "text"}
INK = 128  # darker than this is ink


def of_drawing(drawing: Drawing) -> Counter[str]:
    return Counter(TAGS[type(shape)] for shape in drawing.shapes)


def said(drawing: Drawing) -> list[str]:
    return sorted(shape.text for shape in drawing.shapes if isinstance(shape, Words))


def svg_of(alternative: str, chart: AnyChart) -> str:
    page = render_html(Document("Charts", blocks=(Chart(chart, alternative),))).decode()
    svg = re.search(r"<svg.*?</svg>", page, re.DOTALL)
    assert svg is not None
    return re.sub(r"<defs>.*?</defs>", "", svg[0], flags=re.DOTALL)


def pdf_page(chart: AnyChart) -> tuple[str, Image.Image]:
    document = pypdfium2.PdfDocument(chart_pdf(chart))
    page = document[0]
    text = page.get_textpage()
    words, picture = text.get_text_range(), page.render(scale=2).to_pil().convert("L")
    text.close()
    page.close()
    document.close()
    return words, picture


@pytest.mark.parametrize(("alternative", "chart"), ALL)
def test_a_chart_is_the_same_everywhere(qtbot, alternative, chart) -> None:
    view = ChartView(chart, alternative)
    qtbot.addWidget(view)
    view.resize(600, view.heightForWidth(600))
    drawing = view.drawing()
    assert drawing is not None
    svg = svg_of(alternative, chart)
    assert Counter(re.findall(r"<(rect|polyline|circle|text)\b", svg)) == of_drawing(drawing)
    in_svg = sorted(unescape(words) for words in re.findall(r"<text[^>]*>([^<]*)</text>", svg))
    assert in_svg == said(drawing)
    in_pdf, picture = pdf_page(chart)
    assert sorted("".join(in_pdf.split())) == sorted("".join("".join(said(drawing)).split()))
    assert min(picture.tobytes()) < INK
    assert len(set(view.grab().toImage().constBits())) > 2


@pytest.mark.parametrize(("alternative", "chart"), ALL)
def test_word_has_the_picture_of_paper(alternative, chart) -> None:
    data = render_word(Document("Charts", blocks=(Chart(chart, alternative),)))
    with zipfile.ZipFile(BytesIO(data)) as word:
        names = [name for name in word.namelist() if name.startswith("word/media/")]
        assert len(names) == 1
        picture = Image.open(BytesIO(word.read(names[0]))).convert("L")
    drawn = pdf_page(chart)[1].resize((200, 100))
    there = zip(picture.resize((200, 100)).tobytes(), drawn.tobytes(), strict=True)
    assert sum(abs(one - other) for one, other in there) / 20_000 < 12
    assert min(picture.tobytes()) < INK
