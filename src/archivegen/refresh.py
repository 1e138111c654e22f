"""What people edited in content/ → the store: each file that changed is loaded and searched again, and no other."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path

import msgspec

from archivegen import calm, content, ingest, localfiles, plugins, prepare, rights, scan, touched, workers
from archivegen.config import Config
from archivegen.errors import Origin, Problem
from archivegen.model import Seed
from archivegen.store import Located, Store

Progress = Callable[[str, int, int], None]
"""(what is done, how many are done, how many there are)"""


class Intake(msgspec.Struct, frozen=True):
    """What all steps of an intake share."""

    root: Path
    config: Config
    store: Store
    crew: workers.Crew
    progress: Progress
    is_dry: bool = False
    """Nothing is written outside the store."""
    killed: list[Problem] = []
    """Of processes that were killed; filled as work goes on."""
    files: dict[str, scan.Stat] = {}
    """Pictures and documents found beside seeds and content files, and what may hold some, by path; filled as they are looked through."""
    lent: Mapping[str, str] = {}
    """Seeds that are not in the site yet."""
    missing: list[str] = []
    """Content files that a person has deleted; filled as they are looked for."""
    barred: list[str] = []
    """As Report.barred."""


def refresh_content(intake: Intake, *, without: Collection[str] = (), is_ours: bool = False) -> bool:
    """Load and annotate each content file that is new or changed; forget those that are gone. Whether there were any.

    *without*: files that are as good as gone. *is_ours*: an ingest of this run has written what changed. Of what people
    changed, a file that names another seed than before, or other bytes of it (as one put back to an older version does),
    has these seeds read again.
    """
    root, config, store = intake.root, intake.config, intake.store
    begun = time.time_ns()
    known = store.files(_PLACE)
    present = dict(scan.files(root, config.content))
    found = {path: stat for path, stat in present.items() if path.endswith(".md") and path not in without}
    if len(present) > len(found):
        more = (pair for pair in present.items() if pair[0] not in found)
        intake.files.update((path, stat) for path, stat in more if localfiles.is_medium(path))
    gone = sorted(known.keys() - found.keys())
    deleted = frozenset(gone).difference(without)
    before = store.located() if deleted else []
    moved = [path for path, stat in found.items() if known.get(path) != stat]
    changed = [path for path in moved if path not in known or not _is_same(intake, path)]
    rules = prepare.rules_of(config)
    changed += sorted(_ruled_anew(store, rules).intersection(found).difference(changed))
    if changed or gone:
        # in one step with what is stored, so that a run that ends before the site is made never passes for done
        store.note("inputs", "")
        store.note("linked", "")
        calm.forget(store)
        edited = touched.known(store) if len(changed) <= touched.FEW and not gone else None
        touched.note(store, None)
        store.drop_articles(gone)
    if changed:
        chosen = prepare.annotators_of(config.annotate, plugins.annotators())
        settings = prepare.PrepareOptions(str(root), config.content, config.site.language, chosen, rules)
        for done, prepared in enumerate(
            workers.run(
                prepare.prepare_files,
                changed,
                settings,
                crew=intake.crew,
                killed=intake.killed,
                instead=lambda path, problem: prepare.spared(path, problem, settings),
                is_feared=any(path in known and not store.sha(path) for path in changed),
            ),
            1,
        ):
            was = store.told(prepared.path) if edited is not None and prepared.sha else None
            if known and not is_ours and prepared.seed is not None:
                is_put_back = not prepared.is_edited and prepared.sha != store.sha(prepared.path)
                _have_read_again(store, _parted(store.seed_of(prepared.path), prepared.seed, is_put_back=is_put_back))
            store.put_article(prepared)
            if edited is not None:
                edited = touched.with_change(edited, prepared.path, was, store.told(prepared.path))
            if not prepared.sha:
                found[prepared.path] = scan.Stat(0, scan.UNTRUSTED)  # to be tried again
            intake.progress("reading articles", done, len(changed))
        touched.note(store, edited)
    if changed or gone or moved:
        found |= {path: scan.trusted(found[path], begun) for path in moved}
        store.put_files(_PLACE, found)  # before anything is committed
    if changed:
        store.commit()
    if deleted:
        _tell_of_deleted(intake, [one for one in before if one.path in deleted])
    store.note(_RULES, msgspec.json.encode(rules, order="sorted").decode())
    return bool(changed or gone)


def _have_read_again(store: Store, seeds: Collection[str]) -> None:
    if seeds:
        store.drop_seeds(seeds)
        calm.keep_looked(store, "", ())  # else a run that finds the folders as they were looks into none of them


def _parted(before: Seed | None, now: Seed, *, is_put_back: bool) -> set[str]:
    """The seeds of an article that has another now, or was made from other bytes of it, or is again as it was made."""
    if before is None:  # one that was deleted may be put back
        return {now.path}
    has_another = (before.path, before.sha256) != (now.path, now.sha256)
    return {before.path, now.path} - {""} if has_another or is_put_back else set()


def _tell_of_deleted(intake: Intake, deleted: Sequence[Located]) -> None:
    """Note which articles are no more since a person *deleted* their files, and of which seeds they were made."""
    present = intake.store.located()
    ids = {one.id for one in present}
    seeds = {(one.seed.path, one.seed.record) for one in present if one.seed is not None}
    for one in deleted:
        if one.id not in ids:
            intake.missing.append(one.path)
        if one.seed is not None and (one.seed.path, one.seed.record) not in seeds:
            of = one.seed.path, one.seed.record
            intake.store.tell_of_record(*of, ingest.deleted(*of))
            anew = "" if one.seed.record else ingest.free_id(one.seed.path, intake.config.seeds, ids)
            if anew not in ("", one.id):
                intake.barred.append(anew)


_PLACE = "content"
"""What the store calls the content files by."""
_RULES = "rights"
"""The note of the rules of rights under which the articles of the store were prepared."""


def _ruled_anew(store: Store, rules: rights.Rules) -> set[str]:
    """The content files of which another part may be shown than when they were prepared."""
    note = store.note(_RULES)
    if note in ("", msgspec.json.encode(rules, order="sorted").decode()):
        return set()
    before = msgspec.json.decode(note, type=rights.Rules)
    return {
        one.path for one in store.articles() if rights.decision(one.card, before) != rights.decision(one.card, rules)
    }


def _is_same(intake: Intake, path: str) -> bool:
    """Whether the file's bytes are those known, though its time is another (or cannot be trusted)."""
    return prepare.digest((intake.root / path).read_bytes()) == intake.store.sha(path)


_SLUG = re.compile(r'[ \t]{0,9}"?slug"?[ \t]{0,9}[:=]', re.IGNORECASE)
_HEAD_LINES = 200


def at_its_slug(root: Path, problem: Problem) -> Problem:
    """*problem* of a content file at the line that gives its slug: in its seed, where that is a file and nobody edited the article."""
    if problem.severity != "error":
        return problem  # of its headline
    path = problem.origin.path
    text = (root / path).read_text("utf-8", errors="replace")
    seed = None if content.is_edited(text) else content.load(text, path=path, id="").seed
    places = [(path, text)]
    if seed is not None and not seed.record and (root / seed.path).is_file():
        with (root / seed.path).open(encoding="utf-8", errors="replace") as file:
            places.insert(0, (seed.path, file.read(100_000)))
    for name, words in places:
        for number, line in enumerate(words.split("\n")[:_HEAD_LINES], 1):
            if _SLUG.match(line):
                return msgspec.structs.replace(problem, origin=Origin(name, "", number))
    return problem
