"""The places of the window: which there are, under which one a page stands, and the way back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from dscp_desktop.core.offers import Feature

# Features with no page of their own, by the feature that shows their records.
_SHOWN_BY = {"diary": "meetings", "priorities": "partnership"}


def standing(features: Iterable[Feature], off: Collection[str]) -> tuple[Feature, ...]:
    """Return the features that are not switched off."""
    return tuple(one for one in features if not (one.optional and one.name in off))


def paged(features: Iterable[Feature]) -> dict[str, Feature]:
    """Return the features that have a page, by name."""
    return {feature.name: feature for feature in features if feature.page}


@dataclass
class Trail:
    """The places that were left for a page under another one, the last one at the end."""

    behind: list[str] = field(default_factory=list)

    def went(self, before: str, now: str, features: Mapping[str, Feature]) -> None:
        """Remember where one came from, if `now` is a page with a way back; else forget all.

        A place one comes back to is taken off, with what was opened from it.
        """
        if now not in features or not features[now].under:
            self.behind.clear()
        elif now in self.behind:
            del self.behind[self.behind.index(now) :]
        elif before and before != now:
            self.behind.append(before)

    def back(self, now: str, features: Mapping[str, Feature]) -> str:
        """Return where the way back leads from a page, '' where it has none."""
        if now not in features or not features[now].under:
            return ""
        there = [key for key in self.behind if key in features and key != now]
        return there[-1] if there else features[now].under


def shown_by(feature: str, features: Mapping[str, Feature]) -> str:
    """Return the place that shows the records of a feature, or those of a kind."""
    of_kind = next((each.name for each in features.values() if feature in each.kinds), feature)
    return feature if feature in features else _SHOWN_BY.get(feature, of_kind)


def rail_key(key: str, features: Mapping[str, Feature]) -> str:
    """Return the place in the rail that is marked while a page is shown."""
    feature = features.get(key)
    return rail_key(feature.under, features) if feature is not None and feature.under else key
