"""Shortcodes of Hugo, Zola and Jekyll in a Markdown body → what they show, as plain Markdown of as many lines. Pure.

Films and posts become their addresses, quotations and code what they are, any other pair of marks leaves what it encloses. Pictures and
references to articles are left for normalize, which knows where those lead.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

import msgspec

from archivegen.patterns import late_pattern

_WORTH_A_LOOK = ("{{<", "{{%", "{%", "{{ ")
_LEFT_ALONE = frozenset("ref relref figure image img post_url link include include_relative raw endraw".split())
"""What normalize resolves itself."""
_FENCE = re.compile(r"^[ \t]{0,3}(```+|~~~+)", re.MULTILINE)
_MARK = late_pattern(
    r"(?<!`)(?P<code>`{1,9})(?!`)[^`\n]{1,2000}(?P=code)"
    r"|\{\{[<%]\s{0,9}(?P<close>/?)\s{0,9}(?P<name>[A-Za-z][\w./-]{0,60})(?P<rest>[^{}]{0,4000}?)[>%]\}\}"
    r"|\{%-?\s{0,9}(?P<tag>(?:end)?(?:highlight|comment)|youtube|vimeo|tweet|twitter|gist|instagram)\b(?P<args>[^%{}]{0,2000})%\}"
    r"|\{\{\s(?P<call>youtube|vimeo|tweet|gist|instagram)\((?P<values>[^(){}]{0,500})\)\s\}\}",
)
_COMMENT = re.compile(r"\{%-?\s{0,9}comment\s{0,9}-?%\}|\{\{[<%]\s{0,9}comment\s{0,9}[>%]\}\}")
_COMMENT_END = re.compile(r"\{%-?\s{0,9}endcomment\s{0,9}-?%\}|\{\{[<%]\s{0,9}/\s{0,9}comment\s{0,9}[>%]\}\}")
_VALUE = re.compile(r"([\w-]{1,60})\s{0,9}=\s{0,9}(?:\"([^\"]*)\"|'([^']*)'|`([^`]*)`|([^\s\"'`]{1,2000}))")
_WORD = re.compile(r"\"([^\"]*)\"|'([^']*)'|([^\s\"'=]{1,2000})(?!\s{0,9}=)")
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg)$", re.IGNORECASE)
_SHOWS_PICTURE = re.compile(r"\b(?:img|image|figure|fig|photo|picture)\b")
_ADDRESSES: Mapping[str, str] = {
    "youtube": "https://www.youtube.com/watch?v={}", "vimeo": "https://vimeo.com/{}", "instagram": "https://www.instagram.com/p/{}/",
}  # fmt: skip
_POSTS = frozenset(("tweet", "twitter", "x", "twitter_simple", "x_simple"))


class Resolved(msgspec.Struct, frozen=True):
    body: str
    taken_out: tuple[tuple[str, int], ...] = ()
    """(name, how often) of the shortcodes of which nothing is left."""


def resolve(body: str) -> Resolved:
    """*body* without shortcodes, line for line. O(len(body))."""
    if not any(mark in body for mark in _WORTH_A_LOOK):
        return Resolved(body)
    taken_out: Counter[str] = Counter()
    closed = {found["name"].lower() for found in _MARK.finditer(body) if found["close"]}

    def shown(found: re.Match[str]) -> str:
        text = _shown(found, closed, taken_out)
        return text + "\n" * (found.group().count("\n") - text.count("\n"))

    pieces = (text if is_code else _MARK.sub(shown, text) for text, is_code in stretches(_without_comments(body)))
    return Resolved("".join(pieces), tuple(sorted(taken_out.items())))


def _without_comments(body: str) -> str:
    parts: list[str] = []
    at = 0
    while (start := _COMMENT.search(body, at)) is not None:
        end = _COMMENT_END.search(body, start.end())
        if end is None:
            break
        parts += (body[at : start.start()], "\n" * body.count("\n", start.start(), end.end()))
        at = end.end()
    return "".join((*parts, body[at:]))


def stretches(body: str) -> Iterator[tuple[str, bool]]:
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


def _shown(found: re.Match[str], closed: set[str], taken_out: Counter[str]) -> str:
    if found["code"]:
        return found.group()
    name = (found["name"] or found["tag"] or found["call"]).lower()
    rest = (found["rest"] or found["args"] or found["values"] or "").strip().rstrip("/-").strip()
    if name in _LEFT_ALONE:
        return found.group()
    if name.removeprefix("end") == "highlight":
        return "```"
    if found["close"]:
        return ""
    values = {key.lower(): a or b or c or d for key, a, b, c, d in reversed(_VALUE.findall(rest))}
    words = [a or b or c for a, b, c in _WORD.findall(_VALUE.sub("", rest))]
    address = _address(name, values, words)
    if address:
        return f"<{address}>"
    if values.get("src") and (_PICTURE.search(values["src"]) or _SHOWS_PICTURE.search(name)):
        return f"{{{{< figure {rest} >}}}}"
    said = values.get("text") or values.get("quote") or ""
    if said:
        cited = values.get("cite") or values.get("author") or ""
        return f"> {said}" + (f" — {cited}" if cited else "")
    if name not in closed:
        taken_out[name] += 1
    return ""


def _address(name: str, values: Mapping[str, str], words: list[str]) -> str:
    """Where the film or post that a shortcode shows is; "" where it shows none."""
    number = values.get("id") or (words[-1] if words else "")
    if not number or any(letter in number for letter in "<> "):
        return ""
    if number.startswith(("http://", "https://")):
        return number if name in _ADDRESSES or name in _POSTS or name == "gist" else ""
    if name in _POSTS:
        user = values.get("user") or (words[0] if len(words) > 1 else "i")
        return f"https://twitter.com/{user}/status/{number}"
    if name == "gist":
        user = values.get("user") or (words[0] if len(words) > 1 else "")
        return f"https://gist.github.com/{user}/{number}" if user else ""
    return _ADDRESSES[name].format(number) if name in _ADDRESSES else ""
