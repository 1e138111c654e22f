"""The bytes of a picture → what it is, how large it is shown, and the same picture without what its camera and its editor tell.

Nothing is decoded and nothing compressed anew: headers are read, and whole pieces are left out. Pure.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from typing import Literal

import msgspec

from archivegen import boxes

Kind = Literal["jpeg", "png", "gif", "webp", "avif", "svg", ""]


class Picture(msgspec.Struct, frozen=True):
    """What a file shows itself to be. *kind* "" = no picture that browsers show."""

    kind: Kind
    width: int = 0
    """Pixels as shown, upright; 0 = not known."""
    height: int = 0


class Unreadable(ValueError):
    """The picture's pieces do not follow one another as they must; the message says where."""


def read(data: bytes) -> Picture:
    """What picture *data* is, by its bytes and not by its name. Raises Unreadable for one that breaks off in its head."""
    try:
        kind = kind_of(data)
        width, height = _SIZES[kind](data) if kind else (0, 0)
    except (struct.error, IndexError) as error:
        raise Unreadable("it breaks off before its size is told") from error
    return Picture(kind, width, height)


def kind_of(data: bytes) -> Kind:
    """The kind of picture that *data* begins as."""
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data[4:8] == b"ftyp" and data[8:12] in (b"avif", b"avis"):
        return "avif"
    return "svg" if _is_svg(data) else ""


def stripped(data: bytes) -> bytes:
    """*data* without place, camera, names and texts (EXIF, XMP, IPTC, comments); the picture and its colors stay as they are.

    One that its camera marked as turned keeps that mark alone, so that it is still shown upright. Raises Unreadable.
    """
    strip = _STRIPS.get(kind_of(data))
    try:
        return strip(data) if strip else data
    except (struct.error, IndexError, boxes.Broken) as error:
        raise Unreadable("it breaks off within its head") from error


# ---------------------------------------------------------------- orientation

UPRIGHT = 1
_ORIENTATION = 0x0112


def orientation(data: bytes) -> int:
    """How the picture *data* is turned (EXIF's 1 to 8); UPRIGHT where that is not told."""
    try:
        return _TURNED[kind](data) if (kind := kind_of(data)) in _TURNED else UPRIGHT
    except (struct.error, IndexError, Unreadable):
        return UPRIGHT


def _orientation(tiff: bytes) -> int:
    """The orientation (1 to 8) that the EXIF data *tiff* tells; upright where it tells none."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None or len(tiff) < 8:
        return UPRIGHT
    (at,) = struct.unpack_from(f"{order}I", tiff, 4)
    if at + 2 > len(tiff):
        return UPRIGHT
    (count,) = struct.unpack_from(f"{order}H", tiff, at)
    for number in range(min(count, (len(tiff) - at - 2) // 12)):
        tag, _, _, value = struct.unpack_from(f"{order}HHIH", tiff, at + 2 + 12 * number)
        if tag == _ORIENTATION:
            return value if 1 <= value <= 8 else UPRIGHT
    return UPRIGHT


def _only_orientation(turned: int) -> bytes:
    """EXIF data that tells that the picture is *turned*, and nothing else."""
    return b"MM\x00\x2a" + struct.pack(">IHHHIHHI", 8, 1, _ORIENTATION, 3, 1, turned, 0, 0)


def _shown(width: int, height: int, turned: int) -> tuple[int, int]:
    return (height, width) if turned >= 5 else (width, height)


# ---------------------------------------------------------------- JPEG

_FRAMES = frozenset((*range(0xC0, 0xC4), *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0)))
_ALONE = frozenset((0x01, *range(0xD0, 0xD9)))
_SCAN, _END, _COMMENT = 0xDA, 0xD9, 0xFE
_NEXT_MARKER = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]")
_EXIF_HEAD = b"Exif\x00\x00"


def _segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """(marker, start, end) of each piece of a JPEG, a scan with all that it holds as one; ends with the picture, or where it breaks off."""
    at = 2
    while at + 2 <= len(data):
        if data[at] != 0xFF:
            raise Unreadable(f"no piece begins at byte {at:,}")
        while at + 1 < len(data) and data[at + 1] == 0xFF:  # fill
            at += 1
        marker = data[at + 1]
        if marker == _END:
            yield marker, at, at + 2
            return
        if marker in _ALONE:
            yield marker, at, at + 2
            at += 2
            continue
        end = at + 2 + int(struct.unpack_from(">H", data, at + 2)[0])
        if marker == _SCAN:
            following = _NEXT_MARKER.search(data, end)
            end = following.start() if following else len(data)
        yield marker, at, end
        at = end


def _jpeg_exif(data: bytes, start: int, end: int) -> bytes:
    return data[start + 10 : end] if data[start + 4 : start + 10] == _EXIF_HEAD else b""


def _jpeg_orientation(data: bytes) -> int:
    turned = UPRIGHT
    for marker, start, end in _segments(data):
        if marker == 0xE1 and turned == UPRIGHT:
            turned = _orientation(_jpeg_exif(data, start, end))
        elif marker == _SCAN:
            break
    return turned


def _jpeg_size(data: bytes) -> tuple[int, int]:
    turned = UPRIGHT
    for marker, start, end in _segments(data):
        if marker == 0xE1 and turned == UPRIGHT:
            turned = _orientation(_jpeg_exif(data, start, end))
        elif marker in _FRAMES:
            height, width = struct.unpack_from(">HH", data, start + 5)
            return _shown(width, height, turned)
        elif marker == _SCAN:
            break
    raise Unreadable("it has no frame")


def _stripped_jpeg(data: bytes) -> bytes:
    kept = [data[:2]]
    turned = UPRIGHT
    for marker, start, end in _segments(data):
        if marker == 0xE1 and turned == UPRIGHT:
            turned = _orientation(_jpeg_exif(data, start, end))
        if _is_picture(marker, data[start + 4 : start + 16]):
            kept.append(data[start:end])
    if turned != UPRIGHT:
        told = _EXIF_HEAD + _only_orientation(turned)
        # behind JFIF's piece, which has to be the first
        place = 2 if len(kept) > 1 and kept[1][1] == 0xE0 else 1
        kept.insert(place, b"\xff\xe1" + struct.pack(">H", len(told) + 2) + told)
    return b"".join(kept)


def _is_picture(marker: int, head: bytes) -> bool:
    """Whether a piece is needed to show the picture: JFIF, the color profile, how Adobe stored colors, and all that is no application's."""
    if marker in (0xE0, 0xEE):
        return True
    if marker == 0xE2:
        return head.startswith(b"ICC_PROFILE")
    return not 0xE1 <= marker <= 0xEF and marker != _COMMENT


# ---------------------------------------------------------------- PNG

_PNG_HEAD = 8
_TOLD_IN_PNG = frozenset((b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME", b"dSIG"))


def _chunks(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """(name, start, end) of each chunk of a PNG, to its end or to where it breaks off."""
    at = _PNG_HEAD
    while at + 8 <= len(data):
        length, name = struct.unpack_from(">I4s", data, at)
        yield name, at, at + 12 + length
        at += 12 + length
        if name == b"IEND":
            return


def _png_size(data: bytes) -> tuple[int, int]:
    width, height = struct.unpack_from(">II", data, 16)
    return _shown(width, height, _png_orientation(data))


def _png_orientation(data: bytes) -> int:
    return next(
        (_orientation(data[start + 8 : end - 4]) for name, start, end in _chunks(data) if name == b"eXIf"), UPRIGHT
    )


def _stripped_png(data: bytes) -> bytes:
    kept = [data[:_PNG_HEAD]]
    for name, start, end in _chunks(data):
        if name == b"eXIf":
            turned = _orientation(data[start + 8 : end - 4])
            kept.append(_png_chunk(name, _only_orientation(turned)) if turned != UPRIGHT else b"")
        elif name not in _TOLD_IN_PNG:
            kept.append(data[start:end])
    return b"".join(kept)


def _png_chunk(name: bytes, value: bytes) -> bytes:
    return struct.pack(">I", len(value)) + name + value + struct.pack(">I", zlib.crc32(name + value))


# ---------------------------------------------------------------- WebP

_HAS_EXIF, _HAS_XMP = 0x08, 0x04


def _riff(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """(name, start, end) of each chunk of a WebP, its padding included."""
    at = 12
    while at + 8 <= len(data):
        name, length = struct.unpack_from("<4sI", data, at)
        yield name, at, at + 8 + length + length % 2
        at += 8 + length + length % 2


def _webp_size(data: bytes) -> tuple[int, int]:
    form = data[12:16]
    if form == b"VP8X":
        width, height = (int.from_bytes(data[at : at + 3], "little") + 1 for at in (24, 27))
        return _shown(width, height, _webp_orientation(data))
    if form == b"VP8L":
        (bits,) = struct.unpack_from("<I", data, 21)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    width, height = struct.unpack_from("<HH", data, 26)
    return width & 0x3FFF, height & 0x3FFF


def _webp_orientation(data: bytes) -> int:
    for name, start, end in _riff(data):
        if name == b"EXIF":
            return _orientation(data[start + 8 : end].removeprefix(_EXIF_HEAD))
    return UPRIGHT


def _stripped_webp(data: bytes) -> bytes:
    kept: list[bytes] = []
    turned = _webp_orientation(data)
    for name, start, end in _riff(data):
        if name == b"VP8X":
            flags = data[start + 8] & ~(_HAS_EXIF | _HAS_XMP) | (_HAS_EXIF if turned != UPRIGHT else 0)
            kept.append(data[start : start + 8] + bytes((flags,)) + data[start + 9 : end])
        elif name not in (b"EXIF", b"XMP "):
            kept.append(data[start:end])
    if turned != UPRIGHT:
        told = _only_orientation(turned)
        kept.append(struct.pack("<4sI", b"EXIF", len(told)) + told)
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body


# ---------------------------------------------------------------- others


def _gif_size(data: bytes) -> tuple[int, int]:
    width, height = struct.unpack_from("<HH", data, 6)
    return width, height


_TRAILER, _EXTENSION, _IMAGE, _TELLS, _APPLICATION = 0x3B, 0x21, 0x2C, 0xFE, 0xFF
_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012")


def _stripped_gif(data: bytes) -> bytes:
    """Without comments and what applications wrote (XMP), but for how often it is played, and its colors."""
    kept: list[bytes] = []
    at = 13 + _colors(data[10])
    kept.append(data[:at])
    while at < len(data) and data[at] != _TRAILER:
        start = at
        if data[at] == _EXTENSION:
            at = _after_blocks(data, at + 2)
            label = data[start + 1]
            if label == _TELLS or (label == _APPLICATION and data[start + 3 : start + 14] not in _LOOPS):
                continue
        elif data[at] == _IMAGE:
            at = _after_blocks(data, at + 11 + _colors(data[at + 9]))
        else:
            raise Unreadable(f"no piece begins at byte {at:,}")
        kept.append(data[start:at])
    return b"".join((*kept, bytes((_TRAILER,))))


def _colors(flags: int) -> int:
    """Bytes of the table of colors that *flags* announce."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _after_blocks(data: bytes, at: int) -> int:
    while at < len(data) and data[at]:
        at += data[at] + 1
    return at + 1


def _avif_size(data: bytes) -> tuple[int, int]:
    """The largest of the sizes that its head tells (a thumbnail and an alpha plane have theirs), as it is turned there."""
    head = data[:65536]
    found = [struct.unpack_from(">II", data, box.end() + 4) for box in re.finditer(b"ispe", head)]
    width, height = max(found, default=(0, 0))
    quarter = re.search(rb"\x00\x00\x00\x09irot(.)", head, re.DOTALL)
    return (height, width) if quarter and quarter[1][0] & 1 else (width, height)


_BEFORE_SVG = re.compile(rb"\s+|<\?[^>]{0,300}>|<!DOCTYPE\s+svg[^>\[]{0,300}>")
_MOST_BEFORE_SVG = 20


def _is_svg(data: bytes) -> bool:
    """Whether the first element of *data* is a drawing's, behind a declaration and a few comments."""
    at = 3 if data.startswith(b"\xef\xbb\xbf") else 0
    for _ in range(_MOST_BEFORE_SVG):
        if data.startswith(b"<!--", at):
            end = data.find(b"-->", at)
            if end < 0:
                return False
            at = end + 3
        elif (passed := _BEFORE_SVG.match(data, at)) is not None:
            at = passed.end()
        else:
            break
    return re.compile(rb"<svg[\s>]").match(data, at) is not None


_SVG_SIZE = re.compile(rb"\s(width|height|viewBox)\s*=\s*[\"']\s*([^\"']{1,80})[\"']")
_ACTIVE = re.compile(
    rb"<\s*(?:[\w-]+:)?(?:script|foreignObject|iframe|object|embed|handler|set|animate\w*)\b|<!ENTITY|[\s\"'/]on[a-z]+\s*=|"
    rb"(?:javascript|vbscript)\s*:|data\s*:\s*text/|href\s*=\s*[\"']?[^\"'<>]{0,300}&#",
    re.IGNORECASE,
)
_FETCHES = re.compile(
    rb"<(?:[\w-]{1,20}:)?(?:image|use|feImage)\b[^<>]{0,2000}href\s*=\s*[\"']?\s*(?:https?:)?//|"
    rb"url\(\s*[\"']?\s*(?:https?:)?//|@import|<\?xml-stylesheet",
    re.IGNORECASE,
)


def is_active(data: bytes) -> bool:
    """Whether the SVG *data* holds what could run, or ask another host for something, if somebody opens the file itself."""
    return _ACTIVE.search(data) is not None or _FETCHES.search(data) is not None


def _svg_size(data: bytes) -> tuple[int, int]:
    opening = data[data.find(b"<svg") :][:4000].partition(b">")[0]
    told = {name: value.decode("ascii", "replace") for name, value in _SVG_SIZE.findall(opening)}
    sizes = [_pixels(told.get(name, "")) for name in (b"width", b"height")]
    if not all(sizes):
        box = told.get(b"viewBox", "").replace(",", " ").split()
        sizes = [_pixels(value) for value in box[2:4]] if len(box) == 4 else [0, 0]
    return (sizes[0], sizes[1]) if all(sizes) else (0, 0)


def _pixels(text: str) -> int:
    number = re.fullmatch(r"(\d{1,6})(?:\.\d+)?(?:px)?", text.strip())
    return int(number[1]) if number else 0


_SIZES = {
    "jpeg": _jpeg_size, "png": _png_size, "gif": _gif_size, "webp": _webp_size, "avif": _avif_size, "svg": _svg_size,
}  # fmt: skip
_STRIPS = {
    "jpeg": _stripped_jpeg, "png": _stripped_png, "webp": _stripped_webp, "gif": _stripped_gif, "avif": boxes.blanked,
}  # fmt: skip
_TURNED = {"jpeg": _jpeg_orientation, "png": _png_orientation, "webp": _webp_orientation}
