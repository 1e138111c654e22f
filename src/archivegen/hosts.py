"""What a finished site weighs, and which limits of known hosts it comes near. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from archivegen.errors import Origin, Problem
from archivegen.scan import Stat

NEAR = 0.9
"""Of a limit: from here on it is told."""
_MB, _GB = 1_000_000, 1_000_000_000


class Weight(NamedTuple):
    """Of the output folder."""

    files: int
    bytes: int
    largest: str
    """Path of the largest file."""
    largest_bytes: int


class Limit(NamedTuple):
    """The most that a host takes of something. Those who pass it find out when they publish."""

    host: str
    most: int


FILES = (Limit("Cloudflare Pages' free plan", 20_000), Limit("GitLab Pages", 200_000))
BYTES = (Limit("GitHub Pages and GitLab Pages", _GB),)
FILE_BYTES = (Limit("Cloudflare Pages", 25 * 1024 * 1024), Limit("GitHub", 100 * 1024 * 1024))
RULES = (Limit("GitLab Pages", 1_000), Limit("Cloudflare Pages", 2_000))
"""Lines of _redirects; GitLab heeds none of more, Cloudflare the first."""


def weigh(stats: Mapping[str, Stat]) -> Weight:
    """*stats*: of each file, by path."""
    sizes = [stat.size for stat in stats.values()]
    most = max(sizes, default=0)
    largest = max((path for path, size in zip(stats, sizes, strict=True) if size == most), default="")
    return Weight(len(stats), sum(sizes), largest, most)


def near(weight: Weight, *, output: str, rules: int) -> Iterator[Problem]:
    """A note for each limit that is near or passed. *rules*: lines of the file _redirects."""
    place = Origin(f"{output}/")
    yield from _near(place, weight.files, f"{weight.files:,} files", FILES, lambda most: f"{most:,}")
    yield from _near(place, weight.bytes, in_bytes(weight.bytes), BYTES, in_bytes)
    file = Origin(f"{output}/{weight.largest}")
    yield from _near(file, weight.largest_bytes, in_bytes(weight.largest_bytes), FILE_BYTES, in_bytes)
    told = f"{rules:,} redirects"
    yield from _near(Origin(f"{output}/_redirects"), rules, told, RULES, lambda most: f"{most:,}")


def _near(
    place: Origin, found: int, told: str, limits: tuple[Limit, ...], write: Callable[[int], str]
) -> Iterator[Problem]:
    """Notes, not warnings: most sites stand on another host."""
    for limit in limits:
        if found > limit.most * NEAR:
            where = "over" if found > limit.most else "near"
            message = f"{told}: {where} the limit of {limit.host} ({write(limit.most)})"
            yield Problem(place, "note", "host-limit", message)


def in_bytes(size: int) -> str:
    if size >= _GB:
        return f"{size / _GB:.1f} GB"
    return f"{size / _MB:.1f} MB" if size >= _MB else f"{size / 1000:.1f} kB"
