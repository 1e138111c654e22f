"""`facts:` of a content file ⇄ Corrections: what a person says that a sentence tells, by the sentence's id. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from archivegen.content.shapes import FieldError, kind_of, list_of, short, text_of
from archivegen.dates import edtf
from archivegen.model import Correction
from archivegen.yamltext import Flow, FlowMap

NONE = "none"
"""Written where nothing is meant: no speaker that is known, no quotation, no event, nobody."""
_KEYS = {
    "mention": "mentions",
    "mentions": "mentions",
    "quote": "quotes",
    "quotes": "quotes",
    "quotation": "quotes",
    "quotations": "quotes",
    "speaker": "speakers",
    "speakers": "speakers",
    "event": "events",
    "events": "events",
}


def read(raw: Any) -> tuple[Correction, ...]:
    """The corrections that *raw* says: a mapping of sentence ids to what stands there.

    Raises FieldError, which keeps those that could be read: a slip in one brings no other mistake back.
    """
    if not isinstance(raw, dict):
        message = "facts is a mapping of sentence ids; write 3fa9c1: {speaker: Jane Doe} on a line of its own"
        raise FieldError("field-shape", message)
    kept: list[Correction] = []
    wrong: list[FieldError] = []
    for sentence, said in raw.items():
        try:
            kept.append(_correction(str(sentence).removeprefix("#").removeprefix("s-"), said))
        except FieldError as error:
            wrong.append(error)
    if wrong:
        more = f" (and {len(wrong) - 1} more in facts)" if len(wrong) > 1 else ""
        raise FieldError(wrong[0].code, f"{wrong[0]}{more}", kept=tuple(kept)) from wrong[0]
    return tuple(kept)


def _correction(sentence: str, said: Any) -> Correction:
    if not isinstance(said, dict):
        message = f"{sentence}: write what stands there as mentions, quotes, speaker or event"
        raise FieldError("facts-shape", message)
    values: dict[str, Any] = {}
    for key, value in said.items():
        name = _KEYS.get(key)
        if name is None:
            raise FieldError(
                "facts-shape", f'{sentence}: "{short(key)}" is none of mentions, quotes, speaker and event'
            )
        values[name] = _READERS[name](value)
    return Correction(sentence, **values)


def _some(raw: Any) -> tuple[str, ...]:
    """The words of *raw*; () where it says none."""
    return tuple(one for one in list_of(raw) if one != NONE)


def _mentions(raw: Any) -> tuple[tuple[str, str, str], ...]:
    if not isinstance(raw, dict):
        raise FieldError(
            "facts-shape", "mentions is a mapping of words to a name; write mentions: {Putin: Vladimir Putin}"
        )
    found = []
    for words, meant in raw.items():
        if isinstance(meant, dict):
            kind = kind_of(meant["kind"]) if meant.get("kind") else ""
            name = text_of(meant.get("name", ""))
            if not name:
                raise FieldError(
                    "facts-shape", f'"{short(words)}" wants a name; write {{name: Jane Doe, kind: person}}'
                )
            found.append((text_of(words), name, kind))
        else:
            name = text_of(meant)
            found.append((text_of(words), "" if name in (NONE, "") else name, ""))
    return tuple(found)


def _events(raw: Any) -> tuple[tuple[str, str], ...]:
    return tuple(pair for item in (raw if isinstance(raw, list) else [raw]) for pair in _event(item))


def _event(raw: Any) -> Sequence[tuple[str, str]]:
    when = text_of(raw.get("when", "") if isinstance(raw, dict) else raw)
    label = text_of(raw.get("label", "")) if isinstance(raw, dict) else ""
    if when in (NONE, ""):
        return ()
    if not edtf.is_valid(when):
        message = f'"{short(when)}" is no date; write YYYY-MM-DD, YYYY-MM, YYYY, or two of them with / between'
        raise FieldError("date-unreadable", message)
    return ((when, label),)


_READERS = {"mentions": _mentions, "quotes": _some, "speakers": _some, "events": _events}


def write(corrections: Sequence[Correction]) -> dict[str, Any]:
    """What read reads."""
    return {one.sentence: _written(one) for one in corrections}


def _written(one: Correction) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if one.mentions:
        values["mentions"] = {
            words: FlowMap(name=name, kind=kind) if kind else name or NONE for words, name, kind in one.mentions
        }
    if one.quotes is not None:
        values["quotes"] = Flow(one.quotes) if one.quotes else NONE
    if one.speakers is not None:
        values["speaker"] = Flow(one.speakers) if one.speakers else NONE
    if one.events is not None:
        values["event"] = [FlowMap(when=when, label=label) for when, label in one.events] or NONE
    return values
