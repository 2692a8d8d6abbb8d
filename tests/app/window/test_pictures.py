"""The pictures of the guide: every page, the same each time."""

from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from dscp_desktop.app.pictures import LOOKS, _save, main, take_pictures
from dscp_desktop.widgets.theme import Theme, apply_theme, token_sets

PLACES = (
    *("today", "meetings", "actions", "packs", "groups", "budget", "records", "settings"),
    *("unlock", "first-run", "import-check", "search", "search-all", "redact", "restore"),
    *("new_year", "live", "diary", "work_plans", "priorities", "threads", "planner", "export"),
    *("audits", "audit-moderation"),
    *("budget-spend", "budget-scenarios", "learning"),
    *("terms-compare", "structure", "restraint", "restraint-draw", "restraint-reviews"),
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


def test_a_picture_keeps_the_colours_of_the_tokens(qapp: QApplication, tmp_path: Path) -> None:
    """A few red letters on a page of many shades came out black."""
    apply_theme(qapp, Theme.LIGHT)
    red = QColor(token_sets()["light"]["red"])

    class Shades(QWidget):
        def paintEvent(self, _event: QPaintEvent) -> None:
            painter = QPainter(self)
            for shade in range(300):
                painter.fillRect(0, shade, 400, 1, QColor(shade % 256, shade // 2, 7))
            painter.fillRect(10, 10, 1, 1, red)

    shades = Shades()
    shades.resize(400, 300)
    _save(shades, tmp_path / "shades.png")
    assert QImage(str(tmp_path / "shades.png")).pixelColor(10, 10) == red
