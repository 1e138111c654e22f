"""Documents → Articles: what a text tells of itself, what stays, what goes, and that nothing is lost."""

from __future__ import annotations

import io
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archivegen.errors import Origin
from archivegen.model import Article, Document, Embed, Figure, Heading, Listing, Paragraph, Statement
from archivegen.normalize import NOTHING_LEARNED, Furniture, normalize, owners
from archivegen.read import READERS
from golden_cases import cases, rewrite

SEEDS = Path(__file__).parents[1] / "seeds"


def article(
    text: str, *, language: str = "en", furniture: Furniture = NOTHING_LEARNED, name: str = "seeds/story.txt"
) -> Article:
    found = next(READERS["." + name.rsplit(".", 1)[1]](io.BytesIO(text.encode()), Origin(name)))
    assert isinstance(found, Document), found
    return normalize(found, id="story", language=language, furniture=furniture)


def seed(name: str) -> Article:
    return article((SEEDS / name).read_text(encoding="utf-8"), name=f"seeds/{name}")


# ---------------------------------------------------------------- golden cases


def shown(found: Article) -> str:
    """An article as lines that a person can check."""
    fields = [f"title ({found.title_basis}): {found.title}"]
    fields += [
        f"{name}: {value}" for name in ("kicker", "dek", "source", "date", "updated") if (value := getattr(found, name))
    ]
    fields += [f"{name}: {', '.join(value)}" for name in ("byline", "credits") if (value := getattr(found, name))]
    if found.language != "en":
        fields.append(f"language: {found.language}")
    blocks = []
    for block in found.blocks:
        kind = type(block).__struct_config__.tag
        notes = [getattr(block, name) for name in ("credit", "author", "handle", "date") if getattr(block, name, "")]
        blocks.append(f"[{kind}{': ' + ' | '.join(notes) if notes else ''}] " + block.text.replace("\n", " / "))
    gone = [f"- {piece.line}: {piece.text} ({piece.reason})" for piece in found.removed]
    return "\n".join([*fields, *blocks, *gone])


def test_rewrite_golden_normalize(rewrite_golden: bool) -> None:
    if rewrite_golden:
        rewrite("normalize.md", lambda text: shown(article(text)))


@pytest.mark.parametrize(
    ("rule", "text", "expected"), [pytest.param(*case, id=case[0]) for case in cases("normalize.md")]
)
def test_golden(rule: str, text: str, expected: str) -> None:
    assert shown(article(text)) == expected, rule


# ---------------------------------------------------------------- the two seeds


def test_the_first_seed_is_read_whole() -> None:
    found = seed("000_d08cd8d8d3db3508.txt")
    assert found.title == "Russia, North Korea Sign ‘Strategic Partnership’ Pact in Pyongyang"
    assert found.title_basis == "text"
    assert found.dek.endswith("relations ‘to the level of an alliance.’")
    assert "’to the level" in found.inferred["dek"].evidence[0].words
    assert (found.source, found.inferred["source"].evidence[0].line) == ("The Epoch Times", 68)
    assert found.credits == ("Reuters", "Associated Press")
    figures = [block for block in found.blocks if isinstance(block, Figure)]
    assert [figure.credit for figure in figures] == ["Korean Central News Agency/Korea News Service via AP"]
    assert {piece.text for piece in found.removed} >= {"Read More", "Leave a Reply"}
    assert [piece.line for piece in found.removed if piece.reason.startswith("repeats the caption")] == [34]
    assert sum(isinstance(block, Paragraph) for block in found.blocks) == 33


def test_the_second_seed_is_read_whole() -> None:
    found = seed("004_7e4ac9e501c3edfd.txt")
    assert found.title_basis == "supplied"
    assert found.title == "Vladimir Putin and Kim Jong Un signed a comprehensive strategic partnership treaty"
    assert found.dek == ""
    (statement,) = [block for block in found.blocks if isinstance(block, Statement)]
    assert statement.text.startswith("“The United States") and statement.text.endswith("negotiations.”")
    (embed,) = [block for block in found.blocks if isinstance(block, Embed)]
    assert (embed.author, embed.handle, embed.date, embed.attribution) == (
        "PressTV Extra",
        "PresstvExtra",
        "2024-06-18",
        1,
    )
    assert embed.text.count("\n") == 2
    assert found.removed == ()


# ---------------------------------------------------------------- nothing is lost


def letters(text: str) -> Counter[str]:
    return Counter(character for character in text if not character.isspace())


def kept(found: Article) -> Counter[str]:
    """Every character that the article still has: in fields (as printed: their evidence), blocks, and what was removed."""
    pieces = [block.text for block in found.blocks]
    pieces += [piece.text for piece in found.removed]
    pieces += [
        proof.words
        for name in ("title", "kicker", "dek")
        if name in found.inferred
        for proof in found.inferred[name].evidence
    ]
    return letters("".join(pieces))


LINES = [
    "Council Votes to Keep the Ferry",
    "The council voted on Tuesday to keep the ferry, which carries two hundred people a day to the island.",
    "“It is our road,” she said. “We will not give it up.”",
    "By Jane Doe | June 19, 2024",
    "Published: 19 June 2024 10:32 GMT",
    "Read More",
    "ANALYSIS",
    "Opinion | Europe",
    "Image source, PA Media",
    "Image caption,",
    "Updated 9:30 a.m. ET",
    "jro/dpa",
    "* lay the sheet before you",
    "Leave a Reply",
    "* Twitter",
    "+ Facebook",
    "1. First item of a list",
    "7) Seventh",
    "> A passage that is set off",
    "*",
    "Photo: Mary Poole/AP",
    "Children skate on the lake on Jan. 12, 2024. (Mary Poole/Lake Press via AP)",
    "— Port News (@portnews) June 16, 2024",
    "More pictures: https://t.co/abc123 pic.twitter.com/xyz987",
    "Text of joint statement:",
    "Related stories",
    "Reuters contributed to this report.",
    "Die Brücke ist nach zwei Jahren wieder offen, wie die Stadt am Montag mitteilte.",
    "« Newer",
    "– a dash and then words",
    "第一行是标题。",
    "3 comments",
    "o",
    "---",
    "a",
    "Opublikowano 20 czerwca 2019 | Jan Kowalski",
    "From: Jane Doe <jane@courier.example>",
    "Subject: Ferry",
    "The Daily Planet, 3 May 2019, page 4",
    "© 2019 Harbor Courier Ltd. All rights reserved.",
    "相关新闻",
    "اقرأ أيضًا: الخبر الثاني",
    "Читайте также: мост закрыт",
    "12. Twelfth",
    "(1) first of a kind",
    "* 0 comments",
    "They did it all as follows:",
]
NASTY = [
    "a govern\u00adment of soft hy\u00adphens",
    "zero\u200bwidth\u200d and \u2060joiners",
    "cafe\u0301 and a\u0328\u0301 combined",
    "\u200fעברית\u200e and \u202eback\u202c again",
    "نُشِرَ في ٢٠ يونيو ٢٠١٩",
    "\u0e01\u0e33\u0e25\u0e31\u0e07",
    "👩\u200d👩\u200d👧 🏳️\u200d🌈",
    "\ufb01ne o\ufb00er №5 ½",
    "\u3000全角\u3000スペース",
    "ı İ ẞ ß ǆ",
]


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from([*LINES, *NASTY, "", ""])
        | st.text(alphabet="aA. -*“”’(1)@:|\n\t_#é中\u00ad\u0301\u200b\u200f»·", max_size=60),
        min_size=1,
        max_size=30,
    )
)
def test_every_character_but_white_space_is_kept_or_listed(lines: list[str]) -> None:
    text = "\n".join(
        ["An opening line that no reader takes for anything else, because it is a plain sentence.", *lines]
    )
    found = next(READERS[".txt"](io.BytesIO(text.encode()), Origin("seeds/a.txt")))
    assert isinstance(found, Document)
    missing = letters(found.body) - kept(normalize(found, id="a", language="en"))
    # what a block says by its kind: markers of lists and of quotations
    markers = letters(
        "".join(re.findall(r"^\s*(?:[*•·▪▸►‣⁃●○◦■□–—+-]|o|\(?\d{1,3}[.)]|[> ]+)(?=\s|\S)", found.body, re.MULTILINE))
    )
    assert not missing - markers, missing - markers


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=400), st.sampled_from(["en", "de", "ja", ""]))
def test_no_text_breaks_it(text: str, language: str) -> None:
    for name in ("seeds/a.txt", "seeds/a.md"):
        for found in READERS["." + name.rsplit(".", 1)[1]](
            io.BytesIO(text.encode("utf-8", "surrogatepass")), Origin(name)
        ):
            if isinstance(found, Document):
                once = normalize(found, id="a", language=language)
                assert once == normalize(found, id="a", language=language)


# ---------------------------------------------------------------- given before told


HEAD = """---
headline: The given headline
deck: The given dek
author: By Jane Doe and Tom Reed
publication: Harbor Courier
pubdate: 19 June 2024
lastmod: 2024-06-20T08:00:00Z
lang: en
categories: [Local, Politics]
keywords: ferry, council
canonical: https://courier.example/ferry
aliases: /old/ferry.html
draft: true
shoe_size: 44
---
Printed Headline of the Text

By Somebody Else | June 1, 2020

The council voted on Tuesday to keep the ferry, which carries two hundred people a day to the island.
"""


def test_what_the_container_says_comes_first_under_whatever_name() -> None:
    found = article(HEAD)
    assert (found.title, found.title_basis, found.dek) == ("The given headline", "given", "The given dek")
    assert found.byline == ("Jane Doe", "Tom Reed")
    assert (found.source, found.date, found.updated) == ("Harbor Courier", "2024-06-19", "2024-06-20T08:00:00+00:00")
    assert (found.section, found.tags) == ("Local", ("ferry", "council"))
    assert (found.url, found.redirect_from, found.status) == (
        "https://courier.example/ferry",
        ("/old/ferry.html",),
        "draft",
    )
    assert "title" not in found.inferred and "date" not in found.inferred
    assert {piece.text for piece in found.removed} == {
        "Printed Headline of the Text",
        "By Somebody Else | June 1, 2020",
    }
    assert found.problems == ()


def test_a_date_that_is_none_is_a_problem_at_its_line() -> None:
    found = article("---\ntitle: A\ndate: 31 June 2019\n---\nThe council voted to keep the ferry to the island.\n")
    assert [str(problem) for problem in found.problems] == [
        'seeds/story.txt:3: error: date-unreadable: date: "31 June 2019" is not a date; write YYYY-MM-DD'
    ]
    assert found.date == ""


def test_an_address_that_could_run_code_is_refused() -> None:
    found = article("---\nurl: javascript:alert(1)\n---\nThe council voted to keep the ferry to the island.\n")
    assert found.url == ""
    assert found.problems[0].code == "url-unreadable"


def test_a_language_is_a_code_since_it_stands_in_the_markup_of_pages() -> None:
    found = article("---\nlang: 'en\"><script>'\n---\nThe council voted to keep the ferry to the island.\n")
    assert found.language == "en"
    assert [str(problem) for problem in found.problems] == [
        'seeds/story.txt:2: error: language-unreadable: lang: "en"><script>" is no language code; write one like en, fr or pt-BR'
    ]
    assert article("---\nlang: pt_BR.UTF-8\n---\nO barco chegou tarde.\n").language == "pt-BR"


def test_the_name_of_the_file_gives_a_day_when_the_text_gives_none() -> None:
    text = "The council voted to keep the ferry to the island."
    assert article(text, name="seeds/2024-06-19-ferry.txt").date == "2024-06-19"
    assert article(text, name="seeds/2024-13-19-ferry.txt").date == ""
    assert article(text, name="seeds/2024-02-31-ferry.txt").date == ""
    assert article(text, name="seeds/20240619.txt").inferred["date"].basis == "name of the file"


def test_lines_that_were_learned_to_be_furniture_go_and_a_person_may_keep_others() -> None:
    text = "Ferry Stays\n\nThe council voted on Tuesday to keep the ferry to the island for ten years.\n\nBrought to you by Harbor Rope\n\nRead more\n\nIt rained during the vote, and the hall was full to the last seat.\n"
    found = article(text, furniture=Furniture(removed=("brought to you by harbor rope",), kept=("read more",)))
    assert [piece.text for piece in found.removed] == ["Brought to you by Harbor Rope"]
    assert any(block.text == "Read more" for block in found.blocks)


# ---------------------------------------------------------------- Markdown


def test_the_first_heading_of_markdown_is_the_headline() -> None:
    found = article("# Ferry *stays*\n\nThe council voted.\n\n## Why\n\n- money\n- time\n", name="seeds/a.md")
    assert (found.title, found.title_basis) == ("Ferry stays", "text")
    assert [type(block) for block in found.blocks] == [Paragraph, Heading, Listing]


def test_markdown_with_a_given_title_does_not_print_it_twice() -> None:
    found = article("---\ntitle: Ferry stays\n---\n# Ferry stays\n\nThe council voted.\n", name="seeds/a.md")
    assert [block.text for block in found.blocks] == ["The council voted."]
    assert found.inferred == {}


def test_the_summary_of_markdown_is_shown_without_its_marks() -> None:
    head = "---\ntitle: Ferry\ndek: '**Ferry stays** on [the river](https://example.org/r), says the *council*'\n---\n"
    assert article(f"{head}It voted.\n", name="seeds/a.md").dek == "Ferry stays on the river, says the council"
    assert article("---\ndek: 5 * 3 * 2 [sic]\n---\nIt voted.\n", name="seeds/a.md").dek == "5 * 3 * 2 [sic]"


# ---------------------------------------------------------------- cost


@pytest.mark.parametrize(
    "line",
    [
        "word " * 200_000,
        "a" * 1_000_000,
        "“" * 200_000,
        "(" * 200_000,
        "- " * 200_000,
        "June 19, 2024 " * 20_000,
        "told The " * 50_000,
        "\n* x" * 30_000,
        "By " * 100_000,
        "» x " * 50_000,
        "\nPhoto: Jane Doe" * 20_000,
        "\nRelated stories" * 20_000,
        "\nRelated stories\nThe council voted on Tuesday to keep the ferry to the island.\nShort" * 7_000,
        "\nread more\nsome short line" * 10_000,
        "\nBy Jane Doe" * 20_000,
        "\nno end of it" * 20_000,
        "\nread more\nshort\nsome short line" * 10_000,
        "© 2019 " * 100_000,
        "2019年" * 100_000,
        "\n* 0 comments" * 20_000,
        "\nand so the line of a wrapped text goes on and on until the end of it" * 8_000,
    ],
    ids=lambda line: repr(line[:12]),
)
def test_a_hostile_line_costs_no_more_than_its_length(line: str) -> None:
    import time

    begun = time.process_time()
    article(f"Ferry Stays\n\n{line}\n\nThe council voted to keep the ferry.\n")
    assert time.process_time() - begun < 4


# ---------------------------------------------------------------- no story


@pytest.mark.parametrize(
    "text",
    [
        "Just a moment...\nChecking your browser before accessing courier.example.\nPlease enable JavaScript and cookies to continue\n",
        "Page not found\nSorry, the page you are looking for does not exist.\nHome\nSearch\n",
        "Home\nNews\nMenu\nSearch\nLog in\nSubscribe\nContact us\nPrivacy policy\nAbout us\n",
    ],
)
def test_a_page_without_a_story_is_set_aside_with_its_reason(text: str) -> None:
    found = article(text)
    assert found.status == "set-aside"
    assert found.inferred["status"].basis.startswith("no story")
    assert [(problem.code, problem.severity) for problem in found.problems] == [("story-set-aside", "note")]


@pytest.mark.parametrize(
    "text",
    [
        "Access Denied\nYou don't have permission to access this page on this server.\nReference #18.2f\n",
        "Subscribe to continue reading\nThis article is for subscribers only.\nAlready a subscriber? Log in\n",
        "Seite nicht gefunden\nDie angeforderte Seite existiert leider nicht.\nZur Startseite\n",
        "Page introuvable\nLa page que vous recherchez n'existe pas ou a été déplacée.\nRetour à l'accueil\n",
        "Página no encontrada\nLo sentimos, la página que buscas no existe.\nInicio\n",
        "Página não encontrada\nA página que você procura não existe.\nVoltar ao início\n",
        "Pagina non trovata\nLa pagina che stai cercando non esiste più.\n",
        "Страница не найдена\nЗапрашиваемая страница не существует или удалена.\n",
        "الصفحة غير موجودة\nعذرا، الصفحة التي تبحث عنها غير متوفرة.\n",
        "页面不存在\n您访问的页面不存在或已被删除。\n返回首页\n",
        "Unavailable due to legal reasons\nWe recognize you are attempting to access this website from a country whose rules we cannot follow, so that access cannot be granted to you at this time, and we ask you to try again later.\n",
        "Verificando que usted es humano. Esto puede tardar unos segundos.\nHabilite JavaScript y las cookies para continuar.\n",
        "Un instant\nVotre navigateur est en cours d'examen.\nAvez-vous désactivé les cookies ? Rétablissez-les, s'il vous plaît, pour lire notre site.\n",
        "ページが見つかりません\nお探しのページは削除されたか、移動した可能性があります。\n",
    ],
)
def test_a_wall_is_known_in_many_languages(text: str) -> None:
    assert article(text).status == "set-aside"


@pytest.mark.parametrize(
    "text",
    [
        "New cookie law takes effect\n\nWebsites must ask before they set cookies, parliament decided on Tuesday. A page that says “we value your privacy” is not enough, the minister said.\n",
        "City hall closes early on Friday because of the heat.\n",
        "Correction\n\nAn article on Tuesday about the pier misstated its length. It is 410 meters, not 140 meters.\n",
        "Football results\n\nCallan 2 Dorrin 1\nEster 0 Fallow 0\nGorse 3 Hale 2\nIves 1 Jura 4\nKeel 2 Lorn 2\nMull 0 Ness 1\nOban 5 Plum 0\nQuay 1 Rona 1\n",
        "Plum cake\n\nServes 8\n\n- 200 g flour\n- 100 g butter\n- 2 eggs\n- 500 g plums\n- 80 g sugar\n\nMix flour, butter, eggs and sugar, lay the plums on top and bake for 40 minutes.\n",
        "Robots are better at captchas than people\n\nSoftware now solves the puzzles that tell people from machines faster than people do, researchers said.\n",
        "Live: Storm reaches the coast\n\n10:42 Ferries suspended until further notice\n\n10:31 Power out in 4,000 homes\n\n10:05 Schools to close at noon\n\n09:50 Tree blocks the coast road\n\n09:12 Stay away from the sea, police say\n",
        "The Road\n\nThe road goes on\nand no one walks\nwhere once the lamps\nwere lit\n",
        "Bank “temporarily unavailable”\n\nCustomers of Harbor Bank saw the words “service unavailable” for four hours on Monday. The bank said that a cable had been cut and that no money was lost.\n",
        "Page not found: library loses its oldest book\n\nThe town library said on Monday that its oldest book, a herbal of 1542, has been missing since the move, and asked for help from anybody who saw it.\n",
        "Gericht: Zugriff verweigert werden darf nur mit Grund\n\nDie Bahn darf Reisenden den Zugriff auf ihr WLAN nur mit Grund verweigern, entschied das Gericht am Montag in einem Urteil, das noch nicht rechtskräftig ist.\n",
    ],
)
def test_what_looks_like_a_wall_or_a_list_and_is_a_story_is_not_hidden(text: str) -> None:
    assert article(text).status == "published"


@pytest.mark.parametrize(
    "text", ["Advertisement\n\nShare\n\nPrint\n", "https://courier.example/1\nhttps://courier.example/2\n"]
)
def test_an_empty_shell_and_a_list_of_addresses_are_set_aside(text: str) -> None:
    assert article(text).status == "set-aside"


@pytest.mark.parametrize("text", ["<<<<html", "<<<< html <p", "</div"])
def test_what_is_left_of_a_page_that_was_cut_off_is_no_story(text: str) -> None:
    found = article(text)
    assert found.status == "set-aside"
    assert [(one.severity, one.code) for one in found.problems] == [("warning", "story-empty")]
    assert article("<3 from the harbor").status == "published"


def test_numbers_in_the_words_that_tell_a_wall_are_as_printed() -> None:
    assert article("Error 404\nThis address leads nowhere.\n").inferred["status"].basis.endswith('"Error 404"')


def test_a_short_story_about_a_wall_is_a_story() -> None:
    assert (
        article("Ferry Stays\n\nThe council voted on Tuesday to keep the ferry to the island for ten years.\n").status
        == "published"
    )
    assert article("Hello").status == "published"


def test_a_status_that_is_given_stands() -> None:
    assert article("---\nstatus: published\ntitle: Oops\n---\nPage not found\n").status == "published"


# ---------------------------------------------------------------- language


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Die Brücke ist nach zwei Jahren wieder für den Verkehr offen, wie die Stadt am Montag mitteilte.", "de"),
        (
            "Le pont est ouvert depuis lundi, a dit la ville dans un communiqué, après deux ans de travaux sur la rivière.",
            "fr",
        ),
        (
            "El puente está abierto desde el lunes, según dijo la ciudad en un comunicado, después de dos años de obras.",
            "es",
        ),
        ("橋は月曜日に再び開通したと、市は発表した。工事は二年かかった。", "ja"),
        ("Мост снова открыт для движения, сообщил город в понедельник после двух лет работ.", "ru"),
        ("The bridge is open again after two years, the city said on Monday in a statement to the press.", "en"),
    ],
)
def test_the_language_shows_in_the_commonest_words(text: str, code: str) -> None:
    assert article(text).language == code


def test_a_language_that_is_given_stands() -> None:
    assert (
        article("---\nlang: fr\n---\nThe bridge is open again after two years, the city said on Monday.\n").language
        == "fr"
    )


def test_markdown_without_a_date_may_tell_it_in_its_text() -> None:
    text = "# Ferry stays\n\nThe council voted on June 18, 2024, to keep the ferry.\n\nIt met again on June 19, 2024, to sign the contract.\n"
    found = article(text, name="seeds/a.md")
    assert found.date in {"", "2024-06-19"}
    if found.date:
        assert found.inferred["date"].evidence[0].line in {3, 5}


# ---------------------------------------------------------------- what a container gives as a story


def contained(body: str, **meta: str) -> Article:
    document = Document(origin=Origin("seeds/export.json", "17"), meta=dict(meta), body=body, sha256="0" * 64)
    return normalize(document, id="story", language="en")


def test_a_text_of_a_container_keeps_its_first_line_unless_that_is_the_given_headline() -> None:
    lede = "(Example Wire) The maker of thin films for clear screens, Skarv Glass\n\nof Harbor Bay, has been named a cool vendor."
    told = contained(lede, title="Cool vendor of the year is chosen")
    assert [block.text for block in told.blocks] == lede.split("\n\n")
    printed = contained("Ferry Saved\n\nThe council saved the ferry on Tuesday, the mayor said.", title="Ferry Saved")
    assert [piece.reason for piece in printed.removed] == ["printed title; another is given"]


def test_a_word_of_menus_in_a_text_of_a_container_is_the_storys() -> None:
    body = "The band plays on.\n\nHome\n\nThe singer went home after the concert, her manager said on Sunday.\n\nRead more\n\nFans wept and sang."
    assert [block.text for block in contained(body, title="Last Concert").blocks] == body.split("\n\n")


def test_buttons_in_a_row_leave_a_text_of_a_container() -> None:
    body = "The ferry ran aground on Tuesday, and nobody was hurt, the harbor master said.\n\nShare\nTweet\nPrint"
    told = contained(body, title="Ferry Aground")
    assert len(told.blocks) == 1
    assert [piece.text for piece in told.removed] == ["Share", "Tweet", "Print"]


# ---------------------------------------------------------------- days in names and addresses


@pytest.mark.parametrize(
    ("address", "day"),
    [
        ("https://courier.example/2019/9/26/ferry-saved", "2019-09-26"),
        ("https://courier.example/2019/09/26/", "2019-09-26"),
        ("https://courier.example/news/20190926-ferry.html", "2019-09-26"),
        ("https://courier.example/2019/sep/26/ferry", "2019-09-26"),
        ("https://courier.example/2019/123/ferry", ""),
        ("https://courier.example/2019/13/45/ferry", ""),
        ("https://courier.example/search?from=/2019/9/26/", ""),
    ],
)
def test_the_day_in_the_address_of_a_story_is_its_day(address: str, day: str) -> None:
    assert contained("The council saved the ferry, the mayor said.", title="Ferry Saved", url=address).date == day


def test_a_given_day_and_a_printed_one_win_over_that_of_the_address() -> None:
    address = "https://courier.example/2019/9/26/ferry"
    assert contained("The ferry is saved.", title="Ferry", url=address, date="2019-10-01").date == "2019-10-01"
    printed = "Ferry Saved\n\nOctober 2, 2019\n\nThe council saved the ferry, the mayor told reporters after the vote."
    assert contained(printed, url=address).date == "2019-10-02"


# ---------------------------------------------------------------- writers


@pytest.mark.parametrize(
    ("site", "address", "person"),
    [
        ("Dr. Jane Miller", "", "Jane Miller"),
        ("Blog von Hans Meier", "", "Hans Meier"),
        ("Jane Miller's Blog", "", "Jane Miller"),
        ("Jane Zzyx", "https://jane-zzyx.example/", "Jane Zzyx"),
        ("Jane Zzyx", "https://blogs.example/", ""),
        ("The Daily Planet", "", ""),
        ("Austin Chronicle", "https://austinchronicle.example/", ""),
        ("Al Bahr", "https://albahr.example/", ""),
        ("JANE MILLER", "", ""),
    ],
)
def test_a_site_called_after_a_person_tells_its_writer(site: str, address: str, person: str) -> None:
    assert owners.person_of(site, address=address) == person


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Jane Doe, London, 3 May 2019", ("Jane Doe",)),
        ("Por Maria Souza, Rio de Janeiro", ("Maria Souza",)),
        ("By Jane Doe, Staff Writer", ("Jane Doe",)),
        ("By Jane Doe, John Smith and Ann Lee", ("Jane Doe", "John Smith", "Ann Lee")),
    ],
)
def test_what_stands_behind_a_writer_and_a_comma_may_be_a_place_or_a_post(line: str, names: tuple[str, ...]) -> None:
    story = "The ferry ran aground on Tuesday, and nobody was hurt, the harbor master said after the rescue."
    assert article(f"Ferry Runs Aground off Skarv\n\n{line}\n\n{story}").byline == names


def test_a_headline_that_is_supplied_ends_in_a_word_that_can_end_it() -> None:
    lede = "In the harbor of Skarv, far in the north of the land, people can now at last tell apart the “true” colors of the ships."
    title = article(f"{lede} They are glad.\n\nThe ships are painted every year.").title
    assert title == title.strip()
    assert not title.endswith((" the", "“"))


STORY = "The bakers of Callan went on strike over the price of flour, their union said, and will go on until the mayor speaks to them.\n\nNobody knows when that will be, they added on Friday, since the mayor is abroad.\n"


@pytest.mark.parametrize(
    "line",
    [
        "May 5, 2022 - May 8, 2022", "Deadline: 5 May 2022", "Event date: 5 May 2022", "Date of birth: 5 May 1980", "Valid until 5 May 2022", "Sale ends 5 May 2022",
        "Starts: May 5, 2022", "From May 5, 2022", "Photo taken 5 May 2022", "Einsendeschluss: 5. Mai 2022", "Fino al 5 maggio 2022",
        "Retrieved 5 May 2022", "Archived from the original on 5 May 2022", "Abgerufen am 5. Mai 2022", "Consulté le 5 mai 2022",
    ],
)  # fmt: skip
@pytest.mark.parametrize("place", ["above", "below"])
def test_a_line_that_says_what_else_its_day_is_of_dates_no_story(line: str, place: str) -> None:
    text = f"Bakers strike\n\n{line}\n\n{STORY}" if place == "above" else f"Bakers strike\n\n{STORY}\n{line}\n"
    assert not article(text).date


@pytest.mark.parametrize(
    "line",
    [
        "5 May 2022", "Lisbon, 5 May 2022", "News | 5 May 2022", "Date: 5 May 2022", "For immediate release: May 5, 2022",
        "Erscheinungsdatum: 05.05.2022", "Online seit 5. Mai 2022", "Fecha de publicación: 5 de mayo de 2022", "dnia 5 maja 2022",
    ],
)  # fmt: skip
def test_a_day_by_itself_or_under_a_label_of_the_story_dates_it(line: str) -> None:
    assert article(f"Bakers strike\n\n{line}\n\n{STORY}").date == "2022-05-05"


@pytest.mark.parametrize("comments", ["Comments (2)\n\nJoe\nMay 6, 2022 at 4:12 pm", "Joe says:\nMay 6, 2022"])
def test_the_day_of_a_comment_is_not_that_of_the_story(comments: str) -> None:
    text = f"Bakers strike\n\n{STORY}\n{comments}\nGood for them, I say, since they have waited for it.\n"
    assert not article(text).date


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Jane Doe, columnist", ("Jane Doe",)),
        ("Jane Doe, Chief Political Correspondent", ("Jane Doe",)),
        ("Jane Doe and Peter Hill", ("Jane Doe", "Peter Hill")),
        ("Jane Doe (now) and Peter Bishop (earlier)", ("Jane Doe", "Peter Bishop")),
        ("Jane Doe, Ann Lee & Peter Hill", ("Jane Doe", "Ann Lee", "Peter Hill")),
        ("Jane Doe, reporter, and Ann Lee", ("Jane Doe", "Ann Lee")),
        ("Jane Doe\n@janedoe", ("Jane Doe",)),
    ],
)
@pytest.mark.parametrize("above", ["", "Opinion\n", "LIVE\n\n"])
def test_names_right_over_the_day_are_the_writers_and_not_the_headline(
    above: str, line: str, names: tuple[str, ...]
) -> None:
    story = "The ferry ran aground on Tuesday, and nobody was hurt, the harbor master said after the rescue."
    found = article(f"{above}Ferry Runs Aground off Skarv\n{line}\n16/03/2023\n\n{story}")
    assert (found.title, found.byline, found.date) == ("Ferry Runs Aground off Skarv", names, "2023-03-16")
    assert [block.text for block in found.blocks if isinstance(block, Paragraph)] == [story]


@pytest.mark.parametrize(
    "headline", ["Jane Doe and Peter Hill", "Jane Doe, columnist", "Jane Doe Leaves, Peter Hill Stays"]
)
def test_names_with_nothing_over_them_are_a_headline(headline: str) -> None:
    story = "The two ran the ferry for thirty years, and nobody was ever hurt, the harbor master said on Tuesday."
    assert article(f"{headline}\n16/03/2023\n\n{story}").title == headline


def test_a_date_that_may_be_two_days_is_called_ambiguous() -> None:
    from archivegen.normalize.metadata import fields_of

    document = Document(origin=Origin("seeds/a.txt"), meta={"date": "04/05/2015"}, body="Text.", sha256="0")
    (told,) = fields_of(document, language="en")[1]
    assert "ambiguous" in told.message and "is not a date" not in told.message
