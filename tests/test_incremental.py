"""A build after edits gives what a clean build gives, byte for byte, and does only what the edits ask for."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from archivegen import output, withdrawal, workers
from archivegen.config import Site as Settings
from archivegen.model import Archive, Page
from archivegen.pages.units import InUnits, Unit
from archivegen.plugins import PageKind
from conftest import SITES
from picture_files import PDF, png
from sites import Site, difference
from small_archive import ROOT

# ---------------------------------------------------------------- edits that a person may make


def _some(paths: list[Path], number: int) -> Path | None:
    return sorted(paths)[number % len(paths)] if paths else None


def _seeds(site: Site) -> list[Path]:
    return [path for path in (site.root / "seeds").rglob("*") if path.is_file()]


def _contents(site: Site) -> list[Path]:
    return list((site.root / "content").rglob("*.md"))


def change_a_seed(site: Site, number: int) -> None:
    path = _some(_seeds(site), number)
    if path is not None:
        path.write_bytes(
            path.read_bytes() + f"\n\nMayor Lena Ortiz spoke again on May {number % 28 + 1}, 2024.\n".encode()
        )


def change_a_mark_only(site: Site, number: int) -> None:
    """The words, and so the ids of the sentences, stay as they are."""
    path = _some(_seeds(site), number)
    if path is not None:
        path.write_bytes(path.read_bytes().replace(b".", b"!", 2))


def add_a_seed(site: Site, number: int) -> None:
    day = f"2024-{number % 12 + 1:02}-{number % 28 + 1:02}"
    text = f"---\ntitle: Ferry number {number}\ndate: {day}\nsource: The Callan Courier\n---\n\nTomas Brandt met Lena Ortiz. Boat {number} sailed."
    (site.root / "seeds" / f"new-{number}.md").write_text(text, "utf-8")


def add_an_undated_seed(site: Site, number: int) -> None:
    (site.root / "seeds" / f"plain-{number}.txt").write_text(
        f"Gulls Again\n\nEdmund Hale fed {number} gulls at the north pier.\n", "utf-8"
    )


def delete_a_seed(site: Site, number: int) -> None:
    path = _some(_seeds(site), number)
    if path is not None:
        path.unlink()


def move_a_seed(site: Site, number: int) -> None:
    path = _some(_seeds(site), number)
    if path is not None:
        path.rename(path.with_name(f"moved-{number}-{path.name}"))


def put_the_seeds_back(site: Site, number: int) -> None:
    shutil.copytree(SITES / "small" / "seeds", site.root / "seeds", dirs_exist_ok=True)


def take_a_folder_of_seeds_away(site: Site, number: int) -> None:
    shutil.rmtree(site.root / "seeds" / "french", ignore_errors=True)


def edit_a_content_file(site: Site, number: int) -> None:
    path = _some(_contents(site), number)
    if path is not None:
        path.write_text(path.read_text("utf-8") + "\nA person added that Aoife Byrne agreed.\n", "utf-8")


def retitle_a_content_file(site: Site, number: int) -> None:
    path = _some(_contents(site), number)
    if path is not None:
        lines = path.read_text("utf-8").splitlines()
        lines = [f"title: Retitled {number}" if line.startswith("title:") else line for line in lines]
        path.write_text("\n".join(lines) + "\n", "utf-8")


def delete_a_content_file(site: Site, number: int) -> None:
    path = _some(_contents(site), number)
    if path is not None:
        path.unlink()


def write_an_article(site: Site, number: int) -> None:
    text = f"---\nid: own-{number}\ntitle: By hand {number}\ntags: [ferries]\n---\n\nThe Northern Ferry Company and Tomas Brandt.\n"
    (site.root / "content" / f"own-{number}.md").write_text(text, "utf-8")


def change_the_settings(site: Site, number: int) -> None:
    path = site.root / "site.yaml"
    text = path.read_text("utf-8")
    settings_by_number = ("page_size: 2", "page_size: 50", "title: Another name", 'base_url: ""', "feed: {items: 2}")
    line = settings_by_number[number % len(settings_by_number)]
    key = line.partition(":")[0]
    kept = [old for old in text.splitlines() if not old.startswith(f"{key}:")]
    path.write_text("\n".join([*kept, line]) + "\n", "utf-8")


def redate_a_content_file(site: Site, number: int) -> None:
    path = _some(_contents(site), number)
    if path is not None:
        lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("date:")]
        day = f"date: 20{number % 30:02}-{number % 12 + 1:02}-{number % 28 + 1:02}"
        path.write_text("\n".join([lines[0], day, *lines[1:]]) + "\n", "utf-8")


def file_a_content_file_elsewhere(site: Site, number: int) -> None:
    """In another section, under other tags, from another source; another slug moves it."""
    path = _some(_contents(site), number)
    if path is not None:
        added = [f"section: Section {number % 2}", f"tags: [ferries, tag {number % 3}]", f"source: Paper {number % 2}"]
        added += [f"slug: elsewhere-{number}", f"kicker: Label {number % 3}"] if number % 2 else []
        keys = tuple(line.partition(":")[0] + ":" for line in added)
        lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith(keys)]
        path.write_text("\n".join([lines[0], *added, *lines[1:]]) + "\n", "utf-8")


def change_a_template(site: Site, number: int) -> None:
    (site.root / "templates").mkdir(exist_ok=True)
    path = site.root / "templates" / "about.html"
    path.write_text(
        f"{{% extends 'base.html' %}}{{% block main %}}{number} {{{{ view.words }}}}{{% endblock %}}\n", "utf-8"
    )


def mark_a_template(site: Site, number: int) -> None:
    """One of the theme's own gets a comment, which all pages show that it has a part in."""
    (site.root / "templates").mkdir(exist_ok=True)
    theirs = sorted((ROOT / "templates").glob("*.html"))
    path = site.root / "templates" / theirs[number % len(theirs)].name
    text = (path if path.exists() else ROOT / "templates" / path.name).read_text("utf-8")
    lines = text.splitlines()
    places = [at for at, line in enumerate(lines) if line.startswith(("</header>", "<li>", "<h1", "<p", "<meta"))]
    for at in places[::-1]:
        lines.insert(at + 1, f"<!-- {number} -->")
    path.write_text("\n".join(lines) + "\n", "utf-8")


def build_a_template_on_another(site: Site, number: int) -> None:
    """What it names is there, is not, or is told by a value."""
    (site.root / "templates").mkdir(exist_ok=True)
    names = ("list", "article", "macros", "entry", "masthead", "base", "entity")
    name = names[number % len(names)]
    parts_by_number = ("'extra.html'", "['none.html', 'extra.html']", "'extra' ~ '.html'")
    part = parts_by_number[number % len(parts_by_number)]
    text = f"{{% include 'default/{name}.html' %}}{{% include {part} %}}{number}"
    if name == "macros":
        text = "{% from 'default/macros.html' import around, parts, counts %}"
    (site.root / "templates" / f"{name}.html").write_text(text, "utf-8")
    (site.root / "templates" / "extra.html").write_text(f"<!-- extra {number} -->\n", "utf-8")


def take_a_template_away(site: Site, number: int) -> None:
    path = _some(list((site.root / "templates").glob("*.html")), number)
    if path is None:
        mark_a_template(site, number)
    else:
        path.unlink()


def change_a_static_file(site: Site, number: int) -> None:
    """One of the site's own, or one that it has in place of the theme's."""
    (site.root / "static").mkdir(exist_ok=True)
    name = ("own.css", "style.css", "pictures.css", "article.js")[number % 4]
    (site.root / "static" / name).write_text(f"/* {number} */\n", "utf-8")


def rule_on_furniture(site: Site, number: int) -> None:
    seed = _some([path for path in _seeds(site) if path.suffix == ".txt"], number)
    lines = (
        [line for line in seed.read_text("utf-8", "replace").splitlines() if line.strip()] if seed is not None else []
    )
    if lines:
        path = site.root / "content" / "furniture.tsv"
        old = path.read_text("utf-8") if path.exists() else ""
        path.write_text(f"{old}furniture\t*\t\t{lines[number % len(lines)].strip()}\n", "utf-8")


def rule_on_an_entity(site: Site, number: int) -> None:
    rules_by_number = (
        "- {name: Lena Ortiz, kind: person, aliases: [the mayor], same_as: [Q1]}",
        "- {name: Northern Ferry Company, kind: organization, merge: [Seafarers' League]}",
        "- {name: Tomas Brandt, ignore: true}",
    )
    (site.root / "entities.yaml").write_text(f"{rules_by_number[number % len(rules_by_number)]}\n", "utf-8")


def show_a_picture(site: Site, number: int) -> None:
    """An article with a picture and a document, which leads to another article by the name of its seed."""
    folder = site.root / "seeds" / "img"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"pier-{number % 2}.png").write_bytes(png(shade=number))
    (folder / "plan.pdf").write_bytes(PDF)
    text = (
        f"---\ntitle: Pier {number}\ndate: 2024-05-02\n---\n\n![The pier](img/pier-{number % 2}.png)\n\n"
        f"See [the plan](img/plan.pdf), [the other](shown-{(number + 1) % 3}.md), [this](https://courier.example/{number}).\n"
    )
    (site.root / "seeds" / f"shown-{number % 3}.md").write_text(text, "utf-8")


def repaint_a_picture(site: Site, number: int) -> None:
    path = _some(list((site.root / "seeds").rglob("*.png")), number)
    if path is None:
        show_a_picture(site, number)
    else:
        path.write_bytes(png(shade=number + 1, orientation=number % 8 + 1))


def take_a_picture_away(site: Site, number: int) -> None:
    path = _some(list((site.root / "seeds").rglob("*.png")), number)
    if path is None:
        show_a_picture(site, number)
    else:
        path.unlink()


def change_the_rights(site: Site, number: int) -> None:
    """By source, so that some articles change and others do not; what they show is published as data too."""
    rights_by_number = ("{The Callan Courier: record}", "{The Callan Courier: excerpt}", "{Own: record}")
    path = site.root / "site.yaml"
    keys = ("rights:", "publish_data:", "excerpt_words:")
    kept = [line for line in path.read_text("utf-8").splitlines() if not line.startswith(keys)]
    added = [f"rights: {rights_by_number[number % 3]}", f"excerpt_words: {number % 4 + 5}"]
    added += ["publish_data: [jsonl, csv, sqlite, ris]"] if number % 2 else []
    path.write_text("\n".join([*kept, *added]) + "\n", "utf-8")


def change_the_permalinks(site: Site, number: int) -> None:
    """For what arrives from now on; old addresses are answered in other ways."""
    pattern = ("keep", "/{year}/{slug}/", "/told/{id}.html")[number % 3]
    formats = ("[html, netlify]", "[apache, nginx]", "[html, cloudflare]")[number % 3]
    path = site.root / "site.yaml"
    kept = [line for line in path.read_text("utf-8").splitlines() if not line.startswith(("permalinks:", "redirects:"))]
    path.write_text("\n".join([*kept, f"permalinks: {pattern}", f"redirects: {formats}"]) + "\n", "utf-8")
    text = f"---\ntitle: Told {number}\nurl: https://papers.example/callan/old/{number}?id=3\nslug: told\n---\n\nLena Ortiz.\n"
    (site.root / "seeds" / f"told-{number}.md").write_text(text, "utf-8")


def hide_from_search_engines(site: Site, number: int) -> None:
    path = _some(_contents(site), number)
    if path is not None:
        path.write_text(path.read_text("utf-8").replace("---\n", "---\nnoindex: true\n", 1), "utf-8")


def withdraw_an_article(site: Site, number: int) -> None:
    path = _some(_contents(site), number)
    if path is not None:
        path.write_text(withdrawal.with_status(path.read_text("utf-8"), "withdrawn"), "utf-8")


def touch_everything(site: Site, number: int) -> None:
    for path in (*_seeds(site), *_contents(site)):
        os.utime(path, (1_600_000_000 + number, 1_600_000_000 + number))


def spoil_the_output(site: Site, number: int) -> None:
    path = _some([p for p in (site.root / "public").rglob("*.html") if p.is_file()], number)
    if path is not None:
        path.write_text("somebody was here", "utf-8")


def reword_a_content_file(site: Site, number: int) -> None:
    """A sentence more, which names nobody: nothing but the article's own page may show it."""
    path = _some(_contents(site), number)
    if path is not None:
        path.write_bytes(path.read_bytes() + f"\nRain fell on {number + 2} boats there.\n".encode())


def say_what_an_article_is_about(site: Site, number: int) -> None:
    """By hand, of one of three; its text names nobody, and is another one each time."""
    names = ("Lena Ortiz", "Aoife Byrne", "Ivo Marsh")[: number % 3 + 1]
    given = ", ".join(f"{{name: {name}, kind: person}}" for name in names)
    (site.root / "content").mkdir(exist_ok=True)
    (site.root / "content" / f"about-{number % 3}.md").write_text(
        f"---\nid: about-{number % 3}\ntitle: Rain\ndate: 2024-03-0{number % 3 + 1}\nentities: [{given}]\n---\n\n"
        f"It fell on {number + 2} boats.\n",
        "utf-8",
    )


EDITS: tuple[Callable[[Site, int], None], ...] = (
    change_a_seed,
    change_a_mark_only,
    add_a_seed,
    add_an_undated_seed,
    delete_a_seed,
    move_a_seed,
    put_the_seeds_back,
    take_a_folder_of_seeds_away,
    edit_a_content_file,
    reword_a_content_file,
    say_what_an_article_is_about,
    retitle_a_content_file,
    delete_a_content_file,
    write_an_article,
    change_the_settings,
    redate_a_content_file,
    file_a_content_file_elsewhere,
    change_a_template,
    mark_a_template,
    build_a_template_on_another,
    take_a_template_away,
    change_a_static_file,
    rule_on_furniture,
    rule_on_an_entity,
    show_a_picture,
    repaint_a_picture,
    take_a_picture_away,
    change_the_rights,
    change_the_permalinks,
    hide_from_search_engines,
    withdraw_an_article,
    touch_everything,
    spoil_the_output,
)


# ---------------------------------------------------------------- properties


def begin(site: Site) -> None:
    """With articles of which people say what they are about, as well as those where it is found."""
    for number in range(3):
        say_what_an_article_is_about(site, number)
    site.build()


def assert_equals_a_clean_build(site: Site, folder: Path) -> None:
    clean = site.copy_of_inputs(folder)
    before = clean.inputs()
    clean.build()
    assert difference(site.public(), clean.public()) == ""
    assert difference(clean.inputs(), before) == "", "a clean build changed its inputs"


class Doubting(output.Plan):
    """Plans what it remembers too, and holds the one against the other."""

    def _take_units(self, name: str, units: Iterator[Unit], known: Mapping[str, output.Made]) -> None:
        present = list(units)
        super()._take_units(name, iter(present), known)
        for unit in present:
            self._doubt(name, unit)

    def _doubt(self, name: str, unit: Unit) -> None:
        rows = tuple(self._laid(page)[0] for page in unit.pages())
        assert self.memo[name][unit.name].rows == rows, f"{name}: {unit.name} has the key that it had, and other pages"

    def __init__(
        self, archive: Archive, site: Settings, kinds: Mapping[str, PageKind], *others: Any, **named: Any
    ) -> None:
        super().__init__(archive, site, kinds, *others, **named)
        anew = msgspec.structs.replace(archive, since=None)  # of which nothing is remembered
        for name, kind in kinds.items():
            if isinstance(kind, InUnits):
                units = list(kind.units(anew, site))
                told = [(unit.name, unit.key) for unit in units]
                assert list(self.memo[name].keys_by_unit.items()) == told, f"{name}: more was touched"
                # also the units that nothing touched; it takes as long as all the rest
                for unit in units if EXAMPLES else ():
                    self._doubt(name, unit)


# the same edits at every run; EXAMPLES=200 tries more, and shortens what fails (that takes minutes)
EXAMPLES = int(os.environ.get("EXAMPLES", "0"))


@settings(
    max_examples=EXAMPLES or 6,
    phases=tuple(Phase) if EXAMPLES else (Phase.explicit, Phase.generate),
    deadline=None,
    derandomize=not EXAMPLES,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.tuples(st.sampled_from(EDITS), st.integers(0, 99)), min_size=1, max_size=5))
def test_a_build_after_edits_equals_a_clean_one(
    monkeypatch: pytest.MonkeyPatch, edits: list[tuple[Callable[[Site, int], None], int]]
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1718000000")
    monkeypatch.setattr(output, "Plan", Doubting)
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder, "site"))
        shutil.copytree(SITES / "small", site.root, ignore=shutil.ignore_patterns("public", "ingested"))
        begin(site)
        for edit, number in edits:
            edit(site, number)
            site.build()
        assert_equals_a_clean_build(site, Path(folder, "clean"))


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_after_each_kind_of_edit_too(
    small_site: Callable[[str], Site],
    tmp_path: Path,
    edit: Callable[[Site, int], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(output, "Plan", Doubting)
    site = small_site("site")
    begin(site)
    for number in (3, 1):  # an article whose entities were found, and one to which a person gave them
        edit(site, number)
        site.build()
    assert_equals_a_clean_build(site, tmp_path / "clean")


@pytest.mark.parametrize(
    "change", [lambda path: path.unlink(), lambda path: path.write_bytes(path.read_bytes() + b"\n\nMore.\n")]
)
def test_the_text_as_it_came_goes_when_the_seed_is_another_one(
    small_site: Callable[[str], Site], tmp_path: Path, change: Callable[[Path], None]
) -> None:
    site = small_site("site")
    site.build()
    raw = next(path for path in sorted(site.public()) if path.endswith(".raw.html"))
    for path in _contents(site):
        path.write_text(path.read_text("utf-8") + "\nA person added this.\n", "utf-8")
    site.build()
    assert raw in site.public()
    for path in _seeds(site):
        change(path)
    site.build()
    assert raw not in site.public()
    assert_equals_a_clean_build(site, tmp_path / "clean")


def test_a_content_file_that_is_put_back_keeps_its_article_when_its_seed_has_moved(
    small_site: Callable[[str], Site], tmp_path: Path
) -> None:
    site = small_site("site")
    seed, path = site.root / "seeds" / "undated.txt", site.root / "content" / "undated.md"
    site.build()
    old = path.read_bytes()
    seed.rename(seed.with_name("elsewhere.txt"))
    time.sleep(0.3)  # else it is read again for being so new
    site.build()
    path.write_bytes(old)
    assert site.build().ingest.deleted == [] and path.is_file()
    assert_equals_a_clean_build(site, tmp_path / "clean")


def test_a_content_file_that_is_put_back_is_made_anew_of_its_seed(
    small_site: Callable[[str], Site], tmp_path: Path
) -> None:
    site = small_site("site")
    seed, path = site.root / "seeds" / "undated.txt", site.root / "content" / "undated.md"
    site.build()
    old = path.read_bytes()
    seed.write_text(seed.read_text("utf-8").replace("a page of code", "a page of music"), "utf-8")
    time.sleep(0.3)
    site.build()
    path.write_bytes(old)
    site.build()
    assert "a page of music" in path.read_text("utf-8")
    assert_equals_a_clean_build(site, tmp_path / "clean")


@pytest.mark.parametrize("is_deleted_first", [False, True])
def test_a_content_file_that_is_put_back_after_quiet_runs_is_made_anew_too(
    small_site: Callable[[str], Site], tmp_path: Path, is_deleted_first: bool
) -> None:
    site = small_site("site")
    seed, path = site.root / "seeds" / "undated.txt", site.root / "content" / "undated.md"
    site.build()
    old = path.read_bytes()
    seed.write_text(seed.read_text("utf-8").replace("a page of code", "a page of music"), "utf-8")
    time.sleep(0.3)
    site.build()
    if is_deleted_first:
        path.unlink()
    for _ in range(2):
        site.build()  # the second finds the seeds as they were
    path.write_bytes(old)
    assert site.build().ingest.deleted == []
    assert "a page of music" in path.read_text("utf-8")
    assert_equals_a_clean_build(site, tmp_path / "clean")


def test_an_edit_that_is_taken_back_lets_the_article_follow_its_seed_again(
    small_site: Callable[[str], Site], tmp_path: Path
) -> None:
    site = small_site("site")
    seed, path = site.root / "seeds" / "undated.txt", site.root / "content" / "undated.md"
    site.build()
    old = path.read_bytes()
    path.write_bytes(old + b"\nA person added this.\n")
    site.build()
    seed.write_text(seed.read_text("utf-8").replace("a page of code", "a page of music"), "utf-8")
    time.sleep(0.3)
    for _ in range(2):
        site.build()  # the edited file is kept
    assert "a page of music" not in path.read_text("utf-8")
    path.write_bytes(old)
    site.build()
    assert "a page of music" in path.read_text("utf-8")
    assert_equals_a_clean_build(site, tmp_path / "clean")


def test_a_second_build_writes_nothing(small_site: Callable[[str], Site]) -> None:
    site = small_site("site")
    site.build()
    before = {path: path.stat().st_mtime_ns for path in site.root.rglob("*") if ".archivegen" not in path.parts}
    result = site.build()
    assert (result.written, result.removed) == (0, 0)
    assert result.kept > 50
    assert {path: path.stat().st_mtime_ns for path in site.root.rglob("*") if ".archivegen" not in path.parts} == before


def test_a_picture_that_changed_is_copied_again_and_the_old_one_goes(small_site: Callable[[str], Site]) -> None:
    site = small_site("site")
    show_a_picture(site, 0)
    show_a_picture(site, 1)
    site.build()
    before = {path for path in site.public() if path.startswith("media/")}
    assert len(before) == 3
    repaint_a_picture(site, 4)
    result = site.build()
    assert (result.written, result.removed) == (5, 1)  # the copy, its article, three feeds
    after = {path for path in site.public() if path.startswith("media/")}
    assert (len(after - before), len(before - after)) == (1, 1)
    (site.root / "seeds" / "shown-1.md").unlink()
    site.build()
    assert len([path for path in site.public() if path.startswith("media/")]) == 2
    assert site.build().written == 0


def test_one_edit_writes_few_pages(small_site: Callable[[str], Site]) -> None:
    site = small_site("site")
    total = site.build().written
    path = site.root / "seeds" / "undated.txt"  # names one place and nobody
    path.write_text(path.read_text("utf-8").replace("a page of code", "a page of music"), "utf-8")
    assert 1 <= site.build().written < total / 4


@pytest.mark.parametrize("number", range(len(list((ROOT / "templates").glob("*.html")))))
def test_after_a_change_of_any_template_too(
    small_site: Callable[[str], Site], tmp_path: Path, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(output, "Plan", Doubting)
    site = small_site("site")
    site.build()
    mark_a_template(site, number)
    site.build()
    assert_equals_a_clean_build(site, tmp_path / "clean")


def test_a_changed_template_makes_the_pages_of_its_forms_again_and_plans_no_others(
    small_site: Callable[[str], Site], monkeypatch: pytest.MonkeyPatch
) -> None:
    site = small_site("site")
    total = site.build().written
    planned: set[str] = set()
    laid = output.Plan._laid

    def noted(plan: output.Plan, page: Page) -> object:
        planned.add(page.form)
        return laid(plan, page)

    monkeypatch.setattr(output.Plan, "_laid", noted)
    marked = {"about": {"about"}, "entry": {"home", "dates", "list"}, "network": set()}
    for number, name in enumerate(sorted(path.stem for path in (ROOT / "templates").glob("*.html"))):
        if name not in marked:
            continue
        planned.clear()
        mark_a_template(site, number)
        result = site.build()
        assert result.forms.keys() == marked[name]
        assert planned.isdisjoint({"article", "entity"})
        assert 0 < result.kept == total - result.written


def test_two_clean_builds_are_equal(small_site: Callable[[str], Site], tmp_path: Path) -> None:
    one, other = small_site("one"), small_site("other")
    one.build()
    other.build()
    assert difference(one.public(), other.public()) == ""
    assert difference(one.inputs(), other.inputs()) == ""


def test_two_processes_make_what_one_makes(small_site: Callable[[str], Site], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "WORTH_A_POOL", 2)
    one, two = small_site("one"), small_site("two")
    for number, site in ((number, site) for number in range(4) for site in (one, two)):
        show_a_picture(site, number)
    one.build(jobs=1)
    two.build(jobs=2)
    assert difference(two.public(), one.public()) == ""
    assert difference(two.inputs(), one.inputs()) == ""


def test_deleting_the_cache_changes_nothing(small_site: Callable[[str], Site]) -> None:
    site = small_site("site")
    site.build()
    before, inputs = site.public(), site.inputs()
    shutil.rmtree(site.root / ".archivegen")
    site.build()
    assert difference(site.public(), before) == ""
    assert difference(site.inputs(), inputs) == ""


def test_another_hash_seed_and_locale_change_nothing(small_site: Callable[[str], Site]) -> None:
    trees = []
    for seed, zone in (("1", "UTC"), ("2", "Pacific/Auckland")):
        site = small_site(seed)
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}
        subprocess.run(
            [sys.executable, "-m", "archivegen", "build", "--site", str(site.root)],
            env=environment,
            capture_output=True,
            check=False,
        )
        trees.append(site.public())
    assert len(trees[0]) > 50
    assert difference(trees[1], trees[0]) == ""


@pytest.mark.parametrize("place", [0, 40_000])
def test_a_damaged_store_is_begun_anew_and_one_line_says_so(
    small_site: Callable[[str], Site], tmp_path: Path, place: int
) -> None:
    site = small_site("site")
    site.build()
    path = site.root / ".archivegen" / "store.sqlite"
    data = bytearray(path.read_bytes())
    data[place : place + 30_000] = b"damage" * 5_000
    path.write_bytes(data)
    edit_a_content_file(site, 1)
    told = [problem for problem in site.build().problems if problem.code == "store-anew"]
    assert [str(problem) for problem in told] == [
        ".archivegen/store.sqlite: note: store-anew: was damaged or taken away; it is only a cache, so all was worked out anew"
    ]
    assert not [problem for problem in site.build().problems if problem.code == "store-anew"]
    assert_equals_a_clean_build(site, tmp_path / "clean")
