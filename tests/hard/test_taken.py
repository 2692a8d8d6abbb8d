"""Every file of the corpus, and sound ones damaged: in the pack, or refused by name and reason."""

from __future__ import annotations

import io
import shutil
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path

import pikepdf
import pytest

from dscp_desktop.core.faults import Refused
from dscp_desktop.diary.commands.meetings import add_meeting
from dscp_desktop.diary.rules.meetings import MeetingDetails
from dscp_desktop.jobs.converting import private_folder
from dscp_desktop.jobs.files import FileWorker
from dscp_desktop.jobs.taking import TakenFile, take_paper
from dscp_desktop.meetings.commands.receiving import ReceivedPaper, add_papers
from dscp_desktop.packs.documents.building import build_pack
from dscp_desktop.packs.queries.contents import gather
from dscp_desktop.packs.rules.parts import PAPER
from dscp_desktop.partnership.queries.parties import find_group
from dscp_desktop.store.opening import Store
from tests.hard.damage import WAYS
from tests.hard.watching import Peak
from tests.paper.test_photo import picture

TODAY = date(2023, 7, 6)
BUILT_AT = datetime(2023, 7, 6, 14, 20, tzinfo=UTC)
# They stand for what makes PDFs: an office, LaTeX with bookmarks, a scanner, a form, a browser.
SOURCES = ("002", "006", "007-imagemagick-images", "010", "011", "026")


def taken(worker: FileWorker, name: str, data: bytes) -> TakenFile | str:
    """A file that was taken in, or the words that refuse it, which must name it and help."""
    try:
        return take_paper(worker.ask, data, name)
    except Refused as refused:
        words = refused.words
    assert words.startswith(name), words
    assert len(words) > len(name) + 20
    assert words.endswith("."), words
    return words


def damaged(corpus: Path) -> dict[str, bytes]:
    sound = [next((corpus / "pdf").glob(f"{start}*")) for start in SOURCES]
    return {
        f"{way}.pdf": damage(sound[number % len(sound)].read_bytes())
        for number, (way, damage) in enumerate(WAYS.items())
    }


@pytest.mark.timeout(300)
def test_all_are_in_the_pack_or_refused_by_name(
    durham: Store, worker: FileWorker, watched: Peak, corpus: Path, tmp_path: Path
) -> None:
    files = {path.name: path.read_bytes() for path in sorted((corpus / "pdf").iterdir())}
    broken = damaged(corpus)
    assert len(broken) >= 20
    found = {name: taken(worker, name, data) for name, data in {**files, **broken}.items()}
    papers = {name: one for name, one in found.items() if isinstance(one, TakenFile)}
    assert sum(name in papers for name in files) == 28
    refused = [name for name in broken if name not in papers]
    assert refused, "nothing of what was damaged is refused: it was not damaged"
    assert all(papers[name].facts["repaired"] for name in broken if name in papers if _marred(name))
    received = [
        ReceivedPaper(name, one.data, one.pages, one.removed) for name, one in papers.items()
    ]
    group = durham.ask(find_group, "EXEC")
    assert group is not None
    meeting = str(durham.run(add_meeting, group.id, MeetingDetails(date(2023, 7, 13))).result)
    durham.run(add_papers, meeting, received, TODAY)
    contents = durham.ask(gather, meeting, (), TODAY)
    pack = build_pack(contents, worker.ask, built_at=BUILT_AT)
    parts = {part.title: part.pages for part in pack.parts if part.kind == PAPER}
    assert parts == {name: one.pages for name, one in papers.items()}
    with pikepdf.open(io.BytesIO(pack.data)) as pdf:
        assert len(pdf.pages) == pack.pages > sum(parts.values())
    if shutil.which("qpdf"):
        (tmp_path / "pack.pdf").write_bytes(pack.data)
        checked = subprocess.run(
            ["qpdf", "--check", tmp_path / "pack.pdf"], capture_output=True, check=False, text=True
        )
        # What breaks off in a paper does so in the pack, and nothing else is wrong with it.
        lines = [line for line in checked.stderr.splitlines() if line.startswith(("ERROR", "WARN"))]
        spoiled = sum(len(one.facts["spoiled"]) for one in papers.values())
        assert all("decoding" in line for line in lines), checked.stderr
        assert spoiled or checked.returncode == 0
        (tmp_path / "pack.pdf").unlink()
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == [
        *("test.dscp", "test.dscp-shm", "test.dscp-wal", "test.keys", "test.lock")
    ]
    assert not private_folder().exists() or not list(private_folder().iterdir())
    assert watched.seen


def _marred(name: str) -> bool:
    """Whether the reader must notice: other bytes than those of its form were changed."""
    return name in ("cut near its end.pdf", "table in the wrong place.pdf", "no root.pdf")


@pytest.mark.timeout(200)
def test_pictures_stay_within_the_memory_too(worker: FileWorker, watched: Peak) -> None:
    for name, data in {
        "wide.png": picture((4900, 3200), "RGBA"),
        "palette.png": picture((4900, 3200), "P"),
        "photo.jpg": picture((8000, 6000), form="JPEG"),
        "scan.tif": picture((4000, 3900), form="TIFF", compression="tiff_lzw"),
        "huge.png": picture((30_000, 30_000), "1"),
    }.items():
        ended = taken(worker, name, data)
        assert isinstance(ended, str) == (name == "huge.png"), ended
    assert watched.seen
