"""Tables of the learning cycle: its template, cycles and phases, what was said, and its route.

No planned date stands here but the month in which a cycle starts: the rest follows by rule.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import Date, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, Session, mapped_column

from dscp_desktop.store.tables import RecordRow, Row, Whereabouts


class PhaseTemplate(Row):
    """A phase of the cycles to come: `month` counts the month of the start as one.

    `checklist` and `questions` hold one line each; `review` marks what comes after the cycle's
    own work, as the review at month twelve: no other cycle waits for it.
    """

    __tablename__ = "phase_template"

    number: Mapped[int] = mapped_column(Integer)
    title: Mapped[str] = mapped_column(Text)
    lead_id: Mapped[str] = mapped_column(ForeignKey("group.id"))
    month: Mapped[int] = mapped_column(Integer)
    checklist: Mapped[str] = mapped_column(Text, default="")
    questions: Mapped[str] = mapped_column(Text, default="")
    review: Mapped[bool] = mapped_column(default=False)


class RouteTemplate(Row):
    """A step of the way that the recommendations of the cycles to come take.

    The step that `agrees` the action plan says from which day its reviews count.
    """

    __tablename__ = "route_template"

    position: Mapped[int] = mapped_column(Integer)
    group_id: Mapped[str] = mapped_column(ForeignKey("group.id"))
    does: Mapped[str] = mapped_column(Text)
    agrees: Mapped[bool] = mapped_column(default=False)


class Cycle(RecordRow):
    """A learning cycle on one topic.

    `starts` is the first day of the month in which it starts, None where that is not known or
    where it follows another one: it then starts after that one's own work. `state` is planned,
    finished or stopped; that it is under way follows from its phases.
    """

    __tablename__ = "cycle"
    record_kind = "learning cycle"
    whereabouts = Whereabouts(on="starts agreed_on")

    topic: Mapped[str] = mapped_column(Text)
    priority_id: Mapped[str | None] = mapped_column(ForeignKey("priority.id"), index=True)
    starts: Mapped[date | None] = mapped_column(Date)
    follows_id: Mapped[str | None] = mapped_column(ForeignKey("cycle.id"), index=True)
    state: Mapped[str] = mapped_column(String(20), default="planned")
    agreed_on: Mapped[date | None] = mapped_column(Date)

    def describe(self, session: Session) -> tuple[str, str]:
        """Return its topic."""
        return self.topic, ""


class CyclePhase(RecordRow):
    """A phase of a cycle, as the template was when the cycle was made, and what came of it.

    `slip` says by how many months it was moved since it was first planned. `methods` holds one
    a line. `purpose` and `legal_basis` are those of what was shared.
    """

    __tablename__ = "cycle_phase"
    __table_args__ = (Index("ix_cycle_phase_number", "cycle_id", "number", unique=True),)
    record_kind = "phase"
    whereabouts = Whereabouts("lead_id", "started_on cycle_id.starts", "number")
    named_after = (("cycle_id", "learning cycle"),)

    cycle_id: Mapped[str] = mapped_column(ForeignKey("cycle.id"))
    number: Mapped[int] = mapped_column(Integer)
    title: Mapped[str] = mapped_column(Text)
    lead_id: Mapped[str] = mapped_column(ForeignKey("group.id"), index=True)
    month: Mapped[int] = mapped_column(Integer)
    review: Mapped[bool] = mapped_column(default=False)
    slip: Mapped[int] = mapped_column(Integer, default=0)
    started_on: Mapped[date | None] = mapped_column(Date)
    finished_on: Mapped[date | None] = mapped_column(Date)
    questions: Mapped[str] = mapped_column(Text, default="")
    question: Mapped[str] = mapped_column(Text, default="")
    methods: Mapped[str] = mapped_column(Text, default="")
    purpose: Mapped[str] = mapped_column(Text, default="")
    legal_basis: Mapped[str] = mapped_column(Text, default="")
    findings: Mapped[str] = mapped_column(Text, default="")
    learnt: Mapped[str] = mapped_column(Text, default="")
    changed: Mapped[str] = mapped_column(Text, default="")

    def describe(self, session: Session) -> tuple[str, str]:
        """Return 'Topic: phase 3, Doing', and what was asked, found and learnt."""
        cycle = session.get(Cycle, self.cycle_id)
        title = f"{cycle.topic if cycle else ''}: phase {self.number}, {self.title}"
        return title, " ".join((self.question, self.findings, self.learnt, self.changed))


class PhaseCheck(Row):
    """A line of a phase's checklist, and when it was done."""

    __tablename__ = "phase_check"
    belongs_to = "phase_id"

    phase_id: Mapped[str] = mapped_column(ForeignKey("cycle_phase.id"), index=True)
    position: Mapped[int] = mapped_column(Integer)
    text: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text, default="")
    done_on: Mapped[date | None] = mapped_column(Date)


class TookPart(Row):
    """Who took part in a phase: what kind of people, and how many. Never who."""

    __tablename__ = "took_part"
    belongs_to = "phase_id"

    phase_id: Mapped[str] = mapped_column(ForeignKey("cycle_phase.id"), index=True)
    position: Mapped[int] = mapped_column(Integer)
    people: Mapped[str] = mapped_column(Text)
    count: Mapped[int | None] = mapped_column(Integer)


class PhasePaper(Row):
    """A paper of a phase, by name; `paper_id` where it was a paper of a meeting."""

    __tablename__ = "phase_paper"
    belongs_to = "phase_id"

    phase_id: Mapped[str] = mapped_column(ForeignKey("cycle_phase.id"), index=True)
    position: Mapped[int] = mapped_column(Integer)
    title: Mapped[str] = mapped_column(Text)
    paper_id: Mapped[str | None] = mapped_column(ForeignKey("paper.id"), index=True)


class RouteStep(Row):
    """A step of the way that a cycle's recommendations take: the meeting and what it decided."""

    __tablename__ = "route_step"
    belongs_to = "cycle_id"

    cycle_id: Mapped[str] = mapped_column(ForeignKey("cycle.id"), index=True)
    position: Mapped[int] = mapped_column(Integer)
    group_id: Mapped[str] = mapped_column(ForeignKey("group.id"), index=True)
    does: Mapped[str] = mapped_column(Text)
    agrees: Mapped[bool] = mapped_column(default=False)
    meeting_id: Mapped[str | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    decision_id: Mapped[str | None] = mapped_column(ForeignKey("decision.id"), index=True)


class BriefingPoint(Row):
    """A point of the one-page briefing on what a cycle taught: its heading and its words."""

    __tablename__ = "briefing_point"
    belongs_to = "cycle_id"

    cycle_id: Mapped[str] = mapped_column(ForeignKey("cycle.id"), index=True)
    position: Mapped[int] = mapped_column(Integer)
    heading: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text, default="")


class Feedback(RecordRow):
    """What children, young people, families or practitioners said, and when they were told back.

    `occasion` says where it was heard: a survey, an agenda day, a scrutiny panel. It belongs to a
    cycle, to one of its phases, or to none.
    """

    __tablename__ = "feedback"
    record_kind = "feedback"
    whereabouts = Whereabouts("phase_id.lead_id", "on")

    on: Mapped[date] = mapped_column(Date, index=True)
    source: Mapped[str] = mapped_column(Text)
    occasion: Mapped[str] = mapped_column(Text, default="")
    method: Mapped[str] = mapped_column(Text, default="")
    count: Mapped[int | None] = mapped_column(Integer)
    said: Mapped[str] = mapped_column(Text)
    changed: Mapped[str] = mapped_column(Text, default="")
    told_on: Mapped[date | None] = mapped_column(Date)
    told_how: Mapped[str] = mapped_column(Text, default="")
    cycle_id: Mapped[str | None] = mapped_column(ForeignKey("cycle.id"), index=True)
    phase_id: Mapped[str | None] = mapped_column(ForeignKey("cycle_phase.id"), index=True)

    def describe(self, session: Session) -> tuple[str, str]:
        """Return 'Feedback of young people, 12 October 2023', and what was said and changed."""
        where = f" {self.occasion}" if self.occasion else ""
        title = f"Feedback of {self.source.casefold()}, {self.on:%d/%m/%Y}"
        return title, f"{self.said} {self.changed}{where}"
