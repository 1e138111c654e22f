"""Templates give the same with our compiler as with jinja's own."""

from __future__ import annotations

import gc
from inspect import isgeneratorfunction
from traceback import walk_tb
from typing import Any
from weakref import ref

import pytest
from jinja2 import DictLoader, Environment, StrictUndefined, UndefinedError, pass_context
from markupsafe import Markup

from archivegen.render import quick
from archivegen.render.links import Links
from every_form import pages, shelf
from small_archive import theme


@pass_context
def _seen(context: Any, name: str) -> str:
    return str(context.resolve(name))


class _Html:
    def __html__(self) -> str:
        return "<i>made</i>"


VALUES: dict[str, Any] = {
    "text": "Tom & \"Ann\" <b> 'x'",
    "made": Markup("<b>bold</b>"),
    "thing": _Html(),
    "number": 1234,
    "share": 0.5,
    "nothing": None,
    "yes": True,
    "items": [("a", 1), ("b<", 2)],
    "pairs": {"key": "value&"},
    "href": Links("a/b.html", base_url="https://x.example/"),
    "shout": lambda text, mark="!": text.upper() + mark,
    "seen": _seen,
}
TEMPLATES = {
    "values": "{{ text }}{{ made }}{{ thing }}{{ number }}{{ share }}{{ nothing }}{{ yes }}{{ [1, '<'] }}",
    "calls": "{{ href('c.html#s-1') }}{{ shout(text) }}{{ shout(text, '<') }}{{ shout(text, mark='?') }}{{ shout(*['a']) }}",
    "methods": "{{ pairs.items()|list }}{{ pairs.key }}{{ pairs['key'] }}{{ text.upper() }}{{ range(3)|list }}{{ dict(a=1).a }}",
    "context": "{% for a, n in items %}{{ seen('text') }}{{ loop.index }}{{ loop.cycle('x', 'y') }}{% endfor %}",
    "macro": "{% macro m(a, b='<', c=none) %}[{{ a }}{{ b }}{{ c }}{{ varargs }}]{% endmacro %}{{ m(text) }}{{ m(1, c=2) }}{{ m(1, 2, 3, 4) }}",
    "straight": "{% macro m(a, b='<') %}[{{ a }}{{ b }}{{ text }}]{% endmacro %}{{ m(text) }}{{ m(1, '&') }}{{ m(m(2)) }}",
    "holding": "{% macro m() %}{{ text }}{% endmacro %}{{ m() }}",
    "caller": "{% macro m() %}<p>{{ caller('<') }}</p>{% endmacro %}{% call(x) m() %}{{ x }}{{ text }}{% endcall %}",
    "set": "{% set b %}{{ text }}<hr>{% endset %}{{ b }}{% set n = namespace(x=1) %}{% set n.x = 2 %}{{ n.x }}",
    "off": "{% autoescape false %}{{ text }}{{ shout(text) }}{% endautoescape %}{{ text }}{{ text|safe }}{{ text|e }}{{ text ~ made }}",
    "recursive": "{% for x in [[1, [2]], [3]] recursive %}{{ loop(x) if x is iterable else x }};{% endfor %}",
    "switched off": "{% if false %}old{% else %}new{% endif %}{% if 0 %}a{% elif yes %}b{% else %}c{% endif %}{% if none %}d{% endif %}",
    "base": "<t>{% block a %}base {{ text }}{% endblock %}{{ self.a() }}</t>",
    "child": "{% extends 'base' %}{% block a %}{{ super() }} child{% endblock %}",
    "item": "{{ pairs.key }}",
    "lib": "{% macro one(x) %}<{{ x }}>{% endmacro %}",
    "import": "{% from 'lib' import one %}{% import 'lib' as lib %}{{ one(text) }}{{ lib.one(made) }}{% include 'values' %}",
}


def _environments() -> tuple[Environment, Environment]:
    options: dict[str, Any] = {
        "loader": DictLoader(TEMPLATES | MISTAKES),
        "autoescape": True,
        "undefined": StrictUndefined,
    }
    return Environment(**options), quick.QuickEnvironment(**options)


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_the_output_is_that_of_jinja(name: str) -> None:
    plain, ours = _environments()
    expected = plain.get_template(name).render(VALUES)
    assert ours.get_template(name).render(VALUES) == expected
    found = ours.get_template(name)
    assert isinstance(found, quick.QuickTemplate)
    assert found.filled(VALUES) == expected
    assert found.encoded(VALUES) == expected.encode()


MISTAKES = {
    "name": "{{ missing }}",
    "attribute of a name": "{{ missing.one }}",
    "call": "{{ missing() }}",
    "attribute": "{{ text.missing }}",
    "attribute of a block": "{% extends 'base' %}{% block a %}\n{{ text.missing }}{% endblock %}",
    "no function": "{{ number() }}",
    "argument": "{{ shout(wrong=1) }}",
    "too many": "{% macro m(a) %}{{ a }}{% endmacro %}\n{{ m(1, 2) }}",
}


@pytest.mark.parametrize("name", sorted(MISTAKES))
def test_a_mistake_is_the_same_mistake(name: str) -> None:
    plain, ours = _environments()
    with pytest.raises((UndefinedError, TypeError)) as expected:
        plain.get_template(name).render(VALUES)
    with pytest.raises(type(expected.value)) as found:
        ours.get_template(name).render(VALUES)
    assert str(found.value) == str(expected.value)
    assert _line(found.value) == _line(expected.value)


def _line(error: BaseException) -> int:
    """At which line of its template *error* came up."""
    return [number for frame, number in walk_tb(error.__traceback__) if "template" in frame.f_code.co_filename][-1]


def test_no_template_of_the_theme_asks_for_what_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(environment: quick.QuickEnvironment) -> quick.QuickEnvironment:
        raise AssertionError("filled once more, as jinja would")

    monkeypatch.setattr(quick.QuickEnvironment, "exact", never)
    made = theme(shelf().site)
    made._memo = made._memo._replace(site=None)  # what was made already is made again
    pages.cache_clear()
    assert pages()


def test_a_template_that_takes_an_item_for_an_attribute_is_filled_as_by_jinja() -> None:
    plain, ours = _environments()
    expected = plain.get_template("item").render(VALUES)
    assert ours.get_template("item").render(VALUES) == expected == "value&amp;"
    assert "item" in ours.exact()._loaded  # type: ignore[attr-defined]


def test_pieces_are_gathered_and_not_yielded() -> None:
    _, ours = _environments()
    for name in ("child", "base", "import", "context"):
        found = ours.get_template(name)
        assert not isgeneratorfunction(found.root_render_func)
        assert not [block for block in found.blocks.values() if isgeneratorfunction(block)]


def test_a_plain_string_comes_out_without_a_type_of_its_own() -> None:
    assert type(quick.html("a<b")) is str
    assert quick.html("a<b") == "a&lt;b"
    assert quick.html(Markup("a<b")) == "a<b"


def test_half_a_letter_does_not_stop_a_page() -> None:
    _, ours = _environments()
    assert ours.get_template("item").encoded({"pairs": {"key": "a\ud800b"}}) == b"a?b"  # type: ignore[attr-defined]


def test_a_page_whose_template_has_a_macro_leaves_nothing_behind() -> None:
    _, ours = _environments()
    thing = _Html()
    gone = ref(thing)
    gc.disable()
    try:
        ours.get_template("holding").filled({"text": thing})  # type: ignore[attr-defined]
        del thing
        assert gone() is None
    finally:
        gc.enable()
