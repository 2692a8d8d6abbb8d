"""A certificate checked by the program and by the script that stands alone."""

from __future__ import annotations

import copy
import json
import random
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from dscp_desktop.core.faults import Refused
from dscp_desktop.sampling.rules.certificate import (
    certificate_values,
    check_certificate,
    read_certificate,
)
from dscp_desktop.sampling.rules.draw import Replacement, draw, parse_plan, replace, reviewed
from dscp_desktop.sampling.rules.frame import FrameRow, LeftOut, Period, left_out_text
from tests.conftest import ROOT

SCRIPT = ROOT / "resources/verify_draw.py"
QUARTER = Period(date(2022, 4, 1), date(2022, 6, 30))
PLAN = "0:4,1:2,2:all,3:all"
# Runs the script many times in one process: a start of Python for each would take minutes.
MANY = """
import contextlib, io, json, runpy, sys
for path in sys.argv[1:]:
    sys.argv = [SCRIPT, path]
    said = io.StringIO()
    try:
        with contextlib.redirect_stdout(said):
            runpy.run_path(SCRIPT, run_name="__main__")
    except SystemExit as left:
        print(json.dumps([path, not left.code]))
    except Exception:
        print(json.dumps([path, False]))
"""


def a_frame(chance: random.Random, size: int) -> list[FrameRow]:
    rows = []
    for number in range(size):
        on = QUARTER.first + timedelta(days=chance.randrange(91))
        level = chance.choice("0000000011112223"[:16])
        rows.append(FrameRow(f"{chance.choice('RÉr')}-{number:03d}", on, level))
    return rows


def a_certificate(seed: int, size: int = 24, lost: int = 2) -> dict[str, Any]:
    chance = random.Random(seed)
    rows = a_frame(chance, size)
    left_out = left_out_text([LeftOut("X-1", "no level, the home was asked")])
    number = f"{chance.randrange(10**6):06d}-{chance.randrange(10**6):06d}"
    values = certificate_values(rows, QUARTER, left_out, PLAN, number)
    drawn = draw(rows, parse_plan(PLAN), number)
    replaced: list[Replacement] = []
    for _ in range(lost):
        here = [
            (level, ref)
            for level, stratum in drawn.strata.items()
            for ref in reviewed(stratum, [one for one in replaced if one.level == level])
        ]
        if here:
            level, ref = chance.choice(here)
            replaced.append(replace(drawn, replaced, level, ref, "overwritten", "after 90 days"))
    values["replaced"] = [
        {"level": o.level, "lost": o.lost, "by": o.by, "reason": o.reason, "words": o.words}
        for o in replaced
    ]
    return values


def holds(values: dict[str, Any]) -> bool:
    read = read_certificate(json.dumps(values, ensure_ascii=False).encode())
    return all(one.holds for one in check_certificate(read))


def by_script(paths: list[Path]) -> dict[str, bool]:
    code = MANY.replace("SCRIPT", repr(str(SCRIPT)))
    words = [sys.executable, "-c", code, *map(str, paths)]
    said = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    return dict(json.loads(line) for line in said.splitlines())


def write(folder: Path, name: str, values: dict[str, Any]) -> Path:
    path = folder / f"{name}.json"
    path.write_bytes(json.dumps(values, ensure_ascii=False).encode())
    return path


def test_the_script_is_short_and_needs_nothing_but_python(tmp_path: Path) -> None:
    lines = SCRIPT.read_text("utf-8").splitlines()
    assert len(lines) <= 40
    assert [line for line in lines if line.startswith(("import", "from"))] == [
        "import hashlib, json, re, sys"
    ]
    path = write(tmp_path, "CERT", a_certificate(1))
    run = [sys.executable, "-I", "-S", str(SCRIPT), str(path)]
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert done.stdout.splitlines()[-1] == "Everything holds."
    assert all(line.startswith("holds") for line in done.stdout.splitlines()[:-1])


def test_script_and_program_agree_on_random_frames(tmp_path: Path) -> None:
    made = {f"{n}": a_certificate(n, size=n % 40, lost=n % 4) for n in range(100)}
    paths = [write(tmp_path, name, values) for name, values in made.items()]
    assert set(by_script(paths).values()) == {True}
    assert all(holds(values) for values in made.values())


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_script_and_program_agree_on_a_thousand_frames(tmp_path: Path) -> None:
    made = [a_certificate(n, size=n % 60, lost=n % 5) for n in range(1000)]
    paths = [write(tmp_path, f"{n}", values) for n, values in enumerate(made)]
    said = by_script(paths)
    assert len(said) == 1000
    assert all(said.values())
    assert all(holds(values) for values in made)


def other(text: str, place: int) -> str:
    sign = text[place]
    new = "1" if sign == "0" else "0" if sign.isdigit() else "f" if sign == "e" else "e"
    return f"{text[:place]}{new}{text[place + 1 :]}"


def broken(values: dict[str, Any], chance: random.Random) -> dict[str, dict[str, Any]]:
    """Return certificates with one character changed in each part that counts."""
    found = {}
    for name in ("frame", "plan", "commitment", "seed", "frame_hash", "left_out", "left_out_hash"):
        for place in {0, len(values[name]) // 2, len(values[name]) - 1}:
            changed = copy.deepcopy(values)
            changed[name] = other(values[name], place)
            found[f"{name}-{place}"] = changed
    changed = copy.deepcopy(values)
    ref = chance.choice(list(values["tickets"]))
    changed["tickets"][ref] = other(values["tickets"][ref], 5)
    found["ticket"] = changed
    for part in ("order", "taken"):
        changed = copy.deepcopy(values)
        changed["strata"]["0"][part][0] = other(values["strata"]["0"][part][0], 3)
        found[f"list-{part}"] = changed
    for part in ("level", "lost", "by"):
        changed = copy.deepcopy(values)
        was = values["replaced"][0][part]
        changed["replaced"][0][part] = other(was, len(was) - 1) if was else "R-000"
        found[f"replaced-{part}"] = changed
    return found


def test_one_changed_character_fails_in_both(tmp_path: Path) -> None:
    for number in range(6):
        values = a_certificate(number, size=30, lost=3)
        assert holds(values)
        made = broken(values, random.Random(number))
        paths = {name: write(tmp_path, name, wrong) for name, wrong in made.items()}
        said = by_script(list(paths.values()))
        assert [n for n, path in paths.items() if said[str(path)]] == []
        assert [name for name, wrong in made.items() if _still_holds(wrong)] == []


def _still_holds(values: dict[str, Any]) -> bool:
    try:
        return holds(values)
    except Refused:
        return False


@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b"{}", b"\xff", b'{"seed": "1", "seed": "1"}', b"[" * 100_000],
    ids=["empty", "list", "bare", "not UTF-8", "twice", "deep"],
)
def test_what_is_no_certificate_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(Refused, match="This is no certificate"):
        read_certificate(data)


def test_parts_of_another_kind_are_refused_or_fail() -> None:
    values = a_certificate(1)
    with pytest.raises(Refused, match="its tickets cannot be read"):
        holds({**values, "tickets": []})
    for name, wrong in (
        ("period", "never"),
        ("plan", "0"),
        ("frame", "no line"),
        ("frame", "a,b\n"),
        ("seed", "one"),
        ("replaced", ["x"]),
        ("replaced", [{"level": 0}]),
    ):
        assert not holds({**values, name: wrong}), name


def test_a_plan_that_leaves_out_a_level_of_the_list_draws_nothing() -> None:
    values = {**a_certificate(1), "plan": "0:4"}
    failed = {checked.what for checked in check_certificate(values) if not checked.holds}
    assert {"list", "commitment", "tickets", "order and sample"} <= failed
    assert "hash of the list" not in failed
