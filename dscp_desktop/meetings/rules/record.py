"""The record of a meeting as values: who was there, what was said, decided, asked and raised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from dscp_desktop.core.days import show_day_year
from dscp_desktop.diary.rules.meetings import MeetingLine
from dscp_desktop.meetings.rules.agenda import DEPUTY, PRESENT, PaperLine
from dscp_desktop.meetings.rules.timing import minutes_between
from dscp_desktop.terms_of_reference.rules.quorum import Verdict

DRAFT, AGREED, APPROVED = "draft", "agreed", "approved"
MINUTES_STATES = (DRAFT, AGREED, APPROVED)

FOR, AGAINST, ABSTAINED, GIVEN = "for", "against", "abstained", "approved"
VOTES = (FOR, AGAINST, ABSTAINED)
# What a body that is asked in its turn may say.
ANSWERS = (GIVEN, AGAINST)

OPEN, REPLIED, ENDED = "open", "replied", "ended"


@dataclass(frozen=True, slots=True)
class NoteDraft:
    """One paragraph as it is typed: what `save_item_notes` takes.

    `id` is that of the paragraph it was, '' for a new one. `record_id` is the decision, action
    or challenge that stands there; `text` then counts for nothing. `at` is the time of its first
    key.
    """

    text: str = ""
    id: str = ""
    at: time | None = None
    restricted: bool = False
    record_id: str = ""


@dataclass(frozen=True, slots=True)
class ViewLine:
    """The view of one body on a decision; '' while it has not said."""

    id: str
    body_id: str
    body: str
    view: str = ""
    on: date | None = None
    reason: str = ""
    position: int = 0


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """A decision as a list shows it. `item` is the label of its item, '' between meetings.

    `votes` are the views of a vote, `approvals` those of bodies that are asked in turn; `result`
    says in words how they stand, '' where nobody was asked. `reported_on` is the day of the
    meeting that an urgent decision was reported to.
    """

    id: str
    group_id: str
    group: str
    code: str
    number: str
    on: date
    text: str
    meeting_id: str = ""
    item_id: str = ""
    item: str = ""
    title: str = ""
    how: str = ""
    rule: str = ""
    votes: tuple[ViewLine, ...] = ()
    approvals: tuple[ViewLine, ...] = ()
    result: str = ""
    reported_at_id: str = ""
    reported_on: date | None = None
    restricted: bool = False

    @property
    def urgent(self) -> bool:
        """Say whether it was taken between two meetings."""
        return not self.meeting_id

    @property
    def shown(self) -> str:
        """Return 'Decision 4.1', as minutes name it."""
        return f"Decision {self.number}"


@dataclass(frozen=True, slots=True)
class ChallengeLine:
    """A challenge as a list shows it: the concern, to whom, the reply, and how it ended."""

    id: str
    group_id: str
    group: str
    code: str
    number: str
    on: date
    text: str
    meeting_id: str = ""
    item_id: str = ""
    item: str = ""
    title: str = ""
    raised_by: str = ""
    raised_to_id: str = ""
    raised_to: str = ""
    reply: str = ""
    replied_on: date | None = None
    outcome: str = ""
    ended_on: date | None = None
    restricted: bool = False

    @property
    def state(self) -> str:
        """Return open, replied or ended."""
        if self.ended_on is not None:
            return ENDED
        return REPLIED if self.replied_on is not None or self.reply else OPEN

    @property
    def shown(self) -> str:
        """Return 'Challenge 2023-01', as minutes name it."""
        return f"Challenge {self.number}"


@dataclass(frozen=True, slots=True)
class MinutedAction:
    """An action as the minutes show it, `due` in words ('26 October 2023', 'next meeting').

    Minutes that the chair agreed keep the words of that day; the log goes on.
    """

    id: str
    number: str
    text: str
    owner: str = ""
    due: str = ""
    restricted: bool = False

    @property
    def shown(self) -> str:
        """Return 'Action EXEC007', as minutes name it."""
        return f"Action {self.number}"


@dataclass(frozen=True, slots=True)
class NoteLine:
    """One paragraph of an item, or the place of a decision, an action or a challenge.

    `restricted` is true also where its item, or the record that stands there, is.
    """

    id: str
    text: str = ""
    at: time | None = None
    restricted: bool = False
    decision: DecisionLine | None = None
    action: MinutedAction | None = None
    challenge: ChallengeLine | None = None

    @property
    def record(self) -> DecisionLine | MinutedAction | ChallengeLine | None:
        """Return what stands there, None for a paragraph of words."""
        return self.decision or self.action or self.challenge


@dataclass(frozen=True, slots=True)
class ItemRecord:
    """What was said at one item. `minutes` were allotted, `starts` is when it should begin.

    `started` and `ended` were kept live. `quorum` is None where the terms of that day set none,
    or nobody's attendance is recorded.
    """

    id: str
    label: str
    title: str
    lead: str = ""
    minutes: int = 0
    purpose: str = ""
    starts: time | None = None
    started: time | None = None
    ended: time | None = None
    restricted: bool = False
    verbal: bool = False
    carried_from: str = ""
    last: bool = False
    papers: tuple[PaperLine, ...] = ()
    notes: tuple[NoteLine, ...] = ()
    quorum: Verdict | None = None

    @property
    def took(self) -> int | None:
        """Return how many minutes it took, None while that is not known."""
        return minutes_between(self.started, self.ended)

    @property
    def decisions(self) -> tuple[DecisionLine, ...]:
        """Return its decisions, in the order of the notes."""
        return tuple(note.decision for note in self.notes if note.decision)

    @property
    def actions(self) -> tuple[MinutedAction, ...]:
        """Return the actions raised at it, in the order of the notes."""
        return tuple(note.action for note in self.notes if note.action)

    @property
    def challenges(self) -> tuple[ChallengeLine, ...]:
        """Return the challenges raised at it, in the order of the notes."""
        return tuple(note.challenge for note in self.notes if note.challenge)


@dataclass(frozen=True, slots=True)
class MoveLine:
    """Somebody who came late (`came`) or left early: when, and from which item on."""

    id: str
    attendee_id: str
    attendee: str
    came: bool
    at: time | None = None
    item_id: str = ""
    item: str = ""

    @property
    def words(self) -> str:
        """Return 'Education came at 10:20 (item 3)'."""
        when = f" at {self.at:%H:%M}" if self.at else ""
        where = f" (item {self.item})" if self.item else ""
        return f"{self.attendee} {'came' if self.came else 'left'}{when}{where}"


@dataclass(frozen=True, slots=True)
class SeatMark:
    """A seat, or a body without one, at a meeting: the mark, and who came.

    `attendee_id` is whose mark it is: the seat's own, or that of the organisation or agency
    group that an imported sheet names. `name` is who came, where it is said; `person` and
    `deputy` are who held the seat that day. A body without a seat has an empty `seat_id`.
    """

    seat_id: str
    attendee_id: str
    shown: str
    role: str = ""
    kind: str = "core"
    statutory: bool = False
    person: str = ""
    deputy: str = ""
    office: str = ""
    mark: str = ""
    name: str = ""
    moves: tuple[MoveLine, ...] = ()

    @property
    def counts(self) -> bool:
        """Say whether it is a core seat: only these count for attendance."""
        return bool(self.seat_id) and self.kind == "core"

    @property
    def here(self) -> bool:
        """Say whether somebody came: itself or a deputy."""
        return self.mark in (PRESENT, DEPUTY)

    @property
    def who(self) -> str:
        """Return the person to name: who came, else the deputy or the holder of that day."""
        if self.name:
            return self.name
        return self.deputy if self.mark == DEPUTY else self.person


@dataclass(frozen=True, slots=True)
class GuestLine:
    """Somebody at a meeting without a seat."""

    id: str
    name: str
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class MinutesState:
    """How far the minutes are: draft, agreed by the chair, approved at a later meeting.

    `id` is '' while nothing was kept. `approved_at` names the approving meeting.
    """

    id: str = ""
    state: str = DRAFT
    agreed_on: date | None = None
    agreed_by: str = ""
    approved_at_id: str = ""
    approved_at: str = ""
    approved_on: date | None = None

    @property
    def frozen(self) -> bool:
        """Say whether nothing may change any more: then corrections are added."""
        return self.state == APPROVED

    @property
    def words(self) -> str:
        """Return 'Draft', 'Agreed by the chair on …' or 'Approved on …'."""
        if self.state == APPROVED and self.approved_on:
            return f"Approved on {show_day_year(self.approved_on)}"
        if self.state == AGREED and self.agreed_on:
            by = f" ({self.agreed_by})" if self.agreed_by else ""
            return f"Agreed by the chair on {show_day_year(self.agreed_on)}{by}"
        return self.state.capitalize()


@dataclass(frozen=True, slots=True)
class CorrectionLine:
    """A correction to approved minutes: when, to which item, and at which meeting."""

    id: str
    on: date
    text: str
    item_id: str = ""
    item: str = ""
    made_at_id: str = ""
    made_at: str = ""


@dataclass(frozen=True, slots=True)
class MeetingRecord:
    """All that is kept of one meeting.

    `also` names the other bodies of a joint meeting. `quorum` says in words how the quorum stood
    over the items. `urgent` are the decisions taken since the last meeting, reported here.
    """

    meeting: MeetingLine
    minutes: MinutesState = MinutesState()
    chair: str = ""
    minute_taker: str = ""
    also: tuple[str, ...] = ()
    seats: tuple[SeatMark, ...] = ()
    guests: tuple[GuestLine, ...] = ()
    moves: tuple[MoveLine, ...] = ()
    items: tuple[ItemRecord, ...] = ()
    urgent: tuple[DecisionLine, ...] = ()
    corrections: tuple[CorrectionLine, ...] = ()
    quorum: str = ""
    timing: str = ""

    @property
    def here(self) -> int:
        """Return how many core seats were taken at some time, deputies among them."""
        return sum(seat.counts and seat.here for seat in self.seats)

    @property
    def core(self) -> int:
        """Return how many core seats there were."""
        return sum(seat.counts for seat in self.seats)


def challenges_open(lines: Sequence[ChallengeLine]) -> int:
    """Return how many challenges have not ended."""
    return sum(line.state != ENDED for line in lines)
