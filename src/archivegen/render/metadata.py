"""What machines read of a page: JSON-LD, Open Graph, descriptions. Pure."""

from __future__ import annotations

from typing import Any

import msgspec

from archivegen import urls
from archivegen.config import Site
from archivegen.model import Article
from archivegen.views import ArticleView, EntityView

_TYPE_BY_KIND = {"person": "Person", "organization": "Organization", "place": "Place", "work": "CreativeWork"}
DESCRIPTION_LENGTH = 180


def json_ld(thing: dict[str, Any]) -> str:
    """*thing* for a script element: no "<", ">" or "&" in it, so no text can end the element."""
    text = msgspec.json.encode({"@context": "https://schema.org", **thing}).decode()
    text = text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def news_article(view: ArticleView, article: Article, site: Site) -> dict[str, Any]:
    """Fields that are not known stay out."""
    address = urls.absolute(site.base_url, view.path) if site.base_url else ""
    thing: dict[str, Any] = {
        "@type": "NewsArticle",
        "headline": cut(view.title, 110),
        "description": view.dek,
        "datePublished": view.date,
        "dateModified": view.updated,
        "author": [{"@type": "Person", "name": person.text} for person in view.byline],
        "publisher": {"@type": "Organization", "name": view.source.text} if view.source.text else None,
        "articleSection": view.section.text,
        "keywords": [tag.text for tag in view.tags],
        "inLanguage": view.language or site.language,
        "wordCount": view.words,
        "url": address,
        "mainEntityOfPage": address,
        "isBasedOn": urls.safe_href(article.url) if article.url.startswith("http") else "",
        "mentions": [
            {"@type": _TYPE_BY_KIND[name.kind], "name": name.text, "url": urls.absolute(site.base_url, name.path)}
            for name in view.names[:40]
            if name.path and name.indexed and site.base_url
        ],
        "image": pictures(view, site),
        "isPartOf": _archive(site),
    }
    return {key: value for key, value in thing.items() if value}


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
    }
    return {key: value for key, value in thing.items() if value}


def collection(name: str, description: str, path: str, site: Site) -> dict[str, Any]:
    thing: dict[str, Any] = {
        "@type": "CollectionPage",
        "name": name,
        "description": description,
        "url": urls.absolute(site.base_url, path) if site.base_url else "",
        "isPartOf": _archive(site),
    }
    return {key: value for key, value in thing.items() if value}


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
