"""Drafts of messages, read back by the standard library's own reader."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import default

from hypothesis import given
from hypothesis import strategies as st

from dscp_desktop.core.mail import Enclosed, draft_message


def test_a_draft_reads_back_with_its_marking_first_and_its_files() -> None:
    files = (Enclosed("Actions – Łódź.pdf", "application/pdf", b"%PDF-1.7 \x00\xff"),)
    data = draft_message(
        ["ann@example.org"], "Your actions", "Two are late.\n", files, "OFFICIAL-SENSITIVE"
    )
    read = message_from_bytes(data, policy=default)
    assert read["Subject"] == "OFFICIAL-SENSITIVE: Your actions"
    assert read["To"] == "ann@example.org"
    assert read["X-Unsent"] == "1"
    assert read["From"] is None
    body = read.get_body()
    assert body is not None
    assert body.get_content().strip() == "Two are late."
    (enclosed,) = read.iter_attachments()
    assert enclosed.get_filename() == "Actions – Łódź.pdf"
    assert enclosed.get_content() == b"%PDF-1.7 \x00\xff"


def test_the_same_draft_is_the_same_bytes() -> None:
    files = (Enclosed("a.xlsx", "application/octet-stream", b"PK"),)
    assert draft_message([], "S", "T", files) == draft_message([], "S", "T", files)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60), st.text(max_size=5))
def test_no_subject_puts_in_a_header_of_its_own(subject: str, more: str) -> None:
    data = draft_message(["a@example.org"], f"{subject}\r\nBcc: b@example.org{more[:0]}", "T")
    read = message_from_bytes(data, policy=default)
    assert read["Bcc"] is None
    assert str(read["Subject"]).split()[-2:] == ["Bcc:", "b@example.org"]
