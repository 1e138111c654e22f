"""A map of the world and a piece of it: places → circles over static/land.svg. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import NamedTuple

from archivegen.render.charts.labels import breadth, label
from archivegen.render.charts.projection import HEIGHT, WIDTH, projected
from archivegen.views import Spot

SMALLEST, LARGEST = 15, 100
"""Radius of the smallest circle that can be seen and hit, and of the place with the most articles."""
NAMED = 12
"""So many places are named on the map, if there is room."""
PIECE = {"country": (1500, 900), "state": (1000, 600), "city": (1000, 600)}
"""Width and height of the piece of the map around a place, by kind."""
_LETTER, _LINE = 34, 74
"""What a name takes on the map."""


class Circle(NamedTuple):
    spot: Spot
    x: int
    y: int
    radius: int
    label: str
    """"" = there is no room for its name."""


class Piece(NamedTuple):
    """A window of the map with a place in it."""

    box: str
    x: int
    y: int
    radius: int
    is_city: bool
    """Of which GeoNames tells the position."""


def circles(spots: Sequence[Spot]) -> list[Circle]:
    """A circle for each of *spots*, the largest first, so that the small ones lie on top; its area tells the count."""
    most = max((spot.count for spot in spots), default=1)
    named: list[tuple[float, float, float, float]] = []
    found = []
    for spot in sorted(spots, key=lambda one: (-one.count, one.path)):
        x, y = projected(spot.latitude, spot.longitude)
        radius = max(SMALLEST, round(LARGEST * sqrt(spot.count / most)))
        printed = label(spot.text)
        half = breadth(printed) * _LETTER / 2
        box = (x - half, y - radius - _LINE, x + half, y - radius)
        has_room = len(named) < NAMED and half < x < WIDTH - half and not any(_overlap(box, other) for other in named)
        if has_room:
            named.append(box)
        found.append(Circle(spot, round(x), round(y), radius, printed if has_room else ""))
    return found


def _overlap(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def piece(latitude: float, longitude: float, kind: str) -> Piece:
    """The map around a point, moved so that it does not run over the edge."""
    width, height = PIECE[kind]
    x, y = (round(at) for at in projected(latitude, longitude))
    left = min(max(x - width // 2, 0), WIDTH - width)
    top = min(max(y - height // 2, 0), HEIGHT - height)
    return Piece(f"{left} {top} {width} {height}", x, y, width // 45, kind == "city")
