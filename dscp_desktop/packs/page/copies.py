"""Copies of what was issued, built and written as files, one for each who is given one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dscp_desktop.core.saving import save_file
from dscp_desktop.jobs.threads import FileDesk
from dscp_desktop.packs.documents.copies import make_copies
from dscp_desktop.packs.documents.press import Kept
from dscp_desktop.packs.documents.standing import build_changes, build_issued
from dscp_desktop.packs.page.output import check_free, copy_paths
from dscp_desktop.packs.rules.issued import IssuedPack


@dataclass(frozen=True, slots=True)
class CopyWish:
    """What is given to whom: an edition of the pack, or with `supplement` of what it changed.

    `first` is the number of the first copy; with a password every file is encrypted.
    """

    edition: str
    supplement: int
    recipients: tuple[str, ...]
    first: int = 1
    numbered: bool = True
    password: str = ""


def save_copies(issued: IssuedPack, wish: CopyWish, path: Path, files: FileDesk, kept: Kept) -> str:
    """Write a file for each copy beside `path`, or the one file of all; return it in words.

    Raises Refused where a file of that name is there, or one could not be written.
    """
    count = len(wish.recipients)
    places = copy_paths(path, count, wish.first) if wish.numbered else (path,)
    check_free(places if wish.numbered else ())
    password = wish.password
    ask, edition, locked = files.ask, wish.edition, not wish.numbered
    if wish.supplement:
        number = wish.supplement
        built = build_changes(
            issued, number, ask, edition, password=password, locked=locked, kept=kept
        )
    else:
        built = build_issued(issued, ask, edition, password=password, locked=locked, kept=kept)
    if not wish.numbered:
        return f"Saved as {save_file(path, built.data).name}."
    copies = make_copies(
        built.data, files.ask, wish.recipients, first=wish.first, password=password
    )
    for number, (place, data) in enumerate(zip(places, copies, strict=True), 1):
        save_file(place, data)
        files.tell(f"Copy {number} of {count} is saved", number, count)
    return f"{count} numbered {'copy' if count == 1 else 'copies'} saved beside {path.name}."
