"""Where a point of the earth stands on the map of the world: latitude and longitude → units of the map. Pure."""

from __future__ import annotations

WIDTH, HEIGHT = 4000, 1751
"""Of the map, and of static/land.svg: from 84° north to 58° south."""
_RADIANS = 0.017453292519943295
_EAST = 0.8707 * 3.141592653589793
"""Of the antimeridian at the equator."""
_SCALE = WIDTH / 2 / _EAST


def _up(latitude: float) -> float:
    y = latitude * _RADIANS
    square = y * y
    fourth = square * square
    return _SCALE * y * (1.007226 + square * (0.015085 + fourth * (-0.044475 + 0.028874 * square - 0.005916 * fourth)))


_TOP = _up(84.0)


def projected(latitude: float, longitude: float) -> tuple[float, float]:
    """The point on the map, in its units from the top left: the Natural Earth projection (Šavrič, Patterson, Jenny 2011).

    Polynomials only, so that it is the same on every machine.
    """
    y = latitude * _RADIANS
    square = y * y
    fourth = square * square
    across = 0.8707 + square * (-0.131979 + square * (-0.013791 + fourth * (0.003971 * square - 0.001529 * fourth)))
    return WIDTH / 2 + longitude * _RADIANS * across * _SCALE, _TOP - _up(latitude)
