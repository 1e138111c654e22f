"""Which part of a theme decides the bytes of each form of page, told from the templates' own syntax trees. Knows no page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import NamedTuple

from jinja2 import Environment, TemplateSyntaxError, meta, nodes

REVISION = "1"
"""Of what `uses` tells: what another one told is not taken from a cache."""
ANY = ""
"""In place of a name: any, since it is worked out while a page is made."""
_SIZE = 6
"""Bytes of a mark."""


class Uses(NamedTuple):
    """What a template names, sorted."""

    templates: tuple[str, ...]
    static: tuple[str, ...]
    """Files of which it shows where they lie."""


WHOLE = Uses((ANY,), (ANY,))
_NOTHING = Uses((), ())


def uses(source: str) -> Uses:
    """What the template *source* names; of one that is none, any."""
    try:
        tree = Environment().parse(source)
    except TemplateSyntaxError:
        return WHOLE
    templates = {name or ANY for name in meta.find_referenced_templates(tree)}
    return Uses(tuple(sorted(templates)), tuple(sorted(_static(tree))))


def _static(tree: nodes.Template) -> set[str]:
    """The files that are asked for by `static("…")`."""
    calls = [call for call in tree.find_all(nodes.Call) if _is_static(call.node)]
    is_passed_on = sum(map(_is_static, tree.find_all(nodes.Name))) > len(calls)
    return {_first_text(call) for call in calls} | ({ANY} if is_passed_on else set())


def _is_static(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Name) and node.name == "static"


def _first_text(call: nodes.Call) -> str:
    first = call.args[0] if call.args else None
    return first.value if isinstance(first, nodes.Const) and isinstance(first.value, str) else ANY


def part(starts: Iterable[str], used: Mapping[str, Uses]) -> Uses:
    """All that pages show that are made with the templates *starts*. *used*: by template."""
    reached: set[str] = set()
    static: set[str] = set()
    ahead = [*starts]
    while ahead:
        name = ahead.pop()
        if name not in reached:
            reached.add(name)
            found = used.get(name, _NOTHING)
            ahead += found.templates
            static.update(found.static)
    return Uses(tuple(sorted(reached)), tuple(sorted(static)))


def mark(shown: Uses, templates: Mapping[str, str], static: Mapping[str, str]) -> str:
    """A digest of what is *shown*; "" if nothing is. *templates* and *static*: a digest of each that there is, by name."""
    if shown == _NOTHING:
        return ""
    if ANY in shown.templates:
        shown = Uses(tuple(sorted(templates)), (ANY,))
    names = sorted(static) if ANY in shown.static else shown.static
    # what is named and not there is told too: it may come
    told = [(name, templates.get(name)) for name in shown.templates], [(name, static.get(name)) for name in names]
    return blake2b(repr(told).encode("utf-8", "backslashreplace"), digest_size=_SIZE).hexdigest()
