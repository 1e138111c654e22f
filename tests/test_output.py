from collections.abc import Iterator

import msgspec

from archivegen import output
from archivegen.config import Site
from archivegen.feed_views import Robots
from archivegen.model import Archive, Page
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
        Page("robots.txt", "robots", Robots("")),
    ]
    laid = [shelf.put(page, msgspec.msgpack.encode(page.view)) for page in pages]
    shelf.flush()
    assert [shelf.page(one) for one in reversed(laid)] == pages[::-1]
