"""Article → the people, organizations, places and works that it names. Rules and gazetteers; pure, linear in its length."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from archivegen import gazetteers
from archivegen.annotate import markup
from archivegen.annotate.entities import (
    abroad,
    aliases,
    casing,
    collect,
    compounds,
    groups,
    headlines,
    homonyms,
    titles,
    vetting,
    words,
)
from archivegen.annotate.entities.cutting import Cutter
from archivegen.annotate.entities.runs import Piece, runs
from archivegen.gazetteers import GIVEN, Gazetteer, Known
from archivegen.model import Article, Embed, EntityKind, Facts, Span, Text


def annotate(article: Article, text: Text, facts: Facts) -> Facts:
    """*facts* with entities and mentions: spans without honorific, possessive and leading "the", ascending, not overlapping.

    Entities that the article's metadata give come first and are always there, also without a mention; the others stand in the
    order in which they were found. In a language without tables only names that are known or given are found.
    """
    language = article.language.partition("-")[0].lower() or "en"
    has_tables = language in gazetteers.LANGUAGES
    gazetteer = _with_given(gazetteers.load(language if has_tables else "en"), article)
    is_english = language == "en"
    found, in_headlines, prose = named(text, gazetteer, titles.italics(article, text), is_weighed=is_english)
    if is_english:
        groups.judge(found, gazetteers.weights(language))
        aliases.join(found, prose, gazetteer)
        vetting.vet(found, prose, gazetteer)
    else:
        if not has_tables:
            found = {name: group for name, group in found.items() if group.known is not None and not group.is_open}
        abroad.judge(found, prose, gazetteer)
        aliases.join(found, prose, gazetteer)
    headlines.find_again(found, in_headlines, prose, gazetteer)
    homonyms.settle(found, prose, gazetteer)

    collector = collect.Collector(text, prose, gazetteer)
    collector.given(article)
    collector.groups(list(found.values()))
    collector.nominals(list(found.values()))
    collector.handles(article)
    entities, mentions = collector.facts()
    return msgspec.structs.replace(facts, entities=entities, mentions=mentions)


def named(
    text: Text, gazetteer: Gazetteer, in_italics: Sequence[Span] = (), *, is_weighed: bool = True
) -> tuple[dict[str, groups.Group], list[words.Word], str]:
    """What may be names in *text*, not yet judged; the words of lines in Title Case; the text that both are cut from.

    *is_weighed*: they are to be judged by weights, so what these are of is told.
    """
    prose = casing.calm(words.plain(markup.blanked(text.text)), text, gazetteer)
    lines = casing.title_case_lines(prose, text, gazetteer)
    body, in_headlines = _words(text, prose, lines)
    pieces = _pieces(body, prose, gazetteer, in_italics)
    found = groups.group(pieces, prose, gazetteer)
    if is_weighed:
        groups.look_closer(found, pieces, prose, gazetteer)
    return found, in_headlines, prose


def _pieces(body: list[words.Word], prose: str, gazetteer: Gazetteer, in_italics: Sequence[Span]) -> list[Piece]:
    body, named = titles.take(body, prose, gazetteer, in_italics)
    cutter = Cutter(prose, gazetteer)
    for run in runs(compounds.widen(compounds.divide(body, gazetteer), prose, gazetteer), gazetteer):
        named += cutter.cut(run)
    named.sort(key=lambda piece: piece.start)
    return named


def _words(text: Text, prose: str, lines: list[tuple[int, int]]) -> tuple[list[words.Word], list[words.Word]]:
    """The words of the text, and those of lines in Title Case, whose capitals tell nothing."""
    body: list[words.Word] = []
    in_headlines: list[words.Word] = []
    n = 0
    for word in words.words(text, prose):
        while n < len(lines) and word.start >= lines[n][1]:
            n += 1
        (in_headlines if n < len(lines) and word.start >= lines[n][0] else body).append(word)
    return body, in_headlines


def _with_given(gazetteer: Gazetteer, article: Article) -> Gazetteer:
    """*gazetteer* with the names that the article's own metadata bring: given entities, source, agencies, authors of posts."""
    added: dict[str, Known] = {}
    for name in (article.source, *article.credits):
        if " " in name:
            added[words.plain(name)] = Known(name, "organization")
    for block in article.blocks:
        if isinstance(block, Embed) and block.author:
            first = block.author.partition(" ")[0]
            kind: EntityKind = "person" if " " in block.author and gazetteer.classes[first] & GIVEN else "organization"
            added[words.plain(block.author)] = Known(block.author, kind)
    added = {
        name: known
        for name, known in added.items()
        if name not in gazetteer.known and name.removeprefix("The ") not in gazetteer.known
    }
    for entity in article.entities:
        added[words.plain(entity.name)] = Known(entity.name, entity.kind)
    if not added:
        return gazetteer
    return msgspec.structs.replace(gazetteer, known=gazetteer.known.plus(added), longest=gazetteer.longest.plus(added))
