"""/data/: what is published there, in which files, and when a file is made again."""

from __future__ import annotations

import importlib
import json
import sqlite3
from collections.abc import Callable

import pytest

from sites import Site

planning = importlib.import_module("archivegen.pages.data")
ALL = "publish_data: [jsonl, csv, sqlite, bibtex, ris, csl-json]"


def publish(site: Site, line: str = ALL) -> None:
    path = site.root / "site.yaml"
    path.write_text(path.read_text("utf-8") + f"{line}\n", "utf-8")


def data(site: Site) -> dict[str, bytes]:
    return {path.removeprefix("data/"): text for path, text in site.public().items() if path.startswith("data/")}


def test_nothing_is_published_unasked(small_site: Callable[[str], Site]) -> None:
    site = small_site("site")
    site.build()
    assert data(site) == {}
    assert b"data/" not in site.public()["about/index.html"]


def test_each_format_is_a_file_that_the_page_lists(small_site: Callable[[str], Site]) -> None:
    site = small_site("site")
    publish(site)
    site.build()
    found = data(site)
    assert sorted(found) == [
        "articles.bib", "articles.csl.json", "articles.csv", "articles.jsonl", "articles.ris", "articles.sqlite", "index.html",
    ]  # fmt: skip
    page = found["index.html"].decode()
    for name in found:
        assert name == "index.html" or f'href="{name}"' in page or f"/data/{name}" in page, name
    assert b"data/" in site.public()["about/index.html"]
    assert b"/data/</loc>" in site.public()["sitemap.xml"]
    records = [json.loads(line) for line in found["articles.jsonl"].splitlines()]
    assert all(record["status"] == "published" for record in records)
    assert len(json.loads(found["articles.csl.json"])) == len(records)
    database = site.root / "public" / "data" / "articles.sqlite"
    with sqlite3.connect(database) as db:
        assert db.execute("select count(*) from articles").fetchone() == (len(records),)


def test_a_long_archive_is_in_parts_and_no_article_changes_its_file(
    small_site: Callable[[str], Site], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planning, "ARTICLES_A_FILE", 3)
    site = small_site("site")
    publish(site, "publish_data: [jsonl]")
    site.build()
    before = data(site)
    assert {"articles.jsonl", "articles-2.jsonl", "articles-3.jsonl"} <= before.keys()
    assert len(before["articles.jsonl"].splitlines()) <= 3
    first = json.loads(before["articles.jsonl"].splitlines()[0])["id"]
    (path,) = [path for path in (site.root / "content").rglob("*.md") if f"id: {first}\n" in path.read_text("utf-8")]
    path.unlink()
    site.build()
    after = data(site)
    assert after["articles.jsonl"] != before["articles.jsonl"]
    ids = {
        name: [json.loads(line)["id"] for line in text.splitlines()] for name, text in after.items() if "jsonl" in name
    }
    for name, text in before.items():
        if "jsonl" in name:
            assert ids[name] == [one for line in text.splitlines() if (one := json.loads(line)["id"]) != first]


def test_an_edit_makes_only_its_own_file_again(
    small_site: Callable[[str], Site], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planning, "ARTICLES_A_FILE", 3)
    site = small_site("site")
    publish(site, "publish_data: [jsonl, ris]")
    site.build()
    before = data(site)
    path = site.root / "seeds" / "undated.txt"
    path.write_text(path.read_text("utf-8").replace("a page of code", "a page of music"), "utf-8")
    site.build()
    after = data(site)
    assert before.keys() == after.keys()
    changed = [name for name in before if before[name] != after[name]]
    assert len([name for name in changed if name.endswith(".jsonl")]) == 1
