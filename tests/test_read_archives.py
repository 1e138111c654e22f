"""Web archives, zips and gzips → what is inside, within bounds."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import stat
import tarfile
import zipfile

import pytest

from archivegen.errors import Origin
from archivegen.model import Document
from archivegen.read import archives, bounds, row_readers
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
    monkeypatch.setattr(bounds, "FREE_BYTES", 100_000)
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
    assert [(one.meta["title"], one.meta["status"], one.withheld) for one in documents] == [
        ("One", "published", ""),
        ("Two", "draft", "draft post"),
        ("Three", "draft", "post for paying readers"),
    ]
    assert (documents[0].meta["dek"], documents[0].meta["date"]) == ("The dek", "2020-05-03T10:00:00.000Z")
    assert documents[0].meta["redirect_from"] == ["/p/one"]
    assert problems == []


def test_drafts_of_a_medium_export_stay_drafts() -> None:
    data = zipped(
        **{
            "posts/2020-05-03_One-1.html": "<h1>One</h1><p>Text.</p>",
            "posts/draft_Two-2.html": "<h1>Two</h1><p>Text.</p>",
        }
    )
    assert [one.meta.get("status") for one in read_all(data, "export.zip")[0]] == [None, "draft"]


# ---------------------------------------------------------------- tar, and what is packed otherwise


def tarred(**files: str | bytes | tarfile.TarInfo) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name, data in files.items():
            if isinstance(data, tarfile.TarInfo):
                archive.addfile(data)
                continue
            member = tarfile.TarInfo(name)
            content = data if isinstance(data, bytes) else data.encode()
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "pack"),
    [("a.tar", bytes), ("a.tar.gz", gzip.compress), ("a.tgz", gzip.compress), ("a.tar.bz2", bz2.compress), ("a.tar.xz", lzma.compress)],
)  # fmt: skip
def test_files_in_a_tar_are_read_however_it_is_packed(name: str, pack: type[bytes]) -> None:
    data = pack(tarred(**{"b/story.txt": STORY, "a.csv": "title,text\nOne,Text\n", "x.jpg": "x"}))
    documents, problems = read_all(data, name)
    assert [one.origin.record for one in documents] == ["b/story.txt", "a.csv/1"]
    assert [(one.code, "1 .jpg" in one.message) for one in problems] == [("archive-left-out", True)]


@pytest.mark.parametrize("cut", [0, 100])
def test_a_tar_whose_inner_head_is_damaged_or_cut_off_is_told(cut: int) -> None:
    data = tarred(**{"a.txt": STORY, "b.txt": STORY, "c.txt": STORY})
    second = data.index(b"b.txt")
    broken = data[: second + cut] if cut else data[:second] + b"x" + data[second + 1 :]
    documents, problems = read_all(broken, "a.tar")
    assert ([one.origin.record for one in documents], codes(problems)) == (["a.txt"], ["archive-broken"])


def test_links_in_archives_are_not_followed_and_names_that_climb_out_are_only_names() -> None:
    link = tarfile.TarInfo("passwd.txt")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    documents, problems = read_all(tarred(**{"../../etc/a.txt": STORY, "/b.txt": STORY, "l": link}), "a.tar")
    assert [one.origin.record for one in documents] == ["etc/a.txt", "b.txt"]
    assert "1 link" in problems[0].message
    member = zipfile.ZipInfo("passwd.txt")
    member.external_attr = (stat.S_IFLNK | 0o777) << 16
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(member, "/etc/passwd")
    documents, problems = read_all(packed.getvalue(), "a.zip")
    assert (documents, "1 link" in problems[0].message) == ([], True)


def test_archives_in_archives_are_read() -> None:
    data = zipped(
        **{
            "b.txt": STORY,
            "inner.zip": zipped(**{"a.txt": STORY, "x.jpg": b"\xff\xd8", "img/y.jpg": b"\xff\xd8"}),
            "c.tar.gz": gzip.compress(tarred(**{"deep/d.txt": STORY})),
            "e.tgz": gzip.compress(tarred(**{"e.txt": STORY})),
            "f.tar": tarred(**{"f.txt": STORY, "g.zip": zipped(**{"g.csv": "title,text\nOne,Words\n"})}),
        }
    )
    documents, problems = read_all(data, "a.zip")
    names = ["b.txt", "c.tar.gz/deep/d.txt", "e.tgz/e.txt", "f.tar/f.txt", "f.tar/g.zip/g.csv/1", "inner.zip/a.txt"]
    assert [one.origin.record for one in documents] == names
    (told,) = problems
    assert told.message == "files inside that are no stories: 2 .jpg"
    assert [one.origin.record for one in read_all(tarred(**{"in.zip": zipped(**{"a.txt": STORY})}), "a.tar")[0]] == [
        "in.zip/a.txt"
    ]


def test_archives_lie_in_one_another_only_so_deep() -> None:
    data = zipped(**{"a.txt": STORY})
    for _ in range(3):
        data = zipped(**{"in.zip": data})
    assert [one.origin.record for one in read_all(data, "a.zip")[0]] == ["in.zip/in.zip/in.zip/a.txt"]
    documents, problems = read_all(zipped(**{"in.zip": data, "b.txt": STORY}), "a.zip")
    assert [one.origin.record for one in documents] == ["b.txt"]
    assert "1 archive too deep in archives (unpack it)" in problems[0].message


def test_a_broken_archive_in_an_archive_costs_itself() -> None:
    data = zipped(**{"a.zip": b"no zip", "b.tar.gz": b"x", "c.tar": b"y" * 600, "d.gz": b"x", "e.txt": STORY})
    documents, problems = read_all(data, "a.zip")
    assert [one.origin.record for one in documents] == ["e.txt"]
    assert [one.origin.record for one in problems] == ["a.zip", "b.tar.gz", "c.tar", "d.gz"]
    assert {one.code for one in problems if one.severity == "error"} == {"archive-broken"}


def test_a_bomb_of_archives_is_put_out_with_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "FREE_BYTES", 100_000)
    bomb = zipped(**{f"{number}.txt": b"many words " * 9_000 for number in range(40)})
    data = zipped(**{"a.txt": STORY, **{f"b{number}.zip": bomb for number in range(40)}})
    documents, problems = read_all(data, "a.zip")
    assert documents[0].origin.record == "a.txt"
    assert len(documents) < 60
    assert codes(problems) == ["archive-too-large"]
    monkeypatch.setattr(archives, "MAX_MEMBERS", 100)
    assert codes(read_all(data, "a.zip")[1]) == ["archive-too-large"]


def test_what_a_browser_saved_with_a_page_is_no_story_in_an_archive_either() -> None:
    page = "<html><body><h1>Bridge</h1><p>The bridge opened on Monday, the mayor said.</p></body></html>"
    data = zipped(**{"Bridge.html": page, "Bridge_files/frame.html": page, "Bridge_files/note.txt": "x"})
    documents, problems = read_all(data, "a.zip")
    assert [one.origin.record for one in documents] == ["Bridge.html"]
    assert "2 of a site's design or settings, or saved with a page" in problems[0].message


def test_two_files_of_one_name_are_two_stories() -> None:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for text in (STORY, STORY.replace("Mayor", "Judge")):
            member = tarfile.TarInfo("a.txt")
            member.size = len(text)
            archive.addfile(member, io.BytesIO(text.encode()))
    assert [one.origin.record for one in read_all(packed.getvalue(), "a.tar")[0]] == ["a.txt", "a~2.txt"]


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_what_is_cut_off_or_damaged_is_one_problem_and_what_was_before_comes_in(pack: type[bytes]) -> None:
    ending = {gzip.compress: "gz", bz2.compress: "bz2", lzma.compress: "xz"}[pack]
    rows = b"title,text\n" + b"".join(b"Headline %d,Words %d\n" % (n, n * n * 7919) for n in range(6_000))
    whole = pack(rows)
    _, problems = read_all(whole[: len(whole) // 2], f"a.csv.{ending}")
    assert codes(problems)[-1] == "archive-broken"
    damaged = bytearray(whole)
    damaged[len(whole) // 2] ^= 0xFF
    _, problems = read_all(bytes(damaged), f"a.csv.{ending}")
    assert codes(problems)[-1] in {"archive-broken", "row-unreadable"}
    damaged_tar = read_all(tarred(**{"a.txt": STORY, "b.txt": STORY})[:1400], "a.tar")
    assert [one.origin.record for one in damaged_tar[0]][:1] == ["a.txt"]


def test_of_a_wacz_only_the_web_archive_is_read() -> None:
    data = zipped(**{"archive/data.warc.gz": gzip.compress(warc(PAGE)), "pages/pages.jsonl": '{"url": "https://courier.example/a", "title": "A"}\n', "datapackage.json": "{}"})  # fmt: skip
    documents, problems = read_all(data, "a.wacz")
    assert [one.meta["url"] for one in documents] == ["https://courier.example/a"]
    assert problems == []


def test_a_site_names_the_fields_of_rows_in_archives_too() -> None:
    read = row_readers({"kop": "title", "tekst": "text"})[".zip"]
    (found,) = read(io.BytesIO(zipped(**{"rows.csv": "kop,tekst\nOne,Words.\n"})), Origin("seeds/rows.zip"))
    assert isinstance(found, Document)
    assert (found.meta, found.body) == ({"title": "One"}, "Words.")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("in/index.csv", "file,url,date\na.txt,https://courier.example/a,2019-01-01\nb.md,https://courier.example/b,2019-01-02\n"),
        ("metadata.json", '[{"path": "in/a.txt", "url": "https://courier.example/a", "date": "2019-01-01"}, {"path": "x/b.md", "date": "2019-01-02"}]'),
        ("manifest.jsonl", '{"filename": "C:\\\\scrapes\\\\a.txt", "date": "2019-01-01"}\n{"filename": "b.md", "date": "2019-01-02"}\n'),
    ],
)  # fmt: skip
def test_a_table_in_an_archive_tells_of_the_texts_beside_it(name: str, data: str) -> None:
    own = "---\ntitle: Own\ndate: 2020-05-05\n---\n\nWords of it.\n"
    documents, problems = read_all(zipped(**{"in/a.txt": STORY, "in/b.md": own, name: data}), "a.zip")
    assert [(one.origin.record, str(one.meta["date"])) for one in documents] == [
        ("in/a.txt", "2019-01-01"),
        ("in/b.md", "2020-05-05"),  # what a text says itself holds
    ]
    assert not problems
    changed = zipped(**{"in/a.txt": STORY, "in/b.md": own, name: data.replace("2019-01-01", "2019-01-09")})
    again, _ = read_all(changed, "a.zip")
    assert [new.sha256 == old.sha256 for new, old in zip(again, documents, strict=True)] == [False, True]


def test_a_table_of_stories_in_an_archive_is_read_whatever_its_name() -> None:
    data = zipped(**{"index.csv": "title,text\nOne,Words of it.\n", "a.txt": STORY})
    assert [one.origin.record for one in read_all(data, "a.zip")[0]] == ["a.txt", "index.csv/1"]
