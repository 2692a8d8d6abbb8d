"""What differs between partnerships: names of settings, each a list with one entry a line."""

from __future__ import annotations

METHODS = "learning.methods"
PEOPLE = "learning.people"
SOURCES = "learning.sources"
OCCASIONS = "learning.occasions"
BRIEFING = "learning.briefing"
TELL_BACK = "learning.tell_back_days"

# What each is called in a profile's section, and in words.
LISTS = {
    "methods": (METHODS, "Methods"),
    "people": (PEOPLE, "Who takes part"),
    "sources": (SOURCES, "Whose feedback"),
    "occasions": (OCCASIONS, "Where feedback is heard"),
    "briefing": (BRIEFING, "Headings of the briefing"),
}


def lines_of(text: str) -> tuple[str, ...]:
    """Return the lines of a text that say something."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())
