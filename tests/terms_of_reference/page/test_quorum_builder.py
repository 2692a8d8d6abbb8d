"""The quorum is chosen in rows, said as a sentence, tried and saved or refused at the field."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from dscp_desktop.store.opening import Store
from dscp_desktop.terms_of_reference.page.condition import OR, PARTNERS, SEATS, ConditionRow
from dscp_desktop.terms_of_reference.page.quorum import CheckPane, QuorumBuilder, verdict_status
from dscp_desktop.terms_of_reference.page.terms import TermsPage
from dscp_desktop.terms_of_reference.queries.trying import try_quorum
from dscp_desktop.terms_of_reference.rules.conditions import MOST_ROWS, rule_of, ways_of
from dscp_desktop.terms_of_reference.rules.quorum import (
    COUNTING,
    AllOf,
    AnyOf,
    AtLeast,
    EachStatutory,
    NamedSeat,
    Quorum,
    Rule,
    SeatPresence,
    Share,
    judge,
    quorum_words,
)
from dscp_desktop.terms_of_reference.rules.quorum_text import quorum_of
from dscp_desktop.widgets.editors import Chooser
from tests.terms_of_reference.page.conftest import TODAY, Terms, settle


def choose(chooser: Chooser, value: object) -> None:
    """Choose as a person does: the chooser tells that it was."""
    chooser.set_value(value)
    chooser.activated.emit(chooser.currentIndex())


def saved(terms: Terms) -> Quorum:
    return quorum_of(terms.versions()[1].quorum)


def test_rows_make_the_rule_and_its_sentence(page: TermsPage, terms: Terms, qtbot: QtBot) -> None:
    builder = page.below.builder
    assert [row.condition() for row in builder.rows] == [AtLeast(1)]
    assert builder.sentence.text() == "At least 1 core seat; deputies count."
    builder.add.click()
    settle(page, qtbot)
    assert saved(terms).rule == AllOf((AtLeast(1), Share(1, 2)))
    row = builder.rows[0]
    choose(row.of, PARTNERS)
    settle(page, qtbot)
    assert saved(terms).rule == AllOf((EachStatutory(), Share(1, 2)))
    assert "each statutory partner" in builder.sentence.text()
    assert not builder.rows[0].amount.isEnabled()
    choose(builder.rows[1].join, OR)
    choose(builder.deputies, False)
    choose(builder.co_opted, True)
    settle(page, qtbot)
    both = AnyOf((EachStatutory(), Share(1, 2, COUNTING)))
    assert saved(terms) == Quorum(both, deputies_count=False)
    assert page.middle.reading.compare.view.count() > 0
    builder.rows[0].remove.click()
    settle(page, qtbot)
    assert saved(terms).rule == Share(1, 2, COUNTING)
    assert builder.rows[0].join.isHidden()
    builder.rows[0].remove.click()
    settle(page, qtbot)
    assert terms.versions()[1].quorum == ""
    assert builder.lead.text().startswith("No condition yet")


def test_a_quorum_out_of_reach_is_said_at_the_field_and_not_saved(
    page: TermsPage, terms: Terms, qtbot: QtBot
) -> None:
    builder = page.below.builder
    before = terms.versions()[1].quorum
    choose(builder.rows[0].amount, ("at least", 20))
    settle(page, qtbot)
    assert builder.error.isVisible()
    assert builder.error.text().startswith("No meeting could reach this quorum: 20 core seats")
    assert terms.versions()[1].quorum == before
    assert page.below.check.banner.fact.text() == "No meeting could reach it"
    choose(builder.rows[0].amount, ("at least", 1))
    settle(page, qtbot)
    assert not builder.error.isVisible()
    assert "Can be reached with the seats of today" in page.below.check.banner.fact.text()


def test_it_is_tried_on_the_last_meetings(page: TermsPage, terms: Terms, qtbot: QtBot) -> None:
    held = date(2023, 9, 7), date(2023, 7, 20)

    def past(
        _session: Session, group_id: str, before: date, most: int
    ) -> tuple[tuple[date, Mapping[str, str]], ...]:
        assert (group_id, before, most) == (terms.group_id, TODAY, 4)
        return tuple((day, {}) for day in held)

    page.desk.past = past
    page.refresh()
    settle(page, qtbot)
    check = page.below.check
    assert check.title.text() == "Tried on the last two meetings"
    assert [when.text() for when, _ in check.tried] == ["Thu 7 Sep", "Thu 20 Jul"]
    assert check.tried[0][1].text().startswith("Not quorate, 0 of")
    assert check.tried[0][1].accessibleName().startswith("Thu 7 Sep: Not quorate")


def test_an_agreed_quorum_is_only_read(page: TermsPage, terms: Terms) -> None:
    page.tick(terms.versions()[1].id)
    builder = page.below.builder
    assert not builder.editable()
    assert not any(row.remove.isVisible() for row in builder.rows)
    page.tick(terms.versions()[1].id)
    page.tick(terms.versions()[0].id)
    page.middle.change_part("quorum")
    assert builder.rows[0].of.hasFocus()


def test_what_does_not_fit_into_rows_is_still_said(qtbot: QtBot) -> None:
    many = AllOf(tuple(AnyOf((AtLeast(n), NamedSeat(f"Role {n}"))) for n in range(1, 6)))
    assert ways_of(many) == ()
    builder = QuorumBuilder()
    qtbot.addWidget(builder)
    builder.show_quorum(Quorum(many), "Quorum", (), editable=True)
    assert builder.rows == []
    assert "more conditions than fit" in builder.lead.text()
    assert builder.sentence.text() == quorum_words(Quorum(many))
    builder.show_quorum(None, "Quorum", (), editable=False)
    assert builder.lead.text() == "No quorum is set"
    builder.show_quorum(Quorum(NamedSeat("Chair")), "Quorum", ("Chair", "Nurse"), editable=True)
    assert builder.rows[0].condition() == NamedSeat("Chair")
    choose(builder.rows[0].of, ("role", "Nurse"))
    assert builder.quorum == Quorum(NamedSeat("Nurse"))
    choose(builder.rows[0].of, SEATS)
    for _ in range(MOST_ROWS):
        builder.add_condition()
    assert len(builder.rows) == MOST_ROWS
    assert builder.error.text() == f"A quorum has at most {MOST_ROWS} conditions."
    odd = Quorum(AllOf((AtLeast(25), Share(2, 5))))
    builder.show_quorum(odd, "Quorum", (), editable=True)
    assert [row.condition() for row in builder.rows] == [AtLeast(25), Share(2, 5)]


def test_the_check_is_empty_without_a_quorum(qtbot: QtBot, durham: Store, terms: Terms) -> None:
    pane = CheckPane()
    qtbot.addWidget(pane)
    assert pane.banner.isHidden()
    trial = durham.ask(try_quorum, terms.group_id, TODAY, Quorum(AtLeast(1)))
    pane.show_trial(trial)
    assert pane.title.text() == "No meeting to try it on yet"
    pane.grab()
    assert verdict_status(trial.full).words == f"Quorate, {trial.full.here} of {trial.full.of}"


LEAVES = st.one_of(
    st.integers(1, 6).map(AtLeast),
    st.tuples(st.integers(1, 3), st.integers(3, 5)).map(lambda pair: Share(*pair)),
    st.just(EachStatutory()),
    st.sampled_from(["Chair", "Nurse"]).map(NamedSeat),
)
RULES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda rules: AllOf(tuple(rules))),
        st.lists(inner, min_size=2, max_size=3).map(lambda rules: AnyOf(tuple(rules))),
    ),
    max_leaves=5,
)
SEAT = st.builds(
    SeatPresence,
    seat_id=st.uuids().map(str),
    name=st.just("A seat"),
    organisation_id=st.sampled_from(["one", "two"]),
    role=st.sampled_from(["", "Chair", "Nurse"]),
    kind=st.sampled_from(["core", "co-opted", "virtual"]),
    statutory=st.booleans(),
    here=st.booleans(),
)


@settings(max_examples=150, deadline=None)
@given(rule=RULES, seats=st.lists(SEAT, max_size=8))
@example(
    rule=AllOf((AnyOf((AtLeast(2), NamedSeat("Chair"))), AtLeast(1))),
    seats=[SeatPresence("1", "Chair", role="Chair", here=True)],
)
def test_rows_say_the_same_as_the_rule(rule: Rule, seats: list[SeatPresence]) -> None:
    ways = ways_of(rule)
    if ways:
        again = Quorum(rule_of(ways))
        assert judge(again, seats).quorate == judge(Quorum(rule), seats).quorate


def test_no_condition_is_no_rule() -> None:
    with pytest.raises(ValueError, match="at least one condition"):
        rule_of(())


def test_the_choosers_of_a_rule_are_never_windows_of_their_own(
    qtbot: QtBot, qapp: QApplication
) -> None:
    """'and' flashed up alone and took the keys from the window, which then had none."""
    shown: list[QWidget] = []

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() is QEvent.Type.Show and isinstance(watched, QWidget):
                shown.extend([watched] if watched.isWindow() else [])
            return False

    watch = Watch()
    qapp.installEventFilter(watch)
    row = ConditionRow(AtLeast(4), (), "core seats", "and")
    qapp.removeEventFilter(watch)
    qtbot.addWidget(row)
    assert shown == []
    assert row.join.isVisibleTo(row)
    assert row.joined() == "and"
