"""Dialogs for files: none of them blocks, and each says when what it saves is a plain copy."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

WORKBOOKS = "Excel workbooks (*.xlsx *.xlsm)"
KINDS = {"Excel workbook (*.xlsx)": ".xlsx", "Comma-separated text (*.csv)": ".csv"}


def choose_workbooks(parent: QWidget, then: Callable[[list[Path]], object]) -> QFileDialog:
    """Ask for one or several workbooks."""
    dialog = QFileDialog(parent, "Choose workbooks")
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.setNameFilters([WORKBOOKS, "All files (*)"])
    dialog.filesSelected.connect(lambda names: then([Path(name) for name in names]))
    return _opened(dialog)


def save_as(
    parent: QWidget,
    title: str,
    name: str,
    then: Callable[[Path], object],
    kinds: dict[str, str] | None = None,
) -> QFileDialog:
    """Ask where a file is to be saved; the ending of its kind is added where it is missing."""
    offered = kinds or {WORKBOOKS.replace(" *.xlsm", ""): ".xlsx"}
    dialog = QFileDialog(parent, title)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters(list(offered))
    dialog.setDefaultSuffix(next(iter(offered.values())))
    dialog.filterSelected.connect(lambda chosen: dialog.setDefaultSuffix(offered[chosen]))
    dialog.selectFile(name)
    dialog.fileSelected.connect(lambda chosen: then(Path(chosen)))
    return _opened(dialog)


def _opened(dialog: QFileDialog) -> QFileDialog:
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog
