"""Slip and certificates on paper; the files inside; the steps of the annex, run."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from html import unescape
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dscp_desktop.app.documents import ready_document
from dscp_desktop.core.offers import Scope
from dscp_desktop.paper.attaching import attach
from dscp_desktop.paper.document import Document, Table
from dscp_desktop.paper.html import render_html
from dscp_desktop.paper.tasks import render
from dscp_desktop.sampling.commands import note_lost, record_draw
from dscp_desktop.sampling.documents.annex import powershell_steps, sha256sum_steps
from dscp_desktop.sampling.documents.certificate import certificate_document, public_document
from dscp_desktop.sampling.documents.slip import slip_document
from dscp_desktop.sampling.documents.wording import Printed, in_groups
from dscp_desktop.sampling.feature import FEATURE
from dscp_desktop.sampling.queries import certificate_text, freeze_slip, get_draw
from dscp_desktop.sampling.rules.frame import FrameRow
from dscp_desktop.sampling.rules.suppression import suppress
from dscp_desktop.store.opening import Store
from tests.conftest import ROOT
from tests.paper.structure import outline
from tests.sampling.conftest import QUARTER, DrawIt, Freeze

SCRIPT = (ROOT / "resources/verify_draw.py").read_text("utf-8")
PRINTED = Printed(ZoneInfo("Europe/London"), SCRIPT, 5)


def words_of(document: Document) -> str:
    return render_html(document).decode()


def test_the_slip_shows_the_commitment_in_groups_and_lines_to_sign(
    store: Store, frozen: Freeze
) -> None:
    slip = store.ask(freeze_slip, frozen())
    shown = words_of(slip_document(slip, PRINTED))
    for words in (
        in_groups(slip.commitment),
        "1 April 2022 to 30 June 2022",
        slip.plan,
        "Head of the home",
        "Total declared with it",
        f"{slip.head[:4].upper()}-{slip.head[4:8].upper()}",
        "19 October 2023, 09:52, by Business manager",
    ):
        assert words in shown, words
    assert shown.count("_" * 24) >= 4, "at least two people sign"
    assert "RST-001" not in shown, "no row leaves the room"


def test_a_declared_total_that_differs_is_said(store: Store, frozen: Freeze) -> None:
    slip = store.ask(freeze_slip, frozen(declared=25))
    assert "25; the list and what was left out hold 19" in words_of(slip_document(slip, PRINTED))


def test_the_certificate_has_everything_a_verifier_needs(store: Store, drawn: DrawIt) -> None:
    draw_id = drawn()
    second = drawn("1-2")
    record = store.ask(get_draw, second)
    lost = record.drawn.strata["0"].order[0]
    store.run(note_lost, second, "0", lost, "overwritten", "after 90 days")
    record = store.ask(get_draw, second)
    shown = words_of(certificate_document(record, PRINTED))
    for words in (
        in_groups(record.frame.commitment),
        "RST-900",
        "no level given by the home",
        "overwritten: after 90 days",
        "Next in order",
        "does not prove",
        "freeze slip",
        "Get-FileHash frame.txt -Algorithm SHA256",
        "sha256sum frame.txt",
        "Needs nothing but Python.",
        store.ask(get_draw, draw_id).seed_from,
    ):
        assert words in shown, words
    printed = [line.strip() for line in SCRIPT.splitlines()]
    assert all(line in unescape(shown) for line in printed)


def test_the_public_edition_has_no_row(store: Store, drawn: DrawIt) -> None:
    record = store.ask(get_draw, drawn())
    shown = words_of(public_document(record, PRINTED))
    assert in_groups(record.frame.commitment) in shown
    assert record.seed in shown
    assert "does not prove" in shown
    for row in record.rows:
        assert row.ref not in shown
    assert "RST-900" not in shown
    assert "suppressed" in shown


def test_a_rehearsal_says_so_at_the_top(store: Store, frozen: Freeze) -> None:
    made = store.run(record_draw, frozen(), "1", "command line", "Ann", rehearsal=True)
    document = certificate_document(store.ask(get_draw, str(made.result)), PRINTED)
    assert document.subtitle == "First quarter: rehearsal"
    assert "nothing shows that the list stood first" in words_of(document)


def test_the_pdf_carries_both_files_and_is_the_same_each_time(store: Store, drawn: DrawIt) -> None:
    draw_id = drawn()
    offers = {offer.kind: offer for offer in FEATURE.documents}
    scope = Scope(store.today(), record_id=draw_id)
    ready = store.ask(ready_document, offers["draw-certificate"], scope)
    values = json.loads(json.dumps(ready.values))
    [data], [again] = (render(values, [], lambda *_far: None)[1] for _ in range(2))
    assert data == again
    with pikepdf.Pdf.open(BytesIO(data)) as pdf:
        files = {name: spec.get_file().read_bytes() for name, spec in pdf.attachments.items()}
        assert [str(one.UF) for one in pdf.Root.AF] == ["CERT.json", "frame.txt"]
    record = store.ask(get_draw, draw_id)
    assert files["frame.txt"] == record.frame.text.encode()
    assert hashlib.sha256(files["frame.txt"]).hexdigest() == record.frame.hash
    assert files["CERT.json"] == store.ask(certificate_text, draw_id).encode()
    assert outline(data), "it is still a tagged document"
    public = store.ask(ready_document, offers["draw-certificate-public"], scope)
    assert "attached" not in public.values


def test_nothing_to_attach_leaves_a_pdf_as_it_is() -> None:
    assert attach(b"%PDF", {}) == b"%PDF"


def test_the_steps_for_sha256sum_give_what_the_certificate_says(
    store: Store, drawn: DrawIt, tmp_path: Path
) -> None:
    if shutil.which("sha256sum") is None:
        pytest.skip("sha256sum is not on this machine")
    record = store.ask(get_draw, drawn())
    (tmp_path / "frame.txt").write_bytes(record.frame.text.encode())
    said = []
    for step in sha256sum_steps(record):
        run = subprocess.run(
            ["sh", "-c", step], cwd=tmp_path, capture_output=True, text=True, check=True
        )
        said.append(run.stdout.split()[0])
    first = next(s.order[0] for s in record.drawn.strata.values() if s.order)
    assert said == [record.frame.hash, record.frame.commitment, record.drawn.tickets[first]]


def test_the_steps_for_powershell_write_the_same_bytes(store: Store, drawn: DrawIt) -> None:
    record = store.ask(get_draw, drawn())
    steps = powershell_steps(record)
    texts = [step.split('", "')[1].removesuffix('")') for step in steps if "WriteAllText" in step]
    hashes = [hashlib.sha256(t.replace("`n", "\n").encode()).hexdigest() for t in texts]
    first = next(s.order[0] for s in record.drawn.strata.values() if s.order)
    assert hashes == [record.frame.commitment, record.drawn.tickets[first]]


def test_the_printed_script_typed_again_checks_the_certificate(
    store: Store, drawn: DrawIt, tmp_path: Path
) -> None:
    draw_id = drawn()
    document = certificate_document(store.ask(get_draw, draw_id), PRINTED)
    table = document.blocks[-1]
    assert isinstance(table, Table)
    lines = [" " * int(row.cells[1].text) + row.cells[2].text for row in table.rows]
    (tmp_path / "verify_draw.py").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "CERT.json").write_text(store.ask(certificate_text, draw_id), encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "verify_draw.py", "CERT.json"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.stdout.splitlines()[-1] == "Everything holds."


def test_a_list_without_incidents_can_be_certified(store: Store, drawn: DrawIt) -> None:
    record = store.ask(get_draw, drawn(rows=[], left_out=(), declared=0))
    shown = words_of(certificate_document(record, PRINTED))
    assert "0 incidents drawn of 0." in shown
    assert "None." in shown
    assert len(sha256sum_steps(record)) == 2


@pytest.mark.parametrize(
    ("counts", "shown", "total"),
    [
        ((201, 39, 1, 1), (201, None, None, None), 242),
        ((201, 39, 3, 4), (201, 39, None, None), 247),
        ((201, 39, 20, 4), (201, 39, None, None), 264),
        ((1, 1, 0, 0), (None, None, None, None), None),
        ((9, 8, 7, 6), (9, 8, 7, 6), 30),
    ],
)
def test_small_counts_and_what_gives_them_away_are_kept_back(
    counts: tuple[int, ...], shown: tuple[int | None, ...], total: int | None
) -> None:
    kept = suppress(counts, 5)
    assert (kept.counts, kept.total) == (shown, total)


@given(st.lists(st.integers(0, 30), min_size=1, max_size=6), st.integers(1, 8))
def test_no_small_count_can_be_worked_out(counts: list[int], limit: int) -> None:
    kept = suppress(counts, limit)
    shown = [count for count in kept.counts if count is not None]
    assert all(count >= limit for count in shown)
    hidden = len(counts) - len(shown)
    if hidden and kept.total is not None:
        rest = kept.total - sum(shown)
        assert hidden >= 2
        assert rest >= limit, "what is left together is no small count either"


def test_a_declared_total_does_not_give_away_what_was_left_out(store: Store, drawn: DrawIt) -> None:
    rows = [FrameRow(f"R-{n}", QUARTER.first, "0123"[n % 4]) for n in range(80)]
    record = store.ask(get_draw, drawn(rows=rows, declared=81))
    shown = words_of(public_document(record, PRINTED))
    assert ">80<" in shown
    assert ">81<" not in shown
