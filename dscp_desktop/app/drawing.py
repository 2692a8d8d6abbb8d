"""A draw on the command line, and the check of a certificate, which needs no store."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence

from sqlalchemy.orm import Session

from dscp_desktop.app.documents import RENDER, ready_document
from dscp_desktop.app.features import document_offers
from dscp_desktop.app.given import check_target, is_there, open_for, say, write_out
from dscp_desktop.app.parts import off_words, switched_off
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Refused, WrongUse
from dscp_desktop.core.intake import take_file
from dscp_desktop.core.offers import Scope
from dscp_desktop.jobs.files import FileWorker
from dscp_desktop.restraint.feature import FEATURE as RESTRAINT_PART
from dscp_desktop.restraint.queries.frame import footage_warnings, frame_rows
from dscp_desktop.restraint.queries.incidents import list_returns
from dscp_desktop.sampling.commands import draw_by_command
from dscp_desktop.sampling.queries import certificate_text, get_draw
from dscp_desktop.sampling.rules.certificate import check_certificate, read_certificate
from dscp_desktop.sampling.rules.draw import tidy_seed
from dscp_desktop.sampling.rules.frame import FrameRow, LeftOut, Period
from dscp_desktop.sampling.rules.records import RESTRAINT, frame_plan

CERTIFICATE = "draw-certificate"
TITLE = "Restraint incidents"


def draw(options: Namespace) -> int:
    """Draw a sample of incidents and write its certificate, with CERT.json beside it."""
    if options.out.suffix.casefold() != ".pdf":
        raise WrongUse(f"{options.out.name}: a certificate goes out as .pdf, with .json beside it.")
    beside = options.out.with_suffix(".json")
    for path in (options.out, beside):
        check_target(path, force=options.force)
    tidy_seed(options.seed)
    frame_plan(RESTRAINT, options.take)
    with open_for(options) as store, FileWorker() as worker:
        changes = store.run(_draw, options)
        draw_id = str(changes.result)
        text = store.ask(certificate_text, draw_id)
        offer = next(each for each in document_offers() if each.kind == CERTIFICATE)
        ready = store.ask(ready_document, offer, Scope(store.today(), record_id=draw_id))
        _, blobs = worker.ask(RENDER, ready.values)
        record = store.ask(get_draw, draw_id)
        taken = {ref for stratum in record.drawn.strata.values() for ref in stratum.taken}
        sample = [row for row in record.rows if row.ref in taken]
        warnings = store.ask(footage_warnings, sample, store.today())
    write_out(beside, text.encode(), force=options.force)
    write_out(options.out, blobs[0], force=options.force)
    for note in record.drawn.notes:
        say(f"  note: {note}")
    for warning in warnings:
        say(f"  note: {warning.ref}: {warning.words}")
    if record.rehearsal:
        say("  note: This is a rehearsal: no freeze was recorded before with this commitment.")
    say(f"Wrote {options.out} and {beside}.")
    return 0


def _draw(session: Session, options: Namespace) -> Changes:
    """Take the list from the register as it is, and draw from it."""
    if RESTRAINT_PART.name in switched_off(session):
        raise Refused(off_words(RESTRAINT_PART))
    period = Period(options.first, options.last)
    rows, without = frame_rows(session, options.first, options.last)
    left_out = _left_out(options.leave_out, rows, without)
    away = {row.ref for row in left_out}
    missing = [ref for ref in without if ref not in away]
    if missing:
        raise Refused(
            f"The list cannot be drawn from: no level is recorded of {', '.join(missing)}. "
            "Record it, or leave it out with --leave-out REF=REASON."
        )
    kept = [row for row in rows if row.ref not in away]
    supplied_by, declared = _supplied(session, period)
    return draw_by_command(
        session, RESTRAINT, f"{TITLE} {period.text}", period, kept, left_out, options.take,
        options.seed, options.by, supplied_by, declared, longer=options.longer,
    )  # fmt: skip


def _left_out(
    given: Sequence[str], rows: Sequence[FrameRow], without: Sequence[str]
) -> tuple[LeftOut, ...]:
    """Read REF=REASON of each. Raises WrongUse where there is no such incident in the period."""
    known = {*(row.ref for row in rows), *without}
    found = {}
    for text in given:
        ref, sign, reason = text.partition("=")
        ref, reason = ref.strip(), reason.strip()
        if not sign or not reason:
            raise WrongUse(f"--leave-out '{text}' gives no reason. Write REF=REASON.")
        if ref not in known:
            raise WrongUse(f"There is no incident {ref} in this period.")
        if ref in found:
            raise WrongUse(f"--leave-out names {ref} twice. Name it once.")
        found[ref] = LeftOut(ref, reason)
    return tuple(found.values())


def _supplied(session: Session, period: Period) -> tuple[str, int | None]:
    """Return who supplied the returns of a period, and the total they declared for just it."""
    returns = [
        line
        for line in list_returns(session)
        if line.first <= period.last and line.last >= period.first
    ]
    who = dict.fromkeys(line.supplied_by for line in returns if line.supplied_by)
    inside = all(line.first >= period.first and line.last <= period.last for line in returns)
    declared = [line.declared for line in returns if line.declared is not None]
    whole = returns and inside and len(declared) == len(returns)
    return ", ".join(who), sum(declared) if whole else None


def verify(options: Namespace) -> int:
    """Check everything in CERT.json again; 1 where anything does not hold."""
    path = options.certificate
    if not is_there(path):
        raise WrongUse(f"{path} is not there.")
    values = read_certificate(take_file(path))
    checks = check_certificate(values)
    for check in checks:
        print(f"{'holds' if check.holds else 'FAILS'} {check.what}")
    failed = sum(not check.holds for check in checks)
    if failed:
        say(f"dscp: {failed} of the checks fail: do not rely on this draw.")
        return 1
    print("Everything holds.")
    print(f"Compare with the minutes and the freeze slip: {values['commitment']}")
    return 0
