"""The freeze slip: it leaves the room before anybody rolls dice."""

from __future__ import annotations

from dscp_desktop.paper.document import Block, Box, Document, Facts, Heading, Paragraph
from dscp_desktop.sampling.documents.wording import (
    Printed,
    declared_words,
    head_of,
    in_groups,
    kind_of,
    list_facts,
    table_of,
    take_words,
)
from dscp_desktop.sampling.rules.records import FEWEST_PEOPLE, FrozenList

_LINES = FEWEST_PEOPLE + 2
_LINE = "_" * 24


def slip_document(frozen: FrozenList, printed: Printed) -> Document:
    """Return the slip of a frozen list, with lines for those who will roll dice."""
    of = kind_of(frozen)
    counts = [
        (stratum, str(count), take_words(frozen.plan, stratum)) for stratum, count in frozen.counts
    ]
    counts.append(("Total", str(frozen.size), " "))
    heads = ((of.stratum, 2.0), (of.many.capitalize(), 1.0), ("To be drawn", 1.0))
    facts = list_facts(
        frozen,
        printed.zone,
        declared=declared_words(frozen),
        left_out=str(frozen.left_out_count),
    )
    blocks: tuple[Block, ...] = (
        Box(
            "Before there is any seed",
            "Minute the commitment, and take this slip out of the room. The list cannot be "
            "changed any more: any other list has another commitment.",
        ),
        Facts(
            (
                ("Commitment", in_groups(frozen.commitment)),
                ("History stood at", head_of(frozen.head)),
            ),
            columns=1,
        ),
        facts,
        table_of(heads, counts),
        Heading(2, "Who rolls the dice"),
        Paragraph(
            "Each rolls digits of their own and shows them to nobody until all are in. Each "
            "signs that the commitment above was shown before."
        ),
        table_of(
            (("No.", 0.5), ("Role", 2.0), ("Signature", 2.0), ("Digits, afterwards", 1.5)),
            ((str(number), _LINE, _LINE, _LINE) for number in range(1, _LINES + 1)),
        ),
    )
    return Document("Freeze slip", frozen.title, blocks=blocks)
