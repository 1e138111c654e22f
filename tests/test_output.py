from collections.abc import Iterator

import msgspec

from archivegen import output
from archivegen.config import Site
from archivegen.feed_views import Robots
from archivegen.model import Archive, Page
from archivegen.pages.units import InUnits, Unit
from archivegen.shelf import Shelf
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
    shelf = Shelf()
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


def units_of(told: dict[str, str]) -> InUnits:
    """A kind whose units each have a page at a.html and one of their own; *told*: what decides each."""

    def units(archive: Archive, site: Site) -> Iterator[Unit]:
        for name, key in told.items():
            yield Unit(
                name,
                key.encode(),
                lambda name=name, key=key: [Page("a.html", name, key), Page(f"{name}.html", "list", key)],
            )  # type: ignore[misc]

    return InUnits(units)


def test_of_two_units_at_one_address_the_first_stays_whatever_is_remembered() -> None:
    memo: dict[str, output.Units] = {}
    for told in (
        {"list": "1", "entity": "1"},
        {"list": "1", "entity": "2"},
        {"entity": "2", "list": "1"},
        {"list": "1"},
    ):
        plan = output.Plan(ARCHIVE, Site("T"), {"kind": units_of(told)}, memo=memo)
        clean = output.Plan(ARCHIVE, Site("T"), {"kind": units_of(told)})
        assert (plan.keys, plan.problems) == (clean.keys, clean.problems)
        assert len(plan.problems) == len(told) - 1
        assert [page.form for page in plan.pages(["a.html"])] == [next(iter(told))]
        memo = {name: output.Units.decode(units.encode(), output.Marks()) for name, units in plan.memo.items()}


def test_a_page_that_was_not_planned_is_planned_when_it_is_asked_for() -> None:
    first = output.Plan(ARCHIVE, Site("T"), {"kind": units_of({"list": "1"})})
    second = output.Plan(ARCHIVE, Site("T"), {"kind": units_of({"list": "1"})}, memo=first.memo)
    paths = ["a.html", "list.html", *(path for path in second.keys if path.startswith("robots"))]
    assert [page.path for page in second.pages(paths)] == paths
