"""Measurements as ratios against something public in the same run: `dev.py bench`.

Each line has a floor (the public way), ours, and the ratio. Milliseconds hold for one machine;
ratios are judged. The table goes to `docs/measurements.md`.
"""

from __future__ import annotations

import io
import platform
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import openpyxl
import pikepdf

from dscp_desktop.app.beginning import begin_from
from dscp_desktop.app.features import workbook_offers
from dscp_desktop.core.profiles import load_profile
from dscp_desktop.paper.document import Column, Document, Row, Table, cells
from dscp_desktop.paper.furniture import Furniture
from dscp_desktop.paper.joining import Part, join
from dscp_desktop.paper.pdf import render_pdf
from dscp_desktop.records.commands import import_workbooks
from dscp_desktop.records.rules import FilePlan, plan_file
from dscp_desktop.sheets.reading import read_workbook
from dscp_desktop.store.opening import Birth, Store, create_store

ROWS = 20_000
PAPERS, PAGES = 60, 8


@dataclass(frozen=True)
class Line:
    """One measurement: what, against what, both in seconds, and the ratio aimed at."""

    what: str
    floor_name: str
    floor: float
    ours: float
    aim: str


def best(work: Callable[[], object], times: int = 3) -> float:
    """Return the shortest of some runs, in seconds."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return min(found)


def action_log(rows: int) -> bytes:
    """Return an action log of so many rows as a workbook."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Action log")
    sheet.append(["No", "Group", "Date raised", "Agenda item", "Action", "Owner", "Due", "Status"])
    for n in range(rows):
        raised = date(2023, 4, 1) + timedelta(days=n % 300)
        words = f"Provide the single agency audit number {n}"
        sheet.append(
            [f"PLG{n:06d}", "PLG", raised, f"{n % 9}.", words, "HDFT", raised, "In progress"]
        )
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def measure_workbooks(folder: Path) -> list[Line]:
    """Reading and judging an action log, and the whole import with history and search."""
    data = action_log(ROWS)
    offers = workbook_offers()

    def plain() -> None:
        sheet = openpyxl.load_workbook(io.BytesIO(data), read_only=True)["Action log"]
        assert sum(1 for _ in sheet.iter_rows(values_only=True)) == ROWS + 1

    def judged() -> FilePlan:
        return plan_file("log.xlsx", read_workbook(data, "log.xlsx").sheets, offers)

    floor = best(plain)
    stores = iter(range(100))

    def whole() -> None:
        with _store(folder / f"{next(stores)}.dscp") as store:
            store.run(import_workbooks, (judged(),))

    name = "openpyxl, read only, nothing judged"
    return [
        Line(f"read and judge {ROWS:,} rows", name, floor, best(judged), "0.2"),
        Line(f"import {ROWS:,} rows, with history and search", name, floor, best(whole, 1), "0.6"),
    ]


def _store(path: Path) -> Store:
    store = create_store(path, Birth("Bench", "Ann", "correct horse battery"))
    store.run(begin_from, load_profile("durham-2022-23"))
    return store


def measure_packs() -> list[Line]:
    """Joining and stamping papers of our own, against a bare join."""
    rows = tuple(Row(cells(f"{n}", "A line of a table", "£1,234")) for n in range(28 * PAGES))
    heads = (Column("No"), Column("What", width=4), Column("Amount", "right"))
    paper = render_pdf(Document("A paper", blocks=(Table(heads, rows),)))

    def bare() -> None:
        with pikepdf.new() as out:
            for _ in range(PAPERS):
                with pikepdf.open(io.BytesIO(paper.data)) as part:
                    out.add_pages_from(part)
            out.save(io.BytesIO())

    def ours() -> object:
        parts = [Part(paper.data, f"Paper {n}", ours=False) for n in range(PAPERS)]
        furniture = Furniture(marking="OFFICIAL", foot_right="Pack page {page} of {pages}")
        return join(parts, furniture=furniture, title="Pack")

    pages = PAPERS * paper.pages
    what = f"join, fit and stamp {pages} pages in {PAPERS} papers"
    return [Line(what, "pikepdf, joined and nothing else", best(bare), best(ours), "3")]


def table(lines: list[Line]) -> str:
    """Return the measurements as a page."""
    head = (
        "# Measurements\n\nMade by `python3 dev.py bench`. A ratio is ours divided by the floor of "
        "the same run; milliseconds hold for one machine only.\n\n"
        f"{platform.system()}, Python {platform.python_version()}, "
        f"{datetime.now(UTC):%d %B %Y}.\n\n"
        "| what | floor | floor, ms | ours, ms | ratio | aim |\n|---|---|---|---|---|---|\n"
    )
    rows = [
        f"| {line.what} | {line.floor_name} | {line.floor * 1000:.0f} | {line.ours * 1000:.0f} | "
        f"{line.ours / line.floor:.2f} | {line.aim} |\n"
        for line in lines
    ]
    return head + "".join(rows)


def main() -> None:
    """Measure everything and write the table."""
    with tempfile.TemporaryDirectory() as folder:
        lines = [*measure_workbooks(Path(folder)), *measure_packs()]
    page = table(lines)
    (Path(__file__).resolve().parents[2] / "docs/measurements.md").write_text(page, "utf-8")
    print(page)


if __name__ == "__main__":
    main()
