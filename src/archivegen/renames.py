"""A seed that was renamed keeps its article: content file, id and address. Told by its bytes, never guessed by its name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Mapping
from pathlib import Path

import msgspec

from archivegen import content, yamltext
from archivegen.model import Seed
from archivegen.store import Source

Key = tuple[str, str]
"""(seed path, record)"""
Lost = dict[str, list[Key]]
"""The keys of articles whose seed file is no more, by the sha256 of what they were made from; those set aside come last."""


def lost(root: Path, sources: Mapping[Key, Source], found: Container[str]) -> Lost:
    """The articles of *sources* whose seed file is not among those *found*."""
    keys: Lost = {}
    for key, source in sources.items():
        if source.sha256 and key[0] not in found:
            keys.setdefault(source.sha256, []).append(key)
    for same in keys.values():
        if len(same) > 1:
            same.sort(key=lambda key: is_set_aside(root, sources[key]))
    return keys


def take(lost: Lost, sha256: str) -> Key | None:
    """The article that a seed of *sha256* was renamed from, if any; it is lost no more."""
    return lost[sha256].pop(0) if lost.get(sha256) else None


def twins(root: Path, sources: Mapping[Key, Source], lost: Lost, found: Container[str]) -> Iterator[tuple[Key, Key]]:
    """(key of a *lost* article, key of its double that was set aside): the double's seed may stand for the vanished one."""
    for key, source in sources.items():
        if lost.get(source.sha256) and key[0] in found and not source.stays and is_set_aside(root, source):
            yield lost[source.sha256].pop(0), key


class Exchange(msgspec.Struct, frozen=True):
    """Seeds that took the names of others."""

    moves: tuple[tuple[Key, Key], ...] = ()
    """(key of an article, key that its seed has now)."""
    overwritten: tuple[Key, ...] = ()
    """Articles, edited by nobody, whose seed's name is another's now; their own text is nowhere."""


def exchanged(root: Path, sources: Mapping[Key, Source], digests: Mapping[str, str], found: Container[str]) -> Exchange:
    """Which articles of *sources* have their seed under the name of another's now: swapped, shifted, or laid over it.

    *digests*: sha256 of the seeds that may have changed, by path; *found*: paths of all that are there. Where more than one
    article was made from the same bytes, none is taken to have moved; an edited one gives its place up only if it moves too.
    """
    times = Counter(source.sha256 for source in sources.values())
    strays = {
        source.sha256: key
        for key, source in sources.items()
        if not key[1] and source.sha256 and times[source.sha256] == 1 and _is_displaced(key[0], source, digests, found)
    }
    moves: dict[Key, Key] = {}
    for path, sha256 in digests.items():
        old, new = strays.get(sha256), (path, "")
        # a name that nobody had, for a seed that has left its own, is a plain renaming
        if old is not None and old != new and (new in sources or old[0] in found) and _can_follow(root, sources, old):
            moves[old] = new
    while blocked := [old for old, new in moves.items() if new not in moves and new in sources and sources[new].stays]:
        for old in blocked:
            del moves[old]
    return Exchange(tuple(moves.items()), tuple(new for new in moves.values() if new in sources and new not in moves))


def _is_displaced(path: str, source: Source, digests: Mapping[str, str], found: Container[str]) -> bool:
    return path not in found or digests.get(path, source.sha256) != source.sha256


def _can_follow(root: Path, sources: Mapping[Key, Source], key: Key) -> bool:
    source = sources[key]
    return not source.is_edited or _seed_lines(key) in (root / source.path).read_text("utf-8", errors="replace")


def is_set_aside(root: Path, source: Source) -> bool:
    return content.load((root / source.path).read_text("utf-8"), path=source.path, id=source.id).status == "set-aside"


def follow(text: str, old: Key, new: Key, *, path: str) -> str:
    """The content file *text* (at *path*), made from the seed *new* instead of *old*; a person's words stay as they are.

    *text* itself where a person wrote what the seed is in another way.
    """
    if content.is_edited(text):
        return text.replace(_seed_lines(old), _seed_lines(new), 1)
    article = content.load(text, path=path, id="")
    seed = msgspec.structs.replace(article.seed or Seed(""), path=new[0], record=new[1])
    return content.save(msgspec.structs.replace(article, seed=seed))


def _seed_lines(key: Key) -> str:
    path, record = key
    return "\n" + yamltext.dump({"seed": {"path": path, "record": record} if record else {"path": path}})
