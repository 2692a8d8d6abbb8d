"""The window and the command line give the same certificate; and a return's whole way to PLG."""

from __future__ import annotations

import json
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from dscp_desktop.app.cli import run
from dscp_desktop.app.documents import RENDER, ready_document
from dscp_desktop.app.features import FEATURES, document_offers
from dscp_desktop.core.offers import Scope
from dscp_desktop.diary.commands.meetings import add_meeting
from dscp_desktop.diary.rules.meetings import MeetingDetails
from dscp_desktop.jobs.files import FileWorker
from dscp_desktop.meetings.commands.agenda import add_paper
from dscp_desktop.meetings.commands.forward import accept_proposals, put_on_agenda
from dscp_desktop.meetings.queries.agenda import agenda
from dscp_desktop.meetings.queries.forward import list_forward, list_proposals
from dscp_desktop.partnership.queries.parties import find_group
from dscp_desktop.restraint.page.restraint import REVIEWS, RestraintPage
from dscp_desktop.restraint.page.saving import save_both
from dscp_desktop.restraint.queries.results import draw_results
from dscp_desktop.sampling.queries import list_draws
from dscp_desktop.sampling.rules.certificate import check_certificate, read_certificate
from dscp_desktop.store.opening import Store
from tests.moulds import PASSPHRASE
from tests.restraint.page.conftest import shown
from tests.restraint.page.driving import CTRL, PLAN, SEED, Key, draw, press, rows, settle, show

OTHERWISE = ("seed_from", "made_at", "earlier")


def test_window_and_command_line_give_the_same_certificate(
    year: Store, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    showing = shown(year, qtbot)
    page = next(showing)
    draw(page, qtbot)
    draw_id = page.draw.shown.record.id
    folder = tmp_path / "saved"
    folder.mkdir()
    save_both(page, page.desk, draw_id, folder)
    settle(page, qtbot)
    frame = (folder / "frame.txt").read_bytes()
    assert next(showing, None) is None  # the window is closed, and its store with it
    monkeypatch.setenv("DSCP_PASSPHRASE", PASSPHRASE)
    out = tmp_path / "cert.pdf"
    words = ["draw", str(year.path), "--from", "2022-04-01", "--to", "2022-06-30"]
    assert run([*words, "--seed", SEED, "--take", PLAN, "-o", str(out)]) == 0
    window = json.loads((folder / "CERT.json").read_bytes())
    told = json.loads(out.with_suffix(".json").read_bytes())
    assert list(window) == list(told)
    assert {name for name in window if window[name] != told[name]} == set(OTHERWISE)
    assert window["frame"].encode() == frame
    assert (len(window["earlier"]), len(told["earlier"])) == (0, 1)
    checks = check_certificate(read_certificate((folder / "CERT.json").read_bytes()))
    assert all(check.holds for check in checks)


def lose(page: RestraintPage, qtbot: QtBot, place: int, reason: str) -> None:
    table, form = page.draw.lists.drawn, page.draw.facts.lost_form
    table.choose_row(place)
    press(qtbot, table, Key.Key_Return)
    form.reason.set_value(reason)
    press(qtbot, form.words.editor, Key.Key_Return, CTRL)
    settle(page, qtbot)


def review_all(page: RestraintPage, qtbot: QtBot) -> None:
    show(page, qtbot, REVIEWS)
    form, table = page.reviews.form, page.reviews.table
    while table.choose_first(lambda row: row.review is None):
        page.reviews.review()
        form.people[0].role.set_value("Independent scrutineer")
        form.people[0].tick.setChecked(True)
        form.answers["of_concern"].set_value("no")
        press(qtbot, form.manager.editor, Key.Key_Return, CTRL)
        settle(page, qtbot)
        assert not form.isVisible(), form.trouble.text()


def report(store: Store, title: str) -> tuple[Any, int]:
    """Take what is proposed to the group's next meeting, with its paper; give the agenda."""
    group = store.ask(find_group, "PLG")
    assert group is not None
    details = MeetingDetails(date(2023, 12, 7), time(10), time(12))
    meeting = str(store.run(add_meeting, group.id, details).result)
    proposed = store.ask(list_proposals, store.today(), FEATURES)
    (line,) = [one for one in proposed if one.proposal.title.startswith(title)]
    assert line.proposal.group_id == group.id
    store.run(accept_proposals, [(line.proposal, meeting)])
    (planned,) = [one for one in store.ask(list_forward, store.today()) if title in one.title]
    item = str(store.run(put_on_agenda, [planned.id]).result)
    offer = next(one for one in document_offers() if one.kind == "restraint-results")
    scope = Scope(store.today(), record_id=line.proposal.record_id)
    ready = store.ask(ready_document, offer, scope)
    with FileWorker() as worker:
        values, blobs = worker.ask(RENDER, ready.values)
    pages = int(values["pages"])
    store.run(add_paper, meeting, ready.title, blobs[0], pages, item_id=item)
    return store.ask(agenda, meeting), pages


@pytest.mark.timeout(120)
def test_a_return_goes_its_way_to_the_next_meeting(
    page: RestraintPage, qtbot: QtBot, year: Store
) -> None:
    draw(page, qtbot)
    lose(page, qtbot, 1, "overwritten")
    lose(page, qtbot, 5, "cannot be opened")
    (made,) = year.ask(list_draws, "restraint")
    assert [one.reason for one in made.replaced] == ["overwritten", "cannot be opened"]
    assert sum(row.lost for row in rows(page.draw.lists.drawn)) == 2
    assert all(check.holds for check in page.draw.shown.checks) if page.draw.shown else False
    review_all(page, qtbot)
    (result,) = year.ask(draw_results)
    assert result.is_complete
    assert result.strata[0].missing == 2
    bounds = result.strata[0].bounds
    assert bounds is not None
    assert bounds.with_missing > bounds.at_most
    settle(page, qtbot)
    found, pages = report(year, "Restraint scrutiny: results of")
    (item,) = [one for one in found.items if one.title.startswith("Restraint scrutiny: results")]
    (paper,) = item.papers
    assert paper.pages == pages > 0
