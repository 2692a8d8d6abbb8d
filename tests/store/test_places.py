"""Where a store stands: shares, synchronised folders, long paths and names."""

from __future__ import annotations

from pathlib import Path, PurePath, PureWindowsPath

import pytest

from dscp_desktop.core.faults import CannotOpen
from dscp_desktop.store.backup import backup_file, restore
from dscp_desktop.store.opening import Birth, create_store, open_store
from dscp_desktop.store.places import (
    SHARE,
    SYNCED,
    is_below,
    is_network_mount,
    is_shared_path,
    name_problem,
    place_kind,
    synced_roots,
)
from tests.moulds import PASSPHRASE

MOUNTS = """\
/dev/vda / ext4 rw 0 0
//council/dscp /mnt/dscp\\040share cifs rw 0 0
server:/home /home nfs4 rw 0 0
/dev/vdb /home/ann/usb vfat rw 0 0
odd
"""


@pytest.mark.parametrize(
    ("path", "remote"),
    [
        ("/srv/a.dscp", False),
        ("/mnt/dscp share/a.dscp", True),
        ("/mnt/dscp share2/a.dscp", False),
        ("/home/ann/a.dscp", True),
        ("/home/ann/usb/a.dscp", False),
    ],
)
def test_the_deepest_mount_counts(path: str, remote: bool) -> None:
    assert is_network_mount(Path(path), MOUNTS) is remote


def test_onedrive_and_the_libraries_of_its_organisation(monkeypatch: pytest.MonkeyPatch) -> None:
    home = "C:\\Users\\ann"
    roots = synced_roots({"OneDriveCommercial": f"{home}\\OneDrive - Aldershire Council"})
    inside = ("OneDrive - Aldershire Council\\a.dscp", "aldershire council\\DSCP - Files\\a.dscp")
    for name in inside:
        assert is_below(PureWindowsPath(f"{home}\\{name}"), roots)
    for name in ("Documents\\a.dscp", "Aldershire Council 2\\a.dscp"):
        assert not is_below(PureWindowsPath(f"{home}\\{name}"), roots)
    assert synced_roots({"OneDrive": f"{home}\\OneDrive"}) == (PureWindowsPath(home, "OneDrive"),)
    assert synced_roots({}) == ()
    assert not is_below(PurePath("/a"), [PurePath()])
    monkeypatch.setenv("OneDrive", "/srv/Kept - Aldershire")
    assert place_kind(Path("/srv/Kept - Aldershire/a.dscp")) == SYNCED
    assert place_kind(Path("/srv/Aldershire/a.dscp")) == SYNCED


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("//server/share/a.dscp", SHARE),
        ("\\\\server\\share\\a.dscp", SHARE),
        ("/home/ann/Dropbox (Council)/a.dscp", SYNCED),
        ("/home/ann/iCloudDrive/a.dscp", SYNCED),
        ("/home/ann/records/a.dscp", ""),
    ],
)
def test_kinds_of_places(path: str, kind: str) -> None:
    assert place_kind(Path(path)) == kind
    assert is_shared_path(Path(path)) is bool(kind)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("C:\\DSCP\\a.dscp", ""),
        ("C:\\DSCP\\Ŵest – Övre 東.dscp", ""),
        ("C:\\" + "folder\\" * 31 + "a.dscp", "This path is too long"),
        ("C:\\DSCP\\what?.dscp", "Windows lets no name hold ?."),
        ("C:\\DSCP\\a\tb.dscp", "Windows lets no name hold \t."),
        ("C:\\DSCP\\nul.dscp", "Windows lets nothing be called nul.dscp."),
        ("C:\\COM1\\a.dscp", "Windows lets nothing be called COM1."),
        ("C:\\DSCP.\\a.dscp", "Windows lets nothing be called DSCP.."),
        ("C:\\console\\a.dscp", ""),
        ("C:\\" + "é" * 101 + ".dscp", "is too long. Choose a shorter one."),
    ],
)
def test_names_that_windows_cannot_have(path: str, words: str) -> None:
    said = name_problem(PureWindowsPath(path), windows=True)
    assert (words in said) if words else said == ""


def test_the_longest_path_that_is_let_has_room_for_its_backups() -> None:
    for length in range(1, 259):
        folder = "C:\\" + "a" * length
        store = PureWindowsPath(folder, "n.dscp")
        made = f"{folder}\\backups\\n-2023-10-19-154703.dscpbackup.part"
        assert (name_problem(store, windows=True) == "") is (len(made) <= 259)


def test_elsewhere_only_a_name_that_is_too_long_is_refused() -> None:
    assert name_problem(PurePath("/srv/what?.dscp"), windows=False) == ""
    assert "too long" in name_problem(PurePath("/srv/" + "a" * 201 + ".dscp"), windows=False)


def test_names_beyond_ascii_and_a_deep_folder_do(tmp_path: Path) -> None:
    folder = tmp_path / "Ŵest – Övre 東" / ("deep" * 40) / ("deeper" * 30)
    folder.mkdir(parents=True)
    path = folder / "Überblick 'n' #1 %20 ŷ.dscp"
    with create_store(path, Birth("West", "Ann", PASSPHRASE)) as store:
        kept = backup_file(path, store.key, folder / "ŷ.dscpbackup")
    restore(kept, folder / "again ñ.dscp")
    with open_store(folder / "again ñ.dscp", PASSPHRASE, person="Ann") as store:
        assert store.person == "Ann"


def test_a_key_file_that_is_away_is_not_called_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where a synchroniser keeps only the name of a file here, and the network is away."""
    path = tmp_path / "s.dscp"
    create_store(path, Birth("Test", "Ann", PASSPHRASE)).close()

    def away(_path: Path) -> bytes:
        raise OSError(22, "The cloud file provider is not running")

    monkeypatch.setattr(Path, "read_bytes", away)
    with pytest.raises(CannotOpen, match=r"cannot be read now: The cloud file provider .* again\."):
        open_store(path, PASSPHRASE)
