"""Find posts of social networks that a page printed inside its story. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from archivegen import dates
from archivegen.model import Embed
from archivegen.normalize.lines import Line

_LONGEST_POST = 700
_ATTRIBUTION = re.compile(r"[—–―-]{1,3}\s*(?P<name>[^()@]{1,80}?)\s*\(@(?P<handle>\w{1,40})\)\s*(?P<date>\S.{0,40})?")
_SHARED = re.compile(
    r"(?:A post shared by|Ein Beitrag geteilt von|Une publication partagée par|Una publicación compartida (?:de|por)|"
    r"Un post condiviso da)\s+(?P<name>[^()@]{1,80}?)\s*\(@(?P<handle>[\w.]{1,40})\)(?:\s+(?:on|am|le|el)?\s*(?P<date>\S.{0,40}))?"
)
_POST_LINK = re.compile(r"(?:https?://t\.co/\w+|pic\.(?:twitter|x)\.com/\w+)")
_POST_ADDRESS = re.compile(r"https?://(?:www\.|mobile\.)?(?:twitter|x)\.com/\w+/status/\d+\S*")


class Found(msgspec.Struct, frozen=True):
    """Lines *start* to *end* (exclusive) are *embed*."""

    start: int
    end: int
    embed: Embed


def find(lines: Sequence[Line], *, language: str) -> list[Found]:
    """The posts among *lines*, in order, not overlapping. The attribution may stand between two lines of a post's text."""
    found: list[Found] = []
    floor = 0
    for index, line in enumerate(lines):
        if "(@" not in line.text and not _may_link(line.text):
            continue
        if index < floor or len(line.text) > 2 * _LONGEST_POST:
            continue
        match = _attribution(line.text)
        if match is not None:
            start, end = _first_line(lines, index, floor), _last_line(lines, index)
        elif _has_post_link(line.text) and not _is_attributed(lines, index):
            start, end = index, index + 1
        else:
            continue
        found.append(Found(start, end, _embed(lines, start, end, index if match else -1, match, language)))
        floor = end
    return found


def _may_link(text: str) -> bool:
    return "//t.co/" in text or "pic." in text


def _has_post_link(text: str) -> bool:
    return _may_link(text) and _POST_LINK.search(text) is not None


def _attribution(text: str) -> re.Match[str] | None:
    if "(@" not in text or len(text) > 200:
        return None
    return _ATTRIBUTION.fullmatch(text) or _SHARED.fullmatch(text)


def _is_attributed(lines: Sequence[Line], index: int) -> bool:
    """Within the next lines of the same post stands its attribution; it will take this line along."""
    for line in lines[index + 1 : index + 6]:
        if _attribution(line.text) is not None:
            return True
        if line.gap and not _POST_LINK.search(line.text):
            return False
    return False


def _first_line(lines: Sequence[Line], index: int, floor: int) -> int:
    """Where the post above its attribution begins: its block, or the one line above where no blank lines divide blocks."""
    near = lines[max(0, index - 20) : index + 20]
    has_gaps = sum(1 for line in near[1:] if line.gap) >= 0.4 * len(near[1:])
    start, length = index, 0
    while start > floor:
        above = lines[start - 1]
        length += len(above.text)
        if length > _LONGEST_POST:
            break
        start -= 1
        if above.gap or not has_gaps:
            break
    return start


def _last_line(lines: Sequence[Line], index: int) -> int:
    end = index + 1
    while end < len(lines) and _POST_LINK.search(lines[end].text) and len(lines[end].text) < _LONGEST_POST:
        end += 1
    return end


def _embed(lines: Sequence[Line], start: int, end: int, at: int, match: re.Match[str] | None, language: str) -> Embed:
    text = "\n".join(line.text for line in lines[start:end])
    address = _POST_ADDRESS.search(text)
    return Embed(
        text=text,
        author=match["name"].strip() if match else "",
        handle=match["handle"] if match else "",
        date=_day(match["date"], language) if match and match["date"] else "",
        url=address.group() if address else "",
        attribution=at - start if match else -1,
    )


def _day(text: str, language: str) -> str:
    for tried in (language, "en"):
        try:
            day, precision = dates.parse_date(text.strip(), language=tried)
        except ValueError:
            continue
        if precision == "day":
            return day[:10]
    return ""
