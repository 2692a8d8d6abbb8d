"""The forms of meetings: a meeting, an agenda item, a paper."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from dscp_desktop.diary.rules.meetings import (
    MEETING_STATUSES,
    MeetingDetails,
    MeetingLine,
    faults_of_times,
)
from dscp_desktop.meetings.queries.touching import Touching
from dscp_desktop.meetings.rules.agenda import AgendaLine, ItemDetails, PaperLine
from dscp_desktop.meetings.rules.papers import PaperDetails
from dscp_desktop.partnership.rules.parties import GroupLine
from dscp_desktop.widgets.buttons import TickBox
from dscp_desktop.widgets.datefields import DateField, TimeField
from dscp_desktop.widgets.formpane import FormPane
from dscp_desktop.widgets.forms import ChoiceField, Field, TextField, fields_beside
from dscp_desktop.widgets.texts import Text

STATUS_WORDS = {
    "planned": "Planned",
    "agenda out": "Agenda sent",
    "held": "Held",
    "cancelled": "Cancelled",
}
PURPOSE_WORDS = {
    "": "Not said",
    "decision": "To decide",
    "discussion": "To discuss",
    "assurance": "For assurance",
    "information": "To note",
}
_PART_2_HELP = "Only in the full pack, behind a heading of its own."
_USUAL = "As the partnership's papers"
_MOST_MINUTES = 600


class MeetingForm(FormPane):
    """A new meeting, or what is known of one."""

    draft_name = "meeting"

    def __init__(self, parent: QWidget | None = None) -> None:
        self.group = ChoiceField("Group")
        self.on = DateField("Date")
        self.start = TimeField("Starts", optional=True, width=104)
        self.end = TimeField("Ends", optional=True, width=104)
        self.venue = TextField("Place", optional=True)
        self.chair = TextField("Chair", optional=True, hint="A role, not a name")
        words = [(status, STATUS_WORDS[status]) for status in MEETING_STATUSES]
        self.status = ChoiceField("Status", words)
        times = fields_beside(self.start, self.end)
        parts = (self.group, self.on, times, self.venue, self.chair, self.status)
        super().__init__("New meeting", parts, "Add meeting", parent)
        self.end.problem_of = lambda: faults_of_times(self.start.value(), self.end.value())
        self.meeting_id = ""

    def draft_about(self) -> dict[str, str]:
        """Return the meeting; '' for a new one."""
        return {"record": self.meeting_id}

    def begin_new(self, groups: Sequence[GroupLine], group_id: str, today: date) -> None:
        """Ask for a new meeting; a group may be chosen beforehand."""
        self.meeting_id = ""
        self.group.show()
        self.group.set_options([(group.id, group.name) for group in groups])
        if group_id:
            self.group.set_value(group_id)
        self._put(MeetingDetails(today))
        self.on.set_value(None)
        self.begin("New meeting", "Add meeting")

    def begin_change(self, meeting: MeetingLine) -> None:
        """Ask what is to be changed."""
        self.meeting_id = meeting.id
        self.group.set_options([(meeting.group_id, meeting.group)])
        self.group.hide()
        details = MeetingDetails(
            meeting.on, meeting.start, meeting.end, meeting.venue, meeting.chair, meeting.status
        )
        self._put(details)
        self.begin(f"Edit meeting: {meeting.group}", "Change meeting")

    def _put(self, details: MeetingDetails) -> None:
        self.on.set_value(details.on)
        self.start.set_value(details.start)
        self.end.set_value(details.end)
        self.venue.set_value(details.venue)
        self.chair.set_value(details.chair)
        self.status.set_value(details.status)

    def details(self) -> MeetingDetails:
        """Return what was entered; all fields are sound by then."""
        return MeetingDetails(
            self.on.value() or date.min,
            self.start.value(),
            self.end.value(),
            self.venue.value(),
            self.chair.value(),
            self.status.value(),
        )


class Ticks(QWidget):
    """A label, and a tick box for each thing that may be chosen."""

    ticked = Signal()

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.boxes: dict[str, TickBox] = {}
        self.label = Text(label, "label")
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(2)
        self._box.addWidget(self.label)
        self.setAccessibleName(label)

    def offer(self, options: Sequence[tuple[str, str]], chosen: Collection[str]) -> None:
        """Offer other things; what was ticked by hand for the same ones stays."""
        for box in self.boxes.values():
            box.hide()
            box.deleteLater()
        self.boxes = {}
        for key, words in options:
            box = TickBox(words)
            box.setChecked(key in chosen)
            box.clicked.connect(self.ticked)
            self._box.addWidget(box)
            self.boxes[key] = box
        self.setVisible(bool(options))

    def value(self) -> tuple[str, ...]:
        """Return the keys of what is ticked."""
        return tuple(key for key, box in self.boxes.items() if box.isChecked())


class ItemForm(FormPane):
    """A new item of an agenda, or what is known of one."""

    draft_name = "item"
    meeting_id = ""  # whose agenda it is

    def __init__(self, documents: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        self.subject = TextField("Subject")
        self.lead = TextField("Lead", optional=True, hint="A role, not a name")
        self.minutes = TextField("Minutes", optional=True, width=104)
        self.minutes.problem_of = self._minutes_problem
        self.purpose = ChoiceField("Purpose", list(PURPOSE_WORDS.items()), optional=True)
        made = [("", "None"), *documents]
        hint = "The program makes it afresh for each pack."
        self.document = ChoiceField("Automatic document", made, hint=hint, optional=True)
        self.verbal = TickBox("Verbal report", help_words="There is no paper: it is told.")
        self.restricted = TickBox("Part 2, restricted", help_words=_PART_2_HELP)
        self.threads, self.priorities = Ticks("Golden threads"), Ticks("Priorities")
        parts = (
            self.subject,
            self.lead,
            fields_beside(self.minutes, self.purpose),
            self.document,
            self.verbal,
            self.restricted,
            self.threads,
            self.priorities,
        )
        super().__init__("New item", parts, "Add item", parent)
        self.item_id = self.after = ""
        self.threads.ticked.connect(self._touch)
        self.priorities.ticked.connect(self._touch)

    def _inputs(self) -> dict[str, Field | TickBox]:
        return {**super()._inputs(), **self.threads.boxes, **self.priorities.boxes}

    def offer(self, found: Touching) -> None:
        """Offer the threads and priorities, those of the item ticked."""
        chosen = found.of(self.item_id)
        self.threads.offer(found.threads, chosen)
        self.priorities.offer(found.priorities, chosen)

    def draft_about(self) -> dict[str, str]:
        """Return the meeting, and the item; '' for a new one."""
        return {"meeting": self.meeting_id, "record": self.item_id}

    def _minutes_problem(self) -> str:
        typed = self.minutes.value()
        if typed and not (typed.isascii() and typed.isdigit() and int(typed) <= _MOST_MINUTES):
            return f"Enter whole minutes from 0 to {_MOST_MINUTES}"
        return ""

    def begin_new(self, after: AgendaLine | None = None) -> None:
        """Ask for a new item; once the agenda went out it comes behind another one."""
        self.item_id, self.after = "", after.id if after else ""
        self._put(ItemDetails("", 10))
        self.begin(f"New item behind item {after.label}" if after else "New item", "Add item")

    def begin_change(self, item: AgendaLine) -> None:
        """Ask what is to be changed."""
        self.item_id = item.id
        self._put(
            ItemDetails(
                item.title,
                item.minutes,
                item.purpose,
                item.lead,
                item.document,
                item.restricted,
                item.verbal,
            )
        )
        self.begin(f"Edit item {item.label}", "Change item")

    def _put(self, details: ItemDetails) -> None:
        self.subject.set_value(details.title)
        self.lead.set_value(details.lead)
        self.minutes.set_value(str(details.minutes or ""))
        self.purpose.set_value(details.purpose)
        self.document.set_value(details.document)
        self.restricted.setChecked(details.restricted)
        self.verbal.setChecked(details.verbal)

    def details(self) -> ItemDetails:
        """Return what was entered; all fields are sound by then."""
        return ItemDetails(
            self.subject.value(),
            int(self.minutes.value() or 0),
            self.purpose.value(),
            self.lead.value(),
            self.document.value(),
            self.restricted.isChecked(),
            self.verbal.isChecked(),
        )


class PaperForm(FormPane):
    """A paper that is awaited, or what is known of one that is there."""

    draft_name = "paper"
    meeting_id = ""  # whose paper it is

    def __init__(self, parent: QWidget | None = None) -> None:
        self.name = TextField("Title")
        self.owner = TextField("Owner", optional=True, hint="Who sends it: a role, not a name")
        self.item = ChoiceField("Agenda item", optional=True)
        self.due = DateField("Due", optional=True, hint="Left empty, the run-up says it")
        self.marking = ChoiceField("Protective marking", [("", _USUAL)], optional=True)
        self.restricted = TickBox("Part 2, restricted", help_words=_PART_2_HELP)
        parts = (self.name, self.owner, self.item, self.due, self.marking, self.restricted)
        super().__init__("Expect a paper", parts, "Expect paper", parent)
        self.paper: PaperLine | None = None

    def draft_about(self) -> dict[str, str]:
        """Return the meeting, and the paper; '' for one that is awaited."""
        return {"meeting": self.meeting_id, "record": self.paper.id if self.paper else ""}

    def begin_new(self, items: Sequence[AgendaLine], item_id: str) -> None:
        """Ask for a paper that has not come yet; until it does, the pack says so."""
        self._begin(None, items, item_id)
        self.begin("Expect a paper", "Expect paper")

    def begin_change(self, paper: PaperLine, items: Sequence[AgendaLine]) -> None:
        """Ask what is to be changed."""
        self._begin(paper, items, paper.item_id)
        self.begin("Edit paper", "Change paper")

    def _begin(self, paper: PaperLine | None, items: Sequence[AgendaLine], item_id: str) -> None:
        self.paper = paper
        own = [] if paper else [("", "An item of its own")]
        self.item.set_options([*own, *((item.id, f"{item.number} {item.title}") for item in items)])
        self.item.set_value(item_id)
        self.name.set_value(paper.title if paper else "")
        self.owner.set_value(paper.owner if paper else "")
        self.due.set_value(paper.own_due if paper else None)
        self.offer_markings(())
        self.restricted.setChecked(bool(paper and paper.restricted))

    def offer_markings(self, markings: Sequence[str]) -> None:
        """Offer the markings that a paper may bear; the one it bears stays chosen."""
        own = self.paper.marking if self.paper else ""
        chosen = self.marking.value() or own if markings else own
        listed = markings if own in markings or not own else (*markings, own)
        self.marking.set_options([("", _USUAL), *((one, one) for one in listed)])
        self.marking.set_value(chosen)

    def details(self) -> PaperDetails:
        """Return what was entered; all fields are sound by then."""
        return PaperDetails(
            self.name.value(),
            self.owner.value(),
            self.restricted.isChecked(),
            self.due.value(),
            self.marking.value() or "",
        )


class LineForm(FormPane):
    """A line about a paper."""

    meeting_id = ""  # whose paper it is

    def __init__(self, label: str, do: str, parent: QWidget | None = None) -> None:
        self.words = TextField(label)
        self.help = Text("", "caption", wrap=True, tone="t2")
        super().__init__(do, (self.words, self.help), do, parent)
        self.paper: PaperLine | None = None

    def draft_about(self) -> dict[str, str]:
        """Return the meeting and the paper."""
        return {"meeting": self.meeting_id, "record": self.paper.id if self.paper else ""}

    def begin_for(self, paper: PaperLine, title: str, help_words: str) -> None:
        """Ask for the line of a paper."""
        self.paper = paper
        self.words.set_value("")
        self.help.setText(help_words)
        self.begin(title)


class VersionForm(LineForm):
    """What changed in a newer version of a paper, before its file is chosen."""

    draft_name = "version"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Line of what changed", "Choose its file", parent)


class WithdrawalForm(LineForm):
    """Why a paper is withdrawn."""

    draft_name = "withdrawal"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Reason", "Withdraw the paper", parent)
