"""Make the old store of a release: run once, when the release is made, and keep what it gives.

    python -m tests.databases.make

It makes `tests/databases/RELEASE` with a backup, which holds the store and its keys as that
release wrote them, and what the store's rows hold (`values.json`). What was made for a release is
never made again: later programs open it.
"""

from __future__ import annotations

import itertools
import json
from datetime import UTC, date, datetime, time, timedelta
from importlib import metadata
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.app.beginning import begin_from
from dscp_desktop.app.features import workbook_offers
from dscp_desktop.budget.commands.contributions import put_contribution, set_payment
from dscp_desktop.core.profiles import load_profile
from dscp_desktop.diary.commands.meetings import add_meeting, change_meeting
from dscp_desktop.diary.rules.meetings import MeetingDetails
from dscp_desktop.jobs.files import FileWorker
from dscp_desktop.meetings.commands.agenda import add_paper
from dscp_desktop.paper.document import Document, Heading, Paragraph
from dscp_desktop.paper.values import to_values
from dscp_desktop.partnership.commands.groups import add_group
from dscp_desktop.partnership.queries.parties import load_names
from dscp_desktop.partnership.rules.parties import GroupDetails
from dscp_desktop.records.commands import import_workbooks
from dscp_desktop.records.workbook.looking import look_at
from dscp_desktop.store.backup import backup_file
from dscp_desktop.store.drafts import keep_draft
from dscp_desktop.store.history import undo
from dscp_desktop.store.opening import Birth, Store, create_store
from dscp_desktop.store.session import read_rows, tracked_tables

HERE = Path(__file__).resolve().parent
WORKBOOK = HERE.parent / "data" / "contributions-2022-23.xlsx"
PASSPHRASE = "the store of an old release"
PERSON = "Ann Archer"


def make(folder: Path) -> None:
    """Make a store, and keep a backup of it and `values.json` in a new folder."""
    folder.mkdir()
    with TemporaryDirectory() as place, fill(Path(place) / "old.dscp") as store:
        values = store.ask(all_rows)
        made_at = "2023-10-19T09:00:00+00:00"
        backup_file(store.path, store.key, folder / "old.dscpbackup", made_at)
    text = json.dumps(values, indent=0, sort_keys=True, ensure_ascii=False)
    (folder / "values.json").write_text(text + "\n", "utf-8")


def all_rows(session: Session) -> dict[str, dict[str, object]]:
    """Return every row that the history keeps, by table and id."""
    return {
        name: dict(read_rows(session, table, session.connection().scalars(select(table.c.id))))
        for name, table in tracked_tables().items()
    }


def fill(path: Path) -> Store:
    """Make a store with a profile, an import, edits, an undo, a paper and a draft in it."""
    ticks = itertools.count()
    start = datetime(2023, 10, 19, 8, 30, tzinfo=UTC)
    birth = Birth("County of old releases", PERSON, PASSPHRASE)
    store = create_store(path, birth, lambda: start + timedelta(seconds=next(ticks)))
    _fill(store)
    return store


def _fill(store: Store) -> None:
    store.run(begin_from, load_profile("any-partnership"))
    with FileWorker() as worker:
        looked = look_at(worker.ask, [WORKBOOK], workbook_offers())
        document = Document(title="A paper", blocks=(Heading(2, "A paper"), Paragraph("Words.")))
        made = worker.ask("dscp_desktop.paper.tasks:render", {"document": to_values(document)})
    store.run(import_workbooks, [one.plan for one in looked])
    names = store.ask(load_names)
    partner = names.party("Durham Constabulary")
    assert partner is not None
    group_id = str(store.run(add_group, GroupDetails("Executive", "EXEC")).result)
    store.run(put_contribution, "2022-23", partner.id, 42_123_45)
    paid = store.run(set_payment, "2022-23", partner.id, "received")
    store.run(undo, paid.entry)
    details = MeetingDetails(on=date(2023, 11, 16), start=time(9, 30), venue="Old hall")
    meeting = str(store.run(add_meeting, group_id, details).result)
    moved = MeetingDetails(on=date(2023, 11, 23), start=time(9, 30), venue="New hall")
    store.run(change_meeting, meeting, moved)
    values, blobs = made
    store.run(add_paper, meeting, "A paper", blobs[0], int(values["pages"]))
    with store.jotting() as session:
        keep_draft(session, "meeting/new", "half a word")


if __name__ == "__main__":
    make(HERE / metadata.version("dscp-desktop"))
