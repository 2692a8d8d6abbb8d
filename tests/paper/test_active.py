from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from dscp_desktop.paper import active
from dscp_desktop.paper.active import take_out_active

MakePaper = Callable[..., bytes]


def action(kind: str, **more: Any) -> Any:
    return Dictionary(S=Name("/" + kind), **more)


def link(**more: Any) -> Any:
    return Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), **more)


def annots(*notes: Any) -> Callable[[Any], None]:
    def change(pdf: Any) -> None:
        pdf.pages[0].obj.Annots = Array(list(notes))

    return change


def root(**entries: Any) -> Callable[[Any], None]:
    def change(pdf: Any) -> None:
        for key, value in entries.items():
            pdf.Root["/" + key] = value

    return change


def page(**entries: Any) -> Callable[[Any], None]:
    def change(pdf: Any) -> None:
        for key, value in entries.items():
            pdf.pages[0].obj["/" + key] = value

    return change


def bookmark(pdf: Any) -> None:
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("x", action=action("Launch")))


def form(pdf: Any) -> None:
    field = pdf.make_indirect(Dictionary(FT=Name.Tx, T=String("f"), AA=Dictionary(K=script())))
    widget = pdf.make_indirect(
        Dictionary(Type=Name.Annot, Subtype=Name.Widget, Rect=Array([0, 0, 9, 9]), Parent=field)
    )
    field.Kids = Array([widget])
    pdf.pages[0].obj.Annots = Array([widget])
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]), XFA=String("x"))


def script() -> Any:
    return action("JavaScript", JS=String("app.alert(1)"))


@pytest.mark.parametrize(
    ("change", "kinds"),
    [
        (root(OpenAction=script()), {active.SCRIPTS}),
        (root(OpenAction=action("Named", N=Name.Print)), set()),
        (root(AA=Dictionary(WC=script(), WS=action("Launch"))), {active.SCRIPTS, active.PROGRAMS}),
        (root(Names=Dictionary(JavaScript=Dictionary(Names=Array()))), {active.SCRIPTS}),
        (root(Names=Dictionary(EmbeddedFiles=Dictionary())), {active.ATTACHMENTS}),
        (root(AF=Array()), {active.ATTACHMENTS}),
        (root(Collection=Dictionary()), {active.ATTACHMENTS}),
        (page(AA=Dictionary(O=action("Launch"))), {active.PROGRAMS}),
        (page(AA=Dictionary(O=action("GoTo"))), {active.OTHER_ACTIONS}),
        (page(AF=Array()), {active.ATTACHMENTS}),
        (annots(link(A=action("GoToR"))), {active.OTHER_FILES}),
        (annots(link(A=action("SubmitForm"))), {active.SENDING}),
        (annots(link(A=action("Hide"))), {active.OTHER_ACTIONS}),
        (annots(link(A=action("URI", URI=String("file:///etc/x")))), {active.OTHER_FILES}),
        (annots(link(A=action("GoTo", Next=script()))), {active.SCRIPTS}),
        (annots(link(A=action("GoTo", Next=Array([script(), 3])))), {active.SCRIPTS}),
        (annots(link(PA=action("Rendition"))), {active.MEDIA}),
        (annots(Dictionary(Subtype=Name.Movie)), {active.MEDIA}),
        (annots(Dictionary(Subtype=Name.FileAttachment)), {active.ATTACHMENTS}),
        (bookmark, {active.PROGRAMS}),
        (form, {active.SCRIPTS, active.DYNAMIC_FORM}),
    ],
)
def test_each_kind_is_found_named_and_gone(
    make_paper: MakePaper, change: Callable[[Any], None], kinds: set[str]
) -> None:
    with pikepdf.open(BytesIO(make_paper(change=change))) as pdf:
        assert set(take_out_active(pdf)) == kinds
        assert take_out_active(pdf) == ()
        out = BytesIO()
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    for word in (b"/JavaScript", b"/Launch", b"/GoToR", b"/SubmitForm", b"/AA", b"/XFA", b"/Movie",
                 b"/FileAttachment", b"/Hide", b"file:///", b"/Rendition"):  # fmt: skip
        assert word not in out.getvalue()


def test_harmless_links_stay(make_paper: MakePaper) -> None:
    keep = annots(
        link(A=action("URI", URI=String("https://example.org"))),
        link(A=action("URI", URI=String("MAILTO:a@example.org"))),
        link(A=action("GoTo", D=String("x"))),
    )
    with pikepdf.open(BytesIO(make_paper(change=keep))) as pdf:
        assert take_out_active(pdf) == ()
        assert len(pdf.pages[0].obj.Annots) == 3


def test_what_is_odd_is_left_out_in_silence(make_paper: MakePaper) -> None:
    def change(pdf: Any) -> None:
        pdf.pages[0].obj.Annots = Array([3, link(StructParent=1)])
        pdf.pages[1].obj.Annots = String("odd")
        pdf.pages[1].obj.Metadata = pdf.make_stream(b"secret")
        pdf.pages[1].obj.B = Array()
        pdf.Root.Outlines = Dictionary(First=Dictionary(Title=String("x")))

    with pikepdf.open(BytesIO(make_paper(2, change=change))) as pdf:
        assert take_out_active(pdf) == ()
        (kept,) = pdf.pages[0].obj.Annots
        assert "/StructParent" not in kept
        assert not {"/Annots", "/Metadata", "/B"} & set(pdf.pages[1].obj.keys())


def test_an_endless_chain_ends(make_paper: MakePaper) -> None:
    def change(pdf: Any) -> None:
        loop = pdf.make_indirect(action("GoTo"))
        loop.Next = loop
        field = pdf.make_indirect(Dictionary(T=String("a")))
        field.Parent = field
        pdf.pages[0].obj.Annots = Array([link(A=loop, Parent=field)])

    with pikepdf.open(BytesIO(make_paper(change=change))) as pdf:
        assert take_out_active(pdf) == ()
