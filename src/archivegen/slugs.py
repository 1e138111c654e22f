"""Words for addresses: lower-case ASCII, hyphens between. Pure, memoised."""

from __future__ import annotations

import re
from collections.abc import Container
from functools import lru_cache
from hashlib import blake2b

MAX_LENGTH = 80
RESERVED = frozenset(
    "index feed con prn aux nul com1 com2 com3 com4 com5 com6 com7 com8 com9 lpt1 lpt2 lpt3 lpt4 lpt5 lpt6 lpt7 lpt8 lpt9".split()
)
"""Slugs that mean something beside a page, or that Windows refuses as file names; they get a number."""

_APOSTROPHES = re.compile("[’‘ʼ'`´]")
_PLAIN = re.compile(r"[A-Za-z0-9 ,.:;\-]+")
_GAPS = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=4096)  # names recur; titles, of which there are far more, do not
def slug(text: str) -> str:
    """*text* as a slug of at most MAX_LENGTH characters, cut between words; never empty.

    Other scripts are transliterated (python-slugify). A text without any letter or digit becomes a digest of itself.
    """
    plain = text[: MAX_LENGTH * 8]
    if not _PLAIN.fullmatch(plain):
        # python-slugify tells curly from straight apostrophes; here "Kim’s" and "Kim's" are both "kims"
        plain = _APOSTROPHES.sub("", plain)
    if _PLAIN.fullmatch(plain):
        words = _GAPS.sub("-", plain.lower()).strip("-")
    else:
        from slugify import slugify  # late: a warm build often needs none

        words = slugify(plain, regex_pattern=r"[^a-z0-9]+")
    if len(words) > MAX_LENGTH:
        words = words[: MAX_LENGTH + 1].rpartition("-")[0] or words[:MAX_LENGTH]
    return words or "x-" + blake2b(text.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()


def free(wanted: str, taken: Container[str], *, ending: str = "") -> str:
    """*wanted*, or with the first number from 2 that makes it free: wanted + ending is not in *taken*, nor is it RESERVED."""
    name = wanted.rpartition("/")[2]
    if name not in RESERVED and wanted + ending not in taken:
        return wanted
    number = 2
    while f"{wanted}-{number}{ending}" in taken:
        number += 1
    return f"{wanted}-{number}"
