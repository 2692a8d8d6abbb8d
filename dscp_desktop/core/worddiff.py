"""Two texts compared word by word: what stayed, what was cut, what is new.

Pure and without a word of the field. `widgets.worddiff` shows the runs on screen, a document may
print them; both mark a change without colour (struck through, underlined).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, CUT, NEW = "same", "cut", "new"
KINDS = (SAME, CUT, NEW)

# a word with its apostrophes and hyphens, a number with its points, white space, or one sign
_PART = re.compile(r"\w+(?:['\u2019.,:/-]\w+)*|\s+|[^\w\s]")
# beyond this many pairs words that stand everywhere are not looked at when the texts are matched
_PAIRS = 4_000_000


@dataclass(frozen=True)
class Run:
    """A piece of text that stayed (`same`), stands only in the old (`cut`) or only in the new."""

    kind: str
    text: str


def compare_words(old: str, new: str) -> tuple[Run, ...]:
    """The runs from the old text to the new one, in reading order, no two alike beside each other.

    The texts of `same` and `cut` joined give the old text, those of `same` and `new` the new one.
    Where words are replaced, what was cut stands before what is new.
    """
    before, after = _PART.findall(old), _PART.findall(new)
    busy = len(before) * len(after) > _PAIRS
    matcher = SequenceMatcher(None, before, after, autojunk=busy)
    steps = [
        (tag == "equal", "".join(before[i:j]), "".join(after[k:m]))
        for tag, i, j, k, m in matcher.get_opcodes()
    ]
    return tuple(_runs(steps))


def is_same(runs: tuple[Run, ...]) -> bool:
    """Whether nothing was cut and nothing is new."""
    return all(run.kind == SAME for run in runs)


def old_text(runs: tuple[Run, ...]) -> str:
    """The text before: what stayed and what was cut."""
    return "".join(run.text for run in runs if run.kind != NEW)


def new_text(runs: tuple[Run, ...]) -> str:
    """The text after: what stayed and what is new."""
    return "".join(run.text for run in runs if run.kind != CUT)


def spoken(runs: tuple[Run, ...]) -> str:
    """The runs as one line for those who hear them: '[cut: old] [new: text]' where they differ."""
    return "".join(
        run.text if run.kind == SAME else f"[{run.kind}: {run.text.strip() or 'space'}]"
        for run in runs
    )


def _runs(steps: list[tuple[bool, str, str]]) -> Iterator[Run]:
    """Changes joined where only white space stayed between them; each as cut, then new."""
    cut = new = ""
    for place, (same, before, after) in enumerate(steps):
        inside = 0 < place < len(steps) - 1 and bool(cut or new)
        if same and inside and not before.strip():
            cut, new = cut + before, new + after
        elif same:
            yield from _change(cut, new)
            cut = new = ""
            yield Run(SAME, before)
        else:
            cut, new = cut + before, new + after
    yield from _change(cut, new)


def _change(cut: str, new: str) -> Iterator[Run]:
    if cut:
        yield Run(CUT, cut)
    if new:
        yield Run(NEW, new)
