"""Tables of audits: the programme, tools, what came back, moderation, findings.

Cases are references, never names. What a tool asks is one text, so that it can be hashed.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, Integer, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from dscp_desktop.store.tables import RecordRow, Row, UtcTime, Whereabouts

_CODE = {"code": True}
ISSUED = "An issued version stays as it is: returns were filled from it. Begin a new version."


class AuditProgramme(RecordRow):
    """The programme of a year, named as 2022-23, and the meeting that agreed it."""

    __tablename__ = "audit_programme"
    record_kind = "audit programme"
    whereabouts = Whereabouts("group_id", "year")

    year: Mapped[str] = mapped_column(String(10), unique=True)
    group_id: Mapped[str | None] = mapped_column(ForeignKey("group.id"))
    meeting_id: Mapped[str | None] = mapped_column(ForeignKey("meeting.id"))
    agreed_on: Mapped[date | None] = mapped_column(Date)
    note: Mapped[str] = mapped_column(Text, default="")

    def describe(self, session: Session) -> tuple[str, str]:
        """Return 'Audit programme 2022-23'."""
        return f"Audit programme {self.year}", self.note


class AuditTool(RecordRow):
    """A set of questions that audits ask; its versions hold what is asked."""

    __tablename__ = "audit_tool"
    record_kind = "audit tool"

    title: Mapped[str] = mapped_column(Text)

    def describe(self, session: Session) -> tuple[str, str]:
        """Return its title."""
        return self.title, ""


class ToolVersion(Row):
    """One version of a tool. `content` is its scale, sections and questions as JSON text.

    Without `issued_on` it is a draft; an issued one never changes.
    """

    __tablename__ = "audit_tool_version"
    __table_args__ = (Index("ix_audit_tool_version_number", "tool_id", "number", unique=True),)
    belongs_to = "tool_id"

    tool_id: Mapped[str] = mapped_column(ForeignKey("audit_tool.id"))
    number: Mapped[int] = mapped_column(Integer)
    content: Mapped[str] = mapped_column(Text)
    issued_on: Mapped[date | None] = mapped_column(Date)

    def frozen(self, session: Session, columns: Collection[str]) -> str:
        """Say that what was issued, or answered, stays."""
        answered = select(AuditReturn.id).where(AuditReturn.version_id == self.id)
        return ISSUED if self.issued_on or session.scalars(answered).first() else ""


class Audit(RecordRow):
    """One audit of a programme. Threads hang on it by links of the role 'thread', learning cycles
    by 'cycle'; `finish_note` lists what was open when moderation was finished.
    """

    __tablename__ = "audit"
    record_kind = "audit"
    whereabouts = Whereabouts("group_id", "year")

    year: Mapped[str] = mapped_column(String(10), index=True)
    number: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(80))
    quarter: Mapped[int | None] = mapped_column(Integer)
    lead: Mapped[str] = mapped_column(Text, default="")
    cases: Mapped[int | None] = mapped_column(Integer)
    priority_id: Mapped[str | None] = mapped_column(ForeignKey("priority.id"), index=True)
    source: Mapped[str] = mapped_column(Text, default="")
    status: Mapped[str] = mapped_column(Text, default="")
    purpose: Mapped[str] = mapped_column(Text, default="")
    legal_basis: Mapped[str] = mapped_column(Text, default="")
    sharing_agreement: Mapped[str] = mapped_column(Text, default="")
    group_id: Mapped[str | None] = mapped_column(ForeignKey("group.id"))
    tool_version_id: Mapped[str | None] = mapped_column(
        ForeignKey("audit_tool_version.id"), index=True
    )
    sent_on: Mapped[date | None] = mapped_column(Date)
    returns_due: Mapped[date | None] = mapped_column(Date)
    moderated_on: Mapped[date | None] = mapped_column(Date)
    panel: Mapped[int | None] = mapped_column(Integer)
    finish_note: Mapped[str] = mapped_column(Text, default="")
    reported_at_id: Mapped[str | None] = mapped_column(ForeignKey("meeting.id"))
    reported_on: Mapped[date | None] = mapped_column(Date)

    def describe(self, session: Session) -> tuple[str, str]:
        """Return 'MA2: the title', and what else the search finds it by."""
        return f"{self.number}: {self.title}", f"{self.kind} {self.source} {self.purpose}"


class AuditAgency(Row):
    """An agency that takes part in an audit: chased when, and received by hand when."""

    __tablename__ = "audit_agency"
    __table_args__ = (Index("ix_audit_agency_audit", "audit_id", "agency_id", unique=True),)
    belongs_to = "audit_id"

    audit_id: Mapped[str] = mapped_column(ForeignKey("audit.id"))
    agency_id: Mapped[str] = mapped_column(ForeignKey("record.id"), index=True)
    position: Mapped[int] = mapped_column(Integer, default=0)
    due: Mapped[date | None] = mapped_column(Date)
    sent_on: Mapped[date | None] = mapped_column(Date)
    chased_on: Mapped[date | None] = mapped_column(Date)
    received_on: Mapped[date | None] = mapped_column(Date)
    said: Mapped[str] = mapped_column(Text, default="")


class AuditCase(Row):
    """A case of an audit by its reference, drawn from a frozen list or chosen with a reason."""

    __tablename__ = "audit_case"
    belongs_to = "audit_id"

    audit_id: Mapped[str] = mapped_column(ForeignKey("audit.id"), index=True)
    ref: Mapped[str] = mapped_column(Text)
    stratum: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    draw_id: Mapped[str | None] = mapped_column(ForeignKey("draw.id"))


class AuditFrame(Row):
    """A list that was frozen to draw the cases of an audit from."""

    __tablename__ = "audit_frame"
    belongs_to = "audit_id"

    audit_id: Mapped[str] = mapped_column(ForeignKey("audit.id"), index=True)
    frame_id: Mapped[str] = mapped_column(ForeignKey("frame.id"), unique=True)


class AuditReturn(RecordRow):
    """A file that came in as a return. `state` is taken, set aside or replaced.

    `why` says in words why it was set aside; `faults` are those that were found in it, as JSON.
    The file is kept as it was received once it holds nothing that looks like a name.
    """

    __tablename__ = "audit_return"
    record_kind = "audit return"
    whereabouts = Whereabouts("audit_id.group_id", "audit_id.year")
    named_after = (("audit_id", "audit"), ("agency_id", "organisation"), ("agency_id", "group"))

    audit_id: Mapped[str | None] = mapped_column(ForeignKey("audit.id"), index=True)
    agency_id: Mapped[str | None] = mapped_column(ForeignKey("record.id"))
    version_id: Mapped[str | None] = mapped_column(ForeignKey("audit_tool_version.id"))
    file_id: Mapped[str | None] = mapped_column(ForeignKey("stored_file.id"))
    name: Mapped[str] = mapped_column(Text)
    received_on: Mapped[date] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(20))
    why: Mapped[str] = mapped_column(Text, default="")
    faults: Mapped[str] = mapped_column(Text, default="[]")

    def describe(self, session: Session) -> tuple[str, str]:
        """Return 'Return to MA2: its file name'."""
        audit = session.get(Audit, self.audit_id) if self.audit_id else None
        return f"Return to {audit.number}: {self.name}" if audit else self.name, self.why


class AuditAnswer(Row):
    """One answer of a return. `written` is what stood in the cell where it could not be taken."""

    __tablename__ = "audit_answer"
    __table_args__ = (Index("ix_audit_answer_question", "return_id", "question", unique=True),)
    belongs_to = "return_id"

    return_id: Mapped[str] = mapped_column(ForeignKey("audit_return.id"))
    question: Mapped[str] = mapped_column(String(36), info=_CODE)
    value: Mapped[str] = mapped_column(Text, default="")
    written: Mapped[str] = mapped_column(Text, default="")
    comment: Mapped[str] = mapped_column(Text, default="")


class AuditGrade(Row):
    """The agreed grade of a question: chosen, with the reason, by whom and when."""

    __tablename__ = "audit_grade"
    __table_args__ = (Index("ix_audit_grade_question", "audit_id", "question", unique=True),)
    belongs_to = "audit_id"

    audit_id: Mapped[str] = mapped_column(ForeignKey("audit.id"))
    question: Mapped[str] = mapped_column(String(36), info=_CODE)
    value: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text, default="")
    by: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(UtcTime)


class AuditMove(Row):
    """A grade of one agency that was moved in moderation: from what to what, who, why, when."""

    __tablename__ = "audit_move"
    belongs_to = "audit_id"

    audit_id: Mapped[str] = mapped_column(ForeignKey("audit.id"), index=True)
    question: Mapped[str] = mapped_column(String(36), info=_CODE)
    agency_id: Mapped[str] = mapped_column(ForeignKey("record.id"))
    before: Mapped[str] = mapped_column(Text, default="")
    after: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcTime)


class AuditTheme(RecordRow):
    """A theme of findings; the list grows."""

    __tablename__ = "audit_theme"
    record_kind = "audit theme"

    title: Mapped[str] = mapped_column(Text)

    def describe(self, session: Session) -> tuple[str, str]:
        """Return its title."""
        return self.title, ""


class AuditFinding(Row):
    """A finding: good practice or improvement, with its theme and the questions it comes from.

    `questions` are ids of questions, with spaces between.
    """

    __tablename__ = "audit_finding"
    belongs_to = "audit_id"

    audit_id: Mapped[str] = mapped_column(ForeignKey("audit.id"), index=True)
    position: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)
    theme_id: Mapped[str | None] = mapped_column(ForeignKey("audit_theme.id"), index=True)
    questions: Mapped[str] = mapped_column(String(2000), default="", info=_CODE)


class AuditRecommendation(RecordRow):
    """A recommendation as it was made; the action it became lives in the one log.

    `counts_from` is the day from which its reviews are counted by the rule: that on which the
    plan was agreed. Where nobody has said it, the day its action was first due counts.
    """

    __tablename__ = "audit_recommendation"
    record_kind = "audit recommendation"
    whereabouts = Whereabouts("audit_id.group_id", "audit_id.year")
    named_after = (("audit_id", "audit"),)

    audit_id: Mapped[str] = mapped_column(ForeignKey("audit.id"), index=True)
    position: Mapped[int] = mapped_column(Integer)
    text: Mapped[str] = mapped_column(Text)
    theme_id: Mapped[str | None] = mapped_column(ForeignKey("audit_theme.id"), index=True)
    action_id: Mapped[str] = mapped_column(ForeignKey("action.id"), unique=True)
    counts_from: Mapped[date | None] = mapped_column(Date)

    def describe(self, session: Session) -> tuple[str, str]:
        """Return 'MA2: the recommendation'."""
        audit = session.get(Audit, self.audit_id)
        return f"{audit.number if audit else ''}: {self.text}", ""


class AuditReviewDate(Row):
    """The day of a review as a workbook gave it: a fact, kept beside the rule's."""

    __tablename__ = "audit_review_date"
    belongs_to = "recommendation_id"

    recommendation_id: Mapped[str] = mapped_column(
        ForeignKey("audit_recommendation.id"), index=True
    )
    months: Mapped[int] = mapped_column(Integer)
    on: Mapped[date] = mapped_column(Date)


class AuditOutcome(Row):
    """An outcome of the plan that an audit looks at."""

    __tablename__ = "audit_outcome"
    __table_args__ = (Index("ix_audit_outcome_audit", "audit_id", "outcome_id", unique=True),)
    belongs_to = "audit_id"

    audit_id: Mapped[str] = mapped_column(ForeignKey("audit.id"))
    outcome_id: Mapped[str] = mapped_column(ForeignKey("outcome.id"), index=True)
