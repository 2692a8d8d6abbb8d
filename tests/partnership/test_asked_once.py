"""What nearly every query needs of the partnership is read once for it, and never kept longer."""

from __future__ import annotations

from datetime import date

from sqlalchemy import event
from sqlalchemy.orm import Session

from dscp_desktop.core.changes import Changes
from dscp_desktop.partnership.queries.parties import (
    list_holders,
    list_meeting_groups,
    load_names,
    load_parties,
    names_on,
    statutory_partners,
)
from dscp_desktop.partnership.queries.seats import all_chairs, all_holders, seats_on
from dscp_desktop.partnership.tables import Organisation
from dscp_desktop.store.opening import Store
from dscp_desktop.store.session import fresh_id

DAY = date(2023, 10, 19)


def ask_all(session: Session) -> None:
    load_parties(session)
    load_names(session)
    names_on(session, DAY)
    list_holders(session)
    statutory_partners(session, DAY)
    all_holders(session)
    all_chairs(session)
    for group in list_meeting_groups(session):
        seats_on(session, group.id, DAY)


def test_a_query_reads_each_table_of_the_partnership_once(durham: Store) -> None:
    read: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        read.append(statement.partition("FROM ")[2].split()[0])

    event.listen(durham.reader, "before_cursor_execute", note)
    durham.ask(ask_all)
    event.remove(durham.reader, "before_cursor_execute", note)
    for table in ("organisation", '"group"', "holding", "chairing", "person"):
        assert read.count(table) == 1, (table, read)


def test_a_command_sees_what_it_has_just_written(durham: Store) -> None:
    def add(session: Session) -> Changes:
        before = load_parties(session)
        new = fresh_id(session)
        session.add(Organisation(id=new, name="Hill School", short_name="", kind="school"))
        session.flush()
        assert new not in before
        assert load_parties(session)[new].shown == "Hill School"
        assert new in names_on(session, DAY)
        assert new in {party.id for party in list_holders(session)}
        return Changes("Organisation added", ("partnership",), new)

    added = durham.run(add).result
    assert str(added) in durham.ask(load_parties)  # and the next query is told at once
