"""Backups beside the store: when one is made, which are kept, copies elsewhere, and the words."""

import os
from collections import namedtuple
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dscp_desktop.app import backups
from dscp_desktop.app.backups import (
    DAYS,
    MONTHS,
    WEEKS,
    backup_folder,
    backup_words,
    choose_old,
    choose_old_upgrades,
    copy_elsewhere,
    elsewhere_problem,
    elsewhere_standing,
    keep_backed_up,
    list_backups,
    make_backup,
)
from dscp_desktop.core.faults import Refused
from dscp_desktop.partnership.commands.organisations import add_organisation
from dscp_desktop.store import people
from dscp_desktop.store.backup import read_manifest, restore
from dscp_desktop.store.bundle import ENDING
from dscp_desktop.store.opening import Birth, Store, create_store, open_store
from tests.moulds import PASSPHRASE

NOW = datetime(2023, 10, 19, 15, 40)
TODAY = NOW.date()
MONDAY = TODAY - timedelta(days=TODAY.weekday())


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2023, 10, day, hour, minute)


# The rule -----------------------------------------------------------------------------------


def test_the_newest_of_each_hour_day_week_and_month_is_kept() -> None:
    hours = [at(19, 15, 10), at(19, 15, 30), at(19, 14, 59), at(19, 13, 1), at(19, 13, 2)]
    hours += [at(18, 16, 5), at(18, 15, 50)]
    days = [at(17, 9), at(17, 17), at(6, 12)]
    weeks = [datetime(2023, 9, 1, 9), datetime(2023, 8, 30, 9)]  # one week, two months
    months = [datetime(2022, 3, 3), datetime(2022, 3, 31), datetime(2021, 11, 5)]
    gone = [datetime(2021, 10, 30), datetime(2019, 1, 1)]
    old = choose_old([*hours, *days, *weeks, *months, *gone], NOW)
    assert set(old) == {at(19, 13, 1), at(17, 9), datetime(2022, 3, 3), *gone}


def test_the_only_backup_stays_however_old() -> None:
    old = [datetime(2001, 1, 1), datetime(2002, 1, 1)]
    assert choose_old(old, NOW) == (old[0],)
    assert choose_old([], NOW) == ()


def test_a_clock_that_was_set_back_removes_nothing_that_is_newer() -> None:
    ahead = [NOW + timedelta(minutes=minute) for minute in range(1, 30)]
    now = [at(19, 13, 20), at(19, 13, 30)]
    assert choose_old([*ahead, *now], NOW) == (at(19, 13, 20),)


TIMES = st.sets(st.datetimes(datetime(2021, 1, 1), datetime(2023, 10, 20)), max_size=80)


@given(TIMES)
def test_what_goes_has_a_newer_one_in_its_place(times: set[datetime]) -> None:
    old = set(choose_old(times, NOW))
    kept = times - old
    assert bool(kept) == bool(times)
    assert not times or max(times) in kept
    assert {time for time in times if time > NOW} <= kept
    past = [time for time in kept if time <= NOW]

    def newer(time: datetime, place: Callable[[datetime], object]) -> bool:
        return any(place(k) == place(time) and k > time for k in past)

    for time in old:
        assert time <= NOW - timedelta(hours=1)
        assert time <= NOW - timedelta(hours=24) or newer(time, lambda t: (t.date(), t.hour))
        assert (TODAY - time.date()).days >= DAYS or newer(time, datetime.date)
        week = time.date() < MONDAY - timedelta(weeks=WEEKS - 1)  # with this one, 8 weeks
        assert week or newer(time, lambda t: t.isocalendar()[:2])
        month = time < datetime(2021, 11, 1)  # with this one, 24 months
        assert month or newer(time, lambda t: (t.year, t.month))


@given(TIMES)
def test_thinning_twice_is_thinning_once(times: set[datetime]) -> None:
    kept = times - set(choose_old(times, NOW))
    assert choose_old(kept, NOW) == ()
    past = [time for time in kept if time <= NOW - timedelta(hours=1)]
    assert len(past) <= 25 + DAYS + WEEKS + MONTHS + 1


@given(st.lists(st.integers(0, 72), min_size=1, max_size=60))
def test_thinned_at_each_step_every_age_still_has_its_backup(gaps: Sequence[int]) -> None:
    """A backup every few hours for months, thinned each time: what the rule promises is there."""
    now, there, made = datetime(2023, 1, 1, 6), set[datetime](), []
    for gap in gaps:
        now += timedelta(hours=gap, minutes=7)
        there.add(now)
        made.append(now)
        there -= set(choose_old(there, now))
    days = {m.date() for m in made if (now.date() - m.date()).days < DAYS}
    assert days <= {t.date() for t in there}
    assert {(m.year, m.month) for m in made} <= {(t.year, t.month) for t in there}


# Making -------------------------------------------------------------------------------------


def test_a_backup_lies_beside_the_store_and_comes_back(durham: Store, tmp_path: Path) -> None:
    made = make_backup(durham)
    found = list_backups(durham.path)
    assert [when for when, _file in found] == [made]
    assert found[0][1].parent == tmp_path / "backups"
    assert read_manifest(found[0][1]).release == version("dscp-desktop")
    back = tmp_path / "back.dscp"
    restore(found[0][1], back)
    with open_store(back, PASSPHRASE) as store:
        assert store.person == "Ann"


def test_one_is_made_when_something_changed_and_only_then(durham: Store) -> None:
    first = keep_backed_up(durham)
    assert first.made
    assert not keep_backed_up(durham).made
    assert keep_backed_up(durham).file == first.file
    durham.run(add_organisation, "Testing Trust")
    assert keep_backed_up(durham).made
    people.add_person(durham, "Ben", "full", "five words are good enough")  # no history, but keys
    assert keep_backed_up(durham).made
    assert not keep_backed_up(durham).made


def test_a_damaged_newest_backup_does_not_count(durham: Store) -> None:
    kept = keep_backed_up(durham)
    later = kept.file.with_name("test-2023-10-20-000000.dscpbackup")
    later.write_bytes(b"half")
    assert keep_backed_up(durham).file == kept.file
    kept.file.write_bytes(b"half")
    assert keep_backed_up(durham).made


def test_two_backups_of_one_second_are_two(store: Store, still_store: Store) -> None:
    assert store.path != still_store.path
    first = make_backup(still_store)
    still_store.run(add_organisation, "Testing Trust")
    second = keep_backed_up(still_store)
    assert second.made
    assert second.at == first + timedelta(seconds=1)
    assert len(list_backups(still_store.path)) == 2


@pytest.fixture
def still_store(tmp_path: Path) -> Iterator[Store]:
    """A store whose clock does not move."""
    birth = Birth("Still", "Ann", PASSPHRASE)
    with create_store(
        tmp_path / "still.dscp", birth, lambda: datetime(2023, 10, 19, 8, tzinfo=UTC)
    ) as made:
        yield made


def test_making_one_thins_out_the_others_of_this_store_alone(
    durham: Store, clock: Callable[[], datetime], tmp_path: Path
) -> None:
    make_backup(durham)
    folder, sound = backup_folder(durham.path), list_backups(durham.path)[0][1]
    sound.rename(tmp_path / "sound")
    with create_store(tmp_path / "other.dscp", Birth("Other", "Ann", PASSPHRASE), clock) as other:
        theirs = backups.back_up(other).file
    theirs.rename(tmp_path / "theirs")
    local = clock().astimezone().replace(minute=0, second=30)
    names = [
        (local - timedelta(days=1, minutes=minute)).strftime(f"test-%Y-%m-%d-%H%M%S{ENDING}")
        for minute in range(2, 8)
    ]
    for name in names[:3]:
        (folder / name).write_bytes((tmp_path / "sound").read_bytes())
    (folder / names[3]).write_bytes((tmp_path / "theirs").read_bytes())
    (folder / names[4]).write_bytes(b"damaged")
    (folder / "test-notes.dscpbackup").write_bytes(b"not of ours")
    make_backup(durham)
    left = {path.name for path in folder.iterdir()}
    assert {names[0], *names[3:5], "test-notes.dscpbackup"} < left
    assert not left & {names[1], names[2]}


def test_a_folder_that_cannot_be_written_is_said(durham: Store) -> None:
    backup_folder(durham.path).write_text("a file")
    with pytest.raises(Refused, match="No backup could be written to"):
        make_backup(durham)


# Elsewhere ----------------------------------------------------------------------------------


@pytest.fixture
def away(tmp_path: Path) -> Path:
    folder = tmp_path / "share"
    folder.mkdir()
    return folder


def test_a_second_copy_is_the_same(durham: Store, away: Path) -> None:
    kept = backups.back_up(durham)
    (away / f"{kept.file.name}.part").write_bytes(b"left of one that was killed")
    copy_elsewhere(durham.path, kept.file, away, NOW)
    copy_elsewhere(durham.path, kept.file, away, NOW)
    assert [path.name for path in away.iterdir()] == [kept.file.name]
    assert (away / kept.file.name).read_bytes() == kept.file.read_bytes()
    assert list_backups(durham.path, away)[0][0] == kept.at


def test_second_copies_are_thinned_by_the_same_rule(durham: Store, away: Path) -> None:
    kept = backups.back_up(durham)
    for minute in (1, 2):
        (away / f"test-2023-10-01-10{minute:02}00.dscpbackup").write_bytes(kept.file.read_bytes())
    copy_elsewhere(durham.path, kept.file, away, kept.at)
    assert [each.strftime("%d %H:%M") for each, _file in list_backups(durham.path, away)][1:] == [
        "01 10:02"
    ]


def test_a_folder_that_is_away_is_said_and_not_made(durham: Store, tmp_path: Path) -> None:
    kept = backups.back_up(durham)
    for folder in (tmp_path / "usb", Path("//server.nowhere/share"), Path("a\0b")):
        with pytest.raises(Refused, match="The backup beside the store is made") as said:
            copy_elsewhere(durham.path, kept.file, folder, NOW)
        assert "cannot be" in said.value.words
    assert not (tmp_path / "usb").exists()


def test_a_second_copy_that_fails_leaves_nothing(
    durham: Store, away: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = backups.back_up(durham)

    def fail(_source: Any, target: Any, *_rest: object) -> None:
        target.write(b"half")
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(backups, "copy_pieces", fail)
    with pytest.raises(Refused, match="Read-only file system"):
        copy_elsewhere(durham.path, kept.file, away, NOW)
    monkeypatch.setattr(backups, "copy_pieces", lambda _in, out, *_rest: out.write(b"other"))
    with pytest.raises(Refused, match="came out damaged"):
        copy_elsewhere(durham.path, kept.file, away, NOW)
    assert list(away.iterdir()) == []


def test_another_file_of_that_name_is_not_written_over(durham: Store, away: Path) -> None:
    kept = backups.back_up(durham)
    (away / kept.file.name).write_bytes(b"another")
    with pytest.raises(Refused, match="is another file of that name"):
        copy_elsewhere(durham.path, kept.file, away, NOW)
    assert (away / kept.file.name).read_bytes() == b"another"


def test_no_room_for_a_second_copy_is_said(
    durham: Store, away: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = backups.back_up(durham)
    little = namedtuple("little", "total used free")(0, 0, 300_000)
    monkeypatch.setattr("shutil.disk_usage", lambda _path: little)
    with pytest.raises(
        Refused, match=r"needs \d\.\d MB of room, and the disk of .* has 300 kB left"
    ):
        copy_elsewhere(durham.path, kept.file, away, NOW)
    assert list(away.iterdir()) == []


def test_a_place_for_copies_is_judged_in_words(durham: Store, away: Path) -> None:
    assert elsewhere_problem("", durham.path) == ""
    assert elsewhere_problem(str(away), durham.path) == ""
    assert "whole path" in elsewhere_problem("share", durham.path)
    assert "there already" in elsewhere_problem(str(backup_folder(durham.path)), durham.path)
    assert elsewhere_standing("") == ("", "")
    assert elsewhere_standing(str(away))[0] == "done"
    assert elsewhere_standing(str(away / "none"))[0] == "risk"
    assert elsewhere_standing("a\0b")[0] == "risk"


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
    assert backup_words(last, date(2023, 10, 19)) == words


# Before an upgrade --------------------------------------------------------------------------


@given(st.dictionaries(st.integers(0, 50), st.floats(0, 1e9), max_size=12))
def test_of_upgrades_the_newest_three_are_kept(times: dict[int, float]) -> None:
    gone = choose_old_upgrades(times)
    kept = times.keys() - set(gone)
    assert len(kept) == min(len(times), backups.UPGRADES)
    assert all(times[old] <= times[new] for old in gone for new in kept)
    assert choose_old_upgrades({file: times[file] for file in kept}) == ()


def test_a_damaged_one_of_an_upgrade_takes_no_place_of_a_good_one(durham: Store) -> None:
    made = backups.back_up(durham).file.read_bytes()
    beside = durham.path.parent
    for number in range(1, 7):
        file = beside / f"{durham.path.stem}-before-upgrade-{number}.dscpbackup"
        file.write_bytes(made if number < 5 else b"cut off")
        os.utime(file, (1_000 * number, 1_000 * number))
    backups.back_up(durham)
    left = sorted(int(f.stem[-1]) for f in beside.glob("*-before-upgrade-*"))
    assert left == [2, 3, 4, 5, 6]  # the good ones are 2 to 4; what cannot be read stays
