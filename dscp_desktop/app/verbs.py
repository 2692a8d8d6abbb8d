"""What each verb of the command line does: open, ask or run, say what came out."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlcipher3
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from dscp_desktop.app.beginning import begin_from
from dscp_desktop.app.exporting import (
    CALENDAR,
    ENDINGS,
    document_words,
    export_blank,
    export_calendar,
    export_document,
    scope_of,
)
from dscp_desktop.app.features import due_offers, workbook_offers
from dscp_desktop.app.given import (
    check_target,
    disk_words,
    is_there,
    login_name,
    making,
    open_for,
    passphrase,
    program_version,
    putting_back,
    say,
    show_json,
    slot_name,
    write_out,
)
from dscp_desktop.app.parts import switched_off
from dscp_desktop.app.profile_saving import profile_bytes
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.days import working_days_between
from dscp_desktop.core.faults import CannotOpen, Refused, WrongUse
from dscp_desktop.core.intake import shown_name, take_file
from dscp_desktop.core.offers import Due, WorkbookOffer
from dscp_desktop.core.profiles import ENDING as PROFILE_ENDING
from dscp_desktop.core.profiles import load_profile
from dscp_desktop.diary.queries.meetings import find_meeting
from dscp_desktop.jobs.converting import sweep_private
from dscp_desktop.jobs.files import FileWorker
from dscp_desktop.jobs.taking import take_paper
from dscp_desktop.meetings.commands.agenda import add_paper
from dscp_desktop.meetings.rules.papers import Came
from dscp_desktop.records.commands import import_workbooks, take_workbooks
from dscp_desktop.records.queries import list_layouts
from dscp_desktop.records.rules.planning import FilePlan
from dscp_desktop.records.rules.results import (
    ImportRefused,
    SheetResult,
    note_words,
    refusal_of,
    result_values,
)
from dscp_desktop.records.workbook.going_out import mark_copy, sheet_bytes
from dscp_desktop.records.workbook.looking import LookedAt, look_at
from dscp_desktop.sheets.parsing import tidy_text
from dscp_desktop.store import check as checking
from dscp_desktop.store.backup import backup_file, backup_name
from dscp_desktop.store.backup import restore as restore_backup
from dscp_desktop.store.history import head_words
from dscp_desktop.store.keys import check_passphrase
from dscp_desktop.store.opening import Birth, Store, create_store, utc_now
from dscp_desktop.store.settings import sample_mark
from dscp_desktop.today.queries import list_due

LONGEST_TITLE = 300


def new(options: Namespace) -> int:
    """Make an empty store from a profile."""
    profile = load_profile(options.profile)
    words = passphrase(twice=True)
    warning = check_passphrase(words)
    if warning:
        say(f"dscp: {warning}")
    public_name = str(profile.values["partnership"].get("public_name", profile.title))
    birth = Birth(public_name, slot_name(options.by or login_name()), words)
    with (
        making(options.file, force=options.force),
        create_store(options.file, birth, force=options.force) as store,
    ):
        store.run(begin_from, profile)
    say(f"Made {options.file} for {public_name}.")
    return 0


def profile(options: Namespace) -> int:
    """Save groups, seats, rules and plans as a profile, for `new --profile OUT.toml`."""
    if options.out.suffix.casefold() != PROFILE_ENDING:
        raise WrongUse(f"{options.out.name}: a profile goes out as .toml.")
    check_target(options.out, force=options.force)
    with open_for(options, to_read=True) as store:
        write_out(options.out, store.ask(profile_bytes, store.today()), force=options.force)
    say(f"Wrote {options.out}.")
    return 0


def import_(options: Namespace) -> int:
    """Bring in workbooks, all or nothing over all of them."""
    offers = workbook_offers()
    if options.as_kind and options.as_kind not in {offer.kind for offer in offers}:
        raise WrongUse(f"There is no kind '{options.as_kind}'. Kinds: {_kinds(offers)}.")
    missing = [path for path in options.workbooks if not is_there(path)]
    if missing:
        raise WrongUse(f"{missing[0]} is not there.")
    if options.report:
        check_target(options.report, force=options.force)
    looked: tuple[LookedAt, ...] = ()
    results: tuple[SheetResult, ...] | None = None
    try:
        with open_for(options) as store, FileWorker() as worker:
            layouts = store.ask(list_layouts)
            looked = look_at(worker.ask, options.workbooks, offers, options.as_kind, layouts)
            results = _take(store, [one.plan for one in looked], options)
    except (Refused, DBAPIError, OSError) as error:
        if not (why := disk_words(error)):
            raise
        if results is None:
            results = tuple(refusal_of(FilePlan(p.name, refusal=why)) for p in options.workbooks)
        else:
            say("dscp: The disk failed after the import. Look at its space, then run 'dscp check'.")
    # First what was done, then the report: the rows are in, whatever becomes of that file.
    if options.json:
        show_json([result_values(result) for result in results])
    _say_results(results)
    if options.report:
        with FileWorker() as worker:
            _write_report(worker, looked, results, options)
    return 1 if any(result.faults for result in results) else 0


def _take(store: Store, plans: Sequence[FilePlan], options: Namespace) -> tuple[SheetResult, ...]:
    if options.dry_run:
        return store.rehearse(take_workbooks, plans)
    try:
        changes = store.run(import_workbooks, plans, accept_good=options.accept_good)
    except ImportRefused as refused:
        say(f"dscp: {refused.words}")
        return refused.results
    results = changes.result
    assert isinstance(results, tuple)
    return results


def _write_report(
    worker: FileWorker,
    looked: Sequence[LookedAt],
    results: Sequence[SheetResult],
    options: Namespace,
) -> None:
    """Write a copy of the first workbook with faults, its cells marked, to send back."""
    for one in looked:
        faults = [f for r in results if r.file == one.name for f in r.faults if f.sheet]
        if faults:
            data = mark_copy(worker.ask, one, faults)
            write_out(options.report, data, force=options.force)
            say(f"Wrote {options.report}: {one.name} with its faults marked.")
            return
    say("There was nothing to mark, so no report was written.")


def _say_results(results: Sequence[SheetResult]) -> None:
    for result in results:
        if result.kind:
            counts = ", ".join(f"{result.count(s)} {s}" for s in ("new", "changed", "same"))
            say(f"{result.file}, {result.sheet}: {counts}, {result.refused} refused")
        for line in (*result.remarks, *(note_words(note) for note in result.notes)):
            say(f"  note: {line}")
        for fault in result.faults:
            say(f"  refused: {note_words(fault)}")


def _kinds(offers: Sequence[WorkbookOffer]) -> str:
    return ", ".join(sorted(offer.kind for offer in offers))


def export(options: Namespace) -> int:
    """Write the records of one kind, or a document."""
    ending = options.out.suffix.casefold() if options.out else ""
    if ending in ENDINGS and not options.json:
        return export_document(options)
    if ending == CALENDAR and not options.json:
        return export_calendar(options)
    offers = {offer.kind: offer for offer in workbook_offers()}
    offer = offers.get(options.kind)
    if offer is None:
        raise WrongUse(
            f"There is no kind '{options.kind}'. Kinds: {_kinds(workbook_offers())}. "
            f"As .pdf, .docx or .html: {document_words()}."
        )
    if options.out and ending not in (".xlsx", ".csv"):
        raise WrongUse(f"{options.out.name}: this kind goes out as .xlsx or .csv.")
    if not options.out and not options.json:
        raise WrongUse("Say where it goes: -o OUT.xlsx, -o OUT.csv or --json.")
    if options.out:
        check_target(options.out, force=options.force)
    if options.blank:
        return export_blank(options, offer)
    with open_for(options, to_read=True) as store:
        scope = store.ask(scope_of, options, store.today())
        if options.json:
            show_json(store.ask(offer.values, scope))
        if options.out:
            sheet = store.ask(offer.write, scope)
            mark = store.ask(sample_mark)
            write_out(options.out, sheet_bytes(sheet, ending, mark), force=options.force)
            say(f"Wrote {options.out}{f': {mark} records' if mark else ''}.")
    return 0


def paper(options: Namespace) -> int:
    """Add papers to a meeting; without an item each becomes an agenda item of its own."""
    if options.title and len(options.papers) > 1:
        raise WrongUse("--title names one paper. Add the papers one at a time, or leave it out.")
    missing = [path for path in options.papers if not is_there(path)]
    if missing:
        raise WrongUse(f"{missing[0]} is not there.")
    sweep_private()
    with open_for(options) as store, FileWorker() as worker:
        meeting = store.ask(find_meeting, options.meeting)
        read = []
        for path in options.papers:
            name = shown_name(path.name)
            data = take_file(path, name)
            found = take_paper(worker.ask, data, name)
            facts = found.facts
            if found.left_in:
                say(f"  note: {name} still held {', '.join(found.left_in)}. Look through it.")
            if facts.get("repaired"):
                say(f"  note: {name} was damaged and could still be read. Look through it.")
            if facts.get("spoiled"):
                pages = ", ".join(map(str, facts["spoiled"]))
                say(f"  note: {name}, page {pages}: what is drawn breaks off. Ask for it again.")
            if facts.get("removed"):
                say(f"  note: A pack leaves out of {name}: {', '.join(facts['removed'])}.")
            read.append((_title(options.title or shown_name(path.stem)), found))
        store.run(_add_papers, meeting.id, options, read, store.today())
    say(f"Added {len(read)} {'paper' if len(read) == 1 else 'papers'} to {options.meeting}.")
    return 0


def _title(text: str) -> str:
    title = " ".join(tidy_text(text).split())
    if not title or len(title) > LONGEST_TITLE:
        raise WrongUse(f"A title has 1 to {LONGEST_TITLE} letters. Say another with --title.")
    return title


def _add_papers(
    session: Session, meeting_id: str, options: Namespace, read: Sequence[Any], today: date
) -> Changes:
    for title, found in read:
        add_paper(
            session,
            meeting_id,
            title=title,
            data=found.data,
            pages=found.pages,
            received_on=today,
            removed=found.removed,
            came=Came(found.source, found.left_in, found.text),
            restricted=options.part2,
            item_number=options.item,
        )
        session.flush()
    return Changes(f"Papers added: {len(read)}", ("meetings", "packs"))


def due(options: Namespace) -> int:
    """List what is due or wrong, the most urgent first."""
    with open_for(options, to_read=True) as store:
        today = options.on or store.today()
        found = store.ask(list_due, due_offers(store.ask(switched_off)), today)
    if options.json:
        show_json([_due_values(line, today) for line in found])
        return 0
    for line in found:
        print(f"{line.on.isoformat()}  {line.days:<24}  {line.what}")
    if not found:
        print("Nothing is due.")
    return 0


def _due_values(line: Due, today: date) -> dict[str, Any]:
    """Return a due thing as scripts read it; `days` are working days left, below 0 when late."""
    days = working_days_between(today, line.on)
    return {"on": line.on.isoformat(), "what": line.what, "feature": line.feature, "days": days}


def check(options: Namespace) -> int:
    """Check the whole store."""
    with open_for(options, to_read=True) as store:
        found = checking.check_store(store)
        head = store.ask(head_words)
    if options.json:
        values = {"problems": found.problems, "entries": found.entries, "head": head}
        show_json({**values, "erased": found.erased})
    for line in found.erased:
        say(line)
    for problem in found.problems:
        say(f"dscp: {problem}")
    if not found.problems and not options.json:
        print(
            f"Sound: {found.rows} rows, {found.files} files, {found.entries} entries of history, "
            f"whose chain ends at {head}."
        )
    return 1 if found.problems else 0


def backup(options: Namespace) -> int:
    """Write a backup into a folder, under a name with the date."""
    if not options.folder.is_dir():
        raise WrongUse(f"The folder {options.folder} is not there.")
    with open_for(options, to_read=True) as store:
        now = utc_now()
        target = options.folder / backup_name(options.file, now)
        try:
            made_at = now.isoformat(timespec="seconds")
            backup_file(store.path, store.key, target, made_at, program_version())
        except (CannotOpen, OSError, sqlcipher3.Error) as error:
            raise Refused(
                f"No backup could be written into {options.folder}: it may be full, or open to "
                "read alone. Choose another folder."
            ) from error
    print(target)
    return 0


def restore(options: Namespace) -> int:
    """Put a backup back as a store; a store of that name is moved aside."""
    if not is_there(options.backup):
        raise WrongUse(f"{options.backup} is not there.")
    with putting_back(options.file):
        manifest, aside = restore_backup(options.backup, options.file)
    if aside:
        say(f"The store that was there is now {aside.name}.")
    say(f"Put back {options.file}: {manifest.public_name}, backup of {manifest.made_at[:16]}.")
    return 0
