"""Markdown as other generators take it (Jekyll, Hugo, kramdown, HTML) → plain Markdown. Pure.

What shows a picture, leads somewhere or is HTML is rewritten; all else stays as it is, code too.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any

from archivegen.model import Figure
from archivegen.normalize import inline_html
from archivegen.patterns import late_pattern
from archivegen.urls import safe_href

_WORTH_A_LOOK = re.compile(r"\{%|\{\{|\{:|<(?:img|figure)\b", re.IGNORECASE)
_FENCE = re.compile(r"^[ \t]{0,3}(```+|~~~+)", re.MULTILINE)
_PIECE = late_pattern(
    r"(?<!`)(?P<code>`{1,9})(?!`)[^`\n]{1,2000}(?P=code)"
    r"|\{%-?\s{0,9}(?P<tag>post_url|link|include|include_relative)\s(?P<rest>[^%]{0,2000})%\}"
    r"|\{%-?\s{0,9}(?:end)?raw\s{0,9}-?%\}"
    r"|\{\{[<%]\s{0,9}(?P<short>ref|relref|figure|image|img)\s(?P<values>[^{}]{0,4000}?)/?\s{0,9}[>%]\}\}"
    r"|\{\{-?\s{0,9}site\.(?:baseurl|base_url|url)\s{0,9}-?\}\}(?=[/{])"
    r"|\{\{-?\s{0,9}[\"'](?P<filtered>[^\"'{}\n]{1,500})[\"']\s{0,9}\|\s{0,9}(?:relative_url|absolute_url|prepend|relURL|absURL)[^{}\n]{0,100}\}\}"
    r"|(?<=\))\{:[^{}\n]{0,500}\}|^\{:[^{}\n]{0,500}\}[ \t]*$"
    r"|<figure\b[^<>]{0,2000}>(?P<figure>.{0,8000}?)</figure>"
    r"|(?:<a\b[^<>]{0,2000}>\s{0,50})?(?P<img><img\b[^<>]{0,8000}>)(?:\s{0,50}</a>)?",
    re.IGNORECASE | re.DOTALL | re.MULTILINE,
)
_IMG = re.compile(r"<img\b[^<>]{0,8000}>", re.IGNORECASE)
_CAPTION = re.compile(r"<figcaption\b[^<>]{0,2000}>(.{0,8000}?)</figcaption>", re.IGNORECASE | re.DOTALL)
_ATTRIBUTE = re.compile(r"([\w:-]{1,60})\s{0,9}=\s{0,9}(?:\"([^\"]*)\"|'([^']*)'|`([^`]*)`|([^\s\"'`<>]{1,2000}))")
_WORDS_IN_QUOTES = re.compile(r"[\"'`]([^\"'`]{1,500})[\"'`]")
_TAG = re.compile(r"<[^<>]{0,2000}>")
_SOURCES = ("src", "image_path", "image", "url", "file", "path", "data-src")
_SPECIAL = re.compile(r"[\\\"\[\]`*_<>&!~]")


_MOST_FIGURES = 1000
"""Of one text; more are no story's, and each may be looked through to where it could end."""


def plain(body: str) -> str:
    """*body* with each picture as `![alt](<address> "caption")` and each reference to an article as its path. O(len(body)).

    HTML becomes Markdown, so that it reads as it was meant.
    """
    if ("<" not in body and _WORTH_A_LOOK.search(body) is None) or body.count("<figure") > _MOST_FIGURES:
        return body
    return "".join(
        text if is_code else inline_html.markdown(_PIECE.sub(_plain, text)) for text, is_code in _without_code(body)
    )


def _without_code(body: str) -> Iterator[tuple[str, bool]]:
    """(stretch of *body*, whether it stands between fences)."""
    at, fence = 0, ""
    for mark in _FENCE.finditer(body):
        if not fence:
            yield body[at : mark.start()], False
            at, fence = mark.start(), mark[1]
        elif mark[1].startswith(fence):
            yield body[at : mark.end()], True
            at, fence = mark.end(), ""
    yield body[at:], bool(fence)


def _plain(found: re.Match[str]) -> str:
    text = _rewritten(found)
    missing = found.group().count("\n") - text.count("\n")
    return text + "\n" * missing


def _rewritten(found: re.Match[str]) -> str:
    if found["code"]:
        return found.group()
    if found["tag"]:
        return _jekyll(found["tag"].lower(), found["rest"], found.group())
    if found["short"]:
        return _hugo(found["short"].lower(), found["values"], found.group())
    if found["filtered"]:
        return found["filtered"]
    if found["img"]:
        return _picture(_values(found["img"]), "") or found.group()
    if found["figure"] is not None:
        return _figure(found["figure"]) or found.group()
    return ""


def _jekyll(tag: str, rest: str, whole: str) -> str:
    words = rest.strip().rstrip("-").strip()
    if tag == "post_url":
        return f"/_posts/{words}.md"
    if tag == "link":
        return f"/{words.lstrip('/')}"
    values = _values(rest)
    return _picture(values, values.get("caption") or values.get("title", "")) or whole


def _hugo(name: str, rest: str, whole: str) -> str:
    if name in ("ref", "relref"):
        quoted = _WORDS_IN_QUOTES.search(rest)
        target = quoted[1] if quoted else rest.strip()
        return f"/{target}" if "/" in target and target[0] not in "./" else target
    values = _values(rest)
    caption = values.get("caption") or values.get("title", "")
    maker = values.get("attr", "")
    return _picture(values, f"{caption} ({maker})" if caption and maker else caption or maker) or whole


def _figure(inner: str) -> str:
    """The pictures of a <figure>, its caption under the last."""
    shown = [_values(picture) for picture in _IMG.findall(inner)]
    caption = _CAPTION.search(inner)
    words = " ".join(html.unescape(_TAG.sub("", caption[1])).split()) if caption else ""
    made = [_picture(values, words if values is shown[-1] else "") for values in shown]
    return " ".join(filter(None, made))


def _values(text: str) -> dict[str, str]:
    found = _ATTRIBUTE.findall(text)
    return {name.lower(): html.unescape(a or b or c or d) for name, a, b, c, d in reversed(found)}


def _picture(values: Mapping[str, str], caption: str) -> str:
    """The picture that *values* name, as plain Markdown; "" where they name none."""
    src = next((values[name] for name in _SOURCES if values.get(name)), "").strip()
    if not src or "\n" in src or src.startswith("data:"):
        return ""
    title = f' "{_escaped(caption)}"' if caption else ""
    return f"![{_escaped(values.get('alt', ''))}](<{_address(src)}>{title})"


def _address(src: str) -> str:
    filtered = re.search(r"\{\{-?\s{0,9}[\"']([^\"'{}]{1,500})[\"']", src)
    bare = filtered[1] if filtered else re.sub(r"\{\{[^{}]{0,200}\}\}", "", src)
    return bare.replace("\\", "/").replace("<", "%3C").replace(">", "%3E")


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda found: "\\" + found.group(), " ".join(text.split()))


# ---------------------------------------------------------------- the picture that metadata gives

_FEATURED = (
    "featured_image", "featuredimage", "feature_image", "image", "cover_image", "coverimage", "hero_image", "lead_image", "header_image",
    "cover", "header", "images",
)  # fmt: skip
_WITHIN = ("image", "src", "url", "path", "overlay_image", "feature")


def featured(meta: Mapping[str, Any]) -> Figure | None:
    """The picture at the head of a story, if its front matter names one, with its words."""
    folded = {str(key).lower().replace("-", "_"): value for key, value in meta.items()}
    for key in _FEATURED:
        value = folded.get(key)
        value = value[0] if isinstance(value, list) and value else value
        within = {str(name).lower(): part for name, part in value.items()} if isinstance(value, dict) else {}
        src = next((within[name] for name in _WITHIN if isinstance(within.get(name), str)), "") if within else value
        if not isinstance(src, str) or not _is_file(src):
            continue
        alt = within.get("alt") or folded.get(f"{key}_alt") or folded.get("image_alt") or ""
        caption = within.get("caption") or folded.get(f"{key}_caption") or folded.get("image_caption") or ""
        return Figure(_one_line(caption), src=safe_href(_address(src.strip())), alt=_one_line(alt))
    return None


def _is_file(src: str) -> bool:
    return re.search(r"\.(?:jpe?g|png|gif|webp|avif|svg)(?:[?#]|$)", src.strip(), re.IGNORECASE) is not None


def _one_line(value: Any) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""
