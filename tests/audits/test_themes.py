"""Themes over audits and years, against a table that is reckoned by hand another way."""

from __future__ import annotations

from collections import Counter
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from dscp_desktop.actions.commands.log import mark_done
from dscp_desktop.audits.commands.findings import add_finding, add_recommendation
from dscp_desktop.audits.commands.programme import add_audit
from dscp_desktop.audits.queries.findings import recommendations_of, theme_table
from dscp_desktop.audits.rules.findings import (
    CAME_BACK,
    GOOD,
    IMPROVEMENT,
    KNOWN,
    NEW,
    Closed,
    FindingDetails,
    FindingLine,
    RecommendationDetails,
    Standing,
    theme_rows,
    theme_states,
)
from dscp_desktop.audits.rules.programme import AuditDetails, quarter_bounds
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.periods import year_named
from dscp_desktop.store.opening import Store

YEARS = ("2019-20", "2020-21", "2021-22", "2022-23")
THEMES = ("Voice", "Tools", "Referral", "Sharing", "Harm")
TODAY = date(2023, 10, 19)


def kind_of(theme: int, audit: int) -> str:
    """What audit number 0 to 39 found under a theme: a pattern that a person can follow."""
    if (audit + theme) % (theme + 2):
        return ""
    return GOOD if audit % 4 == 1 else IMPROVEMENT


def make(session: Session) -> Changes:
    """Forty audits, ten a year, with what the pattern says; two of them recommend something."""
    for audit in range(40):
        year, quarter = YEARS[audit // 10], audit % 10 // 3 + 1
        details = AuditDetails(
            year, f"Audit {audit}", "Multi-agency", f"A{audit:02}", quarter=min(quarter, 4)
        )
        audit_id = str(add_audit(session, details).result)
        for theme, title in enumerate(THEMES):
            if kind := kind_of(theme, audit):
                for words in ("one", "two"):  # an audit counts once however much it found
                    add_finding(session, audit_id, FindingDetails(kind, words, title))
        if audit in (4, 16):
            made = RecommendationDetails(
                "Mend it", owner_role="Officer", due=date(2023, 1, 1), theme="Tools"
            )
            add_recommendation(session, audit_id, made)
    return Changes("Forty audits", ("audits",))


def test_forty_audits_in_four_years_equal_the_table_made_by_hand(durham: Store) -> None:
    durham.run(make)
    first, second = durham.ask(recommendations_of, "", TODAY)
    durham.run(mark_done, first.action_id, date(2020, 6, 30))
    rows = {row.theme: row for row in durham.ask(theme_table)}
    # Counted by hand. Voice stands in the even audits; Tools in 2, 5, 8 and so on; Referral in
    # 2, 6, 10; Sharing in 2, 7, 12; Harm in 2, 8, 14. Good practice are 1, 5, 9 and each fourth.
    assert {name: [cell.improvement for cell in row.cells] for name, row in rows.items()} == {
        "Voice": [5, 5, 5, 5],
        "Tools": [2, 2, 3, 3],
        "Referral": [2, 3, 2, 3],
        "Sharing": [2, 1, 2, 1],
        "Harm": [2, 1, 2, 2],
    }
    assert {name: [cell.good for cell in row.cells] for name, row in rows.items()} == {
        "Voice": [0, 0, 0, 0],
        "Tools": [1, 1, 1, 0],
        "Referral": [0, 0, 0, 0],
        "Sharing": [0, 1, 0, 1],
        "Harm": [0, 0, 0, 0],
    }
    # Closed on the last day of June 2020: audit 11 is of that very day, 14 comes after it.
    tools = rows["Tools"]
    assert [cell.came_back for cell in tools.cells] == [0, 1, 3, 3]
    assert [number for number, _ in tools.came_back] == [
        *("A14", "A20", "A23", "A26", "A32", "A35", "A38"),
    ]
    assert {one.action for _, one in tools.came_back} == {first.action}
    states = {name: row.state for name, row in rows.items()}
    assert states == {name: CAME_BACK if name == "Tools" else KNOWN for name in THEMES}
    assert (first.audit, second.audit) == ("A04", "A16")
    two = {row.theme: row for row in durham.ask(theme_table, ("2022-23",))}
    assert [cell.year for cell in two["Voice"].cells] == ["2022-23"]
    assert two["Voice"].state == KNOWN


def test_a_theme_comes_back_only_after_its_action_was_closed() -> None:
    audits = [Standing(f"a{n}", f"MA{n}", YEARS[0], date(2020, n, 1)) for n in (1, 3, 5, 7)]
    findings = [
        FindingLine(f"f{at}", one.id, kind, "x", "t", "Tools")
        for at, (one, kind) in enumerate(
            zip(audits, (IMPROVEMENT, IMPROVEMENT, GOOD, IMPROVEMENT), strict=True)
        )
    ]
    closed = [
        Closed("t", "a1", "x1", "G001", date(2020, 3, 1)),  # on the day of the second: not before
        Closed("t", "a1", "x2", "G002", date(2020, 4, 1)),
        Closed("t", "a7", "x3", "G003", date(2020, 6, 1)),  # of the last one itself
        Closed("other", "a1", "x4", "G004", date(2020, 1, 2)),
    ]
    (row,) = theme_rows(YEARS[:1], audits, findings, closed)
    assert [cell.came_back for cell in row.cells] == [1]
    assert [(number, one.action) for number, one in row.came_back] == [("MA7", "G002")]
    assert (row.state, row.total) == (CAME_BACK, 3)
    assert row.audits == tuple(f"MA{n} of {YEARS[0]}" for n in (1, 3, 5, 7))
    # The same number in another year is another audit.
    last = Standing("a9", "MA1", YEARS[1], date(2021, 9, 1))
    of_last = FindingLine("f9", "a9", IMPROVEMENT, "x", "t", "Tools")
    (state,) = theme_states(last, [*findings, of_last], [*audits, last], ())
    assert state.also_in[0] == f"MA1 of {YEARS[0]}"
    (early,) = theme_rows(YEARS[:1], audits[:1], findings, closed)
    assert early.state == NEW
    (only_good,) = theme_rows(YEARS[:1], audits[2:3], findings[2:3], ())
    assert only_good.state == ""


@settings(max_examples=20, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 11), st.integers(0, 3), st.sampled_from((GOOD, IMPROVEMENT))),
        max_size=40,
    )
)
def test_every_audit_counts_once_under_each_theme_and_year(
    found: list[tuple[int, int, str]],
) -> None:
    audits = []
    for n in range(12):
        year = year_named(2019 + n // 4)
        audits.append(Standing(f"a{n}", f"MA{n}", year, quarter_bounds(year, n % 4 + 1)[1]))
    findings = [
        FindingLine(str(at), f"a{audit}", kind, "x", f"t{theme}", f"T{theme}")
        for at, (audit, theme, kind) in enumerate(found)
    ]
    years = sorted({one.year for one in audits})
    rows = theme_rows(years, audits, findings, ())
    wanted = Counter((f"t{t}", audits[a].year, k) for a, t, k in {*found})
    told = Counter[tuple[str, str, str]]()
    for row in rows:
        for cell in row.cells:
            told[row.theme_id, cell.year, IMPROVEMENT] += cell.improvement
            told[row.theme_id, cell.year, GOOD] += cell.good
    assert +told == wanted
    assert all(row.state in ("", NEW, KNOWN) for row in rows)
