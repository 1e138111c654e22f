from pathlib import Path

import pytest

from archivegen import config
from archivegen.errors import CannotRun


def messages(text: str) -> list[str]:
    return [str(problem) for problem in config.parse(text)[1]]


def test_a_title_is_enough() -> None:
    found, problems = config.parse("title: Archive\n")
    assert not problems
    assert found.site.title == "Archive"
    assert found.output == "public"


def test_an_unknown_key_names_its_line_and_the_nearest_known_key() -> None:
    assert messages("title: x\n\npage_sise: 3\n") == [
        'site.yaml:3: error: key-unknown: unknown key "page_sise"; did you mean page_size?'
    ]


def test_an_unknown_nested_key_is_found_too() -> None:
    assert messages("title: x\nfeed:\n  item: 3\n") == [
        'site.yaml:2: error: key-unknown: unknown key "feed.item"; did you mean feed.items?'
    ]


def test_all_errors_are_told_at_once() -> None:
    told = messages("page_size: none\nbase_url: example.org\noutput: ../up\nentities: {people: some}\n")
    assert len(told) == 5
    assert any("title" in line for line in told)


def test_a_number_has_an_end() -> None:
    assert messages("title: x\npage_size: 100000000000000000000\n") == [
        'site.yaml:2: error: value-wrong: page_size: "100000000000000000000" is no whole number from 1 to 999,999,999'
    ]


def test_text_that_is_not_yaml_is_one_line() -> None:
    (line,) = messages("title: [x\n")
    assert line.startswith("site.yaml:") and "not YAML" in line


@pytest.mark.parametrize("word", ["No", "2024-06-19", "1.0", "null"])
def test_values_stay_words(word: str) -> None:
    assert config.parse(f"title: {word}\n")[0].site.title == word


def test_base_url_ends_in_a_slash() -> None:
    assert config.parse("title: x\nbase_url: https://a.example/b\n")[0].site.base_url == "https://a.example/b/"


@pytest.mark.parametrize("folder", ["/etc", "..", "a/../../b", "."])
def test_folders_stay_inside_the_site(folder: str) -> None:
    assert messages(f"title: x\ncontent: {folder}\n")


def test_rights_and_data_are_read() -> None:
    found, problems = config.parse(
        "title: x\nrights: {Reuters: excerpt}\nexcerpt_words: 30\npublish_data: [csv, jsonl]\n"
    )
    assert not problems
    assert (found.rights, found.excerpt_words) == ({"Reuters": "excerpt"}, 30)
    assert found.site.publish_data == ("jsonl", "csv"), "how a person lists them changes nothing"
    (line,) = messages("title: x\nrights: {Reuters: exerpt}\n")
    assert 'rights: "exerpt" is none of full, excerpt, record' in line
    assert messages("title: x\npublish_data: [json]\n")


def test_a_site_has_one_file_of_redirects_by_name() -> None:
    assert not messages("title: x\nredirects: [html, netlify, apache, nginx]\n")
    assert config.parse("title: x\nredirects: []\n")[0].site.redirects == ()
    assert "both write the file _redirects" in messages("title: x\nredirects: [netlify, cloudflare]\n")[0]


def test_a_permalink_pattern_needs_a_slug_and_known_names() -> None:
    assert not messages("title: x\npermalinks: /{year}/{slug}.html\n")
    assert messages("title: x\npermalinks: /{yaer}/{slug}.html\n")
    assert messages("title: x\npermalinks: /{year}/page.html\n")
    assert messages("title: x\npermalinks: /{year}/{slug}\n")
    assert messages("title: x\npermalinks: /../{slug}.html\n")
    assert not messages("title: x\npermalinks: /{year}/{month}/{slug}/\n")
    assert not messages("title: x\npermalinks: keep\n")
    assert "where the site has pages of its own" in messages("title: x\npermalinks: /people/{slug}.html\n")[0]


def test_a_missing_site_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(CannotRun, match="archivegen init"):
        config.find(tmp_path)


def test_the_site_is_looked_for_upwards(tmp_path: Path) -> None:
    (tmp_path / "site.yaml").write_text("title: x\n")
    (tmp_path / "a/b").mkdir(parents=True)
    assert config.find(tmp_path / "a/b") == tmp_path


def test_the_scaffold_is_valid_and_shows_the_defaults(tmp_path: Path) -> None:
    from archivegen import scaffold

    scaffold.make(tmp_path / "new")
    found = config.load(tmp_path / "new")
    assert found == config.Config(site=config.Site("My archive"))


def test_the_scaffold_explains_every_key() -> None:
    from archivegen import scaffold

    keys = set(config.Config.__struct_fields__) | set(config.Site.__struct_fields__) - {"site"}
    keys -= {"site", "notes"}
    assert all(f"{key}:" in scaffold.SITE_YAML for key in keys)


def test_a_second_scaffold_overwrites_nothing(tmp_path: Path) -> None:
    from archivegen import scaffold

    scaffold.make(tmp_path)
    with pytest.raises(CannotRun):
        scaffold.make(tmp_path)


@pytest.mark.parametrize(
    "folders",
    [
        "output: seeds",
        "output: content",
        "output: seeds/site",
        "output: static",
        "content: seeds",
        "seeds: [public/raw]",
    ],
)
def test_the_site_and_what_it_is_made_from_have_folders_of_their_own(folders: str) -> None:
    (line,) = messages(f"title: x\n{folders}\n")
    assert "error: folder-taken: " in line and "lie in one another" in line


def test_folders_of_the_program_and_of_version_control_are_refused() -> None:
    assert "folder-taken" in messages("title: x\noutput: .archivegen\n")[0]
    assert "folder-taken" in messages("title: x\noutput: .git/site\n")[0]


def test_a_key_that_stands_twice_is_an_error() -> None:
    assert messages("title: x\npage_size: 3\ntitle: y\n") == [
        "site.yaml:1: error: key-twice: title stands here 2 times; keep one"
    ]
    assert not messages("title: x\ndescription: |\n  title: y\n")


@pytest.mark.parametrize("code", ["english", "e", "fr_FR", "en us"])
def test_a_language_is_a_code(code: str) -> None:
    assert "is no language code; write one like en, fr or pt-BR" in messages(f"title: x\nlanguage: {code}\n")[0]


def test_an_unknown_annotator_is_told() -> None:
    assert '"entity" is none of entities, quotes, events' in messages("title: x\nannotate: [entity]\n")[0]


def test_a_folder_of_seeds_that_is_named_and_not_there_is_told(tmp_path: Path) -> None:
    (tmp_path / "site.yaml").write_text("title: x\nseeds: [raw]\n")
    (note,) = config.load(tmp_path).notes
    assert str(note).startswith("site.yaml:2: warning: seeds-missing: there is no folder raw/")
    (tmp_path / "site.yaml").write_text("title: x\n")
    assert config.load(tmp_path).notes == ()


def test_a_name_that_is_no_field_is_refused_with_the_nearest() -> None:
    _, problems = config.parse("title: T\nfields: {Kopf: titel, Ort: place, Autor: author, Datei: file}\n")
    (problem,) = problems
    assert problem.origin.line == 2
    assert 'Kopf: "titel" is no field of an article; did you mean title?' in problem.message
    assert 'Ort: "place"' in problem.message and "Autor" not in problem.message and "Datei" not in problem.message


def test_every_name_that_readers_know_may_be_given_another() -> None:
    from archivegen.normalize.metadata import NAMES
    from archivegen.read import jsonl

    rows = {*jsonl._OURS, *jsonl._TEXT_KEYS, *jsonl._HTML_KEYS, *jsonl._MARKDOWN_KEYS, *jsonl._IDS, *jsonl._PICTURES}
    names = {name for names in NAMES.values() for name in names}
    assert rows | names | NAMES.keys() <= config.FIELDS
