"""The last touch to every PDF we make: title, language, how it opens, and the same bytes again."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from pikepdf import Array, Dictionary, Name, ObjectStreamMode, String

PRODUCER = "DSCP Desktop"


def save_finished(pdf: Any, *, title: str, language: str) -> bytes:
    """Return an open PDF as bytes that depend on nothing but what is in it (no time, no chance)."""
    root = pdf.Root
    for key in ("/Metadata", "/OpenAction", "/AA"):
        if key in root:
            del root[key]
    root.Lang = String(language)
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    pdf.docinfo["/Title"] = String(title)
    pdf.docinfo["/Producer"] = String(PRODUCER)
    out = BytesIO()
    pdf.save(
        out,
        deterministic_id=True,
        object_stream_mode=ObjectStreamMode.generate,
        compress_streams=True,
        fix_metadata_version=False,
    )
    return out.getvalue()


def set_page_labels(pdf: Any, labels: list[tuple[int, str, int]]) -> None:
    """Number the pages: (first page counted from 0, prefix, first number) of each stretch."""
    numbers = Array()
    for index, prefix, first in labels:
        label = Dictionary(S=Name.D, St=first)
        if prefix:
            label.P = String(prefix)
        numbers.append(index)
        numbers.append(label)
    pdf.Root.PageLabels = Dictionary(Nums=numbers)
