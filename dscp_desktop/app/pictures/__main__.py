"""Pictures of every page, from the sample: `python3 dev.py pictures`.

They come out the same each time: clock and records stand still, the font is a dependency's.
With `--only` and `--look` an engineer takes a few into a folder of their own:
`python -m dscp_desktop.app.pictures FOLDER --only today,budget --look small,large`.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QApplication

from dscp_desktop.app.pictures.saving import fill_guide
from dscp_desktop.app.pictures.taking import ASKED_LOOKS, LOOKS, names, take_pictures
from dscp_desktop.widgets.theme import Theme, apply_theme


def main(words: Sequence[str]) -> int:
    """Take the pictures into the folder that is named, and fill the guide's where one is too."""
    every = {look.ending: look for look in (*LOOKS, *ASKED_LOOKS)}
    parser = argparse.ArgumentParser("pictures", description="Take pictures of every page.")
    parser.add_argument("folder", type=Path, help="where the pictures go")
    parser.add_argument("guide", type=Path, nargs="?", help="the folder of the guide's pictures")
    parser.add_argument("--only", default="", help="names of pictures, with commas between")
    parser.add_argument("--look", default="", help=f"of {', '.join(every)}")
    asked = parser.parse_args(words)
    only = _listed(parser, asked.only, names(LOOKS[0]))
    looks = [every[ending] for ending in _listed(parser, asked.look, tuple(every))] or LOOKS
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["TZ"] = "Europe/London"
    if hasattr(time, "tzset"):
        time.tzset()
    count = take_pictures(asked.folder, looks, only)
    print(f"{count} pictures in {asked.folder}")
    if asked.guide is not None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        apply_theme(app, Theme.LIGHT)
        fill_guide(asked.folder, asked.guide)
    return 0


def _listed(parser: argparse.ArgumentParser, text: str, known: Sequence[str]) -> tuple[str, ...]:
    """Return names with commas between; one that is not known ends it in words."""
    found = tuple(name for name in text.split(",") if name)
    for name in found:
        if name not in known:
            parser.error(f"There is no {name}. Known are {', '.join(known)}.")
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
