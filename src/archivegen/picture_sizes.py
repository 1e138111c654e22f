"""The bytes of a picture → the same picture narrower, upright, as WebP. Pure; all that Pillow (an extra) is needed for.

Never wider than it is, and left alone where that would cost what it shows: films, colors of print, odd depths.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

from archivegen.pictures import UPRIGHT, Picture, orientation

if TYPE_CHECKING:
    from PIL.Image import Image

EXTRA = "archivegen[images]"
ENDING = ".webp"
MOST_PIXELS = 100_000_000
"""A larger one is shown as it is: to unpack it would take more memory than a machine can be expected to have to spare."""
_WAY = 1
"""Counts the ways in which narrower ones were made."""
_KINDS = frozenset(("jpeg", "png", "webp"))
_WORTH = 0.9
"""A width is made where it is at most this part of the picture's own."""
_QUALITY = 80
_QUALITY_OF_DRAWINGS = 92


def is_able() -> bool:
    """Whether there is a Pillow that writes WebP."""
    return find_spec("PIL") is not None and bool(_encoder())


@cache
def _encoder() -> str:
    from PIL import Image, features

    return f"{Image.__version__} {features.version('webp')}" if features.check("webp") else ""  # type: ignore[attr-defined]


def recipe(sizes: Sequence[int]) -> str:
    """What tells one way of making *sizes* from another; "" where none are made."""
    return f"{_WAY} {_encoder()} {' '.join(map(str, sizes))}" if sizes and is_able() else ""


def widths(picture: Picture, sizes: Sequence[int]) -> list[int]:
    """Those of *sizes*, ascending, in which *picture* can be had."""
    if picture.kind not in _KINDS or not picture.width or picture.width * picture.height > MOST_PIXELS:
        return []
    return sorted(size for size in set(sizes) if size <= _WORTH * picture.width)


def made(data: bytes, picture: Picture, sizes: Sequence[int]) -> Iterator[tuple[int, bytes]]:
    """(width, bytes of a WebP) of *data* in each of *sizes* that is worth it, the widest first. Raises ValueError.

    It has no EXIF, is turned upright and keeps its color profile. One that would weigh more than *data* is left out.
    """
    wanted = widths(picture, sizes)
    if not wanted:
        return
    from PIL import Image  # late: most builds make none

    Image.MAX_IMAGE_PIXELS = None  # its bound is ours, and is told by the head
    try:
        with Image.open(io.BytesIO(data), formats=(picture.kind,)) as opened:
            # the head that is drawn from must be the one that was measured
            if sorted(opened.size) != sorted((picture.width, picture.height)) or getattr(opened, "is_animated", False):
                return
            profile = opened.info.get("icc_profile")
            if picture.kind == "jpeg":
                opened.draft(None, _doubled(opened.size, picture, wanted[-1]))
            plain = _plain(opened, has_profile=bool(profile))
            upright = _upright(plain, orientation(data)) if plain is not None else None
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, MemoryError) as error:
        raise ValueError(" ".join(str(error).split())[:120] or type(error).__name__) from error
    if upright is None:
        return
    quality = _QUALITY if picture.kind != "png" else _QUALITY_OF_DRAWINGS
    for width in reversed(wanted):
        height = max(1, round(picture.height * width / picture.width))
        upright = upright.resize((width, height), Image.Resampling.LANCZOS)
        target = io.BytesIO()
        told = {"icc_profile": profile} if profile else {}
        upright.save(target, "WEBP", quality=quality, method=4, exif=b"", xmp=b"", **told)
        if target.tell() < len(data):
            yield width, target.getvalue()


def _doubled(size: tuple[int, int], picture: Picture, width: int) -> tuple[int, int]:
    """How large a JPEG has to be unpacked for *width*: at twice that, so that nothing is seen of it."""
    scale = 2 * width / picture.width
    return min(size[0], round(size[0] * scale)), min(size[1], round(size[1] * scale))


def _plain(image: Image, *, has_profile: bool) -> Image | None:
    """*image* unpacked, in colors that WebP has; None where they could not be kept."""
    if image.mode in ("RGB", "RGBA") and "transparency" not in image.info:
        image.load()
        return image.copy()
    has_alpha = image.mode in ("LA", "PA") or "transparency" in image.info
    if image.mode in ("RGB", "P", "PA") or (image.mode in ("1", "L", "LA") and not has_profile):
        return image.convert("RGBA" if has_alpha else "RGB")
    return None  # CMYK, 16 bits, a profile of grays


def _upright(image: Image, turned: int) -> Image:
    """*image*, which its camera marked as *turned* (EXIF's 1 to 8), as it is shown."""
    from PIL.Image import Transpose

    if turned == UPRIGHT:
        return image
    ways = Transpose.FLIP_LEFT_RIGHT, Transpose.ROTATE_180, Transpose.FLIP_TOP_BOTTOM, Transpose.TRANSPOSE
    return image.transpose((*ways, Transpose.ROTATE_270, Transpose.TRANSVERSE, Transpose.ROTATE_90)[turned - 2])
