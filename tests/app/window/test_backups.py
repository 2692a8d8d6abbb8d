"""Backups beside the store: which are kept, and how the last one is said."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dscp_desktop.app.backups import (
    DAYS_KEPT,
    TODAY_MOST,
    backup_folder,
    backup_words,
    choose_old,
    list_backups,
    make_backup,
)
from dscp_desktop.core.faults import Refused
from dscp_desktop.store.backup import restore
from dscp_desktop.store.opening import Store, open_store
from tests.conftest import PASSPHRASE

TODAY = date(2023, 10, 19)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2023, 10, day, hour, minute)


def test_the_ten_newest_of_today_and_one_a_day_are_kept() -> None:
    today = [at(19, 8, minute) for minute in range(12)]
    days = [at(18, 9), at(18, 17), at(17, 12), at(17, 11)]
    old = choose_old([*days, *today], TODAY)
    assert set(old) == {at(19, 8, 0), at(19, 8, 1), at(18, 9), at(17, 11)}


def test_the_only_backup_stays_however_old() -> None:
    assert choose_old([datetime(2020, 1, 1), datetime(2019, 1, 1)], TODAY) == (
        datetime(2019, 1, 1),
    )
    assert choose_old([], TODAY) == ()


@given(
    st.sets(st.datetimes(datetime(2023, 8, 1), datetime(2023, 10, 19, 23, 59)), max_size=60),
)
def test_what_is_kept_stays_kept(times: set[datetime]) -> None:
    old = set(choose_old(times, TODAY))
    kept = times - old
    assert choose_old(kept, TODAY) == ()
    assert bool(kept) == bool(times)
    assert not times or max(times) in kept
    before = {time.date() for time in kept if time.date() < TODAY}
    assert len(kept) <= TODAY_MOST + len(before)
    assert len(before) <= DAYS_KEPT + 1
    for time in old:
        if TODAY - timedelta(days=DAYS_KEPT) <= time.date() < TODAY:
            assert any(k.date() == time.date() and k > time for k in kept)


def test_a_backup_lies_beside_the_store_and_comes_back(durham: Store, tmp_path: Path) -> None:
    made = make_backup(durham)
    found = list_backups(durham.path)
    assert [when for when, _file in found] == [made]
    assert found[0][1].parent == tmp_path / "backups"
    back = tmp_path / "back.dscp"
    restore(found[0][1], back)
    with open_store(back, PASSPHRASE) as store:
        assert store.person == "Ann"


def test_making_one_thins_out_the_others(durham: Store, clock: Callable[[], datetime]) -> None:
    folder = backup_folder(durham.path)
    folder.mkdir()
    local = clock().astimezone()
    for minute in range(11):
        stamp = (local - timedelta(minutes=minute + 1)).strftime("%Y-%m-%d-%H%M%S")
        (folder / f"test-{stamp}.dscpbackup").write_bytes(b"x")
    (folder / "test-notes.dscpbackup").write_bytes(b"not of ours")
    make_backup(durham)
    assert len(list_backups(durham.path)) == TODAY_MOST
    assert (folder / "test-notes.dscpbackup").exists()


def test_a_folder_that_cannot_be_written_is_said(durham: Store) -> None:
    backup_folder(durham.path).write_text("a file")
    with pytest.raises(Refused, match="No backup could be written to"):
        make_backup(durham)


@pytest.mark.parametrize(
    ("last", "words"),
    [
        (None, "No backup yet"),
        (at(19, 8, 30), "Last backup today, 08:30"),
        (at(18, 16, 52), "Last backup Wed 18 Oct, 16:52"),
        (datetime(2022, 10, 18, 7, 5), "Last backup Tue 18 Oct 2022, 07:05"),
    ],
)
def test_the_last_one_is_said_in_words(last: datetime | None, words: str) -> None:
    assert backup_words(last, TODAY) == words
