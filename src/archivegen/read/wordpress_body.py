"""The body of a WordPress post → an HTML fragment: block comments out, shortcodes resolved, paragraphs as WordPress makes them. Pure."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from html import escape
from urllib.parse import urlsplit

import msgspec


class Media(msgspec.Struct, frozen=True):
    """An attachment: a picture or another file that posts show."""

    src: str
    alt: str = ""
    caption: str = ""


Gallery = Callable[[], Sequence[str]]
"""Gives ids of attachments; called only for a gallery that names none."""


class Rendered(msgspec.Struct, frozen=True):
    """A fragment, and what was lost or lies elsewhere, by kind and name."""

    html: str
    losses: Counter[tuple[str, str]]


# hosts whose addresses, alone on a line, WordPress shows as a post or a player
_EMBED_HOSTS = (
    "youtube.com youtu.be vimeo.com dailymotion.com twitter.com x.com instagram.com facebook.com tiktok.com soundcloud.com "
    "spotify.com scribd.com slideshare.net ted.com mixcloud.com issuu.com imgur.com bsky.app mastodon.social threads.net"
).split()
_FRAME = re.compile(r"<iframe\b[^<>]{0,2000}?\bsrc=[\"']([^\"'<>]{1,2000})", re.IGNORECASE)
_WRAPPED = re.compile(r'<div class="wp-block-embed__wrapper">\s{0,20}(https?://[^\s<>"]{4,2000})\s{0,20}</div>')
_ADDRESS_LINE = re.compile(
    r"^[ \t]{0,20}(?:<p[^<>]{0,200}>)?[ \t]{0,20}(https?://[^\s<>\"]{4,2000})[ \t]{0,20}(?:</p>)?[ \t]{0,20}$",
    re.MULTILINE,
)
_REUSED = re.compile(r'<!--\s{0,9}wp:block \{"ref":(\d{1,12})[^<>]{0,500}?/-->')
_SHORTCODE = re.compile(r"\[(\[?)(/?)([a-zA-Z][\w-]{0,60})((?:\s[^\[\]<>]{0,4000}|=[^\[\]<>]{0,4000})?)(/?)\](\]?)")
_ATTRIBUTE = re.compile(r"([\w-]{1,60})\s{0,5}=\s{0,5}(?:\"([^\"]*)\"|'([^']*)'|“([^”]*)”|([^\s\"']+))")
_KNOWN = frozenset(
    "audio video playlist embed gallery caption wp_caption more contact-form contact-form-7 toc ad ads advert sharethis "
    "addtoany jetpack_subscription_form poll polldaddy youtube vimeo twitter instagram googlemaps slideshare soundcloud "
    "vc_row vc_column vc_column_text et_pb_section et_pb_row et_pb_column et_pb_text social_share recent-posts archives".split()
)
_PLAYERS = frozenset("audio video playlist embed youtube vimeo twitter instagram soundcloud slideshare".split())
_CAPTION_NAMES = frozenset(("caption", "wp_caption"))
_FIRST_PICTURE = re.compile(r"\s*((?:<a\b[^<>]{0,2000}>\s{0,50})?<img\b[^<>]{0,4000}>(?:\s{0,50}</a>)?)", re.IGNORECASE)


def render(body: str, media: Mapping[str, Media], blocks: Mapping[str, str], *, gallery: Gallery = tuple) -> Rendered:
    """*body* as an HTML fragment. *blocks*: the reusable ones by id; *gallery*: asks for the pictures uploaded to the post."""
    losses: Counter[tuple[str, str]] = Counter()
    text = _REUSED.sub(lambda found: blocks.get(found[1], ""), body.replace("\r\n", "\n").replace("\r", "\n"))
    has_blocks = "<!-- wp:" in text
    text = _without_comments(text)
    if "[" in text:
        text = _shortcodes(text, media, gallery, losses)
    text = _WRAPPED.sub(r"\n\1\n", text)
    text = _ADDRESS_LINE.sub(lambda found: _embed(found[1], found[0]), text)
    if not has_blocks:
        text = paragraphs(text)
    for address in _FRAME.findall(text):
        losses["embed", _host(address)] += 1
    return Rendered(text.strip("\n"), +losses)


def figure(media: Media) -> str:
    """A picture with its caption as HTML."""
    caption = f"<figcaption>{media.caption}</figcaption>" if media.caption else ""
    return f'<figure><img src="{escape(media.src)}" alt="{escape(media.alt)}">{caption}</figure>'


def _without_comments(text: str) -> str:
    parts: list[str] = []
    at = 0
    while (start := text.find("<!--", at)) >= 0:
        end = text.find("-->", start + 4)
        if end < 0:
            break
        parts.append(text[at:start])
        at = end + 3
    parts.append(text[at:])
    return "".join(parts)


def _embed(address: str, line: str) -> str:
    """An address that stands alone on a line is shown by WordPress as the post or film that it leads to."""
    host = _host(address)
    return (
        f"\n{_frame(address)}\n" if any(host == known or host.endswith(f".{known}") for known in _EMBED_HOSTS) else line
    )


def _shown(address: str) -> str:
    """What a player's shortcode shows: the post or film, or a link where it is a file."""
    if not address:
        return ""
    link = f'\n<p><a href="{escape(html.unescape(address))}">{escape(html.unescape(address))}</a></p>\n'
    return _embed(address, link)


def _frame(address: str) -> str:
    return f'<iframe src="{escape(html.unescape(address))}"></iframe>'


def _host(address: str) -> str:
    try:
        return (urlsplit(address if "//" in address else f"//{address}").hostname or "").removeprefix("www.")
    except ValueError:
        return ""


# ---------------------------------------------------------------- shortcodes


def _shortcodes(text: str, media: Mapping[str, Media], gallery: Gallery, losses: Counter[tuple[str, str]]) -> str:
    """[caption] and [gallery] as figures, [embed] as what it leads to; others are taken out and counted, what they enclose stays."""
    found = list(_SHORTCODE.finditer(text))
    closed = {code[3].lower() for code in found if code[2]}
    parts: list[str] = []
    seen: set[str] = set()
    at = 0
    for number, code in enumerate(found):
        if code.start() < at:
            continue
        name, attributes = code[3].lower(), code[4]
        if code[1] and code[6]:  # [[name]] is how a post writes [name]
            parts += (text[at : code.start()], code[0][1:-1])
            at = code.end()
            continue
        if not (code[2] or name in closed or name in _KNOWN or _ATTRIBUTE.search(attributes)):
            continue  # words in brackets: "[sic]"
        parts.append(text[at : code.start()] + code[1])
        at = code.end() - len(code[6])
        if code[2]:
            continue
        values = {key.lower(): a or b or c or d for key, a, b, c, d in _ATTRIBUTE.findall(attributes)}
        end = _closing(found, number, name) if name in closed else None
        inner = text[code.end() : end.start()] if end is not None else ""
        if name in _CAPTION_NAMES and end is not None:
            parts.append(_caption(inner, values))
            at = end.end()
        elif name == "gallery":
            parts.append(_gallery(values, media, gallery, seen, losses))
        elif name in _PLAYERS:
            address = inner.strip() or next(
                (values[key] for key in ("src", "url", "mp3", "mp4", "m4a") if values.get(key)), ""
            )
            parts.append(_shown(address))
            if not address:
                losses["shortcode", name] += 1
            at = end.end() if end is not None else at
        else:
            losses["shortcode", name] += 1
    parts.append(text[at:])
    return "".join(parts)


def _closing(found: Sequence[re.Match[str]], number: int, name: str) -> re.Match[str] | None:
    """The next [/name]; looked for among the next few, for others of the name stand between only where one was not closed."""
    return next((code for code in found[number + 1 : number + 40] if code[2] and code[3].lower() == name), None)


def _caption(inner: str, values: Mapping[str, str]) -> str:
    picture = _FIRST_PICTURE.match(inner)
    caption = values.get("caption") or (inner[picture.end() :].strip() if picture else "")
    shown = picture[1] if picture else inner
    return (
        f"\n<figure>{shown}<figcaption>{caption}</figcaption></figure>\n"
        if caption
        else f"\n<figure>{shown}</figure>\n"
    )


def _gallery(
    values: Mapping[str, str],
    media: Mapping[str, Media],
    gallery: Gallery,
    seen: set[str],
    losses: Counter[tuple[str, str]],
) -> str:
    """The pictures of a gallery as figures; those that another gallery of the post has shown (*seen*) are not shown again."""
    wanted = re.findall(r"\d+", values.get("ids") or values.get("include") or "")
    left_out = {*re.findall(r"\d+", values.get("exclude", "")), *seen}
    shown = [one for one in dict.fromkeys(wanted or gallery()) if one not in left_out]
    seen.update(shown)
    losses["unnamed picture", ""] += sum(one not in media for one in shown)
    return "\n" + "\n".join(figure(media[one]) for one in shown if one in media) + "\n"


# ---------------------------------------------------------------- paragraphs


_BLOCKS = (
    "table|thead|tfoot|caption|col|colgroup|tbody|tr|td|th|div|dl|dd|dt|ul|ol|li|pre|form|map|area|blockquote|address|style|"
    "p|h[1-6]|hr|fieldset|legend|section|article|aside|header|footer|nav|figure|figcaption|details|menu|summary|iframe|script"
)
_OPENS_BLOCK = re.compile(rf"(<(?:{_BLOCKS})\b)", re.IGNORECASE)
_ENDS_BLOCK = re.compile(rf"(</(?:{_BLOCKS})>|<hr\b[^<>]{{0,500}}>)", re.IGNORECASE)
_IS_BLOCK = re.compile(rf"</?(?:{_BLOCKS})\b", re.IGNORECASE)
_KEPT = re.compile(r"<(figure|pre|script|style|textarea)\b[^<>]{0,2000}>", re.IGNORECASE)
_BLANK = re.compile(r"\n[ \t]*\n\s*")


def paragraphs(text: str) -> str:
    """The paragraphs that WordPress makes of blank lines (wpautop), around the block elements that are there already. O(len(text))."""
    parts: list[str] = []
    at = 0
    folded = text.lower() if "<" in text else text
    if len(folded) != len(text):  # a few capitals have two small letters
        folded = text
    while (kept := _KEPT.search(text, at)) is not None:
        end = folded.find(f"</{kept[1].lower()}>", kept.end())
        end = len(text) if end < 0 else end + len(kept[1]) + 3
        parts += (_in_paragraphs(text[at : kept.start()]), text[kept.start() : end])
        at = end
    parts.append(_in_paragraphs(text[at:]))
    return "\n".join(part for part in parts if part)


def _in_paragraphs(text: str) -> str:
    spaced = _ENDS_BLOCK.sub(r"\1\n\n", _OPENS_BLOCK.sub(r"\n\n\1", text))
    made: list[str] = []
    for piece in _BLANK.split(spaced):
        words = piece.strip()
        if not words:
            continue
        if _IS_BLOCK.match(words) or _ENDS_BLOCK.search(words):
            made.append(words)
        else:
            made.append("<p>" + words.replace("\n", "<br>\n") + "</p>")
    return "\n".join(made)
