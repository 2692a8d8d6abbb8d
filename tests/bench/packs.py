"""Packs: many papers joined, fitted and stamped, and a whole pack with contents and checks.

Ours is measured as the program does it: in the process for files, which is running already, with
the papers sent to it and the pack sent back. The floor is qpdf, which joins and does nothing else.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from datetime import time as clock
from importlib.resources import files
from io import BytesIO
from pathlib import Path

import pikepdf
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import SimpleDocTemplate
from reportlab.platypus import Table as PlainTable

from dscp_desktop.core.faults import Refused
from dscp_desktop.diary.rules.meetings import MeetingLine
from dscp_desktop.jobs.files import FileWorker
from dscp_desktop.meetings.rules.agenda import Agenda, AgendaLine
from dscp_desktop.packs.documents.binding import JOIN
from dscp_desktop.packs.documents.building import build_pack
from dscp_desktop.packs.documents.copies import make_copies
from dscp_desktop.packs.documents.press import Kept
from dscp_desktop.packs.rules.parts import PAPER, PackContents, PackPart, PackPiece
from dscp_desktop.paper.document import Column, Document, Row, Table, cells
from dscp_desktop.paper.furniture import Furniture, furniture_values
from dscp_desktop.paper.pdf import render_pdf
from dscp_desktop.paper.reading import inspect_pdf
from tests.bench.lines import ROOT, Line, in_child

PAPERS, PAGES = 60, 500
JOINED_AT_MOST, WHOLE_AT_MOST = 3.0, 6.0
REBUILT_AT_MOST, COPY_AT_MOST = 1 / 3, 1 / 10
COPIES = 14
ROUNDS = 7
BUILT_AT = datetime(2023, 7, 6, 14, 20, tzinfo=UTC)
FURNITURE = Furniture(
    marking="OFFICIAL-SENSITIVE",
    head_left="Example Safeguarding Children Partnership",
    head_right="Executive, 13 July 2023",
    foot_left="Built on 6 July 2023 from the records of that day",
    foot_right="Pack page {page} of {pages}",
)


def measure_packs() -> list[Line]:
    """500 pages in 60 papers, joined and whole; the same tagged; then papers of other programs.

    The tagged ones have no bound: qpdf leaves their structure behind, and ours copies and joins
    it, more than a hundred elements a page.
    """
    with tempfile.TemporaryDirectory() as name, FileWorker() as worker:
        folder = Path(name)
        what = f"{PAGES} pages in {PAPERS} papers"
        lines = _measure(folder / "plain", office_papers(plain_paper), worker, what)
        lines += _measure(
            folder / "tagged", office_papers(tagged_paper), worker, f"{what}, tagged", bound=False
        )
        lines += measure_again(worker)
        real = corpus_papers()
        if real:
            pages = sum(inspect_pdf(data, "paper").pages for data in real)
            what = f"{pages} pages in {len(real)} papers of other programs"
            lines += _measure(folder / "real", real, worker, what)
    return lines


def _measure(
    folder: Path, papers: Sequence[bytes], worker: FileWorker, what: str, *, bound: bool = True
) -> list[Line]:
    folder.mkdir()
    for number, data in enumerate(papers):
        (folder / f"{number:03}.pdf").write_bytes(data)
    name, floor = bare_join(sorted(folder.glob("*.pdf")), folder / "joined.out")
    contents = pack_contents(papers)
    asked = join_values(papers)

    def joined() -> None:
        worker.ask(JOIN, asked, papers)

    def whole() -> None:
        build_pack(contents, worker.ask, built_at=BUILT_AT)

    took = in_turn([floor, joined, whole])
    memory = in_child("tests.bench.packs:join_folder", str(folder)).memory
    bare_memory = in_child("tests.bench.packs:bare_folder", str(folder)).memory
    rows = (
        (f"joined, fitted and stamped: {what}", took[1], JOINED_AT_MOST),
        (f"a whole pack, with contents and checks: {what}", took[2], WHOLE_AT_MOST),
    )
    return [
        Line(
            words,
            name,
            took[0],
            ours=ours,
            aim=f"{most:g} times" if bound else "none",
            at_most=most if bound else 0,
            memory=memory,
            floor_memory=bare_memory,
        )
        for words, ours, most in rows
    ]


def measure_again(worker: FileWorker) -> list[Line]:
    """A pack built again after one change, and copies of it, against the whole build."""
    papers = office_papers(plain_paper)
    pages = PAGES // PAPERS
    contents = pack_contents(papers)
    changed = with_paper(contents, 20, plain_paper(PAPERS, pages))
    longer = with_paper(contents, 20, plain_paper(PAPERS + 1, pages + 3))
    seen = Kept()
    data = build_pack(contents, worker.ask, built_at=BUILT_AT, kept=seen).data
    names = [f"Recipient {number}" for number in range(COPIES)]

    def built(what: PackContents, kept: Kept | None = None) -> None:
        build_pack(what, worker.ask, built_at=BUILT_AT, kept=kept)

    def copies() -> None:
        for _ in make_copies(data, worker.ask, names):
            pass

    whole, same, more = in_turn(
        [
            lambda: built(contents),
            lambda: built(changed, seen.copy()),
            lambda: built(longer, seen.copy()),
        ]
    )
    worker.start()
    (copied,) = in_turn([copies])
    what = f"{PAGES} pages in {PAPERS} papers"
    rows = (
        (f"built again, one paper changed: {what}", same, REBUILT_AT_MOST, "a third"),
        (f"built again, one paper longer, so every number: {what}", more, 0.0, "none"),
        (f"a numbered copy with a watermark: {what}", copied / COPIES, COPY_AT_MOST, "a tenth"),
    )
    return [
        Line(words, "the whole build", whole, ours=ours, aim=aim, at_most=most)
        for words, ours, most, aim in rows
    ]


def with_paper(contents: PackContents, place: int, data: bytes) -> PackContents:
    """The contents with another file for one paper."""
    pieces = list(contents.pieces)
    pieces[place] = replace(pieces[place], data=data)
    return replace(contents, pieces=tuple(pieces))


def in_turn(works: Sequence[Callable[[], object]], rounds: int = ROUNDS) -> list[float]:
    """The shortest time of each, in seconds; each round runs all, so all meet the same machine."""
    for work in works:
        work()
    found = [float("inf")] * len(works)
    for _ in range(rounds):
        for place, work in enumerate(works):
            start = time.perf_counter()
            work()
            found[place] = min(found[place], time.perf_counter() - start)
    return found


def bare_join(papers: Sequence[Path], out: Path) -> tuple[str, Callable[[], object]]:
    """qpdf's own join of files, and its name: the command, or where there is none its library."""
    words = ["--empty", "--pages", *map(str, papers), "--", str(out)]
    command = shutil.which("qpdf")
    if command is None:
        return "qpdf's library: --empty --pages", lambda: pikepdf.Job(["qpdf", *words]).run()
    # 3: it warns of a damaged paper and goes on.
    return "qpdf --empty --pages", lambda: _ran([command, *words], (0, 3))


def _ran(command: list[str], good: tuple[int, ...]) -> None:
    code = subprocess.run(command, check=False, stderr=subprocess.DEVNULL).returncode
    if code not in good:
        raise RuntimeError(f"{command[0]} ended with {code}")


def join_folder(folder: str) -> int:
    """Join the papers of a folder in this process, for its memory; the pages."""
    from dscp_desktop.paper.tasks import join

    papers = [path.read_bytes() for path in sorted(Path(folder).glob("*.pdf"))]
    values, _ = join(join_values(papers), papers, lambda _words, _done, _of: None)
    return int(values["pages"])


def bare_folder(folder: str) -> int:
    """Join the papers of a folder with qpdf's library in this process, for its memory."""
    papers = [str(path) for path in sorted(Path(folder).glob("*.pdf"))]
    pikepdf.Job(["qpdf", "--empty", "--pages", *papers, "--", f"{folder}/bare.out"]).run()
    return len(papers)


# --- what is joined ------------------------------------------------------------------------------


def office_papers(make: Callable[[int, int], bytes]) -> list[bytes]:
    """Papers with a table of words and figures, each with fonts of its own: 500 pages in all."""
    more = PAGES - PAPERS * (PAGES // PAPERS)
    return [make(number, PAGES // PAPERS + (number < more)) for number in range(PAPERS)]


def _rows(number: int, pages: int) -> list[tuple[str, str, str]]:
    lines = range(28 * pages)
    return [(f"{number}.{n}", f"What is asked of partner {n % 13}", f"£{n * 7:,}") for n in lines]


def plain_paper(number: int, pages: int) -> bytes:
    """One paper of so many pages as ReportLab makes it, without tags."""
    fonts = files("font_source_sans_pro") / "files" / "SourceSansPro-Regular.ttf"
    name = f"Own{number}"  # a font of its own: papers do not share theirs
    pdfmetrics.registerFont(TTFont(name, str(fonts)))
    style = [("FONT", (0, 0), (-1, -1), name, 11), ("LINEBELOW", (0, 0), (-1, -1), 0.5, "grey")]
    rows = [("No", "What", "Amount"), *_rows(number, pages)]
    while True:
        out = BytesIO()
        made = SimpleDocTemplate(out, pagesize=A4, invariant=1)
        made.build([PlainTable(rows, [70, 310, 70], repeatRows=1, style=style)])
        if made.page <= pages:
            return out.getvalue()
        del rows[-5:]


def tagged_paper(number: int, pages: int) -> bytes:
    """One paper of so many pages as ours are."""
    heads = (Column("No"), Column("What", width=4), Column("Amount", "right"))
    rows = [Row(cells(*row)) for row in _rows(number, pages)]
    while True:
        made = render_pdf(Document(f"Paper {number}", blocks=(Table(heads, tuple(rows)),)))
        if made.pages <= pages:
            return made.data
        del rows[-5:]


def corpus_papers() -> list[bytes]:
    """The corpus' PDFs that can be taken; none where there is no corpus."""
    place = Path(os.environ.get("DSCP_CORPUS") or ROOT.parent / "shared" / "corpus") / "pdf"
    found = []
    for path in sorted(place.glob("*.pdf")):
        data = path.read_bytes()
        try:
            inspect_pdf(data, path.name)
        except Refused:
            continue
        found.append(data)
    return found


def join_values(papers: Sequence[bytes]) -> dict[str, object]:
    """What the process for files is asked to join the papers with."""
    parts = [{"title": f"Paper {number}"} for number in range(len(papers))]
    return {"parts": parts, "furniture": furniture_values(FURNITURE), "title": "Pack"}


def pack_contents(papers: Sequence[bytes]) -> PackContents:
    """A meeting whose agenda has an item for each paper, its pages not counted yet."""
    on = date(2023, 7, 13)
    meeting = MeetingLine("m", "g", "Executive", "EXEC", on, clock(10), clock(12), "Room", "Chair")
    numbers = range(1, len(papers) + 1)
    items = tuple(
        AgendaLine(f"i{number}", number, f"Item {number}: what partners are asked", minutes=5)
        for number in numbers
    )
    part = PackPart(PAPER, "", purpose="information", owner="Business manager")
    pieces = tuple(
        PackPiece(replace(part, title=f"Paper {number}", item=number), data=data)
        for number, data in zip(numbers, papers, strict=True)
    )
    agenda = Agenda(meeting, items, stored=True)
    return PackContents(
        "Example Partnership", "OFFICIAL", "Europe/London", agenda, pieces, "0000 0000"
    )


if __name__ == "__main__":
    for line in measure_packs():
        times = f"{line.floor * 1000:.0f} ms {line.floor_name}, {line.ours * 1000:.0f} ms ours"
        memory = f"{line.memory >> 20} MB to {line.floor_memory >> 20} MB"
        holds = "holds" if line.holds else "DOES NOT HOLD"
        print(f"{line.what}: {times}, {line.ratio:.2f} times, {memory}, {holds}")
