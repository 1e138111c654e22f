"""What a text tells of itself: headline, dek, writers, days, agencies, source, each with its evidence. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from archivegen.model import Evidence, Inference
from archivegen.normalize import attribution, bylines, makers, owners, supplied_headline, written_dates
from archivegen.normalize.lines import Line
from archivegen.normalize.opening import Opening
from archivegen.normalize.phrases import phrases
from archivegen.normalize.verdicts import Verdicts
from archivegen.patterns import late_pattern

SUPPLIED = "made from the first sentence"
"""Basis of a headline that the text does not print."""
_DATELINE = re.compile(r"[^—–!?\n]{0,40}\b(?:19|20)\d{2}\b[^—–!?\n]{0,30}?\s?[—–-]\s")
# A closing mark where one opens, and no other between it and the one that closes.
_WRONG_OPENING = re.compile(r"(?<!\S)([’”])(?=\w[^‘’“”]*\1(?!\w))")
_RIGHT_OPENING = {"’": "‘", "”": "“"}


def told(
    lines: Sequence[Line], opening: Opening, verdicts: Verdicts, running: Sequence[Line], *, language: str
) -> dict[str, Inference]:
    """By name of the field: its value, basis and evidence. *running*: the lines of running text."""
    found: dict[str, Inference] = {}
    for name, inference in _all(lines, opening, verdicts, running, language):
        found.setdefault(name, inference)
    return found


def _all(
    lines: Sequence[Line], opening: Opening, verdicts: Verdicts, running: Sequence[Line], language: str
) -> Iterator[tuple[str, Inference]]:
    title = _title(lines, opening, running)
    if title is not None:
        yield "title", title
    if opening.kicker is not None:
        kicker = lines[opening.kicker]
        yield "kicker", Inference(kicker.text, "line above the headline", 0.9, (_proof(kicker),))
    if opening.dek is not None:
        dek = lines[opening.dek]
        text = _WRONG_OPENING.sub(lambda match: _RIGHT_OPENING[match[1]], dek.bare)
        yield "dek", Inference(text, "line under the headline", 0.8, (_proof(dek),))
    yield from _bylines(verdicts)
    if running:
        yield from _dateline(running[0], language)
        yield from _reporters(running[0])
    yield from _makers(verdicts)
    agencies = _agencies(verdicts, running)
    if agencies is not None:
        yield "credits", agencies
    if verdicts.outlet is not None:
        yield (
            "source",
            Inference(
                attribution.outlet_of(verdicts.outlet.bare), "line under the byline", 0.7, (_proof(verdicts.outlet),)
            ),
        )
    source = attribution.source_told(running)
    if source is not None:
        yield "source", source
    claimed = attribution.source_claimed(lines)
    if claimed is not None:
        yield "source", claimed
        owner = owners.person_of(str(claimed.value))
        if owner:
            yield "byline", Inference((owner,), "copyright line", 0.5, claimed.evidence)


def _proof(line: Line) -> Evidence:
    return Evidence(line.number, line.text)


def _title(lines: Sequence[Line], opening: Opening, running: Sequence[Line]) -> Inference | None:
    if opening.title == 0:
        return Inference(lines[0].bare, "first line of the text", 0.95, (_proof(lines[0]),))
    if opening.title is not None:
        line = lines[opening.title]
        return Inference(line.bare, "line above the story", 0.8, (_proof(line),))
    lede = next((line for line in running if line.prose), running[0] if running else None)
    if lede is None:
        return None
    return Inference(supplied_headline.supply(lede.bare), SUPPLIED, 0.3, (Evidence(lede.number, lede.text[:200]),))


def _bylines(verdicts: Verdicts) -> Iterator[tuple[str, Inference]]:
    for line, credit in verdicts.bylines:
        proof = (_proof(line),)
        sure = 0.95 if credit.labelled else 0.9
        made = makers.of_names(credit.names)
        if made.house:
            yield "source", Inference(made.house, "byline", 0.8, proof)
        if made.writers:
            sure_name = 0.9 if credit.labelled else 0.6
            yield "byline", Inference(tuple(map(_cased, made.writers)), "byline", sure_name, proof)
        if credit.date:
            yield "date", Inference(credit.date, "date line", sure, proof, credit.date[:10])
        if credit.source:
            yield "source", Inference(credit.source, "masthead", 0.8, proof)
        if credit.updated:
            yield "updated", Inference(credit.updated, "date line", sure, proof, credit.updated[:10])


def _cased(name: str) -> str:
    """A name printed in capitals in the usual way: "JOHN SMITH" → "John Smith"; initials and short words stay."""
    if not name.isupper() or len(name) < 6 or " " not in name:
        return name
    return " ".join(word if len(word) < 3 or "." in word else word.title() for word in name.split(" "))


def _dateline(lede: Line, language: str) -> Iterator[tuple[str, Inference]]:
    """The day that opens the lede ("22 août 2012, Espagne. - Le Parti …")."""
    match = _DATELINE.match(lede.text)
    days = list(written_dates.find(match.group(), language=language)) if match else []
    if match and len(days) == 1 and not _opens_with_day(lede.text[match.end() : match.end() + 40], language):
        proof = (Evidence(lede.number, match.group().strip()),)
        yield "date", Inference(days[0].iso, "dateline", 0.9, proof, days[0].iso[:10])


def _reporters(lede: Line) -> Iterator[tuple[str, Inference]]:
    """The reporters whom a Chinese dateline names: "新华社北京6月19日电（记者 王小明 李红）"."""
    match = _REPORTERS.match(lede.text) if "者" in lede.text else None
    if match is not None:
        names = tuple(_HAN.findall(match["names"]))
        yield "byline", Inference(names, "dateline", 0.85, (Evidence(lede.number, match.group()),))


_REPORTERS = late_pattern(
    r"[^。]{0,50}?[（(][^（）()。]{0,6}?[记記]者[\s:：]*(?P<names>[\u3400-\u9fff]{2,4}(?:[\s、,，]+[\u3400-\u9fff]{2,4}){0,5})[)）]"
)
_HAN = late_pattern(r"[\u3400-\u9fff]{2,4}")


def _opens_with_day(text: str, language: str) -> bool:
    """Whether a day follows the dash: a span of days is no dateline."""
    return any(day.span.start == 0 for day in written_dates.find(text, language=language))


def _makers(verdicts: Verdicts) -> Iterator[tuple[str, Inference]]:
    """Whose story it is that a publication or a writer made with the help of agencies."""
    for line in verdicts.credit_lines:
        made = makers.of_line(line.text)
        if made.house:
            yield "source", Inference(made.house, "credit line", 0.8, (_proof(line),))
        elif made.writers and bylines.is_alone(made.writers[0], phrases()):
            yield "byline", Inference(tuple(map(_cased, made.writers)), "credit line", 0.6, (_proof(line),))


def _agencies(verdicts: Verdicts, running: Sequence[Line]) -> Inference | None:
    found: list[str] = []
    proof: list[Evidence] = []
    for line, credit in verdicts.bylines:
        agencies = makers.of_names(credit.names).agencies
        if agencies:
            found += agencies
            proof.append(_proof(line))
    for line in verdicts.credit_lines:
        agencies = attribution.agencies_of(line.text)
        if agencies:
            found += agencies
            proof.append(_proof(line))
    for line in running[:2]:
        agency = attribution.dateline_agency(line.text)
        if agency:
            found.append(agency)
            proof.append(Evidence(line.number, line.text[:60]))
    if not found:
        return None
    return Inference(tuple(dict.fromkeys(found)), "credit line", 0.95, tuple(proof))
