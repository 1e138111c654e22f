"""A person's word in entities.yaml: what an edit of it costs, and that the pages it touches are those and no others."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from archivegen import prepare, scan, work
from archivegen.errors import CannotRun
from sites import Site


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.setattr(scan, "stat_of", lambda found: scan.Stat(found.st_size, found.st_mtime_ns))
    (tmp_path / "seeds").mkdir()
    (tmp_path / "site.yaml").write_text("title: Harbor Papers\nentities:\n  min_articles: 1\n  noindex_below: 0\n")
    towns = ("Oslo", "Bergen", "Kyiv", "Madrid", "Lisbon", "Prague", "Vienna", "Dublin")
    for n in range(16):
        who = "Lena Ortiz" if n < 4 else "Tomas Brandt"
        text = f"---\ntitle: Ferry number {n}\ndate: 2024-01-{n + 1:02}\nsource: The Callan Courier\n---\n\n"
        body = f"{who} spoke in {towns[n % 8]} on Monday. Mayor {who} said the ferry would sail to {towns[n % 8]}.\n"
        path = tmp_path / "seeds" / f"s{n:02}.md"
        path.write_text(text + body, "utf-8")
        os.utime(
            path, (1_700_000_000, 1_700_000_000)
        )  # what was written just now is read again, whatever its time says
    made = Site(tmp_path)
    made.build()
    return made


def test_an_edit_writes_the_pages_it_touches_and_reads_no_article_again(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = site.public()
    assert "people/lena-ortiz.html" in before

    def never(*_: object, **__: object) -> None:
        raise AssertionError("an article was worked out again")

    monkeypatch.setattr(work, "ingest_seeds", never)
    monkeypatch.setattr(prepare, "prepare_files", never)
    (site.root / "entities.yaml").write_text("- {name: Lena Ortiz, aliases: [Captain Ortiz]}\n")
    result = site.build()
    after = site.public()
    changed = {path for path in after if before.get(path) != after[path] and not path.startswith(".")}
    assert "people/lena-ortiz.html" in changed
    assert {path for path in changed if not path.startswith("search/names/")} <= {
        "people/lena-ortiz.html",
        "people/index.html",
    }
    assert result.written == len(changed)


def test_a_new_name_changes_the_pages_that_show_it(site: Site) -> None:
    before = site.public()
    (site.root / "entities.yaml").write_text("- {name: Lena Ortiz Vale, merge: [Lena Ortiz]}\n")
    site.build()
    after = site.public()
    assert b"Lena Ortiz Vale" in after["people/lena-ortiz.html"]  # the address stays
    articles = {path for path in after if path.startswith("2024/01/") and path.endswith(".html") and "ferry" in path}
    changed = {path for path in articles if before[path] != after[path]}
    assert changed == {path for path in articles if b"Lena Ortiz" in before[path]}
    assert not any("tomas-brandt" in path for path in after if before.get(path) != after[path])


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"- name: Malm\xf6\n", "entities.yaml: error: entities-unreadable: is not UTF-8 text"),
        (b"- name: [Oslo\n- x: }\n", "entities.yaml:2: error: entities-unreadable: not YAML"),
        (b"name: Oslo\n", "entities.yaml:1: error: entities-not-a-list"),
    ],
)
def test_a_file_of_which_nothing_can_be_read_stops_the_build_and_the_site_stays(
    site: Site, data: bytes, said: str
) -> None:
    before = site.public()
    (site.root / "entities.yaml").write_bytes(data)
    with pytest.raises(CannotRun) as error:
        site.build()
    assert str(error.value.problems[0]).startswith(said)
    assert site.public() == before


def test_a_name_that_stands_nowhere_is_a_warning_with_its_line(site: Site) -> None:
    (site.root / "entities.yaml").write_text("# people\n- name: Lena Ortz\n")
    told = [str(problem) for problem in site.build().problems if problem.code == "entity-unknown"]
    assert told == ['entities.yaml:2: warning: entity-unknown: "Lena Ortz" stands nowhere; did you mean "Lena Ortiz"?']


def test_a_clean_build_says_the_same_as_one_with_what_was_kept(site: Site, tmp_path: Path) -> None:
    (site.root / "entities.yaml").write_text("- {name: Tomas Brandt, kind: person, merge: [Lena Ortiz]}\n")
    site.build()
    (site.root / "entities.yaml").write_text("- {name: Lena Ortiz, same_as: Q42}\n")
    (site.root / "seeds" / "s03.md").unlink()
    site.build()
    clean = site.copy_of_inputs(tmp_path / "clean")
    clean.build()
    assert clean.public() == site.public()


@pytest.mark.parametrize("own", ["Lena Ortiz (skipper)", "Lena Ortiz"])
def test_what_a_person_splits_off_keeps_its_address(site: Site, own: str) -> None:
    split = "split: [{name: Lena Ortiz, articles: [s00, s01]}]"
    (site.root / "entities.yaml").write_text(f"- {{name: {own}, kind: person, {split}}}\n")
    site.build()
    there = {path for path in site.public() if path.startswith("people/")}
    for n in range(2):
        edited = site.root / "content/s07.md"
        edited.write_text(edited.read_text("utf-8") + f"\nRain fell, {n}.\n", "utf-8")
        site.build()
        assert {path for path in site.public() if path.startswith("people/")} == there
