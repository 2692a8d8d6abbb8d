"""What the process for files does with workbooks: plain values and bytes in, the same out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dscp_desktop.core.faults import Fault
from dscp_desktop.sheets.marking import mark_faults
from dscp_desktop.sheets.pasting import block_sheet
from dscp_desktop.sheets.reading import read_packed
from dscp_desktop.sheets.values import Workbook, to_values

Progress = Callable[[str, int, int], None]
Answer = tuple[dict[str, Any], list[bytes]]


def read(values: dict[str, Any], blobs: list[bytes], progress: Progress) -> Answer:
    """Read the workbook in the one blob; `values` has its `name`. `from_values` unpacks the
    answer. Raises Refused.
    """
    return read_packed(blobs[0], str(values["name"]), progress)


def paste(values: dict[str, Any], blobs: list[bytes], progress: Progress) -> Answer:
    """Read a block that was copied, of which the two blobs are the text and the HTML, as a workbook
    of one sheet; `name` is its name. `from_values` unpacks the answer. Raises Refused.
    """
    progress("Reading what was copied", 0, 1)
    name, (text, html) = str(values["name"]), (blob.decode("utf-8", "replace") for blob in blobs)
    return to_values(Workbook(name, (block_sheet(text, html, name),)))


def mark(values: dict[str, Any], blobs: list[bytes], progress: Progress) -> Answer:
    """Return the workbook of the one blob with its `faults` marked, as the one blob.

    A fault is a list of sheet, row, column, value and why; `name` is used in words.
    """
    progress("Marking the problem cells", 0, 1)
    faults = [Fault(*fault) for fault in values["faults"]]
    return {}, [mark_faults(blobs[0], faults, str(values.get("name", "The workbook")))]
