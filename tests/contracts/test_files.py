"""The house rules that a look at the files can hold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.contracts.tree import (
    KITS,
    PACKAGE,
    ROOT,
    feature_folders,
    imports,
    look,
    python_files,
    told,
)

# A migration is a record of what was, written once and never read as code: `db` has no bounds.
MEASURED = ("dscp_desktop", "tests", "packaging", "resources")
LONGEST_FILE = 400
LONGEST_FUNCTION = 50
KINDS = {
    "rules",
    "tables",
    "queries",
    "commands",
    "workbook",
    "documents",
    "page",
    "feature",
}
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "misc"}

# What belongs to safeguarding partnerships and to no kit: a kit could serve any office.
WORDS_OF_THE_FIELD = (
    "safeguarding",
    "constabulary",
    "council",
    "restraint",
    "learning cycle",
    "executive",
    "agenda",
    "quorum",
    "secure children",
)
WORDS_OF_KITS = (*WORDS_OF_THE_FIELD, "partnership", "part 2")


def measured_files() -> list[Path]:
    """What is read as code."""
    return [*python_files(*MEASURED), ROOT / "dev.py"]


def test_the_tree_is_seen() -> None:
    assert PACKAGE / "core" / "places.py" in python_files()
    assert ROOT / "dev.py" in python_files()


def test_no_file_is_too_long() -> None:
    lengths = {told(path): path.read_text("utf-8").count("\n") for path in measured_files()}
    assert {name: size for name, size in lengths.items() if size > LONGEST_FILE} == {}


def test_no_function_is_too_long() -> None:
    long = [
        f"{told(path)}:{line} {name} has {size} lines"
        for path in measured_files()
        for line, name, size in look(path).functions
        if size > LONGEST_FUNCTION
    ]
    assert long == []


def test_package_files_are_empty() -> None:
    full = [told(path) for path in python_files() if path.name == "__init__.py"]
    assert [name for name in full if (ROOT / name).stat().st_size] == []


def test_every_folder_of_the_package_is_a_package() -> None:
    folders = {path.parent for path in python_files("dscp_desktop")}
    assert [told(folder) for folder in folders if not (folder / "__init__.py").exists()] == []


def test_no_name_says_nothing() -> None:
    named = [told(path) for path in python_files() if EMPTY_NAMES & {path.stem, *path.parts}]
    assert named == []


def test_a_feature_holds_its_eight_kinds_of_file() -> None:
    stray = [
        told(path)
        for folder in feature_folders()
        for path in folder.iterdir()
        if path.stem not in {*KINDS, "__init__", "__pycache__"}
    ]
    assert stray == []


@pytest.mark.parametrize("kit", KITS)
def test_a_kit_holds_no_word_of_the_field(kit: str) -> None:
    assert words_found((f"dscp_desktop/{kit}",), WORDS_OF_KITS) == []


def test_store_and_core_hold_no_word_of_the_field() -> None:
    assert words_found(("dscp_desktop/store", "dscp_desktop/core"), WORDS_OF_THE_FIELD) == []


def test_no_place_or_group_is_named_in_code() -> None:
    """A partnership is a profile; another county is another file, never another branch."""
    assert words_found(("dscp_desktop",), ("durham", "derby", "cumbria", "darlington")) == []


def words_found(places: tuple[str, ...], words: tuple[str, ...]) -> list[str]:
    """Each line of code below `places` that holds one of the words as a word of its own."""
    pattern = re.compile(r"\b(" + "|".join(words) + ")", re.IGNORECASE)
    return [
        f"{told(path)}:{number} {line.strip()}"
        for path in python_files(*places)
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if pattern.search(line.replace("_", " "))
    ]


def test_no_event_loop_inside_another() -> None:
    """Nested loops and processEvents let a click arrive where nobody waits for it."""
    calls = [
        f"{told(path)}:{line}"
        for path in python_files("dscp_desktop")
        for line, _owner, name in look(path).attributes
        if name in {"processEvents", "QEventLoop"}
    ]
    assert calls == []


def test_no_layout_is_asked_for_its_items() -> None:
    """An item lives on in Python when Qt has deleted it: see `widgets.layouts`."""
    asked = [
        f"{told(path)}:{line}"
        for path in python_files("dscp_desktop", "tests")
        for line, _owner, name in look(path).attributes
        if name in {"itemAt", "itemAtPosition"}
    ]
    assert asked == []


def test_no_pickle_is_read() -> None:
    unsafe = {"pickle", "shelve", "marshal", "dill"}
    bad = [
        f"{told(path)}:{line} {name}"
        for path in python_files("dscp_desktop")
        for line, name in imports(path)
        if name.split(".")[0] in unsafe
    ]
    assert bad == []


def test_the_clock_is_read_in_one_place() -> None:
    """Rules take `today`; a sample store's clock stands still. Only what opens a store asks."""
    places = {
        told(path)
        for path in python_files("dscp_desktop")
        for _line, owner, name in look(path).attributes
        if name in {"today", "now", "utcnow"} and owner in {"date", "datetime"}
    }
    assert len(places) <= 1, sorted(places)


def test_no_address_stands_in_what_builds() -> None:
    """Where packages come from is a setting of the machine."""
    files = [*(ROOT / "packaging").iterdir(), ROOT / "dev.py", ROOT / ".ci" / "run"]
    files.append(ROOT / "pyproject.toml")
    address = re.compile(r"https?:" + "//|--(index-url|find-links) ")
    found = [told(path) for path in files if path.is_file() and address.search(path.read_text())]
    assert found == []
