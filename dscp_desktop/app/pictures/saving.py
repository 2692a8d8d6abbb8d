"""A picture as a file: few colours, the tokens' among them; the same picture, the same bytes."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget

from dscp_desktop.widgets.theme import theme_now, token_sets

_COLOURS = 256
_IN_GUIDE = 0.65  # how large its pictures are beside those taken


def save_widget(widget: QWidget, path: Path) -> None:
    """Save what a widget shows."""
    _keep(widget.grab().toImage(), path)


def _keep(image: QImage, path: Path) -> None:
    """Save a picture in 256 colours: those of the tokens as they are, then the commonest."""
    picture = image.convertToFormat(QImage.Format.Format_RGB32)
    counted = Counter(memoryview(picture.constBits()).cast("I"))
    tokens = {QColor(value).rgb() for value in token_sets()[theme_now().value].values()}
    # By number, then by colour, so that the same picture gives the same file.
    ordered = sorted(counted, key=lambda colour: (colour not in tokens, -counted[colour], colour))
    commonest = ordered[:_COLOURS]
    diffused = Qt.ImageConversionFlag.ThresholdDither
    indexed = picture.convertToFormat(QImage.Format.Format_Indexed8, commonest, diffused)
    indexed.save(str(path), quality=0)  # the slowest and smallest PNG


def fill_guide(taken: Path, folder: Path) -> None:
    """Put what the guide shows into its folder: of the pictures taken, light and made smaller."""
    smooth = Qt.TransformationMode.SmoothTransformation
    named = re.findall(r"\]\(pictures/([a-z_-]+)", (folder.parent / "guide.md").read_text("utf-8"))
    for name in named:
        picture = QImage(str(taken / f"{name}-light.png"))
        if not picture.isNull():  # else it was not among those asked for
            _keep(picture.scaled(picture.size() * _IN_GUIDE, mode=smooth), folder / f"{name}.png")
