"""A message as a file that the mail program opens as a draft: nothing is sent from here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file that goes with a message: its name, its type such as 'application/pdf', its bytes."""

    name: str
    kind: str
    data: bytes


def draft_message(
    to: Sequence[str], subject: str, text: str, enclosed: Sequence[Enclosed] = (), marking: str = ""
) -> bytes:
    """Return a message as the bytes of an .eml file, open to be changed and not yet sent.

    The protective marking stands first in the subject. No sender, date or id is put in: the mail
    program does that when somebody sends it. A line break in a subject or an address is taken out.
    """
    message = EmailMessage(policy=SMTP)
    message["Subject"] = _one_line(f"{marking}: {subject}" if marking else subject)
    if to:
        message["To"] = ", ".join(_one_line(address) for address in to)
    message["X-Unsent"] = "1"
    message.set_content(text)
    for one in enclosed:
        main, _, sub = one.kind.partition("/")
        message.add_attachment(
            one.data, maintype=main, subtype=sub or "octet-stream", filename=_one_line(one.name)
        )
    if enclosed:  # a boundary of our own, so that the same message is the same bytes
        message.set_boundary("=_a_part_of_this_message_ends_here_=")
    return message.as_bytes()


def _one_line(text: str) -> str:
    return " ".join(text.split())
