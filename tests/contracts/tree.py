"""The files of the tree, as the contracts look at them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "dscp_desktop"
KITS = ("widgets", "paper", "sheets", "jobs")
HOUSE = ("app", "store", "core", *KITS)
PLACES = ("dscp_desktop", "tests", "packaging", "db", "resources")


def python_files(*places: str) -> list[Path]:
    """Every Python file below the named folders of the project; without names, of all of it."""
    found = [path for place in places or PLACES for path in (ROOT / place).rglob("*.py")]
    if not places:
        found.append(ROOT / "dev.py")
    return sorted(path for path in found if "__pycache__" not in path.parts)


def feature_folders() -> list[Path]:
    """The folders of the package that are neither a kit nor the house itself."""
    return sorted(
        path
        for path in PACKAGE.iterdir()
        if path.is_dir() and path.name not in HOUSE and not path.name.startswith("_")
    )


def parse(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def told(path: Path) -> str:
    """The path as a message names it."""
    return path.relative_to(ROOT).as_posix()


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Each line that imports, with the full dotted name of what it brings in."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(parts[: len(parts) - node.level]) if node.level else ""
            source = ".".join(part for part in (base, node.module or "") if part)
            yield from ((node.lineno, f"{source}.{alias.name}") for alias in node.names)
