from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from dscp_desktop.core.faults import Refused
from dscp_desktop.paper import tasks
from dscp_desktop.paper.document import Document, Paragraph
from dscp_desktop.paper.furniture import Furniture, furniture_values
from dscp_desktop.paper.values import to_values

Texts = Callable[[bytes], list[str]]


def quiet(_words: str, _done: int, _of: int) -> None:
    """Progress that nobody looks at."""


def test_render_takes_and_gives_json_and_bytes(
    every_block: Document, furniture: Furniture, page_texts: Texts
) -> None:
    values = {"document": to_values(every_block), "furniture": furniture_values(furniture)}
    facts, (data,) = tasks.render(json.loads(json.dumps(values)), [], quiet)
    assert json.loads(json.dumps(facts)) == facts
    assert facts["pages"] == 2
    assert facts["headings"][0] == ["Agenda and action log", 1, 1]
    assert facts["warnings"] == []
    assert "Pack page 2 of 2" in page_texts(data)[1]
    _, (bare,) = tasks.render({"document": to_values(every_block)}, [], quiet)
    assert "Pack page" not in page_texts(bare)[1]


def test_inspect_names_what_it_refuses(make_paper: Callable[..., bytes]) -> None:
    said: list[str] = []
    facts, blobs = tasks.inspect(
        {"names": ["a.pdf", "b.pdf"]},
        [make_paper(2), b"x"],
        lambda words, _done, _of: said.append(words),
    )
    assert said == ["a.pdf", "b.pdf"]
    assert blobs == []
    assert facts["papers"][0]["pages"] == 2
    assert facts["papers"][1]["refused"].startswith("b.pdf is not a PDF")
    json.dumps(facts)


def test_text(make_paper: Callable[..., bytes]) -> None:
    facts, _ = tasks.text({"names": ["a"]}, [make_paper(2)], quiet)
    assert facts == {"texts": [["Paper page 1", "Paper page 2"]]}
    with pytest.raises(Refused, match="b is damaged"):
        tasks.text({"names": ["b"]}, [b"x"], quiet)


def test_join(make_paper: Callable[..., bytes], page_texts: Texts) -> None:
    values = {
        "parts": [
            {"title": "A"},
            {"title": "B", "ours": False, "marking": "SECRET", "blanks": 1},
        ],
        "furniture": {"marking": "OFFICIAL"},
        "title": "Pack",
        "bookmarks": [{"title": "All", "page": 1, "children": [{"title": "B", "page": 3}]}],
        "labels": [{"page": 3, "prefix": "S", "first": 1}],
    }
    facts, (data,) = tasks.join(json.loads(json.dumps(values)), [make_paper()] * 2, quiet)
    assert facts == {
        "pages": 3,
        "first_pages": [1, 3],
        "removed": [[], []],
        "warnings": [],
        "untagged": ["A", "B"],
    }
    texts = page_texts(data)
    assert texts[0].count("OFFICIAL") == 2
    assert texts[2].count("SECRET") == 2
    plain, _ = tasks.join({"parts": [{"title": "A"}], "title": "P"}, [make_paper()], quiet)
    assert plain["pages"] == 1


def test_write_makes_word_and_html() -> None:
    values = {"document": to_values(Document("T", blocks=())), "form": "html"}
    facts, (page,) = tasks.write(values, [], quiet)
    assert facts == {}
    assert page.startswith(b"<!DOCTYPE html>")
    word = {**values, "form": "docx", "furniture": {"marking": "OFFICIAL"}}
    _, (made,) = tasks.write(word, [], quiet)
    _, (again,) = tasks.write(word, [made], quiet)
    assert made.startswith(b"PK")
    assert again.startswith(b"PK")


def test_render_in_large_print() -> None:
    values = {"document": to_values(Document("T", blocks=(Paragraph("word " * 900),)))}
    (facts, _), (large, _) = (
        tasks.render({**values, "large": wanted}, [], quiet) for wanted in (False, True)
    )
    assert large["pages"] > facts["pages"]
