"""A store in which something restricted of every kind is hidden, and a reader of locked files."""

from __future__ import annotations

import hmac
import zipfile
from datetime import date, time
from hashlib import pbkdf2_hmac
from itertools import count
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import ECB
from sqlalchemy import Date, Integer, Table, select
from sqlalchemy.orm import Session

from dscp_desktop.app.beginning import begin_from
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.profiles import load_profile
from dscp_desktop.diary.commands.meetings import add_meeting
from dscp_desktop.diary.rules.meetings import MeetingDetails
from dscp_desktop.meetings.commands.agenda import add_item, add_paper, start_agenda
from dscp_desktop.meetings.commands.attendance import record_attendance
from dscp_desktop.meetings.tables import AgendaItem, Paper
from dscp_desktop.partnership.commands.groups import add_group
from dscp_desktop.partnership.commands.organisations import add_organisation
from dscp_desktop.partnership.queries.parties import list_groups
from dscp_desktop.partnership.rules.parties import GroupDetails
from dscp_desktop.store.files import put_file
from dscp_desktop.store.opening import Store
from dscp_desktop.store.redact import free_columns
from dscp_desktop.store.session import class_of, fresh_id, tracked_tables
from dscp_desktop.store.tables import Link, Row, UtcTime
from tests.moulds import START

SIGN = "Zq7hidden"  # stands in everything that is restricted, with a number behind it
OPEN = "An open subject <img src='file://h/x'> & <5 =1+1"
OPEN_BYTES, SHARED_BYTES = b"%PDF-1.7 an open paper", b"%PDF-1.7 a paper at both"
ON = date(2023, 7, 6)
_CODES = {"year": "2022-23", "frequency": "month"}


def restricted_tables() -> set[str]:
    """The tables whose rows may be restricted by themselves."""
    return {n for n, t in tracked_tables().items() if "restricted" in t.c and n != "record"}


def hanging() -> set[tuple[str, str]]:
    """Each table and column that names a row which may be restricted."""
    found = restricted_tables()
    return {
        (name, key.parent.name)
        for name, table in tracked_tables().items()
        for key in table.foreign_keys
        if key.column.table.name in found
    }


def fill(store: Store) -> None:
    """A meeting with an open item and paper, and everything restricted that there can be."""
    store.run(begin_from, load_profile("any-partnership"))
    group = str(store.run(add_group, GroupDetails("Quality group", "QG")).result)
    body = str(store.run(add_organisation, "Northshire Council").result)
    meeting = str(store.run(add_meeting, group, MeetingDetails(ON, time(10), time(12))).result)
    store.run(start_agenda, meeting)
    item = str(store.run(add_item, meeting, OPEN, minutes=10).result)
    store.run(record_attendance, meeting, body, "present")
    for title, data in ((OPEN, OPEN_BYTES), ("Names two", SHARED_BYTES)):
        about = {"title": title, "data": data, "pages": 1, "received_on": ON}
        store.run(add_paper, meeting, item_id=item, **about)
    store.run(plant)


def plant(session: Session) -> Changes:
    """Add a restricted row of every table that has such, and an open one on each of them."""
    planting = _Planting(session)
    for name in ("agenda_item", *sorted(restricted_tables() - {"agenda_item"})):
        planting.hidden[name] = planting.row(name, restricted=True)
        session.flush()
    for name, column in sorted(hanging()):
        planting.row(name, **{column: planting.hidden[planting.target(name, column)]})
    hidden = session.get_one(Paper, planting.hidden["paper"])
    own = f"%PDF-1.7 {SIGN} in the bytes of a paper".encode()
    hidden.file_id = put_file(session, f"{SIGN} in a name.pdf", own)
    # A decision that says nothing of itself, at a place of the minutes that is restricted.
    said = planting.row("decision")
    planting.row("note", restricted=True, item_id=planting.known["agenda_item"], record_id=said)
    both = put_file(session, "both.pdf", SHARED_BYTES)
    planting.row("paper", item_id=planting.known["agenda_item"], restricted=True, file_id=both)
    session.add(
        Link(
            id=fresh_id(session),
            from_id=planting.hidden["agenda_item"],
            to_id=planting.known["group"],
            role="about",
        )
    )
    return Changes("Planted", ("*",))


class _Planting:
    """Makes rows of any table; what a row must name is made where it is not there."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.hidden: dict[str, str] = {}
        item = session.scalars(select(AgendaItem).where(AgendaItem.title == OPEN)).one()
        self.known = {"agenda_item": item.id, "meeting": item.meeting_id}
        self.known["group"] = list_groups(session)[0].id
        self.known["record"] = self.known["group"]
        self.number = count(1)

    @staticmethod
    def target(name: str, column: str) -> str:
        """The table that a column names."""
        return str(next(iter(tracked_tables()[name].c[column].foreign_keys)).column.table.name)

    def row(self, name: str, **given: Any) -> str:
        """Add a row, with the sign in every text in which people write; return its id."""
        table, mapped = tracked_tables()[name], class_of(name)
        values = {column: f"{SIGN}{next(self.number)}" for column in free_columns(table)}
        row_id = fresh_id(self.session)
        values |= self._needed(table, values) | given
        row: Row = mapped(id=row_id, **values)
        self.session.add(row)
        self.session.flush()
        return row_id

    def _needed(self, table: Table, values: dict[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for column in table.columns:
            if column.nullable or column.default is not None or column.name in values:
                continue
            if column.name in ("id", "version"):
                continue
            if column.foreign_keys:
                found[column.name] = self._named(next(iter(column.foreign_keys)).column.table.name)
            elif isinstance(column.type, Date):
                found[column.name] = ON
            elif isinstance(column.type, UtcTime):
                found[column.name] = START
            else:
                number = next(self.number)
                plain = _CODES.get(column.name, f"c{number}")
                found[column.name] = number if isinstance(column.type, Integer) else plain
        return found

    def _named(self, table: str) -> str:
        if table not in self.known:
            first = {"number": 0} if table == "pack_issue" else {}
            self.known[table] = self.row(table, **self._open(table), **first)
        return self.known[table]

    @staticmethod
    def _open(table: str) -> dict[str, str]:
        """What a row that anybody may see has in its texts."""
        return dict.fromkeys(free_columns(tracked_tables()[table]), f"open {table}")


def unlock(path: Path, passphrase: str) -> bytes:
    """The zip inside a locked file, by the book of its form. Raises ValueError where the
    passphrase or the sign is wrong.
    """
    with zipfile.ZipFile(path) as outer:
        about = outer.getinfo("handover.zip")
        assert about.compress_type == 99
        assert about.flag_bits & 1
        assert about.extra.startswith(b"\x01\x99\x07\x00\x02\x00AE\x03\x00\x00")
        raw = path.read_bytes()
        name, extra = (
            int.from_bytes(raw[about.header_offset + at : about.header_offset + at + 2], "little")
            for at in (26, 28)
        )
        start = about.header_offset + 30 + name + extra
        body = raw[start : start + about.compress_size]
    salt, check, sealed, sign = body[:16], body[16:18], body[18:-10], body[-10:]
    keys = pbkdf2_hmac("sha1", passphrase.encode(), salt, 1000, 66)
    if keys[64:] != check or hmac.digest(keys[32:64], sealed, "sha1")[:10] != sign:
        raise ValueError("another passphrase, or damaged")
    assert len(sealed) == about.file_size
    blocks = range(1, len(sealed) // 16 + 2)
    counted = b"".join(number.to_bytes(16, "little") for number in blocks)
    mask = Cipher(AES(keys[:32]), ECB()).encryptor().update(counted)
    return bytes(a ^ b for a, b in zip(sealed, mask, strict=False))
