"""`dscp pack`: the corpus and tagged papers in one pack, part 2 on its own, numbered copies."""

from __future__ import annotations

import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from dscp_desktop.app.packing import copy_places
from dscp_desktop.core.faults import Refused
from dscp_desktop.paper.reading import inspect_pdf
from tests.app.conftest import Dscp
from tests.packs.conftest import labels_of, outline_of, plain_pdf, texts_of
from tests.paper.structure import Element, read_tree

MEETING = "Safeguarding Executive Group 2023-07-13"
TAGGED = ("headings.pdf", "table.pdf")
PASSWORD = "harbour lamp violet"


def readable(corpus: Path) -> dict[Path, int]:
    """The PDFs of the corpus that open, with their pages."""
    found = {}
    for path in sorted((corpus / "pdf").glob("*.pdf")):
        try:
            found[path] = inspect_pdf(path.read_bytes(), path.name).pages
        except Refused:
            continue
    return found


@pytest.mark.timeout(300)
def test_the_corpus_and_two_tagged_papers_in_one_executive_pack(
    dscp: Dscp, office: Path, tmp_path: Path, corpus: Path, data: Path
) -> None:
    papers = readable(corpus)
    assert len(papers) == 28
    tagged = {data / "tagged" / name: 0 for name in TAGGED}
    tagged = {path: inspect_pdf(path.read_bytes(), path.name).pages for path in tagged}
    papers |= tagged
    assert dscp("paper", office, "--meeting", MEETING, *papers).code == 0
    out = tmp_path / "p.pdf"
    said = dscp("pack", office, "--meeting", MEETING, "-o", out)
    assert said.code == 0, said.err
    assert sorted(path.name for path in tmp_path.glob("*.pdf*")) == ["p.pdf"], "no half of a file"
    whole = out.read_bytes()
    texts = texts_of(whole)
    for number, text in enumerate(texts, 1):
        assert f"Pack page {number} of {len(texts)}" in text
        assert text.count("OFFICIAL-SENSITIVE") >= 2, number
    assert labels_of(whole) == [str(n) for n in range(1, len(texts) + 1)]
    check_places(whole, papers, len(texts))
    check_tags(whole, tagged)
    tool = shutil.which("qpdf")
    if tool:
        checked = subprocess.run([tool, "--check", str(out)], capture_output=True, text=True)
        assert checked.returncode == 0, checked.stdout + checked.stderr
        assert "WARNING" not in checked.stdout + checked.stderr


def check_places(whole: bytes, papers: dict[Path, int], pages: int) -> None:
    """Every paper begins where its bookmark says, and is as long as it was."""
    marks = outline_of(whole)
    begins = {
        title.partition(". ")[2]: page for depth, title, page in marks if depth == 0 and page > 1
    }
    ordered = [begins[" ".join(path.stem.split())] for path in papers]
    assert ordered == sorted(ordered)
    ends = [*ordered[1:], pages + 1]
    # Any other business and what else stands behind the papers has no page here.
    for (path, own), first, after in zip(papers.items(), ordered, ends, strict=True):
        assert after - first == own, path.name
    own_marks = sum(1 for depth, _, _ in marks if depth > 0)
    with (
        pikepdf.open(next(p for p in papers if p.name.startswith("009"))) as one,
        one.open_outline() as chapters,
    ):
        expected = len(chapters.root)
    assert own_marks > expected > 0


def check_tags(whole: bytes, tagged: dict[Path, int]) -> None:
    """The structure of the tagged papers is in the pack as it was, piece by piece."""
    with pikepdf.open(BytesIO(whole)) as pdf:
        sections = {str(e.obj.get("/T", "")): e for e in read_tree(pdf).walk() if e.kind == "Sect"}
        for path in tagged:
            with pikepdf.open(path) as own:
                was = shape(read_tree(own))
            assert len(was) > 5
            assert shape(sections[path.stem]) == was


def shape(element: Element) -> list[tuple[str, int]]:
    """The types of what is in an element, and how many pieces of content each has."""
    return [
        (e.kind, sum(isinstance(kid, tuple) for kid in e.kids))
        for e in element.walk()
        if e is not element and e.kind != "Document"
    ]


def test_part_2_on_its_own_and_numbered_copies(
    dscp: Dscp, office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hush = tmp_path / "hush.pdf"
    hush.write_bytes(plain_pdf("HUSH one", "HUSH two"))
    assert dscp("paper", office, "--meeting", MEETING, "--part2", hush).code == 0
    out, second = tmp_path / "p.pdf", tmp_path / "part2.pdf"
    asked = ("pack", office, "--meeting", MEETING, "-o", out, "--part-2", second)
    said = dscp(*asked, "--edition", "public")
    assert (said.code, out.exists()) == (2, False)
    assert "DSCP_PART2_PASSWORD" in said.err
    monkeypatch.setenv("DSCP_PART2_PASSWORD", "short")
    assert dscp(*asked).code == 1
    monkeypatch.setenv("DSCP_PART2_PASSWORD", PASSWORD)
    said = dscp(*asked, "--edition", "public", "--copy", "Ann Lee", "--copy", " Bo  Ray ")
    assert said.code == 0, said.err
    public = texts_of(out.read_bytes())
    assert not any("HUSH" in text for text in public)
    copies = copy_places(out, 2)
    assert [path.name for path in copies] == ["p-copy-1-of-2.pdf", "p-copy-2-of-2.pdf"]
    for number, (path, name) in enumerate(zip(copies, ("Ann Lee", "Bo Ray"), strict=True), 1):
        texts = texts_of(path.read_bytes())
        assert len(texts) == len(public)
        assert all(f"Copy {number} of 2 · Built" in text for text in texts)
        assert all(f"Copy {number} · {name}" in text for text in texts)
    with pytest.raises(pypdfium2.PdfiumError):
        pypdfium2.PdfDocument(second)
    with pikepdf.open(second, password=PASSWORD) as pdf:
        plain = BytesIO()
        pdf.save(plain)
    alone = texts_of(plain.getvalue())
    assert "HUSH one" in alone[1]
    assert f"Pack page {len(public) - 1} of {len(public)}" in alone[1]
    assert dscp("pack", office, "--meeting", MEETING, "-o", out, "--copy", " ", "--force").code == 2
    said = dscp("pack", office, "--meeting", MEETING, "-o", out, "--supplement", "1", "--force")
    assert (said.code, "was not issued" in said.err) == (1, True)
