"""Letters to the partners: what they ask, their wording, and the files that are written."""

from __future__ import annotations

import email
import io
from collections.abc import Callable
from datetime import date
from email.policy import default
from pathlib import Path
from typing import Any

import docx
import pypdfium2
import pytest
from sqlalchemy.orm import Session

from dscp_desktop.budget.commands.contributions import put_gift, put_step
from dscp_desktop.budget.commands.fairness import begin, keep
from dscp_desktop.budget.commands.letters import put_letter_words
from dscp_desktop.budget.page.saving import FILES, MESSAGES, save_letters
from dscp_desktop.budget.queries.contributions import get_year
from dscp_desktop.budget.queries.letters import letter_words, letters_year, list_letters
from dscp_desktop.budget.rules.letters import INVOICE, REQUEST, WORDS, Letter, fill, wording_fault
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Refused
from dscp_desktop.core.profiles import load_profile
from dscp_desktop.jobs.files import FileWorker
from dscp_desktop.store.history import undo
from dscp_desktop.store.opening import Store
from tests.conftest import Bring

YEAR = "2022-23"
TODAY, BY = date(2023, 10, 19), date(2023, 11, 16)
PARTNERS = {
    "Durham County Council": "£191,604",
    "Integrated Care Board (ICB)": "£105,135",
    "Durham Constabulary": "£39,285*",
    "Probation": "£4,873",
    "HDFT": "£2,680",
    "CDDFT": "£2,680",
}
HEADS = ("Durham Safeguarding Children Partnership", "OFFICIAL-SENSITIVE")


@pytest.fixture
def given(durham: Store, bring: Bring, data: Path) -> Store:
    bring((data / "contributions-2022-23.xlsx").read_bytes())
    return durham


def ids(store: Store) -> dict[str, str]:
    return {line.partner: line.partner_id for line in store.ask(get_year).lines}


def quiet(_words: str, _done: int, _whole: int) -> None:
    """Nobody listens."""


def pdf_words(path: Path) -> str:
    with pypdfium2.PdfDocument(path.read_bytes()) as pdf:
        return " ".join(" ".join(page.get_textpage().get_text_range() for page in pdf).split())


def word_words(data: bytes) -> str:
    made = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    return " ".join(" ".join([*(part.text for part in made.paragraphs), *cells]).split())


def test_letters_to_six_partners_are_read_back(given: Store, tmp_path: Path) -> None:
    letters = given.ask(list_letters, YEAR, REQUEST, TODAY)
    assert [letter.partner for letter in letters] == [*PARTNERS]
    told: list[tuple[int, int]] = []

    def tell(_words: str, done: int, whole: int) -> None:
        told.append((done, whole))

    with FileWorker() as worker:
        saved = save_letters(letters, tmp_path, FILES, HEADS, worker.ask, tell)
    assert len(saved) == 12
    assert told == [(count, 6) for count in range(7)]
    for letter, (partner, amount) in zip(letters, PARTNERS.items(), strict=True):
        for words in (
            pdf_words(tmp_path / f"{letter.name}.pdf"),
            word_words((tmp_path / f"{letter.name}.docx").read_bytes()),
        ):
            assert f"To: {partner}" in words
            assert (
                f"the contribution of {partner} is {amount}; for 2021-22 it was not recorded"
                in words
            )
            assert "Thursday 19 October 2023" in words
            assert "Thursday 16 November 2023" in words
            # The note stands with its figure, and with no other.
            assert ("* Durham Constabulary also provides" in words) is (amount[-1] == "*")
            others = [
                other for other in PARTNERS if other not in (partner, "Durham County Council")
            ]
            assert not any(f"contribution of {other} is" in words for other in others)


def test_an_invoice_is_asked_for_what_was_not_invoiced(given: Store) -> None:
    whose = ids(given)
    probation, council = whose["Probation"], whose["Durham County Council"]
    for kind, pence, said in (
        ("agreed", 4_873_00, "PO 12"),
        ("invoiced", 2_000_00, "INV 7"),
        ("received", 2_000_00, "BACS 1"),
    ):
        given.run(put_step, YEAR, probation, kind, TODAY, pence, said)
    given.run(put_step, YEAR, whose["HDFT"], "invoiced", TODAY, 2_680_00)
    given.run(put_step, YEAR, whose["CDDFT"], "received", TODAY, 2_680_00)
    given.run(put_gift, YEAR, probation, council, "", None)
    letters = {each.partner: each for each in given.ask(list_letters, YEAR, INVOICE, TODAY, BY)}
    assert set(letters) == set(PARTNERS) - {"HDFT", "CDDFT"}  # nothing is left to ask them for
    letter = letters["Probation"]
    facts = dict(letter.facts)
    assert (letter.to, facts["Paid by"]) == ("Durham County Council", "Durham County Council")
    assert facts["Amount"] == "£2,873"
    assert facts["Reference"] == "INV 7"  # never that of a payment
    assert facts["Answer by"] == "Thursday 16 November 2023"
    assert "£2,873 of it is still to be invoiced" in letter.paragraphs[0]
    held = given.ask(letters_year, YEAR, INVOICE, TODAY)
    assert held.marking == "OFFICIAL-SENSITIVE"
    assert held.words == given.ask(letter_words)


def test_a_draft_message_holds_both_files(given: Store, tmp_path: Path) -> None:
    letter = given.ask(list_letters, YEAR, REQUEST, TODAY)[3]
    same = (letter, letter)
    saved = save_letters(same, tmp_path, MESSAGES, HEADS, answers, quiet)
    assert [path.name for path in saved] == [
        "request-2022-23-probation.eml",
        "request-2022-23-probation-2.eml",
    ]
    message = email.message_from_bytes(saved[0].read_bytes(), policy=default)
    assert message["Subject"].startswith("OFFICIAL-SENSITIVE: Contribution to the partnership")
    assert message["X-Unsent"] == "1"
    body = message.get_body()
    assert body is not None
    assert "£4,873" in body.get_content()
    names = [part.get_filename() for part in message.iter_attachments()]
    assert names == ["request-2022-23-probation.pdf", "request-2022-23-probation.docx"]


def answers(task: str, values: Any) -> tuple[dict[str, Any], list[bytes]]:
    """The child's answer, without a child."""
    return {}, [f"{task} {values['title']}".encode()]


def stopped_after(count: int) -> Callable[[str, Any], tuple[dict[str, Any], list[bytes]]]:
    """A child that is stopped in the middle of its work."""
    asked: list[str] = []

    def ask(task: str, values: Any) -> tuple[dict[str, Any], list[bytes]]:
        if len(asked) == count:
            raise Refused("The work was stopped.")
        asked.append(task)
        return answers(task, values)

    return ask


def test_a_stop_leaves_whole_letters_alone(given: Store, tmp_path: Path) -> None:
    letters = given.ask(list_letters, YEAR, REQUEST, TODAY)
    with pytest.raises(Refused, match="stopped"):
        save_letters(letters, tmp_path, FILES, HEADS, stopped_after(5), quiet)
    assert (
        len(list(tmp_path.glob("request-*"))) == 4
    )  # two letters, each in both forms; none is half


def test_the_wording_is_the_partnerships_own(given: Store) -> None:
    plain = given.ask(letter_words)
    assert set(plain) == set(WORDS)
    words = {**plain, "request": "Dear {payer}\n\nWe ask for {amount} for {year}.", "signed": ""}
    done = given.run(put_letter_words, words)
    letter: Letter = given.ask(list_letters, YEAR, REQUEST, TODAY)[2]
    assert letter.paragraphs == ("Dear Durham Constabulary", "We ask for £39,285* for 2022-23.")
    assert letter.signed == ""
    given.run(undo, done.entry)
    assert given.ask(letter_words) == plain
    with pytest.raises(Refused, match=r"Nothing is put in for \{sum\}\. These are known: \{par"):
        given.run(put_letter_words, {**plain, "invoice": "It is {sum}."})
    assert wording_fault({**plain, "request_subject": " "}).startswith("Type the subject")
    assert fill("{amount} and {other}", {"amount": "£1"}) == "£1 and {other}"


def test_a_profile_brings_its_wording_and_keeps_it(given: Store) -> None:
    words = dict(load_profile("any-partnership").values["letters"])
    own = {**words, "signed": "The unit"}

    def bring_profile(session: Session) -> Changes:
        begin(session, {"letters": own})
        return Changes("Profile", ("budget",))

    assert given.ask(keep, TODAY)["letters"] == {}
    given.run(bring_profile)
    assert given.ask(keep, TODAY)["letters"]["signed"] == "The unit"
    assert given.ask(list_letters, YEAR, REQUEST, TODAY)[0].signed == "The unit"
