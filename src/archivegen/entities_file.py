"""entities.yaml → Overrides: what a person says of the archive's entities. All problems at once, each with its line."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from difflib import get_close_matches
from typing import Any, Final, cast, get_args

import msgspec

from archivegen.errors import Origin, Problem
from archivegen.model import EntityKind

KINDS: Final[tuple[str, ...]] = get_args(EntityKind)
_KEYS: Final = ("name", "kind", "aliases", "same_as", "sort_name", "merge", "split", "ignore")
_WIKIDATA: Final = "https://www.wikidata.org/wiki/"

UNREADABLE = frozenset(("entities-unreadable", "entities-not-a-list"))
"""Codes of problems that leave nothing of the file."""


class Split(msgspec.Struct, frozen=True):
    """Mentions of a name that are this entity's in some articles only."""

    name: str
    """The name as the articles write it in full."""
    articles: tuple[str, ...]
    """Ids of articles."""


class Override(msgspec.Struct, frozen=True, kw_only=True):
    """A person's word on one entity."""

    name: str
    kind: EntityKind | None = None
    """None = as found."""
    aliases: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()
    """Absolute URLs; "Q7747" in the file is Wikidata's."""
    sort_name: str = ""
    merge: tuple[str, ...] = ()
    """Names, or ids ("people/v-putin"), of entities that are this one."""
    split: tuple[Split, ...] = ()
    ignore: bool = False
    line: int = 0


class Overrides(msgspec.Struct, frozen=True):
    entries: tuple[Override, ...] = ()


def load(text: str, path: str) -> tuple[Overrides, tuple[Problem, ...]]:
    """What entities.yaml says, and all that is wrong with it. A wrong entry is left out; the rest holds.

    The file is a list; each entry has `name` and any of kind, aliases, same_as, sort_name, merge, split, ignore.
    """
    if not text.strip():
        return Overrides(), ()
    import yaml  # late: most sites have no such file

    reader = _Reader(path)
    try:
        node = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reader.error(
            mark.line + 1 if mark else 0, "entities-unreadable", f"not YAML: {error.problem}; write a list of entries"
        )
        return Overrides(), tuple(reader.problems)
    except yaml.YAMLError as error:
        reader.error(0, "entities-unreadable", f"not YAML: {str(error).splitlines()[0]}; write a list of entries")
        return Overrides(), tuple(reader.problems)
    if node is None:
        return Overrides(), ()
    if not isinstance(node, yaml.SequenceNode):
        reader.error(
            node.start_mark.line + 1, "entities-not-a-list", 'the file is no list; begin each entity with "- name: …"'
        )
        return Overrides(), tuple(reader.problems)
    entries = [entry for item in node.value if (entry := reader.entry(item)) is not None]
    kept = reader.consistent(entries)
    return Overrides(tuple(kept)), tuple(sorted(reader.problems))


def unmatched(
    overrides: Overrides, path: str, *, names: Collection[str], articles: Collection[str]
) -> tuple[Problem, ...]:
    """A warning for each name, id or article of *overrides* that is none of the archive's, with the nearest that is.

    *names*: as articles write them, and ids of entities; *articles*: ids.
    """
    known = {name.casefold() for name in names}
    problems: list[Problem] = []

    def warn(line: int, code: str, what: str, among: Iterable[str], of: str) -> None:
        near = get_close_matches(what, _alike(what, among), 1, 0.8)
        hint = f'did you mean "{near[0]}"?' if near else f"it is no {of} of this archive, so the line does nothing"
        problems.append(Problem(Origin(path, line=line), "warning", code, f'"{what}" stands nowhere; {hint}'))

    for entry in overrides.entries:
        written = (entry.name, *entry.aliases, *(split.name for split in entry.split))
        if not any(name.casefold() in known for name in (*written, *entry.merge)):
            warn(entry.line, "entity-unknown", entry.name, names, "name")
        for other in entry.merge:
            if other.casefold() not in known and any(name.casefold() in known for name in written):
                warn(entry.line, "entity-unknown", other, names, "name or id")
        for split in entry.split:
            for article in split.articles:
                if article not in articles:
                    warn(entry.line, "entity-unknown-article", article, articles, "article")
    return tuple(sorted(problems))


def _alike(what: str, among: Iterable[str]) -> list[str]:
    """Those of *among* that begin and end much as *what* does: holding it against all of a large archive would take a minute."""
    wanted, least, most = what.casefold(), len(what) - 4, len(what) + 4
    first, last = wanted[:1], wanted[-2:]
    found = [o for o in among if least <= len(o) <= most and (o[:1].casefold() == first or o[-2:].casefold() == last)]
    return sorted(found, key=lambda other: (other[:3].casefold() != wanted[:3], other))[:2000]


def _plain(value: str) -> str:
    """What was written, as it was written: a company called No, a paper called 1984 and a day are text here; ~ is nothing."""
    text = " ".join(value.split())
    return "" if text == "~" else text


class _Reader:
    """Collects the problems of one file while its entries are read."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[Problem] = []

    def error(self, line: int, code: str, message: str) -> None:
        self.problems.append(Problem(Origin(self.path, line=line), "error", code, message))

    def entry(self, node: Any) -> Override | None:
        line = node.start_mark.line + 1
        if node.id != "mapping":
            self.error(line, "entity-not-a-mapping", 'an entry has no "name:"; write "- name: Vladimir Putin"')
            return None
        values: dict[str, tuple[Any, int]] = {}
        for key_node, value_node in node.value:
            key = key_node.value if key_node.id == "scalar" else ""
            at = key_node.start_mark.line + 1
            if key not in _KEYS:
                near = get_close_matches(str(key), _KEYS, 1)
                hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(_KEYS)}"
                self.error(at, "entity-unknown-key", f'unknown key "{key}"; {hint}')
            elif key in values:
                self.error(at, "entity-double-key", f'"{key}" stands twice in one entry; keep one')
            else:
                values[key] = (value_node, at)
        name = self._text(values, "name")
        if not name:
            self.error(line, "entity-without-name", 'the entry has no name; write "name: Vladimir Putin"')
            return None
        return Override(
            name=name,
            kind=self._kind(values),
            aliases=self._texts(values, "aliases"),
            same_as=self._same_as(values),
            sort_name=self._text(values, "sort_name"),
            merge=self._texts(values, "merge"),
            split=self._splits(values),
            ignore=self._flag(values, "ignore"),
            line=line,
        )

    def _text(self, values: Mapping[str, tuple[Any, int]], key: str) -> str:
        if key not in values:
            return ""
        node, line = values[key]
        if node.id != "scalar":
            self.error(line, "entity-not-a-text", f"{key} is no text; write one line")
            return ""
        return _plain(node.value)

    def _texts(self, values: Mapping[str, tuple[Any, int]], key: str) -> tuple[str, ...]:
        if key not in values:
            return ()
        node, line = values[key]
        items = [node] if node.id == "scalar" else list(node.value) if node.id == "sequence" else []
        texts = [_plain(item.value) for item in items if item.id == "scalar"]
        if len(texts) != len(items) or node.id == "mapping":
            self.error(line, "entity-not-a-list", f'{key} is no list of names; write "{key}: [Name, Name]"')
        return tuple(dict.fromkeys(text for text in texts if text))

    def _kind(self, values: Mapping[str, tuple[Any, int]]) -> EntityKind | None:
        kind = self._text(values, "kind")
        if not kind:
            return None
        if kind not in KINDS:
            near = get_close_matches(kind, KINDS, 1)
            hint = f"did you mean {near[0]}?" if near else f"write one of {', '.join(KINDS)}"
            self.error(values["kind"][1], "entity-unknown-kind", f'"{kind}" is no kind; {hint}')
            return None
        return cast(EntityKind, kind)

    def _same_as(self, values: Mapping[str, tuple[Any, int]]) -> tuple[str, ...]:
        found: list[str] = []
        for text in self._texts(values, "same_as"):
            if text[:1] == "Q" and text[1:].isdigit():
                found.append(_WIKIDATA + text)
            elif text.startswith(("https://", "http://")):
                found.append(text)
            else:
                self.error(
                    values["same_as"][1], "entity-bad-same-as", f'"{text}" is no address; write Q7747 or https://…'
                )
        return tuple(found)

    def _flag(self, values: Mapping[str, tuple[Any, int]], key: str) -> bool:
        text = self._text(values, key).lower()
        if text not in ("", "true", "false", "yes", "no"):
            self.error(values[key][1], "entity-not-a-flag", f'{key}: "{text}" is neither true nor false')
        return text in ("true", "yes")

    def _splits(self, values: Mapping[str, tuple[Any, int]]) -> tuple[Split, ...]:
        if "split" not in values:
            return ()
        node, line = values["split"]
        found: list[Split] = []
        for item in node.value if node.id == "sequence" else [node]:
            parts = (
                {k.value: (v, k.start_mark.line + 1) for k, v in item.value if k.id == "scalar"}
                if item.id == "mapping"
                else {}
            )
            name, articles = self._text(parts, "name"), self._texts(parts, "articles")
            if not name or not articles or set(parts) - {"name", "articles"}:
                self.error(
                    line,
                    "entity-bad-split",
                    'split needs a name and articles; write "split: {name: John Smith, articles: [ID]}"',
                )
            else:
                found.append(Split(name, articles))
        return tuple(found)

    def consistent(self, entries: list[Override]) -> list[Override]:
        """*entries* without those that contradict an earlier one: a name twice, an alias of two, a merge into itself or in a ring."""
        owner: dict[str, Override] = {}
        kept: list[Override] = []
        for entry in entries:
            rival = owner.get(entry.name.casefold())
            if rival is not None:
                self.error(entry.line, "entity-twice", f'"{entry.name}" stands in line {rival.line} too; keep one')
                continue
            owner[entry.name.casefold()] = entry
            kept.append(entry)
        for entry in kept:
            for other in (*entry.aliases, *entry.merge):
                rival = owner.setdefault(other.casefold(), entry)
                is_merged = (
                    other in entry.merge and rival.name.casefold() == other.casefold()
                )  # with an entry of its own
                if rival is not entry and not is_merged:
                    self._twice(entry, other, rival)
        return self._without_rings(kept)

    def _twice(self, entry: Override, other: str, rival: Override) -> None:
        """*other*, a name of *entry*, is one of *rival* already."""
        if other.casefold() == rival.name.casefold():
            told = f'"{other}" has an entry of its own (line {rival.line}); write "merge: [{other}]" if they are one, or take it out'
        else:
            told = f'"{other}" leads to "{rival.name}" (line {rival.line}) already; keep one'
        self.error(entry.line, "entity-alias-twice", told)

    def _without_rings(self, entries: list[Override]) -> list[Override]:
        into = {other.casefold(): entry for entry in entries for other in entry.merge}
        kept: list[Override] = []
        for entry in entries:
            seen = {entry.name.casefold()}
            at = by_way_of = into.get(entry.name.casefold())
            while at is not None and at.name.casefold() not in seen:
                seen.add(at.name.casefold())
                at = into.get(at.name.casefold())
            if at is not None and by_way_of is not None:
                self.error(
                    entry.line,
                    "entity-merge-ring",
                    f'"{entry.name}" is merged into itself, by way of "{by_way_of.name}"; take one merge out',
                )
                kept.append(msgspec.structs.replace(entry, merge=()))
            else:
                kept.append(entry)
        return kept
