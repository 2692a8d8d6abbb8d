"""What the journeys do again and again: by the keys, and the rest of a year by commands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time

from dscp_desktop.core.days import show_day_year
from dscp_desktop.diary.commands.meetings import set_meeting_status
from dscp_desktop.diary.rules.meetings import MeetingLine
from dscp_desktop.meetings.commands.agenda import start_agenda
from dscp_desktop.meetings.commands.issuing import issue_agenda
from dscp_desktop.meetings.commands.minutes import agree_minutes, approve_minutes
from dscp_desktop.meetings.commands.notes import end_item, start_item
from dscp_desktop.meetings.commands.presence import record_seat
from dscp_desktop.meetings.commands.raising import add_decision
from dscp_desktop.meetings.queries.record import meeting_record
from dscp_desktop.store.opening import Store
from tests.journeys.keyboard import Hands, Wall


def open_meeting(hands: Hands, meeting: MeetingLine) -> None:
    """Choose a meeting in the list by the arrows, and go into its agenda."""
    hands.run("Go to Meetings")
    hands.pane("Meetings")
    hands.row(lambda row: getattr(row, "id", "") == meeting.id)
    hands.press("Return")
    assert hands.here() == "Agenda"


def send_agenda(hands: Hands) -> None:
    """Send the agenda of the meeting that is shown."""
    hands.do("Send out")


def agree(hands: Hands, meeting: MeetingLine) -> None:
    """Keep that the chair agreed the minutes today."""
    open_meeting(hands, meeting)
    hands.tab("Minutes")
    hands.do("Agreed by the chair")
    hands.fill("Chair (optional)", "Chair of the group")
    hands.press("Ctrl+Return")


def approve(hands: Hands, meeting: MeetingLine, following: MeetingLine) -> None:
    """Keep that the following meeting approved the minutes."""
    open_meeting(hands, meeting)
    hands.tab("Minutes")
    hands.do("Approve at…")
    hands.choose("Approved at the meeting of", show_day_year(following.on))
    hands.press("Ctrl+Return")


def hold_by_commands(store: Store, wall: Wall, meetings: Sequence[MeetingLine]) -> None:
    """Hold meetings, agree and approve their minutes, in the order of their days."""
    last: dict[str, str] = {}
    for meeting in sorted(meetings, key=lambda m: m.on):
        wall.put(f"{meeting.on} 12:00")
        if not any(item.id for item in store.ask(meeting_record, meeting.id).items):
            store.run(start_agenda, meeting.id)
        if meeting.status == "planned":
            store.run(issue_agenda, meeting.id)
        record = store.ask(meeting_record, meeting.id)
        for seat in record.seats:
            store.run(record_seat, meeting.id, seat.attendee_id, "present")
        item = record.items[0]
        store.run(start_item, item.id, time(10, 0))
        store.run(add_decision, item.id, f"Agreed on {meeting.on}", "Agreed without a vote")
        store.run(end_item, item.id, time(11, 0))
        store.run(set_meeting_status, meeting.id, "held")
        store.run(agree_minutes, meeting.id, meeting.on)
        if meeting.group_id in last:
            store.run(approve_minutes, last[meeting.group_id], meeting.id)
        last[meeting.group_id] = meeting.id
