"""Every kind of document that the office prints, by every renderer, read back."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import docx
import html5lib
import pytest
from sqlalchemy.orm import Session

from dscp_desktop.app.features import document_offers
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.offers import Scope
from dscp_desktop.diary.queries.meetings import find_meeting
from dscp_desktop.meetings.commands.forward import add_forward
from dscp_desktop.meetings.rules.forward import ForwardDetails
from dscp_desktop.packs.documents.building import number_pack
from dscp_desktop.packs.documents.pages import (
    cover_document,
    placeholder_document,
    withheld_document,
)
from dscp_desktop.packs.queries.contents import gather
from dscp_desktop.paper.document import Document, Heading
from dscp_desktop.paper.furniture import Furniture
from dscp_desktop.paper.html import render_html
from dscp_desktop.paper.look import LARGE
from dscp_desktop.paper.pdf import render_pdf
from dscp_desktop.paper.tasks import render
from dscp_desktop.paper.word.reading import read_word
from dscp_desktop.paper.word.writing import render_word
from dscp_desktop.partnership.queries.parties import find_group, load_names
from dscp_desktop.store.opening import Store
from dscp_desktop.work_plans.commands import add_line, report_quarter, start_plan
from dscp_desktop.work_plans.rules import LineDetails, QuarterWords
from tests.documents.auditing import AUDITED_KINDS, audited_kinds
from tests.documents.budgeting import BUDGET_KINDS, budget_kinds
from tests.documents.daysheet import DAY_KINDS, day_kinds
from tests.documents.drawing import DRAWN_KINDS, drawn_kinds
from tests.documents.learning import LEARNT_KINDS, learnt_kinds
from tests.documents.minuting import OWN_KINDS, own_kinds
from tests.documents.packing import PACKED_KINDS, packed_kinds
from tests.documents.planning import PLANNED_KINDS, planned_kinds
from tests.documents.reviewing import REVIEWED_KINDS, reviewed_kinds
from tests.documents.threading import THREADED_KINDS, threaded_kinds
from tests.moulds import FILLED, Moulds, Ticking
from tests.paper.structure import outline, problems
from tests.paper.test_word import as_read

MEETING = "Safeguarding Executive Group 2023-11-09"
FURNITURE = Furniture("OFFICIAL-SENSITIVE", "Partnership", "Group", "Foot")
KINDS = (
    "action-log", "owner-sheet", "agenda", "attendance", "contributions",
    "membership-list", "pack-cover", "pack-placeholder", "pack-withheld", "structure",
    "terms", "terms-changes",
    "governing-document", "meetings-list",
    "work-plan", "forward-plan",
)  # fmt: skip
# Those whose documents are made by a module of their own.
APART = (
    *OWN_KINDS, *DRAWN_KINDS, *REVIEWED_KINDS, *LEARNT_KINDS, *PLANNED_KINDS, *THREADED_KINDS,
    *BUDGET_KINDS, *AUDITED_KINDS, *PACKED_KINDS, *DAY_KINDS,
)  # fmt: skip
# Kinds that are about another group than the one that meets.
OF_GROUP = {"terms": "PLG", "terms-changes": "PLG"}
OWNER = "Durham County Council"


@pytest.fixture(scope="module")
def every(
    moulds: Moulds, tmp_path_factory: pytest.TempPathFactory, data: Path
) -> dict[str, Document]:
    """Every kind of document, of a partnership with a year of records."""
    path = tmp_path_factory.mktemp("every") / "test.dscp"
    with moulds.cast("office_year", FILLED["office_year"], path, Ticking()) as store:
        return make_every(store, data)


def make_every(durham: Store, data: Path) -> dict[str, Document]:
    """Work in the store, and make each kind."""
    meeting = durham.ask(find_meeting, MEETING)
    group = meeting.group_id
    scope = Scope(today=durham.today(), meeting_id=meeting.id, group_id=group, year="2022-23")
    durham.run(_plan_work, group)
    came = ForwardDetails(group, "Neglect strategy", meeting.id, date(2023, 12, 1), "A year on")
    durham.run(add_forward, came)
    owner = durham.ask(load_names).party(OWNER)
    assert owner is not None
    found = {}
    for offer in document_offers():
        if offer.kind in APART:
            continue
        other = durham.ask(find_group, OF_GROUP.get(offer.kind, ""))
        mine = replace(scope, group_id=other.id) if other else scope
        if offer.kind == "owner-sheet":
            mine = replace(mine, record_id=owner.id)
        found[offer.kind] = durham.ask(offer.make, mine)
    contents = durham.ask(gather, meeting.id, document_offers(), durham.today())
    parts = number_pack(contents, _print)
    found |= own_kinds(durham, document_offers())
    found |= threaded_kinds()
    found |= day_kinds()
    found |= reviewed_kinds(durham, document_offers(), data)
    found |= drawn_kinds(durham)
    found |= learnt_kinds(durham, document_offers())
    found |= planned_kinds(durham, document_offers(), data)
    found |= audited_kinds(durham, document_offers())
    found |= budget_kinds(durham, document_offers())
    found |= packed_kinds(durham, meeting.id, document_offers())
    found["pack-cover"] = cover_document(contents, parts, "full")
    found["pack-placeholder"] = placeholder_document(parts[-1])
    found["pack-withheld"] = withheld_document(2)
    return found


def _plan_work(session: Session, group_id: str) -> Changes:
    plan = str(start_plan(session, group_id, "2022-23").result)
    details = LineDetails("Neglect is named early", owner="Nurse", due=date(2023, 3, 31))
    add_line(session, plan, details)
    said = QuarterWords("Two audits", "Fewer repeat referrals", "", "A third audit")
    return report_quarter(session, plan, 1, said)


def _print(_task: str, values: Any, blobs: Sequence[bytes] = ()) -> Any:
    return render(values, list(blobs), _say)


def _say(_words: str, _done: int, _of: int) -> None:
    """Nobody listens."""


def test_no_kind_is_forgotten(every: dict[str, Document]) -> None:
    assert sorted(every) == sorted((*KINDS, *APART))
    assert {offer.kind for offer in document_offers()} <= set(every)


def test_each_is_tagged_and_read_aloud_as_the_golden_file_has_it(
    every: dict[str, Document], root: Path
) -> None:
    for kind, document in every.items():
        made = render_pdf(document, FURNITURE)
        assert problems(made.data) == [], kind
        assert problems(render_pdf(document, FURNITURE, LARGE).data) == [], kind
        golden = root / "tests" / "golden" / f"{kind}.txt"
        text = outline(made.data)
        if os.environ.get("DSCP_NEW_GOLDEN"):
            golden.write_text(text, encoding="utf-8")
        assert text == golden.read_text(encoding="utf-8"), kind


def test_poppler_reads_the_same_words_in_the_same_order(
    every: dict[str, Document], tmp_path: Path
) -> None:
    program = shutil.which("pdfinfo")
    if program is None:
        pytest.skip("pdfinfo (poppler-utils) is not on this machine")
    for kind, document in every.items():
        made = render_pdf(document, FURNITURE)
        path = tmp_path / f"{kind}.pdf"
        path.write_bytes(made.data)
        done = subprocess.run(
            [program, "-struct-text", str(path)], capture_output=True, check=True, timeout=60
        )
        said = [
            line.strip()[1:-1]
            for line in done.stdout.decode().splitlines()
            if line.strip().startswith('"')
        ]
        read = (_LINE.fullmatch(line) for line in outline(made.data).splitlines())
        ours = [found["words"] for found in read if found]
        assert _letters("".join(said)) == _letters("".join(ours)), kind


# 'TH (Column): Group', and 'Figure (alt: 3 groups): Group', whose words come last.
_LINE = re.compile(r"\s*[\w…]+(?: \(.*\))?: (?P<words>.*)")


def _letters(text: str) -> str:
    return "".join(text.split())


def test_each_comes_back_from_word(every: dict[str, Document]) -> None:
    for kind, document in every.items():
        data = render_word(document, FURNITURE)
        assert read_word(data, kind) == as_read(document), kind


def test_each_is_strict_html(every: dict[str, Document]) -> None:
    for document in every.values():
        html5lib.HTMLParser(strict=True).parse(render_html(document).decode("utf-8"))


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_libreoffice_keeps_headings_and_tables(every: dict[str, Document], tmp_path: Path) -> None:
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not on this machine")
    for kind, document in every.items():
        (tmp_path / f"{kind}.docx").write_bytes(render_word(document, FURNITURE))
        word = docx.Document(str(tmp_path / f"{kind}.docx"))
        options = '{"UseTaggedPDF":{"type":"boolean","value":"true"}}'
        subprocess.run(
            [program, f"-env:UserInstallation=file://{tmp_path}/office", "--headless",
             "--convert-to", f"pdf:writer_pdf_Export:{options}", "--outdir", str(tmp_path),
             str(tmp_path / f"{kind}.docx")],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        text = outline((tmp_path / f"{kind}.pdf").read_bytes())
        letters = _letters(text)  # it loses the space where a line is broken
        assert _letters(document.title) in letters
        for block in document.blocks:
            if isinstance(block, Heading):
                assert _letters(f"H{block.level}: {block.text}") in letters
        assert sum(line.strip() == "Table" for line in text.splitlines()) >= len(word.tables)


def test_the_clock_is_in_no_document(every: dict[str, Document]) -> None:
    year = str(datetime.now(UTC).year)
    for document in every.values():
        assert year not in outline(render_pdf(document).data)
