"""The program's one entry: a word after `dscp` works without a screen, none opens the window."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from dscp_desktop.core.memory import collect_rarely
from dscp_desktop.core.privacy import keep_private, take_from_environment


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program and return its exit code."""
    keep_private()
    collect_rarely()
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words[:1] == ["self-test-window"]:
        from dscp_desktop.app.selftest_window import visit

        return visit(words[1:])
    if words and words[0] != "open":
        from dscp_desktop.app.cli import run

        return run(words)
    take_from_environment("DSCP_PASSPHRASE")  # the window asks for it: nothing here wants it
    from dscp_desktop.app.lean import import_plainly

    import_plainly()
    from dscp_desktop.app.window import open_window

    return open_window(words[1] if len(words) > 1 else "")


if __name__ == "__main__":
    sys.exit(main())
