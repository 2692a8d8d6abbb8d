"""The parts about audits that are typed into, round by round, and the audit they are about."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from dscp_desktop.audits.commands.cases import draw_cases, freeze_cases
from dscp_desktop.audits.commands.tools import add_tool
from dscp_desktop.audits.page.audits import CASES, MODERATION, RETURNS, THEMES, TOOLS
from dscp_desktop.audits.page.audits import FINDINGS as FOUND
from dscp_desktop.audits.queries.programme import find_audit, get_audit
from dscp_desktop.audits.queries.tools import get_version
from dscp_desktop.partnership.queries.parties import list_meeting_groups
from dscp_desktop.sampling.rules.frame import FrameRow, Period
from dscp_desktop.store.opening import Store
from tests.app.window.drafting import Case
from tests.audits.page.conftest import fill


def begin_audit(store: Store) -> None:
    """An audit in moderation with a case that was drawn, a list that waits, and a tool's draft."""
    audit = fill(store)
    period = Period(date(2022, 4, 1), date(2023, 3, 31))
    rows = tuple(FrameRow(f"C-{n}", date(2022, 5, 1), "case") for n in range(6))
    drawn = str(store.run(freeze_cases, audit, period, rows, (), "case:2").result)
    store.run(draw_cases, audit, drawn, "418203-096714", "Two people")
    store.run(freeze_cases, audit, period, rows[:5], (), "case:2")
    content = store.ask(get_version, store.ask(get_audit, audit, store.today()).tool_version_id)
    store.run(add_tool, "A draft", content.content)


def in_audit(tab: int, do: Callable[[Any], object]) -> Callable[[Any], object]:
    """Open a part of the audit in moderation, and do something once all of it is there."""

    def open_it(page: Any) -> None:
        def there(audit_id: str) -> None:
            page.open_audit(audit_id, tab)
            page.desk.ask(page, list_meeting_groups, then=later, key="case")

        def later(_groups: object) -> None:
            page.desk.ask(page, list_meeting_groups, then=lambda _g: do(page.pane()), key="case")

        page.desk.ask(page, find_audit, "MA2", then=there, key="case")

    return open_it


def on_audits(tab: int, do: Callable[[Any], object]) -> Callable[[Any], object]:
    """Show a part of all audits, and do something with it."""

    def open_it(page: Any) -> None:
        page.show_tab(tab)
        page.desk.ask(page, list_meeting_groups, then=lambda _g: do(page.pane()), key="case")

    return open_it


def with_file(part: Any) -> None:
    """Say why the file that is chosen is set aside."""
    part.files.choose_row(0)
    part.file.aside.click()


def with_lost(part: Any) -> None:
    """Say why a case that was drawn cannot be read."""
    part.table.choose_first(lambda case: bool(case.draw_id))
    part.lose()


def with_draft(part: Any) -> None:
    """Add questions to the tool that is a draft."""
    part.version.set_value(next(t.newest.id for t in part.tools if t.title == "A draft"))
    part._show_version()
    part.add()


AUDIT_ROUNDS: tuple[tuple[Case, ...], ...] = (
    (
        Case("audits", "audit", lambda page: page.new_audit(), "purpose"),
        Case("audits", "theme", on_audits(THEMES, lambda p: p.add()), "words"),
        Case("audits", "tool", on_audits(TOOLS, lambda p: p.new_tool()), "words"),
        Case("audits", "send audit", in_audit(RETURNS, lambda p: p.start_sending()), "due", "31/1"),
        Case("audits", "audit case", in_audit(CASES, lambda p: p.add()), "reason"),
        Case("audits", "moved grade", in_audit(MODERATION, lambda p: p.move_grade()), "why"),
        Case("audits", "recommendation", in_audit(FOUND, lambda p: p.recommend()), "text"),
    ),
    (
        Case("audits", "audit meeting", lambda page: page.pane().agree_year(), "note"),
        Case("audits", "tool question", on_audits(TOOLS, with_draft), "words"),
        Case("audits", "return of audit", in_audit(RETURNS, with_file), "why"),
        Case("audits", "seed of cases", in_audit(CASES, lambda p: p.enter_seed()), "by"),
        Case("audits", "finish moderation", in_audit(MODERATION, lambda p: p.finish()), "panel"),
        Case("audits", "finding", in_audit(FOUND, lambda p: p.add()), "text"),
    ),
    (
        Case(
            "audits",
            "agency of audit",
            in_audit(RETURNS, lambda p: p.edit_agency(p.audit.agencies[8])),
            "said",
        ),
        Case("audits", "list of cases", in_audit(CASES, lambda p: p._open_list()), "rows"),
        Case("audits", "finding in moderation", in_audit(MODERATION, lambda p: p.add()), "text"),
    ),
    (Case("audits", "agreed grade", in_audit(MODERATION, lambda p: p.edit_grade()), "reason"),),
    (Case("audits", "lost case", in_audit(CASES, with_lost), "words"),),
)
