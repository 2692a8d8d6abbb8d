"""The forms of payments and orders, and of how the lists of a finance system are read."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from dscp_desktop.budget.page.part import YearForm
from dscp_desktop.budget.queries.places import Ledger
from dscp_desktop.budget.rules.ledger import SIGNS, SourceValues
from dscp_desktop.budget.rules.spend import (
    DOUBT,
    OrderDetails,
    OrderValues,
    TransactionDetails,
    TransactionValues,
)
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.datefields import DateField
from dscp_desktop.widgets.forms import ChoiceField, MoneyField, TextField, fields_beside

_RULES = (
    ("", "This payment alone"),
    ("code", "Every payment of its cost code"),
    ("words", "Every payment with these words"),
)
_GRANT = "grant "


class _Placed(YearForm):
    """A form with a place: a heading, a grant, or none yet."""

    where: ChoiceField

    def set_places(self, ledger: Ledger) -> None:
        """Offer the headings and grants there are."""
        grants = [(f"{_GRANT}{key}", f"Grant: {title}") for key, title in ledger.grants]
        self.where.set_options([("", "Not placed yet"), *ledger.headings, *grants])

    def place(self) -> tuple[str, str]:
        """Return the heading and the grant that are chosen, '' for none."""
        chosen = str(self.where.value() or "")
        if chosen.startswith(_GRANT):
            return "", chosen.removeprefix(_GRANT)
        return chosen, ""

    def show_place(self, heading_id: str, grant_id: str) -> None:
        """Choose a heading or a grant."""
        self.where.set_value(f"{_GRANT}{grant_id}" if grant_id else heading_id)


class PaymentForm(_Placed):
    """A payment: plus is spend, minus is money back."""

    draft_name = "payment"

    def __init__(self, parent: QWidget | None = None) -> None:
        self.on = DateField("Date")
        self.amount = MoneyField("Amount", hint="A minus is money back.")
        self.description = TextField("Description", missing="Enter what it was for")
        self.reference = TextField("Reference", optional=True, width=200)
        self.cost_code = TextField("Cost code", optional=True, width=136)
        self.where = ChoiceField("Where it belongs", optional=True, width=300)
        self.rule = ChoiceField("Place so from now on", _RULES, optional=True, width=260)
        self.text = TextField("The words", optional=True, width=240)
        self.remove = Button("Remove payment", "danger", icon="delete")
        self.keep = Button("It stands twice rightly", icon="tick")
        parts = (
            fields_beside(self.on, self.amount),
            self.description,
            fields_beside(self.reference, self.cost_code),
            self.where,
            fields_beside(self.rule, self.text),
            fields_beside(self.keep, self.remove),
        )
        super().__init__("Add a payment", "Add payment", parts, parent)
        self.rule.changed.connect(self._fit)

    def _fit(self) -> None:
        self.text.setVisible(self.rule.value() == "words")

    def show_payment(self, held: TransactionValues | None) -> None:
        """Show a payment, or an empty form."""
        self.on.set_value(held.on if held else None)
        self.amount.set_value(held.amount if held else None)
        self.description.set_value(held.description if held else "")
        self.reference.set_value(held.reference if held else "")
        self.cost_code.set_value(held.cost_code if held else "")
        self.show_place(held.heading_id if held else "", held.grant_id if held else "")
        self.rule.set_value("")
        self.text.set_value("")
        self.rule.setVisible(held is not None)
        self._fit()
        self.remove.setVisible(held is not None)
        self.keep.setVisible(held is not None and held.doubt == DOUBT)

    def details(self) -> TransactionDetails:
        """Return the payment as it is typed."""
        on, amount = self.on.value(), self.amount.value()
        assert on is not None
        assert amount is not None
        words = (self.description.value(), self.reference.value(), self.cost_code.value())
        return TransactionDetails(on, amount, *words, *self.place())


class OrderForm(_Placed):
    """An order: what is to be paid, until it is closed."""

    draft_name = "order"

    def __init__(self, parent: QWidget | None = None) -> None:
        self.on = DateField("Date")
        self.amount = MoneyField("Amount")
        self.description = TextField("Description", missing="Enter what was ordered")
        self.reference = TextField("Reference", optional=True, width=200)
        self.where = ChoiceField("Where it belongs", optional=True, width=300)
        self.closed = DateField(
            "Paid or cancelled on", optional=True, hint="It is no commitment after that day."
        )
        self.remove = Button("Remove order", "danger", icon="delete")
        parts = (
            fields_beside(self.on, self.amount),
            self.description,
            fields_beside(self.reference, self.where),
            *(self.closed, self.remove),
        )
        super().__init__("Add an order", "Add order", parts, parent)

    def show_order(self, held: OrderValues | None) -> None:
        """Show an order, or an empty form."""
        self.on.set_value(held.on if held else None)
        self.amount.set_value(held.amount if held else None)
        self.description.set_value(held.description if held else "")
        self.reference.set_value(held.reference if held else "")
        self.show_place(held.heading_id if held else "", held.grant_id if held else "")
        self.closed.set_value(held.closed_on if held else None)
        for part in (self.closed, self.remove):
            part.setVisible(held is not None)

    def details(self) -> OrderDetails:
        """Return the order as it is typed."""
        on, amount = self.on.value(), self.amount.value()
        assert on is not None
        assert amount is not None
        return OrderDetails(
            on, amount, self.description.value(), self.reference.value(), *self.place()
        )


class ReadingForm(YearForm):
    """What a minus means in the lists of a finance system."""

    draft_name = "how lists are read"

    def __init__(self, parent: QWidget | None = None) -> None:
        self.source = ChoiceField("Lists", width=320, optional=True)
        self.source.label.setText("Lists")
        self.sign = ChoiceField("What is spend", list(SIGNS.items()), optional=True, width=240)
        self.sources: tuple[SourceValues, ...] = ()
        beside = fields_beside(self.source, self.sign)
        super().__init__("How lists are read", "Keep it", (beside,), parent)
        self.source.editor.activated.connect(lambda _place: self.show_sign())

    def set_sources(self, sources: Sequence[SourceValues]) -> None:
        """Offer the lists that came, and those that did not yet."""
        self.sources = tuple(sources)
        known = [(each.key, f"Lists like {each.title}") for each in sources if each.key]
        self.source.set_options([("", "Lists that did not come yet"), *known])

    def show_sign(self) -> None:
        """Show what is kept for the chosen list."""
        key = self.source.value()
        held = next((each for each in self.sources if each.key == key), None)
        self.sign.set_value(held.sign if held else "")
