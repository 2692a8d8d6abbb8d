"""Files that travel inside a PDF, so that what it says can be checked from it alone."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from pathlib import PurePosixPath

from pikepdf import Array, AttachedFileSpec, Name, ObjectStreamMode, Pdf

_KINDS = {".json": "application/json", ".txt": "text/plain"}


def attach(data: bytes, files: Mapping[str, bytes], described: str = "") -> bytes:
    """Return the PDF with the files attached under their names: the same bytes every time.

    They are the source of what the document says, and the reader's own list of files shows them.
    """
    if not files:
        return data
    out = BytesIO()
    with Pdf.open(BytesIO(data)) as pdf:
        for name, content in files.items():
            kind = _KINDS.get(PurePosixPath(name).suffix, "application/octet-stream")
            spec = AttachedFileSpec(
                pdf,
                content,
                description=described or name,
                filename=name,
                mime_type=kind,
                creation_date="",
                mod_date="",
            )
            spec.obj.AFRelationship = Name.Source
            pdf.attachments[name] = spec
        specs = [pdf.attachments[name].obj for name in files]
        pdf.Root.AF = Array(specs)
        pdf.save(
            out,
            min_version="1.7",
            deterministic_id=True,
            object_stream_mode=ObjectStreamMode.generate,
            compress_streams=True,
            fix_metadata_version=False,
        )
    return out.getvalue()
