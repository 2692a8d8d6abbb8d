"""The forms of the register: copies that are given, and what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from dscp_desktop.packs.page.options import TwoPasswords
from dscp_desktop.packs.rules.issued import IssuedPack
from dscp_desktop.packs.rules.parts import EDITION_WORDS, EDITIONS, FULL, PART_2
from dscp_desktop.packs.rules.register import CHANNELS, CopyLine, Given
from dscp_desktop.widgets.buttons import TickBox
from dscp_desktop.widgets.datefields import DateField
from dscp_desktop.widgets.formpane import FormPane
from dscp_desktop.widgets.forms import AreaField, ChoiceField, TextField
from dscp_desktop.widgets.texts import Text

PACK, CHANGES = "pack", "changes"
RECALL, DESTROY = "recall", "destroy"
_DOES = {RECALL: "Ask back", DESTROY: "Note as destroyed"}
_LABELS = {RECALL: "Why they come back", DESTROY: "How they were destroyed"}
_SHOWN = 12  # names that are told before the rest is counted


class CopiesForm(FormPane):
    """Who is given a copy of what was issued, how and when."""

    draft_name = "copies"

    def __init__(self, parent: QWidget | None = None) -> None:
        self.meeting_id = ""
        self.what = ChoiceField("What", [(PACK, "The pack as it now stands")])
        editions = [(key, EDITION_WORDS[key]) for key in (*EDITIONS, PART_2)]
        self.edition = ChoiceField("Edition", editions)
        self.names = AreaField(
            "Given to",
            lines=7,
            hint="One name a line: it stands across every page of the copy",
            missing="Enter who is given a copy, one a line",
        )
        self.channel = ChoiceField("How", list(CHANNELS.items()))
        self.on = DateField("On", missing="Enter the day they were given")
        self.numbered = TickBox("Number each, with the name")
        self.files = TickBox("Save the files now")
        self.passwords = TwoPasswords(upright=True)
        self.passwords.hide()
        parts = (
            *(self.what, self.edition, self.names, self.channel, self.on),
            *(self.numbered, self.files, self.passwords),
        )
        super().__init__("Give copies", parts, "Give copies", parent)
        self.edition.changed.connect(self._fit)
        self.files.toggled.connect(self._fit)

    def _fit(self) -> None:
        wanted = self.edition.value() == PART_2 and self.files.isChecked()
        if wanted != self.passwords.isVisibleTo(self.inside):
            self.passwords.setVisible(wanted)
            self.passwords.forget()
        self.passwords.password.setVisible(wanted)
        self.passwords.again.setVisible(wanted)

    def draft_about(self) -> dict[str, str]:
        """Return the meeting whose pack it is."""
        return {"meeting": self.meeting_id}

    def begin_for(
        self, meeting_id: str, issued: IssuedPack, members: Sequence[str], today: date
    ) -> None:
        """Ask who is given what was issued; those who have a seat stand there."""
        self.meeting_id = meeting_id
        last = issued.last
        whats = [(PACK, "The pack as it now stands")]
        whats += [(CHANGES, f"{last.title}: only what changed")] if last.number else []
        self.what.set_options(whats)
        self.what.setVisible(len(whats) > 1)
        held = {part.restricted for part in issued.parts}
        offered = (*EDITIONS, PART_2) if True in held else (FULL, EDITIONS[-1])
        self.edition.set_options([(key, EDITION_WORDS[key]) for key in offered])
        self.edition.set_value(FULL)
        self.what.set_value(CHANGES if last.number else PACK)
        self.names.set_value("\n".join(members))
        self.channel.set_value(next(iter(CHANNELS)))
        self.on.earliest = issued.issue.issued_on
        self.on.set_value(today)
        self.numbered.setChecked(True)
        self.files.setChecked(True)
        self._fit()
        self.begin("Give copies")
        self._fit()

    def given(self) -> list[Given]:
        """Return who is given a copy, and how."""
        names = [" ".join(line.split()) for line in str(self.names.value()).splitlines()]
        return [Given(name, str(self.channel.value())) for name in names if name]

    def put_typed(self, values: Any) -> None:
        """Put back what was typed, with the fields that follow the edition."""
        super().put_typed(values)
        self._fit()


class BackForm(FormPane):
    """Copies that are asked back, or are destroyed: those who hold them, when, and a line."""

    draft_name = "copies back"

    def __init__(self, parent: QWidget | None = None) -> None:
        self.meeting_id, self.paper_id = "", ""
        self.copies: tuple[CopyLine, ...] = ()
        self.what = RECALL
        self.held_by = Text("", "base", wrap=True)
        self.line = TextField(_LABELS[RECALL], optional=True)
        self.on = DateField("On", missing="Enter the day")
        super().__init__("Ask copies back", (self.held_by, self.line, self.on), "Ask back", parent)

    def draft_about(self) -> dict[str, str]:
        """Return the meeting, what is done, and to which copies."""
        ids = " ".join(copy.id for copy in self.copies)
        return {"meeting": self.meeting_id, "what": self.what, "copies": ids}

    def begin_for(
        self,
        meeting_id: str,
        what: str,
        copies: Sequence[CopyLine],
        today: date,
        paper: str = "",
    ) -> None:
        """Ask for the day and a line; `paper` is the title of the one that is the reason."""
        self.meeting_id, self.what, self.copies = meeting_id, what, tuple(copies)
        count = f"{len(copies)} {'copy' if len(copies) == 1 else 'copies'}"
        title = f"Ask {count} back" if what == RECALL else f"Destroyed: {count}"
        of = f" Each shows ‘{paper}’." if paper else ""
        self.held_by.setText(f"{_names(copies)}.{of}")
        label = f"{_LABELS[what]} (optional)"
        self.line.label.setText(label)
        self.line.editor.setAccessibleName(label)
        self.line.set_value("")
        self.on.earliest = min((copy.given_on for copy in copies), default=None)
        self.on.set_value(today)
        self.begin(title, _DOES[what])
        # Nothing need be typed: Enter on the button does it.
        if what == RECALL and not self.touched:
            self.do.setFocus()


def _names(copies: Sequence[CopyLine]) -> str:
    said = [f"{c.recipient} ({c.copy_words})" if c.number else c.recipient for c in copies]
    if len(said) > _SHOWN:
        return f"{', '.join(said[:_SHOWN])} and {len(said) - _SHOWN} more"
    return ", ".join(said)
