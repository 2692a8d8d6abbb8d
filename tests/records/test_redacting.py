"""Redacting a name in the window: looked for, taken out, a fresh backup, older ones removed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from dscp_desktop.app.backups import back_up, list_backups
from dscp_desktop.app.older import backup_work, remove_copies, renew_backups
from dscp_desktop.diary.commands.meetings import add_meeting
from dscp_desktop.diary.rules.meetings import MeetingDetails
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.meetings.commands.agenda import add_paper
from dscp_desktop.meetings.tables import Paper
from dscp_desktop.paper.document import Document, Paragraph
from dscp_desktop.paper.pdf import render_pdf
from dscp_desktop.partnership.tables import Group
from dscp_desktop.records.page.importing import ImportPage
from dscp_desktop.records.page.redacting import ASK, BACKUPS, END, PLACES, RedactDialog
from dscp_desktop.store.bundle import take_out
from dscp_desktop.store.check import check_store
from dscp_desktop.store.opening import Store
from tests.store.deeds import add
from tests.store.pages import holds

NAME = "Jane Zebedee"


@pytest.fixture
def named(durham: Store, tmp_path: Path) -> Store:
    """A store with the name in a record and in a PDF, with two backups and other copies."""
    durham.run(add, f"Friends of {NAME}")
    group = durham.ask(lambda s: s.scalars(select(Group.id).where(Group.code == "EXEC")).one())
    details = MeetingDetails(on=date(2024, 1, 9), start=time(9))
    meeting = str(durham.run(add_meeting, group, details).result)
    pdf = render_pdf(Document(title="A letter", blocks=(Paragraph(f"Dear {NAME}, hello."),)))
    durham.run(add_paper, meeting, "A letter", pdf.data, pdf.pages)
    back_up(durham)
    back_up(durham)
    (tmp_path / "test-before-restore-1.dscp").write_bytes(b"an older store")
    return durham


@pytest.fixture
def desk(named: Store, tmp_path: Path, qapp: QApplication) -> Iterator[Desk]:
    assert qapp is not None
    away = tmp_path / "away"
    away.mkdir()
    made = Desk(named, backups=backup_work(lambda: str(away)))
    yield made
    made.close()


@pytest.fixture
def dialog(desk: Desk, qtbot: QtBot) -> RedactDialog:
    page = ImportPage(desk)
    qtbot.addWidget(page)
    page.show()
    page.look.redact.click()
    return page.findChildren(RedactDialog)[0]


def go(qtbot: QtBot, dialog: RedactDialog, step: int) -> None:
    qtbot.waitUntil(lambda: dialog.step == step and dialog.desk.idle(), timeout=20_000)


def test_a_name_goes_in_two_steps_and_older_backups_on_a_second_yes(
    dialog: RedactDialog, named: Store, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog.name.editor.setText("jane zebedee")
    dialog.do.click()
    go(qtbot, dialog, PLACES)
    assert "Files that are removed whole: 1 (A letter)" in dialog.places.text()
    assert "cannot be undone" in dialog.said.text()
    assert named.ask(lambda s: s.scalars(select(Paper.file_id)).one())  # nothing is done yet
    dialog.danger.click()
    go(qtbot, dialog, BACKUPS)
    assert dialog.title.text().startswith("Redacted: ")
    assert named.ask(lambda s: s.scalars(select(Paper.file_id)).one()) is None
    assert "test-before-restore-1.dscp" in dialog.places.text()
    assert len(dialog.older) == 3
    assert all(path.exists() for path in dialog.older)
    dialog.danger.click()
    go(qtbot, dialog, END)
    assert "removed" in dialog.title.text()
    ((_at, left),) = list_backups(named.path)
    taken = tmp_path / "taken.dscp"
    take_out(left, taken)
    assert holds(taken, named.key, "zebedee") == []
    assert [file.name for file in (tmp_path / "away").glob("*.dscpbackup")] == [left.name]
    assert not list(tmp_path.glob("test-before-*"))
    assert check_store(named).problems == ()
    assert check_store(named).erased


def test_a_name_that_stands_nowhere_changes_nothing(
    dialog: RedactDialog, named: Store, qtbot: QtBot
) -> None:
    before = check_store(named).entries
    dialog.do.click()
    assert dialog.wrong.text() == "Type the name to redact."
    dialog.name.editor.setText("ab")
    dialog.do.click()
    qtbot.waitUntil(lambda: "at least 3 letters" in dialog.wrong.text())
    dialog.name.editor.setText("Nobody Atall")
    dialog.do.click()
    qtbot.waitUntil(lambda: "stands nowhere" in dialog.wrong.text(), timeout=20_000)
    assert dialog.step == ASK
    assert not dialog.danger.isVisible()
    dialog.safe.click()
    assert check_store(named).entries == before


def test_older_backups_may_be_kept(dialog: RedactDialog, qtbot: QtBot) -> None:
    dialog.name.editor.setText(NAME)
    dialog.do.click()
    go(qtbot, dialog, PLACES)
    dialog.danger.click()
    go(qtbot, dialog, BACKUPS)
    assert dialog.safe.text() == "Keep older backups"
    older = dialog.older
    dialog.safe.click()
    assert all(path.exists() for path in older)


def test_copies_that_cannot_be_removed_are_named(named: Store, tmp_path: Path) -> None:
    folder = tmp_path / "test-before-folder"
    folder.mkdir()
    assert remove_copies([tmp_path / "gone", folder]) == (folder,)
    made, older = renew_backups(named)
    assert made.exists()
    assert folder not in older
    assert made not in older
