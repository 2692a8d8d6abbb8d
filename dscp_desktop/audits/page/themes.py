"""Themes over years: what keeps coming back, and the list of themes itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dscp_desktop.audits.commands import findings as commands
from dscp_desktop.audits.page.side import Pane, Side
from dscp_desktop.audits.queries.findings import list_themes, theme_table
from dscp_desktop.audits.rules.findings import CAME_BACK, NEW, ThemeCell, ThemeLine, ThemeRow
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.partnership.page.facts import Facts
from dscp_desktop.widgets.buttons import Button, TickBox
from dscp_desktop.widgets.columns import Column, Empty
from dscp_desktop.widgets.formpane import FormPane
from dscp_desktop.widgets.forms import ChoiceField, TextField
from dscp_desktop.widgets.page import GUTTER, Surface, TwoPanes, bar, scrolling
from dscp_desktop.widgets.status import Status, StatusLabel
from dscp_desktop.widgets.tables import TableView
from dscp_desktop.widgets.texts import Text

_NO_THEME = Empty("No theme yet", "Findings of audits bring them, or add one with Ctrl+N.", "list")
_YEARS = 4  # that stand side by side


class ThemeForm(FormPane):
    """The title of a theme, new or changed, or the one that it is joined to."""

    draft_name = "theme"

    def __init__(self) -> None:
        self.theme_id = ""
        self.words = TextField("Theme", missing="Enter the theme")
        self.into = ChoiceField("The same as", optional=True)
        self.near = TickBox("Add it although one like it stands in the list")
        super().__init__("Theme", (self.words, self.into, self.near), "Save")

    def draft_about(self) -> dict[str, str]:
        """Return the theme; nothing for a new one."""
        return {"theme": self.theme_id} if self.theme_id else {}

    def fill(self, theme_id: str, title: str, others: list[tuple[str, str]]) -> None:
        """Show a theme, or an empty field."""
        self.theme_id = theme_id
        self.words.set_value(title)
        self.into.set_options([("", "No other: it is a theme of its own"), *others])
        self.into.set_value("")
        self.into.setHidden(not theme_id)
        self.near.setChecked(False)
        self.near.setHidden(bool(theme_id))


class ThemeFacts(Surface):
    """The theme that is chosen: where it was found, and what had been closed before."""

    def __init__(self) -> None:
        super().__init__()
        self.title = Text("", "item", wrap=True)
        self.stands = StatusLabel(Status("plain", ""))
        self.facts = Facts()
        self.edit = Button("Change or join", icon="edit", dense=True)
        inside = self.inside = Surface()
        box = QVBoxLayout(inside)
        box.setContentsMargins(GUTTER, 14, GUTTER, 16)
        box.setSpacing(8)
        row = QHBoxLayout()
        row.addWidget(self.edit)
        row.addStretch()
        for part in (self.title, self.stands):
            box.addWidget(part)
        box.addLayout(row)
        box.addWidget(self.facts)
        box.addStretch()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        self.area = scrolling(inside, "Theme")
        whole.addWidget(self.area)
        self.setAccessibleName("Theme that is chosen")

    def show_theme(self, row: ThemeRow | None) -> None:
        """Show a theme; None for none."""
        self.edit.setVisible(row is not None)
        self.stands.setVisible(row is not None)
        if row is None:
            self.title.setText("Choose a theme to see where it was found.")
            self.facts.set_facts([])
            return
        self.title.setText(row.theme)
        self.stands.set_status(theme_status(row))
        back = "\n".join(f"{number}: {closed.words}" for number, closed in row.came_back)
        found = [("Audits", ", ".join(row.audits) or "None yet"), ("Came back", back)]
        self.facts.set_facts([*found, *((cell.year, _cell_words(cell)) for cell in row.cells)])


class ThemesPane(Pane):
    """A theme a row, a year a column: in how many audits it was to be improved."""

    forms = ("form",)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "Themes over years")
        self.themes: tuple[ThemeLine, ...] = ()
        words = "In how many audits of a year a theme was to be improved"
        self.box.addWidget(bar(Text(words, "base", tone="t2"), None))
        self.table = TableView(
            [], "Themes over years", empty=_NO_THEME, key=lambda row: row.theme_id
        )
        self.view = ThemeFacts()
        self.side = self.take_side(Side(desk, self.view, lambda: self.table))
        self.halves = TwoPanes(
            "audit themes", self.table, self.side, titles=("Themes", "Theme"), share=0.66, limit=820
        )
        self.box.addWidget(self.halves, 1)
        self.view.edit.clicked.connect(self.edit)
        self.table.chosen.connect(self._choose)
        self.table.opened.connect(lambda _row: self.edit())
        self.view.show_theme(None)

    @cached_property
    def form(self) -> ThemeForm:
        """The form, made when it is first asked for."""
        return self.side.put(ThemeForm(), self._save)

    # What it shows ------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask for themes and years again."""
        self.desk.ask(self, list_themes, then=self._keep, key="themes")
        self.desk.ask(self, theme_table, then=self._show, key="table")

    def first_focus(self) -> QWidget:
        """Return the table."""
        return self.table

    def stops(self) -> list[QWidget]:
        """Return table and detail."""
        return [self.table, self.side]

    def sides(self) -> list[Side]:
        """Return the place of the form."""
        return [self.side]

    def _keep(self, themes: tuple[ThemeLine, ...]) -> None:
        self.themes = themes

    def _show(self, rows: tuple[ThemeRow, ...]) -> None:
        years = [cell.year for cell in rows[0].cells][-_YEARS:] if rows else []
        found = {row.theme_id for row in rows}
        bare = [
            ThemeRow(one.id, one.title, tuple(ThemeCell(year) for year in years), ())
            for one in self.themes
            if one.id not in found
        ]
        self.table.rows.columns = tuple(_columns(years))
        self.table.set_rows([*rows, *bare])
        if self.table.value() is None:
            self.table.choose_first()
        self._choose(self.table.value())

    def _choose(self, row: ThemeRow | None) -> None:
        self.view.show_theme(row)
        self.side.put_away(row.theme_id if row else None)

    def add(self) -> None:
        """Open the form of a new theme."""
        self.form.fill("", "", [])
        self.halves.show_second()
        self.side.open(self.form, "New theme", "Add theme")

    def edit(self) -> None:
        """Open the form of the theme that is chosen."""
        row = self.table.value()
        if row is not None:
            others = [(one.id, one.title) for one in self.themes if one.id != row.theme_id]
            self.form.fill(row.theme_id, row.theme, others)
            self.halves.show_second()
            self.side.open(self.form, f"Theme: {row.theme}", "Save changes")

    def _save(self) -> None:
        form = self.form
        if not form.theme_id:
            near = form.near.isChecked()
            words = form.words.value()
            self.side.run(form, commands.add_theme, words, although_near=near)
        elif form.into.value():
            self.side.run(form, commands.merge_themes, form.theme_id, form.into.value())
        else:
            self.side.run(form, commands.rename_theme, form.theme_id, form.words.value())

    def reopen(self, _name: str, about: Mapping[str, str], gone: Callable[[], object]) -> None:
        """Open the form again; `gone` is called where its theme is not there."""

        def ready(rows: tuple[ThemeRow, ...]) -> None:
            self._show(rows)
            theme = about.get("theme", "")
            if not theme:
                self.add()
            elif self.table.choose(theme):
                self.edit()
            else:
                gone()

        self.desk.ask(self, list_themes, then=self._keep, key="themes")
        self.desk.ask(self, theme_table, then=ready, key="table")


def theme_status(row: ThemeRow) -> Status:
    """Return how a theme stands in the last audit that has it."""
    if row.state == CAME_BACK:
        return Status("risk", "Came back", icon="again")
    if not row.audits:
        return Status("plain", "Not found yet")
    return Status("waiting", "New" if row.state == NEW else "Known") if row.state else _GOOD


_GOOD = Status("done", "Good practice")


def _cell_words(cell: ThemeCell) -> str:
    said = []
    if cell.improvement:
        said.append(f"to improve in {cell.improvement}")
    if cell.good:
        said.append(f"good practice in {cell.good}")
    if cell.came_back:
        said.append(f"came back in {cell.came_back}")
    return ", ".join(said).capitalize()


def _columns(years: list[str]) -> list[Column]:
    def year(name: str) -> Column:
        def of(row: ThemeRow) -> ThemeCell:
            return next((cell for cell in row.cells if cell.year == name), ThemeCell(name))

        def text(row: ThemeRow) -> str:
            cell = of(row)
            return (
                f"{'■ ' if cell.came_back else ''}{cell.improvement}" if cell.improvement else "–"
            )

        return Column(name, text, 92, align="right", sort=lambda row: -of(row).improvement)

    return [
        Column("Theme", lambda row: row.theme, role="strong", lines=2),
        *(year(name) for name in years),
        Column("All", lambda row: str(row.total), 64, align="right", sort=lambda row: -row.total),
        Column("How it stands", lambda _r: "", 160, status=theme_status, drop_below=560),
    ]
