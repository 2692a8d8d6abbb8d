"""What a program does while its plug is pulled: each deed again and again, until it is killed.

A deed says in its diary, on the disk, that it begins and that it is done: what is done there was
acknowledged. It runs in a process of its own that holds no Qt.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable
from pathlib import Path

from dscp_desktop.app.cli import run
from dscp_desktop.app.features import workbook_offers
from dscp_desktop.core import places
from dscp_desktop.core.faults import Trouble
from dscp_desktop.records.commands import import_workbooks
from dscp_desktop.records.rules.planning import FilePlan, plan_file
from dscp_desktop.sheets.reading import read_workbook
from dscp_desktop.store import backup, migrate, people
from dscp_desktop.store.drafts import keep_draft
from dscp_desktop.store.opening import open_store
from tests.store.deeds import add

PASSPHRASE = "sample"


class Diary:
    """Lines on the disk that outlive the program: 'begin' and 'end' of each deed."""

    def __init__(self, path: Path, tell: int) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self._tell = tell

    def ready(self) -> None:
        """Say that the deed begins now."""
        os.write(self._tell, b"r")

    def begin(self, number: int) -> None:
        """Write that a deed begins."""
        os.write(self._file, f"begin\t{number}\n".encode())

    def end(self, number: int, words: str = "") -> None:
        """Acknowledge a deed."""
        os.write(self._file, f"end\t{number}\t{words}\n".encode())
        os.fsync(self._file)


def do_commands(diary: Diary, path: str, tag: str) -> None:
    with open_store(Path(path), PASSPHRASE) as store:
        diary.ready()
        for number in itertools.count():
            name = f"{tag}-{number} " + "x" * 3000
            diary.begin(number)
            store.run(add, name)
            diary.end(number, name.split(" ")[0])


def do_drafts(diary: Diary, path: str, tag: str) -> None:
    with open_store(Path(path), PASSPHRASE) as store:
        diary.ready()
        for number in itertools.count():
            diary.begin(number)
            with store.jotting() as session:
                keep_draft(session, "place", f"{tag}-{number} " + "typed " * 2000)
            diary.end(number, f"{tag}-{number}")


def plans_of(books: list[str]) -> list[FilePlan]:
    """Return what is taken of each workbook."""
    sheets = [read_workbook(Path(b).read_bytes(), Path(b).name).sheets for b in books]
    return [
        plan_file(Path(b).name, s, workbook_offers())
        for b, s in zip(books, sheets, strict=True)
    ]  # fmt: skip


def do_imports(diary: Diary, path: str, books: list[str]) -> None:
    with open_store(Path(path), PASSPHRASE) as store:
        plans = plans_of(books)
        diary.ready()
        for number, plan in enumerate(plans):
            diary.begin(number)
            store.run(import_workbooks, [plan])
            diary.end(number, Path(plan.file).stem)


def do_backups(diary: Diary, path: str, tag: str) -> None:
    with open_store(Path(path), PASSPHRASE) as store:
        store.run(add, f"{tag} x")
        diary.ready()
        for number in itertools.count():
            name = f"{store.path.stem}-2023-10-19-{number:06}{backup.ENDING}"
            diary.begin(number)
            backup.backup_file(store.path, store.key, store.path.with_name(name))
            diary.end(number, name)


def do_restores(diary: Diary, path: str, made: str) -> None:
    diary.ready()
    for number in itertools.count():
        diary.begin(number)
        backup.restore(Path(made), Path(path))
        diary.end(number)


def know_newer(folder: str) -> str:
    """Let this program know one more revision, which builds every table anew; return its name."""
    newest = migrate.NEWEST
    name = f"{int(newest) + 1:04}"
    (Path(folder) / f"db/versions/{name}_anew.py").write_text(
        "import sqlalchemy as sa\nfrom alembic import op\n"
        f"revision, down_revision = '{name}', '{newest}'\n"
        "def upgrade():\n"
        "    for table in ('record', 'organisation', 'action', 'draft'):\n"
        "        with op.batch_alter_table(table, recreate='always') as t:\n"
        "            t.add_column(sa.Column('extra', sa.Text()))\n"
    )

    def there(place: str) -> Path:
        inside = Path(folder) / place
        return inside if inside.exists() else places.find_place(place)

    setattr(migrate, "find_place", there)  # noqa: B010 - the module's own name is a function
    setattr(migrate, "NEWEST", name)  # noqa: B010
    return name


def do_migration(diary: Diary, path: str, newer: str) -> None:
    know_newer(newer)
    diary.ready()
    diary.begin(0)
    open_store(Path(path), PASSPHRASE).close()
    diary.end(0)


def do_key_changes(diary: Diary, path: str, tag: str) -> None:
    with open_store(Path(path), PASSPHRASE) as store:
        for number in itertools.count():
            store.run(add, f"{tag}-{number} x")
            if not number:
                diary.ready()
            diary.begin(number)
            people.change_key(store)
            diary.end(number, f"{tag}-{number}")


def do_packs(diary: Diary, path: str, meeting: str, out: str) -> int:
    diary.ready()
    diary.begin(0)
    code = run(["pack", path, "--meeting", meeting, "-o", out, "--force"])
    diary.end(0)
    return code


def do_until_trouble(diary: Diary, path: str, kind: str, most: int = 400, tag: str = "full") -> int:
    """Do one thing again and again until the disk does not let us; say its words and code."""
    diary.ready()
    try:
        with open_store(Path(path), PASSPHRASE) as store:
            for number in range(most):
                name = f"{tag}-{number} " + "x" * 3000
                diary.begin(number)
                if kind == "autosave":
                    with store.jotting() as session:
                        keep_draft(session, f"place {number}", name)
                else:
                    store.run(add, name)
                if kind == "key":
                    people.change_key(store)
                diary.end(number, name.split(" ")[0])
    except Trouble as trouble:
        print(trouble.words)
        return trouble.exit_code
    return 0


def do_opening(diary: Diary, path: str, newer: str) -> int:
    """Open a store of an older release, and say in words where that is refused."""
    know_newer(newer)
    diary.ready()
    try:
        open_store(Path(path), PASSPHRASE).close()
    except Trouble as trouble:
        print(trouble.words)
        return trouble.exit_code
    return 0


def do_verb(diary: Diary, words: list[str]) -> int:
    diary.ready()
    diary.begin(0)
    code = run(words)
    diary.end(0)
    return code


DEEDS: dict[str, Callable[..., int | None]] = {
    "command": do_commands,
    "autosave": do_drafts,
    "import": do_imports,
    "backup": do_backups,
    "restore": do_restores,
    "migration": do_migration,
    "key": do_key_changes,
    "pack": do_packs,
    "until trouble": do_until_trouble,
    "opening": do_opening,
    "verb": do_verb,
}
