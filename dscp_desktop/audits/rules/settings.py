"""What a partnership decides about audits: names of settings, and what holds without a profile."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from dscp_desktop.core.names import tidy_name

SETTING = "audits"  # one text for all of it
NOT_NAMES = "audits.not_names"  # words that look like names and are none
MULTI, SINGLE = "multi", "single"
PLANNED, UNDER_WAY, DONE = "planned", "under way", "done"
STAGES = (PLANNED, UNDER_WAY, DONE)
# The signs by which grades are told apart without colour, in the order of a scale.
SIGNS = ("underlined", "plain", "dashed", "boxed")


@dataclass(frozen=True, slots=True)
class Grade:
    """One grade of a scale: its letter, its words, and the sign it is drawn with."""

    letter: str
    words: str
    sign: str = "plain"


@dataclass(frozen=True, slots=True)
class AuditKind:
    """A kind of audit: how many a year are promised (0 for no promise), who returns.

    `way` is multi (agencies answer one tool), single (each agency returns its own) or other.
    `each_months` is the interval of those that come round, such as six.
    """

    name: str
    way: str = "other"
    a_year: int = 0
    each_months: int = 0


@dataclass(frozen=True, slots=True)
class Status:
    """A status of an audit in the words of the office, and the stage it means."""

    name: str
    stage: str = UNDER_WAY


@dataclass(frozen=True, slots=True)
class AuditSettings:
    """All that a profile says of audits. `report_to` is the code of the group that hears them."""

    kinds: tuple[AuditKind, ...]
    statuses: tuple[Status, ...]
    scale: tuple[Grade, ...]
    sources: tuple[str, ...]
    themes: tuple[str, ...] = ()
    returning: tuple[str, ...] = ()
    report_to: str = ""
    review_months: tuple[int, ...] = (6, 12)
    returned_within: int = 10  # working days

    def kind(self, name: str) -> AuditKind:
        """Return the kind of a name; one that no list has is of no promise."""
        wanted = tidy_name(name)
        return next((k for k in self.kinds if tidy_name(k.name) == wanted), AuditKind(name))

    def stage(self, status: str) -> str:
        """Return the stage that a status means; one that no list has is under way."""
        wanted = tidy_name(status)
        found = (s.stage for s in self.statuses if tidy_name(s.name) == wanted)
        return next(found, UNDER_WAY if wanted else PLANNED)


USUAL = AuditSettings(
    kinds=(
        AuditKind("Multi-agency", MULTI),
        AuditKind("Single agency", SINGLE, 4, 3),
        AuditKind("Rapid reviews, by the chair", "other", 2, 6),
        AuditKind("Section 11"),
        AuditKind("Survey of practitioners"),
        AuditKind("Assurance visit"),
    ),
    statuses=(
        Status("Planned", PLANNED),
        Status("Under way"),
        Status("Awaited"),
        Status("Received", DONE),
        Status("Moderated"),
        Status("Reported", DONE),
    ),
    scale=(
        Grade("O", "Outstanding", "underlined"),
        Grade("G", "Good", "plain"),
        Grade("R", "Requires improvement", "dashed"),
        Grade("I", "Inadequate", "boxed"),
    ),
    sources=(
        "Learning from a local review",
        "Performance indicators",
        "Earlier findings",
        "Inspection",
        "Section 11",
        "Survey",
        "Quarterly return",
    ),
)


def settings_from(profile: Mapping[str, Any]) -> AuditSettings:
    """Return what a profile says; what it leaves out is as usual.

    A kind may name one of the `targets` of the profile in place of a number.
    """
    said, targets = profile.get("audits", {}), profile.get("targets", {})
    kinds = tuple(
        AuditKind(
            entry["name"],
            entry.get("way", "other"),
            int(targets.get(entry.get("target", ""), entry.get("a_year", 0))),
            int(entry.get("each_months", 0)),
        )
        for entry in profile.get("audit_kind", ())
    )
    grades = tuple(
        Grade(entry["letter"], entry["words"], entry.get("sign") or SIGNS[min(at, 3)])
        for at, entry in enumerate(profile.get("audit_grade", ()))
    )
    statuses = tuple(
        Status(entry["name"], entry.get("stage", UNDER_WAY))
        for entry in profile.get("audit_status", ())
    )
    months = said.get("review_months") or profile.get("settings", {}).get("action_review_months")
    return AuditSettings(
        kinds or USUAL.kinds,
        statuses or USUAL.statuses,
        grades or USUAL.scale,
        tuple(said.get("sources", USUAL.sources)),
        tuple(said.get("themes", ())),
        tuple(said.get("returning", ())),
        str(said.get("report_to", profile.get("settings", {}).get("actions_without_meeting", ""))),
        tuple(int(month) for month in months or USUAL.review_months),
        int(said.get("returned_within", USUAL.returned_within)),
    )


def settings_text(settings: AuditSettings) -> str:
    """Return settings as the store keeps them."""
    return json.dumps(asdict(settings), ensure_ascii=False, sort_keys=True)


def settings_of(text: str) -> AuditSettings:
    """Return the settings of a store; without any, the usual ones."""
    if not text:
        return USUAL
    said = json.loads(text)
    return AuditSettings(
        tuple(AuditKind(**entry) for entry in said["kinds"]),
        tuple(Status(**entry) for entry in said["statuses"]),
        tuple(Grade(**entry) for entry in said["scale"]),
        tuple(said["sources"]),
        tuple(said["themes"]),
        tuple(said["returning"]),
        said["report_to"],
        tuple(said["review_months"]),
        said["returned_within"],
    )


def profile_of(settings: AuditSettings) -> dict[str, Any]:
    """Return settings as the sections of a profile; what is as usual is written out too."""
    kinds: Sequence[dict[str, Any]] = [asdict(kind) for kind in settings.kinds]
    return {
        "audits": {
            "report_to": settings.report_to,
            "sources": list(settings.sources),
            "themes": list(settings.themes),
            "returning": list(settings.returning),
            "review_months": list(settings.review_months),
            "returned_within": settings.returned_within,
        },
        "audit_kind": [{n: v for n, v in kind.items() if v} for kind in kinds],
        "audit_status": [asdict(status) for status in settings.statuses],
        "audit_grade": [asdict(grade) for grade in settings.scale],
    }
