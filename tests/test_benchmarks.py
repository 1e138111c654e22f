"""The benchmark's archive is the same at every run, and each tool is given the same stories."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from archivegen import content

sys.path.insert(0, str(Path(__file__).parents[1]))  # benchmarks/ is no part of the package

from benchmarks import corpus, speed, streaming, tools
from benchmarks.measure import run, size_of


def test_the_same_stories_at_every_run() -> None:
    one, other = corpus.Corpus(300), corpus.Corpus(300)
    assert [one.story(n) for n in (0, 7, 299)] == [other.story(n) for n in (0, 7, 299)]
    assert one.story(7) != corpus.Corpus(300, seed=8).story(7)


def test_a_name_stands_in_the_text_of_every_story_that_has_it() -> None:
    for story in corpus.Corpus(20).stories():
        text = corpus.raw(story)
        assert all(name.name in text for name in story.names)


def test_a_few_names_stand_everywhere_and_most_hardly_ever() -> None:
    counts: dict[str, int] = {}
    for story in corpus.Corpus(200).stories():
        for name in story.names:
            counts[name.name] = counts.get(name.name, 0) + 1
    ordered = sorted(counts.values(), reverse=True)
    assert ordered[0] > 200 / 4
    assert sum(count <= 2 for count in ordered) > len(ordered) / 4


def test_a_content_file_gives_what_the_story_has() -> None:
    story = corpus.Corpus(50).story(3)
    article = content.load(corpus.content(story), path="content/x.md", id=story.id)
    assert (article.title, article.date, article.byline) == (story.title, story.day.isoformat(), (story.author,))
    assert [entity.name for entity in article.entities] == [name.name for name in story.names]
    assert [block.text for block in article.blocks] == list(story.paragraphs)
    assert article.problems == ()


def test_an_edit_changes_the_body_alone() -> None:
    story = corpus.Corpus(50).story(3)
    edited = corpus.with_another_body(story, 1)
    assert edited.paragraphs != story.paragraphs
    assert (edited.title, edited.names, edited.day) == (story.title, story.names, story.day)


def test_a_cost_is_that_of_the_whole_process_tree(tmp_path: Path) -> None:
    code = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'x = bytearray(90_000_000); sum(range(3_000_000))'])"
    (tmp_path / "work").mkdir()
    cost = run([sys.executable, "-c", code], tmp_path / "work")
    assert cost.cpu_s > 0.03
    assert cost.wall_s > 0.03


def test_a_command_that_fails_says_how(tmp_path: Path) -> None:
    (tmp_path / "work").mkdir()
    with pytest.raises(RuntimeError, match="no good"):
        run([sys.executable, "-c", "import sys; print('no good'); sys.exit(3)"], tmp_path / "work")


def test_the_table_has_a_line_for_each_scenario_and_tool() -> None:
    row = speed.Row("hugo", "cold", 1.0, 2.0, 30.0, 1234, 5_000_000, 1.0, 1.0)
    assert speed.table([row]).splitlines()[2] == "| cold | hugo | 2.00 | 1.00 | 30 | 1,234 | 5.0 | 1.000 | 1.000 |"


def _row(tool: str, scenario: str, cpu_s: float, wall_s: float = 1.0) -> speed.Row:
    return speed.Row(tool, scenario, wall_s, cpu_s, 1.0, 1, 1, cpu_s, wall_s)


def test_peers_that_are_run_once_are_what_every_scenario_is_compared_with(tmp_path: Path) -> None:
    def tool(name: str, code: str) -> tools.Tool:
        command = [sys.executable, "-c", code]
        return tools.Tool(
            name, command, corpus.content, "{id}.md", (), lambda root: (root / "public").mkdir(parents=True), "t.html"
        )

    stories, said = corpus.Corpus(2), list[str]()
    found = [tool("hugo", "sum(range(3_000_000))"), tool(tools.SAME_WORK, "pass")]
    chosen = ("nothing changed", "one body")
    rows = speed.measure(
        stories, tmp_path / "sites", found, scenarios=chosen, rounds=2, limit_s=60, say=said.append, peers_once=True
    )
    assert [(row.tool, row.scenario) for row in rows] == [
        ("hugo", chosen[0]), (tools.SAME_WORK, chosen[0]), (tools.SAME_WORK, chosen[1])
    ]  # fmt: skip
    assert len(said) == 6
    assert all(row.cpu_ratio < 1 for row in rows if row.tool != "hugo")


def test_where_a_peer_wins_is_told() -> None:
    rows = [_row("hugo", "cold", 1.0), _row("pelican", "cold", 9.0), _row(tools.SAME_WORK, "cold", 2.0)]
    assert speed.peers_that_win(rows) == "hugo is ahead of archivegen, same work: cold (CPU 2.00).\n"
    assert "No peer is ahead" in speed.peers_that_win([_row("hugo", "cold", 3.0), _row(tools.SAME_WORK, "cold", 2.0)])


def test_growth_is_an_exponent() -> None:
    rows = {size: [_row("hugo", "cold", size**1.5)] for size in (100, 10_000)}
    assert speed.growth(rows)["hugo"] == pytest.approx(1.5)
    assert speed.growth({100: rows[100]}) == {}


@pytest.mark.parametrize("tool", tools.of((0,), "pelican"), ids=lambda tool: tool.name)
def test_each_edit_changes_what_it_says_and_each_time_another(tool: tools.Tool, tmp_path: Path) -> None:
    stories = corpus.Corpus(20)
    root = tools.make_site(tool, stories, tmp_path / "site")
    story = tool.path(root, stories.story(10))
    seen = {story.read_text()}
    for turn in (1, 2):
        for scenario in ("one body", "one title"):
            tools.prepare(tool, root, stories, scenario, turn)
            assert story.read_text() not in seen
            seen.add(story.read_text())
        before = len(list(story.parent.iterdir()))
        tools.prepare(tool, root, stories, "one new article", turn)
        assert len(list(story.parent.iterdir())) == before + 1
        tools.prepare(tool, root, stories, "template changed", turn)
        assert f"<!-- {turn} -->" in (root / tool.template).read_text()
    assert tool.offers("entity renamed") == (tool.name != "pelican")


def test_an_edit_is_of_the_body_or_of_the_title_alone_in_later_rounds_too(tmp_path: Path) -> None:
    tool, stories = tools.of((0,), "")[1], corpus.Corpus(20)
    root = tools.make_site(tool, stories, tmp_path / "site")
    story = tool.path(root, stories.story(10))
    first = story.read_text().splitlines()
    for turn in (1, 2):
        tools.prepare(tool, root, stories, "cold", turn)
        assert story.read_text().splitlines() == first
        before = first
        for scenario in ("one body", "one title"):
            tools.prepare(tool, root, stories, scenario, turn)
            now = story.read_text().splitlines()
            assert sum(one != other for one, other in zip(before, now, strict=True)) == 1
            before = now


def test_more_than_one_number_of_jobs_is_more_cold_builds() -> None:
    found = tools.of((0, 1), "")
    assert [tool.name for tool in found if tool.only_cold] == [
        f"{tools.SAME_WORK}, 1 jobs",
        f"{tools.EVERYTHING}, 1 jobs",
    ]
    assert not found[-1].offers("one body")


def test_the_size_of_a_folder_is_its_files_and_their_bytes(tmp_path: Path) -> None:
    corpus.write(tmp_path / "a" / "b.txt", "abc")
    corpus.write(tmp_path / "c.txt", "de")
    assert size_of(tmp_path) == (2, 5)


@pytest.mark.parametrize("kind", ["wxr", "warc"])
def test_a_large_export_is_the_same_at_every_run_and_streams_in_little_memory(kind: str, tmp_path: Path) -> None:
    row = streaming.measure(kind, tmp_path, gb=0.02, articles=30, jobs=2, limit_s=300)
    (seed,) = (tmp_path / kind / "seeds").iterdir()
    assert 0.9 < seed.stat().st_size / 20e6 < 1.1
    assert len(list((tmp_path / kind / "content").rglob("*.md"))) == 30
    assert 0 < row.cost.peak_mb < streaming.LIMIT_MB
    again = tmp_path / "again"
    streaming.write(kind, again, int(0.02e9), 30)
    assert again.read_bytes() == seed.read_bytes()
    assert "30 articles" in streaming.line_of(row)
