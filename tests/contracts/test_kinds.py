"""Which kind of file may import which: the table of ARCHITECTURE.md, held.

The order of the features is held by import-linter; here a page that asks tables, a rule that
knows the store, or a query that writes is turned away.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contracts.tree import HOUSE, feature_folders, imports, python_files, told

# Kind: the kinds of file it may use (its own feature's and those below), the parts of the house,
# and the libraries that it must not know.
QT = ("PySide6", "qtawesome", "qtpy")
SQL = ("sqlalchemy", "alembic", "sqlcipher3")
PAPER = ("reportlab", "pikepdf", "pypdfium2")
SHEETS = ("openpyxl", "python_calamine")
ALLOWED = {
    "rules": ({"rules"}, {"core"}, (*QT, *SQL, *PAPER, *SHEETS)),
    "tables": ({"tables"}, {"store", "core"}, (*QT, *PAPER, *SHEETS)),
    "queries": ({"queries", "tables", "rules"}, {"store", "core"}, (*QT, *PAPER, *SHEETS)),
    "commands": (
        {"commands", "queries", "tables", "rules"},
        {"store", "core"},
        (*QT, *PAPER, *SHEETS),
    ),
    "workbook": ({"workbook", "rules"}, {"sheets", "core"}, (*QT, *SQL, *PAPER, *SHEETS)),
    "documents": ({"documents", "rules"}, {"paper", "core"}, (*QT, *SQL, *PAPER, *SHEETS)),
    "page": (
        {"page", "queries", "commands", "rules", "documents", "workbook"},
        {"widgets", "jobs", "core"},
        (*SQL, *PAPER, *SHEETS),
    ),
    "feature": (
        {"rules", "tables", "queries", "commands", "workbook", "documents", "feature"},
        {"store", "sheets", "paper", "jobs", "core"},
        QT,
    ),
}
FILES = [path for folder in feature_folders() for path in python_files(told(folder))]


def kind_of(dotted: str) -> tuple[str, str]:
    """The folder and the kind of file that a dotted name of the package lies in."""
    parts = [*dotted.split("."), "", ""]
    return parts[1], parts[2]


def faults_of(path: Path, text_kind: str) -> list[str]:
    """What a file imports that its kind may not."""
    kinds, house, libraries = ALLOWED[text_kind]
    found = []
    for line, name in imports(path):
        top = name.split(".")[0]
        folder, kind = kind_of(name)
        if top == "dscp_desktop":
            allowed = folder in house if folder in HOUSE else kind in kinds
        else:
            allowed = top not in libraries
        if not allowed:
            found.append(f"{told(path)}:{line} {text_kind} may not import {name}")
    return found


@pytest.mark.parametrize("path", [path for path in FILES if path.stem != "__init__"], ids=told)
def test_a_file_imports_what_its_kind_may(path: Path) -> None:
    kind = kind_of(".".join(Path(told(path)).with_suffix("").parts))[1]
    assert faults_of(path, kind) == []


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        ("rules", "from dscp_desktop.store import session"),
        ("rules", "import sqlalchemy"),
        ("tables", "from dscp_desktop.budget.rules import Line"),
        ("queries", "from dscp_desktop.meetings import commands"),
        ("workbook", "from dscp_desktop.budget.queries import list_lines"),
        ("documents", "import reportlab.pdfgen"),
        ("page", "from dscp_desktop.budget.tables import LineRow"),
        ("page", "from sqlalchemy import select"),
        ("feature", "from dscp_desktop.budget.page import BudgetPage"),
        ("feature", "from dscp_desktop.widgets.theme import Theme"),
    ],
)
def test_a_stray_import_is_found(
    kind: str, line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The table itself is tried, so that it cannot pass by seeing nothing."""
    monkeypatch.setattr("tests.contracts.tree.ROOT", tmp_path)
    path = tmp_path / "dscp_desktop" / "budget" / f"{kind}.py"
    path.parent.mkdir(parents=True)
    path.write_text(f"from dscp_desktop.core import money\n{line}\n", encoding="utf-8")
    assert len(faults_of(path, kind)) == 1
