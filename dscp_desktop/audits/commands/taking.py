"""Bringing registers of audits, findings and recommendations in."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.audits.commands.findings import ensure_theme, next_place
from dscp_desktop.audits.queries.findings import near_themes
from dscp_desktop.audits.queries.settings import get_settings
from dscp_desktop.audits.rules.findings import FindingValues
from dscp_desktop.audits.rules.programme import RegisterValues
from dscp_desktop.audits.tables import Audit, AuditFinding, AuditTheme
from dscp_desktop.core.faults import Fault
from dscp_desktop.core.names import near_names, tidy_name
from dscp_desktop.core.offers import Reading, ReadLine, RowOutcome, SheetOutcome
from dscp_desktop.core.periods import year_of
from dscp_desktop.priorities.tables import Plan, Priority
from dscp_desktop.store.session import fresh_id, work_of

Words = tuple[str, str, str]


@dataclass(slots=True)
class Taking:
    """What an import of one sheet has found so far, and the audits by year and number."""

    audits: dict[tuple[str, str], Audit]
    outcomes: list[RowOutcome] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notes: list[Fault] = field(default_factory=list)

    def result(self) -> SheetOutcome:
        """Return what became of the sheet."""
        return SheetOutcome(tuple(self.outcomes), tuple(self.faults), tuple(self.notes))

    def of_number(self, number: str) -> list[Audit]:
        """Return the audits of a number in all years."""
        return [row for (_, key), row in self.audits.items() if key == tidy_name(number)]

    def audit_of(self, line: ReadLine, year: str, number: str, column: str) -> Audit | None:
        """Return the audit that a row names; a fault where none or several could be meant."""
        if year:
            found = self.audits.get((year, tidy_name(number)))
            several: list[Audit] = [found] if found else []
        else:
            several = self.of_number(number)
        if len(several) == 1:
            return several[0]
        if several:
            years = ", ".join(sorted(row.year for row in several))
            why = f"{number} is an audit of {years}. Add a column ‘Year’ that says which."
        else:
            of_year = f" of {year}" if year else ""
            near = near_names(number, sorted({row.number for row in self.audits.values()}))
            perhaps = f" Perhaps {' or '.join(near)}." if near else ""
            why = f"No audit{of_year} has this number.{perhaps} Bring in its register first."
        self.faults.append(line.fault(column, why))
        return None


def start(session: Session) -> Taking:
    """Return what an import begins with."""
    session.flush()
    rows = session.scalars(select(Audit).order_by(Audit.id))
    return Taking({(row.year, tidy_name(row.number)): row for row in rows})


def take_register(session: Session, reading: Reading) -> SheetOutcome:
    """Take the rows of a register. The same audit is year and number; blanks take nothing away.

    Where nothing says the year, the one audit of that number is meant; a new one is of this year,
    with a note. A priority that no plan has is a fault; a status off the list is kept, with a note.
    """
    taking, priorities = start(session), _priorities(session)
    seen: dict[tuple[str, str], int] = {}
    for line in reading.lines:
        values: RegisterValues = line.value
        if not values.sound:
            continue
        found = _audit(session, taking, line)
        if found is None:
            continue
        year, row = found
        first = seen.setdefault((year, tidy_name(values.number)), line.row)
        if first != line.row:
            taking.faults.append(line.fault("number", f"The same number stands in row {first}."))
            continue
        wanted = values.priority
        if wanted and tidy_name(wanted) not in priorities:
            near = near_names(wanted, sorted({title for title, _ in priorities.values()}))
            perhaps = f" Perhaps {' or '.join(near)}." if near else ""
            taking.faults.append(line.fault("priority", f"No plan has this priority.{perhaps}"))
            continue
        _note_status(session, taking, line)
        _take_audit(session, taking, line, year, row, priorities)
    session.flush()
    return taking.result()


def _audit(session: Session, taking: Taking, line: ReadLine) -> tuple[str, Audit | None] | None:
    values: RegisterValues = line.value
    if values.year:
        return values.year, taking.audits.get((values.year, tidy_name(values.number)))
    several = taking.of_number(values.number)
    if len(several) > 1:
        years = ", ".join(sorted(row.year for row in several))
        why = f"{values.number} is an audit of {years}. Add a column ‘Year’ that says which."
        taking.faults.append(line.fault("number", why))
        return None
    if several:
        return several[0].year, several[0]
    year = year_of(work_of(session).clock().date())
    why = f"Nothing says of which year it is: taken as {year}. Add a column ‘Year’."
    taking.notes.append(line.fault("number", why))
    return year, None


def _priorities(session: Session) -> dict[str, tuple[str, str]]:
    """Return title and id of each priority by its tidied title; the newest plan's wins."""
    query = select(Priority.title, Priority.id).join(Plan, Plan.id == Priority.plan_id)
    rows = session.execute(query.order_by(Plan.term, Priority.number))
    return {tidy_name(title): (title, key) for title, key in rows}


def _note_status(session: Session, taking: Taking, line: ReadLine) -> None:
    known = {tidy_name(one.name) for one in get_settings(session).statuses}
    said = line.value.status
    if said and tidy_name(said) not in known:
        taking.notes.append(line.fault("status", "This status is not on the list; it is kept."))


def _take_audit(
    session: Session,
    taking: Taking,
    line: ReadLine,
    year: str,
    row: Audit | None,
    priorities: dict[str, tuple[str, str]],
) -> None:
    values: RegisterValues = line.value
    is_new = row is None
    if row is None:
        row = Audit(id=fresh_id(session), year=year, number=values.number, title="", kind="")
        for name in ("lead", "source", "status", "purpose", "legal_basis", "sharing_agreement"):
            setattr(row, name, "")
        row.finish_note = ""
    changes: list[Words] = []
    said = {
        "title": ("Title", values.title),
        "kind": ("Type", values.kind),
        "quarter": ("Quarter", values.quarter),
        "cases": ("Cases", values.cases),
        "source": ("Source", values.source),
        "status": ("Status", values.status),
        "lead": ("Lead", values.lead),
    }
    for name, (words, value) in said.items():
        before = getattr(row, name)
        if value is not None and value != before:
            changes.append((words, str(before or ""), str(value)))
            setattr(row, name, value)
    if values.priority:
        changes += _take_priority(session, row, priorities[tidy_name(values.priority)])
    if is_new:
        session.add(row)
        taking.audits[year, tidy_name(row.number)] = row
    quarter = f"Q{row.quarter}" if row.quarter else ""
    cells = (row.number, row.title, row.kind, quarter, row.status)
    state = "new" if is_new else "changed" if changes else "same"
    shown = tuple(changes) if state == "changed" else ()
    taking.outcomes.append(RowOutcome(line.row, state, row.number, cells, shown))


def _take_priority(session: Session, row: Audit, priority: tuple[str, str]) -> list[Words]:
    before = session.get(Priority, row.priority_id) if row.priority_id else None
    if before is not None and tidy_name(before.title) == tidy_name(priority[0]):
        return []  # two plans may have a priority of the same name: the one chosen stays
    row.priority_id = priority[1]
    return [("Priority", before.title if before else "", priority[0])]


def take_findings(session: Session, reading: Reading) -> SheetOutcome:
    """Take the rows of findings. The same finding is the hidden id of our own sheets, else audit,
    kind and words, and which one of those that are alike. A new theme is added, with a note.
    """
    taking = start(session)
    rows = session.scalars(select(AuditFinding).order_by(AuditFinding.position, AuditFinding.id))
    stored = list(rows)
    by_id = {row.id: row for row in stored}
    alike: dict[tuple[str, str, str], list[AuditFinding]] = defaultdict(list)
    for row in stored:
        alike[row.audit_id, row.kind, tidy_name(row.text)].append(row)
    sound = [line for line in reading.lines if line.value.sound]
    named = {line.value.id for line in sound if line.value.id in by_id}
    used: set[str] = set()
    for line in sound:
        values: FindingValues = line.value
        audit = taking.audit_of(line, values.year, values.audit, "audit")
        if audit is None:
            continue
        found = by_id.get(values.id) if values.id not in used else None
        if found is None or found.audit_id != audit.id:
            same = alike[audit.id, values.kind, tidy_name(values.text)]
            free = (one for one in same if one.id not in used | named)
            found = next(free, None)
        _take_finding(session, taking, line, audit, found)
        if found is not None:
            used.add(found.id)
    session.flush()
    return taking.result()


def _take_finding(
    session: Session, taking: Taking, line: ReadLine, audit: Audit, row: AuditFinding | None
) -> None:
    values: FindingValues = line.value
    is_new = row is None
    if row is None:
        row = AuditFinding(id=fresh_id(session), audit_id=audit.id, kind="", text="", questions="")
        row.position = next_place(session, AuditFinding, audit.id)
    changes: list[Words] = []
    if row.kind != values.kind:
        changes.append(("Kind", row.kind, values.kind))
        row.kind = values.kind
    if row.text != values.text:
        changes.append(("Finding", row.text, values.text))
        row.text = values.text
    row.theme_id, more = take_theme(session, taking, line, row.theme_id)
    changes += more
    if is_new:
        session.add(row)
        session.flush()
    cells = (audit.number, values.kind.capitalize(), row.text, values.theme or "")
    state = "new" if is_new else "changed" if changes else "same"
    shown = tuple(changes) if state == "changed" else ()
    taking.outcomes.append(RowOutcome(line.row, state, audit.number, cells, shown))


def take_theme(
    session: Session, taking: Taking, line: ReadLine, before: str | None
) -> tuple[str | None, list[Words]]:
    """Return the theme that a row names, and what changed; a blank cell takes nothing away."""
    title = line.value.theme
    if not title:
        return before, []
    near = near_themes(session, title)
    known = set(session.scalars(select(AuditTheme.id)))
    theme_id = ensure_theme(session, title)
    if theme_id not in known:
        perhaps = f" Perhaps {' or '.join(near)} is meant." if near else ""
        taking.notes.append(line.fault("theme", f"The theme is new and was added.{perhaps}"))
    if theme_id == before:
        return before, []
    held = session.get(AuditTheme, before) if before else None
    return theme_id, [("Theme", held.title if held else "", title)]


def in_words(day: date | None) -> str:
    """Return a day as a preview shows it, '' for none."""
    return f"{day:%d/%m/%Y}" if day else ""
