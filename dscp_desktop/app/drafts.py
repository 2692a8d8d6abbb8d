"""Drafts: what is half typed on any page is kept in the store, and offered back afterwards."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer
from shiboken6 import isValid
from sqlalchemy.orm import Session

from dscp_desktop.app.rescue import drop_rescue, keep_rescue, rescue_path, take_rescue
from dscp_desktop.core.days import show_long_day
from dscp_desktop.core.faults import Trouble
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.store.drafts import drop_draft, keep_draft, list_drafts
from dscp_desktop.store.opening import Store
from dscp_desktop.widgets.banner import Banner
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.dialogs import Tell
from dscp_desktop.widgets.page import Page
from dscp_desktop.widgets.typed import Typed, typed_parts, words_of

EVERY = 2_000  # milliseconds between two looks at what is being typed


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft: on which page, in which part, what it is about, and what stands there."""

    place: str
    page: str
    name: str
    about: Mapping[str, str]
    values: Mapping[str, Any]
    title: str
    at: str

    def when(self) -> str:
        """Return the local day and time of the last key that was kept."""
        then = datetime.fromisoformat(self.at).astimezone()
        return f"{show_long_day(then.date())}, {then:%H:%M}"


def read_drafts(session: Session, person: str) -> tuple[Kept, ...]:
    """Return a person's drafts, the newest first. What another release wrote is left alone."""
    found = []
    for place, value in list_drafts(session, person).items():
        try:
            kept = Kept(place=place, **json.loads(value))
            kept.when()
        except (ValueError, TypeError):
            continue
        found.append(kept)
    return tuple(sorted(found, key=lambda kept: kept.at, reverse=True))


def _write(store: Store, writes: Mapping[str, str], drops: set[str]) -> None:
    with store.jotting() as session:
        for place in drops:
            drop_draft(session, place)
        for place, value in writes.items():
            keep_draft(session, place, value)


class Drafts(QObject):
    """Keeps what is typed on the pages it watches, and offers what was kept in `banner`.

    `show_page` shows the page of a name and returns it, None where there is none. Where the store
    cannot take a draft, a sealed second copy of all of them is kept in the folder `elsewhere`.
    """

    def __init__(
        self,
        desk: Desk,
        title_of: Callable[[str], str],
        show_page: Callable[[str], Page | None],
        parent: QObject | None = None,
        elsewhere: Path | None = None,
    ) -> None:
        super().__init__(parent)
        self._elsewhere, self._second_copy = elsewhere, False
        self.desk, self._title_of, self._show_page = desk, title_of, show_page
        self.offers: list[Kept] = []
        self._parts: dict[str, list[Typed]] = {}
        self._places: dict[Typed, str] = {}
        self._written: dict[str, Any] = {}
        self._told = False
        self.on, self.no = Button("Go on"), Button("Discard", dense=True)
        self.banner = Banner("", tone="inf", buttons=[self.on, self.no])
        self.banner.hide()
        self.on.clicked.connect(self.go_on)
        self.no.clicked.connect(self.discard)
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY)
        self._timer.timeout.connect(self.look)
        if not desk.store.read_only:
            self._timer.start()
            if elsewhere is not None and rescue_path(elsewhere, desk.store).exists():
                job = lambda store: take_rescue(elsewhere, store)  # noqa: E731 - one line says it
                desk.between(self, job, then=lambda _: self._read(), failed=lambda _: self._read())
            else:
                self._read()

    def _read(self) -> None:
        self.desk.ask(self, read_drafts, self.desk.store.person, then=self._offer)

    # Keeping --------------------------------------------------------------------------------

    def watch(self, key: str, page: Page) -> None:
        """Keep what is typed on a page from now on."""
        self._parts[key] = typed_parts(page)
        for part in self._parts[key]:
            part.keep_now = self.look

    def forget(self, key: str) -> None:
        """Let go of a page on which nothing typed stands any more."""
        for part in self._parts.pop(key, []):
            self._places.pop(part, None)

    def look(self) -> None:
        """Write what has changed since the last look, and take away what was saved or left."""
        if not self._timer.isActive():
            return
        writes, drops = {}, set()
        for key, parts in self._parts.items():
            for part in parts:
                if not part.is_live():
                    drops.add(self._places.pop(part, ""))
                    continue
                place = self._place_of(key, part)
                if self._places.get(part, place) != place:  # it was begun anew for another record
                    drops.add(self._places[part])
                self._places[part] = place
                if self._written.get(place) != part.typed():
                    writes[place] = self._value(key, part)
                    self._written[place] = part.typed()
        drops -= {"", *writes}
        for place in drops:
            self._written.pop(place, None)
        if writes or drops:
            job = lambda store: _write(store, writes, drops)  # noqa: E731 - one line says it
            self.desk.between(self, job, then=self._kept, failed=self._not_kept)

    def stop(self) -> None:
        """Look a last time: the pages go."""
        self.look()
        self._timer.stop()
        self.banner.hide()

    def _place_of(self, key: str, part: Typed) -> str:
        place = f"{key}/{part.draft_name}/{json.dumps(part.draft_about(), sort_keys=True)}"
        taken = {kept.place for kept in self.offers}
        taken |= {other for one, other in self._places.items() if one is not part}
        while place in taken:  # an older draft of the same thing has not been answered yet
            place += "+"
        return place

    def _value(self, key: str, part: Typed) -> str:
        kept = Kept(
            "",
            key,
            part.draft_name,
            part.draft_about(),
            part.typed(),
            part.draft_title(),
            self.desk.store.clock().isoformat(),
        )
        return json.dumps({n: v for n, v in asdict(kept).items() if n != "place"})

    def _kept(self, _none: None) -> None:
        self._told = False
        if self._second_copy and self._elsewhere is not None:
            self._second_copy = False
            drop_rescue(self._elsewhere, self.desk.store)
        for part in filter(isValid, self._places):
            part.kept()

    def _not_kept(self, trouble: Trouble) -> None:
        """Say it once; each look tries again."""
        self._written.clear()
        words = trouble.words
        if self._keep_elsewhere():
            words += " A second copy is kept in your own folder, sealed."
        for part in filter(isValid, self._places):
            part.not_kept(words)
        if not self._told:
            self._told = True
            self.desk.troubled.emit(f"What you are typing is not kept as a draft. {words}")

    def _keep_elsewhere(self) -> bool:
        if self._elsewhere is None:
            return False
        live = [(key, part) for key, parts in self._parts.items() for part in parts]
        held = {
            self._places[part]: self._value(key, part)
            for key, part in live
            if part in self._places and isValid(part) and part.is_live()
        }
        if held and keep_rescue(self._elsewhere, self.desk.store, held):
            self._second_copy = True
        return bool(held) and self._second_copy

    # Offering -------------------------------------------------------------------------------

    def _offer(self, found: tuple[Kept, ...]) -> None:
        self.offers = list(found)
        self._show_offer()

    def _show_offer(self) -> None:
        self.banner.setVisible(bool(self.offers))
        if not self.offers:
            return
        kept = self.offers[0]
        words = "It was not saved. Go on where you were, or discard it."
        if len(self.offers) > 1:
            more = len(self.offers) - 1
            words += f" {more} more draft{'' if more == 1 else 's'} after this one."
        where = self._title_of(kept.page)
        self.banner.set_words(f"You were typing on {kept.when()}: {kept.title}, {where}", words)

    def go_on(self) -> None:
        """Open the newest draft where it was typed."""
        kept = self.offers.pop(0)
        self._show_offer()
        page = self._show_page(kept.page)
        if page is not None:
            page.make_parts()
        parts = self._parts.get(kept.page, [])
        part = next((one for one in parts if one.draft_name == kept.name), None)
        if page is None or part is None:
            self._gone(kept, None)
            return
        part.taken_back = lambda: self._places.setdefault(part, kept.place)
        part.give_back(kept.about, kept.values)
        page.reopen(kept.name, kept.about, lambda: self._gone(kept, part))

    def _gone(self, kept: Kept, part: Typed | None) -> None:
        """What it was for has gone: show the words, so that they can be copied."""
        if part is not None:
            part.taken_back = None
            part.give_back({"record": ""}, {})
        self.offers.append(kept)
        self._show_offer()
        window = self.banner.window()
        if isValid(window):
            typed = words_of(kept.values)
            words = f"You typed:\n\n{typed}\n\nThe draft is kept until you discard it."
            Tell("What you were typing in is no longer there", words, parent=window).open()

    def discard(self) -> None:
        """Delete the newest draft."""
        kept = self.offers.pop(0)
        self._show_offer()
        self.desk.between(self, lambda store: _write(store, {}, {kept.place}), then=self._kept)
