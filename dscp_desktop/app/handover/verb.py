"""The verb `handover`: all of a store as files that anybody can read without this program."""

from __future__ import annotations

import sys
from argparse import Namespace

from dscp_desktop.app.features import standing_features
from dscp_desktop.app.given import check_target, open_for, say, secret
from dscp_desktop.app.handover.making import Handed, Wish, hand_over
from dscp_desktop.app.handover.sealing import check_words
from dscp_desktop.app.parts import switched_off
from dscp_desktop.core.faults import WrongUse

PASSPHRASE = "DSCP_HANDOVER_PASSPHRASE"  # noqa: S105  the name of a variable, no passphrase
LOCKED = ".zip"


def handover(options: Namespace) -> int:
    """Write everything into one locked file, or into a folder of plain files."""
    check_target(options.out, force=False)
    locked = options.out.suffix.casefold() == LOCKED
    if options.plain == locked:
        raise WrongUse(
            "A folder of plain files has a name without .zip: -o FOLDER."
            if locked
            else "The locked file ends in .zip: -o OUT.zip. For plain files: --plain -o FOLDER."
        )
    words = "" if options.plain else locking_words()
    with open_for(options) as store:
        features = standing_features(store.ask(switched_off))
        wish = Wish(options.out, words, options.with_restricted)
        done = hand_over(store, features, wish, tell).result
    assert isinstance(done, Handed)
    say(said_of(done))
    return 0


def tell(words: str, done: int, whole: int) -> None:
    """Say how far it is, on one line of a terminal; elsewhere nothing."""
    if sys.stderr.isatty():
        end = "\n" if done >= whole else "\r"
        print(f"{100 * done // whole:3d}%  {words:<40}", end=end, file=sys.stderr, flush=True)


def said_of(done: Handed) -> str:
    """Say what was written."""
    kept = "with restricted items" if done.restricted else f"{done.hidden:,} restricted left out"
    return (
        f"Wrote {done.path}: {done.records:,} records, {done.documents:,} documents, "
        f"{done.papers:,} papers in {done.files:,} files; {kept}. The history keeps it. "
        f"SHA-256 of its manifest: {done.sha256}"
    )


def locking_words() -> str:
    """Return the passphrase of the file: from DSCP_HANDOVER_PASSPHRASE, taken away, or a prompt.

    Raises WrongUse where there is neither, Refused where it is too short.
    """
    missing = f"The file has no passphrase: set {PASSPHRASE}, or add --plain."
    given = secret(PASSPHRASE, "Passphrase for the handover", missing)
    check_words(given)
    return given
