"""The rules of letters to partners: what their wording may name, and what each asks for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dscp_desktop.budget.rules.contributions import ContributionLine, YearValues
from dscp_desktop.core.days import show_long_day
from dscp_desktop.core.money import show_pounds
from dscp_desktop.core.periods import year_before

REQUEST, INVOICE = "request", "invoice"
KINDS = {REQUEST: "Request for the contribution", INVOICE: "Request to be invoiced"}
PARTS = {REQUEST: ("request_subject", "request"), INVOICE: ("invoice_subject", "invoice")}
WORDS = ("request_subject", "request", "invoice_subject", "invoice", "signed")
PLACES = (
    *("partner", "payer", "partnership", "year", "year_before", "amount", "amount_before"),
    *("today", "by", "reference"),
)
_PLACE = re.compile(r"\{([^{}]*)\}")
_LETTERS = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter to one partner: the subject, its paragraphs, and the facts under them.

    `name` is that of its files, without an ending; `emails` are of people of whoever pays.
    """

    partner: str
    to: str
    subject: str
    paragraphs: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    note: str
    signed: str
    name: str
    on: date
    emails: tuple[str, ...] = ()


def wording_fault(words: Mapping[str, str]) -> str:
    """Say in words why a wording cannot be used; '' where it can."""
    for name in WORDS[:4]:
        if not words.get(name, "").strip():
            return "Type the subject and the words of both letters."
    for name in WORDS:
        for place in _PLACE.findall(words.get(name, "")):
            if place not in PLACES:
                known = ", ".join(f"{{{each}}}" for each in PLACES)
                return f"Nothing is put in for {{{place}}}. These are known: {known}."
    return ""


def asked_of(line: ContributionLine, kind: str) -> int:
    """Return what a letter asks for: the contribution, or as much as was not invoiced yet."""
    return line.amount if kind == REQUEST else max(line.amount - line.invoiced - _paid(line), 0)


def _paid(line: ContributionLine) -> int:
    """Return what came without an invoice: it is not asked for again."""
    return max(line.received - line.invoiced, 0)


def asked_lines(year: YearValues, kind: str) -> tuple[ContributionLine, ...]:
    """Return the lines that a letter has something to ask of."""
    return tuple(line for line in year.lines if asked_of(line, kind) > 0)


def reference_of(line: ContributionLine, year: str) -> str:
    """Return the reference it was agreed or last invoiced under, else year and partner."""
    asked = [step for step in line.steps if step.kind in ("agreed", "invoiced")]
    given = [step.reference for step in asked if step.reference]
    return given[-1] if given else f"{year} {line.partner}"


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return a wording with its places filled; what stands in braces and is unknown stays."""
    return _PLACE.sub(lambda found: values.get(found[1], found[0]), text)


def write_letter(
    line: ContributionLine,
    year: str,
    kind: str,
    words: Mapping[str, str],
    days: tuple[date, date],
    partnership: str = "",
    emails: tuple[str, ...] = (),
) -> Letter:
    """Return the letter about one contribution; `days` are that of the letter and the reply's."""
    on, by = days
    before = "not recorded" if line.last_year is None else show_pounds(line.last_year)
    asked = asked_of(line, kind)
    mark = line.mark if asked == line.amount else ""
    reference = reference_of(line, year)
    to = line.payer or line.partner
    values = {
        "partner": line.partner,
        "payer": to,
        "partnership": partnership,
        "year": year,
        "year_before": year_before(year),
        "amount": f"{show_pounds(asked)}{mark}",
        "amount_before": before,
        "today": show_long_day(on),
        "by": show_long_day(by),
        "reference": reference,
    }
    subject, body = (fill(words.get(name, ""), values) for name in PARTS[kind])
    facts = (
        *(("Contribution of", line.partner), ("Paid by", to), ("Financial year", year)),
        ("Amount", values["amount"]),
        (f"Contribution {year_before(year)}", before[:1].upper() + before[1:]),
        *(("Reference", reference), ("Answer by", values["by"])),
    )
    named = _LETTERS.sub("-", line.partner.casefold()).strip("-") or "partner"
    return Letter(
        partner=line.partner,
        to=to,
        subject=subject,
        paragraphs=tuple(part.strip() for part in body.split("\n\n") if part.strip()),
        facts=facts,
        note=f"{line.mark} {line.note}" if mark and line.note else "",
        signed=fill(words.get("signed", ""), values),
        name=f"{kind}-{year}-{named}",
        on=on,
        emails=emails,
    )
