"""The figures of a year, one by one: both totals and the difference together."""

from __future__ import annotations

from dscp_desktop.budget.rules.contributions import explanation
from dscp_desktop.budget.rules.spend import BROUGHT, BudgetYear


def statement_rows(year: BudgetYear) -> tuple[tuple[str, int | None, str], ...]:
    """Return the figures of a year, what each is, and words to it: both totals stand together.

    The forecast is not one of them, for it moves from day to day.
    """
    given, spend, reserve = year.contributions, year.spend, year.reserve
    rows: list[tuple[str, int | None, str]] = [
        ("Contributions, sum of lines", given.sum, ""),
        ("Contributions, total as published", given.published, given.source),
        ("Contributions, difference", given.difference, explanation(given)),
        ("Contributions received", given.received, ""),
        ("Contributions outstanding", given.outstanding, ""),
        ("In kind, as far as valued", given.in_kind_value, "Apart from the money"),
        ("Budget", spend.budget, ""),
        ("Spent", spend.actual, ""),
        ("Ordered", spend.committed, ""),
        ("Not placed yet", spend.unplaced_amount, ""),
        ("Reserve brought forward", reserve.brought, BROUGHT[reserve.brought_how]),
        ("Reserve used", reserve.used, ""),
        ("Reserve carried forward", reserve.carried, " ".join(reserve.words)),
        ("Reserve agreed level", reserve.level, reserve.level_source),
    ]
    for grant in year.grants:
        rows += [
            (f"Grant {grant.title}, brought forward", grant.brought, BROUGHT[grant.brought_how]),
            (f"Grant {grant.title}, received", grant.received, grant.funder),
            (f"Grant {grant.title}, spent", grant.spent, ""),
            (f"Grant {grant.title}, carried forward", grant.carried, grant.conditions),
        ]
    for each in given.corrections:
        what = f"Correction of {each.on:%d/%m/%Y}"
        rows.append((f"{what}: {each.about}" if each.about else what, each.amount, each.text))
    return tuple(rows)
