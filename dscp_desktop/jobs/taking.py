"""A file from outside as a paper: looked at, made a PDF where it is none, its words taken out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from dscp_desktop.core.faults import Refused
from dscp_desktop.jobs.converting import convert
from dscp_desktop.jobs.files import Stopped
from dscp_desktop.store.room import size_of, size_words

INSPECT = "dscp_desktop.paper.tasks:inspect"
TEXT = "dscp_desktop.paper.tasks:text"
FROM_PICTURE = "dscp_desktop.paper.tasks:from_picture"
SOURCE = "dscp_desktop.paper.tasks:source"
# Beginnings of files that are made a PDF here; what the name says does not count.
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")
_PACKAGE = b"PK\x03\x04"
CHOICES = "Papers (*.pdf *.docx *.odt *.png *.jpg *.jpeg *.tif *.tiff)"


class Asks(Protocol):
    """The process for files: runs a task there and waits for the answer."""

    def __call__(
        self, task: str, values: Mapping[str, Any], blobs: Sequence[bytes] = ()
    ) -> tuple[dict[str, Any], list[bytes]]:
        """Run `package.module:function`; raises Refused in the words of the task."""
        ...


@dataclass(frozen=True, slots=True)
class TakenFile:
    """A file as it can go into the store: a PDF, what is known of it, and its words by page.

    `facts` are those of the task 'inspect'; `left_in` says what its Word document still held;
    `made` is true where it came as something else.
    """

    data: bytes
    facts: Mapping[str, Any]
    source: str
    left_in: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    made: bool = False

    @property
    def pages(self) -> int:
        """How many pages it has."""
        return int(self.facts["pages"])

    @property
    def removed(self) -> tuple[str, ...]:
        """What joining will take out of it."""
        return tuple(self.facts["removed"])


def take_paper(
    ask: Asks,
    data: bytes,
    name: str,
    *,
    office: Path | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> TakenFile:
    """Return a file from outside as a paper; `name` is what it is called in words.

    Raises Refused, naming it, where it cannot be one. Words that cannot be taken out are left:
    then the search does not find it by them.
    """
    made, left_in = data, list[str]()
    if data.startswith(_PICTURES):
        _, (made,) = ask(FROM_PICTURE, {"name": name}, [data])
    elif data.startswith(_PACKAGE):
        told, _ = ask(SOURCE, {"name": name}, [data])
        left_in = [str(each) for each in told["left_in"]]
        made = convert(data, str(told["ending"]), name, office=office, cancelled=cancelled)
    answer, _ = ask(INSPECT, {"name": name, "names": [name], "inside": True}, [made])
    facts = answer["papers"][0]
    if "refused" in facts:
        raise Refused(str(facts["refused"]))
    text = _words(ask, made, name)
    return TakenFile(made, facts, name, tuple(left_in), text, made is not data)


def bytes_of(path: Path) -> int:
    """Return how many bytes a file has; 0 where nobody can say: taking it says why."""
    try:
        return size_of(path)
    except (OSError, ValueError):
        return 0


def bytes_words(done: int, whole: int) -> str:
    """Return '3.2 MB of 61 MB'."""
    return f"{size_words(done)} of {size_words(whole)}"


def _words(ask: Asks, data: bytes, name: str) -> tuple[str, ...]:
    try:
        answer, _ = ask(TEXT, {"name": name, "names": [name]}, [data])
    except Stopped:
        raise
    except Refused:
        return ()
    return tuple(str(page) for page in answer["texts"][0])
