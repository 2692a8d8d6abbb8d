"""A store with an audit in moderation, made once: nine agencies, seven returned, blanks."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dscp_desktop.actions.commands.log import set_status
from dscp_desktop.audits.commands.cases import choose_case
from dscp_desktop.audits.commands.findings import add_finding, add_recommendation
from dscp_desktop.audits.commands.moderation import agree_grade, move_grade
from dscp_desktop.audits.commands.programme import add_audit
from dscp_desktop.audits.commands.returns import take_returns
from dscp_desktop.audits.commands.tools import add_tool, issue_version
from dscp_desktop.audits.queries.findings import recommendations_of
from dscp_desktop.audits.queries.tools import get_version, sendings
from dscp_desktop.audits.rules.findings import (
    GOOD,
    IMPROVEMENT,
    FindingDetails,
    RecommendationDetails,
)
from dscp_desktop.audits.rules.programme import AuditDetails
from dscp_desktop.audits.rules.returns import PROGRAM, ReturnBook
from dscp_desktop.audits.rules.settings import USUAL
from dscp_desktop.audits.rules.tools import (
    ANSWER,
    COMMENT,
    HEADINGS,
    QUESTION,
    SCALE,
    TEXT,
    YES_NO,
    Question,
    Section,
    Sending,
    ToolContent,
    checksum,
    content_text,
    lay_out,
)
from dscp_desktop.store.opening import Store, open_store
from tests.audits.conftest import CAME, SENT, make_audit
from tests.moulds import PASSPHRASE

NOW = datetime(2022, 10, 20, 9, 22, tzinfo=UTC)
ASKED = (
    ("Was the risk named at the first contact?", "GGGRGGG"),
    ("Harm matrix and HEAT tool: used, and well?", "RRRIRRG"),
    ("Was cumulative harm considered?", "RIRRI-R"),
    ("Information shared in time for risk decisions?", "GRIRRRR"),
    ("Voice of the child on file and acted on?", "GOGGGGG"),
    ("Did partners coordinate well at the start?", "GGGGG-G"),
    ("Is the reasoning of managers recorded?", "GGRRGGR"),
    ("Is support after the protocol ends planned?", "IRRRI-R"),
)


def tool() -> ToolContent:
    """The eight questions of the audit, a ninth that asks yes or no and a tenth for words."""
    asked = [Question("", text, SCALE, "Look at the chronology") for text, _ in ASKED]
    last = (Question("", "Was a plan made?", YES_NO), Question("", "What helped most?", TEXT))
    parts = (Section("Risk", tuple(asked[:4])), Section("Practice", (*asked[4:], *last)))
    return ToolContent(USUAL.scale, parts)


def book(sending: Sending, said: Mapping[int, str], comments: Mapping[int, str]) -> ReturnBook:
    """A return as it is read: what an agency says by number of the question."""
    cells = {(5, at): head for at, head in enumerate(HEADINGS, 1)}
    for row in lay_out(sending.content):
        if row.question is None:
            continue
        cells[row.row, 1] = str(row.number)
        cells[row.row, QUESTION] = row.question.text
        if said.get(row.number):
            cells[row.row, ANSWER] = said[row.number]
        if row.number in comments:
            cells[row.row, COMMENT] = comments[row.number]
    marks = {
        "program": PROGRAM, "audit": sending.audit_id, "version": sending.version_id,
        "agency": sending.agency_id, "questions": checksum(content_text(sending.content)),
    }  # fmt: skip
    return ReturnBook(f"{sending.file_name}.xlsx", b"PK a file", marks, cells)


def fill(store: Store) -> str:
    """Put the audit of the story into a store, and return its id."""
    first = AuditDetails("2022-23", "Neglect: are harms added up?", "Multi-agency", "MA1", 1,
                         status="Reported to PLG", source="Inspection", cases=8)  # fmt: skip
    before = str(store.run(add_audit, first).result)
    harm = FindingDetails(IMPROVEMENT, "Harms were judged one by one", "Cumulative harm")
    store.run(add_finding, before, harm)
    advice = RecommendationDetails("Add harms up at each review", owner_role="Head of help",
                                   due=SENT, theme="Cumulative harm", counts_from=SENT)  # fmt: skip
    store.run(add_recommendation, before, advice)
    action = store.ask(recommendations_of, before, CAME)[0].action_id
    store.run(set_status, action, "complete", datetime(2022, 6, 21).date())
    version = str(store.run(add_tool, "Risk factors", tool()).result)
    store.run(issue_version, version, SENT)
    audit = make_audit(store, "MA2", version)
    came = []
    for at, sending in enumerate(store.ask(sendings, audit)[:7]):
        said = {n: row[at].strip("-") for n, (_, row) in enumerate(ASKED, 1)}
        said |= {9: "Yes", 10: "Early meetings"}
        came.append(book(sending, said, {2: "On file in 2 of 10 cases"} if at in (1, 2) else {}))
    store.run(take_returns, came, CAME, audit)
    agencies = [sending.agency_id for sending in store.ask(sendings, audit)]
    ids = [one.id for one in store.ask(get_version, version).content.questions]
    why = "On file in 2 of 10 cases"
    store.run(move_grade, audit, ids[1], agencies[1], "I", "the designated nurse", why)
    store.run(move_grade, audit, ids[1], agencies[6], "R", "the named professional", "Not used")
    reason = "Used in most cases, unevenly; the result seldom reaches the plan."
    for at, grade in ((0, "G"), (1, "R"), (3, "R"), (4, "G")):
        store.run(agree_grade, audit, ids[at], grade, reason, "the panel of 7")
    for kind, text, theme, at in (
        (IMPROVEMENT, "Harms are still judged one by one", "Cumulative harm", 2),
        (IMPROVEMENT, "Tools are filled in and not used", "Tools", 1),
        (GOOD, "The child's voice is on file", "Voice of the child", 4),
    ):
        store.run(add_finding, audit, FindingDetails(kind, text, theme, (ids[at],)))
    store.run(choose_case, audit, "C-104", "The family asked for it", "Neglect")
    return audit


@pytest.fixture(scope="module")
def moderated(begun: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a store with the audit in it, copied for each test."""
    folder = tmp_path_factory.mktemp("moderated")
    shutil.copytree(begun, folder, dirs_exist_ok=True)
    with open_store(folder / "test.dscp", PASSPHRASE, clock=lambda: NOW) as store:
        fill(store)
    return folder


@pytest.fixture
def store(moderated: Path, tmp_path: Path) -> Iterator[Store]:
    """The store with an audit in moderation, on 20 October 2022."""
    shutil.copytree(moderated, tmp_path, dirs_exist_ok=True)
    with open_store(tmp_path / "test.dscp", PASSPHRASE, clock=lambda: NOW) as opened:
        yield opened
