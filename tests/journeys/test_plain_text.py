"""No plain text of a record stands in any file while the program runs."""

from __future__ import annotations

import tempfile
from pathlib import Path

import openpyxl
import pytest

from dscp_desktop.app.features import document_offers, workbook_offers
from dscp_desktop.diary.queries.meetings import find_meeting
from dscp_desktop.jobs.files import FileWorker
from dscp_desktop.packs.documents.building import build_pack
from dscp_desktop.packs.queries.contents import gather
from dscp_desktop.paper.reading import extract_text
from dscp_desktop.records.commands import import_workbooks
from dscp_desktop.records.rules.planning import plan_file
from dscp_desktop.sheets.reading import read_workbook
from dscp_desktop.store.backup import backup_file
from dscp_desktop.store.drafts import keep_draft
from dscp_desktop.store.opening import Store
from dscp_desktop.store.search import find

MARKER = "Zebrafinch Quillwort Outreach"


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A temporary folder of our own, for this process and the one for files."""
    place = tmp_path / "temporary"
    place.mkdir()
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(place))
    monkeypatch.setenv("SQLITE_TMPDIR", str(place))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return place


def marked_log(data: Path) -> bytes:
    """The office's workbook with the marker as the text of an action."""
    import io

    book = openpyxl.load_workbook(data / "meetings-and-actions-2023-24.xlsx")
    book["Action log"]["E4"] = MARKER
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_no_file_holds_a_record_in_plain_text(
    durham: Store, data: Path, temporary: Path, tmp_path: Path
) -> None:
    book = read_workbook(marked_log(data), "log.xlsx")
    durham.run(import_workbooks, (plan_file("log.xlsx", book.sheets, workbook_offers()),))
    with durham.jotting() as session:
        keep_draft(session, "somewhere", MARKER)
    assert durham.ask(find, MARKER)
    meeting = durham.ask(find_meeting, "EXEC 2023-07-13")
    with FileWorker() as worker:
        contents = durham.ask(gather, meeting.id, document_offers(), durham.today())
        built = build_pack(contents, worker.ask, built_at=durham.now())
        backup_file(durham.path, durham.key, tmp_path / "b.dscpbackup")
        files = [path for path in tmp_path.rglob("*") if path.is_file()]
        assert {path.suffix for path in files} >= {".dscp", ".keys", ".dscpbackup", ".dscp-wal"}
        for path in files:
            held = path.read_bytes()
            for encoding in ("utf-8", "utf-16-le"):
                assert MARKER.encode(encoding) not in held, path.name
    # The control: the pack in memory does hold it, and a plain file of it would be found.
    assert any(MARKER in " ".join(text.split()) for text in extract_text(built.data, "pack.pdf"))
    (temporary / "planted").write_text(MARKER)
    planted = [p for p in tmp_path.rglob("*") if p.is_file() and MARKER.encode() in p.read_bytes()]
    assert [path.name for path in planted] == ["planted"]
