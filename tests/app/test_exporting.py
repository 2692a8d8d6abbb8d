"""Documents from the command line: PDF, Word and HTML, in large print, on a template."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import docx
import pikepdf
import pytest

from dscp_desktop.paper.document import Document
from dscp_desktop.paper.word.reading import read_word
from dscp_desktop.paper.word.writing import render_word
from tests.app.conftest import Dscp
from tests.paper.structure import outline, problems

MEETING = "Safeguarding Executive Group 2023-11-09"
WANTED = {
    "action-log": (),
    "agenda": ("--meeting", MEETING),
    "attendance": ("--group", "Safeguarding Executive Group"),
    "contributions": ("--year", "2022-23"),
}


@pytest.mark.parametrize("kind", WANTED)
def test_a_document_as_pdf_word_and_html(
    kind: str, dscp: Dscp, office: Path, tmp_path: Path
) -> None:
    for ending in ("pdf", "docx", "html"):
        said = dscp("export", office, kind, "-o", tmp_path / f"d.{ending}", *WANTED[kind])
        assert said.code == 0, said.err
    pdf = (tmp_path / "d.pdf").read_bytes()
    assert problems(pdf) == []
    document = read_word((tmp_path / "d.docx").read_bytes())
    assert document.title in outline(pdf)
    assert document.marking == "OFFICIAL-SENSITIVE"
    page = (tmp_path / "d.html").read_text("utf-8")
    assert f"<h1>{document.title}</h1>" in page


def test_large_print_and_a_template(dscp: Dscp, office: Path, tmp_path: Path) -> None:
    plain, large = tmp_path / "plain.pdf", tmp_path / "large.pdf"
    assert dscp("export", office, "action-log", "-o", plain).code == 0
    assert dscp("export", office, "action-log", "--large", "-o", large).code == 0
    counts = [len(pikepdf.open(path).pages) for path in (plain, large)]
    assert counts[1] > counts[0]
    word = docx.Document(BytesIO(render_word(Document("Template"))))
    word.sections[0].header.paragraphs[0].text = "The letterhead"
    word.save(str(tmp_path / "t.docx"))
    out = tmp_path / "log.docx"
    said = dscp("export", office, "action-log", "--template", tmp_path / "t.docx", "-o", out)
    assert said.code == 0, said.err
    made = docx.Document(str(out))
    assert made.sections[0].header.paragraphs[0].text == "The letterhead"


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (
            ("minutes", "-o", "d.pdf"),
            2,
            "There is no document 'minutes'. The documents",
        ),
        (("agenda", "-o", "d.pdf"), 2, "Say which meeting's agenda is wanted."),
        (("attendance", "-o", "d.html"), 2, "Say which group's attendance is wanted."),
        (("action-log", "-o", "d.html", "--large"), 2, "Large print is for -o OUT.pdf"),
        (("action-log", "-o", "d.docx", "--template", "none.docx"), 2, "none.docx is not there."),
        (
            ("action-log", "-o", "d.pdf", "--template", "{plain}"),
            2,
            "A template is for -o",
        ),
        (("action-log", "-o", "d.docx", "--template", "{plain}"), 1, "is no Word document"),
        (("action-log", "-o", "d.pdf", "--group", "Nobody"), 2, "There is no group 'Nobody'."),
        (("minutes", "-o", "d.xlsx"), 2, "As .pdf, .docx or .html: action-log"),
        (("action-log", "-o", "d.txt"), 2, "There is no kind 'action-log'."),
    ],
)
def test_what_cannot_be_made_is_said(
    words: tuple[str, ...], code: int, told: str, dscp: Dscp, office: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plain.txt").write_text("no Word", encoding="utf-8")
    said = dscp("export", office, *(word.format(plain="plain.txt") for word in words))
    assert said.code == code, said.err
    assert told in said.err
    assert not list(tmp_path.glob("d.*"))


def test_nothing_is_written_over(dscp: Dscp, office: Path, tmp_path: Path) -> None:
    out = tmp_path / "log.pdf"
    assert dscp("export", office, "action-log", "-o", out).code == 0
    assert dscp("export", office, "action-log", "-o", out).code == 2
    assert dscp("export", office, "action-log", "-o", out, "--force").code == 0
