"""Tables of meetings: agenda and papers, who was there, what was said, decided and asked."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, time

from sqlalchemy import Date, ForeignKey, Index, Integer, String, Text, Time, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from dscp_desktop.core.days import show_date
from dscp_desktop.diary.tables import FIXED_BY, Meeting
from dscp_desktop.store.tables import RecordRow, Row, Texts, Whereabouts


def frozen_words(session: Session, meeting_id: str | None) -> str:
    """Return why the record of a meeting may not change any more, '' while it may."""
    minutes = session.scalars(select(Minutes).where(Minutes.meeting_id == meeting_id)).first()
    if minutes is None or minutes.approved_on is None:
        return ""
    name = session.get_one(Meeting, meeting_id).shown(session)
    on = show_date(minutes.approved_on)
    return f"The minutes of {name} were approved on {on}: add a correction instead."


def _fixed_words(session: Session, meeting_id: str) -> str:
    """Return why a meeting stays on its day: its minutes were approved; '' where they were not."""
    if not frozen_words(session, meeting_id):
        return ""
    name = session.get_one(Meeting, meeting_id).shown(session)
    return f"The minutes of {name} were approved: it stays as it was held."


FIXED_BY.append(_fixed_words)


class AgendaItem(RecordRow):
    """An item of one meeting's agenda; `restricted` items belong to part 2.

    `label` is its number once the agenda went out, so that '8' stays 8 when 7A comes in; before
    that it is empty and numbers follow the order. `started` and `ended` are kept live.
    `document` is the kind of document that is made for it, `about_id` the record it is about.
    """

    __tablename__ = "agenda_item"
    record_kind = "agenda item"
    whereabouts = Whereabouts(
        "meeting_id.group_id", "meeting_id.on", "label", "meeting_id", "minutes", "live"
    )
    searched_since = "0004"

    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), index=True)
    position: Mapped[int] = mapped_column(Integer)
    title: Mapped[str] = mapped_column(Text)
    minutes: Mapped[int] = mapped_column(Integer, default=0)
    purpose: Mapped[str] = mapped_column(String(20), default="")
    lead: Mapped[str] = mapped_column(Text, default="")
    document: Mapped[str] = mapped_column(String(40), default="")
    about_id: Mapped[str | None] = mapped_column(ForeignKey("record.id"))
    restricted: Mapped[bool] = mapped_column(default=False)
    last: Mapped[bool] = mapped_column(default=False)
    verbal: Mapped[bool] = mapped_column(default=False)
    label: Mapped[str] = mapped_column(String(10), default="")
    carried_from_id: Mapped[str | None] = mapped_column(ForeignKey("agenda_item.id"))
    started: Mapped[time | None] = mapped_column(Time)
    ended: Mapped[time | None] = mapped_column(Time)

    def describe(self, session: Session) -> tuple[str, str]:
        """Return its title."""
        return self.title, self.lead

    def texts(self, session: Session) -> Texts:
        """Return its minutes: what is restricted in them apart from the rest."""
        query = select(Note).where(Note.item_id == self.id).order_by(Note.position, Note.id)
        notes = [note for note in session.scalars(query) if note.text]
        said = ["\n".join(n.text for n in notes if n.restricted == held) for held in (False, True)]
        return Texts((said[0],), said[1])

    def frozen(self, session: Session, columns: Collection[str]) -> str:
        """Say that the minutes of its meeting were approved, or that its number is in use."""
        if why := frozen_words(session, self.meeting_id):
            return why
        places = select(Note.id).where(Note.item_id == self.id, Note.record_id.is_not(None))
        if "label" in columns and session.scalars(places).first():
            return f"What was minuted at ‘{self.title}’ goes by its number: take that out first."
        return ""


class Paper(RecordRow):
    """A paper of an agenda item: its file stands in the store, once it was received.

    A restricted paper belongs to part 2 even where its item does not. The file, its pages and the
    day are those of its newest version. `due` is a day of its own, else the run-up says it;
    `marking` its own protective marking, '' for the usual one; `withdrawn` why it is not taken.
    """

    __tablename__ = "paper"
    record_kind = "paper"
    whereabouts = Whereabouts(
        "item_id.meeting_id.group_id", "item_id.meeting_id.on", "item_id.label"
    )

    item_id: Mapped[str] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    position: Mapped[int] = mapped_column(Integer, default=0)
    title: Mapped[str] = mapped_column(Text)
    owner: Mapped[str] = mapped_column(Text, default="")
    file_id: Mapped[str | None] = mapped_column(ForeignKey("stored_file.id"))
    pages: Mapped[int] = mapped_column(Integer, default=0)
    received_on: Mapped[date | None] = mapped_column(Date)
    removed: Mapped[str] = mapped_column(Text, default="")
    restricted: Mapped[bool] = mapped_column(default=False)
    due: Mapped[date | None] = mapped_column(Date)
    marking: Mapped[str] = mapped_column(String(40), default="", info={"code": True})
    withdrawn_on: Mapped[date | None] = mapped_column(Date)
    withdrawn: Mapped[str] = mapped_column(Text, default="")

    def describe(self, session: Session) -> tuple[str, str]:
        """Return its title, and its owner for the search."""
        return self.title, self.owner

    def texts(self, session: Session) -> Texts:
        """Return the words of each page of its newest file."""
        query = select(PaperText.text).where(PaperText.paper_id == self.id)
        text = session.scalars(query.where(PaperText.file_id == self.file_id)).first()
        return Texts(tuple(text.split("\f")) if text else ())


class PaperVersion(Row):
    """A file that came for a paper, numbered from 1; it stays when a newer one comes.

    `changed` says in a line what is new in it, `source` the name it came with, `left_in` what its
    Word document still held, such as comments. `issued_on` is the day on which it went out.
    """

    __tablename__ = "paper_version"
    belongs_to = "paper_id"

    paper_id: Mapped[str] = mapped_column(ForeignKey("paper.id"), index=True)
    number: Mapped[int] = mapped_column(Integer)
    file_id: Mapped[str | None] = mapped_column(ForeignKey("stored_file.id"))
    pages: Mapped[int] = mapped_column(Integer, default=0)
    received_on: Mapped[date | None] = mapped_column(Date)
    changed: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[str] = mapped_column(Text, default="")
    removed: Mapped[str] = mapped_column(Text, default="")
    left_in: Mapped[str] = mapped_column(Text, default="", info={"code": True})
    issued_on: Mapped[date | None] = mapped_column(Date)

    def frozen(self, session: Session, columns: Collection[str]) -> str:
        """Say that it went out in a pack: what people hold in their hands stays as it is."""
        kept = set(columns) & {"id", "paper_id", "number", "file_id", "pages", "issued_on"}
        if self.issued_on is None or not kept - {"issued_on"}:
            return ""
        paper = session.get(Paper, self.paper_id)
        title = f"‘{paper.title}’" if paper else "A paper"
        on = show_date(self.issued_on)
        return f"{title} went out in a pack on {on}: withdraw it, or bring a newer version."


class PaperText(Row):
    """The words of a file of a paper, taken out once for the search; pages parted by form feeds."""

    __tablename__ = "paper_text"
    belongs_to = "paper_id"

    paper_id: Mapped[str] = mapped_column(ForeignKey("paper.id"), index=True)
    file_id: Mapped[str | None] = mapped_column(ForeignKey("stored_file.id"))
    text: Mapped[str] = mapped_column(Text)


class _AtMeeting(Row):
    """A line of a meeting, which stays once the minutes were approved."""

    __abstract__ = True
    belongs_to = "meeting_id"
    meeting_id: Mapped[str]

    def frozen(self, session: Session, columns: Collection[str]) -> str:
        """Say that the minutes of its meeting were approved."""
        return frozen_words(session, self.meeting_id)


class Attendance(_AtMeeting):
    """Whether a seat, or an organisation or agency group, was at a meeting.

    `mark` is present, apologies, deputy or no reply; `name` is who came, where it is said.
    """

    __tablename__ = "attendance"
    __table_args__ = (Index("ix_attendance_who", "meeting_id", "attendee_id", unique=True),)

    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"))
    attendee_id: Mapped[str] = mapped_column(ForeignKey("record.id"), index=True)
    mark: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(Text, default="")


class Guest(_AtMeeting):
    """Somebody at a meeting without a seat, and where they come from."""

    __tablename__ = "guest"

    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), index=True)
    name: Mapped[str] = mapped_column(Text)
    organisation: Mapped[str] = mapped_column(Text, default="")


class Movement(_AtMeeting):
    """Somebody who came late or left early: at which time, and from which item on."""

    __tablename__ = "movement"

    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), index=True)
    attendee_id: Mapped[str] = mapped_column(ForeignKey("record.id"), index=True)
    item_id: Mapped[str | None] = mapped_column(ForeignKey("agenda_item.id"))
    at: Mapped[time | None] = mapped_column(Time)
    came: Mapped[bool] = mapped_column(default=True)


class Minutes(RecordRow):
    """The minutes of a meeting: draft, agreed by the chair, approved at a later meeting.

    `kept_id` is the file of the Word copy that went out last, what comes back is compared with.
    `returned_id` is the file that came back last and is being looked through; `settled` holds the
    keys of its differences that were left or answered, one a line.
    """

    __tablename__ = "minutes"
    record_kind = "minutes"
    whereabouts = Whereabouts("meeting_id.group_id", "meeting_id.on")
    named_after = (("meeting_id", "meeting"),)

    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), unique=True)
    state: Mapped[str] = mapped_column(String(20), default="draft")
    agreed_on: Mapped[date | None] = mapped_column(Date)
    agreed_by: Mapped[str] = mapped_column(Text, default="")
    approved_at_id: Mapped[str | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    approved_on: Mapped[date | None] = mapped_column(Date)
    kept_id: Mapped[str | None] = mapped_column(ForeignKey("stored_file.id"))
    returned_id: Mapped[str | None] = mapped_column(ForeignKey("stored_file.id"))
    settled: Mapped[str] = mapped_column(Text, default="", info={"code": True})

    def describe(self, session: Session) -> tuple[str, str]:
        """Return 'Minutes of Group 2023-07-13'."""
        meeting = session.get(Meeting, self.meeting_id)
        return f"Minutes of {meeting.describe(session)[0] if meeting else ''}", ""


class Note(Row):
    """One paragraph of the minutes of an item, or the place of a decision, action or challenge.

    `record_id` is the record that stands there; `text` is then empty. `at` is the time of its
    first key. A restricted note belongs to part 2 even where its item does not.
    """

    __tablename__ = "note"
    belongs_to = "item_id"

    item_id: Mapped[str] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    position: Mapped[int] = mapped_column(Integer)
    text: Mapped[str] = mapped_column(Text, default="")
    record_id: Mapped[str | None] = mapped_column(ForeignKey("record.id"), index=True)
    at: Mapped[time | None] = mapped_column(Time)
    restricted: Mapped[bool] = mapped_column(default=False)

    def frozen(self, session: Session, columns: Collection[str]) -> str:
        """Say that the minutes of its meeting were approved."""
        item = session.get(AgendaItem, self.item_id)
        return frozen_words(session, item.meeting_id if item else None)


class Correction(Row):
    """A correction to approved minutes: added and dated, never written over them."""

    __tablename__ = "correction"
    belongs_to = "minutes_id"

    minutes_id: Mapped[str] = mapped_column(ForeignKey("minutes.id"), index=True)
    item_id: Mapped[str | None] = mapped_column(ForeignKey("agenda_item.id"))
    on: Mapped[date] = mapped_column(Date)
    text: Mapped[str] = mapped_column(Text)
    made_at_id: Mapped[str | None] = mapped_column(ForeignKey("meeting.id"))


class Decision(RecordRow):
    """A decision of a group, at an item of a meeting or, urgent, between two.

    `number` is item.n at a meeting, else unique in the group and year; `how` says how it was
    taken in words. `rule` names the profile's rule it was voted by, '' for none.
    """

    __tablename__ = "decision"
    record_kind = "decision"
    whereabouts = Whereabouts("group_id", "on", "number")

    group_id: Mapped[str] = mapped_column(ForeignKey("group.id"), index=True)
    meeting_id: Mapped[str | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    item_id: Mapped[str | None] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    number: Mapped[str] = mapped_column(String(30))
    on: Mapped[date] = mapped_column(Date, index=True)
    text: Mapped[str] = mapped_column(Text)
    how: Mapped[str] = mapped_column(Text, default="")
    rule: Mapped[str] = mapped_column(String(60), default="")
    reported_at_id: Mapped[str | None] = mapped_column(ForeignKey("meeting.id"))
    restricted: Mapped[bool] = mapped_column(default=False)

    def describe(self, session: Session) -> tuple[str, str]:
        """Return 'Decision 4.1 of Group 2023-07-13', and its text for the search."""
        meeting = session.get(Meeting, self.meeting_id) if self.meeting_id else None
        where = f" of {meeting.describe(session)[0]}" if meeting else ""
        return f"Decision {self.number}{where}", self.text

    def frozen(self, session: Session, columns: Collection[str]) -> str:
        """Say that the minutes of its meeting, or of the one it was reported to, were approved."""
        meeting_id = self.meeting_id or self.reported_at_id
        return frozen_words(session, meeting_id) if set(columns) - {"reported_at_id"} else ""


class View(Row):
    """The view of one body on a decision: for, against, abstained or approved, and why.

    `position` orders bodies that approve one after the other; `on` is empty until they did.
    """

    __tablename__ = "view"
    belongs_to = "decision_id"

    decision_id: Mapped[str] = mapped_column(ForeignKey("decision.id"), index=True)
    body_id: Mapped[str] = mapped_column(ForeignKey("record.id"), index=True)
    position: Mapped[int] = mapped_column(Integer, default=0)
    view: Mapped[str] = mapped_column(String(20), default="")
    on: Mapped[date | None] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(Text, default="")

    def frozen(self, session: Session, columns: Collection[str]) -> str:
        """Say so of a vote; a body that is asked in its turn may answer later."""
        decision = session.get(Decision, self.decision_id)
        return decision.frozen(session, columns) if decision and not self.position else ""


class Challenge(RecordRow):
    """A challenge: a concern raised at a meeting or outside one, its reply, and how it ended."""

    __tablename__ = "challenge"
    record_kind = "challenge"
    whereabouts = Whereabouts("group_id", "on", "number")

    group_id: Mapped[str] = mapped_column(ForeignKey("group.id"), index=True)
    meeting_id: Mapped[str | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    item_id: Mapped[str | None] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    number: Mapped[str] = mapped_column(String(30))
    on: Mapped[date] = mapped_column(Date, index=True)
    text: Mapped[str] = mapped_column(Text)
    raised_by: Mapped[str] = mapped_column(Text, default="")
    raised_to_id: Mapped[str | None] = mapped_column(ForeignKey("record.id"), index=True)
    reply: Mapped[str] = mapped_column(Text, default="")
    replied_on: Mapped[date | None] = mapped_column(Date)
    outcome: Mapped[str] = mapped_column(Text, default="")
    ended_on: Mapped[date | None] = mapped_column(Date)
    restricted: Mapped[bool] = mapped_column(default=False)

    def describe(self, session: Session) -> tuple[str, str]:
        """Return 'Challenge 2023-01', and its words for the search."""
        return f"Challenge {self.number}", f"{self.text} {self.reply}"

    def frozen(self, session: Session, columns: Collection[str]) -> str:
        """Say so of the concern; the reply and the outcome come later."""
        later = {"reply", "replied_on", "outcome", "ended_on"}
        return frozen_words(session, self.meeting_id) if set(columns) - later else ""


class ForwardItem(RecordRow):
    """Something that is to come to a group: what, why, and to which meeting.

    `source` is the key of the proposal it was accepted from, so that it is not proposed again.
    `state` is planned, on agenda, done or dropped. `document` and `about_id` go on to its item.
    """

    __tablename__ = "forward_item"
    record_kind = "forward item"
    whereabouts = Whereabouts("group_id", "meeting_id.on due")

    group_id: Mapped[str] = mapped_column(ForeignKey("group.id"), index=True)
    meeting_id: Mapped[str | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    item_id: Mapped[str | None] = mapped_column(ForeignKey("agenda_item.id"))
    due: Mapped[date | None] = mapped_column(Date)
    title: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(Text, default="")
    lead: Mapped[str] = mapped_column(Text, default="")
    minutes: Mapped[int] = mapped_column(Integer, default=0)
    purpose: Mapped[str] = mapped_column(String(20), default="")
    restricted: Mapped[bool] = mapped_column(default=False)
    source: Mapped[str] = mapped_column(Text, default="")
    document: Mapped[str] = mapped_column(String(40), default="")
    about_id: Mapped[str | None] = mapped_column(ForeignKey("record.id"))
    state: Mapped[str] = mapped_column(String(20), default="planned")

    def describe(self, session: Session) -> tuple[str, str]:
        """Return its title, and why it comes."""
        return self.title, self.why
