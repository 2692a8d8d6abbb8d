"""A pack from a real store: every page marked and numbered, every bookmark where it says."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dscp_desktop.core.faults import Refused, WrongUse
from dscp_desktop.jobs.files import FileWorker
from dscp_desktop.meetings.commands.agenda import add_item
from dscp_desktop.packs.documents.building import build_pack, number_pack
from dscp_desktop.packs.documents.pages import withheld_document
from dscp_desktop.packs.rules.parts import (
    DOCUMENT,
    FULL,
    PUBLIC,
    WITHHELD,
    WITHOUT_PART_2,
    BuiltPack,
    PackContents,
    PackPart,
    PackPiece,
    blank_page,
)
from dscp_desktop.paper.document import Document
from dscp_desktop.paper.pdf import render_pdf
from dscp_desktop.store.opening import Store
from tests.packs.conftest import (
    BUILT_AT,
    PAPERS,
    bookmarks_of,
    labels_of,
    plain_pdf,
    texts_of,
)

Gathered = Callable[..., PackContents]
Bring = Callable[..., None]
MARKING = "OFFICIAL-SENSITIVE"
SECRET = "QUIETWORDS"


def check_whole(built: BuiltPack) -> list[str]:
    """Hold what holds for every pack; return the text of its pages."""
    texts = texts_of(built.data)
    assert len(texts) == built.pages
    for number, text in enumerate(texts, 1):
        assert text.count(MARKING) == 2, (number, text)
        assert f"Pack page {number} of {built.pages}" in text
    marks = iter(bookmarks_of(built.data))
    assert all((part.title, part.first) in marks for part in built.parts), "not in this order"
    assert labels_of(built.data) == [str(page) for page in range(1, built.pages + 1)]
    contents = " ".join(texts[: built.parts[0].pages])
    for part in built.parts:
        assert part.title in contents
        shown = str(part.first) if part.pages == 1 else f"{part.first} to {part.last}"
        assert shown in contents
    return texts


def check_by_qpdf(data: bytes, folder: Path) -> None:
    tool = shutil.which("qpdf")
    if tool is None:
        pytest.skip("qpdf is not on this machine")
    path = folder / "pack.pdf"
    path.write_bytes(data)
    ran = subprocess.run([tool, "--check", str(path)], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.fixture
def with_papers(bring: Bring, corpus: Path) -> None:
    for name in PAPERS:
        bring(name.removesuffix(".pdf"), (corpus / "pdf" / name).read_bytes())


@pytest.mark.usefixtures("with_papers")
def test_the_executive_pack(gathered: Gathered, worker: FileWorker, tmp_path: Path) -> None:
    built = build_pack(gathered(), worker.ask, built_at=BUILT_AT)
    titles = [part.title for part in built.parts]
    assert titles[:7] == [
        "Cover and contents",
        "Agenda",
        "Attendance",
        "Minutes",
        "Action log",
        "Contributions of the partners 2022-23",
        "Forward plan",
    ]
    assert titles[7:] == [name.removesuffix(".pdf") for name in PAPERS]
    assert [part.item for part in built.parts] == [0, 0, 1, 2, 3, 4, 5, 6, 7, 8]
    texts = check_whole(built)
    check_by_qpdf(built.data, tmp_path)
    assert "Durham Safeguarding Children Partnership" in texts[0]
    assert "Papers for Thursday 13 July 2023" in texts[0]
    assert "Handling." in texts[0]
    assert "Part 1" not in texts[0]
    assert all("Safeguarding Executive Group, 13 July 2023" in text for text in texts[1:])
    assert all("Built 6 July 2023, 15:20 · " in text for text in texts)
    for part in built.parts[2:7]:
        assert part.title in texts[part.first - 1]
    money = texts[built.parts[5].first - 1]
    assert all(figure in money for figure in ("£346,257", "£347,060", "£803", "analyst"))
    agenda = texts[built.parts[1].first - 1]
    assert f"Business manager {built.parts[5].first}" in agenda


@pytest.mark.usefixtures("with_papers")
def test_the_same_contents_give_the_same_bytes(gathered: Gathered, worker: FileWorker) -> None:
    contents = gathered()
    first = build_pack(contents, worker.ask, built_at=BUILT_AT)
    assert build_pack(contents, worker.ask, built_at=BUILT_AT).data == first.data
    assert number_pack(gathered(with_files=False), worker.ask) == first.parts


def test_a_missing_paper_has_a_page_that_says_so(
    gathered: Gathered, worker: FileWorker, bring: Bring
) -> None:
    bring("Workforce report")
    built = build_pack(gathered(), worker.ask, built_at=BUILT_AT)
    texts = check_whole(built)
    missing = built.parts[-1]
    assert (missing.status, missing.pages) == ("Missing", 1)
    assert f"Not received. Page {missing.first} is a placeholder." in texts[0]
    page = texts[missing.first - 1]
    assert "Paper not received" in page
    assert "Workforce report" in page
    assert built.warnings == (
        f"Paper not received: Workforce report. Page {missing.first} is a placeholder.",
    )


@pytest.fixture
def with_part_2(office: Store, meeting_id: str, bring: Bring) -> None:
    """Part 2 has a paper of two pages on an item of its own, and one beside an open paper."""
    secret = plain_pdf(f"{SECRET} one", f"{SECRET} two", title=SECRET)
    bring("Review of a case", secret, restricted=True)
    bring("Open paper", plain_pdf("Open words"))
    bring("Appendix for partners", plain_pdf(f"{SECRET} three"), item=7, restricted=True)
    office.run(add_item, meeting_id, "Restricted log", document="action-log", restricted=True)


@pytest.mark.usefixtures("with_part_2")
def test_part_2_stands_behind_on_a_right_hand_page(gathered: Gathered, worker: FileWorker) -> None:
    built = build_pack(gathered(), worker.ask, built_at=BUILT_AT)
    texts = check_whole(built)
    restricted = [part for part in built.parts if part.restricted]
    assert [part.title for part in restricted] == [
        "Review of a case",
        "Appendix for partners",
        "Action log",
    ]
    assert list(built.parts[-3:]) == restricted
    assert restricted[0].first % 2 == 1
    assert SECRET in texts[restricted[0].first - 1]
    assert "Part 1 " in texts[0]
    assert "Part 2: restricted" in texts[0]
    blank = restricted[0].first - 1
    left_blank = "This page is blank so that" in texts[blank - 1]
    assert (f"Page {blank} is blank, so that it begins on a right-hand" in texts[0]) == left_blank
    assert (blank_page(built.parts) == blank) == left_blank


@pytest.mark.usefixtures("with_part_2")
@pytest.mark.parametrize("edition", [WITHOUT_PART_2, PUBLIC])
def test_other_editions_keep_the_numbers_and_withhold_part_2(
    edition: str, gathered: Gathered, worker: FileWorker, tmp_path: Path
) -> None:
    contents = gathered()
    full = build_pack(contents, worker.ask, FULL, built_at=BUILT_AT)
    built = build_pack(contents, worker.ask, edition, built_at=BUILT_AT)
    check_by_qpdf(built.data, tmp_path)
    texts = check_whole(built)
    assert [(p.first, p.pages) for p in built.parts] == [(p.first, p.pages) for p in full.parts]
    assert built.pages == full.pages
    for part in built.parts:
        for page in range(part.first, part.last + 1):
            assert (WITHHELD in texts[page - 1]) >= part.restricted
    every = " ".join(texts)
    assert SECRET not in every
    assert "Open words" in every
    assert "Review of a case" not in every
    assert "Appendix for partners" not in every
    assert ("Handling." in texts[0]) == (edition == WITHOUT_PART_2)
    assert f"Edition: {'without part 2' if edition == WITHOUT_PART_2 else 'public'}" in every


@pytest.mark.usefixtures("with_part_2")
def test_withheld_words_are_nowhere_in_the_file(
    gathered: Gathered, worker: FileWorker, tmp_path: Path
) -> None:
    tool = shutil.which("qpdf")
    if tool is None:
        pytest.skip("qpdf is not on this machine")
    contents = gathered()
    found = {}
    for edition in (FULL, WITHOUT_PART_2, PUBLIC):
        path, plain = tmp_path / f"{edition}.pdf", tmp_path / f"{edition}.txt"
        path.write_bytes(build_pack(contents, worker.ask, edition, built_at=BUILT_AT).data)
        options = ["--qdf", "--object-streams=disable"]
        subprocess.run([tool, *options, str(path), str(plain)], check=True)
        found[edition] = SECRET.encode() in plain.read_bytes()
    assert found == {FULL: True, WITHOUT_PART_2: False, PUBLIC: False}


def test_pages_that_were_miscounted_are_counted_anew(
    gathered: Gathered, worker: FileWorker, bring: Bring
) -> None:
    bring("Thought to be one page", plain_pdf("a", "b", "c"), pages=1)
    bring("Nobody counted", plain_pdf("d", "e"), pages=0)
    counted = build_pack(gathered(), worker.ask, built_at=BUILT_AT)
    assert [part.pages for part in counted.parts[-2:]] == [3, 2]
    check_whole(counted)


def test_a_damaged_paper_is_refused_by_name(
    gathered: Gathered, worker: FileWorker, bring: Bring
) -> None:
    bring("Half a paper", b"%PDF-1.7 and no more", pages=0)
    with pytest.raises(Refused, match="Half a paper"):
        build_pack(gathered(), worker.ask, built_at=BUILT_AT)


def test_an_unknown_edition_is_wrong_use(gathered: Gathered, worker: FileWorker) -> None:
    with pytest.raises(WrongUse, match="full, without-part-2, public"):
        build_pack(gathered(), worker.ask, "secret", built_at=BUILT_AT)


def test_what_was_taken_out_is_told(
    gathered: Gathered, worker: FileWorker, bring: Bring, corpus: Path
) -> None:
    name = "025-attachment__with-attachment.pdf"
    bring("Return", (corpus / "pdf" / name).read_bytes())
    built = build_pack(gathered(), worker.ask, built_at=BUILT_AT)
    assert "Taken out of Return: attached files." in built.warnings


def test_a_long_contents_grows_and_every_edition_follows(
    gathered: Gathered, worker: FileWorker
) -> None:
    """Cover and agenda of several pages: the numbers in them are those after they grew."""
    contents = gathered()
    long = " ".join(["Report of the task and finish group on children who are missing"] * 3)
    pieces = tuple(
        PackPiece(PackPart(DOCUMENT, f"{long} {n}", restricted=n > 5), Document(f"Paper {n}"))
        for n in range(30)
    )
    many = replace(contents, pieces=pieces)
    full = build_pack(many, worker.ask, built_at=BUILT_AT)
    assert full.parts[0].pages > 1
    assert full.parts[1].first == full.parts[0].last + 1
    public = build_pack(many, worker.ask, PUBLIC, built_at=BUILT_AT)
    assert [part.first for part in public.parts] == [part.first for part in full.parts]
    texts = texts_of(public.data)
    assert any("This page is blank, so that every edition" in text for text in texts)
    assert texts[full.parts[5].first - 1].endswith("Paper 3")


@pytest.mark.parametrize("pages", [1, 2, 5])
def test_as_many_pages_are_withheld_as_there_were(pages: int) -> None:
    assert render_pdf(withheld_document(pages)).pages == pages


def test_warnings_of_the_printer_are_passed_on(gathered: Gathered, worker: FileWorker) -> None:
    def ask(
        task: str, values: Mapping[str, Any], blobs: Sequence[bytes] = ()
    ) -> tuple[dict[str, Any], list[bytes]]:
        return worker.ask(task, values, blobs)

    contents = gathered()
    odd = replace(contents, pieces=(PackPiece(PackPart(DOCUMENT, "Odd"), Document("Odd \u4e00")),))
    built = build_pack(odd, ask, built_at=BUILT_AT)
    assert any("4E00" in warning or "\u4e00" in warning for warning in built.warnings)
