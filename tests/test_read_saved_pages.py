"""Saved pages → the address that the program which saved them wrote down; what a list beside the pages says of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from archivegen import folders, work
from archivegen.read import READERS
from reading import read_all

PAGE = "<p>The bridge opened on Monday.</p>"


@pytest.mark.parametrize(
    ("comment", "address"),
    [
        ("<!-- saved from url=(0026)https://courier.example/one -->", "https://courier.example/one"),
        ("<!-- saved from url=(0014)about:internet -->", ""),
        ("<!-- Mirrored from courier.example/one by HTTrack Website Copier/3.x [XR&CO'2014], Fri, 03 May 2019 -->", "http://courier.example/one"),
        ("<!--\n Page saved with SingleFile \n url: https://courier.example/one?a=1&amp;b=2 \n saved date: Fri May 03 2019\n-->", "https://courier.example/one?a=1&b=2"),
        ("<!-- Saved from https://courier.example/one at 2019-05-03T10:00:00Z using monolith v2.8.1 -->", "https://courier.example/one"),
        ("<!-- a comment on https://courier.example/one -->", ""),
    ],
)  # fmt: skip
def test_the_address_that_a_browser_or_a_mirror_wrote_down_is_kept(comment: str, address: str) -> None:
    (found,), _ = read_all(f"<html>{comment}<head></head><body>{PAGE}</body></html>", "one.html")
    assert found.meta.get("url", "") == address
    if address.endswith("one"):
        assert found.meta["redirect_from"] == ["/one"]


def test_an_unpacked_export_of_substack_is_told_by_its_list(tmp_path: Path) -> None:
    (tmp_path / "seeds/posts").mkdir(parents=True)
    (tmp_path / "seeds/posts.csv").write_text(
        "post_id,post_date,is_published,audience,title,subtitle\n1.one,2020-05-03T10:00:00Z,true,everyone,One,Dek\n2.two,,false,everyone,Two,\n"
    )
    for name in ("1.one", "2.two"):
        (tmp_path / f"seeds/posts/{name}.html").write_text(PAGE)
    known = folders.gather(tmp_path, ["seeds/posts.csv", "seeds/posts/1.one.html", "seeds/posts/2.two.html"])
    assert known.indexes == {"seeds/posts.csv"}
    options = work.IngestOptions(str(tmp_path), "en", READERS)
    seeds = [
        work.SeedFile(f"seeds/posts/{n}.html", n, given=known.of(f"seeds/posts/{n}.html")) for n in ("1.one", "2.two")
    ]
    one, two = work.ingest_seeds(seeds, options)
    assert "title: One" in one.new[0].text
    assert "/p/one" in one.new[0].text
    assert two.new == ()
    assert any("draft post" in str(problem) for record in two.records for problem in record.problems)
