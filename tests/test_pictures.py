"""What a picture is and how large, and copies that tell nothing of who took it and where."""

from __future__ import annotations

import struct
import time
from collections.abc import Callable

import pytest

from archivegen import pictures
from archivegen.pictures import Picture
from picture_files import SECRET, SVG, avif, gif, jpeg, png, tiff, webp

MAKERS: dict[str, Callable[..., bytes]] = {"jpeg": jpeg, "png": png, "webp": webp, "gif": gif, "avif": avif}


@pytest.mark.parametrize("kind", MAKERS)
def test_the_size_is_read_from_the_head(kind: str) -> None:
    assert pictures.read(MAKERS[kind](1200, 800)) == Picture(kind, 1200, 800)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp"])
def test_a_turned_picture_has_the_size_that_is_shown(kind: str) -> None:
    assert pictures.read(MAKERS[kind](1200, 800, orientation=6)) == Picture(kind, 800, 1200)  # type: ignore[arg-type]
    assert pictures.read(MAKERS[kind](1200, 800, orientation=3)) == Picture(kind, 1200, 800)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", MAKERS)
def test_a_copy_tells_nothing_of_its_maker(kind: str) -> None:
    data = MAKERS[kind]()
    assert SECRET in data
    copy = pictures.stripped(data)
    assert SECRET not in copy
    assert pictures.read(copy) == pictures.read(data)
    assert pictures.stripped(copy) == copy


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp"])
def test_a_turned_picture_stays_turned_in_the_copy(kind: str) -> None:
    data = MAKERS[kind](1200, 800, orientation=8)
    copy = pictures.stripped(data)
    assert SECRET not in copy
    assert pictures.read(copy) == Picture(kind, 800, 1200)  # type: ignore[arg-type]


def test_a_copy_of_boxes_keeps_every_place_that_others_name() -> None:
    data = avif()
    copy = pictures.stripped(data)
    assert len(copy) == len(data)
    assert copy[data.index(b"pixels") :].startswith(b"pixels" * 9)
    assert b"\x00\x00\x00\x00MM\x00\x2a" in copy  # EXIF that tells nothing, for those who look for it
    assert pictures.read(avif(1200, 800, quarters=1)) == Picture("avif", 800, 1200)
    assert pictures.read(avif(1200, 800, quarters=2)) == Picture("avif", 1200, 800)


@pytest.mark.parametrize(
    ("old", "new"),
    [(b"iloc", b"free"), (b"iloc\x01", b"iloc\x07"), (b"infe\x02", b"infe\x01"), (b"mdat", b"mdat" + b"x" * 9)],
)
def test_boxes_that_cannot_be_told_apart_are_not_published(old: bytes, new: bytes) -> None:
    data = avif()
    broken = data.replace(old, new)[:-60] if old == b"mdat" else data.replace(old, new)
    with pytest.raises(pictures.Unreadable):
        pictures.stripped(broken)


def test_pieces_that_are_each_said_to_be_all_of_the_file_are_refused_at_once() -> None:
    data = avif()
    start = data.index(b"iloc") + 4
    length = struct.unpack(">I", data[start - 8 : start - 4])[0] - 8
    places = struct.pack(">IBBHHHH", 0, 0, 0, 1, 2, 0, 65535).ljust(length, b"\0")
    with pytest.raises(pictures.Unreadable):
        pictures.stripped(data[:start] + places + data[start + length :])


def test_colors_stay_as_they_are() -> None:
    assert b"ICC_PROFILE" in pictures.stripped(jpeg())
    assert b"ICCP" in pictures.stripped(webp())
    assert b"NETSCAPE2.0" in pictures.stripped(gif())


def test_the_pixels_of_a_copy_are_those_of_the_picture() -> None:
    data, copy = jpeg(), pictures.stripped(jpeg())
    scan = data[data.index(b"\xff\xdb") : data.index(b"\xff\xd9") + 2]
    assert copy.endswith(scan)
    drawn = png()[png().index(b"IDAT") - 4 :]
    assert pictures.stripped(png()).endswith(drawn)


def test_a_picture_that_breaks_off_in_its_scan_is_kept_as_far_as_it_goes() -> None:
    cut = jpeg()[: jpeg().index(b"\xff\xd9")]
    assert pictures.stripped(cut).endswith(b"\x0f\xff\x00\x0f")


@pytest.mark.parametrize("data", [jpeg()[:40], b"\xff\xd8\xff\x00\x00", png()[:20], gif()[:8], webp()[:20]])
def test_one_that_breaks_off_in_its_head_is_damaged(data: bytes) -> None:
    with pytest.raises(pictures.Unreadable):
        pictures.read(data)
        pictures.stripped(data)


def test_what_is_no_picture_is_none_whatever_it_is_called() -> None:
    for data in (b"", b"<html><svg></svg></html>", b"GIF", b"plain words", b"<!-- <svg> -->"):
        assert pictures.read(data).kind == ""


def test_a_drawing_has_the_size_of_its_box() -> None:
    assert pictures.read(SVG) == Picture("svg", 40, 30)
    assert pictures.read(b'<svg width="12px" height="7.5">') == Picture("svg", 12, 7)
    assert pictures.read(b'<svg width="100%" height="100%">') == Picture("svg")


@pytest.mark.parametrize(
    "inner",
    [
        b"<script>x()</script>",
        b"<SVG:script>",
        b'<rect onload="x()"/>',
        b'<a href="java&#115;cript:x()">',
        b'<a xlink:href=" javascript:x()">',
        b"<foreignObject>",
        b'<image href="https://x.example/a.png"/>',
        b'<rect style="fill: url(//x.example/a.png)"/>',
    ],
)
def test_a_drawing_that_could_run_is_active(inner: bytes) -> None:
    assert pictures.is_active(SVG.replace(b"<rect", inner + b"<rect", 1))


def test_a_plain_drawing_is_not_active() -> None:
    assert not pictures.is_active(SVG)


def test_no_orientation_is_invented() -> None:
    for bad in (b"", b"II\x2a\x00", tiff(0), tiff(9), b"XX" + tiff(6)[2:]):
        data = jpeg(4, 2).replace(tiff(1), bad.ljust(len(tiff(1)), b"\x00"))
        assert pictures.read(data) == Picture("jpeg", 4, 2)


def test_large_and_odd_bytes_are_read_in_linear_time() -> None:
    started = time.process_time()
    for data in (b"<!--" * 500_000, b"\xff\xd8\xff" + b"\xff" * 2_000_000, b"<svg " + b"a=" * 500_000):
        try:
            pictures.read(data)
            pictures.is_active(data)
        except pictures.Unreadable:
            continue
    assert time.process_time() - started < 3
