"""A pack, or a supplement to one, ready to be issued: its numbers, its files, its editions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from dscp_desktop.core.offers import FileWork
from dscp_desktop.packs.documents.building import Sheaf, build_pack, lay_out, withhold
from dscp_desktop.packs.documents.press import Kept, Press
from dscp_desktop.packs.documents.standing import build_issued
from dscp_desktop.packs.rules.issued import (
    Issue,
    IssuedPack,
    IssuedPart,
    Now,
    change_lines,
    issued_parts,
    plan_supplement,
)
from dscp_desktop.packs.rules.parts import (
    EDITIONS,
    FULL,
    PAPER,
    PLACEHOLDER,
    WITHOUT_PART_2,
    PackContents,
    PackPart,
    PackPiece,
    count_pages,
    foot_words,
    name_of_pack,
)
from dscp_desktop.packs.rules.ready import Ready


def ready_issue(
    contents: PackContents, ask: FileWork, *, built_at: datetime, kept: Kept | None = None
) -> Ready:
    """Build every edition of a pack and fix its numbers. Nothing is written yet.

    Raises Refused where a paper cannot be joined.
    """
    kept = Kept() if kept is None else kept
    press = Press(ask, kept)
    on = _day(contents, built_at)
    sheaf = lay_out(contents, press)
    wanted = _editions(sheaf)
    rows = list(_front_rows(contents, press, sheaf, wanted, on))
    own = issued_parts(sheaf.parts[2:], on)
    for row, piece, printed in zip(own, contents.pieces, sheaf.printed[2:], strict=True):
        data = None if piece.part.kind == PAPER else printed.data
        rows.append((replace(_labelled(row, piece.part), file_id=piece.file_id), data))
    built = tuple(build_pack(contents, ask, e, built_at=built_at, kept=kept) for e in wanted)
    issue = _issue(contents, 0, built_at, count_pages(sheaf.parts))
    return Ready(issue, tuple(rows), built)


def _editions(sheaf: Sheaf) -> tuple[str, ...]:
    """Return the editions that differ: without a part 2 nothing is withheld."""
    if any(part.restricted for part in sheaf.parts):
        return EDITIONS
    return tuple(edition for edition in EDITIONS if edition != WITHOUT_PART_2)


def _labelled(row: IssuedPart, part: PackPart) -> IssuedPart:
    return replace(row, item=part.label or str(part.item or ""))


def _front_rows(
    contents: PackContents, press: Press, sheaf: Sheaf, editions: Sequence[str], on: date
) -> Iterator[tuple[IssuedPart, bytes | None]]:
    """Yield cover and agenda of each edition: they differ in what they tell."""
    for edition in editions:
        own = sheaf if edition == FULL else withhold(contents, press, sheaf, edition)
        for row, printed in zip(issued_parts(own.parts[:2], on), own.printed, strict=False):
            yield replace(row, edition=edition), printed.data


def _issue(contents: PackContents, number: int, built_at: datetime, pages: int) -> Issue:
    foot = foot_words(contents, FULL, built_at)
    return Issue(
        id="",
        number=number,
        issued_at=built_at,
        issued_on=_day(contents, built_at),
        check_code=contents.check_code,
        pages=pages,
        marking=contents.marking,
        partnership=contents.partnership,
        heading=name_of_pack(contents.meeting),
        foot=f"Supplement {number} · {foot}" if number else foot,
    )


def _day(contents: PackContents, at: datetime) -> date:
    return at.astimezone(ZoneInfo(contents.zone)).date()


def ready_supplement(
    issued: IssuedPack,
    contents: PackContents,
    ask: FileWork,
    *,
    built_at: datetime,
    kept: Kept | None = None,
) -> Ready:
    """Work out what changed since a pack was issued, and build it as it would stand.

    Raises Refused where nothing changed, or a paper cannot be joined.
    """
    kept = Kept() if kept is None else kept
    press = Press(ask, kept)
    number = issued.last.number + 1
    stands = {part.key: part.file_id for part in issued.parts}
    pieces = [p for p in contents.pieces if p.part.kind != PLACEHOLDER or p.part.key in stands]
    new = [piece for piece in pieces if piece.part.key not in stands or _came(piece, issued)]
    data = dict(zip((p.part.key for p in new), _print(press, new), strict=True))
    now = [_now(piece, data.get(piece.part.key), contents, issued.issue) for piece in pieces]
    on = _day(contents, built_at)
    rows = plan_supplement(issued.parts, now, number, on, dict(contents.withdrawn))
    labels = {piece.part.key: piece.part for piece in pieces}
    kept_rows = tuple(
        (
            _labelled(row, labels[row.key]) if row.key in labels else row,
            data[row.key][1] if row.key in data and row.file_id is None else None,
        )
        for row in rows
    )
    issue = _issue(contents, number, built_at, issued.issue.pages)
    after = _as_it_would_stand(issued, issue, kept_rows, {p.file_id: p.data for p in new})
    present = {edition for at, edition, _, _ in issued.editions if at == 0} or set(EDITIONS)
    if any(row.restricted for row in rows):
        present |= set(EDITIONS)
    wanted = [edition for edition in EDITIONS if edition in present]
    built = tuple(build_issued(after, ask, edition, kept=kept) for edition in wanted)
    return Ready(issue, kept_rows, built, change_lines(after.parts, number))


def _came(piece: PackPiece, issued: IssuedPack) -> bool:
    """Say whether a paper shows another file than the newest row of its part."""
    last = next(part for part in reversed(issued.parts) if part.key == piece.part.key)
    return last.file_id is None or (piece.file_id is not None and last.file_id != piece.file_id)


def _print(press: Press, pieces: Sequence[PackPiece]) -> list[tuple[int, bytes | None]]:
    """Return pages and, of what the program makes itself, the bytes of new parts."""
    papers = [(p.part.title, p.data) for p in pieces if p.part.kind == PAPER and p.data]
    ready = iter(press.prepare(papers))
    found: list[tuple[int, bytes | None]] = []
    for piece in pieces:
        if piece.part.kind == PAPER:
            found.append((next(ready).pages, None))
        else:
            printed = press.print(piece.document)
            found.append((printed.pages, printed.data))
    return found


def _now(
    piece: PackPiece, printed: tuple[int, bytes | None] | None, contents: PackContents, issue: Issue
) -> Now:
    part = piece.part
    marking = part.marking or contents.marking
    part = replace(part, marking="" if marking == issue.marking else marking)
    if printed is not None:
        part = replace(part, pages=printed[0])
    return Now(part, piece.file_id, piece.why)


def _as_it_would_stand(
    issued: IssuedPack,
    issue: Issue,
    rows: Sequence[tuple[IssuedPart, bytes | None]],
    files: dict[str | None, bytes | None],
) -> IssuedPack:
    """Return the pack with a supplement that is not written yet; new files go by their part."""
    data = {**issued.data, **{str(key): value for key, value in files.items() if key and value}}
    parts = list(issued.parts)
    for row, own in rows:
        if own is not None:
            row = replace(row, file_id=f"new {row.key}")
            data[str(row.file_id)] = own
        parts.append(row)
    return replace(issued, issues=(*issued.issues, issue), parts=tuple(parts), data=data)
