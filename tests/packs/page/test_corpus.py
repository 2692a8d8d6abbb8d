"""The corpus and two tagged papers in one Executive pack by the window."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from dscp_desktop.packs.page.packs import CHECKS, PacksPage
from dscp_desktop.paper.reading import inspect_pdf
from tests.app.test_packing import TAGGED, check_places, check_tags, readable
from tests.packs.conftest import labels_of, texts_of
from tests.packs.page.deeds import Settle, build, rows


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_corpus_and_two_tagged_papers_in_one_pack_by_the_window(
    page: PacksPage, settle: Settle, tmp_path: Path, corpus: Path, data: Path
) -> None:
    papers = readable(corpus)
    assert len(papers) == 28
    tagged = {data / "tagged" / name: 0 for name in TAGGED}
    tagged = {path: inspect_pdf(path.read_bytes(), path.name).pages for path in tagged}
    papers |= tagged
    page.tab.incoming.take_files(list(papers))
    settle()
    assert page.trouble.isHidden(), page.trouble.text()
    (locked,) = (path for path in sorted((corpus / "pdf").glob("*.pdf")) if path not in papers)
    page.tab.incoming.take_files([locked])
    settle()
    assert locked.name in page.trouble.text()
    assert "password" in page.trouble.text()
    shown = [row for row in rows(page) if row.paper]
    assert [row.part.pages for row in shown] == list(papers.values())
    build(page, settle)
    made = page.building.made
    assert made is not None
    assert page.found is not None
    assert page.tabs.tabText(CHECKS).startswith("Checks ")
    kinds = {finding.kind for finding in page.found.findings}
    assert {"comments", "attachments", "untagged", "metadata"} <= kinds
    out = tmp_path / "pack.pdf"
    page.building.save_to(made, out)
    settle()
    whole = out.read_bytes()
    texts = texts_of(whole)
    assert len(texts) == made.pack.pages
    for number, text in enumerate(texts, 1):
        assert f"Pack page {number} of {len(texts)}" in text
    assert labels_of(whole) == [str(n) for n in range(1, len(texts) + 1)]
    check_places(whole, papers, len(texts))
    check_tags(whole, tagged)
    # The list says the same pages as the file.
    for row in shown:
        first = next(r for r in rows(page) if r.id == row.id).part.first
        assert made.pack.parts[row.place].first == first
    tool = shutil.which("qpdf")
    if tool:
        checked = subprocess.run([tool, "--check", str(out)], capture_output=True, text=True)
        assert checked.returncode == 0, checked.stdout + checked.stderr
        assert "WARNING" not in checked.stdout + checked.stderr
