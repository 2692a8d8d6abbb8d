"""A picture as a paper: pages of A4, nothing of the camera, and refused in words."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pytest
from PIL import Image

from dscp_desktop.core.faults import Refused
from dscp_desktop.paper import photo, tasks
from dscp_desktop.paper.photo import picture_paper
from dscp_desktop.paper.reading import inspect_pdf
from tests.paper.test_tasks import quiet


def picture(size: tuple[int, int], mode: str = "RGB", form: str = "PNG", **saving: Any) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, 0 if mode in ("1", "L", "P", "I;16") else None).save(out, form, **saving)
    return out.getvalue()


@pytest.mark.parametrize(
    ("mode", "form"),
    [
        *(("1", "PNG"), ("L", "PNG"), ("P", "PNG"), ("RGB", "PNG"), ("RGBA", "PNG")),
        *(("LA", "PNG"), ("I;16", "PNG"), ("CMYK", "JPEG"), ("L", "JPEG"), ("RGB", "TIFF")),
    ],
)
def test_every_sort_of_picture_becomes_a_page(mode: str, form: str) -> None:
    facts = inspect_pdf(picture_paper(picture((300, 500), mode, form), "a"), "a")
    assert facts.sizes == ((595.28, 841.89),)


def test_a_wide_picture_lies_across_and_a_small_one_is_not_blown_up() -> None:
    made = picture_paper(picture((4000, 200)), "a")
    assert inspect_pdf(made, "a").sizes == ((841.89, 595.28),)
    with pikepdf.open(io.BytesIO(picture_paper(picture((100, 80)), "a"))) as pdf:
        assert b"100 0 0 80 " in pdf.pages[0].Contents.read_bytes()
    with pikepdf.open(io.BytesIO(made)) as pdf:
        (drawn,) = pdf.pages[0].get_images().values()
        assert int(drawn.Width) == 3500


def test_each_frame_of_a_scan_is_a_page() -> None:
    frames = [Image.new("L", (90, 120), shade) for shade in (0, 128, 255)]
    out = io.BytesIO()
    frames[0].save(out, "TIFF", save_all=True, append_images=frames[1:])
    assert inspect_pdf(picture_paper(out.getvalue(), "a"), "a").pages == 3
    many = io.BytesIO()
    frames[0].save(many, "TIFF", save_all=True, append_images=frames[1:] * 26)
    with pytest.raises(Refused, match=r"^a\.tif has 53 pages, more than 50"):
        picture_paper(many.getvalue(), "a.tif")


def test_nothing_of_the_camera_is_carried_over_but_upright_it_is() -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "SecretCameraOf7"  # turned a quarter; its maker
    made = picture_paper(picture((400, 200), form="JPEG", exif=exif), "a")
    assert inspect_pdf(made, "a").sizes == ((595.28, 841.89),)
    assert b"SecretCameraOf7" not in made
    assert picture_paper(picture((40, 20)), "a") == picture_paper(picture((40, 20)), "a")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\x89PNG\r\n\x1a\n rubbish", "a.png is damaged"),
        (picture((500, 500), form="TIFF")[:-99], "a.png is damaged"),
        (b"GIF89a" + bytes(50), "a.png is no picture"),
    ],
)
def test_a_bad_picture_is_refused_by_name(data: bytes, words: str) -> None:
    with pytest.raises(Refused) as refused:
        picture_paper(data, "a.png")
    assert refused.value.words.startswith(words)


def test_a_picture_too_large_is_refused_before_it_unfolds(monkeypatch: pytest.MonkeyPatch) -> None:
    for size in ((5000, 5000), (12000, 9000), (20000, 20000)):
        with pytest.raises(Refused, match=r"^a\.png has more dots than any page needs"):
            picture_paper(picture(size, "1"), "a.png")
    assert inspect_pdf(picture_paper(picture((7000, 7000), "L", "JPEG"), "a"), "a").pages == 1
    monkeypatch.setattr(photo, "MOST_BYTES", 10)
    with pytest.raises(Refused, match=r"^a\.png is larger than"):
        picture_paper(bytes(11), "a.png")


def test_the_task_gives_a_pdf() -> None:
    answer, (data,) = tasks.from_picture({"name": "a.png"}, [picture((10, 10))], quiet)
    assert answer == {}
    assert data.startswith(b"%PDF-")
