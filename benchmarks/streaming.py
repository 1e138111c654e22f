"""How much memory a huge WordPress export or web archive needs: python -m benchmarks.streaming --gb 0.2

Makes one of that size (the same bytes at every run), takes it into an empty site, and tells what that cost. Size and number of
articles are told apart: what an export says beside its articles (page builders' data, pictures) only streams past.
"""

from __future__ import annotations

import argparse
import html
import json
import random
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from benchmarks.corpus import Corpus, Story
from benchmarks.measure import Cost, run

ARTICLE_BYTES = {"wxr": 100_000, "warc": 250_000}
"""Of a file, what comes on one article, with all that stands around it: builders' data; scripts, styles and pictures."""
LIMIT_MB = 300


@dataclass(frozen=True, slots=True)
class Row:
    kind: str
    gb: float
    articles: int
    cost: Cost


# ---------------------------------------------------------------- files


def write_wxr(path: Path, size: int, articles: int) -> None:
    """A WordPress export of about *size* bytes: *articles* posts with a picture each, and what a page builder keeps of them."""
    with path.open("wb") as file:
        file.write(_WXR_HEAD)
        for number, story in enumerate(Corpus(articles).stories()):
            file.write(_attachment(number) + _post(number, story, size * (number + 1) // articles - file.tell()))
        file.write(b"</channel></rss>\n")


_WXR_HEAD = b"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>The Daily Lantern</title><link>https://lantern.example</link><language>en-US</language><wp:wxr_version>1.2</wp:wxr_version>
"""


def _attachment(number: int) -> bytes:
    return (
        f"<item><title>picture {number}</title><wp:post_id>{2 * number + 1}</wp:post_id><wp:post_type>attachment</wp:post_type>"
        f"<wp:status>inherit</wp:status><wp:attachment_url>https://lantern.example/wp-content/uploads/{number}.jpg</wp:attachment_url>"
        f"</item>\n"
    ).encode()


def _post(number: int, story: Story, size: int) -> bytes:
    body = "\n\n".join(
        f"<!-- wp:paragraph -->\n<p>{html.escape(text)}</p>\n<!-- /wp:paragraph -->" for text in story.paragraphs
    )
    post = (
        f"<item><title>{html.escape(story.title)}</title><link>https://lantern.example/{story.day:%Y/%m/%d}/{story.id}/</link>"
        f"<dc:creator><![CDATA[{story.author}]]></dc:creator><content:encoded><![CDATA[{body}]]></content:encoded>"
        f"<excerpt:encoded><![CDATA[{story.dek}]]></excerpt:encoded><wp:post_id>{2 * number + 2}</wp:post_id>"
        f"<wp:post_date>{story.day} 08:00:00</wp:post_date><wp:post_name>{story.id}</wp:post_name><wp:status>publish</wp:status>"
        f'<wp:post_type>post</wp:post_type><category domain="category" nicename="x"><![CDATA[{story.section}]]></category>'
        f"<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>{2 * number + 1}</wp:meta_value></wp:postmeta>"
    ).encode()
    kept = "<wp:postmeta><wp:meta_key>_builder_data</wp:meta_key><wp:meta_value><![CDATA[{}]]></wp:meta_value></wp:postmeta>"
    return post + kept.format(_filling(number, size - len(post) - len(kept))).encode() + b"</item>\n"


def write_warc(path: Path, size: int, articles: int) -> None:
    """A web archive of about *size* bytes: *articles* pages with the scripts of their site, and pictures between them."""
    with path.open("wb") as file:
        for number, story in enumerate(Corpus(articles).stories()):
            address = f"https://lantern.example/{story.day:%Y/%m/%d}/{story.id}.html"
            _record(file, address, "text/html; charset=utf-8", _page(number, story).encode())
            left = size * (number + 1) // articles - file.tell()
            picture = random.Random(number).randbytes(max(1000, left - 500))
            _record(file, f"https://lantern.example/pictures/{number}.jpg", "image/jpeg", b"\xff\xd8\xff\xe0" + picture)


def _record(file: BinaryIO, address: str, kind: str, body: bytes) -> None:
    answer = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2025-03-01T10:00:00Z\r\n"
        f"WARC-Record-ID: <urn:x:{file.tell()}>\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(answer)}\r\n\r\n"
    )
    file.write(head.encode() + answer + b"\r\n\r\n")


def _page(number: int, story: Story) -> str:
    facts = {
        "@type": "NewsArticle",
        "headline": story.title,
        "datePublished": f"{story.day}",
        "author": {"name": story.author},
    }
    menu = "".join(f'<li><a href="/{name}/">{name}</a></li>' for name in ("World", "Politics", "Business", "Sports"))
    text = "".join(f"<p>{html.escape(one)}</p>" for one in story.paragraphs)
    return (
        f"<!DOCTYPE html><html lang=en><head><title>{html.escape(story.title)} - Lantern</title>"
        f'<script type="application/ld+json">{json.dumps(facts)}</script><style>{_filling(number, 20_000)}</style>'
        f"<script>{_filling(number + 1, 40_000)}</script></head><body><nav><ul>{menu}</ul></nav><article>"
        f"<h1>{html.escape(story.title)}</h1><p class=byline>By {story.author}</p>{text}</article>"
        "<footer>Subscribe to our newsletter</footer></body></html>"
    )


def _filling(number: int, length: int) -> str:
    """*length* letters that nobody reads."""
    piece = (
        json.dumps(
            {"id": number, "settings": {"color": f"#{number % 999:03d}", "padding": number % 40}, "elements": []}
        )
        + ","
    )
    return (piece * (max(0, length) // len(piece) + 1))[: max(0, length)]


def write(kind: str, path: Path, size: int, articles: int) -> None:
    """Write a file of *kind* (wxr, warc)."""
    _WRITERS[kind](path, size, articles)


_WRITERS: dict[str, Callable[[Path, int, int], None]] = {"wxr": write_wxr, "warc": write_warc}
_ENDINGS = {"wxr": "export.xml", "warc": "pages.warc"}


# ---------------------------------------------------------------- measuring


def measure(kind: str, folder: Path, *, gb: float, articles: int, jobs: int, limit_s: float) -> Row:
    """What it costs to take a file of *kind* (wxr, warc) of *gb* with so many *articles* into an empty site in *folder*."""
    root = folder / kind
    shutil.rmtree(root, ignore_errors=True)
    (root / "seeds").mkdir(parents=True)
    (root / "site.yaml").write_text("title: Streaming\nbase_url: https://archive.example/\n", "utf-8")
    write(kind, root / "seeds" / _ENDINGS[kind], int(gb * 1e9), articles)
    command = [sys.executable, "-m", "archivegen", "ingest", *(["--jobs", str(jobs)] if jobs else [])]
    return Row(kind, gb, articles, run(command, root, limit_s=limit_s))


def line_of(row: Row) -> str:
    cost = row.cost
    per_article = 1000 * cost.cpu_s / row.articles
    return (
        f"{row.kind:4} {row.gb:5.2f} GB {row.articles:8,} articles {cost.peak_mb:6.0f} MB at most {cost.cpu_s:8.1f} CPU s "
        f"{cost.wall_s:8.1f} s {per_article:6.1f} CPU ms an article"
    )


def _rows(wanted: argparse.Namespace, folder: Path) -> Iterator[Row]:
    for kind in wanted.kinds.split(","):
        articles = wanted.articles or max(1, int(wanted.gb * 1e9) // ARTICLE_BYTES[kind])
        yield measure(kind, folder, gb=wanted.gb, articles=articles, jobs=wanted.jobs, limit_s=wanted.limit)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gb", type=float, default=0.2, help="size of each file")
    parser.add_argument("--articles", type=int, default=0, help="how many it holds (default: as is usual for its size)")
    parser.add_argument("--kinds", default="wxr,warc")
    parser.add_argument("--jobs", type=int, default=0)
    parser.add_argument("--limit", type=float, default=14_400, help="seconds after which an ingest is given up")
    parser.add_argument("--folder", type=Path, help="where the sites are made, and kept (default: nowhere)")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=wanted.folder) as scratch:
        too_much = False
        for row in _rows(wanted, wanted.folder or Path(scratch)):
            print(line_of(row), flush=True)
            too_much |= row.cost.peak_mb > LIMIT_MB
    return int(too_much)


if __name__ == "__main__":
    sys.exit(main())
