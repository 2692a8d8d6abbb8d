"""The verb `pack`: a meeting's pack as one PDF, part 2 on its own, and numbered copies."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from dscp_desktop.app.features import document_offers
from dscp_desktop.app.given import check_target, open_for, say, secret, write_out
from dscp_desktop.app.parts import switched_off
from dscp_desktop.core.days import show_date
from dscp_desktop.core.faults import Refused, WrongUse
from dscp_desktop.core.offers import DocumentOffer
from dscp_desktop.diary.queries.meetings import find_meeting
from dscp_desktop.jobs.files import FileWorker
from dscp_desktop.packs.documents.building import build_pack, build_part_2
from dscp_desktop.packs.documents.copies import check_password, make_copies
from dscp_desktop.packs.documents.press import Kept
from dscp_desktop.packs.documents.standing import build_changes, build_issued
from dscp_desktop.packs.queries.contents import gather
from dscp_desktop.packs.queries.issues import load_issued
from dscp_desktop.packs.rules.issued import IssuedPack
from dscp_desktop.packs.rules.parts import PART_2, BuiltPack, PackContents
from dscp_desktop.store.opening import Store

PASSWORD = "DSCP_PART2_PASSWORD"  # noqa: S105  the name of a variable, no password


def pack(options: Namespace) -> int:
    """Build a meeting's pack; one that was issued as it now stands, with its own numbers."""
    names = [" ".join(name.split()) for name in options.copy]
    places = copy_places(options.out, len(names))
    for place in (options.out, *places, *([options.part_2] if options.part_2 else [])):
        check_target(place, force=options.force)
    if not all(names):
        raise WrongUse("--copy wants the name of who is given it.")
    password = part_2_password() if options.part_2 else ""
    with open_for(options, to_read=True) as store, FileWorker() as worker:
        pair = _build(store, worker, options, password)
        for built, place in zip(pair, (options.out, options.part_2), strict=False):
            for warning in built.warnings if place == options.out else ():
                say(f"  note: {warning}")
            write_out(place, built.data, force=options.force)
            say(f"Wrote {place}: {built.pages} pages.")
        copies = make_copies(pair[0].data, worker.ask, names)
        for place, data in zip(places, copies, strict=True):
            write_out(place, data, force=options.force)
            say(f"Wrote {place}.")
    return 0


def _build(
    store: Store, worker: FileWorker, options: Namespace, password: str
) -> tuple[BuiltPack, ...]:
    """Build the pack, and part 2 on its own where it is wanted, before anything is written."""
    meeting = store.ask(find_meeting, options.meeting)
    issued, contents = store.ask(_look, meeting.id, store.today())
    kept = Kept()
    if issued is None:
        if options.supplement:
            raise Refused(f"The pack of {options.meeting} was not issued: it has no supplements.")
        built = build_pack(contents, worker.ask, options.edition, built_at=store.now(), kept=kept)
        if not password:
            return (built,)
        at = store.now()
        return built, build_part_2(contents, worker.ask, built_at=at, password=password, kept=kept)
    return _build_issued(issued, worker, options, password, kept)


def _build_issued(
    issued: IssuedPack, worker: FileWorker, options: Namespace, password: str, kept: Kept
) -> tuple[BuiltPack, ...]:
    on = show_date(issued.issue.issued_on)
    if options.supplement:
        number = options.supplement
        built = build_changes(issued, number, worker.ask, options.edition, kept=kept)
        say(f"  note: Only the pages that supplement {number} changed are in it.")
    else:
        built = build_issued(issued, worker.ask, options.edition, kept=kept)
        say(f"  note: The pack was issued on {on}: this is how it now stands.")
    if not password:
        return (built,)
    part_2 = build_issued(issued, worker.ask, PART_2, password=password, kept=kept)
    return built, part_2


def _look(session: Session, meeting_id: str, today: date) -> tuple[IssuedPack | None, PackContents]:
    offers: Sequence[DocumentOffer] = document_offers(switched_off(session))
    issued = load_issued(session, meeting_id)
    return issued, gather(session, meeting_id, offers, today, with_files=issued is None)


def copy_places(out: Path, count: int) -> tuple[Path, ...]:
    """Return where numbered copies go: 'pack-copy-07-of-14.pdf' beside 'pack.pdf'."""
    wide = len(str(count))
    return tuple(
        out.with_name(f"{out.stem}-copy-{number:0{wide}}-of-{count}{out.suffix}")
        for number in range(1, count + 1)
    )


def part_2_password() -> str:
    """Return the password for part 2: from DSCP_PART2_PASSWORD, which is taken away, or a prompt.

    Raises WrongUse where there is neither, Refused where it is too short.
    """
    missing = f"Part 2 has no password: set {PASSWORD}, or start it at a terminal."
    given = secret(PASSWORD, "Password for part 2", missing)
    check_password(given)
    return given
