"""The list of parts and the one file of licences."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from windows import parts

OWN = parts.Part("DSCP Desktop", "1.2.3", "MIT", "", {"LICENSE": "ours"})
PYTHON = parts.Part("CPython", "3.12.10", "PSF-2.0", "ab" * 32, {"LICENSE.txt": "psf"})
LXML = parts.Part("lxml", "6.1.3", "BSD-3-Clause", "cd" * 32, {"a": "bsd"}, "library")
ODD = parts.Part("Odd_One", "1", "see its text", "ef" * 32, {}, "library")


def wheel(folder: Path, name: str, head: str, **files: str) -> Path:
    path = folder / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{name}-1.0.dist-info/METADATA", head)
        for inside, text in files.items():
            archive.writestr(inside, text)
    return path


def test_the_list_is_cyclonedx_and_names_every_part() -> None:
    listed = json.loads(parts.part_list(OWN, [PYTHON, ODD, LXML]))
    assert (listed["bomFormat"], listed["version"]) == ("CycloneDX", 1)
    assert tuple(map(int, listed["specVersion"].split("."))) >= (1, 5)
    assert listed["serialNumber"].startswith("urn:uuid:")
    rows = {row["name"]: row for row in listed["components"]}
    assert list(rows) == ["CPython", "lxml", "Odd_One"]
    assert rows["lxml"]["purl"] == "pkg:pypi/lxml@6.1.3"
    assert rows["lxml"]["hashes"] == [{"alg": "SHA-256", "content": "cd" * 32}]
    assert rows["lxml"]["licenses"] == [{"expression": "BSD-3-Clause"}]
    assert rows["Odd_One"]["licenses"] == [{"license": {"name": "see its text"}}]
    assert rows["Odd_One"]["bom-ref"] == "pkg:pypi/odd-one@1"
    references = {row["bom-ref"] for row in listed["components"]}
    assert set(listed["dependencies"][0]["dependsOn"]) == references
    assert listed["metadata"]["component"]["version"] == "1.2.3"


def test_the_same_parts_give_the_same_bytes_in_any_order() -> None:
    assert parts.part_list(OWN, [LXML, PYTHON]) == parts.part_list(OWN, [PYTHON, LXML])
    assert parts.part_list(OWN, [LXML]) != parts.part_list(OWN, [PYTHON])


def test_a_runtime_made_for_tests_is_named_as_one() -> None:
    said = json.loads(parts.part_list(OWN, [], for_tests=True))["metadata"]["properties"]
    assert said == [{"name": "dscp:runtime", "value": "made for tests"}]


def test_a_wheel_says_what_it_is(tmp_path: Path) -> None:
    head = "Name: thing\nVersion: 1.0\nLicense-Expression: MIT AND Zlib\n\nWords"
    files = {"thing-1.0.dist-info/licenses/LICENSE": "free", "thing/licensing.py": "no",
             "thing/fonts/copying.txt": "font"}  # fmt: skip
    part = parts.read_wheel(wheel(tmp_path, "thing", head, **files))
    assert (part.name, part.version, part.licence) == ("thing", "1.0", "MIT AND Zlib")
    assert list(part.texts.values()) == ["free", "font"]
    assert len(part.sha256) == 64


@pytest.mark.parametrize(
    ("said", "classifiers", "licence"),
    [
        ("MIT", None, "MIT"),
        ("MIT License", [], "MIT"),
        ("UNKNOWN", ["License :: OSI Approved :: BSD License"], "BSD-3-Clause"),
        (None, ["Topic :: Office", "License :: OSI Approved :: MIT License"], "MIT"),
        ("A whole text of a licence that goes on and on and on, well over a line", [], ""),
        (None, None, ""),
    ],
)
def test_a_licence_without_an_expression(
    said: str | None, classifiers: list[str] | None, licence: str
) -> None:
    assert parts.licence_of(said, classifiers) == (licence or "see its text")


def test_all_licences_stand_in_one_text() -> None:
    text = parts.licences([OWN, PYTHON, LXML, ODD], {"LGPL-3.0.txt": "lesser"})
    for words in ("ours", "psf", "bsd", "lesser", "lxml 6.1.3: BSD-3-Clause", "Odd_One 1"):
        assert words in text
    assert text.index("ours") < text.index("psf") < text.index("bsd") < text.index("lesser")


def test_only_the_locked_version_is_taken() -> None:
    lock = "a-b==1.0 \\\n    --hash=sha256:00\npyside6-essentials==6.11.3 \\\n"
    assert parts.is_locked(Path("a_b-1.0-py3-none-any.whl"), lock)
    assert parts.is_locked(Path("PySide6_Essentials-6.11.3-cp310-abi3-win_amd64.whl"), lock)
    assert not parts.is_locked(Path("a_b-1.1-py3-none-any.whl"), lock)


def test_the_texts_that_parts_name_and_do_not_bring_are_kept(root: Path) -> None:
    names = {path.name for path in (root / "packaging/windows/licences").iterdir()}
    assert names == {"GPL-3.0.txt", "LGPL-3.0.txt", "MPL-2.0.txt"}
