"""Pictures in smaller sizes: upright, in their colors, never larger than they are; with Pillow, and without it."""

from __future__ import annotations

import io
import re
import struct
from pathlib import Path
from typing import Any

import pytest

from archivegen import picture_sizes, pictures
from archivegen.linkcheck import check
from archivegen.pictures import Picture
from picture_files import SECRET, tiff
from sites import Site, difference
from test_media import put, said, story

Image = pytest.importorskip("PIL.Image", reason="needs archivegen[images]")
TURNED_LEFT = 6
"""A camera held upright: what it calls the right side is shown on top."""


def noisy(width: int, height: int, mode: str = "RGB") -> Any:
    """A picture that has something to lose: red above, gray noise below."""
    noise = Image.effect_noise((width, height), 60).convert("RGB")
    noise.paste((250, 20, 20), (0, 0, width, height // 4))
    return noise.convert(mode)


def encoded(image: Any, form: str, **how: Any) -> bytes:
    target = io.BytesIO()
    image.save(target, form, **how)
    return target.getvalue()


def narrower(data: bytes, *sizes: int) -> dict[int, Any]:
    found = picture_sizes.made(data, pictures.read(data), sizes)
    return {width: Image.open(io.BytesIO(one)) for width, one in found}


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_made_narrower_and_never_wider(form: str) -> None:
    made = narrower(encoded(noisy(1000, 500), form), 200, 480, 960, 1600)
    assert {width: one.size for width, one in made.items()} == {480: (480, 240), 200: (200, 100)}
    assert {one.format for one in made.values()} == {"WEBP"}


def test_a_turned_picture_is_turned_before_it_is_told_no_more() -> None:
    exif = b"Exif\x00\x00" + tiff(TURNED_LEFT)
    made = narrower(encoded(noisy(800, 400), "JPEG", quality=90, exif=exif), 200)[200]
    assert made.size == (200, 400)
    assert not made.getexif()
    red, _, blue = made.convert("RGB").getpixel((190, 200))
    assert red > 200 > blue  # what was its upper edge is its right one


@pytest.mark.parametrize("turned", range(1, 9))
def test_all_ways_of_turning_are_undone_as_browsers_do(turned: int) -> None:
    from PIL import ImageOps

    exif = b"Exif\x00\x00" + tiff(turned)
    data = encoded(noisy(400, 300), "JPEG", quality=95, exif=exif)
    wanted = ImageOps.exif_transpose(Image.open(io.BytesIO(data))).resize((100, 133 if turned > 4 else 75))
    made = narrower(data, 100)[100].convert("RGB")
    assert made.size == wanted.size
    for place in ((5, 5), (95, 5), (5, 70), (95, 70), (50, 5)):
        assert abs(made.getpixel(place)[2] - wanted.getpixel(place)[2]) < 90, place


def test_the_color_profile_is_kept_and_nothing_else_is_told() -> None:
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    exif = b"Exif\x00\x00" + tiff(1)
    data = encoded(noisy(800, 400), "JPEG", quality=90, icc_profile=profile, exif=exif, comment=SECRET)
    ((_, one),) = picture_sizes.made(data, pictures.read(data), [200])
    assert Image.open(io.BytesIO(one)).info["icc_profile"] == profile
    assert SECRET not in one


@pytest.mark.parametrize("mode", ["RGBA", "P", "L", "LA", "1"])
def test_pictures_of_all_screen_colors_come(mode: str) -> None:
    drawn = noisy(600, 300, mode)
    if mode in ("RGBA", "LA"):
        drawn.putalpha(Image.linear_gradient("L").resize(drawn.size))
    made = narrower(encoded(drawn, "PNG"), 100)[100]
    assert made.mode == ("RGBA" if mode in ("RGBA", "LA") else "RGB")


def test_what_would_lose_more_than_size_is_left_as_it_is() -> None:
    frames = [noisy(600, 300), noisy(600, 300)]
    assert not narrower(encoded(frames[0], "GIF"), 100)
    assert not narrower(encoded(frames[0], "WEBP", save_all=True, append_images=frames[1:], duration=99), 100)
    assert not narrower(encoded(frames[0], "PNG", save_all=True, append_images=frames[1:], duration=99), 100)
    assert not narrower(encoded(noisy(600, 300).convert("CMYK"), "JPEG"), 100)
    assert not narrower(encoded(Image.new("I;16", (600, 300)), "PNG"), 100)


def test_what_would_weigh_more_is_not_made() -> None:
    flat = encoded(Image.new("RGB", (500, 400), (9, 9, 9)), "PNG", optimize=True)
    assert all(len(one) < len(flat) for _, one in picture_sizes.made(flat, pictures.read(flat), [100, 440]))


def test_a_bomb_is_not_unpacked() -> None:
    bomb = bytearray(encoded(noisy(60, 30), "PNG"))
    bomb[16:24] = struct.pack(">II", 60_000, 60_000)
    assert picture_sizes.widths(Picture("png", 60_000, 60_000), [480]) == []
    assert list(picture_sizes.made(bytes(bomb), pictures.read(bytes(bomb)), [480])) == []


def test_one_that_breaks_off_is_told_of_by_an_error() -> None:
    with pytest.raises(ValueError, match="truncated"):
        list(picture_sizes.made(encoded(noisy(600, 300), "JPEG")[:4000], Picture("jpeg", 600, 300), [480]))


# ---------------------------------------------------------------- whole sites


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1718000000")
    (tmp_path / "site").mkdir()
    made = Site(tmp_path / "site")
    put(made, "site.yaml", "title: Harbor\nbase_url: https://archive.example/\nmedia:\n  sizes: [480, 960]\n")
    put(made, "seeds/boat.jpg", encoded(noisy(1200, 800), "JPEG", quality=90))
    put(made, "seeds/a.md", story("Boats", '![Boats](boat.jpg "The boats.")'))
    return made


def pictures_of(site: Site) -> list[str]:
    return sorted(path for path in site.public() if path.startswith("media/"))


def test_a_page_offers_its_pictures_in_several_sizes(site: Site) -> None:
    site.build()
    html = (site.root / "public/2019/06/01/boats.html").read_text("utf-8")
    (found,) = re.findall(r'<img src="([^"]*)"[^>]* srcset="([^"]*)" sizes="[^"]*"', html)
    offered = [one.split(" ") for one in found[1].split(", ")]
    assert [width for _, width in offered] == ["480w", "960w", "1200w"]
    assert offered[2][0] == found[0]
    assert [Path(path).name[-9:] for path, _ in offered[:2]] == ["-480.webp", "-960.webp"]
    assert {path.replace("../", "") for path, _ in offered} == set(pictures_of(site))
    assert not check(site.root / "public", "public")


def test_an_incremental_build_equals_a_clean_one(site: Site, tmp_path: Path) -> None:
    site.build()
    put(site, "seeds/boat.jpg", encoded(noisy(1000, 800), "JPEG", quality=90))
    put(site, "seeds/quay.png", encoded(noisy(700, 300), "PNG"))
    put(site, "seeds/b.md", story("Quays", "![Quay](quay.png)"))
    site.build()
    clean = site.copy_of_inputs(tmp_path / "clean")
    clean.build()
    assert not difference(site.public(), clean.public())
    assert len(pictures_of(site)) == 4
    kept = sorted(path.name for path in (site.root / ".archivegen/pictures").iterdir())
    assert len(kept) == 2  # nothing of the first boat


def test_sizes_that_are_lost_are_made_again(site: Site) -> None:
    site.build()
    before = site.public()
    for path in (site.root / ".archivegen/pictures").iterdir():
        path.unlink()
    put(site, "seeds/b.md", story("Quays", "![](boat.jpg)"))
    site.build()
    assert {path: data for path, data in site.public().items() if path.startswith("media/")} == {
        path: data for path, data in before.items() if path.startswith("media/")
    }


def test_other_sizes_and_none_take_the_place_of_the_old_ones(site: Site) -> None:
    site.build()
    put(site, "site.yaml", "title: Harbor\nmedia: {sizes: 300}\n")
    site.build()
    assert [path[-9:] for path in pictures_of(site)][:1] == ["-300.webp"]
    put(site, "site.yaml", "title: Harbor\n")
    site.build()
    assert len(pictures_of(site)) == 1
    assert not list((site.root / ".archivegen/pictures").iterdir())
    assert "srcset" not in (site.root / "public/2019/06/01/boats.html").read_text("utf-8")


def test_without_pillow_one_line_says_what_to_install(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture_sizes, "is_able", lambda: False)
    result = site.build()
    (line,) = said(result, "extra-missing")
    assert line.startswith("site.yaml:3: error: extra-missing")
    assert 'pip install "archivegen[images]"' in line
    assert len(pictures_of(site)) == 1


def test_a_bomb_is_not_shown_and_said(site: Site) -> None:
    bomb = bytearray(encoded(noisy(20, 20), "PNG"))
    bomb[16:24] = struct.pack(">II", 60_000, 60_000)
    put(site, "seeds/bomb.png", bytes(bomb))
    put(site, "seeds/b.md", story("Bombs", "![](bomb.png)"))
    (line,) = said(site.build(), "picture-missing")
    assert "60,000 × 60,000 pixels" in line
    assert not [path for path in pictures_of(site) if "bomb" in path]


def test_a_broken_picture_is_shown_as_far_as_it_goes(site: Site) -> None:
    put(site, "seeds/boat.jpg", encoded(noisy(1200, 800), "JPEG", quality=90)[:20_000])
    result = site.build()
    assert not said(result, "picture-missing")
    assert len(pictures_of(site)) == 1


@pytest.mark.parametrize("name", ["boat.heic", "boat.TIF"])
def test_a_picture_that_browsers_do_not_show_is_told_so(site: Site, name: str) -> None:
    put(site, f"seeds/{name}", b"II*\x00")
    put(site, "seeds/b.md", story("Boats", f"![]({name})"))
    (line,) = said(site.build(), "picture-missing")
    assert "save it as JPEG" in line
