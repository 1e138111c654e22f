"""Posts, videos and players of other hosts inside a story → Embeds with words of their own, never their markup. Pure."""

from __future__ import annotations

import re

from archivegen import dates
from archivegen.model import Embed
from archivegen.normalize.html.inline import absolute
from archivegen.normalize.html.tree import Element, words_of

LONGEST = 4000
"""Characters of a post's text."""
_POSTS = re.compile(
    r"twitter-(?:tweet|video)|instagram-media|tiktok-embed|bluesky-embed|reddit-(?:card|embed-bq)|text-post-media|threads-post|mastodon-embed|wp-embedded-content",
    re.IGNORECASE,
)
_PLAYERS = re.compile(
    r"(?:^|\.)(?:youtube(?:-nocookie)?\.com|youtu\.be|vimeo\.com|dailymotion\.com|twitter\.com|x\.com|instagram\.com|facebook\.com|tiktok\.com|"
    r"soundcloud\.com|spotify\.com|podcasts\.apple\.com|megaphone\.fm|acast\.com|simplecast\.com|scribd\.com|documentcloud\.org|datawrapper\.de|dwcdn\.net|"
    r"flourish\.studio|infogram\.com|brightcove\.net|jwplatform\.com|rumble\.com|bitchute\.com|odysee\.com|twitch\.tv|streamable\.com|"
    r"archive\.org|ted\.com|bandcamp\.com|mixcloud\.com|slideshare\.net|issuu\.com|giphy\.com|imgur\.com|vk\.com|ok\.ru|rutube\.ru|t\.me|"
    r"bsky\.app|mastodon\.social|threads\.net|google\.com/maps|openstreetmap\.org|codepen\.io|video\.[a-z-]+\.[a-z]+)$"
)
_HOST = re.compile(r"https?://([^/?#:]+)")
_VIDEO_ID = re.compile(r"(?:youtube(?:-nocookie)?\.com/(?:embed/|watch\?v=|v/|shorts/)|youtu\.be/)([\w-]{11})")
_VIMEO = re.compile(r"player\.vimeo\.com/video/(\d+)")
_TWEET = re.compile(r"https?://(?:www\.|mobile\.)?(?:twitter|x)\.com/(\w+)/status(?:es)?/\d+")
_ATTRIBUTION = re.compile(
    r"[—–―-]{1,3}\s*(?P<name>[^()@]{1,80}?)\s*\(@(?P<handle>[\w.]{1,60})\)\s*(?P<date>\S.{0,60})?$"
)
_SHARED = re.compile(
    r"\s(?P<name>[^()@]{1,80}?)\s*\(@(?P<handle>[\w.]{1,60})\)(?:\s+(?:on|am|le|el)?\s*(?P<date>\S.{0,40}))?$"
)
_POSTED = re.compile(r"^(?:(?:a|ein) )?(?:post|video|beitrag|reel) (?:shared|geteilt) (?:by|von) ", re.IGNORECASE)
_POSTED_BY = re.compile(
    r"(?:Posted by|Gepostet von|Publiée? par|Publicado por|Posted) (?P<name>[^()]{2,80}?) (?:on|am|le|el|em)\b"
)
_OWNER = re.compile(r"https?://(?:www\.)?(?:tiktok\.com/@|threads\.net/@|mastodon\.social/@)([\w.]+)")
_DATA_URL = ("data-instgrm-permalink", "data-href", "data-embed-src", "data-url", "cite", "data-tweet-url")
_SHOWN_BY_ID = {
    "amp-youtube": ("data-videoid", "https://www.youtube.com/watch?v={}"),
    "lite-youtube": ("videoid", "https://www.youtube.com/watch?v={}"),
    "youtube-video": ("data-id", "https://www.youtube.com/watch?v={}"),
    "amp-twitter": ("data-tweetid", "https://twitter.com/i/status/{}"),
    "amp-instagram": ("data-shortcode", "https://www.instagram.com/p/{}/"),
    "amp-vimeo": ("data-videoid", "https://vimeo.com/{}"),
    "amp-facebook": ("data-href", "{}"),
    "amp-tiktok": ("data-src", "https://www.tiktok.com/embed/{}"),
}  # fmt: skip
_FACEBOOK = re.compile(r"(?:^|\s)fb-(?:post|video)(?:\s|$)")
_ID = re.compile(r"[\w.:/?=&-]{3,300}")


def is_embed(element: Element) -> bool:
    """Whether *element* shows a post or a player of another host."""
    tag = element.tag
    if tag == "iframe" or tag in _SHOWN_BY_ID:
        return True
    names = element.get("class") or ""
    if tag == "blockquote":
        return _POSTS.search(names) is not None or "twitter.com/" in (element.get("cite") or "")
    return tag in ("div", "section") and (
        _FACEBOOK.search(names) is not None or ("instagram-media" in names and element.get("data-instgrm-permalink"))
    )


def embed_of(element: Element, base: str, *, language: str) -> Embed | None:
    """The Embed that *element* is; None where it shows nothing that a reader would miss (ads, trackers)."""
    if element.tag == "iframe":
        return _player(element, base)
    if element.tag in _SHOWN_BY_ID:
        name, form = _SHOWN_BY_ID[element.tag]
        shown = (element.get(name) or "").strip()
        url = absolute(form.format(shown), base) if _ID.fullmatch(shown) else ""
        return Embed(_label(element) or url, url=url) if url else None
    return _post(element, base, language)


def _player(element: Element, base: str) -> Embed | None:
    for name in ("src", "data-src", "data-lazy-src", "data-litespeed-src", "data-cookieconsent-src"):
        url = absolute(element.get(name) or "", base)
        host = _HOST.match(url)
        if host is None:
            continue
        if _PLAYERS.search(host[1].lower()) is None and "google.com/maps" not in url:
            return None
        url = _watched(url)
        return Embed(_label(element) or url, url=url)
    return None


def _watched(url: str) -> str:
    """The address where people watch what a player's address shows."""
    video = _VIDEO_ID.search(url)
    if video is not None:
        return f"https://www.youtube.com/watch?v={video[1]}"
    vimeo = _VIMEO.search(url)
    return f"https://vimeo.com/{vimeo[1]}" if vimeo is not None else url


_NO_LABEL = re.compile(
    r"(?:youtube|vimeo|twitter|facebook|instagram)?\s*(?:video|embed|embedded|content|post|player|tweet|iframe)*\s*(?:player)?",
    re.IGNORECASE,
)


def _label(element: Element) -> str:
    text = " ".join((element.get("title") or element.get("aria-label") or "").split())[:300]
    return "" if _NO_LABEL.fullmatch(text) else text


def _post(element: Element, base: str, language: str) -> Embed | None:
    lines = _lines(element)
    links = [(absolute(a.get("href") or "", base), words_of(a)) for a in element.iter("a")]
    url = next((absolute(element.get(name) or "", base) for name in _DATA_URL if element.get(name)), "")
    url = (
        url or next((link for link, _ in reversed(links) if _TWEET.match(link)), "") or (links[-1][0] if links else "")
    )
    if not lines:
        return Embed(url, url=url) if url else None
    at, match = _attribution(lines)
    author, handle, day = "", "", ""
    if match is not None:
        author, handle, day = match["name"].strip(), match["handle"], _day(match["date"] or "", language)
    tweet = _TWEET.match(url)
    author = _POSTED.sub("", author)
    author = author or next((by["name"].strip() for line in lines if (by := _POSTED_BY.match(line))), "")
    owner = _OWNER.match(url)
    handle = handle or (owner[1] if owner is not None else "")
    if not handle and tweet is not None and tweet[1] != "i":
        handle = tweet[1]
    if not day:
        day = next(
            (found for _, words in reversed(links) if words and len(words) < 40 and (found := _day(words, language))),
            "",
        )
    return Embed(
        "\n".join(lines),
        author=author,
        handle=handle,
        date=day,
        url=url.partition("?")[0] if tweet or "instagram.com/" in url else url,
        attribution=at,
    )


def _lines(element: Element) -> list[str]:
    """The lines of a post, as its paragraphs and breaks divide them."""
    lines = [" ".join(line.split()) for line in _nested(element)]
    return [line[:LONGEST] for line in lines if any(c.isalnum() for c in line)]


def _nested(element: Element) -> list[str]:
    found: list[str] = [""]

    def take(node: Element) -> None:
        if node.tag in ("script", "style", "svg", "button"):
            return
        is_block = node.tag in ("p", "div", "footer", "section", "blockquote")
        if node.tag == "br" or is_block:
            found.append("")
        found[-1] += (node.text or "").replace("\n", " ")
        for child in node:
            take(child)
            found[-1] += (child.tail or "").replace("\n", " ")
        if is_block:
            found.append("")

    take(element)
    return found


def _attribution(lines: list[str]) -> tuple[int, re.Match[str] | None]:
    for index in range(len(lines) - 1, max(-1, len(lines) - 4), -1):
        match = _ATTRIBUTION.match(lines[index]) or (_SHARED.search(lines[index]) if len(lines[index]) < 160 else None)
        if match is not None:
            return index, match
    return -1, None


def _day(text: str, language: str) -> str:
    for tried in (language, "en"):
        try:
            day, precision = dates.parse_date(text.strip(), language=tried)
        except ValueError:
            continue
        if precision == "day":
            return day[:10]
    return ""
