"""The labels of raw texts can be read, and what an ingest recovers is scored by rules that hold."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))  # benchmarks/ is no part of the package

from benchmarks import corpus
from benchmarks.ingest import containers, folding, layouts, misses, run, scores, tables, truth


def test_runs_of_letters_label_each_line() -> None:
    assert truth.letters_of("X1-3 T5 B6-7") == {1: "X", 2: "X", 3: "X", 5: "T", 6: "B", 7: "B"}


@pytest.mark.parametrize("runs", ["X3-1", "X1-3 B3", "Q1", "X0", "B2 X1"])
def test_runs_that_overlap_or_go_back_are_refused(runs: str) -> None:
    with pytest.raises(ValueError, match=runs.rsplit(maxsplit=1)[-1]):
        truth.letters_of(runs)


def test_every_committed_label_can_be_read() -> None:
    tables = sorted(truth.LABELS.glob("*.tsv"))
    rows = [line.split("\t") for table in tables for line in table.read_text("utf-8").splitlines()[1:]]
    assert len(rows) >= 60
    assert len({row[0] for row in rows}) == len(rows)
    for path, digest, _, title, day, says_date, lines in rows:
        letters = truth.letters_of(lines)
        assert len(digest) == 64, path
        assert says_date in {"y", "n"}, path
        assert title in {"-", "?"} or all(letters[int(number)] == "T" for number in title.split(",")), path
        assert (title == "-") == ("T" not in letters.values()) or title == "?", path
        assert day in {"-", "?"} or date.fromisoformat(day), path
        assert says_date == "n" or day not in {"-", "?"}, path


_TEXT = (
    "Home\nShare\n\nFerry Crews Walk Out\nMonday, May 6, 2024\n\nThe harbor stood still.\nNora Whelan watched.\nShare\n"
)


def _labelled(
    folder: Path, *, text: str = _TEXT, lines: str = "X1-2 T4 P5 B7-8 X9", title: str = "4", more: str = ""
) -> list[truth.Truth | str]:
    """The labels of *text*, read back; *more* is written to its file after it was labelled."""
    corpus.write(folder / "corpora/set/text/a.txt", text + more)
    row = ("set/text/a.txt", sha256(text.encode()).hexdigest(), "en", title, "2024-05-06", "y", lines)
    head = ("path", "sha256", "language", "title", "date", "date_in_text", "lines")
    corpus.write(folder / "labels/set.tsv", "\t".join(head) + "\n" + "\t".join(row) + "\n")
    return list(truth.labelled(folder / "corpora", [], folder / "labels"))


def test_labels_say_title_body_and_furniture(tmp_path: Path) -> None:
    (one,) = _labelled(tmp_path)
    assert isinstance(one, truth.Truth)
    assert (one.title, one.date, one.dek, one.byline) == ("Ferry Crews Walk Out", "2024-05-06", "", ())
    assert one.body == "The harbor stood still.\n\nNora Whelan watched."
    assert [letter for letter, _ in one.lines] == ["X", "X", "T", "X", "B", "B", "X"]


def test_a_story_without_its_head_has_no_headline_and_says_no_date(tmp_path: Path) -> None:
    text = "Ferry Crews Walk Out\nMonday, May 6, 2024\nThe harbor stood still.\n"
    (one,) = _labelled(tmp_path, text=text, lines="T1 P2 B3", title="1")
    assert isinstance(one, truth.Truth)
    bare = truth.without_head(one, "bare")
    assert (one.headless, bare.title, bare.date, bare.says_date) == (
        "The harbor stood still.\n",
        "",
        "2024-05-06",
        False,
    )
    (page,) = _labelled(tmp_path)
    assert isinstance(page, truth.Truth)
    assert page.headless == ""


def test_a_text_that_changed_is_named_and_left_out(tmp_path: Path) -> None:
    (told,) = _labelled(tmp_path, more="More.\n")
    assert told == "set/text/a.txt: is not the text that was labelled; label it anew in set.tsv"


def test_what_stands_in_the_story_too_cannot_leak(tmp_path: Path) -> None:
    (one,) = _labelled(tmp_path, lines="X1-2 T4 P5 B7-9")
    assert isinstance(one, truth.Truth)
    assert ("?", "Share") in one.lines


_TRUE = truth.Truth(
    "a", "s", "a.txt", title="Ferry Crews Walk Out", byline=("Nora Whelan",), date="2024-05-06", says_date=True,
    body="one two three four five six seven eight", captions=("The harbor at dawn",),
    lines=(("B", "one two three four"), ("X", "Read more"), ("X", "seven eight")),
)  # fmt: skip


def test_what_is_found_whole_is_all() -> None:
    found = scores.Found(
        "“Ferry crews walk out”".strip("“”"),
        "",
        ("By NORA WHELAN",),
        "",
        "2024-05-06T10:00",
        "",
        _TRUE.body or "",
        ("The harbor at dawn.",),
    )
    got = scores.score(_TRUE, found)
    assert {name: got[name] for name in ("title", "byline", "date", "date wrong", "body recall", "lines kept", "captions found")} == {
        "title": 1, "byline": 1, "date": 1, "date wrong": 0, "body recall": 1, "lines kept": 1, "captions found": 1,
    }  # fmt: skip
    assert got["lines leaked"] == 0.5
    assert got["captions in body"] == 0


def test_nothing_found_is_nothing_right_and_nothing_wrong() -> None:
    got = scores.score(_TRUE, scores.Found())
    assert {name for name, value in got.items() if value} == set()
    assert "body precision" not in got


def test_a_body_is_measured_in_shingles_of_four_words() -> None:
    got = scores.score(_TRUE, scores.Found(body="one two three four five and more of it"))
    assert got["body recall"] == pytest.approx(2 / 5)
    assert got["body precision"] == pytest.approx(2 / 6)
    value, count = scores.means([got])["body"]
    assert (value, count) == (pytest.approx(2 * (2 / 5) * (2 / 6) / (2 / 5 + 2 / 6)), 1)


@pytest.mark.parametrize(
    ("true", "says_date", "found", "expected"),
    [
        ("2024-05-06", True, "2024-05-07", {"date": 0, "date wrong": 0}),
        ("2024-05-06", True, "2024-05-16", {"date": 0, "date wrong": 1}),
        ("2024-05-06", False, "", {"date made up": 0, "date wrong": 0}),
        ("2024-05-06", False, "2022-01-01", {"date made up": 1, "date wrong": 1}),
        ("", False, "2022-01-01", {"date made up": 1, "date wrong": 1}),
        ("", False, "", {"date made up": 0, "date wrong": 0}),
        (None, False, "2022-01-01", {}),
    ],
)
def test_no_date_is_better_than_a_wrong_one(
    true: str | None, says_date: bool, found: str, expected: dict[str, float]
) -> None:
    one = truth.Truth("a", "s", "a.txt", date=true, says_date=says_date)
    assert scores.score(one, scores.Found(date=found)) == expected


def test_characters_of_chinese_and_japanese_are_words() -> None:
    assert folding.words("“Ｆerry” 台風5号") == ["ferry", "台", "風", "5", "号"]


def test_a_headline_may_carry_its_site_but_not_be_another() -> None:
    assert scores.likeness("Ferry crews walk out", "Ferry crews walk out | Port") >= scores.ALIKE
    assert scores.likeness("Ferry crews walk out", "Harbor reopens at noon") < scores.ALIKE


def test_layouts_keep_every_word() -> None:
    story = "The harbor stood remarkably still on Monday. " * 9
    text = f"Ferry Crews Walk Out\n\n{story}\n\n{'台風第5号は南の海を西に進んだ。' * 9}\n"
    for name, layout in layouts.LAYOUTS.items():
        assert folding.words(layout(text).replace("-\n", "")) == folding.words(text), name
    assert max(map(len, layouts.wrapped(text).split("\n"))) <= layouts.WIDTH
    assert "\n\n" not in layouts.without_blank_lines(text)
    assert "rema-\nrkably" in layouts.hyphenated(text)
    assert f"Out\n{layouts.INDENT}The" in layouts.indented(text)


def test_a_markdown_post_is_printed_as_its_page_would_be() -> None:
    markdown = (
        '---\ntitle: "Ferries &amp; Crews"\ndeck: What **happened**\ndate: 2024-05-06 09:00:00 -0400\n---\n\n'
        "## Monday\n\nThe [harbor](https://x.example) stood _still_.\n\n* one\n{{< box >}}\n"
    )
    post = layouts.post(markdown)
    assert (post.title, post.dek, post.date) == ("Ferries & Crews", "What happened", "2024-05-06")
    assert layouts.printed(post).split("\n\n") == [
        "Ferries & Crews", "What happened", "May 6, 2024", "Monday", "The harbor stood still.", "- one\n",
    ]  # fmt: skip


def test_an_ingest_of_texts_is_scored_from_end_to_end() -> None:
    story = (
        "The harbor stood still as the crews of nine ferries walked off their boats on Monday, the port said.\n\n"
        "Nora Whelan, who speaks for the crews, asked the owners to come back to the table before the weekend.\n\n"
        "Some four thousand people who live on the islands had to stay where they were for the night.\n"
    )
    text = f"Ferry Crews Walk Out in Port Callan\n\nMonday, May 6, 2024\n\n{story}"
    ran = run.ingest({"set/a.b.txt": text.encode(), "set/empty.txt": b""})
    found = run.found(ran.articles["set/a.b.txt"])
    true = truth.Truth(
        "a", "s", "set/a.b.txt", title="Ferry Crews Walk Out in Port Callan", date="2024-05-06", body=story
    )
    got = scores.score(true, found)
    assert (got["title"], got["date"], got["body recall"]) == (1, 1, 1)
    assert ran.files == 2
    assert run.seconds_to_read({"set/a.b.txt": text.encode()}) > 0


_FEED = """<rss version="2.0"><channel><title>Port</title><link>https://port.example/</link>
<item><title>Ferries stop</title><link>https://port.example/1</link><guid>https://port.example/1</guid>
<pubDate>Mon, 06 May 2024 09:00:00 GMT</pubDate><description>The harbor stood still on Monday.</description></item>
<item><title>Ferries go</title><link>https://port.example/2</link><guid>https://port.example/2</guid>
<pubDate>Tue, 07 May 2024 09:00:00 GMT</pubDate><description>The harbor was busy on Tuesday.</description></item>
</channel></rss>"""


def test_items_of_a_container_are_paired_and_what_is_not_wanted_is_a_leak() -> None:
    ran = run.ingest_apart({"feeds/port.xml": _FEED.encode()})
    one, other = (
        containers.Item(
            "feeds/port.xml", f"https://port.example/{n}", title, f"2024-05-0{n + 5}", f"https://PORT.example/{n}"
        )
        for n, title in ((1, "Ferries <b>stop</b>"), (2, "Ferries sink"))
    )
    both = containers.count("feeds", [one, other], ran)
    assert (both.items, both.titles, both.days, both.addresses, both.leaked) == ((2, 2), (1, 2), (2, 2), (2, 2), 0)
    assert both.missed == ("feeds/port.xml#https://port.example/2: titles: 'Ferries go' instead of 'Ferries sink'",)
    assert containers.count("feeds", [one], ran).leaked == 1
    assert containers.count("feeds", [one], ran, beside=[other]).leaked == 0
    assert containers.came_in(ran) == {"files": 1, "published": 2, "set aside or draft": 0, "errors": 0, "defeats": 0}


def test_only_public_posts_of_wordpress_are_wanted(tmp_path: Path) -> None:
    items = [
        {
            "title": "A",
            "post_id": "1",
            "type": "post",
            "status": "publish",
            "password": False,
            "date": "2024-05-06 09:00",
            "link": None,
        },
        {
            "title": "B",
            "post_id": "2",
            "type": "post",
            "status": "draft",
            "password": False,
            "date": None,
            "link": None,
        },
        {
            "title": "C",
            "post_id": "3",
            "type": "post",
            "status": "publish",
            "password": True,
            "date": None,
            "link": None,
        },
        {
            "title": "D",
            "post_id": "4",
            "type": "page",
            "status": "publish",
            "password": False,
            "date": None,
            "link": None,
        },
    ]
    corpus.write(tmp_path / "wxr/truth.jsonl", json.dumps({"file": "x.xml", "items": items}) + "\n{}\n")
    found = containers.wordpress(tmp_path / "wxr/truth.jsonl", tmp_path, kind="post")
    assert found == [containers.Item("wxr/x.xml", "1", "A", "2024-05-06", "")]


def test_what_is_wrong_is_told_by_line() -> None:
    told = list(misses.lines("lines leaked", _TRUE, scores.Found(body="Read more"), 0.5))
    assert told == ["lines leaked 0.50 a.txt", "    X 'Read more'"]
    assert list(misses.lines("title", _TRUE, scores.Found("Other"), 0.0)) == [
        "title 0.00 a.txt: 'Other' instead of 'Ferry Crews Walk Out'"
    ]
    assert list(misses.lines("date wrong", _TRUE, scores.Found(), 0.0)) == []


def test_what_has_changed_since_the_last_run_is_told() -> None:
    before = {
        "sets": {"a": {"documents": 2, "title": [0.5, 2], "date": [1.0, 2]}},
        "containers": {"feeds": {"leaked": 0}},
    }
    after = {
        "sets": {"a": {"documents": 2, "title": [0.75, 2], "date": [1.0, 2]}},
        "containers": {"feeds": {"leaked": 1}},
    }
    assert list(tables.changes(before, before)) == []
    assert list(tables.changes(before, after)) == ["a: title 0.500 → 0.750", "feeds: {'leaked': 0} → {'leaked': 1}"]


def test_without_the_corpora_the_benchmark_says_so_in_one_line(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "benchmarks.ingest", "--corpora", str(tmp_path / "none")]
    done = subprocess.run(command, cwd=Path(__file__).parents[1], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stdout.count("\n") == 1
    assert "not part of this repository" in done.stdout
    assert done.stderr == ""
