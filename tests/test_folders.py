"""What the owner knows of many seeds at once: _defaults.yaml and index files."""

from __future__ import annotations

from pathlib import Path

import pytest

from archivegen import folders
from archivegen.errors import Origin
from archivegen.model import Document


def gather(root: Path, **files: str) -> folders.Known:
    for name, text in files.items():
        path = root / "seeds" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folders.gather(root, [f"seeds/{name}" for name in files])


def document(**meta: object) -> Document:
    return Document(origin=Origin("seeds/x.txt"), meta=meta, body="Text.", sha256="0")


def test_the_nearest_folder_wins_and_all_below_inherit(tmp_path: Path) -> None:
    known = gather(tmp_path, **{"_defaults.yaml": "source: A\nlanguage: en\n", "b/_defaults.yaml": "publisher: B\n"})
    assert known.of("seeds/x.txt") == {"source": "A", "language": "en"}
    assert known.of("seeds/b/c/x.txt") == {"source": "B", "language": "en"}
    assert known.of("other/x.txt") == {}


def test_what_the_seed_says_itself_wins_under_any_name(tmp_path: Path) -> None:
    given = gather(tmp_path, **{"_defaults.yaml": "byline: Staff\nsource: A\n"}).of("seeds/x.txt")
    found = folders.apply(document(author="Jane Roe"), given)
    assert found.meta == {"author": "Jane Roe", "source": "A"}
    assert found.sha256 == "0"
    assert folders.apply(document(), {}) == document()


def test_an_index_beside_the_texts_gives_each_its_own(tmp_path: Path) -> None:
    index = "filename;headline;author;published_at;link\nx.txt;One;Jane Roe;2019-05-03;https://c.example/1\nsub/y.txt;Two;;;\ngone.txt;Three;;;\n"
    known = gather(
        tmp_path, **{"index.csv": index, "x.txt": "a", "sub/y.txt": "b", "_defaults.yaml": "byline: Staff\n"}
    )
    assert known.indexes == {"seeds/index.csv"}
    assert known.of("seeds/x.txt") == {
        "title": "One", "byline": "Jane Roe", "date": "2019-05-03", "url": "https://c.example/1",
    }  # fmt: skip
    assert known.of("seeds/sub/y.txt") == {"title": "Two", "byline": "Staff"}
    assert [(one.code, one.origin.line) for one in known.problems] == [("index-file-missing", 4)]


def test_an_index_may_be_json(tmp_path: Path) -> None:
    known = gather(tmp_path, **{"index.json": '[{"file": "x.txt", "site_name": "A"}]', "x.txt": "a"})
    assert known.of("seeds/x.txt") == {"source": "A"}


def test_a_table_of_stories_called_index_is_a_seed(tmp_path: Path) -> None:
    known = gather(tmp_path, **{"index.csv": "title,text\nOne,Text\n"})
    assert (known.indexes, known.by_seed) == (frozenset(), {})


def test_unknown_fields_and_broken_yaml_are_told_with_their_line(tmp_path: Path) -> None:
    known = gather(tmp_path, **{"_defaults.yaml": "source: A\nlangage: en\n", "b/_defaults.yaml": "- a\n- b\n"})
    assert [(one.origin.path, one.origin.line, one.code) for one in known.problems] == [
        ("seeds/_defaults.yaml", 2, "key-unknown"),
        ("seeds/b/_defaults.yaml", 1, "defaults-unreadable"),
    ]
    assert known.of("seeds/x.txt") == {"source": "A"}


def test_the_digest_tells_one_knowledge_from_another() -> None:
    assert folders.digest({}) == ""
    assert folders.digest({"a": "1", "b": "2"}) == folders.digest({"b": "2", "a": "1"}) != folders.digest({"a": "1"})


def test_a_site_names_the_fields_of_its_seeds() -> None:
    found = folders.renamed(document(kop="One", author="Jane Roe"), {"kop": "title"})
    assert found.meta == {"title": "One", "author": "Jane Roe"}
    assert folders.renamed(document(author="x"), {"kop": "title"}) == document(author="x")


def test_an_index_names_files_as_other_machines_do(tmp_path: Path) -> None:
    index = "path,title\nC:\\scrapes\\x.txt,One\n/home/me/Y.TXT,Two\nz,Three\nseeds/q.txt,Four\nsub/v.txt,Five\n"
    texts = {f"{name}.txt": "a" for name in ("x", "y", "z", "q", "w", "other/v")}
    known = gather(tmp_path, **{"index.csv": index, **texts})
    assert {path: known.of(path)["title"] for path in known.by_seed} == {
        "seeds/x.txt": "One", "seeds/y.txt": "Two", "seeds/z.txt": "Three", "seeds/q.txt": "Four",
    }  # fmt: skip
    assert [one.code for one in known.problems] == ["index-file-missing"]


def test_a_file_named_twice_and_a_column_misspelled_are_told(tmp_path: Path) -> None:
    index = "\ufefffile;Titel;crawl_id\nx.txt;One;1\nx.txt;Two;2\n"
    known = gather(tmp_path, **{"index.csv": index, "x.txt": "a"})
    assert [(one.code, one.origin.line) for one in known.problems] == [("index-file-twice", 3), ("index-column", 1)]
    assert "did you mean title?" in known.problems[1].message


def test_the_site_names_the_columns_of_its_indexes(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds/index.csv").write_text("file,kop\nx.txt,Een\n")
    known = folders.gather(tmp_path, ["seeds/index.csv", "seeds/x.txt"], {"kop": "title"})
    assert known.of("seeds/x.txt") == {"title": "Een"}


def test_the_site_names_the_column_of_the_files_too(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds/index.csv").write_text("Dokument,Zeitung\nx.txt,A\n", "utf-8")
    fields = {"Dokument": "file", "Zeitung": "source"}
    known = folders.gather(tmp_path, ["seeds/index.csv", "seeds/x.txt"], fields)
    assert (known.of("seeds/x.txt"), known.problems) == ({"source": "A"}, ())


def test_an_index_may_be_a_mapping_by_file(tmp_path: Path) -> None:
    known = gather(tmp_path, **{"index.json": '{"x.txt": {"headline": "One"}}', "x.txt": "a"})
    assert known.of("seeds/x.txt") == {"title": "One"}


def test_one_bad_line_of_an_index_costs_no_other(tmp_path: Path) -> None:
    index = '{"file": "x.txt", "title": "One"}\nnot json\n{"file": "y.txt", "title": "Two"}\n'
    known = gather(tmp_path, **{"index.jsonl": index, "x.txt": "a", "y.txt": "b"})
    assert known.of("seeds/y.txt") == {"title": "Two"}
    assert [(one.code, one.origin.line) for one in known.problems] == [("row-unreadable", 2)]


def test_a_value_that_cannot_be_is_told_once_at_its_line(tmp_path: Path) -> None:
    known = gather(tmp_path, **{"_defaults.yml": "source: A\ndate: 2019-13-45\nsection: {a: b}\n"})
    assert [(one.origin.line, one.code) for one in known.problems] == [(2, "date-unreadable"), (3, "field-shape")]
    assert known.of("seeds/x.txt") == {"source": "A"}


def test_a_list_of_addresses_tells_where_saved_pages_are_from(tmp_path: Path) -> None:
    files = ["lantern.example/2019/06/school.html", "www.courier.example/bridge/index.html", "post.example/a b.html"]
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds/urls.txt").write_text(
        "https://www.lantern.example/2019/06/school\nhttps://courier.example/bridge/\n\nhttps://post.example/a%20b.html#x\n"
        "https://nobody.example/\nnot an address\n"
    )
    known = folders.gather(tmp_path, ["seeds/urls.txt", *(f"seeds/{file}" for file in files)])
    assert known.indexes == {"seeds/urls.txt"}
    assert {path: fields["url"] for path, fields in known.by_seed.items()} == {
        "seeds/lantern.example/2019/06/school.html": "https://www.lantern.example/2019/06/school",
        "seeds/www.courier.example/bridge/index.html": "https://courier.example/bridge/",
        "seeds/post.example/a b.html": "https://post.example/a%20b.html#x",
    }
    assert not folders.gather(tmp_path, ["seeds/urls.txt"]).indexes  # else it is a seed like others


@pytest.mark.parametrize(
    ("one", "two", "read"),
    [
        ("04/05/2015", "25/05/2015", ["2015-05-04", "2015-05-25"]),
        ("04/05/2015 10:30", "5/25/2015", ["2015-04-05 10:30", "2015-05-25"]),
        ("04/05/2015", "06/05/2015", ["04/05/2015", "06/05/2015"]),
        ("25/05/2015", "05/25/2015", ["25/05/2015", "05/25/2015"]),
        ("04/05/2015", "2015-05-25", ["04/05/2015", "2015-05-25"]),
    ],
)
def test_one_day_of_a_column_settles_which_number_leads(tmp_path: Path, one: str, two: str, read: list[str]) -> None:
    known = gather(tmp_path, **{"index.csv": f"file,date\nx.txt,{one}\ny.txt,{two}\n", "x.txt": "a", "y.txt": "b"})
    assert [known.of(f"seeds/{name}.txt")["date"] for name in "xy"] == read
