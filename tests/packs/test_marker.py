"""What belongs to part 2 is in the full edition and in its own file, and nowhere else.

A marker is planted wherever a paper can hide words; each edition is looked through unpacked, as
text and in its metadata. The full edition is the control: there it must be found.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from dscp_desktop.app.features import document_offers
from dscp_desktop.core.offers import Scope
from dscp_desktop.jobs.files import FileWorker
from dscp_desktop.meetings.commands.agenda import receive_paper
from dscp_desktop.meetings.queries.agenda import agenda
from dscp_desktop.packs.commands.issuing import issue_pack, issue_supplement
from dscp_desktop.packs.documents.building import build_pack, build_part_2
from dscp_desktop.packs.documents.copies import make_copies
from dscp_desktop.packs.documents.issuing import ready_issue, ready_supplement
from dscp_desktop.packs.documents.press import Kept
from dscp_desktop.packs.documents.standing import build_changes, build_issued
from dscp_desktop.packs.queries.issues import load_issued
from dscp_desktop.packs.rules.parts import FULL, PART_2, PUBLIC, WITHOUT_PART_2, PackContents
from dscp_desktop.store.opening import Store
from tests.packs.conftest import BUILT_AT, TODAY, plain_pdf, texts_of

Gathered = Callable[..., PackContents]
Bring = Callable[..., None]
PASSWORD = "harbour lamp violet"
PLACES = ("TEXT", "TITLE", "AUTHOR", "NOTE", "MARK", "FILE", "NAME", "FIELD")


def marker(place: str) -> str:
    return f"ZQX{place}XQZ"


def planted(again: str = "") -> bytes:
    """A paper with a marker in its text, metadata, notes, bookmarks, attachments and names."""
    with pikepdf.open(BytesIO(plain_pdf(marker("TEXT") + again, marker("TEXT")))) as pdf:
        pdf.docinfo["/Title"] = marker("TITLE")
        pdf.docinfo["/Author"] = marker("AUTHOR")
        with pdf.open_metadata() as meta:
            meta["dc:title"] = marker("TITLE")
            meta["dc:creator"] = [marker("AUTHOR")]
        note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([72, 600, 90, 620]))
        note.Contents, note.T = String(marker("NOTE")), String(marker("AUTHOR"))
        pdf.pages[0].obj.Annots = Array([pdf.make_indirect(note)])
        with pdf.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem(marker("MARK"), 1))
        pdf.attachments["x.txt"] = pikepdf.AttachedFileSpec(
            pdf, marker("FILE").encode(), filename=f"{marker('NAME')}.txt"
        )
        out = BytesIO()
        pdf.save(out)
    return out.getvalue()


def found_in(data: bytes, folder: Path, password: str = "") -> set[str]:
    """The places whose marker stands anywhere in a file: unpacked, as text, in its metadata."""
    tool = shutil.which("qpdf")
    if tool is None:
        pytest.skip("qpdf is not on this machine")
    path, plain = folder / "looked.pdf", folder / "looked.txt"
    path.write_bytes(data)
    options = ["--qdf", "--object-streams=disable", "--decrypt", f"--password={password}"]
    subprocess.run([tool, *options, str(path), str(plain)], check=True)
    raw = plain.read_bytes()
    with pikepdf.open(BytesIO(data), password=password) as pdf:
        info = {str(value) for value in pdf.docinfo.values()}
        values = [str(x) for x in pdf.objects if isinstance(x, String)]
        attached = [spec.filename for spec in pdf.attachments.values()]
    words = " ".join([*texts_of(raw), *info, *values, *attached])
    return {
        place
        for place in PLACES
        if marker(place) in words
        or marker(place).encode() in raw
        or marker(place).encode("utf-16-be") in raw
    }


@pytest.fixture
def part_2(bring: Bring) -> None:
    bring("Open paper", plain_pdf("Open words"))
    bring(f"Review {marker('TITLE')}", planted(), restricted=True)


@pytest.mark.usefixtures("part_2")
def test_a_planted_marker_is_in_part_2_and_nowhere_else(
    office: Store, meeting_id: str, gathered: Gathered, worker: FileWorker, tmp_path: Path
) -> None:
    kept = Kept()
    contents = gathered()
    full = build_pack(contents, worker.ask, FULL, built_at=BUILT_AT, kept=kept)
    there = {"TEXT", "TITLE", "NOTE", "AUTHOR", "MARK"}  # what is attached, or metadata, goes
    assert found_in(planted(), tmp_path) == {*there, "FILE", "NAME"}, "the control"
    assert found_in(full.data, tmp_path) == there
    alone = build_part_2(contents, worker.ask, built_at=BUILT_AT, password=PASSWORD, kept=kept)
    assert found_in(alone.data, tmp_path, PASSWORD) == there
    assert marker("TITLE").encode() not in alone.data
    for edition in (WITHOUT_PART_2, PUBLIC):
        # Kept parts of the full edition are near: none may come along.
        built = build_pack(contents, worker.ask, edition, built_at=BUILT_AT, kept=kept)
        assert found_in(built.data, tmp_path) == set(), edition
        (copy,) = make_copies(built.data, worker.ask, ["Ann"])
        assert found_in(copy, tmp_path) == set(), edition
    ready = ready_issue(contents, worker.ask, built_at=BUILT_AT, kept=kept)
    office.run(issue_pack, meeting_id, ready)
    (paper,) = (p for p in office.ask(agenda, meeting_id).papers if p.restricted)
    changed = f"Changed {marker('AUTHOR')}"
    office.run(receive_paper, paper.id, planted(" again"), 2, TODAY, changed=changed)
    before = office.ask(load_issued, meeting_id)
    assert before is not None
    new = ready_supplement(before, gathered(), worker.ask, built_at=BUILT_AT, kept=kept)
    office.run(issue_supplement, meeting_id, new)
    after = office.ask(load_issued, meeting_id)
    assert after is not None
    assert found_in(build_issued(after, worker.ask, FULL, kept=kept).data, tmp_path) == there
    out = build_issued(after, worker.ask, PART_2, password=PASSWORD, kept=kept).data
    assert found_in(out, tmp_path, PASSWORD) == there
    for edition in (WITHOUT_PART_2, PUBLIC):
        for built in (
            build_issued(after, worker.ask, edition, kept=kept),
            build_issued(after, worker.ask, edition, upto=0, kept=kept),
            build_changes(after, 1, worker.ask, edition, kept=kept),
        ):
            assert found_in(built.data, tmp_path) == set(), edition
    sheet = next(offer for offer in document_offers() if offer.kind == "change-sheet")
    assert office.ask(sheet.is_restricted, Scope(TODAY, meeting_id=meeting_id))
