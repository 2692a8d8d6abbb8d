"""The command line: the main job from workbooks to the printed pack, exit codes and JSON."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pikepdf
import pypdfium2
import pytest

from tests.app.conftest import OFFICE, Dscp
from tests.moulds import PASSPHRASE, Moulds, cast_sample

MEETING = "Safeguarding Executive Group 2023-07-13"
PAPERS = (
    "001-trivial__minimal-document.pdf",
    "004-pdflatex-4-pages__pdflatex-4-pages.pdf",
    "015-arabic__habibi-rotated.pdf",
)


def test_the_office_workbooks_come_in_and_a_second_time_are_all_the_same(
    dscp: Dscp, tmp_path: Path, data: Path
) -> None:
    store = tmp_path / "s.dscp"
    assert dscp("new", store, "--profile", "durham-2022-23").code == 0
    books = [data / name for name in OFFICE]
    first = dscp("import", store, *books, "--json")
    assert first.code == 0
    counts = {(r["kind"], r["new"], r["refused"]) for r in first.json}
    assert ("contributions", 6, 0) in counts
    assert ("meetings", 25, 0) in counts
    assert ("attendance", 153, 0) in counts
    assert ("actions", 60, 0) in counts
    again = dscp("import", store, *books, "--json")
    assert again.code == 0
    assert [(r["new"], r["changed"], r["refused"]) for r in again.json] == [(0, 0, 0)] * 5
    assert [r["same"] for r in again.json] == [25, 6, 25, 153, 60]


def test_contributions_show_both_totals_and_the_note(dscp: Dscp, office: Path) -> None:
    found = dscp("export", office, "contributions", "--json").json
    assert found["year"] == "2022-23"
    assert (found["sum"], found["published"], found["difference"]) == (
        "346257.00",
        "347060.00",
        "803.00",
    )
    notes = {line["partner"]: line["note"] for line in found["lines"]}
    assert len(notes) == 6
    assert "analyst" in notes["Durham Constabulary"]
    assert [n for n in notes.values() if n] == [notes["Durham Constabulary"]]


def test_the_pack_of_the_executive(dscp: Dscp, office: Path, tmp_path: Path, corpus: Path) -> None:
    for name in PAPERS:
        said = dscp("paper", office, "--meeting", MEETING, corpus / "pdf" / name)
        assert said.code == 0, said.err
    out = tmp_path / "p.pdf"
    said = dscp("pack", office, "--meeting", MEETING, "-o", out)
    assert said.code == 0, said.err
    _holds_up(out)
    assert dscp("pack", office, "--meeting", MEETING, "-o", out).code == 2
    assert dscp("pack", office, "--meeting", MEETING, "-o", out, "--force").code == 0


def _holds_up(out: Path) -> None:
    pdf = pypdfium2.PdfDocument(out)
    texts = [page.get_textpage().get_text_bounded() for page in pdf]
    for number, text in enumerate(texts, 1):
        assert text.count("OFFICIAL-SENSITIVE") >= 2, number
        assert f"Pack page {number} of {len(texts)}" in " ".join(text.split())
    whole = " ".join("\n".join(texts).split())
    for words in ("347,060", "346,257", "803", "analyst", "EXEC003", "Apologies"):
        assert words in whole
    pdf.close()
    with pikepdf.open(out) as read, read.open_outline() as outline:
        titles = [item.title for item in outline.root]
        # An item is not named on its pages where its paper has another title.
        below = [item.children[0].title if item.children else "" for item in outline.root]
        pages = {page.objgen: number for number, page in enumerate(read.pages)}
        opened = [pages[item.destination[0].objgen] for item in outline.root]  # type: ignore[index]
    assert opened == sorted(opened)
    for title, page, paper in zip(titles, opened, below, strict=True):
        words = title.split(" ", 1)[-1][:12]
        if title[:1].isdigit() and not words.startswith(("001", "004", "015")):
            assert words.split()[0] in texts[page] or paper in texts[page]


def test_qpdf_finds_nothing_wrong_with_the_pack(dscp: Dscp, office: Path, tmp_path: Path) -> None:
    out = tmp_path / "p.pdf"
    assert dscp("pack", office, "--meeting", MEETING, "-o", out).code == 0
    with pikepdf.open(out) as pdf:
        assert pdf.check_pdf_syntax() == []


def test_a_log_with_eight_faults_is_refused_by_cell(
    dscp: Dscp, office: Path, tmp_path: Path, data: Path
) -> None:
    faulty = _faulty_log(data, tmp_path)
    before = dscp("export", office, "actions", "--json").json
    report = tmp_path / "marked.xlsx"
    said = dscp("import", office, faulty, "--json", "--report", report)
    assert said.code == 1
    (log,) = (r for r in said.json if r["kind"] == "actions")
    assert (log["refused"], log["new"], log["same"]) == (9, 1, 51)
    found = {(f["row"], f["column"]) for f in log["faults"]}
    assert {(2, "No"), (3, "Group"), (4, "Date raised"), (5, "Due"), (6, "Action")} <= found
    assert {(7, "Owner"), (8, "Status"), (9, "No"), (10, "No")} <= found
    assert all(f["sheet"] == "Action log" and f["why"] for f in log["faults"])
    assert dscp("export", office, "actions", "--json").json == before
    marked = openpyxl.load_workbook(report)
    assert marked["Action log"]["E5"].fill.fgColor.rgb != openpyxl.Workbook().active["A1"].fill  # type: ignore[index]
    dry = dscp("import", office, faulty, "--dry-run")
    assert dry.code == 1
    taken = dscp("import", office, faulty, "--accept-good", "--json")
    assert taken.code == 1
    after = dscp("export", office, "actions", "--json").json
    assert len(after) == len(before) + 1


def _faulty_log(data: Path, folder: Path) -> Path:
    book = openpyxl.load_workbook(data / OFFICE[2])
    log = book["Action log"]
    log["A2"] = None
    log["B3"] = "Improvment Delivery Group"
    log["C4"] = "31/02/2023"
    log["H5"], log["G5"] = "Overdue", "as soon as possible"
    log["E6"] = None
    log["F7"] = "=1/0"
    log["F7"].data_type = "e"
    log["F7"] = "#N/A"
    log["H8"] = "Sort of done"
    log["A9"] = log["A10"].value
    log.append(["EXEC061", "EXEC", "13/07/2023", "9.", "A new one", "HDFT", "next meeting", "Open"])
    del book["Attendance"]
    path = folder / "faulty.xlsx"
    book.save(path)
    return path


@pytest.mark.parametrize("kind", ["contributions", "meetings", "attendance", "actions",
                                  "organisations"])  # fmt: skip
def test_what_goes_out_comes_in_again_all_the_same(
    dscp: Dscp, office: Path, tmp_path: Path, kind: str
) -> None:
    out = tmp_path / f"{kind}.xlsx"
    assert dscp("export", office, kind, "-o", out).code == 0
    (again,) = dscp("import", office, out, "--json").json
    assert again["kind"] == kind
    assert (again["new"], again["changed"], again["refused"]) == (0, 0, 0)
    assert again["same"] > 0
    text = tmp_path / f"{kind}.csv"
    assert dscp("export", office, kind, "-o", text).code == 0
    assert text.read_bytes().startswith(b"\xef\xbb\xbf")
    assert dscp("export", office, kind, "-o", text).code == 2


def test_wrong_use_ends_with_2(dscp: Dscp, office: Path, tmp_path: Path, data: Path) -> None:
    wrong: tuple[tuple[object, ...], ...] = (
        ("nonsense",),
        ("new", tmp_path / "x.dscp", "--profile", "nowhere"),
        ("new", office, "--profile", "durham-2022-23"),
        ("import", office, tmp_path / "none.xlsx"),
        ("import", office, data / OFFICE[0], "--as", "nonsense"),
        ("export", office, "nonsense", "--json"),
        ("export", office, "actions"),
        ("export", office, "actions", "-o", tmp_path / "x.doc"),
        ("export", office, "actions", "--json", "--group", "NONE"),
        ("export", tmp_path / "none.dscp", "actions", "--json"),
        ("pack", office, "--meeting", "EXEC 1999-01-01", "-o", tmp_path / "x.pdf"),
        ("paper", office, "--meeting", MEETING, tmp_path / "none.pdf"),
        ("paper", office, "--meeting", MEETING, "--title", "T", data, data),
        ("backup", office, tmp_path / "nowhere"),
        ("restore", tmp_path / "none.dscpbackup", tmp_path / "x.dscp"),
        ("due", office, "--on", "yesterday"),
        ("due", office, "--by", "Nobody"),
    )
    for words in wrong:
        said = dscp(*words)
        assert said.code == 2, words
        assert said.err.startswith("dscp: "), words
        assert said.out == "", words
    assert dscp("due", office, passphrase=None).code == 2
    short = dscp("new", tmp_path / "y.dscp", "--profile", "durham-2022-23", passphrase="short")
    assert short.code == 2
    assert "under 8" in short.err


def test_a_wrong_passphrase_or_a_store_that_is_held_ends_with_3(dscp: Dscp, office: Path) -> None:
    wrong = dscp("due", office, passphrase="not the passphrase")
    assert (wrong.code, wrong.out) == (3, "")
    from dscp_desktop.store.opening import open_store

    with open_store(office, PASSPHRASE):
        held = dscp("import", office, office)
        assert held.code == 3
        assert "Ann on" in held.err
        assert dscp("due", office).code == 0
    assert "DSCP_PASSPHRASE" not in os.environ


def test_files_that_are_no_workbook_are_refused_by_name(
    dscp: Dscp, office: Path, tmp_path: Path
) -> None:
    (tmp_path / "notes.xlsx").write_text("no workbook")
    said = dscp("import", office, tmp_path / "notes.xlsx", "--json")
    assert said.code == 1
    (result,) = said.json
    assert (result["sheet"], result["kind"], result["refused"]) == (None, None, 0)
    (fault,) = result["faults"]
    assert (fault["sheet"], fault["row"], fault["column"], fault["value"]) == (None,) * 4
    assert "notes.xlsx" in fault["why"]
    paper = dscp("paper", office, "--meeting", MEETING, tmp_path / "notes.xlsx")
    assert paper.code == 1
    assert "notes.xlsx" in paper.err


def test_check_backup_and_restore(dscp: Dscp, office: Path, tmp_path: Path) -> None:
    assert dscp("check", office).out.startswith("Sound: ")
    assert dscp("check", office, "--json").json["problems"] == []
    made = Path(dscp("backup", office, tmp_path).out.strip())
    assert made.exists()
    back = tmp_path / "back.dscp"
    assert dscp("restore", made, back).code == 0
    assert dscp("check", back).code == 0
    again = dscp("restore", made, back)
    assert "back-before-restore-1" in again.err


def test_what_is_due(dscp: Dscp, office: Path) -> None:
    rows = dscp("due", office, "--on", "2023-10-19", "--json").json
    assert all(set(row) == {"on", "what", "feature", "days"} for row in rows)
    assert {row["feature"] for row in rows} >= {"actions", "budget"}
    assert any("£803" in row["what"] for row in rows)
    assert "EXEC041" in dscp("due", office, "--on", "2023-10-19").out


def test_the_sample_holds_enough_and_stands_on_its_day(
    dscp: Dscp, moulds: Moulds, tmp_path: Path
) -> None:
    path = tmp_path / "sample.dscp"
    moulds.copy("sample", cast_sample, path)
    assert dscp("check", path, passphrase="sample").code == 0
    due = dscp("due", path, "--json", passphrase="sample").json
    assert any(row["days"] == -9 for row in due)
    out = tmp_path / "pack.pdf"
    said = dscp("pack", path, "--meeting", "EXEC 2023-10-26", "-o", out, passphrase="sample")
    assert said.code == 0, said.err
    whole = "".join(p.get_textpage().get_text_bounded() for p in pypdfium2.PdfDocument(out))
    assert "SAMPLE" in whole
    assert dscp("demo", path, "--on", "2024-10-17", passphrase=None).code == 2


def test_no_verb_loads_qt(office: Path, tmp_path: Path, data: Path) -> None:
    verbs: tuple[tuple[object, ...], ...] = (
        ("demo", office),
        ("new", tmp_path / "n.dscp", "--profile", "derby-derbyshire-2021-22"),
        ("import", office, data / OFFICE[1]),
        ("export", office, "actions", "--json"),
        ("pack", office, "--meeting", MEETING, "-o", tmp_path / "p.pdf"),
        ("due", office),
        ("check", office),
        ("backup", office, tmp_path),
    )
    script = (
        "import os, sys\n"
        "from dscp_desktop.app.main import main\n"
        f"for words in {[[str(word) for word in words] for words in verbs]!r}:\n"
        f"    os.environ['DSCP_PASSPHRASE'] = {PASSPHRASE!r}\n"
        "    code = main(words)\n"
        "    qt = [m for m in sys.modules if 'PySide6' in m or 'qtawesome' in m]\n"
        "    assert (code, qt) == (2 if words[0] == 'demo' else 0, []), words\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        cwd=Path(__file__).resolve().parents[2],
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()


def test_who_has_read_enough_is_told_nothing(office: Path) -> None:
    """As with `dscp export … --json | head`: the pipe is closed before all is written."""
    verb = subprocess.Popen(
        [sys.executable, "-m", "dscp_desktop.app.main", "export", str(office), "actions", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"DSCP_PASSPHRASE": PASSPHRASE},
        cwd=Path(__file__).resolve().parents[2],
    )
    assert verb.stdout is not None
    verb.stdout.close()
    assert verb.stderr is not None
    assert verb.stderr.read() == b""
    assert verb.wait() == 0
    verb.stderr.close()


def test_help_and_version(dscp: Dscp) -> None:
    for words in (("--help",), ("--version",), ("import", "--help")):
        with pytest.raises(SystemExit) as left:
            dscp(*words)
        assert left.value.code == 0
