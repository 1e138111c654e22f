"""The A-Z of each kind of entity, and of sources, authors, sections and tags. Long ones are split by letter. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from archivegen import words
from archivegen.config import Site
from archivegen.model import Archive, Entity, Page
from archivegen.pages import letters, parts
from archivegen.pages.entities import index_of
from archivegen.pages.groups import Group, groups
from archivegen.pages.stamps import stamps
from archivegen.pages.units import InUnits, Unit
from archivegen.views import Count, Head, IndexView, Letter, Link, Row

WHOLE = 4
"""An A-Z of up to this many times page_size rows is one page: its rows are one line each."""
MOST = 12
ENDS_LENGTH = 24
_SHORT = 6


@InUnits
def entity_indexes(archive: Archive, site: Site) -> Iterator[Unit]:
    """/people/, /organizations/, /places/, /works/: names with a page, names with a sentence, and cross-references."""
    nav = parts.menu(archive, site)
    known = stamps(archive, site)
    for kind, folder in parts.FOLDER_BY_KIND.items():
        if folder in nav:
            key = b""
            if known is not None:
                in_rows = (e for e in archive.entities if e.kind == kind and not e.has_page)
                cards = dict.fromkeys(seen.article for entity in in_rows for seen in entity.appearances)
                key = known.key(folder, (known.lists, *(known.whole[card] for card in cards)))
            yield Unit(folder, key, partial(_entity_index, archive, site, kind, folder))


def _entity_index(archive: Archive, site: Site, kind: str, folder: str) -> Iterator[Page]:
    rows: list[Row] = []
    shown = [(n, e) for n, e in enumerate(archive.entities) if e.kind == kind and e.articles]
    for number, entity in shown:
        if entity.has_page:
            rows.append(Row(entity.sort_name, f"{entity.id}.html", entity.articles, _role(entity), ()))
            rows += _cross_references(entity)
            continue
        sentences = []
        for card in dict.fromkeys(appearance.article for appearance in entity.appearances):
            found = index_of(archive).mentions[card].get(number)
            if found:
                source = archive.cards[card]
                sentences.append(f"{source.address}#s-{source.sentence_id(found[0].sentence)}")
        if sentences:
            rows.append(Row(entity.sort_name, sentences[0], entity.articles, _role(entity), tuple(sentences[1:])))
    most = sorted((e for _, e in shown if e.has_page), key=lambda e: (-e.articles, e.sort_name, e.id))[:MOST]
    counts = [Count(f"{e.id}.html", e.name, e.articles) for e in most]
    yield from _az(site, parts.menu(archive, site), folder, rows, counts, len(shown))


@InUnits
def group_indexes(archive: Archive, site: Site) -> Iterator[Unit]:
    """/sources/, /authors/, /sections/, /tags/."""
    known = stamps(archive, site)
    yield Unit(
        "all", known.key("", (known.lists,)) if known is not None else b"", partial(_group_indexes, archive, site)
    )


def _group_indexes(archive: Archive, site: Site) -> Iterator[Page]:
    found = groups(archive)
    nav = parts.menu(archive, site)
    for folder, members in found.by_folder():
        if members:
            rows = [Row(_filed(g.name), f"{g.id}.html", len(g.articles), _kinds(g), ()) for g in members]
            most = sorted(members, key=lambda g: (-len(g.articles), g.name, g.id))[:MOST]
            yield from _az(
                site, nav, folder, rows, [Count(f"{g.id}.html", g.name, len(g.articles)) for g in most], len(members)
            )


def _filed(name: str) -> str:
    """ "The Epoch Times" is filed under E."""
    return f"{name[4:]}, The" if name.startswith("The ") and len(name) > 4 else name


def _kinds(group: Group) -> str:
    if not group.notes:
        return ""
    there = set(group.notes)
    said = {"": "publication", "contributed": "agency", "photograph": "photo credit"}
    return words.listed([words for note, words in said.items() if note in there])


def _role(entity: Entity) -> str:
    return entity.roles[0][0] if entity.roles else ""


def _cross_references(entity: Entity) -> Iterator[Row]:
    """ "DPRK: see North Korea", where the alias stands elsewhere in the alphabet than the name."""
    filed = {letters.sort_key(entity.sort_name)[:3], letters.sort_key(entity.name)[:3]}
    seen = set()
    for alias, _ in entity.aliases:
        key = letters.sort_key(alias)
        if key and key[:3] not in filed and key not in seen and (alias[0].isupper() or not alias[0].isascii()):
            seen.add(key)
            yield Row(alias, f"{entity.id}.html", 0, entity.name, ())


def _az(
    site: Site, nav: tuple[str, ...], folder: str, rows: Sequence[Row], most: Sequence[Count], count: int
) -> Iterator[Page]:
    label = words.LABEL_BY_FOLDER[folder]
    ordered = sorted(rows, key=lambda row: (letters.sort_key(row.sort_name), row.sort_name, row.path))
    by_letter: dict[str, list[Row]] = {}
    for row in ordered:
        by_letter.setdefault(letters.letter_of(row.sort_name), []).append(row)
    home = f"{folder}/index.html"
    is_whole = len(rows) <= site.page_size * WHOLE

    def page(path: str, letter: str, shown: Sequence[Letter], size: int) -> Page:
        title = f"{label}: {letter}" if letter else label
        one = words.SINGULAR_BY_FOLDER[folder].lower()
        head = Head(
            title=title,
            description=f"{title}: A–Z of {words.count_of(size, one, label.lower())} in this archive.",
            nav=nav,
            section=folder,
            crumbs=(Link(home, label),) if letter else (),
        )
        view = IndexView(
            head=head,
            folder=folder,
            count=size,
            has_sentences=any("#" in row.path for row in (shown[0].rows if letter else rows)),
            letter=letter,
            letters=tuple(shown),
            most=() if letter or len(rows) < MOST * 3 else tuple(most),
        )
        return Page(path, "index", view)

    if is_whole:
        whole = [
            Letter(letter, f"{home}#{_anchor(letter)}", _names(found), tuple(found))
            for letter, found in by_letter.items()
        ]
        yield page(home, "", whole, count)
        return
    pages = _split(folder, by_letter, site.page_size * WHOLE * 2)
    drawers = [Letter(letter, path, _names(rows), (), _ends(rows)) for letter, path, rows in pages]
    yield page(home, "", drawers, count)
    for letter, path, found in pages:
        yield page(path, letter, [Letter(letter, path, _names(found), tuple(found))], _names(found))


def _ends(rows: Sequence[Row]) -> tuple[str, str]:
    return rows[0].sort_name[:ENDS_LENGTH], rows[-1].sort_name[:ENDS_LENGTH]


def _names(rows: Sequence[Row]) -> int:
    return sum(1 for row in rows if row.count)


def _anchor(letter: str) -> str:
    return f"letter-{letters.page_of(letter)}"


def _split(folder: str, by_letter: dict[str, list[Row]], most: int) -> list[tuple[str, str, list[Row]]]:
    """(label, path, rows) of each letter; one with more than *most* rows is split by its second letter."""
    pages = []
    for letter, found in by_letter.items():
        finer: dict[str, list[Row]] = {letter: found}
        if len(found) > most:
            finer = {}
            for row in found:
                key = letters.sort_key(row.sort_name).replace(" ", "")
                finer.setdefault(key[:2].capitalize() if letter.isascii() else key[:1], []).append(row)
        pages += [(label, f"{folder}/a-z/{letters.page_of(label)}.html", finer[label]) for label in sorted(finer)]
    return pages
