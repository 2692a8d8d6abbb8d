"""Which parts a build is made of: a CycloneDX list for machines, all licences for people."""

from __future__ import annotations

import hashlib
import json
import re
import uuid
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from email import message_from_string
from pathlib import Path

SPEC_VERSION = "1.5"
_LICENCE = re.compile(r"(?:^|/)(?:licen[cs]e|copying|notice|authors)[^/]*$|/licen[cs]es/", re.I)
_NAMESPACE = uuid.UUID("6f1c2f0e-6f0a-5a0e-9d52-1f4a3b6f2c11")
# What a package says of its licence where it has no expression, as the list of licences names it.
_KNOWN = {
    "MIT License": "MIT",
    "The MIT License (MIT)": "MIT",
    "Apache 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "BSD": "BSD-3-Clause",
    "PSFL": "PSF-2.0",
    "Dual License": "Apache-2.0 OR BSD-3-Clause",
    "OFL": "OFL-1.1",
    "zlib/libpng": "Zlib",
}
_RULE = "=" * 78


@dataclass(frozen=True)
class Part:
    """A part of a build: `texts` are its licences by the name of their file."""

    name: str
    version: str
    licence: str
    sha256: str
    texts: Mapping[str, str] = field(default_factory=dict)
    kind: str = "application"


def tidy(name: str) -> str:
    """Return a package's name as registries compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def is_locked(wheel: Path, lock: str) -> bool:
    """Say whether a wheel is of a version that the lock names; an older one may lie beside it."""
    name, version = wheel.name.split("-")[:2]
    locked = re.findall(r"(?m)^([\w.-]+)==(\S+)", lock)
    return (tidy(name), version) in {(tidy(one), number) for one, number in locked}


def read_wheel(wheel: Path) -> Part:
    """Return what a wheel says of itself, with the texts of its licences."""
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        about = next(name for name in names if name.endswith(".dist-info/METADATA"))
        head = message_from_string(archive.read(about).decode("utf-8"))
        texts = {
            name: archive.read(name).decode("utf-8", "replace")
            for name in sorted(names)
            if _LICENCE.search(name) and not name.endswith((".py", "/"))
        }
    said = head["License-Expression"] or licence_of(head["License"], head.get_all("Classifier"))
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    return Part(head["Name"], head["Version"], said, digest, texts, "library")


def licence_of(said: str | None, classifiers: Sequence[str] | None) -> str:
    """Return a licence's name from the words of a package without an expression."""
    line = (said or "").strip().splitlines()[:1]
    if line and len(line[0]) < 60 and line[0].upper() != "UNKNOWN":
        return _KNOWN.get(line[0], line[0])
    for classifier in classifiers or ():
        if classifier.startswith("License ::"):
            last = classifier.rsplit(" :: ", 1)[-1]
            return _KNOWN.get(last, last)
    return "see its text"


def python_part(runtime: Path, version: str) -> Part:
    """Return the Windows Python as a part; its full version stands in its library."""
    library = runtime / f"python{version.replace('.', '')}.dll"
    raw = library.read_bytes()
    found = re.search(rb"ProductVersion\0".decode().encode("utf-16-le") + rb"\0*(.{8,32})", raw)
    number = found[1].decode("utf-16-le", "ignore").split("\0")[0] if found else ""
    digest = hashlib.sha256(raw).hexdigest()
    text = (runtime / "LICENSE.txt").read_text("utf-8", "replace")
    return Part("CPython", number or version, "PSF-2.0", digest, {"LICENSE.txt": text})


def part_list(own: Part, parts: Sequence[Part], *, for_tests: bool = False) -> str:
    """Return the list of parts as CycloneDX in JSON; the same parts give the same bytes."""
    rows = [_component(part) for part in sorted(parts, key=lambda part: tidy(part.name))]
    known = json.dumps([own.version, rows], sort_keys=True)
    properties = [{"name": "dscp:runtime", "value": "made for tests" if for_tests else "release"}]
    whole = {
        "bomFormat": "CycloneDX",
        "specVersion": SPEC_VERSION,
        "serialNumber": f"urn:uuid:{uuid.uuid5(_NAMESPACE, known)}",
        "version": 1,
        "metadata": {"component": _component(own), "properties": properties},
        "components": rows,
        "dependencies": [
            {"ref": _reference(own), "dependsOn": [row["bom-ref"] for row in rows]},
            *({"ref": row["bom-ref"], "dependsOn": []} for row in rows),
        ],
    }
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


def _reference(part: Part) -> str:
    prefix = "pkg:pypi" if part.kind == "library" else "pkg:generic"
    return f"{prefix}/{tidy(part.name).replace(' ', '-')}@{part.version}"


def _component(part: Part) -> dict[str, object]:
    expression = re.fullmatch(r"[\w.+-]+(?: (?:AND|OR|WITH) [\w.+-]+)*", part.licence)
    plain = {"license": {"name": part.licence}}
    row: dict[str, object] = {
        "type": part.kind,
        "bom-ref": _reference(part),
        "name": part.name,
        "version": part.version,
        "licenses": [{"expression": part.licence} if expression else plain],
    }
    if part.kind == "library" or part.sha256:
        row["purl"] = _reference(part)
    if part.sha256:
        row["hashes"] = [{"alg": "SHA-256", "content": part.sha256}]
    return row


def licences(parts: Sequence[Part], texts: Mapping[str, str]) -> str:
    """Return one text with all licences; `texts` are those that parts name and do not bring."""
    lines = [
        "The licences of DSCP Desktop and of all its parts",
        "",
        "Parts under the LGPL or the MPL are used as they came, each in files of its own that can",
        "be replaced; their sources are those of the versions named here.",
        "",
    ]
    ordered = [*parts[:1], *sorted(parts[1:], key=lambda part: tidy(part.name))]
    lines += [f"{part.name} {part.version}: {part.licence}" for part in ordered]
    for part in ordered:
        for name, text in part.texts.items():
            lines += ["", _RULE, f"{part.name} {part.version}: {name}", _RULE, "", text.strip()]
    for name, text in texts.items():
        lines += ["", _RULE, f"{name}: for the parts that name it", _RULE, "", text.strip()]
    return "\n".join(lines).replace("\r\n", "\n") + "\n"
