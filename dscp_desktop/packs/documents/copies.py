"""Copies that are given away: numbered, with their recipient on each page, and encrypted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dscp_desktop.core.faults import Refused
from dscp_desktop.core.offers import FileWork
from dscp_desktop.packs.documents.binding import COPIES

FEWEST_LETTERS = 10
_AT_ONCE = 48 << 20  # bytes of copies that come back in one answer


def make_copies(
    data: bytes,
    ask: FileWork,
    recipients: Sequence[str],
    *,
    first: int = 1,
    of: int = 0,
    password: str = "",
) -> Iterator[bytes]:
    """Yield a copy of a built pack for each recipient: 'Copy 7 of 14', and the name across it.

    The numbers begin with `first`; `of` is the last one, 0 for that of these recipients. With a
    password each copy is encrypted. Raises Refused where it is too short.
    """
    if password:
        check_password(password)
    last = of or first + len(recipients) - 1
    given = [
        (f"Copy {number} of {last}", f"Copy {number} · {name}")
        for number, name in enumerate(recipients, first)
    ]
    step = max(1, _AT_ONCE // (len(data) + 1))
    for start in range(0, len(given), step):
        values = {"copies": given[start : start + step], "password": password, "title": "The pack"}
        yield from ask(COPIES, values, [data])[1]


def lock(ask: FileWork, data: bytes, password: str) -> bytes:
    """Return a built pack encrypted by AES with 256 bits. Refused where the password is short."""
    check_password(password)
    values = {"copies": [], "password": password, "title": "Part 2"}
    return ask(COPIES, values, [data])[1][0]


def check_password(password: str) -> None:
    """Raise Refused where a password is too short to keep part 2."""
    if len(password) < FEWEST_LETTERS:
        raise Refused(
            f"A password for part 2 has at least {FEWEST_LETTERS} letters. Three words that do "
            "not belong together are easy to tell by telephone."
        )
