"""The golden thread map: what hangs on which outcome, and where no difference was recorded."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from dscp_desktop.core.days import show_date
from dscp_desktop.core.offers import Step

PRIORITY, OUTCOME, LOOSE = "priority", "outcome", "loose"
EVIDENCE, FINDING = "evidence", "finding"
KIND_WORDS = {
    PRIORITY: "Priority",
    OUTCOME: "Outcome",
    LOOSE: "No outcome",
    "cycle": "Learning cycle",
    "audit": "Audit",
    FINDING: "Finding",
    "action": "Action",
    "training": "Training",
    EVIDENCE: "Evidence",
}
_ORDER = {kind: place for place, kind in enumerate(KIND_WORDS)}
# Lines of another record: what is opened is the record they stand in.
_INSIDE = (FINDING, EVIDENCE)
_HEADS = (PRIORITY, OUTCOME, LOOSE)  # they hold steps and are none themselves
NONE_RECORDED = "No difference recorded"
ACTIVITY_ONLY = "Activity but no difference recorded"


@dataclass(frozen=True, slots=True)
class MapLine:
    """A line of the map, in the order it is read.

    `depth` says how far in it stands, `branch` whether lines stand under it. `recorded` and
    `missing` count the steps here and below that recorded a difference, and those that should
    have. `again` names what it also stands under, where what came of it is listed; `serves` what
    it came from that the map does not show.
    """

    id: str
    step: Step
    depth: int
    branch: bool = False
    recorded: int = 0
    missing: int = 0
    stands_out: bool = False
    below: int = 0
    again: str = ""
    serves: str = ""
    opens: str = ""

    @property
    def kind_words(self) -> str:
        """Return what it is: 'Audit'."""
        return KIND_WORDS.get(self.step.kind, self.step.kind.capitalize())

    @property
    def stands(self) -> str:
        """Return how it stands, with its day where the words do not name it."""
        said, on = self.step.state, show_date(self.step.on) if self.step.on else ""
        words = said[:1].upper() + said[1:]
        if on in words:
            return words
        on = f"from {on}" if self.step.kind == "cycle" else on
        return ", ".join(part for part in (words, on) if part)

    @property
    def mark(self) -> str:
        """Return how its difference stands: none, some, recorded, later or empty."""
        if self.stands_out or (self.missing and not self.recorded):
            return "none"
        if self.missing:
            return "some"
        if self.recorded:
            return "recorded"
        return "empty" if self.step.kind in (PRIORITY, OUTCOME) and not self.below else "later"

    @property
    def difference(self) -> str:
        """Return what it changed, or how that stands, in words."""
        if self.step.difference:
            return self.step.difference
        if self.stands_out:
            return NONE_RECORDED
        if self.mark == "none":
            return f"None recorded, {self.missing} missing"
        if self.mark == "some":
            return f"{self.recorded} recorded, {self.missing} missing"
        if self.mark == "recorded":
            return f"{self.recorded} recorded"
        if self.step.kind == FINDING and not self.below:
            return ""  # what came of it may stand beside it, under its audit
        return "Nothing is done for it yet" if self.mark == "empty" else "Not due yet"


@dataclass(frozen=True, slots=True)
class ThreadMap:
    """The map of one plan: its priorities with all that hangs on them, and what hangs on none."""

    lines: tuple[MapLine, ...] = ()
    apart: tuple[MapLine, ...] = ()

    @property
    def every(self) -> tuple[MapLine, ...]:
        """Return all lines."""
        return (*self.lines, *self.apart)

    @property
    def standing_out(self) -> int:
        """Return how many steps are activity with no difference recorded, each counted once."""
        return len({line.step.id for line in self.every if line.stands_out})

    @property
    def words(self) -> str:
        """Say how many steps the map holds, and how many of them recorded a difference."""
        steps = {line.step.id: line.step for line in self.every if line.step.kind not in _HEADS}
        told = sum(bool(step.difference) for step in steps.values())
        many = "1 step" if len(steps) == 1 else f"{len(steps)} steps"
        return f"{many}, {told} with a difference recorded"


def build_map(
    priorities: Sequence[Step],
    steps: Iterable[Step],
    elsewhere: Collection[str] = (),
    names: Mapping[str, str] | None = None,
) -> ThreadMap:
    """Return the map of a plan with these priorities.

    `elsewhere` are the ids of other plans' priorities, outcomes and threads: what hangs on those
    alone is left out. `names` are those of this plan's threads, to say what a step serves.
    A step of several stands under each; what came of it stands under the first alone. A parent
    that another parent hangs on itself is passed over, and a loop is cut where it closes.
    """
    graph = _Graph(priorities, steps, elsewhere)
    walk = _Walk(graph, names or {})
    lines = walk.down([one.id for one in priorities])
    loose = [one for one in graph.nodes if one not in graph.mine]
    apart = walk.down([one for one in loose if not graph.parents[one]])
    for left in loose:  # a loop that nothing leads to begins at its first step
        if left not in walk.first:
            apart += walk.down([left])
    return ThreadMap(tuple(lines), tuple(apart))


def narrow(lines: Sequence[MapLine], keep: Callable[[MapLine], bool]) -> tuple[MapLine, ...]:
    """Return the lines that pass, each with those it stands under."""
    found: list[MapLine] = []
    depth = 0  # of the nearest line above that is still wanted
    for line in reversed(lines):
        if keep(line):
            depth = line.depth
        elif line.depth >= depth:
            continue
        else:
            depth = line.depth
        found.append(line)
    kept = found[::-1]
    after = [*(line.depth for line in kept), -1][1:]
    return tuple(
        line if line.branch is (deeper > line.depth) else replace(line, branch=not line.branch)
        for line, deeper in zip(kept, after, strict=True)
    )


def searched(line: MapLine) -> str:
    """Return the words of a line that a filter looks in, without capitals."""
    step = line.step
    return f"{line.kind_words} {step.title} {step.state} {line.difference} {line.serves}".casefold()


def holds(said: str, words: Sequence[str]) -> bool:
    """Return whether what is `searched` in a line holds each of the words, without capitals."""
    return all(word in said for word in words)


class _Graph:
    """What came of what, without the steps of other plans."""

    def __init__(
        self, priorities: Sequence[Step], steps: Iterable[Step], elsewhere: Collection[str]
    ) -> None:
        nodes = {one.id: one for one in priorities}
        for one in sorted(steps, key=lambda one: _ORDER.get(one.kind, len(_ORDER))):
            if one.id not in elsewhere:
                nodes.setdefault(one.id, one)
        of = {one.id: _unique(one) for one in nodes.values()}
        under: dict[str, list[str]] = {one: [] for one in (*nodes, *elsewhere)}
        for child, parents in of.items():
            for parent in parents:
                if parent in under:
                    under[parent].append(child)
        heads = {one.id for one in priorities}
        self.mine = _reached(heads, under)
        away = _reached(set(elsewhere), under) - self.mine
        self.nodes = {key: one for key, one in nodes.items() if key not in away}
        self.elsewhere = elsewhere
        self.parents = {
            key: [] if key in heads else [one for one in of[key] if one in self.nodes]
            for key in self.nodes
        }
        self._reduce()
        self.children: dict[str, list[str]] = {key: [] for key in self.nodes}
        for key in tuple(self.nodes):
            for parent in self.parents[key]:
                self.children[parent].append(key)
        for head in heads:
            self._part_loose(head)

    def _reduce(self) -> None:
        """Leave out a parent from which another parent is reached: the longer way stays.

        A way through the step itself does not count, and each is judged after those before it,
        so that what could be reached still can be.
        """
        for key, parents in self.parents.items():
            if len(parents) < 2:
                continue
            ways = {**self.parents, key: []}
            for one in tuple(parents):
                if any(one in _reached({two}, ways) for two in parents if two != one):
                    parents.remove(one)

    def _part_loose(self, head: str) -> None:
        """Put what hangs on a priority and on none of its outcomes under a line of its own."""
        own = self.children[head]
        outcomes = [one for one in own if self.nodes[one].kind == OUTCOME]
        others = [one for one in own if self.nodes[one].kind != OUTCOME]
        self.children[head] = outcomes
        if others:
            key = f"{LOOSE}:{head}"
            step = Step(key, LOOSE, "On no outcome of this priority", self.nodes[head].feature)
            self.nodes[key], self.children[key], self.parents[key] = step, others, [head]
            self.children[head] = [*outcomes, key]
            self.mine.add(key)


class _Walk:
    """Goes down the graph and notes each line; what a step led to is noted once."""

    def __init__(self, graph: _Graph, names: Mapping[str, str]) -> None:
        self.graph, self.names = graph, names
        self.first: dict[str, str] = {}  # a step: what it stands under where it is in full
        self._missing = {
            key
            for key, step in graph.nodes.items()
            if step.awaited and not any(map(self._told, self._below(key)))
        }

    def down(self, roots: Iterable[str]) -> list[MapLine]:
        """Return the lines of these and of all that came of them."""
        found: list[MapLine] = []
        stack = [(key, "", 0) for key in reversed(list(roots))]
        while stack:
            key, parent, depth = stack.pop()
            again = key in self.first
            children = [] if again else self.graph.children[key]
            found.append(self._line(key, parent, depth, again))
            if not again:
                self.first[key] = parent
            stack += [(child, key, depth + 1) for child in reversed(children)]
        return found

    def _line(self, key: str, parent: str, depth: int, again: bool) -> MapLine:
        step, missing = self.graph.nodes[key], key in self._missing
        recorded, short, below = int(bool(step.difference)), int(missing), 0
        if branch := bool(self.graph.children[key]):  # nearly all are leaves
            under = self._below(key)
            recorded, short = sum(map(self._told, under)), len(under & self._missing)
            below = len(under) - 1
        opens = parent if step.kind in _INSIDE and parent else key
        said = self.graph.nodes.get(self.first[key], step).title if again else ""
        opens = "" if step.kind == LOOSE else opens
        # In the order of its fields: there are thousands.
        return MapLine(
            f"{parent}/{key}",
            step,
            depth,
            branch and not again,
            recorded,
            short,
            missing,
            below,
            said,
            self._serves(step),
            opens,
        )

    def _serves(self, step: Step) -> str:
        named = [one for one in step.of if one in self.names]
        return ", ".join(self.names[one] for one in _unique(step) if one in named) if named else ""

    def _told(self, key: str) -> bool:
        return bool(self.graph.nodes[key].difference)

    def _below(self, key: str) -> set[str]:
        return _reached({key}, self.graph.children) if self.graph.children[key] else {key}


def _unique(step: Step) -> list[str]:
    if len(step.of) == 1 and step.of[0] != step.id:
        return [step.of[0]]
    return [one for one in dict.fromkeys(step.of) if one != step.id]


def _reached(roots: set[str], ways: Mapping[str, Sequence[str]]) -> set[str]:
    """Return these and all that can be reached from them."""
    found, stack = set(roots), list(roots)
    while stack:
        for one in ways.get(stack.pop(), ()):
            if one not in found:
                found.add(one)
                stack.append(one)
    return found
