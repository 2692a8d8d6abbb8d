"""`dscp draw` and `dscp verify`, as scripts use them."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from sqlalchemy.orm import Session

from dscp_desktop.core.changes import Changes
from dscp_desktop.partnership.queries.parties import list_organisations
from dscp_desktop.restraint.queries.frame import frame_rows
from dscp_desktop.restraint.queries.incidents import list_homes
from dscp_desktop.restraint.tables import Home, Incident, RestraintReturn
from dscp_desktop.sampling.commands import freeze
from dscp_desktop.sampling.queries import list_draws
from dscp_desktop.sampling.rules.frame import LeftOut, Period
from dscp_desktop.sampling.rules.records import RESTRAINT
from dscp_desktop.store.opening import open_store
from dscp_desktop.store.session import fresh_id
from tests.app.conftest import Dscp
from tests.conftest import ROOT
from tests.moulds import PASSPHRASE, Moulds
from tests.sampling.test_certificate import broken

FIRST, LAST = date(2022, 4, 1), date(2022, 6, 30)
SEED = "418203-096714-552970"
TAKE = "0:4,1:2,2:all,3:all"
REASON = "the home was asked and does not know"


def put_incidents(session: Session) -> Changes:
    """Put a quarter with a return into the register; of RST-007 no level is known."""
    homes = list_homes(session)
    home_id = homes[0][0] if homes else fresh_id(session)
    if not homes:
        organisation = list_organisations(session)[0]
        session.add(Home(id=home_id, organisation_id=organisation.id))
    session.add(
        RestraintReturn(
            id=fresh_id(session), home_id=home_id, first=FIRST, last=LAST,
            supplied_by="Head of the home", declared=24,
        )
    )  # fmt: skip
    for n in range(1, 25):
        level = None if n == 7 else (0, 0, 1, 0, 2, 0, 0, 3)[n % 8]
        on = FIRST + timedelta(days=n * 3)
        session.add(
            Incident(id=fresh_id(session), home_id=home_id, ref=f"RST-{n:03d}", on=on, level=level)
        )
    session.flush()
    return Changes("Put in: the incidents of a test", ("*",))


def freeze_first(session: Session) -> Changes:
    """Freeze the quarter as the window does."""
    rows, _ = frame_rows(session, FIRST, LAST)
    out = [LeftOut("RST-007", REASON)]
    return freeze(session, RESTRAINT, "Window", Period(FIRST, LAST), rows, out, TAKE, "Ann")


@pytest.fixture
def register(moulds: Moulds, dscp: Dscp, tmp_path: Path) -> Path:
    def make(path: Path) -> None:
        assert dscp("new", path, "--profile", "durham-2022-23", "--by", "Ann").code == 0
        run_on(path, put_incidents)

    moulds.copy("register", make, tmp_path / "s.dscp")
    return tmp_path / "s.dscp"


def run_on(path: Path, command: Callable[[Session], Changes]) -> None:
    with open_store(path, PASSPHRASE) as store:
        store.run(command)


def words(path: Path, out: Path, *more: str, last: str = "2022-06-30") -> tuple[object, ...]:
    away = ("--leave-out", f"RST-007={REASON}")
    return (
        "draw", path, "--from", "2022-04-01", "--to", last, "--seed", SEED, "--take", TAKE,
        "-o", out, *(more or away),
    )  # fmt: skip


def test_a_draw_writes_a_certificate_that_verifies(
    dscp: Dscp, register: Path, tmp_path: Path
) -> None:
    out = tmp_path / "CERT.pdf"
    said = dscp(*words(register, out))
    assert said.code == 0, said.err
    assert "This is a rehearsal" in said.err
    data = (tmp_path / "CERT.json").read_bytes()
    cert = json.loads(data)
    assert cert["period"] == "2022-04-01/2022-06-30"
    assert cert["left_out"] == f"RST-007,{REASON}\n"
    assert cert["seed_from"] == (
        "On the command line, by Ann. Rehearsal: no freeze was recorded before."
    )
    assert (cert["replaced"], cert["earlier"]) == ([], [])
    with pikepdf.Pdf.open(BytesIO(out.read_bytes())) as pdf:
        files = {name: one.get_file().read_bytes() for name, one in pdf.attachments.items()}
    assert files == {"CERT.json": data, "frame.txt": cert["frame"].encode()}
    checked = dscp("verify", tmp_path / "CERT.json", passphrase=None)
    assert checked.code == 0, checked.err
    assert checked.out.splitlines()[-2] == "Everything holds."
    assert cert["commitment"] in checked.out
    assert dscp("check", register).code == 0


def test_a_freeze_recorded_before_makes_it_a_real_draw(
    dscp: Dscp, register: Path, tmp_path: Path
) -> None:
    run_on(register, freeze_first)
    assert dscp(*words(register, tmp_path / "real.pdf")).code == 0
    assert dscp(*words(register, tmp_path / "again.pdf")).code == 0
    real, again = (json.loads((tmp_path / f"{n}.json").read_bytes()) for n in ("real", "again"))
    assert real["seed_from"] == "On the command line, by Ann"
    assert "Rehearsal" in again["seed_from"]
    assert [len(each["earlier"]) for each in (real, again)] == [0, 1]
    for name in ("seed_from", "made_at", "earlier"):
        del real[name], again[name]
    assert real == again


def test_an_incident_without_level_is_refused_by_name(
    dscp: Dscp, register: Path, tmp_path: Path
) -> None:
    said = dscp(*words(register, tmp_path / "CERT.pdf", "--longer"))
    assert said.code == 1
    assert "no level is recorded of RST-007" in said.err
    assert "--leave-out REF=REASON" in said.err
    assert not (tmp_path / "CERT.json").exists()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--leave-out", "RST-007"), "gives no reason"),
        (("--leave-out", "RST-999=gone"), "no incident RST-999"),
        (("--leave-out", "RST-007=a", "--leave-out", "RST-007=b"), "names RST-007 twice"),
        (("--seed", "dice"), "one to twelve digits"),
        (("--take", "0:4,3:1"), "3:all"),
        (("--take", "0:4,1:2,2:all", "--leave-out", "RST-007=a"), "which the plan does not name"),
        (("--to", "2022-09-30", "--leave-out", "RST-007=a"), "longer than a quarter"),
        (("-o", "CERT.docx"), "goes out as .pdf"),
    ],
)
def test_wrong_use_ends_with_two(
    dscp: Dscp, register: Path, tmp_path: Path, more: tuple[str, ...], said: str
) -> None:
    answer = dscp(*words(register, tmp_path / "CERT.pdf", *more))
    assert (answer.code, said in answer.err) == (2, True), answer.err


def test_half_a_year_is_drawn_only_where_somebody_insists(
    dscp: Dscp, register: Path, tmp_path: Path
) -> None:
    more = ("--leave-out", f"RST-007={REASON}", "--longer")
    answer = dscp(*words(register, tmp_path / "CERT.pdf", *more, last="2022-09-30"))
    assert answer.code == 0, answer.err


def test_nothing_is_drawn_where_a_file_stands(dscp: Dscp, register: Path, tmp_path: Path) -> None:
    (tmp_path / "CERT.json").write_text("mine", encoding="utf-8")
    assert dscp(*words(register, tmp_path / "CERT.pdf")).code == 2
    assert (tmp_path / "CERT.json").read_text("utf-8") == "mine"
    with open_store(register, PASSPHRASE, to_read=True) as store:
        assert store.ask(list_draws) == ()


def test_slip_and_certificates_go_out_by_their_commitment(
    dscp: Dscp, register: Path, tmp_path: Path
) -> None:
    assert dscp(*words(register, tmp_path / "CERT.pdf")).code == 0
    start = json.loads((tmp_path / "CERT.json").read_bytes())["commitment"][:8]
    for kind in ("freeze-slip", "draw-certificate", "draw-certificate-public"):
        for ending in ("pdf", "docx", "html"):
            out = tmp_path / f"{kind}.{ending}"
            said = dscp("export", register, kind, "--commitment", start, "-o", out)
            assert said.code == 0, said.err
            assert out.stat().st_size
    said = dscp("export", register, "freeze-slip", "-o", tmp_path / "x.pdf")
    assert (said.code, "--commitment" in said.err) == (2, True)
    with pikepdf.Pdf.open(tmp_path / "draw-certificate.pdf") as pdf:
        assert sorted(pdf.attachments) == ["CERT.json", "frame.txt"]
    with pikepdf.Pdf.open(tmp_path / "draw-certificate-public.pdf") as pdf:
        assert not list(pdf.attachments)


def test_verify_and_script_fail_together(dscp: Dscp, register: Path, tmp_path: Path) -> None:
    assert dscp(*words(register, tmp_path / "CERT.pdf")).code == 0
    cert: dict[str, Any] = json.loads((tmp_path / "CERT.json").read_bytes())
    first = cert["strata"]["0"]
    cert["replaced"] = [
        {
            "level": "0",
            "lost": first["order"][0],
            "by": first["order"][4],
            "reason": "",
            "words": "",
        }
    ]
    made = broken(cert, random.Random(1))
    for name in ("frame-0", "plan-0", "commitment-0", "seed-0", "ticket", "replaced-by"):
        path = tmp_path / f"{name}.json"
        path.write_text(json.dumps(made[name]), encoding="utf-8")
        said = dscp("verify", path, passphrase=None)
        script = [sys.executable, str(ROOT / "resources/verify_draw.py"), str(path)]
        run = subprocess.run(script, capture_output=True, check=False)
        assert (said.code, run.returncode) == (1, 1), name
        assert "FAILS" in said.out or "no certificate" in said.err


def test_what_is_no_certificate_is_refused(dscp: Dscp, tmp_path: Path) -> None:
    assert dscp("verify", tmp_path / "none.json", passphrase=None).code == 2
    (tmp_path / "x.json").write_text("[]", encoding="utf-8")
    said = dscp("verify", tmp_path / "x.json", passphrase=None)
    assert (said.code, "no certificate" in said.err) == (1, True)
