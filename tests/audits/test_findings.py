"""Cases, findings, recommendations and what they bring up: what a person does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from dscp_desktop.actions.commands.log import mark_done
from dscp_desktop.actions.queries.log import find_by_origin, get_action
from dscp_desktop.audits.commands.cases import (
    choose_case,
    freeze_cases,
    remove_case,
    take_sample,
)
from dscp_desktop.audits.commands.findings import (
    add_finding,
    add_recommendation,
    add_theme,
    change_finding,
    change_recommendation,
    merge_themes,
    remove_finding,
    remove_recommendation,
    rename_theme,
)
from dscp_desktop.audits.commands.programme import add_audit
from dscp_desktop.audits.queries.cases import cases_of, frames_of
from dscp_desktop.audits.queries.due import list_days, list_due, list_proposals, list_steps
from dscp_desktop.audits.queries.findings import (
    findings_of,
    list_themes,
    near_themes,
    recommendations_of,
    themes_of,
)
from dscp_desktop.audits.queries.tools import sendings
from dscp_desktop.audits.rules.findings import (
    CAME_BACK,
    GOOD,
    IMPROVEMENT,
    KNOWN,
    NEW,
    FindingDetails,
    RecommendationDetails,
)
from dscp_desktop.audits.rules.programme import AuditDetails
from dscp_desktop.core.faults import Refused
from dscp_desktop.sampling.commands import note_lost, record_draw
from dscp_desktop.sampling.queries import certificate, get_draw
from dscp_desktop.sampling.rules.certificate import check_certificate
from dscp_desktop.sampling.rules.frame import FrameRow, LeftOut, Period
from dscp_desktop.store.opening import Store
from tests.audits.conftest import TODAY, make_audit

# Cases ---------------------------------------------------------------------------------------

PERIOD = Period(date(2022, 4, 1), date(2023, 3, 31))
ROWS = tuple(
    FrameRow(f"C-{n:03}", date(2022, 5, n), "protection" if n % 3 else "looked after")
    for n in range(1, 25)
)
PLAN = "protection:4,looked after:2"


def test_cases_are_drawn_from_a_frozen_list_that_anyone_can_check(
    durham: Store, audit: str, version: str
) -> None:
    frame = str(
        durham.run(
            freeze_cases, audit, PERIOD, ROWS, (LeftOut("C-099", "Closed before"),), PLAN
        ).result
    )
    drawn = str(durham.run(record_draw, frame, "418203-096714", "room", "two of the panel").result)
    durham.run(take_sample, audit, drawn)
    cases = durham.ask(cases_of, audit)
    assert [one.stratum for one in cases] == ["looked after"] * 2 + ["protection"] * 4
    record = durham.ask(get_draw, drawn)
    assert {one.ref for one in cases} == {r for s in record.drawn.strata.values() for r in s.taken}
    assert all(check.holds for check in check_certificate(durham.ask(certificate, drawn)))
    lost = record.drawn.strata["protection"].taken[0]
    instead = durham.run(note_lost, drawn, "protection", lost, "cannot be opened").result
    durham.run(take_sample, audit, drawn)
    refs = {one.ref for one in durham.ask(cases_of, audit)}
    assert lost not in refs
    assert instead in refs
    assert durham.ask(frames_of, audit)[0].draw_id == drawn
    with pytest.raises(Refused, match="was drawn"):
        durham.run(remove_case, cases[-1].id if cases[-1].ref != lost else cases[-2].id)
    other = make_audit(durham, "MA3", version)
    with pytest.raises(Refused, match="not from a list of MA3"):
        durham.run(take_sample, other, drawn)
    assert durham.ask(sendings, audit)[0].cases == tuple(sorted(refs))


def test_a_case_is_a_reference_with_a_reason_never_a_name(durham: Store, audit: str) -> None:
    made = str(durham.run(choose_case, audit, "C-1", "Asked for by the review").result)
    for words, ref, reason in (
        ("looks like a name", "Oliver Twist", "why"),
        ("may hold letters", "C;1", "why"),
        ("Say why", "C-2", " "),
        ("has the case c-1 already", "c-1", "why"),
    ):
        with pytest.raises(Refused, match=words):
            durham.run(choose_case, audit, ref, reason)
    row = FrameRow("Oliver", date(2022, 5, 1), "a")
    with pytest.raises(Refused, match="not references: Oliver"):
        durham.run(freeze_cases, audit, PERIOD, (row,), (), "a:1")
    durham.run(remove_case, made)
    assert durham.ask(cases_of, audit) == ()


# Findings ------------------------------------------------------------------------------------


def finding(text: str, theme: str = "", kind: str = IMPROVEMENT) -> FindingDetails:
    """A finding to improve."""
    return FindingDetails(kind, text, theme, ("q1", "q1"))


def test_findings_stand_under_themes_that_grow(durham: Store, audit: str) -> None:
    first = str(durham.run(add_finding, audit, finding("Not considered", "Cumulative harm")).result)
    durham.run(add_finding, audit, finding("Well done", "Panels", GOOD))
    found = durham.ask(findings_of, audit)
    assert [(one.theme, one.questions) for one in found] == [
        *(("Cumulative harm", ("q1",)), ("Panels", ("q1",))),
    ]
    assert durham.ask(near_themes, "Pannels") == ("Panels",)
    assert durham.ask(near_themes, "panels") == ()
    with pytest.raises(Refused, match="Perhaps you mean Panels"):
        durham.run(add_theme, "Pannels")
    made = str(durham.run(add_theme, "Pannels", although_near=True).result)
    themes = {one.title: one.id for one in durham.ask(list_themes)}
    durham.run(merge_themes, themes["Panels"], made)
    durham.run(rename_theme, made, "Panels")
    assert durham.ask(findings_of, audit)[1].theme == "Panels"
    wrong: tuple[tuple[str, Callable[[], object]], ...] = (
        ("Type the theme", lambda: durham.run(add_theme, " ")),
        ("is a theme already", lambda: durham.run(add_theme, "panels")),
        ("Put the two together", lambda: durham.run(rename_theme, made, "Tools")),
        ("Type the theme", lambda: durham.run(rename_theme, made, "")),
        ("Choose another theme", lambda: durham.run(merge_themes, made, made)),
        ("one of: improvement", lambda: durham.run(add_finding, audit, finding("x", kind="y"))),
        ("what was found", lambda: durham.run(add_finding, audit, finding(" "))),
    )
    for words, command in wrong:
        with pytest.raises(Refused, match=words):
            command()
    durham.run(change_finding, first, finding("Seldom considered", ""))
    assert durham.ask(findings_of, audit)[0].theme == ""
    durham.run(remove_finding, first)
    assert len(durham.ask(findings_of, audit)) == 1
    many = replace(finding("x"), questions=tuple(f"{n:036}" for n in range(60)))
    with pytest.raises(Refused, match="at most 50 questions"):
        durham.run(add_finding, audit, many)


def test_a_recommendation_becomes_an_action_and_its_theme_comes_back_after_it_was_closed(
    durham: Store, audit: str, version: str
) -> None:
    durham.run(add_finding, audit, finding("Uneven", "Tools"))
    details = RecommendationDetails(
        "Refresh the training", owner_role="Training officer", due=date(2022, 12, 1),
        theme="Tools", counts_from=date(2022, 10, 31),
    )  # fmt: skip
    made = str(durham.run(add_recommendation, audit, details).result)
    (line,) = durham.ask(recommendations_of, audit, TODAY)
    assert line.action == "PLG001"
    assert [(r.months, r.due, r.words) for r in line.reviews] == [
        *((6, date(2023, 4, 30), ""), (12, date(2023, 10, 31), "")),
    ]
    assert [one.id for one in durham.ask(find_by_origin, made, TODAY)] == [line.action_id]
    assert [one.id for one in durham.ask(find_by_origin, audit, TODAY)] == [line.action_id]
    story = durham.ask(get_action, line.action_id, TODAY)
    assert story is not None
    assert {one.kind for one in story.origins} == {"audit", "audit recommendation"}
    assert [one.state for one in durham.ask(themes_of, audit)] == [NEW]
    later = make_audit(durham, "MA3", version, quarter=3)
    durham.run(add_finding, later, finding("Uneven still", "Tools"))
    assert [one.state for one in durham.ask(themes_of, later)] == [KNOWN]
    durham.run(mark_done, line.action_id, date(2022, 12, 2))
    (state,) = durham.ask(themes_of, later)
    assert (state.state, state.also_in) == (CAME_BACK, ("MA2",))
    assert state.closed is not None
    assert state.closed.words == "PLG001 was closed on 2 December 2022."
    durham.run(change_recommendation, made, "Refresh all training", "")
    (line,) = durham.ask(recommendations_of, audit, TODAY)
    assert (line.text, line.action_text, line.theme) == (
        *("Refresh all training", "Refresh the training"),
        "",
    )
    with pytest.raises(Refused, match="what is recommended"):
        durham.run(change_recommendation, made, " ")
    assert [one.state for one in durham.ask(themes_of, later)] == [KNOWN]
    durham.run(remove_recommendation, made)
    assert durham.ask(recommendations_of, audit, TODAY) == ()
    assert len(durham.ask(find_by_origin, audit, TODAY)) == 1
    assert durham.ask(themes_of, "nothing") == ()


def test_threads_planner_and_what_is_due(durham: Store, audit: str) -> None:
    durham.run(add_finding, audit, finding("Uneven", "Tools"))
    steps = durham.ask(list_steps, TODAY)
    assert [(one.kind, one.of) for one in steps] == [("audit", ()), ("finding", (audit,))]
    (due,) = durham.ask(list_due, TODAY)
    assert (due.what, due.days, due.record_id) == (
        *("MA2: 9 returns awaited", "8 working days late", audit),
    )
    marks = durham.ask(list_days, date(2022, 7, 1), date(2022, 12, 31))
    assert [(one.starts, one.what) for one in marks] == [
        (date(2022, 7, 1), "MA2: Risk factors in sexual abuse"),
        (date(2022, 10, 10), "Returns to MA2 due"),
    ]
    early = durham.ask(list_proposals, TODAY, date(2022, 12, 1))
    (programme,) = durham.ask(list_proposals, date(2023, 1, 10), date(2023, 2, 28))
    assert early == ()
    assert programme.title == "Programme of audits for 2023-24"
    assert "6 Multi-agency, 4 Single agency" in programme.why
    nowhere = AuditDetails("2020-21", "Old", "Multi-agency")
    durham.run(add_audit, nowhere)
    assert durham.ask(list_proposals, date(2020, 1, 10), date(2020, 2, 28)) == ()
