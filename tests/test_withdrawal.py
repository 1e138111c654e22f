"""What is withdrawn leaves a tombstone; what is removed leaves nothing."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from archivegen import build, config, withdrawal
from sites import Site, files
from test_cli import STORY, run

ADDRESS = "2019/05/03/flood-hits-callan.html"
OTHER = "Ferry Sails Again\n\nMay 4, 2019\n\nThe ferry sailed on Saturday after a week in port, the company said.\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    run("init", "site", cwd=tmp_path)
    (tmp_path / "site/seeds/flood.txt").write_text(STORY, "utf-8")
    (tmp_path / "site/seeds/ferry.txt").write_text(OTHER, "utf-8")
    run("build", cwd=tmp_path / "site")
    return tmp_path / "site"


def holders(root: Path, words: bytes) -> list[str]:
    """The files of the site that hold *words*, names included."""
    found = files(root)
    return [path for path, data in found.items() if words in data or words in path.encode()]


@pytest.mark.parametrize("name", ["flood", "content/flood.md", "seeds/flood.txt", ADDRESS, f"/{ADDRESS}"])
def test_a_withdrawn_article_answers_with_a_tombstone_and_keeps_its_text_in_content(site: Path, name: str) -> None:
    assert "withdrawn: content/flood.md" in run("withdraw", name, cwd=site).stdout
    public = files(site / "public")
    assert b"withdrawn" in public[ADDRESS] and b"Tolka" not in public[ADDRESS]
    assert not [path for path, data in public.items() if b"Tolka" in data]
    assert "Tolka" in (site / "content/flood.md").read_text("utf-8")
    exported = [json.loads(line)["id"] for line in run("export", "jsonl", cwd=site).stdout.splitlines()]
    assert exported == ["ferry"]


def test_a_withdrawn_article_comes_back_with_a_word(site: Path) -> None:
    before = files(site / "public")
    run("withdraw", "flood", cwd=site)
    content = site / "content/flood.md"
    content.write_text(content.read_text("utf-8").replace("status: withdrawn", "status: published"), "utf-8")
    run("build", cwd=site)
    assert files(site / "public") == before


def test_a_removed_article_leaves_no_trace_and_stays_away(site: Path) -> None:
    done = run("remove", "flood", "--yes", cwd=site)
    assert "removed: content/flood.md" in done.stdout
    assert holders(site, b"Tolka") == holders(site, b"flood") == []
    run("build", cwd=site)
    assert holders(site, b"Tolka") == []
    assert (site / "content/ferry.md").is_file()


def test_a_run_that_is_killed_while_it_removes_leaves_a_site_that_the_next_makes_whole(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(folder: Path, **_: object) -> None:
        for sheet in list(folder.rglob("*.css")):  # the pages all change
            sheet.unlink()
        raise KeyboardInterrupt

    content = site / "content/ferry.md"
    content.write_text(f"{content.read_text('utf-8')}\nIt was full.\n", "utf-8")  # so that an old site waits aside
    run("build", cwd=site)
    shutil.copytree(site, site.with_name("other"))
    settings = config.load(site)
    archive = build.ingest(site, settings).archive
    places = withdrawal.find(site, settings, ["flood"])
    with monkeypatch.context() as broken, pytest.raises(KeyboardInterrupt):
        broken.setattr(shutil, "rmtree", killed)
        withdrawal.remove(site, settings, places, archive)
    run("build", cwd=site)
    run("remove", "flood", "--yes", cwd=site.with_name("other"))
    run("build", cwd=site.with_name("other"))
    assert files(site / "public").keys() == files(site.with_name("other") / "public").keys()


def test_names_that_only_a_removed_article_has_go_with_it(site: Path) -> None:
    told = (
        "---\ntitle: Fire\nauthor: Jane Roe\nsource: The Lantern\ntags: [blaze]\n---\n\nAoife Byrne spoke in Dublin.\n"
    )
    (site / "seeds/fire.md").write_text(told, "utf-8")
    (site / "site.yaml").write_text("title: T\nentities: {min_articles: 1}\n", "utf-8")
    run("build", cwd=site)
    for name in (b"aoife-byrne", b"jane-roe", b"blaze", b"lantern"):
        assert holders(site, name), name
    run("remove", "fire", "--yes", cwd=site)
    for name in (b"aoife-byrne", b"jane-roe", b"blaze", b"lantern"):
        assert holders(site, name) == [], name


def test_nothing_is_removed_without_a_yes(site: Path) -> None:
    run("remove", "flood", cwd=site, code=2)
    assert (site / "content/flood.md").is_file()


def test_one_item_of_an_export_is_removed_and_the_rest_is_told(site: Path) -> None:
    rows = [
        {"id": n, "title": f"Story {n}", "body": f"The {name} rose on Friday."}
        for n, name in ((1, "Liffey"), (2, "Dodder"))
    ]
    (site / "seeds/rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    run("build", cwd=site)
    id_ = next(
        json.loads(line)["id"] for line in run("export", "jsonl", cwd=site).stdout.splitlines() if "Story 1" in line
    )
    done = run("remove", id_, "--yes", cwd=site)
    assert "still there: seeds/rows.jsonl, record 1" in done.stdout
    run("build", cwd=site)
    assert holders(site / "public", b"Liffey") == holders(site / "content", b"Liffey") == []
    assert "Story 2" in run("export", "jsonl", cwd=site).stdout


def test_an_unknown_name_is_told_and_nothing_changes(site: Path) -> None:
    before = Site(site).inputs()
    done = run("remove", "flod", "ferry", "--yes", cwd=site, code=2)
    assert "flod: error: article-unknown" in done.stderr
    assert Site(site).inputs() == before


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("---\ntitle: A\nstatus: draft\n---\n\nstatus: x\n", "---\ntitle: A\nstatus: withdrawn\n---\n\nstatus: x\n"),
        ("---\r\ntitle: A\r\n---\r\nText", "---\r\nstatus: withdrawn\ntitle: A\r\n---\r\nText"),
        ("Text without a head.\n", "---\nstatus: withdrawn\n---\n\nText without a head.\n"),
        ("\ufeff---\ntitle: A\n---\n", "\ufeff---\nstatus: withdrawn\ntitle: A\n---\n"),
    ],
)
def test_only_the_status_of_a_file_changes(text: str, found: str) -> None:
    assert withdrawal.with_status(text, "withdrawn") == found
