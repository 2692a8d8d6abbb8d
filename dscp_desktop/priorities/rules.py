"""Strategic plans as values: priorities, numbered outcomes and golden threads."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OutcomeLine:
    """A numbered outcome, such as 1.1."""

    id: str
    number: str
    title: str


@dataclass(frozen=True, slots=True)
class PriorityLine:
    """A priority of a plan; a priority may have no outcomes."""

    id: str
    number: int
    title: str
    outcomes: tuple[OutcomeLine, ...] = ()


@dataclass(frozen=True, slots=True)
class ThreadLine:
    """A golden thread, which runs through all priorities of a plan."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A strategic plan with its term, such as 2025-27."""

    id: str
    term: str
    vision: str
    values: tuple[str, ...]
    source: str
    priorities: tuple[PriorityLine, ...] = ()
    threads: tuple[ThreadLine, ...] = ()
