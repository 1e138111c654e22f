"""Seeds → content/: what is learned, what is kept, what a person settles; nothing is written that was not asked for."""

from __future__ import annotations

import itertools
import os
import shutil
from pathlib import Path

import pytest

from archivegen import build, config, linking, retrieval
from archivegen.errors import CannotRun
from archivegen.ingest import Wishes
from sites import Site, difference, files

WORDS = "bridge ferry market flood school harbor".split()
FOOT = (
    "Meet the people who make the Wire",
    "Where to buy the printed edition",
    "Letters for publication are welcome",
)


def story(word: str, *, foot: tuple[str, ...] = FOOT) -> str:
    lines = (
        f"Plan for the {word} wins approval",
        "By Ann Lee",
        "May 3, 2019",
        f"The {word} of Callan will be rebuilt next year, the council said on Tuesday after a long {word} debate.",
        f"Residents had asked for the {word} for years, and Mayor Lena Ortiz told them that {word} work starts soon.",
        *foot,
    )
    return "\n\n".join(lines) + "\n"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1718000000")
    root = tmp_path / "site"
    (root / "seeds" / "wire").mkdir(parents=True)
    (root / "site.yaml").write_text("title: Wire\nbase_url: https://wire.example/\n", "utf-8")
    return Site(root)


def sow(site: Site, *words: str, folder: str = "wire", foot: tuple[str, ...] = FOOT) -> None:
    (site.root / "seeds" / folder).mkdir(parents=True, exist_ok=True)
    for word in words:
        (site.root / "seeds" / folder / f"{word}.txt").write_text(story(word, foot=foot), "utf-8")


def ingest(site: Site, **wishes: object) -> build.Result:
    return build.ingest(site.root, config.load(site.root), wishes=Wishes(**wishes))  # type: ignore[arg-type]


def rehearse(site: Site, **wishes: object) -> build.Result:
    return build.rehearse(site.root, config.load(site.root), wishes=Wishes(**wishes))  # type: ignore[arg-type]


def content_of(site: Site, word: str, folder: str = "wire") -> Path:
    return site.root / "content" / folder / f"{word}.md"


def body_of(site: Site, word: str, folder: str = "wire") -> str:
    return content_of(site, word, folder).read_text("utf-8").split("\n---\n")[-1]


def codes(result: build.Result) -> list[str]:
    return [problem.code for problem in result.ingest.problems]


def rows(site: Site) -> list[list[str]]:
    lines = (site.root / "content" / "furniture.tsv").read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


def edit(path: Path, more: str = "\nA person wrote this.\n") -> bytes:
    path.write_bytes(path.read_bytes() + more.encode())
    return path.read_bytes()


# ---------------------------------------------------------------- furniture is learned


def test_lines_that_repeat_leave_the_stories_and_are_listed(site: Site) -> None:
    sow(site, *WORDS)
    result = ingest(site)
    assert [row[3] for row in rows(site)] == sorted(FOOT)
    assert {row[1] for row in rows(site)} == {"seeds/wire"}
    assert result.ingest.added == len(WORDS)
    for word in WORDS:
        assert not any(line in body_of(site, word) for line in FOOT)
        assert "reason: learned to be furniture, text: Where to buy the printed edition" in content_of(
            site, word
        ).read_text("utf-8")


def test_what_comes_later_concerns_only_the_articles_that_hold_it(site: Site) -> None:
    sow(site, *WORDS[:4])
    sow(site, "chapel", foot=())
    ingest(site)
    assert FOOT[0] in body_of(site, "bridge")
    sow(site, WORDS[4])
    result = ingest(site)
    written = {path.rpartition("/")[2].removesuffix(".md") for path in result.ingest.written}
    assert written == set(WORDS[:5])
    assert FOOT[0] not in body_of(site, "bridge")


def test_an_edited_article_is_not_touched_by_what_is_learned_and_nobody_is_asked(site: Site) -> None:
    sow(site, *WORDS[:4])
    ingest(site)
    mine = edit(content_of(site, "bridge"))
    sow(site, *WORDS[4:])
    result = ingest(site)
    assert content_of(site, "bridge").read_bytes() == mine
    assert codes(result) == []


def test_a_person_keeps_a_line(site: Site) -> None:
    sow(site, *WORDS)
    sow(site, "chapel", foot=())
    ingest(site)
    path = site.root / "content" / "furniture.tsv"
    path.write_text(
        path.read_text("utf-8").replace(f"furniture\tseeds/wire\t6\t{FOOT[0]}", f"kept\tseeds/wire\t6\t{FOOT[0]}")
    )
    before = path.read_bytes()
    result = ingest(site)
    assert len(result.ingest.written) == len(WORDS)
    assert FOOT[0] in body_of(site, "ferry")
    assert FOOT[1] not in body_of(site, "ferry")
    assert path.read_bytes() == before
    assert ingest(site).ingest.written == []


def test_a_person_adds_a_line_for_a_folder_a_host_or_everywhere(site: Site) -> None:
    line = "The tide tables are on page nine."
    sow(site, "bridge", foot=(line,))
    sow(site, "ferry", foot=(line,), folder="other")
    (site.root / "seeds" / "web.txt").write_text(
        f"---\nurl: https://www.wire.example/1\n---\n{story('harbor', foot=(line,))}"
    )
    ingest(site)
    for place, gone in (("seeds/wire", 1), ("www.wire.example", 2), ("*", 3)):
        (site.root / "content" / "furniture.tsv").write_text(f"furniture\t{place}\t\t{line}\n")
        result = ingest(site)
        assert result.ingest.problems == []
        bodies = [path.read_text("utf-8").split("\n---\n")[-1] for path in (site.root / "content").rglob("*.md")]
        assert sum(line not in body for body in bodies) == (1 if gone < 3 else 3)


def test_a_row_that_is_none_is_one_line_and_costs_no_other(site: Site) -> None:
    sow(site, "bridge")
    (site.root / "content").mkdir()
    (site.root / "content" / "furniture.tsv").write_bytes(
        b"\xef\xbb\xbf# mine\r\nfurniture seeds/wire  Letters\r\nfurnitur\t*\t\tA line\r\nfurniture\telsewhere\t\tA line\r\n"
        b"furniture\t*\tmany\tA line\r\nfurniture\t*\t\t***\r\nfurniture\tseeds\\wire\t\tLetters for publication are welcome\r\n"
    )
    result = ingest(site)
    assert [(one.code, str(one.origin)) for one in result.ingest.problems] == [
        ("furniture-line", f"content/furniture.tsv:{line}") for line in (2, 3, 4, 5, 6)
    ]
    assert FOOT[2] not in body_of(site, "bridge")


def test_a_file_that_is_no_text_stops_the_run(site: Site) -> None:
    (site.root / "content").mkdir()
    (site.root / "content" / "furniture.tsv").write_bytes(b"furniture\t*\t\t\xff\xfe\n")
    with pytest.raises(CannotRun, match="not UTF-8"):
        ingest(site)


@pytest.mark.parametrize("order", list(itertools.permutations(range(3)))[::2])
def test_seeds_added_in_any_order_give_what_a_clean_build_gives(
    site: Site, tmp_path: Path, order: tuple[int, ...]
) -> None:
    for part in order:
        sow(site, *WORDS[2 * part : 2 * part + 2])
        site.build()
    clean = site.copy_of_inputs(tmp_path / "clean")
    before = clean.inputs()
    clean.build()
    assert difference(clean.inputs(), before) == ""
    assert difference(site.public(), clean.public()) == ""
    fresh = Site(tmp_path / "fresh")
    shutil.copytree(site.root / "seeds", fresh.root / "seeds")
    shutil.copy(site.root / "site.yaml", fresh.root / "site.yaml")
    fresh.build()
    assert {row[3] for row in rows(fresh)} == {row[3] for row in rows(site)}


def test_a_lost_store_learns_nothing_new(site: Site) -> None:
    sow(site, *WORDS)
    ingest(site)
    before = site.inputs()
    shutil.rmtree(site.root / ".archivegen")
    result = ingest(site)
    assert result.ingest.written == []
    assert difference(site.inputs(), before) == ""


def test_a_row_changed_while_the_store_was_lost_is_followed(site: Site) -> None:
    sow(site, *WORDS)
    ingest(site)
    shutil.rmtree(site.root / ".archivegen")
    path = site.root / "content" / "furniture.tsv"
    path.write_text(path.read_text("utf-8").replace("furniture\tseeds", "kept\tseeds"))
    ingest(site)
    assert FOOT[0] in body_of(site, "bridge")


def test_rows_that_a_person_took_away_are_learned_again(site: Site) -> None:
    sow(site, *WORDS)
    ingest(site)
    before = site.inputs()
    (site.root / "content" / "furniture.tsv").unlink()
    assert ingest(site).ingest.written == []
    assert difference(site.inputs(), before) == ""


def test_lines_that_are_nearly_furniture_are_asked_about(site: Site) -> None:
    for number in range(12):
        sow(site, f"{WORDS[number % 6]}-{number}", foot=("Nobody was hurt",))
    ingest(site)
    found = retrieval.suspects(site.root, config.load(site.root))
    assert {row.line for row in found} <= {"Nobody was hurt", "By Ann Lee", "May 3, 2019"}
    assert not (site.root / "content" / "furniture.tsv").exists() or len(rows(site)) <= 1


@pytest.mark.parametrize("folder", ["a\tb", "a\\b", " a ", "a\nb"])
def test_a_folder_whose_name_no_row_can_hold_teaches_nothing(site: Site, folder: str) -> None:
    sow(site, *WORDS, folder=folder)
    assert ingest(site).ingest.learned == []
    assert codes(ingest(site)) == []


def test_a_double_that_was_set_aside_stays_so_when_lines_are_learned(site: Site) -> None:
    sow(site, *WORDS[:4])
    shutil.copy(site.root / "seeds/wire/bridge.txt", site.root / "seeds/wire/zz-bridge.txt")
    assert ingest(site).ingest.duplicates == 1
    sow(site, *WORDS[4:])
    ingest(site)
    assert "status: set-aside" in content_of(site, "zz-bridge").read_text("utf-8")
    assert FOOT[0] not in body_of(site, "zz-bridge")


# ---------------------------------------------------------------- a dry run


def test_a_dry_run_tells_everything_and_writes_nothing(site: Site) -> None:
    sow(site, *WORDS)
    before = files(site.root)
    told = rehearse(site).ingest
    assert [(verb, path) for verb, path, _ in told.steps] == [
        ("new", f"content/wire/{word}.md") for word in sorted(WORDS)
    ]
    assert len(told.learned) == len(FOOT)
    assert files(site.root) == before


def test_a_dry_run_on_a_site_that_stands(site: Site) -> None:
    sow(site, *WORDS)
    ingest(site)
    edit(content_of(site, "ferry"))
    (site.root / "seeds/wire/bridge.txt").write_text(story("bridge").replace("next year", "this year"))
    (site.root / "seeds/wire/ferry.txt").write_text(story("ferry").replace("next year", "this year"))
    (site.root / "seeds/wire/market.txt").unlink()
    sow(site, "chapel")
    shutil.copy(site.root / "seeds/wire/chapel.txt", site.root / "seeds/wire/zz.txt")
    before = {path: data for path, data in files(site.root).items() if not path.endswith("-shm")}
    told = rehearse(site, show=True).ingest
    assert [step[:2] for step in told.steps] == [
        ("changed", "content/wire/bridge.md"),
        ("new", "content/wire/chapel.md"),
        ("set aside", "content/wire/zz.md"),
        ("gone", "content/wire/market.md"),
    ]
    assert list(told.differences) == ["content/wire/ferry.md"]
    assert {path: data for path, data in files(site.root).items() if not path.endswith("-shm")} == before
    assert len(ingest(site).ingest.written) == 3


# ---------------------------------------------------------------- an edited article whose seed changed


@pytest.fixture
def parted(site: Site) -> Site:
    """One edited article whose seed has changed."""
    sow(site, "bridge", "ferry", foot=())
    ingest(site)
    edit(content_of(site, "bridge"))
    path = site.root / "seeds/wire/bridge.txt"
    path.write_text(path.read_text("utf-8").replace("next year", "this year"), "utf-8")
    return site


def test_what_changed_is_shown_on_every_run_until_it_is_settled(parted: Site) -> None:
    for _ in range(2):
        result = ingest(parted, show=True)
        assert codes(result) == ["seed-changed"]
        lines = result.ingest.differences["content/wire/bridge.md"]
        assert [line[:2] for line in lines] == ["- ", "+ ", "- "]
        assert "next year" in lines[0]
        assert "this year" in lines[1]
        assert "A person wrote this." in lines[2]


@pytest.mark.parametrize("path", ["content/wire/bridge.md", "seeds/wire/bridge.txt", "content/wire", "seeds/wire", ""])
def test_mine_stands_and_is_asked_about_no_more(parted: Site, path: str) -> None:
    text = content_of(parted, "bridge").read_text("utf-8")
    result = ingest(parted, take="mine", paths=(path,) if path else (), everything=not path)
    assert codes(result) == []
    now = content_of(parted, "bridge").read_text("utf-8")
    assert [line for line in now.splitlines() if "sha256" not in line] == [
        line for line in text.splitlines() if "sha256" not in line
    ]
    result = ingest(parted, show=True)
    assert (codes(result), result.ingest.differences, result.ingest.written) == ([], {}, [])
    edit(content_of(parted, "bridge"))
    assert codes(ingest(parted)) == []


@pytest.mark.parametrize("path", ["content/wire/bridge.md", "seeds/wire/bridge.txt", ""])
def test_the_seed_is_taken(parted: Site, path: str) -> None:
    ingest(parted)
    result = ingest(parted, take="seed", paths=(path,) if path else (), everything=not path)
    assert (codes(result), result.ingest.written) == ([], ["content/wire/bridge.md"])
    assert "this year" in body_of(parted, "bridge")
    assert "A person" not in body_of(parted, "bridge")
    assert ingest(parted).ingest.written == []


def test_an_edit_is_undone_only_where_it_is_named(site: Site) -> None:
    sow(site, "bridge", "ferry", foot=())
    ingest(site)
    mine = edit(content_of(site, "bridge"))
    edit(content_of(site, "ferry"))
    assert ingest(site, take="seed", everything=True).ingest.written == []
    ingest(site, take="seed", paths=("content/wire/ferry.md",))
    assert "A person" not in body_of(site, "ferry")
    assert content_of(site, "bridge").read_bytes() == mine


def test_a_name_that_is_no_article_is_refused(parted: Site) -> None:
    with pytest.raises(CannotRun, match="take-unknown"):
        ingest(parted, take="mine", paths=("content/nothing.md",))


def test_windows_line_ends_of_a_person_stay(parted: Site) -> None:
    path = content_of(parted, "bridge")
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    ingest(parted, take="mine", everything=True)
    assert b"\n" not in path.read_bytes().replace(b"\r\n", b"")
    assert codes(ingest(parted)) == []


@pytest.mark.parametrize("side", ["seed", "mine"])
def test_an_edited_article_of_a_vanished_seed_is_settled_too(parted: Site, side: str) -> None:
    (parted.root / "seeds/wire/bridge.txt").unlink()
    assert codes(ingest(parted)) == ["seed-vanished"]
    ingest(parted, take=side, everything=True)
    assert content_of(parted, "bridge").exists() == (side == "mine")
    assert codes(ingest(parted)) == []


# ---------------------------------------------------------------- seeds that move, runs that are killed


def test_a_seed_that_moves_to_a_folder_of_other_defaults_keeps_its_article(site: Site) -> None:
    for folder, source in (("a", "The Callan Courier"), ("b", "Harbor Wire")):
        (site.root / "seeds" / folder).mkdir()
        (site.root / "seeds" / folder / "_defaults.yaml").write_text(f"source: {source}\n")
    sow(site, "bridge", folder="a", foot=())
    ingest(site)
    (site.root / "seeds/a/bridge.txt").rename(site.root / "seeds/b/bridge.txt")
    result = ingest(site)
    assert len(result.ingest.renamed) == 1
    text = content_of(site, "bridge", "a").read_text("utf-8")
    assert "source: Harbor Wire" in text
    assert "id: a/bridge" in text
    assert not content_of(site, "bridge", "b").exists()
    assert ingest(site).ingest.written == []


def test_the_same_text_with_other_fields_is_no_double(site: Site) -> None:
    for folder in ("a", "b"):
        (site.root / "seeds" / folder).mkdir()
        (site.root / "seeds" / folder / "_defaults.yaml").write_text(f"source: Paper {folder}\n")
        sow(site, "bridge", folder=folder, foot=())
    assert ingest(site).ingest.duplicates == 0


def test_a_run_killed_while_a_vanished_seed_takes_its_article_along_is_made_good(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    sow(site, "bridge", "ferry", foot=())
    ingest(site)
    seed = site.root / "seeds/wire/bridge.txt"
    text = seed.read_text("utf-8")
    seed.unlink()

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    for place in ("link_all", "_write_down"):
        with monkeypatch.context() as patch:
            patch.setattr(linking, place, killed)
            with pytest.raises(KeyboardInterrupt):
                ingest(site)
    ingest(site)
    assert not content_of(site, "bridge").exists()
    ledger = (site.root / "content/ledger.tsv").read_text("utf-8")
    assert "\tgone" in ledger
    assert "\tdeleted" not in ledger
    seed.write_text(text, "utf-8")
    ingest(site)
    assert content_of(site, "bridge").exists()


def test_an_ingest_links_nothing_gives_addresses_and_says_the_same_again(site: Site) -> None:
    sow(site, *WORDS)
    settings = config.load(site.root)
    first = build.ingest(site.root, settings, needs_archive=False)
    ledger = (site.root / "content/ledger.tsv").read_text("utf-8")
    assert ledger.count("\narticle\t") == first.outcome.articles == len(WORDS)
    second = build.ingest(site.root, settings, needs_archive=False)
    assert first.archive is None
    assert "ingest" in second.stages
    assert "link" not in second.stages
    assert second.outcome == first.outcome
    (site.root / "entities.yaml").write_text("- {name: Callan, kind: place}\n")
    assert "link" in build.ingest(site.root, settings, needs_archive=False).stages


def test_a_build_after_an_ingest_makes_the_site_and_the_ledger_of_a_build_alone(site: Site, tmp_path: Path) -> None:
    sow(site, *WORDS)
    alone = site.copy_of_inputs(tmp_path / "alone")
    build.ingest(site.root, config.load(site.root), needs_archive=False)
    site.build()
    alone.build()
    assert not difference(site.public(), alone.public())
    assert site.inputs() == alone.inputs()


def test_parts_of_a_large_file_teach_too(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    import json

    lines = [
        json.dumps({"title": f"Plan for the {word}", "text": story(word), "url": f"https://wire.example/{word}"})
        for word in WORDS
    ]
    (site.root / "seeds/all.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    monkeypatch.setattr("archivegen.learning.LARGE_BYTES", 10)
    ingest(site)
    assert {(row[1], row[3]) for row in rows(site)} == {("wire.example", line) for line in FOOT}
    texts = [path.read_text("utf-8") for path in (site.root / "content").rglob("*.md")]
    assert len(texts) == len(WORDS)
    assert not any(FOOT[0] in text.split("\n---\n")[-1] for text in texts)


# ---------------------------------------------------------------- nothing changed


def test_runs_that_find_nothing_changed_tell_what_the_first_told(site: Site) -> None:
    sow(site, *WORDS[:2])
    (site.root / "seeds/broken.md").write_text("---\ntitle: One: two\n---\n\nThe bridge opened on Friday.\n", "utf-8")
    (site.root / "seeds/odd.xyz").write_text("x", "utf-8")
    for path in site.root.rglob("*.*"):
        os.utime(path, (1_500_000_000, 1_500_000_000))
    first = sorted(codes(ingest(site)))
    assert first == ["front-matter-unreadable", "seed-unknown-kind"]
    assert [sorted(codes(ingest(site))) for _ in range(3)] == [first] * 3


def test_an_edit_and_a_changed_seed_are_seen_however_calm_it_was(site: Site) -> None:
    sow(site, *WORDS[:2])
    seed, path = site.root / f"seeds/wire/{WORDS[0]}.txt", site.root / f"content/wire/{WORDS[0]}.md"
    os.utime(seed, (1_500_000_000, 1_500_000_000))
    for _ in range(3):
        assert codes(ingest(site)) == []
    path.write_text(path.read_text("utf-8") + "\nA person wrote this.\n", "utf-8")
    assert codes(ingest(site)) == []
    seed.write_text(seed.read_text("utf-8") + "\nMore came in later, the harbour master said.\n", "utf-8")
    for _ in range(3):
        result = ingest(site, show=True)
        assert codes(result) == ["seed-changed"]
        assert list(result.ingest.differences) == [f"content/wire/{WORDS[0]}.md"]
    assert "A person wrote this." in path.read_text("utf-8")
    seed.unlink()
    assert [codes(ingest(site)) for _ in range(3)] == [["seed-vanished"]] * 3


def test_articles_that_two_exports_hold_are_told_of_in_one_line(site: Site) -> None:
    for name, word in (("old", "first"), ("new", "corrected")):
        items = "".join(
            f"<item><title>Post {n}</title><link>https://wire.example/{n}/</link><content:encoded><![CDATA[<p>The {word} words"
            f" of post {n}.</p>]]></content:encoded><wp:post_id>{n}</wp:post_id><wp:post_date>2019-06-0{n} 08:00:00</wp:post_date>"
            f"<wp:post_name>post-{n}</wp:post_name><wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item>"
            for n in (1, 2, 3)
        )
        spaces = 'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/"'
        (site.root / f"seeds/{name}.xml").write_text(f"<rss {spaces}><channel>{items}</channel></rss>")
    result = ingest(site)
    assert not [problem for problem in result.problems if problem.code == "slug-taken"]
    (line,) = [str(problem) for problem in result.problems if problem.code == "article-twice"]
    assert "3 articles stand on the site twice" in line
    assert "content/new/1.md" in line and "content/old/1.md" in line
