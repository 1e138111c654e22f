"""The words of the interface: catalogues, plural forms, days, numbers and lists by language, a site's own words."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from markupsafe import Markup

from archivegen import words
from archivegen.config import Site, load
from archivegen.render import phrases
from archivegen.render.quick import QuickEnvironment
from archivegen.views import Count
from archivegen.words import ENGLISH, Words, formats
from archivegen.words.catalogue import keys, read
from archivegen.words.own import further, missing_in, mistakes_in, template
from sites import Site as Folder
from sites import difference
from small_archive import SITE, Shelf, article

ROOT = Path(__file__).parents[1]
HEAD = 'msgid ""\nmsgstr "Language: {}\\nPlural-Forms: {}\\n"\n\n'
ARABIC_PLURALS = (
    "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5);"
)


def own(text: str, *, language: str = "fi", plurals: str = "nplurals=2; plural=(n != 1);") -> Words:
    return words.of(Site("A", language=language, words=HEAD.format(language, plurals) + text))


# ---------------------------------------------------------------- the catalogues of the program


def test_the_catalogues_are_complete_and_fresh() -> None:
    pytest.importorskip("babel")
    done = subprocess.run(
        [sys.executable, ROOT / "tools/words.py", "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_a_catalogue_has_no_mistake_and_fits_its_language(language: str) -> None:
    text = (Path(words.__file__).parent / f"{language}.po").read_text(encoding="utf-8")
    catalogue, mistakes = read(text)
    assert mistakes == []
    assert catalogue.language.replace("_", "-").lower() == language
    assert keys(text).keys() == keys(template()).keys()


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_a_translation_keeps_the_signs_around_its_message(language: str) -> None:
    catalogue = read((Path(words.__file__).parent / f"{language}.po").read_text(encoding="utf-8"))[0]
    for key, found in catalogue.forms.items():
        for form in found:
            assert form.strip() == form or key.startswith(("comma\x04", "colon\x04")), key
            assert "  " not in form, key
            assert "\u202e" not in form, key


def test_every_plural_form_of_arabic_is_reached() -> None:
    say = words.of(Site("A", language="ar"))
    told = [say.several("{n} article", "{n} articles", n) for n in (0, 1, 2, 3, 11, 100, 103)]
    assert len(set(told)) == 7
    assert told[2:6] == ["مقالان", "3 مقالات", "11 مقالًا", "100 مقال"]


def test_a_language_with_one_form_needs_one() -> None:
    say = words.of(Site("A", language="zh"))
    assert say.several("{n} article", "{n} articles", 1) == "1篇文章"
    assert say.several("{n} article", "{n} articles", 12_000) == "12,000篇文章"


@pytest.mark.parametrize(
    ("tag", "language", "name"),
    [
        ("fr-CA", "fr-CA", ""),
        ("zh-Hans-CN", "zh-Hans-CN", ""),
        ("zh-TW", "zh-TW", ""),
        ("en-GB", "en-GB", "en"),
        ("fi", "en", "en"),
        ("frr", "en", "en"),
    ],
)
def test_the_nearest_language_speaks_and_the_page_is_in_the_language_of_its_words(
    tag: str, language: str, name: str
) -> None:
    say = words.of(Site("A", language=tag))
    assert say.language == language
    assert (say("Undated") == "Undated") == (name == "en")


# ---------------------------------------------------------------- days, numbers, lists


@pytest.mark.parametrize(
    ("language", "day", "span", "number", "share", "names"),
    [
        ("en", "1 June 2024", "1–19 June 2024", "12,345", "85%", "a, b and c"),
        ("en-US", "June 1, 2024", "June 1 – 19, 2024", "12,345", "85%", "a, b, and c"),
        ("fr", "1er juin 2024", "1er–19 juin 2024", "12\u202f345", "85\u00a0%", "a, b et c"),
        ("de", "1. Juni 2024", "1.–19. Juni 2024", "12.345", "85\u00a0%", "a, b und c"),
        ("es", "1 de junio de 2024", "1–19 de junio de 2024", "12.345", "85\u00a0%", "a, b y c"),
        ("zh", "2024年6月1日", "2024年6月1日至19日", "12,345", "85%", "a、b和c"),
        ("ar", "1 يونيو 2024", "1–19 يونيو 2024", "12,345", "85%", "a وb وc"),
        ("ru", "1 июня 2024", "1–19 июня 2024", "12\u00a0345", "85\u00a0%", "a, b и c"),
    ],
)
def test_days_numbers_and_lists_are_written_as_the_language_does(
    language: str, day: str, span: str, number: str, share: str, names: str
) -> None:
    say = Words(language)
    assert say.day("2024-06-01T10:00:00Z") == day
    assert say.days("2024-06-01", "2024-06-19") == span
    assert (say.number(12_345), say.percent(0.85), say.listed(["a", "b", "c"])) == (number, share, names)


@pytest.mark.parametrize("language", ["en", "en-US", "ar", "zh", "zh-TW", "hu", "fi", "he", "xx", "no"])
def test_every_format_can_be_filled_in(language: str) -> None:
    say = Words(language)
    for first, last in (("2024-06-01", "2024-06-02"), ("2024-05-31", "2024-06-02"), ("2023-12-31", "2024-01-01")):
        told = f"{say.days(first, last)} {say.day(first)} {say.period(first[:7])} {say.period(first[:4])} {say.when(f'{first}/{last}')}"
        assert "{" not in told
        assert last[:4] in told


def test_spanish_sets_no_thousand_apart_that_stands_alone() -> None:
    assert [Words("es").number(n) for n in (999, 1234, 12345)] == ["999", "1234", "12.345"]


def test_what_is_no_day_is_said_as_it_is() -> None:
    assert [ENGLISH.day(text) for text in ("", "soon", "2024-13-01", "2024-00-01")] == [
        "",
        "soon",
        "2024-13-01",
        "2024-00-01",
    ]
    assert ENGLISH.when("some day") == "some day"


@pytest.mark.parametrize(
    ("edtf", "said"),
    [
        ("2024-06-19", "19 June 2024"),
        ("2024-06-16/2024-06-19", "between 16 and 19 June 2024"),
        ("2024-05-30/2024-06-19", "between 30 May and 19 June 2024"),
        ("2023-05-30/2024-06-19", "between 30 May 2023 and 19 June 2024"),
        ("2024-05/2024-07", "between May and July 2024"),
        ("2000~", "about 2000"),
        ("199X", "the 1990s"),
        ("2019-05/..", "since May 2019"),
        ("../2019-05-03", "3 May 2019 or earlier"),
        ("2024-21", "spring 2024"),
        ("2024-06-19?", "19 June 2024 (uncertain)"),
    ],
)
def test_edtf_is_said_in_english(edtf: str, said: str) -> None:
    assert ENGLISH.when(edtf) == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", ["entre le 16 et le 19 juin 2024", "vers 2000", "les années 1990", "depuis le 3 mai 2019"]),
        ("zh", ["2024年6月16日至19日之间", "约2000年", "1990年代", "2019年5月3日以来"]),
        ("ar", ["بين 16 و19 يونيو 2024", "نحو 2000", "عقد 1990", "منذ 3 مايو 2019"]),
    ],
)
def test_edtf_is_said_in_other_languages(language: str, said: list[str]) -> None:
    say = words.of(Site("A", language=language))
    told = [say.when(text) for text in ("2024-06-16/2024-06-19", "2000~", "199X", "2019-05-03/..")]
    assert told == said


def test_periods_and_their_parts_have_names() -> None:
    assert [ENGLISH.period(name) for name in ("2020-2029", "2024", "2024-06", "2024-06-19", "undated-p2")] == [
        "2020–2029", "2024", "June 2024", "19 June 2024", "Undated, part 2",
    ]  # fmt: skip


def test_periods_stand_in_rows_that_say_what_they_are() -> None:
    def rows(*names: str) -> list[tuple[str, list[str]]]:
        return [
            (label, [one.text for one in found]) for label, found in ENGLISH.decades([Count("", n, 1) for n in names])
        ]

    few = ("2021", "2010-2019", "undated")
    assert rows(*few) == [("", list(few))]
    assert rows("2021", "2021-02", "2021-01", "2020", "2010-2019", "2000-2009", "undated") == [
        ("", ["2021", "2021-02", "2021-01"]),
        ("", ["2020"]),
        ("", ["2010-2019", "2000-2009"]),
        ("", ["undated"]),
    ]
    years = [str(year) for year in range(2024, 1999, -1)]
    assert rows(*years, "1990-1999", "undated") == [
        ("2020s", years[:5]),
        ("2010s", years[5:15]),
        ("2000s", years[15:]),
        ("20th century", ["1990-1999"]),
        ("", ["undated"]),
    ]
    assert rows("2020-2029", *years[5:15], "2000-2009", "undated") == [
        ("", ["2020-2029"]),
        ("2010s", years[5:15]),
        ("", ["2000-2009", "undated"]),
    ]
    assert rows(*years[:9], "1990-1999", "1980-1989", "1890-1899", "0010-0019")[2:] == [
        ("20th century", ["1990-1999", "1980-1989"]),
        ("19th century", ["1890-1899"]),
        ("", ["0010-0019"]),
    ]


def test_the_table_of_formats_is_what_cldr_gives(tmp_path: Path) -> None:
    pytest.importorskip("babel")
    subprocess.run([sys.executable, ROOT / "tools/language_formats.py", tmp_path / "f"], check=True)
    assert (tmp_path / "f").read_text("utf-8") == (Path(formats.__file__).parent / "formats.txt").read_text("utf-8")


@pytest.mark.parametrize(
    ("language", "way"), [("ar", "rtl"), ("fa-IR", "rtl"), ("pa-Arab", "rtl"), ("arn", "ltr"), ("en", "ltr")]
)
def test_the_direction_of_a_language(language: str, way: str) -> None:
    assert words.direction(language) == way


# ---------------------------------------------------------------- a site's own words


def test_a_site_says_a_text_in_its_own_words_and_the_rest_as_its_language_does() -> None:
    say = words.of(Site("A", language="fr", words='msgid "Undated"\nmsgstr "Sans jour"\n'))
    assert say("Undated") == "Sans jour"
    assert say("People") == words.of(Site("A", language="fr"))("People") != "People"
    assert say.several("{n} article", "{n} articles", 0) == "0 article"


def test_a_site_may_bring_a_language_that_the_program_does_not_speak() -> None:
    text = 'msgid "{n} article"\nmsgid_plural "{n} articles"\nmsgstr[0] "{n} artikkeli"\nmsgstr[1] "{n} artikkelia"\n'
    say = own(text)
    assert say.language == "en"  # most of what it says is English
    assert say.several("{n} article", "{n} articles", 2) == "2 artikkelia"
    assert say("People") == "People"


def test_a_language_of_which_a_site_has_most_words_is_that_of_its_pages() -> None:
    texts = [f'msgid "{key}"\nmsgstr "{key}"\n' for key in keys(template()) if "\x04" not in key and '"' not in key]
    say = own("\n".join(texts))
    assert say.language == "fi"
    assert say.day("2024-06-19") == "19. kesäkuuta 2024"


def test_the_list_of_all_texts_lacks_nothing_and_is_added_once() -> None:
    for language in ("fi", "ar"):
        whole = further("", language)
        assert mistakes_in(whole) == []
        assert keys(whole).keys() == keys(template()).keys()
        assert further(whole, language) == ""
        assert read(whole)[0].forms == {}
    lacking = whole.replace('msgid "Undated"', 'msgid "Undatiert"')
    assert [*keys(further(lacking, "ar"))] == ["Undated"]


def test_plural_forms_of_an_own_catalogue_follow_its_own_rule() -> None:
    forms = "".join(f'msgstr[{n}] "{n}: {{n}}"\n' for n in range(6))
    say = own(f'msgid "{{n}} article"\nmsgid_plural "{{n}} articles"\n{forms}', plurals=ARABIC_PLURALS)
    assert [say.several("{n} article", "{n} articles", n) for n in (0, 1, 2, 5, 11, 100)] == [
        "0: 0", "1: 1", "2: 2", "3: 5", "4: 11", "5: 100",
    ]  # fmt: skip


def test_texts_over_several_lines_and_escapes_are_joined() -> None:
    catalogue, mistakes = read('msgid "a\\"b"\nmsgstr ""\n"one\\n"\n"two\\\\"\n')
    assert (catalogue.forms, mistakes) == ({'a"b': ("one\ntwo\\",)}, [])


def test_doubtful_obsolete_and_missing_translations_are_not_said() -> None:
    text = '#, fuzzy\nmsgid "a"\nmsgstr "b"\n\n#~ msgid "c"\n#~ msgstr "d"\n\nmsgid "e"\nmsgstr ""\n'
    assert read(text)[0].forms == {}


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        (
            'msgid "since {date}"\nmsgstr "alkaen {dat}"\n',
            1,
            r'"alkaen \{dat\}" has a \{name\} that is not filled in; .*\{date\}',
        ),
        ('msgid "since {date}"\nmsgstr "alkaen"\n', 1, r'"alkaen" lacks \{date\}'),
        ('msgid "since {date}"\nmsgstr "alkaen {date} }"\n', 1, "is not filled in"),
        ('msgid "Undatd"\nmsgstr "x"\n', 1, 'the interface has no text "Undatd"; did you mean "Undated"'),
        ('\nmsgid "Undated"\nmsgstr: "x"\n', 3, "is no line of a catalogue"),
        ("hello\n", 1, "is no line of a catalogue"),
        (
            'msgid "{n} article"\nmsgid_plural "{n} articles"\nmsgstr[0] "x"\n',
            1,
            "has 1 plural forms; this language has 2",
        ),
        ('msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=(n !! 1);\\n"\n', 1, "Plural-Forms: "),
    ],
)
def test_a_mistake_in_own_words_is_told_with_its_line(text: str, line: int, message: str) -> None:
    found = mistakes_in(text)
    assert [mistake.line for mistake in found] == [line]
    assert re.search(message, found[0].message)


def test_a_broken_text_is_said_in_english() -> None:
    assert own('msgid "since {date}"\nmsgstr "alkaen {dat}"\n').when("2019/..") == "since 2019"


def test_a_language_without_words_is_said_once_and_one_with_some_is_counted() -> None:
    assert missing_in("", "fr") == missing_in("", "en-GB") == ""
    assert missing_in("", "fi").startswith('the interface has no words in "fi"')
    told = missing_in(
        HEAD.format("fi", "nplurals=2; plural=(n != 1);") + 'msgid "Undated"\nmsgstr "Ajoittamaton"\n', "fi"
    )
    assert re.match(r'\d+ of \d+ texts of the interface have no words in "fi" and stay English', told)


def test_a_site_is_told_of_its_words_where_it_is_read(tmp_path: Path) -> None:
    (tmp_path / "site.yaml").write_text("title: A\nlanguage: fi\n")
    assert str(load(tmp_path).notes[0]).startswith(
        'site.yaml:2: note: words-missing: the interface has no words in "fi"'
    )
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/words.po").write_text('msgid "Undated"\nmsgstr "{x}"\n')
    assert "templates/words.po:1: error: words-broken" in str(load(tmp_path).notes[0])
    (tmp_path / "templates/words.po").write_bytes(b"\xff\xfe")
    assert "templates/words.po: error: words-unreadable: is not UTF-8" in str(load(tmp_path).notes[0])


def test_other_words_have_another_digest() -> None:
    assert own('msgid "Undated"\nmsgstr "a"\n').digest != own('msgid "Undated"\nmsgstr "b"\n').digest
    assert words.of(Site("A", language="fr")).digest != words.of(Site("A", language="fr-CA")).digest != ENGLISH.digest


# ---------------------------------------------------------------- on a site


def test_a_site_in_other_words_or_another_language_is_as_if_built_so_at_first(tmp_path: Path) -> None:
    site = Folder(tmp_path / "site")
    (site.root / "seeds").mkdir(parents=True)
    (site.root / "templates").mkdir()
    (site.root / "seeds/flood.md").write_text("---\ntitle: Flood\ndate: 2024-06-19\n---\nThe river rose over night.\n")
    (site.root / "site.yaml").write_text("title: A\n")
    site.build()
    for number, (language, own) in enumerate((("en", "Fresh"), ("fr", ""), ("fr", "Frais"))):
        (site.root / "site.yaml").write_text(f"title: A\nlanguage: {language}\n")
        (site.root / "templates/words.po").write_text(f'msgid "Added last"\nmsgstr "{own}"\n')
        site.build()
        clean = site.copy_of_inputs(tmp_path / str(number))
        clean.build()
        assert difference(site.public(), clean.public()) == ""
        assert (own or "Derniers ajouts") in site.public()["index.html"].decode()


@pytest.mark.parametrize(
    ("tag", "first", "second"), [("he", ' lang="he" dir="rtl"', ""), ("fr", "", ' lang="en" dir="ltr"')]
)
def test_a_page_is_in_the_language_of_its_words_and_an_article_in_its_own(tag: str, first: str, second: str) -> None:
    site = msgspec.structs.replace(SITE, language=tag)
    shelf = Shelf([article(1, "Some words."), article(2, "Other words.", language="en")], site=site)
    page = f'<html lang="{words.of(site).language}" dir="ltr">'
    for number, lang in ((1, first), (2, second)):
        made = shelf.html(f"2024/06/19/report-{number}.html")
        assert page in made
        assert f"<article{lang}>" in made


def test_what_records_say_of_the_work_is_said_in_the_language() -> None:
    say = words.of(Site("A", language="fr"))
    assert say.reason("first line of the text") == "première ligne du texte"
    assert say.reason("repeats the caption on line 41") == "répète la légende de la ligne 41"
    assert (
        say.reason("“a day earlier”, counted from 19 June 2024") == "“a day earlier”, compté à partir du 19 juin 2024"
    )
    assert (
        say.reason("“May 2019”, its year from the article’s date") == "“May 2019”, l’année d’après la date de l’article"
    )
    assert say.reason("told Reuters") == "told Reuters"
    assert ENGLISH.reason("share bar") == "share bar"


def test_names_that_run_the_other_way_are_set_apart() -> None:
    apart = phrases.filters(words.of(Site("A", language="ar")))["apart"]
    assert apart("Ann Lee") == "<bdi>Ann Lee</bdi>"
    assert apart("<b>") == "<bdi>&lt;b&gt;</bdi>"
    assert apart("آن") == "آن"
    assert phrases.filters(ENGLISH)["apart"]("Ann Lee") == "Ann Lee"


def test_a_text_with_values_or_links_is_html_and_they_are_escaped() -> None:
    said = phrases.functions(ENGLISH)
    assert said["_"]("By {names} & co.", names="<b>") == "By &lt;b&gt; &amp; co."
    assert said["_"]("By {names}", names=Markup("<b>Ann</b>")) == "By <b>Ann</b>"
    assert said["linked"]("See <a>this</a> & <a>that</a>.", "a.html", 'b"') == (
        'See <a href="a.html">this</a> &amp; <a href="b&#34;">that</a>.'
    )
    assert said["ngettext"]("{n} of {all}", "{n} of {all}", 1234, all="x") == "1,234 of x"


def test_a_text_of_a_template_is_said_when_it_is_compiled() -> None:
    say = words.of(Site("A", language="fr"))
    environment = QuickEnvironment(say, autoescape=True)
    environment.globals.update(phrases.functions(say))
    template = environment.from_string('{{ _("People") }} {{ _(name) }} {{ _("By {names}", names="x") }}')
    assert "Personnes" in environment.compile('{{ _("People") }}', raw=True)
    assert template.render(name="Places") == "Personnes Lieux Par x"


def test_a_text_with_values_that_is_printed_becomes_text_of_its_template() -> None:
    environment = QuickEnvironment(ENGLISH, autoescape=True)
    environment.globals.update(phrases.functions(ENGLISH))
    source = '{{ _("By {a} & {b}, {a}", a=one, b=two) }}'
    assert "By " in environment.compile(source, raw=True) and "{a}" not in environment.compile(source, raw=True)
    assert environment.from_string(source).render(one="<i>", two=Markup("<b>x</b>")) == (
        "By &lt;i&gt; &amp; <b>x</b>, &lt;i&gt;"
    )
    assert environment.from_string('{{ _("{n} of {all}", n=1234, all=none) }}').render() == "1234 of None"
    assert environment.from_string('{% set said = _("By {a}", a="<") %}{{ said }}').render() == "By &lt;"
    assert environment.from_string('{{ _("By {a}", a="<")|upper }}').render() == "BY &LT;"
    unescaped = "{% autoescape false %}{{ _('By {a} & co.', a='<') }}{% endautoescape %}"
    assert environment.from_string(unescaped).render() == "By &lt; &amp; co."
    assert "By {a}" in environment.compile('{{ _("By {a}", b="x") }}', raw=True)  # which fails when it is asked for


@pytest.mark.parametrize(
    ("language", "name", "heading", "title"),
    [
        ("ar", "Ann Lee", "<bdi>Ann Lee</bdi>، 2010–2019", "Ann Lee\u200f، 2010–2019"),
        ("ar", "نهر النيل", "نهر النيل، 2010–2019", "نهر النيل، 2010–2019"),
        ("en", "نهر النيل", "<bdi>نهر النيل</bdi>, 2010–2019", "نهر النيل\u200e, 2010–2019"),
        ("en", "Ann & Lee", "Ann &amp; Lee, 2010–2019", "Ann & Lee, 2010–2019"),
    ],
)
def test_years_beside_a_name_of_the_other_way_are_read_in_their_order(
    language: str, name: str, heading: str, title: str
) -> None:
    say = words.of(Site("A", language=language))
    assert phrases.functions(say)["in_period"](name, "2010-2019") == heading
    assert say.in_period(name, "2010-2019") == title
    assert phrases.functions(say)["in_period"](name, "") == say.in_period(name, "") == name
