"""What can be wrong: faults in data are values, trouble the user can mend is an exception."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with one cell of a workbook, said so that it can be mended.

    `row` is the number that Excel shows, `column` the heading as it stands there, `value` the
    cell as it stands, `why` the reason with its remedy. A file refused as a whole has none of
    the first four.
    """

    sheet: str | None
    row: int | None
    column: str | None
    value: str | None
    why: str


class Trouble(Exception):
    """Something a person can mend. `words` say what happened and what to do."""

    exit_code = 1

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class Refused(Trouble):
    """The data, or a file, were refused; nothing was changed."""


class Stopped(Refused):
    """The work was cancelled by the person who asked for it."""


class WrongUse(Trouble):
    """An unknown verb, option or name, or a file that is not there."""

    exit_code = 2


class CannotOpen(Trouble):
    """The store cannot be opened: no key fits, it is damaged, or someone has it."""

    exit_code = 3
