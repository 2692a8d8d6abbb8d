"""Writing a file that a person asked for: a plain copy, which whoever has it can read."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from dscp_desktop.core.faults import Refused

_allowed: frozenset[str] | None = None  # endings; None for all


def allow_only(endings: Collection[str] | None) -> None:
    """Have files saved from now on with these endings alone; None lets all be saved."""
    global _allowed
    _allowed = None if endings is None else frozenset(endings)


def check_allowed(path: Path) -> None:
    """Raise Refused, with who decided it, where a file of this ending may not be saved."""
    if _allowed is None or path.suffix.casefold() in _allowed:
        return
    may = f"as {', '.join(sorted(_allowed))} alone" if _allowed else "of no kind"
    raise Refused(
        f"{path.name} was not saved: your IT department lets plain copies be saved {may}. "
        "Printing is still possible."
    )


def save_file(path: Path, data: bytes) -> Path:
    """Write a file under its name only when it is whole, and return the name.

    Raises Refused in words; a file that stood there before still does then.
    """
    check_allowed(path)
    fresh = path.with_name(path.name + ".new")
    try:
        fresh.write_bytes(data)
        fresh.replace(path)
    except OSError as error:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise Refused(
            f"{path.name} could not be saved. The drive may be full, or the file open in "
            "another program. Choose another place or name."
        ) from error
    return path
