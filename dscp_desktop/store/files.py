"""Files kept inside the store, in chunks: papers, returns, editions as issued."""

from __future__ import annotations

from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.core.faults import Trouble
from dscp_desktop.store.session import canonical, fresh_id, work_of
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
    row = StoredFile(id=file_id, sha256=digest, size=len(data), name=name)
    session.add(row)
    vouch_for(session, row)
    session.flush()
    for number, start in enumerate(range(0, len(data), CHUNK_BYTES)):
        session.add(
            FileChunk(file_id=file_id, number=number, data=data[start : start + CHUNK_BYTES])
        )
        session.flush()
    return file_id


def vouch_for(session: Session, row: StoredFile) -> None:
    """Let this unit's entry of the history vouch for what stands of a file."""
    row.nonce = work_of(session).random(16).hex()
    told = file_hash(row.nonce, row.id, row.sha256, row.size, row.name)
    work_of(session).noted.setdefault("files", []).append([row.id, told])


def file_hash(nonce: str, file_id: str, digest: str, size: int, name: str) -> str:
    """Return the hash by which the history vouches for a file."""
    told = canonical([file_id, digest, size, name])
    return sha256(bytes.fromhex(nonce) + told.encode()).hexdigest()


def get_file(session: Session, file_id: str) -> bytes:
    """Return a kept file, checked against its hash. Raises Trouble where it does not match."""
    row = session.get(StoredFile, file_id)
    chunks = select(FileChunk.data).where(FileChunk.file_id == file_id).order_by(FileChunk.number)
    data = b"".join(session.scalars(chunks))
    if row is None or sha256(data).hexdigest() != row.sha256:
        name = row.name if row else "A file"
        raise Trouble(f"{name} is damaged in the store. Bring back a backup that holds it.")
    return data
