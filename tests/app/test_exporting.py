"""Documents from the command line: PDF, Word and HTML, in large print, on a template."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import docx
import pikepdf
import pytest

from dscp_desktop.app.features import FEATURES, document_offers
from dscp_desktop.app.parts import switch_part
from dscp_desktop.paper.document import Document
from dscp_desktop.paper.word.reading import read_word
from dscp_desktop.paper.word.writing import render_word
from dscp_desktop.store.opening import open_store
from tests.app.conftest import Dscp
from tests.moulds import PASSPHRASE
from tests.paper.structure import outline, problems

PLG = ("--group", "PLG")
MEETING = "Safeguarding Executive Group 2023-11-09"
WANTED = {
    "action-log": (),
    "agenda": ("--meeting", MEETING),
    "attendance": ("--group", "Safeguarding Executive Group"),
    "contributions": ("--year", "2022-23"),
}


@pytest.mark.parametrize("kind", WANTED)
def test_a_document_as_pdf_word_and_html(
    kind: str, dscp: Dscp, office: Path, tmp_path: Path
) -> None:
    for ending in ("pdf", "docx", "html"):
        said = dscp("export", office, kind, "-o", tmp_path / f"d.{ending}", *WANTED[kind])
        assert said.code == 0, said.err
    pdf = (tmp_path / "d.pdf").read_bytes()
    assert problems(pdf) == []
    document = read_word((tmp_path / "d.docx").read_bytes())
    assert document.title in outline(pdf)
    assert document.marking == "OFFICIAL-SENSITIVE"
    page = (tmp_path / "d.html").read_text("utf-8")
    assert f"<h1>{document.title}</h1>" in page


def test_large_print_and_a_template(dscp: Dscp, office: Path, tmp_path: Path) -> None:
    plain, large = tmp_path / "plain.pdf", tmp_path / "large.pdf"
    assert dscp("export", office, "action-log", "-o", plain).code == 0
    assert dscp("export", office, "action-log", "--large", "-o", large).code == 0
    counts = [len(pikepdf.open(path).pages) for path in (plain, large)]
    assert counts[1] > counts[0]
    word = docx.Document(BytesIO(render_word(Document("Template"))))
    word.sections[0].header.paragraphs[0].text = "The letterhead"
    word.save(str(tmp_path / "t.docx"))
    out = tmp_path / "log.docx"
    said = dscp("export", office, "action-log", "--template", tmp_path / "t.docx", "-o", out)
    assert said.code == 0, said.err
    made = docx.Document(str(out))
    assert made.sections[0].header.paragraphs[0].text == "The letterhead"


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (
            ("verdict", "-o", "d.pdf"),
            2,
            "There is no document 'verdict'. The documents",
        ),
        (("agenda", "-o", "d.pdf"), 2, "Say the meeting with --meeting."),
        (
            ("attendance", "-o", "d.html"),
            2,
            "Say the group with --group or the meeting with --meeting.",
        ),
        (("action-log", "-o", "d.html", "--large"), 2, "Large print is for -o OUT.pdf"),
        (("action-log", "-o", "d.docx", "--template", "none.docx"), 2, "none.docx is not there."),
        (
            ("action-log", "-o", "d.pdf", "--template", "{plain}"),
            2,
            "A template is for -o",
        ),
        (("action-log", "-o", "d.docx", "--template", "{plain}"), 1, "is no Word document"),
        (("action-log", "-o", "d.pdf", "--group", "Nobody"), 2, "There is no group 'Nobody'."),
        (("minutes", "-o", "d.xlsx"), 2, "As .pdf, .docx or .html: action-log"),
        (("action-log", "-o", "d.txt"), 2, "There is no kind 'action-log'."),
    ],
)
def test_what_cannot_be_made_is_said(
    words: tuple[str, ...], code: int, told: str, dscp: Dscp, office: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plain.txt").write_text("no Word", encoding="utf-8")
    said = dscp("export", office, *(word.format(plain="plain.txt") for word in words))
    assert said.code == code, said.err
    assert told in said.err
    assert not list(tmp_path.glob("d.*"))


def test_nothing_is_written_over(dscp: Dscp, office: Path, tmp_path: Path) -> None:
    out = tmp_path / "log.pdf"
    assert dscp("export", office, "action-log", "-o", out).code == 0
    assert dscp("export", office, "action-log", "-o", out).code == 2
    assert dscp("export", office, "action-log", "-o", out, "--force").code == 0


def test_terms_changes_structure_and_a_work_plan(dscp: Dscp, office: Path, tmp_path: Path) -> None:
    wanted: dict[str, tuple[str, ...]] = {
        "terms.docx": ("terms", *PLG, "--version", "2"),
        "old.html": ("terms", *PLG, "--on", "2022-07-01"),
        "changes.pdf": ("terms-changes", *PLG, "--from", "1", "--to", "2"),
        "chart.pdf": ("structure",),
        "plan.pdf": ("work-plan", *PLG, "--year", "2023-24"),
        "owner.pdf": ("owner-sheet", "--owner", "Durham County Council"),
    }
    for name, words in wanted.items():
        said = dscp("export", office, *words, "-o", tmp_path / name)
        assert said.code == 0, (name, said.err)
    assert problems((tmp_path / "plan.pdf").read_bytes()) == []
    assert "Quarter 1, April to June 2023" in outline((tmp_path / "plan.pdf").read_bytes())
    said = dscp("export", office, "work-plan", *PLG, "--year", "2030-31", "-o", tmp_path / "n.pdf")
    assert said.code == 2
    assert "has no work plan for 2030-31. It has plans for: 2023-24." in said.err


def test_the_meetings_go_out_as_a_calendar(dscp: Dscp, office: Path, tmp_path: Path) -> None:
    out = tmp_path / "meetings.ics"
    said = dscp("export", office, "calendar", *PLG, "-o", out)
    assert said.code == 0, said.err
    assert out.read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    assert dscp("export", office, "calendar", "-o", out).code == 2
    assert dscp("export", office, "calendar", "-o", out, "--force").code == 0


def test_every_document_without_an_option_is_made_or_names_the_option(
    dscp: Dscp, office: Path, tmp_path: Path
) -> None:
    for offer in document_offers():
        said = dscp("export", office, offer.kind, "-o", tmp_path / f"{offer.kind}.html")
        assert said.code in (0, 1, 2), said.err
        if said.code == 2:
            assert "--" in said.err or "There are" in said.err, (offer.kind, said.err)


def test_options_that_say_too_little_or_too_much(dscp: Dscp, office: Path, tmp_path: Path) -> None:
    compared = ("terms-changes", *PLG, "--from", "1")
    wrong = {
        ("owner-sheet",): "Say the owner with --owner.",
        ("owner-sheet", "--owner", "Nobody"): "Nobody is called 'Nobody'.",
        ("terms",): "Say the group with --group.",
        ("terms-changes",): "Say the group with --group or the document with --document.",
        ("terms", *PLG, "--version", "9"): "The versions: 1 (",
        ("terms", *PLG, "--version", "two"): "'two' is not a version.",
        ("terms", *PLG, "--version", "0"): "'0' is not a version.",
        compared: "Two versions are compared with --from and --to: say both.",
        (*compared, "--to", "2", "--version", "1"): "Say --version, or --from and --to; not both.",
        (*compared, "--to", "9"): "The versions: ",
        ("governing-document", "--document", "X"): "There is no document 'X'. There are",
        (
            "terms",
            "--owner",
            "X",
            "--document",
            "X",
            *PLG,
        ): "Say --owner, --document, --commitment, --cycle or --audit; one of them.",
        ("work-plan",): "Say the group with --group.",
        ("work-plan", "--group", "EXEC"): "has no work plan. It has none yet.",
        ("terms", "--group", "Performance and Lerning Group"): "Perhaps Performance and Learning",
        ("terms", *PLG, "--on", "yesterday"): "'yesterday' is not a date.",
    }
    for words, told in wrong.items():
        said = dscp("export", office, *words, "-o", tmp_path / "d.pdf")
        assert (said.code, told in said.err) == (2, True), (words, said.err)
    said = dscp("export", office, "meetings", "-o", tmp_path / "d.ics")
    assert (said.code, "As -o OUT.ics goes out: calendar, cycles, year-planner." in said.err) == (
        2,
        True,
    )
    assert not list(tmp_path.glob("d.*"))


def test_what_belongs_to_a_part_that_is_off_is_refused(
    dscp: Dscp, office: Path, data: Path, tmp_path: Path
) -> None:
    with open_store(office, PASSPHRASE) as store:
        budget = next(feature for feature in FEATURES if feature.name == "budget")
        store.run(switch_part, budget, False)
    for out in ("d.pdf", "d.xlsx"):
        said = dscp("export", office, "contributions", "-o", tmp_path / out)
        assert (said.code, "Budget is switched off in this store" in said.err) == (1, True)
        assert not (tmp_path / out).exists()
    said = dscp("import", office, data / "contributions-2022-23.xlsx")
    assert said.code == 1
    assert "Budget is switched off in this store: see Settings" in said.err
    assert "published" not in dscp("due", office).out
