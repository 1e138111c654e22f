"""YAML read and written by the library: all that the plain reader and writer leave to it. Imported late: most runs need none."""

from __future__ import annotations

import re
from typing import Any, ClassVar

import yaml

from archivegen.yamlplain import Flow, FlowMap, YamlError
from archivegen.yamlwriting import Resolvers

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_ALIAS = re.compile(r"(?:^|[\s\[{,:])\*[\w-]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class _Strings(_Base):  # type: ignore[misc]
    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}


def mapping(text: str) -> dict[str, Any]:
    """As yamltext.mapping."""
    if _ALIAS.search(text) and _has_alias(text):
        raise YamlError(
            1 + text[: _first_alias(text)].count("\n"), "YAML aliases (*name) are not taken; write the value out"
        )
    try:
        loader = _Strings(_CONTROL.sub(" ", text))
        try:
            node = loader.get_single_node()
        finally:
            loader.dispose()
        found = _value(node) if node is not None else None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        reason = " ".join(str(error.problem or error.context or "unreadable").split())
        raise YamlError(line, f"not YAML ({reason})") from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise YamlError(1, f"not YAML ({' '.join(str(error).split())[:120] or 'nested too deep'})") from error
    if found is None or found == "":
        return {}
    if not isinstance(found, dict):
        raise YamlError(1, "not a mapping of keys to values (key: value)")
    return found


def _value(node: yaml.Node) -> Any:
    """*node* as str, list or dict: five times as quick as the library's constructors, which know types."""
    if isinstance(node, yaml.ScalarNode):
        return node.value
    if isinstance(node, yaml.SequenceNode):
        return [_value(item) for item in node.value]
    return {str(_value(key)): _value(value) for key, value in node.value}


def top_keys(text: str) -> list[str]:
    """The keys of the top mapping of *text* (which is YAML), as often as they stand there."""
    loader = _Strings(_CONTROL.sub(" ", text))
    try:
        node = loader.get_single_node()
    finally:
        loader.dispose()
    return [str(_value(key)) for key, _ in node.value] if isinstance(node, yaml.MappingNode) else []


def _has_alias(text: str) -> bool:
    try:
        return any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(_CONTROL.sub(" ", text), _Strings))
    except yaml.YAMLError:
        return False


def _first_alias(text: str) -> int:
    match = _ALIAS.search(text)
    return match.start() if match else 0


class _Plain(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """Dates stay bare: `date: 2024-06-19`."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
        for first, resolvers in yaml.SafeDumper.yaml_implicit_resolvers.items()
    }


_Plain.add_representer(Flow, lambda d, v: d.represent_sequence("tag:yaml.org,2002:seq", v, flow_style=True))
_Plain.add_representer(FlowMap, lambda d, v: d.represent_mapping("tag:yaml.org,2002:map", v.items(), flow_style=True))


RESOLVERS: Resolvers = _Plain.yaml_implicit_resolvers


def dump(values: dict[str, Any]) -> str:
    """As yamltext.dump."""
    return str(
        yaml.dump(values, Dumper=_Plain, sort_keys=False, allow_unicode=True, width=10**9, default_flow_style=False)
    )
