"""`dscp guide`: the guide as PDF or web page; needs no store."""

from __future__ import annotations

from argparse import Namespace

from dscp_desktop.app.given import check_target, say, write_out
from dscp_desktop.app.guide import guide_document
from dscp_desktop.core.faults import WrongUse
from dscp_desktop.paper.furniture import Furniture
from dscp_desktop.paper.html import render_html
from dscp_desktop.paper.pdf import render_pdf


def guide(options: Namespace) -> int:
    """Write the guide as PDF or as one web page."""
    ending = options.out.suffix.casefold()
    if ending not in (".pdf", ".html"):
        raise WrongUse("The guide goes out with -o GUIDE.pdf or -o GUIDE.html.")
    check_target(options.out, force=options.force)
    document = guide_document()
    if ending == ".html":
        data = render_html(document)
    else:
        heads = Furniture(
            head_left=document.subtitle, head_right=document.title, skip_head_on_first=True
        )
        data = render_pdf(document, heads).data
    write_out(options.out, data, force=options.force)
    say(f"Wrote {options.out}.")
    return 0
