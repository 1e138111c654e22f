"""What is worked out of templates is kept: that of the built-in theme for all sites, and another language's apart."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from archivegen import cache, output, words
from archivegen.config import Config, Site
from archivegen.render import theme
from archivegen.render.theme import Theme, load

SOURCES = {"page.html": "{% include 'part.html' %}{{ _('Search') }}", "part.html": "{{ static('a.css') }}"}


def _made(folder: Path, say: words.Words = words.ENGLISH) -> Theme:
    made = Theme(SOURCES, {}, folder, say)
    made.make_ready(SOURCES)
    return made


def test_templates_are_compiled_once_for_all_sites(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _made(tmp_path)
    monkeypatch.setattr("archivegen.render.quick.gathered", lambda source: pytest.fail("compiled again"))
    assert "Search" in _made(tmp_path).template("page.html").filled({"static": str})


def test_languages_lie_side_by_side(tmp_path: Path) -> None:
    french = words.of(Site(title="T", language="fr"))
    assert french("Search") != "Search"
    _made(tmp_path), _made(tmp_path, french)
    kept = sorted(path.name for path in tmp_path.glob("*.cache"))
    for say in (words.ENGLISH, french):
        assert say("Search") in _made(tmp_path, say).template("page.html").filled({"static": str})
    assert sorted(path.name for path in tmp_path.glob("*.cache")) == kept


@pytest.mark.parametrize("kept", [None, b"{", b"[]", b'{"": 1}'])
def test_what_templates_name_is_kept_and_told_anew_where_it_is_damaged(tmp_path: Path, kept: bytes | None) -> None:
    told = _made(tmp_path).uses()
    assert told["page.html"].templates == ("part.html",) and told["part.html"].static == ("a.css",)
    file = next(tmp_path.glob("uses-*.json"))
    if kept is not None:
        file.write_bytes(kept)
    assert _made(tmp_path).uses() == told
    assert [path.name for path in tmp_path.glob("uses-*")] == [file.name]


def test_kept_uses_are_not_looked_for_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = _made(tmp_path).uses()
    monkeypatch.setattr(theme.reach, "uses", lambda source: pytest.fail("looked for again"))
    assert _made(tmp_path).uses() == told


def test_a_folder_that_is_not_there_costs_a_second_compilation(tmp_path: Path) -> None:
    made = _made(tmp_path / "nowhere")
    assert made.uses() and made.template("page.html").filled({"static": str})


def test_the_built_in_theme_is_compiled_beside_it_and_own_templates_with_their_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built_in, site = tmp_path / "program", tmp_path / "site"
    for folder in ("templates", "static"):
        (built_in / folder).mkdir(parents=True)
    site.mkdir()
    monkeypatch.setattr(cache, "theme_folder", lambda: built_in)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    config = Config(site=Site(title="T"))
    output.load_theme(site, config)
    assert (built_in / "templates/__pycache__").is_dir() and not (site / cache.FOLDER).exists()
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    output.load_theme(site, config)
    assert (site / cache.FOLDER / "templates").is_dir()
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    (site / "templates").mkdir()
    (site / cache.FOLDER / "templates").rmdir()
    output.load_theme(site, config)
    assert (site / cache.FOLDER / "templates").is_dir()


def test_kept_files_are_no_part_of_the_theme(tmp_path: Path) -> None:
    folder = tmp_path / "templates"
    (folder / "__pycache__").mkdir(parents=True)
    (folder / "page.html").write_text("x", "utf-8")
    before = load([folder]), cache.files_digest([folder])
    (folder / "__pycache__" / "a.cache").write_bytes(b"\xff")
    (folder / "__pycache__" / "uses-1.json").write_bytes(b"{}")
    assert (load([folder]).digest, cache.files_digest([folder])) == (before[0].digest, before[1])
