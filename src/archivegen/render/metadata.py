"""What machines read of a page: JSON-LD, Open Graph, descriptions. Pure."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any

import msgspec

from archivegen import urls
from archivegen.article_views import ArticleView, Name
from archivegen.config import Site
from archivegen.model import Article, Figure
from archivegen.views import DatasView, EntityView, Where

_TYPE_BY_KIND = {"person": "Person", "organization": "Organization", "place": "Place", "work": "CreativeWork"}
DESCRIPTION_LENGTH = 180
NAMES = 12
"""So many of those that an article names are told to machines on its page; each has a page that says more."""


_CONTEXT = "https://schema.org"
_encode = msgspec.json.Encoder().encode


class NewsArticle(msgspec.Struct, kw_only=True, omit_defaults=True, gc=False):
    """What is not known stays out as it is written."""

    context: str = msgspec.field(name="@context")
    type: str = msgspec.field(name="@type")
    headline: str = ""
    description: str = ""
    date_published: str = msgspec.field(name="datePublished", default="")
    date_modified: str = msgspec.field(name="dateModified", default="")
    author: list[dict[str, str]] = []
    publisher: dict[str, str] | None = None
    section: str = msgspec.field(name="articleSection", default="")
    keywords: list[str] = []
    language: str = msgspec.field(name="inLanguage", default="")
    words: int = msgspec.field(name="wordCount", default=0)
    url: str = ""
    based_on: str = msgspec.field(name="isBasedOn", default="")
    about: list[dict[str, Any]] = []
    mentions: list[dict[str, Any]] = []
    image: list[dict[str, Any]] = []
    part_of: dict[str, Any] = msgspec.field(name="isPartOf")


def json_ld(thing: NewsArticle | Mapping[str, Any]) -> str:
    """*thing* for a script element: no "<", ">" or "&" in it, so no text can end the element."""
    text = _encode(thing if isinstance(thing, NewsArticle) else {"@context": _CONTEXT, **thing}).decode()
    text = text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def news_article(view: ArticleView, source: Article, site: Site, about: Container[int] = ()) -> NewsArticle:
    """Fields that are not known stay out, and so does what was inferred: nothing here says how sure it is.

    *about*: indexes of the names that stand in the headline; others are only mentioned.
    """
    address = urls.absolute(site.base_url, view.path) if site.base_url else ""
    is_given = view.date_basis == "given"
    names = [(n in about, name) for n, name in enumerate(view.names) if name.path and name.indexed and site.base_url]
    names.sort(key=lambda pair: not pair[0])
    return NewsArticle(
        context=_CONTEXT,
        type="NewsArticle",
        headline=f"[{cut(view.title, 108)}]" if view.supplied else cut(view.title, 110),
        description=view.dek,
        date_published=view.date if is_given else "",
        date_modified=view.updated,
        author=[_author(person.text, view) for person in view.byline],
        publisher={"@type": "Organization", "name": view.source.text} if view.source.text else None,
        section=view.section.text,
        keywords=[tag.text for tag in view.tags],
        language=view.language or site.language,
        words=view.words,
        url=address,
        based_on=urls.safe_href(source.url) if source.url.startswith("http") else "",
        about=[_named(name, site) for is_about, name in names[:NAMES] if is_about],
        mentions=[_named(name, site) for is_about, name in names[:NAMES] if not is_about],
        image=_images(view, source, site),
        part_of=_archive(site),
    )


def _author(name: str, view: ArticleView) -> dict[str, str]:
    """A byline may name a desk or an agency: what else the article has as an organization is one here too."""
    others = (view.source, *view.credits)
    is_body = any(one.text == name for one in others) or any(
        one.text == name and one.kind == "organization" for one in view.names
    )
    return {"@type": "Organization" if is_body else "Person", "name": name}


def _named(name: Name, site: Site) -> dict[str, Any]:
    thing = {"@type": _TYPE_BY_KIND[name.kind], "name": name.text, "url": urls.absolute(site.base_url, name.path)}
    known = [address for address in map(urls.safe_href, name.same_as) if address]
    return thing | {"sameAs": known} if known else thing


def _images(view: ArticleView, source: Article, site: Site) -> list[dict[str, Any]]:
    """The article's pictures, with what their captions say."""
    if not view.media or not site.base_url:
        return []
    figures = {block.src: block for block in source.blocks if isinstance(block, Figure) and block.src}
    found = []
    for medium in view.media:
        if medium.width:
            figure = figures.get(medium.ref)
            image: dict[str, Any] = {
                "@type": "ImageObject",
                "url": urls.absolute(site.base_url, medium.path),
                "width": medium.width,
                "height": medium.height,
                "caption": cut(figure.text, 300) if figure is not None else "",
                "creditText": figure.credit if figure is not None else "",
            }
            found.append({key: value for key, value in image.items() if value})
    return found


def pictures(view: ArticleView, site: Site) -> list[str]:
    """The full addresses of the article's pictures, in order, where the site's own address is known."""
    shown = [medium.path for medium in view.media if medium.width] if site.base_url else []
    return [urls.absolute(site.base_url, path) for path in shown]


def entity(view: EntityView, site: Site) -> dict[str, Any]:
    thing: dict[str, Any] = {
        "@type": _TYPE_BY_KIND[view.kind],
        "name": view.name,
        "alternateName": [alias for alias, _ in view.aliases[:20]],
        "sameAs": [address for address in map(urls.safe_href, view.same_as) if address],
        "url": urls.absolute(site.base_url, f"{view.id}.html") if site.base_url else "",
        "geo": _point(view.where) if view.where is not None else None,
    }
    return {key: value for key, value in thing.items() if value}


def _point(where: Where) -> dict[str, Any]:
    return {"@type": "GeoCoordinates", "latitude": where.latitude, "longitude": where.longitude}


def collection(name: str, description: str, path: str, site: Site) -> dict[str, Any]:
    thing: dict[str, Any] = {
        "@type": "CollectionPage",
        "name": name,
        "description": description,
        "url": urls.absolute(site.base_url, path) if site.base_url else "",
        "isPartOf": _archive(site),
    }
    return {key: value for key, value in thing.items() if value}


_MEDIA_TYPES = {
    "jsonl": "application/jsonl",
    "csv": "text/csv",
    "sqlite": "application/vnd.sqlite3",
    "bibtex": "application/x-bibtex",
    "ris": "application/x-research-info-systems",
    "csl-json": "application/vnd.citationstyles.csl+json",
}


def dataset(view: DatasView, path: str, site: Site) -> dict[str, Any]:
    thing = collection(view.head.title, view.head.description, path, site) | {"@type": "Dataset", "name": site.title}
    if site.base_url:
        thing["distribution"] = [
            {
                "@type": "DataDownload",
                "name": file.text,
                "encodingFormat": _MEDIA_TYPES[group.format],
                "contentUrl": urls.absolute(site.base_url, file.path),
            }
            for group in view.groups
            for file in group.files[:_MOST_FILES]
        ]
    return thing


_MOST_FILES = 50


def archive(site: Site) -> dict[str, Any]:
    return {"@type": "WebSite", "description": site.description or site.title, **_archive(site)}


def _archive(site: Site) -> dict[str, Any]:
    thing = {"@type": "WebSite", "name": site.title}
    return thing | {"url": urls.absolute(site.base_url, "index.html")} if site.base_url else thing


def cut(text: str, most: int) -> str:
    """*text* on one line, cut between words to at most *most* characters."""
    bare = " ".join(text[: most * 8].split())
    if len(bare) <= most:
        return bare
    return (bare[:most].rpartition(" ")[0] or bare[: most - 1]).rstrip(" ,;:–—-") + "…"
