"""docs/theme.md names what templates are given, and nothing else; files of a site stand in place of the built-in ones."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jinja2 import nodes

from archivegen.render import html, phrases
from archivegen.render.quick import QuickTemplate
from archivegen.render.theme import load
from archivegen.words import ENGLISH
from every_form import pages, shelf
from small_archive import ROOT, Shelf, article, theme

DOCUMENT = (ROOT / "docs/theme.md").read_text(encoding="utf-8")
FORMS_OF_OTHERS = {"redirect.html", "raw.html", "entry.html", "masthead.html", "colophon.html"}
"""Templates that are not given what every page has, or not all of it."""


@cache
def given() -> dict[str, dict[str, set[str]]]:
    """By template: the names of the values it is given, with the types they have."""
    found: dict[str, dict[str, set[str]]] = {}
    filled, render = QuickTemplate.filled, QuickTemplate.render

    def record(template: QuickTemplate, values: dict[str, Any]) -> None:
        known = found.setdefault(template.name or "", {})
        for name, value in values.items():
            known.setdefault(name, set()).update(_types(value))

    def recorded_filled(template: QuickTemplate, values: dict[str, Any]) -> str:
        record(template, values)
        return filled(template, values)

    def recorded_render(template: QuickTemplate, *args: Any, **values: Any) -> str:
        record(template, dict(*args, **values))
        return render(template, *args, **values)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(QuickTemplate, "filled", recorded_filled)
        patch.setattr(QuickTemplate, "render", recorded_render)
        pages.cache_clear()
        theme(shelf().site)._memo = theme(shelf().site)._memo._replace(site=None)  # what was made already is made again
        pages()
    return found


def _types(value: Any) -> Iterator[str]:
    """The types of the program that *value* is made of."""
    kind = type(value)
    if kind.__module__.startswith("archivegen") and kind.__name__ != "Links":
        yield kind.__name__
    if isinstance(value, (list, tuple)) and (kind in (list, tuple)):
        for one in value[:3]:
            yield from _types(one)


def documented(heading: str) -> set[str]:
    """The names in the first column of the table under *heading*."""
    found = re.search(rf"^#+ {re.escape(heading)}\b.*?$(.*?)(?=^#|\Z)", DOCUMENT, re.MULTILINE | re.DOTALL)
    assert found, heading
    rows = re.findall(r"^\| (`.*?) \|", found[1], re.MULTILINE)
    return {name for row in rows for name in re.findall(r"`([\w]+)", row)}


def headings() -> dict[str, str]:
    """By template: the heading that it is told under."""
    found = {}
    for line in re.findall(r"^### (.*\.html.*)$", DOCUMENT, re.MULTILINE):
        for name in re.findall(r"[a-z]+\.html", line):
            found[name] = line
    return found


EVERY_PAGE = documented("Every page")


def test_every_template_is_told() -> None:
    macros_and_frame = {"base.html", "macros.html"}
    there = {path.name for path in (ROOT / "templates").glob("*.html")}
    assert set(headings()) == there - macros_and_frame


def test_each_template_is_given_what_is_documented_and_nothing_else() -> None:
    told = {}
    for name, values in given().items():
        own = set(values) if name in FORMS_OF_OTHERS else set(values) - EVERY_PAGE
        expected = (
            documented(headings()[name]) if name in headings() and "Nothing beside" not in _section(name) else set()
        )
        if name == "raw.html":
            own -= EVERY_PAGE - expected
        if own != expected:
            told[name] = {"not documented": own - expected, "not given": expected - own}
    assert not told


def _section(name: str) -> str:
    return DOCUMENT.partition(f"### {headings()[name]}\n")[2].partition("\n#")[0]


def test_every_page_is_given_what_every_page_has() -> None:
    for name, values in given().items():
        if name not in FORMS_OF_OTHERS:
            assert set(values) >= EVERY_PAGE, name


def test_the_view_of_each_form_is_named_by_its_template() -> None:
    for name, values in given().items():
        if "view" in values:
            assert values["view"] <= set(re.findall(r"\w+View", headings()[name])), name


def test_the_types_that_templates_see_are_documented() -> None:
    told = set(re.findall(r"^### (\w+)$", DOCUMENT, re.MULTILINE))
    assert {kind for values in given().values() for found in values.values() for kind in found} <= told


def test_the_tables_of_types_are_fresh() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "tools/theme_docs.py", "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_filters_and_functions_are_documented() -> None:
    assert documented("Filters") == set(phrases.filters(ENGLISH))
    assert documented("Functions and values") == set(phrases.functions(ENGLISH))


def test_macros_are_documented_with_what_they_take() -> None:
    found = {}
    tree = theme().environment.parse((ROOT / "templates/macros.html").read_text(encoding="utf-8"))
    for macro in tree.find_all(nodes.Macro):
        found[macro.name] = ", ".join(argument.name for argument in macro.args)
    told = dict(
        re.findall(
            r"^\| `(\w+)\(([^)]*)\)` \|", DOCUMENT.partition("## Macros")[2].partition("## Filters")[0], re.MULTILINE
        )
    )
    assert told == found


def test_blocks_of_the_frame_are_documented() -> None:
    tree = theme().environment.parse((ROOT / "templates/base.html").read_text(encoding="utf-8"))
    line = re.search(r"Blocks of `base\.html`: (.*?)\.", DOCUMENT, re.DOTALL)
    assert line
    assert set(re.findall(r"`(\w+)`", line[1])) == {block.name for block in tree.find_all(nodes.Block)}


# ---------------------------------------------------------------- a site's own files


def _page(folder: Path) -> str:
    own = load([folder, ROOT / "templates"], static_dirs=[ROOT / "static"])
    small = Shelf([article(1), article(2)])
    planned = small.pages()["2024/06/19/report-1.html"]
    from archivegen.render import render

    return render(planned, theme=own, site=small.site, bodies=small).decode()


@pytest.mark.parametrize("name", sorted(path.name for path in (ROOT / "templates").glob("*.html")))
def test_any_template_can_be_replaced(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("{# ours #}", encoding="utf-8")
    own = load([tmp_path, ROOT / "templates"], static_dirs=[ROOT / "static"])
    assert own.template(name).render() == ""
    assert own.digest != theme().digest


def test_a_template_can_build_on_the_one_it_replaces(tmp_path: Path) -> None:
    (tmp_path / "article.html").write_text(
        '{% extends "default/article.html" %}{% block meta %}{{ super() }}<meta name="ours" content="{{ view.title }}">{% endblock %}',
        encoding="utf-8",
    )
    made = _page(tmp_path)
    assert '<meta name="citation_title"' in made
    assert '<meta name="ours" content="Report 1">' in made


@pytest.mark.parametrize("start", ["", "{% extends 'base.html' %}{% block main %}"])
def test_a_template_of_ones_own_has_the_text_itself(start: str, tmp_path: Path) -> None:
    end = "{% endblock %}" if start else ""
    (tmp_path / "article.html").write_text(
        f"{start}<i>{{{{ body|striptags }}}} {{{{ article.blocks|length }}}}</i>{end}", encoding="utf-8"
    )
    assert "<i>Nothing happened. 1</i>" in _page(tmp_path)


def test_one_macro_can_be_replaced_and_the_others_stay(tmp_path: Path) -> None:
    (tmp_path / "colophon.html").write_text("<footer>{{ _('Feeds') }}, {{ site.title }}</footer>", encoding="utf-8")
    assert "<footer>Feeds, Harbor Papers</footer>" in _page(tmp_path)


def test_texts_of_own_templates_are_translated(tmp_path: Path) -> None:
    (tmp_path / "colophon.html").write_text(
        "{{ _('Ours') }} {{ ngettext('{n} boat', '{n} boats', 2) }}", encoding="utf-8"
    )
    assert "Ours 2 boats" in _page(tmp_path)


def test_the_forms_of_pages_are_those_of_the_templates() -> None:
    assert {f"{form}.html" for form in html.RENDERERS} <= {path.name for path in (ROOT / "templates").glob("*.html")}
