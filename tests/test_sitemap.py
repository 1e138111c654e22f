"""The sitemap and robots.txt."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import msgspec
import pytest

from archivegen.config import EntityOptions, Site
from archivegen.model import Appearance, Archive, Card, Entity, Facts
from archivegen.pages import sitemap as planning
from archivegen.pages.sitemap import sitemap
from archivegen.render.sitemap import SITEMAP_RENDERERS

NS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
SITE = Site(title="T", base_url="https://archive.example/papers")


def card(order: int, address: str, *, added: str, date: str = "", updated: str = "", source: str = "") -> Card:
    return Card(
        id=f"a{order}", slug="", redirect_from=(), address=address, title="T", title_basis="text", dek="", byline=(),
        source=source, credits=(), date=date, date_basis="", date_interval="", updated=updated, language="en", section="",
        tags=(), photo_credits=(), url="", rights="", added=added, order=order, words=1, digest="d", sentence_ids="",
    )  # fmt: skip


def person(name: str, *articles: int, **fields: object) -> Entity:
    return Entity(
        id=f"people/{name}", kind="person", name=name, sort_name=name, aliases=(), roles=(),
        appearances=tuple(Appearance(n, 0) for n in articles), articles=len(articles), has_page=True, **fields,
    )  # type: ignore[arg-type]  # fmt: skip


CARDS = (
    card(0, "2024/06/19/a.html", added="2026-01-01", date="2024-06-19", source="Lantern"),
    card(
        1,
        "2024/07/02/b.html",
        added="2026-01-02",
        date="2024-07-02",
        updated="2026-02-03T04:05:06+00:00",
        source="Lantern",
    ),
    card(2, "undated/c.html", added="2026-01-05"),
)
ARCHIVE = Archive(
    cards=CARDS,
    facts=(Facts(), Facts(), Facts()),
    entities=(person("ann", 0), person("bo", 0, 1, 2), person("cy", 0, same_as=("Q1",))),
    entity_of=((0, 1, 2), (1,), (1,)),
    redirects=(("2024/06/19/old.html", "2024/06/19/a.html"),),
    gone=(("2024/06/01/gone.html", "withdrawn"),),
)


def urls(*paths: str, site: Site = SITE, archive: Archive = ARCHIVE) -> dict[str, str | None]:
    pages = {page.path: page for page in sitemap(archive, site, paths)}
    root = ET.fromstring(SITEMAP_RENDERERS["sitemap"](pages["sitemap.xml"], site=site, bodies=None))
    return {
        (url.findtext(f"{NS}loc") or "").removeprefix(f"{SITE.base_url}/"): url.findtext(f"{NS}lastmod") for url in root
    }


def test_every_page_stands_in_it_with_its_full_address() -> None:
    assert list(urls("index.html", "2024/index.html", "undated/c.html")) == ["2024/", "", "undated/c.html"]


def test_what_is_no_page_or_leads_elsewhere_does_not() -> None:
    paths = ("404.html", "2024/06/19/old.html", "2024/06/01/gone.html", "feed.xml", "style.css", "about/index.html")
    assert list(urls(*paths)) == ["about/"]


def test_people_in_few_articles_stay_out_with_all_their_parts_unless_known_elsewhere() -> None:
    paths = (
        "people/ann.html",
        "people/ann/2024.html",
        "people/annex.html",
        "people/bo.html",
        "people/cy.html",
        "people/index.html",
    )
    assert list(urls(*paths)) == ["people/annex.html", "people/bo.html", "people/cy.html", "people/"]
    open_site = msgspec.structs.replace(SITE, entities=EntityOptions(noindex_below=0))
    assert len(urls(*paths, site=open_site)) == len(paths)


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("2024/06/19/a.html", "2026-01-01"),
        ("2024/07/02/b.html", "2026-02-03"),
        ("undated/c.html", "2026-01-05"),
        ("2024/06/index.html", "2026-01-01"),
        ("2024/index.html", "2026-02-03"),
        ("sources/lantern.html", "2026-02-03"),
        ("sources/lantern/2024.html", "2026-02-03"),
        ("people/cy.html", "2026-01-01"),
        ("index.html", "2026-02-03"),
        ("timeline/index.html", "2026-02-03"),
    ],
)
def test_a_page_changed_last_when_its_newest_article_came_or_was_updated(path: str, day: str) -> None:
    assert list(urls(path).values()) == [day]


def test_more_than_the_protocol_allows_is_divided(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "MOST_URLS", 2)
    pages = list(sitemap(ARCHIVE, SITE, ("2024/06/19/a.html", "2024/07/02/b.html", "undated/c.html")))
    assert [page.path for page in pages] == ["robots.txt", "sitemap.xml", "sitemap-1.xml", "sitemap-2.xml"]
    root = ET.fromstring(SITEMAP_RENDERERS["sitemap"](pages[1], site=SITE, bodies=None))
    assert root.tag == f"{NS}sitemapindex"
    assert [[child.text for child in one] for one in root] == [
        ["https://archive.example/papers/sitemap-1.xml", "2026-02-03"],
        ["https://archive.example/papers/sitemap-2.xml", "2026-01-05"],
    ]
    last = ET.fromstring(SITEMAP_RENDERERS["sitemap"](pages[3], site=SITE, bodies=None))
    assert [url.findtext(f"{NS}loc") for url in last] == ["https://archive.example/papers/undated/c.html"]


def test_an_address_with_marks_is_escaped() -> None:
    page = next(p for p in sitemap(ARCHIVE, SITE, ("tags/a&b's é.html",)) if p.path == "sitemap.xml")
    assert b"/tags/a&amp;b&apos;s%20%C3%A9.html</loc>" in SITEMAP_RENDERERS["sitemap"](page, site=SITE, bodies=None)


def test_robots_names_the_sitemap_where_there_is_one() -> None:
    def robots(site: Site) -> bytes:
        page = next(iter(sitemap(ARCHIVE, site, ("index.html",))))
        return SITEMAP_RENDERERS["robots"](page, site=site, bodies=None)

    assert robots(SITE) == b"User-agent: *\nAllow: /\n\nSitemap: https://archive.example/papers/sitemap.xml\n"
    assert robots(Site(title="T")) == b"User-agent: *\nAllow: /\n"


def test_without_a_base_url_there_is_no_sitemap() -> None:
    assert [page.path for page in sitemap(ARCHIVE, Site(title="T"), ("index.html",))] == ["robots.txt"]


# ---------------------------------------------------------------- what search engines are kept from, and news

NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"


def with_cards(*cards: Card) -> Archive:
    return Archive(cards=cards, facts=(Facts(),) * len(cards), entities=(), entity_of=((),) * len(cards))


def test_an_article_that_asks_to_be_left_out_is() -> None:
    hidden = msgspec.structs.replace(CARDS[0], noindex=True)
    assert list(urls(CARDS[0].address, archive=with_cards(hidden))) == []


def test_an_article_under_an_old_ending_is_a_page() -> None:
    old = card(0, "news/story.htm", added="2026-01-01")
    assert list(urls("news/story.htm", "news/other.htm", archive=with_cards(old))) == ["news/story.htm"]


def test_a_sitemap_has_no_more_bytes_than_the_protocol_allows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "MOST_BYTES", 1_000)
    paths = [f"2024/{'é' * 20}{number}.html" for number in range(9)]
    pages = {page.path: page for page in sitemap(ARCHIVE, SITE, paths)}
    shards = [page for path, page in pages.items() if path.startswith("sitemap-")]
    assert sum(len(page.view.urls) for page in shards) == 9
    assert all(len(SITEMAP_RENDERERS["sitemap"](page, site=SITE, bodies=None)) < 1_200 for page in shards)


def news(*cards: Card, site: Site = SITE) -> list[tuple[str | None, ...]]:
    pages = {page.path: page for page in sitemap(with_cards(*cards), site, [one.address for one in cards])}
    robots = SITEMAP_RENDERERS["robots"](pages["robots.txt"], site=site, bodies=None).decode()
    assert ("news-sitemap.xml" in robots) == ("news-sitemap.xml" in pages)
    if "news-sitemap.xml" not in pages:
        return []
    root = ET.fromstring(SITEMAP_RENDERERS["news sitemap"](pages["news-sitemap.xml"], site=site, bodies=None))
    fields = ("publication/name", "publication/language", "publication_date", "title")
    return [
        tuple(url.findtext(f"{NEWS}news/" + "/".join(NEWS + part for part in field.split("/"))) for field in fields)
        for url in root
    ]


def fresh(order: int, day: str, **fields: object) -> Card:
    told = card(order, f"n{order}.html", added="2026-03-02", date=day, source="Lantern")
    return msgspec.structs.replace(told, **{"date_basis": "given", "title": f"<T{order}>", **fields})  # type: ignore[arg-type]


def test_the_news_are_what_was_published_when_articles_were_added_last_or_the_day_before() -> None:
    cards = (
        fresh(0, "2026-03-01T08:00:00+00:00"),
        fresh(1, "2026-03-02"),
        fresh(2, "2026-02-28"),
        fresh(3, "2026-03-03"),
    )
    assert news(*cards) == [
        ("Lantern", "en", "2026-03-02", "<T1>"),
        ("Lantern", "en", "2026-03-01T08:00:00+00:00", "<T0>"),
    ]
    assert news(fresh(0, "1998-03-02")) == [], "an old story that was found today is no news"
    assert news(*cards, site=Site(title="T")) == []


def test_only_what_may_be_shown_and_listed_is_news() -> None:
    day = "2026-03-02"
    assert news(fresh(0, day, noindex=True), fresh(1, day, shown="excerpt"), fresh(2, day, date_basis="inferred")) == []


def test_news_name_their_language_as_search_engines_do() -> None:
    day = "2026-03-02"
    found = news(*(fresh(n, day, language=tag) for n, tag in enumerate(("pt-BR", "zh-Hant-TW", "zh", "fil"))))
    assert [row[1] for row in found] == ["fil", "zh-cn", "zh-tw", "pt"]
