"""First run: one page that starts a new store from a profile."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from dscp_desktop.app.errands import Errands
from dscp_desktop.app.making import NewStore, start_store
from dscp_desktop.app.opening import STORE_ENDING, Clock, passphrase_words, place_words
from dscp_desktop.app.start_page import StartPage, Way
from dscp_desktop.core.faults import Stopped, Trouble
from dscp_desktop.core.profiles import ENDING, describe_profile, list_profiles, load_profile
from dscp_desktop.store.opening import Store
from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.buttons import Button, TickBox
from dscp_desktop.widgets.choices import Choice, ChoiceList
from dscp_desktop.widgets.forms import Field, TextField, first_wrong
from dscp_desktop.widgets.page import Surface
from dscp_desktop.widgets.passphrase import PassphraseField
from dscp_desktop.widgets.status import Message, Status
from dscp_desktop.widgets.texts import Text

WAYS = (
    Way(
        "sample",
        "Look round a sample partnership",
        "Fictional records that stand at 19 October 2023, marked SAMPLE on every page",
        "sample",
    ),
    Way(
        "other",
        "Open a store that you have",
        "From this computer, a network folder or a drive",
        "folder",
        "Ctrl+O",
    ),
    Way(
        "restore",
        "Bring back a backup",
        "Puts a store back as it was; an old store is moved aside, never written over",
        "backup",
    ),
)

_PAIRED = 640  # pixels wide at 100%: less, and two fields stand below each other


def _pair_grid(left: int, right: int) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(12)
    grid.setColumnStretch(0, left)
    grid.setColumnStretch(1, right)
    return grid


class FirstRunPage(StartPage):
    """Asks what a new store needs; `started` gives the store and whether to print its sheet."""

    started = Signal(object, bool)
    window_title = "Start"
    help_key = "first-run"
    help_words = (
        "A store is one encrypted file. Choose the profile nearest to your partnership: it brings "
        "its groups, names and rules, and all can be changed later. Print the recovery sheet and "
        "lock it away: without it a lost passphrase means a lost store."
    )

    def __init__(
        self, errands: Errands, clock: Clock, *, known: bool = False, folder: str = ""
    ) -> None:
        super().__init__(WAYS)
        self._errands, self._clock = errands, clock
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        self._folder = Path(folder or QStandardPaths.writableLocation(documents))
        if not self._folder.is_dir():
            self._folder = Path.home()
        self._own_name = self._own_place = False  # typed by the person, so left alone
        self.box.setSpacing(10)
        head = QVBoxLayout()
        head.setSpacing(1)
        head.addWidget(Text("Start a new store", "title"))
        begin = "" if known else "No store is known on this computer. "
        words = f"{begin}A store is one encrypted file that stays where you put it."
        head.addWidget(Text(words, "base", wrap=True, tone="t2"))
        self.box.addLayout(head)
        self._add_profiles()
        self._add_fields()
        self._add_foot()
        self._profile_chosen()

    def _add_profiles(self) -> None:
        box = QVBoxLayout()
        box.setSpacing(2)
        box.addWidget(Text("Profile", "label"))
        words = "Names, groups, priorities and rules to start with. All can be changed later."
        box.addWidget(Text(words, "caption", wrap=True))
        self._cards = [Choice(card.key, card.title, card.words) for card in list_profiles()]
        self.profiles = ChoiceList("Profile", self._cards)
        self.profiles.changed.connect(lambda _key: self._profile_chosen())
        box.addWidget(self.profiles)
        self.from_file = Button("From a file", "link", icon="file")
        self.from_file.clicked.connect(self._choose_profile)
        self.profile_trouble = Message("late")
        self.profile_trouble.hide()
        box.addWidget(self.from_file)
        box.addWidget(self.profile_trouble)
        self.box.addLayout(box)

    def _add_fields(self) -> None:
        self.name = TextField("Public name", hint="Can be read without a passphrase")
        self.person = TextField(
            "Your role", hint="Stands in the history of each change", missing="Enter your role"
        )
        self.place = TextField("Where it is kept", missing="Enter where the store is kept")
        self.choose = Button("Choose", icon="folder")
        self.choose.clicked.connect(self._choose_place)
        hint = "Five words or more that you can remember"
        self.phrase = PassphraseField(hint=hint, missing="Enter a passphrase")
        self.again = PassphraseField("Passphrase again", hint="The same once more")
        self.place.problem_of = lambda: self._trouble_of(place_words(self._path()))
        self.phrase.problem_of = lambda: self._trouble_of(passphrase_words(self.phrase.value()))
        self.again.problem_of = self._differ
        self.name.changed.connect(lambda: setattr(self, "_own_name", True))
        self.place.changed.connect(self._place_typed)
        self.phrase.changed.connect(self._judge_phrase)
        top = Qt.AlignmentFlag.AlignTop
        self._pairs = (
            (_pair_grid(3, 2), self.name, self.person),
            (_pair_grid(1, 1), self.phrase, self.again),
        )
        self._narrow: bool | None = None
        self._fit_pairs()
        self.box.addLayout(self._pairs[0][0])
        place = QHBoxLayout()
        place.setSpacing(8)
        place.addWidget(self.place, 1, top)
        beside = QVBoxLayout()
        beside.addSpacing(fonts.scaled(21))
        beside.addWidget(self.choose)
        place.addLayout(beside)
        place.setAlignment(beside, top)
        self.box.addLayout(place)
        self.box.addLayout(self._pairs[1][0])

    def _fit_pairs(self) -> None:
        """Put the fields of a pair side by side, or below each other where there is no room."""
        narrow = self.width() < fonts.scaled(_PAIRED)
        if narrow is self._narrow:
            return
        self._narrow = narrow
        for grid, one, other in self._pairs:
            grid.removeWidget(one)
            grid.removeWidget(other)
            grid.addWidget(one, 0, 0, 1, 2 if narrow else 1, Qt.AlignmentFlag.AlignTop)
            place = (1, 0, 1, 2) if narrow else (0, 1, 1, 1)
            grid.addWidget(other, *place, Qt.AlignmentFlag.AlignTop)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put fields below each other where they have no room."""
        super().resizeEvent(event)
        self._fit_pairs()

    def _add_foot(self) -> None:
        self.printing = TickBox(
            "Print the recovery sheet now",
            help_words=(
                "Straight to the printer, never saved as a file. "
                "Without it, a lost passphrase means a lost store."
            ),
        )
        self.printing.setChecked(True)
        framed = Surface("top bottom")
        box = QVBoxLayout(framed)
        box.setContentsMargins(0, 8, 0, 8)
        box.addWidget(self.printing)
        self.box.addWidget(framed)
        self.start = Button("Start the store", "primary")
        self.start.clicked.connect(self.start_now)
        self.again.editor.returnPressed.connect(self.start_now)
        self.box.addWidget(self.start)
        self.box.addStretch(1)

    def first_focus(self) -> QWidget | None:
        """The profile chosen."""
        return self.profiles.focusProxy()

    def fields(self) -> tuple[Field, ...]:
        """Return the fields in their order."""
        return (self.name, self.person, self.place, self.phrase, self.again)

    def _path(self) -> Path:
        return Path(self.place.value())

    def _choose_profile(self) -> None:
        dialog = QFileDialog(self, "Profile that was saved", str(self._folder))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(f"Profiles (*{ENDING})")
        dialog.fileSelected.connect(self.take_profile)
        dialog.open()

    def take_profile(self, path: str) -> None:
        """Offer the profile of a file, and choose it; one that cannot be read is refused here."""
        try:
            profile = load_profile(path)
        except Trouble as trouble:
            self.profile_trouble.tell("late", trouble.words)
            self.profile_trouble.show()
            return
        self.profile_trouble.hide()
        words = f"{describe_profile(profile)}. From {Path(path).name}"
        self.profiles.set_choices([*self._cards, Choice(path, profile.title, words)])
        self.profiles.set_value(path)
        self._profile_chosen()
        self.profiles.setFocus(Qt.FocusReason.OtherFocusReason)

    def _profile_chosen(self) -> None:
        try:
            values = load_profile(str(self.profiles.value())).values["partnership"]
        except Trouble as trouble:  # its file went meanwhile
            self.profile_trouble.tell("late", trouble.words)
            self.profile_trouble.show()
            return
        if not self._own_name:
            self.name.set_value(str(values.get("public_name", "")))
        if not self._own_place:
            key = Path(str(self.profiles.value())).stem
            slug = "-".join(key.split("-")[:1]) + "-scp"
            self.place.set_value(str(self._folder / f"{slug}{STORE_ENDING}"))
            self._judge_place()

    def _place_typed(self) -> None:
        self._own_place = True
        self._judge_place()

    def _judge_place(self) -> None:
        kind, words = place_words(self._path())
        self.place.show_note(Status(kind, words))

    def _judge_phrase(self) -> None:
        kind, words = passphrase_words(self.phrase.value())
        good = kind != "late"
        self.phrase.show_note(Status(kind, words) if good else None)

    def _differ(self) -> str:
        same = self.again.value() == self.phrase.value()
        return "" if same else "The two differ. Type it again."

    def _trouble_of(self, judged: tuple[str, str]) -> str:
        kind, words = judged
        return words if kind == "late" else ""

    def _choose_place(self) -> None:
        dialog = QFileDialog(self, "Where the store is kept", self.place.value())
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.setNameFilter(f"Stores (*{STORE_ENDING})")
        dialog.setDefaultSuffix(STORE_ENDING.removeprefix("."))
        dialog.fileSelected.connect(self._place_chosen)
        dialog.open()

    def _place_chosen(self, path: str) -> None:
        self.place.set_value(path)
        self._place_typed()

    def start_now(self) -> None:
        """Make the store, away from the window, when every field is right."""
        if first_wrong(self.fields()) is not None:
            self.place.show_note(None)
            return
        new = NewStore(
            str(self.profiles.value()),
            self.name.value(),
            self.person.value(),
            self._path(),
            self.phrase.value(),
        )
        task, pace = self._errands.pace()
        self.set_waiting("Making the store", task)
        clock = self._clock
        self._errands.do(self, lambda: start_store(new, clock, pace), self._made, self._failed)

    def _made(self, store: Store) -> None:
        self.set_waiting("")
        self.phrase.set_value("")
        self.again.set_value("")
        self.started.emit(store, self.printing.isChecked())

    def _failed(self, trouble: Trouble) -> None:
        self.set_waiting("")
        if isinstance(trouble, Stopped):
            self._judge_place()
            self.start.setFocus()  # all that was typed still stands there
            return
        self.place.show_note(None)
        self.place.show_error(trouble.words)
        self.place.editor.setFocus()
