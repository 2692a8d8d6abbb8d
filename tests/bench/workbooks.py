"""Workbooks: reading and judging a long action log, and the whole import with history and search.

The peer is `pandas.read_excel` with openpyxl, which only reads. Every figure comes from a process
of its own.
"""

from __future__ import annotations

import io
import time
import zipfile
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from xml.sax.saxutils import escape

from python_calamine import CalamineWorkbook

from dscp_desktop.app.beginning import begin_from
from dscp_desktop.app.features import workbook_offers
from dscp_desktop.core.memory import collect_rarely
from dscp_desktop.core.profiles import load_profile
from dscp_desktop.jobs.files import FileWorker
from dscp_desktop.records.commands import import_workbooks
from dscp_desktop.records.rules.planning import plan_file
from dscp_desktop.records.workbook.looking import look_at
from dscp_desktop.sheets.reading import read_workbook
from dscp_desktop.store.connection import connect
from dscp_desktop.store.opening import Birth, create_store
from dscp_desktop.store.search import CREATE_SEARCH
from tests.bench.lines import Line, in_child

ROWS = 100_000
ROUNDS = 2
READ_AT_MOST, IMPORT_AT_MOST = 0.2, 0.6
OFFERS = workbook_offers()
_WAYS = ("read_with_pandas", "read_bare", "read_and_judge", "keep_bare", "import_whole")
HEADINGS = (
    *("No", "Group", "Date raised", "Agenda item", "Action", "Owner", "Due", "Status", "Update"),
    *("Lead officer", "Theme", "Cost"),
)
_GROUPS = ("Performance and Learning Group", "Improvement Delivery Group", "EXEC")
_OWNERS = ("Durham Constabulary", "TEWV", "Integrated Care Board (ICB)", "Education", "Probation")
_STATUSES = ("In progress", "Complete", "Overdue", "Not started")
_DEEDS = ("Provide the single agency audit", "Review the information sharing document")
_THEMES = ("Neglect", "Exploitation", "Information sharing")
_DAY_ZERO = date(1899, 12, 30)

_PARTS = {
    "[Content_Types].xml": '<Types xmlns="{ct}"><Default Extension="rels" ContentType="application'
    '/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType='
    '"application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{ms}.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{ms}.worksheet+xml"/><Override '
    'PartName="/xl/styles.xml" ContentType="{ms}.styles+xml"/><Override PartName='
    '"/xl/sharedStrings.xml" ContentType="{ms}.sharedStrings+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="{pr}"><Relationship Id="rId1" Type="{or}/officeDocument"'
    ' Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="{pr}"><Relationship Id="rId1" '
    'Type="{or}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" '
    'Type="{or}/styles" Target="styles.xml"/><Relationship Id="rId3" Type="{or}/sharedStrings" '
    'Target="sharedStrings.xml"/></Relationships>',
    "xl/workbook.xml": '<workbook xmlns="{main}" xmlns:r="{or}"><sheets><sheet name="Action log" '
    'sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/styles.xml": '<styleSheet xmlns="{main}"><fonts count="1"><font/></fonts><fills count="1">'
    '<fill><patternFill/></fill></fills><borders count="1"><border/></borders><cellStyleXfs '
    'count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" '
    'applyNumberFormat="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" '
    'builtinId="0"/></cellStyles></styleSheet>',
}
_SCHEMAS = "schemas.openxmlformats.org"
_NAMES = {
    "{ct}": f"http://{_SCHEMAS}/package/2006/content-types",
    "{pr}": f"http://{_SCHEMAS}/package/2006/relationships",
    "{or}": f"http://{_SCHEMAS}/officeDocument/2006/relationships",
    "{main}": f"http://{_SCHEMAS}/spreadsheetml/2006/main",
    "{ms}": "application/vnd.openxmlformats-officedocument.spreadsheetml",
}


def action_row(n: int) -> tuple[str | int | date | None, ...]:
    """Return row n of the log: one in five carries an update, one in ten lacks a due date."""
    raised = date(2022, 4, 1) + timedelta(days=n % 400)
    words = f"{_DEEDS[n % 2]} number {n} and bring what it shows to the group"
    update = f"{raised + timedelta(days=9):%d/%m/%Y}: Sent to all, {n % 97} came back"
    return (
        f"ACT{n:06d}",
        _GROUPS[n % 3],
        raised,
        f"{n % 9 + 1}.",
        words,
        _OWNERS[n % 5],
        None if n % 10 == 3 else raised + timedelta(days=14 + n % 60),
        _STATUSES[n % 4],
        update if n % 5 == 0 else None,
        f"Officer {n % 40}",
        _THEMES[n % 3],
        n % 1000,
    )


def action_log(rows: int) -> bytes:
    """Return an action log as Excel writes it, with its texts in one table of their own."""
    texts: dict[str, int] = {}
    out = io.StringIO()
    out.write(f'<worksheet xmlns="{_NAMES["{main}"]}"><sheetData>')
    for number in range(rows + 1):
        values = HEADINGS if number == 0 else action_row(number)
        cells = "".join(
            _cell(f"{chr(65 + at)}{number + 1}", value, texts) for at, value in enumerate(values)
        )
        out.write(f'<row r="{number + 1}">{cells}</row>')
    out.write("</sheetData></worksheet>")
    table = "".join(f"<si><t>{escape(text)}</t></si>" for text in texts)
    shared = f'<sst xmlns="{_NAMES["{main}"]}" uniqueCount="{len(texts)}">{table}</sst>'
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as package:
        for path, body in _PARTS.items():
            for short, name in _NAMES.items():
                body = body.replace(short, name)
            package.writestr(path, body)
        package.writestr("xl/worksheets/sheet1.xml", out.getvalue())
        package.writestr("xl/sharedStrings.xml", shared)
    return target.getvalue()


def _cell(place: str, value: str | int | date | None, texts: dict[str, int]) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return f'<c r="{place}" s="1"><v>{(value - _DAY_ZERO).days}</v></c>'
    if isinstance(value, int):
        return f'<c r="{place}"><v>{value}</v></c>'
    return f'<c r="{place}" t="s"><v>{texts.setdefault(value, len(texts))}</v></c>'


def measure_workbooks() -> list[Line]:
    """Reading and judging, and the whole import as the program does it, in turns with the peer."""
    with TemporaryDirectory() as name:
        path = Path(name) / "log.xlsx"
        path.write_bytes(action_log(ROWS))
        rounds = [
            {way: in_child(f"tests.bench.workbooks:{way}", str(path)) for way in _WAYS}
            for _ in range(ROUNDS)
        ]
    least = {way: min((r[way] for r in rounds), key=lambda one: one.seconds) for way in _WAYS}
    peer, floor, rows = least["read_with_pandas"], least["read_bare"], f"{ROWS:,} rows"
    kept = least["keep_bare"]
    return [
        Line(
            what=f"read and judge {rows} of 12 columns",
            floor_name="calamine, nothing judged",
            floor=floor.seconds,
            peer_name="pandas.read_excel with openpyxl",
            peer=peer.seconds,
            ours=least["read_and_judge"].seconds,
            aim=f"{READ_AT_MOST:g}",
            at_most=READ_AT_MOST,
            memory=least["read_and_judge"].memory,
            floor_memory=floor.memory,
        ),
        Line(
            what=f"import {rows}, with history and search",
            floor_name="calamine, one encrypted table and a search over it",
            floor=kept.seconds,
            peer_name="pandas.read_excel with openpyxl, which only reads",
            peer=peer.seconds,
            ours=least["import_whole"].seconds,
            aim=f"{IMPORT_AT_MOST:g}",
            at_most=IMPORT_AT_MOST,
            memory=least["import_whole"].memory,
            floor_memory=kept.memory,
        ),
    ]


def read_with_pandas(path: str) -> int:
    """Read the first sheet as most people would."""
    import pandas

    return len(pandas.read_excel(path, engine="openpyxl"))


def read_bare(path: str) -> int:
    """Read every row by the reader that we use, and do nothing with it."""
    with CalamineWorkbook.from_path(path) as book:
        return sum(1 for _ in book.get_sheet_by_index(0).iter_rows())


def keep_bare(path: str) -> int:
    """Put every row into an encrypted table, and its words into a search: no history, no rules."""
    with CalamineWorkbook.from_path(path) as book, TemporaryDirectory() as folder:
        file = connect(Path(folder) / "bare.db", bytes(32), create=True)
        file.execute("PRAGMA journal_mode=WAL")
        file.execute("BEGIN")
        file.execute(f"CREATE TABLE action ({', '.join(f'c{n}' for n in range(12))})")
        file.execute(CREATE_SEARCH)
        rows = [[str(cell) for cell in row] for row in book.get_sheet_by_index(0).iter_rows()]
        file.executemany(f"INSERT INTO action VALUES ({', '.join('?' * 12)})", rows)
        said = ((row[0], row[4]) for row in rows)
        file.executemany("INSERT INTO search (title, body) VALUES (?, ?)", said)
        file.execute("COMMIT")
        file.close()
        return len(rows)


def read_and_judge(path: str) -> int:
    """Read and judge the log; every row is sound."""
    collect_rarely()
    file = Path(path)
    plan = plan_file(file.name, read_workbook(file.read_bytes(), file.name).sheets, OFFERS)
    assert not plan.sheets[0].reading.faults
    return len(plan.sheets[0].reading.lines)


def import_whole(path: str) -> dict[str, float]:
    """Import the log as the program does: read in the process for files, which runs already."""
    collect_rarely()
    with TemporaryDirectory() as folder, FileWorker() as worker:
        small, file = Path(folder) / "small.xlsx", Path(path)
        small.write_bytes(action_log(1))
        look_at(worker.ask, [small], OFFERS)
        born = Birth("Bench", "Ann", "correct horse battery")
        with create_store(Path(folder) / "import.dscp", born) as store:
            store.run(begin_from, load_profile("durham-2022-23"))
            start = time.perf_counter()
            (looked,) = look_at(worker.ask, [file], OFFERS)
            changes = store.run(import_workbooks, (looked.plan,))
            seconds = time.perf_counter() - start
        results: Any = changes.result
        assert results[0].count("new") == len(results[0].rows) > 0
    return {"seconds": seconds}
