"""Search as one types, over 200,000 records, against the same SQL asked of the driver itself."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy.orm import Session

from dscp_desktop.actions.tables import Action
from dscp_desktop.app.beginning import begin_from
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.profiles import load_profile
from dscp_desktop.partnership.queries.parties import list_groups, list_holders
from dscp_desktop.store.adding import add_rows
from dscp_desktop.store.opening import Birth, Store, create_store
from dscp_desktop.store.search import COUNT, FOUND, RANKED, RANKED_AT_MOST, find, match_of
from dscp_desktop.store.session import fresh_ids
from tests.bench.lines import Line, in_child
from tests.bench.workbooks import action_row

RECORDS = 200_000
TYPED = (
    *("single agency audit", "information sharing", "act012345", "document number 77123"),
    *("bring what it shows", "executive group 2023"),
)
ROUNDS = 5
AT_MOST = 1.5


def measure_search() -> list[Line]:
    """The middle keystroke and the slowest of twenty; the two ways are asked in turns."""
    done = in_child("tests.bench.search:type_words", RECORDS)
    found: Any = done.result
    what = f"search as you type over {RECORDS:,} records"
    return [
        Line(
            what=f"{what}: {name}",
            floor_name="the same SQL asked of the driver",
            floor=found[f"raw {key}"],
            ours=found[f"ours {key}"],
            aim=f"{AT_MOST:g}",
            at_most=AT_MOST,
            memory=done.memory,
        )
        for key, name in (("median", "the middle keystroke"), ("p95", "the slowest of twenty"))
    ]


def type_words(records: int) -> dict[str, float]:
    """Type the words key by key, in both ways; return seconds of a keystroke."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "search.dscp"
        with create_store(path, Birth("Bench", "Ann", "correct horse battery")) as store:
            store.run(begin_from, load_profile("durham-2022-23"))
            store.run(fill, records)
            keys = [text[:end] for text in TYPED for end in range(1, len(text) + 1)]
            ours, raw = _both(store, [key for key in keys if not key.endswith(" ")])
    return {
        "seconds": sum(ours),
        "ours median": median(ours),
        "raw median": median(raw),
        "ours p95": quantiles(ours, n=20)[-1],
        "raw p95": quantiles(raw, n=20)[-1],
    }


def fill(session: Session, records: int) -> Changes:
    """Put so many actions into the store, as an import would."""
    group, owner = list_groups(session)[0].id, list_holders(session)[0].id
    rows = (
        {
            "id": row_id,
            "group_id": group,
            "number": action_row(n)[0],
            "text": action_row(n)[4],
            "owner_id": owner,
            "due_rule": "none",
        }
        for n, row_id in enumerate(fresh_ids(session, records))
    )
    return Changes(f"{add_rows(session, Action, rows):,} actions", ("*",))


def _both(store: Store, keys: list[str]) -> tuple[list[float], list[float]]:
    """Return the shortest time of each keystroke, ours and raw."""
    with store.reader.connect() as connection:
        driver: Any = connection.connection.driver_connection
        ours = [9.0] * len(keys)
        raw = [9.0] * len(keys)
        for _ in range(ROUNDS):
            for at, words in enumerate(keys):
                raw[at] = min(raw[at], _timed(_raw, driver, words))
                ours[at] = min(ours[at], _timed(store.ask, find, words))
    return ours, raw


def _raw(driver: Any, words: str) -> None:
    values = {"query": match_of(words), "most": 30, "ranked": RANKED_AT_MOST}
    ((count,),) = driver.execute(COUNT, values).fetchall()
    driver.execute(FOUND if count > RANKED_AT_MOST else RANKED, values).fetchall()


def _timed(work: Callable[..., object], *args: object) -> float:
    start = time.perf_counter()
    work(*args)
    return time.perf_counter() - start
