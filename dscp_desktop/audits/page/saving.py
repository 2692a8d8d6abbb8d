"""Files about an audit into a folder: workbooks for agencies, drafts of messages."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from dscp_desktop.audits.rules.programme import Chasing
from dscp_desktop.audits.rules.tools import Sending
from dscp_desktop.audits.workbook.sending import tool_workbook
from dscp_desktop.core.mail import draft_message
from dscp_desktop.core.saving import save_file


def save_workbooks(sendings: Sequence[Sending], folder: Path) -> tuple[Path, ...]:
    """Save the workbook of each agency; a file of the same name is replaced.

    Raises Refused where one could not be saved: those before it stay.
    """
    return tuple(
        save_file(folder / f"{one.file_name}.xlsx", tool_workbook(one)) for one in sendings
    )


def save_messages(chasings: Sequence[Chasing], folder: Path) -> tuple[Path, ...]:
    """Save a draft of a message to each agency that is late or whose answers are blank."""
    return tuple(
        save_file(
            folder / f"{one.file_name}.eml",
            draft_message(one.to, one.subject, one.text, marking=one.marking),
        )
        for one in chasings
    )
