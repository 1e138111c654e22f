"""Pictures and documents of a site: which files its articles mean, what is seen in them, and what is missing.

The only places that read them are here; what a reference means is worked out by localfiles, what a picture is by pictures.
"""

from __future__ import annotations

import os
import shutil
import time
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from archivegen import cache, localfiles, packed, references, scan, workers
from archivegen.config import Config
from archivegen.errors import Origin, Problem
from archivegen.late import late
from archivegen.localfiles import Files, Missing, Places
from archivegen.model import Card, Losses, Medium
from archivegen.references import References
from archivegen.scan import Stat
from archivegen.store import Store

if TYPE_CHECKING:
    from archivegen import picture_sizes, pictures
else:
    picture_sizes, pictures = map(late, ("picture_sizes", "pictures"))

MOST_BYTES = 2_000_000_000
"""A larger file is no page's."""
MOST_PIXELS = 500_000_000
"""A picture of more makes browsers fall over."""
_BORROWED = ":"
"""Begins the path of a file in a folder outside the site: no path of the site does."""


class Seen(msgspec.Struct, frozen=True, array_like=True):
    """What a file came to. *fault*: why the site does not show it, and what to do."""

    digest: str = ""
    width: int = 0
    height: int = 0
    is_picture: bool = False
    fault: str = ""
    widths: tuple[int, ...] = ()
    """Of the narrower ones that were made of it, ascending; they lie in the folder NARROWER."""
    recipe: str = ""
    """By which they were made; "" where none were asked for."""


NARROWER = f"{cache.FOLDER}/pictures"
"""Folder of pictures made narrower, by digest of the whole one, recipe and width: only a cache."""


class Copy(msgspec.Struct, frozen=True):
    """A file of the site that is a copy; the view of its page. Its bytes are told by digest and stripped alone."""

    source: str
    """Path from the site's folder."""
    digest: str
    stripped: bool


class Shelf(msgspec.Struct):
    """What the published articles show and link to."""

    media: dict[str, tuple[Medium, ...]] = {}
    """By article id."""
    copies: dict[str, Copy] = {}
    """By path on the site."""
    losses: Losses = Losses()
    problems: list[Problem] = []


def present(root: Path, config: Config, beside: Mapping[str, Stat], problems: list[Problem]) -> dict[str, Stat]:
    """All pictures and documents of the site by path: those *beside* seeds and content files, in static/ and in media folders.

    *problems* gets one for each entry of static/ and media folders that is passed over.
    """

    def odd(path: str, why: str) -> None:
        if why != "hidden":
            problems.append(Problem(Origin(path), "warning", "file-odd", f"{why}; it is not on the site"))

    found = dict(beside)
    for folder in (config.static, *config.media.folders):
        found.update((path, stat) for path, stat in scan.files(root, folder, odd=odd) if localfiles.is_medium(path))
    return found


def digest(files: Mapping[str, Stat]) -> str:
    """What tells one state of *files* from another."""
    state = blake2b(digest_size=16)
    for path in sorted(files):
        state.update(f"{path} {files[path].size} {files[path].mtime_ns}\n".encode())
    return state.hexdigest()


def borrow(
    root: Path,
    config: Config,
    files: dict[str, Stat],
    folders: Sequence[Path],
    rows: Sequence[tuple[str, str, References]],
) -> int:
    """Copy what *rows* refer to out of *folders* into the site's first media folder; tell *files* of it. How many there were."""
    if not folders or not config.media.folders or not rows:
        return 0
    real: dict[str, Path] = {}
    for number, folder in enumerate(folders):
        for path, _ in scan.files(folder.parent, folder.name):
            if localfiles.is_medium(path):
                real[f"{_BORROWED}{number}{path[len(folder.name) :]}"] = folder.parent / path
    own = Files(files, static=config.static, media=config.media.folders)
    theirs = Files(real, static=_BORROWED, media=[f"{_BORROWED}{number}" for number in range(len(folders))])
    copied = 0
    for path, _, found in rows:
        places = Places(path, found.seed, found.home)
        for ref in found.media:
            if isinstance(own.find(ref, places), str):
                continue
            source = theirs.find(ref, places)
            if isinstance(source, str):
                target = f"{config.media.folders[0]}/{source.partition('/')[2]}"
                if target not in files:
                    files[target] = _copied(real[source], root / target)
                    copied += 1
    return copied


def _copied(source: Path, target: Path) -> Stat:
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(".archivegen-new")
    shutil.copyfile(source, temporary)
    temporary.replace(target)
    found = target.stat()
    return scan.stat_of(found)


def shelve(
    root: Path,
    config: Config,
    store: Store,
    files: Mapping[str, Stat],
    rows: Sequence[tuple[str, str, References]],
    cards_by_id: Mapping[str, Card],
    *,
    crew: workers.Crew,
) -> Shelf:
    """What the published ones among *rows* (content file, id, references) show, as far as *files* has it."""
    shelf = Shelf()
    wanted = [(path, id_, found) for path, id_, found in rows if found.media and id_ in cards_by_id]
    if not wanted:
        store.put_media((), dropped=store.media())
        _sweep(root / NARROWER, ())
        return shelf
    files = {
        **files,
        **dict(_in_zips(root, {archive for _, _, found in wanted if (archive := packed.archive_of(found.seed))})),
    }
    shop = Files(files, static=config.static, media=config.media.folders)
    meant: list[tuple[str, str, list[tuple[str, str | Missing]]]] = []
    for path, id_, found in wanted:
        places = Places(path, found.seed, found.home)
        meant.append((path, id_, [(ref, shop.find(ref, places)) for ref in found.media]))
    paths = sorted({one for _, _, refs in meant for _, one in refs if isinstance(one, str)})
    seen = _looked_into(Look(str(root), config.media.sizes), store, files, paths, crew)
    losses: Counter[tuple[str, str]] = Counter()
    home_by_id = {id_: found.home for _, id_, found in wanted}
    for path, id_, refs in meant:
        shown: list[Medium] = []
        complaints: list[str] = []
        for ref, one in refs:
            if isinstance(one, Missing):
                is_own = localfiles.is_of_site(one.host, home_by_id[id_])
                _lose(ref, one, losses, complaints, is_own=is_own)
                continue
            what = seen[one]
            if what.fault:
                complaints.append(f"{_short(ref)} ({what.fault})")
                continue
            target = references.address(one, what.digest)
            shelf.copies[target] = Copy(one, what.digest, what.is_picture and not config.media.keep_exif)
            narrower = dict(_narrower(target, what))
            shelf.copies.update(narrower)
            widths = tuple(zip(what.widths, narrower, strict=True))
            shown.append(Medium(ref, target, what.width, what.height, widths))
        if shown:
            shelf.media[id_] = tuple(shown)
        if complaints:
            shelf.problems.append(_complaint(path, complaints))
    shelf.losses = Losses.of(losses)
    return shelf


def _in_zips(root: Path, archives: Collection[str]) -> Iterator[tuple[str, Stat]]:
    """The pictures and documents in *archives* by path, as if each was a folder; one changes as its archive does."""
    for archive in sorted(archives):
        path = scan.locate(root, archive)
        try:
            stat = scan.stat_of(path.stat())
            for name, size in packed.members(path):
                if localfiles.is_medium(name):
                    yield f"{archive}/{name}", Stat(size, stat.mtime_ns)
        except OSError:
            continue  # told of where it is read as a seed


def _is_packed(root: Path, path: str) -> bool:
    archive = packed.archive_of(path)
    return bool(archive) and scan.locate(root, archive).is_file()


def _bytes_of(root: Path, path: str) -> bytes:
    if not _is_packed(root, path):
        return scan.locate(root, path).read_bytes()
    archive = packed.archive_of(path)
    return packed.read(scan.locate(root, archive), path[len(archive) + 1 :])


# ---------------------------------------------------------------- what is seen in a file


def without_shown(problems: Sequence[Problem], store: Store) -> list[Problem]:
    """*problems* without those that ask what a file among the seeds is for, where it is one that an article shows or links to."""
    asked = any(problem.code == "seed-unknown-kind" for problem in problems)
    shown = store.media() if asked else {}
    return [one for one in problems if one.code != "seed-unknown-kind" or one.origin.path not in shown]


class Look(msgspec.Struct, frozen=True):
    """What those who look into files have to know."""

    root: str
    sizes: tuple[int, ...]
    """Widths in which pictures are wanted too."""


def _looked_into(
    look: Look, store: Store, files: Mapping[str, Stat], paths: Sequence[str], crew: workers.Crew
) -> dict[str, Seen]:
    """What was seen of each of *paths*, those that are new or changed looked into now."""
    known = store.media()
    recipe = picture_sizes.recipe(look.sizes)
    seen: dict[str, Seen] = {}
    for path in paths:
        if path in known and known[path][0] == files[path]:
            one = _decode(known[path][1])
            if one.recipe == recipe and all(Path(look.root, place).is_file() for place, _ in _places(one)):
                seen[path] = one
    fresh = [path for path in paths if path not in seen]
    begun = time.time_ns()
    found = dict(zip(fresh, workers.run(_look_into, fresh, look, crew=crew, instead=_deadly), strict=True))
    rows = [(path, scan.trusted(files[path], begun), _encode(one)) for path, one in found.items()]
    gone = known.keys() - set(paths)
    store.put_media(rows, dropped=gone)
    if found or gone:
        _sweep(
            Path(look.root, NARROWER),
            {place.rpartition("/")[2] for one in (seen | found).values() for place, _ in _places(one)},
        )
    return seen | found


def _sweep(folder: Path, wanted: Collection[str]) -> None:
    """Delete the narrower pictures of *folder* that nothing shows any more."""
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.name not in wanted:
            path.unlink()


def _places(one: Seen) -> Iterator[tuple[str, int]]:
    """(path from the site's folder, width) of each narrower picture made of *one*."""
    way = blake2b(one.recipe.encode(), digest_size=4).hexdigest()
    for width in one.widths:
        yield f"{NARROWER}/{one.digest}-{way}-{width}{picture_sizes.ENDING}", width


def _narrower(target: str, one: Seen) -> Iterator[tuple[str, Copy]]:
    """(path on the site, copy) of each; *target* is the path of the whole one."""
    for place, width in _places(one):
        yield f"{target.rpartition('.')[0]}-{width}{picture_sizes.ENDING}", Copy(place, place, False)


_encode = msgspec.msgpack.encode
_decode = msgspec.msgpack.Decoder(Seen).decode


def _deadly(path: str, problem: Problem) -> Seen:
    return Seen(fault="kills the process that reads it")


def _look_into(paths: Sequence[str], look: Look) -> list[Seen]:
    recipe = picture_sizes.recipe(look.sizes)
    return [msgspec.structs.replace(_look(path, look, recipe), recipe=recipe) for path in paths]


def _look(name: str, look: Look, recipe: str) -> Seen:
    root = Path(look.root)
    path, is_packed = scan.locate(root, name), _is_packed(root, name)
    try:
        if not name.lower().endswith(references.PICTURES):
            return Seen(_digest(_bytes_of(root, name)) if is_packed else _digest_of(path))
        if not is_packed and path.stat().st_size > MOST_BYTES:
            return Seen(fault="is too large to be shown")
        data = _bytes_of(root, name)
    except OSError as error:
        return Seen(fault=f"cannot be read: {error.strerror}; check its rights")
    digest = _digest(data)
    try:
        found = pictures.read(data)
        pictures.stripped(data)
    except pictures.Unreadable as error:
        return Seen(digest, fault=f"is damaged: {error}; get it anew")
    if not found.kind:
        return Seen(digest, fault="is no picture, whatever its name says")
    if found.kind == "svg" and pictures.is_active(data):
        return Seen(digest, fault="holds a script, or fetches from elsewhere; save the drawing without that, or as PNG")
    if found.kind != "svg" and found.width * found.height > MOST_PIXELS:
        return Seen(digest, fault=f"would unpack to {found.width:,} × {found.height:,} pixels; save it smaller")
    seen = Seen(digest, found.width, found.height, True, recipe=recipe)
    return msgspec.structs.replace(seen, widths=tuple(_made(data, found, seen, look))) if recipe else seen


def _made(data: bytes, found: pictures.Picture, seen: Seen, look: Look) -> list[int]:
    """The widths in which the picture *data* lies in the folder NARROWER now, ascending; none of one that cannot be unpacked."""
    widths: list[int] = []
    try:
        for width, narrower in picture_sizes.made(data, found, look.sizes):
            ((place, _),) = _places(msgspec.structs.replace(seen, widths=(width,)))
            target = Path(look.root, place)
            target.parent.mkdir(parents=True, exist_ok=True)
            temporary = target.with_name(f".{target.name}.{os.getpid()}")
            temporary.write_bytes(narrower)
            temporary.replace(target)
            widths.append(width)
    except ValueError:  # as much of it as there is, browsers show
        return []
    return widths[::-1]


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()


def _digest_of(path: Path) -> str:
    state = blake2b(digest_size=16)
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            state.update(piece)
    return state.hexdigest()


def write(root: Path, copy: Copy, target: str) -> None:
    """Write the copy to the file *target*."""
    if copy.stripped:
        Path(target).write_bytes(pictures.stripped(_bytes_of(root, copy.source)))
    elif _is_packed(root, copy.source):
        Path(target).write_bytes(_bytes_of(root, copy.source))
    else:
        shutil.copyfile(scan.locate(root, copy.source), target)


# ---------------------------------------------------------------- what is missing

_MOST_NAMED = 3


def _lose(ref: str, missing: Missing, losses: Counter[tuple[str, str]], complaints: list[str], *, is_own: bool) -> None:
    """Count what nobody has; what was to be a file of the site is a person's slip, and told of."""
    kind = "picture" if not ref.lower().partition("?")[0].endswith(references.DOCUMENTS) else "document"
    if missing.refused:
        complaints.append(f"{_short(ref)} ({missing.refused})")
    elif not missing.host:
        complaints.append(f"{_short(ref)} ({_why_missing(ref)})")
        losses[kind, ""] += 1
    elif kind == "picture" or is_own:  # a document of somebody else's is a link like others
        losses[kind, missing.host] += 1


_UNSHOWN = (".heic", ".heif", ".tif", ".tiff", ".jp2", ".psd", ".bmp")


def _why_missing(ref: str) -> str:
    ending = next((one for one in _UNSHOWN if ref.lower().partition("?")[0].endswith(one)), "")
    return f"browsers show no {ending} files; save it as JPEG" if ending else "is missing"


def _complaint(path: str, complaints: Sequence[str]) -> Problem:
    more = f" and {len(complaints) - _MOST_NAMED:,} more" if len(complaints) > _MOST_NAMED else ""
    what = "one picture or document is" if len(complaints) == 1 else f"{len(complaints):,} pictures or documents are"
    message = f"{what} not shown: {', '.join(complaints[:_MOST_NAMED])}{more}; mend the names, or put the files beside the seed"
    return Problem(Origin(path), "warning", "picture-missing", message)


def _short(ref: str) -> str:
    shown = ref if len(ref) <= 80 else f"{ref[:40]}…{ref[-39:]}"
    return f'"{shown}"'
