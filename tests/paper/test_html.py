"""Documents as HTML: strict, semantic, closed to the outside, readable in light and dark."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from xml.etree.ElementTree import Element

import html5lib
import pytest
from hypothesis import given, settings

from dscp_desktop.paper.document import (
    Box,
    Bullets,
    Cell,
    Column,
    Document,
    Facts,
    Heading,
    Paragraph,
    Row,
    Run,
    Table,
)
from dscp_desktop.paper.html import COLOURS, render_html
from tests.paper.documents import documents, every_part

HOSTILE = '<img src="file://h/x"> & <5 =1+1'
SPACE = "{http://www.w3.org/1999/xhtml}"


def parse(data: bytes) -> Element:
    """Parse strictly: a fault of the page raises."""
    parser = html5lib.HTMLParser(strict=True)
    found = parser.parse(data.decode("utf-8"))
    assert isinstance(found, Element)
    return found


def texts(page: Element, tag: str) -> list[str]:
    return ["".join(e.itertext()).strip() for e in page.iter(SPACE + tag)]


@settings(max_examples=60, deadline=None)
@given(documents())
def test_any_document_is_strict_html(document: Document) -> None:
    page = parse(render_html(document))
    assert page.get("lang") == document.language
    assert " ".join(texts(page, "h1")[0].split()) == " ".join(document.title.split())
    for image in page.iter(SPACE + "img"):
        assert image.get("alt")
    for cell in page.iter(SPACE + "th"):
        assert cell.get("scope") in ("col", "row")


def test_every_part_has_its_own_element() -> None:
    page = parse(render_html(every_part()))
    assert texts(page, "h2") == ["Contributions", "The end"]
    assert "Contributions" in texts(page, "caption")
    assert texts(page, "dt") == ["Time", "Chair", "Place"]
    assert texts(page, "figcaption") == ["Contributions by year", "Rapid reviews"]
    names = [e.get("aria-label") for e in page.iter("{http://www.w3.org/2000/svg}svg")]
    assert names[0] == "The council gives most."
    assert len(names) == 4
    heads = [e.get("scope") for e in page.iter(SPACE + "th")]
    assert heads.count("row") > 10


def test_it_holds_no_script_and_fetches_nothing() -> None:
    data = render_html(every_part()).decode()
    assert "default-src 'none'" in data
    assert "<script" not in data.lower()
    assert " on" not in re.sub(r">[^<]*<", "><", data).lower().replace(" one", "")
    fetched = re.findall(r'(?:src|href|url)\s*[=(]\s*"?([^")]*)', data)
    for address in fetched:
        assert address.startswith(("data:", "#", "https://example.org/"))
    links = set(re.findall(r"<(\w+)[^>]*https://example", data))
    assert links == {"a"}


def test_hostile_text_stands_as_it_is() -> None:
    h = HOSTILE
    document = Document(
        h,
        h,
        marking=h,
        blocks=(
            Heading(2, h),
            Paragraph((Run(h, bold=True), Run(h, link='https://example.org/?a="><script>'))),
            Bullets((h,)),
            Facts(((h, h),)),
            Box(h, h),
            Table((Column(h),), (Row((Cell(h, h),)),), h),
        ),
        cover=h,
    )
    page = parse(render_html(document))
    assert not list(page.iter(SPACE + "img"))
    assert not list(page.iter(SPACE + "script"))
    assert "".join(page.itertext()).count("& <5 =1+1") >= 14


def test_ids_are_unique_and_marks_lead_to_their_notes() -> None:
    page = parse(render_html(every_part()))
    names = [e.get("id") for e in page.iter() if e.get("id")]
    assert len(names) == len(set(names))
    leads = [e.get("href") for e in page.iter(SPACE + "a") if (e.get("href") or "")[:1] == "#"]
    assert len(leads) == 2
    assert {lead[1:] for lead in leads if lead} <= set(names)


def _light(colour: str) -> float:
    """Return the relative luminance of a colour (WCAG 2.2)."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21."""
    high, low = sorted((_light(one), _light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("shade", ["light", "dark"])
def test_text_stands_out_from_its_ground(shade: str) -> None:
    colours = COLOURS[shade]
    for name in ("text", "quiet", "link"):
        assert contrast(colours[name], colours["ground"]) >= 4.5, name
    assert contrast(colours["edge"], colours["ground"]) >= 3
    assert contrast("#777777", "#ffffff") < 4.5  # the measure can fail
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def test_a_page_uses_no_colour_but_the_named_ones() -> None:
    data = render_html(every_part()).decode()
    style = re.sub(r"--\w+: #[0-9a-f]{6};", "", data)
    assert not re.findall(r"#[0-9a-f]{6}\b|rgb\(", style)


def test_the_parser_would_notice_a_fault() -> None:
    with pytest.raises(html5lib.html5parser.ParseError):
        parse(render_html(every_part()).replace(b"</table>", b"", 1))


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_languages_the_partnership_offers_go_through() -> None:
    said = ("Zażółć gęślą jaźń", "حماية الطفل", "ਬੱਚਿਆਂ ਦੀ ਸੁਰੱਖਿਆ", "保护儿童")
    reader = _Words()
    reader.feed(render_html(Document("T", blocks=tuple(map(Paragraph, said)))).decode())
    assert all(text in reader.words for text in said)
