"""One pass over a page: all that may tell of its story, by kind."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from archivegen.model import Evidence, Inference
from archivegen.normalize.html import vocabulary
from archivegen.normalize.html.jsonld import plain
from archivegen.normalize.html.tree import Element, beginning_of, names_in, split_names, without_silent, words_of


@dataclass(slots=True)
class Tag:
    """What an element of the page's head or body says."""

    value: str
    line: int
    element: Element
    is_late: bool = False
    """Running text stands between the headline and it."""


@dataclass(slots=True)
class Index:
    metas: dict[str, list[Tag]] = field(default_factory=dict)
    """By name, property or itemprop, in small letters."""
    scripts: list[tuple[str, int]] = field(default_factory=list)
    """Of JSON-LD."""
    headings: list[Tag] = field(default_factory=list)
    """Every h1, h2 and h3."""
    shown: list[Tag] = field(default_factory=list)
    """What is set off in print as a headline may be: bold, large, or so called."""
    times: list[Tag] = field(default_factory=list)
    props: dict[str, list[Tag]] = field(default_factory=dict)
    """By itemprop (or RDFa property): what stands in the body."""
    writers: list[Tag] = field(default_factory=list)
    """rel=author and classes that name writers, outer ones first."""
    linked: list[Tag] = field(default_factory=list)
    """Links to the pages of writers."""
    dated: list[Tag] = field(default_factory=list)
    """Elements whose class says that they hold a date."""
    deks: list[Tag] = field(default_factory=list)
    prose: int = 0
    """Paragraphs since the last h1."""
    title: str = ""
    title_line: int = 0
    canonical: str = ""
    site: str = ""
    """The heading that leads to the front page."""
    homes: list[str] = field(default_factory=list)
    """The words of the first links to front pages."""
    base: str = ""
    language: str = ""
    own: Set[Element] = frozenset()
    """The story's element and those around it, once known: whatever they are called, they are not of others."""

    def leave_out(self, elements: Set[Element]) -> None:
        """Forget the days, names and headlines that stand below *elements*: they are those of parts of the story."""

        def stands_apart(tag: Tag) -> bool:
            return tag.element not in elements and not any(above in elements for above in tag.element.iterancestors())

        self.times, self.dated, self.writers = (
            [tag for tag in tags if stands_apart(tag)] for tags in (self.times, self.dated, self.writers)
        )
        self.linked = [tag for tag in self.linked if stands_apart(tag)]
        self.headings = [tag for tag in self.headings if stands_apart(tag)]
        self.deks = [tag for tag in self.deks if stands_apart(tag)]
        self.props = {name: [tag for tag in tags if stands_apart(tag)] for name, tags in self.props.items()}

    def meta(self, *names: str) -> Tag | None:
        """The first meta of *names* that says anything, in their order."""
        for name in names:
            for tag in self.metas.get(name, ()):
                if tag.value:
                    return tag
        return None

    def prop(self, *names: str) -> Tag | None:
        for name in names:
            for tag in self.props.get(name, ()):
                if tag.value:
                    return tag
        return None


_PROPS = frozenset(
    "headline alternativeheadline datepublished datemodified datecreated author creator name description articlesection publisher".split()
)


_DUBLIN_CORE = {
    "date": "datepublished", "created": "datepublished", "issued": "datepublished", "modified": "datemodified",
    "title": "headline",
}  # fmt: skip


def index_of(root: Element, *, first_line: int) -> Index:
    """The Index of the page *root*, whose scripts and styles are taken out. O(its elements)."""
    found = Index(language=root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or "")
    for script in root.iter("script"):
        if "ld+json" in (script.get("type") or "").lower() and script.text:
            found.scripts.append((script.text, (script.sourceline or 1) + first_line - 1))
    without_silent(root)
    for element in root.iter():
        tag = element.tag
        if not isinstance(tag, str):
            continue
        line = (element.sourceline or 1) + first_line - 1
        if tag in _READERS:
            _READERS[tag](found, element, line)
        if element.attrib and tag not in ("meta", "link", "script", "style"):
            _attributes(found, element, tag, line)
    return found


def _meta(found: Index, element: Element, line: int) -> None:
    content = plain(element.get("content") or "")
    for attribute in ("property", "name", "itemprop", "http-equiv"):
        name = element.get(attribute)
        if name and content:
            for each in name.lower().split():
                found.metas.setdefault(each, []).append(Tag(content, line, element))


def _link(found: Index, element: Element, line: int) -> None:
    rel = (element.get("rel") or "").lower()
    href = (element.get("href") or "").strip()
    if rel == "canonical" and href and not found.canonical:
        found.canonical = href


def _title(found: Index, element: Element, line: int) -> None:
    text = words_of(element)
    parent = element.getparent()
    if text and not found.title and (parent is None or parent.tag != "svg"):
        found.title, found.title_line = text, line


def _base(found: Index, element: Element, line: int) -> None:
    found.base = found.base or (element.get("href") or "").strip()


def _heading(found: Index, element: Element, line: int) -> None:
    text = beginning_of(element, 400)
    if not text or len(text) >= 400 or len(found.headings) >= 400:
        return
    if _is_link_home(element):
        found.site = found.site or text[:80]
    else:
        found.headings.append(Tag(text, line, element))
        if element.tag == "h1":
            found.prose = 0


def _is_link_home(element: Element) -> bool:
    """The heading is the site's name, and leads to its front page."""
    return any(_leads_home(link.get("href") or "") for link in element.iter("a"))


def _may_lead_home(href: str) -> bool:
    """As `_leads_home`; of the many links most are passed over at a glance."""
    if href in _HOMES:
        return True
    return "//" in href and (href.count("/") <= _SLASHES_OF_A_HOST or "/web/" in href) and _leads_home(href)


def _leads_home(href: str) -> bool:
    href = _ARCHIVED.sub("", href.strip())
    return href in _HOMES or _HOME.fullmatch(href) is not None


_HOMES = frozenset(("/", "./", "index.html", "/index.html"))
_MOST_HOMES = 8
_SLASHES_OF_A_HOST = 3
_ARCHIVED = re.compile(r"^(?:https?://web\.archive\.org)?/web/\d{8,14}(?:[a-z]{2}_)?/")
_HOME = re.compile(r"(?:https?:)?//[^/?#]+/?(?:index\.\w+)?")


def _paragraph(found: Index, element: Element, line: int) -> None:
    if found.headings and not found.prose and names_in(element) == " " and len(beginning_of(element, _PROSE)) >= _PROSE:
        found.prose += 1


_PROSE = 100


def _time(found: Index, element: Element, line: int) -> None:
    value = (element.get("datetime") or element.get("content") or beginning_of(element, 100)).strip()
    if value and len(value) < 100:
        found.times.append(Tag(value, line, element))


def _shown(found: Index, element: Element, line: int) -> None:
    if len(found.shown) >= _MOST_SHOWN or (element.tag == "font" and not _LARGE.fullmatch(element.get("size") or "")):
        return
    text = beginning_of(element, 300)
    if 10 < len(text) < 200 and " " in text:
        found.shown.append(Tag(text, line, element))


_MOST_SHOWN = 40
_LARGE = re.compile(r"\+[1-9]|[4-7]")


_READERS = {
    "b": _shown,
    "strong": _shown,
    "font": _shown,
    "meta": _meta,
    "link": _link,
    "title": _title,
    "base": _base,
    "p": _paragraph,
    "h1": _heading,
    "h2": _heading,
    "h3": _heading,
    "time": _time,
    "relative-time": _time,
    "local-time": _time,
    "time-ago": _time,
}


def _attributes(found: Index, element: Element, tag: str, line: int) -> None:
    attributes = element.attrib
    prop = (attributes.get("itemprop") or attributes.get("property") or "").lower()
    if prop:
        for each in prop.split():
            vocabulary_, _, name = each.rpartition(":")
            name = _DUBLIN_CORE.get(name, name) if vocabulary_ in ("dc", "dct", "dcterms") else name
            if name in _PROPS:
                value = (
                    attributes.get("content")
                    or attributes.get("datetime")
                    or ("" if tag == "body" else beginning_of(element, 500))
                )
                found.props.setdefault(name, []).append(Tag(plain(value), line, element))
    if tag == "a" and _may_lead_home(attributes.get("href") or "") and len(found.homes) < _MOST_HOMES:
        logo = next((image.get("alt") or "" for image in element.iter("img")), "")
        found.homes.append(beginning_of(element, 80) or logo)
    if tag == "a" and _WRITER_PAGE.search(attributes.get("href") or ""):
        text = beginning_of(element, 80)
        if 4 < len(text) < 60 and " " in text:
            found.linked.append(Tag(text, line, element, is_late=found.prose > 0))
    if "author" in (attributes.get("rel") or "") and tag in ("a", "span", "address"):
        found.writers.append(Tag(beginning_of(element, 300), line, element))
    names = names_in(element)
    if names == " " or len(names) > 300 or tag in ("html", "body", "main", "article"):
        return
    hints = _hints(names)
    if hints.writer:
        found.writers.append(Tag(beginning_of(element, 300), line, element))
    if hints.headline and tag in ("div", "p", "span", "td"):
        _shown(found, element, line)
    if hints.date and tag not in ("ul", "ol", "section"):
        text = _marked_day(attributes) or attributes.get("title") or beginning_of(element, 130)
        if 4 < len(text) < 120 and any(map(str.isdigit, text)):
            found.dated.append(Tag(text, line, element))
    if hints.dek and tag in ("p", "div", "h2", "h3", "h4", "span", "header", "section", "strong"):
        text = beginning_of(element, 700)
        if 20 < len(text) < 700:
            found.deks.append(Tag(text, line, element, is_late=found.prose > 0))


def _marked_day(attributes: Mapping[str, str]) -> str:
    """The moment that a script makes words of ("an hour ago"), in an attribute of its own."""
    return next(
        (value for name in _DAY_ATTRIBUTES if (value := attributes.get(name) or "") and value[:4].isdigit()), ""
    )


_DAY_ATTRIBUTES = (
    "datetime data-datetime data-date data-time data-timestamp data-published data-publish-date data-pubdate data-utime data-epoch"
).split()


class _Hints(NamedTuple):
    """What the names of an element hint at."""

    writer: bool
    headline: bool
    date: bool
    dek: bool


@lru_cache(8192)
def _hints(names: str) -> _Hints:
    names = names.lower()
    return _Hints(
        writer=any(word in names for word in vocabulary.WRITER_NAMES) and _SECTION.search(names) is None,
        headline=_HEADLINE.search(names) is not None,
        date=any(word in names for word in vocabulary.DATE_NAMES),
        dek=any(word in names for word in vocabulary.DEK_NAMES),
    )


_HEADLINE = re.compile(r"(?:^|[\s_-])(?:headline|hed|title|titel|titre|titulo|titolo)(?:$|[\s_-])")
_SECTION = re.compile(r"categor|section-name|taxonomy|topics?(?:$|[\s_-])")
_WRITER_PAGE = re.compile(
    r"/(?:authors?|autor(?:e[ns]?|a|as)?|auteurs?|autori|by|byline|contributors?|journalists?|reporters?|writers?|staff(?:-member)?|people|profiles?|"
    r"firmas?|firme|redakt(?:ion|oer|eur)(?:en)?|redaktoren|correspondents?|columnists?|tous-les-auteurs|impressum/autor\w*)/[^/?#]*[a-z][^/?#]*/?(?:\.html?)?(?:[?#].*)?$",
    re.IGNORECASE,
)
_CARD = re.compile(r"\b[vh]-?card\b")


def is_of_others(tag: Tag, own: Set[Element]) -> bool:
    """The element stands among comments, related stories or the page's furniture. *own*: Index.own."""
    is_footed = False
    for node in (tag.element, *tag.element.iterancestors()):
        if node in own:
            return is_footed and node.tag not in ("article", "main")
        if node.tag in ("nav", "aside"):
            return True
        if node.tag in ("article", "main"):
            return False
        if node.tag in ("body", "html"):
            return is_footed
        is_footed = is_footed or node.tag == "footer"
        if is_for_others(node):
            return True
    return is_footed


def is_for_others(element: Element) -> bool:
    names = names_in(element)
    return names != " " and bool(vocabulary.OTHERS & split_names(_CARD.sub("", names)))


def proof_of(line: int, words: str) -> Evidence:
    return Evidence(line, words[:200])


def of_meta(tag: Tag, value: str = "", confidence: float = 0.9) -> Inference:
    name = tag.element.get("property") or tag.element.get("name") or tag.element.get("itemprop") or tag.element.tag
    return Inference(value or tag.value, str(name), confidence, (proof_of(tag.line, tag.value),))
