"""The command line: verbs, their options, exit codes and what goes to which stream.

Exit 0 done; 1 the data were refused; 2 wrong use; 3 the store cannot be opened. Nobody is shown
a traceback: a disk that is full, or a mistake of the program, is said in a line too.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import traceback
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import NoReturn

from dscp_desktop.app import drawing, packing, selftest, verbs
from dscp_desktop.app.given import disk_words, making, program_version, say
from dscp_desktop.app.guide_verb import guide
from dscp_desktop.app.handover.verb import handover
from dscp_desktop.app.policy import keep_to, policy_places, read_policy
from dscp_desktop.app.sample.making import make_sample
from dscp_desktop.core.faults import Trouble, WrongUse

Verb = Callable[[argparse.Namespace], int]
_OURS = Path(__file__).resolve().parent.parent
_ARGPARSE_WORDS = (
    (re.compile(r"argument (\S+): invalid choice: (.*?) \(choose from (.*)\)"),
     r"\1 cannot be \2. It is one of: \3"),
    (re.compile(r"argument (\S+): invalid int value: (.*)"), r"\1 wants a whole number, not \2"),
)  # fmt: skip


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line on standard error, and leaves with 2."""

    def error(self, message: str) -> NoReturn:
        for said, ours in _ARGPARSE_WORDS:
            message = said.sub(ours, message)
        raise WrongUse(f"{message}. 'dscp --help' lists the verbs and their options.")


def run(words: Sequence[str]) -> int:
    """Carry out one verb and return the exit code; never loads Qt."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="replace")
    policy = read_policy(policy_places())
    keep_to(policy)
    try:
        options = _parser().parse_args(words)
        for fault in policy.faults:
            say(f"  note: {fault}")
        verb: Verb = options.run
        code = verb(options)
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        # Whoever reads what is printed has read enough. What is left must go somewhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Trouble as trouble:
        say(f"dscp: {trouble.words}")
        return trouble.exit_code
    except KeyboardInterrupt:
        say("dscp: stopped. Nothing was left half done.")
        return 1
    except Exception as error:
        say(f"dscp: {disk_words(error) or _mistake_words(error)}")
        return 1


def _mistake_words(error: Exception) -> str:
    """Say that the program itself failed, and where; its words are left out: they may hold a
    value of a record.
    """
    frames = traceback.extract_tb(error.__traceback__)
    ours = [f for f in frames if Path(f.filename).is_relative_to(_OURS)]
    last = ours[-1] if ours else None
    place = f" at {Path(last.filename).relative_to(_OURS).as_posix()}:{last.lineno}" if last else ""
    return (
        f"The program made a mistake ({type(error).__name__}{place}). Nothing is left half "
        "done. Give this line to whoever looks after the program."
    )


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="dscp",
        description="Records of a safeguarding children partnership, in one encrypted file.",
        epilog="The passphrase comes from DSCP_PASSPHRASE or a prompt. Without a verb: the window.",
    )
    parser.add_argument("--version", action="version", version=f"dscp {program_version()}")
    found = parser.add_subparsers(title="verbs", metavar="VERB", required=True)
    _add_store_verbs(found)
    _add_record_verbs(found)
    _add_draw_verbs(found)
    _add_self_test(found)
    return parser


def _add(found: argparse._SubParsersAction, name: str, run: Verb, words: str) -> _Parser:  # type: ignore[type-arg]
    parser: _Parser = found.add_parser(name, help=words, description=words)
    parser.set_defaults(run=run)
    return parser


def _add_store_verbs(found: argparse._SubParsersAction) -> None:  # type: ignore[type-arg]
    demo = _add(found, "demo", _demo, "make a fictional partnership, marked as sample")
    demo.add_argument("file", type=Path, metavar="FILE")
    demo.add_argument("--on", type=_day, default=date(2023, 10, 19), metavar="DATE")
    demo.add_argument("--force", action="store_true", help="replace a file of this name")
    new = _add(found, "new", verbs.new, "make an empty store from a profile")
    new.add_argument("file", type=Path, metavar="FILE")
    new.add_argument("--profile", required=True, metavar="NAME|FILE.toml")
    new.add_argument("--by", default="", metavar="NAME", help="whose passphrase it is")
    new.add_argument("--force", action="store_true", help="replace a file of this name")
    keep = _store_verb(found, "profile", verbs.profile, "save groups, seats and rules as a profile")
    keep.add_argument("-o", dest="out", type=Path, required=True, metavar="OUT.toml")
    keep.add_argument("--force", action="store_true", help="replace an existing file")
    check = _store_verb(found, "check", verbs.check, "check pages, links, history and files")
    check.add_argument("--json", action="store_true")
    backup = _store_verb(found, "backup", verbs.backup, "write a backup into a folder")
    backup.add_argument("folder", type=Path, metavar="DIR")
    restore = _add(found, "restore", verbs.restore, "put a backup back as a store")
    restore.add_argument("backup", type=Path, metavar="BACKUP")
    restore.add_argument("file", type=Path, metavar="FILE")


def _add_self_test(found: argparse._SubParsersAction) -> None:  # type: ignore[type-arg]
    words = "try whether the program works on this computer; changes nothing"
    _add(found, "self-test", _self_test, words).add_argument("--json", action="store_true")
    book = _add(found, "guide", guide, "write the guide for officers")
    book.add_argument("-o", dest="out", type=Path, required=True, metavar="GUIDE.pdf|.html")
    book.add_argument("--force", action="store_true", help="replace an existing file")


def _add_record_verbs(found: argparse._SubParsersAction) -> None:  # type: ignore[type-arg]
    take = _store_verb(found, "import", verbs.import_, "bring in workbooks, all or nothing")
    take.add_argument("workbooks", type=Path, nargs="+", metavar="WORKBOOK")
    take.add_argument("--as", dest="as_kind", default="", metavar="KIND")
    take.add_argument("--dry-run", action="store_true", help="say what would happen")
    take.add_argument("--accept-good", action="store_true", help="take the sound rows")
    take.add_argument("--report", type=Path, metavar="OUT.xlsx", help="a copy with faults marked")
    take.add_argument("--force", action="store_true", help="replace an existing report")
    take.add_argument("--json", action="store_true")
    out = _store_verb(found, "export", verbs.export, "write records or a document")
    out.add_argument("kind", metavar="KIND")
    out.add_argument("-o", dest="out", type=Path, metavar="OUT.xlsx|.csv|.pdf|.docx|.html|.ics")
    out.add_argument("--json", action="store_true")
    out.add_argument("--year", default="", help="a financial year, such as 2022-23")
    out.add_argument("--group", default="", help="a group, by name or code")
    out.add_argument("--meeting", default="", metavar="NAME", help="of a document")
    out.add_argument("--owner", default="", help="an organisation, of its actions")
    out.add_argument("--document", default="", metavar="TITLE", help="arrangements, a policy …")
    out.add_argument("--commitment", default="", metavar="HEX", help="of a frozen list: its start")
    out.add_argument("--cycle", default="", metavar="TOPIC", help="a learning cycle")
    out.add_argument("--audit", default="", metavar="NUMBER", help="an audit, such as MA2")
    out.add_argument("--phase", type=int, metavar="N", help="a phase of that cycle")
    out.add_argument("--version", default="", metavar="N", help="of terms or another document")
    out.add_argument("--from", dest="before", default="", metavar="N", help="compare from version")
    out.add_argument("--to", dest="after", default="", metavar="N", help="compare to version")
    out.add_argument("--on", type=_day, metavar="DATE", help="as it was on that day")
    out.add_argument("--large", action="store_true", help="large print, of a PDF")
    out.add_argument("--blank", action="store_true", help="an empty workbook to fill in")
    out.add_argument("--template", type=Path, metavar="FILE.docx", help="of a Word document")
    out.add_argument("--force", action="store_true", help="replace an existing file")
    paper = _store_verb(found, "paper", verbs.paper, "add papers to a meeting's agenda")
    paper.add_argument("papers", type=Path, nargs="+", metavar="PDF")
    paper.add_argument("--meeting", required=True, metavar="NAME")
    paper.add_argument("--item", type=int, metavar="N")
    paper.add_argument("--part2", action="store_true", help="restricted: part 2")
    paper.add_argument("--title", default="", metavar="T")
    _add_pack_verb(found)
    hand = _store_verb(found, "handover", handover, "write everything out, for good, in one file")
    hand.add_argument("-o", dest="out", type=Path, required=True, metavar="OUT.zip|FOLDER")
    hand.add_argument("--plain", action="store_true", help="a folder of plain files, not locked")
    hand.add_argument("--with-restricted", action="store_true", help="restricted items too")
    due = _store_verb(found, "due", verbs.due, "list what is due or wrong")
    due.add_argument("--on", type=_day, metavar="DATE")
    due.add_argument("--json", action="store_true")


def _add_pack_verb(found: argparse._SubParsersAction) -> None:  # type: ignore[type-arg]
    pack = _store_verb(found, "pack", packing.pack, "build a meeting's pack as one PDF")
    pack.add_argument("--meeting", required=True, metavar="NAME")
    pack.add_argument("-o", dest="out", type=Path, required=True, metavar="OUT.pdf")
    pack.add_argument(
        "--edition", default="full", choices=("full", "without-part-2", "public"), metavar="NAME"
    )
    pack.add_argument("--force", action="store_true", help="replace an existing file")
    pack.add_argument("--part-2", type=Path, metavar="OUT2.pdf", help="part 2 alone, encrypted")
    pack.add_argument(
        "--copy", action="append", default=[], metavar="NAME", help="a numbered copy for NAME"
    )
    pack.add_argument("--supplement", type=int, default=0, metavar="N", help="its pages alone")


def _add_draw_verbs(found: argparse._SubParsersAction) -> None:  # type: ignore[type-arg]
    draw = _store_verb(found, "draw", drawing.draw, "draw a sample of incidents, with certificate")
    draw.add_argument("--from", dest="first", type=_day, required=True, metavar="DATE")
    draw.add_argument("--to", dest="last", type=_day, required=True, metavar="DATE")
    draw.add_argument("--seed", required=True, metavar="DIGITS", help="418203-096714-552970")
    draw.add_argument("--take", required=True, metavar="PLAN", help="0:8,1:5,2:all,3:all")
    draw.add_argument("-o", dest="out", type=Path, required=True, metavar="CERT.pdf")
    draw.add_argument("--leave-out", action="append", default=[], metavar="REF=REASON")
    draw.add_argument("--longer", action="store_true", help="more than a quarter at once")
    draw.add_argument("--force", action="store_true", help="replace existing files")
    verify = _add(found, "verify", drawing.verify, "check everything in a draw's CERT.json")
    verify.add_argument("certificate", type=Path, metavar="CERT.json")


def _store_verb(found: argparse._SubParsersAction, name: str, run: Verb, words: str) -> _Parser:  # type: ignore[type-arg]
    parser = _add(found, name, run, words)
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--by", default="", metavar="NAME", help="whose passphrase it is")
    return parser


def _demo(options: argparse.Namespace) -> int:
    with making(options.file, force=options.force):
        return make_sample(options)


def _self_test(options: argparse.Namespace) -> int:
    return selftest.self_test(options, run)


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise WrongUse(f"'{text}' is not a date. Write it as 2023-10-19.") from error
    if not 1900 <= day.year <= 2199:
        raise WrongUse(f"{text} cannot be right: a day lies between 1900 and 2199.")
    return day
