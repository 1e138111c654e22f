"""A content file → all that is worked out of it alone: article, text, facts, card. What worker processes run."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path

import msgspec

from archivegen import content, permalinks, references, rights
from archivegen.agencies import AGENCIES
from archivegen.annotate import Annotator, given
from archivegen.cards import card_of, photo_credits
from archivegen.config import Config
from archivegen.errors import Origin, Problem
from archivegen.garbage import without_collecting
from archivegen.model import Article, Facts, Shown, Tally, Text
from archivegen.sheets import sheet_of
from archivegen.store import Prepared
from archivegen.texts import Laid, laid_out

_encode = msgspec.msgpack.encode


def digest(data: bytes) -> str:
    """Of a content file's bytes: whether it is the one that was prepared."""
    return blake2b(data, digest_size=16).hexdigest()


class PrepareOptions(msgspec.Struct, frozen=True):
    root: str
    content: str
    """The content folder, relative to root."""
    language: str
    annotators: tuple[Annotator, ...]
    rules: rights.Rules = rights.Rules()


def rules_of(config: Config) -> rights.Rules:
    """What the site says of rights, under all names that agencies go by."""
    if not config.rights:
        return rights.rules({}, excerpt_words=config.excerpt_words, agencies={})
    return rights.rules(config.rights, excerpt_words=config.excerpt_words, agencies=AGENCIES)


def annotators_of(names: Sequence[str], table: Mapping[str, Annotator]) -> tuple[Annotator, ...]:
    """The annotators that site.yaml names, in the order of the table; without "entities", those of front matter are kept."""
    chosen = [annotator for name, annotator in table.items() if name in names]
    return tuple(chosen) if "entities" in names else (given.annotate, *chosen)


def prepare_files(paths: Sequence[str], options: PrepareOptions) -> list[Prepared]:
    """Each content file of *paths* as records; one that cannot be decoded becomes a draft with a problem."""
    made: list[Prepared] = []
    with without_collecting():  # for no longer than a chunk of work, so that what circles there are do not pile up
        for start in range(0, len(paths), _AT_ONCE):
            made += _prepared([(path, _bytes_of(path, options)) for path in paths[start : start + _AT_ONCE]], options)
    return made


_AT_ONCE = 16
"""So many articles go from step to step together: what a step runs through stays in the processor's cache, which saves a
sixth of the time."""


LARGEST_SPARED = 1_000_000
"""Bytes of a content file that is loaded by the very process that must not be killed."""


def spared(path: str, problem: Problem, options: PrepareOptions) -> Prepared:
    """What stands for a content file that kills the process that searches it: the article with nothing searched for.

    Of a large one a draft without words. Its sha is "": it is not done with.
    """
    is_large = Path(options.root, path).stat().st_size > LARGEST_SPARED
    plain = msgspec.structs.replace(options, annotators=(given.annotate,))
    data = b"---\nstatus: draft\n---\n" if is_large else _bytes_of(path, options)
    (made,) = _prepared([(path, data)], plain)
    what = "it is left out; make it smaller" if is_large else "it is published with nothing searched for in it"
    told = msgspec.structs.replace(problem, message=f"{problem.message}; {what}")
    return msgspec.structs.replace(made, sha="", problems=(told, *made.problems))


def _bytes_of(path: str, options: PrepareOptions) -> bytes:
    number = os.open(f"{options.root}/{path}", _TO_READ)  # a fifth of the cost of a Path's reading
    try:
        parts = []
        while part := os.read(number, 65_536):
            parts.append(part)
    finally:
        os.close(number)
    return parts[0] if len(parts) == 1 else b"".join(parts)


_TO_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0)


class _Loaded(msgspec.Struct, frozen=True):
    """What may be shown of a content file: nobody sees more from here on."""

    path: str
    data: bytes
    text: str
    article: Article
    shown: Shown
    is_whole: bool
    """Nothing of it is held back."""
    photos: tuple[str, ...]
    """Whom the pictures of the whole are by."""
    problems: tuple[Problem, ...]


def _prepared(files: Sequence[tuple[str, bytes]], options: PrepareOptions) -> list[Prepared]:
    """The records of each of *files* (path, bytes)."""
    loaded = [_load(path, data, options) for path, data in files]
    laid = [laid_out(one.article) for one in loaded]
    searched = [_search(one, out.text, options) for one, out in zip(loaded, laid, strict=True)]
    return [_record(one, out, *found) for one, out, found in zip(loaded, laid, searched, strict=True)]


def _load(path: str, data: bytes, options: PrepareOptions) -> _Loaded:
    problems: tuple[Problem, ...] = ()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        text = data.decode("utf-8", "replace")
        problems = (
            Problem(Origin(path, "", line), "error", "content-not-utf8", "is not UTF-8; save the file as UTF-8"),
        )
    id_ = path[len(options.content) + 1 :].removesuffix(".md")
    article = content.load(text, path=path, id=id_, language=options.language)
    part, shown = rights.part_of(article, options.rules)
    return _Loaded(path, data, text, part, shown, part is article, photo_credits(article), problems)


def _search(one: _Loaded, text: Text, options: PrepareOptions) -> tuple[Facts, tuple[Problem, ...]]:
    """What annotators find in an article, and what is to be told of them."""
    facts, problems = Facts(), one.problems
    for annotate in options.annotators:
        try:
            facts = annotate(one.article, text, facts)
        except MemoryError:
            raise  # there may be enough of it for this article alone
        except Exception as error:
            message = f"could not be searched ({type(error).__name__}: {error}); it is published without; report this as a fault"
            problems += (Problem(Origin(one.path), "error", "annotate-failed", message),)
    if one.article.facts:
        from archivegen.annotate import corrections  # late: hardly any article is corrected by hand

        place = Origin(one.path, "", content.line_of("facts", one.text))
        facts = corrections.correct(one.article, text, facts, place)
    return facts, problems


def _record(one: _Loaded, laid: Laid, facts: Facts, problems: tuple[Problem, ...]) -> Prepared:
    article, path, text = one.article, one.path, laid.text
    sheet = sheet_of(article, laid, facts)
    bare = msgspec.structs.replace(article, blocks=()) if sheet is not None else article  # its text tells the blocks
    blob, facts_blob = _encode(bare), _encode(facts)
    sha = digest(one.data)
    # of an article of which nothing is held back its file says all; to digest that a second time is to go through all of it
    told = f"{path} {sha}".encode() if one.is_whole else _encode(article)
    named = _digest(facts.entities)
    found = _encode((named, msgspec.structs.replace(facts, entities=()), one.shown, one.photos))
    version = blake2b(told + found, digest_size=10).hexdigest()
    words = laid.words.count(b" ") + len(laid.firsts) if laid.is_even else None
    card = card_of(
        article, text, digest=version, shown=one.shown, photos=one.photos, tally=Tally.of(facts), words=words
    )
    return Prepared(
        path=path,
        sha=sha,
        id=article.id,
        status=article.status,
        card=_encode(card),
        facts=facts_blob,
        article=blob,
        words=laid.words,
        text=_encode((text.blocks, text.sentences, text.sentence_ids)),
        sheet=b"" if sheet is None else _encode(sheet),
        seed=article.seed,
        is_edited=article.seed is None or content.is_edited(one.text),
        problems=(*problems, *article.problems, *_odd_addresses(article, one.text, path), *facts.problems),
        named=named,
        told=_digest(_told(article, facts)),
        answers=references.answers(article, path),
        references=references.of(article, path),
    )


def _told(article: Article, facts: Facts) -> tuple[object, ...]:
    """What decides which story *article* is part of, beside its entities: its words and day, how often it names what, days told."""
    often = sorted(mention.entity for mention in facts.mentions)
    return article.title, article.title_basis, article.date, often, [event.when for event in facts.events]


def _odd_addresses(article: Article, text: str, path: str) -> Iterator[Problem]:
    """A Problem where a person gave an old address that no page of a site can answer; exports are full of them."""
    if not article.redirect_from or (article.seed is not None and article.seed.record and not content.is_edited(text)):
        return
    odd = [one for one in article.redirect_from if not permalinks.file_of(one) and not permalinks.query_address(one)]
    if odd:
        more = f" (and {len(odd) - 1:,} more)" if len(odd) > 1 else ""
        mend = "so nothing leads on from it; write a path like /2019/story.html"
        message = f'redirect_from: "{odd[0][:80]}"{more} is no address of a page, {mend}'
        yield Problem(Origin(path, "", content.line_of("redirect_from", text)), "warning", "redirect-odd", message)


def _digest(told: object) -> str:
    return blake2b(_encode(told), digest_size=8).hexdigest()
