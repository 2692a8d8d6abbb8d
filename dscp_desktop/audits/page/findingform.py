"""The forms of a finding and of a recommendation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dscp_desktop.audits.page.ticks import Ticks
from dscp_desktop.audits.queries.choices import AuditChoices, Offered
from dscp_desktop.audits.rules.findings import (
    FINDING_KINDS,
    FindingDetails,
    FindingLine,
    RecommendationDetails,
    RecommendationLine,
    ThemeLine,
)
from dscp_desktop.audits.rules.moderation import QuestionRow
from dscp_desktop.core.names import near_names, tidy_name
from dscp_desktop.widgets.buttons import TickBox
from dscp_desktop.widgets.datefields import DateField
from dscp_desktop.widgets.formpane import FormPane
from dscp_desktop.widgets.forms import AreaField, ChoiceField, Field, TextField
from dscp_desktop.widgets.status import Message

_KINDS = [(kind, kind.capitalize()) for kind in FINDING_KINDS]


class ThemedForm(FormPane):
    """A form with a theme: one of the list, or new words; near ones are asked about first."""

    theme: ChoiceField
    new_theme: TextField
    near: Message
    themes: tuple[str, ...] = ()

    def make_theme(self) -> None:
        """Make the fields of the theme, before the form is laid out."""
        self.theme = ChoiceField("Theme", optional=True)
        self.new_theme = TextField(
            "A theme that is not in the list", optional=True, hint="It is added to the list"
        )
        self.near = Message("note")
        self.near.hide()

    def offer_themes(self, themes: Sequence[ThemeLine], chosen: str) -> None:
        """Offer the themes of the list."""
        self.themes = tuple(theme.title for theme in themes)
        self.theme.set_options([("", "None"), *((one, one) for one in self.themes)])
        self.theme.set_value(chosen)
        self.new_theme.set_value("")
        self.near.hide()

    def theme_words(self) -> str:
        """Return the theme that was chosen or typed."""
        return self.new_theme.value() or self.theme.value() or ""

    def say_near(self) -> None:
        """Name the themes of the list that a new one looks like."""
        typed = self.new_theme.value()
        same = [one for one in self.themes if tidy_name(one) == tidy_name(typed)]
        near = same or (near_names(typed, self.themes) if len(typed) > 3 else [])
        self.near.tell("note", f"In the list stands: {', '.join(near)}. Is it the same?")
        self.near.setVisible(bool(near))


class FindingForm(ThemedForm):
    """Good practice or something to improve, its theme, and the questions it comes from."""

    draft_name = "finding"

    def __init__(self) -> None:
        self.audit_id, self.line = "", None
        self.make_theme()
        self.kind = ChoiceField("Kind", _KINDS, width=200)
        self.text = AreaField("What was found", lines=3, missing="Enter what was found")
        self.questions = Ticks("Questions it comes from")
        parts = (self.kind, self.text, self.theme, self.new_theme, self.near, self.questions)
        super().__init__("New finding", parts, "Add finding")
        self.new_theme.changed.connect(self.say_near)
        self.questions.changed.connect(self._touch)

    line: FindingLine | None

    def draft_about(self) -> dict[str, str]:
        """Return the audit and the finding."""
        more = {"finding": self.line.id} if self.line else {}
        return {"record": self.audit_id, **more}

    def _inputs(self) -> dict[str, Field | TickBox]:
        ticks = {f"question {one}": box for one, box in self.questions.boxes.items()}
        return {**super()._inputs(), **ticks}

    def fill(
        self,
        audit_id: str,
        line: FindingLine | None,
        themes: Sequence[ThemeLine],
        questions: Sequence[QuestionRow],
        asked: Sequence[str] = (),
    ) -> None:
        """Show a finding, or empty fields for a new one that comes from some questions."""
        self.audit_id, self.line = audit_id, line
        self.kind.set_value(line.kind if line else FINDING_KINDS[0])
        self.text.set_value(line.text if line else "")
        self.offer_themes(themes, line.theme if line else "")
        offered = [Offered(one.id, f"{one.number} {one.text}") for one in questions]
        self.questions.offer(offered, line.questions if line else asked)

    def details(self) -> FindingDetails:
        """Return what the fields say."""
        return FindingDetails(
            self.kind.value(), self.text.value(), self.theme_words(), self.questions.chosen()
        )


class ModerationFinding(FindingForm):
    """A finding that is written down while grades are moderated."""

    draft_name = "finding in moderation"


class RecommendationForm(ThemedForm):
    """What is to be done, by whom and until when: it becomes an action with its reviews."""

    draft_name = "recommendation"

    def __init__(self) -> None:
        self.audit_id, self.line = "", None
        self.make_theme()
        self.text = AreaField("What is to be done", lines=3, missing="Enter what is to be done")
        self.owner = ChoiceField("Owner", optional=True)
        self.role = TextField("Role", optional=True, hint="A role, not a name")
        self.due = DateField("Due")
        self.group = ChoiceField("Action of the group")
        self.starts = DateField("Reviews count from", hint="As the profile says: 6 and 12 months")
        parts = (
            *(self.text, self.owner, self.role, self.due, self.group, self.starts),
            *(self.theme, self.new_theme, self.near),
        )
        super().__init__("New recommendation", parts, "Add recommendation")
        self.new_theme.changed.connect(self.say_near)

    line: RecommendationLine | None

    def draft_about(self) -> dict[str, str]:
        """Return the audit and the recommendation."""
        more = {"recommendation": self.line.id} if self.line else {}
        return {"record": self.audit_id, **more}

    def fill(
        self,
        audit_id: str,
        line: RecommendationLine | None,
        themes: Sequence[ThemeLine],
        choices: AuditChoices,
        group_id: str,
        today: date,
    ) -> None:
        """Show a recommendation, or empty fields; its owner and dates live in its action."""
        self.audit_id, self.line = audit_id, line
        self.text.set_value(line.text if line else "")
        self.offer_themes(themes, line.theme if line else "")
        self.owner.set_options([(None, "None"), *((o.id, o.title) for o in choices.agencies)])
        self.group.set_options([(one.id, one.title) for one in choices.groups])
        months = " and ".join(map(str, choices.settings.review_months))
        self.starts.hint.setText(f"They fall due after {months} months")
        self.owner.set_value(None)
        self.role.set_value("")
        self.due.set_value(None)
        self.group.set_value(group_id)
        self.starts.set_value(today)
        for field in (self.owner, self.role, self.due, self.group, self.starts):
            field.setHidden(line is not None)

    def details(self) -> RecommendationDetails:
        """Return what the fields say."""
        return RecommendationDetails(
            self.text.value(),
            owner_id=self.owner.value(),
            owner_role=self.role.value(),
            due=self.due.value(),
            theme=self.theme_words(),
            group_id=self.group.value() or "",
            counts_from=self.starts.value(),
        )
