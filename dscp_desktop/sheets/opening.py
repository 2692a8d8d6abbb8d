"""What is checked before anything in a workbook from outside is read."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from dscp_desktop.core.faults import Refused

MEGABYTE = 1_000_000
FILE_LIMIT = 100 * MEGABYTE
# What a workbook may unfold to; a real one unfolds to 4 to 15 times its size.
UNFOLDED_LIMIT = 300 * MEGABYTE
TEXTS_LIMIT = 64 * MEGABYTE
RATIO_LIMIT = 100
RATIO_FROM = 10 * MEGABYTE
PARTS_LIMIT = 5_000
_PIECE = 1 << 19

_OLE = bytes.fromhex("d0cf11e0")
_SAVE_AS = "Open it in Excel and save it as an Excel workbook (.xlsx)."
_DAMAGED = "It may be cut short or damaged. Save it again where it came from, or ask for it again."


def open_package(data: bytes, name: str) -> zipfile.ZipFile:
    """Return the open zip of an .xlsx or .xlsm file. `name` is used only in words.

    Raises Refused, naming the file and the way out, for every other kind of file, for a damaged
    one, and for one that would unfold to more than may be read.
    """
    _refuse_other_kinds(data, name)
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
        parts = package.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeError) as error:
        raise Refused(f"{name} cannot be opened. {_DAMAGED}") from error
    _refuse_other_packages(package, name)
    _check_parts(parts, name)
    return package


def _refuse_other_kinds(data: bytes, name: str) -> None:
    if not data:
        raise Refused(f"{name} is empty: it holds no bytes. Save it again where it came from.")
    if len(data) > FILE_LIMIT:
        raise Refused(f"{name} is larger than 100 MB. Split it into smaller workbooks.")
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Refused(
                f"{name} is protected with a password. Open it in Excel, take the password off "
                "(File, Info, Protect Workbook) and save it."
            )
        raise Refused(f"{name} is in an old format (.xls or the like). {_SAVE_AS}")
    if data.startswith(b"%PDF"):
        raise Refused(f"{name} is a PDF, not a workbook. Ask for the workbook it was made from.")
    if not data.startswith(b"PK"):
        raise Refused(f"{name} is not an Excel workbook, whatever its name says. {_SAVE_AS}")


def _refuse_other_packages(package: zipfile.ZipFile, name: str) -> None:
    names = {_plain_name(part) for part in package.namelist()}
    if any(part.endswith("workbook.bin") for part in names):
        raise Refused(f"{name} is a binary workbook (.xlsb). {_SAVE_AS}")
    if "content.xml" in names and "mimetype" in names:
        raise Refused(f"{name} is an OpenDocument file (.ods or the like). {_SAVE_AS}")
    if "word/document.xml" in names:
        raise Refused(f"{name} is a Word document, not a workbook. Copy its table into Excel.")
    if "[content_types].xml" not in names:
        raise Refused(f"{name} is a zip file with no workbook in it. {_SAVE_AS}")


def _check_parts(parts: list[zipfile.ZipInfo], name: str) -> None:
    if len(parts) > PARTS_LIMIT:
        raise Refused(f"{name} has more than {PARTS_LIMIT:,} parts inside. {_SAVE_AS}")
    names = [_plain_name(part.filename) for part in parts]
    if len(set(names)) != len(names):
        raise Refused(f"{name} holds two parts of the same name. {_DAMAGED}")
    if any(part.flag_bits & 0x1 for part in parts):
        raise Refused(f"{name} is encrypted. Take the password off and save it again.")
    known = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
    if any(part.compress_type not in known for part in parts):
        raise Refused(f"{name} is packed in a way that Excel does not use. {_SAVE_AS}")
    unfolded = sum(part.file_size for part in parts)
    steep = any(
        part.file_size > RATIO_FROM and part.file_size > RATIO_LIMIT * max(1, part.compress_size)
        for part in parts
    )
    if unfolded > UNFOLDED_LIMIT or steep:
        raise Refused(
            f"{name} would unfold to {unfolded / MEGABYTE:,.0f} MB, more than a return holds. "
            "Copy the rows you need into a new workbook."
        )
    texts = sum(p.file_size for p in parts if _plain_name(p.filename).endswith("strings.xml"))
    if texts > TEXTS_LIMIT:
        raise Refused(f"{name} holds more than 64 MB of text. Split it into smaller workbooks.")


def _plain_name(part: str) -> str:
    return part.replace("\\", "/").lstrip("/").casefold()


def find_part(package: zipfile.ZipFile, path: str) -> str | None:
    """Return a part's name as the zip writes it: case and slashes differ between programs."""
    wanted = _plain_name(path)
    return next((part for part in package.namelist() if _plain_name(part) == wanted), None)


def pieces(package: zipfile.ZipFile, part: str, name: str) -> Iterator[bytes]:
    """Unfold a part piece by piece. Raises Refused where it is damaged or unsafe."""
    try:
        with package.open(part) as source:
            tail = b""
            while piece := source.read(_PIECE):
                # A document type is the way to an XML bomb, and Excel never writes one.
                if b"<!DOCTYPE" in tail + piece or b"<!ENTITY" in tail + piece:
                    raise Refused(f"{name} holds definitions not safe to read. {_SAVE_AS}")
                if piece[:2] in (b"\xff\xfe", b"\xfe\xff") and not tail:
                    raise Refused(f"{name} is written as Excel never does. {_SAVE_AS}")
                tail = piece[-16:]
                yield piece
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
        raise Refused(f"{name} is damaged inside. {_DAMAGED}") from error


def read_part(package: zipfile.ZipFile, path: str, name: str) -> Element | None:
    """Return a small part as XML, None where there is none. Raises Refused where it is damaged."""
    part = find_part(package, path)
    if part is None:
        return None
    if package.getinfo(part).file_size > 8 * MEGABYTE:
        raise Refused(f"{name} has an unusually large list of contents. {_SAVE_AS}")
    try:
        root: Any = fromstring(b"".join(pieces(package, part, name)), forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise Refused(f"{name} is damaged inside. {_DAMAGED}") from error
    return root if isinstance(root, Element) else None
