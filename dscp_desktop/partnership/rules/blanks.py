"""What an empty matrix of membership says over each column."""

from __future__ import annotations

from dscp_desktop.core.offers import AGENCIES, Blank
from dscp_desktop.partnership.rules.parties import ORGANISATION_KINDS

_KINDS = tuple(kind.capitalize() for kind in ORGANISATION_KINDS)
BLANKS = {
    "name": Blank("The organisation's full name.", "A body's name"),
    "kind": Blank("What it is under the arrangements.", _KINDS[1], _KINDS, only=True),
    "agency_group": Blank("The agency group it belongs to, if any.", "The group's name", AGENCIES),
    "group": Blank("Y where it has a seat.", "Y", ("Y",), only=True),
}
