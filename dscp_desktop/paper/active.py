"""Active content of a PDF: found, taken out, and named in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pikepdf import Array, Dictionary, Name, ObjectSet

SCRIPTS = "scripts"
PROGRAMS = "commands that start a program"
SENDING = "buttons that send or fetch data"
OTHER_FILES = "links to other files"
MEDIA = "sound, video or 3D"
ATTACHMENTS = "attached files"
DYNAMIC_FORM = "a dynamic form (XFA)"
OTHER_ACTIONS = "automatic actions"

_KINDS = {
    "/JavaScript": SCRIPTS,
    "/Launch": PROGRAMS,
    "/SubmitForm": SENDING,
    "/ImportData": SENDING,
    "/GoToR": OTHER_FILES,
    "/GoToE": OTHER_FILES,
    "/Rendition": MEDIA,
    "/Movie": MEDIA,
    "/Sound": MEDIA,
    "/RichMediaExecute": MEDIA,
    "/GoTo3DView": MEDIA,
}
_MEDIA_NOTES = ("/Movie", "/Sound", "/Screen", "/RichMedia", "/3D")
_SAFE_LINKS = ("http:", "https:", "mailto:", "tel:")
# Of a page: its own metadata and editors' data, and what points out of it into the old file.
_NOT_KEPT = (
    "/Metadata", "/PieceInfo", "/Thumb", "/B", "/StructParents", "/PresSteps", "/Trans", "/Dur",
)  # fmt: skip
_DEEPEST = 50


def take_out_active(pdf: Any) -> tuple[str, ...]:
    """Take active content out of an open PDF; return the kinds that were there, sorted."""
    found: set[str] = set()
    _clean_root(pdf.Root, found)
    nodes = ObjectSet()
    for page in pdf.pages:
        _clean_page(page.obj, found, nodes)
    for item in _outline_items(pdf.Root):
        _clean_holder(item, found)
    return tuple(sorted(found))


def _clean_root(root: Any, found: set[str]) -> None:
    opening = root.get("/OpenAction")
    if isinstance(opening, Dictionary):
        found.update(kind for kind in _kinds(opening) if kind)
    if isinstance(root.get("/AA"), Dictionary):
        found.update(_kinds_of_events(root.AA))
    names = root.get("/Names")
    if isinstance(names, Dictionary):
        for key, kind in (("/JavaScript", SCRIPTS), ("/EmbeddedFiles", ATTACHMENTS)):
            if key in names:
                found.add(kind)
                del names[key]
    form = root.get("/AcroForm")
    if isinstance(form, Dictionary) and "/XFA" in form:
        found.add(DYNAMIC_FORM)
        del form["/XFA"]
    for key in ("/OpenAction", "/AA", "/AF", "/Collection"):
        if key in root:
            if key in ("/AF", "/Collection"):
                found.add(ATTACHMENTS)
            del root[key]


def _clean_page(page: Any, found: set[str], nodes: ObjectSet) -> None:
    _clean_holder(page, found)
    for key in _NOT_KEPT:
        if key in page:
            del page[key]
    notes = page.get("/Annots")
    if not isinstance(notes, Array):
        if notes is not None:
            del page["/Annots"]
        return
    kept = [note for note in notes if isinstance(note, Dictionary) and _keep(note, found)]
    for note in kept:
        _clean_holder(note, found)
        if "/StructParent" in note:
            del note["/StructParent"]
        _clean_parents(note, found, nodes)
    page.Annots = Array(kept)


def _keep(note: Any, found: set[str]) -> bool:
    """Say whether an annotation may stay: files and media go whole."""
    kind = str(note.get("/Subtype", ""))
    if kind == "/FileAttachment":
        found.add(ATTACHMENTS)
        return False
    if kind in _MEDIA_NOTES:
        found.add(MEDIA)
        return False
    return True


def _clean_parents(note: Any, found: set[str], nodes: ObjectSet) -> None:
    """Clean the fields above a field's place on the page, each once."""
    parent = note.get("/Parent")
    for _ in range(_DEEPEST):
        if not isinstance(parent, Dictionary) or not nodes.add(parent):
            return
        _clean_holder(parent, found)
        parent = parent.get("/Parent")


def _clean_holder(holder: Any, found: set[str]) -> None:
    """Clean a page, an annotation, a field or a bookmark of its actions and attached files."""
    for key in ("/A", "/PA"):
        action = holder.get(key)
        if not isinstance(action, Dictionary):
            continue
        kinds = list(_kinds(action))
        found.update(kind for kind in kinds if kind)
        if kinds[0]:
            del holder[key]
        elif "/Next" in action:
            del action["/Next"]
    events = holder.get("/AA")
    if isinstance(events, Dictionary):
        found.update(_kinds_of_events(events))
    if "/AA" in holder:
        del holder["/AA"]
    if "/AF" in holder:
        found.add(ATTACHMENTS)
        del holder["/AF"]


def _kinds_of_events(events: Any) -> set[str]:
    kinds: set[str] = set()
    for action in dict(events.items()).values():
        if isinstance(action, Dictionary):
            kinds.update(kind or OTHER_ACTIONS for kind in _kinds(action))
    return kinds


def _kinds(action: Any) -> Iterator[str]:
    """Yield the kind of an action and of those that follow it; '' for a harmless one."""
    waiting, seen = [action], 0
    while waiting and seen < _DEEPEST:
        here = waiting.pop()
        seen += 1
        if not isinstance(here, Dictionary):
            continue
        yield _kind(here)
        after = here.get("/Next")
        waiting.extend(list(after) if isinstance(after, Array) else [after])


def _kind(action: Any) -> str:
    name = str(action.get("/S", ""))
    if name in ("/GoTo", "/Named"):
        return ""
    if name == "/URI":
        safe = str(action.get("/URI", "")).strip().lower().startswith(_SAFE_LINKS)
        return "" if safe else OTHER_FILES
    return _KINDS.get(name, OTHER_ACTIONS)


def _outline_items(root: Any) -> Iterator[Any]:
    outlines = root.get("/Outlines")
    seen = ObjectSet()
    waiting = [outlines.get(Name.First)] if isinstance(outlines, Dictionary) else []
    while waiting:
        item = waiting.pop()
        if not isinstance(item, Dictionary) or not seen.add(item):
            continue
        yield item
        waiting += [item.get(Name.First), item.get(Name.Next)]
