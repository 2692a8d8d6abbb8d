"""The command line under attack: odd places, full disks, hostile text; never a traceback."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pikepdf
import pypdfium2
import pytest

from dscp_desktop.app import verbs
from dscp_desktop.app.given import disk_words, slot_name
from dscp_desktop.core.faults import WrongUse
from dscp_desktop.store.opening import open_store
from tests.app.conftest import Dscp
from tests.app.test_cli import MEETING
from tests.moulds import PASSPHRASE

HEADS = ("No", "Group", "Date raised", "Agenda item", "Action", "Owner", "Due", "Status", "Update")
HOSTILE = (
    '<img src="file:///etc/passwd"> & <5 =1+1',
    '=HYPERLINK("x")',
    "+1",
    "-1",
    "@x",
    "تقرير عن حماية الأطفال",
    "保护儿童报告",
    "🙂👩‍👧 ok",
    "bell _x0007_ and nothing _x0000_",
    "abc\u202egnp.exe",
    ("word " * 6400).strip(),
    "line\nbreak",
)


def _log(path: Path, texts: tuple[str, ...]) -> Path:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "Action log"
    sheet.append(HEADS)
    for number, text in enumerate(texts, 1):
        row = [f"ATT{number:03}", "EXEC", date(2023, 9, 1), "1.", None, "HDFT", date(2023, 10, 2)]
        sheet.append([*row, "Open"])
        cell = sheet.cell(number + 1, 5)
        cell.value, cell._value, cell.data_type = "x", text, "s"
    book.save(path)
    return path


def test_hostile_text_comes_in_goes_out_and_stands_in_the_pack(
    dscp: Dscp, office: Path, tmp_path: Path
) -> None:
    assert dscp("import", office, _log(tmp_path / "h.xlsx", HOSTILE)).code == 0
    found = {a["number"]: a["text"] for a in dscp("export", office, "actions", "--json").json}
    texts = [found[f"ATT{n:03}"] for n in range(1, len(HOSTILE) + 1)]
    assert texts[8] == "bell \ufffd and nothing \ufffd"
    assert texts[9] == "abcgnp.exe"
    assert [t for n, t in enumerate(texts) if n not in (8, 9)] == [
        t for n, t in enumerate(HOSTILE) if n not in (8, 9)
    ]
    for ending in ("xlsx", "csv"):
        assert dscp("export", office, "actions", "-o", tmp_path / f"o.{ending}").code == 0
    (again,) = dscp("import", office, tmp_path / "o.xlsx", "--json").json
    assert (again["new"], again["changed"], again["refused"]) == (0, 0, 0)
    sheet: Any = openpyxl.load_workbook(tmp_path / "o.xlsx").active
    assert not [c for row in sheet.iter_rows() for c in row if c.data_type == "f"]
    with (tmp_path / "o.csv").open(encoding="utf-8-sig", newline="") as read:
        assert not [t for row in csv.reader(read) for t in row if t[:1] in ("=", "+", "-", "@")]
    said = dscp("pack", office, "--meeting", MEETING, "-o", tmp_path / "p.pdf")
    assert said.code == 0, said.err
    whole = "".join(
        page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(tmp_path / "p.pdf")
    )
    assert "root:" not in whole
    assert '<img src="file:///etc/passwd">' in " ".join(whole.split())
    assert "[?]" in whole


@pytest.mark.parametrize("name", ["naïve Ω 中文 🙂.dscp", "per%20cent%.dscp", "ha#sh?q=1.dscp",
                                  "sp ace .dscp", "quo'te.dscp", "-dash.dscp", "none"])  # fmt: skip
def test_a_store_of_an_odd_name(dscp: Dscp, tmp_path: Path, data: Path, name: str) -> None:
    place = tmp_path / "Ö #%? f"
    place.mkdir()
    path = place / name
    assert dscp("new", path, "--profile", "durham-2022-23").code == 0
    assert dscp("import", path, data / "contributions-2022-23.xlsx").code == 0
    made = dscp("backup", path, place).out.strip()
    assert dscp("restore", made, path).code == 0
    assert dscp("check", path, "--json").json["problems"] == []
    assert dscp("export", path, "contributions", "-o", place / "Ω #%.xlsx").code == 0


def test_a_folder_for_a_file_and_a_file_for_a_folder(
    dscp: Dscp, office: Path, tmp_path: Path
) -> None:
    folder, file = tmp_path / "folder.dscp", tmp_path / "file"
    folder.mkdir()
    (folder / "kept").write_text("kept")
    file.write_text("kept")
    made = dscp("backup", office, tmp_path).out.strip()
    wrong: tuple[tuple[object, ...], ...] = (
        ("new", folder, "--profile", "durham-2022-23", "--force"),
        ("new", file / "x.dscp", "--profile", "durham-2022-23"),
        ("new", "", "--profile", "durham-2022-23"),
        ("new", tmp_path / "x.keys", "--profile", "durham-2022-23"),
        ("demo", file / "x.dscp"),
        ("restore", made, folder),
        ("restore", made, tmp_path / "x.keys"),
        ("restore", made, file / "x.dscp"),
        ("restore", folder, tmp_path / "x.dscp"),
        ("backup", office, file),
        ("import", office, folder),
        ("import", office, tmp_path / ("x" * 300)),
        ("export", office, "actions", "-o", file / "x.csv"),
        ("export", office, "actions", "--json", "-o", file / "x.csv"),
        ("pack", office, "--meeting", MEETING, "-o", folder, "--force"),
        ("paper", office, "--meeting", MEETING, folder),
        ("paper", office, "--meeting", MEETING, "--item", "x", file),
        ("pack", office, "--meeting", MEETING, "-o", tmp_path / "x.pdf", "--edition", "x"),
        ("due", office, "--on", "9999-12-31"),
        ("due", office, "--on", "0001-01-01"),
        ("check", folder),
    )
    for words in wrong:
        said = dscp(*words)
        assert (said.code, said.out) == (2, ""), (words, said.err)
        assert said.err.startswith("dscp: "), words
        assert "invalid" not in said.err
    assert [p.name for p in folder.iterdir()] == ["kept"]
    long = dscp("export", office, "actions", "-o", tmp_path / ("x" * 300 + ".csv"))
    assert long.code == 1
    assert "too long" in long.err


def test_a_report_that_cannot_be_written_is_said_before_anything_is_taken(
    dscp: Dscp, office: Path, tmp_path: Path
) -> None:
    before = dscp("export", office, "actions", "--json").out
    (tmp_path / "r.xlsx").write_text("kept")
    log = _log(tmp_path / "h.xlsx", ("One", "Two"))
    said = dscp("import", office, log, "--accept-good", "--json", "--report", tmp_path / "r.xlsx")
    assert (said.code, said.out) == (2, "")
    assert dscp("export", office, "actions", "--json").out == before


def test_a_store_that_is_open_is_not_replaced(dscp: Dscp, office: Path) -> None:
    with open_store(office, PASSPHRASE):
        said = dscp("new", office, "--profile", "durham-2022-23", "--force")
        assert said.code == 3
        assert "Ann on" in said.err
    assert dscp("check", office, "--json").json["problems"] == []
    assert dscp("new", office, "--profile", "durham-2022-23", "--force").code == 0
    assert sorted(p.name for p in office.parent.iterdir()) == ["s.dscp", "s.keys"]
    assert dscp("export", office, "actions", "--json").json == []


def test_a_store_that_was_to_be_replaced_stands_again(
    dscp: Dscp, office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_given: object) -> None:
        raise ValueError("a secret of a record")

    before = dscp("export", office, "actions", "--json").out
    with monkeypatch.context() as within:
        within.setattr(verbs, "begin_from", fail)
        said = dscp("new", office, "--profile", "durham-2022-23", "--force")
        assert said.code == 1
        assert "ValueError at store/opening.py" in said.err
        assert "secret" not in said.err
        assert "Traceback" not in said.err
    assert sorted(p.name for p in office.parent.iterdir()) == ["s.dscp", "s.keys"]
    assert dscp("export", office, "actions", "--json").out == before


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A disk of three megabytes; the test is skipped where none can be had."""
    place = tmp_path / "small"
    place.mkdir()
    mount = shutil.which("mount")
    words = [mount or "mount", "-t", "tmpfs", "-o", "size=3m", "none", str(place)]
    if not mount or subprocess.run(words, capture_output=True, check=False).returncode:
        pytest.skip("no small disk can be mounted here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def _fill(place: Path, leave: int) -> None:
    (place / "fill").unlink(missing_ok=True)
    free = os.statvfs(place).f_bavail * os.statvfs(place).f_frsize
    (place / "fill").write_bytes(b"x" * (free - leave))


def test_a_full_disk_leaves_nothing_half_written(
    dscp: Dscp, office: Path, tmp_path: Path, small: Path
) -> None:
    made = dscp("backup", office, tmp_path).out.strip()
    for leave in (50_000, 500_000):
        _fill(small, leave)
        assert dscp("new", small / "n.dscp", "--profile", "durham-2022-23").code in (1, 3)
        assert [p.name for p in small.iterdir()] == ["fill"]
    (small / "fill").unlink()
    for path in (office, office.with_suffix(".keys")):
        shutil.copy(path, small)
    store = small / "s.dscp"
    before = dscp("export", store, "actions", "--json").out
    _fill(small, 100_000)
    log = _log(tmp_path / "h.xlsx", HOSTILE)
    said = dscp("import", store, log, "--json")
    assert said.code == 1, said.err
    (result,) = said.json
    assert (result["sheet"], result["new"]) == (None, 0)
    assert "full" in result["faults"][0]["why"]
    for words in (
        ("backup", store, small),
        ("restore", made, small / "r.dscp"),
        ("restore", made, store),
        ("pack", store, "--meeting", MEETING, "-o", small / "o.pdf"),
    ):
        said = dscp(*words)
        assert (said.code, said.out) == (1, ""), words
        assert "mistake" not in said.err
        assert sorted(p.name for p in small.iterdir()) == ["fill", "s.dscp", "s.keys"]
    assert dscp("export", store, "actions", "--json").out == before


def test_what_a_file_brought_in_does_not_colour_the_terminal(
    dscp: Dscp, office: Path, tmp_path: Path
) -> None:
    bad = tmp_path / "a\x1b[31m\u202eb.xlsx"
    bad.write_text("no workbook")
    said = dscp("import", office, bad, "--json")
    assert said.code == 1
    assert "\x1b" not in said.err
    assert "\u202e" not in said.err
    assert said.json[0]["file"] == "a\\u001b[31m\\u202eb.xlsx"
    assert "1 file is refused" in said.err


def test_a_paper_gets_a_tidy_title_and_a_damaged_one_is_said_to_be(
    dscp: Dscp, office: Path, tmp_path: Path, corpus: Path
) -> None:
    good = corpus / "pdf" / "001-trivial__minimal-document.pdf"
    title = 'a\x00b\x1b[31m <img src="file:///etc/passwd">'
    assert dscp("paper", office, "--meeting", MEETING, "--title", title, good).code == 0
    long = dscp("paper", office, "--meeting", MEETING, "--title", "T" * 40_000, good)
    assert long.code == 2
    cut = tmp_path / "cut.pdf"
    with pikepdf.Pdf.new() as pdf:
        pdf.add_blank_page(page_size=(595, 842))
        pdf.save(cut)
    cut.write_bytes(cut.read_bytes()[:-60])
    said = dscp("paper", office, "--meeting", MEETING, cut)
    assert said.code == 0
    assert "cut.pdf was damaged" in said.err
    scripts = corpus / "pdf" / "025-attachment__with-attachment.pdf"
    assert "attached files" in dscp("paper", office, "--meeting", MEETING, scripts).err


@pytest.mark.parametrize("name", ["", " ", "a" * 101, "\udcff"])
def test_a_name_of_nobody(name: str) -> None:
    with pytest.raises(WrongUse):
        slot_name(name)
    assert slot_name(" Ann\n Other ") == "Ann Other"


def test_a_passphrase_that_is_no_text(dscp: Dscp, office: Path, tmp_path: Path) -> None:
    assert dscp("due", office, passphrase="correct horse \udcff").code == 2
    made = dscp("new", tmp_path / "x.dscp", "--profile", "durham-2022-23", passphrase="\udcff" * 9)
    assert made.code == 2
    assert disk_words(ValueError("x")) == ""


def test_every_workbook_of_the_corpus_is_refused_in_words(
    dscp: Dscp, office: Path, corpus: Path
) -> None:
    books = sorted((corpus / "workbooks").iterdir())
    said = dscp("import", office, *books, "--json")
    assert said.code == 1
    assert len(said.json) == len(books)
    for result in json.loads(said.out):
        assert result["sheet"] is None
        assert result["file"] in result["faults"][0]["why"]
