"""Makes the tagged papers of other programs with LibreOffice: `python make.py`, once.

They are kept, because not every machine that runs the tests has LibreOffice, and because each of
its releases tags in its own way. The texts are made up.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from io import BytesIO
from pathlib import Path

import pikepdf
from PIL import Image

HERE = Path(__file__).resolve().parent
FILTER = (
    'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"},'
    '"ExportBookmarks":{"type":"boolean","value":"true"},'
    '"ExportFormFields":{"type":"boolean","value":"true"}}'
)
STYLE = "<style>@page { size: A4 } body { font-family: 'DejaVu Sans' }</style>"
WIDE = "<style>@page { size: 29.7cm 21cm } body { font-family: 'DejaVu Sans' }</style>"


def page(body: str, style: str = STYLE) -> str:
    """Return a page of HTML that LibreOffice reads."""
    return (
        f'<html lang="en-GB"><head><meta charset="utf-8"><title>A paper</title>{style}</head>'
        f"<body>{body}</body></html>"
    )


def papers() -> dict[str, str]:
    """Return the papers, each as HTML, by name."""
    rows = "".join(f"<tr><td>E-{n:03}</td><td>Partner {n}</td><td>{n}</td></tr>" for n in range(90))
    words = "<p>" + "Partners agreed to look at this again in the spring. " * 12 + "</p>"
    return {
        "headings": page(
            "<h1>Annual position</h1>" + words + "<h2>Neglect</h2>" + words + "<h3>Early help</h3>"
            + words + "<h2>Exploitation</h2>" + words * 3
        ),
        "lists": page(
            "<h1>Priorities</h1><ul><li>Neglect<ul><li>Dental</li><li>Attendance</li></ul></li>"
            "<li>Exploitation</li></ul><ol><li>Plan</li><li>Do</li><li>Review</li></ol>"
        ),
        "table": page(
            "<h1>Actions</h1><table border=1><thead><tr><th>No</th><th>Owner</th><th>Count</th>"
            f"</tr></thead><tbody>{rows}</tbody></table>"
        ),
        "figure": page(
            '<h1>Attendance</h1><p>By quarter</p><img src="field.png" alt="A green field" '
            'width="300" height="120"><p>After the picture</p>'
        ),
        "links": page(
            '<h1>Guidance</h1><p>See <a href="https://example.org/guidance">the guidance</a> and '
            '<a href="#later">the section below</a>.</p>' + words * 6
            + '<h2><a name="later"></a>Later</h2><p>Here it is.</p>'
        ),
        "form": page(
            '<h1>Return</h1><form><p>Name <input type="text" name="who" value="Ann"></p>'
            '<p>Agree <input type="checkbox" name="yes"></p></form>'
        ),
        "rotated": page("<h1>Turned</h1>" + words),
        "landscape": page("<h1>Risk register</h1>" + words, WIDE),
        "polish": page("<h1>Zażółć gęślą jaźń</h1>" + words).replace("en-GB", "pl"),
    }  # fmt: skip


def main() -> None:
    """Make every paper."""
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work)
        Image.new("RGB", (300, 120), (120, 160, 90)).save(folder / "field.png")
        for name, html in papers().items():
            (folder / f"{name}.html").write_text(html, encoding="utf-8")
            subprocess.run(
                ["soffice", "--headless", "--infilter=HTML (StarWriter)", "--convert-to", FILTER,
                 "--outdir", str(folder), str(folder / f"{name}.html")],
                check=True, capture_output=True,
            )  # fmt: skip
            data = (folder / f"{name}.pdf").read_bytes()
            (HERE / f"{name}.pdf").write_bytes(turned(data) if name == "rotated" else data)
            print(name, file=sys.stderr)


def turned(data: bytes) -> bytes:
    """Return a paper whose pages lie on their side, as scanners leave them."""
    with pikepdf.open(BytesIO(data)) as pdf:
        for each in pdf.pages:
            each.obj.Rotate = 90
        out = BytesIO()
        pdf.save(out, deterministic_id=True)
    return out.getvalue()


if __name__ == "__main__":
    main()
