"""A store of 60 MB is backed up, looked into and brought back in pieces, not in memory."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from dscp_desktop.store.files import put_file
from dscp_desktop.store.opening import Store

SIZE = 60_000_000
MOST = 20_000_000  # bytes by which the program may grow

CHILD = """
import re, sys
from pathlib import Path
from dscp_desktop.store import backup, bundle, contents
path, key = Path(sys.argv[1]), bytes.fromhex(sys.argv[2])
def memory(name):
    return int(re.search(name + r":\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1]) * 1024
def grown(work):
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew, from what is held now
    before = memory("VmRSS")
    work()
    return memory("VmHWM") - before
made, back = path.with_name("large.dscpbackup"), path.with_name("back.dscp")
print(
    grown(lambda: backup.backup_file(path, key, made)),
    grown(lambda: contents.look_into(made, (key,), path)),
    grown(lambda: backup.restore(made, back)),
    made.stat().st_size,
)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the peak is asked of Linux")
def test_a_large_store_is_never_held_in_memory(store: Store, root: Path) -> None:
    with store.jotting() as session:
        for number in range(6):
            put_file(session, f"{number}.pdf", os.urandom(SIZE // 6))
    key = store.key.hex()
    store.close()
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(store.path), key],
        capture_output=True,
        text=True,
        check=True,
        cwd=root,
    )
    *grown, size = map(int, done.stdout.split())
    assert size > SIZE
    assert [each for each in grown if each >= MOST] == []
