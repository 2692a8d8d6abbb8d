"""What empty sheets of contributions, budgets and transactions say over each column."""

from __future__ import annotations

from datetime import date

from dscp_desktop.budget.rules.contributions import PART, PAYMENTS
from dscp_desktop.core.offers import ORGANISATIONS, Blank

_PAYMENTS = tuple(words for name, words in PAYMENTS.items() if words and name != PART)
CONTRIBUTIONS = {
    "partner": Blank("Who contributes.", "A partner's name", ORGANISATIONS),
    "amount": Blank("Pounds for the year, pence where there are any.", 4873.0),
    "mark": Blank("The sign of its note, if it has one.", "*"),
    "note": Blank("What is to be known of the amount.", "Shared with the adults' partnership"),
    "payment": Blank("How far the payment is.", "Agreed", _PAYMENTS, only=True),
    "payer": Blank("Who pays, where it is somebody else.", "A body's name", ORGANISATIONS),
    "in_kind": Blank("What is given beside money.", "Premises"),
    "in_kind_value": Blank("The value put on that, in pounds.", 1200.0),
}
SPEND = {
    "heading": Blank("A heading of spend.", "Training"),
    "budget": Blank("Pounds for the year.", 12000.0),
    "typed": Blank("A forecast, where yours is better than the one reckoned.", 11500.0),
    "note": Blank("Why it is so.", "Two courses moved"),
}
TRANSACTIONS = {
    "on": Blank("The day it was booked.", date(2023, 7, 13)),
    "description": Blank("What was paid for, and to whom.", "Trainer, two days"),
    "reference": Blank("The number of the invoice or document.", "4100231"),
    "cost_code": Blank("The code of the finance system.", "CS104"),
    "amount": Blank("Pounds spent; money that comes back with a minus.", 850.0),
    "heading": Blank("A heading of spend; rules find one where it is empty.", "Training"),
    "grant": Blank("A ring-fenced grant, if it pays.", "The grant's name"),
}
