"""Word and OpenDocument files before they are made PDFs: what their authors left in them."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from dscp_desktop.core.faults import Refused
from dscp_desktop.paper.word.opening import OpenDocumentFile, WordFile, ending_of

WORD, OPEN_DOCUMENT = "docx", "odt"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TRACKED = tuple(f"{_W}{name}" for name in ("ins", "del", "moveFrom", "moveTo"))


def left_in(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """Return the ending of such a file, and what was left in it in words, as '2 comments'.

    Raises Refused, naming the file, where it is neither a Word nor an OpenDocument text, is
    damaged, protected, or holds macros.
    """
    ending = ending_of(data, name)
    found = _word(data, name) if ending == WORD else _open_document(data, name)
    return ending, tuple(f"{n} {what}{'' if n == 1 else 's'}" for what, n in found if n)


def _word(data: bytes, name: str) -> list[tuple[str, int]]:
    file = WordFile(data, name)
    _refuse_macros(file.names, name)
    parts = [path for path in file.names if path.startswith("word/") and path.endswith(".xml")]
    tracked = hidden = 0
    for path in sorted(parts):
        stem = path.removeprefix("word/").removesuffix(".xml").rstrip("0123456789")
        if stem in ("document", "header", "footer", "footnotes", "endnotes"):
            root = file.part(path)
            tracked += sum(1 for _ in _changes(root)) if root is not None else 0
            hidden += _count(root, f"{_W}vanish")
    comments = file.part("word/comments.xml")
    return [
        ("tracked change", tracked),
        ("comment", _count(comments, f"{_W}comment")),
        ("hidden passage", hidden),
    ]


def _changes(root: Element) -> Iterator[Element]:
    for element in root.iter():
        if element.tag in _TRACKED and len(element):
            yield element


def _open_document(data: bytes, name: str) -> list[tuple[str, int]]:
    file = OpenDocumentFile(data, name)
    _refuse_macros(file.names, name)
    root = file.part("content.xml")
    return [
        ("tracked change", _count(root, f"{_TEXT}changed-region")),
        ("comment", _count(root, f"{_OFFICE}annotation")),
        ("hidden passage", _count(root, f"{_TEXT}hidden-text")),
    ]


def _count(root: Element | None, tag: str) -> int:
    return 0 if root is None else sum(1 for _ in root.iter(tag))


def _refuse_macros(names: dict[str, str], name: str) -> None:
    if any("vbaproject" in path or path.startswith(("basic/", "scripts/")) for path in names):
        raise Refused(
            f"{name} holds macros, which are programs. Save it without them, or as a PDF, and add "
            "that."
        )
