"""Stores with many records, filled at once and without history: only for measuring."""

from __future__ import annotations

import os
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select

from dscp_desktop.actions.tables import Action
from dscp_desktop.app.beginning import begin_from
from dscp_desktop.core.ids import new_id
from dscp_desktop.core.profiles import load_profile
from dscp_desktop.partnership.tables import Group, Organisation
from dscp_desktop.store.connection import make_engine
from dscp_desktop.store.opening import Birth, create_store
from dscp_desktop.store.tables import Record

OPENS_WITH = "correct horse battery"
FIRST = date(2022, 4, 1)


def filled_store(path: Path, actions: int) -> str:
    """Make a store of Durham with so many actions, and return its key in hex."""
    with create_store(path, Birth("Bench", "Ann", OPENS_WITH)) as store:
        store.run(begin_from, load_profile("durham-2022-23"))
        engine = make_engine(path, store.key, writes=True)
        with engine.begin() as connection:
            group = connection.scalars(select(Group.id).where(Group.code == "PLG")).one()
            owner = connection.scalars(select(Organisation.id)).first()
            now = store.clock()
            ids = [new_id(now, os.urandom) for _ in range(actions)]
            records = [
                {"id": one, "kind": "action", "title": f"PLG{n}"} for n, one in enumerate(ids)
            ]
            rows = [_action(n, one, group, owner) for n, one in enumerate(ids)]
            connection.execute(insert(Record), records)
            connection.execute(insert(Action), rows)
        engine.dispose()
        return store.key.hex()


def fill(path: str, actions: int) -> str:
    """Make such a store, and return its key in hex: for a process of its own."""
    return filled_store(Path(path), actions)


def _action(n: int, own: str, group: str, owner: str | None) -> dict[str, Any]:
    due = FIRST + timedelta(days=n % 900)
    return {
        "id": own,
        "version": 1,
        "group_id": group,
        "number": f"PLG{n:06d}",
        "raised_on": due - timedelta(days=60),
        "item": f"{n % 9}.",
        "text": f"Provide the single agency audit number {n} to the group, with its reasons",
        "owner_id": owner,
        "owner_role": "",
        "due_rule": "date",
        "due": due,
        "first_due": due,
        "status": "complete" if n % 20 else "open",
        "done_on": due if n % 20 else None,
    }
