"""What is checked before anything in a Word document from outside is read."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from dscp_desktop.core.faults import Refused

_MEGABYTE = 1_000_000
FILE_LIMIT = 100 * _MEGABYTE
# The text of minutes of a long day unfolds to less than one.
PART_LIMIT = 40 * _MEGABYTE
PARTS_LIMIT = 5_000
_PIECE = 1 << 19
_OLE = bytes.fromhex("d0cf11e0")
_SAVE_AS = "Open it in Word and save it as a Word document (.docx)."
_DAMAGED = "It may be cut short or damaged. Save it again where it came from, or ask for it again."


class WordFile:
    """A .docx from outside: its parts as XML, each within bounds. `name` is used in words.

    `holds` is the part that every file of the kind has, `kind` what it is called.
    """

    holds, kind = "word/document.xml", "Word document (.docx)"

    def __init__(self, data: bytes, name: str) -> None:
        """Look at the package. Raises Refused, naming the file and the way out."""
        _refuse_other_kinds(data, name)
        self.name = name
        try:
            self.package = zipfile.ZipFile(io.BytesIO(data))
            parts = self.package.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise Refused(f"{name} cannot be opened. {_DAMAGED}") from error
        names = [part.filename.replace("\\", "/").lstrip("/").casefold() for part in parts]
        if len(parts) > PARTS_LIMIT:
            raise Refused(f"{name} has more than {PARTS_LIMIT:,} parts inside. {_SAVE_AS}")
        if len(set(names)) != len(names):
            raise Refused(f"{name} holds two parts of the same name. {_DAMAGED}")
        if any(part.flag_bits & 0x1 for part in parts):
            raise Refused(f"{name} is encrypted. Take the password off and save it again.")
        self.names = dict(zip(names, (part.filename for part in parts), strict=True))
        if self.holds not in self.names:
            raise Refused(f"{name} is no {self.kind}. {_SAVE_AS}")

    def part(self, path: str) -> Element | None:
        """Return a part as XML, None where there is none. Raises Refused where it is damaged."""
        found = self.names.get(path)
        if found is None:
            return None
        try:
            root: Any = fromstring(self._unfold(found), forbid_dtd=True)
        except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
            raise Refused(f"{self.name} is damaged inside. {_DAMAGED}") from error
        return root if isinstance(root, Element) else None

    def _unfold(self, part: str) -> bytes:
        out, size = [], 0
        try:
            with self.package.open(part) as source:
                while piece := source.read(_PIECE):
                    size += len(piece)
                    if size > PART_LIMIT:
                        raise Refused(
                            f"{self.name} would unfold to more than 40 MB of text, more than "
                            "minutes hold. Copy what is wanted into a new document."
                        )
                    out.append(piece)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
            raise Refused(f"{self.name} is damaged inside. {_DAMAGED}") from error
        return b"".join(out)


class OpenDocumentFile(WordFile):
    """An .odt from outside, looked at in the same way."""

    holds, kind = "content.xml", "OpenDocument text (.odt)"


def ending_of(data: bytes, name: str) -> str:
    """Return 'docx' or 'odt' by what a file holds; its name does not count.

    Raises Refused, naming it, where it is neither.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = set(package.namelist()[:PARTS_LIMIT])
            kind = _start(package, "mimetype") if "mimetype" in names else b""
            listed = "META-INF/manifest.xml"
            sealed = listed in names and b"encryption-data" in _start(package, listed)
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, NotImplementedError) as error:
        raise Refused(f"{name} cannot be opened. {_DAMAGED}") from error
    except (EOFError, RuntimeError, KeyError) as error:
        raise Refused(f"{name} cannot be opened. {_DAMAGED}") from error
    if sealed:
        raise Refused(f"{name} is protected with a password. Save a copy without one and add that.")
    if "word/document.xml" in names:
        return "docx"
    if kind.strip() == b"application/vnd.oasis.opendocument.text" and "content.xml" in names:
        return "odt"
    raise Refused(
        f"{name} is neither a PDF, a Word document (.docx), an OpenDocument text (.odt) nor a "
        "picture. Open it, save it as a PDF, and add that."
    )


def _start(package: zipfile.ZipFile, part: str) -> bytes:
    with package.open(part) as source:
        return source.read(_PIECE)


def _refuse_other_kinds(data: bytes, name: str) -> None:
    if not data:
        raise Refused(f"{name} is empty: it holds no bytes. Save it again where it came from.")
    if len(data) > FILE_LIMIT:
        raise Refused(f"{name} is larger than 100 MB. Take the pictures out and save it again.")
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Refused(
                f"{name} is protected with a password. Open it in Word, take the password off "
                "(File, Info, Protect Document) and save it."
            )
        raise Refused(f"{name} is in an old format (.doc). {_SAVE_AS}")
    if data.startswith(b"%PDF"):
        raise Refused(f"{name} is a PDF. Ask for the Word document it was made from.")
    if not data.startswith(b"PK"):
        raise Refused(f"{name} is no Word document, whatever its name says. {_SAVE_AS}")
