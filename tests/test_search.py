"""What is indexed, in which bundles, when anew; what the search page reads beside it; and a site whose Pagefind cannot run."""

from __future__ import annotations

import base64
import gzip
import json
import os
import re
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from archivegen.config import EntityOptions
from archivegen.model import Archive, Card, Entity, Text
from archivegen.pages.search import folded
from archivegen.search import Found, bring_up_to_date, bundles, indexed, pagefind, service
from archivegen.texts import text_of
from sites import Site, difference, files
from small_archive import SITE, Shelf, article

STATIC = Path(__file__).parents[1] / "static"
needs_pagefind = pytest.mark.skipif(pagefind.program() is None, reason="Pagefind is not installed")


def shelf(*texts: str, **fields: object) -> Shelf:
    articles = [article(number, text, **fields) for number, text in enumerate(texts)]
    return Shelf(articles, {"Ann Lee": "person", "Bo Chen": "person", "North Korea": "place"})


def index(made: Shelf, folder: Path, *, jobs: int = 1) -> Found:
    return bring_up_to_date(folder, made.archive.cards, made.site, made.text, jobs=jobs)


def bytes_of(found: Found) -> dict[str, bytes]:
    return {path: file.source.read_bytes() for path, file in found.files.items()}


# ---------------------------------------------------------------- what is indexed


def test_the_words_of_a_page_are_those_of_its_sentences_in_order() -> None:
    text = text_of(article(1, "Ann  Lee came.\tShe left.\nA well-known treaty — signed."))
    page = indexed.page_of(text)
    assert page == "<h1>Report 1</h1>\n<p>Ann Lee came. She left. A well-known treaty — signed.</p>"


def test_a_supplied_headline_is_none() -> None:
    page = indexed.page_of(text_of(article(1, "Ann Lee came.", title_basis="supplied")))
    assert page == "<p>Ann Lee came.</p>"


def test_markup_is_text() -> None:
    page = indexed.page_of(text_of(article(1, "If a < b & c, <script>x</script>.", title_basis="supplied")))
    assert page == "<p>If a &lt; b &amp; c, &lt;script&gt;x&lt;/script&gt;.</p>"


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("朝鲜和俄罗斯。", "朝 鲜 和 俄 罗 斯 。"),
        ("ロシアが調印", "ロ シ ア が 調 印"),
        ("API朝鲜2024", "API 朝 鲜 2024"),
        ("ที่นี่", "ที่ นี่"),
        ("وقعت روسيا", "وقعت روسيا"),
        ("re\u00adport\u200bed", "reported"),
        ("in\u00a0May", "in May"),
    ],
)
def test_scripts_without_blanks_have_a_word_a_letter(written: str, words: str) -> None:
    assert indexed.words_of(written) == words


def test_the_script_parts_words_as_the_index_does() -> None:
    script = (STATIC / "search.js").read_text("utf-8")
    found = re.findall(r'const (UNSPACED|MARKS) =((?:\s*"[^"]*"(?: \+)?)+);', script)
    told = {name: "".join(re.findall(r'"([^"]*)"', value)) for name, value in found}
    plain = {
        name: re.sub(r"\\\\u(?:\{(\w+)\}|(\w{4}))", lambda match: chr(int(match.group(1) or match.group(2), 16)), value)
        for name, value in told.items()
    }
    assert plain == {"UNSPACED": indexed.UNSPACED, "MARKS": indexed.MARKS}


# ---------------------------------------------------------------- bundles


def cards(*orders: int, language: str = "en") -> list[Card]:
    card = shelf("Words.").archive.cards[0]
    return [msgspec.structs.replace(card, id=f"a{order}", order=order, language=language) for order in orders]


def test_an_article_that_is_added_touches_the_last_bundle_alone() -> None:
    before = bundles.of(cards(*range(2_600)), "en")
    after = bundles.of(cards(*range(2_601)), "en")
    assert [one.name for one in before] == ["en-0", "en-500", "en-1000", "en-1500", "en-2000", "en-2500"]
    assert [one.quick == other.quick for one, other in zip(before, after, strict=True)] == [True] * 5 + [False]


def test_a_bundle_is_full_with_five_hundred_places_in_the_order_of_arrival() -> None:
    assert [one.name for one in bundles.of(cards(*range(499)), "en")] == ["en-0", "en-250"]
    assert [one.name for one in bundles.of(cards(*range(500)), "en")] == ["en-0"]
    assert [(one.name, len(one.cards)) for one in bundles.of(cards(3, 499, 500), "en")] == [("en-0", 2), ("en-500", 1)]


def test_what_came_long_ago_has_larger_bundles() -> None:
    def sizes(total: int) -> list[int]:
        return [len(one.cards) for one in bundles.of(cards(*range(total)), "en")]

    assert sizes(5_999) == [500] * 11 + [250, 249]
    assert sizes(6_000) == [1_000] + [500] * 10
    assert sizes(14_999) == [1_000] * 9 + [500] * 11 + [250, 249]
    assert sizes(15_000) == [5_000] + [1_000] * 5 + [500] * 10
    assert sizes(20_250) == [5_000, 5_000] + [1_000] * 5 + [500] * 10 + [250]


def test_languages_have_bundles_of_their_own_the_sites_first() -> None:
    mixed = [
        *cards(0, language="ar"),
        *cards(1, language="zh-Hans"),
        *cards(2, language=""),
        *cards(3, language="fr-CA"),
    ]
    found = bundles.of([*mixed, *cards(4, language="ja")], "fr")
    assert [(one.name, [card.order for card in one.cards]) for one in found] == [
        ("fr-0", [2, 3]),
        ("ar-0", [0]),
        ("und-0", [1, 4]),
    ]


def test_nothing_to_search_has_no_bundle() -> None:
    assert bundles.of((), "en") == []


# ---------------------------------------------------------------- what Pagefind writes


def test_pages_go_by_their_numbers() -> None:
    meta = b"pagefind_dcd\x83\x651.5.2\x82\x82\x6aen_1a2b3c4\x19\x02\x0f\x82\x6aen_9f8e7d6\x05\x81\xf6"
    found = pagefind.with_numbers(meta, {"en_1a2b3c4": 12_345, "en_9f8e7d6": 7})
    assert found == b"pagefind_dcd\x83\x651.5.2\x82\x82\x6512345\x19\x02\x0f\x82\x617\x05\x81\xf6"


@pytest.mark.parametrize(
    "meta",
    [
        b"pagefind_dcd",
        b"pagefind_dcd\xa1\x01\x02",
        b"pagefind_dcd\x82\x651.5.2\x81\x82\x6aen_0000000\x05",
        b"pagefind_dcd\x82\x651.5.2\x81\x83\x05",
    ],
)
def test_what_has_another_form_is_refused(meta: bytes) -> None:
    with pytest.raises((ValueError, KeyError, IndexError)):
        pagefind.with_numbers(meta, {"en_1a2b3c4": 1})


@needs_pagefind
def test_the_index_has_pagefinds_files_and_no_page_of_its_own(tmp_path: Path) -> None:
    found = index(shelf("Ann Lee came to the harbor.", "Bo Chen left."), tmp_path)
    names = sorted(re.sub(r"_[0-9a-f]+", "_*", path) for path in found.files)
    assert names == [
        "search/bundles.json",
        "search/en-0/index/en_*.pf_index",
        "search/en-0/pagefind-entry.json",
        "search/en-0/pagefind.en_*.pf_meta",
        "search/en-0/wasm.en.pagefind",
        "search/pagefind.js",
    ]
    assert not found.problems
    (meta,) = [data for path, data in bytes_of(found).items() if path.endswith("pf_meta")]
    pages = gzip.decompress(meta).partition(b"\x651.5.2")[2]
    assert pages[:2] == b"\x82\x82"
    assert (pages[2:4], pages[6:8]) == (b"\x610", b"\x611")


@needs_pagefind
def test_the_same_articles_have_the_same_bytes_every_time(tmp_path: Path) -> None:
    texts = [f"Ann Lee saw ship {number} and the pilot of harbor {number % 7}." for number in range(60)]
    trees = [bytes_of(index(shelf(*texts), tmp_path / str(run), jobs=1 + run % 2)) for run in range(4)]
    for tree in trees[1:]:
        assert difference(tree, trees[0]) == ""


def pages_in(found: Found) -> list[int]:
    """The pages in the order in which the index numbers them."""
    (meta,) = [data for path, data in bytes_of(found).items() if path.endswith("pf_meta")]
    (listed,) = re.findall(rb"1\.5\.\d+\x98.(.*)", gzip.decompress(meta), re.DOTALL)
    return [int(number) for number in re.findall(rb"\x82[\x61-\x63](\d+)", listed)]


@needs_pagefind
def test_pages_are_numbered_in_the_order_of_arrival(tmp_path: Path) -> None:
    texts = [f"Ann Lee saw ship {number} and the pilot of harbor {number % 7}." for number in range(60)]
    assert pages_in(index(shelf(*texts), tmp_path)) == list(range(60))


@needs_pagefind
@pytest.mark.skipif(not os.access("/dev/shm", os.W_OK), reason="there is one disk")
def test_every_disk_gets_the_same_bytes(tmp_path: Path) -> None:
    texts = [f"Ann Lee saw ship {number} and the pilot of harbor {number % 7}." for number in range(60)]
    with tempfile.TemporaryDirectory(dir="/dev/shm") as other:
        found = bytes_of(index(shelf(*texts), Path(other)))
    assert difference(found, bytes_of(index(shelf(*texts), tmp_path))) == ""


@needs_pagefind
def test_what_was_made_by_another_program_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = shelf("Rain fell.")
    index(made, tmp_path)
    monkeypatch.setattr(pagefind, "stamp", lambda program: "another")
    monkeypatch.setattr(pagefind.Run, "begin", lambda self: pytest.fail("Pagefind was started"))
    with pytest.raises(pytest.fail.Exception, match="was started"):
        index(made, tmp_path)


@needs_pagefind
def test_what_lost_a_file_is_made_anew(tmp_path: Path) -> None:
    made = shelf("Rain fell.", "Bo Chen left.")
    first = bytes_of(index(made, tmp_path))
    places = sorted(path for path in tmp_path.rglob("*") if path.is_file())
    assert len(places) > 5
    for path in places:
        path.unlink()
        assert bytes_of(index(made, tmp_path)) == first, path


@needs_pagefind
def test_signs_that_no_page_should_have_are_no_obstacle(tmp_path: Path) -> None:
    odd = [
        "A \x00 b \ufffe c \x1b[0m.",
        "Half \ud83d of a sign.",
        "___PAGEFIND_WEIGHT___ </p></body>",
        "word " * 200_000,
    ]
    found = index(shelf(*odd), tmp_path)
    assert not found.problems
    assert found.is_there


@needs_pagefind
def test_what_is_kept_and_mended_is_what_is_made_anew(tmp_path: Path) -> None:
    before = shelf("Ann Lee came.", "Bo Chen left.", "A storm rose.")
    after = shelf("Ann Lee came.", "Bo Chen stayed.", "A storm rose.", "Rain fell.")
    index(before, tmp_path / "kept")
    assert difference(bytes_of(index(after, tmp_path / "kept")), bytes_of(index(after, tmp_path / "new"))) == ""


@needs_pagefind
def test_a_run_that_is_killed_while_a_bundle_is_replaced_harms_no_later_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(folder: Path, **_: object) -> None:
        if folder.is_dir() and not folder.name.endswith(".new"):
            next(path for path in sorted(folder.rglob("*.json"))).unlink()
            raise KeyboardInterrupt

    before = shelf("Ann Lee came.", "Bo Chen left.")
    first = bytes_of(index(before, tmp_path))
    with monkeypatch.context() as broken, pytest.raises(KeyboardInterrupt):
        broken.setattr(shutil, "rmtree", killed)
        index(shelf("Ann Lee came.", "Bo Chen stayed."), tmp_path)
    assert bytes_of(index(before, tmp_path)) == first


@needs_pagefind
def test_pagefind_is_started_only_where_what_is_searched_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = shelf("Ann Lee came.", "Bo Chen left.")
    first = bytes_of(index(made, tmp_path))
    monkeypatch.setattr(pagefind.Run, "begin", lambda self: pytest.fail("Pagefind was started"))
    assert bytes_of(index(made, tmp_path)) == first
    cards = tuple(msgspec.structs.replace(card, digest="other", source="Ledger") for card in made.archive.cards)
    made.archive = msgspec.structs.replace(made.archive, cards=cards)
    assert bytes_of(index(made, tmp_path)) == first
    assert bytes_of(index(made, tmp_path)) == first  # and it is remembered that they are the same


@needs_pagefind
def test_each_language_is_indexed_with_its_own_stems(tmp_path: Path) -> None:
    made = Shelf(
        [
            article(0, "The treaty was signed.", language="en"),
            article(1, "朝鲜和俄罗斯签署了条约。", language="zh"),
            article(2, "وقعت روسيا وكوريا الشمالية معاهدة.", language="ar"),
        ]
    )
    found = bytes_of(index(made, tmp_path))
    told = json.loads(found["search/bundles.json"])["bundles"]
    assert [one["path"] for one in told] == ["en-0/", "ar-0/", "und-0/"]
    assert {path.rpartition("/")[2] for path in found if "/wasm." in path} == {
        "wasm.en.pagefind",
        "wasm.ar.pagefind",
        "wasm.unknown.pagefind",
    }


@needs_pagefind
def test_articles_without_a_word_are_no_obstacle(tmp_path: Path) -> None:
    wordless = [article(n, "…", title="", title_basis="supplied") for n in range(2)]
    found = index(Shelf(wordless), tmp_path)
    assert found.is_there
    some = index(Shelf([*wordless, article(2, "Rain fell.")]), tmp_path)
    assert some.is_there
    assert [path for path in some.files if path.endswith(".pf_index")]


@needs_pagefind
def test_what_is_no_more_is_not_kept(tmp_path: Path) -> None:
    index(Shelf([article(0, "Il pleut.", language="fr")]), tmp_path)
    (tmp_path / "en-0.new" / "pages").mkdir(parents=True)  # of a run that was cut off
    index(shelf("Rain fell."), tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bundles.json", "en-0"]


@needs_pagefind
def test_settings_of_the_environment_change_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = bytes_of(index(shelf("Rain fell."), tmp_path / "a"))
    monkeypatch.setenv("PAGEFIND_ROOT_SELECTOR", "nav")
    monkeypatch.setenv("PAGEFIND_FORCE_LANGUAGE", "fr")
    assert bytes_of(index(shelf("Rain fell."), tmp_path / "b")) == plain


# ---------------------------------------------------------------- where it cannot run


def program(folder: Path, body: str) -> Callable[[], Path]:
    """A Pagefind that does *body*."""
    path = folder / "pagefind"
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return lambda: path


def saying(payload: str) -> str:
    message = base64.b64encode(f'{{"message_id": 1, "payload": {payload}}}'.encode()).decode()
    return f"printf '{message},'"


ANSWER = saying('{"type": "NewIndex", "index_id": 0}')
REFUSAL = saying('{"type": "Error", "message": "no\\nroom"}')


@pytest.mark.skipif(os.name != "posix", reason="the stand-in is a shell script")
@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("kill -9 $$", "was killed, most likely for want of memory"),
        ("echo 'Error: no space left' >&2; exit 3", "ended with 3 (Error: no space left)"),
        ("exit 0", "is not what is known of it"),
        ("printf 'no message,'; read forever", "is not what is known of it"),
        (ANSWER, "is not what is known of it"),
        (f"{ANSWER}; kill -9 $$", "was killed, most likely for want of memory"),
        (f"{REFUSAL}; read forever", "Pagefind says no room"),
        ("yes 'Error: no space left' | head -n 50000 >&2; exit 3", "ended with 3 (Error: no space left)"),
    ],
)
def test_a_run_that_fails_is_told_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str, said: str
) -> None:
    monkeypatch.setattr(pagefind, "program", program(tmp_path, body))
    found = index(shelf("Rain fell."), tmp_path / "cache")
    assert not found.is_there
    assert not found.is_final
    assert not found.files
    (problem,) = found.problems
    assert problem.severity == "warning"
    assert said in problem.message
    assert "\n" not in str(problem)
    assert list((tmp_path / "cache").iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="the stand-in is a shell script")
@pytest.mark.parametrize("body", ["exec sleep 600", f"{ANSWER}; exec sleep 600"], ids=["at first", "later"])
@pytest.mark.parametrize("words", [3, 100_000], ids=["few words", "more than a pipe holds"])
def test_a_program_that_never_answers_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str, words: int
) -> None:
    monkeypatch.setattr(pagefind, "program", program(tmp_path, body))
    monkeypatch.setattr(service, "LOOK_S", 0.01)
    monkeypatch.setattr(service, "PATIENCE_S", 0.05)
    monkeypatch.setattr(service, "SLOWEST", 100_000_000)
    threads = threading.active_count()
    (problem,) = index(shelf("Rain fell. " * words), tmp_path / "cache").problems
    assert "Pagefind gave no answer for " in problem.message
    assert threading.active_count() == threads


@pytest.mark.skipif(os.name != "posix", reason="the stand-in is a shell script")
@needs_pagefind
def test_a_build_that_is_broken_off_leaves_no_pagefind_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = pagefind.program()
    monkeypatch.setattr(pagefind, "program", program(tmp_path, f'echo $$ > "{tmp_path}/pid"; exec "{real}" "$@"'))
    made = shelf("Rain fell.", "Snow fell.")

    def texts(identity: str) -> Text:
        if identity == made.archive.cards[1].id:
            raise KeyboardInterrupt
        return made.text(identity)

    with pytest.raises(KeyboardInterrupt):
        bring_up_to_date(tmp_path / "cache", made.archive.cards, made.site, texts)
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)
    assert list((tmp_path / "cache").iterdir()) == []


def test_a_program_for_another_system_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pagefind").write_bytes(b"\x7fNOT")
    (tmp_path / "pagefind").chmod(0o755)
    monkeypatch.setattr(pagefind, "program", lambda: tmp_path / "pagefind")
    (problem,) = index(shelf("Rain fell."), tmp_path / "cache").problems
    assert "does not run here" in problem.message


def test_without_pagefind_a_note_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pagefind, "program", lambda: None)
    found = index(shelf("Rain fell."), tmp_path)
    assert [(problem.severity, problem.code) for problem in found.problems] == [("note", "search-left-out")]
    assert "pip install pagefind-bin, or write search: false" in found.problems[0].message


def test_search_that_is_off_is_not_missed(tmp_path: Path) -> None:
    made = shelf("Rain fell.")
    found = bring_up_to_date(tmp_path, made.archive.cards, msgspec.structs.replace(SITE, search=False), made.text)
    assert found == Found(is_there=False)


# ---------------------------------------------------------------- what the page reads beside the index


def data(made: Shelf, path: str) -> dict[str, list[list[object]]]:
    found: dict[str, list[list[object]]] = json.loads(made.html(path))
    return found


def test_cards_tell_what_results_show() -> None:
    made = shelf("Ann Lee came.", source="Ledger")
    assert data(made, "search/articles/0.json") == {
        "cards": [[0, "2024/06/19/report-0.html", "Report 0", 0, "Ledger", "2024-06-19", 0, ""]]
    }


def test_facets_are_people_and_places_that_have_pages() -> None:
    made = shelf("Ann Lee left North Korea.", "Ann Lee came.", "Bo Chen saw North Korea.", source="Ledger")
    assert data(made, "search/facets/0.json") == {
        "sources": ["Ledger"],
        "names": [["people/ann-lee", "Ann Lee"], ["places/north-korea", "North Korea"]],
        "rows": [[0, "2024-06-19", 0, [0, 1]], [1, "2024-06-19", 0, [0]], [2, "2024-06-19", 0, [1]]],
    }


def test_cards_and_facets_are_in_files_by_order_of_arrival() -> None:
    made = shelf(*(f"Ann Lee saw ship {number}." for number in range(501)))
    found = [path for path in made.pages("search") if path.endswith(".json")]
    assert [path for path in found if "/articles/" in path] == [f"search/articles/{n}.json" for n in range(6)]
    assert [path for path in found if "/facets/" in path] == ["search/facets/0.json", "search/facets/1.json"]


def with_aliases(made: Shelf, **aliases: tuple[str, ...]) -> Archive:
    def told(entity: Entity) -> Entity:
        own = aliases.get(entity.name.replace(" ", "_"), ())
        return msgspec.structs.replace(entity, aliases=tuple((name, 1) for name in own))

    return msgspec.structs.replace(made.archive, entities=tuple(map(told, made.archive.entities)))


def test_a_name_is_found_by_what_else_it_is_called() -> None:
    made = shelf("Ann Lee left North Korea.", "Ann Lee saw North Korea.", tags=("harbors",))
    made.archive = with_aliases(made, Ann_Lee=("Ms. Lee", "Annie"), North_Korea=("DPRK", "the Hermit Kingdom"))
    names = data(made, "search/names/all.json")["names"]
    ann, korea, tag = names
    assert ann == ["people/ann-lee.html", "Ann Lee", 2, ["Ms. Lee", "Annie"]]
    assert korea[:3] == ["places/north-korea.html", "North Korea", 2]
    assert "DPRK" in korea[3]  # type: ignore[operator]
    assert tag == ["tags/harbors.html", "harbors", 2, []]


def test_what_the_tables_know_of_a_name_finds_it_too() -> None:
    made = shelf("Ann Lee left North Korea.", "Ann Lee saw North Korea.")
    (korea,) = [row for row in data(made, "search/names/all.json")["names"] if row[1] == "North Korea"]
    assert {"DPRK", "North Koreans"} <= set(korea[3])  # type: ignore[call-overload]


def test_many_names_are_in_files_by_the_letters_of_their_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["archivegen.pages.search"], "FEW", 1)
    made = shelf("Ann Lee left Bo Chen.", "Ann Lee saw Bo Chen.")
    found = {path: data(made, path)["names"] for path in made.pages("search") if "/names/" in path}
    assert {path: [row[1] for row in rows] for path, rows in found.items()} == {
        "search/names/a.json": ["Ann Lee"],
        "search/names/b.json": ["Bo Chen"],
        "search/names/c.json": ["Bo Chen"],
        "search/names/l.json": ["Ann Lee"],
    }


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("D.P.R.K.", "dprk"),
        ("Łódź", "lodz"),
        ("O’Brien", "obrien"),
        ("Élysée-Palace", "elysee palace"),
        ("朝鲜", "朝鲜"),
    ],
)
def test_names_are_compared_without_accents_and_points(name: str, key: str) -> None:
    assert folded(name) == key


def test_people_who_are_not_shown_are_not_found() -> None:
    texts = [article(n, "Ann Lee left North Korea.") for n in range(2)]
    site = msgspec.structs.replace(SITE, entities=EntityOptions(min_articles=1, people="off"))
    made = Shelf(texts, {"Ann Lee": "person", "North Korea": "place"}, site)
    told = "".join(made.render(page) for path, page in made.pages("search").items() if path.endswith(".json"))
    assert "Ann Lee" not in told
    assert "North Korea" in told


def test_the_page_says_without_script_where_names_are_listed() -> None:
    html = shelf("Ann Lee left North Korea.", "Ann Lee came.").html("search/index.html")
    assert '<noscript><p class="note">Searching needs JavaScript.' in html
    assert '<a href="../people/">People</a>' in html
    assert 'role="search"' in html
    assert 'role="status"' in html
    assert html.count('role="search"') == 1  # not another one in the masthead


def test_a_browser_is_told_how_to_ask() -> None:
    made = shelf("Ann Lee came.")
    assert 'template="https://archive.example/search/?q={searchTerms}"' in made.html("search/opensearch.xml")
    assert '<link rel="search" type="application/opensearchdescription+xml"' in made.html("index.html")
    assert '<form class="seek" role="search" action="search/">' in made.html("index.html")


def test_without_an_address_of_its_own_a_site_has_no_description_for_browsers() -> None:
    made = shelf("Ann Lee came.")
    made.site = msgspec.structs.replace(SITE, base_url="")
    assert "search/opensearch.xml" not in made.pages()
    assert 'rel="search"' not in made.html("index.html")
    assert 'action="search/index.html"' in made.html("index.html")


def test_a_site_without_search_does_not_speak_of_it() -> None:
    made = shelf("Ann Lee came.")
    made.site = msgspec.structs.replace(SITE, search=False)
    assert not [path for path in made.pages() if path.startswith("search")]
    assert "search" not in made.html("index.html").replace("archive.example", "")


# ---------------------------------------------------------------- whole sites


@needs_pagefind
def test_what_is_not_published_is_not_indexed(small_site: Callable[[str], Site]) -> None:
    site = small_site("one")
    (site.root / "seeds" / "secret.md").write_text("---\ntitle: Zyzzyva\ndraft: true\n---\nThe zyzzyva is a weevil.\n")
    (site.root / "seeds" / "plain.md").write_text("---\ntitle: Quokka\n---\nThe quokka is a wallaby.\n")
    site.build()
    told = b"".join(
        gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
        for path, data in site.public().items()
        if path.startswith("search/") and "wasm" not in path
    )
    assert b"quokka" in told
    assert b"zyzzyva" not in told.lower()


@pytest.mark.skipif(os.name != "posix", reason="the stand-in is a shell script")
@needs_pagefind
def test_a_site_whose_search_fails_is_whole_without_it_and_gets_it_next_time(
    small_site: Callable[[str], Site], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = small_site("one")
    wanted = small_site("other")
    wanted.build()
    with monkeypatch.context() as broken:
        broken.setattr(pagefind, "program", program(tmp_path, "exit 1"))
        result = site.build()
    assert [problem.code for problem in result.problems if "search" in problem.code] == ["search-left-out"]
    assert not [path for path in site.public() if path.startswith("search/")]
    assert not [path for path, page in site.public().items() if b"search/" in page and path.endswith(".html")]
    assert "people/index.html" in site.public()
    again = site.build()
    assert not [problem for problem in again.problems if problem.code == "search-left-out"]
    assert difference(site.public(), wanted.public()) == ""


@needs_pagefind
def test_a_build_that_finds_nothing_changed_starts_no_pagefind(
    small_site: Callable[[str], Site], monkeypatch: pytest.MonkeyPatch
) -> None:
    site = small_site("one")
    site.build()
    before = files(site.root / "public")
    monkeypatch.setattr(pagefind, "program", lambda: pytest.fail("Pagefind was asked for"))
    assert site.build().written == 0
    assert files(site.root / "public") == before
