"""Payments and orders of a year: what was paid, what is ordered, and where it belongs."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from dscp_desktop.budget.commands import spend as commands
from dscp_desktop.budget.commands.ledger import keep_source, take_transactions
from dscp_desktop.budget.page.part import Part, money
from dscp_desktop.budget.page.paste import PastePane
from dscp_desktop.budget.page.payforms import OrderForm, PaymentForm, ReadingForm
from dscp_desktop.budget.queries.places import Ledger, ledger_of
from dscp_desktop.budget.rules.spend import DOUBT, OrderValues, RuleValues, TransactionValues
from dscp_desktop.budget.workbook.transactions import (
    HEADINGS,
    read_transactions,
    recognise_transactions,
)
from dscp_desktop.core.days import show_date
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.binding import bind
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.columns import Column, Empty
from dscp_desktop.widgets.editors import Chooser
from dscp_desktop.widgets.page import bar
from dscp_desktop.widgets.status import Status
from dscp_desktop.widgets.tables import TWO_LINE, TableView
from dscp_desktop.widgets.texts import Text
from dscp_desktop.widgets.wholetable import WholeTable

EVERY, UNPLACED, DOUBTS = "", "unplaced", "doubts"
_WHICH = ((EVERY, "All payments"), (UNPLACED, "Not placed yet"), (DOUBTS, "Perhaps twice"))
_NONE = Empty(
    "No payments here",
    "Add one, paste a list from Excel (Ctrl+V), or bring it in under Import.",
    "budget",
)
_NO_ORDERS = Empty("Nothing is on order", "What is ordered and not paid stands here.", "budget")
_NO_RULES = Empty("No rule yet", "Say where a payment belongs, and keep a rule for later.", "auto")
_ROWS = 8  # of payments, before the table scrolls


class PaymentsPart(Part):
    """The payments of a year, its orders, and the rules that place payments."""

    kind, title = "budget-monitoring", "Payments"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.ledger = Ledger()
        self.table = TableView(_columns(), "Payments", height=TWO_LINE, empty=_NONE)
        self.table.setFixedHeight(fonts.scaled(TWO_LINE * _ROWS + 32))
        self.which = Chooser(_WHICH)
        self.which.setAccessibleName("Which payments")
        self.orders = WholeTable(_order_columns(), "Orders", height=TWO_LINE, empty=_NO_ORDERS)
        self.rules = WholeTable(_rule_columns(), "Rules", empty=_NO_RULES)
        self.payment, self.order, self.reading = PaymentForm(), OrderForm(), ReadingForm()
        self.pasted = PastePane(
            desk, take_transactions, recognise_transactions, read_transactions, HEADINGS
        )
        self.add = Button("Add payment", "quiet", icon="add", dense=True)
        self.paste_button = Button("Paste from Excel", "quiet", icon="sheet", dense=True)
        self.bring = Button("Import a list", "quiet", icon="import", dense=True)
        self.add_order = Button("Add order", "quiet", icon="add", dense=True)
        self.lists = Button("How lists are read", "quiet", icon="edit", dense=True)
        self.drop_rule = Button("Remove rule", "quiet", icon="delete", dense=True)
        parts = (
            *(self.table, self.payment, self.pasted),
            *(bar(Text("Orders", "section"), None, self.add_order), self.orders, self.order),
            bar(Text("Rules and lists", "section"), None, self.drop_rule, self.lists),
            *(self.rules, self.reading),
        )
        buttons = (self.which, self.bring, self.paste_button, self.add)
        self.lay_out(buttons, parts)
        self._connect()

    def _connect(self) -> None:
        self.which.activated.connect(lambda _place: self._show_rows())
        self.table.opened.connect(lambda row: self.change(row.id))
        self.orders.opened.connect(lambda row: self.change_order(row.id))
        self.add.clicked.connect(self.new)
        self.add_order.clicked.connect(self.new_order)
        self.lists.clicked.connect(self.ask_reading)
        self.drop_rule.clicked.connect(self._drop_rule)
        self.paste_button.clicked.connect(self.paste)
        self.bring.clicked.connect(lambda: self.desk.place_asked.emit("records", ""))
        self.payment.submitted.connect(self._save_payment)
        self.payment.remove.clicked.connect(self._remove_payment)
        self.payment.keep.clicked.connect(self._keep_double)
        self.order.submitted.connect(self._save_order)
        self.order.remove.clicked.connect(self._remove_order)
        self.reading.submitted.connect(self._save_reading)
        self.pasted.done.connect(self.close_forms)
        bind(self.table, "Ctrl+V", "Paste rows from a workbook", self.paste)

    # What it shows --------------------------------------------------------------------------

    def ask(self) -> None:
        """Ask for the payments and orders of the year, headings, grants and rules."""
        if self.year:
            self.desk.ask(self, ledger_of, self.year, then=self._show, key="ledger")
        else:
            self._show(Ledger())

    def _show(self, ledger: Ledger) -> None:
        self.ledger = ledger
        if self.payment.isHidden():
            self.payment.set_places(ledger)
        if self.order.isHidden():
            self.order.set_places(ledger)
        if self.reading.isHidden():
            self.reading.set_sources(ledger.sources)
        self._show_rows()
        self.orders.set_rows(ledger.orders)
        self.rules.set_rows(ledger.rules)
        open_year = self.given is not None and self.given.closed_on is None
        for button in (self.add, self.paste_button, self.add_order):
            button.setEnabled(open_year)
        self.drop_rule.setEnabled(bool(ledger.rules))
        self.came()

    def _show_rows(self) -> None:
        which = self.which.value()
        rows = [
            row
            for row in self.ledger.payments
            if which == EVERY
            or (which == UNPLACED and not (row.heading_id or row.grant_id))
            or (which == DOUBTS and row.doubt == DOUBT)
        ]
        self.table.set_rows(rows)

    def first_focus(self) -> QWidget:
        """Return the payments."""
        return self.table

    def panes(self) -> list[QWidget]:
        """Return payments, the form that is open, orders and rules."""
        form = next((form for form in self.forms if form.isVisible()), None)
        every = (self.table, form, self.orders, self.rules)
        return [pane for pane in every if pane is not None and pane.isVisible()]

    # Forms ----------------------------------------------------------------------------------

    def new(self) -> None:
        """Enter a payment."""
        if self.add.isEnabled():
            self.payment.show_payment(None)
            self.open(self.payment, f"Add a payment to {self.year}", "Add payment")

    def change(self, payment_id: str) -> bool:
        """Change a payment, or say where it belongs; say whether it is there."""
        held = next((row for row in self.ledger.payments if row.id == payment_id), None)
        if held is not None:
            self.payment.show_payment(held)
            title = f"Payment of {show_date(held.on)}, {money(held.amount)}"
            self.open(self.payment, title, "Keep payment", record=held.id)
        return held is not None

    def new_order(self) -> None:
        """Enter an order."""
        if self.add_order.isEnabled():
            self.order.show_order(None)
            self.open(self.order, f"Add an order to {self.year}", "Add order")

    def change_order(self, order_id: str) -> bool:
        """Change an order, or say that it is closed; say whether it is there."""
        held = next((row for row in self.ledger.orders if row.id == order_id), None)
        if held is not None:
            self.order.show_order(held)
            title = f"Order of {show_date(held.on)}, {money(held.amount)}"
            self.open(self.order, title, "Keep order", record=held.id)
        return held is not None

    def ask_reading(self) -> None:
        """Say what a minus means in the lists of a finance system."""
        self.reading.show_sign()
        self.open(self.reading, "How lists are read")

    def paste(self) -> None:
        """Show what was copied in Excel before any of it is taken."""
        if self.paste_button.isEnabled():
            self.open(self.pasted, "Payments to be taken")

    def start(self, name: str, about: Mapping[str, str]) -> bool:
        """Open a form again."""
        record = about.get("record", "")
        if name == self.reading.draft_name:
            self.ask_reading()
            return True
        if name == self.order.draft_name:
            if not record:
                self.new_order()
            return self.change_order(record) if record else not self.order.isHidden()
        if not record:
            self.new()
        return self.change(record) if record else not self.payment.isHidden()

    # What is written ------------------------------------------------------------------------

    def _save_payment(self) -> None:
        form = self.payment
        if not form.record:
            self.submit(form, commands.add_transaction, form.year, form.details())
        elif form.rule.value():
            place = (form.place()[0], form.place()[1], form.rule.value(), form.text.value())
            self.submit(form, commands.place_transaction, form.record, *place)
        else:
            self.submit(form, commands.change_transaction, form.record, form.details())

    def _remove_payment(self) -> None:
        self.submit(self.payment, commands.remove_transaction, self.payment.record)

    def _keep_double(self) -> None:
        self.submit(self.payment, commands.keep_double, self.payment.record)

    def _save_order(self) -> None:
        form = self.order
        closed = form.closed.value()
        if form.record and closed:
            self.submit(form, commands.close_order, form.record, closed)
        else:
            self.submit(form, commands.put_order, form.year, form.details(), form.record)

    def _remove_order(self) -> None:
        self.submit(self.order, commands.remove_order, self.order.record)

    def _drop_rule(self) -> None:
        rule = self.rules.value() or (self.ledger.rules[0] if self.ledger.rules else None)
        if rule is not None:
            self.desk.run(self, commands.remove_rule, rule.id)

    def _save_reading(self) -> None:
        form = self.reading
        held = next((x for x in self.ledger.sources if x.key == form.source.value()), None)
        title = held.title if held else "other systems"
        columns = held.columns if held else {}
        args = (form.source.value(), title, columns, form.sign.value())
        self.submit(form.sign, keep_source, *args)


def _where(row: TransactionValues | OrderValues | RuleValues) -> str:
    return row.grant or row.heading or "Not placed yet"


def _standing(row: TransactionValues) -> Status:
    if row.doubt == DOUBT:
        return Status("risk", "Perhaps twice", second=_where(row))
    placed = row.heading or row.grant
    return Status("plain" if placed else "waiting", _where(row))


def _columns() -> tuple[Column, ...]:
    return (
        Column("Date", lambda x: show_date(x.on), 164, sort=lambda x: x.on),
        Column("Description", lambda x: x.description, second=lambda x: x.reference),
        Column("Cost code", lambda x: x.cost_code, 96, tone="t2", drop_below=760),
        Column("Amount", lambda x: money(x.amount), 110, align="right", sort=lambda x: x.amount),
        Column("Where it belongs", _where, 210, status=_standing),
    )


def _order_columns() -> tuple[Column, ...]:
    return (
        Column("Date", lambda x: show_date(x.on), 164, sort=lambda x: x.on),
        Column("Description", lambda x: x.description, second=lambda x: x.reference),
        Column("Amount", lambda x: money(x.amount), 110, align="right", sort=lambda x: x.amount),
        Column("Where it belongs", _where, 160),
        Column(
            "State",
            lambda x: f"Closed {show_date(x.closed_on)}" if x.closed_on else "Open",
            180,
            drop_below=720,
        ),
    )


def _rule_columns() -> tuple[Column, ...]:
    names = {"code": "Cost code", "words": "Words"}
    return (
        Column("Kind", lambda x: names[x.kind], 110),
        Column("Text", lambda x: x.text),
        Column(
            "Goes to", lambda x: x.grant or x.heading or "Left out of lists that come in", stretch=1
        ),
    )
