"""Profiles: what the files that come with the program must hold."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from dscp_desktop.core.names import tidy_name
from dscp_desktop.core.profiles import Profile, load_profile, stood_on

DATA = Path(__file__).parents[1] / "data"
KEYS = ("durham-2022-23", "durham-2025-27", "derby-derbyshire-2021-22", "any-partnership")
ITEM_PURPOSES = {"information", "discussion", "decision", "assurance"}
ITEM_DOCUMENTS = {
    "attendance",
    "action-log",
    "contributions",
    "forward-plan",
    "last-minutes",
    "minutes",
}
SEAT_KINDS = {"core", "co-opted", "virtual", "in attendance"}
GROUP_KINDS = {
    "executive",
    "extended executive",
    "subgroup",
    "task and finish",
    "agency group",
    "scrutiny",
}
FIELDS = {
    "summary": "order title words on count",
    "partnership": "name short_name public_name area zone marking source",
    "organisation": "name short_name known_as kind agency_group council from to succeeds former "
    "note",
    "group": "name code known_as kind joint_with parent reports_to cadence quorum_words from to "
    "merged_into former standing_item purpose note",
    "succession": "former successor on how",
    "person": "name organisation role email from to",
    "seat": "group organisation agency_group role kind chair deputy_chair chair_of filled_from "
    "held_by from to",
    "terms": "group version",
    "work_plan": "group year line",
    "restraint_figure": "year title count of value as source",
    "document": "kind title review_months version",
    "decision_rule": "name at_least of source",
    "plan": "term from to note vision values source threads priority measure",
    "phase": "number title lead_group month checklist questions review",
    "route": "group does agrees",
    "learning": "methods people sources occasions briefing tell_back_days",
    "cycle": "topic plan priority starts follows state",
    "home": "organisation kind ages source",
    "figure": "title value unit ages as_at source",
    "spend_heading": "title codes words",
    "letters": "request_subject request invoice_subject invoice signed",
    "promise": "title times_a_year group source",
    "cadence": "call_for_items_before agenda_agreed_before papers_due_before issue_before "
    "draft_minutes_after action_list_after skip_august skip_christmas",
    "targets": "multi_agency_audits_a_year single_agency_audits_a_year",
    "audits": "report_to returned_within sources themes returning review_months",
    "audit_kind": "name way target a_year each_months",
    "audit_status": "name stage",
    "audit_grade": "letter words sign",
    "settings": "financial_year_start contribution_overdue_days footage_days quorum_words "
    "terms_review_months "
    "action_review_months action_review_counts_from actions_without_meeting "
    "review_published_months review_complete_months review_complete_counts_from "
    "review_decided_by payer_of_health chair_rotates_months report_approved_by",
    "features": "off",
}


@pytest.fixture(params=KEYS)
def profile(request: pytest.FixtureRequest) -> Profile:
    return load_profile(request.param)


def rows(profile: Profile, section: str) -> tuple[Mapping[str, Any], ...]:
    return tuple(profile.values.get(section, ()))


def names_of(entry: Mapping[str, Any]) -> list[str]:
    former = [name for each in entry.get("former", ()) for name in names_of(each)]
    first = [entry[field] for field in ("name", "short_name", "code") if field in entry]
    return [tidy_name(name) for name in (*first, *entry.get("known_as", ()), *former)]


def find(profile: Profile, section: str, text: str) -> list[str]:
    wanted = tidy_name(text)
    return [each["name"] for each in rows(profile, section) if wanted in names_of(each)]


def sheet_rows(file: str, sheet: str | int = 0) -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(DATA / file)
    page = book.worksheets[sheet] if isinstance(sheet, int) else book[sheet]
    return [tuple(row) for row in page.iter_rows(values_only=True)]


# ------------------------------------------------------------------- the files that we carry


def test_only_known_sections_and_fields(profile: Profile) -> None:
    for section, content in profile.values.items():
        entries = content if isinstance(content, tuple) else (content,)
        used = {name for entry in entries for name in entry}
        assert used <= set(FIELDS[section].split()), section


def test_kinds_are_known(profile: Profile) -> None:
    kinds = {each["kind"] for each in rows(profile, "organisation")}
    assert kinds <= {"statutory partner", "relevant agency", "other"}
    assert {each["kind"] for each in rows(profile, "group")} <= GROUP_KINDS
    assert {each["kind"] for each in rows(profile, "seat")} <= SEAT_KINDS


def test_every_reference_resolves(profile: Profile) -> None:
    organisations = {each["name"] for each in rows(profile, "organisation")}
    groups = {each["code"] for each in rows(profile, "group")}
    agencies = {g["name"] for g in rows(profile, "group") if g["kind"] == "agency group"}
    for each in rows(profile, "organisation"):
        assert {each[f] for f in ("agency_group",) if f in each} <= agencies
        assert set(each.get("succeeds", ())) <= organisations - {each["name"]}
    for section in ("group", "seat", "phase", "route", "promise"):
        for each in rows(profile, section):
            fields = ("parent", "reports_to", "merged_into", "group", "chair_of", "lead_group")
            assert {each[f] for f in fields if f in each} <= groups, each
    for each in (*rows(profile, "seat"), *rows(profile, "home")):
        assert {each[f] for f in ("organisation",) if f in each} <= organisations, each
        assert {each[f] for f in ("agency_group",) if f in each} <= agencies, each
    audits = profile.values.get("audits", {})
    assert set(audits.get("returning", ())) <= organisations | agencies
    assert {audits[f] for f in ("report_to",) if f in audits} <= groups
    settings = profile.values["settings"]
    assert set(settings.get("report_approved_by", ())) <= groups
    assert {settings[f] for f in ("actions_without_meeting",) if f in settings} <= groups
    assert {settings[f] for f in ("payer_of_health",) if f in settings} <= organisations


def test_plans_and_cycles_refer_to_what_is_there(profile: Profile) -> None:
    plans = {plan["term"]: plan for plan in rows(profile, "plan")}
    titles = {t["title"] for plan in plans.values() for t in plan.get("threads", ())}
    for plan in plans.values():
        assert [each["number"] for each in plan["priority"]] == [
            *range(1, len(plan["priority"]) + 1)
        ]
        for thread in plan.get("threads", ()):
            assert thread.get("continues", thread["title"]) in titles
        for priority in plan["priority"]:
            for place, outcome in enumerate(priority.get("outcomes", ()), 1):
                assert outcome["number"] == f"{priority['number']}.{place}"
    for cycle in rows(profile, "cycle"):
        if "plan" in cycle:
            numbers = [each["number"] for each in plans[cycle["plan"]]["priority"]]
            assert cycle["priority"] in numbers


def test_no_reporting_line_runs_in_a_circle(profile: Profile) -> None:
    above = {each["code"]: each.get("reports_to") for each in rows(profile, "group")}
    for code in above:
        seen, here = set(), code
        while here is not None:
            assert here not in seen
            seen.add(here)
            here = above[here]


@pytest.mark.parametrize("section", ["organisation", "group"])
def test_a_name_means_one_thing(profile: Profile, section: str) -> None:
    used = Counter(name for each in rows(profile, section) for name in set(names_of(each)))
    assert [name for name, times in used.items() if times > 1] == []


def dated(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for name, each in value.items():
            if name in {"from", "to", "starts", "as_at", "on"}:
                yield each
            else:
                yield from dated(each)
    elif isinstance(value, tuple):
        for each in value:
            yield from dated(each)


def test_dates_are_days_or_months_and_in_order(profile: Profile) -> None:
    for text in dated(profile.values):
        assert re.fullmatch(r"\d{4}-\d{2}(-\d{2})?", text)
        date.fromisoformat(text if len(text) == 10 else f"{text}-01")
    for section in ("organisation", "group", "seat", "plan"):
        for each in rows(profile, section):
            assert each.get("from", "0000") <= each.get("to", "9999")


def test_standing_items_can_be_put_on_an_agenda(profile: Profile) -> None:
    for group in rows(profile, "group"):
        items = group.get("standing_item", ())
        meets = group["kind"] not in {"agency group", "scrutiny"} and "to" not in group
        assert bool(items) is meets, group["code"]
        for item in items:
            assert set(item) <= {"title", "minutes", "purpose", "lead", "document", "last"}
            assert item["purpose"] in ITEM_PURPOSES
            assert item.get("document", "minutes") in ITEM_DOCUMENTS
            assert 0 < item["minutes"] <= 60
        assert [bool(item.get("last")) for item in items] == [
            *[False] * (len(items) - 1),
            *[True] * meets,
        ]


def test_no_records_and_no_addresses_in_a_profile(profile: Profile) -> None:
    text = str(profile.values).casefold()
    assert not {"meeting", "action", "incident", "contribution"} & set(profile.values)
    for word in ("@", "http", "www."):
        assert word not in text


# ---------------------------------------------------------- each place as it was published


def test_durham_executive_carries_its_papers() -> None:
    groups = {each["code"]: each for each in rows(load_profile("durham-2022-23"), "group")}
    items = groups["EXEC"]["standing_item"]
    assert [item["document"] for item in items if "document" in item] == [
        "attendance",
        "last-minutes",
        "action-log",
        "contributions",
        "forward-plan",
    ]
    assert next(i["minutes"] for i in items if i.get("document") == "contributions") == 10
    others = [i for c, g in groups.items() if c != "EXEC" for i in g.get("standing_item", ())]
    assert "contributions" not in {item.get("document") for item in others}


def test_durham_agency_groups_are_those_of_the_arrangements() -> None:
    profile = load_profile("durham-2022-23")
    members = Counter(each.get("agency_group") for each in rows(profile, "organisation"))
    del members[None]
    assert members == {
        "Criminal justice": 6,
        "Health": 9,  # eight of 2019, and the board that came after the commissioning groups
        "Education": 7,
        "Voluntary sector": 1,
    }
    former = [f["name"] for f in rows(profile, "group")[2]["former"]]
    assert former == ["Embedded Learning Group", "Performance, Challenge and Impact Group"]


def test_durham_cycles_follow_one_another() -> None:
    finished, first, *chained = rows(load_profile("durham-2022-23"), "cycle")
    assert not {"starts", "follows", "priority"} & set(finished)
    assert first["starts"] == "2023-04"
    assert not any("starts" in each for each in chained)
    followed = [each["follows"] for each in chained]
    assert followed == [first["topic"], *(each["topic"] for each in chained[:-1])]


def test_derby_and_derbyshire_keep_their_changes() -> None:
    profile = load_profile("derby-derbyshire-2021-22")
    merged = Counter((g["merged_into"], g["to"]) for g in rows(profile, "group") if "to" in g)
    assert merged == {("CR", "2021-11"): 2, ("EVYP", "2021-05"): 2}
    assert profile.values["features"]["off"] == ("restraint",)
    partners = [o for o in rows(profile, "organisation") if o["kind"] == "statutory partner"]
    after = [each["name"] for each in partners if stood_on(each, "2022-07-01")]
    assert len(after) == 4
    assert "Derbyshire Integrated Care Board" in after


# ------------------------------------------------------ the workbooks of the Durham office


def one_body(profile: Profile, text: str) -> str:
    """Return the one organisation or, where there is none, the one agency group of a name."""
    found = find(profile, "organisation", text) or find(profile, "group", text)
    assert len(found) == 1, text
    return found[0]


def one_group(profile: Profile, text: str) -> str:
    found = find(profile, "group", text)
    assert len(found) == 1, text
    return found[0]


@pytest.fixture(params=["durham-2022-23", "durham-2025-27"])
def durham(request: pytest.FixtureRequest) -> Profile:
    return load_profile(request.param)


def test_membership_is_known(durham: Profile) -> None:
    head, *body = sheet_rows("membership.xlsx")
    assert len({one_group(durham, str(heading)) for heading in head[3:]}) == 7
    by_name = {each["name"]: each for each in rows(durham, "organisation")}
    assert len(body) == 25
    for name, kind, agency_group, *_ in body:
        entry = by_name[one_body(durham, name)]
        assert entry["kind"] == kind.casefold()
        assert entry.get("agency_group") == agency_group
        assert entry["name"] == name


def test_contributions_are_known(durham: Profile) -> None:
    lines = sheet_rows("contributions-2022-23.xlsx")[4:10]
    bodies = [one_body(durham, line[0]) for line in lines]
    assert len(set(bodies)) == 6
    assert bodies[3] == "National Probation Service"
    assert bodies[1] == "Integrated Care Board (ICB)"


def test_meetings_attendance_and_actions_are_known(durham: Profile) -> None:
    file = "meetings-and-actions-2023-24.xlsx"
    met = {one_group(durham, row[0]) for row in sheet_rows(file, "Meetings")[1:]}
    assert len(met) == 3
    _, head, *body = sheet_rows(file, "Attendance")
    assert {one_group(durham, str(each).split()[0]) for each in head[1:]} == met
    attended = [one_body(durham, row[0]) for row in body]
    assert len(set(attended)) == 9
    actions = sheet_rows(file, "Action log")[1:]
    assert {one_group(durham, row[1]) for row in actions} <= met
    assert {one_body(durham, row[5]) for row in actions} <= set(attended)


def test_business_plan_agrees_with_its_workbook() -> None:
    plan = rows(load_profile("durham-2025-27"), "plan")[-1]
    lines = sheet_rows("business-plan-2025-27.xlsx", "Outcomes")[1:]
    ours = [
        (each["number"], each["title"], outcome.get("number"), outcome.get("title"))
        for each in plan["priority"]
        for outcome in each.get("outcomes", ({},))
    ]
    assert ours == [tuple(line[:4]) for line in lines]
    threads = sheet_rows("business-plan-2025-27.xlsx", "Golden threads")[1:]
    assert [(t["title"], t.get("how", "new")) for t in plan["threads"]] == threads
