"""A store whose changes are in no backup for a week says so in the list of what is due."""

from __future__ import annotations

import shutil
from datetime import date, timedelta

from sqlalchemy.orm import Session

from dscp_desktop.app.backups import backup_folder, list_backups, make_backup
from dscp_desktop.app.backups_due import list_backup_due
from dscp_desktop.app.features import due_offers
from dscp_desktop.core.changes import Changes
from dscp_desktop.store.opening import Store
from dscp_desktop.store.settings import put_setting
from dscp_desktop.today.queries import list_due


def test_a_backup_is_asked_for_after_a_week_of_changes(durham: Store) -> None:
    today = durham.today()
    assert durham.ask(list_backup_due, today + timedelta(days=7)) == ()
    (due,) = durham.ask(list_backup_due, today + timedelta(days=8))
    assert (due.what, due.days) == ("Back up the store", "Not for 8 days")
    assert (due.feature, due.detail, due.urgency) == ("settings", "No backup yet", "late")
    assert due.on == today + timedelta(days=7)
    assert due in durham.ask(list_due, due_offers(), today + timedelta(days=8))
    make_backup(durham)
    assert durham.ask(list_backup_due, today + timedelta(days=30)) == ()  # nothing changed since


def test_a_change_after_the_last_backup_counts_from_that_backup(durham: Store) -> None:
    make_backup(durham)
    folder, old = backup_folder(durham.path), date(2023, 9, 1)
    ((_at, file),) = list_backups(durham.path)
    shutil.move(file, folder / f"{durham.path.stem}-{old}-101500{file.suffix}")
    durham.run(_change)
    (due,) = durham.ask(list_backup_due, durham.today())
    assert (due.on, due.days) == (old + timedelta(days=7), "Not for 48 days")
    assert due.detail == "Last backup Fri 1 Sep, 10:15"


def _change(session: Session) -> Changes:
    put_setting(session, "x", "y")
    return Changes("Set", ("settings",))
