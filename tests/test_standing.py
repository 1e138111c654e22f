"""What an edit changes of an archive that stands: nothing but what is its article's own, and the site is that of a clean build."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from archivegen import build as shell
from archivegen import config, linking, publishing
from archivegen.model import SENTENCE_ID_LENGTH
from sites import Site, difference

STORY = """\
---
title: Bridge {n} closed
dek: Nobody may cross.
date: 2019-03-{day:02}
source: Harbor Papers
entities:
- {{name: Ona Marlowe, kind: person}}
---

The council voted on Friday. Ona Marlowe said that it had no choice.

Read [what came before](bridge-0.md).
"""
SETTINGS = "title: Harbor Papers\nbase_url: https://archive.example/\nsearch: false\nannotate: [quotes, events]\n"
COUNT = 6


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    root = tmp_path / "s"
    (root / "content").mkdir(parents=True)
    (root / "site.yaml").write_text(SETTINGS)
    for n in range(COUNT):
        (root / f"content/bridge-{n}.md").write_text(STORY.format(n=n, day=n + 1))
    site = Site(root)
    site.build()
    return site


@pytest.fixture
def linked(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Grows with each time that all articles are linked."""
    calls: list[Any] = []
    real = linking._linked_anew

    def noted(*given: Any) -> Any:
        calls.append(given)
        return real(*given)

    monkeypatch.setattr(linking, "_linked_anew", noted)
    return calls


def edit(site: Site, n: int, old: str, new: str) -> None:
    path = site.root / f"content/bridge-{n}.md"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def assert_is_that_of_a_clean_build(site: Site, result: shell.Result, folder: Path) -> None:
    clean = site.copy_of_inputs(folder)
    wanted = clean.build()
    assert difference(site.public(), clean.public()) == ""
    assert result.outcome == wanted.outcome
    assert [str(one) for one in result.problems] == [str(one) for one in wanted.problems]


def reword(site: Site, n: int = 2) -> None:
    edit(site, n, "no choice", "little choice")


def ledger_of(site: Site) -> list[str]:
    return (site.root / "content/ledger.tsv").read_text().splitlines()


Edit = Callable[[Site], None]
OWN: dict[str, Edit] = {
    "a body": reword,
    "a dek": lambda site: edit(site, 2, "Nobody may cross", "Cross nowhere"),
    "a sentence that comes": lambda site: edit(site, 2, "The council", "It rained. The council"),
    "a title": lambda site: edit(site, 2, "Bridge 2", "Bridge two"),
    "a name said again": lambda site: edit(site, 2, "said that", "said that Ona Marlowe said that"),
    "white space alone": lambda site: edit(site, 2, "\n\nRead", "\n\n\nRead"),
}
MORE: dict[str, Edit] = {
    "a title that is lost": lambda site: edit(site, 2, "title: Bridge 2 closed\n", ""),
    "the title that a story is called by": lambda site: edit(site, 0, "Bridge 0", "Bridge zero"),
    "a day": lambda site: edit(site, 2, "2019-03-03", "2019-03-04"),
    "a source": lambda site: edit(site, 2, "Harbor Papers", "Quay News"),
    "a name": lambda site: edit(site, 2, "name: Ona Marlowe", "name: Ona Marlow"),
    "a slug": lambda site: edit(site, 2, "source:", "slug: crossing\nsource:"),
    "a status": lambda site: edit(site, 2, "source:", "status: draft\nsource:"),
    "a link": lambda site: edit(site, 2, "bridge-0.md", "bridge-1.md"),
    "the first quotation": lambda site: edit(site, 2, "Read", '"The bridge is closed for good," Ona Marlowe said. Read'),
    "a slip": lambda site: edit(site, 2, "source:", "language: 12\nsource:"),
    "an article that comes": lambda site: (site.root / "content/ferry.md").write_text(STORY.format(n=9, day=9)) and None,
    "one that goes": lambda site: (site.root / "content/bridge-3.md").unlink(),
    "the settings": lambda site: (site.root / "site.yaml").write_text(SETTINGS + "entities: {min_articles: 9}\n") and None,
    "a word of a person": lambda site: (site.root / "entities.yaml").write_text("- name: Ona Marlowe\n  ignore: true\n")
    and None,
}  # fmt: skip


@pytest.mark.parametrize("name", OWN)
def test_what_is_an_articles_own_links_nothing_anew(site: Site, linked: list[Any], name: str, tmp_path: Path) -> None:
    for n, change in enumerate([OWN[name], lambda site: reword(site, 4)]):  # the second finds what the first has left
        change(site)
        result = site.build()
        assert linked == []
        assert_is_that_of_a_clean_build(site, result, tmp_path / f"clean{n}")
        linked.clear()  # of the clean build


@pytest.mark.parametrize("name", MORE)
def test_what_is_more_links_all_anew(site: Site, linked: list[Any], name: str, tmp_path: Path) -> None:
    for n, change in enumerate([MORE[name], lambda site: reword(site, 4)]):
        change(site)
        result = site.build()
        assert len(linked) == (n == 0)
        assert_is_that_of_a_clean_build(site, result, tmp_path / f"clean{n}")
        linked.clear()


def test_one_edit_after_another_leads_on_from_each_old_sentence(site: Site, tmp_path: Path) -> None:
    for old, new in (("no choice", "little choice"), ("little choice", "a choice"), ("Friday", "Monday")):
        edit(site, 2, old, new)
        result = site.build()
    assert_is_that_of_a_clean_build(site, result, tmp_path / "clean")
    (line,) = [one for one in ledger_of(site)[::-1] if "\tbridge-2\t" in one][:1]
    assert line.split("\t")[7].count("=") == 3  # of each edit the old id leads on


@pytest.mark.parametrize(
    "there, back", [("no choice", "little choice"), ("Nobody may", "All may"), ("Bridge 2", "Two")]
)
def test_an_edit_that_is_taken_back_as_an_article_comes_is_not_missed(
    site: Site, tmp_path: Path, there: str, back: str
) -> None:
    edit(site, 2, there, back)
    site.build()
    edit(site, 2, back, there)
    (site.root / "content/ferry.md").write_text(STORY.format(n=9, day=9))
    assert_is_that_of_a_clean_build(site, site.build(), tmp_path / "clean")


@pytest.mark.parametrize("place", ["publish_all", "_planned"])
def test_an_edit_that_was_cut_off_is_made_good_by_the_next(
    site: Site, monkeypatch: pytest.MonkeyPatch, place: str, tmp_path: Path
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    reword(site)
    with monkeypatch.context() as patch:
        patch.setattr(publishing, place, killed)
        with pytest.raises(KeyboardInterrupt):
            site.build()
    reword(site, 4)
    assert_is_that_of_a_clean_build(site, site.build(), tmp_path / "clean")


def test_an_ingest_in_between_changes_nothing(site: Site, tmp_path: Path) -> None:
    reword(site)
    shell.ingest(site.root, config.load(site.root), needs_archive=False)
    reword(site, 4)
    assert_is_that_of_a_clean_build(site, site.build(), tmp_path / "clean")


def test_a_link_to_a_sentence_that_is_gone_leads_to_the_article(site: Site, tmp_path: Path) -> None:
    page = site.public()["2019/03/01/bridge-0-closed.html"].decode()
    sentence = page.partition('id="s-')[2][:SENTENCE_ID_LENGTH]
    edit(site, 2, "bridge-0.md", f"bridge-0.md#s-{sentence}")
    site.build()
    edit(site, 0, "The council voted on Friday.", "A vote was held.")
    assert_is_that_of_a_clean_build(site, site.build(), tmp_path / "clean")
