"""How often Python looks for memory that nobody uses any more."""

from __future__ import annotations

import gc


def collect_rarely() -> None:
    """Look for circles of unused objects after every 100,000 new ones, not every 700.

    A big import makes millions of objects and no circles; looking through all of them again and
    again took a fifth of its time, and held the window up.
    """
    gc.set_threshold(100_000, 20, 20)
