"""The child process by itself: it takes its limits, serves until nobody speaks, and ends."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.skipif(sys.platform == "win32", reason="the limit is of another kind there")
def test_the_child_limits_itself_and_ends_when_nobody_speaks() -> None:
    script = (
        "import os, resource\n"
        "from dscp_desktop.jobs import child\n"
        "ended = []\n"
        "os._exit = ended.append\n"
        "child.main()\n"
        "assert ended == [0]\n"
        "assert resource.getrlimit(resource.RLIMIT_DATA)[0] == child.MEMORY_LIMIT\n"
        "assert resource.getrlimit(resource.RLIMIT_CORE) == (0, 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, input=b"", check=False)
    assert done.returncode == 0
