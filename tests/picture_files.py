"""Pictures for tests, made byte by byte: real ones, a few pixels large, with what cameras write into them."""

from __future__ import annotations

import struct
import zlib

SECRET = b"Jane Doe at home, 51.5 N"
"""What no copy may hold."""


def tiff(orientation: int) -> bytes:
    """EXIF data that tells *orientation*, and where it was taken."""
    entries = struct.pack("<HHIHH", 0x0112, 3, 1, orientation, 0) + struct.pack("<HHII", 0x010F, 2, len(SECRET), 38)
    return b"II\x2a\x00" + struct.pack("<IH", 8, 2) + entries + struct.pack("<I", 0) + SECRET


def _segment(marker: int, value: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(value) + 2) + value


def jpeg(width: int = 8, height: int = 16, *, orientation: int = 1) -> bytes:
    """A gray picture of 8 by 16 pixels (or one that says it is larger)."""
    quantization = _segment(0xDB, b"\x00" + b"\x01" * 64)
    frame = _segment(0xC0, struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00")
    huffman = _segment(0xC4, b"\x00\x01" + b"\x00" * 15 + b"\x00") + _segment(
        0xC4, b"\x10\x01" + b"\x00" * 15 + b"\x00"
    )
    scan = _segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\x0f\xff\x00\x0f"
    told = (
        _segment(0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00")
        + _segment(0xE1, b"Exif\x00\x00" + tiff(orientation))
        + _segment(0xE1, b"http://ns.adobe.com/xap/1.0/\x00" + SECRET)
        + _segment(0xE2, b"ICC_PROFILE\x00\x01\x01colors")
        + _segment(0xED, b"Photoshop 3.0\x00" + SECRET)
        + _segment(0xFE, SECRET)
    )
    return b"\xff\xd8" + told + quantization + frame + huffman + scan + b"\xff\xd9" + SECRET


def _chunk(name: bytes, value: bytes) -> bytes:
    return struct.pack(">I", len(value)) + name + value + struct.pack(">I", zlib.crc32(name + value))


def png(width: int = 8, height: int = 16, *, shade: int = 90, orientation: int = 1) -> bytes:
    rows = b"".join(b"\x00" + bytes((shade,)) * width for _ in range(height))
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
        + _chunk(b"tEXt", b"Author\x00" + SECRET)
        + _chunk(b"eXIf", tiff(orientation))
        + _chunk(b"IDAT", zlib.compress(rows))
        + _chunk(b"IEND", b"")
    )


def webp(width: int = 8, height: int = 16, *, orientation: int = 1) -> bytes:
    """The pieces of one; what is drawn is left out."""

    def piece(name: bytes, value: bytes) -> bytes:
        return name + struct.pack("<I", len(value)) + value + b"\x00" * (len(value) % 2)

    sizes = b"".join((number - 1).to_bytes(3, "little") for number in (width, height))
    body = b"WEBP" + piece(b"VP8X", b"\x2c\x00\x00\x00" + sizes) + piece(b"ICCP", b"colors")
    body += piece(b"VP8L", b"\x2f" + struct.pack("<I", (width - 1) | (height - 1) << 14))
    body += piece(b"EXIF", tiff(orientation)) + piece(b"XMP ", SECRET)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def gif(width: int = 8, height: int = 16) -> bytes:
    head = b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + b"\x00\x00\x00\xff\xff\xff"
    loops = b"\x21\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00"
    comment = b"\x21\xfe" + bytes((len(SECRET),)) + SECRET + b"\x00"
    image = b"\x2c" + struct.pack("<HHHHB", 0, 0, width, height, 0) + b"\x02\x02\x4c\x01\x00"
    return head + loops + comment + image + b"\x3b"


SVG = b'<?xml version="1.0"?>\n<!-- drawn by hand -->\n<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"><rect width="9" height="9"/></svg>\n'
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def avif(width: int = 8, height: int = 16, *, quarters: int = 0) -> bytes:
    """The boxes of one, with EXIF in the file's data, XMP in the head's own, and a box of a program's own."""

    def box(kind: bytes, *inside: bytes) -> bytes:
        content = b"".join(inside)
        return struct.pack(">I4s", len(content) + 8, kind) + content

    exif, xmp, pixels = b"\x00\x00\x00\x00" + tiff(6), b"<x:xmpmeta>" + SECRET, b"pixels" * 9

    def meta(start: int) -> bytes:
        items = ((1, b"av01", b""), (2, b"Exif", b""), (3, b"mime", b"application/rdf+xml\0"))
        entries = [
            box(b"infe", struct.pack(">IHH4s", 2 << 24, item, 0, kind), b"\0", told) for item, kind, told in items
        ]
        places = ((1, 0, start, len(pixels)), (2, 0, start + len(pixels), len(exif)), (3, 1, 0, len(xmp)))
        located = [struct.pack(">HHHHII", item, method, 0, 1, at, size) for item, method, at, size in places]
        sizes = box(b"ispe", struct.pack(">III", 0, width, height))
        turned = box(b"irot", bytes((quarters,))) if quarters else b""
        return box(
            b"meta",
            struct.pack(">I", 0),
            box(b"iinf", struct.pack(">IH", 0, 3), *entries),
            box(b"iloc", struct.pack(">IBBH", 1 << 24, 0x44, 0, 3), *located),
            box(b"idat", xmp),
            box(b"iprp", box(b"ipco", sizes, turned)),
        )

    head = box(b"ftyp", b"avif\x00\x00\x00\x00avifmif1")
    own = box(b"uuid", b"0123456789abcdef", SECRET)
    start = len(head) + len(own) + len(meta(0)) + 8
    return head + own + meta(start) + box(b"mdat", pixels, exif)
