"""The part of the theme that decides the bytes of a form of page is told in full, and is no more than that."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from archivegen.pages import PAGE_KINDS
from archivegen.render import TEMPLATES, reach, render
from archivegen.render.theme import Theme, load
from archivegen.words import of
from every_form import shelf
from small_archive import ROOT


def used(sources: Mapping[str, str]) -> dict[str, reach.Uses]:
    return {name: reach.uses(source) for name, source in sources.items()}


class Asked(dict[str, str]):
    """Notes which of its names are asked for."""

    def __init__(self, known: Mapping[str, str]) -> None:
        super().__init__(known)
        self.names: set[str] = set()

    def get(self, name: str, default: str = "") -> str:  # type: ignore[override]
        self.names.add(name)
        return super().get(name, default)


def traced(folders: list[Path]) -> tuple[Theme, set[str], Asked]:
    """A theme of which nothing is loaded yet, and what gets loaded and linked of it."""
    found = shelf()
    theme = load(folders, static_dirs=[ROOT / "static"], say=of(found.site))
    loaded: set[str] = set()
    source_of = theme.environment.loader.load_func  # type: ignore[union-attr]

    def load_func(name: str) -> object:
        loaded.add(name)
        return source_of(name)

    theme.environment.loader.load_func = load_func  # type: ignore[union-attr]
    theme.versions = static = Asked(theme.versions)
    return theme, loaded, static


@pytest.fixture(params=[False, True], ids=["built-in", "own"])
def folders(request: pytest.FixtureRequest, tmp_path: Path) -> list[Path]:
    """Those of a theme: the built-in one, or one with own templates that build on those that they replace."""
    if request.param:
        for name in ("article", "entity", "list", "macros", "masthead", "redirect"):
            (tmp_path / f"{name}.html").write_text(f"{{% extends 'default/{name}.html' %}}")
        (tmp_path / "base.html").write_text("{% include 'default/base.html' %}{% include ['none.html', 'more.html'] %}")
        (tmp_path / "more.html").write_text(
            "{% from 'macros.html' import years with context %}{{ static('land.svg') }}"
        )
    return [*([tmp_path] if request.param else []), ROOT / "templates"]


def test_no_page_of_any_form_is_made_with_more_of_the_theme_than_is_told_of_its_form(folders: list[Path]) -> None:
    found = shelf()
    pages = {page.path: page for kind in PAGE_KINDS.values() for page in kind(found.archive, found.site)}
    forms = {page.form for page in pages.values()} & TEMPLATES.keys()
    assert {form for form, starts in TEMPLATES.items() if starts} <= forms
    for form in forms:
        theme, loaded, static = traced(folders)
        for page in pages.values():
            if page.form == form:
                render(page, theme=theme, site=found.site, bodies=found)
        part = reach.part(TEMPLATES[form], used(theme.sources))
        assert loaded <= set(part.templates), form
        assert static.names <= set(part.static), form
        assert loaded >= set(TEMPLATES[form]) & theme.sources.keys() - {"default/macros.html"}, f"{form}: needs less"


def test_what_a_template_extends_includes_and_imports_belongs_to_it() -> None:
    theme = used(
        {
            "page.html": "{% extends 'base.html' %}{% block a %}{{ static('page.css') }}{% endblock %}",
            "base.html": "{% include ['gone.html', 'side.html'] %}{% import 'tools.html' as tools %}",
            "side.html": "{% from 'list.html' import row %}",
            "tools.html": "{% macro m() %}{{ static('tool.svg') }}{% endmacro %}",
            "list.html": "{% extends 'base.html' %}",
            "other.html": "{{ static('other.css') }}",
        }
    )
    part = reach.part(["page.html"], theme)
    assert part.templates == ("base.html", "gone.html", "list.html", "page.html", "side.html", "tools.html")
    assert part.static == ("page.css", "tool.svg")


@pytest.mark.parametrize("source", ["{% include 'a' ~ b %}", "{% extends a %}", "{% import a as b %}", "{% if %}"])
def test_where_a_template_is_named_by_a_value_any_may_be_meant(source: str) -> None:
    assert reach.ANY in reach.uses(source).templates


@pytest.mark.parametrize(
    "source",
    [
        "{{ static(name) }}",
        "{{ static(*names) }}",
        "{% set s = static %}{{ s('x') }}",
        "{{ m(static) }}",
        "{{ ['a']|map('x', static)|join }}",
    ],
)
def test_where_a_file_is_named_by_a_value_any_may_be_meant(source: str) -> None:
    assert reach.ANY in reach.uses(source).static


def test_a_mark_is_another_one_where_any_part_of_what_is_shown_is_and_only_there() -> None:
    templates, static = {"a": "1", "b": "2"}, {"x": "3", "y": "4"}
    shown = reach.Uses(("a", "c"), ("x", "z"))
    first = reach.mark(shown, templates, static)
    assert reach.mark(shown, templates | {"b": "9"}, static | {"y": "9"}) == first
    others = [
        reach.mark(shown, templates | {"a": "9"}, static),
        reach.mark(shown, templates | {"c": "9"}, static),
        reach.mark(shown, templates, static | {"x": "9"}),
        reach.mark(shown, templates, static | {"z": "9"}),
    ]
    assert len({first, *others}) == 5
    whole = reach.mark(reach.Uses(("", "a"), ()), templates, static)
    assert whole == reach.mark(reach.WHOLE, templates, static)
    assert len({whole, *(reach.mark(reach.WHOLE, templates | {n: "9"}, static) for n in "abc")}) == 4
    assert len({whole, *(reach.mark(reach.WHOLE, templates, static | {n: "9"}) for n in "xyz")}) == 4
    assert reach.mark(reach.Uses((), ()), templates, static) == ""
