"""What is looked at after the plug was pulled: what the store holds, and whether it is sound."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.actions.tables import Action
from dscp_desktop.partnership.tables import Organisation
from dscp_desktop.store import backup
from dscp_desktop.store.check import check_store
from dscp_desktop.store.drafts import list_drafts
from dscp_desktop.store.migrate import revision_of
from dscp_desktop.store.opening import open_store
from dscp_desktop.store.search import find
from tests.plug.deeds import PASSPHRASE, know_newer


def look(path: str, newer: str = "", sought: str = "") -> dict[str, Any]:
    """Open a store, check it, and return what stands in it; `sought` is asked of the search."""
    if newer:
        know_newer(newer)
    with open_store(Path(path), PASSPHRASE) as store:
        found = store.ask(_read, store.person, sought)
        checked = check_store(store)
        return found | {"problems": list(checked.problems), "rows": checked.rows}


def _read(session: Session, person: str, sought: str) -> dict[str, Any]:
    numbers = session.scalars(select(Action.number))
    return {
        "names": [name.split(" ")[0] for name in session.scalars(select(Organisation.name))],
        "draft": list_drafts(session, person).get("place", ""),
        "actions": Counter(number.split("/")[0] for number in numbers if "/" in number),
        "revision": revision_of(session.connection()),
        "hits": [hit.title.split(" ")[0] for hit in find(session, sought)],
    }


def look_into_backup(made: str, spare: str) -> dict[str, Any]:
    """Put a backup back at a spare place and look at it there."""
    backup.read_manifest(Path(made))
    backup.restore(Path(made), Path(spare))
    return look(spare)


LOOKS: dict[str, Callable[..., dict[str, Any]]] = {"store": look, "backup": look_into_backup}
