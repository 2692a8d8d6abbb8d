"""The certificate of a draw: for verifiers in full, and a public edition without rows."""

from __future__ import annotations

from collections.abc import Sequence

from dscp_desktop.paper.document import (
    Block,
    Box,
    Bullets,
    Document,
    Facts,
    Heading,
    Paragraph,
    Table,
)
from dscp_desktop.sampling.documents.annex import annex_blocks, not_proved
from dscp_desktop.sampling.documents.wording import (
    Printed,
    declared_words,
    hash_facts,
    in_groups,
    kind_of,
    list_facts,
    moment,
    subtitle_of,
    table_of,
    take_words,
)
from dscp_desktop.sampling.rules.draw import Stratum
from dscp_desktop.sampling.rules.records import DrawRecord, left_out_of
from dscp_desktop.sampling.rules.suppression import HIDDEN, shown_count, suppress

TITLE = "Certificate of a draw"
_TICKET = 16  # digits of a ticket that are printed; CERT.json has all


def certificate_document(record: DrawRecord, printed: Printed) -> Document:
    """Return the full edition: list, seed, sample with tickets, replacements, how to check it."""
    frozen, of = record.frame, kind_of(record.frame)
    facts = list_facts(
        frozen,
        printed.zone,
        declared=declared_words(frozen),
        left_out=str(frozen.left_out_count),
    )
    counts = [(s, str(n), take_words(frozen.plan, s)) for s, n in frozen.counts]
    heads = ((of.stratum, 2.0), (of.many.capitalize(), 1.0), ("Plan", 1.0))
    blocks: list[Block] = [
        *_warned(record),
        Heading(2, "List"),
        facts,
        table_of(heads, [*counts, ("Total", str(frozen.size), " ")]),
        *_left_out(record),
        Heading(2, "Commitment and seed"),
        hash_facts(frozen),
        _seed_facts(record, printed),
        Heading(2, "Sample"),
        Paragraph(
            f"{_drawn_words(record)} The list as it was frozen and everything below stand in the "
            "files attached to the PDF: frame.txt and CERT.json."
        ),
    ]
    days = {row.ref: row.on.isoformat() for row in record.rows}
    for stratum in record.drawn.strata:
        blocks.append(Heading(3, f"{of.stratum} {stratum}"))
        blocks.append(_sample(record, stratum, days))
    blocks += [Paragraph(note, small=True) for note in record.drawn.notes]
    blocks += _replaced(record)
    blocks += _earlier_full(record, printed)
    blocks += not_proved()
    blocks += annex_blocks(record, printed)
    return Document(TITLE, subtitle_of(frozen, record), blocks=tuple(blocks))


def public_document(record: DrawRecord, printed: Printed) -> Document:
    """Return the public edition: hashes, seed, plan and suppressed counts; no rows."""
    frozen, of = record.frame, kind_of(record.frame)
    kept = suppress([count for _, count in frozen.counts], printed.limit)
    hidden = kept.total is None
    left_out = frozen.left_out_count
    facts = list_facts(
        frozen,
        printed.zone,
        declared=HIDDEN if hidden else _declared_public(record, printed.limit),
        left_out=_small(left_out, printed.limit),
    )
    counts = [
        (stratum, kept.shown(place), take_words(frozen.plan, stratum))
        for place, (stratum, _) in enumerate(frozen.counts)
    ]
    heads = ((of.stratum, 2.0), (of.many.capitalize(), 1.0), ("Plan", 1.0))
    blocks: list[Block] = [
        *_warned(record),
        Heading(2, "List"),
        facts,
        table_of(heads, [*counts, ("Total", shown_count(kept.total), " ")]),
        Paragraph(
            f"Counts under {printed.limit} are suppressed, with others that would give them away.",
            small=True,
        ),
        Heading(2, "Commitment and seed"),
        hash_facts(frozen),
        _seed_facts(record, printed),
        Facts(
            (("Replaced, footage not viewable", _small(len(record.replaced), printed.limit)),),
            columns=1,
        ),
        *_earlier_public(record, printed),
        *not_proved(),
    ]
    title = f"{TITLE}, public edition"
    return Document(title, subtitle_of(frozen, record), blocks=tuple(blocks))


def _declared_public(record: DrawRecord, limit: int) -> str:
    """Beside the total in the list the declared one must not give away what was left out."""
    frozen = record.frame
    if frozen.declared is None:
        return "Not recorded"
    away = abs(frozen.declared - frozen.size)
    return str(frozen.declared) if not away or away >= limit else HIDDEN


def _small(count: int, limit: int) -> str:
    return str(count) if not count or count >= limit else HIDDEN


def _warned(record: DrawRecord) -> tuple[Block, ...]:
    if not record.rehearsal:
        return ()
    words = "No freeze was recorded before this draw: nothing shows that the list stood first."
    return (Box("Rehearsal", words),)


def _left_out(record: DrawRecord) -> tuple[Block, ...]:
    out = left_out_of(record.frame.left_out)
    if not out:
        return ()
    heads = (("Left out", 1.0), ("Reason", 3.0))
    return (table_of(heads, [(row.ref, row.reason) for row in out]),)


def _seed_facts(record: DrawRecord, printed: Printed) -> Facts:
    return Facts(
        (
            ("Seed", record.seed),
            ("How the seed came", record.seed_from),
            ("Drawn", moment(record.made_at, printed.zone)),
            ("Made by", record.software),
        ),
        columns=1,
    )


def _drawn_words(record: DrawRecord) -> str:
    of, taken = kind_of(record.frame), sum(len(s.taken) for s in record.drawn.strata.values())
    name = of.one if taken == 1 else of.many
    lost = f", {len(record.replaced)} could not be viewed" if record.replaced else ""
    return f"{taken} {name} drawn of {record.frame.size}{lost}."


def _sample(record: DrawRecord, level: str, days: dict[str, str]) -> Block:
    stratum: Stratum = record.drawn.strata[level]
    lost = {one.lost: one for one in record.lost(level)}
    shown = [*stratum.taken, *(one.by for one in record.lost(level) if one.by)]
    if not shown:
        return Paragraph("None.")
    rows = []
    for number, ref in enumerate(shown, 1):
        one = lost.get(ref)
        drawn = "Drawn" if number <= len(stratum.taken) else "Next in order"
        became = drawn if one is None else f"{drawn}; cannot be viewed"
        rows.append((str(number), ref, days[ref], record.drawn.tickets[ref][:_TICKET], became))
    heads = (
        ("No.", 0.5),
        ("Reference", 1.5),
        ("Day", 1.2),
        ("Ticket begins", 2.0),
        ("Result", 2.0),
    )
    return table_of(heads, rows)


def _replaced(record: DrawRecord) -> tuple[Block, ...]:
    if not record.replaced:
        return ()
    rows: Sequence[tuple[str, ...]] = [
        (
            one.lost,
            one.level,
            one.by or "Nothing is left",
            one.reason + (f": {one.words}" if one.words else ""),
        )
        for one in record.replaced
    ]
    of = kind_of(record.frame)
    heads = (("Lost", 1.0), (of.stratum, 0.8), ("Replaced by", 1.0), ("Why", 2.5))
    table: Table = table_of(heads, rows)
    return Heading(2, "Replaced"), table


def _earlier_full(record: DrawRecord, printed: Printed) -> tuple[Block, ...]:
    of = kind_of(record.frame)
    rows = [
        (
            one.title,
            moment(one.made_at, printed.zone),
            one.seed_from,
            in_groups(one.commitment)[:17],
            str(len(one.shared)),
        )
        for one in record.earlier
    ]
    heads = (
        ("Earlier draw", 2.0),
        ("Drawn", 1.4),
        ("Seed", 2.0),
        ("Commitment begins", 1.5),
        (f"Shared {of.many}", 1.0),
    )
    return _earlier(record, table_of(heads, rows) if rows else None)


def _earlier_public(record: DrawRecord, printed: Printed) -> tuple[Block, ...]:
    items = tuple(
        f"{one.period}, drawn {moment(one.made_at, printed.zone)}, "
        f"commitment {in_groups(one.commitment)}"
        for one in record.earlier
    )
    return _earlier(record, Bullets(items) if items else None)


def _earlier(record: DrawRecord, shown: Block | None) -> tuple[Block, ...]:
    of = kind_of(record.frame)
    none = Paragraph(f"No earlier draw shares an entry with this list of {of.many}.")
    return Heading(2, "Earlier draws that share with this list"), shown or none
