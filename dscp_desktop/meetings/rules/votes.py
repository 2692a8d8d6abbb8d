"""Votes where a profile states a rule, and approvals by several bodies in turn."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dscp_desktop.core.days import show_date
from dscp_desktop.core.faults import Refused
from dscp_desktop.meetings.rules.record import AGAINST, FOR, GIVEN, ViewLine

SETTING = "meetings.decision_rules"
STATUTORY, CORE = "statutory partners", "core seats"
_BODIES = {STATUTORY: ("statutory partner", STATUTORY), CORE: ("core seat", CORE)}


@dataclass(frozen=True, slots=True)
class DecisionRule:
    """How a kind of decision is taken where partners differ, as the profile states it.

    `of` are the bodies that vote: statutory partners or core seats. At least `at_least` of them
    must be for it, or, where that is 0, more than half. `source` says where the rule stands.
    """

    name: str
    of: str = STATUTORY
    at_least: int = 0
    source: str = ""

    def needed(self, bodies: int) -> int:
        """Return how many must be for it, of so many bodies."""
        return self.at_least or bodies // 2 + 1

    @property
    def words(self) -> str:
        """Return 'At least two of the statutory partners must be for it'."""
        if not self.at_least:
            return f"More than half of the {self.of} must be for it"
        return f"At least {self.at_least} of the {self.of} must be for it"


@dataclass(frozen=True, slots=True)
class VoteResult:
    """How a vote stands: carried or not, None while it can still go either way; and in words."""

    carried: bool | None
    words: str


@dataclass(frozen=True, slots=True)
class Ballot:
    """A rule, and (id, name) of each body that votes under it on a day."""

    rule: DecisionRule
    voters: tuple[tuple[str, str], ...] = ()

    def judge(self, votes: Mapping[str, str]) -> VoteResult:
        """Return how a vote stands by what each body said, by its id; '' or none: not yet."""
        views = [
            ViewLine("", body_id, name, votes.get(body_id, "")) for body_id, name in self.voters
        ]
        return judge_vote(self.rule, views, len(self.voters))


def judge_vote(rule: DecisionRule, votes: Sequence[ViewLine], bodies: int) -> VoteResult:
    """Return how a vote stands under a rule, of so many bodies that have one."""
    given = sum(view.view == FOR for view in votes)
    said = sum(bool(view.view) for view in votes)
    needed = rule.needed(bodies)
    _one, many = _BODIES[rule.of]
    count = f"{given} of {bodies} {many} for it, {needed} needed"
    if given >= needed:
        return VoteResult(True, f"Carried: {count}")
    if given + max(0, bodies - said) < needed:
        return VoteResult(False, f"Not carried: {count}")
    return VoteResult(None, f"Open: {count}")


def vote_words(votes: Sequence[ViewLine]) -> str:
    """Return 'For: A, B. Against: C (why).' of a vote, a reason with each that gave one."""
    said = []
    for view in dict.fromkeys(vote.view for vote in votes if vote.view):
        bodies = ", ".join(
            f"{vote.body} ({vote.reason.removesuffix('.')})" if vote.reason else vote.body
            for vote in votes
            if vote.view == view
        )
        said.append(f"{view.capitalize()}: {bodies}.")
    return " ".join(said)


def approvals_words(approvals: Sequence[ViewLine]) -> str:
    """Return 'Approved by A on 1 May 2023; waiting for B', '' where nobody was asked."""
    said = []
    for one in approvals:
        on = f" on {show_date(one.on)}" if one.on else ""
        if one.view == GIVEN:
            said.append(f"approved by {one.body}{on}")
        elif one.view == AGAINST:
            said.append(f"not approved by {one.body}{on}")
        else:
            said.append(f"waiting for {one.body}")
            break
    text = "; ".join(said)
    return text[:1].upper() + text[1:]


def next_to_approve(approvals: Sequence[ViewLine]) -> ViewLine | None:
    """Return whose turn it is, None where all have answered or one was against."""
    if any(one.view == AGAINST for one in approvals):
        return None
    return next((one for one in approvals if not one.view), None)


def rules_from(entries: Sequence[Mapping[str, Any]]) -> tuple[DecisionRule, ...]:
    """Return the rules of a profile's `[[decision_rule]]`. Raises Refused where one is unsound."""
    found = []
    for entry in entries:
        rule = DecisionRule(
            str(entry.get("name", "")).strip(),
            str(entry.get("of", STATUTORY)),
            int(entry.get("at_least", 0)),
            str(entry.get("source", "")),
        )
        if not rule.name or rule.of not in _BODIES or rule.at_least < 0:
            raise Refused(
                f"A decision rule needs a name, and 'of' is one of: {', '.join(_BODIES)}."
            )
        found.append(rule)
    return tuple(found)


def rules_text(rules: Sequence[DecisionRule]) -> str:
    """Return rules as the text of the store's setting."""
    return json.dumps(
        [{"name": r.name, "of": r.of, "at_least": r.at_least, "source": r.source} for r in rules],
        ensure_ascii=False,
    )


def rules_of(text: str) -> tuple[DecisionRule, ...]:
    """Return the rules of the store's setting; none for ''."""
    return rules_from(json.loads(text)) if text else ()
