"""What a page weighs, and the style sheets: every rule is used, and what is published of them says the same in less."""

from __future__ import annotations

import gzip
import re
import shutil
from pathlib import Path

import pytest

from archivegen.render.styles import compact
from sites import Site

ROOT = Path(__file__).parents[1]
SHEETS = sorted((ROOT / "static").glob("*.css"))
MOST, MOST_PACKED = 54 * 1024, 20 * 1024
"""Bytes of an article's page with its style sheet: as they are, and as a host sends them."""


def rules(sheet: str) -> str:
    """The style sheet without its comments."""
    return re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)


def test_the_page_of_an_article_weighs_little_with_its_style(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1718000000")
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    shutil.copy(ROOT / "site.yaml", tmp_path)
    site = Site(tmp_path)
    site.build()
    public = site.public()
    sheets = {path: len(data) for path, data in public.items() if path.endswith(".css")}
    articles = [data for data in public.values() if b'<body class="page-article">' in data]
    assert len(articles) == 2
    for data in articles:
        linked = re.findall(rb'<link rel="stylesheet" href="[./]*(static/[\w.]+)', data)
        assert linked == [b"static/style.css"]
        assert len(data) + sheets["static/style.css"] <= MOST
        assert len(gzip.compress(data)) + len(gzip.compress(public["static/style.css"])) <= MOST_PACKED


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_every_class_of_a_style_sheet_is_used(sheet: Path) -> None:
    program = [*(ROOT / "templates").glob("*.html"), *(ROOT / "static").glob("*.js")]
    program += (ROOT / "src/archivegen/render").rglob("*.py")
    used = "\n".join(path.read_text() for path in program)
    selectors = re.sub(r"\{[^{}]*\}", "{}", rules(sheet.read_text()))
    classes = set(re.findall(r"(?<![\d\w])\.([a-z][\w-]*)", selectors))
    made = {name for name in classes if re.fullmatch(r"[dw]\d|page-\w+", name)}  # put together with a number or a form
    assert [name for name in sorted(classes - made) if not re.search(rf"\b{re.escape(name)}\b", used)] == []


def test_no_rule_stands_twice() -> None:
    found: dict[str, str] = {}
    for sheet in SHEETS:
        flat = re.sub(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", rules(sheet.read_text()))
        for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", flat):
            for one in re.sub(r"\([^()]*\)", lambda group: group[0].replace(",", "\0"), selector).split(","):
                for declared in filter(None, map(str.strip, body.split(";"))):
                    key = f"{one.strip()} {{ {declared} }}"
                    assert key not in found, f"{sheet.name}: {key} stands in {found[key]} too"
                    found[key] = sheet.name


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_sides_are_told_by_the_direction_of_writing(sheet: Path) -> None:
    sided = re.findall(
        r"\b(?:margin|padding|border)-(?:left|right)\b|text-align: (?:left|right)", rules(sheet.read_text())
    )
    assert sided == []


def test_a_compact_sheet_has_the_same_rules() -> None:
    sheet = """
    /* a { b: c } */
    main > p , a:hover::after { color : red; content: "; } /* kept */  b: c;}" ; }
    @media (min-width: 4rem) { .x /* between */ .y :is(b, i) { margin: 0 auto; background: url(a;b/*.png) } }
    .z /* one */ .w /* two */ {--empty: ;top:0}
    """
    assert compact(sheet) == (
        'main > p,a:hover::after{color :red;content:"; } /* kept */  b: c;}"}'
        "@media (min-width:4rem){.x .y :is(b,i){margin:0 auto;background:url(a;b/*.png)}}"
        ".z .w{--empty:;top:0}"
    )


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_compact_sheets_stay_as_they_are(sheet: Path) -> None:
    once = compact(sheet.read_text())
    assert compact(once) == once
    assert re.sub(r"\s", "", rules(sheet.read_text())).replace(";}", "}") == re.sub(r"\s", "", once)
