"""What a table shows: columns over frozen values, and rows that are headings or totals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from dscp_desktop.widgets.empty import Empty
from dscp_desktop.widgets.icons import require_icon
from dscp_desktop.widgets.status import Status

Painted = Callable[[QPainter, QRectF, Any, bool], None]


@dataclass(frozen=True, slots=True)
class Column:
    """One column. Each function takes the row's value.

    `width` is in pixels at a text size of 100%; 0 shares out what is left, by `stretch`.
    `lines` is how many lines the text may take before it is cut; `second` is a quieter line
    below; `mark` hangs outside the digits (*). `tone` and `role` are a token and a font role,
    or functions that give one. `status` replaces the text. `tick` gives a tick box: True,
    False, or None for none. `day` sets text and second as a stacked date. `drop_below` hides
    the column in a table narrower than that. `sort` gives what to sort by, if not the text.
    `paint` paints the cell (painter, box, value, selected); the text is then only spoken.
    `tight` leaves little room beside the words, for many narrow columns of signs.
    """

    title: str
    text: Callable[[Any], str]
    width: int = 0
    stretch: int = 1
    align: str = "left"
    lines: int = 1
    second: Callable[[Any], str] | None = None
    mark: Callable[[Any], str] | None = None
    tone: str | Callable[[Any], str] = "t1"
    role: str | Callable[[Any], str] = "base"
    status: Callable[[Any], Status | None] | None = None
    icon: Callable[[Any], str] | None = None
    tick: Callable[[Any], bool | None] | None = None
    struck: Callable[[Any], bool] | None = None
    underlined: Callable[[Any], bool] | None = None
    day: bool = False
    sort: Callable[[Any], Any] | None = None
    drop_below: int = 0
    tip: str = ""
    paint: Painted | None = None
    tight: bool = False

    def words(self, row: Any) -> str:
        """Return what the cell says: the status's words, else the text."""
        status = self.status(row) if self.status else None
        return status.words if status else self.text(row)

    def spoken(self, row: Any) -> str:
        """Return what a screen reader says of the cell."""
        status = self.status(row) if self.status else None
        if status:
            return status.spoken()
        parts = [self.text(row), self.second(row) if self.second else ""]
        if self.tick and (on := self.tick(row)) is not None:
            parts.insert(0, "ticked" if on else "not ticked")
        words = ", ".join(part for part in parts if part)
        return words + (self.mark(row) if self.mark else "")

    def sort_key(self, row: Any) -> Any:
        """Return what rows are sorted by in this column."""
        return self.sort(row) if self.sort else self.words(row).casefold()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading among the rows: 'Late' with a count or other quiet words, and at most a link."""

    title: str
    words: str = ""
    icon: str = ""
    link: str = ""

    def __post_init__(self) -> None:
        """Find an icon that does not exist now, not while painting."""
        require_icon(self.icon)


@dataclass(frozen=True, slots=True)
class Total:
    """A row below the lines: one text a column; `tone` 'amb' tints it, `rule` sets it off."""

    cells: tuple[str, ...]
    rule: bool = True
    tone: str = ""
    icon: str = ""

    def __post_init__(self) -> None:
        """Find an icon that does not exist now, not while painting."""
        require_icon(self.icon)

    def cell(self, column: int) -> str:
        """Return the text of a column, '' where there is none."""
        return self.cells[column] if column < len(self.cells) else ""


def is_line(row: Any) -> bool:
    """Return whether a row is a record's own, neither heading nor total."""
    return not isinstance(row, (Section, Total))


__all__ = ["Column", "Empty", "Section", "Status", "Total", "is_line"]
