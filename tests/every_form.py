"""An archive with pages of every form, in a made-up language: each text of the interface in ⟦brackets⟧, all else in Greek letters."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache

import msgspec

from archivegen.config import Site
from archivegen.model import (
    Article,
    Embed,
    Event,
    Evidence,
    Figure,
    Heading,
    Inference,
    Paragraph,
    Removed,
    Seed,
    Statement,
    Story,
    Table,
)
from archivegen.pages import PAGE_KINDS
from archivegen.render import html
from archivegen.words.catalogue import CONTEXT_END, entries
from archivegen.words.own import template
from small_archive import SITE, Shelf, article

SIGNS = ("comma", "colon")
"""Contexts of messages that hold no word."""


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


@cache
def made_up_language() -> str:
    """A catalogue of all messages, each in ⟦brackets⟧."""
    made = ['msgid ""\nmsgstr "Language: el\\nPlural-Forms: nplurals=2; plural=(n != 1);\\n"\n']
    for entry in entries(template(), []):
        one, many, context = entry.texts["msgid"], entry.texts.get("msgid_plural"), entry.texts.get("msgctxt", "")
        if not one or context in SIGNS:
            continue
        lines = [f"msgctxt {_quoted(context)}"] if CONTEXT_END in entry.key() else []
        lines.append(f"msgid {_quoted(one)}")
        if many is None:
            lines.append(f"msgstr {_quoted(f'⟦{one}⟧')}")
        else:
            lines.append(f"msgid_plural {_quoted(many)}")
            lines += [f"msgstr[{n}] {_quoted(f'⟦{form}⟧')}" for n, form in enumerate((one, many))]
        made.append("\n".join(lines) + "\n")
    return "\n".join(made)


GREEK_NAMES = {
    "Άννα Λι": "person",
    "Νίκος Ρα": "person",
    "Ελένη Μο": "person",
    "Πέτρος Γκα": "person",
    "Μαρία Κω": "person",
    "Σοφία Βε": "person",
    "Λιμάνι": "place",
    "Συμβούλιο": "organization",
    "Συνθήκη": "work",
}
ALL_NAMES = ", ".join(GREEK_NAMES)


def _site(**fields: object) -> Site:
    site = msgspec.structs.replace(SITE, title="Αρχείο", language="el", words=made_up_language())
    return msgspec.structs.replace(site, **fields)


def _article(number: int, **fields: object) -> Article:
    blocks = (
        Paragraph(f"{ALL_NAMES} ήρθαν. “Ναι” είπε. On June 1 έγινε κάτι."),
        Heading("Κεφάλαιο", level=2),
        Statement("“Λέμε ναι.”"),
        Figure("Ένα καΐκι. (Πρακτορείο)", credit="Πρακτορείο"),
        Table("α\tβ\nγ\tδ", header=True),
        Embed("Ανάρτηση.\nΟ χρήστης", author="Ο χρήστης", url="https://example.org/1"),
    )
    known: dict[str, object] = {
        "title": f"Είδηση {number}",
        "blocks": blocks,
        "dek": "Περίληψη",
        "byline": ("Γ. Συντάκτης",),
        "source": "Εφημερίδα",
        "credits": ("Πρακτορείο",),
        "section": "Πόλη",
        "tags": ("πλοία",),
        "language": "el",
        "rights": "δικά μας",
        "url": "https://example.org/a",
        "seed": Seed("seeds/α.txt", "β", 3, "0" * 64),
        "removed": (Removed("κοινοποίηση", 4, "share bar"), Removed("λεζάντα", 5, "repeats the caption on line 4")),
        "inferred": {
            "date": Inference("2024-06-19", "the dateline", 0.9, (Evidence(1, "ήρθαν"),), "2024-06-16/2024-06-19"),
            "title": Inference(f"Είδηση {number}", "first line of the text", 0.5, (Evidence(1, "Είδηση"),)),
            "source": Inference("Άλλη", "says “Άλλη”", 0.5, ()),
        },
    }
    return article(number, **(known | fields))


@cache
def shelf() -> Shelf:
    """An archive that has pages of every form."""
    days = [f"20{year:02d}-06-19" for year in range(1, 20) for _ in range(2)]
    articles = [_article(n, date=day) for n, day in enumerate(days)]
    articles.append(_article(98, date="", inferred={}, title=""))
    articles.append(_article(99, title_basis="supplied", updated="2025-01-01", language="ar"))
    formats = ("jsonl", "csv", "sqlite", "bibtex", "ris", "csl-json")
    found = Shelf(articles, GREEK_NAMES, _site(publish_data=formats))
    for number, facts in enumerate(found.found.values()):
        events = tuple(msgspec.structs.replace(e, label="Γεγονός", basis="the date of the post") for e in facts.events)
        more = tuple(
            Event(when, "Γεγονός", event.span, event.sentence, event.basis)
            for event in events
            for when in ("2000~", "199X", "2024-21", "2024-06-16/2024-06-19", "../2001", "2001-02-03/..", "1850?")
        )
        key = list(found.found)[number]
        found.found[key] = msgspec.structs.replace(facts, events=events + more)
    found.seeds["seeds/α.txt"] = "Είδηση\nμία γραμμή\nκαι άλλη"
    cards = tuple(
        msgspec.structs.replace(
            card, raw="seeds/α.txt" if n else "", photo_credits=("Φωτο",), shown=("full", "excerpt", "record")[n % 3]
        )
        for n, card in enumerate(found.archive.cards)
    )
    entities = tuple(
        msgspec.structs.replace(entity, aliases=tuple((f"Άλλος{n}", n) for n in range(30)), roles=(("ο αρχηγός", 3),))
        for entity in found.archive.entities
    )
    found.archive = msgspec.structs.replace(
        found.archive,
        cards=cards,
        facts=tuple(found.found.values()),
        entities=entities,
        stories=(Story(id="stories/α", name="Ιστορία", articles=tuple(range(9))),),
        gone=(("παλιό.html", "withdrawn"), ("σχέδιο.html", "draft")),
        redirects=(("πριν.html", "index.html"),),
    )
    return found


def _pages() -> Iterator[tuple[str, str, str]]:
    found = shelf()
    for kind in PAGE_KINDS:
        for page in PAGE_KINDS[kind](found.archive, found.site):
            if page.form in html.RENDERERS:
                yield page.form, page.path, found.render(page)


@cache
def pages() -> tuple[tuple[str, str, str], ...]:
    return tuple(_pages())
