"""Layers of papers: what was switched off in a paper stays switched off when it is joined."""

from __future__ import annotations

from typing import Any

from pikepdf import Array, Dictionary, Name, ObjectSet, String


def copy_layers(source: Any, target: Any) -> None:
    """Carry the layers of a paper, and which of them are hidden, into what is joined."""
    layers = source.Root.get("/OCProperties")
    if not isinstance(layers, Dictionary) or not isinstance(layers.get("/OCGs"), Array):
        return
    setting = layers.get("/D")
    hidden = _hidden(setting, layers.OCGs) if isinstance(setting, Dictionary) else ObjectSet()
    if "/OCProperties" not in target.Root:
        target.Root.OCProperties = Dictionary(
            OCGs=Array(), D=Dictionary(Name=String("Papers"), OFF=Array(), Order=Array())
        )
    joined = target.Root.OCProperties
    for layer in _layers(layers.OCGs):
        copied = target.copy_foreign(layer)
        joined.OCGs.append(copied)
        joined.D.Order.append(copied)
        if layer in hidden:
            joined.D.OFF.append(copied)


def hidden_layers(source: Any) -> tuple[str, ...]:
    """Return the names of the layers that an open PDF does not show."""
    layers = source.Root.get("/OCProperties")
    if not isinstance(layers, Dictionary) or not isinstance(layers.get("/OCGs"), Array):
        return ()
    setting = layers.get("/D")
    hidden = _hidden(setting, layers.OCGs) if isinstance(setting, Dictionary) else ObjectSet()
    found = [layer for layer in _layers(layers.OCGs) if layer in hidden]
    return tuple(str(layer.get("/Name", "")) or "without a name" for layer in found)


def _hidden(setting: Any, every: Any) -> ObjectSet:
    """Return the layers that a paper does not show when it is opened."""
    hidden = ObjectSet()
    if setting.get("/BaseState") == Name.OFF:
        shown = ObjectSet()
        for layer in _layers(setting.get("/ON")):
            shown.add(layer)
        for layer in _layers(every):
            if layer not in shown:
                hidden.add(layer)
    for layer in _layers(setting.get("/OFF")):
        hidden.add(layer)
    return hidden


def _layers(values: Any) -> list[Any]:
    if not isinstance(values, Array):
        return []
    return [layer for layer in values if isinstance(layer, Dictionary) and layer.is_indirect]
