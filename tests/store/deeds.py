"""Small commands over real tables, for the tests of the store."""

from sqlalchemy.orm import Session

from dscp_desktop.core.changes import Changes
from dscp_desktop.partnership.tables import KnownAs, Organisation
from dscp_desktop.store.session import fresh_id


def add(session: Session, name: str, short_name: str = "") -> Changes:
    row = Organisation(id=fresh_id(session), name=name, short_name=short_name, kind="other")
    session.add(row)
    return Changes(f"Organisation added: {name}", ("partnership",), row.id)


def rename(session: Session, row_id: str, name: str) -> Changes:
    session.get_one(Organisation, row_id).name = name
    return Changes("Organisation renamed", ("partnership",))


def remove(session: Session, row_id: str) -> Changes:
    session.delete(session.get_one(Organisation, row_id))
    return Changes("Organisation removed", ("partnership",))


def also_called(session: Session, row_id: str, name: str) -> Changes:
    session.add(KnownAs(id=fresh_id(session), record_id=row_id, name=name))
    return Changes("Other name added", ("partnership",))


def names(session: Session) -> list[str]:
    return sorted(row.name for row in session.query(Organisation))
