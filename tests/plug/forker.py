"""A process that has loaded the program without Qt, and forks one child for each deed.

It reads requests on standard input and answers each on standard output, a line of JSON each. A
child that is to be killed says by a pipe that its deed begins; it is killed so long after that.
"""

from __future__ import annotations

import json
import os
import select
import signal
import sys
import time
import traceback
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from dscp_desktop.app.given import program_version
from tests.plug import deeds, looks
from tests.plug.deeds import Diary

LONGEST = 300.0


def main() -> None:
    """Answer until the pipe is closed."""
    # Loaded before a child becomes somebody who cannot read where Python stands.
    program_version()
    ZoneInfo("Europe/London")
    datetime.strptime("2023", "%Y")
    for line in sys.stdin:
        print(json.dumps(_serve(json.loads(line))), flush=True)


def _serve(request: dict[str, Any]) -> dict[str, Any]:
    ready, tell = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(ready)
        os.setsid()
        code = 70
        try:
            code = _work(request, tell)
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
    os.close(tell)
    select.select([ready], [], [], LONGEST)  # the deed begins, or the child is gone
    begun = time.monotonic()
    kill = request.get("kill")
    if kill is not None:
        time.sleep(kill)
        _kill(child, whole=request.get("whole", False))
    _, status = os.waitpid(child, 0)
    os.close(ready)
    return {
        "code": os.waitstatus_to_exitcode(status),
        "seconds": time.monotonic() - begun,
        "left": _group_ends(child),
    }


def _kill(child: int, *, whole: bool) -> None:
    if whole:
        os.killpg(child, signal.SIGKILL)
    else:
        os.kill(child, signal.SIGKILL)


def _group_ends(group: int) -> bool:
    """Say whether a process of the child's group is still there after five seconds."""
    for _ in range(100):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return False
        time.sleep(0.05)
    os.killpg(group, signal.SIGKILL)
    return True


def _work(request: dict[str, Any], tell: int) -> int:
    said = Path(request["said"])
    out = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for stream, place in ((0, nothing), (1, out), (2, out)):
        os.dup2(place, stream)
    os.environ["DSCP_PASSPHRASE"] = request.get("passphrase", "sample")
    diary = Diary(Path(request["diary"]), tell) if "diary" in request else None
    if request.get("user"):
        os.setgroups([])
        os.setgid(request["user"])
        os.setuid(request["user"])
    if diary is not None:
        return deeds.DEEDS[request["deed"]](diary, **request["values"]) or 0
    answer = looks.LOOKS[request["look"]](**request["values"])
    Path(request["answer"]).write_text(json.dumps(answer))
    return 0


if __name__ == "__main__":
    main()
