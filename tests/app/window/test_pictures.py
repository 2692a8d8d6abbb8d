"""The pictures of the guide: every page, the same each time."""

from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from dscp_desktop.app.pictures import LOOKS, main, take_pictures

PLACES = (
    *("today", "meetings", "actions", "packs", "groups", "budget", "records", "settings"),
    *("unlock", "first-run", "import-check", "search"),
)


def test_a_folder_must_be_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "Name the folder" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.usefixtures("qapp")
def test_every_page_is_taken_the_same_each_time(tmp_path: Path) -> None:
    small = [look for look in LOOKS if look.ending == "small"]
    assert take_pictures(tmp_path / "a", small) == len(PLACES)
    assert take_pictures(tmp_path / "b", small) == len(PLACES)
    for name in PLACES:
        first, second = tmp_path / "a" / f"{name}-small.png", tmp_path / "b" / f"{name}-small.png"
        picture = QImage(str(first))
        assert picture.format() is QImage.Format.Format_Indexed8
        assert picture.colorCount() > 20
        assert first.stat().st_size < 120_000
        assert first.read_bytes() == second.read_bytes(), name
