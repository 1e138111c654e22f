"""Agency news in XML (NewsML-G2, NewsML 1, NITF) → a Document for each text; pictures, packages and withdrawn items are counted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape
from typing import Any, BinaryIO

from archivegen.errors import Origin, Problem
from archivegen.model import Document
from archivegen.read.records import Names, document, is_html, iso, one_line, whole
from archivegen.read.xmlstream import Cleaned

ROOTS = frozenset(("newsmessage", "newsitem", "packageitem", "newsml", "nitf"))
MAX_BYTES = 200_000_000
_NITF_INLINE = (
    "person",
    "org",
    "location",
    "chron",
    "event",
    "num",
    "money",
    "function",
    "object.title",
    "virtloc",
    "copyrite",
    "lang",
)


def read_newsml(stream: BinaryIO, origin: Origin) -> Iterator[Document | Problem]:
    """Yield a Document for each usable text of *stream*."""
    from lxml import etree  # late: most builds read no XML

    data = Cleaned(stream).read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        yield Problem(
            origin, "error", "newsml-too-large", f"the file is larger than {MAX_BYTES // 1_000_000} MB; split it"
        )
        return
    parser = etree.XMLParser(
        recover=True,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        root = None
        fault = (error.lineno or 0, str(error.msg))
    else:
        first = next(iter(parser.error_log), None)
        fault = (first.line, first.message) if first is not None else (0, "")
    if fault[1]:
        severity: Any = "error" if root is None else "warning"
        place = Origin(origin.path, origin.record, fault[0])
        yield Problem(place, severity, "xml-broken", f"the XML is not well-formed ({fault[1]}); get a whole copy")
    if root is None:
        return
    names = Names()
    left_out: Counter[str] = Counter()
    for item in _items(root):
        read = {"nitf": _nitf, "newsItem": _g2, "NewsItem": _newsml1}[_local(item)]
        found = read(item, names, origin)
        if isinstance(found, str):
            left_out[found] += 1
        else:
            yield whole(found, origin) if item is root else found
    if left_out:
        counts = ", ".join(f"{count} {what}" for what, count in sorted(left_out.items()))
        yield Problem(origin, "note", "newsml-left-out", f"left out: {counts}")


# ---------------------------------------------------------------- looking for elements, whatever their namespace


def _local(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _items(root: Any) -> list[Any]:
    """The items of a file; not those inside another."""
    if _local(root) in {"nitf", "newsItem", "NewsItem"}:
        return [root]
    return list(root.iter("{*}newsItem", "{*}NewsItem", "newsItem", "NewsItem"))


def _all(element: Any, *names: str) -> list[Any]:
    return [one for one in element.iter() if _local(one) in names]


def _first(element: Any, *names: str) -> Any:
    return next((one for name in names for one in element.iter() if _local(one) == name), None)


def _words(element: Any) -> str:
    return one_line("".join(element.itertext())) if element is not None else ""


_NAMESPACE = re.compile(r' xmlns(?::\w+)?="[^"<>]*"')


def _inner(element: Any) -> str:
    """What stands inside *element*, as HTML."""
    from lxml import etree

    for one in element.iter():
        one.tag = _local(one)
    etree.cleanup_namespaces(element)
    parts = [escape(element.text or "")]
    parts += [etree.tostring(child, method="html", encoding="unicode") for child in element]
    return _NAMESPACE.sub("", "".join(parts)).strip()


def _made(meta: dict[str, Any], body: str, record: str, item: Any, origin: Origin) -> Document | str:
    if not body.strip() and not meta["title"]:
        return "without a text"
    markup: Any = "html" if is_html(body) else "text"
    return document(Origin(origin.path, record, item.sourceline or 0), meta, body, markup=markup)


# ---------------------------------------------------------------- NewsML-G2


def _g2(item: Any, names: Names, origin: Origin) -> Document | str:
    kind = _first(item, "itemClass")
    code = (kind.get("qcode") or "").rpartition(":")[2] if kind is not None else "text"
    status = _first(item, "pubStatus")
    state = (status.get("qcode") or "").rpartition(":")[2] if status is not None else "usable"
    if code not in {"text", "composite", ""}:
        return code
    if state not in {"usable", ""}:
        return state
    content = _first(item, "contentMeta")
    content = item if content is None else content
    language = _first(content, "language")
    created = [iso(_words(_first(item, name))) for name in ("firstCreated", "contentCreated", "versionCreated")]
    published = next(filter(None, created), "")
    subjects = _all(content, "subject")
    meta: dict[str, Any] = {
        "title": _words(_first(content, "headline")),
        "byline": _words(_first(content, "by")) or [_words(_first(one, "name")) for one in _all(content, "creator")],
        "source": _provider(_first(item, "provider")),
        "date": published,
        "updated": created[2] if created[2][:10] > published[:10] else "",
        "language": language.get("tag")
        if language is not None
        else item.get("{http://www.w3.org/XML/1998/namespace}lang"),
        "tags": [name for one in subjects if _kind(one) is None and (name := _words(_first(one, "name")))],
        "entities": [
            {"name": name, "kind": kind}
            for one in subjects
            if (kind := _kind(one)) and (name := _words(_first(one, "name")))
        ],
        "rights": _words(_first(item, "copyrightNotice")),
    }
    body = _content(_first(item, "inlineXML")) or _words_of_data(_first(item, "inlineData"))
    return _made(meta, body, names.of(item.get("guid") or ""), item, origin)


def _provider(element: Any) -> str:
    if element is None:
        return ""
    return _words(_first(element, "name")) or element.get("literal") or (element.get("qcode") or "").rpartition(":")[2]


def _kind(subject: Any) -> str | None:
    code = (subject.get("type") or "").rpartition(":")[2]
    return {"person": "person", "organisation": "organization", "organization": "organization", "geoArea": "place"}.get(
        code
    )


def _words_of_data(element: Any) -> str:
    return (element.text or "").strip() if element is not None else ""


def _content(element: Any) -> str:
    """The story inside an element that holds XHTML, NITF, or bare paragraphs."""
    if element is None:
        return ""
    nitf = _first(element, "body.content")
    if nitf is not None:
        return _nitf_body(nitf)
    body = _first(element, "body")
    return _inner(body if body is not None else element)


# ---------------------------------------------------------------- NewsML 1


def _newsml1(item: Any, names: Names, origin: Origin) -> Document | str:
    status = _first(item, "Status")
    state = (status.get("FormalName") or "usable").lower() if status is not None else "usable"
    if state not in {"usable", "embargoed"} or (state == "embargoed"):
        return state
    holders = [one for one in _all(item, "ContentItem") if _is_story(one)]
    bodies = [body for one in holders if (body := _content(_first(one, "DataContent")))]
    body = max(bodies, key=len, default="")
    provider = _first(item, "Provider", "Source")
    party = _first(provider, "Party") if provider is not None else None
    language = _first(item, "Language")
    created = [iso(_words(_first(item, name))) for name in ("FirstCreated", "ThisRevisionCreated")]
    meta: dict[str, Any] = {
        "title": _words(_first(item, "HeadLine")),
        "dek": _words(_first(item, "SubHeadLine")),
        "byline": _words(_first(item, "ByLine")),
        "source": (party.get("FormalName") or "") if party is not None else "",
        "date": created[0] or created[1],
        "updated": created[1] if created[0] and created[1][:10] > created[0][:10] else "",
        "language": language.get("FormalName") if language is not None else "",
        "tags": list(dict.fromkeys(_words(one) for one in _all(item, "KeywordLine"))),
        "rights": _words(_first(item, "CopyrightLine")),
    }
    if not body and not holders:
        return "without a text"
    identifier = _words(_first(item, "PublicIdentifier")) or _words(_first(item, "NewsItemId"))
    # a release in several languages is several items of one identifier's family
    return _made(meta, body, names.of(identifier), item, origin)


def _is_story(content: Any) -> bool:
    said = " ".join((one.get("FormalName") or "").lower() for one in _all(content, "MediaType", "Format", "MimeType"))
    return not any(other in said for other in ("css", "image", "photo", "graphic", "video", "audio", "jpeg", "pdf"))


# ---------------------------------------------------------------- NITF


def _nitf(item: Any, names: Names, origin: Origin) -> Document | str:
    head, body = _first(item, "body.head"), _first(item, "body.content")
    top = head if head is not None else item
    identifier, issued, published = _first(item, "doc-id"), _first(item, "date.issue"), _first(item, "pubdata")
    day = (issued.get("norm") if issued is not None else "") or (
        published.get("date.publication") if published is not None else ""
    )
    meta: dict[str, Any] = {
        "title": _words(_first(top, "hl1", "headline", "hedline")) or _words(_first(item, "title")),
        "dek": _words(_first(top, "hl2")),
        "byline": _nitf_byline(top),
        "source": _words(_first(top, "distributor"))
        or (identifier.get("regsrc") if identifier is not None else "")
        or "",
        "date": iso(day or ""),
        "language": item.get("baselang") or item.get("{http://www.w3.org/XML/1998/namespace}lang") or "",
        "section": next(
            (one.get("content") for one in _all(item, "meta") if one.get("name") in {"section", "desk"}), ""
        ),
        "tags": _nitf_subjects(item),
        "rights": _words(_first(item, "doc.rights", "rights")),
    }
    record = names.of(identifier.get("id-string") or "" if identifier is not None else "", meta["title"])
    return _made(meta, _nitf_body(body) if body is not None else "", record, item, origin)


def _nitf_byline(top: Any) -> list[str]:
    return [_words(_first(one, "person")) or _words(one) for one in _all(top, "byline")]


def _nitf_subjects(item: Any) -> list[str]:
    found = [
        one.get("tobject.subject.detail") or one.get("tobject.subject.matter") or one.get("tobject.subject.type")
        for one in _all(item, "tobject.subject")
    ]
    return list(dict.fromkeys(one for one in found if one))


def _nitf_body(body: Any) -> str:
    """The story's own elements as HTML: subheads, paragraphs, media as figures."""
    from lxml import etree

    for one in body.iter():
        one.tag = _local(one)
    for media in list(body.iter("media")):
        media.addnext(_nitf_figure(media))
        media.getnext().tail, media.tail = media.tail, None
        media.getparent().remove(media)
    for old, new in (
        ("hl1", "h2"),
        ("hl2", "h2"),
        ("hl3", "h3"),
        ("bq", "blockquote"),
        ("block", "div"),
        ("note", "div"),
    ):
        for one in body.iter(old):
            one.tag = new
    etree.strip_tags(body, *_NITF_INLINE)
    return _inner(body)


def _nitf_figure(media: Any) -> Any:
    from lxml import etree

    figure = etree.Element("figure")
    references: Sequence[Any] = _all(media, "media-reference")
    source = next((one.get("source") for one in references if one.get("source")), "")
    etree.SubElement(figure, "img", src=source or "", alt="")
    caption = " ".join(filter(None, (_words(one) for one in _all(media, "media-caption"))))
    producer = _words(_first(media, "media-producer"))
    etree.SubElement(figure, "figcaption").text = " ".join(
        filter(None, (caption, f"({producer})" if producer and producer not in caption else ""))
    )
    return figure
