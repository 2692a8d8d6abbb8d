"""Removing a leaver, stopped half way: the next opening finishes it."""

from __future__ import annotations

import pytest

from dscp_desktop.store import people
from dscp_desktop.store.check import check_store
from dscp_desktop.store.opening import Store, open_store
from tests.moulds import PASSPHRASE


@pytest.mark.parametrize("step", ["inside", "both", "rekey", "inside again"])
def test_a_leaver_whose_removal_stopped_half_way_is_out_at_the_next_opening(
    store: Store, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    class Pulled(BaseException):
        pass

    def pull_here(*_args: object, **_options: object) -> None:
        raise Pulled

    people.add_person(store, "Bob", "full", "another passphrase")
    left = store.key
    whole = people._keep_inside
    calls: list[object] = []

    def counted(*args: object) -> None:
        calls.append(args)
        if len(calls) == 2:
            raise Pulled
        whole(*args)  # type: ignore[arg-type]

    names_of = {"inside": "change_key", "both": "rekey", "rekey": "_keep"}
    if step in names_of:
        monkeypatch.setattr(people, names_of[step], pull_here)
    else:
        monkeypatch.setattr(people, "_keep_inside", counted)
    with pytest.raises(Pulled):
        people.remove_person(store, "Bob")
    monkeypatch.undo()
    store.close()
    with open_store(store.path, PASSPHRASE) as again:
        assert [name for name, _ in people.list_people(again)] == ["Ann"]
        assert again.key != left
        assert check_store(again).problems == ()
