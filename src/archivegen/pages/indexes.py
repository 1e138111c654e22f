"""The A-Z of each kind of entity, and of sources, authors, sections and tags. Long ones are split by letter. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from archivegen import words
from archivegen.config import Site
from archivegen.model import Archive, Entity, Page
from archivegen.pages import letters, parts
from archivegen.pages.changes import Changed
from archivegen.pages.columns import KINDS, most_named, of_kind, table_of
from archivegen.pages.entities import index_of
from archivegen.pages.groups import ROLES, Group, groups, most_of, role_counts
from archivegen.pages.namesakes import named, told_apart
from archivegen.pages.pictures import illustrated
from archivegen.pages.stamps import stamps
from archivegen.pages.units import InUnits, Unit, untouched
from archivegen.views import Count, Head, IndexView, Letter, Link, Row
from archivegen.words import Words
from archivegen.words.names import COUNTED_BY_ROLE, noted

WHOLE = 2
"""An A-Z of up to this many times page_size rows is one page: its rows are one line each."""
MOST = 48
"""So many of those in most articles open a long A-Z."""
ENDS_LENGTH = 24
_PREFIX = 4
"""A letter is split by no more than so many letters of the names."""
_ROLE = {"published": noted("publication"), "contributed": noted("agency"), "photograph": noted("photo credit")}


@InUnits
def entity_indexes(archive: Archive, site: Site) -> Iterator[Unit]:
    """/people/, /organizations/, /places/, /works/: names with a page, names with a sentence, and cross-references."""
    nav = parts.menu(archive, site)
    known = stamps(archive, site)
    for kind, folder in parts.FOLDER_BY_KIND.items():
        if folder in nav:
            key = b""
            if known is not None:
                in_rows = (archive.entities[number] for number in _without_page(archive, kind))
                cards = dict.fromkeys(seen.article for entity in in_rows for seen in entity.appearances)
                # the map of places asks what else their articles name
                own = known.entities if kind == "place" else known.entities_of(KINDS.index(kind))
                key = known.key((folder, _notes(archive, kind)), (own, *(known.whole[card] for card in cards)))
            yield Unit(folder, key, partial(_entity_index, archive, site, kind, folder))


@entity_indexes.at
def _touched(archive: Archive, site: Site, changed: Changed) -> Iterable[Unit] | None:
    """None, unless an entity without a page stands in what changed: its row leads to its sentences there."""
    named = {number for card in changed.cards for number in archive.entity_of[card] if number >= 0}
    has_page = table_of(archive).has_page
    return () if all(has_page[number] for number in named) else None


def _notes(archive: Archive, kind: str) -> list[tuple[str, str]]:
    """(id, note) of each entity of *kind* that has one."""
    table = table_of(archive)
    notes = sorted(told_apart(archive).items())
    return [(table.ids[number], note) for number, note in notes if KINDS[table.kinds[number]] == kind]


def _without_page(archive: Archive, kind: str) -> list[int]:
    """The entities of *kind* that are rows alone."""
    return list(of_kind(archive, kind, has_page=False))


def _entity_index(archive: Archive, site: Site, kind: str, folder: str) -> Iterator[Page]:
    rows: list[Row] = []
    apart = told_apart(archive)
    numbers = sorted(number for has in (True, False) for number in of_kind(archive, kind, has_page=has))
    shown = [(number, entity) for number in numbers if (entity := archive.entities[number]).articles]
    for number, entity in shown:
        if entity.has_page:
            note = apart.get(number) or _role(entity)
            rows.append(Row(entity.sort_name, f"{entity.id}.html", entity.articles, note, ()))
            rows += _cross_references(entity)
            continue
        sentences = []
        for card in dict.fromkeys(appearance.article for appearance in entity.appearances):
            found = index_of(archive).mentions[card].get(number)
            if found:
                source = archive.cards[card]
                sentences.append(f"{source.address}#s-{source.sentence_id(found[0].sentence)}")
        if sentences:
            note = apart.get(number) or _role(entity)
            rows.append(Row(entity.sort_name, sentences[0], entity.articles, note, tuple(sentences[1:])))
    most = [(n, archive.entities[n]) for n in most_named(archive, kind, MOST)]
    counts = [Count(f"{one.id}.html", named(archive, n), one.articles) for n, one in most if one.articles]
    for page in _az(site, parts.menu(archive, site), folder, rows, counts, len(shown)):
        yield illustrated(archive, site, page)


@InUnits
def group_indexes(archive: Archive, site: Site) -> Iterator[Unit]:
    """/sources/, /authors/, /sections/, /tags/."""
    known = stamps(archive, site)
    yield Unit(
        "all", known.key("", (known.standing,)) if known is not None else b"", partial(_group_indexes, archive, site)
    )


group_indexes.at(untouched)


def _group_indexes(archive: Archive, site: Site) -> Iterator[Page]:
    found = groups(archive)
    nav = parts.menu(archive, site)
    for folder, members in found.by_folder():
        if members:
            say = words.of(site)
            rows = [Row(_filed(g.name), f"{g.id}.html", len(g.articles), _kinds(g, say), ()) for g in members]
            roles = tuple((role, role_counts(members, role, MOST // 2)) for role in ROLES.values())
            there = tuple((role, counts) for role, counts in roles if counts)
            is_mixed = folder == "sources" and len(there) > 1 and len(members) >= MOST
            most, roles_held = most_of(members, MOST), _held(members, say)
            shown = there if is_mixed else ()
            yield from _az(site, nav, folder, rows, most, len(members), roles=shown, held=roles_held)


def _held(members: Sequence[Group], say: Words) -> str:
    """ "2 publications, 1 agency and 3 photo credits"; "" if all did the same."""
    counts = Counter(role for group in members for role, _ in group.roles())
    told = [say.several(*COUNTED_BY_ROLE[role], counts[role]) for role in COUNTED_BY_ROLE if counts[role]]
    return say.listed(told) if len(told) > 1 else ""


def _filed(name: str) -> str:
    """ "The Epoch Times" is filed under E."""
    return f"{name[4:]}, The" if name.startswith("The ") and len(name) > 4 else name


def _kinds(group: Group, say: Words) -> str:
    return say.listed([say(_ROLE[role]) for role, _ in group.roles()]) if group.notes else ""


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
    site: Site,
    nav: tuple[str, ...],
    folder: str,
    rows: Sequence[Row],
    most: Sequence[Count],
    count: int,
    *,
    roles: tuple[tuple[str, tuple[Count, ...]], ...] = (),
    held: str = "",
) -> Iterator[Page]:
    say = words.of(site)
    label = say.folder(folder)
    ordered = sorted(rows, key=lambda row: (letters.sort_key(row.sort_name), row.sort_name, row.path))
    by_letter: dict[str, list[Row]] = {}
    for row in ordered:
        by_letter.setdefault(letters.letter_of(row.sort_name), []).append(row)
    home = f"{folder}/index.html"

    def page(path: str, shown: Sequence[Letter], size: int, *, finer: tuple[Link, ...] = ()) -> Page:
        letter = shown[0].label if path != home else ""
        title = say("{name}: {letter}", name=label, letter=letter) if letter else label
        many = held if held and not letter else say.count_of(folder, size)
        head = Head(
            title=title,
            description=say("{title}: A–Z of {many} in this archive.", title=title, many=many),
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
            most=() if letter or roles or len(rows) < MOST else tuple(most),
            jumps=jumps,
            finer=finer,
            roles=() if letter else roles,
            held="" if letter else held,
        )
        return Page(path, "index", view)

    jumps: tuple[Link, ...] = ()
    if len(rows) <= site.page_size * WHOLE:
        whole = [
            Letter(letter, f"{home}#{_anchor(letter)}", _names(found), tuple(found))
            for letter, found in by_letter.items()
        ]
        jumps = tuple(Link(one.path, one.label) for one in whole)
        yield page(home, whole, count)
        return
    pages = {letter: _split(folder, letter, found, site.page_size * WHOLE * 2) for letter, found in by_letter.items()}
    # how many names a letter has is told on the first page alone, so that one more changes no other letter's page
    jumps = tuple(Link(found[0][1], letter) for letter, found in pages.items())
    drawers = [
        Letter(one, path, _names(rows), (), _ends(rows)) for found in pages.values() for one, path, rows in found
    ]
    yield page(home, drawers, count)
    for split in pages.values():
        finer = tuple(Link(path, one) for one, path, _ in split) if len(split) > 1 else ()
        for one, path, found in split:
            yield page(path, [Letter(one, path, _names(found), tuple(found))], _names(found), finer=finer)


def _ends(rows: Sequence[Row]) -> tuple[str, str]:
    return rows[0].sort_name[:ENDS_LENGTH], rows[-1].sort_name[:ENDS_LENGTH]


def _names(rows: Sequence[Row]) -> int:
    return sum(1 for row in rows if row.count)


def _anchor(letter: str) -> str:
    return f"letter-{letters.page_of(letter)}"


def _split(folder: str, letter: str, rows: list[Row], most: int) -> list[tuple[str, str, list[Row]]]:
    """(label, path, rows) of the pages of *letter*: of more than *most* rows by the second letter of the names, and so on."""
    found = _finer({letter: rows}, most, 2 if letter.isascii() else 1)
    return [(label, f"{folder}/a-z/{letters.page_of(label)}.html", found[label]) for label in sorted(found)]


def _finer(by_label: dict[str, list[Row]], most: int, length: int) -> dict[str, list[Row]]:
    if length > _PREFIX or all(len(rows) <= most for rows in by_label.values()):
        return by_label
    finer: dict[str, list[Row]] = {}
    for label, rows in by_label.items():
        if len(rows) <= most:
            finer[label] = rows
            continue
        split: dict[str, list[Row]] = {}
        for row in rows:
            key = letters.sort_key(row.sort_name).replace(" ", "")
            split.setdefault(key[:length].capitalize() or label, []).append(row)
        finer |= split
    return _finer(finer, most, length + 1)
