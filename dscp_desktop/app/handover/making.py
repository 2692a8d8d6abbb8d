"""A handover: all of a store as files that anybody can read without this program."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.app.given import program_version
from dscp_desktop.app.handover.documents import document_page, make_documents
from dscp_desktop.app.handover.pages import (
    CONTENTS,
    DOCUMENTS,
    PAPERS,
    SHEETS,
    TABLES,
    About,
    Href,
    Shelf,
    contents_page,
    page_name,
    page_names,
    record_page,
    title_of,
)
from dscp_desktop.app.handover.reading import (
    Kind,
    file_pieces,
    list_kinds,
    list_papers,
    stream_rows,
)
from dscp_desktop.app.handover.sealing import check_words
from dscp_desktop.app.handover.target import Target, Written, locked_target, plain_target
from dscp_desktop.budget.tables import ContributionYear
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Refused, Trouble
from dscp_desktop.core.offers import DocumentOffer, Feature, Scope, WorkbookOffer
from dscp_desktop.core.saving import check_allowed
from dscp_desktop.partnership.queries.parties import printed_marking
from dscp_desktop.sheets.writing import ColumnOut, SheetOut, csv_pieces, write_csv
from dscp_desktop.store.opening import Store
from dscp_desktop.store.session import tracked_tables, work_of
from dscp_desktop.store.settings import get_setting
from dscp_desktop.store.withheld import Look, looking

# A record that stands at a restricted place of the minutes is restricted with it.
STANDS_FOR = (("note", "record_id"),)
_PLAIN_ENDINGS = (".html", ".csv", ".pdf", ".txt")
_HOW_TO_OPEN = (
    "This file holds records of {name}. It is locked with a passphrase that you were told apart\n"
    "from it. Open it with 7-Zip or another archive program that knows AES-256, and type the\n"
    "passphrase: inside is handover.zip. Unpack that into a folder and open index.html in a\n"
    "browser. No other program and no network are needed.\n"
)

Tell = Callable[[str, int, int], object]


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wanted: where it goes, and a passphrase, '' for a folder of plain files.

    `restricted` says that restricted items go too.
    """

    path: Path
    passphrase: str = ""
    restricted: bool = False


@dataclass(frozen=True, slots=True)
class Handed:
    """What was written: how many records, documents, papers and files; the manifest's SHA-256."""

    path: Path
    records: int
    documents: int
    papers: int
    files: int
    hidden: int
    sha256: str
    locked: bool
    restricted: bool


def hand_over(
    store: Store,
    features: Sequence[Feature],
    wish: Wish,
    tell: Tell = lambda *_far: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Changes:
    """Write everything out, and say so in the history before the result gets its name.

    `result` of the changes is what was written, as Handed. Raises Refused, and nothing is kept,
    where it is cancelled, the disk fails, records change meanwhile, or the store is open to read.
    """
    store.check_writes()
    with store.reading() as session:
        name = get_setting(session, "partnership.name", "")
    today = store.today()
    with _target(wish, name) as target:
        seen = looking(store.path, store.key, restricted=wish.restricted, stands_for=STANDS_FOR)
        with seen as look:
            work = _Work(look, target, features, today, tell, cancelled)
            work.write(store.person, wish.restricted)
            look.check_unchanged()
        handed = work.result(wish)
        if cancelled():
            raise Refused(_STOPPED)
        return store.run(log_handover, handed)


_STOPPED = "Stopped. Nothing was kept."


def log_handover(session: Session, handed: Handed) -> Changes:
    """Note in the history that everything was written out: how, and the sum of its manifest."""
    work_of(session).noted["handed"] = [[handed.sha256, handed.locked, handed.restricted]]
    how = "locked with a passphrase" if handed.locked else "as plain files"
    what = "with restricted items" if handed.restricted else "without restricted items"
    return Changes(
        f"Handover written out {how}, {what}: {handed.records:,} records in {handed.files:,} "
        f"files; manifest {handed.sha256[:16]}",
        ("records",),
        handed,
    )


def _target(wish: Wish, name: str) -> AbstractContextManager[Target]:
    if not wish.path.parent.is_dir():
        raise Refused(f"The folder {wish.path.parent} is not there. Make it, or choose another.")
    if wish.passphrase:
        check_words(wish.passphrase)
        return locked_target(wish.path, wish.passphrase, _HOW_TO_OPEN.format(name=name))
    for ending in _PLAIN_ENDINGS:
        check_allowed(wish.path.with_name(wish.path.name + ending))
    return plain_target(wish.path)


@dataclass(slots=True)
class _Work:
    """One handover under way."""

    look: Look
    target: Target
    features: Sequence[Feature]
    today: date
    tell: Tell
    cancelled: Callable[[], bool]
    manifest: Written | None = None
    documents: int = 0
    papers: int = 0
    records: int = 0

    @property
    def session(self) -> Session:
        """The session that sees what may go out."""
        return self.look.session

    @property
    def years(self) -> list[str]:
        """The years of which there are contributions: lists and documents may be of one."""
        return sorted(self.session.scalars(select(ContributionYear.year).distinct()))

    def step(self, words: str, part: float) -> None:
        """Say how far it is, out of a hundred. Raises Refused where somebody stopped it."""
        if self.cancelled():
            raise Refused(_STOPPED)
        self.tell(words, round(part), 100)

    def write(self, person: str, restricted: bool) -> None:
        """Write everything: papers and documents first, for the pages lead to them."""
        titles = {kind: title for f in self.features for kind, title in f.kinds.items()}
        self.step("Reading the records", 0)
        kinds, called = list_kinds(self.session, titles)
        money = {table for f in self.features if f.name == "budget" for table in f.tables}
        marking = printed_marking(self.session)
        shelf = Shelf(called, page_names(kinds), frozenset(money), marking)
        self.records = sum(len(kind.ids) for kind in kinds)
        self._papers(shelf)
        documents = self._documents(kinds, shelf)
        self._pages(kinds, shelf)
        lists = {"Lists that come in again": self._sheets(), "Tables": self._tables()}
        hidden = {titles.get(kind, kind): count for kind, count in self.look.hidden.items()}
        about = About(
            get_setting(self.session, "partnership.name", ""),
            marking,
            self.today,
            person,
            f"DSCP Desktop {program_version()}",
            restricted,
            hidden,
        )
        self.target.put(CONTENTS, [contents_page(about, documents, kinds, lists)])
        self.manifest = self.target.put_manifest()

    def result(self, wish: Wish) -> Handed:
        """Return what was written."""
        assert self.manifest is not None
        return Handed(
            path=wish.path,
            records=self.records,
            documents=self.documents,
            papers=self.papers,
            files=len(self.target.files),
            hidden=sum(self.look.hidden.values()),
            sha256=self.manifest.sha256,
            locked=bool(wish.passphrase),
            restricted=wish.restricted,
        )

    def _papers(self, shelf: Shelf) -> None:
        found = list_papers(self.session)
        for at, paper in enumerate(found):
            self.step("Papers", 40 * at / len(found))
            words = f"{at + 1:04d} {paper.title} v{paper.number}"
            name = self.target.name(PAPERS, words, ".pdf")
            self.target.put(name, file_pieces(self.session, paper.file_id))
            shelf.add(paper.paper_id, name, f"The paper, version {paper.number} (PDF)")
        self.papers = len(found)

    def _documents(self, kinds: Sequence[Kind], shelf: Shelf) -> dict[str, list[Href]]:
        offers = _documents_of(self.features)
        titles = {offer.kind: offer.title for offer in offers}
        ids = {kind.name: kind.ids for kind in kinds}
        made: dict[str, list[Href]] = {}
        found = make_documents(self.session, offers, ids, shelf.called, self.years, self.today)
        for one in found:
            self.step("Documents", 50)
            if one is None:
                continue
            name = self.target.name(DOCUMENTS, one.title, ".html")
            self.target.put(name, [document_page(one.document, f"../{CONTENTS}")])
            self.documents += 1
            made.setdefault(titles[one.kind], []).append((name, one.title))
            if one.record_id:
                shelf.add(one.record_id, name, one.title)
        return made

    def _pages(self, kinds: Sequence[Kind], shelf: Shelf) -> None:
        for kind in kinds:
            for number, _ids in enumerate(kind.pages(), 1):
                self.step(kind.title, 70)
                page = record_page(self.session, kind, number, kinds, shelf)
                self.target.put(page_name(kind, number), [page])

    def _sheets(self) -> list[Href]:
        """Write each kind of sheet that comes in again, as comma-separated text."""
        ways = []
        seen: list[SheetOut] = []
        for offer in _workbooks_of(self.features):
            self.step(offer.title, 80)
            for sheet in _sheets_of(self.session, offer, self.today, self.years):
                if sheet in seen:
                    continue
                seen.append(sheet)
                name = self.target.name(SHEETS, sheet.title, ".csv")
                self.target.put(name, [write_csv(sheet)])
                ways.append((name, f"{offer.title}: {sheet.title}"))
        return ways

    def _tables(self) -> list[Href]:
        """Write every table as it is, with the ids by which rows name each other."""
        ways = []
        for name, table in sorted(tracked_tables().items()):
            self.step("Tables", 90)
            columns = [ColumnOut(column.name) for column in table.columns]
            path = f"{TABLES}/{name.replace('_', '-')}.csv"
            self.target.put(path, csv_pieces(columns, stream_rows(self.session, table)))
            ways.append((path, title_of(name)))
        return ways


def _documents_of(features: Sequence[Feature]) -> list[DocumentOffer]:
    return [offer for feature in features for offer in feature.documents]


def _workbooks_of(features: Sequence[Feature]) -> list[WorkbookOffer]:
    offers = [offer for feature in features for offer in feature.workbooks]
    return sorted(offers, key=lambda offer: offer.order)


def _sheets_of(
    session: Session, offer: WorkbookOffer, today: date, years: Sequence[str]
) -> Iterator[SheetOut]:
    """Give the sheets of a kind as of today, and of each year where those differ."""
    seen: list[SheetOut] = []
    for year in ("", *years):
        try:
            found = offer.write(session, Scope(today, year=year))
        except Trouble:
            continue
        for sheet in (found,) if isinstance(found, SheetOut) else found:
            if sheet.rows and sheet not in seen:
                seen.append(sheet)
                yield sheet
