import pytest
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter
from PySide6.QtWidgets import QApplication, QComboBox, QWidget

from dscp_desktop.widgets import fonts, theme
from dscp_desktop.widgets.icons import NAMES, icon, icon_outline, paint_icon
from dscp_desktop.widgets.painting import break_text, text_width
from dscp_desktop.widgets.theme import (
    Theme,
    apply_theme,
    chosen_fill,
    color,
    dress,
    read_system,
    text_color,
    theme_changed,
    theme_now,
    token_sets,
)

TEXTS = [("t1", "surface"), ("t1", "sel"), ("t2", "surface"), ("t2", "win"), ("t2", "sel")]
TEXTS += [("t3", "surface"), ("t3", "sel"), ("t3", "neubg"), ("acc", "surface"), ("acc", "sel")]
TEXTS += [("onacc", "acc"), ("onacc", "acc2"), ("t1", "subtle"), ("t2", "subtle")]
TEXTS += [(name, f"{name}bg") for name in ("red", "amb", "grn", "inf", "neu")]
TEXTS += [(name, ground) for name in ("red", "amb", "grn", "inf") for ground in ("surface", "sel")]


def contrast(one: QColor, other: QColor) -> float:
    """WCAG 2 contrast of two colours."""

    def light(shade: QColor) -> float:
        parts = []
        for part in (shade.redF(), shade.greenF(), shade.blueF()):
            parts.append(part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4)
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXTS)
def test_text_can_be_read(theme, ink, ground):
    tokens = token_sets()[theme]
    assert contrast(QColor(tokens[ink]), QColor(tokens[ground])) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_borders_and_ring_can_be_seen(theme):
    tokens = token_sets()[theme]
    for ground in ("surface", "subtle"):
        assert contrast(QColor(tokens["ctl"]), QColor(tokens[ground])) >= 3
    for ground in ("surface", "sel", "win"):
        assert contrast(QColor(tokens["focus"]), QColor(tokens[ground])) >= 7


def test_themes_hold_the_same_tokens():
    assert token_sets()["light"].keys() == token_sets()["dark"].keys()


def test_themes_change_colours_and_tell(qapp, qtbot):
    assert theme_now() is Theme.LIGHT
    with qtbot.waitSignal(theme_changed().changed):
        apply_theme(qapp, Theme.DARK)
    assert color("surface") == QColor("#212428")
    assert qapp.palette().base().color() == QColor("#212428")


def test_a_window_is_dressed_and_stays_so(qapp, qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    dress(window)
    assert "#212428" not in window.styleSheet()
    apply_theme(qapp, Theme.DARK)
    assert "#212428" in window.styleSheet()
    assert "${" not in window.styleSheet()
    assert qapp.styleSheet() == ""  # a page would take four times as long to make
    apply_theme(qapp, Theme.HIGH_CONTRAST)
    assert "#ffee32" in window.styleSheet()  # fields keep their borders, in its colours


def test_high_contrast_leaves_the_system_its_colours(qapp):
    apply_theme(qapp, Theme.HIGH_CONTRAST)
    palette = QApplication.palette()
    assert color("surface") == palette.base().color()
    assert color("t1") == palette.windowText().color()
    assert text_color("red", selected=True) == palette.highlightedText().color()
    assert text_color("red") == palette.windowText().color()


@pytest.mark.parametrize(("ink", "ground"), TEXTS)
def test_text_can_be_read_in_high_contrast(qapp, ink, ground):
    apply_theme(qapp, Theme.HIGH_CONTRAST)
    assert contrast(color(ink), color(ground)) >= 7


def test_what_is_chosen_stands_out_in_high_contrast(qapp):
    apply_theme(qapp, Theme.LIGHT)
    assert chosen_fill() == color("sel")
    apply_theme(qapp, Theme.HIGH_CONTRAST)
    assert contrast(text_color("t1", selected=True), chosen_fill()) >= 7
    assert contrast(chosen_fill(), color("surface")) >= 7
    for ground in ("surface", "sel", "win"):
        assert contrast(color("focus"), color(ground)) >= 7


def test_the_systems_own_high_contrast_is_taken_as_it_is(qapp, monkeypatch):
    monkeypatch.setattr(theme, "read_system", lambda _app: Theme.HIGH_CONTRAST)
    apply_theme(qapp, Theme.SYSTEM)
    assert theme_now() is Theme.HIGH_CONTRAST
    system = qapp.palette()
    assert system.base().color() != QColor("#000000")  # off screen it is Fusion's
    monkeypatch.undo()
    apply_theme(qapp, Theme.HIGH_CONTRAST)
    assert qapp.palette().base().color() == QColor("#000000")


def test_system_is_followed(qapp):
    apply_theme(qapp, Theme.SYSTEM)
    assert theme_now() is read_system(qapp)
    qapp.styleHints().colorSchemeChanged.emit(qapp.styleHints().colorScheme())
    assert theme_now() is read_system(qapp)
    apply_theme(qapp, Theme.DARK)
    qapp.styleHints().colorSchemeChanged.emit(qapp.styleHints().colorScheme())
    assert theme_now() is Theme.DARK


def test_unknown_token_is_a_mistake():
    with pytest.raises(KeyError):
        color("pink")


def test_fonts_are_in_points_and_digits_line_up(qapp):
    assert qapp.font().pointSizeF() == 9.75
    for role in fonts.ROLES:
        face = QFontMetricsF(fonts.font(role))
        wide = {face.horizontalAdvance(digit) for digit in "0123456789"}
        assert len(wide) == 1, role
    strong, plain = fonts.metrics("strong"), fonts.metrics("base")
    assert strong.horizontalAdvance("Executive") > plain.horizontalAdvance("Executive")


def test_fields_grow_with_their_text(qapp):
    """At 150% a chooser stood at two thirds of the height of the date beside it."""
    field = QComboBox()
    dress(field)
    try:
        apply_theme(qapp, Theme.LIGHT, 1.5)
        field.ensurePolished()
        assert field.sizeHint().height() == 47
    finally:
        apply_theme(qapp, Theme.LIGHT)
    assert field.sizeHint().height() == 32
    field.deleteLater()


def test_text_grows(qapp):
    apply_theme(qapp, Theme.LIGHT, 2.0)
    assert fonts.font("base").pointSizeF() == 19.5
    assert fonts.scaled(34) == 68
    assert fonts.text_scale() == 2.0
    apply_theme(qapp, Theme.LIGHT, 9.0)
    assert fonts.text_scale() == 2.0


@pytest.mark.parametrize("name", sorted(NAMES))
def test_every_icon_is_there(name):
    box = icon_outline(name).boundingRect()
    assert 200 < max(box.width(), box.height()) <= 1000
    assert box.left() >= -40
    assert box.right() <= 1040
    assert box.top() >= -40
    assert box.bottom() <= 1040


def test_icons_are_tinted_and_follow_the_theme(qapp):
    def ink(shown) -> QColor:
        picture = shown.pixmap(16, 16).toImage()
        return max(
            (picture.pixelColor(x, y) for x in range(16) for y in range(16)),
            key=lambda pixel: pixel.alpha(),
        )

    assert ink(icon("late", "red", filled=True)).name().upper() == "#A3201A"
    apply_theme(qapp, Theme.DARK)
    assert ink(icon("late", "red", filled=True)).name().upper() == "#FFAAA3"
    assert icon("late") is icon("late")
    with pytest.raises(KeyError):
        icon("dragon")


def test_icon_is_painted_where_asked():
    from PySide6.QtCore import QRectF

    image = QImage(40, 40, QImage.Format.Format_ARGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    paint_icon(painter, QRectF(20, 20, 16, 16), "done", QColor("black"), filled=True)
    painter.end()
    assert image.pixelColor(22, 28).lightness() < 128
    assert image.pixelColor(10, 10) == QColor("white")


def test_another_font_serves_where_ours_is_not_there(monkeypatch):
    fonts._family.cache_clear()
    monkeypatch.setattr(fonts, "find_spec", lambda _name: None)
    family, variable = fonts._family()
    fonts._family.cache_clear()
    assert family
    assert not variable


def test_words_break_over_lines_and_are_cut_last():
    words = "Agree a family feedback method for the learning cycle"
    wide = text_width(words)
    assert break_text(words, "base", wide + 5) == (words,)
    assert break_text(words, "base", wide / 2)[0].endswith("…")
    two = break_text(words, "base", wide * 0.7, 2)
    assert " ".join(two) == words
    assert break_text(words, "base", wide / 4, 2)[1].endswith("…")
    assert break_text("one\ntwo\nthree", "base", 500, 3) == ("one", "two", "three")
    assert break_text("one\ntwo", "base", 500) == ("one two",)
