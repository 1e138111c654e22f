"""Markup that is left in a text: found, blanked, and never slow."""

from __future__ import annotations

import time

import pytest

from archivegen.annotate import markup


@pytest.mark.parametrize(
    "left",
    [
        '<td scope="row">',
        "</p>",
        "<!-- note -->",
        '{{< img src="a" >}}',
        "{{% note %}}",
        "{% raw %}",
        "img/2015-01_a.jpg",
        "page.html",
    ],
)
def test_markup_and_names_of_files_are_blanked_in_place(left: str) -> None:
    assert markup.blanked(f"A {left} b.") == f"A {' ' * len(left)} b."


def test_signs_of_reckoning_are_no_markup() -> None:
    assert markup.blanked("2 < 3 and 5 > 4, in {braces}.") == "2 < 3 and 5 > 4, in {braces}."


@pytest.mark.parametrize("part", ["<a ", "{{<", "a.jpg", "a/", "<!--", "x"])
def test_hostile_repetition_is_linear(part: str) -> None:
    text = part * (1_000_000 // len(part)) + ".jpg"
    started = time.process_time()
    markup.blanked(text)
    assert time.process_time() - started < 2
