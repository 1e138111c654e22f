"""Seeds that trade names, content files that a person deletes, seeds from outside: each article keeps its id, its file, its address."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from archivegen import build, config, ingest, scaffold
from archivegen.errors import CannotRun
from archivegen.ingest import Wishes
from sites import Site

HARBORS = ("Callan", "Dorrin", "Ester", "Fallow")


def story(harbor: str) -> str:
    return f"{harbor} opens its harbor again\n\nMay 3, 2019\n\nThe harbor of {harbor} was opened on Friday after a year of repairs, the council said.\n"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1718000000")
    root = tmp_path / "site"
    (root / "seeds").mkdir(parents=True)
    (root / "site.yaml").write_text("title: Harbors\n", "utf-8")
    made = Site(root)
    lay(made, {str(number): harbor for number, harbor in enumerate(HARBORS, 1)})
    run(made)
    return made


def lay(site: Site, harbors: Mapping[str, str]) -> None:
    """Let seeds/NAME.txt be the story of a harbor, and no other seeds be there."""
    for path in (site.root / "seeds").glob("*.txt"):
        path.unlink()
    for name, harbor in harbors.items():
        (site.root / f"seeds/{name}.txt").write_text(story(harbor), "utf-8")


def run(site: Site, **wishes: object) -> build.Result:
    return build.ingest(site.root, config.load(site.root), wishes=Wishes(**wishes))  # type: ignore[arg-type]


def titles(site: Site) -> dict[str, str]:
    """First word of the headline, by content file."""
    found = {}
    for path in sorted((site.root / "content").glob("*.md")):
        line = next(line for line in path.read_text("utf-8").splitlines() if line.startswith("title:"))
        found[path.stem] = line.split()[1]
    return found


def edit(site: Site, name: str) -> None:
    path = site.root / f"content/{name}.md"
    path.write_text(path.read_text("utf-8") + "\nA line of mine.\n", "utf-8")


def codes(result: build.Result) -> list[str]:
    return [problem.code for problem in result.ingest.problems]


BEFORE = {"1": "Callan", "2": "Dorrin", "3": "Ester", "4": "Fallow"}


@pytest.mark.parametrize(
    "now",
    [
        {"1": "Dorrin", "2": "Callan", "3": "Ester", "4": "Fallow"},
        {"1": "Dorrin", "2": "Ester", "3": "Fallow", "4": "Callan"},
        {"2": "Callan", "3": "Dorrin", "4": "Ester", "5": "Fallow"},
        {"a": "Callan", "1": "Dorrin", "2": "Ester", "b": "Fallow"},
    ],
    ids="swapped turned shifted mixed".split(),
)
def test_seeds_that_trade_names_keep_their_articles(site: Site, now: dict[str, str]) -> None:
    edit(site, "3")
    run(site)
    ledger = (site.root / "content/ledger.tsv").read_text("utf-8")
    lay(site, now)
    result = run(site)
    assert titles(site) == BEFORE
    assert not codes(result) and not result.ingest.vanished
    assert (site.root / "content/ledger.tsv").read_text("utf-8") == ledger
    assert not run(site).ingest.written


def test_a_new_story_in_the_place_of_those_that_moved_up_gets_an_id_of_its_own(site: Site) -> None:
    lay(site, {"1": "Gorse", "2": "Callan", "3": "Dorrin", "4": "Ester", "5": "Fallow"})
    result = run(site)
    assert (result.ingest.added, len(result.ingest.renamed)) == (1, 4)
    assert titles(site) == BEFORE | {"1-txt": "Gorse"}


def test_a_seed_laid_over_another_takes_its_place_and_the_other_is_gone(site: Site) -> None:
    lay(site, {"1": "Callan", "2": "Dorrin", "3": "Fallow"})
    result = run(site)
    assert titles(site) == {"1": "Callan", "2": "Dorrin", "4": "Fallow"}
    assert result.ingest.vanished == ["3"]


def test_an_edited_article_never_goes_since_another_seed_took_its_name(site: Site) -> None:
    edit(site, "3")
    lay(site, {"1": "Callan", "2": "Dorrin", "3": "Fallow"})
    result = run(site)
    assert titles(site)["3"] == "Ester"
    assert codes(result) == ["seed-changed"]


def test_a_seed_that_only_changed_stays_the_same_article(site: Site) -> None:
    lay(site, {"1": "Callan", "2": "Gorse", "3": "Ester", "4": "Fallow"})
    assert run(site).ingest.changed == 1
    assert titles(site) == BEFORE | {"2": "Gorse"}


# ---------------------------------------------------------------- deleted by hand


def test_a_deleted_content_file_is_named_as_long_as_its_seed_is_there(site: Site) -> None:
    (site.root / "content/2.md").unlink()
    first = run(site)
    assert first.ingest.missing == ["content/2.md"]
    again = run(site)
    shutil.rmtree(site.root / ".archivegen")
    anew = run(site)
    for result in (first, again, anew):
        assert [(one.code, one.origin.path) for one in result.ingest.problems] == [("content-deleted", "seeds/2.txt")]
    assert not again.ingest.missing
    assert run(site, again=frozenset(["seeds/2.txt"])).ingest.added == 1
    assert not codes(run(site))


def test_a_deleted_article_stays_deleted_though_its_seed_had_another_name_before(site: Site) -> None:
    lay(site, {"1": "Callan", "2": "Dorrin", "3": "Ester", "later": "Fallow"})
    run(site)
    (site.root / "content/4.md").unlink()
    run(site)
    shutil.rmtree(site.root / ".archivegen")
    result = run(site)
    assert "Fallow" not in titles(site).values()
    assert codes(result) == ["content-deleted"]
    site.build()
    assert not list(site.root.glob("public/**/*fallow-opens*.html")) or "later" not in titles(site)


def test_a_content_file_that_is_brought_back_is_no_more_said_to_be_deleted(site: Site) -> None:
    path = site.root / "content/2.md"
    text = path.read_text("utf-8")
    path.unlink()
    run(site)
    path.write_text(text, "utf-8")
    assert not codes(run(site))


def test_a_content_file_that_was_moved_is_not_deleted(site: Site) -> None:
    (site.root / "content/mine").mkdir()
    (site.root / "content/2.md").rename(site.root / "content/mine/2.md")
    result = run(site)
    assert not result.ingest.missing and not codes(result)


def test_an_article_waits_for_its_place_and_comes_in_once_that_is_free(site: Site) -> None:
    other = site.root / "content/5.md"
    other.write_text("---\nid: mine\ntitle: Mine\n---\n\nA story of my own.\n", "utf-8")
    run(site)
    lay(site, {**BEFORE, "5": "Gorse"})
    for _ in range(2):
        assert codes(run(site)) == ["content-taken"]
    other.rename(site.root / "content/mine.md")
    assert not codes(run(site))
    assert titles(site)["5"] == "Gorse"


@pytest.mark.skipif(os.name != "posix", reason="rights of folders")
def test_a_file_that_cannot_be_written_is_named_and_not_its_draft(tmp_path: Path) -> None:
    folder = tmp_path / "gone"
    with pytest.raises(OSError) as caught:
        ingest._replace(folder / "story.md", "text")
    assert caught.value.filename == str(folder / "story.md")


# ---------------------------------------------------------------- from outside


def outside(tmp_path: Path) -> Path:
    folder = tmp_path / "scrape"
    (folder / "sub").mkdir(parents=True)
    (folder / "_defaults.yaml").write_text("source: The Gull\n", "utf-8")
    (folder / "sub/gorse.txt").write_text(story("Gorse"), "utf-8")
    return folder


def test_a_dry_run_reads_what_lies_outside_the_site(site: Site, tmp_path: Path) -> None:
    folder = outside(tmp_path)
    paths = [folder]
    before = site.inputs()
    lent = scaffold.lent(site.root, "seeds", paths)
    result = build.rehearse(site.root, config.load(site.root), wishes=Wishes(show=True), lent=lent)
    assert result.ingest.steps == [("new", "content/scrape/sub/gorse.md", "")]
    assert site.inputs() == before
    assert scaffold.copy_in(site.root, "seeds", paths) == scaffold.wanted(site.root, "seeds", paths)
    run(site)
    assert "source: The Gull" in (site.root / "content/scrape/sub/gorse.md").read_text("utf-8")


def test_a_folder_may_be_taken_in_again_and_what_differs_is_refused_before_anything_is_copied(
    site: Site, tmp_path: Path
) -> None:
    folder = outside(tmp_path)
    scaffold.copy_in(site.root, "seeds", [folder])
    (folder / "new.txt").write_text(story("Hale"), "utf-8")
    scaffold.copy_in(site.root, "seeds", [folder])
    assert (site.root / "seeds/scrape/new.txt").is_file()
    (folder / "newer.txt").write_text(story("Ives"), "utf-8")
    (folder / "sub/gorse.txt").write_text(story("Jura"), "utf-8")
    with pytest.raises(CannotRun, match=r"seeds/scrape/sub/gorse\.txt is there already and differs"):
        scaffold.copy_in(site.root, "seeds", [folder])
    assert not (site.root / "seeds/scrape/newer.txt").exists()


# ---------------------------------------------------------------- another pattern of addresses


def test_other_permalinks_are_said_once_to_leave_given_addresses_alone(site: Site) -> None:
    (site.root / "site.yaml").write_text("title: Harbors\npermalinks: /{id}.html\n", "utf-8")
    (note,) = (one for one in run(site).ingest.problems if one.code == "permalinks-changed")
    assert "the 4 articles that have an address keep it" in note.message
    assert "permalinks-changed" not in codes(run(site))
