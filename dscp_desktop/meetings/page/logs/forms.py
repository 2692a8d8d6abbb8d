"""The forms of the logs: an urgent decision, its approvals, a challenge, its reply and end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from dscp_desktop.core.days import show_day_year
from dscp_desktop.diary.rules.meetings import MeetingLine
from dscp_desktop.meetings.commands.raising import ChallengeDetails
from dscp_desktop.meetings.page.votepart import VotePart
from dscp_desktop.meetings.rules.record import ChallengeLine, DecisionLine
from dscp_desktop.partnership.rules.parties import GroupLine, Party
from dscp_desktop.widgets.buttons import TickBox
from dscp_desktop.widgets.datefields import DateField
from dscp_desktop.widgets.formpane import FormPane
from dscp_desktop.widgets.forms import AreaField, ChoiceField, Field, TextField, fields_beside
from dscp_desktop.widgets.typed import Values

_RESTRICTED = "Part 2, restricted"
_MOST_BODIES = 6


def _choices(bodies: Sequence[Party]) -> list[tuple[str, str]]:
    return [("", "None"), *((body.id, body.shown) for body in bodies)]


class DecisionForm(FormPane):
    """An urgent decision between two meetings, or the words of one that is there."""

    draft_name = "decision"

    def __init__(self, parent: QWidget | None = None) -> None:
        self.decision_id = ""
        self.group = ChoiceField("Group")
        self.on = DateField("Day")
        self.text = AreaField("Decision", lines=3, missing="Enter what was decided")
        self.how = TextField("How it was taken", optional=True, hint="By telephone, for instance")
        self.vote = VotePart(columns=1)
        self.restricted = TickBox(_RESTRICTED)
        self.places = fields_beside(self.group, self.on)
        parts = (self.places, self.text, self.how, self.vote.rule, self.vote, self.restricted)
        super().__init__("New urgent decision", parts, "Add decision", parent)
        self.vote.changed.connect(self._touch)

    def _inputs(self) -> dict[str, Field | TickBox]:
        return super()._inputs() | self.vote.inputs()

    def put_typed(self, values: Values) -> None:
        """Put back what stood here: the rule first, for it asks those who vote."""
        self.vote.put(values)
        super().put_typed(values)

    def draft_about(self) -> dict[str, str]:
        """Return the decision; '' for a new one."""
        return {"record": self.decision_id}

    def open(
        self, line: DecisionLine | None, groups: Sequence[GroupLine], group_id: str, today: date
    ) -> None:
        """Show a decision, or empty fields for one taken between meetings."""
        self.decision_id = line.id if line else ""
        self.vote.open()
        if line is not None:
            self.vote.set_vote(line.rule, line.votes)
        if line is None:
            self.group.set_options([(group.id, group.name) for group in groups])
            self.group.set_value(group_id or (groups[0].id if groups else ""))
        else:
            self.group.set_options([(line.group_id, line.group)])
            self.group.set_value(line.group_id)
        self.places.setVisible(line is None)
        self.on.set_value(line.on if line else today)
        self.text.set_value(line.text if line else "")
        self.how.set_value(line.how if line else "")
        self.restricted.setChecked(bool(line and line.restricted))
        title = f"Change decision {line.number}" if line else "New urgent decision"
        self.begin(title, "Save changes" if line else "Add decision")


class ReportForm(FormPane):
    """The meeting to which an urgent decision was reported."""

    draft_name = "reported decision"

    def __init__(self, parent: QWidget | None = None) -> None:
        self.decision_id = ""
        self.at = ChoiceField("Reported at the meeting of", optional=True)
        super().__init__("Where it was reported", (self.at,), "Keep", parent)

    def draft_about(self) -> dict[str, str]:
        """Return the decision."""
        return {"record": self.decision_id}

    def open(self, line: DecisionLine, meetings: Sequence[MeetingLine]) -> None:
        """Offer the group's meetings from the day of the decision on; the first stands there."""
        self.decision_id = line.id
        offered = [(m.id, show_day_year(m.on)) for m in meetings if m.goes_ahead]
        self.at.set_options([("", "No meeting yet"), *offered])
        self.at.set_value(line.reported_at_id or (offered[0][0] if offered else ""))
        self.begin(f"Where decision {line.number} was reported", "Keep")


class BodiesForm(FormPane):
    """Which bodies approve a decision, one after the other."""

    draft_name = "approving bodies"

    def __init__(self, parent: QWidget | None = None) -> None:
        self.decision_id = ""
        self.bodies = tuple(ChoiceField(f"Body {n}", optional=True) for n in range(1, 7))
        super().__init__("Who approves it, in turn", self.bodies, "Save changes", parent)

    def _inputs(self) -> dict[str, Field | TickBox]:
        return {f"body {n}": field for n, field in enumerate(self.bodies, 1)}

    def draft_about(self) -> dict[str, str]:
        """Return the decision."""
        return {"record": self.decision_id}

    def open(self, line: DecisionLine, bodies: Sequence[Party]) -> None:
        """Show the bodies that approve a decision."""
        self.decision_id = line.id
        asked = [view.body_id for view in line.approvals][:_MOST_BODIES]
        for place, field in enumerate(self.bodies):
            field.set_options(_choices(bodies))
            field.set_value(asked[place] if place < len(asked) else "")
        self.begin(f"Who approves decision {line.number}, in turn", "Save changes")

    def chosen(self) -> list[str]:
        """Return the bodies in their turn."""
        return [str(field.value()) for field in self.bodies if field.value()]


class AnswerForm(FormPane):
    """What the body whose turn it is said of a decision, and when."""

    draft_name = "approval"

    def __init__(self, parent: QWidget | None = None) -> None:
        self.decision_id = self.body_id = ""
        answers = [("approved", "Approved it"), ("against", "Is against it")]
        self.view = ChoiceField("Answer", answers)
        self.on = DateField("Day")
        self.reason = AreaField("Reason", lines=2, optional=True)
        parts = (fields_beside(self.view, self.on), self.reason)
        super().__init__("What a body said", parts, "Keep answer", parent)

    def draft_about(self) -> dict[str, str]:
        """Return the decision and the body."""
        return {"record": self.decision_id, "body": self.body_id}

    def open(self, line: DecisionLine, body_id: str, body: str, today: date) -> None:
        """Ask what a body said."""
        self.decision_id, self.body_id = line.id, body_id
        self.view.set_value("approved")
        self.on.set_value(today)
        self.reason.set_value("")
        self.begin(f"{body} on decision {line.number}", "Keep answer")


class ChallengeForm(FormPane):
    """A challenge that was raised outside a meeting, or the words of one that is there."""

    draft_name = "challenge"

    def __init__(self, parent: QWidget | None = None) -> None:
        self.challenge_id = ""
        self.group = ChoiceField("Group")
        self.on = DateField("Day")
        self.text = AreaField("Concern", lines=3, missing="Enter what the concern is")
        self.raised_by = TextField("Raised by", optional=True, hint="A body or a role")
        self.raised_to = ChoiceField("Raised to", optional=True)
        self.restricted = TickBox(_RESTRICTED)
        self.places = fields_beside(self.group, self.on)
        who = fields_beside(self.raised_by, self.raised_to)
        parts = (self.places, self.text, who, self.restricted)
        super().__init__("New challenge", parts, "Add challenge", parent)

    def draft_about(self) -> dict[str, str]:
        """Return the challenge; '' for a new one."""
        return {"record": self.challenge_id}

    def open(
        self,
        line: ChallengeLine | None,
        groups: Sequence[GroupLine],
        bodies: Sequence[Party],
        group_id: str,
        today: date,
    ) -> None:
        """Show a challenge, or empty fields for one raised outside a meeting."""
        self.challenge_id = line.id if line else ""
        options = [(group.id, group.name) for group in groups]
        self.group.set_options([(line.group_id, line.group)] if line else options)
        self.group.set_value(
            line.group_id if line else group_id or (options[0][0] if options else "")
        )
        self.places.setVisible(line is None)
        self.on.set_value(line.on if line else today)
        self.text.set_value(line.text if line else "")
        self.raised_by.set_value(line.raised_by if line else "")
        there = list(bodies)
        known = {body.id for body in there}
        more = (
            [] if not line or line.raised_to_id in known else [(line.raised_to_id, line.raised_to)]
        )
        self.raised_to.set_options([*_choices(there), *(one for one in more if one[0])])
        self.raised_to.set_value(line.raised_to_id if line else "")
        self.restricted.setChecked(bool(line and line.restricted))
        title = f"Change challenge {line.number}" if line else "New challenge"
        self.begin(title, "Save changes" if line else "Add challenge")

    def details(self) -> ChallengeDetails:
        """Return what was entered; all fields are sound by then."""
        return ChallengeDetails(
            self.text.value(),
            self.raised_by.value(),
            self.raised_to.value() or None,
            self.restricted.isChecked(),
        )


class WordForm(FormPane):
    """A word on a challenge with its day: the reply, or how it ended."""

    def __init__(self, label: str, do: str, parent: QWidget | None = None) -> None:
        self.challenge_id = ""
        self.words = AreaField(label, lines=3, missing=f"Enter the {label.casefold()}")
        self.on = DateField("Day")
        super().__init__(label, (self.words, self.on), do, parent)

    def draft_about(self) -> dict[str, str]:
        """Return the challenge."""
        return {"record": self.challenge_id}

    def open(self, line: ChallengeLine, words: str, on: date, title: str) -> None:
        """Show what is known."""
        self.challenge_id = line.id
        self.words.set_value(words)
        self.on.set_value(on)
        self.begin(f"{title} {line.number}")


class ReplyForm(WordForm):
    """The reply to a challenge."""

    draft_name = "reply"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Reply", "Keep reply", parent)


class OutcomeForm(WordForm):
    """How a challenge ended."""

    draft_name = "outcome"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Outcome", "End challenge", parent)
