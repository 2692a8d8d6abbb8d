"""What `dscp check` says: places of what is wrong, and what was erased on purpose."""

from __future__ import annotations

from dscp_desktop.records.commands import redact_words
from dscp_desktop.store.connection import connect
from dscp_desktop.store.opening import Store
from tests.app.conftest import Dscp
from tests.store.deeds import add


def test_check_tells_what_was_redacted_and_names_what_was_changed(store: Store, dscp: Dscp) -> None:
    store.run(add, "Jane Zebedee")
    store.run(redact_words, "Jane Zebedee", ())
    store.close()
    said = dscp("check", store.path)
    assert (said.code, said.out.startswith("Sound: ")) == (0, True)
    assert "were erased by redaction on 19 October 2023 by Ann." in said.err
    assert len(dscp("check", store.path, "--json").json["erased"]) == 1
    raw = connect(store.path, store.key)
    raw.execute("UPDATE organisation SET kind = 'x'")
    raw.close()
    said = dscp("check", store.path)
    assert said.code == 1
    assert "was changed outside the history since entry 2." in said.err
    assert "dscp: organisation 018b" in said.err
