"""Versions of documents on paper, and what changed between two of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dscp_desktop.core.days import show_date
from dscp_desktop.paper.document import (
    Block,
    Bullets,
    Columns,
    Document,
    Facts,
    Heading,
    Paragraph,
    Run,
    Simple,
    Wording,
)
from dscp_desktop.terms_of_reference.rules.compare import Comparison, Cut, New, PartChange, Words
from dscp_desktop.terms_of_reference.rules.versions import (
    DRAFT,
    SUPERSEDED,
    TERMS,
    Approval,
    Version,
    VersionText,
)
from dscp_desktop.terms_of_reference.rules.wording import ITEM

_NOTHING = "Nothing is said yet."
_NOT_THERE = "Not in this version."


def version_document(text: VersionText) -> Document:
    """Return a version of terms of reference, or of another document, part by part."""
    version = text.version
    blocks: list[Block] = [Facts(_facts(version), columns=1)]
    for number, part in enumerate(text.parts, 1):
        blocks.append(Heading(2, f"{number} {part.title}"))
        blocks += _laid([(Run(line),) for line in part.text.split("\n") if line.strip()], _NOTHING)
    return Document(
        _title(text.kind, text.title),
        _subtitle(text.group, text.kind, version),
        blocks=tuple(blocks),
    )


def _title(kind: str, title: str) -> str:
    return "Terms of reference" if kind == TERMS else title


def _subtitle(group: str, kind: str, version: Version) -> str:
    whose = group or f"{kind[0].upper()}{kind[1:]}"
    draft = ", draft" if version.state == DRAFT else ""
    return f"{whose}, version {version.number}{draft}"


def _facts(version: Version) -> tuple[tuple[str, str], ...]:
    facts = [("State", state_words(version))]
    facts += [("Agreed by", approval_words(each)) for each in version.approvals if each.on]
    facts += [("Still to agree", each.body) for each in version.approvals if not each.on]
    if version.agreed and version.review_on:
        facts.append(("Review by", show_date(version.review_on)))
    facts += [("Note", version.note)] if version.note else []
    return tuple(facts)


def state_words(version: Version) -> str:
    """Return 'In force from 2 February 2023', 'Superseded, in force from … to …' or 'Draft …'."""
    if version.in_force_from is None:
        return f"Draft, begun on {show_date(version.begun_on)}" if version.begun_on else "Draft"
    since = show_date(version.in_force_from)
    if version.state == SUPERSEDED and version.until:
        return f"Superseded, in force from {since} to {show_date(version.until)}"
    until = f" to {show_date(version.until)}" if version.until else ""
    return f"Agreed, in force from {since}{until}"


def approval_words(approval: Approval) -> str:
    """Return 'Group on 26 October 2022, item 5'."""
    on = f" on {show_date(approval.on)}" if approval.on else ""
    return f"{approval.body}{on}" + (f", item {approval.item}" if approval.item else "")


def changes_document(found: Comparison) -> Document:
    """Return two versions side by side: what was cut struck through, what is new underlined."""
    old, new = found.before, found.after
    said = (
        f"{found.words} from version {old.number} to version {new.number}. Words that were cut "
        "are struck through, words that are new are underlined."
    )
    states = (
        (f"Version {old.number}", state_words(old)),
        (f"Version {new.number}", state_words(new)),
    )
    blocks: list[Block] = [Facts(states, columns=1), Paragraph(said)]
    for number, part in enumerate(found.parts, 1):
        if part.changes:
            blocks += [Heading(2, f"{number} {part.title}: {part.words}"), _beside(part, old, new)]
    same = [part.title for part in found.parts if not part.changes]
    if same:
        blocks.append(Paragraph(f"No change in: {', '.join(same)}.", small=True))
    title = f"{_title(found.kind, found.title)}: what changed"
    subtitle = f"{found.group or found.title}, versions {old.number} and {new.number}"
    return Document(title, subtitle, blocks=tuple(blocks))


def _beside(part: PartChange, old: Version, new: Version) -> Columns:
    return Columns(
        (
            (_margin(part.before, Cut, "Cut", old), *_side(part.before)),
            (_margin(part.after, New, "New", new), *_side(part.after)),
        )
    )


def _margin(words: Iterable[Words], kind: type, said: str, version: Version) -> Paragraph:
    marked = any(isinstance(each, kind) for each in words)
    first = (Run(f"{said}: ", bold=True),) if marked else ()
    version_said = f"{'version' if marked else 'Version'} {version.number}"
    return Paragraph((*first, Run(version_said)), small=True)


def _side(words: Sequence[Words]) -> tuple[Simple, ...]:
    lines: list[list[Run]] = [[]]
    for each in words:
        for number, text in enumerate(each.text.split("\n")):
            if number:
                lines.append([])
            if text:
                cut, new = isinstance(each, Cut), isinstance(each, New)
                lines[-1].append(Run(text, strike=cut, underline=new))
    full = [tuple(line) for line in lines if any(run.text.strip() for run in line)]
    return tuple(_laid(full, _NOT_THERE))


def _laid(lines: Sequence[tuple[Run, ...]], nothing: str) -> list[Simple]:
    """Return lines as paragraphs; those that begin as items do are lists."""
    blocks: list[Simple] = []
    items: list[Wording] = []
    for line in lines:
        inner = _item(line)
        if inner is not None:
            items.append(inner)
            continue
        if items:
            blocks.append(Bullets(tuple(items)))
            items = []
        blocks.append(Paragraph(line))
    if items:
        blocks.append(Bullets(tuple(items)))
    return blocks or [Paragraph(nothing, small=True)]


def _item(line: tuple[Run, ...]) -> tuple[Run, ...] | None:
    """Return an item of a list without the sign before it, None where it is none."""
    whole = "".join(run.text for run in line)
    if not whole.startswith(ITEM) or not whole.removeprefix(ITEM).strip():
        return None
    left, runs = len(ITEM), []
    for run in line:
        taken, left = run.text[:left], max(0, left - len(run.text))
        rest = run.text[len(taken) :]
        if rest:
            runs.append(Run(rest, strike=run.strike, underline=run.underline))
    return tuple(runs)
