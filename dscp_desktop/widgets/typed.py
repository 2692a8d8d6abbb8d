"""What somebody is typing and has not saved: given as plain values, and put back from them.

A form of the kit is `Typed` already. Another widget becomes it by naming itself and its fields;
the program keeps what is `live` and offers it back, wherever on a page the widget stands.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from dscp_desktop.widgets.buttons import TickBox
from dscp_desktop.widgets.forms import Field

Values = Mapping[str, Any]


class Typed:
    """A part of a page that is typed into. `draft_name` is its own among those of the page."""

    draft_name = ""
    taken_back: Callable[[], object] | None = None  # called once values were put back
    keep_now: Callable[[], object] | None = None  # the program's: keep a draft without waiting

    def draft_about(self) -> dict[str, str]:
        """Return what it is for: enough for its page to open it again."""
        return {}

    def draft_title(self) -> str:
        """Return what it is called where it is offered back ('New action')."""
        raise NotImplementedError

    def give_back(self, about: Mapping[str, str], values: Values) -> None:
        """Keep values until what they are about is opened, and put them in then."""
        raise NotImplementedError

    def is_live(self) -> bool:
        """Say whether something stands there that is neither saved nor given up."""
        raise NotImplementedError

    def kept(self) -> None:
        """Hear that what stands there is kept as a draft."""

    def not_kept(self, words: str) -> None:
        """Hear that it could not be kept, and why."""

    def typed(self) -> dict[str, Any]:
        """Return what stands in the fields, half typed too, as JSON can hold it."""
        return typed_in(self._inputs())

    def put_typed(self, values: Values) -> None:
        """Put back what stood in the fields, as if it were typed now."""
        put_into(self._inputs(), values)
        tell, self.taken_back = self.taken_back, None
        if tell is not None:
            tell()

    def _inputs(self) -> dict[str, Field | TickBox]:
        """Return the fields and ticks by the names they have as attributes."""
        return {n: w for n, w in vars(self).items() if isinstance(w, Field | TickBox)}


def typed_in(inputs: Mapping[str, Field | TickBox]) -> dict[str, Any]:
    """Return what stands in fields and ticks, by name."""
    return {n: w.isChecked() if isinstance(w, TickBox) else w.raw() for n, w in inputs.items()}


def put_into(inputs: Mapping[str, Field | TickBox], values: Values) -> None:
    """Put values into the fields and ticks of the same names."""
    for name, widget in inputs.items():
        if name not in values:
            continue
        if isinstance(widget, TickBox):
            widget.setChecked(bool(values[name]))
        else:
            widget.put_raw(values[name])
    for name, widget in inputs.items():  # once all stand there: some fields follow others
        if name in values and isinstance(widget, Field):
            widget.changed.emit()


def typed_parts(page: QWidget) -> list[Typed]:
    """Return the parts of a page that are typed into."""
    return [part for part in page.findChildren(QWidget) if isinstance(part, Typed)]


def words_of(values: Values) -> str:
    """Return what was typed as lines of words, to be read or copied."""
    return "\n".join(str(v) for v in values.values() if v and not isinstance(v, bool))
