"""Search as one types, over 200,000 records and 2,000 papers, against the same SQL asked raw."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from datetime import date
from itertools import cycle, islice
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from sqlalchemy.orm import Session

from dscp_desktop.actions.tables import Action
from dscp_desktop.app.beginning import begin_from
from dscp_desktop.app.features import FEATURES
from dscp_desktop.app.narrowing import find_typed, kinds_of
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.places import find_place
from dscp_desktop.core.profiles import load_profile
from dscp_desktop.diary.tables import Meeting
from dscp_desktop.meetings.tables import AgendaItem, Paper, PaperText
from dscp_desktop.partnership.queries import parties
from dscp_desktop.partnership.queries.parties import list_groups, list_holders
from dscp_desktop.store import search, whereabouts
from dscp_desktop.store.adding import add_rows
from dscp_desktop.store.opening import Birth, Store, create_store
from dscp_desktop.store.session import fresh_ids
from dscp_desktop.store.whereabouts import ask_driver
from tests.bench.lines import Line, in_child
from tests.bench.workbooks import action_row

RECORDS, PAPERS, PAGES, WORDS = 200_000, 2_000, 10, 300
MOST = 30
TYPED = (
    *("single agency audit", "information sharing", "act012345", "document number 77123"),
    *("bring what it shows", "executive group 2023", "paper 1234", "quorum of a group"),
)
TITLES = {kind: title for kind, (_, title) in kinds_of(FEATURES).items()}
ROUNDS = 5
AT_MOST = 1.5


def measure_search() -> list[Line]:
    """The middle keystroke, the slowest of twenty, and all; the two ways are asked in turns."""
    done = in_child("tests.bench.search:type_words", RECORDS, PAPERS)
    found: Any = done.result
    what = f"search as you type over {RECORDS:,} records and {PAPERS:,} papers"
    named = (
        ("median", "the middle keystroke"),
        ("p95", "the slowest of twenty"),
        ("sum", "all keystrokes together"),
    )
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
        for key, name in named
    ]


def type_words(records: int, papers: int) -> dict[str, float]:
    """Type the words key by key, in both ways; return seconds of a keystroke."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "search.dscp"
        with create_store(path, Birth("Bench", "Ann", "correct horse battery")) as store:
            store.run(begin_from, load_profile("durham-2022-23"))
            store.run(fill, records)
            store.run(fill_papers, papers)
            keys = [text[:end] for text in TYPED for end in range(2, len(text) + 1)]
            ours, raw = _both(store, [key for key in keys if not key.endswith(" ")])
    return {
        "seconds": sum(ours),
        "ours median": median(ours),
        "raw median": median(raw),
        "ours p95": quantiles(ours, n=20)[-1],
        "raw p95": quantiles(raw, n=20)[-1],
        "ours sum": sum(ours),
        "raw sum": sum(raw),
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


def fill_papers(session: Session, papers: int) -> Changes:
    """Put in so many papers of ten pages each, under the items of one meeting, with their words."""
    guide = find_place("resources/help/guide.md").read_text("utf-8").split()
    running = cycle(guide)
    meeting_id, *item_ids = fresh_ids(session, 1 + papers)
    group = list_groups(session)[0].id
    session.add(Meeting(id=meeting_id, group_id=group, on=date(2023, 10, 26), status="planned"))
    session.flush()
    items = [
        {"id": one, "meeting_id": meeting_id, "position": n, "title": f"Item {n}"}
        for n, one in enumerate(item_ids)
    ]
    add_rows(session, AgendaItem, items)
    paper_ids = fresh_ids(session, papers)
    rows = [
        {"id": one, "item_id": item_ids[n], "title": f"Paper {n}", "pages": PAGES}
        for n, one in enumerate(paper_ids)
    ]
    add_rows(session, Paper, rows)
    texts = [
        {
            "id": one,
            "paper_id": paper_ids[n],
            "text": "\f".join(" ".join(islice(running, WORDS)) for _ in range(PAGES)),
        }
        for n, one in enumerate(fresh_ids(session, papers))
    ]
    add_rows(session, PaperText, texts)
    return Changes(f"{papers:,} papers", ("*",))


def _both(store: Store, keys: list[str]) -> tuple[list[float], list[float]]:
    """Return the shortest time of each keystroke, ours and raw."""
    with store.reader.connect() as connection:
        driver: Any = connection.connection.driver_connection
        asked = [_asked(store, words) for words in keys]
        ours = [9.0] * len(keys)
        raw = [9.0] * len(keys)
        for _ in range(ROUNDS):
            for at, words in enumerate(keys):
                raw[at] = min(raw[at], _timed(_raw, driver, asked[at]))
                ours[at] = min(ours[at], _timed(store.ask, find_typed, words, TITLES, MOST))
    return ours, raw


def _asked(store: Store, words: str) -> list[tuple[str, Any]]:
    """Return the statements, with their values, that a search asks of the driver."""
    told: list[tuple[str, Any]] = []

    def hear(connection: Any, statement: str, values: Any) -> Generator[Any, None, None]:
        told.append((statement, values))
        return ask_driver(connection, statement, values)

    with pytest.MonkeyPatch.context() as patch:
        for module in (search, whereabouts, parties):
            patch.setattr(module, "ask_driver", hear)
        store.ask(find_typed, words, TITLES, MOST)
    return told


def _raw(driver: Any, asked: list[tuple[str, Any]]) -> None:
    """Ask the same, and read as many rows: until there are as many records as are shown."""
    for statement, values in asked:
        seen = set()
        for row in driver.execute(statement, values):
            seen.add(row[0])
            if len(seen) == MOST:
                break


def _timed(work: Callable[..., object], *args: object) -> float:
    start = time.perf_counter()
    work(*args)
    return time.perf_counter() - start
