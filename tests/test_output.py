from collections.abc import Iterator

import msgspec

from archivegen import output
from archivegen.config import Site
from archivegen.feed_views import Robots
from archivegen.model import Archive, Page
from archivegen.pages.units import InUnits, Unit
from archivegen.views import Link, RedirectView

ARCHIVE = Archive(cards=(), facts=(), entities=(), entity_of=())


def planned(*pages: Page) -> tuple[list[str], list[str]]:
    def kind(archive: Archive, site: Site) -> Iterator[Page]:
        yield from pages

    plan = output.Plan(ARCHIVE, Site("T"), {"kind": kind})
    return [page.form for page in plan.pages(["a.html"])], [str(problem) for problem in plan.problems]


def test_of_two_pages_at_one_address_the_first_stays_and_it_is_told() -> None:
    forms, (told,) = planned(Page("a.html", "list", 1), Page("a.html", "entity", 2))
    assert forms == ["list"]
    assert told.startswith("a.html: error: address-taken: two pages want this address (list and entity of kind)")


def test_an_old_address_gives_way_to_a_page() -> None:
    forms, (told,) = planned(Page("a.html", "about", 1), Page("a.html", "redirect", 2))
    assert forms == ["about"]
    assert told.startswith("a.html: note: address-reused: ")


def test_a_page_comes_back_from_the_shelf_as_it_was() -> None:
    shelf = output.Shelf()
    pages = [
        Page("a.html", "redirect", RedirectView(target="b.html")),
        Page("ä.html", "dates", Link("c.html", "ü")),
        Page("robots.txt", "robots", Robots(())),
    ]
    laid = [shelf.put(page, msgspec.msgpack.encode(page.view)) for page in pages]
    shelf.flush()
    assert [shelf.page(one) for one in reversed(laid)] == pages[::-1]


def test_a_unit_that_is_no_more_is_forgotten_where_all_are_asked() -> None:
    names = ["2023", "2024"]

    def units(archive: Archive, site: Site) -> Iterator[Unit]:
        return (Unit(name, b"k", lambda name=name: [Page(f"{name}.html", "list", 1)]) for name in names)  # type: ignore[misc]

    kind = InUnits(units)
    kind.at(lambda archive, site, cards: None)
    first = output.Plan(ARCHIVE, Site("T"), {"kind": kind})
    names.remove("2023")
    second = output.Plan(ARCHIVE, Site("T"), {"kind": kind}, memo=first.memo)
    assert {path for path in second.keys if path.startswith("20")} == {"2024.html"}
