"""Pictures and documents that articles refer to are on the site, and links between articles lead to each other."""

from __future__ import annotations

import io
import re
import time
import zipfile
from pathlib import Path

import pytest

from archivegen import build, config, localfiles, markdown, references, scaffold
from archivegen.content import body
from archivegen.linkcheck import check
from archivegen.localfiles import Files, Missing, Places
from archivegen.model import Article, Figure, Losses, Mark, Paragraph, Seed
from archivegen.normalize import dialects
from picture_files import PDF, SECRET, SVG, jpeg, png
from sites import Site

# ---------------------------------------------------------------- which file a reference means

HERE = Places("content/blog/fire.md", "seeds/blog/posts/fire.md", "")


def files(*paths: str) -> Files:
    return Files(paths, static="static", media=["media"])


@pytest.mark.parametrize(
    ("ref", "path"),
    [
        ("a.jpg", "seeds/blog/posts/a.jpg"),
        ("./img/a.jpg", "seeds/blog/posts/img/a.jpg"),
        ("../img/a.jpg", "seeds/blog/img/a.jpg"),
        ("a.jpg", "content/blog/a.jpg"),
        ("my%20field.jpg", "seeds/blog/posts/my field.jpg"),
        ("A.JPG", "seeds/blog/posts/a.jpg"),
        ("a.jpg?v=2#top", "seeds/blog/posts/a.jpg"),
        ("/images/a.jpg", "seeds/blog/static/images/a.jpg"),
        ("/assets/a.jpg", "seeds/blog/assets/a.jpg"),
        ("assets/a.jpg", "seeds/blog/assets/a.jpg"),
        ("/img/a.jpg", "static/img/a.jpg"),
        ("/static/img/a.jpg", "static/img/a.jpg"),
        ("{static}/images/a.jpg", "seeds/blog/images/a.jpg"),
        ("{{ site.baseurl }}/assets/a.jpg", "seeds/assets/a.jpg"),
        ("/wp-content/uploads/2019/06/a.jpg", "media/2019/06/a.jpg"),
        ("https://old.example/wp-content/uploads/2019/06/a.jpg", "media/2019/06/a.jpg"),
        ("https://i0.wp.com/old.example/wp-content/uploads/2019/06/a.jpg?w=300", "media/2019/06/a.jpg"),
        ("https://old.example/wp-content/uploads/2019/06/a-300x200.jpg", "media/2019/06/a.jpg"),
        ("https://old.example/wp-content/uploads/2019/06/a.jpg", "media/2019/06/a-scaled.jpg"),
        ("https://old.example/wp-content/uploads/2019/06/a-scaled.jpg", "media/2019/06/a-1024x683.jpg"),
        ("https://old.example/wp-content/uploads/2019/06/a-e1559390000000-300x200.jpg", "media/2019/06/a.jpg"),
    ],
)
def test_a_reference_means_the_file(ref: str, path: str) -> None:
    assert files(path, "seeds/other/z.jpg", "media/2019/07/a.jpg").find(ref, HERE) == path


def test_the_file_itself_comes_before_another_size() -> None:
    shop = files("media/2019/a.jpg", "media/2019/a-300x200.jpg", "media/2019/a-1024x683.jpg")
    assert shop.find("https://o.example/wp-content/uploads/2019/a-300x200.jpg", HERE) == "media/2019/a-300x200.jpg"
    assert shop.find("https://o.example/wp-content/uploads/2019/a-150x150.jpg", HERE) == "media/2019/a.jpg"


def test_of_several_sizes_the_largest_stands_for_the_picture() -> None:
    shop = files("media/2019/a-300x200.jpg", "media/2019/a-1024x683.jpg", "media/2019/a-150x150.jpg")
    assert shop.find("https://o.example/wp-content/uploads/2019/a.jpg", HERE) == "media/2019/a-1024x683.jpg"


def test_a_bare_name_is_not_looked_for_everywhere() -> None:
    shop = files("media/a.jpg", "seeds/other/a.jpg")
    assert shop.find("https://cdn.example/pictures/a.jpg", HERE) == Missing("cdn.example")
    assert shop.find("img/a.jpg", HERE) == Missing("")


def test_a_picture_of_another_site_is_not_taken_for_ones_own() -> None:
    shop = files("media/images/2019/a.jpg")
    own = Places("content/a.md", "", "https://www.courier.example/story")
    assert shop.find("https://img.courier.example/images/2019/a.jpg", own) == "media/images/2019/a.jpg"
    assert shop.find("https://cdn.example/images/2019/a.jpg", own) == Missing("cdn.example")
    assert shop.find("/images/2019/a.jpg", own) == "media/images/2019/a.jpg"
    assert shop.find("/images/2019/b.jpg", own) == Missing("courier.example")


@pytest.mark.parametrize(
    "ref",
    [
        "../../../../etc/passwd",
        "..%2f..%2f..%2f..%2fetc/shadow.jpg/../../../../../x",
        "file:///etc/passwd",
        "../../../../a.jpg",
    ],
)
def test_a_path_out_of_the_site_is_refused(ref: str) -> None:
    found = files("etc/passwd").find(ref, HERE)
    assert isinstance(found, Missing)
    assert "outside" in found.refused or "%2f" in ref


def test_what_browsers_save_with_a_page_is_no_story() -> None:
    paths = [
        "s/Quiet.html",
        "s/Quiet_files/ad.html",
        "s/Quiet_files/a.jpg",
        "s/Laut-Dateien/x.html",
        "s/data.txt",
        "s/song.mp3",
        "s/r.pdf",
    ]
    assert localfiles.beside_stories(paths) == {"s/Quiet_files/ad.html", "s/Quiet_files/a.jpg", "s/song.mp3"}


# ---------------------------------------------------------------- which article a link means


def an_article(id: str, url: str = "", seed: str = "", record: str = "", old: tuple[str, ...] = ()) -> Article:
    return Article(id=id, title="x", url=url, redirect_from=old, seed=Seed(seed, record) if seed else None)


def leads(href: str, target: Article, *, home: str = "", seed: str = "seeds/blog/fire.md") -> bool:
    keys = references.keys_of(href, home=home, files=("content/blog/fire.md", seed))
    return bool(set(keys) & set(references.answers(target, f"content/{target.id}.md")))


@pytest.mark.parametrize(
    "href",
    [
        "https://www.courier.example/2019/06/flood/",
        "http://courier.example/2019/06/flood",
        "https://courier.example/2019/06/flood/?utm_source=mail&fbclid=1#comments",
        "//courier.example/2019/06/flood/index.html",
        "https://courier.example/2019/06/fl%6Fod",
    ],
)
def test_an_old_address_is_compared_by_what_counts(href: str) -> None:
    target = an_article("flood", url="https://courier.example/2019/06/flood/")
    assert leads(href, target)
    assert leads("/2019/06/flood/", target, home="https://courier.example/2020/x")
    assert not leads("/2019/06/flood/", target, home="https://other.example/2020/x")
    assert not leads("https://courier.example/2019/06/flood/?page=2", target)
    assert not leads("https://courier.example/2019/06/", target)


def test_wordpress_ids_lead_to_their_posts() -> None:
    target = an_article("p", url="https://old.example/2019/06/a/", seed="seeds/export.xml", record="13")
    assert leads("https://old.example/?p=13", target)
    assert leads("/?p=13", target, home="https://www.old.example/2018/b/")
    assert not leads("https://old.example/?p=1", target)
    assert not leads("https://else.example/?p=13", target)


@pytest.mark.parametrize(
    ("href", "seed"),
    [
        ("flood.md", "seeds/blog/flood.md"),
        ("./flood.html", "seeds/blog/flood.txt"),
        ("../other/flood.md#part", "seeds/other/flood.md"),
        ("flood/", "seeds/blog/flood/index.md"),
        ("/posts/flood.md", "seeds/blog/content/posts/flood.md"),
        ("/posts/flood/", "seeds/content/posts/flood.md"),
        ("/_posts/2019-06-01-flood.md", "seeds/blog/_posts/2019-06-01-flood.markdown"),
        ("/_posts/2019-06-01-flood.md", "seeds/blog/2019-06-01-flood.md"),
        ("/2019/06/01/flood.html", "seeds/elsewhere/2019-06-01-flood.md"),
    ],
)
def test_a_file_is_found_by_its_path(href: str, seed: str) -> None:
    assert leads(href, an_article("any", seed=seed))
    assert not leads(href, an_article("any", seed="seeds/blog/drought.md"))


def test_a_content_file_is_found_by_its_path_too() -> None:
    assert leads("flood.md", an_article("blog/flood"))
    assert not leads("mailto:flood.md", an_article("blog/flood"))
    assert not leads("#flood", an_article("blog/flood"))


@pytest.mark.parametrize(
    "bad", ["https://[bad/x", "http://[::1", "//[", "https://a.example:port/x", "http://%00/x", "\x00"]
)
def test_what_is_no_address_is_no_trouble(bad: str) -> None:
    assert leads(bad, an_article("x", url=bad, old=(bad,))) in (True, False)
    assert isinstance(files("media/y.jpg").find(f"{bad}.jpg", Places("content/a.md", "", bad)), Missing)


def test_what_was_redirected_before_is_known() -> None:
    target = an_article("flood", url="https://courier.example/new/", old=("/old/flood/", "http://first.example/f"))
    assert leads("https://courier.example/old/flood", target)
    assert leads("https://first.example/f/", target)
    assert leads("/old/flood/", target)


def test_references_are_gathered_once_each() -> None:
    marks = (
        Mark(0, 1, "link", "x.md"),
        Mark(2, 3, "link", "x.md"),
        Mark(4, 5, "link", "r.pdf"),
        Mark(5, 6, "link", "#a"),
    )
    article = Article(
        id="a", title="t", blocks=(Figure("", src="p.jpg"), Paragraph("words words", marks), Figure("", src="p.jpg"))
    )
    found = references.of(article, "content/a.md")
    assert found.media == ("p.jpg", "r.pdf")
    assert [href for href, _ in found.links] == ["x.md"]
    assert not references.of(Article(id="a", title="t"), "content/a.md")


# ---------------------------------------------------------------- other people's Markdown


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("[a]({% post_url 2019-06-01-b %})", "[a](/_posts/2019-06-01-b.md)"),
        ("[a]({% link files/b.pdf %})", "[a](/files/b.pdf)"),
        ('[a]({{< ref "posts/b.md" >}})', "[a](/posts/b.md)"),
        ('[a]({{% relref "../b" %}})', "[a](../b)"),
        ("![a]({{ site.baseurl }}/b.jpg){: .wide}", "![a](/b.jpg)"),
        ("![a]({{ '/b.jpg' | relative_url }})", "![a](/b.jpg)"),
        ('<img src="b.jpg" alt="A">', "![A](<b.jpg>)"),
        ('<a href="x"><img alt="A &amp; B" src=b.jpg /></a>', "![A \\& B](<b.jpg>)"),
        ('{{< figure src="b.jpg" caption="C" attr="D" >}}', '![](<b.jpg> "C (D)")'),
        ('<figure>\n<img src="b.jpg">\n<figcaption>A <b>C</b></figcaption>\n</figure>', '![](<b.jpg> "A C")\n\n\n'),
        ("`<img src=b.jpg>` and ``{% post_url x %}``", "`<img src=b.jpg>` and ``{% post_url x %}``"),
        ("```\n<img src=b.jpg>\n```\n<img src=c.jpg>", "```\n<img src=b.jpg>\n```\n![](<c.jpg>)"),
        ("{{ words }} and {% if x %}", "{{ words }} and {% if x %}"),
        ("<img onerror=x>", "<img onerror=x>"),
    ],
)
def test_other_dialects_become_plain_markdown(written: str, plain: str) -> None:
    assert dialects.plain(written) == plain
    assert dialects.plain(plain) == plain


def test_the_picture_of_the_front_matter_is_known() -> None:
    assert dialects.featured({"image": "/a.jpg", "image_alt": "A"}) == Figure("", src="/a.jpg", alt="A")
    assert dialects.featured({"cover": {"image": "a.png", "caption": "C"}}) == Figure("C", src="a.png")
    assert dialects.featured({"header": {"overlay_image": "a.png"}}) == Figure("", src="a.png")
    assert dialects.featured({"images": ["a.webp", "b.webp"]}) == Figure("", src="a.webp")
    assert dialects.featured({"image": "true", "title": "a.jpg"}) is None


# ---------------------------------------------------------------- losses


def test_losses_add_up() -> None:
    one = Losses.of({("picture", "a.example"): 2, ("embed", "b"): 1, ("comment", ""): 0})
    other = Losses.of({("picture", "a.example"): 1, ("picture", "c.example"): 5})
    assert (one + other).names("picture") == (("c.example", 5), ("a.example", 3))
    assert one + other == other + one
    assert Losses() + one == one


# ---------------------------------------------------------------- whole sites


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1718000000")
    (tmp_path / "site").mkdir()
    made = Site(tmp_path / "site")
    put(made, "site.yaml", "title: Harbor Papers\nbase_url: https://archive.example/\nentities: {min_articles: 1}\n")
    return made


def put(site: Site, path: str, what: str | bytes) -> None:
    target = site.root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(what.encode() if isinstance(what, str) else what)


def story(title: str, body: str, **fields: str) -> str:
    front = "".join(f"{key}: {value}\n" for key, value in {"title": title, "date": "2019-06-01", **fields}.items())
    return f"---\n{front}---\n\nThe harbor of Callan opened on Saturday.\n\n{body}\n"


def page(site: Site, name: str) -> str:
    return (site.root / "public/2019/06/01" / f"{name}.html").read_text("utf-8")


def copies(site: Site) -> list[str]:
    return sorted(path for path in site.public() if path.startswith("media/"))


def said(result: build.Result, code: str) -> list[str]:
    return [str(problem) for problem in result.problems if problem.code == code]


def test_a_picture_comes_onto_the_site_with_its_words_and_room(site: Site) -> None:
    put(site, "seeds/img/boat.jpg", jpeg(1200, 800))
    put(site, "seeds/a.md", story("Boats", '![Boats at the quay](img/boat.jpg "The first boats. (Jane Doe/AP)")'))
    result = site.build()
    assert not said(result, "picture-missing")
    (copy,) = copies(site)
    assert re.fullmatch(r"media/[0-9a-f]{2}/boat-[0-9a-f]{12}\.jpg", copy)
    html = page(site, "boats")
    assert f'<img src="../../../{copy}" alt="Boats at the quay" width="1200" height="800" loading="lazy"' in html
    assert "<figcaption>" in html
    assert "Jane Doe" in html
    assert f'<meta property="og:image" content="https://archive.example/{copy}">' in html
    assert SECRET not in site.public()[copy]
    assert f"https://archive.example/{copy}" in site.public()["feed.xml"].decode()
    assert not check(site.root / "public", "public")


def test_what_the_camera_wrote_stays_where_it_is_asked_for(site: Site) -> None:
    put(site, "seeds/boat.jpg", jpeg())
    put(site, "seeds/a.md", story("Boats", "![](boat.jpg)"))
    site.build()
    put(site, "site.yaml", "title: Harbor Papers\nmedia: {keep_exif: true}\n")
    site.build()
    (copy,) = copies(site)
    assert site.public()[copy] == jpeg()


def test_two_files_of_one_name_do_not_meet(site: Site) -> None:
    put(site, "seeds/one/boat.png", png(shade=1))
    put(site, "seeds/two/boat.png", png(shade=2))
    put(site, "seeds/one/a.md", story("One", "![](boat.png)"))
    put(site, "seeds/two/b.md", story("Two", "![](boat.png)"))
    site.build()
    assert len(copies(site)) == 2
    assert re.findall('media/[^"]*', page(site, "one")) != re.findall('media/[^"]*', page(site, "two"))


@pytest.mark.parametrize(
    ("figure", "alt"),
    [
        ('![Boats at the quay](a.jpg "The first boats.")', "Boats at the quay"),
        ('![The first boats](a.jpg "The first boats.")', ""),
        ('![The first boats](a.jpg "The first boats. (Jane Doe/AP)")', ""),
        ("![IMG_2041.jpg](a.jpg)", ""),
        ("![DSC_0001](a.jpg)", ""),
        ("![](a.jpg)", ""),
        ("![A & B](a.jpg)", "A &amp; B"),
    ],
)
def test_the_alternative_text_says_what_the_caption_does_not(site: Site, figure: str, alt: str) -> None:
    put(site, "seeds/a.jpg", jpeg())
    put(site, "seeds/a.md", story("Boats", figure))
    site.build()
    assert f'alt="{alt}"' in page(site, "boats")


def test_a_missing_picture_keeps_its_caption_and_is_told_of_once(site: Site) -> None:
    put(
        site,
        "seeds/a.md",
        story("Boats", '![A](a.jpg "The first boats.")\n\n![B](b.jpg)\n\n![C](https://cdn.example/c.jpg)'),
    )
    result = site.build()
    html = page(site, "boats")
    assert "<img" not in html
    assert "The first boats." in html
    assert html.count("<figure") == 1
    assert "cdn.example" not in "".join(data.decode("utf-8", "replace") for data in site.public().values())
    (line,) = said(result, "picture-missing")
    assert line.startswith('content/a.md: warning: picture-missing: 2 pictures or documents are not shown: "a.jpg"')
    assert result.outcome.losses == Losses.of({("picture", ""): 2, ("picture", "cdn.example"): 1})
    again = site.build()
    assert again.outcome == result.outcome
    put(site, "seeds/a.jpg", jpeg())
    assert len(copies(site)) == 0
    assert "picture or document is" in said(site.build(), "picture-missing")[0]
    assert len(copies(site)) == 1


def test_a_path_out_of_the_site_is_refused_with_a_warning(site: Site, tmp_path: Path) -> None:
    (tmp_path / "secret.jpg").write_bytes(jpeg())
    (site.root / "seeds").mkdir()
    (site.root / "seeds/linked.jpg").symlink_to(tmp_path / "secret.jpg")
    put(
        site,
        "seeds/a.md",
        story("Boats", "![x](../../secret.jpg)\n\n![y](linked.jpg)\n\n![z](../../../../../etc/passwd)"),
    )
    result = site.build()
    assert copies(site) == []
    assert "leads outside" in said(result, "picture-missing")[0]


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.svg", SVG.replace(b"<rect", b"<script>x()</script><rect"), "holds a script"),
        ("a.jpg", b"<html><script>x()</script></html>", "is no picture"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "is damaged"),
    ],
)
def test_what_is_no_plain_picture_is_not_shown(site: Site, name: str, data: bytes, why: str) -> None:
    put(site, f"seeds/{name}", data)
    put(site, "seeds/a.md", story("Boats", f"![A]({name})"))
    assert why in said(site.build(), "picture-missing")[0]
    assert copies(site) == []


def test_a_drawing_is_shown_as_a_picture_and_never_as_part_of_the_page(site: Site) -> None:
    put(site, "seeds/a.svg", SVG)
    put(site, "seeds/a.md", story("Boats", "![A](a.svg)"))
    site.build()
    assert 'width="40" height="30"' in page(site, "boats")
    assert "<rect" not in page(site, "boats")


def test_a_document_that_an_article_links_to_is_on_the_site(site: Site) -> None:
    put(site, "seeds/files/report.pdf", PDF)
    put(site, "seeds/other.pdf", PDF + b"%")
    put(
        site,
        "seeds/a.md",
        story("Boats", "Read [the report](files/report.pdf) or [theirs](https://cdn.example/r.pdf)."),
    )
    result = site.build()
    (copy,) = copies(site)
    assert f'<a href="../../../{copy}">the report</a>' in page(site, "boats")
    assert 'href="https://cdn.example/r.pdf"' in page(site, "boats")
    for told in (result, site.build()):
        assert [line.partition(":")[0] for line in said(told, "seed-unknown-kind")] == ["seeds/other.pdf"]
    put(site, "seeds/a.md", story("Boats", "Read nothing."))
    assert len(said(site.build(), "seed-unknown-kind")) == 2


def test_old_uploads_are_copied_into_the_site_once(site: Site, tmp_path: Path) -> None:
    uploads = tmp_path / "uploads/2019/06"
    uploads.mkdir(parents=True)
    (uploads / "boat.jpg").write_bytes(jpeg())
    (uploads / "unused.jpg").write_bytes(jpeg(4, 4))
    src = "https://old.example/wp-content/uploads/2019/06/boat-300x200.jpg"
    put(site, "seeds/a.md", story("Boats", f"![A]({src})", url="https://old.example/boats"))
    assert site.build().outcome.losses == Losses.of({("picture", "old.example"): 1})
    result = build.build(site.root, config.load(site.root), build.Options(jobs=1, media=(tmp_path / "uploads",)))
    assert result.borrowed == 1
    assert result.outcome.losses == Losses()
    assert [path for path in site.inputs() if path.startswith("media/")] == ["media/2019/06/boat.jpg"]
    assert len(copies(site)) == 1
    assert site.build().written == 0
    again = build.build(site.root, config.load(site.root), build.Options(jobs=1, media=(tmp_path / "uploads",)))
    assert (again.borrowed, again.written) == (0, 0)


def test_a_saved_page_brings_its_pictures_along(site: Site) -> None:
    words = "The streets of Callan were quiet on Wednesday, the police said in a statement that was read out at noon. "
    html = (
        '<html><head><title>Quiet Streets</title><link rel="canonical" href="https://courier.example/2019/quiet/">'
        '<meta property="article:published_time" content="2019-06-01"></head><body><article><h1>Quiet Streets</h1>'
        f"<p>{words * 3}</p><figure><img src='./Quiet Streets_files/main.jpg' data-src='https://courier.example/main.jpg' alt='A street'>"
        f"<figcaption>Nobody walks here.</figcaption></figure><p>{words * 3}</p></article></body></html>"
    )
    put(site, "seeds/Quiet Streets.html", html)
    put(site, "seeds/Quiet Streets_files/main.jpg", jpeg(900, 600))
    put(site, "seeds/Quiet Streets_files/frame.html", f"<html><body><p>{words}</p></body></html>")
    put(site, "seeds/Quiet Streets_files/code.js", "x()")
    result = site.build()
    assert result.outcome.articles == 1
    assert not said(result, "seed-unknown-kind")
    assert len(copies(site)) == 1
    assert 'alt="A street" width="900" height="600"' in page(site, "quiet-streets")


def test_articles_lead_to_each_other(site: Site) -> None:
    body = "See [one](https://www.courier.example/old/b/?utm_source=x#top), [two](b.md), [three](/was/b/) and [four](https://else.example/)."
    put(site, "seeds/a.md", story("First", body))
    put(
        site,
        "seeds/b.md",
        story("Second", "Back to [the first](a.md).", url="http://courier.example/old/b", redirect_from="/was/b/"),
    )
    site.build()
    first = page(site, "first").partition('<nav class="beside"')[0]
    assert first.count('<a href="../../../2019/06/01/second.html">') == 3
    assert '<a href="https://else.example/" rel="noopener external">four</a>' in first
    assert '<a href="../../../2019/06/01/first.html">the first</a>' in page(site, "second")
    assert "https://archive.example/2019/06/01/second.html" in site.public()["feed.xml"].decode()
    assert not check(site.root / "public", "public")


def test_a_link_to_an_article_that_is_gone_is_as_it_was(site: Site) -> None:
    put(site, "seeds/a.md", story("First", "See [one](https://courier.example/b)."))
    put(site, "seeds/b.md", story("Second", "Words.", url="https://courier.example/b"))
    site.build()
    assert "second.html" in page(site, "first")
    (site.root / "seeds/b.md").unlink()
    site.build()
    assert "second.html" not in page(site, "first")
    assert 'href="https://courier.example/b"' in page(site, "first")


def test_a_new_article_touches_only_the_pages_that_link_to_it(site: Site) -> None:
    for number in range(8):
        put(site, f"seeds/{number}.md", story(f"Report {number}", f"See [more](https://courier.example/{number + 1})."))
    site.build()
    put(site, "seeds/x.md", story("Extra", "Words.", url="https://courier.example/8", date="2011-01-01"))
    before = {path: data for path, data in site.public().items() if "/report-" in path and path.endswith(".html")}
    site.build()
    changed = [path for path, data in before.items() if site.public()[path] != data]
    assert changed == [
        "2019/06/01/report-0.html",
        "2019/06/01/report-7.html",
    ]  # its neighbor in time, and what links to it


def test_old_addresses_on_the_sites_own_host_still_answer(site: Site) -> None:
    put(site, "seeds/a.md", story("First", "Words.", permalink="/2019/06/old-slug/"))
    put(site, "seeds/b.md", story("Second", "Words.", url="https://www.archive.example/2019/second.html"))
    put(site, "seeds/c.md", story("Third", "Words.", url="https://else.example/2019/third.html"))
    site.build()
    public = site.public()
    assert b"2019/06/01/first.html" in public["2019/06/old-slug/index.html"]
    assert b"2019/06/01/second.html" in public["2019/second.html"]
    assert "2019/third.html" not in public
    assert "First published at" not in page(site, "first")


def test_a_picture_round_trips_through_its_content_file(site: Site) -> None:
    put(site, "seeds/boat.jpg", jpeg())
    put(site, "seeds/a.md", story("Boats", '![A boat](boat.jpg "Boats. Photo: Jane Doe")'))
    site.build()
    text = (site.root / "content/a.md").read_text("utf-8")
    assert '::: caption credit="Jane Doe"\n![A boat](<boat.jpg>)\n\nBoats. Photo: Jane Doe\n:::' in text
    put(site, "content/mine.jpg", png())
    (site.root / "content/a.md").write_text(text.replace("boat.jpg", "mine.jpg"), "utf-8")
    site.build()
    assert copies(site)[0].rpartition("/")[2].startswith("mine-")


@pytest.mark.parametrize("alt", ["a *b* c_d [x] & <y>", "A \\ b", "![x](y)", "two  words", "`code` ~~x~~", "1. one"])
def test_an_alternative_text_round_trips_whatever_it_holds(alt: str) -> None:
    figure = Figure("The boats.", src="img/a%20b.jpg", alt=" ".join(alt.split()))
    assert markdown.blocks_of(body.write((figure,))) == (figure,)


def test_many_hostile_references_cost_little(site: Site, tmp_path: Path) -> None:
    refs = [f"![a](../{'../' * (n % 50)}x{n}.jpg)" for n in range(300)] + [
        "![a](https://[bad/x.jpg)",
        "![a](//%00/x.jpg)",
    ]
    put(site, "seeds/a.md", story("Boats", "\n\n".join(refs)))
    result = site.build()
    assert len(said(result, "picture-missing")) == 1


def test_dialects_are_read_in_linear_time() -> None:
    started = time.process_time()
    for text in (
        "<figure>" * 100_000,
        "`" * 200_000,
        "{{<figure " * 50_000,
        "{% link " * 50_000,
        "<a " * 100_000,
        "<img " * 100_000,
    ):
        dialects.plain(text)
    assert time.process_time() - started < 3


def test_a_page_that_is_copied_in_takes_its_folder_along(site: Site, tmp_path: Path) -> None:
    saved = tmp_path / "Quiet_files"
    saved.mkdir()
    (saved / "main.jpg").write_bytes(jpeg())
    (tmp_path / "Other_files").mkdir()
    (tmp_path / "Quiet.html").write_text("<p>Nobody walks here.</p>", "utf-8")
    assert scaffold.copy_in(site.root, "seeds", [tmp_path / "Quiet.html"]) == ["seeds/Quiet.html"]
    assert sorted(path for path in site.inputs() if path.startswith("seeds/")) == [
        "seeds/Quiet.html",
        "seeds/Quiet_files/main.jpg",
    ]


def test_a_picture_written_into_the_text_is_told_of(site: Site) -> None:
    put(site, "seeds/a.md", story("Boats", "![A](data:image/png;base64,iVBORw0KGgo=)"))
    assert "save it as a file" in said(site.build(), "picture-missing")[0]
    assert "data:image" not in page(site, "boats")


def test_an_old_blog_comes_in_with_its_pictures_and_links(site: Site, tmp_path: Path) -> None:
    def item(number: int, title: str, slug: str, body: str) -> str:
        return (
            f"<item><title>{title}</title><link>https://old.example/2019/06/{slug}/</link><content:encoded><![CDATA[{body}]]></content:encoded>"
            f"<wp:post_id>{number}</wp:post_id><wp:post_date>2019-06-01 10:00:00</wp:post_date><wp:post_name>{slug}</wp:post_name>"
            "<wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item>"
        )

    uploads = "https://old.example/wp-content/uploads/2019/06"
    picture = f'<img src="{uploads}/ferry-300x200.jpg" alt="A ferry" width="300" height="200" />'
    first = item(
        11, "First Post", "first",
        f'<p>The ferry sailed.</p>[caption width="300"]{picture} The ferry at dusk.[/caption]'
        f'<p>See <a href="https://old.example/?p=13">the second</a> and <a href="{uploads}/plan.pdf">the plan</a>.</p>',
    )  # fmt: skip
    second = item(
        13, "Second Post", "second", '<p>After <a href="http://www.old.example/2019/06/first">the first</a>.</p>'
    )
    names = "".join(
        f' xmlns:{name}="{address}"'
        for name, address in (
            ("content", "http://purl.org/rss/1.0/modules/content/"),
            ("wp", "http://wordpress.org/export/1.2/"),
        )
    )
    channel = f"<channel><title>Old Blog</title><link>https://old.example</link><wp:wxr_version>1.2</wp:wxr_version>{first}{second}</channel>"
    put(site, "seeds/export.xml", f'<?xml version="1.0"?>\n<rss version="2.0"{names}>{channel}</rss>')
    folder = tmp_path / "uploads"
    (folder / "2019/06").mkdir(parents=True)
    (folder / "2019/06/ferry.jpg").write_bytes(jpeg(1200, 800))
    (folder / "2019/06/plan.pdf").write_bytes(PDF)
    result = build.build(site.root, config.load(site.root), build.Options(jobs=1, media=(folder,)))
    assert (result.borrowed, result.outcome.losses) == (2, Losses())
    html = page(site, "first")
    assert re.search(r'<img src="[./]*media/../ferry-\w+\.jpg" alt="A ferry" width="1200" height="800"', html)
    assert re.search(r'<a href="[./]*media/../plan-\w+\.pdf">the plan</a>', html)
    assert '2019/06/01/second.html">the second</a>' in html
    assert "The ferry at dusk." in html
    assert '2019/06/01/first.html">the first</a>' in page(site, "second")
    assert b"2019/06/01/first.html" in site.public()["2019/06/first/index.html"]
    assert not check(site.root / "public", "public")


def test_a_link_that_leads_out_of_static_is_told_of(site: Site, tmp_path: Path) -> None:
    put(site, "seeds/a.md", story("Boats", "Words."))
    put(site, "static/own.css", "p { color: red }")
    (tmp_path / "elsewhere.css").write_text("p {}")
    (site.root / "static/shared.css").symlink_to(tmp_path / "elsewhere.css")
    (site.root / "static/.DS_Store").write_text("x")
    for result in (site.build(), site.build()):
        (line,) = said(result, "file-odd")
        assert line.startswith("static/shared.css: warning: file-odd: is a link to a file outside the site")
    assert "static/own.css" in site.public()
    assert "static/shared.css" not in site.public()


def test_a_folder_of_seeds_may_be_a_link_and_one_inside_is_told_of(site: Site, tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus/a.md").write_text(story("Boats", "![](boat.jpg)"))
    (tmp_path / "corpus/boat.jpg").write_bytes(jpeg())
    put(site, "site.yaml", "title: Harbor\nseeds: [seeds, corpus]\n")
    put(site, "seeds/b.md", story("Quays", "Words."))
    (site.root / "corpus").symlink_to(tmp_path / "corpus")
    (site.root / "seeds/more").symlink_to(tmp_path / "corpus")
    result = site.build()
    assert result.outcome.articles == 2
    assert len(copies(site)) == 1
    (line,) = said(result, "seed-odd")
    assert line.startswith("seeds/more: warning")
    assert "link beside site.yaml" in line


def packed(**files: str | bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target.getvalue()


def test_pictures_beside_the_texts_of_a_zip_come_onto_the_site(site: Site, tmp_path: Path) -> None:
    inside: dict[str, str | bytes] = {
        "blog/posts/a.md": story("Boats", "![Boats](../img/boat.jpg) [the plan](plan.pdf) [quays](b.md)"),
        "blog/posts/b.md": story("Quays", "![Quay](/img/quay.png)"),
        "blog/posts/plan.pdf": PDF,
        "blog/img/boat.jpg": jpeg(1200, 800),
        "blog\\img\\quay.png": png(),
        "blog/img/unused.jpg": jpeg(),
    }
    put(site, "seeds/old.zip", packed(**inside))
    result = site.build()
    assert not said(result, "picture-missing")
    assert [Path(copy).suffix for copy in sorted(copies(site), key=lambda copy: Path(copy).suffix)] == [
        ".jpg",
        ".pdf",
        ".png",
    ]
    assert not [copy for copy in copies(site) if SECRET in site.public()[copy]]
    html = page(site, "boats")
    assert 'width="1200" height="800"' in html
    assert 'quays.html">quays</a>' in html
    clean = site.copy_of_inputs(tmp_path / "clean")
    clean.build()
    assert clean.public() == site.public()
    inside["blog/img/boat.jpg"] = jpeg(600, 400)
    put(site, "seeds/old.zip", packed(**inside))
    site.build()
    assert 'width="600" height="400"' in page(site, "boats")


def test_a_zip_that_holds_a_damaged_picture_or_a_bomb_shows_neither(site: Site) -> None:
    text = story("Boats", "![](bad.jpg) ![](bomb.png) ![](gone.jpg)")
    data = packed(**{"a.md": text, "bad.jpg": jpeg()[:8], "bomb.png": png() + b"\0" * 40_000_000})
    put(site, "seeds/a.zip", data)
    (line,) = said(site.build(), "picture-missing")
    assert "3 pictures or documents are not shown" in line
    assert "is damaged" in line
    assert not copies(site)
