"""Take articles off a site: leaving a tombstone, or leaving no trace. Changes files of the site; the next build does the rest."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

import msgspec

from archivegen import cache, ledger, publish, scan
from archivegen.config import Config
from archivegen.errors import CannotRun, Origin, Problem
from archivegen.model import Archive, Seed
from archivegen.pages.groups import groups
from archivegen.search import bundles
from archivegen.store import Located

_STATUS = re.compile(r"(?m)^status:[^\r\n]*")
_FRONT = re.compile(r"\ufeff?---[ \t]*\r?\n")
_END_OF_FRONT = re.compile(r"(?m)^(?:---|\.\.\.)[ \t]*\r?$")


class Left(msgspec.Struct, frozen=True):
    """What a removal could not take away, for a person to do."""

    seed: Seed
    """A file that holds other articles, too."""


def find(root: Path, config: Config, names: Sequence[str]) -> list[Located]:
    """The articles called *names* (id, content file, seed or address), whatever their status. Raises CannotRun, naming each
    that there is none of."""
    with cache.alone(root), cache.open_store(root, config) as store:
        places = store.located()
    entries = ledger.parse(_read(root / config.content / ledger.FILE_NAME), ledger.FILE_NAME)[0].articles
    by_name: dict[str, Located] = {}
    for place in places:
        entry = entries.get(place.id)
        seed = place.seed.path if place.seed and not place.seed.record else ""
        for name in (place.id, place.path, entry.address if entry else "", seed):
            by_name.setdefault(name, place)
    wanted = {name: by_name.get(name.strip().removeprefix("./").lstrip("/")) for name in names}
    unknown = [name for name, place in wanted.items() if place is None or not name.strip()]
    if unknown:
        message = (
            "no article is called so; give an id, a content file or an address (archivegen export csv lists all ids)"
        )
        raise CannotRun(*(Problem(Origin(name), "error", "article-unknown", message) for name in unknown))
    return list({place.id: place for place in wanted.values() if place is not None}.values())


def withdraw(root: Path, places: Sequence[Located]) -> None:
    """Set `status: withdrawn` in the content file of each; nothing else in it changes."""
    for place in places:
        path = root / place.path
        _replace(path, with_status(path.read_bytes().decode("utf-8"), "withdrawn"))


def with_status(text: str, status: str) -> str:
    """The content file *text* with another status."""
    opening = _FRONT.match(text)
    closing = _END_OF_FRONT.search(text, opening.end()) if opening else None
    line = f"status: {status}"
    if opening is None or closing is None:
        return f"---\n{line}\n---\n\n{text}"
    old = _STATUS.search(text, opening.end(), closing.start())
    if old:
        return text[: old.start()] + line + text[old.end() :]
    return f"{text[: opening.end()]}{line}\n{text[opening.end() :]}"


def remove(root: Path, config: Config, places: Sequence[Located], archive: Archive | None) -> list[Left]:
    """Delete the content file and the seed of each, its lines in the ledger, and the whole cache.

    With *archive*, in which they are still, the ledger forgets the names that only they have too: nothing may lead on from
    pages of people or authors whom nobody else names.

    Where a seed holds other articles too, it stays, and the ledger keeps the bare id so that the article does not come back.
    """
    shared = _shared_seeds(root, config, places)
    left = [Left(place.seed) for place in places if place.seed and place.seed.path in shared]
    for place in places:
        (root / place.path).unlink(missing_ok=True)
        if place.seed and place.seed.path and place.seed.path not in shared:
            scan.locate(root, place.seed.path).unlink(missing_ok=True)
    kept = {place.id for place in places if place.seed and place.seed.path in shared}
    ids = {place.id for place in places}
    _forget(
        root / config.content / ledger.FILE_NAME, ids, kept, _named_by_them_alone(archive, ids) if archive else set()
    )
    _drop_cache(root / cache.FOLDER)
    return left


def _drop_cache(folder: Path) -> None:
    """Its pages hold the text. First goes what tells of the rest: a run that is killed here leaves nothing that is trusted."""
    for name in (f"{cache.STORE}*", publish.MANIFEST, bundles.NOTE):
        for path in list(folder.rglob(name)):
            path.unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)


def _shared_seeds(root: Path, config: Config, places: Sequence[Located]) -> set[str]:
    """The seeds of *places* from which other articles came as well, or which name their articles by record."""
    gone = {place.id for place in places}
    with cache.alone(root), cache.open_store(root, config) as store:
        others = {place.seed.path for place in store.located() if place.seed and place.id not in gone}
    return {place.seed.path for place in places if place.seed and (place.seed.path in others or place.seed.record)}


def _named_by_them_alone(archive: Archive, ids: set[str]) -> set[str]:
    """The ids of entities, sources, authors, sections and tags that no article has but *ids*."""
    theirs = {number for number, card in enumerate(archive.cards) if card.id in ids}
    named = {at for number in theirs for at in archive.entity_of[number] if at >= 0}
    named -= {at for number, found in enumerate(archive.entity_of) if number not in theirs for at in found}
    lists = (group for _, members in groups(archive).by_folder() for group in members)
    return {archive.entities[at].id for at in named} | {one.id for one in lists if theirs.issuperset(one.articles)}


def _forget(path: Path, ids: set[str], kept: set[str], lists: set[str]) -> None:
    """The ledger without the lines of *ids* and those of the addresses *lists*, but a bare one for each of *kept*."""
    text = _read(path)
    if not text:
        return
    lines = [line for line in text.splitlines(keepends=True) if not _is_of(line, ids, lists)]
    lines += [ledger.Entry("article", id_, ledger.NOWHERE, state="deleted").line() for id_ in sorted(kept)]
    _replace(path, "".join(lines))


def _is_of(line: str, ids: set[str], lists: set[str]) -> bool:
    cells = line.rstrip("\r\n").split("\t")
    if len(cells) < 3:
        return False
    return (cells[0] in ("article", "story") and cells[1] in ids) or (
        cells[0] in ("entity", "list") and cells[2] in lists
    )


def _read(path: Path) -> str:
    return path.read_text("utf-8") if path.is_file() else ""


def _replace(path: Path, text: str) -> None:
    draft = path.with_name(f".{path.name}.new")
    with draft.open("w", encoding="utf-8", newline="") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
