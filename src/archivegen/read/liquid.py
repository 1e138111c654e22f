"""What Jekyll and kramdown would have worked out in a Markdown post → what a reader saw: footnotes, page values, tags. Pure.

Line for line. References to posts, and pictures that an include shows, are left for normalize, which knows where those lead.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from archivegen.errors import Origin
from archivegen.model import Document
from archivegen.patterns import late_pattern
from archivegen.read.shortcodes import Resolved, stretches

_WORTH_A_LOOK = ("{:", "{%", "{{", "[^")
_ATTRIBUTE = r"(?:[.#][A-Za-z_][\w:-]{0,100}|[A-Za-z_][\w-]{0,60}=(?:\"[^\"\n{}]{0,300}\"|'[^'\n{}]{0,300}'))"
_PIECE = late_pattern(
    r"(?<!`)(?P<code>`{1,9})(?!`)[^`\n]{1,2000}(?P=code)"
    rf"|[ \t]?\{{:[ \t]?{_ATTRIBUTE}(?:[ \t]{{1,9}}{_ATTRIBUTE}){{0,20}}[ \t]?\}}"
    r"|\{%-?\s{0,9}(?P<tag>[a-z_]\w{0,40})\b(?P<rest>[^%{}]{0,2000})%\}"
    r"|\{\{-?\s{0,9}page\.(?P<value>\w{1,60})[^{}\n]{0,300}\}\}"
    r"|\{\{-?\s{0,9}(?:site\.(?!baseurl|base_url|url\b)\w|post\.\w|content\b)[^{}\n]{0,300}\}\}"
    r"|(?<!\\)\[\^(?P<note>[^\]\s^]{1,60})\](?P<defined>:[ \t]{0,9})?"
)
_LEFT_ALONE = frozenset(("post_url", "link"))
_SHOWS_PICTURE = re.compile(r"\b(?:src|image_path|image|url|file|path|data-src)\s{0,9}=")
_DEFINITION = re.compile(r"^[ ]{0,3}\[\^([^\]\s^]{1,60})\]:", re.MULTILINE)
_REFERENCE = re.compile(r"(?<!\\)\[\^([^\]\s^]{1,60})\](?!:)")
_SECTIONS = ("categories", "category", "sections")


def resolve(body: str, meta: Mapping[str, Any]) -> Resolved:
    """*body* without what only its generator reads. *meta*: the head of the post. O(len(body))."""
    if not any(mark in body for mark in _WORTH_A_LOOK):
        return Resolved(body)
    notes = _notes(body)
    has_raw = "{% raw" in body or "{%- raw" in body
    taken_out: Counter[str] = Counter()

    def shown(found: re.Match[str]) -> str:
        text = _shown(found, meta, notes, taken_out, has_raw=has_raw)
        return text + "\n" * (found.group().count("\n") - text.count("\n"))

    pieces = (text if is_code else _PIECE.sub(shown, text) for text, is_code in stretches(body))
    return Resolved("".join(pieces), tuple(sorted(taken_out.items())))


def _notes(body: str) -> dict[str, int]:
    """The numbers of the footnotes of *body* that stand in it, in the order in which they are named."""
    if "[^" not in body:
        return {}
    defined = dict.fromkeys(_DEFINITION.findall(body))
    named = [name for name in dict.fromkeys(_REFERENCE.findall(body)) if name in defined]
    return {name: number for number, name in enumerate(dict.fromkeys((*named, *defined)), 1)}


def _shown(
    found: re.Match[str], meta: Mapping[str, Any], notes: Mapping[str, int], taken_out: Counter[str], *, has_raw: bool
) -> str:
    whole = found.group()
    if found["code"]:
        return whole
    if found["note"]:
        number = notes.get(found["note"])
        if number is None:
            return whole
        return f"{number}. " if found["defined"] else f"[{number}]"
    if has_raw and "{:" not in whole:
        return whole
    if found["value"]:
        value = meta.get(found["value"])
        return value if isinstance(value, str) and "\n" not in value else ""
    tag = found["tag"]
    if not tag:
        return ""
    is_include = tag.startswith("include")
    if tag in _LEFT_ALONE or (is_include and _SHOWS_PICTURE.search(found["rest"])):
        return whole
    taken_out[tag] += is_include
    return ""


def terms(meta: Mapping[str, Any], origin: Origin) -> dict[str, Any]:
    """*meta* with the tags of Jekyll's posts apart ("storm quay" is two), and sections after the first among them."""
    told = dict(meta)
    if "/_posts/" in f"/{origin.path}/{origin.record}":
        for key in ("tags", "categories"):
            value = told.get(key)
            if isinstance(value, str) and "," not in value and len(value.split()) > 1:
                told[key] = value.split()
    more = list(_more_sections(told))
    if more:
        own = told.get("tags") or []
        tags = own if isinstance(own, list) else [one.strip() for one in str(own).split(",")]
        told["tags"] = [*tags, *(one for one in more if one not in tags)]
    return told


def _more_sections(meta: Mapping[str, Any]) -> Iterator[str]:
    for key in _SECTIONS:
        value = meta.get(key)
        if isinstance(value, list):
            yield from (one for one in value[1:] if isinstance(one, str) and one.strip())


def apply(document: Document) -> Document:
    """*document* with its terms apart."""
    told = terms(document.meta, document.origin)
    return document if told == document.meta else msgspec.structs.replace(document, meta=told)
