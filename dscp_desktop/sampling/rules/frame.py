"""The list a sample is drawn from: how it is written, frozen and committed to.

A frame is text, so that anybody can hash it again: one line `ref,YYYY-MM-DD,stratum` for each
thing of the period, sorted by the bytes of the ref, each line ending in LF, in UTF-8.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from dscp_desktop.core.faults import WrongUse

LONGEST_REF = 64
_SIGNS = frozenset(" -_./")
# Most references: nothing more has to be looked at, and a long list is judged in half the time.
_PLAIN = re.compile(r"[A-Za-z0-9\-_./](?:[A-Za-z0-9 \-_./]{0,62}[A-Za-z0-9\-_./])?")


@dataclass(frozen=True, slots=True)
class FrameRow:
    """One thing that may be drawn: its reference, its day, and the stratum it belongs to."""

    ref: str
    on: date
    stratum: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One thing that was left out of the frame, and why; the reason stands in the certificate."""

    ref: str
    reason: str


@dataclass(frozen=True, slots=True)
class Period:
    """The days that a frame covers, both in."""

    first: date
    last: date

    @property
    def text(self) -> str:
        """Return '2022-04-01/2022-06-30'."""
        return f"{self.first.isoformat()}/{self.last.isoformat()}"


@dataclass(frozen=True, slots=True)
class FrameFault:
    """What is wrong with one row, by its place in the list as it was given, and the remedy."""

    place: int
    why: str


def sha256_of(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, in lower-case hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def ref_fault(ref: str) -> str:
    """Return what is wrong with a reference, with its remedy, or ''.

    A reference is 1 to 64 letters, digits, spaces or - _ . / in composed form (NFC), with no
    space at its ends: nothing in it can be taken for the end of a field or a line.
    """
    if _PLAIN.fullmatch(ref):
        return ""
    if not ref:
        return "There is no reference. Give it one."
    if len(ref) > LONGEST_REF:
        return f"The reference is longer than {LONGEST_REF} characters. Shorten it."
    if ref != ref.strip():
        return "The reference begins or ends with a space. Take it out."
    if not unicodedata.is_normalized("NFC", ref):
        return "A letter of the reference is made of two signs. Type it again as one."
    wrong = sorted(
        {sign for sign in ref if not (sign.isalpha() or sign.isdecimal() or sign in _SIGNS)}
    )
    if wrong:
        named = " ".join(
            sign if sign.isprintable() and not sign.isspace() else f"U+{ord(sign):04X}"
            for sign in wrong
        )
        return f"The reference may hold letters, digits, spaces and - _ . / but not {named}"
    return ""


def frame_faults(
    rows: Sequence[FrameRow], period: Period, strata: Sequence[str]
) -> tuple[FrameFault, ...]:
    """Return all that keeps a list from being frozen; each is mended, or left out with a reason.

    A repeat counts also where it differs in capitals alone.
    """
    found = []
    first: dict[str, int] = {}
    for place, row in enumerate(rows):
        if why := ref_fault(row.ref):
            found.append(FrameFault(place, why))
        before = first.setdefault(row.ref.casefold(), place)
        if before != place:
            why = f"{row.ref} stands in the list twice. Leave one of the two out, with a reason."
            found.append(FrameFault(place, why))
        if not period.first <= row.on <= period.last:
            found.append(FrameFault(place, f"{row.on.isoformat()} is outside {period.text}."))
        if row.stratum not in strata:
            known = ", ".join(strata)
            said = f"‘{row.stratum}’ is none of {known}" if row.stratum else "It has no level"
            found.append(FrameFault(place, f"{said}. Mend it, or leave it out with a reason."))
    return tuple(found)


def frame_text(rows: Iterable[FrameRow]) -> str:
    """Return the frame as text; the order the rows are given in does not matter."""
    ordered = sorted(rows, key=lambda row: row.ref.encode("utf-8"))
    return "".join(f"{row.ref},{row.on.isoformat()},{row.stratum}\n" for row in ordered)


def left_out_text(rows: Iterable[LeftOut]) -> str:
    """Return what was left out as text: one line `ref,reason`, sorted by bytes.

    Raises WrongUse where a reason is empty or holds a line break.
    """
    for row in rows:
        if not row.reason.strip() or not all(sign.isprintable() for sign in row.reason):
            raise WrongUse(f"Say in one line why {row.ref} is left out.")
    lines = sorted(f"{row.ref},{row.reason}\n".encode() for row in rows)
    return b"".join(lines).decode("utf-8")


def commitment_of(frame_hash: str, period: str, plan: str, left_out_hash: str) -> str:
    """Return what is shown and written down before there is any seed."""
    return sha256_of(f"{frame_hash}\n{period}\n{plan}\n{left_out_hash}\n")
