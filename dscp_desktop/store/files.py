"""Files kept inside the store, in chunks: papers, returns, editions as issued."""

from __future__ import annotations

from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.core.faults import Trouble
from dscp_desktop.store.session import fresh_id
from dscp_desktop.store.tables import FileChunk, StoredFile

CHUNK_BYTES = 1 << 20


def put_file(session: Session, name: str, data: bytes) -> str:
    """Keep a file and return its id; the same bytes are kept once.

    `name` is the name it came with: data, never a path that is opened.
    """
    digest = sha256(data).hexdigest()
    known = session.scalars(select(StoredFile.id).where(StoredFile.sha256 == digest)).first()
    if known:
        return known
    file_id = fresh_id(session)
    session.add(StoredFile(id=file_id, sha256=digest, size=len(data), name=name))
    session.flush()
    for number, start in enumerate(range(0, len(data), CHUNK_BYTES)):
        session.add(
            FileChunk(file_id=file_id, number=number, data=data[start : start + CHUNK_BYTES])
        )
        session.flush()
    return file_id


def get_file(session: Session, file_id: str) -> bytes:
    """Return a kept file, checked against its hash. Raises Trouble where it does not match."""
    row = session.get(StoredFile, file_id)
    chunks = select(FileChunk.data).where(FileChunk.file_id == file_id).order_by(FileChunk.number)
    data = b"".join(session.scalars(chunks))
    if row is None or sha256(data).hexdigest() != row.sha256:
        name = row.name if row else "A file"
        raise Trouble(f"{name} is damaged in the store. Bring back a backup that holds it.")
    return data
