"""`dscp handover`: everything readable for good, nothing restricted in its bytes, or nothing."""

from __future__ import annotations

import csv
import io
import random
import re
import shutil
import subprocess
import tracemalloc
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote

import html5lib
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.app.features import standing_features
from dscp_desktop.app.handover import making, verb
from dscp_desktop.app.handover.making import Handed, Wish, hand_over
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Refused
from dscp_desktop.core.saving import allow_only
from dscp_desktop.meetings.commands.agenda import add_paper
from dscp_desktop.meetings.tables import AgendaItem
from dscp_desktop.store.check import check_store
from dscp_desktop.store.history import list_entries
from dscp_desktop.store.opening import Store, open_store
from tests.app.conftest import Dscp
from tests.app.handover import (
    OPEN,
    OPEN_BYTES,
    SHARED_BYTES,
    SIGN,
    fill,
    hanging,
    restricted_tables,
    unlock,
)
from tests.moulds import PASSPHRASE, Moulds, Ticking, lay

WORDS = "harbour lamp violet river stone"


@pytest.fixture(scope="module")
def made(moulds: Moulds, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that is written of it, without what is restricted; the store beside it."""
    place = tmp_path_factory.mktemp("handover")
    with moulds.cast("planted", fill, place / "s.dscp", Ticking()) as store:
        hand_over(store, standing_features(), Wish(place / "out"))
    return place / "out"


@pytest.fixture
def filled(made: Path, tmp_path: Path) -> Path:
    """A closed store with something restricted of every kind."""
    lay(made.parent / "s.dscp", tmp_path / "s.dscp")
    return tmp_path / "s.dscp"


def files_of(folder: Path) -> dict[str, bytes]:
    """The bytes of every file, by its name in the folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def links_of(page: bytes) -> Iterator[str]:
    """Every address that a page names, of whatever element."""
    tree = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False).parse(page.decode())
    for element in tree.iter():
        for name in ("href", "src", "action", "data", "poster", "srcset"):
            if name in element.attrib:
                yield element.attrib[name]


def marks_of(page: bytes) -> set[str]:
    return set(re.findall(r'\bid="([^"]+)"', page.decode()))


def test_every_link_works_and_leads_nowhere_outside(made: Path) -> None:
    files = files_of(made)
    pages = {name: data for name, data in files.items() if name.endswith(".html")}
    assert len(pages) > 25
    followed = set()
    for name, data in pages.items():
        assert b"default-src 'none'" in data, name
        assert b"<script" not in data, name
        for link in links_of(data):
            assert not re.match(r"[a-z]+:|//|/", link), (name, link)
            path, _, mark = unquote(link).partition("#")
            target = (made / name).parent.joinpath(path).resolve() if path else made / name
            inside = target.relative_to(made.resolve()).as_posix()
            assert inside in files, (name, link)
            assert not mark or mark in marks_of(files[inside]), (name, link)
            followed.add(inside)
    # Whatever is there can be come to from the contents, but the contents and the manifest.
    assert set(files) - followed == {"manifest.txt"}


def test_the_hashes_match_and_leave_nothing_out(made: Path) -> None:
    files = files_of(made)
    lines = files["manifest.txt"].decode().splitlines()
    told = {line[66:]: line[:64] for line in lines}
    counted = {name: sha256(data).hexdigest() for name, data in files.items()}
    assert told == {name: sum_ for name, sum_ in counted.items() if name != "manifest.txt"}
    if tool := shutil.which("sha256sum"):
        words = [tool, "--check", "--strict", "--quiet", "manifest.txt"]
        assert subprocess.run(words, cwd=made, check=False).returncode == 0
    with open_store(made.parent / "s.dscp", PASSPHRASE) as store:
        entry = store.ask(list_entries)[0]
        assert entry.command == "log_handover"
        assert counted["manifest.txt"][:16] in entry.words
        assert "as plain files, without restricted items" in entry.words
        assert not check_store(store).problems


def test_nothing_restricted_is_in_a_name_or_in_any_bytes(made: Path) -> None:
    for name, data in files_of(made).items():
        assert SIGN.lower() not in name.lower()
        assert SIGN.encode() not in data, name
        assert SIGN.encode("utf-16-le") not in data, name
        assert data != SHARED_BYTES, "the bytes of a restricted paper, also where it is open too"
    page = (made / "index.html").read_text("utf-8")
    assert "Restricted items are left out" in page
    counted = dict(
        re.findall(r"([A-Z][a-z ]+): (\d+)", page.partition("hangs on")[2].partition("Numbers")[0])
    )
    assert counted == {
        "Action": "1",
        "Agenda item": "2",
        "Audit recommendation": "1",
        "Challenge": "2",
        "Decision": "3",
        "Forward plan": "2",
        "Paper": "3",
    }


def test_all_that_can_be_restricted_is_planted_and_goes_only_where_it_is_asked_for(
    planted: Store, tmp_path: Path
) -> None:
    assert restricted_tables() == {
        *("action", "agenda_item", "challenge", "decision", "forward_item", "issued_part"),
        *("note", "paper"),
    }
    wish = Wish(tmp_path / "all", restricted=True)
    fewer = [each for each in standing_features() if each.name in ("meetings", "partnership")]
    done = hand_over(planted, [_bare(each) for each in fewer], wish).result
    assert isinstance(done, Handed)
    files = files_of(tmp_path / "all")
    told = b"".join(files.values())
    numbers = {int(n) for n in re.findall(rb"Zq7hidden(\d+)", told)}
    assert len(numbers) > len(hanging()) + 20
    assert SHARED_BYTES in files.values()
    assert any(b"in the bytes of a paper" in data for data in files.values())
    assert b"Restricted items are in it" in files["index.html"]
    assert (done.hidden, done.restricted, done.papers) == (0, True, 4)
    for table in restricted_tables():
        assert SIGN.encode() in files[f"tables/{table.replace('_', '-')}.csv"], table


def _bare(feature: making.Feature) -> making.Feature:
    """The feature without its documents: codes that were made up are in what is restricted."""
    from dataclasses import replace

    return replace(feature, documents=(), workbooks=())


def test_what_is_open_is_there_as_page_table_list_and_paper(made: Path) -> None:
    files = files_of(made)
    shown = "An open subject &lt;img src=&#x27;file://h/x&#x27;&gt; &amp; &lt;5 =1+1"
    for part in ("records/agenda-item-1.html", "documents/agenda-"):
        pages = [data.decode() for name, data in files.items() if name.startswith(part)]
        assert pages, part
        assert any(shown in page for page in pages), part
    rows = list(csv.DictReader(io.StringIO(files["tables/agenda-item.csv"].decode("utf-8-sig"))))
    assert OPEN in [row["title"] for row in rows]
    assert [data for name, data in files.items() if name.startswith("papers/")] == [OPEN_BYTES]
    assert "Present" in files["records/meeting-1.html"].decode().title()


def test_the_locked_file_holds_the_same_and_opens_by_the_book(
    planted: Store, made: Path, tmp_path: Path
) -> None:
    path = tmp_path / "out.zip"
    bare = [_bare(each) for each in standing_features()]
    done = hand_over(planted, bare, Wish(path, WORDS)).result
    assert isinstance(done, Handed)
    raw = path.read_bytes()
    for secret in (b"agenda", OPEN_BYTES, b"manifest.txt"):
        assert secret not in raw
    assert b"7-Zip" in raw
    with pytest.raises(ValueError, match="another passphrase"):
        unlock(path, f"{WORDS}s")
    with zipfile.ZipFile(io.BytesIO(unlock(path, WORDS))) as inner:
        assert inner.testzip() is None
        manifest = inner.read("manifest.txt")
        assert sha256(manifest).hexdigest() == done.sha256
        assert set(inner.namelist()) <= set(files_of(made))
        for line in manifest.decode().splitlines():
            assert sha256(inner.read(line[66:])).hexdigest() == line[:64]
        assert not any(SIGN.encode() in inner.read(name) for name in inner.namelist())
    if tool := shutil.which("7z") or shutil.which("7zz"):
        words = [tool, "t", f"-p{WORDS}", str(path)]
        assert subprocess.run(words, capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("words", ["", WORDS])
def test_one_that_is_stopped_leaves_nothing_and_is_not_in_the_history(
    words: str, planted: Store, tmp_path: Path
) -> None:
    before = planted.ask(list_entries)[0].id
    kept = sorted(tmp_path.iterdir())
    steps: list[str] = []

    def tell(said: str, _done: int, _whole: int) -> None:
        steps.append(said)

    def cancelled() -> bool:
        return len(steps) > 3

    with pytest.raises(Refused, match=r"Stopped. Nothing was kept."):
        hand_over(planted, standing_features(), Wish(tmp_path / "o", words), tell, cancelled)
    assert steps[:2] == ["Reading the records", "Papers"]
    assert sorted(tmp_path.iterdir()) == kept
    assert planted.ask(list_entries)[0].id == before


def test_one_whose_entry_cannot_be_written_never_gets_its_name(
    planted: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: object) -> Handed:
        raise Refused("The disk is full.")

    monkeypatch.setattr(planted, "run", full)
    with pytest.raises(Refused, match=r"The disk is full."):
        hand_over(planted, [_bare(each) for each in standing_features()], Wish(tmp_path / "o"))
    assert not list(tmp_path.glob("o*"))


def test_the_verb_says_what_it_wrote_and_what_it_wants(
    filled: Path, dscp: Dscp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out.zip"
    few = [each for each in standing_features() if each.name == "partnership"]
    monkeypatch.setattr(verb, "standing_features", lambda _off: few)
    wrong = {
        ("-o", out): (2, "The file has no passphrase: set DSCP_HANDOVER_PASSPHRASE"),
        ("-o", tmp_path / "o", "--plain"): (0, "restricted left out. The history keeps it."),
        ("-o", tmp_path / "o2"): (2, "The locked file ends in .zip"),
        ("-o", out, "--plain"): (2, "A folder of plain files has a name without .zip"),
        ("-o", tmp_path / "none" / "o", "--plain"): (2, "The folder"),
    }
    for words, (code, told) in wrong.items():
        said = dscp("handover", filled, *words)
        assert (said.code, told in said.err) == (code, True), (words, said.err)
    said = dscp("handover", filled, "-o", tmp_path / "o", "--plain")
    assert (said.code, "is already there" in said.err or "is a folder" in said.err) == (2, True)
    monkeypatch.setenv("DSCP_HANDOVER_PASSPHRASE", "short")
    assert "has at least 20 letters" in dscp("handover", filled, "-o", out).err
    monkeypatch.setenv("DSCP_HANDOVER_PASSPHRASE", WORDS)
    said = dscp("handover", filled, "-o", out, "--with-restricted")
    assert (said.code, "with restricted items" in said.err) == (0, True), said.err
    assert unlock(out, WORDS).startswith(b"PK")


def test_a_policy_against_plain_copies_holds_and_a_lock_is_none(
    planted: Store, tmp_path: Path
) -> None:
    bare = [_bare(each) for each in standing_features()]
    allow_only([".pdf"])
    try:
        with pytest.raises(Refused, match="your IT department"):
            hand_over(planted, bare, Wish(tmp_path / "o"))
        hand_over(planted, bare, Wish(tmp_path / "o.zip", WORDS))
    finally:
        allow_only(None)
    assert sorted(path.name for path in tmp_path.glob("o*")) == ["o.zip"]


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_memory_stays_modest_with_many_papers(planted: Store, tmp_path: Path) -> None:
    """120 MB of papers, and what is held at once is a small part of it."""
    planted.run(_many_papers, 60)
    tracemalloc.start()
    bare = [_bare(each) for each in standing_features()]
    done = hand_over(planted, bare, Wish(tmp_path / "o.zip", WORDS)).result
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(done, Handed)
    assert done.papers == 61
    assert (tmp_path / "o.zip").stat().st_size > 120_000_000
    assert peak < 30_000_000


def _many_papers(session: Session, count: int) -> Changes:
    item = session.scalars(select(AgendaItem).where(AgendaItem.title == OPEN)).one()
    for number in range(count):
        data = b"%PDF-1.7" + random.Random(number).randbytes(2 << 20)
        about = {"title": f"Paper {number}", "data": data, "pages": 1}
        add_paper(session, item.meeting_id, item_id=item.id, **about)
        session.flush()
        session.expire_all()
    return Changes("Papers added", ("meetings",))
