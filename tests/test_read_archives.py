"""Web archives, zips and gzips → what is inside, within bounds."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest

from archivegen.read import archives
from reading import codes, read_all

STORY = "Mayor Opens Bridge\n\nThe mayor opened the bridge on Monday.\n"


def zipped(**files: str | bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return packed.getvalue()


def warc(*answers: tuple[str, str, bytes]) -> bytes:
    """Of (address, head of the answer, body)."""
    made = b""
    for address, head, body in answers:
        block = f"HTTP/1.1 {head}\r\n\r\n".encode() + body
        made += (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2021-01-01T00:00:00Z\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
        ).encode() + block + b"\r\n\r\n"  # fmt: skip
    return made


PAGE = (
    "https://courier.example/a",
    "200 OK\r\nContent-Type: text/html; charset=iso-8859-1",
    "<p>Café</p>".encode("latin-1"),
)


@pytest.mark.parametrize(("name", "pack"), [("a.warc", bytes), ("a.warc.gz", gzip.compress)])
def test_pages_of_a_web_archive_come_in_and_the_others_are_counted(name: str, pack: type[bytes]) -> None:
    data = warc(PAGE, ("https://courier.example/b", "301 Moved\r\nContent-Type: text/html", b""), ("https://courier.example/c", "200 OK\r\nContent-Type: image/png", b"x"))  # fmt: skip
    (found,), problems = read_all(pack(data), name)
    assert (found.origin.record, found.markup, found.body) == ("courier.example/a", "html", "<p>Café</p>")
    assert found.meta["url"] == "https://courier.example/a"
    assert "date" not in found.meta
    assert problems[0].message == "1 page came in; left out: 1 image file, 1 redirect"


def test_where_a_web_archive_breaks_off_is_told_and_what_was_before_comes_in() -> None:
    data = warc(PAGE, ("https://courier.example/b", "200 OK\r\nContent-Type: text/html", b"<p>cut off here</p>" * 9))
    documents, problems = read_all(data[:-60], "a.warc")
    assert len(documents) == 1
    assert codes(problems)[0] in {"warc-truncated", "warc-broken"}


def test_chunked_and_packed_bodies_are_unpacked() -> None:
    packed = gzip.compress(b"<p>Text.</p>")
    body = f"{len(packed):x}\r\n".encode() + packed + b"\r\n0\r\n\r\n"
    head = "200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked"
    assert read_all(warc(("https://courier.example/a", head, body)), "a.warc")[0][0].body == "<p>Text.</p>"


def test_files_in_a_zip_are_read_by_their_endings() -> None:
    data = zipped(
        **{"b/story.txt": STORY, "a.csv": "title,text\nOne,Text\n", "x.jpg": b"\xff\xd8", "__MACOSX/._a.txt": b"\0"}
    )
    documents, problems = read_all(data, "stories.zip")
    assert [one.origin.record for one in documents] == ["a.csv/1", "b/story.txt"]
    assert [(one.code, one.severity) for one in problems] == [("archive-left-out", "note")]


def test_a_name_that_climbs_out_of_the_zip_is_only_a_name() -> None:
    assert read_all(zipped(**{"../../etc/story.txt": STORY}), "a.zip")[0][0].origin.record == "etc/story.txt"


def test_bombs_are_refused_and_their_neighbours_come_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "FREE_BYTES", 100_000)
    documents, problems = read_all(zipped(**{"a.txt": b"a" * 5_000_000, "b.txt": STORY}), "a.zip")
    assert [one.origin.record for one in documents] == ["b.txt"]
    assert codes(problems) == ["archive-too-large"]
    assert codes(read_all(gzip.compress(b"a" * 5_000_000), "a.txt.gz")[1]) == ["archive-too-large"]


def test_a_gzip_is_read_by_the_ending_below() -> None:
    assert read_all(gzip.compress(STORY.encode()), "story.txt.gz")[0][0].body.startswith("Mayor")
    assert codes(read_all(gzip.compress(STORY.encode()), "story.gz")[1]) == ["seed-unknown-kind"]


@pytest.mark.parametrize("name", ["a.zip", "a.csv.gz", "a.warc", "a.warc.gz"])
def test_broken_archives_are_one_problem(name: str) -> None:
    good = {"a.zip": zipped(a=STORY), "a.csv.gz": gzip.compress(b"title,text\n" + b"One,Text\n" * 999)}.get(
        name, b"WARC/1.0"
    )
    for data in (b"", b"nothing of the kind", good[: len(good) // 2]):
        documents, problems = read_all(data, name)
        assert [one for one in problems if one.severity == "error"] or documents or not data


def test_a_substack_export_publishes_what_was_published() -> None:
    posts = (
        "post_id,post_date,is_published,type,audience,title,subtitle\n1.one,2020-05-03T10:00:00.000Z,true,newsletter,everyone,One,The dek\n"
        "2.two,,false,newsletter,everyone,Two,\n3.three,2020-05-04T10:00:00.000Z,true,newsletter,only_paid,Three,\n"
    )
    page = "<p>The bridge opened on Monday, the mayor said.</p>"
    data = zipped(**{"posts.csv": posts, **{f"posts/{name}.html": page for name in ("1.one", "2.two", "3.three")}})
    documents, problems = read_all(data, "export.zip")
    assert [(one.meta["title"], one.meta["status"]) for one in documents] == [("One", "published"), ("Three", "draft")]
    assert (documents[0].meta["dek"], documents[0].meta["date"]) == ("The dek", "2020-05-03T10:00:00.000Z")
    assert "1 unpublished" in problems[0].message


def test_drafts_of_a_medium_export_stay_drafts() -> None:
    data = zipped(
        **{
            "posts/2020-05-03_One-1.html": "<h1>One</h1><p>Text.</p>",
            "posts/draft_Two-2.html": "<h1>Two</h1><p>Text.</p>",
        }
    )
    assert [one.meta.get("status") for one in read_all(data, "export.zip")[0]] == [None, "draft"]
