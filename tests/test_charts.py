"""Geometry of pictures: what is drawn where, the same on every machine and never outside the drawing."""

from __future__ import annotations

import re
import time
from itertools import combinations

import msgspec
import pytest

from archivegen.model import Event, Facts, Span
from archivegen.pages.periods import bars
from archivegen.render.charts import network, world
from archivegen.render.charts.columns import columns
from archivegen.render.charts.labels import breadth, label
from archivegen.render.charts.projection import HEIGHT, WIDTH, projected
from archivegen.views import Bar, Count, Spot, Tie
from small_archive import ROOT, Shelf, article

# ---------------------------------------------------------------- columns over time


def years(first: int, *counts: int) -> list[Bar]:
    return [Bar(str(first + n), count) for n, count in enumerate(counts)]


def test_one_column_is_no_picture() -> None:
    assert columns(years(2019, 4)) is None and columns([]) is None


def test_the_tallest_column_is_named_and_held_inside_the_drawing() -> None:
    chart = columns(years(2010, 1, 0, 3, 12))
    assert chart is not None
    assert (chart.most, chart.peak.text, chart.peak.left, chart.peak.side) == ("2013", "12", "87.5%", "")
    last = columns(years(2000, *range(1, 31)))
    assert last is not None and (last.peak.left, last.peak.side) == ("100%", "end")


def test_a_column_without_anything_is_not_drawn_and_a_low_one_can_be_seen() -> None:
    chart = columns(years(2010, 1, 0, 1000))
    assert chart is not None
    assert chart.path == "M1 100v-3h8v3zM21 100v-100h8v100z"


def test_a_column_with_a_page_leads_to_it_and_the_others_are_one_path() -> None:
    chart = columns(years(2010, 5, 6, 7), lambda year: f"{year}.html" if year != "2011" else "")
    assert chart is not None
    assert [(one.period, one.href, one.number) for one in chart.linked] == [
        ("2010", "2010.html", 5),
        ("2012", "2012.html", 7),
    ]
    assert chart.path.count("M") == 1


@pytest.mark.parametrize(
    ("first", "count", "labels"),
    [
        (2019, 3, ["2019", "2020", "2021"]),
        (1996, 25, ["2000", "2005", "2010", "2015", "2020"]),
        (1906, 120, ["1920", "1940", "1960", "1980", "2000", "2020"]),
    ],
)
def test_the_axis_names_round_years_and_no_more_than_a_few(first: int, count: int, labels: list[str]) -> None:
    chart = columns(years(first, *[1] * count))
    assert chart is not None and [label.text for label in chart.axis] == labels


def test_months_are_named_by_their_year_and_few_of_them_by_their_ends() -> None:
    months = [Bar(f"{2019 + n // 12}-{n % 12 + 1:02}", 1) for n in range(30)]
    long, short = columns(months), columns(months[3:9])
    assert long is not None and [label.text for label in long.axis] == ["2019", "2020", "2021"]
    assert short is not None and [label.text for label in short.axis] == ["2019-04", "2019-09"]


def test_a_few_days_far_from_the_others_do_not_leave_the_others_without_room() -> None:
    found = bars(["1119-01-01", "1720-01-01", *(f"{year}-06-01" for year in range(1950, 2024)), "2025-01-01"])
    assert (found[0].label, found[-1].label) == ("1950", "2025")


# ---------------------------------------------------------------- maps


def test_the_projection_is_that_of_the_outline() -> None:
    assert projected(0, 180)[0] == pytest.approx(WIDTH) and projected(0, -180)[0] == pytest.approx(0)
    assert projected(84, 0) == (WIDTH / 2, 0)
    assert 0 < projected(-55, -68)[1] < HEIGHT
    assert projected(60, 90)[0] < projected(0, 90)[0]  # it draws the north together


def spots(*places: tuple[str, int, float, float]) -> list[Spot]:
    return [
        Spot(f"places/{name}.html", name, count, latitude, longitude) for name, count, latitude, longitude in places
    ]


def test_the_area_of_a_circle_tells_the_count_and_small_ones_lie_on_top() -> None:
    found = world.circles(spots(("small", 1, 10, 10), ("large", 400, 12, 12), ("middle", 100, -20, 40)))
    assert [one.spot.text for one in found] == ["large", "middle", "small"]
    large, middle, small = (one.radius for one in found)
    assert large == world.LARGEST and small < middle < large


def test_names_on_the_map_do_not_lie_on_each_other() -> None:
    found = world.circles(spots(*((f"Place {n}", 50 - n, 50 + n / 20, 4 + n / 20) for n in range(30))))
    assert sum(bool(one.label) for one in found) == 1


@pytest.mark.parametrize(("latitude", "longitude"), [(71, 178), (-54, -70), (0, 0), (64, -22)])
def test_the_piece_around_a_place_stays_on_the_map(latitude: float, longitude: float) -> None:
    piece = world.piece(latitude, longitude, "country")
    left, top, width, height = map(int, piece.box.split())
    assert left >= 0 and top >= 0 and left + width <= WIDTH and top + height <= HEIGHT
    assert left <= piece.x <= left + width and top <= piece.y <= top + height


# ---------------------------------------------------------------- networks


def crowd(count: int) -> tuple[list[Count], list[Tie]]:
    names = [Count(f"people/p{n}.html", f"Person Number {n}", 3 * count - 2 * n) for n in range(count)]
    ties = [Tie(n // 3, n, 2 + n % 7) for n in range(1, count)] + [Tie(n, n + 1, 2) for n in range(0, count - 1, 4)]
    return names, ties


def test_nothing_of_a_network_lies_outside_its_picture() -> None:
    found = network.network(*crowd(network_size()))
    for node in found.nodes:
        assert node.radius <= node.x <= found.width - node.radius
        assert node.radius <= node.y <= found.height - node.radius - 14


def test_names_of_a_network_hardly_lie_on_each_other() -> None:
    nodes = network.network(*crowd(network_size())).nodes
    boxes = [
        (n.x - len(n.name.text) * 3.8, n.y + n.radius + 3, n.x + len(n.name.text) * 3.8, n.y + n.radius + 17)
        for n in nodes
    ]
    clashes = [1 for a, b in combinations(boxes, 2) if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]]
    assert len(clashes) <= 2


def test_those_who_stand_together_lie_together() -> None:
    names = [Count(f"p{n}", f"P{n}", 5) for n in range(12)]
    ties = [Tie(a, b, 5) for group in (range(6), range(6, 12)) for a, b in combinations(group, 2)]
    nodes = network.network(names, ties).nodes

    def distance(a: int, b: int) -> float:
        return ((nodes[a].x - nodes[b].x) ** 2 + (nodes[a].y - nodes[b].y) ** 2) ** 0.5

    within = [distance(a, b) for a, b in combinations(range(6), 2)]
    between = [distance(a, b) for a in range(6) for b in range(6, 12)]
    assert sum(within) / len(within) < 0.6 * sum(between) / len(between)


def test_a_network_is_the_same_every_time_and_quick() -> None:
    started = time.process_time()
    first = network.network(*crowd(network_size()))
    assert time.process_time() - started < 1
    assert first == network.network(*crowd(network_size()))


def test_what_all_stand_in_the_same_place_is_drawn_all_the_same() -> None:
    names = [Count(f"p{n}", "Same", 1) for n in range(6)]
    found = network.network(names, [Tie(0, n, 2) for n in range(1, 6)])
    assert len({(node.x, node.y) for node in found.nodes}) == 6


def network_size() -> int:
    from archivegen.pages.network import NAMES

    return NAMES


def test_no_picture_uses_what_differs_between_machines() -> None:
    # a square root is rounded right everywhere; powers, sines and cosines are not
    for path in (ROOT / "src" / "archivegen" / "render" / "charts").glob("*.py"):
        text = path.read_text("utf-8")
        assert not re.search(r"\*\* ?[\d.(a-z]|import (random|cmath|statistics)", text), path
        assert set(re.findall(r"^from math import (.+)$", text, re.MULTILINE)) <= {"sqrt"}, path


# ---------------------------------------------------------------- labels


@pytest.mark.parametrize("name", ["X" * 300, "北京" * 60, "سعيد " * 60])
def test_a_name_of_any_length_fits_into_a_picture(name: str) -> None:
    assert breadth(label(name)) <= 40 and label(name).endswith("…")
    names, ties = crowd(8)
    names[3] = Count("people/long.html", name, 4)
    node = network.network(names, ties).nodes[3]
    assert node.name.text == name and node.label == label(name)
    assert breadth(node.label) * 3.8 < node.x < network.WIDTH - breadth(node.label) * 3.8


def test_a_short_name_is_printed_whole() -> None:
    assert label("Franklin D. Roosevelt") == "Franklin D. Roosevelt" and label("金正恩") == "金正恩"


# ---------------------------------------------------------------- the timeline


def timeline(*events: str) -> dict[str, list[tuple[str, int]]]:
    """The columns by page, of a timeline of such dates."""
    facts = Facts(events=tuple(Event(when, "Something happened", Span(0, 5), 0, "told") for when in events))
    made = Shelf([article(1, "Something happened.")])
    made.archive = msgspec.structs.replace(made.archive, facts=(facts,))
    pages = made.pages("timeline")
    return {page.path: [(bar.label, bar.count) for bar in page.view.bars] for page in pages.values()}


def test_a_long_timeline_has_a_column_a_year_and_each_long_year_one_a_month() -> None:
    found = timeline(*(f"{year}-{month:02}-05" for year in range(2010, 2020) for month in (2, 4, 6, 8, 9, 11)))
    assert found["timeline/index.html"][0] == ("2010", 6) and len(found["timeline/index.html"]) == 10
    assert found["timeline/2012.html"][0] == ("2012-02", 1) and len(found["timeline/2012.html"]) == 10


def test_what_tells_its_year_alone_is_in_no_month() -> None:
    days = [f"2019-{month:02}-05" for month in (3, 4, 5, 6)]
    assert timeline(*days, "2019", "2019", "2019~")["timeline/index.html"] == [(day[:7], 1) for day in days]


def test_what_tells_its_month_alone_is_on_no_day() -> None:
    days = ["2019-03", "2019-03~", "2019-03-09", "2019-03-10", "2019-03-10", "2019-03-12", "2019-03-12"]
    assert timeline(*days)["timeline/2019-03.html"] == [
        ("2019-03-09", 1),
        ("2019-03-10", 2),
        ("2019-03-11", 0),
        ("2019-03-12", 2),
    ]
