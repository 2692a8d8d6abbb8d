"""The pictures of the guide: every page, the same each time."""

from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from dscp_desktop.app.features import FEATURES
from dscp_desktop.app.pictures.__main__ import main
from dscp_desktop.app.pictures.places import MINUTED, OPENED
from dscp_desktop.app.pictures.saving import save_widget
from dscp_desktop.app.pictures.taking import LOOKS, names, take_pictures
from dscp_desktop.app.places import paged
from dscp_desktop.widgets.theme import Theme, apply_theme, token_sets

SMALL = next(look for look in LOOKS if look.ending == "small")


def test_a_folder_must_be_named(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main([])
    assert left.value.code == 2
    assert "folder" in capsys.readouterr().err


def test_a_picture_that_is_not_known_is_named(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with pytest.raises(SystemExit):
        main([str(tmp_path / "taken"), "--only", "today,tomorrow"])
    said = capsys.readouterr().err
    assert "There is no tomorrow. Known are unlock, first-run" in said
    assert not (tmp_path / "taken").exists()


def test_every_place_of_the_program_has_a_picture() -> None:
    """A page without a picture is a page that nobody looks at."""
    taken = {shot.place or shot.name for shot in (*OPENED, *MINUTED)}
    assert taken >= {*paged(FEATURES), "settings"}
    assert {"unlock", "first-run", "recovery", "restore", "help", "keys"} < set(names(SMALL))
    assert len(names(SMALL)) == len(set(names(SMALL)))


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.usefixtures("qapp")
def test_every_page_is_taken_the_same_each_time(tmp_path: Path) -> None:
    assert take_pictures(tmp_path / "a", [SMALL]) == len(names(SMALL))
    assert take_pictures(tmp_path / "b", [SMALL]) == len(names(SMALL))
    for name in names(SMALL):
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
    save_widget(shades, tmp_path / "shades.png")
    assert QImage(str(tmp_path / "shades.png")).pixelColor(10, 10) == red
