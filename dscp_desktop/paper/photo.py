"""A picture as a paper: each of its frames a page of A4, without what the camera wrote into it."""

from __future__ import annotations

import io
import warnings
from typing import Any

from PIL import Image, ImageOps, UnidentifiedImageError
from PIL.Image import DecompressionBombError, DecompressionBombWarning
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from dscp_desktop.core.faults import Refused

FORMATS = ("PNG", "JPEG", "TIFF")
MOST_BYTES = 60 * 1024 * 1024
MOST_FRAMES = 50
# What is unfolded at once: a page of A4 at 400 dots an inch has 16 million.
MOST_DOTS = 16_000_000
_SHOWN = 3_500  # dots on the longer side: 300 an inch on A4
_A4 = (595.28, 841.89)
_MARGIN = 28.35  # 10 mm
_ODD = (OSError, ValueError, SyntaxError, TypeError, LookupError, ArithmeticError, RuntimeError)


def picture_paper(data: bytes, name: str) -> bytes:
    """Return a picture (PNG, JPEG or TIFF) as PDF, a page for each frame, upright or across.

    Where it was taken and by which camera is not carried over. Raises Refused, naming it, where it
    is damaged, too large or of another kind.
    """
    if len(data) > MOST_BYTES:
        raise Refused(f"{name} is larger than {MOST_BYTES >> 20} MB. Save it smaller.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", DecompressionBombWarning)
            return _paper(data, name)
    except Refused:
        raise
    except UnidentifiedImageError as error:
        raise Refused(f"{name} is no picture that can be read. Save it as PNG or JPEG.") from error
    except (DecompressionBombError, DecompressionBombWarning) as error:
        raise _too_large(name) from error
    except _ODD as error:
        raise Refused(
            f"{name} is damaged and cannot be read. Open it, save it again, and add that."
        ) from error


def _paper(data: bytes, name: str) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=_A4, pageCompression=1, invariant=1)
    canvas.setTitle(" ")
    with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
        frames = int(getattr(picture, "n_frames", 1)) if picture.format == "TIFF" else 1
        if frames > MOST_FRAMES:
            raise Refused(f"{name} has {frames} pages, more than {MOST_FRAMES}. Split it.")
        for number in range(frames):
            picture.seek(number)
            _draw(canvas, _plain(picture, name))
    canvas.save()
    return out.getvalue()


def _plain(picture: Any, name: str) -> Any:
    """Return a frame upright, in colours or greys, on white, and no larger than can be printed."""
    if picture.format == "JPEG":
        picture.draft(None, (_SHOWN // 2, _SHOWN // 2))
    if picture.width * picture.height > MOST_DOTS:
        raise _too_large(name)
    picture.load()
    # Smaller first: what follows takes as much memory again.
    small = ImageOps.exif_transpose(_smaller(picture))
    if small.mode in ("1", "L", "RGB"):
        return small
    if small.mode.startswith("I"):
        return small.convert("L")
    if "A" in small.mode or "transparency" in small.info:
        seen = small.convert("RGBA")
        white = Image.new("RGB", seen.size, "white")
        white.paste(seen, mask=seen.getchannel("A"))
        return white
    return small.convert("RGB")


def _smaller(picture: Any) -> Any:
    longer = max(picture.size)
    if longer <= _SHOWN:
        return picture.copy()
    size = tuple(max(1, round(side * _SHOWN / longer)) for side in picture.size)
    way = Image.Resampling.NEAREST if picture.mode in ("1", "P") else Image.Resampling.BILINEAR
    return picture.resize(size, way, reducing_gap=2.0)


def _draw(canvas: Canvas, picture: Any) -> None:
    wide, high = picture.size
    page = (_A4[1], _A4[0]) if wide > high else _A4
    canvas.setPageSize(page)
    scale = min((page[0] - 2 * _MARGIN) / wide, (page[1] - 2 * _MARGIN) / high)
    # A small picture is not blown up to more than 72 dots an inch.
    scale = min(scale, 1.0)
    size = (wide * scale, high * scale)
    packed = io.BytesIO()
    picture.save(packed, "PNG" if picture.mode == "1" else "JPEG", quality=88)
    packed.seek(0)
    place = ((page[0] - size[0]) / 2, page[1] - _MARGIN - size[1])
    canvas.drawImage(ImageReader(packed), *place, *size)
    canvas.showPage()


def _too_large(name: str) -> Refused:
    return Refused(
        f"{name} has more dots than any page needs. Save it smaller, at 300 dots to the inch."
    )
