"""Who is mentioned with whom: ties by shared articles, on one page that is planned from links alone."""

from __future__ import annotations

import re

import msgspec

from archivegen.model import EntityKind
from archivegen.pages import network
from archivegen.views import NetworkView
from small_archive import SITE, Shelf, article

NAMES: dict[str, EntityKind] = {
    f"{a} {b}": "person" for a in ("Ann", "Bo", "Cy", "Di") for b in ("Lee", "Chen", "Ruiz")
}
ALL = tuple(NAMES)


def shelf(*groups: tuple[int, ...], names: dict[str, EntityKind] | None = None) -> Shelf:
    texts = [", ".join(ALL[n] for n in group) + " met." for group in groups]
    return Shelf([article(n, text) for n, text in enumerate(texts)], names or NAMES)


def circle() -> Shelf:
    """Eight people: each stands in two articles with the next, the first two in four."""
    return shelf(*(((n, (n + 1) % 8)) for n in range(8) for _ in range(2)), (0, 1), (0, 1))


def view(made: Shelf) -> NetworkView:
    found = made.pages("networks")["people/network/index.html"].view
    assert isinstance(found, NetworkView)
    return found


def test_two_are_tied_by_the_articles_that_they_share_the_strongest_first() -> None:
    found = view(circle())
    assert len(found.names) == 8 and len(found.ties) == 8
    first = found.ties[0]
    assert {found.names[first.one].text, found.names[first.other].text} == {ALL[0], ALL[1]} and first.count == 4
    assert [tie.count for tie in found.ties] == sorted((tie.count for tie in found.ties), reverse=True)


def test_one_article_that_names_many_ties_none() -> None:
    assert not shelf(tuple(range(10)), (0,), (1,), (2,)).pages("networks")


def test_too_few_are_no_picture_and_no_link_leads_to_it() -> None:
    made = shelf((0, 1), (0, 1), (1, 2), (1, 2))
    assert not made.pages("networks")
    assert "network/" not in made.html("people/index.html")


def test_the_index_of_people_leads_to_the_picture() -> None:
    made = circle()
    assert 'href="../people/network/"' in made.html("people/index.html")


def test_the_picture_has_a_link_for_each_name_and_a_table_that_says_the_same() -> None:
    html = circle().html("people/network/index.html")
    html = html[html.index("<main") : html.index("</main>")]
    assert html.count("<circle") == 8 and html.count('<path class="w') == 8
    assert re.search(r'<a href="\.\./\.\./people/ann-lee\.html"><title>Ann Lee: 6 articles</title>', html)
    rows = re.findall(r"<tr><td><a [^>]+>([^<]+)</a></td><td><a [^>]+>([^<]+)</a></td><td>(\d+)</td></tr>", html)
    assert set(rows[0]) == {"Ann Lee", "Ann Chen", "4"} and len(rows) == 8


def test_only_the_strongest_ties_of_each_are_drawn() -> None:
    everybody = shelf(*((a, b) for a in range(12) for b in range(a) for _ in range(2)))
    found = view(everybody)
    assert len(found.ties) < 66
    for n in range(len(found.names)):
        assert sum(n in (tie.one, tie.other) for tie in found.ties) >= min(network.TIES_OF_ONE, 1)


def test_a_large_archive_has_a_picture_of_its_most_present_only() -> None:
    many: dict[str, EntityKind] = {f"Person{n} Of{n}": "person" for n in range(60)}
    names = list(many)
    texts = [f"{names[n]} met {names[(n + 1) % 60]}." for n in range(60) for _ in range(2)]
    made = Shelf([article(n, text) for n, text in enumerate(texts)], many)
    assert len(view(made).names) <= network.NAMES


def test_people_who_are_not_shown_have_no_picture() -> None:
    site = msgspec.structs.replace(SITE, entities=msgspec.structs.replace(SITE.entities, people="off"))
    made = circle()
    made.site = site
    assert not made.pages("networks")


def test_organizations_have_a_picture_of_their_own() -> None:
    bodies: dict[str, EntityKind] = dict.fromkeys(NAMES, "organization")
    made = shelf(*(((n, (n + 1) % 8)) for n in range(8) for _ in range(2)), names=bodies)
    assert list(made.pages("networks")) == ["organizations/network/index.html"]
    assert "organizations in most articles" in made.html("organizations/network/index.html")
