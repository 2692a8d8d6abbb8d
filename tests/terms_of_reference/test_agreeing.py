"""How a version is agreed: by one body or several in turn, at a meeting, and undone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time

import pytest

from dscp_desktop.core.faults import Refused
from dscp_desktop.diary.commands.meetings import add_meeting, set_meeting_status
from dscp_desktop.diary.rules.meetings import MeetingDetails
from dscp_desktop.partnership.commands.seats import remove_seat
from dscp_desktop.partnership.queries.parties import load_names
from dscp_desktop.partnership.queries.seats import list_seats
from dscp_desktop.store.history import undo
from dscp_desktop.store.opening import Store
from dscp_desktop.terms_of_reference.commands.agreeing import agree, put_to, take_back
from dscp_desktop.terms_of_reference.commands.drafting import (
    begin_version,
    change_part,
    set_review,
    set_standing_items,
)
from dscp_desktop.terms_of_reference.queries.terms import (
    document_of,
    find_version,
    list_versions,
    terms_on,
    version_text,
)
from dscp_desktop.terms_of_reference.rules.versions import (
    StandingLine,
)
from tests.terms_of_reference.conftest import TODAY, refused, texts

Group = Callable[[str], str]
Draft = Callable[..., str]
Agreed = Callable[..., None]


def test_agreeing_looks_again_whether_the_quorum_can_be_reached(
    durham: Store, group: Group
) -> None:
    document = durham.ask(document_of, group("PLG"))
    third = str(durham.run(begin_version, document, TODAY).result)
    police = next(s for s in durham.ask(list_seats, group("PLG")) if "Constabulary" in s.holder)
    durham.run(remove_seat, police.id)
    words = refused(durham, agree, third, group("PLG"), "", date(2023, 11, 1))
    assert words == (
        "No meeting could reach this quorum: Durham Constabulary has no seat that counts. "
        "Change the rule or the seats."
    )


def test_several_bodies_agree_in_turn(durham: Store, group: Group, draft: Draft) -> None:
    version = draft(title="Escalation policy")
    plg, executive = group("PLG"), group("EXEC")
    council = durham.ask(load_names).party("Durham County Council")
    assert council is not None
    for body in (plg, executive, council.id):
        durham.run(put_to, version, body)
    assert refused(durham, agree, version, executive, "", TODAY) == (
        "Performance and Learning Group has to agree first."
    )
    durham.run(agree, version, plg, "", date(2023, 11, 1), "7")
    found = durham.ask(find_version, _document(durham, version), "1", TODAY)
    assert [(a.body, a.item, a.on) for a in found.approvals] == [
        ("Performance and Learning Group", "7", date(2023, 11, 1)),
        ("Safeguarding Executive Group", "", None),
        ("Durham County Council", "", None),
    ]
    assert found.waits_for == found.approvals[1]
    assert found.state == "draft"
    assert refused(durham, agree, version, plg, "", TODAY).endswith("already.")
    assert refused(durham, put_to, version, plg).endswith("already.")
    assert refused(durham, take_back, version, plg).endswith("Undo that first.")
    assert refused(durham, agree, version, executive, "", date(2023, 10, 31)) == (
        "The body before it agreed on Wed 1 Nov 2023. Choose that day or a later one."
    )
    early = date(2023, 12, 1)
    assert refused(durham, agree, version, executive, "", date(2023, 11, 9), "", early) == (
        "The body that agrees last says from when the version is in force."
    )
    durham.run(agree, version, executive, "", date(2023, 11, 9))
    durham.run(take_back, version, council.id)
    durham.run(put_to, version, council.id)
    durham.run(agree, version, council.id, "", date(2023, 11, 20), "", date(2023, 12, 1))
    found = durham.ask(find_version, _document(durham, version), "", date(2023, 12, 1))
    assert found.in_force_from == date(2023, 12, 1)
    assert [a.on for a in found.approvals] == [
        date(2023, 11, 1), date(2023, 11, 9), date(2023, 11, 20)
    ]  # fmt: skip


def _document(store: Store, version_id: str) -> str:
    return store.ask(version_text, version_id, TODAY).version.document_id


def test_agreed_at_a_meeting(durham: Store, group: Group, draft: Draft) -> None:
    version = draft("IDG")
    idg, executive = group("IDG"), group("EXEC")
    details = MeetingDetails(date(2023, 11, 29), time(9, 30))
    meeting = str(durham.run(add_meeting, idg, details).result)
    assert refused(durham, put_to, version, executive, meeting) == (
        "Improvement Delivery Group, Wed 29 Nov 2023 is no meeting of Safeguarding Executive "
        "Group. Choose one of its meetings, or none."
    )
    assert refused(durham, agree, version, idg, meeting, date(2023, 11, 30)).startswith(
        "The meeting was on Wed 29 Nov 2023."
    )
    assert refused(durham, agree, version, idg).startswith("Choose the meeting")
    assert refused(durham, agree, version, idg, "gone").startswith("This meeting is no longer")
    assert refused(durham, agree, version, "nobody", "", TODAY).startswith("Choose the group")
    durham.run(put_to, version, idg, meeting, "4")
    durham.run(set_meeting_status, meeting, "cancelled")
    assert refused(durham, agree, version, idg, meeting) == (
        "The meeting on Wed 29 Nov 2023 was cancelled."
    )
    durham.run(set_meeting_status, meeting, "held")
    said = durham.run(agree, version, idg, meeting)
    assert said.words == (
        "Terms of reference: Improvement Delivery Group, version 1: agreed by Improvement "
        "Delivery Group, in force from Wed 29 Nov 2023"
    )
    approval = durham.ask(version_text, version, TODAY).version.approvals[0]
    assert (approval.meeting, approval.item) == ("Wed 29 Nov 2023", "4")


def test_undo_takes_back_the_last_agreement_and_no_earlier_change(
    durham: Store, group: Group, draft: Draft
) -> None:
    version = draft("IDG")
    changed = durham.run(change_part, version, "purpose", "First words").entry
    standing = durham.run(set_standing_items, version, [StandingLine("Welcome")]).entry
    first = durham.run(agree, version, group("IDG"), "", date(2023, 11, 1)).entry
    for entry in (changed, standing):
        with pytest.raises(Refused, match="changed since"):
            durham.run(undo, entry)
    durham.run(undo, first)
    assert durham.ask(terms_on, group("IDG"), date(2023, 12, 1)) is None
    durham.run(change_part, version, "purpose", "Other words")
    first = durham.run(agree, version, group("IDG"), "", date(2023, 11, 2)).entry
    second = str(durham.run(begin_version, _document(durham, version), TODAY).result)
    with pytest.raises(Refused, match="cannot be undone"):
        durham.run(undo, first)  # there would be two drafts
    durham.run(agree, second, group("IDG"), "", date(2023, 12, 1))
    with pytest.raises(Refused, match="changed since"):
        durham.run(undo, first)
    assert texts(durham, version)["purpose"] == "Other words"


def test_overlapping_terms_are_refused(durham: Store, group: Group, agreed: Agreed) -> None:
    document = durham.ask(document_of, group("EXEC"))
    second = str(durham.run(begin_version, document, TODAY).result)
    executive = group("EXEC")
    for on in (date(2023, 3, 23), date(2023, 3, 1)):
        assert refused(durham, agree, second, executive, "", on) == (
            "Version 1 comes into force on Thu 23 Mar 2023, and only one is in force on a day. "
            "Choose a day after Thu 23 Mar 2023."
        )
    words = refused(durham, agree, second, executive, "", date(2023, 11, 9), "", date(2023, 11, 1))
    assert words == (
        "It was agreed on Thu 9 Nov 2023 and cannot be in force before. Choose a later day."
    )
    agreed(second, date(2023, 11, 9), date(2024, 1, 1))
    now = durham.ask(list_versions, document, date(2023, 12, 31))
    assert [(v.state, v.until) for v in now] == [
        ("agreed", date(2023, 12, 31)),
        ("agreed", None),
    ]
    then = durham.ask(list_versions, document, date(2024, 1, 1))
    assert [v.state for v in then] == ["superseded", "agreed"]


def test_the_review_falls_due_by_a_day_or_the_months(
    durham: Store, draft: Draft, agreed: Agreed
) -> None:
    version = draft("IDG")
    durham.run(set_review, version, date(2024, 3, 1))
    assert texts(durham, version)["review"] == "To be reviewed by 1 March 2024."
    durham.run(set_review, version, None)
    agreed(version, date(2024, 2, 29))
    found = durham.ask(version_text, version, TODAY).version
    assert found.review_on == date(2025, 2, 28)
