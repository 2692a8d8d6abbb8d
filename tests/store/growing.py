"""A store of a small program that grows: run in a process of its own, for its tables are others.

    python -m tests.store.growing old|KIND FOLDER

'old' makes a store with history in the folder; each KIND opens it with a program whose table
`thing` has another form, and prints as JSON what came of it.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import Any

from sqlalchemy import ForeignKey, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Refused
from dscp_desktop.core.places import find_place
from dscp_desktop.store import migrate
from dscp_desktop.store.check import check_store
from dscp_desktop.store.history import list_entries, undo
from dscp_desktop.store.opening import Birth, Store, create_store, open_store
from dscp_desktop.store.session import fresh_id
from dscp_desktop.store.settings import change_setting
from dscp_desktop.store.tables import RecordRow, Row

PASSPHRASE = "correct horse battery staple"

FIRST = """
    op.create_table('thing',
        sa.Column('id', sa.String(36), sa.ForeignKey('record.id'), primary_key=True),
        sa.Column('version', sa.Integer, nullable=False),
        sa.Column('name', sa.Text, nullable=False), sa.Column('note', sa.Text, nullable=False))
    op.create_table('part',
        sa.Column('id', sa.String(36), primary_key=True),
        sa.Column('version', sa.Integer, nullable=False),
        sa.Column('thing_id', sa.String(36), sa.ForeignKey('thing.id'), nullable=False),
        sa.Column('text', sa.Text, nullable=False))
"""
STEPS = {
    "add": "op.add_column('thing', sa.Column('colour', sa.Text, server_default='red'))",
    "rename": "op.alter_column('thing', 'note', new_column_name='remark')",
    "drop": "with op.batch_alter_table('thing') as t:\n        t.drop_column('note')",
    "rebuild": "with op.batch_alter_table('thing', recreate='always') as t:\n"
    "        t.add_column(sa.Column('colour', sa.Text, server_default='red'))",
    "values": 'op.execute("UPDATE thing SET note = upper(note)")',
    "table": "op.drop_table('part')",
}


def know(folder: Path, kind: str) -> None:
    """Let the program know the revisions up to that kind."""
    shutil.rmtree(folder / "db", ignore_errors=True)
    shutil.copytree(find_place("db"), folder / "db")
    revisions = [("0901", migrate.NEWEST, FIRST)]
    if kind != "old":
        revisions.append(("0902", "0901", f"    {STEPS[kind]}"))
    for name, before, steps in revisions:
        (folder / f"db/versions/{name}_thing.py").write_text(
            "import sqlalchemy as sa\nfrom alembic import op\n"
            f"revision = '{name}'\ndown_revision = '{before}'\ndef upgrade():\n{steps}\n"
        )
    numbers = [name for name, *_steps in revisions]
    vars(migrate).update(NEWEST=numbers[-1], find_place=lambda name: folder / name)


def tables(kind: str) -> tuple[type[Any], type[Any] | None]:
    """The mapped classes of the program of that kind."""

    class Thing(RecordRow):
        __tablename__ = "thing"
        record_kind = "thing"
        name: Mapped[str] = mapped_column(Text)
        if kind == "rename":
            remark: Mapped[str] = mapped_column(Text, default="")
        elif kind != "drop":
            note: Mapped[str] = mapped_column(Text, default="")
        if kind in ("add", "rebuild"):
            colour: Mapped[str] = mapped_column(Text, default="red")

        def describe(self, _session: Session) -> tuple[str, str]:
            return self.name, ""

    if kind == "table":
        return Thing, None

    class Part(Row):
        __tablename__ = "part"
        belongs_to = "thing_id"
        thing_id: Mapped[str] = mapped_column(ForeignKey("thing.id"))
        text: Mapped[str] = mapped_column(Text)

    return Thing, Part


def make_old(store: Store, thing: type[Any], part: type[Any]) -> None:
    """A thing with a part, a change of it, a setting, and a thing that was removed again."""

    def add_thing(session: Session, name: str) -> Changes:
        row = thing(id=fresh_id(session), name=name, note=f"note of {name}")
        session.add(row)
        session.flush()
        session.add(part(id=fresh_id(session), thing_id=row.id, text="a part"))
        return Changes(f"Thing added: {name}", (), row.id)

    def rename(session: Session, row_id: str, name: str) -> Changes:
        session.get_one(thing, row_id).name = name
        return Changes("Thing renamed", ())

    first = store.run(add_thing, "first")
    store.run(undo, store.run(add_thing, "second").entry)
    store.run(rename, str(first.result), "First")
    store.run(change_setting, "colour", "blue")


def look(store: Store, thing: type[Any], part: type[Any] | None) -> dict[str, Any]:
    """What became of the store: checked, undone where it can be, written to, checked again."""

    def rename(session: Session, name: str) -> Changes:
        session.scalars(select(thing)).one().name = name
        return Changes("Thing renamed again", ())

    checked = check_store(store)
    said: dict[str, Any] = {"problems": checked.problems, "entries": checked.entries}
    said["words"] = [entry.words for entry in store.ask(list_entries)]
    said["refused"] = {}
    for entry in store.ask(list_entries):
        try:
            store.rehearse(undo, entry.id)
        except Refused as refused:
            said["refused"][entry.words] = refused.words
        except Exception as error:
            said["broken"] = f"{entry.words}: {error!r}"
    changed = store.run(rename, "Other")
    store.run(undo, changed.entry)
    said["name"] = store.ask(lambda session: session.scalars(select(thing.name)).one())
    if part is not None:
        said["parts"] = store.ask(lambda session: len(session.scalars(select(part.id)).all()))
    return {**said, "after": check_store(store).problems}


def main(kind: str, folder: Path) -> None:
    """Make the store, or open it with the program of a kind."""
    know(folder, kind)
    thing, part = tables(kind)
    if kind == "old":
        with create_store(folder / "s.dscp", Birth("Test", "Ann", PASSPHRASE)) as store:
            assert part is not None
            make_old(store, thing, part)
            print(json.dumps(check_store(store).problems))
        return
    with open_store(folder / "s.dscp", PASSPHRASE) as store:
        print(json.dumps(look(store, thing, part)))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
