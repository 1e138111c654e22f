"""Names joined within an article → its Facts: entities in order of first mention, mentions in order of the text. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field

from archivegen.annotate.entities import holders, metonyms, roles
from archivegen.annotate.entities.groups import Group
from archivegen.annotate.entities.runs import Piece
from archivegen.annotate.entities.words import plain
from archivegen.gazetteers import Gazetteer
from archivegen.model import Article, Embed, EntityKind, LocalEntity, Mention, MentionForm, Text


@dataclass(slots=True)
class _Entity:
    name: str
    kind: EntityKind
    known: bool
    confidence: float
    surfaces: Counter[str] = field(default_factory=Counter)
    roles: dict[str, None] = field(default_factory=dict)
    first: int = 1 << 60


class Collector:
    """Fills the entities and mentions of one text."""

    def __init__(self, text: Text, prose: str, gazetteer: Gazetteer) -> None:
        self.text = text
        self.prose = prose
        self.gazetteer = gazetteer
        self.starts = [sentence.start for sentence in text.sentences]
        self.entities: dict[tuple[str, EntityKind], _Entity] = {}
        self.mentions: list[tuple[int, int, MentionForm, _Entity]] = []

    def entity(self, name: str, kind: EntityKind, known: bool, confidence: float) -> _Entity:
        key = (name.casefold(), kind)
        found = self.entities.get(key)
        if found is None:
            found = self.entities[key] = _Entity(name, kind, known, confidence)
        return found

    def mention(self, entity: _Entity, start: int, end: int, form: MentionForm) -> None:
        self.mentions.append((start, end, form, entity))

    # ------------------------------------------------------------ what is added

    def given(self, article: Article) -> None:
        """The entities of the article's metadata, and wherever their names stand, be it in lower case."""
        for one in article.entities:
            entity = self.entity(one.name, one.kind, True, 1.0)
            name = plain(one.name)
            at = self.prose.find(name) if name.strip() else -1
            while at >= 0:
                end = at + len(name)
                if not self.prose[at - 1 : at].isalnum() and not self.prose[end : end + 1].isalnum():
                    self.mention(entity, at, end, "name")
                at = self.prose.find(name, end)

    def groups(self, found: list[Group]) -> None:
        """The names that are kept, with their mentions; a capital that stands for a government goes to the country."""
        for group in found:
            head = group.head()
            if not head.keep or not group.keep:
                continue
            entity: _Entity | None = None
            country = (
                self.gazetteer.capitals.get(group.text, "")
                if group.known is not None and group.known.kind == "place"
                else ""
            )
            for piece in group.pieces:
                if country and metonyms.is_metonym(self.prose, piece.start, piece.end, self.gazetteer):
                    self.mention(self.entity(country, "place", True, 1.0), piece.start, piece.end, "metonym")
                    continue
                if entity is None:
                    entity = self.entity(head.name, head.kind, head.known is not None, head.confidence)
                self.mention(entity, piece.start, piece.end, group.form)
                if head.kind == "person":
                    self._roles(entity, piece)

    def _roles(self, entity: _Entity, piece: Piece) -> None:
        for role in (
            piece.role or roles.before(self.prose, piece.start, self.gazetteer),
            "" if piece.words[-1].possessive else roles.after(self.prose, piece.end, self.gazetteer),
        ):
            if role and len(entity.roles) < 12:
                entity.roles.setdefault(role)

    def nominals(self, found: list[Group]) -> None:
        """What stands for a person: "the mayor", "the Russian leader"."""
        self._offices()
        self._leaders(found)

    def _offices(self) -> None:
        """ "the mayor": the one mayor of the article."""
        people: dict[int, _Entity] = {}
        starts: dict[int, list[int]] = {}
        told: dict[int, dict[str, None]] = {}
        for start, _, _, entity in sorted(self.mentions, key=lambda mention: mention[0]):
            if entity.kind == "person":
                key = id(entity)
                people[key] = entity
                starts.setdefault(key, []).append(start)
                title = holders.title_before(self.prose, start)
                told.setdefault(key, dict.fromkeys(entity.roles)).update({title: None} if title else {})
        for start, end, key in holders.mentions(self.prose, holders.Holders(told), starts):
            self.mention(people[key], start, end, "nominal")

    def _leaders(self, found: list[Group]) -> None:
        """ "the Russian leader": the one person of the article who leads that country by his role."""
        leaders: dict[str, list[_Entity]] = {}
        for entity in self.entities.values():
            if entity.kind == "person":
                for role in entity.roles:
                    if roles.leads(role):
                        country = self._country(role)
                        if country and entity not in leaders.setdefault(country, []):
                            leaders[country].append(entity)
        if not leaders:
            return
        for group in found:
            known = group.known
            if known is None or not (known.form == "demonym" or (known.form == "acronym" and known.country)):
                continue
            who = leaders.get(known.name, [])
            if len(who) != 1:
                continue
            for piece in group.pieces:
                noun = roles.nominal(self.prose, piece.start, piece.end)
                if noun is not None and (noun[2] == "leader" or any(noun[2] in role.lower() for role in who[0].roles)):
                    self.mention(who[0], noun[0], noun[1], "nominal")

    def _country(self, role: str) -> str:
        words = role.split(" ")
        for length in (3, 2, 1):
            known = self.gazetteer.known.get(" ".join(words[:length])) if len(words) > length else None
            if known is not None and known.kind == "place":
                return known.name
        return ""

    def handles(self, article: Article) -> None:
        """The handle of an embedded post is a mention of its author."""
        for block in self.text.blocks:
            post = article.blocks[block.block] if block.block >= 0 else None
            if isinstance(post, Embed) and post.handle and post.author:
                handle = "@" + post.handle.removeprefix("@")
                at = self.text.text.find(handle, block.start, block.end)
                author = next((e for e in self.entities.values() if e.name.casefold() == post.author.casefold()), None)
                if at >= 0 and author is not None:
                    self.mention(author, at, at + len(handle), "handle")

    # ------------------------------------------------------------ what comes out

    def facts(self) -> tuple[tuple[LocalEntity, ...], tuple[Mention, ...]]:
        kept: list[tuple[int, int, MentionForm, _Entity]] = []
        for mention in sorted(self.mentions, key=lambda m: (m[0], -m[1])):
            if not kept or mention[0] >= kept[-1][1]:
                kept.append(mention)
        for start, end, form, entity in kept:
            entity.first = min(entity.first, start)
            entity.surfaces[self.text.text[start:end]] += form != "nominal"
        given = [e for e in self.entities.values() if e.surfaces or e.known]
        named = [e for e in given if e.surfaces or e.confidence == 1.0]
        order = {id(e): n for n, e in enumerate(named)}
        entities = tuple(
            LocalEntity(
                e.name,
                e.kind,
                tuple(sorted((+e.surfaces).items(), key=lambda item: (-item[1], item[0]))),
                tuple(e.roles),
                e.known,
                round(e.confidence, 3),
                self.gazetteer.english.get(e.name, "") if e.known and e.kind != "person" else "",
            )
            for e in named
        )
        mentions = tuple(
            Mention(start, end, max(0, bisect_right(self.starts, start) - 1), order[id(entity)], form)
            for start, end, form, entity in kept
        )
        return entities, mentions
