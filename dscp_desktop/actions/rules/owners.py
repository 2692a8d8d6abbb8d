"""The owners of open actions, and the files that each of them is given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dscp_desktop.actions.rules.log import ActionLine
from dscp_desktop.core.days import show_date

PAIR, MESSAGE = "pair", "message"  # a PDF and a workbook, or a draft message with both


@dataclass(frozen=True, slots=True)
class OwnerLine:
    """An owner with open actions: an organisation or an agency group, or a role alone.

    `key` is its id, or the role; `emails` are those of its people who hold a seat.
    """

    key: str
    name: str
    open: int
    late: int
    reviews: int
    emails: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """Return '5 open, 2 late, 1 review due'."""
        said = [f"{self.open} open"]
        said += [f"{self.late} late"] if self.late else []
        plural = "" if self.reviews == 1 else "s"
        said += [f"{self.reviews} review{plural} due"] if self.reviews else []
        return ", ".join(said)


@dataclass(frozen=True, slots=True)
class OwnerActions:
    """What the files of one owner are made of: its actions, their name, and what stands on each."""

    owner: OwnerLine
    name: str
    marking: str
    partnership: str
    lines: tuple[ActionLine, ...]


def owner_key(line: ActionLine) -> str:
    """Return by what an action's owner is known: its id, or the role where there is none."""
    return line.owner_id or line.owner_role


def counted(key: str, name: str, lines: Sequence[ActionLine], emails: Sequence[str]) -> OwnerLine:
    """Count the actions of an owner that are not done, and those whose review is due."""
    parts = [line.part for line in lines]
    still, late = parts.count("late") + parts.count("open"), parts.count("late")
    return OwnerLine(key, name, still, late, parts.count("review"), tuple(emails))


def file_names(names: Sequence[str], today: date) -> tuple[str, ...]:
    """Return a name without ending for the files of each owner; no two are the same."""
    found: list[str] = []
    for name in names:
        words = "".join(c if c.isalnum() else " " for c in name.casefold()).split()
        plain = "-".join(["actions", *words])[:80].rstrip("-")
        same = sum(other.startswith(f"{plain}-{today}") for other in found)
        found.append(f"{plain}-{today}" if not same else f"{plain}-{today}-{same + 1}")
    return tuple(found)


def message_words(owner: OwnerLine, today: date) -> tuple[str, str]:
    """Return the subject and the text of the message that takes an owner its sheet."""
    subject = f"Your actions as at {show_date(today)}"
    text = (
        f"The actions of {owner.name} as they stand on {show_date(today)}: {owner.words}.\n\n"
        "The PDF is to be read. In the workbook, type in the column Update what was done, and "
        "change Status or Due where they have changed. Leave the other columns as they are, and "
        "send the workbook back with your reply.\n"
    )
    return subject, text
