"""Writing a file that a person asked for."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from dscp_desktop.core.faults import Refused


def save_file(path: Path, data: bytes) -> Path:
    """Write a file under its name only when it is whole, and return the name.

    Raises Refused in words; a file that stood there before still does then.
    """
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
