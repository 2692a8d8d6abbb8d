"""Word and OpenDocument files before they are made PDFs: what their authors left in them."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx import Document

from dscp_desktop.core.faults import Refused
from dscp_desktop.paper import tasks
from dscp_desktop.paper.source import left_in
from tests.paper.test_tasks import quiet

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_RUN = "<w:r><w:t>words</w:t></w:r>"
ODT = b"application/vnd.oasis.opendocument.text"
_NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)


def package(**parts: str | bytes) -> bytes:
    """A package of parts; '__' in a name stands for '/', '_' before the ending for '.'."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, text in parts.items():
            path = name.replace("__", "/")
            path = f"{path.rpartition('_')[0]}.{path.rpartition('_')[2]}" if "_" in path else path
            made.writestr(path, text)
    return out.getvalue()


def word(inside: str, **parts: str) -> bytes:
    document = f"<w:document {_W}><w:body><w:p>{inside}</w:p></w:body></w:document>"
    return package(word__document_xml=document, **parts)


def open_document(inside: str = "", **parts: str | bytes) -> bytes:
    content = f"<office:document-content {_NAMES}>{inside}</office:document-content>"
    return package(mimetype=ODT, content_xml=content, **parts)


def test_a_clean_document_has_nothing_left_in_it() -> None:
    out = io.BytesIO()
    made = Document()
    made.add_paragraph("Words")
    made.save(out)
    assert left_in(out.getvalue(), "a.docx") == ("docx", ())
    assert left_in(open_document(), "a.odt") == ("odt", ())


def test_tracked_changes_comments_and_hidden_text_are_counted() -> None:
    inside = f"<w:ins>{_RUN}</w:ins><w:del>{_RUN}</w:del><w:rPr><w:ins/></w:rPr>"
    comments = f"<w:comments {_W}><w:comment/><w:comment/></w:comments>"
    header = f"<w:hdr {_W}><w:p><w:moveTo>{_RUN}</w:moveTo><w:vanish/></w:p></w:hdr>"
    data = word(inside, word__comments_xml=comments, word__header2_xml=header)
    found = ("3 tracked changes", "2 comments", "1 hidden passage")
    assert left_in(data, "a.docx") == ("docx", found)
    inside = "<text:changed-region/><office:annotation/><text:hidden-text/><text:hidden-text/>"
    found = ("1 tracked change", "1 comment", "2 hidden passages")
    assert left_in(open_document(inside), "a.odt") == ("odt", found)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (word("", word__vbaProject_bin="x"), "a.docx holds macros"),
        (open_document(Basic__Standard__Module_xml="x"), "a.docx holds macros"),
        (package(xl__workbook_xml="<x/>"), "a.docx is neither a PDF, a Word document"),
        (package(mimetype=ODT), "a.docx is neither a PDF"),
        (package(mimetype=b"x", content_xml="<x/>"), "a.docx is neither a PDF"),
        (b"PK\x03\x04 cut short", "a.docx cannot be opened"),
        (package(word__document_xml="<w:open"), "a.docx is damaged inside"),
        (
            open_document(**{"META-INF__manifest_xml": "<m:encryption-data/>"}),
            "a.docx is protected with a password",
        ),
        (
            package(word__document_xml=b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///x">]><a>&e;</a>'),
            "a.docx is damaged inside",
        ),
    ],
)
def test_what_cannot_be_taken_is_refused_by_name(data: bytes, words: str) -> None:
    with pytest.raises(Refused) as refused:
        left_in(data, "a.docx")
    assert refused.value.words.startswith(words)


def test_a_damaged_package_is_refused() -> None:
    data = word("")
    with pytest.raises(Refused, match=r"^a\.docx"):
        left_in(data[: len(data) // 2], "a.docx")


def test_the_task_gives_it_as_values() -> None:
    answer, blobs = tasks.source({"name": "a.odt"}, [open_document("<office:annotation/>")], quiet)
    assert (answer, blobs) == ({"ending": "odt", "left_in": ["1 comment"]}, [])
