"""The page of packs: the office's Executive of July 2023, driven by keys, built for real."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from dscp_desktop.core.faults import Refused
from dscp_desktop.core.saving import save_file
from dscp_desktop.packs.page import building
from dscp_desktop.packs.page.output import choose_place, file_name
from dscp_desktop.packs.page.packs import PacksPage
from tests.packs.conftest import plain_pdf, texts_of
from tests.packs.page.deeds import (
    Bring,
    Key,
    Settle,
    build,
    choose,
    rows,
    stored,
    titles,
)


@pytest.mark.usefixtures("papers")
def test_the_preview_follows_the_row_and_turns_pages(
    page: PacksPage, qtbot: QtBot, settle: Settle
) -> None:
    preview = page.preview
    for title in titles(page):
        choose(page, title, settle)
        assert preview.caption.text() == title
        assert preview.picture.image is not None
    choose(page, "Audit of strategy meetings", settle)
    assert preview.place.text() == "1 of 2"
    first = preview.picture.image
    qtbot.keyClick(page.table, Key.Key_Return)
    assert preview.picture.hasFocus()
    qtbot.keyClick(preview.picture, Key.Key_PageDown)
    settle()
    assert preview.place.text() == "2 of 2"
    assert preview.picture.image != first
    assert not preview.forward.isEnabled()
    for key, shown in ((Key.Key_Home, 1), (Key.Key_End, 2), (Key.Key_Up, 1), (Key.Key_Up, 1)):
        qtbot.keyClick(preview.picture, key)
        assert preview.page == shown
    qtbot.keyClick(preview.picture, Key.Key_F5)
    preview.forward.click()
    preview.back.click()
    assert preview.page == 1
    assert preview.picture.accessibleName() == "Preview. Page 1 of 2"
    settle()
    page.resize(1000, 612)
    qtbot.wait(250)
    settle()
    image = preview.picture.image
    assert isinstance(image, QImage)
    assert abs(image.width() - preview.picture.width_for(595 / 842)) <= 2
    assert not preview.picture.grab().isNull()


def test_nothing_is_drawn_once_the_page_has_closed(page: PacksPage, settle: Settle) -> None:
    settle()
    page.resize(page.width() + 40, page.height())
    assert page.preview._settle.isActive()
    page.close()
    assert not page.preview._settle.isActive()


def test_a_file_that_cannot_be_drawn_is_said_in_place(page: PacksPage, settle: Settle) -> None:
    page.preview.show_pdf(b"%PDF-broken", 1, "Broken")
    settle()
    assert page.preview.picture.image is None
    assert "damaged" in page.preview.picture.words
    page.preview.clear("Choose a part to see it")
    page.preview.go_to(2)
    assert page.preview.place.text() == ""
    assert not page.preview.picture.grab().isNull()


@pytest.mark.usefixtures("papers")
def test_a_pack_is_built_looked_at_and_saved(
    page: PacksPage, settle: Settle, tmp_path: Path
) -> None:
    choose(page, "Workforce report", settle)
    assert not page.building.save.isEnabled()
    page.building.build.setFocus()
    build(page, settle)
    assert page.building.save.hasFocus()
    pack = page.building.pack
    assert pack is not None
    assert page.building.words.text() == f"Built: {pack.pages} pages. Edition: full"
    assert page.building.build.isEnabled()
    row = page.table.value()
    assert page.preview.place.text() == f"{row.part.first} of {pack.pages}"
    choose(page, "Agenda", settle)
    assert page.preview.page == rows(page)[1].part.first
    page.building.notes.click()
    assert page.building.dialog is not None
    page.building.dialog.accept()  # type: ignore[call-arg]
    target = tmp_path / "pack.pdf"
    page.building.save_now()
    dialog: Any = page.building.dialog
    assert "plain copy" in dialog.windowTitle()
    assert dialog.selectedFiles()[0].endswith("exec-2023-07-13-pack.pdf")
    dialog.fileSelected.emit(str(target))
    dialog.reject()
    settle()
    assert target.read_bytes() == pack.data
    assert page.building.words.text() == "Saved as pack.pdf"
    texts = texts_of(target.read_bytes())
    assert "Paper not received" in texts[row.part.first - 1]
    assert "OFFICIAL-SENSITIVE" in texts[0]


@pytest.mark.usefixtures("papers")
def test_a_change_lets_go_of_the_pack(page: PacksPage, bring: Bring, settle: Settle) -> None:
    build(page, settle)
    page.refresh()
    settle()
    assert page.building.pack is not None
    bring("One more", plain_pdf("One more"))
    page.refresh()
    settle()
    assert page.building.pack is None
    assert page.building.words.text() == ""
    assert not page.building.save.isEnabled()


@pytest.mark.usefixtures("papers")
def test_another_edition_is_built_without_part_2(page: PacksPage, settle: Settle) -> None:
    page.building.edition.set_value("without-part-2")
    build(page, settle)
    pack = page.building.pack
    assert pack is not None
    assert pack.edition == "without-part-2"
    assert "Rapid review" not in texts_of(pack.data)[-1]
    page.building.edition.changed.emit()
    assert page.building.pack is None


@pytest.mark.usefixtures("papers")
def test_building_can_be_stopped(page: PacksPage, qtbot: QtBot, settle: Settle) -> None:
    bar = page.building
    bar.build_now()
    bar.build_now()
    bar.cancel()
    settle()
    assert bar.words.text() == "Stopped. No pack was built."
    bar.build_now()
    qtbot.waitUntil(lambda: bar.task is not None, timeout=20_000)
    bar.progress.cancel.click()
    settle()
    assert bar.pack is None
    assert bar.words.text() == "Stopped. No pack was built."
    assert bar.build.isEnabled()
    bar.cancel()


@pytest.mark.usefixtures("papers")
def test_progress_only_goes_on(page: PacksPage) -> None:
    bar = page.building
    for said in (("Making the PDF", 0, 1), ("Joining", 3, 4), ("Joining", 1, 4), ("Joining", 0, 0)):
        bar._told(*said)
    assert bar.progress.percent.text() == "75%"
    assert bar.progress.words.text() == "Building pack · joining"


def test_a_pack_that_cannot_be_saved_says_why(
    page: PacksPage, settle: Settle, tmp_path: Path
) -> None:
    build(page, settle)
    pack = page.building.pack
    assert pack is not None
    page.building.save_to(page.building.made, tmp_path / "nowhere" / "pack.pdf")
    settle()
    said: Any = page.building.dialog
    assert said.windowTitle() == "The pack was not saved"
    assert "Choose another place or name" in said.accessibleDescription()
    said.accept()
    with pytest.raises(Refused, match="could not be saved"):
        save_file(tmp_path, b"")


def test_a_name_is_offered_that_says_what_it_is(meeting_id: str, page: PacksPage) -> None:
    meeting = stored(page, meeting_id).meeting
    assert file_name(meeting, "full") == "exec-2023-07-13-pack.pdf"
    assert file_name(meeting, "public") == "exec-2023-07-13-pack-public.pdf"
    dialog = choose_place(page, "x.pdf", lambda _path: None)
    assert dialog.defaultSuffix() == "pdf"
    dialog.reject()


@pytest.mark.usefixtures("papers")
def test_a_pack_is_printed_page_by_page(
    page: PacksPage, settle: Settle, tmp_path: Path, qtbot: QtBot
) -> None:
    build(page, settle)
    pack = page.building.pack
    assert pack is not None
    printed = tmp_path / "printed.pdf"
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(printed))
    page.building.print_on(printer)
    assert not page.building.build.isEnabled()
    qtbot.waitUntil(lambda: page.building.printing is None, timeout=60_000)
    assert page.building.words.text() == f"{pack.pages} pages went to the printer."
    with pypdfium2.PdfDocument(printed.read_bytes()) as pdf:
        assert len(pdf) == pack.pages


@pytest.mark.usefixtures("papers")
def test_printing_stops_and_says_where(
    page: PacksPage, settle: Settle, tmp_path: Path, qtbot: QtBot
) -> None:
    build(page, settle)
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    printer.setFromTo(2, 4)
    page.building.print_on(printer)
    page.building.cancel()
    qtbot.waitUntil(lambda: page.building.printing is None, timeout=60_000)
    said = "Printing was stopped: 1 of 3 pages went to the printer."
    assert page.building.words.text() == said
    assert page.building.build.isEnabled()


@pytest.mark.usefixtures("papers")
def test_before_part_2_is_printed_it_is_asked(
    page: PacksPage, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    bar = page.building
    bar.print_now()
    assert bar.dialog is None
    build(page, settle)
    monkeypatch.setattr(building, "has_printer", lambda: False)
    bar.print.click()
    said: Any = bar.dialog
    assert said.windowTitle() == "No printer is set up on this computer"
    said.accept()
    monkeypatch.setattr(building, "has_printer", lambda: True)
    bar.print.click()
    said = bar.dialog
    assert said.windowTitle() == "Print part 2 too?"
    assert said.safe.words == "Do not print"
    said.accept()
    assert bar.dialog.windowTitle() == "Print the pack"
    bar.dialog.reject()
    assert bar.printing is None


@pytest.mark.usefixtures("papers")
def test_the_options_keep_the_height_of_all_their_lines(page: PacksPage, qtbot: QtBot) -> None:
    options = page.building.options
    for wide in (1232, 976, 700):
        page.resize(wide, 620)
        qtbot.waitUntil(lambda: options.height() >= options.heightForWidth(options.width()))
        assert options.minimumHeight() == options.heightForWidth(options.width())
        fields, ticks = options.edition.geometry(), options.placeholders.geometry()
        assert ticks.top() > fields.bottom()
