"""Documents and calendars written from the command line: PDF, Word, HTML and iCalendar."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from dscp_desktop.app.documents import RENDER, WRITE, ready_document
from dscp_desktop.app.features import calendar_of, document_offers
from dscp_desktop.app.given import check_target, is_there, open_for, say, write_out
from dscp_desktop.audits.queries.programme import find_audit
from dscp_desktop.core.faults import WrongUse
from dscp_desktop.core.intake import take_file
from dscp_desktop.core.names import tidy_name
from dscp_desktop.core.offers import DocumentOffer, Scope, WorkbookOffer
from dscp_desktop.core.periods import parse_year, year_of
from dscp_desktop.diary.queries.meetings import find_meeting
from dscp_desktop.jobs.files import FileWorker
from dscp_desktop.learning.queries.cycles import find_cycle, find_phase
from dscp_desktop.partnership.queries.parties import find_group, load_names
from dscp_desktop.records.queries import blank_parts
from dscp_desktop.records.workbook.blanks import blank_file
from dscp_desktop.sampling.queries import find_frame
from dscp_desktop.store.settings import sample_mark
from dscp_desktop.terms_of_reference.queries.terms import list_documents

ENDINGS = (".pdf", ".docx", ".html")
CALENDAR = ".ics"
# What each part of a scope is called in words, and how it is said on the command line.
_PARTS = {
    "group": ("the group", "--group"),
    "meeting": ("the meeting", "--meeting"),
    "year": ("the year", "--year"),
    "version": ("the version", "--version"),
    "versions": ("the two versions", "--from and --to"),
    "on": ("the day", "--on"),
    "owner": ("the owner", "--owner"),
    "document": ("the document", "--document"),
    "commitment": ("the commitment of the list", "--commitment"),
    "audit": ("the audit", "--audit"),
    "cycle": ("the learning cycle", "--cycle"),
    "phase": ("the phase", "--cycle and --phase"),
}


def document_words() -> str:
    """Return the kinds of documents in a row."""
    return ", ".join(sorted(offer.kind for offer in document_offers()))


def export_document(options: Namespace) -> int:
    """Write the document of one kind as `options.out` says by its ending.

    Raises WrongUse where there is no such kind, or an option that the kind needs is not given.
    """
    offer = next((o for o in document_offers() if o.kind == options.kind), None)
    if offer is None:
        raise WrongUse(f"There is no document '{options.kind}'. The documents: {document_words()}.")
    ending = options.out.suffix.casefold()
    _judge_look(options, ending)
    scope_version(options)
    check_target(options.out, force=options.force)
    with open_for(options, to_read=True) as store, FileWorker() as worker:
        say_what_is_needed(offer.needs, options)
        values = store.ask(_values, offer, options, store.today())
        if ending == ".pdf":
            facts, blobs = worker.ask(RENDER, {**values, "large": options.large})
            for warning in facts["warnings"]:
                say(f"  note: {warning}")
        else:
            template = _template(options.template)
            _, blobs = worker.ask(WRITE, {**values, "form": ending[1:]}, template)
        write_out(options.out, blobs[0], force=options.force)
    say(f"Wrote {options.out}.")
    return 0


def export_calendar(options: Namespace) -> int:
    """Write the meetings, of all groups or of one, or the learning cycles as an iCalendar file.

    Raises WrongUse where the kind has none.
    """
    make = calendar_of(options.kind)
    if make is None:
        raise WrongUse("As -o OUT.ics goes out: calendar, cycles, year-planner.")
    check_target(options.out, force=options.force)
    with open_for(options, to_read=True) as store:
        scope = store.ask(scope_of, options, store.today())
        mark = store.ask(sample_mark)
        write_out(options.out, store.ask(make, scope), force=options.force)
    say(f"Wrote {options.out}{f': {mark} records' if mark else ''}.")
    return 0


def export_blank(options: Namespace, offer: WorkbookOffer) -> int:
    """Write the empty workbook of a kind, to be filled in and imported.

    Raises WrongUse where the kind has none, or it is not to be an Excel workbook.
    """
    if not offer.blanks:
        raise WrongUse(f"There is no empty workbook of {offer.kind}: it is not filled in by hand.")
    if options.json or not options.out or options.out.suffix.casefold() != ".xlsx":
        raise WrongUse("An empty workbook goes out with -o OUT.xlsx.")
    with open_for(options, to_read=True) as store:
        scope = store.ask(scope_of, options, store.today())
        parts = store.ask(blank_parts, offer, scope)
        year = parse_year(scope.year) if scope.year else year_of(scope.today)
        data = blank_file(offer, parts.sheets, parts.lists, year)
        write_out(options.out, data, force=options.force)
    say(f"Wrote {options.out}.")
    return 0


def _judge_look(options: Namespace, ending: str) -> None:
    if options.template and (ending != ".docx" or not is_there(options.template)):
        there = is_there(options.template)
        raise WrongUse(
            "A template is for -o OUT.docx." if there else f"{options.template} is not there."
        )
    if options.large and ending != ".pdf":
        raise WrongUse("Large print is for -o OUT.pdf; Word and a browser have their own zoom.")


def say_what_is_needed(needs: Sequence[str], options: Namespace) -> None:
    """Raise WrongUse, naming the option, where one that a kind needs is not given."""
    given = {
        "group": options.group,
        "meeting": options.meeting,
        "year": options.year,
        "version": options.version,
        "versions": options.before and options.after,
        "on": options.on,
        "owner": options.owner,
        "document": options.document,
        "commitment": options.commitment,
        "audit": options.audit,
        "cycle": options.cycle,
        "phase": options.cycle and options.phase,
    }
    for need in needs:
        names = need.split(" or ")
        if not any(given[name] for name in names):
            words = [f"{_PARTS[name][0]} with {_PARTS[name][1]}" for name in names]
            raise WrongUse(f"Say {' or '.join(words)}.")


def scope_version(options: Namespace) -> str:
    """Return the version that a scope asks for: a number, or two with a hyphen between.

    Raises WrongUse where one is not a whole number from 1 on, or only one of two is given.
    """
    said = [text for text in (options.version, options.before, options.after) if text]
    for text in said:
        if not (text.isascii() and text.isdigit() and 0 < len(text) < 5 and int(text)):
            raise WrongUse(f"'{text}' is not a version. Write its number, such as 2.")
    if bool(options.before) != bool(options.after):
        raise WrongUse("Two versions are compared with --from and --to: say both.")
    if options.before and options.version:
        raise WrongUse("Say --version, or --from and --to; not both.")
    if options.before:
        return f"{int(options.before)}-{int(options.after)}"
    return str(int(options.version)) if options.version else ""


def _template(path: Path | None) -> list[bytes]:
    return [take_file(path, path.name)] if path else []


def _values(
    session: Session, offer: DocumentOffer, options: Namespace, today: date
) -> dict[str, Any]:
    return ready_document(session, offer, scope_of(session, options, today)).values


def scope_of(session: Session, options: Namespace, today: date) -> Scope:
    """Return what the options ask for. Raises WrongUse where a group or meeting is not known."""
    group_id = meeting_id = ""
    if options.group:
        group = find_group(session, options.group)
        if group is None:
            raise WrongUse(
                f"There is no group '{options.group}'.{load_names(session).near(options.group)}"
            )
        group_id = group.id
    if options.meeting:
        meeting_id = find_meeting(session, options.meeting).id
    return Scope(
        today=today,
        meeting_id=meeting_id,
        group_id=group_id,
        year=options.year,
        version=scope_version(options),
        on=options.on,
        record_id=_record_id(session, options, today),
    )


def _record_id(session: Session, options: Namespace, today: date) -> str:
    """Return the one record a document is about: an owner, an agreed document, a list, a cycle."""
    named = (options.owner, options.document, options.commitment, options.cycle, options.audit)
    if sum(map(bool, named)) > 1:
        raise WrongUse("Say --owner, --document, --commitment, --cycle or --audit; one of them.")
    if options.audit:
        return find_audit(session, options.audit)
    if options.cycle:
        cycle_id = find_cycle(session, options.cycle)
        return find_phase(session, cycle_id, options.phase) if options.phase else cycle_id
    if options.commitment:
        return find_frame(session, options.commitment)
    if options.owner:
        names = load_names(session)
        owner = names.party(options.owner)
        if owner is None:
            raise WrongUse(f"Nobody is called '{options.owner}'.{names.near(options.owner)}")
        return owner.id
    if not options.document:
        return ""
    documents = list_documents(session, today)
    wanted = tidy_name(options.document)
    found = next((each for each in documents if tidy_name(each.title) == wanted), None)
    if found is None:
        titles = ", ".join(each.title for each in documents) or "none yet"
        raise WrongUse(f"There is no document '{options.document}'. There are: {titles}.")
    return found.id
