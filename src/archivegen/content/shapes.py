"""What YAML gives → the words, lists and choices that fields of an article hold; a FieldError where it has another shape. Pure."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from typing import Any, get_args

from archivegen.model import EntityKind


class FieldError(ValueError):
    """*code* names the rule, *kept* is what of the field could be read."""

    def __init__(self, code: str, message: str, *, kept: Any = None) -> None:
        super().__init__(message)
        self.code, self.kept = code, kept


def text_of(raw: Any) -> str:
    if isinstance(raw, str):
        return " ".join(raw.split())
    if isinstance(raw, dict):
        raise FieldError("field-shape", "a mapping stands where words are wanted")
    if isinstance(raw, list):
        raw = " ".join(str(item) for item in raw)
    return " ".join(str(raw).split())


_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


def language_of(raw: Any) -> str:
    """*raw* as the code of a language, "en_US" as "en-US": it stands in the attributes of pages. Raises FieldError."""
    text = text_of(raw).replace("_", "-").partition(".")[0]
    if not _LANGUAGE.fullmatch(text):
        raise FieldError("language-unreadable", f'"{short(text)}" is no language code; write one like en, fr or pt-BR')
    return text


def short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"


def list_of(raw: Any) -> tuple[str, ...]:
    if isinstance(raw, dict):
        raise FieldError("field-shape", "a mapping stands where a list is wanted; write [a, b]")
    found = raw if isinstance(raw, list) else [raw]
    return tuple(dict.fromkeys(text for item in found if (text := text_of(item))))


def one_of(choices: tuple[str, ...], code: str) -> Callable[[Any], str]:
    def read_choice(raw: Any) -> str:
        text = text_of(raw)
        if text not in choices:
            near = difflib.get_close_matches(text, choices, 1)
            raise FieldError(
                code,
                f'"{short(text)}" is none of {", ".join(choices)}' + (f"; did you mean {near[0]}?" if near else ""),
            )
        return text

    return read_choice


kind_of = one_of(get_args(EntityKind), "kind-unknown")
