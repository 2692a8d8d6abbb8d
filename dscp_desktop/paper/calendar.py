"""Calendar files (iCalendar, RFC 5545): events as values to bytes that every calendar reads.

Wall times stand with their zone and are never converted; the file carries the zone's rules. An
event keeps its `uid` for ever and its `sequence` rises, so that reading a newer file changes an
event instead of doubling it (RFC 5546, 2.1.5). No event has an alarm.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    import icalendar

ENDING = ".ics"
_PRODUCT = "-//DSCP Desktop//Meetings//EN"
# Calendars without an address of their own say so in this way; it cannot be written to.
_NOBODY = "invalid:nomail"
_YEARS_AFTER = 5


@dataclass(frozen=True, slots=True)
class Event:
    """One event: local wall times of its day; without a start it lasts the whole day, or all days
    from `on` to `last`.
    """

    uid: str
    summary: str
    on: date
    start: time | None = None
    end: time | None = None
    location: str = ""
    description: str = ""
    sequence: int = 0
    cancelled: bool = False
    last: date | None = None


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """What a calendar file holds: whose calendar it is, the zone of its times, its events.

    `made_at` is an instant of UTC; the events are sent by `organiser`. A `mark` stands in front of
    the calendar's name and of each event.
    """

    name: str
    zone: str
    made_at: datetime
    organiser: str
    events: tuple[Event, ...]
    mark: str = ""

    def marked(self, words: str) -> str:
        """Return words with the mark in front, where there is one."""
        return f"{self.mark}: {words}" if self.mark else words


def calendar_bytes(file: CalendarFile) -> bytes:
    """Return the file: one calendar that asks for the events, then one that cancels the others.

    Each is an iCalendar object of its own, for a method holds for a whole object. A file without
    cancelled events has the first alone, one without any others the second alone. Raises
    ValueError where the zone is not known or `made_at` has no zone.
    """
    if file.made_at.tzinfo is None:
        raise ValueError("the instant of a calendar file needs a zone")
    standing = [event for event in file.events if not event.cancelled]
    cancelled = [event for event in file.events if event.cancelled]
    parts = [("REQUEST", standing)] if standing or not cancelled else []
    parts += [("CANCEL", cancelled)] if cancelled else []
    return b"".join(_calendar(file, method, events).to_ical() for method, events in parts)


def _calendar(file: CalendarFile, method: str, events: Sequence[Event]) -> icalendar.Calendar:
    import icalendar  # late: it takes a while, and few days make a calendar file

    made = icalendar.Calendar()
    for name, value in (
        ("version", "2.0"),
        ("prodid", _PRODUCT),
        ("method", method),
        ("calscale", "GREGORIAN"),
        ("x-wr-calname", file.marked(file.name)),
        ("x-wr-timezone", file.zone),
    ):
        made.add(name, value)
    if any(event.start for event in events):
        # The same in every part: readers keep the first rules of a zone that they meet.
        days = [event.on for event in file.events]
        made.add_component(_zone(file.zone, min(days), max(days)))
    for event in events:
        made.add_component(_event(file, event))
    return made


def _zone(name: str, first: date, last: date) -> icalendar.Timezone:
    """Return the rules of a zone: one part for the first day, one for each change of its clocks.

    They cover the year before the first event to five years after the last, for what is moved or
    read later; each change stands at the wall time that was left (RFC 5545, 3.6.5).
    """
    import icalendar

    zone = ZoneInfo(name)
    begin = datetime(first.year - 1, 1, 1, tzinfo=UTC)
    made = icalendar.Timezone()
    made.add("tzid", name)
    made.add_component(_observance(zone, begin, begin))
    for change in _changes(zone, begin, datetime(last.year + _YEARS_AFTER + 1, 1, 1, tzinfo=UTC)):
        made.add_component(_observance(zone, change, change - timedelta(seconds=1)))
    return made


def _changes(zone: ZoneInfo, begin: datetime, end: datetime) -> Iterator[datetime]:
    """Yield the instants at which the clocks of a zone change, to the minute."""
    day = begin
    while day < end:
        after = day + timedelta(days=1)
        if _offset(zone, day) != _offset(zone, after):
            low, high = 0, 24 * 60
            while high - low > 1:
                middle = (low + high) // 2
                same = _offset(zone, day + timedelta(minutes=middle)) == _offset(zone, day)
                low, high = (middle, high) if same else (low, middle)
            yield day + timedelta(minutes=high)
        day = after


def _offset(zone: ZoneInfo, instant: datetime) -> timedelta:
    return instant.astimezone(zone).utcoffset() or timedelta()


def _observance(
    zone: ZoneInfo, instant: datetime, before: datetime
) -> icalendar.TimezoneStandard | icalendar.TimezoneDaylight:
    import icalendar

    there, was = instant.astimezone(zone), _offset(zone, before)
    made = icalendar.TimezoneDaylight() if there.dst() else icalendar.TimezoneStandard()
    made.add("dtstart", instant.replace(tzinfo=None) + was)
    made.add("tzname", there.tzname() or str(zone))
    made.add("tzoffsetfrom", was)
    made.add("tzoffsetto", _offset(zone, instant))
    return made


def _event(file: CalendarFile, event: Event) -> icalendar.Event:
    import icalendar

    made = icalendar.Event()
    made.add("uid", event.uid)
    made.add("dtstamp", file.made_at.astimezone(UTC).replace(microsecond=0))
    made.add("sequence", event.sequence)
    made.add("summary", file.marked(event.summary))
    made.add("status", "CANCELLED" if event.cancelled else "CONFIRMED")
    organiser = icalendar.vCalAddress(_NOBODY)
    organiser.params["CN"] = file.organiser
    made.add("organizer", organiser)
    _add_times(made, event, ZoneInfo(file.zone))
    for name, value in (("location", event.location), ("description", event.description)):
        if value:
            made.add(name, value)
    return made


def _add_times(made: icalendar.Event, event: Event, zone: ZoneInfo) -> None:
    if event.start is None:
        made.add("dtstart", event.on)
        made.add("dtend", (event.last or event.on) + timedelta(days=1))
        made.add("transp", "TRANSPARENT")  # a day without times takes none of it
        return
    made.add("dtstart", datetime.combine(event.on, event.start, zone))
    if event.end is not None:
        made.add("dtend", datetime.combine(event.on, event.end, zone))
