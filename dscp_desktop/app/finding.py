"""What the palette finds: commands of the window and of its pages, places, and records."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from dscp_desktop.app.helping import show_guide
from dscp_desktop.app.narrowing import Found, find_typed, kinds_of, show_hit
from dscp_desktop.core.offers import Feature
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.widgets.palette import Hit, Palette
from dscp_desktop.widgets.rail import NavItem

if TYPE_CHECKING:
    from dscp_desktop.app.shell import Shell

_MOST = 30
ALL = "Show all that was found"


@dataclass(frozen=True, slots=True)
class Command:
    """Something that can be done: words, its keys if any, and what does it."""

    words: str
    keys: str
    do: Callable[[], object]
    kind: str = "Command"
    icon: str = "right"


def places(items: Sequence[NavItem], go: Callable[[str], object]) -> list[Command]:
    """Return a command for each place of the rail; the first nine have keys."""
    return [
        Command(
            f"Go to {item.title}",
            f"Ctrl+{number}" if number < 10 else "",
            partial(go, item.key),
            "Place",
            item.icon,
        )
        for number, item in enumerate(items, 1)
    ]


def list_commands(shell: Shell) -> list[Command]:
    """Return what the palette offers now: of the page, of the window, and the places."""
    of_page: Any = getattr(shell.page(), "commands", None)
    found = [Command(*each) for each in of_page()] if of_page is not None else []
    found += places(shell.rail.items(), shell.go_and_focus)
    found += [
        Command(f"Go to {one.title}", "", partial(shell.go_and_focus, one.name), "Place", one.icon)
        for one in shell.features.values()
        if one.under
    ]
    found += [Command(*each) for each in shell.searching.commands()]
    found += [Command(*each) for each in shell.results.commands()]
    if shell.way_back():
        found.append(Command("Go back", "Alt+Left", shell.go_back, icon="left"))
    if not shell.desk.store.read_only:
        found.append(Command(shell.undoing.words(), "Ctrl+Z", shell.undo_last, icon="undo"))
    found += [
        Command("Back up now", "", shell.back_up, icon="backup"),
        Command("Bring back a backup", "", lambda: shell.leave("restore"), icon="backup"),
        Command("Lock the store", "Ctrl+L", lambda: shell.leave("lock"), icon="lock"),
        Command("Help for this page", "F1", shell.show_help, icon="help"),
        Command("The whole guide", "", lambda: show_guide(shell), icon="help"),
        Command("Keys on this page", "Ctrl+/", shell.show_keys, icon="help"),
    ]
    return found


class Finder(QObject):
    """Answers the palette at once with commands, and with records when they come."""

    all_wanted = Signal(str)  # show all that is found for these words

    def __init__(
        self,
        desk: Desk,
        features: Sequence[Feature],
        list_commands: Callable[[], Sequence[Command]],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._desk, self._list_commands = desk, list_commands
        self._kinds = kinds_of(features)
        self.palette = Palette(self.find, parent)
        self.palette.taken.connect(self.run)
        self.palette.all_wanted.connect(self.all_wanted)

    def find(self, words: str) -> list[Hit]:
        """Return the commands that hold all the words, and ask for the records that do."""
        wanted = words.casefold().split()
        commands = [
            Hit(("command", command.words), command.words, command.kind, command.icon, command.keys)
            for command in self._list_commands()
            if all(word in command.words.casefold() for word in wanted)
        ]
        if wanted:
            self.palette.awaited = True
            titles = {kind: title for kind, (_, title) in self._kinds.items()}
            self._desk.ask(
                self,
                find_typed,
                words,
                titles,
                _MOST,
                then=lambda found: self._add(commands, words, found),
                key="find",
            )
        return commands

    def _add(self, commands: list[Hit], words: str, found: Found) -> None:
        if not self.palette.isVisible() or not self.palette.awaited:
            return
        records = [show_hit(hit, found, self._kinds) for hit in found.hits]
        if records:
            records.append(Hit(("all", words), ALL, "", "search", "Ctrl+Enter"))
        self.palette.show_hits([*commands, *records])

    def run(self, hit: Hit) -> None:
        """Do what was taken: run the command, open the place of the record, or show all."""
        kind, name, *rest = hit.key
        if kind == "record":
            self._desk.place_asked.emit(name, rest[0])
        elif kind == "all":
            self.all_wanted.emit(name)
        else:
            wanted = (each for each in self._list_commands() if each.words == name)
            command = next(wanted, None)
            if command is not None:
                command.do()
