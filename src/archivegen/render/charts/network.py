"""Who is mentioned with whom: names and ties → circles, lines and labels that do not lie on each other. Pure.

A force layout (Fruchterman and Reingold 1991) from a fixed beginning with a fixed number of steps, then boxes are pushed apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import NamedTuple

from archivegen.render.charts.labels import breadth, label
from archivegen.views import Count, Tie

WIDTH, HEIGHT = 1000, 640
STEPS = 50
APART = 40
"""So often boxes that overlap are pushed apart."""
_LETTER, _LINE = 8.4, 20.0
"""Room of a letter and a line of a label."""
_MARGIN = 12.0


class Node(NamedTuple):
    name: Count
    label: str
    x: int
    y: int
    radius: int


class Line(NamedTuple):
    x1: int
    y1: int
    x2: int
    y2: int
    weight: int
    """1 to 4."""


class Network(NamedTuple):
    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]
    width: int = WIDTH
    height: int = HEIGHT


def network(names: Sequence[Count], ties: Sequence[Tie]) -> Network:
    """The picture of *names* and *ties*; O(STEPS · names²), about 15 ms for 36 names."""
    most = max(name.count for name in names)
    radii = [round(5 + 13 * sqrt(name.count / most)) for name in names]
    labels = [label(name.text) for name in names]
    places = _apart(_placed(len(names), ties), labels, radii)
    strongest = max(tie.count for tie in ties)
    nodes = [
        Node(name, printed, round(x), round(y), radius)
        for name, printed, (x, y), radius in zip(names, labels, places, radii, strict=True)
    ]
    lines = [
        Line(nodes[tie.one].x, nodes[tie.one].y, nodes[tie.other].x, nodes[tie.other].y, _weight(tie.count, strongest))
        for tie in sorted(ties, key=lambda tie: tie.count)
    ]
    return Network(tuple(nodes), tuple(lines))


def _weight(count: int, most: int) -> int:
    return 4 if count * 4 > most * 3 else 3 if count * 2 > most else 2 if count * 4 > most else 1


def _placed(count: int, ties: Sequence[Tie]) -> list[tuple[float, float]]:
    """Where each of *count* points comes to lie when ties draw together and all push apart."""
    xs, ys = _spiral(count)
    ideal = sqrt(WIDTH * HEIGHT / count) * 0.8
    strongest = max(tie.count for tie in ties)
    pulls = [(tie.one, tie.other, 0.4 + 0.6 * tie.count / strongest) for tie in ties]
    square = ideal * ideal
    for step in range(STEPS):
        limit = WIDTH / 9 * (1 - step / STEPS) + 1
        dx, dy = [0.0] * count, [0.0] * count
        for a in range(count):
            xa, ya, fx, fy = xs[a], ys[a], 0.0, 0.0
            for b in range(a):
                x, y = xa - xs[b], ya - ys[b]
                force = square / (x * x + y * y + 1.0)
                x, y = x * force, y * force
                fx, fy = fx + x, fy + y
                dx[b] -= x
                dy[b] -= y
            dx[a] += fx
            dy[a] += fy
        for one, other, weight in pulls:
            x, y = xs[one] - xs[other], ys[one] - ys[other]
            force = sqrt(x * x + y * y) / ideal * weight
            dx[one] -= x * force
            dy[one] -= y * force
            dx[other] += x * force
            dy[other] += y * force
        for n in range(count):
            # the middle draws a little, more from above and below, for the picture is broad
            x, y = dx[n] - (xs[n] - WIDTH / 2) * 0.7, dy[n] - (ys[n] - HEIGHT / 2) * 1.1
            length = sqrt(x * x + y * y) + 0.01
            share = min(length, limit) / length
            xs[n] += x * share
            ys[n] += y * share
    return list(zip(xs, ys, strict=True))


def _spiral(count: int) -> tuple[list[float], list[float]]:
    """A beginning in which no two points lie together: turns of about 137.5°, the first points inside."""
    xs, ys = [], []
    cosine, sine = -0.737368878, 0.675490294
    x, y = 1.0, 0.0
    for n in range(count):
        radius = sqrt((n + 0.5) / count)
        xs.append(WIDTH / 2 + x * radius * WIDTH * 0.42)
        ys.append(HEIGHT / 2 + y * radius * HEIGHT * 0.42)
        x, y = x * cosine - y * sine, x * sine + y * cosine
    return xs, ys


def _apart(
    places: Sequence[tuple[float, float]], labels: Sequence[str], radii: Sequence[int]
) -> list[tuple[float, float]]:
    """*places* stretched to the picture, then moved until circles with their labels below do not overlap."""
    widths = [max(breadth(printed) * _LETTER / 2, radius) + 3 for printed, radius in zip(labels, radii, strict=True)]
    heights = [radius + _LINE / 2 + 1 for radius in radii]
    xs = _stretched([x for x, _ in places], _MARGIN + 70, WIDTH - _MARGIN - 70)
    ys = _stretched([y for _, y in places], _MARGIN + 20, HEIGHT - _MARGIN - 30)
    for _ in range(APART):
        is_clear = True
        for a in range(len(xs)):
            for b in range(a):
                y = ys[a] - ys[b]
                over_y = heights[a] + heights[b] - (y if y > 0 else -y)
                if over_y <= 0:  # as of most: boxes are lower than they are broad
                    continue
                x = xs[a] - xs[b]
                over_x = widths[a] + widths[b] - (x if x > 0 else -x)
                if over_x <= 0:
                    continue
                is_clear = False
                if over_y * 2 < over_x:
                    move = over_y / 2 if y >= 0 else -over_y / 2
                    ys[a] += move
                    ys[b] -= move
                else:
                    move = over_x / 2 if x >= 0 else -over_x / 2
                    xs[a] += move
                    xs[b] -= move
        for n, (width, height) in enumerate(zip(widths, heights, strict=True)):
            xs[n] = min(max(xs[n], width + _MARGIN), WIDTH - width - _MARGIN)
            ys[n] = min(max(ys[n], height + _MARGIN), HEIGHT - height - _MARGIN - _LINE / 2)
        if is_clear:
            break
    return list(zip(xs, ys, strict=True))


def _stretched(values: list[float], least: float, most: float) -> list[float]:
    low, high = min(values), max(values)
    scale = (most - least) / (high - low) if high > low else 1.0
    return [least + (value - low) * scale for value in values]
