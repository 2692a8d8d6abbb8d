"""Documents written from the command line: PDF, Word and HTML."""

from __future__ import annotations

from argparse import Namespace
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from dscp_desktop.app.documents import RENDER, WRITE, ready_document
from dscp_desktop.app.features import document_offers
from dscp_desktop.app.given import check_target, is_there, open_for, say, write_out
from dscp_desktop.core.faults import WrongUse
from dscp_desktop.core.intake import take_file
from dscp_desktop.core.offers import DocumentOffer, Scope
from dscp_desktop.diary.queries import find_meeting
from dscp_desktop.jobs.files import FileWorker
from dscp_desktop.partnership.queries import find_group

ENDINGS = (".pdf", ".docx", ".html")


def document_words() -> str:
    """Return the kinds of documents in a row."""
    return ", ".join(sorted(offer.kind for offer in document_offers()))


def export_document(options: Namespace) -> int:
    """Write the document of one kind as `options.out` says by its ending.

    Raises WrongUse where there is no such kind, or the kind wants a group or a meeting.
    """
    offer = next((o for o in document_offers() if o.kind == options.kind), None)
    if offer is None:
        raise WrongUse(f"There is no document '{options.kind}'. The documents: {document_words()}.")
    ending = options.out.suffix.casefold()
    if options.template and (ending != ".docx" or not is_there(options.template)):
        there = is_there(options.template)
        raise WrongUse(
            "A template is for -o OUT.docx." if there else f"{options.template} is not there."
        )
    if options.large and ending != ".pdf":
        raise WrongUse("Large print is for -o OUT.pdf; Word and a browser have their own zoom.")
    check_target(options.out, force=options.force)
    with open_for(options, to_read=True) as store, FileWorker() as worker:
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


def _template(path: Path | None) -> list[bytes]:
    return [take_file(path, path.name)] if path else []


def _values(
    session: Session, offer: DocumentOffer, options: Namespace, today: date
) -> dict[str, Any]:
    return ready_document(session, offer, _scope(session, options, today)).values


def _scope(session: Session, options: Namespace, today: date) -> Scope:
    group_id = meeting_id = ""
    if options.group:
        group = find_group(session, options.group)
        if group is None:
            raise WrongUse(f"There is no group '{options.group}'.")
        group_id = group.id
    if options.meeting:
        meeting_id = find_meeting(session, options.meeting).id
    return Scope(today=today, meeting_id=meeting_id, group_id=group_id, year=options.year)
