"""What IT and information governance are told is true to the code: every key, every kind."""

from __future__ import annotations

import json
import re
from pathlib import Path

from dscp_desktop.app.backups import DAYS, HOURS, MONTHS, WEEKS
from dscp_desktop.app.features import FEATURES
from dscp_desktop.app.locking import MINUTES
from dscp_desktop.app.policy import MOST_MINUTES, RULES, SIZES, THEMES, read_policy
from dscp_desktop.store.keys import Slot
from dscp_desktop.store.places import LONGEST_ON_WINDOWS


def page(root: Path, name: str) -> str:
    return (root / "docs" / name).read_text("utf-8")


def keys_told(text: str) -> set[str]:
    """Every key of the table of policy.json."""
    table = text.partition("## policy.json")[2].partition("\n## ")[0]
    return set(re.findall(r"(?m)^\| `(\w+)` \|", table))


def kinds_told(text: str) -> set[str]:
    """Every kind that a row of the first table names."""
    table = text.partition("| Kind |")[2].partition("\n\n")[0]
    cells = re.findall(r"(?m)^\| ([^|]+) \|", table)
    return {kind.strip() for cell in cells for kind in cell.split(",")}


def test_every_key_of_the_policy_is_told_and_no_other(root: Path) -> None:
    text = page(root, "for-it.md")
    assert keys_told(text) == set(RULES)
    assert all(f'`"{theme}"`' in text for theme in THEMES)
    assert ", ".join(f"{size:g}" for size in SIZES) in text
    assert f"1 to {MOST_MINUTES}; {MINUTES} where nothing is set" in text
    assert f"{LONGEST_ON_WINDOWS} letters" in text
    slot = Slot("", "", "", "", "", "")
    assert f"scrypt, N={slot.n}, r={slot.r}, p={slot.p}" in text


def test_the_example_of_a_policy_is_sound(root: Path, tmp_path: Path) -> None:
    text = page(root, "for-it.md").partition("## policy.json")[2]
    example = text.split("```")[1]
    path = tmp_path / "policy.json"
    path.write_text(example, "utf-8")
    policy = read_policy((path,))
    assert policy.faults == ()
    assert policy.values == json.loads(example)


def test_every_kind_of_record_is_told_and_no_other(root: Path) -> None:
    kinds = {kind for feature in FEATURES for kind in feature.kinds.values()}
    assert kinds_told(page(root, "for-information-governance.md")) == kinds


def test_the_rule_of_the_backups_is_the_one_that_holds(root: Path) -> None:
    words = (
        f"one an hour for {HOURS} hours, one a day for {DAYS} days, one a week for {WEEKS} weeks, "
        f"one a month for {MONTHS} months"
    )
    assert words in page(root, "for-information-governance.md")
