"""The annex of a certificate: what it does not prove, and how anybody checks it."""

from __future__ import annotations

from hashlib import sha256

from dscp_desktop.paper.document import Block, Bullets, Heading, Paragraph
from dscp_desktop.sampling.documents.wording import Printed, in_groups, table_of
from dscp_desktop.sampling.rules.records import DrawRecord


def not_proved() -> tuple[Block, ...]:
    """Return what a certificate cannot show by itself."""
    return (
        Heading(2, "What this certificate does not prove"),
        Bullets(
            (
                "That the list was whole: compare the declared total, and what was reported "
                "elsewhere.",
                "That the seed is the one of the meeting: compare it with the minutes.",
                "That the list stood before the seed: compare the commitment with the minutes "
                "and with the freeze slip.",
            )
        ),
    )


def annex_blocks(record: DrawRecord, printed: Printed) -> tuple[Block, ...]:
    """Return the steps, first with the tools of any computer, then with the script, as printed."""
    frozen = record.frame
    ref = _first(record)
    blocks: list[Block] = [
        Heading(2, "Annex: how to check this draw"),
        Paragraph("Save CERT.json and frame.txt, which are attached to the PDF, into one folder."),
        Heading(3, "With sha256sum"),
        Bullets(tuple(sha256sum_steps(record)), numbered=True),
        Heading(3, "With PowerShell"),
        Bullets(tuple(powershell_steps(record)), numbered=True),
        Heading(3, "What must come out (capitals do not matter)"),
        Bullets(
            (
                f"The list: {in_groups(frozen.hash)}",
                f"The commitment: {in_groups(frozen.commitment)}",
                *([f"The ticket of {ref}: {in_groups(record.drawn.tickets[ref])}"] if ref else []),
                "In each stratum the lowest tickets are drawn, in their order.",
            )
        ),
        Heading(3, "With a script that needs nothing but Python"),
        Paragraph(
            "Type the lines below into a file verify_draw.py, each after so many spaces, or take "
            "it from the program's folder resources; then run: python3 verify_draw.py CERT.json. "
            "The program itself checks the same with: dscp verify CERT.json."
        ),
        Paragraph(
            f"SHA-256 of the script: {in_groups(sha256(printed.script.encode()).hexdigest())}",
            small=True,
        ),
        _script(printed.script),
    ]
    return tuple(blocks)


def sha256sum_steps(record: DrawRecord) -> tuple[str, ...]:
    """Return the commands for list, commitment and the first ticket; a test runs them."""
    steps = ["sha256sum frame.txt"]
    frozen = record.frame
    parts = (frozen.hash, frozen.period.text, frozen.plan, frozen.left_out_hash)
    steps.append(f"printf '%s\\n' {' '.join(_quoted(part) for part in parts)} | sha256sum")
    ref = _first(record)
    if ref:
        text = f"{record.seed},{frozen.hash},{ref}"
        steps.append(f"printf '%s' {_quoted(text)} | sha256sum")
    return tuple(steps)


def powershell_steps(record: DrawRecord) -> tuple[str, ...]:
    """Return the same for PowerShell, which hashes files."""
    frozen = record.frame
    parts = (frozen.hash, frozen.period.text, frozen.plan, frozen.left_out_hash)
    text = "".join(f"{part}`n" for part in parts)
    steps = [
        "Get-FileHash frame.txt -Algorithm SHA256",
        f'[IO.File]::WriteAllText("$PWD/commitment.txt", "{text}")',
        "Get-FileHash commitment.txt -Algorithm SHA256",
    ]
    ref = _first(record)
    if ref:
        steps.append(
            f'[IO.File]::WriteAllText("$PWD/ticket.txt", "{record.seed},{frozen.hash},{ref}")'
        )
        steps.append("Get-FileHash ticket.txt -Algorithm SHA256")
    return tuple(steps)


def _first(record: DrawRecord) -> str:
    return next((s.order[0] for s in record.drawn.strata.values() if s.order), "")


def _quoted(text: str) -> str:
    return f"'{text}'"  # a reference, a plan and a hash hold no quote


def _script(script: str) -> Block:
    """Return the script line by line; the spaces a line begins with are said as a number."""
    rows = []
    for number, line in enumerate(script.splitlines(), 1):
        bare = line.lstrip(" ")
        rows.append((str(number), str(len(line) - len(bare)), bare or " "))
    return table_of((("Line", 0.6), ("Spaces", 0.8), ("verify_draw.py", 9.0)), rows)
