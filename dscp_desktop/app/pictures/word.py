"""Minutes that went out as Word and came back edited, for the picture of their page."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import docx

from dscp_desktop.meetings.commands.returning import send_out, take_back
from dscp_desktop.meetings.documents.minutes import word_copy
from dscp_desktop.meetings.queries.returned import copy_facts
from dscp_desktop.paper.tasks import write
from dscp_desktop.store.opening import Store

_NAME = "minutes.docx"
_ADDED = " The chair thanked everybody who had sent figures."
_WORDS = 8  # a paragraph of so many is one of the minutes


def send_round(store: Store, meeting_id: str) -> None:
    """Send the minutes of a meeting out, and take back a copy that somebody edited."""
    facts = store.ask(copy_facts, meeting_id)
    _, blobs = write(word_copy(facts.record, facts.partnership, facts.marking), [], _nobody)
    store.run(send_out, meeting_id, _NAME, blobs[0])
    store.run(take_back, meeting_id, _NAME, _edited(blobs[0]))


def _edited(data: bytes) -> bytes:
    """Change one paragraph, take one out, and write a comment on a third."""
    word: Any = docx.Document(BytesIO(data))
    lines = [line for line in word.paragraphs if _is_minuted(line)]
    first, second, third = _spread(lines)
    first.runs[-1].text += _ADDED
    word.add_comment(second.runs, "Is this what was agreed?", author="The chair", initials="C")
    third._p.getparent().remove(third._p)
    out = BytesIO()
    word.save(out)
    return out.getvalue()


def _is_minuted(line: Any) -> bool:
    heading = line.style.name.startswith(("Heading", "Title"))
    return not heading and len(line.text.split()) >= _WORDS


def _spread(lines: Sequence[Any]) -> tuple[Any, Any, Any]:
    """Return three paragraphs: an early one, one from the middle and the last."""
    return lines[len(lines) // 3], lines[len(lines) // 2], lines[-1]


def _nobody(_words: str, _done: int, _of: int) -> None:
    """Nobody listens to how far it is."""
