"""Redact: a name that came in by mistake goes from the rows, the past, the search and the files.

What is changed stays provable: the entry of a redaction lists each value it erased and vouches
for the entries whose words it changed, so that the chain still holds and `check` says what was
done. Random bytes go with the values, so that a guess cannot be confirmed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from unicodedata import normalize

from sqlalchemy import String, Table, Text, and_, delete, select, text
from sqlalchemy.orm import Session

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Refused, WrongUse
from dscp_desktop.store.chain import ERASED, entry_hash, pack, unpack
from dscp_desktop.store.files import get_file, vouch_for
from dscp_desktop.store.history import chain_head, unique_rules
from dscp_desktop.store.search import index_records
from dscp_desktop.store.session import (
    Key,
    Values,
    class_of,
    record_of,
    tracked_tables,
    work_of,
)
from dscp_desktop.store.tables import (
    Draft,
    FileChunk,
    HistoryEntry,
    HistoryValue,
    KeySlot,
    Record,
    StoredFile,
)

INSTEAD = "[redacted]"
FEWEST_LETTERS = 3
# Short columns with words of the program, where a table does not say so itself by
# `info={"code": True}`; and settings it could not start without.
CODES = frozenset(
    {"kind", "status", "mark", "purpose", "document", "due_rule", "payment", "role"}
    | {"starts", "ends", "year", "term", "name"}
    | {"how", "office", "state", "view", "found", "rule", "label"}
)
_NEEDED = frozenset({"partnership.zone", "sample.as_at", "profile"})

Pattern = re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Place:
    """Where the words stand: a sort of place for people, how often, and some of them by name.

    `changes` is false where a redaction leaves the place as it is.
    """

    sort: str
    count: int
    names: tuple[str, ...] = ()
    changes: bool = True


@dataclass(frozen=True, slots=True)
class FilesFound:
    """Which stored files hold the words, by id, and the names of those nobody could read."""

    holding: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


def pattern_of(words: str) -> Pattern:
    """Return what finds the words: whole words in this order, whatever stands between them.

    Capitals do not count. Raises WrongUse where there are too few letters to look for.
    """
    parts = re.findall(r"[^\W_]+", normalize("NFC", words))
    if sum(map(len, parts)) < FEWEST_LETTERS:
        raise WrongUse(f"Type a name of at least {FEWEST_LETTERS} letters.")
    phrase = r"[\W_]+".join(map(re.escape, parts))
    return re.compile(rf"(?<![^\W_]){phrase}(?![^\W_])", re.IGNORECASE)


def _holds(pattern: Pattern, value: object) -> bool:
    return isinstance(value, str) and bool(pattern.search(normalize("NFC", value)))


def _clean(pattern: Pattern, value: str) -> str:
    return pattern.sub(INSTEAD, normalize("NFC", value))


def free_columns(table: Table) -> tuple[str, ...]:
    """Return the columns of a table in which people write: the others hold ids and codes."""
    return tuple(
        column.name
        for column in table.columns
        if isinstance(column.type, String)
        and not (column.foreign_keys or column.primary_key or column.name == "id")
        and (isinstance(column.type, Text) or column.name not in CODES)
        and not column.info.get("code")
    )


def file_columns(table: Table) -> tuple[str, ...]:
    """Return the columns of a table that name a stored file."""
    return tuple(k.parent.name for k in table.foreign_keys if k.column.table.name == "stored_file")


@dataclass(frozen=True, slots=True)
class _Search:
    """What is looked for: words, and the ids of files that go whole."""

    pattern: Pattern
    files: frozenset[str]

    def in_row(self, name: str, values: Values | None) -> bool:
        """Say whether a row, as the history has it, holds the words or names such a file."""
        table = tracked_tables().get(name)
        if not values:
            return False
        if table is None:  # of an older form: every text counts
            return any(_holds(self.pattern, value) for value in values.values())
        if name == "setting" and values.get("name") in _NEEDED:
            return False
        return any(_holds(self.pattern, values.get(column)) for column in free_columns(table)) or (
            any(values.get(column) in self.files for column in file_columns(table))
        )


def files_holding(
    ask: Callable[..., Any],
    read: Callable[[str, bytes], Sequence[str]],
    words: str,
    tell: Callable[[str, int, int], object] = lambda *_far: None,
) -> FilesFound:
    """Look into every stored file: its bytes, and the text that `read(name, data)` finds in it.

    `ask` runs a query on the store; `read` works in the child process, and raises Refused where
    a file cannot be read.
    """
    pattern, holding, unread = pattern_of(words), [], []
    files = ask(list_files)
    for number, (file_id, name) in enumerate(files):
        tell(name, number, len(files))
        data = ask(get_file, file_id)
        raw = any(_holds(pattern, data.decode(c, "replace")) for c in ("utf-8", "utf-16-le"))
        try:
            if raw or _holds(pattern, " ".join(read(name, data))):
                holding.append(file_id)
        except Refused:
            unread.append(name)
    return FilesFound(tuple(holding), tuple(unread))


def list_files(session: Session) -> list[tuple[str, str]]:
    """Return (id, name) of every stored file."""
    found = session.execute(select(StoredFile.id, StoredFile.name).order_by(StoredFile.id))
    return [(row.id, row.name) for row in found]


def find_places(session: Session, words: str, files: FilesFound) -> tuple[Place, ...]:
    """Return where the words stand in the store; nothing is changed."""
    looked = _Search(pattern_of(words), frozenset(files.holding))
    rows = {(name, row_id): values for name, row_id, values in _present(session, looked)}
    titles = _titles(session, {record_of(*key, values) for key, values in rows.items()})
    past = _past(session, looked)
    names = dict(list_files(session))
    drafts = sum(1 for _draft in _drafts(session, looked.pattern))
    keys = tuple(n for n in session.scalars(select(KeySlot.name)) if _holds(looked.pattern, n))
    renamed = [n for i, n in names.items() if i not in files.holding and _holds(looked.pattern, n)]
    words_of = [number for number, _row in past.entries]
    places = (
        Place("Records", len(rows), titles),
        Place("Earlier values in the history", sum(w == "before" for *_k, w in past.gone)),
        Place("Sentences of the history", len(words_of)),
        Place("Files that are removed whole", len(files.holding), _named(names, files.holding)),
        Place("Names of other files", len(renamed), tuple(renamed)),
        Place("Files nobody could look into", len(files.unread), files.unread, False),
        Place("Drafts", drafts),
        Place("People with a key: change those in Settings", len(keys), keys, False),
    )
    return tuple(place for place in places if place.count)


def _named(names: dict[str, str], ids: Collection[str]) -> tuple[str, ...]:
    return tuple(names[each] for each in ids if each in names)


def _titles(session: Session, ids: Collection[str]) -> tuple[str, ...]:
    wanted = sorted(ids)[:500]
    query = select(Record.title, Record.kind).where(Record.id.in_(wanted))
    return tuple(sorted(row.title or row.kind for row in session.execute(query)))


def _present(session: Session, looked: _Search) -> Iterator[tuple[str, str, Values]]:
    """Give each present row that holds the words; a record's title follows from its own row."""
    for name, table in tracked_tables().items():
        wanted = {"id", class_of(name).belongs_to if name != "record" else "id"}
        wanted |= {*free_columns(table), *file_columns(table)} | ({"name"} & {*table.c.keys()})
        wanted -= {"title"} if name == "record" else set()
        columns = [column for column in table.columns if column.name in wanted]
        found = session.connection().execute(select(*columns)).mappings()
        for row in found:
            if looked.in_row(name, dict(row)):
                yield name, row["id"], dict(row)


@dataclass(slots=True)
class _Past:
    """Where the history holds the words: values that must go, and the entries whose words do."""

    gone: set[tuple[int, str, str, str]]
    entries: list[tuple[int, str]]
    last: dict[Key, int]


def _past(session: Session, looked: _Search) -> _Past:
    past = _Past(set(), [], {})
    query = (
        select(HistoryEntry.seq, HistoryEntry.words, HistoryValue.rows)
        .outerjoin(HistoryValue, HistoryValue.seq == HistoryEntry.seq)
        .order_by(HistoryEntry.seq)
    )
    for part in session.execute(query).partitions(20):
        for seq, words, block in part:
            if _holds(looked.pattern, words):
                past.entries.append((seq, words))
            for name, row_id, _nonce, before in unpack(block) if block else ():
                if looked.in_row(name, before):
                    past.gone.add((seq, name, row_id, "before"))
                    if (name, row_id) in past.last:
                        past.gone.add((past.last[name, row_id], name, row_id, "nonce"))
                past.last[name, row_id] = seq
    return past


def _drafts(session: Session, pattern: Pattern) -> Iterator[Draft]:
    for draft in session.scalars(select(Draft)):
        said = draft.value
        with suppress(ValueError):  # what is typed may be kept as JSON, with its signs escaped
            said = f"{said} {' '.join(_texts(json.loads(said)))}"
        if _holds(pattern, said) or _holds(pattern, draft.place):
            yield draft


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)


def redact(session: Session, words: str, file_ids: Collection[str]) -> Changes:
    """Take the words out of the store, as part of the command 'redact_words'.

    `file_ids` are the files that hold them: they go whole. Raises Refused where the words stand
    nowhere. The sentence of the history never holds the words.
    """
    looked = _Search(pattern_of(words), frozenset(file_ids))
    records = _clean_rows(session, looked)
    files = _clean_files(session, looked)
    drafts = list(_drafts(session, looked.pattern))
    for draft in drafts:
        session.delete(draft)
    session.flush()
    index_records(session, records)
    session.flush()
    past = _past(session, looked)
    _erase_before(session, looked, past)
    sealed = _clean_entries(session, looked, past)
    session.connection().execute(text("INSERT INTO search (search) VALUES ('rebuild')"))
    values = sum(what == "before" for *_place, what in past.gone)
    if not (records or files or drafts or past.gone or sealed):
        raise Refused("Nothing was redacted: these words stand nowhere in the store.")
    noted = work_of(session).noted
    noted["gone"] = [list(each) for each in sorted(past.gone)]
    noted["sealed"], noted["taken"] = sealed, sorted(file_ids)
    said = (
        f"Redacted: {_many(len(records), 'record')}, {_many(values, 'earlier value')}, "
        f"{_many(len(sealed), 'sentence')} of the history, {_many(len(file_ids), 'file')}, "
        f"{_many(len(drafts), 'draft')}"
    )
    return Changes(said, ("*",))


def _many(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"


def _clean_rows(session: Session, looked: _Search) -> set[str]:
    """Change the present rows, and return the records they belong to."""
    records = set()
    for name, row_id, values in list(_present(session, looked)):
        mapped, table = class_of(name), tracked_tables()[name]
        row = session.scalars(select(mapped).where(mapped.id == row_id)).one()
        records.add(record_of(name, row_id, values))
        for column in file_columns(table):
            if values[column] in looked.files:
                setattr(row, column, None)
        for column in free_columns(table):
            if _holds(looked.pattern, values.get(column)):
                setattr(row, column, _own(session, row, column, looked.pattern))
        session.flush()
    return records


def _own(session: Session, row: Any, column: str, pattern: Pattern) -> str:
    """Return the cleaned text, with a number where another row of the table has it already."""
    table: Table = row.__table__
    rules = [rule for rule in unique_rules(table) if column in rule]
    clean = _clean(pattern, getattr(row, column))
    for number in range(1, 10_000):
        text_now = clean if number == 1 else f"{clean} {number}"
        wanted = [{**{n: getattr(row, n) for n in rule}, column: text_now} for rule in rules]
        taken = (and_(*(table.c[n] == v for n, v in each.items())) for each in wanted)
        found = (select(table.c.id).where(each, table.c.id != row.id) for each in taken)
        if not any(session.connection().execute(query).first() for query in found):
            break
    return text_now


def _clean_files(session: Session, looked: _Search) -> int:
    """Remove the files that hold the words, and rename others; return how many were renamed."""
    for file_id in sorted(looked.files):
        session.execute(delete(FileChunk).where(FileChunk.file_id == file_id))
        session.execute(delete(StoredFile).where(StoredFile.id == file_id))
    renamed = 0
    for row in session.scalars(select(StoredFile)).all():
        if _holds(looked.pattern, row.name):
            row.name = _clean(looked.pattern, row.name)
            vouch_for(session, row)
            renamed += 1
    return renamed + len(looked.files)


def _erase_before(session: Session, looked: _Search, past: _Past) -> None:
    """Take what held the words out of the history's values, with its random bytes."""
    before, here = work_of(session).before, chain_head(session).seq + 1
    for key, was in before.items():
        if looked.in_row(key[0], was):
            before[key] = ERASED
            past.gone.add((here, *key, "before"))
            if key in past.last:
                past.gone.add((past.last[key], *key, "nonce"))
    for seq in sorted({seq for seq, *_place in past.gone} - {here}):
        value = session.get_one(HistoryValue, seq)
        rows = [
            [
                name,
                row_id,
                "" if (seq, name, row_id, "nonce") in past.gone else nonce,
                ERASED if (seq, name, row_id, "before") in past.gone else was,
            ]
            for name, row_id, nonce, was in unpack(value.rows)
        ]
        value.rows = pack(rows)
    session.flush()


def _clean_entries(session: Session, looked: _Search, past: _Past) -> list[list[Any]]:
    """Change the sentences that hold the words; return the new hashes to vouch for."""
    sealed: list[list[Any]] = []
    for seq, words in past.entries:
        entry = session.get_one(HistoryEntry, seq)
        entry.words, entry.words_nonce = _clean(looked.pattern, words), _fresh_nonce(session)
        sealed.append([seq, entry_hash(entry)])
    session.flush()
    return sealed


def _fresh_nonce(session: Session) -> str:
    return work_of(session).random(16).hex()
