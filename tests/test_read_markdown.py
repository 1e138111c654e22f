"""Markdown of several generators: their heads, and their shortcodes."""

from __future__ import annotations

import pytest

from archivegen.read.shortcodes import resolve
from reading import codes, read_all


@pytest.mark.parametrize(
    "head",
    [
        "Title: Bridge\nDate: 2019-05-03 10:20\nModified: 2019-05-04\nSave_as: x.html\n\n",  # Pelican
        ".. title: Bridge\n.. date: 2019-05-03 10:20\n.. tags:\n\n",  # Nikola
        "<!--\n.. title: Bridge\n.. date: 2019-05-03 10:20\n-->\n\n",
        '+++\ntitle = "Bridge"\ndate = "2019-05-03 10:20"\n[taxonomies]\ntags = ["Trams"]\n+++\n\n',  # Zola
        '{\n"title": "Bridge",\n"date": "2019-05-03 10:20"\n}\n\n',  # Hugo
    ],
)
def test_the_heads_of_several_generators_are_read(head: str) -> None:
    (found,), problems = read_all(f"{head}The mayor came.\n", "a.md")
    assert problems == []
    assert (found.meta["title"], found.meta["date"]) == ("Bridge", "2019-05-03 10:20")
    assert found.body.strip() == "The mayor came."
    assert found.body_line + found.body[: found.body.index("The")].count("\n") == head.count("\n") + 1


def test_tags_below_taxonomies_are_tags() -> None:
    (found,), _ = read_all('+++\ntitle = "A"\n[taxonomies]\ntags = ["Trams"]\n+++\nText.\n', "a.md")
    assert found.meta["tags"] == ["Trams"]


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("{{< youtube abc >}}", "<https://www.youtube.com/watch?v=abc>"),
        ('{{< tweet user="roe" id="12" >}}', "<https://twitter.com/roe/status/12>"),
        ("{% vimeo 12 %}", "<https://vimeo.com/12>"),
        ('{{ youtube(id="abc") }}', "<https://www.youtube.com/watch?v=abc>"),
        ("{{< note >}}\nMind the gap.\n{{< /note >}}", "\nMind the gap.\n"),
        ('{{< pull text="It works." cite="Roe" >}}', "> It works. — Roe"),
        ('{{< img-right src="a.jpg" alt="A" >}}', '{{< figure src="a.jpg" alt="A" >}}'),
        ("{{< highlight go >}}\nx\n{{< /highlight >}}", "```\nx\n```"),
        ("a {% comment %}not\nshown{% endcomment %} b", "a \n b"),
        ("`{{< x >}}` and\n```\n{{< y >}}\n```", "`{{< x >}}` and\n```\n{{< y >}}\n```"),
        ('{{< ref "/two" >}} {{ 7*7 }} {% include x %} {% post_url 2019-05-03-a %}', '{{< ref "/two" >}} {{ 7*7 }} {% include x %} {% post_url 2019-05-03-a %}'),
        ("{% comment %} never closed", " never closed"),
    ],
)  # fmt: skip
def test_shortcodes_become_what_they_show(body: str, shown: str) -> None:
    assert resolve(body).body == shown
    assert resolve(body).body.count("\n") == body.count("\n")


def test_a_shortcode_of_which_nothing_is_left_is_told() -> None:
    (found,), _ = read_all("# A\n\nText. {{< poll 7 >}} {{< poll 8 >}}\n", "a.md")
    assert "poll" not in found.body
    assert codes(list(found.problems)) == ["shortcode-left-out"]
    assert "2 poll" in found.problems[0].message


def test_shortcodes_are_found_in_linear_time() -> None:
    for unit in ("{{< a ", "{{< a >}}", "{% comment %}", "`", "{{< a b=", "{{ youtube("):
        resolve(unit * 30_000)


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("The ferry sank.{: .lead}\n{: #note key='x'}\nIt rose.", "The ferry sank.\n\nIt rose."),
        ("{% include share.html %}\n\n{{ page.title }}, {{ page.none }}{{ site.title }}!", "\n\nFerry, !"),
        ("{% include figure.html src='a.jpg' %} {% post_url 2019-05-03-a %}", "{% include figure.html src='a.jpg' %} {% post_url 2019-05-03-a %}"),
        ("{% if page.x %}Shown.{% endif %} {{ site.baseurl }}/a", "Shown. {{ site.baseurl }}/a"),
        ("It cost £9.[^b] And more.[^a]\n\n[^b]: The board.\n[^a]: The mayor.", "It cost £9.[1] And more.[2]\n\n1. The board.\n2. The mayor."),
        ("Nothing explains [^1] this.", "Nothing explains [^1] this."),
        ("`{% x %} [^1]{: .a}` stays\n```\n{% x %}\n```\n\n[^1]: x", "`{% x %} [^1]{: .a}` stays\n```\n{% x %}\n```\n\n1. x"),
        ("{% raw %}{{ page.title }}{% endraw %}", "{% raw %}{{ page.title }}{% endraw %}"),
        ("A smile {: and a brace }", "A smile {: and a brace }"),
    ],
)  # fmt: skip
def test_what_jekyll_works_out_is_not_printed(body: str, shown: str) -> None:
    (found,), _ = read_all(f"---\ntitle: Ferry\n---\n{body}\n", "a.md")
    assert found.body.rstrip("\n") == shown.rstrip("\n")


@pytest.mark.parametrize(
    ("name", "head", "tags"),
    [
        ("_posts/2019-05-03-a.md", "tags: storm quay", ["storm", "quay"]),
        ("_posts/2019-05-03-a.md", "tags: storm at sea, quay", "storm at sea, quay"),
        ("a.md", "tags: storm quay", "storm quay"),
        ("a.md", "categories: [news, weather]\ntags: quay", ["quay", "weather"]),
        ("a.md", "categories: [news, weather]", ["weather"]),
        ("_posts/2019-05-03-a.md", "categories: news weather", ["weather"]),
    ],
)
def test_tags_stand_apart_and_a_second_section_is_a_tag(name: str, head: str, tags: object) -> None:
    (found,), _ = read_all(f"---\ntitle: Ferry\n{head}\n---\nText.\n", name)
    assert found.meta.get("tags") == tags
