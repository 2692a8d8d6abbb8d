"""Words that look like the name of a child, so that they are questioned before they are kept."""

from __future__ import annotations

import re
from collections.abc import Collection

from dscp_desktop.core.names import tidy_name
from dscp_desktop.core.personal import name_in

# What a home calls a child: letters and a number ('YP07', 'Child 12'), or 'Child A'.
_PSEUDONYM = re.compile(
    r"[A-Za-z]{0,12}[ ./-]?\d{1,6}[A-Za-z]?|(?:child|yp|young person) [A-Z]", re.I
)


def is_pseudonym(text: str) -> bool:
    """Say whether text is what a home calls a child instead of the name: 'YP07', 'Child A'."""
    return bool(_PSEUDONYM.fullmatch(text.strip()))


def child_fault(text: str, known: Collection[str] = ()) -> str:
    """Return why text cannot stand for a child, or ''; `known` are words said to be no names."""
    if not text or is_pseudonym(text) or tidy_name(text) in known:
        return ""
    return "This looks like a name. Type the home's pseudonym, such as YP07."


def text_fault(text: str, known: Collection[str] = ()) -> str:
    """Return why a text may not be kept as it is, or ''."""
    found = name_in(text, known)
    if not found:
        return ""
    return (
        f"“{found}” looks like a name. Type the home's pseudonym instead, such as YP07. Is it no "
        "name? Then add it to the words that are no names, and import again."
    )
