"""What stands in a layout, without holding the layout's own items.

`QLayout.itemAt` gives Python an item that its layout keeps for ever; Qt deletes the item with its
widget, and what is made next at that place of the memory is taken for it: the program ends when
that is deleted. So nothing asks for items. A contract test keeps it so.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QLayout, QWidget

from dscp_desktop.widgets.flow import FlowRow


def laid_out(layout: QLayout) -> list[QWidget]:
    """Return the widgets of a layout and of those within it, in their order."""
    if isinstance(layout, FlowRow):
        return layout.widgets()
    whole = layout.parentWidget()
    if whole is None:
        return []
    directly = Qt.FindChildOption.FindDirectChildrenOnly
    widgets = whole.findChildren(QWidget, options=directly)
    parts: list[QWidget | QLayout] = [*widgets, *_layouts(layout)]
    placed = [(layout.indexOf(part), part) for part in parts]
    found: list[QWidget] = []
    for place, part in sorted(placed, key=lambda one: one[0]):
        if place >= 0:
            found += laid_out(part) if isinstance(part, QLayout) else [part]
    return found


def empty_layout(layout: QLayout) -> None:
    """Take every widget out of a layout and delete it."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def _layouts(whole: QObject) -> list[QLayout]:
    return [one for one in whole.children() if isinstance(one, QLayout)]
