"""Terms and what changed in them, printed: from the window's offers and the command line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import html5lib
import pikepdf
import pytest

from dscp_desktop.app.cli import run
from dscp_desktop.core.faults import WrongUse
from dscp_desktop.core.offers import Scope
from dscp_desktop.paper.document import Document
from dscp_desktop.paper.html import render_html
from dscp_desktop.paper.pdf import render_pdf
from dscp_desktop.paper.word.reading import read_word
from dscp_desktop.paper.word.writing import render_word
from dscp_desktop.store.opening import Store
from dscp_desktop.terms_of_reference.commands.drafting import (
    begin_document,
    begin_version,
    change_part,
)
from dscp_desktop.terms_of_reference.feature import FEATURE
from dscp_desktop.terms_of_reference.queries.terms import document_of, list_documents
from tests.moulds import PASSPHRASE
from tests.paper.structure import outline, problems
from tests.terms_of_reference.conftest import TODAY

Made = Callable[..., Document]
KINDS = ("terms", "terms-changes", "governing-document")


@pytest.fixture
def made(durham: Store, group: Callable[[str], str]) -> Made:
    """Make a document of a kind, of PLG where nothing else is said."""
    offers = {offer.kind: offer.make for offer in FEATURE.documents}

    def make(kind: str, **more: object) -> Document:
        scope = Scope(today=TODAY, group_id=group("PLG"))
        found = durham.ask(offers[kind], replace(scope, **more))  # type: ignore[arg-type]
        assert isinstance(found, Document)
        return found

    return make


def test_each_kind_by_each_renderer(made: Made) -> None:
    for kind in KINDS:
        document = made(kind)
        pdf = render_pdf(document).data
        assert problems(pdf) == [], kind
        assert read_word(render_word(document)) == document, kind
        html5lib.HTMLParser(strict=True).parse(render_html(document).decode())
    told = outline(render_pdf(made("terms-changes")).data)
    assert "Span (LineThrough): 16 September 2022" in told
    assert "Span (Underline): 26 October 2023" in told


def test_what_is_read_aloud_says_cut_and_new(made: Made) -> None:
    data = render_pdf(made("terms-changes")).data
    with pikepdf.open(BytesIO(data)) as pdf:
        said = {str(o.ActualText) for o in pdf.objects if isinstance(o, pikepdf.Dictionary)
                and "/ActualText" in o}  # fmt: skip
    assert {"cut: 16 September 2022", "new: 26 October 2023"} <= said


def test_word_has_its_own_lines_through_and_under(made: Made) -> None:
    word = docx.Document(BytesIO(render_word(made("terms-changes"))))
    assert "16 September 2022" in _words_with(word, "w:strike")
    assert "26 October 2023" in _words_with(word, "w:u")


def _words_with(word: Any, tag: str) -> list[str]:
    runs = word.element.body.xpath(f".//w:r[w:rPr/{tag}]")
    return ["".join(text.text or "" for text in run.xpath("./w:t")) for run in runs]


def test_the_version_in_force_on_a_day_or_by_its_number(made: Made) -> None:
    assert made("terms").subtitle == "Performance and Learning Group, version 2"
    assert made("terms", version="1").subtitle.endswith("version 1")
    assert made("terms", on=date(2022, 10, 25)).subtitle.endswith("version 1")
    for version in ("3", "x"):
        with pytest.raises(WrongUse, match=r"The versions: 1 .*, 2 "):
            made("terms", version=version)
    with pytest.raises(WrongUse, match="No version is in force on Wed 1 Jan 2020"):
        made("terms", on=date(2020, 1, 1))


def test_what_cannot_be_made_says_why(made: Made, group: Callable[[str], str]) -> None:
    for kind, more, said in (
        ("terms", {"group_id": ""}, "Say which group"),
        ("terms", {"group_id": group("ISP")}, "has no terms of reference yet"),
        ("terms-changes", {"group_id": group("EXEC")}, "no two versions to compare"),
        ("terms-changes", {"version": "2"}, "from which version to which"),
        ("terms-changes", {"version": "1-9"}, "There is no version 9"),
    ):
        with pytest.raises(WrongUse, match=said):
            made(kind, **more)


def test_the_changes_of_a_draft_and_of_a_policy(
    durham: Store, made: Made, group: Callable[[str], str]
) -> None:
    document = durham.ask(document_of, group("PLG"))
    third = str(durham.run(begin_version, document, TODAY).result)
    durham.run(change_part, third, "purpose", "To learn.")
    changes = made("terms-changes")
    assert changes.subtitle == "Performance and Learning Group, versions 2 and 3"
    assert made("terms", version="3").subtitle.endswith("version 3, draft")
    arrangements = durham.ask(list_documents, TODAY, "arrangements")[0]
    assert made("governing-document").title == arrangements.title
    durham.run(begin_document, "policy", "Escalation policy")
    with pytest.raises(WrongUse, match="Multi-agency safeguarding arrangements"):
        made("governing-document")
    assert made("governing-document", record_id=arrangements.id).title == arrangements.title
    second = str(durham.run(begin_version, arrangements.id, TODAY).result)
    durham.run(change_part, second, "Money", "Partners contribute fairly.")
    printed = made("terms-changes", record_id=second)
    assert printed.title == "Multi-agency safeguarding arrangements: what changed"


@pytest.fixture
def durham_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store of Durham 2022-23 on disk."""
    monkeypatch.setenv("DSCP_PASSPHRASE", PASSPHRASE)
    path = tmp_path / "s.dscp"
    assert run(["new", str(path), "--profile", "durham-2022-23", "--by", "Ann"]) == 0
    return path


def test_terms_from_the_command_line(
    durham_file: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def export(kind: str, out: str, *more: str) -> int:
        words = ["export", str(durham_file), kind, "--group", "PLG", *more]
        monkeypatch.setenv("DSCP_PASSPHRASE", PASSPHRASE)
        return run([*words, "-o", str(tmp_path / out), "--force"])

    for ending in ("docx", "pdf", "html"):
        assert export("terms", f"terms.{ending}") == 0
        assert export("terms-changes", f"changes.{ending}", "--from", "1", "--to", "2") == 0
    assert read_word((tmp_path / "terms.docx").read_bytes()).subtitle.endswith("version 2")
    assert export("terms", "terms.docx", "--version", "1") == 0
    assert read_word((tmp_path / "terms.docx").read_bytes()).subtitle.endswith("version 1")
    assert export("terms", "terms.docx", "--on", "2022-10-25") == 0
    assert read_word((tmp_path / "terms.docx").read_bytes()).subtitle.endswith("version 1")
    assert "<del>" in (tmp_path / "changes.html").read_text("utf-8")
    capsys.readouterr()
    assert export("terms", "terms.pdf", "--version", "9") == 2
    said = capsys.readouterr().err
    assert "There is no version 9. The versions: 1 (superseded, in force from" in said
    assert export("terms-changes", "changes.pdf", "--from", "1", "--to", "7") == 2
    assert "There is no version 7. The versions: 1" in capsys.readouterr().err
