"""A tool of 25 questions that goes to nine agencies, and a hand that fills their workbooks in."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest

from dscp_desktop.app.beginning import begin_from
from dscp_desktop.audits.commands.asking import mark_sent
from dscp_desktop.audits.commands.programme import add_audit
from dscp_desktop.audits.commands.tools import add_tool, issue_version, use_version
from dscp_desktop.audits.queries.settings import get_settings
from dscp_desktop.audits.queries.tools import get_version, sendings
from dscp_desktop.audits.rules.programme import AuditDetails
from dscp_desktop.audits.rules.returns import SHEET
from dscp_desktop.audits.rules.settings import USUAL
from dscp_desktop.audits.rules.tools import (
    ANSWER,
    COMMENT,
    SCALE,
    TEXT,
    YES_NO,
    Question,
    Section,
    Sending,
    ToolContent,
    lay_out,
)
from dscp_desktop.audits.workbook.sending import tool_workbook
from dscp_desktop.core.profiles import load_profile
from dscp_desktop.jobs.files import FileWorker
from dscp_desktop.partnership.queries.parties import load_names
from dscp_desktop.store.opening import Birth, Store, create_store, open_store
from tests.moulds import PASSPHRASE

SENT, DUE, CAME = date(2022, 9, 26), date(2022, 10, 10), date(2022, 10, 11)
TODAY = date(2022, 10, 20)
Answers = Mapping[int, str | None]
Fill = Callable[..., Path]


def questions(count: int = 25) -> ToolContent:
    """A tool of so many questions in three sections; every sixth asks yes or no, the last words."""
    kinds = [YES_NO if number % 6 == 0 else SCALE for number in range(1, count + 1)]
    kinds[-1] = TEXT
    every = [
        Question("", f"Was step {number} taken in time?", kind, f"Look at chapter {number}")
        for number, kind in enumerate(kinds, 1)
    ]
    parts = (every[:8], every[8:16], every[16:])
    named = zip(("Contact", "Assessment", "Plan"), parts, strict=True)
    return ToolContent(USUAL.scale, tuple(Section(title, tuple(part)) for title, part in named))


def agency_ids(store: Store) -> tuple[str, ...]:
    """The nine agencies that the profile says return."""
    names = store.ask(load_names)
    found = [names.party(name) for name in store.ask(get_settings).returning]
    return tuple(party.id for party in found if party is not None)


def make_audit(store: Store, number: str, version_id: str, quarter: int = 2) -> str:
    """An audit of nine agencies that asks a version, sent and due."""
    details = AuditDetails(
        "2022-23", "Risk factors in sexual abuse", "Multi-agency", number, quarter=quarter,
        cases=10, agencies=agency_ids(store), purpose="Learning from a local review",
    )  # fmt: skip
    audit_id = str(store.run(add_audit, details).result)
    store.run(use_version, audit_id, version_id)
    store.run(mark_sent, audit_id, SENT, DUE)
    return audit_id


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store that has its profile: copied for each test, for that is quicker."""
    path = tmp_path_factory.mktemp("audits") / "test.dscp"
    birth = Birth("Test partnership", "Ann", PASSPHRASE)
    with create_store(path, birth, lambda: datetime(2023, 10, 19, 8, 0, tzinfo=UTC)) as made:
        made.run(begin_from, load_profile("durham-2022-23"))
    return path.parent


@pytest.fixture
def durham(begun: Path, tmp_path: Path, clock: Callable[[], datetime]) -> Iterator[Store]:
    """The store with the profile of Durham 2022-23 in it."""
    shutil.copytree(begun, tmp_path, dirs_exist_ok=True)
    with open_store(tmp_path / "test.dscp", PASSPHRASE, clock=clock) as store:
        yield store


@pytest.fixture
def version(durham: Store) -> str:
    """An issued version of a tool of 25 questions."""
    version_id = str(durham.run(add_tool, "Risk tool", questions()).result)
    durham.run(issue_version, version_id, SENT)
    return version_id


@pytest.fixture
def audit(durham: Store, version: str) -> str:
    """The audit that sends it to nine agencies."""
    return make_audit(durham, "MA2", version)


@pytest.fixture
def sent(durham: Store, audit: str) -> tuple[Sending, ...]:
    """What goes to each of the nine."""
    return durham.ask(sendings, audit)


def good_answers(sending: Sending) -> dict[int, str]:
    """A sound answer to every question, by number: as the drop-down offers it."""
    grade = sending.content.scale[1]
    sound = {SCALE: f"{grade.letter} {grade.words}", YES_NO: "Yes", TEXT: "Seen in the file"}
    return {
        row.number: sound[row.question.kind] for row in lay_out(sending.content) if row.question
    }


@pytest.fixture
def fill(tmp_path: Path) -> Fill:
    """Fills a workbook in with openpyxl as an agency would, and saves it."""

    def filled(
        sending: Sending,
        answers: Answers | None = None,
        name: str = "",
        change: Callable[[openpyxl.Workbook], None] | None = None,
        comment: str = "",
    ) -> Path:
        book = openpyxl.load_workbook(io.BytesIO(tool_workbook(sending)))
        sheet = book[SHEET]
        wanted = {**good_answers(sending), **(answers or {})}
        for row in lay_out(sending.content):
            if row.question is not None:
                sheet.cell(row.row, ANSWER).value = wanted[row.number]
                if comment and row.number == 2:
                    sheet.cell(row.row, COMMENT).value = comment
        if change is not None:
            change(book)
        path = tmp_path / (name or f"{sending.file_name}.xlsx")
        book.save(path)
        return path

    return filled


@pytest.fixture(scope="module")
def worker() -> Iterator[FileWorker]:
    """The process that reads files."""
    with FileWorker() as made:
        yield made


def question_ids(store: Store, version_id: str) -> tuple[str, ...]:
    """The marks of a version's questions, in order."""
    return tuple(one.id for one in store.ask(get_version, version_id).content.questions)
