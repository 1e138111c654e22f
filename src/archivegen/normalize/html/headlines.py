"""The headline of a page: as metadata says it, as it is printed, and as <title> has it, without the name of the site. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from archivegen.model import Inference
from archivegen.normalize import kickers
from archivegen.normalize.html import vocabulary
from archivegen.normalize.html.index import Index, Tag, is_for_others, is_of_others, of_meta, proof_of
from archivegen.normalize.html.jsonld import Record
from archivegen.normalize.html.tree import words_of
from archivegen.normalize.phrases import key_of, phrases

_DIVIDER = re.compile(r"\s+(?:[|·•»«›‹:]|::|[-–—―]|/{1,2}|\|\|)\s+|\s*[|»]\s*")
_CALLED_HEADLINE = re.compile(
    r"(?:^|\s)(?:headline|hed|(?:story|article|post|entry|news)[_-]?(?:headline|title)|titre-article)(?:$|\s)",
    re.IGNORECASE,
)
_SITE_FIRST = re.compile(r"([^:]{2,60}):\s+(?=\S)")
_SHELVES = frozenset(("archive", "archives", "blog archive", "news", "nachrichten", "archiv", "actualités", "noticias"))
"""What stands between a headline and the name of the site, and is neither."""
_WORDS_OF_A_LABEL = 4
_FEWEST_WORDS = 3
_LETTERS_OF_A_SITE = 5
_GENERIC = frozenset(
    ("home", "homepage", "article", "news", "untitled", "index", "startseite", "blog", "story", "page not found", "404")
)


def site_in_title(index: Index, host: str) -> str:
    """The part of <title> that is not the headline printed on the page: "Ferry Saved | Harbor Courier".

    Or that leads to the front page, or is what the *host* is called.
    """
    parts = [part for part in _DIVIDER.split(index.title) if part]
    opening = _SITE_FIRST.match(index.title)
    known = {key_of(home) for home in index.homes if home} - _GENERIC
    for end in (*reversed(parts), *((str(opening[1]),) if opening else ())):
        if key_of(end) in known or _is_called(end, host):
            return str(end)
    if len(parts) < 2:
        return ""
    printed = [key_of(shown.value) for shown in (*index.headings[:40], *index.shown)]
    for end in (parts[-1], parts[0]):
        rest = key_of(index.title.replace(end, ""))
        if (
            1 < len(end) < 50
            and len(end.split()) <= 6
            and any(rest == key or (len(rest) > 15 and rest in key) for key in printed if key)
        ):
            return end
    return ""


def titles_of(index: Index, record: Record | None, site: str) -> Iterator[Inference]:
    """Headlines, the best first: the printed one where metadata knows it too, or where it stands alone."""
    said: list[Inference] = []
    if record is not None and record.title:
        said.append(Inference(record.title, "JSON-LD", 0.93, (proof_of(record.line, f"headline: {record.title}"),)))
    for name in vocabulary.TITLES:
        said += [of_meta(tag, without_site(tag.value, site)) for tag in index.metas.get(name, ())[:1]]
    prop = index.prop("headline")
    if prop is not None and prop.element.tag != "h1":
        said.append(Inference(prop.value, "itemprop headline", 0.9, (proof_of(prop.line, prop.value),)))
    said = [
        each for each in said if key_of(str(each.value)) not in _GENERIC and key_of(str(each.value)) != key_of(site)
    ]
    page = without_site(index.title, site)
    printed = _printed(index, [str(each.value) for each in said] + [page], site)
    if printed is None and not any(heading.element.tag == "h1" for heading in index.headings):
        shown = next((tag for tag in index.shown if is_like(tag.value, page)), None)
        named = (tag for tag in index.shown if _CALLED_HEADLINE.search(tag.element.get("class") or ""))
        shown = shown or next((tag for tag in named if not is_of_others(tag, index.own)), None)
        if shown is not None:
            yield Inference(shown.value, "set off in print", 0.85, (proof_of(shown.line, shown.value),))
    if printed is not None:
        same = (
            value for value in (*(str(each.value) for each in said), page) if key_of(value) == key_of(printed.value)
        )
        marked = next((value for value in same if ":" in value and ":" not in printed.value), printed.value)
        bare = _without_label(printed, [*(str(each.value) for each in said), page])
        yield Inference(bare or marked, "h1", 0.95, (proof_of(printed.line, printed.value),))
        if bare:
            yield Inference(printed.value, "h1 with its label", 0.8, (proof_of(printed.line, printed.value),))
    yield from said
    if page and key_of(page) not in _GENERIC and key_of(page) != key_of(site):
        yield Inference(page, "page title", 0.75, (proof_of(index.title_line, index.title),))
    for heading in index.headings:
        if heading is not printed and heading.element.tag == "h1" and key_of(heading.value) != key_of(site):
            yield Inference(heading.value, "h1", 0.6, (proof_of(heading.line, heading.value),))
    if not said and key_of(page) in {key_of(site), *_GENERIC}:
        for heading in index.headings:
            if _opens_story(heading, index):
                yield Inference(heading.value, "heading above the story", 0.6, (proof_of(heading.line, heading.value),))
                return


def _printed(index: Index, said: Sequence[str], site: str) -> Tag | None:
    """The h1 that is the story's headline: metadata says nearly the same, or it is the only one and names no site."""
    usable = [
        h
        for h in index.headings
        if len(h.value) < 300 and key_of(h.value) not in _GENERIC and key_of(h.value) != key_of(site)
    ]
    for heading in [h for h in usable if h.element.tag == "h1"][:_MOST_H1]:
        if any(is_like(heading.value, each) for each in said if each):
            return heading
    parts = [key_of(part) for part in _DIVIDER.split(index.title)]
    wholes = {
        parts[0],
        parts[-1] if len(parts) > 2 else parts[0],
        key_of(index.title),
        key_of(without_site(index.title, site)),
    } - {""}
    for heading in sorted(usable, key=lambda h: str(h.element.tag)):
        key = key_of(heading.value)
        is_part = key in (parts if heading.element.tag == "h1" else wholes)
        is_part = is_part or (key.count(" ") >= 2 and key_of(index.title).endswith(f" {key}"))
        if (
            is_part
            and (heading.element.tag == "h1" or len(heading.value.split()) > 1)
            and not is_of_others(heading, index.own)
        ):
            return heading
    distinct = {key_of(h.value): h for h in usable if h.element.tag == "h1" and not is_for_others(h.element)}
    if len(distinct) > 1:  # one of them may say that it is the headline, or open the article
        called = {key: h for key, h in distinct.items() if _CALLED_HEADLINE.search(h.element.get("class") or "")}
        called = called or {
            key: h for key, h in distinct.items() if next(h.element.iterancestors("article"), None) is not None
        }
        distinct = called if len(called) == 1 else distinct
    if len(distinct) == 1:
        only = next(iter(distinct.values()))
        if len(only.value.split()) >= 3 or len(said) < 2:
            return only
    return None


def _without_label(printed: Tag, said: Sequence[str]) -> str:
    """The headline in *printed* as *said* elsewhere, where the heading opens with a label in an element of its own; else ""."""
    key = key_of(printed.value)
    if key in map(key_of, said):
        return ""
    for each in said:
        own = key_of(each)
        label = key.removesuffix(f" {own}")
        if own.count(" ") < 2 or label == key or label.count(" ") >= _WORDS_OF_A_LABEL:
            continue
        if any(key_of(words_of(child)) == label for child in printed.element.iterdescendants()):
            return each
    return ""


def _opens_story(heading: Tag, index: Index) -> bool:
    """Whether *heading* stands in the story's own element, above its first paragraph."""
    element = heading.element
    if len(heading.value.split()) < _FEWEST_WORDS or is_of_others(heading, index.own):
        return False
    is_inside = any(above in index.own or above.tag == "article" for above in element.iterancestors())
    return is_inside and next(element.itersiblings("p", preceding=True), None) is None


def _is_called(name: str, host: str) -> bool:
    """Whether the site at *host* is called *name*: "Fen Bugle" of www.fenbugle.example."""
    squeezed = key_of(name).replace(" ", "")
    return len(squeezed) >= _LETTERS_OF_A_SITE and squeezed in (
        label.replace("-", "") for label in host.split(".")[:-1]
    )


def is_like(first: str, second: str) -> bool:
    """Whether two headlines are nearly the same words, or one holds the other."""
    a, b = key_of(first), key_of(second)
    if not a or not b:
        return False
    if a == b:
        return True
    short, long = sorted((a, b), key=len)
    if len(short) >= 12 and short in long and len(short) >= 0.5 * len(long):
        return True
    return len(long) < 300 and SequenceMatcher(None, a, b, autojunk=False).ratio() >= 0.8


_LONGEST_TITLE = 1_000
"""Letters of a title that is looked through."""
_MOST_H1 = 10
"""So many are compared with what metadata says, which takes long for long ones."""


def without_site(title: str, site: str) -> str:
    """*title* without the site's name at its end or beginning; one that is no headline by its length as it is."""
    if len(title) > _LONGEST_TITLE:
        return title
    opening = _SITE_FIRST.match(title)
    if site and opening is not None and key_of(opening[1]) == key_of(site):
        return title[opening.end() :]
    parts = list(_DIVIDER.finditer(title))
    if not parts:
        return title
    known = key_of(site).replace(" ", "")
    last, first = parts[-1], parts[0]
    tail, head = title[last.end() :], title[: first.start()]
    for end, rest in ((tail, title[: last.start()]), (head, title[first.end() :])):
        key = key_of(end).replace(" ", "")
        if known and key and (key == known or (len(key) > 3 and (key in known or known in key) and len(end) < 60)):
            shorter = without_site(rest.strip(), site) if rest.strip() != title else rest
            return _without_shelf(shorter or rest.strip())
    if "|" in last.group() and len(tail.split()) <= 5 and len(title[: last.start()].split()) >= 3:
        return title[: last.start()].strip()
    return title


def _without_shelf(title: str) -> str:
    """*title* without the section, or the archive, that stood between it and the site's name."""
    parts = list(_DIVIDER.finditer(title))
    if not parts:
        return title
    tail, head = title[parts[-1].end() :], title[: parts[0].start()]
    if kickers.is_known(tail, key_of(tail), phrases()) or key_of(tail) in _SHELVES:
        return title[: parts[-1].start()].strip()
    return title[parts[0].end() :].strip() if key_of(head) in _SHELVES else title
