"""What becomes of real workbooks in the import centre, as a table: `python -m tests.hard.became`.

It writes docs/workbooks.md anew, from the corpus and from our own workbooks, with the code that the
centre itself runs: look, recognise, judge against a store, take what is sound.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from dscp_desktop.app.features import workbook_offers
from dscp_desktop.jobs.files import FileWorker
from dscp_desktop.records.commands import import_workbooks
from dscp_desktop.records.queries import list_layouts
from dscp_desktop.records.rules.results import SheetResult, count_words, note_words
from dscp_desktop.records.workbook.looking import LookedAt, look_at
from dscp_desktop.store.opening import Store
from tests.moulds import Moulds, Ticking, begin

ROOT = Path(__file__).resolve().parent.parent.parent
TABLE = ROOT / "docs" / "workbooks.md"
KNOWN = " holds no sheet of a known kind."
_HEAD = """# What became of real workbooks

Every workbook of the corpus, made by many programs for no partnership, and every one of our own
was put through the import centre, into a store that knew its organisations and groups. None made
the program stop. A sheet is taken when it is of a known kind, or when somebody says what it is;
nothing else is. The table is written by `python -m tests.hard.became`, and a test compares it.
Another test reads every cell a second time with another library and finds no other value.

| Workbook | What became of it | What is said beside |
| --- | --- | --- |
"""


def workbooks(corpus: Path) -> list[Path]:
    """The workbooks, those of the corpus first; the faulty return comes before the whole one."""
    own = sorted((ROOT / "tests" / "data").glob("*.xlsx"), reverse=True)
    return [*sorted((corpus / "workbooks").iterdir()), *own]


def put_through(
    store: Store, worker: FileWorker, paths: Sequence[Path]
) -> list[tuple[LookedAt, tuple[SheetResult, ...]]]:
    """Put each workbook through the centre, one after another, and take what is sound."""
    done = []
    for path in paths:
        (looked,) = look_at(worker.ask, [path], workbook_offers(), layouts=store.ask(list_layouts))
        changes = store.run(import_workbooks, [looked.plan], accept_good=True)
        assert isinstance(changes.result, tuple)
        done.append((looked, changes.result))
    return done


def table(done: Sequence[tuple[LookedAt, tuple[SheetResult, ...]]]) -> str:
    """The page, as it stands in docs."""
    cells = ((looked.name, _became(looked, found), _said(found)) for looked, found in done)
    lines = [
        f"| {name} | {'<br>'.join(what)} | {'<br>'.join(said)} |" for name, what, said in cells
    ]
    return _HEAD + "\n".join(line.replace("* ", "\\* ") for line in lines) + "\n"


def _became(looked: LookedAt, results: Sequence[SheetResult]) -> list[str]:
    found = []
    for result in results:
        if result.sheet is None:
            words = result.faults[0].why.removeprefix(f"{looked.name} ")
            unknown = f"{looked.name}{KNOWN}" in result.faults[0].why
            sheets = count_words(len(looked.sheets), "sheet")
            found.append(
                f"{sheets} of no known kind: nothing taken" if unknown else f"Refused: {words}"
            )
            continue
        counts = [(result.count(s), s) for s in ("new", "changed", "same")]
        counted = [f"{n:,} {words}" for n, words in (*counts, (result.refused, "refused")) if n]
        found.append(f"{result.sheet}, as {result.kind}: {', '.join(counted) or 'no rows'}")
    return found


def _said(results: Sequence[SheetResult]) -> list[str]:
    """What is said: remarks on the file, faults, and each sort of note with how often it is."""
    said = []
    for result in results:
        said += [words for words in result.remarks if "is of no known kind" not in words]
        if result.sheet is not None:
            said += [note_words(fault) for fault in result.faults]
            sorts = Counter(note.why for note in result.notes)
            said += [
                f"{result.sheet}: {why}{f' ({n:,} times)' if n > 1 else ''}"
                for why, n in sorts.items()
            ]
    return [words.replace("|", "\\|").replace("\n", " ") for words in said]


def main() -> int:
    """Write the table."""
    corpus = Path(os.environ.get("DSCP_CORPUS") or ROOT.parent / "shared" / "corpus")
    with tempfile.TemporaryDirectory() as folder, FileWorker() as worker:
        moulds = Moulds(Path(folder))
        path = Path(folder) / "store" / "table.dscp"
        path.parent.mkdir()
        with moulds.cast("durham", begin("durham-2022-23"), path, Ticking()) as store:
            TABLE.write_text(table(put_through(store, worker, workbooks(corpus))), encoding="utf-8")
    print(f"Wrote {TABLE.name}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
