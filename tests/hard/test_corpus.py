"""Every file of the corpus by both ways, against the table of what became of it."""

from __future__ import annotations

import re
from pathlib import Path

import pikepdf
import pytest

from dscp_desktop.core.faults import Refused
from dscp_desktop.jobs.files import FileWorker
from dscp_desktop.sheets.values import from_values
from tests.app.conftest import Dscp
from tests.hard import golden
from tests.hard.test_papers import INSPECT, MEETING
from tests.hard.watching import Peak

READ = "dscp_desktop.sheets.tasks:read"


def test_the_table_holds_every_file(corpus: Path) -> None:
    assert {path.name for path in (corpus / "workbooks").iterdir()} == set(golden.BOOKS)
    assert {path.name for path in (corpus / "pdf").iterdir()} == set(golden.PAPERS)


def test_workbooks_are_read_as_before(corpus: Path, worker: FileWorker, watched: Peak) -> None:
    for name, end in golden.BOOKS.items():
        data = (corpus / "workbooks" / name).read_bytes()
        if isinstance(end, str):
            with pytest.raises(Refused, match="^" + re.escape(f"{name} {end}")):
                worker.ask(READ, {"name": name}, [data])
            continue
        sheets = from_values(*worker.ask(READ, {"name": name}, [data])).sheets
        rows = sum(len(sheet.rows) for sheet in sheets)
        errors = sum(len(sheet.errors) for sheet in sheets)
        formulas = sum(len(sheet.formulas) for sheet in sheets)
        assert (len(sheets), rows, errors, formulas) == end, name
    assert watched.seen


def test_papers_are_seen_as_before(corpus: Path, worker: FileWorker, watched: Peak) -> None:
    for name, end in golden.PAPERS.items():
        data = (corpus / "pdf" / name).read_bytes()
        answer, _ = worker.ask(INSPECT, {"name": name, "names": [name]}, [data])
        facts = answer["papers"][0]
        if isinstance(end, str):
            assert facts["refused"].startswith(f"{name} {end}")
        else:
            assert (facts["pages"], facts["repaired"], *facts["removed"]) == end, name
    assert watched.seen


def test_the_command_line_refuses_workbooks_of_others_by_name(
    dscp: Dscp, made: Path, corpus: Path, watched: Peak
) -> None:
    books = [corpus / "workbooks" / name for name in golden.BOOKS]
    said = dscp("import", made, *books, "--json")
    assert said.code == 1
    assert [result["file"] for result in said.json] == list(golden.BOOKS)
    for result in said.json:
        end = golden.BOOKS[result["file"]]
        words = end if isinstance(end, str) else "holds no sheet of a known kind."
        assert result["faults"][0]["why"].startswith(f"{result['file']} {words}")
    assert watched.seen


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_the_command_line_puts_every_open_paper_into_one_pack(
    dscp: Dscp, year: Path, corpus: Path, watched: Peak
) -> None:
    sound = [name for name, end in golden.PAPERS.items() if not isinstance(end, str)]
    shut = [name for name, end in golden.PAPERS.items() if isinstance(end, str)]
    said = dscp("paper", year, "--meeting", MEETING, *(corpus / "pdf" / name for name in sound))
    assert said.code == 0, said.err
    assert said.err.endswith(f"Added {len(sound)} papers to {MEETING}.\n")
    for name in shut:
        said = dscp("paper", year, "--meeting", MEETING, corpus / "pdf" / name)
        assert said.code == 1
        assert said.err.startswith(f"dscp: {name} {golden.PAPERS[name]}")
    out = year.with_name("p.pdf")
    said = dscp("pack", year, "--meeting", MEETING, "-o", out)
    assert said.code == 0, said.err
    pages = sum(int(end[0]) for end in golden.PAPERS.values() if not isinstance(end, str))
    with pikepdf.open(out) as pdf:
        assert len(pdf.pages) > pages
        assert pdf.check_pdf_syntax() == []
    assert watched.seen
