"""The YAML of a head → keys and values, with their lines. Pure; a library that is large to import is known here alone."""

from __future__ import annotations

from collections import Counter

import yaml

from archivegen.read.front_matter import Head, Unreadable, plain

_MAX_NODES = 20_000
"""A head may have so many values once its aliases are written out."""


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # the C loader where there is one
    """Safe, and takes every plain value as text, but null."""


_Loader.yaml_implicit_resolvers = {
    first: kept
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    if (kept := [(tag, rule) for tag, rule in resolvers if tag.endswith((":null", ":merge"))])
}


def read(head: str) -> Head:
    """What *head* says, each plain value as text. Raises Unreadable."""
    try:
        loader = _Loader(head)
        try:
            node = loader.get_single_node()
            if node is None:
                return Head({}, {})
            if not isinstance(node, yaml.MappingNode):
                raise Unreadable("front matter is not keys and values; write `title: …`", 1)
            if ("*" in head or "<<" in head) and _size(node, {}, set()) > _MAX_NODES:
                raise Unreadable("front matter grows beyond all measure through its aliases; write the values out", 1)
            keys = [
                (str(key.value), key.start_mark.line + 2) for key, _ in node.value if isinstance(key, yaml.ScalarNode)
            ]
            meta = loader.construct_document(node)
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = " ".join(str(error.problem or error.context or "cannot be read").split())
        raise Unreadable(
            f"front matter is not YAML: {what}; quote the value or mend the line", mark.line + 1 if mark else 1
        ) from error
    except (yaml.YAMLError, RecursionError, ValueError, TypeError) as error:
        raise Unreadable(
            f"front matter is not YAML: {str(error).splitlines()[0] if str(error) else 'too deep'}", 1
        ) from error
    named = Counter(key for key, _ in keys)
    faults = tuple(
        (number, f'"{key}" is given twice (duplicate key), the last counts; keep one')
        for key, number in dict(keys).items()
        if named[key] > 1
    )
    return Head({str(key): plain(value) for key, value in meta.items()}, dict(keys), faults)


def _size(node: yaml.Node, known: dict[int, int], above: set[int]) -> int:
    """How many values *node* holds once its aliases are written out. Each node is looked at once."""
    if isinstance(node, yaml.ScalarNode):
        return 1
    if id(node) in above:
        raise Unreadable(
            "front matter holds a value that contains itself; write the values out", node.start_mark.line + 1
        )
    if id(node) not in known:
        above.add(id(node))
        parts = [part for pair in node.value for part in pair] if isinstance(node, yaml.MappingNode) else node.value
        known[id(node)] = 1 + sum(_size(part, known, above) for part in parts)
        above.discard(id(node))
    return known[id(node)]
