"""A page or a piece of HTML → what a story is made of: fields, blocks, and what was taken out. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from archivegen.errors import Origin, Problem
from archivegen.model import (
    Block,
    Document,
    Embed,
    Evidence,
    Figure,
    Heading,
    Inference,
    Paragraph,
    Removed,
)
from archivegen.normalize import captions, entries, lines, non_stories, owners, supplied_headline
from archivegen.normalize import furniture as known_furniture
from archivegen.normalize.html import (
    boxes,
    fields,
    figures,
    gates,
    kickers,
    live,
    makers,
    names,
    opening,
    posts,
    tree,
    verdicts,
    zone,
)
from archivegen.normalize.html.index import Index, index_of
from archivegen.normalize.html.inline import absolute
from archivegen.normalize.html.joining import joined
from archivegen.normalize.html.pieces import Piece
from archivegen.normalize.html.tree import Element
from archivegen.normalize.html.walk import Walk
from archivegen.normalize.language import detect_text
from archivegen.normalize.phrases import key_of, phrases
from archivegen.normalize.told import SUPPLIED

__all__ = ["HtmlStory", "story_of"]

_ROUNDS = 4
_SAID_DATE = 0.9
_STUB = 70
"""Characters of a sentence that is a story's beginning."""
_RUNNING = 200
"""Paragraphs that are searched for the day of publication."""
_LONGEST_CAPTION = 500
_LONE_CAPTION = 30
_CUT = 50
_WRITERS = 40
_SHORT_RECORD = 400
_LONGEST_RECORD = 400_000
_STUB_WORDS = 300
"""Of a story that the page says is barred; one with more may be whole, with an offer below."""
_FEW_WORDS = 120
"""With fewer words of prose, a page may be a wall or an error."""


class HtmlStory(msgspec.Struct, frozen=True):
    """What a page gives."""

    told: dict[str, Inference]
    """Fields of Article by name, but those given; "status" where this is no story."""
    language: str
    blocks: tuple[Block, ...] = ()
    removed: tuple[Removed, ...] = ()
    body_lines: tuple[tuple[int, str], ...] = ()
    """Paragraphs of running text, with their line in the file."""
    other_lines: tuple[tuple[int, str], ...] = ()
    """Captions and embeds, likewise."""
    problems: tuple[Problem, ...] = ()


def story_of(document: Document, *, language: str, given: Mapping[str, Any]) -> HtmlStory:
    """The story in the HTML of *document*. *given* fields are known. A page that cannot be read is one problem."""
    try:
        root = tree.parse(document.body)
    except tree.UnreadableError as error:
        problem = Problem(document.origin, "error", "html-unreadable", str(error))
        return HtmlStory({}, language, problems=(problem,))
    return _Page(document, root, language, given).story()


class _Page:
    """One page while it is taken apart."""

    def __init__(self, document: Document, root: Element, language: str, given: Mapping[str, Any]) -> None:
        self.document, self.root, self.given = document, root, given
        self.is_page = tree.is_page(document.body)
        self.index: Index = index_of(root, first_line=document.body_line)
        url = str(given.get("url") or "")
        self.url = url
        self.record = fields.record(self.index, url) if self.is_page else None
        self.base = url
        if self.is_page:
            self.base = absolute(self.index.base, url) or fields.canonical_of(self.index, url)
            self.base = self.base or (self.record.url if self.record is not None else "")
        said = str(given.get("language") or "") or fields.as_language(self.index.language)
        self.language = said or language
        self.site_language = language
        self.phrases = phrases()
        said_posts = self.record.posts if self.record is not None else ()
        is_live = self.record is not None and self.record.is_live
        self.live = live.find(root, said_posts, is_live=is_live, language=self.language)
        if self.live.heads:
            self.index.leave_out(self.live.heads.keys())
        self.told = fields.Told({}, None)
        self.titles: frozenset[str] = frozenset()
        """Every headline that the page says or prints, as keys."""

    def story(self) -> HtmlStory:
        walk, at = self._walked()
        pieces = walk.pieces
        start, end = self._place(walk, at)
        inside = pieces[start:end]
        told = self._settled(pieces, start, end)
        title = str(self.given.get("title") or "") or str(told["title"].value if "title" in told else "")
        if not self.is_page and not title:
            title = self._heading_of_fragment(inside, told)
        writers = self.given.get("byline") or (told["byline"].value if "byline" in told else ())
        dek = str(self.given.get("dek") or (told["dek"].value if "dek" in told else ""))
        printed = verdicts.Printed(
            title=key_of(title),
            others=_told_apart(self.told.said),
            dek=key_of(dek),
            names=tuple(map(key_of, writers)),
            host=fields.host_of(self.base),
            credits=frozenset(key_of(tag.value) for tag in self.index.writers[:_WRITERS]),
        )
        if self.is_page:
            inside = list(self._with_captions(inside))
        out = (
            verdicts.verdicts(inside, self.phrases, printed, language=self.language)
            if self.is_page
            else _of_fragment(inside, key_of(title))
        )
        if self.is_page:
            boxed = {id(piece) for piece in boxes.link_boxes(pieces, walk.regions, start, end)}
            for n in [n for n, piece in enumerate(inside) if id(piece) in boxed]:
                out.gone.setdefault(n, "link to another story")
        self._settle_signature(inside, out.gone, told)
        if self.is_page:
            makers.settle(inside, told)
        self._settle_owner(told)
        self._settle_standfirst(inside, out.gone, told)
        if "kicker" in told:
            label = key_of(str(told["kicker"].value))
            printed_at = (n for n, reason in out.gone.items() if reason == verdicts.LABEL)
            out.gone |= {n: "printed kicker" for n in printed_at if key_of(inside[n].block.text) == label}
        self._settle_dek(inside, out.gone, told)
        kept = [piece for n, piece in enumerate(inside) if n not in out.gone]
        lead = self._lead(walk, at, start)
        tail = opening.tail_figures(pieces, walk.regions, at, end) if self.is_page and at >= 0 else []
        blocks = joined([piece.block for piece in (*lead, *kept, *tail) if _says_anything(piece.block)])
        blocks = self._with_entries(blocks, told)
        above = opening.left_out(pieces, start, self.titles, lead, key_of(dek)) if self.is_page else []
        removed = tuple(
            verdicts.removed_of(piece, reason)
            for piece, reason in (*above, *((inside[n], reason) for n, reason in sorted(out.gone.items())))
            if piece.block.text
        )
        self._supply_title(kept, told)
        spoken = self._spoken(kept)
        self._set_aside(pieces, kept, told)
        told = {name: inference for name, inference in told.items() if name not in self.given}
        if spoken != self.site_language and "language" not in self.given:
            told["language"] = self._language(spoken)
        return HtmlStory(
            told=told,
            language=str(self.given.get("language") or spoken),
            blocks=blocks,
            removed=removed,
            body_lines=tuple((piece.line, piece.block.text) for piece in kept if isinstance(piece.block, Paragraph))[
                :_RUNNING
            ],
            other_lines=tuple(
                (piece.line, piece.block.text) for piece in kept if isinstance(piece.block, (Figure, Embed))
            ),
            problems=self._problems(kept, is_barred=out.is_barred or any(map(self._is_gate, pieces[end:]))),
        )

    def _walked(self) -> tuple[Walk, int]:
        """All pieces of the page, and which of its regions holds the story (-1: nothing stands in any)."""
        ignored: frozenset[str] = frozenset()
        for _ in range(_ROUNDS):
            walk = Walk(
                self.root, base=self.base, pictures_base=absolute(self.index.base, "") if self.is_page else "",
                language=self.language, ignored=ignored, first_line=self.document.body_line,
                breaks=not self.is_page and "<p" not in self.document.body, live=self.live,
            )  # fmt: skip
            if not self.is_page:
                verdicts.spare_own_text(walk.pieces)
                return walk, -1
            wrong = zone.misnamed(walk.pieces) - ignored
            if not wrong:
                break
            ignored |= wrong
        return walk, zone.with_entries(walk.pieces, walk.regions, zone.story_region(walk.pieces, walk.regions))

    def _place(self, walk: Walk, at: int) -> tuple[int, int]:
        """Where the story stands among the pieces; what the page tells of it is known from here on."""
        if not self.is_page:
            return 0, len(walk.pieces)
        if at >= 0:
            element = walk.regions[at].element
            self.index.own = {element, *element.iterancestors()}
        self.told = fields.told(self.index, self.record, url=self.url, language=self.language)
        self.titles = frozenset(key for title in self.told.titles[:6] if (key := key_of(title)))
        start, end = (walk.regions[at].start, walk.regions[at].end) if at >= 0 else (0, len(walk.pieces))
        return self._widened(walk.pieces, start, end)

    def _settled(self, pieces: Sequence[Piece], start: int, end: int) -> dict[str, Inference]:
        """All fields that the page tells."""
        if not self.is_page:
            return {}
        credit = opening.credit_of(pieces, start, end, self.titles, self.phrases, language=self.language)
        told = fields.settled(self.told, self.index, credit)
        if "dek" not in told or told["dek"].basis != fields.PRINTED_DEK:
            printed = opening.standfirst(pieces, start, end, self.titles, self.phrases, language=self.language)
            if printed is not None:
                told["dek"] = printed
        known = (
            self.given.get(name) or (told[name].value if name in told else "")
            for name in ("title", "source", "section")
        )
        kicker = kickers.kicker_of(
            self.index, self.titles, frozenset(map(key_of, map(str, known))), self.phrases, language=self.language
        )
        return told if kicker is None else told | {"kicker": kicker}

    def _with_entries(self, blocks: tuple[Block, ...], told: dict[str, Inference]) -> tuple[Block, ...]:
        """*blocks* with the entries of a live blog headed by their times, those too that only the page's data has."""
        is_live = self.record is not None and self.record.is_live
        if self.record is not None and self.record.posts:
            blocks = (*blocks, *posts.missing(self.record.posts, blocks, self.language))
        blocks = entries.with_heads(blocks, is_live=is_live)
        heads = [block for block in blocks if isinstance(block, Heading) and block.time]
        if self.is_page and "date" not in told:
            told |= dict(posts.days(heads, self.document.body_line))
        return blocks

    def _lead(self, walk: Walk, at: int, start: int) -> list[Piece]:
        """Pictures above the story's element."""
        if not self.is_page or at < 0:
            return []
        return opening.lead_figures(walk.pieces, walk.regions, at, start, self.titles)

    def _widened(self, pieces: Sequence[Piece], start: int, end: int) -> tuple[int, int]:
        """The story's place with the paragraphs outside of it that the page's own record of the text has, or that lead to it."""
        record = key_of(self.told.record.body[:_LONGEST_RECORD]) if self.told.record is not None else ""
        if len(record) > _SHORT_RECORD:
            known = [
                n
                for n, piece in enumerate(pieces)
                if not piece.is_sure and isinstance(piece.block, Paragraph) and _stands_in(piece, record)
            ]
            matched = sum(len(pieces[n].block.text) for n in known)
            if matched > 0.5 * len(record):
                for n in known:
                    pieces[n].reason = ""
                first, last = min(start, known[0]), max(end, known[-1] + 1)
                inside = {*known, *range(start, end)}
                for n in range(first, last):
                    if n not in inside and not isinstance(pieces[n].block, Figure):
                        pieces[n].reason = pieces[n].reason or "outside the story"
                return first, last
        dek = key_of(str(self.told.fields["dek"].value)) if "dek" in self.told.fields else ""
        return opening.begins_with_lede(pieces, start, self.titles, dek), end

    def _heading_of_fragment(self, pieces: Sequence[Piece], told: dict[str, Inference]) -> str:
        first = next((piece for piece in pieces if not isinstance(piece.block, Figure)), None)
        if first is None or not isinstance(first.block, Heading):
            return ""
        told["title"] = Inference(
            first.block.text, "first heading of the text", 0.9, (Evidence(first.line, first.block.text),)
        )
        return first.block.text

    def _with_captions(self, inside: Sequence[Piece]) -> Iterator[Piece]:
        """*inside* with paragraphs that can only be captions as such: by a credit, or set apart right below a picture."""
        last: Piece | None = None
        for piece in inside:
            block = piece.block
            if not isinstance(block, Paragraph) or piece.reason or len(block.text) > _LONGEST_CAPTION:
                last = piece
                yield piece
                continue
            below = last is not None and isinstance(last.block, Figure) and not last.block.text
            looked = lines.lines_of(" ".join(block.text.split()), piece.line)
            is_caption = piece.is_caption or (bool(looked) and captions.is_caption(looked[0]))
            if below and last is not None and isinstance(last.block, Figure) and (is_caption or _is_set_apart(block)):
                last.block = figures.with_words(last.block, block.text, figures.printed_credit(piece.element))
                continue
            by_player = last is not None and isinstance(last.block, Embed) and _is_set_apart(block)
            if (is_caption or by_player) and looked[0].words <= _LONE_CAPTION:
                piece.block = figures.with_words(Figure(""), block.text)
            last = piece
            yield piece

    def _settle_signature(self, inside: Sequence[Piece], gone: dict[int, str], told: dict[str, Inference]) -> None:
        """A name by itself below the story is its writer's, where nothing else names one."""
        if "byline" in told or "byline" in self.given or not self.is_page:
            return
        n = opening.signature(inside)
        if n >= 0 and n not in gone:
            text = inside[n].block.text
            told["byline"] = Inference(
                names.names_in((text,)), "line below the story", 0.6, (Evidence(inside[n].line, text),)
            )
            gone[n] = "byline"

    def _settle_owner(self, told: dict[str, Inference]) -> None:
        """A blog that is called after a person is that person's, where nothing else names a writer."""
        source = told.get("source")
        if "byline" in told or "byline" in self.given or not self.is_page or source is None:
            return
        owner = owners.person_of(str(source.value), address=self.base or self.url)
        if owner:
            told["byline"] = Inference((owner,), "name of the site", 0.5, source.evidence)

    def _settle_standfirst(self, inside: Sequence[Piece], gone: dict[int, str], told: dict[str, Inference]) -> None:
        """The line between the printed headline and the printed byline is the dek."""
        if "dek" in self.given or not self.is_page or ("dek" in told and told["dek"].basis == fields.PRINTED_DEK):
            return
        n = next((n for n, piece in enumerate(inside) if n not in gone and not isinstance(piece.block, Figure)), -1)
        is_between = n > 0 and gone.get(n - 1) == "printed headline" and gone.get(n + 1, "").startswith("byline")
        if is_between and opening.may_be_standfirst(inside[n], self.titles, self.phrases, self.language):
            text = " ".join(inside[n].block.text.split())
            proof = (Evidence(inside[n].line, text[:200]),)
            told["dek"] = Inference(text, "line between headline and byline", 0.8, proof)
            gone[n] = "printed dek"

    def _settle_dek(self, inside: Sequence[Piece], gone: dict[int, str], told: dict[str, Inference]) -> None:
        """A dek that opens the story in print is its first paragraph, unless markup says that it stands above it."""
        dek = key_of(str(self.given.get("dek") or (told["dek"].value if "dek" in told else "")))
        if not dek or not self.is_page:
            return
        for n in [n for n in range(len(inside)) if n not in gone and inside[n].block.text][:4]:
            key = key_of(inside[n].block.text)
            if not key or isinstance(inside[n].block, (Figure, Embed)):
                continue
            if key == dek:
                if (
                    isinstance(inside[n].block, Heading)
                    or "dek" in self.given
                    or _is_dek_like(inside[n])
                    or _leads_to_byline(n, gone)
                    or (told["dek"].basis == fields.PRINTED_DEK and _stands_apart(inside[n]))
                ):
                    gone[n] = "printed dek"
                else:
                    told.pop("dek", None)
                return
            if (key.startswith(dek[:60]) or _is_cut_of(key, dek)) and "dek" not in self.given:
                told.pop("dek", None)
                return

    def _supply_title(self, kept: Sequence[Piece], told: dict[str, Inference]) -> None:
        if "title" in told or "title" in self.given:
            return
        lede = next((piece for piece in kept if isinstance(piece.block, Paragraph)), kept[0] if kept else None)
        if lede is not None and lede.block.text:
            told["title"] = Inference(
                supplied_headline.supply(lede.block.text), SUPPLIED, 0.3, (Evidence(lede.line, lede.block.text[:200]),)
            )

    def _spoken(self, kept: Sequence[Piece]) -> str:
        """The language of the words, where they show it; else what the page says of itself."""
        text = "\n".join(piece.block.text[:700] for piece in kept if isinstance(piece.block, Paragraph))
        return detect_text(text[:20_000], self.phrases) or self.language

    def _language(self, spoken: str) -> Inference:
        if spoken == fields.as_language(self.index.language):
            return Inference(spoken, "<html lang>", 0.95, (Evidence(self.document.body_line, self.index.language),))
        return Inference(spoken, "the commonest words of the text", 0.9)

    def _set_aside(self, pieces: Sequence[Piece], kept: Sequence[Piece], told: dict[str, Inference]) -> None:
        """A wall, an error page or a bare list of links is no story."""
        words = sum(len(piece.block.text.split()) for piece in kept if not isinstance(piece.block, (Figure, Heading)))
        if self.is_page and self.record is None and "date" not in told and boxes.is_front(kept):
            proof = Evidence(kept[0].line, kept[0].block.text[:200])
            told["status"] = Inference("set-aside", "no story, only links to others with a line on each", 0.7, (proof,))
        if not self.is_page or words > _FEW_WORDS:
            return
        shown = [piece for piece in pieces if not piece.is_sure and piece.block.text]
        text = "\n".join(" ".join(piece.block.text.split())[:600] for piece in shown[:200])
        looked = lines.lines_of(f"{self.index.title}\n{text}", self.document.body_line)
        if looked:
            around = known_furniture.zone_of(looked, self.phrases, known_furniture.Furniture(), frozenset())
            aside = non_stories.not_a_story(looked, around, self.phrases)
            if aside is not None and not self._is_stub(kept, told):
                told["status"] = aside

    def _is_stub(self, kept: Sequence[Piece], told: Mapping[str, Inference]) -> bool:
        """Whether the beginning of a story stands here that its page dates, and bars further below."""
        is_dated = "date" in told and told["date"].confidence >= _SAID_DATE
        return is_dated and any(isinstance(piece.block, Paragraph) and zone.weight(piece) >= _STUB for piece in kept)

    def _is_gate(self, piece: Piece) -> bool:
        is_shown = piece.reason != gates.OFFER and isinstance(piece.block, (Paragraph, Heading))
        return self.is_page and is_shown and gates.bars(piece.block.text)

    def _problems(self, kept: Sequence[Piece], *, is_barred: bool) -> tuple[Problem, ...]:
        record = self.told.record
        words = sum(len(piece.block.text.split()) for piece in kept if isinstance(piece.block, Paragraph))
        tier = self.index.meta("article:content_tier")
        is_free = (record is None or record.is_free) and (tier is None or tier.value.lower() != "locked")
        if not self.is_page or (is_free and not is_barred) or words > (_STUB_WORDS if is_barred else _FEW_WORDS):
            return ()
        origin = self.document.origin
        place = Origin(origin.path, origin.record, kept[0].line if kept else origin.line)
        message = f"the page says that it is for subscribers, and holds {words} words; get the whole text, or leave it as a stub"
        return (Problem(place, "note", "story-stub", message),)


def _stands_in(piece: Piece, record: str) -> bool:
    """Whether the paragraph's beginning stands in the *record* of the story's text."""
    key = key_of(piece.block.text[:120])
    return len(key) > 30 and key in record


def _of_fragment(pieces: Sequence[Piece], title: str) -> verdicts.Verdicts:
    """Nothing goes but what is named as furniture, and a headline printed again."""
    found = verdicts.Verdicts()
    for n, piece in enumerate(pieces):
        if piece.reason:
            found.gone[n] = piece.reason
    first = next((n for n, piece in enumerate(pieces) if not isinstance(piece.block, Figure)), None)
    if (
        first is not None
        and isinstance(pieces[first].block, Heading)
        and title
        and key_of(pieces[first].block.text) == title
    ):
        found.gone[first] = "printed headline"
    return found


def _leads_to_byline(index: int, gone: Mapping[int, str]) -> bool:
    """A byline stands right below: what is above it is no part of the running text."""
    return any(gone.get(n, "").startswith("byline") for n in range(index + 1, index + 4))


def _is_set_apart(block: Paragraph) -> bool:
    """All of a short paragraph is slanted."""
    return (
        len(block.marks) == 1
        and block.marks[0].kind == "em"
        and block.marks[0].end - block.marks[0].start >= len(block.text) - 1
    )


def _stands_apart(piece: Piece) -> bool:
    """No paragraph of the story follows *piece* in its own element: it is no first paragraph among others."""
    after = piece.element.getnext()
    return piece.element.tag == "p" and (after is None or after.tag != "p")


def _is_dek_like(piece: Piece) -> bool:
    """The paragraph is set off by its class, or all of it is strong."""
    block = piece.block
    if any(
        word in piece.names.lower()
        for word in ("dek", "deck", "standfirst", "subtitle", "subhead", "subline", "chapo", "teaser")
    ):
        return True
    return isinstance(block, Paragraph) and _is_set_apart(block)


def _is_cut_of(paragraph: str, dek: str) -> bool:
    """Behind a word or three of its own (a place, a section) *dek* is the beginning of *paragraph*; both are keys."""
    words = dek.split(" ")
    return any(
        len(rest) > _CUT and rest[:_CUT] in paragraph[: 2 * _CUT] and rest in paragraph
        for rest in (" ".join(words[n:]) for n in range(1, min(4, len(words))))
    )


def _told_apart(titles: Sequence[str]) -> frozenset[str]:
    """*titles* and their parts behind a colon, as keys; those of a word or two, which say nothing, left out."""
    parts = [part for title in titles[:6] for part in (title, title.rpartition(":")[2])]
    return frozenset(key for part in parts if (key := key_of(part)).count(" ") >= 2)


def _says_anything(block: Block) -> bool:
    return bool(block.text) or (isinstance(block, Figure) and bool(block.src))
