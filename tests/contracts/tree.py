"""The files of the tree, as the contracts look at them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

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


@dataclass(frozen=True, slots=True)
class Look:
    """What the contracts ask of a file: each with the line it stands in.

    An import is the full dotted name of what it brings in; an attribute comes with the plain name
    before its dot; texts are what the program can say, without the docstrings.
    """

    imports: tuple[tuple[int, str], ...]
    attributes: tuple[tuple[int, str, str], ...]
    functions: tuple[tuple[int, str, int], ...]
    texts: tuple[tuple[int, str], ...]


@cache
def look(path: Path) -> Look:
    """Read a file once for all contracts."""
    found = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"), filename=str(path))))
    docs = {id(node.body[0].value) for node in found if _has_docstring(node)}
    return Look(
        tuple(line for node in found for line in _brought_in(path, node)),
        tuple(
            (node.lineno, node.value.id if isinstance(node.value, ast.Name) else "", node.attr)
            for node in found
            if isinstance(node, ast.Attribute)
        ),
        tuple(
            (node.lineno, node.name, (node.end_lineno or node.lineno) - node.lineno + 1)
            for node in found
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        ),
        tuple(
            (node.lineno, node.value)
            for node in found
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in docs
        ),
    )


def _has_docstring(node: Any) -> bool:
    return (
        isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and bool(node.body)
        and isinstance(node.body[0], ast.Expr)
    )


def _brought_in(path: Path, node: ast.AST) -> Iterator[tuple[int, str]]:
    if isinstance(node, ast.Import):
        yield from ((node.lineno, alias.name) for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        parts = path.relative_to(ROOT).with_suffix("").parts
        base = ".".join(parts[: len(parts) - node.level]) if node.level else ""
        source = ".".join(part for part in (base, node.module or "") if part)
        yield from ((node.lineno, f"{source}.{alias.name}") for alias in node.names)


def told(path: Path) -> str:
    """The path as a message names it."""
    return path.relative_to(ROOT).as_posix()


def imports(path: Path) -> tuple[tuple[int, str], ...]:
    """Each line that imports, with the full dotted name of what it brings in."""
    return look(path).imports
