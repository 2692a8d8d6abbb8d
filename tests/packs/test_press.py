"""What was printed or made ready once is kept, and only what changed is made again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from dscp_desktop.core.faults import Refused
from dscp_desktop.jobs.files import FileWorker
from dscp_desktop.packs.documents.binding import labels_of
from dscp_desktop.packs.documents.building import build_pack, build_part_2
from dscp_desktop.packs.documents.copies import make_copies
from dscp_desktop.packs.documents.press import Kept, Press, Printed
from dscp_desktop.packs.rules.outline import Entry, outline
from dscp_desktop.packs.rules.parts import PUBLIC, PackContents
from tests.packs.conftest import BUILT_AT, plain_pdf

Gathered = Callable[..., PackContents]
Bring = Callable[..., None]


class Asked:
    """The process for files, and a list of what it was asked: task and names."""

    def __init__(self, worker: FileWorker) -> None:
        self.worker = worker
        self.tasks: list[str] = []

    def __call__(
        self, task: str, values: Mapping[str, Any], blobs: Sequence[bytes] = ()
    ) -> tuple[dict[str, Any], list[bytes]]:
        names = values.get("names") if task.endswith("prepare") else None
        self.tasks.append(task.rpartition(":")[2] + (f" {', '.join(names)}" if names else ""))
        return self.worker.ask(task, values, blobs)


def test_one_changed_paper_is_made_ready_alone(
    gathered: Gathered, worker: FileWorker, bring: Bring
) -> None:
    bring("One", plain_pdf("one"))
    bring("Two", plain_pdf("two"))
    asked, kept = Asked(worker), Kept()
    first = build_pack(gathered(), asked, built_at=BUILT_AT, kept=kept)
    assert "prepare One, Two" in asked.tasks
    asked.tasks.clear()
    assert build_pack(gathered(), asked, built_at=BUILT_AT, kept=kept).data == first.data
    assert asked.tasks == ["join"]
    bring("Three", plain_pdf("three"))
    asked.tasks.clear()
    contents = gathered()
    built = build_pack(contents, asked, built_at=BUILT_AT, kept=kept)
    assert [task for task in asked.tasks if task.startswith("prepare")] == ["prepare Three"]
    assert asked.tasks.count("render") == 2, "cover and agenda"
    assert build_pack(contents, worker.ask, built_at=BUILT_AT).data == built.data
    kept.front[contents.meeting.id] = (9, 9)  # they were longer once
    assert build_pack(contents, worker.ask, built_at=BUILT_AT, kept=kept).data == built.data
    asked.tasks.clear()
    build_pack(contents, asked, PUBLIC, built_at=BUILT_AT, kept=kept)
    assert [task for task in asked.tasks if task.startswith("prepare")] == []
    with pytest.raises(Refused, match="no part 2"):
        build_part_2(contents, worker.ask, built_at=BUILT_AT, password="x" * 12)


def test_the_longest_unused_go_when_it_is_too_much() -> None:
    kept = Kept(10)
    for key in "abc":
        kept.put(key, Printed(b"1234", 1, {}))
        kept.get("a")
    assert [key for key in "abc" if kept.get(key)] == ["a", "c"]
    kept.put("a", Printed(b"123456", 1, {}))
    assert kept.size == 10
    kept.put("huge", Printed(b"x" * 11, 1, {}))
    assert kept.size == 0
    kept.put("a", Printed(b"1", 1, {}))
    kept.clear()
    assert (kept.size, kept.get("a")) == (0, None)


def test_many_large_papers_go_over_in_several_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dscp_desktop.packs.documents.press._AT_ONCE", 10)
    sizes: list[list[int]] = []

    def ask(
        _task: str, values: Mapping[str, Any], blobs: Sequence[bytes] = ()
    ) -> tuple[dict[str, Any], list[bytes]]:
        sizes.append([len(blob) for blob in blobs])
        facts = {"sizes": [[595, 842]], "removed": [], "bookmarks": []}
        facts |= {"wrapped": True, "bare": True}
        return {"papers": [facts for _ in values["names"]]}, list(blobs)

    papers = [("a", b"1" * 6), ("b", b"2" * 3), ("c", b"3" * 9), ("d", b"4"), ("a again", b"1" * 6)]
    found = Press(ask).prepare(papers)
    assert sizes == [[6, 3], [9, 1]]
    assert [each.data for each in found] == [data for _, data in papers]


def test_copies_come_in_batches_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dscp_desktop.packs.documents.copies._AT_ONCE", 25)
    given: list[list[tuple[str, str]]] = []

    def ask(
        _task: str, values: Mapping[str, Any], _blobs: Sequence[bytes] = ()
    ) -> tuple[dict[str, Any], list[bytes]]:
        given.append(values["copies"])
        return {}, [words.encode() for words, _ in values["copies"]]

    made = list(make_copies(b"0123456789", ask, ["Ann", "Bo", "Cy"], first=5, of=14))
    assert made == [b"Copy 5 of 14", b"Copy 6 of 14", b"Copy 7 of 14"]
    assert [len(batch) for batch in given] == [2, 1]
    assert given[1] == [("Copy 7 of 14", "Copy 7 · Cy")]
    with pytest.raises(Refused, match="at least 10 letters"):
        list(make_copies(b"x", ask, ["Ann"], password="short"))


def test_bookmarks_of_parts_items_and_papers() -> None:
    entries = [
        Entry("Cover", 1),
        Entry("Minutes", 3, "2", "Minutes"),
        Entry("Report", 5, "3", "Learning cycle"),
        Entry("Appendix", 8, "3", "Learning cycle"),
        Entry("Loose", 9, "4"),
    ]
    plain = outline(entries)
    assert [(m["title"], m["page"], len(m["children"])) for m in plain] == [
        ("Cover", 1, 0),
        ("2. Minutes", 3, 0),
        ("3. Learning cycle", 5, 2),
        ("4. Loose", 9, 0),
    ]
    parted = outline([*entries, Entry("Secret", 11, "5", "Secret", restricted=True)])
    assert [(m["title"], m["page"], len(m["children"])) for m in parted] == [
        ("Cover", 1, 0),
        ("Part 1", 3, 3),
        ("Part 2: restricted", 11, 1),
    ]
    assert outline([entries[-1]])[0]["title"] == "4. Loose"


def test_labels_are_what_is_printed() -> None:
    names = ["S1-1", "1", "2", "2a", "3", "5", "6"]
    assert labels_of(names) == [
        {"page": 1, "prefix": "S1-1", "first": 0},
        {"page": 2, "prefix": "", "first": 1},
        {"page": 4, "prefix": "2a", "first": 0},
        {"page": 5, "prefix": "", "first": 3},
        {"page": 6, "prefix": "", "first": 5},
    ]
